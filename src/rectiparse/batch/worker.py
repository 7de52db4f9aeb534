"""A worker process: jobs come in by standard input, results go out by standard output, both pickled; the parent may end it any time."""

from __future__ import annotations

import os
import pickle
import signal
import sys
import time
from contextlib import suppress
from queue import Queue, SimpleQueue
from threading import Thread
from typing import BinaryIO

from rectiparse.batch.clock import Clock
from rectiparse.batch.jobs import Job, Result, Settings
from rectiparse.batch.work import Done, Work

_SWITCH = 0.001
"""Seconds; a thread that writes asks for the interpreter some times a file, and would wait 5 ms each time."""
_TOGETHER, _PATIENCE = 16, 0.25
"""Results, or seconds, after which what is done is written and told: a message for each notice would cost the parent too much."""


def main() -> None:
    """Does jobs until it has no memory left or is ended; without its parent it ends at once, with all it has started."""
    results = os.fdopen(os.dup(1), "wb")
    clock = Clock(2)  # the file of the parent that takes the last words, behind the clock
    os.dup2(2, 1)  # a library that prints must not speak between results
    jobs = sys.stdin.buffer
    settings: Settings = pickle.load(jobs)
    sys.setswitchinterval(_SWITCH)
    work = Work(settings)
    _limit_memory(settings.memory)
    with open(os.devnull, "wb") as nowhere:  # noqa: PTH123
        os.dup2(nowhere.fileno(), 2)  # what libraries say would fill that file
    inbox: SimpleQueue[Job] = SimpleQueue()
    Thread(target=_listen, args=(jobs, inbox), daemon=True).start()
    _Session(work, clock, results, settings.memory).run(inbox)


class _Session:
    """Parses in one thread and writes in another, several notices at once: waiting for the disk takes longer than one thinks."""

    def __init__(self, work: Work, clock: Clock, results: BinaryIO, memory: int) -> None:
        self._work, self._clock, self._results, self._memory = work, clock, results, memory
        self._groups: Queue[list[Done]] = Queue(maxsize=1)

    def run(self, inbox: SimpleQueue[Job]) -> None:
        Thread(target=self._save, daemon=True).start()
        is_well = True
        while is_well:
            group: list[Done] = []
            job = inbox.get()
            due = time.monotonic() + _PATIENCE
            while True:
                self._clock.begin("parse", job.number)
                try:
                    group.append(self._work.prepare(job))
                except MemoryError:
                    group.append(Done(Result(job, failure=self._too_large(job))))
                    is_well = False  # what is left of the memory may be in pieces: a new worker goes on
                if not is_well or len(group) >= _TOGETHER or time.monotonic() > due or inbox.empty():
                    break
                job = inbox.get()
            self._clock.rest("parse")  # if the disk is slow, it is not this notice
            self._groups.put(group)
        self._groups.join()

    def _save(self) -> None:
        try:
            while True:
                group = self._groups.get()
                self._clock.begin("write", group[0].result.job.number)
                self._tell(group)
                self._clock.rest("write")
                self._groups.task_done()
        finally:
            os._exit(1)  # without it nothing would ever be told: the parent starts another worker

    def _tell(self, group: list[Done]) -> None:
        try:
            results = self._work.finish(group)
        except MemoryError:
            results = [self._save_alone(done) for done in group]
        pickle.dump(results, self._results, pickle.HIGHEST_PROTOCOL)
        self._results.flush()

    def _save_alone(self, done: Done) -> Result:
        try:
            return self._work.finish([done])[0]
        except MemoryError:
            return Result(done.result.job, failure=self._too_large(done.result.job))

    def _too_large(self, job: Job) -> str:
        return f"{job.path} needs more than {self._memory} MB of memory; next: split it, or give more with --memory"


def _listen(jobs: BinaryIO, inbox: SimpleQueue[Job]) -> None:
    with suppress(EOFError, pickle.UnpicklingError, OSError):
        while True:
            for job in pickle.load(jobs):
                inbox.put(job)
    # the parent is gone without a word: so must be what it started
    if hasattr(os, "killpg") and os.getpgrp() == os.getpid():
        os.killpg(0, signal.SIGKILL)
    os._exit(1)


def _limit_memory(megabytes: int) -> None:
    """Where the system can: not on Windows."""
    if not megabytes:
        return
    with suppress(ImportError, ValueError, OSError):
        import resource

        resource.setrlimit(resource.RLIMIT_AS, (megabytes * 2**20, megabytes * 2**20))


if __name__ == "__main__":
    main()
