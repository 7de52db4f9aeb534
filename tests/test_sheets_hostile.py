"""Broken, locked and hostile workbooks: one line that says what and what next, or what can be read with a diagnostic."""

from __future__ import annotations

import zipfile
from io import BytesIO
from pathlib import Path

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from archives import run_command
from formats.make_ole import make_ole
from formats.make_xlsx import make_book, make_package, save
from rectiparse import extract
from rectiparse.errors import UnreadableSource
from rectiparse.readers import open_source, read_source
from rectiparse.readers.kinds import ODS, XLS, XLSB, XLSX, find_kind
from rectiparse.source import SourceText
from rectiparse.writers import WriteOptions
from rectiparse.writers.to_xlsx import write

ROWS = '<row r="1"><c r="A1" t="str"><v>序号</v></c><c r="B1" t="str"><v>任务</v></c></row><row r="2"><c r="A2"><v>1</v></c></row>'
GOOD = save(make_book({"台账": [["序号", "任务", "责任单位"], [1, "清理河道。", "市水务局"]]}))


def read(data: bytes, name: str = "台账.xlsx") -> SourceText:
    return read_source(data, name=name)


def refused(data: bytes, name: str = "台账.xlsx") -> str:
    with pytest.raises(UnreadableSource) as error:
        read(data, name)
    message = str(error.value)
    assert message.startswith(name) and "; next: " in message and "\n" not in message
    return message


