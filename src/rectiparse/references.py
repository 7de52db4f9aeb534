"""What a notice refers to: its attachments, the people to ask, the documents it cites; flow in, values of Metadata out."""

from __future__ import annotations

from collections.abc import Iterator
from itertools import islice, pairwise

from rectiparse.flow import Flow
from rectiparse.head import LONGEST_HEAD, Rules, Title, find_lines, join
from rectiparse.model import Citation, Contact, Span
from rectiparse.numerals import read_numeral
from rectiparse.patterns import Match, compile_pattern
from rectiparse.source import fold

# ---- attachments and contacts ----


_LABELS, _LONGEST_LIST, _LONGEST_NAME = 200, 1500, 120
"""Lines that begin with 附 and are looked at; characters of a list of attachments and of one name."""


def read_attachments(flow: Flow, rules: Rules) -> tuple[tuple[str, ...], Span]:
    """Names of the first list behind 附件：, and where the list stands."""
    for label in islice(_find_attachment_labels(flow.text), _LABELS):
        line_end = flow.text.find("\n", label, label + _LONGEST_LIST)
        line_end = min(len(flow.text), label + _LONGEST_LIST) if line_end < 0 else line_end
        if numbered := _read_numbered_lines(flow, label, rules):
            return numbered
        match = rules.finds("attachments", flow.text[label : min(line_end, label + 12)])
        if match or _names_file(flow, line_end, rules):  # 附件⏎任务表.docx
            start = label + match.end() if match else line_end
            end = _attachments_end(flow, start, line_end, rules)
            if names := tuple(_split_attachments(flow, start, end, rules)):
                return names, (label, end)
    return (), (0, 0)


def _read_numbered_lines(flow: Flow, label: int, rules: Rules) -> tuple[tuple[str, ...], Span] | None:
    """附件1：甲⏎附件2：乙: a list when at least two follow each other; one alone is the heading of what it names."""
    names: list[str] = []
    end = label
    for line in islice(find_lines(flow, label, min(len(flow.text), label + _LONGEST_LIST)), 30):
        match = rules.by_id["attachment-line"].match(flow.text[slice(*line)])
        if not match or read_numeral(match["n"]) != len(names) + 1:
            break
        name = _strip_closing(join(flow, line[0] + match.end(), line[1]), rules)
        if not rules.finds("attachment-end", name):
            break
        names.append(name)
        end = line[1]
    return (tuple(names), (label, end)) if len(names) > 1 else None


def _names_file(flow: Flow, line_end: int, rules: Rules) -> bool:
    """Whether 附件 stands alone on its line, above the name of a file."""
    above = flow.strip(flow.text.rfind("\n", 0, line_end) + 1, line_end)
    if not rules.finds("annex-mark", flow.text[slice(*above)]):
        return False
    below = next(find_lines(flow, line_end, min(len(flow.text), line_end + _LONGEST_NAME)), None)
    return below is not None and rules.finds("file-name", flow.text[slice(*below)]) is not None


def _find_attachment_labels(text: str) -> Iterator[int]:
    at = text.find("附")
    while at >= 0:
        if text[max(0, at - 40) : at].strip() and text[text.rfind("\n", max(0, at - 40), at) + 1 : at].strip(" ") in ("", "相关"):
            yield at
        at = text.find("附", at + 1)


def _attachments_end(flow: Flow, start: int, end: int, rules: Rules) -> int:
    """The end of the list: lines that count on and lines that end a name begun above belong to it."""
    last = _last_number(flow.text[start:end], rules)
    for line in islice(find_lines(flow, end, min(len(flow.text), end + _LONGEST_LIST)), 30):
        so_far, text = flow.text[start:end].rstrip(), flow.text[slice(*line)]
        is_name = rules.finds("attachment-end", text) and not rules.finds("annex-mark", text) and "。" not in text
        item = rules.by_id["attachment-item"].match(text)
        is_next = item is not None and last > 0 and int(item["n"]) == last + 1 and len(text) <= _LONGEST_ITEM and not set(text) & _NO_NAME
        is_file = rules.finds("file-name", text) and rules.finds("file-name", so_far.rpartition("\n")[2])  # a.docx⏎b.xlsx
        is_rest = is_file or (len(text) <= (10 if rules.finds("attachment-end", so_far) else 60) and not rules.finds("title-end", so_far))
        if not is_next and not (is_name and (item or is_rest)):
            break
        end, last = line[1], int(item["n"]) if item else last
    return end


_LONGEST_ITEM = 40
_NO_NAME = frozenset("。;:!?,")


def _last_number(text: str, rules: Rules) -> int:
    """The number of the last attachment that the first line of a list names, 0 where it counts none."""
    numbers = [int(match["n"]) for match in rules.by_id["attachment-item"].finditer(text)]
    return numbers[-1] if numbers else 0


def _split_attachments(flow: Flow, start: int, end: int, rules: Rules) -> Iterator[str]:
    marks = list(rules.by_id["attachment-item"].finditer(flow.text[start:end]))
    edges = [(m.start() + start, m.end() + start) for m in marks] + [(end, end)]
    joints = [] if marks else [(start, start), *(joint.span() for joint in _BEHIND_FILE.finditer(flow.text, start, end))]
    for (_, first), (last, _) in pairwise([*joints, *edges]):
        name = _strip_closing(join(flow, *flow.strip(first, last)), rules)
        if 0 < len(name) <= _LONGEST_NAME and not rules.finds("contact-line", fold(name)):  # 附：联系人：周某
            yield name


_BEHIND_FILE = compile_pattern(r"(?<=\.(?:docx?|xlsx?|pptx?|pdf|wps|et|zip|rar|ofd)\)?)[ \n;,、]+")


