"""The paragraphs of a flow with the marks and labels in them, and table rows in their places."""

from __future__ import annotations

from bisect import bisect_right
from collections.abc import Iterator
from functools import lru_cache
from itertools import pairwise
from operator import attrgetter
from typing import NamedTuple

from rectiparse.breaks import LONG_LINE
from rectiparse.cells import Row, Table
from rectiparse.fields import (
    BULLETS,
    DASH,
    LABEL_REACH,
    TEXT_FIELDS,
    UNIT_FIELDS,
    Label,
    ends_settled,
    find_labels,
    is_person,
    is_unit_list,
    read_boxed_label,
    read_label_word,
    role_verbs,
)
from rectiparse.flow import Flow
from rectiparse.grammar import Grammar
from rectiparse.markers import (
    ARABIC_RANK,
    ORDINAL,
    TOP_RANK,
    Marker,
    add_figures_first,
    find_counted,
    find_markers,
    find_named,
    keep_runs,
    read_figure_first,
    read_marker,
)
from rectiparse.model import Scheme
from rectiparse.patterns import Pattern, compile_pattern


class Line(NamedTuple):
    """A paragraph of the flow, ends trimmed, with the marks and labels in it; or a table row."""

    start: int
    end: int
    marker: Marker | None
    labels: tuple[Label, ...]
    marks: tuple[Marker, ...]
    row: Row | None = None
    absorbed: Marker | None = None
    """The number that the first label took: 3.责任单位：."""
    is_run_on: bool = False
    """It lost its line breaks, or is a piece of what did: headings are followed by their text without a stop."""

    @property
    def first_label(self) -> Label | None:
        body = self.marker.end if self.marker else self.start
        return self.labels[0] if self.labels and self.labels[0].start <= body + 1 else None


def read_lines(flow: Flow, tables: tuple[Table, ...], grammar: Grammar) -> list[Line]:
    lines: list[Line] = []
    text, at = flow.text, 0
    pending = list(reversed(tables))
    is_preview = any(cut.rule == "page-marker" for cut in flow.cuts)
    known = _Open()
    for raw in text.split("\n"):
        start, end = at, at + len(raw)
        at = end + 1
        while pending and start >= pending[-1].end:
            pending.pop()
        if pending and end > pending[-1].start:
            if start <= pending[-1].start:  # blanks may stand before its first word
                lines.extend(Line(r.start, r.end, None, (), (), r) for r in pending[-1].rows)
            continue
        start, end = flow.strip(start, end)
        if end <= start:
            continue
        named = known.named if is_preview else {}
        edges = _find_edges(text, start, end, known, named, grammar) if end - start > _SHORTEST_RUN_ON else []
        if not edges:
            lines.extend(_read_pieces(flow, start, end, known, is_preview, False, grammar))
        for span in pairwise([start, *edges, end] if edges else []):
            lines.extend(_read_pieces(flow, *flow.strip(*span), known, is_preview, True, grammar))
    _add_firsts(lines, text, grammar)
    return lines


def _add_firsts(lines: list[Line], text: str, grammar: Grammar) -> None:
    """（一）整治违规用电。一是…。⏎二是…。: the 一是 inside a paragraph that 二是 on a line below counts on from."""
    seconds = [at for at, line in enumerate(lines) if line.marker and line.marker.scheme == ORDINAL and line.marker.number == 2]
    for second in seconds:
        for at in range(second - 1, max(second - _MOST_BETWEEN, 0) - 1, -1):
            line = lines[at]
            if line.row or any(mark.scheme == ORDINAL for mark in (line.marker, *line.marks) if mark):
                break
            body = line.marker.end if line.marker else line.start
            ordinals = [mark for mark in find_markers(text, body, line.end, grammar) if mark.scheme == ORDINAL]
            if [mark.number for mark in ordinals] == [1]:
                lines[at] = line._replace(marks=tuple(sorted((*line.marks, *ordinals))))
            if ordinals or line.marker or line.labels:
                break


