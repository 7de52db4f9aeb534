"""Labelled values: the words of grammars/labels.toml with a colon, and responsibility brackets; where each value stands."""

from __future__ import annotations

from collections.abc import Iterator
from functools import lru_cache
from typing import NamedTuple

from rectiparse.grammar import Grammar
from rectiparse.patterns import ByFirstCharacter, EndPattern, Pattern, compile_pattern

BULLETS = "◆◇●○■□▲△★☆※➤➢➔→☞▶►▷◎❖✓√▌▍▎▏•·*-"
"""Signs that may stand before a label."""
UNIT_FIELDS = frozenset({"lead_units", "responsible_units", "cooperating_units", "supervising_units"})
TEXT_FIELDS = frozenset({"measures", "objective", "finding", "content", "progress"})
"""Fields whose value may run over many lines."""


class Label(NamedTuple):
    """A label with its colon, and the note in brackets inside it: 责任单位（排头为牵头单位，下同）：."""

    start: int
    end: int
    field: str
    word: str
    note: str


class Bracket(NamedTuple):
    """A pair of brackets in running text; `end` is behind the closing one, or the line's end when it has none."""

    start: int
    end: int
    is_closed: bool

    @property
    def inner(self) -> tuple[int, int]:
        return (self.start + 1, self.end - 1 if self.is_closed else self.end)


_LONGEST_NOTE, _LONGEST_COMPOSED = 40, 16
_SHORT_ROLES = ("配合", "牵头", "主办", "承办", "协办", "会办", "协助")
_SHORT = f"(?:问题|任务|措施|目标|内容|项目|事项|{'|'.join(_SHORT_ROLES)}|办结|时限|进展|具体表现)(?::|\\()"
"""Words that are a label only where nothing stands before them, or names behind the label before."""


