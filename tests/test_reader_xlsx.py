"""Excel workbooks: the ledger is that of the same table in Word, the text is what Excel shows, what it hides is told."""

from __future__ import annotations

from datetime import date
from pathlib import Path

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from openpyxl.cell.rich_text import CellRichText, TextBlock
from openpyxl.cell.text import InlineFont

from formats.document import read_blocks
from formats.ledger import read_ledger
from formats.make_xlsx import STRICT, Rows, make_book, make_package, make_table_docx, make_xlsx, save
from rectiparse import extract, extract_text
from rectiparse.model import Notice, Unit
from rectiparse.readers import read_source
from rectiparse.readers.from_xlsx import MEDIA_TYPE
from rectiparse.readers.sheet_formats import show_number, show_text
from rectiparse.source import SourceText

SAMPLES = sorted((Path(__file__).parents[1] / "samples").glob("*.txt"))


def read(data: bytes) -> SourceText:
    return read_source(data, name="台账.xlsx")


def codes(source: SourceText) -> list[str]:
    return [diagnostic.code for diagnostic in source.diagnostics]


def show(notice: Notice) -> list[str]:
    """A line a task: id, what it says, who, by when; a line a measure."""
    lines: list[str] = []
    for task in notice.tasks:
        lines.append(f"{task.id} {task.finding or task.content} {_show_units(task.lead_units, task.responsible_units)}".strip())
        if task.cooperating_units:
            lines[-1] += f" + {_show_units(task.cooperating_units)}"
        lines[-1] += f" | {task.deadline.text}" if task.deadline else ""
        lines.extend(f"  {measure.id} {measure.text}" for measure in task.measures)
    return lines


def _show_units(*lists: tuple[Unit, ...]) -> str:
    return "、".join(unit.name for units in lists for unit in units)


# -- the ledger --------------------------------------------------------------------------------------------------------

LEDGER: Rows = [
    ["青溪市生态环境保护督察反馈问题整改台账"],
    ["填报单位：青溪市生态环境局", None, None, None, "填报日期：2023年5月8日"],
    ["序号", "反馈问题", "整改目标", "整改措施", "责任分工", None, "完成时限", "整改进展"],
    [None, None, None, None, "牵头单位", "配合单位"],
    [
        1,
        "河道水质不达标。",
        "2023年底前达到Ⅲ类。",
        "1.排查排污口。\n2.建设截污管网。",
        "市水务局",
        "市住建局、市城管局",
        date(2023, 12, 31),
        "已排查。",
    ],
    [2, "渗滤液处理不规范。", "全部达标处理。", "1.改造设施。\n2.加强监管。", "市城管局", "市生态环境局", "2023年9月底前", "正在推进。"],
    [3, "扬尘管控不到位。", "落实防尘要求。", "开展专项检查。", "市住建局", None, "长期坚持", None],
    ["注：1.本台账每月报市整改办。"],
    ["2.整改完成后销号。"],
]
LEDGER_MERGED = ["A1:H1", "A2:D2", "E2:H2", *(f"{c}3:{c}4" for c in "ABCDGH"), "E3:F3", "A8:H8", "A9:H9"]
CHECKLIST: Rows = [
    ["青溪市安全生产问题隐患清单"],
    ["序号", "类别", "存在问题", "整改措施", "责任单位", "责任人", "整改时限"],
    ["一、危险化学品领域"],
    [1, "管理类", "安全管理制度不健全。", "修订完善制度。", "市应急局", "李某", "2023年6月30日前"],
    [2, None, "教育培训不到位。", "组织全员培训。", None, None, "2023年7月底前"],
    [3, "设备类", "消防设施损坏。", "立即更换。", "青溪化工有限公司", "王某", "立行立改"],
    ["二、道路交通领域"],
    [4, "隐患类", "农村道路缺少警示标志。", "增设标志30块。", "市交通运输局、市公安局", "赵某", date(2023, 8, 31)],
    ["填表说明：责任单位须填写全称。"],
]
CHECKLIST_MERGED = ["A1:G1", "A3:G3", "B4:B5", "E4:E5", "F4:F5", "A7:G7", "A9:G9"]
DIVISION: Rows = [
    ["序号", "重点任务", "具体内容", "责任单位", "完成时限"],
    [1, "优化审批", "推行一网通办。", "市审批局牵头，市发改委配合", "2023年6月底前"],
    [2, None, "压减审批时限。", "市审批局", "2023年9月底前"],
    [3, "降低成本", "落实减税政策。", "市税务局、市财政局", "持续推进"],
]
SCHEDULE: Rows = [
    ["序号", "工作内容", "责任单位", "完成时间"],
    [1, "召开动员会议。", "市政府办", "2023年3月"],
    [2, "开展督导检查。", "市督查室", "2023年4月至10月"],
]
FORM: Rows = [
    ["问题整改情况表"],
    ["问题编号", "3", "责任单位", "市林业局"],
    ["反馈问题", "林地被违规占用。"],
    ["整改目标", "恢复植被20亩。"],
    ["整改措施", "1.拆除违建。\n2.补植树木。"],
    ["整改时限", "2023年10月底前"],
]
FORM_MERGED = ["A1:D1", *(f"B{row}:D{row}" for row in range(3, 7))]


