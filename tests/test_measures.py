"""Numbers behind a 措施 label: which are measures of the finding above, which the next finding."""

from __future__ import annotations

import pytest

from rectiparse import Notice, extract_text


def show(notice: Notice) -> list[tuple[str, str, list[str]]]:
    """Id, finding and measures of each task."""
    return [(task.id, task.finding or "", [f"{m.id} {m.text}" for m in task.measures]) for task in notice.tasks]


MARKS = {"1.": ("1.", "2.", "3."), "（一）": ("（一）", "（二）", "（三）"), "1、": ("1、", "2、", "3、")}


@pytest.mark.parametrize("mark", MARKS)
@pytest.mark.parametrize("is_behind", [False, True])
@pytest.mark.parametrize("is_inline", [False, True])
def test_measures_that_count_as_their_findings_do(mark: str, is_behind: bool, is_inline: bool) -> None:
    one, two, three = MARKS[mark]
    fields = "责任单位：青溪县委\n整改时限：2023年底\n"
    joint = "" if is_inline else "\n"

    def write(number: str, finding: str, *measures: str) -> str:
        listed = f"整改措施：{joint}" + joint.join(f"{n}{m}" for n, m in zip((one, two, three), measures, strict=False)) + "\n"
        return f"{number}{finding}\n" + (listed + fields if is_behind else fields + listed)

    first = write(one, "渗滤液积存。", "加快建设。", "逐日调度。", "按期封场。")
    second = write(two, "管网破损。", "开展排查。", "逐段修复。", "移交管护。")
    third = write(three, "台账不全。", "逐项补录。", "定期核对。")
    assert show(extract_text(f"青溪县整改措施清单\n\n{first}{second}{third}")) == [
        ("1", "渗滤液积存。", ["1-1 加快建设。", "1-2 逐日调度。", "1-3 按期封场。"]),
        ("2", "管网破损。", ["2-1 开展排查。", "2-2 逐段修复。", "2-3 移交管护。"]),
        ("3", "台账不全。", ["3-1 逐项补录。", "3-2 定期核对。"]),
    ]


def test_a_single_measure_above_the_next_finding() -> None:
    item = "{}渗滤液积存。\n责任单位：青溪县委\n整改措施：\n1.加快建设。\n"
    notice = extract_text("青溪县整改措施清单\n\n" + "".join(item.format(number) for number in ("1.", "2.", "3.")))
    assert [task_id for task_id, *_ in show(notice)] == ["1", "2", "3"]
    assert [measures for *_, measures in show(notice)] == [["1-1 加快建设。"], ["2-1 加快建设。"], ["3-1 加快建设。"]]


def test_a_text_behind_the_label_leaves_the_next_number_to_the_findings() -> None:
    text = "1.渗滤液积存。\n责任单位：青溪县委\n整改措施：加快建设。\n2.管网破损。\n责任单位：青溪县委\n整改措施：开展排查。\n"
    assert [task_id for task_id, *_ in show(extract_text(f"青溪县整改措施清单\n\n{text}"))] == ["1", "2"]


def test_what_a_section_of_measures_counts_are_tasks() -> None:
    text = "一、整改目标\n全部到位。\n二、整改措施\n（一）强化学习。纳入必修课。\n（二）清理岸线。\n三、工作要求\n（一）加强领导。\n"
    assert [(task.id, task.content) for task in extract_text(f"青溪市整改方案\n\n{text}").tasks] == [
        ("2.1", "强化学习。纳入必修课。"),
        ("2.2", "清理岸线。"),
    ]


def test_a_top_number_behind_an_empty_label_heads_a_section() -> None:
    text = "一、管网破损。\n责任单位：青溪县委\n整改措施：\n一、总体要求\n（一）加强领导。\n二、工作安排\n（一）加强调度。\n"
    assert {"一、": "1'2", "二、": "2"}.items() <= {s.marker: s.id for s in extract_text(f"青溪县清单\n\n{text}").outline}.items()


def test_a_paragraph_behind_the_fields_is_no_measure() -> None:
    fields = "整改措施：加快建设。\n责任单位：青溪县委\n整改时限：2024年6月底\n"
    (task,) = extract_text(f"青溪县整改报告\n\n1.渗滤液积存。\n{fields}我县将以此为契机，提交总结。\n").tasks
    assert [measure.text for measure in task.measures] == ["加快建设。"]
    assert [unit.name for unit in task.responsible_units] == ["青溪县委"] and task.deadline is not None


