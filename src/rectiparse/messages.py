"""Diagnostics in Chinese: what a code is called and means, what its message says, the next step."""

from __future__ import annotations

from functools import lru_cache
from typing import NamedTuple

from rectiparse.model import Diagnostic, Severity
from rectiparse.sayings import fill_in

SEVERITIES: dict[Severity, str] = {"error": "错误", "warning": "警告", "info": "提示"}


class Said(NamedTuple):
    """A diagnostic in Chinese."""

    name: str
    meaning: str
    message: str
    next_step: str


def say_in_chinese(diagnostic: Diagnostic) -> Said:
    """A message that no saying knows stays as it is."""
    name, meaning, next_step = _CODES.get(diagnostic.code, (diagnostic.code, "", ""))
    return Said(name, meaning, _translate(diagnostic.code, diagnostic.message), next_step)


def _translate(code: str, message: str) -> str:
    return fill_in(message, _by_code().get(code, ())) or message


@lru_cache(maxsize=1)
def _by_code() -> dict[str, list[tuple[str, str]]]:
    sayings: dict[str, list[tuple[str, str]]] = {}
    for code, english, chinese in SAYINGS:
        sayings.setdefault(code, []).append((english, chinese))
    return sayings


_CODES: dict[str, tuple[str, str, str]] = {
    "truncated": ("正文中断", "正文在半句中断，文件可能不全", "正文在半句中断，请取得完整的文件"),
    "unreadable-part": ("有一部分读不出", "文件的这一部分无法读取", "请打开文件核对，这一部分没有读到"),
    "missing-unit": ("缺单位", "没有写明由谁负责", "请向发文机关确认由谁负责"),
    "missing-deadline": ("缺期限", "没有写明完成时限", "请向发文机关确认何时完成"),
    "unresolved-year": ("年份不明", "读不出年份，请用 --issued 给出成文日期或查证", "请用 --issued YYYY-MM-DD 给出成文日期，或查证年份"),
    "malformed-date": ("日期不成立", "日期被隐去或日历上没有，请核对原件", "请核对原件，这不是一个日期"),
    "ambiguous-deadline": ("期限有歧义", "“前”是否含当期不明，按不含计算", "“前”按不含当期计算，请确认是否含当期"),
    "numbering-gap": ("编号缺号", "编号不连续，可能缺项", "请看是否缺了一项"),
    "numbering-repeat": ("编号重复", "编号重复", "请看编号是否印错；第二个的 id 以 '2 结尾"),
    "duplicate-unit": ("单位重复", "同一名单中单位重复，只保留一次", "只保留一次，请看是否另有所指"),
    "annex-mismatch": ("正文与附件不一致", "正文与附件的单位不一致", "请对照正文与附件"),
    "name-mismatch": ("名称不一致", "名称前后不一致", "请看是否指同一单位或文件"),
    "schedule-gap": ("阶段之间有空档", "两个阶段之间有空档", "请看这段时间属于哪个阶段"),
    "schedule-overlap": ("阶段重叠", "两个阶段时间重叠", "请看这段时间属于哪个阶段"),
    "deadline-after-schedule": ("期限晚于最后阶段", "时限晚于最后一个阶段", "时限晚于最后一个阶段，请确认以哪个为准"),
    "missing-metadata": ("缺文件要素", "缺少标题、文号、机关或成文日期", "成文日期若在别处，请用 --issued YYYY-MM-DD 给出"),
    "no-tasks": ("没有任务", "没有读到任务", "没有写明谁在何时前做什么，请看是否选错了文件"),
    "empty-label": ("标签后无内容", "标签后面没有内容", "请看标签后面应当是什么"),
    "unclosed-bracket": ("括号未闭合", "括号没有右半边", "请核对原件，括号没有右半边"),
    "bad-byte": ("坏字节", "有无法解码的字节", "请用 --encoding 指定编码，或修复文件"),
    "kind-mismatch": ("后缀与内容不符", "扩展名与内容不符", "已按内容读取，请改正文件名"),
    "numbers-lost": ("自动编号可能丢失", "自动编号可能丢失", "请核对原件，自动编号可能缺失"),
    "low-confidence": ("把握不大", "识别把握不大，请核对原件", "请核对原件"),
    "open-ended-deadline": ("期限无终点", "长期坚持，没有截止日期", "请约定下次检查的日期"),
    "year-inferred": ("年份为推定", "原文未写年份，由上下文推定", "请核对年份；可用 --issued YYYY-MM-DD 另给成文日期"),
    "page-furniture": ("页眉页脚", "页眉、页码等已略去", "显示的文字中已略去"),
    "boilerplate": ("套话", "网站附加文字已略去", "显示的文字中已略去"),
    "markup": ("标记符号", "排版标记已略去", "显示的文字中已略去"),
    "collective-lead": ("集体牵头", "由一类单位集体牵头，无具体单位", "请确认其中由谁牵头"),
    "unclaimed-text": ("未归入字段的文字", "责任或时限用语未归入任何字段，请阅读原文", "请自行阅读此处，这些文字没有归入任何字段"),
}
"""The short name of each code, what it means, and the next step."""

