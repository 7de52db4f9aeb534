"""Tables saved as text by Excel and WPS (.csv, .tsv): each line a row, read as the sheet it was saved from."""

from __future__ import annotations

import csv
import io
import re
from pathlib import Path

from rectiparse.diagnostics import build_diagnostic
from rectiparse.errors import UnreadableSource
from rectiparse.readers.encodings import decode, replace_bad
from rectiparse.source import SourceText

SUFFIXES = (".csv", ".tsv")
MEDIA_TYPE = "text/csv"
_DELIMITERS = ",;\t|"
_NO_SIGN = "\x1f"
_LEDGER_HEADS = (("source", "task_id"), ("来源", "任务编号"))
"""What the first two columns of a ledger are called."""
_QUOTED = re.compile(r'"[^"]*"')


def read(data: bytes, name: str, encoding: str | None = None) -> SourceText:
    """The rows of the table, quotes and line breaks in cells as RFC 4180 has them, the sign between cells as it is found.

    In the origins it is table 1 with the rows and columns that Excel would count. Raises UnreadableSource when it holds no
    text, has a cell larger than a sheet's can be, is a ledger of rectiparse, or is in no encoding that is tried.
    """
    from rectiparse.readers.linear import Linear
    from rectiparse.readers.sheet_cells import Place, ShownCell
    from rectiparse.readers.sheet_story import write_sheet

    decoded = decode(data, name, encoding)
    told, text = replace_bad(decoded.text.removeprefix("\ufeff").replace("\r\n", "\n").replace("\r", "\n"), decoded.encoding)
    rows = _read_rows(text, name)
    if rows and tuple(rows[0][:2]) in _LEDGER_HEADS:
        raise UnreadableSource(f"{name} is a ledger that rectiparse wrote, no notice; next: name the notices that it was made from")
    cells = [
        ShownCell(place, place, value.strip())
        for number, row in enumerate(rows, 1)
        for column, value in enumerate(row, 1)
        if value.strip()
        for place in [Place(number, column)]
    ]
    if not cells:
        raise UnreadableSource(f"{name} is a table without text; next: see if the file was saved whole")
    linear = Linear()
    write_sheet(cells, Path(name).stem, 1, linear)
    if _is_unclosed(text):
        told = (*told, build_diagnostic("low-confidence", "a quote has no end: each line was read as a row"))
    unplaced = [diagnostic.model_copy(update={"span": None, "line": None}) for diagnostic in told]  # they count in the file itself
    return linear.build(data, name, MEDIA_TYPE, encoding=decoded.encoding, diagnostics=unplaced)


def _read_rows(text: str, name: str) -> list[list[str]]:
    is_plain = _is_unclosed(text)
    lines, delimiter = io.StringIO(text, newline=""), _find_delimiter(text)
    try:
        return list(
            csv.reader(lines, delimiter=delimiter, quoting=csv.QUOTE_NONE if is_plain else csv.QUOTE_MINIMAL, skipinitialspace=True)
        )
    except csv.Error as error:
        raise UnreadableSource(
            f"{name} is no table that can be read ({error}); next: open it in Excel or WPS and save it as .xlsx"
        ) from None


def _is_unclosed(text: str) -> bool:
    """Whether a quote stands alone: with its rules all that follows would be one cell."""
    return text.count('"') % 2 > 0


def _find_delimiter(text: str) -> str:
    """The sign that stands in most lines, and most often; where most have none of the signs, as in 1,200万元, one that no text has."""
    lines = [line for line in _QUOTED.sub("", text).split("\n") if line.strip()]
    held, _, sign = max((sum(sign in line for line in lines), text.count(sign), sign) for sign in _DELIMITERS)
    return sign if held * 2 > len(lines) else _NO_SIGN
