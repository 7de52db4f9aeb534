"""PDF documents: every sample printed and read again, and what goes wrong with real files."""

from __future__ import annotations

import random
from pathlib import Path

import pypdfium2
import pytest

from formats.document import Block
from formats.ledger import read_rows
from formats.make_pdf import bind_pages, make_pdfs, read_paragraphs
from rectiparse import extract, extract_text
from rectiparse.errors import UnreadableSource
from rectiparse.readers import from_pdf
from rectiparse.readers.from_pdf import read
from rectiparse.readers.pdf_pages import read_page, render
from rectiparse.source import SourceText

SAMPLES = {path.stem: path.read_text(encoding="utf-8") for path in sorted((Path(__file__).parents[1] / "samples").glob("*.txt"))}
BODY = "压实工作责任，加强日常监管，确保各项整改任务按时限要求落实到位，不留死角。" * 3
LONG = (
    Block("整改方案"),
    *(Block(f"{i}.{street}街{BODY * (1 + i % 2)}") for i, street in enumerate("甲乙丙丁戊己庚辛壬癸子丑寅卯辰巳午未申酉戌亥东西", 1)),
)
SPREAD = tuple((f"（{i}）", f"第{i}项问题。{BODY}", "市水务局、市生态环境局", "2021年6月底前") for i in range(1, 13))
TABLE = (
    Block("任务分工表"),
    Block(rows=tuple(tuple((cell,) for cell in row) for row in (("序号", "整改措施", "责任单位", "完成时限"), *SPREAD))),
)


@pytest.fixture(scope="session")
def printed(tmp_path_factory: pytest.TempPathFactory) -> dict[str, bytes]:
    """The samples and a few more as PDF, printed in one go."""
    notices = {name: read_paragraphs(text) for name, text in SAMPLES.items()}
    files = make_pdfs({**notices, "_long": LONG, "_table": TABLE}, tmp_path_factory.mktemp("pdf"))
    return {name: path.read_bytes() for name, path in files.items()}


def codes(source: SourceText) -> list[str]:
    return [diagnostic.code for diagnostic in source.diagnostics]


@pytest.mark.parametrize("has_tables", [False, True])
def test_samples_give_their_rows(printed: dict[str, bytes], has_tables: bool) -> None:
    equal = total = 0
    for name, text in SAMPLES.items():
        if ("\t" in text) == has_tables:
            expected, found = read_rows(extract_text(text)), read_rows(extract(printed[name]))
            total += max(len(expected), len(found))
            equal += sum(row in found for row in expected)
    assert equal >= 0.98 * total


def test_paragraphs_are_whole_over_lines_and_pages(printed: dict[str, bytes]) -> None:
    source = read(printed["_long"], "long.pdf")
    furniture = {source.text[start:end] for start, end in source.furniture}
    lines = [line for line in source.text.split("\n") if line and line not in furniture]
    assert lines == [block.text for block in LONG]
    assert furniture == {f"— {page} —" for page in range(1, len(furniture) + 1)}


def test_origins_tell_the_page_of_each_part(printed: dict[str, bytes]) -> None:
    source = read(printed["_long"], "long.pdf")
    pages = [origin.page for origin in source.info.origins if origin.paragraph]
    assert pages == sorted(pages, key=lambda page: page or 0) and pages[0] == 1 and (pages[-1] or 0) > 1
    assert len(pages) > len({origin.paragraph for origin in source.info.origins if origin.paragraph})


def test_a_table_goes_on_over_pages(printed: dict[str, bytes]) -> None:
    source = read(printed["_table"], "table.pdf")
    (table,) = source.tables
    cells = {(cell.row, cell.column): source.text[slice(*cell.span)] for cell in table.cells}
    assert [cells[row, 1] for row in range(1, 13)] == [row[1] for row in SPREAD]
    assert len({origin.page for origin in source.info.origins if origin.table}) > 1


def test_the_same_bytes_give_the_same_source(printed: dict[str, bytes]) -> None:
    assert read(printed["everything"], "a.pdf") == read(printed["everything"], "a.pdf")


@pytest.mark.parametrize("turn", [90, 180, 270])
def test_a_turned_page_is_read(printed: dict[str, bytes], turn: int) -> None:
    document = pypdfium2.PdfDocument(printed["_table"])
    for page in document:
        page.set_rotation(turn)
    turned = read(bind_pages(document), "turned.pdf")
    assert turned.text.replace(" ", "") == read(printed["_table"], "upright.pdf").text.replace(" ", "")


def test_what_is_cut_off_the_page_is_not_read(printed: dict[str, bytes]) -> None:
    document = pypdfium2.PdfDocument(printed["_long"])
    document[0].set_cropbox(0, 0, 595, 700)
    source = read(bind_pages(document), "cropped.pdf")
    assert "整改方案" not in source.text and BODY in source.text


