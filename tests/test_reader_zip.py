"""Archives: members by their names, whatever wrote them; what could do harm is refused, what is broken is told."""

from __future__ import annotations

import json
import random
import struct
import zipfile
import zlib
from io import BytesIO
from pathlib import Path

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from formats.document import read_blocks
from formats.ledger import read_ledger
from formats.make_html import make_html
from rectiparse import UnreadableSource, extract, extract_each, extract_text
from rectiparse.readers import open_source, read_source
from rectiparse.readers.from_zip import find_members
from test_cli import run

SAMPLES = sorted((Path(__file__).parents[1] / "samples").glob("*.txt"))
TEXT = "一、整改\n责任单位：市水务局\n"


def pack(members: dict[str, bytes], *, codec: str | None = None, method: int = zipfile.ZIP_DEFLATED) -> bytes:
    """An archive; with `codec`, its names are bytes in it and no flag says so, as Windows packs them."""
    if codec is not None:
        return _pack_raw({name.encode(codec): data for name, data in members.items()})
    out = BytesIO()
    with zipfile.ZipFile(out, "w", method) as archive:
        for name, data in members.items():
            archive.writestr(name, data)
    return out.getvalue()


def _pack_raw(members: dict[bytes, bytes], extra: bytes = b"") -> bytes:
    body, directory = b"", b""
    for name, data in members.items():
        head = struct.pack("<HHHHHIIIHH", 20, 0, 0, 0, 0, zlib.crc32(data), len(data), len(data), len(name), len(extra))
        directory += b"PK\x01\x02" + struct.pack("<H", 20) + head + struct.pack("<HHHII", 0, 0, 0, 0, len(body)) + name + extra
        body += b"PK\x03\x04" + head + name + extra + data
    return body + directory + b"PK\x05\x06" + struct.pack("<HHHHIIH", 0, 0, len(members), len(members), len(directory), len(body), 0)


def names(data: bytes) -> list[str]:
    return [name for name, _ in find_members(data, "a.zip")]


def test_every_sample_has_the_ledger_of_its_text() -> None:
    texts = {f"{sample.stem}.txt": sample.read_text(encoding="utf-8") for sample in SAMPLES}
    archive = pack({name: text.encode("gb18030") for name, text in texts.items()}, codec="gb18030")
    for notice in extract_each(archive):
        assert read_ledger(notice) == read_ledger(extract_text(texts[notice.source.name.removeprefix("<bytes>/")]))


@pytest.mark.parametrize("codec", [None, "gb18030", "utf-8", "big5"])
def test_chinese_names(codec: str | None) -> None:
    wanted = (
        ["附件/任務分工表.txt", "關於印發整改方案的通知.txt"] if codec == "big5" else ["关于印发整改方案的通知.txt", "附件/任务分工表.txt"]
    )
    assert sorted(names(pack(dict.fromkeys(wanted, b"x"), codec=codec))) == sorted(wanted)


def test_the_name_beside_the_name() -> None:
    real, packed = "整改方案.txt", "整改方案.txt".encode("shift_jis", "replace")
    field = struct.pack("<BI", 1, zlib.crc32(packed)) + real.encode()
    extra = struct.pack("<HH", 0x7075, len(field)) + field
    assert names(_pack_raw({packed: b"x"}, extra)) == [real]
    stale = struct.pack("<HH", 0x7075, len(field)) + struct.pack("<BI", 1, 7) + real.encode()
    assert names(_pack_raw({b"a.txt": b"x"}, stale)) == ["a.txt"]


def test_order_and_leftovers() -> None:
    kept = {"b/1.txt": b"1", "a.txt": b"2", "b\\2.txt": b"3"}
    dropped = dict.fromkeys(("b/", "__MACOSX/._a.txt", ".DS_Store", "b/Thumbs.db", "b/~$a.docx", "desktop.ini", "._a.txt"), b"")
    assert names(pack(kept | dropped)) == ["a.txt", "b/1.txt", "b/2.txt"]


@pytest.mark.parametrize("name", ["../a.txt", "a/../../b.txt", "/etc/a.txt", "C:\\a.txt", "..\\a.txt", "a\x1bb.txt", "a\nb.txt", "c:a.txt"])
def test_names_that_lead_elsewhere_are_refused(name: str) -> None:
    with pytest.raises(UnreadableSource, match=r"^a\.zip has a file name that leads out .*; next: "):
        names(_pack_raw({b"a.txt": b"x", name.encode(): b"x"}))


def test_archives_in_archives() -> None:
    archive = pack({"整改.txt": TEXT.encode()})
    for _ in range(2):
        archive = pack({"内.zip": archive, "甲.txt": TEXT.encode()})
    assert names(archive) == ["内.zip/内.zip/整改.txt", "内.zip/甲.txt", "甲.txt"]
    for _ in range(40):
        archive = pack({"内.zip": archive})
    ((name, held),) = find_members(archive, "a.zip")
    assert name == "内.zip/内.zip/内.zip" and isinstance(held, UnreadableSource) and "in 3 others" in str(held)


def test_a_stored_word_file_does_not_make_its_archive_one() -> None:
    document = pack({"[Content_Types].xml": b"x", "word/document.xml": b"x"})
    assert names(pack({"a.docx": document, "b.txt": b"x"}, method=zipfile.ZIP_STORED)) == ["a.docx", "b.txt"]
    assert open_source(pack({"a.docx": document}, method=zipfile.ZIP_STORED)).is_archive
    assert not open_source(document).is_archive