class _LabelWords:
    """The words of grammars/labels.toml, read backwards from a colon: most colons stand behind none of them."""

    def __init__(self, grammar: Grammar) -> None:
        self._fields = {word: rule.means for rule in grammar.labels.rules for word in rule.words}
        self._lengths = sorted({len(word) for word in self._fields}, reverse=True)
        composed = [(rule.means, rule.source) for rule in grammar.labels.rules if not rule.words]
        self._meanings = {f"field{index}": means for index, (means, _) in enumerate(composed)}
        self._composed = compile_pattern("(?rp)" + "|".join(f"(?P<field{index}>{source})" for index, (_, source) in enumerate(composed)))
        self._look = lru_cache(maxsize=4096)(self._find_endings)  # the same labels come again and again
        # 以下整改措施: and 的问题: are the end of a sentence, 各牵头单位: is an addressee
        self._begins = compile_pattern(rf"(?<![的各下列关些项条该本此其类一-龥](?={_SHORT}))")

    def read(self, text: str, start: int, colon: int) -> Label | None:
        """The longest label of `text[start:]` that the colon ends."""
        end = colon - (text[colon - 1 : colon] == " ")
        if end <= start:
            return None
        end -= text[end - 1] in _COPULAS  # 责任单位为：
        found = self._find_word(text, start, end)
        label = found and Label(found[0], colon + 1, found[1], text[found[0] : end], "")
        opening = text.rfind("(", max(start, end - _LONGEST_NOTE - 2), end - 1) if text[end - 1] == ")" else -1
        if opening >= 0 and not any(char in text[opening + 1 : end - 1] for char in ")\n"):
            word_end = opening - (text[opening - 1 : opening] == " ")
            found = self._find_word(text, start, word_end)
            if found is not None and (label is None or found[0] < label.start):
                label = Label(found[0], colon + 1, found[1], text[found[0] : word_end], text[opening:end])
        return label

    def read_short_role(self, text: str, start: int, colon: int, grammar: Grammar) -> Label | None:
        """主办：市水务局协办：市财政局: the short label behind text[start:colon], the names of the label before."""
        word = next((word for word in _SHORT_ROLES if text.endswith(word, start, colon)), None)
        if word is None or not is_unit_list(text, start, colon - len(word), grammar):
            return None
        return Label(colon - len(word), colon + 1, self._fields[word], word, "")

    def read_boxed(self, text: str, start: int, end: int) -> Label | None:
        """The label that a pair of brackets or pipes at `start` is put around; its value may stand below, not that of 【重点任务】."""
        close = text.find(_BOXES[text[start]], start + 1, min(end, start + _LONGEST_COMPOSED + 4))
        if close < 0:
            return None
        word = text[start + 1 : close].strip()
        if text[start] == "(" and len(word) < _SHORTEST_ROUND:
            return None
        field = self.name(word, 0, len(word))
        behind = close + 1 + (text[close + 1 : close + 2] == ":")
        return Label(start, behind, field, word, "") if field and (behind < end or (field != "content" and text[start] != "|")) else None

    def read_dashed(self, text: str, start: int, end: int) -> Label | None:
        """责任单位——市住建局: the label at `start` that a dash ends in place of its colon."""
        stop = text.find(DASH, start, end)
        field = self.name(text, start, stop) if stop - start >= _SHORTEST_DASHED else None  # 责任——层层压实 opens a sentence
        return Label(start, stop + len(DASH), field, text[start:stop], "") if field else None

    def name(self, text: str, start: int, end: int) -> str | None:
        """The field of text[start:end] if it is a label's word and nothing else."""
        if not 1 < end - start <= _LONGEST_COMPOSED:
            return None
        found = self._find_word(text, start, end)
        return found[1] if found is not None and found[0] == start else None

    def _find_word(self, text: str, start: int, end: int) -> tuple[int, str] | None:
        """Where the longest label word begins that ends at `end`, and its field; a listed one wins over parts put together."""
        composed, listed = self._look(text[max(start, end - _LONGEST_COMPOSED) : end])
        for length, field in listed:
            at = end - length
            if self._begins.match(text, at):
                return (at, field)
        return (end - composed[0], composed[1]) if composed else None

    def _find_endings(self, tail: str) -> tuple[tuple[int, str] | None, tuple[tuple[int, str], ...]]:
        """Length and field of the longest label put together from parts that ends `tail`, and of listed words as long, longest first."""
        match = self._composed.match(tail)
        composed = (len(match[0]), self._meanings[match.lastgroup or ""]) if match else None
        shortest = composed[0] if composed else 0
        words = [(length, tail[-length:]) for length in self._lengths if shortest <= length <= len(tail)]
        return composed, tuple([(length, self._fields[word]) for length, word in words if word in self._fields])


@lru_cache(maxsize=4)
def _label_words(grammar: Grammar) -> _LabelWords:
    return _LabelWords(grammar)


def find_labels(text: str, start: int, end: int, grammar: Grammar) -> list[Label]:
    """Every label word with a colon in `text[start:end]`, in order; the caller judges the place."""
    found: list[Label] = []
    colon = text.find(":", start, end)
    while colon >= 0:
        label = _label_words(grammar).read(text, start, colon)
        if label is None and found and found[-1].field in UNIT_FIELDS:
            label = _label_words(grammar).read_short_role(text, found[-1].end, colon, grammar)
        if label is not None:
            while found and found[-1].end > label.start:  # 责任单位（牵头单位：甲）：a label in the note of another is none
                found.pop()
            found.append(label)
        colon = text.find(":", colon + 1, end)
    return found


def read_label_word(text: str, start: int, end: int, grammar: Grammar) -> str | None:
    """The field of a label's word that stands alone, without a colon."""
    return _label_words(grammar).name(text, start, end)


def read_boxed_label(text: str, start: int, end: int, grammar: Grammar) -> Label | None:
    """The label 【责任单位】, （责任单位） or 责任单位—— at `start`; None for anything else."""
    words = _label_words(grammar)
    return words.read_boxed(text, start, end) if text[start] in _BOXES else words.read_dashed(text, start, end)


_BOXES = {"[": "]", "|": "|", "(": ")"}
_SHORTEST_ROUND = 3
"""Characters of a label in round brackets at the least: （任务）完成情况 is a sentence."""
DASH = "--"
_SHORTEST_DASHED = 4
LABEL_REACH = 16
"""Characters from the start of a label in which the dash behind it begins."""
_COPULAS = ("为", "是")


