"""Lists and headings without the usual numbers: bullets, boxed headings, words that count."""

from __future__ import annotations

import pytest

from rectiparse import Notice, extract_text

HEAD = "青溪市2024年工作方案\n一、重点任务\n"


def show(notice: Notice) -> list[str]:
    """A line a task: id, text, units."""
    shown = []
    for task in notice.tasks:
        units = (*task.lead_units, *task.responsible_units)
        shown.append(f"{task.id} {task.finding or task.content} | {'、'.join(unit.name for unit in units)}")
    return shown


def test_bulleted_paragraphs_with_their_own_units_are_items() -> None:
    for bullet in ("——", "●", "·", "- "):
        items = f"{bullet}清理垃圾。（市水务局牵头）\n{bullet}整治排口。（责任单位：市环保局）\n"
        assert show(extract_text(f"{HEAD}1.开展清河行动。\n{items}2.绿化。（市林业局负责）\n")) == [
            f"1.1.~1 {bullet}清理垃圾。 | 市水务局",
            f"1.1.~2 {bullet}整治排口。 | 市环保局",
            "1.2 绿化。 | 市林业局",
        ]


def test_the_first_paragraph_without_a_bullet_is_the_item_itself() -> None:
    text = f"{HEAD}1.开展清河行动。\n清理垃圾。（市水务局牵头）\n整治排口。（责任单位：市环保局）\n"
    assert show(extract_text(text)) == ["1.1 开展清河行动。清理垃圾。 | 市水务局", "1.1.~1 整治排口。 | 市环保局"]


def test_a_bullet_right_behind_a_number_is_the_item_itself() -> None:
    assert show(extract_text(f"{HEAD}1.\n●清理垃圾。（市水务局牵头）\n")) == ["1.1 ●清理垃圾。 | 市水务局"]


def test_bullets_without_any_number_above_them_are_items() -> None:
    text = "青溪市近期重点工作\n●清理河道垃圾。（市水务局牵头）\n●整治入河排口。（责任单位：市环保局）\n"
    assert show(extract_text(text)) == ["~1 ●清理河道垃圾。 | 市水务局", "~2 ●整治入河排口。 | 市环保局"]


def test_a_bracket_between_two_stops_takes_one_of_them_along() -> None:
    (task,) = extract_text(f"{HEAD}1.清理河道。（市水务局负责）。建立台账；（市住建局负责）；\n").tasks
    assert [measure.text for measure in task.measures] == ["清理河道。", "建立台账；"]


def test_numbers_below_a_word_that_counts() -> None:
    fields = "整改措施：修复设备。\n责任科室：设备科\n"
    head = "青溪市人民医院整改方案\n一、原则\n（一）坚持标准\n（二）加强领导\n二、整改任务\n"
    items = f"问题一：台账不全\n{fields}问题二：耗材管理不规范\n（一）没有追溯\n{fields}（二）没有定额\n{fields}"
    notice = extract_text(f"{head}{items}三、工作要求\n（一）及时上报\n")
    assert show(notice) == ["2.1 台账不全 | 设备科", "2.2.1 没有追溯 | 设备科", "2.2.2 没有定额 | 设备科"]
    assert [section.id for section in notice.outline[2].children] == ["3.1"]


def test_hidden_dangers_are_counted_by_their_word() -> None:
    fields = "　　整改要求：立即更换。\n　　整改单位：云溪化工公司\n　　完成期限：9月6日\n"
    notice = extract_text(
        f"云溪区隐患交办台账\n交办时间：2024年9月2日\n（一）云溪化工公司\n隐患一 报警器失效。\n{fields}隐患二 审批不规范。\n{fields}"
    )
    assert [task.id for task in notice.tasks] == ["1.1", "1.2"]
    assert {str(task.deadline and task.deadline.end) for task in notice.tasks} == {"2024-09-06"}


def test_words_that_count_below_a_bracketed_number() -> None:
    fields = "整改措施：修复设备。\n责任科室：设备科\n"
    notice = extract_text(f"青溪市医院整改方案\n一、任务\n（一）设备方面\n问题一：老化\n{fields}（二）药品方面\n问题二：过期\n{fields}")
    assert [task.id for task in notice.tasks] == ["1.1.1", "1.2.2"]


