"""What a file is by its content, whatever its name says."""

from __future__ import annotations

import re
from typing import NamedTuple


class Kind(NamedTuple):
    """A format: how it is called in a message, its suffixes (the first one finds its reader), what to do without a reader."""

    title: str
    suffixes: tuple[str, ...]
    advice: str = "save it as plain text (.txt) or .docx and read that"
    within: tuple[str, ...] = ()
    """Suffixes of formats that may begin just so: there the name decides."""


_UNPACK = "unpack it and read the files in it"

DOCX = Kind("a Word document (.docx)", (".docx", ".docm", ".dotx"))
XLSX = Kind("an Excel workbook (.xlsx)", (".xlsx", ".xlsm"))
OFD = Kind("an OFD document", (".ofd",))
ODT = Kind("an OpenDocument text (.odt)", (".odt",))
ZIP = Kind("a ZIP archive", (".zip",), _UNPACK)
DOC = Kind("an old Word or WPS document (.doc, .wps)", (".doc", ".wps", ".dot", ".wpt"))
XLS = Kind("an old Excel workbook (.xls)", (".xls", ".et"))
LOCKED = Kind("an Office file locked with a password", (".docx", ".xlsx", ".doc"), "open it with the password and save it without one")
PDF = Kind("a PDF document", (".pdf",))
RTF = Kind("an RTF document", (".rtf",))
HTML = Kind("a web page", (".html", ".htm", ".xhtml", ".shtml", ".mht", ".mhtml"), within=(".md", ".markdown"))
PNG = Kind("a PNG image", (".png",))
JPEG = Kind("a JPEG image", (".jpg", ".jpeg"))
GIF = Kind("a GIF image", (".gif",))
TIFF = Kind("a TIFF image", (".tif", ".tiff"))
BMP = Kind("a BMP image", (".bmp",))
PACKED = Kind("a packed file", (".gz", ".7z", ".rar", ".bz2", ".xz"), _UNPACK)

_MAGIC: tuple[tuple[bytes, Kind], ...] = (
    (b"%PDF-", PDF),
    (b"{\\rtf", RTF),
    (b"\x89PNG\r\n\x1a\n", PNG),
    (b"\xff\xd8\xff", JPEG),
    (b"GIF8", GIF),
    (b"II*\0", TIFF),
    (b"MM\0*", TIFF),
    (b"\x1f\x8b", PACKED),
    (b"7z\xbc\xaf\x27\x1c", PACKED),
    (b"Rar!\x1a\x07", PACKED),
    (b"BZh", PACKED),
    (b"\xfd7zXZ\0", PACKED),
)
_ZIP_PARTS: tuple[tuple[bytes, Kind], ...] = (
    (b"word/", DOCX),
    (b"xl/", XLSX),
    (b"OFD.xml", OFD),
    (b"opendocument.text", ODT),
)
_OLE_MAGIC = b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1"
_OLE_STREAMS = (("EncryptedPackage", LOCKED), ("Workbook", XLS))
_BMP_HEAD = re.compile(rb"BM.{4}\0\0\0\0", re.DOTALL)
_HTML_HEAD = re.compile(
    rb"\s*(?:<\?xml[^>]*>\s*)?(?:<!--.*?-->\s*)*<(?:!doctype\s+html|html|head|meta|body|div|p|table|tbody|title|span|center|font|article|section|main|h[1-3]|ucapcontent)[\s>/]",
    re.IGNORECASE | re.DOTALL,
)
_HEAD = 4096

BINARY_SUFFIXES = frozenset(s for k in (DOCX, XLSX, OFD, ODT, ZIP, DOC, XLS, BMP, *(k for _, k in _MAGIC)) for s in k.suffixes)


def find_kind(data: bytes) -> Kind | None:
    """The format of `data` by its content, None when nothing tells: then it may be plain text."""
    if data.startswith((b"PK\x03\x04", b"PK\x05\x06")):
        return next((kind for part, kind in _ZIP_PARTS if part in data), ZIP)
    if data.startswith(_OLE_MAGIC):
        return next((kind for stream, kind in _OLE_STREAMS if stream.encode("utf-16-le") in data), DOC)
    start = data[:_HEAD].removeprefix(b"\xef\xbb\xbf")
    if _HTML_HEAD.match(start):
        return HTML
    if _BMP_HEAD.match(start):
        return BMP
    head = start.lstrip()[:16]  # some PDFs begin with blanks
    return next((kind for magic, kind in _MAGIC if head.startswith(magic) or data.startswith(magic)), None)
