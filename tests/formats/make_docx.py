"""Blocks to .docx by python-docx: with the numbers typed as text, and with Word numbering them itself."""

from __future__ import annotations

import re
from collections.abc import Iterable, Mapping
from io import BytesIO
from zipfile import ZIP_DEFLATED, ZipFile

import docx
from docx.document import Document
from docx.oxml import parse_xml
from docx.oxml.ns import nsdecls, qn
from docx.table import _Cell
from docx.text.paragraph import Paragraph

from formats.document import Block
from rectiparse.numerals import read_numeral

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


def make_package(body: str, parts: Mapping[str, str] | None = None, *, links: str = "", namespaces: str = "") -> bytes:
    """A package of hand-written XML: `body` inside `w:body`, other parts (`footnotes`: the XML inside its root) by their kind.

    `links` are further relationships of the document; `namespaces` replaces those that are declared.
    """
    declared = namespaces or _NAMESPACES
    inner = dict(parts or {})
    relations = "".join(f'<Relationship Id="{kind}" Type="{_RELATIONS}/{kind.rstrip("123")}" Target="{kind}.xml"/>' for kind in inner)
    out = BytesIO()
    with ZipFile(out, "w", ZIP_DEFLATED) as package:
        package.writestr("[Content_Types].xml", '<Types xmlns="http://schemas.openxmlformats.org/package/2006/content-types"/>')
        package.writestr("_rels/.rels", _relations(f'<Relationship Id="d" Type="{_RELATIONS}/officeDocument" Target="word/document.xml"/>'))
        package.writestr("word/document.xml", f"<w:document {declared}><w:body>{body}</w:body></w:document>")
        package.writestr("word/_rels/document.xml.rels", _relations(relations + links))
        for kind, xml in inner.items():
            root = _ROOTS.get(kind.rstrip("123"), kind.rstrip("123"))
            package.writestr(f"word/{kind}.xml", f"<w:{root} {declared}>{xml}</w:{root}>")
    return out.getvalue()


def write_link(kind: str, target: str) -> str:
    """A relationship to something outside."""
    return f'<Relationship Id="out" Type="{_RELATIONS}/{kind}" Target="{target}" TargetMode="External"/>'


def _relations(inner: str) -> str:
    return f'<Relationships xmlns="http://schemas.openxmlformats.org/package/2006/relationships">{inner}</Relationships>'


_RELATIONS = "http://schemas.openxmlformats.org/officeDocument/2006/relationships"
_ROOTS = {"header": "hdr", "footer": "ftr"}
_NAMESPACES = " ".join(
    (
        'xmlns:w="http://schemas.openxmlformats.org/wordprocessingml/2006/main"',
        'xmlns:r="http://schemas.openxmlformats.org/officeDocument/2006/relationships"',
        'xmlns:m="http://schemas.openxmlformats.org/officeDocument/2006/math"',
        'xmlns:mc="http://schemas.openxmlformats.org/markup-compatibility/2006"',
        'xmlns:wps="http://schemas.microsoft.com/office/word/2010/wordprocessingShape"',
        'xmlns:v="urn:schemas-microsoft-com:vml"',
        'xmlns:o="urn:schemas-microsoft-com:office:office"',
    )
)
STRICT = 'xmlns:w="http://purl.oclc.org/ooxml/wordprocessingml/main" xmlns:r="http://purl.oclc.org/ooxml/officeDocument/relationships"'
"""The namespaces of ISO 29500 Strict."""


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
        self.starts: dict[int, int] = {}

    def number(self, paragraph: Paragraph) -> None:
        for level, pattern in enumerate(_MARKERS):
            match = re.match(pattern, paragraph.text)
            if match is None:
                continue
            number = read_numeral(match[1]) or 0
            begins_anew = not self.counts[level] and self.starts.get(level, number) != number  # a level restarts at its override
            if number != self.counts[level] + 1 or begins_anew or any(not above for above in self.counts[:level]):
                start = f'<w:lvlOverride w:ilvl="{level}"><w:startOverride w:val="{number}"/></w:lvlOverride>'
                self.current = self._add(start)
                self.starts = {level: number}
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


def _save(document: Document) -> bytes:
    out = BytesIO()
    document.save(out)
    return out.getvalue()
