"""Tables that a reader hands over with their cells: merged cells, two header rows, sections, page heads between them."""

from __future__ import annotations

from pathlib import Path

import pytest

from formats.document import read_blocks
from formats.ledger import read_ledger
from rectiparse import extract, extract_text
from rectiparse.grammar import load_grammar
from rectiparse.model import Notice
from rectiparse.parse import parse_source
from rectiparse.readers.linear import Cell, Linear

SAMPLES = Path(__file__).parents[1] / "samples"
NAMES = sorted(p.stem for p in SAMPLES.glob("*.txt"))
HEAD = "云岭市河道整改任务清单"


def parse(linear: Linear) -> Notice:
    notice = parse_source(linear.build(b"x", "notice.docx", "application/x-test"), load_grammar())
    text = notice.source.text or ""
    assert "".join(text[slice(*leaf.span)] for leaf in notice.leaves) == text
    return notice


def parse_rows(*rows: list[str | tuple[str, int] | tuple[str, int, int]]) -> Notice:
    """A notice with one table; a cell is its text, or (text, rows it covers[, columns it covers])."""
    linear = Linear()
    linear.add_paragraph(HEAD)
    taken: set[tuple[int, int]] = set()
    cells = []
    for row, texts in enumerate(rows):
        column = 0
        for held in texts:
            text, height, width = (held, 1, 1) if isinstance(held, str) else (*held, 1)[:3]
            while (row, column) in taken:
                column += 1
            taken |= {(row + i, column + j) for i in range(height) for j in range(width)}
            cells.append(Cell(tuple(text.split("\n")), row, column, height, width))
            column += width
    linear.add_table(cells)
    linear.add_paragraph("以上任务由市政府督查室督办。")
    return parse(linear)


def led(notice: Notice) -> list[tuple[str, list[str]]]:
    return [(t.content or t.finding or "", [u.name for u in (*t.lead_units, *t.responsible_units)]) for t in notice.tasks]


@pytest.mark.parametrize("name", NAMES)
def test_a_sample_as_paragraphs_and_tables_gives_its_ledger(name: str) -> None:
    text = (SAMPLES / f"{name}.txt").read_text(encoding="utf-8")
    linear = Linear()
    for block in read_blocks(text):
        if block.rows:
            width = max(map(len, block.rows))
            rows = enumerate(block.rows)
            linear.add_table(Cell(cell, i, j, 1, width if len(row) == 1 else 1) for i, row in rows for j, cell in enumerate(row))
        else:
            linear.add_paragraph(block.text)
    assert read_ledger(parse(linear)) == read_ledger(extract(SAMPLES / f"{name}.txt"))


@pytest.mark.parametrize("name", NAMES)
def test_a_line_break_at_the_end_changes_nothing(name: str) -> None:
    text = (SAMPLES / f"{name}.txt").read_text(encoding="utf-8").rstrip("\n")
    assert read_ledger(extract_text(text)) == read_ledger(extract_text(text + "\n\n"))


def test_a_merged_unit_cell_speaks_for_the_rows_it_covers() -> None:
    notice = parse_rows(
        ["重点任务", "责任单位", "完成时限"],
        ["1.封堵排污口", ("市水务局", 2), "6月底前"],
        ["2.清理漂浮物", "9月底前"],
        ["3.修复护坡", "市交通运输局", "年底前"],
    )
    assert led(notice) == [("封堵排污口", ["市水务局"]), ("清理漂浮物", ["市水务局"]), ("修复护坡", ["市交通运输局"])]
    assert notice.tasks[0].responsible_units[0].span == notice.tasks[1].responsible_units[0].span


def test_a_finding_over_several_rows_has_a_measure_a_row() -> None:
    notice = parse_rows(
        ["序号", "存在问题", "整改措施", "责任单位", "整改时限"],
        [("1", 3), ("排污口直排", 3), "封堵排污口", "市水务局", "2021年6月底前"],
        ["增设截污管", "市住房城乡建设局", "2021年9月底前"],
        ["加密巡查", "市生态环境局", "长期坚持"],
        ["2", "河面漂浮物多", "清理漂浮物", "云岭区人民政府", "2021年7月底前"],
    )
    first, second = notice.tasks
    assert (first.id, first.finding, second.id, second.finding) == ("1", "排污口直排", "2", "河面漂浮物多")
    found = [(m.text, m.responsible_units[0].name, m.deadline.text if m.deadline else None) for m in first.measures]
    assert found == [
        ("封堵排污口", "市水务局", "2021年6月底前"),
        ("增设截污管", "市住房城乡建设局", "2021年9月底前"),
        ("加密巡查", "市生态环境局", "长期坚持"),
    ]
    assert [u.name for u in second.responsible_units] == ["云岭区人民政府"]


