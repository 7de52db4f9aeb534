"""Texts whose line breaks were lost or moved: they give the ledger of the text as it was printed."""

from __future__ import annotations

from pathlib import Path
from random import Random

import pytest

from rectiparse import extract_text
from rectiparse.model import Notice

SAMPLES = Path(__file__).parents[1] / "samples"
PLAN = (
    "青溪市河道整治实施方案",
    "为加强河道管理，经市政府同意，制定本方案。",
    "一、工作目标",
    "2023年底前，全市河道管理水平明显提升，群众满意度稳步提高，河道水质优良比例达到80%以上。",
    "二、重点任务",
    "（一）加强河湖水域岸线管控",
    "完成岸线划界，设立界桩，建立巡查台账，对侵占河道的行为依法处置。",
    "责任单位：市水务局、市自然资源局",
    "完成时限：2023年6月底",
    "（二）推进排污口整治",
    "逐一溯源建档，分类整治到位，并向社会公开整治结果。",
    "责任单位：市生态环境局",
    "完成时限：2023年9月底",
    "三、时间安排",
    "（一）动员阶段（2023年3月）。印发方案，动员部署。",
    "（二）整治阶段（2023年4月—9月）。对照任务整改。",
    "青溪市人民政府办公室",
    "2023年3月1日",
)


def show(notice: Notice) -> list[tuple[str, list[str], str | None]]:
    return [
        (task.id, [unit.name for unit in (*task.lead_units, *task.responsible_units)], task.deadline and task.deadline.text)
        for task in notice.tasks
    ]


def show_titles(notice: Notice) -> list[str]:
    return [section.title for parent in notice.outline for section in (parent, *parent.children)]


@pytest.mark.parametrize("blanks", [" ", "　", "　　", "    "])
def test_blanks_in_place_of_line_breaks(blanks: str) -> None:
    printed, flat = extract_text("\n".join(PLAN)), extract_text(blanks.join(PLAN))
    assert show(flat) == show(printed)
    assert show_titles(flat) == show_titles(printed)
    assert [task.kind for task in flat.tasks] == ["task", "task", "stage", "stage"]
    assert flat.metadata.title == printed.metadata.title
    assert flat.metadata.issued is not None and str(flat.metadata.issued.date) == "2023-03-01"
    assert [str(issuer) for issuer in flat.metadata.issuers] == ["青溪市人民政府办公室"]


TABLES = {"columns", "division", "everything", "letter-and-annexes", "roles-in-values", "schedule", "three-year-plan"}
WRAPPED = {"brackets", "chapters", "office-brackets", "wrapped-brackets", "wrapped-points"}
"""Samples with tables, where no blank tells that a cell ends; and short ones whose lines are wrapped."""


@pytest.mark.parametrize("name", sorted({path.stem for path in SAMPLES.glob("*.txt")} - TABLES - WRAPPED))
def test_samples_with_blanks_in_place_of_line_breaks(name: str) -> None:
    lines = [line.strip() for line in (SAMPLES / f"{name}.txt").read_text("utf-8").split("\n")]
    printed = extract_text("\n\n".join(filter(None, lines)))
    assert show(extract_text(" ".join(filter(None, lines)))) == show(printed)


def test_blanks_where_the_lines_of_a_page_ended() -> None:
    sentence = "各有关部门要逐项建立工作台账，明确具体责任人员，按月向牵头单位报送整改进展情况，对推进不力的依法依规严肃问责。"
    items = [
        f"（{n}）加强{what}。{sentence * 3}（市{unit}局、市林业局按职责分工负责）"
        for n, what, unit in zip("一二三", ("管控", "保洁", "宣传"), ("水务", "住建", "教育"), strict=True)
    ]
    pieces = [
        text[at : at + 36]
        for text in ("青溪市实施方案", f"为做好工作，制定本方案。{sentence}", "一、重点任务", *items, "二、保障措施", sentence)
        for at in range(0, len(text), 36)
    ]
    notice = extract_text(" ".join(pieces))
    assert show(notice) == [
        ("1.1", ["市水务局", "市林业局"], None),
        ("1.2", ["市住建局", "市林业局"], None),
        ("1.3", ["市教育局", "市林业局"], None),
    ]
    assert [task.content for task in notice.tasks] == [f"加强{what}。{sentence * 3}" for what in ("管控", "保洁", "宣传")]


