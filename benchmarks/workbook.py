"""The workbook of many notices: seconds and peak memory of the process.

    python benchmarks/workbook.py NOTICE… [--rows 100000] [--merge] [-o FILE]

Reads each notice once, then writes them over and over under other names until the ledger has so many rows.
"""

from __future__ import annotations

import argparse
import resource
import tempfile
import time
from collections.abc import Iterator
from pathlib import Path

from rectiparse import Notice, extract
from rectiparse.writers import WriteOptions, find_writer

MEGABYTE = 1024  # ru_maxrss counts in KB


def repeat(notices: list[Notice], rows: int) -> Iterator[Notice]:
    number, counts = 0, [sum(1 for _ in notice.rows()) for notice in notices]
    while rows > 0:
        for notice, count in zip(notices, counts, strict=True):
            number += 1
            source = notice.source.model_copy(update={"name": f"{number:05}-{notice.source.name}"})
            yield notice.model_copy(update={"source": source})
            rows -= count
            if rows <= 0:
                return


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__.splitlines()[0])
    parser.add_argument("notices", nargs="+", type=Path)
    parser.add_argument("--rows", type=int, default=100_000)
    parser.add_argument("--merge", action="store_true")
    parser.add_argument("-o", "--output", type=Path)
    args = parser.parse_args()
    notices = [extract(path) for path in args.notices]
    before = resource.getrusage(resource.RUSAGE_SELF).ru_maxrss / MEGABYTE
    writer = find_writer("xlsx")
    assert writer is not None
    begin = time.perf_counter()
    with args.output.open("wb") if args.output else tempfile.TemporaryFile() as out:
        writer.write(repeat(notices, args.rows), out, WriteOptions(merge=args.merge))
        size = out.tell() / 2**20
    seconds = time.perf_counter() - begin
    peak = resource.getrusage(resource.RUSAGE_SELF).ru_maxrss / MEGABYTE
    print(f"{args.rows} rows: {seconds:.1f} s, {size:.1f} MB on disk; peak {peak:.0f} MB ({before:.0f} MB before)")


if __name__ == "__main__":
    main()
