"""The parts of an OFD package: bytes to XML trees by their place in it, nothing outside it and nothing of any size."""

from __future__ import annotations

import posixpath
import struct
import zipfile
from io import BytesIO
from typing import TYPE_CHECKING

from rectiparse.diagnostics import build_diagnostic
from rectiparse.errors import UnreadableSource
from rectiparse.model import Diagnostic
from rectiparse.readers.kinds import MOST_ENTRIES, count_entries

if TYPE_CHECKING:
    from lxml.etree import _Element

_LARGEST_PART, _LARGEST_SUM = 32 * 2**20, 128 * 2**20
"""Bytes of XML, unpacked."""
_MOST_TOLD = 20


class Package:
    """An open package (clause 6): parts by their path from its root, whatever the case of the name."""

    def __init__(self, data: bytes, name: str) -> None:
        self._name, self._left = name, _LARGEST_SUM
        self._told: list[Diagnostic] = []
        if count_entries(data) > MOST_ENTRIES:
            raise UnreadableSource(
                f"{name} holds more than {MOST_ENTRIES} files, which no OFD document does; next: see where it comes from"
            )
        try:
            self._archive = zipfile.ZipFile(BytesIO(data))
        except (zipfile.BadZipFile, NotImplementedError, ValueError, OSError, struct.error, IndexError):
            raise UnreadableSource(f"{name} is a broken OFD document; next: copy or download it again") from None
        self._paths = {info.filename.replace("\\", "/").lstrip("/").lower(): info for info in self._archive.infolist()}

    @property
    def diagnostics(self) -> tuple[Diagnostic, ...]:
        return tuple(self._told)

    def tell(self, message: str) -> None:
        """A part that could not be read."""
        if len(self._told) < _MOST_TOLD:
            self._told.append(build_diagnostic("unreadable-part", message))

    def read_root(self) -> _Element:
        """OFD.xml, the way in (clause 7.4). Raises UnreadableSource when there is none."""
        root = self.read_part("OFD.xml")
        if root is None:
            raise UnreadableSource(f"{self._name} is an OFD document without a readable OFD.xml; next: copy or download it again")
        return root

    def read_part(self, path: str) -> _Element | None:
        """The tree of a part, None (and told) when it is missing or broken. Raises UnreadableSource for a bomb."""
        info = self._paths.get(path.lower())
        if info is None:
            self.tell(f"{path} is missing")
            return None
        if info.flag_bits & 1:
            raise UnreadableSource(f"{self._name} is locked with a password; next: open it with the password and save it without one")
        self._left -= info.file_size
        if info.file_size > _LARGEST_PART or self._left < 0:
            raise UnreadableSource(
                f"{self._name} unpacks to more than a document has ({path}); next: don't trust it, see where it comes from"
            )
        try:
            with self._archive.open(info) as file:
                data = file.read(info.file_size + 1)
        except Exception:  # zipfile raises whatever its decompressors raise
            data = b""
        tree = _parse(data)
        if tree is None:
            self.tell(f"{path} is broken")
        return tree


def _parse(data: bytes) -> _Element | None:
    from lxml import etree

    parser = etree.XMLParser(resolve_entities=False, no_network=True, load_dtd=False, recover=True, remove_comments=True, remove_pis=True)
    try:
        tree: _Element | None = etree.fromstring(data, parser)
    except (etree.LxmlError, ValueError):
        return None
    return tree


def find_path(location: str, part: str) -> str:
    """The path of a location named in `part`: from the root when it begins with /, else from the part's folder (clause 7.2)."""
    location = location.strip().replace("\\", "/")
    joined = location if location.startswith("/") else posixpath.join(posixpath.dirname(part), location)
    return posixpath.normpath("/" + joined).lstrip("/")


def local(element: _Element) -> str:
    """The name of an element; old packages have another name space, or none."""
    tag = element.tag
    return tag.rpartition("}")[2] if isinstance(tag, str) else ""
