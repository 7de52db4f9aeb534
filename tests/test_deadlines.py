"""Deadline clauses and deadlines in prose: the grammar's own examples, clauses of our own, the shared gold, and hostile text."""

from __future__ import annotations

import datetime as dt
import json
import time
from pathlib import Path
from typing import Any

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from rectiparse import extract_text
from rectiparse.dates import add_working_days, read_eve
from rectiparse.datewords import MEANINGS
from rectiparse.deadlines import DateContext, Reading, read_clause, read_deadline, read_field
from rectiparse.grammar import Grammar
from rectiparse.grammar_files import Example, read_grammar_file
from rectiparse.grammar_files import RuleEntry as Rule
from rectiparse.prose import find_odd_dates, find_prose
from rectiparse.source import fold

GRAMMAR = Grammar(Path(__file__).parents[1] / "grammars")
RULES = read_grammar_file(GRAMMAR.directory / "deadlines.toml").rule
ISSUED = dt.date(2021, 3, 13)
CONTEXT = DateContext(ISSUED, 2021)


def read(clause: str, context: DateContext = CONTEXT) -> Reading:
    reading = read_field(fold(clause), context, GRAMMAR)
    assert reading is not None, clause
    return reading


def prose(text: str, context: DateContext = CONTEXT) -> list[tuple[str, Reading]]:
    folded = fold(text)
    return [(text[hit.start : hit.end], hit.reading) for hit in find_prose(folded, 0, len(folded), context, GRAMMAR)]


# ---- the grammar's own examples ----


def shown(reading: Reading, name: str) -> object:
    value = getattr(reading, name)
    if name == "relative" and value is not None:
        return " ".join(part for part in (value.event, value.offset, "working" if value.working_days else "") if part)
    return value or ""


@pytest.mark.parametrize(("rule", "example"), [pytest.param(r, e, id=f"{r.id}:{e.text}") for r in RULES for e in r.examples])
def test_example_is_read(rule: Rule, example: Example) -> None:
    folded = fold(example.text)
    assert GRAMMAR.deadlines.compiled(rule.id).search(folded)
    if rule.means not in MEANINGS:
        return
    reading = read(example.text, DateContext(example.issued, example.issued.year if example.issued else None))
    for name, value in example.gives.items():
        assert shown(reading, name) == (value or ""), name


_AT_THEIR_PLACE = frozenset(
    (
        "prose-not-after",
        "prose-doing",
        "prose-bare-year",
        "prose-repeated-doing",
        "prose-season-limit",
        "prose-of-whom",
        "prose-done",
        "prose-handing-in",
        "prose-norm",
        "prose-phases",
        "prose-keeps-year",
        "prose-goal",
        "prose-of-the-year",
        "prose-each-year",
    )
)


@pytest.mark.parametrize(("rule", "text"), [pytest.param(r, t, id=f"{r.id}:{t}") for r in RULES for t in r.rejects])
def test_reject_is_not_matched(rule: Rule, text: str) -> None:
    pattern, folded = GRAMMAR.deadlines.compiled(rule.id), fold(text)
    # what must stand right behind the date words is matched at its place
    looked = pattern.match(folded) if rule.means in _AT_THEIR_PLACE else pattern.search(folded)
    assert looked is None


# ---- clauses ----

D = dt.date


@pytest.mark.parametrize(
    ("clause", "start", "end", "precision", "edtf"),
    [
        ("12月底", None, D(2021, 12, 31), "month", "2021-12"),
        ("年内", None, D(2021, 12, 31), "year", "2021"),
        ("第二季度", D(2021, 4, 1), D(2021, 6, 30), "quarter", "2021-34"),
        ("一至三季度", D(2021, 1, 1), D(2021, 9, 30), "quarter", "2021-01/2021-09"),
        ("2021年第一季度、第二季度", D(2021, 1, 1), D(2021, 6, 30), "quarter", "2021-01/2021-06"),
        ("6月上旬", None, D(2021, 6, 10), "ten-days", "2021-06-01/2021-06-10"),
        ("9月5日前完成", None, D(2021, 9, 5), "day", "2021-09-05"),
        ("2023年6月底前并长期坚持", None, D(2023, 6, 30), "month", "2023-06"),
        ("5月10日-20日", D(2021, 5, 10), D(2021, 5, 20), "day", "2021-05-10/2021-05-20"),
        ("2021年4月1日至6月30日", D(2021, 4, 1), D(2021, 6, 30), "day", "2021-04-01/2021-06-30"),
        ("7-9月", D(2021, 7, 1), D(2021, 9, 30), "month", "2021-07/2021-09"),
        ("10月至次年3月", D(2021, 10, 1), D(2022, 3, 31), "month", "2021-10/2022-03"),
        ("2021年12月至3月", D(2021, 12, 1), D(2022, 3, 31), "month", "2021-12/2022-03"),
        ("11月至2022年3月", D(2021, 11, 1), D(2022, 3, 31), "month", "2021-11/2022-03"),
        ("2021年3月底前、9月底前", None, D(2021, 9, 30), "month", "2021-09"),
        ("2021年6.30前", None, D(2021, 6, 30), "day", "2021-06-30"),
        ("2021.3-2021.12", D(2021, 3, 1), D(2021, 12, 31), "month", "2021-03/2021-12"),
        ("下月10日前", None, D(2021, 4, 10), "day", "2021-04-10"),
        ("本月底前", None, D(2021, 3, 31), "month", "2021-03"),
        ("明年一季度", D(2022, 1, 1), D(2022, 3, 31), "quarter", "2022-33"),
        ("“十四五”时期", D(2021, 1, 1), D(2025, 12, 31), "plan-period", "2021/2025"),
        ("２０２３ 年 10 月底前", None, D(2023, 10, 31), "month", "2023-10"),
        ("即日起至9月30日", D(2021, 3, 13), D(2021, 9, 30), "day", "2021-03-13/2021-09-30"),
        ("2021年9月起", D(2021, 9, 1), None, "month", "2021-09/.."),
        ("2021年9月以后", D(2021, 9, 1), None, "month", "2021-09/.."),
        ("2021年9月以后长期坚持", D(2021, 9, 1), None, "month", "2021-09/.."),
        ("到2025年底", None, D(2025, 12, 31), "year", "2025"),
        ("2021年3月—4月上旬", D(2021, 3, 1), D(2021, 4, 10), "ten-days", "2021-03/2021-04-10"),
        ("6月5日一6月30日", D(2021, 6, 5), D(2021, 6, 30), "day", "2021-06-05/2021-06-30"),
        ("6月5日一10日", D(2021, 6, 5), D(2021, 6, 10), "day", "2021-06-05/2021-06-10"),
        ("2021年6月一8月", D(2021, 6, 1), D(2021, 8, 31), "month", "2021-06/2021-08"),
        ("6月一日", None, D(2021, 6, 1), "day", "2021-06-01"),
        ("6月5日一次", None, D(2021, 6, 5), "day", "2021-06-05"),
        ("二〇二一年十二月", None, D(2021, 12, 31), "month", "2021-12"),
        ("2021年5月-长期", D(2021, 5, 1), None, "month", "2021-05/.."),
        ("2021年5月至长期", D(2021, 5, 1), None, "month", "2021-05/.."),
        ("2021年5月启动至2022年3月", D(2021, 5, 1), D(2022, 3, 31), "month", "2021-05/2022-03"),
        ("2021年的12月20日", None, D(2021, 12, 20), "day", "2021-12-20"),
        ("“十四五”结束前", None, D(2025, 12, 31), "plan-period", "2021/2025"),
        ("月底前", None, D(2021, 3, 31), "month", "2021-03"),
        ("2021年9月启动，月底前完成", None, D(2021, 9, 30), "month", "2021-09"),
        ("9月1日开学前", None, D(2021, 9, 1), "day", "2021-09-01"),
    ],
)
def test_dates(clause: str, start: D | None, end: D | None, precision: str, edtf: str) -> None:
    reading = read(clause)
    assert (reading.start, reading.end, reading.precision, reading.edtf) == (start, end, precision, edtf)
    assert not reading.problems


