"""The tables of a ledger database, their version, and how a file is opened: to write, or only to read."""

from __future__ import annotations

import sqlite3
from pathlib import Path

from rectiparse.errors import LedgerError

VERSION = 1
"""`PRAGMA user_version`; it goes up when a table or column changes its meaning."""

APPLICATION = 0x52504C47
"""`PRAGMA application_id`: what the program `file` and other tools tell the format by (RPLG)."""

_OLDEST_SQLITE = (3, 37, 0)  # STRICT tables; the trigram tokenizer is older (3.34)

ITEM_BITS = 17
"""An id is 46 bits of the notice's SHA-256, then this many for the place in it: 0 is the notice, the rest its tasks and measures."""

END_MARK = "\n\n"
"""Stands behind each text in the search index, so that its last characters begin a trigram too."""

_PASSAGES = f"""
SELECT id, coalesce(title, '') || '{END_MARK}' AS text FROM notices
UNION ALL SELECT id, coalesce(finding || char(10), '') || coalesce(objective || char(10), '') || coalesce(content, '')
  || '{END_MARK}' FROM tasks
UNION ALL SELECT id, text || '{END_MARK}' FROM measures
"""

_NOTICES_BY_JSON = "CREATE INDEX IF NOT EXISTS notices_by_json ON notices (json_path);"
"""Asked for while a ledger is filled."""

TABLES = f"""
CREATE TABLE notices (
  id INTEGER PRIMARY KEY,
  path TEXT NOT NULL UNIQUE,
  sha256 TEXT NOT NULL UNIQUE,
  media_type TEXT NOT NULL,
  characters INTEGER NOT NULL,
  title TEXT,
  document_number TEXT,
  issuers TEXT,
  issued TEXT,
  tasks INTEGER NOT NULL,
  responsibility_words INTEGER NOT NULL,
  claimed INTEGER NOT NULL,
  json_path TEXT NOT NULL,
  json_sha256 TEXT NOT NULL,
  settings TEXT NOT NULL
) STRICT;
{_NOTICES_BY_JSON}
CREATE TABLE about (
  key TEXT PRIMARY KEY,
  value TEXT NOT NULL
) STRICT, WITHOUT ROWID;
CREATE TABLE files (
  path TEXT PRIMARY KEY,
  state TEXT NOT NULL CHECK (state IN ('notice', 'duplicate', 'failed')),
  sha256 TEXT,
  same_as TEXT,
  reason TEXT
) STRICT, WITHOUT ROWID;
CREATE TABLE tasks (
  id INTEGER PRIMARY KEY,
  notice_id INTEGER NOT NULL REFERENCES notices,
  task_id TEXT NOT NULL,
  kind TEXT NOT NULL,
  section TEXT NOT NULL,
  finding TEXT,
  objective TEXT,
  content TEXT,
  progress TEXT,
  line INTEGER NOT NULL
) STRICT;
CREATE TABLE measures (
  id INTEGER PRIMARY KEY,
  notice_id INTEGER NOT NULL REFERENCES notices,
  task INTEGER NOT NULL REFERENCES tasks,
  parent INTEGER,
  measure_id TEXT NOT NULL,
  text TEXT NOT NULL,
  line INTEGER NOT NULL
) STRICT;
CREATE TABLE duties (
  id INTEGER PRIMARY KEY,
  notice_id INTEGER NOT NULL,
  task INTEGER NOT NULL,
  measure INTEGER,
  deadline_of INTEGER,
  units_of INTEGER
) STRICT;
CREATE TABLE units (
  item INTEGER NOT NULL,
  role TEXT NOT NULL CHECK (role IN ('lead', 'responsible', 'cooperating', 'supervising')),
  position INTEGER NOT NULL,
  name TEXT NOT NULL,
  text TEXT NOT NULL,
  rule TEXT NOT NULL,
  PRIMARY KEY (item, role, position)
) STRICT, WITHOUT ROWID;
CREATE TABLE deadlines (
  item INTEGER PRIMARY KEY,
  text TEXT NOT NULL,
  start_date TEXT,
  end_date TEXT,
  precision TEXT,
  ongoing INTEGER NOT NULL,
  immediate INTEGER NOT NULL,
  done INTEGER NOT NULL,
  recurrence TEXT,
  event TEXT,
  "offset" TEXT,
  working_days INTEGER NOT NULL,
  year_inferred INTEGER NOT NULL,
  ambiguous INTEGER NOT NULL,
  edtf TEXT,
  rule TEXT NOT NULL
) STRICT;
CREATE TABLE milestones (
  item INTEGER NOT NULL,
  position INTEGER NOT NULL,
  date TEXT NOT NULL,
  text TEXT NOT NULL,
  PRIMARY KEY (item, position)
) STRICT, WITHOUT ROWID;
CREATE TABLE diagnostics (
  notice_id INTEGER NOT NULL REFERENCES notices,
  position INTEGER NOT NULL,
  code TEXT NOT NULL,
  severity TEXT NOT NULL,
  message TEXT NOT NULL,
  item_id TEXT,
  line INTEGER,
  PRIMARY KEY (notice_id, position)
) STRICT, WITHOUT ROWID;

CREATE VIEW passages AS {_PASSAGES};
CREATE VIRTUAL TABLE search USING fts5 (text, content = 'passages', content_rowid = 'id', tokenize = 'trigram', columnsize = 0);
CREATE VIRTUAL TABLE search_terms USING fts5vocab (search, instance);

CREATE VIEW ledger AS
SELECT n.path AS source, t.task_id, m.measure_id, t.kind, t.section, t.finding, t.objective, t.content, m.text AS measure,
  (SELECT group_concat(name, '；') FROM units WHERE item = u.units_of AND role = 'lead') AS lead_units,
  (SELECT group_concat(name, '；') FROM units WHERE item = u.units_of AND role = 'responsible') AS responsible_units,
  (SELECT group_concat(name, '；') FROM units WHERE item = u.units_of AND role = 'cooperating') AS cooperating_units,
  (SELECT group_concat(name, '；') FROM units WHERE item = u.units_of AND role = 'supervising') AS supervising_units,
  d.text AS deadline_text, d.start_date AS deadline_start, d.end_date AS deadline_end,
  coalesce(d.ongoing, 0) AS ongoing, coalesce(d.immediate, 0) AS immediate, coalesce(d.done, 0) AS done,
  d.recurrence, t.progress, coalesce(m.line, t.line) AS line
FROM duties u JOIN notices n ON n.id = u.notice_id JOIN tasks t ON t.id = u.task
LEFT JOIN measures m ON m.id = u.measure LEFT JOIN deadlines d ON d.item = u.deadline_of;
"""


