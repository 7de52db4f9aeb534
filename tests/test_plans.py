"""Plans that share out tasks: notes that speak for all items, brackets of several clauses, fields below headings and lists."""

from __future__ import annotations

import pytest

from rectiparse import extract_text
from rectiparse.model import Task

HEAD = "青溪市2024年重点工作分工方案\n\n一、重点任务\n"


def read_tasks(items: str) -> tuple[Task, ...]:
    return extract_text(HEAD + items).tasks


def show_units(task: Task) -> str:
    """Lead / responsible / cooperating units."""
    return " / ".join("、".join(u.name for u in group) for group in (task.lead_units, task.responsible_units, task.cooperating_units))


@pytest.mark.parametrize(
    ("bracket", "units"),
    [
        ("（约束性指标，牵头单位：市林业局；责任单位：市财政局）", "市林业局 / 市财政局 / "),
        ("（市林业局，完成时限：6月底）", " / 市林业局 / "),
        ("（市林业局、市住建局，市财政局、各县区政府配合）", " / 市林业局、市住建局 / 市财政局、各县区政府"),
        ("（市林业局牵头，市财政局，各县区政府配合）", "市林业局 /  / 市财政局、各县区政府"),
        ("（责任单位：市林业局、各乡镇政府，以下统称各镇，市财政局）", " / 市林业局、各乡镇政府、市财政局 / "),
        ("（责任单位：市林业局、市住建局。排第一位的为牵头单位，其他为配合单位）", "市林业局 / 市住建局 / "),
        ("（牵头单位：市林业局；无牵头单位的，列第一位的责任单位为牵头单位）", "市林业局 /  / "),
    ],
)
def test_clauses_of_a_bracket(bracket: str, units: str) -> None:
    (task,) = read_tasks(f"1.种植行道树。{bracket}\n")
    assert (task.content, show_units(task)) == ("种植行道树。", units)


@pytest.mark.parametrize(
    ("note", "second"),
    [
        ("各项任务均需各县区政府落实，以下不再列出", "市交通运输局 / 各县区政府 / 市财政局"),
        ("各县区政府均为责任单位，以下不再单列", "市交通运输局 / 各县区政府 / 市财政局"),
        ("以下均需各县区政府参与，不再列出", "市交通运输局 /  / 市财政局、各县区政府"),
        ("以下各县区政府均为配合单位，不再列出", "市交通运输局 /  / 市财政局、各县区政府"),
    ],
)
def test_notes_that_add_units_to_all_items(note: str, second: str) -> None:
    items = f"1.种植行道树。（责任单位：市林业局。{note}）\n2.硬化道路。（市交通运输局牵头，市财政局配合）\n"
    assert [show_units(task) for task in read_tasks(items)] == [
        " / 市林业局 / ",
        second,
    ]


def test_a_plea_to_all_adds_no_unit() -> None:
    items = "各项任务均需各县区政府抓好落实。\n1.种植行道树。（责任单位：市林业局）\n"
    assert [show_units(task) for task in read_tasks(items)] == [" / 市林业局 / "]


def test_collectives_that_do_a_part() -> None:
    items = "1.培训农民。责任分工：市农业农村局负责制定计划；各县区负责组织培训。\n"
    assert [show_units(task) for task in read_tasks(items)] == [" / 市农业农村局、各县区 / "]


def test_leader_and_units_behind_a_heading_on_its_line() -> None:
    (task,) = read_tasks("（一）种植行道树  牵头领导：李某某  责任单位：市林业局\n")
    assert (task.content, show_units(task)) == ("种植行道树", " / 市林业局 / ")


def test_items_behind_bullets_with_labels_on_their_lines() -> None:
    items = "●污水厂扩建。新增能力5万吨。牵头单位：市住建局；完成时限：10月底。\n●公园建设。建成开放。牵头单位：市林业局。\n"
    assert [(task.id, task.content, show_units(task)) for task in read_tasks(items)] == [
        ("1.~1", "●污水厂扩建。新增能力5万吨。", "市住建局 /  / "),
        ("1.~2", "●公园建设。建成开放。", "市林业局 /  / "),
    ]


