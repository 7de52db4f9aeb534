"""Programs other than the one that wrote a file: found, or the test is skipped with the reason (with CI=true it fails)."""

from __future__ import annotations

import os
import shutil
import subprocess
from importlib import import_module
from pathlib import Path
from types import ModuleType
from typing import NoReturn

import pytest


def need_module(name: str) -> ModuleType:
    """The module, else the test ends here."""
    try:
        return import_module(name)
    except ImportError:
        _give_up(f"{name} is not installed; next: pip install -e '.[dev]'")


def need_program(name: str) -> str:
    """Where the program is, else the test ends here."""
    return shutil.which(name) or _give_up(f"{name} is not installed; next: apt-get install {name}")


def convert_with_libreoffice(file: Path, suffix: str) -> Path:
    """The file as LibreOffice saves it under another suffix (`.ods`, `.pdf`)."""
    program = shutil.which("soffice")
    if program is None:
        _give_up("LibreOffice is not installed; next: apt-get install libreoffice-calc-nogui")
    profile = f"-env:UserInstallation=file://{file.parent / 'libreoffice'}"
    command = [program, "--headless", profile, "--convert-to", suffix[1:], "--outdir", str(file.parent), str(file)]
    done = subprocess.run(command, capture_output=True, timeout=120)
    converted = file.with_suffix(suffix)
    if not converted.is_file():
        _give_up(f"LibreOffice did not open {file.name}: {done.stderr.decode(errors='replace')[:300]}; next: install its calc part")
    return converted


def _give_up(message: str) -> NoReturn:
    if os.environ.get("CI") == "true":
        pytest.fail(message)
    pytest.skip(message)
