"""Tables whose columns are set apart by blanks: lines → the header words and the cells of each line below.

`序号  工作任务  责任单位  完成时限` and lines of as many pieces; a line with fewer has them where the words stand above. A line that
begins below a later column goes on with the cells above it; 一、水环境治理 heads the rows below it.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator, Sequence
from itertools import pairwise
from typing import NamedTuple

from rectiparse.cells import (
    MOST_COLUMNS,
    Header,
    is_header_like,
    is_note,
    is_signature,
    is_total,
    is_whole,
    join_header_rows,
    name_columns,
    put_in,
    read_header_word,
)
from rectiparse.columns import cuts_name
from rectiparse.fields import GROUP_ROW, UNIT_FIELDS
from rectiparse.fits import (
    SAY_NOTHING,
    SAY_WHO_OR_WHEN,
    SERIAL,
    SUBJECTS,
    fit,
    fits_exactly,
    is_number,
    lay_out,
    place_texts,
    repeats_limit,
)
from rectiparse.grammar import Grammar
from rectiparse.model import Span
from rectiparse.patterns import Pattern, compile_pattern
from rectiparse.source import count_cells

_WIDE = compile_pattern(r"[^ ]++(?: [^ ]++)*+")
_NARROW = compile_pattern(r"[^ ]++")
_FEWEST_COLUMNS, _FEWEST_ROWS = 3, 2
_LONGEST_HEADER = 240


Cells = tuple[tuple[int, Span], ...]
"""The cells of a line: column and place in the line."""


class SpacedTable(NamedTuple):
    """The header on lines[start]; for each line behind it up to lines[stop] its cells.

    `rests`: those of `rows` that go on with the cells of the row above.
    """

    start: int
    stop: int
    header: Header
    rows: tuple[Cells, ...]
    rests: frozenset[int]


class _Layout(NamedTuple):
    """What splits the lines, where each column begins, in cells of the page (none where a single blank splits), and the words."""

    pattern: Pattern
    begins: list[int]
    header: Header


def find_spaced(lines: list[str], print_lines: Callable[[], list[str]], grammar: Grammar) -> Iterator[SpacedTable]:
    """The tables in order, of folded lines; `print_lines` gives the same as printed, with the blanks before them.

    Header words above other lines make none.
    """
    stop = 0
    headers = [at for at, line in enumerate(lines) if " " in line and _may_be_header(line)]
    printed: list[str] = []
    for at in headers:
        head = _read_head(lines, at, grammar) if at >= stop else None
        if head is None:
            continue
        printed = printed or print_lines()
        table = _read_table(lines, printed, at, head, grammar)
        if table is not None:
            yield table
            stop = table.stop


def _may_be_header(line: str) -> bool:
    is_split = len(line) <= _LONGEST_HEADER and line.count(" ") >= _FEWEST_COLUMNS - 1
    return is_split and "。" not in line and "," not in line  # most lines with blanks are sentences with figures


def _read_head(lines: list[str], at: int, grammar: Grammar) -> tuple[Pattern, Header] | None:
    """What splits the lines below a header of one row or two, and its words."""
    pattern = next((pattern for pattern in (_WIDE, _NARROW) if _split_header(lines[at], pattern, grammar)), None)
    if pattern is None:
        return None
    upper, lower, first = (pattern.findall(line) for line in [*lines[at : at + 3], "", ""][:3])
    size, texts = 1, upper
    if words := _join_rows(upper, lower, first, grammar):
        size, texts = 2, words
    while words := _join_cut(texts, pattern.findall(lines[at + size]) if at + size < len(lines) else [], grammar):
        size, texts = size + 1, words
    columns = name_columns(texts, [read_header_word(text, grammar) for text in texts], grammar)
    if columns is None or any(needed.isdisjoint(columns[0]) for needed in (SUBJECTS, SAY_WHO_OR_WHEN)):
        return None
    return pattern, Header(*columns, size)


def _join_rows(upper: list[str], lower: list[str], first: list[str], grammar: Grammar) -> list[str]:
    """The words of a header of two rows above the first row below it, [] for a header of one row."""
    if len(lower) < _FEWEST_DIVIDING or not all(read_header_word(word, grammar) for word in lower):
        return []
    return join_header_rows(upper, lower, grammar) or (put_in(upper, lower, first, grammar) if first else [])


def _join_cut(upper: list[str], lower: list[str], grammar: Grammar) -> list[str]:
    """The words of a header that lines cut, 完成⏎时限 at the edge of the page or each in its cell, [] where they make none."""
    if not 0 < len(lower) <= len(upper) or len(lower[0]) > _LONGEST_PART or lower[0][0].isdecimal():
        return []
    joined: list[str] = []
    left = list(lower)
    for word in reversed(upper):
        joined.append(word + left.pop() if left and _is_cut_word(word, left[-1], grammar) else word)
    if not left:
        return joined[::-1]
    return [*upper[:-1], upper[-1] + lower[0], *lower[1:]] if _is_cut_word(upper[-1], lower[0], grammar) else []


def _is_cut_word(word: str, part: str, grammar: Grammar) -> bool:
    """Whether two parts are a word over a column, and the first of them is none, or nothing but a role: 牵头⏎单位."""
    alone = read_header_word(word, grammar)
    may_be_cut = alone is None or (alone[0] in UNIT_FIELDS and len(word) <= _LONGEST_ROLE)
    return may_be_cut and read_header_word(word + part, grammar) is not None


_LONGEST_ROLE = 2
_LONGEST_PART = 4
_FEWEST_DIVIDING = 2


def _read_table(lines: list[str], printed: list[str], at: int, head: tuple[Pattern, Header], grammar: Grammar) -> SpacedTable | None:
    pattern, header = head
    begins = _find_begins(lines, printed, at, len(header.words)) if pattern is _WIDE else []
    layout = _Layout(pattern, begins, header)
    first = at + header.size
    rows, rests, full = _read_rows(lines, printed, first, layout, grammar)
    behind = first + len(rows)
    if not begins and header.words[0] == SERIAL and lines[behind : behind + 1] != [lines[at]] and _is_cut(lines, behind, full):
        rows, rests, full = _read_cut_rows(lines, first, header, grammar)
    return SpacedTable(at, first + len(rows), layout.header, tuple(rows), rests) if full >= _FEWEST_ROWS else None


def _read_rows(
    lines: list[str], printed: list[str], first: int, layout: _Layout, grammar: Grammar
) -> tuple[list[Cells], frozenset[int], int]:
    """The cells of each line, which lines go on with the one above, and how many rows there are."""
    rows: list[Cells] = []
    rests: set[int] = set()
    above: dict[int, str] = {}
    full = 0
    for at in range(first, len(lines)):
        line = lines[at]
        cells = _place(line, printed[at], layout, grammar)
        if cells:
            above = {column: line[a:b] for column, (a, b) in cells}
            full += 1
        elif above and layout.begins and not _ends_table(lines, at, grammar):
            cells = _place_rest(line, printed[at], layout, grammar)
            if cells and (_repeats(line, cells, above, layout.header, grammar) or _begins_anew(line, cells, above, layout.header, grammar)):
                above |= {column: line[a:b] for column, (a, b) in cells}
            elif cells:
                rests.add(len(rows))
                above |= {column: above.get(column, "") + line[a:b] for column, (a, b) in cells}
        elif above and not layout.begins and layout.header.words[0] != SERIAL:
            cells = _place_merged_row(line, above, layout, grammar)
            above |= {column: line[a:b] for column, (a, b) in cells}
        if not cells and _heads_row(lines, printed, at, layout, grammar):
            numbered = _NUMBERED_GROUP.fullmatch(line)
            cells = ((0, numbered.span(1)), (1, numbered.span(2))) if numbered else ((0, (0, len(line))),)
        if not cells:
            break
        rows.append(cells)
    return rows, frozenset(rests), full


def _is_cut(lines: list[str], at: int, full: int) -> bool:
    """Whether the lines behind so many rows go on with the last of them, or begin with a row that has not all its cells."""
    return at < len(lines) and (_read_number(lines[at]) == full + 1 or _find_number(lines, at, full + 1) < len(lines))


def _read_number(line: str) -> int:
    """The number that a row begins with, 0 when there is none."""
    first, _, others = line.partition(" ")
    return int(first) if others and first.isdecimal() and len(first) < _LONGEST_NUMBER else 0


_LONGEST_NUMBER = 4


def _find_number(lines: list[str], at: int, number: int) -> int:
    """The next line that begins with a number, the number of lines where none is near."""
    near = range(at, min(len(lines), at + _MOST_LINES))
    return next((index for index in near if _read_number(lines[index]) == number), len(lines))


_MOST_LINES = 40
"""Lines of a row at most."""


def _find_last_stop(lines: list[str], at: int) -> int:
    """Behind the lines that a table's last row may have, where nothing tells its end."""
    near = range(at + 1, min(len(lines), at + _MOST_LAST))
    return next((stop for stop in near if lines[stop].startswith(SERIAL) or _read_number(lines[stop])), near.stop)


