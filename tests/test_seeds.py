"""The five real notices: headings with their parents, strings that are none, deadline clauses."""

from __future__ import annotations

import json
import subprocess
import sys
from collections.abc import Iterator
from pathlib import Path

import pytest

from rectiparse import Measure, Notice, Section, Task, extract, extract_text

NODES = dict[int, int | None]
"""Source offset of a numbered node → offset of the nearest numbered node above it."""


def numbered_nodes(notice: Notice) -> NODES:
    tasks = {t.id: t for t in notice.tasks}
    found: NODES = {}

    def walk_measures(node: Task | Measure, parent: int | None) -> None:
        for measure in node.measures:
            if measure.marker:
                found[measure.span[0]] = parent
            walk_measures(measure, measure.span[0] if measure.marker else parent)

    def walk(sections: tuple[Section, ...], parent: int | None) -> None:
        for section in sections:
            own = section.span[0] if section.marker else parent
            if section.marker:
                found[section.span[0]] = parent
            if section.id in tasks:
                walk_measures(tasks[section.id], own)
            walk(section.children, own)

    walk(notice.outline, None)
    return found


def gold_nodes(text: str, entries: list[dict]) -> NODES:
    starts = [0]
    for line in text.split("\n"):
        starts.append(starts[-1] + len(line) + 1)
    places = [starts[e["line"] - 1] + e["col"] for e in entries]
    return {at: None if e["parent"] is None else places[e["parent"]] for at, e in zip(places, entries, strict=True)}


def seed_names(folder: Path) -> Iterator[tuple[str, list[dict]]]:
    yield from json.loads((folder / "gold" / "headings.json").read_text(encoding="utf-8")).items()


def test_every_heading_has_its_parent_and_nothing_else_is_one(shared: Path) -> None:
    for name, entries in seed_names(shared):
        path = shared / "seeds" / name
        text = path.read_bytes().decode("utf-8-sig").replace("\r\n", "\n")
        assert numbered_nodes(extract(path)) == gold_nodes(text, entries), name


CONTEXTS = [
    "一、重点任务\n（一）加强管理。落实各项制度。\n{}\n（二）强化监督。",
    "一、存在问题\n（一）制度不健全。\n牵头单位：市教育局\n整改措施：\n1.完善制度。（完成时限：2021年6月）\n{}\n二、其他问题",
    "整改方案\n\n一、总体要求\n\n{}\n\n二、重点任务",
]


def inserted_node(context: str, string: str) -> bool:
    """Whether a numbered node begins where `string` was put at a line start."""
    return context.index("{}") in numbered_nodes(extract_text(context.replace("{}", string)))


@pytest.fixture
def traps(shared: Path) -> dict:
    return json.loads((shared / "gold" / "heading_traps.json").read_text(encoding="utf-8"))


@pytest.mark.parametrize("context", CONTEXTS)
def test_strings_that_are_no_headings_stay_out(traps: dict, context: str) -> None:
    assert [s for s in traps["no_headings"] if inserted_node(context, s)] == []


@pytest.mark.parametrize("context", CONTEXTS)
def test_headings_that_begin_with_a_number_go_in(traps: dict, context: str) -> None:
    assert [s for s in traps["headings"] if not inserted_node(context, s)] == []


def test_a_page_marker_in_a_sentence_stays_out(traps: dict) -> None:
    for marker in traps["page_markers"]:
        context = f"一、重点任务\n（一）加强管理。落实各项制度，{marker['before']}\n{{}}制度认识不足。\n（二）强化监督。"
        notice = extract_text(context.replace("{}", marker["line"]))
        assert context.index("{}") not in numbered_nodes(notice)
        assert [s.marker for s in notice.outline[0].children] == ["（一）", "（二）"]
        assert marker["before"] + marker["line"].split("、", 1)[1] in (notice.tasks[0].content or "")


def test_jieba_is_not_loaded_for_a_seed(shared: Path) -> None:
    code = "import sys, pathlib, rectiparse; rectiparse.extract(pathlib.Path(sys.argv[1])); print('jieba' in sys.modules)"
    for path in sorted((shared / "seeds").glob("*.txt")):
        done = subprocess.run([sys.executable, "-c", code, str(path)], capture_output=True, text=True, check=True)
        assert done.stdout.strip() == "False", path.name


def test_names_without_a_separator_are_told_apart() -> None:
    found = extract_text("一、重点任务\n（一）加强监管。\n责任单位：教育局财政局公安局民政局司法局\n责任单位：市教育局市财政局市公安局\n")
    assert [u.name for u in found.tasks[0].responsible_units] == [
        "教育局",
        "财政局",
        "公安局",
        "民政局",
        "司法局",
        "市教育局",
        "市财政局",
        "市公安局",
    ]