def test_what_stands_above_a_word_that_counts_is_not_below_it() -> None:
    fields = "整改措施：修复设备。\n责任科室：设备科\n"
    notice = extract_text(f"青溪市医院整改方案\n问题一：台账不全\n{fields}问题二：设备老化\n{fields}一、下步打算\n加强管理。\n")
    assert [section.id for section in notice.outline] == ["1", "2", "1'2"]


def test_boxed_headings_part_a_text() -> None:
    first = "·工作内容：组织轮训。\n·牵头单位：市应急局\n"
    head = "青溪市重点任务清单\n【总体目标】事故起数下降。\n【重点任务】\n"
    notice = extract_text(f"{head}任务1  推动履职\n{first}任务2  动态清零\n每月调度。\n【工作要求】\n各单位要按月上报。\n")
    assert show(notice) == ["1 推动履职组织轮训。 | 市应急局"]
    assert all("工作要求" not in section.text for section in notice.outline)
    assert not notice.metadata.addressees


def test_a_boxed_line_below_a_number_stays_in_its_item() -> None:
    (task,) = extract_text(f"{HEAD}1.清理河道。\n【典型做法】\n分段包干。\n责任单位：市水务局\n").tasks
    assert task.content == "清理河道。【典型做法】分段包干。"


def test_hidden_digits_of_a_number_are_no_bold_marks() -> None:
    notice = extract_text(f"{HEAD}1.**清理**河道**5**处。（市水务局负责）\n联系人：周某，联系电话：1380000****\n")
    assert show(notice) == ["1.1 清理河道5处。 | 市水务局"]
    assert [contact.phone for contact in notice.metadata.contacts] == ["1380000****"]


PLAN = """青溪集团有限公司2024年安全整治方案
1 总体要求
以零事故为目标，全面排查。
2 整治任务
2.1 危化品整治
2.1.1 排查储罐。责任部门：储运部
2.1.2 更换阀门2.5吨。
责任部门：设备管理部
2.2 消防整治
2.2.1 疏通通道（保卫部负责）。
3 实施步骤
3.1 自查自改（3月—5月）
3.2 集中整治（6月—9月）
青溪集团有限公司
2024年3月1日
"""


def test_decimal_numbers_nest() -> None:
    notice = extract_text(PLAN)
    assert show(notice) == [
        "2.1.1 排查储罐。 | 储运部",
        "2.1.2 更换阀门2.5吨。 | 设备管理部",
        "2.2.1 疏通通道。 | 保卫部",
        "3.1 自查自改（3月—5月） | ",
        "3.2 集中整治（6月—9月） | ",
    ]
    headings = [section for top in notice.outline for section in (top, *top.children)]
    assert [(s.marker, s.scheme, s.title) for s in headings[:3]] == [
        ("1", "arabic-dot", "总体要求"),
        ("2", "arabic-dot", "整治任务"),
        ("2.1", "decimal", "危化品整治"),
    ]
    assert [code.code for code in notice.diagnostics if code.code.startswith("numbering")] == []


def test_decimal_numbers_in_wrapped_lines() -> None:
    body = (
        "为进一步加强安全生产工作，切实保障人民群众生命财产安全，各部门各单位要提高政治站位，强化责任担\n"
        "当，全面排查各类风险隐患，做到早发现、早报告、早处置，坚决防范遏制重特大事故发生，每亩增产达到约\n"
        "2.3吨以上，保持安全形势稳定。\n"
    )
    items = f"2.1 排查\n{body}2.2 整治\n{body}2.3 验收\n{body}"
    for first, second in (("1 总体要求", "2 任务"), ("一、总体要求", "二、任务")):
        notice = extract_text(f"青溪市方案\n{first}\n{body}{second}\n{items}")
        assert [[child.title for child in top.children] for top in notice.outline] == [[], ["排查", "整治", "验收"]]


