"""A label's value, and sentences without a label → who, by when."""

from __future__ import annotations

from collections.abc import Sequence

from rectiparse.claims import (
    EDGES,
    OWNERS,
    ROLE_OF,
    Claim,
    describes_nobody,
    find_said_labels,
    read_free,
    read_labelled,
    read_verbs,
    shift_claims,
    trim,
)
from rectiparse.deadlines import DateContext
from rectiparse.fields import UNIT_FIELDS, is_person, is_unit_list
from rectiparse.grammar import Grammar
from rectiparse.model import Span
from rectiparse.patterns import EndPattern, compile_pattern


def read_value(text: str, start: int, end: int, field: str, grammar: Grammar, context: DateContext) -> list[Claim]:
    """What a label's value says; the words inside win over the label."""
    if field not in UNIT_FIELDS:
        return [Claim("deadline" if field == "deadline" else "other", field, *trim(text, start, end))]
    if _PERSONS_FIRST.search(text, max(0, start - _LONGEST_LABEL), start):
        pieces = _leave_out_people(text, start, end, grammar)
        return [claim for low, high in pieces for claim in shift_claims(read_labelled(text[low:high], field, grammar, context), low)]
    return shift_claims(read_labelled(text[start:end], field, grammar, context), start)


def _leave_out_people(text: str, start: int, end: int, grammar: Grammar) -> list[Span]:
    """李某 市水务局、张某 市城管局, 李某（市水务局）、张某（市城管局）: the stretches between the people, and those in their brackets."""
    pieces: list[Span] = []
    begin = start
    for word in _WORD.finditer(text, start, end):
        if not is_person(word["name"], grammar):
            continue
        if text[begin : word.start()].strip(EDGES):
            pieces.append((begin, word.start()))
        low, high = word.span("unit")
        if low < high and (post := grammar.units.ending("holder").find_longest(text, low, high)):  # 李某（市城管局局长）
            high = post.start()
        if low < high and read_verbs(grammar).unit_ending.search(text, low, high):
            pieces.append((low, high))
        begin = word.end()
    return [*pieces, (begin, end)] if text[begin:end].strip(EDGES) else pieces


_PERSONS_FIRST = EndPattern("(?:责任人|责任领导|负责人)[^:\\n]{0,3}(?:责任)?(?:单位|部门|主体) ?: ?$")
"""责任人及责任单位：李某某、市水务局: people stand before the names of units."""
_WORD = compile_pattern(r"(?P<name>[^、,;。() \n]+)(?:\((?P<unit>[^()]{2,24})\))?")
_LONGEST_LABEL = 16


def read_last_sentence(text: str, start: int, end: int, grammar: Grammar, context: DateContext) -> list[Claim]:
    """What the sentence says that ends text[start:end] if it says who, and by when, and nothing else: …。甲牵头，乙配合，年底前完成。"""
    for stops in _CLAUSES if _says_by_once(text, start, end) else _SENTENCES:
        low, high = trim(text, max(start, *(text.rfind(stop, start, end - 1) + 1 for stop in stops)), end)
        if find_said_labels(text, low, high, grammar):  # 责任单位为甲，完成时限为年底前
            return shift_claims(read_labelled(text[low:high], None, grammar, context), low)
        if not any(text.find(verb, low, high) > low for verb in ROLE_OF) or text.find(":", low, high) >= 0:
            continue
        claims = read_free(text, low, high, None, grammar, context)
        said = [c for c in claims if c.kind == "units"]
        names_owner = any(c.field in OWNERS for c in said) and not describes_nobody(text, said, grammar)
        if not names_owner or not _THIS_BY.fullmatch(text, low, claims[0].start):
            continue
        if all(c.kind == "deadline" or _says_no_more(text, c, high, grammar) for c in claims):
            return claims
    return []


def _says_by_once(text: str, start: int, end: int) -> bool:
    """…，由甲负责。; not 对排查问题，由甲负责；对其他问题，由乙负责。, nor 由于."""
    return text.count(",由", start, end) == 1 and text.find(",由于", start, end) < 0


