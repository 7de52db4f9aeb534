"""Workbooks of Excel 97 and OpenDocument that LibreOffice wrote: what they show is what the .xlsx shows; by office-oxide too."""

from __future__ import annotations

import sys
from collections.abc import Mapping
from datetime import date
from functools import cache

import pytest

from formats.make_ole import make_ole
from formats.make_xls import convert_books
from formats.make_xlsx import Rows, make_book, save
from rectiparse.errors import UnreadableSource
from rectiparse.readers import from_xls, read_source
from rectiparse.readers.kinds import ODS, XLS, find_kind
from rectiparse.source import SourceText

ROWS: Rows = [
    ["青溪市问题整改清单"],
    ["序号", "问题", "责任单位", "整改时限", "完成率"],
    [1, "河道淤积。\n排口未整治。", "市水务局", date(2023, 6, 30), 0.85],
    [2, "道路破损。", None, "长期坚持", 1],
    [3, "隐藏的问题。", None, "5月", 0],
    ["注：每月报送。"],
]


@cache
def book() -> bytes:
    made = make_book({"清单": ROWS, "来源": [["甲", "乙"]]}, {"清单": ["A1:E1", "C3:C5", "A6:E6"]})
    for row in (3, 4, 5):
        made["清单"].cell(row, 5).number_format = "0%"
    made["清单"].row_dimensions[5].hidden = True
    made["来源"].sheet_state = "hidden"
    return save(made)


@cache
def made(suffix: str) -> Mapping[str, bytes]:
    plain = save(make_book({"清单": [[value for value in row if not isinstance(value, date)] for row in ROWS]}))
    return convert_books({"whole": book(), "plain": plain}, suffix)


def read(data: bytes, suffix: str) -> SourceText:
    return read_source(data, name=f"清单{suffix}")


@pytest.mark.parametrize("suffix", [".xls", ".ods"])
def test_it_shows_what_the_xlsx_shows(suffix: str) -> None:
    source, new = read(made(suffix)["whole"], suffix), read(book(), ".xlsx")
    assert (source.text, source.tables, source.info.origins) == (new.text, new.tables, new.info.origins)
    assert "2023年6月30日\n\t85%\n" in source.text
    assert [d.message for d in source.diagnostics] == [d.message for d in new.diagnostics] and new.diagnostics
    assert source.info.media_type == {".xls": from_xls.EXCEL_TYPE, ".ods": from_xls.ODS_TYPE}[suffix]


def test_kinds() -> None:
    assert (find_kind(made(".xls")["whole"]), find_kind(made(".ods")["whole"])) == (XLS, ODS)


def test_suffixes_of_wps_and_templates_are_no_mismatch(monkeypatch: pytest.MonkeyPatch) -> None:
    pytest.importorskip("office_oxide")
    data = made(".xls")["plain"]
    monkeypatch.setenv("PATH", "")
    for suffix in (".xls", ".et", ".xlt", ".ett"):
        assert [d.code for d in read(data, suffix).diagnostics] == ["low-confidence"]


def test_excel_97_without_libreoffice(monkeypatch: pytest.MonkeyPatch) -> None:
    pytest.importorskip("office_oxide", reason="office-oxide is not installed; next: pip install 'rectiparse[doc]'")
    whole, plain = made(".xls")["whole"], made(".xls")["plain"]
    monkeypatch.setenv("PATH", "")
    source = read(whole, ".xls")
    assert "2023-06-30" in source.text and "隐藏的问题。" in source.text
    (told,) = source.diagnostics
    assert told.code == "low-confidence" and "apt install libreoffice-calc-nogui" in told.message
    assert next(cell for cell in source.tables[0].cells if cell.rows == 3).column == 2
    assert read(plain, ".xls").text.startswith("青溪市问题整改清单\n\t序号\n")


def test_neither_program_is_there(monkeypatch: pytest.MonkeyPatch) -> None:
    xls, ods = made(".xls")["whole"], made(".ods")["whole"]
    monkeypatch.setenv("PATH", "")
    monkeypatch.setitem(sys.modules, "office_oxide", None)
    with pytest.raises(UnreadableSource, match=r"apt install libreoffice-calc-nogui, or pip install 'rectiparse\[doc\]', which loses"):
        read(xls, ".xls")
    with pytest.raises(UnreadableSource, match=r"needs LibreOffice.*next: apt install libreoffice-calc-nogui"):
        read(ods, ".ods")


@pytest.mark.parametrize("has_office", [True, False])
def test_damaged(has_office: bool, monkeypatch: pytest.MonkeyPatch) -> None:
    data = made(".xls")["whole"]
    if not has_office:
        pytest.importorskip("office_oxide")
        monkeypatch.setenv("PATH", "")
    for broken in (make_ole({"Workbook": b"\1" * 5000}), data[: len(data) // 3]):
        with pytest.raises(UnreadableSource, match=r"清单\.xls .*; next: "):
            read(broken, ".xls")
