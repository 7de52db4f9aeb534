"""Tables of plain text: where they end, what heads their rows, cells that hold several lines."""

from __future__ import annotations

from collections.abc import Callable

import pytest

from rectiparse import extract_text

LISTED = [
    ("序号", "存在问题", "责任单位", "完成时限"),
    ("1", "雨污分流不彻底。", "市水务局", "2023年12月底前"),
    ("2", "油烟未净化。", "市城管局", "2023年6月底前"),
]
WAYS: dict[str, Callable[[tuple[str, ...]], str]] = {
    "tabs": lambda row: "\t".join(row),
    "tab-led": lambda row: "\n".join(f"\t{cell}" for cell in row),
    "a cell a line": lambda row: "\n".join(row),
    "drawn": lambda row: f"{' | '.join(row)} |",
}


@pytest.mark.parametrize("way", WAYS)
@pytest.mark.parametrize(
    ("behind", "found"),
    [
        ("附件2\n青湖市大气问题整改清单\n{table}", ["1", "2", "a1:1", "a1:2"]),
        ("三、工作要求\n（一）加强领导。各单位要高度重视。", ["1", "2"]),
        ("青湖市人民政府办公室\n2023年4月12日", ["1", "2"]),
        ("抄送：市委办公室", ["1", "2"]),
    ],
)
def test_a_table_ends_where_the_next_thing_begins(way: str, behind: str, found: list[str]) -> None:
    table = "\n".join(WAYS[way](row) for row in LISTED)
    notice = extract_text(f"青湖市水污染问题整改清单\n{table}\n{behind.format(table=table)}\n")
    assert [task.id for task in notice.tasks] == found
    assert [task.deadline and task.deadline.text for task in notice.tasks][:2] == ["2023年12月底前", "2023年6月底前"]
    assert [[unit.name for unit in task.responsible_units] for task in notice.tasks][:2] == [["市水务局"], ["市城管局"]]


@pytest.mark.parametrize(
    ("way", "heads", "ids"),
    [
        ("tabs", ("一\t水污染防治\t\t", "二\t大气污染防治\t\t"), ["1.1", "2.2"]),
        ("tabs", ("（一）\t水污染防治\t\t", "（二）\t大气污染防治\t\t"), ["1.1", "2.2"]),
        ("tabs", ("水污染防治方面", "大气污染防治方面"), ["~1.1", "~2.2"]),
        ("tabs", ("水污染防治方面\t\t\t", "大气污染防治方面\t\t\t"), ["~1.1", "~2.2"]),
        ("tabs", ("防治水污染（1项）", "防治大气污染（共1项）"), ["~1.1", "~2.2"]),
        ("tabs", ("城东片区\t\t\t", "城西片区治理"), ["~1.1", "~2.2"]),
        ("tabs", ("一、治水\n（一）水污染防治", "二、治气\n（一）大气污染防治"), ["1.1.1", "2.1.2"]),
        ("a cell a line", ("一、水污染防治", "二、大气污染防治"), ["1.1", "2.2"]),
        ("a cell a line", ("一\n水污染防治", "二\n大气污染防治"), ["1.1", "2.2"]),
        ("a cell a line", ("水污染防治方面", "大气污染防治方面"), ["~1.1", "~2.2"]),
        ("drawn", ("一、水污染防治", "二、大气污染防治"), ["1.1", "2.2"]),
        ("drawn", ("一、治水\n（一）水污染防治", "二、治气\n（一）大气污染防治"), ["1.1.1", "2.1.2"]),
    ],
)
def test_rows_that_head_others(way: str, heads: tuple[str, str], ids: list[str]) -> None:
    header, first, second = (WAYS[way](row) for row in LISTED)
    notice = extract_text(f"青湖市问题整改清单\n{header}\n{heads[0]}\n{first}\n{heads[1]}\n{second}\n")
    assert [task.id for task in notice.tasks] == ids
    assert [task.finding for task in notice.tasks] == ["雨污分流不彻底。", "油烟未净化。"]
    assert [task.deadline and task.deadline.text for task in notice.tasks] == ["2023年12月底前", "2023年6月底前"]


HEADER = "序号\t存在问题\t整改措施\t责任单位\t完成时限"


def show(text: str) -> list[tuple[str, str, list[str], str | None]]:
    """Task and measure ids with texts, units and deadlines."""
    found = []
    for task in extract_text(text).tasks:
        for node, said in ((task, task.finding), *((measure, measure.text) for measure in task.measures)):
            units = [unit.name for unit in node.responsible_units]
            found.append((node.id, said or "", units, node.deadline.text if node.deadline else None))
    return found


def test_a_cell_that_holds_a_line_break() -> None:
    rows = "1\t管网不全。\t1.开展排查。\n2.实施改造。\t市水务局\n市财政局\t年底前\n2\t油烟未净化。\t安装设施。\t市城管局\t6月底前"
    assert show(f"青湖市2023年清单\n{HEADER}\n{rows}\n") == [
        ("1", "管网不全。", ["市水务局", "市财政局"], "年底前"),
        ("1-1", "开展排查。", [], None),
        ("1-2", "实施改造。", [], None),
        ("2", "油烟未净化。", ["市城管局"], "6月底前"),
        ("2-~1", "安装设施。", [], None),
    ]


def test_a_cell_of_a_sheet_in_quotes() -> None:
    rows = '1\t管网不全。\t"1.开展排查。\n2.实施改造。"\t市水务局\t年底前\n2\t油烟。\t"整治""\t市城管局\t6月底前'
    assert [said for _, said, _, _ in show(f"青湖市2023年清单\n{HEADER}\n{rows}\n")] == [
        "管网不全。",
        "开展排查。",
        "实施改造。",
        "油烟。",
        '整治"',
    ]


