"""What is odd in a whole notice: missing, contradicting and unreadable things, each as a diagnostic."""

from __future__ import annotations

from bisect import bisect_left, bisect_right
from collections.abc import Iterator
from itertools import pairwise

from rectiparse.cells import Table, read_header_word
from rectiparse.deadlines import Problem
from rectiparse.diagnostics import build_diagnostic
from rectiparse.fields import BULLETS, find_labels
from rectiparse.flow import Flow
from rectiparse.grammar import Grammar
from rectiparse.items import Item
from rectiparse.leaves import find_claimed
from rectiparse.markers import read_marker
from rectiparse.model import Deadline, Diagnostic, Measure, Notice, Section, Span, Task, Unit
from rectiparse.nodes import Segment
from rectiparse.patterns import EndPattern, compile_pattern
from rectiparse.prose import find_odd_dates

Texts = list[tuple[Segment, Item]]


def check_notice(
    notice: Notice, flow: Flow, texts: Texts, tables: tuple[Table, ...], unclaimed: tuple[tuple[int, int], ...], grammar: Grammar
) -> tuple[Diagnostic, ...]:
    """Every diagnostic of a notice, those with a place in order of the text behind those of the whole."""
    items = [item for _, root in texts for item in root.walk()]
    found = [
        *_check_whole(notice, flow, texts),
        *_check_dates(flow, items, grammar),
        *_check_numbering(flow, texts, grammar),
        *_check_fields(flow, items, grammar),
        *_check_deadlines(notice),
        *_check_missing(notice, texts),
        *_check_schedule(notice),
        *_check_annexes(notice, texts),
        *_check_furniture(flow),
        *_check_labels(flow, grammar),
        *(told for table in tables for told in _check_columns(flow, table, grammar)),
        *(_place(flow, "unclaimed-text", f"{flow.text[a:b]}: no field took it", a, b) for a, b in unclaimed),
    ]
    ordered = sorted(_without_repeats(found), key=lambda d: (d.span or (-1, -1), d.code))
    return tuple(
        d if d.line is not None or d.span is None else d.model_copy(update={"line": flow.source.line_at(d.span[0])}) for d in ordered
    )


_DATE_CODES = ("malformed-date", "unresolved-year", "ambiguous-deadline")


def _without_repeats(found: list[Diagnostic]) -> Iterator[Diagnostic]:
    """Each odd date once, by the diagnostic that knows where; one that the calendar lacks needs no word on its year."""
    impossible = sorted(d.span for d in found if d.code == "malformed-date" and d.span)
    last: dict[str, Span] = {}
    for diagnostic in sorted(found, key=lambda d: (d.span or (-1, -1), d.where is None)):
        code, span = diagnostic.code, diagnostic.span
        if span is not None and code in _DATE_CODES:
            if code in last and span[0] < last[code][1]:
                continue
            if code == "unresolved-year" and _overlaps(span, impossible):
                continue
            last[code] = span
        yield diagnostic


def _overlaps(span: Span, others: list[Span]) -> bool:
    """Whether one of `others`, in order of the text, shares a character with `span`."""
    at = bisect_right(others, (span[1], -1)) - 1
    return at >= 0 and others[at][1] > span[0]


def _place(flow: Flow, code: str, message: str, start: int, end: int, where: str | None = None) -> Diagnostic:
    return build_diagnostic(code, message, where=where or None, span=flow.span(start, end))


# -- the whole


def _check_whole(notice: Notice, flow: Flow, texts: Texts) -> Iterator[Diagnostic]:
    meta = notice.metadata
    missing = [
        name
        for name, value in (
            ("title", meta.title),
            ("issued", meta.issued),
            ("issuers", meta.issuers),
            ("addressees", meta.addressees),
            ("document_number", meta.document_number),
        )
        if not value
    ]
    if "issued" in missing or "issuers" in missing:
        yield build_diagnostic("missing-metadata", f"not found: {', '.join(missing)}")
    if not notice.tasks:
        yield build_diagnostic("no-tasks", "no task, responsibility line or deadline field found: the ledger is empty")
    last = flow.text.rstrip()
    if last and _is_cut_off(flow, texts) and not _ends_in_signature(flow, notice):
        yield _place(flow, "truncated", f"the text ends in …{last[-12:]}", max(0, len(last) - 12), len(last))


