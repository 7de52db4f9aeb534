"""A notice to what the page is told of it: its text once, its fields as places in the text, a row a measure."""

from __future__ import annotations

import json
from bisect import bisect_right
from collections.abc import Mapping, Sequence

from rectiparse.messages import say_in_chinese
from rectiparse.model import Deadline, Diagnostic, Measure, Notice, Origin, Span, Task
from rectiparse.rows import Chain, find_chains, find_deadline, find_units

Json = str | int | bool | None | Sequence["Json"] | Mapping[str, "Json"]

_ESCAPED = str.maketrans({"<": "\\u003c", "\u2028": "\\u2028", "\u2029": "\\u2029"})
_TASK_FIELDS = ("finding", "objective", "content", "progress")
_DEADLINE_FIELDS = {"text", "start", "end", "ongoing", "immediate", "done", "recurrence", "rule", "span"}


def dump(value: Json) -> str:
    """JSON on one line that may stand inside a script element: no `<`, and no newline of old JavaScript."""
    return json.dumps(value, ensure_ascii=False, separators=(",", ":")).translate(_ESCAPED)


def build_data(notice: Notice) -> dict[str, Json]:
    """What the page knows of a notice; offsets count code points of `text`, which is null when the ledger came without it.

    Rows name their task, deadline and lists of units by number: what several rows share is written once.
    """
    chains = [(number, chain) for number, task in enumerate(notice.tasks) for chain in find_chains(task)]
    deadlines = _Numbered()
    units = _Numbered()
    rows: list[Json] = []
    for number, chain in chains:
        rows.append(
            _build_row(notice, chain)
            | {"task": number, "deadline": deadlines.add(_deadline(find_deadline(chain))), "units": units.add(_units(chain))}
        )
    return {
        **_head(notice),
        "tasks": [_build_task(notice, task) for task in notice.tasks],
        "rows": rows,
        "deadlines": deadlines.values,
        "units": units.values,
        "diagnostics": [_build_diagnostic(diagnostic) for diagnostic in notice.diagnostics],
    }


class _Numbered:
    """Values in order of their first use, each once."""

    def __init__(self) -> None:
        self.values: list[Json] = []
        self._numbers: dict[str, int] = {}

    def add(self, value: Json) -> int:
        key = dump(value)
        if key not in self._numbers:
            self._numbers[key] = len(self.values)
            self.values.append(value)
        return self._numbers[key]


def _head(notice: Notice) -> dict[str, Json]:
    source, metadata = notice.source, notice.metadata
    return {
        "name": source.name,
        "text": source.text,
        "title": metadata.title,
        "document_number": metadata.document_number,
        "issued": metadata.issued.date.isoformat() if metadata.issued else None,
        "issuers": metadata.issuers,
    }


def _build_diagnostic(diagnostic: Diagnostic) -> dict[str, Json]:
    said = say_in_chinese(diagnostic)
    return {**diagnostic.model_dump(mode="json"), "name_zh": said.name, "message_zh": said.message}


def _build_task(notice: Notice, task: Task) -> dict[str, Json]:
    fields = {name: _field(notice, getattr(task, name), task.spans.get(name, ())) for name in _TASK_FIELDS}
    return {"id": task.id, "kind": task.kind, "path": task.path, "span": task.span, **fields}


def _build_row(notice: Notice, chain: Chain) -> dict[str, Json]:
    node = chain[-1]
    row: dict[str, Json] = {"line": node.line, "span": node.span, "place": _place(notice.source.origins or (), node.span)}
    if isinstance(node, Measure):
        row |= {"id": node.id, "marker": node.marker, "measure": _field(notice, node.text, node.spans.get("text", ()))}
    return row


def _field(notice: Notice, value: str | None, spans: tuple[Span, ...]) -> Json:
    """Where a field stands, and its text only where that is not what stands there, end to end."""
    if value is None:
        return None
    text = notice.source.text
    printed = None if text is None else "".join(text[start:end] for start, end in spans)
    return {"at": spans} if printed == value else {"at": spans, "text": value}


def _deadline(deadline: Deadline | None) -> Json:
    if deadline is None:
        return None
    dumped: dict[str, Json] = deadline.model_dump(mode="json", include=_DEADLINE_FIELDS)
    return dumped


def _units(chain: Chain) -> Json:
    lists = find_units(chain)
    return {role: [{"name": unit.name, "span": unit.span} for unit in units] for role, units in lists.items() if units}


def _place(origins: tuple[Origin, ...], span: Span) -> Json:
    """Page, table, row and column of a row's start, where the format has them."""
    at = bisect_right(origins, span[0], key=lambda origin: origin.span[0]) - 1
    if at < 0:
        return None
    return {name: number for name in ("page", "table", "row", "column") if (number := getattr(origins[at], name))}
