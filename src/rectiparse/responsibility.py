"""A label's value, and sentences without a label → who, by when."""

from __future__ import annotations

from itertools import islice

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
from rectiparse.fields import UNIT_FIELDS, is_person, is_post, is_unit_list, read_label_word
from rectiparse.grammar import Grammar
from rectiparse.model import Span
from rectiparse.patterns import compile_pattern


def read_value(text: str, start: int, end: int, field: str, grammar: Grammar, context: DateContext) -> list[Claim]:
    """What a label's value says; the words inside win over the label."""
    if field not in UNIT_FIELDS:
        return [Claim("deadline" if field == "deadline" else "other", field, *trim(text, start, end))]
    if grammar.structure.ending("persons-first").search(text, max(0, start - _LONGEST_LABEL), start):
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


_WORD = compile_pattern(r"(?P<name>[^、,;。() \n]+)(?:\((?P<unit>[^()]{2,24})\))?")
_LONGEST_LABEL = 16


def read_last_sentence(text: str, start: int, end: int, grammar: Grammar, context: DateContext) -> list[Claim]:
    """What the sentence says that ends text[start:end] if it says who, and by when, and nothing else: …。甲牵头，乙配合，年底前完成。

    So may its last clauses: 新建公园5个，甲牵头，乙配合。
    """
    if not any(text.find(word, start, end) >= 0 for word in _SAYING):
        return []
    for low in _find_last_sentences(text, start, end, grammar):
        low, high = trim(text, low, end)
        if find_said_labels(text, low, high, grammar):  # 责任单位为甲，完成时限为年底前
            return shift_claims(read_labelled(text[low:high], None, grammar, context), low)
        colon = text.find(":", low, high)
        if not any(text.find(verb, low, high) > low for verb in _VERBS) or (colon >= 0 and not text.endswith(_WHEN, low, colon)):
            continue
        claims = [c for c in read_free(text, low, high, None, grammar, context) if not _helps_in_person(text, c, grammar)]
        said = [c for c in claims if c.kind == "units"]
        names_owner = any(c.field in OWNERS for c in said) and not describes_nobody(text, said, grammar)
        if not names_owner or not _THIS_BY.fullmatch(text, low, claims[0].start):
            continue
        if all(c.kind == "deadline" or _says_no_more(text, c, high, grammar, _verbs_of_parts(c, claims)) for c in claims):
            return claims
    return []


def _verbs_of_parts(claim: Claim, claims: list[Claim]) -> tuple[str, ...]:
    """The verbs behind which may stand what somebody does: 甲牵头开展宣传，乙负责日常管护，丙配合. Alone, such a clause orders nobody."""
    first = claims[0]
    if first.field != "lead_units":
        return ()
    is_helped = any(c.field == "cooperating_units" for c in claims)
    return OWNER_VERBS[1:] if claim is not first else OWNER_VERBS[:is_helped]


def _helps_in_person(text: str, claim: Claim, grammar: Grammar) -> bool:
    """各村负责，包村干部协助"""
    return claim.field == "cooperating_units" and is_post(text[claim.start : claim.end], grammar)


def find_said_sentences(text: str, start: int, end: int, grammar: Grammar, context: DateContext) -> list[tuple[Span, list[Claim]]]:
    """The sentences of text[start:end] that end with who does what they say, each with that."""
    found: list[tuple[Span, list[Claim]]] = []
    is_sure = False
    for sentence in _SENTENCE.finditer(text, start, end):
        low, high = sentence.span()
        if not any(text.find(verb, low, high) > low for verb in ROLE_OF):
            continue
        said = read_last_sentence(text, low, high, grammar, context) or _read_opening_clauses(text, low, high, grammar, context)
        is_sure = is_sure or bool(said)
        if said := said or _read_said_of_what(text, low, high, grammar, context):
            found.append((sentence.span(), said))
    return found if is_sure else []


def _read_opening_clauses(text: str, start: int, end: int, grammar: Grammar, context: DateContext) -> list[Claim]:
    """由县民政局牵头，县财政局配合，年底前建成养老院。"""
    low, high = trim(text, start, end)
    stop = _find_end_of_by(text, low, high, grammar) if _may_open(text, low, high) else -1
    claims = read_free(text, low, stop, None, grammar, context) if stop > low else []
    return claims if claims and all(_opens_with_names(text, claim, stop, grammar) for claim in claims) else []


def _read_said_of_what(text: str, start: int, end: int, grammar: Grammar, context: DateContext) -> list[Claim]:
    """设立举报电话，县政务服务中心负责受理；: beside sentences that end with who does them, one that ends with a few words more."""
    comma = text.rfind(",", start, end)
    low, high = trim(text, comma + 1, end)
    said = grammar.units.compiled("said-of-what").fullmatch(text, low, high) if comma > start else None
    if said is None or len(said["what"]) > _LONGEST_WHAT:
        return []
    claims = read_free(text, low, high, None, grammar, context)
    is_named = len(claims) == 1 and claims[0].is_said and is_unit_list(text, claims[0].start, claims[0].end, grammar)
    return claims if is_named else []


_LONGEST_WHAT = 6
_NAME_ENDS = frozenset("局委办厅室站所心府会处科部队司团镇乡道县院校线")
"""Characters in which most names of units end, and none of the words before 负责 in 谁主管谁负责, 专人负责."""
_NO_VERB = frozenset("人的")
"""What stands behind 负责 and 牵头 in 负责人 and 甲牵头的机制."""