_MOST_LAST = 8


def _read_cut_rows(lines: list[str], at: int, header: Header, grammar: Grammar) -> tuple[list[Cells], frozenset[int], int]:
    """The rows whose cells hold line breaks, single blanks between them: each piece stands in the column that it looks like."""
    rows: list[Cells] = []
    rests: set[int] = set()
    number = _read_number(lines[at]) if at < len(lines) else 0
    full = 0
    while number and at < len(lines):
        following = _find_number(lines, at + 1, number + 1)
        stops = range(at + 1, _find_last_stop(lines, at) + 1) if following == len(lines) else (following,)
        is_last = following == len(lines)
        merged = _place_merged(lines[at : stops[-1]], header, grammar)
        if merged and (is_last or len(merged) == following - at):
            rows += merged
            full += 1
            at, number = at + len(merged), number + 1
            if is_last:
                break
            continue
        found = next((cells for stop in stops if (cells := _lay_out_row(lines[at:stop], header, grammar, is_last=is_last))), None)
        if found is None:
            break
        stop = at + len(found)
        if is_last and stop < len(lines) and cuts_name([], lines[stop - 1].rsplit(" ", 1)[-1], lines[stop], grammar):  # 9月⏎底前
            found = _lay_out_row(lines[at : stop + 1], header, grammar, is_last=True) or found
        rests.update(range(len(rows) + 1, len(rows) + len(found)))
        rows += found
        full += 1
        at, number = at + len(found), number + 1
        if following == len(lines):
            break
    return rows, frozenset(rests), full


