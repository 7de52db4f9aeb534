"""Phases of a schedule: which sections are phases, what belongs to each, and when it is."""

from __future__ import annotations

import pytest

from rectiparse import Notice, extract_text

TITLE = "青溪市燃气安全整治方案\n\n"


def show(notice: Notice) -> list[str]:
    """A line a task: kind, id, content, start and end."""
    found = []
    for task in notice.tasks:
        limit = task.deadline
        found.append(f"{task.kind} {task.id} {task.content} {limit and limit.start} {limit and limit.end}")
    return found


@pytest.mark.parametrize(
    ("first", "second"),
    [
        ("第一阶段：宣传发动（2023年3月）", "第二阶段：自查整治（2023年4月—5月）"),
        ("宣传发动阶段（2023年3月）", "自查整治阶段（2023年4-5月）"),
        ("第一步：宣传（2023年3月）。", "第二步：自查（2023年4月至5月）。"),
        ("2023年3月：宣传发动。", "2023年4-5月：自查整治。"),
    ],
)
def test_numbered_items_below_unnumbered_phases(first: str, second: str) -> None:
    notice = extract_text(
        f"{TITLE}三、活动步骤\n{first}\n1.召开动员会。\n2.制定实施方案。\n{second}\n1.各科室自查。\n四、工作要求\n1.加强领导。\n"
    )
    assert show(notice) == [f"stage 3.~1 {first} 2023-03-01 2023-03-31", f"stage 3.~2 {second} 2023-04-01 2023-05-31"]
    phases = notice.outline[0].children
    assert [[child.id for child in phase.children] for phase in phases] == [["3.~1.1", "3.~1.2"], ["3.~2.1"]]


def test_a_date_in_the_items_of_a_phase_ends_it_not() -> None:
    text = "三、活动步骤\n第一阶段：宣传发动（2023年3月）\n1.召开动员会。\n3月底前：完成部署。\n2.制定方案。\n四、工作要求\n1.加强领导。\n"
    assert [task.id for task in extract_text(TITLE + text).tasks if task.kind == "stage"] == ["3.~1"]


def test_what_introduces_the_phases_or_asks_for_something_is_no_phase() -> None:
    phases = "1.动员阶段（2023年3月）。召开会议。\n2.自查阶段（2023年4月）。各科室自查。\n"
    text = f"四、工作安排\n（一）时间安排\n{phases}（二）工作要求\n1.加强领导。各科室要重视。\n"
    notice = extract_text(TITLE + text)
    assert show(notice) == [
        "stage 4.1.1 动员阶段（2023年3月）。召开会议。 2023-03-01 2023-03-31",
        "stage 4.1.2 自查阶段（2023年4月）。各科室自查。 2023-04-01 2023-04-30",
    ]
    assert [deadline.section_id for deadline in notice.deadlines] == ["4.1.1", "4.1.2"]


@pytest.mark.parametrize("heading", ["组织实施（2023年4月—9月）", "组织实施（2023年4月开始，9月底前完成）", "2023年4月—9月组织实施"])
def test_a_phase_whose_word_names_another_part_of_a_plan(heading: str) -> None:
    phases = f"（一）动员部署（2023年3月）。召开会议。\n（二）{heading}。全面整治。\n"
    text = f"四、实施步骤\n{phases}（三）实施进度。\n各县区按月报送。\n"
    assert show(extract_text(TITLE + text)) == [
        "stage 4.1 动员部署（2023年3月）。召开会议。 2023-03-01 2023-03-31",
        f"stage 4.2 {heading}。全面整治。 2023-04-01 2023-09-30",
        "stage 4.3 实施进度。各县区按月报送。 None None",
    ]


def test_the_limit_of_a_step_below_a_phase() -> None:
    step = "1.检查督导（7月1日至10月31日）。市住建局抽查。责任单位：市住建局\n"
    text = f"三、实施步骤\n（一）集中整治阶段（2023年5月—10月）。\n{step}（二）总结（2023年11月）。报送总结。\n"
    assert show(extract_text(TITLE + text))[1] == "task 3.1.1 检查督导（7月1日至10月31日）。市住建局抽查。 2023-07-01 2023-10-31"


