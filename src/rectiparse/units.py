"""A list of names → units written out in full: what the list leaves out on the left or right is filled in."""

from __future__ import annotations

from bisect import bisect_right
from collections.abc import Callable, Sequence, Set
from dataclasses import dataclass
from functools import lru_cache
from itertools import accumulate, pairwise
from typing import NamedTuple

from rectiparse.fields import is_post, placed_stem
from rectiparse.flow import Flow
from rectiparse.grammar import Grammar
from rectiparse.model import Span, UnitRole
from rectiparse.patterns import EndPattern, Match, Pattern, compile_pattern
from rectiparse.source import fold


class Name(NamedTuple):
    """A unit of a list: its full name, what is printed, where (flow offsets), and the rule that filled it in."""

    name: str
    text: str
    start: int
    end: int
    rule: str
    role: UnitRole | None = None
    """What a note behind the name says: 市发改委（牵头）."""


class Level(NamedTuple):
    """What a list has printed of its level: 省 of 省教育厅, and 省委 where its last such name is one of the party's."""

    prefix: str = ""
    party: str = ""


class UnitList(NamedTuple):
    names: tuple[Name, ...]
    repeated: tuple[Name, ...]
    """Names printed a second time; the first one is kept."""
    level: Level = Level()
    """What the next list of the same item may leave out."""


NO_LEVEL = Level()


def read_units(flow: Flow, start: int, end: int, grammar: Grammar, above: Level = NO_LEVEL) -> UnitList:
    """The units that flow [start, end) lists, in order; empty when it names none.

    `above` is the level of the list before it: 省教育厅牵头，财政厅配合.
    """
    found = _read_list(flow.printed[start:end], grammar, above)
    return UnitList(_shift(found.names, start), _shift(found.repeated, start), found.level)


def _shift(names: tuple[Name, ...], by: int) -> tuple[Name, ...]:
    return tuple([Name(n.name, n.text, n.start + by, n.end + by, n.rule, n.role) for n in names])


def read_cut_units(flow: Flow, pieces: Sequence[Span], grammar: Grammar) -> UnitList:
    """The units of a list that goes on elsewhere; the span of a name that is cut covers what stands between."""
    begins = [0, *accumulate(end - start for start, end in pieces[:-1])]

    def place(offset: int, is_end: bool) -> int:
        at = max(0, bisect_right(begins, offset - is_end) - 1)
        return offset - begins[at] + pieces[at][0]

    found = _read_list("".join(flow.printed[slice(*piece)] for piece in pieces), grammar, NO_LEVEL)
    names, repeated = (tuple(n._replace(start=place(n.start, False), end=place(n.end, True)) for n in group) for group in found[:2])
    return UnitList(names, repeated, found.level)


class _Item(NamedTuple):
    """One name of the list as printed: offsets, what was put before and behind it, and by which rule."""

    start: int
    end: int
    group: int
    before: str = ""
    behind: str = ""
    rule: str = "printed"
    role: UnitRole | None = None


