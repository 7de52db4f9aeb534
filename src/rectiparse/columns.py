"""Tables whose columns were laid one below the other: lines of a page's text → which of them begin a cell.

A PDF's text gives such a table as its header words on lines of their own, then for each row its number and, piece by
piece, its cells. What a cell is made of is told by the numbers that count up, by the full stop that ends a text, and by
、 between names: a name that begins without one before it stands in the next cell.

A table copied from a page has a line or more for each cell, none of them broken. Where columns of dates or progress stand
among the others, each line goes to the column that it looks like, from left to right.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from functools import lru_cache
from itertools import takewhile
from typing import NamedTuple

from rectiparse.cells import (
    MOST_COLUMNS,
    find_title,
    fold_divided,
    is_behind_table,
    is_note,
    is_signature,
    is_total,
    name_columns,
    read_header_lines,
)
from rectiparse.fields import GROUP_ROW, PLACED, UNIT_FIELDS, is_unit_list, read_header, read_label_word
from rectiparse.fits import SAY_NOTHING, SAY_WHO_OR_WHEN, SERIAL, fit, is_empty, may_head
from rectiparse.grammar import Grammar
from rectiparse.model import Span
from rectiparse.patterns import Pattern, compile_pattern


class ColumnHeader(NamedTuple):
    """Header words on lines[start:end] and the fields they stand for.

    `needed`: as many columns at the begin say something; the cells of those behind them may be left out.
    """

    start: int
    end: int
    fields: tuple[str, ...]
    needed: int

    @property
    def unit_columns(self) -> int:
        """How many columns at the end hold units."""
        return next((n for n, f in enumerate(reversed(self.fields)) if f not in UNIT_FIELDS), len(self.fields))

    @property
    def is_mixed(self) -> bool:
        """Whether there are columns besides texts and, behind them, units."""
        texts = self.fields[1 : len(self.fields) - self.unit_columns]
        return not self.unit_columns or any(f not in ("content", "finding", "measures", "objective") for f in texts)


_FEWEST_COLUMNS = 3
_LONGEST_ENDING = 40
"""Code points that tell whether a name is at its end."""
_GROUP = compile_pattern(r"\d{1,3}[.、](?!\d)")


def find_header(lines: list[str], grammar: Grammar, taken: Sequence[Span], begin: int = 0) -> ColumnHeader | None:
    """The first run of header words from lines[begin] on that begins with 序号 and is followed by a row's number.

    The heading of some rows may stand between; an extract of a longer table does not begin with 1. Other tables have `taken` the
    lines of some stretches.
    """
    for start in range(begin, len(lines)):
        if (
            lines[start] == SERIAL
            and not any(low <= start < high for low, high in taken)
            and (header := _read_header(lines, start, grammar))
        ):
            return header
    return None


def _read_header(lines: list[str], start: int, grammar: Grammar) -> ColumnHeader | None:
    ahead = lines[start : start + MOST_COLUMNS + 1]
    above = list(takewhile(lambda line: not row_number(line), ahead))
    sums = next((start + at for at, line in enumerate(above) if is_total(line, grammar)), 0)
    below = _end_of_sums(lines, sums) if sums else 0
    found = read_header_lines([*lines[start:sums], *lines[below : below + 1]] if sums else ahead, grammar)
    if found and not sums and _heads_first_rows(found, lines, start + len(found), grammar):
        found.pop()
    words, end = fold_divided(found), start + len(found)
    first = end_of_heading(lines, below if end == sums else end)
    first += first < len(lines) - 1 and row_number(lines[first + 1]) and not row_number(lines[first])
    if len(words) < _FEWEST_COLUMNS or first >= len(lines) or not row_number(lines[first]):
        return None
    known = [word if word[0] != "other" or read_header(word[1], grammar) else None for word in words]
    columns = name_columns([word for _, word in words], known, grammar)
    fields = columns[0] if columns else tuple(field for field, _ in words)
    needed = next((at for at in range(len(fields), 0, -1) if fields[at - 1] not in SAY_NOTHING), 0)
    return ColumnHeader(start, end, fields, needed)


def _end_of_sums(lines: list[str], at: int) -> int:
    """Where the first row begins below 合计 and its figures, of which the last may be the row's number, or its heading."""
    while at + 1 < len(lines) and (is_figure(lines[at + 1]) or is_empty(lines[at + 1])):
        at += 1
    return at if row_number(lines[at]) and end_of_heading(lines, at + 1) == at + 1 else at + 1