@lru_cache(maxsize=4)
def _headers(grammar: Grammar) -> tuple[dict[str, str], Pattern, tuple[tuple[str, Pattern], ...]]:
    """The words of labels, a pattern for all shapes of other words, tried from the end, and each of them with its field.

    问题单位, 检查时间, labels that are left out, stand over columns that are only where another one says who and by when.
    """
    beside = [grammar.structure.compiled(rule) for rule in ("whose-column", "earlier-time")]
    said = ((word, rule.means) for rule in grammar.labels.rules for word in rule.words)
    words = {word: means for word, means in said if means != "other" or not any(shape.match(word) for shape in beside)}
    rules = [rule for rule in grammar.structure.rules if rule.id.startswith("header-")]
    any_shape = compile_pattern("(?r)" + "|".join(f"(?:{rule.source})" for rule in rules))
    return words, any_shape, tuple((rule.means, grammar.structure.compiled(rule.id)) for rule in rules)


def read_header(word: str, grammar: Grammar) -> str | None:
    """The field that a word over a column names, None for any other word; 2022年度 before it says nothing of the field.

    Of 建设内容及标准, which no rule knows, the first word counts, if it names no units and the second no other field but a limit.
    """
    word = _YEAR_BEFORE.sub("", word)
    field = _read_header(word, grammar)
    if field is None and (parts := _TWO_WORDS.fullmatch(word)):
        field, second = (_read_header(parts[name], grammar) for name in ("first", "second"))
        return field if second in (None, field, "deadline") and field not in UNIT_FIELDS else None
    return field


def _read_header(word: str, grammar: Grammar) -> str | None:
    words, any_shape, shapes = _headers(grammar)
    field = words.get(word)
    if field is None and any_shape.match(word):
        field = next((field for field, shape in shapes if shape.match(word)), None)
    if field is None or field == "responsible_units":  # by its end alone: 考核部门, 协办股室 say more
        named = _label_words(grammar).name(word, 0, len(word))
        return named if field is None or named in UNIT_FIELDS else field
    return field


_TWO_WORDS = compile_pattern("(?P<first>[一-鿿]{3,8}?)(?:以及|及其|及|和|与|、|/)(?P<second>[一-鿿]{2,6})")
_YEAR_BEFORE = compile_pattern(r"^(?:20\d\d|本|今)年度?+(?=[一-鿿])")


GROUP_ROW = compile_pattern(r"(?:[一二三四五六七八九十]{1,3}、|\([一二三四五六七八九十]{1,3}\))[^。;\t]{2,60}$")
"""The heading of several rows, on a line of its own among them; folded text."""

_FLAT = compile_pattern(r"[(\[][^()\[\]\n]*+(?P<close>[)\]])?")
_NESTED = compile_pattern(r"[(\[](?:(?P<pair>[^()\[\]\n]*+(?:[(\[](?&pair)[^()\[\]\n]*+)*+[)\]])|[^\n]*)")


def find_brackets(text: str, start: int, end: int) -> Iterator[Bracket]:
    """Top-level brackets of `text[start:end]`; one that is never closed runs to the line's end."""
    while match := _FLAT.search(text, start, end):
        is_closed = match["close"] is not None
        if not is_closed and (nested := _NESTED.match(text, match.start(), end)):  # other brackets inside it, or no partner
            match, is_closed = nested, nested["pair"] is not None
        start = match.end()
        yield Bracket(match.start(), start, is_closed)


def may_hold_responsibility(words: str, grammar: Grammar) -> bool:
    """A quick look: whether a word of responsibility or time stands in a bracket."""
    return grammar.structure.compiled("statement").search(words) is not None


_LONGEST_LIST = 200


def is_unit_list(text: str, start: int, end: int, grammar: Grammar) -> bool:
    """Whether text[start:end] is nothing but names of units with 、 between them, and two date clauses at the most."""
    if not _SHORTEST_NAME <= end - start <= _LONGEST_LIST and not text.startswith("各", start):
        return False
    return _are_names(text[start:end], grammar)


