"""LibreOffice as a guest: two runs at once, a run that hangs, fails or is interrupted, links that must not be followed."""

from __future__ import annotations

import os
import re
import signal
import socket
import subprocess
import sys
import tempfile
import threading
import time
import zipfile
from collections.abc import Callable
from io import BytesIO
from pathlib import Path

import pytest

from formats.make_doc import convert_all, wrap
from formats.needs import need_office
from rectiparse.errors import UnreadableSource
from rectiparse.readers import office
from rectiparse.readers.rtf import read_rtf

ODT_WITH_LINKS = """<text:p>前<draw:frame text:anchor-type="as-char" svg:width="1cm" svg:height="1cm">
<draw:image xlink:href="http://127.0.0.1:{port}/a.png" xlink:type="simple" xlink:show="embed" xlink:actuate="onLoad"/></draw:frame></text:p>
<text:section text:name="S"><text:section-source xlink:href="{secret}" xlink:type="simple"/><text:p>原文</text:p></text:section>
<text:p>后</text:p>"""
NAMES = (
    'xmlns:draw="urn:oasis:names:tc:opendocument:xmlns:drawing:1.0" xmlns:xlink="http://www.w3.org/1999/xlink"'
    ' xmlns:svg="urn:oasis:names:tc:opendocument:xmlns:svg-compatible:1.0"'
)
INTERRUPTED_POPEN = """
import os, signal, subprocess
start = subprocess.Popen
def start_and_interrupt(*given, **more):
    process = start(*given, **more)
    os.kill(os.getpid(), signal.SIGINT)
    return process
subprocess.Popen = start_and_interrupt
"""