def _heads_first_rows(found: list[tuple[str, str]], lines: list[str], end: int, grammar: Grammar) -> bool:
    """Whether the last of some header words is none, but names the rows below: 生态环境方面, or other words do so further down."""
    field, word = found[-1]
    if field != "other" or end >= len(lines) or read_header(word, grammar):
        return False
    cells, number, group = len(found), row_number(lines[end]), grammar.structure.compiled("group-line")
    is_named = group.match(word) is not None
    if end + cells < len(lines) and row_number(lines[end + cells]) == number + 1:  # a cell below each word, or one category a row
        return is_named and group.match(lines[end + cells - 1]) is not None
    return is_named or _is_category_below(lines, end, cells - 1, number)


def _is_category_below(lines: list[str], at: int, cells: int, number: int) -> bool:
    """Whether rows of so many cells follow, and a line that heads others: without one the last word is over an empty column."""
    while number and at + cells < len(lines) and row_number(lines[at]) == number:
        at, number = at + cells, number + 1
    return at + 1 < len(lines) and not row_number(lines[at]) and row_number(lines[at + 1]) in (1, number)


def find_cut_words(lines: list[str], grammar: Grammar) -> frozenset[int]:
    """The lines that go on with the word of a header that a narrow column cuts: 责任⏎单位; a row's number stands below the words."""
    cut: set[int] = set()
    may_begin = SERIAL in lines or SERIAL[0] in lines
    for start, line in enumerate(lines if may_begin else ()):
        if line != SERIAL and not (line == SERIAL[0] and lines[start + 1 : start + 2] == [SERIAL[1]]):
            continue
        parts = [] if line == SERIAL else [start + 1]
        at = start + 1 + len(parts)
        while at < min(len(lines), start + 2 * MOST_COLUMNS) and len(lines[at]) <= _LONGEST_WORD and not row_number(lines[at]):
            is_cut = _is_cut_word(lines[at : at + 2], grammar)
            parts += [at + 1] * is_cut
            at += 1 + is_cut
        if at < len(lines) and (row_number(lines[at]) or GROUP_ROW.match(lines[at])):
            cut.update(parts)
    return frozenset(cut)


def _is_cut_word(parts: list[str], grammar: Grammar) -> bool:
    """Whether two lines are the word of a label, and one of them is no word over a column: 任务⏎要求 may be two."""
    word = "".join(parts)
    if len(parts) < 2 or max(map(len, parts)) > _LONGEST_PART or read_label_word(word, 0, len(word), grammar) is None:
        return False
    return parts[1] in _BARE or any(read_header(part, grammar) is None for part in parts)


_LONGEST_WORD, _LONGEST_PART = 10, 4
_BARE = frozenset(("单位", "部门", "科室", "处室", "主体"))
"""What stands over a column of names behind who they are, on a line of its own."""


def find_numbers(lines: list[str]) -> dict[int, int]:
    """Where each number that a row may have stands for the last time."""
    return {number: index for index, line in enumerate(lines) if (number := row_number(line))}


def find_rows(lines: list[str], header: ColumnHeader, last: dict[int, int], grammar: Grammar) -> Iterator[tuple[int, int]]:
    """(first line, line behind the last) of every run of header words, of every row, its number first, and of headings between.

    `last` is what `find_numbers` found in the lines. What stands between a header that is printed again and the next row is
    the rest of the row above: `is_rest`.
    """
    words = lines[header.start : header.end]
    at, number, row, above = header.start, 0, -1, 0
    stop = _find_other(lines, header, words, grammar)
    while at < stop:
        is_header = lines[at : at + len(words)] == words
        behind = at + len(words) if is_header else at if row in (at - 1, at) else _behind_group(lines, at, number, header, last)
        found = 0 if behind > at else row_number(lines[at])
        is_named = found in (1, number + 1) and _is_category(lines, at - 1, row, above, header, grammar)
        if behind > at or is_named or (found and _begins_row(lines, at, number, header, last, row)):
            if 0 <= row < at - is_named:
                yield (row, at - is_named)
            if is_named:
                yield (at - 1, at)
            row = at
            if behind > at:
                number = 0 if _counts_anew(lines, behind) else number
                row = behind if is_header and number else -1
                yield (at, behind)
                at = above = behind
                continue
            number = found
        elif row >= 0 and _ends_table(lines, at, grammar, row, last.get(number + 1, -1) > at, header):
            yield (row, at)
            return
        at += 1
    if 0 <= row < stop:
        yield (row, stop)


