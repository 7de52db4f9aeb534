"""What a browser shows of a page, one block after the other; which elements hold them."""

from __future__ import annotations

from typing import NamedTuple

from rectiparse.readers.linear import Cell


class Block(NamedTuple):
    """A paragraph, `\\n` for its line breaks ("" is a blank line), or a table when it has cells."""

    text: str
    links: int = 0
    """Characters of it that are a link's."""
    is_heading: bool = False
    is_aside: bool = False
    """Inside an element that says of itself that it is navigation."""
    cells: tuple[Cell, ...] = ()
    is_card: bool = False
    """A label with its value, from the table of data that a site prints above a document."""

    @property
    def paragraphs(self) -> tuple[str, ...]:
        """Its text, a table's cell by cell."""
        return tuple(paragraph for cell in self.cells for paragraph in cell.paragraphs) if self.cells else (self.text,)

    @property
    def words(self) -> str:
        """All its paragraphs, a line each."""
        return "\n".join(self.paragraphs)


class Container(NamedTuple):
    """An element that holds blocks [first, last); its parent's index among the containers, -1 for the outermost."""

    first: int
    last: int
    parent: int


class Shown(NamedTuple):
    blocks: list[Block]
    containers: list[Container]
    title: str
    """What the page's head calls it, "" when it says nothing."""
