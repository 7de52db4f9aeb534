"""grammars/*.toml read and checked: the only TOML reader. Imported when a file is new or changed, and by the tests."""

from __future__ import annotations

import datetime as dt
import re
import tomllib
from pathlib import Path

from pydantic import BaseModel, ConfigDict, Field, ValidationError

from rectiparse.errors import GrammarError

Value = str | int | bool | dt.date | list[str] | None


class _Strict(BaseModel):
    model_config = ConfigDict(frozen=True, extra="forbid")


class Example(_Strict):
    text: str
    issued: dt.date | None = None
    gives: dict[str, Value] = {}
    """What the rule reads there; only the named values are compared."""


class RuleEntry(_Strict):
    """Words or a pattern, what they mean, and texts that it reads and must not read."""

    id: str
    means: str
    words: tuple[str, ...] = ()
    pattern: str = ""
    rank: int | None = None
    examples: tuple[Example, ...] = Field(min_length=1)
    rejects: tuple[str, ...] = Field(min_length=1)


class GrammarFile(_Strict):
    define: dict[str, str] = {}
    rule: tuple[RuleEntry, ...]


def read_grammar_file(path: Path) -> GrammarFile:
    """The rules of one file with their examples. Raises GrammarError with file, line and key for any slip."""
    try:
        text = path.read_text(encoding="utf-8")
    except OSError as error:
        raise GrammarError(f"{path}: can't read this grammar file ({error.strerror}); next: give a folder that has all of them") from error
    except UnicodeDecodeError as error:
        raise GrammarError(f"{path}: no UTF-8 at byte {error.start}; next: save the file as UTF-8") from error
    try:
        file = GrammarFile.model_validate(tomllib.loads(text))
    except tomllib.TOMLDecodeError as error:
        raise GrammarError(f"{path}: no TOML: {error}; next: mend what stands there") from error
    except ValidationError as error:
        raise GrammarError(_describe(path, text, error)) from error
    _check_rules(path, text, file)
    return file


_NAME = re.compile(r"\{([^{}]+)\}")  # also {0,4}, which is no name


def build_source(rule: RuleEntry, define: dict[str, str]) -> str:
    """The rule as a pattern: its words, longest first, or its pattern with each `{name}` filled from `[define]`."""
    if rule.words:
        return "|".join(re.escape(w) for w in sorted(rule.words, key=len, reverse=True))
    pattern = rule.pattern
    for _ in range(4):  # definitions may use earlier ones
        filled = _NAME.sub(lambda name: f"(?:{define[name[1]]})" if name[1] in define else name[0], pattern)
        if filled == pattern:
            break
        pattern = filled
    return pattern


def line_of_rule(text: str, index: int) -> int:
    """1-based line of the index-th [[rule]] header."""
    seen = -1
    for number, line in enumerate(text.splitlines(), 1):
        if line.strip() == "[[rule]]":
            seen += 1
            if seen == index:
                return number
    return 1


def _check_rules(path: Path, text: str, file: GrammarFile) -> None:
    seen: set[str] = set()
    for index, rule in enumerate(file.rule):
        place = f"{path}:{line_of_rule(text, index)}"
        if bool(rule.words) == bool(rule.pattern):
            raise GrammarError(f"{place}: rule {rule.id!r} wants either words or a pattern; next: give it one of them")
        if rule.id in seen:
            raise GrammarError(f"{place}: rule {rule.id!r} stands twice; next: give one another id")
        seen.add(rule.id)


def _describe(path: Path, text: str, error: ValidationError) -> str:
    first = error.errors()[0]
    loc = first["loc"]
    line = line_of_rule(text, loc[1]) if len(loc) > 1 and loc[0] == "rule" and isinstance(loc[1], int) else 1
    key = ".".join(str(part) for part in loc[2:] or loc)
    return f"{path}:{line}: {key}: {first['msg']}; next: mend this key (keys: {', '.join(RuleEntry.model_fields)})"