@pytest.mark.parametrize("sample", SAMPLES, ids=lambda path: path.stem)
def test_a_sample_gives_the_ledger_of_its_text(sample: Path) -> None:
    text = sample.read_text(encoding="utf-8")
    blocks = read_blocks(text)
    if sum(bool(block.rows) for block in blocks) > 1:
        pytest.skip("a sheet holds one table")
    assert read_ledger(extract(make_xlsx(blocks))) == read_ledger(extract_text(text))


@pytest.mark.parametrize(
    ("rows", "merged", "above", "below"),
    [
        (LEDGER, LEDGER_MERGED, 2, 2),
        (CHECKLIST, CHECKLIST_MERGED, 1, 1),
        (DIVISION, ["B2:B3"], 0, 0),
        (SCHEDULE, [], 0, 0),
        (FORM, FORM_MERGED, 1, 0),
    ],
    ids=["ledger", "checklist", "division", "schedule", "form"],
)
def test_the_ledger_is_that_of_the_same_table_in_word(rows: Rows, merged: list[str], above: int, below: int) -> None:
    sheet, document = (
        extract(save(make_book({"Sheet1": rows}, {"Sheet1": merged}))),
        extract(make_table_docx(rows, merged, above=above, below=below)),
    )
    assert sheet.tasks
    assert read_ledger(sheet) == read_ledger(document)
    assert sheet.source.text == document.source.text


def test_a_ledger_with_title_two_rows_of_words_and_notes() -> None:
    notice = extract(save(make_book({"Sheet1": LEDGER}, {"Sheet1": LEDGER_MERGED})))
    assert notice.metadata.title == "青溪市生态环境保护督察反馈问题整改台账"
    assert notice.metadata.issued is not None and notice.metadata.issued.date == date(2023, 5, 8)
    assert show(notice) == [
        "1 河道水质不达标。 市水务局 + 市住建局、市城管局 | 2023年12月31日",
        "  1-1 排查排污口。",
        "  1-2 建设截污管网。",
        "2 渗滤液处理不规范。 市城管局 + 市生态环境局 | 2023年9月底前",
        "  2-1 改造设施。",
        "  2-2 加强监管。",
        "3 扬尘管控不到位。 市住建局 | 长期坚持",
        "  3-~1 开展专项检查。",
    ]


def test_merged_cells_and_rows_of_sections() -> None:
    notice = extract(save(make_book({"问题清单": CHECKLIST}, {"问题清单": CHECKLIST_MERGED})))
    assert [line for line in show(notice) if not line.startswith(" ")] == [
        "1.~1.1 安全管理制度不健全。 市应急局 | 2023年6月30日前",
        "1.~1.2 教育培训不到位。 市应急局 | 2023年7月底前",
        "1.~2.3 消防设施损坏。 青溪化工有限公司 | 立行立改",
        "2.~1.4 农村道路缺少警示标志。 市交通运输局、市公安局 | 2023年8月31日",
    ]


