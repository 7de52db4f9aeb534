"""Documents that LibreOffice wrote: every sample as .doc, .rtf and .odt gives the ledger of its text; by office-oxide too."""

from __future__ import annotations

import sys
from collections.abc import Mapping
from functools import cache
from pathlib import Path
from typing import Any

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from formats.document import Block, read_blocks
from formats.ledger import read_ledger
from formats.make_doc import convert_all, wrap, write_flat
from formats.needs import need_office
from rectiparse import extract_text
from rectiparse.errors import UnreadableSource
from rectiparse.grammar import load_grammar
from rectiparse.parse import parse_source
from rectiparse.readers import from_doc, from_rtf, office, read_source
from rectiparse.readers.kinds import DOC, LOCKED, ODT, find_kind
from rectiparse.readers.rtf import read_rtf
from rectiparse.source import SourceText

SAMPLES = {file.stem: file.read_text(encoding="utf-8") for file in sorted((Path(__file__).parents[1] / "samples").glob("*.txt"))}
RICH = wrap(
    "<text:p>整改清单</text:p>"
    "<table:table><table:table-column table:number-columns-repeated='3'/>"
    "<table:table-row><table:table-cell table:number-rows-spanned='2'><text:p>甲</text:p></table:table-cell>"
    "<table:table-cell table:number-columns-spanned='2'><text:p>乙一</text:p><text:p>乙二</text:p></table:table-cell>"
    "<table:covered-table-cell/></table:table-row>"
    "<table:table-row><table:covered-table-cell/><table:table-cell><text:p>丙</text:p></table:table-cell>"
    "<table:table-cell><text:p>丁</text:p></table:table-cell></table:table-row></table:table>"
    "<text:p>脚注<text:note text:note-class='footnote'><text:note-citation>1</text:note-citation>"
    "<text:note-body><text:p>注文。</text:p></text:note-body></text:note>在此，𠮷。</text:p><text:p>末段</text:p>"
)


def ledger(source: SourceText) -> dict[str, Any]:
    return read_ledger(parse_source(source, load_grammar()))


def codes(source: SourceText) -> list[str]:
    return [diagnostic.code for diagnostic in source.diagnostics]


@cache
def made(suffix: str, numbered: bool = False) -> Mapping[str, bytes]:
    """Every sample, and one with what samples lack, as LibreOffice writes it."""
    flat = {name: write_flat(read_blocks(text), numbered=numbered) for name, text in SAMPLES.items()}
    return convert_all({**flat, "rich": RICH}, suffix)


def read_all(files: Mapping[str, bytes], suffix: str) -> dict[str, SourceText]:
    """What the readers make of `files`, with one run of LibreOffice for all of them."""
    if suffix == ".rtf":
        return {name: read_source(data, name=f"{name}.rtf") for name, data in files.items()}
    read_as = office.WORD if suffix == ".doc" else office.ODT
    turned = office.convert_all(list(files.values()), read_as)
    read = zip(files.items(), turned, strict=True)
    return {name: read_rtf(data or b"", name).build(given, f"{name}{suffix}", "") for (name, given), data in read}


@cache
def typed(suffix: str) -> Mapping[str, SourceText]:
    return read_all(made(suffix), suffix)


def unequal(sources: Mapping[str, SourceText]) -> list[str]:
    return [name for name, text in SAMPLES.items() if ledger(sources[name]) != read_ledger(extract_text(text))]


@pytest.mark.parametrize("numbered", [False, True], ids=["typed", "automatic"])
@pytest.mark.parametrize("suffix", [".doc", ".rtf", ".odt"])
def test_every_sample_gives_the_ledger_of_its_text(suffix: str, numbered: bool) -> None:
    sources = read_all(made(suffix, True), suffix) if numbered else typed(suffix)
    assert {name: codes(source) for name, source in sources.items() if source.diagnostics} == {}
    assert unequal(sources) == []


@pytest.mark.parametrize("suffix", [".doc", ".odt"])
def test_one_file_is_read_as_in_a_run_of_many(suffix: str) -> None:
    data = made(suffix)["everything"]
    alone = read_source(data, name=f"everything{suffix}")
    assert (alone.text, alone.tables) == (typed(suffix)["everything"].text, typed(suffix)["everything"].tables)
    assert alone.info.media_type == {".doc": from_doc.WORD_TYPE, ".odt": from_doc.ODT_TYPE}[suffix]


@pytest.mark.parametrize("suffix", [".doc", ".rtf", ".odt"])
def test_merged_cells_and_notes(suffix: str) -> None:
    source = typed(suffix)["rich"]
    assert source.text == "整改清单\n\t甲\n\t乙一\n乙二\n\n\t丙\n\t丁\n脚注在此，𠮷。\n末段\n注文。\n"
    shapes = [(c.row, c.column, c.rows, c.columns) for c in source.tables[0].cells]
    assert shapes == [(0, 0, 2, 1), (0, 1, 1, 2), (1, 1, 1, 1), (1, 2, 1, 1)]


def test_origins_of_paragraphs_and_cells() -> None:
    source = typed(".rtf")["rich"]
    places = {source.text[slice(*o.span)]: (o.paragraph, o.table, o.row, o.column) for o in source.info.origins}
    assert places["整改清单"] == (1, None, None, None)
    assert places["丁"] == (None, 1, 2, 3)


def test_rtf_needs_no_program(monkeypatch: pytest.MonkeyPatch) -> None:
    files = made(".rtf", True)
    monkeypatch.setenv("PATH", "")
    assert unequal(read_all(files, ".rtf")) == []


