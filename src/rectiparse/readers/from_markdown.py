"""Markdown notices: through CommonMark to the same blocks as a web page, numbers as they are typed."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING

from rectiparse.errors import UnreadableSource
from rectiparse.readers.encodings import Decoded, decode
from rectiparse.readers.from_html import read_page
from rectiparse.source import SourceText

if TYPE_CHECKING:
    from markdown_it.token import Token

SUFFIXES = (".md", ".markdown")
MEDIA_TYPE = "text/markdown"

_FRONT_MATTER = re.compile(r"---[ \t]*\n(?:(?=[ \t#-]|[^\n]*:|\n)[^\n]*\n){0,200}?(?:---|\.\.\.)[ \t]*(?:\n|$)")
_ENDED = re.compile(r"[。；：:;！？!?)）】\]]\s*$")
_BEGINS = re.compile(
    r"\s*(?:[（(][一二三四五六七八九十\d]{1,3}[)）]|[一二三四五六七八九十]{1,3}[、.．]|\d{1,3}[、.．)）](?!\d)|[①-⑳]|第[一二三四五六七八九十百\d]{1,4}[条章节项]|"
    r"[一-鿿]{2,12}[:：]|附 {0,2}[件表])"
)
_LARGEST = 8 * 2**20
"""Bytes."""
_DEEPEST = 40
"""Levels of lists and quotes."""


def read(data: bytes, name: str, encoding: str | None = None) -> SourceText:
    """Headings, paragraphs, lists with their printed numbers, pipe tables and inline HTML; front matter is left out.

    Lines of a paragraph are joined as Markdown does, but not where one ends in a stop or the next begins with a number or a
    label: notices are often pasted without blank lines. Raises UnreadableSource when the bytes are no text, or hold none.
    """
    if len(data) > _LARGEST:
        raise UnreadableSource(f"{name} is a Markdown file of more than {_LARGEST >> 20} MB; next: save the notice alone")
    decoded = decode(data, name, encoding)
    page = f"<html><body>\n{_render(decoded.text)}</body></html>"
    return read_page(Decoded(page, decoded.encoding), data, name, MEDIA_TYPE, is_whole=True)


def _render(text: str) -> str:
    from markdown_it import MarkdownIt

    from rectiparse.readers.webwalk import MARK

    text = text.replace("\r\n", "\n").replace("\r", "\n").removeprefix("\ufeff")
    if front := _FRONT_MATTER.match(text):
        text = text[front.end() :]
    # a notice's indented first line is no code, its “引号” and （c） stay as typed
    markdown = MarkdownIt("commonmark", {"maxNesting": _DEEPEST}).enable("table").disable("code")
    tokens = markdown.parse(text)
    for token in tokens:
        if token.type == "list_item_open" and token.info:
            token.attrSet(MARK, token.info + token.markup)
        elif token.type == "inline":
            _keep_lines(token.children or [])
    return str(markdown.renderer.render(tokens, markdown.options, {}))


def _keep_lines(children: list[Token]) -> None:
    """Soft breaks that end something become hard ones."""
    for index, token in enumerate(children):
        if token.type == "softbreak":
            before = "".join(child.content for child in children[max(0, index - 2) : index])
            after = "".join(child.content for child in children[index + 1 : index + 4])
            if _ENDED.search(before) or _BEGINS.match(after):
                token.type = "hardbreak"
