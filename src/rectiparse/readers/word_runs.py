"""One paragraph of a Word document to its text as it is shown, and what hangs on it: text boxes, notes, embedded objects.

Deleted and hidden text, comments and field codes are out; what was inserted and what fields show is in.
"""

from __future__ import annotations

import re
from collections.abc import Callable
from typing import TYPE_CHECKING, NamedTuple

from rectiparse.readers.word_numerals import write_number
from rectiparse.readers.word_package import COMPATIBILITY, MATH, WORD
from rectiparse.readers.word_properties import VALUE, choose_alternative, is_on, is_prompt
from rectiparse.readers.word_styles import Styles

if TYPE_CHECKING:
    from xml.etree.ElementTree import Element

_PAGE_BREAK = "\x0c"
_RUN_PROPERTIES, _VANISH, _RUN_STYLE, _FIELD_CHAR = (WORD + tag for tag in ("rPr", "vanish", "rStyle", "fldChar"))
_SPACE = "{http://www.w3.org/XML/1998/namespace}space"
_BLANKS = " \t\r\n"
_ENCIRCLED = re.compile(r"\s*eq\s*\\o\s*\\ac\s*\(\s*[○〇◯Oo]\s*[,，;；]\s*(\d{1,2})\s*\)", re.IGNORECASE)
_WINGDINGS = {
    **{code: chr(0x2460 + code - 0x81) for code in range(0x81, 0x8B)},
    **{code: chr(0x2776 + code - 0x8C) for code in range(0x8C, 0x96)},
    0x6C: "●",
    0x6E: "■",
    0x6F: "□",
    0x75: "◆",
    0xA8: "□",
    0xD8: "➢",
    0xFC: "✓",
    0xFD: "☒",
    0xFE: "☑",
    0x52: "☑",
    0xA3: "□",
}
"""Signs that forms are ticked with, numbers in circles; by the low byte of their place in the font."""


class Words(NamedTuple):
    """The text of a paragraph and the page it begins on (None where the file does not tell); its text boxes."""

    text: str
    page: int | None
    boxes: tuple[Element, ...]


class RunReader:
    """Reads paragraph after paragraph; `notes` (kind, id) and `objects` (their programs) are those met so far."""

    def __init__(self, styles: Styles, *, has_pages: bool) -> None:
        self.styles = styles
        self.page: int | None = 1 if has_pages else None
        self.notes: list[tuple[str, str]] = []
        self.objects: list[str] = []

    def read(self, paragraph: Element, *, is_hidden: bool = False) -> Words:
        """The words of a paragraph whose style hides them or not. `\\n` stands for the line breaks in it."""
        walk = _Walk(self, is_hidden)
        walk.go(paragraph)
        text = "".join(walk.pieces)
        if _PAGE_BREAK in text:  # at an end it parts nothing; 2021年3月13日⏎附件 are no one line
            text = text.strip(_PAGE_BREAK).replace(_PAGE_BREAK, "\n")
        return Words(text, self.page if walk.page is None else walk.page, tuple(walk.boxes))