@pytest.mark.parametrize(
    ("clause", "rule"),
    [
        ("每年3月、6月、9月、12月25日前", "BYMONTH=3,6,9,12;BYMONTHDAY=25"),
        ("每年3、6、9、12月底前", "BYMONTH=3,6,9,12;BYMONTHDAY=-1"),
        ("每年6月30日、12月30日前", "BYMONTH=6,12;BYMONTHDAY=28,29,30;BYSETPOS=-1"),
        ("每年6月30日、12月15日前", "BYMONTH=12;BYMONTHDAY=15"),
        ("每年6月30日、12月底前", "BYMONTH=12;BYMONTHDAY=-1"),
        ("每年5月1日至10月15日", "BYMONTH=10;BYMONTHDAY=15"),
        ("每年11月至次年3月", "BYMONTH=3;BYMONTHDAY=-1"),
        ("每年10月15日至翌年5月31日", "BYMONTH=5;BYMONTHDAY=-1"),
        ("每年6月30日、12月31日前", "BYMONTH=6,12;BYMONTHDAY=-1"),
        ("每年3月31日、6月30日、9月30日、12月31日前", "BYMONTH=3,6,9,12;BYMONTHDAY=-1"),
        ("每年2、3个", ""),
        ("每年6月底、12月15日前", "BYMONTH=12;BYMONTHDAY=15"),
        ("每年15日前", ""),
        ("每年6月30日、9月、12月30日前", "BYMONTH=12;BYMONTHDAY=28,29,30;BYSETPOS=-1"),
    ],
)
def test_months_of_every_year(clause: str, rule: str) -> None:
    reading = read(clause)
    assert (reading.recurrence, reading.end) == (f"FREQ=YEARLY;{rule}".rstrip(";"), None)


@pytest.mark.parametrize(
    ("clause", "rule"),
    [
        ("每双月", "INTERVAL=2"),
        ("每双月25日前", "BYMONTH=2,4,6,8,10,12;BYMONTHDAY=25"),
        ("每双月底前", "BYMONTH=2,4,6,8,10,12;BYMONTHDAY=-1"),
        ("每单月", "BYMONTH=1,3,5,7,9,11;BYMONTHDAY=-1"),
        ("每单月最后一个工作日前", "BYMONTH=1,3,5,7,9,11;BYDAY=MO,TU,WE,TH,FR;BYSETPOS=-1"),
        ("每两个月", "INTERVAL=2"),
    ],
)
def test_every_other_month(clause: str, rule: str) -> None:
    assert read(clause).recurrence == f"FREQ=MONTHLY;{rule}"


@pytest.mark.parametrize(
    ("clause", "dates"),
    [
        ("3、6、9、12月底前", ["03-31", "06-30", "09-30", "12-31"]),
        ("6、12月底前", ["06-30", "12-31"]),
        ("3月、6月、9月、12月的25日前", ["03-25", "06-25", "09-25", "12-25"]),
        ("3、9月20日前", ["03-20", "09-20"]),
        ("2月、6月30日前", ["02-28", "06-30"]),
        ("3月、12月15日", ["03-31", "12-15"]),
        ("1、3月底前完成一期；2、6月底前完工", ["03-31", "06-30"]),
        ("年中、年底", ["06-30", "12-31"]),
    ],
)
def test_months_that_share_a_limit(clause: str, dates: list[str]) -> None:
    reading = read(clause)
    assert reading.recurrence is None
    assert [str(date) for date, _ in reading.milestones] + [str(reading.end)] == [f"2021-{date}" for date in dates]


@pytest.mark.parametrize(
    ("clause", "end", "offset"),
    [
        ("3个月", D(2021, 6, 13), "P3M"),
        ("半年", D(2021, 9, 13), "P6M"),
        ("为期一年", D(2022, 3, 13), "P1Y"),
        ("15日", D(2021, 3, 28), "P15D"),
        ("15个工作日", D(2021, 4, 2), "P15D"),
        ("限期3个月", D(2021, 6, 13), "P3M"),
        ("2至3年", D(2024, 3, 13), "P3Y"),
    ],
)
def test_a_period_is_all_that_a_field_says(clause: str, end: D, offset: str) -> None:
    reading = read(clause)
    assert (reading.end, reading.relative and reading.relative.offset) == (end, offset)
    assert read_clause(fold(clause), CONTEXT, GRAMMAR) is None
    notice = extract_text(
        f"青溪市整改方案\n一、整改任务\n（一）管网不全。\n责任单位：市水务局\n整改时限：{clause}\n青溪市水务局\n2021年3月13日\n"
    )
    assert notice.tasks[0].deadline is not None and notice.tasks[0].deadline.end == end


def test_years_that_share_a_limit() -> None:
    assert [str(date) for date, _ in read("2021、2022、2023年底前").milestones] == ["2021-12-31", "2022-12-31"]
    ((words, reading),) = prose("2021、2022年分别完成50公里。")
    assert (words, reading.end, len(reading.milestones)) == ("2021、2022年", D(2022, 12, 31), 1)


@pytest.mark.parametrize(
    ("value", "text", "end", "ongoing"),
    [
        ("2023年12月底前，防治措施全部落实到位。", "2023年12月底前", D(2023, 12, 31), False),
        ("安装率达到100%，2023年10月底前完成，长期坚持。", "2023年10月底前完成，长期坚持", D(2023, 10, 31), True),
        ("2023年底前完成一半，2024年底前全部完成。", "2023年底前完成一半，2024年底前全部完成", D(2024, 12, 31), False),
    ],
)
def test_a_label_for_objective_and_limit_gives_both(value: str, text: str, end: D, ongoing: bool) -> None:
    notice = extract_text(
        f"青溪市整改方案\n一、整改任务\n（一）油烟扰民。\n整改目标及时限：{value}\n责任单位：市城管局\n整改措施：严格执法。\n2023年7月5日\n"
    )
    (task,) = notice.tasks
    assert (task.objective, task.deadline and task.deadline.text) == (value, text)
    assert task.deadline and (task.deadline.end, task.deadline.ongoing) == (end, ongoing)
    assert [d.text for d in notice.deadlines] == [text]


def test_a_label_for_objective_and_limit_before_a_limit_without_a_date() -> None:
    text = "青溪市整改方案\n一、整改任务\n（一）垃圾积存。\n整改目标及时限：全部清运，长期坚持。\n责任单位：市城管局\n"
    (task,) = extract_text(text).tasks
    assert task.deadline and task.deadline.text == "长期坚持" and task.deadline.ongoing


def test_a_label_for_limits_wins_over_that_of_objective_and_limit() -> None:
    notice = extract_text(
        "青溪市整改方案\n一、整改任务\n（一）油烟扰民。\n整改目标及时限：2023年底前达标。\n责任单位：市城管局\n整改时限：2024年6月底前\n2023年7月5日\n"
    )
    assert notice.tasks[0].deadline and notice.tasks[0].deadline.end == D(2024, 6, 30)


def test_the_year_of_a_season_holds_for_the_date_behind_it() -> None:
    reading = read("2022年汛期前（5月底前）")
    assert (reading.end, reading.year_inferred) == (D(2022, 5, 31), False)


def test_a_year_before_an_event_without_a_date_is_no_limit() -> None:
    for words in ("2024年换届前完成", "2024年暑期结束前", "2024年“两会”前"):
        text = WINTER.format("整改方案", words)
        (task,) = extract_text(text).tasks
        assert task.deadline is not None and (task.deadline.text, task.deadline.end) == (words, None)
    assert read("2024年年底前完成").end == D(2024, 12, 31)


def test_festivals_of_a_notice_that_only_its_year_is_known_of() -> None:
    """元旦 and 春节 may as well be those of the next year."""
    unissued = DateContext(None, 2021)
    assert [read(f"{name}前", unissued).end for name in ("重阳", "国庆", "清明", "六一", "元旦", "春节")] == [
        D(2021, 10, 13),
        D(2021, 9, 30),
        D(2021, 4, 3),
        D(2021, 5, 31),
        None,
        None,
    ]


def test_a_year_that_projects_come_from_is_not_that_of_the_limit() -> None:
    assert read("2020年结转2条3月底前通车，新建4条12月底前通车").end == D(2021, 12, 31)


