"""A batch from folder to JSON files and ledger: the same bytes whatever the number of workers, nothing doubled, names that fit."""

from __future__ import annotations

import csv
import json
import zipfile
from pathlib import Path

import pytest

from archives import SAMPLES, batch, make_archive, read_files, read_tables, run_command
from rectiparse import extract
from rectiparse.batch.jobs import BatchError, Stop
from rectiparse.batch.run import BatchOptions, run_batch
from rectiparse.batch.sources import find_files, make_unique, name_json
from rectiparse.storage import open_storage
from rectiparse.writers import dump_json


class Taken:
    """Names that are taken, in memory."""

    def __init__(self) -> None:
        self._folded: set[str] = set()

    def take(self, name: str) -> bool:
        before = len(self._folded)
        self._folded.add(name.casefold())
        return len(self._folded) > before


def paths(*sources: Path | str, out: str = "out") -> list[str]:
    return [found.path for found in find_files(map(str, sources), out, Stop(), Taken())]


# -- what comes out ----------------------------------------------------------------------------------------------------


def test_jobs_and_order_change_no_byte(tmp_path: Path) -> None:
    source = make_archive(tmp_path / "archive", 40)
    one, two = tmp_path / "one", tmp_path / "two"
    assert batch(source, one, jobs=1).parsed == batch(source, two, jobs=3).parsed == 40
    assert read_files(one) == read_files(two)
    assert read_tables(one / "ledger.sqlite") == read_tables(two / "ledger.sqlite")


def test_json_mirrors_the_tree_and_is_what_extract_writes(tmp_path: Path) -> None:
    source = make_archive(tmp_path / "archive", 4)
    batch(source, tmp_path / "out")
    for file in source.rglob("*.txt"):
        place = file.relative_to(source).as_posix()
        expected = json.loads(dump_json(extract(file)))
        expected["source"]["name"] = place
        assert json.loads((tmp_path / "out" / "notices" / f"{place}.json").read_bytes()) == expected


def test_every_sample_and_real_notice(tmp_path: Path, shared: Path) -> None:
    sources = [f"{folder}/*.txt" for folder in (SAMPLES, shared / "wild", shared / "seeds")]
    code, _, said = run_command("batch", *sources, "-o", tmp_path / "out")
    different = {file.read_bytes() for folder in (SAMPLES, shared / "wild", shared / "seeds") for file in folder.glob("*.txt")}
    assert code == 0 and f"rectiparse: {len(different)} notices" in said
    assert len(list((tmp_path / "out" / "notices").rglob("*.json"))) == len(different)


def test_the_same_again_doubles_nothing(tmp_path: Path) -> None:
    source, out = make_archive(tmp_path / "archive", 12), tmp_path / "out"
    batch(source, out)
    files, tables = read_files(out), read_tables(out / "ledger.sqlite")
    batch(source, out)
    assert batch(source, out, resume=True).kept == 12
    assert (read_files(out), read_tables(out / "ledger.sqlite")) == (files, tables)


def test_the_output_of_another_batch_is_left_out_and_told(tmp_path: Path) -> None:
    source = make_archive(tmp_path / "archive", 6)
    batch(source, source / "2024" / "first")
    code, _, said = run_command("batch", source, "-o", tmp_path / "second")
    assert (code, "left out: 2024/first: the output of a batch" in said) == (0, True)
    assert not list((tmp_path / "second" / "notices").rglob("*.json.json"))
    (source / "2024" / "first" / "ledger.sqlite").unlink()  # without it the folder is any other
    code, _, said = run_command("batch", source, "-o", tmp_path / "third")
    assert (code, "left out" in said, "JSON, data and no notice" in said) == (1, False, True)


