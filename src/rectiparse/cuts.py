"""What of a source text is no part of its running text: page furniture, marks, breaks inside a sentence."""

from __future__ import annotations

from bisect import bisect_left, bisect_right
from collections import Counter
from collections.abc import Container, Iterator
from itertools import pairwise
from typing import NamedTuple

from rectiparse.breaks import CLOSERS, JOINT, LONG_LINE, NARROWEST, RAGGED, STOPS, WIDEST, Furniture, Joiner, Judge, PrintedLine
from rectiparse.cells import is_signature
from rectiparse.columns import find_cells, find_header, find_numbers
from rectiparse.decimals import Decimal, find_decimals
from rectiparse.fits import SERIAL
from rectiparse.grammar import Grammar
from rectiparse.linecells import find_line_tables
from rectiparse.model import LeafKind
from rectiparse.patterns import compile_pattern
from rectiparse.source import SourceText
from rectiparse.spaced import find_spaced


class Cut(NamedTuple):
    """A stretch of the source text that is not in the flow, and the grammar rule or judgement that took it out."""

    start: int
    end: int
    kind: LeafKind
    rule: str


class Found(NamedTuple):
    """The cuts of a text, whether its lines are wrapped at a width, whether some are cells, and decimal numbers by their offsets."""

    cuts: list[Cut]
    is_wrapped: bool
    has_cells: bool
    """Columns, or tables a cell a line or set with blanks; a reader's own tables do not count."""
    decimals: dict[int, Decimal]


def find_cuts(source: SourceText, folded: str, judge: Judge, grammar: Grammar) -> Found:
    """What is no part of the running text of `folded`."""
    cuts = [Cut(m.start(), m.end(), kind, rule) for rule, kind, pattern in judge.inline for m in pattern.finditer(folded)]
    cuts.extend(Cut(*span, "furniture", "page-furniture") for span in source.furniture)
    lines, furniture = _split_lines(source, folded, judge)
    cuts.extend(furniture)
    markers = _find_page_markers(lines)
    columns = {} if source.tables else _find_columns(lines, grammar)
    spaced = {} if source.tables else _find_spaced_lines(source, lines, grammar)
    wrap_width = None if columns else _wrap_width([line for at, line in enumerate(lines) if not spaced.get(at)])
    if spaced:  # there a blank behind a number parts two cells
        starts = [lines[at].start for at, is_row in spaced.items() if is_row]
        stops = [lines[at].end for at, is_row in spaced.items() if is_row]
        cuts = [cut for cut in cuts if cut.rule != "stray-blank" or not _is_within(cut.start, starts, stops)]
        columns |= dict.fromkeys(spaced, False)
    decimals = find_decimals([line.text for line in lines])
    ends = _find_table_ends(source, lines) | _find_signatures(lines, grammar) | dict.fromkeys(decimals, False)
    cuts.extend(_join_lines(lines, markers, Joiner(judge, wrap_width), columns | ends, decimals))
    return Found(cuts, wrap_width is not None, bool(columns), {lines[index].start: decimal for index, decimal in decimals.items()})


