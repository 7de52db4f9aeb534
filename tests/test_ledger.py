"""The ledger database: questions and their answers, recurring days, search of any length, what may and may not be opened."""

from __future__ import annotations

import csv
import datetime as dt
import json
import os
import random
import shutil
import sqlite3
from hashlib import sha256
from io import StringIO
from pathlib import Path
from typing import Any

import duckdb
import pytest

from archives import SAMPLES, batch, read_tables, run_command
from rectiparse import extract, extract_text
from rectiparse.diagnostics import cell_width
from rectiparse.errors import LedgerError
from rectiparse.ledger.building import Written, build_record
from rectiparse.ledger.due import DueQuestion, find_due
from rectiparse.ledger.occurrences import find_occurrences
from rectiparse.ledger.questions import count_all, count_units, run_query
from rectiparse.ledger.records import Record
from rectiparse.ledger.schema import VERSION, open_ledger, open_to_read
from rectiparse.ledger.search import search_passages
from rectiparse.ledger.store import FileState, Store
from rectiparse.rows import COLUMNS

SECOND = """关于印发云岭市校园安全方案的通知
云教发〔2021〕3号

一、重点任务
（一）排查校园隐患。
牵头单位：市教育局
配合单位：市公安局、消防救援支队
完成时限：2021年7月15日前
工作措施：
1.排查食堂医疗废物。（责任单位：市卫生健康委；完成时限：2021年7月1日）
2.报送进展。（完成时限：每月25日前）
（二）更新消防设施。
牵头单位：市教育局
完成时限：2021年3月底前（阶段性）、2021年9月底前全面完成
（三）加强宣传。
牵头单位：市教育局
完成时限：长期坚持

云岭市教育局
2021年2月1日
"""


def record_of(text: str, path: str) -> Record:
    notice = extract_text(text)
    source = notice.source.model_copy(update={"name": path, "sha256": sha256(text.encode()).hexdigest()})
    return build_record(notice.model_copy(update={"source": source}), Written(f"notices/{path}.json", "0"), "test")


@pytest.fixture(scope="module")
def ledger(tmp_path_factory: pytest.TempPathFactory) -> sqlite3.Connection:
    from conftest import SMALL

    source, out = tmp_path_factory.mktemp("source"), tmp_path_factory.mktemp("out")
    (source / "河道.txt").write_text(SMALL, encoding="utf-8")
    (source / "校园.txt").write_text(SECOND, encoding="utf-8")
    batch(source, out, jobs=1)
    return open_to_read(out / "ledger.sqlite")


@pytest.fixture(scope="module")
def sampled(tmp_path_factory: pytest.TempPathFactory) -> Path:
    out = tmp_path_factory.mktemp("sampled")
    batch(Path(f"{SAMPLES}/*.txt"), out)
    return out


def due(ledger: sqlite3.Connection, as_of: str, days: int, **more: Any) -> list[tuple[Any, ...]]:
    answer = find_due(ledger, DueQuestion(dt.date.fromisoformat(as_of), dt.timedelta(days=days), **more))
    return [(row[0], row[2], row[8], row[9]) for row in answer.rows]


# -- due ---------------------------------------------------------------------------------------------------------------


def test_due_lists_days_in_order_with_what_a_measure_takes_over(ledger: sqlite3.Connection) -> None:
    assert due(ledger, "2021-06-30", 30, unit="教育") == [("2021-07-25", "recurring", "1.1", "1.1-2")]
    assert due(ledger, "2021-06-30", 30, unit="卫生") == [("2021-07-01", "date", "1.1", "1.1-1")]
    assert due(ledger, "2021-06-30", 0) == [("2021-06-30", "date", "1.1", "1.1-1"), ("2021-06-30", "date", "1.1", "1.1-2")]


