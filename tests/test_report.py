"""The report page in a real browser: what an analyst clicks and types, what is printed, and that a notice runs nothing."""

from __future__ import annotations

import base64
import csv
import json
import os
import re
import shutil
import subprocess
import sys
import time
from collections.abc import Callable, Iterator
from datetime import date, timedelta
from io import BytesIO, StringIO
from itertools import pairwise
from pathlib import Path
from typing import Any

import pytest

import rectiparse
from notices import build_notice, measure, task, units
from rectiparse import extract, extract_text
from rectiparse.model import UNIT_ROLES, Deadline, Notice, Origin
from rectiparse.rows import build_chains, find_deadline, find_unit_lists
from rectiparse.writers import WriteOptions, find_format
from rectiparse.writers.to_csv import write as write_csv
from rectiparse.writers.to_html import write as write_html

SAMPLES = Path(__file__).parents[1] / "samples"
PAGE = Path(rectiparse.__file__).parent / "writers" / "page"
AS_OF = date(2023, 7, 15)
CHINESE = WriteOptions(as_of=AS_OF, language="zh")
HOSTILE = (
    "<script>document.title='ran'</script>",
    "</script><script>document.title='ran'</script>",
    "<!--<script>",
    "\"onload=document.title='ran' x=\"",
    "<img src=x onerror=document.title='ran'>",
    "javascript:document.title='ran'",
    "]]>\u2028\u2029&lt;b&gt;{{ title }}",
)


def written(*notices: Notice, options: WriteOptions = CHINESE) -> bytes:
    out = BytesIO()
    write_html(iter(notices), out, options)
    return out.getvalue()


def blocks(page: bytes) -> list[Any]:
    return [json.loads(block) for block in re.findall(r'<script type="application/json" class="notice">(.*?)</script>', page.decode())]


# -- bytes -----------------------------------------------------------------------------------------------------------------


def test_is_found_by_name_and_suffix() -> None:
    assert find_format(".html") == "html"


def test_same_notices_give_the_same_bytes_and_the_text_once() -> None:
    notice = extract(SAMPLES / "checklist.txt")
    page = written(notice)
    assert page == written(notice)
    assert blocks(page)[0]["text"] == notice.source.text
    longest = max((m.text for t in notice.tasks for m in t.measures), key=len)
    assert page.decode().count(longest) == 1


def test_a_notice_is_written_before_the_next_is_read() -> None:
    out, sizes = BytesIO(), []

    def notices() -> Iterator[Notice]:
        for number in range(3):
            sizes.append(len(out.getvalue()))
            yield build_notice(task(f"1.{number}"))

    write_html(notices(), out, WriteOptions())
    assert sizes[1] < sizes[2] < len(out.getvalue())


def test_nothing_of_a_notice_is_markup() -> None:
    page = written(hostile_notice()).decode()
    assert page.count("<script") == 3 and page.count("</script>") == 3  # settings, notice, program
    assert "<!--" not in page and "<img" not in page and "\u2028" not in page
    assert "'unsafe" not in page and "default-src 'none'" in page


def test_words_stand_in_both_languages_and_every_code_has_a_chinese_name() -> None:
    strings = (PAGE / "strings.js").read_text(encoding="utf-8")
    chinese, english = (set(re.findall(r"(\w+): \"", part)) for part in strings.partition("\n  en: {")[::2])
    assert chinese == english
    assert set(re.findall(r'"([a-z0-9-]+)": "', strings)) == set(rectiparse.CODES)


def test_every_sample_and_real_notice_is_written(shared: Path) -> None:
    for file in (*SAMPLES.glob("*.txt"), *shared.glob("seeds/*.txt"), *shared.glob("wild/*.txt")):
        notice = extract(file)
        [data] = blocks(written(notice))
        assert len(data["rows"]) == sum(1 for _ in notice.rows())
        for own, told in zip(notice.tasks, data["tasks"], strict=True):
            for field in ("finding", "objective", "content", "progress"):
                assert shown(data["text"], told[field]) == getattr(own, field), (file.name, own.id)


def shown(text: str, field: dict[str, Any] | None) -> str | None:
    if field is None:
        return None
    return str(field["text"]) if "text" in field else "".join(text[start:end] for start, end in field["at"])


