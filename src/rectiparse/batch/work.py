"""What a worker does: looks a file through for its notices, parses one, writes its JSON and makes its rows."""

from __future__ import annotations

import errno
from collections.abc import Iterator
from dataclasses import replace
from hashlib import sha256
from itertools import islice
from pathlib import Path
from typing import NamedTuple

import rectiparse
from rectiparse.batch.jobs import Job, Member, Result, Settings
from rectiparse.errors import UnreadableSource
from rectiparse.grammar import load_grammar
from rectiparse.ledger.building import TooManyItems, Written, build_record
from rectiparse.ledger.records import MOST_ITEMS
from rectiparse.parse import parse_source
from rectiparse.readers import LARGEST_FILE, Input, open_source
from rectiparse.source import SourceText
from rectiparse.storage import is_address, open_storage
from rectiparse.writers import dump_json


class Done(NamedTuple):
    """A result, and the bytes that must be written before it counts."""

    result: Result
    data: bytes | None = None


class Work:
    """The jobs of one batch, grammars loaded once; keeps the archive open that it is going through."""

    def __init__(self, settings: Settings) -> None:
        if settings.version != rectiparse.__version__:
            raise RuntimeError(f"this worker has rectiparse {rectiparse.__version__}, the batch {settings.version}: install the same")
        self._settings = settings
        self._grammar = load_grammar()
        self._output = open_storage(settings.output)
        self._open = _Archive("", iter(()))

    def prepare(self, job: Job) -> Done:
        """The job but for writing; never raises for what a file holds."""
        try:
            return Done(Result(job, members=tuple(_survey(job)))) if job.survey else self._parse(job)
        except UnreadableSource as error:
            return Done(Result(job, failure=str(error)))
        except MemoryError:
            raise
        except RecursionError:
            return Done(Result(job, failure=f"{job.path} is nested too deeply; next: save it as plain text (.txt) and read that"))
        except Exception as error:  # a fault of the program is the file's, not the batch's
            return Done(Result(job, failure=f"{job.path}: {type(error).__name__}: {error}; next: report this with the file"))

    def finish(self, group: list[Done]) -> list[Result]:
        """The results, once their JSON files are on the disk; fatal when one can't be written."""
        files = {done.result.job: done.data for done in group if done.data is not None}
        errors = self._output.write_all([(job.place, data) for job, data in files.items()])
        told = {job: self._explain(job, error) for job, error in zip(files, errors, strict=True) if error}
        return [told.get(done.result.job, done.result) for done in group]

    def _explain(self, job: Job, error: Exception) -> Result:
        if isinstance(error, OSError) and error.errno == errno.ENAMETOOLONG:
            return Result(job, failure=f"{job.path}: its JSON file can't be named ({error.strerror}); next: give it a shorter path")
        shown = error.strerror if isinstance(error, OSError) and error.strerror else f"{type(error).__name__}: {error}"
        return Result(job, fatal=f"can't write {self._settings.output}: {shown}")

    def _parse(self, job: Job) -> Done:
        if job.kept_sha256 and self._is_kept(job):
            return Done(Result(job, is_kept=True))
        input_ = self._find(job)
        source = input_.read(self._settings.encoding)
        if source.info.sha256 != job.sha256:
            raise UnreadableSource(f"{job.path} was changed while the batch ran; next: run it again")
        notice = parse_source(_call(source, job.path), self._grammar, self._settings.issued)
        data = dump_json(notice) + b"\n"
        try:
            record = build_record(notice, Written(job.place, sha256(data).hexdigest()), self._settings.marks)
        except TooManyItems:
            raise UnreadableSource(f"{job.path} has more than {MOST_ITEMS} tasks and measures; next: split it") from None
        return Done(Result(job, record=record.pack()), data)

    def _is_kept(self, job: Job) -> bool:
        try:
            return sha256(self._output.read(job.place)).hexdigest() == job.kept_sha256
        except OSError:
            return False

    def _find(self, job: Job) -> Input:
        if self._open.address != job.address or self._open.at > job.member:
            self._open = _Archive(job.address, _open_inputs(job))
        return self._open.skip_to(job.member)


class _Archive:
    """The notices of a file, gone through once for all its jobs: those of one worker come in order."""

    def __init__(self, address: str, inputs: Iterator[Input]) -> None:
        self.address, self._inputs, self.at = address, inputs, 0

    def skip_to(self, member: int) -> Input:
        found = next(islice(self._inputs, member - self.at, None), None)
        self.at = member + 1
        if found is None:
            raise UnreadableSource(f"{self.address} was changed while the batch ran; next: run it again")
        return found


def _survey(job: Job) -> Iterator[Member]:
    for input_ in _open_inputs(job):
        name = None if input_.container == input_.name else input_.name
        if isinstance(input_.data, bytes):
            yield Member(name, sha256(input_.data).hexdigest())
        else:
            yield Member(name, None, str(input_.data))


def _open_inputs(job: Job) -> Iterator[Input]:
    """The notices of a file, wherever it is. Raises UnreadableSource."""
    opened = open_source(_read(job), name=job.path.rpartition("/")[2]) if is_address(job.address) else open_source(Path(job.address))
    return iter(opened.inputs)


def _read(job: Job) -> bytes:
    folder, _, name = job.address.rpartition("/")
    try:
        data = open_storage(folder).read(name)
    except Exception as error:  # each kind of storage has its own errors
        raise UnreadableSource(f"{job.path} can't be fetched ({error}); next: check the address and your rights") from None
    if len(data) > LARGEST_FILE:
        raise UnreadableSource(f"{job.path} is larger than {LARGEST_FILE >> 20} MB; next: see if it is a notice, or split it")
    return data


def _call(source: SourceText, path: str) -> SourceText:
    """The source under the name that is its own in the whole archive."""
    return replace(source, info=source.info.model_copy(update={"name": path}))
