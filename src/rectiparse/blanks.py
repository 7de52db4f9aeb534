"""Blanks that stand between the characters of a line and mean nothing: set wide, or strewn by recognition and some PDF."""

from __future__ import annotations

from rectiparse.breaks import Judge
from rectiparse.fits import SERIAL
from rectiparse.patterns import Pattern, compile_pattern


def find_blank(text: str, strewn: bool) -> Pattern | None:
    """What to take out of a stripped line with blanks, of a text `strewn` or not; None for nothing."""
    if "\t" in text:
        return None
    return _SPREAD if _is_spread(text) else _STRAY if strewn else None


_SPREAD = compile_pattern(r"(?<=[^ \t]) (?=[^ \t])")
_SHORTEST_SPREAD, _SHARE_SPREAD = 7, 0.4


def _is_spread(text: str) -> bool:
    """Whether a blank stands between any two characters of a line, as programs print what is set wide."""
    is_spread = len(text) >= _SHORTEST_SPREAD and text.count(" ") >= _SHARE_SPREAD * len(text)
    return is_spread and "  " not in text and any("一" <= char <= "鿿" for char in text)


_STRAY = compile_pattern(r"(?<=[一-鿿,、。;:()“”《》]) (?=[一-鿿,、。;:()“”《》])")
_INSIDE_WORDS = compile_pattern(r"(?<=[一-鿿]) (?=[一-鿿])")
_LONG_LINE, _FEWEST_LINES, _FEWEST_BLANKS, _SHARE_STREWN, _SHARE_BLANKS, _MOST_BLANKS = 20, 5, 30, 0.6, 0.02, 0.15


def is_strewn(folded: str, judge: Judge) -> bool:
    """Whether blanks stand anywhere between the characters of nearly every line, as recognition and some PDF leave them.

    Those behind the names of units, behind a heading and before a label may be meant.
    """
    if folded.count(" ") < _SHARE_BLANKS * len(folded) or f"{SERIAL} " in folded:  # most texts; a table set with blanks
        return False
    lines = [line for line in folded.split("\n") if len(line) >= _LONG_LINE]
    blanks = [_count_strewn(line, judge) for line in lines]
    strewn, size = sum(count > 0 for count in blanks), sum(map(len, lines))
    is_long = strewn >= _FEWEST_LINES or (sum(blanks) >= _FEWEST_BLANKS and sum(blanks) <= _MOST_BLANKS * size)  # no list of names
    return is_long and strewn >= _SHARE_STREWN * len(lines) and sum(blanks) >= _SHARE_BLANKS * size


def _count_strewn(line: str, judge: Judge) -> int:
    """The blanks of a line that part neither names nor labels nor a heading from its text."""
    places = [match.start() for match in _INSIDE_WORDS.finditer(line)]
    if places and judge.begins_heading(line) and not any(stop in line[: places[0]] for stop in ",。;:"):
        del places[0]
    return sum(
        not (judge.unit_ending.search(line[max(at - _NAME_REACH, 0) : at]) or judge.begins_label(line[at + 1 : at + 1 + _LABEL_REACH]))
        for at in places
    )


_NAME_REACH, _LABEL_REACH = 12, 20