def test_a_first_item_behind_a_heading_and_a_blank() -> None:
    text = "青溪市工作要点\n一、强化监管，守住底线 （一）完善制度。修订办法。（市司法局负责）\n（二）开展检查。（市应急局负责）\n"
    notice = extract_text(text)
    assert [section.title for section in notice.outline] == ["强化监管，守住底线"]
    assert [(task.id, task.content) for task in notice.tasks] == [("1.1", "完善制度。修订办法。"), ("1.2", "开展检查。")]


SECTIONS = "（一）道路\n1.修路。\n2.架桥。\n{first}（二）绿化\n1.种树。\n2.铺草。\n（牵头单位：市林业局；完成时限：9月底）\n"


def test_fields_below_the_last_item_of_every_section_speak_for_all_its_items() -> None:
    notice = extract_text(HEAD + SECTIONS.format(first="牵头单位：市交通运输局\n"))
    assert [(task.id, task.content, show_units(task)) for task in notice.tasks] == [
        ("1.1", "道路", "市交通运输局 /  / "),
        ("1.1.1", "修路。", " /  / "),
        ("1.1.2", "架桥。", " /  / "),
        ("1.2", "绿化", "市林业局 /  / "),
        ("1.2.1", "种树。", " /  / "),
        ("1.2.2", "铺草。", " /  / "),
    ]
    assert not [told for told in notice.diagnostics if told.code == "missing-unit"]


@pytest.mark.parametrize("first", ["", "3.清障。（市水务局负责）\n", "责任人：李某某\n"])
def test_fields_below_the_last_item_of_some_sections_are_its_own(first: str) -> None:
    tasks = {task.id: show_units(task) for task in read_tasks(SECTIONS.format(first=first))}
    assert tasks["1.2.2"] == "市林业局 /  / "


@pytest.mark.parametrize(
    ("beside", "owner"), [("\n牵头部门：市水利局", "深化改革。"), ("（市水利局负责）", "深化改革。"), ("", "公开结果。")]
)
def test_fields_below_the_last_item_of_the_only_section_are_its_own_where_items_beside_it_have_theirs(beside: str, owner: str) -> None:
    items = f"（一）治水行动\n1.清理河道。{beside}\n2.深化改革。\n（1）修订办法。\n（2）公开结果。\n牵头部门：市司法局\n"
    named = [task.content for task in read_tasks(items) if any(unit.name == "市司法局" for unit in task.lead_units)]
    assert named == [owner]


@pytest.mark.parametrize("note", ["（以上任务涉及多个部门的，列第一位的为牵头单位。）", "上述任务排第一位的为牵头单位。"])
def test_a_note_below_the_last_item_on_who_leads_of_those_above(note: str) -> None:
    items = "1.修路。\n责任单位：市交通运输局、市财政局\n2.种树。（责任单位：市林业局、市住建局）\n3.铺草。（责任单位：市林业局）\n"
    assert [(task.content, show_units(task)) for task in read_tasks(f"{items}{note}\n")] == [
        ("修路。", "市交通运输局 / 市财政局 / "),
        ("种树。", "市林业局 / 市住建局 / "),
        ("铺草。", " / 市林业局 / " if "多个" in note else "市林业局 /  / "),
    ]


def test_units_of_a_section_leave_none_of_its_items_without_one() -> None:
    items = "（一）道路\n牵头单位：市交通运输局\n1.修路。\n（二）绿化\n1.种树。（市林业局负责）\n2.铺草。（市住建局负责）\n3.清障。\n"
    told = [told.where for told in extract_text(HEAD + items).diagnostics if told.code == "missing-unit"]
    assert told == ["1.2.3"]


@pytest.mark.parametrize(
    "items",
    [
        "建立台账。（市发改委负责）\n完善监测。（市统计局负责）\n",
        "建立台账。\n（责任单位：市发改委）\n完善监测。\n（责任单位：市统计局）\n",
        "台账建设\n责任单位：市发改委\n监测完善\n责任单位：市统计局\n",
    ],
)
@pytest.mark.parametrize("heading", ["工作措施", "年度目标"])
def test_paragraphs_below_a_heading_of_tasks_are_items_the_first_one_too(heading: str, items: str) -> None:
    notice = extract_text(f"青溪市2024年工作要点\n一、{heading}\n{items}")
    assert [task.path[0] for task in notice.tasks] == [f"一、{heading}"] * 2
    assert [task.id for task in notice.tasks] == ["1.~1", "1.~2"]
    assert [show_units(task) for task in notice.tasks] == [" / 市发改委 / ", " / 市统计局 / "]