def test_due_takes_milestones_roles_and_written_out_names(ledger: sqlite3.Connection) -> None:
    assert due(ledger, "2021-03-31", 0) == [("2021-03-31", "milestone", "1.2", None)]
    assert due(ledger, "2021-09-30", 0, unit="教育", role="lead") == [("2021-09-30", "date", "1.2", None)]
    assert due(ledger, "2021-09-30", 0, unit="教育", role="cooperating") == []
    assert due(ledger, "2021-07-25", 0, unit="市消防") == due(ledger, "2021-07-25", 0, unit="消防救援") != []


def test_overdue_ongoing_and_immediate_are_asked_for(ledger: sqlite3.Connection, sampled: Path) -> None:
    assert due(ledger, "2030-01-01", 0) == []
    assert ("2021-09-30", "date", "1.2", None) in due(ledger, "2030-01-01", 0, overdue=True)
    assert (None, "ongoing", "1.3", None) in due(ledger, "2030-01-01", 0, ongoing=True)
    opened = open_to_read(sampled / "ledger.sqlite")
    assert "immediate" not in {row[1] for row in due(opened, "2030-01-01", 0, overdue=True, ongoing=True)}
    assert {row[:2] for row in due(opened, "2035-01-01", 0, immediate=True)} >= {(None, "immediate")}


def test_due_shows_who_leads_and_who_helps(ledger: sqlite3.Connection) -> None:
    (row,) = find_due(ledger, DueQuestion(dt.date(2021, 7, 25), dt.timedelta(0))).rows
    assert row[3:5] == ("市教育局", "市公安局；市消防救援支队")


def test_a_span_ends_with_the_calendar(ledger: sqlite3.Connection) -> None:
    assert due(ledger, "9999-12-31", 30) == []


def test_recurring_duties_begin_with_their_notice(ledger: sqlite3.Connection) -> None:
    assert [row for row in due(ledger, "2021-01-01", 85) if row[1] == "recurring"] == [
        ("2021-02-25", "recurring", "1.1", "1.1-2"),
        ("2021-03-25", "recurring", "1.1", "1.1-2"),
    ]


@pytest.mark.parametrize(
    ("rule", "first", "last", "days"),
    [
        ("FREQ=MONTHLY;BYMONTHDAY=28,29,30;BYSETPOS=-1", "2021-01-15", "2021-03-31", ["2021-01-30", "2021-02-28", "2021-03-30"]),
        ("FREQ=MONTHLY;BYMONTHDAY=28,29,30;BYSETPOS=-1", "2024-02-01", "2024-02-29", ["2024-02-29"]),
        ("FREQ=MONTHLY;BYMONTHDAY=19", "2021-01-19", "2021-02-19", ["2021-01-19", "2021-02-19"]),
        ("FREQ=MONTHLY", "2021-02-01", "2021-04-01", ["2021-02-28", "2021-03-31"]),
        (
            "FREQ=MONTHLY;BYMONTH=3,6,9,12;BYMONTHDAY=-1",
            "2021-01-01",
            "2021-12-31",
            ["2021-03-31", "2021-06-30", "2021-09-30", "2021-12-31"],
        ),
        ("FREQ=MONTHLY;INTERVAL=6", "2021-02-03", "2022-01-31", ["2021-06-30", "2021-12-31"]),
        ("FREQ=MONTHLY;INTERVAL=3", "2021-02-03", "2021-07-31", ["2021-03-31", "2021-06-30"]),
        ("FREQ=WEEKLY;BYDAY=FR", "2021-07-01", "2021-07-15", ["2021-07-02", "2021-07-09"]),
        ("FREQ=WEEKLY", "2021-07-01", "2021-07-11", ["2021-07-04", "2021-07-11"]),
        ("FREQ=YEARLY;BYMONTH=12;BYMONTHDAY=-1", "2021-07-01", "2022-12-31", ["2021-12-31", "2022-12-31"]),
        ("FREQ=YEARLY", "2021-07-01", "2021-12-31", ["2021-12-31"]),
        ("FREQ=DAILY", "2021-07-01", "2021-07-31", ["2021-07-01"]),
        ("FREQ=NONSENSE", "2021-07-01", "2021-07-31", []),
    ],
)
def test_occurrences(rule: str, first: str, last: str, days: list[str]) -> None:
    found = find_occurrences(rule, None, dt.date.fromisoformat(first), dt.date.fromisoformat(last))
    assert [str(day) for day in found] == days


