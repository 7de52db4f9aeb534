"""A list of unit names to the names in it as printed: what parts them, notes behind them, people beside them left out."""

from __future__ import annotations

from itertools import pairwise
from typing import NamedTuple

from rectiparse.fields import BULLETS, is_post
from rectiparse.grammar import Grammar
from rectiparse.lexicon import Lexicon
from rectiparse.model import UnitRole
from rectiparse.patterns import compile_pattern


class ListedName(NamedTuple):
    """One name of the list as printed: offsets, what was put before and behind it, and by which rule."""

    start: int
    end: int
    group: int
    before: str = ""
    behind: str = ""
    rule: str = "printed"
    role: UnitRole | None = None


def write_out(printed: str, item: ListedName) -> str:
    """The full name, without the blanks and breaks inside it."""
    shown = printed[item.start : item.end].replace("\n", "").replace(" ", "").replace("　", "")
    behind = item.behind.translate(_WIDE) if "（" in printed else item.behind  # brackets keep their printed width
    return item.before + shown + behind


_WIDE = str.maketrans("()", "（）")


_EDGES = f" \t\n、,;。.:/#{BULLETS}"
ONE_LEVEL = frozenset("省市县区州盟旗镇乡")
SHORTEST_PLACE = 2
"""Characters: 新会 ends like the name of a unit, and is a place."""


def split_names(text: str, words: Lexicon, grammar: Grammar) -> list[ListedName]:
    items: list[ListedName] = []
    may_join = words.joint_ends.search(text) is not None
    for start, end, group in _split_separators(text, words):
        for low, high in _split_conjunctions(text, start, end, words) if may_join else ((start, end),):
            items.extend(_split_open_list(text, low, high, group, words))
    if len(items) > 1 and text[items[-1].end - 1] in _ENDS_OF_COUNTED:
        items[-1] = _leave_count(text, items[-1], words)
    parts = [_take_note(text, part, words) for item in items for part in _split_run(text, item, words)]
    if text.count("(") >= _FEWEST_NAMED:
        parts = _leave_named(text, parts, words)
    parts = _leave_holders(text, [part for part in parts if not is_post(text[part.start : part.end], grammar)], words)
    return [part for part in parts if not (_is_person(text, part, words) or words.is_nobody(text[part.start : part.end]))]


_ENDS_OF_COUNTED = frozenset("县区镇乡道府委处位门室)")


def _leave_count(text: str, item: ListedName, words: Lexicon) -> ListedName:
    """石桥、金竹、白沙三个镇政府: how many there are is no part of the last name; the level and authority are those of each."""
    counted = words.counted.search(text, item.start, item.end)
    if counted is None:
        return item
    body, rank, government = text[item.start : counted.start()], counted["rank"], counted["government"] or ""
    behind = government
    if not government and words.ends_as_unit(body):  # 县财政局2个单位
        behind = ""
    elif rank.endswith("门"):  # 教育、民政三部门
        behind = "部门"
    elif body[-1] not in ONE_LEVEL:
        level = rank.removesuffix(government)
        if level not in words.place_levels and government:  # 白沙三个乡镇政府: of which rank it is, is not said
            return item
        behind = level + government if level in words.place_levels else ""
    return item._replace(end=counted.start(), behind=behind, rule="suffix-from-right" if behind else item.rule)


def _leave_named(text: str, items: list[ListedName], words: Lexicon) -> list[ListedName]:
    """市公安局（张强）、市城管局（李红）: people of two characters, where each bracket of a list holds one; （高新）, （金融） are none."""
    ends = [(item, words.named.search(text, item.start, item.end)) for item in items]
    named = [match for _, match in ends if match is not None and match["name"] not in words.stems]
    if len(named) < _FEWEST_NAMED or len(named) < sum(text[item.end - 1] == ")" for item in items):
        return items
    return [item._replace(end=match.start()) if match else item for item, match in ends]


_FEWEST_NAMED = 2


def _leave_holders(text: str, items: list[ListedName], words: Lexicon) -> list[ListedName]:
    """市教育局 of 市教育局局长王某某、李某某: people at the name of their unit are no part of it, those behind them no units."""
    kept: list[ListedName] = []
    is_beside = False
    for at, item in enumerate(items):
        start, end = item.start, item.end
        if words.ends_as_unit(text[start:end]):
            is_beside = False
        elif is_beside and words.beside.fullmatch(text, start, end) and not words.is_place(text[start:end]):
            continue
        elif end - start > _LONGEST_PERSON:
            found = words.holder.search(text, start + SHORTEST_PLACE, end)
            is_beside = found is not None and not words.is_place(found[0]) and not _is_part(text, items, at, words)
            item = item._replace(end=found.start()) if found and is_beside else item
        kept.append(item)
    return kept


