"""OFD packages: lines by their places, ruled tables, page numbers and templates as furniture, pages as origins."""

from __future__ import annotations

import random
import re
import zipfile
from io import BytesIO
from pathlib import Path

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from formats.document import Block, read_blocks
from formats.ledger import read_ledger
from formats.make_ofd import make_ofd, pack_ofd, wrap_paragraphs, write_rule, write_text
from formats.make_pdf import read_paragraphs
from rectiparse import extract, extract_text
from rectiparse.errors import UnreadableSource
from rectiparse.readers import read_source
from rectiparse.readers.from_ofd import read
from rectiparse.source import SourceText

WRAPPED_BY_HAND = "office-brackets"
"""Its paragraphs are cut into lines of about 42 characters: no line of it is a paragraph."""
SAMPLE_FOLDER = Path(__file__).parents[1] / "samples"
SAMPLES = sorted(path for path in SAMPLE_FOLDER.glob("*.txt") if path.stem != WRAPPED_BY_HAND)


def read_objects(*objects: str) -> SourceText:
    return read(pack_ofd(["".join(objects)], 210, 297), "a.ofd")


def lines(source: SourceText) -> list[str]:
    return [line for line in source.text.splitlines() if line]


def codes(source: SourceText) -> list[str]:
    return [diagnostic.code for diagnostic in source.diagnostics]


def rewrite(data: bytes, path: str, change: tuple[str, str] | None) -> bytes:
    """The package with one part changed, or without it."""
    out = BytesIO()
    with zipfile.ZipFile(BytesIO(data)) as old, zipfile.ZipFile(out, "w") as new:
        for info in old.infolist():
            if info.filename != path:
                new.writestr(info.filename, old.read(info))
            elif change:
                new.writestr(info.filename, old.read(info).decode().replace(*change))
    return out.getvalue()


@pytest.mark.parametrize("sample", sorted(SAMPLE_FOLDER.glob("*.txt")), ids=lambda path: path.stem)
def test_every_sample_set_on_pages_gives_the_ledger_of_its_text(sample: Path) -> None:
    text = sample.read_text(encoding="utf-8")
    made = make_ofd(wrap_paragraphs(read_paragraphs(text)), lines=28)
    assert read_ledger(extract(made)) == read_ledger(extract_text(text))


@pytest.mark.parametrize("sample", SAMPLES, ids=lambda path: path.stem)
@pytest.mark.parametrize("runs", [False, True], ids=["lines", "runs"])
def test_every_sample_has_the_ledger_of_its_text(sample: Path, runs: bool) -> None:
    text = sample.read_text(encoding="utf-8")
    assert read_ledger(extract(make_ofd(read_blocks(text), runs=runs))) == read_ledger(extract_text(text))


def test_kind_is_told_by_content() -> None:
    source = read_source(make_ofd([Block("一、整改")]), name="a.zip")
    assert (source.info.media_type, codes(source)) == ("application/ofd", ["kind-mismatch"])


def test_pages_heads_and_numbers() -> None:
    source = read(make_ofd([Block(f"第{n}条 全面封堵排污口。") for n in range(90)], head="云岭市人民政府公报"), "a.ofd")
    furniture = [source.text[slice(*span)] for span in source.furniture]
    assert furniture.count("云岭市人民政府公报") == 3 and "— 2 —" in furniture
    place = source.text.index("第85条")
    assert next(o.page for o in source.info.origins if o.span[0] <= place < o.span[1]) == 3


def test_objects_in_any_order_make_lines() -> None:
    pieces = [write_text("督查", 40, 60), write_text("方案", 50, 40), write_text("整改", 40, 40), write_text("市水务局", 90, 60)]
    assert lines(read_objects(*pieces)) == ["整改方案", "督查 市水务局"]