@dataclass(frozen=True, eq=False, slots=True)
class _Lexicon:
    """The grammar's words as sets, its patterns compiled; what is asked of a name is remembered, for names come again and again."""

    collective: Pattern
    collective_end: Callable[[str], int]
    """Where 各市、县 ends, with which a name begins; 0 for any other name."""
    is_collective: Callable[[str], bool]
    is_place: Callable[[str], bool]
    is_zone: Callable[[str], bool]
    stands_alone: Callable[[str], bool]
    """A name that takes no level from the one before it: 国网云溪供电公司."""
    between: Pattern
    """What parts names as 、 does."""
    ending: EndPattern
    ends_as_unit: Callable[[str], bool]
    open_list: Pattern
    is_nobody: Callable[[str], bool]
    surnames: tuple[str, ...]
    people: Pattern
    named: EndPattern
    holder: EndPattern
    """Who a unit is printed together with, without a sign between: 市教育局王某某, 市教育局局长."""
    beside: Pattern
    notes: tuple[tuple[UnitRole | None, Pattern], ...]
    level: tuple[str, ...]
    level_words: tuple[str, ...]
    levelled: tuple[str, ...]
    """Names that begin as such a word and have a level all the same: 市监委."""
    governments: tuple[str, ...]
    stems: frozenset[str]
    known: frozenset[str]
    """Every stem with every ending, and the organs."""
    party_organs: frozenset[str]
    placed_stem: Pattern
    shared_endings: tuple[str, ...]
    of_every_place: tuple[str, ...]
    of_each: frozenset[str]
    office_kinds: frozenset[str]
    parts: tuple[str, ...]

    def level_of(self, body: str) -> str:
        """The sign of a level that a name begins with: 市 of 市教育局, '' for 市场监管局."""
        if not body.startswith(self.level) or (body.startswith(self.level_words) and not body.startswith(self.levelled)):
            return ""
        return next(x for x in self.level if body.startswith(x))

    def government_of(self, body: str) -> str:
        return next(x for x in self.governments if body.endswith(x)) if body.endswith(self.governments) else ""

    def is_known(self, body: str) -> bool:
        """A bare name made of a stem and an ending of the grammar, or an organ: 财政局, 党委编办."""
        core = _NOTE.sub("", body) if body.endswith(")") else body
        if core in self.known or "和" not in core:
            return core in self.known
        left, _, right = core.partition("和")  # 行政审批和政务服务局
        return left in self.stems and right in self.known

    def department_ending(self, body: str) -> str:
        """局 of 市财政局: an ending that several names may share; '' when no stem stands before one."""
        rest, ending = body[:-1], body[-1:]
        return ending if ending in self.shared_endings and any(rest[at:] in self.stems for at in range(len(rest) - 1)) else ""

    def is_bare(self, body: str) -> bool:
        """A name without its level: a known one, or one of that shape (绿容局) that begins with no place."""
        return self.is_known(body) or (_BARE.fullmatch(body) is not None and not self.split_place(body)[0])

    def split_place(self, body: str) -> tuple[str, str]:
        """利通区人民政府 → 利通区, 人民政府; ('', '') when no place stands before a government or known name."""
        for at in range(1, len(body)):
            rest = body[at:]
            if (rest in self.governments or self.is_known(rest)) and self.is_place(body[:at]):
                return body[:at], rest
        return "", ""


_NOTES: tuple[tuple[str, UnitRole | None], ...] = (
    ("lead-note", "lead_units"),
    ("cooperating-note", "cooperating_units"),
    ("supervising-note", "supervising_units"),
    ("role-note", None),
)
_PEOPLE = (
    r"(?<=[局厅委办部室科处会队站所心府镇乡道])[(\[](?:(?:(?:{0})(?:[一-鿿]{{2}}|某)[、,]?){{1,6}}(?:负责|牵头)?"
    r"|(?:责任|联系|负责|牵头|承办|经办)人:[^()]{{2,40}})[)\]]$"
)
_NAMED = r"(?<=[局厅委办部室科处会队站所心府镇乡道村区县市司])\((?P<name>(?:{0})[[一-鿿]--[新东南西北中区城县市镇某]])\)$"
_HOLDER = (
    r"(?:(?<=[局厅委办部室科处会联队站所心府院校司])(?:{holder})?(?:{surname})[一-鿿]{{1,2}}"
    r"|(?<=[局厅委办部室科处会联队站所心府院校司位门镇乡村道])(?:{holder})|(?<=[镇乡村])(?:{surname})某某?)$"
)
_BESIDE = r"(?:{holder})?(?:(?:{surname})[一-鿿]{{1,2}})?"
_NOTE = compile_pattern(r"\([^()]{1,20}\)$")
_BARE = compile_pattern(
    r"(?!.{1,5}区委$|.{1,6}分局$)(?:[^市县省州盟旗]{1,5}(?:局|委|办)|[^县区省州盟旗]{2,8}(?:中心|(?<!小组|会议|专班|指挥部|[校院所厂]长)办公室))(?:\([^()]{1,20}\))?"
)


_MOST_NAMES = 8192


def _remember(look: Callable[[str], Match | None]) -> Callable[[str], bool]:
    """Whether a pattern finds something in a name."""
    return lru_cache(maxsize=_MOST_NAMES)(lambda name: look(name) is not None)