# -- the command -----------------------------------------------------------------------------------------------------------


def run(*arguments: str | Path) -> subprocess.CompletedProcess[bytes]:
    package = str(Path(rectiparse.__file__).parents[1])
    environment = os.environ | {"PYTHONPATH": os.pathsep.join(filter(None, (package, os.environ.get("PYTHONPATH"))))}
    command = [sys.executable, "-m", "rectiparse", *map(str, arguments)]
    return subprocess.run(command, capture_output=True, env=environment, timeout=60)


def test_report_of_folders_files_and_ledgers(tmp_path: Path, small: str) -> None:
    folder = tmp_path / "notices"
    (folder / "below").mkdir(parents=True)
    (folder / ".hidden").mkdir()
    for place in ("b.txt", "below/a.txt", ".hidden/c.txt"):
        (folder / place).write_text(small, encoding="utf-8")
    for ledger in ("one.json", "all.jsonl", "several.json"):
        inputs = [folder / "b.txt"] if ledger == "one.json" else [folder / "b.txt", folder / "below/a.txt"]
        assert run("extract", "-q", "--with-text", *inputs, "-o", folder / ledger).returncode == 0
    page = tmp_path / "report.html"
    done = run("report", folder, *(folder / name for name in ("one.json", "all.jsonl", "several.json")), "-o", page)
    assert done.returncode == 0 and not done.stdout
    assert [data["name"] for data in blocks(page.read_bytes())] == ["b.txt", "a.txt", "b.txt", "b.txt", "a.txt", "b.txt", "a.txt"]
    assert done.stderr.decode().count("责任词") == 2  # a ledger's notices were told about when they were read
    assert all(data["text"] == small for data in blocks(page.read_bytes()))


def test_what_is_no_ledger_is_told_and_the_others_are_written(tmp_path: Path, small: str) -> None:
    (tmp_path / "empty").mkdir()
    (tmp_path / "a.txt").write_text(small, encoding="utf-8")
    (tmp_path / "bad.json").write_text('{"tasks": 1}')
    (tmp_path / "half.jsonl").write_text('{"tasks"')
    done = run(
        "report", *(tmp_path / name for name in ("empty", "bad.json", "half.jsonl", "none.json", "a.txt")), "-o", tmp_path / "o.html"
    )
    told = done.stderr.decode()
    assert done.returncode == 1 and "Traceback" not in told
    assert told.count("next: ") >= 4 and told.count("is no ledger") == 2
    assert len(blocks((tmp_path / "o.html").read_bytes())) == 1


def test_options_of_the_report(tmp_path: Path, small: str) -> None:
    (tmp_path / "a.txt").write_text(small, encoding="utf-8")
    page = run("report", "-q", tmp_path / "a.txt", "--as-of", "2021-07-01", "--lang", "en").stdout.decode()
    assert '"asOf":"2021-07-01","language":"en"' in page
    assert run("report", tmp_path / "a.txt", "--lang", "fr").returncode == 2


# -- the browser -----------------------------------------------------------------------------------------------------------


@pytest.fixture(scope="module")
def chromium(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Any]:
    binary, driver = shutil.which("chromium"), shutil.which("chromedriver")
    if not binary or not driver:
        message = "no chromium and chromedriver; next: apt-get install chromium chromium-driver"
        pytest.fail(message) if os.environ.get("CI") == "true" else pytest.skip(message)
    webdriver = pytest.importorskip("selenium.webdriver") if os.environ.get("CI") != "true" else __import__("selenium.webdriver").webdriver
    options = webdriver.ChromeOptions()
    options.binary_location = binary
    profile = tmp_path_factory.mktemp("profile")
    switches = "headless=new no-sandbox disable-gpu disable-dev-shm-usage disable-background-networking disable-component-update"
    for switch in (*switches.split(), "disable-sync", "no-first-run", "window-size=1400,900", f"user-data-dir={profile}"):
        options.add_argument(f"--{switch}")
    options.set_capability("goog:loggingPrefs", {"browser": "ALL", "performance": "ALL"})
    browser = webdriver.Chrome(options=options, service=webdriver.ChromeService(driver))
    yield browser
    browser.quit()