def test_a_folder_that_cannot_be_looked_into(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    def deny(path: Path) -> bool:
        raise PermissionError(path)

    monkeypatch.setattr(Path, "is_file", deny)
    (tmp_path / "a").mkdir()
    assert not list(find_files([str(tmp_path)], str(tmp_path / "out"), Stop(), Taken()))


def test_changed_and_removed_files(tmp_path: Path) -> None:
    source, out = make_archive(tmp_path / "archive", 8), tmp_path / "out"
    batch(source, out)
    changed, removed = sorted(source.rglob("*.txt"))[:2]
    changed.write_text(changed.read_text(encoding="utf-8") + "又及\n", encoding="utf-8")
    removed.unlink()
    summary = batch(source, out, resume=True)
    assert (summary.parsed, summary.kept, summary.gone) == (1, 6, 1)
    assert f"notices/{removed.relative_to(source).as_posix()}.json" in read_files(out)
    assert batch(source, out, resume=True, prune=True).kept == 7
    fresh = tmp_path / "fresh"
    batch(source, fresh)
    assert read_files(out) == read_files(fresh)
    assert read_tables(out / "ledger.sqlite") == read_tables(fresh / "ledger.sqlite")


def test_a_json_file_that_was_touched_is_written_anew(tmp_path: Path) -> None:
    source, out = make_archive(tmp_path / "archive", 6), tmp_path / "out"
    batch(source, out)
    before = read_files(out)
    one, two = sorted((out / "notices").rglob("*.json"))[:2]
    one.write_bytes(b"{}")
    two.unlink()
    (out / "notices" / "left.part").touch()
    summary = batch(source, out, resume=True)
    assert (summary.parsed, summary.kept) == (2, 4)
    assert read_files(out) == before


def test_resume_keeps_nothing_of_other_options(tmp_path: Path) -> None:
    source, out = make_archive(tmp_path / "archive", 3), tmp_path / "out"
    batch(source, out)
    assert batch(source, out, resume=True, encoding="utf-8").parsed == 3


def test_same_bytes_are_parsed_once_and_the_first_path_is_the_notice(tmp_path: Path) -> None:
    source, out = make_archive(tmp_path / "archive", 3), tmp_path / "out"
    first = min(source.rglob("*.txt"))
    (source / "乙.txt").write_bytes(first.read_bytes())
    (source / "1.txt").write_bytes(first.read_bytes())
    summary = batch(source, out)
    assert (summary.parsed, summary.duplicates) == (3, 2)
    files = {path: (state, same_as) for path, state, _, same_as, _ in read_tables(out / "ledger.sqlite")["files"]}
    assert files["1.txt"] == ("notice", None)
    assert files["乙.txt"] == files[first.relative_to(source).as_posix()] == ("duplicate", "1.txt")


def test_other_sources_into_the_same_output_double_nothing(tmp_path: Path) -> None:
    source, other, out = make_archive(tmp_path / "archive", 3), tmp_path / "other", tmp_path / "out"
    batch(source, out)
    other.mkdir()
    (other / "乙.txt").write_bytes(min(source.rglob("*.txt")).read_bytes())
    summary = batch(other, out)
    assert (summary.parsed, summary.duplicates, summary.gone) == (0, 1, 3)
    assert len(read_tables(out / "ledger.sqlite")["notices"]) == 3


def test_failures_cost_only_themselves(tmp_path: Path) -> None:
    source, out = make_archive(tmp_path / "archive", 3), tmp_path / "out"
    (source / "空.txt").touch()
    (source / "空二.txt").touch()
    (source / "图.png").write_bytes(b"\x89PNG\r\n\x1a\n" + bytes(2000))
    code, stdout, said = run_command("batch", source, "-o", out)
    assert (code, stdout) == (1, "")
    assert said.splitlines()[-1].startswith("rectiparse: 3 notices in ") and said.splitlines()[-1].endswith(", 3 failed")
    with (out / "failures.csv").open(encoding="utf-8", newline="") as file:
        table = list(csv.DictReader(file))
    assert [row["path"] for row in table] == sorted(["空.txt", "空二.txt", "图.png"])
    assert all("; next: " in row["reason"] for row in table)


def test_no_failures_is_an_empty_list(tmp_path: Path) -> None:
    batch(make_archive(tmp_path / "archive", 1), tmp_path / "out")
    assert (tmp_path / "out" / "failures.csv").read_bytes() == b"path,reason\r\n"


def test_formats_are_written_beside_the_ledger(tmp_path: Path) -> None:
    source, out = make_archive(tmp_path / "archive", 3), tmp_path / "out"
    assert run_command("batch", source, "-o", out, "-f", "csv", "-f", "jsonl", "-q")[0] == 0
    assert len((out / "ledger.jsonl").read_bytes().splitlines()) == 3
    assert (out / "ledger.csv").read_bytes().startswith(b"source,task_id")


def test_members_of_an_archive_are_notices(tmp_path: Path) -> None:
    source, out = tmp_path / "archive", tmp_path / "out"
    notices = make_archive(tmp_path / "held", 9)
    source.mkdir()
    with zipfile.ZipFile(source / "档案.zip", "w") as packed:
        for file in sorted(notices.rglob("*.txt")):
            packed.write(file, file.relative_to(notices).as_posix())
        packed.writestr("空.txt", b"")
    assert (batch(source, out).parsed, batch(notices, tmp_path / "plain").parsed) == (9, 9)
    assert {place.removeprefix("notices/档案.zip/") for place in read_files(out)} == {
        place.removeprefix("notices/") for place in read_files(tmp_path / "plain")
    }
    assert [row[:2] for row in read_tables(out / "ledger.sqlite")["files"] if row[1] == "failed"] == [("档案.zip/空.txt", "failed")]


# -- names -------------------------------------------------------------------------------------------------------------


def test_sources_are_told_apart_by_their_folders(tmp_path: Path) -> None:
    for place in ("a/通知.txt", "b/通知.txt", "b/c/d.txt", "b/.hidden", "b/~$lock.docx", "b/__MACOSX/x"):
        (tmp_path / place).parent.mkdir(parents=True, exist_ok=True)
        (tmp_path / place).touch()
    assert paths(tmp_path / "b") == ["c/d.txt", "通知.txt"]
    assert paths(tmp_path / "a", tmp_path / "b") == ["a/通知.txt", "b/c/d.txt", "b/通知.txt"]
    assert paths(tmp_path / "a" / "通知.txt", tmp_path / "b" / "通知.txt") == ["通知.txt", "通知~2.txt"]
    assert paths(f"{tmp_path}/**/*.txt") == ["a/通知.txt", "b/c/d.txt", "b/通知.txt"]
    assert paths(tmp_path, out=str(tmp_path / "b")) == ["a/通知.txt"]
    assert paths(f"{tmp_path}/**/*.txt", out=str(tmp_path / "b")) == ["a/通知.txt"]
    assert paths(f"{tmp_path}/b/*.txt", out=str(tmp_path / "b")) == ["通知.txt"]


def test_a_missing_source_is_told(tmp_path: Path) -> None:
    with pytest.raises(BatchError, match=r"no such file.*next: "):
        paths(tmp_path / "none")
    code, _, said = run_command("batch", tmp_path / "none", "-o", tmp_path / "out")
    assert code == 1 and "no such file" in said


def test_long_names_are_shortened_and_stay_apart(tmp_path: Path) -> None:
    long = "关于印发" * 20
    places = [name_json(f"{long}{end}.txt") for end in "甲乙"]
    assert len(set(places)) == 2
    assert all(len(place.removeprefix("notices/").encode()) <= 255 and place.endswith(".json") for place in places)
    source = tmp_path / "archive"
    source.mkdir()
    for number, end in enumerate("甲乙"):
        (source / f"{long[:83]}{end}").write_text(f"一、任务{number}", encoding="utf-8")
    assert batch(source, tmp_path / "out").parsed == 2


def test_files_written_together_fail_alone(tmp_path: Path) -> None:
    (tmp_path / "file").touch()
    errors = open_storage(str(tmp_path)).write_all([("a/1.json", b"1"), ("x" * 300, b"2"), ("file/3.json", b"3"), ("a/4.json", b"4")])
    assert [isinstance(error, OSError) for error in errors] == [False, True, True, False]
    assert {path.relative_to(tmp_path).as_posix() for path in tmp_path.rglob("*") if path.is_file()} == {"a/1.json", "a/4.json", "file"}


def test_names_that_differ_in_capitals_only_stay_apart() -> None:
    taken = Taken()
    assert [make_unique(name, taken) for name in ("a.txt", "A.txt", "a.b/c", "a.b/c")] == ["a.txt", "A~2.txt", "a.b/c", "a.b/c~2"]


def test_a_name_that_is_no_text_is_read(tmp_path: Path) -> None:
    source = tmp_path / "archive"
    source.mkdir()
    try:
        (source / b"\xcd\xa8\xd6\xaa.txt".decode("utf-8", "surrogateescape")).write_text("一、任务", encoding="utf-8")
    except OSError:
        pytest.skip("this file system has no such names")
    assert batch(source, tmp_path / "out").parsed == 1


def test_a_source_is_not_the_output(tmp_path: Path) -> None:
    (tmp_path / "a.txt").write_text("一、任务", encoding="utf-8")
    with pytest.raises(BatchError, match=r"is a source and the output; next: "):
        run_batch([str(tmp_path)], BatchOptions(f"{tmp_path}/", jobs=1))