def test_measures_below_a_finding_that_is_printed_once() -> None:
    rows = "1\t管网不全。\t开展排查。\t市水务局\t5月底前\n\t\t实施改造。\t市住建局\t年底前\n2\t油烟未净化。\t安装设施。\t市城管局\t6月底前"
    assert show(f"青湖市2023年清单\n{HEADER}\n{rows}\n") == [
        ("1", "管网不全。", [], None),
        ("1-~1", "开展排查。", ["市水务局"], "5月底前"),
        ("1-~2", "实施改造。", ["市住建局"], "年底前"),
        ("2", "油烟未净化。", ["市城管局"], "6月底前"),
        ("2-~1", "安装设施。", [], None),
    ]


def test_units_of_a_finding_printed_once_are_the_tasks() -> None:
    rows = "1\t管网不全。\t1.开展排查。\t市水务局\t5月底前\n\t\t2.实施改造。\t\t\n2\t油烟未净化。\t安装设施。\t市城管局\t6月底前"
    assert show(f"青湖市2023年清单\n{HEADER}\n{rows}\n")[:3] == [
        ("1", "管网不全。", ["市水务局"], "5月底前"),
        ("1-1", "开展排查。", [], None),
        ("1-2", "实施改造。", [], None),
    ]


@pytest.mark.parametrize(
    ("table", "found"),
    [
        (
            "序号\n任务\n责任单位\n完成时限\n1\n排查。\n市水务局\n2023年12月31日\n2\n改造。\n市住建局\n2023年11月30日",
            [("1", ["市水务局"], "2023年12月31日"), ("2", ["市住建局"], "2023年11月30日")],
        ),
        (
            "序号\t任务\t责任单位\t完成时限\t备注\n\t1\t河道整治\t市水务局\t6月底\n\t2\t管网\t市住建局\t7月底",
            [("1", ["市水务局"], "6月底"), ("2", ["市住建局"], "7月底")],
        ),
        (
            "序号\t责任单位\t完成时限\t任务\n1\t市水务局\t6月底\t推进河道\n综合整治\n2\t市住建局\t7月底\t推进管网",
            [("1", ["市水务局"], "6月底"), ("2", ["市住建局"], "7月底")],
        ),
        (
            "序号\t任务\t责任单位\t完成时限\n一\t管网\t市水务局\t6月底\n二\t污水\t\t\n三\t油烟\t市城管局\t7月底",
            [("1", ["市水务局"], "6月底"), ("3", ["市城管局"], "7月底")],
        ),
    ],
)
def test_rows_that_look_like_something_else(table: str, found: list[tuple[str, list[str], str]]) -> None:
    tasks = extract_text(f"青湖市2023年清单\n{table}\n").tasks
    assert [(task.id, [unit.name for unit in task.responsible_units], task.deadline and task.deadline.text) for task in tasks] == found


@pytest.mark.parametrize(
    "behind",
    [
        "注：列第一位的为牵头单位。",
        "注：1.各单位每月25日前报送进展。",
        "说明：各单位按月报送进展。",
        "备注：各单位6月10日前报送总结。",
        "附注：各单位6月10日前报送总结。",
        "填报单位：　　　填报人：",
        "责任编辑：王某",
        "上一篇：关于开展检查的通知",
        "【打印】【关闭】",
        "（此件主动公开）",
        "附件下载：",
        "青湖市教育局办公室  2023年3月8日印发",
        "青湖市教育局\n2023年3月8日",
        "青湖市教育局办公室\n2023年3月8日印发",
    ],
)
@pytest.mark.parametrize("last", ["5月上旬\t市体育局", "市体育局\t5月上旬"])
def test_what_stands_right_below_a_table(last: str, behind: str) -> None:
    names = "完成时限\t责任单位" if last.startswith("5月") else "责任单位\t完成时限"
    text = f"青湖市2023年清单\n序号\t任务\t{names}\n1\t排查隐患。\t{last}\n2\t加强管理。\t{last}\n{behind}\n"
    notice = extract_text(text)
    role, other = ("lead_units", "responsible_units") if "牵头单位" in behind else ("responsible_units", "lead_units")
    assert [
        ([unit.name for unit in getattr(task, role)], getattr(task, other), task.deadline and task.deadline.text) for task in notice.tasks
    ] == [(["市体育局"], (), "5月上旬"), (["市体育局"], (), "5月上旬")]
    if behind.endswith("局\n2023年3月8日"):
        assert notice.metadata.issuers == ("青湖市教育局",)
        assert notice.metadata.issued is not None


@pytest.mark.parametrize("way", WAYS)
@pytest.mark.parametrize(
    "notes",
    ["注：1.按月报送进展。\n2.联系人：甲某。", "说明：\n1.本表按月更新。\n2.牵头单位负总责。\n3.其余从略。", "备注：（1）甲；\n（2）乙。"],
)
def test_the_numbers_of_notes_below_a_table_are_no_items(way: str, notes: str) -> None:
    table = "\n".join(WAYS[way](row) for row in LISTED)
    notice = extract_text(f"青湖市水污染问题整改清单\n{table}\n{notes}\n\n1.加强领导。\n")
    assert [section.marker for section in notice.outline] == ["1", "2", "1."]
    assert "numbering-gap" not in [diagnostic.code for diagnostic in notice.diagnostics]


@pytest.mark.parametrize("note", ["注：列第一位的为牵头单位。", "备注：1.按月报送进展。\n2.排第一位的为牵头单位。"])
def test_a_note_on_who_leads_speaks_for_the_table_above(note: str) -> None:
    rows = "序号\t任务\t责任单位\n1\t排查隐患\t市应急局、市教育局\n2\t加强管理\t市教育局"
    annex = rows[: rows.rindex("2")]
    notice = extract_text(
        f"一、总体要求\n责任单位：市水务局、市林业局\n附件\n青湖市任务清单\n{rows}\n{note}\n附件2\n青湖市问题清单\n{annex}"
    )
    found = [([u.name for u in task.lead_units], [u.name for u in task.responsible_units]) for task in notice.tasks]
    assert found == [([], ["市水务局", "市林业局"]), (["市应急局"], ["市教育局"]), (["市教育局"], []), ([], ["市应急局", "市教育局"])]