Opener = Callable[..., Any]


@pytest.fixture
def open_page(chromium: Any, tmp_path: Path) -> Iterator[Opener]:
    """Opens a page of notices; afterwards the console must be empty and nothing may have left the file."""

    def open_(*notices: Notice, options: WriteOptions = CHINESE) -> Any:
        file = tmp_path / "report.html"
        file.write_bytes(written(*notices, options=options))
        chromium.get(file.as_uri())
        return chromium

    for log in ("browser", "performance"):
        chromium.get_log(log)
    yield open_
    assert chromium.get_log("browser") == []
    events = [json.loads(entry["message"])["message"] for entry in chromium.get_log("performance")]
    requests = [event["params"] for event in events if event["method"] == "Network.requestWillBeSent"]
    asked = {sent["request"]["url"] for sent in requests if sent["documentURL"].startswith("file:")}
    assert asked and all(address.startswith(("file:", "data:", "blob:")) for address in asked)


@pytest.fixture(scope="module")
def sampled() -> tuple[Notice, ...]:
    return tuple(extract(SAMPLES / f"{name}.txt") for name in ("checklist", "everything", "inspection-plan"))


def count(browser: Any) -> int:
    """The number of rows that the page says it shows."""
    return int(re.findall(r"\d+", browser.find_element("id", "shown").text)[0])


def choose(browser: Any, select: str, value: str) -> None:
    browser.execute_script(
        "const e = document.getElementById(arguments[0]); e.value = arguments[1]; e.dispatchEvent(new Event('change'))", select, value
    )


def press(browser: Any, *keys: str) -> None:
    from selenium.webdriver import ActionChains

    ActionChains(browser).send_keys(*keys).perform()


def settle(browser: Any) -> None:
    """Waits until what is put off to later frames is drawn."""
    browser.execute_async_script("const done = arguments[0]; requestAnimationFrame(() => setTimeout(done, 150))")


def selected(browser: Any) -> str:
    return str(browser.execute_script("return document.querySelector('.rows .selected .id b')?.textContent ?? ''"))


def marked(browser: Any, kind: str) -> str:
    script = "return Array.from(document.querySelectorAll(`.text mark[data-kinds~='${arguments[0]}']`), m => m.textContent).join('')"
    return str(browser.execute_script(script, kind))


def all_rows(notices: tuple[Notice, ...]) -> list[dict[str, Any]]:
    return [row for notice in notices for row in notice.rows()]


def test_the_head_names_the_notice_and_a_row_its_place(open_page: Opener, sampled: tuple[Notice, ...]) -> None:
    notice = sampled[1]
    browser = open_page(notice)
    facts = browser.find_element("id", "facts").text
    assert browser.find_element("id", "title").text == browser.title == notice.metadata.title
    assert notice.metadata.document_number and notice.metadata.issued
    assert all(fact in facts for fact in (notice.metadata.document_number, "2023-05-19", *notice.metadata.issuers, "everything.txt"))
    origins = (Origin(span=(0, 300), page=1, paragraph=2), Origin(span=(300, notice.source.characters), page=3, table=1, row=2, column=4))
    browser = open_page(notice.model_copy(update={"source": notice.source.model_copy(update={"origins": origins})}))
    browser.find_element("id", "row-0").click()
    assert "第 3 页 · 表 1 · 第 2 行 · 第 4 列" in browser.find_element("id", "detail").text


def test_search(open_page: Opener, sampled: tuple[Notice, ...]) -> None:
    browser = open_page(*sampled)
    rows = all_rows(sampled)
    assert count(browser) == len(rows)
    browser.find_element("id", "search").send_keys("培训 2023")
    settle(browser)
    hidden = {"ongoing", "immediate", "done", "line", "kind", "recurrence"}
    texts = ["\n".join(str(v) for k, v in row.items() if k not in hidden) for row in rows]
    assert count(browser) == sum("培训" in text and "2023" in text for text in texts) > 0
    assert browser.execute_script("return document.querySelector('.rows mark.hit').textContent") in ("培训", "2023")
    press(browser, "没有这样的话")
    settle(browser)
    assert count(browser) == 0 and browser.find_element("id", "nothing").is_displayed()
    browser.find_element("id", "clear").click()
    assert count(browser) == len(rows)


