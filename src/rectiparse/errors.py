"""The errors that are the caller's: a file, an encoding, an option, a grammar."""

from __future__ import annotations


class RectiparseError(Exception):
    """Base of all errors raised for what the caller gave: file, encoding, option, grammar."""


class UnreadableSource(RectiparseError):
    """The input is missing, a directory, empty, binary, or can't be decoded."""


class LedgerError(RectiparseError):
    """A ledger database can't be opened, written or asked; the message says what to do."""


class GrammarError(RectiparseError):
    """A file in grammars/ has a typing slip; the message names file, line and key."""


class MissingExtra(RectiparseError):
    """A format needs a package that is not installed; the message names the command that installs it."""