def test_words_to_all_stay_with_the_heading_of_such_paragraphs() -> None:
    notice = extract_text(HEAD + "各县区要高度重视。\n建设平台。（市工信局负责）\n推进上云。（市数据局负责）\n")
    assert notice.outline[0].text == "各县区要高度重视。"
    assert [task.content for task in notice.tasks] == ["建设平台。", "推进上云。"]


@pytest.mark.parametrize(
    "items",
    [
        "一、工作措施\n责任单位：市林业局\n种树。\n种草。（市住建局负责）\n",
        "一、工作措施。种树。（市林业局负责）\n种草。（市住建局负责）\n",
        "一、种树\n开展植树。（市林业局负责）\n种草。（市住建局负责）\n",
    ],
)
def test_a_heading_with_text_or_units_of_its_own_is_an_item(items: str) -> None:
    assert [task.id for task in extract_text(f"青溪市2024年工作要点\n{items}").tasks] == ["1", "1.~1"]


def test_departments_that_guide_by_their_duties() -> None:
    (task,) = read_tasks("1.保护水源。（市水务局、市林业局按职责分工指导，各县区政府负责落实，长期坚持）\n")
    assert [unit.name for unit in task.supervising_units] == ["市水务局", "市林业局"]
    assert show_units(task) == " / 各县区政府 / "


@pytest.mark.parametrize(
    ("names", "units"),
    [
        ("各县区党委和政府、各功能区管委会", "各县区党委、各县区政府、各功能区管委会"),
        ("各镇（街道）、各园区，县直各部门", "各镇（街道）、各园区、县直各部门"),
    ],
)
def test_collectives_beside_one_another(names: str, units: str) -> None:
    (task,) = read_tasks(f"1.排查隐患。\n责任单位：{names}\n")
    assert show_units(task) == f" / {units} / "


@pytest.mark.parametrize(
    ("bracket", "units"),
    [
        ("（市工信局牵头，财政、商务等相关部门负责配合）", "市工信局 /  / 财政部门、商务部门、相关部门"),
        ("（市工信局牵头，市财政局、市商务局等有关部门配合）", "市工信局 /  / 市财政局、市商务局、有关部门"),
        ("（市工信局牵头，市总工会、市工商联等参与配合）", "市工信局 /  / 市总工会、市工商联"),
        ("（市工信局牵头，各部门、各县区推进）", "市工信局 / 各部门、各县区 / "),
    ],
)
def test_who_helps_a_leader(bracket: str, units: str) -> None:
    (task,) = read_tasks(f"1.规范用工。{bracket}\n")
    assert show_units(task) == units


@pytest.mark.parametrize("blanks", ["  ", "\u3000", " \u00a0"])
def test_blanks_at_the_end_of_a_line_behind_a_bracket_of_names(blanks: str) -> None:
    items = "1.种植行道树（市林业局、市住建局）\n2.硬化道路。（市交通运输局，各县区）\n3.清障（市水务局、各镇，6月底前）。\n"
    assert [(task.content, show_units(task)) for task in read_tasks(items.replace("\n", f"{blanks}\n"))] == [
        ("种植行道树", " / 市林业局、市住建局 / "),
        ("硬化道路。", " / 市交通运输局、各县区 / "),
        ("清障。", " / 市水务局、各镇 / "),
    ]


@pytest.mark.parametrize("blanks", ["", "  "])
def test_brackets_of_departments_of_one_paragraph_and_blanks_behind_it(blanks: str) -> None:
    (task,) = read_tasks(f"1.新增岗位3万个（市人社局）；改造小区60个（市住建局）。{blanks}\n")
    assert [unit.name for measure in task.measures for unit in measure.responsible_units] == ["市人社局", "市住建局"]


