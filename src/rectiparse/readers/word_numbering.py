"""Word's automatic numbering: the lists of numbering.xml to the marker of each paragraph, counted in order of the text."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING, NamedTuple

from rectiparse.readers.word_numerals import write_number
from rectiparse.readers.word_package import COMPATIBILITY, WORD
from rectiparse.readers.word_properties import VALUE, is_on, read_whole
from rectiparse.readers.word_styles import Styles

if TYPE_CHECKING:
    from xml.etree.ElementTree import Element

_LEVELS = 9
_LONGEST_MARKER = 60
_PLACE = re.compile(r"%([1-9])")
_LEVEL, _START, _OVERRIDE = WORD + "ilvl", WORD + "start", WORD + "lvlOverride"


class Level(NamedTuple):
    """One level of a list: `text` is the marker with `%1` for the number of level 1; `restart` the level (from 1) behind
    which it begins again, 0 for never."""

    start: int
    scheme: str
    text: str
    style: str
    restart: int
    is_decimal: bool


class _List(NamedTuple):
    """A `w:num`: the key of its counters, its levels, those that it starts anew when it is first used."""

    key: str
    levels: dict[int, Level]
    starts: dict[int, int]


class Numbering:
    """The lists of a document with their counters; every paragraph is to be asked for once, in order."""

    def __init__(self, root: Element | None, styles: Styles) -> None:
        self._styles = styles
        self._abstracts: dict[str, Element] = {}
        self._numbers: dict[str, Element] = {}
        for element in root if root is not None else ():
            if element.tag == WORD + "abstractNum":
                self._abstracts[element.get(WORD + "abstractNumId", "")] = element
            elif element.tag == WORD + "num":
                self._numbers[element.get(WORD + "numId", "")] = element
        self._lists: dict[str, _List | None] = {}
        self._counts: dict[str, list[int | None]] = {}
        self._begun: set[tuple[str, int]] = set()
        self.lost = 0
        """Paragraphs whose list the document does not have."""

    def count(self, style: str, own: Element | None) -> str:
        """The marker of the next paragraph, with a blank behind it where it ends in a letter or digit; "" without one.

        `own` is the paragraph's `w:numPr`: what it does not say, its style does.
        """
        given = (*(() if own is None else (own,)), *self._styles.find_numbering(style))
        name = _first_value(given, WORD + "numId")
        if name is None or name == "0":
            return ""
        found = self._find_list(name)
        if found is None:
            self.lost += 1
            return ""
        is_from_style = own is None or own.find(WORD + "numId") is None
        level = self._find_level(found, style, given, is_from_style)
        counts = self._advance(name, found, level)
        return _write_marker(found, level, counts)

    def _find_level(self, found: _List, style: str, given: tuple[Element, ...], is_from_style: bool) -> int:
        """A level that names the style is its level, whatever the style says itself."""
        for link in self._styles.find_chain(style) if is_from_style else ():
            for number, level in found.levels.items():
                if level.style == link:
                    return number
        text = _first_value(given, _LEVEL)
        return min(int(text), _LEVELS - 1) if text is not None and text.isascii() and text.isdigit() and len(text) < 5 else 0

    def _advance(self, name: str, found: _List, level: int) -> list[int | None]:
        counts = self._counts.setdefault(found.key, [None] * _LEVELS)
        now = counts[level]
        is_begun = (name, level) in self._begun or level not in found.starts
        self._begun.add((name, level))
        counts[level] = now + 1 if now is not None and is_begun else _first_number(found, level)
        for deeper in range(level + 1, _LEVELS):
            below = found.levels.get(deeper)
            if below is None or level < below.restart:
                counts[deeper] = None
        return counts

    def _find_list(self, name: str) -> _List | None:
        if name not in self._lists:
            self._lists[name] = self._read_list(name)
        return self._lists[name]

    def _read_list(self, name: str) -> _List | None:
        number = self._numbers.get(name)
        key = _value(number.find(WORD + "abstractNumId")) if number is not None else None
        abstract = self._follow_link(self._abstracts.get(key)) if key is not None else None
        if number is None or key is None or abstract is None:
            return None
        levels = {_read_place(e): _read_level(e, _read_place(e)) for e in abstract.iterfind(WORD + "lvl")}
        starts = {}
        for override in number.iterfind(_OVERRIDE):
            place, own, start = _read_place(override), override.find(WORD + "lvl"), override.find(WORD + "startOverride")
            if own is not None:
                levels[place] = _read_level(own, place)
            if start is not None:
                starts[place] = read_whole(start, 1)
        return _List(key, levels, starts)

    def _follow_link(self, abstract: Element | None) -> Element | None:
        """A list that only names a list style has the levels of the list that this style names."""
        link = abstract.find(WORD + "numStyleLink") if abstract is not None else None
        if link is None:
            return abstract
        name = _first_value(self._styles.find_numbering(_value(link) or ""), WORD + "numId")
        number = self._numbers.get(name) if name is not None else None
        key = _value(number.find(WORD + "abstractNumId")) if number is not None else None
        return self._abstracts.get(key) if key is not None else None


def _first_number(found: _List, level: int) -> int:
    start = found.starts.get(level)
    if start is not None:
        return start
    return found.levels[level].start if level in found.levels else 1


def _write_marker(found: _List, level: int, counts: list[int | None]) -> str:
    own = found.levels.get(level)
    if own is None or own.scheme == "bullet":
        return ""

    def write(match: re.Match[str]) -> str:
        place = int(match[1]) - 1
        other = found.levels.get(place)
        number = counts[place]
        if number is None:  # a level that has not been used yet shows where it starts
            number = _first_number(found, place)
        return write_number(number, "decimal" if own.is_decimal or other is None else other.scheme)

    marker = _PLACE.sub(write, own.text)[:_LONGEST_MARKER]
    return f"{marker} " if marker and (marker[-1].isalpha() or marker[-1].isdecimal()) else marker


def _read_place(element: Element) -> int:
    text = element.get(_LEVEL, "0")
    return int(text) if text in ("0", "1", "2", "3", "4", "5", "6", "7", "8") else 0


def _read_level(element: Element, place: int) -> Level:
    return Level(
        start=read_whole(element.find(_START), 0),
        scheme=_read_scheme(element),
        text=(_value(element.find(WORD + "lvlText")) or "")[:_LONGEST_MARKER],
        style=_value(element.find(WORD + "pStyle")) or "",
        restart=read_whole(element.find(WORD + "lvlRestart"), place),
        is_decimal=is_on(element.find(WORD + "isLgl")),
    )


def _read_scheme(element: Element) -> str:
    """Word writes a format of its own making beside the one to fall back upon."""
    scheme = element.find(WORD + "numFmt")
    if scheme is None:
        scheme = element.find(f"{COMPATIBILITY}AlternateContent/{COMPATIBILITY}Fallback/{WORD}numFmt")
    return _value(scheme) or "decimal"


def _value(element: Element | None) -> str | None:
    return element.get(VALUE) if element is not None else None


def _first_value(given: tuple[Element, ...], tag: str) -> str | None:
    return next((value for value in (_value(element.find(tag)) for element in given) if value is not None), None)