def test_a_further_measure_behind_the_fields_of_the_one_before() -> None:
    fields = "责任单位：青溪县委\n"
    (task,) = extract_text(f"青溪县整改报告\n\n1.渗滤液积存。\n整改措施：加快建设。\n{fields}开展排查。\n{fields}").tasks
    assert [measure.text for measure in task.measures] == ["加快建设。", "开展排查。"]


def test_fields_behind_arrows_below_kinds_of_findings() -> None:
    fields = "→ 整改举措：退费。\n→ 牵头科室：医保办    协同科室：财务科\n→ 时间节点：2024年5月15日前\n"
    notice = extract_text(f"青溪卫生院整改报告\n\n第一类  收费不规范\n1.重复收费。\n{fields}第二类  诊疗不规范\n2.低标准入院。\n{fields}")
    assert [(task.id, [unit.name for unit in task.lead_units], len(task.measures)) for task in notice.tasks] == [
        ("1.1", ["医保办"], 1),
        ("2.2", ["医保办"], 1),
    ]


@pytest.mark.parametrize("joint", ["", "\n"])
@pytest.mark.parametrize(("one", "two"), [("（1）", "（2）"), ("①", "②"), ("1.", "2.")])
def test_values_that_count_as_the_measures_do(one: str, two: str, joint: str) -> None:
    fields = f"责任单位：{one}市水务局；{two}市住建局\n完成时限：{one}二季度末；{two}年底前\n"
    text = f"青溪市2024年方案\n一、任务\n（一）管网老化。\n整改措施：{joint}{one}开展排查；{joint}{two}实施改造。\n{fields}"
    (task,) = extract_text(text).tasks
    found = [([unit.name for unit in m.responsible_units], m.deadline and str(m.deadline.end)) for m in task.measures]
    assert found == [(["市水务局"], "2024-06-30"), (["市住建局"], "2024-12-31")]


@pytest.mark.parametrize("limit", ["（1）（2）项6月底前完成，（3）项长期坚持", "①②年底前，③长期坚持"])
def test_a_limit_of_several_measures_is_the_task_s(limit: str) -> None:
    marks = "①②③" if "①" in limit else ("（1）", "（2）", "（3）")
    listed = "；".join(f"{mark}措施{mark}" for mark in marks)
    (task,) = extract_text(
        f"青溪市2024年方案\n一、任务\n（一）管网老化。\n整改措施：{listed}。\n责任单位：市水务局\n完成时限：{limit}\n"
    ).tasks
    assert (len(task.measures), task.deadline and task.deadline.text, task.deadline and task.deadline.ongoing) == (3, limit, True)


def test_a_number_far_behind_a_label_begins_an_item() -> None:
    long = "开展排查，加强巡查，落实责任，" * 40 + "形成合力。"
    text = f"青溪市2024年方案\n一、任务\n1.{long}责任单位：1.市水务局；{long}2.实施改造。责任单位：市住建局\n"
    assert [task.id for task in extract_text(text).tasks] == ["1.1", "1.2"]


def test_a_number_of_another_kind_behind_a_numbered_value_begins_a_measure() -> None:
    text = "一、管网老化\n整改措施：（1）排查。责任单位：1.市水务局；2.市住建局。（2）改造。责任单位：市财政局\n"
    (task,) = extract_text(text).tasks
    assert [(m.number, [unit.name for unit in m.responsible_units]) for m in task.measures] == [
        (1, ["市水务局", "市住建局"]),
        (2, ["市财政局"]),
    ]


@pytest.mark.parametrize("breaks", ["\n", ""])
def test_measures_below_the_places_that_take_them(breaks: str) -> None:
    groups = breaks.join(("武江市：", "（1）改造渣场。", "（2）建设泵站。", "阳湖市：", "（1）关停砂点。", "（2）开展巡查。"))
    text = f"5.整改不力。\n整改措施：\n{groups}\n责任单位：武江市、阳湖市政府\n整改时限：2022年12月底\n6.监管缺失。\n整改措施：核定流量。\n"
    (task, _) = extract_text(text).tasks
    assert [(measure.id, measure.text) for measure in task.measures] == [("5-~1", "武江市："), ("5-~2", "阳湖市：")]
    assert [nested.id for measure in task.measures for nested in measure.measures] == ["5-~1.1", "5-~1.2", "5-~2.1", "5-~2.2"]
    assert [unit.name for unit in task.responsible_units] == ["武江市政府", "阳湖市政府"]
    assert task.deadline is not None and str(task.deadline.end) == "2022-12-31"


