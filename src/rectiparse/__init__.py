"""Chinese rectification and implementation notices (整改方案、实施方案) to a ledger of tasks: who must do what by when."""

from __future__ import annotations

from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from collections.abc import Callable, Iterable, Iterator
    from datetime import date
    from pathlib import Path

    from rectiparse.deadlines import read_deadline
    from rectiparse.diagnostics import CODES
    from rectiparse.errors import GrammarError, RectiparseError, UnreadableSource
    from rectiparse.model import (
        Citation,
        Contact,
        Coverage,
        Deadline,
        DeadlineClause,
        Diagnostic,
        Issued,
        Leaf,
        Measure,
        Metadata,
        Milestone,
        Notice,
        Origin,
        Relative,
        Section,
        Source,
        Task,
        Unit,
    )
    from rectiparse.readers import Input

__version__ = "0.1.0"
__all__ = [
    "CODES",
    "Citation",
    "Contact",
    "Coverage",
    "Deadline",
    "DeadlineClause",
    "Diagnostic",
    "GrammarError",
    "Issued",
    "Leaf",
    "Measure",
    "Metadata",
    "Milestone",
    "Notice",
    "Origin",
    "RectiparseError",
    "Relative",
    "Section",
    "Source",
    "Task",
    "Unit",
    "UnreadableSource",
    "__version__",
    "extract",
    "extract_each",
    "extract_text",
    "read_deadline",
]

_HOMES = {"read_deadline": "rectiparse.deadlines", "CODES": "rectiparse.diagnostics"} | dict.fromkeys(
    ("GrammarError", "RectiparseError", "UnreadableSource"), "rectiparse.errors"
)


def extract(source: Path | bytes, *, issued: date | None = None, encoding: str | None = None) -> Notice:
    """The notice in a file or in bytes, with its tasks, diagnostics and leaves.

    `issued` is the date that years and days are counted from when the notice prints none; `encoding` overrules what the
    bytes look like. What is odd in the notice is in its diagnostics. Raises UnreadableSource when the input is missing,
    a directory, empty, binary or can't be decoded, GrammarError when a grammar file is broken.
    """
    from rectiparse.grammar import load_grammar
    from rectiparse.parse import parse_source
    from rectiparse.readers import read_source

    if isinstance(source, str):
        raise TypeError("extract takes a Path or bytes; next: extract(Path(…)) for a file, extract_text(…) for a text")
    return parse_source(read_source(source, encoding=encoding), load_grammar(), issued)


def extract_each(
    source: Path | bytes,
    *,
    issued: date | None = None,
    encoding: str | None = None,
    on_unreadable: Callable[[UnreadableSource], object] | None = None,
) -> Iterator[Notice]:
    """The notices in a file or in bytes, one after the other: those of an archive by their names, else the one there is.

    `source.name` of a notice in an archive is `a.zip/整改方案.docx`. A member that can't be read is handed to
    `on_unreadable` and the others follow; without it, the first such error is raised once all others are given. Raises
    UnreadableSource when the file itself can't be read, GrammarError when a grammar file is broken.
    """
    from rectiparse.readers import open_source

    return extract_inputs(open_source(source).inputs, issued=issued, encoding=encoding, on_unreadable=on_unreadable)


def extract_inputs(
    inputs: Iterable[Input],
    *,
    issued: date | None = None,
    encoding: str | None = None,
    on_unreadable: Callable[[UnreadableSource], object] | None = None,
) -> Iterator[Notice]:
    """What `extract_each` gives, of a source that is open already."""
    from rectiparse.errors import UnreadableSource
    from rectiparse.grammar import load_grammar
    from rectiparse.parse import parse_source

    failed: list[UnreadableSource] = []
    for input_ in inputs:
        try:
            text = input_.read(encoding)
        except UnreadableSource as error:
            (on_unreadable or failed.append)(error)
        else:
            yield parse_source(text, load_grammar(), issued)
    if failed:
        raise failed[0]


def extract_text(text: str, *, issued: date | None = None) -> Notice:
    """The notice in a text that is decoded already; an empty one gives an empty ledger. Raises GrammarError only."""
    from rectiparse.grammar import load_grammar
    from rectiparse.parse import parse_source
    from rectiparse.readers.from_text import read_text

    return parse_source(read_text(text), load_grammar(), issued)


def __getattr__(name: str) -> object:
    """The other public names, imported when they are first asked for: importing the package stays cheap."""
    if name not in __all__:
        raise AttributeError(f"module 'rectiparse' has no attribute {name!r}")
    from importlib import import_module

    value: object = getattr(import_module(_HOMES.get(name, "rectiparse.model")), name)
    globals()[name] = value
    return value


def __dir__() -> list[str]:
    return sorted(__all__)
