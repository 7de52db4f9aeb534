"""Whether a line break stands inside a sentence, judged line by line with the paragraph so far."""

from __future__ import annotations

from collections.abc import Sequence
from functools import lru_cache
from typing import NamedTuple

from rectiparse.fields import BULLETS, DASH, LABEL_REACH, find_opening, role_verbs
from rectiparse.grammar import Grammar
from rectiparse.model import LeafKind
from rectiparse.patterns import ByFirstCharacter, EndPattern, LinePattern, Pattern, compile_pattern

STOPS = "。!?;:…"
_OPENERS = "([{《<“‘"
CLOSERS = ")]}》>”’"
_CONTINUES_AFTER = ",、(《“‘[-各及与和"
_CONTINUES_BEFORE = ",。、;:!?)》”’]%"


class Furniture(NamedTuple):
    """A grammar rule for lines that are furniture as a whole."""

    rule: str
    kind: LeafKind
    pattern: Pattern


class Judge(NamedTuple):
    """The patterns that tell what a line is."""

    headings: ByFirstCharacter[Pattern]
    starters: ByFirstCharacter[Pattern]
    """What begins a paragraph besides a label: a heading, certain words; rule by rule, for few characters begin each."""
    division: LinePattern
    """第三部分⏎保障措施: the break is all that parts number and title, 第三部分企业 is no heading."""
    label: LinePattern
    statement: Pattern
    annex_line: LinePattern
    plan_title: Pattern
    preamble: LinePattern
    unit_ending: EndPattern
    name_start: LinePattern
    bare_label: LinePattern
    card: LinePattern
    says_who: EndPattern
    group_line: LinePattern
    table_end: LinePattern
    cell_end: EndPattern
    limit_rest: LinePattern
    joint: Pattern
    number: LinePattern
    """青政办发〔2023〕6号, and 青政办发〔20236 where a site lost 〕 and 号."""
    whole_lines: ByFirstCharacter[Furniture]
    seldom: tuple[tuple[str, Furniture], ...]
    """Lines that any character may begin, each by a sign that few texts hold."""
    inline: tuple[tuple[str, LeafKind, Pattern], ...]

    def begins(self, line: str) -> bool:
        """Whether the line begins a paragraph, whatever stands before it."""
        for starter in self.starters[line[0]]:
            if starter.match(line):
                return True
        return self.begins_label(line)

    def begins_heading(self, line: str) -> bool:
        return self.heading_end(line) > 0

    def heading_end(self, line: str) -> int:
        """Where the number ends that the line begins with, 0 where it begins with none."""
        for heading in self.headings[line[0]]:
            if mark := heading.match(line):
                return mark.end()
        return 0

    def is_bare_marker(self, line: str) -> bool:
        """Whether a line holds a number and nothing else."""
        for heading in self.headings[line[0]]:
            if (mark := heading.match(line)) and mark.end() == len(line):
                return True
        return _BARE_NUMBER.fullmatch(line) is not None

    def begins_label(self, line: str) -> bool:
        """Whether a label stands at the line's start, with a colon behind it or in a box."""
        has_end = line.find(":", 0, _LABEL_REACH) > 0 or (line[0] in _BOXES and line.find("]", 0, _LABEL_REACH) > 0)
        has_end = has_end or line.find(DASH, 0, LABEL_REACH) > 0
        return has_end and self.label.match(line) is not None

    def find_furniture(self, line: str) -> Furniture | None:
        for furniture in self.whole_lines[line[0]]:
            if furniture.pattern.match(line):
                return furniture
        return None


_INLINE = ("bold", "stray-blank", "stretched-blank", "file-share-lead")
JOINT = "joining-blank"
"""The rule for what stands between the paragraphs of run-on text; looked for in long lines only."""
_BARE_NUMBER = LinePattern(r"\d{1,3}[.、] ?")
_LABEL_REACH = 60
"""Characters in which a label and its note end."""
_BOXES = "[" + BULLETS
RAGGED = 7
"""Cells by which full lines differ."""
NARROWEST, WIDEST = 50, 180
"""Cells of a hard-wrapped line."""
LONG_LINE = 500
"""A paragraph longer than this may hold headings: text that lost its line breaks."""


