"""Scans and photographs: samples printed, scanned and read again; images that are no page."""

from __future__ import annotations

import random
import socket
import struct
import time
import zlib
from io import BytesIO, StringIO
from pathlib import Path
from types import SimpleNamespace

import pytest
from PIL import Image
from typer.testing import CliRunner

from formats.document import Block
from formats.ledger import read_rows
from formats.make_pdf import bind_scans, make_pdfs, make_scans, read_paragraphs
from rectiparse import extract, extract_text
from rectiparse.cli import build_app
from rectiparse.errors import UnreadableSource
from rectiparse.readers import from_pdf, page_text, recognition
from rectiparse.readers.from_image import read
from rectiparse.readers.linear import Linear
from rectiparse.readers.mending import find_widths, mend, mend_pages
from rectiparse.readers.page_furniture import find_asides
from rectiparse.readers.page_layout import Page, Piece
from rectiparse.readers.progress import listening
from rectiparse.readers.recognition import is_available
from rectiparse.talk import errors_told

SAMPLES = Path(__file__).parents[1] / "samples"
NAMES = ("parts", "issue-lines")
ROWS = (("序号", "整改措施", "责任单位", "完成时限"), ("1", "封堵排污口，安装在线监测设备。", "市水务局", "2021年6月底前"))
LOW = (("活动任务", "工作措施", "完成时限"), ("（一）动员部署",), ("召开会议。", "逐院检查。", "5月下旬"))
LOW_ROWS = (
    Block("云岭市配档表"),
    Block("1．清理河道。"),
    Block("2.封堵排污口。"),
    Block(rows=tuple(tuple((c,) for c in row) for row in LOW)),
)
TABLE = (Block("云岭市任务分工表"), Block(rows=tuple(tuple((cell,) for cell in row) for row in ROWS)))

pytestmark = pytest.mark.skipif(not is_available(), reason="the extra ocr is not installed")


@pytest.fixture(scope="session")
def scans(tmp_path_factory: pytest.TempPathFactory) -> dict[str, tuple[Path, ...]]:
    """The pages of short notices as images of 200 dots an inch."""
    notices = {name: read_paragraphs((SAMPLES / f"{name}.txt").read_text(encoding="utf-8")) for name in NAMES}
    files = make_pdfs({**notices, "table": TABLE, "low": LOW_ROWS}, tmp_path_factory.mktemp("scans"))
    return {name: make_scans(path) for name, path in files.items()}


def build_image(width: int, height: int, form: str = "PNG") -> bytes:
    return save(Image.new("RGB", (width, height), "white"), form)


def build_png(width: int, height: int) -> bytes:
    """The head of an image that claims to be this large, and nothing behind it."""
    head = b"IHDR" + struct.pack(">IIBBBBB", width, height, 8, 2, 0, 0, 0)
    parts = (head, b"IDAT" + zlib.compress(b""), b"IEND")
    chunks = (struct.pack(">I", len(part) - 4) + part + struct.pack(">I", zlib.crc32(part)) for part in parts)
    return b"\x89PNG\r\n\x1a\n" + b"".join(chunks)


def save(image: Image.Image, form: str, **options: object) -> bytes:
    out = BytesIO()
    image.save(out, form, **options)
    return out.getvalue()


@pytest.fixture
def one_line(monkeypatch: pytest.MonkeyPatch) -> None:
    """Recognition that finds the same line on every image."""
    box = [(10.0, 10.0), (190.0, 10.0), (190.0, 30.0), (10.0, 30.0)]
    found = SimpleNamespace(boxes=[box], txts=("责任单位:市水务局",), scores=(1.0,))
    monkeypatch.setattr(recognition, "_load_engine", lambda: lambda pixels: found)


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
    photo = save(image.transpose(Image.Transpose.ROTATE_270), "JPEG", exif=image.getexif(), quality=90)
    told: list[tuple[str, int, int]] = []
    with listening(lambda name, done, total, _: told.append((name, done, total))):
        source = read(photo, "photo.jpg")
    (table,) = source.tables
    assert [source.text[slice(*cell.span)] for cell in table.cells] == [cell for row in ROWS for cell in row]
    assert told == [("photo.jpg", 0, 1), ("photo.jpg", 1, 1)]


