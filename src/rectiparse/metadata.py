"""The head, signature and citations of a notice: flow and grammar in, Metadata out.

The head is read line by line: each line is a number, a date, a letterhead, prose … or else a part of a title or a name.
Behind the head only signatures, the attachment list, contacts and 《…》 are looked for.
"""

from __future__ import annotations

import datetime as dt
import re
from bisect import bisect_left
from collections.abc import Iterator, Sequence
from itertools import islice, takewhile
from typing import NamedTuple

from rectiparse.fields import BULLETS
from rectiparse.flow import Flow
from rectiparse.grammar import Grammar
from rectiparse.head import (
    LONGEST_HEAD,
    LONGEST_LINE,
    Line,
    Rules,
    Title,
    find_lines,
    find_pieces,
    join,
    judge_line,
    read_lines,
    read_rules,
)
from rectiparse.model import Issued, Metadata, Span, Spans
from rectiparse.numerals import read_numeral
from rectiparse.patterns import Match, compile_pattern
from rectiparse.references import read_attachments, read_citations, read_contacts
from rectiparse.source import fold

_SHORTEST_TEXT = 6
"""Characters of the text that follows the addressees in their line."""
_TITLE_LINES = 6
"""A title takes up no more lines than this."""


def read_metadata(flow: Flow, head_end: int, grammar: Grammar, issued: dt.date | None = None, tables: Sequence[Span] = ()) -> Metadata:
    """What the first notice of the text says about itself.

    `head_end` is the flow offset of the first numbered heading, `tables` say where no signature stands. `issued` is the
    user's date and wins over the text's; its span is (0, 0). What the text does not say is None or empty.
    """
    rules = read_rules(grammar)
    lines = read_lines(flow, min(head_end, LONGEST_HEAD), rules)
    title = _find_title(flow, lines, rules)
    if title is None and flow.source.parts and tables:  # 填表说明 on a sheet of its own before that of the table
        lines = read_lines(flow, min(tables[0][0], LONGEST_HEAD), rules)
        title = _find_title(flow, lines, rules)
    number = _find_number(lines)
    signature = _find_signature(flow, lines, title, tables, rules)
    dates = (*_head_dates(flow, lines), *((signature.issued,) if signature.issued else ()))
    dates = dates or tuple(islice(_find_imprints(flow, rules), 1)) or _read_card_dates(flow, lines)
    attachments, attached = read_attachments(flow, rules)
    return Metadata(
        title=title.text if title else None,
        document_number=join(flow, *number) if number else None,
        issuers=_read_issuers(flow, lines, title, signature.signers, rules),
        addressees=_read_addressees(flow, lines, title, rules),
        issued=Issued(text=issued.isoformat(), date=issued, span=(0, 0)) if issued else next(iter(dates), None),
        attachments=attachments,
        contacts=read_contacts(flow, rules),
        citations=read_citations(flow, head_end, title, attached, rules),
        spans=_spans(flow, title, number),
    )


_BRACKETED_YEAR = compile_pattern(r"[\[(〔（【［﹝] ?((?:19|20)\d\d) ?[\])〕）】］﹞]")
_YEAR = compile_pattern(r"(?<!\d)((?:19|20)\d\d)(?!\d)")


def year_of(metadata: Metadata) -> int | None:
    """The year that undated clauses take: of the date of issue, else of the document number, else of the title."""
    if metadata.issued:
        return metadata.issued.date.year
    found = _BRACKETED_YEAR.search(metadata.document_number or "") or _YEAR.search(metadata.title or "")
    return int(found[1]) if found else None


def read_signed_year(flow: Flow, grammar: Grammar) -> int | None:
    """The year of a signature that prints no day: 某某县第一中学⏎2023年9月."""
    rules, text = read_rules(grammar), flow.text
    for match in rules.by_id["signed-month"].finditer(text, max(0, len(text) - _CLOSING)):
        if _is_signed_off(flow, match.end(), rules):
            return read_numeral(_one_zero(match["y"]))
    return None


def _spans(flow: Flow, title: Title | None, number: Span | None) -> Spans:
    places = {"title": (title.start, title.end) if title else None, "document_number": number}
    return {
        field: tuple(stretch for piece in find_pieces(flow, *place) for stretch in flow.stretches(*piece))
        for field, place in places.items()
        if place
    }


