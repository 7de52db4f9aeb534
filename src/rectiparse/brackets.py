"""Responsibility brackets: which brackets of a text say who, by when, and what each says."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from functools import lru_cache

from rectiparse.claims import NAME_JOINT, Claim, describes_nobody, read_free, read_labelled, read_verbs, shift_claims
from rectiparse.deadlines import DateContext
from rectiparse.fields import (
    NAMED_PLACE,
    Bracket,
    ends_settled,
    find_brackets,
    find_opening,
    is_bare_list,
    is_person,
    is_unit_list,
    may_hold_responsibility,
    skip_person,
)
from rectiparse.grammar import Grammar
from rectiparse.model import Span
from rectiparse.patterns import compile_pattern


def read_bracket(text: str, bracket: Bracket, grammar: Grammar, context: DateContext, goes_on: bool = False, end: int = -1) -> list[Claim]:
    """What a responsibility bracket says, [] for any other bracket: （以下简称…）, （0.5分）.

    `goes_on`: the sentence does, behind its comma. `end` is that of the text which the bracket may close.
    """
    is_list = _may_be_list(text, bracket, grammar, end)
    claims = _read_words(text[bracket.start : bracket.end], bracket.is_closed, is_list, grammar, context)
    if not claims or not (goes_on or any(c.kind == "label" for c in claims) or _ends_a_statement(text, bracket)):
        return []
    return shift_claims(claims, bracket.start)


@lru_cache(maxsize=4096)
def _read_words(words: str, is_closed: bool, is_list: bool, grammar: Grammar, context: DateContext) -> tuple[Claim, ...]:
    """What a bracket of these words says, wherever it stands: the same come again and again."""
    if not is_list and not may_hold_responsibility(words, grammar):
        return ()
    start, end = Bracket(0, len(words), is_closed).inner
    start = skip_person(words, start, grammar)
    claims = shift_claims(read_labelled(words[start:end], None, grammar, context), start)
    if any(c.kind == "label" for c in claims):
        return tuple(claims) if any(c.kind in ("units", "deadline") for c in claims) else ()
    claims = [c for c in claims if not (c.kind == "units" and _names_persons(words, c, grammar))]
    said = [c for c in claims if c.kind == "units"]
    if said:
        if is_list and ";" in words:  # what stands behind the names may say when, and nothing else
            is_list = all(c.is_said or is_unit_list(words, c.start, c.end, grammar) for c in said)
        elif not is_list and read_verbs(grammar).first_is_lead.search(words):  # （甲、乙，排在第一位的为牵头单位，下同）
            is_list = all(is_unit_list(words, c.start, c.end, grammar) for c in said)
        is_said = is_list or (any(c.is_said for c in said) and all(c.is_said or is_unit_list(words, c.start, c.end, grammar) for c in said))
        if not is_said or describes_nobody(words, said, grammar) or (is_list and _names_dates(words, said, grammar)):
            return ()
        unknown = [c for c in said if not (is_list or _is_name_list(words, c, grammar))]
        return tuple(claims) if not unknown or _are_named(words, said, unknown, grammar) else ()
    dated = [c for c in claims if c.kind == "deadline"]
    return tuple(claims) if dated and len(dated) == len([c for c in claims if c.kind != "standing"]) else ()


def _names_persons(text: str, claim: Claim, grammar: Grammar) -> bool:
    """陈向明负责, 分管副省长负责: people and posts, who are in no list of units."""
    return all(is_person(name, grammar) for name in NAME_JOINT.split(text[claim.start : claim.end]))


def _may_be_list(text: str, bracket: Bracket, grammar: Grammar, end: int) -> bool:
    """（市发展改革委、市财政局） at the end of a paragraph: names alone say who."""
    behind = text[bracket.end : bracket.end + 1]
    is_last = bracket.end + (behind in ("。", ";")) == end or (behind in _BEHIND_LAST and _LAST.match(text, bracket.end) is not None)
    return bracket.is_closed and is_last and is_bare_list(text, bracket.start, bracket.end, grammar)


_BEHIND_LAST = frozenset(("", *" \n。;([第0123456789一二三四五六七八九十"))
_LAST = compile_pattern(
    r" *(?:[。;] *)?(?:\n|$)| *[(\[]|(?:\d{1,2}|[一二三四五六七八九十]{1,3})[.、](?!\d)|第[一二三四五六七八九十\d]{1,3}[章节条项]"
    r"|[。;] ?(?:\((?:\d{1,2}|[一二三四五六七八九十]{1,3})\)|[②-⑳])"
)
"""1.增加编制。（县委编办）2.招录人员。 （1）增加编制（县委编办，6月底前）；（2）招录人员"""


def _is_name_list(text: str, claim: Claim, grammar: Grammar) -> bool:
    last = text[claim.start : claim.end].replace(",", "、").rsplit("、", 1)[-1].removesuffix("等")
    if claim.is_said and NAMED_PLACE.fullmatch(last):  # 高新区负责
        return True
    is_named = read_verbs(grammar).unit_ending.search(last) is not None
    return is_named or ("各" in text[claim.start : claim.end] and not last.endswith(grammar.units.words("asked")))


def _names_dates(text: str, said: list[Claim], grammar: Grammar) -> bool:
    """（县水务局、县财政局；十四五末）: a time that no rule reads is no name either."""
    verbs = read_verbs(grammar)
    names = [name for c in said for name in _LIST_JOINT.split(text[c.start : c.end])]
    return any(verbs.date_first.match(name) and not verbs.unit_ending.search(name) for name in names)


def _are_named(text: str, said: list[Claim], unknown: list[Claim], grammar: Grammar) -> bool:
    """Whether names of no known ending are units all the same: （教育部、共青团中央负责）, （市社科联负责）.

    The verb must say so outright, no name may be a person or a clause, and one must be known or begin with its level.
    """
    verbs = read_verbs(grammar)
    if not all(c.is_said and verbs.charged.match(text, c.end) for c in unknown):
        return False
    names = [name for c in said for name in NAME_JOINT.split(text[c.start : c.end].removesuffix("等"))]
    others = [name for name in names if not verbs.unit_ending.search(name)]
    if any(not _PLAIN_NAME.fullmatch(name) or verbs.no_name.search(name) or is_person(name, grammar) for name in others):
        return False
    return len(others) < len(names) or any(verbs.own_name.match(name) for name in others)


_LIST_JOINT = compile_pattern("[、,;]")
_PLAIN_NAME = compile_pattern(r"[一-鿿]{2,16}")


def _ends_a_statement(text: str, bracket: Bracket) -> bool:
    """The bracket stands behind a sentence, not inside one."""
    before = text[bracket.start - 1 : bracket.start]
    behind = text[bracket.end : bracket.end + 1]
    return before in ("。", "!", "?", ";", "”", ")") or behind in ("", "\n", "。", ";", "(", "[", " ")


def find_claims(
    text: str, start: int, end: int, grammar: Grammar, context: DateContext, shared: int = -1
) -> Iterator[tuple[Bracket, list[Claim]]]:
    """The responsibility brackets of flow [start, end) with what each says; `shared` is where one begins of `find_shared_brackets`."""
    if text.find("(", start, end) < 0 and text.find("[", start, end) < 0:
        return
    members = grammar.structure.compiled("members")
    waiting: list[tuple[Bracket, list[Claim]]] = []  # 建立台账（甲牵头），开展招聘（乙牵头）。
    brackets = list(find_brackets(text, start, end))
    alike = _find_alike(text, brackets, grammar) if len(brackets) > 1 else frozenset()
    for bracket in brackets:
        claims = read_bracket(text, bracket, grammar, context, end=end)
        if not claims and (bracket.start in alike or bracket.start == shared):
            claims = read_free(text, *bracket.inner, "responsible_units", grammar, context)
        if claims:
            if waiting and text.find("\n", waiting[0][0].end, bracket.start) < 0 and _says_who(claims):
                yield from waiting
            waiting = []
            yield bracket, claims
        elif text[bracket.end : bracket.end + 1] == "," and not members.search(text, max(0, bracket.start - _LONGEST_WORD), bracket.start):
            claims = read_bracket(text, bracket, grammar, context, goes_on=True)
            if _says_who(claims):
                waiting.append((bracket, claims))


_LONGEST_WORD = 4


def _find_alike(text: str, brackets: list[Bracket], grammar: Grammar) -> frozenset[int]:
    """新增岗位3万个（市人社局）；改造小区60个（市住建局）。: where the brackets of a paragraph begin that all name departments."""
    alike: set[int] = set()
    run: list[Bracket] = []
    for bracket in brackets:
        if not _names_departments(text, bracket, grammar):
            continue
        run.append(bracket)
        if len(run) > 1 and _PARAGRAPH_END.match(text, bracket.end):
            alike.update(one.start for one in run)
    return frozenset(alike)


_PARAGRAPH_END = compile_pattern(r" *(?:[。;] *)?(?:\n|$)")
_STOPS = (",", ";", "。", "\n", "")
_CLAUSE = compile_pattern(r"[^,;:、。\n]{4}$")
"""一等奖（市教育局） and 市区（市信访局） say what is whose, nothing to do."""


def find_shared_brackets(text: str, paragraphs: Sequence[Span], grammar: Grammar) -> list[int]:
    """1.新增岗位3万个（市人社局）。⏎2.改造小区60个（市住建局）。: where the bracket of each of several paragraphs begins, -1 for none.

    Names alone say who at the end of a paragraph without a stop before them where most of the paragraphs of a list end so.
    """
    brackets = [_find_last_bracket(text, start, end) for start, end in paragraphs]
    found = sum(bracket is not None for bracket in brackets)
    if found < _FEWEST_SHARED or 2 * found < len(brackets):
        return []
    shared, named, sure = [], 0, 0
    for (start, end), bracket in zip(paragraphs, brackets, strict=True):
        is_named = bracket is not None and _names_units(text, start, bracket, grammar)
        is_sure = bracket is not None and (
            ends_settled(text, start, end, grammar) or (is_named and _names_departments(text, bracket, grammar))
        )
        shared.append(bracket.start if bracket is not None and is_named else -1)
        named, sure = named + (is_named or is_sure), sure + is_sure
    is_list = 2 * named >= len(brackets) and named >= _FEWEST_SHARED + (sure == 1)
    return shared if is_list and sure else []


_FEWEST_SHARED = 2
_NAME_ENDS = frozenset("局委办厅室站所心府会处科部队司团镇乡道区县门位行院校")
"""Characters in which most names of units end."""


def ends_in_name(text: str, end: int) -> bool:
    """Whether a paragraph may end in a bracket with one name and no stop before it, which is read here alone."""
    end -= text[end - 1] in "。;"
    if text[end - 1] not in ")]" or text[end - 2] not in _NAME_ENDS:
        return False
    at = text.rfind("(", max(0, end - _LONGEST_SINGLE), end)
    return at > 0 and text[at - 1] not in "。!?;" and text.find("、", at, end) < 0


_LONGEST_SINGLE = 20


def _find_last_bracket(text: str, start: int, end: int) -> Bracket | None:
    """The bracket that closes a paragraph, a stop behind it or not."""
    end -= text[end - 1] in "。;"
    opening = find_opening(text, start, end) if end > start and text[end - 1] in ")]" else -1
    return Bracket(opening, end, True) if opening > start else None


def _names_units(text: str, start: int, bracket: Bracket, grammar: Grammar) -> bool:
    """Whether a bracket behind what is to be done names units alone: （文化站）; 青溪中学（市教育局） says whose the school is."""
    low = max(start, bracket.start - _LONGEST_WORD)
    if not _CLAUSE.search(text, low, bracket.start) or grammar.structure.compiled("members").search(text, low, bracket.start):
        return False
    verbs, inner = read_verbs(grammar), text[slice(*bracket.inner)]
    names = all(verbs.unit_ending.search(name) and _PLAIN_NAME.fullmatch(name) for name in _LIST_JOINT.split(inner))
    is_aside = grammar.units.compiled("aside").match(inner) is not None
    return names and not is_aside and not _is_named_alone(text, start, bracket.start, grammar)


def _is_named_alone(text: str, start: int, end: int, grammar: Grammar) -> bool:
    """青溪中学, and not 新建青溪中学: a unit, not what is to be done."""
    is_done = any(grammar.structure.compiled(rule).match(text, start, end) for rule in ("built", "ordering"))
    return not is_done and _NAMED_ALONE.fullmatch(text, start, end) is not None


_NAMED_ALONE = compile_pattern(r"[一-鿿]{2,12}(?:学|校|院|园|馆|站|所|社区|村|中心|公司|[局厅委])")


def _names_departments(text: str, bracket: Bracket, grammar: Grammar) -> bool:
    is_behind_stop = text[bracket.start - 1] in "。;"
    stands_at_stop = is_behind_stop or text[bracket.end : bracket.end + 1] in _STOPS or _PARAGRAPH_END.match(text, bracket.end) is not None
    if not (bracket.is_closed and stands_at_stop):
        return False
    low = max(0, bracket.start - _LONGEST_WORD)
    if not is_behind_stop and not _CLAUSE.search(text, low, bracket.start):
        return False
    if grammar.structure.compiled("members").search(text, low, bracket.start):
        return False
    start, end = bracket.inner
    pieces = _LIST_JOINT.split(text[start:end])
    is_department = grammar.units.ending("department-ending-of-a-list").search(pieces[0]) is not None
    is_dated = any(map(read_verbs(grammar).date_first.match, pieces))  # （财务科，5月10日前）
    return (is_department or is_dated) and is_unit_list(text, start, end, grammar)


def _says_who(claims: list[Claim]) -> bool:
    return any(claim.kind == "units" and claim.is_said for claim in claims) or any(claim.kind == "label" for claim in claims)
