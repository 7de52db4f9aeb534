"""A label's value or a bracket → who, by when: `甲牵头，乙、丙配合，9月底前完成` to name lists with roles and a deadline clause."""

from __future__ import annotations

import sys
from collections.abc import Iterator, Sequence
from functools import lru_cache
from typing import Literal, NamedTuple

from rectiparse.deadlines import DateContext, says_deadline
from rectiparse.fields import (
    UNIT_FIELDS,
    Bracket,
    Label,
    ends_settled,
    find_brackets,
    find_labels,
    find_opening,
    is_bare_list,
    is_post,
    is_unit_list,
    may_hold_responsibility,
    read_label_word,
)
from rectiparse.grammar import Grammar
from rectiparse.model import Span, UnitRole
from rectiparse.patterns import EndPattern, FirstCharacters, Match, Pattern, compile_pattern

ClaimKind = Literal["units", "deadline", "standing", "label", "other"]


class Claim(NamedTuple):
    """Flow [start, end) and what it is: a list of names in a role, a deadline clause, a clause for all later tasks."""

    kind: ClaimKind
    field: str
    start: int
    end: int
    is_said: bool = False
    """A verb gives the role (甲负责), not only the label before it."""


class _Verbs(NamedTuple):
    at_end: EndPattern
    standing: Pattern
    first_is_lead: Pattern
    unit_ending: EndPattern
    date_first: Pattern
    said_once: Pattern
    may_open_note: FirstCharacters
    told: Pattern
    may_tell: FirstCharacters
    pace: Pattern
    mark_is_lead: Pattern
    person: Pattern
    charged: Pattern
    no_name: Pattern
    own_name: Pattern
    everybody: Pattern


_OWNERS = ("lead_units", "responsible_units")
_OWNED = (*_OWNERS, None)
"""Roles beside which others may help; None where no label gives one."""
_HELPERS = ("cooperating_units", "supervising_units")
_ROLES = ("lead_units", "cooperating_units", "supervising_units", "responsible_units")


@lru_cache(maxsize=4)
def _verbs(grammar: Grammar) -> _Verbs:
    union = "|".join(f"(?P<{role}>{grammar.units.alternation(role)})" for role in _ROLES)
    return _Verbs(
        EndPattern(rf"(?:{union})(?:整改|工作|此项工作)?$"),
        compile_pattern(grammar.units.alternation("standing-units")),
        compile_pattern(grammar.units.alternation("first-is-lead")),
        EndPattern(grammar.units.alternation("unit-ending")),
        grammar.structure.compiled("date-first"),
        grammar.structure.compiled("said-once"),
        FirstCharacters(grammar.structure.compiled("said-once")),
        grammar.structure.compiled("told"),
        FirstCharacters(grammar.structure.compiled("told")),
        grammar.structure.compiled("pace"),
        compile_pattern(grammar.units.alternation("mark-is-lead")),
        compile_pattern(f"(?:{grammar.units.alternation('surname')})[一-鿿]{{1,2}}"),
        compile_pattern(grammar.units.alternation("charged")),
        compile_pattern(grammar.units.alternation("no-name")),
        compile_pattern(grammar.units.alternation("own-name")),
        compile_pattern(grammar.units.alternation("everybody")),
    )


class FirstIsLead(NamedTuple):
    """From where on the first name of a list leads (flow offset), and whether also of lists that say 甲、乙负责."""

    start: int
    with_verb: bool
    stop: int = sys.maxsize
    """Where the annex ends of whose table a note says so."""


