"""The rows that a ledger holds of a notice: plain tuples, ready for the database, packed on their way."""

from __future__ import annotations

import pickle
from dataclasses import dataclass, field

from rectiparse.ledger.schema import ITEM_BITS

Value = str | int | None
Row = tuple[Value, ...]

MOST_ITEMS = 2**ITEM_BITS - 1


@dataclass(frozen=True, slots=True)
class Record:
    """All rows of a notice, by table."""

    notice_id: int
    tables: dict[str, list[Row]] = field(default_factory=dict)

    def add(self, table: str, *row: Value) -> None:
        self.rows(table).append(row)

    def rows(self, table: str) -> list[Row]:
        """The rows of one table, to be added to."""
        return self.tables.setdefault(table, [])

    def pack(self) -> bytes:
        """To be passed on by who has no business with what is in it."""
        return pickle.dumps((self.notice_id, self.tables), pickle.HIGHEST_PROTOCOL)

    @classmethod
    def unpack(cls, packed: bytes) -> Record:
        """What `pack` made, in this program or one of its workers."""
        return cls(*pickle.loads(packed))
