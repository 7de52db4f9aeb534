"""The notice among a site's navigation and footers: blocks of a page in, those of the notice out.

What tells them apart is the text, not the names of elements: sentences with stops and cells of tables are a notice's, links
are navigation. The smallest element with nearly all of the sentences is taken, and widened as long as what comes in is clean.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Iterable, Iterator
from itertools import accumulate
from typing import NamedTuple

from rectiparse.readers.blocks import Block, Container, Shown

_MOST = 0.9
"""Share of a page's sentences that its notice holds."""
_LEAST_TEXT = 30
"""Characters of sentences; a page with fewer is read whole."""
_LINKED = 0.3
_LONG = 40
_STOP = re.compile("[。；]")
_BUTTON = re.compile(
    r"[\[【(（]?(?:扫一扫|扫码|微信扫|打印(?:本页|此页|本文|文章|$|[\]】)）])|关闭(?:窗口|本页|此页|$|[\]】)）])|收藏本页|返回(?:顶部|列表|首页)|"
    r"字[体号][:：]|分享(?:到|至|[:：]|$)|上一[篇条页][:：]?|下一[篇条页][:：]?|责任编辑[:：]|浏览(?:次数|量)[:：]|阅读(?:次数|量)[:：]|"
    r"点击(?:数|率|次数|量)[:：]|访问(?:次数|量)[:：]|当前位置[:：]|您(?:现在)?的?(?:当前)?位置|分享按钮|网站无障碍)"
)
"""What a site prints beside a notice, never a notice itself."""
_CHROME = re.compile(
    r"(?:(?:网站)?首页|相关(?:链接|阅读|文章|新闻|解读|报道|信息)|(?:信息|稿件|文章)?来源[:：]|发布(?:时间|日期)[:：]|"
    r"(?:时间|日期)[:：] ?\d{4}[-/.]|"
    r"版权所有|主办(?:单位)?[:：]|"
    r"承办(?:单位)?[:：]|技术支持|网站(?:地图|标识码|声明|管理)|联系我们|关于我们|.{0,4}ICP备|.{0,12}公网安备|Copyright|©|建议使用)",
    re.IGNORECASE,
)
"""What stands around a notice on a site; inside one the words may be its own (主办单位：…)."""
_LONGEST_CHROME, _HEAD_BLOCKS = 60, 8
_ATTACHED = re.compile(r"附 {0,2}[件表录]|.{0,200}\.(?:docx?|pdf|xlsx?|wps|et|ofd|zip|rar)$", re.IGNORECASE | re.DOTALL)
_MOST_ATTACHED = 30
_NO_WORD = re.compile(r"[\W_]+")
_SITE = re.compile(r"[_|｜]|\s[-–—]+\s|--|[-–—](?=[^-–—]*(?:网|门户|政府|公开|平台)[^-–—]{0,4}$)")
_TITLE = re.compile("关于|印发|(?:通知|方案|意见|清单|计划|要点|措施|办法|通报|分工|台账|规定|细则|公告|函)$")
_SHORTEST_TITLE, _HEAD = 6, 1200


class Body(NamedTuple):
    """The notice: its blocks, and which of them are a site's buttons."""

    blocks: tuple[Block, ...]
    buttons: frozenset[int]


def find_body(shown: Shown) -> Body:
    """The notice of a page; all of a page that has nothing else on it, or too little text to tell."""
    sums = _Sums(shown.blocks)
    if sums.sentences(0, len(shown.blocks)) < _LEAST_TEXT:
        kept = [block for block in shown.blocks if not block.is_aside] or shown.blocks
        return _build_body(kept)
    first, last = _find_range(shown, sums)
    menus = _find_menus(shown.containers, first, last, sums)
    inside = [block for index, block in enumerate(shown.blocks[first:last], first) if not menus[index] and not block.is_aside]
    before = shown.blocks[:first]
    cards = [block for block in before if block.is_card]
    title = _find_title(shown, before, inside)
    attached = _find_attached(shown.blocks[last : last + _MOST_ATTACHED])
    return _build_body([*cards, *title, *inside, *attached])


def _build_body(blocks: list[Block]) -> Body:
    buttons = {index for index, block in enumerate(blocks) if _is_short(block) and _BUTTON.match(block.text)}
    buttons |= {index for index, block in enumerate(blocks[:_HEAD_BLOCKS]) if _is_chrome(block) and _is_short(block)}
    return Body(tuple(blocks), frozenset(buttons))


