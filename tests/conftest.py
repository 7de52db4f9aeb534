"""Fixtures: the real notices with their gold files, a small notice of our own, a browser."""

from __future__ import annotations

import json
import os
import shutil
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest

from pages import CHINESE, Opener, written
from rectiparse.model import Notice
from rectiparse.writers import WriteOptions

SMALL = """关于印发云岭市河道整改方案的通知
云水发〔2021〕8号

一、整改任务
（一）排污口未封堵。巡查发现3处排污口直排。
责任单位：市水务局、市生态环境局
完成时限：2021年6月底前
整改措施：
1.封堵3处排污口。
2.每月巡查一次，长期坚持。
（二）河面漂浮物多。
责任单位：云岭区人民政府
完成时限：2021年12月31日前
整改措施：
1.清理河面漂浮物。

云岭市水务局
2021年3月13日
"""


@pytest.fixture
def shared() -> Path:
    """The folder with seeds/ and gold/: $RECTIPARSE_SHARED, else ../shared beside the checkout."""
    chosen = os.environ.get("RECTIPARSE_SHARED")
    folder = Path(chosen) if chosen else Path(__file__).parents[2] / "shared"
    if folder.is_dir():
        return folder
    message = f"no real notices at {folder}; next: set RECTIPARSE_SHARED to the folder that has seeds/ and gold/"
    if os.environ.get("CI") == "true":
        pytest.fail(message)
    pytest.skip(message)


@pytest.fixture
def small() -> str:
    """A notice of two tasks with three measures."""
    return SMALL


def pytest_addoption(parser: pytest.Parser) -> None:
    parser.addoption("--rewrite-samples", action="store_true", help="write the samples' expected JSON anew")
    parser.addoption("--raise-floors", action="store_true", help="write better quality figures into floors.json")


@pytest.fixture(scope="session")
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