@pytest.mark.parametrize("joint", ["\t", "\n", "    "])
@pytest.mark.parametrize("note", ["备注：列第一位的为牵头单位。", "备　注：略。", "附注：略。"])
def test_a_remark_below_a_table_heads_nothing(note: str, joint: str) -> None:
    rows = ["序号 任务 责任单位 完成时限", "1 排查隐患 市应急局 4月底前", "2 加强管理 市教育局 5月底前"]
    table = "\n".join(row.replace(" ", joint) for row in rows)
    notice = extract_text(f"青湖市2023年清单\n\n{table}\n\n{note}\n三、保障措施\n（一）加强领导。\n")
    assert [section.id for section in notice.outline] == ["1", "2", "3"]
    assert [task.deadline and task.deadline.text for task in notice.tasks] == ["4月底前", "5月底前"]


def test_a_row_of_sums_is_no_task() -> None:
    rows = "序号\t项目名称\t总投资\t责任单位\n1\t滨河路\t20\t市住建局\n小计\t\t20\t\n2\t水厂\t30\t市水务局\n合  计\t\t50\t\n"
    notice = extract_text(f"青湖市2023年项目清单\n{rows}")
    assert [(section.id, section.children) for section in notice.outline] == [("1", ()), ("2", ())]
    assert [task.content for task in notice.tasks] == ["滨河路", "水厂"]


def test_columns_of_quarters_are_steps() -> None:
    header = "序号\t重点任务\t一季度\t二季度\t三季度\t四季度\t责任单位"
    rows = "1\t滨河路\t立项\t招标\t施工\t验收\t市住建局\n2\t水厂\t设计\t开工\t\t投用\t市水务局\n"
    tasks = extract_text(f"青湖市2023年项目清单\n{header}\n{rows}").tasks
    assert [(task.content, [m.text for m in task.measures]) for task in tasks] == [
        ("滨河路", ["立项", "招标", "施工", "验收"]),
        ("水厂", ["设计", "开工", "投用"]),
    ]


def test_figures_in_columns_of_quarters_are_no_measures() -> None:
    header = "序号\t指标名称\t年度目标\t一季度\t二季度\t责任单位"
    rows = "1\t新增就业\t3000人\t1000人\t50%\t市人社局\n2\t水厂\t投用\t/\t开工\t市水务局\n"
    notice = extract_text(f"青湖市2023年指标分解表\n{header}\n{rows}")
    assert [[m.text for m in task.measures] for task in notice.tasks] == [[], ["开工"]]
    assert "".join(notice.source.text[slice(*leaf.span)] for leaf in notice.leaves) == notice.source.text


def test_the_numbers_inside_a_cell_are_not_those_of_the_rows() -> None:
    rows = "1.制定方案；2.召开会议。\t3月\t区文明办\n1.整治环境；2.整治交通。\t9月\t区城管局\n总结经验。\t12月\t区文明办\n"
    notice = extract_text(f"青湖区2023年配档表\n工作内容\t时间\t责任单位\n{rows}")
    assert [(task.id, task.content) for task in notice.tasks] == [
        ("~1", "1.制定方案；2.召开会议。"),
        ("~2", "1.整治环境；2.整治交通。"),
        ("~3", "总结经验。"),
    ]


@pytest.mark.parametrize(
    ("word", "field"),
    [("牵头（责任）单位", "lead_units"), ("责任单位（部门）", "responsible_units")],
)
def test_brackets_in_the_words_over_columns(word: str, field: str) -> None:
    tasks = extract_text(f"青湖市2023年清单\n序号\t任务\t{word}\n1\t排查隐患\t市应急局\n2\t加强管理\t市教育局\n").tasks
    assert [[unit.name for unit in getattr(task, field)] for task in tasks] == [["市应急局"], ["市教育局"]]


@pytest.mark.parametrize(
    ("header", "unit"), [("隐患单位\t整改责任单位", "市应急局"), ("隐患单位\t督导单位", "某化工厂"), ("被检查单位\t联系人", "某化工厂")]
)
def test_whom_a_finding_is_about_puts_it_right_where_nobody_else_does(header: str, unit: str) -> None:
    rows = "1\t某化工厂\t市应急局\t通道堵塞\t立即清理\t6月底\n2\t某食品厂\t市应急局\t台账不全\t完善台账\t7月底\n"
    (first, _) = extract_text(f"青湖市2024年隐患清单\n序号\t{header}\t存在问题\t整改措施\t整改时限\n{rows}").tasks
    assert [u.name for u in first.responsible_units] == [unit]


@pytest.mark.parametrize(
    ("header", "text"),
    [("建设内容及标准", "改造管网改造5公里"), ("工作内容和要求", "改造管网改造5公里"), ("整改措施及完成时限", "改造管网")],
)
def test_the_first_of_two_words_over_a_column_says_what_it_holds(header: str, text: str) -> None:
    (task,) = extract_text(f"2024年任务分解表\n序号\t项目名称\t{header}\t责任单位\n1\t改造管网\t改造5公里\t市住建局\n").tasks
    assert (task.content, [measure.text for measure in task.measures]) == (text, ["改造5公里"] if "措施" in header else [])


@pytest.mark.parametrize(("word", "said"), [("工作亮点", ["工作亮点"]), ("备注", []), ("分值", [])])
def test_a_column_whose_word_nobody_knows_is_told(word: str, said: list[str]) -> None:
    rows = "1\t改造管网\t改造城区老旧管网5公里\t市住建局\n2\t种植树木\t10\t市林业局\n"
    told = extract_text(f"2024年任务分解表\n序号\t工作任务\t{word}\t责任单位\n{rows}").diagnostics
    assert [one.message.partition(":")[0] for one in told if one.code == "unclaimed-text"] == said


