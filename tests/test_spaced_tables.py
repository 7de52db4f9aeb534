"""Tables whose columns are set apart by blanks."""

from __future__ import annotations

import pytest

from rectiparse import extract_text
from rectiparse.model import Notice


def show(notice: Notice) -> list[str]:
    found = []
    for task in notice.tasks:
        units = " ".join(unit.name for unit in (*task.lead_units, *task.responsible_units))
        others = " ".join(unit.name for unit in task.cooperating_units)
        found.append(f"{task.id} {task.content} | {units} / {others} | {task.deadline.text if task.deadline else ''}")
    return found


WIDE = """序号    工作任务                  责任单位          完成时限
1       新增规上企业20家          县工信局          12月底前
2  招引项目30个  县商务局、县发改局  11月底前"""
FULL = """序号　　工作任务　　　　　　责任单位　　　　　　　　　完成时限
1　　　 新增规上企业20家　　县工信局　　　　　　　　　12月底前
2　　　 招引项目30个　　　　县商务局、县发改局　　　　11月底前"""
NARROW = """序号 工作任务 责任单位 完成时限
1 新增规上企业20家 县工信局 12月底前
2 招引项目30个 县商务局、县发改局 11月底前"""


@pytest.mark.parametrize("table", [WIDE, FULL, NARROW])
@pytest.mark.parametrize("behind", ["", "三、工作要求\n各单位要重视。\n", "注：按月报送。\n"])
def test_blanks_between_the_cells(table: str, behind: str) -> None:
    notice = extract_text(f"青湖县2024年任务分解表\n\n{table}\n{behind}")
    assert show(notice) == ["1 新增规上企业20家 | 县工信局 /  | 12月底前", "2 招引项目30个 | 县商务局 县发改局 /  | 11月底前"]
    assert "".join(notice.source.text[a:b] for a, b in (leaf.span for leaf in notice.leaves)) == notice.source.text


def test_a_cell_that_is_left_blank() -> None:
    table = (
        "工作任务          牵头单位          配合单位          完成时间\n"
        "推进工业强县      县工信局          县财政局          12月底\n"
        "优化营商环境      县行政审批局                        全年\n"
        "建设美丽乡村                        各乡镇            11月底\n"
    )
    assert show(extract_text(f"青湖县2024年任务分解表\n{table}")) == [
        "~1 推进工业强县 | 县工信局 / 县财政局 | 12月底",
        "~2 优化营商环境 | 县行政审批局 /  | 全年",
        "~3 建设美丽乡村 |  / 各乡镇 | 11月底",
    ]


@pytest.mark.parametrize(
    "text",
    [
        "责任单位 责任领导 完成时限\n各单位要提高认识。\n各单位要加强领导。",
        "工作任务 责任单位 完成时限\n1 疏浚 河道 市水务局 6月底\n2 植树 市林业局 7月底",
        "工作任务 责任单位 完成时限\n疏浚河道 张某某 李某某\n植树 王某某 赵某某",
        "主要任务  完成时限  项目\n培训干部  30%  甲班\n培训教师  12  乙班",
        "会议内容  时间安排  地点\n开班仪式  9:00  一楼\n专题讲座  10:00  二楼",
        "主要任务  完成时限  项目\n培训干部  1.全年开班  甲班\n培训教师  2.全年开班  乙班",
        "责任单位  责任领导  完成时限\n市水务局  张某某  6月底\n市林业局  李某某  7月底",
    ],
)
def test_lines_that_are_not_the_cells_of_the_words_above_make_no_table(text: str) -> None:
    assert not extract_text(f"青湖县2024年任务分解表\n{text}\n").tasks


def test_a_table_of_long_rows_with_one_blank_between_cells() -> None:
    rows = "\n".join(f"{n} 河道{n}淤积 开展清淤{n}处 市水务局 2023年{n}月底前" for n in range(1, 8))
    notice = extract_text(f"青溪市整改清单\n序号 问题 整改措施 责任单位 完成时限\n{rows}\n")
    assert [task.finding for task in notice.tasks] == [f"河道{n}淤积" for n in range(1, 8)]


def test_columns_that_say_neither_who_nor_when_divide_no_work() -> None:
    rows = "工作要求  整改措施  责任人\n一、完善制度  一是建立台账  张某某\n二、加强宣传  二是开展培训  李某某"
    notice = extract_text(f"青湖县2024年工作方案\n{rows}\n三、保障措施\n各单位要重视。\n")
    assert [section.id for section in notice.outline] == ["1", "2", "3"]
    assert not notice.tasks