def _is_part(text: str, items: list[ListedName], at: int, words: Lexicon) -> bool:
    """县公安局石桥、金竹派出所: 石桥 is a part of the unit, called by its place; what it is stands with a later name."""
    behind = (item for item in items[at + 1 : at + _MOST_PARTS] if words.ends_as_unit(text[item.start : item.end]))
    whole = next(behind, None)
    if whole is None:
        return False
    body = text[whole.start : whole.end]
    is_own = words.level_of(body) or words.is_bare(body) or words.collective_end(body) or words.split_place(body)[0]
    return body.endswith(words.parts) and not is_own


_MOST_PARTS = 8
_LONGEST_PERSON = 4


def _is_person(text: str, item: ListedName, words: Lexicon) -> bool:
    """李某某 in 市住建局 李某某: who answers for the unit before the blank."""
    body = text[item.start : item.end]
    is_apart = item.start > 1 and text[item.start - 1] in " \n/" and 1 < len(body) < _LONGEST_PERSON and body.startswith(words.surnames)
    is_unit = words.ends_as_unit(body) or words.is_place(body) or words.stands_alone(body) or body in words.stems
    return is_apart and not is_unit


def _take_note(text: str, item: ListedName, words: Lexicon) -> ListedName:
    """市发改委（牵头）: the note gives the name its role and is no part of it, nor are people: 县委办（王某某）."""
    if text[item.end - 1] in ")]":
        for role, pattern in words.notes:
            if (note := pattern.search(text, item.start, item.end)) and note.start() > item.start:
                return item._replace(end=_trim(text, item.start, note.start())[1], role=role)
        if (people := words.people.search(text, item.start, item.end)) and not words.ending.search(text, people.start(), people.end() - 1):
            return item._replace(end=people.start())
    return item


def _split_separators(text: str, words: Lexicon) -> list[tuple[int, int, int]]:
    """Pieces between 、 and ， outside brackets and “”; a ， begins a new group. The 、 of 各市、县（区） joins ranks."""
    spans = [m.span() for m in words.collective.finditer(text) if _is_collective(text, m.end())]
    spans += [m.span() for m in words.joined_ranks.finditer(text)]
    joined = {index for start, end in spans for index in range(start, end)}
    pieces, group, at, depth = [], 0, 0, 0
    signs = [(m.start(), m[0]) for m in _LIST_SIGN.finditer(text)]
    openings, closings = ("([“", ")]”") if text.count("“") == text.count("”") else ("([", ")]")
    for index, char in (*signs, (len(text), ";")):
        depth += (char in openings) - (char in closings and depth > 0)
        if (depth and index < len(text)) or char in "()[]“”" or index in joined:
            continue
        if char in " \n/" and (text.startswith("(", index + 1) or not words.ending.search(text, at, index)):  # 市水务局 (牵头)
            continue
        low, high = _trim(text, at, index)
        if high > low:
            pieces.append((low, high, group))
        at = index + 1
        group += char not in "、 /"
    return pieces


_LIST_SIGN = compile_pattern(r"[()\[\]“”、,;。\n /]")
_AFTER_COLLECTIVE = compile_pattern(r"[一-鿿]|(?<=[县区旗]\([^()]{1,12}\)|直辖市)")


def _is_collective(text: str, at: int) -> bool:
    """Whether ranks are one name: those of what is printed behind them, or the usual words for all below, 各市、县(区)."""
    return _AFTER_COLLECTIVE.match(text, at) is not None


_JOINT_BEFORE = compile_pattern("以及|及(?!时)|与(?!会)")


def _trim(text: str, start: int, end: int) -> tuple[int, int]:
    while start < end and text[start] in _EDGES:
        start += 1
    if start < end and text[start] in "及以与" and (joint := _JOINT_BEFORE.match(text, start, end)):  # 市教育局，及其他有关部门
        start = joint.end()
    while end > start and text[end - 1] in _EDGES:
        end -= 1
    return start, end


def _split_conjunctions(text: str, start: int, end: int, words: Lexicon) -> list[tuple[int, int]]:
    """甲局和乙局 → 甲局, 乙局; 工业和信息化局 and 有关部门和单位 stay whole."""
    depth_free = [
        m for m in words.joint.finditer(text, start, end) if text.count("(", start, m.start()) == text.count(")", start, m.start())
    ]
    for match in depth_free:
        left, right = text[start : match.start()], text[match.end() : end]
        if len(right) < 2 or not left:
            continue
        whole = words.ends_as_unit(left) and not (left[-1] in "办部" and len(left) < 3)
        levelled = left in ONE_LEVEL or (words.is_place(left) and words.government_of(right) != "")
        if (whole and not _is_one_collective(left, right)) or levelled:
            rest = _split_conjunctions(text, match.end(), end, words)
            return [(start, match.start()), *rest]
    return [(start, end)]


