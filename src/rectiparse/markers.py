"""Numbering marks: 一、（一）1.（1）① 一是; read at a place, or found inside a line."""

from __future__ import annotations

import re
from collections.abc import Iterator
from functools import lru_cache
from string import digits
from typing import Literal, NamedTuple, cast

from rectiparse.grammar import Grammar
from rectiparse.model import Scheme
from rectiparse.numerals import read_numeral
from rectiparse.patterns import ByFirstCharacter, Match, Pattern, compile_pattern

ORDINAL: Scheme = "ordinal"
LETTER: Scheme = "letter"
TOP_RANK = 30
"""The rank of 一、: headings of this rank and above are the sections of a plan."""
ARABIC_RANK = 50
"""The rank of 1., below which 1.1 stands."""
NAMED_RANK = 45
"""The rank of 问题三： and 【任务01】, whose number stands in or behind a word."""


class Marker(NamedTuple):
    """A mark that may begin a section or measure: flow offsets, scheme, rank of the scheme, number."""

    start: int
    end: int
    scheme: Scheme
    rank: int
    number: int
    chapter: int = 0
    """The 2 of 2.1, 0 of other marks: chapters need not print their own numbers."""


class _Patterns(NamedTuple):
    at_line_start: ByFirstCharacter[tuple[Pattern, Scheme, int]]
    """Rule by rule, with what each means; few characters begin a mark."""
    inline: Pattern
    begins: str
    """The characters that may begin a mark inside a line, as in a class of a pattern."""
    schemes: dict[str, tuple[Scheme, int]]


_COUNTED = "ordinal-comma"
_LINE_START_ONLY = ("chapter", "part", "article", "named-number", "boxed-number", "named-measure", "half-bracket", "letter", _COUNTED)
"""Rules for marks that never begin anything inside a line."""


FIGURE_FIRST = "figure-first"
"""The rule for numbers that may be decimals as well: read only where they count on."""

Before = Literal["stop", "name", "anything"]
_BEFORE: dict[Before, str] = {
    "stop": r"[。;:!?)\]”,] ?",
    "name": "[局厅委办部院会府处室队心司团站所镇乡区县] ?",
    "anything": r"(?<![\d.一二三四五六七八九十第])",
}
"""What stands before a mark inside a line: a stop, comma or bracket, the end of a unit's name, anything but a number."""


def counts_on(before: Marker | int, marker: Marker) -> bool:
    """Whether a mark is the next one of its kind; `before` is the number that the first one has."""
    if isinstance(before, int):
        return marker.number == before
    return marker.scheme == before.scheme and marker.number == before.number + 1


@lru_cache(maxsize=4)
def _patterns(grammar: Grammar) -> _Patterns:
    sources: dict[str, str] = {}
    schemes: dict[str, tuple[Scheme, int]] = {}
    for index, rule in enumerate(grammar.headings.rules):
        name = f"n{index}"
        schemes[name] = (cast(Scheme, rule.means), rule.rank or 0)
        sources[name] = rule.source.replace("(?P<n>", f"(?P<{name}>")
    rules = zip(sources.values(), grammar.headings.rules, strict=True)
    inline = "|".join(source for source, rule in rules if rule.id not in (*_LINE_START_ONLY, FIGURE_FIRST))
    starts = [(rule, compile_pattern(rule.source)) for rule in grammar.headings.rules if rule.id != FIGURE_FIRST]
    anything = compile_pattern(inline)
    begins = "".join(re.escape(char) for char in sorted(_spell_out(inline)) if anything.match(char, partial=True))
    return _Patterns(
        ByFirstCharacter((pattern, (pattern, cast(Scheme, rule.means), rule.rank or 0)) for rule, pattern in starts),
        anything,
        begins,
        schemes,
    )


@lru_cache(maxsize=8)
def _find_before(before: Before, begins: str) -> re.Pattern[str]:
    """What is looked for first: few lines hold a mark. Compiled when a line needs it."""
    return re.compile(f"{_BEFORE[before]}(?=[{begins}])")


def _spell_out(source: str) -> set[str]:
    """The characters that stand in a pattern, those of its ranges and the digits."""
    ranges = re.findall(r"(.)-(.)", source)
    return {*source, *digits, *(chr(code) for first, last in ranges for code in range(ord(first), min(ord(last), ord(first) + 99) + 1))}


def read_marker(text: str, start: int, grammar: Grammar) -> Marker | None:
    """The mark at `start` of folded text, None when what stands there is none."""
    patterns = _patterns(grammar)
    for pattern, scheme, rank in patterns.at_line_start[text[start : start + 1]]:
        if match := pattern.match(text, start):
            number = ord(match["n"].upper()) - _BEFORE_A if scheme == LETTER else read_numeral(match["n"])
            return Marker(match.start(), match.end(), scheme, rank, number) if number else None
    return None


