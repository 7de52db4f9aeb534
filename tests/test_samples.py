"""samples/NAME.txt against NAME.json; `pytest --rewrite-samples` writes them anew, to be read before they are committed."""

from __future__ import annotations

import json
from pathlib import Path

import pytest

from rectiparse import extract, extract_text

SAMPLES = Path(__file__).parents[1] / "samples"
NAMES = sorted(p.stem for p in SAMPLES.glob("*.txt"))


def read_ledger(name: str) -> dict:
    notice = extract(SAMPLES / f"{name}.txt")
    found = json.loads(notice.model_dump_json())
    found["source"]["text"] = None
    return found


@pytest.mark.parametrize("name", NAMES)
def test_a_sample_gives_its_ledger(name: str, request: pytest.FixtureRequest) -> None:
    path = SAMPLES / f"{name}.json"
    found = read_ledger(name)
    if request.config.getoption("--rewrite-samples"):
        path.write_text(json.dumps(found, ensure_ascii=False, indent=1) + "\n", encoding="utf-8")
        pytest.fail(f"{path.name} was written anew; next: read it, then run without --rewrite-samples")
    assert found == json.loads(path.read_text(encoding="utf-8"))


def test_there_are_samples_of_every_family() -> None:
    assert {"checklist", "runon", "plan", "division", "schedule", "everything"} <= set(NAMES)


def test_a_sample_without_line_breaks_keeps_the_items_behind_its_measures() -> None:
    text = (SAMPLES / "inspection-progress.txt").read_text(encoding="utf-8")
    whole, flat = ({task.id for task in extract_text(shown).tasks} for shown in (text, "".join(line.strip() for line in text.split("\n"))))
    assert whole - flat <= {"3.2.5"}  # its number is behind a heading without a stop
