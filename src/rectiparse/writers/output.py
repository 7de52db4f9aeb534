"""Where a result goes: standard output, or a file that is there whole or not at all."""

from __future__ import annotations

import os
import stat
import sys
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import BinaryIO

STANDARD_OUTPUT = Path("-")
_LONGEST_NAME = 40
"""Characters of a name that the file beside it has: what is added must not make it too long."""


@contextmanager
def open_output(path: Path | None) -> Iterator[BinaryIO]:
    """A stream to `path`, or to standard output for None and `-`.

    The file is written beside its place and renamed when the block ends; when it raises, an old file stays as it was.
    """
    if path is None or path == STANDARD_OUTPUT:
        yield sys.stdout.buffer
        sys.stdout.flush()
        return
    target = path.resolve()  # a link is written through, not replaced
    if target.exists() and not target.is_file():  # /dev/null, a named pipe
        with target.open("wb") as stream:
            yield stream
        return
    beside = target.with_name(f".{target.name[:_LONGEST_NAME]}.{os.getpid()}.part")
    try:
        with beside.open("xb") as stream:
            yield stream
        if target.exists():
            beside.chmod(stat.S_IMODE(target.stat().st_mode))
        beside.replace(target)
    except BaseException as error:
        beside.unlink(missing_ok=True)
        if isinstance(error, OSError) and error.filename == str(beside):
            error.filename = str(path)  # as it was asked for
        raise
