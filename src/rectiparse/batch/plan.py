"""What a survey found to what is to be done: each notice once, files with the same bytes told, what is there already kept."""

from __future__ import annotations

from collections.abc import Collection, Iterable, Iterator, Mapping
from typing import NamedTuple

from rectiparse.batch.jobs import Job, Result
from rectiparse.batch.sources import Found, clean_path, make_unique, name_json
from rectiparse.ledger.store import FileState, Known


class Surveyed(NamedTuple):
    """A notice, or a file that holds none: what is needed of it until it is parsed."""

    found: Found
    member: int
    name: str | None
    sha256: str | None
    failure: str | None


class Plan(NamedTuple):
    """`jobs` and `states` are all that there is to do; `paths` all that the sources hold."""

    jobs: list[Job]
    states: list[FileState]
    paths: set[str]


def build_survey(found: Iterable[Found]) -> Iterator[Job]:
    """A job for each file, to look it through."""
    return (Job(number, file.address, file.path, survey=True) for number, file in enumerate(found))


def read_survey(result: Result) -> Iterator[Surveyed]:
    """What a survey's result says of its file's notices."""
    found = Found(result.job.address, result.job.path)
    for number, member in enumerate(result.members):
        yield Surveyed(found, number, member.name, member.sha256, member.failure)
    if result.failure or not result.members:
        yield Surveyed(found, 0, None, None, result.failure or f"{found.path} holds no notice; next: see if it is the right file")


def build_plan(surveyed: Iterable[Surveyed], known: Mapping[str, Known], marks: str, *, keep_others: bool, resume: bool) -> Plan:
    """What to do with each notice, in order of the sources; `known` is what the ledger has, by hash.

    Of files with the same bytes the first is the notice. With `keep_others` a notice that the ledger has from other sources
    counts as the first.
    """
    plan = Plan([], [], set())
    named = list(_name(surveyed, plan.paths))
    others = _find_others(known, plan.paths) if keep_others else {}
    first: dict[str, str] = {}
    places: set[str] = set()
    for path, file in named:
        if file.sha256 is None:
            plan.states.append(FileState(path, "failed", reason=file.failure))
        elif same := first.get(file.sha256) or others.get(file.sha256):
            plan.states.append(FileState(path, "duplicate", file.sha256, same_as=same))
        else:
            first[file.sha256] = path
            place = make_unique(name_json(path), places)
            kept = known.get(file.sha256) if resume else None
            kept_sha256 = kept.json_sha256 if kept and (kept.path, kept.json_path, kept.settings) == (path, place, marks) else None
            job = Job(len(plan.jobs), file.found.address, path, False, file.member, place, file.sha256, kept_sha256)
            plan.jobs.append(job)
    return plan


def _name(surveyed: Iterable[Surveyed], paths: set[str]) -> Iterator[tuple[str, Surveyed]]:
    taken: set[str] = set()
    for file in surveyed:
        path = file.found.path if file.name is None else f"{file.found.path}/{clean_path(file.name) or '_'}"
        unique = make_unique(path, taken)
        paths.add(unique)
        yield unique, file


def _find_others(known: Mapping[str, Known], paths: Collection[str]) -> dict[str, str]:
    return {sha256: notice.path for sha256, notice in known.items() if notice.path not in paths}