# ---- title and number ----


def _find_title(flow: Flow, lines: tuple[Line, ...], rules: Rules) -> Title | None:
    """The first title with 关于 or 印发 in it, else the first title of a plan."""
    found = [title for block in _blocks(lines) if (title := _read_title(flow, lines, block, rules))]
    first = next((t for t in found if "关于" in t.text or "印发" in t.text), found[0] if found else None)
    if first:  # a site prints it above the text's own
        repeats = (t for t in reversed(found) if t.text == first.text and "。" not in flow.text[first.end : t.start])
        first = next(repeats)
    return first or _find_title_of_card(flow, lines, rules)


def _find_title_of_card(flow: Flow, lines: tuple[Line, ...], rules: Rules) -> Title | None:
    """标题：某县关于…的通知 in the table of data that a site prints, where the text has no title of its own."""
    for index, line in enumerate(lines):
        if line.kind == "card" and line.match and "".join(line.match["label"].split()) in _TITLE_LABELS:
            start, end = _value_of_card(flow, line, line.match)
            text = join(flow, start, end)
            if 4 <= len(text) <= _LONGEST_TITLE and rules.finds("title-end", fold(text)):
                return Title(index, index, start, end, text)
    return None


def _value_of_card(flow: Flow, line: Line, label: Match) -> Span:
    start, end = line.start + label.end(), line.end
    while end > start and flow.text[end - 1] in " |;,":
        end -= 1
    return flow.strip(start, end)


_TITLE_LABELS = ("标题", "名称", "文件名称")
_LONGEST_TITLE = 220


def _blocks(lines: tuple[Line, ...]) -> Iterator[tuple[int, int]]:
    """Index ranges of the lines that stand together and may be parts of a title."""
    first = None
    for index, line in enumerate((*lines, Line("other", 0, 0, None))):
        if line.kind == "part":
            first = index if first is None else first
        elif first is not None:
            if line.kind != "letterhead":
                yield (first, index)
            first = None


def _read_title(flow: Flow, lines: tuple[Line, ...], block: tuple[int, int], rules: Rules) -> Title | None:
    texts = [_squeeze(flow, line) for line in lines[block[0] : block[1]]]
    ends = [i for i, text in enumerate(texts) if rules.finds("title-end", text) and not _is_annex_word(texts, i, rules)]
    ends = ends or [i for i, text in enumerate(texts) if rules.finds("title-end-weak", text) and not rules.finds("bare-annex-word", text)]
    if not ends:
        return None
    about = next((i for i, text in enumerate(texts) if "关于" in text), None)
    first = last = next((i for i in ends if about is not None and i >= about), ends[0])
    about = about if about is not None and about <= last else None
    first = max(0, last - _TITLE_LINES + 1)
    if about is not None:  # above 关于… only the issuers belong to the title
        first = about
        while first > 0 and about - first < _TITLE_LINES and _ends_in_issuer(texts, first, about, rules):
            first -= 1
    while last + 1 < len(texts) and _goes_on(texts, first, last, ends, rules):
        last += 1
    start, end = lines[block[0] + first].start, lines[block[0] + last].end
    start, end = _strip_title(flow, start, end, rules)
    text = join(flow, start, end)
    return Title(block[0] + first, block[0] + last, start, end, text) if 4 <= len(text) <= _LONGEST_TITLE else None


def _strip_title(flow: Flow, start: int, end: int, rules: Rules) -> Span:
    """Without what a site puts before and around it: 政策解读：…, 《某市关于…的通知》."""
    text = flow.text
    if label := rules.finds("title-label", text[start:end]):
        start += label.end()
    is_quoted = text[start] == "《" and text[end - 1] == "》" and text.find("》", start, end) == end - 1
    return (start + 1, end - 1) if is_quoted else (start, end)


def _ends_in_issuer(texts: list[str], first: int, about: int, rules: Rules) -> bool:
    """Whether the line above texts[first] ends in a unit, or breaks off inside one that 关于 follows."""
    above = texts[first - 1]
    return bool(rules.finds("unit-end", above) or (first == about and rules.finds("split-issuer", f"{above}\n{texts[first]}")))