def test_blanks_between_names_and_figures_of_run_on_text_part_nothing() -> None:
    words = "完成岸线划界，设立界桩，建立巡查台账，对侵占河道的行为依法处置。" * 6
    first_item = f"（一）加强管控。{words} 责任单位：市水务局 市林业局 完成时限：2023 年6 月底"
    text = f"二、重点任务 {first_item} （二）加强保洁。达到 80%。 责任单位：市城管局 三、保障措施 加强领导。"
    first, second = extract_text(text).tasks
    assert [unit.name for unit in first.responsible_units] == ["市水务局", "市林业局"] and first.deadline is not None
    assert str(first.deadline.end) == "2023-06-30" and second.content == "加强保洁。达到80%。"


def test_blanks_inside_sentences_of_a_long_line_part_no_paragraphs() -> None:
    words = "各单位要 建立台账 逐项 整改到位，按月 报送进展 情况。" * 12
    (task,) = extract_text(f"一、重点任务\n（一）加强管控。{words}（市水务局负责）\n").tasks
    assert task.id == "1.1" and [unit.name for unit in task.responsible_units] == ["市水务局"]


def test_blanks_in_the_cells_of_a_drawn_row_part_nothing() -> None:
    words = "开展排查。 建立台账。 逐项整改。 按月报送。 " * 8
    rows = f"| 序号 | 任务 | 责任单位 |\n| 1 | {words} | 市水务局 |\n| 2 | {words} | 市林业局 |\n"
    assert [units for _, units, _ in show(extract_text(f"青溪市任务分工表\n{rows}"))] == [["市水务局"], ["市林业局"]]


HEAD = "青溪市方案\n一、重点任务\n"
WORDS = "加大巡查力度，落实网格责任，逐项建立台账。" * 12


@pytest.mark.parametrize("title", ["青溪市督察反馈问题整改措施清单", "青溪市重点任务分工表", "青溪市整改方案"])
def test_the_first_number_right_behind_the_title(title: str) -> None:
    first = f"一、责任落实不够有力（一）巡河次数不足。整改措施：{WORDS}责任单位：市水务局"
    second = f"二、管护存在短板（二）保洁不到位。整改措施：{WORDS}责任单位：市住建局"
    notice = extract_text(f"{title}{first}{second}")
    assert show_titles(notice) == ["责任落实不够有力", "巡河次数不足。", "管护存在短板", "保洁不到位。"]
    assert show(notice) == [("1.1", ["市水务局"], None), ("2.2", ["市住建局"], None)]


def test_known_headings_right_before_their_text() -> None:
    text = (
        f"青溪市整治方案为做好工作，制定本方案。一、工作目标到2023年底，河道水质明显改善。二、整治范围全市各级河道。三、重点任务坚持问题导向。"
        f"（一）加强管控。{WORDS}（二）加强保洁。{WORDS}四、时间安排从2023年3月至9月，分两个阶段。（一）动员阶段（2023年3月）。制定方案。"
        "（二）整治阶段（2023年4月—9月）。逐项整改。五、工作要求各单位要加强领导。"
    )
    notice = extract_text(text)
    assert [section.title for section in notice.outline] == ["工作目标", "整治范围", "重点任务", "时间安排", "工作要求"]
    assert notice.outline[0].text == "到2023年底，河道水质明显改善。"
    assert [(task.id, task.kind) for task in notice.tasks] == [("3.1", "task"), ("3.2", "task"), ("4.1", "stage"), ("4.2", "stage")]
    (short,) = extract_text("一、工作目标到2023年底明显改善。\n").outline
    assert short.title == "工作目标到2023年底明显改善。"


