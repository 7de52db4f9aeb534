"""Workbooks of Excel 5 to 2003, WPS, OpenDocument and .xlsb: by LibreOffice, else .xls and .et by office-oxide."""

from __future__ import annotations

from rectiparse.errors import UnreadableSource
from rectiparse.readers import office
from rectiparse.readers.kinds import LOCKED, ODS, XLSB, find_kind
from rectiparse.readers.ole import read_compound
from rectiparse.source import SourceText

SUFFIXES = (".xls", ".et", ".xlt", ".ett", ".ods", ".ots", ".xlsb")
EXCEL_TYPE = "application/vnd.ms-excel"
BINARY_TYPE = "application/vnd.ms-excel.sheet.binary.macroenabled.12"
ODS_TYPE = "application/vnd.oasis.opendocument.spreadsheet"


def read(data: bytes, name: str, encoding: str | None = None) -> SourceText:
    """What its sheets show, as of an .xlsx; `encoding` says nothing here: the file names its own.

    Without LibreOffice a workbook of Excel 97 to 2003 is read by office-oxide, with `low-confidence`. Raises UnreadableSource
    when it is damaged, locked or shows no text, when neither program is there, or when LibreOffice takes too long.
    """
    from rectiparse.readers.from_xlsx import read_workbook

    read_as, media_type = _find_filter(data, name)
    if read_as is office.EXCEL and not office.find_program():
        from rectiparse.readers.oxide import read_sheets  # imports the library of the extra

        return read_sheets(data, name, media_type)
    return read_workbook(office.convert(data, name, read_as), name, data, media_type)


def _find_filter(data: bytes, name: str) -> tuple[office.Filter, str]:
    """How LibreOffice reads it, its media type. Raises UnreadableSource when it is locked."""
    kind = find_kind(data)
    if kind is ODS:
        return office.ODS, ODS_TYPE
    if kind is XLSB:
        return office.EXCEL_BINARY, BINARY_TYPE
    if kind is LOCKED:
        raise UnreadableSource(f"{name} is {LOCKED.title}, which is not read; next: {LOCKED.advice}")
    compound = read_compound(data)
    is_old = compound is not None and compound.find("Workbook") is None
    return office.EXCEL_95 if is_old else office.EXCEL, EXCEL_TYPE