class _Sums:
    """Sentences, links and all characters of any run of blocks, each in one step."""

    def __init__(self, blocks: list[Block]) -> None:
        words = [block.words for block in blocks]
        chrome = [_is_chrome(block) for block in blocks]
        sentences = [_count_sentences(block, text) for block, text in zip(blocks, words, strict=True)]
        plain = [0 if odd or block.is_card or block.links else len(text) for odd, block, text in zip(chrome, blocks, words, strict=True)]
        # a list without a single stop (序号⏎任务⏎责任单位) is told by being no link
        self.sentences = _running(sentences if 3 * sum(sentences) > sum(plain) else plain)
        self.links = _running(block.links for block in blocks)
        self.characters = _running(map(len, words))
        self.attached = _running(bool(_ATTACHED.match(text)) for text in words)
        self.chrome = _running(chrome)


def _running(values: Iterable[int]) -> Callable[[int, int], int]:
    totals = list(accumulate(values, initial=0))
    return lambda first, last: totals[last] - totals[first]


def _count_sentences(block: Block, words: str) -> int:
    """Characters of a block that reads like a notice's."""
    if block.is_aside or block.links > _LINKED * len(words):
        return 0
    if block.cells or _STOP.search(words) or (len(words) >= _LONG and "，" in words):
        return len(words)
    return 0


def _is_short(block: Block) -> bool:
    return 0 < len(block.text) <= _LONGEST_CHROME and "。" not in block.text


def _is_chrome(block: Block) -> bool:
    if block.is_aside:
        return True
    if not block.text or block.is_card:
        return False
    if 2 * block.links > len(block.text) and not _ATTACHED.match(block.text):
        return True
    return _is_short(block) and bool(_BUTTON.match(block.text) or _CHROME.match(block.text))


def _find_range(shown: Shown, sums: _Sums) -> tuple[int, int]:
    """The blocks of the smallest element with nearly all sentences, widened while no navigation comes in."""
    containers = shown.containers
    least = _MOST * sums.sentences(0, len(shown.blocks))
    index = next((i for i in reversed(range(len(containers))) if sums.sentences(containers[i].first, containers[i].last) >= least), -1)
    first, last = (containers[index].first, containers[index].last) if index >= 0 else (0, len(shown.blocks))
    while index >= 0:
        wider = containers[index]
        if sums.chrome(wider.first, first) or sums.chrome(last, wider.last):
            break
        first, last, index = wider.first, wider.last, wider.parent
    return first, last


def _find_menus(containers: list[Container], first: int, last: int, sums: _Sums) -> bytearray:
    """Marks blocks of elements in the notice's that hold links and no sentence: menus, lists of other pages."""
    marks = bytearray(max((c.last for c in containers), default=last) + 1)
    marked = first
    for held in containers:
        if held.first < max(first, marked) or held.last > last or held.last - held.first < 2:
            continue
        links = sums.links(held.first, held.last)
        if 2 * links <= sums.characters(held.first, held.last) or sums.attached(held.first, held.last):
            continue
        if not sums.sentences(held.first, held.last):
            marks[held.first : held.last] = b"\1" * (held.last - held.first)
            marked = held.last
    return marks


def _find_title(shown: Shown, before: list[Block], inside: list[Block]) -> Iterator[Block]:
    """The title where the notice lacks it: the block above it that says what the page's head says, else a heading, else the head."""
    title = max(_SITE.split(shown.title), key=len, default="").strip()
    wanted = _NO_WORD.sub("", title)
    head = _NO_WORD.sub("", "".join(block.words for block in inside[:40])[: 2 * _HEAD])[:_HEAD]
    if len(wanted) >= _SHORTEST_TITLE and wanted in head:
        return
    for block in reversed(before):
        words = _NO_WORD.sub("", block.text)
        if block.is_card or block.links or not words:
            continue
        if words == wanted or (block.is_heading and len(words) >= _SHORTEST_TITLE):
            if words not in head:
                yield block
            return
    if len(wanted) >= _SHORTEST_TITLE and _TITLE.search(title):
        yield Block(title)


def _find_attached(after: list[Block]) -> Iterator[Block]:
    """附件：… and files to download, where a site lists them below the notice."""
    return (block for block in after if block.text and not block.is_aside and _ATTACHED.match(block.text))
