"""Web pages: what a browser shows of a notice, and nothing of the site around it."""

from __future__ import annotations

import random
from pathlib import Path

import pytest
from hypothesis import example, given, settings
from hypothesis import strategies as st

from formats.document import read_blocks
from formats.ledger import read_ledger
from formats.make_html import make_html, make_site
from rectiparse import extract, extract_text
from rectiparse.errors import UnreadableSource
from rectiparse.readers import read_source
from rectiparse.readers.from_html import read
from rectiparse.source import SourceText

SAMPLES = sorted((Path(__file__).parents[1] / "samples").glob("*.txt"))


def show(markup: str) -> str:
    return read(f"<html><body>{markup}</body></html>".encode(), "a.html").text.rstrip("\n")


def cells(markup: str) -> list[tuple[str, int, int, int, int]]:
    source = read(markup.encode(), "a.html")
    return [(source.text[slice(*c.span)], c.row, c.column, c.rows, c.columns) for table in source.tables for c in table.cells]


def codes(source: SourceText) -> list[str]:
    return [diagnostic.code for diagnostic in source.diagnostics]


# -- the same ledger ---------------------------------------------------------------------------------------------------


@pytest.mark.parametrize("sample", SAMPLES, ids=lambda path: path.stem)
def test_every_sample_has_the_ledger_of_its_text(sample: Path) -> None:
    text = sample.read_text(encoding="utf-8")
    notice = extract_text(text)
    wanted, blocks = read_ledger(notice), read_blocks(text)
    assert read_ledger(extract(make_html(blocks, spans=True, charset="gb2312"))) == wanted
    assert read_ledger(extract(make_site(blocks, notice.metadata.title or "政务公开"))) == wanted


# -- paragraphs --------------------------------------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("markup", "text"),
    [
        ("<p>整改<span>措</span><font><b>施</b></font>。<o:p></o:p></p>", "整改措施。"),
        ("<p>整改\n   措施，2021\n年，API\ndocument</p>", "整改措施，2021年，API document"),
        ("<p><span>整改</span>\n<span>措施</span></p>", "整改措施"),
        ("<p>一、整改<br>二、督查<br/></p>", "一、整改\n二、督查"),
        ("<p>&nbsp;&emsp;&ensp;　整改&nbsp;&nbsp;措施&nbsp;</p>", "整改\u00a0\u00a0措施"),
        ("<div>整改<p>措施</p>督查</div>", "整改\n措施\n督查"),
        ("<p>整改</p><p>&nbsp;</p><p></p><p> </p><p>措施</p>", "整改\n\n措施"),
        ("<p>整改</p><script>var a='督查'</script><style>p{}</style><noscript>督查</noscript><template>督查</template>", "整改"),
        ("<p>整改<select><option>督查</select><button>督查</button><textarea>督查</textarea><img alt='督查'></p>", "整改"),
        ("<p>整改</p><p style='color:red; display : none'>督查</p><p hidden>督查</p><p style='visibility:hidden'>督查</p>", "整改"),
        ("<p>整改<!-- 督查 --><![if !supportLists]>措施<![endif]><!--[if gte mso 9]><p>督查</p><![endif]--></p>", "整改措施"),
        ("<p>100m<sup>2</sup>、H<sub>2</sub>O</p>", "100m2、H2O"),
        ("<p>&lt;整改&gt;&amp;&#25514;&#x65bd;&ldquo;&rdquo;&#150;</p>", "<整改>&措施“”–"),
        ("<p>整&#8203;改&shy;措&zwnj;施</p>", "整改措施"),
        ("<pre>一、整改\n  1. 措施</pre>", "一、整改\n  1. 措施"),
        ("<span style='display:block'>整改</span><span style='display:block'>措施</span>", "整改\n措施"),
        ("<p>整改<del>督查</del><ins>措施</ins></p>", "整改措施"),
        ("<p>整改<br style='display:block'>措施</p>", "整改\n措施"),
        ("<dl><dt>责任单位</dt><dd>市水务局</dd></dl>", "责任单位\n市水务局"),
    ],
)
def test_paragraphs(markup: str, text: str) -> None:
    assert show(markup) == text