def test_a_form_of_labels_beside_their_values() -> None:
    notice = extract(save(make_book({"3号": FORM}, {"3号": FORM_MERGED})))
    assert show(notice) == ["~1 林地被违规占用。 市林业局 | 2023年10月底前", "  ~1-1 拆除违建。", "  ~1-2 补植树木。"]


def test_each_sheet_counts_on_its_own() -> None:
    """Sheets without titles are called by their names; the second one is an annex, though nothing says 附件2."""
    notice = extract(save(make_book({"任务分工表": DIVISION, "配档表": SCHEDULE}, {"任务分工表": ["B2:B3"]})))
    assert notice.metadata.title == "任务分工表"
    assert [(s.id, s.title, s.role) for s in notice.outline if s.role == "annex"] == [("a1", "配档表", "annex")]
    assert [task.id for task in notice.tasks] == ["~1.1", "~1.2", "3", "a1:1", "a1:2"]
    assert "numbering-repeat" not in [d.code for d in notice.diagnostics]


def gaps(*sheets: list[tuple[str | None, int]]) -> list[str]:
    """What is told of the numbers of rows; a group of None goes on the merged cell above."""
    books: dict[str, Rows] = {}
    merged: dict[str, list[str]] = {}
    for name, rows in zip(("水务", "住建"), sheets, strict=False):
        tasks: Rows = [[group, number, f"完成工作{number}。", "市水务局", "2024年6月底前"] for group, number in rows]
        books[name] = [["类别", "序号", "任务内容", "责任单位", "完成时限"], *tasks]
        starts = [at for at, (group, _) in enumerate(rows, 2) if group]
        ends = [*(start - 1 for start in starts[1:]), len(rows) + 1]
        merged[name] = [f"A{start}:A{end}" for start, end in zip(starts, ends, strict=True) if end > start]
    found = extract(save(make_book(books, merged))).diagnostics
    return [d.message for d in found if d.code.startswith("numbering")]


def test_numbers_go_on_over_merged_cells_and_sheets() -> None:
    water: list[tuple[str | None, int]] = [("供水", 1), (None, 2), ("排水", 3), ("治污", 4), (None, 5), ("节水", 6)]
    assert gaps(water) == []
    assert gaps([*water, ("防汛", 8)]) == ["8 where number 7 was expected"]
    assert gaps([("供水", 1), (None, 2), ("排水", 1), (None, 2)]) == []
    assert gaps([("供水", 1), (None, 2)], [("道路", 3), (None, 4)]) == []
    assert gaps([("供水", 1), (None, 2)], [("道路", 1), (None, 2)]) == []
    assert gaps([("供水", 1), (None, 2)], [("道路", 4), (None, 5)]) == ["4 where number 3 was expected"]


def test_sheets_that_say_which_annex_they_are() -> None:
    sheets = {
        "分工": [["附件1"], ["青溪市优化营商环境任务分工表"], *DIVISION],
        "配档": [["附件2"], ["青溪市优化营商环境工作配档表"], *SCHEDULE],
    }
    notice = extract(save(make_book(sheets)))
    assert notice.metadata.title == "青溪市优化营商环境任务分工表"
    assert [(s.id, s.title) for s in notice.outline if s.role == "annex"] == [("a1", "青溪市优化营商环境工作配档表")]


def test_a_sheet_for_each_unit() -> None:
    rows: Rows = [["编号", "工作任务", "责任科室", "完成时限"], [1, "完成河道清淤。", "河道科", "2024年3月底前"]]
    notice = extract(save(make_book({"市水务局": rows, "市住建局": rows, "Sheet3": []})))
    assert show(notice) == ["1 完成河道清淤。 河道科 | 2024年3月底前", "a1:1 完成河道清淤。 河道科 | 2024年3月底前"]
    assert notice.outline[-1].title == "市住建局"


