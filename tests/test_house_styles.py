"""How offices print the same fields in their own ways: the ledger is that of the plain style."""

from __future__ import annotations

from datetime import date

import pytest

from rectiparse import Notice, extract, extract_text
from rectiparse.model import Measure, Task


def show(notice: Notice) -> list[str]:
    """A line a task and measure: id, text, lead / responsible / cooperating units, deadline."""
    lines = []
    for task in notice.tasks:
        lines.append(_show(task, task.finding or task.content or ""))
        lines.extend(_show(measure, measure.text) for measure in task.measures)
    return lines


def _show(node: Task | Measure, text: str) -> str:
    units = " / ".join("、".join(u.name for u in group) for group in (node.lead_units, node.responsible_units, node.cooperating_units))
    return f"{node.id} {text} | {units} | {node.deadline.text if node.deadline else ''}"


HEAD = "青溪市河湖问题整改方案\n\n为抓好整改，制定本方案。\n\n一、整改任务\n"

STYLES = {
    "numbered labels": (
        "（一）排污口未封堵。\n1.整改目标：全部封堵。\n2.整改措施：（1）开展排查。（2）逐个封堵。\n3.责任单位：市水务局、各镇人民政府\n4.整改时限：2023年5月底前\n"
        "（二）堤防有缺口。\n1.整改目标：恢复标准。\n2.整改措施：修复堤防。\n3.责任单位：市水利局\n4.整改时限：2023年9月底前\n",
        [
            "1.1 排污口未封堵。 |  / 市水务局、各镇人民政府 /  | 2023年5月底前",
            "1.1-1 开展排查。 |  /  /  | ",
            "1.1-2 逐个封堵。 |  /  /  | ",
            "1.2 堤防有缺口。 |  / 市水利局 /  | 2023年9月底前",
            "1.2-~1 修复堤防。 |  /  /  | ",
        ],
    ),
    "numbered words before a stop": (
        "（一）台账不全。\n1.整改目标。台账齐全。\n2.整改措施。逐项补录。\n3.责任单位。市水务局、市财政局。\n4.整改时限。立行立改。\n",
        ["1.1 台账不全。 |  / 市水务局、市财政局 /  | 立行立改", "1.1-~1 逐项补录。 |  /  /  | "],
    ),
    "bullets and boxes": (
        "【任务01】清理河道垃圾\n◆牵头单位：市水务局\n◆完成时限：2023年5月底前\n【任务02】整治沿河餐饮\n【责任单位】市市场监管局、城管局\n【完成时限】2023年9月底前\n",
        ["1.1 清理河道垃圾 | 市水务局 /  /  | 2023年5月底前", "1.2 整治沿河餐饮 |  / 市市场监管局、市城管局 /  | 2023年9月底前"],
    ),
    "numbers of one character": (
        "㈠清理垃圾。\n责任单位：市水务局\n㈡拆除围网。\n责任单位：市农业农村局\n",
        ["1.1 清理垃圾。 |  / 市水务局 /  | ", "1.2 拆除围网。 |  / 市农业农村局 /  | "],
    ),
    "a stop behind the bracket": (
        "（一）、清理垃圾。\n责任单位：市水务局\n（二）、拆除围网。\n责任单位：市农业农村局\n",
        ["1.1 清理垃圾。 |  / 市水务局 /  | ", "1.2 拆除围网。 |  / 市农业农村局 /  | "],
    ),
    "further paragraphs with brackets": (
        "1.畅通水系。打通断头浜。（责任单位：市水务局）\n疏浚河道，建立台账。（市林业局、市农业农村局，9月底前完成）\n2.绿化河岸。（市林业局推进，市财政局支持）\n",
        [
            "1.1 畅通水系。打通断头浜。 |  / 市水务局 /  | ",
            "1.1.~1 疏浚河道，建立台账。 |  / 市林业局、市农业农村局 /  | 9月底前完成",
            "1.2 绿化河岸。 |  / 市林业局 / 市财政局 | ",
        ],
    ),
    "names alone in a bracket": (
        "1.畅通水系。打通断头浜。（市水务局、各镇（街道）党委、政府）\n2.绿化河岸。（市林业局，2023年底前完成）\n3.建好驿站。在渡口（客运站）设点。\n",
        [
            "1.1 畅通水系。打通断头浜。 |  / 市水务局、各镇（街道）党委、各镇（街道）政府 /  | ",
            "1.2 绿化河岸。 |  / 市林业局 /  | 2023年底前完成",
            "1.3 建好驿站。在渡口（客运站）设点。 |  /  /  | ",
        ],
    ),
    "roles in notes": (
        "1.畅通水系。\n责任单位：市水务局〔牵头〕、财政局（配合）、各镇人民政府（按职责分工）\n",
        ["1.1 畅通水系。 | 市水务局 / 各镇人民政府 / 市财政局 | "],
    ),
    "what each unit does, in notes": (
        "1.清运渣土。\n责任单位：石桥镇人民政府（负责清运）；市住建局（负责追责）\n",
        ["1.1 清运渣土。 |  / 石桥镇人民政府、市住建局 /  | "],
    ),
    "helpers behind a list": (
        "1.畅通水系。\n责任单位：市水务局、林业局，各镇人民政府配合\n",
        ["1.1 畅通水系。 |  / 市水务局、市林业局 / 各镇人民政府 | "],
    ),
    "persons behind units": (
        "1.畅通水系。\n责任单位及责任人：市水务局 陈某某\n分管市领导：林某某\n完成时限：5月底\n",
        ["1.1 畅通水系。 |  / 市水务局 /  | 5月底"],
    ),
    "who leads is said in the bracket": (
        "1.畅通水系。（责任单位：市水务局、市林业局，排在首位的为牵头单位，下同）\n2.绿化河岸。（责任单位：市林业局、市财政局）\n",
        ["1.1 畅通水系。 | 市水务局 / 市林业局 /  | ", "1.2 绿化河岸。 | 市林业局 / 市财政局 /  | "],
    ),
    "who leads is said of lists with a verb": (
        "1.畅通水系。（市水务局、林业局等负责。列第一位者为牵头单位，下同）\n2.绿化河岸。（市林业局、财政局负责）\n",
        ["1.1 畅通水系。 | 市水务局 / 市林业局 /  | ", "1.2 绿化河岸。 | 市林业局 / 市财政局 /  | "],
    ),
    "a sign at who leads": (
        "1.畅通水系。\n责任单位：★市水务局、市林业局\n2.绿化河岸。（责任单位：市财政局、市林业局★）\n3.总结。带“★”的为牵头单位。\n",
        [
            "1.1 畅通水系。 | 市水务局 / 市林业局 /  | ",
            "1.2 绿化河岸。 | 市林业局 / 市财政局 /  | ",
            "1.3 总结。带“★”的为牵头单位。 |  /  /  | ",
        ],
    ),
    "a clause for all later tasks": (
        "1.畅通水系。（市水务局牵头，各镇人民政府负责落实。以下各项工作均需各镇人民政府落实，不再列出）\n2.绿化河岸。（市林业局牵头）\n",
        ["1.1 畅通水系。 | 市水务局 / 各镇人民政府 /  | ", "1.2 绿化河岸。 | 市林业局 / 各镇人民政府 /  | "],
    ),
    "numbered pieces with a bracket each": (
        "1.畅通水系。（1）打通断头浜。（市水务局牵头）（2）清淤河道。（市水利局牵头，2023年底前完成）\n",
        ["1.1 畅通水系。 |  /  /  | ", "1.1-1 打通断头浜。 | 市水务局 /  /  | ", "1.1-2 清淤河道。 | 市水利局 /  /  | 2023年底前完成"],
    ),
    "a bracket in the heading": (
        "（一）畅通水系（牵头处室：规划处　责任处室：财务处）\n打通断头浜5条。\n完成时限：11月底前。\n",
        ["1.1 畅通水系打通断头浜5条。 | 规划处 / 财务处 /  | 11月底前"],
    ),
    "numbers behind names": (
        "（一）排水不畅。\n整改措施：（1）排查管网。责任单位：市住建局（2）改造泵站。责任单位：市水务局\n整改时限：2023年底前\n",
        [
            "1.1 排水不畅。 |  /  /  | 2023年底前",
            "1.1-1 排查管网。 |  / 市住建局 /  | ",
            "1.1-2 改造泵站。 |  / 市水务局 /  | ",
        ],
    ),
    "a label in the bracket of a value": (
        "1.畅通水系。\n牵头科室：规划科（责任科室：财务科、各水管所）\n",
        ["1.1 畅通水系。 | 规划科 / 财务科、各水管所 /  | "],
    ),
    "verbs": (
        "1.畅通水系。（市水务局主办，市财政局协办）\n2.绿化河岸。（市林业局牵头，会同市财政局、各镇推进）\n3.拆除违建。（各镇结合实际落实）\n",
        [
            "1.1 畅通水系。 | 市水务局 /  / 市财政局 | ",
            "1.2 绿化河岸。 | 市林业局 /  / 市财政局、各镇 | ",
            "1.3 拆除违建。 |  / 各镇 /  | ",
        ],
    ),
}


@pytest.mark.parametrize("style", STYLES)
def test_a_style_gives_its_ledger(style: str) -> None:
    body, expected = STYLES[style]
    assert show(extract_text(HEAD + body)) == expected


def test_a_single_finding_with_headings_for_fields() -> None:
    notice = extract_text(
        "青溪市第3项整改任务完成情况公示\n\n一、整改任务\n排污口未封堵。\n二、整改责任单位\n青溪市水务局\n三、整改时限\n2023年5月底前\n"
        "四、整改完成情况\n已全部封堵。\n如对上述情况有异议，请在公示期间反映。\n\n青溪市水务局\n2023年6月2日\n"
    )
    assert show(notice) == ["~1 排污口未封堵。 |  / 青溪市水务局 /  | 2023年5月底前"]
    assert notice.tasks[0].progress == "已全部封堵。"


def test_a_report_asked_for_behind_the_last_item_is_no_measure() -> None:
    notice = extract_text(
        f"{HEAD}1.标识缺失。\n整改要求：立即补齐。\n以上问题整改情况请于2024年8月5日前报市河长办。\n\n青溪市河长办\n2024年7月3日\n"
    )
    assert [line.split(" |")[0] for line in show(notice)] == ["1.1 标识缺失。", "1.1-~1 立即补齐。"]
    assert [str(clause.end) for clause in notice.deadlines] == ["2024-08-05"]


def test_headings_that_are_words_of_labels_stay_headings() -> None:
    notice = extract_text(
        "青溪市方案\n\n一、工作目标\n水清岸绿。\n二、主要任务\n疏浚河道。\n三、时间安排\n全年推进。\n四、责任分工\n各单位要抓好落实。\n"
    )
    assert [section.title for section in notice.outline] == ["工作目标", "主要任务", "时间安排", "责任分工"]


def test_labels_above_their_values() -> None:
    notice = extract_text(
        "青溪市民生实事分解\n\n具体任务\n改造管网20公里；年内通水。\n责任单位\n市水务局、各镇\n完成时限\n2023年11月底前\n"
        "具体任务\n新建公园2个。\n责任单位\n市林业局\n完成时限\n2023年8月底前\n"
    )
    assert show(notice) == [
        "~1 改造管网20公里；年内通水。 |  / 市水务局、各镇 /  | 2023年11月底前",
        "~2 新建公园2个。 |  / 市林业局 /  | 2023年8月底前",
    ]


COPIED = """青溪市督察反馈问题整改清单

序号
反馈问题
整改措施
牵头单位
责任单位
整改时限
整改进展
1
排污口未封堵，群众反映强烈。
1.开展排查；
2.逐个封堵。
市水务局
各镇人民政府
市城管局
2023年5月底前
已全部封堵。
2
堤防有缺口
修复堤防。
市水利局
/
长期坚持
正在修复，已完成一半。
"""


def test_a_table_copied_a_line_a_cell() -> None:
    notice = extract_text(COPIED)
    assert show(notice) == [
        "1 排污口未封堵，群众反映强烈。 | 市水务局 / 各镇人民政府、市城管局 /  | 2023年5月底前",
        "1-1 开展排查； |  /  /  | ",
        "1-2 逐个封堵。 |  /  /  | ",
        "2 堤防有缺口 | 市水利局 /  /  | 长期坚持",
        "2-~1 修复堤防。 |  /  /  | ",
    ]
    assert [task.progress for task in notice.tasks] == ["已全部封堵。", "正在修复，已完成一半。"]


ROWS = (("序号", "工作任务", "责任单位", "完成时限"), ("1", "疏浚河道。", "市水利局", "6月底"), ("2", "改造管网。", "市水务局", "9月底"))
RULE = "├──┼────┼────┼────┤"


