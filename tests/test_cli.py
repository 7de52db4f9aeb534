"""The command line as real processes: what goes to which stream, and the exit codes."""

from __future__ import annotations

import csv
import json
import os
import re
import subprocess
import sys
from io import StringIO
from pathlib import Path

import pytest

import rectiparse

NEXT = "next: "


def run(
    *arguments: str | Path, data: bytes | None = None, cwd: Path | None = None, **environment: str
) -> subprocess.CompletedProcess[bytes]:
    done = subprocess.run(
        [sys.executable, "-m", "rectiparse", *map(str, arguments)],
        input=data,
        capture_output=True,
        cwd=cwd,
        env=_environment() | environment,
        timeout=60,
    )
    assert b"Traceback" not in done.stderr, done.stderr.decode()
    return done


def _environment() -> dict[str, str]:
    package = str(Path(rectiparse.__file__).parents[1])
    return os.environ | {"PYTHONPATH": os.pathsep.join(filter(None, (package, os.environ.get("PYTHONPATH"))))}


@pytest.fixture
def notice(tmp_path: Path, small: str) -> Path:
    file = tmp_path / "notice.txt"
    file.write_text(small, encoding="utf-8")
    return file


# -- what comes out ----------------------------------------------------------------------------------------------------


def test_one_input_is_an_object_and_talk_goes_to_stderr(notice: Path) -> None:
    done = run("extract", notice)
    read = json.loads(done.stdout)
    assert done.returncode == 0
    assert len(read["tasks"]) == 2
    assert read["source"]["name"] == "notice.txt" and read["source"]["text"] is None
    last = done.stderr.decode().splitlines()[-1]
    assert re.fullmatch(rf"{re.escape(str(notice))}: 责任词 \d+，已读 \d+；任务 2", last)


def test_diagnostics_have_place_caret_and_next_step(tmp_path: Path, small: str) -> None:
    file = tmp_path / "notice.txt"
    file.write_bytes(small.encode().replace("整改任务".encode(), "整改任务".encode() + b"\xff"))
    told = run("extract", file).stderr.decode()
    assert f"{file}:4:7: warning bad-byte:" in told
    assert f"  {NEXT}" in told and "\n            ^\n" in told
    assert "bad-byte" not in run("extract", "-q", file).stderr.decode()


def test_with_text(notice: Path, small: str) -> None:
    assert json.loads(run("extract", notice, "--with-text").stdout)["source"]["text"] == small


def test_several_inputs_are_an_array_by_what_was_asked_for(notice: Path, tmp_path: Path) -> None:
    both = run("extract", notice, notice)
    assert both.returncode == 0 and len(json.loads(both.stdout)) == 2
    missing = run("extract", tmp_path / "none.txt", notice)
    assert missing.returncode == 1 and len(json.loads(missing.stdout)) == 1
    none = run("extract", tmp_path / "none.txt", tmp_path)
    assert none.returncode == 1 and json.loads(none.stdout) == []


def test_standard_input(small: str) -> None:
    done = run("extract", "-", data=small.encode("gb18030"))
    read = json.loads(done.stdout)
    assert (done.returncode, read["source"]["name"], read["source"]["encoding"], len(read["tasks"])) == (0, "-", "gb18030", 2)


def test_same_bytes_every_time(notice: Path) -> None:
    assert run("extract", notice, PYTHONHASHSEED="1").stdout == run("extract", notice, PYTHONHASHSEED="2").stdout


@pytest.mark.parametrize(("option", "count"), [("jsonl", 2), ("csv", 7)])
def test_formats(notice: Path, option: str, count: int) -> None:
    assert len(run("extract", notice, notice, "-f", option).stdout.splitlines()) == count


def test_csv_for_excel(notice: Path) -> None:
    data = run("extract", notice, "-f", "csv", "--excel", "--headers", "zh").stdout
    rows = list(csv.DictReader(StringIO(data.decode("utf-8-sig"), newline="")))
    assert data.startswith("\ufeff来源,".encode()) and data.endswith(b"\r\n")
    assert [row["措施编号"] for row in rows] == ["1.1-1", "1.1-2", "1.2-1"]