@pytest.mark.parametrize(
    ("label", "value"),
    [
        ("责任单位", "市水务局牵头，市林业局配合"),
        ("责任单位", "市水务局、市林业局按职责分工负责"),
        ("责任单位", "市水务局牵头，市林业局配合，6月底前完成"),
        ("完成时限", "2023年6月底前完成首轮排查"),
        ("完成时限", "自方案印发之日起30日内"),
    ],
)
def test_values_that_end_in_a_verb_before_the_next_number(label: str, value: str) -> None:
    items = "".join(f"{n}.{what}。{WORDS}{label}：{value}" for n, what in ((1, "加强管控"), (2, "加强保洁"), (3, "加强宣传")))
    notice = extract_text(f"青溪市要点一、重点任务{items}二、保障措施各单位要落实责任。")
    assert [(task.id, task.content) for task in notice.tasks] == [
        ("1.1", f"加强管控。{WORDS}"),
        ("1.2", f"加强保洁。{WORDS}"),
        ("1.3", f"加强宣传。{WORDS}"),
    ]
    assert [section.title for section in notice.outline] == ["重点任务", "保障措施"]


def test_the_numbers_behind_one_that_can_not_be_told_are_read() -> None:
    items = "".join(f"（{n}）加强管理。{WORDS}（市水务局负责{'' if n == 3 else '）'}" for n in range(1, 7))
    ids = [task.id for task in extract_text(f"青溪市要点为做好工作，制定本要点。一、重点任务{items}").tasks]
    assert ids == ["1.1", "1.2", "1.3", "1.5", "1.6"]


def test_a_plan_behind_a_plan_and_an_annex_in_run_on_text() -> None:
    items = f"（一）加强管控。{WORDS}（市水务局牵头）（二）加强保洁。{WORDS}（市住建局牵头）"
    text = (
        f"青溪市整治方案为做好工作，制定本方案。一、重点任务{items}二、工作要求各单位要落实责任。青溪市试点工作方案为开展试点，制定本方案。"
        f"一、试点任务{items}附件1青溪市任务清单一、任务安排{items}二、工作要求加强领导。"
    )
    notice = extract_text(text)
    assert [section.title for section in notice.outline if section.role == "annex"] == ["青溪市试点工作方案", "青溪市任务清单"]
    assert [task.id for task in notice.tasks] == ["1.1", "1.2", "a1:1.1", "a1:1.2", "a2:1.1", "a2:1.2"]
    assert all(task.lead_units for task in notice.tasks)


def test_a_heading_without_a_stop_before_its_first_label() -> None:
    text = (
        "青溪市整改方案\n一、存在问题\n（一）黑臭水体反弹责任单位：市水务局\n整改时限：2023年6月底\n（二）污水直排整改时限：2023年7月底\n"
        "（三）清运不及时整改措施：完善机制。责任单位：市城管局牵头，市住建局配合\n"
    )
    first, second, third = extract_text(text).tasks
    assert [first.finding, second.finding, third.finding] == ["黑臭水体反弹", "污水直排", "清运不及时"]
    assert [unit.name for unit in first.responsible_units] == ["市水务局"] and second.deadline is not None
    assert [measure.text for measure in third.measures] == ["完善机制。"]
    assert [unit.name for unit in third.lead_units] == ["市城管局"]


@pytest.mark.parametrize(
    "words", ["按月报送各责任单位：由市水务局汇总", "推行清单管理，明确责任单位：逐项落实到人", "按方案要求报送牵头单位：每月5日前"]
)
def test_a_label_word_in_a_heading_is_no_label(words: str) -> None:
    (task,) = extract_text(f"青溪市方案\n一、重点任务\n（一）{words}。\n（市水务局负责）\n").tasks
    assert task.content == f"{words}。"


def test_an_annex_and_its_title_without_a_sign_between() -> None:
    text = (
        "青溪市方案\n一、重点任务\n（一）加强管控。（市水务局负责）\n附件2青溪市责任清单\n一、组织领导\n（一）加强领导。（市水务局负责）\n"
    )
    notice = extract_text(text)
    assert [task.id for task in notice.tasks] == ["1.1", "a1:1.1"]
    assert notice.outline[-1].title == "青溪市责任清单"


