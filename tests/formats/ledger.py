"""What two formats of one notice must agree in: everything but where it stands."""

from __future__ import annotations

import json
from typing import Any

from rectiparse.model import Notice

_PLACES = frozenset({"span", "spans", "line"})


def read_ledger(notice: Notice) -> dict[str, Any]:
    """Metadata, outline, tasks and deadlines without their places."""
    dumped = json.loads(notice.model_dump_json(include={"metadata", "outline", "tasks", "deadlines"}))
    return _without_places(dumped)


def read_rows(notice: Notice) -> list[dict[str, Any]]:
    """The ledger's rows without the name of the file and the line."""
    return [{k: v for k, v in row.items() if k not in ("source", "line")} for row in notice.rows()]


def _without_places(value: Any) -> Any:
    if isinstance(value, dict):
        return {key: _without_places(held) for key, held in value.items() if key not in _PLACES}
    if isinstance(value, list):
        return [_without_places(held) for held in value]
    return value
