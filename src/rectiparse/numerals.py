"""Chinese, circled and full-width numerals to int and back: 二十三 〇 廿 ① １."""

from __future__ import annotations

from functools import lru_cache

_DIGITS = {c: i for i, c in enumerate("零一二三四五六七八九")} | {"〇": 0, "○": 0, "Ｏ": 0, "两": 2, "元": 1}
_UNITS = {"十": 10, "百": 100, "千": 1000}
_TENS = {"廿": 20, "卅": 30}
_FULL_WIDTH = str.maketrans("０１２３４５６７８９", "0123456789")


@lru_cache(maxsize=1024)
def read_numeral(text: str) -> int | None:
    """The number that `text` prints, None when it is no numeral: 二十三 → 23, 二〇二一 → 2021, ⑫ → 12, １ → 1."""
    if not text:
        return None
    plain = text.translate(_FULL_WIDTH)
    if plain.isascii():
        return int(plain) if plain.isdigit() else None
    if len(text) == 1:
        circled = _read_circled(text)
        if circled is not None:
            return circled
    if all(c in _DIGITS for c in text):
        return int("".join(str(_DIGITS[c]) for c in text))
    return _read_counted(text)


_ENCLOSED = (
    (0x2460, 0x2473, 1),  # ①
    (0x3251, 0x325F, 21),  # ㉑
    (0x2776, 0x277F, 1),  # ❶
    (0x3220, 0x3229, 1),  # ㈠
    (0x2474, 0x2487, 1),  # ⑴
    (0x2488, 0x249B, 1),  # ⒈
)


def _read_circled(char: str) -> int | None:
    code = ord(char)
    for first, last, number in _ENCLOSED:
        if first <= code <= last:
            return code - first + number
    return None


def _read_counted(text: str) -> int | None:
    total, pending = 0, None
    for char in text:
        if char in _UNITS:
            total += (1 if pending is None else pending) * _UNITS[char]
            pending = None
        elif char in _TENS:
            total += _TENS[char]
        elif char in _DIGITS:
            if pending:  # 二三 inside a counted numeral is no number
                return None
            pending = _DIGITS[char]
        else:
            return None
    return total + (pending or 0)


def write_numeral(number: int) -> str:
    """1–9999 as a counted Chinese numeral: 12 → 十二, 108 → 一百零八."""
    if not 0 < number < 10_000:
        raise ValueError(f"no counted numeral for {number}")
    digits, out, gap = "零一二三四五六七八九", "", False
    for size, unit in ((1000, "千"), (100, "百"), (10, "十"), (1, "")):
        digit = number // size % 10
        if not digit:
            gap = bool(out)
            continue
        out += ("零" if gap else "") + digits[digit] + unit
        gap = False
    return out.removeprefix("一") if out.startswith("一十") else out