def _is_annex_word(texts: list[str], index: int, rules: Rules) -> bool:
    """重点任务 over the columns of a table; 工作计划 below …专项整治 ends a title of two lines."""
    if not rules.finds("bare-annex-word", texts[index]):
        return False
    above = texts[index - 1] if index else ""
    ends_title = rules.finds("title-goes-on", texts[index]) and len(above) >= _SHORTEST_FIRST_LINE and not rules.finds("unit-end", above)
    return not ends_title


_SHORTEST_FIRST_LINE = 8


def _goes_on(texts: list[str], first: int, last: int, ends: list[int], rules: Rules) -> bool:
    """Whether the line behind texts[last] still belongs to the title: 的通知, （2021—2022年）, or what 印发 waits for."""
    so_far, following = "".join(texts[first : last + 1]), texts[last + 1]
    if rules.finds("title-goes-on", following):
        return not so_far.endswith(following)
    is_quote = so_far.endswith("》") and "关于" in so_far  # 关于对《甲方案》⏎公开征求意见的公告
    waits = (is_quote or rules.finds("passes-on", so_far)) and not rules.finds("notice-end", so_far)
    return bool(waits) and any(i > last and rules.finds("notice-end", texts[i]) for i in ends)


def _squeeze(flow: Flow, line: Line) -> str:
    """The folded line without blanks."""
    return "".join(flow.text[line.start : line.end].split())


def _find_number(lines: tuple[Line, ...]) -> Span | None:
    for line in lines:
        if line.match and line.kind in ("number", "bracket") and line.match.groupdict().get("number"):
            return (line.start + line.match.start("number"), line.start + line.match.end("number"))
    return None


# ---- issuers and addressees ----


def _read_issuers(flow: Flow, lines: tuple[Line, ...], title: Title | None, signers: tuple[str, ...], rules: Rules) -> tuple[str, ...]:
    if title and (before := rules.finds("before-about", flow.text[title.start : title.end])):
        raw = flow.printed[title.start + before.start("issuers") : title.start + before.end("issuers")]
        if names := _split_issuers(raw, rules):
            names_some = rules.finds("and-others", fold(raw)) is not None  # 市教育局等五部门
            is_short = len(signers) == len(names) == 1 and rules.finds("no-place", fold(names[0])) is not None
            return signers if is_short or (names_some and len(signers) > len(names)) else names
    if title and "关于" not in title.text:
        names = signers or _names_under_title(flow, lines, title, rules) or _names_on_card(flow, lines, rules)
        return names or _name_before_year(title, rules)
    above = lines[: title.first] if title else ()
    heads = [line for line in above if line.kind == "letterhead" or rules.finds("unit-end", _squeeze(flow, line))]
    names = _split_issuers("\n".join(_letterhead(flow, line) for line in heads if line.kind in ("letterhead", "part")), rules)
    if len(names) == 1 and rules.finds("bare-unit", fold(names[0])):  # 政府文件, the word over a list of a site
        names = ()
    return names or signers or (_names_under_title(flow, lines, title, rules) if title else ()) or _names_on_card(flow, lines, rules)


def _names_under_title(flow: Flow, lines: tuple[Line, ...], title: Title, rules: Rules) -> tuple[str, ...]:
    """Who stands between the title and the date in brackets below it: 某县教育局⏎（2023年9月1日）."""
    between = list(takewhile(lambda line: line.kind == "part", lines[title.last + 1 : title.last + 4]))
    below = title.last + 1 + len(between)
    bracket = lines[below] if below < len(lines) and lines[below].kind == "bracket" else None
    if bracket is None:
        return ()
    if bracket.match and (signer := bracket.match.groupdict().get("signer")):  # （某县教育局 2023年9月1日）
        return _split_issuers(signer, rules)
    return _split_issuers("\n".join(flow.printed[line.start : line.end] for line in between), rules)


def _name_before_year(title: Title, rules: Rules) -> tuple[str, ...]:
    """某某县教育局2023年工作要点: whose plan it is, where nobody signs."""
    match = rules.finds("before-year", fold(title.text))
    return (title.text[: match.end("issuers")],) if match else ()


def _names_on_card(flow: Flow, lines: tuple[Line, ...], rules: Rules) -> tuple[str, ...]:
    """发布机构：某县审计局 in the table of data that a site prints, where nobody signs."""
    for line in lines:
        if line.kind == "card" and line.match and rules.finds("card-issuer", line.match["label"]):
            start, end = _value_of_card(flow, line, line.match)
            if not rules.finds("web-site", flow.text[start:end]) and (names := _split_issuers(flow.printed[start:end], rules)):
                return names
    return ()


