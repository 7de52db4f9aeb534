"""RTF: code pages, tables, numbers that Word printed, what is not part of the page, hostile and broken files."""

from __future__ import annotations

import time

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from rectiparse.errors import UnreadableSource
from rectiparse.readers import office, read_source
from rectiparse.readers.from_rtf import read
from rectiparse.source import SourceText

HEAD = rb"{\rtf1\ansi\ansicpg936\deff0{\fonttbl{\f0\fnil\fcharset134 \'cb\'ce\'cc\'e5;}{\f1\fnil\fcharset0 Times;}}"


def rtf(body: bytes, head: bytes = HEAD) -> SourceText:
    return read(head + body + b"}", "notice.rtf")


def gbk(text: str) -> bytes:
    return b"".join(rb"\'%02x" % byte for byte in text.encode("gb18030"))


def codes(source: SourceText) -> list[str]:
    return [diagnostic.code for diagnostic in source.diagnostics]


@pytest.mark.parametrize(
    ("body", "text"),
    [
        (gbk("责任单位：市水务局") + rb"\par", "责任单位：市水务局\n"),
        ("责任单位".encode("gbk") + rb"\par", "责任单位\n"),
        (rb"{\f1 " + gbk("整改") + rb"}\par", "整改\n"),  # Chinese bytes in a Latin font
        (b"\\'d5\r\n\\'fb\\'b8\\'c4", "整改\n"),
        (rb"\uc1\u25972?\u25913?\par", "整改\n"),
        (rb"\uc2\u25972\'d5\'fb\u25913\'b8\'c4\uc0\u25514\par", "整改措\n"),
        (rb"\u25972\par\u-26460 ?\par", "整\n\u98a4\n"),  # no fallback where one is due; a negative number
        (rb"\uc0\u-10174\u-8337\par", "\U00020b6f\n"),
        (rb"a\tab b\line c\~d\_e\{\}\\\par", "a\tb\nc\u00a0d-e{}\\\n"),
        (rb"\ldblquote a\rdblquote\endash\emdash\par", "“a”–—\n"),
        (rb"a\page b\par", "a\nb\n"),
        (rb"a\par\par b", "a\n\nb\n"),
    ],
)
def test_characters(body: bytes, text: str) -> None:
    source = rtf(body)
    assert (source.text, codes(source)) == (text, [])


@pytest.mark.parametrize(
    ("head", "body", "text"),
    [
        (rb"{\rtf1\ansi\ansicpg1252{\fonttbl{\f0\fcharset0 T;}{\f1\fcharset134 S;}}", gbk("整改"), "整改\n"),
        (rb"{\rtf1\ansi\ansicpg1252{\fonttbl{\f0\fcharset0 T;}}", rb"caf\'e9", "café\n"),
        (rb"{\rtf1\ansi\ansicpg950", "".join(f"\\'{b:02x}" for b in "責任".encode("big5")).encode(), "責任\n"),
        (rb"{\rtf1\ansi\ansicpg65001", "整改".encode(), "整改\n"),
        (rb"{\rtf1\ansi\ansicpg99999", rb"caf\'e9", "café\n"),
        (rb"{\rtf1", rb"abc", "abc\n"),
    ],
)
def test_code_pages(head: bytes, body: bytes, text: str) -> None:
    assert rtf(body, head).text == text


def test_bad_bytes_are_told_with_their_place() -> None:
    source = rtf(gbk("整") + rb"\par " + gbk("改") + rb"\'ff\'ff \par")
    assert source.text == "整\n改\ufffd\ufffd \n"
    (told,) = source.diagnostics
    assert (told.code, told.span, told.line) == ("bad-byte", (3, 5), 2)


def test_what_is_not_on_the_page_is_left_out() -> None:
    source = rtf(
        rb"{\info{\title t}}{\stylesheet{\s0 Normal;}}{\*\generator g}{\pict\bin4 }}}}}{\v hidden}{\deleted gone}{\*\bkmkstart b}"
        rb"{\field{\*\fldinst HYPERLINK x}{\fldrslt shown}}{\upr{one}{\*\ud two}}{\revised new}\par"
    )
    assert source.text == "shownonenew\n"


