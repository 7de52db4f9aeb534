"""Workbooks to .xls and .ods as LibreOffice writes them: many files in one run of it."""

from __future__ import annotations

import subprocess
from collections.abc import Mapping
from pathlib import Path
from tempfile import TemporaryDirectory

from formats.needs import need_calc, need_office

FILTERS = {".xls": "xls:MS Excel 97", ".ods": "ods:calc8"}


def convert_books(books: Mapping[str, bytes], suffix: str) -> dict[str, bytes]:
    """Workbooks (.xlsx) by name to files with `suffix`."""
    program = need_office()
    with TemporaryDirectory() as folder:
        given, made = Path(folder, "given"), Path(folder, "made")
        given.mkdir()
        for name, data in books.items():
            (given / f"{name}.xlsx").write_bytes(data)
        profile = f"-env:UserInstallation={Path(folder, 'profile').as_uri()}"
        options = ["--headless", "--norestore", "--convert-to", FILTERS[suffix], "--outdir", str(made)]
        command = [program, profile, *options, *map(str, sorted(given.iterdir()))]
        subprocess.run(command, check=True, capture_output=True, timeout=300)
        files = {name: made / f"{name}{suffix}" for name in books}
        need_calc(*files.values())
        return {name: file.read_bytes() for name, file in files.items()}
