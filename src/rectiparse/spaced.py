"""Tables whose columns are set apart by blanks: lines → the header words and the cells of each line below.

`序号  工作任务  责任单位  完成时限` and lines of as many pieces; a line with fewer has them where the words stand above. A line that
begins below a later column goes on with the cells above it; 一、水环境治理 heads the rows below it.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator
from itertools import pairwise
from typing import NamedTuple

from rectiparse.cells import MOST_COLUMNS, Header, is_header_like, is_note, is_signature, is_whole, name_columns, read_header_word
from rectiparse.columns import cuts_name
from rectiparse.fields import GROUP_ROW
from rectiparse.fits import SAY_NOTHING, SAY_WHO_OR_WHEN, SERIAL, SUBJECTS, fit, is_number, lay_out, repeats_limit
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
    """The header on lines[start]; for each line from the next one up to lines[stop] its cells.

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
        head = _read_head(lines[at], grammar) if at >= stop else None
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


def _read_head(line: str, grammar: Grammar) -> tuple[Pattern, Header] | None:
    """What splits the lines below a header, and its words."""
    pieces = next((found for pattern in (_WIDE, _NARROW) if (found := _split_header(line, pattern, grammar))), None)
    if pieces is None:
        return None
    pattern, spans = pieces
    texts = [line[a:b] for a, b in spans]
    columns = name_columns(texts, [read_header_word(text, grammar) for text in texts], grammar)
    if columns is None or any(needed.isdisjoint(columns[0]) for needed in (SUBJECTS, SAY_WHO_OR_WHEN)):
        return None
    return pattern, Header(*columns, 1)


def _read_table(lines: list[str], printed: list[str], at: int, head: tuple[Pattern, Header], grammar: Grammar) -> SpacedTable | None:
    pattern, header = head
    begins = _find_begins(lines, printed, at, len(header.words)) if pattern is _WIDE else []
    layout = _Layout(pattern, begins, header)
    rows, rests, full = _read_rows(lines, printed, at + 1, layout, grammar)
    if not begins and header.words[0] == SERIAL and _is_cut(lines, at + 1 + len(rows), full):
        rows, rests, full = _read_cut_rows(lines, at + 1, header, grammar)
    return SpacedTable(at, at + 1 + len(rows), layout.header, tuple(rows), rests) if full >= _FEWEST_ROWS else None


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
            if cells and not _repeats(line, cells, above, layout.header, grammar):
                rests.add(len(rows))
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
    columns = [one.column for one in lay_out(texts, fields, {}, grammar, rests)]
    joined = ["".join(text for text, of in zip(texts, columns, strict=True) if of == column) for column in range(len(fields))]
    needed = next((column for column in range(len(fields) - 1, -1, -1) if fields[column] not in SAY_NOTHING), 0)
    if (
        not joined[needed]
        or (is_last and not is_whole(joined[needed], grammar))
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
    odd = sum(not _fits(line[a:b], fields[c], words[c], grammar) for c, (a, b) in cells)
    is_row = len(cells) == count and words[0] == SERIAL and is_number(line[: spans[0][1]])  # whatever one of the cells looks like
    return cells if odd <= is_row else ()


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


def _fits(text: str, field: str, word: str, grammar: Grammar) -> bool:
    if word == SERIAL:
        return is_number(text)
    return field not in SAY_WHO_OR_WHEN or fit(text, field, grammar) >= 0
