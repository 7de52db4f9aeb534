"""Blocks to .docx by python-docx: with the numbers typed as text, and with Word numbering them itself."""

from __future__ import annotations

import re
from collections.abc import Iterable
from io import BytesIO

import docx
from docx.document import Document
from docx.oxml import parse_xml
from docx.oxml.ns import nsdecls, qn
from docx.table import _Cell
from docx.text.paragraph import Paragraph

from formats.document import Block

LEVELS = (("chineseCountingThousand", "%1、"), ("chineseCountingThousand", "（%2）"), ("decimal", "%3."), ("decimal", "（%4）"))
"""The four levels of an outline that Word numbers: 一、 （一） 1. （1）."""
_MARKERS = (r"([一二三四五六七八九十]{1,3})、", r"（([一二三四五六七八九十]{1,3})）", r"(\d{1,2})\.", r"（(\d{1,2})）")


def make_docx(blocks: Iterable[Block]) -> bytes:
    """A document whose numbers are typed."""
    return _save(_write_blocks(docx.Document(), blocks))


def make_numbered_docx(blocks: Iterable[Block]) -> bytes:
    """A document whose outline Word numbers: in cells too, with a list of its own wherever the count does not run on."""
    document = _write_blocks(docx.Document(), blocks)
    root = document.part.numbering_part.element
    for child in list(root):
        root.remove(child)
    root.append(parse_xml(_abstract_list()))
    lists = _Lists(root)
    for element in document.element.body.iter(qn("w:p")):
        lists.number(Paragraph(element, document))
    return _save(document)


def save_with(document: Document, body: str) -> bytes:
    """`document` with the XML of `body` before its section properties."""
    section = document.element.body[-1]
    for element in parse_xml(f"<w:body {nsdecls('w', 'r', 'wp', 'a')} {_MORE_NAMESPACES}>{body}</w:body>"):
        section.addprevious(element)
    return _save(document)


_MORE_NAMESPACES = " ".join(
    (
        'xmlns:mc="http://schemas.openxmlformats.org/markup-compatibility/2006"',
        'xmlns:wps="http://schemas.microsoft.com/office/word/2010/wordprocessingShape"',
        'xmlns:v="urn:schemas-microsoft-com:vml"',
        'xmlns:o="urn:schemas-microsoft-com:office:office"',
        'xmlns:m="http://schemas.openxmlformats.org/officeDocument/2006/math"',
    )
)


def _write_blocks(document: Document, blocks: Iterable[Block]) -> Document:
    for block in blocks:
        if not block.rows:
            document.add_paragraph(block.text)
            continue
        width = max(len(row) for row in block.rows)
        table = document.add_table(len(block.rows), width)
        for place, row in enumerate(block.rows):
            cells = table.rows[place].cells
            if len(row) == 1:
                _fill(cells[0].merge(cells[-1]), row[0])
            else:
                for cell, paragraphs in zip(cells, row, strict=False):
                    _fill(cell, paragraphs)
    return document


def _fill(cell: _Cell, paragraphs: tuple[str, ...]) -> None:
    for place, text in enumerate(paragraphs):
        paragraph = cell.paragraphs[0] if place == 0 else cell.add_paragraph()
        paragraph.text = text


def _abstract_list() -> str:
    levels = "".join(
        f'<w:lvl w:ilvl="{level}"><w:start w:val="1"/><w:numFmt w:val="{scheme}"/><w:lvlText w:val="{text}"/></w:lvl>'
        for level, (scheme, text) in enumerate(LEVELS)
    )
    return f'<w:abstractNum {nsdecls("w")} w:abstractNumId="7"><w:multiLevelType w:val="multilevel"/>{levels}</w:abstractNum>'


class _Lists:
    """Takes typed markers off paragraphs and numbers these instead."""

    def __init__(self, root: object) -> None:
        self.root = root
        self.names = 0
        self.current = self._add("")
        self.counts = [0, 0, 0, 0]

    def number(self, paragraph: Paragraph) -> None:
        for level, pattern in enumerate(_MARKERS):
            match = re.match(pattern, paragraph.text)
            if match is None:
                continue
            number = int(match[1]) if match[1].isdigit() else read_counted(match[1])
            if number != self.counts[level] + 1 or any(not above for above in self.counts[:level]):
                start = f'<w:lvlOverride w:ilvl="{level}"><w:startOverride w:val="{number}"/></w:lvlOverride>'
                self.current = self._add(start)
            self.counts[level:] = [number, *[0] * (3 - level)]
            properties = paragraph._p.get_or_add_pPr().get_or_add_numPr()
            properties.get_or_add_ilvl().val = level
            properties.get_or_add_numId().val = self.current
            paragraph.text = paragraph.text[match.end() :]
            return

    def _add(self, overrides: str) -> int:
        self.names += 1
        number = f'<w:num {nsdecls("w")} w:numId="{self.names}"><w:abstractNumId w:val="7"/>{overrides}</w:num>'
        self.root.append(parse_xml(number))
        return self.names


def read_counted(text: str) -> int:
    """十二 → 12; up to 99."""
    tens, ten, ones = text.rpartition("十")
    digits = "零一二三四五六七八九"
    return (digits.index(tens or "一") * 10 if ten else 0) + (digits.index(ones) if ones else 0)


def _save(document: Document) -> bytes:
    out = BytesIO()
    document.save(out)
    return out.getvalue()