def is_due(row: dict[str, Any], days: int) -> bool:
    return row["deadline_end"] is not None and AS_OF <= row["deadline_end"] <= AS_OF + timedelta(days) and not row["done"]


def is_lasting(row: dict[str, Any]) -> bool:
    return bool(row["ongoing"] or row["recurrence"])


FILTERS: dict[tuple[str, str], Callable[[dict[str, Any]], bool]] = {
    ("unit", "市民政局"): lambda row: any("市民政局" in (row[role] or "").split("；") for role in UNIT_ROLES),
    ("role", "supervising_units"): lambda row: bool(row["supervising_units"]),
    ("kind", "finding"): lambda row: row["kind"] == "finding",
    ("kind", "stage"): lambda row: row["kind"] == "stage",
    ("source", "1"): lambda row: row["source"] == "everything.txt",
    ("status", "ongoing"): lambda row: bool(row["ongoing"]),
    ("status", "immediate"): lambda row: bool(row["immediate"]),
    ("status", "done"): lambda row: bool(row["done"]),
    ("status", "open"): lambda row: not row["done"],
    ("window", "overdue"): lambda row: bool(
        row["deadline_end"] and row["deadline_end"] < AS_OF and not is_lasting(row) and not row["done"]
    ),
    ("window", "soon"): lambda row: is_due(row, 30),
    ("window", "quarter"): lambda row: bool(
        row["deadline_end"] and (2023, 7) <= (row["deadline_end"].year, row["deadline_end"].month) <= (2023, 9)
    ),
    ("window", "ongoing"): is_lasting,
    ("window", "none"): lambda row: not (row["deadline_end"] or is_lasting(row) or row["immediate"] or row["done"]),
}


def test_each_filter(open_page: Opener, sampled: tuple[Notice, ...]) -> None:
    browser = open_page(*sampled)
    rows = all_rows(sampled)
    for (select, value), fits in FILTERS.items():
        choose(browser, select, value)
        assert count(browser) == sum(map(fits, rows)), (select, value)
        choose(browser, select, "")
    choose(browser, "unit", "市民政局")
    choose(browser, "role", "lead_units")
    assert count(browser) == sum("市民政局" in (row["lead_units"] or "").split("；") for row in rows) > 0
    press(browser, "\ue00c")  # Escape
    assert count(browser) == len(rows)


def test_timeline_units_and_counts_filter(open_page: Opener, sampled: tuple[Notice, ...]) -> None:
    browser = open_page(*sampled)
    rows = all_rows(sampled)
    browser.find_element("css selector", "[data-bucket='2023-08']").click()
    assert count(browser) == sum(str(row["deadline_end"]).startswith("2023-08") for row in rows) > 0
    browser.find_element("id", "month").click()
    assert count(browser) == len(rows)
    browser.find_element("id", "tab-units").click()
    first = browser.find_element("css selector", ".unit-bar")
    name = first.find_element("tag name", "span").text
    first.click()
    assert count(browser) == sum(any(name in (row[role] or "").split("；") for role in UNIT_ROLES) for row in rows) > 0
    browser.find_element("id", "clear").click()
    overdue = browser.find_element("css selector", "[data-window=overdue]")
    told = int(overdue.find_element("tag name", "b").text)
    overdue.click()
    assert count(browser) == told == sum(map(FILTERS["window", "overdue"], rows))
    browser.execute_script("const e = document.getElementById('as-of'); e.value = '2000-01-01'; e.dispatchEvent(new Event('change'))")
    assert count(browser) == 0


def test_sort(open_page: Opener, sampled: tuple[Notice, ...]) -> None:
    browser = open_page(*sampled)
    rows = all_rows(sampled)

    def first_id() -> str:
        return str(browser.execute_script("return document.querySelector('.rows .id b').textContent"))

    def by_date(row: dict[str, Any]) -> str:
        return str(row["deadline_end"])

    dated = [row for row in rows if row["deadline_end"]]
    wanted = [min(dated, key=by_date), max(dated, key=by_date), rows[0]]
    for row, order in zip(wanted, ("ascending", "descending", "none"), strict=True):
        browser.find_element("css selector", "[data-column=deadline]").click()
        assert first_id() == (row["measure_id"] or row["task_id"])
        assert browser.find_element("css selector", ".columns .deadline").get_attribute("aria-sort") == order