def test_two_tables_in_one_sheet_with_blank_rows_and_columns() -> None:
    first = [["", *row] for row in DIVISION[:1]] + [["", 1, "优化审批", "推行一网通办。", "市审批局", "6月底前"]]
    rows: Rows = [
        [],
        ["", "重点工作清单"],
        *first,
        [],
        ["", "民生实事清单"],
        ["", "序号", "工作内容", "责任单位", "完成时间"],
        ["", 1, "新建小学2所。", "市教育局", "2024年8月底前"],
    ]
    notice = extract(save(make_book({"Sheet1": [[value or None for value in row] for row in rows]}, {"Sheet1": ["B6:F6"]})))
    assert notice.metadata.title == "重点工作清单"
    assert [(task.path[0], _show_units(task.responsible_units)) for task in notice.tasks] == [
        ("1 优化审批", "市审批局"),
        ("民生实事清单", "市教育局"),
    ]


WORDS = ["序号", "存在问题", "整改措施", "责任单位", "整改时限"]
NAME: Rows = [["青溪市2024年消防安全问题整改台账"]]
FIRST_PAGE: Rows = [
    [1, "通道堵塞。", "清理通道。", "市消防支队", "2024年4月底前"],
    [2, "线路老化。", "更换线路。", "市住建局", "2024年5月底前"],
]
NEXT_PAGE: Rows = [[3, "预案缺失。", "修订预案。", "市应急局", "2024年6月底前"]]
READ = ["1 通道堵塞。 市消防支队 | 2024年4月底前", "2 线路老化。 市住建局 | 2024年5月底前", "3 预案缺失。 市应急局 | 2024年6月底前"]


@pytest.mark.parametrize("foot", [[], [[None, None, None, "第1页，共2页"]]])
def test_what_each_page_prints_again(foot: Rows) -> None:
    head: Rows = [*NAME, ["填报单位：市安委办", None, None, "填报日期：2024年3月5日"], WORDS]
    rows = [*head, *FIRST_PAGE, *foot, *head, *NEXT_PAGE]
    notice = extract(save(make_book({"Sheet1": rows})))
    assert [line for line in show(notice) if not line.startswith(" ")] == READ
    assert [section.id for section in notice.outline] == ["1", "2", "3"]
    assert "".join(notice.source.text[a:b] for a, b in (leaf.span for leaf in notice.leaves)) == notice.source.text


def test_a_sheet_that_tells_how_to_fill_in_the_next_one() -> None:
    told: Rows = [["填表说明"], ["1.本表由各单位填写。"], ["2.每月25日前报送。"]]
    notice = extract(save(make_book({"填表说明": told, "台账": [*NAME, WORDS, *FIRST_PAGE]})))
    assert notice.metadata.title == NAME[0][0]
    assert [task.id for task in notice.tasks] == ["1", "2"]


def test_a_note_below_the_middle_of_a_table() -> None:
    note: Rows = [[None, None, "注：1.责任单位按职责分工负责。"], [None, None, "2.每季度末报送进展。"]]
    notice = extract(save(make_book({"Sheet1": [*NAME, WORDS, *FIRST_PAGE, *NEXT_PAGE, *note]})))
    assert [line for line in show(notice) if not line.startswith(" ")] == READ


def test_statistics_make_no_ledger() -> None:
    rows: Rows = [
        ["2023年粮食产量统计表"],
        ["县区", "播种面积", "总产量", "同比"],
        ["东县", 12.5, 30.25, 0.035],
        ["合计", 20.5, 51.25, 0.01],
    ]
    notice = extract(save(make_book({"统计": rows})))
    assert notice.tasks == ()
    assert "no-tasks" in [d.code for d in notice.diagnostics]