def find_first_is_lead(text: str, grammar: Grammar) -> FirstIsLead | None:
    """What 排头为牵头单位，下同 says of the lists behind it, None when no such clause stands in the text.

    In a bracket with a list, （甲、乙负责。列第一位者为牵头单位，下同）, it speaks for that list and those like it; in a note below a
    table for the rows above it.
    """
    if "牵头" not in text:
        return None
    verbs = _verbs(grammar)
    match = verbs.first_is_lead.search(text)
    if match is None:
        return None
    line = text.rfind("\n", 0, match.start()) + 1
    if _is_noted(text, line, grammar) and "下同" not in text[match.end() : match.end() + _LONGEST_SAME]:
        stop = text.find("\n附", line)
        return FirstIsLead(text.rfind("\n附", 0, line), False, stop if stop > 0 else sys.maxsize)
    colon, opening = text.rfind(":", line, match.start()), text.rfind("(", line, match.start())
    if colon >= 0 and _is_list_before(text[colon + 1 : match.start()]):  # 责任单位：甲、乙（列第一位的为牵头单位，下同）
        return FirstIsLead(colon, False)
    if opening < 0 or ")" in text[opening : match.start()]:
        return FirstIsLead(match.start(), False)
    said = verbs.at_end.find_longest(text, *_trim(text, opening + 1, match.start()))
    return FirstIsLead(opening, said is not None and said.lastgroup == "responsible_units")


def _is_noted(text: str, line: int, grammar: Grammar) -> bool:
    """Whether the line is 注：…, or one of the numbered ones below that, or a table's row of a note."""
    note, row = grammar.structure.compiled("table-note"), grammar.structure.compiled("note-row")
    for _ in range(_MOST_NOTES):
        begin = line
        while text[begin : begin + 1] in _BLANKS:
            begin += 1
        if note.match(text, begin) or row.match(text, begin) or line == 0:
            return line > 0
        if not text[begin : begin + 1].isdecimal():
            return False
        line = text.rfind("\n", 0, line - 1) + 1
    return False


_MOST_NOTES, _LONGEST_SAME = 8, 4
_BLANKS = (" ", "\t")


def _is_list_before(words: str) -> bool:
    """Whether nothing but a list of names stands between a label and the clause on who leads."""
    names = words.rstrip("([,;。:注 ")
    return 0 < len(names) <= _LONGEST_LIST and not any(stop in names for stop in "。;!?:")


_LONGEST_LIST = 200
"""Characters of a list of names before the clause that says who of them leads."""


def find_lead_mark(text: str, grammar: Grammar) -> str | None:
    """The sign that stands at leading units, where the text says so: 带“★”的为牵头单位."""
    match = _verbs(grammar).mark_is_lead.search(text) if "牵头" in text or "主" in text else None
    return match["mark"] if match else None


def find_standing_units(text: str, start: int, end: int, grammar: Grammar) -> Iterator[tuple[int, int, int, UnitRole]]:
    """(end of the clause, start and end of its names, their role) of 以下各项均需…落实, which speaks for every later task."""
    for low, high in _find_lines(text, start, end, ("以下", "不再")):
        for match in _verbs(grammar).standing.finditer(text, low, high):
            yield (match.end(), match.start("names"), match.end("names"), "cooperating_units" if match["helps"] else "responsible_units")


def _find_lines(text: str, start: int, end: int, words: tuple[str, ...]) -> Iterator[tuple[int, int]]:
    """The lines of text[start:end] that hold one of some words, in order."""
    nexts = {word: text.find(word, start, end) for word in words}
    while (at := min((found for found in nexts.values() if found >= 0), default=-1)) >= 0:
        low, high = text.rfind("\n", start, at) + 1, text.find("\n", at, end)
        high = high if high >= 0 else end
        yield max(low, start), high
        nexts = {word: text.find(word, high, end) if 0 <= found < high else found for word, found in nexts.items()}


def read_value(text: str, start: int, end: int, field: str, grammar: Grammar, context: DateContext) -> list[Claim]:
    """What a label's value says; the words inside win over the label."""
    if field not in UNIT_FIELDS:
        return [Claim("deadline" if field == "deadline" else "other", field, *_trim(text, start, end))]
    if _PERSONS_FIRST.search(text, max(0, start - _LONGEST_LABEL), start):
        pieces = _leave_out_people(text, start, end, grammar)
        return [claim for low, high in pieces for claim in _shift(_read_labelled(text[low:high], field, grammar, context), low)]
    return _shift(_read_labelled(text[start:end], field, grammar, context), start)


