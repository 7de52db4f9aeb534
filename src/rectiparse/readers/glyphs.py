"""Code points that fonts of PDF and OFD files put in place of the character that is meant, and the character."""

from __future__ import annotations

import re
import unicodedata

# Radicals Supplement: the forms that fonts map simplified characters to; Unicode gives them no equivalent
_RADICALS = dict(
    zip(
        "⺎⺔⺝⺟⺠⺮⺼⻁⻄⻅⻆⻉⻋⻑⻒⻓⻔⻗⻘⻙⻚⻛⻜⻝⻢⻣⻤⻥⻦⻧⻨⻩⻪⻫⻬⻭⻮⻯⻰⻱⻲⻳",
        "兀卩月母民竹肉虎西见角贝车长镸长门雨青韦页风飞食马骨鬼鱼鸟卤麦黄黾齐齐齿齿竜龙龟龟龟",
        strict=True,
    )
)
_MEANT = re.compile("[\u2e80-\u2fdf\uf900-\ufaff\ufb00-\ufb06\U0002f800-\U0002fa1f]")
_UNPRINTED = re.compile("[\x00-\x08\x0b-\x1f\x7f\u00ad\u200b-\u200f\u2028-\u202e\u2060-\u2064\ufeff\ufffe\uffff]")


def read_glyphs(text: str) -> str:
    """`text` with radicals, compatibility ideographs and ligatures as the characters they stand for, without what prints nothing."""
    if text.isascii() and text.isprintable():
        return text
    return _UNPRINTED.sub("", _MEANT.sub(_read_glyph, text))


def _read_glyph(found: re.Match[str]) -> str:
    return _RADICALS.get(found[0]) or unicodedata.normalize("NFKC", found[0])
