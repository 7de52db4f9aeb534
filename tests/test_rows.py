"""Rows: which there are, in which order, and what a measure takes over from its ancestors."""

from __future__ import annotations

import datetime as dt

from notices import build_notice, measure, task, units
from rectiparse import extract_text
from rectiparse.model import Deadline
from rectiparse.rows import CHINESE_COLUMNS, COLUMNS, build_rows

JUNE = Deadline(text="2021年6月底前", end=dt.date(2021, 6, 30), rule="month-end", span=(0, 9))
ALWAYS = Deadline(text="长期坚持", ongoing=True, rule="ongoing", span=(0, 4))


def test_columns_are_those_of_the_contract() -> None:
    assert ",".join(COLUMNS) == (
        "source,task_id,measure_id,kind,section,finding,objective,content,measure,lead_units,responsible_units,cooperating_units,"
        "supervising_units,deadline_text,deadline_start,deadline_end,ongoing,immediate,done,recurrence,progress,line"
    )
    assert ",".join(CHINESE_COLUMNS.values()) == (
        "来源,任务编号,措施编号,类别,章节,存在问题,整改目标,任务内容,整改措施,牵头单位,责任单位,配合单位,督导单位,完成时限,"
        "开始日期,截止日期,长期坚持,立行立改,已完成,周期,目前进展,行号"
    )


def test_every_row_has_every_column_in_order() -> None:
    notice = build_notice(task("1.1", measures=(measure("1.1-1"),)), task("1.2"))
    assert [tuple(row) for row in build_rows(notice)] == [COLUMNS, COLUMNS]


def test_one_row_a_task_without_measures() -> None:
    (row,) = build_rows(build_notice(task("1.1", path=("一、任务", "（一）封堵"), content="封堵。", progress="已封堵。", line=7)))
    assert (row["source"], row["task_id"], row["measure_id"], row["measure"]) == ("notice.txt", "1.1", None, None)
    assert (row["section"], row["content"], row["progress"], row["line"]) == ("一、任务 / （一）封堵", "封堵。", "已封堵。", 7)
    assert (row["deadline_text"], row["ongoing"], row["immediate"], row["done"]) == (None, False, False, False)


def test_nested_measures_come_behind_the_one_they_stand_in() -> None:
    nested = measure("1.1-1", measures=(measure("1.1-1.1", line=4), measure("1.1-1.2")))
    rows = list(build_rows(build_notice(task("1.1", measures=(nested, measure("1.1-2"))), task("1.2"))))
    assert [row["measure_id"] for row in rows] == ["1.1-1", "1.1-1.1", "1.1-1.2", "1.1-2", None]
    assert [row["task_id"] for row in rows] == ["1.1"] * 4 + ["1.2"]
    assert rows[1]["line"] == 4


def test_deadline_of_the_nearest_ancestor() -> None:
    nested = measure("1.1-1", deadline=ALWAYS, measures=(measure("1.1-1.1"),))
    rows = list(build_rows(build_notice(task("1.1", deadline=JUNE, measures=(nested, measure("1.1-2"))))))
    assert [row["deadline_text"] for row in rows] == ["长期坚持", "长期坚持", "2021年6月底前"]
    assert [row["deadline_end"] for row in rows] == [None, None, dt.date(2021, 6, 30)]
    assert [row["ongoing"] for row in rows] == [True, True, False]


def test_units_of_the_nearest_ancestor_that_names_any() -> None:
    own = measure("1.1-1", cooperating_units=units("市财政局"), measures=(measure("1.1-1.1"),))
    rows = list(
        build_rows(
            build_notice(
                task(
                    "1.1",
                    lead_units=units("市水务局", "市住建局"),
                    supervising_units=units("市督察办"),
                    measures=(own, measure("1.1-2")),
                )
            )
        )
    )
    names = [(row["lead_units"], row["cooperating_units"], row["supervising_units"]) for row in rows]
    assert names == [(None, "市财政局", None), (None, "市财政局", None), ("市水务局；市住建局", None, "市督察办")]


def test_rows_of_a_notice() -> None:
    notice = build_notice(task("1.1"))
    assert list(notice.rows()) == list(build_rows(notice))


def test_who_supervises_a_measure_supervises_its_task() -> None:
    [task] = extract_text(
        "一、乱堆砂石\n整改措施：\n1.清运砂石。\n牵头单位：镇人民政府\n督办单位：区水利局\n2.设立界桩。\n牵头单位：区水利局\n督办单位：区河长办\n"
    ).tasks
    assert [u.name for u in task.supervising_units] == ["区水利局", "区河长办"]
    assert [[u.name for u in m.lead_units] for m in task.measures] == [["镇人民政府"], ["区水利局"]]