def _place_merged(lines: list[str], header: Header, grammar: Grammar) -> list[Cells]:
    """The cells of a whole row and of the lines below it that are rows under what is merged down in it, [] where there are none."""
    placed: list[Cells] = []
    cells: dict[int, str] = {}
    above = ""
    width = 0
    for at, line in enumerate(lines):
        spans = [match.span() for match in _NARROW.finditer(line)]
        texts = [line[a:b] for a, b in spans]
        if not at:
            is_row = fits_exactly(texts[1:], header.fields[1:], grammar)
            columns: Sequence[int] = range(len(texts) * is_row)
            width = len(texts)
        else:
            columns = _place_below(texts, width, cells, above, header, grammar)
        if not columns:
            break
        cells |= zip(columns, texts, strict=True)
        placed.append(tuple(zip(columns, spans, strict=True)))
        above = next((text for text, column in zip(texts, columns, strict=True) if header.fields[column] == "measures"), "")
    return placed if len(placed) > 1 else []


def _place_merged_row(line: str, above: dict[int, str], layout: _Layout, grammar: Grammar) -> Cells:
    """The cells of a line between single blanks below merged ones, () when it is no row."""
    spans = [match.span() for match in layout.pattern.finditer(line)]
    texts, fields = [line[a:b] for a, b in spans], layout.header.fields
    measure = above.get(fields.index("measures"), "") if "measures" in fields else ""
    return tuple(zip(_place_below(texts, len(fields), above, measure, layout.header, grammar), spans, strict=False))


def _place_below(texts: list[str], width: int, cells: dict[int, str], above: str, header: Header, grammar: Grammar) -> Sequence[int]:
    """The columns of a line's texts below a row of `width` cells, some of which are merged down, () where it is no such row."""
    if not 0 < len(texts) < width:
        return ()
    columns = place_texts(texts, header.fields, header.words, above, grammar)
    if not columns or columns[0] == 0 or not _says_more(texts, columns, header, grammar):
        return ()
    on = (_goes_on(cells.get(column, ""), text, header.fields[column], grammar) for column, text in zip(columns, texts, strict=True))
    return () if any(on) else columns


def _goes_on(above: str, text: str, field: str, grammar: Grammar) -> bool:
    """Whether a cell is the rest of the one above it: 县水务局 over 、各乡镇, 2024年 over 9月底前."""
    is_cut_limit = field == "deadline" and above != "" and not repeats_limit(above, text, grammar)
    return text[0] in "。、,;:)" or above[-1:] in ("、", ",", "(") or is_cut_limit


