"""The ZIP package of an Office document: bytes to its parts as XML trees and its relationships; what is hostile is refused.

The standard library parses: it is typed, knows no network and no file, and its trees are walked faster than lxml's.
"""

from __future__ import annotations

import posixpath
from collections.abc import Iterable, Iterator
from typing import TYPE_CHECKING, ClassVar, NamedTuple

from rectiparse.diagnostics import build_diagnostic
from rectiparse.errors import UnreadableSource
from rectiparse.model import Diagnostic
from rectiparse.readers.kinds import MOST_ENTRIES, count_entries

if TYPE_CHECKING:
    from xml.etree.ElementTree import Element
    from zipfile import ZipInfo

WORD = "{http://schemas.openxmlformats.org/wordprocessingml/2006/main}"
SHEET = "{http://schemas.openxmlformats.org/spreadsheetml/2006/main}"
RELATION_ID = "{http://schemas.openxmlformats.org/officeDocument/2006/relationships}id"
MATH = "{http://schemas.openxmlformats.org/officeDocument/2006/math}"
COMPATIBILITY = "{http://schemas.openxmlformats.org/markup-compatibility/2006}"

_STRICT = {
    "{http://purl.oclc.org/ooxml/wordprocessingml/main}": WORD,
    "{http://purl.oclc.org/ooxml/spreadsheetml/main}": SHEET,
    "{http://purl.oclc.org/ooxml/officeDocument/relationships}": RELATION_ID.removesuffix("id"),
    "{http://purl.oclc.org/ooxml/officeDocument/math}": MATH,
}
"""Namespaces of ISO 29500 Strict and their Transitional twins."""

_LARGEST_PART = 48 * 2**20
_LARGEST_TOTAL = 96 * 2**20
_MOST_MARKS = 2_000_000
"""`<` and `=` in a part: they bound the memory of its tree, whatever its size. A plan of 300 pages has some 400,000."""
_STEEPEST = 250
"""How many times a part above `_SMALL` may be the size of its packed bytes; real ones pack 10 to 60 times."""
_SMALL = 8 * 2**20
_PIECE = 4096

_DOCTYPES = tuple(mark.encode(codec) for mark in ("<!DOCTYPE", "<!ENTITY") for codec in ("ascii", "utf-16-le", "utf-16-be"))


class Relation(NamedTuple):
    """Where a part points to: `kind` is the last word of its type (footnotes, hyperlink …), `target` a part or an address."""

    id: str
    kind: str
    target: str
    is_external: bool