@pytest.mark.parametrize(
    ("clause", "rule"),
    [
        ("每周一调度、每月一通报", "FREQ=WEEKLY"),
        ("每周一17:00前", "FREQ=WEEKLY;BYDAY=MO"),
        ("每15日", "FREQ=DAILY;INTERVAL=15"),
        ("每日17时前", "FREQ=DAILY"),
        ("每学期末", "FREQ=MONTHLY;INTERVAL=6"),
        ("每年汛期前", "FREQ=YEARLY"),
        ("每年春节前", "FREQ=YEARLY"),
        ("每年的3月、9月", "FREQ=YEARLY;BYMONTH=3,9;BYMONTHDAY=-1"),
        ("每年7月5日和次年1月5日前", "FREQ=YEARLY;BYMONTH=7,1;BYMONTHDAY=5"),
        ("每年年中、年底", "FREQ=YEARLY;BYMONTH=6,12;BYMONTHDAY=-1"),
        ("每季度结束后10日内", "FREQ=MONTHLY;BYMONTH=1,4,7,10;BYMONTHDAY=10"),
        ("每半年结束后两周内", "FREQ=MONTHLY;BYMONTH=1,7;BYMONTHDAY=14"),
        ("每月结束后5个工作日内", "FREQ=MONTHLY;BYDAY=MO,TU,WE,TH,FR;BYSETPOS=5"),
        ("每年度结束后3个月内", "FREQ=YEARLY;BYMONTH=3;BYMONTHDAY=-1"),
    ],
)
def test_how_often(clause: str, rule: str) -> None:
    assert read(clause).recurrence == rule


@pytest.mark.parametrize(
    ("clause", "flags"),
    [
        ("即知即改，并长期坚持", (True, True, False)),
        ("已整改完成", (False, False, True)),
        ("整改完成", (False, False, True)),
        ("6月底前整改完成", (False, False, False)),
        ("常态化推进", (True, False, False)),
        ("边查边改", (False, True, False)),
        ("全年推进", (False, False, False)),
        ("立行立改，贯穿始终", (True, True, False)),
        ("常态整治", (True, False, False)),
        ("整改完成并长期坚持", (True, False, True)),
        ("已于2020年11月底前整改完成", (False, False, True)),
        ("已于2021年1月启动，6月底前完成", (False, False, False)),
    ],
)
def test_states(clause: str, flags: tuple[bool, bool, bool]) -> None:
    reading = read(clause)
    assert (reading.ongoing, reading.immediate, reading.done) == flags


def test_milestones_carry_their_words() -> None:
    assert read("2021年6月30日前完成，12月31日前巩固").milestones == ((D(2021, 6, 30), "2021年6月30日前"),)


@pytest.mark.parametrize("clause", ["彻底整改", "底数清", "", "。", "按要求", "2.5个月", "甲牵头"])
def test_nothing_to_read(clause: str) -> None:
    assert read_clause(fold(clause), CONTEXT, GRAMMAR) is None


def test_missing_year_is_inferred_or_reported() -> None:
    assert read("6月底前").year_inferred
    unknown = read("6月底前", DateContext(None, None))
    assert (unknown.end, unknown.edtf, [p.code for p in unknown.problems]) == (None, None, ["unresolved-year"])


@pytest.mark.parametrize(
    ("clause", "code"), [("2月30日", "malformed-date"), ("13月底", "malformed-date"), ("20XX年6月", "unresolved-year")]
)
def test_no_date_is_a_problem(clause: str, code: str) -> None:
    reading = read(clause)
    assert reading.end is None
    assert [(p.code, p.start, p.end) for p in reading.problems] == [(code, 0, len(clause))]


def test_public_function_keeps_print_and_span() -> None:
    deadline = read_deadline("  2021年12月，长期坚持\n", ISSUED)
    assert deadline is not None
    assert (deadline.text, deadline.span, deadline.rule, deadline.end) == ("2021年12月，长期坚持", (2, 15), "month", D(2021, 12, 31))
    assert read_deadline("按要求") is None


def test_festivals_agree_with_the_official_calendar() -> None:
    from chinese_calendar.constants import holidays

    for festival, english in (("春节", "Spring Festival"), ("端午", "Dragon Boat Festival"), ("中秋", "Mid-autumn Festival")):
        for year in range(2018, 2026):
            eve = read_eve(festival, None, year)
            assert eve is not None
            assert holidays.get(eve + dt.timedelta(days=1)) == english or (festival, year) == ("中秋", 2020)
    assert read_eve("春节", None, 2099) is None


def test_working_days_leave_out_holidays() -> None:
    assert add_working_days(D(2021, 4, 30), 1) == D(2021, 5, 6)
    assert add_working_days(D(2090, 1, 6), 1) == D(2090, 1, 9)
    assert add_working_days(D(9999, 12, 31), 1) is None


def test_shared_clauses(shared: Path) -> None:
    rows = [json.loads(line) for line in (shared / "gold/deadlines.jsonl").read_text(encoding="utf-8").splitlines()]
    wrong = [(row["text"], name) for row in rows for name in row.keys() - {"text", "issued", "note"} if not agrees(row, name)]
    assert not wrong


def agrees(row: dict[str, Any], name: str) -> bool:
    deadline = read_deadline(row["text"], D.fromisoformat(row["issued"]))
    assert deadline is not None
    value, want = deadline.model_dump(mode="json")[name], row[name]
    if name == "milestones":
        return [milestone["date"] for milestone in value] == want
    return bool(value == want or (isinstance(want, list) and value in want))


# ---- prose ----


