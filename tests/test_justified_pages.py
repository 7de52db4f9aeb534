"""Lines of a page set in full lines, which a converter gave out in pieces: behind stops, commas and brackets, in mid-word."""

from __future__ import annotations

import pytest

from rectiparse import Notice, extract_text
from rectiparse.readers.page_layout import Line
from rectiparse.readers.page_paragraphs import Margins, goes_on

WIDTH = 40
"""Characters of a line of the page."""
PREFACE = (
    "为深入贯彻落实上级决策部署进一步优化发展环境加快推动各项改革举措落地见效，切实提升企业和群众的获得感满意度，"
    "根据有关文件精神结合我县实际制定本方案，请各乡镇各部门结合职责分工认真抓好贯彻落实确保各项任务按时保质完成，"
    "各级各部门要充分认识做好这项工作的重要意义切实把思想和行动统一到决策部署上来加强组织领导压实工作责任细化举措。"
)


def read(*body: str) -> Notice:
    preface = "　　" + PREFACE
    lines = [preface[at : at + WIDTH].strip() for at in range(0, len(preface), WIDTH)]
    return extract_text("\n".join(["青溪县优化发展环境实施方案", *lines, "一、重点任务", *body]))


def show(notice: Notice) -> list[tuple[str, str, list[str], list[str], str | None]]:
    """Heading, text, units, measures and limit of each task."""
    return [
        (
            task.path[-1],
            task.content or task.finding or "",
            [unit.name for unit in (*task.lead_units, *task.responsible_units, *task.cooperating_units)],
            [measure.text for measure in task.measures],
            task.deadline.text if task.deadline else None,
        )
        for task in notice.tasks
    ]


@pytest.mark.parametrize(
    "body",
    [
        # a label cut in its middle, its second half none by itself
        ("（一）清运积存垃圾。", "整改时限：立即整改。责任", "单位：青溪县人民政府。配合单位：县住建局。"),
        # a label that ends a line
        ("1.整顿软弱涣散党组织。全面排查党员队伍组织状况。责任单位：县委组织部；完成时限：", "2022年9月底前。"),
        # a number that ends a line behind a label or a stop
        ("（一）清运积存垃圾。整改措施：（1）", "逐点排查；（2）", "逐点清运。", "责任单位：县住建局"),
        # a piece that ends with a closing sign, the next one in mid-word
        ("1.支持符合《青溪县矿泉水水源地资源保护与开发利用规划》", "（青政发〔2021〕64号）", "规定条件的项目建设。", "责任单位：县水利局"),
        # a bracket with a time that says nothing of a limit
        ("1.定期会商。县乡两级政府每季度（重点乡镇每月）", "举办企业家座谈会。", "责任单位：县商务局"),
        # a name cut behind the bracket inside it
        ("1.定期会商。", "责任单位：县商务局、各县（市、", "区）", "人民政府"),
        ("1.定期会商。", "责任单位：县商务局、各市（州）", "商务、教育部门"),
        # what begins behind a stop in the middle of a page's line and goes on in the next one
        ("1.整治违规用电。全面排查各类场所。", "一是拆除私拉乱接以及老化破损的各类电气线", "路。二是检测线路。", "责任单位：县供电公司"),
        ("1.整治违规用电。全面排查生产经营场所。", "责任单位：县供电公司、县消防救援大队、县应", "急管理局"),
    ],
)
def test_pieces_read_as_the_whole_line_does(body: tuple[str, ...]) -> None:
    whole = "".join(body).replace("责任单位", "\n责任单位")
    assert show(read(*body)) == show(read(*whole.split("\n")))


def test_units_right_below_a_bracket_begin_a_paragraph() -> None:
    notice = read("1.定期会商。（县商务局、各乡镇（街道）负责）", "建设服务平台，及时收集企业诉求。（县工信局负责）")
    assert [[unit.name for unit in task.responsible_units] for task in notice.tasks] == [["县商务局", "各乡镇（街道）"], ["县工信局"]]


@pytest.mark.parametrize("between", ["", "全面排查各类场所。\n"])
def test_the_first_of_a_run_inside_the_paragraph_above(between: str) -> None:
    run = f"一是拆除私拉线路。\n{between}二是检测线路。三是由县供电公司牵头，实施改造。"
    task = extract_text(f"青溪县方案\n一、重点任务\n（一）整治违规用电。{run}\n（二）整治用火。").tasks[0]
    assert task.content == "整治违规用电。"
    assert [measure.id for measure in task.measures] == ["1.1-1", "1.1-2", "1.1-3"]
    assert "".join(measure.text for measure in task.measures).startswith(f"拆除私拉线路。{between.strip()}")
    assert [unit.name for unit in task.measures[2].lead_units] == ["县供电公司"]


def test_a_second_without_a_first_counts_nothing() -> None:
    text = "青溪县方案\n一、重点任务\n（一）整治违规用电。一是拆除线路。\n（二）整治用火。\n二是清理柴草。\n责任单位：县民宗局"
    assert [measure.text for task in extract_text(text).tasks for measure in task.measures] == []


@pytest.mark.parametrize(
    ("before", "behind", "is_one"),
    [
        ("1.推广施肥。（责任单位：市农业农村局；长期坚持）", "三、保障措施", False),
        ("1.推广施肥。（责任单位：市农业农村局；长期坚持", "）。各乡镇配合。", True),
        ("1.推广施肥（含有机肥）", "和节水灌溉。", True),
    ],
)
def test_a_number_behind_a_bracket_at_the_margin_begins_a_paragraph(before: str, behind: str, is_one: bool) -> None:
    first = Line(before, 90.0, 100.0, 500.0, 116.0, 16.0, 16.0, 1)
    second = first._replace(text=behind, top=128.0, bottom=144.0, x1=200.0)
    margins = Margins(90.0, 500.0, indents=False)
    assert goes_on(first, first, second, margins, margins) is is_one