def _split_lines(source: SourceText, folded: str, judge: Judge) -> tuple[list[PrintedLine], list[Cut]]:
    """The lines that are not blank, and cuts for those that are furniture by their words."""
    furnished = {span[0] for span in source.furniture}
    drawn, pages = _find_drawn_rows(source), _find_page_numbers(source)
    running = _find_running_lines(source, folded, pages, judge)
    is_strewn = _is_strewn(folded, judge)
    lines: list[PrintedLine] = []
    cuts: list[Cut] = []
    at, row, is_page_break = 0, 0, False
    for raw in folded.split("\n"):
        text = raw.strip()
        if len(text) > LONG_LINE:  # 如下： 一、…： the blanks where the line breaks were
            cuts.extend(Cut(m.start(), m.end(), "furniture", JOINT) for m in judge.joint.finditer(folded, at, at + len(raw)))
        row += not (is_page_break and not text)  # blank lines around a page number part no paragraphs
        if text.endswith("|") and text.count("|") == 1:  # a cell a line: 市教育局 |
            pipe = at + raw.index("|")
            cuts.append(Cut(pipe, pipe + 1, "furniture", "cell-end"))
            text = text[:-1].rstrip()
        if text.endswith(_BOLD):  # **（一）加强监管。**: the stop ends the paragraph
            text = text[: -len(_BOLD)].rstrip()
        if text and at not in furnished:
            start = at if raw[0] == text[0] != "*" else at + raw.index(text)
            end = start + len(text)
            if text[0] == SERIAL[0] and "".join(text.split()) == SERIAL != text:  # 序 号
                cuts.append(Cut(start + 1, end - 1, "furniture", "stretched-blank"))
                text = SERIAL
            elif blank := _SPREAD if " " in text and _is_spread(text) else _STRAY if is_strewn and "\t" not in text else None:
                cuts.extend(Cut(start + m.start(), start + m.end(), "furniture", "stretched-blank") for m in blank.finditer(text))
                text = blank.sub("", text)
            furniture = _PAGE_NUMBER if at in pages else _RUNNING_LINE if at in running else judge.find_furniture(text)
            is_page_break = furniture is not None and furniture.kind == "furniture"
            if furniture:
                cuts.append(Cut(start, end, furniture.kind, furniture.rule))
                row = lines[-1].row if lines and is_page_break else row
            else:
                is_cell = ("\t" in raw and (raw[:3].strip(" ").startswith("\t") or "\t" in text)) or at in drawn
                width = end - start
                if 4 * width + RAGGED >= NARROWEST and width <= WIDEST + RAGGED:
                    width = 2 * width - sum(map(str.isascii, source.text[start:end]))
                lines.append(PrintedLine(row, start, end, text, is_cell, width))
        at += len(raw) + 1
    return lines, cuts


_SPREAD = compile_pattern(r"(?<=[^ \t]) (?=[^ \t])")
_SHORTEST_SPREAD, _SHARE_SPREAD = 7, 0.4


def _is_spread(text: str) -> bool:
    """Whether a blank stands between any two characters of a line, as programs print what is set wide."""
    is_spread = len(text) >= _SHORTEST_SPREAD and text.count(" ") >= _SHARE_SPREAD * len(text)
    return is_spread and "\t" not in text and "  " not in text and any("一" <= char <= "鿿" for char in text)


_STRAY = compile_pattern(r"(?<=[一-鿿,、。;:()“”《》]) (?=[一-鿿,、。;:()“”《》])")
_INSIDE_WORDS = compile_pattern(r"(?<=[一-鿿]) (?=[一-鿿])")
_LONG_LINE, _FEWEST_LINES, _FEWEST_BLANKS, _SHARE_STREWN, _SHARE_BLANKS, _MOST_BLANKS = 20, 5, 30, 0.6, 0.02, 0.15


def _is_strewn(folded: str, judge: Judge) -> bool:
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
_BOLD = "**"
_PAGE_NUMBER = Furniture("page-number", "furniture", compile_pattern(r"\d+"))
_BARE_NUMBER = compile_pattern(r"(?m)^[ \t\f]*(?P<n>\d{1,3})[ \t\f]*$")
_SHORTEST_PAGE = 200
"""Characters between two page numbers, on the average."""


def _find_page_numbers(source: SourceText) -> frozenset[int]:
    """Where the lines begin that hold nothing but numbers that count on, a page apart, the first below a page; or the only one.

    In a table a cell a line they number the rows; readers of pages tell page numbers by themselves.
    """
    text = source.folded
    if source.info.media_type != _PLAIN_TEXT:
        return frozenset()
    found = [(match.start(), int(match["n"])) for match in _BARE_NUMBER.finditer(text)]
    if not found or any(b - a != 1 for (_, a), (_, b) in pairwise(found)):
        return frozenset()
    if len(found) == 1 and _is_value(text, found[0][0]):
        return frozenset()
    first, last = found[0][0], found[-1][0]
    is_close = first < _SHORTEST_PAGE or last - first < _SHORTEST_PAGE * (len(found) - 1)
    return frozenset() if is_close or _NUMBERS_ROWS.search(text, 0, first) else frozenset(at for at, _ in found)


