"""The running text of a notice: page furniture and soft line breaks left out, with the way back to the source.

Rules match on `Flow.text`, so a label, a name or a date that a line or page break cuts is matched like any other; every
offset found there is mapped back to stretches of the source text.
"""

from __future__ import annotations

from bisect import bisect_left, bisect_right
from collections import Counter
from collections.abc import Iterator
from functools import lru_cache
from operator import itemgetter
from typing import NamedTuple

import regex

from rectiparse.columns import SERIAL, find_cells, find_header
from rectiparse.fields import find_opening
from rectiparse.grammar import Grammar
from rectiparse.model import LeafKind, Span
from rectiparse.patterns import LinePattern, compile_pattern
from rectiparse.source import SourceText


class Cut(NamedTuple):
    """A stretch of the source text that is not in the flow, and the grammar rule or judgement that took it out."""

    start: int
    end: int
    kind: LeafKind
    rule: str


class Flow:
    """Folded text without furniture (`text`), the same unfolded (`printed`), and the map to the source."""

    def __init__(self, source: SourceText, cuts: list[Cut], is_wrapped: bool = False) -> None:
        self.source = source
        self.is_wrapped = is_wrapped
        """The source's lines are wrapped at a width: a line break is no sign of a paragraph."""
        self.cuts = tuple(cuts)
        folded, raw = source.folded, source.text
        starts, shifts, runs, pieces, printed, at, size = [], [], [], [], [], 0, 0
        for cut in (*cuts, Cut(len(raw), len(raw), "furniture", "")):
            if cut.start > at:
                starts.append(size)
                shifts.append(at - size)
                runs.append((at, cut.start))
                pieces.append(folded[at : cut.start])
                printed.append(raw[at : cut.start])
                size += cut.start - at
            at = cut.end
        self.text = "".join(pieces)
        self.printed = "".join(printed)
        self._starts, self._runs = starts or [0], runs or [(0, 0)]
        """Where each unbroken run begins in the flow, and its source span."""
        self._shifts = shifts or [0]
        """What is added to a flow offset of each run to give the source offset."""

    def source_at(self, offset: int) -> int:
        """The source offset of the flow character at `offset`."""
        return offset + self._shifts[bisect_right(self._starts, offset) - 1]

    def flow_at(self, offset: int) -> int:
        """The flow offset of a source offset; what was left out stands at the place where it is missing."""
        run = bisect_right(self._runs, offset, key=itemgetter(0)) - 1
        return min(offset, self._runs[run][1]) - self._shifts[run] if run >= 0 else 0

    def span(self, start: int, end: int) -> Span:
        """The source span that covers flow [start, end), breaks inside it included."""
        run = bisect_right(self._starts, start) - 1
        first = start + self._shifts[run]
        return (first, end + self._shifts[bisect_left(self._starts, end, run + 1) - 1] if end > start else first)

    def stretches(self, start: int, end: int) -> tuple[Span, ...]:
        """The source spans of flow [start, end) without what was left out, one for each unbroken run."""
        if end <= start:
            return ()
        first = bisect_right(self._starts, start) - 1
        last = bisect_left(self._starts, end, first) - 1
        begin, stop = start + self._shifts[first], end + self._shifts[last]
        if first == last:
            return ((begin, stop),)
        return ((begin, self._runs[first][1]), *self._runs[first + 1 : last], (self._runs[last][0], stop))

    def runs(self) -> Iterator[tuple[int, int, int]]:
        """Flow start, flow end and source start of each unbroken run."""
        for start, (origin, stop) in zip(self._starts, self._runs, strict=True):
            yield start, start + stop - origin, origin

    def strip(self, start: int, end: int) -> Span:
        """Flow [start, end) without blanks and breaks at its ends."""
        text = self.text
        if start < end and not (text[start].isspace() or text[end - 1].isspace()):  # most stretches
            return (start, end)
        while start < end and text[start].isspace():
            start += 1
        while end > start and text[end - 1].isspace():
            end -= 1
        return (start, end)

    def line_at(self, offset: int) -> int:
        """1-based source line of a flow offset."""
        return self.source.line_at(self.source_at(offset))


def build_flow(source: SourceText, grammar: Grammar) -> Flow:
    """The running text of `source`. Guaranteed: the runs of the flow and its cuts tile `source.text`."""
    cuts, is_wrapped = _find_cuts(source, _judge(grammar), grammar)
    return Flow(source, _merge(cuts), is_wrapped)