@pytest.mark.parametrize(
    ("markup", "text"),
    [
        ("<ol><li>整改<li>督查</ol>", "1.整改\n2.督查"),
        ("<ol start=3><li>整改<li value=7>督查<li>销号</ol>", "3.整改\n7.督查\n8.销号"),
        ("<ol reversed><script></script><li>整改<li>督查</ol>", "2.整改\n1.督查"),
        ("<ol type=a><li>整改<ol type=I><li>督查</ol><li>销号</ol>", "a.整改\nI.督查\nb.销号"),
        ("<ol style='list-style-type:cjk-ideographic' start=9><li>整改<li>督查<li>销号</ol>", "九、整改\n十、督查\n十一、销号"),
        ("<ol><li>1.整改<li>（二）督查<li><p>三、销号</p></ol>", "1.整改\n（二）督查\n三、销号"),
        ("<ol><li><p>整改</p><p>措施</p></ol>", "1.整改\n措施"),
        ("<ul><li>整改<li>督查</ul><ol style='list-style:none'><li>销号</ol>", "整改\n督查\n销号"),
        ("<ol style='LIST-STYLE-TYPE: NONE'><li>整改</ol><ul><li type=DISC>督查</ul>", "整改\n督查"),
        ("<ol style='list-style: inside none'><li>整改</ol><ol style='list-style: inside'><li>督查</ol>", "整改\n1.督查"),
    ],
)
def test_numbers_of_lists_are_computed_where_none_is_typed(markup: str, text: str) -> None:
    assert show(markup) == text


def test_what_is_hidden_is_shown_where_there_is_nothing_else() -> None:
    assert show("<div style='display:none'><p>整改措施</p></div>") == "整改措施"


# -- tables ------------------------------------------------------------------------------------------------------------

HEAD = "<tr><th>序号<th>任务<th>责任单位</tr>"


def test_cells_with_their_spans() -> None:
    rows = "<tr><td rowspan=2>1<td>整改<td>市水务局<tr><td colspan=2><p>督查</p><p>销号</p>"
    table = f"<table><caption>任务清单</caption><thead>{HEAD}</thead><tbody>{rows}</table>"
    assert cells(table) == [
        ("序号", 0, 0, 1, 1),
        ("任务", 0, 1, 1, 1),
        ("责任单位", 0, 2, 1, 1),
        ("1", 1, 0, 2, 1),
        ("整改", 1, 1, 1, 1),
        ("市水务局", 1, 2, 1, 1),
        ("督查\n销号", 2, 1, 1, 2),
    ]
    assert read(table.encode(), "a.html").text.startswith("任务清单\n\t序号\n")


@pytest.mark.parametrize("rowspan", ["0", "2", "99999999999", "9" * 5000])
def test_spans_are_clipped_to_the_table(rowspan: str) -> None:
    rows = cells(f"<table>{HEAD}<tr><td rowspan={rowspan}>1<td colspan=1000000>整改<tr><td>督查<td>市水务局</table>")
    assert rows[3][1:] == (1, 0, 2, 1) or rowspan == "9" * 5000
    assert max(row[2] + row[4] for row in rows) <= 3


@pytest.mark.parametrize("span", ["-1", "x", "", "１", "1.5"])
def test_a_span_that_is_none_is_one(span: str) -> None:
    assert cells(f"<table>{HEAD}<tr><td colspan='{span}'>1<td>整改<td>市水务局</table>")[3][1:] == (1, 0, 1, 1)


