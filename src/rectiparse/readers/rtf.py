"""RTF bytes to paragraphs and tables: groups, what their control words mean, and which part of the notice they write."""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass, replace
from itertools import islice
from typing import Literal, NamedTuple

from rectiparse.diagnostics import build_diagnostic
from rectiparse.errors import UnreadableSource
from rectiparse.model import Diagnostic
from rectiparse.readers.linear import Linear
from rectiparse.readers.rtf_story import Story
from rectiparse.readers.rtf_tokens import CodePages, Token, read_tokens
from rectiparse.source import SourceText

MOST_TOKENS = 8_000_000
"""Control words and runs of text that are read, about ten seconds' worth; a notice of a hundred pages has 100,000."""
DEEPEST = 2_000
"""Groups in groups; Word stops at a few dozen."""
_MOST_TOLD = 20

_CHARACTERS = {
    "line": "\n",
    "lbr": "\n",
    "tab": "\t",
    "\t": "\t",
    "emspace": "\u2003",
    "enspace": "\u2002",
    "qmspace": " ",
    "~": "\u00a0",
    "_": "-",
    "endash": "–",
    "emdash": "—",
    "bullet": "•",
    "lquote": "‘",
    "rquote": "’",
    "ldblquote": "“",
    "rdblquote": "”",
}
_SKIPPED = frozenset(
    (
        "colortbl",
        "stylesheet",
        "info",
        "pict",
        "fldinst",
        "filetbl",
        "nonesttables",
        "nonshppict",
        "shprslt",
        "sp",
        "xe",
        "tc",
        "objdata",
        "ftnsep",
        "aftnsep",
    )
)
"""Groups whose text is no part of what is read on the page; most others say so with a star."""
_STARRED = frozenset(("shpinst", "footnote", "shptxt", "do", "dptxbxtext", "pntext", "listtext", "nesttableprops"))
"""Groups marked as unknown to old readers, whose text is read nonetheless."""
_NUMBERS = frozenset(("listtext", "pntext"))
_BOXES = frozenset(("shptxt", "dptxbxtext"))
_NOTES = frozenset(("footnote",))
_HEADERS = frozenset(("header", "headerl", "headerr", "headerf"))
_FOOTERS = frozenset(("footer", "footerl", "footerr", "footerf"))
_STORIES = _BOXES | _NOTES | _HEADERS | _FOOTERS
_FILE_PAGES = {"mac": 10000, "pc": 437, "pca": 850}

Target = Literal["story", "number", "fonts", "nested row", "skip"]


@dataclass(slots=True)
class _Group:
    """What `}` sets back: where text goes, and the properties of characters and paragraph."""

    target: Target
    story: Story
    font: int | None = None
    fallback: int = 1  # bytes behind `\u` for programs that don't know it
    hidden: bool = False
    is_box: bool = False
    in_table: bool = False
    listed: bool = False


class Rtf(NamedTuple):
    """A file that was read; `lacks_numbers`: it has automatic numbers that nobody printed."""

    linear: Linear
    diagnostics: tuple[Diagnostic, ...]
    lacks_numbers: bool

    def build(self, data: bytes, name: str, media_type: str) -> SourceText:
        """The source text of the file `data`, which is this RTF or was converted to it."""
        source = self.linear.build(data, name, media_type)
        told = (*self.diagnostics, *_find_bad(source.text))
        if self.lacks_numbers:
            told += (build_diagnostic("numbers-lost", "automatic numbers are not printed in the file"),)
        return replace(source, diagnostics=told)


def read_rtf(data: bytes, name: str, title: str = "an RTF document") -> Rtf:
    """The text of an RTF file, which messages call `title`. Raises UnreadableSource when it holds none or nests too deep."""
    walk = _Walk(f"{name} is {title}")
    tokens = read_tokens(data)
    walk.read(islice(tokens, MOST_TOKENS))
    cut = next(tokens, None) is not None and not walk.ended
    return walk.finish(cut)