def test_decimal_numbers_behind_values_without_stops() -> None:
    items = "2.1 预案\n（1）修订预案，6月底前。责任单位：市环保局\n2.2 储备\n（1）建设仓库，年底前完成\n2.3 培训\n责任单位：市应急局\n"
    notice = extract_text(f"青溪市方案\n1 总则\n2 主要任务\n{items}")
    assert [child.title for child in notice.outline[1].children] == ["预案", "储备", "培训"]


def test_decimal_numbers_below_chinese_ones() -> None:
    items = "1.1 清理河道。\n责任单位：市水务局\n1.2 整治排口。\n责任单位：市环保局\n二、绿化任务\n2.1 植树。\n责任单位：市林业局\n"
    assert show(extract_text(f"青溪市方案\n一、治水任务\n{items}")) == [
        "1.1 清理河道。 | 市水务局",
        "1.2 整治排口。 | 市环保局",
        "2.1 植树。 | 市林业局",
    ]


def test_decimal_numbers_of_chapters_that_have_no_line() -> None:
    first = "1.1 清理河道。\n责任单位：市水务局\n1.2 整治排口。\n责任单位：市环保局\n"
    items = f"{first}2.1 植树。\n责任单位：市林业局\n2.2 巡护。\n责任单位：各镇\n"
    notice = extract_text(f"青溪市方案\n{items}")
    assert [task.id for task in notice.tasks] == ["1.1", "1.2", "2.1", "2.2"]
    assert [task.id for task in extract_text(f"{HEAD}{items}").tasks] == ["1.1.1", "1.1.2", "1.2.1", "1.2.2"]
    assert [code.code for code in notice.diagnostics if code.code.startswith("numbering")] == []


def test_letters_count_items() -> None:
    items = "1.推进旧改\nA.改造小区。（市住建局牵头）\nB.新建公园。（市城管局牵头）\n"
    notice = extract_text(f"{HEAD}{items}2.推进水务。\na）清淤。（市水务局牵头）\nb）植树。（市林业局牵头）\n")
    assert show(notice) == [
        "1.1.1 改造小区。 | 市住建局",
        "1.1.2 新建公园。 | 市城管局",
        "1.2.1 清淤。 | 市水务局",
        "1.2.2 植树。 | 市林业局",
    ]
    assert [child.scheme for child in notice.outline[0].children[0].children] == ["letter", "letter"]


def test_letters_above_numbers_and_below_a_label() -> None:
    above = "A、城市建设\n1.改造小区。\n责任单位：市住建局\n2.新建公园。\n责任单位：市城管局\nB、农业\n1.建设冷库。\n责任单位：市商务局\n"
    assert [task.id for task in extract_text(f"青溪市任务清单\n{above}").tasks] == ["1.1", "1.2", "2.1"]
    (task,) = extract_text("青溪市整改方案\n一、河道脏乱\n整改措施：\nA.清理垃圾。\nB.封堵排口。\n责任单位：市水务局\n").tasks
    assert [(m.id, m.text) for m in task.measures] == [("1-1", "清理垃圾。"), ("1-2", "封堵排口。")]


def test_letters_inside_a_paragraph_of_brackets() -> None:
    (task,) = extract_text(f"{HEAD}1.推进旧改。A.改造小区（市住建局牵头）；B.新建公园（市城管局牵头）。\n").tasks
    assert [(m.id, m.text) for m in task.measures] == [("1.1-1", "改造小区；"), ("1.1-2", "新建公园。")]


@pytest.mark.parametrize("line", ["A级景区创建工作由专班推进。", "A、B两类企业分别管理。", "A.类企业单独管理。", "B.超检查纳入医保。"])
def test_a_letter_that_nothing_counts_on_from_is_text(line: str) -> None:
    (task,) = extract_text(f"{HEAD}1.提升服务\n{line}（市文旅局牵头）\n").tasks
    assert task.content == f"提升服务{line}"


def test_decimal_numbers_without_blanks_and_stops() -> None:
    notice = extract_text("青溪市方案\n一、任务\n1.1排查储罐，更换阀门\n1.2疏通通道，设置标志\n1.3培训人员，开展演练\n")
    assert [child.title for child in notice.outline[0].children] == ["排查储罐，更换阀门", "疏通通道，设置标志", "培训人员，开展演练"]