@pytest.mark.parametrize("table", [WIDE, NARROW])
def test_the_text_around_is_wrapped_all_the_same(table: str) -> None:
    sentence = (
        "加强组织领导，研究解决重大问题，统筹推进各项工作，压实各方责任，健全工作机制，细化任务举措，加强部门协同，确保任务落实到位。"
    )
    lines = "\n".join(sentence[at : at + 28] for at in range(0, len(sentence), 28))
    notice = extract_text(
        f"青湖县2024年工作方案\n（一）{lines}\n（二）{lines}\n二、任务分解\n{table}\n三、保障措施\n（一）{lines}\n（二）{lines}\n"
    )
    assert [child.title for child in notice.outline[-1].children] == [sentence] * 2
    assert [task.content for task in notice.tasks] == ["新增规上企业20家", "招引项目30个"]


PAGE = """                     青湖县2024年任务分解表

 序号            工作任务                牵头单位       责任单位         完成时限

一、水环境
  1    开展河道“清四乱”专项行动，清理     县水务局      各乡镇人民政府   2024年6月底
       整治问题12个。
  2    新建改建农村公路30公里。           县交通运输局   县发展改革局、   2024年12
                                                       县财政局         月底
二、大气环境
（一）城区
  3    完成改造5个，惠及居民              县住建局      县财政局、各乡   2024年10月底
       800户。                                         镇人民政府
"""
FOUND = [
    "1.1 开展河道“清四乱”专项行动，清理整治问题12个。 | 县水务局 各乡镇人民政府 /  | 2024年6月底",
    "1.2 新建改建农村公路30公里。 | 县交通运输局 县发展改革局 县财政局 /  | 2024年12月底",
    "2.1.3 完成改造5个，惠及居民800户。 | 县住建局 县财政局 各乡镇人民政府 /  | 2024年10月底",
]


@pytest.mark.parametrize(
    "behind",
    [
        "",
        "    各单位要加强领导，压实责任，确保各项任务按时完成。\n",
        "\n三、工作要求\n各单位要重视。\n",
        "注：按月报送。\n",
        "                                        青湖县人民政府\n                                        2024年3月1日\n",
    ],
)
def test_cells_in_several_lines_and_headings_of_rows(behind: str) -> None:
    notice = extract_text(PAGE + behind)
    assert show(notice) == FOUND
    assert notice.tasks[0].path == ("一、水环境", "1 开展河道“清四乱”专项行动，清理整治问题12个")
    assert "".join(notice.source.text[slice(*leaf.span)] for leaf in notice.leaves) == notice.source.text


def test_a_limit_of_its_own_begins_a_row_below_a_merged_cell() -> None:
    table = (
        "序号  存在问题      整改措施        责任单位    整改时限\n"
        "1     垃圾未清理    组织清理。      市水务局    6月底前\n"
        "                    建立制度。      市城管局    9月底前\n"
        "2     管网破损      修复管网。      市住建局    7月底前\n"
    )
    first, second = extract_text(f"青湖市2024年整改清单\n{table}").tasks
    assert [(m.text, m.deadline and m.deadline.text, [u.name for u in m.responsible_units]) for m in first.measures] == [
        ("组织清理。", "6月底前", ["市水务局"]),
        ("建立制度。", "9月底前", ["市城管局"]),
    ]
    assert [u.name for u in second.responsible_units] == ["市住建局"]


def test_a_limit_in_two_lines_begins_no_row() -> None:
    table = (
        "序号  工作任务      责任单位    完成时限\n"
        "1     清理垃圾      市水务局    2024年\n"
        "                    市城管局    6月底\n"
        "2     修复管网      市住建局    2024年7月底\n"
    )
    assert show(extract_text(f"青湖市2024年任务表\n{table}")) == [
        "1 清理垃圾 | 市水务局 市城管局 /  | 2024年6月底",
        "2 修复管网 | 市住建局 /  | 2024年7月底",
    ]


def test_a_sentence_below_a_narrow_table_names_no_unit() -> None:
    table = "任务  责任单位    完成时限\n清淤  市水务局    6月底前\n拆违  市住建局    9月底前\n      请抓好落实。\n"
    assert show(extract_text(f"青湖市2024年任务表\n{table}")) == ["~1 清淤 | 市水务局 /  | 6月底前", "~2 拆违 | 市住建局 /  | 9月底前"]


