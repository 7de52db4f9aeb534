"""The calendar as icalendar and dateutil read it: days, rules, alarms, identities."""

from __future__ import annotations

import datetime as dt
from io import BytesIO
from typing import Any

import pytest

from notices import build_notice, measure, task, units
from opened import need_module
from rectiparse import extract_text
from rectiparse.ledger.occurrences import find_occurrences
from rectiparse.model import Deadline, Issued, Metadata, Notice
from rectiparse.writers import WriteOptions, find_writer
from rectiparse.writers.calendar.occurrences import Occurrence, find_occurrence

ISSUED = dt.date(2021, 3, 13)
JUNE = dt.date(2021, 6, 30)


def limit(end: dt.date | None = None, **fields: Any) -> Deadline:
    return Deadline(**({"text": "时限", "end": end, "rule": "date", "span": (0, 1)} | fields))


def dated(*tasks: Any) -> Notice:
    notice = build_notice(*tasks)
    issued = Issued(text="2021年3月13日", date=ISSUED, span=(0, 1))
    return notice.model_copy(update={"metadata": Metadata(issued=issued)})


def write(*notices: Notice, **options: Any) -> bytes:
    need_module("icalendar")
    writer, out = find_writer("ics"), BytesIO()
    assert writer is not None
    writer.write(iter(notices), out, WriteOptions(**options))
    return out.getvalue()


def read(*notices: Notice, **options: Any) -> list[Any]:
    calendar = need_module("icalendar").Calendar.from_ical(write(*notices, **options))
    assert calendar["method"] == "PUBLISH" and not calendar.errors
    events: list[Any] = calendar.walk("VEVENT")
    assert not any(event.errors for event in events)
    return events


def test_a_whole_day_on_the_last_one(small: str) -> None:
    first, second = read(extract_text(small))
    assert (first["dtstart"].dt, first["dtend"].dt) == (JUNE, dt.date(2021, 7, 1))
    assert first["summary"] == "（一）排污口未封堵（市水务局等）"
    assert "牵头单位" not in first["description"] and "责任单位：市水务局；市生态环境局" in first["description"]
    assert "封堵3处排污口" in first["description"] and "<text>:" in first["description"]
    assert "rrule" not in first and second["dtstart"].dt == dt.date(2021, 12, 31)


@pytest.mark.parametrize(
    ("rule", "first", "later"),
    [
        ("FREQ=MONTHLY;BYMONTHDAY=28,29,30;BYSETPOS=-1", dt.date(2021, 3, 30), dt.date(2022, 2, 28)),
        ("FREQ=MONTHLY;BYMONTHDAY=5,20", dt.date(2021, 3, 20), dt.date(2021, 4, 5)),
        ("FREQ=MONTHLY", dt.date(2021, 3, 31), dt.date(2021, 4, 30)),
        ("FREQ=MONTHLY;INTERVAL=3", JUNE.replace(month=3, day=31), JUNE),
        ("FREQ=MONTHLY;INTERVAL=6", JUNE, dt.date(2021, 12, 31)),
        ("FREQ=MONTHLY;INTERVAL=2", dt.date(2021, 4, 30), dt.date(2021, 6, 30)),  # by the calendar, as the ledger counts
        ("FREQ=MONTHLY;BYMONTH=3,6,9,12;BYMONTHDAY=-1", dt.date(2021, 3, 31), dt.date(2021, 9, 30)),
        ("FREQ=MONTHLY;BYMONTH=2,4,6,8,10,12;BYMONTHDAY=25", dt.date(2021, 4, 25), dt.date(2021, 6, 25)),
        ("FREQ=MONTHLY;BYMONTH=1,3,5,7,9,11;BYMONTHDAY=-1", dt.date(2021, 3, 31), dt.date(2021, 5, 31)),
        ("FREQ=YEARLY", dt.date(2021, 12, 31), dt.date(2022, 12, 31)),
        ("FREQ=YEARLY;BYMONTH=12;BYMONTHDAY=-1", dt.date(2021, 12, 31), dt.date(2023, 12, 31)),
        ("FREQ=WEEKLY", dt.date(2021, 3, 14), dt.date(2021, 3, 21)),  # the last day of the week
        ("FREQ=WEEKLY;BYDAY=MO,TU,WE,TH,FR", dt.date(2021, 3, 15), dt.date(2021, 3, 16)),
        ("FREQ=DAILY", ISSUED, dt.date(2021, 3, 14)),
    ],
)
def test_rules_begin_on_a_day_of_their_own(rule: str, first: dt.date, later: dt.date) -> None:
    need_module("icalendar")
    from dateutil.rrule import rrulestr

    [event] = read(dated(task("1.1", deadline=limit(recurrence=rule))))
    assert event["dtstart"].dt == first
    days = rrulestr(event["rrule"].to_ical().decode(), dtstart=dt.datetime.combine(first, dt.time()))
    assert days[0].date() == first and dt.datetime.combine(later, dt.time()) in days