def test_figures_between_decimal_numbers() -> None:
    lines = "1 总则\n2 任务\n2.5 万亩农田未达标。\n2.1 排查\n2.2 整治\n3 个部门未落实责任，需要整改。\n2.3 验收\n3 步骤\n"
    notice = extract_text(f"青溪市方案\n{lines}")
    assert [[child.title for child in top.children] for top in notice.outline] == [[], ["排查", "整治", "验收"], []]


def test_figures_at_the_start_of_lines_are_no_numbering() -> None:
    text = f"{HEAD}1.建设农田，面积\n2.1万亩。（市农业局负责）\n2.改造管网，长度\n2.2万米。（市住建局负责）\n"
    assert [task.id for task in extract_text(text).tasks] == ["1.1", "1.2"]


@pytest.mark.parametrize("top", ["【字体：大 中 小】\n", "【重点任务】\n", "〔公开〕\n"])
def test_a_boxed_line_that_says_who_speaks_for_its_item(top: str) -> None:
    notice = extract_text(
        f"{top}青溪市方案\n一、疏浚河道\n全线清淤。\n【责任单位：市水务局】\n二、加固堤防\n分段加固。\n【市住建局牵头】\n"
    )
    assert show(notice) == ["1 疏浚河道全线清淤。 | 市水务局", "2 加固堤防分段加固。 | 市住建局"]


def test_bracketed_numbers_that_run_on_below_counted_words() -> None:
    item = "（{}）开展巡查。责任单位：市水务局\n"
    text = "任务1：疏浚\n" + "".join(map(item.format, "一二")) + "任务2：管护\n" + "".join(map(item.format, "三四"))
    assert [task.id for task in extract_text(f"青溪市方案\n{text}").tasks] == ["1.1", "1.2", "2.3", "2.4"]


def test_items_that_begin_with_one_of_something_are_no_decimals() -> None:
    items = [f"{n}.1{what}未完成整改。责任单位：市水务局" for n, what in enumerate(["个项目", "个乡镇", "家企业", "处泵站"], 1)]
    notice = extract_text(HEAD + "\n".join(items))
    assert [section.marker for section in notice.outline[0].children] == ["1.", "2.", "3.", "4."]


def test_a_boxed_line_right_above_a_field_names_its_item() -> None:
    notice = extract_text("青溪市方案\n【重点任务】\n【清淤】\n责任单位：市水务局\n【护岸】\n责任单位：市林业局\n")
    assert show(notice)[1] == "~2 【护岸】 | 市林业局"


def test_circled_numbers_of_one_line_with_a_bracket_each_are_measures() -> None:
    (task,) = extract_text(f"{HEAD}1.疏浚河道\n①清理淤泥（市水务局）；②加固堤防（市住建局）。\n").tasks
    assert task.content == "疏浚河道"
    assert [(m.id, m.text, m.responsible_units[0].name) for m in task.measures] == [
        ("1.1-1", "清理淤泥；", "市水务局"),
        ("1.1-2", "加固堤防。", "市住建局"),
    ]


def test_bullets_below_a_label_without_a_stop_begin_their_own_items() -> None:
    items = "——放宽准入。取消限制。牵头单位：市商务局\n——优化环境。压缩时限。牵头单位：市审批局\n"
    assert show(extract_text(f"青溪市方案\n一、重点任务\n{items}")) == [
        "1.~1 ——放宽准入。取消限制。 | 市商务局",
        "1.~2 ——优化环境。压缩时限。 | 市审批局",
    ]


def test_a_bracket_right_below_a_heading_is_no_item() -> None:
    items = "深化改革。（市审批局负责）\n强化监管。（市市场监管局负责）\n"
    assert show(extract_text(f"青溪市方案\n一、重点任务\n（市水务局负责）\n{items}"))[0] == "1 重点任务 | 市水务局"


def test_a_numbered_line_above_a_label_is_no_name_of_a_file() -> None:
    notice = extract_text("青溪市方案\n1.填报任务表.xlsx\n责任单位：市审批局\n2.汇总。\n责任单位：市水务局\n")
    assert show(notice)[0] == "1 填报任务表.xlsx | 市审批局"


