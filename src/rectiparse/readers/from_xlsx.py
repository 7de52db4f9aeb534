"""Excel workbooks (.xlsx, .xlsm, .xltx): what each sheet that is seen shows, to paragraphs and tables of the linear text."""

from __future__ import annotations

from collections.abc import Iterator, Sized
from typing import TYPE_CHECKING

from rectiparse.diagnostics import build_diagnostic
from rectiparse.errors import UnreadableSource
from rectiparse.memory import uncollected
from rectiparse.source import SourceText

if TYPE_CHECKING:
    from rectiparse.model import Diagnostic
    from rectiparse.readers.sheet_cells import Shown
    from rectiparse.readers.workbook import Workbook

SUFFIXES = (".xlsx", ".xlsm", ".xltx", ".xltm")
MEDIA_TYPE = "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet"
_MOST_NAMED = 5


def read(data: bytes, name: str, encoding: str | None = None) -> SourceText:
    """The sheets in order of their tabs: numbers and dates as their formats show them, formulas by the values stored for them.

    Hidden sheets, rows and columns are left out and told, and so are errors and formulas without a value. In the origins a
    table is a sheet, with the rows and columns that Excel counts. Raises UnreadableSource when the workbook is damaged,
    locked, hostile, shows no text or is a ledger of rectiparse. `encoding` says nothing here: XML names its own.
    """
    return read_workbook(data, name, data, MEDIA_TYPE)


@uncollected()
def read_workbook(package: bytes, name: str, data: bytes, media_type: str) -> SourceText:
    """The sheets of a workbook that was made from the file `data`, or is that file."""
    from rectiparse.readers.linear import Linear
    from rectiparse.readers.sheet_story import write_sheet
    from rectiparse.readers.workbook import Workbook

    book, linear = Workbook(package, name), Linear()
    if book.is_ledger:
        raise UnreadableSource(f"{name} is a ledger that rectiparse wrote, no notice; next: name the notices that it was made from")
    told: list[Diagnostic] = []
    hidden: list[str] = []
    number = 0
    for sheet in book.sheets:
        shown = _read_sheet(book, sheet.part, linear.size)
        if sheet.is_hidden:
            hidden.extend([sheet.name] * bool(shown.cells))
            continue
        number += 1
        told.extend(_tell_odd(sheet.name, shown))
        if shown.cells:
            write_sheet(shown.cells, sheet.name, number, linear)
    if not number and not hidden:
        raise UnreadableSource(f"{name} is an Excel workbook whose sheets can't be read; next: {book.advice}")
    if hidden:
        told.insert(0, build_diagnostic("low-confidence", f"{_count(hidden, 'hidden sheet')} left out ({_join(hidden)})"))
    if not linear.size:
        raise UnreadableSource(f"{name} is an Excel workbook that shows no text; next: {_advise(told)}")
    return linear.build(data, name, media_type, diagnostics=(*book.odd, *told))


def _advise(told: list[Diagnostic]) -> str:
    if any(diagnostic.code == "low-confidence" for diagnostic in told):
        return "unhide its sheets, rows and columns in Excel or WPS and save it"
    if told:  # formulas without a value, or with an error for one
        return "open it in Excel or WPS, see what its formulas show and save it"
    return "if it holds pictures of pages, save it as PDF and read that"


def _read_sheet(book: Workbook, part: str, size: int) -> Shown:
    """What a sheet shows; what is broken in it is told."""
    from rectiparse.readers.sheet_cells import MOST_TEXT, Shown, read_shown

    tree = book.read_tree(part)
    if tree is None:
        return Shown()
    return read_shown(tree, book, MOST_TEXT - size)


def _tell_odd(name: str, shown: Shown) -> Iterator[Diagnostic]:
    from rectiparse.readers.sheet_cells import name_column

    if shown.hidden:
        rows, columns = [str(row) for row in sorted(shown.rows)], [name_column(column) for column in sorted(shown.columns)]
        where = "; ".join(f"{kind} {_join(held)}" for kind, held in (("rows", rows), ("columns", columns)) if held)
        yield build_diagnostic("low-confidence", f"{name}: {_count(range(shown.hidden), 'hidden cell')} left out ({where})")
    if shown.covered:
        listed = _join([place.shown for place in shown.covered])
        yield build_diagnostic("low-confidence", f"{name}: {_count(shown.covered, 'cell')} below merged ones left out ({listed})")
    if shown.errors:
        listed = _join([f"{place.shown} {text}" for place, text in shown.errors])
        yield build_diagnostic("unreadable-part", f"{name}: {_count(shown.errors, 'cell')} with an error for a value left out ({listed})")
    if shown.uncounted:
        listed = _join([place.shown for place in shown.uncounted])
        message = (
            f"{name}: {_count(shown.uncounted, 'formula')} without a stored value ({listed}), which Excel and WPS count when they save"
        )
        yield build_diagnostic("unreadable-part", message)


def _count(held: Sized, word: str) -> str:
    return f"{len(held)} {word}{'s' * (len(held) != 1)}"


def _join(names: list[str]) -> str:
    """The first few."""
    return ", ".join(names[:_MOST_NAMED]) + ", …" * (len(names) > _MOST_NAMED)
