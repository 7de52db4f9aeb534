"""Packages that only some formats need: the module, or an error that names the command that installs it."""

from __future__ import annotations

from importlib import import_module
from types import ModuleType

from rectiparse.errors import MissingExtra


def import_extra(module: str, extra: str) -> ModuleType:
    """The module. Raises MissingExtra when it is not installed."""
    try:
        return import_module(module)
    except ImportError:
        raise MissingExtra(f"this format needs {module}; next: pip install 'rectiparse[{extra}]'") from None
