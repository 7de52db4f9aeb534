"""A due task to its calendar entry: an all-day event on the day of the limit."""

from __future__ import annotations

import datetime as dt
from collections.abc import Iterator
from hashlib import sha256
from typing import TYPE_CHECKING

from rectiparse.model import Notice
from rectiparse.rows import CHINESE_COLUMNS, UNIT_JOINT
from rectiparse.writers import WriteOptions
from rectiparse.writers.calendar.occurrences import Occurrence
from rectiparse.writers.dues import Due
from rectiparse.writers.printable import clean_text, crop_line
from rectiparse.writers.words import WORDS, Words

if TYPE_CHECKING:
    from icalendar import Alarm, Event

_TITLE, _MEASURES = 60, 20
"""Characters of a summary, and measures in a description, that are shown."""
_EPOCH = dt.date(1980, 1, 1)
"""Stands for the date of a notice that has none: the same notice gives the same bytes."""


def build_event(notice: Notice, due: Due, occurrence: Occurrence, options: WriteOptions) -> Event:
    """The VEVENT. It stays the same event in every import: its UID is of the source's bytes and the id in the ledger."""
    from icalendar import Event, vRecur

    issued = notice.metadata.issued.date if notice.metadata.issued else _EPOCH
    words = WORDS[options.headers or "zh"]
    event = Event()
    event.add("uid", sha256(f"{notice.source.sha256} {due.id}".encode("utf-8", "replace")).hexdigest()[:40] + "@rectiparse")
    event.add("dtstamp", dt.datetime.combine(options.as_of or issued, dt.time(), dt.UTC))
    # a calendar takes a later export for the newer one by its higher SEQUENCE
    event.add("sequence", max(0, (options.as_of - issued).days) if options.as_of else 0)
    event.add("dtstart", occurrence.day)
    event.add("dtend", occurrence.day + dt.timedelta(days=1))
    if occurrence.rule:
        event.add("rrule", vRecur.from_ical(occurrence.rule))
    event.add("summary", _summarize(due, words))
    event.add("description", "\n".join(_describe(notice, due, options)))
    event.add("categories", [words.kinds.get(due.task.kind, due.task.kind)])
    event.add("transp", "TRANSPARENT")  # a limit keeps nobody busy all day
    if options.alarm is not None and not due.deadline.done:
        event.add_component(_build_alarm(options.alarm, _summarize(due, words)))
    return event


def _build_alarm(before: dt.timedelta, text: str) -> Alarm:
    from icalendar import Alarm

    alarm = Alarm()
    alarm.add("action", "DISPLAY")
    alarm.add("trigger", -before)
    alarm.add("description", text)
    return alarm


def _summarize(due: Due, words: Words) -> str:
    """Title and who leads, on one line."""
    leads = due.units["lead_units"] or due.units["responsible_units"]
    who = f"（{leads[0].name}{words.and_others if len(leads) > 1 else ''}）" if leads else ""
    return f"{crop_line(clean_text(due.title), _TITLE)}{clean_text(who)}"


def _describe(notice: Notice, due: Due, options: WriteOptions) -> Iterator[str]:
    headers = CHINESE_COLUMNS if options.headers != "en" else {column: column.replace("_", " ") for column in CHINESE_COLUMNS}
    colon = "：" if options.headers != "en" else ": "
    told: list[tuple[str, str | None]] = [("deadline_text", due.deadline.text)]
    told += [("deadline_start", str(due.deadline.start))] if due.deadline.start else []
    told += [(role, UNIT_JOINT.join(unit.name for unit in units)) for role, units in due.units.items()]
    task = due.task
    told += [("finding", task.finding), ("objective", task.objective), ("content", task.content)]
    for column, text in told:
        if text:
            yield f"{headers[column]}{colon}{clean_text(text)}"
    if due.measures:
        yield f"{headers['measure']}{colon}"
        yield from (f"{measure.marker or '·'} {clean_text(measure.text)}" for measure in due.measures[:_MEASURES])
        yield from ["…"] if len(due.measures) > _MEASURES else []
    yield f"{headers['source']}{colon}{clean_text(notice.metadata.title or notice.source.name)}"
    yield f"{clean_text(notice.source.name)}:{due.line} [{due.id}]"
