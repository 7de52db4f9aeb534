"""A batch over many notices: rate with one and two jobs, overhead over plain parsing, memory of the parent, Dask.

    python benchmarks/batch.py NOTICES… [--count 200] [--rounds 1] [--memory 1000 10000] [--dask]

Makes `count` notices from the ones given, each with a line of its own, and prints ratios, the median of those of each round:
two jobs to one, one job to the sum of plain parsing, with --dask two Dask workers to two jobs. What two processes that only
parse half of the notices each gain over one is what the machine has to give at that moment. --memory gives two numbers of
notices and prints how much more the parent needs for the larger one.
"""

from __future__ import annotations

import argparse
import os
import statistics
import subprocess
import sys
import tempfile
import time
from collections.abc import Callable
from contextlib import closing
from pathlib import Path

sys.path.append(str(Path(__file__).parents[1] / "tests"))

COUNT = 200
WARM = 3


def find_notices(places: list[Path]) -> list[Path]:
    return [file for place in places for file in (sorted(place.glob("*.txt")) if place.is_dir() else [place])]


_PLAIN = f"""
import sys, time
from pathlib import Path
from rectiparse import extract
files = sorted(Path(sys.argv[1]).rglob("*.txt"))[int(sys.argv[2])::int(sys.argv[3])]
for file in files[:{WARM}]:
    extract(file)
begin = time.perf_counter()
for file in files:
    extract(file)
print(time.perf_counter() - begin)
"""


def time_plain(source: Path, processes: int = 1) -> float:
    """Seconds that parsing alone takes, without starting up: of the slowest of so many processes, each with its share."""
    commands = [[sys.executable, "-c", _PLAIN, str(source), str(share), str(processes)] for share in range(processes)]
    running = [subprocess.Popen(command, stdout=subprocess.PIPE, text=True) for command in commands]
    return max(float(process.communicate()[0]) for process in running)


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


def time_dask(source: Path) -> float:
    from archives import Cluster

    with tempfile.TemporaryDirectory() as folder, closing(Cluster(Path(folder))) as cluster:
        return run_batch(source, "2", cluster.address)[0]


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
        kinds: list[tuple[str, Callable[[], float]]] = [
            ("plain", lambda: time_plain(source)),
            ("two plain", lambda: time_plain(source, 2)),
            ("one job", lambda: run_batch(source, "1", "")[0]),
            ("two jobs", lambda: run_batch(source, "2", "")[0]),
        ]
        ratios = [
            ("two processes that only parse, to one", "plain", "two plain"),
            ("two jobs to one", "one job", "two jobs"),
            ("one job to plain parsing", "one job", "plain"),
        ]
        if args.dask:
            kinds.append(("two Dask workers", lambda: time_dask(source)))
            ratios.append(("two Dask workers to two jobs", "two Dask workers", "two jobs"))
        times = [{name: measure() for name, measure in kinds} for _ in rounds]
        shown = ", ".join(f"{name} {statistics.median(time[name] for time in times):.1f} s" for name, _ in kinds)
        print(f"{args.count} notices on {os.cpu_count()} cores: {shown}")
        for what, above, below in ratios:
            found = [time[above] / time[below] for time in times]
            print(f"{what}: {statistics.median(found):.2f} ({min(found):.2f} to {max(found):.2f})")
        if args.memory:
            most = [run_batch(make_archive(Path(folder, f"m{n}"), n, files), "2", "")[1] for n in args.memory]
            print(f"parent's memory at {args.memory[0]} and {args.memory[1]} notices: {most[0]:.0f} and {most[1]:.0f} MB")


if __name__ == "__main__":
    main()