class _Walk:
    """The way through one paragraph; a stack of its own, as files nest deeper than Python may call."""

    def __init__(self, reader: RunReader, is_hidden: bool) -> None:
        self.reader = reader
        self.is_hidden = is_hidden
        self.pieces: list[str] = []
        self.boxes: list[Element] = []
        self.page: int | None = None
        self._stack: list[Element] = []
        self._fields: list[list[str] | None] = []  # the code of each open field, None once its result begins
        self._codes = 0

    def go(self, paragraph: Element) -> None:
        stack = self._stack = paragraph[::-1]
        while stack:
            element = stack.pop()
            read = _READERS.get(element.tag)
            if read is not None:
                read(self, element)
            elif len(element):
                stack.extend(element[::-1])

    def _add(self, text: str) -> None:
        if not self._codes and text:
            if self.page is None:
                self.page = self.reader.page
            self.pieces.append(text)

    def _skip(self, element: Element) -> None:
        """Properties, deletions, readings of ruby text."""

    def _read_run(self, run: Element) -> None:
        properties = run.find(_RUN_PROPERTIES)
        if properties is None:
            is_hidden = self.is_hidden
        else:
            vanish, style = properties.find(_VANISH), properties.find(_RUN_STYLE)
            if vanish is not None:
                is_hidden = is_on(vanish)
            else:
                is_hidden = self.is_hidden or (style is not None and self.reader.styles.hides(style.get(VALUE, "")))
        children = run[::-1]
        self._stack.extend([c for c in children if c.tag == _FIELD_CHAR] if is_hidden else children)

    def _read_text(self, element: Element) -> None:
        text = element.text or ""
        if element.get(_SPACE) != "preserve":
            text = text.strip(_BLANKS)
        self._add(text.replace("\n", " ") if "\n" in text else text)

    def _read_tab(self, element: Element) -> None:
        self._add("\t")

    def _read_break(self, element: Element) -> None:
        self._add("\n" if element.get(WORD + "type", "textWrapping") == "textWrapping" else _PAGE_BREAK)

    def _read_hyphen(self, element: Element) -> None:
        self._add("-")

    def _read_symbol(self, element: Element) -> None:
        text = element.get(WORD + "char", "")
        code = int(text, 16) if re.fullmatch("[0-9A-Fa-f]{1,5}", text) else 0
        is_private = 0xF000 <= code <= 0xF0FF
        if element.get(WORD + "font", "").startswith("Wingdings") and (is_private or code < 0x100):
            self._add(_WINGDINGS.get(code & 0xFF, ""))
        elif code >= 0x20 and not 0xD800 <= code <= 0xDFFF:
            self._add(chr(code - 0xF000) if 0xF020 <= code < 0xF07F else "" if is_private else chr(code))

    def _read_field(self, element: Element) -> None:
        match element.get(WORD + "fldCharType"):
            case "begin":
                self._fields.append([])
                self._codes += 1
            case "separate" if self._fields and self._fields[-1] is not None:
                self._fields[-1] = None
                self._codes -= 1
            case "end" if self._fields:
                code = self._fields.pop()
                if code is not None:
                    self._codes -= 1
                    self._add(_show_field("".join(code)))

    def _read_code(self, element: Element) -> None:
        if self._fields and self._fields[-1] is not None:
            self._fields[-1].append(element.text or "")

    def _read_box(self, element: Element) -> None:
        self.boxes.append(element)

    def _read_note(self, element: Element) -> None:
        kind = "footnotes" if element.tag == WORD + "footnoteReference" else "endnotes"
        self.reader.notes.append((kind, element.get(WORD + "id", "")))

    def _turn_page(self, element: Element) -> None:
        if self.reader.page is not None:
            self.reader.page += 1

    def _read_alternatives(self, element: Element) -> None:
        branch = choose_alternative(element)
        if branch is not None:
            self._stack.extend(branch[::-1])

    def _read_control(self, element: Element) -> None:
        if not is_prompt(element):
            self._stack.extend(element[::-1])

    def _read_object(self, element: Element) -> None:
        self.reader.objects.append(element.get("ProgID", ""))


def _show_field(code: str) -> str:
    """What a field without a result shows: 带圈字符 is `eq \\o\\ac(○,1)`."""
    encircled = _ENCIRCLED.match(code)
    return write_number(int(encircled[1]), "decimalEnclosedCircle") if encircled else ""


_SKIPPED = ("pPr", "rPr", "del", "moveFrom", "delText", "delInstrText", "rt", "rubyPr", "sdtPr", "sdtEndPr", "smartTagPr", "customXmlPr")

_READERS: dict[str, Callable[[_Walk, Element], None]] = {
    **{WORD + tag: _Walk._skip for tag in _SKIPPED},
    WORD + "r": _Walk._read_run,
    WORD + "t": _Walk._read_text,
    MATH + "t": _Walk._read_text,
    WORD + "tab": _Walk._read_tab,
    WORD + "ptab": _Walk._read_tab,
    WORD + "br": _Walk._read_break,
    WORD + "cr": _Walk._read_break,
    WORD + "noBreakHyphen": _Walk._read_hyphen,
    WORD + "sym": _Walk._read_symbol,
    _FIELD_CHAR: _Walk._read_field,
    WORD + "instrText": _Walk._read_code,
    WORD + "txbxContent": _Walk._read_box,
    WORD + "footnoteReference": _Walk._read_note,
    WORD + "endnoteReference": _Walk._read_note,
    WORD + "lastRenderedPageBreak": _Walk._turn_page,
    WORD + "sdt": _Walk._read_control,
    COMPATIBILITY + "AlternateContent": _Walk._read_alternatives,
    "{urn:schemas-microsoft-com:office:office}OLEObject": _Walk._read_object,
}
