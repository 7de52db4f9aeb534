"""Word's automatic numbers: every format, restarts, overrides, lists that styles hold."""

from __future__ import annotations

import pytest

from formats.make_docx import make_package
from rectiparse.readers import read_source
from rectiparse.readers.word_numerals import write_number


@pytest.mark.parametrize(
    ("scheme", "numbers", "shown"),
    [
        ("chineseCounting", (1, 10, 11, 20, 21, 99, 101), "一 十 十一 二十 二十一 九十九 一〇一"),
        ("chineseCountingThousand", (1, 10, 12, 100, 101, 110, 1000), "一 十 十二 一百 一百〇一 一百一十 一千"),
        ("taiwaneseCounting", (7, 15), "七 十五"),
        ("japaneseCounting", (10, 11, 100, 101, 111), "十 十一 百 百一 百十一"),
        ("chineseLegalSimplified", (1, 6, 10, 11, 101), "壹 陆 壹拾 壹拾壹 壹佰零壹"),
        ("ideographLegalTraditional", (2, 3, 6), "貳 參 陸"),
        ("ideographTraditional", (1, 2, 10, 11), "甲 乙 癸 11"),
        ("ideographZodiac", (1, 12, 13), "子 亥 13"),
        ("ideographZodiacTraditional", (1, 2, 61), "甲子 乙丑 甲子"),
        ("ideographDigital", (1, 10, 23), "一 一〇 二三"),
        ("ideographEnclosedCircle", (1, 10), "㊀ ㊉"),
        ("decimal", (0, 1, 12), "0 1 12"),
        ("decimalZero", (1, 12), "01 12"),
        ("decimalFullWidth", (12,), "１２"),
        ("decimalEnclosedCircle", (1, 20, 21, 50, 51), "① ⑳ ㉑ ㊿ 51"),
        ("decimalEnclosedCircleChinese", (3,), "③"),
        ("decimalEnclosedFullstop", (3,), "3."),
        ("decimalEnclosedParen", (3,), "(3)"),
        ("upperLetter", (1, 26, 27, 53), "A Z AA AAA"),
        ("lowerLetter", (2,), "b"),
        ("upperRoman", (4, 9, 14, 1990), "IV IX XIV MCMXC"),
        ("lowerRoman", (3,), "iii"),
        ("hebrew1", (5,), "5"),
        ("upperRoman", (30000,), "30000"),
    ],
)
def test_number_formats(scheme: str, numbers: tuple[int, ...], shown: str) -> None:
    assert " ".join(write_number(number, scheme) for number in numbers) == shown


@pytest.mark.parametrize("scheme", ["none", "bullet"])
def test_no_number(scheme: str) -> None:
    assert write_number(3, scheme) == ""


def level(place: int, scheme: str, text: str, more: str = "") -> str:
    return f'<w:lvl w:ilvl="{place}"><w:start w:val="1"/><w:numFmt w:val="{scheme}"/>{more}<w:lvlText w:val="{text}"/></w:lvl>'


def abstract(*levels: str, name: int = 7) -> str:
    return f'<w:abstractNum w:abstractNumId="{name}">{"".join(levels)}</w:abstractNum>'


def number(name: int, of: int = 7, inner: str = "") -> str:
    return f'<w:num w:numId="{name}"><w:abstractNumId w:val="{of}"/>{inner}</w:num>'


def item(text: str, place: int | None = 0, name: int | None = 1, style: str = "", more: str = "") -> str:
    styled = f'<w:pStyle w:val="{style}"/>' if style else ""
    at = f'<w:ilvl w:val="{place}"/>' if place is not None else ""
    of = f'<w:numId w:val="{name}"/>' if name is not None else ""
    numbered = f"<w:numPr>{at}{of}</w:numPr>" if at or of else ""
    run = f"<w:r><w:t>{text}</w:t></w:r>" if text else ""
    return f"<w:p><w:pPr>{styled}{numbered}{more}</w:pPr>{run}</w:p>"


def lines(body: str, numbering: str, styles: str = "") -> list[str]:
    source = read_source(make_package(body, {"numbering": numbering, "styles": styles}), name="notice.docx")
    assert not source.diagnostics
    return source.text.rstrip("\n").split("\n")


OUTLINE = abstract(
    level(0, "chineseCountingThousand", "%1、"),
    level(1, "chineseCountingThousand", "（%2）"),
    level(2, "decimal", "%3."),
)


def test_an_outline() -> None:
    body = item("甲") + item("乙", 1) + item("丙", 2) + item("丁", 2) + item("戊", 1) + item("己", 2) + item("庚") + item("辛", 1)
    assert lines(body, OUTLINE + number(1)) == ["一、甲", "（一）乙", "1.丙", "2.丁", "（二）戊", "1.己", "二、庚", "（一）辛"]


def test_markers_of_several_levels_and_a_blank_behind_letters_and_digits() -> None:
    levels = abstract(level(0, "chineseCounting", "第%1条"), level(1, "decimal", "%1.%2"), level(2, "decimal", "%1.%2.%3", "<w:isLgl/>"))
    body = item("甲") + item("乙", 2) + item("丙", 1)
    assert lines(body, levels + number(1)) == ["第一条 甲", "1.1.1 乙", "一.1 丙"]


def test_circled_numbers_need_no_blank() -> None:
    assert lines(item("甲") + item("乙"), abstract(level(0, "decimalEnclosedCircle", "%1")) + number(1)) == ["①甲", "②乙"]


def test_a_bullet_is_no_number_and_counts_on() -> None:
    levels = abstract(level(0, "bullet", "●"), level(1, "none", "附件"))
    assert lines(item("甲") + item("乙", 1), levels + number(1)) == ["甲", "附件 乙"]


