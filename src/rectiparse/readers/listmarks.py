"""The number that a browser prints before an item of a list: style and value in, words out."""

from __future__ import annotations

from rectiparse.readers.word_numerals import write_number

_LETTERS, _ROMANS, _CHINESE = 26, 3999, 99
_UNNUMBERED = frozenset({"none", "disc", "circle", "square"})
_STYLES = {
    "a": ("lowerLetter", _LETTERS),
    "A": ("upperLetter", _LETTERS),
    "i": ("lowerRoman", _ROMANS),
    "I": ("upperRoman", _ROMANS),
    "lower-alpha": ("lowerLetter", _LETTERS),
    "lower-latin": ("lowerLetter", _LETTERS),
    "upper-alpha": ("upperLetter", _LETTERS),
    "upper-latin": ("upperLetter", _LETTERS),
    "lower-roman": ("lowerRoman", _ROMANS),
    "upper-roman": ("upperRoman", _ROMANS),
    **dict.fromkeys(
        ("cjk-ideographic", "simp-chinese-informal", "trad-chinese-informal", "japanese-informal"), ("chineseCounting", _CHINESE)
    ),
}
"""The number format of Word that prints the same, as far as the largest number."""


def write_mark(style: str, value: int) -> str:
    """`1.`, `a.`, `iv.`, `一、`: `style` is a `type` of HTML or a `list-style-type` of CSS; one that prints no number gives ""."""
    if style.lower() in _UNNUMBERED:
        return ""
    scheme, largest = _STYLES.get(style) or _STYLES.get(style.lower()) or ("decimal", 0)
    if not 0 < value <= largest:
        return f"{value}."
    return f"{write_number(value, scheme)}{'、' if scheme == 'chineseCounting' else '.'}"