_MOST_BETWEEN = 4
"""Paragraphs that one of 一是, 二是, … may take."""


def _read_pieces(flow: Flow, start: int, end: int, known: _Open, is_preview: bool, is_run_on: bool, grammar: Grammar) -> Iterator[Line]:
    """A paragraph, or what it holds where it lost its line breaks; `known` counts on."""
    text = flow.text
    line = _read_line(flow, start, end, grammar, known, is_run_on)
    if line.marker:
        known.take(line.marker)
    splits = _find_splits(line, known if is_preview else None, text, grammar) if end - start > _SHORTEST_RUN else []
    if not splits and line.marker is not None and line.marker.scheme == "chinese-comma":
        splits = _find_heading_end(line.marker.end, line.end, text)
    if not splits:
        known.count(line, text)
        yield line
    for span in pairwise([start, *splits, end] if splits else []):
        piece = _read_line(flow, *flow.strip(*span), grammar, known)._replace(is_run_on=True)
        known.count(piece, text)
        yield piece


def _find_heading_end(start: int, end: int, text: str) -> list[int]:
    """一、强化监管 （一）完善制度。…: where the first item begins behind a heading that a blank ends."""
    behind = _FIRST_BEHIND.match(text, start, end)
    return [behind.start("first")] if behind else []


_FIRST_BEHIND = compile_pattern(r"[^。;:!?()\[\]《》“”]{2,60}? +(?P<first>\(一\)(?![类级款项])(?=[一-鿿]))")


def _find_edges(text: str, start: int, end: int, known: _Open, named: dict[str, int], grammar: Grammar) -> list[int]:
    """Where paragraphs begin in run-on text that their words show: titles of further plans, 第一条, 问题2：, 第一阶段：."""
    titles = _find_titles(text, start, end, known, grammar) if end - start > LONG_LINE else ()
    return sorted({*titles, *find_named(text, start, end, grammar, named)} - {start})


def _find_titles(text: str, start: int, end: int, known: _Open, grammar: Grammar) -> Iterator[int]:
    """Where the titles of further plans and annexes begin and end in run-on text, each above a 一、 that counts anew."""
    firsts = [m.start() for m in _FIRST.finditer(text, start, end)]
    title = grammar.structure.compiled("inlaid-title")
    for before, at in pairwise([start, *firsts] if known.marks else firsts):
        edges: set[int] = set()
        for match in title.finditer(text, max(before, at - _LONGEST_PREFACE), at):
            edges |= {*match.span("title"), at, match.start("annex") if match["annex"] else at}
        yield from sorted(edges)


_FIRST = compile_pattern(r"(?<![\d.一二三四五六七八九十第])一、")
_LONGEST_PREFACE = 800


def _has_joint(line: Line, text: str) -> bool:
    """Whether a number may stand behind a bracket, in a line that begins with a number or may hold 一、."""
    may_hold = line.marker is not None or text.find("一", line.start, line.end) >= 0
    return may_hold and _JOINT.search(text, line.start, line.end) is not None


class _Open:
    """The open marks, outermost first, and the last number of each scheme."""

    def __init__(self) -> None:
        self.marks: list[Marker] = []
        self.last: dict[Scheme, int] = {}
        self.named: dict[str, int] = {}
        """The last number that stood with a word: 问题3：."""
        self.number = 0
        """The last number like 1., the marks inside lines included, expected or not."""
        self.ordinal: Marker | None = None
        """The last 一是 of the paragraphs of one item: 一是…。二是…。⏎…。三是…."""

    def count(self, line: Line, text: str) -> None:
        if line.marker is None and not line.marks:  # most lines
            return
        for mark in (*line.marks[::-1], line.marker):
            if mark is not None and mark.scheme == "arabic-dot" and not _counts_names(line, mark, text):
                self.number = mark.number
                break
        ordinals = [mark for mark in (line.marker, *line.marks) if mark is not None and mark.scheme == ORDINAL]
        if ordinals or line.marker or line.labels:
            self.ordinal = ordinals[-1] if ordinals else None

    def take(self, mark: Marker) -> None:
        while self.marks and self.marks[-1].rank >= mark.rank:
            self.marks.pop()
        self.marks.append(mark)
        self.last[mark.scheme] = mark.number


