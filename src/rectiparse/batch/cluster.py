"""Workers of other machines by dask.distributed: the same jobs in chunks, results written where all machines reach them."""

from __future__ import annotations

import logging
import threading
import time
from collections.abc import Iterator
from itertools import islice
from queue import Empty, SimpleQueue
from typing import TYPE_CHECKING

from rectiparse.batch.jobs import BatchError, Job, Result, Settings, Stop
from rectiparse.batch.pool import Pool

if TYPE_CHECKING:
    from distributed import Client, Future

_CHUNK = 1.0
"""Seconds of work that travel together, as far as the jobs before tell."""
_FEWEST, _MOST = 2, 96
"""Jobs of a chunk, however long they take."""
_CHUNKS_AHEAD = 3
"""Chunks for each thread of the cluster that are on their way."""
_TICK = 0.2
_CONNECT = "5s"


_Waiting = dict[str, tuple["Future[tuple[list[Result], float]]", tuple[Job, ...]]]
"""By key: what is on its way."""


class Cluster:
    """The workers of a scheduler. One that dies is the scheduler's to replace; a chunk that ends several is taken apart."""

    def __init__(self, scheduler: str, settings: Settings, timeout: float, stop: Stop) -> None:
        self._settings, self._timeout, self._stop = settings, timeout, stop
        self._done: SimpleQueue[str] = SimpleQueue()
        self._size = _FEWEST
        """Jobs of the next chunk."""
        self.replaced = 0
        logging.getLogger("distributed").setLevel(logging.CRITICAL)  # it tells of every closing connection
        try:
            from distributed import Client
        except ImportError:
            raise BatchError("--scheduler needs dask; next: pip install 'rectiparse[dask]'") from None
        try:
            self._client: Client = Client(scheduler, timeout=_CONNECT, set_as_default=False)
        except (OSError, ValueError, TimeoutError) as error:
            raise BatchError(f"{scheduler} does not answer ({error}); next: start one with dask scheduler, or check the address") from None

    def run(self, jobs: Iterator[Job]) -> Iterator[Result]:
        """A result for each job, as they come. Raises Stopped after a signal, BatchError when the cluster fails as a whole."""
        from distributed import KilledWorker

        waiting: _Waiting = {}
        self._size = _FEWEST  # jobs of another kind than before
        while self._submit(jobs, waiting):
            self._stop.check()
            try:
                future, chunk = waiting.pop(self._done.get(timeout=_TICK))
            except (Empty, KeyError):
                continue
            try:
                results, seconds = future.result()
                fitting = round(_CHUNK * len(chunk) / max(seconds, 0.001))
                self._size = max(_FEWEST, min(_MOST, 2 * self._size, fitting))
                yield from results
            except KilledWorker as error:
                yield from self._take_apart(chunk, waiting, error)
            except Exception as error:  # what dask tells of itself: no such module, another version, no scheduler any more
                raise BatchError(f"the cluster failed: {error}; next: see that it runs, with the same rectiparse everywhere") from None

    def close(self) -> None:
        self._client.close(timeout=2)

    def _submit(self, jobs: Iterator[Job], waiting: _Waiting) -> bool:
        """Sends chunks until enough are on their way; False when all is done."""
        threads = sum(self._client.nthreads().values())
        while len(waiting) < max(1, threads) * _CHUNKS_AHEAD and (chunk := tuple(islice(jobs, self._size))):
            self._send(chunk, waiting)
        return bool(waiting)

    def _send(self, chunk: tuple[Job, ...], waiting: _Waiting) -> None:
        future = self._client.submit(run_chunk, self._settings, self._timeout, chunk, pure=False)
        waiting[str(future.key)] = (future, chunk)
        future.add_done_callback(lambda done: self._done.put(str(done.key)))

    def _take_apart(self, chunk: tuple[Job, ...], waiting: _Waiting, error: Exception) -> Iterator[Result]:
        if len(chunk) > 1:
            for job in chunk:
                self._send((job,), waiting)
            return
        yield Result(chunk[0], failure=f"{chunk[0].path} ended the cluster's workers ({error}); next: look at the file")


_held = threading.local()


def run_chunk(settings: Settings, timeout: float, chunk: tuple[Job, ...]) -> tuple[list[Result], float]:
    """The results and the seconds they took; in a worker of the cluster, which has a worker process of its own.

    So time and memory are bounded there too.
    """
    began = time.monotonic()
    held: tuple[Settings, Pool] | None = getattr(_held, "pool", None)
    if held is None or held[0] != settings:
        if held:
            held[1].close()
        held = _held.pool = (settings, Pool(1, settings, timeout, Stop()))
    return list(held[1].run(iter(chunk))), time.monotonic() - began