@lru_cache(maxsize=4)
def build_judge(grammar: Grammar) -> Judge:
    headings = [r.source for r in grammar.headings.rules]
    labels = "|".join(r.source for r in grammar.labels.rules if r.means != "content")
    words = "|".join(r.source for r in grammar.labels.rules)
    labelled = rf"[{BULLETS}]? ?(?:[(\[]?(?:{labels}) ?(?:\([^()\n]{{0,30}}\))? ?(?:[为是]? ?:|--)|\[(?:{labels})\])"
    starters = (*headings, grammar.structure.alternation("paragraph-start"), grammar.metadata.find("card").source)
    signs = {sign: r.means for r in grammar.furniture.rules for sign in r.words}
    whole = [(r, grammar.furniture.compiled(r.id)) for r in grammar.furniture.rules if not r.words and r.id not in (*_INLINE, JOINT)]
    kinds: dict[str, LeafKind] = {"boilerplate": "boilerplate"}
    lines = {r.id: Furniture(r.id, kinds.get(r.means, "furniture"), pattern) for r, pattern in whole}
    seldom = tuple((sign, lines[rule]) for sign, rule in signs.items())
    return Judge(
        headings=_by_first(headings),
        starters=_by_first(starters),
        division=grammar.headings.line("division"),
        label=LinePattern(labelled),
        statement=grammar.structure.compiled("statement"),
        annex_line=grammar.structure.line("annex-line"),
        plan_title=grammar.structure.compiled("plan-title"),
        preamble=grammar.structure.line("preamble"),
        unit_ending=grammar.units.ending("unit-ending"),
        name_start=grammar.structure.line("name-start"),
        group_line=grammar.structure.line("group-line"),
        table_end=LinePattern(f"{grammar.structure.find('table-end').source}|{grammar.structure.find('table-note').source}"),
        cell_end=grammar.structure.ending("cell-end"),
        bare_label=LinePattern(rf"(?=[^\n]{{4}})(?:{words})"),
        card=grammar.metadata.line("card"),
        says_who=EndPattern(f"(?:{role_verbs(grammar)})$"),
        limit_rest=grammar.structure.line("limit-rest"),
        joint=grammar.furniture.compiled(JOINT),
        number=LinePattern("|".join(grammar.metadata.find(rule).source for rule in ("number", "cut-number"))),
        whole_lines=ByFirstCharacter((one.pattern, one) for one in lines.values() if one.rule not in signs.values()),
        seldom=seldom,
        inline=tuple(
            (r.id, kinds.get(r.means, "furniture"), grammar.furniture.compiled(r.id)) for r in grammar.furniture.rules if r.id in _INLINE
        ),
    )


def _by_first(sources: Sequence[str]) -> ByFirstCharacter[Pattern]:
    return ByFirstCharacter((pattern, pattern) for pattern in map(compile_pattern, sources))


class PrintedLine(NamedTuple):
    row: int
    start: int
    end: int
    text: str
    is_cell: bool
    width: int
    """Terminal cells, as a page is set: 2 for a Chinese character, 1 for a Latin one; its characters where the line is too
    short or too long to be a full one, whatever its cells."""

    @property
    def cells(self) -> int:
        """The terminal cells of a line of any length, roughly."""
        return 2 * len(self.text) if self.width == len(self.text) else self.width


_OPEN_SPAN = 160
"""A bracket left open for more characters than this has lost its end."""