def _label_before(line: Line, at: int) -> Label | None:
    """The last label of the line that ends before `at`."""
    index = bisect_right(line.labels, at, key=attrgetter("end")) - 1
    return line.labels[index] if index >= 0 else None


def _counts_names(line: Line, mark: Marker, text: str) -> bool:
    """责任单位：1.甲；2.乙, also in a bracket: a number that counts no items."""
    label = _label_before(line, mark.start)
    return (label is not None and label.field in UNIT_FIELDS) or is_in_bracket(text, line.start, mark.start)


def _find_splits(line: Line, known: _Open | None, text: str, grammar: Grammar) -> list[int]:
    """Where items begin inside a line that lost its line breaks, and that no stop shows or whose length alone does not.

    `known` are the open marks of the lines before in a share preview, whose pages end anywhere: each of its lines is run on.
    """
    is_long = line.is_run_on
    if known is None and line.marks and line.marker:
        if line.marker.number == 1 and (run := _find_run(line, line.marker, text, grammar)):
            return run
        if line.marker.rank == TOP_RANK and (run := _find_run_below(line, line.marker, text, grammar)):
            return run
    if known is None and not (_joins_values(line, text, grammar) if is_long else _has_joint(line, text)):
        return []
    body = line.marker.end if line.marker else line.start
    last = line.marker.number if line.marker and line.marker.scheme == "arabic-dot" else 0
    marks = [m for m in _find_all(text, body, line.end, last, grammar) if m.scheme not in _INSIDE]
    if known is None and not is_long and not _begins_plan(line, marks):
        return list(_find_settled(line, marks, text, grammar))
    opened = known or _Open()
    if known is None and line.marker:
        opened.take(line.marker)
    splits: list[int] = []
    for mark in marks:
        if _is_measure(line, mark):
            continue
        if _goes_on(opened, mark, line, splits[-1] if splits else line.start, text, grammar):
            opened.take(mark)
            splits.append(mark.start)
    return splits


def _find_run(line: Line, first: Marker, text: str, grammar: Grammar) -> list[int]:
    """1.加强排查。2.落实整改。3.强化督查。: where the further items of a list on one line begin.

    Nowhere if the line below counts them, or if who does it and by when stands once for all of them, behind the last or below;
    unless they are what stands below a label themselves.
    """
    if first.scheme not in _LISTED:
        return []
    run = [mark for mark in line.marks if mark.scheme == first.scheme]
    if (
        not run
        or [mark.number for mark in run] != list(range(2, len(run) + 2))
        or not all(text[m.start - 1] in _SENTENCE_ENDS for m in run)
    ):
        return []
    starts = [mark.start for mark in run]
    items = pairwise([line.start, *starts, line.end])
    says_who = {ends_settled(text, *item, grammar) or any(item[0] < label.start < item[1] for label in line.labels) for item in items}
    below = _skip_blanks(text, line.end)
    is_value = text[max(0, line.start - _MOST_BLANKS) : line.start].rstrip().endswith(":")
    if len(says_who) > 1 or (says_who == {False} and not is_value and _opens_field(text, _skip_plain(text, below, grammar), grammar)):
        return []
    mark = read_marker(text, below, grammar)
    return [] if mark is not None and mark.scheme == first.scheme and 1 < mark.number <= run[-1].number else starts


def _opens_field(text: str, start: int, grammar: Grammar) -> bool:
    """整改措施：…, （责任单位：…）"""
    if text[start : start + 1] in ("(", "["):
        return read_marker(text, start, grammar) is None
    labels = find_labels(text, start, min(len(text), start + _LONGEST_LABEL), grammar)
    return bool(labels) and labels[0].start == start