class _NameWords(NamedTuple):
    """What the names of a list and the clauses beside them begin and end with."""

    dated: Pattern
    when: ByFirstCharacter[Pattern]
    """Clauses that say when: with a date, without one, or how fast."""
    aside: Pattern
    ending: EndPattern
    named: EndPattern
    village: Pattern
    stem: Pattern
    shared_endings: tuple[str, ...]


@lru_cache(maxsize=4)
def _name_words(grammar: Grammar) -> _NameWords:
    units = grammar.units
    return _NameWords(
        grammar.structure.compiled("date-first"),
        ByFirstCharacter((rule, rule) for rule in map(grammar.structure.compiled, ("date-first", "pace", "says-when"))),
        units.compiled("aside"),
        units.ending("list-ending"),
        units.ending("unit-ending"),
        units.compiled("village"),
        placed_stem(grammar),
        units.words("shared-ending"),
    )


@lru_cache(maxsize=4096)
def _are_names(words: str, grammar: Grammar) -> bool:
    rules = _name_words(grammar)
    dated = rules.dated
    pieces = [piece.strip(BULLETS).removesuffix("等") for piece in _LIST_JOINT.split(_INNER.sub("", words))]
    when = rules.when
    names = [piece for piece in pieces if not any(rule.match(piece) for rule in when[piece[:1]])]
    if not names or len(pieces) - len(names) >= _CLAUSES:
        return False
    shares_ending = _AND_OTHERS.search(names[-1]) is not None  # 公安、商务等部门
    if len(names[0]) < _SHORTEST_NAME and names[0][:1] != "各" and not shares_ending:
        return False
    if not all(len(name) <= _LONGEST_COMPOSED and _NAME.fullmatch(name) and not rules.aside.match(name) for name in names):
        return False
    others = [name for name in names if not rules.ending.search(name)]
    if not others:
        return True
    may_share = shares_ending or names[-1].endswith(rules.shared_endings)  # 市教育、公安、财政局
    is_sure = len(others) < len(names) or dated.match(pieces[-1]) is not None  # 县人民医院、县中医院，长期坚持
    return is_sure and all(
        rules.named.search(name) or rules.village.fullmatch(name) or (may_share and rules.stem.fullmatch(name)) for name in others
    )


PLACED = "(?:[省市县区州盟旗]|[一-鿿]{2,6}[省市县区州盟旗])"
"""The place before the name of a department: 市, 青溪市."""


@lru_cache(maxsize=4)
def placed_stem(grammar: Grammar) -> Pattern:
    """What a department is for, its ending left out: 教育 and 市教育 in 市教育、公安、财政局."""
    return compile_pattern(f"{PLACED}?(?:{grammar.units.alternation('department-stem')})")


@lru_cache(maxsize=4)
def _post(grammar: Grammar) -> Pattern:
    surname, post = (grammar.units.alternation(means) for means in ("surname", "post"))
    return compile_pattern(rf"(?:{post})(?:(?:{surname})[一-鿿]{{1,2}})?(?:同志)?")


@lru_cache(maxsize=8192)
def is_post(name: str, grammar: Grammar) -> bool:
    """分管副省长, 县委常委 and 副县长张某某: people, who are in no list of units."""
    return _post(grammar).fullmatch(name) is not None


@lru_cache(maxsize=4)
def _named(grammar: Grammar) -> Pattern:
    return compile_pattern(f"(?:{grammar.units.alternation('surname')})[一-鿿]{{1,2}}")


def is_person(name: str, grammar: Grammar) -> bool:
    """陈向明, 分管副省长: a name or a post, which is no unit."""
    is_unit = grammar.units.ending("unit-ending").search(name) is not None or NAMED_PLACE.fullmatch(name) is not None
    return (_named(grammar).fullmatch(name) is not None and not is_unit) or is_post(name, grammar)


NAMED_PLACE = compile_pattern(r"[一-鿿]{2,8}[市县区旗镇乡]")


def role_verbs(grammar: Grammar) -> str:
    """What says behind names who does what: 牵头, 按职责分工负责, 配合."""
    return "|".join(f"(?:{grammar.units.alternation(role)})" for role in sorted(UNIT_FIELDS))


