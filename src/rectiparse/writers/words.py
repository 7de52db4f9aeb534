"""The words that tables for people are written in, Chinese and English."""

from __future__ import annotations

import datetime as dt
from typing import NamedTuple

from rectiparse.messages import SEVERITIES
from rectiparse.model import Severity
from rectiparse.rows import CHINESE_COLUMNS, Cell
from rectiparse.writers import Headers


class Words(NamedTuple):
    """One language. Values that are words of ours are shown in it; what a notice says never changes."""

    columns: dict[str, str]
    """Of the ledger and of the other tables; what is missing is shown as it is called."""
    yes: str
    ledger: str
    count_tasks: str
    and_others: str
    kinds: dict[str, str]
    severities: dict[Severity, str]
    sheets: tuple[str, str, str, str, str]
    """Ledger, units, months, issues, sources."""
    month: str
    buckets: tuple[str, str, str, str]
    """Limits without a month: recurring, ongoing, at once, date unknown."""
    colours: tuple[str, str, str, str]
    """Overdue, soon, ongoing, done."""
    cut: str

    def header(self, column: str) -> str:
        return self.columns.get(column, column)

    def show(self, column: str, value: Cell) -> str:
        """A cell as text; false and missing are empty."""
        if isinstance(value, bool):
            return self.yes if value else ""
        if isinstance(value, (int, dt.date)):
            return str(value)
        return self.kinds.get(value or "", value or "") if column == "kind" else value or ""


_CHINESE_HEADERS = {
    "as_of": "截至日期",
    "unit": "单位",
    "tasks": "任务",
    "next_deadline": "下一时限",
    "earliest_overdue": "最早逾期",
    "month": "月份",
    "id": "编号",
    "title": "事项",
    "severity": "级别",
    "code": "代码",
    "meaning": "含义",
    "message": "详情",
    "where": "编号",
    "quoted": "原文",
    "notice_title": "标题",
    "document_number": "文号",
    "issuers": "发文机关",
    "issued": "成文日期",
    "rows": "台账行数",
    "responsibility_words": "责任词",
    "claimed": "已读责任词",
    "coverage": "覆盖率",
    "errors": "错误",
    "warnings": "警告",
    "characters": "字数",
    "encoding": "编码",
    "sha256": "SHA-256",
}

_ENGLISH_HEADERS = {"as_of": "as of", "notice_title": "title"}

WORDS: dict[Headers, Words] = {
    "zh": Words(
        columns=CHINESE_COLUMNS | _CHINESE_HEADERS,
        yes="是",
        ledger="整改台账",
        count_tasks="任务 {}",
        and_others="等",
        kinds={"finding": "问题", "task": "任务", "stage": "阶段"},
        severities=SEVERITIES,
        sheets=("台账", "单位", "时间", "问题", "来源"),
        month="{}年{}月（{}项）",
        buckets=("周期性（{}项）", "长期坚持，无截止日期（{}项）", "立行立改，无截止日期（{}项）", "日期不明（{}项）"),
        colours=("逾期", "30天内到期", "长期坚持", "已完成"),
        cut="…（原文{}字，单元格放不下，已截断）",
    ),
    "en": Words(
        columns=_ENGLISH_HEADERS,
        yes="yes",
        ledger="Ledger of tasks",
        count_tasks="{} tasks",
        and_others=" and others",
        kinds={},
        severities={},
        sheets=("Ledger", "Units", "Months", "Issues", "Sources"),
        month="{}-{:02} ({})",
        buckets=("recurring ({})", "ongoing, no last day ({})", "at once, no last day ({})", "date unknown ({})"),
        colours=("overdue", "due in 30 days", "ongoing", "done"),
        cut="… (of {} characters; cut, a cell holds no more)",
    ),
}