def test_headers_and_footers_are_furniture() -> None:
    source = rtf(rb"{\header Head\par}{\footer - {\field{\*\fldinst PAGE}{\fldrslt 3}} -\par}{\headerf Head\par}Body\par")
    assert source.text == "Head\nBody\n- 3 -\n"
    assert [source.text[slice(*span)] for span in source.furniture] == ["Head", "- 3 -"]


def test_notes_stand_at_the_end_and_boxes_behind_their_paragraph() -> None:
    source = rtf(
        rb"a{\super\chftn{\*\footnote\pard\chftn\tab note\par}}b{\shp{\*\shpinst{\sp{\sn n}{\sv v}}{\shptxt box\par}}"
        rb"{\shprslt{\*\do{\dptxbxtext box\par}}}}c\par d\par"
    )
    assert source.text == "abc\nbox\nd\nnote\n"


@pytest.mark.parametrize(
    ("number", "text"),
    [
        (rb"{\listtext\pard\plain " + gbk("一、") + rb"\tab}", "一、整改\n"),
        (rb"{\pntext\f1 1.\tab}{\*\pn\pnlvlbody{\pntxta .}}", "1.整改\n"),
        (rb"{\listtext 1\tab}", "1 整改\n"),
        (rb"{\listtext\u9312?\tab}", "①整改\n"),
        (rb"{\listtext\'a1\'f1\tab}", "整改\n"),  # ●
    ],
)
def test_numbers_that_the_writer_printed(number: bytes, text: str) -> None:
    source = rtf(rb"\pard" + number + rb"\ls1 " + gbk("整改") + rb"\par")
    assert (source.text, codes(source)) == (text, [])