def _says_more(texts: list[str], columns: list[int], header: Header, grammar: Grammar) -> bool:
    """Whether cells say a thing to do and who does it, or by when, and each looks like those of its column; one alone counts on."""
    if len(texts) > 1 and header.words[columns[0]] == SERIAL and is_number(texts[0]):  # 类别, 序号, 任务
        texts, columns = texts[1:], columns[1:]
    fields = [header.fields[column] for column in columns]
    strict = [fit(text, field, grammar) for text, field in zip(texts, fields, strict=True) if field in SAY_WHO_OR_WHEN]
    return len(texts) == 1 or (fields[0] in SUBJECTS and bool(strict) and min(strict) > 0)


def _lay_out_row(lines: list[str], header: Header, grammar: Grammar, *, is_last: bool) -> list[Cells] | None:
    """The cells of a row's lines, None where these do not look like all that the columns before 备注 hold.

    The last row of a table ends where the last of these is at its end.
    """
    pieces = [(at, match.span()) for at, line in enumerate(lines) for match in _NARROW.finditer(line)][1:]
    if len(pieces) < len(header.fields) - 1 - _SKIPS:
        return None
    texts: list[str] = []
    parts: list[list[tuple[int, Span]]] = []
    for at, span in pieces:
        piece = lines[at][slice(*span)]
        is_begun = bool(parts) and parts[-1][-1][0] == at - 1 and span[0] == 0
        if is_begun and cuts_name(*_split_names(texts[-1]), piece, grammar):
            texts[-1] += piece
            parts[-1].append((at, span))
        else:
            texts.append(piece)
            parts.append([(at, span)])
    fields = header.fields[1:]
    rests = {at for at, part in enumerate(parts) if at and part[0][0] > parts[at - 1][-1][0] and not is_whole(texts[at - 1], grammar)}
    is_exact = len(lines) == 1 and len(texts) == len(fields) and fits_exactly(texts, fields, grammar)
    if is_exact:
        columns = list(range(len(fields)))
    else:
        columns = [one.column for one in lay_out(texts, fields, {}, grammar, rests)]
    joined = ["".join(text for text, of in zip(texts, columns, strict=True) if of == column) for column in range(len(fields))]
    needed = next((column for column in range(len(fields) - 1, -1, -1) if fields[column] not in SAY_NOTHING), 0)
    if (
        not joined[needed]
        or (is_last and not (is_exact and fields[needed] == "progress") and not is_whole(joined[needed], grammar))
        or not all(
            not text or field not in SAY_WHO_OR_WHEN or fit(text, field, grammar) >= 0 for text, field in zip(joined, fields, strict=True)
        )
    ):
        return None
    placed: list[dict[int, Span]] = [{} for _ in lines]
    placed[0][0] = (0, lines[0].index(" "))
    for column, of_text in zip(columns, parts, strict=True):
        for at, (low, high) in of_text:
            placed[at][column + 1] = (placed[at].get(column + 1, (low, high))[0], high)
    return [tuple(line.items()) for line in placed]


_SKIPS = 1


def _split_names(text: str) -> tuple[list[str], str]:
    *others, last = text.replace(",", "、").split("、")
    return others, last


def _ends_table(lines: list[str], at: int, grammar: Grammar) -> bool:
    return is_note(lines[at], grammar) or (at + 1 < len(lines) and is_signature(lines[at], lines[at + 1], grammar))


def _heads_row(lines: list[str], printed: list[str], at: int, layout: _Layout, grammar: Grammar) -> bool:
    """一、水环境治理, 一 水环境治理: whether it stands above a row, or above another such line that does."""
    for below in range(at, min(len(lines), at + _MOST_HEADINGS)):
        is_numbered = layout.header.words[0] == SERIAL and _NUMBERED_GROUP.fullmatch(lines[below])
        if not (is_numbered or GROUP_ROW.match(lines[below])):
            return below > at and bool(_place(lines[below], printed[below], layout, grammar))
    return False


_NUMBERED_GROUP = compile_pattern(r"([一二三四五六七八九十]{1,3}) +([^ ,。;]{2,30})")
_MOST_HEADINGS = 4


def _find_begins(lines: list[str], printed: list[str], at: int, count: int) -> list[int]:
    """Where each column begins: with its word or, where that stands in the middle, with the longest of the cells below."""
    begins: list[list[int]] = []
    for index in range(at, min(len(lines), at + _LOOKED_AT)):
        starts = [_measure(lines[index], printed[index], match.start()) for match in _WIDE.finditer(lines[index])]
        if len(starts) == count:
            begins.append(starts)
    return [min(column) for column in zip(*begins, strict=True)]


_LOOKED_AT = 30
"""Lines that tell where the columns begin."""


