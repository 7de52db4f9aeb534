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
from rectiparse.batch.clock import CLOCK_BYTES, DOINGS, Clock
from rectiparse.batch.jobs import BatchError, Job, Result, Settings, Stop

_AHEAD = 0.6
"""Seconds of work that a worker has before it, so that it need not wait while the parent writes the ledger."""
_FEWEST, _MOST = 2, 32
"""Jobs, however long they take."""
_HEAVIEST = 16 * 1024
"""Bytes of jobs that a worker has before it: a pipe must take them all, also when the worker does not read."""
_TICK = 0.1
"""Seconds after which clocks and signals are looked at."""
_MOMENT = 0.002
_DEAF = 60.0
"""Seconds, or the timeout when that is longer, after which a worker that has jobs and begins none is replaced."""
_TRIES = 2
_AT_ONCE = 2
"""Workers that start before there is a job; a few files need no more."""
_WAITING = 4
"""Messages that wait for the parent before workers have to."""
_STILLBORN = 3
"""Workers that may end in a row before one of them has begun a job."""

_START = "import sys; sys.path.append(sys.argv[1]); from rectiparse.batch.worker import main; main()"


class Pool:
    """Local workers; a job that ends its worker is tried once more, by itself, and then reported."""

    def __init__(self, jobs: int, settings: Settings, timeout: float, stop: Stop) -> None:
        self._size, self._settings, self._timeout, self._stop = jobs, settings, timeout, stop
        self._inbox: _Inbox = Queue(_WAITING)
        self._workers = [_Worker(settings, self._inbox) for _ in range(min(jobs, _AT_ONCE))]  # loading takes as long as fifty notices
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
        for worker in self._workers:
            worker.forget_pace()
        while self._feed(jobs):
            self._stop.check()
            try:
                worker, message = self._inbox.get(timeout=_TICK)
            except Empty:
                yield from self._end_late()
                continue
            if worker not in self._workers:
                continue  # it was ended, these are its last words
            if message is None:
                yield from self._replace(worker, worker.find_suspect(), _describe_end(worker))
            else:
                self._stillborn = 0
                yield from worker.finish(message)
            yield from self._end_late()

    def close(self) -> None:
        for worker in self._workers:
            worker.kill()
        for worker in self._workers:
            while not worker.is_silent():  # its last words may wait for room in the inbox
                with suppress(Empty):
                    self._inbox.get_nowait()
        self._workers.clear()

    def _feed(self, jobs: Iterator[Job]) -> bool:
        """Gives jobs to workers that have room; False when all is done."""
        for worker in self._workers:
            if (room := worker.room) and (given := self._take(jobs, room, beside=bool(worker.pending))):
                worker.give(given, is_alone=given[0].number in self._tries)
        while len(self._workers) < self._size and (given := self._take(jobs, _FEWEST, beside=False)):
            worker = _Worker(self._settings, self._inbox)
            self._workers.append(worker)
            worker.give(given, is_alone=given[0].number in self._tries)
        return any(worker.pending for worker in self._workers)

    def _take(self, jobs: Iterator[Job], most: int, *, beside: bool) -> list[Job]:
        """The next jobs; one that was tried before goes alone, to a worker that has no others `beside`."""
        if self._alone and not beside:
            return [self._alone.popleft()]
        taken: list[Job] = []
        weight = 0
        while len(taken) < most and weight < _HEAVIEST:
            job = self._again.popleft() if self._again else next(jobs, None)
            if job is None:
                break
            taken.append(job)
            weight += _weigh(job)
        return taken

    def _end_late(self) -> Iterator[Result]:
        now = time.monotonic()
        for worker in list(self._workers):
            job = worker.find_late(now - self._timeout)
            if job:
                self._tries[job.number] = _TRIES
                reason = f"took longer than {self._timeout:g} s; next: look at the file, or give more with --timeout"
                yield from self._replace(worker, job, reason)
            elif worker.is_deaf(now - max(_DEAF, self._timeout)):
                yield from self._replace(worker, None, "")

    def _replace(self, worker: _Worker, suspect: Job | None, reason: str) -> Iterator[Result]:
        """Ends a worker and sees to its jobs: the suspect is tried once more or reported, the others just wait again."""
        worker.kill()
        self._workers.remove(worker)
        if worker.pending:
            self.replaced += 1
        if suspect is None and worker.pending:
            self._stillborn += 1
            if self._stillborn >= _STILLBORN * self._size:
                raise BatchError(f"workers can't start ({worker.last_words()}); next: try rectiparse extract on one file")
        for job in reversed(worker.pending.values()):
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

    def __init__(self, settings: Settings, inbox: _Inbox) -> None:
        self._errors = TemporaryFile()  # noqa: SIM115  # as long as the worker
        self._errors.write(bytes(CLOCK_BYTES))
        self._errors.flush()
        self._clock = Clock(self._errors.fileno())
        package = Path(rectiparse.__file__).parents[1]
        self._process = subprocess.Popen(
            [sys.executable, "-c", _START, str(package)],
            stdin=subprocess.PIPE,
            stdout=subprocess.PIPE,
            stderr=self._errors,  # behind the clock
            start_new_session=True,  # Ctrl-C is the parent's; and the worker goes with all that it has started
        )
        self.pending: dict[int, Job] = {}
        self._is_alone = False
        self._heard = time.monotonic()
        self.forget_pace()
        self._send(settings)
        self._listener = Thread(target=self._listen, args=(cast(BinaryIO, self._process.stdout), inbox), daemon=True)
        self._listener.start()

    def is_silent(self) -> bool:
        """Whether nothing of what it said is still to come."""
        self._listener.join(_MOMENT)
        return not self._listener.is_alive()

    @property
    def room(self) -> int:
        """How many jobs it should be given now: none before it has done half of what it has."""
        most = 1 if self._is_alone else self._most
        is_short = len(self.pending) <= most // 2 and sum(map(_weigh, self.pending.values())) < _HEAVIEST
        return most - len(self.pending) if is_short else 0

    def forget_pace(self) -> None:
        """Jobs of another kind follow."""
        self._most = _FEWEST

    def give(self, jobs: list[Job], *, is_alone: bool) -> None:
        self._is_alone = is_alone
        if not self.pending:
            self._heard = time.monotonic()
        self.pending |= {job.number: job for job in jobs}
        self._send(jobs)

    def find_late(self, latest: float) -> Job | None:
        """The job that it is at since before `latest`."""
        for number, since in map(self._clock.read, DOINGS):
            if number in self.pending and since < latest:
                return self.pending[number]
        return None

    def is_deaf(self, latest: float) -> bool:
        """Whether it has begun nothing since `latest`, though it had something to do."""
        at_rest = all(at.number not in self.pending and at.since < latest for at in map(self._clock.read, DOINGS))
        return bool(self.pending) and self._heard < latest and at_rest

    def find_suspect(self) -> Job | None:
        """The job that it was at when it ended: the one it parsed, else the first of those it wrote."""
        at = map(self._clock.read, DOINGS)
        return next((self.pending[number] for number, _ in at if number in self.pending), None)

    def finish(self, results: list[Result]) -> list[Result]:
        """The results that were waited for."""
        now = time.monotonic()
        pace, self._heard = (now - self._heard) / len(results), now
        self._most = max(_FEWEST, min(_MOST, 2 * self._most, round(_AHEAD / max(pace, 0.001))))
        return [result for result in results if self.pending.pop(result.job.number, None)]

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
        self._errors.seek(CLOCK_BYTES)
        lines = self._errors.read().decode(errors="replace").strip().splitlines()
        return lines[-1] if lines else f"exit code {self._process.returncode}"

    def _send(self, message: Settings | list[Job]) -> None:
        stdin = cast(BinaryIO, self._process.stdin)
        with suppress(OSError):  # it is dead: its reader says so
            pickle.dump(message, stdin, pickle.HIGHEST_PROTOCOL)
            stdin.flush()

    def _listen(self, results: BinaryIO, inbox: _Inbox) -> None:
        with suppress(Exception):  # cut off in the middle of a message: as good as dead
            while True:
                inbox.put((self, pickle.load(results)))
        inbox.put((self, None))
        results.close()


_Inbox = Queue[tuple[_Worker, list[Result] | None]]
"""What a worker says; None: nothing any more."""


def _weigh(job: Job) -> int:
    """Bytes of its message, at the most."""
    return 4 * (len(job.address) + len(job.path) + len(job.place)) + 300


def _describe_end(worker: _Worker) -> str:
    code = worker.end_code()
    if code == -signal.SIGKILL:
        cause = "killed, maybe for want of memory"
    elif code < 0:
        cause = signal.strsignal(-code) or f"signal {-code}"
    else:
        cause = f"exit code {code}"
    return f"ended its worker twice ({cause}); next: look at the file, or convert it with another program"
