"""Passages with given words: titles of notices, findings, contents and measures. Any number of characters may be asked for."""

from __future__ import annotations

import json
import sqlite3
from collections.abc import Sequence

from rectiparse.errors import LedgerError
from rectiparse.ledger.answers import Answer, Value
from rectiparse.ledger.records import MOST_ITEMS

COLUMNS = ("passage", "path", "task_id", "measure_id", "line", "title", "issued")

_TRIGRAM = 3
_BEFORE, _AFTER = 24, 56
"""Characters shown on either side of the first word."""
_HIGHEST = chr(0x10FFFF)


def search_passages(ledger: sqlite3.Connection, words: Sequence[str], limit: int = 50) -> Answer:
    """Up to `limit` passages that hold all the words, newest notices first; capitals and small letters are alike.

    Raises LedgerError when there is no word.
    """
    wanted = [word.strip() for word in words if word.strip()]
    if not wanted:
        raise LedgerError("there is no word to look for; next: give one, as in rectiparse ledger search 医疗废物")
    ids = _find_ids(ledger, wanted)
    rows = _read_passages(ledger, ids, limit, wanted)
    more = f", the first {len(rows)} of them (--limit gives more)" if len(rows) < len(ids) else ""
    return Answer(COLUMNS, rows, (f"{' '.join(wanted)}: {len(ids)} found{more}",))


def _find_ids(ledger: sqlite3.Connection, words: list[str]) -> list[int]:
    found: set[int] | None = None
    long = [word for word in words if len(word) >= _TRIGRAM]
    if long:
        query = " AND ".join(f'"{_quote(word)}"' for word in long)
        found = {id_ for (id_,) in ledger.execute("SELECT rowid FROM search WHERE search MATCH ?", (query,))}
    for word in words:
        if len(word) < _TRIGRAM:
            ids = _find_short(ledger, word)
            found = ids if found is None else found & ids
    return sorted(found or ())


def _quote(word: str) -> str:
    return word.replace('"', '""')


def _find_short(ledger: sqlite3.Connection, word: str) -> set[int]:
    """One or two characters make no trigram, but each place of theirs begins one: the end mark stands behind every text."""
    least = word.lower()
    return {id_ for (id_,) in ledger.execute("SELECT doc FROM search_terms WHERE term >= ? AND term < ?", (least, least + _HIGHEST))}


_ORDERED = f"""
SELECT w.value FROM json_each(?) w JOIN notices n ON n.id = (w.value & ~{MOST_ITEMS})
ORDER BY n.issued DESC, n.path, w.value LIMIT ?
"""
_SHOWN = f"""
SELECT (SELECT text FROM passages WHERE id = w.value), n.path,
  coalesce(t.task_id, (SELECT task_id FROM tasks WHERE id = m.task)), m.measure_id, coalesce(m.line, t.line), n.title, n.issued
FROM json_each(?) w JOIN notices n ON n.id = (w.value & ~{MOST_ITEMS})
LEFT JOIN tasks t ON t.id = w.value LEFT JOIN measures m ON m.id = w.value ORDER BY w.key
"""


def _read_passages(ledger: sqlite3.Connection, ids: list[int], limit: int, words: list[str]) -> list[tuple[Value, ...]]:
    first = [id_ for (id_,) in ledger.execute(_ORDERED, (json.dumps(ids), limit))]
    shown = ledger.execute(_SHOWN, (json.dumps(first),))
    return [(_cut(text, words), *rest) for text, *rest in shown]


def _cut(text: str, words: list[str]) -> str:
    """The text around the first place of a word."""
    folded, clean = text.lower().rstrip("\n"), text.rstrip("\n")
    at = min((place for word in words if (place := folded.find(word.lower())) >= 0), default=0)
    left, right = max(0, at - _BEFORE), min(len(clean), at + _AFTER)
    return f"{'…' if left else ''}{clean[left:right]}{'…' if right < len(clean) else ''}"
