"""The same table with tabs, drawn, with a cell a line, with blanks between its columns and in Word reads the same."""

from __future__ import annotations

import io
import time
import unicodedata
from collections.abc import Callable

import docx
import pytest

from rectiparse import extract, extract_text
from rectiparse.model import Notice

Rows = list[tuple[str | None, ...]]
"""None where a cell is merged with the one above."""
TITLE = "青湖市2024年重点工作清单"


def in_tabs(rows: Rows) -> str:
    return "\n".join("\t".join(cell or "" for cell in row) for row in rows)


def drawn(rows: Rows) -> str:
    return "\n".join("| " + " | ".join(cell or "" for cell in row) + " |" for row in rows)


def drawn_without_merged(rows: Rows) -> str:
    return "\n".join(" | ".join(cell for cell in row if cell is not None) + " |" for row in rows)


def a_cell_a_line(rows: Rows) -> str:
    return "\n".join(cell for row in rows for cell in row if cell)


def in_blanks(rows: Rows) -> str:
    widths = [2 + max(width(row[column] or "") for row in rows) for column in range(len(rows[0]))]
    padded = ((cell or "") + " " * (size - width(cell or "")) for row in rows for cell, size in zip(row, widths, strict=True))
    return "\n".join("".join(next(padded) for _ in row).rstrip() for row in rows)


def width(text: str) -> int:
    return sum(1 + (unicodedata.east_asian_width(char) in "WF") for char in text)


def in_word(rows: Rows) -> bytes:
    document = docx.Document()
    document.add_paragraph(TITLE)
    table = document.add_table(len(rows), len(rows[0]))
    for at, row in enumerate(rows):
        for column, cell in enumerate(row):
            if cell is None:
                table.cell(at - 1, column).merge(table.cell(at, column))
            else:
                table.cell(at, column).text = cell
    out = io.BytesIO()
    document.save(out)
    return out.getvalue()


PRINTED: tuple[Callable[[Rows], str], ...] = (in_tabs, drawn, drawn_without_merged, a_cell_a_line, in_blanks)
LAYOUTS = [*(layout.__name__ for layout in PRINTED), "in_word"]


def show(notice: Notice) -> list[str]:
    found = []
    for task in notice.tasks:
        for node, said in ((task, " / ".join(task.path)), *((measure, measure.text) for measure in task.measures)):
            units = " ".join(unit.name for unit in (*node.lead_units, *node.responsible_units))
            others = " ".join(unit.name for unit in node.cooperating_units)
            found.append(f"{node.id} {said} | {units} | {others} | {node.deadline.text if node.deadline else ''}")
    return found


def read(layout: str, rows: Rows) -> list[str]:
    if layout == "in_word":
        return show(extract(in_word(rows)))
    printed = next(way for way in PRINTED if way.__name__ == layout)
    return show(extract_text(f"{TITLE}\n\n{printed(rows)}\n"))


@pytest.mark.parametrize("layout", LAYOUTS)
@pytest.mark.parametrize(("first", "second"), [("一", "二"), ("1", "2")])
def test_two_columns_of_numbers(layout: str, first: str, second: str) -> None:
    rows: Rows = [
        ("序号", "重点任务", "序号", "具体工作", "责任单位", "完成时间"),
        (first, "优化企业服务", "1", "推行一日办结。", "市市场监管局", "6月底前"),
        (None, None, "2", "开设专窗。", "市政务局", "9月底前"),
        (second, "提升纳税服务", "3", "推广电子发票。", "市税务局", "长期"),
    ]
    assert read(layout, rows) == [
        f"1.1 {first} 优化企业服务 / 1 推行一日办结。 | 市市场监管局 |  | 6月底前",
        f"1.2 {first} 优化企业服务 / 2 开设专窗。 | 市政务局 |  | 9月底前",
        f"2.3 {second} 提升纳税服务 / 3 推广电子发票。 | 市税务局 |  | 长期",
    ]


@pytest.mark.parametrize("layout", LAYOUTS)
def test_findings_of_a_finding_with_numbers_of_their_own(layout: str) -> None:
    rows: Rows = [
        ("序号", "反馈问题", "序号", "具体表现", "整改措施", "责任单位", "完成时限"),
        ("1", "理论学习不够深入", "1", "计划落实不到位", "1.制定计划；2.定期督查。", "市委办", "6月底前"),
        (None, None, "2", "学用结合不紧密", "开展专题研讨2次。", "市委党校", "7月底前"),
        ("2", "财务管理不规范", "3", "报销手续不全", "补齐手续，修订制度。", "市财政局", "立行立改"),
    ]
    assert read(layout, rows) == [
        "1.1 1 理论学习不够深入 / 1 计划落实不到位 | 市委办 |  | 6月底前",
        "1.1-1 制定计划； |  |  | ",
        "1.1-2 定期督查。 |  |  | ",
        "1.2 1 理论学习不够深入 / 2 学用结合不紧密 | 市委党校 |  | 7月底前",
        "1.2-~1 开展专题研讨2次。 |  |  | ",
        "2.3 2 财务管理不规范 / 3 报销手续不全 | 市财政局 |  | 立行立改",
        "2.3-~1 补齐手续，修订制度。 |  |  | ",
    ]