def _leave_out_people(text: str, start: int, end: int, grammar: Grammar) -> list[Span]:
    """李某 市水务局、张某 市城管局, 李某（市水务局）、张某（市城管局）: the stretches between the people, and those in their brackets."""
    pieces: list[Span] = []
    begin = start
    for word in _WORD.finditer(text, start, end):
        if not _is_person(word["name"], grammar):
            continue
        if text[begin : word.start()].strip(_EDGES):
            pieces.append((begin, word.start()))
        if word["unit"] and _verbs(grammar).unit_ending.search(word["unit"]):
            pieces.append(word.span("unit"))
        begin = word.end()
    return [*pieces, (begin, end)] if text[begin:end].strip(_EDGES) else pieces


_PERSONS_FIRST = EndPattern("(?:责任人|责任领导|负责人)[^:\\n]{0,3}(?:责任)?(?:单位|部门|主体) ?: ?$")
"""责任人及责任单位：李某某、市水务局: people stand before the names of units."""
_WORD = compile_pattern(r"(?P<name>[^、,;。() \n]+)(?:\((?P<unit>[^()]{2,24})\))?")
_LONGEST_LABEL = 16


def read_bracket(text: str, bracket: Bracket, grammar: Grammar, context: DateContext, goes_on: bool = False, end: int = -1) -> list[Claim]:
    """What a responsibility bracket says, [] for any other bracket: （以下简称…）, （0.5分）.

    `goes_on`: the sentence does, behind its comma. `end` is that of the text which the bracket may close.
    """
    is_list = _may_be_list(text, bracket, grammar, end)
    claims = _read_words(text[bracket.start : bracket.end], bracket.is_closed, is_list, grammar, context)
    if not claims or not (goes_on or any(c.kind == "label" for c in claims) or _ends_a_statement(text, bracket)):
        return []
    return _shift(claims, bracket.start)


def _shift(claims: tuple[Claim, ...], by: int) -> list[Claim]:
    return [Claim(c.kind, c.field, c.start + by, c.end + by, c.is_said) for c in claims]


@lru_cache(maxsize=4096)
def _read_words(words: str, is_closed: bool, is_list: bool, grammar: Grammar, context: DateContext) -> tuple[Claim, ...]:
    """What a bracket of these words says, wherever it stands: the same come again and again."""
    if not is_list and not may_hold_responsibility(words, grammar):
        return ()
    start, end = Bracket(0, len(words), is_closed).inner
    claims = _shift(_read_labelled(words[start:end], None, grammar, context), start)
    if any(c.kind == "label" for c in claims):
        return tuple(claims) if any(c.kind in ("units", "deadline") for c in claims) else ()
    claims = [c for c in claims if not (c.kind == "units" and _names_persons(words, c, grammar))]
    said = [c for c in claims if c.kind == "units"]
    if said:
        is_said = is_list or (any(c.is_said for c in said) and all(c.is_said or is_unit_list(words, c.start, c.end, grammar) for c in said))
        if not is_said or _describes(words, said, grammar) or (is_list and _names_dates(words, said, grammar)):
            return ()
        unknown = [c for c in said if not (is_list or _is_name_list(words, c, grammar))]
        return tuple(claims) if not unknown or _are_named(words, said, unknown, grammar) else ()
    dated = [c for c in claims if c.kind == "deadline"]
    return tuple(claims) if dated and len(dated) == len([c for c in claims if c.kind != "standing"]) else ()