def test_one_department_in_a_bracket_says_who_where_the_list_tells() -> None:
    items = "1.开展清河行动，清理垃圾（市水务局）。\n2.备足物资（市粮食储备中心）。\n3.改造户厕{}。\n4.巡查值守（市应急局、各镇）。\n"
    assert show(extract_text(f"{HEAD}{items.format('500户（市农业农村局）')}")) == [
        "1.1 开展清河行动，清理垃圾。 | 市水务局",
        "1.2 备足物资。 | 市粮食储备中心",
        "1.3 改造户厕500户。 | 市农业农村局",
        "1.4 巡查值守。 | 市应急局、各镇",
    ]
    assert [section.title for section in extract_text(f"{HEAD}{items}").outline[0].children][:2] == ["开展清河行动，清理垃圾", "备足物资"]


def test_names_in_brackets_that_say_whose_something_is() -> None:
    alone = f"{HEAD}1.清理垃圾（市水务局）。\n2.巡查值守。\n3.改造户厕。\n"
    assert show(extract_text(alone)) == ["1.1 清理垃圾（市水务局）。 | ", "1.2 巡查值守。 | ", "1.3 改造户厕。 | "]
    for head, items in (
        ("获奖名单", "1.推行一窗通办改革（市行政审批局）\n2.打造智慧城管平台（市城管局）\n"),
        ("存在问题", "1.报送材料不及时（市水务局）。\n2.台账不规范（市文旅局）。\n"),
        ("存在问题", "（一）作风\n1.报送材料不及时（市水务局）。\n2.台账不规范（市文旅局）。\n（二）业务\n"),
        ("存在问题。检查发现：", "1.报送材料不及时（市水务局）。\n2.台账不规范（市文旅局）。\n"),
        ("检查发现的问题清单", "1.报送材料不及时（市水务局）。\n2.台账不规范（市文旅局）。\n"),
        ("2022年工作回顾", "1.新增岗位3万个（市人社局）。\n2.改造小区60个（市住建局）。\n"),
        ("评分标准", "1.未按时报送的每次扣1分（市水务局）。\n2.信息不实的每次扣2分（市文旅局）。\n"),
        ("联系方式", "1.业务咨询：0000-1234567（市水务局）\n2.技术咨询：0000-1234568（市文旅局）\n"),
        ("参考文件", "1.关于加强河道管理的意见（市水务局）\n2.关于加强住房管理的意见（市住建局）\n"),
        ("重点单位", "1.青溪中学（市教育局）\n2.市人民医院（市卫健委）\n"),
    ):
        assert extract_text(f"关于检查情况的通报\n一、{head}\n{items}").tasks == ()


def test_measures_each_with_a_department_in_a_bracket() -> None:
    text = "青溪市整改方案\n一、河道脏乱\n整改措施：\n1.开展清河行动（市水务局）；\n2.查处偷倒垃圾（市城管局）。\n完成时限：6月底前\n"
    (task,) = extract_text(text).tasks
    assert [(m.text, [u.name for u in m.responsible_units]) for m in task.measures] == [
        ("开展清河行动；", ["市水务局"]),
        ("查处偷倒垃圾。", ["市城管局"]),
    ]


def test_what_is_to_be_done_may_end_as_a_unit_does() -> None:
    text = f"{HEAD}1.开会研究部署（党委办公室）；\n2.签订责任书（监察室）；\n3.谈心谈话（各党支部）；\n"
    assert [line.split(" | ")[1] for line in show(extract_text(text))] == ["党委办公室", "监察室", "各党支部"]


def test_places_before_a_colon_are_no_units() -> None:
    for place in ("居民小区", "旅游景区", "农村地区", "县城区", "城乡结合部", "禁烧区", "商场超市", "示范单位", "试点单位"):
        assert show(extract_text(f"{HEAD}1.{place}：加强巡查。\n2.青溪区：加强巡查。\n")) == [
            f"1.1 {place}：加强巡查。 | ",
            "1.2 青溪区：加强巡查。 | 青溪区",
        ]


