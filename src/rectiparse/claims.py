"""The words of a value or bracket → who, by when: `甲牵头，乙、丙配合，9月底前完成` to name lists with roles and a deadline clause."""

from __future__ import annotations

from collections.abc import Iterator
from functools import lru_cache
from typing import Literal, NamedTuple

from rectiparse.deadlines import DateContext, says_deadline
from rectiparse.fields import UNIT_FIELDS, Bracket, Label, find_brackets, find_labels, is_unit_list, read_label_word
from rectiparse.grammar import Grammar
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


class Verbs(NamedTuple):
    """The patterns of grammars/ that tell what a clause says."""

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
    of_a_unit: Pattern
    may_say_when: FirstCharacters
    says_when: Pattern
    mark_is_lead: Pattern
    charged: Pattern
    matter: Pattern
    no_name: Pattern
    own_name: Pattern
    everybody: Pattern


OWNERS = ("lead_units", "responsible_units")
_OWNED = (*OWNERS, None)
"""Roles beside which others may help; None where no label gives one."""
_HELPERS = ("cooperating_units", "supervising_units")
_ROLES = ("lead_units", "cooperating_units", "supervising_units", "responsible_units")


@lru_cache(maxsize=4)
def read_verbs(grammar: Grammar) -> Verbs:
    union = "|".join(f"(?P<{role}>{grammar.units.alternation(role)})" for role in _ROLES)
    return Verbs(
        at_end=EndPattern(rf"(?:{union})(?:整改|工作|此项工作)?$"),
        standing=compile_pattern(grammar.units.alternation("standing-units")),
        first_is_lead=compile_pattern(grammar.units.alternation("first-is-lead")),
        unit_ending=EndPattern(grammar.units.alternation("unit-ending")),
        date_first=grammar.structure.compiled("date-first"),
        said_once=grammar.structure.compiled("said-once"),
        may_open_note=FirstCharacters(grammar.structure.compiled("said-once")),
        told=grammar.structure.compiled("told"),
        may_tell=FirstCharacters(grammar.structure.compiled("told")),
        pace=grammar.structure.compiled("pace"),
        of_a_unit=grammar.structure.compiled("of-a-unit"),
        may_say_when=FirstCharacters(grammar.structure.compiled("says-when")),
        says_when=grammar.structure.compiled("says-when"),
        mark_is_lead=compile_pattern(grammar.units.alternation("mark-is-lead")),
        charged=compile_pattern(grammar.units.alternation("charged")),
        matter=grammar.units.compiled("matter"),
        no_name=compile_pattern(grammar.units.alternation("no-name")),
        own_name=compile_pattern(grammar.units.alternation("own-name")),
        everybody=compile_pattern(grammar.units.alternation("everybody")),
    )


def shift_claims(claims: tuple[Claim, ...], by: int) -> list[Claim]:
    """What words say, where they stand in a text."""
    return [Claim(c.kind, c.field, c.start + by, c.end + by, c.is_said) for c in claims]


@lru_cache(maxsize=4096)
def read_labelled(text: str, field: str | None, grammar: Grammar, context: DateContext) -> tuple[Claim, ...]:
    """What the words of a value or bracket say, label by label, with offsets in these words: the same come again and again.

    `field` is that of the label before them, None in a bracket.
    """
    start, end = 0, len(text)
    labels: list[Label] = []
    for x in find_labels(text, start, end, grammar):
        if x.start == start or text[x.start - 1] in " ,;。、([\n" or x.field == "deadline" or _is_glued(text, labels, x, grammar):
            labels.append(x)
    if field is None and not labels:
        labels = find_said_labels(text, start, end, grammar)
    claims: list[Claim] = []
    edges = [*(x.start for x in labels), end]
    if edges[0] > start:
        start = _skip_heading(text, start, edges[0])
        claims.extend(read_free(text, start, edges[0], field, grammar, context))
        if field is None and labels:  # （预期性指标，牵头单位：甲）: what names no unit says of what kind the item is
            claims = [c for c in claims if c.is_said or c.kind != "units" or is_unit_list(text, c.start, c.end, grammar)]
    for label, stop in zip(labels, edges[1:], strict=True):
        claims.append(Claim("label", label.field, label.start, label.end))
        low, high = trim(text, label.end, stop)
        if high <= low:
            continue
        if label.field in UNIT_FIELDS:
            claims.extend(read_free(text, low, high, label.field, grammar, context))
        else:
            claims.append(Claim("deadline" if label.field == "deadline" else "other", label.field, low, high))
    return tuple(claims)


