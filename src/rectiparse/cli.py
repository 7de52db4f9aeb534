"""The command line: options to one library call, its result to bytes or a table, and an exit code.

Standard output is data only; diagnostics go to standard error. Exit 0: fine. 1: an input could not be read, or --fail-on
was reached; the others are still written. 2: a wrong option or a broken grammar.
"""

from __future__ import annotations

import re
import sys
from collections.abc import Callable, Iterable, Iterator
from datetime import date, timedelta
from enum import StrEnum
from io import TextIOWrapper
from pathlib import Path
from typing import Annotated, NamedTuple

import typer

from rectiparse import __version__, extract_inputs
from rectiparse import extract as extract_notice
from rectiparse.diagnostics import show_diagnostics
from rectiparse.errors import UnreadableSource
from rectiparse.model import Notice
from rectiparse.readers import open_source
from rectiparse.talk import (
    INTERRUPTED,
    UNREADABLE,
    WRONG_USE,
    Command,
    Group,
    check_output,
    choose_format,
    errors_told,
    read_date,
    say,
    show_coverage,
    speak,
    speaks_chinese,
    tell,
)
from rectiparse.writers import WriteOptions, find_writer, format_names
from rectiparse.writers.output import open_output


class Headers(StrEnum):
    """The language of a table's header row."""

    en = "en"
    zh = "zh"


class FailOn(StrEnum):
    """The least severity that makes the exit code 1."""

    error = "error"
    warning = "warning"
    never = "never"


_WRONG_USE: tuple[type[Exception], ...] = tuple(
    kind for kind in typer.BadParameter.__mro__ if issubclass(kind, Exception) and kind.__name__ == "ClickException"
) or (typer.BadParameter,)
"""The base of all errors in the use of options: typer, which brings click along or has it inside, does not name it."""
_FAILING = {FailOn.error: {"error"}, FailOn.warning: {"error", "warning"}, FailOn.never: set[str]()}


def _read_duration(text: str) -> timedelta:
    if match := re.fullmatch(r"(\d{1,4})([wdh])", text):
        return timedelta(**{{"w": "weeks", "d": "days", "h": "hours"}[match[2]]: int(match[1])})
    raise typer.BadParameter(f"{text!r} is no time before a date; next: write it like 7d, 2w or 12h")


_File = Annotated[Path, typer.Argument(metavar="FILE", readable=False, help="A notice; - is standard input.", show_default=False)]
_Files = Annotated[list[Path], typer.Argument(metavar="FILE...", readable=False, help="Notices; - is standard input.", show_default=False)]
_Issued = Annotated[
    date | None,
    typer.Option(
        "--issued",
        metavar="DATE",
        parser=read_date,
        help="The notice's date, such as 2021-03-13, where it prints none.",
        show_default=False,
    ),
]
_Encoding = Annotated[
    str | None, typer.Option("--encoding", metavar="NAME", help="The encoding: utf-8, gb18030, big5 …; else found out.", show_default=False)
]
_AsOf = Annotated[
    date | None,
    typer.Option(
        "--as-of", metavar="DATE", parser=read_date, help="What is overdue or soon is counted from here; else today.", show_default=False
    ),
]
_Alarm = Annotated[
    timedelta | None,
    typer.Option("--alarm", metavar="7d", parser=_read_duration, help="Calendar reminders this long before.", show_default=False),
]
_Width = Annotated[
    int | None,
    typer.Option("--width", metavar="N", min=20, max=1000, help="Cells a line; else as wide as the terminal.", show_default=False),
]
_Output = Annotated[
    Path | None, typer.Option("-o", "--output", metavar="OUT", readable=False, help="Write to this file.", show_default=False)
]
_Format = Annotated[
    str | None,
    typer.Option(
        "-f", "--format", metavar="|".join(format_names()), help="The format; else by the suffix of OUT, else json.", show_default=False
    ),
]


