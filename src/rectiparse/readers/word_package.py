"""The package of a Word document: what it may not draw from outside, and which of its styles say nothing on text."""

from __future__ import annotations

import re
from collections.abc import Iterable

from rectiparse.errors import UnreadableSource
from rectiparse.readers.package import COMPATIBILITY, MATH, RELATION_ID, WORD, Package, Relation

__all__ = ["COMPATIBILITY", "MATH", "RELATION_ID", "WORD", "WordPackage"]

_PULLS_CONTENT = frozenset({"aFChunk", "subDocument", "frame", "oleObject", "package"})
_LOCAL_FILE = re.compile(r"(?:file:/+)?[A-Za-z]:[\\/]|file:///(?![\\/])|[^:\\/]+$")
"""A template on the writer's own disk: Word notes it in documents that have nothing from it."""


class WordPackage(Package):
    title = "a Word document"
    main = "word/document.xml"
    advice = "open it in Word or WPS and save it again, or fetch it anew"
    split = "see if it is a notice, or split it"

    def _check_relations(self, relations: Iterable[Relation]) -> None:
        """A document whose words come from elsewhere would be read without them."""
        for relation in relations:
            is_template = relation.kind == "attachedTemplate" and not _LOCAL_FILE.match(relation.target)
            if relation.is_external and (relation.kind in _PULLS_CONTENT or is_template):
                raise UnreadableSource(
                    f"{self.name} is a Word document that draws content from outside ({relation.kind}: {relation.target[:80]!r}), "
                    "which is refused; next: open it in Word, break its links and save it"
                )

    def _lighten(self, part: str, content: bytes) -> bytes:
        return _drop_table_styles(content) if part.endswith("/styles.xml") else content


def _drop_table_styles(content: bytes) -> bytes:
    """Styles of tables say nothing on text, and are nine tenths of what Word and LibreOffice write."""
    first, *styles = content.split(b"<w:style ")
    last = styles[-1:]
    kept = [style for style in styles[:-1] if b'w:type="table"' not in style[:200] or not style.rstrip().endswith(b"</w:style>")]
    return b"<w:style ".join((first, *kept, *last))
