"""Lines that belong to the pages a plain text was printed on: their numbers, and what is printed above or below each."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterator
from itertools import pairwise
from typing import NamedTuple

from rectiparse.breaks import STOPS, Furniture, Judge
from rectiparse.patterns import compile_pattern
from rectiparse.source import SourceText


def find_page_lines(source: SourceText, folded: str, judge: Judge) -> dict[int, Furniture]:
    """Where such a line begins → what it is; readers of pages tell theirs by themselves."""
    if source.info.media_type != _PLAIN_TEXT:
        return {}
    numbers = _find_page_numbers(source.folded)
    running = _find_running_lines(folded, numbers, judge)
    return {**dict.fromkeys(running, _RUNNING_LINE), **dict.fromkeys(numbers, _PAGE_NUMBER)}


_PAGE_NUMBER = Furniture("page-number", "furniture", compile_pattern(r"\d+"))
_BARE_NUMBER = compile_pattern(r"\n[ \t\f]*(?P<n>\d{1,3})[ \t\f]*(?=\n|\Z)")
_SHORTEST_PAGE = 200
"""Characters between two page numbers, on the average."""


def _find_page_numbers(text: str) -> frozenset[int]:
    """Where the lines begin that hold nothing but numbers that count on, a page apart, the first below a page; or the only one.

    In a table a cell a line they number the rows.
    """
    found = [(match.start(), int(match["n"])) for match in _BARE_NUMBER.finditer("\n" + text)]
    if not found or any(b - a != 1 for (_, a), (_, b) in pairwise(found)):
        return frozenset()
    if len(found) == 1 and _is_value(text, found[0][0]):
        return frozenset()
    first, last = found[0][0], found[-1][0]
    is_close = first < _SHORTEST_PAGE or last - first < _SHORTEST_PAGE * (len(found) - 1)
    return frozenset() if is_close or _NUMBERS_ROWS.search(text, 0, first) else frozenset(at for at, _ in found)


def _is_value(text: str, at: int) -> bool:
    """Whether what stands at `at` is a cell or the value of a label: 新建站点（个）⏎12."""
    above = text[:at].rstrip().rpartition("\n")[2].strip()
    return "\t" in text or above.endswith(":") or (len(above) < _SHORTEST_TEXT and above[-1:] not in STOPS and ":" not in above)


_SHORTEST_TEXT = 12
_PLAIN_TEXT = "text/plain"
_NUMBERS_ROWS = compile_pattern(r"(?m)^[ \t|]*(?:序[ \t]*号|编[ \t]*号)[ \t|]*$")


def _find_running_lines(folded: str, pages: frozenset[int], judge: Judge) -> frozenset[int]:
    """Where the lines begin that are printed at the edge of each page: alike but for their figures, a page apart.

    Half of them at least stand beside a page number, or figures set apart in them count the pages. What says who or by when is
    no such line: a plan may print an item a page.
    """
    masked = [raw.strip() for raw in _FIGURES.sub("#", folded).split("\n")]
    often = {text for text, count in Counter(masked).items() if count >= _FEWEST_EDGES and _may_be_edge(text, judge)}
    if not often:
        return frozenset()
    lines = list(_strip_lines(folded))
    places: dict[str, list[int]] = {}
    for index, mask in enumerate(mask for mask in masked if mask):
        if mask in often and lines[index - 1][1][-1] != ":":
            places.setdefault(mask, []).append(index)
    apart = [indexes for indexes in places.values() if _are_pages_apart([lines[index][0] for index in indexes])]
    edges = [[edge for index in indexes if (edge := _read_edge(lines, index, pages, judge))] for indexes in apart]
    return frozenset(edge.start for found in edges if _run_over_pages(found) for edge in found)


def _are_pages_apart(starts: list[int]) -> bool:
    whole = starts[:-1]  # the last page may be short
    return len(starts) >= _FEWEST_EDGES and all(b - a >= _SHORTEST_PAGE for a, b in pairwise(whole))


def _read_edge(lines: list[tuple[int, str]], index: int, pages: frozenset[int], judge: Judge) -> _Edge | None:
    """What a line that may stand at a page's edge is; None for a page's number."""
    if _is_page_number(lines[index], pages, judge):
        return None
    at, text = lines[index]
    figures = _SET_APART.search(text)
    is_beside = any(_is_page_number(line, pages, judge) for line in (*lines[index - 1 : index], *lines[index + 1 : index + 2]))
    return _Edge(at, int(figures["n"]) if figures else 0, is_beside)


def _strip_lines(folded: str) -> Iterator[tuple[int, str]]:
    """Where each line that is not blank begins, and its text."""
    at = 0
    for raw in folded.split("\n"):
        if text := raw.strip():
            yield at, text
        at += len(raw) + 1


def _is_page_number(line: tuple[int, str], pages: frozenset[int], judge: Judge) -> bool:
    at, text = line
    furniture = judge.find_furniture(text)
    return at in pages or (furniture is not None and furniture.rule == _PAGE_NUMBER.rule)


def _may_be_edge(text: str, judge: Judge) -> bool:
    """Whether a line, # for its figures, is no sentence, heading or label, and says neither who nor by when."""
    if not _SHORTEST_EDGE <= len(text) <= _LONGEST_EDGE or text[-1] in STOPS or "\t" in text:
        return False
    counted = text.replace("#", "1")
    if judge.begins(counted) or judge.bare_label.fullmatch(counted):
        return False
    is_bracket = text[-1] in ")]" and judge.statement.search(counted) is not None
    return not is_bracket and not any(ending.search(counted) for ending in (judge.cell_end, judge.says_who))


class _Edge(NamedTuple):
    """A short line: where it begins, the figures set apart in it, whether a page number stands beside it."""

    start: int
    number: int
    is_beside_number: bool


def _run_over_pages(found: list[_Edge]) -> bool:
    if not _are_pages_apart([edge.start for edge in found]):
        return False
    counts = all(b.number - a.number == 1 for a, b in pairwise(found))
    return counts or 2 * sum(edge.is_beside_number for edge in found) >= len(found)


_RUNNING_LINE = Furniture("running-line", "furniture", compile_pattern(r".+"))
_FIGURES = compile_pattern(r"[0-9]{1,9}")
_SET_APART = compile_pattern(
    r"第 ?(?P<n>[0-9]{1,4}) ?页|(?:[-·/] ?| {2,}|^)(?P<n>[0-9]{1,4})(?: ?[-·])?$|^(?:[-·] ?)?(?P<n>[0-9]{1,4})(?: ?[-·]| {2})"
)
_SHORTEST_EDGE, _LONGEST_EDGE, _FEWEST_EDGES = 4, 100, 3
