"""The head of a notice line by line, and the grammar's patterns for metadata: flow in, judged lines out."""

from __future__ import annotations

from collections.abc import Iterator
from functools import lru_cache
from typing import NamedTuple

from rectiparse.flow import Flow
from rectiparse.grammar import Grammar
from rectiparse.model import Span
from rectiparse.patterns import Match, compile_pattern

LONGEST_HEAD, LONGEST_LINE = 6000, 400
"""Characters that are looked at for a head and for one line of it."""
_LONGEST_PART = 150
"""Characters of a line that may belong to a title or a name."""
_MOST_CUTS = 6
"""Pieces that are cut off one line: fields of a card, number, title, date, number again."""


class Line(NamedTuple):
    """A line of the head, or the piece of one that a rule cut off; `kind` is what its rule means, `part` when none took it."""

    kind: str
    start: int
    end: int
    match: Match | None


class Title(NamedTuple):
    first: int
    last: int
    """Indexes of its lines in the head."""
    start: int
    end: int
    text: str


class Rules:
    """The grammar's patterns by id, and the two groups that are tried in order."""

    def __init__(self, grammar: Grammar) -> None:
        rules = grammar.metadata
        self.by_id = {r.id: compile_pattern(r.source) for r in rules.rules}
        self.lines = tuple((r.means.removesuffix("-line"), self.by_id[r.id]) for r in rules.rules if r.means.endswith("-line"))
        self.cuts = tuple(self.by_id[r.id] for r in rules.meaning("cut"))
        self.contacts = compile_pattern(rules.alternation("contact"))
        self.triggers = rules.words("contact-trigger")
        self.labels = frozenset(w for r in grammar.labels.rules for w in r.words)

    def finds(self, rule: str, text: str) -> Match | None:
        return self.by_id[rule].search(text)


@lru_cache(maxsize=4)
def read_rules(grammar: Grammar) -> Rules:
    return Rules(grammar)


_INNER_BLANK = compile_pattern(r"(?<![A-Za-z0-9])\s+|\s+(?![A-Za-z0-9])")


def find_pieces(flow: Flow, start: int, end: int) -> Iterator[Span]:
    """Flow spans of what is printed in [start, end) without breaks and blanks; a blank between Latin words stays."""
    for gap in _INNER_BLANK.finditer(flow.text, start, end):
        if gap.start() > start:
            yield (start, gap.start())
        start = gap.end()
    if start < end:
        yield (start, end)


def join(flow: Flow, start: int, end: int) -> str:
    """What is printed in flow [start, end), without breaks and blanks."""
    return "".join(flow.printed[a:b] for a, b in find_pieces(flow, start, end))


def read_lines(flow: Flow, end: int, rules: Rules) -> tuple[Line, ...]:
    """The lines of flow [0, end), each with what it is; a line that runs on is cut behind title and number."""
    lines: list[Line] = []
    for start, stop in find_lines(flow, 0, end):
        is_cell = "\t" in flow.text[flow.text.rfind("\n", 0, start) + 1 : start]
        for a, b in _cut_line(flow.text, start, stop, rules):
            line = Line("cell", a, b, None) if is_cell else judge_line(flow.text, a, b, rules)
            if line.match and line.kind in ("annex-title", "attachment"):
                # 附件1：某市整改方案 at the top of a plan is its title
                line = line._replace(kind="other") if lines else judge_line(flow.text, a + line.match.end(), b, rules)
            if line.kind == "date" and lines and _is_other_date(flow.text[lines[-1].start : lines[-1].end], lines[-1], rules):
                line = line._replace(kind="card", match=None)
            elif lines and (whole := _join_label(flow.text, lines[-1], line, rules)):
                line = whole
                lines.pop()
            lines.append(line)
    return tuple(lines)


def _join_label(text: str, label: Line, value: Line, rules: Rules) -> Line | None:
    """发文日期：⏎2024年4月6日 16:40, 发文机构：⏎某县审计局: a field of a card whose value stands on the next line."""
    if label.kind != "card" or value.kind != "part" or not text[label.start : label.end].endswith(":"):
        return None
    printed = text[label.start : label.end] + " " * (value.start - label.end) + text[value.start : value.end]
    match = rules.by_id["card-day"].search(printed)
    if match is None and rules.by_id["card-house"].search(printed):
        match = label.match
    return Line("card", label.start, value.end, match) if match else None


def _is_other_date(label: str, line: Line, rules: Rules) -> bool:
    """发布日期：⏎2018年12月29日: the date below this label is not that of the notice."""
    return (line.kind == "card" and label.endswith(":") and "成文" not in label) or rules.finds("other-date", label) is not None


def find_lines(flow: Flow, start: int, end: int) -> Iterator[Span]:
    """Lines of flow [start, end), trimmed, blank ones left out."""
    while start < end:
        stop = flow.text.find("\n", start, end)
        stop = end if stop < 0 else stop
        line = flow.strip(start, stop)
        if line[0] < line[1]:
            yield line
        start = stop + 1


def _cut_line(text: str, start: int, end: int, rules: Rules) -> Iterator[Span]:
    """A line that runs on, in pieces: title, number, the rest."""
    for _ in range(_MOST_CUTS):
        cut = next((m for p in rules.cuts if (m := p.search(text[start : min(end, start + LONGEST_LINE)]))), None)
        if not cut or not cut[0].strip():
            break
        yield (start, start + len(cut[0].rstrip()))
        start += len(cut[0])
        while start < end and text[start].isspace():
            start += 1
    if start < end:
        yield (start, end)


def judge_line(text: str, start: int, end: int, rules: Rules) -> Line:
    """What the line [start, end) is by the first rule that takes it."""
    line = text[start:end]
    if len(line) > LONGEST_LINE:
        return Line("prose", start, end, None)
    for kind, pattern in rules.lines:
        if match := pattern.search(line):
            return Line(kind, start, end, match)
    return Line("part" if len(line) <= _LONGEST_PART else "prose", start, end, None)
