"""A page of a PDF document → its characters, strokes and how much of it is an image, read with PDFium."""

from __future__ import annotations

import ctypes
import math
from collections import Counter
from collections.abc import Iterator
from itertools import pairwise
from typing import TYPE_CHECKING, NamedTuple

from rectiparse.readers.glyphs import read_glyphs
from rectiparse.readers.page_image import PageImage
from rectiparse.readers.page_layout import Page, Piece, Rule

if TYPE_CHECKING:
    from pypdfium2 import PdfDocument, PdfPage


class PdfContent(NamedTuple):
    """A page as it is printed; `needs_recognition` when its text is an image, outlines, or in a font without characters."""

    page: Page
    needs_recognition: bool


class _Glyph(NamedTuple):
    text: str
    x0: float
    top: float
    x1: float
    bottom: float
    turn: int | None
    """Quarter turns to the left, None for any other angle."""


def read_page(page: PdfPage, number: int) -> PdfContent:
    """The content of a page. Raises PdfiumError when PDFium can't read it."""
    frame = page.get_bbox()
    glyphs, unmapped = _read_glyphs(page, frame)
    turns = Counter(g.turn for g in glyphs if g.turn is not None and g.text not in _BLANKS)
    turn = turns.most_common(1)[0][0] if turns else 0
    strokes = _Strokes(page)
    show = _Turned(frame, turn)
    rules = tuple(Rule(*show.place(*rule)) for rule in strokes.rules)
    printed = sum(turns.values())
    is_picture = strokes.image_area > _PICTURE * show.width * show.height or strokes.count > _OUTLINES
    readable = sum(g.turn is not None and g.text not in _BLANKS and not _is_unmapped(g.text) for g in glyphs)
    needs_recognition = unmapped > readable or (printed < _FEW and is_picture)
    pieces = tuple(_build_pieces(glyphs, show))
    return PdfContent(Page(number, show.width, show.height, pieces, rules), needs_recognition)


_BLANKS = " \u3000\u00a0"
_PICTURE, _OUTLINES, _FEW = 0.5, 400, 30
"""Of the page, what an image covers that is a scan; strokes that are characters drawn; characters that are but a page number."""
_MOST_GLYPHS, _MOST_OBJECTS, _DEEPEST = 100_000, 50_000, 6
"""On one page; what is more is no notice."""
_THIN, _SHORTEST = 3.0, 6.0
"""Points: a filled box that is no thicker is a stroke, and what is shorter is a character's."""


class _Turned:
    """Places of a page in the direction in which its text is read, whatever way the page itself is laid."""

    def __init__(self, frame: tuple[float, float, float, float], turn: int) -> None:
        self._left, self._bottom, self._right, self._top = frame
        self.turn = turn
        width, height = self._right - self._left, self._top - self._bottom
        self.width, self.height = (height, width) if turn % 2 else (width, height)

    def place(self, x0: float, y0: float, x1: float, y1: float) -> tuple[float, float, float, float]:
        """x0, top, x1, bottom of a box that is given by its lower left and upper right corner."""
        if self.turn == 0:
            return x0 - self._left, self._top - y1, x1 - self._left, self._top - y0
        if self.turn == 1:
            return y0 - self._bottom, x0 - self._left, y1 - self._bottom, x1 - self._left
        if self.turn == 2:
            return self._right - x1, y0 - self._bottom, self._right - x0, y1 - self._bottom
        return self._top - y1, self._right - x1, self._top - y0, self._right - x0


_RESOLUTION, _POINTS = 200, 72
"""Dots an inch of a page that is recognised, points an inch."""
_MOST_DOTS = 30_000_000


def render(document: PdfDocument, number: int) -> PageImage:
    """The page as an image of 200 dots an inch, fewer for a sheet larger than A2."""
    page = document[number - 1]
    width, height = page.get_size()
    scale = min(_RESOLUTION / _POINTS, (_MOST_DOTS / max(1.0, width * height)) ** 0.5, _MOST_DOTS / max(1.0, width, height))
    bitmap = page.render(scale=scale, rev_byteorder=False)
    pixels = bitmap.to_numpy()[:, :, :3].copy()
    bitmap.close()
    page.close()
    return PageImage(number, pixels, 1 / scale)


# -- characters --------------------------------------------------------------------------------------------------------


