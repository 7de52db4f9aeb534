"""Labels in a value and labels that no rule knows: read by their own role, or left out of the names and told."""

from __future__ import annotations

import time

import pytest

from rectiparse import Notice, extract_text

SHEET = """柘塘市燃气安全问题整改交办单

▲交办事项一：老旧管网带病运行
问题表现：3条铸铁管超期服役。
整改要点：①立即停用漏点管段；②每季度开展一次泄漏检测。
承办：市城管局；会办：新塘街道办事处、市财政局；督办领导：周某某；办结：2025年8月31日
▲交办事项二：餐饮用户违规用气
问题表现：17户未装报警器。
整改要点：①下达整改通知书；②逾期未改的依法停气。
承办：各县区人民政府；会办：市商务局；办结：6月底前
"""


def names(units: tuple) -> list[str]:
    return [unit.name for unit in units]


def told(notice: Notice) -> list[str]:
    return [d.message.partition(":")[0] for d in notice.diagnostics if d.code == "unclaimed-text" and "no label" in d.message]


def test_an_assignment_sheet() -> None:
    first, second = extract_text(SHEET).tasks
    assert (first.id, second.id, len(first.measures), len(second.measures)) == ("1", "2", 2, 2)
    assert names(first.responsible_units) == ["市城管局"]
    assert names(first.cooperating_units) == ["新塘街道办事处", "市财政局"]
    assert first.deadline is not None and str(first.deadline.end) == "2025-08-31"
    assert first.finding == "老旧管网带病运行3条铸铁管超期服役。"


def test_what_no_label_rule_knows_is_no_name() -> None:
    notice = extract_text("一、任务\n（一）封堵排污口。\n责任单位：市水务局；备案文号：柘水备第三号；完成时限：2021年6月底前\n")
    assert names(notice.tasks[0].responsible_units) == ["市水务局"]


def test_an_unknown_word_before_a_unit_is_told() -> None:
    notice = extract_text("一、任务\n（一）封堵排污口。\n责任单位：市水务局\n跟办：市财政局\n完成时限：2021年6月底前\n")
    assert told(notice) == ["跟办"]
    assert names(notice.tasks[0].responsible_units) == ["市水务局"]


def test_known_words_before_a_unit_are_not_told() -> None:
    assert told(extract_text("一、任务\n（一）封堵排污口。\n责任单位：市水务局\n\n抄送：市财政局\n邮寄地址：市水务局\n")) == []


def test_an_unknown_label_behind_a_bullet_is_told() -> None:
    notice = extract_text("一、任务\n（一）疏通河道。\n◆主抓单位：市水务局\n")
    assert [told.code for told in notice.diagnostics if "主抓单位" in told.message] == ["unclaimed-text"]


FUNDED = (
    "一、问题\n（一）管网不完善。\n责任单位：市水务局\n配套资金：200万元\n整改时限：2024年6月底\n整改措施：\n1.排查管网。\n2.改造10公里。\n"
)


def test_an_unknown_label_between_two_fields_opens_no_item() -> None:
    (task,) = extract_text(FUNDED).tasks
    assert (task.id, task.finding, len(task.measures)) == ("1.1", "管网不完善。", 2)
    assert task.deadline is not None and str(task.deadline.end) == "2024-06-30"


def test_numbered_fields_of_an_item() -> None:
    item = "1.重点任务：\n（1）推行网办。\n（2）优化流程。\n2.责任单位：市税务局\n"
    (task,) = extract_text(f"一、任务\n（一）市场环境行动\n{item}").tasks
    assert (task.id, task.content, names(task.responsible_units)) == ("1.1", "市场环境行动（1）推行网办。（2）优化流程。", ["市税务局"])
    again = "1.整改措施：立案查处。\n2.责任单位：市林业局\n3.责任单位：市水务局\n4.整改时限：2022年10月\n"
    (task,) = extract_text(f"一、关于占地问题\n{again}").tasks
    assert (task.id, names(task.responsible_units)) == ("1", ["市林业局", "市水务局"])


FORM = "办理标准　{what}\n牵头部门　{lead}\n协办部门　各子公司\n办结时间　2024年{limit}\n"


def test_labels_with_one_blank_before_their_values() -> None:
    first, second = (
        FORM.format(what="建成并网", lead="新能源事业部", limit="6月25日"),
        FORM.format(what="（1）完成自查；（2）按月报送", lead="安全环保部", limit="6月底"),
    )
    tasks = extract_text(f"华岭公司督办通知\n督办事项〔01〕　风电场并网\n{first}督办事项〔02〕　安全整治\n{second}").tasks
    assert [(task.id, task.objective, names(task.lead_units), task.deadline and task.deadline.text) for task in tasks] == [
        ("1", "建成并网", ["新能源事业部"], "2024年6月25日"),
        ("2", "（1）完成自查；（2）按月报送", ["安全环保部"], "2024年6月底"),
    ]


def test_the_time_below_units_is_the_limit() -> None:
    items = "任务：清理垃圾\n责任单位：村委会、第一村民小组\n时间：5月10日前\n任务：清理河道\n责任单位：村委会、镇水利站\n时间：长期\n"
    tasks = extract_text(f"梨花村2023年清洁行动任务分解\n{items}").tasks
    assert [(task.content, task.deadline and task.deadline.text) for task in tasks] == [("清理垃圾", "5月10日前"), ("清理河道", "长期")]


FOUND = "（1）问题表现：台账不全。\n（2）整改目标：应建尽建。\n（3）整改措施：\n"


def test_numbered_fields_that_tell_what_is_wrong_and_what_is_done() -> None:
    measures = "①建立台账。责任单位：市水务局；完成时限：2024年6月底\n②定期核查。责任单位：市林业局；完成时限：长期坚持\n"
    (task,) = extract_text(f"一、整改任务\n（一）履责不力\n1.管理粗放\n{FOUND}{measures}").tasks
    assert (task.id, task.objective, [measure.id for measure in task.measures]) == ("1.1.1", "应建尽建。", ["1.1.1-1", "1.1.1-2"])
    assert [names(measure.responsible_units) for measure in task.measures] == [["市水务局"], ["市林业局"]]


@pytest.mark.parametrize(
    "fields", ["（1）问题表现：\n①甲缺岗。\n（2）整改措施：\n①补岗。\n", "（1）问题表现：缺岗。\n（2）整改目标：满岗。\n"]
)
def test_numbered_fields_without_a_finding_or_measures_are_sections(fields: str) -> None:
    (section,) = extract_text(f"一、整改任务\n（一）履责不力\n1.管理粗放\n{fields}").outline
    assert [node.marker for node in section.children[0].children[0].children] == ["（1）", "（2）"]


def test_numbered_fields_below_a_finding() -> None:
    fields = "（一）整改目标\n达标排放。\n（二）整改措施\n1.改造管网。\n责任单位：市住建局\n2.建设泵站。\n责任单位：市城投公司\n"
    (task,) = extract_text(f"青溪市整改方案\n二、关于“管网不全”的问题\n{fields}（三）整改进展\n正在施工。\n").tasks
    assert (task.id, task.objective, task.progress) == ("2", "达标排放。", "正在施工。")
    assert [names(measure.responsible_units) for measure in task.measures] == [["市住建局"], ["市城投公司"]]