@pytest.mark.parametrize(
    "drawn",
    [
        "\n|---|---|---|---|\n".join(
            ("| 序号 | 工作任务 | 责任单位 | 完成时限 |", "\n".join(f"| {' | '.join(row)} |" for row in ROWS[1:]))
        ),
        "\n".join(" | ".join(row) for row in ROWS),
        "\n".join(("┌──┬────┬────┬────┐", f"\n{RULE}\n".join(f"│{'│'.join(row)}│" for row in ROWS), "└──┴────┴────┴────┘")),
    ],
    ids=["markdown", "pipes", "box"],
)
def test_a_drawn_table(drawn: str) -> None:
    notice = extract_text(f"青溪市2023年重点工作分解表\n\n{drawn}")
    assert show(notice) == ["1 疏浚河道。 |  / 市水利局 /  | 6月底", "2 改造管网。 |  / 市水务局 /  | 9月底"]
    assert "".join(notice.source.text[a:b] for a, b in (leaf.span for leaf in notice.leaves)) == notice.source.text


def test_a_form_of_two_drawn_columns() -> None:
    notice = extract_text(
        "青溪市整改情况表\n| 整改任务 | 第3项整改任务：排污口未封堵。 |\n| 责任单位 | 市水务局 |\n| 整改时限 | 2023年5月底 |\n"
    )
    assert show(notice) == ["~1 第3项整改任务：排污口未封堵。 |  / 市水务局 /  | 2023年5月底"]


def test_a_path_of_a_site_is_no_table() -> None:
    assert extract_text("首页 | 政务公开 | 通知公告\n\n一、任务\n（一）疏浚。\n责任单位：市水利局\n").tasks[0].id == "1.1"


@pytest.mark.parametrize(
    ("printed", "expected"),
    [
        ("市发改委、市统计局、各区县政府", "市发改委 市统计局 各区县政府"),
        ("市发改委、统计局、各县市区人民政府", "市发改委 市统计局 各县市区人民政府"),
        ("青溪园区党工委、管委会", "青溪园区党工委 青溪园区管委会"),
        ("各县（市、区）党委和政府", "各县（市、区）党委 各县（市、区）政府"),
        ("各区委、区政府，经开区党工委", "各区委 各区政府 经开区党工委"),
        ("经开区、航空港区、化工园区、临港产业园管委会", "经开区管委会 航空港区管委会 化工园区管委会 临港产业园管委会"),
        ("生态新城、科学城、空港园区管委会", "生态新城管委会 科学城管委会 空港园区管委会"),
        ("空港新城、东河区政府", "空港新城 东河区政府"),
        ("东港新区、南松区、临海新片区管委会", "东港新区 南松区 临海新片区管委会"),
        ("市委宣传部，云溪区委、区政府", "市委宣传部 云溪区委 云溪区政府"),
        ("各县（市、区）委、政府", "各县（市、区）委 各县（市、区）政府"),
        ("市委、市政府", "市委 市政府"),
        ("云溪、河口等县政府", "云溪县政府 河口县政府"),
        ("云溪县、河口县等县政府", "云溪县政府 河口县政府"),
        ("市财政局等有关部门、单位", "市财政局 有关部门、单位"),
        ("省电力公司、能源局", "省电力公司 省能源局"),
        ("省直有关部门、财政局", "省直有关部门 财政局"),
        ("市住建局/房管局", "市住建局 市房管局"),
        ("清河、白水、石桥镇人民政府", "清河镇人民政府 白水镇人民政府 石桥镇人民政府"),
        ("各市、县〔市、区〕政府", "各市、县〔市、区〕政府"),
        ("市“双随机、一公开”联席会议成员单位、市教育局", "市“双随机、一公开”联席会议成员单位 市教育局"),
        ("武江、阳湖市委、市政府", "武江市委 武江市政府 阳湖市委 阳湖市政府"),
        ("青石镇、白石镇党委、政府", "青石镇党委 青石镇政府 白石镇党委 白石镇政府"),
        (
            "相关市（州）党委和政府、有关县（市、区）党委、政府",
            "相关市（州）党委 相关市（州）政府 有关县（市、区）党委 有关县（市、区）政府",
        ),
        ("各县区，市直有关部门", "各县区 市直有关部门"),
        ("市公安局，各县（市、区）、市属各医院", "市公安局 各县（市、区） 市属各医院"),
        ("各区（市）、各功能区、市直各部门", "各区（市） 各功能区 市直各部门"),
        ("各镇、各街道办事处", "各镇 各街道办事处"),
        ("各市州、省卫生健康委", "各市州 省卫生健康委"),
        ("各乡镇、街道", "各乡镇 各街道"),
        ("区教育局、团区委", "区教育局 团区委"),
        ("县公安、财政、人社等部门", "县公安部门 县财政部门 县人社部门"),
        ("公安、海关等部门", "公安部门 海关部门"),
        ("市教育、人社、卫健等部门", "市教育部门 市人社部门 市卫健部门"),
        ("市教育、公安、财政局", "市教育局 市公安局 市财政局"),
        ("青溪市教育、公安、财政局", "青溪市教育局 青溪市公安局 青溪市财政局"),
        ("省教育、财政厅，市发改委", "省教育厅 省财政厅 市发改委"),
        ("市公安局、海关、税务局", "市公安局 海关 市税务局"),
        ("各县区教育、财政、人社局", "各县区教育局 各县区财政局 各县区人社局"),
        ("市委宣传部、教育、文旅局", "市委宣传部 市教育局 市文旅局"),
        ("公安、教育、市委宣传部", "公安 教育 市委宣传部"),
        ("市交通运输局、中铁十局", "市交通运输局 中铁十局"),
        ("各县（市、区）党委、政府、人大、政协", "各县（市、区）党委 各县（市、区）政府 各县（市、区）人大 各县（市、区）政协"),
        ("市委、市政府、市人大、政协", "市委 市政府 市人大 市政协"),
        ("市发改委、市经信局、江州电业局", "市发改委 市经信局 江州电业局"),
        ("市、县两级政务服务中心", "市、县两级政务服务中心"),
        ("市、县（区）市场监管局", "市市场监管局 县（区）市场监管局"),
        ("市有关部门和单位及各县区政府", "市有关部门和单位 各县区政府"),
        ("各州、市教育局", "各州、市教育局"),
        ("团市委、市政府", "团市委 市政府"),
        ("平等镇人民政府", "平等镇人民政府"),
        ("云溪区、河口县等县区政府", "云溪区政府 河口县政府"),
        ("高校、云溪区委、区政府", "高校 云溪区委 云溪区政府"),
        (
            "武江、阳湖市委、市政府，青石、白石镇党委、政府",
            "武江市委 武江市政府 阳湖市委 阳湖市政府 青石镇党委 青石镇政府 白石镇党委 白石镇政府",
        ),
        ("青河市、白石县党委、政府", "青河市党委 青河市政府 白石县党委 白石县政府"),
        ("青河市、白石县党委和政府", "青河市党委 青河市政府 白石县党委 白石县政府"),
        ("各设区市党委、政府（含青河新区党工委、管委会）", "各设区市党委 各设区市政府（含青河新区党工委、管委会）"),
        ("各乡镇（街道）党委（党工委）、政府（办事处）", "各乡镇（街道）党委（党工委） 各乡镇（街道）政府（办事处）"),
        ("全省各级党委、政府及有关部门", "全省各级党委 全省各级政府 有关部门"),
        ("市、县两级党委和政府", "市、县两级党委 市、县两级政府"),
        ("属地党委、政府", "属地党委 属地政府"),
        ("吴忠市、利通区人民政府（管委会）", "吴忠市人民政府（管委会） 利通区人民政府（管委会）"),
        ("吴忠市、利通区人民政府(管委会)", "吴忠市人民政府(管委会) 利通区人民政府(管委会)"),
        ("市教育局、政府", "市教育局 政府"),
        ("团市委、政府", "团市委 政府"),
        ("有关市、县人民政府", "有关市、县人民政府"),
        ("省水利厅、交通运输厅按职责分工", "省水利厅 省交通运输厅"),
        ("市公安局、民政局，白溪税务局、白溪公积金管理中心", "市公安局 市民政局 白溪税务局 白溪公积金管理中心"),
        ("市公安局、税务局、气象局、住房公积金管理中心", "市公安局 市税务局 市气象局 市住房公积金管理中心"),
        ("无", ""),
    ],
)
def test_names_of_a_list(printed: str, expected: str) -> None:
    task = extract_text(f"{HEAD}1.推进工作。\n责任单位：{printed}\n完成时限：5月\n").tasks[0]
    assert " ".join(unit.name for unit in task.responsible_units) == expected


@pytest.mark.parametrize(
    ("clause", "deadline"),
    [
        ("2023年汛期前完成", "2023年汛期前完成"),
        ("秋季学期开学前", "秋季学期开学前"),
        ("适时推进", "适时推进"),
        ("列入年度计划", "列入年度计划"),
        ("待上级文件出台后制定", "待上级文件出台后制定"),
        ("市财政局做好资金保障", None),
        ("市财政局配合做好相关工作", None),
    ],
)
def test_the_last_clause_of_a_bracket(clause: str, deadline: str | None) -> None:
    (task,) = extract_text(f"{HEAD}1.推进工作。（市水利局牵头，{clause}）\n").tasks
    assert [unit.name for unit in task.lead_units] == ["市水利局"]
    assert [unit.name for unit in task.cooperating_units] == ([] if deadline else ["市财政局"])
    assert (task.deadline and task.deadline.text) == deadline


@pytest.mark.parametrize("stop", ["。（{}）", "（{}）。"])
def test_bare_names_that_share_their_ending_in_a_bracket(stop: str) -> None:
    notice = extract_text(f"{HEAD}1.推进工作{stop.format('市教育、公安、财政局')}\n")
    assert [unit.name for unit in notice.tasks[0].responsible_units] == ["市教育局", "市公安局", "市财政局"]


def test_phases_behind_a_years_end() -> None:
    notice = extract_text(
        "青溪市方案\n\n一、实施步骤\n（一）动员阶段（2022年11月—12月）\n部署。\n（二）总结阶段（1月5日—1月20日）\n总结。\n\n青溪市\n2022年10月9日\n"
    )
    assert [(str(t.deadline.start), str(t.deadline.end)) for t in notice.tasks if t.deadline] == [
        ("2022-11-01", "2022-12-31"),
        ("2023-01-05", "2023-01-20"),
    ]


PLAN = "青溪市实施方案\n\n为推进整治，制定本方案。\n\n"


def test_sections_of_a_plan_are_no_fields_of_one_task() -> None:
    """Their titles are words of labels, and names of units stand below one of them."""
    notice = extract_text(
        f"{PLAN}一、工作目标\n水清岸绿。\n二、重点任务\n（一）疏浚河道。\n责任单位：市水利局\n（二）植树。\n责任单位：市林业局\n"
        "三、时间安排\n（一）动员阶段（2023年3月）。部署。\n（二）实施阶段（2023年4月至9月）。推进。\n四、责任分工\n市住建局、市水务局。\n五、保障措施\n加强领导。\n"
    )
    assert [section.id for section in notice.outline] == ["1", "2", "3", "4", "5"]
    assert [(task.id, task.kind) for task in notice.tasks] == [("2.1", "task"), ("2.2", "task"), ("3.1", "stage"), ("3.2", "stage")]


def test_bare_headings_of_a_plan_are_no_form() -> None:
    notice = extract_text(
        f"{PLAN}工作目标\n水清岸绿。\n重点任务\n（一）疏浚。\n（二）植树。\n责任分工\n市水务局、市林业局\n保障措施\n加强领导。\n"
    )
    assert not notice.tasks
    assert [section.id for section in notice.outline] == ["1", "2"]


def test_a_heading_with_a_colon_above_its_items() -> None:
    notice = extract_text(f"{PLAN}一、工作任务：\n（一）疏浚。\n责任单位：市水利局\n（二）植树。\n责任单位：市林业局\n")
    assert show(notice) == ["1.1 疏浚。 |  / 市水利局 /  | ", "1.2 植树。 |  / 市林业局 /  | "]


def test_closing_words_inside_an_item_are_its_text() -> None:
    notice = extract_text(
        f"{PLAN}一、重点任务\n1.严查违建。\n如对处罚有异议，告知权利。\n责任单位：市水务局\n2.植树。\n责任单位：市林业局\n"
    )
    assert [line.split(" |")[1] for line in show(notice)] == ["  / 市水务局 / ", "  / 市林业局 / "]


def test_boxes_side_by_side() -> None:
    body = "1.植树\n【责任单位】市林业局【完成时限】2023年底\n2.修路\n| 责任单位 | 市住建局 | 完成时限 | 2023年5月底 |\n"
    assert show(extract_text(HEAD + body)) == ["1.1 植树 |  / 市林业局 /  | 2023年底", "1.2 修路 |  / 市住建局 /  | 2023年5月底"]