def test_a_number_between_task_and_measure_is_the_tasks_where_each_has_one_row() -> None:
    rows = "清理河道\t1\t组织清漂\t县水务局\n建设公厕\t2\t新建公厕3座\t县住建局\n"
    tasks = extract_text(f"青溪市2024年清单\n项目\t编号\t工作措施\t责任单位\n{rows}").tasks
    assert [(task.id, task.content, [measure.id for measure in task.measures]) for task in tasks] == [
        ("1", "清理河道", ["1-~1"]),
        ("2", "建设公厕", ["2-~1"]),
    ]


def test_columns_called_lists() -> None:
    header = "序号\t问题清单\t目标清单\t措施清单\t责任清单\t时限清单\n"
    (task,) = extract_text(f"2024年整改清单\n{header}1\t调研不深入\t按月调研\t制定计划\t市应急局、市教育局\t9月底前\n").tasks
    assert (task.finding, task.objective, [measure.text for measure in task.measures]) == ("调研不深入", "按月调研", ["制定计划"])
    assert ([unit.name for unit in task.responsible_units], task.deadline and task.deadline.text) == (["市应急局", "市教育局"], "9月底前")


def test_a_column_of_figures_is_not_told_whatever_its_word() -> None:
    told = extract_text("2024年任务分解表\n序号\t工作任务\t工作亮点\t责任单位\n1\t种植树木\t10\t市林业局\n").diagnostics
    assert not [one for one in told if one.code == "unclaimed-text"]


def test_a_header_of_two_rows() -> None:
    header = "序号\t工作任务\t责任分工\t\t完成时限\n\t\t牵头单位\t配合单位\t\n"
    text = f"青湖市2023年清单\n{header}1\t排查隐患。\t市应急局\t市公安局\t4月底前\n{header}2\t加强管理。\t市教育局\t\t5月上旬\n"
    assert [
        ([u.name for u in t.lead_units], [u.name for u in t.cooperating_units], t.content, t.deadline and t.deadline.text)
        for t in extract_text(text).tasks
    ] == [(["市应急局"], ["市公安局"], "排查隐患。", "4月底前"), (["市教育局"], [], "加强管理。", "5月上旬")]


def test_a_pipe_table_with_a_category_alone_and_breaks_in_cells() -> None:
    rows = "| 序号 | 任务 | 措施 | 时限 |\n| 一、强化管理 |\n| 1 | 排查。 | （1）建台账；<br>（2）换线路。 | 4月底前 |\n"
    rows += "| 2 | 整改。 | 公开。 | 5月底前 |\n"
    notice = extract_text(f"青湖市2023年清单\n\n{rows}")
    assert [(task.id, task.content, [m.text for m in task.measures]) for task in notice.tasks] == [
        ("1.1", "排查。", ["建台账；", "换线路。"]),
        ("1.2", "整改。", ["公开。"]),
    ]


@pytest.mark.parametrize("word", ["月份", "时间段", "时间节点安排"])
def test_words_over_a_column_of_limits(word: str) -> None:
    tasks = extract_text(f"青湖市2023年清单\n{word}\t工作内容\t责任单位\n3月\t制定方案。\t市教育局\n4月\t排查。\t市教育局\n").tasks
    assert [task.deadline and str(task.deadline.end) for task in tasks] == ["2023-03-31", "2023-04-30"]


def test_who_signs_right_below_a_table_of_a_plan() -> None:
    rows = "工作任务\t责任单位\t完成时间\n推进改革\t县政务服务局\t4月底前\n开展抽查\t县市场监管局\t全年\n"
    metadata = extract_text(f"安河县任务分工表\n{rows}安河县人民政府办公室\n2023年2月3日\n").metadata
    assert metadata.issuers == ("安河县人民政府办公室",)


def test_a_remark_that_a_cell_breaks_before_does_not_end_a_table() -> None:
    rows = "1\t供水\t县水务局\t5月底前\t首批\n说明：分两期\n2\t道路\t县交通局\t6月底前\t无\n3\t关停\t县环保局\t6月底前\t措施为\n关闭\n"
    text = f"青湖市2023年清单\n序号\t任务\t责任单位\t完成时限\t备注\n{rows}4\t绿化\t县林业局\t7月底前\t无\n注：以上为首批。\n"
    tasks = extract_text(text).tasks
    assert [task.id for task in tasks] == ["1", "2", "3", "4"]
    assert [unit.name for task in tasks for unit in task.responsible_units] == ["县水务局", "县交通局", "县环保局", "县林业局"]


def test_the_last_unknown_column_says_what_is_to_be_done_when_no_other_does() -> None:
    header = "序号\t一级指标\t二级指标\t三级指标\t责任单位\t完成时限\n"
    rows = "1\t主动公开\t规范性文件\t集中公开文件。\t县司法局\t6月底前\n2\t主动公开\t财政信息\t公开预决算。\t县财政局\t9月底前\n"
    tasks = extract_text(f"安河县2023年任务分解表\n{header}{rows}").tasks
    assert [(task.id, task.content, task.responsible_units[0].name, str(task.deadline and task.deadline.end)) for task in tasks] == [
        ("1", "集中公开文件。", "县司法局", "2023-06-30"),
        ("2", "公开预决算。", "县财政局", "2023-09-30"),
    ]


def test_a_list_of_places_and_who_cares_for_them_divides_no_work() -> None:
    rows = "1\t白湖湿地\t12公顷\t北乡\t县林业局\n2\t青湖湿地\t8公顷\t南乡\t县林业局\n"
    assert extract_text(f"安河县2023年湿地名录\n序号\t名称\t面积\t位置\t管理单位\n{rows}").tasks == ()


def test_an_unknown_column_beside_the_one_that_says_what_to_do_says_nothing() -> None:
    rows = "1\t改造管网。\t给排水\t县住建局\t6月底前\n"
    (task,) = extract_text(f"安河县2023年任务分解表\n序号\t工作任务\t所属领域\t责任单位\t完成时限\n{rows}").tasks
    assert task.content == "改造管网。"