@pytest.mark.parametrize(("above", "codes"), [("（一）责任单位\n", []), ("（一）牵头单位：\n（二）", ["empty-label"])])
def test_a_numbered_label_with_others_below_it_is_not_empty(above: str, codes: list[str]) -> None:
    text = f"一、关于“管网不全”问题\n{above}责任单位：市住建局\n配合单位：市城管局\n（三）整改目标\n应建尽建。\n"
    notice = extract_text(text)
    assert [d.code for d in notice.diagnostics if d.code == "empty-label"] == codes


@pytest.mark.parametrize("text", ["1.整改内容：台账不全。整改措施：补录。", "1.整改内容：台账不全。\n整改措施：补录。"])
def test_a_word_for_what_is_wrong_above_the_measures(text: str) -> None:
    (task,) = extract_text(f"一、关于“管理粗放”问题\n{text}\n责任科室：办公室\n").tasks
    assert (task.finding, [measure.text for measure in task.measures]) == ("台账不全。", ["补录。"])


def test_the_same_word_alone_is_what_is_done() -> None:
    (task,) = extract_text("一、台账不全。\n整改内容：补录。\n责任科室：办公室\n").tasks
    assert [measure.text for measure in task.measures] == ["补录。"]


def test_what_the_parts_of_a_task_have_it_does_not_lack() -> None:
    parts = "（1）技改。（2022年12月底前完成）\n（2）培育。（2022年10月底前完成）\n"
    text = f"一、差距\n1.转型缓慢（牵头单位：市工信局）\n{parts}2.投入不足（牵头单位：市科技局）\n{parts}"
    assert not [d for d in extract_text(text).diagnostics if d.code.startswith("missing-") and d.where]


INSIDE = "（1）整改目标：应建尽建。（2）整改措施：①补录台账；②定期核查。（3）责任单位：市水务局（牵头）、市林业局。"
INSIDE += "（4）整改时限：2024年6月底前。"


@pytest.mark.parametrize(
    "text",
    [
        f"1.台账不全。{INSIDE}",
        f"1.台账不全。\n{INSIDE}",
        f"1.台账不全。{INSIDE.replace('。（', '。 （')}",
        f"1.问题表现：台账不全。{INSIDE}",
    ],
)
def test_numbered_fields_in_one_paragraph(text: str) -> None:
    (task,) = extract_text(f"二、整改任务\n（一）共性问题\n{text}\n").tasks
    assert (task.id, task.finding, task.objective) == ("2.1.1", "台账不全。", "应建尽建。")
    assert [(measure.id, measure.text) for measure in task.measures] == [("2.1.1-1", "补录台账；"), ("2.1.1-2", "定期核查。")]
    assert (names(task.lead_units), names(task.responsible_units)) == (["市水务局"], ["市林业局"])
    assert task.deadline is not None and str(task.deadline.end) == "2024-06-30"


def test_named_findings_below_numbered_headings() -> None:
    text = "（一）“三个聚焦”方面\n1.聚焦政策落实\n{0}①：甲。\n整改情况：已改。\n{0}②：乙。\n整改情况：在改。\n"
    text += "2.聚焦群众身边\n{0}③：丙。\n整改情况：已改。\n"
    tasks = extract_text(text.format("反馈问题")).tasks
    assert [(task.id, task.finding, task.progress) for task in tasks] == [
        ("1.1.1", "甲。", "已改。"),
        ("1.1.2", "乙。", "在改。"),
        ("1.2.3", "丙。", "已改。"),
    ]


def test_numbered_items_above_named_ones_hold_none_of_them() -> None:
    text = "一、整改任务\n问题1：甲。\n1.补录台账\n2.定期核查\n问题2：乙。\n责任单位：市水务局\n"
    assert [section.id for section in extract_text(text).outline[0].children] == ["1.1", "1.2"]


def test_what_is_done_next_behind_the_progress_in_numbered_fields() -> None:
    fields = "（一）问题概述。台账不全。\n（二）整改措施。补录台账。\n（三）整改进展。已补录一半。\n（四）下步打算。全部补录。\n"
    (task,) = extract_text(f"一、管理粗放问题\n{fields}（五）责任单位。市水务局。\n").tasks
    assert (task.id, task.progress, names(task.responsible_units)) == ("1", "已补录一半。", ["市水务局"])
    assert [measure.text for measure in task.measures] == ["补录台账。", "全部补录。"]


PUBLISHED = """青溪县督察反馈问题整改完成情况公示

按照要求，现将整改完成情况予以公示。
一、反馈问题
填埋场渗滤液处理不到位。
二、整改目标
达标排放。
三、整改时限
2021年12月31日
四、整改责任单位
青溪县人民政府
五、整改措施
（一）改造处理站。
（二）建截洪沟。
六、整改完成情况
（一）处理站已改造。
（二）截洪沟已建成。
七、公示期限
2022年1月10日至1月21日
受理部门：青溪县生态环境局

青溪县整改工作领导小组办公室
2022年1月10日
"""


def test_the_numbered_fields_of_a_finding_whose_end_is_published() -> None:
    notice = extract_text(PUBLISHED)
    (task,) = notice.tasks
    assert (task.finding, task.objective) == ("填埋场渗滤液处理不到位。", "达标排放。")
    assert task.progress == "（一）处理站已改造。（二）截洪沟已建成。"
    assert (names(task.responsible_units), [measure.text for measure in task.measures]) == (
        ["青溪县人民政府"],
        ["改造处理站。", "建截洪沟。"],
    )
    assert notice.metadata.issued is not None and str(notice.metadata.issued.date) == "2022-01-10"
    assert notice.metadata.issuers == ("青溪县整改工作领导小组办公室",)


@pytest.mark.parametrize(
    "word",
    [
        "主要隐患",
        "反映情况",
        "群众反映情况",
        "巡察反馈意见",
        "问题概况",
        "检视出的问题",
        "督察报告指出",
        "反馈问题原文",
        "违法事实",
        "短板弱项",
    ],
)
def test_words_before_what_is_wrong(word: str) -> None:
    (task,) = extract_text(f"一、青溪河\n{word}：沿岸堆放垃圾。\n整改措施：清运垃圾。\n责任单位：县水务局\n").tasks
    assert task.finding == "青溪河沿岸堆放垃圾。"


@pytest.mark.parametrize("word", ["下步打算", "后续整改措施", "下一步", "采取的主要措施", "处理要求", "整改安排", "防治措施", "化解措施"])
def test_words_before_what_is_done(word: str) -> None:
    (task,) = extract_text(f"一、沿岸堆放垃圾。\n整改进展：已清运一半。\n{word}：清运垃圾。\n责任单位：县水务局\n").tasks
    assert (task.progress, [measure.text for measure in task.measures]) == ("已清运一半。", ["清运垃圾。"])


