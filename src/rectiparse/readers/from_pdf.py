"""A PDF document: its text layer with tables, page furniture and pages; pages that are images by recognition."""

from __future__ import annotations

from importlib.util import find_spec
from typing import TYPE_CHECKING, NamedTuple

from rectiparse.diagnostics import build_diagnostic
from rectiparse.errors import UnreadableSource
from rectiparse.model import Diagnostic
from rectiparse.source import SourceText

if TYPE_CHECKING:
    from pypdfium2 import PdfDocument

    from rectiparse.readers.page_layout import Page

SUFFIXES = (".pdf",)
MEDIA_TYPE = "application/pdf"


def read(data: bytes, name: str, encoding: str | None = None) -> SourceText:
    """The linear text of the document; a page that can't be read is reported and left out.

    Raises UnreadableSource when it is locked, broken or empty, when no page has text, or when an extra is missing.
    """
    from rectiparse.readers.linear import Linear
    from rectiparse.readers.page_text import write_pages

    document = _open(data, name)
    try:
        content = _read_pages(document, name)
        if content.scans:
            content = _recognise(document, content, name)
    finally:
        document.close()
    linear = Linear()
    doubtful = write_pages(content.pages, linear)
    if not linear.size and not content.told:
        raise UnreadableSource(f"{name} has no text on {_count(len(content.pages))}; next: see if it is the right file")
    return linear.build(data, name, MEDIA_TYPE, diagnostics=(*content.told, *doubtful))


class _Content(NamedTuple):
    """Pages as far as they were read, the numbers of those that are images, what is to be told."""

    pages: tuple[Page, ...]
    scans: tuple[int, ...]
    told: tuple[Diagnostic, ...]


_MOST_PAGES = 3000
_INSTALL_OCR = "pip install 'rectiparse[ocr]', or get the file with its text"


def _open(data: bytes, name: str) -> PdfDocument:
    if find_spec("pypdfium2") is None:
        raise UnreadableSource(f"{name} is a PDF document, and pypdfium2 is missing; next: pip install 'rectiparse[pdf]'")
    from pypdfium2 import PdfDocument, PdfiumError

    try:
        document = PdfDocument(data)
        pages = len(document)
    except PdfiumError as error:
        if "assword" in str(error):
            raise UnreadableSource(f"{name} is locked with a password; next: open it with the password and save it without one") from None
        if "ecurity" in str(error):
            raise UnreadableSource(f"{name} is locked in a way that is not known; next: open it in a viewer and print it to PDF") from None
        raise UnreadableSource(f"{name} is a broken or cut PDF document; next: get the file again, whole") from None
    if not pages:
        document.close()
        raise UnreadableSource(f"{name} has no pages; next: get the file again, whole")
    return document


def _read_pages(document: PdfDocument, name: str) -> _Content:
    from pypdfium2 import PdfiumError

    from rectiparse.readers.pdf_pages import read_page

    pages, scans, told = [], [], []
    count = len(document)
    for number in range(1, min(count, _MOST_PAGES) + 1):
        try:
            opened = document[number - 1]
            content = read_page(opened, number)
            opened.close()
        except (PdfiumError, ValueError, OverflowError):
            told.append(build_diagnostic("unreadable-part", f"page {number} is broken"))
            continue
        pages.append(content.page)
        if content.needs_recognition:
            scans.append(number)
    if count > _MOST_PAGES:
        told.append(build_diagnostic("unreadable-part", f"pages from {_MOST_PAGES + 1} on: {count} are too many"))
    if not pages:
        raise UnreadableSource(f"{name}: none of its {count} pages can be read; next: get the file again, whole")
    return _Content(tuple(pages), tuple(scans), tuple(told))


def _recognise(document: PdfDocument, content: _Content, name: str) -> _Content:
    """`content` with the text of its images, or with a diagnostic for them where there is text besides and no recognition."""
    from rectiparse.readers.recognition import is_available, recognise

    if not is_available():
        if len(content.scans) == len(content.pages):
            raise UnreadableSource(f"{name} has no text, {_count(len(content.scans))} of images; next: {_INSTALL_OCR}")
        shown = ", ".join(map(str, content.scans[:10])) + (" …" if len(content.scans) > 10 else "")
        told = build_diagnostic("unreadable-part", f"pages that are images: {shown}; next: {_INSTALL_OCR}")
        return content._replace(told=(*content.told, told))
    from rectiparse.readers.pdf_pages import render

    found = recognise((render(document, number) for number in content.scans), len(content.scans), name)
    read_back = {page.number: page for page in found.pages}
    pages = tuple(read_back.get(page.number, page) for page in content.pages)
    return content._replace(pages=pages, told=(*content.told, *found.told))


def _count(pages: int) -> str:
    return "1 page" if pages == 1 else f"{pages} pages"