@pytest.mark.parametrize(("restart", "third"), [("", "1.丁"), ('<w:lvlRestart w:val="0"/>', "2.丁"), ('<w:lvlRestart w:val="1"/>', "2.丁")])
def test_restarts(restart: str, third: str) -> None:
    levels = abstract(level(0, "decimal", "%1、"), level(1, "decimal", "（%2）"), level(2, "decimal", "%3.", restart))
    assert lines(item("甲") + item("乙", 2) + item("丙", 1) + item("丁", 2), levels + number(1))[-1] == third


def test_lists_of_one_kind_count_on_and_an_override_starts_anew_once() -> None:
    override = '<w:lvlOverride w:ilvl="0"><w:startOverride w:val="5"/></w:lvlOverride>'
    body = item("甲") + item("乙", name=2) + item("丙", name=3) + item("丁", name=3) + item("戊")
    assert lines(body, OUTLINE + number(1) + number(2) + number(3, inner=override)) == ["一、甲", "二、乙", "五、丙", "六、丁", "七、戊"]


def test_a_list_with_a_level_of_its_own() -> None:
    own = f'<w:lvlOverride w:ilvl="0">{level(0, "decimal", "%1.")}</w:lvlOverride>'
    assert lines(item("甲", name=2), OUTLINE + number(2, inner=own)) == ["1.甲"]


def test_counters_are_those_of_the_list_not_of_its_neighbours() -> None:
    other = abstract(level(0, "decimal", "%1."), name=8)
    assert lines(item("甲") + item("乙", name=2) + item("丙"), OUTLINE + other + number(1) + number(2, 8)) == ["一、甲", "1.乙", "二、丙"]


def style(name: str, inner: str = "", base: str = "", more: str = "") -> str:
    based = f'<w:basedOn w:val="{base}"/>' if base else ""
    return f'<w:style w:type="paragraph" w:styleId="{name}" {more}>{based}<w:pPr>{inner}</w:pPr></w:style>'


def by(name: int | None = None, place: int | None = None) -> str:
    at = f'<w:ilvl w:val="{place}"/>' if place is not None else ""
    return f"<w:numPr>{at}" + (f'<w:numId w:val="{name}"/>' if name is not None else "") + "</w:numPr>"


def plain(text: str, name: str = "") -> str:
    return item(text, None, None, name)


def test_styles_number_their_paragraphs() -> None:
    linked = abstract(
        level(0, "chineseCounting", "%1、", '<w:pStyle w:val="h1"/>'), level(1, "chineseCounting", "（%2）", '<w:pStyle w:val="h2"/>')
    )
    styles = style("h1", by(1)) + style("h2", by(1)) + style("mine", base="h2") + style("off", by(0), base="h1")
    body = plain("甲", "h1") + plain("乙", "h2") + plain("丙", "mine") + plain("丁", "off") + plain("戊", "h1") + item("己", 0, 0, "h1")
    assert lines(body, linked + number(1), styles) == ["一、甲", "（一）乙", "（二）丙", "丁", "二、戊", "己"]


def test_the_default_style_numbers_too_and_a_level_may_be_said_alone() -> None:
    styles = style("n", by(1), more='w:default="1"') + style("deep", by(place=1), base="n")
    assert lines(plain("甲") + plain("乙", "deep") + item("丙", 2, None), OUTLINE + number(1), styles) == ["一、甲", "（一）乙", "1.丙"]


def test_a_list_style() -> None:
    linked = '<w:abstractNum w:abstractNumId="8"><w:numStyleLink w:val="list"/></w:abstractNum>'
    assert lines(item("甲", name=2), OUTLINE + linked + number(1) + number(2, 8), style("list", by(1))) == ["一、甲"]


def test_deleted_paragraphs_do_not_count_and_empty_ones_do() -> None:
    gone = "<w:rPr><w:del/></w:rPr>"
    body = item("甲") + item("", more=gone) + item("乙") + item("") + item("丙")
    assert lines(body, OUTLINE + number(1)) == ["一、甲", "二、乙", "三、", "四、丙"]


def test_joined_paragraphs_keep_the_number_of_the_first() -> None:
    assert lines(item("甲", more="<w:rPr><w:del/></w:rPr>") + plain("乙") + item("丙"), OUTLINE + number(1)) == ["一、甲乙", "二、丙"]


def test_numbers_in_cells() -> None:
    rows = "".join(f"<w:tr><w:tc>{item('', 2)}</w:tc><w:tc>{plain(text)}</w:tc></w:tr>" for text in "甲乙")
    assert lines(f"<w:tbl>{rows}</w:tbl>", OUTLINE + number(1)) == ["\t1.", "\t甲", "", "\t2.", "\t乙"]


@pytest.mark.parametrize("parts", [{}, {"numbering": OUTLINE}, {"numbering": OUTLINE + number(1, 9)}])
def test_a_list_that_is_not_there_is_told(parts: dict[str, str]) -> None:
    source = read_source(make_package(item("甲"), parts), name="notice.docx")
    assert (source.text, [d.code for d in source.diagnostics]) == ("甲\n", ["numbers-lost"])


def test_styles_and_lists_that_go_in_circles() -> None:
    linked = '<w:abstractNum w:abstractNumId="7"><w:numStyleLink w:val="a"/></w:abstractNum>' + number(1)
    styles = style("a", by(1), base="b") + style("b", base="a")
    source = read_source(make_package(plain("甲", "a"), {"numbering": linked, "styles": styles}), name="notice.docx")
    assert source.text == "甲\n"
