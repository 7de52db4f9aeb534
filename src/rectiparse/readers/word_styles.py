"""The styles of a Word document: which list they number their paragraphs by, which text they hide."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING, NamedTuple

from rectiparse.readers.word_package import WORD
from rectiparse.readers.word_properties import VALUE, is_on

if TYPE_CHECKING:
    from xml.etree.ElementTree import Element

_LONGEST_CHAIN = 30
_CONTENTS = re.compile(r"toc (?:\d|heading)", re.IGNORECASE)


class Style(NamedTuple):
    """What a style says itself; what it says nothing of, it has from the style `base`."""

    base: str
    numbering: Element | None
    hides: bool | None
    is_contents: bool


class Styles:
    """The styles by their id. `default` is that of paragraphs that name none."""

    def __init__(self, root: Element | None) -> None:
        self._styles: dict[str, Style] = {}
        self._chains: dict[str, tuple[Style, ...]] = {}
        self.default = ""
        for element in root.iterfind(WORD + "style") if root is not None else ():
            name = element.get(WORD + "styleId", "")
            self._styles[name] = _read_style(element)
            if element.get(WORD + "type") == "paragraph" and element.get(WORD + "default") in ("1", "true", "on"):
                self.default = name

    def find_chain(self, name: str) -> tuple[str, ...]:
        """The style and those that it is based on, itself first."""
        chain: list[str] = []
        while name in self._styles and name not in chain and len(chain) < _LONGEST_CHAIN:
            chain.append(name)
            name = self._styles[name].base
        return tuple(chain)

    def find_numbering(self, name: str) -> tuple[Element, ...]:
        """The `w:numPr` that hold for the style, its own first."""
        found = (style.numbering for style in self._resolve(name))
        return tuple(numbering for numbering in found if numbering is not None)

    def hides(self, name: str) -> bool:
        """Its text is not shown."""
        return next((style.hides for style in self._resolve(name) if style.hides is not None), False)

    def is_contents(self, name: str) -> bool:
        """Lines of an automatic table of contents: what they say stands in the headings."""
        return name in self._styles and self._styles[name].is_contents

    def _resolve(self, name: str) -> tuple[Style, ...]:
        chain = self._chains.get(name)
        if chain is None:
            chain = self._chains[name] = tuple(self._styles[link] for link in self.find_chain(name))
        return chain


def _read_style(element: Element) -> Style:
    base, name = element.find(WORD + "basedOn"), element.find(WORD + "name")
    vanish = element.find(f"{WORD}rPr/{WORD}vanish")
    return Style(
        base=base.get(VALUE, "") if base is not None else "",
        numbering=element.find(f"{WORD}pPr/{WORD}numPr"),
        hides=None if vanish is None else is_on(vanish),
        is_contents=name is not None and _CONTENTS.fullmatch(name.get(VALUE, "")) is not None,
    )