@pytest.mark.parametrize("layout", LAYOUTS)
def test_rows_that_count_in_words(layout: str) -> None:
    rows: Rows = [
        ("序号", "改革领域", "重点任务", "具体措施", "牵头单位", "完成时间"),
        ("一", "政务服务", "优化企业开办", "推行一日办结。", "市市场监管局", "6月底前"),
        (None, None, "推进一网通办", "开设专窗。", "市政务局", "9月底前"),
        ("二", "纳税服务", "推广电子发票", "开展培训。", "市税务局", "长期"),
    ]
    assert [line for line in read(layout, rows) if "-~" not in line] == [
        "1.~1 一 政务服务 / 优化企业开办 | 市市场监管局 |  | 6月底前",
        "1.~2 一 政务服务 / 推进一网通办 | 市政务局 |  | 9月底前",
        "2.~1 二 纳税服务 / 推广电子发票 | 市税务局 |  | 长期",
    ]


@pytest.mark.parametrize("layout", [name for name in LAYOUTS if name != "in_blanks"])
def test_a_measure_below_a_limit_of_its_own_that_is_merged_down(layout: str) -> None:
    rows: Rows = [
        ("序号", "重点任务", "工作措施", "责任单位", "完成时间"),
        ("1", "规范招标投标", "推行全流程电子化。", "市发改局", "10月底前"),
        (None, None, "清理不合理限制。", None, "长期"),
        (None, None, "开展专项检查。", None, None),
        ("2", "规范中介服务", "编制清单。", "市司法局", "9月底前"),
    ]
    assert read(layout, rows) == [
        "1 1 规范招标投标 | 市发改局 |  | ",
        "1-~1 推行全流程电子化。 |  |  | 10月底前",
        "1-~2 清理不合理限制。 |  |  | 长期",
        "1-~3 开展专项检查。 |  |  | 长期",
        "2 2 规范中介服务 | 市司法局 |  | 9月底前",
        "2-~1 编制清单。 |  |  | ",
    ]


@pytest.mark.parametrize("layout", [name for name in LAYOUTS if name != "in_blanks"])
def test_a_row_below_a_stage_and_its_time(layout: str) -> None:
    rows: Rows = [
        ("阶段", "时间", "工作内容", "责任单位"),
        ("动员部署", "3月1日至3月15日", "制定方案，召开会议。", "市市场监管局"),
        ("集中整治", "3月16日至10月31日", "开展检查，查处案件。", "市市场监管局"),
        (None, None, "曝光典型案例。", "市融媒体中心"),
        ("总结提升", "11月", "总结经验，完善机制。", "各有关单位"),
    ]
    assert [line.partition(" ")[2] for line in read(layout, rows)] == [
        "动员部署 / 制定方案，召开会议。 | 市市场监管局 |  | 3月1日至3月15日",
        "集中整治 / 开展检查，查处案件。 | 市市场监管局 |  | 3月16日至10月31日",
        "集中整治 / 曝光典型案例。 | 市融媒体中心 |  | 3月16日至10月31日",
        "总结提升 / 总结经验，完善机制。 | 各有关单位 |  | 11月",
    ]


@pytest.mark.parametrize("layout", LAYOUTS)
def test_what_the_cell_above_says(layout: str) -> None:
    rows: Rows = [
        ("序号", "工作任务", "责任单位", "配合单位", "完成时限"),
        ("1", "推进河道治理。", "市水务局", "各镇街", "6.30"),
        ("2", "完善防汛预案。", "同上", "市应急局", "同上"),
        ("3", "开展扬尘整治。", "市住建局", "同上", "12.31"),
    ]
    assert read(layout, rows) == [
        "1 1 推进河道治理。 | 市水务局 | 各镇街 | 6.30",
        "2 2 完善防汛预案。 | 市水务局 | 市应急局 | 6.30",
        "3 3 开展扬尘整治。 | 市住建局 | 市应急局 | 12.31",
    ]


