"""What a cell's text looks like → how well it fits a column, and which column the texts of a row stand in."""

from __future__ import annotations

from collections.abc import Collection
from functools import lru_cache
from operator import itemgetter
from typing import NamedTuple

from rectiparse.fields import UNIT_FIELDS, is_person, role_verbs
from rectiparse.grammar import Grammar
from rectiparse.numerals import read_numeral
from rectiparse.patterns import Pattern, compile_pattern

_EMPTY = frozenset((*"-/—", "无", "暂无"))
SAME = "同上"
"""What a cell says that holds what the one above does."""
SERIAL = "序号"
"""What stands over the column of numbers: a table laid out in columns begins with it."""

SUBJECTS = frozenset(("content", "finding", "measures"))
SAY_WHO_OR_WHEN = frozenset((*UNIT_FIELDS, "deadline"))
"""Fields that say what a row is about, and who does it or by when: a table without them divides no work."""


def is_empty(cell: str) -> bool:
    """Whether a cell holds nothing but the dash or the word that says so."""
    return cell in _EMPTY


def is_number(cell: str) -> bool:
    """Whether a cell holds a row's number and nothing else: 3, （3）, 三."""
    return len(cell) <= _LONGEST_NUMBER and read_numeral(cell.strip("()、. ")) is not None


_LONGEST_NUMBER = 5


def repeats_limit(above: str, text: str, grammar: Grammar) -> bool:
    """Whether a limit stands below another one: 2023年6月底 over 2023年7月底 are two, 2023年 over 6月底 is one."""
    goes_on = above[-1:] in _GOES_ON or text[:1] in _GOES_ON
    is_year = above[-1:].isdecimal() or (above[-1:] == "年" and above[-2:-1].isdecimal())
    is_cut = is_year and "年" not in text and (text[:1].isdecimal() or text[:1] in _REST_OF_YEAR)
    return not (goes_on or is_cut) and all(fit(limit, "deadline", grammar) > 0 for limit in (above, text))


_GOES_ON = frozenset(("", *"、,;-~至到和及"))
_REST_OF_YEAR = frozenset("月日底末初前内上下第一二三四全春夏秋冬汛完")


def fits_exactly(texts: list[str], fields: tuple[str, ...], grammar: Grammar) -> bool:
    """Whether there is a text for each column, but for 备注 and its like at the end, and none among units and dates that is neither.

    Beside a limit in its place a name may be one that no ending tells (阳湖大酒店), where the cell before it is at its end, or is
    one of a column that says nothing (检查单位).
    """
    if len(texts) > len(fields) or not SAY_NOTHING.issuperset(fields[len(texts) :]):
        return False
    odd = [at for at, text in enumerate(texts) if fields[at] in SAY_WHO_OR_WHEN and fit(text, fields[at], grammar) < 0]
    if not odd:
        return True
    is_dated = any(field == "deadline" and fit(text, field, grammar) > 0 for text, field in zip(texts, fields, strict=False))
    return is_dated and all(
        at
        and (texts[at - 1][-1] in _STOPS or fields[at - 1] in SAY_NOTHING)
        and fields[at] in UNIT_FIELDS
        and _NAME_LIKE.fullmatch(texts[at])
        for at in odd
    )


_NAME_LIKE = compile_pattern("[一-鿿][^。;:,]{2,15}")
SAY_NOTHING = frozenset(("other", "figure", "persons"))
"""Fields that the ledger has no place for."""


def may_head(text: str, grammar: Grammar) -> bool:
    """Whether a line below the last cell of a row may be what heads other rows, and not the rest of that cell.

    前完成, 并长期坚持, 已完成, （第一阶段）and / are such rests.
    """
    shapes = grammar.structure
    is_rest = _look(text, grammar).has_time or any(shapes.compiled(rest).match(text) for rest in ("told", "limit-rest"))
    return not is_rest and _BEGINS_TITLE.match(text) is not None


