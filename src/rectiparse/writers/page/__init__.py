"""Notices to one HTML page: the template, its style and its program inline, a block of JSON for each notice."""

from __future__ import annotations

from base64 import b64encode
from collections.abc import Iterable, Iterator
from hashlib import sha256
from importlib.resources import files
from itertools import chain, islice

from rectiparse.model import Notice
from rectiparse.rows import CHINESE_COLUMNS
from rectiparse.writers import WriteOptions
from rectiparse.writers.page.data import build_data, dump

SCRIPTS = ("strings", "dom", "notices", "filters", "table", "charts", "text", "detail", "output", "page")
"""The files of the program, in the order in which they are joined."""


def build_page(notices: Iterable[Notice], options: WriteOptions) -> Iterator[str]:
    """The page in parts, a notice's part before the next notice is asked for."""
    from jinja2 import Environment, PackageLoader, StrictUndefined
    from markupsafe import Markup

    environment = Environment(
        loader=PackageLoader("rectiparse.writers.page", "."),
        autoescape=True,
        undefined=StrictUndefined,
        trim_blocks=True,
        lstrip_blocks=True,
    )
    coming = iter(notices)
    first = list(islice(coming, 1))
    style, program = _read("page.css"), _join_scripts()
    settings = {
        "columns": CHINESE_COLUMNS,
        "asOf": options.as_of.isoformat() if options.as_of else None,
        "language": options.headers,
    }
    yield from environment.get_template("page.html.j2").generate(
        title=first[0].metadata.title or first[0].source.name if first else "rectiparse",
        style=Markup(style),
        program=Markup(program),
        style_hash=_hash(style),
        program_hash=_hash(program),
        settings=Markup(dump(settings)),
        notices=(Markup(dump(build_data(notice))) for notice in chain(first, coming)),
    )


def _join_scripts() -> str:
    """One program for one hash; its names stay inside of it."""
    return '"use strict";\n(() => {\n' + "\n".join(_read(f"{name}.js") for name in SCRIPTS) + "})();\n"


def _read(name: str) -> str:
    return (files(__package__) / name).read_text(encoding="utf-8")


def _hash(text: str) -> str:
    """The source expression of Content Security Policy for what stands between the tags."""
    return f"'sha256-{b64encode(sha256(text.encode()).digest()).decode()}'"
