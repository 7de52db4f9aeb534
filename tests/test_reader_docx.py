"""Word documents: every sample gives the ledger of its text, and the text is what Word shows."""

from __future__ import annotations

import os
import shutil
import subprocess
from collections.abc import Callable
from pathlib import Path

import pytest

from formats.document import read_blocks
from formats.ledger import read_ledger
from formats.make_docx import STRICT, make_docx, make_numbered_docx, make_package
from rectiparse import extract, extract_text
from rectiparse.errors import UnreadableSource
from rectiparse.readers import read_source
from rectiparse.source import SourceText

SAMPLES = sorted((Path(__file__).parents[1] / "samples").glob("*.txt"))
MAKERS: dict[str, Callable[..., bytes]] = {"typed": make_docx, "numbered": make_numbered_docx}


def run(text: str) -> str:
    return f'<w:r><w:t xml:space="preserve">{text}</w:t></w:r>'


def paragraph(*inner: str, properties: str = "") -> str:
    return f"<w:p><w:pPr>{properties}</w:pPr>{''.join(i if i.startswith('<') else run(i) for i in inner)}</w:p>"


def cell(text: str = "", properties: str = "") -> str:
    return f"<w:tc><w:tcPr>{properties}</w:tcPr>{paragraph(text)}</w:tc>"


def table(*rows: str) -> str:
    return f"<w:tbl><w:tblPr/><w:tblGrid/>{''.join(f'<w:tr>{row}</w:tr>' for row in rows)}</w:tbl>"


def read_body(body: str, parts: dict[str, str] | None = None, **more: str) -> SourceText:
    return read_source(make_package(body, parts, **more), name="notice.docx")


def words(body: str, parts: dict[str, str] | None = None) -> list[str]:
    return read_body(body, parts).text.rstrip("\n").split("\n")


def codes(source: SourceText) -> list[str]:
    return [diagnostic.code for diagnostic in source.diagnostics]


@pytest.mark.parametrize("maker", MAKERS)
@pytest.mark.parametrize("sample", SAMPLES, ids=lambda path: path.stem)
def test_a_sample_gives_the_ledger_of_its_text(sample: Path, maker: str) -> None:
    text = sample.read_text(encoding="utf-8")
    assert read_ledger(extract(MAKERS[maker](read_blocks(text)))) == read_ledger(extract_text(text))


def test_numbering_is_really_automatic() -> None:
    texts = [path.read_text(encoding="utf-8") for path in SAMPLES]
    documents = [make_numbered_docx(read_blocks(text)) for text in texts]
    assert sum(b"numPr" in _unpack(document) for document in documents) > 20


def _unpack(document: bytes) -> bytes:
    from io import BytesIO
    from zipfile import ZipFile

    return ZipFile(BytesIO(document)).read("word/document.xml")