def test_labels_in_a_bracket_with_blanks_for_their_colons_do_not_cut_it() -> None:
    bracket = "（牵头单位 市水务局；配合单位 市城管局、市住建局；完成时限 2024年6月底前）"
    (task,) = extract_text(f"{HEAD}1.清理河道{bracket}\n").tasks
    assert (task.content or "").count("（") == (task.content or "").count("）")
    assert [unit.name for unit in task.cooperating_units] in ([], ["市城管局", "市住建局"])


@pytest.mark.parametrize("sign", ["-", "－"])
def test_numbers_with_a_hyphen_count_below_their_chapter(sign: str) -> None:
    first = f"1{sign}1 清理河道。\n责任单位：市水务局\n1{sign}2、整治排口。2-4月完成。\n责任单位：市环保局\n"
    items = f"{first}二、绿化任务\n2{sign}1.植树。\n责任单位：市林业局\n"
    assert show(extract_text(f"青溪市方案\n一、治水任务\n{items}")) == [
        "1.1 清理河道。 | 市水务局",
        "1.2 整治排口。2-4月完成。 | 市环保局",
        "2.1 植树。 | 市林业局",
    ]


def test_a_range_that_a_line_begins_with_is_no_number() -> None:
    items = "1.清理河道。\n3-5月完成勘测。\n1-2个标段同时开工。\n责任单位：市水务局\n2.植树。\n责任单位：市林业局\n"
    assert [task.id for task in extract_text(f"{HEAD}{items}").tasks] == ["1.1", "1.2"]


def test_houses_and_months_with_a_hyphen_are_no_numbers() -> None:
    houses = "1-1栋楼道堵塞。\n1-2栋电线老化。\n2-1栋消防栓无水。\n2-2栋墙体开裂。\n"
    assert extract_text(f"青溪县清单\n{houses}").outline == ()
    months = "1.1 排查。\n责任单位：甲局\n1.2 整改。\n责任单位：乙局\n1-3月，各单位要报送情况。\n2.1 验收。\n责任单位：丙局\n"
    assert [task.path[-1] for task in extract_text(f"青溪县方案\n{months}").tasks] == ["1.1 排查。", "1.2 整改。", "2.1 验收。"]


@pytest.mark.parametrize("indent", ["", "    ", "　　"])
@pytest.mark.parametrize("gap", ["　", " ", "　　"])
def test_findings_whose_text_begins_with_a_figure_behind_a_blank(indent: str, gap: str) -> None:
    text = "青溪县整改通知书\n\n" + "".join(
        f"{indent}问题{number}{gap}{finding}\n{indent}整改意见：{measure}\n"
        for number, finding, measure in (
            ("一", "堆放可燃物", "立即清除"),
            ("二", "3名操作工未持证上岗", "组织培训"),
            ("三", "2处阀门锈蚀", "更换阀门"),
        )
    )
    tasks = extract_text(text).tasks
    assert [(t.id, t.finding, [m.text for m in t.measures]) for t in tasks] == [
        ("1", "堆放可燃物", ["立即清除"]),
        ("2", "3名操作工未持证上岗", ["组织培训"]),
        ("3", "2处阀门锈蚀", ["更换阀门"]),
    ]


@pytest.mark.parametrize(
    "value", ["第一，建立台账。第二，逐项销号；第三，开展回头看。", "其一，建立台账。其二，逐项销号；其三，开展回头看。"]
)
@pytest.mark.parametrize("label", ["整改措施：", "整改措施：\n", ""])
def test_measures_counted_behind_a_label_or_at_a_line_s_start(label: str, value: str) -> None:
    text = f"青溪县整改方案\n\n一、台账不全\n{label}{value}\n责任单位：县委办\n"
    (task,) = extract_text(text).tasks
    assert [(m.id, m.text) for m in task.measures] == [("1-1", "建立台账。"), ("1-2", "逐项销号；"), ("1-3", "开展回头看。")]


def test_reasons_counted_inside_a_sentence_are_no_measures() -> None:
    text = "青溪县整改方案\n\n一、台账不全\n整改措施：完善制度，理由有二：第一，台账不全。第二，责任不清。\n责任单位：县委办\n"
    (task,) = extract_text(text).tasks
    assert [m.id for m in task.measures] == ["1-~1"]