def test_utf8_whatever_the_locale(notice: Path) -> None:
    plain = {"LC_ALL": "C", "PYTHONCOERCECLOCALE": "0", "PYTHONUTF8": "0", "PYTHONIOENCODING": "ascii"}
    done = run("extract", notice, **plain)
    assert done.returncode == 0 and "市水务局".encode() in done.stdout
    for command in ("show", "outline"):
        assert run(command, notice, **plain).returncode == 0


# -- where it goes -----------------------------------------------------------------------------------------------------


@pytest.mark.parametrize(("name", "start"), [("out.json", b"{"), ("out.jsonl", b'{"schema'), ("out.csv", b"source,"), ("out", b"{")])
def test_suffix_of_output_decides(notice: Path, tmp_path: Path, name: str, start: bytes) -> None:
    done = run("extract", notice, "-o", tmp_path / name)
    assert (done.returncode, done.stdout) == (0, b"")
    assert (tmp_path / name).read_bytes().startswith(start)
    assert sorted(file.name for file in tmp_path.iterdir()) == sorted([name, "notice.txt"])


def test_format_wins_over_suffix(notice: Path, tmp_path: Path) -> None:
    run("extract", notice, "-f", "csv", "-o", tmp_path / "out.txt")
    assert (tmp_path / "out.txt").read_bytes().startswith(b"source,")


def test_old_output_stays_when_nothing_could_be_read(tmp_path: Path) -> None:
    out = tmp_path / "out.json"
    out.write_text("old")
    assert run("extract", tmp_path / "none.txt", "-o", out).returncode == 1
    assert out.read_text() == "old" and len(list(tmp_path.iterdir())) == 1


def test_output_through_a_link(notice: Path, tmp_path: Path) -> None:
    (tmp_path / "real.json").write_text("old")
    (tmp_path / "link.json").symlink_to("real.json")
    assert run("extract", notice, "-o", tmp_path / "link.json").returncode == 0
    assert (tmp_path / "link.json").is_symlink() and json.loads((tmp_path / "real.json").read_text(encoding="utf-8"))


@pytest.mark.skipif(os.name != "posix", reason="named pipes are POSIX")
def test_output_to_a_named_pipe_leaves_it_one(notice: Path, tmp_path: Path) -> None:
    pipe = tmp_path / "pipe.json"  # stands for /dev/null, which a test must not put at risk
    os.mkfifo(pipe)
    with subprocess.Popen(["cat", str(pipe)], stdout=subprocess.PIPE) as cat:
        done = run("extract", notice, "-o", pipe)
        is_pipe = pipe.is_fifo()
        if not is_pipe:
            cat.kill()
        assert is_pipe and done.returncode == 0 and json.loads(cat.communicate(timeout=20)[0])


@pytest.mark.skipif(os.name != "posix", reason="closed pipes are POSIX")
@pytest.mark.parametrize("command", [("extract",), ("extract", "-f", "csv"), ("show",), ("outline",)])
@pytest.mark.parametrize("unbuffered", ["", "1"])
def test_closed_pipe_is_quiet(tmp_path: Path, small: str, command: tuple[str, ...], unbuffered: str) -> None:
    file = tmp_path / "long.txt"
    file.write_text(small + "\n" + "（三）加强巡查。\n责任单位：市水务局\n" * 40, encoding="utf-8")
    files = [file] * 20 if command[0] == "extract" else [file]
    process = subprocess.Popen(
        [sys.executable, "-m", "rectiparse", *command, *files],
        stdout=subprocess.PIPE,
        stderr=subprocess.PIPE,
        env=_environment() | {"PYTHONUNBUFFERED": unbuffered},
    )
    assert process.stdout is not None and process.stderr is not None
    process.stdout.close()
    told = process.stderr.read()
    process.stderr.close()
    assert process.wait(60) in (0, 141)
    assert b"Traceback" not in told and b"BrokenPipe" not in told and b"Errno" not in told


