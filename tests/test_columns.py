"""A table whose columns were laid one below the other, as a PDF's text gives it."""

from __future__ import annotations

from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from rectiparse import extract_text
from rectiparse.model import Task

LINES = (Path(__file__).parents[1] / "samples" / "columns.txt").read_text(encoding="utf-8").splitlines()


def names(task: Task) -> tuple[list[str], list[str]]:
    return [u.name for u in task.lead_units], [u.name for u in task.responsible_units]


def test_each_row_gets_the_names_of_its_own_cells() -> None:
    tasks = extract_text("\n".join(LINES)).tasks
    assert [names(task) for task in tasks] == [
        (["市市场监管局"], ["市税务局", "市人力资源社会保障局"]),
        (["市政务服务局"], ["市公安局", "市住房城乡建设局", "各区人民政府"]),
        (["市发展改革委"], []),
        (["市住房城乡建设局"], ["市自然资源局", "市水务局"]),
    ]
    assert [task.content for task in tasks] == [
        "推广企业开办“一网通办”，实现登记材料网上提交。",
        "2026年6月底前，推动电子印章在招投标中应用。",
        "推行区域评估，评估结果由区域内项目共享使用。",
        "推行告知承诺制，承诺后即可办理施工许可。",
    ]


def test_a_group_cell_is_the_section_of_its_rows() -> None:
    tasks = extract_text("\n".join(LINES)).tasks
    assert [(task.id, task.path[0]) for task in tasks] == [
        ("1.1", "1.优化企业登记服务"),
        ("1.2", "1.优化企业登记服务"),
        ("2.3", "2.提高项目建设效率"),
        ("2.4", "2.提高项目建设效率"),
    ]


def test_without_row_numbers_no_row_is_guessed_and_the_words_are_reported() -> None:
    notice = extract_text("\n".join(line for line in LINES if not line.isdigit()))
    assert not notice.tasks
    assert [d.code for d in notice.diagnostics].count("unclaimed-text") == notice.coverage.responsibility_words > 0


def is_cut(printed: str, name: str) -> bool:
    """Whether a name is what stands at both ends of a text, a page break between them."""
    return any(printed.startswith(name[:at]) and printed.endswith(name[at:]) for at in range(1, len(name)))


@given(st.sets(st.integers(0, len(LINES) - 1)))
def test_lost_lines_never_invent_a_name(lost: set[int]) -> None:
    text = "\n".join(line for i, line in enumerate(LINES) if i not in lost)
    for task in extract_text(text).tasks:
        for unit in (*task.lead_units, *task.responsible_units):
            printed = text[slice(*unit.span)].replace("\n", "")
            assert printed == unit.text or ("序号" in printed and is_cut(printed, unit.text))
            assert task.span[0] <= unit.span[0] <= unit.span[1] <= task.span[1]


HEADER = ["序号", "重点任务", "主要内容", "牵头部门", "责任单位"]


def read_table(*rows: list[str]) -> tuple[Task, ...]:
    return extract_text("\n".join(["云山市优化环境责任清单", *HEADER, *(line for row in rows for line in row)])).tasks


def test_a_row_that_a_page_cuts_goes_on_below_the_header() -> None:
    """Its text, its group and the name in the middle of which the page ends."""
    first = ["1", "1.深化口岸和", "推进智慧港口建设，提升通关", "市商务局", "市财政局、市交通运"]
    tasks = read_table(first, [*HEADER, "服务", "效率，方便企业群众。", "输局、市水务局"], ["2", "完善评估机制。", "市财政局", "市商务局"])
    assert [(task.id, task.content, *names(task)) for task in tasks] == [
        ("1.1", "推进智慧港口建设，提升通关效率，方便企业群众。", ["市商务局"], ["市财政局", "市交通运输局", "市水务局"]),
        ("1.2", "完善评估机制。", ["市财政局"], ["市商务局"]),
    ]


def test_a_page_that_ends_between_text_and_names() -> None:
    tasks = read_table(
        ["1", "1.优化服务", "推进港口建设，"], [*HEADER, "提升效率。", "市商务局", "市财政局"], ["2", "完善机制。", "市财政局", "-"]
    )
    assert [(task.content, *names(task)) for task in tasks] == [
        ("推进港口建设，提升效率。", ["市商务局"], ["市财政局"]),
        ("完善机制。", ["市财政局"], []),
    ]


def test_names_below_a_header_that_belong_to_no_row_above() -> None:
    tasks = read_table(["1", "1.优化服务", "推进港口建设。", "市商务局", "市财政局"], [*HEADER, "推行告知承诺制", "市水务局"])
    assert [names(task) for task in tasks] == [(["市商务局"], ["市财政局"])]


