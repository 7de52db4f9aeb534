"""Labels that only their neighbours tell: those with numbers, those alone on a line, words that no rule knows among fields."""

from __future__ import annotations

from collections.abc import Iterator
from functools import lru_cache
from itertools import pairwise, takewhile
from operator import attrgetter

from rectiparse.fields import BULLETS, TEXT_FIELDS, UNIT_FIELDS, Label, ends_settled, is_unit_list, read_label_word, role_verbs
from rectiparse.grammar import Grammar
from rectiparse.lines import Line, is_in_bracket
from rectiparse.markers import NAMED_RANK, TOP_RANK, Marker, find_markers, keep_runs, read_marker
from rectiparse.numerals import read_numeral
from rectiparse.patterns import EndPattern, Match, Pattern, compile_pattern
from rectiparse.settling import read_role


def settle_labels(lines: list[Line], text: str, grammar: Grammar) -> list[Line]:
    """The lines with such labels read; all others as they are."""
    if text.find(_EITHER) >= 0:
        lines = _tell_either(lines)
    lines = [_drop_aside(line, text, grammar) if line.labels and line.marker else line for line in lines]
    if text.find(_MEMBERS) >= 0:
        lines = _read_members(lines, text)
    if any(text.find(sign) >= 0 for sign in _UNITS_APART):
        lines = [_read_apart(line, text, grammar) for line in lines]
    counted = _absorb_numbers(_absorb_lists(_absorb_inside(lines, text), text, grammar), text, grammar)
    return _read_strange(_read_bare(counted, text, grammar), text, grammar)


def _drop_aside(line: Line, text: str, grammar: Grammar) -> Line:
    """（2）点位：东河桥下（石桥镇负责）: a label that the ledger leaves out, before all that the item says, is no label."""
    first = line.first_label
    is_aside = first is not None and first.field == "other" and len(line.labels) == 1
    return line._replace(labels=()) if first and is_aside and ends_settled(text, first.end, line.end, grammar) else line


_MEMBERS = "成员单位:"


def _read_members(lines: list[Line], text: str) -> list[Line]:
    """牵头单位：甲⏎成员单位：乙、丙: right behind who leads they help; elsewhere members of a group are no field."""
    told: list[Line] = []
    for line in lines:
        at = text.find(_MEMBERS, line.start, line.end)
        if at >= 0:
            before = [label for label in line.labels if label.end <= at]
            above = before or (told[-1].labels if told and at == line.start else ())
            if above and above[-1].field == "lead_units" and text[at - 1] in _EDGES:
                label = Label(at, at + len(_MEMBERS), "cooperating_units", _MEMBERS[:-1], "")
                line = line._replace(labels=(*before, label, *(x for x in line.labels if x.start > at)))
        told.append(line)
    return told


_EDGES = "\n ;,。、"
_UNITS_APART = ("单位 ", "部门 ", "主体 ")


def _read_apart(line: Line, text: str, grammar: Grammar) -> Line:
    """责任单位：甲局；配合单位 乙局, 责任领导 张某 责任单位 甲局 完成时限 6月底: the labels of a line that have blanks for their colons.

    Each has a value of its kind behind it; two labels at the least stand on the line, one of them of units.
    """
    if line.row is not None or not any(text.find(sign, line.start, line.end) >= 0 for sign in _UNITS_APART):
        return line
    body = line.marker.end if line.marker else line.start
    found = list(line.labels)
    for match in _APART.finditer(text, body, line.end):
        field = read_label_word(text, *match.span("word"), grammar)
        is_apart = all(match.end() <= label.start or label.end <= match.start() for label in line.labels)
        if field in _BESIDE and is_apart and not is_in_bracket(text, body, match.start()):
            start = len(text[body : match.start()].rstrip(_BOX_EDGES)) + body
            found.append(Label(start, match.end(), field, match["word"], ""))
    if len(found) == len(line.labels):
        return line
    found.sort(key=attrgetter("start"))
    stops = [*(label.start for label in found[1:]), line.end]
    kept = tuple(label for label, stop in zip(found, stops, strict=True) if label in line.labels or _has_value(label, stop, text, grammar))
    is_told = len(kept) > max(1, len(line.labels)) and any(label.field in UNIT_FIELDS for label in kept)
    return line._replace(labels=kept) if is_told else line


