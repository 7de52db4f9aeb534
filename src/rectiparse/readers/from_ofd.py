"""OFD documents (GB/T 33190-2016): text objects and strokes of each page, to paragraphs, tables and page furniture."""

from __future__ import annotations

from typing import TYPE_CHECKING

from rectiparse.diagnostics import UnreadableSource
from rectiparse.source import SourceText

if TYPE_CHECKING:
    from rectiparse.model import Diagnostic
    from rectiparse.readers.page_layout import Page

SUFFIXES = (".ofd",)
MEDIA_TYPE = "application/ofd"


def read(data: bytes, name: str, encoding: str | None = None) -> SourceText:
    """The linear text of the package, its documents one after the other; a part that can't be read is reported.

    Raises UnreadableSource when the package is broken, locked or a bomb, and when its pages hold no text.
    """
    from rectiparse.readers.linear import Linear
    from rectiparse.readers.ofd_package import Package
    from rectiparse.readers.ofd_pages import read_pages
    from rectiparse.readers.page_text import write_pages

    package = Package(data, name)
    pages: tuple[Page, ...] = tuple(read_pages(package))
    if not any(page.pieces for page in pages):
        raise UnreadableSource(f"{name} has no text on {len(pages)} page(s); next: {_advice(package)}")
    linear = Linear()
    told: tuple[Diagnostic, ...] = write_pages(pages, linear)
    return linear.build(data, name, MEDIA_TYPE, diagnostics=(*package.diagnostics, *told))


def _advice(package: object) -> str:
    return "open it in a reader: if its pages are images, save it as PDF and read that with rectiparse[ocr]"
