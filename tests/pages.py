"""Pages made of notices, and a reader who looks at them in a browser."""

from __future__ import annotations

import re
from collections.abc import Callable
from datetime import date
from io import BytesIO
from pathlib import Path
from typing import Any

from notices import build_notice, measure, task, units
from rectiparse.model import Deadline, Notice
from rectiparse.rows import find_deadline, find_units
from rectiparse.writers import WriteOptions
from rectiparse.writers.to_html import write as write_html

Opener = Callable[..., Any]
"""Opens a page of notices in the browser and gives the browser."""

SAMPLES = Path(__file__).parents[1] / "samples"
AS_OF = date(2023, 7, 15)
CHINESE = WriteOptions(as_of=AS_OF, headers="zh")
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


def places(chain: Any) -> dict[str, list[tuple[int, int]]]:
    own = chain[0]
    found = {name: list(own.spans.get(name, ())) for name in ("finding", "objective", "content", "progress")}
    found["measure"] = list(chain[-1].spans.get("text", ())) if len(chain) > 1 else []
    found |= {role: sorted({unit.span for unit in listed}) for role, listed in find_units(chain).items()}
    deadline = find_deadline(chain)
    found["deadline"] = [deadline.span] if deadline else []
    return found