@pytest.mark.parametrize("word", ["整改限期", "承诺整改时限", "规定整改时限", "拟完成整改时间", "上报时限", "化解时限"])
def test_words_before_a_limit(word: str) -> None:
    (task,) = extract_text(f"一、沿岸堆放垃圾。\n责任单位：县水务局\n{word}：2024年6月底\n").tasks
    assert task.deadline is not None and str(task.deadline.end) == "2024-06-30"


@pytest.mark.parametrize("word", ["整改责任主体单位", "责任人及责任单位", "责任村社", "化解单位"])
def test_words_before_who_is_responsible(word: str) -> None:
    (task,) = extract_text(f"一、沿岸堆放垃圾。\n{word}：石门镇政府\n整改时限：2024年6月底\n").tasks
    assert names(task.responsible_units) == ["石门镇政府"]


@pytest.mark.parametrize("word", ["完成状态", "处理结果", "未完成整改的原因", "整改进展及成效", "验收结果"])
def test_words_before_how_far_it_is(word: str) -> None:
    (task,) = extract_text(f"一、沿岸堆放垃圾。\n责任单位：县水务局\n{word}：尚未整改。\n").tasks
    assert task.progress == "尚未整改。"


@pytest.mark.parametrize("word", ["实际完成时间", "反馈时间", "问题根源", "佐证资料", "涉事单位", "整改投入"])
def test_words_before_what_the_ledger_leaves_out(word: str) -> None:
    (task,) = extract_text(f"一、沿岸堆放垃圾。\n责任单位：县水务局\n{word}：2023年5月20日\n整改时限：2024年6月底\n").tasks
    assert (task.content or task.finding, task.deadline and task.deadline.text) == ("沿岸堆放垃圾。", "2024年6月底")


def test_sentences_behind_the_names_of_a_label() -> None:
    text = "（一）关于“进度缓慢”的问题。整改责任单位：市城投公司。下一步，加快推进项目，2024年6月底前完工。\n"
    (task,) = extract_text(f"三、未完成整改的问题\n{text}").tasks
    assert names(task.responsible_units) == ["市城投公司"]
    assert task.finding == "关于“进度缓慢”的问题。下一步，加快推进项目，2024年6月底前完工。"


@pytest.mark.parametrize(
    ("value", "units"),
    [
        ("市水务局。市住建局。", ["市水务局", "市住建局"]),
        ("市水务局。市住建局配合。", ["市水务局"]),
        ("市水务局。2024年6月底前完成。", ["市水务局"]),
    ],
)
def test_sentences_behind_the_names_of_a_label_that_say_who_or_when(value: str, units: list[str]) -> None:
    (task,) = extract_text(f"一、管网不全。\n责任单位：{value}\n").tasks
    assert (names(task.responsible_units), task.content) == (units, "管网不全。")


def test_sections_that_tell_what_is_wrong_and_what_is_done_are_no_fields() -> None:
    text = "青溪市报告\n一、存在问题：管理粗放。\n二、整改措施：\n1.建立台账。\n2.定期核查。\n"
    assert [section.marker for section in extract_text(text).outline] == ["一、", "二、"]


def test_sections_of_a_plan_are_no_fields() -> None:
    text = "青溪市方案\n四、工作目标：压缩时间。\n五、重点任务：\n（一）推行网办。\n（二）优化流程。\n六、责任单位：市税务局\n"
    assert [section.marker for section in extract_text(text).outline] == ["四、", "五、", "六、"]


@pytest.mark.parametrize(
    "rest",
    [
        "整改情况：已清理。\n存在问题：资金不足。\n下一步措施：筹措资金。\n责任单位：县财政局\n",
        "存在问题：资金不足。\n责任单位：县水务局\n整改时限：2022年6月\n",
    ],
)
def test_a_finding_that_goes_on_is_one(rest: str) -> None:
    (task,) = extract_text(f"一、河道\n存在问题：垃圾多。\n整改措施：1.清理。2.巡查。\n{rest}").tasks
    assert task.id == "1"


def test_an_unknown_label_above_the_next_finding() -> None:
    item = "问题描述：{0}。\n整改措施：1.排查{0}；2.督促{0}。\n责任单位：市水务局\n配套资金：200万元\n整改时限：2024年6月底\n"
    tasks = extract_text(f"一、聚焦治水方面\n{item.format('甲')}{item.format('乙')}").tasks
    assert [[measure.text for measure in task.measures] for task in tasks] == [["排查甲；", "督促甲。"], ["排查乙；", "督促乙。"]]


def test_a_paragraph_with_fields_of_its_own_opens_an_item() -> None:
    text = "一、任务\n（一）治水。\n责任单位：市水务局\n强化改造：改造管网。\n完成时限：2024年6月底\n责任单位：市住建局\n"
    assert [(task.id, names(task.responsible_units)) for task in extract_text(text).tasks] == [
        ("1.1", ["市水务局"]),
        ("1.1.~1", ["市住建局"]),
    ]


def read_of_bracket(bracket: str) -> list[list[str]]:
    (task,) = extract_text(f"青溪市方案\n一、重点任务\n1.加强研究。组建智库。{bracket}\n").tasks
    return [names(task.lead_units), names(task.responsible_units), names(task.cooperating_units)]


@pytest.mark.parametrize(
    ("bracket", "lead", "responsible", "cooperating"),
    [
        ("（教育部、共青团中央等按职责分工负责）", [], ["教育部", "共青团中央"], []),
        ("（市委宣传部牵头，市社科联配合）", ["市委宣传部"], [], ["市社科联"]),
        ("（市社科联负责）", [], ["市社科联"], []),
        ("（市教育局牵头，有关部门和地方按职责分工负责）", ["市教育局"], ["有关部门", "地方"], []),
        ("（国网青溪供电负责）", [], ["国网青溪供电"], []),
    ],
)
def test_names_of_no_known_ending_in_a_bracket(bracket: str, lead: list[str], responsible: list[str], cooperating: list[str]) -> None:
    assert read_of_bracket(bracket) == [lead, responsible, cooperating]


@pytest.mark.parametrize(
    "words",
    [
        "校长负责",
        "由专人负责",
        "谁主管谁负责",
        "市长负责",
        "市县联动负责",
        "一中负责",
        "企业自主负责，群众配合",
        "张向明牵头，教师配合",
        "物业公司、业主配合",
        "县教育局、第三方配合",
        "县教育局、社会力量配合",
        "县财政兜底负责",
        "市社科联落实",
        "市教育局、张向明负责",
        "市教育局、全县范围内营养改善计划试点工作的具体实施负责",
        "市教育局、全县范围内营养改善计划试点工作实施负责",
    ],
)
def test_persons_and_clauses_in_a_bracket_are_no_units(words: str) -> None:
    assert read_of_bracket(f"（{words}）") == [[], [], []]


