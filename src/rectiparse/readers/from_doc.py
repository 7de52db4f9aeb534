"""Documents of Word 6 to 2003, WPS Writer, MS Works and OpenDocument: by LibreOffice, else .doc alone by office-oxide."""

from __future__ import annotations

from rectiparse.errors import UnreadableSource
from rectiparse.readers import office
from rectiparse.readers.kinds import DOC, LOCKED, ODT, WORKS, Kind, find_kind
from rectiparse.readers.ole import read_compound, read_word_head
from rectiparse.readers.rtf import read_rtf
from rectiparse.source import SourceText

SUFFIXES = (".doc", ".wps", ".dot", ".wpt", ".odt", ".ott")
WORD_TYPE = "application/msword"
WORKS_TYPE = "application/vnd.ms-works"
ODT_TYPE = "application/vnd.oasis.opendocument.text"

_WORD_97, _WORD_95 = 0x00C0, 0x0065
"""The lowest versions (nFib) that these programs write."""


def read(data: bytes, name: str, encoding: str | None = None) -> SourceText:
    """Its text with automatic numbers, tables, headers and footers; `encoding` says nothing here: the file names its own.

    Without LibreOffice a .doc is read by office-oxide, with `numbers-lost`. Raises UnreadableSource when it is damaged,
    locked or without text, when neither program is there, or when LibreOffice takes too long.
    """
    kind, read_as, media_type = _find_filter(data, name)
    if read_as is office.WORD and not office.find_program():
        from rectiparse.readers.oxide import read_word  # imports the library of the extra

        return read_word(data, name, media_type)
    return read_rtf(office.convert(data, name, read_as), name, kind.title).build(data, name, media_type)


def _find_filter(data: bytes, name: str) -> tuple[Kind, office.Filter, str]:
    """What the file is, how LibreOffice reads it, its media type. Raises UnreadableSource when it is locked or no such document."""
    kind = find_kind(data)
    if kind is ODT:
        return ODT, office.ODT, ODT_TYPE
    if kind is WORKS:
        return WORKS, office.WORKS, WORKS_TYPE
    if kind is LOCKED:
        raise UnreadableSource(f"{name} is {LOCKED.title}, which is not read; next: {LOCKED.advice}")
    compound = read_compound(data)
    head = read_word_head(data, compound) if compound else None
    if head is None:
        raise UnreadableSource(f"{name} is {DOC.title} that is damaged; next: get it anew, or open it in Word or WPS and save it as .docx")
    if head.version >= _WORD_97:
        return DOC, office.WORD, WORD_TYPE
    return DOC, office.WORD_95 if head.version >= _WORD_95 else office.WORD_6, WORD_TYPE
