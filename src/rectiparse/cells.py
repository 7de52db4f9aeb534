"""What every kind of table is read to: rows of cells with typed columns; and the words over its columns."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from functools import lru_cache
from itertools import islice, pairwise
from typing import NamedTuple

from rectiparse.fields import GROUP_ROW, TEXT_FIELDS, UNIT_FIELDS, read_header, read_label_word
from rectiparse.fits import SAY_WHO_OR_WHEN, SERIAL, SUBJECTS, fit, is_number
from rectiparse.grammar import Grammar
from rectiparse.patterns import compile_pattern


class Cell(NamedTuple):
    """Flow [start, end) of one cell, ends trimmed (start == end when empty), and the field its column stands for.

    `is_shared`: merged down over all rows that its row's task has. `goes_on`: the rest of a cell that a page break cut.
    """

    start: int
    end: int
    field: str
    is_shared: bool = True
    goes_on: bool = False


class Row(NamedTuple):
    """A row; `goes_on`: its task is that of the row above, its cells are another measure of it.

    `depth`: above 0 for what heads the rows of several tasks and is a section of theirs: 1 for a row of its own, 2 and more for
    cells that are merged down over them, the outermost first.
    `below`: how many such cells cover the row, None where the table does not tell.
    """

    start: int
    end: int
    cells: tuple[Cell, ...]
    is_header: bool = False
    goes_on: bool = False
    depth: int = 0
    below: int | None = None

    @property
    def filled(self) -> tuple[Cell, ...]:
        return tuple(c for c in self.cells if c.end > c.start)


class Table(NamedTuple):
    start: int
    end: int
    fields: tuple[str, ...]
    rows: tuple[Row, ...]


class Header(NamedTuple):
    """The fields that the columns stand for, the words over them, and how many lines or rows they take.

    `is_led`: a tab stands before the first cell of a line too. `is_stacked`: each word stands on a line of its own.
    """

    fields: tuple[str, ...]
    words: tuple[str, ...]
    size: int
    is_led: bool = False
    is_stacked: bool = False


def name_columns(texts: Sequence[str], found: Sequence[tuple[str, str] | None], grammar: Grammar) -> Columns | None:
    """The fields and words of columns from what their header cells say, None when too few of them are known.

    Where they say who and by when, but none what it is about, the last unknown one before these does: 序号, 一级指标, 二级指标,
    责任单位, 完成时限; 序号, 易涝点, 整治措施, … . A list of places with those who care for them divides no work.
    """
    if not any(
        word and word[0] in (*UNIT_FIELDS, "deadline") and len(word[1]) > _LONGEST_BARE for word in found
    ):  # 指标名称, 2022年, 2023年: statistics
        found = [None if word and word[1][:2] == _CENTURY else word for word in found]
    known = [word for word in found if word]
    fields, words = [word[0] if word else "other" for word in found], tuple(word[1] if word else "" for word in found)
    units = [column for column, field in enumerate(fields) if field in UNIT_FIELDS]
    finder, measure = grammar.structure.compiled("finder-column"), grammar.structure.compiled("measure-column")
    found_by = [column for column in units if finder.match(words[column])] if "finding" in fields else []
    found_by += [column for column in units if measure.match(words[column])]
    if any(fields[column] in _OWNING and column not in found_by for column in units):
        for column in found_by:
            fields[column] = "other"  # 检查单位, 计量单位 beside 责任单位
    whose = grammar.structure.compiled("whose-column")
    others = [words[other] for other in units if fields[other] not in ("supervising_units", "other")]
    for column in units:
        if whose.match(words[column]) and not all(whose.match(word) for word in others):
            fields[column] = "other"  # 隐患单位 beside 整改责任单位
    limits = [column for column, field in enumerate(fields) if field == "deadline"]
    earlier = grammar.structure.compiled("earlier-time")
    begun = [column for column in limits if earlier.match(words[column])]
    for column in begun if len(begun) < len(limits) else ():
        fields[column] = "other"  # 开工时间 beside 竣工时间
    for column, following in pairwise(limits):
        if following == column + 1 and words[column] == words[following]:
            fields[column] = "figure"  # 第一周 | 3月1日至7日 below one word
    divides_work = "deadline" in fields and any(len(words[column]) > _LONGEST_BARE for column in units)
    if len(known) < _FEWEST_KNOWN or not (divides_work or _are_known(known, len(found), grammar)):
        return None
    bare = grammar.structure.compiled("figure-column")
    for column, text in enumerate(texts):
        if fields[column] == "other" and bare.match(text.strip() or words[column]):
            fields[column] = "figure"
    fields = list(head_tasks(tuple(fields), words))
    said = [column for column, field in enumerate(fields) if field in UNIT_FIELDS or field in TEXT_FIELDS]
    if divides_work and not _SUBJECTS.intersection(fields):
        unknown = [c for c in range(said[0]) if found[c] is None and texts[c] and not bare.match(texts[c].strip())]
        if unknown:
            fields[unknown[-1]] = "content"
    return tuple(fields), words


def head_tasks(fields: tuple[str, ...], words: tuple[str, ...]) -> tuple[str, ...]:
    """序号, 反馈问题, 序号, 具体表现, 整改措施: what is numbered first heads what is numbered below it.

    领域, 序号, 改革举措: what is numbered behind a category is the task, where no other column says what it is.
    """
    if SERIAL not in words[1:] or "measures" not in fields:
        return fields
    if words.count(SERIAL) < _NUMBERED_TWICE:
        at = fields.index("measures")
        is_task = _SUBJECTS.isdisjoint(fields) and words.index(SERIAL) < at and fields.count("measures") == 1
        return (*fields[:at], "content", *fields[at + 1 :]) if is_task else fields
    inner = words.index(SERIAL, words.index(SERIAL) + 1)
    if _SUBJECTS.isdisjoint(fields[inner:]):
        return fields
    return (*("other" if field in _SUBJECTS else field for field in fields[:inner]), *fields[inner:])


_NUMBERED_TWICE = 2
_CENTURY = "20"


_OWNING = frozenset(("lead_units", "responsible_units"))
_FEWEST_KNOWN = 2
_SUBJECTS = frozenset(("content", "finding"))
_LONGEST_BARE = 2
"""Characters of 单位 and 部门, which stand over names of any kind."""
Columns = tuple[tuple[str, ...], tuple[str, ...]]
"""The fields, and the words."""
_NOTE = compile_pattern(r"^(?P<word>[^()\n]{1,12}?) ?(?:\([^()\n]{0,40}\))?$")


_LONGEST_NOTED = 20


def join_header_rows(upper: Sequence[str], lower: Sequence[str], grammar: Grammar) -> list[str]:
    """责任分工 over 牵头单位 and 配合单位: the words of both rows; [] for a header of one row.

    The lower words stand where they are printed, or, the cells before them left out, below the one that they divide.
    """
    words = [word for word in lower if word]
    if not words or not upper[0] or not all(read_header_word(word, grammar) for word in words):
        return []
    if not lower[0]:
        below = [*lower, *[""] * (len(upper) - len(lower))]
        return [low or high for high, low in zip(upper, below, strict=True)] if len(lower) <= len(upper) else []
    fields = [word and word[0] for word in (read_header_word(text, grammar) for text in upper)]
    divided = [at for at, field in enumerate(fields) if field in UNIT_FIELDS]
    if len(words) < _FEWEST_KNOWN or len(divided) != 1 or not _name_units(words, grammar):
        return []
    at = divided[0]
    behind = next((i for i in range(at + 1, min(len(upper), at + len(words))) if upper[i]), min(len(upper), at + len(words)))
    return [*upper[:at], *words, *upper[behind:]]


def put_in(upper: Sequence[str], lower: Sequence[str], row: Sequence[str], grammar: Grammar) -> list[str]:
    """The words of two rows where those of the lower one divide some of the upper one side by side: 年度目标 over 2024年 and 2025年.

    [] where the cells of the row below fit none; a number and a task are not divided.
    """
    count = len(upper) + len(lower) - len(row)
    if not (0 < count < len(upper) and len(lower) >= 2 * count and row[0].isdecimal()):
        return []
    fields = [_name_field(text, grammar) for text in upper]
    for at in range(1, len(upper) - count + 1):
        way = [*upper[:at], *lower, *upper[at + count :]]
        named = [_name_field(text, grammar) for text in way]
        fits = [fit(text, field, grammar) for text, field in zip(row, named, strict=True) if field in SAY_WHO_OR_WHEN]
        if fits and min(fits) > 0 and _SUBJECTS.isdisjoint(fields[at : at + count]):
            return way
    return []


def _name_field(text: str, grammar: Grammar) -> str:
    word = read_header_word(text, grammar)
    return word[0] if word else ""


def add_column(words: Sequence[str], row: Sequence[str], grammar: Grammar) -> list[str]:
    """The words over the columns of a row where one of them stands over two: 重点任务 over number and task, 起止日期 over week and days.

    The second column may have an empty word, or all words stand one column before their cells.
    """
    named = list(words)
    while named and not named[-1]:
        named.pop()
    if "" in named:
        return _fill_words(words, row, grammar)
    if len(row) != len(named) + 1 or not row[-1]:
        return list(words)
    at = next((at for at, text in enumerate(row[:2]) if text.isdecimal()), None)
    if at is not None:
        return [*named[:at], SERIAL, *named[at:]] if SERIAL not in named else list(words)
    at = _find_doubled(named, row, grammar)
    return list(words) if at is None else [*named[:at], named[at], *named[at:]]


def _fill_words(words: Sequence[str], row: Sequence[str], grammar: Grammar) -> list[str]:
    """The words where an empty one stands behind the word over both columns, whose cells look like those of that word."""
    filled = list(words)
    for at, text in enumerate(row[1 : len(filled)], 1):
        word = read_header_word(filled[at - 1], grammar) if text and not filled[at] and filled[at - 1] else None
        if word and fit(text, word[0], grammar) > 0:
            filled[at] = filled[at - 1]
    return filled


def _find_doubled(words: Sequence[str], row: Sequence[str], grammar: Grammar) -> int | None:
    """Which word but the last one stands over two cells of a row that has one more; None where the cells fit the words as they stand."""
    fields = [word[0] if (word := read_header_word(text, grammar)) else "other" for text in words]
    if "" in row or SAY_WHO_OR_WHEN.isdisjoint(fields):
        return None
    best, found = sum(fit(text, field, grammar) for text, field in zip(row, fields, strict=False)) + _SURE, None
    for at in range(len(fields) - 1):
        fits = [fit(text, field, grammar) for text, field in zip(row, [*fields[: at + 1], *fields[at:]], strict=True)]
        of_words = zip([*fits[:at], *fits[at + 1 :]], fields, strict=True)
        if sum(fits) > best and all(score > 0 for score, field in of_words if field in SAY_WHO_OR_WHEN):
            best, found = sum(fits), at
    return found


_SURE = 1.5
"""By how much cells must look more like those of a word that stands over two of them."""


def _name_units(words: Iterable[str], grammar: Grammar) -> bool:
    return all((word := read_header_word(text, grammar)) and word[0] in UNIT_FIELDS for text in words)


@lru_cache(maxsize=4096)  # the cells of a column say the same again and again
def read_header_word(text: str, grammar: Grammar) -> tuple[str, str] | None:
    """The field and the word of a header cell, its note in brackets left out."""
    words = text.strip().replace(" ", "")
    match = _NOTE.match(words)
    if match is None and not ("(" in words and len(words) <= _LONGEST_NOTED):
        return None
    word = match["word"] if match else words  # 牵头(责任)单位
    field = read_header(word, grammar)
    return (field, word) if field else None


def read_header_lines(lines: Iterable[str], grammar: Grammar, *, is_block: bool = False) -> list[tuple[str, str]]:
    """The fields and words of header cells on lines of their own, as far as they go.

    Words that no rule knows (投资额, field `other`) count where a row's number follows and most words are known, and in a block
    of lines that holds nothing else.
    """
    found: list[tuple[str, str]] = []
    known = 0
    for line in islice(lines, MOST_COLUMNS + 1):
        text = line.strip()
        if word := read_header_word(text, grammar):
            found.append(word)
            known += known == len(found) - 1
        elif _HEADER_LIKE.fullmatch(text):
            found.append(("other", text))
        else:
            is_below = is_number(text) or GROUP_ROW.match(text) is not None
            return found if is_below and _are_most_known(found, grammar) else found[:known]
    return found if is_block and len(found) <= MOST_COLUMNS and _are_most_known(found, grammar) else found[:known]


def fold_divided(found: list[tuple[str, str]]) -> list[tuple[str, str]]:
    """责任分工, 完成时限, 牵头单位, 配合单位: where names of roles stand behind all other words they divide the one for units before."""
    behind = len(found)
    while behind and found[behind - 1][0] in _DIVIDING:
        behind -= 1
    divided = [at for at, (field, _) in enumerate(found[:behind]) if field in UNIT_FIELDS]
    names_lead = any(field == "lead_units" for field, _ in found[behind:])
    if len(found) - behind < _FEWEST_KNOWN or len(divided) != 1 or not names_lead or found[divided[0]][0] != "responsible_units":
        return found
    at = divided[0]
    return [*found[:at], *found[behind:], *found[at + 1 : behind]] if at < behind - 1 else found


_DIVIDING = frozenset(("lead_units", "responsible_units", "cooperating_units"))


def _are_most_known(found: list[tuple[str, str]], grammar: Grammar) -> bool:
    return _are_known([(field, word) for field, word in found if field != "other" or word == SERIAL], len(found), grammar)


def _are_known(known: list[tuple[str, str]], count: int, grammar: Grammar) -> bool:
    """Whether a rule knows most of so many words or, among them, what is to be done and by whom: 抽查比例 is none.

    Who does it is said by a label, or by another word (执行股室) where there are limits, too; 考核部门 beside 分值 does nothing.
    """
    if len(known) >= _KNOWN_SHARE * count:
        return True
    fields = {field for field, _ in known}
    units = [word for field, word in known if field in _DIVIDING and len(word) > _LONGEST_BARE]
    is_said = "deadline" in fields or any(read_label_word(word, 0, len(word), grammar) for word in units)
    return bool(units) and is_said and not SUBJECTS.isdisjoint(fields)


def is_header_like(text: str) -> bool:
    """Whether a word may stand over a column though no rule knows it."""
    return _HEADER_LIKE.fullmatch(text) is not None


MOST_COLUMNS = 14
_KNOWN_SHARE = 0.6
_HEADER_LIKE = compile_pattern(r"[一-鿿][一-鿿()/0-9]{1,9}")


def find_title(lines: Sequence[str], header: int, start: int, grammar: Grammar) -> int:
    """Where the lines begin that name the table whose words over the columns stand on lines[header], from lines[start] on."""
    title, at = grammar.structure.compiled("plan-title"), header
    while at > start and any(shape.match(lines[at - 1]) for shape in (title, GROUP_ROW, _TABLE_NUMBER)):
        at -= 1
    return at


_TABLE_NUMBER = compile_pattern(r"表 ?\d{1,2}(?!\d)")


def is_behind_table(line: str, grammar: Grammar) -> bool:
    """附件2, 三、工作要求, 抄送：…: whether a line goes on with no cell of the table above it."""
    return grammar.structure.compiled("table-end").match(line) is not None


def is_note(line: str, grammar: Grammar) -> bool:
    """注：…, 【打印】: whether a line is what stands below a table, where it stands behind all of its cells."""
    return grammar.structure.compiled("table-note").match(line) is not None


def is_total(line: str, grammar: Grammar) -> bool:
    """合计, 总计：12项: whether a line begins what adds up the rows above."""
    return "计" in line and grammar.structure.compiled("total-row").match(line) is not None


def is_signature(line: str, following: str, grammar: Grammar) -> bool:
    """Whether two lines are a name and a date, as they sign a text: 2023年2月20日, 2023年2月20日印发."""
    is_dated = grammar.structure.compiled("date-line").match(following.removesuffix("印发").rstrip()) is not None
    return is_dated and grammar.units.ending("unit-ending").search(line) is not None


def goes_on(before: str, names: str, longest_tail: int, grammar: Grammar) -> bool:
    """Whether names go on with those before a break: a whole name behind a whole one does not.

    `longest_tail`: characters that the break may cut off a name that seems whole without them, 市委|网信办.
    """
    ending = grammar.units.ending("unit-ending")
    first = names.replace(",", "、").split("、")[0]
    return not (ending.search(before) and ending.search(first) and len(first) > longest_tail)


def is_whole(cell: str, grammar: Grammar) -> bool:
    """Whether a cell's text is at its end: with a stop, the name of a unit, or a limit."""
    ends = grammar.structure.ending("cell-end").search(cell) or grammar.units.ending("unit-ending").search(cell)
    return not cell or ends is not None
