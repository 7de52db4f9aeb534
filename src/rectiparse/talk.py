"""What the commands share: dates given as options, what is said on standard error, and the exit codes that go with it."""

from __future__ import annotations

import datetime as dt
import gc
import os
import sys
from collections.abc import Iterator
from contextlib import contextmanager
from typing import TYPE_CHECKING

import typer

from rectiparse.errors import GrammarError, MissingExtra, UnreadableSource
from rectiparse.grammar import load_grammar
from rectiparse.model import Notice

if TYPE_CHECKING:
    from rich.progress import Progress, TaskID

UNREADABLE, WRONG_USE, CLOSED_PIPE = 1, 2, 141

_CONTROL = dict.fromkeys((*range(0x0A), *range(0x0B, 0x20), 0x7F, *range(0x80, 0xA0)), "�")


def read_date(text: str) -> dt.date:
    """A date given as an option."""
    try:
        return dt.date.fromisoformat(text)
    except ValueError:
        raise typer.BadParameter(f"{text!r} is no date; next: write it like 2021-03-13") from None


def say(line: str) -> None:
    """To standard error, without what a terminal would obey."""
    print(line.translate(_CONTROL), file=sys.stderr)


def show_coverage(name: str, notice: Notice) -> str:
    """The last line on a notice: words of responsibility in its text, how many a field took, how many tasks there are."""
    return f"{name}: 责任词 {notice.coverage.responsibility_words}，已读 {notice.coverage.claimed}；任务 {len(notice.tasks)}"


@contextmanager
def errors_told() -> Iterator[None]:
    """Turns what is raised into a line on standard error and an exit code; a closed pipe (`| head`) is quiet."""
    gc.set_threshold(50_000)  # a run is short: looking for garbage costs more than it finds
    try:
        load_grammar()  # before any input is read
        with _progress_shown():
            yield
        sys.stdout.flush()
    except UnreadableSource as error:
        say(f"rectiparse: {error}")
        raise typer.Exit(UNREADABLE) from None
    except (GrammarError, MissingExtra) as error:
        say(f"rectiparse: {error}")
        raise typer.Exit(WRONG_USE) from None
    except BrokenPipeError:
        nowhere = os.open(os.devnull, os.O_WRONLY)
        for stream in (sys.stdout, sys.stderr):  # the interpreter flushes both when it ends
            os.dup2(nowhere, stream.fileno())
        raise typer.Exit(CLOSED_PIPE) from None
    except OSError as error:
        say(f"rectiparse: can't write {error.filename or 'the result'}: {error.strerror}; next: check space and permissions")
        raise typer.Exit(UNREADABLE) from None


@contextmanager
def _progress_shown() -> Iterator[None]:
    """Says beforehand how long page images will take; on a terminal, a bar shows how far they are."""
    from rectiparse.readers.progress import listening  # every command that is shown here reads something

    bar = _Bar()
    try:
        with listening(bar.show):
            yield
    finally:
        bar.stop()


class _Bar:
    """Rich is imported when a reader tells something: most inputs are read at once."""

    def __init__(self) -> None:
        self._progress: Progress | None = None
        self._task: TaskID | None = None

    def show(self, name: str, done: int, total: int, seconds_a_page: float) -> None:
        if not done:
            pages = "1 page image" if total == 1 else f"{total} page images"
            say(f"{name}: {pages}, about {max(1, round(total * seconds_a_page))} s")
            if sys.stderr.isatty():
                self._start(name, total)
        elif self._progress is not None and self._task is not None:
            self._progress.update(self._task, completed=done)
            if done == total:
                self.stop()

    def stop(self) -> None:
        if self._progress is not None:
            self._progress.stop()
            self._progress = None

    def _start(self, name: str, total: int) -> None:
        from rich.console import Console
        from rich.markup import escape
        from rich.progress import Progress

        self.stop()
        self._progress = Progress(console=Console(stderr=True), transient=True)
        self._task = self._progress.add_task(escape(name.translate(_CONTROL)), total=total)
        self._progress.start()