def test_a_row_shows_where_each_value_was_read(open_page: Opener, sampled: tuple[Notice, ...]) -> None:
    notice = sampled[1]
    browser = open_page(notice)
    chains = [chain for own in notice.tasks for chain in build_chains(own)]
    browser.find_element("id", "grid").click()
    press(browser, "\ue011")  # Home
    for chain in chains:
        assert selected(browser) == chain[-1].id
        text = notice.source.text or ""
        found = {kind: "".join(text[start:end] for start, end in spans).replace("\n", "") for kind, spans in places(chain).items()}
        assert browser.execute_script(MARKS, list(found)) == found, chain[-1].id
        press(browser, "j")
    script = (
        "const box = (selector) => document.querySelector(selector).getBoundingClientRect();"
        "const m = box('.text mark.measure'), v = box('#text');"
    )
    browser.find_element("id", f"row-{len(chains) - 1}").click()
    assert browser.execute_script(f"{script} return m.top >= v.top && m.bottom <= v.bottom") or not marked(browser, "measure")


MARKS = """
const words = (kind) => Array.from(document.querySelectorAll(`.text mark[data-kinds~="${kind}"]`), (mark) => mark.textContent).join("");
return Object.fromEntries(arguments[0].map((kind) => [kind, words(kind)]));
"""


def places(chain: Any) -> dict[str, list[tuple[int, int]]]:
    own = chain[0]
    found = {name: list(own.spans.get(name, ())) for name in ("finding", "objective", "content", "progress")}
    found["measure"] = list(chain[-1].spans.get("text", ())) if len(chain) > 1 else []
    found |= {role: sorted({unit.span for unit in listed}) for role, listed in find_unit_lists(chain).items()}
    deadline = find_deadline(chain)
    found["deadline"] = [deadline.span] if deadline else []
    return found


def test_the_text_shows_its_row(open_page: Opener, sampled: tuple[Notice, ...]) -> None:
    from selenium.webdriver import ActionChains

    browser = open_page(*sampled)
    choose(browser, "kind", "stage")  # the row looked for is filtered away
    last = sampled[0].tasks[-1].measures[-1]
    line = browser.find_element("css selector", f".line[data-line='{last.line}']")
    browser.execute_script("arguments[0].scrollIntoView({block: 'center'})", line)
    ActionChains(browser).move_to_element_with_offset(line, -60, 0).click().perform()
    assert selected(browser) == last.id
    assert count(browser) == len(all_rows(sampled))
    assert browser.execute_script(
        "const r = document.querySelector('.rows .selected').getBoundingClientRect(); return r.bottom <= innerHeight"
    )


def test_the_offset_of_a_click_counts_within_a_line(open_page: Opener) -> None:
    text = "1.𠮷封堵排污口。2.清理漂浮物。3.长期巡查。"
    cuts = [0, 9, 17, 24]
    parts = tuple(
        measure(f"1-{i + 1}", text=text[a + 2 : b], span=(a, b), spans={"text": ((a + 2, b),)}) for i, (a, b) in enumerate(pairwise(cuts))
    )
    browser = open_page(build_notice(task("1", measures=parts, span=(0, len(text))), text=text))
    for number, part in enumerate(parts):
        browser.find_element("id", f"row-{number}").click()
        assert marked(browser, "measure") == part.text
        browser.find_element("id", "clear").click()
    from selenium.webdriver import ActionChains

    line = browser.find_element("css selector", ".line")
    box = browser.execute_script(
        "const r = document.createRange(), n = document.querySelector('.line').firstChild; r.setStart(n, 19); r.setEnd(n, 20);"
        "const b = r.getBoundingClientRect(), l = document.querySelector('.line').getBoundingClientRect();"
        "return [b.left + 2 - l.left - l.width / 2, b.top + b.height / 2 - l.top - l.height / 2]"
    )
    ActionChains(browser).move_to_element_with_offset(line, *map(int, box)).click().perform()
    assert selected(browser) == "1-3"