_BEGINS_TITLE = compile_pattern("[一-鿿“]")


class Laid(NamedTuple):
    """Where a text stands: its column, and whether a row begins with it."""

    column: int
    begins_row: bool


def lay_out(
    texts: list[str], fields: tuple[str, ...], begins: dict[int, float], grammar: Grammar, rests: Collection[int] = ()
) -> list[Laid]:
    """The column of each text, from left to right, by what it looks like; a column may hold several, or none.

    `begins`: the columns in which another row may begin, and what that costs; where there are any, columns left out cost, too.
    `rests`: the texts that stand below one that is not at its end.
    """
    lost = _LEFT_OUT if begins else 0.0
    counted = _find_counted(texts, grammar) if begins and "measures" in fields else ()
    last = len(fields) - 1
    behind = next((column for column in range(last, -1, -1) if fields[column] in SUBJECTS), last)
    best: list[list[tuple[float, int, bool]]] = []
    """For each text and column: the score of all texts so far, the column of the text before, and whether a row begins."""
    for at, text in enumerate(texts):
        line: list[tuple[float, int, bool]] = []
        goes_on = at > 0 and texts[at - 1][-1] in "、，,("
        ended = max((best[-1][column][0] - lost * (last - column), column) for column in range(len(fields))) if at and begins else None
        for column, field in enumerate(fields):
            score = fit(text, field, grammar) + _COUNTS_ON * (field == "measures" and at in counted)
            if not at:
                line.append((score + _FILLED - lost * column - _NO_SUBJECT * (column > behind), -1, False))
                continue
            above = best[-1]
            ways = [] if goes_on else [(above[b][0] + _FILLED - lost * (column - b - 1), b, False) for b in range(column)]
            ways.append((above[column][0] - _CROWDED * (field not in _ROOMY) + _RESTS * (at in rests), column, False))
            if ended and column in begins and ended[1] >= column and not goes_on:
                ways.append((ended[0] + _FILLED - begins[column], ended[1], True))
            total, before, is_new = max(ways, key=itemgetter(0))
            line.append((total + score, before, is_new))
        best.append(line)
    laid: list[Laid] = []
    if best:
        column = max(range(len(fields)), key=lambda column: best[-1][column][0] - lost * (last - column))
        for line in reversed(best):
            _, before, is_new = line[column]
            laid.append(Laid(column, is_new))
            column = before
    return laid[::-1]


def _find_counted(texts: list[str], grammar: Grammar) -> set[int]:
    """The numbered texts that count on from one behind which names or a limit stand, and those that count on from these."""
    found: set[int] = set()
    above, is_apart = "", False
    for at, text in enumerate(texts):
        if _COUNTED.match(text):
            if (is_apart or at - 1 in found) and counts_on(above, text):
                found.add(at)
            above, is_apart = text, False
        elif above and not is_apart:
            is_apart = fit(text, "deadline", grammar) > 0 or fit(text, "responsible_units", grammar) > 0
    return found


_FILLED, _CROWDED, _LEFT_OUT = 0.5, 0.2, 0.5
"""What a column's first text is worth, what each further one costs, and what a column costs that is left out."""
_RESTS = 1.0
"""What it is worth that a text goes on with the one that a line cuts."""
_COUNTS_ON = 3.0
"""What it is worth that a measure counts on from the one before the cells that were merged down beside both."""
_NO_SUBJECT = 4.0
"""What it costs that the first row begins behind all columns that say what it is about: 建设智慧平台 looks like a name."""
_ROOMY = frozenset(("measures", "progress", "responsible_units", "cooperating_units"))
"""Fields whose cells often hold several lines."""
_NUMBERED = compile_pattern(r"(?:\d{1,2}(?:[.、](?!\d)|\.(?=\d{1,2}月|\d{4}年)|\))|[(（]\d{1,2}[)）]|[①-⑳]|一是|二是|三是)")
_FIGURE = compile_pattern(r"\d{1,3}%?$|\d{1,2}:\d\d")
"""A count, a share or a time of day: no limit, though it begins like one."""
_JOINT, _SPLIT = compile_pattern("[、,]"), compile_pattern("[、 ]")
_INNER = compile_pattern(r"\([^()]*\)")
_SHORT = 8
"""Characters up to which a text may be the word of a category."""
_LONGEST_DATE, _LONGEST_LIMIT = 40, 16


