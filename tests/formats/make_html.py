"""A notice as a web page: clean markup, markup as Word exports it, or inside a government site."""

from __future__ import annotations

from collections.abc import Iterable
from html import escape

from formats.document import Block


def make_html(blocks: Iterable[Block], *, spans: bool = False, charset: str = "utf-8") -> bytes:
    """A page with nothing but the notice; `spans` cuts its words into Word's spans, wraps lines of markup in the middle."""
    body = "\n".join(_write_block(block, spans) for block in blocks)
    return f'<!DOCTYPE html>\n<html><head><meta charset="{charset}"></head>\n<body>\n{body}\n</body></html>\n'.encode(_codec(charset))


def make_site(blocks: Iterable[Block], title: str, *, charset: str = "gb2312") -> bytes:
    """The same among menus, a breadcrumb, buttons and a footer, laid out by tables, without a class or an id that helps."""
    body = "\n".join(_write_block(block, False) for block in blocks)
    menu = "".join(
        f'<li><a href="/{n}.html">{word}</a></li>' for n, word in enumerate(("首页", "政务公开", "办事服务", "互动交流", "走进云岭") * 3)
    )
    page = f"""<html><head><meta http-equiv="Content-Type" content="text/html; charset={charset}">
<title>{escape(title)}_云岭市人民政府门户网站</title><style>p {{ margin: 0 }}</style><script>var a = "<p>假的。</p>";</script></head>
<body><div><ul>{menu}</ul></div>
<div>当前位置：<a href="/">首页</a> &gt; <a href="/zwgk">政务公开</a> &gt; 正文</div>
<table width="1000"><tr><td width="200"><ul>{menu}</ul></td><td>
<table width="100%"><tr>
<td>发布时间：2021-05-06&nbsp;&nbsp;来源：云岭市人民政府办公室
浏览次数：<script>count()</script></td></tr></table>
<!--content begin--><div>{body}</div><!--content end-->
<p>【<a href="javascript:print()">打印本页</a>】【<a href="javascript:close()">关闭窗口</a>】</p>
<div>上一篇：<a href="/a.html">云岭市关于做好防汛工作的通知</a></div><div>下一篇：<a href="/b.html">云岭市召开会议</a></div>
</td></tr></table>
<div><p>主办单位：云岭市人民政府办公室　技术支持：云岭市大数据中心</p><p>云ICP备00000000号　网站标识码：0000000000</p>
<p><a href="/map.html">网站地图</a> | <a href="/about.html">联系我们</a></p></div>
</body></html>"""
    return page.encode(_codec(charset))


def _codec(charset: str) -> str:
    return "gb18030" if charset == "gb2312" else charset


def _write_block(block: Block, spans: bool) -> str:
    if not block.rows:
        return _write_paragraph(block.text, spans)
    width = max(map(len, block.rows))
    rows = []
    for number, row in enumerate(block.rows):
        tag = "td" if number or spans else "th"
        wide = f' colspan="{width}"' if len(row) == 1 and width > 1 else ""
        cells = "".join(f"<{tag}{wide}>{''.join(_write_paragraph(text, spans) for text in cell)}</{tag}>" for cell in row)
        rows.append(f"<tr>{cells}</tr>")
    return f'<table border="1"><tbody>\n{"".join(rows)}\n</tbody></table>'


def _write_paragraph(text: str, spans: bool) -> str:
    if not text.strip():
        return "<p>&nbsp;</p>"
    if not spans:
        return f"<p>{escape(text)}</p>"
    pieces = [text[at : at + 7] for at in range(0, len(text), 7)]
    styled = "".join(f'<span lang="EN-US" style="font-size:16.0pt">{escape(piece)}</span>' for piece in pieces)
    return f'<p class="MsoNormal" style="text-indent:32.0pt">&emsp;&emsp;{styled}<o:p></o:p></p>'