@pytest.mark.parametrize(
    ("text", "words"),
    [
        ("到2022年底前，建立协调机制。", ["2022年底前"]),
        ("及时补充力量，2022年完成编制。", ["2022年"]),
        ("每月进行督导检查，落实制度。", ["每月"]),
        ("争取两年内实现全覆盖。", ["两年内"]),
        ("“十四五”期间建设监管平台。", ["“十四五”期间"]),
        ("今年下半年，全力推进安检工作。", ["今年下半年"]),
        ("专项治理时间为2021年4月—2022年12月，分三个阶段。", ["2021年4月—2022年12月"]),
        ("请于2021年4月10日、7月10日和2022年1月10日前报送。", ["2021年4月10日、7月10日和2022年1月10日前"]),
        ("2021年6月底前制定政策，12月底前实现结算。", ["2021年6月底前", "12月底前"]),
        ("自本方案印发之日起20个工作日内报送清单。", ["自本方案印发之日起20个工作日内"]),
        ("力争年内建成投产。", ["年内"]),
        ("本通知印发后一个月内报送方案。", ["本通知印发后一个月内"]),
        ("于每季度末25日前报送。", ["每季度末25日前"]),
        ("2021年新增学位500个。", ["2021年"]),
        ("力争全年新增学位500个，全年改造3处。", ["全年", "全年"]),
        ("2021年，覆盖率达到90%。", ["2021年"]),
        ("5月启动改造，2021年启动建设。", ["5月", "2021年"]),
        ("2021年下半年，各县政府印发实施方案。", ["2021年下半年"]),
        ("2021年9月15日，市政府组织验收。", ["2021年9月15日"]),
        ("原则上每季度安排一次，每年培训教师100名。", ["每季度", "每年"]),
        ("请于4月20日17:00前报送，5月10日（周三）下午5点前反馈。", ["4月20日17:00前", "5月10日（周三）下午5点前"]),
        ("请于5月15日报送总结，4月18日下班前反馈。", ["5月15日", "4月18日下班前"]),
        ("从即日起至6月30日，在全市开展排查。", ["即日起至6月30日"]),
        ("自2021年5月至12月，在全市开展整治。", ["2021年5月至12月"]),
        ("定于2021年5月至10月在全市范围内开展整治。", ["2021年5月至10月"]),
        ("方案印发后一周内报送台账。", ["方案印发后一周内"]),
        ("到2021年底，全市不发生重特大火灾事故。", ["2021年底"]),
        ("2021年12月底前，市考核组对各县工作完成情况进行考核验收。", ["2021年12月底前"]),
        ("2021年底前参保率达到95%以上，6月底前购买社会服务。", ["2021年底前", "6月底前"]),
        ("2021年8月上旬，市督查组对整改情况进行验收。", ["2021年8月上旬"]),
        ("此次大检查从5月10日开始，到9月30日结束。", ["5月10日开始，到9月30日"]),
        ("每月月底前报送，每月的5日前通报。", ["每月月底前", "每月的5日前"]),
        ("“十四五”末，覆盖率达到90%。四季度，对各县开展考核。", ["“十四五”末", "四季度"]),
        ("自通知印发之日起10个工作日内，制定方案。", ["自通知印发之日起10个工作日内"]),
        ("“五一”前完成采购，国庆前全面完工，元旦前验收。", ["“五一”前", "国庆前", "元旦前"]),
        ("利用3年时间，建成服务网络。", ["利用3年时间"]),
        ("专项行动自2021年5月至2021年12月，分三个阶段进行。", ["2021年5月至2021年12月"]),
        ("整治期限为2021年5月至2021年12月。", ["2021年5月至2021年12月"]),
        ("2021年5月至12月分三个阶段推进。", ["2021年5月至12月"]),
        ("5月10日前为自查阶段，5月11日至9月20日为整改阶段。", ["5月10日前", "5月11日至9月20日"]),
        ("2021年4月动员部署，5月进行排查。", ["2021年4月", "5月"]),
        ("每年3月、6月、9月、12月的25日前报送进展。", ["每年3月、6月、9月、12月的25日前"]),
        ("到2025年全市森林覆盖率达到40%。到2023年6月全市产值突破100亿元。", ["2025年", "2023年6月"]),
        ("到2025年全市基本建成服务体系；至2025年，治理率达到60%。", ["2025年", "2025年"]),
        ("截至2025年，治理率达到60%。截至2024年12月底，整治完成率达到100%。", ["2025年", "2024年12月底"]),
        ("2022年至2023年，每年新增10家。2024—2026年，每年创建2个示范村。", ["2022年至2023年", "每年", "2024—2026年", "每年"]),
        ("2022—2023年每年选派10名干部，每年遴选20家。", ["2022—2023年", "每年", "每年"]),
        ("2022—2024年，逐年完成100户。2022年至2024年每年3月底前报送。", ["2022—2024年", "2022年至2024年", "每年3月底前"]),
        ("夏收前（5月30日一6月4日）召开会议，9月1日一9月30日，开展督查。", ["5月30日一6月4日", "9月1日一9月30日"]),
        ("确保全年目标任务顺利完成，确保全年新增1500家，全年计划新增学位500个。", ["全年", "全年"]),
        ("每双月召开一次会议，每单月10日前报送，每双月底前通报，双月通报。", ["每双月", "每单月10日前", "每双月底前"]),
        ("第一阶段（9月22日至9月30日），各单位自查；第二阶段（10月），抽查。", ["9月22日至9月30日", "10月"]),
        ("自查自评（9月1日—9月20日）。各单位自查。抽查（9月下旬）。市局抽查。", ["9月1日—9月20日", "9月下旬"]),
        ("集中整治期（6月1日至8月31日），“百日攻坚”（2021年5-8月）。", ["6月1日至8月31日", "2021年5-8月"]),
        ("巩固提升阶段（2022—2023年），总结阶段（2023年下半年）。", ["2022—2023年", "2023年下半年"]),
        ("各县要在汛期前完成整治，主汛期到来前必须落实措施。", ["汛期前", "主汛期到来前"]),
        ("秋季学期开学前，各校要完成整改；2022年供暖季前完工。", ["秋季学期开学前", "2022年供暖季前"]),
        ("夏灌前完成清淤；2022年中前完成招标，年底前完工。", ["夏灌前", "2022年中前", "年底前"]),
        ("按季度报送进展，按月调度，逐月通报，半年一评估。", ["按季度", "按月", "逐月", "半年一评估"]),
        ("每学期开展2次演练，每15天报送一次，每日17时前报送。", ["每学期", "每15天", "每日17时前"]),
        ("每周一调度、每月一通报。每周五下午5点前报送。", ["每周", "每月", "每周五下午5点前"]),
        ("于3、6、9、12月底前报送。", ["3、6、9、12月底前"]),
        ("2021年、2022年分别完成50公里、80公里。", ["2021年、2022年"]),
        ("上半年、下半年各一次，年中、年底各开展一次评估。", ["上半年、下半年", "年中、年底"]),
        ("请于文件印发之日起15日内制定方案。", ["文件印发之日起15日内"]),
        ("整改完成后，10个工作日内申请验收销号。", ["整改完成后，10个工作日内"]),
        ("一个月内拿出方案，三个月内见到成效。", ["一个月内", "三个月内"]),
        ("于5月8日至19日分赴各县开展督查，6月由县政府组织复核。", ["5月8日至19日", "6月"]),
        ("下半年选取3家企业试点，4—5月调试，6月初公布结果。", ["下半年", "4—5月", "6月初"]),
        ("手术占比年底达到25%，2021年比例提高至62%。", ["年底", "2021年"]),
        ("国庆假期前开展检查，清明前完成排查，六一前完成改造。", ["国庆假期前", "清明前", "六一前"]),
        ("报名截止时间为4月20日。次月5日前报送台账。", ["4月20日", "次月5日前"]),
        ("2021年，评价指标进入全省前5位；2022年，进入全省前4位。", ["2021年", "2022年"]),
        ("审批时间2021年压缩至60个工作日，2022年压缩至50个工作日。", ["2021年", "2022年"]),
        ("9月提请市人大审议。每年一季度印发清单。5月：移交管护。", ["9月", "每年一季度", "5月"]),
        ("东区1.5万亩，建设期2021年9月至2022年5月。", ["2021年9月至2022年5月"]),
        ("县局每周到现场检查不少于2次。干部每月走访不少于2次。", ["每周", "每月"]),
        ("教师7月1日至3日集中学习，七年级6月24日至26日组织考试。", ["7月1日至3日", "6月24日至26日"]),
        ("确保2022年春节前全部回迁，2021年“五一”前完成。", ["2022年春节前", "2021年“五一”前"]),
        ("二期计划4月进场，2022年5月试生产，今年6月主体完工。", ["4月", "2022年5月", "今年6月"]),
        ("重阳节前建成，6月底半年考核，12月底年终考核，年终对各县进行考核。", ["重阳节前", "6月底", "12月底", "年终"]),
        ("每年春节前开展慰问，每年“七一”前评选表彰。", ["每年春节前", "每年“七一”前"]),
        ("半月一通报，村级每周1次，每年实施300个村。", ["半月一通报", "每周", "每年"]),
        ("实行“一月一调度、一季一通报、半年一小结”。2022年再建20公里。", ["一月一调度", "一季一通报", "半年一小结", "2022年"]),
        ("上半年总结7月5日前、全年总结次年1月5日前报送。", ["7月5日前", "次年1月5日前"]),
        ("请于收到本通知之日起5个工作日内报送名单。", ["收到本通知之日起5个工作日内"]),
        ("接到本方案后一周内制定细则。各单位应在整改完成后10个工作日内提出销号申请。", ["接到本方案后一周内", "整改完成后10个工作日内"]),
        ("对老旧管网，三年内改造80公里。利用两年时间，着力解决突出问题。", ["三年内", "利用两年时间"]),
        ("泵站2021年9月开工、2022年5月投入使用，2022年6月通水。", ["2021年9月", "2022年5月", "2022年6月"]),
        ("三季度启动、2022年一季度末通过评审，第四季度建章立制，2022年再淘汰20台。", ["三季度", "2022年一季度末", "第四季度", "2022年"]),
        ("春季学期结束前完成账目检查，本学期结束前完成整改。", ["春季学期结束前", "本学期结束前"]),
        ("务必在“五一”假期之前整改到位，中秋、国庆两节前开展检查。", ["“五一”假期之前", "国庆两节前"]),
        ("从6月1日起至8月31日止，在全县范围内开展百日行动。", ["6月1日起至8月31日"]),
        ("不晚于2021年9月30日提交报告，最迟10月完成验收，最长不超过12月底。", ["2021年9月30日", "10月", "12月底"]),
        ("活动时间：自4月起至12月止。整治时间为从2021年4月1日至6月30日。", ["4月起至12月", "2021年4月1日至6月30日"]),
        ("预计8月31日完成整改，将于6月10日召开现场会，拟于7月1日开工。", ["8月31日", "6月10日", "7月1日"]),
        ("逐户登记，4月15日完成登记，5月20日，组织验收；2022年1月10日召开会议。", ["4月15日", "5月20日", "2022年1月10日"]),
        ("11月20日完成整改，12月5日提交报告。4月6日召开会议研究了善后工作。", []),
        ("2021年11月20日完成整改，12月5日提交报告。", ["2021年11月20日"]),
        ("每月第一个星期一组织宣讲，每月最后一周开展检查。", ["每月第一个星期一", "每月最后一周"]),
        ("一月一次集中研判，一季度一次现场督导。", ["一月一次", "一季度一次"]),
        ("专项行动从2021年4月启动至2022年12月结束，分四个阶段。", ["2021年4月启动至2022年12月"]),
        ("请于2021年的4月20日、7月20日和10月20日分三次报送。", ["2021年的4月20日、7月20日和10月20日"]),
        ("请在一周内将整改方案报市局，务必在3日内报送名单。", ["一周内", "3日内"]),
        ("收到本督办单之日起10个工作日内，将办理情况书面报送。", ["收到本督办单之日起10个工作日内"]),
        ("会议纪要印发后3个工作日内，各单位要提出落实措施。", ["会议纪要印发后3个工作日内"]),
        ("整改工作原则上3个月内完成，情况复杂的不超过6个月。", ["3个月内"]),
        ("从现在起到5月底，集中开展排查。", ["现在起到5月底"]),
        (
            "5月10日至6月10日为集中整治期，自5月至9月对县城管局、县住建局、县水务局等八个部门工作进行评议。",
            ["5月10日至6月10日", "5月至9月"],
        ),
        ("5月20日，镇政府集中整治领导小组对各责任区进行检查验收。", ["5月20日"]),
        ("4月22日宣传发动，5月自查。2021年重点开展摸底调查，2022年巩固提升。", ["4月22日", "5月", "2021年", "2022年"]),
        ("由市督查室每季度在市政府门户网站公开，坚持一季度一观摩。", ["每季度", "一季度一观摩"]),
        ("请于下周五（3月19日）下班前反馈，各单位务必在月底前报送方案。", ["下周五（3月19日）下班前", "月底前"]),
        (
            "10月15日供暖前完成检修，9月1日开学前完成验收；春播前完成检查，封冻前完成栽植。",
            ["10月15日供暖前", "9月1日开学前", "春播前", "封冻前"],
        ),
        ("整改期限延长至2021年12月底。", ["2021年12月底"]),
    ],
)
def test_prose(text: str, words: list[str]) -> None:
    assert [found for found, _ in prose(text)] == words


