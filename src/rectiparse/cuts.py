"""What of a source text is no part of its running text: page furniture, marks, breaks inside a sentence."""

from __future__ import annotations

from bisect import bisect_left, bisect_right
from collections import Counter
from collections.abc import Container
from itertools import pairwise
from typing import NamedTuple

from rectiparse.blanks import find_blank, is_strewn
from rectiparse.breaks import CLOSERS, JOINT, LONG_LINE, NARROWEST, RAGGED, STOPS, WIDEST, Joiner, Judge, PrintedLine
from rectiparse.cells import is_signature
from rectiparse.columns import find_cells, find_cut_words, find_header, find_numbers
from rectiparse.decimals import Decimal, find_decimals
from rectiparse.fields import BULLETS
from rectiparse.fits import SERIAL
from rectiparse.grammar import Grammar
from rectiparse.linecells import find_line_tables
from rectiparse.model import LeafKind
from rectiparse.pages import find_page_lines
from rectiparse.patterns import EndPattern, compile_pattern
from rectiparse.source import SourceText, count_cells
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
    markers = _find_page_markers(lines, {cut.rule for cut in cuts if cut.kind == "boilerplate"})
    has_rows = bool(source.tables) or any(line.is_cell for line in lines)
    columns = {} if has_rows else _find_columns(lines, grammar)
    spaced = {} if has_rows else _find_spaced_lines(source, lines, grammar)
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
    drawn, of_pages = _find_drawn_rows(source), find_page_lines(source, folded, judge)
    strewn = is_strewn(folded, judge)
    seldom = [one for sign, one in judge.seldom if sign in folded]
    lines: list[PrintedLine] = []
    cuts: list[Cut] = []
    at, row, is_page_break = 0, 0, False
    for raw in folded.split("\n"):
        text = raw.strip()
        if not text:
            row += not is_page_break  # blank lines around a page number part no paragraphs
            at += len(raw) + 1
            continue
        row += 1
        if len(text) > LONG_LINE:  # 如下： 一、…： the blanks where the line breaks were
            cuts.extend(Cut(m.start(), m.end(), "furniture", JOINT) for m in judge.joint.finditer(folded, at, at + len(raw)))
        if "|" in text or text[0] in _SIGNS or text.endswith(_BOLD):
            text, signs = _take_signs(raw, text, at, judge)
            cuts.extend(signs)
        if text and at not in furnished:
            start = at if raw[0] == text[0] not in "*#" else at + raw.index(text)
            end = start + len(text)
            if text[0] == SERIAL[0] and "".join(text.split()) == SERIAL != text:  # 序 号
                cuts.append(Cut(start + 1, end - 1, "furniture", "stretched-blank"))
                text = SERIAL
            elif " " in text and (blank := find_blank(text, strewn)):
                cuts.extend(Cut(start + m.start(), start + m.end(), "furniture", "stretched-blank") for m in blank.finditer(text))
                text = blank.sub("", text)
            furniture = of_pages.get(at) or judge.find_furniture(text)
            if seldom and not furniture:
                furniture = next((one for one in seldom if one.pattern.match(text)), None)
            is_page_break = furniture is not None and furniture.kind == "furniture" and furniture.rule != _RULE_LINE
            if furniture:
                cuts.append(Cut(start, end, furniture.kind, furniture.rule))
                row = lines[-1].row if lines and is_page_break else row
            else:
                is_cell = ("\t" in raw and (raw[:3].strip(" ").startswith("\t") or "\t" in text)) or at in drawn
                width = end - start
                if 4 * width + RAGGED >= NARROWEST and width <= WIDEST + RAGGED:
                    width = count_cells(source.text[start:end])
                lines.append(PrintedLine(row, start, end, text, is_cell, width))
        at += len(raw) + 1
    return lines, cuts


def _take_signs(raw: str, text: str, at: int, judge: Judge) -> tuple[str, list[Cut]]:
    """A line that begins at `at` without the signs that close a cell, adorn a heading or print it bold, and what is cut of it."""
    cuts: list[Cut] = []
    if "|" in text and "|" not in text.strip("| "):  # a cell a line: 市教育局 |, | 1 |; a title above a table: 任务清单 | |||
        cuts = [Cut(pipe, pipe + 1, "furniture", "cell-end") for pipe, sign in enumerate(raw, at) if sign == "|"]
        text = text.strip("| ")
    if text.endswith(_BOLD):  # **（一）加强监管。**: the stop ends the paragraph
        text = text[: -len(_BOLD)].rstrip()
    if text.startswith("#") and (mark := _HEADING_MARK.match(text)):  # ## 一、总体要求
        hash_ = at + raw.index("#")
        cuts.append(Cut(hash_, hash_ + mark.end(), "furniture", "heading-mark"))
        text = text[mark.end() :]
    elif text and text[0] in _SIGNS and not judge.begins_heading(text):  # ■ 一、压实责任, ★1.清理河道
        bare = text.lstrip(_SIGNS + " ")
        if bare and judge.begins_heading(bare):
            sign = at + raw.index(text)
            cuts.append(Cut(sign, sign + len(text) - len(bare), "furniture", "heading-mark"))
            text = bare
    return text, cuts


_SIGNS = "#" + BULLETS.rstrip("*-")
"""What may be printed before the number of a heading to adorn it."""
_BOLD = "**"
_HEADING_MARK = compile_pattern(r"#{1,6}[ ]+(?=[^\s#])")
"""A heading of Markdown in a plain text."""
_RULE_LINE = "rule-line"
"""The rule for lines that part what stands above from what stands below."""