_BOX_EDGES = "| "
"""What closes a box before the next label: | 责任单位 甲局 | 完成时限 6月底 |."""
_APART = compile_pattern(r"(?:(?<=[;,。 、.:)|])|(?<![^\n]))(?P<word>[一-鿿]{3,8})(?: +(?=[^ ])|(?=\d))")


def _has_value(label: Label, stop: int, text: str, grammar: Grammar) -> bool:
    """Whether what stands behind a label that no colon ends is of its kind: names of units, a limit, a person."""
    value = text[label.end : stop].strip(" ;,。")
    if label.field in UNIT_FIELDS:
        return is_unit_list(value, 0, len(value), grammar)
    if label.field == "deadline":
        return grammar.structure.compiled("date-first").match(value) is not None
    return 0 < len(value) <= _LONGEST_PERSON and not any(sign in value for sign in ":。")


_LONGEST_PERSON = 16
_EITHER = "整改内容"
"""What is done, but what is wrong right above 整改措施."""


def _tell_either(lines: list[Line]) -> list[Line]:
    """整改内容：台账不全。整改措施：补录台账。: a finding and what is done about it."""
    labels = [(index, label) for index, line in enumerate(lines) for label in line.labels]
    told = {
        label.start
        for (index, label), (below, behind) in pairwise(labels)
        if label.word == _EITHER and behind.field == "measures" and behind.word != _EITHER and below - index <= 1
    }
    if not told:
        return lines
    return [line._replace(labels=tuple(x._replace(field="finding") if x.start in told else x for x in line.labels)) for line in lines]


def _absorb_inside(lines: list[Line], text: str) -> list[Line]:
    """台账不全。（1）整改目标：…（2）整改措施：…⏎（3）责任单位：…: numbers right before the labels of one paragraph, and below it."""
    told: list[Line] = []
    last: Match | None = None
    for line in lines:
        if line.labels and (last or (len(line.labels) > 1 and line.marks)):
            line, last = _take_numbers(line, last, text)
        elif line.labels or line.marker or line.row:
            last = None
        told.append(line)
    return told


def _take_numbers(line: Line, last: Match | None, text: str) -> tuple[Line, Match | None]:
    """The line, its labels with the numbers before them, where these count up from 1 or behind `last`; and the last of them."""
    before = [_COUNT_BEFORE.search(text, line.start, label.start) for label in line.labels]
    kind = next((_kind(match) for match in reversed(before) if match), None)
    before = [match if match and _kind(match) == kind else None for match in before]  # 1.问题表现：…（1）整改目标：…
    counted = [match for match in before if match]
    if not counted:
        return line, None
    numbers = [read_numeral(match["n"]) or 0 for match in counted]
    goes_on = last is not None and _kind(last) == kind and numbers[0] == (read_numeral(last["n"]) or 0) + 1
    if not goes_on and (len(counted) < _FEWEST_INSIDE or numbers[0] != 1):
        return line, None
    if not all(below in (1, above + 1) for above, below in pairwise(numbers)):
        return line, None
    if _repeats([label.word for label, match in zip(line.labels, before, strict=True) if match], numbers):
        return line, None
    labels = tuple(label._replace(start=match.start()) if match else label for label, match in zip(line.labels, before, strict=True))
    starts = {match.start() for match in counted}
    line = line._replace(labels=labels, marks=tuple(mark for mark in line.marks if mark.start not in starts))
    if line.marker and line.start in starts:
        line = line._replace(marker=None, absorbed=line.marker)
    return line, counted[-1]


def _kind(number: Match) -> tuple[bool, bool]:
    """（1）, 1., （一） and 一、 are four kinds."""
    return number[0][0] == "(", number["n"].isdecimal()


def _repeats(words: list[str], numbers: list[int]) -> bool:
    """（1）责任单位：甲；整改措施：…（2）责任单位：乙；…: such numbers count what is to be done, not the labels."""
    firsts = [at for at, number in enumerate(numbers) if at == 0 or number == 1]
    runs = [words[at:end] for at, end in pairwise([*firsts, len(words)])]
    return any(len(set(run)) < len(run) for run in runs)


