"""A batch over many notices: rate with one and two jobs, overhead over plain parsing, memory of the parent, Dask.

    python benchmarks/batch.py NOTICES… [--count 200] [--rounds 1] [--memory 1000 10000] [--dask]

Makes `count` notices from the ones given, each with a line of its own, and prints ratios of one run: two jobs to one, one
job to the sum of plain parsing, with --dask two Dask workers to two jobs. --memory gives two numbers of notices and prints
how much more the parent needs for the larger one.
"""

from __future__ import annotations

import argparse
import os
import statistics
import subprocess
import sys
import tempfile
import time
from contextlib import closing
from pathlib import Path

sys.path.append(str(Path(__file__).parents[1] / "tests"))

COUNT = 200
WARM = 3


def find_notices(places: list[Path]) -> list[Path]:
    return [file for place in places for file in (sorted(place.glob("*.txt")) if place.is_dir() else [place])]


def time_plain(source: Path) -> float:
    from rectiparse import extract

    files = sorted(source.rglob("*.txt"))
    for file in files[:WARM]:
        extract(file)
    begin = time.perf_counter()
    for file in files:
        extract(file)
    return time.perf_counter() - begin


def run_batch(source: Path, *options: str) -> tuple[float, float]:
    """Seconds of the whole command, and the most memory that its parent process had, in megabytes."""
    with tempfile.TemporaryDirectory() as out:
        code = (
            "import resource, sys\n"
            "from rectiparse.batch.run import BatchOptions, run_batch\n"
            "jobs, scheduler = int(sys.argv[3]), sys.argv[4] or None\n"
            "summary = run_batch([sys.argv[1]], BatchOptions(sys.argv[2], jobs=jobs, scheduler=scheduler))\n"
            "assert not summary.failures, summary.failures[:3]\n"
            "print(resource.getrusage(resource.RUSAGE_SELF).ru_maxrss)\n"
        )
        begin = time.perf_counter()
        done = subprocess.run([sys.executable, "-c", code, str(source), out, *options], capture_output=True, check=True, text=True)
        return time.perf_counter() - begin, int(done.stdout.split()[-1]) / (1024 if sys.platform != "darwin" else 2**20)


def time_dask(source: Path, rounds: int) -> float:
    from archives import Cluster

    with tempfile.TemporaryDirectory() as folder, closing(Cluster(Path(folder))) as cluster:
        return statistics.median(run_batch(source, "2", cluster.address)[0] for _ in range(rounds))


def main() -> None:
    from archives import make_archive

    parser = argparse.ArgumentParser(description=__doc__.splitlines()[0])
    parser.add_argument("notices", nargs="+", type=Path, help="text files or folders of them")
    parser.add_argument("--count", type=int, default=COUNT)
    parser.add_argument("--rounds", type=int, default=1)
    parser.add_argument("--memory", type=int, nargs=2, metavar="N")
    parser.add_argument("--dask", action="store_true")
    args = parser.parse_args()
    files = find_notices(args.notices)
    with tempfile.TemporaryDirectory() as folder:
        source = make_archive(Path(folder, "archive"), args.count, files)
        rounds = range(args.rounds)
        measured = [(time_plain(source), run_batch(source, "1", "")[0], run_batch(source, "2", "")[0]) for _ in rounds]
        plain, one, two = (statistics.median(column) for column in zip(*measured, strict=True))
        print(f"{args.count} notices on {os.cpu_count()} cores: plain {plain:.1f} s, one job {one:.1f} s, two jobs {two:.1f} s")
        print(f"two jobs to one: {one / two:.2f}; overhead of one job over plain parsing: {one / plain - 1:.0%}")
        if args.dask:
            dask = time_dask(source, args.rounds)
            print(f"two Dask workers: {dask:.1f} s, {dask / two - 1:+.0%} of two jobs")
        if args.memory:
            most = [run_batch(make_archive(Path(folder, f"m{n}"), n, files), "2", "")[1] for n in args.memory]
            print(f"parent's memory at {args.memory[0]} and {args.memory[1]} notices: {most[0]:.0f} and {most[1]:.0f} MB")


if __name__ == "__main__":
    main()