def _letterhead(flow: Flow, line: Line) -> str:
    text = join(flow, line.start, line.end)
    return text.removesuffix("文件") if line.kind == "letterhead" else text


def _split_issuers(raw: str, rules: Rules) -> tuple[str, ...]:
    """Names in `raw`: parted by breaks, blanks, 、 or by the place's name that begins again; () when the end is no unit."""
    names: list[str] = []
    open_name = ""
    for piece in _BETWEEN_NAMES.sub(" ", raw).split():
        if rules.finds("bare-unit", piece) and names and not open_name:
            names[-1] += piece
            continue
        is_text = len(open_name) >= _SHORTEST_HALF and not rules.finds("own-place", open_name)
        if is_text and rules.finds("own-place", piece) and rules.finds("unit-end", piece):
            open_name = ""  # 提升服务水平⏎某某县人民政府办公室: the text above the signature
        open_name += piece
        if rules.finds("unit-end", _plain(open_name, rules)) and len(piece) > 1:
            names.append(open_name)
            open_name = ""
    if open_name:
        if not rules.finds("unit-end", _plain(open_name, rules)):
            return ()
        names.append(open_name)
    return tuple(part for name in names for part in _unglue(_plain(name, rules), rules))


_BETWEEN_NAMES = compile_pattern(r"[、，](?![^“”\n]{0,20}”)")
"""“双随机、一公开”监管联席会议办公室 is one name."""
_SHORTEST_HALF = 6
"""Characters of what is no first half of a name, such as 共青团 or 国家税务总局."""


def _plain(name: str, rules: Rules) -> str:
    """Without 等6部门 and （代章）."""
    end = rules.finds("and-others", fold(name))
    return name[: end.start()] if end else name


def _unglue(name: str, rules: Rules) -> Iterator[str]:
    for _ in range(6):
        match = rules.finds("glued-issuers", name[:200])
        if not match:
            break
        yield match["first"]
        name = match["second"]
    yield name


def _read_addressees(flow: Flow, lines: tuple[Line, ...], title: Title | None, rules: Rules) -> tuple[str, ...]:
    """Names of the line that ends with a colon between title and text."""
    after = range(title.last + 1, len(lines)) if title else range(0)
    before = range(title.first) if title else range(len(lines))
    groups = (after, before) if title and "关于" in title.text else (before, after)
    starts = [i for group in groups for i in islice((i for i in group if lines[i].kind in _LIST_KINDS), 6)]
    return next((names for i in starts if (names := _read_list(flow, lines[i : i + 5], rules))), ())


_LIST_KINDS = ("part", "prose")


def _read_list(flow: Flow, lines: tuple[Line, ...], rules: Rules) -> tuple[str, ...]:
    """The names in the first of `lines`, which may run on over the others, up to the first colon."""
    colon = flow.text.find(":", lines[0].start, lines[0].start + LONGEST_LINE)
    last = next((i for i, line in enumerate(lines) if line.start < colon < line.end), None)
    if last is None or any(line.kind not in _LIST_KINDS for line in lines[: last + 1]):
        return ()
    stop = colon - (flow.text[colon - 1] in "、,")
    folded = "".join(flow.text[lines[0].start : stop].split())
    if 0 < lines[last].end - colon - 1 < _SHORTEST_TEXT:  # 单位：公顷
        return ()
    if any(c in folded for c in "。《》") or folded in rules.labels or rules.finds("no-addressee", folded):
        return ()
    if not rules.finds("addressee-end", folded):
        return ()
    if folded[0] in BULLETS:  # ◇牵头科室：防火办
        return ()
    names = join(flow, lines[0].start, stop)
    courtesy = rules.finds("courtesy", names)
    return _split_addressees(names[courtesy.end() if courtesy else 0 :], rules)


def _split_addressees(text: str, rules: Rules) -> tuple[str, ...]:
    return tuple(name for part in _split_outside_brackets(text, "，,；;") for name in _split_enumeration(part, rules))


