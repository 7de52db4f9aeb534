"""The words that tables for people are written in, Chinese and English."""

from __future__ import annotations

import datetime as dt
from typing import NamedTuple

from rectiparse.rows import Cell
from rectiparse.writers import Headers


class Words(NamedTuple):
    """One language. Values that are words of ours are shown in it; what a notice says never changes."""

    ledger: str
    yes: str
    and_others: str
    count_tasks: str
    kinds: dict[str, str]

    def show(self, column: str, value: Cell) -> str:
        """A cell as text; false and missing are empty."""
        if isinstance(value, bool):
            return self.yes if value else ""
        if isinstance(value, (int, dt.date)):
            return str(value)
        return self.kinds.get(value or "", value or "") if column == "kind" else value or ""


WORDS: dict[Headers, Words] = {
    "zh": Words(
        ledger="整改台账", yes="是", and_others="等", count_tasks="任务 {}", kinds={"finding": "问题", "task": "任务", "stage": "阶段"}
    ),
    "en": Words(ledger="Ledger of tasks", yes="yes", and_others=" and others", count_tasks="{} tasks", kinds={}),
}
