"""Patterns and rules kept between runs, as Python keeps byte code: compiling all patterns takes 0.2 s, loading them 3 ms."""

from __future__ import annotations

import contextlib
import copyreg
import marshal
import os
import stat
import sys
import tempfile
from pathlib import Path
from typing import Any

import regex

_MOST = 1500
"""Patterns kept at the most; grammars that are being edited leave old ones behind."""

_compiled: dict[str, regex.Pattern[str]] = {}
_kept: dict[str, dict[str, Any]] = {"patterns": {}, "rules": {}}
_state = {"loaded": False, "fresh": False}


def compile_pattern(source: str) -> regex.Pattern[str]:
    """The compiled pattern (regex module, version 1 behaviour), from this run or an earlier one."""
    pattern = _compiled.get(source)
    if pattern is None:
        kept = _load()["patterns"].get(source)
        pattern = _revive(kept) if kept else _compile(source)
        _compiled[source] = pattern
    return pattern


class LinePattern:
    """A pattern for whole lines, tried only where a line's first character may begin a match."""

    def __init__(self, source: str) -> None:
        self._pattern = compile_pattern(source)
        self._opens = FirstCharacters(self._pattern)

    def match(self, line: str) -> regex.Match[str] | None:
        """A match at the start of a line that is not empty."""
        return self._pattern.match(line) if self._opens[line[0]] else None

    def fullmatch(self, line: str) -> regex.Match[str] | None:
        return self._pattern.fullmatch(line) if self._opens[line[0]] else None


class FirstCharacters(dict[str, bool]):
    """Whether a match may begin with a character, for each that was asked for: faster than a match that fails.

    A pattern that asks for something before its match may begin anywhere: one character alone can't tell.
    """

    def __init__(self, pattern: regex.Pattern[str]) -> None:
        super().__init__()
        self._pattern = pattern
        self._looks_back = any(sign in pattern.pattern for sign in ("(?<=", r"\b", r"\B", r"\m", r"\M"))

    def __missing__(self, char: str) -> bool:
        may_begin = self[char] = self._looks_back or self._pattern.match(char, partial=True) is not None
        return may_begin


def recall_rules(key: str) -> Any:
    """What was kept of a grammar file whose content has this key, None when nothing was."""
    return _load()["rules"].get(key)


def keep_rules(key: str, rules: Any) -> None:
    """Keeps the checked rules of a grammar file: tuples, dicts and plain values."""
    _load()["rules"][key] = rules
    _state["fresh"] = True


def keep_patterns() -> None:
    """Writes down what this run compiled, for the next one; a folder that can't be written is no error."""
    if not _state["fresh"]:
        return
    _state["fresh"] = False
    if len(_kept["patterns"]) > _MOST:
        _kept["patterns"], _kept["rules"] = {}, {}
    data = marshal.dumps(_kept)
    for folder in _folders()[sys.dont_write_bytecode :]:
        with contextlib.suppress(OSError):
            folder.mkdir(parents=True, exist_ok=True)
            handle, name = tempfile.mkstemp(dir=folder, prefix="grammar-")
            with os.fdopen(handle, "wb") as file:
                file.write(data)
            Path(name).replace(folder / _file_name())
            return


def _compile(source: str) -> regex.Pattern[str]:
    pattern = regex.compile(source, regex.VERSION1)
    reduced = copyreg.dispatch_table[type(pattern)](pattern)  # how the regex module pickles: a function and plain values
    _kept["patterns"][source] = reduced[1]
    _state["fresh"] = True
    return pattern


def _revive(values: tuple[Any, ...]) -> regex.Pattern[str]:
    revived: regex.Pattern[str] = regex._regex.compile(*values)  # type: ignore[attr-defined]
    return revived


def _load() -> dict[str, dict[str, Any]]:
    if not _state["loaded"]:
        _state["loaded"] = True
        for folder in reversed(_folders()):
            path = folder / _file_name()
            # a damaged file is written anew, whatever reading it raises
            with contextlib.suppress(Exception):
                if _is_ours(path):
                    kept = marshal.loads(path.read_bytes())
                    _kept["patterns"], _kept["rules"] = dict(kept["patterns"]), dict(kept["rules"])
                    break
    return _kept


def _folders() -> tuple[Path, ...]:
    """Beside the byte code of this package, or in the user's cache where byte code is not to be written."""
    cache = os.environ.get("XDG_CACHE_HOME") or os.environ.get("LOCALAPPDATA") or Path.home() / ".cache"
    return (Path(__file__).parent / "__pycache__", Path(cache) / "rectiparse")


def _file_name() -> str:
    return f"grammar-{regex.__version__}.{sys.implementation.cache_tag}.bin"


def _is_ours(path: Path) -> bool:
    """Trusted like byte code: a file of this user or of root that nobody else may write."""
    status = path.stat()
    return stat.S_ISREG(status.st_mode) and (
        not hasattr(os, "getuid") or (status.st_uid in (os.getuid(), 0) and not status.st_mode & 0o022)
    )