@pytest.mark.parametrize(
    ("printed", "expected"),
    [
        ("市委办、市人大办、市政协办", ["市委办", "市人大办", "市政协办"]),
        ("市发展改革委、市财政局等13个部门", ["市发展改革委", "市财政局"]),
        ("市纪委、市监委", ["市纪委", "市监委"]),
        ("公安、市监、城管等部门", ["公安部门", "市监部门", "城管部门"]),
        ("市检察院（一）部、市法院", ["市检察院（一）部", "市法院"]),
        ("企业党委、政府", ["企业党委", "政府"]),
        ("市水利局、农业气象局", ["市水利局", "市农业气象局"]),
        ("市教育局、市监局", ["市教育局", "市市监局"]),
        ("市住建局、市城投、市水务局", ["市住建局", "市城投", "市水务局"]),
        ("市教育、公安、财政局", ["市教育局", "市公安局", "市财政局"]),
        ("各地区和有关部门", ["各地区", "有关部门"]),
        ("师市发改委、财政局", ["师市发改委", "师市财政局"]),
    ],
)
def test_words_that_look_like_a_verb_or_a_level(printed: str, expected: list[str]) -> None:
    (task,) = extract_text(f"一、任务\n（一）封堵排污口。\n责任单位：{printed}\n").tasks
    assert names(task.responsible_units) == expected


def test_policies_named_before_measures_in_a_standing_clause() -> None:
    said = "（责任单位：市教育局。以下政策措施均需各区政府落实，不再单独列出）"
    first, second = extract_text(f"一、任务\n1.扶持企业。发放资金。{said}\n2.稳定就业。开发岗位。（市人社局负责）\n").tasks
    assert names(first.responsible_units)[:1] == ["市教育局"]
    assert names(second.responsible_units) == ["市人社局", "各区政府"]


def test_a_form_whose_labels_have_a_tab_before_their_values() -> None:
    form = "问题{0}\t预算不细\n整改措施\t细化项目支出。\n责任单位\t市财政局\n整改时限\t2024年5月底前\n"
    tasks = extract_text("青溪市整改清单\n\n" + form.format("一") + form.format("二")).tasks
    assert [(task.id, task.finding, [m.text for m in task.measures]) for task in tasks] == [
        ("1", "预算不细", ["细化项目支出。"]),
        ("2", "预算不细", ["细化项目支出。"]),
    ]
    assert [(task.responsible_units[0].name, task.deadline and task.deadline.text) for task in tasks] == [("市财政局", "2024年5月底前")] * 2


def test_steps_with_their_dates_behind_a_label_are_the_limit() -> None:
    steps = "3月底前完成摸底；6月底前完成改造200户；11月底前全面完成"
    (task,) = extract_text(f"云台区2024年实事清单\n项目一：适老化改造\n牵头单位：区民政局\n节点安排：{steps}。\n").tasks
    assert task.deadline is not None
    assert (task.deadline.text, str(task.deadline.end), len(task.deadline.milestones)) == (steps, "2024-11-30", 2)


@pytest.mark.parametrize(("lead", "others"), [("主办", "协办"), ("牵头", "配合"), ("承办", "会办")])
def test_short_labels_behind_the_names_of_the_one_before(lead: str, others: str) -> None:
    text = f"青溪县清单\n（一）补录台账。{lead}:青溪县人民政府{others}:县水利局、县财政局完成时限:立行立改\n（二）清运垃圾。{lead}:县住建局"
    task = extract_text(text).tasks[0]
    assert [unit.name for unit in (*task.lead_units, *task.responsible_units)] == ["青溪县人民政府"]
    assert [unit.name for unit in task.cooperating_units] == ["县水利局", "县财政局"]
    assert task.deadline is not None and task.deadline.immediate


@pytest.mark.parametrize("label", ["完成时限：", "完成时限：\n"])
def test_a_limit_whose_clauses_stand_on_lines_of_their_own(label: str) -> None:
    limit = "一期2023年6月底前；\n二期2023年12月底前；\n三期长期坚持。"
    task = extract_text(f"青溪县方案\n（一）建设管网。\n责任单位：县住建局\n{label}{limit}\n（二）清淤。\n").tasks[0]
    assert task.deadline is not None and task.deadline.text == "一期2023年6月底前；二期2023年12月底前；三期长期坚持"
    assert (str(task.deadline.end), task.deadline.ongoing, len(task.deadline.milestones)) == ("2023-12-31", True, 1)


def test_a_line_without_a_time_is_no_clause_of_the_limit_above() -> None:
    text = "青溪县方案\n（一）建设管网。\n责任单位：县住建局\n完成时限：2023年6月底前；\n验收合格后移交管护单位。\n（二）清淤。\n"
    deadline = extract_text(text).tasks[0].deadline
    assert deadline is not None and deadline.text == "2023年6月底前"


@pytest.mark.parametrize("text", ["验收单位：局\n整：一是石提标；二是12个", "0\t|\n("])
def test_odd_pieces_of_texts_are_read_without_an_exception(text: str) -> None:
    assert extract_text(text).source.characters == len(text)


@pytest.mark.parametrize(
    ("sentence", "limit"),
    [
        ("已完成整改。", "已完成整改"),
        ("整改期限为2021年6月。", "整改期限为2021年6月"),
        ("力争2021年6月底前完成。", "力争2021年6月底前完成"),
        ("按季度推进。", "按季度推进"),
    ],
)
def test_a_sentence_behind_the_names_of_a_label_that_says_when(sentence: str, limit: str) -> None:
    (task,) = extract_text(f"整改清单\n（一）扬尘问题。\n责任单位：市住建局。{sentence}\n").tasks
    assert task.deadline is not None
    assert (names(task.responsible_units), task.deadline.text) == (["市住建局"], limit)


@pytest.mark.parametrize("sentence", ["市财政局参与", "市财政局保障资金"])
def test_a_sentence_behind_the_names_of_a_label_that_says_who_helps(sentence: str) -> None:
    (task,) = extract_text(f"整改清单\n（一）扬尘问题。\n责任单位：市住建局。{sentence}。\n").tasks
    assert (names(task.responsible_units), names(task.cooperating_units)) == (["市住建局"], ["市财政局"])


def test_numbers_before_a_label_that_comes_again_count_measures() -> None:
    items = "（1）责任单位：市水务局；整改措施：开展排查。（2）责任单位：市城管局；整改措施：建立台账。"
    (task,) = extract_text(f"整改清单\n一、黑臭水体反弹。{items}\n").tasks
    assert names(task.responsible_units) == ["市水务局"]
    assert [(one.text, names(one.responsible_units)) for one in task.measures if one.number == 2] == [("", ["市城管局"])]


@pytest.mark.parametrize("heading", ["推进落实", "问题整改", "任务督办"])
def test_a_short_heading_above_a_label_is_no_part_of_it(heading: str) -> None:
    section, _ = extract_text(f"任务清单\n（一）{heading}\n责任单位：市水务局\n（二）建立台账\n责任单位：市城管局\n").outline
    assert section.title == heading