# -- what cells show ---------------------------------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("value", "code", "shown"),
    [
        (1, "General", "1"),
        (1, "", "1"),
        (0.1 + 0.2, "General", "0.3"),
        (12.5, "General", "12.5"),
        (110105199901011234, "General", "1.10105E+17"),
        (13800138000, "General", "13800138000"),
        (-3, "General", "-3"),
        (0.85, "0%", "85%"),
        (0.12345, "0.00%", "12.35%"),
        (3, "000", "003"),
        (7, '"第"0"项"', "第7项"),
        (20, 'G/通用格式"个"', "20个"),
        (1234567.891, "#,##0.00", "1,234,567.89"),
        (-1234.5, "#,##0.0_ ;[Red]\\-#,##0.0\\ ", "-1,234.5"),
        (0, '_ * #,##0.00_ ;_ * -#,##0.00_ ;_ * "-"??_ ;_ @_ ', "-"),
        (1500000, '0.0,,"百万"', "1.5百万"),
        (13800138000, '000"-"0000"-"0000', "138-0013-8000"),
        (150, "[>100]0高;0", "150高"),
        (50, "[>100]0高;0", "50"),
        (0.5, "# ?/?", "0.5"),
        (12345, "0.00E+00", "1.23E+04"),
        (1.5, "#.##", "1.5"),
        (0, "0;-0;;@", ""),
        (99, "[$¥-804]0.0", "¥99.0"),
        (12, "[DBNum1][$-804]General", "十二"),
        (45054, 'yyyy"年"m"月"d"日"', "2023年5月8日"),
        (45054, 'yyyy"年"m"月";@', "2023年5月"),
        (45054, "yyyy\\-mm\\-dd", "2023-05-08"),
        (45054, "yyyy/m/d", "2023/5/8"),
        (45054, "yyyy.mm", "2023.05"),
        (45054, 'm"月"', "5月"),
        (45054, "[$-F800]dddd\\,\\ mmmm\\ dd\\,\\ yyyy", "2023年5月8日"),
        (45054, '[DBNum1][$-804]yyyy"年"m"月"d"日"', "二〇二三年五月八日"),
        (45054, "aaaa", "星期一"),
        (45054, "d-mmm-yy", "8-May-23"),
        (45054.75, "yyyy/m/d h:mm", "2023/5/8 18:00"),
        (0.75, '上午/下午h"时"mm"分"', "下午6时00分"),
        (1.5, "[h]:mm", "36:00"),
        (60, "yyyy/m/d", "1900/2/28"),
        (-1, "yyyy/m/d", "-1"),
        (1e9, "yyyy/m/d", "1000000000"),
    ],
)
def test_numbers_as_excel_shows_them(value: float, code: str, shown: str) -> None:
    assert show_number(value, code) == shown


def test_days_that_count_from_1904() -> None:
    assert show_number(43592, "yyyy/m/d", is_1904=True) == "2023/5/8"


def test_words_with_a_format() -> None:
    assert [show_text("3", '"第"@"号"'), show_text("甲", "yyyy/m/d;@"), show_text("甲", "0.00")] == ["第3号", "甲", "甲"]


@settings(deadline=None)
@given(st.floats(), st.text(alphabet='0#?.,%yYmdhs年月日;[]<>=1"\\_*@EeaGeneral+-/ DBNum12$F800', max_size=25))
def test_any_number_and_format_show_something(value: float, code: str) -> None:
    assert isinstance(show_number(value, code), str) and isinstance(show_text("甲", code), str)


def row(number: int, *words: str) -> str:
    """A row of texts from its first cell on."""
    cells = "".join(f'<c r="{"ABCDE"[at]}{number}" t="str"><v>{word}</v></c>' for at, word in enumerate(words))
    return f'<row r="{number}">{cells}</row>'


def cells(rows: str, **more: str) -> list[str]:
    return read(make_package(rows, **more)).text.split()


