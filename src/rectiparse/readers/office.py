"""Files of old office programs to RTF, workbooks to .xlsx by LibreOffice: hidden, offline, with a time limit, nothing left behind.

RTF of all formats, because LibreOffice prints the automatic numbers into it as text, and keeps merged cells.
"""

from __future__ import annotations

import os
import shutil
import signal
import subprocess
import threading
from collections.abc import Iterator, Sequence
from contextlib import contextmanager, suppress
from pathlib import Path
from tempfile import TemporaryDirectory
from typing import NamedTuple

from rectiparse.errors import UnreadableSource

PROGRAMS = ("soffice", "libreoffice")
TIMEOUT = 120.0
"""Seconds for one file; an ordinary one takes one to two, most of it start-up."""
TIMEOUT_MORE = 10.0
"""Seconds for each further file of one run."""
LARGEST_RESULT = 200 * 2**20


class Target(NamedTuple):
    """What LibreOffice writes: its suffix and export filter, the package that can, what to do where it can't."""

    suffix: str
    filter: str
    package: str
    advice: str


TEXT = Target(".rtf", "rtf:Rich Text Format", "libreoffice-writer-nogui", "open it in Word or WPS and save it as .docx")
WORKBOOK = Target(".xlsx", "xlsx:Calc MS Excel 2007 XML", "libreoffice-calc-nogui", "open it in Excel or WPS and save it as .xlsx")


class Filter(NamedTuple):
    """A format that LibreOffice reads: its suffix and the name of the import filter, so that nothing is guessed."""

    suffix: str
    name: str
    target: Target = TEXT


WORD = Filter(".doc", "MS Word 97")
WORD_95 = Filter(".doc", "MS Word 95")
WORD_6 = Filter(".doc", "MS WinWord 6")
WORKS = Filter(".wps", "MS_Works")
ODT = Filter(".odt", "writer8")
RTF = Filter(".rtf", "Rich Text Format")
EXCEL = Filter(".xls", "MS Excel 97", WORKBOOK)
EXCEL_95 = Filter(".xls", "MS Excel 95", WORKBOOK)
EXCEL_BINARY = Filter(".xlsb", "Calc MS Excel 2007 Binary", WORKBOOK)
ODS = Filter(".ods", "calc8", WORKBOOK)


def find_program() -> str | None:
    """The path of LibreOffice, None when it is not on PATH."""
    return next((found for name in PROGRAMS if (found := shutil.which(name))), None)


def convert(data: bytes, name: str, read_as: Filter) -> bytes:
    """`data` as RTF, a workbook as .xlsx. Raises UnreadableSource when LibreOffice is missing, fails, or takes longer than TIMEOUT."""
    (result,) = convert_all([data], read_as, name=name)
    if result is None:
        raise UnreadableSource(
            f"{name} can't be read by LibreOffice: it is damaged, or locked with a password; next: {read_as.target.advice}"
        )
    return result


def convert_all(files: Sequence[bytes], read_as: Filter, *, name: str = "<files>") -> tuple[bytes | None, ...]:
    """Each of `files` as RTF or .xlsx, None for one that could not be read, in one run of LibreOffice: its start takes longest.

    Raises UnreadableSource, about `name`, when LibreOffice is missing or the run takes too long.
    """
    program = find_program()
    if program is None:
        raise UnreadableSource(f"{name} needs LibreOffice, which is not on PATH; next: apt install {read_as.target.package}")
    limit = TIMEOUT + TIMEOUT_MORE * (len(files) - 1)
    try:
        results = _convert_in_folder(program, files, read_as, limit)
    except OSError as error:
        message = f"{name} can't be read, LibreOffice does not start ({error.strerror}); next: see what soffice --version says"
        raise UnreadableSource(message) from None
    if results is None:
        raise UnreadableSource(f"{name} took LibreOffice more than {limit:.0f} seconds; next: {read_as.target.advice}")
    return results


def _convert_in_folder(program: str, files: Sequence[bytes], read_as: Filter, limit: float) -> tuple[bytes | None, ...] | None:
    """None when it took longer than `limit` seconds; the folder, which holds the profile too, goes whatever happens."""
    with TemporaryDirectory(prefix="rectiparse-", ignore_cleanup_errors=True) as folder:
        given, made = Path(folder, "given"), Path(folder, "made")
        given.mkdir()
        made.mkdir()
        for number, data in enumerate(files):
            (given / f"{number}{read_as.suffix}").write_bytes(data)
        _write_profile(Path(folder, "profile"))
        if not _run(_build_command(program, Path(folder), read_as, sorted(given.iterdir())), Path(folder), limit):
            return None
        return tuple(_read_result(made / f"{number}{read_as.target.suffix}") for number in range(len(files)))