@lru_cache(maxsize=4)
def _lexicon(grammar: Grammar) -> _Lexicon:
    rules = grammar.units

    stems = frozenset(rules.words("department-stem"))

    def longest_first(means: str) -> tuple[str, ...]:
        return tuple(sorted(rules.words(means), key=len, reverse=True))

    collective = compile_pattern(rules.alternation("collective-prefix"))
    ending = EndPattern(rules.alternation("unit-ending"))
    return _Lexicon(
        collective=collective,
        collective_end=lru_cache(maxsize=_MOST_NAMES)(lambda name: match.end() if (match := collective.match(name)) else 0),
        is_collective=_remember(collective.fullmatch),
        is_place=_remember(compile_pattern(rules.alternation("place")).fullmatch),
        is_zone=_remember(compile_pattern(rules.alternation("zone")).search),
        stands_alone=_remember(compile_pattern(rules.alternation("standing")).search),
        between=compile_pattern(rules.alternation("between-names")),
        ending=ending,
        ends_as_unit=_remember(ending.search),
        open_list=compile_pattern(rules.alternation("open-list")),
        is_nobody=_remember(compile_pattern(rules.alternation("nobody")).fullmatch),
        surnames=rules.words("surname"),
        people=compile_pattern(_PEOPLE.format(rules.alternation("surname"))),
        named=EndPattern(_NAMED.format(rules.alternation("surname"))),
        holder=EndPattern(_HOLDER.format(holder=rules.alternation("holder"), surname=rules.alternation("surname"))),
        beside=compile_pattern(_BESIDE.format(holder=rules.alternation("holder"), surname=rules.alternation("surname"))),
        notes=tuple((role, compile_pattern(rules.alternation(means))) for means, role in _NOTES),
        level=longest_first("level"),
        level_words=longest_first("level-word"),
        levelled=rules.words("levelled"),
        governments=longest_first("government"),
        stems=stems,
        known=frozenset((*(stem + end for stem in stems for end in rules.words("department-ending")), *rules.words("organ"))),
        party_organs=frozenset(rules.words("party-organ")),
        placed_stem=placed_stem(grammar),
        shared_endings=rules.words("shared-ending"),
        of_every_place=rules.words("of-every-place"),
        of_each=frozenset(rules.words("of-each")),
        office_kinds=frozenset(rules.words("office-kind")),
        parts=rules.words("part-ending"),
    )


@lru_cache(maxsize=4096)
def _read_list(printed: str, grammar: Grammar, above: Level) -> UnitList:
    words = _lexicon(grammar)
    text = fold(printed)
    if _MAY_PART.search(text):
        text = words.between.sub(lambda found: "、" * len(found[0]), text)
    items = _split_items(text, words, grammar)
    items = _pair_governments(text, items, words)
    items = _fill_from_right(text, items, words)
    items, level = _fill_from_left(printed, text, items, words, above)
    kept: dict[str, Name] = {}
    repeated = []
    for item in items:
        name = Name(_write_out(printed, item), printed[item.start : item.end], item.start, item.end, item.rule, item.role)
        if name.name in kept:
            repeated.append(name)
        else:
            kept[name.name] = name
    return UnitList(tuple(kept.values()), tuple(repeated), level)


_MAY_PART = compile_pattern(r"[按依根\d①-⑳(]")
"""A character with which begins what parts names as 、 does."""


def _write_out(printed: str, item: _Item) -> str:
    """The full name, without the blanks and breaks inside it."""
    shown = printed[item.start : item.end].replace("\n", "").replace(" ", "").replace("　", "")
    behind = item.behind.translate(_WIDE) if "（" in printed else item.behind  # brackets keep their printed width
    return item.before + shown + behind


_WIDE = str.maketrans("()", "（）")


# -- splitting

_EDGES = " \t\n、,;。.:/★☆▲△●*#※"
_CONJUNCTION = compile_pattern(r"以及|及其|及|和|与|暨|会同|联合")
_GENERIC = compile_pattern(r"(?:有关|相关|各|其他|所属)*(?:单位|部门|机构|企业|地区|科室|处室)(?:\([^()]{1,20}\))?")
_ONE_LEVEL = frozenset("省市县区州盟旗镇乡")


def _split_items(text: str, words: _Lexicon, grammar: Grammar) -> list[_Item]:
    items: list[_Item] = []
    for start, end, group in _split_separators(text, words):
        for low, high in _split_conjunctions(text, start, end, words):
            items.extend(_split_open_list(text, low, high, group, words))
    parts = [_take_note(text, part, words) for item in items for part in _split_run(text, item, words)]
    if text.count("(") >= _FEWEST_NAMED:
        parts = _leave_named(text, parts, words)
    parts = _leave_holders(text, [part for part in parts if not is_post(text[part.start : part.end], grammar)], words)
    return [part for part in parts if not (_is_person(text, part, words) or words.is_nobody(text[part.start : part.end]))]


