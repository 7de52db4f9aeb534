"""Items → the contract's tasks and sections: ids, shown texts with their spans, units and deadlines as models."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from typing import Any

from rectiparse.deadlines import Reading
from rectiparse.flow import Flow
from rectiparse.items import DeadlineClause, Item, Stretch
from rectiparse.model import UNIT_ROLES, Deadline, Measure, Milestone, Section, Span, Task, join_heading
from rectiparse.nodes import Node, Segment
from rectiparse.units import Name

UnitFields = dict[str, str | Span]
"""A unit before its task or measure makes a model of it: one call for all of them takes half the time of one for each."""
Shown = tuple[str, tuple[Span, ...]]
"""A text field and where it stands."""


# -- ids


def assign_ids(segments: list[tuple[Segment, Item]]) -> None:
    """Numbers of the sections on the way; the first text that holds tasks has no prefix (CONTRACT, Ids)."""
    main = next((i for i, (_, root) in enumerate(segments) if any(x.kind for x in root.walk())), None)
    if main is None:
        main = next((i for i, (_, root) in enumerate(segments) if root.children), 0)
    for index, (segment, root) in enumerate(segments):
        segment.prefix = f"p{index + 1}:" if index < main else f"a{index - main}:" if index > main else ""
        root.id = segment.prefix.rstrip(":") if index > main else ""
        _number_children(root, segment.prefix)


def _number_children(item: Item, prefix: str) -> None:
    _number(item.children, prefix)
    for child in item.children:
        if child.children:
            _number_children(child, child.id + ".")
        if child.measures:
            _number_measures(child, child.id + "-")


def _number_measures(item: Item, prefix: str) -> None:
    _number(item.measures, prefix)
    for measure in item.measures:
        if measure.measures:
            _number_measures(measure, measure.id + ".")


def _number(siblings: list[Item], prefix: str) -> None:
    """Printed numbers, ~n for those without one, '2 for a number that stands a second time."""
    seen: dict[str, int] = {}
    unnumbered = 0
    chapters: set[int] = set()
    for item in siblings:
        if item.marker is None:
            unnumbered += 1
            item.id = f"{prefix}~{unnumbered}"
        else:
            item.id = _unique(f"{prefix}{item.marker.number}", seen)
            if item.marker.chapter:
                chapters.add(item.marker.chapter)
    if len(chapters) > 1:
        _number_in_chapters(siblings, prefix)


def _number_in_chapters(siblings: list[Item], prefix: str) -> None:
    """1.1, 1.2, 2.1 side by side: their chapters have no line of their own."""
    seen: dict[str, int] = {}
    for item in siblings:
        if item.marker is not None:
            number = f"{item.marker.chapter}.{item.marker.number}" if item.marker.chapter else str(item.marker.number)
            item.id = _unique(prefix + number, seen)


def _unique(candidate: str, seen: dict[str, int]) -> str:
    seen[candidate] = seen.get(candidate, 0) + 1
    return candidate if seen[candidate] == 1 else f"{candidate}'{seen[candidate]}"


# -- models