def _find_other(lines: list[str], header: ColumnHeader, words: list[str], grammar: Grammar) -> int:
    """Where another table begins, with the lines above that name it; the number of lines where none does."""
    others = (at for at in range(header.end, len(lines)) if lines[at] == SERIAL and lines[at : at + len(words)] != words)
    at = next((at for at in others if _read_header(lines, at, grammar)), len(lines))
    return find_title(lines, at, header.end + 1, grammar) if at < len(lines) else at


def _ends_table(lines: list[str], at: int, grammar: Grammar, row: int, goes_on: bool, header: ColumnHeader) -> bool:
    """Whether lines[at] stands behind the table, whose last row begins on lines[row].

    A note or a sum does only behind the last row, all its cells in place; a name above a date behind a full row, its limit in place.
    """
    is_full = at - row >= header.needed
    is_last = is_full and not goes_on
    if is_behind_table(lines[at], grammar) or (is_last and (is_note(lines[at], grammar) or is_total(lines[at], grammar))):
        return True
    if not is_full or at + 1 >= len(lines) or not is_signature(lines[at], lines[at + 1], grammar):
        return False
    return "deadline" not in header.fields or any(fit(line, "deadline", grammar) > 0 for line in lines[row + 1 : at])


def is_rest(lines: list[str], first: int, header: ColumnHeader) -> bool:
    """Whether a stretch of `find_rows` that begins with this line is the rest of a row that a page break cut."""
    is_begun = lines[first] == SERIAL or row_number(lines[first]) > 0 or end_of_heading(lines, first) > first
    return not is_begun and first > header.end and lines[first - 1] == lines[header.end - 1]


def _behind_group(lines: list[str], at: int, number: int, header: ColumnHeader, last: dict[int, int]) -> int:
    """Behind the numbered heading of some rows, `at` where none stands there: behind it comes a row, or the next heading."""
    end = end_of_heading(lines, at)
    is_group = end > at and (_counts_anew(lines, end) or _begins_row(lines, _behind_headings(lines, end), number, header, last))
    return end if is_group else at


def _is_category(lines: list[str], at: int, row: int, above: int, header: ColumnHeader, grammar: Grammar) -> bool:
    """Whether a line above a number heads rows: 生态环境方面, or what is no cell of a row that has them all.

    `row` is where the row above begins, below 0 where lines[above] is the first one behind a header or heading. In a table whose
    first row has no heading such a line is the rest of a cell, or a remark: 省级重点工程.
    """
    if row_number(lines[header.end]) or not may_head(lines[at], grammar):
        return False
    if row < 0:
        return at == above and _GROUP_TITLE.fullmatch(lines[at]) is not None
    if at - row < header.needed or not row_number(lines[row]) or _GROUP_TITLE.fullmatch(lines[at]) is None:
        return False
    is_full = at - row == len(header.fields) or grammar.structure.compiled("group-line").match(lines[at]) is not None
    field = header.fields[header.needed - 1]
    return is_full and field in SAY_WHO_OR_WHEN and fit(lines[at], field, grammar) <= 0


def _behind_headings(lines: list[str], at: int) -> int:
    for _ in range(_MOST_HEADINGS):
        end = end_of_heading(lines, at)
        if end == at:
            break
        at = end
    return at


def end_of_heading(lines: list[str], at: int) -> int:
    """Behind a numbered heading of rows, `at` where none stands there: 一、城市建设⏎（牵头领导：李某某）, 一⏎城市建设."""
    if at >= len(lines) or lines[at][0] not in _COUNTING:
        return at
    if GROUP_ROW.match(lines[at]):
        end = at + 1
    elif at + 1 < len(lines) and is_group_number(lines[at]) and _GROUP_TITLE.fullmatch(lines[at + 1]):
        end = at + 2
    else:
        return at
    end += end < len(lines) and _BRACKET.fullmatch(lines[end]) is not None
    while end + 1 < len(lines) and is_figure(lines[end]) and is_figure(lines[end + 1]):  # sums of the rows below
        end += 1
    return end


