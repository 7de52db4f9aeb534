"""Bytes of each format: shapes, newlines, what a spreadsheet would compute, one notice at a time."""

from __future__ import annotations

import csv
import json
from collections.abc import Iterator
from io import BytesIO, StringIO

import pytest

from notices import build_notice, measure, task, units
from rectiparse.model import Notice
from rectiparse.writers import WriteOptions, find_format, find_writer, format_names

PLAIN = WriteOptions()
NOTICE = build_notice(task("1.1", finding="问题,“一”", lead_units=units("市水务局"), measures=(measure("1.1-1", text="=1+1\n二"),)))


def written(format_: str, *notices: Notice, options: WriteOptions = PLAIN) -> bytes:
    writer, out = find_writer(format_), BytesIO()
    assert writer is not None
    writer.write(iter(notices), out, options)
    return out.getvalue()


def test_formats_are_found_by_name_and_suffix() -> None:
    assert set(format_names()) >= {"csv", "json", "jsonl"}
    assert [find_format(s) for s in (".json", ".JSONL", ".csv", ".none")] == ["json", "jsonl", "csv", None]
    assert find_writer("none") is None


def test_json_of_one_is_an_object() -> None:
    data = written("json", NOTICE)
    assert data.endswith(b"}\n") and data.startswith(b'{\n  "schema_version": "1",\n')
    assert "市水务局".encode() in data
    assert Notice.model_validate_json(data).tasks == NOTICE.tasks


@pytest.mark.parametrize("count", [0, 1, 3])
def test_json_of_several_asked_for_is_an_array(count: int) -> None:
    data = written("json", *[NOTICE] * count, options=WriteOptions(array=True))
    read_back = json.loads(data)
    assert len(read_back) == count
    assert data.decode() == json.dumps(read_back, ensure_ascii=False, indent=2) + "\n"


def test_text_only_when_asked_for() -> None:
    for format_ in ("json", "jsonl"):
        assert json.loads(written(format_, NOTICE))["source"]["text"] is None
        assert json.loads(written(format_, NOTICE, options=WriteOptions(with_text=True)))["source"]["text"] == "一、整改"
    assert NOTICE.source.text == "一、整改"


def test_jsonl_is_a_notice_a_line() -> None:
    lines = written("jsonl", NOTICE, NOTICE).splitlines(keepends=True)
    assert len(lines) == 2 and all(line.endswith(b"\n") and json.loads(line) for line in lines)


def test_csv_is_one_table() -> None:
    data = written("csv", NOTICE, build_notice(task("1.1"), name="other.txt"))
    rows = list(csv.DictReader(StringIO(data.decode("utf-8"), newline="")))
    assert data.count(b"source,task_id") == 1 and not data.startswith(b"\xef\xbb\xbf")
    assert data.count(b"\r\n") == 3 and data.endswith(b"\r\n")
    assert [(row["source"], row["measure_id"], row["done"]) for row in rows] == [
        ("notice.txt", "1.1-1", "false"),
        ("other.txt", "", "false"),
    ]
    assert (rows[0]["finding"], rows[0]["measure"]) == ("问题,“一”", "=1+1\n二")


def test_csv_headers() -> None:
    assert written("csv", options=WriteOptions(headers="zh")).decode().startswith("来源,任务编号,措施编号,")
    assert written("csv").decode().endswith("progress,line\r\n")


@pytest.mark.parametrize("first", ["=", "+", "-", "@", "\t", "\r"])
def test_csv_for_excel_computes_nothing(first: str) -> None:
    notice = build_notice(task("1.1", content=f"{first}cmd", line=3))
    plain = next(csv.DictReader(StringIO(written("csv", notice).decode(), newline="")))
    safe = next(csv.DictReader(StringIO(written("csv", notice, options=WriteOptions(excel=True)).decode("utf-8-sig"), newline="")))
    assert (plain["content"], safe["content"], safe["line"]) == (f"{first}cmd", f"'{first}cmd", "3")


def test_csv_for_excel_has_its_mark() -> None:
    assert written("csv", NOTICE, options=WriteOptions(excel=True)).startswith("\ufeffsource,".encode())


@pytest.mark.parametrize("format_", ["csv", "html", "json", "jsonl", "md", "rows"])
def test_a_notice_is_written_before_the_next_is_read(format_: str) -> None:
    out = BytesIO()
    sizes: list[int] = []

    def notices() -> Iterator[Notice]:
        for _ in range(3):
            sizes.append(len(out.getvalue()))
            yield NOTICE

    writer = find_writer(format_)
    assert writer is not None
    writer.write(notices(), out, WriteOptions(array=True))
    assert sizes[0] < sizes[1] < sizes[2] < len(out.getvalue())