def _is_one_collective(left: str, right: str) -> bool:
    """有关部门和单位 is one name, 各级有关部门和单位 too; 财政局和有关部门 are two."""
    return left.endswith(("部门", "单位", "机构")) and _REST_OF_COLLECTIVE.match(right) is not None


_REST_OF_COLLECTIVE = compile_pattern(r"(?:单位|部门|机构|企业|个人|人员|地区)(?:$|及|和|与|以及)")


def _split_open_list(text: str, start: int, end: int, group: int, words: Lexicon) -> list[ListedName]:
    """甲等有关单位 → 甲, 有关单位; 甲等部门 → 甲, with 部门 for names that have no ending."""
    if text.find("等", start + 1, end) < 0:  # most names
        return [ListedName(start, end, group)]
    match = words.open_list.search(text, start + 1, end)
    if match is None:
        places = words.open_places.search(text, start + 1, end)
        government = words.government_of(places["behind"]) if places else ""
        if places and government and places.start() - start >= SHORTEST_PLACE:  # 云溪、河口等县政府
            has_level = text[places.start() - 1] in ONE_LEVEL  # 河口县等县政府, 河口县等县区政府
            if has_level or len(places["behind"]) == len(government) + 1:
                behind = government if has_level else places["behind"]
                return [ListedName(start, places.start(), group, behind=behind, rule="suffix-from-right")]
        return [ListedName(start, end, group)]
    rest_start, rest_end = match.end(), end
    rest = text[rest_start:rest_end]
    body = text[start : match.start()]
    is_whole = words.ends_as_unit(body) and body not in words.stems
    first = ListedName(start, match.start(), group)
    if rest in words.suppliers and body in words.supplies:  # 供水、供电等单位
        return [first._replace(behind=rest, rule="suffix-from-right")]
    if not is_whole and _DEPARTMENTS.match(rest):  # 公安、商务等部门, 公安、商务等相关部门
        first = first._replace(behind="部门", rule="suffix-from-right")
    if not rest or rest in ("单位", "部门") or words.plain_rest.fullmatch(rest):
        return [first]
    conjunction = words.joint.match(text, rest_start, rest_end)
    if conjunction:
        rest_start = conjunction.end()
    parts = _split_conjunctions(text, rest_start, rest_end, words)
    return [first, *(ListedName(a, b, group, rule="open-list") for a, b in parts if b > a)]


_DEPARTMENTS = compile_pattern("(?:各?(?:有关|相关))?(?:职能|主管)?部门")
_RUN = compile_pattern(
    r"(?<=[局委厅办部院会])(?=(?:自治区|省|市|县|区)[^、,局委厅办]{2,8}(?:局|委|厅|办|部|院|会))|(?<=委)(?=[省市县区州盟旗]政府$)"
    r"|(?=各[一-鿿]{2})(?<=部门|单位|[乡镇](?:人民)?政府|乡镇|镇街|街道|县区|区县)"
)
"""市教育局市财政局, 市委市政府, 各乡镇各部门."""
_RUN_LENGTH = 9


def _split_run(text: str, item: ListedName, words: Lexicon) -> list[ListedName]:
    """Names printed without a separator: 市教育局市财政局, or 教育局财政局公安局 (word boundaries by jieba)."""
    body = text[item.start : item.end]
    if len(body) < 5 or "(" in body:
        return [item]
    cuts = [m.start() for m in _RUN.finditer(body)]
    if not cuts and len(body) >= _RUN_LENGTH and len(_BARE_RUN.findall(body)) > 2:
        cuts = _cut_by_words(body)
    edges = [0, *cuts, len(body)]
    return [item._replace(start=item.start + a, end=item.start + b) for a, b in pairwise(edges) if b > a]


_BARE_RUN = compile_pattern(r"[一-鿿]{2,6}?[局委厅办](?=[一-鿿]|$)")


def _cut_by_words(body: str) -> list[int]:
    import jieba  # 1.7 s: only here, and only for a run of names without a separator

    cuts, at = [], 0
    for word in jieba.cut(body, HMM=False):
        at += len(word)
        if word[-1] in "局委厅办" and at < len(body):
            cuts.append(at)
    return cuts
