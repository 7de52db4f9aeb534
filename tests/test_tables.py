"""The same ledger in every format: rows, CSV, Parquet, Markdown, the workbook and DataFrames hold the same values."""

from __future__ import annotations

import csv
import datetime as dt
import json
from collections.abc import Iterator
from functools import cache
from html import unescape
from io import BytesIO, StringIO
from pathlib import Path
from typing import Any

import pytest

from notices import build_notice, measure, task, units
from opened import need_module
from rectiparse import extract
from rectiparse.model import UNIT_ROLES, Notice
from rectiparse.rows import COLUMNS
from rectiparse.writers import WriteOptions, find_writer, format_names

SAMPLES = sorted((Path(__file__).parents[1] / "samples").glob("*.txt"))
JUNE = dt.date(2021, 6, 30)
_DATES = ("deadline_start", "deadline_end")
_FLAGS = ("ongoing", "immediate", "done")


def written(format_: str, notices: Iterator[Notice] | list[Notice], **options: Any) -> bytes:
    writer, out = find_writer(format_), BytesIO()
    assert writer is not None
    writer.write(iter(notices), out, WriteOptions(**options))
    return out.getvalue()


@cache
def sample(path: Path) -> Notice:
    return extract(path)


@pytest.fixture(scope="module")
def samples() -> list[Notice]:
    return [sample(path) for path in SAMPLES]


def rows_of(notices: list[Notice]) -> list[dict[str, Any]]:
    return [row for notice in notices for row in notice.rows()]


# -- the same values ---------------------------------------------------------------------------------------------------


def test_json_lines_and_rows_agree(samples: list[Notice]) -> None:
    kept = [Notice.model_validate_json(line) for line in written("jsonl", samples).splitlines()]
    whole = [Notice.model_validate(read) for read in json.loads(written("json", samples, array=True))]
    assert rows_of(kept) == rows_of(whole) == rows_of(samples)


def test_csv_agrees(samples: list[Notice]) -> None:
    read = list(csv.DictReader(StringIO(written("csv", samples).decode(), newline="")))
    assert [_read_csv(row) for row in read] == rows_of(samples)


def test_json_rows_agree(samples: list[Notice]) -> None:
    read = [json.loads(line) for line in written("rows", samples).splitlines()]
    assert all(tuple(row) == COLUMNS for row in read)
    assert [_join_lists(row) for row in read] == [_as_json(row) for row in rows_of(samples)]


def test_parquet_agrees(samples: list[Notice]) -> None:
    polars = need_module("polars")
    table = polars.read_parquet(BytesIO(written("parquet", samples)))
    assert table.columns == list(COLUMNS)
    assert all(table.schema[name] == polars.Date for name in _DATES)
    assert all(table.schema[name] == polars.Boolean for name in _FLAGS)
    assert all(table.schema[role] == polars.List(polars.String) for role in UNIT_ROLES)
    assert [_join_lists(row) for row in table.iter_rows(named=True)] == rows_of(samples)


@pytest.mark.parametrize("merge", [False, True])
def test_workbook_agrees(samples: list[Notice], merge: bool) -> None:
    openpyxl = need_module("openpyxl")
    book = openpyxl.load_workbook(BytesIO(written("xlsx", samples, headers="en", merge=merge)))
    sheet = book["Ledger"]
    for merged in [*sheet.merged_cells.ranges]:  # the rows below the first are not shown, nor read
        value = sheet.cell(merged.min_row, merged.min_col).value
        sheet.unmerge_cells(str(merged))
        for row in range(merged.min_row, merged.max_row + 1):
            sheet.cell(row, merged.min_col).value = value
    header, *rows = sheet.iter_rows(values_only=True)
    assert header == COLUMNS
    assert [_read_cells(dict(zip(COLUMNS, row, strict=True))) for row in rows] == rows_of(samples)


def test_data_frames_take_rows(samples: list[Notice]) -> None:
    pandas, polars = need_module("pandas"), need_module("polars")
    rows = rows_of(samples)
    frame = pandas.DataFrame(rows)
    assert list(frame.columns) == list(COLUMNS) and len(frame) == len(rows)
    assert frame["ongoing"].sum() == sum(row["ongoing"] for row in rows)
    table = polars.DataFrame(rows, infer_schema_length=None)
    assert table.schema["deadline_end"] == polars.Date and table.rows(named=True) == rows


def _read_csv(row: dict[str, str]) -> dict[str, Any]:
    return {name: _read_text(name, text) for name, text in row.items()}


def _read_text(name: str, text: str) -> Any:
    if name in _FLAGS:
        return text == "true"
    if name in _DATES:
        return dt.date.fromisoformat(text) if text else None
    return int(text) if name == "line" else text or None


