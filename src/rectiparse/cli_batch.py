"""The command line of a batch: its options to one call, its progress and its summary to standard error, an exit code."""

from __future__ import annotations

import datetime as dt
import os
import signal
import sys
from collections.abc import Iterator
from contextlib import contextmanager
from io import BytesIO
from pathlib import Path
from typing import TYPE_CHECKING, Annotated

import typer

from rectiparse.errors import RectiparseError
from rectiparse.talk import UNREADABLE, errors_told, read_date, say, speak, tell
from rectiparse.writers import WriteOptions, find_writer, format_names

if TYPE_CHECKING:
    from rectiparse.batch.jobs import Stop
    from rectiparse.batch.progress import Meter
    from rectiparse.batch.run import BatchOptions, Summary

_SIGNALLED = 128
_MOST_TOLD = 20
"""Failures that the summary lists; all are in failures.csv."""


def batch(
    sources: Annotated[list[str], typer.Argument(metavar="SRC...", help="Folders, files, archives, patterns, s3://…", show_default=False)],
    output: Annotated[
        str, typer.Option("-o", "--output", metavar="OUT", help="A folder, or an address such as s3://…", show_default=False)
    ],
    jobs: Annotated[int, typer.Option("--jobs", min=1, metavar="N", help="Workers.", show_default="cores")] = os.cpu_count() or 1,
    formats: Annotated[
        list[str] | None,
        typer.Option(
            "-f", "--format", metavar="|".join(format_names()), help="Also OUT/ledger.FORMAT; may be repeated.", show_default=False
        ),
    ] = None,
    resume: Annotated[bool, typer.Option("--resume", help="Keep what an earlier run has written.")] = False,
    prune: Annotated[bool, typer.Option("--prune", help="Forget files that the sources no longer hold.")] = False,
    ledger: Annotated[
        Path | None,
        typer.Option(
            "--ledger", metavar="FILE", readable=False, help="Where the database goes; else OUT/ledger.sqlite.", show_default=False
        ),
    ] = None,
    scheduler: Annotated[
        str | None, typer.Option("--scheduler", metavar="tcp://HOST:8786", help="Workers of a Dask cluster.", show_default=False)
    ] = None,
    timeout: Annotated[float, typer.Option("--timeout", min=0.1, metavar="SECONDS", help="The most that a file may take.")] = 120,
    memory: Annotated[int, typer.Option("--memory", min=0, metavar="MB", help="The most that a worker may use; 0: any.")] = 4096,
    issued: Annotated[
        dt.date | None,
        typer.Option(
            "--issued",
            metavar="DATE",
            parser=read_date,
            help="The date, such as 2021-03-13, of notices that print none.",
            show_default=False,
        ),
    ] = None,
    encoding: Annotated[
        str | None,
        typer.Option("--encoding", metavar="NAME", help="The encoding: utf-8, gb18030, big5 …; else found out.", show_default=False),
    ] = None,
    quiet: Annotated[bool, typer.Option("-q", "--quiet", help="No progress; the summary is still told.")] = False,
) -> None:
    """An archive: a JSON file for each notice, and a ledger database of all."""
    for name in formats or ():
        writer = find_writer(name)
        if writer is None:
            raise typer.BadParameter(f"no format {name!r}; next: give one of {', '.join(format_names())}", param_hint="-f")
        with errors_told():
            writer.write((), BytesIO(), WriteOptions(array=True))  # a package that is missing is told before the work, not after
    from rectiparse.batch.run import BatchOptions

    options = BatchOptions(output, jobs, resume, prune, ledger, scheduler, timeout, memory, issued, encoding)
    with errors_told(), _told(), _signals() as stop:
        summary = _run(sources, options, stop, quiet=quiet)
        if summary.stopped is None:
            _export(options, formats or [])
        _tell(summary, options)
    raise typer.Exit(_SIGNALLED + summary.stopped if summary.stopped else UNREADABLE if summary.failures else 0)


def _run(sources: list[str], options: BatchOptions, stop: Stop, *, quiet: bool) -> Summary:
    from rectiparse.batch.progress import BarMeter, LineMeter, NoMeter
    from rectiparse.batch.run import run_batch

    meter: Meter = NoMeter() if quiet else BarMeter(speak) if sys.stderr.isatty() else LineMeter(tell)
    return run_batch(sources, options, meter, stop, speak)


def _export(options: BatchOptions, formats: list[str]) -> None:
    from rectiparse.batch.run import export_ledger

    for name in formats:
        export_ledger(options, name)


@contextmanager
def _told() -> Iterator[None]:
    try:
        yield
    except RectiparseError as error:
        tell(f"rectiparse: {error}")
        raise typer.Exit(UNREADABLE) from None


@contextmanager
def _signals() -> Iterator[Stop]:
    """Ctrl-C and a shutdown end the batch at its next breath; a second one does not wait."""
    from rectiparse.batch.jobs import Stop

    stop = Stop()

    def note(number: int, frame: object) -> None:
        stop.signal = number
        signal.signal(number, signal.SIG_DFL)

    before = {number: signal.signal(number, note) for number in (signal.SIGINT, signal.SIGTERM)}
    try:
        yield stop
    finally:
        for number, old in before.items():
            signal.signal(number, old)


def _tell(summary: Summary, options: BatchOptions) -> None:
    for path in summary.left_out:
        tell(f"left out: {path}: the output of a batch")
    for path, reason in summary.failures[:_MOST_TOLD]:
        said = speak(reason)
        say(f"{speak('failed: ')}{said if said.startswith(path) else f'{path}: {said}'}")
    if len(summary.failures) > _MOST_TOLD:
        tell(f"failed: {len(summary.failures) - _MOST_TOLD} more, all in {options.output.rstrip('/')}/failures.csv")
    say(f"rectiparse: {speak(', ').join(map(speak, _count(summary, options)))}")
    if not (summary.stopped or summary.parsed or summary.kept or summary.duplicates or summary.failures):
        tell("rectiparse: the sources hold no file; next: check their names")
    if summary.stopped:
        tell("rectiparse: stopped; next: run the same command with --resume")


def _count(summary: Summary, options: BatchOptions) -> Iterator[str]:
    seconds = max(summary.seconds, 0.001)
    yield f"{_show(summary.parsed, 'notice')} in {seconds:.1f} s ({summary.parsed / seconds:.1f} a second)"
    if summary.kept:
        yield f"{summary.kept} kept"
    if summary.duplicates:
        yield f"{summary.duplicates} with the same bytes as another"
    if summary.failures:
        yield f"{len(summary.failures)} failed"
    if summary.replaced:
        yield f"{_show(summary.replaced, 'worker')} replaced"
    if summary.gone:
        yield f"{summary.gone} no longer in the sources ({'taken out' if options.prune else '--prune takes them out'})"


def _show(number: int, word: str) -> str:
    return f"{number} {word}{'s' * (number != 1)}"
