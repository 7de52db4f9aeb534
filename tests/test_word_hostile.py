"""Broken and hostile Word documents: one line that says what and what next, or what can be read with a diagnostic."""

from __future__ import annotations

import random
import tracemalloc
from io import BytesIO
from zipfile import ZIP_DEFLATED, ZIP_STORED, ZipFile

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from formats.document import Block
from formats.make_docx import make_docx, make_package, write_link
from rectiparse.errors import UnreadableSource
from rectiparse.readers import read_source
from rectiparse.readers.from_docx import read
from rectiparse.source import SourceText

PARAGRAPH = "<w:p><w:r><w:t>一、整改</w:t></w:r></w:p>"
SMALL = make_package(PARAGRAPH * 3 + "<w:tbl><w:tr><w:tc><w:p/></w:tc><w:tc><w:p/></w:tc></w:tr></w:tbl>", {"styles": "", "numbering": ""})


def repack(document: bytes, replaced: dict[str, bytes | None], method: int = ZIP_DEFLATED) -> bytes:
    """The package with other content for some parts, without those that are None."""
    out = BytesIO()
    with ZipFile(BytesIO(document)) as package, ZipFile(out, "w", method) as written:
        parts: dict[str, bytes | None] = {name: package.read(name) for name in package.namelist()} | replaced
        for name, content in parts.items():
            if content is not None:
                written.writestr(name, content)
    return out.getvalue()


def refuse(data: bytes) -> str:
    with pytest.raises(UnreadableSource) as error:
        read(data, "notice.docx")
    message = str(error.value)
    assert message.startswith("notice.docx is a ") and "; next: " in message and "\n" not in message
    return message


def codes(source: SourceText) -> list[str]:
    return [diagnostic.code for diagnostic in source.diagnostics]


