"""The workbook as openpyxl and LibreOffice see it: sheets, dates, colours, what is merged, what is cut."""

from __future__ import annotations

import datetime as dt
from io import BytesIO
from pathlib import Path
from typing import Any

import pytest

from notices import build_notice, measure, task, units
from opened import convert_with_libreoffice, need_module
from rectiparse import extract_text
from rectiparse.model import Deadline, Notice
from rectiparse.rows import CHINESE_COLUMNS, COLUMNS
from rectiparse.writers import WriteOptions, find_writer
from rectiparse.writers.workbook import ledger
from rectiparse.writers.workbook.meanings import MEANINGS

AS_OF = dt.date(2021, 6, 20)


def limit(end: dt.date | None = None, **fields: Any) -> Deadline:
    return Deadline(**({"text": str(end), "end": end, "rule": "date", "span": (0, 1)} | fields))


def build(*notices: Notice, **options: Any) -> Any:
    return need_module("openpyxl").load_workbook(BytesIO(write(*notices, **options)))


def write(*notices: Notice, **options: Any) -> bytes:
    writer, out = find_writer("xlsx"), BytesIO()
    assert writer is not None
    writer.write(iter(notices), out, WriteOptions(**options))
    return out.getvalue()


def test_sheets_and_headers_in_both_languages(small: str) -> None:
    book = build(extract_text(small))
    assert book.sheetnames == ["台账", "单位", "时间", "问题", "来源"]
    assert [cell.value for cell in book["台账"][1]] == list(CHINESE_COLUMNS.values())
    english = build(extract_text(small), headers="en")
    assert english.sheetnames == ["Ledger", "Units", "Months", "Issues", "Sources"]
    assert [cell.value for cell in english["Ledger"][1]] == list(COLUMNS)


def test_every_sheet_has_chinese_headers(small: str) -> None:
    book = build(extract_text(small))
    headers = [cell.value for name, row in zip(book.sheetnames, (1, 3, 1, 1, 1), strict=True) for cell in book[name][row]]
    assert [header for header in headers if header and header.isascii()] == ["SHA-256"]


def test_ledger_is_ready_to_be_read_and_printed(small: str) -> None:
    sheet = build(extract_text(small))["台账"]
    assert (sheet.freeze_panes, sheet.auto_filter.ref) == ("D2", "A1:V4")
    assert sheet.page_setup.orientation == "landscape" and sheet.page_setup.fitToHeight == 0
    assert sheet.print_title_rows == "$1:$1"
    end = sheet["P2"]
    assert (end.value, end.number_format) == (dt.datetime(2021, 6, 30), "yyyy-mm-dd")
    assert sheet["D2"].value in ("任务", "问题") and [sheet[f"{column}2"].value for column in "QRS"] == [None] * 3
    assert all(cell.alignment.wrap_text for cell in sheet[2][:14])


def test_a_date_that_a_workbook_counts_wrong_is_text() -> None:
    sheet = build(build_notice(task("1.1", deadline=limit(dt.date(1900, 2, 28))), task("1.2", deadline=limit(dt.date(1900, 3, 1)))))["台账"]
    assert [sheet[f"P{row}"].value for row in (2, 3)] == ["1900-02-28", dt.datetime(1900, 3, 1)]


def test_flags_and_kinds_are_words() -> None:
    sheet = build(build_notice(task("1.1", kind="stage", deadline=limit(AS_OF, ongoing=True))))["台账"]
    assert [sheet[f"{column}2"].value for column in "DQRS"] == ["阶段", "是", None, None]


def test_rows_are_as_high_as_their_text() -> None:
    sheet = build(build_notice(task("1.1", content="字" * 200), task("1.2", content="字"), task("1.3", content="字" * 9000)))["台账"]
    heights = [sheet.row_dimensions[row].height for row in (2, 3, 4)]
    assert heights[0] > 140 and heights[1] == 18 and heights[2] > 408


@pytest.mark.parametrize("text", ["=1+1", "+1", "-1", "@x", "http://a.cn/x", "mailto:a@b.cn", "12", "2021-06-30", "true", "{=1}", "'x"])
def test_strings_stay_strings(text: str) -> None:
    book = build(build_notice(task("1.1", content=text, finding=text, path=(text,), lead_units=units(text)), name=text))
    for cell in (book["台账"]["A2"], book["台账"]["H2"], book["台账"]["J2"], book["单位"]["A4"], book["来源"]["A2"]):
        assert (cell.value, cell.data_type, cell.hyperlink) == (text, "s", None)


def test_what_xml_forbids_is_marked() -> None:
    cell = build(build_notice(task("1.1", content="甲\x00乙\ud800丙\x0b_x0041_\r\n丁")))["台账"]["H2"]
    assert cell.value.replace("_x005F_x0041_", "_x0041_") == "甲\ufffd乙\ufffd丙\ufffd_x0041_\n丁"


def test_a_text_that_no_cell_holds_is_cut_and_told() -> None:
    told: list[str] = []
    book = build(build_notice(task("1.1", content="字" * 40_000, measures=(measure("1.1-1"), measure("1.1-2")))), tell=told.append)
    text = book["台账"]["H2"].value
    assert len(text) == 32_767 and text.endswith("…（原文40000字，单元格放不下，已截断）")
    assert told == ["notice.txt: content of 1.1 is cut: it has 40000 characters, a cell holds 32,767"]
    assert [cell.value for cell in book["问题"][2]][:2] == ["notice.txt", "警告"]
    wide = build(build_notice(task("1.1", content="𠀀" * 20_000)), tell=told.append)["台账"]["H2"].value
    assert len(told) == 2 and len(wide.encode("utf-16-le")) <= 2 * 32_767