def read_opening(text: str, start: int, end: int, grammar: Grammar, context: DateContext) -> list[tuple[Span, list[Claim]]]:
    """Who does it, where the text opens with that: 县水务局负责：清理河道。, 县水务局：清理河道；县城管局：…, 由县水务局负责，….

    Each with the stretch that says so. Behind a first name with a colon those of the further sentences count, too.
    The subject of a sentence is no unit, nor is who has so many: 县水务局：30个.
    """
    found: list[tuple[Span, list[Claim]]] = []
    title = text.find("。", start, min(end, start + _LONGEST_TITLE))
    is_titled = title > 0 and not any(text.find(sign, start, title) >= 0 for sign in ":,;")
    if is_titled and text[start] != "由":  # 加大投入。由县财政局负责，…
        start = title + 1
    while start < end:
        stop = min((at for sign in ";。" if (at := text.find(sign, start, end)) >= 0), default=end)
        low, high = trim(text, start, stop)
        colon = text.find(":", low, min(high, low + _LONGEST_OPENING))
        if colon < 0 and not found and _may_open(text, low, high):
            colon = _find_end_of_by(text, low, high, grammar)
        is_figure = text[colon + 1 : colon + 2].isdecimal() and grammar.structure.compiled("bare-figure").match(text, colon + 1, high)
        said = read_free(text, low, colon, None, grammar, context) if low < colon < high - 1 and not is_figure else []
        if said and all(_opens_with_names(text, claim, colon, grammar) for claim in said):
            found.append(((low, colon), said))
        elif not found:
            return []
        start = stop + 1
    return found


_LONGEST_OPENING, _LONGEST_TITLE = 80, 24


def _opens_with_names(text: str, claim: Claim, colon: int, grammar: Grammar) -> bool:
    if claim.kind != "units":
        return False
    if claim.is_said:
        return _says_no_more(text, claim, colon, grammar)
    is_kind = grammar.structure.compiled("kind-of-unit").fullmatch(text, claim.start, claim.end) is not None
    return not is_kind and is_unit_list(text, claim.start, claim.end, grammar)


def _may_open(text: str, start: int, end: int) -> bool:
    """Whether 由甲负责 or 甲牵头， may begin a sentence."""
    end = min(end, start + _LONGEST_OPENING)
    return text.startswith("由", start) or text.find("牵头,", start, end) >= 0 or text.find("负责,", start, end) >= 0


def _find_end_of_by(text: str, start: int, end: int, grammar: Grammar) -> int:
    """Where 由甲负责 and 由甲负责，乙配合 end that open a sentence, -1 for any other."""
    match = grammar.units.compiled("opening-by").match(text, start, end)
    return match.end("who") if match else -1


_SENTENCES: tuple[Sequence[str], ...] = ("。!?", "。!?;")
_CLAUSES = (*_SENTENCES, ("。", ";", ",由"))
"""What stands before the last sentence, or before …，由甲负责，乙配合。, the last clause of one."""
_THIS_BY = compile_pattern("(?:下一?步,?|(?:[此该本这]项)(?:工作|任务)?)?由?")
"""What may stand before the names: 下一步由甲负责; 维修由甲负责 says who does a part."""


def _says_no_more(text: str, claim: Claim, end: int, grammar: Grammar) -> bool:
    """甲负责 and not 甲负责做好分析, 建立专班，甲牵头: the subject of a sentence is no unit."""
    verbs, names = read_verbs(grammar), text[claim.start : claim.end]
    if claim.kind != "units" or "," in names or verbs.no_name.search(names) or not is_unit_list(text, claim.start, claim.end, grammar):
        return False
    if text.startswith(("会同", "联合"), claim.start - 2):
        return True
    stop = min((at for sign in ",;" if (at := text.find(sign, claim.end, end)) >= 0), default=end)
    verb = verbs.at_end.find_longest(text, claim.end, stop)
    return verb is not None and verb.start() == claim.end
