"""A notice to its rows in a ledger, made where the notice was parsed."""

from __future__ import annotations

from typing import NamedTuple

from rectiparse.ledger.records import MOST_ITEMS, Record
from rectiparse.ledger.schema import ITEM_BITS
from rectiparse.model import UNIT_ROLES, Deadline, Measure, Notice, Task
from rectiparse.rows import UNIT_JOINT

_NOTICE_BITS = 46
_PATH_JOINT = " / "
_ROLES = tuple((role, role.removesuffix("_units")) for role in UNIT_ROLES)


class Written(NamedTuple):
    """The JSON file of a notice: its place below the output folder, its hash."""

    path: str
    sha256: str


class TooManyItems(Exception):
    """A notice has more tasks and measures than ids."""


def notice_id(sha256: str) -> int:
    """The id of the notice with these bytes: the same in every ledger, in whatever order notices come."""
    return int(sha256, 16) >> (256 - _NOTICE_BITS) << ITEM_BITS


def build_record(notice: Notice, written: Written, settings: str) -> Record:
    """The rows of a notice that is called by its path. Raises TooManyItems."""
    record = Record(notice_id(notice.source.sha256))
    source, metadata = notice.source, notice.metadata
    record.add(
        "notices",
        record.notice_id,
        source.name,
        source.sha256,
        source.media_type,
        source.characters,
        metadata.title,
        metadata.document_number,
        UNIT_JOINT.join(metadata.issuers) or None,
        metadata.issued.date.isoformat() if metadata.issued else None,
        len(notice.tasks),
        notice.coverage.responsibility_words,
        notice.coverage.claimed,
        written.path,
        written.sha256,
        settings,
    )
    _Numbered(record).add_tasks(notice.tasks)
    for position, told in enumerate(notice.diagnostics):
        record.add("diagnostics", record.notice_id, position, told.code, told.severity, told.message, told.where, told.line)
    return record


class _Numbered:
    """Gives tasks and measures their ids, in order of the text."""

    def __init__(self, record: Record) -> None:
        self._record, self._notice, self._last = record, record.notice_id, record.notice_id
        self._units = record.rows("units")  # half of all rows

    def add_tasks(self, tasks: tuple[Task, ...]) -> None:
        for task in tasks:
            id_ = self._next()
            section = _PATH_JOINT.join(task.path)
            texts = (task.finding, task.objective, task.content, task.progress)
            self._record.add("tasks", id_, self._notice, task.id, task.kind, section, *texts, task.line)
            deadline_of, units_of = self._add_own(id_, task, None, None)
            if not task.measures:
                self._record.add("duties", id_, self._notice, id_, None, deadline_of, units_of)
            self._add_measures(task.measures, id_, None, deadline_of, units_of)

    def _add_measures(
        self, measures: tuple[Measure, ...], task: int, parent: int | None, deadline_of: int | None, units_of: int | None
    ) -> None:
        for measure in measures:
            id_ = self._next()
            self._record.add("measures", id_, self._notice, task, parent, measure.id, measure.text, measure.line)
            own = self._add_own(id_, measure, deadline_of, units_of)
            self._record.add("duties", id_, self._notice, task, id_, *own)
            self._add_measures(measure.measures, task, id_, *own)

    def _add_own(self, id_: int, node: Task | Measure, deadline_of: int | None, units_of: int | None) -> tuple[int | None, int | None]:
        """Where the deadline and the units of this node stand: in itself if it names any, else where its parent has them from."""
        for role, word in _ROLES:
            if named := getattr(node, role, ()):
                self._units.extend((id_, word, position, unit.name, unit.text, unit.rule) for position, unit in enumerate(named))
                units_of = id_
        if node.deadline:
            self._add_deadline(id_, node.deadline)
            deadline_of = id_
        return deadline_of, units_of

    def _add_deadline(self, id_: int, deadline: Deadline) -> None:
        relative = deadline.relative
        self._record.add(
            "deadlines",
            id_,
            deadline.text,
            deadline.start.isoformat() if deadline.start else None,
            deadline.end.isoformat() if deadline.end else None,
            deadline.precision,
            int(deadline.ongoing),
            int(deadline.immediate),
            int(deadline.done),
            deadline.recurrence,
            relative.event if relative else None,
            relative.offset if relative else None,
            int(bool(relative and relative.working_days)),
            int(deadline.year_inferred),
            int(deadline.ambiguous),
            deadline.edtf,
            deadline.rule,
        )
        for position, milestone in enumerate(deadline.milestones):
            self._record.add("milestones", id_, position, milestone.date.isoformat(), milestone.text)

    def _next(self) -> int:
        self._last += 1
        if self._last - self._notice > MOST_ITEMS:
            raise TooManyItems
        return self._last