_COUNT_BEFORE = EndPattern(
    r"(?:\((?P<n>\d{1,2}|[一二三四五六七八九十]{1,3})\)|(?P<n>\d{1,2}|[一二三四五六七八九十]{1,3})[.、]|(?P<n>[①-⑳])) ?$"
)
_FEWEST_INSIDE = 2


def _is_named(line: Line, text: str, grammar: Grammar) -> bool:
    return line.marker is None and not line.labels and line.row is None and is_unit_list(text, line.start, line.end, grammar)


_BESIDE = frozenset((*UNIT_FIELDS, "deadline", "persons", "progress", "other"))
"""Fields of the same item that may stand below its units; above a finding, a name may head the items of another unit."""


def _absorb_lists(lines: list[Line], text: str, grammar: Grammar) -> list[Line]:
    """责任单位：⏎1.市住建局⏎2.市水务局: numbers that count the names below a label, as if each line began with the label."""
    out = list(lines)
    joined: set[int] = set()  # the lines that went to one above them
    for index, line in enumerate(lines):
        label = line.labels[-1] if line.labels else None
        if label is None or label.field not in UNIT_FIELDS:
            continue
        if named := _count_names(lines, index, label, text, grammar):
            out[index] = line._replace(end=lines[index + named].end)
            joined.update(range(index + 1, index + 1 + named))
        if label.end < line.end:
            continue
        listed = list(takewhile(lambda below: _is_listed(below, text, grammar), lines[index + 1 : index + 1 + _MOST_FIELDS]))
        behind = lines[index + 1 + len(listed)] if index + 1 + len(listed) < len(lines) else None
        if behind is None or behind.labels or behind.marker:
            for at, below in enumerate(listed, index + 1):
                if number := below.marker:
                    out[at] = below._replace(marker=None, absorbed=number, labels=(label._replace(start=number.start, end=number.end),))
    return [line for index, line in enumerate(out) if index not in joined] if joined else out


def _count_names(lines: list[Line], index: int, label: Label, text: str, grammar: Grammar) -> int:
    """How many lines below a label go on with its names, up to the next field: 责任单位：县住建局⏎县公路局⏎各乡镇⏎整改时限：…."""
    if index + 2 >= len(lines) or not _is_named(lines[index + 1], text, grammar):
        return 0
    named = 1 + sum(1 for _ in takewhile(lambda below: _is_named(below, text, grammar), lines[index + 2 : index + _MOST_FIELDS]))
    is_empty = label.end >= lines[index].end
    below = lines[index + 1 + named].labels if index + 1 + named < len(lines) else ()
    is_value = named > is_empty and bool(below) and below[0].field in _BESIDE
    return named if is_value and (is_empty or is_unit_list(text, label.end, lines[index].end, grammar)) else 0


def _is_listed(line: Line, text: str, grammar: Grammar) -> bool:
    if line.marker is None or line.labels or line.row is not None:
        return False
    return is_unit_list(text, line.marker.end, line.end - (text[line.end - 1] in "。;"), grammar)


def _absorb_numbers(lines: list[Line], text: str, grammar: Grammar) -> list[Line]:
    """Numbers that count the fields of one item belong to the labels and head nothing.

    A run names all items of its parent, each field once (but for those that the ledger leaves out), and says who. Sections of a
    plan are no such run: 工作目标, 时间安排 and 责任分工 are words of labels too.
    """
    out = list(lines)
    for run in _find_runs(lines, text, grammar):
        for index, label in run:
            line = lines[index]
            out[index] = line._replace(
                marker=None, absorbed=line.marker, labels=(label, *(x for x in line.labels if x.start > label.start))
            )
    return out


_Run = list[tuple[int, Label]]
"""Indexes of lines with the labels that take their numbers."""