def test_a_title_of_no_known_end_before_the_first_number_of_a_text_without_breaks() -> None:
    items = [
        f"({number}){what}。（牵头单位：市发改委；配合单位：市财政局）"
        for number, what in zip("一二三四", ("修路", "架桥", "种树", "清障"), strict=True)
    ]
    lines = [
        "青政办〔2024〕6号",
        "各县人民政府：",
        "请对照任务抓好落实，按月报送进展情况，市政府督查室将适时开展督查并予以通报，结果纳入年度考核。",
        "青溪市2024年要求做好的工作事项",
        "一、构建体系，促进发展",
        *items,
    ]
    (root,) = extract_text(" ".join(lines)).outline
    assert (root.title, [child.number for child in root.children]) == ("构建体系，促进发展", [1, 2, 3, 4])


@pytest.mark.parametrize("bracket", ["（责任单位：市数据局）", "〔责任单位：市数据局〕", "【责任单位：市数据局】"])
def test_a_short_paragraph_with_a_bracket_before_the_next_heading_is_an_item(bracket: str) -> None:
    tasks = read_tasks(f"（一）强化监管\n完善制度。（市司法局负责）\n打通数据。{bracket}\n（二）优化服务\n精简材料。（市司法局负责）\n")
    assert [(task.id, show_units(task)) for task in tasks][:2] == [("1.1", " / 市司法局 / "), ("1.1.~1", " / 市数据局 / ")]


def test_fields_of_a_list_of_policies_that_the_ledger_leaves_out() -> None:
    fields = "政策内容：缓缴租金。\n适用对象：餐饮企业。\n牵头部门：市税务局\n申报渠道：电子税务局\n咨询电话：0712-1234567\n"
    fields += "完成时限：6月底\n执行期限：2024年1月1日至12月31日\n"
    tasks = read_tasks(f"1.减免租金。\n{fields}2.发放补助。\n责任单位：市人社局\n")
    assert [(task.content, show_units(task), task.deadline and task.deadline.text) for task in tasks] == [
        ("减免租金。缓缴租金。", "市税务局 /  / ", "6月底"),
        ("发放补助。", " / 市人社局 / ", None),
    ]


def test_a_leader_behind_a_comma_before_the_units() -> None:
    (task,) = read_tasks("1.工业增长8%，牵头领导：分管副市长；责任单位：市工信局\n")
    assert (task.content, show_units(task)) == ("工业增长8%", " / 市工信局 / ")


def test_hospitals_with_a_time_in_a_bracket() -> None:
    items = "1.加强管理。（县人民医院、县中医院，长期坚持）\n2.完善制度。（县人民医院、县中医院）\n3.修订办法。（县卫健局）"
    tasks = extract_text(f"青溪县方案\n一、重点任务\n{items}").tasks
    assert [[unit.name for unit in task.responsible_units] for task in tasks] == [["县人民医院", "县中医院"], [], ["县卫健局"]]
    assert tasks[0].deadline is not None and tasks[0].deadline.ongoing


@pytest.mark.parametrize(
    ("note", "role"),
    [
        ("各项任务均需各村配合，不再单列", "cooperating_units"),
        ("以下均需各村参与，不再列出", "cooperating_units"),
        ("各村均为配合单位，不再单列", "cooperating_units"),
        ("以下各项工作均需各村落实，不再列出", "responsible_units"),
        ("各村均为责任单位，不再单列", "responsible_units"),
    ],
)
def test_the_role_that_a_note_on_all_items_gives(note: str, role: str) -> None:
    items = "一、产业发展\n1.新建农田。\n责任站所：镇农业中心、镇财政所\n2.引进项目。\n责任站所：镇经发办"
    tasks = extract_text(f"青溪镇任务清单\n现将任务分解如下（{note}）：\n{items}\n　　注：排在第一位的为牵头站所。\n").tasks
    assert [[unit.name for unit in task.lead_units] for task in tasks] == [["镇农业中心"], ["镇经发办"]]
    assert [unit.name for unit in tasks[0].responsible_units][:1] == ["镇财政所"]
    assert all([unit.name for unit in getattr(task, role)][-1:] == ["各村"] for task in tasks)
    assert tasks[1].content == "引进项目。"