def test_keyboard(open_page: Opener, sampled: tuple[Notice, ...]) -> None:
    browser = open_page(*sampled)
    focused = "return document.activeElement.id"
    press(browser, "/")
    assert browser.execute_script(focused) == "search"
    press(browser, "j", "\ue015")  # a letter is text here; arrow down leads into the ledger
    assert browser.find_element("id", "search").get_attribute("value") == "j" and browser.execute_script(focused) == "grid"
    press(browser, "\ue00c")
    rows = all_rows(sampled)
    for key, at in (("j", 0), ("\ue015", 1), ("j", 2), ("k", 1), ("\ue013", 0), ("\ue010", len(rows) - 1), ("\ue011", 0)):
        press(browser, key)
        assert selected(browser) == (rows[at]["measure_id"] or rows[at]["task_id"])
        active = browser.find_element("id", "grid").get_attribute("aria-activedescendant")
        assert active == f"row-{at}" and browser.find_element("id", active).get_attribute("aria-selected") == "true"
    press(browser, "\ue007")  # Enter
    assert browser.execute_script(focused) == "text"
    press(browser, "\ue00c")
    assert selected(browser) == "" and browser.execute_script(focused) == "grid"


def test_diagnostics_lead_into_the_text(open_page: Opener, sampled: tuple[Notice, ...]) -> None:
    browser = open_page(*sampled)
    told = next(d for notice in sampled for d in notice.diagnostics if d.code == "deadline-after-schedule")
    browser.find_element("id", "tab-diagnostics").click()
    browser.find_element("xpath", f"//button[contains(., {json.dumps(told.message, ensure_ascii=False)})]").click()
    assert told.span is not None and sampled[1].source.text is not None
    assert marked(browser, "diagnostics") == sampled[1].source.text[slice(*told.span)]
    assert browser.find_element("id", "shown-source").get_attribute("value") == "1"


def test_printed_page_holds_every_row(open_page: Opener, sampled: tuple[Notice, ...]) -> None:
    pypdfium2 = pytest.importorskip("pypdfium2")
    browser = open_page(*sampled)
    choose(browser, "source", "0")
    printed = browser.execute_cdp_cmd("Page.printToPDF", {"preferCSSPageSize": True})
    with pypdfium2.PdfDocument(base64.b64decode(printed["data"])) as document:
        pages = [re.sub(r"\s", "", page.get_textpage().get_text_range()) for page in document]
    assert len(pages) > 1 and all("编号问题/任务措施单位时限" in page for page in pages)
    whole = "".join(pages)
    for own in sampled[0].tasks:
        for part in own.measures:
            assert part.id in whole and re.sub(r"\s", "", part.text)[:12] in whole
    assert "重点任务" not in whole and "搜索" not in whole


def test_language_and_theme(open_page: Opener, sampled: tuple[Notice, ...]) -> None:
    browser = open_page(*sampled, options=WriteOptions(language="en"))
    assert browser.find_element("id", "tab-units").text == "Units"
    browser.find_element("id", "language").click()
    assert browser.find_element("id", "tab-units").text == "单位"
    assert browser.execute_script("return document.documentElement.lang") == "zh-CN"
    ground = "return getComputedStyle(document.body).backgroundColor"
    light = browser.execute_script(ground)
    browser.find_element("id", "theme").click()
    dark = browser.execute_script(ground)
    assert light != dark and browser.find_element("id", "theme").get_attribute("aria-pressed") == "true"
    for scheme, wanted in (("light", light), ("dark", dark)):
        browser.execute_cdp_cmd("Emulation.setEmulatedMedia", {"features": [{"name": "prefers-color-scheme", "value": scheme}]})
        browser.refresh()
        assert browser.execute_script(ground) == wanted
    browser.execute_cdp_cmd("Emulation.setEmulatedMedia", {"features": []})