@pytest.fixture
def temporary(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """A folder of its own for temporary files, so that what is left there can be seen."""
    folder = tmp_path / "temporary"
    folder.mkdir()
    monkeypatch.setattr(tempfile, "tempdir", str(folder))
    return folder


@pytest.fixture
def fake(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Callable[[str], Path]:
    """Puts a shell script in place of LibreOffice; returns the file in which it notes its process."""

    def put(script: str) -> Path:
        programs, note = tmp_path / "bin", tmp_path / "process"
        programs.mkdir()
        program = programs / "soffice"
        program.write_text(f'#!/bin/sh\necho $$ > "{note}"\n{script}\n', encoding="utf-8")
        program.chmod(0o755)
        monkeypatch.setenv("PATH", f"{programs}:/usr/bin:/bin")
        return note

    return put


def is_alive(process: int) -> bool:
    """A process that has ended and waits for its parent to notice is not alive."""
    try:
        return Path(f"/proc/{process}/stat").read_text().rpartition(")")[2].split()[0] != "Z"
    except FileNotFoundError:
        return False


def wait_for(condition: Callable[[], bool]) -> bool:
    end = time.monotonic() + 30
    while not condition() and time.monotonic() < end:
        time.sleep(0.02)
    return condition()


def test_a_run_that_hangs_is_ended(fake: Callable[[str], Path], temporary: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    note = fake(f'sleep 60 & echo $! > "{temporary.parent}/child"; wait')
    monkeypatch.setattr(office, "TIMEOUT", 0.5)
    with pytest.raises(UnreadableSource, match=r"^notice\.doc took LibreOffice more than 0 seconds; next: "):
        office.convert(b"x", "notice.doc", office.WORD)
    children = [int(file.read_text()) for file in (note, temporary.parent / "child")]
    assert wait_for(lambda: not any(map(is_alive, children)))
    assert list(temporary.iterdir()) == []


@pytest.mark.parametrize("script", ["exit 1", "echo Error >&2; exit 77", "exit 0", "kill -9 $$", ': > "${10}/0.rtf"'])
def test_a_run_that_fails_or_writes_nothing(fake: Callable[[str], Path], temporary: Path, script: str) -> None:
    fake(script)
    with pytest.raises(UnreadableSource, match=r"^notice\.doc can't be read by LibreOffice.*; next: ") as error:
        office.convert(b"x", "notice.doc", office.WORD)
    assert "\n" not in str(error.value) and list(temporary.iterdir()) == []


def test_a_program_that_can_not_be_run(fake: Callable[[str], Path], temporary: Path, tmp_path: Path) -> None:
    fake("")
    (tmp_path / "bin" / "soffice").write_bytes(b"\x7fELF broken")
    with pytest.raises(UnreadableSource, match=r"^notice\.doc .*LibreOffice.*; next: "):
        office.convert(b"x", "notice.doc", office.WORD)


def test_without_the_program(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("PATH", "")
    assert office.find_program() is None
    with pytest.raises(UnreadableSource, match="next: apt install libreoffice-writer-nogui"):
        office.convert(b"x", "notice.doc", office.WORD)


def test_an_interrupt_leaves_nothing_behind(fake: Callable[[str], Path], temporary: Path) -> None:
    note = fake("sleep 60")
    process = start_conversion(temporary)
    assert wait_for(lambda: note.exists() and note.read_text().strip() != "")
    process.send_signal(signal.SIGINT)
    assert process.wait(10) != 0
    assert wait_for(lambda: not is_alive(int(note.read_text())))
    assert list(temporary.iterdir()) == []


def test_an_interrupt_while_the_program_starts_leaves_nothing_behind(fake: Callable[[str], Path], temporary: Path) -> None:
    note = fake("sleep 60")
    process = start_conversion(temporary, INTERRUPTED_POPEN)
    assert process.wait(10) != 0
    assert not note.exists() or wait_for(lambda: not is_alive(int(note.read_text())))
    assert list(temporary.iterdir()) == []


def start_conversion(temporary: Path, before: str = "") -> subprocess.Popen[bytes]:
    script = f"{before}\nfrom rectiparse.readers import office; office.convert(b'x', 'notice.doc', office.WORD)"
    return subprocess.Popen([sys.executable, "-c", script], env={**os.environ, "TMPDIR": str(temporary)}, stderr=subprocess.DEVNULL)


def test_two_runs_at_once(temporary: Path) -> None:
    given = convert_all({"a": wrap("<text:p>甲</text:p>"), "b": wrap("<text:p>乙</text:p>")}, ".doc")
    script = (
        "import sys; from rectiparse.readers import office; from rectiparse.readers.rtf import read_rtf;"
        "data = sys.stdin.buffer.read();"
        "print(read_rtf(office.convert(data, 'n', office.WORD), 'n').build(data, 'n', '').text.strip())"
    )
    environment = {**os.environ, "PYTHONIOENCODING": "utf-8"}
    command = [sys.executable, "-c", script]
    runs = [subprocess.Popen(command, stdin=subprocess.PIPE, stdout=subprocess.PIPE, env=environment) for _ in given]
    results: dict[str, bytes] = {}

    def talk(name: str, run: subprocess.Popen[bytes]) -> None:
        results[name] = run.communicate(given[name], 120)[0]

    threads = [threading.Thread(target=talk, args=pair) for pair in zip(given, runs, strict=True)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    assert {name: shown.decode().strip() for name, shown in results.items()} == {"a": "甲", "b": "乙"}


def test_nothing_is_fetched(temporary: Path, tmp_path: Path) -> None:
    need_office()
    secret = tmp_path / "secret.txt"
    secret.write_text("机密", encoding="utf-8")
    with socket.create_server(("127.0.0.1", 0)) as server:
        server.settimeout(0.2)
        body = ODT_WITH_LINKS.format(port=server.getsockname()[1], secret=secret.as_uri())
        document = wrap(body).replace("<office:document ", f"<office:document {NAMES} ")
        packed = pack(document)
        text = read_rtf(office.convert(packed, "notice.odt", office.ODT), "notice.odt").build(packed, "notice.odt", "").text
        assert "机密" not in text and "原文" in text and "后" in text
        with pytest.raises(TimeoutError):
            server.accept()


def pack(flat: str) -> bytes:
    """A flat OpenDocument text as .odt, its links untouched, which LibreOffice would look up itself."""
    content = flat.replace("<office:document ", "<office:document-content ").replace("</office:document>", "</office:document-content>")
    content = re.sub(' office:mimetype="[^"]*"', "", content)
    out = BytesIO()
    kind = "application/vnd.oasis.opendocument.text"
    space = "urn:oasis:names:tc:opendocument:xmlns:manifest:1.0"
    with zipfile.ZipFile(out, "w") as package:
        package.writestr("mimetype", kind)
        package.writestr("content.xml", content)
        package.writestr(
            "META-INF/manifest.xml",
            f'<m:manifest xmlns:m="{space}" m:version="1.3"><m:file-entry m:full-path="/" m:media-type="{kind}"/>'
            '<m:file-entry m:full-path="content.xml" m:media-type="text/xml"/></m:manifest>',
        )
    return out.getvalue()
