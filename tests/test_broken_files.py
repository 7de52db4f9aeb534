"""Files that can't be read, through the command line: one line that says what and what next, exit 1, bounded memory."""

from __future__ import annotations

import os
import struct
import subprocess
import sys
import zipfile
from collections.abc import Callable
from io import BytesIO
from pathlib import Path
from tempfile import TemporaryDirectory

import docx
import pytest
from hypothesis import given
from hypothesis import strategies as st

from formats.make_ole import make_ole, make_word_head
from rectiparse.readers.kinds import DOC, LOCKED, MSG, MSI, ODS, OLE, PPT, WORKS, XLS, Kind, find_kind

MEGABYTE = 2**20
MOST_MEMORY = 150 * MEGABYTE
"""For a file that is refused by its size: what the program takes for itself, and some room."""


_MEASURED = """
import atexit, pathlib, resource, sys
def note(place=pathlib.Path(sys.argv.pop(1)), status=pathlib.Path("/proc/self/status")):
    # what wait() tells of a process is at least what its parent had when it began
    peak = status.read_text().split("VmHWM:")[1].split()[0] if status.exists() else resource.getrusage(resource.RUSAGE_SELF).ru_maxrss
    place.write_text(str(peak))
atexit.register(note)
from rectiparse.cli import main
main()
"""


def extract(file: Path | str) -> tuple[int, str, str, int]:
    """Exit code, standard output and error, and the most memory that `rectiparse extract` took, in bytes."""
    with TemporaryDirectory() as folder:
        peak = Path(folder, "peak")
        command = [sys.executable, "-c", _MEASURED, str(peak), "extract", str(file)]
        done = subprocess.run(command, stdin=subprocess.DEVNULL, capture_output=True)
        return done.returncode, done.stdout.decode(), done.stderr.decode(), int(peak.read_text()) * 1024


def word_file() -> bytes:
    out = BytesIO()
    document = docx.Document()
    document.add_paragraph("整改清单")
    document.save(out)
    return out.getvalue()


