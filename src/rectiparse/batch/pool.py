"""Worker processes of this machine: each has a pipe of its own, so one can be ended and replaced while the others go on."""

from __future__ import annotations

import os
import pickle
import signal
import subprocess
import sys
import time
from collections import deque
from collections.abc import Iterator
from contextlib import suppress
from pathlib import Path
from queue import Empty, Queue
from tempfile import TemporaryFile
from threading import Thread
from typing import BinaryIO, cast

import rectiparse
from rectiparse.batch.jobs import BatchError, Job, Result, Settings, Stop
from rectiparse.batch.worker import Begun

_AHEAD = 10
"""Jobs that a worker has before it: one it does, those that wait for the disk, some to begin with at once."""
_TICK = 0.1
"""Seconds after which clocks and signals are looked at."""
_TRIES = 2
_WAITING = 32
"""Messages that wait for the parent before workers have to."""
_STILLBORN = 3
"""Workers that may end in a row before one of them has begun a job."""

_START = "import sys; sys.path.append(sys.argv[1]); from rectiparse.batch.worker import main; main()"


class Pool:
    """Local workers; a job that ends its worker is tried once more, by itself, and then reported."""

    def __init__(self, jobs: int, settings: Settings, timeout: float, stop: Stop) -> None:
        self._size, self._settings, self._timeout, self._stop = jobs, settings, timeout, stop
        self._workers: list[_Worker] = []
        self._inbox: Queue[tuple[_Worker, Begun | Result | None]] = Queue(_WAITING)
        self._again: deque[Job] = deque()
        self._alone: deque[Job] = deque()
        self._tries: dict[int, int] = {}
        self._stillborn = 0
        self.replaced = 0
        """Workers that died or were ended for the time they took."""

    def run(self, jobs: Iterator[Job]) -> Iterator[Result]:
        """A result for each job, as they come. Raises Stopped after a signal, BatchError when no worker can start."""
        self._alone.clear()
        self._again.clear()
        self._tries.clear()
        while self._feed(jobs):
            self._stop.check()
            try:
                worker, message = self._inbox.get(timeout=_TICK)
            except Empty:
                yield from self._end_late()
                continue
            if worker not in self._workers:
                continue  # it was ended, these are its last words
            if isinstance(message, Begun):
                worker.begin(message.number)
                self._stillborn = 0
            elif message is None:
                yield from self._replace(worker, _describe_end(worker))
            elif worker.finish(message.job.number):
                yield message
            yield from self._end_late()

    def close(self) -> None:
        for worker in self._workers:
            worker.kill()
        self._workers.clear()
        while True:  # a reader may be waiting to be heard
            try:
                self._inbox.get_nowait()
            except Empty:
                break

    def _feed(self, jobs: Iterator[Job]) -> bool:
        """Gives jobs to workers that have room; False when all is done."""
        missing = self._size - len(self._workers)
        for worker in self._workers:
            while worker.has_room and (job := self._next(worker, jobs)):
                worker.give(job, is_alone=job.number in self._tries)
        while missing > 0 and (job := self._next(None, jobs)):
            worker = _Worker(self._settings, self._inbox)
            self._workers.append(worker)
            worker.give(job, is_alone=job.number in self._tries)
            missing -= 1
        return any(worker.pending for worker in self._workers)

    def _next(self, worker: _Worker | None, jobs: Iterator[Job]) -> Job | None:
        if self._alone and (worker is None or not worker.pending):
            return self._alone.popleft()
        return self._again.popleft() if self._again else next(jobs, None)

    def _end_late(self) -> Iterator[Result]:
        now = time.monotonic()
        for worker in list(self._workers):
            if worker.begun is not None and now - worker.begun_at > self._timeout:
                job = worker.begun
                self._tries[job.number] = _TRIES
                yield from self._replace(
                    worker, f"took longer than {self._timeout:g} s; next: look at the file, or give more with --timeout"
                )

    def _replace(self, worker: _Worker, reason: str) -> Iterator[Result]:
        """Ends a worker and sees to its jobs: the one it was at is suspect, the others just wait again."""
        worker.kill()
        self._workers.remove(worker)
        suspect = worker.begun
        if worker.pending:
            self.replaced += 1
        if suspect is None and worker.pending:
            self._stillborn += 1
            if self._stillborn >= _STILLBORN * self._size:
                raise BatchError(f"workers can't start: {worker.last_words()}")
        for job in reversed(worker.pending):
            if job is not suspect:
                self._again.appendleft(job)
        if suspect is None:
            return
        self._tries[suspect.number] = self._tries.get(suspect.number, 0) + 1
        if self._tries[suspect.number] < _TRIES:
            self._alone.append(suspect)
        else:
            yield Result(suspect, failure=f"{suspect.path} {reason}")