def _split_outside_brackets(text: str, separators: str) -> list[str]:
    parts, depth = [""], 0
    for char in text:
        depth = max(0, depth + (char in "（([〔") - (char in "）)]〕"))
        if char in separators and not depth:
            parts.append("")
        else:
            parts[-1] += char
    return [part for part in parts if part]


def _split_enumeration(text: str, rules: Rules) -> list[str]:
    """甲、乙局 at 、 when 甲 is a whole name; kinds of places (各市、自治州人民政府) stay one, named ones take the end."""
    names: list[str] = []
    waiting: list[str] = []  # names that lack their end
    for piece in _split_outside_brackets(text, "、"):
        folded = fold(piece)
        if rules.finds("bare-unit", folded) and names and not waiting:
            names[-1] += "、" + piece
        elif not rules.finds("whole-addressee", folded):
            waiting.append(piece)
        elif waiting and rules.finds("other-houses", folded) and _stands_alone(waiting, folded, rules):
            names += [*_part_places(waiting, rules), piece]  # 各行政村、各有关单位
            waiting = []
        else:
            names += _write_out(waiting, _with_place(names[0], piece, rules) if names else piece, rules)
            waiting = []
    return names + _part_places(waiting, rules)


def _stands_alone(waiting: list[str], houses: str, rules: Rules) -> bool:
    """Whether the places before 市直各部门 are whole: 各县区、开发区、市直部门."""
    is_each = rules.finds("each-place", fold(waiting[0])) is not None
    return rules.finds("each-place", fold(waiting[-1])) is not None or (is_each and _OWN_LEVEL.match(houses) is not None)


_OWN_LEVEL = compile_pattern("[省市县区州镇乡][直级属]|驻|机关")


def _part_places(pieces: list[str], rules: Rules) -> list[str]:
    """Kinds of places together, each place with a name of its own apart: 各县区, 城东开发区, 南湖新区."""
    names: list[str] = []
    is_open = False
    for piece in pieces:
        folded = fold(piece)
        is_zone = rules.finds("zone-place", folded) is not None
        is_named = is_zone or (rules.finds("named-place", folded) is not None and not rules.finds("kind-of-place", folded))
        if names and is_open and not is_named:
            names[-1] += "、" + piece
        else:
            names.append(piece)
        is_open = not is_named
    return names


def _with_place(first: str, piece: str, rules: Rules) -> str:
    place = rules.finds("shared-place", fold(first))
    return first[: place.end("place")] + piece if place and rules.finds("bare-department", fold(piece)) else piece


def _write_out(waiting: list[str], last: str, rules: Rules) -> list[str]:
    """韩城市、杨凌示范区市场监管局 → 韩城市市场监管局, 杨凌示范区市场监管局; a 管委会 is that of zones alone."""
    committee = _COMMITTEE.search(last)
    if committee and any(rules.finds("zone-place", fold(name)) for name in (*waiting, last[: committee.start(1)])):
        places = list(takewhile(lambda name: rules.finds("has-committee", fold(name)) is None, waiting))
        zones = [name + committee[1] for name in waiting[len(places) :]]
        return [*_part_places(places, rules), *zones, last]
    if all(rules.finds("kind-of-place", fold(name)) for name in waiting):
        return ["、".join((*waiting, last))]
    end = re.search(r"^.{2,20}?[省市州县区旗盟](.{2,})$", last)
    return [*(name + end[1] for name in waiting), last] if end else _part_places([*waiting, last], rules)


_COMMITTEE = compile_pattern("区((?:党工委、?)?(?:管委会|管理委员会))$")

# ---- signature and date ----


_LIMIT = compile_pattern(r"\d ?[年月日].*前$|[年月]底前?$")
"""What signs nothing: the last cell of a table above the signature."""


class _Signature(NamedTuple):
    signers: tuple[str, ...] = ()
    issued: Issued | None = None


def _head_dates(flow: Flow, lines: tuple[Line, ...]) -> Iterator[Issued]:
    """Dates by the signature, then those in a bracket under the title."""
    for kind in ("date", "bracket"):
        for line in lines:
            if line.kind == kind and line.match and (issued := _read_date(flow, line.match, line.start)):
                yield issued


