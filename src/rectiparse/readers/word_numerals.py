"""A number in one of the number formats of Word's lists (ECMA-376 part 1, 17.18.59) to its text."""

from __future__ import annotations

from collections.abc import Callable
from functools import partial
from typing import Literal, NamedTuple

_LARGEST = 9999
_ROMANS = (
    *((1000, "M"), (900, "CM"), (500, "D"), (400, "CD"), (100, "C"), (90, "XC"), (50, "L")),
    *((40, "XL"), (10, "X"), (9, "IX"), (5, "V"), (4, "IV"), (1, "I")),
)
_STEMS, _BRANCHES = "甲乙丙丁戊己庚辛壬癸", "子丑寅卯辰巳午未申酉戌亥"
_FULL_WIDTH = str.maketrans("0123456789", "０１２３４５６７８９")


class _Counting(NamedTuple):
    """Digits from zero, names of the places, what stands for skipped places, where a 一 is written before a place."""

    digits: str
    places: tuple[str, str, str, str]
    gap: str
    ones: Literal["all", "inside", "none"]


_CHINESE = _Counting("〇一二三四五六七八九", ("", "十", "百", "千"), "〇", "inside")
_COUNTINGS = {
    "chineseCountingThousand": _CHINESE,
    "taiwaneseCountingThousand": _CHINESE,
    "japaneseCounting": _CHINESE._replace(gap="", ones="none"),
    "chineseLegalSimplified": _Counting("零壹贰叁肆伍陆柒捌玖", ("", "拾", "佰", "仟"), "零", "all"),
    "ideographLegalTraditional": _Counting("零壹貳參肆伍陸柒捌玖", ("", "拾", "佰", "仟"), "零", "all"),
    "japaneseLegal": _Counting("〇壱弐参四伍六七八九", ("", "拾", "百", "千"), "", "all"),
}


def write_number(number: int, scheme: str) -> str:
    """`number` as a list of that `w:numFmt` shows it: (12, chineseCounting) → 十二. `none` and `bullet` are empty.

    Plain digits stand for a scheme that is not known and for numbers that a scheme does not reach.
    """
    if scheme in ("none", "bullet"):
        return ""
    write = _SCHEMES.get(scheme)
    return write(number) if write and 0 < number <= _LARGEST else str(number)


def _count(counting: _Counting, number: int) -> str:
    out, is_gap = "", False
    for place in (3, 2, 1, 0):
        digit = number // 10**place % 10
        if not digit:
            is_gap = bool(out)
            continue
        name = counting.places[place]
        is_bare = digit == 1 and name and (counting.ones == "none" or (counting.ones == "inside" and place == 1 and not out))
        out += (counting.gap if is_gap else "") + ("" if is_bare else counting.digits[digit]) + name
        is_gap = False
    return out


def _spell(number: int) -> str:
    return "".join(_CHINESE.digits[int(digit)] for digit in str(number))


def _pick(signs: str) -> Callable[[int], str]:
    return lambda number: signs[number - 1] if number <= len(signs) else str(number)


def _circle(number: int) -> str:
    for first, last, sign in ((1, 20, 0x2460), (21, 35, 0x3251), (36, 50, 0x32B1)):
        if first <= number <= last:
            return chr(sign + number - first)
    return str(number)


def _letter(number: int) -> str:
    times, rest = divmod(number - 1, 26)
    return chr(ord("A") + rest) * (times + 1) if times < 30 else str(number)


def _roman(number: int) -> str:
    out = ""
    for value, sign in _ROMANS:
        times, number = divmod(number, value)
        out += sign * times
    return out


_SCHEMES: dict[str, Callable[[int], str]] = {
    **{name: partial(_count, counting) for name, counting in _COUNTINGS.items()},
    **dict.fromkeys(("chineseCounting", "taiwaneseCounting"), lambda n: _count(_CHINESE, n) if n < 100 else _spell(n)),
    **dict.fromkeys(("ideographDigital", "taiwaneseDigital", "japaneseDigitalTenThousand"), _spell),
    **dict.fromkeys(("decimalEnclosedCircle", "decimalEnclosedCircleChinese"), _circle),
    **dict.fromkeys(("decimalFullWidth", "decimalFullWidth2"), lambda n: str(n).translate(_FULL_WIDTH)),
    "ideographTraditional": _pick(_STEMS),
    "ideographZodiac": _pick(_BRANCHES),
    "ideographZodiacTraditional": lambda n: _STEMS[(n - 1) % 10] + _BRANCHES[(n - 1) % 12],
    "ideographEnclosedCircle": _pick("㊀㊁㊂㊃㊄㊅㊆㊇㊈㊉"),
    "decimalEnclosedFullstop": lambda n: f"{n}.",
    "decimalEnclosedParen": lambda n: f"({n})",
    "decimalZero": lambda n: f"{n:02}",
    "numberInDash": lambda n: f"- {n} -",
    "upperLetter": _letter,
    "lowerLetter": lambda n: _letter(n).lower(),
    "upperRoman": _roman,
    "lowerRoman": lambda n: _roman(n).lower(),
}