class _Worker:
    """A process and what it has before it."""

    def __init__(self, settings: Settings, inbox: Queue[tuple[_Worker, Begun | Result | None]]) -> None:
        self._errors = TemporaryFile()  # noqa: SIM115  # as long as the worker
        package = Path(rectiparse.__file__).parents[1]
        self._process = subprocess.Popen(
            [sys.executable, "-c", _START, str(package)],
            stdin=subprocess.PIPE,
            stdout=subprocess.PIPE,
            stderr=self._errors,
            start_new_session=True,  # Ctrl-C is the parent's; and the worker goes with all that it has started
        )
        self.pending: list[Job] = []
        self.begun: Job | None = None
        self.begun_at = 0.0
        self.is_alone = False
        self._send(settings)
        Thread(target=self._listen, args=(cast(BinaryIO, self._process.stdout), inbox), daemon=True).start()

    @property
    def has_room(self) -> bool:
        return len(self.pending) < (1 if self.is_alone else _AHEAD)

    def give(self, job: Job, *, is_alone: bool) -> None:
        self.is_alone |= is_alone
        self.pending.append(job)
        self._send(job)

    def begin(self, number: int) -> None:
        self.begun = next((job for job in self.pending if job.number == number), None)
        self.begun_at = time.monotonic()

    def finish(self, number: int) -> bool:
        """Whether the job was waited for."""
        waited_for = [job for job in self.pending if job.number == number]
        self.pending = [job for job in self.pending if job.number != number]
        if self.begun and self.begun.number == number:
            self.begun = None
        if not self.pending:
            self.is_alone = False
        return bool(waited_for)

    def kill(self) -> None:
        with suppress(OSError):
            if hasattr(os, "killpg"):
                os.killpg(self._process.pid, signal.SIGKILL)
            else:
                self._process.kill()
        self._process.wait()
        with suppress(OSError):
            cast(BinaryIO, self._process.stdin).close()

    def end_code(self) -> int:
        return self._process.wait()

    def last_words(self) -> str:
        self._errors.seek(0)
        lines = self._errors.read().decode(errors="replace").strip().splitlines()
        return lines[-1] if lines else f"exit code {self._process.returncode}"

    def _send(self, message: Settings | Job) -> None:
        stdin = cast(BinaryIO, self._process.stdin)
        with suppress(OSError):  # it is dead: its reader says so
            pickle.dump(message, stdin, pickle.HIGHEST_PROTOCOL)
            stdin.flush()

    def _listen(self, results: BinaryIO, inbox: Queue[tuple[_Worker, Begun | Result | None]]) -> None:
        with suppress(Exception):  # cut off in the middle of a message: as good as dead
            while True:
                inbox.put((self, pickle.load(results)))
        inbox.put((self, None))
        results.close()


def _describe_end(worker: _Worker) -> str:
    code = worker.end_code()
    if code == -signal.SIGKILL:
        cause = "killed, maybe for want of memory"
    elif code < 0:
        cause = signal.strsignal(-code) or f"signal {-code}"
    else:
        cause = f"exit code {code}"
    return f"ended its worker twice ({cause}); next: look at the file, or convert it with another program"
