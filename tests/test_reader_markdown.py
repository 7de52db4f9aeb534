"""Markdown: numbers as typed, pasted lines kept apart, tables and HTML as on a web page."""

from __future__ import annotations

import random
from contextlib import suppress
from pathlib import Path

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from formats.document import read_blocks
from formats.ledger import read_ledger
from formats.make_markdown import make_markdown
from rectiparse import extract, extract_text
from rectiparse.errors import UnreadableSource
from rectiparse.readers import read_source
from rectiparse.readers.from_markdown import read

SAMPLES = sorted((Path(__file__).parents[1] / "samples").glob("*.txt"))


def show(text: str) -> str:
    return read(text.encode(), "a.md").text.rstrip("\n")


@pytest.mark.parametrize("sample", SAMPLES, ids=lambda path: path.stem)
def test_every_sample_has_the_ledger_of_its_text(sample: Path, tmp_path: Path) -> None:
    text = sample.read_text(encoding="utf-8")
    file = tmp_path / "notice.md"
    file.write_bytes(make_markdown(read_blocks(text)))
    assert read_ledger(extract(file)) == read_ledger(extract_text(text))


def test_one_notice_as_markdown_and_as_a_page(shared: Path) -> None:
    both = [extract(next((shared / "wild").glob(f"{number}_*"))) for number in ("090", "091")]
    assert len(both[0].tasks) > 10 and read_ledger(both[0]) == read_ledger(both[1])


@pytest.mark.parametrize(
    ("markdown", "text"),
    [
        ("# 整改**方案**\n\n## 一、_总体_ 要求", "整改方案\n一、总体 要求"),
        ("整改方案\n====\n\n一、**责任单位**：市水务局", "整改方案\n一、责任单位：市水务局"),
        ("1. 整改\n1. 督查\n3. 销号", "1.整改\n1.督查\n3.销号"),
        ("07. 整改\n\n2) 督查", "07.整改\n2)督查"),
        ("1\\. 整改\n\n二、督查\n\n（三）销号", "1. 整改\n二、督查\n（三）销号"),
        ("- 整改\n* 督查\n+ 销号", "整改\n督查\n销号"),
        ("1. 整改\n   1. 督查\n2. 销号", "1.整改\n1.督查\n2.销号"),
        ("[整改方案](a.docx) ![图](b.png)<https://x.cn>", "整改方案 https://x.cn"),
        ("全面封堵\n排污口，API\ndocument", "全面封堵排污口，API document"),
        (
            "一、整改措施\n（一）封堵排污口\n责任单位：市水务局\n完成时限：6月底前",
            "一、整改措施\n（一）封堵排污口\n责任单位：市水务局\n完成时限：6月底前",
        ),
        ("全面封堵。\n逐一销号", "全面封堵。\n逐一销号"),
        ("整改  \n措施\\\n督查<br>销号", "整改\n措施\n督查\n销号"),
        ("　　整改\n\n    督查\n\n\t销号", "整改\n督查\n销号"),
        ("```\n一、整改\n  二、督查\n```", "一、整改\n  二、督查"),
        ("---\ntitle: 整改\ntags: [甲]\n---\n\n督查", "督查"),
        ("督查\n\n---\n\n整改", "督查\n整改"),
        ("督查\n\n---\n\n# 一、整改\n\n---\n\n销号", "督查\n一、整改\n销号"),
        ("整改&nbsp;&lt;督查&gt; &amp; 5 < 6", "整改\u00a0<督查> & 5 < 6"),
        ("> 整改\n> 督查", "整改督查"),
        ("<div>\n\n整改\n\n</div>\n<!-- 督查 -->", "整改"),
    ],
)
def test_blocks(markdown: str, text: str) -> None:
    assert show(markdown) == text


@pytest.mark.parametrize(
    "table",
    [
        "| 任务 | 责任单位 | 时限 |\n| :-- | :-: | --: |\n| 整改\\|督查 | 市水务局<br>市公安局 | |",
        "<table><tr><th>任务<th>责任单位<th>时限<tr><td>整改|督查<td>市水务局<br>市公安局<td></table>",
    ],
)
def test_tables(table: str) -> None:
    source = read(table.encode(), "a.md")
    assert [(source.text[slice(*c.span)], c.row, c.column) for c in source.tables[0].cells] == [
        ("任务", 0, 0),
        ("责任单位", 0, 1),
        ("时限", 0, 2),
        ("整改|督查", 1, 0),
        ("市水务局\n市公安局", 1, 1),
        ("", 1, 2),
    ]


def test_the_name_decides_where_a_tag_comes_first() -> None:
    data = "<p align=center>整改</p>\n\n# 一、督查".encode()
    source = read_source(data, name="a.md")
    assert (source.text, source.diagnostics, source.info.media_type) == ("整改\n一、督查\n", (), "text/markdown")
    assert read_source(data, name="a.html").info.media_type == "text/html"


def test_gb18030_and_bad_bytes() -> None:
    text = "# 整改方案\n\n责任单位：市水务局，完成时限：六月底前。\n"
    assert read(text.encode("gb18030"), "a.md").info.encoding == "gb18030"
    source = read(text.encode().replace("水".encode(), b"\xff\xfe"), "a.md")
    assert [d.code for d in source.diagnostics] == ["bad-byte"] and "\ufffd\ufffd" in source.text


@pytest.mark.parametrize("piece", ["[", "*", "_a", "> ", "- ", "`", "|a", "![](", "<a", "&", "1. ", "\\", "[a](b", "**a", "\n- a: b: c"])
def test_hostile_markdown_takes_little(piece: str) -> None:
    with suppress(UnreadableSource):
        show("整改\n\n" + piece * 4000)
        show("---" + piece * 4000)


@settings(max_examples=60, deadline=None)
@given(st.text(alphabet="整改、。（一）1.# *_-|`>[]()<>&\n\t\\!:：\ud7ff\0", max_size=200), st.integers(0, 2**32))
def test_any_text_is_read_or_refused(text: str, seed: int) -> None:
    data = bytearray(text.encode())
    chance = random.Random(seed)
    for _ in range(chance.randrange(4) if data else 0):
        data[chance.randrange(len(data))] = chance.randrange(256)
    try:
        read(bytes(data), "a.md")
    except UnreadableSource as error:
        assert "; next: " in str(error) and "\n" not in str(error)