@pytest.mark.parametrize(
    "frame",
    [
        "<table><tr><td>{}</td></tr></table>",
        "<table role=presentation><tr><td>标题</td><td>{}</td></tr></table>",
        "<table><tr><td><a href=1>首页</a><br><a href=2>公开</a></td><td><h1>整改方案</h1>{}</td></tr></table>",
        "<table><tr><td>头</td><td>尾</td></tr><tr><td>栏</td><td>" + "<p>整改措施要落到实处。</p>" * 9 + "{}</td></tr></table>",
        "<table><tr><td>栏</td><td><table><tr><td>格</td></tr></table>" + "整改" * 200 + "{}</td></tr></table>",
    ],
)
def test_frames_of_a_page_are_no_tables(frame: str) -> None:
    data = f"<table>{HEAD}<tr><td>1<td>整改<td>市水务局</table>"
    assert cells(frame.format("<p>一、整改</p>")) == []
    assert [cell[0] for cell in cells(frame.format(data))][:3] == ["序号", "任务", "责任单位"]


def test_a_long_cell_under_a_header_is_data() -> None:
    measures = "".join(f"<p>{n}.整改措施要落到实处。</p>" for n in range(1, 13))
    assert cells(f"<table>{HEAD}<tr><td>1<td>{measures}<td>市水务局</table>")[4][1:] == (1, 1, 1, 1)


def test_a_table_in_a_cell_is_its_words() -> None:
    inner = "<table><tr><td>甲<td>乙<tr><td>丙<td>丁</table>"
    assert (
        cells(f"<table>{HEAD}<tr><td>1<td>整改以下四项并逐一销号：{inner}<td>市水务局</table>")[4][0]
        == "整改以下四项并逐一销号：\n甲\n乙\n丙\n丁"
    )


def test_a_card_is_a_line_a_label() -> None:
    first = "<tr><td><b>索 引 号：</b><td>000/2018<td>成文日期：<td>2018年12月21日"
    card = f"<table>{first}<tr><td>发文字号：<td>云政发〔2018〕42号<td>主题词：<td></table>"
    assert show(card) == "索 引 号：000/2018\n成文日期：2018年12月21日\n发文字号：云政发〔2018〕42号\n主题词："
    assert show(card.replace("：", "")).startswith("索 引 号：000/2018\n成文日期：2018年12月21日\n")


# -- the site around it ------------------------------------------------------------------------------------------------


def test_navigation_goes_and_title_card_and_attachments_stay() -> None:
    links = "".join(f"<li><a href='/{n}'>关于做好第{n}批工作的通知</a></li>" for n in range(12))
    page = f"""<html><head><title>关于印发云岭市河道整改方案的通知-云岭市人民政府网</title></head><body>
    <div><ul>{links}</ul></div><table><tr><td>发文字号<td>云政发〔2021〕8号<td>成文日期<td>2021年3月13日</table>
    <div><h1>关于印发云岭市河道整改方案的通知</h1><p>来源：市政府办 <a href='#'>打印</a></p>
    <div><p>各区人民政府：</p><p>现将方案印发给你们，请认真组织实施。</p><p>一、整改任务</p><p>全面封堵排污口，逐一销号，确保按期完成。</p>
    <p>扫一扫在手机打开当前页</p><p>联系人：张某</p></div>
    <div><p>附件：<a href='a.docx'>任务清单.docx</a></p></div><ul>{links}</ul></div><footer>版权所有：云岭市</footer></body></html>"""
    source = read(page.encode(), "a.html")
    assert [line for line in source.text.splitlines() if line] == [
        "发文字号：云政发〔2021〕8号",
        "成文日期：2021年3月13日",
        "关于印发云岭市河道整改方案的通知",
        "各区人民政府：",
        "现将方案印发给你们，请认真组织实施。",
        "一、整改任务",
        "全面封堵排污口，逐一销号，确保按期完成。",
        "扫一扫在手机打开当前页",
        "联系人：张某",
        "附件：任务清单.docx",
    ]
    assert [source.text[slice(*span)] for span in source.furniture] == ["扫一扫在手机打开当前页"]


def test_a_page_with_nothing_else_is_read_whole() -> None:
    assert show("<p>一、整改</p><p>责任单位：市水务局</p>") == "一、整改\n责任单位：市水务局"
    assert show("<nav>首页</nav>") == "首页"