def _find_run_below(line: Line, heading: Marker, text: str, grammar: Grammar) -> list[int]:
    """五、工作步骤：（一）自查。…（二）检查。…: where the items begin of a list on the line of the heading that a colon or stop ends."""
    first = line.marks[0]
    title = text[heading.end : first.start].rstrip()
    if first.number != 1 or first.scheme not in _LISTED or not 2 < len(title) <= _LONGEST_LISTED:
        return []
    label = _label_before(line, first.start)
    if title[-1] not in ":。" or "。" in title[:-1] or (label is not None and label.field != "content"):
        return []
    run = _find_run(line._replace(start=first.start, marker=first, marks=line.marks[1:]), first, text, grammar)
    return [first.start, *run] if run else []


def _skip_plain(text: str, start: int, grammar: Grammar) -> int:
    """Behind a paragraph without a number that ends in a stop: what is said below it is said of the list above, too."""
    end = text.find("\n", start, start + _LONGEST_PLAIN)
    is_plain = end > start and text[end - 1] == "。" and text[start] not in "([" and read_marker(text, start, grammar) is None
    return _skip_blanks(text, end) if is_plain and not _opens_field(text, start, grammar) else start


def _skip_blanks(text: str, at: int) -> int:
    blanks = _BLANKS.match(text, at)
    return blanks.end() if blanks else at


_LISTED = frozenset(("chinese-bracket", "arabic-dot"))
_SENTENCE_ENDS = frozenset("。;!?")
_BLANKS = compile_pattern(r"\s+")
_LONGEST_LABEL, _MOST_BLANKS, _LONGEST_PLAIN, _LONGEST_LISTED = 20, 8, 200, 20


def _is_measure(line: Line, mark: Marker) -> bool:
    """整改措施：1.甲；2.乙 in a line that is not long: told apart with the measures."""
    label = _label_before(line, mark.start)
    is_short = line.end - line.start <= LONG_LINE
    return is_short and label is not None and label.field == "measures"


def _find_all(text: str, start: int, end: int, last: int, grammar: Grammar) -> list[Marker]:
    return add_figures_first(list(find_markers(text, start, end, grammar, "anything")), text, start, end, last, grammar)


def _find_settled(line: Line, marks: list[Marker], text: str, grammar: Grammar) -> Iterator[int]:
    """（一）…（甲负责）（二）…（乙负责）: the numbers that count on from the line's, each behind who and by when."""
    last, start = line.marker, line.start
    for mark in marks:
        if last is None or mark.scheme != last.scheme:
            continue
        if mark.number != last.number + 1:
            return
        if not ends_settled(text, start, _trim(text, start, mark.start), grammar):
            return
        yield mark.start
        last, start = mark, mark.start


def _begins_plan(line: Line, marks: list[Marker]) -> bool:
    """A title or preface, and the plan's first heading behind it."""
    return line.marker is None and any(mark.rank == TOP_RANK and mark.number == 1 for mark in marks)


def _goes_on(opened: _Open, mark: Marker, line: Line, start: int, text: str, grammar: Grammar) -> bool:
    """Whether a mark is the next of its kind, or the first below a heading, and what stands before it has ended."""
    sibling = next((m for m in reversed(opened.marks) if m.rank <= mark.rank), None)
    is_counted = mark.number == opened.last.get(mark.scheme, 0) + 1
    is_next = mark.number == sibling.number + 1 if sibling and sibling.scheme == mark.scheme else False
    is_first = (mark.number == 1 or is_counted) and (sibling is None or sibling.rank < mark.rank)
    if not (is_next or is_first):
        return False
    end = _trim(text, start, mark.start)
    before = text[max(start, end - _LONGEST_TITLE) : end]
    if before[-1:] in _ENDS and before:
        return True
    if is_first and not opened.marks and mark.rank == TOP_RANK and before[-1:] in TITLE_ENDS:  # 整改措施清单一、…
        return True
    is_title = bool(opened.marks) and end - start < _LONGEST_TITLE and not any(stop in before for stop in "。!?;")
    if is_first and is_title:
        return True
    return _ends_value(line, mark, text, grammar)