def _read_glyphs(page: PdfPage, frame: tuple[float, float, float, float]) -> tuple[list[_Glyph], int]:
    """What is printed inside the visible frame, and how many characters have no code point."""
    import pypdfium2.raw as pdfium

    text_page = page.get_textpage()
    raw = text_page.raw
    rect = pdfium.FS_RECTF()
    place = ctypes.byref(rect)
    left, bottom, right, top = frame
    glyphs: list[_Glyph] = []
    unmapped, half = 0, ""
    for at in range(min(pdfium.FPDFText_CountChars(raw), _MOST_GLYPHS)):
        code = pdfium.FPDFText_GetUnicode(raw, at)
        if pdfium.FPDFText_IsGenerated(raw, at) == 1:
            continue
        if 0xD800 <= code < 0xDC00:
            half = chr(code)
            continue
        text = _join_halves(half, code)
        half = ""
        if not pdfium.FPDFText_GetLooseCharBox(raw, at, place):
            continue
        unmapped += _is_unmapped(text)
        if not text:
            continue
        if not (left <= (rect.left + rect.right) / 2 <= right and bottom <= (rect.top + rect.bottom) / 2 <= top):
            continue
        angle = pdfium.FPDFText_GetCharAngle(raw, at)
        glyphs.append(_Glyph(text, rect.left, rect.top, rect.right, rect.bottom, _read_turn(angle) if angle else 0))
    text_page.close()
    return glyphs, unmapped


def _is_unmapped(text: str) -> bool:
    """Whether a font says nothing of what its glyph is: a code point for private use, the sign for none, or nothing."""
    return not text or "\ue000" <= text < "\uf900" or text == "\ufffd"


def _join_halves(high: str, code: int) -> str:
    """A character of UTF-16 halves or of one code point, as it is meant; a hyphen that PDFium marks is one."""
    if 0xDC00 <= code < 0xE000:
        return (high + chr(code)).encode("utf-16", "surrogatepass").decode("utf-16", "ignore") if high else ""
    if code == 2:
        return "-"
    return read_glyphs(chr(code)) if 0 < code < 0x110000 else ""


def _read_turn(angle: float) -> int | None:
    quarters = angle / (math.pi / 2)
    return round(quarters) % 4 if abs(quarters - round(quarters)) < 0.1 else None


def _build_pieces(glyphs: list[_Glyph], show: _Turned) -> Iterator[Piece]:
    """Characters that follow each other on a line; a gap, another size or another direction begins the next piece."""
    run: list[Piece] = []
    for glyph in glyphs:
        x0, top, x1, bottom = show.place(glyph.x0, glyph.bottom, glyph.x1, glyph.top)
        piece = Piece(glyph.text, x0, top, x1, bottom, is_upright=glyph.turn == show.turn)
        if run and not _goes_on(run[-1], piece):
            yield from _join(run)
            run = []
        if run and piece.text == run[-1].text and abs(piece.x0 - run[-1].x0) < 0.2 * piece.size:
            continue  # bold print that is the same character twice
        run.append(piece)
    yield from _join(run)


def _goes_on(before: Piece, piece: Piece) -> bool:
    if not piece.is_upright or not before.is_upright:
        return piece.is_upright == before.is_upright
    size = max(piece.size, 1.0)
    is_level = abs(before.middle - piece.middle) < 0.2 * size and abs(before.size - piece.size) < 0.3 * size
    return is_level and -0.9 * size < piece.x0 - before.x1 < _GAP * size and piece.x1 > before.x0


_GAP = 0.25
"""Of a character's height, what is left between two of one piece: cells of a table stand further apart."""


def _join(run: list[Piece]) -> Iterator[Piece]:
    start, end = 0, len(run)
    while start < end and run[start].text in _BLANKS:
        start += 1
    while end > start and run[end - 1].text in _BLANKS:
        end -= 1
    if start == end:
        return
    kept = run[start:end]
    blanks = "".join(glyph.text for glyph in run[end:])  # the line may go on with another piece
    parts = [kept[0].text]
    for before, piece in pairwise(kept):
        is_word_gap = piece.x0 - before.x1 > 0.18 * piece.size and before.text.isascii() and piece.text.isascii()
        parts.append(" " if is_word_gap and " " not in (before.text, piece.text) else "")
        parts.append(piece.text)
    yield Piece(
        "".join(parts) + blanks,
        min(p.x0 for p in kept),
        min(p.top for p in kept),
        max(p.x1 for p in kept),
        max(p.bottom for p in kept),
        is_upright=kept[0].is_upright,
    )


# -- strokes -----------------------------------------------------------------------------------------------------------

_Matrix = tuple[float, float, float, float, float, float]
_SAME: _Matrix = (1.0, 0.0, 0.0, 1.0, 0.0, 0.0)