@pytest.mark.parametrize("layout", LAYOUTS)
def test_headings_of_rows_with_sums_and_a_row_of_sums_below(layout: str) -> None:
    rows: Rows = [
        ("序号", "项目名称", "建设内容", "总投资（万元）", "责任单位", "完工时间"),
        ("一", "教育提升工程", "", "12000", "", ""),
        ("1", "新建实验小学", "新建教学楼2栋。", "8000", "市教育局", "2024年12月"),
        ("2", "改造幼儿园", "改造幼儿园5所。", "4000", "市教育局", "2024年8月"),
        ("二", "医疗提升工程", "", "5000", "", ""),
        ("3", "市二院迁建", "主体完工。", "5000", "市卫健委", "2025年6月"),
        ("合计", "", "", "17000", "", ""),
    ]
    assert read(layout, rows) == [
        "1.1 一 教育提升工程 / 1 新建实验小学 | 市教育局 |  | 2024年12月",
        "1.2 一 教育提升工程 / 2 改造幼儿园 | 市教育局 |  | 2024年8月",
        "2.3 二 医疗提升工程 / 3 市二院迁建 | 市卫健委 |  | 2025年6月",
    ]


@pytest.mark.parametrize("layout", ["a_cell_a_line", "in_blanks"])
@pytest.mark.parametrize("serial", [True, False])
@pytest.mark.parametrize(
    "limit",
    (
        *("已完成", "已完成，长期坚持", "常态化推进", "适时开展", "按计划推进", "根据上级部署", "即日起至12月底", "三个月内", "汛期前"),
        *("近期", "十月底前", "整改期间", "同步推进", "待定", "2024/6/30", "2024年6月30日", "暑期", "每学期"),
    ),
)
def test_limits_that_do_not_begin_like_dates(layout: str, serial: bool, limit: str) -> None:
    rows: Rows = [
        ("序号", "工作任务", "责任单位", "完成时限"),
        ("1", "开展专项排查。", "市教育局", "5月底前"),
        ("2", "推进河道整治。", "市水务局", limit),
        ("3", "规范档案管理。", "市公安局", "7月底前"),
    ]
    found = read(layout, rows if serial else [row[1:] for row in rows])
    assert [line.split(" | ", 1)[1] for line in found] == ["市教育局 |  | 5月底前", f"市水务局 |  | {limit}", "市公安局 |  | 7月底前"]


@pytest.mark.parametrize("layout", LAYOUTS)
@pytest.mark.parametrize(
    ("cell", "units"),
    [
        ("市水务局牵头，市财政局、各镇街配合", "市水务局 | 市财政局 各镇街"),
        ("牵头单位：市水务局配合单位：市财政局", "市水务局 | 市财政局"),
        ("牵头：市水务局；配合：市财政局", "市水务局 | 市财政局"),
        ("各县（市、区）人民政府，市直有关部门", "各县（市、区）人民政府 市直有关部门 | "),
    ],
)
def test_who_does_what_in_one_cell(layout: str, cell: str, units: str) -> None:
    rows: Rows = [
        ("序号", "工作任务", "工作措施", "责任单位", "完成时限"),
        ("1", "开展专项排查", "建立台账。", "市教育局", "5月底前"),
        ("2", "推进河道整治", "清理垃圾。", cell, "6月底前"),
        ("3", "规范档案管理", "开展培训。", "市公安局", "7月底前"),
    ]
    assert read(layout, rows)[2] == f"2 2 推进河道整治 | {units} | 6月底前"


def test_cells_that_hold_line_breaks_between_single_blanks() -> None:
    text = (
        "青湖市2024年部门联合抽查计划\n序号 抽查任务 抽查事项 抽查比例 起止时间 发起部门 配合部门\n"
        "1 培训机构检查 办学条件、收费行为检\n查 3% 3月—6月 市教育局 市市场监管局、\n市消防救援支队\n"
        "2 物业企业检查 对企业资质和\n服务质量的检查 5% 5月—10月 市住建局 市城管局\n"
        "3 养老机构检查 对运营情况的检查 10% 6月—9月 市民政局 市卫健委、市消\n防救援支队\n青湖市抽查办公室\n2024年3月1日\n"
    )
    notice = extract_text(text)
    assert show(notice) == [
        "1 1 培训机构检查 | 市教育局 | 市市场监管局 市消防救援支队 | 3月—6月",
        "2 2 物业企业检查 | 市住建局 | 市城管局 | 5月—10月",
        "3 3 养老机构检查 | 市民政局 | 市卫健委 市消防救援支队 | 6月—9月",
    ]
    assert [task.content for task in notice.tasks][:2] == ["培训机构检查办学条件、收费行为检查", "物业企业检查对企业资质和服务质量的检查"]
    assert notice.metadata.issuers == ("青湖市抽查办公室",)


def test_a_measure_that_a_line_of_its_cell_cuts() -> None:
    rows = "1 政务公开 编制目录，做好\n解读工作。 市政务局 6月\n2 治理扬尘 落实六个百分百。 市住建局 9月\n底前"
    notice = extract_text(f"{TITLE}\n序号 工作内容 主要措施 责任单位 完成时限\n{rows}\n")
    assert [[measure.text for measure in task.measures] for task in notice.tasks] == [["编制目录，做好解读工作。"], ["落实六个百分百。"]]
    assert [task.deadline and task.deadline.text for task in notice.tasks] == ["6月", "9月底前"]