_CELL_EDGES = ("\t", "  ", "|")
_ENDINGS = "。!?;:…)]”’》│┃"


def _is_cut_off(flow: Flow, texts: Texts) -> bool:
    """The last paragraph is a long sentence without an end, not a value, signature, heading or cell."""
    last = flow.text.rstrip()
    if last[-1] in _ENDINGS or last[-1].isascii():
        return False
    line = last[last.rfind("\n") + 1 :]
    claimed = find_claimed(texts)
    is_value = bool(claimed) and claimed[-1][1] >= len(last)
    cell = line[max((at + len(edge) for edge in _CELL_EDGES if (at := line.rfind(edge)) >= 0), default=0) :]
    return not is_value and "\t" not in line[:2] and any(c in cell for c in "。;,") and len(cell) > 30


def _ends_in_signature(flow: Flow, notice: Notice) -> bool:
    """…要高度重视。某市人民政府办公室2023年3月5日 in a text without breaks."""
    issued = notice.metadata.issued
    return issued is not None and flow.source_at(len(flow.text.rstrip())) <= issued.span[1]


# -- dates


def _check_dates(flow: Flow, items: list[Item], grammar: Grammar) -> Iterator[Diagnostic]:
    odd = list(find_odd_dates(flow.text, grammar))
    yield from (_problem(flow, p, 0, None) for p in odd)
    known = {(p.start, p.code) for p in odd}
    for item in items:
        for part in item.parts():
            clause = part.deadline
            if clause is None:
                continue
            if clause.reading is None:
                words = flow.text[clause.start : clause.end]
                code = "malformed-date" if any(c.isdigit() for c in words) else "open-ended-deadline"
                yield _place(flow, code, f"no date could be read in {words}", clause.start, clause.end, part.id)
                continue
            for problem in clause.reading.problems:
                if not any(abs(problem.start + clause.start - start) < 8 and code == problem.code for start, code in known):
                    yield _problem(flow, problem, clause.start, part.id)


def _problem(flow: Flow, problem: Problem, offset: int, where: str | None) -> Diagnostic:
    return _place(flow, problem.code, problem.message, problem.start + offset, problem.end + offset, where)


def _check_deadlines(notice: Notice) -> Iterator[Diagnostic]:
    inferred = 0
    seen: set[Span] = set()
    for clause in notice.deadlines:
        inferred += clause.year_inferred
        if clause.ambiguous and clause.span not in seen:
            yield build_diagnostic(
                "ambiguous-deadline", f"{clause.text}: read as up to {clause.end}", where=clause.section_id, span=clause.span
            )
        if clause.span not in seen and not _is_resolved(clause):
            yield build_diagnostic("unresolved-year", f"no year can be read: {clause.text}", where=clause.section_id, span=clause.span)
        seen.add(clause.span)
    for node in _nodes(notice):
        d = node.deadline
        if d and d.ongoing and not (d.end or d.start or d.recurrence or d.relative):
            yield build_diagnostic("open-ended-deadline", f"{d.text}: no date to check against", where=node.id, span=d.span)
    if inferred:
        yield build_diagnostic(
            "year-inferred", f"{inferred} deadlines print no year; it is taken from the text around them or the date of issue"
        )


_SEASON = "season"
"""The rule of grammars/deadlines.toml for limits whose day is another one in each place."""