@pytest.mark.parametrize(
    ("inner", "expected"),
    [
        ("约束性指标，市财政局、民政局配合", ["约束性指标", "市财政局", "市民政局"]),
        ("市财政局 市民政局，各县区配合", ["市财政局", "市民政局", "各县区"]),
    ],
)
def test_words_before_those_who_help_that_are_no_list_of_names(inner: str, expected: list[str]) -> None:
    (task,) = extract_text(f"一、落实补贴（{inner}）\n").tasks
    assert names(task.cooperating_units) == expected


@pytest.mark.parametrize(
    "cut", ["（2）整改措施：加强巡查。⏎（3）责任单位：市城管局。⏎（4）完成", "（2）整改措施：加强巡查。（⏎3）责任单位：市城管局。（4）完成"]
)
def test_numbers_before_labels_that_go_on_below_their_paragraph(cut: str) -> None:
    text = f"整改清单\n1.巡查不严。（1）整改目标：全覆盖。{cut}时限：2021年6月底前。\n"
    (task,) = extract_text(text.replace("⏎", "\n")).tasks
    assert (task.finding, task.objective, task.deadline and task.deadline.text) == ("巡查不严。", "全覆盖。", "2021年6月底前")
    assert (names(task.responsible_units), [one.text for one in task.measures]) == (["市城管局"], ["加强巡查。"])


@pytest.mark.parametrize(
    "note", ["　　注：列第一位的为牵头单位。", "　　注：1.按月报送。\n　　2.列第一位的为牵头单位。", "　　| 备注 | 列第一位的为牵头单位 |"]
)
def test_an_indented_note_below_a_table_on_who_leads(note: str) -> None:
    table = "　　| 任务 | 责任单位 |\n　　| --- | --- |\n　　| 清淤 | 市水务局、市住建局 |\n"
    (task,) = extract_text(f"任务分工表\n{table}{note}\n").tasks
    assert (names(task.lead_units), names(task.responsible_units)) == (["市水务局"], ["市住建局"])


@pytest.mark.parametrize("word", ["承诺时限", "规定办结时限"])
def test_norms_of_a_service_are_no_limits(word: str) -> None:
    notice = extract_text(f"青溪市方案\n一、任务\n1.优化流程，压缩审批环节。\n{word}：3个工作日。\n")
    assert not any(task.deadline for task in notice.tasks)


@pytest.mark.parametrize("value", ["张某某 市财政局", "张某某、市财政局", "张明，李红，市财政局"])
def test_people_before_the_units_of_a_label_for_both(value: str) -> None:
    (task,) = extract_text(f"青溪市清单\n一、账目不清。\n责任人及责任单位：{value}\n").tasks
    assert names(task.responsible_units) == ["市财政局"]


def test_a_class_in_brackets_behind_a_blank_is_no_number() -> None:
    section, _ = extract_text("青溪市方案\n一、工作目标 （一）类水质达标。\n二、任务\n1.清淤。（市水务局负责）\n").outline
    assert not section.children


PLAN = "青溪市问题整改清单\n一、整改任务\n"


@pytest.mark.parametrize(
    "fields",
    [
        "责任单位：市水务局，市住建局；配合单位 市财政局\n完成时限：2023年6月底\n",
        "责任领导 李某某  责任单位 市水务局、市住建局  配合单位 市财政局  责任人 张某  完成时限 2023年6月底\n",
        "责任领导：李某某（副市长）　责任单位：市水务局、市住建局　配合单位 市财政局　完成时限 2023年6月底\n",
        "责任单位　市水务局、市住建局\n责任人　张某\n配合单位　市财政局\n完成时限　2023年6月底\n",
    ],
)
def test_labels_of_one_line_with_blanks_for_their_colons(fields: str) -> None:
    (task, other) = extract_text(f"{PLAN}1.清理河道。\n{fields}2.巡查河道。\n责任单位：市城管局\n").tasks
    assert (task.content or task.finding) == "清理河道。"
    assert [unit.name for unit in task.responsible_units] == ["市水务局", "市住建局"]
    assert [unit.name for unit in task.cooperating_units] == ["市财政局"]
    assert task.deadline and task.deadline.text == "2023年6月底"
    assert other.id == "1.2"


def test_words_of_labels_before_a_blank_in_a_sentence() -> None:
    text = "各责任单位 要认真落实，牵头单位 负责汇总，责任单位 配合开展检查，完成时限 由各单位自定。"
    notice = extract_text(f"{PLAN}1.{text}\n")
    assert [(task.content, task.lead_units, task.responsible_units, task.deadline) for task in notice.tasks] == [(text, (), (), None)]


FIELDS = "一、问题描述：河道脏乱。\n二、整改目标：水清岸绿。\n三、整改措施：{}四、责任单位：县水务局\n五、整改时限：2023年10月底\n"


@pytest.mark.parametrize("measures", ["\n（一）清理垃圾。\n（二）巡查。\n", "清理垃圾。\n"])
def test_a_section_behind_the_numbered_fields_of_one_finding(measures: str) -> None:
    notice = extract_text(f"青溪县整改方案\n{FIELDS.format(measures)}六、工作要求\n（一）加强领导。\n七、其他事项\n按月报送。\n")
    (task,) = notice.tasks
    assert (task.id, task.finding, [unit.name for unit in task.responsible_units]) == ("~1", "河道脏乱。", ["县水务局"])
    assert [measure.text for measure in task.measures] == ["清理垃圾。", "巡查。"][: 1 + ("巡查" in measures)]
    assert [section.id for section in notice.outline] == ["~1", "6", "7"]
    assert not [told for told in notice.diagnostics if told.code.startswith("numbering")]


def test_a_number_behind_the_numbered_fields_of_an_item() -> None:
    fields = "1.整改目标：达标。\n2.整改措施：洒水。\n3.责任单位：县住建局\n4.整改时限：2023年11月底\n5.验收销号\n按程序销号。\n"
    notice = extract_text(f"青溪县整改方案\n一、整改任务\n（一）扬尘\n{fields}（二）噪声\n{fields}")
    assert [task.id for task in notice.tasks] == ["1.1", "1.1.5", "1.2", "1.2.5"]
    assert [measure.text for measure in notice.tasks[0].measures] == ["洒水。"]
    assert not [told for told in notice.diagnostics if told.code.startswith("numbering")]
    gap = extract_text(
        "青溪县整改方案\n一、整改任务\n（一）扬尘\n1.整改措施：洒水。\n2.责任单位：县住建局\n（二）噪声\n5.验收\n按程序销号。\n"
    )
    assert [told.where for told in gap.diagnostics if told.code == "numbering-gap"] == ["1.2.5"]


def test_words_of_labels_that_head_the_sections_of_a_plan() -> None:
    text = "一、工作目标：水清岸绿。\n二、工作措施：清理。\n三、责任单位：县水务局\n四、时间安排：3月至10月。\n五、工作要求\n加强领导。\n"
    assert [section.id for section in extract_text(f"青溪县清河方案\n{text}").outline] == ["1", "2", "3", "4", "5"]