def test_a_lone_page_number() -> None:
    text = f"{HEAD}（一）加强管控。{WORDS}\n责任单位：市水务局\n2\n完成时限：2023年6月底\n（二）加强保洁。{WORDS}\n责任单位：市住建局\n"
    notice = extract_text(text)
    assert show(notice) == [("1.1", ["市水务局"], "2023年6月底"), ("1.2", ["市住建局"], None)]
    assert notice.tasks[0].content == f"加强管控。{WORDS}"


def test_a_lone_number_below_a_label_is_its_value() -> None:
    text = f"{HEAD}（一）加强管控。{WORDS}\n责任单位：市水务局\n完成时限：6月\n备注：\n2\n（二）加强保洁。\n责任单位：市住建局\n"
    assert "page-furniture" not in {told.code for told in extract_text(text).diagnostics}


def test_a_text_with_a_blank_between_any_two_characters() -> None:
    spread = "\n".join(" ".join(line) for line in PLAN)
    notice, printed = extract_text(spread), extract_text("\n".join(PLAN))
    assert show(notice) == show(printed) and show_titles(notice) == show_titles(printed)
    assert notice.metadata.issued is not None and str(notice.metadata.issued.date) == "2023-03-01"


@pytest.mark.parametrize("line", ["市水务局 市林业局 市住建局 市教育局", "张三 李四 王五 赵六"])
def test_blanks_between_names_are_no_spread_characters(line: str) -> None:
    (section,) = extract_text(f"一、名单\n{line}\n").outline
    assert section.text == line


@pytest.mark.parametrize("words", ["3个站点未运行", "2022年任务未完成", "15户台账不实"])
@pytest.mark.parametrize("name", ["问题", "任务", "事项"])
def test_named_numbers_whose_text_begins_with_a_figure(name: str, words: str) -> None:
    items = "".join(f"{name}{n}：{words}。\n责任单位：市水务局\n" for n in (1, 2))
    tasks = extract_text(f"青溪市清单\n一、治理方面\n{items}").tasks
    assert [(task.id, task.finding or task.content) for task in tasks] == [("1.1", f"{words}。"), ("1.2", f"{words}。")]


def test_circled_numbers_of_one_line_are_text_of_the_item_above() -> None:
    (task,) = extract_text(f"{HEAD}1.隧道专项整治：\n①超前预报；②气体监测；③步距控制。\n责任单位：市交通局\n").tasks
    assert task.id == "1.1" and task.content == "隧道专项整治：①超前预报；②气体监测；③步距控制。"
    assert [unit.name for unit in task.responsible_units] == ["市交通局"]


def wrap(text: str, width: int = 30) -> list[str]:
    return [text[at : at + width] for at in range(0, len(text), width)]


LONG = "各有关部门要逐项建立工作台账，明确具体责任人员，按月向牵头单位报送整改进展情况，对推进不力的依法依规严肃问责。"


def test_wrapped_lines_with_a_blank_line_behind_each() -> None:
    items = [f"{n}.加强管控。{LONG * 2}（牵头单位：市水务局；完成时限：2023年{n + 5}月底前）" for n in range(1, 6)]
    lines = [line for text in ("青溪市方案", "一、重点任务", *items, "二、工作要求", LONG) for line in wrap(text, 41)]
    notice, printed = (
        extract_text("\n\n".join(lines)),
        extract_text("\n".join(("青溪市方案", "一、重点任务", *items, "二、工作要求", LONG))),
    )
    assert show(notice) == show(printed) and len(notice.tasks) == 5
    assert [task.content for task in notice.tasks] == [task.content for task in printed.tasks]


def test_run_on_text_that_was_wrapped() -> None:
    items = "".join(
        f"（{n}）加强管控。{LONG * 2}责任单位：市水务局、市林业局完成时限：2023年{m}月底" for n, m in zip("一二三四", "6789", strict=True)
    )
    text = f"青溪市整改方案为做好工作，制定本方案。一、重点任务{items}二、工作要求{LONG}"
    assert show(extract_text("\n".join(wrap(text, 34)))) == show(extract_text(text))
    assert [task.id for task in extract_text("\n".join(wrap(text, 34))).tasks] == ["1.1", "1.2", "1.3", "1.4"]