def test_numbers_inside_the_paragraph_below_a_title() -> None:
    first = "【任务一】补齐设施\n（1）更换井盖120个；（2）增设路灯85盏；（3）改造管线。\n责任单位：城建科\n"
    second = "【任务二】引入物业\n（1）选定企业；\n（2）签订合同。\n"
    tasks = extract_text(f"青溪街道方案\n二、攻坚任务\n{first}{second}").tasks
    assert [(task.id, [unit.name for unit in task.responsible_units]) for task in tasks] == [
        ("2.1", ["城建科"]),
        ("2.2.1", []),
        ("2.2.2", []),
    ]
    assert tasks[0].content == "补齐设施（1）更换井盖120个；（2）增设路灯85盏；（3）改造管线。"


def test_numbers_that_go_on_with_the_line_below_are_items() -> None:
    items = "（一）补齐设施\n（1）更换井盖120个。（2）增设路灯85盏。\n（3）改造管线。\n"
    assert "2.1.3" in [task.id for task in extract_text(f"青溪街道方案\n二、攻坚任务\n{items}").tasks]


def test_a_field_above_the_first_heading_holds_no_section() -> None:
    notice = extract_text(
        "青溪县工作方案\n为做好工作，制定本方案。\n责任单位：各镇人民政府\n一、重点任务\n（一）排查。（县民政局负责）\n二、工作要求\n加强领导。\n"
    )
    assert [section.id for section in notice.outline] == ["~1", "1", "2"]
    assert [(task.id, [unit.name for unit in task.responsible_units]) for task in notice.tasks] == [
        ("~1", ["各镇人民政府"]),
        ("1.1", ["县民政局"]),
    ]


@pytest.mark.parametrize(
    ("sentence", "units"),
    [
        ("开展排查，由县城管局负责。", " / 县城管局 / "),
        ("退回费用，由县医保局负责，县财政局配合，6月底前完成。", " / 县医保局 / 县财政局"),
        ("落实巡查。下一步，由县城管局负责，县公安局配合。", " / 县城管局 / 县公安局"),
        ("由县水务局牵头开展河道清理，县住建局、县城管局等部门密切配合。", "县水务局 /  / 县住建局、县城管局"),
        ("由县住建局牵头制定方案，各部门要积极配合。", "县住建局 /  / "),
        ("建立机制，由专人负责。", " /  / "),
        ("对本地问题，由县水务局负责；对其他问题，由县住建局负责。", " / 县水务局、县住建局 / "),
        ("整改缓慢，由于县水务局负责，县财政局配合。", " /  / "),
        ("加强巡查，由县水务局负责日常巡查，县城管局负责清扫。", " /  / "),
    ],
)
def test_the_last_clause_of_a_measure_says_who(sentence: str, units: str) -> None:
    (task,) = extract_text(f"青溪县整改方案\n（一）违建未拆除。\n整改措施：\n1.{sentence}\n2.开展检查。\n完成时限：6月底前\n").tasks
    measure = task.measures[0]
    groups = (measure.lead_units, measure.responsible_units, measure.cooperating_units)
    assert (measure.text, " / ".join("、".join(u.name for u in group) for group in groups)) == (sentence, units)


@pytest.mark.parametrize(
    ("bracket", "units"),
    [
        ("（李某某，县发改局）", " / 县发改局 / "),
        ("（李明，县发改局牵头）", "县发改局 /  / "),
        ("（副县长李明，县发改局、县财政局）", " / 县发改局、县财政局 / "),
        ("（县农业农村局　县财政局 县水务局）", " / 县农业农村局、县财政局、县水务局 / "),
    ],
)
def test_people_and_blanks_in_a_bracket(bracket: str, units: str) -> None:
    tasks = read_tasks(f"1.加快建设，完成规划。{bracket}\n2.绿化。（县林业局负责）\n")
    assert [show_units(task) for task in tasks] == [units, " / 县林业局 / "]


@pytest.mark.parametrize(
    ("said", "units"), [("30个", ""), ("12件；县住建局：8件", ""), ("清理河道30处", "县水务局"), ("3月底前清理河道", "县水务局")]
)
def test_how_many_a_unit_has_is_nothing_to_do(said: str, units: str) -> None:
    tasks = read_tasks(f"1.县水务局：{said}。\n2.绿化。\n")
    assert "、".join(unit.name for unit in tasks[0].responsible_units) == units