def _joins_values(line: Line, text: str, grammar: Grammar) -> bool:
    """Whether a number stands right behind a value that no stop ends: 责任单位：甲局整改时限：6月底（二）…."""
    return bool(line.labels) and any(
        m.scheme not in _INSIDE and text[m.start - 1] not in _ENDS and _ends_value(line, m, text, grammar) for m in line.marks
    )


def _ends_value(line: Line, mark: Marker, text: str, grammar: Grammar) -> bool:
    """Whether the value of a label ends where the mark begins: a unit's name, who does what, a limit."""
    label, at = _label_before(line, mark.start), mark.start
    if label is None or at - label.end > _LONGEST_VALUE or not (label.field in UNIT_FIELDS or label.field == "deadline"):
        return False
    value = text[label.end : at].strip()
    if not value or any(stop in value for stop in "。;!?"):
        return False
    if label.field == "deadline":
        # 按照文件（二）要求 is text, 2023年6月底前完成首轮排查二、 is not
        is_dated = mark.scheme in _PLAIN and grammar.structure.compiled("date-first").match(value) is not None
        return is_dated or grammar.structure.compiled("settled-limit").fullmatch(value) is not None
    if grammar.units.ending("unit-ending").search(value) is not None:
        return True
    return _ends_clause(grammar).search(value) is not None


@lru_cache(maxsize=4)
def _ends_clause(grammar: Grammar) -> Pattern:
    """How a value ends that says who does what, and by when: 甲牵头，乙配合，6月底前完成."""
    return compile_pattern(rf"(?:(?:{role_verbs(grammar)})|,[^,]{{0,20}}(?:前|底|内)完成)$")


def _trim(text: str, start: int, end: int) -> int:
    while end > start and text[end - 1] == " ":
        end -= 1
    return end


TITLE_ENDS = frozenset("案点划单施法见知则务工定账报解表)")
"""How the title of a plan ends."""
_PLAIN = ("chinese-comma", "arabic-dot")
"""Schemes without a bracket: what a sentence cites has one."""
_INSIDE = (ORDINAL, "circled")
"""Schemes that count inside a paragraph."""
_ENDS = tuple("。;!?:)]”")
_JOINT = compile_pattern(r"[)\]][。;]? *(?=[\d(一二三四五六七八九十⒈-⒛⑴-⒇㈠-㈩])")
_SHORTEST_RUN = 20
_SHORTEST_RUN_ON = 200
_LONGEST_VALUE, _LONGEST_TITLE = 120, 90


def _read_line(flow: Flow, start: int, end: int, grammar: Grammar, before: _Open, is_run_on: bool = False) -> Line:
    """The line; `before` are the numbers before it."""
    text = flow.text
    is_run_on = is_run_on or end - start > LONG_LINE
    if text[start] == "|" and text[end - 1] == "|" and end - start > 1:  # the sign that closes the row
        end = len(text[start : end - 1].rstrip()) + start
    marker = _read_decimal(flow, start) or read_marker(text, start, grammar) or read_figure_first(text, start, before.number, grammar)
    labels = tuple(_field_labels(text, start, end, marker, grammar))
    marks: list[Marker] = []
    body = marker.end if marker else start
    if is_run_on:
        last = marker.number if marker and marker.scheme == "arabic-dot" else before.number
        marks = _find_all(text, body, end, last, grammar)
    elif end - start > 12:
        marks = list(find_markers(text, body, end, grammar))
        if any(x.field in UNIT_FIELDS or x.field == "deadline" for x in labels[:-1]):  # 责任单位：甲局（2）… no stop before the number
            marks = sorted([*marks, *find_markers(text, body, end, grammar, "name")])
        if marks and not (marker and marker.scheme == ORDINAL):
            # 整改措施：（1）…⏎（2）…
            first = [m for m in marks if m.number == 1 and any(not text[x.end : m.start].strip() for x in labels if x.end <= m.start)]
            marks = sorted({*keep_runs(marks), *first, *_count_on(marker or before.ordinal, marks)})
        if counted := _find_counted(text, end, marker, labels, grammar):
            marks = sorted({*marks, *counted})
    return Line(start, end, marker, labels, tuple(marks), is_run_on=is_run_on)