def test_truncated() -> None:
    for length in (len(GOOD) - 30, len(GOOD) // 2, 200):
        refused(GOOD[:length])


@pytest.mark.parametrize("part", ["xl/workbook.xml", "xl/sheetA.xml", "xl/sharedStrings.xml", "xl/styles.xml"])
def test_document_types_and_entities_are_refused(part: str) -> None:
    named = '<row r="1"><c r="A1" t="s"><v>0</v></c><c r="B1"><v>1</v></c></row>'
    laughs = '<!DOCTYPE x [<!ENTITY a "哈">]><x>&a;</x>'
    assert f"an Excel workbook with a DOCTYPE in {part}" in refused(make_package(named, parts={part: laughs}))


def test_bombs() -> None:
    blank = b"<worksheet><sheetData>" + b" " * 60_000_000
    assert "is far too large; next: delete empty rows and columns" in refused(make_package(ROWS, parts={"xl/sheetA.xml": blank}))


def test_one_text_that_every_cell_names() -> None:
    rows = "".join(f'<row r="{n}"><c r="A{n}" t="s"><v>0</v></c></row>' for n in range(1, 2000))
    assert "more than 32 million characters" in refused(make_package(rows, strings=f"<si><t>{'长' * 32_000}</t></si>"))


def test_too_many_cells() -> None:
    rows = '<row r="1">' + "<c><v>1</v></c>" * 600_000 + "</row>"
    assert "far too large" in refused(make_package(rows))


def test_merged_cells_over_all_of_a_sheet() -> None:
    merged = "".join(f'<mergeCell ref="A{n}:XFD1048576"/>' for n in range(1, 500))
    rows = f'{ROWS}<row r="1048576"><c r="XFD1048576"><v>3</v></c></row>'
    assert "序号" in read(make_package(rows, sheet=f"<mergeCells>{merged}</mergeCells>")).text


def test_hidden_columns_named_over_and_over() -> None:
    columns = '<col min="3" max="16384" hidden="1"/>' * 100_000
    assert "序号" in read(make_package(ROWS, sheet=f"<cols>{columns}</cols>")).text


def test_what_stands_before_the_damage_is_read() -> None:
    with zipfile.ZipFile(BytesIO(make_package(ROWS))) as package:
        whole = package.read("xl/sheetA.xml").decode()
    source = read(make_package(ROWS, parts={"xl/sheetA.xml": whole[: whole.index('<row r="2">') + 12]}))
    assert source.text.split() == ["表甲", "序号", "任务"]
    (told,) = source.diagnostics
    assert told.code == "unreadable-part" and "xl/sheetA.xml is broken" in told.message


@pytest.mark.parametrize("reference", ["", "1", "A", "A0", "ZZZZ9", "XFE1", "A9999999", "$A$1", "甲1", "A1:B2"])
def test_odd_references(reference: str) -> None:
    row = f'<row r="x"><c r="{reference}"><v>1</v></c><c r="{reference}"><v>2</v></c></row>'
    assert "1" in read(make_package(row, sheet=f'<mergeCells><mergeCell ref="{reference}"/></mergeCells>')).text


def test_no_sheets_and_no_text() -> None:
    assert "whose sheets can't be read" in refused(make_package("", parts={"xl/workbook.xml": "<workbook/>"}))
    assert "shows no text; next: if it holds pictures" in refused(make_package(""))
    book = make_book({"甲": [["序号"]]})
    book["甲"].sheet_state = "visible"
    book["甲"].row_dimensions[1].hidden = True
    assert "shows no text; next: unhide" in refused(save(book))
    assert "shows no text; next: open it in Excel or WPS" in refused(make_package('<row r="1"><c r="A1"><f>A2</f></c></row>'))
    assert "whose sheets can't be read" in refused(make_package("", parts={"xl/_rels/workbook.xml.rels": "<x/>"}))


def test_a_ledger_of_rectiparse_is_no_notice() -> None:
    out = BytesIO()
    write(iter((extract(GOOD),)), out, WriteOptions())
    assert "a ledger that rectiparse wrote" in refused(out.getvalue())


def test_workbooks_in_xml_of_2003() -> None:
    data = b'<?xml version="1.0"?>\n<Workbook xmlns="urn:schemas-microsoft-com:office:spreadsheet"/>'
    assert refused(data, "a.xls").endswith("in XML of 2003, which is not read; next: open it in Excel or WPS and save it as .xlsx")


def test_locked() -> None:
    locked = make_ole({"EncryptionInfo": b"", "EncryptedPackage": b""})
    for name in ("台账.xlsx", "台账.xls"):
        assert "an Office file locked with a password, which is not read; next: open it with the password" in refused(locked, name)


def test_what_a_file_is_is_told_by_its_content() -> None:
    def pack(*names: str) -> bytes:
        out = BytesIO()
        with zipfile.ZipFile(out, "w") as package:
            for name in names:
                package.writestr(name, "x")
        return out.getvalue()

    assert find_kind(GOOD) is XLSX
    assert find_kind(pack("[Content_Types].xml", "xl/workbook.xml", "xl/vbaProject.bin")) is XLSX
    assert find_kind(pack("[Content_Types].xml", "xl/workbook.bin")) is XLSB
    assert find_kind(make_ole({"Workbook": b""})) is XLS
    assert find_kind(b"PK\x03\x04" + bytes(26) + b"mimetypeapplication/vnd.oasis.opendocument.spreadsheet") is ODS


@pytest.mark.parametrize("suffix", [".xlsx", ".xlsm", ".xltx", ".xltm"])
def test_templates_and_macros_are_no_mismatch(suffix: str) -> None:
    assert read(GOOD, f"台账{suffix}").diagnostics == ()


def test_another_suffix_is_told() -> None:
    assert [d.code for d in read(GOOD, "台账.docx").diagnostics] == ["kind-mismatch"]
    assert [d.code for d in read(GOOD, "台账.xls").diagnostics] == ["kind-mismatch"]


def test_in_an_archive_and_a_batch(tmp_path: Path) -> None:
    out = BytesIO()
    with zipfile.ZipFile(out, "w") as archive:
        archive.writestr("2023/台账.xlsx", GOOD)
        archive.writestr("2023/坏.xlsx", GOOD[:500])
    first, second = sorted(open_source(out.getvalue(), name="a.zip").inputs, key=lambda one: "坏" in one.name)
    assert "清理河道。" in first.read().text
    with pytest.raises(UnreadableSource, match=r"a.zip/2023/坏.xlsx is"):
        second.read()
    (tmp_path / "in").mkdir()
    (tmp_path / "in" / "台账.xlsx").write_bytes(GOOD)
    code, _, said = run_command("batch", tmp_path / "in", "-o", tmp_path / "out")
    assert code == 0, said
    assert "清理河道。" in (tmp_path / "out" / "notices" / "台账.xlsx.json").read_text(encoding="utf-8")


@settings(max_examples=150, deadline=None, derandomize=True)
@given(st.data())
def test_no_damage_raises_anything_else(data: st.DataObject) -> None:
    """Bytes of a stored package are changed or cut off."""
    stored = bytearray(_store(GOOD))
    for _ in range(data.draw(st.integers(1, 8))):
        stored[data.draw(st.integers(0, len(stored) - 1))] = data.draw(st.integers(0, 255))
    cut = data.draw(st.integers(0, len(stored))) if data.draw(st.booleans()) else len(stored)
    try:
        read(bytes(stored[:cut]))
    except UnreadableSource as error:
        assert "next: " in str(error)


def _store(packed: bytes) -> bytes:
    out = BytesIO()
    with zipfile.ZipFile(BytesIO(packed)) as package, zipfile.ZipFile(out, "w") as stored:
        for name in package.namelist():
            stored.writestr(name, package.read(name))
    return out.getvalue()
