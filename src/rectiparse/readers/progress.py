"""How far a slow reader has come, for whoever listens; nobody does unless `listening` says so."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from contextlib import contextmanager
from contextvars import ContextVar

Listener = Callable[[str, int, int, float], None]
"""Takes the file's name, pages done, all pages, seconds that a page takes."""

_LISTENER: ContextVar[Listener | None] = ContextVar("listener", default=None)


def tell(name: str, done: int, total: int, seconds_a_page: float) -> None:
    """Tells the listener; with `done` 0 before the work begins, when the seconds are an estimate."""
    listener = _LISTENER.get()
    if listener is not None:
        listener(name, done, total, seconds_a_page)


@contextmanager
def listening(listener: Listener) -> Iterator[None]:
    """Inside, `listener` is told."""
    token = _LISTENER.set(listener)
    try:
        yield
    finally:
        _LISTENER.reset(token)
