"""Tables whose merged cells are printed once: what stands in the rows below them, and what heads several columns."""

from __future__ import annotations

import time
from collections.abc import Callable
from pathlib import Path

import pytest

from rectiparse import extract, extract_text
from rectiparse.model import Notice

Rows = list[tuple[str, ...]]
WAYS: dict[str, Callable[[Rows], str]] = {
    "tabs": lambda rows: "\n".join("\t".join(row) for row in rows),
    "tab-led": lambda rows: "\n\n".join("\n".join(f"\t{cell}" for cell in row) for row in rows),
    "pipes": lambda rows: "\n".join(f"| {' | '.join(row)} |" for row in rows),
}


def show(notice: Notice) -> list[str]:
    """Task and measure ids with texts, units in the order of their columns, and deadlines."""
    found = []
    for task in notice.tasks:
        for node, said in ((task, task.finding or task.content), *((measure, measure.text) for measure in task.measures)):
            units = " ".join(unit.name for unit in (*node.lead_units, *node.responsible_units, *node.cooperating_units))
            found.append(f"{node.id} {said} | {units} | {node.deadline.text if node.deadline else ''}")
    return found


def read(way: str, rows: Rows) -> list[str]:
    return show(extract_text(f"青湖市2023年清单\n\n{WAYS[way](rows)}\n"))


LISTED = ("序号", "反馈问题", "整改措施", "责任单位", "完成时限")


@pytest.mark.parametrize("way", WAYS)
def test_a_row_that_begins_below_merged_cells_is_a_measure_more(way: str) -> None:
    rows: Rows = [
        LISTED,
        ("1", "雨污分流不彻底。", "1.开展管网排查。", "市水务局", "6月底前"),
        ("2.实施改造。", "市住建局", "年底前"),
        ("3.加强运维。", "市水务局", "长期坚持"),
        ("2", "油烟扰民。", "安装净化设施。", "市城管局", "8月底前"),
    ]
    assert read(way, rows) == [
        "1 雨污分流不彻底。 |  | ",
        "1-1 开展管网排查。 | 市水务局 | 6月底前",
        "1-2 实施改造。 | 市住建局 | 年底前",
        "1-3 加强运维。 | 市水务局 | 长期坚持",
        "2 油烟扰民。 | 市城管局 | 8月底前",
        "2-~1 安装净化设施。 |  | ",
    ]


@pytest.mark.parametrize("way", ["tab-led", "pipes"])
def test_units_and_limits_that_are_merged_down_too_are_the_tasks(way: str) -> None:
    rows: Rows = [
        LISTED,
        ("1", "雨污分流不彻底。", "（1）开展管网排查。", "市水务局", "6月底前"),
        ("（2）实施改造。",),
        ("2", "油烟扰民。", "安装净化设施。", "市城管局", "8月底前"),
    ]
    assert read(way, rows)[:3] == ["1 雨污分流不彻底。 | 市水务局 | 6月底前", "1-1 开展管网排查。 |  | ", "1-2 实施改造。 |  | "]


@pytest.mark.parametrize("way", ["tab-led", "pipes"])
def test_a_row_of_one_cell_that_counts_nothing_on_heads_the_rows_below(way: str) -> None:
    rows: Rows = [
        ("工作任务", "整改措施", "责任单位"),
        ("水污染防治",),
        ("疏浚河道。", "1.清淤。", "市水务局"),
        ("大气污染防治",),
        ("治理油烟。", "1.排查。", "市城管局"),
    ]
    assert [line.split(" | ")[0] for line in read(way, rows)] == [
        "~1.~1 疏浚河道。",
        "~1.~1-1 清淤。",
        "~2.~1 治理油烟。",
        "~2.~1-1 排查。",
    ]


BELOW = ("2", "压减时间。", "市税务局", "9月底前")


