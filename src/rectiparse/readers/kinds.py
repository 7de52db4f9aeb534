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
XLSX = Kind("an Excel workbook (.xlsx)", (".xlsx", ".xlsm", ".xltx", ".xltm"))
XLSB = Kind("a binary Excel workbook (.xlsb)", (".xlsb",))
OFD = Kind("an OFD document", (".ofd",))
ODT = Kind("an OpenDocument text (.odt)", (".odt",))
ODS = Kind("an OpenDocument spreadsheet (.ods)", (".ods", ".ots"))
ZIP = Kind("a ZIP archive", (".zip",), _UNPACK)
DOC = Kind("an old Word or WPS document (.doc, .wps)", (".doc", ".wps", ".dot", ".wpt"))
WORKS = Kind("a Microsoft Works document (.wps)", (".wps",))
XLS = Kind("an old Excel or WPS workbook (.xls, .et)", (".xls", ".et", ".xlt", ".ett"))
XLS_XML = Kind("an Excel workbook in XML of 2003", (".xml", ".xls"), "open it in Excel or WPS and save it as .xlsx")
PPT = Kind("an old PowerPoint presentation (.ppt)", (".ppt", ".dps"))
MSG = Kind("an Outlook message (.msg)", (".msg",), "open it in a mail program and save what is attached")
MSI = Kind("a Windows installer (.msi)", (".msi",), "see if it is the right file")
OLE = Kind("an OLE file of an unknown program", (".ole",), "see what program wrote it, save it there as .docx and read that")
LOCKED = Kind("an Office file locked with a password", (".docx", ".xlsx", ".doc"), "open it with the password and save it without one")
PDF = Kind("a PDF document", (".pdf",))
RTF = Kind("an RTF document", (".rtf",))
HTML = Kind("a web page", (".html", ".htm", ".xhtml", ".shtml", ".mht", ".mhtml"), within=(".md", ".markdown"))
PNG = Kind("a PNG image", (".png",))
JPEG = Kind("a JPEG image", (".jpg", ".jpeg"))
GIF = Kind("a GIF image", (".gif",))
TIFF = Kind("a TIFF image", (".tif", ".tiff"))
BMP = Kind("a BMP image", (".bmp",))
JSON = Kind("JSON, data and no notice", (".json", ".jsonl"), "name the notice that it was made from")
SQLITE = Kind("an SQLite database", (".sqlite", ".db"), "name the notices that it was made from")
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
    (b"SQLite format 3\0", SQLITE),
)
_ZIP_PARTS: tuple[tuple[str, Kind], ...] = (
    (r"word/.*\.xml$", DOCX),
    (r"xl/workbook\.bin$", XLSB),
    (r"xl/.*\.(?:xml|bin)$", XLSX),
    (r"(?:.*/)?OFD\.xml$", OFD),
)
"""What stands in a package of each kind and in no other archive."""
_ODT_TYPE, _ODS_TYPE = b"opendocument.text", b"opendocument.spreadsheet"
_TYPE_PLACE = 200
MOST_ENTRIES = 10_000
"""Files of an archive whose names are looked at."""
_OLE_MAGIC = b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1"
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
_MSI_CLASS = bytes.fromhex("84100c0000000000c000000000000046")
_BMP_HEAD = rb"(?s)BM.{4}\0\0\0\0"
_HTML_HEAD = (
    rb"(?si)\s*(?:<\?xml[^>]*>\s*)?(?:<!--.*?-->\s*)*"
    rb"<(?:!doctype\s+html|html|head|meta|body|div|p|table|tbody|title|span|center|font|article|section|main|h[1-3]|ucapcontent)[\s>/]"
)
_JSON_HEAD = rb'\s*\[?\s*\{\s*"'
_LOCAL_HEAD = rb"(?s)PK\x03\x04.{26}([\w\[\]./-]{3,80}?\.(?:xml|bin))"
_HEAD = 4096
_TRACES = 4 * 2**20

BINARY_SUFFIXES = frozenset(s for k in (DOCX, XLSX, XLSB, OFD, ODT, ODS, ZIP, DOC, XLS, BMP, *(k for _, k in _MAGIC)) for s in k.suffixes)


def find_kind(data: bytes) -> Kind | None:
    """The format of `data` by its content, None when nothing tells: then it may be plain text."""
    if data.startswith((b"PK\x03\x04", b"PK\x05\x06")):
        return _find_package(data)
    if data.startswith(_OLE_MAGIC):
        return _find_ole_kind(data)
    start = data[:_HEAD].removeprefix(b"\xef\xbb\xbf")
    if b"<" in start and re.match(_HTML_HEAD, start):  # compiled when it is asked for, as the others: most files are text
        return HTML
    if b"urn:schemas-microsoft-com:office:spreadsheet" in start and start.lstrip().startswith(b"<"):
        return XLS_XML
    if start.startswith(b"BM") and re.match(_BMP_HEAD, start):
        return BMP
    if start.startswith((b"{", b"[")) and re.match(_JSON_HEAD, start):
        return JSON
    head = start.lstrip()[:16]  # some PDFs begin with blanks
    return next((kind for magic, kind in _MAGIC if head.startswith(magic)), None)


def _find_ole_kind(data: bytes) -> Kind:
    from rectiparse.readers.ole import read_compound, read_word_head

    compound = read_compound(data)
    if compound is None or not compound.streams:  # damaged: by any trace of a name
        traces = data[:_TRACES]
        return next((kind for stream, kind in _OLE_STREAMS if stream.encode("utf-16-le") in traces), DOC)
    if compound.class_id == _MSI_CLASS:
        return MSI
    kind = next((kind for stream, kind in _OLE_STREAMS if compound.find(stream)), OLE)
    head = read_word_head(data, compound) if kind is DOC else None
    return LOCKED if head is not None and head.locked else kind


def count_entries(data: bytes) -> int:
    """How many files an archive holds, at least: opening one makes an object for each."""
    return data.count(b"PK\x01\x02")


def _find_package(data: bytes) -> Kind:
    """The kind of a ZIP by the names in it; a broken one by what looks like such a name."""
    if _ODT_TYPE in data[:_TYPE_PLACE]:
        return ODT
    if _ODS_TYPE in data[:_TYPE_PLACE]:
        return ODS
    names = _list_names(data)
    return next((kind for part, kind in _ZIP_PARTS if any(re.match(part, name) for name in names)), ZIP)


def _list_names(data: bytes) -> list[str]:
    import struct
    import zipfile
    from io import BytesIO

    if count_entries(data) > MOST_ENTRIES:
        return []
    try:
        with zipfile.ZipFile(BytesIO(data)) as archive:
            return archive.namelist()
    except (zipfile.BadZipFile, NotImplementedError, ValueError, OSError, struct.error, IndexError):
        heads = (match[1].decode("utf-8", "replace") for match in re.finditer(_LOCAL_HEAD, data))
        return [name for name, _ in zip(heads, range(MOST_ENTRIES), strict=False)]