def test_colours_can_be_read(open_page: Opener, sampled: tuple[Notice, ...]) -> None:
    """WCAG 2 AA: 4.5 to 1 for every text in view, in both themes."""
    browser = open_page(*sampled)
    for _ in range(2):
        press(browser, "j")
        for tab in ("units", "diagnostics", "text"):
            browser.find_element("id", f"tab-{tab}").click()
            assert browser.execute_script(CONTRAST) == []
        browser.find_element("id", "theme").click()


CONTRAST = """
const parse = (c) => (c.match(/[\\d.]+/g) || []).map(Number);
const light = ([r, g, b]) => [r, g, b].map((v) => v / 255).map((v) => (v <= .03928 ? v / 12.92 : ((v + .055) / 1.055) ** 2.4));
const shine = (c) => { const [r, g, b] = light(c); return .2126 * r + .7152 * g + .0722 * b; };
const ground = (n) => {
  for (; n; n = n.parentElement) {
    const c = parse(getComputedStyle(n).backgroundColor);
    if (c.length < 4 || c[3] > 0) return c;
  }
  return [255, 255, 255];
};
const hasText = (n) => Array.from(n.childNodes).some((c) => c.nodeType === 3 && c.textContent.trim());
const poor = new Set();
for (const n of document.querySelectorAll("body *")) {
  if (!hasText(n) || !n.checkVisibility() || n.closest("svg, option, script, noscript, style")) continue;
  const a = shine(parse(getComputedStyle(n).color)), b = shine(ground(n));
  const ratio = (Math.max(a, b) + .05) / (Math.min(a, b) + .05);
  if (ratio < 4.5) poor.add(`${n.tagName}.${n.className} ${ratio.toFixed(2)}`);
}
return Array.from(poor);
"""


@pytest.mark.parametrize("width", [390, 820, 1400])
def test_nothing_sticks_out(open_page: Opener, sampled: tuple[Notice, ...], width: int) -> None:
    browser = open_page(*sampled)
    size = {"width": width, "height": 900, "deviceScaleFactor": 1, "mobile": width < 500}
    browser.execute_cdp_cmd("Emulation.setDeviceMetricsOverride", size)
    settle(browser)
    assert browser.execute_script("return document.documentElement.scrollWidth") <= width
    browser.find_element("id", "row-0").click()
    assert selected(browser)
    browser.execute_cdp_cmd("Emulation.clearDeviceMetricsOverride", {})


def test_saved_csv_is_that_of_the_csv_writer(open_page: Opener, sampled: tuple[Notice, ...], tmp_path: Path) -> None:
    browser = open_page(*sampled)
    browser.execute_cdp_cmd("Browser.setDownloadBehavior", {"behavior": "allow", "downloadPath": str(tmp_path)})
    browser.find_element("id", "csv").click()
    saved = tmp_path / "rectiparse.csv"
    for _ in range(50):
        if saved.exists() and saved.stat().st_size:
            break
        time.sleep(0.1)
    expected = BytesIO()
    write_csv(iter(sampled), expected, WriteOptions(headers="zh", excel=True))
    read = [list(csv.reader(StringIO(data.decode("utf-8-sig"), newline=""))) for data in (saved.read_bytes(), expected.getvalue())]
    assert read[0] == read[1]


# -- odd notices -----------------------------------------------------------------------------------------------------------


def hostile_notice() -> Notice:
    text = "\n".join(HOSTILE)
    deadline = Deadline(text=HOSTILE[0], rule=HOSTILE[3], span=(0, 5))
    own = task(
        HOSTILE[1],
        path=HOSTILE,
        finding=HOSTILE[4],
        content=HOSTILE[1],
        progress=HOSTILE[2],
        lead_units=units(*HOSTILE),
        deadline=deadline,
        measures=tuple(
            measure(f"1-{part}", text=part, marker=part, span=(0, len(text)), spans={"text": ((0, len(text)),)}) for part in HOSTILE
        ),
        span=(0, len(text)),
    )
    notice = build_notice(own, name=HOSTILE[0], text=text)
    return notice.model_copy(update={"metadata": notice.metadata.model_copy(update={"title": HOSTILE[1], "issuers": HOSTILE})})