def test_occurrences_do_not_depend_on_where_one_begins_to_look() -> None:
    whole = find_occurrences("FREQ=MONTHLY;INTERVAL=6", None, dt.date(2015, 1, 1), dt.date(2030, 12, 31))
    chosen = random.Random(1)
    for _ in range(50):
        first = dt.date(2015, 1, 1) + dt.timedelta(days=chosen.randrange(5000))
        last = first + dt.timedelta(days=chosen.randrange(400))
        assert find_occurrences("FREQ=MONTHLY;INTERVAL=6", None, first, last) == tuple(d for d in whole if first <= d <= last)


def test_a_notice_that_comes_twice_stands_once_in_the_tables_and_in_the_index(tmp_path: Path) -> None:
    from conftest import SMALL

    records = [
        record_of(text, f"{name}.txt") for name, text in (("一", SMALL), ("二", SECOND), ("一", SECOND), ("二", SMALL), ("二", SMALL))
    ]
    store = Store(tmp_path / "ledger.sqlite")
    for record in records:  # in one transaction: the index is behind the tables
        store.put(record, FileState(record.tables["notices"][0][1], "notice"))
    store.close()
    again = Store(tmp_path / "ledger.sqlite")
    again.put(records[2], FileState("一.txt", "notice"))
    again.close()
    fresh = Store(tmp_path / "fresh.sqlite")
    for record in (records[4], records[2]):
        fresh.put(record, FileState(record.tables["notices"][0][1], "notice"))
    fresh.close()
    assert read_tables(tmp_path / "ledger.sqlite") == read_tables(tmp_path / "fresh.sqlite")


# -- search ------------------------------------------------------------------------------------------------------------


def indexes_of(path: Path) -> set[str]:
    with sqlite3.connect(path) as ledger:
        return {name for (name,) in ledger.execute("SELECT name FROM sqlite_schema WHERE type = 'index' AND sql IS NOT NULL")}


def test_the_indexes_of_a_ledger_are_made_when_it_is_closed_or_opened_again(tmp_path: Path) -> None:
    closed, left = tmp_path / "closed.sqlite", tmp_path / "left.sqlite"
    Store(closed).close()
    Store(left).drop()
    assert "duties_by_units" in indexes_of(closed) and "duties_by_units" not in indexes_of(left)
    Store(left).drop()
    assert indexes_of(left) == indexes_of(closed)


def test_search_finds_words_of_any_length_wherever_they_stand(sampled: Path) -> None:
    ledger = open_to_read(sampled / "ledger.sqlite")
    passages = dict(ledger.execute("SELECT id, text FROM passages").fetchall())
    chosen = random.Random(7)
    texts = [text.strip() for text in passages.values() if len(text) > 12]
    for length in (1, 2, 3, 4, 7):
        for _ in range(12):
            text = chosen.choice(texts)
            at = chosen.choice((0, len(text) - length, chosen.randrange(len(text) - length)))
            word = text[at : at + length]
            if word != word.strip() or '"' in word:
                continue
            found = search_passages(ledger, [word], limit=10_000)
            assert len(found.rows) == sum(word.lower() in passage.lower() for passage in passages.values()), word


def test_search_takes_several_words_and_shows_where(ledger: sqlite3.Connection) -> None:
    (row,) = search_passages(ledger, ["医疗废物", "食堂"]).rows
    assert row[:4] == ("排查食堂医疗废物。", "校园.txt", "1.1", "1.1-1")
    assert not search_passages(ledger, ["医疗废物", "河道"]).rows
    assert len(search_passages(ledger, ["云岭市"]).rows) == 2
    assert search_passages(ledger, ['"', "x OR y", "*"]).rows == []
    with pytest.raises(LedgerError, match="no word"):
        search_passages(ledger, [" "])