def test_a_chinese_number_and_a_heading_above_numbered_rows() -> None:
    rows = "一 河道治理\n1 疏浚河道 县水务局 6月底\n2 绿化河岸 县林业局 7月底\n二 大气治理\n3 整治扬尘 县住建局 9月底\n"
    notice = extract_text(f"青湖县2024年任务分解表\n\n序号 工作任务 责任单位 完成时限\n{rows}")
    assert [section.title for section in notice.outline] == ["河道治理", "大气治理"]
    assert show(notice) == [
        "1.1 疏浚河道 | 县水务局 /  | 6月底",
        "1.2 绿化河岸 | 县林业局 /  | 7月底",
        "2.3 整治扬尘 | 县住建局 /  | 9月底",
    ]


HEADER = "序号 项目名称 建设内容 责任单位 配合单位 完成时限"
FIRST = "1 教育工程 新建幼儿园3所。 市教育局 市自然资源局 8月底前"
SECOND = "2 出行工程 建成公路50公里。 市交通运输局 各乡镇人民政府 11月底前"


def test_rows_below_merged_cells_between_single_blanks() -> None:
    below = "改造食堂20所。 市教育局 各乡镇人民政府 12月底前"
    found = extract_text("\n".join(["青湖市实事分解表", HEADER, FIRST, below, SECOND, ""])).tasks
    assert [(task.id, [unit.name for unit in task.cooperating_units], task.deadline and task.deadline.text) for task in found] == [
        ("1.~1", ["市自然资源局"], "8月底前"),
        ("1.~2", ["各乡镇人民政府"], "12月底前"),
        ("2", ["各乡镇人民政府"], "11月底前"),
    ]
    header = "序号 反馈问题 整改措施 责任单位 整改时限 整改情况"
    rows = ["1 通道堵塞。 1.清理杂物。 后勤股 3月底前 已完成", "2.加强巡查。", "2 设备过期。 1.更换设备。 安全股 4月底前 正在整改"]
    first, second = extract_text("\n".join(["青湖市问题清单", header, *rows, ""])).tasks
    assert [measure.text for measure in first.measures] == ["清理杂物。", "加强巡查。"]
    assert (first.progress, second.finding) == ("已完成", "设备过期。")


def test_the_rest_of_cells_between_single_blanks_is_no_row() -> None:
    rows = [
        "序号 存在问题 整改措施 责任单位 整改时限",
        "1 河道淤积 开展清淤疏浚，建 县水务局、 2024年",
        "严重。 立长效管护台账。 各乡镇 6月底前",
        "2 老旧小区 排查管网20公里。 县住建局 2024年",
        "管网破损。 改造管网5公里。 9月底前",
    ]
    found = extract_text("\n".join(["青湖市问题清单", *rows, ""])).tasks
    assert not any("~" in task.id for task in found)


def test_words_printed_again_between_rows_with_single_blanks() -> None:
    third = "3 健康工程 建设医馆5个。 市卫生健康委 市中医院 12月底前"
    fourth = "4 养老工程 建设食堂8个。 市民政局 各乡镇人民政府 9月底前"
    found = extract_text("\n".join(["青湖市实事分解表", HEADER, FIRST, SECOND, HEADER, third, fourth, ""])).tasks
    assert [task.responsible_units[0].name for task in found] == ["市教育局", "市交通运输局", "市卫生健康委", "市民政局"]


def test_a_remark_that_only_some_rows_have() -> None:
    header = "序号 议定事项 责任单位 办结时限 备注"
    rows = [
        "1 推进征收工作。 城东区人民政府 5月31日前",
        "2 研究楼盘办证。 市自然资源局 6月30日前 每周报进展",
        "3 落实资金。 市财政局 4月30日前",
    ]
    found = extract_text("\n".join(["青湖市督办表", header, *rows, ""])).tasks
    assert [task.deadline.text for task in found if task.deadline] == ["5月31日前", "6月30日前", "4月30日前"]


DIVIDED = ["1 完成排口整治。 市水务局 市住建局 6月底前", "2 新建管网20公里。 市住建局 市财政局 9月底前"]