def test_bombs_are_refused() -> None:
    ((_, held),) = find_members(pack({"a.txt": bytes(50 * 2**20)}), "a.zip")
    assert isinstance(held, UnreadableSource) and "times its size" in str(held)
    many = _pack_raw({b"%d.txt" % n: b"" for n in range(10_001)})
    with pytest.raises(UnreadableSource, match="more than 10000 files"):
        names(many)
    liar = _pack_raw({b"%d.txt" % n: b"x" for n in range(9)}).replace(struct.pack("<II", 1, 1), struct.pack("<II", 1, 90 * 2**20))
    with pytest.raises(UnreadableSource, match="unpacks to more than 500 MB"):
        names(liar)


def test_a_broken_member_is_told_and_the_others_are_given() -> None:
    data = bytearray(pack({"甲.txt": TEXT.encode(), "乙.txt": TEXT.encode(), "丙.txt": b""}, method=zipfile.ZIP_STORED))
    at = data.index(TEXT.encode())
    data[at] ^= 0xFF
    failed: list[UnreadableSource] = []
    given = [notice.source.name for notice in extract_each(bytes(data), on_unreadable=failed.append)]
    assert given == ["<bytes>/乙.txt"]
    assert [str(error).split(" ")[0] for error in failed] == ["<bytes>/丙.txt", "<bytes>/甲.txt"]
    seen = []
    with pytest.raises(UnreadableSource, match=r"丙\.txt is empty"):
        seen.extend(notice.source.name for notice in extract_each(bytes(data)))
    locked = bytearray(pack({"甲.txt": TEXT.encode()}))
    for mark, offset in ((b"PK\x03\x04", 6), (b"PK\x01\x02", 8)):
        locked[locked.index(mark) + offset] |= 1
    with pytest.raises(UnreadableSource, match=r"甲\.txt is locked with a password; next: "):
        list(extract_each(bytes(locked)))


def test_one_notice_is_read_like_a_file(tmp_path: Path) -> None:
    file = tmp_path / "a.zip"
    file.write_bytes(pack({"整改.html": make_html(read_blocks(TEXT))}))
    assert extract(file).source.name == "a.zip/整改.html"
    assert [notice.source.name for notice in extract_each(tmp_path / "a.zip")] == ["a.zip/整改.html"]
    file.write_bytes(pack({"1.txt": TEXT.encode(), "2.txt": TEXT.encode()}))
    with pytest.raises(UnreadableSource, match=r"a\.zip holds several notices; next: "):
        extract(file)


@pytest.mark.parametrize(
    ("data", "words"),
    [(pack({}), "holds no file"), (pack({"a.txt": b"x"})[:-30], "broken ZIP"), (b"PK\x03\x04", "broken ZIP")],
    ids=["no file", "cut off", "a beginning"],  # an archive holds the time: its bytes are no name that all test processes agree on
)
def test_nothing_to_read_is_one_line(data: bytes, words: str) -> None:
    with pytest.raises(UnreadableSource, match=rf"^<bytes> [^\n]*{words}[^\n]*; next: [^\n]*$"):
        read_source(data)


def test_command_line(tmp_path: Path, small: str) -> None:
    file = tmp_path / "归档.zip"
    file.write_bytes(pack({"甲.txt": small.encode(), "乙.txt": b"\0\1\2", "丙.txt": small.encode("gb18030")}))
    done = run("extract", file)
    told = done.stderr.decode()
    assert done.returncode == 1
    assert [notice["source"]["name"] for notice in json.loads(done.stdout)] == ["归档.zip/丙.txt", "归档.zip/甲.txt"]
    assert "rectiparse: 归档.zip/乙.txt is binary" in told and f"{file}/甲.txt: " in told
    assert len(json.loads(run("extract", "-", data=file.read_bytes()).stdout)) == 2
    for command in ("show", "outline"):
        several = run(command, file)
        assert several.returncode == 1 and b"holds several notices; next: " in several.stderr
    file.write_bytes(pack({"甲.txt": small.encode()}))
    assert run("show", file).returncode == 0
    assert len(json.loads(run("extract", file).stdout)) == 1


@settings(max_examples=80, deadline=None)
@given(st.binary(max_size=60), st.integers(0, 2**32))
def test_any_bytes_are_read_or_refused(noise: bytes, seed: int) -> None:
    chance = random.Random(seed)
    data = bytearray(pack({"甲.txt": TEXT.encode(), "乙.zip": pack({"丙.txt": TEXT.encode()})}, method=chance.choice((0, 8, 12, 14))))
    for _ in range(chance.randrange(8)):
        at = chance.randrange(len(data))
        data[at : at + chance.randrange(5)] = noise[: chance.randrange(9)]
    for broken in (bytes(data), bytes(data[: chance.randrange(len(data))]), b"PK\x03\x04" + noise):
        failed: list[UnreadableSource] = []
        try:
            list(extract_each(broken, on_unreadable=failed.append))
        except UnreadableSource as error:
            failed.append(error)
        assert all("; next: " in str(error) and "\n" not in str(error) for error in failed)
