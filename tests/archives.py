"""Folders of notices, batches over them as real processes, and what a batch leaves behind, to be compared."""

from __future__ import annotations

import os
import signal
import socket
import sqlite3
import subprocess
import sys
import time
from collections.abc import Callable
from pathlib import Path
from typing import Any

import rectiparse
from rectiparse.batch.run import BatchOptions, Summary, run_batch

SAMPLES = Path(__file__).parents[1] / "samples"
PARTS = ("notices", "files", "tasks", "measures", "duties", "units", "deadlines", "milestones", "diagnostics")

_ODD_WORKER = """
import errno, os, pathlib, signal, time
try:
    import rectiparse.batch.work as work, rectiparse.storage as storage
except ImportError:
    pass
else:
    parse, sync = work.parse_source, storage.os.fsync
    def odd_parse(source, *rest):
        if "使停顿" in source.text:
            time.sleep(1000)
        if "使中止" in source.text:
            os.kill(os.getpid(), signal.SIGKILL)
        if "使膨胀" in source.text:
            held = [bytes(2**28) for _ in range(100)]
        once = pathlib.Path(os.environ.get("ODD_ONCE", ""))
        if "使一次" in source.text and not once.exists():
            once.touch()
            os.kill(os.getpid(), signal.SIGKILL)
        return parse(source, *rest)
    def full(handle):
        raise OSError(errno.ENOSPC, "No space left on device")
    work.parse_source = odd_parse
    if "ODD_FULL" in os.environ:
        storage.os.fsync = full
"""


def make_archive(folder: Path, count: int, files: list[Path] | None = None) -> Path:
    """`count` different notices in folders, made from the files, else from the samples."""
    texts = [file.read_text(encoding="utf-8-sig") for file in files or sorted(SAMPLES.glob("*.txt"))]
    for number in range(count):
        file = folder / f"{2015 + number % 4}年" / f"{number:04}.txt"
        file.parent.mkdir(parents=True, exist_ok=True)
        file.write_text(f"{texts[number % len(texts)]}\n附注{number}\n", encoding="utf-8")
    return folder


def make_odd_workers(folder: Path) -> str:
    """A folder for PYTHONPATH: notices that hold certain words then stop their worker, kill it, or eat its memory."""
    folder.mkdir()
    (folder / "sitecustomize.py").write_text(_ODD_WORKER, encoding="utf-8")
    return str(folder)


def batch_environment(*more: str, **variables: str) -> dict[str, str]:
    package = str(Path(rectiparse.__file__).parents[1])
    path = os.pathsep.join(filter(None, (package, *more, os.environ.get("PYTHONPATH"))))
    return os.environ | {"PYTHONPATH": path} | variables


def start_batch(*arguments: str | Path, environment: dict[str, str] | None = None) -> subprocess.Popen[bytes]:
    command = [sys.executable, "-m", "rectiparse", "batch", *map(str, arguments)]
    return subprocess.Popen(command, stdout=subprocess.PIPE, stderr=subprocess.PIPE, env=environment or batch_environment())


def run_command(*arguments: str | Path, environment: dict[str, str] | None = None, folder: Path | None = None) -> tuple[int, str, str]:
    """Exit code, standard output, standard error."""
    command = [sys.executable, "-m", "rectiparse", *map(str, arguments)]
    done = subprocess.run(
        command, stdin=subprocess.DEVNULL, capture_output=True, env=environment or batch_environment(), cwd=folder, timeout=120
    )
    error = done.stderr.decode()
    assert "Traceback" not in error, error
    return done.returncode, done.stdout.decode(), error


def kill_after(process: subprocess.Popen[bytes], seconds: float, number: int = signal.SIGKILL) -> int:
    try:
        process.wait(seconds)
    except subprocess.TimeoutExpired:
        process.send_signal(number)
    process.communicate(timeout=60)
    return process.returncode


def wait_for(is_so: Callable[[], object], seconds: float = 30) -> None:
    end = time.monotonic() + seconds
    while not is_so():
        assert time.monotonic() < end, "waited in vain"
        time.sleep(0.02)


def free_port() -> int:
    with socket.socket() as listener:
        listener.bind(("127.0.0.1", 0))
        port: int = listener.getsockname()[1]
        return port


class Cluster:
    """A scheduler and two workers on the loopback, as processes."""

    def __init__(self, folder: Path) -> None:
        self.address = f"tcp://127.0.0.1:{free_port()}"
        self._folder = folder
        self.processes: list[subprocess.Popen[bytes]] = []
        self._start("scheduler", "--host", "127.0.0.1", "--port", self.address.rpartition(":")[2], "--no-show")
        for _ in range(2):
            self._start("worker", self.address, "--nthreads", "1", "--no-nanny")
        wait_for(lambda: all("Registered to" in self._log(place) for place in (1, 2)))

    def _start(self, *arguments: str) -> None:
        command = [sys.executable, "-m", "dask", *arguments, "--no-dashboard"]
        with (self._folder / f"{len(self.processes)}.log").open("wb") as log:
            self.processes.append(subprocess.Popen(command, stdout=log, stderr=log, cwd=self._folder, env=batch_environment()))

    def _log(self, number: int) -> str:
        return (self._folder / f"{number}.log").read_text(encoding="utf-8", errors="replace")

    def close(self) -> None:
        for process in self.processes:
            process.kill()  # a scheduler takes ten seconds to say goodbye
        for process in self.processes:
            process.wait(10)


def batch(source: Path, out: Path, **options: Any) -> Summary:
    return run_batch([str(source)], BatchOptions(str(out), **({"jobs": 2} | options)))


def read_files(out: Path) -> dict[str, bytes]:
    """All that a batch wrote but the ledger, by place."""
    held = [file for file in sorted(out.rglob("*")) if file.is_file() and "ledger.sqlite" not in file.name]
    return {file.relative_to(out).as_posix(): file.read_bytes() for file in held}


def read_tables(ledger: Path) -> dict[str, list[tuple[Any, ...]]]:
    """Every row of every table, and all that the search index holds."""
    opened = sqlite3.connect(ledger)
    try:
        opened.execute("INSERT INTO search (search) VALUES ('integrity-check')")
        assert opened.execute("PRAGMA integrity_check").fetchall() == [("ok",)]
        assert not opened.execute("PRAGMA foreign_key_check").fetchall()
        tables = {table: opened.execute(f"SELECT * FROM {table} ORDER BY 1, 2, 3").fetchall() for table in PARTS}
        return tables | {"search": opened.execute("SELECT term, doc, offset FROM search_terms ORDER BY 1, 2, 3").fetchall()}
    finally:
        opened.close()
