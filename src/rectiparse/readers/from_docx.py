"""Word documents (.docx, .docm, .dotx): their paragraphs, tables and running heads to the linear text."""

from __future__ import annotations

from collections.abc import Iterator
from typing import TYPE_CHECKING

from rectiparse.diagnostics import build_diagnostic
from rectiparse.errors import UnreadableSource
from rectiparse.source import SourceText

if TYPE_CHECKING:
    from xml.etree.ElementTree import Element

    from rectiparse.readers.word_package import WordPackage
    from rectiparse.readers.word_runs import RunReader
    from rectiparse.readers.word_story import Story

SUFFIXES = (".docx", ".docm", ".dotx")
MEDIA_TYPE = "application/vnd.openxmlformats-officedocument.wordprocessingml.document"

_OFFICE_PROGRAMS = ("Excel.", "Word.", "PowerPoint.", "ET.", "WPS.", "KET.", "KWPS.")


def read(data: bytes, name: str, encoding: str | None = None) -> SourceText:
    """The document as it is shown: automatic numbers as text, tracked changes taken; notes at the end.

    Headers stand before the text and footers behind it, once each, as furniture. Nothing is ever fetched. Raises
    UnreadableSource when it is damaged, locked, hostile or without text. `encoding` says nothing here: XML names its own.
    """
    from rectiparse.readers.linear import Linear  # the walk costs a program that reads plain text nothing
    from rectiparse.readers.word_numbering import Numbering
    from rectiparse.readers.word_package import WORD, WordPackage
    from rectiparse.readers.word_runs import RunReader
    from rectiparse.readers.word_story import Story
    from rectiparse.readers.word_styles import Styles

    package = WordPackage(data, name)
    root = package.read_tree(package.document)
    body = root.find(WORD + "body") if root is not None else None
    if root is None or body is None:
        raise UnreadableSource(f"{name} is a Word document whose text can't be read; next: open it in Word or WPS and save it again")
    styles = Styles(_read_part(package, "styles", "numbers-lost"))
    numbering = Numbering(_read_part(package, "numbering", "numbers-lost"), styles)
    runs = RunReader(styles, has_pages=next(root.iter(WORD + "lastRenderedPageBreak"), None) is not None)
    story, linear = Story(package, styles, numbering, runs), Linear()

    for line in _read_margins(package, root, story, "header"):
        linear.add_furniture(line)
    start = linear.size
    story.write(body, linear)
    for note in _find_notes(package, runs):
        story.write(note, linear)
    end = linear.size
    for line in _read_margins(package, root, story, "footer"):
        linear.add_furniture(line)
    _tell_odd(package, numbering.lost, runs.objects)
    source = linear.build(data, name, MEDIA_TYPE, diagnostics=package.odd)
    if not source.text[start:end].strip():
        raise UnreadableSource(f"{name} is a Word document without text; next: if it holds pictures of pages, save it as PDF and read that")
    return source


def _read_part(package: WordPackage, kind: str, code: str = "unreadable-part") -> Element | None:
    """The part of that kind that the document points to; what is broken in it is told under `code`."""
    target = next(package.find_targets(kind), None)
    return package.read_tree(target, code) if target is not None else None


def _read_margins(package: WordPackage, root: Element, story: Story, kind: str) -> Iterator[str]:
    """The lines of all headers or footers that a section names, each once."""
    from rectiparse.readers.word_package import RELATION_ID, WORD

    targets = {relation.id: relation.target for relation in package.related if relation.kind == kind and not relation.is_external}
    parts = dict.fromkeys(targets.get(element.get(RELATION_ID, "")) for element in root.iter(f"{WORD}{kind}Reference"))
    trees = (package.read_tree(part) for part in parts if part is not None)
    return iter(dict.fromkeys(line for tree in trees if tree is not None for line in story.read_lines(tree)))


def _find_notes(package: WordPackage, runs: RunReader) -> Iterator[Element]:
    """The footnotes, then the endnotes that the text points to, in order."""
    from rectiparse.readers.word_package import WORD

    for kind in ("footnotes", "endnotes"):
        wanted = dict.fromkeys(number for of, number in runs.notes if of == kind)
        tree = _read_part(package, kind) if wanted else None
        notes = {note.get(WORD + "id", ""): note for note in tree} if tree is not None else {}
        yield from (notes[number] for number in wanted if number in notes)


def _tell_odd(package: WordPackage, lost: int, objects: list[str]) -> None:
    if lost:
        package.odd.append(build_diagnostic("numbers-lost", f"{lost} paragraphs are numbered by a list that the file does not have"))
    documents = [program for program in objects if program.startswith(_OFFICE_PROGRAMS)]
    if documents:
        named = ", ".join(dict.fromkeys(program[:30] for program in documents[:5]))
        package.odd.append(build_diagnostic("unreadable-part", f"{len(documents)} embedded objects ({named}) are not read"))
