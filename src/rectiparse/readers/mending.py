"""Signs that recognition takes for others → the ones that are meant, by the characters beside them and the signs of all pages."""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Iterable, Iterator
from typing import NamedTuple

from rectiparse.diagnostics import build_diagnostic
from rectiparse.model import Diagnostic
from rectiparse.readers.glyphs import read_glyphs
from rectiparse.readers.page_layout import Page, Piece


class Widths(NamedTuple):
    """Half-width signs that a notice is printed with in Chinese text, and those that stand there in both widths."""

    narrow: frozenset[str] = frozenset()
    mixed: frozenset[str] = frozenset()


FULL = Widths()
"""Every sign in Chinese text is full-width."""


def mend_pages(pages: Iterable[Page]) -> tuple[tuple[Page, ...], tuple[Diagnostic, ...]]:
    """The pages with the signs that are meant, and for each page how many were changed.

    Recognition mixes the two widths of a sign; which one the notice is printed with, its pages tell together.
    """
    pages = tuple(pages)
    widths = find_widths(piece.text for page in pages for piece in page.pieces)
    mended: list[Page] = []
    told: list[Diagnostic] = []
    closing = _Closing()
    closed = [closing.read_page(page) for page in pages]
    for page, texts in zip(pages, closed, strict=True):
        pieces = tuple(piece._replace(text=mend(text, widths)) for piece, text in zip(page.pieces, texts, strict=True))
        if count := sum(_count_changes(old.text, new.text) for old, new in zip(page.pieces, pieces, strict=True)):
            signs = "1 sign" if count == 1 else f"{count} signs"
            told.append(build_diagnostic("low-confidence", f"page {page.number}: {signs} mended by the characters beside them"))
        mended.append(page._replace(pieces=tuple(piece for piece in pieces if piece.text)))
    return tuple(mended), tuple(told)


def find_widths(texts: Iterable[str]) -> Widths:
    """The widths that the signs of a notice have, by how often recognition took them for either."""
    seen = Counter(text[at] for text in texts for at in _find_signs(text))
    commas = _share(seen, ",") if seen[","] >= _SOME else 0.0
    is_narrow = commas >= _NARROW_COMMAS
    enough = _HALF if is_narrow else _NEARLY_ALL
    narrow = {kind for kind in (":", ";", "()") if _share(seen, kind) > enough and (is_narrow or _count(seen, kind) >= _MANY)}
    return Widths(
        frozenset("".join(narrow) + ("," if is_narrow else "")),
        frozenset("," if _MIXED_COMMAS <= commas < _NARROW_COMMAS else ""),
    )


def mend(text: str, widths: Widths = FULL) -> str:
    """A line with the signs that its characters leave no doubt of.

    Beside Chinese all signs have the notice's width, `l.` before Chinese at a line's start is 1., a 一 between two dates is a
    dash, a bracket opens as it is closed, and a heading's 第一章 is followed by a blank, which recognition often leaves out.
    Digits are never changed.
    """
    text = _HEADING.sub(r"\g<0> ", _ITEM.sub("1", read_glyphs(text)))
    text = _UNOPENED.sub(lambda found: _OPENERS[found[2]], _DASH.sub("—", text))
    chars = list(text)
    for at in _find_signs(text):
        half = _HALF_OF.get(chars[at], chars[at])
        if half not in widths.mixed:
            chars[at] = half if half in widths.narrow else _FULL_OF[half]
    return _WIDE_BLANK.sub(r"\1", "".join(chars))


_FULL_OF = dict(zip(",:;()", "，：；（）", strict=True))
_HALF_OF = {full: half for half, full in _FULL_OF.items()}
_MATES = {"〔": "〕", "【": "】"}
_OPENERS = {mate: opener for opener, mate in _MATES.items()}
_SOME, _MANY = 3, 6
_MIXED_COMMAS, _NARROW_COMMAS = 0.04, 0.2
"""Of all commas, those read as half-width: a full-width one hardly ever is, of half-width ones every second."""
_HALF, _NEARLY_ALL = 0.5, 0.85
"""Of all colons or brackets: up to six in ten are read as half-width where none is."""
_CHINESE = "\u3400-\u9fff"
_ITEM = re.compile(rf"^[lI|](?=[.．、]\s*[{_CHINESE}])")
_HEADING = re.compile(rf"^第[一二三四五六七八九十百]{{1,5}}(?:部分|[编章节条])(?=[{_CHINESE}])(?![的和及与至或规所中款项第之])")
_DASH = re.compile(r"(?<=[年月日\d])一(?=\d{1,4}[年月日])")
_UNOPENED = re.compile(r"\[(?=([^\[\]〔〕【】]{1,60})([〕】]))")
_WIDE_BLANK = re.compile(rf"([，：；（）]) (?=[{_CHINESE}“《])")
_BESIDE = re.compile(rf"[{_CHINESE}，。、；：！？（）《》“”‘’〔〕【】]")
_SIGN = re.compile(r"[,:;，：；()（）]")


