"""A worker process: jobs come in by standard input, results go out by standard output, both pickled; the parent may end it any time."""

from __future__ import annotations

import os
import pickle
import signal
import sys
from contextlib import suppress
from queue import SimpleQueue
from threading import Lock, Thread
from typing import BinaryIO

from rectiparse.batch.jobs import Job, Result, Settings
from rectiparse.batch.work import Done, Work

_SWITCH = 0.0002
"""Seconds; a thread that writes a file asks for the interpreter some ten times, and would wait 5 ms each time."""
_SAVERS, _SAVES_AHEAD = 4, 6
"""Threads that write, and notices that may wait for them: a disk syncs several files in the time of one."""


class Begun:
    """Says which job a worker is at, so that its clock runs, and so that it is known which one ended the worker."""

    def __init__(self, number: int) -> None:
        self.number = number


def main() -> None:
    """Does jobs until it has no memory left or is ended; without its parent it ends at once, with all it has started."""
    results = os.fdopen(os.dup(1), "wb")
    os.dup2(2, 1)  # a library that prints must not speak between results
    jobs = sys.stdin.buffer
    settings: Settings = pickle.load(jobs)
    sys.setswitchinterval(_SWITCH)
    work = Work(settings)
    _limit_memory(settings.memory)
    with open(os.devnull, "wb") as nowhere:  # noqa: PTH123
        os.dup2(nowhere.fileno(), 2)  # from here on the parent shows a progress bar there
    inbox: SimpleQueue[Job] = SimpleQueue()
    Thread(target=_listen, args=(jobs, inbox), daemon=True).start()
    _Session(work, results, settings.memory).run(inbox)


class _Session:
    """Parses in one thread and writes in others: waiting for the disk takes longer than one thinks."""

    def __init__(self, work: Work, results: BinaryIO, memory: int) -> None:
        self._work, self._results, self._memory = work, results, memory
        self._speaking = Lock()
        self._outbox: SimpleQueue[Done | None] = SimpleQueue()
        self._slots: SimpleQueue[None] = SimpleQueue()

    def run(self, inbox: SimpleQueue[Job]) -> None:
        savers = [Thread(target=self._save) for _ in range(_SAVERS)]
        for saver in savers:
            saver.start()
        for _ in range(_SAVES_AHEAD):
            self._slots.put(None)
        is_well = True
        while is_well:
            job = inbox.get()
            self._slots.get()
            self._send(Begun(job.number))
            try:
                self._outbox.put(self._work.prepare(job))
            except MemoryError:
                self._outbox.put(Done(Result(job, failure=self._too_large(job))))
                is_well = False  # what is left of the memory may be in pieces: a new worker goes on
        for _ in savers:
            self._outbox.put(None)
        for saver in savers:
            saver.join()

    def _save(self) -> None:
        while (done := self._outbox.get()) is not None:
            try:
                result = self._work.finish(done)
            except MemoryError:
                result = Result(done.result.job, failure=self._too_large(done.result.job))
            self._send(result)
            self._slots.put(None)

    def _too_large(self, job: Job) -> str:
        return f"{job.path} needs more than {self._memory} MB of memory; next: split it, or give more with --memory"

    def _send(self, message: Begun | Result) -> None:
        with self._speaking:
            pickle.dump(message, self._results, pickle.HIGHEST_PROTOCOL)
            self._results.flush()


def _listen(jobs: BinaryIO, inbox: SimpleQueue[Job]) -> None:
    with suppress(EOFError, pickle.UnpicklingError, OSError):
        while True:
            inbox.put(pickle.load(jobs))
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
