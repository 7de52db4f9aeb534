"""Lines on a terminal: broken as Chinese print does, within the width, nothing lost."""

from __future__ import annotations

import re
from itertools import pairwise

import pytest
from hypothesis import given
from hypothesis import strategies as st

from rectiparse.diagnostics import cell_width
from rectiparse.wrapping import find_breaks


def lines(text: str, width: int) -> list[str]:
    cuts = [0, *find_breaks(text, width), len(text)]
    return [text[start:end].rstrip() for start, end in pairwise(cuts)]


@pytest.mark.parametrize(
    ("text", "width", "expected"),
    [
        ("12 加快柳湖智能装备产业园建设", 16, ["12 加快柳湖智能", "装备产业园建设"]),
        ("新增企业25家，改造项目60个", 14, ["新增企业25家，", "改造项目60个"]),
        ("完成标准厂房12万平方米", 13, ["完成标准厂房", "12万平方米"]),
        ("印发《方案》（试行）", 12, ["印发《方案》", "（试行）"]),
        ("标题文号  任务 45", 15, ["标题文号  任", "务 45"]),
        ("2021-06-30完成", 4, ["2021", "-06-", "30完", "成"]),
    ],
)
def test_breaks(text: str, width: int, expected: list[str]) -> None:
    assert lines(text, width) == expected


@given(st.text(st.sampled_from("甲乙，。（）《》12 a.-●\u3000"), max_size=40), st.integers(4, 30))
def test_every_line_fits_and_nothing_is_lost(text: str, width: int) -> None:
    assert max(map(cell_width, lines(text, width)), default=0) <= width
    assert find_breaks(text, width) == sorted(set(find_breaks(text, width)))
    assert re.sub(r"\s", "", "".join(lines(text, width))) == re.sub(r"\s", "", text)