def test_a_hostile_notice_stays_text(open_page: Opener) -> None:
    notice = hostile_notice()
    browser = open_page(notice, notice)
    for tab in ("units", "diagnostics", "text"):
        browser.find_element("id", f"tab-{tab}").click()
    for number in range(len(HOSTILE)):
        browser.find_element("id", "grid").click()
        press(browser, "j" if number else "\ue011")
        assert HOSTILE[4] in browser.find_element("id", "detail").text
    browser.execute_cdp_cmd("Page.printToPDF", {})
    assert browser.title == HOSTILE[1]
    counted = browser.execute_script("return [document.scripts.length, document.images.length, document.links.length]")
    assert counted == [4, 0, 0]  # settings, two notices, the program
    lines = browser.execute_script("return Array.from(document.querySelectorAll('.line'), (line) => line.textContent)")
    assert lines == notice.source.text.split("\n") if notice.source.text else False


@pytest.mark.parametrize(
    "attempt",
    [
        "const s = document.createElement('script'); s.textContent = 'document.title = 1'; document.body.append(s)",
        "document.body.append(document.createElement('img')); document.images[0].setAttribute('onerror', 'document.title = 1')",
        "document.body.innerHTML = '<b>1</b>'",
    ],
)
def test_the_policy_of_the_page_refuses_what_would_run(open_page: Opener, chromium: Any, attempt: str) -> None:
    browser = open_page(build_notice(task("1.1")))
    with pytest.raises(Exception, match=r"TrustedScript|TrustedHTML"):
        browser.execute_script(attempt)
    assert browser.title != "1"
    chromium.get_log("browser")  # the browser tells of it


def test_astral_characters_keep_the_marks_in_place(open_page: Opener) -> None:
    text = (
        "关于𠮷林市河道整改方案的通知\n\n一、整改任务\n（一）𠮷安河𡋾排污口未封堵。巡查发现𠮷处直排。\n"
        "责任单位：𠮷林市水务局、市财政局\n完成时限：2021年6月底前\n整改措施：\n1.封堵𠮷处排污口。\n"
    )
    notice = extract_text(text)
    browser = open_page(notice)
    browser.find_element("id", "row-0").click()
    chain = next(build_chains(notice.tasks[0]))
    for kind, spans in places(chain).items():
        assert marked(browser, kind) == "".join(text[start:end] for start, end in spans).replace("\n", ""), kind
    assert marked(browser, "deadline") == "2021年6月底前"


def test_no_notice_no_task_no_text(open_page: Opener) -> None:
    bare = build_notice(task("1.1", content="封堵", deadline=Deadline(text="长期", ongoing=True, rule="ongoing", span=(0, 2))))
    without = bare.model_copy(update={"source": bare.source.model_copy(update={"text": None})})
    for notices in ((), (build_notice(),), (without, build_notice())):
        browser = open_page(*notices)
        assert count(browser) == sum(len(notice.tasks) for notice in notices)
    browser.find_element("id", "row-0").click()
    assert "封堵" in browser.find_element("id", "detail").text and "--with-text" in browser.find_element("id", "text").text


def test_thousands_of_rows_answer_at_once(open_page: Opener) -> None:
    parts = tuple(
        measure(f"1-{number}", text=f"{number}.清理第{number}处漂浮物，落实长效机制，压实巡查责任。" * 3) for number in range(5000)
    )
    browser = open_page(build_notice(task("1", measures=parts, lead_units=units("市水务局"))))
    assert browser.execute_script("return document.querySelectorAll('.rows .row').length") < 60
    browser.find_element("id", "search").click()
    took = browser.execute_async_script(TYPE, list("第4321处"))
    assert count(browser) == 1
    assert sorted(took)[len(took) // 2] < 100, took
    press(browser, "\ue00c", "\ue010")  # Escape, End
    assert selected(browser) == "1-4999"


TYPE = """
const [letters, done] = arguments, field = document.getElementById("search"), took = [];
const next = () => {
  if (!letters.length) return done(took);
  const start = performance.now();
  field.value += letters.shift();
  field.dispatchEvent(new Event("input", { bubbles: true }));
  requestAnimationFrame(() => {
    const channel = new MessageChannel(); // its message comes when the frame is painted
    channel.port1.onmessage = () => { took.push(performance.now() - start); next(); };
    channel.port2.postMessage(0);
  });
};
next();
"""