# -- exit codes --------------------------------------------------------------------------------------------------------


def test_no_tasks_is_fine_and_said(tmp_path: Path) -> None:
    file = tmp_path / "poem.txt"
    file.write_text("白日依山尽，黄河入海流。\n", encoding="utf-8")
    done = run("extract", file)
    assert (done.returncode, json.loads(done.stdout)["tasks"]) == (0, [])
    assert b"no-tasks" in done.stderr


@pytest.mark.parametrize(
    ("name", "data", "words"),
    [
        ("empty.txt", b"", "is empty"),
        ("binary.txt", bytes(range(256)), "is binary"),
        ("notice.pdf", b"%PDF-1.4\n\xe2\xe3", "PDF document"),
        ("none.txt", None, "no such file"),
        (".", None, "is a directory"),
    ],
)
def test_unreadable_is_one_line_and_the_others_are_written(notice: Path, tmp_path: Path, name: str, data: bytes | None, words: str) -> None:
    file = tmp_path / name
    if data is not None:
        file.write_bytes(data)
    alone = run("extract", file)
    assert (alone.returncode, alone.stdout) == (1, b"")
    (line,) = alone.stderr.decode().splitlines()
    assert words in line and NEXT in line
    assert run("show", file).returncode == run("outline", file).returncode == 1
    with_other = run("extract", file, notice)
    assert with_other.returncode == 1 and [read["source"]["name"] for read in json.loads(with_other.stdout)] == ["notice.txt"]


def test_unknown_encoding(notice: Path) -> None:
    done = run("extract", notice, "--encoding", "utf-9")
    assert done.returncode == 1 and b"unknown encoding 'utf-9'" in done.stderr


@pytest.mark.parametrize(("option", "code"), [("never", 0), ("error", 0), ("warning", 1)])
def test_fail_on(tmp_path: Path, small: str, option: str, code: int) -> None:
    file = tmp_path / "notice.txt"
    file.write_bytes(small.encode().replace("整改任务".encode(), "整改任务".encode() + b"\xff"))
    done = run("extract", file, "--fail-on", option)
    assert done.returncode == code and len(json.loads(done.stdout)["tasks"]) == 2


@pytest.mark.parametrize(
    ("options", "words"),
    [
        (("--issued", "2021-13-01"), "'2021-13-01' is no date"),
        (("-f", "yaml"), "no format 'yaml'"),
        (("-o", "out.yaml"), "no format writes .yaml"),
        (("-o", "none/out.json"), "there is no folder none"),
        (("-f", "csv", "-o", "."), "is a directory"),
        (("--headers", "fr"), "--headers"),
        (("--fail-on", "info"), "--fail-on"),
        (("--as-of", "tomorrow"), "'tomorrow' is no date"),
        (("--alarm", "7"), "'7' is no time before a date"),
        (("--colour",), "--colour"),
    ],
)
def test_wrong_options(notice: Path, tmp_path: Path, options: tuple[str, ...], words: str) -> None:
    done = run("extract", notice, *options, cwd=tmp_path)
    assert (done.returncode, done.stdout) == (2, b"")
    assert words in done.stderr.decode()


@pytest.mark.parametrize(("format_", "module"), [("parquet", "duckdb"), ("ics", "icalendar")])
def test_a_missing_extra_is_one_line(notice: Path, tmp_path: Path, format_: str, module: str) -> None:
    (tmp_path / f"{module}.py").write_text("raise ImportError", encoding="utf-8")
    package = _environment()["PYTHONPATH"]
    done = run("extract", notice, "-f", format_, "-o", tmp_path / "out", PYTHONPATH=os.pathsep.join((str(tmp_path), package)))
    assert (done.returncode, done.stdout) == (2, b"") and not (tmp_path / "out").exists()
    assert done.stderr.decode().splitlines() == [f"rectiparse: this format needs {module}; next: pip install 'rectiparse[{format_}]'"]


