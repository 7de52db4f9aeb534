"""The command line of the ledger database: questions to it, and all of it in another format."""

from __future__ import annotations

import datetime as dt
import re
import sys
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from enum import StrEnum
from pathlib import Path
from typing import TYPE_CHECKING, Annotated

import typer

from rectiparse.errors import LedgerError
from rectiparse.storage import MissingStorage
from rectiparse.talk import UNREADABLE, Command, Group, check_output, choose_format, errors_told, read_date, speak, tell

if TYPE_CHECKING:
    import sqlite3

    from rectiparse.ledger.answers import Answer

app = typer.Typer(cls=Group, help="Questions to the ledger database that batch wrote.", no_args_is_help=True, rich_markup_mode=None)


class AnswerFormat(StrEnum):
    """How an answer is printed."""

    table = "table"
    json = "json"
    rows = "rows"
    csv = "csv"


class Role(StrEnum):
    """What a unit has to do."""

    lead = "lead"
    responsible = "responsible"
    cooperating = "cooperating"
    supervising = "supervising"


_WITHIN = re.compile(r"(\d{1,5})([dwmy])")
_DAYS = {"d": 1, "w": 7, "m": 30, "y": 365}


def _read_within(text: str) -> dt.timedelta:
    found = _WITHIN.fullmatch(text)
    if not found or int(found[1]) * _DAYS[found[2]] > 40_000:
        raise typer.BadParameter(f"{text!r} is no span; next: write it like 30d, 2w, 3m or 1y")
    return dt.timedelta(days=int(found[1]) * _DAYS[found[2]])


_Ledger = Annotated[
    Path, typer.Option("--ledger", metavar="FILE", readable=False, help="The database; batch -o OUT makes OUT/ledger.sqlite.")
]
_Format = Annotated[
    AnswerFormat | None,
    typer.Option(
        "-f", "--format", metavar="table|json|rows|csv", help="The format; else table on a terminal, json in a pipe.", show_default=False
    ),
]
_Limit = Annotated[int, typer.Option("--limit", metavar="N", min=1, help="At most so many lines.")]
_HERE = Path("ledger.sqlite")


@app.command(cls=Command)
def due(
    ledger: _Ledger = _HERE,
    as_of: Annotated[
        dt.date | None, typer.Option("--as-of", metavar="DATE", parser=read_date, help="The first day; else today.", show_default=False)
    ] = None,
    within: Annotated[
        dt.timedelta, typer.Option("--within", metavar="SPAN", parser=_read_within, help="30d, 2w, 3m (of 30 days) or 1y.")
    ] = "30d",  # type: ignore[assignment]  # typer parses the default as well
    unit: Annotated[str | None, typer.Option("--unit", metavar="NAME", help="Any part of a unit's name.", show_default=False)] = None,
    role: Annotated[
        Role | None,
        typer.Option(
            "--role", metavar="lead|responsible|cooperating|supervising", help="Only what the unit has to do as this.", show_default=False
        ),
    ] = None,
    overdue: Annotated[bool, typer.Option("--overdue", help="Also what was due before.")] = False,
    ongoing: Annotated[bool, typer.Option("--ongoing", help="Also what goes on without an end (长期坚持).")] = False,
    immediate: Annotated[bool, typer.Option("--immediate", help="Also what is to be done at once (立行立改).")] = False,
    format_: _Format = None,
) -> None:
    """Who owes what by when."""
    from rectiparse.ledger.due import DueQuestion, find_due

    question = DueQuestion(as_of or dt.date.today(), within, unit, role.value if role else None, overdue, ongoing, immediate)
    _ask(ledger, format_, lambda opened: find_due(opened, question))


@app.command(cls=Command)
def units(
    unit: Annotated[str, typer.Argument(metavar="[NAME]", help="Any part of a unit's name.")] = "",
    ledger: _Ledger = _HERE,
    limit: _Limit = 50,
    format_: _Format = None,
) -> None:
    """Who leads how much."""
    from rectiparse.ledger.questions import count_units

    _ask(ledger, format_, lambda opened: count_units(opened, unit, limit))


@app.command(cls=Command)
def search(
    words: Annotated[list[str], typer.Argument(metavar="WORD...", help="All of them stand in what is found.", show_default=False)],
    ledger: _Ledger = _HERE,
    limit: _Limit = 50,
    format_: _Format = None,
) -> None:
    """Findings, contents and measures that hold the words."""
    from rectiparse.ledger.search import search_passages

    _ask(ledger, format_, lambda opened: search_passages(opened, words, limit))


@app.command(cls=Command)
def query(
    sql: Annotated[str, typer.Argument(metavar="SQL", help="One statement; it can't change anything.", show_default=False)],
    ledger: _Ledger = _HERE,
    format_: _Format = None,
) -> None:
    """What a statement in SQL gives."""
    from rectiparse.ledger.questions import run_query

    _ask(ledger, format_, lambda opened: run_query(opened, sql))


@app.command(cls=Command)
def stats(ledger: _Ledger = _HERE, format_: _Format = None) -> None:
    """How many notices, tasks, units and deadlines there are."""
    from rectiparse.ledger.questions import count_all

    _ask(ledger, format_, count_all)


@app.command(cls=Command)
def export(
    output: Annotated[
        Path | None, typer.Option("-o", "--output", metavar="OUT", readable=False, help="Write to this file.", show_default=False)
    ] = None,
    format_: Annotated[
        str | None,
        typer.Option("-f", "--format", metavar="FORMAT", help="The format; else by the suffix of OUT, else csv.", show_default=False),
    ] = None,
    ledger: _Ledger = _HERE,
) -> None:
    """All notices in one file, in any format that extract writes."""
    from rectiparse.ledger.export import read_ledger
    from rectiparse.writers import WriteOptions, find_writer, format_names
    from rectiparse.writers.output import open_output

    writer = find_writer(choose_format(format_, output, "csv"))
    if writer is None:
        raise typer.BadParameter(f"no format {format_!r}; next: give one of {', '.join(format_names())}", param_hint="-f")
    check_output(output)
    with errors_told(), _ledger_errors(), open_output(output) as out:
        writer.write(read_ledger(ledger), out, WriteOptions(array=True))


def _ask(ledger: Path, format_: AnswerFormat | None, question: Callable[[sqlite3.Connection], Answer]) -> None:
    from rectiparse.ledger.answers import write_answer
    from rectiparse.ledger.schema import open_to_read

    chosen = format_ or (AnswerFormat.table if sys.stdout.isatty() else AnswerFormat.json)
    with errors_told(), _ledger_errors():
        write_answer(question(open_to_read(ledger)), chosen.value, sys.stdout.buffer, speak)


@contextmanager
def _ledger_errors() -> Iterator[None]:
    try:
        yield
    except (LedgerError, MissingStorage) as error:
        tell(f"rectiparse: {error}")
        raise typer.Exit(UNREADABLE) from None