def test_two_columns_are_read_one_after_the_other() -> None:
    rows = [(write_text("左" * 14, 20, 60 + 9 * i), write_text("右" * 14, 115, 60 + 9 * i)) for i in range(6)]
    source = read_objects(write_text("整改方案" * 8, 25, 40), *(piece for row in rows for piece in row))
    assert source.text.replace("\n", "") == "整改方案" * 8 + "左" * 84 + "右" * 84


def test_what_is_invisible_or_turned_is_no_line() -> None:
    hidden = write_text("督查", 40, 60).replace("Font=", 'Visible="false" Font=')
    stamp = write_text("内部资料", 60, 90).replace("Font=", 'CTM="0.7 0.7 -0.7 0.7 0 0" Font=')
    source = read_objects(write_text("整改", 40, 40), hidden, stamp)
    assert "督查" not in source.text
    assert [source.text[slice(*span)] for span in source.furniture] == ["内部资料"]


def test_steps_and_scales() -> None:
    code = '<ofd:TextCode X="0" Y="4" DeltaX="g 2 5 30 5">整改方案甲</ofd:TextCode>'
    spread = f'<ofd:TextObject Boundary="20 40 90 5" Size="5">{code}</ofd:TextObject>'
    code = '<ofd:TextCode X="0" Y="0.9" DeltaX="g 1 1">督查</ofd:TextCode>'
    scaled = f'<ofd:TextObject Boundary="20 60 90 5" Size="1" CTM="5 0 0 5 0 0">{code}</ofd:TextObject>'
    level = write_text("任务分工", 20, 80).replace("DeltaX=", 'DeltaY="g 3 0" DeltaX=')
    below = write_text("内部资料", 20, 100).replace("DeltaX=", 'DeltaY="g 3 5" DeltaX=')
    source = read_objects(spread, scaled, level, below)
    assert lines(source) == ["整改方 案甲", "督查", "任务分工", "内部资料"]
    assert [source.text[slice(*span)] for span in source.furniture] == ["内部资料"]


def test_merged_cells() -> None:
    rules = [write_rule(20, y, 140, y) for y in (40, 50, 70)] + [write_rule(60, 60, 140, 60)]
    rules += [write_rule(x, 40, x, 70) for x in (20, 60, 100, 140)]
    words = [
        ("序号", 22, 42),
        ("任务", 62, 42),
        ("责任单位", 102, 42),
        ("1", 22, 57),
        ("整改", 62, 52),
        ("督查", 62, 62),
        ("市水务局", 102, 52),
    ]
    source = read_objects(*rules, *(write_text(*word) for word in words))
    cells = [(source.text[slice(*c.span)], c.row, c.column, c.rows, c.columns) for c in source.tables[0].cells]
    assert cells[3:] == [("1", 1, 0, 2, 1), ("整改", 1, 1, 1, 1), ("市水务局", 1, 2, 1, 1), ("督查", 2, 1, 1, 1), ("", 2, 2, 1, 1)]


def test_several_documents_absolute_places_and_no_name_space() -> None:
    data = make_ofd([Block("一、整改")])
    data = rewrite(
        data, "OFD.xml", ("</ofd:DocBody>", "</ofd:DocBody><ofd:DocBody><ofd:DocRoot>/Doc_0/Document.xml</ofd:DocRoot></ofd:DocBody>")
    )
    data = rewrite(data, "Doc_0/Pages/Page_0/Content.xml", (' xmlns:ofd="http://www.ofdspec.org/2016"', ' xmlns:ofd="urn:old"'))
    assert lines(read(data, "a.ofd")) == ["一、整改", "— 1 —"] * 2


def test_a_missing_page_is_told_and_the_others_are_read() -> None:
    data = make_ofd([Block("一、整改"), Block("二、督查")], lines=1)
    for change in (None, ("<ofd:Page", "\0<<")):
        source = read(rewrite(data, "Doc_0/Pages/Page_0/Content.xml", change), "a.ofd")
        assert codes(source)[0] == "unreadable-part" and "二、督查" in source.text