def test_items_of_a_list_on_one_line() -> None:
    orders = "（一）加强领导。（二）严格值守。24小时值班。\n（三）严肃问责。\n"
    notice = extract_text(f"青溪县方案\n一、重点任务\n1.加强排查。2.落实整改；3.强化督查。\n二、工作要求\n{orders}")
    assert [[child.title for child in top.children] for top in notice.outline] == [
        ["加强排查。", "落实整改；", "强化督查。"],
        ["加强领导。", "严格值守", "严肃问责。"],
    ]


def test_numbers_on_one_line_that_the_line_below_counts_are_text() -> None:
    tasks = read_tasks("1.完善方案。各单位要报送；2.建立台账。\n2.加强宣传。\n")
    assert [task.content for task in tasks] == ["完善方案。各单位要报送；2.建立台账。", "加强宣传。"]


@pytest.mark.parametrize("who", ["（责任单位：县应急局）", "责任单位：县应急局", "\n责任单位：县应急局", "\n（县应急局负责）"])
def test_who_does_a_list_on_one_line_does_all_of_it(who: str) -> None:
    tasks = extract_text(f"青溪县方案\n一、重点任务\n1.加强排查，建立台账。2.落实整改。3.强化督查。{who}\n").tasks
    assert [(task.id, task.content, show_units(task)) for task in tasks] == [
        ("1.1", "加强排查，建立台账。2.落实整改。3.强化督查。", " / 县应急局 / ")
    ]


@pytest.mark.parametrize("sign", ["：", "。"])
@pytest.mark.parametrize("more", ["", "，各单位要高度重视，" * 25])
def test_a_list_on_the_line_of_its_heading(sign: str, more: str) -> None:
    tasks = f"一、重点内容{sign}1.落实负责制{more}；2.规范承包经营；3.加强监管。\n"
    phases = f"二、工作步骤{sign}（一）自查阶段（4月30日前）。开展自查{more}。（二）检查阶段（5月1日至10月31日）。联合检查。\n"
    notice = extract_text(f"青溪县2024年专项行动方案\n{tasks}{phases}三、工作要求{sign}（一）加强领导。（二）压实责任。\n")
    assert [(task.id, task.kind) for task in notice.tasks] == [
        ("1.1", "task"),
        ("1.2", "task"),
        ("1.3", "task"),
        ("2.1", "stage"),
        ("2.2", "stage"),
    ]
    assert [str(task.deadline.end) for task in notice.tasks[3:] if task.deadline] == ["2024-04-30", "2024-10-31"]
    assert [len(section.children) for section in notice.outline] == [3, 2, 2]


def test_a_heading_with_a_colon_says_what_its_section_is_for() -> None:
    for heading in ("一、重点任务：", "一、重点任务。", "一、重点任务：围绕重点领域开展治理。", "一、检查重点：\n各单位要全面排查。"):
        tasks = extract_text(f"青溪县方案\n{heading}\n1.清理河道。\n2.疏通管网。\n").tasks
        assert [(task.id, task.content) for task in tasks] == [("1.1", "清理河道。"), ("1.2", "疏通管网。")]
    stages = extract_text("青溪县2024年方案\n一、工作步骤：分两步推进。\n（一）动员部署（4月）。\n（二）总结提升（5月）。\n").tasks
    assert [stage.kind for stage in stages] == ["stage", "stage"]


@pytest.mark.parametrize("text", ["一是加强领导。二是压实责任。", "加强领导，压实责任。", "\n一是加强领导。二是压实责任。"])
def test_the_measures_of_a_plan_that_secure_it_are_a_section(text: str) -> None:
    notice = extract_text(f"青溪县方案\n一、重点任务\n1.清理河道。\n二、保障措施：{text}\n")
    assert [task.id for task in notice.tasks] == ["1.1"] and notice.outline[1].title.startswith("保障措施：")


@pytest.mark.parametrize("word", ["备注：", "注：", "说明：\n"])
def test_numbered_notes_behind_the_last_item_are_none(word: str) -> None:
    items = "1.清理河道。\n责任单位：县水务局\n2.疏通管网。\n责任单位：县住建局\n"
    notice = extract_text(f"青溪县方案\n一、重点任务\n{items}{word}1.各单位每月25日前报送进展。\n2.联系电话另行通知。\n")
    assert [(task.id, task.content) for task in notice.tasks] == [("1.1", "清理河道。"), ("1.2", "疏通管网。")]
    assert [len(section.children) for section in notice.outline] == [2]


