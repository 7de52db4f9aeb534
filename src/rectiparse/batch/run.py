"""A whole batch: finds the files, surveys them, has each notice parsed and written, and brings the ledger up to date."""

from __future__ import annotations

import csv
import datetime as dt
import os
import sqlite3
import time
from collections.abc import Callable, Iterator
from contextlib import closing, contextmanager, suppress
from dataclasses import dataclass, field
from functools import partial
from hashlib import sha256
from io import StringIO
from pathlib import Path
from typing import BinaryIO

import rectiparse
from rectiparse.batch.jobs import BatchError, Engine, Result, Settings, Stop, Stopped
from rectiparse.batch.plan import Plan
from rectiparse.batch.pool import Pool
from rectiparse.batch.progress import Meter, NoMeter
from rectiparse.batch.sources import LEDGER, NOTICES, find_files
from rectiparse.errors import LedgerError
from rectiparse.grammar import load_grammar
from rectiparse.ledger.records import Record
from rectiparse.ledger.store import FileState, Store
from rectiparse.storage import PART, is_address, open_storage

FAILURES = "failures.csv"
_AT_ONCE, _SECONDS = 256, 4.0
"""Notices, or seconds, in one transaction of the ledger."""


@dataclass(frozen=True, slots=True)
class BatchOptions:
    """What a caller may choose."""

    output: str
    jobs: int = field(default_factory=lambda: os.cpu_count() or 1)
    resume: bool = False
    """Keep what an earlier run with this version and these options has written."""
    prune: bool = False
    """Take out of the ledger what the sources no longer hold."""
    ledger: Path | None = None
    """Where the ledger goes; else into the output, which must then be a folder of this machine."""
    scheduler: str | None = None
    timeout: float = 120.0
    memory: int = 4096
    """Megabytes a worker may use; 0: any."""
    issued: dt.date | None = None
    encoding: str | None = None


@dataclass(slots=True)
class Summary:
    """What a batch came to; `failures` has path and reason of each."""

    parsed: int = 0
    kept: int = 0
    duplicates: int = 0
    gone: int = 0
    """Files in the ledger that these sources do not hold; taken out with --prune."""
    replaced: int = 0
    """Workers that had to be replaced."""
    seconds: float = 0.0
    failures: list[tuple[str, str]] = field(default_factory=list)
    left_out: list[str] = field(default_factory=list)
    """Folders that other batches have written."""
    stopped: int | None = None
    """The signal that ended the batch early."""


def run_batch(
    sources: list[str],
    options: BatchOptions,
    meter: Meter | None = None,
    stop: Stop | None = None,
    speak: Callable[[str], str] = str,
) -> Summary:
    """Parses all notices of the sources into OUT/notices/ and the ledger; what can't be read is in the summary.

    `speak` gives the reasons in failures.csv in the language of the user.
    A signal that is told by `stop` ends it early, with what was done in place. Raises BatchError or LedgerError when nothing
    can go on: a source is missing, the output can't be written.
    """
    batch = _Batch(options, meter or NoMeter(), stop or Stop(), speak)
    began = time.monotonic()
    try:
        with _locked(options):
            batch.run(sources)
    except Stopped:
        batch.summary.stopped = batch.stop.signal
    except sqlite3.Error as error:  # the plan's: the ledger tells its own
        raise BatchError(f"the plan of the batch can't be kept ({error}); next: see if the disk for temporary files is full") from None
    finally:
        batch.summary.seconds = time.monotonic() - began
    return batch.summary


def find_ledger(options: BatchOptions) -> Path:
    """Where the ledger of a batch is. Raises BatchError when it would not be on this machine."""
    if options.ledger:
        return options.ledger
    if is_address(options.output):
        raise BatchError(f"SQLite can't work on {options.output}; next: say where the ledger goes, as in --ledger ledger.sqlite")
    return Path(options.output) / LEDGER