def test_a_rule_ends_with_its_limit_and_begins_with_its_start() -> None:
    found = find_occurrence(limit(JUNE, recurrence="FREQ=MONTHLY", start=dt.date(2021, 4, 10)), ISSUED)
    assert found is not None and found.day == dt.date(2021, 4, 30) and found.rule == "FREQ=MONTHLY;BYMONTHDAY=-1;UNTIL=20210630"
    assert find_occurrence(limit(recurrence="FREQ=MONTHLY"), None) is None


@pytest.mark.parametrize("issued", [None, dt.date(2021, 6, 29), dt.date(2021, 7, 1)])
def test_a_rule_without_a_day_until_its_limit_leaves_the_limit(issued: dt.date | None) -> None:
    assert find_occurrence(limit(JUNE, recurrence="FREQ=MONTHLY;BYMONTHDAY=20"), issued) == Occurrence(JUNE)


def test_what_has_no_date_is_told() -> None:
    told: list[str] = []
    notice = dated(task("1.1", deadline=limit(ongoing=True)), task("1.2", deadline=limit(JUNE)), task("1.3"))
    assert len(read(notice, notice, tell=told.append)) == 1
    assert [line.split()[0] for line in told] == ["1", "1"] and "without a date" in told[0] and "same bytes" in told[1]


def test_a_second_export_is_the_same_event_and_newer() -> None:
    notice = dated(task("1.1", deadline=limit(JUNE)))
    [first], [again], [later] = read(notice), read(notice), read(notice, as_of=dt.date(2021, 5, 1))
    assert write(notice) == write(notice)
    assert first["uid"] == again["uid"] == later["uid"]
    assert later["sequence"] > first["sequence"] and later["dtstamp"].dt > first["dtstamp"].dt
    [other] = read(notice.model_copy(update={"source": notice.source.model_copy(update={"sha256": "1" * 64})}))
    assert other["uid"] != first["uid"]


def test_measures_with_a_limit_of_their_own_have_an_event() -> None:
    own = measure("1.1-2", deadline=limit(dt.date(2021, 9, 30)), lead_units=units("乙局"))
    events = read(dated(task("1.1", deadline=limit(JUNE), lead_units=units("甲局"), measures=(measure("1.1-1"), own))))
    assert [(event["dtstart"].dt.month, str(event["summary"])) for event in events] == [(6, "（一）1.1（甲局）"), (9, "措施1.1-2（乙局）")]
    assert len({event["uid"] for event in events}) == 2


def test_alarms() -> None:
    notice = dated(task("1.1", deadline=limit(JUNE)), task("1.2", deadline=limit(JUNE, done=True)))
    first, done = read(notice, alarm=dt.timedelta(days=7))
    [alarm] = first.walk("VALARM")
    assert (alarm["action"], alarm["trigger"].dt) == ("DISPLAY", dt.timedelta(days=-7)) and not done.walk("VALARM")
    assert not any(event.walk("VALARM") for event in read(notice))


def test_lines_are_folded_and_signs_escaped() -> None:
    text = "甲;乙,丙\\丁\n戊" + "长" * 300 + "\x07"
    data = write(dated(task("1.1", deadline=limit(JUNE), content=text, finding="BEGIN:VEVENT\nEND:VCALENDAR")))
    assert data.endswith(b"END:VCALENDAR\r\n") and data.count(b"\n") == data.count(b"\r\n")
    lines = data.split(b"\r\n")
    assert max(map(len, lines)) <= 75 and all(line.decode() is not None for line in lines)
    [event] = read(dated(task("1.1", deadline=limit(JUNE), content=text)))
    assert text.replace("\x07", "\ufffd") in event["description"]


@pytest.mark.parametrize(
    "rule", ["FREQ=MONTHLY", "FREQ=MONTHLY;INTERVAL=2", "FREQ=MONTHLY;INTERVAL=3", "FREQ=MONTHLY;INTERVAL=6", "FREQ=WEEKLY", "FREQ=YEARLY"]
)
def test_the_calendar_and_the_ledger_fall_due_on_the_same_day(rule: str) -> None:
    issued = dt.date(2021, 3, 13)
    found = find_occurrence(limit(recurrence=rule), issued)
    assert found is not None and found.day == find_occurrences(rule, issued, issued, dt.date(2022, 12, 31))[0]