def _find_runs(lines: list[Line], text: str, grammar: Grammar) -> Iterator[_Run]:
    """The runs that name all items of their parent, number by number."""
    open_runs: dict[int, _Run] = {}
    named = len(lines)  # where 问题一： stands that the fields below it belong to
    for index, line in enumerate(lines):
        marker = line.marker
        if line.row is not None or marker is None:
            continue
        is_named = marker.rank == NAMED_RANK
        for rank in [rank for rank, run in open_runs.items() if rank > marker.rank or (is_named and run[0][0] > named)]:
            yield from _finish(open_runs.pop(rank), index, lines, text, grammar)
        if is_named or marker.rank <= TOP_RANK:
            named = index if is_named else len(lines)
        if marker.number == 1 and marker.rank in open_runs:
            yield from _finish(open_runs.pop(marker.rank), index, lines, text, grammar)
        label = _read_label(line, marker, text, grammar)
        run = open_runs.get(marker.rank)
        if label is not None and (marker.number == 1 or (run is not None and _goes_on(run, label, marker, lines))):
            open_runs.setdefault(marker.rank, []).append((index, label))
        elif run is not None:
            del open_runs[marker.rank]
            is_behind = label is None and grammar.structure.compiled("behind-fields").match(text, marker.end, line.end) is not None
            if is_behind or _is_whole(run, marker, lines):
                yield from _finish(run, index, lines, text, grammar)
    for run in open_runs.values():
        yield from _finish(run, len(lines), lines, text, grammar)


def _is_whole(run: _Run, marker: Marker, lines: list[Line]) -> bool:
    """二、整改目标 … 五、整改时限⏎六、工作要求: whether the next number is behind fields that say what, who and by when."""
    fields, last = {label.field for _, label in run}, lines[run[-1][0]].marker
    is_next = last is not None and marker.scheme == last.scheme and marker.number == last.number + 1
    return is_next and len(run) >= _FEWEST_WHOLE and fields >= _WHOLE and not fields.isdisjoint(UNIT_FIELDS)


_FEWEST_WHOLE, _WHOLE = 4, frozenset(("measures", "deadline"))


def _read_label(line: Line, marker: Marker, text: str, grammar: Grammar) -> Label | None:
    """The label right behind the number: one with a colon, or a word that a stop ends or that fills the line."""
    first = line.first_label
    if first is not None:
        return first._replace(start=marker.start)
    stop = text.find("。", marker.end, line.end)
    end = line.end if stop < 0 else stop
    field = read_label_word(text, marker.end, end, grammar)
    return Label(marker.start, end + (stop >= 0), field, text[marker.end : end], "") if field else None


def _goes_on(run: _Run, label: Label, marker: Marker, lines: list[Line]) -> bool:
    last = lines[run[-1][0]].marker
    is_next = last is not None and marker.scheme == last.scheme and marker.number == last.number + 1
    is_next_step = label.field == "measures" and label.word.startswith("下")  # 整改措施, 整改进展, 下步打算
    return is_next and (is_next_step or label.field in _REPEATED or all(label.field != known.field for _, known in run))


_REPEATED = frozenset((*UNIT_FIELDS, "persons", "progress", "other"))
"""Fields that several labels of an item may name: 督导单位 and 验收单位, 责任领导 and 责任人."""


def _finish(run: _Run, end: int, lines: list[Line], text: str, grammar: Grammar) -> Iterator[_Run]:
    """The run, which lines[end] ends, if it says who, by a word such as 责任单位 with a colon or by names of units, or both what
    is wrong and what is done about it."""
    fields = {label.field for _, label in run}
    units = [(index, label) for index, label in run if label.field in UNIT_FIELDS]
    with_colon = [label for _, label in units if text[label.end - 1] == ":" and _NAMES_UNITS.search(label.word)]
    says_who = bool(with_colon) or any(_names_units(lines, index, label, text, grammar) for index, label in units)
    rank = max((marker.rank for index, _ in run if (marker := lines[index].marker)), default=0)
    is_finding = rank > TOP_RANK or "finding" in fields or any("整改" in label.word for _, label in run)
    counted = _COUNTED | {"content"} if rank > TOP_RANK else _COUNTED  # 1.工作目标 2.重点任务：⏎（1）… 3.责任单位 of one item
    is_item = says_who or (rank > TOP_RANK and (_tells_finding(run, lines, text) or _stands_below_finding(run, lines, text, grammar)))
    is_item = is_item or _tells_case(run, end, lines, text)
    if len(run) > 1 and is_item and is_finding and _has_no_sections(run, end, lines, counted):
        yield run


def _tells_finding(run: _Run, lines: list[Line], text: str) -> bool:
    """（1）问题表现：… （2）整改目标：… （3）整改措施：: what is done, and what is wrong on the line of its label."""
    is_done = any(label.field == "measures" for _, label in run)
    return is_done and any(label.field == "finding" and text[label.end : lines[index].end].strip() for index, label in run)