def test_figures_and_people_in_a_table_say_nothing_of_what_to_do() -> None:
    rows = "水质\t水质达标\t10\t县环保局\t2023年12月\n教育\t入学率\t5\t县教育局\t2023年12月\n"
    tasks = extract_text(f"安河县2023年考核表\n一级指标\t二级指标\t分值\t责任单位\t完成时限\n{rows}").tasks
    assert [task.content for task in tasks] == ["水质达标", "入学率"]
    assert extract_text("安河县2023年值班表\n姓名\t电话\t单位\t时间\n王某\t123456\t县水务局\t3月1日\n").tasks == ()


def test_contacts_below_a_table_are_no_cell() -> None:
    rows = "1\t改造管网\t县住建局\t6月底前\n"
    (task,) = extract_text(f"安河县2023年任务分解表\n序号\t工作任务\t责任单位\t完成时限\n{rows}联系人：王某　电话：0791-1234567\n").tasks
    assert task.deadline is not None and task.deadline.text == "6月底前"


def test_the_unknown_column_before_the_measures_says_what_a_row_is_about() -> None:
    header = "序号\t县区\t易涝点\t整治措施\t责任单位\t完成时限\n"
    rows = "1\t古城区\t下穿隧道\t增设泵站\t县城管局\t2024年6月\n2\t新城区\t东门广场\t改造雨水口\t县住建局\t2024年7月底前\n"
    text = f"安河县2024年整治清单\n{header}{rows}主办：安河县政府办公室 承办：安河县大数据中心\n"
    tasks = extract_text(text).tasks
    assert [(task.id, task.content, [m.text for m in task.measures]) for task in tasks] == [
        ("1", "下穿隧道", ["增设泵站"]),
        ("2", "东门广场", ["改造雨水口"]),
    ]


DRAWN = """青湖市整改清单

+------+--------------+------------+----------------+----------+-----------+
| 序号 | 存在问题     | 整改目标   | 整改措施       | 责任单位 | 整改      |
|      |              |            |                |          | 时限      |
+======+==============+============+================+==========+===========+
| 1    | 河道垃圾清理 | 河面无     | 1.组织集中清   | 市水务局 | 2024年    |
|      | 不及时。     | 垃圾。     | 理；           | 、市城管 | 6月底前   |
|      |              |            | 2.建立日常保   | 局、各县 |           |
|      |              |            | 洁制度。       | （区）   |           |
+------+--------------+------------+----------------+----------+-----------+
| 2    | 管网破损     | 完好       | 修复管网3公里  | 市住建局 | 长期      |
|      |              |            |                | 市财政局 | 坚持      |
+------+--------------+------------+----------------+----------+-----------+
"""


def test_a_drawn_table_whose_cells_take_several_lines() -> None:
    notice = extract_text(DRAWN)
    assert "".join(notice.source.text[slice(*leaf.span)] for leaf in notice.leaves) == notice.source.text
    first, second = notice.tasks
    assert (first.finding, first.objective, first.path) == ("河道垃圾清理不及时。", "河面无垃圾。", ("1 河道垃圾清理不及时",))
    assert [measure.text for measure in first.measures] == ["组织集中清理；", "建立日常保洁制度。"]
    assert [unit.name for unit in first.responsible_units] == ["市水务局", "市城管局", "各县（区）"]
    assert first.deadline and (first.deadline.text, str(first.deadline.end)) == ("2024年6月底前", "2024-06-30")
    assert [unit.name for unit in second.responsible_units] == ["市住建局", "市财政局"]
    assert second.deadline and second.deadline.ongoing
    assert "truncated" not in [diagnostic.code for diagnostic in notice.diagnostics]


def test_lines_of_a_drawn_table_that_nothing_parts_are_rows() -> None:
    table = "┌──┬──┬──┐\n│任务│责任单位│完成时限│\n├──┼──┼──┤\n│清淤│市水务局│6月底前│\n│绿化│市林业局│7月底前│\n└──┴──┴──┘"
    assert [task.content for task in extract_text(f"青湖市2024年清单\n{table}\n").tasks] == ["清淤", "绿化"]


def test_a_limit_of_its_own_begins_a_row_of_a_drawn_table() -> None:
    rule = "+------+----------+----------+--------+"
    water = ["|水环境|清理垃圾|市水务局|2024年6月底|", "||整治排污口|市环境局|2024年7月底|"]
    air = ["|大气|淘汰锅炉|市环境局|2024年|", "|||市住建局|9月底|"]
    lines = [rule, "|任务|措施|责任单位|完成时限|", rule, *water, rule, *air, rule]
    first, second = extract_text("青湖市2024年清单\n" + "\n".join(lines) + "\n").tasks
    assert [(m.text, m.deadline and m.deadline.text, [u.name for u in m.responsible_units]) for m in first.measures] == [
        ("清理垃圾", "2024年6月底", ["市水务局"]),
        ("整治排污口", "2024年7月底", ["市环境局"]),
    ]
    assert second.deadline and str(second.deadline.end) == "2024-09-30"
    assert [u.name for u in second.responsible_units] == ["市环境局", "市住建局"]


def test_a_heading_of_rows_with_the_sums_of_their_figures() -> None:
    rows = "一\t续建项目（1项）\t8000\t\n1\t河道治理\t5000.5\t市水务局\n二\t新建项目\t1,200万元\t\n2\t水库加固\t800\t市水利局\n"
    notice = extract_text(f"青湖市2024年推进计划表\n序号\t项目名称\t总投资\t责任单位\n{rows}")
    assert [section.title for section in notice.outline] == ["续建项目（1项）", "新建项目"]
    assert [(task.id, task.content) for task in notice.tasks] == [("1.1", "河道治理"), ("2.2", "水库加固")]


