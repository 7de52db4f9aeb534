"""Clauses that speak for all lists or tasks behind them: 排头为牵头单位，下同; ★ at who leads; 以下各项均需…落实."""

from __future__ import annotations

import sys
from collections.abc import Iterator
from typing import NamedTuple

from rectiparse.claims import read_verbs, trim
from rectiparse.grammar import Grammar
from rectiparse.model import UnitRole


class FirstIsLead(NamedTuple):
    """From where on the first name of a list leads (flow offset), and whether also of lists that say 甲、乙负责."""

    start: int
    with_verb: bool
    stop: int = sys.maxsize
    """Where the annex ends of whose table a note says so."""
    of_several: bool = False
    """It speaks of lists of several names alone: 涉及多个单位的，列第一位的为牵头单位."""


def find_first_is_lead(text: str, grammar: Grammar) -> FirstIsLead | None:
    """What 排头为牵头单位，下同 says of the lists behind it, None when no such clause stands in the text.

    In a bracket with a list, （甲、乙负责。列第一位者为牵头单位，下同）, it speaks for that list and those like it; in a note below a
    table for the rows above it.
    """
    if "牵头" not in text:
        return None
    verbs = read_verbs(grammar)
    match = verbs.first_is_lead.search(text)
    if match is None:
        return None
    line = text.rfind("\n", 0, match.start()) + 1
    if _is_noted(text, line, grammar) and "下同" not in text[match.end() : match.end() + _LONGEST_SAME]:
        stop = text.find("\n附", line)
        of_several = grammar.structure.compiled("of-several").match(text, line, match.start()) is not None
        return FirstIsLead(text.rfind("\n附", 0, line), False, stop if stop > 0 else sys.maxsize, of_several)
    colon, opening = text.rfind(":", line, match.start()), text.rfind("(", line, match.start())
    if colon >= 0 and _is_list_before(text[colon + 1 : match.start()]):  # 责任单位：甲、乙（列第一位的为牵头单位，下同）
        return FirstIsLead(colon, False)
    if opening < 0 or ")" in text[opening : match.start()]:
        return FirstIsLead(match.start(), False)
    said = verbs.at_end.find_longest(text, *trim(text, opening + 1, match.start()))
    return FirstIsLead(opening, said is not None and said.lastgroup == "responsible_units")


def _is_noted(text: str, line: int, grammar: Grammar) -> bool:
    """Whether the line is 注：…, or one of the numbered ones below that, a table's row of a note, or 以上任务…."""
    shapes = [grammar.structure.compiled(rule) for rule in ("table-note", "note-row", "note-above")]
    for _ in range(_MOST_NOTES):
        begin = line
        while text[begin : begin + 1] in _BLANKS:
            begin += 1
        if line == 0 or any(shape.match(text, begin) for shape in shapes):
            return line > 0
        if not text[begin : begin + 1].isdecimal():
            return False
        line = text.rfind("\n", 0, line - 1) + 1
    return False


_MOST_NOTES, _LONGEST_SAME = 8, 4
_BLANKS = (" ", "\t")


def _is_list_before(words: str) -> bool:
    """Whether nothing but a list of names stands between a label and the clause on who leads."""
    names = words.rstrip("([,;。:注 ")
    return 0 < len(names) <= _LONGEST_LIST and not any(stop in names for stop in "。;!?:")


_LONGEST_LIST = 200
"""Characters of a list of names before the clause that says who of them leads."""


def find_lead_mark(text: str, grammar: Grammar) -> str | None:
    """The sign that stands at leading units, where the text says so: 带“★”的为牵头单位."""
    match = read_verbs(grammar).mark_is_lead.search(text) if "牵头" in text or "主" in text else None
    return match["mark"] if match else None


def find_standing_units(text: str, start: int, end: int, grammar: Grammar) -> Iterator[tuple[int, int, int, UnitRole]]:
    """(end of the clause, start and end of its names, their role) of 以下各项均需…落实, which speaks for every later task."""
    for low, high in _find_lines(text, start, end, ("以下", "不再")):
        for match in read_verbs(grammar).standing.finditer(text, low, high):
            yield (match.end(), match.start("names"), match.end("names"), "cooperating_units" if match["helps"] else "responsible_units")


def _find_lines(text: str, start: int, end: int, words: tuple[str, ...]) -> Iterator[tuple[int, int]]:
    """The lines of text[start:end] that hold one of some words, in order."""
    nexts = {word: text.find(word, start, end) for word in words}
    while (at := min((found for found in nexts.values() if found >= 0), default=-1)) >= 0:
        low, high = text.rfind("\n", start, at) + 1, text.find("\n", at, end)
        high = high if high >= 0 else end
        yield max(low, start), high
        nexts = {word: text.find(word, high, end) if 0 <= found < high else found for word, found in nexts.items()}
