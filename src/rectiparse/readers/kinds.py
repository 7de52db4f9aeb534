"""What a file is by its content, whatever its name says."""

from __future__ import annotations

import re
from typing import NamedTuple

from rectiparse.readers.ole import MAGIC as OLE_MAGIC
from rectiparse.readers.ole import read_compound, read_word_head


class Kind(NamedTuple):
    """A format: how it is called in a message, its suffixes (the first one finds its reader), what to do without a reader."""

    title: str
    suffixes: tuple[str, ...]
    advice: str = "save it as plain text (.txt) or .docx and read that"


_UNPACK = "unpack it and read the files in it"

DOCX = Kind("a Word document (.docx)", (".docx", ".docm", ".dotx"))
XLSX = Kind("an Excel workbook (.xlsx)", (".xlsx", ".xlsm"))
OFD = Kind("an OFD document", (".ofd",))
ODT = Kind("an OpenDocument text (.odt)", (".odt",))
ZIP = Kind("a ZIP archive", (".zip",), _UNPACK)
DOC = Kind("an old Word or WPS document (.doc, .wps)", (".doc", ".wps", ".dot", ".wpt"))
WORKS = Kind("a Microsoft Works document (.wps)", (".wps",))
XLS = Kind("an old Excel workbook (.xls)", (".xls", ".et"))
PPT = Kind("an old PowerPoint presentation (.ppt)", (".ppt", ".dps"))
MSG = Kind("an Outlook message (.msg)", (".msg",), "open it in a mail program and save what is attached")
MSI = Kind("a Windows installer (.msi)", (".msi",), "see if it is the right file")
OLE = Kind("an OLE file of an unknown program", (".ole",), "see what program wrote it, save it there as .docx and read that")
LOCKED = Kind("an Office file locked with a password", (".docx", ".xlsx", ".doc"), "open it with the password and save it without one")
PDF = Kind("a PDF document", (".pdf",))
RTF = Kind("an RTF document", (".rtf",))
HTML = Kind("a web page", (".html", ".htm", ".xhtml", ".shtml", ".mht"))
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
_OLE_STREAMS: tuple[tuple[str, Kind], ...] = (
    ("EncryptedPackage", LOCKED),
    ("WordDocument", DOC),
    ("Workbook", XLS),
    ("Book", XLS),
    ("PowerPoint Document", PPT),
    ("__properties_version1.0", MSG),
    ("MatOST", WORKS),
    ("CONTENTS", WORKS),
)
_MSI_CLASS = bytes.fromhex("84100c00000000 00c0000000 00000046".replace(" ", ""))
_BMP_HEAD = re.compile(rb"BM.{4}\0\0\0\0", re.DOTALL)
_HTML_HEAD = re.compile(
    rb"\s*(?:<\?xml[^>]*>\s*)?(?:<!--.*?-->\s*)*<(?:!doctype\s+html|html|head|meta|body|div|p|table|title|span|ucapcontent)[\s>/]",
    re.IGNORECASE | re.DOTALL,
)
_HEAD = 4096
_TRACES = 4 * 2**20

BINARY_SUFFIXES = frozenset(s for k in (DOCX, XLSX, OFD, ODT, ZIP, DOC, XLS, BMP, *(k for _, k in _MAGIC)) for s in k.suffixes)


def find_kind(data: bytes) -> Kind | None:
    """The format of `data` by its content, None when nothing tells: then it may be plain text."""
    if data.startswith((b"PK\x03\x04", b"PK\x05\x06")):
        return next((kind for part, kind in _ZIP_PARTS if part in data), ZIP)
    if data.startswith(OLE_MAGIC):
        return _find_ole_kind(data)
    start = data[:_HEAD].removeprefix(b"\xef\xbb\xbf")
    if _HTML_HEAD.match(start):
        return HTML
    if _BMP_HEAD.match(start):
        return BMP
    head = start.lstrip()[:16]  # some PDFs begin with blanks
    return next((kind for magic, kind in _MAGIC if head.startswith(magic) or data.startswith(magic)), None)


def _find_ole_kind(data: bytes) -> Kind:
    compound = read_compound(data)
    if compound is None or not compound.streams:  # damaged: by any trace of a name
        traces = data[:_TRACES]
        return next((kind for stream, kind in _OLE_STREAMS if stream.encode("utf-16-le") in traces), DOC)
    if compound.class_id == _MSI_CLASS:
        return MSI
    kind = next((kind for stream, kind in _OLE_STREAMS if compound.find(stream)), OLE)
    head = read_word_head(data, compound) if kind is DOC else None
    return LOCKED if head is not None and head.locked else kind
