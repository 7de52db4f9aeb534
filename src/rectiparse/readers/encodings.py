"""Bytes to text: byte order mark, then UTF-8, UTF-16 without a mark, GB18030 or Big5; a few bad bytes change nothing.

Detectors that guess from byte statistics give up on one bad byte in a GB18030 file, so the ladder decodes with each
encoding and takes the text that reads best.
"""

from __future__ import annotations

import codecs
import re
from collections import Counter
from contextlib import suppress
from functools import lru_cache
from typing import NamedTuple

from rectiparse.diagnostics import build_diagnostic
from rectiparse.errors import UnreadableSource
from rectiparse.model import Diagnostic

BAD = "[\ud800-\udfff]"
"""A character class: decoded text holds a lone surrogate (U+DC00 + byte) for each byte that could not be decoded."""

_BAD_RUN = f"{BAD}+"
_MOST_TOLD = 20
"""Places of bad bytes that are reported one by one."""

ENCODINGS = {
    "utf-8": "utf-8",
    "utf-16": "utf-16",
    "utf-16-le": "utf-16-le",
    "utf-16-be": "utf-16-be",
    "utf-32": "utf-32",
    "gb18030": "gb18030",
    "gbk": "gb18030",  # a superset; files that call themselves GB2312 or GBK often are in it
    "gb2312": "gb18030",
    "big5": "big5hkscs",  # a superset, too
    "big5hkscs": "big5hkscs",
}
"""The names that a caller may give, and the codec that reads them."""

_MARKS = (
    (codecs.BOM_UTF8, "utf-8"),
    (codecs.BOM_UTF32_LE, "utf-32-le"),  # begins like the mark of UTF-16
    (codecs.BOM_UTF32_BE, "utf-32-be"),
    (codecs.BOM_UTF16_LE, "utf-16-le"),
    (codecs.BOM_UTF16_BE, "utf-16-be"),
    (b"\x84\x31\x95\x33", "gb18030"),
)
_SAMPLE = 20_000
"""Characters by which a text is judged."""
_MOST_BAD, _MOST_CONTROL = 0.1, 0.01
"""Shares of bad bytes and of control characters above which a file is no text."""
_FEW = 3
"""Bad bytes that are let pass in a text of any length."""
_CONTROL = bytes((*range(0x09), *range(0x0E, 0x20), 0x7F))


class Decoded(NamedTuple):
    """The text, lone surrogates for bad bytes (see BAD), and the codec that reads it."""

    text: str
    encoding: str


def decode(data: bytes, name: str, encoding: str | None = None) -> Decoded:
    """`data` as text in `encoding`, or in the encoding that fits best.

    Raises UnreadableSource for an unknown encoding, for binary data, and when too much can't be decoded.
    """
    if encoding is not None:
        codec = _find_codec(encoding, name)
        decoded = Decoded(_decode(_unmark(data, codec), codec), codec)
        advice = "leave --encoding out, or name another"
    else:
        decoded = _decode_by_ladder(data)
        advice = "name its encoding with --encoding, or see if it is the right file"
    if not decoded.text:
        raise UnreadableSource(f"{name} is empty but for a byte order mark; next: see if the file was saved whole")
    bad, control = _count_bad(decoded.text)
    if control > _MOST_CONTROL * len(decoded.text):
        raise UnreadableSource(f"{name} is binary, not text; next: see if it is the right file")
    if bad > _MOST_BAD * len(decoded.text) and (bad > _FEW or 2 * bad >= len(decoded.text)):
        raise UnreadableSource(f"{name} can't be decoded as {decoded.encoding} ({bad} bad bytes); next: {advice}")
    return decoded


def _find_codec(encoding: str, name: str) -> str:
    asked = encoding.strip().lower().replace("_", "-")
    try:
        canonical = codecs.lookup(asked).name
    except (LookupError, ValueError):
        canonical = asked
    codec = ENCODINGS.get(asked) or ENCODINGS.get(canonical)
    if codec is None:
        raise UnreadableSource(f"{name}: unknown encoding {encoding!r}; next: leave --encoding out, or give one of {_names()}")
    return codec


