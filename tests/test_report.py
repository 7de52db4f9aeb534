"""The report as bytes, and the command that writes it."""

from __future__ import annotations

import json
import os
import re
import subprocess
import sys
from pathlib import Path
from typing import Any

import pytest

import rectiparse
from pages import SAMPLES, hostile_notice, written
from rectiparse import extract
from rectiparse.batch.run import BatchOptions, run_batch
from rectiparse.errors import UnreadableSource
from rectiparse.report import read_ledger
from rectiparse.writers import find_format

PAGE = Path(rectiparse.__file__).parent / "writers" / "page"


def blocks(page: bytes) -> list[Any]:
    return [json.loads(block) for block in re.findall(r'<script type="application/json" class="notice">(.*?)</script>', page.decode())]


# -- bytes -----------------------------------------------------------------------------------------------------------------


def test_is_found_by_name_and_suffix() -> None:
    assert find_format(".html") == "html"


def test_same_notices_give_the_same_bytes_and_the_text_once() -> None:
    notice = extract(SAMPLES / "checklist.txt")
    page = written(notice)
    assert page == written(notice)
    assert blocks(page)[0]["text"] == notice.source.text
    longest = max((m.text for t in notice.tasks for m in t.measures), key=len)
    assert page.decode().count(longest) == 1


def test_nothing_of_a_notice_is_markup() -> None:
    page = written(hostile_notice()).decode()
    assert page.count("<script") == 3 and page.count("</script>") == 3  # settings, notice, program
    assert "<!--" not in page and "<img" not in page and "\u2028" not in page
    assert "'unsafe" not in page and "default-src 'none'" in page


def test_words_stand_in_both_languages() -> None:
    strings = (PAGE / "strings.js").read_text(encoding="utf-8")
    chinese, english = (set(re.findall(r"(\w+): \"", part)) for part in strings.partition("\n  en: {")[::2])
    assert chinese == english


def test_every_sample_and_real_notice_is_written(shared: Path) -> None:
    for file in (*SAMPLES.glob("*.txt"), *shared.glob("seeds/*.txt"), *shared.glob("wild/*.txt")):
        notice = extract(file)
        [data] = blocks(written(notice))
        assert len(data["rows"]) == sum(1 for _ in notice.rows())
        for own, told in zip(notice.tasks, data["tasks"], strict=True):
            for field in ("finding", "objective", "content", "progress"):
                assert shown(data["text"], told[field]) == getattr(own, field), (file.name, own.id)


def shown(text: str, field: dict[str, Any] | None) -> str | None:
    if field is None:
        return None
    return str(field["text"]) if "text" in field else "".join(text[start:end] for start, end in field["at"])


# -- the command -----------------------------------------------------------------------------------------------------------


def run(*arguments: str | Path) -> subprocess.CompletedProcess[bytes]:
    package = str(Path(rectiparse.__file__).parents[1])
    environment = os.environ | {"PYTHONPATH": os.pathsep.join(filter(None, (package, os.environ.get("PYTHONPATH"))))}
    command = [sys.executable, "-m", "rectiparse", *map(str, arguments)]
    return subprocess.run(command, capture_output=True, env=environment, timeout=60)


def test_report_of_folders_files_and_ledgers(tmp_path: Path, small: str) -> None:
    folder = tmp_path / "notices"
    (folder / "below").mkdir(parents=True)
    (folder / ".hidden").mkdir()
    for place in ("b.txt", "below/a.txt", ".hidden/c.txt"):
        (folder / place).write_text(small, encoding="utf-8")
    for ledger in ("one.json", "all.jsonl", "several.json"):
        inputs = [folder / "b.txt"] if ledger == "one.json" else [folder / "b.txt", folder / "below/a.txt"]
        assert run("extract", "-q", "--with-text", *inputs, "-o", folder / ledger).returncode == 0
    assert run("extract", "-q", folder / "b.txt", "-o", folder / "台账.xlsx").returncode == 0
    page = tmp_path / "report.html"
    done = run("report", folder, *(folder / name for name in ("one.json", "all.jsonl", "several.json")), "-o", page)
    assert done.returncode == 0 and not done.stdout
    assert [data["name"] for data in blocks(page.read_bytes())] == ["b.txt", "a.txt", "b.txt", "b.txt", "a.txt", "b.txt", "a.txt"]
    assert done.stderr.decode().count("责任词") == 2  # a ledger's notices were told about when they were read
    assert all(data["text"] == small for data in blocks(page.read_bytes()))


def test_the_last_report_is_no_notice(tmp_path: Path, small: str) -> None:
    (tmp_path / "a.txt").write_text(small, encoding="utf-8")
    page = tmp_path / "report.html"
    assert run("report", "-q", tmp_path, "-o", page).returncode == 0
    again = run("report", "-q", tmp_path, "-o", page)
    assert (again.returncode, again.stderr) == (0, b"") and [data["name"] for data in blocks(page.read_bytes())] == ["a.txt"]


def test_what_is_no_ledger_is_told_and_the_others_are_written(tmp_path: Path, small: str) -> None:
    (tmp_path / "empty").mkdir()
    (tmp_path / "a.txt").write_text(small, encoding="utf-8")
    (tmp_path / "bad.json").write_text('{"tasks": 1}')
    (tmp_path / "half.jsonl").write_text('{"tasks"')
    done = run(
        "report", *(tmp_path / name for name in ("empty", "bad.json", "half.jsonl", "none.json", "a.txt")), "-o", tmp_path / "o.html"
    )
    told = done.stderr.decode()
    assert done.returncode == 1 and "Traceback" not in told
    assert told.count("next: ") >= 4 and told.count("is no ledger") == 2
    assert len(blocks((tmp_path / "o.html").read_bytes())) == 1


def test_options_of_the_report(tmp_path: Path, small: str) -> None:
    (tmp_path / "a.txt").write_text(small, encoding="utf-8")
    page = run("report", "-q", tmp_path / "a.txt", "--as-of", "2021-07-01", "--lang", "en").stdout.decode()
    assert '"asOf":"2021-07-01","language":"en"' in page
    assert run("report", tmp_path / "a.txt", "--lang", "fr").returncode == 2


def test_a_ledger_database_is_read(tmp_path: Path) -> None:
    (tmp_path / "a.txt").write_text("一、任务\n（一）封堵排污口。\n责任单位：市水务局\n完成时限：2021年6月底前\n", encoding="utf-8")
    run_batch([str(tmp_path / "a.txt")], BatchOptions(str(tmp_path / "out"), jobs=1))
    (notice,) = read_ledger(tmp_path / "out" / "ledger.sqlite") or ()
    assert [unit.name for unit in notice.tasks[0].responsible_units] == ["市水务局"]
    (tmp_path / "b.sqlite").write_bytes(b"no database")
    with pytest.raises(UnreadableSource, match="next: "):
        list(read_ledger(tmp_path / "b.sqlite") or ())
