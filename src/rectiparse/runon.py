"""Text whose line breaks became blanks: the folded twin in, the same with the breaks that blanks stand for out."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterator
from itertools import pairwise
from typing import NamedTuple

from rectiparse.breaks import CLOSERS, NARROWEST, RAGGED, STOPS, WIDEST, Judge, is_bracket_open
from rectiparse.patterns import compile_pattern
from rectiparse.source import count_cells

_RUN_ON = 200
"""A line longer than this may hold paragraphs."""
_FEWEST, _FEWEST_FULL = 3, 8
"""Blanks behind a sentence or before a number that make a line one whose breaks became blanks, and full lines
of a page."""
_SHARE_FULL, _SHARE_LONGER, _SHARE_CUT = 0.12, 0.15, 0.6
_LONGEST_HEADING, _LONGEST_VALUE, _LONGEST_SIGNER = 40, 20, 30
_FIRST = "一、"
_LONGEST_PIECE = 400
"""Characters of a paragraph that are looked at."""
_ENDS = frozenset(STOPS + CLOSERS) - {":"}
_RULED = compile_pattern(r"[\t│]|\|.*\|")
"""What parts the cells of a table's row."""
_BLANKS = compile_pattern(r"(?<=[^ \t])[ ]+(?=[^ \t])")
_DATE = compile_pattern(r"(?:\d{4}|[二〇○零一三四五六七八九]{4}) ?年 ?[\d一二三四五六七八九十]{1,2} ?月 ?[\d一二三四五六七八九十]{1,3} ?日")
_LABELLED = compile_pattern(r"(?<![^。;!? ])[^。;!?: ]{2,16}:(?P<value>[^。;!?]*)$")


def open_breaks(folded: str, judge: Judge) -> str:
    """`folded` with a line break for the first blank between two paragraphs of a line that lost its breaks; as long as before."""
    at, places = 0, list[int]()
    for line in folded.split("\n"):
        if len(line) > _RUN_ON and _RULED.search(line) is None:
            places.extend(at + place for place in _find_breaks(line, judge))
        at += len(line) + 1
    return "\n".join(folded[a + 1 : b] for a, b in pairwise([-1, *places, len(folded)])) if places else folded


class _Gap(NamedTuple):
    """Blanks, what stands behind them up to the next ones, and whether a number or label begins there."""

    start: int
    end: int
    piece: str
    begins: bool


def _find_breaks(line: str, judge: Judge) -> Iterator[int]:
    """Where the blanks stand that part paragraphs."""
    runs = [match.span() for match in _BLANKS.finditer(line)]
    if len(runs) < _FEWEST:
        return
    gaps = [
        _Gap(start, end, line[end:stop], judge.begins(line[end : end + _LONGEST_PIECE]) or judge.begins(line[end:stop]))
        for (start, end), (stop, _) in pairwise([*runs, (len(line), len(line))])
    ]
    if _is_wrapped(line, gaps):
        yield from (gap.start for gap in gaps if gap.begins or not _is_stray(line, gap))
        return
    # 具体措施： 1.…: a blank behind each colon is a habit of the writer
    sure = sum((gap.begins and line[gap.start - 1] != ":") or line[gap.start - 1] in _ENDS for gap in gaps)
    doubtful = sum(not (gap.begins or line[gap.start - 1] in _ENDS or _is_stray(line, gap)) for gap in gaps)
    if sure < _FEWEST or doubtful > sure:
        return
    begin = 0
    for gap, following in zip(gaps, [*gaps[1:], None], strict=True):
        before = line[max(begin, gap.start - _LONGEST_PIECE) : gap.start]
        if _signs(gap, following, judge) or _parts(before, gap, judge):
            yield gap.start
            begin = gap.end


def _is_wrapped(line: str, gaps: list[_Gap]) -> bool:
    """Whether the blanks stand where the lines of a page ended: many pieces are as wide as a page and end in mid-sentence."""
    edges = [0, *(gap.end for gap in gaps if not _is_stray(line, gap)), len(line)]
    pieces = [(count_cells(line[a:b]), line[a:b].rstrip()[-1]) for a, b in pairwise(edges)]
    widths, cut = Counter(width for width, _ in pieces), Counter(width for width, last in pieces if last not in _ENDS)
    widest = [(_count_full(widths, width), width) for width in widths if NARROWEST <= width <= WIDEST]
    full, width = max(widest, default=(0, 0))
    longer = sum(count for other, count in widths.items() if other > width + RAGGED)
    is_page = full >= max(_FEWEST_FULL, _SHARE_FULL * len(pieces)) and longer <= _SHARE_LONGER * len(pieces)
    return is_page and _count_full(cut, width) >= _SHARE_CUT * full


def _count_full(widths: Counter[int], width: int) -> int:
    return sum(widths[width - less] for less in range(RAGGED))


def _signs(gap: _Gap, following: _Gap | None, judge: Judge) -> bool:
    """Whether a name and a date stand behind the blanks: 某市人民政府 2024年3月29日."""
    is_dated = following is not None and _DATE.fullmatch(following.piece) is not None
    return is_dated and len(gap.piece) <= _LONGEST_SIGNER and judge.unit_ending.search(gap.piece) is not None


def _is_stray(line: str, gap: _Gap) -> bool:
    """2023 年, 达到 80%, 5G 基站: blanks that a program puts between figures or letters and Chinese."""
    return any(char.isascii() and char.isalnum() for char in (line[gap.start - 1], line[gap.end]))


def _parts(before: str, gap: _Gap, judge: Judge) -> bool:
    """Whether a paragraph ends with `before` and another begins behind the blanks."""
    last = before[-1]
    if is_bracket_open(before):
        return False
    if last in _ENDS or _DATE.fullmatch(before):
        return True
    if _DATE.fullmatch(gap.piece):
        return judge.unit_ending.search(before) is not None
    marker = judge.heading_end(before + " ")
    if marker:  # （一）加强管控 各单位…; 第一章 总则
        return marker < len(before) and (
            gap.begins or (len(before) <= _LONGEST_HEADING and not any(stop in before[marker:] for stop in "。;!?"))
        )
    labelled = _LABELLED.search(before)
    if labelled is not None:
        value = labelled["value"].strip()
        if gap.begins:
            return not value or not judge.begins_heading(value)
        return bool(value) and len(gap.piece) > _LONGEST_VALUE and not gap.piece[0].isdigit()
    if last == ":" or judge.begins_label(gap.piece):
        return True
    if gap.begins:
        is_title = len(before) <= _LONGEST_HEADING and gap.piece.startswith(_FIRST)  # 某某工作事项 一、…
        return is_title or judge.plan_title.fullmatch(before) is not None or judge.group_line.fullmatch(before) is not None
    return not (last + gap.piece[0]).isascii()