@pytest.mark.parametrize("between", ["", "青湖市2024年整改清单\n"])
def test_tables_without_numbers_below_each_other(between: str) -> None:
    first = "工作任务\n责任单位\n完成时限\n完成排口溯源。\n市水务局\n6月底\n整治黑臭水体。\n市住建局\n9月底\n"
    second = "存在问题\n整改措施\n责任单位\n整改时限\n台账不规范。\n完善台账。\n市水务局\n7月\n巡查不到位。\n加密频次。\n市城管局\n8月\n"
    notice = extract_text(f"{TITLE}\n{first}{between}{second}")
    assert [task.finding or task.content for task in notice.tasks] == ["完成排口溯源。", "整治黑臭水体。", "台账不规范。", "巡查不到位。"]


def test_categories_without_numbers_above_rows_without_numbers() -> None:
    cells = ["水污染防治", "完成入河排口溯源。", "市水务局", "6月底", "整治黑臭水体3条。", "市住建局", "9月底"]
    cells += ["大气污染防治", "开展扬尘整治。", "市城管局", "10月"]
    tasks = extract_text("\n".join([TITLE, "工作任务", "责任单位", "完成时限", *cells, ""])).tasks
    assert [task.path for task in tasks] == [
        ("水污染防治", "完成入河排口溯源。"),
        ("水污染防治", "整治黑臭水体3条。"),
        ("大气污染防治", "开展扬尘整治。"),
    ]


def test_a_line_that_the_edge_of_a_cell_breaks_is_no_category() -> None:
    cells = ["推进河道综合整治", "和生态修复。", "市水务局", "6月底", "整治黑臭水体。", "市住建局", "9月底"]
    tasks = extract_text("\n".join([TITLE, "工作任务", "责任单位", "完成时限", *cells, ""])).tasks
    assert [task.content for task in tasks] == ["推进河道综合整治和生态修复。", "整治黑臭水体。"]


def test_who_found_something_has_nothing_to_put_right() -> None:
    rows: Rows = [
        ("日期", "检查单位", "存在问题", "整改措施", "责任单位", "整改时限"),
        ("5月3日", "市应急局", "通道堵塞。", "清理通道。", "青湖酒店", "5月10日"),
        ("5月4日", "市消防支队", "器材过期。", "更换器材。", "青湖商场", "立即整改"),
    ]
    assert [line for line in read("in_tabs", rows) if "-~" not in line] == [
        "~1 通道堵塞。 | 青湖酒店 |  | 5月10日",
        "~2 器材过期。 | 青湖商场 |  | 立即整改",
    ]


@pytest.mark.parametrize(("word", "cell"), [("日期", "9月11日"), ("完成年度", "2024"), ("季度", "二季度"), ("节点", "20240911")])
def test_words_over_limits(word: str, cell: str) -> None:
    rows: Rows = [("活动内容", "任务分工", word), ("启动仪式", "市教育局", cell), ("校园日活动", "市科技局", cell)]
    assert [line.partition(" | ")[2] for line in read("in_tabs", rows)] == [f"市教育局 |  | {cell}", f"市科技局 |  | {cell}"]


def test_the_last_cell_of_a_table_is_no_sentence_that_is_cut() -> None:
    rows = [f"{n}\t开展排查整治，建立台账，逐项销号，确保不留死角和盲区。\t市水务局\t6月底前\t正在推进" for n in range(1, 12)]
    notice = extract_text("\n".join([TITLE, "序号\t工作任务\t责任单位\t完成时限\t备注", *rows, ""]))
    assert "truncated" not in [diagnostic.code for diagnostic in notice.diagnostics]


@pytest.mark.parametrize("layout", ["in_tabs", "drawn", "in_word"])
def test_a_row_that_names_who_leads_and_no_helper_has_none_where_others_name_theirs(layout: str) -> None:
    rows: Rows = [
        ("序号", "重点任务", "工作措施", "牵头单位", "配合单位", "完成时限"),
        ("1", "优化营商环境", "推行一网通办。", "市审批局", "市市场监管局", "6月底前"),
        ("", "", "压减审批时限。", "市司法局", "", "8月底前"),
        ("", "", "建立评价机制。", "市发展改革委", "市统计局", "9月底前"),
        ("", "", "公开评价结果。", "", "", "10月底前"),
    ]
    assert read(layout, rows)[1:] == [
        "1-~1 推行一网通办。 | 市审批局 | 市市场监管局 | 6月底前",
        "1-~2 压减审批时限。 | 市司法局 |  | 8月底前",
        "1-~3 建立评价机制。 | 市发展改革委 | 市统计局 | 9月底前",
        "1-~4 公开评价结果。 | 市发展改革委 | 市统计局 | 10月底前",
    ]