def test_names_in_the_next_column_that_begin_as_no_department_does() -> None:
    rows = [[str(n), f"推进第{n}项智慧港口建设。", "市市场监管委", "市财政局"] for n in range(1, 5)]
    tasks = read_table(
        *rows,
        ["5", "推进通关。", "市商务局", "云山海关、云山港集团"],
        ["6", "推进融资。", "市市场监管委", "云山区人民政府、青湖区人民政府"],
    )
    assert [names(task) for task in tasks[4:]] == [
        (["市商务局"], ["云山海关", "云山港集团"]),
        (["市市场监管委"], ["云山区人民政府", "青湖区人民政府"]),
    ]


def test_a_name_on_the_line_that_ends_the_text() -> None:
    tasks = read_table(["1", "1.优化服务", "持续推进数据共享开放工作。市商务局", "市财政局"], ["2", "完善机制。", "市财政局", "市商务局"])
    assert [(task.content, *names(task)) for task in tasks] == [
        ("持续推进数据共享开放工作。", ["市商务局"], ["市财政局"]),
        ("完善机制。", ["市财政局"], ["市商务局"]),
    ]


def test_a_group_whose_lines_come_in_pieces() -> None:
    tasks = read_table(
        ["1", "1.加强知识产", "权创造、", "保护和", "运用", "开展高质量专利创造试点。", "市商务局", "市财政局"],
        ["2", "完善。", "市财政局", "-"],
    )
    assert (tasks[0].path[0], tasks[0].content) == ("1.加强知识产权创造、保护和运用", "开展高质量专利创造试点。")


def test_a_text_without_a_stop() -> None:
    rows = [[str(n), f"推进第{n}项智慧港口建设。", "市市场监管委", "市财政局、市水务局"] for n in range(1, 6)]
    tasks = read_table(*rows, ["6", "以“双随机、一公开”监管平台为支撑，加强联合抽查", "市商务局", "市“双随机”联席", "会议成员单位"])
    assert (tasks[5].content, *names(tasks[5])) == (
        "以“双随机、一公开”监管平台为支撑，加强联合抽查",
        ["市商务局"],
        ["市“双随机”联席会议成员单位"],
    )


def test_cells_of_a_copied_table_without_stops() -> None:
    header = ["序号", "重点任务", "牵头单位", "责任单位", "完成时限"]
    rows = [
        "1",
        "推进智慧港口建设",
        "市商务局",
        "市财政局",
        "2024年6月底前",
        "2",
        "推进对接，持续提升",
        "市财政局",
        "市商务局",
        "2024年9月底前",
    ]
    tasks = extract_text("\n".join(["云山市清单", *header, *rows])).tasks
    assert [(task.content, *names(task), str(task.deadline and task.deadline.end)) for task in tasks] == [
        ("推进智慧港口建设", ["市商务局"], ["市财政局"], "2024-06-30"),
        ("推进对接，持续提升", ["市财政局"], ["市商务局"], "2024-09-30"),
    ]


def test_a_column_that_no_rule_knows() -> None:
    header = ["序号", "项目名称", "投资额", "责任单位", "完成时限"]
    rows = ["1", "北河水库", "434.1", "市水利局", "2022年9月底", "2", "东山林场", "120", "市林业局", "2022年6月底"]
    for lead in ("", "\t"):
        tasks = extract_text("\n".join(["临川市项目清单", *(lead + cell for cell in (*header, *rows))])).tasks
        assert [(task.id, task.content, *names(task), str(task.deadline and task.deadline.end)) for task in tasks] == [
            ("1", "北河水库", [], ["市水利局"], "2022-09-30"),
            ("2", "东山林场", [], ["市林业局"], "2022-06-30"),
        ]


def test_a_row_with_tabs_that_a_page_cuts() -> None:
    header = "序号\t主要内容\t牵头单位\t配合单位\t完成时限"
    rows = [
        "1\t推进对接，持续提升\t市金融局\t市教委、市交通运\t10月底前",
        header,
        "\t服务水平。\t\t输局\t",
        "2\t推进融资\t市财政局\t\t年底前",
    ]
    tasks = extract_text("\n".join(["云山市2024年清单", header, *rows])).tasks
    assert [(task.id, task.content, [u.name for u in task.lead_units], [u.name for u in task.cooperating_units]) for task in tasks] == [
        ("1", "推进对接，持续提升服务水平。", ["市金融局"], ["市教委", "市交通运输局"]),
        ("2", "推进融资", ["市财政局"], []),
    ]