class _Look(NamedTuple):
    is_sentence: bool
    is_unit: bool
    has_time: bool
    is_date: bool


@lru_cache(maxsize=1024)
def _look(text: str, grammar: Grammar) -> _Look:
    is_sentence = text[-1] in "。；;" or len(text) > _LONGEST_DATE
    ending = grammar.units.ending("unit-ending")
    names = (text, _SPLIT.split(text, maxsplit=1)[0])
    is_unit = not is_sentence and any(ending.search(name) and not name[-2:-1].isdecimal() for name in names)
    if is_unit and "," in text:  # 编制公共数据目录，推动数据跨部 is a text that a line cuts
        is_unit = ending.search(_JOINT.split(_INNER.sub("", text), maxsplit=1)[0]) is not None
    are_places = grammar.structure.compiled("places").match(text) is not None
    is_unit = (is_unit or are_places) and not grammar.structure.compiled("built").match(text)
    has_time = grammar.structure.compiled("time-words").search(text) is not None
    is_other = len(text) > _LONGEST_DATE or _NUMBERED.match(text) or _FIGURE.match(text)
    is_date = has_time and not is_other and grammar.structure.compiled("date-first").match(text) is not None
    is_date = is_date and grammar.structure.compiled("named-by-year").match(text) is None
    if not (is_date or is_sentence) and len(text) <= _LONGEST_LIMIT and grammar.structure.compiled("limit-cell").match(text):
        return _Look(False, False, True, True)  # 根据上级部署 ends like a unit
    return _Look(is_sentence, is_unit, has_time, is_date)


@lru_cache(maxsize=1024)
def _says_roles(text: str, grammar: Grammar) -> bool:
    """市水务局牵头，市财政局、市城管局配合: whether every part of a text is names and what they do."""
    if len(text) > _LONGEST_ROLES or not any(verb in text for verb in _ROLES):
        return False
    ending, named = grammar.units.ending("unit-ending"), _named_role(grammar)
    found = [named.fullmatch(part) for part in _PART.split(text.rstrip("。;"))]
    return all(part is not None and ending.search(part["names"]) for part in found)


@lru_cache(maxsize=4)
def _named_role(grammar: Grammar) -> Pattern:
    return compile_pattern(rf"(?P<names>[^:]{{2,}}?)(?:{role_verbs(grammar)})")


_NOTHING = 0.3
"""How well a dash fits any column."""
_PERSON = 0
"""How well the name or post of a person fits a column of units."""
_ROLES = ("牵头", "负责", "配合")
_PART = compile_pattern("[,;。]")
_LONGEST_ROLES = 80


def fit(text: str, field: str, grammar: Grammar) -> float:
    """How much a text looks like a cell of a column: above 0 when it does, 0 when it may; the field of numbers is `SERIAL`."""
    if field == SERIAL:
        return 3 if is_number(text) else -3
    if text == SAME:
        return 1 if field in SAY_WHO_OR_WHEN else -1
    if is_empty(text):
        return _NOTHING
    is_sentence, is_unit, has_time, is_date = _look(text, grammar)
    if field in UNIT_FIELDS:
        return 2 if is_unit or _says_roles(text, grammar) else _PERSON if is_person(text, grammar) else -2
    if field in ("deadline", "progress") and is_date and grammar.structure.compiled("progress-words").match(text):
        return 0.5 if field == "deadline" else 1
    if field == "deadline":
        return 2 if is_date and not is_unit else -1 if has_time and not is_unit else -2
    if field in ("other", "persons", "figure"):
        return 0.4 if len(text) <= _SHORT and not is_date else -0.5
    if _NUMBERED.match(text):
        return 1.5 if field == "measures" else 0.6
    return 1 if is_sentence else -1 if is_unit or is_date else 0.3 if len(text) <= _SHORT else 0.8


