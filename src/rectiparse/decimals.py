"""Decimal numbering, as standards and companies count: 1 总则, 1.1 目的, 3.2.1, 1-1; told from figures by the count alone."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from itertools import chain, pairwise
from typing import NamedTuple

from rectiparse.patterns import compile_pattern


class Decimal(NamedTuple):
    """A number at the start of a line: its length, the blank behind it included, and its parts: 3.2.1 → 3, 2, 1."""

    length: int
    parts: tuple[int, ...]


# 1-1栋, 1-3月: a number with a hyphen has a stop or blank behind it
_NUMBER = compile_pattern(
    r"(?P<n>\d{1,2}(?:(?:\.\d{1,2}){0,4}|(?:-\d{1,2}){1,4}(?=[.、 \t])))(?P<stop>[.、]?)(?P<blank>[ \t]*)(?=[一-鿿“《(A-Z])"
)
_NO_LINE = "。"
_FEWEST = 3
"""Decimals that must count on before they are taken for a numbering."""
_LONGEST_CHAPTER = 40


def find_decimals(lines: Iterable[str]) -> dict[int, Decimal]:
    """Line index → the decimal number that heads it; {} in a text that does not count so.

    A number counts when it follows the one before it: the next of its level or of a level above, or the first below it. One
    without a dot (2 职责) counts between such numbers only, and where a blank parts it from a short title.
    """
    found = dict(_count(_read_numbers(lines)))
    decimals = [number.parts for number in found.values() if len(number.parts) > 1]
    is_numbering = len(decimals) >= _FEWEST and any(parts[-1] > 1 for parts in decimals)  # 1.1个乡镇…⏎2.1个社区…⏎3.1家企业…
    return found if is_numbering else {}


def _read_numbers(lines: Iterable[str]) -> Iterator[tuple[int, Decimal]]:
    for index, (before, line) in enumerate(pairwise(chain([_NO_LINE], lines))):
        match = _NUMBER.match(line) if line[0].isdecimal() else None
        if match is None:
            continue
        parts = tuple(map(int, match["n"].replace("-", ".").split(".")))
        if len(parts) == 2 and not (match["stop"] or match["blank"]) and _is_open(before):
            continue
        is_title = match["blank"] and not match["stop"] and len(line) <= _LONGEST_CHAPTER and line[-1] not in "。;,:"
        if len(parts) > 1 or is_title:
            yield index, Decimal(match.end(), parts)


def _is_open(line: str) -> bool:
    """A sentence that goes on: …，每亩增产⏎2.3吨."""
    return line[-1] not in "。;:!?)]" and any(stop in line for stop in "。,;") and not line[0].isdecimal()


def _count(numbers: Iterable[tuple[int, Decimal]]) -> Iterator[tuple[int, Decimal]]:
    last: tuple[int, ...] = (0,)
    for index, number in numbers:
        if _follows(last, number.parts):
            last = number.parts
            yield index, number


def _follows(last: tuple[int, ...], parts: tuple[int, ...]) -> bool:
    """Whether `parts` is the next number behind `last`; 4.1 may follow 2.3, for a chapter need not print its number."""
    if len(parts) > len(last):
        is_first = set(parts[len(last) :]) == {1} and len(parts) == len(last) + 1
        return (is_first and parts[: len(last)] == last) or _begins_chapter(last, parts)
    level = len(parts) - 1
    return (parts[:level] == last[:level] and parts[level] == last[level] + 1) or _begins_chapter(last, parts)


def _begins_chapter(last: tuple[int, ...], parts: tuple[int, ...]) -> bool:
    return len(parts) == 2 and parts[1] == 1 and last[0] < parts[0]