class _Walk:
    """Goes through the tokens and keeps the stack of groups."""

    def __init__(self, shown: str) -> None:
        self._shown = shown
        self._body = Story()
        self._headers: list[Story] = []
        self._footers: list[Story] = []
        self._notes: list[Story] = []
        self._pages = CodePages()
        self._group = _Group("story", self._body)
        self._outer: list[_Group] = []
        self._starred = False
        self._to_skip = 0
        self._declared = 0  # the font whose entry in the font table is being read
        self._listed = self._printed = 0
        self.ended = False

    def read(self, tokens: Iterator[Token]) -> None:
        for token in tokens:
            if not token.word:
                self._add_bytes(token.data)
            elif token.word == "{":
                self._open()
            elif token.word == "}":
                self._close()
                if self.ended:
                    return
            else:
                self._apply(token.word, token.number)

    def finish(self, cut: bool) -> Rtf:
        """What was read. Groups left open are closed: the file may have been cut off."""
        told: list[Diagnostic] = []
        if cut:
            told.append(build_diagnostic("unreadable-part", f"only the first {MOST_TOKENS:,} control words were read"))
        elif not self.ended:
            told.append(build_diagnostic("unreadable-part", "the file ends inside a group: its end is missing"))
        while self._outer:
            self._close()
        self._body.end()
        return Rtf(self._write(), tuple(told), self._listed > 0 and self._printed == 0)

    def _write(self) -> Linear:
        """Headers, the body, its notes, footers: the order in which a .docx is read."""
        if not any(True for story in (self._body, *self._notes) for _ in story.read_paragraphs()):
            raise UnreadableSource(f"{self._shown} without text; next: if it holds pictures of pages, save it as PDF and read that")
        linear = Linear()
        for text in dict.fromkeys(text for story in self._headers for text in story.read_paragraphs()):
            linear.add_furniture(text)
        self._body.write(linear)
        for note in self._notes:
            note.write_note(linear)
        for text in dict.fromkeys(text for story in self._footers for text in story.read_paragraphs()):
            linear.add_furniture(text)
        return linear

    def _open(self) -> None:
        if len(self._outer) >= DEEPEST:
            raise UnreadableSource(
                f"{self._shown} with groups nested deeper than {DEEPEST}; next: open it in Word or WPS and save it as .docx"
            )
        self._to_skip = 0
        self._starred = False
        self._outer.append(self._group)
        self._group = replace(self._group)

    def _close(self) -> None:
        self._to_skip = 0
        self._starred = False
        if not self._outer:
            return
        inner, self._group = self._group, self._outer.pop()
        if inner.story is not self._group.story:
            inner.story.end()
            if inner.is_box:
                self._group.story.insert(inner.story)
        self.ended = not self._outer

    def _apply(self, word: str, number: int | None) -> None:
        starred, self._starred = self._starred, word == "*"
        self._to_skip = 0  # by the book a control word is a part of the fallback: programs that leave the fallback out would lose \par
        group = self._group
        if group.target == "skip" or word == "*":
            return
        if word in _SKIPPED or (starred and word not in _STARRED):
            group.target = "skip"
        elif group.target == "fonts":
            self._declare_font(word, number)
        elif group.target == "nested row":  # its \\cellx are not those of the outer row
            if word == "nestrow":
                group.story.end_nested_row()
        elif word == "nesttableprops":
            group.target = "nested row"
        elif word == "fonttbl":
            group.target = "fonts"
        elif word in _NUMBERS:
            group.target = "number"
            self._printed += 1
        elif word in _STORIES:
            self._begin_story(word)
        elif word == "u":
            self._add_unicode(number)
        elif word in _CHARACTERS:
            self._add_text(_CHARACTERS[word])
        elif not self._set_property(word, number):
            self._build(word, number)

    def _declare_font(self, word: str, number: int | None) -> None:
        if word == "f":
            self._declared = number or 0
        elif word == "fcharset":
            self._pages.add_font(self._declared, number or 0)

    def _begin_story(self, word: str) -> None:
        story = Story()
        kept = self._headers if word in _HEADERS else self._footers if word in _FOOTERS else self._notes
        if word not in _BOXES:
            kept.append(story)
        self._group = _Group("story", story, is_box=word in _BOXES, font=self._group.font, fallback=self._group.fallback)

    def _set_property(self, word: str, number: int | None) -> bool:
        """Whether `word` is a property of characters or of the paragraph; it is then set."""
        group = self._group
        on = number != 0
        match word:
            case "f":
                group.font = number
            case "uc":
                group.fallback = max(number or 0, 0)
            case "ansicpg" if number:
                self._pages.file = number
            case "mac" | "pc" | "pca":
                self._pages.file = _FILE_PAGES[word]
            case "plain":
                group.hidden = False
            case "v" | "deleted":
                group.hidden = on
            case "pard":
                group.in_table = group.listed = False
            case "intbl":
                group.in_table = on
            case "itap":
                group.in_table = bool(number)
            case "ls":
                group.listed = bool(number)
            case _:
                return False
        return True

    def _build(self, word: str, number: int | None) -> None:
        """Ends of paragraphs, cells and rows."""
        story = self._group.story
        match word:
            case "par" | "sect" | "\n" | "\r":
                self._count_number()
                story.end_paragraph(in_table=self._group.in_table)
            case "cell":
                self._count_number()
                story.end_cell()
            case "nestcell":
                story.end_nested_cell()
            case "row":
                story.end_row()
            case "page" | "column":
                story.break_page()
            case "trowd":
                story.begin_row()
            case "cellx":
                story.add_shape(number or 0)
            case "clvmrg":
                story.merge_cell(below=True)
            case "clmrg":
                story.merge_cell(beside=True)

    def _count_number(self) -> None:
        if self._group.listed and self._group.story.has_text:
            self._listed += 1

    def _add_bytes(self, data: bytes) -> None:
        self._starred = False
        if self._to_skip:
            skipped = min(self._to_skip, len(data))
            self._to_skip -= skipped
            data = data[skipped:]
        if data and self._group.target in ("story", "number"):
            self._add_text(self._pages.decode(data, self._group.font))

    def _add_unicode(self, number: int | None) -> None:
        self._to_skip = self._group.fallback
        if number is None:
            return
        code = number + 0x10000 if number < 0 else number
        self._add_text(chr(code) if 0 < code <= 0x10FFFF else "\ufffd")

    def _add_text(self, text: str) -> None:
        if self._group.hidden:
            return
        if self._group.target == "number":
            self._group.story.add_number(text)
        elif self._group.target == "story":
            self._group.story.add_text(text)


def _find_bad(text: str) -> Iterator[Diagnostic]:
    """A diagnostic for each run of characters that could not be decoded."""
    for run in islice(re.finditer("\ufffd+", text), _MOST_TOLD):
        line = text.count("\n", 0, run.start()) + 1
        yield build_diagnostic("bad-byte", "bytes that are none of the code page", span=run.span(), line=line)