@pytest.mark.parametrize("words", ["市级医院、县级医院", "中小学校", "规模以上工业企业", "以下简称市局"])
def test_a_bracket_that_says_what_is_meant_names_nobody(words: str) -> None:
    assert not extract_text(f"{PLAN}一、重点任务\n1.严查违法行为。（{words}）\n").tasks[0].responsible_units


def test_a_sum_and_below_is_no_standing_clause() -> None:
    notice = extract_text(
        f"{PLAN}一、任务\n1.优化审批。500万元以下均由各县区政府负责。\n责任单位：市发改委\n2.植树。\n责任单位：市林业局\n"
    )
    assert [[unit.name for unit in task.responsible_units] for task in notice.tasks] == [["市发改委"], ["市林业局"]]


def test_a_phase_out_of_order_keeps_its_year() -> None:
    notice = extract_text(
        f"{PLAN}一、实施步骤\n（一）自查（2023年6月至9月）\n部署。\n（二）督导（5月）\n查。\n（三）总结（12月）\n总结。\n"
    )
    assert [str(task.deadline.end) for task in notice.tasks if task.deadline] == ["2023-09-30", "2023-05-31", "2023-12-31"]


def test_tables_drawn_raggedly() -> None:
    rows = "| 序号 | 任务 | 责任单位 |\n| ① | 疏浚。 | 市水务局 |\n| ② | 植树。 |\n\n| ③ | 修路。 | 市住建局 |\n"
    assert show(extract_text(f"青溪市清单\n\n{rows}")) == ["1 疏浚。 |  / 市水务局 /  | ", "3 修路。 |  / 市住建局 /  | "]


def test_a_copied_table_with_gaps_and_headings() -> None:
    notice = extract_text(
        "青溪市分解表\n\n序号\n工作任务\n责任单位\n一、推进水利\n3\n疏浚河道。\n市水利局\n二、推进绿化\n三、推进交通\n68\n修路。\n市住建局\n69\n建桥。\n市交通局\n"
    )
    assert show(notice) == ["1.3 疏浚河道。 |  / 市水利局 /  | ", "3.68 修路。 |  / 市住建局 /  | ", "3.69 建桥。 |  / 市交通局 /  | "]


def test_fields_of_a_plan_with_words_of_labels_and_colons() -> None:
    """一、 heads a section unless the notice is about one finding; a field has no numbered items of its own."""
    notice = extract_text(f"{PLAN}一、总体目标：水清岸绿。\n二、责任单位：市水务局\n三、工作时限：2023年底前\n")
    assert [section.id for section in notice.outline] == ["1", "2", "3"]
    notice = extract_text(f"{PLAN}一、任务\n（一）工作目标：水清。\n（二）责任单位：市水务局\n1.市水务局疏浚。\n2.市林业局植树。\n")
    assert [section.marker for section in notice.outline[0].children] == ["（一）", "（二）"]


def test_a_form_has_no_numbered_tasks() -> None:
    notice = extract_text(f"{PLAN}重点任务\n（一）疏浚。\n（二）植树。\n工作目标\n水清。\n责任单位\n市水务局、市林业局\n")
    assert [section.id for section in notice.outline] == ["1", "2"]


def test_a_phase_before_the_one_above_in_the_same_year() -> None:
    notice = extract_text(f"{PLAN}一、实施步骤\n（一）自查（2023年6月至9月）\n部署。\n（二）督导（2月）\n查。\n")
    assert [str(task.deadline.end) for task in notice.tasks if task.deadline] == ["2023-09-30", "2023-02-28"]


def test_a_proviso_behind_a_standing_clause() -> None:
    notice = extract_text(
        f"{PLAN}一、任务\n1.节水。（市水务局牵头，各县区政府负责落实。以下均需各县区政府落实，县区无此职能的，由市直单位负责相关工作，不再列出）\n2.植树。（市林业局牵头）\n"
    )
    assert show(notice) == ["1.1 节水。 | 市水务局 / 各县区政府 /  | ", "1.2 植树。 | 市林业局 / 各县区政府 /  | "]


def test_a_bare_place_before_a_collective_stays() -> None:
    task = extract_text(f"{HEAD}1.推进工作。\n责任单位：新会、各区县政府\n").tasks[0]
    assert [unit.name for unit in task.responsible_units] == ["新会", "各区县政府"]


def test_a_copied_cell_that_goes_on() -> None:
    notice = extract_text(
        "青溪市分解表\n\n序号\n工作任务\n牵头单位\n配合单位\n完成时限\n1\n疏浚河道。\n市水利局、\n市水务局\n市林业局\n6月底\n"
    )
    assert show(notice) == ["1 疏浚河道。 | 市水利局、市水务局 /  / 市林业局 | 6月底"]


def test_headings_between_rows_with_tabs() -> None:
    notice = extract_text("青溪市分解表\n序号\t任务\t责任单位\n一、推进水利\n1\t疏浚。\t市水利局\n二、推进绿化\n2\t植树。\t市林业局\n")
    assert show(notice) == ["1.1 疏浚。 |  / 市水利局 /  | ", "2.2 植树。 |  / 市林业局 /  | "]


def test_cells_that_a_sign_closes() -> None:
    notice = extract_text(
        "青溪市分解表\n序号 |\n工作任务 |\n责任单位 |\n完成时限 |\n1 |\n疏浚。 |\n市水利局 |\n6月底 |\n2 |\n植树。 |\n市林业局 |\n9月底 |\n"
    )
    assert show(notice) == ["1 疏浚。 |  / 市水利局 /  | 6月底", "2 植树。 |  / 市林业局 /  | 9月底"]


def test_page_markers_that_cut_labels() -> None:
    """Pages of a preview: most of them begin in mid-sentence, some in mid-label."""
    pages = [
        "1、青溪市整改方案",
        "2、一、河道垃圾清理不及时,影响水质。整改",
        "3、措施:开展清理,建立机制,责任",
        "4、单位:市水务局,各镇人民政府,时间",
        "5、进度:持续推进,",
    ]
    notice = extract_text("\n".join(pages))
    assert "3、" not in "".join(section.marker or "" for section in notice.outline)


def test_a_page_number_inside_a_sentence_is_told() -> None:
    sentence = "1.推进河道疏浚。持续改善水环境质量，确保水清岸绿，让群众满意，各镇人民政府要压实\n— 2 —\n属地责任，抓好落实。"
    text = f"{PLAN}一、任务\n{sentence}\n责任单位：市水务局\n"
    notice = extract_text(text)
    assert [told.code for told in notice.diagnostics if told.code == "page-furniture"] == ["page-furniture"]
    assert any("压实属地责任" in section.text for section in notice.outline[0].children)


def test_a_label_in_a_box_signs_nothing() -> None:
    notice = extract_text("青溪市清单\n一、清理垃圾。\n【责任单位】市城管局\n【整改时限】2023年8月底前\n青溪市人民政府\n2023年3月1日\n")
    assert notice.metadata.issuers == ("青溪市人民政府",)


def test_who_guides_supervises() -> None:
    task = extract_text(f"{HEAD}1.畅通水系。打通断头浜。（市水务局、市林业局指导）\n").tasks[0]
    assert [unit.name for unit in task.supervising_units] == ["市水务局", "市林业局"]


@pytest.mark.parametrize(
    ("printed", "expected"),
    [
        ("（市城管局、市财政局，11月底前）", "市城管局 市财政局"),
        ("\n（市城管局、市财政局）", "市城管局 市财政局"),
        ("（市发展和改革委员会、市政府督查室、各学校）", "市发展和改革委员会 市政府督查室 各学校"),
        ("（市教育局牵头，市财政局、市商务局，各区政府）", "市财政局 市商务局 各区政府"),
        ("（市教育局负责，市财政局、市商务局）", "市教育局 市财政局 市商务局"),
        ("（具体由市财政局负责）", "市财政局"),
        ("（市财政局按职责分工负责，我市由市林业局负责）", "市财政局 市林业局"),
        ("（省责任单位：省林业局）（市责任单位：市林业局）", "省林业局 市林业局"),
        ("（由市财政局、自由贸易区管委会负责）", "市财政局 自由贸易区管委会"),
    ],
)
def test_names_in_a_bracket(printed: str, expected: str) -> None:
    task = extract_text(f"{HEAD}1.畅通水系。{printed}\n").tasks[0]
    assert " ".join(unit.name for unit in task.responsible_units) == expected
    assert task.content == "畅通水系。"


def test_headings_that_order_something_are_tasks() -> None:
    """范围, 进度, 保障 also name what a section of a plan is for."""
    notice = extract_text(
        "青溪市救助方案\n一、重点任务\n（一）扩大救助范围。纳入低保。\n（二）加快工作进度。\n（三）整治范围。全市各医院。\n（四）强化组织保障。\n"
    )
    assert [task.id for task in notice.tasks] == ["1.1", "1.2", "1.4"]
    assert [section.role for section in notice.outline[0].children] == ["other", "other", "scope", "other"]


def test_a_further_plan_whose_title_takes_two_lines() -> None:
    body = "一、重点任务\n1.推进{0}工作。落实制度。（市{0}局负责）\n"
    notice = extract_text(
        f"云州市政务服务提升工程实施方案\n{body.format('政务')}云州市法治保障提升工程\n实施方案\n{body.format('司法')}"
        f"云州市人民政府\n云州市整改方案\n{body.format('水务')}"
    )
    assert [task.id for task in notice.tasks] == ["1.1", "a1:1.1", "a2:1.1"]
    assert [section.title for section in notice.outline if section.id.startswith("a")] == [
        "云州市法治保障提升工程实施方案",
        "云州市整改方案",
    ]
    assert not [told for told in notice.diagnostics if told.code == "annex-mismatch"]  # another plan, not a table of the first


@pytest.mark.parametrize("imprint", ["青溪市人民政府办公室　　2022年3月13日印发", "青溪市人民政府办公室\n2022年3月13日印发"])
def test_an_imprint_below_the_signature(imprint: str) -> None:
    notice = extract_text(f"{HEAD}1.畅通水系。（市水务局负责）\n\n青溪市人民政府办公室\n2022年3月10日\n{imprint}\n")
    assert notice.metadata.issued is not None
    assert str(notice.metadata.issued.date) == "2022-03-10"
    assert notice.tasks[0].content == "畅通水系。"


def test_the_year_of_a_field_is_that_of_its_task() -> None:
    notice = extract_text(
        "青溪市2022年方案\n一、任务\n（一）推进改革。2023年5月底前动员。（市发改委负责，9月底前完成）\n（二）推进改革。（市发改委负责，9月底前完成）\n"
    )
    assert [str(task.deadline and task.deadline.end) for task in notice.tasks] == ["2023-09-30", "2022-09-30"]


def test_a_line_that_comes_in_pieces() -> None:
    """A page's text breaks behind commas too: such pieces make up a full line, behind which a sentence goes on."""
    line = "落实阶段性减征部分乘用车车辆购置税政策，持续优化办税服务，推动纳税人依法享受优惠"
    notice = extract_text(
        "青溪市方案\n一、任务\n"
        + f"{line}\n" * 8
        + "1.落实阶段性减征部分乘用车车辆购置税、\n延续免征新能源汽车车辆购置税、放宽本地二手\n车迁入限制等政策。\n责任单位：市税务局\n"
    )
    assert notice.tasks[0].content == "落实阶段性减征部分乘用车车辆购置税、延续免征新能源汽车车辆购置税、放宽本地二手车迁入限制等政策。"
    assert notice.outline[0].children[0].title == notice.tasks[0].content


@pytest.mark.parametrize(
    "printed",
    [
        "县卫健局、县教育局（排在第一位的为牵头单位，下同）",
        "（列第一位的为牵头单位，下同）县卫健局、县教育局",
        "县卫健局、县教育局。（列第一位者为工作牵头单位，下同）",
        "县卫健局、县教育局；排在首位的为牵头单位，下同",
        "县卫健局、县教育局，列首位的单位牵头负责，下同",
    ],
)
def test_a_clause_on_who_leads_speaks_for_its_own_list_too(printed: str) -> None:
    tasks = extract_text(f"{HEAD}1.畅通水系。\n责任单位：{printed}\n2.绿化河岸。\n责任单位：县林业局、县财政局\n").tasks
    roles = [([u.name for u in task.lead_units], [u.name for u in task.responsible_units]) for task in tasks]
    assert roles == [(["县卫健局"], ["县教育局"]), (["县林业局"], ["县财政局"])]


@pytest.mark.parametrize(
    ("printed", "content"),
    [
        ("1.推进流程公开（市教育局、市财政局）。", "推进流程公开。"),
        ("1.推进流程公开（市教育局、市财政局）", "推进流程公开"),
        ("1.整治重点区域（开发区、工业园区）。", "整治重点区域（开发区、工业园区）。"),
        ("1.报审批部门（市行政审批局）。", "报审批部门（市行政审批局）。"),
        ("1.开展督导。走访学校（中小学校、幼儿园）。", "开展督导。走访学校（中小学校、幼儿园）。"),
    ],
)
def test_names_in_a_bracket_without_a_stop_before_it(printed: str, content: str) -> None:
    task = extract_text(f"青溪市要点\n一、重点任务\n{printed}\n2.绿化河岸。\n").tasks[0]
    assert task.content == content
    assert bool(task.responsible_units) == ("市财政局" in printed)


