"""RTF (specification 1.9.1): the text with its tables, and the automatic numbers as the program that wrote it printed them."""

from __future__ import annotations

from dataclasses import replace

from rectiparse.diagnostics import build_diagnostic
from rectiparse.errors import UnreadableSource
from rectiparse.readers import office
from rectiparse.readers.rtf import Rtf, read_rtf
from rectiparse.source import SourceText

SUFFIXES = (".rtf",)
MEDIA_TYPE = "application/rtf"


def read(data: bytes, name: str, encoding: str | None = None) -> SourceText:
    """Its body, notes and text boxes behind the paragraph they hang on, headers and footers as furniture.

    RTF names the code pages of its bytes itself, `encoding` says nothing here. A file whose automatic numbers nobody printed
    goes through LibreOffice where it is on PATH, else `numbers-lost` tells. Raises UnreadableSource when it holds no text or
    nests too deep.
    """
    read_first = read_rtf(data, name)
    if read_first.lacks_numbers and office.find_program():
        counted = _count_numbers(data, name)
        if counted is not None:
            source = counted.build(data, name, MEDIA_TYPE)
            told = build_diagnostic("low-confidence", "the file prints no automatic numbers: LibreOffice counted them")
            return replace(source, diagnostics=(*source.diagnostics, told))
    return read_first.build(data, name, MEDIA_TYPE)


def _count_numbers(data: bytes, name: str) -> Rtf | None:
    """The file with the numbers that LibreOffice counts; None when it can't read it: then the text without them must do."""
    try:
        return read_rtf(office.convert(data, name, office.RTF), name)
    except UnreadableSource:
        return None