def read_last_sentence(text: str, start: int, end: int, grammar: Grammar, context: DateContext) -> list[Claim]:
    """What the sentence says that ends text[start:end] if it says who, and by when, and nothing else: …。甲牵头，乙配合，年底前完成。"""
    for stops in ("。!?", "。!?;"):
        low, high = _trim(text, max(start, *(text.rfind(stop, start, end - 1) + 1 for stop in stops)), end)
        if _find_said_labels(text, low, high, grammar):  # 责任单位为甲，完成时限为年底前
            return _shift(_read_labelled(text[low:high], None, grammar, context), low)
        if not any(text.find(verb, low, high) > low for verb in _ROLE_OF) or text.find(":", low, high) >= 0:
            continue
        claims = _read_free(text, low, high, None, grammar, context)
        said = [c for c in claims if c.kind == "units"]
        names_owner = any(c.field in _OWNERS for c in said) and not _describes(text, said, grammar)
        if not names_owner or not _THIS_BY.fullmatch(text, low, claims[0].start):
            continue
        if all(c.kind == "deadline" or _says_no_more(text, c, high, grammar) for c in claims):
            return claims
    return []


def read_opening(text: str, start: int, end: int, grammar: Grammar, context: DateContext) -> list[tuple[Span, list[Claim]]]:
    """Who does it, where the text opens with that: 县水务局负责：清理河道。, 县水务局：清理河道；县城管局：…, 由县水务局负责，….

    Each with the stretch that says so. Behind a first name with a colon those of the further sentences count, too.
    The subject of a sentence is no unit.
    """
    found: list[tuple[Span, list[Claim]]] = []
    title = text.find("。", start, min(end, start + _LONGEST_TITLE))
    is_titled = title > 0 and not any(text.find(sign, start, title) >= 0 for sign in ":,;")
    if is_titled and text[start] != "由":  # 加大投入。由县财政局负责，…
        start = title + 1
    while start < end:
        stop = min((at for sign in ";。" if (at := text.find(sign, start, end)) >= 0), default=end)
        low, high = _trim(text, start, stop)
        colon = text.find(":", low, min(high, low + _LONGEST_OPENING))
        if colon < 0 and not found and _may_open(text, low, high):
            colon = _find_end_of_by(text, low, high, grammar)
        said = _read_free(text, low, colon, None, grammar, context) if low < colon < high - 1 else []
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
    return _says_no_more(text, claim, colon, grammar) if claim.is_said else is_unit_list(text, claim.start, claim.end, grammar)


def _may_open(text: str, start: int, end: int) -> bool:
    """Whether 由甲负责 or 甲牵头， may begin a sentence."""
    end = min(end, start + _LONGEST_OPENING)
    return text.startswith("由", start) or text.find("牵头,", start, end) >= 0 or text.find("负责,", start, end) >= 0


def _find_end_of_by(text: str, start: int, end: int, grammar: Grammar) -> int:
    """Where 由甲负责 and 由甲负责，乙配合 end that open a sentence, -1 for any other."""
    match = grammar.units.compiled("opening-by").match(text, start, end)
    return match.end("who") if match else -1


_THIS_BY = compile_pattern("(?:[此该本这]项(?:工作|任务)?)?由?")
"""What may stand before the names; 维修由甲负责 says who does a part."""


def _says_no_more(text: str, claim: Claim, end: int, grammar: Grammar) -> bool:
    """甲负责 and not 甲负责做好分析, 建立专班，甲牵头: the subject of a sentence is no unit."""
    verbs, names = _verbs(grammar), text[claim.start : claim.end]
    if claim.kind != "units" or "," in names or verbs.no_name.search(names) or not is_unit_list(text, claim.start, claim.end, grammar):
        return False
    if text.startswith(("会同", "联合"), claim.start - 2):
        return True
    stop = min((at for sign in ",;" if (at := text.find(sign, claim.end, end)) >= 0), default=end)
    verb = verbs.at_end.find_longest(text, claim.end, stop)
    return verb is not None and verb.start() == claim.end


def _names_persons(text: str, claim: Claim, grammar: Grammar) -> bool:
    """陈向明负责, 分管副省长负责: people and posts, who are in no list of units."""
    return all(_is_person(name, grammar) for name in _NAME_JOINT.split(text[claim.start : claim.end]))


def _is_person(name: str, grammar: Grammar) -> bool:
    verbs = _verbs(grammar)
    is_named = verbs.person.fullmatch(name) and not verbs.unit_ending.search(name) and not _PLACE.fullmatch(name)
    return is_named or is_post(name, grammar)