def _as_json(row: dict[str, Any]) -> dict[str, Any]:
    return {name: str(value) if isinstance(value, dt.date) else value for name, value in row.items()}


def _join_lists(row: dict[str, Any]) -> dict[str, Any]:
    return row | {role: "；".join(row[role]) or None for role in UNIT_ROLES}


def _read_cells(row: dict[str, Any]) -> dict[str, Any]:
    dates = {name: row[name].date() if row[name] else None for name in _DATES}
    return row | dates | {name: row[name] == "yes" for name in _FLAGS}


# -- every format ------------------------------------------------------------------------------------------------------


@pytest.mark.parametrize("format_", format_names())
def test_every_notice_in_every_format_twice_the_same(samples: list[Notice], shared: Path, format_: str) -> None:
    real = [sample(path) for folder in ("seeds", "wild") for path in sorted((shared / folder).glob("*.txt"))]
    data = written(format_, [*samples, *real], array=True)
    assert len(data) > 10_000
    if format_ not in ("xlsx", "parquet"):  # the others are text, and cheap
        assert data == written(format_, [*samples, *real], array=True)


@pytest.mark.parametrize("format_", ["xlsx", "parquet"])
def test_packed_formats_are_the_same_bytes(samples: list[Notice], format_: str) -> None:
    assert written(format_, samples[:6]) == written(format_, samples[:6])


@pytest.mark.parametrize("format_", ["csv", "ics", "md", "parquet", "rows", "xlsx"])
def test_no_notice_and_odd_characters(format_: str) -> None:
    assert isinstance(written(format_, []), bytes)
    odd = build_notice(task("1.1", content="甲\x00乙\ud800丙\u2028丁\x0b\ufffe", lead_units=units("某\x01局")), name="坏\x1f.txt")
    assert written(format_, [odd])


@pytest.mark.parametrize(("format_", "module"), [("parquet", "duckdb"), ("ics", "icalendar")])
def test_a_missing_extra_is_told_before_anything_is_read(monkeypatch: pytest.MonkeyPatch, format_: str, module: str) -> None:
    from rectiparse.errors import MissingExtra

    def notices() -> Iterator[Notice]:
        raise AssertionError("a notice was asked for")
        yield

    monkeypatch.setitem(__import__("sys").modules, module, None)
    with pytest.raises(MissingExtra, match=rf"pip install 'rectiparse\[{format_}\]'"):
        written(format_, notices())


# -- Markdown ----------------------------------------------------------------------------------------------------------


def test_markdown_is_a_table_a_notice() -> None:
    notice = build_notice(task("1.1", finding="问题", measures=(measure("1.1-1"), measure("1.1-2"))))
    assert written("md", [notice]).decode().splitlines() == [
        "## notice.txt",
        "",
        "notice.txt · 任务 1",
        "",
        "| 任务编号 | 措施编号 | 类别 | 章节 | 存在问题 | 整改措施 | 行号 |",
        "| --- | --- | --- | --- | --- | --- | --- |",
        "| 1.1 | 1.1-1 | 任务 | （一）1.1 | 问题 | 措施1.1-1 | 1 |",
        "| 1.1 | 1.1-2 |  |  |  | 措施1.1-2 | 1 |",
    ]
    assert "| task_id |" in written("md", [notice], headers="en").decode()


@pytest.mark.parametrize(
    "text",
    [
        "甲|乙",
        "甲\\|乙",
        "`甲|乙`",
        "<script>alert(1)</script>",
        "[甲](http://a.cn)",
        "见 http://a.cn/?a=1&b=2 和 www.a.cn",
        "a_b_c *d* ~~e~~",
        "&lt;甲&gt;",
        "甲@乙.cn",
        "# 甲",
        "- 甲",
        "![x](y)",
        "$a$",
    ],
)
def test_markdown_shows_a_text_as_it_stands(text: str) -> None:
    markdown = need_module("markdown_it").MarkdownIt("commonmark", {"html": True}).enable(["table", "strikethrough"])
    shown = markdown.render(written("md", [build_notice(task("1.1", content=text))]).decode())
    assert shown.count("<td>") == 5 and "<a " not in shown and "<script" not in shown and "<img" not in shown
    cell = shown.split("<td>")[4].split("</td>")[0].replace("<!-- -->", "")
    assert unescape(cell) == text


def test_markdown_breaks_neither_row_nor_link() -> None:
    page = written("md", [build_notice(task("1.1", content="一\n二\r\n三 http://a.cn www.a.cn a@b.cn"))]).decode()
    assert "一<br>二<br>三" in page
    assert "://" not in page and "www." not in page and "a@" not in page