def _leave_named(text: str, items: list[_Item], words: _Lexicon) -> list[_Item]:
    """市公安局（张强）、市城管局（李红）: people of two characters, where each bracket of a list holds one; （高新）, （金融） are none."""
    ends = [(item, words.named.search(text, item.start, item.end)) for item in items]
    named = [match for _, match in ends if match is not None and match["name"] not in words.stems]
    if len(named) < _FEWEST_NAMED or len(named) < sum(text[item.end - 1] == ")" for item in items):
        return items
    return [item._replace(end=match.start()) if match else item for item, match in ends]


_FEWEST_NAMED = 2


def _leave_holders(text: str, items: list[_Item], words: _Lexicon) -> list[_Item]:
    """市教育局 of 市教育局局长王某某、李某某: people at the name of their unit are no part of it, those behind them no units."""
    kept: list[_Item] = []
    is_beside = False
    for at, item in enumerate(items):
        start, end = item.start, item.end
        if words.ends_as_unit(text[start:end]):
            is_beside = False
        elif is_beside and words.beside.fullmatch(text, start, end) and not words.is_place(text[start:end]):
            continue
        elif end - start > _LONGEST_PERSON:
            found = words.holder.search(text, start + _SHORTEST_PLACE, end)
            is_beside = found is not None and not words.is_place(found[0]) and not _is_part(text, items, at, words)
            item = item._replace(end=found.start()) if found and is_beside else item
        kept.append(item)
    return kept


def _is_part(text: str, items: list[_Item], at: int, words: _Lexicon) -> bool:
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


def _is_person(text: str, item: _Item, words: _Lexicon) -> bool:
    """李某某 in 市住建局 李某某: who answers for the unit before the blank."""
    body = text[item.start : item.end]
    is_apart = item.start > 1 and text[item.start - 1] in " \n/" and 1 < len(body) < _LONGEST_PERSON and body.startswith(words.surnames)
    is_unit = words.ends_as_unit(body) or words.is_place(body) or words.stands_alone(body) or body in words.stems
    return is_apart and not is_unit


def _take_note(text: str, item: _Item, words: _Lexicon) -> _Item:
    """市发改委（牵头）: the note gives the name its role and is no part of it, nor are people: 县委办（王某某）."""
    if text[item.end - 1] in ")]":
        for role, pattern in words.notes:
            if (note := pattern.search(text, item.start, item.end)) and note.start() > item.start:
                return item._replace(end=_trim(text, item.start, note.start())[1], role=role)
        if (people := words.people.search(text, item.start, item.end)) and not words.ending.search(text, people.start(), people.end() - 1):
            return item._replace(end=people.start())
    return item


def _split_separators(text: str, words: _Lexicon) -> list[tuple[int, int, int]]:
    """Pieces between 、 and ， outside brackets and “”; a ， begins a new group. The 、 of 各市、县（区） joins ranks."""
    spans = [m.span() for m in words.collective.finditer(text) if _is_collective(text, m.end())]
    spans += [m.span() for pattern in (_ONE_COLLECTIVE, _LEVELS) for m in pattern.finditer(text)]
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
_ONE_COLLECTIVE = compile_pattern(r"(?:部门|单位|机构)[、/](?:单位|部门|机构|企业)(?=[、,;。\n ]|$)")
_LEVELS = compile_pattern(r"(?<![一-鿿])(?:省|市|县|区)(?:、(?:市|县|区|乡|镇|乡镇|街道|村)(?:\([^()]{1,12}\))?){1,3}[两三四]级")
"""市、县两级政务服务中心 is one."""
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


def _split_conjunctions(text: str, start: int, end: int, words: _Lexicon) -> list[tuple[int, int]]:
    """甲局和乙局 → 甲局, 乙局; 工业和信息化局 and 有关部门和单位 stay whole."""
    depth_free = [
        m for m in _CONJUNCTION.finditer(text, start, end) if text.count("(", start, m.start()) == text.count(")", start, m.start())
    ]
    for match in depth_free:
        left, right = text[start : match.start()], text[match.end() : end]
        if len(right) < 2 or not left:
            continue
        whole = words.ends_as_unit(left) and not (left[-1] in "办部" and len(left) < 3)
        levelled = left in _ONE_LEVEL or (words.is_place(left) and words.government_of(right) != "")
        if (whole and not _is_one_collective(left, right)) or levelled:
            rest = _split_conjunctions(text, match.end(), end, words)
            return [(start, match.start()), *rest]
    return [(start, end)]


