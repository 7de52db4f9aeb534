"""Tables with a cell a line whose rows are not numbered, and rows that a number merged down covers."""

from __future__ import annotations

import time

import pytest

from rectiparse import extract_text
from rectiparse.model import Notice

HEADER = ["工作任务", "具体要求", "责任科室", "时限要求"]
FIRST = ["优化门诊流程", "推行分时段预约。", "门诊部", "6月底前"]
SECOND = ["改善住院服务", "推行床旁结算。", "财务科、信息科", "9月底前"]


def show(notice: Notice) -> list[str]:
    found = []
    for task in notice.tasks:
        for node, said in ((task, task.finding or task.content), *((measure, measure.text) for measure in task.measures)):
            names = " ".join(unit.name for unit in (*node.lead_units, *node.responsible_units))
            found.append(f"{node.id} {said} | {names} | {node.deadline.text if node.deadline else ''}")
    return found


def read(*rows: list[str], title: str = "青湖县人民医院2024年任务分工表") -> list[str]:
    return show(extract_text("\n".join([title, *(line for row in rows for line in row), ""])))


def test_rows_without_numbers() -> None:
    assert read(HEADER, FIRST, SECOND) == [
        "~1 优化门诊流程推行分时段预约。 | 门诊部 | 6月底前",
        "~2 改善住院服务推行床旁结算。 | 财务科 信息科 | 9月底前",
    ]


def test_a_row_below_a_merged_cell() -> None:
    assert read(HEADER, FIRST, SECOND, ["开展日间手术。", "医务科", "10月底前"]) == [
        "~1.~1 推行分时段预约。 | 门诊部 | 6月底前",
        "~2.~1 推行床旁结算。 | 财务科 信息科 | 9月底前",
        "~2.~2 开展日间手术。 | 医务科 | 10月底前",
    ]
    header = ["重点工作", "具体措施", "牵头科室", "完成时间"]
    assert read(
        header,
        ["深化改革", "制定方案。", "改革科", "3月底"],
        ["完善治理。", "法规科", "全年"],
        ["加强监管", "健全制度。", "法规科", "6月底"],
    ) == [
        "~1 深化改革 |  | ",
        "~1-~1 制定方案。 | 改革科 | 3月底",
        "~1-~2 完善治理。 | 法规科 | 全年",
        "~2 加强监管 | 法规科 | 6月底",
        "~2-~1 健全制度。 |  | ",
    ]


@pytest.mark.parametrize(
    "behind",
    [["二、工作要求", "（一）加强领导。各科室要重视。"], ["附件2"], ["青湖县人民医院办公室", "2024年3月1日"], ["注：按月报送进展。"]],
)
def test_where_such_a_table_ends(behind: list[str]) -> None:
    assert len(read(HEADER, FIRST, SECOND, behind)) == 2


def test_header_words_above_something_else_make_no_table() -> None:
    """Headings of a plan that nobody filled in, and a form whose values stand below all of its labels."""
    assert not read(HEADER, ["各科室要提高认识。", "各科室要加强领导。", "各科室要按月报送。"] * 3)
    assert not read(HEADER, FIRST)


def test_header_words_over_and_over_are_looked_at_briefly() -> None:
    began = time.process_time()
    extract_text("青湖县2024年任务分工表\n" + "工作任务\n责任单位\n完成时限\n" * 3000)
    assert time.process_time() - began < 8


def test_measures_below_a_number_that_is_printed_once() -> None:
    rows = [
        ["序号", "反馈问题", "整改措施", "责任单位", "完成时限"],
        ["1", "理论学习不深入。", "1.制定学习计划。", "县教育局", "2024年6月底前", "2.开展集中学习。", "县委宣传部", "2024年9月底前"],
        ["2", "财务管理不规范。", "开展自查。", "县财政局", "2024年7月底前"],
    ]
    assert read(*rows, title="青湖县整改清单") == [
        "1 理论学习不深入。 |  | ",
        "1-1 制定学习计划。 | 县教育局 | 2024年6月底前",
        "1-2 开展集中学习。 | 县委宣传部 | 2024年9月底前",
        "2 财务管理不规范。 | 县财政局 | 2024年7月底前",
        "2-~1 开展自查。 |  | ",
    ]