@pytest.mark.parametrize("heading", ["组织实施", "实施方案", "工作计划"])
def test_a_section_that_counts_nothing_but_phases_is_a_schedule(heading: str) -> None:
    text = f"五、{heading}\n（一）动员部署阶段（2023年3月1日—31日）。召开会议。\n（二）集中整治阶段（2023年4月）。开展整治。\n"
    notice = extract_text(TITLE + text)
    assert [(task.kind, task.id) for task in notice.tasks] == [("stage", "5.1"), ("stage", "5.2")] and notice.outline[0].role == "schedule"


def test_a_section_that_counts_other_things_too_is_none() -> None:
    text = "五、组织实施\n（一）动员部署阶段。召开会议。\n（二）加强领导。各单位要高度重视。\n"
    assert extract_text(TITLE + text).outline[0].role == "requirements"


def test_a_line_with_the_time_below_the_heading_of_a_phase() -> None:
    first = "（一）动员部署阶段\n时间：2023年3月\n召开动员会。\n制定方案。\n"
    second = "（二）自查阶段\n时间：2023年3月16日—4月15日\n各科室自查。\n"
    text = f"三、工作步骤\n{first}{second}四、工作要求\n（一）加强领导。\n时间：紧迫。\n"
    assert show(extract_text(TITLE + text)) == [
        "stage 3.1 动员部署阶段召开动员会。制定方案。 2023-03-01 2023-03-31",
        "stage 3.2 自查阶段各科室自查。 2023-03-16 2023-04-15",
    ]


def test_the_bracket_that_settles_such_a_phase() -> None:
    text = "四、实施步骤\n（一）动员部署（2023年3月）。\n（二）组织实施（2023年4月开始，9月底前完成）\n全面整治。\n"
    assert show(extract_text(TITLE + text))[1].startswith("stage 4.2 组织实施")


def test_a_phase_without_a_date_takes_none_of_its_steps() -> None:
    text = "四、实施步骤\n（一）动员部署\n1.召开会议，2023年3月底前完成。\n（二）全面整治（2023年4月）。\n"
    assert show(extract_text(TITLE + text)) == [
        "stage 4.1 动员部署 None None",
        "stage 4.2 全面整治（2023年4月）。 2023-04-01 2023-04-30",
    ]


def test_phases_of_an_objective_are_none_of_a_schedule() -> None:
    text = "二、工作目标\n（一）第一阶段：2023年底前达标。\n（二）第二阶段：2024年底前全部达标。\n"
    assert extract_text(TITLE + text).tasks == ()


def test_a_paragraph_behind_the_limit_of_an_item_is_no_text_of_it() -> None:
    text = "三、重点任务\n（一）清理河道。\n完成时限：2023年6月底\n其他事项另行部署。\n"
    assert show(extract_text(TITLE + text)) == ["task 3.1 清理河道。 None 2023-06-30"]


def test_sections_that_are_called_stages_of_something_else_are_tasks() -> None:
    text = "二、重点任务\n（一）学前教育阶段。2023年底前新建园所5所。\n（二）高中教育阶段。改善条件。\n"
    assert [task.kind for task in extract_text(TITLE + text).tasks] == ["task", "task"]


def test_a_phase_called_by_the_word_of_another_section() -> None:
    text = "一、实施步骤\n（一）动员部署。2023年3月，召开会议。\n（二）问题整改。2023年4月至9月，整改到位。\n"
    assert show(extract_text(TITLE + text))[1] == "stage 1.2 问题整改。2023年4月至9月，整改到位。 2023-04-01 2023-09-30"


def test_an_item_that_goes_on_with_a_date_in_brackets_is_no_phase() -> None:
    phases = "动员部署（3月1日至10日）。\n1.宣传。\n2.组织培训。\n业务骨干培训（3月5日），各科室参加。\n3.广泛宣传。\n"
    text = f"二、实施步骤\n{phases}集中整治（3月11日至9月30日）。\n1.排查。\n"
    assert [task.id for task in extract_text(TITLE + text).tasks if task.kind == "stage"] == ["2.~1", "2.~2"]


def test_steps_below_a_phase_do_not_end_it() -> None:
    text = "一、实施步骤\n第一阶段：整治（2023年4月）。\n1.排查。分两步走：\n第一步，自查。\n2.整改。\n第二阶段：总结（2023年5月）。\n"
    assert [task.id for task in extract_text(TITLE + text).tasks if task.kind == "stage" and "阶段" in (task.content or "")] == [
        "1.~1",
        "1.~2",
    ]
