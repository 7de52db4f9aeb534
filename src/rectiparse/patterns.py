"""Patterns compiled once and kept between runs, as Python keeps byte code: compiling all takes 0.2 s, loading them 4 ms."""

from __future__ import annotations

import contextlib
import os
import pickle
import stat
import sys
import tempfile
from pathlib import Path

import regex

_MOST = 1000
"""Patterns kept at the most; grammars that are being edited leave old ones behind."""

_compiled: dict[str, regex.Pattern[str]] = {}
_state = {"loaded": False, "fresh": 0}


def compile_pattern(source: str) -> regex.Pattern[str]:
    """The compiled pattern (regex module, version 1 behaviour), from this run or an earlier one."""
    pattern = _compiled.get(source)
    if pattern is None:
        if not _state["loaded"]:
            _state["loaded"] = True
            _compiled.update(_load())
            if source in _compiled:
                return _compiled[source]
        pattern = _compiled[source] = regex.compile(source, regex.VERSION1)
        _state["fresh"] += 1
    return pattern


def keep_patterns() -> None:
    """Writes the patterns down for the next run when this one compiled some; a folder that can't be written is no error."""
    if not _state["fresh"]:
        return
    _state["fresh"] = 0
    kept = _compiled if len(_compiled) <= _MOST else {}
    for folder in _folders()[sys.dont_write_bytecode :]:
        with contextlib.suppress(OSError):
            folder.mkdir(parents=True, exist_ok=True)
            handle, name = tempfile.mkstemp(dir=folder, prefix="patterns-")
            with os.fdopen(handle, "wb") as file:
                pickle.dump(kept, file, 5)
            Path(name).replace(folder / _file_name())
            return


def _load() -> dict[str, regex.Pattern[str]]:
    for folder in reversed(_folders()):
        path = folder / _file_name()
        try:
            if _is_ours(path):
                kept = pickle.loads(path.read_bytes())
                return kept if isinstance(kept, dict) else {}
        except Exception:  # a damaged file is written anew, whatever unpickling it raises
            continue
    return {}


def _folders() -> tuple[Path, ...]:
    """Beside the byte code of this package, or in the user's cache where byte code is not to be written."""
    cache = os.environ.get("XDG_CACHE_HOME") or os.environ.get("LOCALAPPDATA") or Path.home() / ".cache"
    return (Path(__file__).parent / "__pycache__", Path(cache) / "rectiparse")


def _file_name() -> str:
    return f"patterns-{regex.__version__}.{sys.implementation.cache_tag}.pickle"


def _is_ours(path: Path) -> bool:
    """Trusted like byte code: a file of this user or of root that nobody else may write."""
    if not hasattr(os, "getuid"):
        return path.is_file()
    try:
        status = path.stat()
    except OSError:
        return False
    return stat.S_ISREG(status.st_mode) and status.st_uid in (os.getuid(), 0) and not status.st_mode & 0o022
