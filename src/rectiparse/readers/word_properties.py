"""Small things that every part of a Word document is written with: flags, whole numbers, wrappers round blocks."""

from __future__ import annotations

from collections.abc import Container, Iterator
from typing import TYPE_CHECKING

from rectiparse.readers.word_package import COMPATIBILITY, WORD

if TYPE_CHECKING:
    from xml.etree.ElementTree import Element

VALUE = WORD + "val"
_OFF = frozenset({"0", "false", "off", "none"})
_UNDERSTOOD = frozenset({"wps", "wpg", "wpc", "wpi", "wp14", "w14", "w15", "a14", "v", "o", "m"})
"""What a Choice may ask for; of what is none of these (emoji, 3D models) the Fallback is what can be read."""
_WRAPPERS = frozenset(WORD + tag for tag in ("sdt", "sdtContent", "customXml", "smartTag", "ins", "moveTo", "txbxContent"))
_ALTERNATIVES, _CHOICE, _FALLBACK = (COMPATIBILITY + tag for tag in ("AlternateContent", "Choice", "Fallback"))
_PROPERTIES, _IS_PROMPT = WORD + "sdtPr", WORD + "showingPlcHdr"


def is_on(element: Element | None) -> bool:
    """A flag such as `<w:vanish/>`: on where it stands, unless its value says off."""
    return element is not None and element.get(VALUE, "") not in _OFF


def read_whole(element: Element | None, default: int, *, most: int = 32767) -> int:
    """The value of an element as a whole number from 0 to `most`; `default` when there is none or it is no number."""
    text = element.get(VALUE) if element is not None else None
    try:
        return min(max(int(text), 0), most) if text else default
    except ValueError:
        return default


def choose_alternative(element: Element) -> Element | None:
    """The branch of `mc:AlternateContent` that is shown: the first Choice that is understood, else the Fallback."""
    for branch in element:
        if branch.tag == _FALLBACK or (branch.tag == _CHOICE and set(branch.get("Requires", "").split()) <= _UNDERSTOOD):
            return branch
    return None


def is_prompt(element: Element) -> bool:
    """A content control that nobody has filled in: it shows `单击此处输入文字`."""
    properties = element.find(_PROPERTIES)
    return properties is not None and is_on(properties.find(_IS_PROMPT))


def find_blocks(container: Element, wanted: Container[str]) -> Iterator[Element]:
    """The children of `container` with a tag in `wanted`, in order; content controls and the like are looked through."""
    stack = container[::-1]
    while stack:
        element = stack.pop()
        if element.tag in wanted:
            yield element
        elif element.tag == _ALTERNATIVES:
            branch = choose_alternative(element)
            stack.extend(branch[::-1] if branch is not None else ())
        elif element.tag in _WRAPPERS and not is_prompt(element):
            stack.extend(element[::-1])