def test_units_before_the_label_of_further_measures() -> None:
    fields = "整改措施：\n1.补录台账。\n2.修订制度。\n责任单位：县水务局\n整改时限：10月底\n下一步打算：继续巩固。\n"
    (task,) = extract_text(f"青溪县2023年整改方案\n一、台账不全\n{fields}").tasks
    assert [unit.name for unit in task.responsible_units] == ["县水务局"]
    assert [(m.text, m.responsible_units, m.deadline) for m in task.measures] == [
        (text, (), None) for text in ("补录台账。", "修订制度。", "继续巩固。")
    ]


@pytest.mark.parametrize("leader", ["强化监管牵头领导：李某某", "强化监管责任领导：王某某（副县长）", "强化监管　牵头领导：分管副县长"])
def test_a_heading_ends_before_its_leader(leader: str) -> None:
    notice = extract_text(f"青溪县任务清单\n一、重点任务\n（一）{leader}\n牵头单位：县水务局\n")
    assert [task.path[-1] for task in notice.tasks] == ["（一）强化监管"]


@pytest.mark.parametrize("title", ["明确牵头领导：各单位要落实", "制定责任领导：包联制度"])
def test_leaders_in_the_words_of_a_heading(title: str) -> None:
    notice = extract_text(f"青溪县任务清单\n一、重点任务\n（一）{title}\n牵头单位：县水务局\n")
    assert [task.path[-1] for task in notice.tasks] == [f"（一）{title}"]


def test_gaps_among_many_numbers_stay_linear() -> None:
    began = time.process_time()
    notice = extract_text("青湖市通知\n一、重点任务\n" + "".join(f"（{n}）清理河道。\n" for n in "一三五七九" * 1600))
    assert sum(told.code == "numbering-gap" for told in notice.diagnostics) > 1000
    assert time.process_time() - began < 6


@pytest.mark.parametrize("where", ["存在部位：教学楼", "点位：地下一层", "具体位置：东侧通道"])
def test_where_a_danger_is_stands_in_no_field(where: str) -> None:
    notice = extract_text(f"青溪县整改方案\n一、白石宾馆\n存在问题：报警器损坏。\n{where}\n整改措施：更换报警器。\n责任单位：县文旅局\n")
    assert [(task.finding, [m.text for m in task.measures]) for task in notice.tasks] == [("白石宾馆报警器损坏。", ["更换报警器。"])]


def test_a_name_without_a_stop_ends_the_fields_on_its_line() -> None:
    item = "1.落实政策。牵头单位：县人才办 责任单位：县人社局、县财政局 完成时限：长期坚持\n"
    for gap in ("", "\n"):
        notice = extract_text(f"青溪县工作要点\n{item}{gap}青溪县人民政府\n2024年3月5日\n")
        assert [task.deadline and task.deadline.text for task in notice.tasks] == ["长期坚持"]
        assert notice.metadata.issuers == ("青溪县人民政府",)


@pytest.mark.parametrize(
    ("said", "units"),
    [
        ("责任单位：县应急局、县住房和城乡建设局\n\n和县交通运输局。", ["县应急局", "县住房和城乡建设局", "县交通运输局"]),
        ("责任单位：县应急局、县卫生健康委\n员会、县住房和城乡建设局。", ["县应急局", "县卫生健康委员会", "县住房和城乡建设局"]),
    ],
)
def test_a_list_of_names_goes_on_below_a_break(said: str, units: list[str]) -> None:
    text = f"青溪县整改方案\n1.加强隐患排查整治，建立长效机制，做到早发现早处置。{said}\n2.加强宣传。责任单位：县水务局\n"
    task = extract_text(text).tasks[0]
    assert [unit.name for unit in task.responsible_units] == units


@pytest.mark.parametrize("joint", ["　◆", "。●", "★", "；➤ "])
def test_a_bullet_before_a_label_in_a_line_is_part_of_it(joint: str) -> None:
    sign = joint.strip("　。； ")
    fields = joint.join(
        ("整改目标：消除直排", "整改举措：建成氧化塘", "完成时间：2024年5月20日", "责任主体：白沙镇政府", "督导部门：县生态环境局")
    )
    (task,) = extract_text(f"漓溪县整改方案\n一、整改任务\n（一）污水直排。\n{sign}{fields}\n").tasks
    assert (task.objective or "").rstrip("。；") == "消除直排"
    assert [measure.text.rstrip("。；") for measure in task.measures] == ["建成氧化塘"]
    assert task.deadline is not None and task.deadline.text == "2024年5月20日"
    assert [[unit.name for unit in units] for units in (task.responsible_units, task.supervising_units)] == [
        ["白沙镇政府"],
        ["县生态环境局"],
    ]


@pytest.mark.parametrize("sign", ["▏", "▎", "▌"])
def test_a_bar_before_a_label_is_a_bullet(sign: str) -> None:
    fields = f"{sign}整改举措：补正资料\n{sign}责任单位：矿管股　　{sign}验收单位：区纪委监委\n"
    (task,) = extract_text(f"青溪区整改安排\n一、整改任务\n问题1：把关不严。\n{fields}").tasks
    assert [measure.text for measure in task.measures] == ["补正资料"]
    assert [[unit.name for unit in units] for units in (task.responsible_units, task.supervising_units)] == [["矿管股"], ["区纪委监委"]]


@pytest.mark.parametrize(
    "prose",
    [
        "各责任单位于6月底前报告。",
        "各牵头责任单位要履职尽责，主动与牵头单位衔接。",
        "各责任（配合）单位要加强协调。",
        "明确目标、建设内容、责任主体和保障措施。",
        "每项工作均列出牵头单位、配合单位及完成时限。",
        "督查室要根据各项任务完成时限要求开展督查。",
    ],
)
def test_prose_that_speaks_of_units_in_general_is_told_nowhere(prose: str) -> None:
    notice = extract_text(f"青溪县实施方案\n一、重点任务\n（一）清理河道。（责任单位：县水务局）\n二、工作要求\n{prose}\n")
    assert not [d for d in notice.diagnostics if d.code == "unclaimed-text"]
    assert notice.coverage.claimed == notice.coverage.responsibility_words


@pytest.mark.parametrize("label", ["责任编辑", "发布机构", "政策解读单位", "编制单位"])
def test_labels_that_a_site_prints_are_known(label: str) -> None:
    notice = extract_text(f"青溪县实施方案\n{label}：青溪县大数据中心\n一、重点任务\n（一）清理河道。（责任单位：县水务局）\n")
    assert not [d for d in notice.diagnostics if d.code == "unclaimed-text"]


@pytest.mark.parametrize("value", ["题三：", "（）", "（", "（；）", ")", "整改："])
def test_labels_whose_values_hold_no_name(value: str) -> None:
    assert extract_text(f"一、整改（责任单位：{value}）\n责任单位：{value}\n").tasks is not None
    assert not extract_text(f"责任单位：{value}").tasks


