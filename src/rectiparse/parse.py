"""The pipeline: a source text and a grammar to a notice."""

from __future__ import annotations

from datetime import date
from functools import partial

from rectiparse.checks import check_notice
from rectiparse.clauses import read_deadlines
from rectiparse.flow import build_flow
from rectiparse.grammar import Grammar
from rectiparse.item_reader import read_items
from rectiparse.leaves import build_leaves, count_coverage
from rectiparse.memory import uncollected
from rectiparse.metadata import read_metadata
from rectiparse.model import Notice
from rectiparse.outline import build_outline, first_heading
from rectiparse.patterns import keep_patterns
from rectiparse.source import SourceText
from rectiparse.tables import find_tables
from rectiparse.tasks import Builder, assign_ids


@uncollected()
def parse_source(source: SourceText, grammar: Grammar, issued: date | None = None) -> Notice:
    """The notice that `source` prints. Never raises for what a notice says: what is odd is in its diagnostics."""
    flow = build_flow(source, grammar)
    tables = find_tables(flow, grammar)
    segments = build_outline(flow, tables, grammar)
    metadata = read_metadata(flow, first_heading(segments, flow), grammar, issued, [(table.start, table.end) for table in tables])
    texts = read_items(flow, segments, metadata, grammar)
    assign_ids(texts)
    builder = Builder(flow)
    tasks = tuple(task for _, root in texts for task in builder.build_tasks(root))
    deadlines = read_deadlines(flow, texts, metadata, grammar)
    coverage, unclaimed = count_coverage(flow, texts, grammar)
    notice = Notice(
        source=source.info.model_copy(update={"text": source.text}),
        metadata=metadata,
        outline=builder.build_sections(texts),
        tasks=tasks,
        deadlines=deadlines,
        coverage=coverage,
    )
    diagnostics = check_notice(notice, flow, texts, tables, unclaimed, grammar)
    keep_patterns()
    checked = notice.model_copy(update={"diagnostics": (*source.diagnostics, *diagnostics)})
    return checked.with_leaves(partial(build_leaves, flow, texts))