def place_texts(texts: list[str], fields: tuple[str, ...], words: tuple[str, ...], above: str, grammar: Grammar) -> list[int] | None:
    """The columns of a row's texts, fewer than there are columns, one each; None where nothing tells that they are not the first ones.

    A text that stands alone is a measure where its number goes on the one `above`, or both are sentences; else it heads the rows below.
    """
    if len(texts) == 1:
        at = fields.index("measures") if "measures" in fields else 0
        are_sentences = above[-1:] in _STOPS and texts[0][-1] in _STOPS and not grammar.structure.compiled("table-note").match(texts[0])
        return [at] if at and (are_sentences or counts_on(above, texts[0])) else None
    if len(fields) > _MOST_COLUMNS:
        return None
    fits = [[_fit_word(text, field, word, grammar) for field, word in zip(fields, words, strict=True)] for text in texts]
    is_numbered = words[0] == SERIAL and fits[0][0] > 0
    columns = _place(fits, prefers_first=is_numbered, behind_first=0.0 if words[0] == SERIAL else _SKIPPED_FIRST)
    first = sum(fits[index][index] for index in range(len(texts)))
    placed = sum(fits[index][column] for index, column in enumerate(columns))
    return columns if placed >= first + _SURE else None


_STOPS = frozenset("。;")
_SURE = 1.5
"""By how much texts must look more like other columns than like the first ones."""
_MOST_COLUMNS = 40
"""So wide a table is looked at."""
_SKIPPED = 0.3
"""What a column costs that is left out between two texts."""
_SKIPPED_FIRST = 1.0
"""What it costs to leave out the second column, but behind a number."""


def _place(fits: list[list[float]], prefers_first: bool, behind_first: float) -> list[int]:
    """The columns, from left to right, that rows of scores fit best; columns left out behind the first cost `behind_first` more.

    Of equal ones those nearest to the end, below a merged cell; where a row has its number those nearest to that.
    """
    near = -_NEAR if prefers_first else _NEAR
    width, last = len(fits[0]), len(fits) - 1
    best: list[list[tuple[float, int]]] = []
    for row, scores in enumerate(fits):
        line: list[tuple[float, int]] = []
        for column in range(width):
            if column < row or column > width - 1 - (last - row):
                line.append((_NOWHERE, -1))
                continue
            ways = [(best[-1][b][0] - _SKIPPED * (column - b - 1), b) for b in range(row - 1, column)] if row else [(0.0, -1)]
            if row == 1 and column > 1:  # what is merged down stands at the begin: 第一周 without its days is none
                ways[0] = (ways[0][0] - behind_first, 0)
            total, before = max(ways)
            line.append((total + scores[column] + near * column, before))
        best.append(line)
    column = max(range(width), key=lambda at: (best[-1][at][0], at))
    columns: list[int] = []
    for line in reversed(best):
        columns.append(column)
        column = line[column][1]
    return columns[::-1]


_NOWHERE, _NEAR = -1e9, 1e-6


def _fit_word(text: str, field: str, word: str, grammar: Grammar) -> float:
    if word == SERIAL:
        return 2 if is_number(text) else -2
    if text.isdecimal():
        return 0.4 if field == "other" else -1
    return fit(text, field, grammar)


def counts_on(above: str, text: str) -> bool:
    """Whether a text's number is the next one of the cell above: （1）…, （2）…."""
    before, found = _COUNTED.match(above), _COUNTED.match(text)
    return before is not None and found is not None and int(found["n"]) == int(before["n"]) + 1 and found["sign"] == before["sign"]


_COUNTED = compile_pattern(r"\(?(?P<n>\d{1,2})(?P<sign>[.、)])")
