"""A number and its number format (ECMA-376 part 1, 18.8.30-31) to the text that the cell shows in a Chinese Excel or WPS."""

from __future__ import annotations

import re
from collections.abc import Iterator
from datetime import datetime, timedelta
from decimal import ROUND_HALF_UP, Decimal
from functools import lru_cache
from itertools import chain, pairwise
from math import isfinite
from typing import NamedTuple

from rectiparse.readers.word_numerals import write_number

GENERAL = "General"
_BY_NUMBER = """\
1 0|2 0.00|3 #,##0|4 #,##0.00|9 0%|10 0.00%|11 0.00E+00|14 yyyy/m/d|15 d-mmm-yy|16 d-mmm|17 mmm-yy|18 h:mm AM/PM|19 h:mm:ss AM/PM\
|20 h:mm|21 h:mm:ss|22 yyyy/m/d h:mm|27 yyyy年m月|28 m月d日|29 m月d日|30 m-d-yy|31 yyyy年m月d日|32 h时mm分|33 h时mm分ss秒\
|34 上午/下午h时mm分|35 上午/下午h时mm分ss秒|36 yyyy年m月|37 #,##0;-#,##0|38 #,##0;-#,##0|39 #,##0.00;-#,##0.00|40 #,##0.00;-#,##0.00\
|45 mm:ss|46 [h]:mm:ss|47 mm:ss.0|48 ##0.0E+0|49 @|50 yyyy年m月|51 m月d日|52 yyyy年m月|53 m月d日|54 m月d日|55 上午/下午h时mm分\
|56 上午/下午h时mm分ss秒|57 yyyy年m月|58 m月d日"""
BUILT_IN = {int(number): code for number, _, code in (listed.partition(" ") for listed in _BY_NUMBER.split("|"))}
"""The formats that a file names by number alone, those from 27 on as Chinese programs show them."""

_TOKEN = re.compile(
    r"""(?P<quoted>"[^"]*"?|\\.)|(?P<gap>[_*].)|(?P<bracket>\[[^\]]*\])|(?P<general>general)"""
    r"""|(?P<half>am/pm|a/p|上午/下午)|(?P<power>e[+-]0*)|(?P<date>y+|m+|d+|h+|s+(?:\.0+)?|a{3,4}|e+)"""
    r"""|(?P<digit>[0#?])|(?P<point>\.)|(?P<comma>,)|(?P<percent>%)|(?P<text>@)|(?P<plain>.)""",
    re.IGNORECASE | re.DOTALL,
)
_CONDITION = re.compile(r"\[(<=|>=|<>|<|>|=)(-?\d+(?:\.\d+)?)\]")
_ELAPSED = re.compile(r"\[(h+|m+|s+)\]", re.IGNORECASE)
_SYSTEM_DATE = re.compile(r"\[\$[^\]]*-(?:x-sysdate|f800)\]", re.IGNORECASE)
_CURRENCY = re.compile(r"\[\$([^\]-]*)")
_CHINESE_DIGITS = re.compile(r"\[dbnum([12])\]", re.IGNORECASE)
_CHINESE = {"1": ("〇一二三四五六七八九", "chineseCountingThousand"), "2": ("零壹贰叁肆伍陆柒捌玖", "chineseLegalSimplified")}
_MONTHS = ("January", "February", "March", "April", "May", "June", "July", "August", "September", "October", "November", "December")
_DAYS = ("Monday", "Tuesday", "Wednesday", "Thursday", "Friday", "Saturday", "Sunday")
_WEEKDAYS = "一二三四五六日"
_LAST_DAY = 2_958_466
"""One behind 9999-12-31."""
_MOST_DIGITS = 12
"""Behind the point."""
_LARGEST = 10**15
"""Excel keeps no more than 15 figures."""


class _Token(NamedTuple):
    kind: str
    text: str


class _Section(NamedTuple):
    """One of the parts of a format that `;` sets apart; `digits` is 1 for [DBNum1] (一二三), 2 for [DBNum2] (壹贰叁)."""

    tokens: tuple[_Token, ...]
    condition: tuple[str, float] | None
    digits: str

    def has(self, *kinds: str) -> bool:
        return any(token.kind in kinds for token in self.tokens)


def show_number(value: float, code: str, *, is_1904: bool = False) -> str:
    """`value` as a cell with the format `code` shows it: (45054, yyyy"年"m"月"d"日") → 2023年5月8日, (0.85, 0%) → 85%.

    A date that there is none for, and a format that can't be read, show the plain number.
    """
    sections = _read_sections(code)
    place = _choose_section(sections, value)
    section = sections[place]
    if not isfinite(value):
        return ""
    if section.has("date", "elapsed", "system"):
        return _show_date(section, value + (1462 if is_1904 else 0)) or _show_general(value)
    if section.has("general", "text") or not section.has("digit", "power") or _is_fraction(section):
        shown = _show_general(abs(value) if place else value)
        shown = _write_count(int(value), section.digits) if section.digits and value == int(value) else shown
        return shown if _is_fraction(section) else _fill_words(section, shown)
    sign = "-" if value < 0 and (place == 0 or section.condition) else ""
    shown = _show_power(section, abs(value)) if section.has("power") else _show_digits(section, abs(value))
    return sign + shown if sign and re.search("[1-9]", shown) else shown


