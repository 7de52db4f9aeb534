"""Tables of web pages that came out a cell a line, a sign behind each cell."""

from __future__ import annotations

import pytest

from rectiparse import Notice, extract_text

WORDS = ["序号", "事项名称", "办理程序", "承办单位", "完成时限"]
ROWS = [
    ["1", "城区停车场改造方案", "公开征求意见、集体决策", "县住建局", "2025年7月"],
    ["2", "河道清淤\n2024—2027年实施方案", "集体决策", "县水利局", "2025年12月"],
    ["3", "老旧小区加装电梯办法", "", "县住建局\n县财政局", "2025年10月"],
]


def draw(*rows: list[str], sign: str = " |", joint: str = "\n") -> str:
    return joint.join(f"{cell}{sign}" for row in rows for cell in row)


def show(notice: Notice) -> list[tuple[str, str | None, list[str], str | None]]:
    return [
        (task.id, task.content, [unit.name for unit in task.responsible_units], task.deadline.text if task.deadline else None)
        for task in notice.tasks
    ]


READ = [
    ("1", "城区停车场改造方案", ["县住建局"], "2025年7月"),
    ("2", "河道清淤2024—2027年实施方案", ["县水利局"], "2025年12月"),
    ("3", "老旧小区加装电梯办法", ["县住建局", "县财政局"], "2025年10月"),
]


@pytest.mark.parametrize("sign", [" |", "|", "｜"])
@pytest.mark.parametrize("joint", ["\n", "\n\n", "\n  "])
def test_cells_with_a_sign_behind_them(sign: str, joint: str) -> None:
    text = f"青溪县事项目录\n{draw(WORDS, *ROWS, sign=sign, joint=joint)}\n请各单位抓好落实。\n"
    assert show(extract_text(text)) == READ


def test_a_heading_of_one_cell_and_two_tables() -> None:
    first = draw(WORDS, ["一、城市建设"], ROWS[0], ["二、水利"], ROWS[1])
    second = draw(WORDS, ["1", *ROWS[2][1:]], ["2", "修订办法", "集体决策", "县司法局", "年底前"])
    notice = extract_text(f"青溪县事项目录\n2025年3月1日\n附件1\n{first}\n附件2\n{second}\n")
    assert [task.path[-2:] for task in notice.tasks[:2]] == [
        ("一、城市建设", "1 城区停车场改造方案"),
        ("二、水利", "2 河道清淤2024—2027年实施方案"),
    ]
    assert [(content, units) for _, content, units, _ in show(notice)[2:]] == [
        ("老旧小区加装电梯办法", ["县住建局", "县财政局"]),
        ("修订办法", ["县司法局"]),
    ]


def test_a_row_that_lacks_a_cell_is_not_guessed() -> None:
    text = f"青溪县事项目录\n{draw(WORDS, ROWS[0], ROWS[1][:-1], ROWS[2])}\n"
    assert [unit for _, _, units, _ in show(extract_text(text)) for unit in units][:1] == ["县住建局"]