@pytest.mark.parametrize(
    "header",
    [
        ["序号 重点任务 责任分工 完成时限", "牵头单位 配合单位"],
        ["序号 重点任务 责任分工 完成时限 备注", "牵头单位 配合单位"],
        ["序号 重点任务 牵头单位 配合单位 完成", "时限"],
        ["序号 重点任务 牵头 配合 完成", "单位 单位 时限"],
        ["序号 重点任务 牵头", "单位 配合单位 完成", "时限"],
    ],
)
def test_words_on_two_lines_between_single_blanks(header: list[str]) -> None:
    notice = extract_text("\n".join(["青湖市任务分工表", *header, *DIVIDED, ""]))
    assert show(notice) == ["1 完成排口整治。 | 市水务局 / 市住建局 | 6月底前", "2 新建管网20公里。 | 市住建局 / 市财政局 | 9月底前"]
    assert "".join(notice.source.text[a:b] for a, b in (leaf.span for leaf in notice.leaves)) == notice.source.text


def test_a_word_that_stands_over_years_between_single_blanks() -> None:
    rows = ["1 建设农田 完成选址。 开工建设。 市水务局 市财政局", "2 改造户厕 摸底调查。 完成改造。 市住建局 市财政局"]
    header = ["序号 重点任务 年度目标 牵头单位 配合单位", "2024年 2025年"]
    first, second = extract_text("\n".join(["青湖市任务分工表", *header, *rows, ""])).tasks
    assert [measure.text for measure in first.measures] == ["完成选址。", "开工建设。"]
    assert (second.content, [unit.name for unit in second.lead_units]) == ("改造户厕", ["市住建局"])


def test_rows_without_numbers_below_merged_cells_between_single_blanks() -> None:
    rows = [
        "反馈问题 整改措施 牵头单位 责任单位 整改时限",
        "河道水质超标。 加密监测。 市水务局 各乡镇 6月底前",
        "实施清淤。 市水务局 各乡镇 9月底前",
        "垃圾清运不及时。 增配车辆。 市城管局 各街道 5月底前",
        "各单位要高度重视。",
    ]
    found = extract_text("\n".join(["青湖市问题清单", *rows, ""])).tasks
    said = [(task.finding, [(m.text, m.deadline and m.deadline.text) for m in task.measures]) for task in found]
    assert said[0] == ("河道水质超标。", [("加密监测。", "6月底前"), ("实施清淤。", "9月底前")])
    assert (len(found), said[1][0]) == (2, "垃圾清运不及时。")


def test_a_row_below_merged_cells_where_nothing_stands_below_the_last_word() -> None:
    rows = [
        "序号 反馈问题 整改措施 责任单位 整改时限 备注",
        "1 河道水质超标。 加密监测。 市水务局 6月底前",
        "实施清淤。 市水务局 9月底前",
        "2 垃圾清运不及时。 增配车辆。 市城管局 5月底前",
        "完善办法。 市城管局 7月底前",
    ]
    found = extract_text("\n".join(["青湖市问题清单", *rows, ""])).tasks
    assert [[measure.text for measure in task.measures] for task in found] == [["加密监测。", "实施清淤。"], ["增配车辆。", "完善办法。"]]


def test_further_measures_of_a_numbered_row_each_with_its_unit() -> None:
    table = (
        "序号  整改任务        整改措施          责任单位      整改时限\n"
        "1     督察问题一      完成雨污分流。    市住建局      12月底前\n"
        "                      完成清淤。        市水务局\n"
        "                      加强巡查。        各县区\n"
        "                      定期通报。        相关乡镇等\n"
        "2     督察问题二      关停企业。        市工信局      6月底前\n"
    )
    first, second = extract_text(f"青湖市2024年整改台账\n\n{table}").tasks
    said = [(measure.text, [unit.name for unit in measure.responsible_units]) for measure in first.measures]
    assert said[:3] == [("完成雨污分流。", ["市住建局"]), ("完成清淤。", ["市水务局"]), ("加强巡查。", ["各县区"])]
    assert [measure.text for measure in first.measures][3:] == ["定期通报。"]
    assert (first.deadline and first.deadline.text, second.id) == ("12月底前", "2")


def test_a_number_behind_a_category_between_single_blanks() -> None:
    rows = ["类别 序号 工作任务 牵头单位 完成时限", "大气 1 淘汰锅炉。 市生态环境局 9月底前", "2 整治扬尘。 市住建局 长期坚持"]
    rows += ["水 3 治理水体。 市住建局 12月底前", "4 整治排口。 市水务局 6月底前"]
    found = extract_text("\n".join(["青湖市任务清单", *rows, ""])).tasks
    assert [task.id for task in found] == ["~1.1", "~1.2", "~2.3", "~2.4"]
