"""Bytes as they come from ministries' sites and old word processors: encodings, newlines, bad bytes, no text at all."""

from __future__ import annotations

import zipfile
from hashlib import sha256
from io import BytesIO
from pathlib import Path

import pytest

from rectiparse import extract
from rectiparse.errors import UnreadableSource
from rectiparse.readers import find_reader, read_source
from rectiparse.readers.from_text import read, read_text
from rectiparse.source import SourceText

TEXT = "整改措施清单\n一、（一）责任单位：市水务局；完成时限：2021年6月底前\n加强组织领导，压实工作责任，确保整改到位。\n" * 4
TRADITIONAL = "關於印發整改措施清單的通知\n責任單位：市水務局；完成時限：2021年6月底前\n加強組織領導，壓實工作責任。\n" * 4


def codes(source: SourceText) -> list[str]:
    return [diagnostic.code for diagnostic in source.diagnostics]


@pytest.mark.parametrize(
    ("data", "encoding"),
    [
        (TEXT.encode("utf-8"), "utf-8"),
        (TEXT.encode("utf-8-sig"), "utf-8"),
        (TEXT.encode("gbk"), "gb18030"),
        (TEXT.encode("gb18030"), "gb18030"),
        (b"\x84\x31\x95\x33" + TEXT.encode("gb18030"), "gb18030"),
        (b"\xff\xfe" + TEXT.encode("utf-16-le"), "utf-16-le"),
        (b"\xfe\xff" + TEXT.encode("utf-16-be"), "utf-16-be"),
        (TEXT.encode("utf-16-le"), "utf-16-le"),
        (TEXT.encode("utf-16-be"), "utf-16-be"),
        (TEXT.encode("utf-32"), "utf-32-le"),
    ],
)
def test_reads_each_encoding(data: bytes, encoding: str) -> None:
    source = read(data, "notice.txt")
    assert (source.text, source.info.encoding, codes(source)) == (TEXT, encoding, [])


@pytest.mark.parametrize(
    ("codec", "encoding"), [("big5", "big5hkscs"), ("utf-8", "utf-8"), ("gb18030", "gb18030"), ("utf-16-le", "utf-16-le")]
)
def test_reads_traditional_characters(codec: str, encoding: str) -> None:
    source = read(TRADITIONAL.encode(codec), "notice.txt")
    assert (source.text, source.info.encoding) == (TRADITIONAL, encoding)


@pytest.mark.parametrize(("codec", "text"), [("gbk", "整改"), ("gbk", "整改方案"), ("big5", "關於"), ("utf-16-le", "整改方案。")])
def test_a_few_characters_are_enough(codec: str, text: str) -> None:
    assert read(text.encode(codec), "notice.txt").text == text


def test_information_on_the_source() -> None:
    data = TEXT.replace("\n", "\r\n").encode()
    info = read(data, "notice.txt").info
    assert (info.name, info.media_type, info.characters, info.text) == ("notice.txt", "text/plain", len(TEXT), TEXT)
    assert info.sha256 == sha256(data).hexdigest()


@pytest.mark.parametrize("newline", ["\r\n", "\r", "\n"])
@pytest.mark.parametrize("codec", ["utf-8", "gb18030", "utf-16"])
def test_newlines_are_one(newline: str, codec: str) -> None:
    assert read(TEXT.replace("\n", newline).encode(codec), "notice.txt").text == TEXT


def test_mixed_newlines() -> None:
    assert read(b"1\r\n2\r3\n\r\n4\n\r5", "notice.txt").text == "1\n2\n3\n\n4\n\n5"


def test_one_mark_goes_and_a_second_one_stays() -> None:
    assert read(("\ufeff" + TEXT).encode("utf-8"), "notice.txt").text == TEXT
    assert read_text("\ufeff一、").text == "一、"


@pytest.mark.parametrize("codec", ["utf-8", "gb18030", "big5hkscs"])
@pytest.mark.parametrize("at", [0, 40, 41, 42, 43, 120, 121])
def test_one_bad_byte_keeps_the_encoding_and_the_rest(codec: str, at: int) -> None:
    text = TRADITIONAL if codec == "big5hkscs" else TEXT
    data = bytearray(text.encode(codec))
    data[at] = 0xFF
    source = read(bytes(data), "notice.txt")
    assert source.info.encoding == codec
    assert set(codes(source)) == {"bad-byte"}
    place = source.diagnostics[0].span
    assert place is not None and source.text[place[0]] == "\ufffd"
    assert source.diagnostics[0].line == text.count("\n", 0, place[0]) + 1
    assert source.text[: place[0]] == text[: place[0]]
    assert source.text[-len(text) + place[0] + 12 :] == text[place[0] + 12 :]