class Joiner:
    """Judges breaks line by line; knows the paragraph so far."""

    def __init__(self, judge: Judge, width: int | None) -> None:
        self.judge, self.width = judge, width
        self.has_marker = self.in_body = False
        """The paragraph begins with a number; it stands behind the first one that does. Told only of wrapped lines."""
        self.paragraph = ""
        self.is_behind_stop = False
        """…。⏎一是强⏎化监管, …。⏎责任单位：市财⏎政局: the paragraph seems to begin behind a stop in a line of the page."""
        self.filled = 0
        """Cells of the page's line so far: a line may come in pieces, a comma behind all but the last. Told only of wrapped lines."""

    def begin(self, line: PrintedLine, is_decimal: bool = False) -> None:
        """A paragraph begins, with a decimal number or not."""
        if self.width is not None:
            fits = self.paragraph[-1:] in tuple(STOPS) and self.filled + line.cells <= self.width
            self.is_behind_stop = fits and (_ORDINAL.match(line.text) is not None or self.judge.begins_label(line.text))
            self.filled = line.cells + (self.filled if self.is_behind_stop else 0)
            self.has_marker = is_decimal or self.judge.begins_heading(line.text)
            self.in_body = self.in_body or self.has_marker
        self.paragraph = line.text
        self.first_line = line

    def go_on(self, line: PrintedLine) -> None:
        if self.width is not None:
            cells = line.cells
            is_open = self.filled <= self.width - RAGGED or self.paragraph[-1] in _CONTINUES_AFTER
            if not is_open or self.filled + cells > self.width + RAGGED:
                self.filled, self.is_behind_stop = 0, False
            self.filled += cells
        self.paragraph = self.paragraph[-_PARAGRAPH_SPAN:] + line.text

    def is_soft(self, before: PrintedLine, line: PrintedLine, blank_lines: int) -> bool:
        """Whether the break between two lines stands inside the sentence of the paragraph so far."""
        if line.is_cell:
            return False
        last, judge = before.text[-1], self.judge
        if self.width is not None and not self.in_body and (judge.card.match(self.first_line.text) or judge.number.match(line.text)):
            return False  # 来源：… above the title, the number below it
        if (last == "[" or before.is_cell) and judge.card.match(before.text) and (last == "[" or self._opens_title(line)):
            return False  # 字号：【 whose buttons were left out; 有效性 | 有效 above the title
        is_cut = last == ":" and not blank_lines and self._is_full(before)  # …；完成时限：⏎6月底前。（2）…
        is_ended = last in STOPS and not is_cut
        if (before.text[0] == "附" or (not is_ended and len(self.paragraph) < _LONGEST_TITLE)) and self._ends_title(before, line):
            return False
        if (len(before.text) < _LONGEST_MARKER and judge.is_bare_marker(before.text)) or (
            last in _LAST_OF_NUMBER and _ENDS_IN_NUMBER.search(before.text)
        ):
            return not before.is_cell and blank_lines < 2 and not judge.division.fullmatch(before.text)
        first = line.text[0]
        is_open = not blank_lines and is_bracket_open(self.paragraph)
        if is_open and "[字" in before.text and judge.card.match(before.text):
            return False  # 来源：某局【字体： 打印
        if is_ended and not is_open and first not in _CONTINUES_BEFORE:
            return False
        if not blank_lines and (last == "(" or (last in _BEFORE_NUMBER and _DECIMAL.match(line.text))):  # …。（⏎3）责任单位：, 达到⏎2.5件
            return True
        starts = judge.begins(line.text)
        if not blank_lines and line.text.find(":", 0, _LONGEST_LABEL) >= 0 and self._cuts_label(line):
            return True
        starts = starts or (len(line.text) < _LONGEST_MARKER and judge.is_bare_marker(line.text))
        if is_open:
            return not starts or judge.begins_label(line.text)
        if first in _CONTINUES_BEFORE or (last in _CONTINUES_AFTER and not starts):
            return blank_lines < 2
        if starts or is_cut:
            return not starts
        if last == ")" and self.width is not None and not blank_lines and _PLACES.search(self.paragraph):
            return True
        if self._is_closed(last):
            return False
        return self._is_sentence_open(before, line, blank_lines) and not self._is_bare_label(line)

    def _cuts_label(self, line: PrintedLine) -> bool:
        """…；责任⏎单位：甲, …；完成⏎时限：6月底前: the break stands inside a label, though its second half may be one too."""
        head = _HEAD_OF_LABEL.search(self.paragraph[-_LONGEST_HEAD:])
        if head is None or self.judge.heading_end(self.paragraph) + len(head["head"]) >= len(self.paragraph):  # （一）推进落实⏎责任单位：甲
            return False
        return self.judge.label.match(head["head"] + line.text) is not None

    def _is_bare_label(self, line: PrintedLine) -> bool:
        """责任单位 above its value, or with a blank before it: a line of its own where lines are not wrapped."""
        word = line.text.partition(" ")[0]
        return self.width is None and len(word) < _LONGEST_LABEL and self.judge.bare_label.fullmatch(word) is not None

    def _ends_title(self, before: PrintedLine, line: PrintedLine) -> bool:
        """附件 alone on its line, the last attachment above a signature, a plan's title above 为…、根据…: paragraphs of their own."""
        if before.text[0] == "附" and (self.judge.annex_line.fullmatch(before.text) or self._is_signer(line)):
            return True
        if len(self.paragraph) >= _LONGEST_TITLE or before.text[-1] in STOPS:
            return False
        return self.judge.preamble.match(line.text) is not None and self.judge.plan_title.fullmatch(self.paragraph) is not None

    def _opens_title(self, line: PrintedLine) -> bool:
        return self.judge.plan_title.fullmatch(line.text) is not None or self.judge.unit_ending.search(line.text) is not None

    def _is_signer(self, line: PrintedLine) -> bool:
        """A name below the last attachment: 附件：整改台账⏎市人民政府办公室."""
        return _SHORTEST_SIGNER <= len(line.text) <= _LONGEST_SIGNER and self.judge.unit_ending.search(line.text) is not None

    def _is_sentence_open(self, before: PrintedLine, line: PrintedLine, blank_lines: int) -> bool:
        if before.is_cell or self.first_line.is_cell:
            return not blank_lines and not self._ends_cell(before, line)
        if before.text[-1].isascii() and self._ends_contact() and self._is_signer(line):
            return False
        if self._is_full(before):
            return not self.is_behind_stop or self.judge.unit_ending.search(before.text) is None
        if self.judge.begins_label(self.first_line.text):
            return not blank_lines and (self._is_limit_open(before, line) or self._is_text_open(before, line))
        if self.width and not blank_lines:
            # a hard wrap also breaks early, at quotation marks and after ；: 投资规⏎模500万元
            last, first = before.text[-1], line.text[0]
            at_quote = last in "”’》" or first in "“‘《" or _is_quote_open(self.paragraph)
            in_date = last.isdigit() and first in "年月日"
            return at_quote or in_date or "," in self.paragraph or _is_prose(self.paragraph) or (self.in_body and not self.has_marker)
        if not _is_prose(self.paragraph) or (blank_lines and len(before.text) < _LONG_LAST):
            return False
        rest = self._last_sentence()
        # …。责任单位：甲、乙 完成时限：长期坚持⏎青溪县人民政府
        return ":" not in rest or "、" in line.text or not (self._is_signer(line) and self._is_value(rest))

    def _is_limit_open(self, before: PrintedLine, line: PrintedLine) -> bool:
        """整改时限：…，2025年年底前⏎完成。: the verb of a limit, which says nothing on a line of its own."""
        return before.text[-1] in "前底末月日" and self.judge.limit_rest.fullmatch(line.text) is not None

    def _last_sentence(self) -> str:
        return self.paragraph[max(self.paragraph.rfind(stop) for stop in "。;!?") + 1 :]

    def _ends_contact(self) -> bool:
        """联系人：吴某；电话：0951-1234567⏎某市人民政府: a number or an address behind its label."""
        label, _, value = self._last_sentence().rpartition(":")
        return bool(label) and value.isascii()

    def _is_value(self, text: str) -> bool:
        """Whether a text ends as a name or a limit does."""
        judge = self.judge
        return any(p.search(text) for p in (judge.says_who, judge.unit_ending, judge.cell_end))

    def _is_text_open(self, before: PrintedLine, line: PrintedLine) -> bool:
        """整改措施：一是…；二是强⏎化监管。: a long labelled text that breaks off behind neither a name nor a limit."""
        rest = self._last_sentence()
        is_value = not rest or ":" in rest or self._is_value(rest)
        goes_on = (line.text[-1] in STOPS or len(line.text) >= _LONG_TEXT) and ":" not in line.text[:_LONGEST_LABEL]
        return len(rest) < len(self.paragraph) - 1 and len(before.text) >= _LONG_TEXT and not is_value and goes_on

    def _ends_cell(self, before: PrintedLine, line: PrintedLine) -> bool:
        """Whether the last cell of a row is whole: a header's word, a limit; or what follows is a heading of rows or behind the table."""
        judge, cell = self.judge, before.text.rsplit("\t", 1)[-1].strip()
        if (cell and judge.bare_label.fullmatch(cell)) or judge.table_end.match(line.text):
            return True
        is_ended = judge.cell_end.search(cell) is not None and line.text[0] not in "前之以"
        is_heading = judge.group_line.match(line.text) is not None and judge.unit_ending.search(cell[-_LONGEST_NAME:]) is not None
        return is_ended or is_heading or self._ends_name(before, line)

    def _ends_name(self, before: PrintedLine, line: PrintedLine) -> bool:
        """市水务局⏎市财政局, 基建科⏎财务科 in a cell: a name a line, no 、 between."""
        judge = self.judge
        if judge.name_start.match(line.text) is None and not (before.text[-1] in _SECTIONS and line.text[-1] in _SECTIONS):
            return False
        return judge.unit_ending.search(before.text[-_LONGEST_NAME:]) is not None

    def _is_full(self, line: PrintedLine) -> bool:
        """Whether a line, the last one so far, goes to the edge of its page."""
        return self.width is not None and max(line.width, self.filled) > self.width - RAGGED

    def _says_who(self, inner: str) -> bool:
        """甲牵头, 责任单位：甲, 甲、乙 and not 每月, 含推进情况, which a wrapped sentence may go on behind."""
        judge = self.judge
        return ":" in inner or judge.says_who.search(inner) is not None or judge.unit_ending.search(inner) is not None

    def _is_closed(self, last: str) -> bool:
        """Whether a sentence ends here: a stop, or a bracket or quotation that holds a responsibility or ends in a stop."""
        if last in STOPS:
            return True
        if last not in CLOSERS:
            return False
        paragraph = self.paragraph
        if last == ")" or last == "]":
            at = find_opening(paragraph, 0, len(paragraph))
            if at == 0 or paragraph[max(0, at - 1) : max(0, at)] in tuple(STOPS):  # (联系人：张某；电话：…)
                return True
            at = max(0, at)
            return self.judge.statement.search(paragraph, at) is not None and (self.width is None or self._says_who(paragraph[at + 1 : -1]))
        return last in "”’" and paragraph[-2:-1] in ("。", "!", "?")


