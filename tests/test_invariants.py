"""What holds for any text: leaves tile it, values stand where they say, nothing raises, the same text gives the same bytes."""

from __future__ import annotations

from collections.abc import Iterator

from hypothesis import example, given, settings
from hypothesis import strategies as st

from rectiparse import Notice, extract_text
from rectiparse.fields import find_labels
from rectiparse.grammar import load_grammar
from rectiparse.model import UNIT_ROLES, Deadline, Measure, Section, Task, Unit
from rectiparse.parse import parse_source
from rectiparse.readers.linear import Cell, Linear
from rectiparse.source import fold
from strategies import DOCUMENTS, NOTICES

ANY_TEXT = st.one_of(NOTICES, st.text(max_size=200))
HARD = [
    "",
    "\n",
    "（",
    "一、",
    "（责任单位：",
    "责任单位：",
    "\t任务\n\t责任单位\n",
    "1.\n2.\n3.",
    "一是二是三是",
    "整改措施：一是二是",
    "附件\n附件\n附件",
    "责任单位\n：市甲局",
    "（" * 50 + "甲负责" + "）" * 50,
    "\ud800"[:0] + "\ufeff一、甲",
]


def plain(text: str) -> str:
    """Without breaks, blanks and bold marks."""
    return "".join(text.split()).replace("**", "").replace("\x00", "\x00")


def nodes(notice: Notice) -> Iterator[Task | Measure | Section]:
    def measures(node: Task | Measure) -> Iterator[Measure]:
        for measure in node.measures:
            yield measure
            yield from measures(measure)

    def sections(found: tuple[Section, ...]) -> Iterator[Section]:
        for section in found:
            yield section
            yield from sections(section.children)

    for task in notice.tasks:
        yield task
        yield from measures(task)
    yield from sections(notice.outline)


def values(notice: Notice) -> Iterator[Unit | Deadline]:
    for node in nodes(notice):
        for role in UNIT_ROLES:
            yield from getattr(node, role, ())
        if not isinstance(node, Section) and node.deadline:
            yield node.deadline
    yield from notice.deadlines


@settings(max_examples=300, deadline=None)
@given(ANY_TEXT)
def test_leaves_tile_the_source(text: str) -> None:
    notice = extract_text(text)
    source = notice.source.text or ""
    assert "".join(source[a:b] for a, b in (leaf.span for leaf in notice.leaves)) == source
    ends = [0, *(leaf.span[1] for leaf in notice.leaves)]
    assert all(leaf.span[0] == end for leaf, end in zip(notice.leaves, ends, strict=False))


@settings(max_examples=300, deadline=None)
@given(DOCUMENTS)
def test_tables_and_furniture_of_a_reader_keep_the_invariants(document: list[str | tuple[Cell, ...] | None]) -> None:
    linear = Linear()
    for block in document:
        if block is None:
            linear.add_furniture("— 3 —")
        elif isinstance(block, str):
            linear.add_paragraph(block)
        else:
            linear.add_table(block)
    notice = parse_source(linear.build(b"", "notice.docx", "application/x-test"), load_grammar())
    source = notice.source.text or ""
    assert "".join(source[a:b] for a, b in (leaf.span for leaf in notice.leaves)) == source
    for node in nodes(notice):
        for name, spans in node.spans.items():
            assert "".join(source[a:b] for a, b in spans) == getattr(node, name), (node.id, name)
    ids = [n.id for n in nodes(notice) if not isinstance(n, Section)]
    assert len(ids) == len(set(ids))
    assert Notice.model_validate_json(notice.model_dump_json()) == notice


@settings(max_examples=300, deadline=None)
@given(ANY_TEXT)
def test_folding_keeps_the_length(text: str) -> None:
    assert len(fold(text)) == len(text)


@settings(max_examples=300, deadline=None)
@given(NOTICES)
def test_values_stand_where_they_say(text: str) -> None:
    notice = extract_text(text)
    source = notice.source.text or ""
    for value in values(notice):
        start, end = value.span
        assert 0 <= start <= end <= len(source)
        if "\n" not in source[start:end]:  # a page marker may stand in a break
            assert plain(value.text) == plain(source[start:end]), value
    for node in nodes(notice):
        for name, spans in node.spans.items():
            assert "".join(source[a:b] for a, b in spans) == getattr(node, name), (node.id, name)


@settings(max_examples=200, deadline=None)
@given(ANY_TEXT)
def test_the_same_text_gives_the_same_bytes_and_json_comes_back(text: str) -> None:
    first = extract_text(text).model_dump_json()
    assert extract_text(text).model_dump_json() == first
    assert Notice.model_validate_json(first).model_dump_json() == first


@settings(max_examples=200, deadline=None)
@given(NOTICES)
def test_ids_are_unique_and_measures_carry_their_tasks_id(text: str) -> None:
    notice = extract_text(text)
    ids = [n.id for n in nodes(notice) if not isinstance(n, Section)]
    assert len(ids) == len(set(ids))
    for task in notice.tasks:
        assert all(m.id.startswith(task.id + "-") for m in task.measures)


@settings(max_examples=200, deadline=None)
@given(NOTICES)
def test_a_label_at_a_line_start_is_used_or_reported(text: str) -> None:
    notice = extract_text(text)
    source = notice.source.text or ""
    at = 0
    before = "。"
    for line in source.split("\n"):
        above = fold(source[:at])
        if before[-1] not in "。；：" or above.count("(") > above.count(")"):  # it may stand in a sentence or bracket that goes on
            at, before = at + len(line) + 1, line.strip() or before
            continue
        for label in find_labels(fold(line), 0, len(line), load_grammar()):
            if label.start == 0:
                place = at + label.start
                leaf = next(x for x in notice.leaves if x.span[0] <= place < x.span[1])
                said = any(d.span and d.span[0] <= place < d.span[1] for d in notice.diagnostics)
                assert leaf.kind == "label" or said or "\t" in source, (line, leaf)
        at, before = at + len(line) + 1, line.strip() or before


def test_hard_texts_do_not_raise() -> None:
    for text in HARD:
        extract_text(text).model_dump_json()


@example("（一）" * 2000)
@example("（责任单位：甲局" * 500)
@example("1." * 3000)
@example("一是" * 3000)
@example("、".join(["甲局"] * 3000))
@example("责任单位：" * 1000)
@example("\t任务\n\t责任单位\n" * 300)
@example("序号\n事项\n单位\n（一）\n1")
@settings(max_examples=5, deadline=None)
@given(st.text(alphabet="一二（）()〔1.、，：；。责任单位牵头负责年月日前\n\t ", max_size=600))
def test_hostile_texts_end(text: str) -> None:
    extract_text(text)