# -- other questions ---------------------------------------------------------------------------------------------------


def test_units_are_counted_by_what_they_have_to_do(ledger: sqlite3.Connection) -> None:
    answer = count_units(ledger)
    counted = {row[0]: tuple(row[1:]) for row in answer.rows}
    assert counted["市教育局"] == (3, 0, 0, 0, 1)
    assert counted["市卫生健康委"] == (0, 1, 0, 0, 1)
    assert [row[0] for row in count_units(ledger, "教育").rows] == ["市教育局"]


def test_stats(ledger: sqlite3.Connection) -> None:
    counted = dict(count_all(ledger).rows)  # type: ignore[arg-type]
    assert (counted["notices"], counted["tasks"], counted["measures"], counted["duties"]) == (2, 5, 5, 7)


def test_query_reads_and_never_writes(ledger: sqlite3.Connection) -> None:
    assert run_query(ledger, "SELECT path FROM notices ORDER BY path").rows == [("校园.txt",), ("河道.txt",)]
    for statement in ("DELETE FROM notices", "DROP TABLE tasks", "PRAGMA user_version = 9", "VACUUM", "SELECT 1; SELECT 2", "SELEKT"):
        try:
            run_query(ledger, statement)
        except LedgerError as error:
            assert "; next: " in str(error)
    assert count_all(ledger).rows[0] == ("notices", 2)
    assert ledger.execute("PRAGMA user_version").fetchone() == (VERSION,)


def test_the_view_has_the_rows_of_the_csv(sampled: Path) -> None:
    opened = open_to_read(sampled / "ledger.sqlite")
    cursor = opened.execute("SELECT * FROM ledger")
    assert tuple(column[0] for column in cursor.description) == COLUMNS
    expected = [
        tuple(int(v) if isinstance(v, bool) else str(v) if isinstance(v, dt.date) else v for v in row.values())
        for file in SAMPLES.glob("*.txt")
        for row in extract(file).rows()
    ]
    assert sorted(map(repr, cursor)) == sorted(map(repr, expected))


def test_duckdb_reads_the_file_as_it_is(sampled: Path) -> None:
    try:
        found = duckdb.sql(f"SELECT count(*) FROM sqlite_scan('{sampled}/ledger.sqlite', 'tasks')").fetchone()
    except duckdb.Error as error:
        pytest.skip(f"DuckDB can't fetch its SQLite extension here: {str(error)[:80]}")
    assert found == (len(read_tables(sampled / "ledger.sqlite")["tasks"]),)


# -- command line ------------------------------------------------------------------------------------------------------


def test_answers_come_as_json_rows_csv_and_table(sampled: Path) -> None:
    ask = ("ledger", "search", "污水", "--ledger", sampled / "ledger.sqlite", "--limit", "3")
    code, stdout, said = run_command(*ask)
    found = json.loads(stdout)
    assert (code, said, len(found)) == (0, "", 3)
    assert [json.loads(line) for line in run_command(*ask, "-f", "rows")[1].splitlines()] == found
    table = list(csv.DictReader(StringIO(run_command(*ask, "-f", "csv")[1])))
    assert [row["passage"] for row in table] == [row["passage"] for row in found]
    assert "污水" in run_command(*ask, "-f", "table")[1]


@pytest.mark.parametrize("format_", ["csv", "jsonl", "json"])
def test_export_is_what_extract_writes(sampled: Path, tmp_path: Path, format_: str) -> None:
    out, direct = tmp_path / f"out.{format_}", tmp_path / f"direct.{format_}"
    assert run_command("ledger", "export", "--ledger", sampled / "ledger.sqlite", "-o", out)[0] == 0
    assert run_command("extract", *sorted(SAMPLES.glob("*.txt")), "-q", "-o", direct)[0] == 0
    assert out.read_bytes() == direct.read_bytes()


