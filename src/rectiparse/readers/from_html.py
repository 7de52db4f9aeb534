"""Web pages as government sites publish them: the notice among navigation and footers, as paragraphs and tables."""

from __future__ import annotations

import re
from dataclasses import replace
from typing import TYPE_CHECKING

from rectiparse.errors import UnreadableSource
from rectiparse.readers.encodings import Decoded, replace_bad
from rectiparse.source import SourceText

if TYPE_CHECKING:
    from rectiparse.readers.linear import Linear
    from rectiparse.readers.webbody import Body

SUFFIXES = (".html", ".htm", ".xhtml", ".shtml", ".mht", ".mhtml")
MEDIA_TYPE = "text/html"

_MAIL_HEAD = re.compile(rb"(?:[A-Za-z-]{2,40}:[^\n]{0,1000}\n(?:[ \t][^\n]{0,1000}\n)*){1,40}\r?\n")
_MIME = re.compile(rb"^(?:mime-version|content-type):", re.IGNORECASE | re.MULTILINE)


def read(data: bytes, name: str, encoding: str | None = None) -> SourceText:
    """The notice of a page: paragraphs, tables, computed list numbers; scripts, styles and what is hidden are left out.

    Navigation and footers are left out too; a page without any is read whole. Raises UnreadableSource when the bytes are no
    text, or nothing of the page can be seen.
    """
    from rectiparse.readers.markup import decode_page

    page, charset = _open_archive(data, name)
    return read_page(decode_page(page, name, encoding, charset), data, name, MEDIA_TYPE)


def read_page(decoded: Decoded, data: bytes, name: str, media_type: str, *, is_whole: bool = False) -> SourceText:
    """The source text of a page that is decoded; `is_whole`: there is no site around the notice."""
    from rectiparse.readers.linear import Linear
    from rectiparse.readers.markup import parse_page
    from rectiparse.readers.webbody import Body, find_body
    from rectiparse.readers.webwalk import read_blocks

    page = parse_page(decoded, name)
    shown = read_blocks(page.root)
    if not any(block.words for block in shown.blocks):
        shown = read_blocks(page.root, with_hidden=True)
    if not any(block.words for block in shown.blocks):
        raise UnreadableSource(f"{name} is a web page without text; next: open it in a browser and save what it shows as .txt or .docx")
    linear = Linear()
    _add_blocks(linear, Body(tuple(shown.blocks), frozenset()) if is_whole else find_body(shown))
    read = linear.build(data, name, media_type, encoding=decoded.encoding, diagnostics=page.diagnostics)
    return _tell_bad(read)


def _add_blocks(linear: Linear, body: Body) -> None:
    blank = True  # none at the top
    for index, block in enumerate(body.blocks):
        if block.cells:
            linear.add_table(block.cells)
        elif index in body.buttons:
            linear.add_furniture(block.text)
        elif block.text or not blank:
            linear.add_paragraph(block.text)
        blank = not block.cells and not block.text


def _tell_bad(read: SourceText) -> SourceText:
    from rectiparse.readers.markup import restore_bad

    text = restore_bad(read.text)
    if text is read.text:
        return read
    told, text = replace_bad(text, read.info.encoding)
    return replace(read, text=text, info=read.info.model_copy(update={"text": text}), diagnostics=(*told, *read.diagnostics))


def _open_archive(data: bytes, name: str) -> tuple[bytes, str | None]:
    """The page in a web archive (.mht) and its charset; other bytes are a page themselves."""
    head = _MAIL_HEAD.match(data)
    if head is None or not _MIME.search(head[0]):
        return data, None
    from email import message_from_bytes
    from email.errors import MessageError

    try:
        parts = [part for part in message_from_bytes(data).walk() if part.get_content_type() == "text/html"]
        page = parts[0].get_payload(decode=True) if parts else None
        charset = parts[0].get_content_charset() if parts else None
    except (MessageError, ValueError, LookupError, RecursionError):
        page = None
    if not isinstance(page, bytes) or not page.strip():
        raise UnreadableSource(f"{name} is a web archive without a page; next: save the page as .html")
    return page, charset