def _is_glued(text: str, labels: list[Label], label: Label, grammar: Grammar) -> bool:
    """牵头单位：市水务局配合单位：市财政局: a label behind the names of the one before, where a cell's line break is lost."""
    return bool(labels) and labels[-1].field in UNIT_FIELDS and is_unit_list(text, labels[-1].end, label.start, grammar)


def find_said_labels(text: str, start: int, end: int, grammar: Grammar) -> list[Label]:
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
    values = [trim(text, label.end, stop) for label, stop in zip(labels, stops, strict=True) if label.field in UNIT_FIELDS]
    return labels if values and all(is_unit_list(text, *value, grammar) for value in values) else []


_HEADING = compile_pattern(r"[^,、;:()\[\]。\n]{2,12}:")


def _skip_heading(text: str, start: int, end: int) -> int:
    """（市分工方案：市甲局负责）: words before a colon at the start are no part of a name."""
    match = _HEADING.match(text, start, end)
    return match.end() if match else start


EDGES = " \t\n,;。、:"
_OPEN_EDGES = EDGES + "(["  # 甲局（责任单位：乙局）: the bracket before the label


def _opens_before(text: str, start: int, end: int) -> bool:
    """Whether the bracket that closes text[start:end] was opened before it."""
    closing = text[end - 1]
    return text.count("(" if closing == ")" else "[", start, end) < text.count(closing, start, end)


def trim(text: str, start: int, end: int) -> tuple[int, int]:
    while start < end and text[start] in EDGES:
        start += 1
    while end > start and (text[end - 1] in _OPEN_EDGES or (text[end - 1] in ")]" and _opens_before(text, start, end))):
        end -= 1
    return start, end


