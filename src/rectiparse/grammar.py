"""grammars/*.toml to checked, compiled rules: the only TOML reader."""

from __future__ import annotations

import datetime as dt
import os
import tomllib
from functools import cached_property, lru_cache
from pathlib import Path

import regex
from pydantic import BaseModel, ConfigDict, Field, ValidationError

from rectiparse.diagnostics import GrammarError
from rectiparse.patterns import compile_pattern

FILES = ("headings", "labels", "roles", "deadlines", "units", "metadata", "furniture")
DIRECTORY_VARIABLE = "RECTIPARSE_GRAMMARS"

Value = str | int | bool | dt.date | list[str] | None


class _Strict(BaseModel):
    model_config = ConfigDict(frozen=True, extra="forbid")


class Example(_Strict):
    text: str
    issued: dt.date | None = None
    gives: dict[str, Value] = {}
    """What the rule reads there; only the named values are compared."""


class Rule(_Strict):
    """Words or a pattern, what they mean, and texts that it reads and must not read."""

    id: str
    means: str
    words: tuple[str, ...] = ()
    pattern: str = ""
    rank: int | None = None
    examples: tuple[Example, ...] = Field(min_length=1)
    rejects: tuple[str, ...] = Field(min_length=1)


class _File(_Strict):
    define: dict[str, str] = {}
    rule: tuple[Rule, ...]


class Rules:
    """The rules of one file, in the file's order, with `{name}` of their patterns filled from `[define]`."""

    def __init__(self, name: str, file: _File) -> None:
        self.name = name
        self.rules = file.rule
        self.define = file.define
        self._sources: dict[str, str] = {}
        self._by_id = {rule.id: rule for rule in file.rule}

    def source(self, rule: Rule) -> str:
        """The rule as a pattern: its words, longest first, or its pattern with definitions filled in."""
        known = self._sources.get(rule.id)
        if known is None:
            known = self._sources[rule.id] = self._build_source(rule)
        return known

    def _build_source(self, rule: Rule) -> str:
        if rule.words:
            return "|".join(regex.escape(w, special_only=True) for w in sorted(rule.words, key=len, reverse=True))
        pattern = rule.pattern
        for _ in range(4):  # definitions may use earlier ones
            for key, value in self.define.items():
                pattern = pattern.replace("{" + key + "}", f"(?:{value})")
        return pattern

    def find(self, rule_id: str) -> Rule:
        return self._by_id[rule_id]

    def compiled(self, rule_id: str) -> regex.Pattern[str]:
        return compile_pattern(self.source(self.find(rule_id)))

    def meaning(self, means: str) -> tuple[Rule, ...]:
        return tuple(r for r in self.rules if r.means == means)

    def alternation(self, means: str) -> str:
        """All rules of one meaning as one alternation."""
        return "|".join(f"(?:{self.source(r)})" for r in self.meaning(means))

    def words(self, means: str) -> tuple[str, ...]:
        return tuple(w for r in self.meaning(means) for w in r.words)


class Grammar:
    """All grammar files of one folder. Compared by identity, so readers may cache what they build from it."""

    def __init__(self, directory: Path) -> None:
        self.directory = directory

    def _load(self, name: str) -> Rules:
        return Rules(name, _read_file(self.directory / f"{name}.toml"))

    @cached_property
    def headings(self) -> Rules:
        return self._load("headings")

    @cached_property
    def labels(self) -> Rules:
        return self._load("labels")

    @cached_property
    def roles(self) -> Rules:
        return self._load("roles")

    @cached_property
    def deadlines(self) -> Rules:
        return self._load("deadlines")

    @cached_property
    def units(self) -> Rules:
        return self._load("units")

    @cached_property
    def metadata(self) -> Rules:
        return self._load("metadata")

    @cached_property
    def furniture(self) -> Rules:
        return self._load("furniture")


@lru_cache(maxsize=4)
def load_grammar(directory: Path | None = None) -> Grammar:
    """The grammar in `directory`, else in $RECTIPARSE_GRAMMARS, else the one shipped.

    Raises GrammarError with file, line and key when a rule has a wrong or missing key, no example, no reject, or a
    pattern that does not compile.
    """
    chosen = directory or _chosen_directory()
    grammar = Grammar(chosen or _shipped_directory())
    for name in FILES:
        rules: Rules = getattr(grammar, name)
        if chosen is not None:  # the shipped ones are compiled when they are needed; the tests compile them all
            _check_patterns(grammar.directory / f"{name}.toml", rules)
    return grammar


def _chosen_directory() -> Path | None:
    chosen = os.environ.get(DIRECTORY_VARIABLE)
    return Path(chosen) if chosen else None


def _shipped_directory() -> Path:
    shipped = Path(__file__).parent / "grammars"
    return shipped if shipped.is_dir() else Path(__file__).parents[2] / "grammars"


def _read_file(path: Path) -> _File:
    try:
        text = path.read_text(encoding="utf-8")
    except OSError as error:
        raise GrammarError(f"{path}: can't read this grammar file ({error.strerror}); next: see ${DIRECTORY_VARIABLE}") from error
    try:
        file = _File.model_validate(tomllib.loads(text))
    except tomllib.TOMLDecodeError as error:
        raise GrammarError(f"{path}: no TOML: {error}") from error
    except ValidationError as error:
        raise GrammarError(_describe(path, text, error)) from error
    _check_rules(path, text, file)
    return file


def _check_rules(path: Path, text: str, file: _File) -> None:
    seen: set[str] = set()
    for index, rule in enumerate(file.rule):
        place = f"{path}:{_line_of_rule(text, index)}"
        if bool(rule.words) == bool(rule.pattern):
            raise GrammarError(f"{place}: rule {rule.id!r} wants either words or a pattern")
        if rule.id in seen:
            raise GrammarError(f"{place}: rule {rule.id!r} stands twice; next: give one another id")
        seen.add(rule.id)


def _check_patterns(path: Path, rules: Rules) -> None:
    for index, rule in enumerate(rules.rules):
        try:
            compile_pattern(rules.source(rule))
        except regex.error as error:
            line = _line_of_rule(path.read_text(encoding="utf-8"), index)
            raise GrammarError(f"{path}:{line}: rule {rule.id!r}: the pattern does not compile: {error}") from error


def _describe(path: Path, text: str, error: ValidationError) -> str:
    first = error.errors()[0]
    loc = first["loc"]
    line = _line_of_rule(text, loc[1]) if len(loc) > 1 and loc[0] == "rule" and isinstance(loc[1], int) else 1
    key = ".".join(str(part) for part in loc[2:] or loc)
    return f"{path}:{line}: {key}: {first['msg']}; next: mend this key (keys: {', '.join(Rule.model_fields)})"


def _line_of_rule(text: str, index: int) -> int:
    """1-based line of the index-th [[rule]] header."""
    seen = -1
    for number, line in enumerate(text.splitlines(), 1):
        if line.strip() == "[[rule]]":
            seen += 1
            if seen == index:
                return number
    return 1
