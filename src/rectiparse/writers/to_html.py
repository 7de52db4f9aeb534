"""HTML: all notices as one page that works offline, ledger and source text side by side."""

from __future__ import annotations

from collections.abc import Iterable
from typing import BinaryIO

from rectiparse.model import Notice
from rectiparse.writers import WriteOptions

SUFFIX = ".html"


def write(notices: Iterable[Notice], out: BinaryIO, options: WriteOptions) -> None:
    """Writes UTF-8; the source text goes along, once a notice, whatever `with_text` says: a page without it is half a page."""
    from rectiparse.writers.page import build_page

    for part in build_page(notices, options):
        out.write(part.encode("utf-8", "replace"))  # half a surrogate pair is no character: one ? keeps the offsets