def test_every_kind_of_value() -> None:
    strings = "<si><t>甲</t></si><si><r><t>乙</t></r><r><rPr/><t>丙</t></r><rPh><t>bing</t></rPh></si>"
    styles = (
        '<numFmts><numFmt numFmtId="176" formatCode="m&quot;月&quot;"/></numFmts>'
        '<cellXfs><xf numFmtId="0"/><xf numFmtId="176"/><xf numFmtId="31"/></cellXfs>'
    )
    rows = (
        '<row r="1"><c r="A1" t="s"><v>0</v></c><c r="B1" t="s"><v>1</v></c><c r="C1" s="1"><v>45054</v></c>'
        '<c r="D1" s="2"><v>45054</v></c></row>'
        '<row><c t="inlineStr"><is><t>丁</t></is></c><c t="str"><f>A1</f><v>戊</v></c><c t="b"><v>1</v></c>'
        '<c t="d" s="2"><v>2023-05-08T00:00:00Z</v></c><c t="n"><v>4.50</v></c><c t="s"><v>99</v></c><c s="77"><v>x1</v></c></row>'
    )
    expected = ["表甲", "甲", "乙丙", "5月", "2023年5月8日", "丁", "戊", "TRUE", "2023年5月8日", "4.5", "x1"]
    assert cells(rows, strings=strings, styles=styles) == expected
    assert read(make_package(rows, strings=strings, styles=styles, namespaces=STRICT)).text.split() == expected


def test_days_of_an_old_mac() -> None:
    styles = '<cellXfs><xf numFmtId="31"/></cellXfs>'
    rows = '<row r="1"><c r="A1" s="0"><v>43592</v></c></row>'
    assert cells(rows, styles=styles, book='<workbookPr date1904="1"/>') == ["2023年5月8日"]


def test_lines_rich_text_and_escapes() -> None:
    rich = CellRichText("整改", TextBlock(InlineFont(b=True), "加粗"), "措施")
    rows: Rows = [["序号", "内容"], [1, " 甲\r\n乙 \n"], [2, rich], [3, "_x0041_丙"], [4, "=丁"]]
    source = read(save(make_book({"Sheet1": rows})))
    assert source.text == "\t序号\n\t内容\n\n\t1\n\t甲\n乙\n\n\t2\n\t整改加粗措施\n\n\t3\n\tA丙\n\n\t4\n\t=丁\n"


def test_formulas_without_a_stored_value_and_errors_are_told() -> None:
    rows = (
        '<row r="1"><c r="A1" t="str"><v>甲</v></c><c r="B1"><f>1+1</f></c><c r="C1"><f>1+1</f><v>2</v></c>'
        '<c r="D1" t="e"><v>#REF!</v></c><c r="E1" t="str"><f>A9</f><v></v></c></row>'
    )
    source = read(make_package(rows))
    assert source.text.split() == ["表甲", "甲", "2"]
    assert [d.message for d in source.diagnostics] == [
        "表甲: 1 cell with an error for a value left out (D1 #REF!)",
        "表甲: 1 formula without a stored value (B1), which Excel and WPS count when they save",
    ]
    assert set(codes(source)) == {"unreadable-part"}


# -- what is where -----------------------------------------------------------------------------------------------------


def test_the_text_and_its_places() -> None:
    book = make_book(
        {"Sheet1": [[], [None, "标题"], [None, "序号", None, "任务"], [None, 1, None, "甲"]], "表乙": [["序号", "任务"], [2, "乙"]]}
    )
    source = read(save(book))
    assert source.text == "标题\n\t序号\n\t任务\n\n\t1\n\t甲\n\n表乙\n\t序号\n\t任务\n\n\t2\n\t乙\n"
    assert source.info.media_type == MEDIA_TYPE
    assert source.parts == (source.text.index("表乙"),)
    places = {source.text[slice(*o.span)]: (o.table, o.row, o.column) for o in source.info.origins or ()}
    assert places["标题"] == (1, 2, 2)
    assert places["甲"] == (1, 4, 4)
    assert places["乙"] == (2, 2, 2)