def is_figure(line: str) -> bool:
    """Whether a line is nothing but a figure: 3, 12,000.5, 50%."""
    return _FIGURE.fullmatch(line) is not None


def is_group_number(line: str) -> bool:
    """Whether a line is nothing but a Chinese number: 一, （一）."""
    return _GROUP_NUMBER.fullmatch(line) is not None


_COUNTING = frozenset("(一二三四五六七八九十")
_GROUP_NUMBER = compile_pattern(r"[一二三四五六七八九十]{1,3}、?|\([一二三四五六七八九十]{1,3}\)")
_GROUP_TITLE = compile_pattern(r"(?!\d{1,3}[.、]?$)[^。;:,]{2,30}")
_BRACKET = compile_pattern(r"\([^()]{2,60}\)")
_FIGURE = compile_pattern(r"\d[\d,.]{0,11}%?")


def _counts_anew(lines: list[str], at: int) -> bool:
    """Whether the rows behind a heading, or behind a header that is printed again, begin with 1 again."""
    below = _behind_headings(lines, at)
    return below < len(lines) and row_number(lines[below]) == 1


_MOST_HEADINGS = 12
"""Headings without rows, one below the other."""


def _begins_row(lines: list[str], at: int, number: int, header: ColumnHeader, last: dict[int, int], row: int = -1) -> bool:
    """Whether a row's number stands there: the next one, or a later one behind a row with all its cells if the next never comes."""
    found = row_number(lines[at]) if at < len(lines) else 0
    if found <= number:
        return False
    if found == number + 1:
        return True
    return (row < 0 or at - row >= len(header.fields)) and last.get(number + 1, -1) < at


def row_number(line: str) -> int:
    """The number that is all there is in a line, 0 when there is none: 12, 12. and 03."""
    match = _ROW_NUMBER.fullmatch(line) if len(line) <= _LONGEST_NUMBER else None
    return int(match["n"]) if match else 0


_LONGEST_NUMBER = 5
_ROW_NUMBER = compile_pattern(r"0?(?P<n>[1-9]\d{0,2})[.、]?")


def find_cells(lines: list[str], header: ColumnHeader, last: dict[int, int], grammar: Grammar) -> Iterator[tuple[int, int]]:
    """(first line, line behind the last) of every header word, row number and cell from the header on."""
    rows = list(find_rows(lines, header, last, grammar))
    is_whole = is_laid_out(lines, rows, header)
    widths = _measure(lines, rows)
    above = (0, 0)
    for start, end in rows:
        if lines[start] == SERIAL:
            yield from ((i, i + 1) for i in range(start, end))
            continue
        if is_rest(lines, start, header):
            yield from _split_rest(lines, start, end, above, header, widths, grammar)
            continue
        above = (start + 1, end)
        yield (start, start + 1)
        if is_whole:
            yield from _join_cut_names(lines, start + 1, end, header, grammar)
        else:
            yield from _split_row(lines, start + 1, end, header, widths, grammar)


def _join_cut_names(lines: list[str], start: int, end: int, header: ColumnHeader, grammar: Grammar) -> Iterator[tuple[int, int]]:
    """The cells of a row that has more lines than columns: 市税务局、市人力资⏎源社会保障局 is one."""
    at = start
    while at < end:
        stop = at + 1
        if end - start >= len(header.fields):
            *others, last = _NAME_JOINT.split(lines[at])
            while stop < end and cuts_name(others, last, lines[stop], grammar):
                first, *rest = _NAME_JOINT.split(lines[stop])
                others, last = (rest[:-1] or [last + first], rest[-1]) if rest else (others, last + first)
                stop += 1
        yield (at, stop)
        at = stop


def cuts_name(others: list[str], last: str, following: str, grammar: Grammar) -> bool:
    """Whether a break cuts the last of some names: it has no ending before, and one behind."""
    if not others and _CUT_LIMIT.fullmatch(last + _BREAK + following):  # 2024年9月⏎底前
        return True
    ending = grammar.units.ending("unit-ending")
    whole = last + _NAME_JOINT.split(following, maxsplit=1)[0]
    if last and _CUT_GOVERNMENT.match(whole, len(last) - 1):  # 各街道⏎办事处
        return True
    if ending.search(last) or not ending.search(whole) or following[0] in "省市县区州各":
        return False
    return all(map(ending.search, others)) if others else _department(grammar).fullmatch(whole) is not None


