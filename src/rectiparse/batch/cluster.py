"""Workers of other machines by dask.distributed: the same jobs in chunks, results written where all machines reach them."""

from __future__ import annotations

import threading
from collections.abc import Iterator
from itertools import islice
from typing import TYPE_CHECKING

from rectiparse.batch.jobs import BatchError, Job, Result, Settings, Stop
from rectiparse.batch.pool import Pool

if TYPE_CHECKING:
    from distributed import Client, Future

_CHUNK = 16
"""Jobs that travel together: some half a second's work."""
_CHUNKS_AHEAD = 3
"""Chunks for each thread of the cluster that are on their way."""
_TICK = 0.2
_CONNECT = "10s"


class Cluster:
    """The workers of a scheduler. One that dies is the scheduler's to replace; a chunk that ends several is taken apart."""

    def __init__(self, scheduler: str, settings: Settings, timeout: float, stop: Stop) -> None:
        self._settings, self._timeout, self._stop = settings, timeout, stop
        self.replaced = 0
        try:
            from distributed import Client
        except ImportError:
            raise BatchError("--scheduler needs dask; next: pip install 'rectiparse[dask]'") from None
        try:
            self._client: Client = Client(scheduler, timeout=_CONNECT, set_as_default=False)
        except (OSError, ValueError, TimeoutError) as error:
            raise BatchError(f"{scheduler} does not answer ({error}); next: start one with dask scheduler, or check the address") from None

    def run(self, jobs: Iterator[Job]) -> Iterator[Result]:
        """A result for each job, as they come. Raises Stopped after a signal."""
        from distributed import KilledWorker

        waiting: dict[Future[list[Result]], tuple[Job, ...]] = {}
        while self._submit(jobs, waiting):
            self._stop.check()
            for future in self._wait(waiting):
                chunk = waiting.pop(future)
                try:
                    yield from future.result()
                except KilledWorker as error:
                    yield from self._take_apart(chunk, waiting, str(error))
                except Exception as error:  # what dask tells of itself: no such module, another version
                    raise BatchError(f"the cluster's workers can't work: {error}; next: install the same rectiparse there") from None

    def close(self) -> None:
        self._client.close(timeout=2)

    def _submit(self, jobs: Iterator[Job], waiting: dict[Future[list[Result]], tuple[Job, ...]]) -> bool:
        """Sends chunks until enough are on their way; False when all is done."""
        threads = sum(self._client.nthreads().values())
        while len(waiting) < max(1, threads) * _CHUNKS_AHEAD and (chunk := tuple(islice(jobs, _CHUNK))):
            self._send(chunk, waiting)
        return bool(waiting)

    def _send(self, chunk: tuple[Job, ...], waiting: dict[Future[list[Result]], tuple[Job, ...]]) -> None:
        waiting[self._client.submit(run_chunk, self._settings, self._timeout, chunk, pure=False)] = chunk

    def _wait(self, waiting: dict[Future[list[Result]], tuple[Job, ...]]) -> list[Future[list[Result]]]:
        from distributed import wait

        try:
            done = wait(list(waiting), timeout=_TICK, return_when="FIRST_COMPLETED").done
        except TimeoutError:
            return []
        return sorted(done, key=lambda future: waiting[future][0].number)

    def _take_apart(self, chunk: tuple[Job, ...], waiting: dict[Future[list[Result]], tuple[Job, ...]], error: str) -> Iterator[Result]:
        if len(chunk) > 1:
            for job in chunk:
                self._send((job,), waiting)
            return
        yield Result(chunk[0], failure=f"{chunk[0].path} ended the cluster's workers ({error}); next: look at the file")


_held = threading.local()


def run_chunk(settings: Settings, timeout: float, chunk: tuple[Job, ...]) -> list[Result]:
    """Runs in a worker of the cluster, which has a worker process of its own: so time and memory are bounded there too."""
    held: tuple[Settings, Pool] | None = getattr(_held, "pool", None)
    if held is None or held[0] != settings:
        if held:
            held[1].close()
        held = _held.pool = (settings, Pool(1, settings, timeout, Stop()))
    return list(held[1].run(iter(chunk)))
