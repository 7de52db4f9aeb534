"""The text of an item: its responsibility brackets are taken out, and several of them divide it into measures."""

from __future__ import annotations

from itertools import groupby, pairwise
from operator import attrgetter

from rectiparse.brackets import find_claims
from rectiparse.item_claims import ClaimTaker
from rectiparse.items import Item, Mark, Said, Stretch, TextField
from rectiparse.markers import Marker, find_markers, read_marker
from rectiparse.nodes import ROOT_RANK, Node
from rectiparse.responsibility import OWNER_VERBS, find_said_sentences
from rectiparse.stages import StageReader

_FEWEST = 2
"""Sentences that divide a paragraph."""


class ParagraphReader:
    """Reads the stretches of an item's text in order, then what their brackets say."""

    def __init__(self, claims: ClaimTaker, stages: StageReader) -> None:
        self.claims, self.stages = claims, stages
        self.flow, self.text, self.grammar = claims.flow, claims.text, claims.grammar

    def read(self, item: Item, start: int, end: int, to: TextField) -> None:
        """Text with its responsibility brackets taken out."""
        at = start
        pieces = item.texts.setdefault(to, [])
        if item.node.rank == ROOT_RANK:  # head and tail: （2023年2月16日）under a title limits nothing
            self._add_piece(pieces, start, end)
            return
        for bracket, claims in find_claims(self.text, start, end, self.grammar, self.claims.context, item.node.shared):
            if to == "progress" or (self.stages.is_date_of_phase(item, claims)):
                continue
            self._add_piece(pieces, at, bracket.start)
            item.marks.append(Mark(bracket.start, bracket.end, "separator"))
            item.marks.extend(Mark(c.start, c.end, "label" if c.kind == "label" else "value") for c in claims)
            at = self.flow.strip(bracket.end, end)[0]
            if pieces and at < end and self.text[at] in "。;,":
                if len(pieces) > 1 and self.text[slice(*pieces[-1])] == ",":  # （甲牵头），（乙负责）。
                    pieces.pop()
                if self.text[pieces[-1][1] - 1] not in "。!?;":
                    self._add_piece(pieces, at, at + 1)
                at += 1
            item.brackets.append(Said(claims, bracket.end, len(pieces) if to == "text" else 0))
        self._add_piece(pieces, at, end)
        if not pieces:
            del item.texts[to]

    def take_brackets(self, item: Item) -> None:
        """Several brackets in one paragraph: each speaks for the text since the one before, as a measure of its own."""
        pieces = item.texts.get("text", [])
        groups = [(count, list(group)) for count, group in groupby(item.brackets, key=attrgetter("pieces"))]
        is_whole = item.node.measures or item.units or (item.node.is_measure and item.marker)
        is_split = len(groups) > 1 and groups[0][0] > 0 and not is_whole
        if not is_split:
            for _, said in groups:
                self.claims.take(item, [claim for one in said for claim in one.claims])
            return
        spans = self._split_pieces(pieces, [count for count, _ in groups])
        said = [Said([claim for one in group for claim in one.claims], group[-1].end, count) for count, group in groups]
        self._divide(item, spans, said, pieces[groups[-1][0] :])

    def divide_by_sentences(self, item: Item) -> bool:
        """清淤3公里，甲负责；绿化2公里，乙负责。: sentences that each say who does it are measures, too.

        What those of a numbered measure say is said of all of it.
        """
        pieces = item.texts.get("text", [])
        if sum(self.text.count(verb, *piece) for piece in pieces for verb in OWNER_VERBS) < _FEWEST:
            return False
        found = [said for piece in pieces for said in find_said_sentences(self.text, *piece, self.grammar, item.context)]
        if len(found) < _FEWEST:
            return False
        for (_, high), claims in found:
            item.marks.append(Mark(claims[0].start, high, "value"))
        if item.node.measures or (item.node.is_measure and item.marker):
            for _, claims in found:
                self.claims.take(item, claims)
            return True
        edges = [pieces[0][0], *(high for (_, high), _ in found)]
        spans = [self._cut_pieces(pieces, low, high) for low, high in pairwise(edges)]
        said = [Said(claims, high, 0) for (_, high), claims in found]
        self._divide(item, spans, said, self._cut_pieces(pieces, edges[-1], pieces[-1][1]))
        return True

    def _cut_pieces(self, pieces: list[Stretch], start: int, end: int) -> list[Stretch]:
        """What of the pieces stands in text[start:end]."""
        cut = (self.flow.strip(max(low, start), min(high, end)) for low, high in pieces if low < end and high > start)
        return [(low, high) for low, high in cut if high > low]

    def _divide(self, item: Item, spans: list[list[Stretch]], said: list[Said], rest: list[Stretch]) -> None:
        """Makes a measure of each of the stretches for which something is said; the rest stays with the item."""
        marks = self._read_numbers(spans, item.node.rank)
        before = (spans[0][0][0], marks[0].start) if marks else None
        for index, (own, one) in enumerate(zip(spans, said, strict=True)):
            mark = marks[index] if marks else None
            if mark is not None:  # the title before (1) stays with the task
                own = [(max(start, mark.end), end) for start, end in own if end > mark.end]
            start = mark.start if mark else own[0][0]
            node = Node(start, item.node.rank + 1, mark, is_measure=True, is_labelled=True, end=one.end)
            measure = Item(node, start, node.end, mark, texts={"text": own}, context=item.context)
            if mark is not None:
                measure.marks.append(Mark(mark.start, mark.end, "heading"))
            self.claims.take(measure, one.claims)
            item.measures.append(measure)
        if before is not None and before[1] > before[0]:
            rest = [self.flow.strip(*before), *rest]
        if rest:
            item.texts["text"] = rest
        else:
            item.texts.pop("text", None)

    def _split_pieces(self, pieces: list[Stretch], counts: list[int]) -> list[list[Stretch]]:
        """The pieces that each bracket speaks for: those since the one before."""
        edges = [0, *counts]
        spans = [pieces[low:high] or pieces[:1] for low, high in pairwise(edges)]
        return [own[:-1] if len(own) > 1 and self.text[slice(*own[-1])] == "," else own for own in spans]

    def _read_numbers(self, spans: list[list[Stretch]], rank: int) -> list[Marker]:
        """（1）…（甲牵头）（2）…（乙牵头）: the numbers with which the pieces begin, [] unless all of them count up from 1."""
        opening = [read_marker(self.text, start, self.grammar) for start, _ in spans[0][1:]]  # 河道清淤⏎①…（甲）；②…（乙）
        inside = find_markers(self.text, *spans[0][0], self.grammar)
        first = next((m for m in (*inside, *opening, self._find_letter(*spans[0][0])) if m and m.number == 1 and m.rank > rank), None)
        marks = [first, *(read_marker(self.text, own[0][0], self.grammar) for own in spans[1:])]
        found = [m for m in marks if m is not None and first is not None and m.scheme == first.scheme]
        is_run = len(found) == len(marks) and all(m.number == index for index, m in enumerate(found, 1))
        return found if is_run else []

    def _find_letter(self, start: int, end: int) -> Marker | None:
        """推进旧改。A.改造小区（甲牵头）；B.新建公园（乙牵头）。: the first letter inside a text."""
        first = self.text.find("A", start, end)
        first = self.text.find("a", start, end) if first < 0 else first
        return read_marker(self.text, first, self.grammar) if first >= 0 else None

    def _add_piece(self, pieces: list[Stretch], start: int, end: int) -> None:
        start, end = self.flow.strip(start, end)
        if end > start:
            pieces.append((start, end))
