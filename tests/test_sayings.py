"""The command line in Chinese: every error, next step, summary and help text that the code can write has its saying."""

from __future__ import annotations

import ast
import os
import re
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest

import rectiparse
from archives import run_command
from rectiparse.diagnostics import cell_width
from rectiparse.sayings import translate
from rectiparse.writers.output import open_output

SOURCE = Path(rectiparse.__file__).parent
TELLERS = {"UnreadableSource", "BatchError", "LedgerError", "GrammarError", "MissingExtra", "MissingStorage", "BadParameter"}
TELLERS |= {"tell", "speak", "Kind", "Target"}
NAMED = {"help", "failure", "fatal", "notes", "title", "advice", "split", "reason", "cause", "why"}
"""Arguments and variables that hold a message or a part of one."""
NOT_SAID = re.compile(r"[^a-zA-Z]*|[a-z\d/.]*:? ?|\.\w+|[a-z]+:.*(?:Format|XML)|libreoffice-.*|rectiparse|[ \d]+", re.DOTALL)
NOT_WALKED = {"sayings.py", "messages.py", "diagnostics.py"}
CHINESE = re.compile("[\u4e00-\u9fff]")


def find_written() -> Iterator[str]:
    """Whatever holds a next step, is handed to a teller or called by one of the names; a 7 where something changes."""
    for file in SOURCE.rglob("*.py"):
        if file.parent.name in ("page", "workbook", "calendar") or file.name in NOT_WALKED or file == SOURCE / "__init__.py":
            continue
        tree = ast.parse(file.read_text(encoding="utf-8"))
        wholes = [node for node in ast.walk(tree) if isinstance(node, ast.JoinedStr) or is_diagnostic(node)]
        pieces = {id(piece) for whole in wholes for piece in ast.walk(whole) if piece is not whole}
        texts = [build_text(node) for node in ast.walk(tree) if id(node) not in pieces]
        yield from (text for text in texts if text and "; next: " in text and not text.startswith("; "))
        for node in ast.walk(tree):
            yield from find_told(node, file)


def find_told(node: ast.AST, file: Path) -> Iterator[str]:
    if isinstance(node, ast.Call):
        is_teller = getattr(node.func, "id", getattr(node.func, "attr", "")) in TELLERS and not is_of_diagnostics(node, file)
        told: list[ast.expr] = list(node.args) if is_teller else []
        told += [keyword.value for keyword in node.keywords if keyword.arg in NAMED and file.name != "model.py"]
    elif isinstance(node, ast.Assign | ast.AnnAssign) and node.value is not None:
        targets = node.targets if isinstance(node, ast.Assign) else [node.target]
        told = [node.value] if any(getattr(target, "id", "") in NAMED for target in targets) else []
    elif isinstance(node, ast.FunctionDef) and any("command" in ast.unparse(decorator) for decorator in node.decorator_list):
        told = [node.body[0].value] if isinstance(node.body[0], ast.Expr) else []
    else:
        return
    if file.parent.name in ("ledger", "batch", "readers", "rectiparse", "writers"):
        for part in told:
            branches = [part.body, part.orelse] if isinstance(part, ast.IfExp) else [part]
            yield from (text for branch in branches if (text := build_text(branch)) and not NOT_SAID.fullmatch(text))


def is_diagnostic(node: ast.AST) -> bool:
    return isinstance(node, ast.Call) and getattr(node.func, "id", "") == "build_diagnostic"


def is_of_diagnostics(node: ast.Call, file: Path) -> bool:
    """What package.tell(…) and self._tell(…) of readers say are diagnostics: test_messages.py looks at them."""
    return file.parent.name == "readers" and isinstance(node.func, ast.Attribute)


def build_text(node: Any) -> str:
    if isinstance(node, ast.JoinedStr):
        return "".join(str(part.value) if isinstance(part, ast.Constant) else "7" for part in node.values)
    return str(node.value) if isinstance(node, ast.Constant) and isinstance(node.value, str) else ""


WRITTEN = sorted(set(find_written()))


def is_said(message: str) -> bool:
    """Whether each part has Chinese in it, unless all of it is open; what is said of a file may come without the file."""
    whole = (message, f"7 {message}", message.replace("7", "7 is a web page", 1))
    return any(
        all(
            CHINESE.search(part) or not re.search("[a-z]", part.removeprefix("rectiparse: ")) for part in translate(one).split("；下一步：")
        )
        for one in whole
    )


def test_the_walk_finds_what_is_said() -> None:
    assert len(WRITTEN) > 200
    assert {"7 is empty; next: see if the file was saved or downloaded whole", "Write to this file.", "a web page"} <= set(WRITTEN)


@pytest.mark.parametrize("message", WRITTEN, ids=lambda message: message[:60])
def test_all_that_the_code_says_has_a_saying(message: str) -> None:
    assert is_said(message), translate(message)


COMMANDS = ("", "extract", "report", "outline", "show", "schema", "batch", "ledger")
QUESTIONS = tuple(f"ledger {name}" for name in ("due", "units", "search", "query", "stats", "export"))


