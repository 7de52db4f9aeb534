"""A batch beyond one machine: workers of a Dask scheduler, one of them killed; notices and results in S3, played by moto."""

from __future__ import annotations

import os
import re
import signal
import subprocess
import sys
from collections.abc import Iterator
from importlib.util import find_spec
from pathlib import Path
from urllib.request import urlopen

import pytest

from archives import Cluster, batch, free_port, make_archive, read_files, read_tables, run_command, start_batch, wait_for


def need(*modules: str) -> None:
    missing = [module for module in modules if not find_spec(module)]
    if missing and os.environ.get("CI") == "true":
        pytest.fail(f"not installed: {', '.join(missing)}")
    if missing:
        pytest.skip(f"not installed: {', '.join(missing)}")


@pytest.fixture
def cluster(tmp_path: Path) -> Iterator[Cluster]:
    need("distributed")
    (tmp_path / "cluster").mkdir()
    started = Cluster(tmp_path / "cluster")
    yield started
    started.close()


def test_two_dask_workers_one_killed_in_mid_run(tmp_path: Path, cluster: Cluster) -> None:
    source = make_archive(tmp_path / "archive", 96)
    batch(source, tmp_path / "plain")
    process = start_batch(source, "-o", tmp_path / "out", "--scheduler", cluster.address)
    wait_for(lambda: any((tmp_path / "out" / "notices").rglob("*.json")))
    cluster.processes[2].send_signal(signal.SIGKILL)
    _, said = process.communicate(timeout=60)
    assert process.returncode == 0, said.decode()
    assert re.search(r"rectiparse: 96 notices in [\d.]+ s", said.decode())
    assert read_files(tmp_path / "out") == read_files(tmp_path / "plain")
    assert read_tables(tmp_path / "out" / "ledger.sqlite") == read_tables(tmp_path / "plain" / "ledger.sqlite")


def test_a_scheduler_that_does_not_answer_is_told(tmp_path: Path) -> None:
    need("distributed")
    source = make_archive(tmp_path / "archive", 1)
    code, _, said = run_command("batch", source, "-o", tmp_path / "out", "--scheduler", f"tcp://127.0.0.1:{free_port()}")
    assert code == 1 and "does not answer" in said and "; next: " in said


@pytest.fixture
def s3() -> Iterator[dict[str, str]]:
    """The environment in which s3:// is a server of moto on the loopback, with a bucket `archive`."""
    need("moto", "s3fs", "flask")
    address = f"http://127.0.0.1:{free_port()}"
    command = [sys.executable, "-m", "moto.server", "-p", address.rpartition(":")[2]]
    server = subprocess.Popen(command, stdout=subprocess.DEVNULL, stderr=subprocess.DEVNULL)

    def answers() -> bool:
        try:
            with urlopen(f"{address}/moto-api/") as answer:
                return bool(answer.status)
        except OSError:
            return False

    wait_for(answers)
    keys = {"AWS_ACCESS_KEY_ID": "test", "AWS_SECRET_ACCESS_KEY": "test", "AWS_DEFAULT_REGION": "us-east-1"}
    yield keys | {"AWS_ENDPOINT_URL": address}
    server.terminate()
    server.wait(10)


def test_notices_and_results_in_s3(tmp_path: Path, s3: dict[str, str], monkeypatch: pytest.MonkeyPatch) -> None:
    import s3fs

    for name, value in s3.items():
        monkeypatch.setenv(name, value)
    source = make_archive(tmp_path / "archive", 10)
    (source / "空.txt").touch()
    bucket = s3fs.S3FileSystem()
    bucket.mkdir("archive")
    bucket.put(f"{source}/", "archive/2021/", recursive=True)
    ledger = tmp_path / "ledger.sqlite"
    ask = ("batch", "s3://archive/2021", "-o", "s3://archive/out", "--ledger", ledger, "-f", "csv")
    code, _, said = run_command(*ask)
    assert code == 1 and "rectiparse: 10 notices in" in said and "failed: 空.txt" in said
    assert " 10 kept," in run_command(*ask, "--resume")[2]
    batch(source, tmp_path / "plain")
    held = {place.removeprefix("archive/out/"): bucket.cat_file(place) for place in bucket.find("archive/out")}
    assert held.pop("ledger.csv").count(b"\r\n") > 10
    assert held == read_files(tmp_path / "plain")
    assert read_tables(ledger) == read_tables(tmp_path / "plain" / "ledger.sqlite")
    code, stdout, _ = run_command("ledger", "export", "--ledger", ledger, "-f", "jsonl")
    assert code == 0 and len(stdout.splitlines()) == 10


def test_a_ledger_must_be_on_this_machine(tmp_path: Path) -> None:
    need("s3fs")
    code, _, said = run_command("batch", tmp_path, "-o", "s3://archive/out")
    assert code == 1 and "--ledger" in said