def test_limits_in_brackets_behind_names_and_stretched_labels() -> None:
    notice = extract_text(
        f"{HEAD}1.畅通水系。\n责 任 单 位：市水务局（6月底前完成）\n2.绿化河岸。\n责任单位：市水务局\n时　限：长期坚持\n"
        "3.清理垃圾。\n责任单位及完成时限：市城管局，9月底前\n"
    )
    assert show(notice) == [
        "1.1 畅通水系。 |  / 市水务局 /  | 6月底前完成",
        "1.2 绿化河岸。 |  / 市水务局 /  | 长期坚持",
        "1.3 清理垃圾。 |  / 市城管局 /  | 9月底前",
    ]


def test_runs_with_a_bracket_each() -> None:
    notice = extract_text(
        "青溪市措施\n一、破除门槛\n（一）规范许可。一是清理条件。（市政府办公室牵头）二是公开流程。（市司法局负责，12月底前）\n"
    )
    assert show(notice) == [
        "1.1 规范许可。 |  /  /  | ",
        "1.1-1 清理条件。 | 市政府办公室 /  /  | ",
        "1.1-2 公开流程。 |  / 市司法局 /  | 12月底前",
    ]


PAGE = "为贯彻落实关于优化营商环境的决策部署，进一步激发市场主体活力，结合我市实际，制定本要点，请\n" * 5


@pytest.mark.parametrize(
    ("printed", "expected"),
    [
        (
            "牵头单位：市发改委；责任单位：市财政局、市商务局、市人社局、市统计局、市水务局；完成\n时限：2024 年6 月底前",
            "市财政局 市商务局 市人社局 市统计局 市水务局",
        ),
        ("（市总工会、各县\n（市、区）人民政府按职责分工负责；\n2024 年6 月底前完成）", "市总工会 各县（市、区）人民政府"),
        ("（责任单位：\n- 1 -\n市委组织部、市财政局；完成时限：\n\n- 2 -\n\n2024年6月底前）", "市委组织部 市财政局"),
        ("责任单位：县财政局、农业农村局，各\n乡镇人民政府\n完成时限：2024年6月底前", "县财政局 县农业农村局 各乡镇人民政府"),
    ],
)
def test_breaks_inside_labels_brackets_and_lists(printed: str, expected: str) -> None:
    line = printed if printed.startswith("（") else f"\n{printed}"
    notice = extract_text(
        f"青溪市工作要点\n{PAGE}一、重点任务\n1.完善制度。健全报表。{line}\n2.依据\n第五条“各部门应当”的要求，建立制度。\n"
    )
    task = notice.tasks[0]
    assert " ".join(unit.name for unit in task.responsible_units) == expected
    assert task.deadline is not None
    assert str(task.deadline.end) == "2024-06-30"
    assert task.content == "完善制度。健全报表。"
    assert [task.id for task in notice.tasks] == ["1.1", "1.2"]


def test_an_attachment_right_above_the_signature() -> None:
    notice = extract_text(
        f"青溪市整改方案\n{PAGE}一、任务\n1.整改。（市水务局负责）\n附件：青溪市问题整改台账\n青溪市人民政府办公室\n2024年3月18日\n"
    )
    assert str(notice.metadata.issued and notice.metadata.issued.date) == "2024-03-18"
    assert [str(attachment) for attachment in notice.metadata.attachments] == ["青溪市问题整改台账"]


@pytest.mark.parametrize(
    ("first", "second"),
    [
        ("宣传发动（3月10日至31日）。制定方案。", "集中整治（4月1日至9月30日）。组织检查。"),
        ("3月10日至31日：宣传发动。制定方案。", "4月1日至9月30日：集中整治。组织检查。"),
    ],
)
def test_phases_without_a_number(first: str, second: str) -> None:
    notice = extract_text(f"青溪市2022年方案\n一、实施步骤\n{first}\n{second}\n二、工作要求\n加强领导（4月底前）。\n")
    dates = [
        (task.id, task.kind, str(task.deadline and task.deadline.start), str(task.deadline and task.deadline.end)) for task in notice.tasks
    ]
    assert dates[:2] == [("1.~1", "stage", "2022-03-10", "2022-03-31"), ("1.~2", "stage", "2022-04-01", "2022-09-30")]


def test_dates_in_brackets_behind_a_task() -> None:
    notice = extract_text(
        "青溪市2022年方案\n一、活动内容\n（一）开展整治周（4月1日—7日）。各村大扫除。\n（二）开展宣传周（4月15日至21日）。\n"
    )
    assert show(notice) == ["1.1 开展整治周。各村大扫除。 |  /  /  | 4月1日—7日", "1.2 开展宣传周。 |  /  /  | 4月15日至21日"]


def test_a_label_that_heads_items_with_brackets_of_their_own() -> None:
    notice = extract_text(
        f"{HEAD}（一）规范审批\n主要任务：\n1.梳理事项。（市审批局负责，6月底前）\n2.公开流程。（市公安局负责，9月底前）\n"
        "（二）优化监管\n创新举措：\n1.梳理事项。\n2.公开流程。\n责任单位：市司法局\n验收时间：7月\n"
    )
    assert show(notice) == [
        "1.1.1 梳理事项。 |  / 市审批局 /  | 6月底前",
        "1.1.2 公开流程。 |  / 市公安局 /  | 9月底前",
        "1.2 优化监管 |  / 市司法局 /  | ",
        "1.2-1 梳理事项。 |  /  /  | ",
        "1.2-2 公开流程。 |  /  /  | ",
    ]


def test_names_and_limit_in_brackets_of_their_own() -> None:
    notice = extract_text(f"{HEAD}1.畅通水系。（市水务局）（6月底前完成）\n2.绿化河岸。（分管副市长：张某；牵头单位：市林业局）\n")
    assert show(notice) == ["1.1 畅通水系。 |  / 市水务局 /  | 6月底前完成", "1.2 绿化河岸。 | 市林业局 /  /  | "]


def test_phases_that_begin_and_end_in_two_clauses_or_go_on() -> None:
    notice = extract_text(
        "青溪市2022年方案\n一、实施步骤\n（一）动员阶段（3月20日开始，3月底前完成）。制定方案。\n（二）巩固阶段（长期坚持）。2022年12月10日前报送总结。\n"
    )
    first, second = (task.deadline for task in notice.tasks)
    assert first is not None and second is not None
    assert (str(first.start), str(first.end), first.ongoing) == ("2022-03-20", "2022-03-31", False)
    assert (second.start, second.end, second.ongoing) == (None, None, True)


@pytest.mark.parametrize(
    "text",
    [
        "推行模式（政府主导、社会参与）。",
        "加强监督（社会监督）。",
        "召开大会（依托村委会开展）。",
        "摸排（分三年全部推进）。",
        "建设“五中心”（胸痛中心、卒中中心、创伤中心）。",
        "成立工作专班（市发改委、市财政局、市商务局）。",
        "落实整改责任：各级各部门要切实担起责任。",
        "由县级领导领衔牵头负责推进。",
        "落实《青溪市规划》（2021年3月）。",
    ],
)
def test_words_that_give_nobody_anything_to_do(text: str) -> None:
    task = extract_text(f"青溪市2023年方案\n一、重点任务\n1.{text}\n2.继续。\n\n青溪市人民政府\n2023年3月1日\n").tasks[0]
    assert (task.content, task.deadline) == (text, None)
    assert not (task.lead_units or task.responsible_units or task.cooperating_units or task.supervising_units)


@pytest.mark.parametrize(
    "body",
    [
        "一、存在问题\n（一）透水事故（2022年8月12日）。矿井停产。\n",
        "一、工作要求\n（一）成立专班（市发改委、市财政局）。\n",
        "一、情况\n（一）深入开展专项行动\n1.检查企业20家。\n",
    ],
)
def test_sections_without_tasks(body: str) -> None:
    assert not extract_text(f"青溪市2023年方案\n{body}").tasks


def test_a_clause_that_ends_before_one_with_by() -> None:
    task = extract_text(f"{HEAD}1.畅通水系。（各镇街道负责；由市水务局督导）\n").tasks[0]
    assert ([u.name for u in task.responsible_units], [u.name for u in task.supervising_units]) == (["各镇街道"], ["市水务局"])


@pytest.mark.parametrize("piece", ["（6月底前完成）", "（列第一位的为牵头单位）、", "指导", "部门、单位、", "市、县两级、"])
def test_names_without_an_end_are_read_soon(piece: str) -> None:
    assert extract_text(f"{HEAD}1.畅通水系。\n责任单位：市水务局{piece * 3000}\n").tasks


def test_the_stop_behind_a_bracket_is_no_text() -> None:
    notice = extract_text(
        f"{HEAD}（一）完成排查（市水务局牵头）。\n（二）完成排查（市水务局牵头）。建立台账。\n（三）完成排查。（市水务局牵头）\n"
    )
    assert [section.text for section in notice.outline[0].children] == ["", "建立台账。", ""]
    assert [task.content for task in notice.tasks] == ["完成排查。", "完成排查。建立台账。", "完成排查。"]


def test_who_leads_is_said_in_the_middle_of_a_text_without_breaks() -> None:
    """The clause speaks for the list right before it, not for the lists of earlier items on the line."""
    notice = extract_text(
        "青溪市整改方案\n一、任务\n（一）疏浚河道。责任单位：市水务局、市林业局。（二）绿化河岸。责任单位：市林业局、市财政局（列第一位的为牵头单位，下同）。\n"
        "（三）清理垃圾。责任单位：市城管局、市财政局\n"
    )
    leads = {unit.name for task in notice.tasks for unit in task.lead_units}
    assert leads == {"市林业局", "市城管局"}


def test_a_slip_that_hands_matters_over() -> None:
    notice = extract_text(
        "督 办 通 知 单\n桐督办〔2025〕第9号\n\n桐岭县教育局：\n现将有关事项交办如下。\n\n"
        "交办事项一：关于配送延误的事项\n交办内容：配送超时。\n"
        "主办单位：县教育局牵头，县市场监管局、各乡镇人民政府\n办理要求：1.压实责任；2.建立制度。\n办结时限：2025年6月底前\n\n"
        "桐岭县人民政府督查室\n2025年3月18日\n桐岭县人民政府办公室　　2025年3月19日印发\n"
    )
    assert (notice.metadata.title, notice.metadata.issuers) == ("督办通知单", ("桐岭县人民政府督查室",))
    assert str(notice.metadata.issued and notice.metadata.issued.date) == "2025-03-18"
    assert show(notice) == [
        "1 关于配送延误的事项配送超时。 | 县教育局 / 县市场监管局、各乡镇人民政府 /  | 2025年6月底前",
        "1-1 压实责任； |  /  /  | ",
        "1-2 建立制度。 |  /  /  | ",
    ]


@pytest.mark.parametrize(
    ("bracket", "leads", "others"),
    [
        ("陈向明负责，市工信局牵头，市财政局参与", "市工信局", "市财政局"),
        ("分管副市长负责，市工信局牵头，市财政局配合", "市工信局", "市财政局"),
        ("分管副市长、协管副秘书长负责，市工信局牵头，市财政局配合", "市工信局", "市财政局"),
        ("市级领导牵头，市工信局负责，市财政局配合", "", "市工信局 市财政局"),
        ("高新区负责，市财政局配合", "", "高新区 市财政局"),
        ("林业局负责，财政局配合", "", "林业局 财政局"),
        ("安全科牵头，各股室配合", "安全科", "各股室"),
    ],
)
def test_people_in_a_bracket_are_no_units(bracket: str, leads: str, others: str) -> None:
    (task,) = extract_text(f"{HEAD}1.推进工作。（{bracket}）\n").tasks
    assert " ".join(unit.name for unit in task.lead_units) == leads
    assert " ".join(unit.name for unit in (*task.responsible_units, *task.cooperating_units)) == others


@pytest.mark.parametrize("bracket", ["生态环境、教育局", "市文化、体育中心"])
def test_stems_in_a_bracket_that_say_what_is_meant(bracket: str) -> None:
    assert not [unit for task in extract_text(f"{HEAD}1.改造公共设施（{bracket}）。\n").tasks for unit in task.responsible_units]


def test_a_bracket_of_people_and_a_limit() -> None:
    (task,) = extract_text(f"{HEAD}1.推进工作。（王某某负责，2023年6月底前完成）\n").tasks
    assert (task.responsible_units, task.deadline and str(task.deadline.end)) == ((), "2023-06-30")


