"""Scans and photographs: samples printed, scanned and read again; images that are no page."""

from __future__ import annotations

from io import BytesIO
from pathlib import Path

import pytest
from PIL import Image

from formats.document import Block
from formats.ledger import read_rows
from formats.make_pdf import bind_scans, make_pdfs, make_scans, read_paragraphs
from rectiparse import extract, extract_text
from rectiparse.diagnostics import UnreadableSource
from rectiparse.readers import from_pdf, page_text
from rectiparse.readers.from_image import read
from rectiparse.readers.linear import Linear
from rectiparse.readers.mending import mend
from rectiparse.readers.page_furniture import find_asides
from rectiparse.readers.page_layout import Page, Piece
from rectiparse.readers.progress import listening
from rectiparse.readers.recognition import is_available

SAMPLES = Path(__file__).parents[1] / "samples"
NAMES = ("parts", "issue-lines")
ROWS = (("序号", "整改措施", "责任单位", "完成时限"), ("1", "封堵排污口，安装在线监测设备。", "市水务局", "2021年6月底前"))
TABLE = (Block("云岭市任务分工表"), Block(rows=tuple(tuple((cell,) for cell in row) for row in ROWS)))

pytestmark = pytest.mark.skipif(not is_available(), reason="the extra ocr is not installed")


@pytest.fixture(scope="session")
def scans(tmp_path_factory: pytest.TempPathFactory) -> dict[str, tuple[Path, ...]]:
    """The pages of short notices as images of 200 dots an inch."""
    notices = {name: read_paragraphs((SAMPLES / f"{name}.txt").read_text(encoding="utf-8")) for name in NAMES}
    files = make_pdfs({**notices, "table": TABLE}, tmp_path_factory.mktemp("scans"))
    return {name: make_scans(path) for name, path in files.items()}


def build_image(width: int, height: int, form: str = "PNG") -> bytes:
    out = BytesIO()
    Image.new("RGB", (width, height), "white").save(out, form)
    return out.getvalue()


def test_scans_give_most_rows(scans: dict[str, tuple[Path, ...]]) -> None:
    equal = total = 0
    for name in NAMES:
        expected = read_rows(extract_text((SAMPLES / f"{name}.txt").read_text(encoding="utf-8")))
        found = read_rows(extract(bind_scans(scans[name])))
        total += max(len(expected), len(found))
        equal += sum(row in found for row in expected)
    assert equal >= 0.9 * total


def test_a_table_keeps_its_cells_whichever_way_the_camera_was_held(scans: dict[str, tuple[Path, ...]]) -> None:
    image = Image.open(scans["table"][0])
    image.getexif()[0x0112] = 8  # to be turned to the left
    out = BytesIO()
    image.transpose(Image.Transpose.ROTATE_270).save(out, "JPEG", exif=image.getexif(), quality=90)
    told: list[tuple[str, int, int]] = []
    with listening(lambda name, done, total, _: told.append((name, done, total))):
        source = read(out.getvalue(), "photo.jpg")
    (table,) = source.tables
    assert [source.text[slice(*cell.span)] for cell in table.cells] == [cell for row in ROWS for cell in row]
    assert told == [("photo.jpg", 0, 1), ("photo.jpg", 1, 1)]


def test_pages_of_a_tiff_file(scans: dict[str, tuple[Path, ...]]) -> None:
    page = Image.open(scans["table"][0]).convert("1")
    out = BytesIO()
    page.save(out, "TIFF", save_all=True, append_images=[page], compression="group4")
    source = read(out.getvalue(), "fax.tif")
    assert {origin.page for origin in source.info.origins} == {1, 2}


@pytest.mark.parametrize(
    ("data", "words"),
    [
        (b"\x89PNG\r\n\x1a\n" + bytes(40), "broken image"),
        (build_image(300, 300)[:400], "can't be read"),
        (build_image(3, 3), "too small"),
        (build_image(200, 200), "no text"),
        (build_image(9000, 8000, "GIF"), "60 million pixels"),
        (b"\xff\xd8\xff" + bytes(range(256)), "broken image"),
    ],
)
def test_images_that_are_no_page(data: bytes, words: str) -> None:
    with pytest.raises(UnreadableSource, match=rf"{words}.*next: "):
        read(data, "a.png")


def test_without_the_extra_it_is_named(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("rectiparse.readers.recognition.is_available", lambda: False)
    with pytest.raises(UnreadableSource, match=r"pip install 'rectiparse\[ocr\]'"):
        read(build_image(300, 300), "a.png")


def test_doubtful_lines_are_told_with_their_place() -> None:
    sure = Piece("责任单位：市水务局", 100, 100, 260, 116)
    doubtful = sure._replace(text="完成时限：2O21年", top=130, bottom=146, confidence=0.4)
    linear = Linear()
    (told,) = page_text.write_pages([Page(1, 595, 842, (sure, doubtful))], linear)
    source = linear.build(b"", "a.png", "image/png")
    assert told.code == "low-confidence" and told.span is not None
    assert source.text[slice(*told.span)] == "完成时限：2O21年"


def test_many_doubtful_lines_are_counted() -> None:
    pieces = tuple(Piece(f"第{i}行字", 100, 20 * i, 180, 20 * i + 15, 0.1) for i in range(1, 40))
    assert len(page_text.write_pages([Page(1, 595, 842, pieces)], Linear())) == 21


def test_characters_below_each_other_beside_the_text_are_no_lines() -> None:
    binding = [Piece(char, 20, 100 * i, 32, 100 * i + 12) for i, char in enumerate("装订线", 1)]
    assert find_asides([Piece("责任单位：市水务局", 100, 100, 260, 116), *binding]) == {1, 2, 3}


@pytest.mark.parametrize(
    ("read_as", "meant"),
    [
        ("(一)加强管理", "（一）加强管理"),
        ("整改。(完成时限:2021年6月)", "整改。（完成时限：2021年6月）"),
        ("l.清理河道", "1.清理河道"),
        ("第一部分工作目标", "第一部分 工作目标"),
        ("第三条规定的情形", "第三条规定的情形"),
        ("12:30 f(x)", "12:30 f(x)"),
        ("⼀、⻓江", "一、长江"),
    ],
)
def test_signs_are_mended_where_it_is_certain(read_as: str, meant: str) -> None:
    assert mend(read_as) == meant


def test_a_pdf_of_images_alone_is_recognised(scans: dict[str, tuple[Path, ...]]) -> None:
    source = from_pdf.read(bind_scans(scans["table"]), "scan.pdf")
    assert "封堵排污口，安装在线监测设备。" in source.text and source.info.media_type == "application/pdf"