@pytest.mark.parametrize("codec", ["utf-8", "gb18030"])
def test_a_lost_byte_costs_a_few_characters(codec: str) -> None:
    data = bytearray(TEXT.encode(codec))
    del data[len(data) // 2]
    source = read(bytes(data), "notice.txt")
    lost = next(i for i, (read_back, real) in enumerate(zip(reversed(source.text), reversed(TEXT), strict=False)) if read_back != real)
    same = next(i for i, (read_back, real) in enumerate(zip(source.text, TEXT, strict=False)) if read_back != real)
    assert source.info.encoding == codec
    assert len(TEXT) - lost - same < 6


def test_bytes_of_a_run_are_told_together() -> None:
    source = read(TEXT.encode()[:28] + b"\xff\xfe\xfd" + TEXT.encode()[28:], "notice.txt")
    assert [d.message for d in source.diagnostics] == ["bytes FF FE FD: not utf-8"]
    assert source.diagnostics[0].span == (10, 13)


def test_many_bad_bytes_are_counted_not_listed() -> None:
    source = read((TEXT.encode() + b"\xff\n") * 50, "notice.txt")
    assert len(source.diagnostics) == 21
    assert "30 more" in source.diagnostics[-1].message


def test_odd_byte_at_the_end_of_utf16() -> None:
    source = read(b"\xff\xfe" + TEXT.encode("utf-16-le") + b"\x4e", "notice.txt")
    assert (source.text, codes(source)) == (TEXT + "\ufffd", ["bad-byte"])


def test_encoding_given_overrules() -> None:
    assert read("整改".encode("gbk"), "notice.txt", "big5").text != "整改"
    assert read("整改".encode("gbk"), "notice.txt", "GB2312").info.encoding == "gb18030"
    assert read("\ufeff整改".encode(), "notice.txt", "UTF8").text == "整改"


@pytest.mark.parametrize(
    ("data", "encoding", "words"),
    [
        (b"", None, "is empty"),
        (b"\xef\xbb\xbf", None, "is empty"),
        (b"\xff\xfe", None, "is empty"),
        (bytes(range(256)) * 8, None, "is binary"),
        (b"abc\0def", None, "is binary"),
        (b"\x01\x02\x03" + TEXT.encode()[:30], None, "is binary"),
        (b"\xff" * 40, None, "can't be decoded"),
        (TEXT.encode("gbk"), "utf-8", "can't be decoded as utf-8"),
        (TEXT.encode(), "utf-9", "unknown encoding 'utf-9'"),
        (TEXT.encode(), "hex", "unknown encoding 'hex'"),
        (TEXT.encode(), "", "unknown encoding ''"),
        (b"%PDF-1.4\n" + TEXT.encode(), None, "PDF document"),
        (b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1" + bytes(40), None, "an old Word or WPS document"),
        (b"\x89PNG\r\n\x1a\n" + bytes(40), None, "a broken image"),
        (b"\xff\xd8\xff\xe0" + bytes(40), None, "a broken image"),
        (rb"{\rtf1\ansi}", None, "an RTF document"),
        (b'{"schema_version":"1"}', None, "JSON"),
        (b'\xef\xbb\xbf[\n  {"a": 1}]', None, "JSON"),
        (b"SQLite format 3\0" + bytes(80), None, "an SQLite database"),
    ],
)
def test_unreadable_in_one_line_with_a_next_step(data: bytes, encoding: str | None, words: str) -> None:
    with pytest.raises(UnreadableSource) as error:
        read_source(data, name="notice.txt", encoding=encoding)
    message = str(error.value)
    assert message.startswith("notice.txt") and words in message and "next: " in message and "\n" not in message


@pytest.mark.parametrize("text", ["[附件1]\n一、清淤\n", "{略}\n一、清淤\n", '["重点任务"]\n一、清淤\n'])
def test_brackets_at_the_top_are_no_json(text: str) -> None:
    assert read_source(text.encode()).text == text


@pytest.mark.parametrize(("part", "words"), [("word/document.xml", "Word"), ("xl/workbook.xml", "Excel")])
def test_packages_are_named(part: str, words: str) -> None:
    out = BytesIO()
    with zipfile.ZipFile(out, "w") as package:
        package.writestr(part, "x")
    with pytest.raises(UnreadableSource, match=words):
        read_source(out.getvalue())


def test_names_the_valid_encodings() -> None:
    with pytest.raises(UnreadableSource, match=r"utf-8.*gb18030.*big5"):
        read(b"1", "notice.txt", "latin")


def test_files(tmp_path: Path) -> None:
    file = tmp_path / "notice.txt"
    file.write_text(TEXT, encoding="gb18030")
    assert read_source(file).text == TEXT
    assert read_source(file).info.name == "notice.txt"
    with pytest.raises(UnreadableSource, match="is a directory"):
        read_source(tmp_path)
    with pytest.raises(UnreadableSource, match="no such file"):
        read_source(tmp_path / "none.txt")


def test_suffix_and_content_differ(tmp_path: Path) -> None:
    file = tmp_path / "notice.docx"
    file.write_text(TEXT, encoding="utf-8")
    source = read_source(file)
    assert (source.text, codes(source)) == (TEXT, ["kind-mismatch"])


def test_readers_are_found_by_name() -> None:
    assert find_reader(".txt") is not None
    assert find_reader(".none") is None


def test_text_that_is_decoded_already() -> None:
    source = read_text("一、\r\n\ud800二、")
    assert (source.text, source.info.encoding, codes(source)) == ("一、\n\ufffd二、", None, ["bad-byte"])


def test_real_notices_in_every_encoding(shared: Path) -> None:
    for file in sorted((shared / "seeds").glob("*.txt")):
        text = read_source(file).text
        for codec in ("gb18030", "utf-16-le", "utf-16-be", "utf-16", "utf-8-sig"):
            assert read(text.encode(codec), file.name).text == text, (file.name, codec)


def test_a_path_as_text_is_told_what_to_give() -> None:
    with pytest.raises(TypeError, match=r"extract\(Path\("):
        extract("notice.txt")  # type: ignore[arg-type]
