"""The leaves of a notice, which tile its source text, and how many of its responsibility words a leaf accounts for."""

from __future__ import annotations

from bisect import bisect_right
from collections.abc import Iterator
from functools import lru_cache
from typing import NamedTuple

import regex

from rectiparse.flow import Flow
from rectiparse.grammar import Grammar
from rectiparse.patterns import compile_pattern
from rectiparse.items import Item
from rectiparse.model import Coverage, Leaf, LeafKind
from rectiparse.outline import Segment

_STRENGTH: dict[LeafKind, int] = {"text": 0, "separator": 1, "furniture": 2, "heading": 3, "value": 4, "label": 5}


class _Mark(NamedTuple):
    start: int
    end: int
    kind: LeafKind
    section_id: str | None


def build_leaves(flow: Flow, texts: list[tuple[Segment, Item]]) -> tuple[Leaf, ...]:
    """Leaves in order. Guaranteed: their spans, put end to end, are the source text."""
    out: list[Leaf] = []
    cuts = iter((*flow.cuts, None))
    cut = next(cuts)
    at = 0
    for mark in _tile(flow, _collect(texts)):
        for start, end in flow.stretches(mark.start, mark.end):
            while cut is not None and cut.start < end and cut.start >= at and cut.start <= start:
                out.append(Leaf(cut.kind, (cut.start, cut.end), mark.section_id))
                at = cut.end
                cut = next(cuts)
            out.append(Leaf(mark.kind, (start, end), mark.section_id))
            at = end
    while cut is not None:
        out.append(Leaf(cut.kind, (cut.start, cut.end), None))
        cut = next(cuts)
    return tuple(out)


def _collect(texts: list[tuple[Segment, Item]]) -> list[_Mark]:
    marks: list[_Mark] = []
    for _, root in texts:
        for item in root.walk():
            for part in (item, *item.walk_measures()):
                section = part.id or None
                marks.extend(_Mark(s, e, "text", section) for pieces in part.texts.values() for s, e in pieces)
                marks.extend(_Mark(m.start, m.end, m.kind, section) for m in part.marks)
    return marks


def _tile(flow: Flow, marks: list[_Mark]) -> Iterator[_Mark]:
    """Marks without overlap, the stronger kind winning, and what stands between them."""
    at = 0
    section: str | None = None
    for mark in _flatten(sorted(m for m in marks if m.end > m.start)):
        if mark.start > at:
            yield _gap(flow, at, mark.start, section)
        yield mark
        at, section = mark.end, mark.section_id
    if at < len(flow.text):
        yield _gap(flow, at, len(flow.text), section)


def _flatten(marks: list[_Mark]) -> Iterator[_Mark]:
    """Cuts overlapping marks at each other's edges; of those that cover a stretch the strongest kind stays."""
    group: list[_Mark] = []
    reach = -1
    for mark in marks:
        if mark.start >= reach and group:
            yield from _resolve(group)
            group = []
        group.append(mark)
        reach = max(reach, mark.end)
    if group:
        yield from _resolve(group)


def _resolve(group: list[_Mark]) -> Iterator[_Mark]:
    if len(group) == 1:
        yield group[0]
        return
    edges = sorted({e for m in group for e in (m.start, m.end)})
    last: _Mark | None = None
    for start, end in zip(edges, edges[1:], strict=False):
        over = [m for m in group if m.start <= start and m.end >= end]
        if not over:
            continue
        best = max(over, key=lambda m: (_STRENGTH[m.kind], m.start))
        if last is not None and last.kind == best.kind and last.section_id == best.section_id and last.end == start:
            last = last._replace(end=end)
            continue
        if last is not None:
            yield last
        last = _Mark(start, end, best.kind, best.section_id)
    if last is not None:
        yield last


def _gap(flow: Flow, start: int, end: int, section: str | None) -> _Mark:
    words = any(c.isalnum() for c in flow.text[start:end])
    return _Mark(start, end, "unclaimed" if words else "separator", section)


# -- coverage


@lru_cache(maxsize=4)
def _words(grammar: Grammar) -> tuple[regex.Pattern[str], regex.Pattern[str]]:
    labels = {w for r in grammar.labels.rules if r.means.endswith("_units") or r.means == "deadline" for w in r.words if len(w) > 3}
    words = "|".join(sorted({*labels, "牵头", "负责", "配合"}, key=lambda w: (-len(w), w)))
    return compile_pattern(words), compile_pattern("|".join(grammar.labels.source(r) for r in grammar.labels.meaning("known-use")))


_BEFORE, _BEHIND = 44, 34
"""Characters around a word that tell whether it is a known other use."""


def count_coverage(flow: Flow, leaves: tuple[Leaf, ...], grammar: Grammar) -> tuple[Coverage, tuple[tuple[int, int], ...]]:
    """How many responsibility words stand in the text, how many are accounted for, and where the others stand (flow)."""
    starts = [leaf.span[0] for leaf in leaves]
    words, known = _words(grammar)
    total = 0
    missed = []
    for match in words.finditer(flow.text):
        total += 1
        leaf = leaves[bisect_right(starts, flow.source_at(match.start())) - 1]
        if leaf.kind in ("text", "unclaimed", "heading") and not _is_known_use(flow.text, match.start(), match.end(), known):
            missed.append(match.span())
    return Coverage(responsibility_words=total, claimed=total - len(missed)), tuple(missed)


def _is_known_use(text: str, start: int, end: int, known: regex.Pattern[str]) -> bool:
    window = known.finditer(text, max(0, start - _BEFORE), end + _BEHIND)
    return any(m.start() < end and start < m.end() for m in window)