def _read_date(flow: Flow, match: Match, offset: int) -> Issued | None:
    """The day that `match` prints, None when the calendar has no such day; `offset` is the flow offset of its text."""
    year, month, day = (read_numeral(_one_zero(match[group])) for group in "ymd")
    start = offset + match.start("y")
    end = offset + match.end("d")
    if match.groupdict().get("sign") is None or flow.text.startswith("日", end):
        end = flow.text.index("日", end) + 1
    try:
        return Issued(text=join(flow, start, end), date=dt.date(year or 0, month or 0, day or 0), span=flow.span(start, end))
    except ValueError:
        return None


def _read_card_dates(flow: Flow, lines: tuple[Line, ...]) -> tuple[Issued, ...]:
    """成文日期：2023-03-05, and before it 发文日期, in the table of data that a site prints, where no other date is said."""
    days = [line for line in lines if line.kind == "card" and line.match and "sign" in line.match.groupdict()]
    days.sort(key=lambda line: line.match is None or line.match["label"][:2] != "成文")
    return tuple(issued for line in days if line.match and (issued := _read_date(flow, line.match, line.start)))


def _one_zero(numeral: str) -> str:
    """二O二四, 二0二四: the zeros of a Chinese numeral as 〇."""
    return numeral if numeral.isdigit() and numeral.isascii() else numeral.replace("O", "〇").replace("0", "〇")


def _find_imprints(flow: Flow, rules: Rules) -> Iterator[Issued]:
    """The day on which a notice was printed, from the lines at its end: it stands for the date of issue where no other is said."""
    text = flow.text
    for match in rules.by_id["imprint-date"].finditer(text, max(0, len(text) - _CLOSING)):
        if _is_signed_off(flow, match.end(), rules) and (issued := _read_date(flow, match, 0)):
            yield issued


def _find_signature(flow: Flow, lines: tuple[Line, ...], title: Title | None, tables: Sequence[Span], rules: Rules) -> _Signature:
    """The names above the first date line, in the head, else behind it, else inside a line that runs on."""
    floor = title.last + 1 if title and "关于" in title.text else 0
    for index, line in enumerate(lines):
        if line.kind == "date" and line.match and index >= floor:
            above = [*lines[floor:index]][-3:]
            names = _signers(above, line.match, flow, rules) or _name_in_title(flow, above, title, rules)
            return _Signature(names, _read_date(flow, line.match, line.start))
    behind = _find_signature_behind(flow, lines[-1].end if lines else 0, title, tables, rules)
    return behind or _find_run_on_signature(flow, lines, rules) or _find_closing_signature(flow, rules) or _Signature()


def _signers(above: list[Line], match: Match, flow: Flow, rules: Rules) -> tuple[str, ...]:
    if signer := match.groupdict().get("signer"):
        return _split_issuers(signer, rules)
    parts: list[str] = []
    for line in reversed(above):
        text = flow.text[line.start : line.end]
        if rules.finds("stamped-for", text):  # （市水务局代章）
            continue
        if line.kind != "part" or ":" in text or "\t" in text or not text[0].isalnum() or _LIMIT.search(text):
            break
        parts.insert(0, flow.printed[line.start : line.end])
    return _split_issuers("\n".join(parts), rules)


def _name_in_title(flow: Flow, above: list[Line], title: Title | None, rules: Rules) -> tuple[str, ...]:
    """The name above the date, of whatever kind, when the title begins with it."""
    above = [line for line in above if not rules.finds("stamped-for", flow.text[line.start : line.end])]
    name = join(flow, above[-1].start, above[-1].end) if above and above[-1].kind == "part" else ""
    return (name,) if title and len(name) > 2 and title.text.startswith(name) and name != title.text else ()


