"""What comes out of each notice, and how many of its responsibility words no field took.

    python benchmarks/coverage.py NOTICES…

One line a notice: tasks, rows, units, deadlines of fields and of prose, responsibility words, those not taken, and the
diagnostics of severity error and warning.
"""

from __future__ import annotations

import argparse
from collections import Counter
from pathlib import Path

from rectiparse import Measure, Notice, RectiparseError, Task, extract


def count_units(node: Task | Measure) -> int:
    own = len(node.lead_units) + len(node.responsible_units) + len(node.cooperating_units)
    own += len(getattr(node, "supervising_units", ()))
    return own + sum(count_units(m) for m in node.measures)


def count_fields(node: Task | Measure) -> int:
    return (node.deadline is not None) + sum(count_fields(m) for m in node.measures)


def show(name: str, notice: Notice) -> str:
    severities = Counter(d.severity for d in notice.diagnostics)
    fields = sum(count_fields(t) for t in notice.tasks)
    words, claimed = notice.coverage.responsibility_words, notice.coverage.claimed
    figures = (
        len(notice.tasks),
        sum(1 for _ in notice.rows()),
        sum(count_units(t) for t in notice.tasks),
        fields,
        max(0, len(notice.deadlines) - fields),
        words,
        words - claimed,
        severities["error"],
        severities["warning"],
    )
    return f"{name[:36]:36}" + "".join(f"{n:7}" for n in figures)


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__.splitlines()[0])
    parser.add_argument("notices", nargs="+", type=Path, help="text files or folders of them")
    args = parser.parse_args()
    heads = ("tasks", "rows", "units", "fields", "prose", "words", "missed", "error", "warn")
    print(f"{'notice':36}" + "".join(f"{h:>7}" for h in heads))
    for path in (f for p in args.notices for f in (sorted(p.glob("*.txt")) if p.is_dir() else [p])):
        try:
            print(show(path.name, extract(path)))
        except RectiparseError as error:
            print(f"{path.name[:36]:36} {error}")


if __name__ == "__main__":
    main()