INDEXES = f"""
{_NOTICES_BY_JSON}
CREATE INDEX IF NOT EXISTS tasks_by_notice ON tasks (notice_id);
CREATE INDEX IF NOT EXISTS measures_by_notice ON measures (notice_id);
CREATE INDEX IF NOT EXISTS measures_by_task ON measures (task);
CREATE INDEX IF NOT EXISTS duties_by_deadline ON duties (deadline_of);
CREATE INDEX IF NOT EXISTS duties_by_units ON duties (units_of);
CREATE INDEX IF NOT EXISTS deadlines_by_end ON deadlines (end_date) WHERE end_date IS NOT NULL AND NOT done AND recurrence IS NULL;
CREATE INDEX IF NOT EXISTS deadlines_recurring ON deadlines (recurrence, start_date, end_date) WHERE recurrence IS NOT NULL AND NOT done;
CREATE INDEX IF NOT EXISTS deadlines_ongoing ON deadlines (item) WHERE ongoing AND NOT done;
CREATE INDEX IF NOT EXISTS deadlines_immediate ON deadlines (item) WHERE immediate AND NOT done;
CREATE INDEX IF NOT EXISTS milestones_by_date ON milestones (date);
"""


def open_ledger(path: Path) -> sqlite3.Connection:
    """The ledger at `path` to write into, made when there is none. Raises LedgerError.

    A new one has no indexes for questions yet: `build_indexes` makes them when it is full, in a quarter of the time.
    """
    _check_library()
    _check_file(path, may_be_new=True)
    try:
        ledger = sqlite3.connect(path, isolation_level=None)
        ledger.execute("PRAGMA busy_timeout = 10000")
        ledger.execute("PRAGMA journal_mode = WAL")
        ledger.execute("PRAGMA synchronous = NORMAL")
        ledger.execute("PRAGMA cache_size = -16000")
        ledger.execute("PRAGMA foreign_keys = ON")
        if _read_version(ledger, path):
            build_indexes(ledger)  # an older one may lack some, one that was not closed has none
        else:
            _make_tables(ledger)
    except sqlite3.Error as error:
        raise _explain(path, error) from None
    return ledger


