"""Notices as PDF documents and as scans of them, made by LibreOffice and Poppler as an office would make them."""

from __future__ import annotations

import subprocess
from collections.abc import Mapping
from io import BytesIO
from pathlib import Path

from docx import Document
from docx.document import Document as Docx
from docx.enum.text import WD_ALIGN_PARAGRAPH
from docx.oxml import OxmlElement
from docx.oxml.ns import qn
from docx.shared import Cm, Pt
from docx.text.paragraph import Paragraph
from PIL import Image
from pypdfium2 import PdfDocument

from formats.document import Block, read_blocks
from formats.needs import need_office, need_poppler
from rectiparse.flow import build_flow
from rectiparse.grammar import load_grammar
from rectiparse.readers.from_text import read_text

FONT = "Noto Serif CJK SC"
_BODY, _TITLE, _CELL = Pt(16), Pt(22), Pt(11)
_LONGEST_TITLE = 90


def make_pdfs(notices: Mapping[str, tuple[Block, ...]], folder: Path) -> dict[str, Path]:
    """Each notice as a PDF file in `folder`, all of them by one run of LibreOffice."""
    for name, blocks in notices.items():
        (folder / f"{name}.docx").write_bytes(build_page(blocks))
    profile = f"-env:UserInstallation={(folder / 'profile').as_uri()}"
    files = [str(folder / f"{name}.docx") for name in notices]
    command = [need_office(), "--headless", profile, "--convert-to", "pdf", "--outdir", str(folder), *files]
    subprocess.run(command, check=True, capture_output=True, timeout=300)
    return {name: folder / f"{name}.pdf" for name in notices}


def make_scans(pdf: Path, resolution: int = 200) -> tuple[Path, ...]:
    """The pages of a PDF file as PNG images beside it."""
    stem = pdf.with_suffix("")
    subprocess.run([need_poppler(), "-r", str(resolution), "-png", str(pdf), str(stem)], check=True, timeout=300)
    return tuple(sorted(pdf.parent.glob(f"{stem.name}-[0-9]*.png")))


def read_paragraphs(text: str) -> tuple[Block, ...]:
    """The blocks of a plain-text notice with the lines of a paragraph joined, as they were before a page was printed.

    A PDF wraps the lines by itself: lines that are wrapped already would be wrapped twice, which no producer does.
    """
    return read_blocks(build_flow(read_text(text), load_grammar()).printed)


def build_page(blocks: tuple[Block, ...]) -> bytes:
    """A Word document in the usual print of a notice: A4, first lines indented by two characters, `— 1 —` at the foot."""
    document = Document()
    style = document.styles["Normal"]
    style.font.name, style.font.size = FONT, _BODY
    style.element.get_or_add_rPr().get_or_add_rFonts().set(qn("w:eastAsia"), FONT)
    section = document.sections[0]
    section.page_width, section.page_height = Cm(21), Cm(29.7)
    section.left_margin = section.right_margin = Cm(2.7)
    _add_page_number(section.footer.paragraphs[0])
    is_first = True
    for block in blocks:
        if block.rows:
            _add_table(document, block)
        elif block.text.strip():
            _add_paragraph(document, block.text.strip(), is_title=is_first and len(block.text) < _LONGEST_TITLE)
            is_first = False
    out = BytesIO()
    document.save(out)
    return out.getvalue()


def _add_paragraph(document: Docx, text: str, *, is_title: bool) -> None:
    paragraph = document.add_paragraph()
    paragraph.paragraph_format.space_after = Pt(0)
    run = paragraph.add_run(text)
    if is_title:
        paragraph.alignment = WD_ALIGN_PARAGRAPH.CENTER
        run.font.size = _TITLE
    else:
        paragraph.alignment = WD_ALIGN_PARAGRAPH.JUSTIFY
        paragraph.paragraph_format.first_line_indent = 2 * _BODY


def _add_page_number(paragraph: Paragraph) -> None:
    paragraph.alignment = WD_ALIGN_PARAGRAPH.CENTER
    paragraph.add_run("— ")
    field = OxmlElement("w:fldSimple")
    field.set(qn("w:instr"), "PAGE")
    paragraph._p.append(field)
    paragraph.add_run(" —")


def _add_table(document: Docx, block: Block) -> None:
    width = max(len(row) for row in block.rows)
    table = document.add_table(rows=len(block.rows), cols=width, style="Table Grid")
    for row, cells in zip(table.rows, block.rows, strict=True):
        held = row.cells
        if len(cells) == 1 and width > 1:
            held[0].merge(held[-1])
        for cell, paragraphs in zip(held, cells, strict=False):
            cell.text = "\n".join(paragraphs)
            for paragraph in cell.paragraphs:
                paragraph.paragraph_format.space_after = Pt(0)
                for run in paragraph.runs:
                    run.font.size = _CELL
    document.add_paragraph()


def bind_scans(images: tuple[Path, ...]) -> bytes:
    """The images as the pages of one PDF document without text."""
    first, *others = [Image.open(path).convert("L") for path in images]
    out = BytesIO()
    first.save(out, "PDF", resolution=200, save_all=True, append_images=others)
    return out.getvalue()


def bind_pages(document: PdfDocument) -> bytes:
    """The document as bytes."""
    out = BytesIO()
    document.save(out)
    return out.getvalue()
