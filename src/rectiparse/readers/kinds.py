"""What a file is by its first bytes: the formats that are not plain text."""

from __future__ import annotations

from typing import NamedTuple


class Kind(NamedTuple):
    """A format: how it is called in a message, its suffixes (the first one finds its reader), what to do instead."""

    title: str
    suffixes: tuple[str, ...]
    advice: str


_SAVE_AS_TEXT = "save it as plain text (.txt) and read that"
_RECOGNISE = "run character recognition on it and save the text as .txt"

_DOCX = Kind("a Word document (.docx)", (".docx", ".docm"), _SAVE_AS_TEXT)
_XLSX = Kind("an Excel workbook (.xlsx)", (".xlsx", ".xlsm"), _SAVE_AS_TEXT)
_OFD = Kind("an OFD document", (".ofd",), _SAVE_AS_TEXT)
_ODT = Kind("an OpenDocument text (.odt)", (".odt",), _SAVE_AS_TEXT)
_ZIP = Kind("a ZIP archive", (".zip",), "unpack it and read the files in it")
_OLE = Kind("an old Word, WPS or Excel file", (".doc", ".wps", ".xls", ".et"), _SAVE_AS_TEXT)
_PDF = Kind("a PDF document", (".pdf",), _SAVE_AS_TEXT)
_RTF = Kind("an RTF document", (".rtf",), _SAVE_AS_TEXT)
_ARCHIVE = Kind("a packed file", (".gz", ".7z", ".rar", ".bz2", ".xz"), "unpack it and read the files in it")

_MAGIC: tuple[tuple[bytes, Kind], ...] = (
    (b"%PDF-", _PDF),
    (b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1", _OLE),
    (b"{\\rtf", _RTF),
    (b"\x89PNG\r\n\x1a\n", Kind("a PNG image", (".png",), _RECOGNISE)),
    (b"\xff\xd8\xff", Kind("a JPEG image", (".jpg", ".jpeg"), _RECOGNISE)),
    (b"GIF8", Kind("a GIF image", (".gif",), _RECOGNISE)),
    (b"II*\0", Kind("a TIFF image", (".tif", ".tiff"), _RECOGNISE)),
    (b"MM\0*", Kind("a TIFF image", (".tif", ".tiff"), _RECOGNISE)),
    (b"\x1f\x8b", _ARCHIVE),
    (b"7z\xbc\xaf\x27\x1c", _ARCHIVE),
    (b"Rar!\x1a\x07", _ARCHIVE),
    (b"BZh", _ARCHIVE),
    (b"\xfd7zXZ\0", _ARCHIVE),
)
_ZIP_PARTS: tuple[tuple[bytes, Kind], ...] = (
    (b"word/", _DOCX),
    (b"xl/", _XLSX),
    (b"OFD.xml", _OFD),
    (b"opendocument.text", _ODT),
)

BINARY_SUFFIXES = frozenset(s for k in (_DOCX, _XLSX, _OFD, _ODT, _ZIP, *(k for _, k in _MAGIC)) for s in k.suffixes)


def find_kind(data: bytes) -> Kind | None:
    """The binary format of `data`, None when its first bytes are none of a known one: then it may be text."""
    if data.startswith((b"PK\x03\x04", b"PK\x05\x06")):
        return next((kind for part, kind in _ZIP_PARTS if part in data), _ZIP)
    head = data[:1024].removeprefix(b"\xef\xbb\xbf").lstrip()[:16]  # some PDFs begin with blanks
    return next((kind for magic, kind in _MAGIC if head.startswith(magic) or data.startswith(magic)), None)