def test_who_leads_or_sums_up() -> None:
    text = (
        f"{HEAD}1.增长10%。\n责任单位：市发改委、市水利局（列第一位为牵头或汇总单位，下同）\n2.消费增长。\n责任单位：市商务局、市财政局\n"
    )
    assert [[unit.name for unit in task.lead_units] for task in extract_text(text).tasks] == [["市发改委"], ["市商务局"]]


@pytest.mark.parametrize("date", ["即日起至5月底", "2023年6月底前完成", "2023年7月起，长期坚持", "5月", "3月—5月"])
@pytest.mark.parametrize("stop", ["", "。"])
def test_the_date_in_the_heading_of_a_phase_stays_there(date: str, stop: str) -> None:
    text = f"青溪市方案\n一、实施步骤\n（一）动员阶段（{date}）{stop}\n各校制定方案。\n青溪市教育局\n2023年4月28日\n"
    notice = extract_text(text)
    assert notice.outline[0].children[0].title == f"动员阶段（{date}）"
    assert [(task.content, task.deadline and task.deadline.text) for task in notice.tasks] == [
        (f"动员阶段（{date}）{stop}各校制定方案。", date)
    ]


# ---- findings and their measures ----


def measures_of(text: str) -> list[list[str]]:
    return [[f"{measure.marker or ''}{measure.text}" for measure in task.measures] for task in extract_text(text).tasks]


def test_measures_on_both_sides_of_a_break_in_their_paragraph() -> None:
    text = "一、责任不落实。\n整改措施：一是压紧压实党政领导责任，严格执行安全生产责任清单；二是强\n"
    text += "化部门监管；三是落实主体责任。\n责任单位：市应急局\n"
    assert measures_of(text) == [["一是压紧压实党政领导责任，严格执行安全生产责任清单；", "二是强化部门监管；", "三是落实主体责任。"]]
    text = "一、学习不够。\n整改措施：①制定学习计划。\n②建立考勤制度。③讲专题党课。\n责任单位：市委办\n"
    assert measures_of(text) == [["①制定学习计划。", "②建立考勤制度。", "③讲专题党课。"]]


@pytest.mark.parametrize(
    "units",
    ["市水务局牵头，市生态环境局、市住房城乡建设局、市农业农村局配合", "市水务局；市生态环境局牵头，市住房城乡建设局、市农业农村局配合"],
)
def test_who_does_what_is_no_text_that_a_page_cut(units: str) -> None:
    text = f"一、任务\n（一）治水。\n责任单位：{units}\n推进清淤工作，6月底前完成。\n责任单位：市城管局\n"
    assert [task.content for task in extract_text(text).tasks] == ["治水。", "推进清淤工作，6月底前完成。"]


def test_a_list_of_units_is_no_text_that_a_page_cut() -> None:
    text = "一、任务\n（一）治水。\n责任单位：市水务局、市生态环境局、市住房城乡建设局；配合单位：市财政局\n"
    text += "推进清淤工作。\n责任单位：市城管局\n"
    assert [[unit.name for unit in task.cooperating_units] for task in extract_text(text).tasks] == [["市财政局"], []]


@pytest.mark.parametrize("blank", ["", " ", "　"])
def test_a_blank_between_the_label_and_the_first_measure(blank: str) -> None:
    text = f"一、污水处理滞后。\n责任单位：省商务厅\n整改措施：{blank}1.开展排查。\n2.加快建设。\n"
    assert measures_of(text) == [["1.开展排查。", "2.加快建设。"]]


def test_numbered_measures_of_findings_without_numbers() -> None:
    item = "反馈问题：{0}。\n整改措施：1.立案{0}。2.补植{0}。\n责任单位：市林业局\n\n"
    assert measures_of(item.format("甲") + item.format("乙")) == [["1.立案甲。", "2.补植甲。"], ["1.立案乙。", "2.补植乙。"]]


def test_a_number_before_a_count() -> None:
    text = "一、财政管理方面\n1.预算下达慢。\n责任单位：县财政局\n2.3个部门超标准列支。\n责任单位：县教育局\n"
    assert [(task.id, task.content) for task in extract_text(text).tasks] == [("1.1", "预算下达慢。"), ("1.2", "3个部门超标准列支。")]


def test_several_labelled_findings_under_one_heading() -> None:
    item = "问题描述：{0}。\n整改措施：整改{0}。\n责任部门：党政办\n完成时限：2022年6月底前\n"
    tasks = extract_text(f"一、聚焦责任方面\n{item.format('甲')}\n{item.format('乙')}二、聚焦作风方面\n{item.format('丙')}").tasks
    assert [(task.id, task.finding) for task in tasks] == [("1.~1", "甲。"), ("1.~2", "乙。"), ("2", "聚焦作风方面丙。")]
    assert all(task.deadline and task.responsible_units and len(task.measures) == 1 for task in tasks)


@pytest.mark.parametrize(("one", "other"), [("督导单位", "验收单位"), ("责任领导", "责任人"), ("整改情况", "整改成效")])
def test_numbered_fields_of_which_two_say_the_same(one: str, other: str) -> None:
    fields = [
        "整改目标：恢复林地。",
        "整改措施：立案查处。",
        "责任单位：市林业局",
        f"{one}：市自然资源局",
        f"{other}：市生态环境局",
        "整改时限：2022年10月",
    ]
    text = "一、关于“违规占用林地”问题\n" + "".join(f"{number}.{field}\n" for number, field in enumerate(fields, 1))
    (task,) = extract_text(text).tasks
    assert (task.id, task.objective, len(task.measures)) == ("1", "恢复林地。", 1)
    assert task.deadline is not None and str(task.deadline.end) == "2022-10-31"


def test_bare_page_numbers() -> None:
    finding = "{}、河道管护不到位，部分河段垃圾清理不及时，群众反映强烈。\n整改目标：河道干净整洁，垃圾日产日清。\n"
    finding += "整改措施：组织清理河道。\n责任单位：县水务局\n整改时限：2022年6月底\n"
    plain = "".join(map(finding.format, "一二三四五六七八九十"))
    printed = "".join(f"{plain[at : at + 310]}\n{at // 310 + 1}\n" for at in range(0, len(plain), 310))
    assert show(extract_text(printed)) == show(extract_text(plain))


def test_numbers_close_together_are_no_page_numbers() -> None:
    notice = extract_text("一、任务\n（一）治水。\n1\n（二）治气。\n2\n（三）治土。\n")
    assert "page-furniture" not in {told.code for told in notice.diagnostics}


def test_numbered_fields_with_tasks_below_one_of_them() -> None:
    text = "二、攻坚任务\n（一）市场环境行动\n1.工作目标：压缩时间。\n2.重点任务：\n（1）推行全程网办。\n（2）优化流程。\n"
    text += "3.责任单位：市税务局\n4.完成时限：2023年10月底\n"
    (task,) = extract_text(text).tasks
    assert (task.id, task.objective, [unit.name for unit in task.responsible_units]) == ("2.1", "压缩时间。", ["市税务局"])
    assert task.content == "市场环境行动（1）推行全程网办。（2）优化流程。"
    assert task.deadline is not None and str(task.deadline.end) == "2023-10-31"


def test_the_time_of_a_phase_on_a_line() -> None:
    text = "四、实施步骤\n（一）准备阶段\n时间：2023年4月1日—4月30日\n主要任务：制定方案。\n责任单位：市住建局\n"
    (task,) = extract_text(text).tasks
    assert (task.content, task.deadline and task.deadline.text) == ("准备阶段制定方案。", "2023年4月1日—4月30日")


def test_the_time_of_a_meeting_is_no_limit() -> None:
    assert not extract_text("一、会议安排\n时间：2023年4月1日\n地点：市政府会议室\n").tasks


def test_phases_that_are_a_limit_each() -> None:
    text = "四、进度安排\n2023年4月至9月：组织施工。\n2023年10月底前：竣工验收。\n2023年12月底前：完成结算。\n"
    assert [task.deadline and str(task.deadline.end) for task in extract_text(text).tasks] == ["2023-09-30", "2023-10-31", "2023-12-31"]


def test_fields_before_a_stop_that_say_who_leads() -> None:
    text = "一、污水直排\n（一）责任单位。县住建局牵头，石门镇政府配合。\n（二）整改时限。2022年6月底前。\n（三）整改措施。建设管网。\n"
    assert show(extract_text(text)) == ["1 污水直排 | 县住建局 /  / 石门镇政府 | 2022年6月底前", "1-~1 建设管网。 |  /  /  | "]


@pytest.mark.parametrize("label", ["短期措施", "近期整改措施", "立行立改措施", "整改意见", "处理意见"])
def test_words_for_measures(label: str) -> None:
    assert measures_of(f"一、污水直排\n{label}：封堵排口。\n责任单位：县住建局\n") == [["封堵排口。"]]


@pytest.mark.parametrize("label", ["整改难点", "整改分类", "计划投资"])
def test_fields_behind_measures_that_are_none(label: str) -> None:
    text = f"一、污水直排\n整改措施：建设管网。\n{label}：征地困难。\n责任单位：县住建局\n"
    assert measures_of(text) == [["建设管网。"]]


def test_closing_words_for_all_items_are_no_measure() -> None:
    item = "{0}、问题{0}\n整改措施：整改{0}。\n责任单位：区委宣传部\n完成时限：2022年6月底。\n"
    text = item.format("一") + item.format("二") + "以上各项任务，各责任单位要于每月25日前报送进展情况。\n"
    tasks = extract_text(f"青溪市方案\n\n{text}").tasks
    assert [(len(task.measures), task.deadline and str(task.deadline.end)) for task in tasks] == [(1, "2022-06-30"), (1, "2022-06-30")]


def test_a_phase_in_a_year_that_nobody_knows() -> None:
    notice = extract_text("青溪市整治方案\n三、实施步骤\n（一）整治阶段（4月至10月）。整治。\n")
    assert [(task.deadline and task.deadline.text, task.deadline and task.deadline.end) for task in notice.tasks] == [("4月至10月", None)]
    assert "unresolved-year" in {told.code for told in notice.diagnostics}


def test_the_dates_of_steps_below_a_phase() -> None:
    text = "四、实施步骤\n（一）整治阶段（2023年6月—11月）。\n1.全面自查（6月1日—6月30日）。各校自查。\n"
    text += "2.集中整治（7月1日至9月底）\n整改到位。\n"
    found = extract_text(text).deadlines
    assert [(clause.section_id, str(clause.end)) for clause in found] == [
        ("4.1", "2023-11-30"),
        ("4.1.1", "2023-06-30"),
        ("4.1.2", "2023-09-30"),
    ]


def test_who_alone_sees_to_something_is_responsible() -> None:
    (task,) = extract_text(f"{HEAD}1.推进工作。\n责任单位：市教育局、市财政局做好资金保障\n").tasks
    assert [unit.name for unit in task.responsible_units] == ["市教育局", "市财政局"]


@pytest.mark.parametrize("line", ["下步：完善台账。", "市公安局：负责交通疏导。"])
def test_what_is_said_between_two_fields_is_not_left_out(line: str) -> None:
    text = f"一、任务\n（一）治水。\n责任单位：市水务局\n{line}\n完成时限：2024年6月底\n"
    assert any(line[:2] in (task.content or "") for task in extract_text(text).tasks)


@pytest.mark.parametrize("number", ["2.5名以上", "2.5件"])
def test_a_decimal_that_a_line_begins_with_is_no_item(number: str) -> None:
    text = f"一、任务\n1.提升能力。\n到2025年，每千人口拥有的数量要达到\n{number}。\n责任单位：市卫生健康委\n"
    assert [task.id for task in extract_text(text).tasks] == ["1.1"]


def test_a_remark_in_a_cell_does_not_end_a_table() -> None:
    rows = "1\n供水\n县水务局\n5月底前\n说明：分两期\n2\n道路\n县交通局\n6月底前\n无\n"
    notice = extract_text(f"青溪市2024年清单\n序号\n任务\n责任单位\n完成时限\n备注\n{rows}")
    assert [(task.id, [unit.name for unit in task.responsible_units]) for task in notice.tasks] == [
        ("1", ["县水务局"]),
        ("2", ["县交通局"]),
    ]


def test_a_labelled_text_without_a_stop_ends_above_a_signature() -> None:
    text = "一、污水直排\n整改措施：扩建污水处理厂；完善雨污管网，实施老旧管网更新改造和清淤疏浚工程建设\n青溪县生态环境局\n2024年3月5日\n"
    notice = extract_text(text)
    assert notice.metadata.issuers == ("青溪县生态环境局",)
    assert notice.tasks[0].measures[0].text.endswith("清淤疏浚工程建设")


def test_findings_said_again_behind_progress_stay_one() -> None:
    text = "一、河道管护\n存在问题：垃圾多。\n整改措施：清理。\n责任单位：县水务局\n整改情况：已清理。\n存在问题：资金不足。\n"
    assert [task.id for task in extract_text(text).tasks] == ["1"]


