"""The data contract as frozen pydantic models: what a parsed notice is, and the only place that knows JSON names."""

from __future__ import annotations

import datetime as dt
from collections.abc import Callable, Iterator
from typing import Any, Final, Literal, NamedTuple

from pydantic import BaseModel, ConfigDict

SCHEMA_VERSION: Final = "1"
LEDGER_MARK: Final = "rectiparse"
"""The category of a workbook that is a ledger, so that it is never taken for a notice."""

Span = tuple[int, int]
"""Code points [start, end) of the source text."""

Spans = dict[str, tuple[Span, ...]]
"""Where each text field stands: its stretches, put end to end, are the field."""

Severity = Literal["error", "warning", "info"]
Kind = Literal["finding", "task", "stage"]
Role = Literal["finding", "objective", "scope", "tasks", "schedule", "requirements", "annex", "other"]
Precision = Literal["day", "ten-days", "month", "quarter", "half-year", "year", "plan-period"]
Scheme = Literal[
    "chapter",  # 第一章
    "part",  # 第一节
    "article",  # 第一条
    "chinese-comma",  # 一、
    "chinese-bracket",  # （一）
    "arabic-dot",  # 1. 1、
    "decimal",  # 1.1 3.2.1
    "arabic-bracket",  # （1） 1）
    "letter",  # A. a)
    "circled",  # ①
    "ordinal",  # 一是 第一，
]
LeafKind = Literal["heading", "text", "label", "value", "separator", "furniture", "boilerplate", "unclaimed"]
UnitRole = Literal["lead_units", "responsible_units", "cooperating_units", "supervising_units"]
UNIT_ROLES: tuple[UnitRole, ...] = ("lead_units", "responsible_units", "cooperating_units", "supervising_units")


class _Part(BaseModel):
    model_config = ConfigDict(frozen=True, extra="forbid")


class Leaf(NamedTuple):
    """One stretch of the source text; all leaves of a notice, put end to end, are the source text."""

    kind: LeafKind
    span: Span
    section_id: str | None


class Unit(_Part):
    name: str
    """Written out in full: 自治区医保局."""
    text: str
    """As printed: 医保局."""
    span: Span
    rule: str


class Relative(_Part):
    event: str | None
    offset: str
    """ISO 8601 duration, negative when before the event."""
    working_days: bool


class Milestone(_Part):
    date: dt.date
    text: str


class Deadline(_Part):
    text: str
    start: dt.date | None = None
    end: dt.date | None = None
    precision: Precision | None = None
    ongoing: bool = False
    immediate: bool = False
    done: bool = False
    recurrence: str | None = None
    """RFC 5545 RRULE value."""
    relative: Relative | None = None
    milestones: tuple[Milestone, ...] = ()
    year_inferred: bool = False
    ambiguous: bool = False
    edtf: str | None = None
    """Extended Date/Time Format (ISO 8601-2)."""
    rule: str
    span: Span


class DeadlineClause(Deadline):
    """An entry of `Notice.deadlines`: a deadline and the innermost section, task or measure it stands in."""

    section_id: str | None = None


def join_heading(marker: str | None, title: str) -> str:
    """Marker and title on one line: 1.完善制度, 一是完善制度; a blank behind a number that no sign ends, 1, 第一章, 问题一, as in print."""
    is_apart = marker and marker[-1] != "是" and (marker[-1].isdecimal() or marker[-1].isalpha())
    return f"{marker or ''}{' ' if is_apart else ''}{title}"


class Measure(_Part):
    id: str
    marker: str | None
    number: int | None
    text: str
    deadline: Deadline | None = None
    lead_units: tuple[Unit, ...] = ()
    responsible_units: tuple[Unit, ...] = ()
    cooperating_units: tuple[Unit, ...] = ()
    measures: tuple[Measure, ...] = ()
    line: int
    span: Span
    spans: Spans = {}


class Task(_Part):
    id: str
    kind: Kind
    path: tuple[str, ...]
    finding: str | None = None
    objective: str | None = None
    content: str | None = None
    lead_units: tuple[Unit, ...] = ()
    responsible_units: tuple[Unit, ...] = ()
    cooperating_units: tuple[Unit, ...] = ()
    supervising_units: tuple[Unit, ...] = ()
    deadline: Deadline | None = None
    measures: tuple[Measure, ...] = ()
    progress: str | None = None
    line: int
    span: Span
    spans: Spans = {}


class Section(_Part):
    id: str
    marker: str | None
    number: int | None
    scheme: Scheme | None
    level: int
    title: str
    role: Role
    text: str
    line: int
    span: Span
    spans: Spans = {}
    children: tuple[Section, ...] = ()


class Origin(_Part):
    """Where a stretch of the linear text stands in a format that has pages, paragraphs or tables."""

    span: Span
    page: int | None = None
    paragraph: int | None = None
    table: int | None = None
    row: int | None = None
    column: int | None = None


class Source(_Part):
    name: str
    media_type: str
    encoding: str | None
    sha256: str
    characters: int
    text: str | None = None
    origins: tuple[Origin, ...] | None = None


class Issued(_Part):
    text: str
    date: dt.date
    span: Span


class Contact(_Part):
    name: str | None = None
    phone: str | None = None
    fax: str | None = None
    email: str | None = None


class Citation(_Part):
    title: str
    document_number: str | None
    span: Span


class Metadata(_Part):
    title: str | None = None
    document_number: str | None = None
    issuers: tuple[str, ...] = ()
    addressees: tuple[str, ...] = ()
    issued: Issued | None = None
    attachments: tuple[str, ...] = ()
    contacts: tuple[Contact, ...] = ()
    citations: tuple[Citation, ...] = ()
    spans: Spans = {}


class Diagnostic(_Part):
    code: str
    severity: Severity
    message: str
    where: str | None = None
    """Id of the section, task or measure."""
    span: Span | None = None
    line: int | None = None


class Coverage(_Part):
    responsibility_words: int
    claimed: int


class Notice(_Part):
    schema_version: Literal["1"] = SCHEMA_VERSION
    source: Source
    metadata: Metadata
    outline: tuple[Section, ...] = ()
    tasks: tuple[Task, ...] = ()
    deadlines: tuple[DeadlineClause, ...] = ()
    diagnostics: tuple[Diagnostic, ...] = ()
    coverage: Coverage
    __slots__ = ("_leaf_reader",)

    @property
    def leaves(self) -> tuple[Leaf, ...]:
        """The whole source text in order, built when asked for; empty for a notice that came from JSON."""
        reader: Callable[[], tuple[Leaf, ...]] | None = getattr(self, "_leaf_reader", None)
        return reader() if reader else ()

    def with_leaves(self, reader: Callable[[], tuple[Leaf, ...]]) -> Notice:
        """This notice, its leaves built by `reader` from now on."""
        object.__setattr__(self, "_leaf_reader", reader)
        return self

    def rows(self) -> Iterator[dict[str, Any]]:
        """Ledger rows as plain dicts, one a measure or one a task without measures; see `rectiparse.rows`."""
        from rectiparse.rows import build_rows

        return build_rows(self)