@pytest.mark.parametrize("indent", ["　　", "    ", " "])
def test_a_table_a_cell_a_line_that_is_indented(indent: str) -> None:
    lines = (SAMPLES / "columns.txt").read_text("utf-8").split("\n")
    printed = extract_text("\n".join(lines))
    assert show(extract_text("\n".join(f"{indent}{line}" for line in lines))) == show(printed) != []


def strew(text: str, step: int) -> str:
    """A blank behind every step-th character that stands between two others of a sentence."""
    return "".join(char + (" " if at % step == step - 1 and "一" <= char <= "鿿" else "") for at, char in enumerate(text))


@pytest.mark.parametrize("step", [7, 11, 17, 23])
def test_blanks_strewn_over_the_text(step: int) -> None:
    items = [
        f"（{n}）加强管控。{LONG}（牵头单位：市水务局、市林业局；完成时限：2023年{m}月底前）"
        for n, m in zip("一二三四五六", "456789", strict=True)
    ]
    printed, strewn = (
        extract_text("\n".join(f(line) for line in ("青溪市方案", "一、重点任务", *items))) for f in (str, lambda t: strew(t, step))
    )
    assert show(strewn) == show(printed) and len(strewn.tasks) == 6
    assert [task.content for task in strewn.tasks] == [task.content for task in printed.tasks]


def test_blanks_strewn_over_run_on_text() -> None:
    items = "".join(f"（{n}）加强管控。{LONG * 3}（牵头单位：市水务局、市林业局；完成时限：2023年6月底前）" for n in "一二三四")
    text, random = f"青溪市方案一、重点任务{items}", Random(1)
    strewn = "".join(char + (" " if "一" <= char <= "鿿" and random.random() < 0.08 else "") for char in text)
    assert show(extract_text(strewn)) == show(extract_text(text))
    assert len(extract_text(text).tasks) == 4


def test_blanks_between_the_names_of_a_list_stay() -> None:
    names = " ".join(["张三", "李四光", "王五", "赵六", "孙小七", "周八"] * 10)
    (section,) = extract_text(f"一、先进个人名单\n{names}\n").outline
    assert section.text == names


PAGE_LINES = [
    line
    for paragraph in (
        "青溪市河道综合整治实施方案",
        "一、重点任务",
        *(
            f"（{n}）推进整治。{LONG * 2}（牵头单位：市水务局；完成时限：2023年{m}月底前）"
            for n, m in zip("一二三四五六", "456789", strict=True)
        ),
        "二、工作要求",
        LONG * 3,
    )
    for line in wrap(paragraph)
]


@pytest.mark.parametrize(
    ("head", "foot"),
    [
        ("青溪市人民政府公报", "· {n} ·"),
        ("河道综合整治实施方案", "{n}"),
        ("", "青溪市人民政府办公室　　- {n} -"),
        ("2023/5/6 上午10:20　　实施方案_青溪市人民政府网", "http://www.example.cn/t20230506.html　　{n}/4"),
        ("", "Page {n} of 4"),
        ("", "────── {n} ──────"),
    ],
)
def test_lines_at_the_edges_of_pages(head: str, foot: str) -> None:
    pages = [PAGE_LINES[at : at + 11] for at in range(0, len(PAGE_LINES), 11)]
    text = "\n".join(line for n, page in enumerate(pages, 1) for line in (head, *page, foot.format(n=n)))
    notice, printed = extract_text(text), extract_text("\n".join(PAGE_LINES))
    assert show(notice) == show(printed) and len(printed.tasks) == 6
    assert [task.content for task in notice.tasks] == [task.content for task in printed.tasks]
    assert notice.outline[1].text == printed.outline[1].text
    assert "page-furniture" in {told.code for told in notice.diagnostics}


def test_a_line_that_comes_again_is_no_running_head() -> None:
    items = "".join(f"（{n}）加强管控。{LONG * 3}\n责任单位：\n市水务局\n完成时限：\n2023年6月底\n" for n in "一二三四五")
    notice = extract_text(f"青溪市方案\n一、重点任务\n{items}")
    assert show(notice) == [(f"1.{n}", ["市水务局"], "2023年6月底") for n in range(1, 6)]


