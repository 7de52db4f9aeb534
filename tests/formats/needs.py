"""What a test needs beside Python: it is skipped with the reason where it is missing, and fails on the project's CI."""

from __future__ import annotations

import os
import shutil
from pathlib import Path
from typing import NoReturn

import pytest


def need_office() -> str:
    """Where LibreOffice is."""
    return _need("soffice", "libreoffice", package="libreoffice-writer-nogui")


def need_calc(*made: Path) -> None:
    """That LibreOffice has Calc: without it none of the workbooks is made."""
    if not all(file.exists() for file in made):
        _miss("LibreOffice has no Calc; next: apt install libreoffice-calc-nogui")


def need_poppler() -> str:
    """Where Poppler's pdftoppm is."""
    return _need("pdftoppm", package="poppler-utils")


def _need(*names: str, package: str) -> str:
    found = next((path for name in names if (path := shutil.which(name))), None)
    if found is not None:
        return found
    return _miss(f"{names[0]} is not on PATH; next: apt install {package}")


def _miss(message: str) -> NoReturn:
    if os.environ.get("CI") == "true":
        pytest.fail(message)
    pytest.skip(message)