_NAME_JOINT = compile_pattern("[、,和]")
_LIST_JOINT = compile_pattern("[、,;]")


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
    if claim.is_said and _PLACE.fullmatch(last):  # 高新区负责
        return True
    return _verbs(grammar).unit_ending.search(last) is not None or "各" in text[claim.start : claim.end]


def _describes(text: str, said: list[Claim], grammar: Grammar) -> bool:
    """（党委领导、政府负责、社会参与）: a way of working, nobody in particular."""
    names = [name for c in said for name in _NAME_JOINT.split(text[c.start : c.end])]
    return sum(_verbs(grammar).everybody.fullmatch(name) is not None for name in names) > 1


def _names_dates(text: str, said: list[Claim], grammar: Grammar) -> bool:
    """（县水务局、县财政局；十四五末）: a time that no rule reads is no name either."""
    verbs = _verbs(grammar)
    names = [name for c in said for name in _LIST_JOINT.split(text[c.start : c.end])]
    return any(verbs.date_first.match(name) and not verbs.unit_ending.search(name) for name in names)


def _are_named(text: str, said: list[Claim], unknown: list[Claim], grammar: Grammar) -> bool:
    """Whether names of no known ending are units all the same: （教育部、共青团中央负责）, （市社科联负责）.

    The verb must say so outright, no name may be a person or a clause, and one must be known or begin with its level.
    """
    verbs = _verbs(grammar)
    if not all(c.is_said and verbs.charged.match(text, c.end) for c in unknown):
        return False
    names = [name for c in said for name in _NAME_JOINT.split(text[c.start : c.end].removesuffix("等"))]
    others = [name for name in names if not verbs.unit_ending.search(name)]
    if any(not _PLAIN_NAME.fullmatch(name) or verbs.no_name.search(name) or _is_person(name, grammar) for name in others):
        return False
    return len(others) < len(names) or any(verbs.own_name.match(name) for name in others)


_PLAIN_NAME = compile_pattern(r"[一-鿿]{2,16}")
_PLACE = compile_pattern(r"[一-鿿]{2,8}[市县区旗镇乡]")


def _ends_a_statement(text: str, bracket: Bracket) -> bool:
    """The bracket stands behind a sentence, not inside one."""
    before = text[bracket.start - 1 : bracket.start]
    behind = text[bracket.end : bracket.end + 1]
    return before in ("。", "!", "?", ";", "”", ")") or behind in ("", "\n", "。", ";", "(", "[", " ")


@lru_cache(maxsize=4096)
def _read_labelled(text: str, field: str | None, grammar: Grammar, context: DateContext) -> tuple[Claim, ...]:
    """What a value says, wherever it stands, label by label."""
    start, end = 0, len(text)
    labels = [
        x for x in find_labels(text, start, end, grammar) if x.start == start or text[x.start - 1] in " ,;。、([\n" or x.field == "deadline"
    ]
    if field is None and not labels:
        labels = _find_said_labels(text, start, end, grammar)
    claims: list[Claim] = []
    edges = [*(x.start for x in labels), end]
    if edges[0] > start:
        start = _skip_heading(text, start, edges[0])
        claims.extend(_read_free(text, start, edges[0], field, grammar, context))
        if field is None and labels:  # （预期性指标，牵头单位：甲）: what names no unit says of what kind the item is
            claims = [c for c in claims if c.is_said or c.kind != "units" or is_unit_list(text, c.start, c.end, grammar)]
    for label, stop in zip(labels, edges[1:], strict=True):
        claims.append(Claim("label", label.field, label.start, label.end))
        low, high = _trim(text, label.end, stop)
        if high <= low:
            continue
        if label.field in UNIT_FIELDS:
            claims.extend(_read_free(text, low, high, label.field, grammar, context))
        else:
            claims.append(Claim("deadline" if label.field == "deadline" else "other", label.field, low, high))
    return tuple(claims)