@pytest.mark.parametrize("head", ["整改任务{n}", "第{n}阶段", "完成时限：2023年{n}月底前", "责任单位：第{n}中学"])
def test_lines_that_count_the_items_are_no_running_heads(head: str) -> None:
    items = [f"{head.format(n=n)}\n工作内容：加强管控。{LONG * 6}" for n in range(4, 9)]
    notice = extract_text("青溪市方案\n" + "\n".join(items))
    assert "page-furniture" not in {told.code for told in notice.diagnostics}


@pytest.mark.parametrize(
    "last", ["完成时限：2023年12月底前", "责任单位：\n市水务局", "（责任单位：市水务局）", "2023年12月底前完成", "市水务局牵头", "整改措施"]
)
def test_the_last_lines_of_items_a_page_each_are_no_running_feet(last: str) -> None:
    pages = [f"{n}、加强管控\n工作内容：加强管控。{LONG * 6}\n{last}\n— {at} —" for at, n in enumerate("一二三四五", 1)]
    told = [told.message for told in extract_text("青溪市方案\n" + "\n".join(pages)).diagnostics if told.code == "page-furniture"]
    assert told == ["5 page numbers left out, the first one here"]


def test_numbered_lines_of_one_length_are_items() -> None:
    lines = [
        f"（{n}）{town}牵头完成老旧小区雨污分流改造及配套管网建设，6月底前完成" for n, town in enumerate(["城东", "城西", "城南"] * 5, 1)
    ]
    assert len(extract_text("\n".join(lines)).outline) == 15


def test_blanks_that_part_names_are_not_strewn() -> None:
    items = "\n".join(
        f"{n}.疏浚河道\n责任单位：市水务局 配合单位：各镇人民政府 各街道办事处 完成时限：2023年{n}月底前" for n in range(4, 10)
    )
    tasks = extract_text(f"青溪市方案\n一、重点任务\n{items}").tasks
    assert [unit.name for unit in tasks[0].cooperating_units] == ["各镇人民政府", "各街道办事处"]


def test_a_blank_behind_a_heading_is_not_strewn() -> None:
    items = "\n".join(f"（{n}）疏浚城区河道 市水务局牵头，市财政局配合，年底完成。" for n in "一二三四五六")
    titles = [section.title for section in extract_text(f"青溪市方案\n一、重点任务\n{items}").outline[0].children]
    assert all(title.startswith("疏浚城区河道 ") for title in titles)


def test_a_lone_number_in_a_cell_is_no_page_number() -> None:
    notice = extract_text(f"{HEAD}（一）加强管控。{WORDS}\n新建站点（个）\n12\n责任单位\n市水务局\n")
    assert "page-furniture" not in {told.code for told in notice.diagnostics}


@pytest.mark.parametrize("word", ["隐患{}：", "问题{} ", "第{}条 ", "整改任务{}、"])
def test_numbers_that_a_word_shows_begin_items_in_text_without_breaks(word: str) -> None:
    one, two, three = (word.format(n) for n in "一二三")
    item = (
        "护栏缺失存在风险。整改措施：增设护栏，安装爆闪灯，定期巡查并做好记录，发现问题立即处置。责任单位：镇交管站完成时限：2024年6月15日"
    )
    text = f"青山镇隐患整改责任清单{one}{item}{two}{item}{three}{item}"
    tasks = extract_text(text).tasks
    assert [(task.id, task.deadline and str(task.deadline.end)) for task in tasks] == [(n, "2024-06-15") for n in "123"]


@pytest.mark.parametrize("words", ["对照问题1：", "对照任务1：护栏缺失、问题2："])
def test_one_number_that_a_word_shows_begins_nothing_in_a_long_line(words: str) -> None:
    text = f"一、任务\n（一）整改。{words}{'护栏缺失的要求抓好整改，落实各项安全措施，加强巡查。' * 9}（县交通局负责）\n"
    assert [task.id for task in extract_text(text).tasks] == ["1.1"]


