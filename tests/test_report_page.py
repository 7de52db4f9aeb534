"""The report in a real browser: what an analyst clicks and types, what is printed and saved."""

from __future__ import annotations

import base64
import csv
import json
import re
import time
from collections.abc import Callable
from datetime import timedelta
from io import BytesIO, StringIO
from pathlib import Path
from typing import Any

import pytest

from pages import AS_OF, SAMPLES, Opener, choose, count, marked, places, press, selected, settle
from rectiparse import extract
from rectiparse.messages import say_in_chinese
from rectiparse.model import UNIT_ROLES, Notice, Origin
from rectiparse.rows import find_chains
from rectiparse.writers import WriteOptions
from rectiparse.writers.to_csv import write as write_csv


@pytest.fixture(scope="module")
def sampled() -> tuple[Notice, ...]:
    return tuple(extract(SAMPLES / f"{name}.txt") for name in ("checklist", "everything", "inspection-plan"))


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
    chains = [chain for own in notice.tasks for chain in find_chains(own)]
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
    browser.find_element("xpath", f"//button[contains(., {json.dumps(say_in_chinese(told).message, ensure_ascii=False)})]").click()
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
    browser = open_page(*sampled, options=WriteOptions(headers="en"))
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
