"""What goes wrong while a batch runs: kills, interrupts, hanging and greedy files, a full disk. Nothing is lost or doubled."""

from __future__ import annotations

import os
import random
import signal
import subprocess
import sys
import time
from collections.abc import Iterator
from pathlib import Path

import pytest

from archives import (
    batch_environment,
    kill_after,
    make_archive,
    make_odd_workers,
    read_files,
    read_tables,
    run_command,
    start_batch,
    wait_for,
)
from rectiparse.storage import Folder

NOTICE = "一、整改任务\n（一）排污口未封堵。\n责任单位：市水务局\n完成时限：2021年6月底前\n"


@pytest.fixture(scope="module")
def archive(tmp_path_factory: pytest.TempPathFactory) -> Path:
    return make_archive(tmp_path_factory.mktemp("source"), 120)


@pytest.fixture(scope="module")
def undisturbed(archive: Path, tmp_path_factory: pytest.TempPathFactory) -> Path:
    out = tmp_path_factory.mktemp("undisturbed")
    assert run_command("batch", archive, "-o", out)[0] == 0
    return out


def odd_archive(tmp_path: Path, word: str) -> tuple[Path, dict[str, str]]:
    """Eight good notices, one that holds the word, and an environment in which it has its effect."""
    source = make_archive(tmp_path / "archive", 8)
    (source / "异常.txt").write_text(f"{NOTICE}{word}\n", encoding="utf-8")
    return source, batch_environment(make_odd_workers(tmp_path / "odd"), ODD_ONCE=str(tmp_path / "once"))


def assert_same(out: Path, expected: Path) -> None:
    assert read_files(out) == read_files(expected)
    assert read_tables(out / "ledger.sqlite") == read_tables(expected / "ledger.sqlite")


@pytest.mark.parametrize("seed", [1, 2])
def test_killed_at_any_moment_and_resumed(archive: Path, undisturbed: Path, tmp_path: Path, seed: int) -> None:
    moments = random.Random(seed)
    codes = [kill_after(start_batch(archive, "-o", tmp_path / "out", "--resume"), moments.uniform(0.4, 3)) for _ in range(3)]
    assert set(codes) <= {-signal.SIGKILL, 0}
    assert run_command("batch", archive, "-o", tmp_path / "out", "--resume")[0] == 0
    assert_same(tmp_path / "out", undisturbed)


@pytest.mark.parametrize(("number", "code"), [(signal.SIGINT, 130), (signal.SIGTERM, 143)])
def test_a_signal_ends_within_two_seconds_and_tells(tmp_path: Path, number: int, code: int) -> None:
    source = make_archive(tmp_path / "archive", 400)
    process = start_batch(source, "-o", tmp_path / "out")
    wait_for(lambda: any((tmp_path / "out" / "notices").rglob("*.json")))
    began = time.monotonic()
    process.send_signal(number)
    _, said = process.communicate(timeout=10)
    assert time.monotonic() - began < 2
    assert process.returncode == code
    assert "rectiparse: stopped; next: run the same command with --resume" in said.decode()
    assert not list((tmp_path / "out").rglob("*.part")) and (tmp_path / "out" / "failures.csv").exists()
    notices = read_tables(tmp_path / "out" / "ledger.sqlite")["notices"]
    assert len(list((tmp_path / "out").rglob("*.json"))) >= len(notices)


def test_workers_end_when_their_parent_is_killed(archive: Path, tmp_path: Path) -> None:
    process = start_batch(archive, "-o", tmp_path / "out")
    wait_for(lambda: any((tmp_path / "out" / "notices").rglob("*.json")))
    workers = _children(process.pid)
    kill_after(process, 0)
    assert workers
    wait_for(lambda: not any(map(_is_running, workers)))


def test_a_worker_that_is_killed_is_replaced_and_its_file_tried_again(archive: Path, undisturbed: Path, tmp_path: Path) -> None:
    process = start_batch(archive, "-o", tmp_path / "out", "--jobs", "2")
    wait_for(lambda: any((tmp_path / "out" / "notices").rglob("*.json")))
    os.kill(_children(process.pid)[0], signal.SIGKILL)
    _, said = process.communicate(timeout=60)
    assert process.returncode == 0 and "1 worker replaced" in said.decode()
    assert_same(tmp_path / "out", undisturbed)


@pytest.mark.parametrize(
    ("word", "reason"),
    [("使中止", "ended its worker twice (killed"), ("使停顿", "took longer than 1.5 s"), ("使膨胀", "needs more than 1500 MB of memory")],
)
def test_an_odd_file_costs_only_itself(tmp_path: Path, word: str, reason: str) -> None:
    source, environment = odd_archive(tmp_path, word)
    options = ("--jobs", "2", "--timeout", "1.5", "--memory", "1500")
    code, _, said = run_command("batch", source, "-o", tmp_path / "out", *options, environment=environment)
    assert code == 1 and "8 notices in" in said and ", 1 failed" in said
    (line,) = (tmp_path / "out" / "failures.csv").read_text(encoding="utf-8").splitlines()[1:]
    assert line.startswith("异常.txt,") and reason in line and "; next: " in line


def test_a_file_that_ends_its_worker_once_is_read_at_the_second_try(tmp_path: Path) -> None:
    source, environment = odd_archive(tmp_path, "使一次")
    code, _, said = run_command("batch", source, "-o", tmp_path / "out", environment=environment)
    assert code == 0 and "9 notices in" in said and "1 worker replaced" in said


