"""The running text of a notice: page furniture and soft line breaks left out, with the way back to the source.

Rules match on `Flow.text`, so a label, a name or a date that a line or page break cuts is matched like any other; every
offset found there is mapped back to stretches of the source text.
"""

from __future__ import annotations

from bisect import bisect_left, bisect_right
from collections import Counter
from collections.abc import Iterator
from functools import lru_cache
from typing import NamedTuple

import regex

from rectiparse.columns import find_cells, find_header
from rectiparse.grammar import Grammar
from rectiparse.model import LeafKind, Span
from rectiparse.patterns import compile_pattern
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
        starts, origins, pieces, printed, at, size = [], [], [], [], 0, 0
        for cut in (*cuts, Cut(len(raw), len(raw), "furniture", "")):
            if cut.start > at:
                starts.append(size)
                origins.append(at)
                pieces.append(folded[at : cut.start])
                printed.append(raw[at : cut.start])
                size += cut.start - at
            at = cut.end
        self.text = "".join(pieces)
        self.printed = "".join(printed)
        self._starts, self._origins = starts or [0], origins or [0]

    def source_at(self, offset: int) -> int:
        """The source offset of the flow character at `offset`."""
        run = bisect_right(self._starts, offset) - 1
        return self._origins[run] + offset - self._starts[run]

    def flow_at(self, offset: int) -> int:
        """The flow offset of a source offset; what was left out stands at the place where it is missing."""
        run = bisect_right(self._origins, offset) - 1
        if run < 0:
            return 0
        end = self._starts[run + 1] if run + 1 < len(self._starts) else len(self.text)
        return min(end, self._starts[run] + offset - self._origins[run])

    def span(self, start: int, end: int) -> Span:
        """The source span that covers flow [start, end), breaks inside it included."""
        first = self.source_at(start)
        return (first, self.source_at(end - 1) + 1 if end > start else first)

    def stretches(self, start: int, end: int) -> tuple[Span, ...]:
        """The source spans of flow [start, end) without what was left out, one for each unbroken run."""
        if end <= start:
            return ()
        first = bisect_right(self._starts, start) - 1
        last = bisect_left(self._starts, end, first) - 1
        if first == last:
            base = self._origins[first] - self._starts[first]
            return ((base + start, base + end),)
        out = []
        for run in range(first, last + 1):
            low = max(start, self._starts[run])
            high = min(end, self._starts[run + 1]) if run + 1 < len(self._starts) else end
            base = self._origins[run] - self._starts[run]
            out.append((base + low, base + high))
        return tuple(out)

    def runs(self) -> Iterator[tuple[int, int, int]]:
        """Flow start, flow end and source start of each unbroken run."""
        return zip(self._starts, (*self._starts[1:], len(self.text)), self._origins, strict=True)

    def strip(self, start: int, end: int) -> Span:
        """Flow [start, end) without blanks and breaks at its ends."""
        text = self.text
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


class _Judge(NamedTuple):
    """The patterns that tell what a line is."""

    starter: regex.Pattern[str]
    heading: regex.Pattern[str]
    label: regex.Pattern[str]
    statement: regex.Pattern[str]
    annex_line: regex.Pattern[str]
    plan_title: regex.Pattern[str]
    preamble: regex.Pattern[str]
    unit_ending: regex.Pattern[str]
    name_start: regex.Pattern[str]
    bare_marker: regex.Pattern[str]
    whole_line: regex.Pattern[str]
    whole_line_rules: dict[str, tuple[str, LeafKind]]
    inline: tuple[tuple[str, LeafKind, regex.Pattern[str]], ...]


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
        starter=compile_pattern(rf"(?:{headings})|(?:{label})|(?:{grammar.structure.alternation('paragraph-start')})"),
        heading=compile_pattern(headings),
        label=compile_pattern(label),
        statement=grammar.structure.compiled("statement"),
        annex_line=grammar.structure.compiled("annex-line"),
        plan_title=grammar.structure.compiled("plan-title"),
        preamble=grammar.structure.compiled("preamble"),
        unit_ending=grammar.units.compiled("unit-ending"),
        name_start=grammar.structure.compiled("name-start"),
        bare_marker=compile_pattern(rf"(?:{headings}|\d{{1,3}}[.、]) ?$"),
        whole_line=compile_pattern("|".join(f"(?P<f{i}>{grammar.furniture.source(r)})" for i, r in enumerate(whole))),
        whole_line_rules={f"f{i}": (r.id, kinds.get(r.means, "furniture")) for i, r in enumerate(whole)},
        inline=tuple((r.id, "furniture", grammar.furniture.compiled(r.id)) for r in grammar.furniture.rules if r.id in _INLINE),
    )


