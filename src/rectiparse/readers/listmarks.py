"""The number that a browser prints before an item of a list: style and value in, words out."""

from __future__ import annotations

from collections.abc import Callable

_DIGITS = "零一二三四五六七八九"
_ROMAN = ((1000, "m"), (900, "cm"), (500, "d"), (400, "cd"), (100, "c"), (90, "xc"), (50, "l"), (40, "xl"))
_ROMAN_UNITS = ((10, "x"), (9, "ix"), (5, "v"), (4, "iv"), (1, "i"))
_LARGEST_LETTER, _LARGEST_ROMAN, _LARGEST_CHINESE = 26, 3999, 99


def write_mark(style: str, value: int) -> str:
    """`1.`, `a.`, `iv.`, `一、`: `style` is a `type` of HTML or a `list-style-type` of CSS; one that prints no number gives ""."""
    if style in _UNNUMBERED:
        return ""
    write, largest = _STYLES.get(style) or _STYLES.get(style.lower()) or (str, 0)
    if not 0 < value <= largest:
        return f"{value}."
    return f"{write(value)}{'、' if write is _chinese else '.'}"


def _letter(value: int) -> str:
    return chr(ord("a") + value - 1)


def _roman(value: int) -> str:
    written = ""
    for worth, sign in (*_ROMAN, *_ROMAN_UNITS):
        count, value = divmod(value, worth)
        written += sign * count
    return written


def _chinese(value: int) -> str:
    tens, ones = divmod(value, 10)
    return ("" if tens < 2 else _DIGITS[tens]) + ("十" if tens else "") + (_DIGITS[ones] if ones or not tens else "")


def _upper(write: Callable[[int], str]) -> Callable[[int], str]:
    return lambda value: write(value).upper()


_UNNUMBERED = frozenset({"none", "disc", "circle", "square"})
_STYLES: dict[str, tuple[Callable[[int], str], int]] = {
    "a": (_letter, _LARGEST_LETTER),
    "A": (_upper(_letter), _LARGEST_LETTER),
    "i": (_roman, _LARGEST_ROMAN),
    "I": (_upper(_roman), _LARGEST_ROMAN),
    "lower-alpha": (_letter, _LARGEST_LETTER),
    "lower-latin": (_letter, _LARGEST_LETTER),
    "upper-alpha": (_upper(_letter), _LARGEST_LETTER),
    "upper-latin": (_upper(_letter), _LARGEST_LETTER),
    "lower-roman": (_roman, _LARGEST_ROMAN),
    "upper-roman": (_upper(_roman), _LARGEST_ROMAN),
    "cjk-ideographic": (_chinese, _LARGEST_CHINESE),
    "simp-chinese-informal": (_chinese, _LARGEST_CHINESE),
    "trad-chinese-informal": (_chinese, _LARGEST_CHINESE),
    "japanese-informal": (_chinese, _LARGEST_CHINESE),
}
