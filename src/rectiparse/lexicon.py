"""The words that unit names are told by, as sets and compiled patterns, and what a name by itself says."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from functools import lru_cache

from rectiparse.fields import placed_stem
from rectiparse.grammar import Grammar
from rectiparse.model import UnitRole
from rectiparse.patterns import EndPattern, Match, Pattern, compile_pattern


@dataclass(frozen=True, eq=False, slots=True)
class Lexicon:
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
    offices: tuple[str, ...]
    supplies: frozenset[str]
    suppliers: frozenset[str]
    place_levels: tuple[str, ...]
    joint: Pattern
    joint_ends: Pattern
    """A character in which every word of `joint` ends: few lists hold one."""
    joined_ranks: Pattern
    open_places: Pattern
    plain_rest: Pattern
    village: Pattern
    counted: EndPattern
    is_generic: Callable[[str], bool]
    is_unplaced: Callable[[str], bool]
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
    r"(?<=[局厅委办部室科处会队站所心府镇乡道])[(\[](?:(?:(?:{0})(?:[一-鿿]{{2}}|某)[、,]?){{1,6}}(?:负责|牵头)?|(?:{1})(?:{0})[一-鿿]{{1,2}}"
    r"|(?:责任|联系|负责|牵头|承办|经办)人:[^()]{{2,40}})[)\]]$"
)
_NAMED = r"(?<=[局厅委办部室科处会队站所心府镇乡道村区县市司])\((?P<name>(?:{0})[[一-鿿]--[新东南西北中区城县市镇某]])\)$"
_HOLDER = (
    r"(?:(?<=[局厅委办部室科处会联队站所心府院校司])[—–-]{{0,2}}(?:{holder})?(?:{surname})[一-鿿]{{1,2}}"
    r"|(?<=[局厅委办部室科处会联队站所心府院校司位门镇乡村道])(?:{holder})|(?<=[镇乡村])(?:{surname})某某?)$"
)
_BESIDE = r"(?:{holder})?(?:(?:{surname})[一-鿿]{{1,2}})?"
_NOTE = compile_pattern(r"\([^()]{1,20}\)$")
_BARE = compile_pattern(
    r"(?!.{1,5}区委$|.{1,6}分局$)(?:[^市县省州盟旗]{1,5}(?:局|委|办)|[^县区省州盟旗]{2,8}(?:中心|(?<!小组|会议|专班|指挥部|[校院所厂]长)办公室))(?:\([^()]{1,20}\))?"
)


MOST_NAMES = 8192


def _remember(look: Callable[[str], Match | None]) -> Callable[[str], bool]:
    """Whether a pattern finds something in a name."""
    return lru_cache(maxsize=MOST_NAMES)(lambda name: look(name) is not None)


@lru_cache(maxsize=4)
def read_lexicon(grammar: Grammar) -> Lexicon:
    rules = grammar.units

    stems = frozenset(rules.words("department-stem"))

    def longest_first(means: str) -> tuple[str, ...]:
        return tuple(sorted(rules.words(means), key=len, reverse=True))

    collective = compile_pattern(rules.alternation("collective-prefix"))
    ending = EndPattern(rules.alternation("unit-ending"))
    return Lexicon(
        collective=collective,
        collective_end=lru_cache(maxsize=MOST_NAMES)(lambda name: match.end() if (match := collective.match(name)) else 0),
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
        people=compile_pattern(_PEOPLE.format(rules.alternation("surname"), rules.alternation("holder"))),
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
        offices=rules.words("office"),
        supplies=frozenset(rules.words("supply")),
        suppliers=frozenset(rules.words("supplier")),
        place_levels=longest_first("place-level"),
        joint=compile_pattern(rules.alternation("name-joint")),
        joint_ends=compile_pattern(f"[{''.join(sorted({word[-1] for word in rules.words('name-joint')}))}]"),
        joined_ranks=compile_pattern(rules.alternation("joined-ranks")),
        open_places=compile_pattern(rules.alternation("open-places")),
        counted=rules.ending("counted"),
        village=rules.compiled("village"),
        plain_rest=compile_pattern(rules.alternation("plain-rest")),
        is_generic=_remember(compile_pattern(rules.alternation("generic")).fullmatch),
        is_unplaced=_remember(compile_pattern(rules.alternation("unplaced")).fullmatch),
        parts=rules.words("part-ending"),
    )
