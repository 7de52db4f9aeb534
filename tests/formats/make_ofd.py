"""A notice as an OFD package after GB/T 33190-2016: container (6), OFD.xml and Document.xml (7), text and paths (9, 11).

Units are millimetres, y grows downwards, a text object's base line is at Y inside its Boundary; cells are ruled by paths.
"""

from __future__ import annotations

import zipfile
from collections.abc import Iterable, Iterator
from io import BytesIO
from xml.sax.saxutils import escape

from formats.document import Block

_SPACE = "http://www.ofdspec.org/2016"
_SIZE, _LEFT, _TOP, _LINE = 5.0, 25.0, 25.0, 9.0
_PAD = 2.0
_CLOSING = "，。、；：！？）》”’】〕,.;:!?)]%"


def make_ofd(blocks: Iterable[Block], *, runs: bool = False, lines: int = 40, head: str = "") -> bytes:
    """Pages of `lines` lines, each as wide as its paragraph needs; `runs`: a text object for a few characters each.

    Every page has its number below and `head` above, by a template.
    """
    blocks = list(blocks)
    width = max(210.0, 2 * _LEFT + _SIZE * max((len(block.text) for block in blocks), default=0))
    layouts = list(_lay_out(blocks, lines))
    height = max(297.0, 2 * _TOP + _LINE * (max(used for _, used in layouts) + 2))
    pages = [_write_page(items, number, width, height, runs) for number, (items, _) in enumerate(layouts, 1)]
    return pack_ofd(pages, width, height, head)


def wrap_paragraphs(blocks: Iterable[Block], width: int = 32) -> Iterator[Block]:
    """Paragraphs as lines of a page of `width` characters, two blanks before the first one.

    No line begins with a closing sign, and none ends within a number or word.
    """
    for block in blocks:
        line, room = "　　", width - 2.0
        for at, char in enumerate(block.text):
            wide = 0.5 if char < "\u2010" else 1.0
            room -= wide
            is_full = room < 0 or (room < 1 and block.text[at + 1 : at + 2] in tuple(_CLOSING))
            may_end = char not in _CLOSING and not (char.isascii() and line[-1:].isascii() and line[-1:].strip())
            if is_full and may_end:
                yield Block(line)
                line, room = "", width - wide
            line += char
        yield block if block.rows else Block(line)


def pack_ofd(pages: Iterable[str], width: float, height: float, head: str = "") -> bytes:
    """A package of pages, each given as the objects on it."""
    pages = list(pages)
    out = BytesIO()
    with zipfile.ZipFile(out, "w", zipfile.ZIP_DEFLATED) as package:
        package.writestr(
            "OFD.xml",
            _xml(
                "OFD",
                "<ofd:DocBody><ofd:DocInfo/><ofd:DocRoot>Doc_0/Document.xml</ofd:DocRoot></ofd:DocBody>",
                ' Version="1.0" DocType="OFD"',
            ),
        )
        listed = "".join(f'<ofd:Page ID="{n + 100}" BaseLoc="Pages/Page_{n}/Content.xml"/>' for n in range(len(pages)))
        area = f"<ofd:PageArea><ofd:PhysicalBox>0 0 {width:g} {height:g}</ofd:PhysicalBox></ofd:PageArea>"
        template = '<ofd:TemplatePage ID="9" BaseLoc="Tpls/Tpl_0/Content.xml"/>' if head else ""
        common = f"<ofd:CommonData><ofd:MaxUnitID>999</ofd:MaxUnitID>{area}{template}</ofd:CommonData>"
        package.writestr("Doc_0/Document.xml", _xml("Document", f"{common}<ofd:Pages>{listed}</ofd:Pages>"))
        used = '<ofd:Template TemplateID="9" ZOrder="Background"/>' if head else ""
        for number, objects in enumerate(pages):
            body = f'{used}<ofd:Content><ofd:Layer ID="1" Type="Body">{objects}</ofd:Layer></ofd:Content>'
            package.writestr(f"Doc_0/Pages/Page_{number}/Content.xml", _xml("Page", body))
        if head:
            body = f'<ofd:Content><ofd:Layer ID="2">{write_text(head, _LEFT, 8.0)}</ofd:Layer></ofd:Content>'
            package.writestr("Doc_0/Tpls/Tpl_0/Content.xml", _xml("Page", body))
    return out.getvalue()


