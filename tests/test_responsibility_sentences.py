"""Sentences that say who does what they tell, and by when, without a label or bracket."""

from __future__ import annotations

import pytest

from rectiparse import Task, extract_text


def read(item: str) -> Task:
    notice = extract_text(f"青溪县2024年城市更新实施方案\n\n一、重点任务\n（一）{item}\n（二）完善路灯。\n")
    return notice.tasks[0]


def name(units: tuple[object, ...]) -> list[str]:
    return [unit.name for unit in units]  # type: ignore[attr-defined]


@pytest.mark.parametrize("what", ["完成12个小区改造，", "对断带路段补植，共5公里，", "老旧小区改造：", "公园建设。新建口袋公园5个，"])
@pytest.mark.parametrize(
    ("who", "lead", "responsible", "cooperating"),
    [
        ("县住建局牵头，县财政局、县发改局配合", ["县住建局"], [], ["县财政局", "县发改局"]),
        ("由县住建局负责", [], ["县住建局"], []),
        ("县住建局负责，县财政局配合", [], ["县住建局"], ["县财政局"]),
    ],
)
@pytest.mark.parametrize(("when", "limit"), [("", None), ("，9月底前完成", "2024-09-30")])
def test_the_last_clauses_of_a_sentence_say_who(
    what: str, who: str, lead: list[str], responsible: list[str], cooperating: list[str], when: str, limit: str | None
) -> None:
    task = read(f"{what}{who}{when}。")
    assert (name(task.lead_units), name(task.responsible_units), name(task.cooperating_units)) == (lead, responsible, cooperating)
    assert (str(task.deadline.end) if task.deadline else None) == limit
    assert task.content == f"{what}{who}{when}。"


@pytest.mark.parametrize(
    "prose",
    [
        "形成党委牵头，部门配合，社会参与的工作格局。",
        "坚持属地管理，谁主管，谁负责。",
        "垃圾清运由县城管局负责，河道保洁由县水务局负责。",
        "查清原因，由主管部门负责同志说明。",
        "建立机制，明确县水务局牵头职责。",
        "成立清淤工作专班，县水务局牵头，各乡镇配合。",
        "成立4个组：综合组，县政府办牵头；宣传组，县委宣传部牵头。",
        "哪个环节出问题，哪个部门负责。",
    ],
)
def test_clauses_that_order_nobody(prose: str) -> None:
    task = read(prose)
    assert not (task.lead_units or task.responsible_units or task.cooperating_units)


@pytest.mark.parametrize("stop", ["。", "；"])
def test_sentences_that_each_say_who_are_measures(stop: str) -> None:
    task = read(f"补植国省道，县交通局牵头，各乡镇配合，3月20日前完成{stop}提升主次干道，县城管局负责，4月底前完成。一体推进。")
    first, second = task.measures
    assert (name(first.lead_units), name(first.cooperating_units), name(second.responsible_units)) == (
        ["县交通局"],
        ["各乡镇"],
        ["县城管局"],
    )
    assert [str(m.deadline and m.deadline.end) for m in task.measures] == ["2024-03-20", "2024-04-30"]
    assert task.content == "一体推进。"
    assert not (task.lead_units or task.responsible_units)


def test_sentences_that_open_with_who_are_measures() -> None:
    """The first counted only."""
    task = read("提升养老。由县民政局牵头，县财政局配合，建成养老院。县住建局牵头，县残联配合，推进适老化改造。")
    assert [(m.text[:6], name(m.lead_units), name(m.cooperating_units)) for m in task.measures] == [
        ("提升养老。由", ["县民政局"], ["县财政局"]),
        ("县住建局牵头", ["县住建局"], ["县残联"]),
    ]


def test_a_part_that_says_who_does_what_of_it_beside_one_that_says_who() -> None:
    """The last unit was that of the whole task."""
    task = read("设立举报电话，县政务服务中心负责受理；建立台账，县信访局负责。")
    assert [(m.text, name(m.responsible_units)) for m in task.measures] == [
        ("设立举报电话，县政务服务中心负责受理；", ["县政务服务中心"]),
        ("建立台账，县信访局负责。", ["县信访局"]),
    ]


def test_numbers_inside_a_paragraph_count_its_sentences() -> None:
    task = read("基层治理。（1）社区医疗：由县卫健局负责；（2）养老服务：由县民政局负责。")
    assert [(m.id, m.text, name(m.responsible_units)) for m in task.measures] == [
        ("1.1-1", "社区医疗：由县卫健局负责；", ["县卫健局"]),
        ("1.1-2", "养老服务：由县民政局负责。", ["县民政局"]),
    ]
    assert task.content == "基层治理。"


def test_sentences_of_a_numbered_measure_say_who_of_all_of_it() -> None:
    """Only the last was read."""
    text = "青溪县整改方案\n一、整改任务\n（一）河道污染\n整改措施：\n1.工程建设，县水务局负责；资金筹措，由县财政局负责。\n2.巡查。\n"
    measure = extract_text(text).tasks[0].measures[0]
    assert name(measure.responsible_units) == ["县水务局", "县财政局"]


def test_lines_that_each_say_who_are_measures() -> None:
    """The last line's unit was that of the task."""
    task = read("城市更新。\n补植国省道，县交通局负责；\n提升主次干道，县城管局负责。\n一体推进。")
    assert [(m.text, name(m.responsible_units)) for m in task.measures] == [
        ("城市更新。补植国省道，县交通局负责；", ["县交通局"]),
        ("提升主次干道，县城管局负责。", ["县城管局"]),
    ]
    assert (task.content, task.responsible_units) == ("一体推进。", ())


@pytest.mark.parametrize("end", ["何时干完：6月底谁来干：", "责任单位：（）"])
def test_a_label_that_ends_the_text_names_nobody(end: str) -> None:
    """Reading went on behind the end of the text."""
    extract_text(f"青溪县整改方案\n一、整改任务\n（一）河道污染。{end}")
    extract_text(f"12月（2处）谁来干：(3月10日)、县城管局结束同上、目录。启动至的谁来干：发布机构：{end}")