def show_text(text: str, code: str) -> str:
    """A cell's words as its format shows them: (3, 第@号) → 第3号."""
    if "@" not in code or code == "@":
        return text
    section = next((section for section in reversed(_read_sections(code)) if section.has("text")), None)
    return _fill_words(section, text) if section else text


@lru_cache(maxsize=256)
def _read_sections(code: str) -> tuple[_Section, ...]:
    sections: list[_Section] = []
    tokens: list[_Token] = []
    condition, digits = None, ""
    for match in chain(_TOKEN.finditer((code or GENERAL).replace("G/通用格式", GENERAL)), _TOKEN.finditer(";")):
        kind, text = match.lastgroup or "plain", match[0]
        if kind == "plain" and text == ";":
            sections.append(_Section(tuple(tokens), condition, digits))
            tokens, condition = [], None
        elif kind == "quoted":
            tokens.append(_Token("plain", text[1:].removesuffix('"') if text[0] == '"' else text[1:]))
        elif kind == "gap":
            tokens.extend([_Token("plain", " ")] * (text[0] == "_"))
        elif kind != "bracket":
            tokens.append(_Token(kind, text))
        elif limit := _CONDITION.fullmatch(text):
            condition = (limit[1], float(limit[2]))
        elif chinese := _CHINESE_DIGITS.fullmatch(text):
            digits = chinese[1]
        else:
            tokens.extend(_read_bracket(text))
    return tuple(sections[:4])


def _read_bracket(text: str) -> Iterator[_Token]:
    """Elapsed hours, the system's date, a currency; colours and languages show nothing."""
    if elapsed := _ELAPSED.fullmatch(text):
        yield _Token("elapsed", elapsed[1])
    elif _SYSTEM_DATE.fullmatch(text):
        yield _Token("system", text)
    elif currency := _CURRENCY.match(text):
        yield _Token("plain", currency[1])


def _choose_section(sections: tuple[_Section, ...], value: float) -> int:
    if any(section.condition for section in sections):
        found = (at for at, section in enumerate(sections) if section.condition is None or _holds(section.condition, value))
        return next(found, 0)
    if value < 0 and len(sections) > 1:
        return 1
    return 2 if value == 0 and len(sections) > 2 else 0


def _is_fraction(section: _Section) -> bool:
    """# ?/?: 1/2 for 0.5; shown as 0.5."""
    return any(
        token.text == "/" and after.kind == "digit" for token, after in pairwise(section.tokens) if token.kind == "plain"
    ) and section.has("digit")


def _holds(condition: tuple[str, float], value: float) -> bool:
    sign, limit = condition
    return {"<": value < limit, ">": value > limit, "=": value == limit, "<=": value <= limit, ">=": value >= limit, "<>": value != limit}[
        sign
    ]


def _fill_words(section: _Section, shown: str) -> str:
    return "".join(shown if token.kind in ("general", "text") else token.text for token in section.tokens).strip()


def _show_general(value: float) -> str:
    """As a cell without a format: 1, not 1.0; a long fraction with ten figures."""
    if value == int(value) and abs(value) < 1e15:
        return str(int(value))
    if not 1e-9 < abs(value) < 1e15:
        return f"{value:.6G}"
    return format(Decimal(f"{value:.{10 if abs(value) < 1e9 else 15}g}"), "f")


# -- numbers -----------------------------------------------------------------------------------------------------------


def _show_digits(section: _Section, value: float) -> str:
    tokens = section.tokens
    places = [at for at, token in enumerate(tokens) if token.kind == "digit"]
    point = next((at for at, token in enumerate(tokens) if token.kind == "point"), len(tokens))
    before, behind = [at for at in places if at < point], [at for at in places if at > point]
    last = places[-1]
    scale = sum(token.kind == "comma" for token in _take_commas(tokens[last + 1 :]))
    has_groups = any(token.kind == "comma" for token in tokens[before[0] : before[-1]]) if before else False
    number = Decimal(repr(value)) * 100 ** sum(token.kind == "percent" for token in tokens) / 1000**scale
    if number >= _LARGEST:
        return _show_general(value)
    whole, _, part = format(number.quantize(Decimal(1).scaleb(-min(len(behind), _MOST_DIGITS)), ROUND_HALF_UP), "f").partition(".")
    filled = dict(_fill_whole(tokens, before, whole.lstrip("0"), has_groups))
    kept = len(part.rstrip("0"))
    filled |= {
        at: digit if place < kept or tokens[at].text == "0" else "" for place, (at, digit) in enumerate(zip(behind, part, strict=False))
    }
    has_part = any(filled[at] for at in behind if at in filled)
    shown = ""
    for at, token in enumerate(tokens):
        if token.kind == "digit":
            shown += filled.get(at, "")
        elif token.kind == "point":
            shown += "." * has_part
        elif token.kind in ("plain", "percent"):
            shown += token.text
    return _write_figures(shown, section.digits).strip()