def _is_one_collective(left: str, right: str) -> bool:
    """有关部门和单位 is one name, 各级有关部门和单位 too; 财政局和有关部门 are two."""
    return left.endswith(("部门", "单位", "机构")) and _REST_OF_COLLECTIVE.match(right) is not None


_REST_OF_COLLECTIVE = compile_pattern(r"(?:单位|部门|机构|企业|个人|人员|地区)(?:$|及|和|与|以及)")


def _split_open_list(text: str, start: int, end: int, group: int, words: _Lexicon) -> list[_Item]:
    """甲等有关单位 → 甲, 有关单位; 甲等部门 → 甲, with 部门 for names that have no ending."""
    if text.find("等", start + 1, end) < 0:  # most names
        return [_Item(start, end, group)]
    match = words.open_list.search(text, start + 1, end)
    if match is None:
        places = _OPEN_PLACES.search(text, start + 1, end)
        government = words.government_of(places["behind"]) if places else ""
        if places and government and places.start() - start >= _SHORTEST_PLACE:  # 云溪、河口等县政府
            has_level = text[places.start() - 1] in _ONE_LEVEL  # 河口县等县政府, 河口县等县区政府
            if has_level or len(places["behind"]) == len(government) + 1:
                behind = government if has_level else places["behind"]
                return [_Item(start, places.start(), group, behind=behind, rule="suffix-from-right")]
        return [_Item(start, end, group)]
    rest_start, rest_end = match.end(), end
    rest = text[rest_start:rest_end]
    is_whole = words.ends_as_unit(text[start : match.start()]) and text[start : match.start()] not in words.stems
    first = _Item(start, match.start(), group)
    if not is_whole and _DEPARTMENTS.match(rest):  # 公安、商务等部门, 公安、商务等相关部门
        first = first._replace(behind="部门", rule="suffix-from-right")
    if not rest or rest in ("单位", "部门") or _PLAIN_REST.fullmatch(rest):
        return [first]
    conjunction = _CONJUNCTION.match(text, rest_start, rest_end)
    if conjunction:
        rest_start = conjunction.end()
    parts = _split_conjunctions(text, rest_start, rest_end, words)
    return [first, *(_Item(a, b, group, rule="open-list") for a, b in parts if b > a)]


_OPEN_PLACES = compile_pattern(r"等(?:\d+|[一二三四五六七八九十]+)?个?(?P<behind>[市县区旗镇乡][^、]{2,5})$")
_DEPARTMENTS = compile_pattern("(?:各?(?:有关|相关))?(?:职能|主管)?部门")
_PLAIN_REST = compile_pattern(
    r"(?:有关|相关)?(?:部门和单位|单位和部门)|(?:\d+|[一二三四五六七八九十]+)?(?:个|家)?(?:部门|单位)(?:\((?:单位|部门)\))?"
)
_RUN = compile_pattern(
    r"(?<=[局委厅办部院会])(?=(?:自治区|省|市|县|区)[^、,局委厅办]{2,8}(?:局|委|厅|办|部|院|会))|(?<=委)(?=[省市县区州盟旗]政府$)"
)
"""市教育局市财政局, 市委市政府."""
_RUN_LENGTH = 9


def _split_run(text: str, item: _Item, words: _Lexicon) -> list[_Item]:
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


# -- filling in


