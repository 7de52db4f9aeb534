"""Blocks to .doc, .rtf and .odt as LibreOffice writes them, from a flat OpenDocument text: many files in one run of it."""

from __future__ import annotations

import re
import subprocess
from collections.abc import Iterable, Iterator, Mapping
from pathlib import Path
from tempfile import TemporaryDirectory
from xml.sax.saxutils import escape

from formats.document import Block
from formats.needs import need_office
from rectiparse.numerals import read_numeral

FILTERS = {".doc": "doc:MS Word 97", ".rtf": "rtf:Rich Text Format", ".odt": "odt:writer8", ".docx": "docx:MS Word 2007 XML"}
_MARKERS = (
    (re.compile("([一二三四五六七八九十]{1,3})、"), "", "、", "一, 二, 三, ..."),
    (re.compile("（([一二三四五六七八九十]{1,3})）"), "（", "）", "一, 二, 三, ..."),
    (re.compile(r"(\d{1,2})\."), "", ".", "1"),
    (re.compile(r"（(\d{1,2})）"), "（", "）", "1"),
)


def convert_all(flat: Mapping[str, str], suffix: str) -> dict[str, bytes]:
    """Flat OpenDocument texts by name to files with `suffix`, in one run of LibreOffice."""
    program = need_office()
    with TemporaryDirectory() as folder:
        given, made = Path(folder, "given"), Path(folder, "made")
        given.mkdir()
        for name, text in flat.items():
            (given / f"{name}.fodt").write_text(text, encoding="utf-8")
        profile = f"-env:UserInstallation={Path(folder, 'profile').as_uri()}"
        options = ["--headless", "--norestore", "--convert-to", FILTERS[suffix], "--outdir", str(made)]
        command = [program, profile, *options, *map(str, sorted(given.iterdir()))]
        subprocess.run(command, check=True, capture_output=True, timeout=300)
        return {name: (made / f"{name}{suffix}").read_bytes() for name in flat}


def write_flat(blocks: Iterable[Block], *, numbered: bool = False) -> str:
    """A flat OpenDocument text (.fodt); `numbered`: 一、 （一） 1. （1） are automatic numbers, not typed ones."""
    write = _write_numbered if numbered else _write_paragraph
    body = "".join(_write_table(block) if block.rows else write(block.text) for block in blocks)
    return _DOCUMENT.format(styles=_write_list_style(), body=body)


def wrap(body: str, styles: str = "") -> str:
    """A flat OpenDocument text round the elements of `body`."""
    return _DOCUMENT.format(styles=styles, body=body)


def _write_paragraph(text: str) -> str:
    return f"<text:p>{_write_words(text)}</text:p>"


def _write_numbered(text: str) -> str:
    for level, (pattern, *_) in enumerate(_MARKERS, 1):
        match = pattern.match(text)
        if match:
            item = f'<text:list-item text:start-value="{read_numeral(match[1])}">{_write_paragraph(text[match.end() :])}</text:list-item>'
            for _ in range(level - 1):
                item = f"<text:list-item><text:list>{item}</text:list></text:list-item>"
            return f'<text:list text:style-name="L1">{item}</text:list>'
    return _write_paragraph(text)


def _write_words(text: str) -> str:
    marked = re.sub("^ |(?<= ) +", lambda run: f'<text:s text:c="{len(run[0])}"/>', escape(text))
    return marked.replace("\t", "<text:tab/>").replace("\n", "<text:line-break/>")


def _write_table(block: Block) -> str:
    width = max(len(row) for row in block.rows)
    rows = "".join(f"<table:table-row>{''.join(_write_row(row, width))}</table:table-row>" for row in block.rows)
    return f'<table:table><table:table-column table:number-columns-repeated="{width}"/>{rows}</table:table>'


def _write_row(row: tuple[tuple[str, ...], ...], width: int) -> Iterator[str]:
    spanned = width if len(row) == 1 else 1
    for cell in row:
        paragraphs = "".join(map(_write_paragraph, cell or ("",)))
        yield f'<table:table-cell table:number-columns-spanned="{spanned}" office:value-type="string">{paragraphs}</table:table-cell>'
    yield "<table:covered-table-cell/>" * (width - len(row))


def _write_list_style() -> str:
    levels = "".join(
        f'<text:list-level-style-number text:level="{level}" style:num-format="{scheme}"'
        f' style:num-prefix="{before}" style:num-suffix="{after}"/>'
        for level, (_, before, after, scheme) in enumerate(_MARKERS, 1)
    )
    return f'<text:list-style style:name="L1">{levels}</text:list-style>'


_NAMES = " ".join(f'xmlns:{name}="urn:oasis:names:tc:opendocument:xmlns:{name}:1.0"' for name in ("office", "text", "table", "style"))
_DOCUMENT = (
    '<?xml version="1.0" encoding="UTF-8"?>'
    f'<office:document {_NAMES} office:version="1.3" office:mimetype="application/vnd.oasis.opendocument.text">'
    "<office:automatic-styles>{styles}</office:automatic-styles>"
    "<office:body><office:text>{body}</office:text></office:body></office:document>"
)