def test_who_leads_holds_for_a_row_that_a_page_cuts() -> None:
    header = "序号\n重点任务\n主要内容\n责任单位"
    rows = [f"{n}\n推进第{n}项工作。\n市水务局、市财政局" for n in (1, 3)]
    text = f"责任单位（列第一位的为牵头单位，下同）见表。\n{header}\n{rows[0]}\n2\n推进。\n市林业局、市交通运\n{header}\n输局\n{rows[1]}\n"
    assert [names(task) for task in extract_text(text).tasks] == [
        (["市水务局"], ["市财政局"]),
        (["市林业局"], ["市交通运输局"]),
        (["市水务局"], ["市财政局"]),
    ]


@pytest.mark.parametrize(
    ("lines", "names"),
    [
        ("市税务局、市人力资\n源社会保障局", ["市税务局", "市人力资源社会保障局"]),
        ("市住房城乡建\n设局", ["市住房城乡建设局"]),
        ("市教育局、各镇人民政\n府", ["市教育局", "各镇人民政府"]),
        ("市教育局、各街道\n办事处", ["市教育局", "各街道办事处"]),
        ("市教育局\n市财政局", ["市教育局", "市财政局"]),
    ],
)
def test_names_that_a_column_cuts_beside_a_limit(lines: str, names: list[str]) -> None:
    table = f"序号\n重点任务\n责任单位\n完成时限\n1\n优化登记服务\n{lines}\n2023年6月底前\n2\n推动应用\n市公安局\n2023年9月底前\n"
    first, second = extract_text(f"云溪市分工表\n\n{table}").tasks
    assert ([unit.name for unit in first.responsible_units], first.content) == (names, "优化登记服务")
    assert [task.deadline and str(task.deadline.end) for task in (first, second)] == ["2023-06-30", "2023-09-30"]


@pytest.mark.parametrize(("serial", "numbers"), [("序 号", "12"), ("序号", ("1.", "2.")), ("序号", ("1、", "2、")), ("序号", ("01", "02"))])
def test_how_rows_are_numbered(serial: str, numbers: tuple[str, str]) -> None:
    one, two = numbers
    table = f"{serial}\n任务\n责任单位\n完成时限\n{one}\n优化服务\n市税务局\n6月底前\n{two}\n推动应用\n市公安局\n9月底前\n"
    tasks = extract_text(f"云溪市2023年分工表\n\n{table}").tasks
    assert [(task.id, task.content, [unit.name for unit in task.responsible_units]) for task in tasks] == [
        ("1", "优化服务", ["市税务局"]),
        ("2", "推动应用", ["市公安局"]),
    ]


def test_several_headings_without_rows_between_them() -> None:
    rows = "一、扩投资\n1\n投资增长。\n区发改委\n区工信局\n二、强产业\n三、促融合\n四、优服务\n五、惠民生\n"
    rows += "2\n推进教育。\n区教育局\n区财政局\n8\n引进资源。\n区教育局\n区投促中心\n"
    tasks = extract_text(f"重点工作任务分解表\n序号\n重点工作任务\n主要责任单位\n协同配合单位\n{rows}").tasks
    assert [(task.id, task.content) for task in tasks] == [("1.1", "投资增长。"), ("5.2", "推进教育。"), ("5.8", "引进资源。")]


@pytest.mark.parametrize("units", [["市城管局", "市大数据局"], ["市城管局"]])
def test_what_is_done_may_end_as_a_name_does(units: list[str]) -> None:
    """建设智慧停车平台, 新建幼儿园5所; 备注 and 配合单位 may be left out."""
    words = ["序号", "工作任务", "牵头单位", "配合单位", "完成时限", "备注"]
    rows = [["1", "建设智慧停车平台", *units, "2023年12月底"], ["2", "新建幼儿园5所", *units, "长期坚持"]]
    tasks = extract_text("\n".join(["云山市2023年任务清单", *words, *(line for row in rows for line in row)])).tasks
    assert [(task.content, [u.name for u in (*task.lead_units, *task.cooperating_units)]) for task in tasks] == [
        ("建设智慧停车平台", units),
        ("新建幼儿园5所", units),
    ]
    assert [task.deadline and task.deadline.text for task in tasks] == ["2023年12月底", "长期坚持"]


@pytest.mark.parametrize(
    "words",
    [
        ["序", "号", "任务", "责任", "单位", "完成", "时限"],
        ["序号", "任务", "责任", "单位", "整改完", "成时限"],
        ["序", "号", "任务", "责任单位", "完成时限"],
    ],
)
@pytest.mark.parametrize("joint", ["\n", "\n\n"])
def test_words_over_columns_that_a_narrow_column_cuts(words: list[str], joint: str) -> None:
    rows = [["1", "清理河道。", "市水务局", "6月底前"], ["2", "修复驳岸。", "市住建局", "9月底前"]]
    tasks = extract_text(joint.join(["云山市2023年任务清单", *words, *(line for row in rows for line in row)])).tasks
    assert [(task.id, task.content, *names(task)) for task in tasks] == [
        ("1", "清理河道。", [], ["市水务局"]),
        ("2", "修复驳岸。", [], ["市住建局"]),
    ]