def _fill_from_right(text: str, items: list[_Item], words: _Lexicon) -> list[_Item]:
    """吴忠市、利通区人民政府 → 吴忠市人民政府; 公安、医保部门 → 公安部门: as far left as names have no ending."""
    filled = list(items)
    behind, ending, level, group = "", "", "", -1
    is_of_level = False  # the name that hands its ending on has no place of its own: 市、县财政局, but not 江东区、市财政局
    for index in range(len(items) - 1, -1, -1):
        item = items[index]
        body = text[item.start : item.end]
        if item.group != group:
            behind, ending, level, group = "", "", "", item.group
        if item.behind:
            behind = words.government_of(item.behind) or item.behind
            level = item.behind.removesuffix(behind)
        elif ending and _is_stem(body, words):  # 市教育、公安、财政局
            filled[index] = item._replace(behind=ending, rule="suffix-from-right")
        elif level and _is_bare_place(body, words):
            filled[index] = item._replace(behind=level + behind, rule="suffix-from-right")
        elif behind.endswith(_ZONE_GOVERNMENTS) and words.is_zone(body):
            filled[index] = item._replace(behind=behind, rule="suffix-from-right")
        elif words.ends_as_unit(body) and not (behind == "部门" and _is_stem(body, words)):
            behind = _ending_to_hand(body, words)
            ending = words.department_ending(body)
            level = _level_to_hand(body, behind, words) or _level_of_place(body, words)
            is_of_level = body[:1] in _ONE_LEVEL and behind == body[1:] and behind not in words.governments
        elif behind and _takes_ending(body, behind, words) and not (is_of_level and words.is_place(body) and len(body) > 1):
            filled[index] = item._replace(behind=behind, rule="suffix-from-right")
        elif behind.endswith(_ZONE_GOVERNMENTS) or not words.is_place(body):
            behind = ""
        elif not behind:
            level = _level_of_place(body, words)
    return filled


def _is_stem(body: str, words: _Lexicon) -> bool:
    """教育, 市教育 and 云溪区教育: what a department is for, without its ending."""
    if end := words.collective_end(body):
        return body[end:] in words.stems
    if words.stands_alone(body):
        return False
    return words.placed_stem.fullmatch(body) is not None


def _pair_governments(text: str, items: list[_Item], words: _Lexicon) -> list[_Item]:
    """武江、阳湖市委、市政府 → 武江市委, 武江市政府, …: each place has both."""
    index = len(items) - 1
    while index > 0:
        government, party = (text[item.start : item.end] for item in (items[index], items[index - 1]))
        index -= 1
        match = _PARTY_COMMITTEE.search(party)
        if match is None or not words.government_of(government) or match.start() < _SHORTEST_PLACE or party.startswith("团"):
            continue
        is_bare = government in words.governments  # 青河市、白石县党委、政府: each place has printed its level
        level = party[match.start() - 1]
        if level not in _ONE_LEVEL or not party[: match.start()].endswith(government.removesuffix(words.government_of(government))):
            continue
        last = index
        while (
            index > 0
            and items[index - 1].group == items[last].group
            and _is_named_place(text, items[index - 1], _ONE_LEVEL if is_bare else {level}, words)
        ):
            index -= 1
            place = items[index]
            lacking = "" if text[place.end - 1] in _ONE_LEVEL else level
            behind = (lacking + party[match.start() :], lacking + words.government_of(government))
            items[index : index + 1] = [place._replace(behind=end, rule="suffix-from-right") for end in behind]
    return items


def _is_named_place(text: str, item: _Item, levels: Set[str], words: _Lexicon) -> bool:
    body = text[item.start : item.end]
    return (len(body) > 1 and body[-1] in levels and words.is_place(body)) or (_is_bare_place(body, words) and not words.ends_as_unit(body))


_ZONE_GOVERNMENTS = ("管委会", "管理委员会")
_SHORTEST_PLACE = 2
"""Characters: 新会 ends like the name of a unit, and is a place."""
_ZONES = "经济技术开发区 高新技术开发区 经济开发区 工业园区 开发区 高新区 经开区 示范区 自治县 自治旗 新区 园区 街道"
_PLACE_LEVELS = (*_ZONES.split(), *"市县区旗镇乡")
"""Longest first, as far as one ends another."""


def _level_to_hand(body: str, behind: str, words: _Lexicon) -> str:
    """区 of 天河区政府; 各区县政府 and 各功能区管委会 are those of every place, not of one."""
    if behind not in words.governments or len(body) < len(behind) + 3 or body[0] == "各" or words.collective_end(body):
        return ""
    place = body[: -len(behind)]
    return next((level for level in _PLACE_LEVELS if place.endswith(level) and len(place) > len(level)), "")


@lru_cache(maxsize=_MOST_NAMES)
def _level_of_place(body: str, words: _Lexicon) -> str:
    """街道 of 南门街道 in 城关、南门街道; a zone has no level to share."""
    if words.collective_end(body) or words.is_zone(body) or body.endswith("社区") or not words.is_place(body):
        return ""
    return next((level for level in _PLACE_LEVELS if body.endswith(level) and len(body) > len(level) + 1), "")


