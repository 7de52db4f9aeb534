"""ZIP archives of notices: their files one by one, Chinese names right; bombs and names that lead elsewhere are refused."""

from __future__ import annotations

import re
import stat
import struct
import unicodedata
import zipfile
import zlib
from collections.abc import Iterator
from io import BytesIO
from typing import NamedTuple

from rectiparse.errors import UnreadableSource
from rectiparse.readers.encodings import decode
from rectiparse.readers.kinds import MOST_ENTRIES, ZIP, count_entries, find_kind

SUFFIXES = (".zip",)

_LARGEST_MEMBER, _LARGEST_SUM = 100 * 2**20, 500 * 2**20
"""Bytes unpacked."""
_HIGHEST_RATIO, _RATIO_FROM = 200, 2**20
"""How many times its packed size a member of more than so many bytes may have; text is some 20 times."""
_DEEPEST = 3
_UTF8_NAME, _ENCRYPTED = 0x800, 0x1
_UNICODE_PATH = 0x7075
_LEADS_ELSEWHERE = re.compile(r"^(?:/|[A-Za-z]:)|(?:^|/)\.\.(?:/|$)|[\x00-\x1f]")
_LEFTOVER = re.compile(r"(?:^|/)(?:__MACOSX/|\.DS_Store$|Thumbs\.db$|desktop\.ini$|~\$|\.~|\._)", re.IGNORECASE)


class _Member(NamedTuple):
    name: str
    info: zipfile.ZipInfo


def find_members(data: bytes, name: str) -> Iterator[tuple[str, bytes | UnreadableSource]]:
    """The archive's files by their names, in order of these, those of archives in it too; the error for one that can't be read.

    Left out: folders, links, what macOS, Windows and Office leave behind. Raises UnreadableSource for an archive that is
    broken, holds no file, would unpack to more than 500 MB, or has a name that leads out of its folder.
    """
    return _find_members(data, name, _DEEPEST, _Budget())


class _Budget:
    """Bytes and files that may still be unpacked, archives in archives included."""

    def __init__(self) -> None:
        self._bytes, self._files = _LARGEST_SUM, MOST_ENTRIES

    def spend(self, members: list[_Member], name: str) -> None:
        self._bytes -= sum(member.info.file_size for member in members)
        self._files -= len(members)
        if self._files < 0:
            raise UnreadableSource(f"{name} holds more than {MOST_ENTRIES} files; next: unpack it and read the folder")
        if self._bytes < 0:
            raise UnreadableSource(f"{name} unpacks to more than {_LARGEST_SUM >> 20} MB; next: unpack it and read the files you need")


def _find_members(data: bytes, name: str, depth: int, budget: _Budget) -> Iterator[tuple[str, bytes | UnreadableSource]]:
    with _open_archive(data, name) as archive:
        members = _list_members(archive, name)
        budget.spend(members, name)
        if not members:
            raise UnreadableSource(f"{name} holds no file; next: see if it was packed whole")
        for member in members:
            held = _read_member(archive, member, name)
            if isinstance(held, bytes) and find_kind(held) is ZIP:
                inner = _find_nested(held, f"{name}/{member.name}", depth - 1, budget)
                yield from ((f"{member.name}/{path}" if path else member.name, content) for path, content in inner)
            else:
                yield member.name, held


def _find_nested(data: bytes, name: str, depth: int, budget: _Budget) -> Iterator[tuple[str, bytes | UnreadableSource]]:
    """The files of an archive in an archive; one that can't be read is an error without a path, its neighbours are read."""
    if depth == 0:
        yield "", UnreadableSource(f"{name} is an archive in {_DEEPEST} others; next: unpack it and read the files in it")
        return
    try:
        yield from _find_members(data, name, depth, budget)
    except UnreadableSource as error:
        yield "", error