BROKEN: dict[str, tuple[str, Callable[[], bytes]]] = {
    "0 bytes": ("a.txt", lambda: b""),
    "0 bytes of .docx": ("a.docx", lambda: b""),
    "half a .docx": ("a.docx", lambda: word_file()[: len(word_file()) // 2]),
    "a zip of which the head is left": ("a.zip", lambda: b"PK\x03\x04" + bytes(20)),
    "empty PDF": ("a.pdf", lambda: b"%PDF-1.4\n%%EOF\n"),
    "locked .docx": ("a.docx", lambda: make_ole({"EncryptedPackage": b"x", "EncryptionInfo": b"x"})),
    "locked .doc": ("a.doc", lambda: make_ole({"WordDocument": make_word_head(locked=True), "1Table": b""})),
    "workbook called .doc": ("a.doc", lambda: make_ole({"Workbook": b"x"})),
    "packed file called .txt": ("a.txt", lambda: b"\x1f\x8b\x08" + bytes(40)),
    "half a .doc": ("a.doc", lambda: make_ole({"WordDocument": make_word_head()})[:3000]),
    ".rtf without text": ("a.rtf", lambda: rb"{\rtf1\ansi}"),
    "binary": ("a.txt", lambda: bytes(range(256)) * 40),
    "zeros": ("a.txt", lambda: bytes(100_000)),
    "line break in the name": ("a\nb.txt", lambda: b""),
}


def check_refusal(file: Path | str, *words: str) -> None:
    code, out, err, memory = extract(file)
    assert (code, out) == (1, ""), err
    assert err.count("\n") == 1 and err.startswith("rectiparse: ") and "; next: " in err, err
    assert all(word in err for word in words), err
    assert "Traceback" not in err and "Error" not in err
    assert memory < MOST_MEMORY


@pytest.mark.parametrize("case", BROKEN)
def test_one_line_that_says_what_and_what_next(case: str, tmp_path: Path) -> None:
    name, make = BROKEN[case]
    (tmp_path / name).write_bytes(make())
    check_refusal(tmp_path / name, name.replace("\n", "\ufffd"))


@pytest.mark.parametrize("suffix", [".txt", ".docx", ".pdf"])
def test_500_megabytes_of_nothing(suffix: str, tmp_path: Path) -> None:
    file = tmp_path / f"a{suffix}"
    with file.open("wb") as out:
        out.truncate(500 * MEGABYTE)
    check_refusal(file, "is larger than 200 MB")


def test_what_is_no_file(tmp_path: Path) -> None:
    os.mkfifo(tmp_path / "pipe")
    (tmp_path / "gone.txt").symlink_to(tmp_path / "nowhere.txt")
    check_refusal(tmp_path / "pipe", "pipe is empty")
    check_refusal(tmp_path / "gone.txt", "no such file")
    check_refusal(tmp_path, "is a directory")
    check_refusal("/dev/zero", "is a device")


def test_a_pipe_with_a_writer_is_read(tmp_path: Path, small: str) -> None:
    shell = f'"{sys.executable}" -m rectiparse extract <(sleep 0.3; cat "{tmp_path / "a.txt"}")'
    (tmp_path / "a.txt").write_text(small, encoding="utf-8")
    run = subprocess.run(["bash", "-c", shell], capture_output=True, check=False)
    assert b'"schema_version"' in run.stdout, run.stderr


@pytest.mark.parametrize(
    ("streams", "kind"),
    [
        ({"WordDocument": make_word_head()}, DOC),
        ({"WordDocument": make_word_head(locked=True)}, LOCKED),
        ({"\x01CompObj": b"", "EncryptedPackage": b"", "EncryptionInfo": b""}, LOCKED),
        ({"Workbook": b""}, XLS),
        ({"Book": b""}, XLS),
        ({"Pictures": b"", "PowerPoint Document": b""}, PPT),
        ({"__nameid_version1.0": b"", "__properties_version1.0": b""}, MSG),
        ({"CONTENTS": b""}, WORKS),
        ({"Something": b""}, OLE),
        ({f"s{i}": b"" for i in range(12)} | {"WordDocument": make_word_head()}, DOC),
        ({"WordDocument": make_word_head(), "Notes": "EncryptedPackage Workbook".encode("utf-16-le")}, DOC),
    ],
)
def test_kinds_of_compound_files(streams: dict[str, bytes], kind: Kind) -> None:
    assert find_kind(make_ole(streams)) is kind


def test_a_spreadsheet_of_libreoffice_is_no_archive_of_notices() -> None:
    out = BytesIO()
    with zipfile.ZipFile(out, "w") as package:
        package.writestr("mimetype", "application/vnd.oasis.opendocument.spreadsheet")
    assert find_kind(out.getvalue()) is ODS


def test_a_small_word_document_stands_among_the_small_streams() -> None:
    data = bytearray(make_ole({"Small": bytes(9 * 64) + make_word_head(locked=True), "WordDocument": b""}))
    directory = (struct.unpack_from("<I", data, 48)[0] + 1) * 512
    struct.pack_into("<I", data, directory + 116, 0)  # the root's stream is the first one
    struct.pack_into("<II", data, directory + 2 * 128 + 116, 9, 100)
    assert find_kind(bytes(data)) is LOCKED


def test_embedded_files_do_not_tell() -> None:
    assert find_kind(make_ole({"Workbook": b""}, embedded={"WordDocument": make_word_head()})) is XLS
    assert find_kind(make_ole({"WordDocument": make_word_head()}, embedded={"EncryptedPackage": b""})) is DOC


def test_installer() -> None:
    assert find_kind(make_ole({"x": b""}, bytes.fromhex("84100c0000000000c000000000000046"))) is MSI


@given(st.lists(st.tuples(st.integers(0, 1200), st.integers(0, 255)), max_size=10), st.integers(0, 6000))
def test_any_compound_file_has_a_kind(changes: list[tuple[int, int]], length: int) -> None:
    data = bytearray(make_ole({"WordDocument": make_word_head()})[: max(length, 8)])
    for at, value in changes:
        if 8 <= at < len(data):
            data[at] = value
    assert find_kind(bytes(data)) is not None
