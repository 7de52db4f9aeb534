"""The tree of a page to its blocks: one walk, as a browser would set it, without running or fetching anything."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING, NamedTuple

from rectiparse.readers.blocks import Block, Container, Shown
from rectiparse.readers.listmarks import write_mark
from rectiparse.readers.webtables import OpenTable, read_span

if TYPE_CHECKING:
    from lxml.etree import _Element


MARK = "data-rectiparse-mark"
"""An attribute of `li`: its mark as printed in the source (Markdown)."""


def _names(words: str) -> frozenset[str]:
    return frozenset(words.split())


_BLOCKS = _names(
    "address article aside blockquote body caption center dd details dialog dir div dl dt fieldset figcaption figure footer form "
    "h1 h2 h3 h4 h5 h6 header hr html legend li main menu nav ol p pre section summary table tbody td tfoot th thead tr ul"
)
_UNSEEN = _names(
    "script style noscript template head select option datalist button svg iframe object embed applet audio video canvas img input "
    "textarea map xml del frameset"
)
_HEADINGS = frozenset({"h1", "h2"})
_ASIDES = frozenset({"nav", "aside", "footer"})
_HIDDEN = re.compile(r"display\s*:\s*none|visibility\s*:\s*hidden|mso-hide\s*:\s*all", re.IGNORECASE)
_DISPLAY_BLOCK = re.compile(r"display\s*:\s*(?:block|table|flex|grid|list-item)\b", re.IGNORECASE)
_DISPLAY_INLINE = re.compile(r"display\s*:\s*inline\s*(?:;|!|$)", re.IGNORECASE)
_LIST_STYLE = re.compile(r"list-style(?:-type)?\s*:\s*(?:(?:inside|outside)\s+)?[^;]*?([a-z]+(?:-[a-z]+)*)", re.IGNORECASE)
_TYPED_MARK = re.compile(
    r"[\s\u200b]*(?:[（(]?[\d０-９]{1,3}[)）.．、]|[（(]?[一二三四五六七八九十]{1,3}[)）、]|[①-⑳]|第[一二三四五六七八九十\d]{1,4}[条章节项])"
)

_DEEPEST_TABLE = 16
"""Tables in tables; what lies deeper lays out something."""
_BREAK, _KEPT = "\0", "\x01"
"""Stand for a line break and a blank that is kept while a paragraph is put together."""
_INVISIBLE = re.compile("[\u200b\u200c\u200d\u2060\ufeff\u00ad\r]")
_SPACES = re.compile("[ \t\n\f]+")
_WIDE = "[\u2e80-\u9fff\uf900-\ufaff\ufe30-\ufe4f\uff00-\uffef“”‘’—…]"
_WRAP = re.compile(f"(?<={_WIDE})\n|\n(?={_WIDE})")
_EDGE = " \t\n\u00a0\u1680\u2000\u2001\u2002\u2003\u2004\u2005\u2006\u2007\u2008\u2009\u200a\u202f\u205f\u3000"


def read_blocks(root: _Element, *, with_hidden: bool = False) -> Shown:
    """The blocks of a page in document order; `with_hidden` takes in what a style hides."""
    walk = _Walk(with_hidden)
    walk.run(root)
    return Shown(walk.blocks, walk.containers, _read_title(root))


def _read_title(root: _Element) -> str:
    meta = next((m.get("content", "") for m in root.iter("meta") if (m.get("name") or "").lower() == "articletitle"), "")
    title = next((t.text or "" for t in root.iter("title")), "")
    return tidy(meta) or tidy(title)


def tidy(text: str) -> str:
    """Text as a browser sets it: runs of blanks are one, a wrap between Chinese characters none, edges of lines clean."""
    text = _INVISIBLE.sub("", text)
    text = _SPACES.sub(lambda run: "\n" if "\n" in run[0] else " ", text)
    if "\n" in text:
        text = _WRAP.sub("", text).replace("\n", " ")
    if _BREAK in text or _KEPT in text:
        text = "\n".join(line.strip(_EDGE) for line in text.replace(_BREAK, "\n").split("\n"))
        return text.replace(_KEPT, " ").strip(_EDGE)
    return text.strip(_EDGE)


class _List(NamedTuple):
    style: str
    step: int


class _Walk:
    """Goes through the tree once; no recursion, however deep it is."""

    def __init__(self, with_hidden: bool) -> None:
        self.blocks: list[Block] = []
        self.containers: list[Container] = []
        self._with_hidden = with_hidden
        self._pieces: list[str] = []
        self._links = self._link_depth = self._pre_depth = self._aside_depth = 0
        self._is_heading = False
        self._mark = ""
        self._open: list[int] = []  # containers
        self._lists: list[_List] = []
        self._counts: list[int] = []
        self._tables: list[OpenTable] = []

    def run(self, root: _Element) -> None:
        from lxml.etree import iterwalk

        walk = iterwalk(root, events=("start", "end"))
        skipped: _Element | None = None
        for event, element in walk:
            tag = element.tag
            if event == "start":
                if self._is_unseen(element, tag):
                    walk.skip_subtree()
                    skipped = element
                    continue
                self._enter(element, tag)
                if element.text:
                    self._add(element.text)
            else:
                if element is skipped:
                    skipped = None
                else:
                    self._leave(element, tag)
                if element.tail:
                    self._add(element.tail)
        self._flush()

    def _is_unseen(self, element: _Element, tag: str) -> bool:
        if tag in _UNSEEN:
            return True
        if self._with_hidden:
            return False
        attributes = element.attrib
        if not attributes:
            return False
        style = attributes.get("style", "").lower()
        may_hide = "display" in style or "visibility" in style or "mso-hide" in style  # most styles are fonts
        return (may_hide and _HIDDEN.search(style) is not None) or "hidden" in attributes

    # -- elements ------------------------------------------------------------------------------------------------------

    def _enter(self, element: _Element, tag: str) -> None:
        if tag == "br":
            self._pieces.append(_BREAK)
        elif tag == "a":
            self._link_depth += element.get("href") is not None
        elif _is_block(element, tag):
            self._flush()
            self._open.append(len(self.containers))
            self.containers.append(Container(len(self.blocks), -1, self._open[-2] if len(self._open) > 1 else -1))
            self._enter_block(element, tag)

    def _enter_block(self, element: _Element, tag: str) -> None:
        self._is_heading = self._is_heading or tag in _HEADINGS
        self._pre_depth += tag == "pre"
        self._aside_depth += tag in _ASIDES
        if tag in ("ol", "ul"):
            self._open_list(element, tag)
        elif tag == "li" and self._lists:
            self._mark_item(element)
        elif tag == "table":
            self._tables.append(OpenTable(len(self.blocks), element.get("role") or ""))
        elif self._tables and tag == "tr":
            self._tables[-1].add_row()
        elif self._tables and tag in ("td", "th"):
            self._tables[-1].open_cell(len(self.blocks), read_span(element.get("rowspan")), read_span(element.get("colspan")))

    def _leave(self, element: _Element, tag: str) -> None:
        if tag == "a":
            self._link_depth -= element.get("href") is not None
        elif _is_block(element, tag):
            self._flush(is_line=tag in ("p", "div", "li"))
            self._leave_block(tag)
            index = self._open.pop()
            self.containers[index] = self.containers[index]._replace(last=len(self.blocks))

    def _leave_block(self, tag: str) -> None:
        self._is_heading = self._is_heading and tag not in _HEADINGS
        self._pre_depth -= tag == "pre"
        self._aside_depth -= tag in _ASIDES
        if tag in ("ol", "ul"):
            self._lists.pop()
            self._counts.pop()
        elif tag in ("td", "th") and self._tables:
            self._tables[-1].close_cell(len(self.blocks))
        elif tag == "table":
            self._close_table(self._tables.pop())

    def _open_list(self, element: _Element, tag: str) -> None:
        style = "disc" if tag == "ul" else element.get("type") or "1"
        if css := _LIST_STYLE.search(element.get("style") or ""):
            style = css[1] if tag == "ol" or css[1] == "none" else style
        is_reversed = tag == "ol" and element.get("reversed") is not None
        items = len(element.findall("li")) if is_reversed else 1
        self._lists.append(_List(style, -1 if is_reversed else 1))
        self._counts.append(_read_number(element.get("start"), items))

    def _mark_item(self, element: _Element) -> None:
        printed = element.get(MARK)
        value = _read_number(element.get("value"), self._counts[-1])
        self._counts[-1] = value + self._lists[-1].step
        self._mark = printed if printed is not None else write_mark(element.get("type") or self._lists[-1].style, value)

    # -- text ----------------------------------------------------------------------------------------------------------

    def _add(self, text: str) -> None:
        if self._pre_depth:
            text = text.replace("\r\n", "\n").replace("\n", _BREAK).replace(" ", _KEPT)
        self._pieces.append(text)
        if self._link_depth:
            self._links += len(text.strip())

    def _flush(self, *, is_line: bool = False) -> None:
        """Ends a paragraph; `is_line`: one without words is a blank line when it holds a hard blank or a break."""
        if not self._pieces:
            return
        raw = "".join(self._pieces)
        self._pieces.clear()
        text = tidy(raw)
        if text:
            mark, self._mark = self._mark, ""
            if mark and not _TYPED_MARK.match(text):
                text = mark + text
            self.blocks.append(Block(text, self._links, self._is_heading, self._aside_depth > 0))
        elif is_line and raw.strip(" \t\n\r\f"):
            self.blocks.append(Block("", is_aside=self._aside_depth > 0))
        self._links = 0

    # -- tables --------------------------------------------------------------------------------------------------------

    def _close_table(self, table: OpenTable) -> None:
        """A table of data becomes one block, a card of labels a line a label; a frame stays what it frames."""
        if len(self._tables) >= _DEEPEST_TABLE:
            return
        held = self.blocks[table.first :]
        read = table.read(held)
        if read is None:
            return
        del self.blocks[table.first :], self.containers[self._open[-1] + 1 :]
        self.blocks += [held[index] for index in read.outside]
        if read.pairs:
            self.blocks += [Block(pair, is_aside=self._aside_depth > 0, is_card=True) for pair in read.pairs]
        else:
            links = sum(block.links for block in held)
            self.blocks.append(Block("", links, is_aside=self._aside_depth > 0, cells=read.cells))


def _is_block(element: _Element, tag: str) -> bool:
    style = element.get("style")
    if style and "display" in style:
        if tag in _BLOCKS:
            return tag not in ("p", "div", "li") or not _DISPLAY_INLINE.search(style)
        return tag != "br" and _DISPLAY_BLOCK.search(style) is not None
    return tag in _BLOCKS


def _read_number(text: str | None, otherwise: int) -> int:
    try:
        value = int(text or "")
    except ValueError:
        return otherwise
    return value if abs(value) < 100_000 else otherwise