def test_bulleted_labels_of_one_word_in_a_line() -> None:
    text = (
        "青溪县三大行动2024年度计划\n\n一、净空行动\n【任务1】工地降尘\n  ◇ 目标：安装率100%\n  ◇ 举措：(1)每月通报；(2)约谈企业\n"
        "  ◇ 主体：县住建局  ◇ 协力：县城管局、县交通局\n  ◇ 节点：二季度末\n"
    )
    (task,) = extract_text(text).tasks
    assert (task.objective, [m.text for m in task.measures]) == ("安装率100%", ["每月通报；", "约谈企业"])
    assert [u.name for u in (*task.responsible_units, *task.cooperating_units)] == ["县住建局", "县城管局", "县交通局"]
    assert task.deadline is not None and str(task.deadline.end) == "2024-06-30"


def test_unknown_labels_behind_bullets_in_a_line_are_told() -> None:
    text = "青溪县三大行动2024年度计划\n\n【任务1】工地降尘\n  ◇ 牵总：县住建局  ◇ 搭手：县城管局\n  ◇ 目标：安装率100%\n"
    told = [d.message.partition(":")[0] for d in extract_text(text).diagnostics if "no label is known" in d.message]
    assert told == ["牵总", "搭手"]


@pytest.mark.parametrize("gap", ["　　", "  ", " ", "\t"])
@pytest.mark.parametrize(("one", "two"), [("1、", "2、"), ("1.", "2."), ("（1）", "（2）"), ("①", "②")])
def test_numbers_behind_a_label_with_blanks_for_its_colon(gap: str, one: str, two: str) -> None:
    text = (
        f"青溪县整改任务书\n\n问题（1）：文件未经审核。\n整改目标{gap}审核率100%。\n整改措施{gap}{one}全面清理文件；{two}修订办法。\n"
        f"牵头科室{gap}法规科\n配合科室{gap}办公室\n完成时限{gap}2024年4月30日\n"
    )
    (task,) = extract_text(text).tasks
    assert (task.objective, [(m.number, m.text) for m in task.measures]) == ("审核率100%。", [(1, "全面清理文件；"), (2, "修订办法。")])
    assert task.deadline is not None and str(task.deadline.end) == "2024-04-30"


@pytest.mark.parametrize("fourth", ["责任人被处理情况：对副镇长李某诫勉谈话。", "问责情况：无"])
def test_the_numbered_fields_of_a_complaint(fourth: str) -> None:
    text = (
        "督察组交办信访件办理情况公示\n受理编号：D3202404170025\n一、举报内容：砂石场夜间扰民。\n二、调查核实情况：该场未办理手续。\n是否属实：部分属实\n"
        f"三、处理和整改情况：（一）立案查处。（二）责令停产。\n四、{fourth}\n五、整改时限：2024年4月30日\n责任单位：滨江镇政府、市生态环境局\n"
    )
    (task,) = extract_text(text).tasks
    assert task.finding == "砂石场夜间扰民。" and (task.progress or "").startswith("该场未办理手续。")
    assert "责令停产" in (task.progress or "")
    assert ([u.name for u in task.responsible_units], task.deadline and str(task.deadline.end)) == (
        ["滨江镇政府", "市生态环境局"],
        "2024-04-30",
    )


def test_sections_of_a_report_that_begin_with_a_label_are_no_case() -> None:
    text = (
        "青溪县整改报告\n一、存在问题：有两个方面。\n（一）台账不全。\n（二）管网破损。\n"
        "二、整改情况：逐项推进。\n（一）已补录台账。\n（二）已修复管网。\n"
    )
    assert [section.number for section in extract_text(text).outline] == [1, 2]


@pytest.mark.parametrize("bracket", ["2024年3月20日前", "长期", "2024年3月20日前完成"])
def test_a_bracket_behind_the_heading_of_a_task_with_a_text_below(bracket: str) -> None:
    text = f"青溪县治理任务分解\n\n一、全面摸排（{bracket}）\n组织各乡镇拉网式排查。\n牵头单位：县应急管理局。\n"
    (task,) = extract_text(text).tasks
    assert (task.path, task.deadline and task.deadline.text) == (("一、全面摸排",), bracket)
    assert task.content == "全面摸排组织各乡镇拉网式排查。"


def test_matters_counted_in_boxes_of_their_own() -> None:
    text = (
        "青溪县交办事项清单\n\n【交办事项1】\n事项：加装抛洒装置\n交办对象：县农机中心\n办结日期：即日\n"
        "【交办事项2】\n事项：增设监控14处\n交办对象：县应急局牵头，县大数据局配合\n办结日期：2024年6月5日前\n跟踪督办：县政府督查室\n"
    )
    one, two = extract_text(text).tasks
    assert (one.id, one.path, one.content) == ("1", ("【交办事项1】加装抛洒装置",), "加装抛洒装置")
    assert ([u.name for u in one.responsible_units], one.deadline and one.deadline.immediate) == (["县农机中心"], True)
    assert [[u.name for u in units] for units in (two.lead_units, two.cooperating_units, two.supervising_units)] == [
        ["县应急局"],
        ["县大数据局"],
        ["县政府督查室"],
    ]


def test_decimals_below_a_list_that_a_word_counts() -> None:
    text = (
        "青溪新城2025年度攻坚任务\n\n榜单一 港产城融合\n1.1 路网贯通\n攻坚目标：建成道路9公里\n揭榜单位：建设局\n挂帅领导：陈某某\n"
        "1.2 园区招商\n揭榜单位：投资促进局\n榜单二 民生短板\n2.1 第二学校\n揭榜单位：社会事业局\n"
    )
    notice = extract_text(text)
    assert [(t.id, t.path, [u.name for u in t.responsible_units]) for t in notice.tasks] == [
        ("1.1", ("榜单一 港产城融合", "1.1 路网贯通"), ["建设局"]),
        ("1.2", ("榜单一 港产城融合", "1.2 园区招商"), ["投资促进局"]),
        ("2.1", ("榜单二 民生短板", "2.1 第二学校"), ["社会事业局"]),
    ]
    assert "numbering-repeat" not in [d.code for d in notice.diagnostics]


@pytest.mark.parametrize("label", ["存在问题", "问题表现", "隐患情况"])
def test_a_label_behind_a_marker_is_part_of_the_title_as_printed(label: str) -> None:
    text = f"青溪县整改清单\n\n1.{label}：挡墙开裂。\n责任单位：县水务局\n2.{label}：阀门锈蚀。巡查不到位。\n责任单位：县水务局\n"
    notice = extract_text(text)
    assert [t.path for t in notice.tasks] == [(f"1.{label}：挡墙开裂。",), (f"2.{label}：阀门锈蚀",)]
    assert [section.title for section in notice.outline] == [f"{label}：挡墙开裂。", f"{label}：阀门锈蚀"]
    assert [t.finding for t in notice.tasks] == ["挡墙开裂。", "阀门锈蚀。巡查不到位。"]


