"""How far a batch is: a bar on a terminal, a line now and then elsewhere; all of it on standard error."""

from __future__ import annotations

import time
from collections.abc import Callable
from typing import TYPE_CHECKING, Protocol

if TYPE_CHECKING:
    from rich.progress import Progress

_EVERY = 10.0
"""Seconds between plain lines."""


class Meter(Protocol):
    """Is told what was done, shows it."""

    def begin(self, what: str, total: int | None) -> None: ...

    def count(self, *, failed: bool = False) -> None: ...

    def end(self) -> None: ...


class NoMeter:
    """For a library's caller: says nothing."""

    def begin(self, what: str, total: int | None) -> None:
        pass

    def count(self, *, failed: bool = False) -> None:
        pass

    def end(self) -> None:
        pass


class LineMeter:
    """A line every ten seconds: `notices: 1200 of 5000, 41.3 a second, 3 failed, 92 s left`."""

    def __init__(self, say: Callable[[str], None]) -> None:
        self._say = say
        self._what, self._total = "", 0
        self._done = self._failed = 0
        self._began = self._said = time.monotonic()

    def begin(self, what: str, total: int | None) -> None:
        self._what, self._total, self._done, self._failed = what, total or 0, 0, 0
        self._began = self._said = time.monotonic()

    def count(self, *, failed: bool = False) -> None:
        self._done += 1
        self._failed += failed
        now = time.monotonic()
        if now - self._said >= _EVERY:
            self._said = now
            self._say(self._describe(now - self._began))

    def end(self) -> None:
        pass

    def _describe(self, seconds: float) -> str:
        rate = self._done / seconds
        of = f" of {self._total}" if self._total else ""
        left = f", {(self._total - self._done) / rate:.0f} s left" if self._total and rate else ""
        return f"{self._what}: {self._done}{of}, {rate:.1f} a second, {self._failed} failed{left}"


class BarMeter:
    """A bar with rate, failures and time left; gone when it is done."""

    def __init__(self, speak: Callable[[str], str]) -> None:
        self._speak = speak
        self._bar: Progress | None = None
        self._failed = 0

    def begin(self, what: str, total: int | None) -> None:
        from rich.console import Console
        from rich.progress import BarColumn, MofNCompleteColumn, Progress, TextColumn, TimeElapsedColumn, TimeRemainingColumn

        self.end()
        self._failed = 0
        self._bar = Progress(
            TextColumn("{task.description}"),
            BarColumn(),
            MofNCompleteColumn(),
            TextColumn("{task.fields[rate]}"),
            TextColumn("{task.fields[failed]}"),
            TimeElapsedColumn(),
            TextColumn(self._speak("left")),
            TimeRemainingColumn(),
            console=Console(stderr=True),
            transient=True,
        )
        self._bar.add_task(self._speak(what), total=total, rate="", failed="")
        self._bar.start()

    def count(self, *, failed: bool = False) -> None:
        if self._bar is None:
            return
        self._failed += failed
        task = self._bar.tasks[0]
        rate = f"{(task.completed + 1) / task.elapsed:.1f}/s" if task.elapsed else ""
        shown = f"[red]{self._speak(f'{self._failed} failed')}" if self._failed else ""
        self._bar.update(task.id, advance=1, rate=rate, failed=shown)

    def end(self) -> None:
        if self._bar:
            self._bar.stop()
            self._bar = None