def _build_command(program: str, folder: Path, read_as: Filter, files: Sequence[Path]) -> list[str]:
    return [
        program,
        f"-env:UserInstallation={(folder / 'profile').as_uri()}",
        "--headless",
        "--norestore",
        "--nologo",
        "--nolockcheck",
        f"--infilter={read_as.name}",
        "--convert-to",
        read_as.target.filter,
        "--outdir",
        str(folder / "made"),
        *map(str, files),
    ]


def _run(command: Sequence[str], folder: Path, limit: float) -> bool:
    """Whether the command ended within `limit` seconds; none of its processes outlives this call, also when interrupted."""
    process: subprocess.Popen[bytes] | None = None
    try:
        with _interrupt_held():
            process = subprocess.Popen(
                command,
                cwd=folder,
                env=_environment(folder),
                stdin=subprocess.DEVNULL,
                stdout=subprocess.DEVNULL,
                stderr=subprocess.DEVNULL,
                start_new_session=True,
            )
        process.wait(limit)
    except subprocess.TimeoutExpired:
        return False
    finally:
        if process is not None:
            with suppress(ProcessLookupError, PermissionError):
                os.killpg(process.pid, signal.SIGKILL)
            process.wait()
    return True


@contextmanager
def _interrupt_held() -> Iterator[None]:
    """Ctrl-C waits until the block is left: one that comes while Popen starts a process would leave that process behind."""
    if threading.current_thread() is not threading.main_thread():  # only the main thread is interrupted
        yield
        return
    came: list[int] = []
    before = signal.signal(signal.SIGINT, lambda number, frame: came.append(number))
    try:
        yield
    finally:
        signal.signal(signal.SIGINT, before if before is not None else signal.SIG_DFL)
    if came:
        signal.raise_signal(signal.SIGINT)


def _environment(folder: Path) -> dict[str, str]:
    """No proxy but one that refuses, no home but the temporary folder."""
    nowhere = "http://127.0.0.1:9"
    proxies = dict.fromkeys(("http_proxy", "https_proxy", "ftp_proxy", "all_proxy"), nowhere)
    kept = {name: value for name, value in os.environ.items() if name.lower() not in (*proxies, "no_proxy")}
    return {**kept, **proxies, "HOME": str(folder), "TMPDIR": str(folder), "LC_ALL": "C.UTF-8", "SAL_USE_VCLPLUGIN": "svp"}


def _read_result(file: Path) -> bytes | None:
    try:
        if file.stat().st_size > LARGEST_RESULT:
            return None
        return file.read_bytes() or None
    except FileNotFoundError:
        return None


_SETTINGS = (
    # path, name, value: no macros, no links followed, no active content, all hosts behind a proxy that is not there
    ("org.openoffice.Office.Common/Security/Scripting", "MacroSecurityLevel", "3"),
    ("org.openoffice.Office.Common/Security/Scripting", "DisableMacrosExecution", "true"),
    ("org.openoffice.Office.Common/Security/Scripting", "DisableActiveContent", "true"),
    ("org.openoffice.Office.Common/Security/Scripting", "BlockUntrustedRefererLinks", "true"),
    ("org.openoffice.Office.Writer/Content/Update", "Link", "2"),
    ("org.openoffice.Office.Calc/Content/Update", "Link", "2"),
    ("org.openoffice.Inet/Settings", "ooInetProxyType", "2"),
    ("org.openoffice.Inet/Settings", "ooInetHTTPProxyName", "127.0.0.1"),
    ("org.openoffice.Inet/Settings", "ooInetHTTPProxyPort", "9"),
    ("org.openoffice.Inet/Settings", "ooInetHTTPSProxyName", "127.0.0.1"),
    ("org.openoffice.Inet/Settings", "ooInetHTTPSProxyPort", "9"),
)


def _write_profile(folder: Path) -> None:
    items = "".join(
        f'<item oor:path="/{path}"><prop oor:name="{name}" oor:op="fuse"><value>{value}</value></prop></item>'
        for path, name, value in _SETTINGS
    )
    (folder / "user").mkdir(parents=True)
    (folder / "user" / "registrymodifications.xcu").write_text(
        '<?xml version="1.0" encoding="UTF-8"?>'
        '<oor:items xmlns:oor="http://openoffice.org/2001/registry" xmlns:xs="http://www.w3.org/2001/XMLSchema">'
        f"{items}</oor:items>",
        encoding="utf-8",
    )