@pytest.mark.parametrize(
    ("text", "words", "start"),
    [
        ("自7月起每周五前报送。", "7月起每周五前", D(2021, 7, 1)),
        ("从2021年7月1日起，每月5日前报送。", "2021年7月1日起，每月5日前", D(2021, 7, 1)),
        ("即日起，每周二组织点评。", "即日起，每周二", ISSUED),
        ("从2021年7月起，务于每月5日前报送进展。", "2021年7月起，务于每月5日前", D(2021, 7, 1)),
        ("2022年起，每年1月底前报送。", "2022年起，每年1月底前", D(2022, 1, 1)),
    ],
)
def test_from_when_on_something_is_repeated(text: str, words: str, start: D) -> None:
    ((found, reading),) = prose(text)
    assert (found, reading.start, reading.ongoing, bool(reading.recurrence)) == (words, start, True, True)


def test_the_next_year_of_what_is_done_every_year() -> None:
    (_, every), (words, reading) = prose("每年开展一次评估，结果于次年3月底前报送。")
    assert (words, reading.recurrence, reading.end) == ("次年3月底前", "FREQ=YEARLY;BYMONTH=3;BYMONTHDAY=-1", None)
    assert every.recurrence == "FREQ=YEARLY"
    ((_, reading),) = prose("奖金于次年3月底前兑付。")
    assert (reading.recurrence, reading.end) == (None, D(2022, 3, 31))
    (words, reading) = prose("每年安排资金10亿元，资金于当年4月底前下达。")[-1]
    assert (words, reading.recurrence) == ("当年4月底前", "FREQ=YEARLY;BYMONTH=4;BYMONTHDAY=-1")


@pytest.mark.parametrize(
    ("text", "last"),
    [
        ("每年10月底前提出下一年计划，12月15日前完成验收。", "FREQ=YEARLY;BYMONTH=12;BYMONTHDAY=15"),
        ("每年10月底前提出计划，今年6月底前完成。", None),
        ("每年10月底前提出计划。6月底前完成。", None),
        ("每年开展一次检查，6月底前完成。", None),
    ],
)
def test_a_second_month_of_every_year(text: str, last: str | None) -> None:
    reading = prose(text)[-1][1]
    assert (reading.recurrence, reading.end is None) == (last, last is not None)


def test_a_list_of_months_over_the_end_of_the_year() -> None:
    ((words, reading),) = prose("12月、1月、2月各组织一次集中夜查。")
    assert (words, reading.end) == ("12月、1月、2月", D(2022, 2, 28))
    assert [date for date, _ in reading.milestones] == [D(2021, 12, 31), D(2022, 1, 31)]
    assert read("9月、3月").end == D(2021, 9, 30)
    reading = read("2022年12月、1月")
    assert (reading.end, reading.year_inferred) == (D(2023, 1, 31), True)
    assert (read("2022年9月、3月").end, read("2022年12月、2022年1月").end) == (D(2022, 9, 30), D(2022, 12, 31))


WINTER = "青溪县冬春{}\n一、重点任务\n（一）清淤疏浚。\n责任单位：县水务局\n完成时限：{}\n青溪县水务局\n2023年11月8日\n"


@pytest.mark.parametrize(
    ("title", "limit", "end"),
    [
        ("水利建设方案", "2月底前", D(2024, 2, 29)),
        ("水利建设方案", "2023年2月底前", D(2023, 2, 28)),
        ("水利建设方案", "11月底前", D(2023, 11, 30)),
        ("水利建设方案", "2月底前，已完成", D(2023, 2, 28)),
        ("整改情况报告", "2月底前", D(2023, 2, 28)),
    ],
)
def test_a_limit_of_spring_in_a_plan_of_november(title: str, limit: str, end: D) -> None:
    (task,) = extract_text(WINTER.format(title, limit)).tasks
    assert task.deadline is not None and task.deadline.end == end


@pytest.mark.parametrize(
    ("text", "ends"),
    [
        ("12月底前完成排查，1月底前完成整治，3月底前开展检查。", ["2023-12-31", "2024-01-31", "2024-03-31"]),
        ("于11月25日前报送方案，3月25日前报送总结。", ["2023-11-25", "2024-03-25"]),
        ("12月底前完成排查，3月底前完成整治，6月底前完成验收。", ["2023-12-31", "2024-03-31", "2024-06-30"]),
        ("12月底前完成排查。全县3月底前完成治理。", ["2023-12-31"]),
    ],
)
def test_limits_of_a_sentence_go_on_over_the_years_end(text: str, ends: list[str]) -> None:
    assert [str(reading.end) for _, reading in prose(text, DateContext(D(2023, 11, 8), 2023))] == ends


def test_limits_of_a_clause_go_on_over_the_years_end() -> None:
    reading = read("12月底前完成一半，1月底前全部完成", DateContext(D(2023, 11, 8), 2023))
    assert (reading.end, [date for date, _ in reading.milestones]) == (D(2024, 1, 31), [D(2023, 12, 31)])
    assert read("11月21日—2月底", DateContext(D(2023, 11, 8), 2023)).end == D(2024, 2, 29)


def test_a_period_alone_in_a_bracket_counts_under_any_heading() -> None:
    notice = extract_text(
        "关于开展检查工作的通知\n\n各单位：\n现就检查工作通知如下。\n一、检查内容\n检查食堂卫生。\n二、检查方式\n"
        "检查分两步：第一阶段（9月22日至9月30日），各单位组织自查；第二阶段（10月8日至10月23日），市局组织抽查。\n"
        "（一）自查自评（9月1日—9月20日）。各单位自查。\n（二）迎检（2023年10月底前）。迎接检查。\n\n青溪市教育局\n2023年8月18日\n"
    )
    assert [(d.section_id, d.text, str(d.start), str(d.end)) for d in notice.deadlines] == [
        ("2", "9月22日至9月30日", "2023-09-22", "2023-09-30"),
        ("2", "10月8日至10月23日", "2023-10-08", "2023-10-23"),
        ("2.1", "9月1日—9月20日", "2023-09-01", "2023-09-20"),
        ("2.2", "2023年10月底前", "None", "2023-10-31"),
    ]
    assert not notice.tasks


