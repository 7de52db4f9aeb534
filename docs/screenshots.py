"""Makes report-light.png and report-dark.png of this folder anew, from the samples, in headless Chromium.

    python docs/screenshots.py

Needs selenium, pillow, chromium, chromedriver and the Noto CJK fonts.
"""

from __future__ import annotations

import shutil
import tempfile
from datetime import date
from io import BytesIO
from pathlib import Path

from PIL import Image
from selenium import webdriver
from selenium.webdriver import ActionChains

from rectiparse import extract
from rectiparse.writers import Headers, WriteOptions
from rectiparse.writers.to_html import write

DOCS = Path(__file__).parent
SAMPLES = ("checklist", "everything", "inspection-plan", "division")
AS_OF = date(2023, 7, 15)


def open_browser(profile: str) -> webdriver.Chrome:
    options = webdriver.ChromeOptions()
    options.binary_location = shutil.which("chromium") or ""
    for switch in ("headless=new", "no-sandbox", "disable-gpu", "disable-dev-shm-usage", "no-first-run", "hide-scrollbars"):
        options.add_argument(f"--{switch}")
    options.add_argument(f"--user-data-dir={profile}")
    browser = webdriver.Chrome(options=options, service=webdriver.ChromeService(shutil.which("chromedriver")))
    size = {"width": 1440, "height": 900, "deviceScaleFactor": 1, "mobile": False}
    browser.execute_cdp_cmd("Emulation.setDeviceMetricsOverride", size)
    browser.execute_cdp_cmd("Emulation.setLocaleOverride", {"locale": "zh-CN"})
    return browser


def take(browser: webdriver.Chrome, page: Path, scheme: str, language: Headers) -> None:
    with page.open("wb") as out:
        notices = (extract(DOCS.parent / "samples" / f"{name}.txt") for name in SAMPLES)
        write(notices, out, WriteOptions(as_of=AS_OF, headers=language))
    features = [{"name": "prefers-color-scheme", "value": scheme}]
    browser.execute_cdp_cmd("Emulation.setEmulatedMedia", {"features": features})
    browser.get(page.as_uri())
    browser.execute_script("document.getElementById('grid').focus()")
    ActionChains(browser).send_keys("\ue011", "j", "j").perform()
    if scheme == "dark":
        browser.find_element("id", "tab-units").click()
    browser.execute_async_script("setTimeout(arguments[0], 300)")
    with Image.open(BytesIO(browser.get_screenshot_as_png())) as picture:
        picture.convert("RGB").quantize(256, Image.Quantize.MAXCOVERAGE, kmeans=2, dither=Image.Dither.NONE).save(
            DOCS / f"report-{scheme}.png", optimize=True
        )


def main() -> None:
    with tempfile.TemporaryDirectory() as folder:
        browser = open_browser(f"{folder}/profile")
        try:
            take(browser, Path(folder) / "report.html", "light", "zh")
            take(browser, Path(folder) / "report.html", "dark", "en")
        finally:
            browser.quit()


if __name__ == "__main__":
    main()