def test_what_an_output_leaves_out_is_told(notice: Path) -> None:
    pytest.importorskip("icalendar")
    notice.write_text(notice.read_text(encoding="utf-8").replace("2021年12月31日前", "长期坚持"), encoding="utf-8")
    done = run("extract", notice, "-q", "-f", "ics", "--alarm", "2w")
    assert done.returncode == 0 and "1 limits without a date" in done.stderr.decode()
    assert done.stdout.count(b"BEGIN:VEVENT") == 1 and b"TRIGGER:-P14D" in done.stdout


@pytest.mark.parametrize("command", ["show", "outline"])
@pytest.mark.parametrize("width", [60, 80, 200])
def test_width_that_is_asked_for(notice: Path, command: str, width: int) -> None:
    from rectiparse.diagnostics import cell_width

    shown = run(command, notice, "--width", str(width), COLUMNS="100", NO_COLOR="1").stdout.decode()
    assert "\x1b" not in shown and "封堵" in shown
    assert max(cell_width(line.rstrip()) for line in shown.splitlines()) <= width
    assert run(command, notice, "--width", "5").returncode == 2


def test_colour_on_a_terminal_only(notice: Path) -> None:
    assert b"\x1b[" in run("show", notice, FORCE_COLOR="1").stdout
    assert b"\x1b[3" not in run("show", notice, FORCE_COLOR="1", NO_COLOR="1").stdout


def test_no_file_named() -> None:
    assert run("extract").returncode == 2
    assert run("none").returncode == 2


def test_date_of_issue_given(tmp_path: Path) -> None:
    file = tmp_path / "notice.txt"
    file.write_text("一、整改任务\n（一）封堵排污口。\n责任单位：市水务局\n完成时限：6月底前\n", encoding="utf-8")
    read = json.loads(run("extract", file, "--issued", "2022-03-13").stdout)
    assert read["tasks"][0]["deadline"]["end"] == "2022-06-30"


@pytest.mark.parametrize(
    ("text", "words"),
    [
        ("[[rule]\n", "furniture.toml"),
        ('[[rule]]\nid = "x"\nmeens = "x"\n', "furniture.toml:1: means"),
        (None, "can't read this grammar file"),
    ],
)
@pytest.mark.parametrize("command", ["extract", "show", "outline"])
def test_broken_grammar(notice: Path, tmp_path: Path, command: str, text: str | None, words: str) -> None:
    from rectiparse.grammar import FILES, load_grammar

    folder = tmp_path / "grammars"
    folder.mkdir()
    for name in FILES:
        (folder / f"{name}.toml").write_bytes((load_grammar().directory / f"{name}.toml").read_bytes())
    broken = folder / "furniture.toml"
    if text is None:
        broken.unlink()
    else:
        broken.write_text(text, encoding="utf-8")
    done = run(command, notice, RECTIPARSE_GRAMMARS=str(folder))
    assert (done.returncode, done.stdout) == (2, b"")
    assert len(done.stderr.splitlines()) == 1 and words in done.stderr.decode()


# -- the other commands ------------------------------------------------------------------------------------------------


@pytest.mark.parametrize("width", [60, 80, 120])
def test_show_fits_the_terminal(notice: Path, width: int) -> None:
    from rectiparse.diagnostics import cell_width

    done = run("show", notice, COLUMNS=str(width))
    lines = done.stdout.decode().splitlines()
    assert done.returncode == 0 and b"\x1b" not in done.stdout
    assert max(map(cell_width, lines)) <= width
    assert "2021-06-30" in done.stdout.decode() and "1.1-2" in done.stdout.decode()


def test_show_has_no_column_for_measures_where_there_are_none(tmp_path: Path, notice: Path) -> None:
    plain = tmp_path / "plain.txt"
    plain.write_text("青溪市方案\n一、重点任务\n1.推进城区河道清淤和岸坡整治并建立长效管护机制。（市水务局负责）\n", encoding="utf-8")
    assert "措施" in run("show", notice, COLUMNS="100").stdout.decode().splitlines()[2]
    shown = run("show", plain, COLUMNS="100").stdout.decode()
    assert "措施" not in shown and "1.推进城区河道清淤和岸坡整治并建立长效管护机制。" in shown