def test_what_stands_below_the_last_item_of_one_section_where_the_others_say_who() -> None:
    own = "1.压实责任。\n责任单位：县河长办\n2.专项整治。\n（1）清四乱。（县水务局牵头）\n（2）治排口。（县环保局牵头）\n"
    shared = "3.夯实基础。\n（1）编制方案。\n（2）评价河湖。\n责任单位：县水利局\n完成时限：11月底前\n"
    tasks = {task.id: show_units(task) for task in extract_text(f"青溪县2023年要点\n一、主要工作\n{own}{shared}").tasks}
    assert tasks["1.3"] == " / 县水利局 / " and tasks["1.3.1"] == tasks["1.3.2"] == " /  / "


def test_findings_of_which_one_has_a_list_and_only_measures_are_said() -> None:
    first = "（一）停车位。仅完成31%。\n整改要求：县城管局9月底前完成。\n"
    second = "（二）公园。\n1.选址未定；\n2.手续未办。\n整改要求：县住建局8月底前办理。\n"
    tasks = extract_text(f"青溪县2023年督查通知\n一、问题清单\n{first}{second}").tasks
    assert [(task.id, [m.text for m in task.measures]) for task in tasks] == [
        ("1.1", ["县城管局9月底前完成。"]),
        ("1.2", ["县住建局8月底前办理。"]),
    ]


def test_an_annex_that_is_a_schedule_counts_phases() -> None:
    phases = "一、制定方案（2024年2月20日前）\n二、集中整改（2024年3月至5月）\n三、总结验收（2024年6月）\n"
    notice = extract_text(f"青溪县方案\n一、重点任务\n1.清理河道。\n附件2\n整改工作时间安排\n{phases}")
    assert [(task.id, task.kind) for task in notice.tasks[1:]] == [("a1:1", "stage"), ("a1:2", "stage"), ("a1:3", "stage")]


def test_a_list_of_names_holds_no_item() -> None:
    names = (
        "组　长：张某某　县委书记\n副组长：李某某　县长\n成　员：王某某　县水务局局长\n　　　　赵某某　县住建局局长\n办公室设在县水务局。\n"
    )
    notice = extract_text(f"青溪县方案\n一、重点任务\n1.清理河道。（县水务局牵头）\n附件\n工作专班组成人员名单\n{names}")
    assert [section.children for section in notice.outline[1:]] == [()] and [task.id for task in notice.tasks] == ["1.1"]


def test_a_run_of_what_must_be_done_is_counted() -> None:
    (task,) = extract_text("青溪县方案\n一、重点任务\n1.严格管控。一要设置卡口。二要开展巡护。三要加强值守。\n").tasks
    assert [measure.text for measure in task.measures] == ["设置卡口。", "开展巡护。", "加强值守。"]


def test_matters_of_a_meeting_are_counted_by_their_word() -> None:
    matters = "议题一：研究养老\n1.修改方案。\n责任单位：县民政局\n议题二：其他\n1.加强值守。\n责任单位：县应急局\n"
    assert [task.id for task in extract_text(f"青溪县议定事项分解表\n{matters}").tasks] == ["1.1", "2.1"]


@pytest.mark.parametrize("who", ["责任单位：县应急局", "（县应急局负责）"])
def test_who_does_a_list_on_one_line_behind_a_further_paragraph(who: str) -> None:
    tasks = extract_text(f"青溪县方案\n一、重点任务\n1.加强排查。2.落实整改。3.强化督查。\n各项工作按月推进。\n{who}\n").tasks
    assert [(task.id, show_units(task)) for task in tasks] == [("1.1", " / 县应急局 / ")]


@pytest.mark.parametrize("blanks", ["", "　　", "\n　　"])
def test_a_list_on_one_line_below_its_label(blanks: str) -> None:
    goals = f"整改目标：\n{blanks}1.全部拆除违法建筑，恢复原貌。2.建立长效机制。\n"
    (task,) = extract_text(f"青溪县整改方案\n（一）违建。\n{goals}整改措施：拆除。\n责任单位：县城管局\n").tasks
    assert (task.id, task.objective) == ("1", "1.全部拆除违法建筑，恢复原貌。2.建立长效机制。")


