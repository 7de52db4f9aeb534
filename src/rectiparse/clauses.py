"""Every deadline clause of a notice, those of fields and those inside prose, each with the section it stands in."""

from __future__ import annotations

from collections.abc import Iterator

from rectiparse.datewords import pattern_of
from rectiparse.deadlines import DateContext
from rectiparse.flow import Flow
from rectiparse.grammar import Grammar
from rectiparse.items import Item, Stretch
from rectiparse.model import DeadlineClause, Metadata, Span
from rectiparse.nodes import Segment
from rectiparse.patterns import Pattern
from rectiparse.prose import find_anchors, find_prose
from rectiparse.tasks import Builder


def read_deadlines(flow: Flow, texts: list[tuple[Segment, Item]], metadata: Metadata, grammar: Grammar) -> tuple[DeadlineClause, ...]:
    """All deadline clauses in order of the text; findings and the notice's head hold none."""
    head_end = _head_end(flow, metadata)
    anchors = find_anchors(flow.text, grammar)
    builder = Builder(flow)
    found: list[DeadlineClause] = []
    for _, root in texts:
        items = list(root.walk())
        clauses = (d for item in items for d in _read_item(builder, item, head_end, anchors, grammar))
        found.extend(d for d in clauses if not (d.relative and _is_regulation(items)))
    return tuple(sorted(found, key=lambda d: d.span))


def _is_regulation(items: list[Item]) -> bool:
    """第一条…: periods in such a text are norms, whoever they bind."""
    return any(item.marker is not None and item.marker.scheme == "article" for item in items)


def _head_end(flow: Flow, metadata: Metadata) -> int:
    """The source offset behind the title's line and the date of issue under it."""
    title = metadata.spans.get("title", ())
    end = title[-1][1] if title else 0
    end += max(0, flow.source.text[end : end + _REST_OF_TITLE].find("\n"))  # not in run-on text
    issued = metadata.issued
    is_under_title = issued is not None and title and "。" not in flow.source.text[title[-1][1] : issued.span[0]]
    return max(end, issued.span[1]) if issued is not None and is_under_title else end


_REST_OF_TITLE = 60
"""Code points behind a title that may stand on its line: a date in brackets."""


def _read_item(builder: Builder, item: Item, head_end: int, anchors: list[Span], grammar: Grammar) -> Iterator[DeadlineClause]:
    flow, cut = builder.flow, pattern_of(grammar, "prose-cut")
    taken: list[Stretch] = []
    for part in item.parts():
        field = part.deadline
        if field is not None and field.reading is not None:
            taken.append((field.start, field.end))
            yield DeadlineClause(**builder.clause_fields(*field), section_id=part.id or None)
        for start, end in _prose(flow.text, item, part, cut):
            if flow.source_at(start) < head_end:
                continue
            for hit in find_prose(flow.text, start, end, _context(item, part), grammar, anchors):
                if not any(a < hit.end and hit.start < b for a, b in taken):
                    fields = builder.clause_fields(hit.start, hit.end, hit.reading)
                    yield DeadlineClause(**fields, section_id=part.id or None)


def _context(item: Item, part: Item) -> DateContext:
    """Where neither the notice nor a title says a year, that of the measure's or task's own deadline."""
    if part.context.year is not None:
        return part.context
    own = (clause.reading.end.year for clause in (part.deadline, item.deadline) if clause and clause.reading and clause.reading.end)
    return part.context._replace(year=next(own, None), is_own=True)


def _prose(text: str, item: Item, part: Item, cut: Pattern) -> Iterator[Stretch]:
    """Where prose may hold a deadline: everything but findings. Paragraphs that a break inside a date made are read as one."""
    for name, stretches in part.texts.items():
        if name == "finding" or (name == "text" and part is item and item.kind == "finding") or not stretches:
            continue
        start, end = stretches[0]
        for first, last in stretches[1:]:
            if not cut.match(text, end):
                yield start, end
                start = first
            end = last
        yield start, end