def test_progress_that_begins_with_figures_is_no_limit() -> None:
    header = ["序号", "隐患描述", "整改措施", "责任部门", "整改期限", "整改情况"]
    rows = ["1", "危化品未分类存放", "1.分类存放；", "2.完善台账。", "水务公司", "2024年6月30日", "1已完成，2正在办理"]
    (task,) = extract_text("\n".join(["青湖集团整改台账", *header, *rows, ""])).tasks
    assert (task.deadline and task.deadline.text, task.progress) == ("2024年6月30日", "1已完成，2正在办理")


def test_cells_that_a_page_wraps_make_no_rows_of_their_own() -> None:
    header = ["序号", "重点任务", "主要内容", "牵头单位", "责任单位", "完成时限"]
    text = ["推进数据共享", "归集资源，编制目录，推动数据跨部", "门、跨层级应用。"]
    notice = extract_text(
        "\n".join(
            [
                "青湖市2024年任务分工表",
                *header,
                *("1", *text, "市数据局", "市直有关部门，各县（市、区）", "人民政府", "2024年9月", "底前"),
                *("2", "提升安全", "开展演练。", "市委网信办", "市公安局", "长期坚持", ""),
            ]
        )
    )
    assert [task.content for task in notice.tasks] == ["".join(text), "提升安全开展演练。"]
    assert [unit.name for unit in notice.tasks[0].responsible_units] == ["市直有关部门", "各县（市、区）人民政府"]
    assert notice.tasks[0].deadline is not None and notice.tasks[0].deadline.text == "2024年9月底前"


@pytest.mark.parametrize("cell", ["{} |\n", "| {}\n", "{}\n|\n", "|{}|\n"])
@pytest.mark.parametrize("behind", ["", "|\n"])
def test_signs_of_a_drawn_table_at_the_cells(cell: str, behind: str) -> None:
    """And one before the row: | 1 |⏎开展排查。 |."""
    rows = [["序号", "任务", "责任科室"], ["1", "开展排查。", "门诊部"], ["2", "加强培训。", "医务科"]]
    text = "".join("| " * (not cell.startswith("|")) + "".join(cell.format(words) for words in row) + behind for row in rows)
    assert show(extract_text(f"青湖县人民医院任务分工表\n{text}")) == ["1 开展排查。 | 门诊部 | ", "2 加强培训。 | 医务科 | "]


@pytest.mark.parametrize("word", ["类别", "重点领域"])
def test_a_category_before_the_number(word: str) -> None:
    rows = [
        ["门诊", "1", "推行预约。", "门诊部", "6月底前"],
        ["2", "延长时间。", "门诊部", "7月"],
        ["住院", "3", "推行床旁结算。", "财务科", "9月底前"],
    ]
    notice = extract_text("\n".join(["青湖县医院任务分工表", word, "序号", *HEADER[1:], *(line for row in rows for line in row)]))
    assert [section.title for section in notice.outline] == ["门诊", "住院"]
    assert show(notice) == [
        "~1.1 推行预约。 | 门诊部 | 6月底前",
        "~1.2 延长时间。 | 门诊部 | 7月",
        "~2.3 推行床旁结算。 | 财务科 | 9月底前",
    ]


@pytest.mark.parametrize("numbers", [["", "", ""], ["1", "2", "3"]])
def test_months_before_what_is_done_in_them(numbers: list[str]) -> None:
    texts = [["3月", numbers[0], "开展义诊。", "医务科"], [numbers[1], "组织培训。", "护理部"], ["4月", numbers[2], "开展评估。", "质控科"]]
    if not numbers[0]:
        del texts[1]
    header = ["月份", "序号" * (numbers[0] != ""), "工作内容", "责任科室"]
    lines = ["青湖县医院2024年工作安排表", *header, *(line for row in texts for line in row)]
    found = [line.split(" ", 1)[1] for line in show(extract_text("\n".join(filter(None, lines))))]
    assert found == ["开展义诊。 | 医务科 | 3月", *["组织培训。 | 护理部 | 3月"] * (numbers[0] != ""), "开展评估。 | 质控科 | 4月"]