class _Strokes:
    """Straight strokes of a page (lower left and upper right corner), the area of its images, and how many paths it has."""

    def __init__(self, page: PdfPage) -> None:
        import pypdfium2.raw as pdfium

        self._pdfium = pdfium
        self.rules: list[tuple[float, float, float, float]] = []
        self.image_area = 0.0
        self.count = self._seen = 0
        self._x, self._y = ctypes.c_float(), ctypes.c_float()
        self._sides = [ctypes.c_float() for _ in range(4)]
        raw = page.raw
        for at in range(pdfium.FPDFPage_CountObjects(raw)):
            self._read(pdfium.FPDFPage_GetObject(raw, at), _SAME, 0)

    def _read(self, item: object, matrix: _Matrix, depth: int) -> None:
        self._seen += 1
        if self._seen > _MOST_OBJECTS or depth > _DEEPEST:
            return
        pdfium = self._pdfium
        kind = pdfium.FPDFPageObj_GetType(item)
        if kind == pdfium.FPDF_PAGEOBJ_PATH:
            self.count += 1
            self._read_path(item, matrix)
        elif kind == pdfium.FPDF_PAGEOBJ_IMAGE:
            x0, y0, x1, y1 = self._bounds(item, matrix)
            self.image_area += (x1 - x0) * (y1 - y0)
        elif kind == pdfium.FPDF_PAGEOBJ_FORM:
            inner = _combine(self._matrix(item), matrix)
            for at in range(pdfium.FPDFFormObj_CountObjects(item)):
                self._read(pdfium.FPDFFormObj_GetObject(item, at), inner, depth + 1)

    def _bounds(self, item: object, matrix: _Matrix) -> tuple[float, float, float, float]:
        if not self._pdfium.FPDFPageObj_GetBounds(item, *(ctypes.byref(side) for side in self._sides)):
            return (0.0, 0.0, 0.0, 0.0)
        x0, y0, x1, y1 = (side.value for side in self._sides)
        return _span(_apply(matrix, x0, y0), _apply(matrix, x1, y1))

    def _matrix(self, item: object) -> _Matrix:
        found = self._pdfium.FS_MATRIX()
        if not self._pdfium.FPDFPageObj_GetMatrix(item, ctypes.byref(found)):
            return _SAME
        return (found.a, found.b, found.c, found.d, found.e, found.f)

    def _read_path(self, item: object, matrix: _Matrix) -> None:
        x0, y0, x1, y1 = self._bounds(item, matrix)
        width, height = x1 - x0, y1 - y0
        if max(width, height) < _SHORTEST:
            return
        if min(width, height) <= _THIN:
            self.rules.append((x0, y0, x1, y1))
            return
        fill, stroke = ctypes.c_int(), ctypes.c_int()
        if self._pdfium.FPDFPath_GetDrawMode(item, ctypes.byref(fill), ctypes.byref(stroke)) and stroke.value:
            self._read_segments(item, _combine(self._matrix(item), matrix))

    def _read_segments(self, item: object, matrix: _Matrix) -> None:
        pdfium = self._pdfium
        first = last = (0.0, 0.0)
        for at in range(min(pdfium.FPDFPath_CountSegments(item), _MOST_OBJECTS)):
            segment = pdfium.FPDFPath_GetPathSegment(item, at)
            pdfium.FPDFPathSegment_GetPoint(segment, ctypes.byref(self._x), ctypes.byref(self._y))
            point = _apply(matrix, self._x.value, self._y.value)
            if pdfium.FPDFPathSegment_GetType(segment) == pdfium.FPDF_SEGMENT_LINETO:
                self._add(last, point)
            elif pdfium.FPDFPathSegment_GetType(segment) == pdfium.FPDF_SEGMENT_MOVETO:
                first = point
            last = point
            if pdfium.FPDFPathSegment_GetClose(segment):
                self._add(last, first)
                last = first

    def _add(self, start: tuple[float, float], end: tuple[float, float]) -> None:
        x0, y0, x1, y1 = _span(start, end)
        if min(x1 - x0, y1 - y0) <= 1.0 and max(x1 - x0, y1 - y0) >= _SHORTEST:
            self.rules.append((x0, y0, x1, y1))


def _apply(matrix: _Matrix, x: float, y: float) -> tuple[float, float]:
    a, b, c, d, e, f = matrix
    return a * x + c * y + e, b * x + d * y + f


def _combine(inner: _Matrix, outer: _Matrix) -> _Matrix:
    a, b = _apply((*outer[:4], 0.0, 0.0), inner[0], inner[1])
    c, d = _apply((*outer[:4], 0.0, 0.0), inner[2], inner[3])
    return (a, b, c, d, *_apply(outer, inner[4], inner[5]))


def _span(one: tuple[float, float], other: tuple[float, float]) -> tuple[float, float, float, float]:
    return min(one[0], other[0]), min(one[1], other[1]), max(one[0], other[0]), max(one[1], other[1])