def test_truncated() -> None:
    assert "cut short" in refuse(SMALL[: len(SMALL) // 2])
    with pytest.raises(UnreadableSource, match="cut short"):
        read_source(SMALL[: len(SMALL) - 10], name="notice.docx")


@pytest.mark.parametrize("content", [None, b"", b"x", b"<a/>", b"\xff\xfe\0"])
def test_no_document(content: bytes | None) -> None:
    assert "can't be read" in refuse(repack(SMALL, {"word/document.xml": content}))


@pytest.mark.parametrize("codec", ["utf-8", "utf-16"])
@pytest.mark.parametrize("part", ["word/document.xml", "word/styles.xml", "word/_rels/document.xml.rels"])
def test_document_types_and_entities_are_refused(part: str, codec: str) -> None:
    laughs = '<?xml version="1.0"?><!DOCTYPE a [<!ENTITY a "ha"><!ENTITY b "&a;&a;&a;">]><a>&b;</a>'
    assert "DOCTYPE" in refuse(repack(SMALL, {part: laughs.encode(codec)}))


@pytest.mark.parametrize(
    ("kind", "target"),
    [
        ("attachedTemplate", "https://example.org/a.dotm"),
        ("attachedTemplate", r"\\server\share\a.dotm"),
        ("attachedTemplate", "file://server/share/a.dotm"),
        ("subDocument", "other.docx"),
        ("aFChunk", "https://example.org/a.html"),
        ("frame", "https://example.org/a.html"),
        ("oleObject", "file:///C:/a.xlsx"),
    ],
)
def test_content_from_outside_is_refused(kind: str, target: str) -> None:
    assert "from outside" in refuse(make_package(PARAGRAPH, links=write_link(kind, target)))


@pytest.mark.parametrize(
    ("kind", "target"),
    [
        ("hyperlink", "https://example.org"),
        ("image", "https://example.org/a.png"),
        ("attachedTemplate", r"file:///C:\Users\a\Normal.dotm"),
        ("attachedTemplate", r"C:\a\Normal.dotm"),
        ("attachedTemplate", "Normal.dotm"),
    ],
)
def test_links_pictures_and_templates_of_the_writers_disk_pass_unread(kind: str, target: str) -> None:
    assert read(make_package(PARAGRAPH, links=write_link(kind, target)), "notice.docx").text == "一、整改\n"


def test_bombs() -> None:
    for size in (20 * 2**20, 60 * 2**20):
        bomb = repack(SMALL, {"word/document.xml": b"<w:p>" + b" " * size})
        tracemalloc.start()
        assert "far too large" in refuse(bomb)
        assert tracemalloc.get_traced_memory()[1] < 2**20
        tracemalloc.stop()


def test_a_part_that_lies_about_its_size() -> None:
    bomb = bytearray(repack(SMALL, {"word/document.xml": b" " * 60 * 2**20}))
    entry = bomb.rindex(b"PK\x01\x02", 0, bomb.rindex(b"word/document.xml"))
    bomb[entry + 24 : entry + 28] = (1000).to_bytes(4, "little")
    tracemalloc.start()
    refuse(bytes(bomb))
    assert tracemalloc.get_traced_memory()[1] < 2**27
    tracemalloc.stop()


def test_too_many_elements() -> None:
    many = b'<w:p a="1"/>' * 2**20
    assert "far too large" in refuse(repack(SMALL, {"word/document.xml": many}, ZIP_STORED))


def test_too_many_parts() -> None:
    out = BytesIO()
    with ZipFile(out, "w") as package:
        for number in range(10_001):
            package.writestr(f"word/{number}", b"")
    assert "more than" in refuse(out.getvalue())


@pytest.mark.parametrize(
    ("open_tag", "close_tag"),
    [
        ("<w:ins>", "</w:ins>"),
        ("<w:sdt><w:sdtContent>", "</w:sdtContent></w:sdt>"),
        ("<w:p>", "</w:p>"),
        ("<w:p><w:r><w:pict><w:txbxContent>", "</w:txbxContent></w:pict></w:r></w:p>"),
        ("<w:tbl><w:tr><w:tc>", "</w:tc></w:tr></w:tbl>"),
        ("<w:tbl><w:tr><w:tc><w:p/></w:tc><w:tc>", "</w:tc></w:tr></w:tbl>"),
        ('<mc:AlternateContent><mc:Choice Requires="wps">', "</mc:Choice></mc:AlternateContent>"),
    ],
)
def test_nested_ten_thousand_deep(open_tag: str, close_tag: str) -> None:
    deep = make_package(PARAGRAPH + open_tag * 10_000 + PARAGRAPH + close_tag * 10_000)
    source = read(deep, "notice.docx")
    assert source.text.startswith("一、整改\n") and set(codes(source)) <= {"unreadable-part"}


def test_spans_of_a_million() -> None:
    wide = '<w:tc><w:tcPr><w:gridSpan w:val="1000000"/></w:tcPr><w:p/></w:tc>'
    source = read(make_package(PARAGRAPH + f"<w:tbl><w:tr>{wide}{wide}</w:tr></w:tbl>"), "notice.docx")
    assert [(cell.column, cell.columns) for cell in source.tables[0].cells] == [(0, 63), (63, 63)]


def test_more_cells_than_a_table_may_have(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("rectiparse.readers.word_tables.MOST_CELLS", 6)
    monkeypatch.setattr("rectiparse.readers.word_story.MOST_CELLS", 6)
    source = read(make_package(PARAGRAPH + f"<w:tbl>{'<w:tr><w:tc/><w:tc/></w:tr>' * 5}</w:tbl>"), "notice.docx")
    assert (len(source.tables[0].cells), codes(source)) == (6, ["unreadable-part"])


def test_thousands_of_joined_paragraphs_and_embedded_documents() -> None:
    joined = "<w:p><w:pPr><w:rPr><w:del/></w:rPr></w:pPr><w:r><w:t>甲</w:t></w:r></w:p>" * 20_000
    source = read(make_package(joined + "<w:altChunk/>" * 20_000), "notice.docx")
    assert (source.text, codes(source)) == ("甲" * 20_000 + "\n", ["unreadable-part"])


@pytest.mark.parametrize("value", ["-1", "99999999999999999999", "x", "", "9" * 5000, "²"])
def test_odd_numbers(value: str) -> None:
    level = f'<w:lvl w:ilvl="{value}"><w:start w:val="{value}"/><w:numFmt w:val="upperRoman"/><w:lvlText w:val="{"%1" * 99}"/></w:lvl>'
    lists = f'<w:abstractNum w:abstractNumId="1">{level}</w:abstractNum><w:num w:numId="{value}"><w:abstractNumId w:val="1"/></w:num>'
    numbered = f'<w:p><w:pPr><w:numPr><w:ilvl w:val="{value}"/><w:numId w:val="{value}"/></w:numPr></w:pPr></w:p>'
    span = f'<w:tbl><w:tr><w:tc><w:tcPr><w:gridSpan w:val="{value}"/></w:tcPr><w:p/></w:tc></w:tr></w:tbl>'
    assert "一、整改" in read(make_package(numbered * 2 + span + PARAGRAPH, {"numbering": lists}), "notice.docx").text


def test_what_stands_before_the_damage_is_read() -> None:
    cut = repack(SMALL, {"word/document.xml": ZipFile(BytesIO(SMALL)).read("word/document.xml").split(b"<w:tbl>")[0] + b"<w:p"})
    source = read(cut, "notice.docx")
    assert (source.text, codes(source)) == ("一、整改\n" * 3, ["unreadable-part"])


def test_damaged_packing_is_read_as_far_as_it_goes() -> None:
    # noise keeps the packed text long: the damage then lies behind the first words
    noise = random.Random(1)
    texts = ["".join(chr(noise.randrange(0x4E00, 0x9FA0)) for _ in range(40)) for _ in range(400)]
    whole = bytearray(make_docx([Block(text) for text in texts]))
    info = ZipFile(BytesIO(whole)).getinfo("word/document.xml")
    middle = info.header_offset + 80 + info.compress_size // 2
    whole[middle : middle + 64] = b"\xff" * 64
    source = read(bytes(whole), "notice.docx")
    assert "unreadable-part" in codes(source)
    assert source.text.split("\n")[:50] == texts[:50]


def test_broken_lists_are_told() -> None:
    source = read(repack(SMALL, {"word/numbering.xml": b"<w:numbering"}), "notice.docx")
    assert codes(source) == ["numbers-lost"]


def test_broken_relations_are_told_once() -> None:
    part = "word/_rels/document.xml.rels"
    cut = ZipFile(BytesIO(SMALL)).read(part)[:-10]
    assert codes(read(repack(SMALL, {part: cut}), "notice.docx")) == ["unreadable-part"]


def test_locked() -> None:
    locked = bytearray(SMALL)
    at = locked.index(b"PK\x01\x02")
    while at >= 0:
        locked[at + 8] |= 1
        at = locked.find(b"PK\x01\x02", at + 4)
    assert "locked with a password" in refuse(bytes(locked))
    assert "cut short or damaged" in refuse(b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1" + bytes(600))


@settings(max_examples=150, deadline=None, derandomize=True)
@given(st.data())
def test_no_damage_raises_anything_else(data: st.DataObject) -> None:
    document = bytearray(data.draw(st.sampled_from((SMALL, repack(SMALL, {}, ZIP_STORED)))))
    for _ in range(data.draw(st.integers(1, 6))):
        at = data.draw(st.integers(0, len(document) - 1))
        document[at] = data.draw(st.integers(0, 255))
    end = data.draw(st.one_of(st.just(len(document)), st.integers(0, len(document))))
    _read_or_refuse(bytes(document[:end]))


@settings(max_examples=60, deadline=None, derandomize=True)
@given(st.binary(max_size=300))
def test_random_bytes_behind_the_magic(tail: bytes) -> None:
    _read_or_refuse(b"PK\x03\x04" + tail)
    _read_or_refuse(repack(SMALL, {"word/document.xml": tail}))


def _read_or_refuse(data: bytes) -> None:
    try:
        source = read(data, "notice.docx")
    except UnreadableSource as error:
        assert "; next: " in str(error) and "\n" not in str(error)
    else:
        assert source.info.characters == len(source.text)