@pytest.mark.parametrize("built", ["新建污水处理厂", "建设智慧水务平台"])
def test_what_is_built_is_no_unit(built: str) -> None:
    rows = ["3月", "清理河道。", "县水务局", "4月", built, "县水务局", "5月", "修复驳岸。", "县住建局"]
    found = show(extract_text("\n".join(["青湖县2024年工作安排表", "月份", "工作内容", "责任单位", *rows])))
    assert found == ["~1 清理河道。 | 县水务局 | 3月", f"~2 {built} | 县水务局 | 4月", "~3 修复驳岸。 | 县住建局 | 5月"]


@pytest.mark.parametrize("work", ["老旧小区", "美丽乡村"])
def test_a_short_task_that_ends_like_a_place(work: str) -> None:
    rows = ["民生", "清理河道。", "县水务局", "6月底前", "民生", work, "县住建局", "7月底前", "民生", "农村公路", "县交通局", "8月底前"]
    found = show(extract_text("\n".join(["青湖县2024年实事清单", "类别", "项目名称", "责任单位", "完成时限", *rows])))
    assert [line.split(" ", 1)[1] for line in found] == [
        "清理河道。 | 县水务局 | 6月底前",
        f"{work} | 县住建局 | 7月底前",
        "农村公路 | 县交通局 | 8月底前",
    ]


def test_whoever_there_is_of_a_kind() -> None:
    header = ["排查领域", "排查内容", "责任单位", "完成时限"]
    assert read(header, ["建筑施工", "排查深基坑。", "各施工企业", "4月22日前"], ["文化旅游", "排查游乐设施。", "各景区", "4月25日前"]) == [
        "~1 排查深基坑。 | 各施工企业 | 4月22日前",
        "~2 排查游乐设施。 | 各景区 | 4月25日前",
    ]


def test_a_number_that_misses_the_one_before_it_is_no_page_s_in_a_cell() -> None:
    text = (
        "青溪县活动方案\n\n（一）加强宣传。利用广播、电视等平台，营造氛围。\n附件：1.任务配档表\n2.责任分工表\n附件1\n任务配档表\n\n"
        "\t任务\n\t责任单位\n\t5、提升品质，叫响品牌\n\t县文旅局，各镇\n\t7、实施提升工程。\n\t县文旅局\n\t8、开展培训。\n\t县人社局\n"
    )
    notice = extract_text(text)
    assert notice.metadata.attachments == ("任务配档表", "责任分工表")
    assert [(t.id.rpartition(".")[2], t.content) for t in notice.tasks] == [
        ("5", "提升品质，叫响品牌"),
        ("7", "实施提升工程。"),
        ("8", "开展培训。"),
    ]


@pytest.mark.parametrize("word", ["时间", "季度"])
def test_a_quarter_that_is_merged_down_at_the_begin_of_rows(word: str) -> None:
    rows = [["一季度", "制定计划。", "办公室", "召开会议。", "办公室"], ["二季度", "开展检查。", "督查科", "组织培训。", "人事科"]]
    assert read([word, "工作内容", "责任科室"], *rows, title="青湖市教育局2024年工作进度表") == [
        "~1 制定计划。 | 办公室 | 一季度",
        "~2 召开会议。 | 办公室 | 一季度",
        "~3 开展检查。 | 督查科 | 二季度",
        "~4 组织培训。 | 人事科 | 二季度",
    ]


def test_a_first_cell_that_is_a_word_over_columns_elsewhere() -> None:
    header = ["督查事项", "督查内容", "牵头单位", "责任单位", "完成时间"]
    rows = [["重点项目", "项目开工率。", "市发改委", "各县区", "6月底前"], ["民生实事", "资金到位。", "市财政局", "市民政局", "9月底前"]]
    assert [line.split(" | ")[1:] for line in read(header, *rows)] == [["市发改委 各县区", "6月底前"], ["市财政局 市民政局", "9月底前"]]