def test_numbers_that_nobody_printed_are_told(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("PATH", "")
    assert codes(rtf(rb"\pard\ls1\ilvl0 a\par\pard b\par")) == ["numbers-lost"]
    assert codes(rtf(rb"\pard\ls0 a\par")) == []


def table(*rows: bytes) -> bytes:
    return b"".join(rows) + rb"\pard after\par"


ROW = rb"\trowd\cellx1000\cellx2000\cellx3000 "


def spans(source: SourceText) -> list[tuple[str, int, int, int, int]]:
    return [(source.text[slice(*c.span)], c.row, c.column, c.rows, c.columns) for c in source.tables[0].cells]


def test_table() -> None:
    source = rtf(
        rb"\pard before\par" + table(ROW + rb"\pard\intbl a\par b\cell c\cell d\cell\row", ROW + rb"\pard\intbl e\cell\cell f\cell\row")
    )
    assert source.text == "before\n\ta\nb\n\tc\n\td\n\n\te\n\t\n\tf\nafter\n"
    assert spans(source) == [
        ("a\nb", 0, 0, 1, 1),
        ("c", 0, 1, 1, 1),
        ("d", 0, 2, 1, 1),
        ("e", 1, 0, 1, 1),
        ("", 1, 1, 1, 1),
        ("f", 1, 2, 1, 1),
    ]


def test_merged_cells() -> None:
    source = rtf(
        table(
            rb"\trowd\clvmgf\cellx1000\clmgf\cellx2000\clmrg\cellx3000\pard\intbl a\cell b\cell\cell\row",
            rb"\trowd\clvmrg\cellx1010\cellx2000\cellx3000\pard\intbl\cell c\cell d\cell\row",
            rb"\trowd\cellx3000\pard\intbl wide\cell\row",
        )
    )
    assert spans(source) == [("a", 0, 0, 2, 1), ("b", 0, 1, 1, 2), ("c", 1, 1, 1, 1), ("d", 1, 2, 1, 1), ("wide", 2, 0, 1, 3)]


def test_tables_in_cells_are_paragraphs_of_them() -> None:
    nested = rb"\itap2 x\nestcell y\nestcell{\*\nesttableprops\trowd\cellx500\cellx900\nestrow}{\nonesttables\par}"
    source = rtf(table(ROW + rb"\pard\intbl a\par" + nested + rb"\itap1 b\cell c\cell d\cell\row"))
    assert spans(source) == [("a\nx　y\nb", 0, 0, 1, 1), ("c", 0, 1, 1, 1), ("d", 0, 2, 1, 1)]


def test_table_without_its_end_is_kept() -> None:
    source = read(HEAD + ROW + rb"\pard\intbl a\cell b\cell c", "notice.rtf")
    assert spans(source) == [("a", 0, 0, 1, 1), ("b", 0, 1, 1, 1), ("c", 0, 2, 1, 1)]
    assert codes(source) == ["unreadable-part"]


def test_cut_off_file_is_read_as_far_as_it_goes() -> None:
    source = read(HEAD + rb"a\par b{\b c", "notice.rtf")
    assert (source.text, codes(source)) == ("a\nbc\n", ["unreadable-part"])


@pytest.mark.parametrize(
    "data", [rb"{\rtf1}", rb"{\rtf1", rb"{\rtf", HEAD + rb"{\pict 00ff}}", rb"{\rtf1\par\par}", rb"{\rtf1" + b"{" * 9999]
)
def test_unreadable(data: bytes) -> None:
    with pytest.raises(UnreadableSource, match=r"^notice\.rtf is an RTF document .*; next: ") as error:
        read(data, "notice.rtf")
    assert "\n" not in str(error.value)


@pytest.mark.parametrize(
    "body",
    [
        b"{" * 1500 + b"a" + b"}" * 1500,
        b"{}" * 200_000 + b"a",
        rb"\trowd" + rb"\clmrg\cellx1" * 100_000 + rb"\pard\intbl " + rb"a\cell" * 100_000 + rb"\row",
        rb"\trowd\clvmrg\cellx1\clvmrg\cellx99\pard\intbl a\cell b\cell\row" * 20_000,
        rb"\trowd\cellx2000000000\cellx-2000000000\pard\intbl a\cell b\cell\row",
        rb"a\bin2000000000 b",
        rb"\u99999999 \uc999999999 a\u65 \'41",
        rb"\f9999999999 a",
    ],
)
def test_hostile_files_take_no_time(body: bytes) -> None:
    started = time.process_time()
    rtf(b"x" + body)
    assert time.process_time() - started < 8


def test_limit_of_control_words(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("rectiparse.readers.rtf.MOST_TOKENS", 100)
    source = rtf(rb"a\par " * 200)
    assert codes(source) == ["unreadable-part"] and 40 < len(source.text) < 120


PIECES = [rb"\'d5", rb"\'fb", b"{", b"}", rb"\par ", rb"\cell ", rb"\row ", rb"\trowd", rb"\cellx99", rb"\clvmrg", rb"\clmrg", rb"\intbl"]
PIECES += [
    rb"{\*\footnote ",
    rb"{\header ",
    rb"{\listtext ",
    rb"{\shptxt ",
    rb"\u-10174 ",
    rb"\uc3",
    rb"\bin5 ",
    b"\\",
    b"a",
    b"\xff",
    rb"\nestcell",
]
PIECES += [rb"{\*\nesttableprops ", rb"\nestrow ", rb"\f1", rb"{\fonttbl{\f1\fcharset136 x;}}", rb"\ls1 ", rb"\deleted ", b"\0", b"\r\n"]


@settings(max_examples=400, deadline=None)
@given(st.lists(st.sampled_from(PIECES), max_size=40), st.binary(max_size=6))
def test_any_bytes_are_read_or_refused(pieces: list[bytes], odd: bytes) -> None:
    with pytest.MonkeyPatch.context() as patch:
        patch.setattr(office, "find_program", lambda: None)
        try:
            source = read(HEAD + b"".join(pieces) + odd, "notice.rtf")
        except UnreadableSource as error:
            assert "next: " in str(error)
            return
    for kept in (*(c.span for t in source.tables for c in t.cells), *source.furniture, *(o.span for o in source.info.origins)):
        assert 0 <= kept[0] <= kept[1] <= len(source.text)
    assert not any("\ud800" <= char <= "\udfff" for char in source.text)


def test_rtf_that_calls_itself_doc() -> None:
    source = read_source(HEAD + gbk("整改") + rb"\par}", name="notice.doc")
    assert (source.text, codes(source)) == ("整改\n", ["kind-mismatch"])
