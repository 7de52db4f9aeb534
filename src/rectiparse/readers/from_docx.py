"""Word documents (.docx, .docm, .dotx): their paragraphs, tables and running heads to the linear text."""

from __future__ import annotations

from collections.abc import Iterator
from typing import TYPE_CHECKING

from rectiparse.diagnostics import UnreadableSource, build_diagnostic
from rectiparse.source import SourceText

if TYPE_CHECKING:
    from xml.etree.ElementTree import Element

    from rectiparse.readers.word_package import Relation, WordPackage
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
    related = package.find_relations(package.document)
    styles = Styles(_read_related(package, related, "styles"))
    numbering = Numbering(_read_related(package, related, "numbering"), styles)
    runs = RunReader(styles, has_pages=next(root.iter(WORD + "lastRenderedPageBreak"), None) is not None)
    story, linear = Story(package, styles, numbering, runs), Linear()

    heads, feet = (tuple(_read_margins(package, related, root, story, runs, kind)) for kind in ("header", "footer"))
    for line in heads:
        linear.add_furniture(line)
    start = linear.size
    story.write(body, linear)
    for note in _find_notes(package, related, runs):
        story.write(note, linear)
    for line in feet:
        linear.add_furniture(line)
    _tell_odd(package, numbering.lost, runs.objects)
    source = linear.build(data, name, MEDIA_TYPE, diagnostics=package.odd)
    if not source.text[start:].strip():
        raise UnreadableSource(f"{name} is a Word document without text; next: if it holds pictures of pages, save it as PDF and read that")
    return source


def _read_related(package: WordPackage, related: tuple[Relation, ...], kind: str) -> Element | None:
    """The part that holds the styles or lists of the document; without them its automatic numbers are lost."""
    target = next((relation.target for relation in related if relation.kind == kind and not relation.is_external), None)
    return package.read_tree(target, "numbers-lost") if target is not None else None


def _read_margins(
    package: WordPackage, related: tuple[Relation, ...], root: Element, story: Story, runs: RunReader, kind: str
) -> Iterator[str]:
    """The lines of all headers or footers that a section names, each once."""
    from rectiparse.readers.word_package import RELATION_ID, WORD

    targets = {relation.id: relation.target for relation in related if relation.kind == kind and not relation.is_external}
    parts = dict.fromkeys(targets.get(element.get(RELATION_ID, "")) for element in root.iter(f"{WORD}{kind}Reference"))
    told: set[str] = set()
    page, runs.page = runs.page, None  # no margin turns a page
    for part in parts:
        tree = package.read_tree(part) if part is not None else None
        for line in story.read_lines(tree) if tree is not None else ():
            if line not in told:
                told.add(line)
                yield line
    runs.page = page


def _find_notes(package: WordPackage, related: tuple[Relation, ...], runs: RunReader) -> Iterator[Element]:
    """The footnotes, then the endnotes that the text points to, in order."""
    from rectiparse.readers.word_package import WORD

    for kind in ("footnotes", "endnotes"):
        wanted = dict.fromkeys(number for of, number in runs.notes if of == kind)
        part = next((relation.target for relation in related if relation.kind == kind and not relation.is_external), None)
        tree = package.read_tree(part) if part is not None and wanted else None
        notes = {note.get(WORD + "id", ""): note for note in tree} if tree is not None else {}
        yield from (notes[number] for number in wanted if number in notes)


def _tell_odd(package: WordPackage, lost: int, objects: list[str]) -> None:
    if lost:
        package.odd.append(build_diagnostic("numbers-lost", f"{lost} paragraphs are numbered by a list that the file does not have"))
    documents = [program for program in objects if program.startswith(_OFFICE_PROGRAMS)]
    if documents:
        named = ", ".join(dict.fromkeys(documents[:5]))
        package.odd.append(build_diagnostic("unreadable-part", f"{len(documents)} embedded objects ({named}) are not read"))
