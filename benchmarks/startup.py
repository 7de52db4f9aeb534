"""One notice by the command line against a typer program that only defines the same models, in turn, in one run.

    python benchmarks/startup.py NOTICE [--runs 15]

Prints the median wall time of each and the median of the ratios pair by pair. Run it where rectiparse is installed with
its byte code (not from an editable install).
"""

from __future__ import annotations

import argparse
import statistics
import subprocess
import sys
import tempfile
import time
from pathlib import Path

BASE = """
import typer
from rectiparse import model
app = typer.Typer(add_completion=False, pretty_exceptions_enable=False, rich_markup_mode=None)
@app.command()
def main(file: str) -> None:
    pass
app()
"""


def time_once(command: list[str]) -> float:
    begin = time.perf_counter()
    subprocess.run(command, check=True, capture_output=True)
    return time.perf_counter() - begin


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__.splitlines()[0])
    parser.add_argument("notice", type=Path)
    parser.add_argument("--runs", type=int, default=15)
    args = parser.parse_args()
    with tempfile.TemporaryDirectory() as folder:
        base = Path(folder) / "base.py"
        base.write_text(BASE, encoding="utf-8")
        ours = [sys.executable, "-m", "rectiparse", "extract", "-q", str(args.notice)]
        theirs = [sys.executable, str(base), str(args.notice)]
        time_once(ours), time_once(theirs)
        pairs = [(time_once(ours), time_once(theirs)) for _ in range(args.runs)]
    print(f"extract {statistics.median(a for a, _ in pairs):.3f} s, models only {statistics.median(b for _, b in pairs):.3f} s")
    print(f"ratio, median of pairs: {statistics.median(a / b for a, b in pairs):.2f}")


if __name__ == "__main__":
    main()
