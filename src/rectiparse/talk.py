"""What the commands share: dates given as options, what is said on standard error, and the exit codes that go with it."""

from __future__ import annotations

import datetime as dt
import gc
import os
import sys
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import TYPE_CHECKING

import typer
from typer.core import TyperCommand, TyperGroup

from rectiparse.errors import GrammarError, MissingExtra, UnreadableSource
from rectiparse.grammar import load_grammar
from rectiparse.model import Notice
from rectiparse.writers import find_format, format_names

if TYPE_CHECKING:
    from rich.progress import Progress, TaskID

UNREADABLE, WRONG_USE, INTERRUPTED, CLOSED_PIPE = 1, 2, 130, 141

_CONTROL = dict.fromkeys((*range(0x0A), *range(0x0B, 0x20), 0x7F, *range(0x80, 0xA0)), "�")


def _show_usage(command: TyperCommand | TyperGroup, ctx: typer.Context) -> str:
    from rectiparse.cli_help import show_usage

    return show_usage(command, ctx, speak)


def _show_help(command: TyperCommand | TyperGroup, ctx: typer.Context) -> str:
    from rectiparse.cli_help import show_help

    return show_help(command, ctx, speak)


class Command(TyperCommand):
    """A command whose help is in the language of the user."""

    get_usage = _show_usage  # type: ignore[assignment]
    get_help = _show_help  # type: ignore[assignment]  # typer's base knows its own context only


class Group(TyperGroup):
    """Commands whose help is."""

    get_usage = _show_usage  # type: ignore[assignment]
    get_help = _show_help  # type: ignore[assignment]  # typer's base knows its own context only


def read_date(text: str) -> dt.date:
    """A date given as an option."""
    try:
        return dt.date.fromisoformat(text)
    except ValueError:
        raise typer.BadParameter(f"{text!r} is no date; next: write it like 2021-03-13") from None


def choose_format(name: str | None, output: Path | None, default: str) -> str:
    """The format that was asked for, else that of the file's suffix; `default` where neither says it."""
    if name or output is None or not output.suffix:
        return name or default
    if found := find_format(output.suffix):
        return found
    raise typer.BadParameter(f"no format writes {output.suffix}; next: give -f {'|'.join(format_names())}", param_hint="-o")


def check_output(output: Path | None) -> None:
    """Whether a file can be there, before anything is read for it."""
    try:
        is_folder = output is not None and output.is_dir()
    except OSError as error:  # a name that is too long
        raise typer.BadParameter(f"can't write {output}: {error.strerror}; next: check the name", param_hint="-o") from None
    if is_folder:
        raise typer.BadParameter(f"{output} is a directory; next: name a file in it", param_hint="-o")
    if output and not output.parent.is_dir():
        raise typer.BadParameter(f"there is no folder {output.parent}; next: make it, or check the name", param_hint="-o")


def speaks_chinese() -> bool:
    """Whether RECTIPARSE_LANG, else the language of the system, is Chinese."""
    names = (os.environ.get(name) for name in ("RECTIPARSE_LANG", "LC_ALL", "LC_MESSAGES", "LANG"))
    if asked := next(filter(None, names), None):
        return asked.lower().startswith("zh")
    if sys.platform != "win32":
        return False
    import locale

    return (locale.getlocale()[0] or "").startswith("Chinese")


def speak(message: str) -> str:
    """The message in the language of the user."""
    if not speaks_chinese():
        return message
    from rectiparse.sayings import translate

    return translate(message)


def say(line: str) -> None:
    """To standard error as it is, without what a terminal would obey."""
    print(line.translate(_CONTROL), file=sys.stderr)


def tell(message: str) -> None:
    """To standard error, in the language of the user."""
    say(speak(message))


def show_coverage(name: str, notice: Notice) -> str:
    """The last line on a notice, in any language: words of responsibility in its text, how many a field took, how many tasks there are."""
    words, claimed, tasks = notice.coverage.responsibility_words, notice.coverage.claimed, len(notice.tasks)
    return f"{name}: 责任词 {words}，已读 {claimed}；任务 {tasks}"


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
        tell(f"rectiparse: {error}")
        raise typer.Exit(UNREADABLE) from None
    except (GrammarError, MissingExtra) as error:
        tell(f"rectiparse: {error}")
        raise typer.Exit(WRONG_USE) from None
    except BrokenPipeError:
        nowhere = os.open(os.devnull, os.O_WRONLY)
        for stream in (sys.stdout, sys.stderr):  # the interpreter flushes both when it ends
            os.dup2(nowhere, stream.fileno())
        raise typer.Exit(CLOSED_PIPE) from None
    except OSError as error:
        tell(f"rectiparse: can't write {error.filename or 'the result'}: {error.strerror}; next: check space and permissions")
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
            tell(f"{name}: {pages}, about {max(1, round(total * seconds_a_page))} s")
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