def _merge(cuts: list[Cut]) -> list[Cut]:
    """In order, without overlap: what an earlier cut took is not cut again."""
    out: list[Cut] = []
    at = 0
    for cut in sorted(cuts):
        if cut.end <= at:
            continue
        out.append(cut if cut.start >= at else cut._replace(start=at))
        at = cut.end
    return out


_STOPS = "。!?;:…"
_OPENERS = "([{《<“‘"
_CLOSERS = ")]}》>”’"
_CONTINUES_AFTER = ",、(《“‘[-"
_CONTINUES_BEFORE = ",。、;:!?)》”’]%"


class _Furniture(NamedTuple):
    """A grammar rule for lines that are furniture as a whole."""

    rule: str
    kind: LeafKind
    pattern: regex.Pattern[str]


class _WholeLines(dict[str, tuple[_Furniture, ...]]):
    """The rules for furniture lines that begin with a character, for each character that was asked for."""

    def __init__(self, rules: tuple[_Furniture, ...]) -> None:
        super().__init__()
        self._rules = rules

    def __missing__(self, char: str) -> tuple[_Furniture, ...]:
        rules = self[char] = tuple(rule for rule in self._rules if rule.pattern.match(char, partial=True))
        return rules


class _Judge(NamedTuple):
    """The patterns that tell what a line is."""

    starter: LinePattern
    heading: LinePattern
    label: LinePattern
    statement: regex.Pattern[str]
    annex_line: LinePattern
    plan_title: regex.Pattern[str]
    preamble: LinePattern
    unit_ending: regex.Pattern[str]
    name_start: LinePattern
    bare_marker: LinePattern
    whole_lines: _WholeLines
    inline: tuple[tuple[str, LeafKind, regex.Pattern[str]], ...]

    def find_furniture(self, line: str) -> _Furniture | None:
        for furniture in self.whole_lines[line[0]]:
            if furniture.pattern.match(line):
                return furniture
        return None


_INLINE = ("bold", "stray-blank")
_PAGE_MARKER = compile_pattern(r"^(\d{1,3})、")


@lru_cache(maxsize=4)
def _judge(grammar: Grammar) -> _Judge:
    headings = "|".join(grammar.headings.source(r) for r in grammar.headings.rules)
    headings = headings.replace("(?P<n>", "(?:")
    labels = "|".join(grammar.labels.source(r) for r in grammar.labels.rules if r.means != "content")
    label = rf"[(\[]?(?:{labels}) ?(?:\([^()\n]{{0,30}}\))? ?:"
    whole = [r for r in grammar.furniture.rules if r.id not in _INLINE]
    kinds: dict[str, LeafKind] = {"boilerplate": "boilerplate"}
    return _Judge(
        starter=LinePattern(rf"(?:{headings})|(?:{label})|(?:{grammar.structure.alternation('paragraph-start')})"),
        heading=LinePattern(headings),
        label=LinePattern(label),
        statement=grammar.structure.compiled("statement"),
        annex_line=grammar.structure.line("annex-line"),
        plan_title=grammar.structure.compiled("plan-title"),
        preamble=grammar.structure.line("preamble"),
        unit_ending=grammar.units.compiled("unit-ending"),
        name_start=grammar.structure.line("name-start"),
        bare_marker=LinePattern(rf"(?:{headings}|\d{{1,3}}[.、]) ?$"),
        whole_lines=_WholeLines(tuple(_Furniture(r.id, kinds.get(r.means, "furniture"), grammar.furniture.compiled(r.id)) for r in whole)),
        inline=tuple((r.id, "furniture", grammar.furniture.compiled(r.id)) for r in grammar.furniture.rules if r.id in _INLINE),
    )


class _Line(NamedTuple):
    row: int
    start: int
    end: int
    text: str
    is_cell: bool
    width: int
    """Terminal cells, as a page is set: 2 for a Chinese character, 1 for a Latin one; its characters where the line is too
    short or too long to be a full one, whatever its cells."""


def _find_cuts(source: SourceText, judge: _Judge, grammar: Grammar) -> tuple[list[Cut], bool]:
    folded = source.folded
    cuts = [Cut(m.start(), m.end(), kind, rule) for rule, kind, pattern in judge.inline for m in pattern.finditer(folded)]
    cuts.extend(Cut(*span, "furniture", "page-furniture") for span in source.furniture)
    lines, furniture = _split_lines(source, judge)
    cuts.extend(furniture)
    markers = _find_page_markers(lines)
    columns = {} if source.tables else _find_columns(lines, grammar)
    wrap_width = None if columns else _wrap_width(lines)
    cuts.extend(_join_lines(lines, markers, _Joiner(judge, wrap_width), columns | _find_table_ends(source, lines)))
    return cuts, wrap_width is not None


