"""The command line of a batch: its options to one call, its progress and its summary to standard error, an exit code."""

from __future__ import annotations

import datetime as dt
import os
import signal
import sys
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import TYPE_CHECKING, Annotated

import typer

from rectiparse.errors import RectiparseError
from rectiparse.talk import UNREADABLE, errors_told, read_date, say
from rectiparse.writers import find_writer, format_names

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
    ledger: Annotated[Path | None, typer.Option("--ledger", metavar="FILE", help="Else OUT/ledger.sqlite.", show_default=False)] = None,
    scheduler: Annotated[
        str | None, typer.Option("--scheduler", metavar="tcp://HOST:8786", help="Workers of a Dask cluster.", show_default=False)
    ] = None,
    timeout: Annotated[float, typer.Option("--timeout", min=0.1, metavar="SECONDS", help="The most that a file may take.")] = 120,
    memory: Annotated[int, typer.Option("--memory", min=0, metavar="MB", help="The most that a worker may use; 0: any.")] = 4096,
    issued: Annotated[
        dt.date | None,
        typer.Option("--issued", metavar="DATE", parser=read_date, help="2021-03-13, for notices that print no date.", show_default=False),
    ] = None,
    encoding: Annotated[
        str | None, typer.Option("--encoding", metavar="NAME", help="utf-8, gb18030, big5 …; else found out.", show_default=False)
    ] = None,
    quiet: Annotated[bool, typer.Option("-q", "--quiet", help="No progress; the summary is still told.")] = False,
) -> None:
    """An archive: a JSON file for each notice, and a ledger database of all."""
    for name in formats or ():
        if find_writer(name) is None:
            raise typer.BadParameter(f"no format {name!r}; next: give one of {', '.join(format_names())}", param_hint="-f")
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

    meter: Meter = NoMeter() if quiet else BarMeter() if sys.stderr.isatty() else LineMeter(say)
    return run_batch(sources, options, meter, stop)


def _export(options: BatchOptions, formats: list[str]) -> None:
    from rectiparse.batch.run import export_ledger

    for name in formats:
        export_ledger(options, name)


@contextmanager
def _told() -> Iterator[None]:
    try:
        yield
    except RectiparseError as error:
        say(f"rectiparse: {error}")
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
    for path, reason in summary.failures[:_MOST_TOLD]:
        say(f"failed: {path}: {reason.removeprefix(f'{path}: ')}")
    if len(summary.failures) > _MOST_TOLD:
        say(f"failed: {len(summary.failures) - _MOST_TOLD} more, all in {options.output.rstrip('/')}/failures.csv")
    seconds = max(summary.seconds, 0.001)
    parts = [f"{summary.parsed} notices in {seconds:.1f} s ({summary.parsed / seconds:.1f} a second)"]
    parts += [f"{number} {what}" for number, what in _counts(summary, options) if number]
    say(f"rectiparse: {', '.join(parts)}")
    if summary.stopped:
        say("rectiparse: stopped; next: run the same command with --resume")


def _counts(summary: Summary, options: BatchOptions) -> Iterator[tuple[int, str]]:
    yield summary.kept, "kept"
    yield summary.duplicates, "with the same bytes as another"
    yield len(summary.failures), "failed"
    yield summary.replaced, "workers replaced"
    yield summary.gone, "no longer in the sources" + (", taken out" if options.prune else " (--prune takes them out)")
