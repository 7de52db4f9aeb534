"""Parquet (zstd): the ledger rows with typed columns, units as lists."""

from __future__ import annotations

from collections.abc import Iterable
from pathlib import Path
from shutil import copyfileobj
from tempfile import TemporaryDirectory
from typing import BinaryIO

from rectiparse.model import UNIT_ROLES, Notice
from rectiparse.rows import COLUMNS
from rectiparse.writers import WriteOptions, to_rows
from rectiparse.writers.extras import import_extra

SUFFIX = ".parquet"

_TYPES: dict[str, str] = {
    **dict.fromkeys(UNIT_ROLES, "VARCHAR[]"),
    **dict.fromkeys(("deadline_start", "deadline_end"), "DATE"),
    **dict.fromkeys(("ongoing", "immediate", "done"), "BOOLEAN"),
    "line": "INTEGER",
}
_LONGEST_ROW = 2**30


def write(notices: Iterable[Notice], out: BinaryIO, options: WriteOptions) -> None:
    """Writes one table. Raises MissingExtra without duckdb, before a notice is asked for."""
    duckdb = import_extra("duckdb", "parquet")
    with TemporaryDirectory() as folder:
        rows, table = Path(folder, "rows.ndjson"), Path(folder, "table.parquet")
        with rows.open("wb") as stream:
            to_rows.write(notices, stream, options)
        # one thread: the rows keep their order and the file its bytes
        with duckdb.connect(config={"threads": 1, "temp_directory": folder}) as connection:
            connection.execute(_copy(rows, table))
        with table.open("rb") as stream:
            copyfileobj(stream, out)


def _copy(rows: Path, table: Path) -> str:
    columns = ", ".join(f"{column}: '{_TYPES.get(column, 'VARCHAR')}'" for column in COLUMNS)
    read = f"read_json({_quote(rows)}, format = 'newline_delimited', columns = {{{columns}}}, maximum_object_size = {_LONGEST_ROW})"
    return f"COPY (SELECT * FROM {read}) TO {_quote(table)} (FORMAT parquet, COMPRESSION zstd)"


def _quote(path: Path) -> str:
    return "'" + str(path).replace("'", "''") + "'"