@pytest.mark.parametrize("sign", ["■ ", "▌", "◆", "★", "▶ "])
def test_a_sign_before_the_number_of_a_heading_is_left_out(sign: str) -> None:
    text = f"青溪市工作要点\n{sign}一、压实责任\n{sign}1.签订责任书。\n牵头科室：办公室\n{sign}2.检修设备。\n牵头科室：财务科\n"
    notice = extract_text(text)
    assert [(task.id, task.path[-1], task.lead_units[0].name) for task in notice.tasks] == [
        ("1.1", "1.签订责任书。", "办公室"),
        ("1.2", "2.检修设备。", "财务科"),
    ]
    assert "".join(text[slice(*leaf.span)] for leaf in notice.leaves) == text


def test_a_label_behind_a_sign_is_no_addressee() -> None:
    notice = extract_text("青溪市工作要点\n◇ 牵头科室：防火办  协同科室：人事科、各工区\n签订责任书。\n")
    assert notice.metadata.addressees == ()


@pytest.mark.parametrize("header", ["序号", "序号 ", "序 号", "编号"])
@pytest.mark.parametrize("above", ["", "为抓好工作，制定本清单。" * 30])
def test_long_rows_of_a_table_are_no_pages(header: str, above: str) -> None:
    rows = "".join(f"{number}\n{'推进管网改造，完善设施。' * 22}\n市水务局\n6月底前\n" for number in (1, 2, 3))
    notice = extract_text(f"青溪市2023年清单\n\n{above}\n{header}\n任务\n责任单位\n完成时限\n{rows}")
    assert "page-furniture" not in {told.code for told in notice.diagnostics}


def test_numbers_above_long_paragraphs_are_no_pages() -> None:
    notice = extract_text("青溪市清单\n" + "".join(f"{number}\n{'推进管网改造，完善设施。' * 22}\n" for number in (1, 2, 3)))
    assert "page-furniture" not in {told.code for told in notice.diagnostics}


def test_numbers_of_a_page_are_left_to_its_reader() -> None:
    paragraphs = "".join(f"<p>{'推进管网改造，完善设施。' * 22}</p><p>{number}</p>" for number in (1, 2, 3))
    notice = extract(f"<html><body><h1>青溪市2023年整治方案</h1>{paragraphs}</body></html>".encode())
    assert "page-furniture" not in {told.code for told in notice.diagnostics}


def test_measures_with_numbers_that_elsewhere_stand_above_those_of_the_items() -> None:
    item = "（0{0}）事项：改造{0}。\n主办：县商务局\n工作举措：\n1、核查{0}；\n2、3家单位先行；\n3、依法查处。（县市场监管局负责）\n"
    tasks = extract_text(f"青溪县交办清单\n{item.format(1)}{item.format(2)}二、办理要求\n按月报送。\n").tasks
    assert [(task.id, [measure.id for measure in task.measures]) for task in tasks] == [
        ("1", ["1-1", "1-2", "1-3"]),
        ("2", ["2-1", "2-2", "2-3"]),
    ]
    assert [unit.name for unit in tasks[1].measures[2].responsible_units] == ["县市场监管局"]


@pytest.mark.parametrize("above", ["1.排查隐患。\n", "一、任务\n1.排查隐患。\n"])
def test_the_next_item_behind_an_empty_label_is_no_measure(above: str) -> None:
    text = f"青溪县清单\n{above}责任单位：县商务局\n（1）摸底。\n整改措施：\n2.整改到位。\n责任单位：县水务局\n"
    assert "2" in {task.id.split(".")[-1] for task in extract_text(text).tasks}


def test_a_season_is_no_year_that_nobody_knows() -> None:
    notice = extract_text(f"{HEAD}1.推进工作。\n责任单位：市水务局\n完成时限：2025年汛期前完成\n")
    assert "unresolved-year" not in {told.code for told in notice.diagnostics}


def test_labels_in_white_boxes_below_counted_problems() -> None:
    item = "问题{0}、{1}个项目未开工。\n〖整改要求〗逐个推进。\n〖整改单位〗县发改、住建局\n〖整改期限〗2024年7月31日\n"
    notice = extract_text(f"江口县方案\n第一条 问题清单\n{item.format('一', 3)}{item.format('二', 5)}")
    assert show(notice) == [
        "1.1 3个项目未开工。 |  / 县发改局、县住建局 /  | 2024年7月31日",
        "1.1-~1 逐个推进。 |  /  /  | ",
        "1.2 5个项目未开工。 |  / 县发改局、县住建局 /  | 2024年7月31日",
        "1.2-~1 逐个推进。 |  /  /  | ",
    ]


@pytest.mark.parametrize(
    "value",
    [
        "1.市住建局；2.市水务局",
        "①市住建局②市水务局",
        "（1）市住建局（2）市水务局",
        "\n1.市住建局\n2.市水务局",
        "\n（1）市住建局；\n（2）市水务局。",
        "1、市住建局，2、水务局",
    ],
)
def test_numbers_that_count_the_units_of_a_label_are_no_part_of_their_names(value: str) -> None:
    notice = extract_text(
        f"{HEAD}（一）管网不全。\n责任单位：{value}\n整改时限：2023年9月底前\n整改措施：补建管网。\n（二）设备老化。\n责任单位：市水务局\n"
    )
    assert show(notice) == [
        "1.1 管网不全。 |  / 市住建局、市水务局 /  | 2023年9月底前",
        "1.1-~1 补建管网。 |  /  /  | ",
        "1.2 设备老化。 |  / 市水务局 /  | ",
    ]


def test_names_below_a_label_that_have_text_of_their_own_are_items() -> None:
    tasks = extract_text(
        "青溪市方案\n一、责任分工\n牵头单位：\n1.市住建局\n负责管网。（市住建局负责）\n2.市水务局\n负责河道。（市水务局负责）\n"
    ).tasks
    assert [task.id for task in tasks] == ["1.1", "1.2"]


def test_an_empty_label_takes_nothing_from_behind_the_next_one() -> None:
    notice = extract_text(f"{HEAD}（一）管网不全。\n责任单位：\n整改时限：2023年9月底前\n整改措施：补建管网。\n")
    assert show(notice) == ["1.1 管网不全。 |  /  /  | 2023年9月底前", "1.1-~1 补建管网。 |  /  /  | "]
    assert "empty-label" in {told.code for told in notice.diagnostics}


@pytest.mark.parametrize("bracket", ["（长期坚持，市城管局）", "（2023年9月底前，市城管局）", "（立行立改；市城管局、市水务局）"])
def test_a_time_and_a_unit_in_a_bracket_before_the_stop(bracket: str) -> None:
    (task,) = extract_text(f"{HEAD}1.加强保洁{bracket}。\n").tasks
    assert task.content == "加强保洁。" and task.deadline is not None and task.responsible_units[0].name == "市城管局"


@pytest.mark.parametrize("said", ["改造厂区（2023年开工，二期）。", "推进公开（长期坚持，中小学校、市教育局）。"])
def test_a_time_and_no_department_behind_it_in_a_bracket_before_the_stop(said: str) -> None:
    (task,) = extract_text(f"{HEAD}1.{said}\n责任单位：市水务局\n").tasks
    assert task.content == said and [unit.name for unit in task.responsible_units] == ["市水务局"]


def test_an_objective_with_its_limit() -> None:
    (task,) = extract_text(f"{HEAD}1.管网不全。\n整改目标及时限：2023年9月底前补建。\n责任单位：市水务局\n").tasks
    assert (task.finding, task.objective) == ("管网不全。", "2023年9月底前补建。")


RUN_ON = (
    "海山市扬尘治理方案",
    "为贯彻落实上级精神，制定本方案如下：",
    "一、加强工地管控",
    f"（一）落实责任。{'加大巡查力度，落实网格责任。' * 20}（责任单位：市住建局）",
    f"（二）强化执法。{'加大巡查力度，落实网格责任。' * 20}（责任单位：市城管局）",
    "二、加强道路保洁",
    "（一）提高机扫率。增配车辆。（市城管局牵头）",
)


@pytest.mark.parametrize("blanks", ["", " ", "　", "　　"])
def test_paragraphs_joined_by_blanks_are_read_like_those_joined_by_nothing(blanks: str) -> None:
    notice = extract_text(blanks.join(RUN_ON))
    units = [[unit.name for unit in (*task.lead_units, *task.responsible_units)] for task in notice.tasks]
    assert [task.id for task in notice.tasks] == ["1.1", "1.2", "2.1"] and units == [["市住建局"], ["市城管局"], ["市城管局"]]
    assert notice.tasks[2].content == "提高机扫率。增配车辆。"


def test_blanks_before_a_number_in_a_sentence_of_run_on_text_begin_nothing() -> None:
    text = f"{HEAD}（一）落实责任。{'加大巡查力度，落实网格责任。' * 40}按照第三条 （二）项和标准 2.5米执行。（市住建局负责）\n"
    (task,) = extract_text(text).tasks
    assert task.id == "1.1" and task.content is not None and task.content.endswith("（二）项和标准2.5米执行。")


@pytest.mark.parametrize("stop", ["。**", "；**", "**。", "。 **"])
def test_bold_paragraphs_on_consecutive_lines_that_end_in_a_stop(stop: str) -> None:
    items = [f"**（{n}）{words}{stop}\n" for n, words in (("一", "加强监管"), ("二", "加强宣传"), ("三", "加强培训"))]
    notice = extract_text(f"青溪市方案\n一、重点任务\n{''.join(items)}")
    assert [(task.id, task.content) for task in notice.tasks] == [
        ("1.1", f"加强监管{stop.strip('* ')}"),
        ("1.2", f"加强宣传{stop.strip('* ')}"),
        ("1.3", f"加强培训{stop.strip('* ')}"),
    ]


def test_a_bold_line_without_its_stop_goes_on_in_the_next_one() -> None:
    head, rest = "各单位要按照上级部署，开展全面排查，逐项建立台账并于每月底前将工作", "进展报送市水务局。"
    (task,) = extract_text(f"青溪市方案\n一、重点任务\n（一）加强监管。**{head}**\n**{rest}**\n").tasks
    assert task.content == f"加强监管。{head}{rest}"


TEXT = "加大巡查力度，落实网格责任。" * 40


def test_values_without_a_stop_before_the_next_number_of_run_on_text() -> None:
    text = (
        f"海山市扬尘整改方案为落实要求，制定本方案。一、存在问题（一）管控不到位。整改措施：加强检查。{TEXT}责任单位：市住建局整改时限：2023年6月底"
        f"（二）保洁不到位。整改措施：增配车辆。{TEXT}整改时限：立行立改责任单位：县城管局（三）运输不到位。整改措施：严查。责任单位：县交通局"
        "二、保障措施加强领导。"
    )
    notice = extract_text(text)
    assert [(task.id, task.finding) for task in notice.tasks] == [("1.1", "管控不到位。"), ("1.2", "保洁不到位。"), ("1.3", "运输不到位。")]
    assert [[unit.name for unit in task.responsible_units] for task in notice.tasks] == [["市住建局"], ["县城管局"], ["县交通局"]]
    assert [task.deadline and task.deadline.text for task in notice.tasks] == ["2023年6月底", "立行立改", None]
    assert [section.id for section in notice.outline] == ["1", "2"]


def test_a_number_in_the_middle_of_a_value_of_run_on_text_begins_nothing() -> None:
    text = (
        f"海山市方案\n一、存在问题\n（一）管控不到位。整改措施：{TEXT}整改时限：2023年6月底前按照文件（二）要求完成。责任单位：市住建局\n"
    )
    (task,) = extract_text(text).tasks
    assert (task.id, task.deadline and task.deadline.text) == ("1.1", "2023年6月底前按照文件（二）要求完成")


def test_several_items_on_a_short_line_each_behind_who_and_by_when() -> None:
    notice = extract_text(
        f"{HEAD}（一）加强管控。落实责任。（责任单位：市住建局；完成时限：2024年6月底）（二）加强保洁。（责任单位：市城管局）\n（三）加强宣传。（市教育局负责）\n"
    )
    assert show(notice) == [
        "1.1 加强管控。落实责任。 |  / 市住建局 /  | 2024年6月底",
        "1.2 加强保洁。 |  / 市城管局 /  | ",
        "1.3 加强宣传。 |  / 市教育局 /  | ",
    ]


def test_a_short_plan_on_one_line() -> None:
    notice = extract_text(
        "白溪市优化环境方案 为优化环境，制定本方案。 一、重点任务 1.优化审批。（市行政审批局牵头） 2.减免税费。（市税务局负责） "
        "二、保障措施 3.加强领导。（市发展改革委牵头）"
    )
    assert show(notice) == [
        "1.1 优化审批。 | 市行政审批局 /  /  | ",
        "1.2 减免税费。 |  / 市税务局 /  | ",
        "2.3 加强领导。 | 市发展改革委 /  /  | ",
    ]