def _tells_case(run: _Run, end: int, lines: list[Line], text: str) -> bool:
    """一、举报内容：…⏎二、调查核实情况：…⏎三、处理和整改情况：…: what is wrong and what came of it, each on the line of its label."""
    told = [(index, label) for index, label in run if label.field in _OF_CASE]
    is_told = {label.field for _, label in told} == _OF_CASE and all(text[label.end : lines[index].end].strip() for index, label in told)
    return is_told and _has_no_sections(run, end, lines, frozenset())


_OF_CASE = frozenset(("finding", "progress"))


def _stands_below_finding(run: _Run, lines: list[Line], text: str, grammar: Grammar) -> bool:
    """一、关于…问题⏎（一）整改目标⏎（二）整改措施: what is done about the finding right above."""
    above = lines[run[0][0] - 1] if run[0][0] else None
    if above is None or above.marker is None or above.labels or all(label.field != "measures" for _, label in run):
        return False
    return read_role(text[above.marker.end : above.end].strip(), grammar) == "finding"


_NAMES_UNITS = compile_pattern(r"单位|部门|[处科股]室|主体")


_COUNTED = frozenset(("measures", "finding", "progress"))
"""Fields whose text may be numbered."""


def _has_no_sections(run: _Run, end: int, lines: list[Line], counted: frozenset[str] = _COUNTED) -> bool:
    """Whether no field but those whose text may be `counted` has numbered items of its own."""
    for (index, label), stop in zip(run, [*(index for index, _ in run[1:]), end], strict=True):
        if label.field in counted:
            continue
        numbers = sum(1 for line in lines[index + 1 : stop] if line.marker)
        if numbers > (label.field in TEXT_FIELDS):  # 四、目标任务⏎（一）完成清理。 a single one heads nothing
            return False
    return True


def _names_units(lines: list[Line], index: int, label: Label, text: str, grammar: Grammar) -> bool:
    """Whether names of units, and nothing else, stand behind the label on its line, or on the next one."""
    if label.field not in UNIT_FIELDS:
        return False
    start, end = label.end, lines[index].end
    if start >= end:
        below = lines[index + 1] if index + 1 < len(lines) else None
        if below is None or below.row is not None or below.marker or below.labels:
            return False
        start, end = below.start, below.end
    names = _verbs_of_clauses(grammar).sub("", text[start:end].rstrip("。;"))
    return is_unit_list(names, 0, len(names), grammar)


@lru_cache(maxsize=4)
def _verbs_of_clauses(grammar: Grammar) -> Pattern:
    """县住建局牵头，石门镇政府配合 names units, too."""
    return compile_pattern(f"(?:{role_verbs(grammar)})(?=[,;]|$)")


_SAYING_WHAT = frozenset(("content", "measures", "objective"))


def _read_strange(lines: list[Line], text: str, grammar: Grammar) -> list[Line]:
    """责任单位：…⏎配套资金：200万元⏎整改时限：…: a short line between two fields of one item is a field that the ledger leaves out."""
    out = list(lines)
    strange, time_label = grammar.structure.compiled("left-out"), grammar.structure.compiled("time-label")
    phase = grammar.structure.compiled("phase-heading")
    is_settled = False  # a unit or deadline of the item stands above
    for index, line in enumerate(lines):
        if line.marker or line.row is not None or any(label.field == "finding" for label in line.labels):
            is_settled = False  # another item
        if line.labels:
            is_settled = is_settled or any(label.field in _SETTLING for label in line.labels)
            continue
        if line.marker or line.row is not None:
            continue
        above = lines[index - 1].marker if index else None
        is_below_phase = above is not None and phase.match(text, above.end, lines[index - 1].end) is not None
        is_below_units = bool(index) and any(label.field in UNIT_FIELDS for label in lines[index - 1].labels)
        below = _fields_below(index, lines)
        if not (below or is_below_phase or is_below_units):
            continue
        if (is_below_phase or is_below_units or below & _SAYING_WHAT) and (time := time_label.match(text, line.start, line.end)):
            out[index] = line._replace(labels=(Label(line.start, time.end(), "deadline", "时间", ""),))
            is_settled = True
        elif is_settled and (word := strange.fullmatch(text, line.start, line.end)):
            out[index] = line._replace(labels=(Label(line.start, text.index(":", line.start) + 1, "other", word["word"], ""),))
    return out