def test_a_task_of_very_many_rows_is_read_row_by_row() -> None:
    header = "序号\t重点任务\t工作措施\t牵头单位\t配合单位\t完成时限\n1\t优化环境\t推行一网通办。\t市司法局\t市审批局\t6月底前\n"
    began = time.process_time()
    notice = extract_text(header + "\t\t压减审批时限。\t\t\t\n" * 8000)
    assert time.process_time() - began < 8
    assert len(notice.tasks[0].measures) == 8001


@pytest.mark.parametrize("layout", ["in_tabs", "drawn", "in_word"])
@pytest.mark.parametrize("number", ["2", "2项"])
def test_a_number_beside_the_word_for_a_sum_is_no_cell_of_the_row_above(layout: str, number: str) -> None:
    rows: Rows = [
        ("序号", "存在问题", "整改措施", "责任单位", "完成时限"),
        ("1", "巡查不到位。", "加强巡查。", "市水务局", "5月底前"),
        ("2", "台账不规范。", "规范台账。", "市财政局", "6月底前"),
        ("合计", number, "", "", ""),
    ]
    assert read(layout, rows)[2:] == ["2 2 台账不规范。 | 市财政局 |  | 6月底前", "2-~1 规范台账。 |  |  | "]


@pytest.mark.parametrize("layout", LAYOUTS)
@pytest.mark.parametrize("word", ["单位", "计量单位"])
def test_units_of_measure_do_nothing(layout: str, word: str) -> None:
    rows: Rows = [
        ("序号", "指标名称", word, "责任单位", "完成时限"),
        ("1", "新增绿地", "公顷", "市城管局", "6月底前"),
        ("2", "优良天数", "天", "市生态环境局", "12月底前"),
    ]
    assert [line.partition(" | ")[2] for line in read(layout, rows)] == ["市城管局 |  | 6月底前", "市生态环境局 |  | 12月底前"]


@pytest.mark.parametrize("layout", LAYOUTS)
@pytest.mark.parametrize("word", ["领域", "类别"])
def test_measures_numbered_below_a_category_are_the_tasks(layout: str, word: str) -> None:
    rows: Rows = [
        (word, "序号", "改革举措", "牵头单位", "完成时限"),
        ("市场准入", "1", "推行一照多址。", "市市场监管局", "6月底前"),
        (None, "2", "服务个体工商户。", "市市场监管局", "9月底前"),
        ("纳税服务", "3", "推广智慧税务。", "市税务局", "年底前"),
    ]
    assert [line.partition(" ")[2] for line in read(layout, rows)] == [
        "市场准入 / 1 推行一照多址。 | 市市场监管局 |  | 6月底前",
        "市场准入 / 2 服务个体工商户。 | 市市场监管局 |  | 9月底前",
        "纳税服务 / 3 推广智慧税务。 | 市税务局 |  | 年底前",
    ]


@pytest.mark.parametrize("layout", LAYOUTS)
def test_a_unit_before_what_it_does(layout: str) -> None:
    rows: Rows = [
        ("责任单位", "工作任务", "完成时限"),
        ("县教育局", "检查校园消防设施。", "11月底前"),
        (None, "组织疏散演练。", "12月底前"),
        ("县民政局", "排查养老机构隐患。", "11月20日前"),
    ]
    assert [line.partition(" ")[2] for line in read(layout, rows)] == [
        "检查校园消防设施。 | 县教育局 |  | 11月底前",
        "组织疏散演练。 | 县教育局 |  | 12月底前",
        "排查养老机构隐患。 | 县民政局 |  | 11月20日前",
    ]


@pytest.mark.parametrize("layout", LAYOUTS)
def test_limits_of_their_own_below_a_stage(layout: str) -> None:
    rows: Rows = [
        ("阶段", "时间安排", "工作内容", "责任单位"),
        ("动员部署阶段", "3月10日前", "制定方案。", "市文明办"),
        (None, "3月底前", "召开大会。", "市政府办公室"),
        ("集中攻坚阶段", "9月底前", "整治背街小巷。", "市城管局"),
    ]
    assert [line.partition(" ")[2] for line in read(layout, rows)] == [
        "动员部署阶段 / 制定方案。 | 市文明办 |  | 3月10日前",
        "动员部署阶段 / 召开大会。 | 市政府办公室 |  | 3月底前",
        "集中攻坚阶段 / 整治背街小巷。 | 市城管局 |  | 9月底前",
    ]