@lru_cache(maxsize=_MOST_NAMES)
def _is_bare_place(body: str, words: _Lexicon) -> bool:
    """南沙 in 南沙、天河区政府: a place that has left out its level too."""
    if (
        words.is_zone(body)
        or words.is_known(body.removeprefix(words.level_of(body)))
        or (len(body) > _SHORTEST_PLACE and words.ends_as_unit(body))
    ):
        return False
    is_level = body[-1:] in "市县区旗盟省镇乡村" or (len(body) > 2 and body[-1] == "州")
    return 2 <= len(body) <= 4 and not is_level and body not in words.stems and not words.stands_alone(body)


@lru_cache(maxsize=_MOST_NAMES)
def _ending_to_hand(body: str, words: _Lexicon) -> str:
    if _GENERIC.fullmatch(body) or body.endswith(("有关部门", "相关部门", "各部门")):  # 各部门, 市各有关部门 hand nothing on
        return ""
    if body.endswith(("部门", "部门(单位)")):
        return "部门"
    if body.endswith(_OFFICES) and body[:-2] in words.office_kinds:  # 各临床、医技科室
        return body[-2:]
    if "(" in body and (level := _NOTED_LEVEL.match(body)) and words.is_known(body[level.end() :]):  # 县(区)市场监管局
        return body[level.end() :]
    government = words.split_place(body)[1] or words.government_of(body)
    is_of_place = government != "工委" or words.is_place(body.removesuffix(government))
    return government if is_of_place else ""  # 市直机关工委 is that of no place


_OFFICES = ("科室", "处室", "单位")
_NOTED_LEVEL = compile_pattern(r"[省市县区州]\([^()]{1,12}\)")


def _takes_ending(body: str, behind: str, words: _Lexicon) -> bool:
    if behind == "部门":
        core = body
        if end := words.collective_end(body):
            core = body[end:]
        elif body not in words.stems:
            core = body.removeprefix(words.level_of(body))
        return bool(core) and (core in words.stems or (len(core) <= 6 and core[-1] not in "区县市镇乡州旗道"))
    if behind in _OFFICES:
        return body.removeprefix("各") in words.office_kinds
    if behind.endswith(_ZONE_GOVERNMENTS):
        return body.endswith(("开发区", ")区"))
    if behind.endswith("办事处"):
        return body.endswith("街道")
    if words.is_collective(body):
        return behind in words.governments
    return words.is_place(body)


def _fill_from_left(printed_text: str, text: str, items: list[_Item], words: _Lexicon, above: Level) -> tuple[list[_Item], Level]:
    """自治区卫生健康委、财政厅 → 自治区财政厅; a name that stands on its own takes nothing. And the level that goes on."""
    filled = list(items)
    (prefix, party), collective = above, ""
    is_from_above = True
    collective_group, names_department = -1, False
    for index, item in enumerate(items):
        body = text[item.start : item.end]
        core = _CLOSING_NOTE.sub("", body) if body.endswith(_CLOSING) else body  # 政府（管委会）
        if index and (government := words.government_of(core)):
            own = core.removesuffix(government)
            place = _place_of_party(_CLOSING_NOTE.sub("", _write_out(printed_text, filled[index - 1])), words, is_bare=not own)
            if place and place.endswith(own):  # 云溪区党委、政府; 云溪区委、区政府
                before = place.removesuffix(own)
                filled[index] = filled[index]._replace(before=before, rule="prefix-from-left" if before else item.rule)
                if item.role and not filled[index - 1].role:  # 青河市委、市政府（主责）: the note is that of both
                    filled[index - 1] = filled[index - 1]._replace(role=item.role)
                continue
        if index and item.group == items[index - 1].group and _is_of_each(body + filled[index].behind, words):
            above_name = filled[index - 1].before + text[items[index - 1].start : items[index - 1].end]
            if above_name.startswith("各"):
                filled[index] = filled[index]._replace(before="各", rule="prefix-from-left")
                continue
        if end := words.collective_end(body):
            names_department = words.is_known(body[end:] + filled[index].behind)
            collective, collective_group = printed_text[item.start : item.start + end], item.group
            continue
        printed = body + filled[index].behind
        in_group = bool(collective) and item.group == collective_group
        shares_place = in_group and names_department and words.is_known(printed)  # 各区县教育局、财政局
        if in_group and _UNPLACED.fullmatch(body):  # 各乡镇人民政府、街道办事处
            filled[index] = filled[index]._replace(before="各", rule="prefix-from-left")
            continue
        if shares_place or (in_group and _follows_collective(body, filled[index], words)):
            filled[index] = filled[index]._replace(before=collective, rule="prefix-from-left")
            continue
        if words.stands_alone(body) and not words.is_known(body):
            if (level := words.level_of(body)) and body[len(level) :][:1] not in _OF_A_LEVEL:  # 省电力公司、能源局
                prefix, party = level, ""
            continue
        if _BRANCH.fullmatch(body):  # 市生态环境局云台分局 is of 市, what stands behind it of 云台
            continue
        if own := _own_prefix(printed, words):
            prefix, is_from_above = own, False
            party = next((own + p for p in ("党委", "委") if body.startswith(own + p) and len(body) > len(own + p) + 1), "")
        elif not prefix:
            continue
        elif words.is_known(printed) or (not is_from_above and (words.is_bare(printed) or _is_stem_of(filled[index], body, words))):
            filled[index] = filled[index]._replace(
                before=party if party and printed in words.party_organs else prefix, rule="prefix-from-left"
            )
    return filled, Level(prefix, party)


