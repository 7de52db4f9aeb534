"""Numbering marks: 一、（一）1.（1）① 一是; read at a place, or found inside a line."""

from __future__ import annotations

from collections.abc import Iterator
from functools import lru_cache
from typing import NamedTuple, cast

from rectiparse.grammar import Grammar
from rectiparse.model import Scheme
from rectiparse.numerals import read_numeral
from rectiparse.patterns import FirstCharacters, Match, Pattern, compile_pattern

ORDINAL: Scheme = "ordinal"


class Marker(NamedTuple):
    """A mark that may begin a section or measure: flow offsets, scheme, rank of the scheme, number."""

    start: int
    end: int
    scheme: Scheme
    rank: int
    number: int


class _Patterns(NamedTuple):
    at_line_start: Pattern
    first: FirstCharacters
    """Of a mark at a line start."""
    behind_stop: Pattern
    anywhere: Pattern
    schemes: dict[str, tuple[Scheme, int]]


_LINE_START_ONLY = ("chapter", "part", "article", "named-number", "boxed-number", "named-measure", "half-bracket", "ordinal-comma")
"""Rules for marks that never begin anything inside a line."""


@lru_cache(maxsize=4)
def _patterns(grammar: Grammar) -> _Patterns:
    sources: dict[str, str] = {}
    schemes: dict[str, tuple[Scheme, int]] = {}
    for index, rule in enumerate(grammar.headings.rules):
        name = f"n{index}"
        schemes[name] = (cast(Scheme, rule.means), rule.rank or 0)
        sources[name] = grammar.headings.source(rule).replace("(?P<n>", f"(?P<{name}>")
    rules = zip(sources.values(), grammar.headings.rules, strict=True)
    inline = "|".join(source for source, rule in rules if rule.id not in _LINE_START_ONLY)
    at_line_start = compile_pattern("|".join(sources.values()))
    return _Patterns(
        at_line_start,
        FirstCharacters(at_line_start),
        compile_pattern(rf"(?<=[。;:!?)\]”,] ?)(?:{inline})"),
        compile_pattern(rf"(?<![\d.一二三四五六七八九十第])(?:{inline})"),
        schemes,
    )


def read_marker(text: str, start: int, grammar: Grammar) -> Marker | None:
    """The mark at `start` of folded text, None when what stands there is none."""
    patterns = _patterns(grammar)
    match = patterns.at_line_start.match(text, start) if patterns.first[text[start : start + 1]] else None
    return _build_marker(match, patterns) if match else None


def find_markers(text: str, start: int, end: int, grammar: Grammar, *, anywhere: bool = False) -> Iterator[Marker]:
    """What looks like a mark inside a line: behind a stop, comma or bracket, or anywhere; the caller judges."""
    patterns = _patterns(grammar)
    for match in (patterns.anywhere if anywhere else patterns.behind_stop).finditer(text, start, end):
        if marker := _build_marker(match, patterns):
            yield marker


def _build_marker(match: Match, patterns: _Patterns) -> Marker | None:
    name = match.lastgroup
    number = read_numeral(match[name]) if name else None
    if name is None or not number:
        return None
    scheme, rank = patterns.schemes[name]
    return Marker(match.start(), match.end(), scheme, rank, number)


def keep_runs(markers: list[Marker]) -> list[Marker]:
    """The marks that count 1, 2, … in their scheme, at least two of them: 一是…；二是…."""
    kept: list[Marker] = []
    runs: dict[Scheme, list[Marker]] = {}
    for marker in markers:
        run = runs.setdefault(marker.scheme, [])
        if run and marker.number == run[-1].number + 1:
            run.append(marker)
        else:
            if len(run) > 1:
                kept.extend(run)
            runs[marker.scheme] = [marker] if marker.number == 1 else []
    for run in runs.values():
        if len(run) > 1:
            kept.extend(run)
    return sorted(kept)