def test_a_further_sheet_when_one_is_full(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(ledger, "LAST_ROW", 3)
    book = build(build_notice(*(task(f"1.{n}", measures=(measure("a"), measure("b"))) for n in range(3))))
    assert [name for name in book.sheetnames if name.startswith("台账")] == ["台账", "台账2", "台账3"]
    assert [book[name].max_row for name in ("台账", "台账2", "台账3")] == [3, 3, 3]


def test_merged_cells_of_a_task() -> None:
    own = measure("1.1-2", lead_units=units("乙局"))
    notice = build_notice(task("1.1", finding="问题", lead_units=units("甲局"), deadline=limit(AS_OF), measures=(measure("1.1-1"), own)))
    sheet = build(notice, merge=True)["台账"]
    merged = {str(area) for area in sheet.merged_cells.ranges}
    assert {"B2:B3", "F2:F3", "P2:P3"} <= merged and "J2:J3" not in merged and "C2:C3" not in merged
    assert not build(notice)["台账"].merged_cells.ranges


def test_units_months_and_colours_by_the_as_of_day(tmp_path: Path) -> None:
    lead = {"lead_units": units("甲局")}
    notice = build_notice(
        task("1.1", deadline=limit(dt.date(2021, 5, 31)), **lead),
        task("1.2", deadline=limit(dt.date(2021, 6, 30)), cooperating_units=units("乙局"), **lead),
        task("1.3", deadline=limit(dt.date(2021, 4, 30), ongoing=True), responsible_units=units("甲局")),
        task("1.4", deadline=limit(dt.date(2021, 3, 31), done=True), **lead),
        task("1.5", deadline=limit(recurrence="FREQ=MONTHLY"), **lead),
        task("1.6", deadline=limit(ongoing=True), **lead),
    )
    file = tmp_path / "book.xlsx"
    file.write_bytes(write(notice, as_of=AS_OF))
    kept = need_module("openpyxl").load_workbook(file, data_only=True)
    computed = need_module("openpyxl").load_workbook(_compute(file), data_only=True)
    for book in (kept, computed):  # what rectiparse says the formulas give, and what LibreOffice makes of them
        rows = [[cell.value or None for cell in row[:8]] for row in book["单位"].iter_rows(min_row=4)]
        june, may = dt.datetime(2021, 6, 30), dt.datetime(2021, 5, 31)
        assert rows == [["甲局", 5, 1, None, None, 6, june, may], ["乙局", None, None, 1, None, 1, june, None]]
    months = [(row[0].value, row[2].value) for row in kept["时间"].iter_rows(min_row=2)]
    assert [head for head, id_ in months if id_ is None] == [
        "2021年3月（1项）",
        "2021年4月（1项）",
        "2021年5月（1项）",
        "2021年6月（1项）",
        "周期性（1项）",
        "长期坚持，无截止日期（1项）",
    ]
    assert [id_ for _, id_ in months if id_] == ["1.4", "1.3", "1.1", "1.2", "1.5", "1.6"]
    levels = [kept["时间"].row_dimensions[row].outlineLevel for row in range(2, 2 + len(months))]
    assert levels == [0 if id_ is None else 1 for _, id_ in months]
    rules = [rule.formula[0] for area in kept["台账"].conditional_formatting for rule in area.rules]
    assert len(rules) == 4 and all(rule.stopIfTrue for area in kept["台账"].conditional_formatting for rule in area.rules)


def _compute(file: Path) -> Path:
    """The workbook as LibreOffice saves it again, its formulas computed."""
    other = file.with_name("computed.xlsx")
    opened = convert_with_libreoffice(file, ".ods")
    opened.rename(other.with_suffix(".ods"))
    return convert_with_libreoffice(other.with_suffix(".ods"), ".xlsx")


def test_without_an_as_of_day_it_is_today_in_the_workbook_only(small: str) -> None:
    book = build(extract_text(small))
    assert book["单位"]["B1"].value == "=TODAY()"
    assert book.defined_names["as_of"].attr_text == "'单位'!$B$1"
    assert book.properties.created == dt.datetime(2021, 3, 13)


def test_issues_and_sources(small: str) -> None:
    notice = extract_text(small.replace("2021年6月底前", "2021年6月31日前"))
    book = build(notice)
    rows = [[cell.value for cell in row] for row in book["问题"].iter_rows(min_row=2)]
    assert [row[2] for row in rows] == [diagnostic.code for diagnostic in notice.diagnostics]
    odd = next(row for row in rows if row[2] == "malformed-date")
    assert odd[1] == "警告" and odd[3] == "日期被隐去或日历上没有，请核对原件" and "6月31日" in odd[7]
    [source] = [[cell.value for cell in row] for row in book["来源"].iter_rows(min_row=2)]
    assert source[1:7] == ["关于印发云岭市河道整改方案的通知", "云水发〔2021〕8号", "云岭市水务局", dt.datetime(2021, 3, 13), 2, 3]
    assert source[-1] == notice.source.sha256


@pytest.mark.parametrize(("words", "claimed", "share"), [(0, 0, None), (3, 0, 0), (4, 1, 0.25)])
def test_the_share_that_was_read_is_empty_only_without_words(words: int, claimed: int, share: float | None) -> None:
    notice = build_notice()
    coverage = notice.coverage.model_copy(update={"responsibility_words": words, "claimed": claimed})
    assert build(notice.model_copy(update={"coverage": coverage}))["来源"]["J2"].value == share


def test_every_code_has_a_meaning() -> None:
    from rectiparse import CODES

    assert set(MEANINGS) == set(CODES)