def _find_signature_behind(flow: Flow, start: int, title: Title | None, tables: Sequence[Span], rules: Rules) -> _Signature | None:
    """The first date line with a unit above it, else alone below the text, and nothing, a note, an annex or a title below it."""
    text, starts = flow.text, [low for low, _ in tables]
    bare: _Signature | None = None
    for at in _find_date_ends(text, start):
        behind = text[at : at + 30].split("\n", 1)[0].strip()
        table = bisect_left(starts, at) - 1
        is_cell = table >= 0 and at <= tables[table][1]
        if (not behind or rules.finds("disclosure", behind)) and not is_cell:
            line = flow.strip(max(text.rfind("\n", max(0, at - 90), at), at - 90) + 1, at)
            match = rules.finds("date", text[slice(*line)]) or rules.finds("date-in-figures", text[slice(*line)])
            if match and "\t" not in text[max(0, line[0] - 3) : line[0]] and _is_signed_off(flow, at, rules):
                floor = max(start, line[0] - 160, tables[table][1] if table >= 0 else 0)
                above = [judge_line(text, *span, rules) for span in find_lines(flow, floor, line[0])]
                if len(above) > 1 and rules.finds("unit-label", text[above[-2].start : above[-2].end]):
                    continue
                names = _signers(above[-3:], match, flow, rules) or _signers(above[-1:], match, flow, rules)
                if names := names or _name_in_title(flow, above, title, rules):
                    return _Signature(names, _read_date(flow, match, line[0]))
                if bare is None and match.groupdict().get("sign") is None and _closes_text(flow, line, above, rules):
                    bare = _Signature((), _read_date(flow, match, line[0]))
    return bare


def _closes_text(flow: Flow, line: Span, above: list[Line], rules: Rules) -> bool:
    """A date alone below the last sentence or field, or below the attachments: the issuers stand in the title.

    A short line between them signs, though no rule knows its kind of name.
    """
    if not above or line[1] - line[0] > _LONGEST_DATE:
        return False
    is_signed = len(above) > 1 and _may_sign(flow.text[above[-1].start : above[-1].end], above[-1], rules)
    above = above[:-1] if is_signed else above
    last = flow.text[above[-1].start : above[-1].end]
    if is_signed and ":" in last[:-1]:  # 责任单位：教务处⏎某某联盟⏎2023年3月8日
        return True
    is_listed = any(one.kind == "attachment" for one in above) and rules.finds("attachment-end", last) is not None
    is_field = ":" in last[:-1] and rules.finds("field-word", last[: last.index(":")]) is not None  # 完成时限：6月底前⏎2023年3月8日
    return last[-1] in "。)" or above[-1].kind == "attachment" or is_listed or is_field


def _may_sign(text: str, line: Line, rules: Rules) -> bool:
    is_name = line.kind == "part" and 3 < len(text) <= _LONGEST_NAME and not any(c in text for c in '。;:,、\t"《》')
    return is_name and not rules.finds("field-word", text) and text not in rules.labels and not _LIMIT.search(text)


_LONGEST_DATE, _LONGEST_NAME = 24, 30
_FIGURES = compile_pattern(r"(?m:(?:19|20)\d\d[-./]\d{1,2}[-./]\d{1,2}(?=[ \t]*$))")


def _find_date_ends(text: str, start: int) -> Iterator[int]:
    """Where date lines may end: behind each 日, then those of figures."""
    at = start
    while (at := text.find("日", at) + 1) > 0:
        yield at
    yield from (found.end() for found in _FIGURES.finditer(text, start))


def _is_signed_off(flow: Flow, after: int, rules: Rules) -> bool:
    below = [flow.text[slice(*line)] for line in islice(find_lines(flow, after, min(len(flow.text), after + 300)), 2)]
    if not below:
        return True
    imprint = rules.finds("imprint", below[0]) or rules.finds("imprint", " ".join(below))  # it may take two lines
    return bool(imprint or rules.finds("after-signature", below[0]))


def _find_run_on_signature(flow: Flow, lines: tuple[Line, ...], rules: Rules) -> _Signature | None:
    for line in lines:
        if line.kind == "prose":
            end = min(line.end, LONGEST_HEAD)
            if match := rules.finds("run-on-signature", flow.text[line.start : end]):
                return _Signature(_split_issuers(match["signer"], rules), _read_date(flow, match, line.start))
    return None


def _find_closing_signature(flow: Flow, rules: Rules) -> _Signature | None:
    """Name and date behind the last sentence of a text without line breaks: nothing but a note stands behind them."""
    start = max(0, len(flow.text) - _CLOSING)
    for match in rules.by_id["run-on-signature"].finditer(flow.text, start):
        behind = flow.text[match.end() : match.end() + _CLOSING].split("\n", 1)[0].strip()
        end = match.end() + len(behind)
        if (not behind or rules.finds("disclosure", behind)) and _is_signed_off(flow, end, rules):
            return _Signature(_split_issuers(match["signer"], rules), _read_date(flow, match, 0))
    return None


_CLOSING = 400
"""Characters at the end of a text in which it is signed."""