def _names() -> str:
    return ", ".join(ENCODINGS)


def _unmark(data: bytes, codec: str) -> bytes:
    mark = next((mark for mark, marked in _MARKS if data.startswith(mark) and marked == codec), b"")
    return data[len(mark) :]


def _decode_by_ladder(data: bytes) -> Decoded:
    for mark, marked in _MARKS:
        if data.startswith(mark):
            return Decoded(_decode(data[len(mark) :], marked), marked)
    if b"\0" not in data:
        try:
            return Decoded(data.decode("utf-8"), "utf-8")
        except UnicodeDecodeError:
            pass
    if codec := _find_utf16(data):
        return Decoded(_decode(data, codec), codec)
    return max((Decoded(_decode(data, codec), codec) for codec in ("utf-8", "gb18030", "big5hkscs")), key=_readability)


# -- one codec ---------------------------------------------------------------------------------------------------------


def _decode(data: bytes, codec: str) -> str:
    """`data` in one encoding, a lone surrogate for each byte that is none of it."""
    try:
        return data.decode(codec)
    except UnicodeDecodeError:
        pass
    if codec.startswith(("utf-16", "utf-32")):
        return _decode_wide(data, codec)
    if codec == "utf-8":
        return data.decode(codec, "surrogateescape")
    return "".join(_decode_line(line, codec) for line in data.splitlines(keepends=True))


def _decode_wide(data: bytes, codec: str) -> str:
    size = 4 if codec.startswith("utf-32") else 2
    whole = len(data) - len(data) % size
    tail = "".join(chr(0xDC00 + byte) for byte in data[whole:])
    try:
        return data[:whole].decode(codec, "surrogatepass") + tail
    except UnicodeDecodeError:  # UTF-32 beyond the last plane
        return data[:whole].decode(codec, "replace").replace("\ufffd", "\udcff") + tail


def _decode_line(line: bytes, codec: str) -> str:
    try:
        return line.decode(codec)
    except UnicodeDecodeError:
        return _mend(line, codec)


_BAD_COST, _RARE_COST, _LONG_COST = 8, 4, 6


def _mend(line: bytes, codec: str) -> str:
    """A line of two-byte characters in which a byte is lost or wrong: cut where the fewest odd characters come out.

    Decoding on from a bad byte would pair the second byte of each character with the first of the next.
    """
    size = len(line)
    costs, steps = [0] * (size + 5), [1] * (size + 1)
    for at in range(size - 1, -1, -1):
        if line[at] < 0x80:
            costs[at] = costs[at + 1]
            continue
        best, step = costs[at + 1] + _BAD_COST, -1
        if at + 1 < size and (cost := _pair_cost(line[at : at + 2], codec)) is not None and cost + costs[at + 2] < best:
            best, step = cost + costs[at + 2], 2
        if codec == "gb18030" and at + 3 < size and 0x30 <= line[at + 1] <= 0x39 and _LONG_COST + costs[at + 4] < best:
            best, step = _LONG_COST + costs[at + 4], 4
        costs[at], steps[at] = best, step
    out, at = [], 0
    while at < size:
        step = steps[at]
        out.append(chr(0xDC00 + line[at]) if step < 0 else line[at : at + step].decode(codec, "surrogateescape"))
        at += abs(step)
    return "".join(out)


@lru_cache(maxsize=65536)
def _pair_cost(pair: bytes, codec: str) -> int | None:
    try:
        text = pair.decode(codec)
    except UnicodeDecodeError:
        return None
    return 0 if text in _everyday(codec) else _RARE_COST


# -- how well a text reads ---------------------------------------------------------------------------------------------