@pytest.mark.parametrize("layout", LAYOUTS)
def test_a_row_below_one_whose_number_is_merged_down_stands_beside_it(layout: str) -> None:
    rows: Rows = [
        ("序号", "项目名称", "建设内容", "责任单位", "完成时限"),
        ("1", "教育惠民工程", "新建幼儿园3所。", "市教育局", "8月底前"),
        (None, None, "改造食堂20所。", "市教育局", "12月底前"),
        ("2", "畅通出行工程", "建成公路50公里。", "市交通运输局", "11月底前"),
    ]
    assert [line.split(" | ")[0].partition(" ")[2] for line in read(layout, rows)] == [
        "1 教育惠民工程 / 新建幼儿园3所。",
        "1 教育惠民工程 / 改造食堂20所。",
        "2 畅通出行工程",
    ]


def test_limits_merged_down_over_rows_that_name_who_does_them() -> None:
    rows: Rows = [
        ("序号", "工作任务", "工作措施", "牵头单位", "责任单位", "完成时限"),
        ("1", "完善设施", "建设产业路。", "县交通运输局", "县财政局、各乡镇人民政府", "年底前"),
        (None, None, "改造农村电网。", "县供电公司", None, None),
        ("2", "改善环境", "清运垃圾。", "县城管局", "县财政局", "6月底前"),
    ]
    assert read("a_cell_a_line", rows) == read("in_tabs", rows)
    assert read("a_cell_a_line", rows)[1:3] == ["1-~1 建设产业路。 | 县交通运输局 |  | ", "1-~2 改造农村电网。 | 县供电公司 |  | "]


@pytest.mark.parametrize("heading", [[], ["一、市政工程"]])
def test_sums_above_the_first_row(heading: list[str]) -> None:
    words = ["序号", "项目名称", "总投资（万元）", "竣工时间", "责任单位"]
    rows = [["1", "道路改造工程", "10000", "2025年6月", "市住建局"], ["2", "水厂扩建工程", "5000", "2024年12月", "市水务集团"]]
    lines = [TITLE, *words, "合计（2个）", "15000", *heading, *rows[0], *rows[1]]
    found = extract_text("\n".join(lines)).tasks
    assert [(task.path[-1], [unit.name for unit in task.responsible_units]) for task in found] == [
        ("1 道路改造工程", ["市住建局"]),
        ("2 水厂扩建工程", ["市水务集团"]),
    ]
    assert [task.path[0] for task in found] == (["一、市政工程"] * 2 if heading else ["1 道路改造工程", "2 水厂扩建工程"])


@pytest.mark.parametrize("layout", LAYOUTS)
@pytest.mark.parametrize("serial", [True, False])
def test_names_that_no_ending_tells(layout: str, serial: bool) -> None:
    rows: Rows = [
        ("序号", "检查单位", "隐患描述", "整改措施", "责任单位", "整改时限"),
        ("1", "阳湖大酒店", "通道堆放杂物。", "立即清理。", "阳湖大酒店", "3月15日前"),
        ("2", "城东菜市场", "电线私拉乱接。", "规范敷设。", "阳湖市场公司", "4月底前"),
        ("3", "金色时光大酒店", "设备过期。", "更换设备。", "金色时光大酒店", "4月10日前"),
    ]
    read_rows = read(layout, [row[not serial :] for row in rows])
    assert [line.split(" | ")[1] for line in read_rows[::2]] == ["阳湖大酒店", "阳湖市场公司", "金色时光大酒店"]
    assert [line.split(" ")[1].split(" | ")[0] for line in read_rows[1::2]] == ["立即清理。", "规范敷设。", "更换设备。"]


@pytest.mark.parametrize("layout", LAYOUTS)
def test_a_month_merged_down_over_what_is_done_in_it(layout: str) -> None:
    rows: Rows = [
        ("月份", "工作内容", "责任科室"),
        ("1月", "开展走访慰问。", "权益部"),
        (None, "制定工作计划。", "办公室"),
        ("6月", "举办家庭教育讲座。", "家儿部"),
    ]
    assert [line.partition(" ")[2] for line in read(layout, rows)] == [
        "开展走访慰问。 | 权益部 |  | 1月",
        "制定工作计划。 | 办公室 |  | 1月",
        "举办家庭教育讲座。 | 家儿部 |  | 6月",
    ]


@pytest.mark.parametrize("layout", LAYOUTS)
def test_sums_in_the_first_row(layout: str) -> None:
    rows: Rows = [
        ("序号", "项目名称", "总投资（万元）", "竣工时间", "责任单位"),
        ("合计（2个）", "", "15000", "", ""),
        ("1", "道路改造工程", "10000", "2025年6月", "市住建局"),
        ("2", "水厂扩建工程", "5000", "2024年12月", "市水务集团"),
    ]
    assert read(layout, rows) == ["1 1 道路改造工程 | 市住建局 |  | 2025年6月", "2 2 水厂扩建工程 | 市水务集团 |  | 2024年12月"]


