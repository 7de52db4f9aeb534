"""OFD documents (GB/T 33190-2016): text objects and strokes of each page, to paragraphs, tables and page furniture."""

from __future__ import annotations

from rectiparse.errors import UnreadableSource
from rectiparse.source import SourceText

SUFFIXES = (".ofd",)
MEDIA_TYPE = "application/ofd"


def read(data: bytes, name: str, encoding: str | None = None) -> SourceText:
    """The linear text of the package, its documents one after the other; a part that can't be read is reported.

    Raises UnreadableSource when the package is broken, locked or a bomb, and when its pages hold no text.
    """
    from rectiparse.readers.linear import Linear
    from rectiparse.readers.ofd_package import Package
    from rectiparse.readers.ofd_pages import read_documents
    from rectiparse.readers.page_text import write_pages

    package = Package(data, name)
    documents = tuple(read_documents(package))
    pages = sum(map(len, documents))
    if not any(page.pieces for document in documents for page in document):
        raise UnreadableSource(f"{name} has no text on its {pages} page(s); next: if they are images, save it as PDF and read that")
    linear = Linear()
    told = [diagnostic for document in documents for diagnostic in write_pages(document, linear)]
    return linear.build(data, name, MEDIA_TYPE, diagnostics=(*package.diagnostics, *told))