def build_indexes(ledger: sqlite3.Connection) -> None:
    """Makes the indexes that are missing. Raises sqlite3.Error."""
    ledger.executescript(INDEXES)


def open_to_read(path: Path) -> sqlite3.Connection:
    """The ledger at `path`; nothing that is asked of it can change it. Raises LedgerError."""
    _check_library()
    _check_file(path, may_be_new=False)
    try:
        ledger = _connect_to_read(path)
        ledger.execute("PRAGMA cache_size = -32000")
        if not _read_version(ledger, path):
            raise LedgerError(f"{path} holds no ledger; next: name the ledger.sqlite that rectiparse batch wrote")
    except sqlite3.Error as error:
        raise _explain(path, error) from None
    return ledger


def _connect_to_read(path: Path) -> sqlite3.Connection:
    address = path.resolve().as_uri()
    ledger = sqlite3.connect(f"{address}?mode=ro", uri=True)
    try:
        ledger.execute("PRAGMA query_only = ON")
        ledger.execute("SELECT 1 FROM sqlite_schema").fetchone()
    except sqlite3.OperationalError:
        # a folder that may not be written holds no -shm file; nobody writes there, so none is needed
        ledger.close()
        ledger = sqlite3.connect(f"{address}?immutable=1", uri=True)
        ledger.execute("PRAGMA query_only = ON")
    return ledger


def _make_tables(ledger: sqlite3.Connection) -> None:
    ledger.executescript(f"BEGIN IMMEDIATE;{TABLES}PRAGMA application_id = {APPLICATION};PRAGMA user_version = {VERSION};COMMIT;")


def _read_version(ledger: sqlite3.Connection, path: Path) -> bool:
    """Whether there are tables. Raises LedgerError when they are not of this version."""
    (version,) = ledger.execute("PRAGMA user_version").fetchone()
    (application,) = ledger.execute("PRAGMA application_id").fetchone()
    (tables,) = ledger.execute("SELECT count(*) FROM sqlite_schema").fetchone()
    if not tables:
        return False
    if application != APPLICATION:
        raise LedgerError(f"{path} is another program's database; next: name the ledger.sqlite that rectiparse batch wrote")
    if version > VERSION:
        raise LedgerError(f"{path} has schema {version}, this program reads {VERSION}; next: install a newer rectiparse")
    if version < VERSION:
        raise LedgerError(f"{path} has the older schema {version}; next: move it away and run rectiparse batch again")
    return True


def _check_library() -> None:
    if sqlite3.sqlite_version_info < _OLDEST_SQLITE:
        raise LedgerError(f"SQLite {sqlite3.sqlite_version} is too old for a ledger; next: use a Python built with SQLite 3.37 or newer")


def _check_file(path: Path, *, may_be_new: bool) -> None:
    if path.is_dir():
        raise LedgerError(f"{path} is a folder; next: name the ledger in it, {path / 'ledger.sqlite'}")
    if not may_be_new and not path.exists():
        raise LedgerError(f"there is no ledger {path}; next: make one with rectiparse batch SRC -o {path.parent}")


def _explain(path: Path, error: sqlite3.Error) -> LedgerError:
    return LedgerError(f"{path} can't be opened ({error}); next: see if it is a ledger, and if you may read and write there")
