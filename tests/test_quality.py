"""Figures on hand-made readings against floors: no figure may fall. Raise them with `pytest --raise-floors`."""

from __future__ import annotations

import importlib.util
import json
from pathlib import Path
from types import ModuleType

import pytest

from rectiparse import extract

FLOORS = Path(__file__).with_name("floors.json")
SAMPLES = Path(__file__).parents[1] / "samples"
ROLES = ("lead_units", "responsible_units", "cooperating_units", "supervising_units")
GOLD = ("000", "001", "002", "003", "004", "012", "036", "047", "053")


def load_score(shared: Path) -> ModuleType:
    spec = importlib.util.spec_from_file_location("score", shared / "score.py")
    assert spec and spec.loader
    module = importlib.util.module_from_spec(spec)
    spec.loader.exec_module(module)
    return module


def figures(score: ModuleType, gold: dict, path: Path) -> dict[str, float]:
    """F1 of every column that has something to find."""
    source = path.read_bytes().decode("utf-8-sig").replace("\r\n", "\n")
    tally = score.score(gold, source, json.loads(extract(path).model_dump_json()))
    units = score.Tally()
    for role in ROLES:
        units.add(tally[role].right, tally[role].gold, tally[role].out)
        del tally[role]
    tally["units"] = units
    return {name: round(t.f1(), 3) for name, t in tally.items() if t.f1() is not None}


def check(name: str, found: dict[str, float], raise_floors: bool) -> None:
    floors = json.loads(FLOORS.read_text(encoding="utf-8"))
    if raise_floors:
        floors[name] = {c: max(v, floors.get(name, {}).get(c, 0)) for c, v in found.items()}
        FLOORS.write_text(json.dumps(floors, indent=1, sort_keys=True) + "\n", encoding="utf-8")
        return
    fallen = {c: (found.get(c), floor) for c, floor in floors[name].items() if found.get(c, 0) < floor}
    assert not fallen, f"{name}: column: (now, floor) {fallen}"


@pytest.mark.parametrize("name", GOLD)
def test_real_notices(name: str, shared: Path, request: pytest.FixtureRequest) -> None:
    gold = json.loads((shared / "gold" / f"{name}.json").read_text(encoding="utf-8"))
    path = next(p for folder in ("seeds", "wild") if (p := shared / folder / gold["file"]).exists())
    check(name, figures(load_score(shared), gold, path), request.config.getoption("--raise-floors"))


@pytest.mark.parametrize("name", sorted(p.stem for p in (SAMPLES / "readings").glob("*.json")))
def test_samples_by_their_hand_readings(name: str, shared: Path, request: pytest.FixtureRequest) -> None:
    gold = json.loads((SAMPLES / "readings" / f"{name}.json").read_text(encoding="utf-8"))
    check(name, figures(load_score(shared), gold, SAMPLES / f"{name}.txt"), request.config.getoption("--raise-floors"))