# a line that begins with a tab and holds another is led by it: there is no empty first cell
@pytest.mark.parametrize(("way", "below"), [*((way, BELOW) for way in WAYS), *((way, ("", *BELOW)) for way in WAYS if way != "tab-led")])
def test_a_category_beside_the_numbers_heads_its_rows(way: str, below: tuple[str, ...]) -> None:
    rows: Rows = [
        ("工作任务", "序号", "工作内容", "责任单位", "完成时限"),
        ("一、优化环境", "1", "推行网上办理。", "市数据局", "6月底前"),
        below,
        ("二、推进水利", "3", "建设农田。", "市水务局", "年底前"),
    ]
    assert read(way, rows) == [
        "1.1 推行网上办理。 | 市数据局 | 6月底前",
        "1.2 压减时间。 | 市税务局 | 9月底前",
        "2.3 建设农田。 | 市水务局 | 年底前",
    ]


def test_a_number_merged_down_with_its_category_is_that_of_the_section() -> None:
    page = (
        "<html><body><h1>青湖市2023年任务分工表</h1><table><tr><td>序号</td><td>重点任务</td><td>工作内容</td><td>牵头单位</td></tr>"
        "<tr><td rowspan=2>1</td><td rowspan=2>优化环境</td><td>推行网上办理。</td><td>市数据局</td></tr>"
        "<tr><td>压减时间。</td><td>市税务局</td></tr><tr><td>2</td><td>推进水利</td><td>建设农田。</td><td>市水务局</td></tr></table>"
    )
    notice = extract(page.encode())
    assert show(notice) == ["1.~1 推行网上办理。 | 市数据局 | ", "1.~2 压减时间。 | 市税务局 | ", "2 推进水利建设农田。 | 市水务局 | "]
    assert [section.title for section in notice.outline] == ["优化环境", "推进水利"]


@pytest.mark.parametrize("way", ["tabs", "pipes"])
@pytest.mark.parametrize(
    "header",
    [
        [("序号", "任务", "责任分工", "", "完成时限"), ("", "", "牵头单位", "配合单位", "")],
        [("序号", "任务", "责任分工", "完成时限"), ("牵头单位", "配合单位")],
        [("序号", "任务", "责任分工", "", "完成时限"), ("牵头单位", "配合单位")],
    ],
)
def test_a_header_of_two_rows(way: str, header: Rows) -> None:
    rows: Rows = [*header, ("1", "建设平台", "市数据局", "市财政局", "6月底前"), ("2", "改造管网", "市水务局", "市住建局", "年底前")]
    assert read(way, rows) == ["1 建设平台 | 市数据局 市财政局 | 6月底前", "2 改造管网 | 市水务局 市住建局 | 年底前"]


@pytest.mark.parametrize("way", ["tabs", "pipes"])
def test_a_word_over_a_column_of_numbers_and_its_own(way: str) -> None:
    rows: Rows = [
        ("重点任务", "工作措施", "责任单位", "完成时限"),
        ("1", "优化环境", "推行网上办理。", "市数据局", "6月底前"),
        ("2", "推进水利", "建设农田。", "市水务局", "年底前"),
    ]
    assert [line.split(" | ")[0] for line in read(way, rows)] == ["1 优化环境", "1-~1 推行网上办理。", "2 推进水利", "2-~1 建设农田。"]


@pytest.mark.parametrize("way", WAYS)
@pytest.mark.parametrize("word", ["分值", "总投资"])
def test_points_and_sums_number_no_rows(way: str, word: str) -> None:
    rows: Rows = [
        ("工作任务", word, "责任单位", "时限"),
        ("建设平台", "10", "市数据局", "6月底前"),
        ("改造管网", "15", "市水务局", "年底前"),
    ]
    assert read(way, rows) == ["~1 建设平台 | 市数据局 | 6月底前", "~2 改造管网 | 市水务局 | 年底前"]


def test_a_header_of_two_rows_with_a_word_a_line() -> None:
    lines = "序号 任务 责任分工 完成时限 牵头单位 配合单位 1 建设平台 市数据局 市财政局 6月底前 2 改造管网 市水务局 市住建局 年底前"
    notice = extract_text("青湖市2023年清单\n" + lines.replace(" ", "\n"))
    assert show(notice) == ["1 建设平台 | 市数据局 市财政局 | 6月底前", "2 改造管网 | 市水务局 市住建局 | 年底前"]