def _split_lines(source: SourceText, judge: _Judge) -> tuple[list[_Line], list[Cut]]:
    """The lines that are not blank, and cuts for those that are furniture by their words."""
    furnished = {span[0] for span in source.furniture}
    lines: list[_Line] = []
    cuts: list[Cut] = []
    at = 0
    for row, raw in enumerate(source.folded.split("\n")):
        text = raw.strip()
        if text and at not in furnished:
            start = at if raw[0] == text[0] else at + raw.index(text[0])
            end = start + len(text)
            if furniture := judge.find_furniture(text):
                cuts.append(Cut(start, end, furniture.kind, furniture.rule))
            else:
                is_cell = "\t" in raw and (raw[:3].strip(" ").startswith("\t") or "\t" in text)
                width = end - start
                if 4 * width + _RAGGED >= _NARROWEST and width <= _WIDEST + _RAGGED:
                    width = len(source.text[start:end].encode("gb18030", "replace"))
                lines.append(_Line(row, start, end, text, is_cell, width))
        at += len(raw) + 1
    return lines, cuts


def _find_columns(lines: list[_Line], grammar: Grammar) -> dict[int, bool]:
    """Line index → whether it goes on with the cell of the line before, for a table laid out in columns."""
    if any(line.is_cell for line in lines):
        return {}
    texts = [line.text for line in lines]
    header = find_header(texts, grammar) if SERIAL in texts else None
    if header is None:
        return {}
    verdicts: dict[int, bool] = {}
    for start, end in find_cells(texts, header, grammar):
        verdicts[start] = False
        verdicts.update(dict.fromkeys(range(start + 1, end), True))
    return verdicts


def _find_table_ends(source: SourceText, lines: list[_Line]) -> dict[int, bool]:
    """The lines behind a reader's table: they do not go on with its last cell."""
    starts = [line.start for line in lines] if source.tables else []
    return {index: False for table in source.tables if (index := bisect_left(starts, table.span[1])) < len(starts)}


def _find_page_markers(lines: list[_Line]) -> dict[int, int]:
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
    return text[-1] not in _STOPS + _CLOSERS and any(c in text for c in "。,;") and ":" not in text[:12]


def _wrap_width(lines: list[_Line]) -> int | None:
    """The width in cells at which lines are wrapped hard, None when lines are paragraphs."""
    plain = [line for line in lines if not line.is_cell]
    sizes = Counter([line.width for line in plain])
    unfinished = Counter([line.width for line in plain if line.text[-1] not in _STOPS + ")"])
    best, width = 0, None
    for size in sizes:
        if not _NARROWEST <= size <= _WIDEST:
            continue
        full = sum([sizes.get(size - k, 0) for k in range(_RAGGED)])
        if full <= best or full < max(3, 0.12 * len(plain)):
            continue
        longer = sum(n for other, n in sizes.items() if other > size + _RAGGED)
        if longer <= 0.1 * len(plain) and sum(unfinished[size - k] for k in range(_RAGGED)) >= 0.6 * full:
            best, width = full, size
    return width


_RAGGED = 7
"""Cells by which full lines differ."""
_NARROWEST, _WIDEST = 50, 180
"""Cells of a hard-wrapped line."""


def _join_lines(lines: list[_Line], markers: dict[int, int], joiner: _Joiner, columns: dict[int, bool]) -> list[Cut]:
    """Cuts for page markers and for the breaks that stand inside a sentence."""
    cuts: list[Cut] = []
    before: _Line | None = None
    for index, line in enumerate(lines):
        marker = markers.get(index, 0)
        if marker:
            cuts.append(Cut(line.start, line.start + marker, "furniture", "page-marker"))
        if before is not None:
            known = columns.get(index)
            cuts_word = known or (marker and before.text[-1] not in "。!?;")
            if cuts_word or (known is None and not marker and joiner.is_soft(before, line, line.row - before.row - 1)):
                cuts.append(Cut(before.end, line.start, "furniture", "soft-break"))
                joiner.go_on(line)
            else:
                joiner.begin(line)
        else:
            joiner.begin(line)
        before = line
    return cuts


_OPEN_SPAN = 160
"""A bracket left open for more characters than this has lost its end."""