def _is_stem_of(item: _Item, body: str, words: _Lexicon) -> bool:
    """公安 in 公安、商务等部门."""
    return item.behind == "部门" and body in words.stems


def _is_of_each(body: str, words: _Lexicon) -> bool:
    """室 in 各处、室, 医技科室 in 各临床、医技科室: a part of one house like that before it."""
    return body in words.of_each or (body.endswith(("部门", *_OFFICES)) and body[:-2] in words.office_kinds)


_BRANCH = compile_pattern(r"[省市县区州盟旗][一-鿿]{2,8}局[一-鿿]{2,8}分局")
_OF_A_LEVEL = frozenset("级直属内辖域")
_CLOSING = (")", "）")
_CLOSING_NOTE = compile_pattern(r"[(（][^()（）]{1,80}[)）]$")
_PARTY_COMMITTEE = EndPattern(r"(?:党工委|党\(工\)委|党委|工委|(?<=[省市县区州盟旗镇乡)])委)$")


_SOME = compile_pattern(r"^各?(?:有关|相关)")


def _place_of_party(name: str, words: _Lexicon, *, is_bare: bool) -> str:
    """柳湾园区 of 柳湾园区党工委: its 管委会 or 政府 is printed without it; '' when no party committee of a place has this name.

    A bare 政府 behind it is that of whatever place or ranks the committee has: 全省各级, 市、县两级.
    """
    match = _PARTY_COMMITTEE.search(fold(name)) if not name.startswith("团") else None
    place = fold(name[: match.start()]) if match else ""
    each = _SOME.sub("各", place)  # 相关市(州) as 各市(州)
    is_place = (
        (is_bare and not words.ends_as_unit(place))
        or words.is_place(place)
        or words.is_zone(place)
        or words.is_collective(each)
        or each in ("各地方", "各地区")
    )
    return name[: match.start()] if match and is_place else ""


_UNPLACED = compile_pattern(r"(?:街道|乡镇|镇|乡|社区|开发区|园区)(?:办事处|人民政府|政府|管委会|党工委)|街道|社区")


def _follows_collective(body: str, item: _Item, words: _Lexicon) -> bool:
    """各市、县（区）卫生健康、医保部门: every department is that of each place; 及相关部门 likewise."""
    if item.behind == "部门" or (body.endswith("部门") and body[:-2] in words.stems):
        return not words.level_of(body)
    return body in words.of_every_place or (_GENERIC.fullmatch(body) is not None and body.startswith(("有关", "相关")))


@lru_cache(maxsize=_MOST_NAMES)
def _own_prefix(body: str, words: _Lexicon) -> str:
    """The level that a full name begins with: 自治区 of 自治区医保局, 银川市 of 银川市教育局; '' when it has none."""
    level = words.level_of(body)
    if level and len(body) > len(level):
        return level
    if words.is_known(body):
        return ""
    place, rest = words.split_place(body)
    return place if rest not in words.governments else ""