def is_bare_list(text: str, start: int, end: int, grammar: Grammar) -> bool:
    """（市发展改革委、市财政局）: whether a bracket at a paragraph's end says who by names alone.

    Behind a stop any names of units do; elsewhere several, the first that of a department: 推进公开（市教育局、各学校）, or
    one and a time.
    """
    before = text[max(0, start - 4) : start].rstrip("\n ”")
    is_behind_stop = before[-1:] in _SENTENCE_ENDS
    if text.find(",", start + 1, start + _LONGEST_POST) > 0:
        start = skip_person(text, start + 1, grammar) - 1
    if not is_behind_stop:
        joint = _LIST_JOINT.search(text, start, end)
        if joint is None or grammar.structure.compiled("members").search(text, max(0, start - 4), start):
            return False
        first, dated = (start + 1, joint.start()), grammar.structure.compiled("date-first")
        if _YEAR.fullmatch(text, *first):  # （2022年，市统计局） names a source
            return False
        if text[start + 1] == "各" and dated.match(text, joint.end(), end):  # （各乡镇，6月底前）
            return is_unit_list(text, start + 1, end - 1, grammar)
        if dated.match(text, *first):  # （长期坚持，市教育局）
            following = _LIST_JOINT.search(text, joint.end(), end)
            first = (joint.end(), following.start() if following else end - 1)
        if not grammar.units.ending("department-ending-of-a-list").search(text, *first) and (
            text[first[0]] not in _LEVELS or not placed_stem(grammar).fullmatch(text, *first)
        ):
            return False
    if text.find(" ", start, end) > 0 and text.find("、", start, end) < 0:  # （县水务局 县财政局）
        names = text[start + 1 : end - 1].replace(" ", "、")
        return is_unit_list(names, 0, len(names), grammar)
    stop = text.find(";", start, end)
    if stop > 0 and grammar.structure.compiled("time-words").search(text, stop, end):  # （县水务局；一期6月底前，二期9月底前）
        return is_unit_list(text, start + 1, stop, grammar)
    return is_unit_list(text, start + 1, end - 1, grammar)


def skip_person(text: str, start: int, grammar: Grammar) -> int:
    """Where the names of units begin in （李某某，县发改局）: behind the person or post before the first comma."""
    comma = text.find(",", start + _SHORTEST_PERSON, start + _LONGEST_POST)
    return comma + 1 if comma > 0 and is_person(text[start:comma], grammar) else start


_SHORTEST_PERSON, _LONGEST_POST = 2, 14


_YEAR = compile_pattern(r"(?:19|20)\d\d ?年")
_SENTENCE_ENDS = frozenset("。!?;")
_LEVELS = frozenset("省市县区州")


_INNER = compile_pattern(r"\([^()]{1,24}\)|\[[^\[\]]{1,24}\]")
_CLAUSES = 3
_LIST_JOINT = compile_pattern(r"[、,;]")
_AND_OTHERS = EndPattern(r"等(?:有关|相关)?部门$")
_SHORTEST_NAME = 3
_NAME = compile_pattern(r"[一-鿿]{2,}")


def ends_settled(text: str, start: int, end: int, grammar: Grammar) -> bool:
    """Whether a paragraph ends with a responsibility bracket."""
    if text[end - 1] in "。;":
        end -= 1
    if end <= start or text[end - 1] not in ")]":
        return False
    at = find_opening(text, max(start, end - _LONGEST_BRACKET), end)
    if at < 0:
        return False
    says_who = grammar.structure.compiled("closing-bracket").search(text, at, end) is not None
    return says_who or (at > start and is_bare_list(text, at, end, grammar))


def find_opening(text: str, start: int, end: int) -> int:
    """Where the bracket opens that the last character of `text[start:end]` closes, -1 when nowhere."""
    at = max(text.rfind("(", start, end), text.rfind("[", start, end))
    if at > max(text.rfind(")", start, end - 1), text.rfind("]", start, end - 1)):  # no pair inside it
        return at
    depth = 0
    for at in range(end - 1, start - 1, -1):
        depth += (text[at] in ")]") - (text[at] in "([")
        if not depth:
            return at
    return -1


_LONGEST_BRACKET = 400