def _is_resolved(clause: Deadline) -> bool:
    """Whether a date, repetition, period or state was read; a blanked year has a diagnostic, a season (汛期前) no date of its own."""
    states = clause.ongoing or clause.immediate or clause.done or clause.rule == _SEASON
    return bool(clause.start or clause.end or clause.recurrence or clause.relative or clause.edtf or states)


def _nodes(notice: Notice) -> Iterator[Task | Measure]:
    for task in notice.tasks:
        yield task
        yield from _measures(task)


def _measures(node: Task | Measure) -> Iterator[Measure]:
    for measure in node.measures:
        yield measure
        yield from _measures(measure)


# -- numbering


def _check_numbering(flow: Flow, texts: Texts, grammar: Grammar) -> Iterator[Diagnostic]:
    last: dict[str, int] = {}
    for _, root in texts:
        if not flow.source.parts:  # the rows of a sheet may count on from those of the sheet before
            last = {}
        counted: dict[str, int] = {}
        for item in root.walk():
            is_checked = item.marker is None and item is not root  # by _check_below, with what stands beside it
            found = [] if is_checked else list(_check_siblings(flow, item.children, last))
            filled = _find_filled(flow, item, grammar) if any(odd.code == "numbering-gap" for odd in found) else ()
            yield from (odd for odd in found if odd.code != "numbering-gap" or odd.where not in filled)
            if item.measures:
                for part in item.parts():
                    yield from _check_siblings(flow, part.measures, counted if part is item else {})


def _find_filled(flow: Flow, item: Item, grammar: Grammar) -> frozenset[str]:
    """四、责任单位：… 五、整改时限：…⏎六、工作要求: the ids of the sections whose numbers follow those of labels."""
    labels = sorted(p.start for one in (item, *item.children) for p in one.node.parts if p.kind == "label")
    filled: set[str] = set()
    for child in item.children:
        above = bisect_left(labels, child.start) - 1
        last = read_marker(flow.text, labels[above], grammar) if above >= 0 else None
        if last is not None and child.marker is not None and child.marker[2:] == last._replace(number=last.number + 1)[2:]:
            filled.add(child.id)
    return frozenset(filled)


def _check_siblings(flow: Flow, children: list[Item], running: dict[str, int]) -> Iterator[Diagnostic]:
    """Numbers count up by one, from 1 or from where the last parent's children ended."""
    before: dict[str, int] = {}
    chapter = 0
    for child in children:
        mark = child.marker
        if mark is None:
            yield from _check_below(flow, child, before, running)
            continue
        last = before.get(mark.scheme) if mark.chapter == chapter else None
        chapter = mark.chapter
        allowed = (last + 1,) if last is not None else (1, running.get(mark.scheme, 0) + 1)
        if last is not None and mark.number <= last:
            yield _place(
                flow,
                "numbering-repeat",
                f"{flow.printed[mark.start : mark.end].strip()} follows number {last}",
                mark.start,
                mark.end,
                child.id,
            )
        elif mark.number not in allowed:
            yield _place(
                flow,
                "numbering-gap",
                f"{flow.printed[mark.start : mark.end].strip()} where number {allowed[-1]} was expected",
                mark.start,
                mark.end,
                child.id,
            )
        before[mark.scheme] = running[mark.scheme] = mark.number


def _check_below(flow: Flow, group: Item, before: dict[str, int], running: dict[str, int]) -> Iterator[Diagnostic]:
    """What stands below a heading without a number; the next one beside it counts on from there when these counted on."""
    first = next((child.marker for child in group.children if child.marker), None)
    counts_on = first is not None and before.get(first.scheme) == first.number - 1
    if first is not None and counts_on:
        running[first.scheme] = first.number - 1
    yield from _check_siblings(flow, group.children, running)
    if first is not None and counts_on:
        before[first.scheme] = running[first.scheme]


# -- fields