def _find_last_sentences(text: str, start: int, end: int, grammar: Grammar) -> list[int]:
    """Where what ends text[start:end] may begin: the last sentence, the part behind its last ；, the clause that first names a role."""
    low = max(start, *(text.rfind(stop, start, end - 1) + 1 for stop in "。!?"))
    found = [low]
    if (part := text.rfind(";", low, end - 1) + 1) > low:
        if _names_another(text, low, part):
            return found
        found.append(low := part)
    if any(text.find(word, low, end) >= 0 for word in _SAID):  # 开展专项检查，责任单位为甲，时限为年底前
        labels = grammar.units.compiled("said-label").finditer(text, low, end)
        found.extend(islice((m.start() for m in labels if m.start() > low and read_label_word(text, *m.span("word"), grammar)), 1))
    if _says_by_once(text, start, end) and (by := text.rfind(",由", low, end - 1) + 1) > low:
        found.append(by)
    verb = min((at for word in OWNER_VERBS if (at := text.find(word, low, end)) >= 0), default=-1)
    comma = max(text.rfind(",", low, verb), text.rfind(":", low, verb)) + 1 if verb >= 0 else 0
    if comma > low and not text.startswith(",由", comma - 1) and not grammar.units.ending("mechanism").search(text, low, comma - 1):
        found.append(comma)
    return found


def _names_another(text: str, start: int, end: int) -> bool:
    """设立举报电话，12345热线负责受理；…，县信访局负责。: whoever stands before the last part does not do the first."""
    for verb in OWNER_VERBS:
        at = text.find(verb, start + 1, end)
        while at >= 0:
            if text[at - 1] in _NAME_ENDS and text[at + len(verb)] not in _NO_VERB:
                return True
            at = text.find(verb, at + 1, end)
    return False


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
    elif (title := text.find(":", start, min(end, start + _LONGEST_TITLE))) > 0 and _TITLE.fullmatch(text, start, title):
        behind = title + 1  # 队伍建设：县人武部负责，…
        if _may_open(text, behind, end) and not is_unit_list(text, start, title, grammar):
            start = behind
    while start < end:
        stop = min((at for sign in ";。" if (at := text.find(sign, start, end)) >= 0), default=end)
        low, high = trim(text, start, stop)
        colon = text.find(":", low, min(high, low + _LONGEST_OPENING))
        if colon < 0 and not found and _may_open(text, low, high):
            colon = _find_end_of_by(text, low, high, grammar)
        is_figure = text[colon + 1 : colon + 2].isdecimal() and grammar.structure.compiled("bare-figure").match(text, colon + 1, high)
        said = read_free(text, low, colon, None, grammar, context) if low < colon < high - 1 and not is_figure else []
        is_whole = bool(said) and (text[colon] == ":" or _THIS_BY.fullmatch(text, low, said[0].start) is not None)
        if is_whole and all(_opens_with_names(text, claim, colon, grammar) for claim in said):
            found.append(((low, colon), said))
        elif not found:
            return []
        start = stop + 1
    return found


_LONGEST_OPENING, _LONGEST_TITLE = 80, 24
_TITLE = compile_pattern("[一-鿿“”]{2,16}")


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


_SENTENCE = compile_pattern("[^。!?;]+[。!?;]?")
OWNER_VERBS = ("牵头", "负责")
_PAST_OR_PART = "了的已过"
_WHEN = ("时间", "时限")
_SAID = ("单位为", "单位是", "部门为")
_VERBS = (*ROLE_OF, "抓总", "主抓", "主责")
_SAYING = (*_VERBS, "为", "是")
"""Words of which every sentence that says who has one: 甲负责, 责任单位为甲."""
_THIS_BY = compile_pattern("(?:下一?步,?|(?:[此该本这]项)(?:工作|任务)?)?由?")
"""What may stand before the names: 下一步由甲负责; 维修由甲负责 says who does a part."""


def _says_no_more(text: str, claim: Claim, end: int, grammar: Grammar, of_what: tuple[str, ...] = ()) -> bool:
    """甲负责 and not 甲负责做好分析, 建立专班，甲牵头: the subject of a sentence is no unit.

    `of_what`: the verbs behind which may stand what it does.
    """
    verbs, names = read_verbs(grammar), text[claim.start : claim.end]
    if claim.kind != "units" or "," in names or verbs.no_name.search(names) or not is_unit_list(text, claim.start, claim.end, grammar):
        return False
    if text.startswith(("会同", "联合"), claim.start - 2):
        return True
    stop = min((at for sign in ",;" if (at := text.find(sign, claim.end, end)) >= 0), default=end)
    verb = verbs.at_end.find_longest(text, claim.end, stop)
    if (verb is None or verb.start() > claim.end) and (joint := text.find("、", claim.end, stop)) >= 0:  # 甲统筹、乙落实
        verb = verbs.at_end.find_longest(text, claim.end, joint)
    if verb is None and of_what:
        said = grammar.units.compiled("said-of-what").match(text, claim.start, stop)
        return said is not None and said["verb"] in of_what and not any(sign in said["what"] for sign in _PAST_OR_PART)
    return verb is not None and verb.start() == claim.end