@pytest.mark.parametrize("behind", ["第二章 保障措施", "二、保障措施"])
def test_a_bracket_of_names_right_before_the_next_heading(behind: str) -> None:
    text = f"青溪市方案。第一章 重点任务第一条 稳定生产。{'建设基地，' * 40}形成合力。（县农业农村局、县商务局）{behind}第二条 加强领导。"
    assert [len(task.responsible_units) for task in extract_text(text).tasks] == [2]


SHARED = "《青溪县整改方案.docx》由会员分享,可在线阅读,更多相关《青溪县整改方案.docx(9页珍藏版)》请在某某网上搜索。\n"


def read_pages(*pages: str) -> Notice:
    return extract_text(SHARED + "\n".join(f"{number}、{page}" for number, page in enumerate(pages, 1)))


def test_words_with_numbers_go_on_behind_a_page_that_ends_with_a_sentence() -> None:
    filling = "整改措施:逐项补录台账,定期核查,对发现的问题建立清单并逐一销号,做到底数清、情况明、措施实。"
    findings = [f"问题{n}:台账第{n}册不全。{filling}责任单位:县水利局整改时限:2023年{n + 5}月底前" for n in range(1, 6)]
    first = "青溪县整改台账根据反馈意见,现将问题整改台账公布如下,请社会各界监督,未经核验不得自行销号。" + "".join(findings[:2]) + "。"
    notice = read_pages(first, findings[2] + findings[3][:40], findings[3][40:] + findings[4])
    assert [(task.id, task.deadline.text if task.deadline else None) for task in notice.tasks] == [
        (f"{n}", f"2023年{n + 5}月底前") for n in range(1, 6)
    ]


def test_phases_in_a_text_without_line_breaks() -> None:
    text = (
        "青溪县工作方案为抓好工作,制定本方案。一、重点任务(一)清运垃圾。逐点清运沿河两岸积存的生活垃圾和建筑垃圾,建立台账。(县住建局负责)"
        "二、实施步骤第一阶段:动员部署(2024年3月)各乡镇制定方案,召开动员会议,摸清底数。第二阶段:全面实施(2024年4月—10月)"
        "对照任务逐项推进,每月调度。第三阶段:总结评估(2024年11月)开展测评,固化做法,形成制度成果。三、工作要求加强组织领导,压实工作责任。"
    )
    stages = [task for task in read_pages(text, "各乡镇按月报送。").tasks if task.kind == "stage"]
    assert [str(task.deadline and task.deadline.end) for task in stages] == ["2024-03-31", "2024-10-31", "2024-11-30"]


def test_two_pages_of_a_preview_the_first_one_cut_behind_a_number() -> None:
    text = "青溪县方案为抓好工作,制定本方案。一、排查隐患(一)修复堤防。逐一核查。(县水利局负责)二、加强监测(一)"
    notice = read_pages(text, "检修设备。确保数据到报。(县气象局负责)(二)共享信息。(县应急局负责)")
    assert [(task.id, [unit.name for unit in task.responsible_units]) for task in notice.tasks] == [
        ("1.1", ["县水利局"]),
        ("2.1", ["县气象局"]),
        ("2.2", ["县应急局"]),
    ]


def test_a_blank_behind_each_colon_is_no_lost_line_break() -> None:
    measures = "具体措施： 1．制定计划，明确各部门的职责和时间要求。（市水利局牵头）2．开展检查，对发现的问题逐项整改销号。（市财政局牵头）"
    task = "完善管护机制，把管护责任落实到人、到岗，确保设施长期发挥效益。（市水利局牵头，市财政局配合）"
    parts = [f"{number}、加强农村供水工程建设{mark}{task}{measures}" for number in "一二三" for mark in ("（一）",)]
    blank, bare = (extract_text("青溪市分工方案\n" + "".join(parts).replace("： ", joint)) for joint in ("： ", "："))
    assert [t.id for t in blank.tasks] == ["1.1", "2.1", "3.1"] or [t.id for t in blank.tasks] == [t.id for t in bare.tasks]
    assert [[m.text for m in t.measures] for t in blank.tasks] == [[m.text for m in t.measures] for t in bare.tasks]
    assert all(len(t.measures) == 2 for t in blank.tasks)