@pytest.mark.parametrize("mark", ["续表", "（续表）", "续上表", "续表1"])
def test_a_word_above_the_rest_of_a_table_is_in_no_cell(mark: str) -> None:
    table = f"序号\t任务\t责任单位\t完成时限\n1\t建设平台\t市数据局\t6月底前\n{mark}\n2\t改造管网\t市水务局\t年底前"
    assert show(extract_text(f"青湖市2023年清单\n{table}\n")) == ["1 建设平台 | 市数据局 | 6月底前", "2 改造管网 | 市水务局 | 年底前"]


def test_a_column_of_objectives_and_limits() -> None:
    rows: Rows = [
        ("序号", "反馈问题", "整改目标及时限", "责任单位"),
        ("1", "污水直排。", "2023年12月底前，污水全部纳管。", "市水务局"),
        ("2", "垃圾积存。", "全部清运，长期坚持。", "市城管局"),
        ("3", "扬尘。", "工地全部覆盖。", "市住建局"),
    ]
    tasks = extract_text(f"青湖市清单\n{WAYS['tabs'](rows)}\n").tasks
    assert [task.objective for task in tasks] == ["2023年12月底前，污水全部纳管。", "全部清运，长期坚持。", "工地全部覆盖。"]
    assert [task.deadline and task.deadline.text for task in tasks] == ["2023年12月底前", "长期坚持", None]


@pytest.mark.parametrize(
    ("measures", "units", "limits"),
    [
        ("1.扩建设施。2.加强监管。", "1.市城管局2.市环境局", "1.2023年12月底前2.长期坚持"),
        ("（1）扩建设施。（2）加强监管。", "（1）市城管局（2）市环境局", "（1）2023年12月底前（2）长期坚持"),
        ("1.扩建设施。\n2.加强监管。", "1.市城管局\n2.市环境局", "1.2023年12月底前\n2.长期坚持"),
    ],
)
def test_cells_that_count_as_the_measures_do(measures: str, units: str, limits: str) -> None:
    rows: Rows = [LISTED, ("1", "渗滤液外溢。", measures, units, limits)]
    assert read("tabs", rows) == [
        "1 渗滤液外溢。 |  | ",
        "1-1 扩建设施。 | 市城管局 | 2023年12月底前",
        "1-2 加强监管。 | 市环境局 | 长期坚持",
    ]


def test_cells_that_count_something_else_are_the_tasks() -> None:
    rows: Rows = [LISTED, ("1", "渗滤液外溢。", "1.扩建设施。2.加强监管。", "1.市城管局；2.市环境局；3.市水务局", "长期坚持")]
    assert read("tabs", rows)[0] == "1 渗滤液外溢。 | 市城管局 市环境局 市水务局 | 长期坚持"


@pytest.mark.parametrize("below", [("2", "推广电子执照。", "省数据局"), ("2", "", "推广电子执照。", "省数据局")], ids=["left out", "empty"])
def test_a_category_between_number_and_task_heads_its_rows(below: tuple[str, ...]) -> None:
    rows: Rows = [
        ("序号", "工作领域", "主要任务", "责任单位"),
        ("1", "开办企业", "推行一日办结。", "省市场监管厅"),
        below,
        ("3", "获得电力", "接电零投资。", "省能源局"),
    ]
    assert read("pipes", rows) == [
        "~1.1 推行一日办结。 | 省市场监管厅 | ",
        "~1.2 推广电子执照。 | 省数据局 | ",
        "~2.3 接电零投资。 | 省能源局 | ",
    ]


@pytest.mark.parametrize("way", ["tabs", "pipes"])
def test_a_unit_before_the_tasks_that_is_merged_down_does_each_of_them(way: str) -> None:
    rows: Rows = [
        ("责任处室", "整改任务", "完成时限"),
        ("党政办", "规范组织生活", "11月底前"),
        ("", "加强管理", "长期坚持"),
        ("总务处", "规范财务", "10月底前"),
    ]
    assert read(way, rows) == ["~1 规范组织生活 | 党政办 | 11月底前", "~2 加强管理 | 党政办 | 长期坚持", "~3 规范财务 | 总务处 | 10月底前"]