class _Batch:
    def __init__(self, options: BatchOptions, meter: Meter, stop: Stop, speak: Callable[[str], str]) -> None:
        self.options, self.meter, self.stop, self.speak = options, meter, stop, speak
        self.summary = Summary()
        self._failures: dict[str, str] = {}
        self._output = open_storage(options.output)

    def run(self, sources: list[str]) -> None:
        options = self.options
        with closing(Plan()) as plan, closing(open_engine(options, self.stop)) as engine:  # workers start while files are looked for
            files = plan.add_files(partial(find_files, sources, options.output, self.stop, tell=self.summary.left_out.append))
            store = Store(find_ledger(options))
            try:
                self._survey(engine, plan, files)
                self._parse(engine, store, plan)
                self.summary.replaced = engine.replaced
                self._tidy(store, plan)
            except BaseException:
                engine.close()  # first of all: no worker writes while what is half-written goes
                self.meter.end()
                self._leave(store)
                raise
            self.meter.end()
            self._list_failures()
            store.close()

    def _survey(self, engine: Engine, plan: Plan, files: int) -> None:
        self.meter.begin("files", files)
        for result in engine.run(plan.build_survey()):
            plan.add_survey(result)
            self.meter.count(failed=result.failure is not None)

    def _parse(self, engine: Engine, store: Store, plan: Plan) -> None:
        marks = build_marks(self.options)
        jobs = plan.decide(store.find_known, marks, keep_others=not self.options.prune, resume=self.options.resume)
        self.meter.begin("notices", jobs)
        for state in plan.find_states():
            self._put_state(store, state)
            self.summary.duplicates += state.state == "duplicate"
        waiting, since = 0, time.monotonic()
        for result in engine.run(plan.find_jobs()):
            self._keep(store, result)
            waiting += 1
            if waiting >= _AT_ONCE or time.monotonic() - since > _SECONDS:
                store.commit()
                waiting, since = 0, time.monotonic()
        store.commit()

    def _keep(self, store: Store, result: Result) -> None:
        job = result.job
        if result.fatal:
            raise BatchError(f"{result.fatal}; next: see if the disk is full, then run the same command with --resume")
        if result.is_kept:
            self.summary.kept += 1
        elif result.record:
            store.put(Record.unpack(result.record), FileState(job.path, "notice", job.sha256))
            self.summary.parsed += 1
        else:
            self._put_state(store, FileState(job.path, "failed", job.sha256, reason=result.failure))
        self.meter.count(failed=result.failure is not None)

    def _put_state(self, store: Store, state: FileState) -> None:
        store.put_file(state)
        if state.state == "failed":
            self._failures[state.path] = state.reason or ""

    def _tidy(self, store: Store, plan: Plan) -> None:
        """The ledger and the folder hold what they should and nothing else."""
        for state in plan.find_states():
            if state.same_as in self._failures:
                reason = f"has the same bytes as {state.same_as}: {self._failures[state.same_as]}"
                self._put_state(store, FileState(state.path, "failed", state.sha256, reason=reason))
                self.summary.duplicates -= 1
        for path in store.find_paths():
            if not plan.has_path(path):
                self.summary.gone += 1
                if self.options.prune:
                    store.forget(path)
        if is_address(self.options.output) or self.options.ledger:
            store.set_about("output", _full_address(self.options.output))
        store.commit()
        self._remove(lambda place: place.endswith((".json", PART)) and not store.has_json(place))

    def _leave(self, store: Store) -> None:
        """What was done stays, as far as it can still be written; the error that ended the batch is told, not those that follow."""
        with suppress(LedgerError, OSError):
            store.commit()
            store.close()
        store.drop()
        with suppress(OSError, BatchError):
            self._remove(lambda place: place.endswith(PART))
            self._list_failures()

    def _remove(self, is_unwanted: Callable[[str], bool]) -> None:
        for place in [place for place in self._output.find(NOTICES) if is_unwanted(place)]:
            self._output.remove(place)

    def _list_failures(self) -> None:
        self.summary.failures = sorted(self._failures.items())
        text = StringIO(newline="")
        table = csv.writer(text)
        table.writerow(("path", "reason"))
        table.writerows((path, self.speak(reason)) for path, reason in self.summary.failures)
        try:
            self._output.write(FAILURES, text.getvalue().encode("utf-8", "replace"))
        except OSError as error:
            raise BatchError(f"can't write {FAILURES} ({error.strerror or error}); next: see if the disk is full") from None