def _find_drawn_rows(source: SourceText) -> frozenset[int]:
    """Where the lines begin that hold several cells of a table: they never go on with the line before."""
    starts = [source.text.rfind("\n", 0, cell.span[0]) + 1 for table in source.tables for cell in table.cells]
    return frozenset(start for start, count in Counter(starts).items() if count > 1)


def _find_columns(lines: list[PrintedLine], grammar: Grammar) -> dict[int, bool]:
    """Line index → whether it goes on with the cell of the line before, for a table laid out in columns."""
    texts = [line.text for line in lines]
    if cut := find_cut_words(texts, grammar):
        return _find_cut_columns(lines, cut, grammar)
    verdicts: dict[int, bool] = {}
    tables = list(find_line_tables(texts, grammar))
    for table in tables:
        verdicts.update({at: texts[at - 1][-1] in "、，," for at in range(table.end, table.stop)})
        verdicts.update(dict.fromkeys([*range(table.start, table.end + 1), table.stop], False))
    taken = [(table.start, table.stop) for table in tables]
    header = find_header(texts, grammar, taken) if SERIAL in texts else None
    last = find_numbers(texts) if header else {}
    while header is not None:
        end = header.end
        for start, end in find_cells(texts, header, last, grammar):
            verdicts[start] = False
            verdicts.update(dict.fromkeys(range(start + 1, end), True))
        verdicts[end] = False
        header = find_header(texts, grammar, taken, end)
    return verdicts


def _find_cut_columns(lines: list[PrintedLine], cut: frozenset[int], grammar: Grammar) -> dict[int, bool]:
    """The same, where some lines go on with the words of a header."""
    whole: list[PrintedLine] = []
    begins: list[int] = []
    for at, line in enumerate(lines):
        if at in cut:
            whole[-1] = whole[-1]._replace(end=line.end, text=whole[-1].text + line.text)
        else:
            whole.append(line)
            begins.append(at)
    verdicts = {begins[at] if at < len(begins) else len(lines): goes_on for at, goes_on in _find_columns(whole, grammar).items()}
    return verdicts | dict.fromkeys(cut, True)


def _is_within(offset: int, starts: list[int], ends: list[int]) -> bool:
    """Whether an offset stands in one of some stretches in order."""
    at = bisect_right(starts, offset) - 1
    return at >= 0 and offset < ends[at]


def _find_spaced_lines(source: SourceText, lines: list[PrintedLine], grammar: Grammar) -> dict[int, bool]:
    """The lines of tables that are set with blanks, and the one behind each; True for those of the table."""
    found: dict[int, bool] = {}

    def print_lines() -> list[str]:
        return [source.text[source.text.rfind("\n", 0, line.start) + 1 : line.end] for line in lines]

    for table in find_spaced([line.text for line in lines], print_lines, grammar):
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


def _find_page_markers(lines: list[PrintedLine], site: set[str]) -> dict[int, int]:
    """Line index → length of the page marker `13、` that a file-share preview puts before each page.

    Page markers count up line by line and most of them cut a sentence; numbered items do not. Two are enough where the site
    says what it is by the rules `site`; where it says that it shares files, they may stand among items with such numbers if
    each of them cuts a sentence. A single one is known by the open sentence before it when no item with the number before it
    stands above.
    """
    numbered = [(i, line.text) for i, line in enumerate(lines) if line.text[0].isdecimal() and not line.is_cell]
    hits = [(i, int(m[1]), m.end()) for i, text in numbered if (m := _PAGE_MARKER.match(text))]
    run = [h for k, h in enumerate(hits) if h[1] == k + 1]
    if len(run) == len(hits) and len(run) > (1 if site else 2):
        cut = [h for h in run[1:] if _is_open_prose(lines[h[0] - 1].text)]
        if 2 * len(cut) >= len(run) - 1:
            return {i: end for i, _, end in run}
    if not site.isdisjoint(("file-share", "preview-line", "preview-page")) and run[:1] == hits[:1]:
        pages = hits[:1]
        for hit in hits[1:]:
            if hit[1] == len(pages) + 1 and _is_open_prose(lines[hit[0] - 1].text):
                pages.append(hit)
        if len(pages) > 1:
            return {i: end for i, _, end in pages}
    numbers = {number for _, number, _ in hits}
    return {i: end for i, number, end in hits if number > 1 and number - 1 not in numbers and i and _is_open_prose(lines[i - 1].text)}


_NUMBER_AT_END = EndPattern(r"[^\d一二三四五六七八九十]\([一二三四五六七八九十]{1,3}\)$")


def _is_open_prose(text: str) -> bool:
    """A sentence without its end; behind a page marker a label at the start may be what a page cut: 2、改措施:…"""
    marker = _PAGE_MARKER.match(text)
    if _NUMBER_AT_END.search(text):  # 二、提升能力（一）
        return True
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
    full = sum([line.width > width - RAGGED - 2 for line in lines[:-1]])
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
    first_page = min(markers, default=0)  # nothing but words of the site stands above it
    before: PrintedLine | None = None
    for index, line in enumerate(lines):
        marker = markers.get(index, 0)
        if marker:
            cuts.append(Cut(line.start, line.start + marker, "furniture", "page-marker"))
        if before is not None:
            known = columns.get(index)
            cuts_word = known or is_solid or (marker and index != first_page and before.text[-1] not in "。!?;")
            if cuts_word or (known is None and not marker and joiner.is_soft(before, line, max(line.row - before.row - spacing, 0))):
                cuts.append(Cut(before.end, line.start, "furniture", "soft-break"))
                joiner.go_on(line)
            else:
                joiner.begin(line, index in decimals)
        else:
            joiner.begin(line, index in decimals)
        before = line
    return cuts
