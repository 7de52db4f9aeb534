"""What the documents say is there, and what is there stands in the documents."""

from __future__ import annotations

import re
import subprocess
import sys
import tomllib
from pathlib import Path

import pytest

import rectiparse
from rectiparse.model import Deadline, Measure, Notice, Section, Task
from rectiparse.rows import CHINESE_COLUMNS
from rectiparse.writers import format_names

ROOT = Path(__file__).parents[1]
README = (ROOT / "README.md").read_text(encoding="utf-8")
REFERENCE = (ROOT / "docs" / "json.md").read_text(encoding="utf-8")


def test_every_code_field_and_column_is_explained() -> None:
    fields = {name for model in (Notice, Section, Task, Measure, Deadline) for name in model.model_fields}
    for name in (*rectiparse.CODES, *fields, *CHINESE_COLUMNS):
        assert f"`{name}`" in REFERENCE or f"`notice.{name}`" in REFERENCE, name
    for column, header in CHINESE_COLUMNS.items():
        assert f"`{column}` {header}" in REFERENCE


def test_every_command_option_and_format_is_in_the_readme() -> None:
    from rectiparse.cli import app

    shown = subprocess.run([sys.executable, "-m", "rectiparse", "extract", "--help"], capture_output=True, check=True).stdout.decode()
    for option in set(re.findall(r"--[a-z-]+", shown)) - {"--help", "--format", "--output"}:
        assert f"`{option}" in README, option
    for command in app.registered_commands:
        assert command.callback is not None and f"rectiparse {command.callback.__name__}" in README
    for name in format_names():
        assert f"`{name}`" in README or f"-f {name}" in README, name


@pytest.mark.parametrize(
    ("page", "command"),
    [("batch", ("batch",)), *(("ledger", ("ledger", name)) for name in ("due", "units", "search", "query", "stats", "export"))],
)
def test_every_option_of_batch_and_ledger_is_on_its_page(page: str, command: tuple[str, ...]) -> None:
    text = (ROOT / "docs" / f"{page}.md").read_text(encoding="utf-8")
    shown = subprocess.run([sys.executable, "-m", "rectiparse", *command, "--help"], capture_output=True, check=True).stdout.decode()
    assert f"rectiparse {' '.join(command)}" in text
    for option in set(re.findall(r"--[a-z-]+", shown)) - {"--help", "--format", "--output"}:
        assert option in text, option


def test_every_table_and_column_of_the_ledger_is_explained(tmp_path: Path) -> None:
    from rectiparse.ledger.schema import open_ledger

    text = (ROOT / "docs" / "ledger.md").read_text(encoding="utf-8")
    ledger = open_ledger(tmp_path / "ledger.sqlite")
    tables = ledger.execute("SELECT name FROM pragma_table_list WHERE schema = 'main' AND type = 'table' AND name NOT LIKE 'sqlite_%'")
    for (table,) in tables.fetchall():
        row = next(line for line in text.splitlines() if line.startswith(f"| `{table}` |"))
        for _, column, *_ in ledger.execute(f"PRAGMA table_info({table})"):
            assert f"`{column}`" in row, f"{table}.{column}"


@pytest.mark.parametrize("mark", ["main-command", "test-command"])
@pytest.mark.parametrize("name", ["README.md", "README.zh-CN.md"])
def test_setup_commands_are_one_line_and_the_same_everywhere(mark: str, name: str) -> None:
    command = re.search(rf"<!-- {mark} -->\n```sh\n(.+)\n```", README)
    assert command and command[1] in (ROOT / name).read_text(encoding="utf-8")


def test_python_example_runs(capsys: pytest.CaptureFixture[str], monkeypatch: pytest.MonkeyPatch) -> None:
    example = re.search(r"```python\n(.+?)```", README, re.DOTALL)
    assert example
    monkeypatch.chdir(ROOT)
    exec(example[1], {})
    assert capsys.readouterr().out.count("\n") > 1


def test_links_lead_somewhere() -> None:
    for file in (*ROOT.glob("*.md"), *ROOT.glob("docs/*.md")):
        for link in re.findall(r"\]\(([^)#:]+)\)", file.read_text(encoding="utf-8")):
            assert (file.parent / link).exists(), f"{file.name}: {link}"


def test_one_version() -> None:
    project = tomllib.loads((ROOT / "pyproject.toml").read_text(encoding="utf-8"))
    assert project["project"]["version"] == rectiparse.__version__