def _check_fields(flow: Flow, items: list[Item], grammar: Grammar) -> Iterator[Diagnostic]:
    for item in items:
        for part in item.parts():
            for name in part.repeated:
                yield _place(flow, "duplicate-unit", f"{name.name} is printed twice in one list", name.start, name.end, part.id)
            for label in part.empty_labels:
                yield _place(
                    flow, "empty-label", f"nothing stands behind {flow.printed[label.start : label.end]}", label.start, label.end, part.id
                )
            for lead in part.units.get("lead_units", ()):
                if lead.name.startswith(("各", "有关", "相关")):
                    yield _place(flow, "collective-lead", f"{lead.name} leads: nobody in particular", lead.start, lead.end, part.id)
    yield from _check_brackets(flow, grammar)


def _check_brackets(flow: Flow, grammar: Grammar) -> Iterator[Diagnostic]:
    """An opening bracket that its paragraph does not close: all that stands behind it may be read wrongly; 【字体： of a site may not."""
    at = 0
    for line in flow.text.split("\n"):
        for opening, closing in (("(", ")"), ("[", "]")):
            is_open = opening in line and line.count(opening) > line.count(closing)
            if is_open and not _closes_soon(flow.text, at + len(line), opening, closing):
                start = _unclosed(line, opening, closing)
                rest = line[start + 1 :].strip()
                if not rest or grammar.metadata.compiled("card").match(rest):
                    continue
                yield _place(flow, "unclosed-bracket", f"{line[start : start + 16]}… has no end", at + start, at + len(line))
        at += len(line) + 1


_VALUE = compile_pattern(rf":(?P<value>[^,;。:()\n{BULLETS}]{{1,59}}[^,;。:()\n {BULLETS}]) *(?=[,;。(\n{BULLETS}]|$)")
_WORD_BEFORE = EndPattern(rf"(?:^|[\n。;]| (?=[{BULLETS}]))[ \t]*(?:[{BULLETS}] ?)?(?P<word>[一-龥]{{2,8}}) ?$")
_LONGEST_WORD = 24
"""Characters of a label's word, with the blanks around it."""


def _check_labels(flow: Flow, grammar: Grammar) -> Iterator[Diagnostic]:
    """A word with a colon that no label rule knows, before the name of a unit: whom it names is in no field."""
    unit, known, card = grammar.units.ending("unit-ending"), grammar.structure.compiled("other-label"), grammar.metadata.compiled("card")
    text = flow.text
    for value in _VALUE.finditer(text):
        if not unit.search(text, *value.span("value")):
            continue
        word = _WORD_BEFORE.search(text, max(0, value.start() - _LONGEST_WORD), value.start())
        if word is None or known.match(text, *word.span("word")):
            continue
        is_label = find_labels(text, word.start("word"), value.start("value"), grammar)
        if not is_label and not card.match(f"{word['word']}:"):  # 发布机构：, 责任编辑： of a site
            message = f"{word['word']}: a unit stands behind it, and no label is known by this word"
            yield _place(flow, "unclaimed-text", message, word.start("word"), value.end("value"))


_HEADER_WORD = compile_pattern(r"[^\t\n|]+")
_SHORTEST_TEXT = 10
"""Characters of a cell that says more than a name or a figure."""


def _check_columns(flow: Flow, table: Table, grammar: Grammar) -> Iterator[Diagnostic]:
    """A word over a column that no rule knows, where cells hold text: what they say is in no field."""
    header = next((row for row in table.rows if row.is_header), None)
    if header is None:
        return
    words = list(_HEADER_WORD.finditer(flow.text, header.start, header.end))
    if len(words) != len(table.fields):
        return
    bare = grammar.structure.compiled("figure-column")
    for column, word in enumerate(words):
        text = word[0].strip()
        if table.fields[column] != "other" or read_header_word(text, grammar) or bare.match(text):
            continue
        cells = [row.cells[column] for row in table.rows if len(row.cells) == len(words)]
        if any(cell.field == "other" and cell.end - cell.start >= _SHORTEST_TEXT for cell in cells):
            message = f"{text}: no column is known by this word; what stands below it is in no field"
            yield _place(flow, "unclaimed-text", message, *flow.strip(*word.span()))