def open_engine(options: BatchOptions, stop: Stop) -> Engine:
    """Workers of this machine, or those of a cluster. Raises BatchError when the cluster can't be reached."""
    settings = Settings(
        output=_full_address(options.output),
        issued=options.issued,
        encoding=options.encoding,
        memory=options.memory,
        version=rectiparse.__version__,
        marks=build_marks(options),
    )
    if options.scheduler:
        from rectiparse.batch.cluster import Cluster

        return Cluster(options.scheduler, settings, options.timeout, stop)
    return Pool(options.jobs, settings, options.timeout, stop)


def build_marks(options: BatchOptions) -> str:
    """What a JSON file depends on besides the bytes of its notice: version, grammar, options."""
    grammar = sha256()
    for file in sorted(load_grammar().directory.glob("*.toml")):
        grammar.update(file.read_bytes())
    issued = f" issued={options.issued}" if options.issued else ""
    encoding = f" encoding={options.encoding}" if options.encoding else ""
    return f"rectiparse {rectiparse.__version__} grammar={grammar.hexdigest()[:12]}{issued}{encoding}"


def _full_address(output: str) -> str:
    return output if is_address(output) else str(Path(output).resolve())


@contextmanager
def _locked(options: BatchOptions) -> Iterator[None]:
    """Keeps a second batch away from this output; the system lets go of the lock when the program ends, however it does."""
    ledger = find_ledger(options)
    _make_folder(ledger.parent if is_address(options.output) else Path(options.output))
    try:
        import fcntl
    except ImportError:  # Windows: SQLite's own lock must do
        yield
        return
    with _open_lock(ledger) as lock:
        try:
            fcntl.flock(lock, fcntl.LOCK_EX | fcntl.LOCK_NB)
        except OSError:
            raise BatchError(f"another batch is writing {ledger}; next: wait for it, or end it") from None
        yield


def _open_lock(ledger: Path) -> BinaryIO:
    try:
        return ledger.with_name(f".{ledger.name}.lock").open("wb")
    except OSError as error:
        raise BatchError(f"can't write beside {ledger} ({error.strerror}); next: check the folder and your rights") from None


def _make_folder(folder: Path) -> None:
    try:
        folder.mkdir(parents=True, exist_ok=True)
    except OSError as error:
        raise BatchError(f"can't make {folder} ({error.strerror}); next: check the name and your rights") from None


def export_ledger(options: BatchOptions, format_: str) -> None:
    """All notices of the ledger as OUT/ledger.<suffix> in an output format. Raises BatchError, LedgerError."""
    from io import BytesIO

    from rectiparse.ledger.export import read_notices
    from rectiparse.ledger.schema import open_to_read
    from rectiparse.writers import WriteOptions, find_writer
    from rectiparse.writers.output import open_output

    writer = find_writer(format_)
    if writer is None:
        raise BatchError(f"no format {format_}")
    output = open_storage(options.output)
    name = f"ledger{writer.SUFFIX}"
    with closing(open_to_read(find_ledger(options))) as ledger:
        notices = read_notices(ledger, output.read)
        if is_address(options.output):
            whole = BytesIO()
            writer.write(notices, whole, WriteOptions(array=True))
            output.write(name, whole.getvalue())
            return
        with open_output(Path(options.output, name)) as out:
            writer.write(notices, out, WriteOptions(array=True))