def _find_signs(text: str) -> Iterator[int]:
    """Where signs stand beside Chinese characters, brackets also round them."""
    opened: list[int] = []
    for found in _SIGN.finditer(text):
        at = found.start()
        if found[0] in "(（":
            opened.append(at)
        elif found[0] in ")）":
            start = opened.pop() if opened else None
            if _is_beside(text, at, at) or (start is not None and _is_beside(text, start, at)):
                yield from (at,) if start is None else (start, at)
        elif _is_beside(text, at, at):
            yield at
    yield from (at for at in opened if _is_beside(text, at, at))


def _is_beside(text: str, start: int, end: int) -> bool:
    """Whether a Chinese character stands before `start`, behind `end` or between them; a blank behind a sign is its own."""
    return _BESIDE.search(text[max(0, start - 1) : start] + text[start + 1 : end] + text[end + 1 : end + 3].strip()[:1]) is not None


def _share(seen: Counter[str], kind: str) -> float:
    return sum(seen[half] for half in kind) / max(1, _count(seen, kind))


def _count(seen: Counter[str], kind: str) -> int:
    return sum(seen[half] + seen[_FULL_OF[half]] for half in kind)


def _count_changes(old: str, new: str) -> int:
    return sum(a != b for a, b in zip(old, new, strict=True)) if len(old) == len(new) else 1


class _Closing:
    """Closes the 〔 and 【 of lines below each other: their ends are read as others or, at a line's end, not at all."""

    def __init__(self) -> None:
        self._mate = ""
        self._depth = self._lines = 0
        self._last: tuple[list[str], int] | None = None
        """Where the line before stands."""

    def read_page(self, page: Page) -> list[str]:
        """The texts of its pieces. In tables lines of several cells stand side by side: these stay as they are."""
        texts = [piece.text for piece in page.pieces]
        if any(not rule.is_horizontal for rule in page.rules):
            self._mate = ""
            return texts
        before: Piece | None = None
        for at, piece in enumerate(page.pieces):
            if not piece.is_upright or _PAGE_NUMBER.fullmatch(piece.text):
                continue
            if before is not None and piece.top < before.middle:
                self._mate = ""  # two columns
            before = piece
            self._read_line(texts, at)
        return texts

    def _read_line(self, texts: list[str], at: int) -> None:
        if self._mate and self._last and _BEGINS.match(texts[at]):
            held, place = self._last
            if held[place][-1:] not in _STOPS and self._lines <= _MOST_LINES:
                held[place] += self._mate
            self._mate = ""
        chars = list(texts[at])
        for i, char in enumerate(chars):
            if char in _MATES:
                self._mate, self._depth, self._lines = _MATES[char], 0, 0
            elif not self._mate:
                continue
            elif char in "(（":
                self._depth += 1
            elif char in ")）" and self._depth:
                self._depth -= 1
            elif char in _ENDS:
                chars[i] = self._mate
                self._mate = ""
        texts[at] = "".join(chars)
        self._last, self._lines = (texts, at), self._lines + 1


_ENDS = "〕】])）"
_STOPS = ("。", "；")
_MOST_LINES = 8
_PAGE_NUMBER = re.compile(r"[-—–\d\s]+")
_BEGINS = re.compile(
    r"第[一二三四五六七八九十百]{1,5}(?:部分|[编章节条])|[一二三四五六七八九十]{1,4}、|[（(][一二三四五六七八九十\d]{1,4}[）)]|\d{1,3}[.．、](?!\d)|[①-⑳]"
)