def test_fields_of_nested_measures_stay_where_several_have_one() -> None:
    text = "5.整改不力。\n整改措施：\n1.改造管网。\n（1）甲段。责任单位：市住建局\n（2）乙段。责任单位：市水务局\n"
    (task,) = extract_text(text).tasks
    assert [[unit.name for unit in nested.responsible_units] for nested in task.measures[0].measures] == [["市住建局"], ["市水务局"]]


@pytest.mark.parametrize(
    ("above", "joint", "task_units", "measure_units"),
    [
        ("整改责任单位：市住建局\n", "", ["市住建局"], ["市水务局"]),
        ("整改责任单位：市住建局\n", "\n", ["市住建局", "市水务局"], []),
        ("督导单位：市住建局\n", "", ["市水务局"], []),
    ],
)
def test_units_in_the_line_of_the_last_measure(above: str, joint: str, task_units: list[str], measure_units: list[str]) -> None:
    text = f"一、管网老化。\n{above}整改措施：\n1.开展排查。\n2.完善制度。{joint}责任单位：市水务局。\n"
    (task,) = extract_text(text).tasks
    assert [unit.name for unit in task.responsible_units] == task_units
    assert [unit.name for unit in task.measures[-1].responsible_units] == measure_units


def test_measures_and_limit_below_one_label() -> None:
    first = "（一）溢洪道有杂物\n整改措施及时限：立即清理，3月20日前完成。\n责任单位：石桥镇\n"
    second = "（二）职责不清\n整改措施和完成时限：1.开展培训，3月底前完成；2.建立机制，长期坚持。\n责任单位：石桥镇\n"
    notice = extract_text(f"青溪县2024年整改方案\n{first}{second}")
    assert [(m.id, m.deadline and m.deadline.text) for task in notice.tasks for m in task.measures] == [
        ("1-~1", "3月20日前完成"),
        ("2-1", "3月底前完成"),
        ("2-2", "长期坚持"),
    ]
    assert [clause.section_id for clause in notice.deadlines] == ["1-~1", "2-1", "2-2"]


def test_a_date_in_a_measure_is_no_limit_of_it_below_any_other_label() -> None:
    (task,) = extract_text("青溪县2024年整改方案\n（一）杂物\n整改措施：清理，3月20日前完成。\n责任单位：石桥镇\n").tasks
    assert task.measures[0].deadline is None


@pytest.mark.parametrize("above", ["任务内容：溢洪道加固", "问题：挡墙开裂"])
@pytest.mark.parametrize("label", ["应急措施", "整改措施", "下一步打算"])
def test_a_further_label_of_measures_behind_the_fields(above: str, label: str) -> None:
    text = f"雨湖镇隐患整改台账\n\n{above}\n整改方案：凿除重建\n责任单位：镇水利站\n整改限期：2024年6月10日前\n{label}：专人值守\n"
    (task,) = extract_text(text).tasks
    assert [m.text for m in task.measures] == ["凿除重建", "专人值守"]
    assert ([u.name for u in task.responsible_units], task.deadline and str(task.deadline.end)) == (["镇水利站"], "2024-06-10")


def test_places_of_dangers_head_the_fields_below_them() -> None:
    text = (
        "雨湖镇防汛隐患整改表\n\n隐患点：溢洪道\n隐患情况：挡墙开裂\n行政责任人：周某（副镇长）  技术责任人：吴某\n责任单位：镇水利站\n"
        "隐患点：电排站\n隐患情况：机组停转\n责任单位：沙洲村\n填报单位：雨湖镇人民政府    填报日期：2024年5月6日\n"
    )
    notice = extract_text(text)
    assert [(t.content, t.finding, [u.name for u in t.responsible_units]) for t in notice.tasks] == [
        ("溢洪道", "挡墙开裂", ["镇水利站"]),
        ("电排站", "机组停转", ["沙洲村"]),
    ]
    assert not any(task.measures for task in notice.tasks)
    assert [d.code for d in notice.diagnostics] == ["missing-metadata"]