SAYINGS: tuple[tuple[str, str, str], ...] = (
    # code, the message with what changes in {…}, that in Chinese: see sayings.py
    ("missing-metadata", "not found: {list}", "没有找到：{list}"),
    ("no-tasks", "no task, responsibility line or deadline field found: the ledger is empty", "没有找到任务、责任单位或时限，台账为空"),
    ("truncated", "the text ends in …{end}", "正文止于“…{end}”"),
    (
        "year-inferred",
        "{count} deadlines print no year; it is taken from the text around them or the date of issue",
        "{count} 处时限未写年份，按上下文或成文日期推定",
    ),
    ("schedule-gap", "{low} to {high} is in no phase", "{low} 至 {high} 不在任何阶段内"),
    ("schedule-overlap", "{low} to {high} is in two phases", "{low} 至 {high} 同在两个阶段内"),
    ("page-furniture", "{count} {said} left out, the first one here", "略去 {count} 处{said}，此处为第一处"),
    ("boilerplate", "{count} {said} left out, the first one here", "略去 {count} 处{said}，此处为第一处"),
    ("markup", "{count} {said} left out, the first one here", "略去 {count} 处{said}，此处为第一处"),
    ("unclaimed-text", "{words}: no field took it", "“{words}”没有归入任何字段"),
    ("unclaimed-text", "{words}: a unit stands behind it, and no label is known by this word", "“{words}”后面是单位，但没有这样的标签"),
    (
        "unclaimed-text",
        "{words}: no column is known by this word; what stands below it is in no field",
        "不认识表头“{words}”，这一列没有归入任何字段",
    ),
    ("ambiguous-deadline", "{words}: read as up to {day}", "“{words}”按截至 {day} 计算"),
    ("ambiguous-deadline", "{words}: whether its last day counts is not said", "“{words}”没有说明是否含当期"),
    ("unresolved-year", "no year can be read: {words}", "读不出年份：{words}"),
    ("malformed-date", "no date of the calendar: {words}", "日历上没有这个日期：{words}"),
    ("malformed-date", "no date could be read in {words}", "“{words}”中读不出日期"),
    ("open-ended-deadline", "no date could be read in {words}", "“{words}”中读不出日期"),
    ("open-ended-deadline", "{words}: no date to check against", "“{words}”没有可供检查的日期"),
    ("numbering-repeat", "{mark} follows number {last}", "第 {last} 项之后又是“{mark}”"),
    ("numbering-gap", "{mark} where number {number} was expected", "应为第 {number} 项，却是“{mark}”"),
    ("deadline-after-schedule", "{words} ({day}) is later than the last phase ({last})", "“{words}”（{day}）晚于最后一个阶段（{last}）"),
    ("annex-mismatch", "against {task}: adds {added}; lacks {left}", "与 {task} 相比：多 {added}；少 {left}"),
    ("annex-mismatch", "against {task}: adds {added}", "与 {task} 相比：多 {added}"),
    ("annex-mismatch", "against {task}: lacks {left}", "与 {task} 相比：少 {left}"),
    ("duplicate-unit", "{name} is printed twice in one list", "同一名单中“{name}”出现两次"),
    ("empty-label", "nothing stands behind {label}", "“{label}”后面没有内容"),
    ("unclosed-bracket", "{words}… has no end", "“{words}…”没有右半边"),
    ("collective-lead", "{name} leads: nobody in particular", "由“{name}”牵头，没有具体单位"),
    ("missing-unit", "its siblings have one, it has none", "同级各项都写明了单位，此项没有"),
    ("missing-deadline", "its siblings have one, it has none", "同级各项都写明了时限，此项没有"),
    ("missing-unit", "none of its {count} rows has one", "表中 {count} 行都没有写明单位"),
    ("missing-deadline", "none of its {count} rows has one", "表中 {count} 行都没有写明时限"),
    ("kind-mismatch", "the name ends in {suffix}, the content is {said_kind}", "文件名以 {suffix} 结尾，内容却是{said_kind}"),
    ("bad-byte", "{said} {bytes}: not {said_encoding}", "{said} {bytes} 不是 {said_encoding}"),
    ("bad-byte", "and {count} more places, from here on", "此后还有 {count} 处"),
    ("bad-byte", "bytes that are none of the code page", "有不属于该代码页的字节"),
    ("numbers-lost", "{count} paragraphs are numbered by a list that the file does not have", "{count} 段所用的编号列表文件中没有"),
    (
        "numbers-lost",
        "{count} paragraphs have automatic numbers, which only LibreOffice reads: apt install libreoffice-writer-nogui",
        "{count} 段有自动编号，需装 LibreOffice 才能读出：apt install libreoffice-writer-nogui",
    ),
    (
        "numbers-lost",
        "paragraphs may have automatic numbers, which only LibreOffice reads: apt install libreoffice-writer-nogui",
        "可能有自动编号，需装 LibreOffice 才能读出：apt install libreoffice-writer-nogui",
    ),
    ("numbers-lost", "automatic numbers are not printed in the file", "文件中没有印出自动编号"),
    ("low-confidence", "the file prints no automatic numbers: LibreOffice counted them", "文件中没有印出自动编号，由 LibreOffice 计数"),
    ("low-confidence", "{count} hidden sheet(s) left out ({names})", "略去 {count} 个隐藏的工作表（{names}）"),
    ("low-confidence", "{sheet}: {count} hidden cell(s) left out ({places})", "{sheet}：略去 {count} 个隐藏的单元格（{places}）"),
    (
        "low-confidence",
        "{sheet}: {count} cell(s) below merged ones left out ({places})",
        "{sheet}：略去合并单元格遮住的 {count} 个单元格（{places}）",
    ),
    (
        "low-confidence",
        "what is hidden is shown, dates lose their format; LibreOffice reads both: apt install {package}",
        "隐藏的内容也会读入，日期失去格式；装 LibreOffice 后可正确读取：apt install {package}",
    ),
    ("low-confidence", "page {page}: {count} sign(s) mended by the characters beside them", "第 {page} 页：按上下文修正 {count} 个符号"),
    ("low-confidence", "a quote has no end: each line was read as a row", "有一个引号没有结尾，按每行一条读入"),
    ("low-confidence", "page {page}: recognised with doubt", "第 {page} 页：识别把握不大"),
    ("low-confidence", "and {count} more lines, from page {page} on", "自第 {page} 页起还有 {count} 行"),
    (
        "unreadable-part",
        "{sheet}: {count} cell(s) with an error for a value left out ({places})",
        "{sheet}：略去 {count} 个值为错误的单元格（{places}）",
    ),
    (
        "unreadable-part",
        "{sheet}: {count} formula(s) without a stored value ({places}), which Excel and WPS count when they save",
        "{sheet}：{count} 个公式没有存下结果（{places}），用 Excel 或 WPS 打开并保存即可",
    ),
    ("unreadable-part", "{count} embedded objects ({names}) are not read", "{count} 个嵌入对象（{names}）没有读入"),
    ("unreadable-part", "page {page} is cut: {percent} % of it are there", "第 {page} 页不完整，只有 {percent}%"),
    ("unreadable-part", "pictures from {page} on, of {count}: not read", "共 {count} 幅图，自第 {page} 幅起没有读入"),
    ("unreadable-part", "pages behind the first one: the file is broken or cut", "第一页之后的内容读不出，文件损坏或不完整"),
    ("unreadable-part", "page {page} is broken", "第 {page} 页损坏"),
    ("unreadable-part", "the image is broken or cut", "图像损坏或不完整"),
    ("unreadable-part", "page {page} can't be recognised ({said_fault})", "第 {page} 页无法识别（{said_fault}）"),
    ("unreadable-part", "pages that are images: {pages}; next: {said_advice}", "这些页是图像：{pages}；下一步：{said_advice}"),
    ("unreadable-part", "pages from {page} on: {count} are too many", "共 {count} 页，过多，自第 {page} 页起没有读入"),
    ("unreadable-part", "pages from {page} on: too many", "页数过多，自第 {page} 页起没有读入"),
    ("unreadable-part", "page {page}: more than {count} objects", "第 {page} 页的对象超过 {count} 个"),
    ("unreadable-part", "the page is nested too deeply: what stands further in is left out", "网页嵌套过深，更里层的内容没有读入"),
    ("unreadable-part", "{part} is broken ({said_fault}): read as far as that", "{part} 损坏（{said_fault}），只读到此处"),
    ("numbers-lost", "{part} is broken ({said_fault}): read as far as that", "{part} 损坏（{said_fault}），只读到此处"),
    ("unreadable-part", "{part} is missing", "缺少 {part}"),
    ("unreadable-part", "{part} is broken", "{part} 损坏"),
    ("unreadable-part", "a table has more than {count} cells: the first ones are read", "表格超过 {count} 个单元格，只读入了前面的"),
    ("unreadable-part", "only the first {count} control words were read", "只读入了前 {count} 个控制字"),
    ("unreadable-part", "the file ends inside a group: its end is missing", "文件在中途结束，缺少结尾"),
    (
        "unreadable-part",
        "a document put inside this one ({name}) is not read, nor are others like it",
        "内嵌的文档（{name}）及类似内容没有读入",
    ),
    ("unreadable-part", "tables or text boxes nested more than {count} deep are not read", "嵌套超过 {count} 层的表格或文本框没有读入"),
)