def _is_value(text: str, at: int) -> bool:
    """Whether what stands at `at` is a cell or the value of a label: 新建站点（个）⏎12."""
    above = text[:at].rstrip().rpartition("\n")[2].strip()
    return "\t" in text or above.endswith(":") or (len(above) < _SHORTEST_TEXT and above[-1:] not in STOPS and ":" not in above)


_SHORTEST_TEXT = 12
_PLAIN_TEXT = "text/plain"
_NUMBERS_ROWS = compile_pattern(r"(?m)^[ \t|]*(?:序[ \t]*号|编[ \t]*号)[ \t|]*$")


def _find_running_lines(source: SourceText, folded: str, pages: frozenset[int], judge: Judge) -> frozenset[int]:
    """Where the lines begin that are printed at the edge of each page: alike but for their figures, a page apart.

    Half of them at least stand beside a page number, or figures set apart in them count the pages. What says who or by when is
    no such line: a plan may print an item a page.
    """
    if source.info.media_type != _PLAIN_TEXT:
        return frozenset()
    masked = [raw.strip() for raw in _FIGURES.sub("#", folded).split("\n")]
    often = {text for text, count in Counter(masked).items() if count >= _FEWEST_EDGES and _may_be_edge(text, judge)}
    if not often:
        return frozenset()
    lines, masks = list(_strip_lines(folded)), [mask for mask in masked if mask]
    edges: dict[str, list[_Edge]] = {}
    for index, mask in enumerate(masks):
        if mask not in often or _is_page_number(lines[index], pages, judge) or lines[index - 1][1][-1] == ":":
            continue
        at, text = lines[index]
        figures = _SET_APART.search(text)
        is_beside = any(_is_page_number(line, pages, judge) for line in (*lines[index - 1 : index], *lines[index + 1 : index + 2]))
        edges.setdefault(mask, []).append(_Edge(at, int(figures["n"]) if figures else 0, is_beside))
    return frozenset(edge.start for found in edges.values() if _run_over_pages(found) for edge in found)


def _strip_lines(folded: str) -> Iterator[tuple[int, str]]:
    """Where each line that is not blank begins, and its text."""
    at = 0
    for raw in folded.split("\n"):
        if text := raw.strip():
            yield at, text
        at += len(raw) + 1


def _is_page_number(line: tuple[int, str], pages: frozenset[int], judge: Judge) -> bool:
    at, text = line
    furniture = judge.find_furniture(text)
    return at in pages or (furniture is not None and furniture.rule == _PAGE_NUMBER.rule)


def _may_be_edge(text: str, judge: Judge) -> bool:
    """Whether a line, # for its figures, is no sentence, heading or label, and says neither who nor by when."""
    if not _SHORTEST_EDGE <= len(text) <= _LONGEST_EDGE or text[-1] in STOPS or "\t" in text:
        return False
    counted = text.replace("#", "1")
    if judge.begins(counted) or judge.bare_label.fullmatch(counted):
        return False
    is_bracket = text[-1] in ")]" and judge.statement.search(counted) is not None
    return not is_bracket and not any(ending.search(counted) for ending in (judge.cell_end, judge.says_who))


class _Edge(NamedTuple):
    """A short line: where it begins, the figures set apart in it, whether a page number stands beside it."""

    start: int
    number: int
    is_beside_number: bool


def _run_over_pages(found: list[_Edge]) -> bool:
    whole = found[:-1]  # the last page may be short
    if len(found) < _FEWEST_EDGES or any(b.start - a.start < _SHORTEST_PAGE for a, b in pairwise(whole)):
        return False
    counts = all(b.number - a.number == 1 for a, b in pairwise(found))
    return counts or 2 * sum(edge.is_beside_number for edge in found) >= len(found)