def _take_commas(tokens: tuple[_Token, ...]) -> Iterator[_Token]:
    for token in tokens:
        if token.kind != "comma":
            return
        yield token


def _fill_whole(tokens: tuple[_Token, ...], places: list[int], digits: str, has_groups: bool) -> Iterator[tuple[int, str]]:
    """The digits before the point, from the right; the first place takes all that are left."""
    left = digits
    for count, at in enumerate(reversed(places)):
        is_first = at == places[0]
        taken = left if is_first else left[-1:]
        left = left[: len(left) - len(taken)]
        taken = taken or ("0" if tokens[at].text == "0" else "")
        yield at, _group(taken, count) if has_groups else taken


def _group(digits: str, behind: int) -> str:
    """Digits with a comma behind each that a multiple of three stand behind, `behind` of them in places of their own."""
    after = range(behind + len(digits) - 1, behind - 1, -1)
    return "".join(digit + "," * (count > 0 and count % 3 == 0) for digit, count in zip(digits, after, strict=True))


def _show_power(section: _Section, value: float) -> str:
    point = next((at for at, token in enumerate(section.tokens) if token.kind == "point"), len(section.tokens))
    return f"{value:.{sum(token.kind == 'digit' for token in section.tokens[point:])}E}"


def _write_figures(shown: str, digits: str) -> str:
    names = _CHINESE[digits][0] if digits else ""
    return "".join(names[int(char)] if char.isdecimal() else char for char in shown) if names else shown


def _write_count(number: int, digits: str) -> str:
    return write_number(number, _CHINESE[digits][1]) if digits and number else str(number)


# -- dates -------------------------------------------------------------------------------------------------------------


def _show_date(section: _Section, serial: float) -> str:
    """ "" when the calendar has no such day."""
    if not 0 <= serial < _LAST_DAY:
        return ""
    seconds = round(serial * 86400)
    tokens = section.tokens
    if section.has("system"):
        tokens = _read_sections('yyyy"年"m"月"d"日"')[0].tokens
    days = seconds // 86400
    if days < 1 and any(token.kind == "date" and token.text[0] in "yYdDaAeE" for token in tokens):
        return ""
    moment = datetime(1899, 12, 31 if days < 60 else 30) + timedelta(seconds=seconds)  # Excel counts a 29 February 1900
    has_halves = section.has("half")
    shown = [
        _show_part(tokens, at, moment, seconds, has_halves, section.digits) if token.kind in ("date", "elapsed", "half") else token.text
        for at, token in enumerate(tokens)
    ]
    return "".join(shown).strip()


def _show_part(tokens: tuple[_Token, ...], at: int, moment: datetime, seconds: int, has_halves: bool, digits: str) -> str:
    token = tokens[at]
    text, letter = token.text.lower(), token.text[0].lower()
    if token.kind == "elapsed":
        return str(seconds // {"h": 3600, "m": 60, "s": 1}[letter])
    if token.kind == "half":
        return text.split("/")[moment.hour >= 12].upper()
    if letter in "ye":
        year = f"{moment.year:04}" if letter == "e" or len(text) > 2 else f"{moment.year % 100:02}"
        return _write_figures(year, digits)
    if letter == "a":
        return ("周" if len(text) == 3 else "星期") + _WEEKDAYS[moment.weekday()]
    if letter == "m" and len(text) > 2 and not digits:
        name = _MONTHS[moment.month - 1]
        return name if len(text) == 4 else name[:1] if len(text) > 4 else name[:3]
    if letter == "d" and len(text) > 2:
        return _DAYS[moment.weekday()][: None if len(text) > 3 else 3]
    number = {"d": moment.day, "h": (moment.hour - 1) % 12 + 1 if has_halves else moment.hour, "s": moment.second}.get(letter)
    if number is None:
        number = moment.minute if _is_minute(tokens, at) else moment.month
    return _write_count(number, digits) if digits else str(number).zfill(2 if len(text) > 1 else 1)


def _is_minute(tokens: tuple[_Token, ...], at: int) -> bool:
    """Whether an m stands behind hours or before seconds."""
    before = next((token for token in reversed(tokens[:at]) if token.kind in ("date", "elapsed")), None)
    behind = next((token for token in tokens[at + 1 :] if token.kind in ("date", "elapsed")), None)
    return (before is not None and before.text[0] in "hH") or (behind is not None and behind.text[0] in "sS")