@pytest.mark.parametrize("mark", ["（三）", "2.", "（二）项规定"])
def test_another_number_behind_a_bracket_begins_nothing(mark: str) -> None:
    (task,) = extract_text(f"{HEAD}（一）加强管控。（市住建局负责）{mark}的要求另行通知。\n").tasks
    assert task.id == "1.1"


def test_pages_of_a_share_preview_that_end_behind_a_stop_or_in_a_bracket() -> None:
    tail = "加大巡查力度,落实网格责任。" * 8
    text = (
        f"《X.docx》由会员分享,可在线阅读,更多相关《X.docx(6页珍藏版)》请在某某上搜索。\n1、海山市行动方案为落实要求,制定本方案。一、重点任务(一)加强管控。{tail}\n"
        f"2、(责任单位:市住建局;完成时限:2024年1月底)(二)加强保洁。{tail}(责任单位:市城管局;\n"
        f"3、完成时限:2024年2月底)(三)加强宣传。{tail}(责任单位:市教育\n4、局;完成时限:2024年3月底)二、保障措施(一)加强领导。{tail}各单位\n5、要落实责任。\n"
    )
    notice = extract_text(text)
    assert [(t.id, t.responsible_units[0].name, t.deadline and t.deadline.text) for t in notice.tasks] == [
        ("1.1", "市住建局", "2024年1月底"),
        ("1.2", "市城管局", "2024年2月底"),
        ("1.3", "市教育局", "2024年3月底"),
    ]
    assert [[child.id for child in section.children] for section in notice.outline] == [["1.1", "1.2", "1.3"], ["2.1"]]


def test_items_whose_text_begins_with_a_figure() -> None:
    names = ("1.推进一网通办。", "2.15分钟便民生活圈。", "3.110联动机制。", "4.完善热线。", "5.24小时自助服务。")
    text = f"{HEAD}" + "".join(f"{name}建成平台。（责任单位：市商务局）\n" for name in names)
    assert [(t.id, t.content) for t in extract_text(text).tasks] == [
        ("1.1", "推进一网通办。建成平台。"),
        ("1.2", "15分钟便民生活圈。建成平台。"),
        ("1.3", "110联动机制。建成平台。"),
        ("1.4", "完善热线。建成平台。"),
        ("1.5", "24小时自助服务。建成平台。"),
    ]


def test_items_of_run_on_text_whose_text_begins_with_a_figure() -> None:
    names = ("1.推进一网通办。", "2.15分钟便民生活圈。", "3.110联动机制。")
    text = "海山市工作要点为做好工作，制定本要点。一、重点任务" + "".join(f"{name}{TEXT}（责任单位：市商务局）" for name in names)
    tasks = extract_text(text).tasks
    assert [task.id for task in tasks] == ["1.1", "1.2", "1.3"]
    short = f"{HEAD}1.推进一网通办。（市商务局负责）2.15分钟便民生活圈。（市住建局负责）\n"
    assert [task.content for task in extract_text(short).tasks] == ["推进一网通办。", "15分钟便民生活圈。"]


@pytest.mark.parametrize(
    "words", ["2.15米的护栏加固。", "3.15分钟生活圈标准。", "2.5万元以上项目。", "2.15公顷绿地建成。", "2.25%的增长。"]
)
def test_a_decimal_at_the_start_of_a_line_is_no_number(words: str) -> None:
    tasks = extract_text(f"{HEAD}1.加强管护。（市住建局负责）\n{words}\n3.加强宣传。（市教育局负责）\n").tasks
    assert [task.id for task in tasks if "~" not in task.id] == ["1.1", "1.3"]


def test_a_decimal_that_a_wrapped_line_begins_with_is_text() -> None:
    words = "各单位要按照标准逐项建立台账并于每月底前报送进展情况，全市绿地面积要达到约"
    text = f"{HEAD}1.加强管护。{words}\n2.15平方公里以上，其中新建绿地面积由市住建局测算。（市住建局负责）\n"
    assert [task.id for task in extract_text(text).tasks] == ["1.1"]


def test_a_further_paragraph_between_two_counted_measures() -> None:
    text = (
        "整改措施：一是强化培训，提高水平。二是强化识别，锁定对象。\n"
        "严格对标政策，规范管理，切实提高精准率，对不符合条件的清退。三是加强帮扶，开展培训。\n"
    )
    task, _ = extract_text(f"{HEAD}（一）管理不到位。\n{text}（二）台账不全。\n").tasks
    assert [(measure.id, measure.text) for measure in task.measures] == [
        ("1.1-1", "强化培训，提高水平。"),
        ("1.1-2", "强化识别，锁定对象。严格对标政策，规范管理，切实提高精准率，对不符合条件的清退。"),
        ("1.1-3", "加强帮扶，开展培训。"),
    ]


def test_a_count_of_another_item_goes_not_on() -> None:
    text = (
        "（一）管理不到位。\n整改措施：一是强化培训。二是强化识别。\n"
        "（二）台账不全。现场有记录。三是本次检查的重点。\n整改措施：补录台账。\n"
    )
    tasks = extract_text(f"{HEAD}{text}").tasks
    assert [[measure.text for measure in task.measures] for task in tasks] == [["强化培训。", "强化识别。"], ["补录台账。"]]


@pytest.mark.parametrize("verb", ["完成。", "全面完成整改。", "整改到位。"])
def test_a_limit_whose_verb_stands_on_the_next_line(verb: str) -> None:
    text = f"一、管控不到位。\n责任单位：市水务局\n整改时限：2022年年底前取得明显进展，2025年年底前\n{verb}\n整改目标：遏制违规建设。\n"
    (task,) = extract_text(f"整改任务清单\n\n{text}").tasks
    assert (task.id, task.finding, task.objective) == ("1", "管控不到位。", "遏制违规建设。")
    assert task.deadline is not None and str(task.deadline.end) == "2025-12-31"


def test_a_sentence_below_a_limit_is_no_part_of_it() -> None:
    text = "一、管控不到位。\n责任单位：市水务局\n整改时限：2025年年底前\n完成管网改造。\n整改目标：遏制违规建设。\n"
    task = extract_text(f"整改任务清单\n\n{text}").tasks[0]
    assert task.deadline is not None and task.deadline.text == "2025年年底前"


@pytest.mark.parametrize("date", ["2023.6.30", "2023-06-30", "2023年6月30日"])
def test_a_date_on_the_line_below_its_label_is_its_value(date: str) -> None:
    item = "（{}）清运垃圾。\n责任单位：\n市城管局\n整改时限：\n{}\n"
    notice = extract_text(f"{HEAD}{item.format('一', date)}{item.format('二', date)}\n青溪市城管局\n2023年3月10日\n")
    assert [(task.id, str(task.deadline and task.deadline.end)) for task in notice.tasks] == [("1.1", "2023-06-30"), ("1.2", "2023-06-30")]
    assert str(notice.metadata.issued and notice.metadata.issued.date) == "2023-03-10"


@pytest.mark.parametrize("said", ["全县产粮12万吨（2022年，县统计局）。", "印发有关规定（2019年，国家发展改革委、财政部）。"])
def test_a_year_and_who_said_it_name_a_source(said: str) -> None:
    (task,) = extract_text(f"{HEAD}1.{said}\n责任单位：市水务局\n").tasks
    assert task.content == said and task.deadline is None


def test_a_day_with_a_name_is_no_item_where_the_number_comes_later() -> None:
    text = f"{HEAD}1.学习。\n2.结合节点宣传：\n3.15消费者权益日，开展咨询。\n3.以案释法。\n责任单位：市司法局\n"
    assert [section.id for section in extract_text(text).outline[0].children] == ["1.1", "1.2", "1.3"]


def test_a_blank_between_two_figures_stays_in_text_without_breaks() -> None:
    text = f"{HEAD}1.{'各单位要提高认识，落实责任。' * 45}电话：88881234 12、13号窗口。\n责任单位：市水务局\n"
    assert "8888123412" not in (extract_text(text).tasks[0].content or "")


def test_what_a_report_says_of_measures_and_results_is_no_task() -> None:
    text = "青溪市报告\n一、存在问题\n（一）学习不够。\n二、整改措施和成效\n（一）加强学习。召开会议5次。\n（二）完善制度。\n"
    assert extract_text(text).tasks == ()


@pytest.mark.parametrize("above", ["（责任单位：1.市住建局；2.市水务局）", "\n责任单位：1.市住建局；2.市水务局"])
def test_numbers_that_count_units_count_no_items(above: str) -> None:
    notice = extract_text(f"{HEAD}1.改造管网。{above}\n2.15分钟应急圈建设。（市应急局负责）\n")
    assert show(notice) == ["1.1 改造管网。 |  / 市住建局、市水务局 /  | ", "1.2 15分钟应急圈建设。 |  / 市应急局 /  | "]


LONG = "加大巡查力度，落实网格责任。" * 45


def test_a_figure_behind_a_unit_without_a_stop_is_no_first_item() -> None:
    notice = extract_text(f"青溪市方案\n一、任务。（一）甲事项。{LONG}责任单位：市水务局1、2号泵站（二）乙事项。责任单位：市林业局")
    assert [task.id for task in notice.tasks] == ["1.1", "1.2"]


def test_decimals_of_text_without_breaks_are_no_items() -> None:
    notice = extract_text(f"青溪市方案\n一、任务\n1.增产。{LONG}平均每亩2.15斤，达到预期。{LONG}\n2.抓好落实。\n责任单位：市农业局\n")
    assert [section.id for section in notice.outline[0].children] == ["1.1", "1.2"]


def test_a_figure_is_a_decimal_where_its_number_heads_a_line_below() -> None:
    below = "二、要求\n1.加强领导。\n2.压实责任。\n3.强化督导。\n"
    first = f"{HEAD}1.学习。\n2.演练。\n3.110联动处置。\n"
    assert [s.id for s in extract_text(f"{first}3.以案释法。\n").outline[0].children] == ["1.1", "1.2", "1.3"]
    children = extract_text(f"{first}{below}").outline[0].children
    assert [(s.id, s.title) for s in children][2] == ("1.3", "110联动处置。")


def test_a_number_behind_a_bracket_that_settles_nothing_splits_no_line() -> None:
    notice = extract_text(f"{HEAD}（一）排查管网（含地下）（二）区路段。（市水务局负责）\n")
    assert [(task.id, [unit.name for unit in task.responsible_units]) for task in notice.tasks] == [("1.1", ["市水务局"])]


@pytest.mark.parametrize("is_behind", [False, True])
def test_measures_of_text_without_breaks(is_behind: bool) -> None:
    fields = "责任单位：市水务局整改时限：6月底"
    listed = "整改措施：1.开展排查。2.逐段修复。"
    item = listed + fields if is_behind else fields + listed
    notice = extract_text(f"青溪市方案\n一、整改任务。{LONG}（一）管网破损。{item}（二）台账不全。{item}（三）设备老化。{item}")
    assert [(task.id, len(task.measures)) for task in notice.tasks] == [("1.1", 2), ("1.2", 2), ("1.3", 2)]


def test_measures_of_a_share_preview_stay_with_their_finding() -> None:
    measures = "整改措施：（1）加强保洁；（2）建立台账。重点做好以下工作：1.排查；2.清理。\n责任单位：市水务局\n整改时限：2023年9月底\n"
    text = f"1、青溪市整改方案\n一、整改任务\n（一）河道保洁不到位，各级要提高认识，加强\n2、管理，确保到位。\n{measures}"
    more = "（二）道路破损，影响出行，需要加\n3、强维修，保障畅通。\n责任单位：市住建局\n二、工作要求\n（一）加强领导。\n"
    tasks = extract_text(text + more).tasks
    assert [(task.id, [unit.name for unit in task.responsible_units]) for task in tasks] == [("1.1", ["市水务局"]), ("1.2", ["市住建局"])]


def test_a_blank_before_a_number_of_a_short_line_stays() -> None:
    (task,) = extract_text(f"{HEAD}1.检修泵站 （二）期闸门。\n责任单位：市水务局\n").tasks
    assert task.content == "检修泵站 （二）期闸门。"


def test_an_empty_label_above_the_signature_takes_no_date() -> None:
    notice = extract_text(f"{HEAD}1.清理河道。\n责任单位：市水务局\n整改时限：\n青溪市政府办公室\n2023年3月10日\n")
    assert [task.deadline for task in notice.tasks] == [None]
    assert notice.metadata.issued is not None and str(notice.metadata.issued.date) == "2023-03-10"


FORM = "问题1  台账缺失2处。\n▶整改要求  补齐台账\n▶整改主体  青溪化工公司\n▶监管单位  县应急局\n▶完成期限  5月10日前\n"