def _fields_below(index: int, lines: list[Line]) -> set[str]:
    """The fields of the labelled lines right below lines[index], up to the next finding."""
    labelled = takewhile(_is_field, lines[index + 1 : index + 1 + _MOST_FIELDS])
    return {label.field for line in labelled for label in line.labels}


def _is_field(line: Line) -> bool:
    return bool(line.labels) and not line.marker and line.row is None and all(label.field != "finding" for label in line.labels)


_SETTLING = frozenset((*UNIT_FIELDS, "deadline"))
_MOST_FIELDS = 12
"""Labelled lines of one item."""
_FEWEST_BARE, _SHORTEST_BARE = 3, 4
"""Label words on lines of their own that make a form, and the characters of each."""


def _read_bare(lines: list[Line], text: str, grammar: Grammar) -> list[Line]:
    """责任单位⏎市教育局⏎完成时限⏎6月底: a form's labels, above their values or with blanks before them, where one of them names units."""
    out = list(lines)
    form: _Run = []
    for index, line in enumerate(lines):
        if line.row is not None or (line.marker is not None and line.marker.rank <= TOP_RANK):
            _settle_form(form, index, out, text, grammar)
            form = []
        elif line.marker is None and not line.labels and (label := _read_bare_label(line, text, grammar)):
            form.append((index, label))
    _settle_form(form, len(lines), out, text, grammar)
    return out


def _read_bare_label(line: Line, text: str, grammar: Grammar) -> Label | None:
    """责任单位 alone on its line, or before a blank and its value."""
    start = line.start + (text[line.start] in BULLETS)
    start += text.startswith(" ", start)
    gap = _GAP.search(text, start, min(line.end, start + _LONGEST_BARE))
    is_apart = gap is not None and (text[gap.start() : gap.end()] != "\t" or _is_only_tab(text, gap.start(), line.end))
    end, value = gap.span() if gap and is_apart else (line.end, line.end)
    is_long = end - start >= _SHORTEST_BARE
    field = read_label_word(text, start, end, grammar) if is_long or text.startswith(_PERSON_LABEL, start, end) else None
    return Label(line.start, value, field, text[start:end], "") if field else None


_PERSON_LABEL = "责任人"


def _is_only_tab(text: str, at: int, end: int) -> bool:
    """责任单位⇥市水务局: the two cells of a form's row; more of them are a table's."""
    return text[at] == "\t" and text.find("\t", at + 1, end) < 0


_GAP = compile_pattern(r"[ \t]+|(?<=[限间])(?=\d)")  # 完成期限5月: a blank before a figure is gone
_LONGEST_BARE = 16
"""Characters in which the word of a label and the blanks behind it begin."""


def _settle_form(form: _Run, end: int, lines: list[Line], text: str, grammar: Grammar) -> None:
    fields = {label.field for _, label in form}
    empty = {index for index, label in form if label.end == lines[index].end}
    side_by_side = sum(right - left == 1 for (left, _), (right, _) in pairwise(form) if left in empty)  # over columns, or without value
    is_form = len(form) >= _FEWEST_BARE and len(fields) > 1 and 2 * side_by_side <= len(form)
    if not is_form or (empty and not _has_no_sections(form, end, lines)):
        return
    units = [(index, label) for index, label in form if label.field in UNIT_FIELDS and _NAMES_UNITS.search(label.word)]
    if any(_names_units(lines, index, label, text, grammar) for index, label in units):
        for index, label in form:
            lines[index] = lines[index]._replace(labels=(label,), marks=_count_value(lines[index], label, text, grammar))


def _count_value(line: Line, label: Label, text: str, grammar: Grammar) -> tuple[Marker, ...]:
    """整改措施　　1、…；2、…: the marks of a line whose value counts from 1."""
    first = read_marker(text, label.end, grammar) if label.field == "measures" and label.end < line.end else None
    if first is None or first.number != 1:
        return line.marks
    return tuple(sorted({*line.marks, first, *keep_runs([first, *find_markers(text, first.end, line.end, grammar)])}))
