"""Parsing speed by the library, one core: megabytes of UTF-8 a second, and how time grows with the text.

    python benchmarks/parsing.py NOTICES… [--rounds 3] [--no-growth]

Prints the median over all notices, then the time for one notice repeated to 1, 4 and 16 MB and the growth exponent.
Grammars are loaded before the clock starts.
"""

from __future__ import annotations

import argparse
import math
import statistics
import time
from pathlib import Path

from rectiparse import extract_text

MEGABYTE = 1_000_000
GROWTH_SIZES = (1, 4, 16)


def read_texts(paths: list[Path]) -> list[str]:
    files = [f for p in paths for f in (sorted(p.glob("*.txt")) if p.is_dir() else [p])]
    return [f.read_text(encoding="utf-8-sig") for f in files]


def time_once(texts: list[str]) -> float:
    begin = time.perf_counter()
    for text in texts:
        extract_text(text)
    return time.perf_counter() - begin


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__.splitlines()[0])
    parser.add_argument("notices", nargs="+", type=Path, help="text files or folders of them")
    parser.add_argument("--rounds", type=int, default=3)
    parser.add_argument("--no-growth", action="store_true")
    args = parser.parse_args()
    texts = read_texts(args.notices)
    size = sum(len(t.encode()) for t in texts) / MEGABYTE
    time_once(texts[:1])
    seconds = [time_once(texts) for _ in range(args.rounds)]
    first, middle = size / seconds[0], size / statistics.median(seconds)
    print(f"{len(texts)} notices, {size:.2f} MB: first round {first:.2f} MB/s, median {middle:.2f} MB/s")
    if args.no_growth:
        return
    notice = max(texts, key=len)[:20_000]
    times = []
    for target in GROWTH_SIZES:
        text = notice * max(1, round(target * MEGABYTE / len(notice.encode())))
        times.append(time_once([text]))
        print(f"{len(text.encode()) / MEGABYTE:6.1f} MB: {times[-1]:6.2f} s, {len(text.encode()) / MEGABYTE / times[-1]:.2f} MB/s")
    slope = math.log(times[-1] / times[0]) / math.log(GROWTH_SIZES[-1] / GROWTH_SIZES[0])
    print(f"growth exponent {slope:.3f}")


if __name__ == "__main__":
    main()
