"""What a test needs beside Python: it is skipped with the reason where it is missing, and fails on the project's CI."""

from __future__ import annotations

import os
import shutil

import pytest


def need_office() -> None:
    """LibreOffice on PATH."""
    if shutil.which("soffice") or shutil.which("libreoffice"):
        return
    message = "LibreOffice is not on PATH; next: apt install libreoffice-writer-nogui"
    if os.environ.get("CI") == "true":
        pytest.fail(message)
    pytest.skip(message)