class _Joiner:
    """Judges breaks line by line; knows the paragraph so far."""

    def __init__(self, judge: _Judge, width: int | None) -> None:
        self.judge, self.width = judge, width
        self.has_marker = self.in_body = False
        """The paragraph begins with a number; it stands behind the first one that does. Told only of wrapped lines."""

    def begin(self, line: _Line) -> None:
        """A paragraph begins."""
        self.paragraph = line.text
        self.first_line = line
        if self.width is not None:
            self.has_marker = self.judge.heading.match(line.text) is not None
            self.in_body = self.in_body or self.has_marker

    def go_on(self, line: _Line) -> None:
        self.paragraph = self.paragraph[-_PARAGRAPH_SPAN:] + line.text

    def is_soft(self, before: _Line, line: _Line, blank_lines: int) -> bool:
        """Whether the break between two lines stands inside the sentence of the paragraph so far."""
        if line.is_cell:
            return False
        last, judge = before.text[-1], self.judge
        if self._ends_title(before, line):
            return False
        if len(before.text) < _LONGEST_MARKER and judge.bare_marker.fullmatch(before.text):
            return not before.is_cell and blank_lines < 2
        is_open = not blank_lines and _is_bracket_open(self.paragraph)
        if last in _STOPS and not is_open and line.text[0] not in _CONTINUES_BEFORE:
            return False
        is_marker = len(line.text) < _LONGEST_MARKER and judge.bare_marker.fullmatch(line.text)
        starts = is_marker or judge.starter.match(line.text)
        if is_open:
            return not starts or judge.label.match(line.text) is not None
        if line.text[0] in _CONTINUES_BEFORE or (last in _CONTINUES_AFTER and not starts):
            return blank_lines < 2
        if starts or self._is_closed(last):
            return False
        return self._is_sentence_open(before, line, blank_lines)

    def _ends_title(self, before: _Line, line: _Line) -> bool:
        """附件 alone on its line, or a plan's title above 为…、根据…: paragraphs of their own."""
        if before.text[0] == "附" and self.judge.annex_line.fullmatch(before.text):
            return True
        if len(self.paragraph) >= _LONGEST_TITLE or before.text[-1] in _STOPS:
            return False
        return self.judge.preamble.match(line.text) is not None and self.judge.plan_title.fullmatch(self.paragraph) is not None

    def _is_sentence_open(self, before: _Line, line: _Line, blank_lines: int) -> bool:
        if before.is_cell or self.first_line.is_cell:
            return not blank_lines and not self._ends_name(before, line)
        if self.width and before.width > self.width - _RAGGED:
            return True
        if self.judge.label.match(self.first_line.text):
            return False
        if self.width and not blank_lines:
            # a hard wrap also breaks early, at quotation marks and after ；: 投资规⏎模500万元
            last, first = before.text[-1], line.text[0]
            at_quote = last in "”’》" or first in "“‘《" or _is_quote_open(self.paragraph)
            in_date = last.isdigit() and first in "年月日"
            return at_quote or in_date or "," in self.paragraph or _is_prose(self.paragraph) or (self.in_body and not self.has_marker)
        return _is_prose(self.paragraph) and (len(before.text) >= 30 or not blank_lines)

    def _ends_name(self, before: _Line, line: _Line) -> bool:
        """市水务局⏎市财政局 in a cell: a name a line, no 、 between."""
        judge = self.judge
        return bool(judge.unit_ending.search(before.text[-_LONGEST_NAME:]) and judge.name_start.match(line.text))

    def _is_closed(self, last: str) -> bool:
        """Whether a sentence ends here: a stop, or a bracket or quotation that holds a responsibility or ends in a stop."""
        if last in _STOPS:
            return True
        paragraph = self.paragraph
        if last == ")" or last == "]":
            at = max(0, find_opening(paragraph, 0, len(paragraph)))
            return self.judge.statement.search(paragraph, at) is not None or paragraph[at - 1 : at] in tuple(_STOPS)
        return last in "”’" and paragraph[-2:-1] in ("。", "!", "?")


_LONGEST_MARKER = 10
_LONGEST_NAME = 40
_LONGEST_TITLE = 90
_PARAGRAPH_SPAN = 500
"""Characters of a paragraph that are looked at behind a new line."""


def _is_quote_open(paragraph: str) -> bool:
    tail = paragraph[-_OPEN_SPAN:]
    return tail.rfind("“") > tail.rfind("”")


def _is_bracket_open(paragraph: str) -> bool:
    tail = paragraph[-_OPEN_SPAN:]
    return (
        ("(" in tail and tail.rfind("(") > tail.rfind(")"))
        or ("[" in tail and tail.rfind("[") > tail.rfind("]"))
        or ("《" in tail and tail.rfind("《") > tail.rfind("》"))
    )


def _is_prose(paragraph: str) -> bool:
    """A sentence has begun: there is a stop inside, or a comma in a text too long for a heading."""
    return any(c in paragraph for c in "。;") or ("," in paragraph and len(paragraph) >= 60)