def test_title_lines_and_notes_are_no_rows_of_the_table() -> None:
    rows: Rows = [
        ["附件"],
        ["填报单位：", "市水务局", None, "填报日期：2023年5月"],
        ["序号", "任务", "责任单位", "时限"],
        [1, "甲", "市水务局", "5月"],
        [2],
        ["注：每月报送一次。"],
        ["填表人：张某", None, "电话：1234567"],
    ]
    source = read(save(make_book({"Sheet1": rows})))
    (table,) = source.tables
    words = [source.text[slice(*cell.span)] for cell in table.cells]
    assert (words[:4], words[-4:]) == (["序号", "任务", "责任单位", "时限"], ["2", "", "", ""])
    assert source.text.endswith("注：每月报送一次。\n填表人：张某\n电话：1234567\n")
    assert source.text.startswith("附件\n填报单位：\n市水务局\n填报日期：2023年5月\n")


def test_a_day_beside_who_filled_in_a_sheet_is_no_cell_of_its_table() -> None:
    table: Rows = [["任务", "时限"], ["排查：河道。", date(2023, 5, 31)], ["整治：河岸。", date(2023, 6, 30)]]
    above = extract(save(make_book({"清单": [["某市任务清单"], ["填报单位：市水务局", None, "2023年5月6日"], *table]})))
    below = extract(save(make_book({"清单": [["某市任务清单"], *table, ["填表人：张某", "2023年7月6日"]]})))
    for notice in (above, below):
        assert [(task.content, str(task.deadline and task.deadline.end)) for task in notice.tasks] == [
            ("排查：河道。", "2023-05-31"),
            ("整治：河岸。", "2023-06-30"),
        ]
    assert above.metadata.issued is not None and above.metadata.issued.text == "2023年5月6日"


def test_who_signs_at_the_right_below_a_sheet_gives_no_limit() -> None:
    rows: Rows = [
        ["序号", "问题", "措施", "责任单位", "时限"],
        [1, "甲", "改。", "市水务局", "5月底"],
        [2, "乙", "改。", "市财政局", "6月底"],
    ]
    signed: Rows = [[None, None, None, None, "某市政府"], [None, None, None, None, "2023年5月6日"]]
    notice = extract(save(make_book({"清单": [*rows, *signed]})))
    assert [str(task.deadline and task.deadline.end) for task in notice.tasks] == ["2023-05-31", "2023-06-30"]
    assert notice.metadata.issued is not None


def test_a_last_row_with_a_measure_alone_is_one_of_the_table() -> None:
    rows: Rows = [["序号", "问题", "措施"], [1, "甲问题。", "一号措施。"], [None, None, "二号措施。"]]
    (table,) = read(save(make_book({"Sheet1": rows}))).tables
    assert [(cell.row, cell.column) for cell in table.cells][-1] == (2, 2)


def test_merged_cells() -> None:
    source = read(save(make_book({"Sheet1": [["甲", "乙", None], [None, "丙", "丁"]]}, {"Sheet1": ["A1:A2", "B1:C1"]})))
    assert [(c.row, c.column, c.rows, c.columns) for c in source.tables[0].cells] == [
        (0, 0, 2, 1),
        (0, 1, 1, 2),
        (1, 1, 1, 1),
        (1, 2, 1, 1),
    ]


def test_what_is_hidden_is_left_out_and_told() -> None:
    rows: Rows = [["序号", "任务", "责任单位", "内部"], [1, "甲", "市水务局", "x"], [2, "乙", None, "x"], [3, "丙", "市住建局", "x"]]
    book = make_book({"表甲": rows, "来源": rows, "空": []}, {"表甲": ["C2:C3"]})
    book["表甲"].row_dimensions[2].hidden = True
    book["表甲"].column_dimensions["D"].hidden = True
    book["来源"].sheet_state = "veryHidden"
    book["空"].sheet_state = "hidden"
    source = read(save(book))
    assert source.text == "表甲\n\t序号\n\t任务\n\t责任单位\n\n\t2\n\t乙\n\t市水务局\n\n\t3\n\t丙\n\t市住建局\n"
    assert [d.message for d in source.diagnostics] == [
        "1 hidden sheet left out (来源)",
        "表甲: 6 hidden cells left out (rows 2; columns D)",
    ]
    assert codes(source) == ["low-confidence"] * 2