def extract(
    files: _Files,
    format_: _Format = None,
    output: _Output = None,
    issued: _Issued = None,
    encoding: _Encoding = None,
    headers: Annotated[
        Headers | None,
        typer.Option("--headers", metavar="en|zh", help="Language of headers; else zh for xlsx and md, en for csv.", show_default=False),
    ] = None,
    excel: Annotated[bool, typer.Option("--excel", help="CSV that Excel opens as UTF-8 and computes nothing in.")] = False,
    merge: Annotated[bool, typer.Option("--merge", help="Workbook with one cell for what a task's measures share.")] = False,
    as_of: _AsOf = None,
    alarm: _Alarm = None,
    with_text: Annotated[bool, typer.Option("--with-text", help="JSON with the source text in it.")] = False,
    fail_on: Annotated[
        FailOn, typer.Option("--fail-on", metavar="error|warning|never", help="Exit 1 when a diagnostic is as severe as this.")
    ] = FailOn.never,
    quiet: Annotated[bool, typer.Option("-q", "--quiet", help="No diagnostics; unreadable inputs are still told.")] = False,
) -> None:
    """The ledger of notices as JSON, a table, a workbook or a calendar."""
    writer = find_writer(choose_format(format_, output, "json"))
    if writer is None:
        raise typer.BadParameter(f"no format {format_!r}; next: give one of {', '.join(format_names())}", param_hint="-f")
    check_output(output)
    reading = _Reading(issued, encoding, _FAILING[fail_on], quiet)
    with errors_told():
        opened: Iterable[_Opened] = reading.open(files)
        if len(files) == 1:
            opened = list(opened)
        array = len(files) > 1 or any(source.is_archive for source in opened)
        options = WriteOptions(
            array=array,
            with_text=with_text,
            headers=headers.value if headers else None,
            excel=excel,
            merge=merge,
            as_of=as_of,
            alarm=alarm,
            tell=tell,
        )
        with open_output(output) as out:
            writer.write(reading.read(opened), out, options)
            if not reading.count:  # an old OUT stays
                raise typer.Exit(reading.status)
        raise typer.Exit(reading.status)


def report(
    inputs: Annotated[
        list[Path],
        typer.Argument(
            metavar="FILE|DIR|LEDGER...", readable=False, help="Notices, folders of them, JSON written by extract.", show_default=False
        ),
    ],
    output: _Output = None,
    as_of: _AsOf = None,
    lang: Annotated[
        Headers | None, typer.Option("--lang", metavar="en|zh", help="Language of the page; else the browser's.", show_default=False)
    ] = None,
    issued: _Issued = None,
    encoding: _Encoding = None,
    quiet: Annotated[bool, typer.Option("-q", "--quiet", help="No diagnostics; unreadable inputs are still told.")] = False,
) -> None:
    """All notices as one page for the browser: ledger, filters, timeline and source text; it works offline."""
    from rectiparse.report import find_inputs, read_ledger
    from rectiparse.writers.to_html import write

    check_output(output)
    options = WriteOptions(as_of=as_of, headers=lang.value if lang else None)
    reading = _Reading(issued, encoding, set(), quiet, read_ledger)
    with errors_told():
        files = find_inputs(inputs, output)
        with open_output(output) as out:
            write(reading.read(reading.open(files)), out, options)
            if not reading.count:  # an old OUT stays
                raise typer.Exit(reading.status)
        raise typer.Exit(reading.status)


def outline(file: _File, issued: _Issued = None, encoding: _Encoding = None, width: _Width = None) -> None:
    """The sections of a notice as a tree, tasks marked with limit and lead units."""
    with errors_told():
        notice = extract_notice(file, issued=issued, encoding=encoding)
        from rectiparse.show import show_outline

        show_outline(notice, width=width)


def show(file: _File, issued: _Issued = None, encoding: _Encoding = None, width: _Width = None) -> None:
    """The ledger of a notice as a table that fits the terminal."""
    with errors_told():
        notice = extract_notice(file, issued=issued, encoding=encoding)
        from rectiparse.show import show_ledger

        show_ledger(notice, width=width)
        say(show_coverage(str(file), notice))


def schema() -> None:
    """The JSON Schema of what `extract` writes for a notice."""
    import json

    with errors_told():
        typer.echo(json.dumps(Notice.model_json_schema(mode="serialization"), ensure_ascii=False, indent=2))