def _find_said_labels(text: str, start: int, end: int, grammar: Grammar) -> list[Label]:
    """（责任单位为市教育局，完成时限为6月底前）."""
    if text.find("为", start, end) < 0 and text.find("是", start, end) < 0:
        return []
    found = (
        (match, read_label_word(text, *match.span("word"), grammar))
        for match in grammar.units.compiled("said-label").finditer(text, start, end)
    )
    labels = [Label(match.start(), match.end(), field, match["word"], "") for match, field in found if field]
    if not labels or labels[0].start != start:
        return []
    stops = [*(label.start for label in labels[1:]), end]
    values = [_trim(text, label.end, stop) for label, stop in zip(labels, stops, strict=True) if label.field in UNIT_FIELDS]
    return labels if values and all(is_unit_list(text, *value, grammar) for value in values) else []


_HEADING = compile_pattern(r"[^,、;:()\[\]。\n]{2,12}:")


def _skip_heading(text: str, start: int, end: int) -> int:
    """（市分工方案：市甲局负责）: words before a colon at the start are no part of a name."""
    match = _HEADING.match(text, start, end)
    return match.end() if match else start


_EDGES = " \t\n,;。、:"
_OPEN_EDGES = _EDGES + "(["  # 甲局（责任单位：乙局）: the bracket before the label


def _opens_before(text: str, start: int, end: int) -> bool:
    """Whether the bracket that closes text[start:end] was opened before it."""
    closing = text[end - 1]
    return text.count("(" if closing == ")" else "[", start, end) < text.count(closing, start, end)


def _trim(text: str, start: int, end: int) -> tuple[int, int]:
    while start < end and text[start] in _EDGES:
        start += 1
    while end > start and (text[end - 1] in _OPEN_EDGES or (text[end - 1] in ")]" and _opens_before(text, start, end))):
        end -= 1
    return start, end


_CLAUSE_SIGN = compile_pattern(
    r"[()\[\],;。\n]|、(?:(?<=(?:牵头|负责|配合|落实|协助)、)|(?<=负责[一-鿿]{2,12}、)(?=[^、,;。()]{2,14}(?:牵头|负责|配合)))"
    r"|(?<=牵头|负责|配合) |(?<=[局厅委办部院会府处室队心司团])(?=(?:20\d\d年|\d{1,2}月)\d?)"
)


def _clauses(text: str, start: int, end: int) -> Iterator[tuple[int, int, bool]]:
    """Clauses outside inner brackets, and whether a sentence ends behind each."""
    depth, begin = 0, start
    for sign in _CLAUSE_SIGN.finditer(text, start, end):
        at, char = sign.start(), sign[0]
        if not char:  # 市商务局2023年底前: the blank between them went with those of 2023 年
            if not depth and at > begin:
                yield begin, at, False
                begin = at
        elif char in "([":
            depth += 1
        elif char in ")]":
            depth = max(0, depth - 1)
        elif not depth:
            if at > begin:
                yield begin, at, char in ";。\n"
            begin = at + 1
    if end > begin:
        yield begin, end, True


