"""iCalendar (RFC 5545): an all-day event for every limit that has a date, repeated where the limit is."""

from __future__ import annotations

from collections.abc import Iterable
from typing import BinaryIO

from rectiparse.model import Notice
from rectiparse.writers import WriteOptions
from rectiparse.writers.calendar.entries import build_event
from rectiparse.writers.calendar.occurrences import find_occurrence
from rectiparse.writers.dues import find_dues
from rectiparse.writers.extras import import_extra
from rectiparse.writers.words import WORDS

SUFFIX = ".ics"

_END = b"END:VCALENDAR\r\n"


def write(notices: Iterable[Notice], out: BinaryIO, options: WriteOptions) -> None:
    """Writes UTF-8 with CRLF, lines folded at 75 octets. Raises MissingExtra without icalendar, before a notice is asked for."""
    icalendar = import_extra("icalendar", "ics")
    calendar = icalendar.Calendar()
    calendar.add("prodid", "-//rectiparse//ledger//ZH")
    calendar.add("version", "2.0")
    calendar.add("calscale", "GREGORIAN")
    calendar.add("method", "PUBLISH")
    calendar.add("x-wr-calname", WORDS[options.headers or "zh"].ledger)
    out.write(calendar.to_ical().removesuffix(_END))
    seen: set[str] = set()
    undated = repeated = 0
    for notice in notices:
        if notice.source.sha256 in seen:  # its events have the same UIDs
            repeated += 1
            continue
        seen.add(notice.source.sha256)
        undated += _write_events(notice, out, options)
    out.write(_END)
    if undated:
        options.tell(f"{undated} limits without a date are not in the calendar: 长期坚持, blanked years, rules in a notice without a date")
    if repeated:
        options.tell(f"{repeated} files with the same bytes as an earlier one are in the calendar once")


def _write_events(notice: Notice, out: BinaryIO, options: WriteOptions) -> int:
    """Writes what has a date, returns how many limits have none."""
    issued = notice.metadata.issued.date if notice.metadata.issued else None
    undated = 0
    for task in notice.tasks:
        for due in find_dues(task):
            occurrence = find_occurrence(due.deadline, issued)
            if occurrence:
                out.write(build_event(notice, due, occurrence, options).to_ical())
            undated += occurrence is None
    return undated