def write_text(text: str, x: float, y: float, *, size: float = _SIZE) -> str:
    """A text object whose first character stands at x and whose upper edge is y."""
    steps = [size * (0.5 if char < "\u2010" else 1.0) for char in text[:-1]]
    alike = len(set(steps)) == 1 and len(steps) > 2
    delta = f"g {len(steps)} {steps[0]:g}" if alike else " ".join(f"{step:g}" for step in steps)
    boundary = f"{x:g} {y:g} {sum(steps) + size:g} {size:g}"
    code = f'<ofd:TextCode X="0" Y="{0.86 * size:g}" DeltaX="{delta}">{escape(text)}</ofd:TextCode>'
    return f'<ofd:TextObject ID="5" Boundary="{boundary}" Font="3" Size="{size:g}">{code}</ofd:TextObject>'


def write_rule(x0: float, y0: float, x1: float, y1: float) -> str:
    """A straight stroke as a path object."""
    boundary = f"{x0:g} {y0:g} {max(x1 - x0, 0.3):g} {max(y1 - y0, 0.3):g}"
    data = f"<ofd:AbbreviatedData>M 0 0 L {x1 - x0:g} {y1 - y0:g}</ofd:AbbreviatedData>"
    return f'<ofd:PathObject ID="6" Boundary="{boundary}" LineWidth="0.3">{data}</ofd:PathObject>'


def _xml(name: str, body: str, attributes: str = "") -> str:
    return f'<?xml version="1.0" encoding="UTF-8"?>\n<ofd:{name} xmlns:ofd="{_SPACE}"{attributes}>{body}</ofd:{name}>'


_Item = tuple[int, Block]


def _lay_out(blocks: list[Block], lines: int) -> Iterator[tuple[list[_Item], int]]:
    """Blocks with the line of their page that they begin on, page by page, and the lines used; a table is not broken."""
    items: list[_Item] = []
    used = 0
    for block in blocks:
        size = sum(_row_lines(row) for row in block.rows) + 2 if block.rows else 1
        if used and used + size > lines:
            yield items, used
            items, used = [], 0
        items.append((used + (1 if block.rows else 0), block))
        used += size
    yield items, used


def _row_lines(row: tuple[tuple[str, ...], ...]) -> int:
    return max(1, *(len(cell) for cell in row))


def _write_page(items: list[_Item], number: int, width: float, height: float, runs: bool) -> str:
    objects = [part for line, block in items for part in _write_block(block, _TOP + line * _LINE, runs)]
    objects.append(write_text(f"— {number} —", width / 2, height - 12.0))
    return "".join(objects)


def _write_block(block: Block, y: float, runs: bool) -> Iterator[str]:
    if block.rows:
        yield from _write_table(block, y)
    elif runs:
        step = 6
        x = _LEFT
        for at in range(0, len(block.text), step):
            piece = block.text[at : at + step]
            if piece.strip():
                yield write_text(piece, x, y)
            x += sum(_SIZE * (0.5 if char < "\u2010" else 1.0) for char in piece)
    elif block.text.strip():
        yield write_text(block.text, _LEFT, y)


def _write_table(block: Block, y: float) -> Iterator[str]:
    count = max(map(len, block.rows))
    widths = [
        2 * _PAD + _SIZE * max([1, *(len(text) for row in block.rows if len(row) == count for text in row[column])])
        for column in range(count)
    ]
    lone = max([0, *(len(text) for row in block.rows if len(row) == 1 for text in row[0])])
    widths[-1] += max(0.0, 2 * _PAD + _SIZE * lone - sum(widths))
    xs = [_LEFT + sum(widths[:column]) for column in range(count + 1)]
    yield write_rule(xs[0], y, xs[-1], y)
    for row in block.rows:
        below = y + _LINE * _row_lines(row)
        yield write_rule(xs[0], below, xs[-1], below)
        for edge in xs if len(row) > 1 else (xs[0], xs[-1]):
            yield write_rule(edge, y, edge, below)
        for column, cell in enumerate(row):
            for line, text in enumerate(cell):
                if text.strip():
                    yield write_text(text, xs[column] + _PAD, y + line * _LINE + _PAD)
        y = below
