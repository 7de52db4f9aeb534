"""A command's help and what is wrong in its use, as lines for the terminal in the language of the user."""

from __future__ import annotations

import re
from collections.abc import Callable, Iterator
from shutil import get_terminal_size
from typing import Any

import typer
from typer.core import TyperCommand, TyperGroup

from rectiparse.diagnostics import cell_width

Speak = Callable[[str], str]
"""Gives a message in the language of the user."""

_WIDEST, _NAMES = 80, 28
"""Cells of a line, and of what stands on the left of a list."""
_PIECE = re.compile(r"\[[^\]]+\]|[（“‘]*(?:[\x21-\x7e]+|[^ ])[，。、；：？！）”’…]*| +")
"""What is not broken: a note, a word, a Chinese character with its stops."""


def show_usage(command: TyperCommand | TyperGroup, ctx: typer.Context, speak: Speak) -> str:
    """The line that says how a command is called."""
    names = [speak(parameter.metavar or parameter.name) for parameter in _find(command, ctx, "argument")]
    pieces = [ctx.command_path, speak("[OPTIONS]"), *names, *([speak("COMMAND [ARGS]...")] if isinstance(command, TyperGroup) else [])]
    return f"{speak('Usage')}{speak(': ')}{' '.join(pieces)}"


def show_help(command: TyperCommand | TyperGroup, ctx: typer.Context, speak: Speak) -> str:
    """How a command is called, what it does, its arguments, its options and the commands below it."""
    lines = [show_usage(command, ctx, speak), "", *_list([("", speak(command.help or ""))], 0)]
    commands = command.commands.values() if isinstance(command, TyperGroup) else ()
    lists = {
        "Arguments": [(speak(one.metavar or one.name), speak(one.help or "")) for one in _find(command, ctx, "argument")],
        "Options": [(_name(one, speak), _explain(one, speak)) for one in _find(command, ctx, "option")],
        "Commands": [(one.name or "", speak(one.help or "")) for one in commands],
    }
    for title, entries in lists.items():
        if entries:
            widths = [cell_width(name) for name, _ in entries]
            lines += [
                "",
                f"{speak(title)}{speak(': ').rstrip()}",
                *_list(entries, max(width for width in widths if width <= _NAMES or width == min(widths))),
            ]
    return "\n".join(lines)


def show_wrong_use(error: Exception, speak: Speak) -> str:
    """What is wrong, below how it should be; for a program that is called without anything, its help."""
    said: str = error.format_message() if hasattr(error, "format_message") else str(error)
    if type(error).__name__ == "NoArgsIsHelpError":
        return said
    ctx: typer.Context | None = getattr(error, "ctx", None)
    told = f"{speak('Error')}{speak(': ')}{speak(said.replace(': Value error, ', ': '))}"  # pydantic's words in front of ours
    if ctx is None:
        return told
    more = speak(f"Try '{ctx.command_path} --help' for help.")
    return f"{ctx.get_usage()}\n{more}\n\n{told}"


def _find(command: TyperCommand | TyperGroup, ctx: typer.Context, kind: str) -> list[Any]:
    return [parameter for parameter in command.get_params(ctx) if parameter.param_type_name == kind]


def _name(option: Any, speak: Speak) -> str:
    metavar = [] if option.is_flag else [speak(option.metavar or option.name.upper())]
    return " ".join([", ".join(option.opts), *metavar])


def _explain(option: Any, speak: Speak) -> str:
    is_named = isinstance(option.show_default, str)
    default = speak(option.show_default) if is_named else option.default if option.show_default else None
    notes = [f"default: {default}"] if default not in (None, False) else []
    notes += ["required"] if option.required else []
    return " ".join([speak(option.help or ""), *(f"[{speak(note)}]" for note in notes)])


def _list(entries: list[tuple[str, str]], names: int) -> Iterator[str]:
    """Names on the left, what they are on the right; a name that is too long has a line of its own."""
    left = names + 4 if names else 2
    for name, text in entries:
        lines = _break(text, min(get_terminal_size().columns, _WIDEST) - left)
        if cell_width(name) > names:
            yield f"  {name}"
            name = ""
        for line in lines:
            yield f"  {name}{' ' * (left - 2 - cell_width(name))}{line}".rstrip()
            name = ""


def _break(text: str, width: int) -> Iterator[str]:
    line = ""
    for piece in _PIECE.findall(text):
        if line and cell_width(line + piece) > width:
            yield line.rstrip()
            line = piece.lstrip()
        else:
            line += piece
    yield line.rstrip()