def test_a_division_of_tasks_beside_them() -> None:
    rows: Rows = [
        ("工作要点", "任务分解", "牵头部门", "完成时间"),
        ("1.学习理论", "（1）落实制度。", "党委办公室", "全年"),
        ("（2）办好读书班。", "党委组织部", "6月底"),
        ("2.建设专业", "（3）新增专业2个。", "教务处", "11月"),
    ]
    assert read("tab-led", rows) == [
        "1.1 落实制度。 | 党委办公室 | 全年",
        "1.2 办好读书班。 | 党委组织部 | 6月底",
        "2.3 新增专业2个。 | 教务处 | 11月",
    ]


@pytest.mark.parametrize("way", WAYS)
def test_an_objective_beside_one_of_several_measures_is_the_tasks(way: str) -> None:
    rows: Rows = [
        ("序号", "反馈问题", "整改措施", "责任单位", "完成时限", "整改目标"),
        ("1", "雨污分流不彻底。", "（1）开展管网排查。", "市水务局", "6月底前", "污水全部纳管。"),
        ("", "", "（2）实施改造。", "市住建局", "年底前", ""),
    ]
    (task,) = extract_text(f"青湖市2023年清单\n\n{WAYS[way](rows)}\n").tasks
    assert (task.objective, [measure.text for measure in task.measures]) == ("污水全部纳管。", ["开展管网排查。", "实施改造。"])


def test_objectives_and_progress_beside_the_measures_of_a_merged_finding_are_the_tasks() -> None:
    page = (
        "<html><body><h1>青湖市2023年清单</h1><table>"
        "<tr><td>序号</td><td>反馈问题</td><td>整改目标</td><td>整改措施</td><td>整改进展</td></tr>"
        "<tr><td rowspan=2>1</td><td rowspan=2>污水直排</td><td>河道达标。</td><td>截污。</td><td>已完成。</td></tr>"
        "<tr><td></td><td>清淤。</td><td>正在推进。</td></tr></table>"
    )
    (task,) = extract(page.encode()).tasks
    assert (task.objective, task.progress) == ("河道达标。", "已完成。正在推进。")


@pytest.mark.parametrize("way", ["tabs", "pipes"])
def test_the_text_of_a_row_with_a_number_that_lacks_a_cell_says_what_it_is_about(way: str) -> None:
    rows: Rows = [
        LISTED,
        ("1", "雨污分流不彻底。", "开展管网排查。", "市水务局", "6月底前"),
        ("2", "油烟扰民。", "市城管局", "8月底前"),
        ("3", "垃圾积存。", "全部清运。", "市城管局", "长期坚持"),
    ]
    assert read(way, rows)[2] == "2 油烟扰民。 | 市城管局 | 8月底前"


def test_very_wide_and_very_long_tables_take_little() -> None:
    words = ["序号", "任务", *["责任单位"] * 800]
    cells = ["1", "疏浚河道", *["市水务局"] * 798]
    spanned = "<tr><td colspan=2>一、水</td><td>牵头单位</td></tr>" * 3000 + "<tr><td>1</td><td>清淤</td><td>市水务局</td></tr>" * 3000
    began = time.process_time()
    read("pipes", [tuple(words), tuple(cells)])
    extract(f"<table><tr><td>序号</td><td>任务</td><td>责任单位</td></tr>{spanned}</table>".encode())
    assert time.process_time() - began < 10


def test_a_merged_cell_behind_the_number_of_each_row() -> None:
    header = "序号\t一级指标\t重点任务\t具体举措\t牵头单位\t完成时限"
    rows = "1\t开办企业\t压减时间\t网上办理\t市市场监管局\t6月底\n2\t\t\t电子执照\t市政务服务局\t9月底\n"
    rows += "3\t\t降低成本\t免费刻章\t市公安局\t3月底\n"
    first, second = extract_text(f"青湖市2024年任务分工表\n{header}\n{rows}").tasks
    assert (first.content, first.path) == ("压减时间", ("开办企业", "1 压减时间"))
    assert [(m.text, [u.name for u in m.lead_units], m.deadline and m.deadline.text) for m in first.measures] == [
        ("网上办理", ["市市场监管局"], "6月底"),
        ("电子执照", ["市政务服务局"], "9月底"),
    ]
    assert (second.content, second.path) == ("降低成本", ("开办企业", "3 降低成本"))