WEEKS = [
    ["第一周", "3月1日至7日", "召开主题班会", "教育处"],
    ["", "", "召开全体教师会", "教务处"],
    ["第二周", "3月8日至14日", "开展督导检查", "督导室"],
]


@pytest.mark.parametrize(
    "text",
    [
        "| 起止日期 |  | 主要工作 | 责任处室 |\n" + "\n".join(f"| {' | '.join(row)} |" for row in WEEKS),
        "起止日期 | 主要工作 | 责任处室 | |\n" + "\n".join(" | ".join(filter(None, row)) + " |" for row in WEEKS),
        "起止日期\t\t主要工作\t责任处室\n" + "\n".join("\t".join(row) for row in WEEKS),
        "起止日期\t主要工作\t责任处室\n" + "\n".join("\t".join(filter(None, row)) for row in WEEKS),
    ],
)
def test_a_word_over_two_columns(text: str) -> None:
    assert [line.partition(" ")[2] for line in show(extract_text(f"青湖市实验中学2021年工作安排表\n{text}\n"))] == [
        "召开主题班会 | 教育处 |  | 3月1日至7日",
        "召开全体教师会 | 教务处 |  | 3月1日至7日",
        "开展督导检查 | 督导室 |  | 3月8日至14日",
    ]


def test_a_task_that_begins_with_its_year_is_no_limit() -> None:
    header = "起止日期 | 主要工作 | 责任处室 | |"
    rows = ["第一周 | 3月1日至7日 | 召开班会 | 教育处 |", "2020年组织生活会和民主评议工作 | 办公室 | ||", "召开教师会 | 教务处 | ||"]
    found = extract_text("\n".join(["青湖市实验中学2021年工作安排表", header, *rows, ""])).tasks
    assert [task.content for task in found] == ["召开班会", "2020年组织生活会和民主评议工作", "召开教师会"]
    assert {task.deadline.text for task in found if task.deadline} == {"3月1日至7日"}


@pytest.mark.parametrize("layout", [name for name in LAYOUTS if name != "in_blanks"])
def test_measures_that_count_on_below_all_that_is_merged_down(layout: str) -> None:
    rows: Rows = [
        ("序号", "反馈问题", "整改措施", "整改时限", "牵头单位", "整改情况"),
        ("1", "项目带动不强。", "1.完善机制。", "6月底前", "县农业农村局", "正在整改"),
        (None, None, "2.加强管护。", None, None, None),
        (None, None, "3.开展评价。", None, None, None),
        ("2", "监测不精准。", "1.开展排查。", "立行立改", "县乡村振兴局", "已完成"),
        (None, None, "2.落实帮扶。", None, None, None),
    ]
    assert [line.split(" | ")[0] for line in read(layout, rows)] == [
        "1 1 项目带动不强。",
        "1-1 完善机制。",
        "1-2 加强管护。",
        "1-3 开展评价。",
        "2 2 监测不精准。",
        "2-1 开展排查。",
        "2-2 落实帮扶。",
    ]


@pytest.mark.parametrize(("first", "second"), [("2025年", "持续推进"), ("全年", "6月底前")])
def test_limits_below_each_other_in_a_table_set_with_blanks(first: str, second: str) -> None:
    rows: Rows = [
        ("类别", "重点任务", "责任单位", "时间安排"),
        ("能源转型", "发展光伏", "县发展改革局", first),
        (None, "清洁用煤", "县市场监管局", second),
        ("交通低碳", "推广新能源公交", "县交通运输局", "9月底前"),
    ]
    assert [line.split(" | ")[-1] for line in read("in_blanks", rows)] == [first, second, "9月底前"]


def test_a_measure_alone_on_a_line_below_a_row_with_tabs() -> None:
    rows = [
        ["序号", "反馈问题", "整改措施", "整改时限", "牵头单位", "整改情况"],
        ["1", "项目带动不强。", "1.完善机制。", "6月底前", "县农业农村局", "正在整改"],
        ["2.加强管护。"],
        ["3.开展评价。"],
        ["2", "监测不精准。", "1.开展排查。", "立行立改", "县乡村振兴局", "已完成"],
    ]
    first, second = extract_text("\n".join([TITLE, *("\t".join(row) for row in rows), ""])).tasks
    assert [measure.text for measure in first.measures] == ["完善机制。", "加强管护。", "开展评价。"]
    assert (first.progress, [unit.name for unit in first.lead_units], second.finding) == ("正在整改", ["县农业农村局"], "监测不精准。")


