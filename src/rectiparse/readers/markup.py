"""Bytes of a web page to its element tree: the encoding found out, nothing fetched, nothing run."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING, NamedTuple

from rectiparse.diagnostics import build_diagnostic
from rectiparse.errors import UnreadableSource
from rectiparse.model import Diagnostic
from rectiparse.readers.encodings import ENCODINGS, Decoded, decode

if TYPE_CHECKING:
    from lxml.etree import _Element

LARGEST_PAGE = 32 * 2**20
"""Bytes; the tree of a page takes some ten times as many."""

_META = re.compile(rb"<meta[^>]{0,300}?charset\s*=\s*[\"']?\s*([\w.:-]{2,40})", re.IGNORECASE)
_META_PLACE = 8192
_XML_HEAD = re.compile(r"\s*<\?xml[^>]{0,200}\?>")
_WORDS = re.compile(rb"[^<>\s]*[\x80-\xff][^<>\n]*")
"""What stands between tags and is not ASCII: an encoding is judged by it, not by the markup."""
_FEW_BYTES, _ENOUGH_BYTES = 24, 200_000
_ALIASES = {
    "x-gbk": "gbk",
    "gb-2312-80": "gb2312",
    "cp936": "gbk",
    "windows-936": "gbk",
    "ms936": "gbk",
    "x-x-big5": "big5",
    "big5-hkscs": "big5",
}

_HELD = 0x100000
"""Added to a lone surrogate, which no tree takes: bad bytes pass the parser as private characters."""
_TO_HELD = {code: code + _HELD for code in range(0xD800, 0xE000)}
_FROM_HELD = {code + _HELD: code for code in range(0xD800, 0xE000)}
_HELD_ONE = re.compile("[\U0010d800-\U0010dfff]")


class Page(NamedTuple):
    """The tree of a page, and what could not be read."""

    root: _Element
    diagnostics: tuple[Diagnostic, ...]


def decode_page(data: bytes, name: str, encoding: str | None, told: str | None = None) -> Decoded:
    """A web page as text; `told` is the charset that came with it, else its own `<meta>` is asked.

    A charset that lies is found out: UTF-8 that decodes is UTF-8, and enough Chinese text tells its encoding by itself.
    """
    if len(data) > LARGEST_PAGE:
        raise UnreadableSource(f"{name} is a web page of more than {LARGEST_PAGE >> 20} MB; next: save the notice alone")
    if encoding is not None or b"\0" in data or data.startswith((b"\xef\xbb\xbf", b"\xff\xfe", b"\xfe\xff", b"\x84\x31\x95\x33")):
        return decode(data, name, encoding)
    try:
        return Decoded(data.decode("utf-8"), "utf-8") if data.strip() else decode(data, name)
    except UnicodeDecodeError:
        return decode(data, name, _find_encoding(data, name, told))


def _find_encoding(data: bytes, name: str, told: str | None) -> str | None:
    """The encoding of bytes that are not clean UTF-8, None when nothing tells."""
    meta = _META.search(data, 0, _META_PLACE)
    charset = (told or (meta[1].decode("ascii", "ignore") if meta else "")).lower().replace("_", "-")
    claimed = ENCODINGS.get(_ALIASES.get(charset, charset))
    if claimed and claimed.startswith(("utf-16", "utf-32")):  # there is no zero byte in the page
        claimed = None
    words = b"\n".join(match[0] for match in _WORDS.finditer(data, 0, _ENOUGH_BYTES * 4))[:_ENOUGH_BYTES]
    if len(words) < _FEW_BYTES and claimed:
        return claimed
    try:
        found = decode(words, name).encoding if words else None
    except UnreadableSource:
        return claimed
    return found if found in ENCODINGS.values() else claimed


def parse_page(decoded: Decoded, name: str) -> Page:
    """The tree of a page. Raises UnreadableSource when no element is in it."""
    from lxml import etree

    text = _XML_HEAD.sub("", decoded.text, count=1).replace("\0", "")
    try:
        data = text.encode("utf-8")
    except UnicodeEncodeError:
        data = text.translate(_TO_HELD).encode("utf-8")
    # huge_tree: 2048 levels of nesting instead of 256; HTML has no entities that could grow
    parser = etree.HTMLParser(encoding="utf-8", recover=True, no_network=True, huge_tree=True, remove_comments=True, remove_pis=True)
    try:
        root = etree.fromstring(data, parser)
    except (etree.LxmlError, ValueError):
        root = None
    if root is None:
        raise UnreadableSource(f"{name} is a web page without text; next: see if the page was saved whole")
    cut = any("RESOURCE_LIMIT" in entry.type_name for entry in parser.error_log)
    told = (build_diagnostic("unreadable-part", "the page is nested too deeply: what stands further in is left out"),) if cut else ()
    return Page(root, told)


def restore_bad(text: str) -> str:
    """The text of a tree with bad bytes as lone surrogates again (see encodings.BAD)."""
    return text.translate(_FROM_HELD) if _HELD_ONE.search(text) else text