@pytest.mark.parametrize("command", COMMANDS + QUESTIONS)
def test_help_in_chinese_fits_a_terminal(command: str) -> None:
    code, out, _ = run_command(*command.split(), "--help", environment={**os.environ, "RECTIPARSE_LANG": "zh", "COLUMNS": "80"})
    assert code == 0 and out.startswith("用法：rectiparse")
    assert max(map(cell_width, out.splitlines())) <= 80
    assert not re.search(r"[A-Za-z]+ [a-z]+ [a-z]+ [a-z]+", out)
    code, english, _ = run_command(*command.split(), "--help", environment={**os.environ, "RECTIPARSE_LANG": "en", "COLUMNS": "80"})
    assert english.startswith("Usage: rectiparse") and max(map(cell_width, english.splitlines())) <= 80
    assert re.findall(r"--[a-z-]+", out) == re.findall(r"--[a-z-]+", english)


@pytest.mark.parametrize(
    ("arguments", "english", "chinese"),
    [
        (("extract", "无.txt"), "无.txt: no such file; next: check the name", "无.txt：没有这个文件；下一步：请核对文件名和所在文件夹"),
        (("extract", "."), ". is a directory; next: name the files in it", ". 是文件夹；下一步：请写明其中的文件"),
        (("extract", "空.txt"), "空.txt is empty; next: see if", "空.txt 是空的；下一步：请看文件是否完整保存或下载"),
        (("extract", "-"), "rectiparse: standard input is empty; next:", "rectiparse: 标准输入是空的；下一步："),
        (("extract", "坏.zip"), "坏.zip is a broken ZIP archive (", "坏.zip 是已损坏的 ZIP 压缩包（"),
        (("extract", "库.txt"), "is an SQLite database, which is not read; next: name", "库.txt 是 SQLite 数据库，这种文件读不了"),
        (("extract",), "Error: Missing argument 'FILE...'.", "错误：缺少参数“文件...”。"),
        (("extract", "a", "--fail-on", "x"), "'x' is not one of 'error', 'warning', 'never'.", "'x' 不在可选的值之中：'error'"),
        (("extract", "a", "--issued", "5月"), "'5月' is no date; next: write it like 2021-03-13", "'5月' 不是日期；下一步：请写成"),
        (("extract", "a", "-o", "b.doc"), "no format writes .doc; next: give -f csv|", "没有哪种格式写成 .doc；下一步：请用 -f 指定：csv|"),
        (("extract", "a", "--excell"), "No such option: --excell", "没有选项 --excell"),
        (("ledger", "due", "--within", "x"), "write it like 30d, 2w, 3m or 1y", "请写成 30d、2w、3m 或 1y 这样"),
        (
            ("ledger", "due"),
            "there is no ledger ledger.sqlite; next: make one",
            "没有台账 ledger.sqlite；下一步：请用 rectiparse batch",
        ),
        (("ledger", "due", "--ledger", "空.txt"), "空.txt holds no ledger; next: name", "空.txt 中没有台账；下一步：请给出"),
        (("batch", "无", "-o", "out"), "无: no such file or folder; next: check the name", "无：没有这个文件或文件夹；下一步：请核对名称"),
    ],
)
def test_errors_in_both_languages(tmp_path: Path, arguments: tuple[str, ...], english: str, chinese: str) -> None:
    (tmp_path / "空.txt").touch()
    (tmp_path / "坏.zip").write_bytes(b"PK\3\4" + b"x" * 100)
    (tmp_path / "库.txt").write_bytes(b"SQLite format 3\0" + bytes(100))
    for language, expected, other in (("en", english, chinese), ("zh", chinese, english)):
        code, out, said = run_command(*arguments, environment={**os.environ, "RECTIPARSE_LANG": language}, folder=tmp_path)
        assert code in (1, 2) and expected in said and other not in said and not out.strip("[]\n")


def test_a_batch_in_chinese(tmp_path: Path, small: str) -> None:
    (tmp_path / "in").mkdir()
    (tmp_path / "in/甲.txt").write_text(small, encoding="utf-8")
    (tmp_path / "in/空.txt").touch()
    chinese = {**os.environ, "RECTIPARSE_LANG": "zh"}
    code, _, said = run_command("batch", "in", "-o", "out", environment=chinese, folder=tmp_path)
    assert code == 1 and "失败：空.txt 是空的；下一步：" in said
    assert re.search(r"rectiparse: 1 份通知，用时 [\d.]+ 秒（每秒 [\d.]+ 份），1 个失败", said)
    listed = (tmp_path / "out/failures.csv").read_bytes().decode()
    assert listed == "path,reason\r\n空.txt,空.txt 是空的；下一步：请看文件是否完整保存或下载\r\n"
    ask = ("ledger", "due", "--ledger", "out/ledger.sqlite", "--as-of", "2021-01-01", "--within", "1y")
    _, table, _ = run_command(*ask, "-f", "table", environment=chinese, folder=tmp_path)
    assert "    其他单位：市水务局；市生态环境局\n" in table and "全库长期坚持的时限" in table
    _, data, _ = run_command(*ask, "-f", "json", environment=chinese, folder=tmp_path)
    assert '"how": "date"' in data and '"lead_units"' in data