def test_labels_with_blanks_before_their_values() -> None:
    second = "问题2  审批不规范。\n▶整改要求  重新培训；建立抽查制度\n▶整改主体  青溪化工公司\n▶监管单位  县应急局\n▶完成期限  立即整改\n"
    notice = extract_text(f"青溪县2024年督查通报\n一、主要问题\n（一）青溪化工公司\n{FORM}{second}")
    assert show(notice) == [
        "1.1.1 台账缺失2处。 |  / 青溪化工公司 /  | 5月10日前",
        "1.1.1-~1 补齐台账 |  /  /  | ",
        "1.1.2 审批不规范。 |  / 青溪化工公司 /  | 立即整改",
        "1.1.2-~1 重新培训；建立抽查制度 |  /  /  | ",
    ]


def test_the_same_without_bullets() -> None:
    notice = extract_text(f"青溪县2024年督查通报\n一、主要问题\n（一）青溪化工公司\n{FORM.replace('▶', '')}")
    assert show(notice) == ["1.1.1 台账缺失2处。 |  / 青溪化工公司 /  | 5月10日前", "1.1.1-~1 补齐台账 |  /  /  | "]


def test_a_label_word_before_one_blank_in_prose_is_none() -> None:
    text = f"{HEAD}1.加强监管。\n整改要求 要到位。\n监管单位 要履职。\n责任单位 要落实。\n（市水务局负责）\n"
    assert all("要" not in unit.name for task in extract_text(text).tasks for unit in (*task.responsible_units, *task.supervising_units))


WRAPPED = (
    "为进一步推进全市高标准农田建设，提升粮食综合生产能力，各地要采用良种良法，力争平均每亩增产约\n"
    "2.15斤，带动农户增收，切实保障粮食安全和重要农产品稳定供给，推动农业高质量发展取得新的成\n效，确保完成全年目标任务。\n"
)


def test_a_decimal_that_a_wrapped_line_begins_with_is_no_item() -> None:
    notice = extract_text(f"青溪市方案\n一、任务\n1.推进建设。\n{WRAPPED}2.抓好落实。\n")
    assert [section.title for section in notice.outline[0].children] == ["推进建设", "抓好落实。"]


def test_a_verb_below_a_unit_is_no_limit() -> None:
    text = "青溪市方案\n一、任务\n（一）清理河道。\n责任单位：市水务局\n完成。\n（二）绿化。\n责任单位：市林业局\n"
    assert [unit.name for task in extract_text(text).tasks for unit in task.responsible_units] == ["市水务局", "市林业局"]


@pytest.mark.parametrize("name", ["《治水方案.docx》", "《治水方案》"])
def test_the_words_of_a_site_before_a_text_without_line_breaks(name: str) -> None:
    text = (
        f"{name}由会员分享，可在线阅读，更多相关《治水方案（7页珍藏版）》请在某某网上搜索。一、重点任务（一）加强管护。责任单位：市水务局。"
    )
    notice = extract_text(text)
    assert [unit.name for task in notice.tasks for unit in task.responsible_units] == ["市水务局"]
    assert next(leaf.kind for leaf in notice.leaves) == "boilerplate"
    assert "boilerplate" in {told.code for told in notice.diagnostics}


def test_the_text_of_an_item_behind_its_fields() -> None:
    text = "青溪市方案\n一、重点任务\n（一）绿化工程\n责任单位：市园林局\n时限：2024年6月\n新建公园20个。\n完成绿道3条。（市城管局负责）\n"
    closing = "（二）亮化工程。\n责任单位：市城管局\n各部门要抓好落实。\n"
    tasks = extract_text(text + closing).tasks
    assert [(task.id, task.content) for task in tasks] == [
        ("1.1", "绿化工程新建公园20个。"),
        ("1.1.~1", "完成绿道3条。"),
        ("1.2", "亮化工程。"),
    ]


@pytest.mark.parametrize("units", ["责任单位：市水务局、市住建局\n{}", "{}责任单位：市水务局、市住建局\n"])
def test_the_units_of_all_measures_beside_limits_that_count_them(units: str) -> None:
    fields = units.format("完成时限：（1）项2023年6月底前；（2）项2023年底前\n")
    (task,) = extract_text(f"青溪市方案\n一、重点任务\n1.清理河道。\n整改措施：\n（1）开展排查。\n（2）实施改造。\n{fields}").tasks
    assert [unit.name for unit in task.responsible_units] == ["市水务局", "市住建局"]
    assert [m.deadline and m.deadline.text for m in task.measures] == ["2023年6月底前", "2023年底前"]
    assert not any(m.responsible_units for m in task.measures)


def test_a_note_right_below_a_list_without_stop() -> None:
    text = "青溪市方案\n一、重点任务\n1.清理河道。责任单位：市水务局、市住建局\n注：排在第一位的为牵头单位\n"
    (task,) = extract_text(text).tasks
    assert [unit.name for unit in (*task.lead_units, *task.responsible_units)] == ["市水务局", "市住建局"]


@pytest.mark.parametrize(("limit", "year"), [("1月底前完成", 2023), ("已于1月底前完成", 2022)])
def test_a_month_early_in_the_year_in_a_plan_of_its_end(limit: str, year: int) -> None:
    (task,) = extract_text(f"青溪市方案\n一、重点任务\n1.清理河道。\n完成时限：{limit}\n青溪市水务局\n2022年11月20日\n").tasks
    assert task.deadline and task.deadline.end == date(year, 1, 31)


def test_what_is_asked_of_all_below_the_fields_of_the_last_item() -> None:
    item = "青溪市方案\n一、重点任务\n（一）绿化工程\n责任单位：市园林局\n"
    for plea in ("各单位要高度重视，认真落实。", "以上工作请各单位抓好落实，于6月5日前报送方案。"):
        notices = [extract_text(f"{item}{plea}\n{behind}") for behind in ("", "二、工作要求\n加强领导。\n")]
        assert [notice.tasks[0].content for notice in notices] == ["绿化工程"] * 2
        assert extract_text(f"{item}{plea}\n（二）亮化工程\n责任单位：市城管局\n").tasks[0].content == f"绿化工程{plea}"


@pytest.mark.parametrize("fields", ["亮化工程\n责任单位：市城管局\n", "亮化工程。责任单位：市城管局\n"])
def test_titles_with_fields_one_below_the_other(fields: str) -> None:
    text = f"青溪市方案\n一、重点任务\n（一）绿化工程\n责任单位：市园林局\n{fields}"
    assert [(task.id, [unit.name for unit in task.responsible_units]) for task in extract_text(text).tasks] == [
        ("1.1", ["市园林局"]),
        ("1.1.~1", ["市城管局"]),
    ]


def test_heading_marks_of_markdown_in_a_plain_text() -> None:
    plan = "## 一、总体目标\n到2024年底，建成\n\n## 二、重点任务\n### （一）夯实基础\n扩容。\n责任单位：市大数据局\n#1机组改造。\n"
    notice = extract_text(f"# 青岚市工作方案\n\n{plan}")
    assert notice.metadata.title == "青岚市工作方案"
    assert [section.marker for section in notice.outline] == ["一、", "二、"]
    assert [task.content for task in notice.tasks] == ["夯实基础扩容。"]
    assert [told.message for told in notice.diagnostics if told.code == "markup"] == ["4 heading marks left out, the first one here"]


@pytest.mark.parametrize("line", ["---", "————————", "______", "***"])
def test_a_line_across_the_page_parts_paragraphs(line: str) -> None:
    plan = f"一、重点任务\n1.扩容。\n完成时限：2024年6月底前\n{line}\n完成。\n"
    notice = extract_text(f"青岚市工作方案\n{line}\n各县人民政府：\n建成数字政府\n{line}\n{plan}")
    assert (notice.metadata.title, notice.metadata.addressees) == ("青岚市工作方案", ("各县人民政府",))
    assert [(task.content, task.deadline and task.deadline.text) for task in notice.tasks] == [("扩容。", "2024年6月底前")]


@pytest.mark.parametrize(
    ("behind", "content", "limit"),
    [
        ("正在整改，预计10月底前完成。", "清理河道。正在整改，预计10月底前完成。", "预计10月底前完成"),
        ("已责令清理，9月15日前整改到位。", "清理河道。已责令清理，9月15日前整改到位。", "9月15日前整改到位"),
        ("下一步，加快建设。", "清理河道。下一步，加快建设。", None),
        ("该河道已于2023年5月10日前完成清淤。", "清理河道。该河道已于2023年5月10日前完成清淤。", None),
        ("计划2023年12月底前完成。", "清理河道。", "计划2023年12月底前完成"),
        ("已完成整改。", "清理河道。", "已完成整改"),
        ("正在整改，预计10月底前完成。\n整改时限：2023年11月底前", "清理河道。正在整改，预计10月底前完成。", "2023年11月底前"),
        ("整改时限：2023年11月底前。目前已完成80%。", "清理河道。", "2023年11月底前"),
        ("项目投资300万元，2022年开工。", "清理河道。项目投资300万元，2022年开工。", None),
        ("接到举报后，2月10日现场检查。", "清理河道。接到举报后，2月10日现场检查。", None),
        ("工程进展顺利，2023年三季度已完成50%。", "清理河道。工程进展顺利，2023年三季度已完成50%。", None),
        ("根据新要求办理，2023年9月起执行。", "清理河道。根据新要求办理，2023年9月起执行。", None),
    ],
)
def test_a_sentence_behind_the_names_of_units(behind: str, content: str, limit: str | None) -> None:
    text = f"青溪市问题整改清单\n一、整改任务\n1.清理河道。\n责任单位：市水务局。{behind}\n青溪市水务局\n2023年8月4日\n"
    (task,) = extract_text(text).tasks
    assert [unit.name for unit in task.responsible_units] == ["市水务局"]
    assert (task.content or task.finding, task.deadline and task.deadline.text) == (content, limit)
    assert task.deadline is None or task.deadline.done is ("已完成" in (limit or ""))


def test_a_sentence_behind_the_units_of_a_task_with_measures() -> None:
    fields = "整改措施：\n1.清理河道。\n2.巡查。\n责任单位：市水务局。正在整改，预计10月底前完成。\n"
    (task,) = extract_text(f"青溪市方案\n一、河道脏乱\n{fields}青溪市水务局\n2023年8月4日\n").tasks
    assert [(measure.text, measure.deadline) for measure in task.measures] == [("清理河道。", None), ("巡查。", None)]
    assert task.deadline and task.deadline.end == date(2023, 10, 31)


def test_what_stands_behind_a_limit_tells_how_far_it_is_done() -> None:
    fields = "整改措施：\n1.清理河道。\n2.巡查。\n整改时限：2023年11月底前。目前已完成80%。\n"
    (task,) = extract_text(f"青溪市方案\n一、河道脏乱\n{fields}青溪市水务局\n2023年8月4日\n").tasks
    assert [measure.text for measure in task.measures] == ["清理河道。", "巡查。"]
    assert (task.finding, task.progress) == ("河道脏乱", "目前已完成80%。")
    assert task.deadline and (task.deadline.text, task.deadline.done) == ("2023年11月底前", False)


def test_a_clause_among_names_that_tells_what_was_done() -> None:
    (task,) = extract_text("青溪市清单\n1.拆除违建。\n责任单位：市城管局，已拆除3处，剩余2处10月底前拆除。\n").tasks
    assert [unit.name for unit in task.responsible_units] == ["市城管局"]


@pytest.mark.parametrize(
    ("words", "issued", "end"),
    [
        ("3月10日（本周五）前", "2023年3月8日", date(2023, 3, 10)),
        ("3月17日（本周五）前", "2023年3月8日", date(2023, 3, 17)),
        ("本周三至周五", "2023年3月8日", date(2023, 3, 10)),
        ("下周五前", "9999年12月31日", None),
    ],
)
def test_days_of_a_week(words: str, issued: str, end: date | None) -> None:
    (task,) = extract_text(f"青溪市方案\n一、重点任务\n1.清理河道。\n完成时限：{words}\n\n青溪市水务局\n{issued}\n").tasks
    assert task.deadline and (task.deadline.text, task.deadline.end, task.deadline.milestones) == (words, end, ())


def test_page_markers_of_a_preview_among_items_that_count_as_they_do() -> None:
    site = (
        "整治方案.docx_第1页\n整治方案.docx_第2页\n上传人：林****某 文档编号：564375 上传时间：2023-04-10 格式：DOCX 页数：2\n资源描述\n\n"
    )
    text = (
        f"{site}1、青溪县环境整治方案\n为落实要求，制定本方案。\n一、工作目标\n集中解决突出问题，进一步提高群众的意识，\n\n2、营造良好气氛。\n"
        "二、重点任务\n1、清理垃圾。（责任单位：县城管局）\n2、疏通河道。（责任单位：县水务局）\n"
    )
    notice = extract_text(text)
    assert notice.metadata.title == "青溪县环境整治方案"
    assert [(task.id, task.content) for task in notice.tasks] == [("2.1", "清理垃圾。"), ("2.2", "疏通河道。")]
    assert "进一步提高群众的意识，营造良好气氛。" in "".join(section.text or "" for section in notice.outline)