_NEXT_LINES = 160


def _closes_soon(text: str, at: int, opening: str, closing: str) -> bool:
    """Whether the partner stands on one of the next lines, before another bracket opens."""
    end = text.find(closing, at, at + _NEXT_LINES)
    return end >= 0 and text.find(opening, at, end) < 0


def _unclosed(line: str, opening: str, closing: str) -> int:
    depth = 0
    for index in range(len(line) - 1, -1, -1):
        if line[index] == closing:
            depth += 1
        elif line[index] == opening:
            if not depth:
                return index
            depth -= 1
    return 0


# -- what siblings have


def _check_missing(notice: Notice, texts: Texts) -> Iterator[Diagnostic]:
    tabled = {root.id for segment, root in texts if segment.tables and root.id}
    groups: dict[str, list[Task]] = {}
    for task in notice.tasks:
        groups.setdefault(task.id.split(":")[0] if ":" in task.id else "", []).append(task)
    for prefix, tasks in groups.items():
        plain = [t for t in tasks if t.kind != "stage"]
        for code, test in (("missing-unit", _has_unit), ("missing-deadline", _has_deadline)):
            having = {t.id for t in plain if test(t)}
            lacking = [t for t in plain if t.id not in having]
            if having and lacking:
                above = {over for one in having for over in _ids_above(one)}  # a task whose parts have it
                lacking = [t for t in lacking if t.id not in above and having.isdisjoint(_ids_above(t.id))]
            if plain and len(lacking) == len(plain):
                if prefix in tabled:
                    yield build_diagnostic(code, f"none of its {len(plain)} rows has one", where=prefix)
            elif 2 * len(lacking) < len(plain):
                yield from (build_diagnostic(code, "its siblings have one, it has none", where=t.id, span=t.span) for t in lacking)
    rows = [(t, m) for t in notice.tasks for m in t.measures]
    dated = [m for _, m in rows if m.deadline]
    if 2 * len(dated) > len(rows):
        for task, measure in rows:
            if not (measure.deadline or task.deadline or any(x.deadline for x in measure.measures)):
                yield build_diagnostic("missing-deadline", "its siblings have one, it has none", where=measure.id, span=measure.span)


def _ids_above(task: str) -> Iterator[str]:
    """2.1.3 → 2.1, 2."""
    at = task.rfind(".")
    while at > 0:
        yield task[:at]
        at = task.rfind(".", 0, at)


def _has_unit(task: Task) -> bool:
    return _names_unit(task) or bool(task.measures and any(_names_unit(m) for m in _measures(task)))


def _names_unit(node: Task | Measure) -> bool:
    return bool(node.lead_units or node.responsible_units or node.cooperating_units)


def _has_deadline(task: Task) -> bool:
    return task.deadline is not None or any(m.deadline for m in _measures(task))


# -- schedule


def _check_schedule(notice: Notice) -> Iterator[Diagnostic]:
    stages = [t for t in notice.tasks if t.kind == "stage" and t.deadline and (t.deadline.start or t.deadline.end)]
    for before, after in pairwise(stages):
        yield from _check_phases(before, after)
    ends = [d.end for t in stages if (d := t.deadline) and d.end]
    if not ends:
        return
    for task in notice.tasks:
        limit = task.deadline
        if task.kind != "stage" and limit and limit.end and limit.end > max(ends):
            yield build_diagnostic(
                "deadline-after-schedule",
                f"{limit.text} ({limit.end}) is later than the last phase ({max(ends)})",
                where=task.id,
                span=limit.span,
            )