_RUNNING_LINE = Furniture("running-line", "furniture", compile_pattern(r".+"))
_FIGURES = compile_pattern(r"[0-9]{1,9}")
_SET_APART = compile_pattern(
    r"第 ?(?P<n>[0-9]{1,4}) ?页|(?:[-·/] ?| {2,}|^)(?P<n>[0-9]{1,4})(?: ?[-·])?$|^(?:[-·] ?)?(?P<n>[0-9]{1,4})(?: ?[-·]| {2})"
)
_SHORTEST_EDGE, _LONGEST_EDGE, _FEWEST_EDGES = 4, 100, 3


def _find_drawn_rows(source: SourceText) -> frozenset[int]:
    """Where the lines begin that hold several cells of a table: they never go on with the line before."""
    starts = [source.text.rfind("\n", 0, cell.span[0]) + 1 for table in source.tables for cell in table.cells]
    return frozenset(start for start, count in Counter(starts).items() if count > 1)


def _find_columns(lines: list[PrintedLine], grammar: Grammar) -> dict[int, bool]:
    """Line index → whether it goes on with the cell of the line before, for a table laid out in columns."""
    if any(line.is_cell for line in lines):
        return {}
    texts = [line.text for line in lines]
    header = find_header(texts, grammar) if SERIAL in texts else None
    verdicts: dict[int, bool] = {}
    for table in find_line_tables(texts, grammar):
        verdicts.update({at: texts[at - 1][-1] in "、，," for at in range(table.end, table.stop)})
        verdicts.update(dict.fromkeys([*range(table.start, table.end + 1), table.stop], False))
    last = find_numbers(texts) if header else {}
    while header is not None:
        end = header.end
        for start, end in find_cells(texts, header, last, grammar):
            verdicts[start] = False
            verdicts.update(dict.fromkeys(range(start + 1, end), True))
        verdicts[end] = False
        header = find_header(texts, grammar, end)
    return verdicts


def _is_within(offset: int, starts: list[int], ends: list[int]) -> bool:
    """Whether an offset stands in one of some stretches in order."""
    at = bisect_right(starts, offset) - 1
    return at >= 0 and offset < ends[at]


def _find_spaced_lines(source: SourceText, lines: list[PrintedLine], grammar: Grammar) -> dict[int, bool]:
    """The lines of tables that are set with blanks, and the one behind each; True for those of the table."""
    if any(line.is_cell for line in lines):
        return {}
    found: dict[int, bool] = {}
    for table in find_spaced([line.text for line in lines], [source.text[line.start : line.end] for line in lines], grammar):
        found |= {**dict.fromkeys(range(table.start, table.stop), True), table.stop: False}
    return {at: is_row for at, is_row in found.items() if at < len(lines)}


def _find_table_ends(source: SourceText, lines: list[PrintedLine]) -> dict[int, bool]:
    """The lines behind a reader's table: they do not go on with its last cell."""
    starts = [line.start for line in lines] if source.tables else []
    return {index: False for table in source.tables if (index := bisect_left(starts, table.span[1])) < len(starts)}


def _find_signatures(lines: list[PrintedLine], grammar: Grammar) -> dict[int, bool]:
    """A name and a date right below a table: they do not go on with its last cell."""
    ends = ("日", "印发")
    dated = [i for i, line in enumerate(lines) if line.text.endswith(ends) and i > 1 and lines[i - 2].is_cell and not line.is_cell]
    signed = [i for i in dated if is_signature(lines[i - 1].text, lines[i].text, grammar)]
    return dict.fromkeys([i - 1 for i in signed] + signed, False)


_PAGE_MARKER = compile_pattern(r"^(\d{1,3})、")


