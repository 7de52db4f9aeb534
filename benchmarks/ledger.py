"""Questions to a large ledger: milliseconds for `due`, `search` of several lengths, `units`.

    python benchmarks/ledger.py NOTICES… [--duties 100000] [--rounds 5]

Puts copies of the notices into a ledger, each under a hash of its own, until it has so many duties (measures, and tasks
without any), and prints the first and the median time of each question.
"""

from __future__ import annotations

import argparse
import datetime as dt
import statistics
import tempfile
import time
from collections.abc import Callable, Iterator
from hashlib import sha256
from pathlib import Path

from batch import find_notices

from rectiparse import extract
from rectiparse.ledger.answers import Answer
from rectiparse.ledger.building import Written, build_record
from rectiparse.ledger.due import DueQuestion, find_due
from rectiparse.ledger.questions import count_units
from rectiparse.ledger.records import Record
from rectiparse.ledger.schema import open_to_read
from rectiparse.ledger.search import search_passages
from rectiparse.ledger.store import FileState, Store
from rectiparse.model import Notice

AT_ONCE = 200
"""Notices in one transaction."""
WORDS = ("医疗废物", "医疗", "工作", "污水处理厂")


def copy_notices(notices: list[Notice], duties: int) -> Iterator[tuple[Record, FileState]]:
    number = made = 0
    while made < duties:
        notice = notices[number % len(notices)]
        number += 1
        digest = sha256(f"{number}".encode()).hexdigest()
        path = f"{number:06}.txt"
        source = notice.source.model_copy(update={"name": path, "sha256": digest, "text": None})
        record = build_record(notice.model_copy(update={"source": source}), Written(f"notices/{path}.json", digest), "benchmark")
        made += len(record.tables.get("duties", ()))
        yield record, FileState(path, "notice", digest)


def show_time(name: str, rounds: int, ask: Callable[[], Answer]) -> None:
    times = []
    for _ in range(rounds):
        begin = time.perf_counter()
        answer = ask()
        times.append((time.perf_counter() - begin) * 1000)
    print(f"{name:28} {len(answer.rows):6} rows  first {times[0]:6.1f} ms  median {statistics.median(times):6.1f} ms")


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__.splitlines()[0])
    parser.add_argument("notices", nargs="+", type=Path, help="text files or folders of them")
    parser.add_argument("--duties", type=int, default=100_000)
    parser.add_argument("--rounds", type=int, default=5)
    args = parser.parse_args()
    notices = [extract(file) for file in find_notices(args.notices)]
    with tempfile.TemporaryDirectory() as folder:
        path = Path(folder, "ledger.sqlite")
        store = Store(path)
        begin = time.perf_counter()
        for count, (record, state) in enumerate(copy_notices(notices, args.duties), 1):
            store.put(record, state)
            if count % AT_ONCE == 0:
                store.commit()
        store.close()
        ledger = open_to_read(path)
        (duties,) = ledger.execute("SELECT count(*) FROM duties").fetchone()
        (day,) = ledger.execute("SELECT end_date FROM deadlines WHERE end_date IS NOT NULL GROUP BY 1 ORDER BY count(*) DESC").fetchone()
        print(f"{duties} duties, {path.stat().st_size / 1e6:.0f} MB, made in {time.perf_counter() - begin:.0f} s; busiest day {day}")
        busiest, month = dt.date.fromisoformat(day), dt.timedelta(days=30)
        quiet = dt.date(2021, 7, 1)
        show_time(f"due {quiet}, 30 days", args.rounds, lambda: find_due(ledger, DueQuestion(quiet, month)))
        show_time(f"due {busiest}, 教育", args.rounds, lambda: find_due(ledger, DueQuestion(busiest, month, "教育")))
        show_time(f"due {busiest}, everybody", args.rounds, lambda: find_due(ledger, DueQuestion(busiest, month)))
        for word in WORDS:
            show_time(f"search {word}", args.rounds, lambda word=word: search_passages(ledger, [word]))  # type: ignore[misc]
        show_time("units", args.rounds, lambda: count_units(ledger))


if __name__ == "__main__":
    main()