_BREAK = "\n"
_CUT_LIMIT = compile_pattern(r"[^\n]{0,20}\d ?[年月]?\n(?:\d{1,2}(?=[月日])|[年月日底末前])[^。;\n]{0,8}")
_NAME_JOINT = compile_pattern("[、,]")
_CUT_GOVERNMENT = compile_pattern(r"[道镇乡区县市)](?:办事处|人民政府|政府|管委会)$")


@lru_cache(maxsize=4)
def _department(grammar: Grammar) -> Pattern:
    """The whole name of a department of a place, or of the governments of all places."""
    stem, ending = (grammar.units.alternation(f"department-{part}") for part in ("stem", "ending"))
    return compile_pattern(rf"{PLACED}(?:{stem})(?:{ending})|各[一-鿿]{{1,8}}政府")


def is_laid_out(lines: list[str], rows: list[tuple[int, int]], header: ColumnHeader) -> bool:
    """Whether the lines of the rows are whole cells, none of them broken: one for each column, or in columns of all kinds."""
    numbered = [(start, end) for start, end in rows if row_number(lines[start])]
    return header.is_mixed or all(end - start == len(header.fields) and not is_group(lines[start + 1]) for start, end in numbered)


def is_group(cell: str) -> bool:
    """Whether a cell is the heading of several rows: 1.优化企业开办服务."""
    return _GROUP.match(cell) is not None


class _Widths(NamedTuple):
    """The longest lines of the first unit column and of all of them, in characters."""

    first: int
    units: int


def _measure(lines: list[str], rows: list[tuple[int, int]]) -> _Widths:
    """The widths of the unit columns, from the rows whose text ends with a stop; the few longest lines may be text that a page cut."""
    stops = [(_behind_stop(lines, start + 1, end), start + 1, end) for start, end in rows if row_number(lines[start])]
    names = [lines[stop:end] for stop, start, end in stops if start < stop < end]
    if not names:
        return _Widths(_UNKNOWN, _UNKNOWN)
    units = _most([max(map(_width, cells)) for cells in names]) if len(names) >= _ENOUGH_ROWS else _UNKNOWN
    return _Widths(_most([_width(cells[0]) for cells in names]), units)


def _width(line: str) -> int:
    """Characters of a line; a sign at its end may stand out of the column."""
    return len(line.rstrip("、，,"))