def test_prose_takes_the_year_from_the_clause_before() -> None:
    found = prose("2022年6月底前制定政策，12月底前实现结算。9月底前上报。")
    assert [(r.end, r.year_inferred) for _, r in found] == [(D(2022, 6, 30), False), (D(2022, 12, 31), True), (D(2022, 9, 30), True)]


def test_the_year_of_the_limit_of_a_task_holds_for_its_measures() -> None:
    text = "青溪县整改方案\n一、闲置厂房\n整改措施：\n1.盘活厂房。（县工信局，{}）\n2.招商。\n整改时限：{}\n"
    first = extract_text(text.format("7月底前", "2024年12月底")).tasks[0].measures[0]
    assert first.deadline is not None
    assert (str(first.deadline.end), first.deadline.year_inferred) == ("2024-07-31", True)
    first = extract_text(text.format("7月底前", "12月底")).tasks[0].measures[0]
    assert first.deadline is not None and first.deadline.end is None


def test_limits_before_that_of_their_task_in_a_list_without_a_date() -> None:
    """A list of measures prints no date of issue; the year of a task's limit tells nothing about what is past."""
    notice = extract_text(
        "青溪市整改清单\n一、整改任务\n（一）管网不全。\n整改时限：2025年12月底前\n"
        "整改措施：\n1.2023年12月底前完成30公里；2024年12月底前完工。\n2.6月底前销号。\n责任单位：市水务局\n"
    )
    assert [str(d.end) for d in notice.deadlines] == ["2025-12-31", "2023-12-31", "2024-12-31", "2025-06-30"]


def test_a_bracket_over_years_hands_on_none() -> None:
    found = prose("集中整治阶段（2021年5月—2023年10月）。组织实施，6月底前完成排查。")
    assert [r.end for _, r in found] == [D(2023, 10, 31), D(2021, 6, 30)]
    found = prose("集中整治阶段（2022年5月—10月）。组织实施，6月底前完成排查。")
    assert [r.end for _, r in found] == [D(2022, 10, 31), D(2022, 6, 30)]


def test_the_year_of_a_goal_holds_for_its_sentence_only() -> None:
    found = prose("到2025年，覆盖率达到90%，9月底前完成。9月底前上报。")
    assert [r.end for _, r in found] == [D(2025, 12, 31), D(2025, 9, 30), D(2021, 9, 30)]
    found = prose("到2025年12月底，全面完成。4月底前完成摸底。")
    assert [r.end for _, r in found] == [D(2025, 12, 31), D(2021, 4, 30)]


@pytest.mark.parametrize(
    ("text", "end"),
    [
        ("2022年3月动员部署，6月底前完成。", D(2022, 6, 30)),
        ("2022年1—3月动员部署，4—10月组织实施。", D(2022, 10, 31)),
        ("明年3月动员部署，6月底前完成。", D(2022, 6, 30)),
        ("2022年：改造40个，年底前全面完成。", D(2022, 12, 31)),
        ("2022年国庆节前完成。", D(2022, 9, 30)),
        ("根据2022年工作要点，6月底前完成。", D(2021, 6, 30)),
        ("2020年3月开展排查，6月底前完成整改。", D(2021, 6, 30)),
        ("2022年1月1日起全面执行新标准，各单位12月15日前完成培训。", D(2021, 12, 15)),
        ("明年1月10日前报送总结，11月底前报送台账。", D(2021, 11, 30)),
        ("2022年第一季度开展评估，今年11月底前自查，12月20日前报送名单。", D(2021, 12, 20)),
    ],
)
def test_the_year_that_an_earlier_clause_opens_with(text: str, end: D) -> None:
    assert prose(text)[-1][1].end == end


def test_a_date_behind_the_number_of_its_item() -> None:
    notice = extract_text("青溪市2021年方案\n一、重点任务\n1.摸清底数。\n2.6月底前完成平台建设。\n3.2021年8月至9月，市水务局开展督查。\n")
    assert [(section.marker, section.title) for section in notice.outline[0].children][1] == ("2.", "6月底前完成平台建设。")
    assert [(d.section_id, str(d.end)) for d in notice.deadlines] == [("1.2", "2021-06-30"), ("1.3", "2021-09-30")]


CUT_LIST = (
    "整改措施清单\n\n一、整改任务\n（一）青河县管网破损。\n责任单位：青河县政府\n整改时限：2024年12月31日\n整改措施：\n"
    "1.青河县开展全面排查，建立台账，{}。\n2.青河县全面修复破损管网。\n"
)


@pytest.mark.parametrize(
    ("words", "text", "end"),
    [
        ("2022年\n6月底前全部完成", "2022年6月底前", D(2022, 6, 30)),
        ("2022年\n- 3 -\n6月底前全部完成", "2022年6月底前", D(2022, 6, 30)),
        ("2022\n年6月底前全部完成", "2022年6月底前", D(2022, 6, 30)),
        ("2022年6\n月底前全部完成", "2022年6月底前", D(2022, 6, 30)),
        ("2022年6月底\n前全部完成", "2022年6月底前", D(2022, 6, 30)),
        ("2022年6月\n20日前全部完成", "2022年6月20日前", D(2022, 6, 20)),
        ("2022年\n上半年完成", "2022年上半年", D(2022, 6, 30)),
        ("2022年3月至\n6月，开展整治", "2022年3月至6月", D(2022, 6, 30)),
    ],
)
def test_a_break_inside_a_date_of_prose(words: str, text: str, end: D) -> None:
    """Short lines tell no width, so each is a paragraph of its own; the measure's text is joined all the same."""
    notice = extract_text(CUT_LIST.format(words))
    measure, found = notice.tasks[0].measures[0], notice.deadlines[1]
    assert measure.text == f"青河县开展全面排查，建立台账，{words}。".replace("- 3 -", "").replace("\n", "")
    assert (found.section_id, found.text, found.end, found.year_inferred) == ("1.1-1", text, end, False)
    begin, stop = found.span
    assert (notice.source.text or "")[begin:stop].replace("- 3 -", "").replace("\n", "") == text


def test_dates_in_paragraphs_of_their_own_are_not_joined() -> None:
    notice = extract_text(CUT_LIST.format("参照标准，于2022年发布\n6月底前全部完成"))
    assert [(d.text, d.end, d.year_inferred) for d in notice.deadlines][1:] == [("6月底前", D(2024, 6, 30), True)]