def test_without_the_extra_it_is_named(printed: dict[str, bytes], monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(from_pdf, "find_spec", lambda _: None)
    with pytest.raises(UnreadableSource, match=r"pip install 'rectiparse\[pdf\]'"):
        read(printed["_long"], "a.pdf")


def test_images_without_recognition_are_told(printed: dict[str, bytes], monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("rectiparse.readers.recognition.is_available", lambda: False)
    scan, text = _build_scan(), pypdfium2.PdfDocument(printed["_long"])
    with pytest.raises(UnreadableSource, match=r"pip install 'rectiparse\[ocr\]'"):
        read(bind_pages(scan), "scan.pdf")
    text.import_pages(scan)
    source = read(bind_pages(text), "mixed.pdf")
    assert BODY in source.text and codes(source) == ["unreadable-part"]


@pytest.mark.parametrize(("first", "is_read"), [("4E00", True), ("E000", False)])
def test_a_font_without_characters_is_left_to_recognition(first: str, is_read: bool) -> None:
    document = pypdfium2.PdfDocument(_build_text(first))
    assert read_page(document[0], 1).needs_recognition is not is_read


def test_a_page_of_any_size_is_an_image_of_bounded_size() -> None:
    document = pypdfium2.PdfDocument.new()
    document.new_page(1e9, 1)
    assert render(document, 1).pixels.nbytes < 100_000_000


def test_locked(printed: dict[str, bytes]) -> None:
    with pytest.raises(UnreadableSource, match="password"):
        read(LOCKED, "locked.pdf")


def test_no_text() -> None:
    document = pypdfium2.PdfDocument.new()
    document.new_page(595, 842)
    with pytest.raises(UnreadableSource, match="no text on 1 page"):
        read(bind_pages(document), "blank.pdf")


@pytest.mark.parametrize("data", [b"%PDF-", b"%PDF-1.7\n", b"%PDF-1.4\n1 0 obj<</Type/Catalog>>endobj trailer<</Root 1 0 R>>"])
def test_nothing_in_it(data: bytes) -> None:
    with pytest.raises(UnreadableSource, match=r"a\.pdf .*next: "):
        read(data, "a.pdf")


def test_damaged_files_are_read_in_part_or_told(printed: dict[str, bytes], monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("rectiparse.readers.recognition.is_available", lambda: False)
    whole, chance = printed["parts"], random.Random(7)
    damaged = [whole[: len(whole) * part // 16] for part in range(1, 16)]
    damaged += [b"%PDF-1.7\n" + chance.randbytes(size) for size in (1, 100, 5000)]
    for _ in range(60):
        changed = bytearray(whole)
        for _ in range(chance.choice((1, 20, 400))):
            changed[chance.randrange(len(changed))] = chance.randrange(256)
        damaged.append(bytes(changed))
    for data in damaged:
        try:
            source = read(data, "a.pdf")
        except UnreadableSource as error:
            assert "next: " in str(error) and "\n" not in str(error)
        else:
            assert source.info.characters == len(source.text)


def test_real_files(shared: Path) -> None:
    source = read((shared / "wild" / "111_shenzhen-ai-manufacturing-2026.pdf").read_bytes(), "111.pdf")
    assert len(source.tables) == 2
    assert max(cell.row for cell in source.tables[1].cells) == 21
    assert "强化大模型" in source.text and not source.diagnostics


def _build_text(first: str) -> bytes:
    """A page of 50 characters in a font whose first one is said to be that of code point `first`."""
    names = f"begincmap 1 begincodespacerange <00> <FF> endcodespacerange 1 beginbfrange <41> <5A> <{first}> endbfrange endcmap"
    text = f"BT /F 12 Tf 72 700 Td ({'ABCDEFGHIJ' * 5}) Tj ET"
    parts = [
        "<</Type/Catalog/Pages 2 0 R>>",
        "<</Type/Pages/Kids[3 0 R]/Count 1>>",
        "<</Type/Page/Parent 2 0 R/MediaBox[0 0 595 842]/Contents 4 0 R/Resources<</Font<</F 5 0 R>>>>>>",
        f"<</Length {len(text)}>>stream\n{text}\nendstream",
        "<</Type/Font/Subtype/Type1/BaseFont/Helvetica/ToUnicode 6 0 R>>",
        f"<</Length {len(names)}>>stream\n{names}\nendstream",
    ]
    body = "%PDF-1.4\n"
    table = "0000000000 65535 f \n"
    for number, part in enumerate(parts, 1):
        table += f"{len(body):010} 00000 n \n"
        body += f"{number} 0 obj\n{part}\nendobj\n"
    return f"{body}xref\n0 7\n{table}trailer\n<</Root 1 0 R/Size 7>>\nstartxref\n{len(body)}\n%%EOF\n".encode()


def _build_scan() -> pypdfium2.PdfDocument:
    """A page that is nothing but an image."""
    document = pypdfium2.PdfDocument.new()
    page = document.new_page(595, 842)
    image = pypdfium2.PdfImage.new(document)
    image.set_bitmap(pypdfium2.PdfBitmap.new_native(100, 140, 4))
    image.set_matrix(pypdfium2.PdfMatrix().scale(595, 842))
    page.insert_obj(image)
    page.gen_content()
    return document


LOCKED = b"""%PDF-1.4
1 0 obj<</Type/Catalog/Pages 2 0 R>>endobj
2 0 obj<</Type/Pages/Kids[3 0 R]/Count 1>>endobj
3 0 obj<</Type/Page/Parent 2 0 R/MediaBox[0 0 595 842]>>endobj
4 0 obj<</Filter/Standard/V 1/R 2/P -4/O<KEY>/U<KEY>>>endobj
trailer<</Root 1 0 R/Encrypt 4 0 R/ID[<00><00>]>>
""".replace(b"KEY", b"11" * 32)
"""What a viewer would ask a password for: the hashes fit none."""