def _read_decimal(flow: Flow, start: int) -> Marker | None:
    """3.2 at `start` of a text that counts so: below 3 and above 3.2.1."""
    found = flow.decimal_at(start)
    if found is None:
        return None
    (_, parts), end = found
    scheme: Scheme = "arabic-dot" if len(parts) == 1 else "decimal"
    return Marker(start, end, scheme, ARABIC_RANK + len(parts) - 1, parts[-1], parts[0] if len(parts) == _IN_CHAPTER else 0)


_IN_CHAPTER = 2
"""Parts of a number that may stand without its chapter's."""


def _count_on(marker: Marker | None, marks: list[Marker]) -> Iterator[Marker]:
    """②…。③…: the marks that count on from the one at the line's start."""
    for mark in marks:
        if marker is not None and mark.scheme == marker.scheme and mark.number == marker.number + 1:
            yield mark
            marker = mark


def _find_counted(text: str, end: int, marker: Marker | None, labels: tuple[Label, ...], grammar: Grammar) -> list[Marker]:
    """第一，…。第二，…。 that is the line, or the value of its 整改措施："""
    if marker is not None and marker.scheme == ORDINAL:
        return find_counted(text, marker, end, grammar) if text[marker.start] in _COUNTED_BY else []
    for at, label in enumerate(labels):
        stop = labels[at + 1].start if at + 1 < len(labels) else end
        begin = _skip_blanks(text, label.end) if label.field == "measures" else stop
        if begin < stop and text[begin] in _COUNTED_BY:
            first = read_marker(text, begin, grammar)
            if first and first.scheme == ORDINAL and (rest := find_counted(text, first, stop, grammar)):
                return [first, *rest]
    return []


_COUNTED_BY = ("第", "其")


def _field_labels(text: str, start: int, end: int, marker: Marker | None, grammar: Grammar) -> Iterator[Label]:
    """Labels at the line's start, and in run-on text behind a stop or another label; not those inside brackets."""
    body = marker.end if marker else start
    taken, chained = body, False
    boxed = _read_boxed(text, body, end, grammar)
    if boxed and marker and boxed.field in TEXT_FIELDS and text.endswith(DASH, 0, boxed.end):  # 三、主要措施——强化要素保障
        boxed = None
    while boxed is not None:
        yield boxed if taken > body else boxed._replace(start=body)  # ● 【责任单位】
        taken = boxed.end
        boxed = _next_boxed(text, boxed, end, grammar)
    if text.find(":", start, end) < 0:
        return
    found = find_labels(text, start, end, grammar)
    for index, label in enumerate(found):
        following = found[index + 1] if index + 1 < len(found) else None
        if label.start > body and text[label.start - 1] in _LEADS:  # 责任单位：甲　◆完成时限：6月底前
            label = label._replace(start=len(text[body : label.start].rstrip(_LEADS)) + body)
        before = text[start : label.start].rstrip(" ")[-1:]
        lead = text[body : label.start].lstrip()
        if (before in "([" and before) or is_in_bracket(text, start, label.start) or label.start < taken:
            continue
        is_behind_stop = before in "。;!?)]”" and label.field != "content"
        begins = not lead.strip(_LEADS) or chained or is_behind_stop
        if marker is not None and label.field == "persons" and not begins:
            label = _shorten(text, label, grammar)
        stop = following.start if following else end
        if before == "," and not chained and _begins_fields(text, label, following, stop, grammar):
            chained = True
            yield label._replace(start=text.rindex(",", start, label.start))  # 加强保障，责任单位：甲、乙
        elif begins or (marker is not None and _ends_heading(text, body, end, label, following, grammar)):
            chained = True
            yield label if lead.strip(_LEADS) else label._replace(start=label.start - len(lead))