class _Line(NamedTuple):
    start: int
    end: int
    text: str
    is_cell: bool
    width: int
    """Terminal cells, as a page is set: 2 for a Chinese character, 1 for a Latin one."""


def _find_cuts(source: SourceText, judge: _Judge, grammar: Grammar) -> tuple[list[Cut], bool]:
    folded = source.folded
    cuts = [Cut(m.start(), m.end(), kind, rule) for rule, kind, pattern in judge.inline for m in pattern.finditer(folded)]
    cuts.extend(Cut(*span, "furniture", "page-furniture") for span in source.furniture)
    furnished = {span[0] for span in source.furniture}
    lines: list[_Line] = []
    at = 0
    for raw in folded.split("\n"):
        text = raw.strip()
        if text:
            start = at + len(raw) - len(raw.lstrip())
            if at in furnished:
                pass
            elif furniture := judge.whole_line.match(text):
                rule, kind = judge.whole_line_rules[furniture.lastgroup or ""]
                cuts.append(Cut(start, start + len(text), kind, rule))
            else:
                width = len(source.text[start : start + len(text)].encode("gb18030", "replace"))
                lines.append(_Line(start, start + len(text), text, raw[:3].strip(" ").startswith("\t") or "\t" in text, width))
        at += len(raw) + 1
    markers = _find_page_markers(lines)
    columns = {} if source.tables else _find_columns(lines, grammar)
    wrap_width = None if columns else _wrap_width(lines)
    cuts.extend(_join_lines(folded, lines, markers, _Joiner(judge, wrap_width), columns | _find_table_ends(source, lines)))
    return cuts, wrap_width is not None


def _find_columns(lines: list[_Line], grammar: Grammar) -> dict[int, bool]:
    """Line index → whether it goes on with the cell of the line before, for a table laid out in columns."""
    if any(line.is_cell for line in lines):
        return {}
    texts = [line.text for line in lines]
    header = find_header(texts, grammar)
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
    hits = [(i, int(m[1]), m.end()) for i, line in enumerate(lines) if (m := _PAGE_MARKER.match(line.text))]
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
    sizes = Counter(line.width for line in plain)
    unfinished = Counter(line.width for line in plain if line.text[-1] not in _STOPS + ")")
    best, width = 0, None
    for size in sizes:
        if not _NARROWEST <= size <= _WIDEST:
            continue
        full = sum(sizes[size - k] for k in range(_RAGGED))
        longer = sum(n for other, n in sizes.items() if other > size + _RAGGED)
        is_wrapped = full >= max(3, 0.12 * len(plain)) and longer <= 0.1 * len(plain)
        if full > best and is_wrapped and sum(unfinished[size - k] for k in range(_RAGGED)) >= 0.6 * full:
            best, width = full, size
    return width


_RAGGED = 7
"""Cells by which full lines differ."""
_NARROWEST, _WIDEST = 50, 180
"""Cells of a hard-wrapped line."""


def _join_lines(folded: str, lines: list[_Line], markers: dict[int, int], joiner: _Joiner, columns: dict[int, bool]) -> list[Cut]:
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
            if cuts_word or (known is None and not marker and joiner.is_soft(before, line, folded.count("\n", before.end, line.start) - 1)):
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
        self.in_body = False
        """Behind the first numbered line."""

    def begin(self, line: _Line) -> None:
        """A paragraph begins."""
        self.paragraph = line.text
        self.starts_with_cell = line.is_cell
        self.is_label = self.judge.label.match(line.text) is not None
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
        is_open = _is_bracket_open(self.paragraph) and not blank_lines
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
        is_short = len(self.paragraph) < _LONGEST_TITLE and before.text[-1] not in _STOPS
        return is_short and bool(self.judge.preamble.match(line.text) and self.judge.plan_title.fullmatch(self.paragraph))

    def _is_sentence_open(self, before: _Line, line: _Line, blank_lines: int) -> bool:
        if before.is_cell or self.starts_with_cell:
            return not blank_lines and not self._ends_name(before, line)
        if self.width and before.width > self.width - _RAGGED:
            return True
        if self.is_label:
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
            at = _opening_of(paragraph)
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
    return max(tail.rfind("("), -1) > tail.rfind(")") or tail.rfind("[") > tail.rfind("]") or tail.rfind("《") > tail.rfind("》")


def _opening_of(paragraph: str) -> int:
    """Where the bracket opens that the paragraph's last character closes, 0 when nowhere."""
    depth = 0
    for at in range(len(paragraph) - 1, -1, -1):
        depth += (paragraph[at] in ")]") - (paragraph[at] in "([")
        if not depth:
            return at
    return 0


def _is_prose(paragraph: str) -> bool:
    """A sentence has begun: there is a stop inside, or a comma in a text too long for a heading."""
    return any(c in paragraph for c in "。;") or ("," in paragraph and len(paragraph) >= 60)