def _open_archive(data: bytes, name: str) -> zipfile.ZipFile:
    if count_entries(data) > MOST_ENTRIES:
        raise UnreadableSource(f"{name} holds more than {MOST_ENTRIES} files; next: unpack it and read the folder")
    try:
        return zipfile.ZipFile(BytesIO(data))
    except (zipfile.BadZipFile, NotImplementedError, ValueError, OSError, struct.error, zlib.error, IndexError) as error:
        fault = "the list of its files is missing" if "not a zip" in str(error) else _one_line(error)
        raise UnreadableSource(f"{name} is a broken ZIP archive ({fault}); next: copy or download it again") from None


def _list_members(archive: zipfile.ZipFile, name: str) -> list[_Member]:
    infos = archive.infolist()
    members = [_Member(path, info) for path, info in zip(_read_names(infos), infos, strict=True)]
    for member in members:
        if _LEADS_ELSEWHERE.search(member.name):
            raise UnreadableSource(
                f"{name} has a file name that leads out of its folder ({member.name!r}); next: don't trust it, ask where it comes from"
            )
    return sorted(filter(_is_notice, members), key=lambda member: member.name)


def _is_notice(member: _Member) -> bool:
    is_link = stat.S_ISLNK(member.info.external_attr >> 16)
    return bool(member.name) and not member.name.endswith("/") and not is_link and not _LEFTOVER.search(member.name)


def _read_member(archive: zipfile.ZipFile, member: _Member, name: str) -> bytes | UnreadableSource:
    info, shown = member.info, f"{name}/{member.name}"
    if info.flag_bits & _ENCRYPTED:
        return UnreadableSource(f"{shown} is locked with a password; next: unpack it with the password and read that")
    if info.file_size > _LARGEST_MEMBER:
        return UnreadableSource(f"{shown} unpacks to more than {_LARGEST_MEMBER >> 20} MB; next: see if it is a notice")
    if info.file_size > max(_RATIO_FROM, _HIGHEST_RATIO * info.compress_size):
        return UnreadableSource(f"{shown} unpacks to {info.file_size // max(1, info.compress_size)} times its size; next: don't trust it")
    try:
        with archive.open(info) as file:
            return file.read(info.file_size + 1)
    except Exception as error:  # zipfile, zlib, lzma and bz2 raise their own
        return UnreadableSource(f"{shown} can't be unpacked ({_one_line(error)}); next: copy or download the archive again")


def _one_line(error: Exception) -> str:
    return " ".join(str(error).split())[:100] or type(error).__name__


# -- names -------------------------------------------------------------------------------------------------------------


def _read_names(infos: list[zipfile.ZipInfo]) -> Iterator[str]:
    """Names as they were packed: by the UTF-8 flag, by the field of Info-ZIP, else in the encoding that fits all of them."""
    raw = [b"" if info.flag_bits & _UTF8_NAME else info.orig_filename.encode("cp437", "replace") for info in infos]
    for info, old in zip(infos, _decode_names(raw), strict=True):
        path = _read_unicode_path(info) or old or info.orig_filename
        yield unicodedata.normalize("NFC", path.replace("\\", "/"))  # macOS writes e + ´


def _decode_names(raw: list[bytes]) -> list[str]:
    joined = b"\n".join(raw)
    if joined.isascii():
        return [name.decode("cp437") for name in raw]
    try:
        names = decode(joined, "names").text.split("\n")
    except UnreadableSource:
        names = []
    if len(names) != len(raw):  # a break in a name is refused later
        return [name.decode("cp437") for name in raw]
    return [name.encode("utf-8", "surrogatepass").decode("utf-8", "replace") for name in names]


def _read_unicode_path(info: zipfile.ZipInfo) -> str:
    """The name in UTF-8 that Info-ZIP keeps beside one in the system's encoding, when it is that name's."""
    at, extra = 0, info.extra
    while at + 4 <= len(extra):
        kind, size = struct.unpack_from("<HH", extra, at)
        held = extra[at + 4 : at + 4 + size]
        if kind == _UNICODE_PATH and len(held) > 5 and held[0] == 1:
            (checksum,) = struct.unpack_from("<I", held, 1)
            if checksum == zlib.crc32(info.orig_filename.encode("cp437", "replace")):
                return held[5:].decode("utf-8", "replace")
        at += 4 + size
    return ""
