"""The rules of grammars/*.toml, ready to match: checked once, then kept between runs until a file changes."""

from __future__ import annotations

import os
from functools import lru_cache
from hashlib import sha256
from pathlib import Path
from typing import NamedTuple

from rectiparse.errors import GrammarError
from rectiparse.patterns import BadPattern, EndPattern, LinePattern, Pattern, compile_pattern, keep_rules, recall_rules

FILES = ("headings", "labels", "roles", "deadlines", "units", "metadata", "furniture", "structure", "coverage")
DIRECTORY_VARIABLE = "RECTIPARSE_GRAMMARS"


class Rule(NamedTuple):
    """Words or a pattern, and what they mean; `source` is either as a pattern, definitions filled in."""

    id: str
    means: str
    words: tuple[str, ...]
    source: str
    rank: int | None


class Rules:
    """The rules of one file, in the file's order."""

    def __init__(self, name: str, rules: tuple[Rule, ...]) -> None:
        self.name, self.rules = name, rules
        self._compiled: dict[str, Pattern] = {}
        self._endings: dict[str, EndPattern] = {}
        self._by_id = {rule.id: rule for rule in rules}
        self._by_meaning: dict[str, list[Rule]] = {}
        for rule in rules:
            self._by_meaning.setdefault(rule.means, []).append(rule)

    def find(self, rule_id: str) -> Rule:
        return self._by_id[rule_id]

    def compiled(self, rule_id: str) -> Pattern:
        pattern = self._compiled.get(rule_id)
        if pattern is None:
            pattern = self._compiled[rule_id] = compile_pattern(self.find(rule_id).source)
        return pattern

    def ending(self, rule_id: str) -> EndPattern:
        """The rule as a pattern for the end of a text; its own ends with `$`."""
        pattern = self._endings.get(rule_id)
        if pattern is None:
            pattern = self._endings[rule_id] = EndPattern(self.find(rule_id).source)
        return pattern

    def line(self, rule_id: str) -> LinePattern:
        """The rule as a pattern for whole lines."""
        return LinePattern(self.find(rule_id).source)

    def meaning(self, means: str) -> tuple[Rule, ...]:
        return tuple(self._by_meaning.get(means, ()))

    def alternation(self, means: str) -> str:
        """All rules of one meaning as one alternation."""
        return "|".join(f"(?:{r.source})" for r in self.meaning(means))

    def words(self, means: str) -> tuple[str, ...]:
        return tuple(w for r in self.meaning(means) for w in r.words)


class Grammar:
    """All grammar files of one folder. Compared by identity, so readers may cache what they build from it."""

    def __init__(self, directory: Path) -> None:
        self.directory = directory
        rules = {name: _load_rules(directory / f"{name}.toml") for name in FILES}
        self.headings, self.labels, self.roles = rules["headings"], rules["labels"], rules["roles"]
        self.deadlines, self.units, self.metadata = rules["deadlines"], rules["units"], rules["metadata"]
        self.furniture, self.structure, self.coverage = rules["furniture"], rules["structure"], rules["coverage"]


@lru_cache(maxsize=4)
def load_grammar(directory: Path | None = None) -> Grammar:
    """The grammar in `directory`, else in $RECTIPARSE_GRAMMARS, else the one shipped.

    Raises GrammarError with file, line and key when a rule has a wrong or missing key, no example, no reject, or a
    pattern that does not compile.
    """
    chosen = directory or _chosen_directory()
    grammar = Grammar(chosen or _shipped_directory())
    if chosen is not None:  # the shipped patterns are compiled when they are needed; the tests compile them all
        for name in FILES:
            _check_patterns(chosen / f"{name}.toml", getattr(grammar, name))
    return grammar


def _chosen_directory() -> Path | None:
    chosen = os.environ.get(DIRECTORY_VARIABLE)
    return Path(chosen) if chosen else None


def _shipped_directory() -> Path:
    shipped = Path(__file__).parent / "grammars"
    return shipped if shipped.is_dir() else Path(__file__).parents[2] / "grammars"


def _load_rules(path: Path) -> Rules:
    """The file's rules, from an earlier run when its content is the same."""
    try:
        key = sha256(path.read_bytes()).hexdigest()
    except OSError:
        key = ""
    kept = recall_rules(key) if key else None
    if kept is None:
        from rectiparse.grammar_files import build_source, read_grammar_file

        file = read_grammar_file(path)
        kept = tuple((r.id, r.means, r.words, build_source(r, file.define), r.rank) for r in file.rule)
        keep_rules(key, kept)
    return Rules(path.stem, tuple(Rule(*rule) for rule in kept))


def _check_patterns(path: Path, rules: Rules) -> None:
    for index, rule in enumerate(rules.rules):
        try:
            compile_pattern(rule.source)
        except BadPattern as error:
            from rectiparse.grammar_files import line_of_rule

            line = line_of_rule(path.read_text(encoding="utf-8"), index)
            raise GrammarError(f"{path}:{line}: rule {rule.id!r}: the pattern does not compile: {error}; next: mend the pattern") from error