WRITES = """
import sys
if sys.argv[0] == "-c":
    import os, signal, time
    from pathlib import Path
    sync, put = os.fsync, Path.replace
    def hang(handle):
        time.sleep(1000)
    def die(beside, target):
        if Path(target).name == "异常.txt.json":
            os.kill(os.getpid(), signal.SIGKILL)
        return put(beside, target)
    if {hangs}:
        os.fsync = hang
    else:
        Path.replace = die
"""


@pytest.mark.parametrize(("hangs", "failed", "reason"), [(True, 3, "took longer than 1.5 s"), (False, 1, "ended its worker twice (killed")])
def test_a_write_that_hangs_or_kills_ends_too(tmp_path: Path, hangs: bool, failed: int, reason: str) -> None:
    source = make_archive(tmp_path / "archive", 2)
    (source / "异常.txt").write_text(NOTICE, encoding="utf-8")
    (tmp_path / "odd").mkdir()
    (tmp_path / "odd" / "sitecustomize.py").write_text(WRITES.format(hangs=hangs), encoding="utf-8")
    environment = batch_environment(str(tmp_path / "odd"))
    code, _, said = run_command("batch", source, "-o", tmp_path / "out", "--jobs", "2", "--timeout", "1.5", environment=environment)
    assert code == 1 and f"{failed} failed" in said
    lines = (tmp_path / "out" / "failures.csv").read_text(encoding="utf-8").splitlines()[1:]
    assert len(lines) == failed and all(reason in line for line in lines)


def test_workers_that_cannot_start_are_told(tmp_path: Path) -> None:
    (tmp_path / "odd").mkdir()
    ends = "import sys\nif any('batch.worker' in part for part in sys.orig_argv):\n    sys.exit('no room for workers')\n"
    (tmp_path / "odd" / "sitecustomize.py").write_text(ends, encoding="utf-8")
    environment = batch_environment(str(tmp_path / "odd"))
    code, _, said = run_command("batch", make_archive(tmp_path / "archive", 2), "-o", tmp_path / "out", environment=environment)
    assert code == 1 and "workers can't start (" in said and "no room for workers); next: " in said


def test_a_full_disk_stops_with_a_message(tmp_path: Path) -> None:
    source = make_archive(tmp_path / "archive", 6)
    environment = batch_environment(make_odd_workers(tmp_path / "odd"), ODD_FULL="yes")
    code, _, said = run_command("batch", source, "-o", tmp_path / "out", environment=environment)
    assert code == 1 and "No space left on device; next: see if the disk is full" in said
    assert not list((tmp_path / "out").rglob("*.part")) and not list((tmp_path / "out").rglob("*.json"))
    assert run_command("batch", source, "-o", tmp_path / "out", "--resume")[0] == 0


@pytest.fixture
def small_disk(tmp_path: Path) -> Iterator[Path]:
    """A file system with room for some notices only."""
    place = tmp_path / "disk"
    place.mkdir()
    if os.name == "nt" or subprocess.run(["mount", "-t", "tmpfs", "-o", "size=900k", "tmpfs", place], capture_output=True).returncode:
        pytest.skip("no right to mount a small file system")
    yield place
    subprocess.run(["umount", place], check=True)


def test_a_disk_that_fills_up(archive: Path, undisturbed: Path, small_disk: Path) -> None:
    code, _, said = run_command("batch", archive, "-o", small_disk / "out")
    assert code == 1 and "next: see if the disk is full" in said
    assert not list(small_disk.rglob("*.part"))
    for file in (small_disk / "out" / "notices").rglob("*.json"):
        assert file.read_bytes() == (undisturbed / file.relative_to(small_disk / "out")).read_bytes()
    subprocess.run(["mount", "-o", "remount,size=90m", small_disk], check=True)
    assert run_command("batch", archive, "-o", small_disk / "out", "--resume")[0] == 0
    assert_same(small_disk / "out", undisturbed)


def test_two_batches_at_once_are_refused(archive: Path, tmp_path: Path) -> None:
    process = start_batch(archive, "-o", tmp_path / "out")
    wait_for(lambda: any((tmp_path / "out" / "notices").rglob("*.json")))
    process.send_signal(signal.SIGSTOP)
    code, _, said = run_command("batch", archive, "-o", tmp_path / "out")
    kill_after(process, 0)
    assert code == 1 and "another batch is writing" in said


def _children(pid: int) -> list[int]:
    shown = subprocess.run(["ps", "-o", "pid=", "--ppid", str(pid)], capture_output=True, text=True)
    return [int(word) for word in shown.stdout.split()]


def _is_running(pid: int) -> bool:
    try:
        os.kill(pid, 0)
    except ProcessLookupError:
        return False
    state = Path(f"/proc/{pid}/stat")
    return not (state.exists() and state.read_text().rpartition(")")[2].split()[0] == "Z")


_KILLED_WRITER = """
import os, signal, sys
from rectiparse.storage import Folder

os.fsync = lambda handle: os.kill(os.getpid(), signal.SIGKILL)
Folder(sys.argv[1]).write("failures.csv", b"path,reason and more")
"""


def test_a_table_of_failures_that_was_half_written_when_the_batch_was_killed_leaves_nothing(tmp_path: Path) -> None:
    ended = subprocess.run([sys.executable, "-c", _KILLED_WRITER, str(tmp_path)], check=False, env=batch_environment())
    assert ended.returncode == -signal.SIGKILL and len(list(tmp_path.iterdir())) == 1
    Folder(str(tmp_path)).write("failures.csv", b"path,reason")
    assert read_files(tmp_path) == {"failures.csv": b"path,reason"}