def test_export_from_a_storage_that_is_unknown_is_told(sampled: Path, tmp_path: Path) -> None:
    shutil.copy(sampled / "ledger.sqlite", tmp_path)
    opened = sqlite3.connect(tmp_path / "ledger.sqlite")
    opened.execute("INSERT OR REPLACE INTO about VALUES ('output', 'nosuch://archive')")
    opened.commit()
    opened.close()
    code, _, said = run_command("ledger", "export", "--ledger", tmp_path / "ledger.sqlite")
    assert code == 1 and "nosuch://archive" in said and "; next: " in said


def test_due_on_the_command_line(sampled: Path) -> None:
    ask = ("ledger", "due", "--ledger", sampled / "ledger.sqlite", "--as-of", "2021-01-01")
    assert len(json.loads(run_command(*ask, "--within", "1y")[1])) > len(json.loads(run_command(*ask, "--within", "2w")[1]))
    assert run_command(*ask, "--unit", "无此单位")[1] == "[]\n"
    narrow, wide = ({**os.environ, "COLUMNS": columns, "RECTIPARSE_LANG": "en"} for columns in ("80", "160"))
    _, shown, _ = run_command(*ask, "--within", "1y", "-f", "table", environment=narrow)
    assert "\n    other_units: " in shown and max(map(cell_width, shown.splitlines())) <= 80  # 11 columns have no room beside each other
    _, shown, _ = run_command(*ask, "--within", "1y", "-f", "table", environment=wide)
    assert "  other_units  " in shown.splitlines()[1] and max(map(cell_width, shown.splitlines())) <= 160
    assert ": 0 due." in run_command(*ask, "--unit", "无此单位", "-f", "table")[1].replace("\n", "")
    assert run_command(*ask, "--within", "soon")[0] == 2


# -- what can't be opened ----------------------------------------------------------------------------------------------


def test_what_is_no_ledger_is_told(tmp_path: Path, sampled: Path) -> None:
    other, newer, older, text = (tmp_path / name for name in ("other", "newer", "older", "text"))
    sqlite3.connect(other).execute("CREATE TABLE x (y)").connection.close()
    text.write_text("一、任务" * 100, encoding="utf-8")
    for file, version in ((newer, VERSION + 1), (older, VERSION - 1)):
        shutil.copy(sampled / "ledger.sqlite", file)
        opened = sqlite3.connect(file)
        opened.execute(f"PRAGMA user_version = {version}")
        opened.close()
    for file, words in (
        (other, "another program's"),
        (newer, "install a newer rectiparse"),
        (older, "run rectiparse batch again"),
        (text, "can't be opened"),
        (tmp_path, "is a folder"),
        (tmp_path / "none", "there is no ledger"),
    ):
        with pytest.raises(LedgerError, match=words) as told:
            open_to_read(file)
        assert "; next: " in str(told.value)
        if file.is_file():
            with pytest.raises(LedgerError, match=words):
                open_ledger(file)
    code, _, said = run_command("ledger", "stats", "--ledger", newer)
    assert code == 1 and "install a newer" in said


def test_a_ledger_in_a_folder_that_may_not_be_written_is_read(sampled: Path, tmp_path: Path) -> None:
    shutil.copy(sampled / "ledger.sqlite", tmp_path)
    tmp_path.chmod(0o500)
    try:
        assert count_all(open_to_read(tmp_path / "ledger.sqlite")).rows
    finally:
        tmp_path.chmod(0o700)


def test_an_old_sqlite_is_told(monkeypatch: pytest.MonkeyPatch, sampled: Path) -> None:
    monkeypatch.setattr(sqlite3, "sqlite_version_info", (3, 31, 0))
    with pytest.raises(LedgerError, match="too old"):
        open_to_read(sampled / "ledger.sqlite")
