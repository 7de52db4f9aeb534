"""A notice for the terminal: its outline as a tree, its ledger as a table. Chinese is two cells wide."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence

from rich import box
from rich.console import Console, Group, RenderableType
from rich.padding import Padding
from rich.table import Table
from rich.text import Text
from rich.tree import Tree

from rectiparse.model import Deadline, Measure, Notice, Section, Task, Unit, join_heading
from rectiparse.rows import Chain, find_chains
from rectiparse.wrapping import ChineseText

_ROLES = (("lead_units", "牵头"), ("responsible_units", "责任"), ("cooperating_units", "配合"), ("supervising_units", "督导"))
_TITLE, _MEASURE, _NAMES = 48, 120, 8
"""Characters of a title and of a measure, and names in a cell, that are shown."""
_NARROW, _WIDE = 80, 110
"""Cells below which a table of five columns reads badly, and from which it has room to spare."""
_LIMIT, _WIDE_LIMIT = 11, 16
_CONTROL = dict.fromkeys((*range(0x20), 0x7F, *range(0x80, 0xA0)), " ")


def show_outline(notice: Notice, *, width: int | None = None) -> None:
    """Prints the sections as a tree; what is a task carries its limit and its lead units."""
    tree = Tree(_head(notice), guide_style="dim")
    tasks: dict[str, list[Task]] = {}
    section_ids = {section.id for section in _walk(notice.outline)}
    for task in notice.tasks:
        tasks.setdefault(_home(task.id, section_ids), []).append(task)
    _grow(tree, notice.outline, tasks, "")
    _console(width).print(tree)


def show_ledger(notice: Notice, *, width: int | None = None) -> None:
    """Prints the tasks as a table as wide as the terminal, a line a measure; on a narrow one each task as a list."""
    console = _console(width)
    if console.width < _NARROW:
        _list_tasks(notice, console)
        return
    table = Table(title=_head(notice), title_justify="left", box=box.SIMPLE_HEAD, expand=True, padding=(0, 1, 0, 0))
    table.add_column("编号", no_wrap=True, style="dim")
    has_measures = any(_label(chain) for task in notice.tasks for chain in find_chains(task))
    table.add_column("任务", ratio=3 if has_measures else 8)
    if has_measures:
        table.add_column("措施", ratio=5)
    table.add_column("单位", ratio=4)
    table.add_column("时限", width=_LIMIT if console.width < _WIDE else _WIDE_LIMIT, style="cyan")
    for task in notice.tasks:
        chains = find_chains(task)
        for chain in chains:
            is_first, is_last = chain is chains[0], chain is chains[-1]
            title = _crop(_title(task), _TITLE) if is_first else ""
            measure = [ChineseText(_crop(_label(chain), _MEASURE))] if has_measures else []
            table.add_row(
                Text(chain[-1].id), ChineseText(title), *measure, _units(chain, is_first), _limit(chain, is_first), end_section=is_last
            )
    console.print(table)


def _list_tasks(notice: Notice, console: Console) -> None:
    console.print(Group(_head(notice)))  # a bare text would be joined to one of rich's own, with its line breaks
    for task in notice.tasks:
        lines: list[RenderableType] = ["", ChineseText().append(f"{task.id}  ", "dim").append(_crop(_title(task), _TITLE), "bold")]
        chains = find_chains(task)
        for chain in chains:
            id_ = f"{chain[-1].id}  " if chain[-1] is not task else ""
            if label := _crop(_label(chain), _MEASURE):
                lines.append(_indent(ChineseText().append(id_, "dim").append(label), 2))
            is_first = chain is chains[0]
            limit = ChineseText(_limit(chain, is_first).plain.replace("\n", " "), style="cyan")
            lines += [_indent(cell, 4) for cell in (_units(chain, is_first), limit) if cell]
        console.print(Group(*lines))


def _indent(text: Text, cells: int) -> Padding:
    return Padding(text, (0, 0, 0, cells), expand=False)


class _Console(Console):
    def on_broken_pipe(self) -> None:
        raise  # rich would end the program; the caller knows what a closed pipe means


def _console(width: int | None) -> Console:
    return _Console(highlight=False, emoji=False, width=width)


def _head(notice: Notice) -> Text:
    metadata = notice.metadata
    issued = str(metadata.issued.date) if metadata.issued else None
    head = ChineseText(_clean(metadata.title or notice.source.name), style="bold")
    for part in (metadata.document_number, issued, f"任务 {len(notice.tasks)}"):
        if part:
            head.append(f"  {_clean(part)}", style="not bold dim")
    return head


# -- outline -----------------------------------------------------------------------------------------------------------


def _walk(sections: Iterable[Section]) -> Iterator[Section]:
    for section in sections:
        yield section
        yield from _walk(section.children)


def _home(task_id: str, section_ids: set[str]) -> str:
    """The section that is the task, else the one it stands in: 2.2.3 for 2.2.3.~1; empty for none."""
    home = task_id
    while home and home not in section_ids:
        home = home.rpartition(".")[0]
    return home


def _grow(tree: Tree, sections: Sequence[Section], tasks: dict[str, list[Task]], home: str) -> None:
    branches: list[Section | Task] = [*sections, *(task for task in tasks.get(home, ()) if task.id != home)]
    for branch in sorted(branches, key=lambda b: b.span[0]):
        if isinstance(branch, Task):
            tree.add(_line(_title(branch), branch.id, branch))
            continue
        own = next((task for task in tasks.get(branch.id, ()) if task.id == branch.id), None)
        _grow(tree.add(_line(join_heading(branch.marker, branch.title), branch.id, own)), branch.children, tasks, branch.id)


def _line(title: str, id_: str, task: Task | None) -> Text:
    line = ChineseText(_crop(title, _TITLE))
    line.append(f"  {id_}", style="dim")
    if task is None:
        return line
    line.append("  ●", style="green")
    if task.measures:
        line.append(f" 措施 {len(task.measures)}", style="dim")
    if task.deadline:
        line.append(f"  {_clean(task.deadline.text)}", style="cyan")
    if leads := task.lead_units or task.responsible_units:
        line.append(f"  {_names(leads)}", style="green")
    return line


# -- ledger ------------------------------------------------------------------------------------------------------------


def _title(task: Task) -> str:
    return task.path[-1] if task.path else task.content or ""


def _label(chain: Chain) -> str:
    """The measure; for a task without any its content, unless its title says it all."""
    node = chain[-1]
    if isinstance(node, Measure):
        return join_heading(node.marker, node.text)
    content = node.content or ""
    return "" if _title(node).rstrip("。").endswith(content.rstrip("。")) else content


def _units(chain: Chain, is_first: bool) -> Text:
    """Who does it; what a measure takes over from its task is shown once, in the task's first line."""
    speaker = next((node for node in reversed(chain) if any(getattr(node, role, ()) for role, _ in _ROLES)), chain[0])
    cell = ChineseText()
    if speaker is chain[0] and not is_first:
        return cell
    for role, word in _ROLES:
        if units := getattr(speaker, role, ()):
            cell.append("\n" if cell else "").append(f"{word}：", style="dim").append(_names(units))
    return cell


def _names(units: Sequence[Unit]) -> str:
    more = f" 等{len(units)}家" if len(units) > _NAMES else ""
    return "、".join(_clean(unit.name) for unit in units[:_NAMES]) + more


def _limit(chain: Chain, is_first: bool) -> Text:
    speaker = next((node for node in reversed(chain) if node.deadline), None)
    if speaker is None or speaker.deadline is None or (speaker is chain[0] and not is_first):
        return ChineseText()
    return ChineseText("\n".join(part for part in (_clean(speaker.deadline.text), _dates(speaker.deadline)) if part))


def _dates(deadline: Deadline) -> str:
    if deadline.start and deadline.end:
        return f"{deadline.start}\n–{deadline.end}"
    if deadline.start:
        return f"{deadline.start} 起"
    return str(deadline.end or "")


# -- text --------------------------------------------------------------------------------------------------------------


def _clean(text: str) -> str:
    """On one line, and nothing in it that a terminal would obey."""
    return text.translate(_CONTROL)


def _crop(text: str, size: int) -> str:
    clean = _clean(text)
    return clean if len(clean) <= size else clean[: size - 1] + "…"
