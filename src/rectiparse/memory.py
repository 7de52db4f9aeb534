"""When the garbage collector may look for garbage."""

from __future__ import annotations

import gc
from collections.abc import Iterator
from contextlib import contextmanager


@contextmanager
def uncollected() -> Iterator[None]:
    """No garbage collection while a workbook is read, a notice or an answer is built, or modules are loaded.

    All of it lives on, and looking for garbage takes a fifth of the time. What was made goes to the oldest generation at
    once, where the next full collection sees it.
    """
    was_enabled = gc.isenabled()
    gc.disable()
    try:
        yield
    finally:
        if was_enabled:
            if not gc.get_freeze_count():  # else the caller froze objects, and they stay so
                gc.freeze()
                gc.unfreeze()
            gc.enable()