def test_a_unit_over_all_rows_of_a_finding_is_the_tasks() -> None:
    notice = parse_rows(
        ["存在问题", "整改措施", "责任单位", "整改时限"],
        [("1.排污口直排", 2), "封堵排污口", ("市水务局", 2), "2021年6月底前"],
        ["增设截污管", "2021年9月底前"],
    )
    (task,) = notice.tasks
    assert [u.name for u in task.responsible_units] == ["市水务局"]
    assert [m.deadline.text for m in task.measures if m.deadline] == ["2021年6月底前", "2021年9月底前"]


def test_a_merged_cell_over_several_tasks_is_their_section() -> None:
    notice = parse_rows(
        ["任务类别", "工作任务", "责任单位", "完成时限"],
        [("截污治污", 2), "封堵排污口", "市水务局", "2021年6月底前"],
        ["增设截污管", "市住房城乡建设局", "2021年9月底前"],
        [("日常管护", 2), "清理漂浮物", "云岭区人民政府", "每月"],
        ["加密巡查", "市生态环境局", "长期坚持"],
    )
    assert [t.path[-2:] for t in notice.tasks] == [
        ("截污治污", "封堵排污口"),
        ("截污治污", "增设截污管"),
        ("日常管护", "清理漂浮物"),
        ("日常管护", "加密巡查"),
    ]


def test_numbered_groups_nest_as_numbered() -> None:
    notice = parse_rows(
        ["任务类别", "工作任务", "责任单位"],
        [("一、截污治污", 2), "（一）封堵排污口", "市水务局"],
        ["（二）增设截污管", "市住房城乡建设局"],
        [("二、日常管护", 1), "（一）清理漂浮物", "云岭区人民政府"],
    )
    assert [t.path for t in notice.tasks] == [
        ("一、截污治污", "（一）封堵排污口"),
        ("一、截污治污", "（二）增设截污管"),
        ("二、日常管护", "（一）清理漂浮物"),
    ]


def test_two_header_rows() -> None:
    notice = parse_rows(
        [("序号", 2), ("工作任务", 2), ("责任单位", 1, 2), ("完成时限", 2)],
        ["牵头单位", "配合单位"],
        ["1", "封堵排污口", "市水务局", "市财政局、市公安局", "2021年6月底前"],
    )
    (task,) = notice.tasks
    assert [u.name for u in task.lead_units] == ["市水务局"]
    assert [u.name for u in task.cooperating_units] == ["市财政局", "市公安局"]


def test_a_title_row_stands_above_the_header() -> None:
    notice = parse_rows(
        [("附表：任务分工", 1, 3)],
        ["工作任务", "责任单位", "完成时限"],
        ["封堵排污口", "市水务局", "2021年6月底前"],
    )
    assert led(notice) == [("封堵排污口", ["市水务局"])]


def test_a_header_that_is_repeated_is_furniture() -> None:
    header: list[str | tuple[str, int] | tuple[str, int, int]] = ["工作任务", "责任单位", "完成时限"]
    notice = parse_rows(header, ["1.封堵排污口", "市水务局", "6月底前"], header, ["2.清理漂浮物", "市水务局", "9月底前"])
    assert len(notice.tasks) == 2
    assert sum(leaf.kind == "furniture" for leaf in notice.leaves) >= 1


def test_names_on_lines_of_their_own_in_a_cell_are_several() -> None:
    notice = parse_rows(
        ["工作任务", "责任单位", "完成时限"],
        ["1.封堵排污口", "市水务局\n市财政局\n各县（市、区）人民政府", "6月底前"],
    )
    assert led(notice) == [("封堵排污口", ["市水务局", "市财政局", "各县（市、区）人民政府"])]


def test_a_table_without_ledger_columns_is_text() -> None:
    notice = parse_rows(["断面", "水质"], ["北桥", "Ⅲ类"], ["南桥", "Ⅳ类"])
    assert not notice.tasks


def test_furniture_of_a_reader_is_left_out_of_the_text() -> None:
    linear = Linear()
    linear.add_paragraph("关于河道整改的方案")
    linear.add_paragraph("一、整改任务")
    linear.add_paragraph("（一）封堵排污口，加强日常巡查，发现一处、")
    linear.add_furniture("云岭市人民政府公报 2021 第3期")
    linear.add_furniture("12")
    linear.add_paragraph("封堵一处。责任单位：市水务局；完成时限：2021年6月底前")
    (task,) = parse(linear).tasks
    assert task.content == "封堵排污口，加强日常巡查，发现一处、封堵一处。"


def test_origins_name_the_place() -> None:
    notice = parse_rows(["工作任务", "责任单位", "完成时限"], ["1.封堵排污口", "市水务局", "6月底前"])
    (unit,) = notice.tasks[0].responsible_units
    origin = next(o for o in notice.source.origins or () if o.span[0] <= unit.span[0] < o.span[1])
    assert (origin.table, origin.row, origin.column) == (1, 2, 2)