def _begins_fields(text: str, label: Label, following: Label | None, stop: int, grammar: Grammar) -> bool:
    """加强保障，责任单位：甲、乙, 加强保障，牵头领导：李某某；责任单位：甲: whether a label behind a comma says who."""
    if label.field == "persons":
        return following is not None and following.field in UNIT_FIELDS
    return label.field in UNIT_FIELDS and _lists_units(text, label.end, stop, grammar)


def _ends_heading(text: str, start: int, end: int, label: Label, following: Label | None, grammar: Grammar) -> bool:
    """（二）黑臭水体反弹责任单位：市水务局: a label right behind a heading without a stop, with a value that is one."""
    heading = text[start : label.start].strip().removesuffix(":")  # （三）后勤保障组：牵头单位：市发改委
    if len(label.word) < _LONG_WORD or len(heading) > _LONGEST_TITLE or grammar.structure.compiled("before-no-label").search(heading):
        return False
    stop = next((m.start() for m in _STOP.finditer(text, label.end, end)), end)
    value = text[label.end : min(stop, following.start) if following else stop].strip(" ,;、")
    if label.field in UNIT_FIELDS:
        return grammar.units.ending("unit-ending").search(value) is not None or _ends_clause(grammar).search(value) is not None
    if label.field == "deadline":
        return grammar.structure.compiled("date-first").match(value) is not None
    if label.field == "persons" and value and all(is_person(_NOTE.sub("", name), grammar) for name in value.split("、")):
        return True
    says_who = following is not None and (following.field in UNIT_FIELDS or following.field == "deadline")
    return says_who and label.field in ("measures", "objective", "persons")


def _shorten(text: str, label: Label, grammar: Grammar) -> Label:
    """强化监管牵头领导：李某某: 牵头领导 behind a heading without a stop, not 监管牵头领导."""
    start = label.start + len(label.word) - _LONG_WORD
    is_label = start > label.start and read_label_word(text, start, start + _LONG_WORD, grammar) == label.field
    return label._replace(start=start, word=label.word[-_LONG_WORD:]) if is_label else label


_LONG_WORD = 4
_NOTE = compile_pattern(r"\([^()]{1,20}\)$")
_STOP = compile_pattern(r"[。;!?]")


def _lists_units(text: str, start: int, end: int, grammar: Grammar) -> bool:
    """Whether nothing but names stands behind a label, up to the next one or to a stop."""
    stop = next((at for at in (text.find(sign, start, end) for sign in "。;") if at >= 0), end)
    return is_unit_list(text, start, stop - (text[stop - 1] in ",;"), grammar)


_LEADS = BULLETS + " "
"""What may stand before a label; it is part of it."""


def _read_boxed(text: str, start: int, end: int, grammar: Grammar) -> Label | None:
    """【责任单位】市住建局, | 责任单位 | 市住建局 |, 责任单位——市住建局: a label in a box or before a dash in place of its colon."""
    at = start
    while at < end and text[at] in _LEADS:
        at += 1
    if at < end and (text[at] in "[|(" or text.find(DASH, at, min(end, at + LABEL_REACH)) > at):
        return read_boxed_label(text, at, end, grammar)
    return None


def _next_boxed(text: str, before: Label, end: int, grammar: Grammar) -> Label | None:
    """The next label in a box like the one before it: 【责任单位】市林业局【完成时限】年底."""
    at = text.find(text[before.start], before.end, end) if text[before.start] in "[|" else -1
    while at >= 0:
        if label := read_boxed_label(text, at, end, grammar):
            return label
        at = text.find(text[before.start], at + 1, end)
    return None


def is_in_bracket(text: str, start: int, at: int) -> bool:
    """Whether a bracket that was opened before `at` is still open there."""
    depth, low = 0, max(start, at - _BRACKET_REACH)
    if text.find("(", low, at) < 0 and text.find("[", low, at) < 0:
        return False
    for index in range(at - 1, low - 1, -1):
        depth += (text[index] in ")]") - (text[index] in "([")
        if depth < 0:
            return True
    return False


_BRACKET_REACH = 300