@pytest.mark.parametrize("layout", LAYOUTS)
def test_fourteen_columns(layout: str) -> None:
    words = "序号 问题类别 反馈问题 涉及部门 整改目标 整改措施 整改时限 牵头领导 牵头单位 责任单位 责任人 联系电话 整改进展 是否销号"
    first = "1 生态环保 污水直排。 县水务局 达标排放。 完善管网。 6月底前 张某某 县住建局 县财政局 李某某 12300000000 正在推进。 否"
    second = "2 安全生产 设施不足。 县民政局 配齐设施。 采购设备。 5月底前 王某某 县应急局 各乡镇人民政府 赵某某 12400000000 已完成。 是"
    assert read(layout, [tuple(row.split()) for row in (words, first, second)]) == [
        "1 1 污水直排。 | 县住建局 县财政局 |  | 6月底前",
        "1-~1 完善管网。 |  |  | ",
        "2 2 设施不足。 | 县应急局 各乡镇人民政府 |  | 5月底前",
        "2-~1 采购设备。 |  |  | ",
    ]


@pytest.mark.parametrize("layout", LAYOUTS)
@pytest.mark.parametrize("words", [("2024年", "2025年"), ("2024年度", "2025年度")])
def test_years_over_columns_give_steps(layout: str, words: tuple[str, str]) -> None:
    rows: Rows = [
        ("序号", "重点任务", *words, "牵头单位"),
        ("1", "建设高标准农田", "完成规划设计。", "建成5万亩。", "市农业农村局"),
        ("2", "改造农村户厕", "完成摸底调查。", "改造1000户。", "市卫生健康委"),
    ]
    assert read(layout, rows) == [
        "1 1 建设高标准农田 | 市农业农村局 |  | ",
        "1-~1 完成规划设计。 |  |  | ",
        "1-~2 建成5万亩。 |  |  | ",
        "2 2 改造农村户厕 | 市卫生健康委 |  | ",
        "2-~1 完成摸底调查。 |  |  | ",
        "2-~2 改造1000户。 |  |  | ",
    ]


@pytest.mark.parametrize("layout", ["in_tabs", "drawn", "in_word"])
def test_findings_below_one_that_is_merged_down(layout: str) -> None:
    rows: Rows = [
        ("序号", "反馈问题", "具体表现", "整改措施", "责任单位", "整改时限"),
        ("1", "河道治理不力", "部分河道水质超标。", "加密监测。", "市水务局", "6月底前"),
        (None, None, "巡查不到位。", "建立台账。", "市水务局", "9月底前"),
        ("2", "垃圾清运不及时", "车辆不足。", "增配车辆。", "市城管局", "5月底前"),
    ]
    assert read(layout, rows) == [
        "1.~1 1 河道治理不力 / 部分河道水质超标。 | 市水务局 |  | 6月底前",
        "1.~1-~1 加密监测。 |  |  | ",
        "1.~2 1 河道治理不力 / 巡查不到位。 | 市水务局 |  | 9月底前",
        "1.~2-~1 建立台账。 |  |  | ",
        "2 2 垃圾清运不及时 | 市城管局 |  | 5月底前",
        "2-~1 增配车辆。 |  |  | ",
    ]


@pytest.mark.parametrize("layout", LAYOUTS)
def test_who_checked_beside_who_was_checked(layout: str) -> None:
    rows: Rows = [
        ("序号", "检查单位", "受检单位", "存在问题", "整改时限"),
        ("1", "市消防支队", "阳湖大酒店", "安全出口上锁。", "5月底前"),
        ("2", "市应急局", "金鼎商厦", "灭火器失效。", "6月底前"),
    ]
    assert read(layout, rows) == ["1 1 安全出口上锁。 | 阳湖大酒店 |  | 5月底前", "2 2 灭火器失效。 | 金鼎商厦 |  | 6月底前"]


@pytest.mark.parametrize("layout", LAYOUTS)
def test_whom_the_units_answer_to_elsewhere_and_what_they_are_for(layout: str) -> None:
    rows: Rows = [
        ("序号", "责任主体", "主要职责", "完成时限", "省级对应处室"),
        ("1", "市教育局", "负责校园食品监管。", "长期坚持", "省教育厅体卫处"),
        ("2", "市水务局", "负责农村供水。", "6月底前", "省水利厅农水处"),
    ]
    assert read(layout, rows) == ["1 1 负责校园食品监管。 | 市教育局 |  | 长期坚持", "2 2 负责农村供水。 | 市水务局 |  | 6月底前"]


@pytest.mark.parametrize("head", ["项目", "县区", "单位", "指标名称"])
@pytest.mark.parametrize("sign", ["\t", "|", "    "])
def test_years_over_columns_of_statistics(head: str, sign: str) -> None:
    rows = [(head, "2022年", "2023年"), ("市水务局", "良好", "优秀"), ("市环保局", "良好", "良好")]
    notice = extract_text("青湖市工作方案\n\n一、基本情况\n情况如下。\n" + "\n".join(map(sign.join, rows)) + "\n二、工作安排\n照此执行。\n")
    assert not notice.tasks and not notice.outline[0].children