@pytest.mark.parametrize(
    "text",
    [
        "截至2022年6月,全市均建立了系统。",
        "今年3月,市局联合公安部门检查。",
        "今年上半年,全市共查处案件99起。",
        "2019年原监督局被撤销。",
        "市政府20XX年6月出台方案。",
        "于2018年11月印发通知。",
        "落实《2021年儿童青少年近视防控工作要点》。",
        "召开2021年自治区联席会议。",
        "结合2021年医疗质量安全改进目标。",
        "（国办发〔2018〕63号）",
        "3个工作日内办结。",
        "医疗废物48小时内转运。",
        "15分钟内就近可办。",
        "自受理之日起5个工作日内答复。",
        "本办法自2021年1月1日起施行。",
        "有效期至2025年12月31日。",
        "执行期限至2024年12月31日。",
        "限期整改，持续推进，长期坚持。",
        "两年内不得申报。",
        "近三年内多次发生。",
        "2021年实施方案已经印发。",
        "2021年完成情况良好。",
        "每月工资不低于2000元。",
        "2020年底前已开展检查。",
        "为期12个月，2.5个月。",
        "2021年新增的单户担保金额不超过500万元。",
        "2021年新增贷款贴息政策继续执行。",
        "8月11日至18日，南丰县连续发生3起事故。",
        "每周投递不少于3次。",
        "2020年，全市成效明显，全年完成投资20亿元。",
        "2021年，全市组织实施民生实事项目12个，取得明显成效。",
        "2021年上半年，全市空气质量优良率为85%。",
        "每年只能申请一次，每年一次性缴纳，每月培训补贴标准为1500元。",
        "2021年启动建设的项目共12个，2021年投产企业名单见附件。",
        "资金主要在2021年5月20日下达。",
        "本通知自印发之日起至2025年12月31日执行。",
        "2022年11月8日至12月8日，省第二督察组对我县开展了督察。",
        "全年无休。",
        "提交申请后1个工作日内完成审核，验收合格后3个工作日内完成备案。",
        "2021年6月30日前到期的贷款可展期。",
        "2021年12月31日前，对小规模纳税人免征增值税。",
        "自2021年4月1日至2021年12月31日，小规模纳税人减按1%征收。",
        "延续实施优惠政策至2024年底。",
        "每年11月至次年3月为禁渔期，每年6月为安全生产月。",
        "2021年新建住宅小区按1:1配建。",
        "春节前后开展慰问，端午前一日禁止渡船，上午前来办理。",
        "补贴发放自2021年5月至12月，分两步到位。",
        "2021年12月进行招标的项目要加快推进。",
        "政策实施期限为2021年5月至2021年12月。",
        "自2021年5月至2021年12月，减按1%征收。",
        "到2025年到期的贷款可展期，投资由30亿元增加到2025年50亿元。",
        "到2020年全市森林覆盖率达到40%，至2020年，治理率达到60%，截至2020年，治理率达到60%。",
        "截至2022年6月，全市共有企业5万家；截至2022年6月，已建成10座，覆盖率达到90%。",
        "补贴自2021年起发放，至2025年，不再发放；推迟到2025年实施的项目。",
        "2022—2023年，每年给予补贴1000元，每年创建费用20万元。",
        "2019年至2020年，每年到馆10万人次。",
        "确保全年目标任务顺利完成，力争全年主要指标位居前列，完成全年任务。",
        "汛期（6月1日至9月30日）加强值守，做好暑假（7月1日至8月31日）安全工作。",
        "国庆（10月1日至10月7日）期间，举办青溪博览会（10月1日至10月7日）。",
        "统计数据（2021年1月至6月）见附表，用电量（2021年1月至6月）的变化见附图。",
        "有效期（2021年6月1日至2025年12月31日）内办理，缓缴执行期限（2021年5月1日至12月31日）。",
        "落实青溪市绿化行动方案（2021年4月—2025年12月）和三年行动计划（2021—2023年）。",
        "集中检查（2020年6月1日—8月31日），各单位自查（4月）。",
        "各单位自查（9月1日—9月20日开展），",
        "开展汛前检查，加强汛前准备工作，去年汛期前，我市完成了加固，高考前后禁止施工。",
        "雨季前未完成边坡治理，开学前检查不到位，汛期来临前，水库没有落实预案。",
        "汛前检查、汛中巡查、汛后核查，年中工作会上强调，2024年进入第3个年头。",
        "9月推进会上，模拟7月天气，去年计划7月开工的项目，8月清理出问题3个。",
        "未落实一月一调度制度，未做到每季度至少一次，第一季度一调度就发现问题。",
        "按月缴存公积金，按季度申报纳税，逐月抵扣，每学期学费不超过5000元，每10天一个周期。",
        "对上半年检查发现的问题，三季度考核结果与绩效挂钩，上半年考核不合格的单位。",
        "2021年6月检查组对我县进行检查，建立年终考核工作机制。",
        "2021年底前，继续对新能源汽车免征购置税；2021年6月30日前对游客免首道门票。",
        "申请人可于2021年6月30日前提出复核申请，次月15日前申报纳税。",
        "我镇汛期为每年5月1日至9月30日，主汛期为6月下旬至8月上旬。",
        "防火期为每年10月1日至次年5月31日。",
        "收到举报线索后30日内提出意见，3个月内办结。",
        "2021年、2022年分别增长5%和6%，上半年、下半年各有侧重。",
        "2021年省下达我县建设任务4.5万亩，2022年任务另行下达。",
        "2021年4月1日至12月31日，对中小企业设备按比例税前扣除。",
        "2021年12月31日前新发放的贷款按原政策执行。",
        "项目去年12月开工，上年10月竣工，前年11月投产，去年6月至12月开展整治。",
        "已于6月底前全部整改完毕，2021年底前未完成的，扣减资金，2021年12月31日前不得拆除。",
        "合同期为2021年5月1日至2024年4月30日。",
        "凡6月1日至30日完成注册的企业，企业6月至8月缴纳的保费。",
        "在汛期前完成加固的水库有3座。",
        "2021年6月30日前缴清欠费的，免收滞纳金。协议将于2021年6月30日到期。",
        "2021年9月1日起实施，2021年7月1日完成注册的企业，项目2021年5月1日开工，6月26日国际禁毒日，3月1日组织排查。",
        "有效期限：自2021年4月1日至2022年3月31日。",
        "政策有效期从2021年6月1日起至2021年12月31日止。",
        "申请人收到通知后5个工作日内提交材料，用两年时间，建成了10座。",
        "申请人应当在收到通知之日起15日内提交材料，当事人应在决定作出后60日内申请。",
        "居民医保集中参保期为每年9月1日至12月31日，2021年高考时间为6月7日至9日。",
        "3月31日前（含3月31日）提交材料的，按原政策执行；凡在2021年6月30日前缴费的，2021年6月1日以前受理的，仍按原规定办理。",
        "2021年6月30日前可按原标准执行，12月底前完不成任务的、6月底前不能投产的予以通报，4月上旬将有强降雨。",
        "在“节能宣传周”（6月13日至19日）开展宣传。4月10日至6月10日为森林防火期。",
        "9月检查发现的问题，月底前的账目，各月底前上报。",
    ],
)
def test_no_deadline_in_prose(text: str) -> None:
    assert prose(text) == []


# ---- odd dates ----


@pytest.mark.parametrize(
    ("text", "found"),
    [
        ("《20XX年督察方案》", [("unresolved-year", "20XX年")]),
        ("20XX年6月出台", [("unresolved-year", "20XX年6月")]),
        ("直到20XX月11月19日，才", [("malformed-date", "20XX月11月19日")]),
        ("2月30日、13月底、6月31日", [("malformed-date", "2月30日"), ("malformed-date", "13月底"), ("malformed-date", "6月31日")]),
        ("2021年13月，2021年2月29日", [("malformed-date", "2021年13月"), ("malformed-date", "2021年2月29日")]),
        ("2.5个月、12个月、30日内、18个月底数、36月龄、2024年2月29日、**2021年**", []),
    ],
)
def test_odd_dates(text: str, found: list[tuple[str, str]]) -> None:
    assert [(p.code, text[p.start : p.end]) for p in find_odd_dates(fold(text), GRAMMAR)] == found


# ---- any text ----

WORDS = """
2021 0 13 31 2月 年 月 日 底 末 前 之前 - 至 到 、 , 。 每 每月 每季度 每年 周 五 上半年 季度 第 三 十二 二〇二一 20XX X 内 个 工作日 后 自
印发 之日起 起 即日起 “十四五” 期间 完成 长期坚持 春节 中旬 半 ( ) . / 今年 次年 下月 全年 9999 用 时间 99
"""
PIECES = st.lists(st.sampled_from(WORDS.split()), max_size=14).map("".join)


@given(PIECES, st.sampled_from([None, ISSUED, D(9999, 12, 31), D(1, 1, 1)]))
@settings(max_examples=400, deadline=None)
def test_never_raises(text: str, issued: D | None) -> None:
    context = DateContext(issued, issued.year if issued else None)
    reading = read_clause(text, context, GRAMMAR)
    if reading is not None:
        assert 0 <= reading.start_at <= reading.end_at <= len(text)
        assert reading.start is None or reading.end is None or reading.start <= reading.end
    for hit in find_prose(text, 0, len(text), context, GRAMMAR):
        assert 0 <= hit.start < hit.end <= len(text)
    for problem in find_odd_dates(text, GRAMMAR):
        assert text[problem.start : problem.end]