@pytest.mark.parametrize(
    "label",
    [
        "【{}】",
        "【{}】\n",
        "【{}】：",
        "〔{}〕",
        "[{}]",
        "（{}）",
        "（{}）\n",
        "{}——",
        "● {}——",
        "● 【{}】",
        "{}为：",
        "{}是：",
        "{}：\n",
        "{}:",
    ],
)
def test_labels_by_what_stands_behind_or_around_them(label: str) -> None:
    goal, measures, who, limit = (label.format(word) for word in ("整改目标", "整改措施", "责任单位", "整改时限"))
    measures = measures.rstrip("\n")
    text = (
        f"青溪县整改方案\n\n一、台账不全\n{goal}清单落地。\n{measures}\n1.修订清单。\n2.召开会议。\n{who}县环保局\n{limit}2024年6月底前\n"
        f"二、督办不力\n{goal}投诉率下降。\n{measures}\n1.开展督办。\n2.定期通报。\n{who}县信访局\n{limit}2024年7月底前\n"
    )
    notice = extract_text(text)
    assert [[m.text for m in t.measures] for t in notice.tasks] == [["修订清单。", "召开会议。"], ["开展督办。", "定期通报。"]]
    assert [(t.objective, [u.name for u in t.responsible_units], t.deadline and t.deadline.text) for t in notice.tasks] == [
        ("清单落地。", ["县环保局"], "2024年6月底前"),
        ("投诉率下降。", ["县信访局"], "2024年7月底前"),
    ]


@pytest.mark.parametrize(
    "line", ["（责任清单）", "（任务）完成情况纳入考核。", "主体责任——关键在领导。", "责任——层层压实。", "目标——全面达标；措施——加强管理。"]
)
def test_brackets_and_dashes_that_name_no_label(line: str) -> None:
    (task,) = extract_text(f"青溪县工作方案\n\n一、重点任务\n（一）压实责任。\n{line}\n责任单位：县委办\n").tasks
    assert ([u.name for u in task.responsible_units], task.objective) == (["县委办"], None)


def test_labels_in_boxes_on_one_line_behind_a_bullet() -> None:
    lines = ("● 【责任单位】县委办【完成时限】2024年6月底前", "● 【责任单位】县纪委【完成时限】2024年7月底前")
    notice = extract_text(f"青溪县工作方案\n\n一、压实责任。\n{lines[0]}\n二、开展督查。\n{lines[1]}\n")
    assert [([u.name for u in t.responsible_units], t.deadline and t.deadline.text) for t in notice.tasks] == [
        (["县委办"], "2024年6月底前"),
        (["县纪委"], "2024年7月底前"),
    ]


@pytest.mark.parametrize(
    "bracket", ["（责任股室：后勤股）", "（责任股室：后勤股；责任人：张某）", "（责任领导：李某某；责任股室：后勤股）"]
)
def test_offices_of_a_bureau_in_a_bracket(bracket: str) -> None:
    (task,) = extract_text(f"青溪县方案\n一、重点任务\n（一）校舍安全{bracket}\n开学前完成排查。\n").tasks
    assert [unit.name for unit in task.responsible_units] == ["后勤股"] and "责任" not in (task.content or "")


@pytest.mark.parametrize("notice", ["公示期：2023年12月5日至12月14日（7个工作日）", "公示时间：2023年12月5日至12月14日"])
def test_what_a_publication_says_of_itself_belongs_to_no_measure(notice: str) -> None:
    fields = "整改问题：管网破损。\n责任单位：县水务局\n整改措施及完成情况：\n（一）修管网。\n（二）建机制。\n整改时限：2023年11月\n"
    (task,) = extract_text(f"青溪县整改情况公示\n{fields}{notice}\n监督电话：0951-1111222\n").tasks
    assert [measure.text for measure in task.measures] == ["修管网。", "建机制。"]


def test_who_is_to_put_right_is_a_field_with_a_number() -> None:
    fields = "（一）整改责任：县水务局牵头，各镇配合\n（二）整改时限：2023年11月底前\n（三）整改措施：1.排查；2.整改。\n"
    (task,) = extract_text(f"青溪县整改方案\n一、问题1：管网破损\n{fields}").tasks
    assert (task.id, [unit.name for unit in task.lead_units], len(task.measures)) == ("1", ["县水务局"], 2)


def test_what_a_letter_asks_at_its_end_is_no_measure() -> None:
    end = "\n请你单位于收到本函后60日内，将整改结果书面函告我局。\n\n青溪县审计局\n2023年7月20日\n"
    (task,) = extract_text(f"青溪县审计局关于整改的函\n县住建局：\n一、未办理决算。\n整改要求：11月底前办理完毕。\n{end}").tasks
    assert [measure.text for measure in task.measures] == ["11月底前办理完毕。"]


@pytest.mark.parametrize("sign", ["|", "｜"])
def test_several_labels_of_one_line_in_boxes_with_blanks_for_their_colons(sign: str) -> None:
    fields = [f"责任单位 {unit}{sign}完成时限 {when}" for unit, when in (("市住建局", "6月底前"), ("市城管局", "长期坚持"))]
    lines = ["青湖市2024年整改清单", "1.改造滞后。", f"{sign}{fields[0]}{sign}", "2.停车位不足。", f"{sign}{fields[1]}{sign}", ""]
    found = extract_text("\n".join(lines)).tasks
    assert [(names(task.responsible_units), task.deadline and task.deadline.text) for task in found] == [
        (["市住建局"], "6月底前"),
        (["市城管局"], "长期坚持"),
    ]


@pytest.mark.parametrize("label", ["责任单位 ：", "责任单位　：", "责任 单位：", "责任　单位（排头为牵头单位，下同）：", "责 任 单 位："])
@pytest.mark.parametrize("form", ["{}", "（{}）", "{}。"])
def test_blanks_in_or_behind_a_label(label: str, form: str) -> None:
    fields = form.format(label + "县水务局")
    text = f"青溪县方案\n\n一、重点任务\n（一）加强监管。\n开展检查。\n{fields}\n（二）完善制度。\n制定办法。\n（责任单位：县委办）\n"
    one, two = extract_text(text).tasks
    assert [u.name for u in (*one.lead_units, *one.responsible_units)] == ["县水务局"]
    assert one.content == "加强监管。开展检查。" and [u.name for u in two.responsible_units or two.lead_units] == ["县委办"]


def test_a_dash_behind_a_heading_that_is_a_label_word() -> None:
    notice = extract_text(
        "青溪县工作方案\n\n一、工作目标——打造宜居城市\n到2025年全面达标。\n二、重点任务\n（一）清淤。（责任单位：县水务局）\n"
        "三、主要措施——强化要素保障\n加强领导。\n"
    )
    assert [s.title for s in notice.outline] == ["工作目标——打造宜居城市", "重点任务", "主要措施——强化要素保障"]
    assert [t.id for t in notice.tasks] == ["2.1"]


def test_the_public_notice_of_one_finding_does_not_end_the_list() -> None:
    notice = extract_text(
        "青溪县整改公示\n\n一、整改情况\n（一）河道淤积。\n公示期：2024年3月1日至3月10日\n监督电话：12345\n（二）排口超标。（责任单位：县环保局）\n"
    )
    assert [(t.id, t.path[-1]) for t in notice.tasks][-1] == ("1.2", "（二）排口超标。")