class Package:
    """The parts of a document. `odd` collects what could be read in part only."""

    title: ClassVar[str]
    """What it is called in a message: a Word document."""
    main: ClassVar[str]
    """The part that holds the document, where no relationship names one."""
    advice: ClassVar[str]
    """What to do with one that is damaged."""
    split: ClassVar[str]
    """What to do with one that is too large."""

    def __init__(self, data: bytes, name: str) -> None:
        """Raises UnreadableSource when `data` is no package, is locked, or draws content from outside."""
        self.name = name
        self.odd: list[Diagnostic] = []
        self._data = data
        self._left = _LARGEST_TOTAL
        self._parts = self._find_parts()
        self._links = {path: self.read_tree(path) for path in self._parts if path.endswith(".rels")}
        self._check_relations(_read_relation(child, "") for root in self._links.values() if root is not None for child in root)
        main = (r.target for r in self.find_relations("") if r.kind == "officeDocument")
        self.document = next((part for part in main if part.lower() in self._parts), self.main)
        self.related = self.find_relations(self.document)

    def find_targets(self, kind: str) -> Iterator[str]:
        """The parts of a kind (`styles`, `footnotes`) that the document points to."""
        return (relation.target for relation in self.related if relation.kind == kind and not relation.is_external)

    def find_relations(self, part: str) -> tuple[Relation, ...]:
        """The relationships of a part, `""` for those of the package, in order; none when it has none."""
        folder, file = posixpath.split(part)
        root = self._links.get(posixpath.join(folder, "_rels", f"{file}.rels").lower())
        return tuple(_read_relation(child, folder) for child in root) if root is not None else ()

    def read_tree(self, part: str, code: str = "unreadable-part") -> Element | None:
        """The root of a part, None when there is no such part or nothing of it can be read.

        What is broken is told under `code`; the tree then ends where the part breaks. Raises UnreadableSource for a part
        that is too large, locked, or declares a document type or entities.
        """
        info = self._parts.get(part.lower())
        if info is None:
            return None
        content, fault = self._unpack(info)
        content = self._lighten(part, content)
        if any(mark in content for mark in _DOCTYPES):
            raise UnreadableSource(f"{self.name} is {self.title} with a DOCTYPE in {part}, which is refused; next: {self.advice}")
        if content.count(b"<") + content.count(b"=") > _MOST_MARKS:
            raise self._too_large(part)
        root, broken = _parse(content)
        if fault or broken:
            self.odd.append(build_diagnostic(code, f"{part} is broken ({fault or broken}): read as far as that"))
        return root

    def _check_relations(self, relations: Iterable[Relation]) -> None:
        """Raises UnreadableSource for one that the words of the document come from: nothing is ever fetched."""

    def _lighten(self, part: str, content: bytes) -> bytes:
        """A part without what says nothing on its text, before it is parsed."""
        return content

    def _unpack(self, info: ZipInfo) -> tuple[bytes, str]:
        """The bytes of a part as far as they can be had, and what is wrong with them."""
        import zlib

        if info.flag_bits & 1:
            raise UnreadableSource(
                f"{self.name} is {self.title} locked with a password; next: open it with the password and save it without one"
            )
        limit = min(_LARGEST_PART, self._left)
        if info.file_size > max(_SMALL, info.compress_size * _STEEPEST) or info.file_size > limit:
            raise self._too_large(info.filename)
        start = info.header_offset + 30
        start += int.from_bytes(self._data[start - 4 : start - 2], "little") + int.from_bytes(self._data[start - 2 : start], "little")
        packed = self._data[start : start + info.compress_size]
        if info.compress_type == 0:
            content, fault = packed, ""
        elif info.compress_type == 8:
            content, fault = _inflate(packed, limit)
        else:
            return b"", f"packed by method {info.compress_type}"
        if len(content) > limit:
            raise self._too_large(info.filename)
        self._left -= len(content)
        if not fault and zlib.crc32(content) != info.CRC:
            fault = "wrong checksum"
        return content, fault

    def _too_large(self, part: str) -> UnreadableSource:
        return UnreadableSource(f"{self.name} is {self.title} whose {part[:80]!r} is far too large; next: {self.split}")

    def _find_parts(self) -> dict[str, ZipInfo]:
        """The entries of the package by their path in small letters with `/`, as some writers spell neither."""
        import struct
        from io import BytesIO
        from zipfile import BadZipFile, ZipFile

        if count_entries(self._data) > MOST_ENTRIES:
            raise UnreadableSource(f"{self.name} is a package of more than {MOST_ENTRIES} parts; next: see if it is a notice")
        try:
            with ZipFile(BytesIO(self._data)) as package:
                entries = package.infolist()
        except (BadZipFile, NotImplementedError, OSError, EOFError, ValueError, OverflowError, IndexError, struct.error):
            raise UnreadableSource(f"{self.name} is {self.title} that is cut short or damaged; next: {self.advice}") from None
        return {entry.filename.replace("\\", "/").lstrip("/").lower(): entry for entry in entries if entry.filename.isprintable()}


def _inflate(packed: bytes, limit: int) -> tuple[bytes, str]:
    """At most a little more than `limit` bytes; zipfile would keep nothing of a damaged part."""
    import zlib

    stream = zlib.decompressobj(-zlib.MAX_WBITS)
    pieces, size = [], 0
    try:
        for at in range(0, len(packed), _PIECE):
            piece = stream.decompress(packed[at : at + _PIECE])
            pieces.append(piece)
            size += len(piece)
            if size > limit:
                break
    except zlib.error:
        return b"".join(pieces), "damaged"
    return b"".join(pieces), ""


def _parse(content: bytes) -> tuple[Element | None, str]:
    """The tree, ending where the XML breaks, and what broke it."""
    import gc
    from xml.etree.ElementTree import ParseError, TreeBuilder, XMLParser

    builder = TreeBuilder()
    parser = XMLParser(target=builder)
    was_enabled = gc.isenabled()
    gc.disable()  # all that is made lives on: looking for garbage takes a third of the time
    try:
        parser.feed(content)
        root: Element | None = parser.close()
    except (ParseError, ValueError, LookupError) as error:
        return _to_transitional(builder.close()), str(error).split("\n")[0]
    finally:
        if was_enabled:
            gc.enable()
    return _to_transitional(root), ""


def _to_transitional(root: Element | None) -> Element | None:
    if root is None or not root.tag.startswith(tuple(_STRICT)):
        return root
    for element in root.iter():
        element.tag = _rename(element.tag)
        if element.attrib:
            element.attrib = {_rename(key): value for key, value in element.attrib.items()}
    return root


def _rename(tag: str) -> str:
    space, end, local = tag.rpartition("}")
    return _STRICT.get(space + end, space + end) + local


def _read_relation(element: Element, folder: str) -> Relation:
    target = element.get("Target", "")
    is_external = element.get("TargetMode", "").lower() == "external"
    if not is_external:
        target = posixpath.normpath(posixpath.join("/", folder, target.replace("\\", "/"))).lstrip("/")
    return Relation(element.get("Id", ""), element.get("Type", "").rpartition("/")[2], target, is_external)