def _read_free(text: str, start: int, end: int, field: str | None, grammar: Grammar, context: DateContext) -> list[Claim]:
    """Clauses with a verb give the names before them its role; names without one take the label's."""
    verbs = _verbs(grammar)
    may_stand = text.find("以下", start, end) >= 0 or text.find("不再", start, end) >= 0
    if may_stand:  # 甲，乙（以下各项均需丙落实，不再一一列出）
        for bracket in find_brackets(text, start, end):
            if said := verbs.standing.search(text, bracket.start, bracket.end):
                before = _read_free(text, start, bracket.start, field, grammar, context)
                return [*before, Claim("standing", "responsible_units", said.start("names"), said.end("names"))]
    is_plain = text.count("(", start, end) <= _MOST_BRACKETS
    if is_plain and text.find("牵头", start, end) >= 0:  # 甲、乙（列第一位的为牵头单位，下同），丙
        for bracket in find_brackets(text, start, end):
            if bracket.is_closed and verbs.first_is_lead.search(text, bracket.start, bracket.end):
                before = _read_free(text, start, bracket.start, field, grammar, context) if bracket.start > start else []
                return before + (_read_free(text, bracket.end, end, field, grammar, context) if end > bracket.end else [])
    if is_plain and text[end - 1] == ")" and (limit := _read_limit(text, start, end, grammar, context)):  # 市水务局（6月底前完成）
        return [*_read_free(text, start, limit.start - 1, field, grammar, context), limit]
    claims: list[Claim] = []
    waiting: int | None = None  # where names without a verb yet begin
    names_end = start
    is_over = False  # a clause for all later tasks was read: what its sentence says besides is a proviso
    for low, high, ends_sentence in _clauses(text, start, end):
        low, high = _trim(text, low, high)
        if high <= low or is_over:
            is_over = is_over and not ends_sentence
            continue
        if may_stand and (standing := verbs.standing.search(text, low, end)) and standing.start() < high:
            claims.append(Claim("standing", "responsible_units", standing.start("names"), standing.end("names")))
            is_over = not ends_sentence
            continue
        is_note = verbs.may_open_note[text[low]] and verbs.said_once.match(text, low, high) is not None
        if is_note or (text.find("牵头", low, high) >= 0 and verbs.first_is_lead.search(text, low, high)):
            if waiting is not None:  # 甲，以下统称乙，丙: the note is no part of the names
                claims.append(Claim("units", field or "responsible_units", waiting, names_end))
                waiting = None
            continue
        other = _OTHER_LABEL.match(text, low, high) if text.find(":", low, high) > 0 else None
        if other:
            low, high = _trim(text, other.end(), high)
            if other["time"] and _is_about_time(text, low, high, grammar, context):
                _add_deadline(text, claims, low, high)  # 责任单位：甲；时间：6月底前
            if not other["rank"]:
                continue
            if waiting is not None:  # 省级：甲，市级：乙
                claims.append(Claim("units", field or "responsible_units", waiting, names_end))
                waiting = None
        if (joined := _WITH.match(text, low, high)) and waiting is None:
            claims.append(Claim("units", "cooperating_units", *joined.span("names"), is_said=True))
            continue
        verb = verbs.at_end.find_longest(text, low, high)
        inside = _find_said_of_what(text, low, verb.start() if verb else high, high, grammar) if waiting is None else None
        if inside:
            claims.append(Claim("units", _ROLE_OF[inside["verb"]], _skip_by(text, low), inside.end("names"), is_said=True))
        elif verb and (verb.start() > low or waiting is not None) and not says_deadline(text[low:high], context, grammar):
            is_helped = field in _OWNED and verb.lastgroup in _HELPERS and verb.start() > low and not claims
            if waiting is not None and is_helped and (field or is_unit_list(text, waiting, names_end, grammar)):
                claims.append(Claim("units", field or "responsible_units", waiting, names_end))  # 责任单位：甲、乙，丙配合
                waiting = None
            if waiting is not None and text.startswith("由", low):  # 甲、乙等单位，由甲牵头
                claims.append(Claim("units", field or "responsible_units", waiting, names_end))
                waiting = None
            begin = _skip_by(text, low if waiting is None else waiting)
            role = verb.lastgroup or "responsible_units"
            if "保障" in verb[0] and not claims:  # 责任单位：市财政局做好资金保障: who does nothing else but that
                role = field or "responsible_units"
            claims.append(Claim("units", role, begin, max(verb.start(), begin), is_said=True))
            waiting = None
        elif _is_about_time(text, low, high, grammar, context):
            _add_deadline(text, claims, low, high)
        elif not (verbs.may_tell[text[low]] and verbs.told.match(text, low, high)):
            waiting = low if waiting is None else waiting
            names_end = high
        if ends_sentence and waiting is not None:
            claims.append(Claim("units", field or "responsible_units", waiting, names_end))
            waiting = None
    if waiting is not None:
        claims.append(Claim("units", field or "responsible_units", waiting, names_end))
    if field == "lead_units" and any(c.is_said and c.field == field for c in claims):  # 主办单位：甲牵头，乙、丙
        claims = [c if c.is_said or c.field != field else c._replace(field="responsible_units") for c in claims]
    if field == "supervising_units":  # 督导单位：甲牵头，乙配合: who leads those that look on leads no task
        claims = [c._replace(field=field) if c.kind == "units" else c for c in claims]
    return [c for c in claims if c.kind != "units" or c.end > c.start]