@pytest.fixture(scope="session")
def through_libreoffice(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """The samples as LibreOffice writes them, typed and numbered, all in one run."""
    office = shutil.which("soffice")
    if office is None:
        if os.environ.get("CI") == "true":
            pytest.fail("no soffice; next: install libreoffice-writer-nogui")
        pytest.skip("no soffice: install libreoffice-writer-nogui")
    folder = tmp_path_factory.mktemp("libreoffice")
    made, written = folder / "made", folder / "written"
    made.mkdir()
    for sample in SAMPLES:
        blocks = read_blocks(sample.read_text(encoding="utf-8"))
        for name, make in MAKERS.items():
            (made / f"{sample.stem}-{name}.docx").write_bytes(make(blocks))
    profile = f"-env:UserInstallation={(folder / 'profile').as_uri()}"
    files = [str(path) for path in sorted(made.iterdir())]
    command = [office, profile, "--headless", "--convert-to", "docx", "--outdir", str(written), *files]
    subprocess.run(command, check=True, capture_output=True, timeout=300)
    return written


@pytest.mark.parametrize("maker", MAKERS)
@pytest.mark.parametrize("sample", SAMPLES, ids=lambda path: path.stem)
def test_a_sample_through_libreoffice(sample: Path, maker: str, through_libreoffice: Path) -> None:
    written = extract(through_libreoffice / f"{sample.stem}-{maker}.docx")
    assert read_ledger(written) == read_ledger(extract_text(sample.read_text(encoding="utf-8")))


def test_real_notices_come_through_unchanged(shared: Path) -> None:
    for file in sorted((shared / "seeds").glob("*.txt"))[:10]:
        lines = [line for line in file.read_text(encoding="utf-8").split("\n") if line.strip() and "\t" not in line]
        body = "".join(paragraph(line.replace("&", "&amp;").replace("<", "&lt;")) for line in lines)
        assert words(body) == lines, file.name


def test_inline_parts_of_a_paragraph() -> None:
    inner = '<w:r><w:t>甲</w:t><w:tab/><w:t>乙</w:t><w:br/><w:t>丙</w:t><w:cr/><w:noBreakHyphen/><w:softHyphen/><w:br w:type="page"/></w:r>'
    assert words(paragraph(inner)) == ["甲\t乙", "丙", "-"]


def test_a_page_break_is_no_text_but_parts_what_it_stands_between() -> None:
    page = '<w:r><w:br w:type="page"/></w:r>'
    assert words(paragraph(page, "附件1") + paragraph("2021年3月13日", page, "附件2")) == ["附件1", "2021年3月13日", "附件2"]


@pytest.mark.parametrize(
    ("inner", "text"),
    [
        (f"{run('甲')}<w:ins>{run('乙')}</w:ins><w:moveTo>{run('丙')}</w:moveTo>", "甲乙丙"),
        ("<w:del><w:r><w:delText>甲</w:delText></w:r></w:del>" + run("乙"), "乙"),
        (f"<w:moveFrom>{run('甲')}</w:moveFrom>{run('乙')}", "乙"),
        (f"<w:hyperlink>{run('甲')}</w:hyperlink><w:smartTag><w:smartTagPr/>{run('乙')}</w:smartTag>", "甲乙"),
        (f"<w:sdt><w:sdtPr/><w:sdtContent>{run('甲')}</w:sdtContent></w:sdt>", "甲"),
        (f"<w:sdt><w:sdtPr><w:showingPlcHdr/></w:sdtPr><w:sdtContent>{run('单击此处')}</w:sdtContent></w:sdt>{run('甲')}", "甲"),
        ("<w:r><w:rPr><w:vanish/></w:rPr><w:t>甲</w:t></w:r>" + run("乙"), "乙"),
        ('<w:r><w:rPr><w:vanish w:val="0"/></w:rPr><w:t>甲</w:t></w:r>', "甲"),
        (f"<w:r><w:ruby><w:rt>{run('jia')}</w:rt><w:rubyBase>{run('甲')}</w:rubyBase></w:ruby></w:r>", "甲"),
        ('<w:r><w:sym w:font="Wingdings" w:char="F081"/><w:sym w:font="宋体" w:char="2461"/><w:sym w:char="x"/></w:r>', "①②"),
        (f'<w:fldSimple w:instr="PAGE">{run("3")}</w:fldSimple>', "3"),
        ("<m:oMath><m:r><m:t>x</m:t></m:r></m:oMath>", "x"),
        (f'<w:commentRangeStart w:id="1"/>{run("甲")}<w:r><w:annotationRef/><w:commentReference w:id="1"/></w:r>', "甲"),
        ("<w:r><w:t> 甲 </w:t></w:r>" + run(" 乙"), "甲 乙"),
    ],
)
def test_what_is_shown_and_what_is_not(inner: str, text: str) -> None:
    assert words(paragraph(inner)) == [text]


def field(*parts: str) -> str:
    kinds = {"{": "begin", "|": "separate", "}": "end"}
    return "".join(
        f'<w:r><w:fldChar w:fldCharType="{kinds[part]}"/></w:r>'
        if part in kinds
        else f"<w:r><w:instrText>{part[1:]}</w:instrText></w:r>"
        if part.startswith("=")
        else run(part)
        for part in parts
    )


@pytest.mark.parametrize(
    ("parts", "text"),
    [
        (("甲", "{", "=DATE", "|", "2021年3月", "}", "乙"), "甲2021年3月乙"),
        (("{", "=IF ", "{", "=PAGE", "|", "1", "}", "= &gt; 1", "|", "甲", "}"), "甲"),
        (("{", r"=eq \o\ac(○,", "=3)", "}", "甲"), "③甲"),
        (("{", "=PAGE", "}", "甲"), "甲"),
        (("}", "|", "甲"), "甲"),
    ],
)
def test_fields_show_their_result(parts: tuple[str, ...], text: str) -> None:
    assert words(paragraph(field(*parts))) == [text]


def test_a_field_that_never_ends_costs_its_paragraph_only() -> None:
    assert words(paragraph(field("甲", "{", "=PAGE", "乙")) + paragraph("丙")) == ["甲", "丙"]


def box(text: str) -> str:
    return f"<w:txbxContent>{paragraph(text)}</w:txbxContent>"


def test_text_boxes_stand_behind_their_paragraph_once() -> None:
    choice = f'<mc:Choice Requires="wps"><w:drawing><wps:txbx>{box("框")}</wps:txbx></w:drawing></mc:Choice>'
    fallback = f"<mc:Fallback><w:pict><v:shape><v:textbox>{box('框')}</v:textbox></v:shape></w:pict></mc:Fallback>"
    both = f"<w:r><mc:AlternateContent>{choice}{fallback}</mc:AlternateContent></w:r>"
    vml = f"<w:r><w:pict><v:shape><v:textbox>{box('旧框')}</v:textbox></v:shape></w:pict></w:r>"
    assert words(paragraph("甲", both, "乙") + paragraph("丙", vml)) == ["甲乙", "框", "丙", "旧框"]
    joined = paragraph("甲", vml, properties="<w:rPr><w:del/></w:rPr>") + paragraph("乙")
    assert words(joined) == ["甲乙", "旧框"]


def test_the_fallback_of_what_no_reader_knows() -> None:
    emoji = '<mc:AlternateContent><mc:Choice Requires="w16se"/><mc:Fallback><w:t>☺</w:t></mc:Fallback></mc:AlternateContent>'
    assert words(paragraph(f"<w:r>{emoji}</w:r>")) == ["☺"]


def test_a_deleted_paragraph_mark_joins() -> None:
    gone = "<w:rPr><w:del/></w:rPr>"
    assert words(paragraph("甲", properties=gone) + paragraph("乙") + paragraph("丙")) == ["甲乙", "丙"]
    assert words(paragraph("甲", properties=gone) + table(cell("1") + cell("2"))) == ["甲", "\t1", "\t2"]
    assert words(paragraph(properties=gone) + paragraph("乙")) == ["乙"]


def test_hidden_by_a_style() -> None:
    styles = {"styles": '<w:style w:type="character" w:styleId="h"><w:rPr><w:vanish/></w:rPr></w:style>'}
    assert words(paragraph('<w:r><w:rPr><w:rStyle w:val="h"/></w:rPr><w:t>甲</w:t></w:r>', "乙"), styles) == ["乙"]


def test_notes_stand_at_the_end_and_margins_are_furniture() -> None:
    reference = '<w:r><w:footnoteReference w:id="2"/></w:r>'
    section = (
        '<w:sectPr><w:headerReference r:id="header1"/><w:headerReference r:id="header2"/><w:footerReference r:id="footer1"/></w:sectPr>'
    )
    notes = f'<w:footnote w:id="-1">{paragraph("线")}</w:footnote><w:footnote w:id="2">{paragraph("注")}</w:footnote>'
    parts = {
        "footnotes": notes,
        "header1": paragraph("某市人民政府"),
        "header2": paragraph("某市人民政府"),
        "footer1": paragraph("— ", f'<w:fldSimple w:instr="PAGE">{run("1")}</w:fldSimple>', " —"),
    }
    source = read_body(paragraph("甲", reference, "乙") + paragraph("丙") + section, parts)
    assert source.text == "某市人民政府\n甲乙\n丙\n注\n— 1 —\n"
    assert [source.text[a:b] for a, b in source.furniture] == ["某市人民政府", "— 1 —"]


def test_an_automatic_table_of_contents_is_furniture() -> None:
    styles = {"styles": '<w:style w:type="paragraph" w:styleId="10"><w:name w:val="toc 1"/></w:style>'}
    source = read_body(
        paragraph("一、总则", "<w:r><w:tab/></w:r>", "1", properties='<w:pStyle w:val="10"/>') + paragraph("一、总则"), styles
    )
    assert [source.text[a:b] for a, b in source.furniture] == ["一、总则\t1"]


def grid(source: SourceText) -> list[tuple[str, int, int, int, int]]:
    return [(source.text[c.span[0] : c.span[1]], *c[1:]) for table in source.tables for c in table.cells]


def test_merged_cells() -> None:
    source = read_body(
        table(
            cell("标题", '<w:gridSpan w:val="3"/>'),
            cell("1", '<w:vMerge w:val="restart"/>') + cell("甲") + cell("乙"),
            cell("", "<w:vMerge/>") + cell("丙", '<w:hMerge w:val="restart"/>') + cell("", '<w:hMerge w:val="continue"/>'),
            '<w:trPr><w:gridBefore w:val="1"/></w:trPr>' + cell("丁") + cell("戊"),
        )
    )
    assert grid(source) == [
        ("标题", 0, 0, 1, 3),
        ("1", 1, 0, 2, 1),
        ("甲", 1, 1, 1, 1),
        ("乙", 1, 2, 1, 1),
        ("丙", 2, 1, 1, 2),
        ("丁", 3, 1, 1, 1),
        ("戊", 3, 2, 1, 1),
    ]


def test_deleted_rows_and_wrapped_rows_and_cells() -> None:
    gone = f"<w:tr><w:trPr><w:del/></w:trPr>{cell('旧')}{cell('旧')}</w:tr>"
    wrapped = (
        f"<w:sdt><w:sdtContent><w:tr>{cell('甲')}<w:sdt><w:sdtContent>{cell('乙')}</w:sdtContent></w:sdt></w:tr></w:sdtContent></w:sdt>"
    )
    assert grid(read_body(f"<w:tbl>{gone}{wrapped}</w:tbl>")) == [("甲", 0, 0, 1, 1), ("乙", 0, 1, 1, 1)]


def test_a_nested_table_is_a_line_for_each_row() -> None:
    inner = table(cell("甲") + cell("乙"), cell("丙") + cell("丁"))
    source = read_body(table(cell("1") + f"<w:tc>{paragraph('见下')}{inner}{paragraph()}</w:tc>"))
    assert grid(source) == [("1", 0, 0, 1, 1), ("见下\n甲　乙\n丙　丁", 0, 1, 1, 1)]


def test_a_frame_is_no_table_but_one_inside_is() -> None:
    source = read_body(table(f"<w:tc>{paragraph('一、任务')}{table(cell('1') + cell('甲'))}{paragraph()}</w:tc>"))
    assert source.text == "一、任务\n\t1\n\t甲\n\n"
    assert grid(source) == [("1", 0, 0, 1, 1), ("甲", 0, 1, 1, 1)]


def test_a_tab_in_a_cell_opens_no_cell() -> None:
    tabbed = f"<w:tc>{paragraph('甲', '<w:r><w:tab/></w:r>', '乙')}</w:tc>"
    assert grid(read_body(table(cell("1") + tabbed))) == [("1", 0, 0, 1, 1), ("甲 乙", 0, 1, 1, 1)]


def test_origins_with_pages() -> None:
    turn = "<w:r><w:lastRenderedPageBreak/></w:r>"
    source = read_body(paragraph("甲") + paragraph("乙", turn, "丙") + paragraph(turn, "丁") + table(cell("1") + cell("戊")))
    assert [(source.text[o.span[0] : o.span[1]], o.page, o.paragraph, o.table, o.row, o.column) for o in source.info.origins] == [
        ("甲", 1, 1, None, None, None),
        ("乙丙", 1, 2, None, None, None),
        ("丁", 3, 3, None, None, None),
        ("1", 3, None, 1, 1, 1),
        ("戊", 3, None, 1, 1, 2),
    ]


def test_strict_documents() -> None:
    rows = table(cell("1", '<w:gridSpan w:val="2"/>') + cell("甲"))
    assert read_body(paragraph("一、") + rows, namespaces=STRICT).text == "一、\n\t1\n\t甲\n"


def test_an_embedded_document_is_told() -> None:
    assert codes(read_body(paragraph("甲") + '<w:altChunk r:id="x"/>')) == ["unreadable-part"]
    sheet = '<w:r><w:object><o:OLEObject ProgID="Excel.Sheet.12"/></w:object></w:r>'
    assert codes(read_body(paragraph("甲", sheet))) == ["unreadable-part"]


def test_a_document_without_text() -> None:
    with pytest.raises(UnreadableSource, match="without text"):
        read_body(paragraph("<w:r><w:drawing/></w:r>"))


def test_kind_and_name_differ() -> None:
    source = read_source(make_package(paragraph("甲")), name="notice.doc")
    assert codes(source) == ["kind-mismatch"]
