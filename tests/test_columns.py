"""A table whose columns were laid one below the other, as a PDF's text gives it."""

from __future__ import annotations

from pathlib import Path

from hypothesis import given
from hypothesis import strategies as st

from rectiparse import extract_text
from rectiparse.model import Task

LINES = (Path(__file__).parents[1] / "samples" / "columns.txt").read_text(encoding="utf-8").splitlines()


def names(task: Task) -> tuple[list[str], list[str]]:
    return [u.name for u in task.lead_units], [u.name for u in task.responsible_units]


def test_each_row_gets_the_names_of_its_own_cells() -> None:
    tasks = extract_text("\n".join(LINES)).tasks
    assert [names(task) for task in tasks] == [
        (["市市场监管局"], ["市税务局", "市人力资源社会保障局"]),
        (["市政务服务局"], ["市公安局", "市住房城乡建设局", "各区人民政府"]),
        (["市发展改革委"], []),
        (["市住房城乡建设局"], ["市自然资源局", "市水务局"]),
    ]
    assert [task.content for task in tasks] == [
        "推广企业开办“一网通办”，实现登记材料网上提交。",
        "2026年6月底前，推动电子印章在招投标中应用。",
        "推行区域评估，评估结果由区域内项目共享使用。",
        "推行告知承诺制，承诺后即可办理施工许可。",
    ]


def test_a_group_cell_is_the_section_of_its_rows() -> None:
    tasks = extract_text("\n".join(LINES)).tasks
    assert [(task.id, task.path[0]) for task in tasks] == [
        ("1.1", "1.优化企业登记服务"),
        ("1.2", "1.优化企业登记服务"),
        ("2.3", "2.提高项目建设效率"),
        ("2.4", "2.提高项目建设效率"),
    ]


def test_without_row_numbers_no_row_is_guessed_and_the_words_are_reported() -> None:
    notice = extract_text("\n".join(line for line in LINES if not line.isdigit()))
    assert not notice.tasks
    assert [d.code for d in notice.diagnostics].count("unclaimed-text") == notice.coverage.responsibility_words > 0


@given(st.sets(st.integers(0, len(LINES) - 1)))
def test_lost_lines_never_invent_a_name(lost: set[int]) -> None:
    text = "\n".join(line for i, line in enumerate(LINES) if i not in lost)
    for task in extract_text(text).tasks:
        for unit in (*task.lead_units, *task.responsible_units):
            assert text[slice(*unit.span)].replace("\n", "") == unit.text
            assert task.span[0] <= unit.span[0] <= unit.span[1] <= task.span[1]