def test_a_title_that_stands_in_the_head_only() -> None:
    body = "<p>各区人民政府：</p><p>请认真组织实施，全面封堵排污口，逐一销号，确保按期完成整改任务，整改情况按月报送市水务局。</p>"
    page = f"<html><head><meta name='ArticleTitle' content='云岭市河道整改方案'></head><body>{body}</body></html>"
    assert read(page.encode(), "a.html").text.startswith("云岭市河道整改方案\n各区人民政府：")
    assert read(page.replace("河道整改方案", "政府门户网站").encode(), "a.html").text.startswith("各区人民政府：")


def test_real_pages(shared: Path) -> None:
    first = {
        "065": "索 引 号：000014349/2018-00223",
        "074": "国务院办公厅关于印发“无废城市”建设",
        "081": "国务院办公厅关于2019年",
        "091": "浙江省人民政府办公厅文件",
        "107": "平湖市人民政府关于印发",
    }
    for number, line in first.items():
        text = read_source(next((shared / "wild").glob(f"{number}*.html"))).text
        assert text.startswith(line + "\n")
        assert not any(word in text for word in ("扫一扫", "打印", "关闭", "\u200b", "  \n", "\n\n\n\n"))


# -- encodings ---------------------------------------------------------------------------------------------------------

LONG = "关于印发云岭市河道整改方案的通知，请认真组织实施，确保整改到位。" * 3


@pytest.mark.parametrize(
    ("codec", "charset", "encoding"),
    [
        ("utf-8", "utf-8", "utf-8"),
        ("utf-8-sig", "gb2312", "utf-8"),
        ("utf-8", "gb2312", "utf-8"),
        ("gb18030", "gb2312", "gb18030"),
        ("gb18030", "utf-8", "gb18030"),
        ("gb18030", "nonsense", "gb18030"),
        ("big5", "big5", "big5hkscs"),
        ("big5", "gb2312", "big5hkscs"),
        ("utf-16", "utf-16", "utf-16-le"),
    ],
)
def test_a_charset_that_lies_is_found_out(codec: str, charset: str, encoding: str) -> None:
    text = LONG if codec != "big5" else "關於印發整改措施清單的通知，請認真組織實施，確保整改到位。" * 3
    meta = f'<meta http-equiv="Content-Type" content="text/html; charset={charset}">'
    page = f"<html><head>{meta}{'<style>p{}</style>' * 2000}</head><p>{text}</p>"
    source = read(page.encode(codec), "a.html")
    assert (source.text, source.info.encoding, codes(source)) == (text + "\n", encoding, [])


def test_a_few_words_take_the_charset_that_is_named() -> None:
    assert read('<meta charset="gbk"><p>整改</p>'.encode("gbk"), "a.html").text == "整改\n"
    assert read('<meta charset="utf-16"><p>整改</p>'.encode("gbk"), "a.html").text == "整改\n"
    assert read("<p>整改</p>".encode("big5"), "a.html", "big5").text == "整改\n"


def test_characters_beyond_gb2312() -> None:
    assert (
        read('<meta charset="gb2312"><p>镕䶮𠮷——云岭市水务局负责整改。</p>'.encode("gb18030"), "a.html").text
        == "镕䶮𠮷——云岭市水务局负责整改。\n"
    )


@pytest.mark.parametrize("codec", ["utf-8", "gb18030"])
def test_a_bad_byte_is_told_with_its_place(codec: str) -> None:
    data = f"<p>导航</p><p>{LONG}</p>".encode(codec).replace("河道".encode(codec), b"\xff" + "河道".encode(codec), 1)
    source = read(data, "a.html")
    at = source.text.index("\ufffd")
    assert codes(source) == ["bad-byte"] and source.diagnostics[0].span == (at, at + 1) and source.diagnostics[0].line == 2
    assert source.text.replace("\ufffd", "") == f"导航\n{LONG}\n"
    assert source.info.text == source.text and source.info.characters == len(source.text)