def test_a_row_behind_a_merged_cell_stands_in_no_section_of_it() -> None:
    table = "| 序号 | 重点任务 | 工作内容 | 牵头单位 | 时间节点 |\n| --- | --- | --- | --- | --- |\n"
    table += "| 1 | 夯实基础 | 扩容政务云。 | 市大数据局 | 6月底前 |\n| 2 | 数据共享 | 编制目录。 | 市大数据局 | 9月底前 |\n"
    table += "| 3 |  | 建设基础库。 | 市公安局 | 12月底前 |\n| 4 | 应用提升 | 推进网办。 | 市行政审批局 | 全年 |\n"
    tasks = extract_text(f"青岚市2023年任务清单\n\n{table}").tasks
    assert [(task.id, len(task.path)) for task in tasks] == [("1", 1), ("~1.2", 2), ("~1.3", 2), ("4", 1)]


DRAWN: dict[str, Callable[[tuple[str, ...]], str]] = {
    "drawn at the end": lambda row: f"{' | '.join(row)} |",
    "a cell a line": lambda row: "\n".join(filter(None, row)),
    "tabs": lambda row: "\t".join(row),
}


@pytest.mark.parametrize("way", DRAWN)
def test_a_number_merged_down_over_two_tasks_of_one_unit(way: str) -> None:
    rows = [
        ("序号", "工作任务", "责任单位", "完成时限"),
        ("1", "开工建设养老院。", "县民政局", "5月底前"),
        ("", "开办老年大学。", "", "12月底前"),
    ]
    rows += [("2", "建成图书馆。", "县文旅局", "10月底前"), ("3", "建成公园。", "县住建局", "9月底前")]
    tasks = extract_text("\n".join(["青湖县2023年民生实事清单", *map(DRAWN[way], rows), ""])).tasks
    assert [(t.id, t.content, [u.name for u in t.responsible_units], t.deadline and t.deadline.text) for t in tasks] == [
        ("1", "开工建设养老院。", ["县民政局"], "5月底前"),
        ("1.~1", "开办老年大学。", ["县民政局"], "12月底前"),
        ("2", "建成图书馆。", ["县文旅局"], "10月底前"),
        ("3", "建成公园。", ["县住建局"], "9月底前"),
    ]


@pytest.mark.parametrize("way", WAYS)
def test_measures_that_count_on_from_the_task_above(way: str) -> None:
    rows = [
        LISTED,
        ("1", "污水直排。", "1.封堵排口；2.开展巡查。", "市水务局", "6月底前"),
        ("2", "油烟扰民。", "3.清洗管道；", "市城管局", "7月底前"),
    ]
    rows += [("", "", "4.公开进展；5.开展回访。", "市城管局", "8月底前"), ("3", "噪声扰民。", "1.调整工期。", "市住建局", "9月底前")]
    notice = extract_text(f"青湖市2023年清单\n\n{WAYS[way](rows)}\n")
    assert not [d for d in notice.diagnostics if d.code == "numbering-gap"]
    assert [line.split(" |")[0] for line in show(notice)] == [
        "1 污水直排。",
        "1-1 封堵排口；",
        "1-2 开展巡查。",
        "2 油烟扰民。",
        "2-3 清洗管道；",
        "2-4 公开进展；",
        "2-5 开展回访。",
        "3 噪声扰民。",
        "3-1 调整工期。",
    ]


def test_a_header_of_two_rows_that_divides_several_words() -> None:
    """责任清单 over 责任领导, 责任科室 and 措施清单 over 普法对象, 方式措施, in a table that says nothing of merged cells."""
    rows = "序号 | 内容清单 | 责任清单 | 措施清单 | 备注 | ||\n责任领导 | 责任科室 | 普法对象 | 方式措施 | |||\n"
    rows += (
        "1 | 宣传宪法。 | 李某某 | 综治中心 | 村民 | 举办讲座。 | 无 |\n2 | 宣传民法典。 | 王某某 | 党建办公室 | 干部 | 组织培训。 | 无 |\n"
    )
    assert show(extract_text(f"青湖镇2023年普法清单\n{rows}")) == [
        "1 宣传宪法。 | 综治中心 | ",
        "1-~1 举办讲座。 |  | ",
        "2 宣传民法典。 | 党建办公室 | ",
        "2-~1 组织培训。 |  | ",
    ]
    assert show(extract_text(f"青湖镇2023年普法清单\n{rows[rows.index('责任领导') :]}")) == []