@pytest.mark.parametrize(
    "piece",
    ["2021年", "1", "每月5日、", "一", "年", "月", "X", "2021年4月-", "自印发", "《", "1月", "每年6月、", "3、", "汛", "汛前", "一月一"],
)
def test_hostile_text_stays_linear(piece: str) -> None:
    text = piece * (60_000 // len(piece))
    began = time.process_time()
    list(find_prose(text, 0, len(text), CONTEXT, GRAMMAR))
    list(find_odd_dates(text, GRAMMAR))
    read_clause(text[:6000], CONTEXT, GRAMMAR)
    assert time.process_time() - began < 6


def test_a_goal_by_a_day_and_one_of_every_year() -> None:
    tasks = "（一）新改建公办园，每年完成不少于4所。\n（二）每年完成的项目要公示。\n"
    text = f"青溪市方案\n一、目标\n到2023年12月10日，清理率达到100%。\n二、任务\n{tasks}"
    assert [deadline.text for deadline in extract_text(text).deadlines] == ["2023年12月10日", "每年"]


@pytest.mark.parametrize(
    ("said", "found"),
    [
        ("开展自查（5月1日至8月16日），整改隐患。", ["5月1日至8月16日"]),
        ("实行伏季休渔（5月1日至8月16日），严禁捕捞作业。", []),
        ("城区实行限行（7月1日至9月30日），加强执法。", []),
        ("落实禁止烧荒（3月1日至6月30日）规定。", []),
        ("对购车（1月1日至12月31日）给予补助。", []),
        ("确保全年目标任务顺利完成。", []),
        ("2024—2026年，每年达标率达到90%以上。", ["2024—2026年"]),
        ("确保全年粮食产量任务完成12万吨。", ["全年"]),
    ],
)
def test_a_period_in_a_bracket_and_the_whole_year(said: str, found: list[str]) -> None:
    notice = extract_text(f"青溪市方案\n一、要求\n{said}\n青溪市水务局\n2023年3月5日\n")
    assert [deadline.text for deadline in notice.deadlines] == found


def test_a_milestone_that_a_break_cuts_is_shown_whole() -> None:
    deadline = read_deadline("2022年\n底前完成一半，2023年底前全部完成")
    assert deadline is not None and [milestone.text for milestone in deadline.milestones] == ["2022年底前"]


@pytest.mark.parametrize(
    ("items", "ends"),
    [
        ("1.推进。2023年6月底前完成排查，3月底前完成整治。", ["2023-06-30", "2023-03-31"]),
        ("1.推进。\n完成时限：1月底前\n责任单位：市水务局", ["2023-01-31"]),
    ],
)
def test_months_behind_those_of_spring_and_summer_stay_in_their_year(items: str, ends: list[str]) -> None:
    notice = extract_text(f"青溪市方案\n一、任务\n{items}\n青溪市人民政府\n2023年3月5日\n")
    assert [str(deadline.end) for deadline in notice.deadlines] == ends


@pytest.mark.parametrize("clause", ["每年3月、6月30日、12月31日前", "每年6月30日、12月31日、次年3月前", "每年6月30日、12月31日、3月"])
def test_days_of_some_of_the_months_of_a_year(clause: str) -> None:
    deadline = read_deadline(clause, dt.date(2024, 1, 5))
    assert deadline is not None and (deadline.recurrence or "").startswith("FREQ=YEARLY")


@pytest.mark.parametrize(
    ("text", "words", "event", "offset"),
    [
        ("落实情况请各单位在会后5个工作日内报告。", "会后5个工作日内", "会", "P5D"),
        ("各县区于会议结束后一周内将落实情况报市政府办。", "会议结束后一周内", "会议结束", "P1W"),
        ("请于收文后10日内反馈。", "收文后10日内", "收文", "P10D"),
        ("被审计单位要在收到审计报告90日内，将整改结果书面报告县审计局。", "收到审计报告90日内", "收到审计报告", "P90D"),
    ],
)
def test_periods_behind_a_meeting_or_a_letter(text: str, words: str, event: str, offset: str) -> None:
    ((found, reading),) = prose(text)
    assert reading.relative is not None
    assert (found, reading.relative.event, reading.relative.offset) == (words, event, offset)


def test_a_society_is_no_meeting() -> None:
    assert prose("企业加入协会后5个工作日内答复。") == []


@pytest.mark.parametrize(
    ("text", "words", "end"), [("请于本月内上报方案。", "本月内", D(2021, 3, 31)), ("4月25前完成整改。", "4月25前", D(2021, 4, 25))]
)
def test_limits_of_this_month_and_of_a_day_without_its_sign(text: str, words: str, end: D) -> None:
    assert [(found, reading.end) for found, reading in prose(text)] == [(words, end)]


def test_days_of_this_week_count_from_the_day_of_signing() -> None:
    tasks = "1.报送方案。（市林业局负责，本周五前完成）\n2.部署。（市林业局负责，下周一前）\n"
    notice = extract_text(f"青溪市工作方案\n一、重点任务\n{tasks}请各镇于本周内报送。\n青溪市林业局\n2023年9月6日\n")
    assert [(task.deadline and task.deadline.end) for task in notice.tasks] == [dt.date(2023, 9, 8), dt.date(2023, 9, 11)]
    assert [unit.name for task in notice.tasks for unit in task.responsible_units] == ["市林业局", "市林业局"]
    assert notice.deadlines[-1].end == dt.date(2023, 9, 10)


@pytest.mark.parametrize("bracket", ["（市应急局负责，今冬明春）。", "。（市应急局，今冬明春）"])
def test_a_season_without_a_day_in_a_bracket_leaves_the_unit(bracket: str) -> None:
    (task,) = extract_text(f"青溪市工作方案\n一、重点任务\n1.排查隐患{bracket}\n").tasks
    assert [unit.name for unit in task.responsible_units] == ["市应急局"]
    assert task.deadline and (task.deadline.text, task.deadline.end) == ("今冬明春", None)


@pytest.mark.parametrize(
    "words",
    [
        *(
            "贯穿始终",
            "常态整治",
            "汛前",
            "2024年换届前完成",
            "任期内持续推进",
            "逐年推进",
            "分年度实施",
            "暑假期间",
            "按时间节点",
            "四月底前",
        ),
        *("即日起至10月底", "国庆节前", "收到通知后10日内", "三年内", "力争10月底前", "按月调度", "“十四五”末", "年中", "马上", "尽快完成"),
    ],
)
def test_when_in_words_alone_beside_names_is_no_unit(words: str) -> None:
    """The names were lost with the bracket, and below a label the words were one of them."""
    items = f"1.排查隐患。（市应急局、市水务局，{words}）\n2.清理河道。\n责任单位：市应急局、市水务局，{words}\n"
    for task in extract_text(f"青溪市工作方案\n一、重点任务\n{items}青溪市水务局\n2023年9月6日\n").tasks:
        assert [unit.name for unit in task.responsible_units] == ["市应急局", "市水务局"]
        assert task.deadline and task.deadline.text == words


@pytest.mark.parametrize("aim", ["加快推进河道治理", "动态更新台账", "确保水质达标", "争取上级资金", "预计投资300万元"])
def test_what_a_measure_is_to_reach_is_no_limit(aim: str) -> None:
    """加快推进河道治理 was one without a date, in place of the task's."""
    (task,) = extract_text(f"青溪市整改方案\n一、整改任务\n（一）河道污染\n整改措施：\n1.由市水务局牵头，{aim}。\n2.巡查。\n").tasks
    assert task.measures[0].deadline is None


@pytest.mark.parametrize("names", ["市应急局、常态化防控办", "市农业局、三月茶业公司", "市高考办、市教育局", "市教育局、五一社区"])
def test_names_that_begin_like_a_time_are_names(names: str) -> None:
    (task,) = extract_text(f"青溪市工作方案\n一、重点任务\n1.排查隐患。\n责任单位：{names}\n").tasks
    assert len(task.responsible_units) == 2 and task.deadline is None


def test_a_period_behind_the_plan_of_another_office_has_no_end() -> None:
    assert (read("待省级方案印发后1个月内").end, read("方案印发后1个月内").end) == (None, D(2021, 4, 13))


@pytest.mark.parametrize(("value", "end"), [("4.1-6.30", "2023-06-30"), ("2023-2024", "2024-12-31"), ("4.1-6.32", None), ("6.30-", None)])
def test_figures_alone_are_a_limit_where_all_of_them_are_dates(value: str, end: str | None) -> None:
    (task,) = extract_text(f"青溪市2023年配档表\n序号\t工作任务\t责任单位\t完成时限\n1\t修订制度\t市教育局\t{value}\n").tasks
    assert (task.deadline and task.deadline.end and str(task.deadline.end)) == end
