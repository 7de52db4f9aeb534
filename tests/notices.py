"""Notices made by hand, for tests of what comes behind the parser."""

from __future__ import annotations

from typing import Any

from rectiparse.model import Coverage, Measure, Metadata, Notice, Source, Task, Unit


def units(*names: str) -> tuple[Unit, ...]:
    return tuple(Unit(name=name, text=name, span=(0, len(name)), rule="printed") for name in names)


def measure(id_: str, **fields: Any) -> Measure:
    return Measure(**({"id": id_, "marker": None, "number": None, "text": f"措施{id_}", "line": 1, "span": (0, 1)} | fields))


def task(id_: str, **fields: Any) -> Task:
    return Task(**({"id": id_, "kind": "task", "path": (f"（一）{id_}",), "line": 1, "span": (0, 1)} | fields))


def build_notice(*tasks: Task, name: str = "notice.txt", text: str = "一、整改") -> Notice:
    source = Source(name=name, media_type="text/plain", encoding="utf-8", sha256="0" * 64, characters=len(text), text=text)
    return Notice(source=source, metadata=Metadata(), tasks=tasks, coverage=Coverage(responsibility_words=0, claimed=0))