_BEFORE_A = ord("A") - 1


def read_figure_first(text: str, start: int, last: int, grammar: Grammar) -> Marker | None:
    """2.15分钟便民圈 at `start` behind the number 1: the mark that counts on from `last`, None where it is a decimal."""
    match = grammar.headings.compiled(FIGURE_FIRST).match(text, start) if text[start].isdecimal() else None
    is_next = match is not None and int(match["n"]) == last + 1
    return _build_figure(match, grammar) if match and is_next and not _counts_later(text, match) else None


_REACH = 1500
"""Characters in which the number that a decimal only seems to be would stand."""


def _counts_later(text: str, match: Match) -> bool:
    """3.15消费者权益日 above the line that begins with 3. in earnest."""
    begin = f"\n{match['n']}."
    later = text.find(begin, match.end(), match.end() + _REACH)
    is_mark = later >= 0 and not text[later + len(begin) : later + len(begin) + 1].isdigit()
    return is_mark and text.find("\n1.", match.end(), later) < 0


def add_figures_first(marks: list[Marker], text: str, start: int, end: int, last: int, grammar: Grammar) -> list[Marker]:
    """The marks found in a stretch of text, and those like 2.15分钟便民圈 that count on, first from `last`."""
    rule = grammar.headings.find(FIGURE_FIRST)
    found = iter(grammar.headings.compiled(FIGURE_FIRST).finditer(text, start, end))
    others = iter([m for m in marks if m.scheme == rule.means])
    other = next(others, None)
    added: list[Marker] = []
    for match in found:
        while other is not None and other.start < match.start():
            last, other = other.number, next(others, None)
        if int(match["n"]) == last + 1:
            added.append(_build_figure(match, grammar))
            last += 1
    return sorted([*marks, *added]) if added else marks


def _build_figure(match: Match, grammar: Grammar) -> Marker:
    rule = grammar.headings.find(FIGURE_FIRST)
    return Marker(match.start(), match.end(), cast(Scheme, rule.means), rule.rank or 0, int(match["n"]))


def find_markers(text: str, start: int, end: int, grammar: Grammar, before: Before = "stop") -> Iterator[Marker]:
    """What looks like a mark inside a line, behind a stop or what else `before` names; the caller judges."""
    patterns = _patterns(grammar)
    at = start
    for sign in _find_before(before, patterns.begins).finditer(text, max(0, start - 2), end):
        if sign.end() >= at and (match := patterns.inline.match(text, sign.end(), end)):
            at = match.end()
            if marker := _build_marker(match, patterns):
                yield marker


def find_counted(text: str, first: Marker, end: int, grammar: Grammar) -> list[Marker]:
    """第一，…。第二，…；第三，…: the marks behind the first one of a paragraph that begins so, up to `end`."""
    rule = grammar.headings.find(_COUNTED)
    marks = [first]
    for match in grammar.headings.compiled(_COUNTED).finditer(text, first.end, end):
        number = read_numeral(match["n"])
        if number == marks[-1].number + 1 and text[first.end : match.start()].rstrip()[-1:] in ("。", ";", "!"):
            marks.append(Marker(match.start(), match.end(), first.scheme, rule.rank or 0, number))
    return marks[1:]


@lru_cache(maxsize=4)
def _named(grammar: Grammar) -> tuple[Pattern, ...]:
    return (*(grammar.headings.compiled(rule) for rule in _NAMED), grammar.structure.compiled("phase-number"))


_NAMED = ("chapter", "article", "named-number", "boxed-number")
"""Rules for numbers that a word shows, wherever they stand."""


def find_named(text: str, start: int, end: int, grammar: Grammar, counted: dict[str, int]) -> Iterator[int]:
    """Where 第一条, 第二条, … or 问题1：, 问题2：, … begin in a text that lost its line breaks, if they count from 1 or go on.

    `counted` are the last numbers in the paragraphs above, by the words around them; those of this one are added.
    """
    for pattern in _named(grammar):
        counts: dict[str, list[int]] = {}
        for match in pattern.finditer(text, start, end):
            word = match[0].replace(match["n"], "", 1)
            found = counts.setdefault(word, [])
            if read_numeral(match["n"]) == counted.get(word, 0) + len(found) + 1:
                found.append(match.start())
        for word, found in counts.items():
            counted[word] = counted.get(word, 0) + len(found)
            if counted[word] >= _FEWEST_NAMED:
                yield from found


_FEWEST_NAMED = 2


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
