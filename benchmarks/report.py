"""The report page: how long it takes to write and how large it is, and how fast a large one answers in Chromium.

    python benchmarks/report.py [--runs 3]

Writes a report of 300 tasks (three measures each) and opens one of 5,000 rows with its text, types into the search, sorts
and moves through the ledger: milliseconds from the key to the painted frame. Needs selenium, chromium and chromedriver.
"""

from __future__ import annotations

import argparse
import shutil
import statistics
import tempfile
import time
from io import BytesIO
from pathlib import Path
from typing import Any

from rectiparse import extract_text
from rectiparse.model import Notice
from rectiparse.writers import WriteOptions
from rectiparse.writers.to_html import write

UNITS = ("市水务局", "市生态环境局", "市住房城乡建设局", "市农业农村局", "市财政局", "云岭区人民政府", "松川县人民政府")

CLOCK = """
const [act, again, done] = arguments, took = [];
const step = (number) => {
  if (number >= again) return done(took);
  const start = performance.now();
  act_(number);
  requestAnimationFrame(() => {
    const channel = new MessageChannel(); // its message comes when the frame is painted
    channel.port1.onmessage = () => { took.push(performance.now() - start); setTimeout(() => step(number + 1), 250); };
    channel.port2.postMessage(0);
  });
};
const byId = (id) => document.getElementById(id);
const key = (name) => byId("grid").dispatchEvent(new KeyboardEvent("keydown", { key: name, bubbles: true }));
const type = (text) => { byId("search").value = text; byId("search").dispatchEvent(new Event("input", { bubbles: true })); };
const acts = {
  type: (number) => type("第12处漂浮物".slice(0, 1 + (number % 7))),
  sort: (number) => document.querySelector(`[data-column=${["task", "units", "deadline", "measure"][number % 4]}]`).click(),
  move: () => key("j"),
  scroll: (number) => { byId("grid").scrollTop = 9000 * (number + 1); },
  filter: (number) => {
    byId("unit").selectedIndex = 1 + (number % 5);
    byId("unit").dispatchEvent(new Event("change"));
  },
};
const act_ = acts[act];
step(0);
"""


def build_text(tasks: int, measures: int) -> str:
    lines = ["云岭市河道整改方案", "", "一、整改任务"]
    for number in range(1, tasks + 1):
        units = "、".join(UNITS[(number + i) % len(UNITS)] for i in range(3))
        lines += [
            f"{number}.第{number}段河道管护不到位。巡查发现第{number}段岸线堆放垃圾、雨污混接，群众多次反映，整改缓慢。",
            f"牵头单位：{UNITS[number % len(UNITS)]}",
            f"责任单位：{units}",
            f"完成时限：{2024 + number % 3}年{1 + number % 12}月底前",
            "整改措施：",
            *(f"（{i}）清理第{number * i}处漂浮物，逐段明确责任人和巡查频次，按月通报，落实长效机制。" for i in range(1, measures + 1)),
        ]
    return "\n".join([*lines, "", "云岭市水务局", "2024年1月13日", ""])


def write_page(notice: Notice) -> bytes:
    out = BytesIO()
    write(iter([notice]), out, WriteOptions(headers="zh"))
    return out.getvalue()


def time_writing(runs: int) -> None:
    notice = extract_text(build_text(300, 3))
    took = []
    for _ in range(runs):
        begin = time.perf_counter()
        page = write_page(notice)
        took.append(time.perf_counter() - begin)
    rows = sum(1 for _ in notice.rows())
    print(f"{len(notice.tasks)} tasks, {rows} rows: {statistics.median(took):.3f} s to write, {len(page) / 1e6:.2f} MB")


def open_browser(profile: str) -> Any:
    from selenium import webdriver

    options = webdriver.ChromeOptions()
    options.binary_location = shutil.which("chromium") or ""
    switches = "headless=new no-sandbox disable-gpu disable-dev-shm-usage disable-background-networking disable-component-update"
    for switch in (*switches.split(), "disable-sync", "no-first-run", "window-size=1440,900", f"user-data-dir={profile}"):
        options.add_argument(f"--{switch}")
    return webdriver.Chrome(options=options, service=webdriver.ChromeService(shutil.which("chromedriver")))


def time_page(runs: int) -> None:
    notice = extract_text(build_text(1000, 5))
    with tempfile.TemporaryDirectory() as folder:
        page = Path(folder) / "report.html"
        page.write_bytes(write_page(notice))
        browser = open_browser(f"{folder}/profile")
        try:
            begin = time.perf_counter()
            browser.get(page.as_uri())
            shown = browser.find_element("id", "shown").text
            print(f"{shown}; {page.stat().st_size / 1e6:.2f} MB, open in {time.perf_counter() - begin:.2f} s")
            for act in ("type", "sort", "move", "scroll", "filter"):
                took = sorted(browser.execute_async_script(CLOCK, act, 7 * runs))
                print(f"{act}: median {statistics.median(took):.0f} ms, slowest {took[-1]:.0f} ms of {len(took)}")
                browser.find_element("id", "clear").click()
        finally:
            browser.quit()


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__.splitlines()[0])
    parser.add_argument("--runs", type=int, default=3)
    args = parser.parse_args()
    time_writing(args.runs)
    time_page(args.runs)


if __name__ == "__main__":
    main()