def _measure(line: str, printed: str, at: int) -> int:
    """Where a character of a line stands, in cells of the page."""
    return count_cells(printed[: at + len(printed) - len(line)])


def _split_header(line: str, pattern: Pattern, grammar: Grammar) -> tuple[Pattern, list[Span]] | None:
    """The words of a header and what splits its lines; None when one of them is none. Behind 序号 some may be unknown."""
    spans = [match.span() for match in pattern.finditer(line)]
    if not _FEWEST_COLUMNS <= len(spans) <= MOST_COLUMNS:
        return None
    is_numbered = line[slice(*spans[0])] == SERIAL
    words = (line[a:b] for a, b in spans)
    return (pattern, spans) if all((is_numbered and is_header_like(word)) or read_header_word(word, grammar) for word in words) else None


def _place(line: str, printed: str, layout: _Layout, grammar: Grammar) -> Cells:
    """The cells of a line, () when it is no row."""
    spans = [match.span() for match in layout.pattern.finditer(line)]
    count = len(layout.header.fields)
    if len(spans) == count:
        columns = list(range(count))
    elif layout.begins and 1 < len(spans) < count:
        starts = [_measure(line, printed, a) for a, _ in spans]
        columns = [min(range(count), key=lambda column: abs(layout.begins[column] - start)) for start in starts]
    else:
        return ()
    cells = tuple(zip(columns, spans, strict=True))
    if columns[0] != 0 or any(low >= high for low, high in pairwise(columns)):
        return ()
    words, fields = layout.header.words, layout.header.fields
    if is_total(line[slice(*spans[0])], grammar):
        return cells
    odd = sum(not _fits(line[a:b], fields[c], words[c], grammar) for c, (a, b) in cells)
    is_row = len(cells) == count and words[0] == SERIAL and is_number(line[: spans[0][1]])  # whatever one of the cells looks like
    return cells if odd <= is_row or (len(cells) == count and fits_exactly([line[a:b] for a, b in spans], fields, grammar)) else ()


def _place_rest(line: str, printed: str, layout: _Layout, grammar: Grammar) -> Cells:
    """The cells of a line that begins in a later column and holds nothing that goes over the edge of its column, else ()."""
    edges = [*layout.begins, _LONGEST_HEADER]
    cells: list[tuple[int, Span]] = []
    for low, high in (match.span() for match in layout.pattern.finditer(line)):
        start, end = _measure(line, printed, low), _measure(line, printed, high)
        column = max((column for column, begin in enumerate(layout.begins) if begin <= start + 1), default=0)
        if column <= (cells[-1][0] if cells else 0) or end > edges[column + 1] + 1:
            return ()
        if layout.header.fields[column] in SAY_WHO_OR_WHEN and "。" in line[low:high]:  # a sentence below the table
            return ()
        cells.append((column, (low, high)))
    return tuple(cells)


def _repeats(line: str, cells: Cells, above: dict[int, str], header: Header, grammar: Grammar) -> bool:
    """Whether a limit of its own makes a line a row, below a merged cell."""
    limits = {column: words for column, words in above.items() if header.fields[column] == "deadline"}
    return any(column in limits and repeats_limit(limits[column], line[a:b], grammar) for column, (a, b) in cells)


def _begins_anew(line: str, cells: Cells, above: dict[int, str], header: Header, grammar: Grammar) -> bool:
    """Whether a line says another thing to do and who does it, below cells at their end: a row below a merged cell.

    In numbered rows it is a further measure.
    """
    fields = [header.fields[column] for column, _ in cells]
    if (
        (header.words[0] == SERIAL and "measures" not in fields)
        or not SUBJECTS.intersection(fields)
        or not SAY_WHO_OR_WHEN.intersection(fields)
    ):
        return False
    said = [(above.get(column, ""), line[a:b]) for column, (a, b) in cells]
    ended = all(
        before and all(_is_ended(text, field, grammar) for text in (before, below))
        for (before, below), field in zip(said, fields, strict=True)
    )
    return ended and all(before[-1] in "。;" for (before, _), field in zip(said, fields, strict=True) if field in SUBJECTS)


def _is_ended(text: str, field: str, grammar: Grammar) -> bool:
    is_unit = field in UNIT_FIELDS and text[-1] not in "、," and fit(text, field, grammar) > 0  # 各县区
    return is_unit or is_whole(text, grammar)


def _fits(text: str, field: str, word: str, grammar: Grammar) -> bool:
    if word == SERIAL:
        return is_number(text)
    return field not in SAY_WHO_OR_WHEN or fit(text, field, grammar) >= 0