def _strip_closing(name: str, rules: Rules) -> str:
    closing = rules.finds("attachment-closing", fold(name))
    return name[: closing.start() if closing else None]


def read_contacts(flow: Flow, rules: Rules) -> tuple[Contact, ...]:
    """The people to ask, each with the numbers that follow the name; a name or number said twice begins the next one."""
    contacts: list[dict[str, str]] = []
    last_end = -100
    for match in _find_contacts(flow.text, rules):
        is_named = bool(contacts) and "name" in contacts[-1] and match.start() - last_end <= _NEXT
        if not is_named and rules.by_id["contact-further"].match(flow.text, match.start()):  # 举报电话：12345678，夜间 87654321
            continue
        found = {key: join(flow, *match.span(key)) for key in ("name", "phone", "fax", "email") if match[key]}
        if match["both"] and "phone" in found:
            found["fax"] = found["phone"]
        is_new = not contacts or match.start() - last_end > 40 or any(key in contacts[-1] for key in found if key != "fax")
        if is_new:
            contacts.append({})
        contacts[-1].update(found)
        last_end = match.end()
    return tuple(dict.fromkeys(Contact(**one) for contact in contacts for one in _pair(contact)))


_NEXT = 4
"""Characters between a number and the next person at most."""


def _pair(contact: dict[str, str]) -> list[dict[str, str]]:
    """张某、李某，电话：甲号、乙号: a number for each name."""
    names, phones = (_JOINT.split(contact.get(key, "")) for key in ("name", "phone"))
    if len(names) < 2 or len(names) != len(phones) or "fax" in contact:
        return [contact]
    return [{**contact, "name": name, "phone": phone} for name, phone in zip(names, phones, strict=True)]


_JOINT = compile_pattern(r"[、/；;]\s?|(?<=\d{7})\s+(?=\d{7})")


_CONTACT_BEFORE, _CONTACT_BEHIND = 40, 240
"""Characters around a trigger word in which names and numbers are read."""


def _find_contacts(text: str, rules: Rules) -> Iterator[Match]:
    """Labelled names and numbers near a trigger word."""
    labelled = [hit for word in rules.triggers for hit in _find_all(text, word) if ":" in text[hit : hit + 20]]
    hits = sorted([*labelled, *_find_all(text, "@")])  # 报送至邮箱abc@example.cn
    start, end = 0, 0
    for hit in (*hits, len(text) + _CONTACT_BEFORE + 1):
        if hit - _CONTACT_BEFORE > end:
            yield from rules.contacts.finditer(text, start, end)
            start = hit - _CONTACT_BEFORE
        end = min(len(text), hit + _CONTACT_BEHIND)


def _find_all(text: str, word: str) -> Iterator[int]:
    at = text.find(word)
    while at >= 0:
        yield at
        at = text.find(word, at + 1)


# ---- citations ----

_LONGEST_CITATION = 200
_CITATION_BREAKS = 4
"""A 《 whose 》 stands further off, in lines, ran into the cells of a table."""


def read_citations(flow: Flow, head_end: int, title: Title | None, attached: Span, rules: Rules) -> tuple[Citation, ...]:
    """Each document that is cited, once; the notice's own text, short names, licences and newspapers are none."""
    passed_over = set(_own_titles(flow, head_end, title, rules))
    places = (attached, (title.start, title.end) if title else attached)
    found: dict[str, Citation] = {}
    for start, end in _find_quoted(flow.text):
        key = _letters(flow.text[start:end])
        if _has_mark(flow.text, start, rules):
            passed_over.add(key)
        if not key or key in passed_over or any(a <= start < b for a, b in places):
            continue
        number = rules.by_id["cited-number"].match(flow.text, end, min(len(flow.text), end + 60))
        if key in found and (found[key].document_number or not number):
            continue
        title_text = found[key].title if key in found else join(flow, start + 1, end - 1)
        span = flow.span(start, number.end() if number else end)
        if (number or _is_document(title_text, rules)) and flow.source.text.count("\n", *span) <= _CITATION_BREAKS:
            found[key] = Citation(title=title_text, document_number=join(flow, *number.span("number")) if number else None, span=span)
    return tuple(found.values())


def _has_mark(text: str, start: int, rules: Rules) -> bool:
    """以下简称 stands before 《."""
    return "称" in text[max(0, start - 3) : start] and rules.finds("short-name-mark", text[max(0, start - 6) : start]) is not None


def _is_document(title: str, rules: Rules) -> bool:
    folded = fold(title)
    return rules.finds("cited-kind", folded) is not None and rules.finds("nickname", folded) is None


def _find_quoted(text: str) -> Iterator[Span]:
    """Spans of 《…》, brackets included; 《…》 inside one stay inside."""
    at = text.find("《")
    while at >= 0:
        limit = min(len(text), at + _LONGEST_CITATION)
        end = text.find("》", at, limit) + 1
        while end and text.count("《", at, end) > text.count("》", at, end):
            end = text.find("》", end, limit) + 1
        if end:
            yield (at, end)
        at = text.find("《", end or at + 1)


def _own_titles(flow: Flow, head_end: int, title: Title | None, rules: Rules) -> Iterator[str]:
    if title:
        yield _letters(title.text)
        yield from (_letters(match["own"]) for match in rules.by_id["own-title"].finditer(fold(title.text)))
    for match in rules.by_id["own-text"].finditer(flow.text, 0, min(head_end, LONGEST_HEAD)):
        yield from (_letters(match["own"][a:b]) for a, b in _find_quoted(match["own"]))


_NO_LETTER = compile_pattern(r"[\W_]+")


def _letters(text: str) -> str:
    """Letters and digits alone: what two prints of one title share."""
    return _NO_LETTER.sub("", text)