def test_word_files_without_libreoffice(monkeypatch: pytest.MonkeyPatch) -> None:
    pytest.importorskip("office_oxide", reason="office-oxide is not installed; next: pip install 'rectiparse[doc]'")
    typed, numbered = made(".doc"), made(".doc", True)
    monkeypatch.setenv("PATH", "")
    sources = {name: read_source(data, name=f"{name}.doc") for name, data in typed.items()}
    assert {tuple(codes(source)) for source in sources.values()} == {("numbers-lost",)}
    assert unequal(sources) == []
    assert [(c.row, c.column, c.rows, c.columns) for c in sources["rich"].tables[0].cells] == [
        (0, 0, 2, 1),
        (0, 1, 1, 2),
        (1, 1, 1, 1),
        (1, 2, 1, 1),
    ]
    (told,) = read_source(numbered["division"], name="division.doc").diagnostics
    assert "paragraphs have automatic numbers" in told.message


def test_neither_program_is_there(monkeypatch: pytest.MonkeyPatch) -> None:
    word, odt = made(".doc")["rich"], made(".odt")["rich"]
    monkeypatch.setenv("PATH", "")
    monkeypatch.setitem(sys.modules, "office_oxide", None)
    with pytest.raises(UnreadableSource, match=r"apt install libreoffice-writer-nogui, or pip install 'rectiparse\[doc\]'"):
        from_doc.read(word, "notice.doc")
    with pytest.raises(UnreadableSource, match=r"needs LibreOffice.*next: apt install"):
        from_doc.read(odt, "notice.odt")


def test_kinds_of_files_that_libreoffice_wrote() -> None:
    assert find_kind(made(".doc")["rich"]) is DOC
    assert find_kind(made(".odt")["rich"]) is ODT


def test_suffixes_of_wps_and_templates_are_no_mismatch() -> None:
    pytest.importorskip("office_oxide")
    data = made(".doc")["rich"]
    with pytest.MonkeyPatch.context() as patch:
        patch.setenv("PATH", "")
        for suffix in (".doc", ".wps", ".dot", ".wpt"):
            assert codes(read_source(data, name=f"notice{suffix}")) == ["numbers-lost"]
        assert codes(read_source(data, name="notice.docx")) == ["kind-mismatch", "numbers-lost"]


def test_password_is_seen_in_the_head_of_the_file() -> None:
    data = bytearray(made(".doc")["rich"])
    data[data.index(b"\xec\xa5") + 11] |= 0x01
    assert find_kind(bytes(data)) is LOCKED
    with pytest.raises(UnreadableSource, match="locked with a password"):
        read_source(bytes(data), name="notice.doc")


@settings(max_examples=150, deadline=None)
@given(st.data())
def test_damaged_word_files_without_libreoffice(data: st.DataObject) -> None:
    pytest.importorskip("office_oxide")
    changed = bytearray(made(".doc")["rich"])
    for at, value in data.draw(st.lists(st.tuples(st.integers(0, len(changed) - 1), st.integers(0, 255)), max_size=12)):
        changed[at] = value
    cut = data.draw(st.integers(8, len(changed)) | st.just(len(changed)))
    with pytest.MonkeyPatch.context() as patch:
        patch.setattr(office, "find_program", lambda: None)
        try:
            read_source(bytes(changed[:cut]), name="notice.doc")
        except UnreadableSource as error:
            assert "next: " in str(error) and "\n" not in str(error)


def test_damaged_word_files_with_libreoffice() -> None:
    whole = made(".doc")["rich"]
    odd = [whole[: len(whole) // 2], whole[:600], whole[:1536] + bytes(2000) + whole[3536:], b"\xd0\xcf\x11\xe0" + bytes(4000)]
    for result in office.convert_all(odd, office.WORD):
        if result is not None:
            assert result.startswith(b"{\\rtf")


SILENT = (
    rb"{\rtf1\ansi\ansicpg936{\fonttbl{\f0\fcharset134 SimSun;}}{\*\listtable{\list\listtemplateid1{\listlevel\levelnfc37\levelstartat1"
    rb"{\leveltext\'02\'00\'a1\'a2;}{\levelnumbers\'01;}}\listid1}}{\*\listoverridetable{\listoverride\listid1\listoverridecount0\ls1}}"
    rb"\pard\ls1\ilvl0\f0 \'d5\'fb\par\pard\f0 x\par\pard\ls1\ilvl0\f0 \'b8\'c4\par}"
)


def test_numbers_of_an_rtf_that_prints_none(monkeypatch: pytest.MonkeyPatch) -> None:
    need_office()
    counted = from_rtf.read(SILENT, "notice.rtf")
    assert (counted.text, codes(counted)) == ("一、整\nx\n二、改\n", ["low-confidence"])
    monkeypatch.setenv("PATH", "")
    lost = from_rtf.read(SILENT, "notice.rtf")
    assert (lost.text, codes(lost)) == ("整\nx\n改\n", ["numbers-lost"])


def test_real_notices(shared: Path) -> None:
    files = sorted((shared / "seeds").glob("*.txt"))
    texts = {file.stem: read_source(file).text for file in files}
    blocks: dict[str, tuple[Block, ...]] = {name: read_blocks(text) for name, text in texts.items()}
    words = convert_all({name: write_flat(held) for name, held in blocks.items()}, ".doc")
    sources = read_all(words, ".doc")
    assert [name for name, text in texts.items() if ledger(sources[name]) != read_ledger(extract_text(text))] == []
