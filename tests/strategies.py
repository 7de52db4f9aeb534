"""Random notices for property tests: words of the grammar in their context, and pieces that break things."""

from __future__ import annotations

from hypothesis import strategies as st

from rectiparse.grammar import load_grammar
from rectiparse.grammar_files import read_grammar_file
from rectiparse.readers.linear import Cell

_GRAMMAR = load_grammar()
_ENTRIES = {name: read_grammar_file(_GRAMMAR.directory / f"{name}.toml").rule for name in ("deadlines", "units")}

MARKERS = st.sampled_from(
    ["一、", "二、", "（一）", "（二）", "1.", "2．", "3、", "（1）", "（2）", "①", "一是", "二是", "第一条", "第一章 ", "1 .", "十一、"]
)
LABELS = st.sampled_from([w for r in _GRAMMAR.labels.rules for w in r.words])
PHRASES = st.sampled_from([e.text for r in _ENTRIES["deadlines"] for e in r.examples])
UNITS = st.sampled_from(
    [e.text for r in _ENTRIES["units"] for e in r.examples]
    + ["市教育局", "财政厅", "各县（市、区）人民政府", "公安、商务等部门", "甲镇、乙镇人民政府", "有关部门和单位", "国网某供电公司"]
)
PROSE = st.sampled_from(
    [
        "加强培训，提高认识。",
        "建立台账制度",
        "主要负责同志负责",
        "存在48小时内未转运",
        "《某某办法》（某府发〔2021〕5号）",
        "20XX年6月",
        "2月30日",
        "由市甲局牵头，乙、丙等部门配合",
    ]
)
BREAKS = st.sampled_from(
    [
        "\n",
        "\n\n",
        "，",
        "。",
        "；",
        "\t",
        "\n\t",
        "（",
        "）",
        "〔",
        "**",
        "　",
        " ",
        "：",
        "\n— 3 —\n",
        "\n2、",
        "\r",
        "\u2028",
        "𠮷",
        "\x00",
    ]
)
TITLES = st.sampled_from(
    ["重点任务", "实施步骤", "工作要求", "附件", "附件：1.清单", "整改方案", "任务\n\t责任单位", "\t任务\n\t责任单位\n\t完成时限\n"]
)


@st.composite
def fields(draw: st.DrawFn) -> str:
    label, value = draw(LABELS), draw(st.one_of(PHRASES, UNITS, st.just("")))
    return draw(
        st.sampled_from([f"\n{label}：{value}\n", f"（{label}：{value}）", f"（{value}负责，{draw(PHRASES)}）", f"{label}：{value}。"])
    )


PIECES = st.one_of(MARKERS, fields(), PHRASES, UNITS, PROSE, BREAKS, TITLES)
NOTICES = st.lists(PIECES, max_size=40).map("".join)
"""Flat random pieces and labelled ones mixed."""


HEADERS = st.lists(
    st.sampled_from(
        [
            "序号",
            "任务类别",
            "重点任务",
            "工作任务",
            "存在问题",
            "整改措施",
            "具体举措",
            "责任单位",
            "牵头单位",
            "配合单位",
            "完成时限",
            "备注",
            "",
        ]
    ),
    min_size=1,
    max_size=6,
)


@st.composite
def tables(draw: st.DrawFn) -> tuple[Cell, ...]:
    """A table with a row of header words, cells merged at random, some of them missing."""
    header = draw(HEADERS)
    taken: set[tuple[int, int]] = set()
    cells = []
    for row in range(draw(st.integers(1, 6))):
        for column in range(len(header)):
            if (row, column) in taken or draw(st.integers(0, 9)) == 0:
                continue
            rows, columns = draw(st.integers(1, 3)), draw(st.sampled_from((1, 1, 1, 2, len(header))))
            taken |= {(row + i, column + j) for i in range(rows) for j in range(columns)}
            is_header = row == 0 or draw(st.integers(0, 9)) == 0
            texts = (header[column],) if is_header else tuple(draw(st.lists(PIECES, max_size=3)))
            cells.append(Cell(texts, row, column, rows, columns))
    return tuple(cells)


DOCUMENTS = st.lists(st.one_of(PIECES, tables(), st.just(None)), max_size=12)
"""Paragraphs, tables, and page heads (None), as a reader hands them over."""