@pytest.mark.parametrize("share", ["执行股室", "责任股室"])
def test_a_category_and_a_number_below_one_word(share: str) -> None:
    rows = [
        ("工作任务", "具体要求", share, "时限要求"),
        ("规范公开", "1", "公布文件目录。", "办公室", "年底前"),
        ("深化解读", "2", "丰富形式。", "法规股", "6月底"),
    ]
    text = "\n".join("\n".join(row) for row in [*rows, ("3", "及时发布。", "办公室", "7月底")])
    notice = extract_text(f"青湖县统计局2023年任务表\n{text}\n")
    assert [section.title for section in notice.outline] == ["规范公开", "深化解读"]
    assert show(notice) == ["~1.1 公布文件目录。 | 办公室 | 年底前", "~2.2 丰富形式。 | 法规股 | 6月底", "~2.3 及时发布。 | 办公室 | 7月底"]


def test_a_number_and_a_task_merged_down_with_their_units() -> None:
    rows: Rows = [("序号", "重点任务", "工作内容", "时间节点", "牵头单位"), ("1", "整治排口", "排查排口。", "5月底前", "市水务局")]
    rows += [("", "", "整治排口。", "11月底前", ""), ("2", "改造管网", "改造混接点。", "12月底前", "市住建局")]
    for way in ("tabs", "pipes"):
        assert read(way, rows) == [
            "1.~1 排查排口。 | 市水务局 | 5月底前",
            "1.~2 整治排口。 | 市水务局 | 11月底前",
            "2 改造管网改造混接点。 | 市住建局 | 12月底前",
        ]


@pytest.mark.parametrize("way", WAYS)
def test_categories_without_a_number_that_follow_one_another(way: str) -> None:
    header = ("类别", "序号", "工作任务", "责任单位", "完成时限")
    rows: Rows = [header, ("生态环境方面", "", "", "", ""), ("治水", "1", "疏浚河道。", "市水务局", "6月底前")]
    rows += [
        ("", "2", "封堵排口。", "市水务局", "7月底前"),
        ("安全生产方面", "", "", "", ""),
        ("消防", "3", "开展检查。", "市消防局", "8月底前"),
    ]
    rows += [("", "4", "开展演练。", "市消防局", "9月底前")]
    if way == "tab-led":  # it prints no empty cell at the begin of a row
        rows = [tuple(filter(None, row)) for row in rows]
    tasks = extract_text(f"青湖市2023年清单\n\n{WAYS[way](rows)}\n").tasks
    assert [(task.id, task.path[:-1]) for task in tasks] == [
        ("~1.~1.1", ("生态环境方面", "治水")),
        ("~1.~1.2", ("生态环境方面", "治水")),
        ("~2.~1.3", ("安全生产方面", "消防")),
        ("~2.~1.4", ("安全生产方面", "消防")),
    ]


@pytest.mark.parametrize("way", WAYS)
def test_numbers_between_a_task_and_its_measures_are_those_of_the_measures(way: str) -> None:
    rows: Rows = [
        ("工作任务", "序号", "具体措施", "责任单位", "完成时限"),
        ("管好河道", "1", "开展清漂。", "市水务局", "6月底前"),
        ("", "2", "定期巡查。", "市河长办", "年底前"),
        ("分类垃圾", "3", "补齐设施。", "市城管局", "9月底前"),
    ]
    if way == "tab-led":
        rows = [tuple(filter(None, row)) for row in rows]
    assert read(way, rows) == [
        "~1 管好河道 |  | ",
        "~1-1 开展清漂。 | 市水务局 | 6月底前",
        "~1-2 定期巡查。 | 市河长办 | 年底前",
        "~2 分类垃圾 | 市城管局 | 9月底前",
        "~2-3 补齐设施。 |  | ",
    ]


