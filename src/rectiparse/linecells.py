"""Tables of lines with a cell each, whose rows begin with no number: lines → the header words and the cells below them.

责任科室, 时限要求 and the like on lines of their own, then a line for each cell. What a line looks like tells its column; where a
column comes again another row begins, the first one or, below a merged cell, one of the later ones.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from functools import lru_cache
from itertools import pairwise
from typing import NamedTuple

from rectiparse.cells import MOST_COLUMNS, find_title, is_behind_table, is_note, is_signature, is_total, name_columns, read_header_word
from rectiparse.fields import UNIT_FIELDS
from rectiparse.fits import SAY_WHO_OR_WHEN, SERIAL, SUBJECTS, Laid, fit, fits_exactly, is_empty, is_number, lay_out, may_head
from rectiparse.grammar import Grammar

_FEWEST_COLUMNS, _FEWEST_ROWS = 3, 2
_LONGEST_WORD = 12
_BELOW_MERGED, _SKIPS, _MOST_TRIED = 0.3, 1, 6
"""What it costs to begin a row below a merged cell; columns that a row may leave out; rows that are tried first."""


class LineTable(NamedTuple):
    """Header words on lines[start:end], the fields they stand for, and where each of lines[end:stop] stands."""

    start: int
    end: int
    stop: int
    fields: tuple[str, ...]
    words: tuple[str, ...]
    laid: tuple[Laid, ...]


def find_line_tables(lines: list[str], grammar: Grammar) -> Iterator[LineTable]:
    """The tables in order; a run of header words above lines that do not look like their cells is none."""
    ends = _last_characters(grammar)
    says = [at for at, line in enumerate(lines) if len(line) <= _LONGEST_WORD and line[-1] in ends]
    at = nearest = 0
    while nearest < len(says):
        at = _next_short(lines, max(at, says[nearest] - MOST_COLUMNS + 1))
        if at <= says[nearest]:
            words = _read_words(lines, at, grammar)
            table = _read_table(lines, at, words, grammar) if len(words) >= _FEWEST_COLUMNS else None
            if table is None and len(words) > _FEWEST_COLUMNS and words[0][1] != SERIAL:  # 一季度, 重点项目: a cell like a word
                table = _read_table(lines, at, words[:-1], grammar)
            if table is not None:
                yield table
            at = table.stop if table else at + max(len(words), 1)
        while nearest < len(says) and says[nearest] < at:
            nearest += 1


def _next_short(lines: list[str], start: int) -> int:
    """The first of as many short lines as a header has at least, from `start` on; the number of lines where none are."""
    run = 0
    for at in range(start, len(lines)):
        run = run + 1 if len(lines[at]) <= _LONGEST_WORD and lines[at][-1] not in "。;:," else 0
        if run == _FEWEST_COLUMNS:
            return at - run + 1
    return len(lines)


@lru_cache(maxsize=4)
def _last_characters(grammar: Grammar) -> frozenset[str]:
    """Those of the words over units and limits, one of which every header has."""
    return frozenset(word[-1] for rule in grammar.labels.rules if rule.means in SAY_WHO_OR_WHEN for word in rule.words)


def _read_words(lines: list[str], start: int, grammar: Grammar) -> list[tuple[str, str]]:
    found: list[tuple[str, str]] = []
    for line in lines[start : start + MOST_COLUMNS]:
        word = _read_word(line, grammar)
        if word is None:
            break
        found.append(word)
    return found


def _read_word(line: str, grammar: Grammar) -> tuple[str, str] | None:
    return read_header_word(line, grammar) if len(line) <= _LONGEST_WORD else None


def _read_table(lines: list[str], start: int, words: list[tuple[str, str]], grammar: Grammar) -> LineTable | None:
    fields, names = (tuple(part) for part in zip(*words, strict=True))
    others = [name for name in names[1:] if name != SERIAL or names[0] != SERIAL]
    if (
        (names[0] == SERIAL and not _is_grouped(lines, start + len(words), names))
        or len(set(others)) < len(others)
        or not SUBJECTS.intersection(fields)
        or not SAY_WHO_OR_WHEN.intersection(fields)
    ):
        return None
    if fields[0] not in _MAY_COME_FIRST or (fields[0] in UNIT_FIELDS and SERIAL in names):
        return None
    columns = name_columns(names, words, grammar)
    fields = columns[0] if columns else fields
    end = start + len(words)
    if SERIAL not in names and lines[end + 1 : end + 2] == ["1"]:  # one word over a category and the number beside it
        fields, names = ((*part[:1], of_number, *part[1:]) for part, of_number in ((fields, "other"), (names, SERIAL)))
    read, fields = fields, tuple(SERIAL if name == SERIAL else field for field, name in zip(fields, names, strict=True))
    begins = {0: 0.0, **_find_begins(fields)}
    opening = lines[end : end + _MOST_TRIED * len(fields)]
    is_whole = names[0] != SERIAL and _are_whole(opening[: _FEWEST_ROWS * len(fields)], fields, grammar)
    if not is_whole and not _begins_well(opening, lay_out(opening, fields, begins, grammar), fields):
        return None
    stop = _find_stop(lines, end, lines[start:end], grammar)
    if is_whole and _are_whole(lines[end:stop], fields, grammar):
        laid = tuple(Laid(at % len(fields), at > 0 and at % len(fields) == 0) for at in range(stop - end))
    else:
        laid = tuple(lay_out(lines[end:stop], fields, begins, grammar))
        is_table = _begins_well(lines[end:stop], laid, fields) and _are_rows(lines[end:stop], laid, fields, grammar)
        if not is_table:
            return None
    if fields[0] in SUBJECTS:
        laid = _set_headings_apart(lines[end:stop], laid, grammar)
    return LineTable(start, end, stop, read, names, laid)


_MAY_COME_FIRST = frozenset((*SUBJECTS, "other", "deadline", "lead_units", "responsible_units"))


def _are_whole(texts: list[str], fields: tuple[str, ...], grammar: Grammar) -> bool:
    """Whether texts are rows with a cell for each column, a limit in its place in every one: a name may look like anything there."""
    count = len(fields)
    if "deadline" not in fields or len(texts) % count or len(texts) < _FEWEST_ROWS * count:
        return False
    rows = [texts[at : at + count] for at in range(0, len(texts), count)]
    strict = [(column, field) for column, field in enumerate(fields) if field == "deadline" or field in SUBJECTS or field == SERIAL]
    return all(fits_exactly(row, fields, grammar) and all(fit(row[column], field, grammar) > 0 for column, field in strict) for row in rows)


def _is_grouped(lines: list[str], first: int, names: tuple[str, ...]) -> bool:
    """Whether a number stands before a cell that is merged down: there are two columns of numbers, or rows count 一, 二.

    Other rows with a number at their begin are laid out by these, and 一 above a row that has another number is its heading.
    """
    if names.count(SERIAL) > 1:
        return True
    if first >= len(lines) or lines[first].isdecimal() or not is_number(lines[first]):
        return False
    return not any(line.isdecimal() for line in lines[first : first + MOST_COLUMNS])


def _find_stop(lines: list[str], start: int, header: list[str], grammar: Grammar) -> int:
    """Behind the last line of the cells, or where the header is printed again; 一、 ends a table but where its cells begin so."""
    counts = start < len(lines) and is_behind_table(lines[start], grammar)
    for at in range(start, len(lines)):
        line = lines[at]
        if line == header[0] and lines[at : at + len(header)] == header:
            return at
        other = at if line == SERIAL and SERIAL not in header else _find_other(lines, at, start, grammar)
        if other:
            return find_title(lines, other, start, grammar)
        if is_note(line, grammar) or (is_total(line, grammar) and _ends_row(lines[at - 1], grammar)):
            return at
        if at + 1 < len(lines) and is_signature(line, lines[at + 1], grammar) and _ends_row(lines[at - 1], grammar):
            return at
        if is_behind_table(line, grammar) and (not counts or line.startswith(("附", "抄", "特"))):
            return at
    return len(lines)


def _ends_row(line: str, grammar: Grammar) -> bool:
    """Whether a line is the last cell of a row; a name and a date below what is to be done are cells of it."""
    return is_empty(line) or fit(line, "deadline", grammar) > 0 or fit(line, "responsible_units", grammar) > 0


def _find_other(lines: list[str], at: int, start: int, grammar: Grammar) -> int:
    """Where the words over another table begin that have the one over units or limits on lines[at], 0 where none do."""
    if len(lines[at]) > _LONGEST_WORD or lines[at][-1] not in _last_characters(grammar) or _read_word(lines[at], grammar) is None:
        return 0
    first, low = at, max(start, at - MOST_COLUMNS)
    while first > low and _read_word(lines[first - 1], grammar):
        first -= 1
    words = _read_words(lines, first, grammar)
    fields = {field for field, _ in words}
    is_header = len(words) >= _FEWEST_COLUMNS and not SUBJECTS.isdisjoint(fields) and not SAY_WHO_OR_WHEN.isdisjoint(fields)
    return first if is_header else 0


def _begins_well(texts: list[str], laid: Sequence[Laid], fields: tuple[str, ...]) -> bool:
    """Whether the first of several rows has all its cells."""
    if len(texts) < _FEWEST_ROWS * len(fields) - _SKIPS or laid[0].column:
        return False
    first = next((at for at, one in enumerate(laid) if one.begins_row), len(laid))
    return first < len(laid) and len({one.column for one in laid[:first]}) >= len(fields) - _SKIPS


def _find_begins(fields: tuple[str, ...]) -> dict[int, float]:
    """The columns in which a row may begin that merged cells cover, and what that costs: up to the last one that says what it is about."""
    behind = next((column for column in range(len(fields) - 1, -1, -1) if fields[column] in SUBJECTS), 0)
    return {column: _BELOW_MERGED for column, field in enumerate(fields[: behind + 1]) if column and field in _MAY_BEGIN}


_MAY_BEGIN = frozenset((*SUBJECTS, SERIAL, "deadline", "lead_units", "responsible_units"))


def _are_rows(texts: list[str], laid: Sequence[Laid], fields: tuple[str, ...], grammar: Grammar, *, is_counted: bool = False) -> bool:
    """Whether names and limits stand in their columns, and limits, or else names, in every row that begins before them.

    Where a number tells where the rows end, those below the first may leave them out.
    """
    strict = [(text, fields[one.column]) for text, one in zip(texts, laid, strict=True) if fields[one.column] in SAY_WHO_OR_WHEN]
    if not all(fit(text, field, grammar) >= 0 for text, field in strict):
        return False
    who = [column for column, field in enumerate(fields) if field in SAY_WHO_OR_WHEN]
    limits = [column for column in who if column and fields[column] == "deadline"]  # a month at the begin is merged down
    edges = [0, *(at for at, one in enumerate(laid) if one.begins_row), len(laid)]
    for low, high in pairwise(edges):
        behind = [[column for column in columns if column >= laid[low].column] for columns in (limits, who)]
        is_said = any(one.column in (behind[1] if is_counted and low else behind[0] or behind[1]) for one in laid[low:high])
        is_text = is_counted and low and all(fields[one.column] in SUBJECTS for one in laid[low:high]) and texts[high - 1][-1] in "。;"
        if not is_said and not is_text:
            return False
    return True


def _set_headings_apart(texts: list[str], laid: tuple[Laid, ...], grammar: Grammar) -> tuple[Laid, ...]:
    """水污染防治⏎完成排口溯源。in the first column: the first line is a row of its own, where one heads the first row, too.

    A line that the edge of a cell breaks is about as long as the longest one.
    """
    longest = max(len(text) for text, one in zip(texts, laid, strict=True) if not one.column)
    heads = [
        at
        for at, (one, below) in enumerate(pairwise(laid))
        if (one.begins_row or not at) and not (one.column or below.column or below.begins_row)
        if _may_head_rows(texts[at], texts[at + 1], longest, grammar)
    ]
    if heads[:1] != [0]:
        return laid
    apart = list(laid)
    for at in heads:
        apart[at + 1] = Laid(0, begins_row=True)
    return tuple(apart)


def _may_head_rows(text: str, below: str, longest: int, grammar: Grammar) -> bool:
    if text[-1] in "。;:,、" or below[0] in "和及与的、" or not may_head(text, grammar):
        return False
    is_named = grammar.structure.compiled("group-line").match(text) is not None and len(text) < longest
    return is_named or len(text) <= longest * _HEADING_SHARE


_HEADING_SHARE = 0.6


def lay_out_rows(texts: list[str], fields: tuple[str, ...], grammar: Grammar) -> list[Laid] | None:
    """Where the cells below a row's number stand if they make several rows, None if not: its number is merged down over these."""
    if len(texts) <= len(fields):
        return None
    laid = lay_out(texts, fields, {0: _BELOW_MERGED, **_find_begins(fields)}, grammar)
    is_split = any(one.begins_row for one in laid) and _are_rows(texts, laid, fields, grammar, is_counted=True)
    return laid if is_split else None