def test_outline_is_a_tree_with_tasks_marked(notice: Path) -> None:
    done = run("outline", notice, COLUMNS="100")
    shown = done.stdout.decode()
    assert done.returncode == 0 and b"\x1b" not in done.stdout
    assert re.search(r"（一）排污口未封堵.*1\.1.*●.*2021年6月底前", shown)
    assert shown.index("一、整改任务") < shown.index("（一）") < shown.index("（二）")


def test_what_a_terminal_would_obey_is_not_shown(tmp_path: Path, small: str) -> None:
    file = tmp_path / "notice.txt"
    file.write_text(small.replace("排污口未", "排污\x1b[31m口未"), encoding="utf-8")
    for command in ("show", "outline", "extract"):
        done = run(command, file)
        assert done.returncode == 0 and b"\x1b" not in done.stdout + done.stderr


def test_schema_describes_what_is_written(notice: Path) -> None:
    schema = json.loads(run("schema").stdout)
    read = json.loads(run("extract", notice).stdout)
    assert set(schema["properties"]) == set(read) and set(schema["required"]) <= set(read)
    task = schema["$defs"]["Task"]["properties"]
    assert set(task) == set(read["tasks"][0])


def test_version() -> None:
    assert run("--version").stdout.decode().strip() == f"rectiparse {rectiparse.__version__}"


def test_help_names_every_command_and_option() -> None:
    assert all(word in run("--help").stdout.decode() for word in ("extract", "outline", "show", "schema", "--version"))
    shown = run("extract", "--help").stdout.decode()
    for option in ("-f", "-o", "--issued", "--encoding", "--headers", "--excel", "--with-text", "--fail-on", "--quiet"):
        assert option in shown


# -- what is loaded ----------------------------------------------------------------------------------------------------


def test_importing_the_package_is_cheap() -> None:
    code = "import rectiparse, sys; print([m for m in ('pydantic', 'regex', 'rich', 'jieba', 'typer') if m in sys.modules])"
    assert subprocess.run([sys.executable, "-c", code], capture_output=True, env=_environment(), check=True).stdout.strip() == b"[]"


def test_extract_loads_nothing_that_it_does_not_need(notice: Path) -> None:
    done = subprocess.run(
        [sys.executable, "-X", "importtime", "-m", "rectiparse", "extract", str(notice)],
        capture_output=True,
        env=_environment(),
        check=True,
    )
    loaded = {line.rpartition("|")[2].strip() for line in done.stderr.decode().splitlines() if line.startswith("import time:")}
    assert "rectiparse.readers.encodings" in loaded
    assert not loaded & {"rich", "jieba", "docx", "lxml", "chinese_calendar", "xlsxwriter", "sqlite3", "duckdb", "icalendar"}


def test_what_an_earlier_run_compiled_is_not_compiled_again(notice: Path) -> None:
    code = "import pathlib, sys, rectiparse; print(len(rectiparse.extract(pathlib.Path(sys.argv[1])).tasks), 'regex' in sys.modules)"
    runs = [
        subprocess.run([sys.executable, "-c", code, str(notice)], capture_output=True, env=_environment(), check=True) for _ in range(2)
    ]
    tasks, loaded = runs[1].stdout.split()
    assert (tasks, loaded) == (runs[0].stdout.split()[0], b"False")


def test_library(notice: Path, small: str) -> None:
    read = rectiparse.extract(notice)
    assert read.source.text == small and len(read.tasks) == 2
    assert rectiparse.extract(notice.read_bytes()).tasks == read.tasks == rectiparse.extract_text(small).tasks
    assert "".join(small[leaf.span[0] : leaf.span[1]] for leaf in read.leaves) == small
    with pytest.raises(rectiparse.UnreadableSource):
        rectiparse.extract(notice.parent)
    assert all(hasattr(rectiparse, name) for name in rectiparse.__all__)
