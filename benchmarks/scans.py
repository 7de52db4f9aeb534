"""How many ledger rows survive printing and scanning: every sample as PDF and as an image of it, against its plain text.

python -m benchmarks.scans [--pdf-only] [NAME ...]
"""

from __future__ import annotations

import sys
from pathlib import Path
from tempfile import TemporaryDirectory
from time import perf_counter
from typing import Any

from formats.ledger import read_ledger, read_rows
from formats.make_pdf import bind_scans, make_pdfs, make_scans, read_paragraphs
from rectiparse import extract, extract_text
from rectiparse.model import Notice

SAMPLES = Path(__file__).parents[1] / "samples"


def count_equal(expected: list[dict[str, Any]], found: list[dict[str, Any]]) -> int:
    """Rows of `expected` that stand in `found`, each once."""
    left, equal = list(found), 0
    for row in expected:
        if row in left:
            left.remove(row)
            equal += 1
    return equal


def main(words: list[str]) -> None:
    names = [word for word in words if not word.startswith("-")] or sorted(path.stem for path in SAMPLES.glob("*.txt"))
    texts = {name: (SAMPLES / f"{name}.txt").read_text(encoding="utf-8") for name in names}
    totals = {"pdf": [0, 0], "scan": [0, 0]}
    pages, seconds = 0, 0.0
    with TemporaryDirectory() as made:
        files = make_pdfs({name: read_paragraphs(text) for name, text in texts.items()}, Path(made))
        for name, text in texts.items():
            expected = extract_text(text)
            compare(name, "pdf", expected, extract(files[name]), totals["pdf"])
            if "--pdf-only" in words:
                continue
            images = make_scans(files[name])
            scan = bind_scans(images)
            started = perf_counter()
            found = extract(scan)
            seconds += perf_counter() - started
            pages += len(images)
            compare(name, "scan", expected, found, totals["scan"])
    for kind, (equal, rows) in totals.items():
        print(f"{kind}: {equal} of {rows} rows, {100 * equal / max(1, rows):.1f} %")
    if pages:
        print(f"{pages} pages, {seconds / pages:.2f} s a page")


def compare(name: str, kind: str, expected: Notice, found: Notice, total: list[int]) -> None:
    rows, read = read_rows(expected), read_rows(found)
    equal, most = count_equal(rows, read), max(len(rows), len(read))
    total[0] += equal
    total[1] += most
    print(
        f"{name} {kind}: {equal} of {most} rows{', the ledger is equal' if read_ledger(expected) == read_ledger(found) else ''}", flush=True
    )


if __name__ == "__main__":
    main(sys.argv[1:])