def test_a_further_line_with_more_cells_than_the_others_is_read() -> None:
    rule = "+--+--+--+"
    lines = [rule, "|序号|任务|责任单位|", "| | | |甲|乙|", rule, "|1|清淤|市水务局|", "| |疏浚| |丙|丁|", rule, "|2|绿化|市林业局|", rule]
    notice = extract_text("青湖市2024年清单\n" + "\n".join(lines) + "\n")
    assert [task.content for task in notice.tasks] == ["清淤疏浚", "绿化"]
    assert "".join(notice.source.text[slice(*leaf.span)] for leaf in notice.leaves) == notice.source.text


def test_a_note_on_who_leads_from_there_on_leaves_the_table_above_alone() -> None:
    table = "序号\t任务\t责任单位\n1\t排查隐患\t市应急局、市教育局\n2\t加强管理\t市教育局、市林业局\n"
    text = f"青湖市任务清单\n{table}注：列第一位的为牵头单位，下同。\n附件2\n青湖市问题清单\n{table}"
    assert [[unit.name for unit in task.lead_units] for task in extract_text(text).tasks] == [[], [], ["市应急局"], ["市教育局"]]


@pytest.mark.parametrize("way", ["\n", " | ", "\t", "  "])
@pytest.mark.parametrize("unit", ["责任处（科）室", "牵头单位"])
def test_many_unknown_columns_beside_what_is_done_and_by_whom(way: str, unit: str) -> None:
    """抽查比例 and its like are of no use to the ledger."""
    rows = [["序号", "检查事项", "检查对象", "检查方式", "抽查比例", "检查频次", unit]]
    rows += [
        ["1", "燃气安全检查", "燃气企业", "现场检查", "10%", "1次/年", "市城管局"],
        ["2", "用工检查", "用人单位", "网络检查", "5%", "1次/年", "市人社局"],
    ]
    tasks = extract_text("\n".join(["青溪市2023年检查计划", *(way.join(row) for row in rows), ""])).tasks
    assert [(task.id, task.content, [u.name for u in (*task.lead_units, *task.responsible_units)]) for task in tasks] == [
        ("1", "燃气安全检查", ["市城管局"]),
        ("2", "用工检查", ["市人社局"]),
    ]


@pytest.mark.parametrize(("joint", "edge"), [(" | ", "|"), ("\t", "")])
@pytest.mark.parametrize("note", ["备注", "说明"])
def test_a_row_of_notes_is_no_task(note: str, joint: str, edge: str) -> None:
    rows = [["序号", "任务", "责任单位"], ["1", "排查隐患", "市应急局、市教育局"], [note, "排第一位的为牵头单位，每月25日前报送进展。", ""]]
    notice = extract_text("青湖市任务清单\n" + "".join(f"{edge}{joint.join(row)}{edge}\n" for row in rows))
    assert [(section.id, section.children) for section in notice.outline] == [("1", ())]
    assert [u.name for u in notice.tasks[0].lead_units] == ["市应急局"]
    assert [(clause.text, clause.section_id) for clause in notice.deadlines] == [("每月25日前", None)]


def test_a_row_of_notes_whose_unit_is_that_of_the_row_above_is_no_task() -> None:
    rows = "| 1 | 绿化检查 | 绿地的行政检查 | 10% | 绿化科 |\n| 2 | 树木检查 | 砍伐的行政检查 | 10% | 绿化科 |\n"
    note = "| 备注 | 检查方式填写现场检查等；检查层级填写市级等。 | ||||\n"
    notice = extract_text(f"2023年计划\n| 序号 | 任务名称 | 检查事项 | 抽取比例 | 责任处（科）室 |\n{rows}{note}")
    assert [task.id for task in notice.tasks] == ["1", "2"]


@pytest.mark.parametrize("way", WAYS)
@pytest.mark.parametrize("title", ["", "青湖市大气问题清单\n", "表2 大气问题\n", "（二）大气问题\n"])
def test_a_table_right_below_another_one(way: str, title: str) -> None:
    first = [
        ("序号", "工作任务", "责任单位", "完成时限"),
        ("1", "修建道路。", "市住建局", "5月底前"),
        ("2", "修建桥梁。", "市交通局", "12月底前"),
    ]
    tables = ["\n".join(map(WAYS[way], rows)) for rows in (first, LISTED)]
    tasks = extract_text(f"青湖市2023年清单\n{tables[0]}\n{title}{tables[1]}\n").tasks
    assert [task.content or task.finding for task in tasks] == ["修建道路。", "修建桥梁。", "雨污分流不彻底。", "油烟未净化。"]
    assert [task.deadline and task.deadline.text for task in tasks] == ["5月底前", "12月底前", "2023年12月底前", "2023年6月底前"]


@pytest.mark.parametrize("title", ["青湖市2023年清单 | |||", "| 青湖市2023年清单 |", "| 青湖市2023年清单 | | | |"])
def test_the_title_in_the_first_row_of_a_drawn_table(title: str) -> None:
    rows = "\n".join(f"{'| ' * (title[0] == '|')}{WAYS['drawn'](row)}" for row in LISTED)
    notice = extract_text(f"{title}\n{rows}\n")
    assert notice.metadata.title == "青湖市2023年清单"
    assert [task.id for task in notice.tasks] == ["1", "2"]


def test_the_last_unknown_column_of_a_table_with_a_cell_a_line() -> None:
    rows = [
        "序号",
        "一级指标",
        "二级指标",
        "责任科室",
        "完成时限",
        "1",
        "师德",
        "完善办法。",
        "人事科",
        "3月底",
        "2",
        "质量",
        "开展监测。",
        "教研室",
        "5月底",
    ]
    assert [task.content for task in extract_text("\n".join(["青湖市教育局2024年指标分解表", *rows])).tasks] == ["完善办法。", "开展监测。"]


def test_parts_of_a_house_on_lines_of_their_own_in_a_cell() -> None:
    rows = "\t序号\n\t任务\n\t责任科室\n\t完成时限\n\n\t1\n\t建设学校。\n\t基建科\n财务科\n\t5月底前\n\n"
    rows += "\t2\n\t建设园区。\n\t市人力资源\n和社会保障局\n\t6月底前\n"
    tasks = extract_text(f"青湖市2023年清单\n{rows}").tasks
    assert [[u.name for u in task.responsible_units] for task in tasks] == [["基建科", "财务科"], ["市人力资源和社会保障局"]]


