"""What the documents say is there, and what is there stands in the documents."""

from __future__ import annotations

import os
import re
import shlex
import shutil
import subprocess
import sys
import tomllib
from pathlib import Path

import pytest

import rectiparse
from opened import need_module, need_program
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

    shown = subprocess.run([sys.executable, "-m", "rectiparse", "extract", "--help"], capture_output=True, check=True).stdout.decode()
    for option in set(re.findall(r"--[a-z-]+", shown)) - {"--help", "--format", "--output"}:
        assert f"`{option}" in README, option
    from rectiparse.cli import build_app

    for command in build_app().registered_commands:
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


OUTPUTS = (ROOT / "docs" / "outputs.md").read_text(encoding="utf-8")


def test_every_format_and_sheet_is_explained() -> None:
    from rectiparse.writers import find_writer
    from rectiparse.writers.words import WORDS

    for name in format_names():
        writer = find_writer(name)
        assert writer is not None and f"`{name}`" in OUTPUTS and f"`{writer.SUFFIX}`" in OUTPUTS
    for sheet in (*WORDS["zh"].sheets, *WORDS["en"].sheets):
        assert re.search(rf"^\| .*\b{sheet}\b", OUTPUTS, re.MULTILINE), sheet


@pytest.mark.parametrize("command", re.findall(r"^rectiparse .+", OUTPUTS, re.MULTILINE))
def test_commands_of_the_outputs_page_run(command: str, tmp_path: Path) -> None:
    need_module("icalendar")
    if "| jq" in command:
        need_program("jq")
    shutil.copytree(ROOT / "samples", tmp_path / "samples")
    package = str(Path(rectiparse.__file__).parents[1])
    program = f'rectiparse() {{ {shlex.quote(sys.executable)} -m rectiparse "$@"; }}; set -o pipefail; {command}'
    done = subprocess.run(["bash", "-c", program], cwd=tmp_path, capture_output=True, env=os.environ | {"PYTHONPATH": package}, timeout=60)
    assert done.returncode == 0, done.stderr.decode()
    if found := re.search(r"-o (\S+)", command):
        assert (tmp_path / found[1]).stat().st_size > 1000
    else:
        assert done.stdout.count(b"\n") > 1 and b"\x1b" not in done.stdout


def test_data_frame_example_runs(capsys: pytest.CaptureFixture[str], monkeypatch: pytest.MonkeyPatch) -> None:
    need_module("pandas"), need_module("polars")
    example = re.search(r"```python\n(.+?)```", OUTPUTS, re.DOTALL)
    assert example
    monkeypatch.chdir(ROOT)
    exec(example[1], {})
    assert "deadline_end" in capsys.readouterr().out


def test_links_lead_somewhere() -> None:
    for file in (*ROOT.glob("*.md"), *ROOT.glob("docs/*.md")):
        for link in re.findall(r"\]\(([^)#:]+)\)", file.read_text(encoding="utf-8")):
            assert (file.parent / link).exists(), f"{file.name}: {link}"


def test_one_version() -> None:
    project = tomllib.loads((ROOT / "pyproject.toml").read_text(encoding="utf-8"))
    assert project["project"]["version"] == rectiparse.__version__