def test_values_below_merged_cells_are_told() -> None:
    rows = "".join(f'<row r="{n}"><c r="A{n}"><v>{n}</v></c><c r="B{n}" t="str"><v>字{n}</v></c></row>' for n in (1, 2, 3))
    source = read(make_package(rows, sheet='<mergeCells><mergeCell ref="B2:B3"/><mergeCell ref="B3:B4"/><mergeCell ref="x"/></mergeCells>'))
    assert "字3" not in source.text and source.tables[0].cells[3].rows == 2
    assert [d.message for d in source.diagnostics] == ["表甲: 1 cell below merged ones left out (B3)"]


def test_rows_that_are_only_formatted_cost_nothing() -> None:
    rows = row(1, "序号", "任务") + row(2, "1", "甲")
    blank = "".join(
        f'<row r="{n}" spans="1:9" ht="20">' + "".join(f'<c r="{c}{n}" s="3"/>' for c in "ABCDEFGHI") + "</row>" for n in range(3, 10_003)
    )
    assert read(make_package(rows + blank)).tables == read(make_package(rows)).tables


@st.composite
def grids(draw: st.DrawFn) -> tuple[list[list[str]], list[tuple[int, int, int, int]]]:
    """Rows of texts, each its own, and merged cells that don't overlap."""
    height, width = draw(st.integers(1, 6)), draw(st.integers(1, 5))
    texts = [[f"字{row}之{column}" if draw(st.integers(0, 3)) else "" for column in range(width)] for row in range(height)]
    merged: list[tuple[int, int, int, int]] = []
    taken: set[tuple[int, int]] = set()
    for _ in range(draw(st.integers(0, 3))):
        top, left = draw(st.integers(0, height - 1)), draw(st.integers(0, width - 1))
        bottom, right = draw(st.integers(top, height - 1)), draw(st.integers(left, width - 1))
        places = {(row, column) for row in range(top, bottom + 1) for column in range(left, right + 1)}
        if len(places) > 1 and not places & taken:
            taken |= places
            merged.append((top, left, bottom, right))
    return texts, merged


@settings(deadline=None)
@given(grids(), st.sets(st.integers(0, 5), max_size=2), st.sets(st.integers(0, 4), max_size=2))
def test_every_cell_that_is_seen_is_in_the_text_at_its_place(
    grid: tuple[list[list[str]], list[tuple[int, int, int, int]]], hidden_rows: set[int], hidden_columns: set[int]
) -> None:
    texts, merged = grid
    covered = {(r, c): (a, b) for a, b, y, x in merged for r in range(a, y + 1) for c in range(b, x + 1) if (r, c) != (a, b)}
    seen = {
        texts[origin[0]][origin[1]]: None
        for r, row in enumerate(texts)
        for c in range(len(row))
        if r not in hidden_rows and c not in hidden_columns
        if (origin := covered.get((r, c), (r, c))) and texts[origin[0]][origin[1]]
    }
    book = make_book({"Sheet1": [[text or None for text in row] for row in texts]})
    sheet = book["Sheet1"]
    for top, left, bottom, right in merged:
        sheet.merge_cells(start_row=top + 1, start_column=left + 1, end_row=bottom + 1, end_column=right + 1)
    for row in hidden_rows:
        sheet.row_dimensions[row + 1].hidden = True
    for column in hidden_columns:
        sheet.column_dimensions["ABCDE"[column]].hidden = True
    if not seen:
        return
    source = read(save(book))
    assert sorted(source.text.split()) == sorted(seen)
    for origin in source.info.origins or ():
        text = source.text[slice(*origin.span)]
        place = (int(text[1]), int(text[-1]))
        at = (origin.row or 0) - 1, (origin.column or 0) - 1
        assert at == place or covered.get(at) == place
        assert at[0] not in hidden_rows and at[1] not in hidden_columns
    for table in source.tables:
        taken = [(c.row + y, c.column + x) for c in table.cells for y in range(c.rows) for x in range(c.columns)]
        assert len(taken) == len(set(taken))