@pytest.mark.parametrize("way", WAYS)
def test_a_column_of_times_beside_that_of_limits(way: str) -> None:
    """开工时间 beside 竣工时间, 检查时间 beside 整改时限; alone it is the limit."""
    rows = [
        ("序号", "项目名称", "开工时间", "竣工时间", "责任单位"),
        ("1", "滨河路", "2024年3月", "2025年10月", "县住建局"),
        ("2", "水厂", "2024年4月", "2024年11月", "县水务局"),
    ]
    for at, ends in ((None, ["2025年10月", "2024年11月"]), (3, ["2024年3月", "2024年4月"])):
        table = "\n".join(WAYS[way](tuple(cell for column, cell in enumerate(row) if column != at)) for row in rows)
        assert [t.deadline and t.deadline.text for t in extract_text(f"青湖县2024年项目清单\n（单位：万元）\n{table}\n").tasks] == ends
    assert extract_text(f"青湖县2024年项目清单\n（单位：万元）\n{table}\n").metadata.title == "青湖县2024年项目清单"


@pytest.mark.parametrize("blanks", ["\t\t", "\t\t\t"])
def test_a_row_of_sums_is_below_no_merged_cell(blanks: str) -> None:
    rows = f"序号\t项目名称\t建设内容\t总投资\t责任单位\n1\t滨河路\t修路。\t20\t市住建局\n2\t水厂\t建厂。\t30\t市水务局\n合计{blanks}50\t\n"
    notice = extract_text(f"青湖市2023年项目清单\n{rows}")
    assert [(task.id, task.content) for task in notice.tasks] == [("1", "滨河路修路。"), ("2", "水厂建厂。")]
    assert [(section.id, section.children) for section in notice.outline] == [("1", ()), ("2", ())]


@pytest.mark.parametrize("way", WAYS)
def test_a_column_that_says_who_or_when_where_no_other_does(way: str) -> None:
    """问题单位 puts right what it has, 检查时间 is when the check is made, where no 整改单位 and no 整改时限 stands beside it."""
    rows = [("序号", "检查时间", "检查内容", "问题单位"), ("1", "5月", "查粮库。", "青湖粮站"), ("2", "6月", "查水厂。", "青湖水厂")]
    notice = extract_text("青湖县2024年检查表\n" + "\n".join(WAYS[way](row) for row in rows) + "\n")
    read = [([unit.name for unit in task.responsible_units], task.deadline and task.deadline.text) for task in notice.tasks]
    assert read == [(["青湖粮站"], "5月"), (["青湖水厂"], "6月")]


@pytest.mark.parametrize("heading", ["二、整改清单", "（二）整改清单"])
def test_a_heading_above_the_words_of_another_drawn_table(heading: str) -> None:
    tables = [
        [("序号", "工作任务", "责任单位"), ("1", "清理河道。", "县水务局"), ("2", "修复驳岸。", "县住建局")],
        [("存在问题", "整改措施", "责任单位"), ("巡查不到位。", "加强巡查。", "县水务局"), ("台账不全。", "完善台账。", "县住建局")],
    ]
    drawn = [[f"| {' | '.join(row)} |" for row in rows] for rows in tables]
    first, second = ("\n".join([rows[0], "|---|---|---|", *rows[1:]]) for rows in drawn)
    notice = extract_text(f"青湖县2024年工作方案\n一、重点任务\n{first}\n{heading}\n{second}\n")
    assert [(task.content, task.finding) for task in notice.tasks] == [
        ("清理河道。", None),
        ("修复驳岸。", None),
        (None, "巡查不到位。"),
        (None, "台账不全。"),
    ]


@pytest.mark.parametrize("way", WAYS)
def test_who_marks_what_was_done_gives_nobody_anything_to_do(way: str) -> None:
    rows = [("序号", "考核内容", "分值", "评分标准", "得分", "考核部门"), ("1", "河道整治", "10", "未完成的扣5分。", "8", "县水务局")]
    rows.append(("2", "驳岸修复", "20", "未完成的扣10分。", "18", "县住建局"))
    notice = extract_text("青湖县2024年考核表\n" + "\n".join(WAYS[way](row) for row in rows) + "\n")
    assert [task.responsible_units for task in notice.tasks if task.responsible_units] == []


def test_offices_whose_word_says_what_they_do() -> None:
    rows = ["序号\t任务\t责任股室\t协办股室\t考核股室", "1\t清理河道。\t水政股\t财务股\t督查室", "2\t修复驳岸。\t建管股\t办公室\t督查室"]
    task = extract_text("\n".join(["青湖县水务局2024年任务表", *rows, ""])).tasks[0]
    found = (task.responsible_units, task.cooperating_units, task.supervising_units)
    assert [[unit.name for unit in units] for units in found] == [["水政股"], ["财务股"], ["督查室"]]


@pytest.mark.parametrize("joint", ["", "\t\t"])
@pytest.mark.parametrize("number", [("序号\t", "1\t", "2\t", "3\t"), ("", "", "", "")])
def test_a_category_without_a_number_below_a_limit(number: tuple[str, str, str, str], joint: str) -> None:
    head, first, second, third = number
    table = f"{head}工作任务\t责任单位\t完成时限\n党建引领{joint}\n{first}开展培训\t市委组织部\t12月底前\n"
    table += f"{second}建设基地\t市委组织部\t10月底前\n产业发展{joint}\n{third}新增企业\t市工信局\t12月底前\n"
    tasks = extract_text(f"青湖市2023年任务分工表\n\n{table}").tasks
    assert [(task.path[0], task.content, task.deadline and task.deadline.text) for task in tasks] == [
        ("党建引领", "开展培训", "12月底前"),
        ("党建引领", "建设基地", "10月底前"),
        ("产业发展", "新增企业", "12月底前"),
    ]