_SIGNS = frozenset(
    {*map(chr, range(0x20, 0x7F)), *map(chr, range(0xFF01, 0xFF5F)), *"\t\n\r\f\u3000、。〈〉《》「」『』【】〔〕—…“”‘’·①②③④⑤⑥⑦⑧⑨"}
)


@lru_cache(maxsize=4)
def _everyday(codec: str) -> frozenset[str]:
    """The everyday characters of one encoding: level 1 of GB 2312 or of Big5, Chinese punctuation, printable ASCII."""
    rows = {"gb18030": ("gb2312", 0xB0, 0xD7, 0xA1), "big5hkscs": ("big5", 0xA4, 0xC6, 0x40)}.get(codec)
    if rows is None:
        return _everyday("gb18030") | _everyday("big5hkscs")
    name, first, last, low = rows
    cells = (bytes((lead, trail)).decode(name, "ignore") for lead in range(first, last + 1) for trail in range(low, 0xFF))
    hanzi = {cell for cell in cells if len(cell) == 1 and cell >= "\u4e00"}
    return frozenset(hanzi | _SIGNS)


def _readability(decoded: Decoded) -> float:
    """Share of everyday characters."""
    counts = Counter(decoded.text[:_SAMPLE])
    everyday = _everyday(decoded.encoding)
    return sum(n for char, n in counts.items() if char in everyday) / max(1, counts.total())


def _find_utf16(data: bytes) -> str | None:
    """The byte order of UTF-16 without a mark, None when it is something else.

    The high bytes of Chinese text are 4E–9F, 30, FF and 00; its low bytes are anything.
    """
    for codec, high in (("utf-16-le", 1), ("utf-16-be", 0)):
        counts = Counter(data[high : 2 * _SAMPLE : 2])
        usual = sum(n for byte, n in counts.items() if 0x4E <= byte <= 0x9F or byte in (0x00, 0x20, 0x22, 0x30, 0xFF))
        if usual < 0.95 * max(1, counts.total()):
            continue
        if _readability(Decoded(_decode(data[: 2 * _SAMPLE], codec), codec)) >= 0.8:
            return codec
    return None


def _count_bad(text: str) -> tuple[int, int]:
    """How many bytes could not be decoded, and how many control characters there are."""
    try:
        plain, bad = text.encode("utf-8"), 0
    except UnicodeEncodeError:
        plain = text.encode("utf-8", "ignore")
        bad = sum("\ud800" <= char <= "\udfff" for char in text)
    return bad, len(plain) - len(plain.translate(None, _CONTROL))


# -- bad bytes ---------------------------------------------------------------------------------------------------------


def replace_bad(text: str, encoding: str | None) -> tuple[tuple[Diagnostic, ...], str]:
    """`text` with U+FFFD for each bad byte, and a diagnostic for each run of them."""
    with suppress(UnicodeEncodeError):
        text.encode()  # tells that there is none, faster than a search
        return (), text
    runs = list(re.finditer(_BAD_RUN, text))
    told, line, at = [], 1, 0
    for run in runs[:_MOST_TOLD]:
        line += text.count("\n", at, run.start())
        at = run.start()
        told.append(build_diagnostic("bad-byte", _describe(run[0], encoding), span=run.span(), line=line))
    if rest := runs[_MOST_TOLD:]:
        line += text.count("\n", at, rest[0].start())
        told.append(build_diagnostic("bad-byte", f"and {len(rest)} more places, from here on", span=rest[0].span(), line=line))
    return tuple(told), re.sub(_BAD_RUN, lambda run: "\ufffd" * len(run[0]), text)


def _describe(run: str, encoding: str | None) -> str:
    shown = " ".join(f"{_byte(char):02X}" for char in run[:8]) + (" …" if len(run) > 8 else "")
    return f"{'byte' if len(run) == 1 else 'bytes'} {shown}: not {encoding or 'a character'}"


def _byte(char: str) -> int:
    code = ord(char)
    return code - 0xDC00 if 0xDC80 <= code <= 0xDCFF else code
