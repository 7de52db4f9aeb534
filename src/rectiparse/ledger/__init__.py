"""The ledger database: notices, tasks, measures, units and deadlines of an archive in one SQLite file, and questions to it.

`schema` says which tables there are, `records` makes the rows of a notice, `store` writes them; `due`, `search` and
`questions` ask, `export` gives the notices back. docs/ledger.md describes the tables.
"""