def test_a_query_keeps_the_names_of_its_columns(tmp_path: Path, small: str) -> None:
    (tmp_path / "甲.txt").write_text(small, encoding="utf-8")
    chinese = {**os.environ, "RECTIPARSE_LANG": "zh"}
    run_command("batch", "甲.txt", "-o", "out", environment=chinese, folder=tmp_path)
    ask = ("ledger", "query", "--ledger", "out/ledger.sqlite", "-f", "table")
    _, table, _ = run_command(*ask, "SELECT 'lead' AS due", environment=chinese, folder=tmp_path)
    assert "due" in table and "lead" in table and not CHINESE.search(table)


def test_a_file_that_may_not_be_read_is_told_and_the_others_are_written(tmp_path: Path, small: str) -> None:
    (tmp_path / "甲.txt").write_text(small, encoding="utf-8")
    (tmp_path / "乙.txt").write_text(small, encoding="utf-8")
    (tmp_path / "乙.txt").chmod(0)
    if os.access(tmp_path / "乙.txt", os.R_OK):
        pytest.skip("root reads everything")
    code, out, said = run_command("extract", "乙.txt", "甲.txt", "-f", "rows", environment=ENGLISH, folder=tmp_path)
    assert code == 1 and "乙.txt may not be read; next: check its permissions" in said and '"source": "甲.txt"' in out


ENGLISH = {**os.environ, "RECTIPARSE_LANG": "en"}


@pytest.mark.parametrize(
    ("arguments", "code", "said"),
    [
        (("ledger", "export", "-o", "无/a.csv"), 2, "there is no folder 无; next: make it"),
        (("ledger", "export", "-o", "a.doc"), 2, "Invalid value for -o: no format writes .doc; next: give -f csv|"),
        (("report", "空夹", "-o", "a.html"), 1, "空夹 holds no notice; next: see if it is the right folder"),
        (("batch", "空夹", "-o", "out"), 0, "the sources hold no file; next: check their names"),
        (("extract", "坏.zip"), 1, "坏.zip is a broken ZIP archive (the list of its files is missing); next: "),
        (("extract", "甲.txt", "-q", "-o", "甲.txt/b.json"), 2, "there is no folder 甲.txt"),
    ],
)
def test_what_else_a_new_user_may_do_wrong(tmp_path: Path, small: str, arguments: tuple[str, ...], code: int, said: str) -> None:
    (tmp_path / "甲.txt").write_text(small, encoding="utf-8")
    (tmp_path / "坏.zip").write_bytes(b"PK\3\4" + b"x" * 100)
    (tmp_path / "空夹").mkdir()
    found, _, told = run_command(*arguments, environment=ENGLISH, folder=tmp_path)
    assert (found, said in told) == (code, True), told


def test_names_that_are_too_long(tmp_path: Path, small: str) -> None:
    (tmp_path / "甲.txt").write_text(small, encoding="utf-8")
    code, _, told = run_command("extract", "甲.txt", "-q", "-o", f"{'长' * 100}.json", environment=ENGLISH, folder=tmp_path)
    assert code == 2 and f"can't write {'长' * 100}.json: File name too long; next: check the name" in told
    code, _, told = run_command("extract", f"{'长' * 100}.txt", environment=ENGLISH, folder=tmp_path)
    assert code == 1 and "can't be opened" in told and "; next: check the name" in told
    code, _, told = run_command("extract", "甲.txt", "-q", "-o", f"{'长' * 83}.json", environment=ENGLISH, folder=tmp_path)
    assert (code, told) == (0, "") and (tmp_path / f"{'长' * 83}.json").is_file()


def test_an_output_that_can_not_be_made_is_called_as_it_was_asked_for(tmp_path: Path) -> None:
    with pytest.raises(OSError) as error, open_output(tmp_path / "无/a.json"):
        pass
    assert error.value.filename == str(tmp_path / "无/a.json")


def test_a_package_that_a_batch_lacks_is_told_before_the_work(tmp_path: Path, small: str) -> None:
    (tmp_path / "甲.txt").write_text(small, encoding="utf-8")
    (tmp_path / "icalendar.py").write_text("raise ImportError", encoding="utf-8")
    path = os.pathsep.join((str(tmp_path), *filter(None, (os.environ.get("PYTHONPATH"),))))
    code, _, told = run_command("batch", "甲.txt", "-o", "out", "-f", "ics", environment={**ENGLISH, "PYTHONPATH": path}, folder=tmp_path)
    assert code == 2 and told == "rectiparse: this format needs icalendar; next: pip install 'rectiparse[ics]'\n"
    assert not (tmp_path / "out").exists()


@pytest.mark.parametrize(
    ("said", "chinese"),
    [
        ("No such option '--excell'.", "没有选项 '--excell'。"),
        ("No such option '--excell'. Did you mean '--excel'?", "没有选项 '--excell'，是不是 '--excel'？"),
    ],
)
def test_wrong_options_as_a_newer_click_tells_them(said: str, chinese: str) -> None:
    assert translate(said) == chinese