def test_a_limit_that_goes_on_below_it_heads_nothing() -> None:
    table = "工作任务\t责任单位\t完成时限\n开展培训\t市委组织部\t12月底前\n完成\n建设基地\t市委组织部\t10月底前\n全面完成\n"
    tasks = extract_text(f"青湖市2023年任务分工表\n\n{table}").tasks
    assert [(task.id, task.deadline and task.deadline.text) for task in tasks] == [("~1", "12月底前完成"), ("~2", "10月底前全面完成")]


def test_who_signs_below_a_row_that_leaves_out_its_remark() -> None:
    cells = ["序号", "工作任务", "完成时限", "备注", "1", "编制规划", "4月底前", "2", "开工建设", "5月底前"]
    tasks = extract_text("\n".join(["青湖市2023年任务分工表", *cells, "青湖市人民政府办公室", "2023年2月20日", ""])).tasks
    assert [(task.id, task.content, task.deadline and task.deadline.text) for task in tasks] == [
        ("1", "编制规划", "4月底前"),
        ("2", "开工建设", "5月底前"),
    ]


@pytest.mark.parametrize("joint", ["\n", "\t"])
@pytest.mark.parametrize("rest", ["前完成", "并长期坚持", "（第一阶段）", "已完成", "/", "12", "市财政局"])
def test_what_stands_below_a_limit_in_a_table_without_categories_heads_no_rows(rest: str, joint: str) -> None:
    rows = [
        ["序号", "工作任务", "责任单位", "完成时限"],
        ["1", "开展培训", "市委组织部", f"6月底前\n{rest}"],
        ["2", "新增企业", "市工信局", "9月底前"],
    ]
    tasks = extract_text("青湖市2023年任务分工表\n" + "\n".join(joint.join(row) for row in rows) + "\n").tasks
    assert [(task.id, task.content) for task in tasks] == [("1", "开展培训"), ("2", "新增企业")]


@pytest.mark.parametrize("rest", ["前完成", "并长期坚持", "（第一阶段）", "已完成"])
def test_the_rest_of_a_limit_is_no_category_beside_others(rest: str) -> None:
    first = ["党建引领", "1", "开展培训", "市委组织部", "6月底"]
    cells = [*first, "2", "建设基地", "市委组织部", "8月底", rest, "3", "新增活动", "市委组织部", "9月底"]
    tasks = extract_text("\n".join(["青湖市2023年任务分工表", "序号", "工作任务", "责任单位", "完成时限", *cells, ""])).tasks
    assert [task.path[0] for task in tasks] == ["党建引领"] * 3


def test_a_remark_among_rows_without_categories_heads_none() -> None:
    cells = ["1", "开展培训", "市委组织部", "6月底前", "民生服务工程", "2", "新增企业", "市工信局", "9月底前"]
    tasks = extract_text("\n".join(["青湖市2023年任务分工表", "序号", "工作任务", "责任单位", "完成时限", "备注", *cells, ""])).tasks
    assert [(task.id, task.content) for task in tasks] == [("1", "开展培训"), ("2", "新增企业")]


@pytest.mark.parametrize("dash", ["/", "—"])
def test_a_dash_alone_in_a_row_heads_none(dash: str) -> None:
    table = f"| 工作任务 | 责任单位 | 完成时限 |\n| 开展培训 | 市委组织部 | 6月底前 |\n| {dash} | | |\n| 新增企业 | 市工信局 | 9月底前 |\n"
    tasks = extract_text(f"青湖市2023年任务分工表\n{table}").tasks
    assert [task.path for task in tasks] == [("开展培训",), ("新增企业",)]


@pytest.mark.parametrize("word", ["签字", "佐证图片", "挂牌督办"])
def test_a_column_without_cells_whose_word_nobody_knows_heads_no_rows(word: str) -> None:
    cells = ["1", "开展培训", "市委组织部", "6月底前", "2", "新增企业", "市工信局", "9月底前"]
    tasks = extract_text("\n".join(["青湖市2023年任务分工表", "序号", "工作任务", "责任单位", "完成时限", word, *cells, ""])).tasks
    assert [task.path for task in tasks] == [("1 开展培训",), ("2 新增企业",)]


@pytest.mark.parametrize("way", ["tabs", "drawn"])
@pytest.mark.parametrize("words", ["合计", "备注", "注：列第一位的为牵头单位", "填报单位：市整改办"])
def test_a_sum_or_note_alone_in_a_row_heads_none(words: str, way: str) -> None:
    rows = [["序号", "工作任务", "责任单位", "完成时限"], ["1", "开展培训", "市委组织部", "6月底前"], [words, "", "", ""]]
    lines = [WAYS[way](row) for row in (*rows, ["2", "新增企业", "市工信局", "9月底前"])]
    tasks = extract_text("\n".join(["青湖市2023年任务分工表", *lines, ""])).tasks
    assert [task.path for task in tasks] == [("1 开展培训",), ("2 新增企业",)]


@pytest.mark.parametrize("way", ["tabs", "drawn"])
def test_a_task_without_its_unit_heads_no_others(way: str) -> None:
    rows = [
        ["工作任务", "责任单位", "完成时限"],
        ["开展培训", "市委组织部", "6月底前"],
        ["加强队伍建设", "", ""],
        ["新增企业", "市工信局", "9月底前"],
    ]
    tasks = extract_text("\n".join(["青湖市2023年任务分工表", *(WAYS[way](row) for row in rows), ""])).tasks
    assert [task.path for task in tasks] == [("开展培训",), ("新增企业",)]


def test_the_time_of_a_check_is_no_limit_beside_one() -> None:
    rows = "序号\t工作任务\t检查时间及人员\t责任单位\t完成时限\n1\t开展培训\t2023年3月\t市委组织部\t6月底前\n"
    (task,) = extract_text(f"青湖市2023年任务分工表\n{rows}").tasks
    assert task.deadline and task.deadline.text == "6月底前"
