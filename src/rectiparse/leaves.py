"""The leaves of a notice, which tile its source text, and how many of its responsibility words a leaf accounts for."""

from __future__ import annotations

from bisect import bisect_right
from collections.abc import Iterator
from functools import lru_cache

from rectiparse.flow import Flow
from rectiparse.grammar import Grammar
from rectiparse.items import Item, Stretch
from rectiparse.model import Coverage, Leaf, LeafKind
from rectiparse.nodes import Segment
from rectiparse.patterns import Pattern, compile_pattern

_STRENGTH: dict[LeafKind, int] = {"text": 0, "separator": 1, "furniture": 2, "heading": 3, "value": 4, "label": 5}


_Mark = tuple[int, int, LeafKind, str | None]
"""Flow start and end, kind, section id."""


def build_leaves(flow: Flow, texts: list[tuple[Segment, Item]]) -> tuple[Leaf, ...]:
    """Leaves in order. Guaranteed: their spans, put end to end, are the source text."""
    out: list[Leaf] = []
    cuts = iter((*flow.cuts, None))
    cut = next(cuts)
    runs = flow.runs()
    run_start, run_end, origin = next(runs)
    for start, end, kind, section in _tile(flow, sorted(_collect(texts), key=_by_place)):
        while start < end:
            if start >= run_end:
                run_start, run_end, origin = next(runs)
            at = origin + start - run_start
            while cut is not None and cut.start < at:
                out.append(Leaf(cut.kind, (cut.start, cut.end), section))
                cut = next(cuts)
            stop = min(end, run_end)
            out.append(Leaf(kind, (at, at + stop - start), section))
            start = stop
    while cut is not None:
        out.append(Leaf(cut.kind, (cut.start, cut.end), None))
        cut = next(cuts)
    return tuple(out)


def _by_place(mark: _Mark) -> tuple[int, int]:
    return mark[0], -mark[1]


def _collect(texts: list[tuple[Segment, Item]]) -> Iterator[_Mark]:
    for _, root in texts:
        for item in root.walk():
            for part in item.parts():
                section = part.id or None
                for pieces in part.texts.values():
                    for start, end in pieces:
                        if end > start:
                            yield (start, end, "text", section)
                for mark in part.marks:
                    if mark.end > mark.start:
                        yield (mark.start, mark.end, mark.kind, section)


def _tile(flow: Flow, marks: list[_Mark]) -> Iterator[_Mark]:
    """Marks without overlap, the stronger kind winning, and what stands between them."""
    at = 0
    section: str | None = None
    for mark in _flatten(marks):
        if mark[0] > at:
            yield _gap(flow, at, mark[0], section)
        yield mark
        at, section = mark[1], mark[3]
    if at < len(flow.text):
        yield _gap(flow, at, len(flow.text), section)


def _flatten(marks: list[_Mark]) -> Iterator[_Mark]:
    """Overlapping marks cut at each other's edges; of those that cover a stretch the strongest kind stays."""
    active: list[_Mark] = []
    index, at, count = 0, 0, len(marks)
    while index < count or active:
        if not active:
            mark = marks[index]
            if index + 1 == count or marks[index + 1][0] >= mark[1]:  # nothing overlaps it
                yield mark
                index += 1
                continue
            at = mark[0]
        while index < count and marks[index][0] <= at:
            active.append(marks[index])
            index += 1
        edge = min(mark[1] for mark in active)
        if index < count and marks[index][0] < edge:
            edge = marks[index][0]
        best = active[0] if len(active) == 1 else max(active, key=_strength)
        yield (at, edge, best[2], best[3])
        at = edge
        active = [mark for mark in active if mark[1] > at]


def _strength(mark: _Mark) -> tuple[int, int]:
    return _STRENGTH[mark[2]], mark[0]


def _gap(flow: Flow, start: int, end: int, section: str | None) -> _Mark:
    words = any(c.isalnum() for c in flow.text[start:end])
    return (start, end, "unclaimed" if words else "separator", section)


# -- coverage


@lru_cache(maxsize=4)
def _words(grammar: Grammar) -> tuple[tuple[str, ...], Pattern]:
    """Words of responsibility, none of them part of another, and their known other uses."""
    uses = compile_pattern("|".join(r.source for r in grammar.coverage.meaning("known-use")))
    return grammar.coverage.words("responsibility"), uses


_BEFORE, _BEHIND = 44, 34
"""Characters around a word that tell whether it is a known other use."""


def count_coverage(flow: Flow, texts: list[tuple[Segment, Item]], grammar: Grammar) -> tuple[Coverage, tuple[Stretch, ...]]:
    """How many responsibility words stand in the text, how many are accounted for, and where the others stand (flow)."""
    claims = find_claimed(texts)
    starts = [start for start, _ in claims]
    words, known = _words(grammar)
    hits = sorted((at, at + len(word)) for word in words for at in _find_all(flow.text, word))
    missed = []
    for start, end in hits:
        claim = bisect_right(starts, start) - 1
        is_claimed = claim >= 0 and start < claims[claim][1]
        if not is_claimed and not _is_known_use(flow.text, start, end, known):
            missed.append((start, end))
    return Coverage(responsibility_words=len(hits), claimed=len(hits) - len(missed)), tuple(missed)


_CLAIMING: frozenset[LeafKind] = frozenset(("label", "value", "separator", "furniture"))


def find_claimed(texts: list[tuple[Segment, Item]]) -> list[Stretch]:
    """The stretches that fields took: labels, values and responsibility brackets, in order, those inside others left out."""
    found: list[Stretch] = []
    marks = [m for _, root in texts for item in root.walk() for part in item.parts() for m in part.marks]
    for start, end in sorted([(start, end) for start, end, kind in marks if kind in _CLAIMING]):
        if not found or end > found[-1][1]:
            found.append((start, end))
    return found


def _find_all(text: str, word: str) -> Iterator[int]:
    at = text.find(word)
    while at >= 0:
        yield at
        at = text.find(word, at + len(word))


def _is_known_use(text: str, start: int, end: int, known: Pattern) -> bool:
    window = known.finditer(text, max(0, start - _BEFORE), end + _BEHIND)
    return any(m.start() < end and start < m.end() for m in window)
