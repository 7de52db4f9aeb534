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


def test_words_over_the_columns_that_are_printed_again() -> None:
    text = f"青溪县事项目录\n{draw(WORDS, *ROWS[:2], WORDS, ROWS[2])}\n请各单位抓好落实。\n"
    assert show(extract_text(text)) == READ


def test_no_row_behind_one_with_merged_cells_is_lost() -> None:
    words = ["序号", "存在问题", "整改措施", "责任部门", "整改时限"]
    rows = [
        ["1", "通道堵塞。", "清理杂物。", "后勤股", "2024年3月底前"],
        ["2", "设备过期。", "更换设备。", "安全股", "2024年4月底前"],
        ["3", "照明不足。", "增设灯具。", "安全股", "2024年5月底前"],
        ["建立巡查制度。", "办公室", "2024年6月底前"],
        ["4", "演练不足。", "开展演练。", "安全股", "长期坚持"],
    ]
    tasks = extract_text(f"青溪县问题清单\n{draw(words, *rows)}\n").tasks
    assert [task.finding for task in tasks] == ["通道堵塞。", "设备过期。", "照明不足。", "演练不足。"]
    assert [measure.text for measure in tasks[2].measures] == ["增设灯具。", "建立巡查制度。"]