def test_a_task_and_what_is_wrong_with_it_are_two_things() -> None:
    table = "序号\t整改任务\t存在问题\t责任单位\t完成时限\n1\t河道治理\t河面有漂浮物。\t市水务局\t6月底前\n"
    table += "2\t油烟治理\t设施不全。\t市城管局\t7月底前\n"
    tasks = extract_text(f"青湖市2023年清单\n\n{table}").tasks
    assert [(t.kind, t.content, t.finding) for t in tasks] == [
        ("finding", "河道治理", "河面有漂浮物。"),
        ("finding", "油烟治理", "设施不全。"),
    ]


@pytest.mark.parametrize("way", ["pipes", "tabs"])
def test_a_task_called_notes_is_one_and_a_note_is_none(way: str) -> None:
    rows: Rows = [("任务", "工作内容", "责任单位", "完成时限"), ("说明", "编制说明。", "市司法局", "6月底前")]
    rows += [("规划", "编制规划。", "市发改局", "7月底前"), ("注：按月报送。", "", "", "")]
    assert read(way, rows) == ["~1 说明编制说明。 | 市司法局 | 6月底前", "~2 规划编制规划。 | 市发改局 | 7月底前"]


@pytest.mark.parametrize(
    ("measures", "limits", "found"),
    [
        ("<p>1.排查。</p><p>2.改造。</p>", "<p>6月底前</p><p>9月底前</p>", ["6月底前", "9月底前"]),
        (
            "<p>1.排查。</p><p>2.改造。</p><p>3.巡查。</p>",
            "<p>6月底前</p><p>9月底前</p><p>长期坚持</p>",
            ["6月底前", "9月底前", "长期坚持"],
        ),
        ("<p>1.排查。</p><p>2.改造。</p>", "<p>6月底前</p><p>长期坚持</p>", [None, None]),
        ("<p>1.排查。</p><p>2.改造。</p>", "<p>6月底前</p>", [None, None]),
    ],
)
def test_a_limit_on_each_line_beside_as_many_measures(measures: str, limits: str, found: list[str | None]) -> None:
    header = "<tr><td>序号</td><td>工作任务</td><td>工作措施</td><td>责任单位</td><td>完成时限</td></tr>"
    page = f"<html><body><h1>青湖市2023年清单</h1><table>{header}"
    page += f"<tr><td>1</td><td>治理河道</td><td>{measures}</td><td>市水务局</td><td>{limits}</td></tr></table></body></html>"
    (task,) = extract(page.encode()).tasks
    assert [measure.deadline and measure.deadline.text for measure in task.measures] == found
    assert (task.deadline is None) is any(found)


def test_the_day_on_which_a_finding_is_struck_off_is_no_limit() -> None:
    rows = [("序号", "存在问题", "整改措施", "责任单位", "整改时限", "验收单位", "销号时间")]
    rows += [("1", "台账不全。", "1.补齐台账；2.定期检查。", "县水务局", "1.3月底前；2.5月底前", "县委组织部", "6月30日")]
    (task,) = extract_text(f"青湖县2023年清单\n\n{WAYS['pipes'](rows)}\n").tasks
    assert task.deadline is None
    assert [measure.deadline and measure.deadline.text for measure in task.measures] == ["3月底前", "5月底前"]


def test_three_steps_beside_two_measures_are_one_limit(tmp_path: Path) -> None:
    cells = ["河道垃圾", "1.清理垃圾。<br>2.修建护栏。", "市水务局", "6月底前完成初步整改<br>9月底前基本完成<br>12月底前全面完成"]
    rows = [["存在问题", "整改措施", "责任单位", "整改时限"], cells]
    table = "".join("<tr>" + "".join(f"<td>{cell}</td>" for cell in row) + "</tr>" for row in rows)
    path = tmp_path / "notice.html"
    path.write_text(f"<p>青湖市2023年整改清单</p><table>{table}</table>", encoding="utf-8")
    (task,) = extract(path).tasks
    assert [measure.deadline for measure in task.measures] == [None, None]
    assert task.deadline and [one.text for one in task.deadline.milestones] == ["6月底前", "9月底前"]