_LONG_LAST = 30
"""Characters of a line behind which a sentence may go on below a blank line."""
_BEFORE_NUMBER = "到至为于约近超达过是"
_DECIMAL = compile_pattern(r"\d{1,3}\.\d")
_LONGEST_MARKER = 10
_ENDS_IN_NUMBER = EndPattern(r"[。;:]\([一二三四五六七八九十\d]{1,3}\)$|[。;]\d{1,2}[.、]$")
"""整改措施：（1）⏎强化培训；（2）⏎加大力度。: the number of what follows."""
_PLACES = EndPattern(r"[市县区州盟旗乡镇]\((?:[市县区州盟旗乡镇]|街道)(?:、(?:[市县区州盟旗乡镇]|街道))*\)$")
"""各市、县（区）⏎人民政府: a wrapped line breaks behind the bracket of a name."""
_ORDINAL = compile_pattern(r"[一二三四五六七八九十]{1,3}是")
_LAST_OF_NUMBER = frozenset(").、")
_LONGEST_HEAD = 6
_HEAD_OF_LABEL = EndPattern(r"[;。,) 　](?P<head>[一-鿿]{1,4})$")
_LONGEST_LABEL = 16
_LONG_TEXT = 30
"""Characters of a line that a page may have cut."""
_LONGEST_NAME = 40
_SECTIONS = "科股处"
"""How parts of a house end, which have no place before them: 基建科⏎财务科."""
_SHORTEST_SIGNER, _LONGEST_SIGNER = 5, 24
_LONGEST_TITLE = 90
_PARAGRAPH_SPAN = 500
"""Characters of a paragraph that are looked at behind a new line."""


def _is_quote_open(paragraph: str) -> bool:
    tail = paragraph[-_OPEN_SPAN:]
    return tail.rfind("“") > tail.rfind("”")


def is_bracket_open(paragraph: str) -> bool:
    tail = paragraph[-_OPEN_SPAN:]
    return (
        ("(" in tail and _is_open(tail, "(", ")"))
        or ("[" in tail and _is_open(tail, "[", "]"))
        or ("《" in tail and tail.rfind("《") > tail.rfind("》"))
    )


def _is_open(tail: str, opening: str, closing: str) -> bool:
    """Whether a bracket is open at the end of `tail`: the last one, or in its sentence one around pairs that are closed."""
    if tail.rfind(opening) > tail.rfind(closing):
        return True
    sentence = tail[tail.rfind("。") + 1 :]
    return sentence.count(opening) > sentence.count(closing)


def _is_prose(paragraph: str) -> bool:
    """A sentence has begun: there is a stop inside, or a comma in a text too long for a heading."""
    return any(c in paragraph for c in "。;") or ("," in paragraph and len(paragraph) >= 60)
