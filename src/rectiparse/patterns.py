"""Patterns and rules kept between runs, as Python keeps byte code: compiling all patterns takes 0.2 s, loading them 3 ms."""

from __future__ import annotations

import contextlib
import copyreg
import marshal
import os
import re
import stat
import sys
import tempfile
from collections.abc import Iterable
from functools import lru_cache
from importlib import import_module
from importlib.machinery import PathFinder
from importlib.util import module_from_spec
from pathlib import Path
from typing import TYPE_CHECKING, Any, Protocol, TypeVar

if TYPE_CHECKING:
    import regex

    Pattern = regex.Pattern[str]
    Match = regex.Match[str]
else:
    Pattern = Match = Any

T = TypeVar("T")

_MOST = 1500
"""Patterns kept at the most; grammars that are being edited leave old ones behind."""

_FORM = 2
"""Of what is kept; to be raised with every change of it."""

_compiled: dict[str, Pattern] = {}
_kept: dict[str, dict[str, Any]] = {"patterns": {}, "rules": {}}
_state = {"loaded": False, "fresh": False}


class BadPattern(Exception):
    """A pattern does not compile."""


def compile_pattern(source: str) -> Pattern:
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

    def match(self, line: str) -> Match | None:
        """A match at the start of a line that is not empty."""
        return self._pattern.match(line) if self._opens[line[0]] else None

    def fullmatch(self, line: str) -> Match | None:
        return self._pattern.fullmatch(line) if self._opens[line[0]] else None


class EndPattern:
    """A pattern that ends with `$`, tried from the end of a text backwards: a search forward tries every place before it."""

    def __init__(self, source: str) -> None:
        self.search: Search = compile_pattern(f"(?r)(?:{source})").match
        """A match that ends text[start:end], whichever of several."""
        self._longest = f"(?rp)(?:{source})"

    def find_longest(self, text: str, start: int, end: int) -> Match | None:
        """The longest match that ends text[start:end]."""
        return compile_pattern(self._longest).match(text, start, end)


class Search(Protocol):
    """Looks in text[start:end]."""

    def __call__(self, text: str, start: int | None = None, end: int | None = None, /) -> Match | None: ...


class FirstCharacters(dict[str, bool]):
    """Whether a match may begin with a character, for each that was asked for: faster than a match that fails.

    A pattern that asks for something before its match may begin anywhere: one character alone can't tell.
    """

    def __init__(self, pattern: Pattern) -> None:
        super().__init__()
        self._pattern = pattern
        self._looks_back = any(sign in pattern.pattern for sign in ("(?<=", r"\b", r"\B", r"\m", r"\M"))
        self.written = _find_written(pattern.pattern)

    def __missing__(self, char: str) -> bool:
        if _is_like_others(char, self.written):
            may_begin = self[_ANY_OTHER]
        else:
            may_begin = self._looks_back or self._pattern.match(char, partial=True) is not None
        self[char] = may_begin
        return may_begin


class ByFirstCharacter(dict[str, tuple[T, ...]]):
    """What may begin with a character, for each character that was asked for: most lines begin with one that begins nothing."""

    def __init__(self, entries: Iterable[tuple[Pattern, T]]) -> None:
        super().__init__()
        self._entries = [(FirstCharacters(pattern), entry) for pattern, entry in entries]
        self._written = frozenset().union(*(opens.written for opens, _ in self._entries))

    def __missing__(self, char: str) -> tuple[T, ...]:
        if _is_like_others(char, self._written):
            entries = self[_ANY_OTHER]
        else:
            entries = tuple([entry for opens, entry in self._entries if opens[char]])
        self[char] = entries
        return entries


_ANY_OTHER = "龘"
"""Stands for all Chinese characters that a pattern does not write: it can't tell them apart."""
_ALL_CHINESE = ("一-龥", "一-鿿")
_RANGE = re.compile("[一-鿿]-[一-鿿]")


def _find_written(source: str) -> frozenset[str]:
    """The characters of a pattern; with the one for all others, where it has a range that holds only some of these."""
    has_range = any(found not in _ALL_CHINESE for found in _RANGE.findall(source))
    return frozenset(source).union(_ANY_OTHER if has_range else "")


def _is_like_others(char: str, written: frozenset[str]) -> bool:
    """Whether a character is a Chinese one that patterns with these characters can't tell from others."""
    return "一" <= char <= "龥" and char != _ANY_OTHER and char not in written and _ANY_OTHER not in written


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


def _compile(source: str) -> Pattern:
    import regex

    try:
        pattern = regex.compile(source, regex.VERSION1)
    except regex.error as error:
        raise BadPattern(str(error)) from error
    reduced = copyreg.dispatch_table[type(pattern)](pattern)  # how the regex module pickles: a function and plain values
    _kept["patterns"][source] = reduced[1]
    _state["fresh"] = True
    return pattern


def _revive(values: tuple[Any, ...]) -> Pattern:
    revived: Pattern = _load_engine().compile(*values)
    return revived


@lru_cache(maxsize=1)
def _load_engine() -> Any:
    """The regex module's matcher without its compiler, which takes longer to load than a notice to read."""
    name = "regex._regex"
    if name not in sys.modules:
        package = PathFinder.find_spec("regex")
        spec = PathFinder.find_spec(name, package.submodule_search_locations) if package else None
        if spec is None or spec.loader is None:
            return import_module(name)
        engine = sys.modules[name] = module_from_spec(spec)
        spec.loader.exec_module(engine)
    return sys.modules[name]


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
    engine = Path(_load_engine().__file__).stat()  # another version of the regex module has another one
    return f"grammar{_FORM}-{engine.st_size:x}-{engine.st_mtime_ns:x}.{sys.implementation.cache_tag}.bin"


def _is_ours(path: Path) -> bool:
    """Trusted like byte code: a file of this user or of root that nobody else may write."""
    status = path.stat()
    return stat.S_ISREG(status.st_mode) and (
        not hasattr(os, "getuid") or (status.st_uid in (os.getuid(), 0) and not status.st_mode & 0o022)
    )