class Builder:
    """Models of one flow."""

    def __init__(self, flow: Flow) -> None:
        self.flow = flow
        self._titles: dict[int, Shown] = {}

    def build_tasks(self, root: Item, path: tuple[str, ...] = ()) -> Iterator[Task]:
        """The tasks of an item and those below it, in order of the text."""
        for child in root.children:
            own = (*path, self._heading(child))
            if child.kind:
                yield self._build_task(child, own)
            yield from self.build_tasks(child, own)

    def build_sections(self, segments: list[tuple[Segment, Item]]) -> tuple[Section, ...]:
        """The outline; a text behind the first one with tasks is an annex, a section of its own."""
        sections: list[Section] = []
        for segment, root in segments:
            if root.id:
                sections.append(self._build_annex(segment, root))
            else:
                sections.extend(self._build_section(child, 1) for child in root.children)
        return tuple(sections)

    def _heading(self, item: Item) -> str:
        return join_heading(self._marker(item), self._title(item))

    def _title(self, item: Item) -> str:
        return self._title_shown(item)[0]

    def _title_shown(self, item: Item) -> Shown:
        shown = self._titles.get(id(item))
        if shown is None:
            shown = self._titles[id(item)] = self._show(self._title_lines(item.node))
        return shown

    def _title_lines(self, node: Node) -> list[Stretch]:
        """Where a title stands: in further lines of its cell, too, up to the first stop."""
        lines = [self.flow.strip(*node.title)]
        if not node.is_row:
            return lines
        for part in node.parts:
            if not (part.goes_on and (part.kind == "text" or part.field == "finding")):
                continue
            low, high = lines[-1]
            if high > low and "。" not in self.flow.text[high - 1 : high + 1]:
                stop = self.flow.text.find("。", part.start, part.end)
                lines.append((part.start, part.end if stop < 0 else stop))
        return lines

    def _build_task(self, item: Item, path: tuple[str, ...]) -> Task:
        shown = {name: self._show(stretches) for name, stretches in self._task_texts(item).items()}
        span = self.flow.span(item.start, item.end)
        return Task(
            id=item.id,
            kind=item.kind or "task",
            path=path,
            **{name: text for name, (text, _) in shown.items()},  # type: ignore[arg-type]
            **self._units(item),  # type: ignore[arg-type]
            deadline=self.build_deadline(item.deadline),
            measures=tuple(self._build_measure(m) for m in item.measures),
            line=self.flow.source.line_at(span[0]),
            span=span,
            spans={name: spans for name, (_, spans) in shown.items()},
        )

    def _task_texts(self, item: Item) -> dict[str, list[Stretch]]:
        own: dict[str, list[Stretch]] = {k: list(v) for k, v in item.texts.items() if k != "text"}
        text = item.texts.get("text", [])
        if text:
            names_task = item.node.is_row and "finding" in own  # 任务 and 存在问题 over columns of one table
            field = "finding" if item.kind == "finding" and "content" not in own and not names_task else "content"
            own[field] = sorted([*own.get(field, []), *text])
        return own

    def _build_measure(self, item: Item) -> Measure:
        text, spans = self._show(item.texts.get("text", ()))
        span = self.flow.span(item.start, item.end)
        return Measure(
            id=item.id,
            marker=self._marker(item),
            number=item.marker.number if item.marker else None,
            text=text,
            deadline=self.build_deadline(item.deadline),
            **self._units(item),  # type: ignore[arg-type]
            measures=tuple(self._build_measure(m) for m in item.measures),
            line=self.flow.source.line_at(span[0]),
            span=span,
            spans={"text": spans} if spans else {},
        )

    def _build_section(self, item: Item, level: int) -> Section:
        text = item.texts.get("text", [])
        behind = self._behind(text, self._title_lines(item.node)[-1][1]) if text else ()
        shown = {"title": self._title_shown(item), "text": self._show(behind)}
        span = self.flow.span(item.start, item.end)
        return Section(
            id=item.id,
            marker=self._marker(item),
            number=item.marker.number if item.marker else None,
            scheme=item.marker.scheme if item.marker else None,
            level=level,
            title=shown["title"][0],
            role=item.node.role,
            text=shown["text"][0],
            line=self.flow.source.line_at(span[0]),
            span=span,
            spans={name: spans for name, (_, spans) in shown.items() if spans},
            children=tuple(self._build_section(child, level + 1) for child in item.children),
        )

    def _build_annex(self, segment: Segment, root: Item) -> Section:
        title = [segment.title] if segment.title else []
        text = [s for s in root.texts.get("text", []) if not segment.title or s[0] >= segment.title[1]]
        shown = {"title": self._show(title), "text": self._show(text)}
        span = self.flow.span(root.start, max(root.end, root.start))
        return Section(
            id=root.id,
            marker=None,
            number=None,
            scheme=None,
            level=0,
            title=shown["title"][0],
            role="annex",
            text=shown["text"][0],
            line=self.flow.source.line_at(span[0]),
            span=span,
            spans={name: spans for name, (_, spans) in shown.items() if spans},
            children=tuple(self._build_section(child, 1) for child in root.children),
        )

    def _marker(self, item: Item) -> str | None:
        return self.flow.printed[item.marker.start : item.marker.end].strip() if item.marker else None

    # values

    def _show(self, stretches: Iterable[Stretch]) -> Shown:
        """The stretches put end to end without the breaks between their lines, and where they stand in the source."""
        stretches = list(stretches)
        if not stretches:
            return "", ()
        start, end = stretches[0]
        if len(stretches) == 1 and self.flow.text.find("\n", start, end) < 0:
            return self.flow.printed[start:end], self.flow.stretches(start, end)
        pieces: list[str] = []
        spans: list[Span] = []
        for low, high in stretches:
            for start, end in self._lines(low, high):
                pieces.append(self.flow.printed[start:end])
                spans.extend(self.flow.stretches(start, end))
        return "".join(pieces), tuple(spans)

    def _lines(self, start: int, end: int) -> Iterator[Stretch]:
        find, strip = self.flow.text.find, self.flow.strip
        while start < end:
            stop = find("\n", start, end)
            line = strip(start, end if stop < 0 else stop)
            if line[1] > line[0]:
                yield line
            start = end if stop < 0 else stop + 1

    def _behind(self, stretches: list[Stretch], at: int) -> Iterator[Stretch]:
        """What of the stretches stands behind `at`; the stop behind a title or its bracket is no text."""
        for start, end in stretches:
            low, high = self.flow.strip(*self._skip_stop(max(start, at), end)) if end > at else (end, end)
            if high > low:
                yield (low, high)

    def _skip_stop(self, at: int, end: int) -> Stretch:
        """The 。 that ends a title is no text."""
        return (at + 1, end) if self.flow.text[at : at + 1] == "。" else (at, end)

    def _units(self, item: Item) -> dict[str, list[UnitFields]]:
        return {role: [self._unit(n) for n in item.units[role]] for role in UNIT_ROLES if role in item.units}

    def _unit(self, name: Name) -> UnitFields:
        return {"name": name.name, "text": name.text, "span": self.flow.span(name.start, name.end), "rule": name.rule}

    def build_deadline(self, clause: DeadlineClause | None) -> Deadline | None:
        """The clause as a model; one in which no date or state is read keeps its words."""
        return None if clause is None else Deadline(**self.clause_fields(*clause))

    def clause_fields(self, start: int, end: int, reading: Reading | None, rests: tuple[Span, ...] = ()) -> dict[str, Any]:
        """The fields of a clause at flow [start, end) and in `rests`, its closing stop and its line breaks left out."""
        *before, (low, end) = ((start, end), *rests)
        while end > low and self.flow.text[end - 1] in "。;,、 \n":
            end -= 1
        words = "".join(self.flow.printed[slice(*piece)] for piece in (*before, (low, end)))
        return deadline_fields(reading, words.replace("\n", ""), self.flow.span(start, end))


def deadline_fields(reading: Reading | None, text: str, span: Span) -> dict[str, Any]:
    """The fields of a Deadline model: what a clause says, its words and its place."""
    if reading is None:
        return {"text": text, "rule": "unread", "span": span}
    fields = {name: getattr(reading, name) for name in _READ_FIELDS}
    if reading.milestones:
        fields["milestones"] = tuple(Milestone(date=date, text=words) for date, words in reading.milestones)
    return {"text": text, "span": span, **fields}


_READ_FIELDS = (
    "start", "end", "precision", "ongoing", "immediate", "done", "recurrence", "relative", "year_inferred", "ambiguous", "edtf", "rule",
)  # fmt: skip