def test_pages_of_a_tiff_file(scans: dict[str, tuple[Path, ...]]) -> None:
    page = Image.open(scans["table"][0]).convert("1")
    source = read(save(page, "TIFF", save_all=True, append_images=[page], compression="group4"), "fax.tif")
    assert {origin.page for origin in source.info.origins} == {1, 2}


@pytest.mark.parametrize(
    ("data", "words"),
    [
        (b"\x89PNG\r\n\x1a\n" + bytes(40), "broken image"),
        (build_image(300, 300)[:400], "can't be read"),
        (build_image(3, 3), "too small"),
        (build_image(200, 200), "no text"),
        (build_image(9000, 8000, "GIF"), "60 million pixels"),
        (build_png(2**31 - 1, 2**31 - 1), "60 million pixels"),
        (build_png(7000, 7000), "broken or cut"),
        (b"\xff\xd8\xff" + bytes(range(256)), "broken image"),
    ],
)
def test_images_that_are_no_page(data: bytes, words: str) -> None:
    with pytest.raises(UnreadableSource, match=rf"{words}.*next: "):
        read(data, "a.png")


@pytest.mark.parametrize("form", ["PNG", "JPEG"])
def test_a_cut_image_is_read_as_far_as_it_goes(scans: dict[str, tuple[Path, ...]], form: str) -> None:
    with Image.open(scans["table"][0]) as page:
        upper = page.convert("RGB").crop((0, 0, page.width, page.height // 3))
    data = save(upper, form)
    source = read(data[: len(data) * 4 // 5], "cut.png")
    assert source.text.startswith("云岭市任务分工表\n")
    told = source.diagnostics[0]
    assert (told.code, told.severity) == ("unreadable-part", "error") and "page 1 is cut" in told.message


@pytest.mark.parametrize("mode", ["1", "L", "P", "RGBA", "CMYK", "I", "F", "LAB"])
def test_images_of_every_kind_of_colour(one_line: None, mode: str) -> None:
    grey = Image.new("L", (400, 300), 255)
    image = Image.merge("LAB", [grey] * 3) if mode == "LAB" else grey.convert(mode)
    assert read(save(image, "TIFF"), "a.tif").text == "责任单位：市水务局\n"


def test_of_moving_pictures_the_first_is_read(one_line: None) -> None:
    frames = [Image.new("L", (300, 300), grey) for grey in (255, 0, 128)]
    source = read(save(frames[0], "GIF", save_all=True, append_images=frames[1:]), "a.gif")
    assert [d.message for d in source.diagnostics if d.code == "unreadable-part"] == ["pictures from 2 on, of 3: not read"]


def test_mutated_images_are_read_or_told_in_one_line(one_line: None) -> None:
    page = Image.linear_gradient("L")
    forms = [save(page, form) for form in ("PNG", "JPEG", "GIF", "BMP", "TIFF")]
    forms.append(save(page.convert("CMYK"), "JPEG"))
    chance = random.Random(4)
    for turn in range(300):
        data = bytearray(forms[turn % len(forms)])
        if turn % 3:
            for _ in range(chance.choice((1, 3, 30))):
                data[chance.randrange(2, min(len(data), 600))] = chance.randrange(256)
        else:
            del data[chance.randrange(4, len(data)) :]
        try:
            read(bytes(data), "a.png")
        except UnreadableSource as error:
            assert "; next: " in str(error) and "\n" not in str(error)


def test_nothing_is_fetched(scans: dict[str, tuple[Path, ...]], monkeypatch: pytest.MonkeyPatch) -> None:
    def refuse(*_: object) -> None:
        raise AssertionError("a connection was opened")

    monkeypatch.setattr(socket.socket, "connect", refuse)
    monkeypatch.setattr(socket, "getaddrinfo", refuse)
    recognition._load_engine.cache_clear()  # the models are loaded anew, which is when others fetch them
    assert "市水务局" in read(scans["table"][0].read_bytes(), "a.png").text


def test_how_long_it_takes_is_told_beforehand(one_line: None, tmp_path: Path) -> None:
    (tmp_path / "a.tif").write_bytes(save(Image.new("L", (300, 300), 255), "TIFF"))
    done = CliRunner().invoke(build_app(), ["extract", "-q", str(tmp_path / "a.tif")])
    assert (done.exit_code, done.stderr) == (0, "a.tif: 1 page image, about 4 s\n")


def test_a_terminal_shows_how_far_it_is(one_line: None, monkeypatch: pytest.MonkeyPatch) -> None:
    class Terminal(StringIO):
        def isatty(self) -> bool:
            return True

    shown = Terminal()
    monkeypatch.setattr("sys.stderr", shown)
    monkeypatch.setenv("TERM", "xterm")
    with errors_told():
        read(build_image(300, 300), "a.png")
    assert "a.png" in shown.getvalue().partition(" s\n")[2] and "100%" in shown.getvalue()


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


def test_many_characters_beside_the_text_take_no_time() -> None:
    beside = [Piece("线", 20, 13 * i, 32, 13 * i + 12) for i in range(20_000)]
    started = time.process_time()
    assert len(find_asides([Piece("责任单位：市水务局", 100, 100, 260, 116), *beside])) == 20_000
    assert time.process_time() - started < 5


@pytest.mark.parametrize(
    ("read_as", "meant"),
    [
        ("(一)加强管理", "（一）加强管理"),
        ("整改。(完成时限:2021年6月)", "整改。（完成时限：2021年6月）"),
        ("l.清理河道", "1.清理河道"),
        ("第一部分工作目标", "第一部分 工作目标"),
        ("第三条规定的情形", "第三条规定的情形"),
        ("12:30 f(x)", "12:30 f(x)"),
        ("问题2:审批慢", "问题2：审批慢"),
        ("(1) 制定计划;(2)检查,3,000人", "（1）制定计划；（2）检查，3,000人"),
        ("(2024年4月一10月)", "（2024年4月—10月）"),
        ("函[2023〕42号", "函〔2023〕42号"),
        ("⼀、⻓江", "一、长江"),
    ],
)
def test_signs_are_mended_where_it_is_certain(read_as: str, meant: str) -> None:
    assert mend(read_as) == meant


def test_the_width_of_signs_is_that_of_the_notice() -> None:
    narrow = find_widths(["甲(局),乙:丙", "丁(局)，戊:己", "庚,辛,壬：癸:子:丑:寅:卯:辰"])  # every second comma is read as full-width
    assert mend("甲（局），乙:丙；3,000", narrow) == "甲(局),乙:丙；3,000"
    full = find_widths(["甲(局)，乙:丙"] * 9 + ["丁（局），戊：己"] * 9)  # every second bracket is read as half-width
    assert mend("甲(局),乙:丙", full) == "甲（局），乙：丙"
    mixed = find_widths(["甲,乙", "丙,丁", "戊,己", *["庚，辛"] * 30])
    assert mend("甲,乙，丙:丁", mixed) == "甲,乙，丙：丁"


def test_brackets_of_lines_below_each_other_are_closed_and_told() -> None:
    lines = (
        "1.开展审计。〔责任处室：财政审计处，时",
        "限要求：年底前",
        "— 1 —",
        "2.调查。〔责任处室：法规处]",
        "3.上线。〔6月底前)",
        "〔7月",
    )
    pieces = tuple(Piece(line, 80, 100 + 20 * i, 400, 115 + 20 * i, 0.9) for i, line in enumerate(lines))
    (page,), (told,) = mend_pages([Page(3, 595, 842, pieces)])
    assert [p.text for p in page.pieces] == [
        lines[0],
        "限要求：年底前〕",
        lines[2],
        "2.调查。〔责任处室：法规处〕",
        "3.上线。〔6月底前〕",
        "〔7月",
    ]
    assert (told.code, told.message) == ("low-confidence", "page 3: 3 signs mended by the characters beside them")


def test_a_full_width_dot_and_a_low_heading_row(scans: dict[str, tuple[Path, ...]]) -> None:
    source = read(scans["low"][0].read_bytes(), "a.png")
    assert source.text.replace(". ", ".").startswith("云岭市配档表\n1．清理河道。\n2.封堵排污口。\n")
    (table,) = source.tables
    assert [source.text[slice(*cell.span)] for cell in table.cells[:3]] == ["活动任务", "工作措施", "完成时限"]


def test_a_pdf_of_images_alone_is_recognised(scans: dict[str, tuple[Path, ...]]) -> None:
    source = from_pdf.read(bind_scans(scans["table"]), "scan.pdf")
    assert "封堵排污口，安装在线监测设备。" in source.text and source.info.media_type == "application/pdf"