def test_origins_give_paragraph_and_cell() -> None:
    source = read(f"<p>一、整改</p><p></p><table>{HEAD}<tr><td>1<td>封堵<td>市水务局</table>".encode(), "a.html")
    assert [(source.text[slice(*o.span)], o.paragraph, o.table, o.row, o.column) for o in source.info.origins][::4] == [
        ("一、整改", 1, None, None, None),
        ("1", None, 1, 2, 1),
    ]


# -- archives and broken pages -----------------------------------------------------------------------------------------


def test_web_archive() -> None:
    archive = (
        "From: <Saved by Browser>\r\nMIME-Version: 1.0\r\nContent-Type: multipart/related; boundary=b\r\n\r\n--b\r\n"
        'Content-Type: text/html; charset="gb2312"\r\nContent-Transfer-Encoding: 8bit\r\n\r\n<html><p>整改措施</p></html>\r\n--b\r\n'
        "Content-Type: image/png\r\nContent-Transfer-Encoding: base64\r\n\r\nAAAA\r\n--b--\r\n"
    )
    assert read_source(archive.encode("gb18030"), name="a.mht").text == "整改措施\n"
    with pytest.raises(UnreadableSource, match=r"web archive without a page; next: "):
        read(b"MIME-Version: 1.0\nContent-Type: text/plain\n\nx", "a.mht")


@pytest.mark.parametrize("data", [b"", b" ", b"<html></html>", b"<p>&nbsp;</p>", b"<!-- -->", b"\0", b"<script>1</script>"])
def test_nothing_to_see_is_one_line(data: bytes) -> None:
    with pytest.raises(UnreadableSource, match=r"^a\.html [^\n]*; next: [^\n]*$"):
        read(data, "a.html")


@pytest.mark.parametrize("depth", [300, 1500, 30_000])
@pytest.mark.parametrize("tag", ["div", "span", "table><tr><td", "ol><li", "a"])
def test_deep_nesting(tag: str, depth: int) -> None:
    try:
        source = read(("<p>前言。</p>" + f"<{tag}>" * depth + "整改").encode(), "a.html")
    except UnreadableSource:
        return
    assert source.text.endswith("整改\n") or codes(source) == ["unreadable-part"]


def test_wide_and_long_tables_take_little() -> None:
    wide = "<table>" + ("<tr>" + "<td colspan=1000 rowspan=1000>甲" * 2000) * 5 + "</table>"
    assert "甲" in show(wide)
    rows = "<tr><td rowspan=5000>甲<td>乙" + "<tr><td>丙" * 5000
    assert len(cells(f"<table>{rows}</table>")) == 5002


def test_nothing_is_fetched_or_expanded(tmp_path: Path) -> None:
    secret = tmp_path / "secret.txt"
    secret.write_text("机密", encoding="utf-8")
    entities = f'<!ENTITY x SYSTEM "{secret.as_uri()}"><!ENTITY y "{"整改" * 100}">'
    page = f'<!DOCTYPE html [{entities}]><html><body><p>一&x;&y;&y;</p><iframe src="{secret.as_uri()}"></iframe>'
    text = read(page.encode(), "a.html").text
    assert "机密" not in text and len(text) < 100


@settings(max_examples=60, deadline=None)
@given(st.binary(max_size=300), st.integers(0, 2**32))
@example(b"\x00\x00\x01", 5729453)  # a row that begins inside a cell
def test_any_bytes_are_read_or_refused(noise: bytes, seed: int) -> None:
    chance = random.Random(seed)
    page = bytearray(make_site(read_blocks("一、整改\n责任单位：市水务局"), "整改方案"))
    for _ in range(chance.randrange(12)):
        at = chance.randrange(len(page))
        page[at : at + chance.randrange(9)] = noise[: chance.randrange(40)]
    for data in (bytes(page), bytes(page[: chance.randrange(len(page))]), b"<html>" + noise, noise):
        try:
            source = read(data, "a.html")
        except UnreadableSource as error:
            assert "; next: " in str(error) and "\n" not in str(error)
        else:
            assert source.info.characters == len(source.text)