def _most(sizes: list[int]) -> int:
    """What nine of ten sizes do not exceed."""
    return sorted(sizes)[(len(sizes) - 1) * 9 // 10]


_UNKNOWN = 1000
_ENOUGH_ROWS = 5
"""So many rows tell how wide a column of names is."""


def _behind_stop(lines: list[str], start: int, end: int) -> int:
    """The line behind the last one that ends a sentence, `start` when none does."""
    return next((at + 1 for at in range(end - 1, start - 1, -1) if lines[at][-1] in "。；;"), start)


def _split_row(
    lines: list[str], start: int, end: int, header: ColumnHeader, widths: _Widths, grammar: Grammar
) -> Iterator[tuple[int, int]]:
    if start == end:
        return
    if is_group(lines[start]):
        stop = _end_of_group(lines, start, end)
        yield (start, stop)
        start = stop
    text_end = _end_of_text(lines, start, end, widths, grammar)
    columns = header.unit_columns
    if text_end > start:
        yield (start, text_end)
        columns -= find_unit_behind(lines[text_end - 1], grammar) > 0
    yield from _split_names(lines, text_end, end, columns, widths, grammar)


def _split_rest(
    lines: list[str], start: int, end: int, above: tuple[int, int], header: ColumnHeader, widths: _Widths, grammar: Grammar
) -> Iterator[tuple[int, int]]:
    """The rest of a row that a page break cut: of each of its cells that was not at its end, in order of the columns."""
    first, last = above
    if first < last and is_group(lines[first]):
        first = _end_of_group(lines, first, last)
    text_end = _end_of_text(lines, first, last, widths, grammar) if first < last else first
    if is_open(lines[text_end - 1]):
        stop = _end_of_text(lines, start, end, widths, grammar)
        if stop > start + 1 and first > above[0] and _width(lines[start]) <= len(lines[above[0]]) < _width(lines[start + 1]):
            yield (start, start + 1)  # of the group's cell
            start += 1
        if stop > start:
            yield (start, stop)
        start = stop
    yield from _split_names(lines, start, end, header.unit_columns if text_end == last else 1, widths, grammar)


def is_open(text: str) -> bool:
    """Whether a text has not come to its stop."""
    return text[-1] not in "。；;"


def _split_names(lines: list[str], start: int, end: int, columns: int, widths: _Widths, grammar: Grammar) -> Iterator[tuple[int, int]]:
    column = 0
    while start < end and columns:
        column += 1
        stop = _end_of_names(lines, start, end, widths, grammar, is_last=column >= columns)
        yield (start, stop)
        start = stop


def _end_of_text(lines: list[str], start: int, end: int, widths: _Widths, grammar: Grammar) -> int:
    """The line behind a row's text: it ends with a stop, or behind its last line that is too long for a column of names."""
    stop = _behind_stop(lines, start, end)
    long = next(
        (at + 1 for at in range(end - 1, stop - 1, -1) if _width(lines[at]) > widths.units and not _is_list(lines[at], grammar)), stop
    )
    if stop == long > start:
        return stop
    return _start_of_names(lines, start, end, grammar) if long == start else _next_name(lines, long, end, grammar)


def _next_name(lines: list[str], start: int, end: int, grammar: Grammar) -> int:
    """Where a name begins near lines[start], behind the rest of a text that has no stop."""
    begins = grammar.structure.compiled("name-start")
    return next((at for at in range(start, min(end, start + 2)) if begins.match(lines[at])), start)


def _is_list(line: str, grammar: Grammar) -> bool:
    """Whether a line is nothing but names of units: 云山海关、云山港集团."""
    return is_unit_list(line, 0, len(line), grammar)


def find_unit_behind(line: str, grammar: Grammar) -> int:
    """Where names begin that stand on the line that ends a text, behind its stop; 0 when none do."""
    at = line.rfind("。") + 1
    return at if 0 < at < len(line) and is_unit_list(line, at, len(line), grammar) else 0


def _start_of_names(lines: list[str], start: int, end: int, grammar: Grammar) -> int:
    """Where names begin in a row whose text has no stop: behind its last line with other signs than 、."""
    begins = grammar.structure.compiled("name-start")
    at = end
    while at > start and not any(c in lines[at - 1] for c in "，,。；;“”《》"):
        at -= 1
    return next((i for i in range(at, end) if i > start and begins.match(lines[i])), end)


def _end_of_group(lines: list[str], start: int, end: int) -> int:
    """A narrow cell: it ends with its first line that is not full; a line may come in pieces, 、 behind all but the last."""
    stop, filled = start + 1, len(lines[start])
    while stop < end and len(lines[stop]) <= len(lines[start]) and (filled >= len(lines[start]) - 1 or lines[stop - 1][-1] in "、，,"):
        filled = len(lines[stop]) + (filled if lines[stop - 1][-1] in "、，," else 0)
        stop += 1
    return stop


def _end_of_names(lines: list[str], start: int, end: int, widths: _Widths, grammar: Grammar, *, is_last: bool) -> int:
    """Behind the line that ends a name without 、 where the next line begins another name, or a dash.

    It does where it begins as names do, and, but in the last column, behind a line that is not full or when it is too long for
    the column.
    """
    ending = grammar.units.ending("unit-ending")
    begins = grammar.structure.compiled("name-start")
    joined = ""
    for at in range(start, end):
        joined = (joined + lines[at])[-_LONGEST_ENDING:]
        following = lines[at + 1] if at + 1 < end else ""
        if is_empty(joined) or is_empty(following):
            return at + 1
        is_begun = begins.match(following) and not (is_last and following[0] in _GOES_WITH)
        if following and ending.search(joined) and (is_begun or (not is_last and _is_apart(lines[at], following, widths))):
            return at + 1
    return end


_GOES_WITH = "有相"
"""有关成员单位, 相关部门 below a name are those of its house."""


def _is_apart(line: str, following: str, widths: _Widths) -> bool:
    """Whether what stands below a name stands in the next column."""
    return widths.first < _UNKNOWN and (_width(line) < widths.first - 1 or _width(following) > widths.first)
