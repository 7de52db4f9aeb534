"""Kills a batch again and again at random moments and resumes it: files and rows must be those of an undisturbed run.

    python benchmarks/kills.py NOTICES… [--count 100] [--kills 50] [--seed 1]

Three kills and a last run to the end make a round; every round is compared byte for byte and row for row.
"""

from __future__ import annotations

import argparse
import random
import sys
import tempfile
import time
from pathlib import Path

sys.path.append(str(Path(__file__).parents[1] / "tests"))

KILLS_OF_A_ROUND = 3
SHOWN = 300
"""Characters of a difference."""


def main() -> None:
    from batch import find_notices

    from archives import kill_after, make_archive, read_files, read_tables, run_command, start_batch

    parser = argparse.ArgumentParser(description=__doc__.splitlines()[0])
    parser.add_argument("notices", nargs="+", type=Path, help="text files or folders of them")
    parser.add_argument("--count", type=int, default=100)
    parser.add_argument("--kills", type=int, default=50)
    parser.add_argument("--seed", type=int, default=1)
    args = parser.parse_args()
    moments = random.Random(args.seed)
    with tempfile.TemporaryDirectory() as folder:
        source = make_archive(Path(folder, "archive"), args.count, find_notices(args.notices))
        whole = Path(folder, "whole")
        begin = time.monotonic()
        run_command("batch", source, "-o", whole)
        seconds = time.monotonic() - begin
        expected = (read_files(whole), read_tables(whole / "ledger.sqlite"))
        killed = same = rounds = 0
        while killed < args.kills:
            out = Path(folder, f"round{rounds}")
            for _ in range(KILLS_OF_A_ROUND):
                killed += kill_after(start_batch(source, "-o", out, "--resume"), moments.uniform(0.2, seconds)) < 0
            run_command("batch", source, "-o", out, "--resume")
            found = (read_files(out), read_tables(out / "ledger.sqlite"))
            same += found == expected
            for was, is_ in zip(expected, found, strict=True):
                for place in sorted(name for name in {*was, *is_} if was.get(name) != is_.get(name)):
                    print(f"round {rounds}: {place} is {_shorten(is_.get(place))}, undisturbed {_shorten(was.get(place))}")
            rounds += 1
        print(f"{killed} kills in {rounds} rounds over {args.count} notices: {same} of {rounds} rounds the same as undisturbed")


def _shorten(value: object) -> str:
    shown = repr(value)
    return shown if len(shown) <= SHOWN else f"{shown[:SHOWN]}… ({len(shown)} characters)"


if __name__ == "__main__":
    main()