_CLAUSE_SIGN = compile_pattern(
    r"[()\[\],;。\n]|、(?:(?<=(?:牵头|负责|配合|落实|协助)、)"
    r"|(?<=(?:[主体头]抓|抓总|[主总]责|统筹|[主承]办|(?<!政)协办|兜底|实施|参[与加]|支持|[局厅办]保障|[局厅办]组织|[局厅委办府]指导|督导|[局厅委办府]监督)、)"
    r"(?!指导|督|监|检查|验收|协调|推|实施|落实|组织|管理|服务|保障|支持|考核|参与|配合)"
    r"|(?<=负责[一-鿿]{2,12}、)(?=[^、,;。()]{2,14}(?:牵头|负责|配合)))"
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


def read_free(text: str, start: int, end: int, field: str | None, grammar: Grammar, context: DateContext) -> list[Claim]:
    """Clauses with a verb give the names before them its role; names without one take the label's."""
    verbs = read_verbs(grammar)
    if text.startswith("(", start, end) and text.find(")", start, end) == end - 1:  # 责任单位：（甲、乙）
        start, end = start + 1, end - 1
    may_stand = text.find("以下", start, end) >= 0 or text.find("不再", start, end) >= 0
    if may_stand:  # 甲，乙（以下各项均需丙落实，不再一一列出）
        for bracket in find_brackets(text, start, end):
            if said := verbs.standing.search(text, bracket.start, bracket.end):
                before = read_free(text, start, bracket.start, field, grammar, context)
                return [*before, Claim("standing", "responsible_units", said.start("names"), said.end("names"))]
    is_plain = 0 < text.count("(", start, end) <= _MOST_BRACKETS
    if is_plain and text.find("牵头", start, end) >= 0:  # 甲、乙（列第一位的为牵头单位，下同），丙
        for bracket in find_brackets(text, start, end):
            if bracket.is_closed and verbs.first_is_lead.search(text, bracket.start, bracket.end):
                before = read_free(text, start, bracket.start, field, grammar, context) if bracket.start > start else []
                return before + (read_free(text, bracket.end, end, field, grammar, context) if end > bracket.end else [])
    if is_plain and (helped := _find_helped(text, start, end, grammar)):  # 甲（乙、丙配合）
        bracket, claim = helped
        before = read_free(text, start, bracket.start, field, grammar, context) if bracket.start > start else []
        return [*before, claim, *(read_free(text, bracket.end, end, field, grammar, context) if end > bracket.end else [])]
    if is_plain and (limits := _find_limits(text, start, end, grammar, context)):
        stop = limits[-1].start - 1 if limits[-1].end >= end - 1 else end
        names = _read_clauses(text, start, stop, field, grammar, context, may_stand)
        return [*names, *(c._replace(field=field) if field == "supervising_units" else c for c in limits)]
    return _read_clauses(text, start, end, field, grammar, context, may_stand)


def _read_clauses(
    text: str, start: int, end: int, field: str | None, grammar: Grammar, context: DateContext, may_stand: bool
) -> list[Claim]:
    """Clause by clause; `may_stand`: one of them may speak for all later tasks."""
    verbs = read_verbs(grammar)
    claims: list[Claim] = []
    waiting: int | None = None  # where names without a verb yet begin
    names_end = start
    is_over = False  # a clause for all later tasks was read: what its sentence says besides is a proviso
    for low, high, ends_sentence in _clauses(text, start, end):
        low, high = trim(text, low, high)
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
            low, high = trim(text, other.end(), high)
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
        may_say = waiting is None or field is not None
        inside = _find_said_of_what(text, low, verb.start() if verb else high, high, grammar) if may_say else None
        if inside and waiting is not None and not is_unit_list(text, waiting, names_end, grammar):
            inside = None
        if inside:
            if waiting is not None:  # 责任单位：甲、乙，丙负责资金保障
                claims.append(Claim("units", field or "responsible_units", waiting, names_end))
                waiting = None
            claims.append(Claim("units", ROLE_OF[inside["verb"]], skip_by(text, low, grammar), inside.end("names"), is_said=True))
        elif (claims or waiting is not None) and verbs.may_say_when[text[low]] and verbs.says_when.match(text, low, high):  # 甲，贯穿始终
            _add_deadline(text, claims, low, high)
        elif verb and (verb.start() > low or waiting is not None) and not says_deadline(text[low:high], context, grammar):
            is_helped = field in _OWNED and verb.lastgroup in _HELPERS and verb.start() > low and not claims
            if waiting is not None and is_helped and (field or is_unit_list(text, waiting, names_end, grammar)):
                claims.append(Claim("units", field or "responsible_units", waiting, names_end))  # 责任单位：甲、乙，丙配合
                waiting = None
            if waiting is not None and text.startswith("由", low):  # 甲、乙等单位，由甲牵头
                claims.append(Claim("units", field or "responsible_units", waiting, names_end))
                waiting = None
            begin = skip_by(text, low if waiting is None else waiting, grammar)
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
        claims = [c._replace(field=field) if c.kind in ("units", "deadline") else c for c in claims]
    return [c for c in claims if c.kind != "units" or c.end > c.start]


_MOST_BRACKETS = 20
"""In a list of names; each is a step down."""


def _find_helped(text: str, start: int, end: int, grammar: Grammar) -> tuple[Bracket, Claim] | None:
    """The first bracket behind names that says who else does what: 县住建局（县财政局配合）; （配合） is a note of the name."""
    if text.find("配合)", start, end) < 0 and text.find("牵头)", start, end) < 0:
        return None
    for bracket in find_brackets(text, start, end):
        low, high = trim(text, *bracket.inner) if bracket.is_closed else (0, 0)
        verb = read_verbs(grammar).at_end.find_longest(text, low, high) if high > low else None
        if verb and verb.start() > low and is_unit_list(text, low, verb.start(), grammar):
            return bracket, Claim("units", verb.lastgroup or "responsible_units", low, verb.start(), is_said=True)
    return None


_SHORTEST_NAME = 2


def _find_said_of_what(text: str, start: int, before: int, end: int, grammar: Grammar) -> Match | None:
    """县水利局负责技术指导 in text[start:end]; the verb of the part stands before that which ends the clause."""
    begin = start + _SHORTEST_NAME
    if text.find("负责", begin, before) < 0 and text.find("牵头", begin, before) < 0 and text.find("配合", begin, before) < 0:
        return None
    inside = grammar.units.compiled("said-of-what").match(text, start, end)
    return inside if inside and (inside["names"][0] == "各" or read_verbs(grammar).unit_ending.search(inside["names"])) else None


def _find_limits(text: str, start: int, end: int, grammar: Grammar, context: DateContext) -> list[Claim]:
    """The deadlines in brackets behind names: 市水务局（6月20日前）、市城管局（年底前）."""
    limits: list[Claim] = []
    verbs = read_verbs(grammar)
    for bracket in find_brackets(text, start, end):
        low, high = bracket.inner
        is_whole = bracket.is_closed and start < bracket.start and low < high and text[low] not in EDGES
        may_limit = is_whole and (bracket.end == end or verbs.date_first.match(text, low, high) is not None)
        if may_limit and not verbs.of_a_unit.fullmatch(text, low, high) and _is_about_time(text, *trim(text, low, high), grammar, context):
            limits.append(Claim("deadline", "deadline", *trim(text, low, high)))
    return limits


def _is_about_time(text: str, start: int, end: int, grammar: Grammar, context: DateContext) -> bool:
    verbs, is_dated = read_verbs(grammar), says_deadline(text[start:end], context, grammar)
    if is_dated and verbs.date_first.match(text, start, end):
        return True
    return (is_dated or verbs.pace.match(text, start, end) is not None) and not verbs.unit_ending.search(text, start, end)


_WITH = compile_pattern(
    r"并?(?:会同|联合)(?P<names>.{2,120}?)(?:等(?:有关|相关)?(?:部门|单位)?)?(?:共同)?(?:推进|推动|开展|办理|实施|落实|负责|配合|参与)?$"
)
"""甲牵头，会同乙、丙推进: they help."""
ROLE_OF = {"牵头": "lead_units", "负责": "responsible_units", "配合": "cooperating_units"}
"""县水务局负责河道清理: who does which part."""
_OTHER_LABEL = compile_pattern(
    r"(?:(?P<time>(?:实施|工作|活动)?(?:时间|进度))|(?P<rank>[省市县区州][级直]|乡镇|市州|县区)|[一-龥]{2,8}) ?:"
)
"""甲局；备案文号：… what no label rule knows is no name."""
_BY = compile_pattern(r"[^、,;。:\n局委厅办部院会府]{0,8}(?<!自)由|请|以(?!下)|并?会同|联合")
"""该项工作由甲牵头: what stands before 由 is no name."""


def skip_by(text: str, start: int, grammar: Grammar) -> int:
    """Where the names begin behind 由 or behind what they do: 日常管护各乡镇负责."""
    match = _BY.match(text, start)
    if match is None and _MAY_BE_MATTER.match(text, start):
        match = read_verbs(grammar).matter.match(text, start)
    return match.end() if match else start


_MAY_BE_MATTER = compile_pattern(r"[^、,;。各省市县州镇乡区]{2,8}[各省市县州镇乡][^、,;。]{2}")
"""The name of a unit behind words that name no place; most lists begin with a place."""


def _add_deadline(text: str, claims: list[Claim], start: int, end: int) -> None:
    """Neighbouring date clauses are one: 6月底前完成，并长期坚持."""
    if claims and claims[-1].kind == "deadline" and start - claims[-1].end <= 2:
        claims[-1] = claims[-1]._replace(end=end)
    else:
        claims.append(Claim("deadline", "deadline", start, end))


def describes_nobody(text: str, said: list[Claim], grammar: Grammar) -> bool:
    """（党委领导、政府负责、社会参与）: a way of working, nobody in particular."""
    names = [name for c in said for name in NAME_JOINT.split(text[c.start : c.end])]
    return sum(read_verbs(grammar).everybody.fullmatch(name) is not None for name in names) > 1


NAME_JOINT = compile_pattern("[、,和]")