def _find_page_markers(lines: list[PrintedLine]) -> dict[int, int]:
    """Line index → length of the page marker `13、` that a file-share preview puts before each page.

    Page markers count up line by line and most of them cut a sentence; numbered items do not. A single one is known by
    the open sentence before it when no item with the number before it stands above.
    """
    numbered = [(i, line.text) for i, line in enumerate(lines) if line.text[0].isdecimal()]
    hits = [(i, int(m[1]), m.end()) for i, text in numbered if (m := _PAGE_MARKER.match(text))]
    run = [h for k, h in enumerate(hits) if h[1] == k + 1]
    if len(run) == len(hits) and len(run) > 2:
        cut = [h for h in run[1:] if _is_open_prose(lines[h[0] - 1].text)]
        if 2 * len(cut) >= len(run) - 1:
            return {i: end for i, _, end in run}
    numbers = {number for _, number, _ in hits}
    return {i: end for i, number, end in hits if number > 1 and number - 1 not in numbers and i and _is_open_prose(lines[i - 1].text)}


def _is_open_prose(text: str) -> bool:
    """A sentence without its end; behind a page marker a label at the start may be what a page cut: 2、改措施:…"""
    marker = _PAGE_MARKER.match(text)
    return text[-1] not in STOPS + CLOSERS and any(c in text for c in "。,;") and (marker is not None or ":" not in text[:12])


def _wrap_width(lines: list[PrintedLine]) -> int | None:
    """The width in cells at which lines are wrapped hard, None when lines are paragraphs."""
    plain = [line for line in lines if not line.is_cell]
    sizes = Counter([line.width for line in plain])
    unfinished = Counter([line.width for line in plain if line.text[-1] not in STOPS + ")"])
    best, width = 0, None
    for size in sizes:
        if not NARROWEST <= size <= WIDEST:
            continue
        full = sum([sizes.get(size - k, 0) for k in range(RAGGED)])
        if full <= best or full < max(3, 0.12 * len(plain)):
            continue
        longer = sum(n for other, n in sizes.items() if other > size + RAGGED)
        if longer <= 0.1 * len(plain) and sum(unfinished[size - k] for k in range(RAGGED)) >= 0.6 * full:
            best, width = full, size
    return width


def _is_double_spaced(lines: list[PrintedLine]) -> bool:
    """Whether a blank line stands behind nearly every line, so that none parts paragraphs."""
    gaps = [after.row - before.row for before, after in pairwise(lines)]
    return gaps.count(2) >= _SHARE_SPACED * len(gaps)


def _is_solid(lines: list[PrintedLine], width: int, judge: Judge) -> bool:
    """Whether nearly all lines are full and few begin with a number: a text that had lost its paragraphs was wrapped."""
    if len(lines) < _FEWEST_SOLID or any(line.is_cell for line in lines):
        return False
    full = sum(line.width > width - RAGGED - 2 for line in lines[:-1])
    if full < _SHARE_SOLID * (len(lines) - 1):
        return False
    return sum(judge.begins_heading(line.text) for line in lines) <= _SHARE_NUMBERED * len(lines)


_SHARE_SPACED = 0.8
_FEWEST_SOLID, _SHARE_SOLID, _SHARE_NUMBERED = 12, 0.95, 0.3


def _join_lines(
    lines: list[PrintedLine], markers: dict[int, int], joiner: Joiner, columns: dict[int, bool], decimals: Container[int]
) -> list[Cut]:
    """Cuts for page markers and for the breaks that stand inside a sentence."""
    cuts: list[Cut] = []
    spacing = 1 + (joiner.width is not None and _is_double_spaced(lines))
    is_solid = joiner.width is not None and _is_solid(lines, joiner.width, joiner.judge)
    before: PrintedLine | None = None
    for index, line in enumerate(lines):
        marker = markers.get(index, 0)
        if marker:
            cuts.append(Cut(line.start, line.start + marker, "furniture", "page-marker"))
        if before is not None:
            known = columns.get(index)
            cuts_word = known or is_solid or (marker and before.text[-1] not in "。!?;")
            if cuts_word or (known is None and not marker and joiner.is_soft(before, line, max(line.row - before.row - spacing, 0))):
                cuts.append(Cut(before.end, line.start, "furniture", "soft-break"))
                joiner.go_on(line)
            else:
                joiner.begin(line, index in decimals)
        else:
            joiner.begin(line, index in decimals)
        before = line
    return cuts
