"""Tables saved as text: each value in the cell it was saved from, the same ledger as the workbook gives."""

from __future__ import annotations

import csv
import io
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st
from openpyxl import Workbook

from archives import SAMPLES, run_command
from rectiparse import Notice, extract
from rectiparse.errors import UnreadableSource
from rectiparse.grammar import load_grammar
from rectiparse.parse import parse_source
from rectiparse.readers import read_source

ROWS = [
    ["青溪县2024年重点任务分工表", "", "", "", ""],
    ["序号", "重点任务", "工作措施", "责任单位", "完成时限"],
    ["1", "河道清淤", "1.摸清底数。\n2.分段清淤，完成3公里。", "县水务局（牵头）、各乡镇", "2024年6月底前"],
    ["2", "绿化, 亮化", '补植苗木5000株，创建"绿色街区"。', "县林业局", "长期坚持"],
    ["注：时限以批复为准", "", "", "", ""],
]


def write(delimiter: str = ",", newline: str = "\r\n") -> str:
    out = io.StringIO()
    csv.writer(out, delimiter=delimiter, lineterminator=newline).writerows(ROWS)
    return out.getvalue()


def show(notice: Notice) -> list[object]:
    return [
        (
            t.id,
            t.content,
            [u.name for u in (*t.lead_units, *t.responsible_units)],
            t.deadline and t.deadline.text,
            [m.text for m in t.measures],
        )
        for t in notice.tasks
    ]


EXPECTED = [
    ("1", "河道清淤", ["县水务局", "各乡镇"], "2024年6月底前", ["摸清底数。", "分段清淤，完成3公里。"]),
    ("2", "绿化, 亮化", ["县林业局"], "长期坚持", ['补植苗木5000株，创建"绿色街区"。']),
]


@pytest.mark.parametrize("encoding", ["utf-8", "utf-8-sig", "gb18030", "utf-16"])
@pytest.mark.parametrize("delimiter", [",", ";", "\t", "|"])
@pytest.mark.parametrize("newline", ["\r\n", "\n"])
def test_the_rows_of_a_table(encoding: str, delimiter: str, newline: str) -> None:
    source = read_source(write(delimiter, newline).encode(encoding), name="任务.csv")
    assert "县水务局（牵头）、各乡镇" in source.text and '"' not in source.text.replace('"绿色街区"', "")


def test_the_same_ledger_as_the_workbook(tmp_path: Path) -> None:
    (tmp_path / "a.csv").write_bytes(write().encode("gb18030"))
    (tmp_path / "a.tsv").write_text(write("\t"), encoding="utf-8")
    book = Workbook()
    for row in ROWS:
        book.active.append([value or None for value in row])
    book.save(tmp_path / "a.xlsx")
    notices = [extract(tmp_path / name) for name in ("a.csv", "a.tsv", "a.xlsx")]
    assert [show(notice) for notice in notices] == [EXPECTED] * 3
    assert notices[0].metadata.title == "青溪县2024年重点任务分工表"
    assert notices[0].source.media_type == "text/csv"


def test_origins_are_the_cells_that_excel_counts() -> None:
    source = read_source(write().encode(), name="任务.csv")
    assert source.info.origins is not None
    at = source.text.index("县林业局")
    origin = next(o for o in source.info.origins if o.span[0] <= at < o.span[1])
    assert (origin.row, origin.column) == (4, 4)


@given(st.lists(st.lists(st.text('甲乙丙，,;"\n\t 一1', max_size=6), min_size=1, max_size=5), min_size=1, max_size=6))
def test_no_cell_is_lost(rows: list[list[str]]) -> None:
    out = io.StringIO()
    csv.writer(out, quoting=csv.QUOTE_ALL).writerows(rows)
    values = ["".join(value.split()) for row in rows for value in row]
    try:
        text = read_source(out.getvalue().encode(), name="a.csv").text
    except UnreadableSource:
        assert not any(values)
        return
    printed = "".join(text.split())
    assert all(value in printed for value in values)


@pytest.mark.parametrize("options", [[], ["--headers", "zh"], ["--excel", "--headers", "zh"]])
def test_a_ledger_of_our_own_is_no_notice(tmp_path: Path, options: list[str]) -> None:
    run_command("extract", SAMPLES / "checklist.txt", "-q", "-o", tmp_path / "ledger.csv", *options)
    with pytest.raises(UnreadableSource, match="a ledger that rectiparse wrote"):
        read_source(tmp_path / "ledger.csv")


@pytest.mark.parametrize("data", [b",,,\n,,\n", b"\n\n", b'"a' + b"x" * 200_000 + b'"\n'])
def test_tables_that_hold_nothing_or_too_much(data: bytes) -> None:
    with pytest.raises(UnreadableSource, match="next: "):
        read_source(data, name="a.csv")


def test_signs_inside_texts_divide_no_cells() -> None:
    rows = [ROWS[1], ["1", "清淤,护岸,截污,补水,绿化,亮化,巡查,验收,移交", "1.施工。", "县水务局", "6月底前"]]
    text = read_source("\n".join(map("\t".join, rows)).encode(), name="a.csv").text
    assert "清淤,护岸,截污,补水,绿化,亮化,巡查,验收,移交" in text
    text = read_source('序号, 任务, 单位\n1, "清淤, 护岸", 县水务局\n'.encode(), name="a.csv").text
    assert "\t清淤, 护岸\n" in text


def test_a_text_without_cells_keeps_its_commas() -> None:
    prose = "青溪县清淤方案\n一、任务\n（一）清淤。投资1,200万元。由县水务局牵头。\n二、要求\n"
    assert "投资1,200万元。" in read_source(prose.encode(), name="a.csv").text


def test_a_quote_without_an_end_swallows_nothing() -> None:
    text = '序号,重点任务,责任单位,完成时限\n1,"河道清淤,县水务局,2024年6月底前\n2,绿化提升,县林业局,2024年9月底前\n'
    notice = extract_bytes(text.encode())
    assert [(t.content, t.responsible_units[0].name) for t in notice.tasks] == [('"河道清淤', "县水务局"), ("绿化提升", "县林业局")]
    assert "low-confidence" in [d.code for d in notice.diagnostics]


def extract_bytes(data: bytes) -> Notice:
    return parse_source(read_source(data, name="a.csv"), load_grammar())
