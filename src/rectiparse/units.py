"""A list of names → units written out in full: what the list leaves out on the left or right is filled in."""

from __future__ import annotations

from bisect import bisect_right
from collections.abc import Sequence
from functools import lru_cache
from itertools import accumulate
from typing import NamedTuple

from rectiparse.filling import NO_LEVEL, Level, fill_from_left, fill_from_right, pair_governments
from rectiparse.flow import Flow
from rectiparse.grammar import Grammar
from rectiparse.lexicon import read_lexicon
from rectiparse.model import Span, UnitRole
from rectiparse.names import split_names, write_out
from rectiparse.patterns import compile_pattern
from rectiparse.source import fold


class Name(NamedTuple):
    """A unit of a list: its full name, what is printed, where (flow offsets), and the rule that filled it in."""

    name: str
    text: str
    start: int
    end: int
    rule: str
    role: UnitRole | None = None
    """What a note behind the name says: 市发改委（牵头）."""


class UnitList(NamedTuple):
    names: tuple[Name, ...]
    repeated: tuple[Name, ...]
    """Names printed a second time; the first one is kept."""
    level: Level = Level()
    """What the next list of the same item may leave out."""


def read_units(flow: Flow, start: int, end: int, grammar: Grammar, above: Level = NO_LEVEL) -> UnitList:
    """The units that flow [start, end) lists, in order; empty when it names none.

    `above` is the level of the list before it: 省教育厅牵头，财政厅配合.
    """
    found = _read_list(flow.printed[start:end], grammar, above)
    return UnitList(_shift(found.names, start), _shift(found.repeated, start), found.level)


def _shift(names: tuple[Name, ...], by: int) -> tuple[Name, ...]:
    return tuple([Name(n.name, n.text, n.start + by, n.end + by, n.rule, n.role) for n in names])


def read_cut_units(flow: Flow, pieces: Sequence[Span], grammar: Grammar) -> UnitList:
    """The units of a list that goes on elsewhere; the span of a name that is cut covers what stands between."""
    begins = [0, *accumulate(end - start for start, end in pieces[:-1])]

    def place(offset: int, is_end: bool) -> int:
        at = max(0, bisect_right(begins, offset - is_end) - 1)
        return offset - begins[at] + pieces[at][0]

    found = _read_list("".join(flow.printed[slice(*piece)] for piece in pieces), grammar, NO_LEVEL)
    names, repeated = (tuple(n._replace(start=place(n.start, False), end=place(n.end, True)) for n in group) for group in found[:2])
    return UnitList(names, repeated, found.level)


@lru_cache(maxsize=4096)
def _read_list(printed: str, grammar: Grammar, above: Level) -> UnitList:
    words = read_lexicon(grammar)
    text = fold(printed)
    if _MAY_PART.search(text):
        text = words.between.sub(lambda found: "、" * len(found[0]), text)
    items = split_names(text, words, grammar)
    items = pair_governments(text, items, words)
    items = fill_from_right(text, items, words)
    items, level = fill_from_left(printed, text, items, words, above)
    kept: dict[str, Name] = {}
    repeated = []
    for item in items:
        name = Name(write_out(printed, item), printed[item.start : item.end], item.start, item.end, item.rule, item.role)
        if name.name in kept:
            repeated.append(name)
        else:
            kept[name.name] = name
    return UnitList(tuple(kept.values()), tuple(repeated), level)


_MAY_PART = compile_pattern(r"[按依根\d①-⑳(]")
"""A character with which begins what parts names as 、 does."""