def _show_version(wanted: bool) -> None:
    if wanted:
        typer.echo(f"rectiparse {__version__}")
        raise typer.Exit


def _options(
    version: Annotated[bool, typer.Option("--version", callback=_show_version, is_eager=True, help="Show the version.")] = False,
) -> None:
    pass


_COMMANDS: dict[str, Callable[..., None]] = {"extract": extract, "report": report, "outline": outline, "show": show, "schema": schema}


def build_app(only: str | None = None) -> typer.Typer:
    """The program with its commands, or with one of them: building all takes as long as reading a notice."""
    app = typer.Typer(
        cls=Group,
        help="Chinese government notices to a ledger of tasks: who must do what by when.",
        add_completion=False,
        no_args_is_help=True,
        pretty_exceptions_enable=False,
        rich_markup_mode=None,  # rich would be imported to print an error
    )
    app.callback()(_options)
    for name in [only] if only in _COMMANDS else _COMMANDS:
        app.command(cls=Command)(_COMMANDS[name])
    if only not in _COMMANDS:
        from rectiparse import cli_batch, cli_ledger

        app.command(cls=Command)(cli_batch.batch)
        app.add_typer(cli_ledger.app, name="ledger")
    return app


def main() -> None:
    """The entry point."""
    if isinstance(sys.stdout, TextIOWrapper):
        sys.stdout.reconfigure(errors="replace")  # a terminal without Chinese still shows the dates
    try:
        status = build_app(next(iter(sys.argv[1:]), None))(prog_name="rectiparse", standalone_mode=False)
    except _WRONG_USE as error:
        from rectiparse.cli_help import show_wrong_use

        say(show_wrong_use(error, speak))
        status = WRONG_USE
    except typer.Abort:
        status = INTERRUPTED
    sys.exit(status)


# -- parts -------------------------------------------------------------------------------------------------------------


class _Opened(NamedTuple):
    """A file of the command line and the notices in it; an archive is several inputs."""

    file: Path
    is_archive: bool
    notices: Iterable[Notice]
    is_ledger: bool = False


class _Reading:
    """Reads files one by one, tells what is odd, and keeps the exit code.

    `read_ledger` gives the notices of a file that holds a ledger, None for a file that is a notice itself.
    """

    def __init__(
        self,
        issued: date | None,
        encoding: str | None,
        failing: set[str],
        quiet: bool,
        read_ledger: Callable[[Path], Iterable[Notice] | None] = lambda file: None,
    ) -> None:
        self._issued, self._encoding, self._failing, self._quiet = issued, encoding, failing, quiet
        self._read_ledger = read_ledger
        self.status = 0
        self.count = 0

    def open(self, files: Iterable[Path]) -> Iterator[_Opened]:
        for file in files:
            try:
                ledger = self._read_ledger(file)
                if ledger is not None:
                    yield _Opened(file, False, ledger, is_ledger=True)
                    continue
                opened = open_source(file)
            except UnreadableSource as error:
                self._fail(error)
                continue
            notices = extract_inputs(opened.inputs, issued=self._issued, encoding=self._encoding, on_unreadable=self._fail)
            yield _Opened(file, opened.is_archive, notices)

    def read(self, opened: Iterable[_Opened]) -> Iterator[Notice]:
        for source in opened:
            try:
                for notice in source.notices:
                    self.count += 1
                    if not source.is_ledger:  # what was odd in it was told when it was written
                        self._tell(str(source.file.parent / notice.source.name) if source.is_archive else str(source.file), notice)
                    yield notice
            except UnreadableSource as error:  # the archive itself
                self._fail(error)

    def _fail(self, error: UnreadableSource) -> None:
        tell(f"rectiparse: {error}")
        self.status = UNREADABLE

    def _tell(self, name: str, notice: Notice) -> None:
        if any(diagnostic.severity in self._failing for diagnostic in notice.diagnostics):
            self.status = UNREADABLE
        if self._quiet:
            return
        for shown in show_diagnostics(name, notice.source, notice.diagnostics, in_chinese=speaks_chinese()):
            say(shown)
        say(show_coverage(name, notice))