@pytest.mark.parametrize(
    ("data", "words"),
    [
        (rewrite(make_ofd([Block("整改")]), "Doc_0/Document.xml", None), "has no text"),
        (pack_ofd(["<ofd:ImageObject/>"], 210, 297), "has no text"),
        (make_ofd([Block("整改")])[:-40], "broken OFD"),
        (rewrite(make_ofd([Block("整改")]), "OFD.xml", ("<ofd:OFD", "")), "OFD.xml|has no text"),
    ],
)
def test_nothing_to_read_is_one_line(data: bytes, words: str) -> None:
    with pytest.raises(UnreadableSource, match=rf"^a\.ofd [^\n]*(?:{words})[^\n]*; next: [^\n]*$"):
        read(data, "a.ofd")


def test_hostile_packages() -> None:
    out = BytesIO()
    with zipfile.ZipFile(out, "w", zipfile.ZIP_DEFLATED) as package:
        package.writestr("OFD.xml", b"<OFD>" + b" " * (40 * 2**20) + b"</OFD>")
    with pytest.raises(UnreadableSource, match=r"unpacks to more than a document has \(OFD\.xml\); next: "):
        read(out.getvalue(), "a.ofd")
    deep = "<ofd:PageBlock>" * 200 + write_text("督查", 40, 60) + "</ofd:PageBlock>" * 200
    assert "督查" in read_objects(deep).text
    far = write_text("整改", 40, 40).replace('DeltaX="5"', 'DeltaX="g 999999999 5"').replace('X="0"', 'X="1e300"')
    with pytest.raises(UnreadableSource):
        read_objects(far.replace("1e300", "9" * 400))
    assert read_objects(write_text("整改", 40, 40).replace('DeltaX="5"', 'DeltaX="g 1e400 5"')).text == "整改\n"
    assert read_objects(write_text("整改", 40, 40), far.replace("Font=", 'CTM="1 0 0 1 1e308 1e308" Font=')).text == "整改\n"
    assert read(pack_ofd([write_text("整改", 40, 40)], 1e308, 297), "a.ofd").text == "整改\n"
    entity = '<!DOCTYPE a [<!ENTITY e SYSTEM "file:///etc/hostname"><!ENTITY l "督查">]>'
    data = rewrite(make_ofd([Block("一、整改")]), "Doc_0/Pages/Page_0/Content.xml", ("<ofd:Page ", entity + "<ofd:Page "))
    data = rewrite(data, "Doc_0/Pages/Page_0/Content.xml", ("整改", "整&e;&l;改"))
    assert "督查" not in read(data, "a.ofd").text


@settings(max_examples=60, deadline=None)
@given(st.binary(min_size=1, max_size=20), st.integers(0, 2**32))
def test_any_bytes_are_read_or_refused(noise: bytes, seed: int) -> None:
    chance = random.Random(seed)
    table = Block(rows=((("任务",), ("责任单位",)), (("整改",), ("市水务局",))))
    data = make_ofd([Block("一、整改"), table], head="公报")
    path = chance.choice(["OFD.xml", "Doc_0/Document.xml", "Doc_0/Pages/Page_0/Content.xml"])
    numbers = re.findall(r'"[-\d. ]+"', zipfile.ZipFile(BytesIO(data)).read(path).decode()) or ["<"]
    odd = chance.choice(['"-1 0 1e400"', '"nan"', '""', '"g g g"', '"9999999 1 2 3 4 5 6"', "<", noise.decode("latin-1")])
    changed = rewrite(data, path, (chance.choice(numbers), odd))
    flipped = bytearray(data)
    flipped[chance.randrange(len(data))] ^= chance.randrange(1, 256)
    for broken in (changed, bytes(flipped), data[: chance.randrange(len(data))], data[:30] + noise):
        try:
            read(broken, "a.ofd")
        except UnreadableSource as error:
            assert "; next: " in str(error) and "\n" not in str(error)
