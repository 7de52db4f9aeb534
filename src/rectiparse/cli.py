"""The command line: options to one library call, its result to bytes or a table, and an exit code.

Standard output is data only; diagnostics go to standard error. Exit 0: fine. 1: an input could not be read, or --fail-on
was reached; the others are still written. 2: a wrong option or a broken grammar.
"""

from __future__ import annotations

import sys
from collections.abc import Iterable, Iterator
from datetime import date
from enum import StrEnum
from io import TextIOWrapper
from pathlib import Path
from typing import Annotated

import typer

from rectiparse import __version__, cli_batch, cli_ledger
from rectiparse import extract as extract_notice
from rectiparse.diagnostics import UnreadableSource, show_diagnostics
from rectiparse.model import Notice
from rectiparse.talk import UNREADABLE, errors_told, say, show_coverage
from rectiparse.writers import WriteOptions, find_format, find_writer, format_names
from rectiparse.writers.output import open_output

app = typer.Typer(
    help="Chinese government notices to a ledger of tasks: who must do what by when.",
    add_completion=False,
    no_args_is_help=True,
    pretty_exceptions_enable=False,
    rich_markup_mode=None,  # rich would be imported to print an error
)
app.command()(cli_batch.batch)
app.add_typer(cli_ledger.app, name="ledger")


class Headers(StrEnum):
    """The language of a table's header row."""

    en = "en"
    zh = "zh"


class FailOn(StrEnum):
    """The least severity that makes the exit code 1."""

    error = "error"
    warning = "warning"
    never = "never"


_FAILING = {FailOn.error: {"error"}, FailOn.warning: {"error", "warning"}, FailOn.never: set[str]()}


def _read_date(text: str) -> date:
    try:
        return date.fromisoformat(text)
    except ValueError:
        raise typer.BadParameter(f"{text!r} is no date; next: write it like 2021-03-13") from None


_File = Annotated[Path, typer.Argument(metavar="FILE", help="A notice; - is standard input.", show_default=False)]
_Files = Annotated[list[Path], typer.Argument(metavar="FILE...", help="Notices; - is standard input.", show_default=False)]
_Issued = Annotated[
    date | None,
    typer.Option("--issued", metavar="DATE", parser=_read_date, help="2021-03-13, for a notice that prints no date.", show_default=False),
]
_Encoding = Annotated[
    str | None, typer.Option("--encoding", metavar="NAME", help="utf-8, gb18030, big5 …; else found out.", show_default=False)
]
_Output = Annotated[Path | None, typer.Option("-o", "--output", metavar="OUT", help="Write to this file.", show_default=False)]
_Format = Annotated[
    str | None,
    typer.Option("-f", "--format", metavar="|".join(format_names()), help="Else by the suffix of OUT, else json.", show_default=False),
]


@app.command()
def extract(
    files: _Files,
    format_: _Format = None,
    output: _Output = None,
    issued: _Issued = None,
    encoding: _Encoding = None,
    headers: Annotated[Headers, typer.Option(help="Language of a table's header row.")] = Headers.en,
    excel: Annotated[bool, typer.Option("--excel", help="CSV that Excel opens as UTF-8 and computes nothing in.")] = False,
    with_text: Annotated[bool, typer.Option("--with-text", help="JSON with the source text in it.")] = False,
    fail_on: Annotated[FailOn, typer.Option("--fail-on", help="Exit 1 when a diagnostic is as severe as this.")] = FailOn.never,
    quiet: Annotated[bool, typer.Option("-q", "--quiet", help="No diagnostics; unreadable inputs are still told.")] = False,
) -> None:
    """The ledger of notices as JSON, JSON lines or CSV."""
    writer = find_writer(_choose_format(format_, output))
    if writer is None:
        raise typer.BadParameter(f"no format {format_!r}; next: give one of {', '.join(format_names())}", param_hint="-f")
    _check_output(output)
    options = WriteOptions(array=len(files) > 1, with_text=with_text, headers=headers.value, excel=excel)
    reading = _Reading(issued, encoding, _FAILING[fail_on], quiet)
    with errors_told():
        with open_output(output) as out:
            writer.write(reading.read(files), out, options)
            if not reading.count:  # an old OUT stays
                raise typer.Exit(reading.status)
        raise typer.Exit(reading.status)


@app.command()
def outline(file: _File, issued: _Issued = None, encoding: _Encoding = None) -> None:
    """The sections of a notice as a tree, tasks marked with limit and lead units."""
    with errors_told():
        notice = extract_notice(file, issued=issued, encoding=encoding)
        from rectiparse.show import show_outline

        show_outline(notice)


@app.command()
def show(file: _File, issued: _Issued = None, encoding: _Encoding = None) -> None:
    """The ledger of a notice as a table that fits the terminal."""
    with errors_told():
        notice = extract_notice(file, issued=issued, encoding=encoding)
        from rectiparse.show import show_ledger

        show_ledger(notice)
        say(show_coverage(str(file), notice))


@app.command()
def schema() -> None:
    """The JSON Schema of what `extract` writes for a notice."""
    import json

    with errors_told():
        typer.echo(json.dumps(Notice.model_json_schema(mode="serialization"), ensure_ascii=False, indent=2))


def _show_version(wanted: bool) -> None:
    if wanted:
        typer.echo(f"rectiparse {__version__}")
        raise typer.Exit


@app.callback()
def _options(
    version: Annotated[bool, typer.Option("--version", callback=_show_version, is_eager=True, help="Show the version.")] = False,
) -> None:
    pass


def main() -> None:
    """The entry point."""
    if isinstance(sys.stdout, TextIOWrapper):
        sys.stdout.reconfigure(errors="replace")  # a terminal without Chinese still shows the dates
    app(prog_name="rectiparse")


# -- parts -------------------------------------------------------------------------------------------------------------


class _Reading:
    """Reads files one by one, tells what is odd, and keeps the exit code."""

    def __init__(self, issued: date | None, encoding: str | None, failing: set[str], quiet: bool) -> None:
        self._issued, self._encoding, self._failing, self._quiet = issued, encoding, failing, quiet
        self.status = 0
        self.count = 0

    def read(self, files: Iterable[Path]) -> Iterator[Notice]:
        for file in files:
            try:
                notice = extract_notice(file, issued=self._issued, encoding=self._encoding)
            except UnreadableSource as error:
                say(f"rectiparse: {error}")
                self.status = UNREADABLE
                continue
            self.count += 1
            self._tell(str(file), notice)
            yield notice

    def _tell(self, name: str, notice: Notice) -> None:
        if any(diagnostic.severity in self._failing for diagnostic in notice.diagnostics):
            self.status = UNREADABLE
        if self._quiet:
            return
        for shown in show_diagnostics(name, notice.source, notice.diagnostics):
            say(shown)
        say(show_coverage(name, notice))


def _choose_format(name: str | None, output: Path | None) -> str:
    if name or output is None or not output.suffix:
        return name or "json"
    if found := find_format(output.suffix):
        return found
    raise typer.BadParameter(f"no format writes {output.suffix}; next: give -f {'|'.join(format_names())}", param_hint="-o")


def _check_output(output: Path | None) -> None:
    if output and output.is_dir():
        raise typer.BadParameter(f"{output} is a directory; next: name a file in it", param_hint="-o")
    if output and not output.parent.is_dir():
        raise typer.BadParameter(f"there is no folder {output.parent}; next: make it, or check the name", param_hint="-o")