_MOST_BRACKETS = 20
"""In a list of names; each is a step down."""


_SHORTEST_NAME = 2


def _find_said_of_what(text: str, start: int, before: int, end: int, grammar: Grammar) -> Match | None:
    """县水利局负责技术指导 in text[start:end]; the verb of the part stands before that which ends the clause."""
    begin = start + _SHORTEST_NAME
    if text.find("负责", begin, before) < 0 and text.find("牵头", begin, before) < 0 and text.find("配合", begin, before) < 0:
        return None
    inside = grammar.units.compiled("said-of-what").match(text, start, end)
    return inside if inside and (inside["names"][0] == "各" or _verbs(grammar).unit_ending.search(inside["names"])) else None


def _read_limit(text: str, start: int, end: int, grammar: Grammar, context: DateContext) -> Claim | None:
    """The deadline in a bracket behind names, None when the bracket says something else."""
    opening = find_opening(text, start, end)
    low, high = _trim(text, opening + 1, end - 1)
    if opening <= start or high <= low or not _is_about_time(text, low, high, grammar, context):
        return None
    return Claim("deadline", "deadline", low, high) if low == opening + 1 else None


def _is_about_time(text: str, start: int, end: int, grammar: Grammar, context: DateContext) -> bool:
    verbs, is_dated = _verbs(grammar), says_deadline(text[start:end], context, grammar)
    if is_dated and verbs.date_first.match(text, start, end):
        return True
    return (is_dated or verbs.pace.match(text, start, end) is not None) and not verbs.unit_ending.search(text, start, end)


_WITH = compile_pattern(
    r"并?(?:会同|联合)(?P<names>.{2,120}?)(?:等(?:有关|相关)?(?:部门|单位)?)?(?:共同)?(?:推进|推动|开展|办理|实施|落实|负责|配合|参与)?$"
)
"""甲牵头，会同乙、丙推进: they help."""
_ROLE_OF = {"牵头": "lead_units", "负责": "responsible_units", "配合": "cooperating_units"}
"""县水务局负责河道清理: who does which part."""
_OTHER_LABEL = compile_pattern(
    r"(?:(?P<time>(?:实施|工作|活动)?(?:时间|进度))|(?P<rank>[省市县区州][级直]|乡镇|市州|县区)|[一-龥]{2,8}) ?:"
)
"""甲局；备案文号：… what no label rule knows is no name."""
_BY = compile_pattern(r"[^、,;。:\n局委厅办部院会府]{0,8}(?<!自)由|请|以(?!下)|并?会同|联合")
"""该项工作由甲牵头: what stands before 由 is no name."""


def _skip_by(text: str, start: int) -> int:
    match = _BY.match(text, start)
    return match.end() if match else start


def _add_deadline(text: str, claims: list[Claim], start: int, end: int) -> None:
    """Neighbouring date clauses are one: 6月底前完成，并长期坚持."""
    if claims and claims[-1].kind == "deadline" and start - claims[-1].end <= 2:
        claims[-1] = claims[-1]._replace(end=end)
    else:
        claims.append(Claim("deadline", "deadline", start, end))


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
            claims = _read_free(text, *bracket.inner, "responsible_units", grammar, context)
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
    verbs, inner = _verbs(grammar), text[slice(*bracket.inner)]
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
    is_dated = any(map(_verbs(grammar).date_first.match, pieces))  # （财务科，5月10日前）
    return (is_department or is_dated) and is_unit_list(text, start, end, grammar)


def _says_who(claims: list[Claim]) -> bool:
    return any(claim.kind == "units" and claim.is_said for claim in claims) or any(claim.kind == "label" for claim in claims)
