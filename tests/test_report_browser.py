"""The report in a real browser: odd notices run nothing and keep their marks; it can be read, and large ones answer at once."""

from __future__ import annotations

from itertools import pairwise
from typing import Any

import pytest

from notices import build_notice, measure, task, units
from pages import HOSTILE, SAMPLES, Opener, count, hostile_notice, marked, places, press, selected, settle
from rectiparse import extract, extract_text
from rectiparse.model import Deadline, Notice
from rectiparse.rows import find_chains


@pytest.fixture(scope="module")
def sampled() -> tuple[Notice, ...]:
    return tuple(extract(SAMPLES / f"{name}.txt") for name in ("checklist", "everything", "inspection-plan"))


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
    chain = find_chains(notice.tasks[0])[0]
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


def test_of_thousands_of_rows_only_those_in_sight_are_drawn_whatever_is_typed(open_page: Opener) -> None:
    parts = tuple(
        measure(f"1-{number}", text=f"{number}.清理第{number}处漂浮物，落实长效机制，压实巡查责任。" * 3) for number in range(5000)
    )
    browser = open_page(build_notice(task("1", measures=parts, lead_units=units("市水务局"))))
    drawn = browser.execute_async_script(TYPE, ["", *"第4321处"])
    assert count(browser) == 1
    assert 1 < max(drawn) < 60 and drawn[-1] == 1, drawn
    press(browser, "\ue00c", "\ue010")  # Escape, End
    assert selected(browser) == "1-4999"


TYPE = """
const [letters, done] = arguments, field = document.getElementById("search"), drawn = [];
const next = () => {
  if (!letters.length) return done(drawn);
  field.value += letters.shift();
  field.dispatchEvent(new Event("input", { bubbles: true }));
  requestAnimationFrame(() => {
    const channel = new MessageChannel(); // its message comes when the frame is painted
    channel.port1.onmessage = () => { drawn.push(document.querySelectorAll(".rows .row").length); next(); };
    channel.port2.postMessage(0);
  });
};
next();
"""
