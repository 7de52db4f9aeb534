"""What an RTF file says, paragraph by paragraph: of its body, a header, a footnote or a text box."""

from __future__ import annotations

from collections.abc import Iterator

from rectiparse.readers.linear import Linear
from rectiparse.readers.rtf_rows import Row, Shape, build_cells

_NESTED_GAP = "　"


class Story:
    """Paragraphs and tables in order while they are read."""

    def __init__(self) -> None:
        self._items: list[str | list[Row]] = []
        self._pieces: list[str] = []
        self._number: list[str] = []
        self._inserted: list[str] = []
        self._cell: list[str] = []
        self._cells: list[tuple[str, ...]] = []
        self._shapes: list[Shape] = []
        self._below = self._beside = False

    def add_text(self, text: str) -> None:
        self._pieces.append(text)

    def add_number(self, text: str) -> None:
        """A part of the automatic number of this paragraph, as Word printed it."""
        self._number.append(text)

    def insert(self, story: Story) -> None:
        """Puts a text box behind the paragraph that it hangs on."""
        self._inserted += story.read_paragraphs()

    @property
    def has_text(self) -> bool:
        return bool(self._pieces)

    def break_page(self) -> None:
        if self._pieces:
            self._pieces.append("\n")

    def end_paragraph(self, *, in_table: bool) -> None:
        """`in_table`: what RTF says of it; inside a row that has begun it is taken as said."""
        ended = self._take_paragraph()
        if in_table or self._cells:
            self._cell += ended
        else:
            self._leave_row()
            self._items += ended

    def begin_row(self) -> None:
        self._shapes = []
        self._below = self._beside = False

    def merge_cell(self, *, below: bool = False, beside: bool = False) -> None:
        """The next shape belongs to the cell above it or before it."""
        self._below |= below
        self._beside |= beside

    def add_shape(self, right: int) -> None:
        self._shapes.append(Shape(right, self._below, self._beside))
        self._below = self._beside = False

    def end_cell(self) -> None:
        paragraphs = (*self._cell, *self._take_paragraph())
        self._cells.append(tuple(text.replace("\t", " ") for text in paragraphs if text.strip()))
        self._cell = []

    def end_nested_cell(self) -> None:
        """A row of a table inside a cell is a paragraph of that cell; a tab would open a cell of the outer one."""
        self._pieces.append(_NESTED_GAP)

    def end_nested_row(self) -> None:
        if self._pieces and self._pieces[-1] == _NESTED_GAP:
            self._pieces.pop()
        self.end_paragraph(in_table=True)

    def end_row(self) -> None:
        if self._cell or self._pieces:
            self.end_cell()
        if not self._cells:
            return
        if not (self._items and isinstance(self._items[-1], list)):
            self._items.append([])
        rows = self._items[-1]
        assert isinstance(rows, list)
        rows.append(Row(tuple(self._shapes), tuple(self._cells)))
        self._cells = []

    def end(self) -> None:
        """What stands open at the end of the file, or of the note, is closed."""
        if self._cells:
            self.end_row()
        if self._pieces or self._number or self._inserted:
            self.end_paragraph(in_table=False)
        self._leave_row()

    def write(self, linear: Linear) -> None:
        """Paragraphs and tables, to `linear`."""
        for item in self._items:
            if isinstance(item, str):
                linear.add_paragraph(item)
            else:
                linear.add_table(build_cells(item))

    def write_note(self, linear: Linear) -> None:
        """Its paragraphs, to `linear`, without the tab behind the note's mark."""
        for text in self.read_paragraphs():
            linear.add_paragraph(text.strip())

    def read_paragraphs(self) -> Iterator[str]:
        """The paragraphs that hold text, those of table cells too, one after the other."""
        for item in self._items:
            texts = [item] if isinstance(item, str) else [text for row in item for cell in row.cells for text in cell]
            yield from (text for text in texts if text.strip())

    def _leave_row(self) -> None:
        """Paragraphs said to stand in a table that has no row for them."""
        self._items += self._cell
        self._cell = []

    def _take_paragraph(self) -> list[str]:
        text = "".join(self._pieces)
        number = "".join(self._number).strip()
        if any(char.isalnum() for char in number):  # a bullet says nothing
            text = number + (" " if _is_bare(number) else "") + text.lstrip(" \t")
        taken = [_join_surrogates(text), *self._inserted]
        self._pieces, self._number, self._inserted = [], [], []
        return taken


def _is_bare(number: str) -> bool:
    """1, 一, 第一条, which need a blank before the title, but not 1. or ①."""
    return number[-1].isdecimal() or number[-1].isalpha()


def _join_surrogates(text: str) -> str:
    """`\\u` writes a character beyond U+FFFF as two; a byte that was none of its code page stays a lone surrogate."""
    if not any("\ud800" <= char <= "\udbff" for char in text):
        return text
    return text.encode("utf-16-le", "surrogatepass").decode("utf-16-le", "surrogatepass")