def _check_phases(before: Task, after: Task) -> Iterator[Diagnostic]:
    first, second = before.deadline, after.deadline
    if not (first and second and first.end and second.start) or before.id.rsplit(".", 1)[0] != after.id.rsplit(".", 1)[0]:
        return
    days = (second.start - first.end).days
    if days > 1:
        yield build_diagnostic("schedule-gap", f"{first.end} to {second.start} is in no phase", where=after.id, span=second.span)
    elif days <= 0:
        yield build_diagnostic("schedule-overlap", f"{second.start} to {first.end} is in two phases", where=after.id, span=second.span)


# -- body and annex


def _check_annexes(notice: Notice, texts: Texts) -> Iterator[Diagnostic]:
    """Rows of an annex against the body's tasks of the same title or number: do they name the same units?

    A further plan has a numbering of its own: only its titles are compared.
    """
    rows = [t for t in notice.tasks if t.id.startswith("a") and ":" in t.id]
    if not rows:
        return
    body = {t.id: t for t in notice.tasks if ":" not in t.id}
    titles = {_plain(t.path[-1]): t for t in reversed(body.values())}
    parents = {_plain(s.title): s.id for s in _sections(notice.outline) if ":" not in s.id}
    annex_parents = {s.id: _plain(s.title) for s in _sections(notice.outline) if ":" in s.id}
    annexes = {segment.prefix for segment, _ in texts if segment.is_annex}
    for row in rows:
        match = titles.get(_plain(row.path[-1]))
        if match is None and "." in row.id and "~" not in row.id and row.id[: row.id.index(":") + 1] in annexes:
            parent, number = row.id.rsplit(".", 1)
            match = body.get(f"{parents.get(annex_parents.get(parent, ''), '?')}.{number}")
        if match is None or not (_all_units(match) and _all_units(row)):
            continue
        ours, theirs = {u.name for u in _all_units(match)}, {u.name for u in _all_units(row)}
        if ours != theirs:
            added, left_out = sorted(theirs - ours), sorted(ours - theirs)
            message = "; ".join(f"{what} {'、'.join(names)}" for what, names in (("adds", added), ("lacks", left_out)) if names)
            yield build_diagnostic("annex-mismatch", f"against {match.id}: {message}", where=row.id, span=row.span)


def _plain(title: str) -> str:
    """A heading without its marker and stops."""
    return "".join(filter(str.isalpha, title.split("、", 1)[-1].split("）", 1)[-1].split(")", 1)[-1])).lstrip("0123456789")


def _all_units(task: Task) -> tuple[Unit, ...]:
    return (*task.lead_units, *task.responsible_units, *task.cooperating_units)


def _sections(sections: tuple[Section, ...]) -> Iterator[Section]:
    for section in sections:
        yield section
        yield from _sections(section.children)


# -- furniture


_NAMES = {
    "page-marker": ("page-furniture", "page markers"),
    "page-number": ("page-furniture", "page numbers"),
    "contents-line": ("page-furniture", "lines of a table of contents"),
    "running-line": ("page-furniture", "running heads and feet"),
    "bold": ("markup", "bold marks"),
    "heading-mark": ("markup", "heading marks"),
    "file-share": ("boilerplate", "lines of a file-share site"),
    "preview-line": ("boilerplate", "lines of a file-share site"),
    "preview-page": ("boilerplate", "lines of a file-share site"),
    "file-share-lead": ("boilerplate", "words of a file-share site"),
    "site-notice": ("boilerplate", "lines of a site"),
}


def _check_furniture(flow: Flow) -> Iterator[Diagnostic]:
    counts: dict[tuple[str, str], tuple[int, Span]] = {}
    for cut in flow.cuts:
        if told := _NAMES.get(cut.rule):
            count, first = counts.get(told, (0, (cut.start, cut.end)))
            counts[told] = (count + 1, first)
    for (code, name), (count, span) in counts.items():
        yield build_diagnostic(code, f"{count} {name} left out, the first one here", span=span)
