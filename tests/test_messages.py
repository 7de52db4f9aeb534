"""Diagnostics in Chinese: every message that the code can write has its saying."""

from __future__ import annotations

import ast
import os
import re
from collections.abc import Iterator
from pathlib import Path

import pytest

import rectiparse
from archives import SAMPLES, run_command
from rectiparse import CODES, extract, extract_text
from rectiparse.messages import say_in_chinese
from rectiparse.model import Diagnostic

SOURCE = Path(rectiparse.__file__).parent
TELLERS = {"build_diagnostic", "_place"}
READERS_TELLERS = TELLERS | {"tell", "_tell"}


def find_written() -> Iterator[tuple[str, ...]]:
    """The messages in calls that write a diagnostic, each in pieces, between which something changes."""
    for file in SOURCE.rglob("*.py"):
        tellers = READERS_TELLERS if file.parent.name == "readers" else TELLERS
        for node in ast.walk(ast.parse(file.read_text(encoding="utf-8"))):
            if isinstance(node, ast.Call) and getattr(node.func, "id", getattr(node.func, "attr", "")) in tellers:
                for argument in node.args:
                    if isinstance(argument, ast.JoinedStr):
                        yield tuple(str(part.value) if isinstance(part, ast.Constant) else ast.unparse(part) for part in argument.values)
                    elif isinstance(argument, ast.Constant) and " " in str(argument.value):
                        yield (str(argument.value),)


def fill_in(pieces: tuple[str, ...]) -> Iterator[str]:
    """The message with what may stand in its gaps."""
    counted = [re.search(r"_count\(.*'([a-z ]+)'\)", piece) for piece in pieces]
    for filler in ("7", "7 signs", "adds 7", "paragraphs may have automatic numbers", "; next: 7"):
        yield "".join(
            f"7 {count[1]}s" if count else filler if piece.startswith("{") else piece for piece, count in zip(pieces, counted, strict=True)
        )


WRITTEN = sorted(set(find_written()))


def is_translated(message: str) -> bool:
    said = (say_in_chinese(Diagnostic(code=code, severity="info", message=message, where=None, span=None, line=None)) for code in CODES)
    return any(one.message != message for one in said)


def test_the_walk_finds_the_messages() -> None:
    assert len(WRITTEN) > 30 and ("its siblings have one, it has none",) in WRITTEN


@pytest.mark.parametrize("pieces", WRITTEN, ids=lambda pieces: "".join(pieces)[:60])
def test_every_message_of_the_code_has_a_saying(pieces: tuple[str, ...]) -> None:
    assert any(map(is_translated, fill_in(pieces)))


def test_every_code_has_a_name_and_a_next_step() -> None:
    for code in CODES:
        said = say_in_chinese(Diagnostic(code=code, severity="info", message="?", where=None, span=None, line=None))
        assert said.name != code and said.meaning and said.next_step and said.message == "?"


def test_all_that_real_notices_are_told_is_in_chinese(shared: Path) -> None:
    told = [d for folder in (SAMPLES, shared / "seeds", shared / "wild") for file in folder.glob("*.*") if (ds := read(file)) for d in ds]
    assert len({d.code for d in told}) > 12
    assert [d.message for d in told if say_in_chinese(d).message == d.message] == []


def read(file: Path) -> tuple[Diagnostic, ...]:
    return extract(file).diagnostics if file.suffix in (".txt", ".html", ".md") else ()


@pytest.mark.parametrize(
    ("text", "code", "said"),
    [
        ("一、清淤\n责任单位：\n", "empty-label", "“责任单位：”后面没有内容"),
        ("一、清淤\n责任单位：县水务局\n完成时限：2024年13月底前\n", "malformed-date", "日历上没有这个日期：2024年13月底"),
        ("一、清淤\n责任单位：县水务局、县水务局\n", "duplicate-unit", "同一名单中“县水务局”出现两次"),
        ("一、清淤\n", "missing-metadata", "没有找到：标题、成文日期、发文机关、主送机关、文号"),
        ("一、清淤（甲局牵头\n", "unclosed-bracket", "“(甲局牵头…”没有右半边"),
    ],
)
def test_what_is_said(text: str, code: str, said: str) -> None:
    assert said in [say_in_chinese(d).message for d in extract_text(text).diagnostics if d.code == code]


@pytest.mark.parametrize(
    ("names", "is_chinese"),
    [
        ({"LANG": "zh_CN.UTF-8"}, True),
        ({"LANG": "en_GB.UTF-8"}, False),
        ({"LANG": "en_GB.UTF-8", "RECTIPARSE_LANG": "zh"}, True),
        ({"LANG": "zh_CN.UTF-8", "RECTIPARSE_LANG": "en"}, False),
        ({"LC_ALL": "zh_TW.UTF-8", "LANG": "C"}, True),
    ],
)
def test_the_language_of_the_terminal(tmp_path: Path, names: dict[str, str], is_chinese: bool) -> None:
    (tmp_path / "a.txt").write_text("一、清淤\n责任单位：\n", encoding="utf-8")
    others = dict.fromkeys(("LC_ALL", "LC_MESSAGES", "LANG", "RECTIPARSE_LANG"), "")
    _, out, said = run_command("extract", tmp_path / "a.txt", environment={**os.environ, **others, **names})
    assert ("警告 empty-label 标签后无内容：[1] “责任单位：”后面没有内容" in said) == is_chinese
    assert ("  下一步：" in said) == is_chinese and ("  next: " in said) != is_chinese
    assert '"message": "nothing stands behind 责任单位："' in out  # the data are the same


def test_the_place_in_a_table_is_said_in_chinese(tmp_path: Path) -> None:
    (tmp_path / "a.csv").write_text("序号,任务,责任单位,时限\n1,清淤,县水务局,长期坚持\n", encoding="utf-8")
    _, _, said = run_command("extract", tmp_path / "a.csv", environment={**os.environ, "RECTIPARSE_LANG": "zh"})
    assert "（表1，第2行，第4列）: 提示 open-ended-deadline" in said and "table 1" not in said
    _, _, said = run_command("extract", tmp_path / "a.csv", environment={**os.environ, "RECTIPARSE_LANG": "en"})
    assert " (table 1, row 2, column 4): info open-ended-deadline" in said