def test_who_does_each_item_of_a_list_on_one_line() -> None:
    tasks = read_tasks("1.加强排查（县应急局负责）。2.落实整改（县住建局负责）。\n")
    assert [show_units(task) for task in tasks] == [" / 县应急局 / ", " / 县住建局 / "]


FINDINGS = """青溪县整改方案
（一）违建突出。
1.城东村有违建3处；
2.石桥村有违建1处。
整改目标：全部拆除。
整改措施：
1.开展排查。
2.限期拆除。
责任单位：县城管局
整改时限：2024年6月底前
（二）河道垃圾。
{}整改目标：清理到位。
整改措施：集中清理。
责任单位：县水务局
整改时限：2024年9月底前
"""


@pytest.mark.parametrize("below", ["1.白石河有垃圾。\n2.金竹河有垃圾。\n", ""])
def test_fields_below_the_cases_of_a_finding_are_those_of_the_finding(below: str) -> None:
    tasks = extract_text(FINDINGS.format(below)).tasks
    assert [(task.id, task.objective, [m.id for m in task.measures], show_units(task)) for task in tasks] == [
        ("1", "全部拆除。", ["1-1", "1-2"], " / 县城管局 / "),
        ("2", "清理到位。", ["2-~1"], " / 县水务局 / "),
    ]
    assert [str(task.deadline and task.deadline.end) for task in tasks] == ["2024-06-30", "2024-09-30"]


def test_fields_of_the_last_item_are_its_own_where_another_has_some() -> None:
    text = "青溪县整改方案\n（一）违建。\n1.城东村。\n整改措施：拆除。\n责任单位：甲镇\n2.石桥村。\n整改措施：清理。\n责任单位：石桥镇\n"
    tasks = extract_text(text + text.partition("\n")[2].replace("（一）", "（二）")).tasks
    assert [task.id for task in tasks] == ["1.1", "1.2", "2.1", "2.2"]


@pytest.mark.parametrize(
    ("bracket", "units"),
    [
        ("（教育股，3月25日前）", "教育股"),
        ("（政教处、学生处）", "政教处、学生处"),
        ("（县妇联、团县委）", "县妇联、团县委"),
        ("（综合执法大队，6月底前）", "综合执法大队"),
        ("（国有控股、参股）", ""),
        ("（文化馆，5月1日）", ""),
    ],
)
def test_names_of_sections_in_a_bracket_without_a_stop(bracket: str, units: str) -> None:
    (task,) = read_tasks(f"1.组织开展宣传教育活动{bracket}。\n")
    assert "、".join(unit.name for unit in task.responsible_units) == units


@pytest.mark.parametrize(
    "second",
    [
        "第二部分　2023年重点任务",
        "第二部分 2023 年重点任务",
        "第二部分2023年重点任务",
        "第二部分：2023年重点任务",
        "第二部分\n2023年重点任务",
    ],
)
def test_a_part_whose_title_begins_with_a_year(second: str) -> None:
    text = f"青溪县工作方案\n\n第一部分\n总体要求\n落实上级部署。\n{second}\n（一）加强巡查。\n责任单位：县公安局\n"
    text += "第三部分 保障措施\n加强领导。\n"
    notice = extract_text(text)
    assert [section.title.replace(" ", "") for section in notice.outline] == ["总体要求", "2023年重点任务", "保障措施"]
    assert [task.id for task in notice.tasks] == ["2.1"]


def test_a_part_alone_on_a_line_of_a_wrapped_page() -> None:
    lines = [
        "（一）加强巡查。各镇要按照职责分工抓好落实，建立健全长效机制，对发现的问题",
        "及时整改，逐项销号，确保工作取得实效，并于每月底前报送工作进展情况和下一步打",
        "算。（责任单位：县公安局）",
    ]
    body = "\n".join(lines)
    text = f"青溪县工作方案\n\n第一部分\n重点任务\n{body}\n第二部分\n专项整治\n{body}\n"
    assert [(s.marker, s.title) for s in extract_text(text).outline] == [("第一部分", "重点任务"), ("第二部分", "专项整治")]