def test_words_over_columns_that_are_two_words_each_are_not_put_together() -> None:
    words = ["序号", "项目", "内容", "责任单位"]
    rows = [["1", "河道", "清理河道。", "市水务局"], ["2", "驳岸", "修复驳岸。", "市住建局"]]
    tasks = extract_text("\n".join(["云山市2023年任务清单", *words, *(line for row in rows for line in row)])).tasks
    assert [names(task)[1] for task in tasks] == [["市水务局"], ["市住建局"]]
    assert [task.content for task in tasks] == ["河道清理河道。", "驳岸修复驳岸。"]


@pytest.mark.parametrize("joint", ["", "\n"])
@pytest.mark.parametrize("numbers", ["12", "34"])
def test_headings_of_rows_with_their_leaders_and_rows_that_count_anew(numbers: str, joint: str) -> None:
    words = ["序号", "工作任务", "责任科室", "完成时限"]
    heads = [f"一、队伍建设{joint}（牵头领导：李某某）", f"二、教学质量{joint}（牵头领导：王某某）"]
    rows = [heads[0], "1", "完善考核办法。", "人事科", "3月底", "2", "开展培训。", "教师科", "全年"]
    rows += [heads[1], numbers[0], "组织监测。", "教研室", "5月", numbers[1], "开展评比。", "教研室", "6月"]
    tasks = extract_text("\n".join(["云山市教育局2024年任务分解表", *words, *rows])).tasks
    assert [(task.id, task.content, names(task)[1]) for task in tasks] == [
        ("1.1", "完善考核办法。", ["人事科"]),
        ("1.2", "开展培训。", ["教师科"]),
        (f"2.{numbers[0]}", "组织监测。", ["教研室"]),
        (f"2.{numbers[1]}", "开展评比。", ["教研室"]),
    ]


def test_names_on_lines_of_their_own_in_the_last_column() -> None:
    """A break between two whole names parts them, one inside a name does not; 有关单位 belongs to the house above."""
    first = ["1", "1.推进改革", "推进港口改革，完善机制，方便企业群众。", "市商务局", "市发展改革委", "各区人民政府"]
    tasks = read_table(
        first,
        ["2", "完善机制。", "市商务局", "云山港管委会", "有关成员单位"],
        ["3", "健全制度。", "市商务局", "市公安局、市住房城", "乡建设局"],
    )
    assert [names(task)[1] for task in tasks] == [
        ["市发展改革委", "各区人民政府"],
        ["云山港管委会有关成员单位"],
        ["市公安局", "市住房城乡建设局"],
    ]


def test_who_signs_below_a_table_whose_last_column_holds_units() -> None:
    words = ["序号", "点位", "存在问题", "整改要求", "责任单位", "整改时限", "督办单位"]
    rows = [
        "1",
        "东街",
        "垃圾清运不及时",
        "加强巡查",
        "县城管局",
        "5月10日前",
        "县文明办",
        "2",
        "东关",
        "占道经营",
        "规范秩序",
        "城关镇",
        "即知即改",
        "县文明办",
    ]
    notice = extract_text("\n".join(["白石县环境整治问题清单", *words, *rows, "白石县文明建设办公室", "2023年4月28日", ""]))
    assert [(task.id, names(task)[1], [u.name for u in task.supervising_units]) for task in notice.tasks] == [
        ("1", ["县城管局"], ["县文明办"]),
        ("2", ["城关镇"], ["县文明办"]),
    ]
    assert notice.metadata.issuers == ("白石县文明建设办公室",)


def test_a_cell_that_says_there_is_nothing() -> None:
    words = ["序号", "工作任务", "责任单位", "配合单位", "完成情况", "存在问题"]
    rows = ["1", "编制方案", "市发改委", "无", "已印发", "无", "2", "改造小区", "市住建局", "市财政局", "已开工", "资金拨付较慢。"]
    tasks = extract_text("\n".join(["云山市工作台账", *words, *rows])).tasks
    first = tasks[0]
    assert (first.content, first.finding, first.cooperating_units) == ("编制方案", None, ())


def test_another_table_below_the_same_words() -> None:
    header = ["序号", "工作任务", "责任单位", "完成时限"]
    rows = ["1", "清理河道。", "县水务局", "6月底前", "2", "修复驳岸。", "县住建局", "9月底前"]
    tasks = extract_text("\n".join(["白石县2023年任务清单", *header, *rows, *header, *rows])).tasks
    assert [task.content for task in tasks] == ["清理河道。", "修复驳岸。"] * 2
    assert [task.id for task in tasks] == ["1", "2", "1'2", "2'2"]
