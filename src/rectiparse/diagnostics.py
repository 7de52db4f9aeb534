"""The table of diagnostic codes, and how a diagnostic is shown."""

from __future__ import annotations

from bisect import bisect_right
from collections.abc import Iterable

from rectiparse.model import Diagnostic, Origin, Severity, Source, Span

CODES: dict[str, tuple[Severity, str]] = {
    # code: (severity, the next step)
    "truncated": ("error", "the text stops in mid-sentence: get the whole file"),
    "unreadable-part": ("error", "look at the file: this part could not be read"),
    "missing-unit": ("warning", "ask the issuer who does it"),
    "missing-deadline": ("warning", "ask the issuer by when"),
    "unresolved-year": ("warning", "give the notice's date with --issued YYYY-MM-DD, or look the year up"),
    "malformed-date": ("warning", "compare with the original: this is no date"),
    "ambiguous-deadline": ("warning", "前 is read as before the period begins: ask the issuer if its end is meant"),
    "numbering-gap": ("warning", "see if an item is missing"),
    "numbering-repeat": ("warning", "see if the number is a misprint; the second one's id ends in '2"),
    "duplicate-unit": ("warning", "the unit is kept once: see if another one was meant"),
    "annex-mismatch": ("warning", "compare body and annex"),
    "name-mismatch": ("warning", "see if one unit or document is meant"),
    "schedule-gap": ("warning", "see which phase the time between belongs to"),
    "schedule-overlap": ("warning", "see which phase the shared time belongs to"),
    "deadline-after-schedule": ("warning", "the limit is later than the last phase: see which one holds"),
    "missing-metadata": ("warning", "give the date with --issued YYYY-MM-DD if the notice has one elsewhere"),
    "no-tasks": ("warning", "nothing says who must do what by when: see if this is the right file"),
    "empty-label": ("warning", "see what should stand behind the label"),
    "unclosed-bracket": ("warning", "compare with the original: the bracket has no end"),
    "bad-byte": ("warning", "name the encoding with --encoding, or mend the file"),
    "kind-mismatch": ("warning", "the file was read by its content: rename it"),
    "numbers-lost": ("warning", "compare with the original: automatic numbers may be missing"),
    "low-confidence": ("warning", "compare with the original"),
    "open-ended-deadline": ("info", "agree on a day to look at it again"),
    "year-inferred": ("info", "see that the year is meant; --issued YYYY-MM-DD gives another date to count from"),
    "page-furniture": ("info", "left out of the text shown"),
    "boilerplate": ("info", "left out of the text shown"),
    "markup": ("info", "left out of the text shown"),
    "collective-lead": ("info", "ask which of them leads"),
    "unclaimed-text": ("info", "read this place yourself: no field took these words"),
}
"""Every code, its severity and the next step; a code is never reused."""


def build_diagnostic(code: str, message: str, *, where: str | None = None, span: Span | None = None, line: int | None = None) -> Diagnostic:
    """A diagnostic with the severity of its code."""
    return Diagnostic(code=code, severity=CODES[code][0], message=message, where=where, span=span, line=line)


def cell_width(text: str) -> int:
    """Terminal cells: 2 for a wide or full-width character, 0 for a combining one, 1 otherwise."""
    import unicodedata  # only where something is shown

    return sum(0 if unicodedata.combining(c) else 2 if unicodedata.east_asian_width(c) in "WF" else 1 for c in text)


def show_diagnostics(name: str, source: Source, diagnostics: Iterable[Diagnostic], *, in_chinese: bool = False) -> Iterable[str]:
    """Each diagnostic as lines of `name:line:column: severity code: message`, the source line, a caret, the next step.

    In Chinese its name stands behind the code. Where the format has pages, paragraphs or tables, the place there follows the
    column; the source must have its text.
    """
    text, origins = source.text or "", source.origins or ()
    starts = [0]
    starts.extend(i + 1 for i, c in enumerate(text) if c == "\n")
    for diagnostic in diagnostics:
        told = _say_in_chinese(diagnostic) if in_chinese else _say(diagnostic)
        yield _show(name, text, starts, diagnostic.span, _find_origin(origins, diagnostic.span, in_chinese=in_chinese), told)


def _find_origin(origins: tuple[Origin, ...], span: Span | None, *, in_chinese: bool) -> str:
    """(page 3, table 1, row 4, column 2), （第3页，表1，第4行，第2列）; empty where the format has no such places."""
    if span is None or not origins:
        return ""
    at = bisect_right(origins, span[0], key=lambda origin: origin.span[0]) - 1
    if at < 0:
        return ""
    names = ("page", "table", "row", "column") if origins[at].table else ("page", "paragraph")
    numbers = [(name, number) for name in names if (number := getattr(origins[at], name))]
    if in_chinese:
        return f"（{'，'.join(_PLACES[name].format(number) for name, number in numbers)}）" if numbers else ""
    return f" ({', '.join(f'{name} {number}' for name, number in numbers)})" if numbers else ""


_PLACES = {"page": "第{}页", "paragraph": "第{}段", "table": "表{}", "row": "第{}行", "column": "第{}列"}


_CONTEXT = 40
"""Characters of a long line that are shown on either side of the place."""


def _say(diagnostic: Diagnostic) -> tuple[str, str]:
    """What it says, and the next step."""
    where = f" [{diagnostic.where}]" if diagnostic.where else ""
    return f"{diagnostic.severity} {diagnostic.code}:{where} {diagnostic.message}", f"  next: {CODES[diagnostic.code][1]}"


def _say_in_chinese(diagnostic: Diagnostic) -> tuple[str, str]:
    from rectiparse.messages import SEVERITIES, say_in_chinese

    said = say_in_chinese(diagnostic)
    where = f"[{diagnostic.where}] " if diagnostic.where else ""
    return f"{SEVERITIES[diagnostic.severity]} {diagnostic.code} {said.name}：{where}{said.message}", f"  下一步：{said.next_step}"


def _show(name: str, text: str, starts: list[int], span: Span | None, origin: str, told: tuple[str, str]) -> str:
    headline, next_step = told
    if span is None:
        return f"{name}: {headline}\n{next_step}"
    start, end = span
    row = bisect_right(starts, start) - 1
    line_start = starts[row]
    line_end = starts[row + 1] - 1 if row + 1 < len(starts) else len(text)
    left = max(line_start, start - _CONTEXT)
    right = min(line_end, max(start + 1, min(end, start + _CONTEXT)) + _CONTEXT)
    head, tail = ("…" if left > line_start else ""), ("…" if right < line_end else "")
    shown = text[left:right].replace("\t", " ")
    marked = text[start : max(start + 1, min(end, line_end, start + _CONTEXT))]
    blank = " " * cell_width(head + shown[: start - left])
    caret = "^" * max(1, cell_width(marked))
    return f"{name}:{row + 1}:{start - line_start + 1}{origin}: {headline}\n{head}{shown}{tail}\n{blank}{caret}\n{next_step}"
