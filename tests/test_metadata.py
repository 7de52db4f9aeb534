"""Title, number, issuers, addressees, date, attachments, contacts and citations, against gold, heads of our own, and random text."""

from __future__ import annotations

import datetime as dt
import json
import re
import time
import unicodedata
from pathlib import Path
from typing import Any

import pytest
import regex
from hypothesis import given, settings
from hypothesis import strategies as st

from rectiparse import extract_text
from rectiparse.flow import Flow, build_flow
from rectiparse.grammar import Grammar
from rectiparse.grammar_files import read_grammar_file
from rectiparse.metadata import read_metadata, year_of
from rectiparse.model import Metadata, Source
from rectiparse.patterns import compile_pattern
from rectiparse.source import SourceText, fold

GRAMMAR = Grammar(Path(__file__).parents[1] / "grammars")
HEADING = compile_pattern(r"(?m)^[ \t]*(?:" + "|".join(regex.sub(r"\(\?P<n>", "(?:", r.source) for r in GRAMMAR.headings.rules) + ")")
GOLD = ("000", "001", "002", "003", "004", "012", "036", "047", "053")


def flow_of(text: str) -> Flow:
    info = Source(name="x", media_type="text/plain", encoding="utf-8", sha256="", characters=len(text))
    return build_flow(SourceText(text, info), GRAMMAR)


def read(text: str, issued: dt.date | None = None) -> Metadata:
    flow = flow_of(text)
    heading = HEADING.search(flow.text)
    metadata = read_metadata(flow, heading.start() if heading else len(flow.text), GRAMMAR, issued)
    check_places(text, metadata)
    return metadata


def check_places(text: str, metadata: Metadata) -> None:
    for field, stretches in metadata.spans.items():
        assert "".join(text[a:b] for a, b in stretches) == getattr(metadata, field)
    for citation in metadata.citations:
        shown = text[slice(*citation.span)]
        assert shown.startswith("《")
        assert "》" in shown
    if metadata.issued and metadata.issued.span != (0, 0):
        assert squeeze(text[slice(*metadata.issued.span)]) == squeeze(metadata.issued.text)


def squeeze(text: str | None) -> str:
    return re.sub(r"\s|\*", "", unicodedata.normalize("NFKC", text or ""))


def read_file(path: Path) -> Metadata:
    return read(path.read_bytes().decode("utf-8-sig").replace("\r\n", "\n"))


# ---- grammar ----


@pytest.mark.parametrize("rule", read_grammar_file(GRAMMAR.directory / "metadata.toml").rule, ids=lambda rule: rule.id)
def test_rule(rule: Any) -> None:
    pattern = GRAMMAR.metadata.compiled(rule.id)
    for example in rule.examples:
        match = pattern.search(fold(example.text))
        assert match, example.text
        assert {key: match[key] for key in example.gives} == example.gives
    for text in rule.rejects:
        assert not pattern.search(fold(text)), text


# ---- gold ----


def accepted(value: Any) -> list[Any]:
    return [squeeze(v) if isinstance(v, str) else v for v in (value if isinstance(value, list) else [value])]


@pytest.mark.parametrize("number", GOLD)
def test_gold(shared: Path, number: str) -> None:
    gold = json.loads((shared / "gold" / f"{number}.json").read_text(encoding="utf-8"))["metadata"]
    path = next(p for folder in ("seeds", "wild") for p in (shared / folder).glob(f"{number}_*.txt") if folder == "seeds" or number > "005")
    got = read_file(path)
    for field in ("title", "document_number"):
        value = getattr(got, field)
        assert (squeeze(value) if value else None) in accepted(gold[field])
    assert (got.issued.date.isoformat() if got.issued else None) == gold["issued"]
    assert list(got.issuers) == gold["issuers"]
    assert len(got.addressees) == len(gold["addressees"])
    assert all(squeeze(name) in accepted(want) for name, want in zip(got.addressees, gold["addressees"], strict=True))
    if "contacts" in gold:
        assert [c.model_dump() for c in got.contacts] == gold["contacts"]
    if "attachments" in gold:
        assert list(got.attachments) == gold["attachments"]
    if "citations" in gold:
        optional = [c["title"] for c in gold.get("citations_optional", [])]
        cited = [{"title": c.title, "document_number": c.document_number} for c in got.citations if c.title not in optional]
        assert cited == gold["citations"]


def test_wild_compilations(shared: Path) -> None:
    for path in sorted((shared / "wild").glob("*_biz-*.txt")):
        got = read_file(path)
        assert got.title, path.name
        assert got.title.endswith("的通知"), path.name
        assert len(got.issuers) == (2 if "tongliao" in path.name else 1), path.name
        assert len(got.addressees) >= 2, path.name
        assert year_of(got) == 2023, path.name
        assert (got.document_number is None) == ("tianjin" in path.name or "kelamayi" in path.name), path.name


def test_wild_without_head(shared: Path) -> None:
    got = read_file(next((shared / "wild").glob("092_*.txt")))
    assert (got.title, got.document_number, got.issued, got.issuers, got.addressees) == (None, None, None, (), ())


# ---- heads of our own ----


def test_letterhead_attachments_and_signature() -> None:
    got = read(
        "云岭市教育局文件\n\n云教发〔2021〕3号\n\n关于印发《云岭市校园安全整改方案》的通知\n\n各县（市、区）教育局，市直各学校：\n"
        "　　现将《云岭市校园安全整改方案》印发给你们，请认真贯彻执行。\n\n"
        "　　附件：1.校园安全整改清单\n　　　　　2.校园安全责任分工表（略）\n\n"
        "云岭市教育局\n2021年3月13日\n（此件主动公开）\n\n云岭市校园安全整改方案\n\n为做好工作，制定本方案。\n一、总体要求\n"
    )
    assert got.title == "关于印发《云岭市校园安全整改方案》的通知"
    assert got.document_number == "云教发〔2021〕3号"
    assert got.issuers == ("云岭市教育局",)
    assert got.addressees == ("各县（市、区）教育局", "市直各学校")
    assert got.attachments == ("校园安全整改清单", "校园安全责任分工表")
    assert got.citations == ()
    assert got.issued
    assert got.issued.date == dt.date(2021, 3, 13)


def test_joint_issuers_and_chinese_date() -> None:
    got = read(
        "中共云岭县委办公室\n云岭县人民政府办公室\n关于印发《云岭县督察整改方案》的通知\n\n各乡镇党委、人民政府，县委各部门，县直各单位：\n"
        "经县委、县政府同意，现将《云岭县督察整改方案》印发给你们。\n\n中共云岭县委办公室\n云岭县人民政府办公室\n二〇二一年三月十三日\n\n一、总体\n"
    )
    assert got.title == "中共云岭县委办公室云岭县人民政府办公室关于印发《云岭县督察整改方案》的通知"
    assert got.issuers == ("中共云岭县委办公室", "云岭县人民政府办公室")
    assert got.addressees == ("各乡镇党委、人民政府", "县委各部门", "县直各单位")
    assert got.issued
    assert (got.issued.text, got.issued.date) == ("二〇二一年三月十三日", dt.date(2021, 3, 13))


LETTER = "青溪市水务局关于做好汛期工作的通知\n\n各镇人民政府：\n\n现就有关事项通知如下：\n\n一、重点任务\n\n（一）排查隐患。全面排查。\n\n"


@pytest.mark.parametrize(
    ("end", "attachments"),
    [
        ("青溪市水务局\n2023年3月8日\n来源：市水务局　编辑：徐某\n", ()),
        ("青溪市水务局\n2023年3月8日\n【打印】【关闭】\n", ()),
        ("青溪市水务局\n2023年3月8日\n重点任务表.docx\n", ()),
        ("青溪市水务局\n2023年3月8日（此件公开发布）\n", ()),
        ("青溪市防汛指挥部办公室\n（青溪市水务局代章）\n2023年3月8日\n", ()),
        ("2023年3月8日\n", ()),
        ("附件：1.2023年任务表\n2.2023年责任清单\n\n2023年3月8日\n", ("2023年任务表", "2023年责任清单")),
    ],
)
def test_what_stands_around_the_date_of_issue(end: str, attachments: tuple[str, ...]) -> None:
    metadata = extract_text(LETTER + end).metadata
    assert metadata.issued is not None and str(metadata.issued.date) == "2023-03-08"
    assert (metadata.issuers, metadata.attachments) == (("青溪市水务局",), attachments)


def test_a_seal_in_place_of_the_signer() -> None:
    text = (
        "关于做好汛期工作的通知\n\n各镇人民政府：\n现将有关事项通知如下。\n\n青溪市防汛指挥部办公室\n（青溪市水务局代章）\n2023年3月8日\n"
    )
    assert extract_text(text).metadata.issuers == ("青溪市防汛指挥部办公室",)


def test_a_signed_date_wins_over_one_alone() -> None:
    text = f"{LETTER}（二）报送总结。\n2023年9月20日\n承办单位：县文化馆\n\n青溪市水务局\n2023年3月8日\n"
    issued = extract_text(text).metadata.issued
    assert issued is not None and str(issued.date) == "2023-03-08"


PLAN = "青溪县饮水安全整治方案\n{}一、重点任务\n（一）排查隐患。9月底前完成。（县水务局负责）\n{}"


@pytest.mark.parametrize(
    "line",
    [
        "2023年3月8日印发",
        "青溪县水务局办公室      2023年3月8日印发",
        "青溪县水务局办公室\n2023年3月8日印发",
        "2023年3月8日印发\n（共印50份）",
    ],
)
def test_the_day_of_printing_where_no_other_is_said(line: str) -> None:
    notice = extract_text(PLAN.format("", f"\n{line}\n"))
    assert notice.metadata.issued is not None and str(notice.metadata.issued.date) == "2023-03-08"
    assert [str(d.end) for d in notice.deadlines] == ["2023-09-30"]
    signed = extract_text(PLAN.format("", f"\n青溪县水务局\n2023年3月6日\n抄送：县政府办\n{line}\n")).metadata.issued
    assert signed is not None and signed.text == "2023年3月6日"


@pytest.mark.parametrize("line", ["2022年3月8日印发的方案同时废止。", "以上任务按2022年3月8日印发\n的分工表执行。"])
def test_a_day_of_printing_in_a_sentence_is_not_that_of_the_notice(line: str) -> None:
    assert extract_text(PLAN.format("", line)).metadata.issued is None


@pytest.mark.parametrize("end", ["青溪县第一中学\n2023年3月\n", "青溪县第一中学\n二〇二三年三月\n", "2023.3\n"])
def test_a_signature_without_a_day_says_the_year(end: str) -> None:
    notice = extract_text(PLAN.format("", end))
    assert notice.metadata.issued is None
    assert [(str(d.end), d.year_inferred) for d in notice.deadlines] == [("2023-09-30", True)]


@pytest.mark.parametrize("line", ["青溪县水务局\n（2023年3月8日）\n", "（青溪县水务局  2023年3月8日）\n"])
def test_the_unit_between_title_and_date_issues_the_plan(line: str) -> None:
    metadata = extract_text(PLAN.format(line, "")).metadata
    assert (metadata.title, metadata.issuers) == ("青溪县饮水安全整治方案", ("青溪县水务局",))
    assert metadata.issued is not None and metadata.issued.text == "2023年3月8日"


@pytest.mark.parametrize(
    ("printed", "issuers"),
    [
        ("青溪县财政局 青溪县人力资源\n和社会保障局关于开展整治的通知", ("青溪县财政局", "青溪县人力资源和社会保障局")),
        ("青溪县人力资源和社会\n保障局关于开展整治的通知", ("青溪县人力资源和社会保障局",)),
        ("青溪县公安局 青溪县城市\n管理执法局 青溪县水务局关于开展整治的通知", ("青溪县公安局", "青溪县城市管理执法局", "青溪县水务局")),
    ],
)
def test_an_issuer_that_a_line_of_the_title_breaks(printed: str, issuers: tuple[str, ...]) -> None:
    got = read(f"{printed}\n各镇人民政府：\n现将有关事项通知如下。\n一、甲\n")
    assert got.issuers == issuers
    assert got.title == printed.replace("\n", "").replace(" ", "")


def test_attachments_behind_the_bare_word() -> None:
    notice = extract_text(PLAN.format("", "特此报告。\n\n附：1、整改台账\n    2、责任分解表\n\n青溪县水务局（公章）\n2023年3月8日\n"))
    assert notice.metadata.attachments == ("整改台账", "责任分解表")
    assert notice.metadata.issuers == ("青溪县水务局",)
    assert [s.marker for s in notice.outline] == ["一、"]
    assert [t.content for t in notice.tasks] == ["排查隐患。9月底前完成。"]


@pytest.mark.parametrize(
    ("printed", "expected"),
    [
        ("联系人及电话：水科　李某　5557788；大气科　王某某　5557799", [("李某", "5557788"), ("王某某", "5557799")]),
        ("联 系 人：陈 某　　电    话：0855—8223344", [("陈某", "0855—8223344")]),
        ("联系人：安全股 张某某，联系电话：13800138000", [("张某某", "13800138000")]),
    ],
)
def test_a_house_before_the_name_of_a_contact(printed: str, expected: list[tuple[str, str]]) -> None:
    contacts = extract_text(PLAN.format("", f"{printed}\n")).metadata.contacts
    assert [(c.name, c.phone) for c in contacts] == expected


def test_a_zero_in_a_chinese_year() -> None:
    issued = extract_text(LETTER + "青溪市水务局\n二0二三年三月八日\n").metadata.issued
    assert issued is not None and str(issued.date) == "2023-03-08"


def test_a_date_in_the_last_cell_of_a_table_is_no_date_of_issue() -> None:
    table = "序号\n任务\n责任单位\n完成时限\n1\n排查隐患\n市水务局\n2023年6月30日\n2\n修复堤防\n市水利局\n2023年9月30日\n"
    assert extract_text(LETTER + table).metadata.issued is None


@pytest.mark.parametrize(
    ("above", "below"),
    [
        ("", "日期：2023-03-10 来源：水务局 点击：12 打印 关闭\n"),
        ("", "时间：2023-03-10  来源：本站  作者：管理员  点击：12\n"),
        ("日期：2023-03-10 来源：水务局 点击：12 打印 关闭\n", ""),
        ("首页\n>政府信息公开>部门文件\n• 发文机关：青溪市水务局\n• 成文日期：2023-03-08\n• 所属单位：青溪市水务局\n\n", ""),
    ],
)
def test_what_a_site_prints_around_the_title(above: str, below: str) -> None:
    title = "青溪市水务局关于印发《节水行动工作方案》的通知"
    text = f"{above}{title}\n{below}青水发〔2023〕5号\n各镇人民政府，局属各单位：\n现将《节水行动工作方案》印发给你们，请认真贯彻执行。\n"
    metadata = extract_text(f"{text}青溪市水务局\n2023年3月8日\n").metadata
    assert (metadata.title, metadata.document_number, metadata.issuers) == (title, "青水发〔2023〕5号", ("青溪市水务局",))
    assert metadata.issued is not None and str(metadata.issued.date) == "2023-03-08"


@pytest.mark.parametrize("end", ["工作计划", "工作方案"])
def test_a_plan_whose_title_ends_on_a_line_of_its_own(end: str) -> None:
    notice = extract_text(f"青石镇2017年度安全生产专项整治\n{end}\n按照总体要求，特制定本计划。\n一、工作要求\n（一）制定方案。\n")
    assert notice.metadata.title == f"青石镇2017年度安全生产专项整治{end}"


def test_signature_behind_numbered_text() -> None:
    got = read(
        "市教育局 市财政局关于开展课后服务专项整治的通知\n云教发〔2022〕5号\n"
        "各县区教育局、财政局：\n现就有关事项通知如下：\n一、目标\n做好工作。\n"
        "二、要求\n2022年5月1日前上报。（联系人：王某，电话：0535-1234567）\n市教育局　　　　市财政局\n2022年4月2日\n"
    )
    assert got.issuers == ("市教育局", "市财政局")
    assert got.addressees == ("各县区教育局", "各县区财政局")
    assert got.issued
    assert got.issued.date == dt.date(2022, 4, 2)
    assert [(c.name, c.phone) for c in got.contacts] == [("王某", "0535-1234567")]


def test_title_without_issuer_takes_the_signature(small: str) -> None:
    got = read(small)
    assert got.title == "关于印发云岭市河道整改方案的通知"
    assert got.issuers == ("云岭市水务局",)
    assert got.issued
    assert got.issued.date == dt.date(2021, 3, 13)


def test_run_on_text() -> None:
    got = read(
        "云岭市人民政府办公室关于印发云岭市养老服务实施方案的通知 云政办发〔2021〕9号 "
        "各县、区人民政府，市直各部门：《云岭市养老服务实施方案》"
        "已经市政府同意，现印发给你们，请认真贯彻执行。云岭市人民政府办公室2021年5月6日（此件公开发布）云岭市养老服务实施方案为深入贯彻落实国家"
        "部署，制定本方案。一、总体要求做好。二、任务"
    )
    assert got.title == "云岭市人民政府办公室关于印发云岭市养老服务实施方案的通知"
    assert got.document_number == "云政办发〔2021〕9号"
    assert got.addressees == ("各县、区人民政府", "市直各部门")
    assert got.issued
    assert got.issued.date == dt.date(2021, 5, 6)


@pytest.mark.parametrize(
    ("text", "title"),
    [
        ("附件1：\n\n云岭县巡察反馈问题\n整改任务清单\n\n序号\n问题\n一、党建\n", "云岭县巡察反馈问题整改任务清单"),
        ("附件：云岭市巡视反馈意见整改方案\n\n为深入贯彻落实，制定本方案。\n一、总体\n", "云岭市巡视反馈意见整改方案"),
        ("云岭市整改方案\n（2021—2022年）\n一、总体\n", "云岭市整改方案（2021—2022年）"),
        ("云岭市关于印发整改\n实施方案\n的通知（2023年5 月18 日）\n一、总体\n", "云岭市关于印发整改实施方案的通知"),
        ("20XX年督察反馈意见整改方案为深入贯彻落实上级要求,制定方案如下:一、问题1.甲", "20XX年督察反馈意见整改方案"),
        ("云岭县审计整改“三张清单”\n\n一、立行立改类\n", "云岭县审计整改“三张清单”"),
        ("根据上级整改方案要求，我们做了以下工作。\n一、甲\n", None),
        ("一、甲\n二、乙\n", None),
        ("", None),
    ],
)
def test_titles(text: str, title: str | None) -> None:
    assert read(text).title == title


def test_impossible_date_and_given_date() -> None:
    text = "云岭市关于整改的通知\n云发〔2020〕1号\n2021年2月30日\n一、甲\n"
    got = read(text)
    assert got.issued is None
    assert year_of(got) == 2020
    given_date = read(text, dt.date(2021, 3, 1))
    assert given_date.issued
    assert (given_date.issued.text, given_date.issued.span) == ("2021-03-01", (0, 0))
    assert year_of(given_date) == 2021
    assert year_of(Metadata(title="云岭市2019年整改方案")) == 2019
    assert year_of(Metadata(title="20XX年整改方案")) is None


def test_site_card_is_no_head() -> None:
    got = read(
        "索 引 号： 0001/2018-00223\n发文机关： 国务院\n成文日期： 2018年12月21日\n"
        "标　　题： 国务院关于甲的意见\n发文字号： 国发〔2018〕42号\n"
        "发布日期：\n2018年12月29日\n国务院关于甲的\n指导意见\n国发〔2018〕42号\n"
        "各省、自治区、直辖市人民政府，国务院各部委：\n　　甲是基础。\n一、总体\n"
    )
    assert (got.title, got.document_number, got.issuers) == ("国务院关于甲的指导意见", "国发〔2018〕42号", ("国务院",))
    assert got.addressees == ("各省、自治区、直辖市人民政府", "国务院各部委")
    assert got.issued
    assert got.issued.date == dt.date(2018, 12, 21)


@pytest.mark.parametrize(
    ("printed", "names"),
    [
        ("各市、县（市、区）人民政府，省政府各厅委办、各直属机构", ("各市、县（市、区）人民政府", "省政府各厅委办", "各直属机构")),
        ("各设区市、云岭市、青山示范区市场监管局", ("各设区市市场监管局", "云岭市市场监管局", "青山示范区市场监管局")),
        ("各区人民政府，市政府各委、办、局，市属、驻市各单位", ("各区人民政府", "市政府各委、办、局", "市属、驻市各单位")),
        ("各市市场监管局、公安局", ("各市市场监管局", "各市公安局")),
        ("各县（市、区）教育局、市场监管局", ("各县（市、区）教育局", "各县（市、区）市场监管局")),
        ("各科室、各医疗机构", ("各科室", "各医疗机构")),
        ("各行政村、各有关单位", ("各行政村", "各有关单位")),
        ("各县区、市直各部门", ("各县区", "市直各部门")),
        ("各县（市、区）安委会办公室、应急管理局", ("各县（市、区）安委会办公室", "各县（市、区）应急管理局")),
        (
            "各省、自治区、直辖市教育厅（教委）、公安厅（局），新疆生产建设兵团教育局、公安局",
            (
                "各省、自治区、直辖市教育厅（教委）",
                "各省、自治区、直辖市公安厅（局）",
                "新疆生产建设兵团教育局",
                "新疆生产建设兵团公安局",
            ),
        ),
        ("院属各部门、各派出人民法庭", ("院属各部门", "各派出人民法庭")),
        ("各村（社区）、镇直各单位", ("各村（社区）", "镇直各单位")),
        ("各街道党工委、办事处，县直各部门", ("各街道党工委、办事处", "县直各部门")),
        ("各学区中心校、县直各学校，机关各股室、下属各单位", ("各学区中心校", "县直各学校", "机关各股室", "下属各单位")),
        ("各市（州）军分区、各县（市、区）人武部", ("各市（州）军分区", "各县（市、区）人武部")),
        ("各县区委、人民政府，城东开发区、南湖新区、西岭管理区", ("各县区委、人民政府", "城东开发区", "南湖新区", "西岭管理区")),
        ("各县区、城东开发区", ("各县区", "城东开发区")),
        ("城东开发区、市循环经济园区、西岭国际港管委会", ("城东开发区", "市循环经济园区", "西岭国际港管委会")),
        ("各乡、镇人民政府，各办事处、场，市委各部、委、室", ("各乡、镇人民政府", "各办事处、场", "市委各部、委、室")),
        ("局属各单位、各科室、", ("局属各单位", "各科室")),
        ("尊敬的各学校、各位教职工及学生家长", ("各学校", "各位教职工及学生家长")),
    ],
)
def test_addressees(printed: str, names: tuple[str, ...]) -> None:
    assert read(f"云岭市关于整改的通知\n{printed}：\n现印发给你们。\n一、甲\n").addressees == names


@pytest.mark.parametrize("line", ["单位：公顷", "责任单位：", "现将有关事项通知如下：", "联系人：张某", "附件："])
def test_no_addressees(line: str) -> None:
    assert read(f"云岭市关于整改的通知\n{line}\n一、甲\n").addressees == ()


def test_contacts() -> None:
    got = read(
        "一、甲\n联系人：张某、李某  联系电话：0771-1234567\n传真：0771-7654321\n电子邮箱：abc@163.com\n"
        "联系人：王某 13900000000\n举报电话：12345\n"
    )
    assert [tuple(c.model_dump().values()) for c in got.contacts] == [
        ("张某、李某", "0771-1234567", "0771-7654321", "abc@163.com"),
        ("王某", "13900000000", None, None),
    ]


@pytest.mark.parametrize(
    ("printed", "expected"),
    [
        ("联系人：张某、李某，电话：0571-8765432、0571-8765433", [("张某", "0571-8765432"), ("李某", "0571-8765433")]),
        ("联系人：张某、李某；联系电话：87654321 87654322", [("张某", "87654321"), ("李某", "87654322")]),
        ("联系人：张某 87654321，李某 87654322。", [("张某", "87654321"), ("李某", "87654322")]),
        ("联系人：张某（13800001111）；李某（13800002222）", [("张某", "13800001111"), ("李某", "13800002222")]),
        ("联系人：市教育局 张某某，电话：87654321；市财政局 李某，电话：87654322", [("张某某", "87654321"), ("李某", "87654322")]),
        ("联系人：县发改局李某某，联系电话：87654321", [("李某某", "87654321")]),
        ("联系人：县委办公室，联系电话：87654321", [(None, "87654321")]),
        ("联系人：张某、李某，电话：0571-8765432、0571-8765433，邮箱：a@example.cn", [("张某", "0571-8765432"), ("李某", "0571-8765433")]),
        ("联系人：张某、李某，电话：0571 87654321", [("张某、李某", "0571 87654321")]),
        ("联系电话：87654321，夜间 87654322", [(None, "87654321")]),
        ("举报电话：87654321，监督单位 87654322", []),
    ],
)
def test_people_with_numbers_of_their_own(printed: str, expected: list[tuple[str | None, str]]) -> None:
    assert [(c.name, c.phone) for c in read(f"一、甲\n{printed}\n").contacts] == expected


def test_the_word_that_a_site_puts_before_a_title_is_no_part_of_the_issuer() -> None:
    assert read("【公告】青溪市城管局关于印发甲方案的通知\n各科室：\n现印发给你们。\n").issuers == ("青溪市城管局",)


def test_a_title_that_only_the_card_of_a_site_prints() -> None:
    card = "成文日期：2023年03月05日\n标　　题：青溪市人民政府办公室关于印发某方案的通知 |\n发文字号：青政办发〔2023〕12号\n"
    got = read(f"{card}各县区人民政府：\n现印发给你们，请认真执行。\n一、甲\n")
    assert (got.title, got.issuers) == ("青溪市人民政府办公室关于印发某方案的通知", ("青溪市人民政府办公室",))
    assert got.addressees == ("各县区人民政府",)
    assert got.issued is not None


def test_the_title_of_a_text_comes_before_that_of_its_card() -> None:
    assert read("标题：某市关于甲的通知\n青溪市关于乙的通知\n各县区：\n一、甲\n").title == "青溪市关于乙的通知"


@pytest.mark.parametrize("closing", ["特此批复。", "专此答复。"])
def test_closing_words_belong_to_no_section(closing: str) -> None:
    (section,) = extract_text(f"青溪市关于甲的批复\n青溪县：\n一、原则同意。\n{closing}\n青溪市水利局\n2023年3月5日\n").outline
    assert closing not in section.text


def test_citations() -> None:
    got = read(
        "云岭市整改方案\n一、甲\n根据《国务院关于印发〈甲办法〉的通知》（国发〔2018〕1号，以下简称《通知》）、《学校卫生工作条例》和《通知》，查验《许可证》，"
        "落实《学校卫生\n工作条例》《云岭市整改方案》。\n"
    )
    assert [(c.title, c.document_number) for c in got.citations] == [
        ("国务院关于印发〈甲办法〉的通知", "国发〔2018〕1号"),
        ("学校卫生工作条例", None),
    ]


# ---- any text ----

WORDS = (
    "\n|\n\n| |　|\t|：|，|、|。|（|）|《|》|〔2021〕|7号|云岭市|人民政府|办公室|教育局|关于印发|关于|整改方案|的通知|文件|各县区|"
    "县直各单位|现将|印发给你们|2021年3月13日|2021年13月40日|二〇二一年三月三日|〇年|附件|附件：|1.|联系人：|张某|电话：|"
    "0955-7988681|（传真）|邮箱：|a@b.cn|以下简称|一、|（一）|为深入|成文日期：|发文字号："
)
PIECES = st.sampled_from(WORDS.split("|"))


@settings(max_examples=300, deadline=None)
@given(st.lists(PIECES | st.text(max_size=4), max_size=60).map("".join), st.integers(0, 400))
def test_any_text(text: str, head_end: int) -> None:
    text = text.replace("\r", "\n")
    flow = flow_of(text)
    metadata = read_metadata(flow, min(head_end, len(flow.text)), GRAMMAR)
    check_places(text, metadata)
    assert metadata == read_metadata(flow, min(head_end, len(flow.text)), GRAMMAR)


HOSTILE = ["《", "《》", "将《甲》", "联系人:", "电话:1", "附件:\n", "日\n", "某局\n2021年3月13日\n", "关于", "、某市局", "方案为深入"]


@pytest.mark.parametrize("piece", HOSTILE)
def test_long_text_is_read_in_linear_time(piece: str) -> None:
    flows = [flow_of(piece * count) for count in (2_000, 16_000)]
    seconds = []
    for flow in flows:
        runs = []
        for _ in range(3):  # the fastest one, by the process's own time: another process may take the core
            start = time.process_time()
            read_metadata(flow, len(flow.text), GRAMMAR)
            runs.append(time.process_time() - start)
        seconds.append(min(runs))
    assert seconds[1] < max(0.1, 40 * seconds[0])


def test_the_last_cell_of_a_table_signs_nothing() -> None:
    got = read("云岭市清单\n一、甲\n1.整改。\n市城管局\n2023年6月底前\n云岭市人民政府办公室\n2023年4月12日\n")
    assert got.issuers == ("云岭市人民政府办公室",)


SIGNED = "青溪市整治方案\n\n一、重点任务\n（一）清理河道。\n责任单位：市水务局\n"


@pytest.mark.parametrize("date", ["2023.3.8", "2023-03-08", "2023/3/8"])
def test_a_date_in_figures_below_the_signer(date: str) -> None:
    notice = extract_text(f"{SIGNED}（二）加强巡查。\n\n青溪市水务局\n{date}\n")
    metadata = notice.metadata
    assert metadata.issued is not None and (metadata.issued.text, str(metadata.issued.date)) == (date, "2023-03-08")
    assert metadata.issuers == ("青溪市水务局",) and notice.tasks[1].content == "加强巡查。"


@pytest.mark.parametrize("end", ["完成时限：\n2023.3.8\n", "完成后报备。\n2023.3.8\n", "青溪市水务局\n2023.3.8\n其余事项另行通知。\n"])
def test_a_date_in_figures_elsewhere_is_not_that_of_issue(end: str) -> None:
    assert extract_text(f"{SIGNED}{end}").metadata.issued is None


def test_attachments_each_with_its_word_and_number() -> None:
    text = f"{SIGNED}\n附件1：任务分工表\n附件2：联系人名单（略）\n\n青溪市水务局\n2023年3月8日\n"
    assert extract_text(text).metadata.attachments == ("任务分工表", "联系人名单")


@pytest.mark.parametrize("behind", ["附件1：任务分工表\n（一）清理河道。\n附件2：名单\n（一）张某。\n", "附件1：任务分工表\n附件3：名单\n"])
def test_the_headings_of_annexes_list_no_attachments(behind: str) -> None:
    assert extract_text(f"{SIGNED}\n{behind}").metadata.attachments == ()


SCHOOL = "一、检查内容\n检查安全。\n二、工作要求\n各组于4月14日前提交总结。\n"


@pytest.mark.parametrize(
    "name",
    [
        "青溪县第一中学",
        "青溪县实验小学",
        "青溪县机关幼儿园",
        "青溪学院土木工程系",
        "青溪县人民医院医务科",
        "青溪县教研室",
        "青溪县国有林场",
        "青石镇河东村",
    ],
)
def test_a_school_or_another_house_signs(name: str) -> None:
    metadata = extract_text(f"关于开展专项检查工作的通知\n各组：\n{SCHOOL}\n{name}\n2025年3月24日\n").metadata
    assert metadata.issuers == (name,)
    assert metadata.issued is not None and str(metadata.issued.date) == "2025-03-24"


@pytest.mark.parametrize("last", ["", "责任单位：教务处\n"])
def test_a_signer_of_an_unknown_kind_leaves_the_date(last: str) -> None:
    notice = extract_text(f"关于开展专项检查工作的通知\n各组：\n{SCHOOL}{last}\n青溪县志愿者之家\n2025年3月24日\n")
    assert notice.metadata.issued is not None and str(notice.metadata.issued.date) == "2025-03-24"
    assert notice.metadata.issuers == ()
    assert [str(deadline.end) for deadline in notice.deadlines] == ["2025-04-14"]


@pytest.mark.parametrize("title", ["青溪县志愿者之家安全工作方案", "青溪县志愿者之家关于开展检查的通知"])
def test_a_signer_of_an_unknown_kind_that_the_title_names(title: str) -> None:
    metadata = extract_text(f"{title}\n{SCHOOL}青溪县志愿者之家\n2025年3月24日\n").metadata
    assert metadata.issued is not None
    assert metadata.issuers == ("青溪县志愿者之家",)


@pytest.mark.parametrize(
    "end",
    [
        "完成时限\n2025年3月24日\n",
        "动员部署：\n2025年3月24日\n",
        "序号\n任务\n动员部署\n2025年3月24日\n",
        "召开启动大会\n2025年3月24日\n会后报送总结。\n",
        "3月底前\n2025年3月24日\n",
    ],
)
def test_a_short_line_above_a_date_that_signs_nothing(end: str) -> None:
    assert extract_text(f"关于开展专项检查工作的通知\n{SCHOOL}{end}").metadata.issued is None


@pytest.mark.parametrize(
    "card",
    [
        "发文字号：青水发〔2023〕12号\t发布日期：2023年03月08日",
        "发文字号：青水发〔2023〕12号        发布日期：2023年03月08日",
        "索引号：0001/2023-01 文号：青水发〔2023〕12号 发文日期：2023年3月5日",
        "文号：青水发〔2023〕12号 | 成文日期：2023年3月5日 | 有效性：有效",
        "发文机关：青溪市水务局\t成文日期：2023年03月05日\n发文字号：青水发〔2023〕12号（A）",
        "青水发〔2023〕12号            （A）",
    ],
)
def test_a_number_that_shares_its_line_with_other_fields(card: str) -> None:
    text = f"{card}\n青溪市水务局关于做好汛期工作的通知\n各镇人民政府：\n一、重点任务\n排查隐患。\n"
    metadata = extract_text(text).metadata
    assert metadata.document_number == "青水发〔2023〕12号"
    assert metadata.title == "青溪市水务局关于做好汛期工作的通知"
    is_dated = "成文日期" in card or "发文日期" in card
    assert (metadata.issued and str(metadata.issued.date)) == ("2023-03-05" if is_dated else None)


def test_a_sentence_about_a_number_is_no_field() -> None:
    text = "青溪市水务局关于做好汛期工作的通知\n发文字号：见青水发〔2023〕12号文件所附目录，请查阅。\n一、重点任务\n排查隐患。\n"
    assert extract_text(text).metadata.document_number is None


@pytest.mark.parametrize(
    "footer",
    [
        "分享到：\n微信\n微博\n",
        "主管：青溪市人民政府 主办：青溪市水务局\n",
        "Copyright © 2023 青溪市水务局\n地址：青溪市解放路1号 邮编：338000\n",
        "地址：青溪市解放路1号\n",
        "赣ICP备12345678号\n",
    ],
)
def test_the_footer_of_a_site_below_the_date_of_issue(footer: str) -> None:
    metadata = extract_text(f"{LETTER}青溪市水务局\n2023年3月8日\n{footer}").metadata
    assert metadata.issued is not None and str(metadata.issued.date) == "2023-03-08"


@pytest.mark.parametrize("below", ["主管部门要加强监督。\n", "微信公众号要及时更新。\n"])
def test_text_below_a_date_is_no_footer(below: str) -> None:
    assert extract_text(f"{LETTER}青溪市水务局\n2023年3月8日\n{below}").metadata.issued is None


def test_attachments_to_download_below_the_date() -> None:
    metadata = extract_text(f"{LETTER}青溪市水务局\n2023年3月8日\n附件下载：\n1.隐患台账.xlsx\n2.联系表.doc\n").metadata
    assert metadata.attachments == ("隐患台账.xlsx", "联系表.doc")
    assert metadata.issued is not None and str(metadata.issued.date) == "2023-03-08"


@pytest.mark.parametrize("indent", ["", "　　　　　　"])
@pytest.mark.parametrize("contact", ["联系人：李明；电话：0123-4567890", "联系人：李明；电话：0123-4567890；邮箱：a@example.cn"])
def test_who_signs_below_a_number_or_an_address(contact: str, indent: str) -> None:
    text = f"关于做好防汛工作的通知\n各镇：\n一、要求\n请各镇于4月底前报送。\n{contact}\n{indent}青溪市水务局\n{indent}2023年3月8日\n"
    metadata = extract_text(text).metadata
    assert metadata.issued is not None and metadata.issuers == ("青溪市水务局",)


@pytest.mark.parametrize("kind", ["任务单", "承诺书", "目标协议书", "倡议书"])
def test_further_kinds_of_documents_end_a_title(kind: str) -> None:
    assert read(f"青溪市河道整治{kind}\n一、清淤\n").title == f"青溪市河道整治{kind}"


def test_the_copyright_line_of_a_site_belongs_to_no_item() -> None:
    notice = extract_text(f"{SIGNED}（二）加强巡查。\nCopyright © 2023 青溪市水务局\n")
    assert notice.tasks[1].content == "加强巡查。"


RUN_ON = "青溪市水务局关于做好汛期工作的通知各镇人民政府：现就有关事项通知如下：\n一、重点任务排查隐患。二、工作要求各单位要高度重视。"


@pytest.mark.parametrize(
    "end",
    [
        "青溪市水务局2023年3月5日",
        " 青溪市水务局 2023年3月5日\n",
        "青溪市水务局2023年3月5日（此件公开发布）",
        "青溪市水务局二〇二三年三月五日",
        "特此通知。青溪市水务局2023年3月5日",
        "（青溪市应急局配合）青溪市水务局2023年3月5日",
    ],
)
def test_a_signature_at_the_end_of_a_text_without_breaks(end: str) -> None:
    text = RUN_ON.removeprefix("青溪市水务局")
    metadata = extract_text(text + end).metadata
    assert metadata.issued is not None and str(metadata.issued.date) == "2023-03-05"
    assert metadata.issuers == ("青溪市水务局",)


@pytest.mark.parametrize(
    "end",
    [
        "青溪市水务局2023年3月5日印发",
        "青溪市水务局2023年3月5日前报送。",
        "青溪市水务局2023年3月5日召开会议。",
        "青溪市水务局2023年3月5日约谈负责人。",
        "会议由市水务局2023年3月5日\n之前召开。",
    ],
)
def test_a_unit_and_a_day_in_the_last_sentence_sign_nothing(end: str) -> None:
    assert extract_text(RUN_ON + end).metadata.issued is None


@pytest.mark.parametrize(
    "head",
    ["青水发〔2023〕12号青溪市水务局关于做好汛期工作的通知", "青溪市水务局关于做好汛期工作的通知（2023年5月10日）青水发〔2023〕12号"],
)
def test_number_title_and_date_that_run_on(head: str) -> None:
    metadata = extract_text(f"{head}各镇人民政府：为做好汛期工作，现就有关事项通知如下：\n一、重点任务\n排查隐患。\n").metadata
    assert (metadata.title, metadata.document_number) == ("青溪市水务局关于做好汛期工作的通知", "青水发〔2023〕12号")
    assert (metadata.issuers, metadata.addressees) == (("青溪市水务局",), ("各镇人民政府",))
    assert (metadata.issued and str(metadata.issued.date)) == ("2023-05-10" if "5月10日" in head else None)


def test_a_reply_with_its_class_behind_its_number_and_people_at_its_end() -> None:
    head = "关于第45号建议的答复\n青住建函〔2023〕18号　　　　A类\n林某某代表：\n建议收悉，现答复如下：\n"
    tail = "感谢您对我们工作的关心和支持！\n专此答复。\n领导署名：廖某某\n承办人：万某某\n青溪县住建局\n2023年6月8日\n"
    notice = extract_text(f"{head}一、工作打算\n（一）推进智慧停车。（县大数据局负责）\n{tail}")
    assert (notice.metadata.document_number, notice.metadata.addressees) == ("青住建函〔2023〕18号", ("林某某代表",))
    assert [section.id for section in notice.outline] == ["1"]
    assert notice.tasks[0].content == "推进智慧停车。"


def test_a_body_of_no_known_kind_above_the_seal_of_another() -> None:
    head = "白石区“双减”协调机制关于印发《甲清单》的通知\n各镇人民政府：\n现印发给你们。\n"
    assert read(f"{head}白石区“双减”协调机制\n（区教育局代章）\n2022年4月28日\n").issuers == ("白石区“双减”协调机制",)


def test_what_a_unit_did_on_a_day_is_no_signature() -> None:
    assert read("青溪市水务局情况说明\n抓好落实。青溪市水务局2023年3月5日召开会议。会议要求抓好落实。\n").issued is None


def test_a_reply_to_a_delegate() -> None:
    head = "青溪市交通局关于对市政协五届三次会议\n第0215号提案的答复\n\n青交提字〔2024〕12号　　（A）\n\n"
    metadata = read(f"{head}尊敬的林某某委员、陈某某代表：\n您的提案收悉，现答复如下：\n一、工作情况\n改建公路。\n")
    assert metadata.title == "青溪市交通局关于对市政协五届三次会议第0215号提案的答复"
    assert (metadata.document_number, metadata.addressees) == ("青交提字〔2024〕12号", ("林某某委员", "陈某某代表"))


def test_issuers_whom_the_title_only_counts() -> None:
    head = "青溪市教育局等五部门关于加强校车管理的通知\n各县（区）人民政府：\n一、加强管控\n落实责任。\n"
    signed = "青溪市教育局 青溪市公安局\n青溪市财政局 青溪市交通局\n青溪市应急局\n2023年3月5日\n"
    names = ("青溪市教育局", "青溪市公安局", "青溪市财政局", "青溪市交通局", "青溪市应急局")
    assert read(head + signed).issuers == names
    assert read(f"{head}青溪市教育局\n2023年3月5日\n").issuers == ("青溪市教育局",)


def test_a_short_preface_behind_a_title_without_a_break() -> None:
    text = f"青溪市扬尘治理实施方案为改善环境，制定本方案。一、工作目标{'加大巡查力度，落实责任。' * 60}二、重点任务（一）加强管控。"
    assert read(text).title == "青溪市扬尘治理实施方案"


@pytest.mark.parametrize("footer", ["主办：青溪市政府办公室 承办：青溪市大数据中心", "Copyright © 青溪市政府\n地址：青溪大道1号"])
def test_the_footer_of_a_site_is_no_item(footer: str) -> None:
    notice = extract_text(f"{SIGNED}\n青溪市水务局\n2023年3月5日\n{footer}\n")
    assert [task.id for task in notice.tasks] == ["1.1"] and [section.id for section in notice.outline] == ["1"]


def test_the_same_words_above_the_signature_are_labels() -> None:
    second = "二、其他\n（一）绿化。\n主办：市林业局\n"
    notice = extract_text(f"青溪市方案\n一、重点任务\n（一）清理河道。\n主办：市水务局\n\n青溪市水务局\n2023年3月5日\n{second}")
    assert [[unit.name for unit in task.lead_units] for task in notice.tasks] == [["市水务局"], ["市林业局"]]


def test_a_signature_without_breaks_ends_a_text_that_is_whole() -> None:
    text = f"青溪市整治方案\n一、工作要求\n{'各单位要高度重视，落实责任。' * 4}青溪市水务局2023年3月5日"
    assert "truncated" not in {told.code for told in extract_text(text).diagnostics}
    cut = text.replace("青溪市水务局2023年3月5日", "各单位要加强领导，落实责任，按照要求做好各项工作，于2023年3月5日")
    assert "truncated" in {told.code for told in extract_text(cut).diagnostics}


@pytest.mark.parametrize("date", ["2023.12.31", "2023年12月31日"])
def test_a_unit_below_its_label_signs_nothing(date: str) -> None:
    metadata = extract_text(f"青溪市整治方案\n一、重点任务\n（一）清理河道。\n责任单位：\n市水务局\n{date}\n").metadata
    assert metadata.issued is None and metadata.issuers == ()


@pytest.mark.parametrize("above", ["计划完成日期", "整改措施"])
def test_a_date_below_the_word_of_a_field_is_not_that_of_issue(above: str) -> None:
    assert extract_text(f"青溪市整治方案\n一、任务\n（一）清理。\n责任单位：市水务局\n{above}\n2023年10月31日\n").metadata.issued is None


def test_the_title_above_its_date_is_no_issuer() -> None:
    assert read("青溪市河道整治方案\n2023年3月8日\n一、任务\n").issuers == ()


def test_a_school_signs_a_letter_without_headings() -> None:
    metadata = read("青溪县红旗联盟关于放假的通知\n各班：\n现将放假安排通知如下。\n青溪县红旗联盟\n2023年4月20日\n")
    assert metadata.issuers == ("青溪县红旗联盟",)


def test_many_fields_of_a_card_on_one_line() -> None:
    card = "索引号：A12 | 发文机关：青溪市政府 | 信息分类：通知 | 发文字号：青政办〔2023〕5号 | 成文日期：2023年1月2日"
    metadata = read(f"{card}\n青溪市政府关于开展整治的通知\n各县区：\n一、任务\n")
    assert metadata.document_number == "青政办〔2023〕5号"
    assert metadata.issued is not None and str(metadata.issued.date) == "2023-01-02"


def test_what_to_do_with_annexes_is_no_list_of_them() -> None:
    text = f"{SIGNED}\n附件1：各单位填写后盖章\n附件2：由各乡镇填写的报送表。请于3月1日前报送要求\n附件：1.任务分工表\n2.联系人名单\n"
    assert extract_text(text).metadata.attachments == ("任务分工表", "联系人名单")


def test_a_title_that_counts_issuers_above_a_text_without_signature() -> None:
    assert read("青溪市教育局等五部门关于加强校车管理的通知\n各县（区）人民政府：\n一、加强管控\n").issuers == ("青溪市教育局",)


def test_who_fills_in_a_form_is_no_addressee() -> None:
    table = (
        "| 序号 | 存在问题 | 整改措施 | 整改时限 | 责任单位 |\n|---|---|---|---|---|\n| 1 | 管网占压 | 拆除 | 2024年9月底 | 区住建局 |\n"
    )
    notice = extract_text(f"青溪区燃气隐患整治问题清单\n\n填报单位：青溪区住建局  填报日期：2024年6月3日\n\n{table}")
    assert notice.metadata.addressees == () and len(notice.tasks) == 1
    assert notice.metadata.issued and notice.metadata.issued.date == dt.date(2024, 6, 3)


def test_names_of_a_title_without_a_sign_between() -> None:
    assert extract_text("中共青溪市委青溪市人民政府关于推进乡村振兴的实施意见\n一、总则\n").metadata.issuers == (
        "中共青溪市委",
        "青溪市人民政府",
    )


def test_a_contact_with_the_number_in_brackets() -> None:
    (contact,) = extract_text("青溪市方案\n一、要求\n每月报送，联系人：刘某（电话：0837-7654321）。\n").metadata.contacts
    assert (contact.name, contact.phone) == ("刘某", "0837-7654321")


def test_a_draft_with_its_date_in_brackets_says_the_year() -> None:
    notice = extract_text(
        "青湖市校园整治方案\n（征求意见稿 2023年5月18日）\n一、任务\n1.排查隐患。（责任单位：市教育局；完成时限：10月底前）\n"
    )
    assert [str(task.deadline and task.deadline.end) for task in notice.tasks] == ["2023-10-31"]


BODY = "各镇人民政府：\n一、重点任务\n排查隐患。\n"


@pytest.mark.parametrize(
    "card",
    [
        "索引号: 0001/2023 组配分类: 规划\n废止时间: 2025-01-23 名称: 甲\n文       号 : 青水发〔2023〕12号 发文日期: 2023-03-05 16:20",
        "[ 索引号 ] 0001/2023 [ 发文字号 ] 青水发〔2023〕12号\n[ 发布机构 ] 青溪市水务局\n[ 成文日期 ] 2023-03-05 [ 发布日期 ] 2023-03-08",
        "【索引号】0001/2023【发文字号】青水发〔2023〕12号\n【发布机构】青溪市水务局【成文日期】2023-03-05\n【有效性】有效",
        "文 号 | 青水发〔2023〕12号 | 发文日期 | 2023年03月05日 16:20 |\n发布机构 | 青溪市水务局 | 有 效 性 | 有效 |",
        "索  引  号 K0001/2023 主题分类 水务\n成文日期 2023-03-05 发布日期 2023-03-08\n文        号 青水发〔2023〕12号 有  效  性 有效",
        "• 文号：青水发〔2023〕12号\n• 发文日期：2023-03-01\n• 成文日期：2023-03-05",
    ],
)
def test_the_table_of_data_that_a_site_prints(card: str) -> None:
    metadata = extract_text(f"{card}\n青溪市水务局关于做好汛期工作的通知\n{BODY}").metadata
    assert (metadata.title, metadata.document_number) == ("青溪市水务局关于做好汛期工作的通知", "青水发〔2023〕12号")
    assert metadata.issued is not None and metadata.issued.date == dt.date(2023, 3, 5)


def test_a_signed_date_wins_over_figures_of_a_card() -> None:
    metadata = extract_text(f"成文日期：2023-03-11\n发布日期：2023-03-12\n{LETTER}青溪市水务局\n2023年3月8日\n").metadata
    assert metadata.issued is not None and metadata.issued.date == dt.date(2023, 3, 8)
    assert extract_text(f"发布日期：2023-03-12\n{LETTER}").metadata.issued is None


def test_who_issued_a_document_that_nobody_signs() -> None:
    text = "发布机构：{}\n关于2022年度预算执行情况的审计报告\n根据有关规定，我局进行了审计。\n一、基本情况\n良好。\n"
    assert extract_text(text.format("青溪市审计局")).metadata.issuers == ("青溪市审计局",)
    assert extract_text(text.format("青溪市政府网站")).metadata.issuers == ()


@pytest.mark.parametrize(
    "above",
    [
        "返回顶部\n",
        "• 微信\n• 微博\n• 繁体字\n",
        "登录 | 注册\n无障碍浏览 长者模式\n",
        "1. 当前位置：\n2. 首页 > 政务公开 > 文件\n3. > 正文\n",
    ],
)
def test_the_buttons_of_a_site_are_no_part_of_a_title(above: str) -> None:
    notice = extract_text(f"{above}青溪市水务工作规则\n\n一、总则\n{BODY}")
    assert notice.metadata.title == "青溪市水务工作规则"
    assert notice.outline[0].marker == "一、"


@pytest.mark.parametrize(
    "printed",
    [
        "《青溪市水务局关于做好汛期工作的通知》",
        "青水发〔2023〕12号《青溪市水务局关于做好汛期工作的通知》",
        "政策解读：青溪市水务局关于做好汛期工作的通知",
        "第一篇：汛期安全工作通知\n青溪市水务局\n关于做好汛期工作的通知",
    ],
)
def test_what_stands_around_a_title(printed: str) -> None:
    metadata = extract_text(f"{printed}\n{BODY}").metadata
    assert metadata.title == "青溪市水务局关于做好汛期工作的通知"
    assert metadata.issuers == ("青溪市水务局",)


@pytest.mark.parametrize("names", [("整改台账", "责任分解表"), ("《青溪市督办制度》", "《青溪市管理办法（试行）》")])
@pytest.mark.parametrize("end", ["\n青溪市水务局\n\n2023年3月8日\n", ""])
def test_attachments_below_their_word(names: tuple[str, str], end: str) -> None:
    notice = extract_text(f"{LETTER}附件：\n\n1.{names[0]}\n\n2.{names[1]}\n{end}")
    assert notice.metadata.attachments == names
    assert [s.marker for s in notice.outline] == ["一、"]


@pytest.mark.parametrize("word", ["附件", "附件："])
@pytest.mark.parametrize("files", ["对比图.docx\n", "对比图.docx\n\n任务表.xlsx\n"])
@pytest.mark.parametrize("end", ["", "\n青溪市水务局\n2023年3月8日\n"])
def test_names_of_files_are_no_annex(word: str, files: str, end: str) -> None:
    notice = extract_text(f"{LETTER}{word}\n\n{files}{end}")
    assert [s.marker for s in notice.outline] == ["一、"]


def test_names_of_files_below_numbered_words() -> None:
    notice = extract_text(f"{LETTER}青溪市水务局\n2023年3月8日\n附件1：\n对比图.docx\n附件2：\n任务表.xlsx\n")
    assert [s.title for s in notice.outline][1:] == ["对比图.docx", "任务表.xlsx"]


def test_the_word_of_an_annex_at_the_very_end() -> None:
    notice = extract_text(f"{LETTER}青溪市水务局\n2023年3月8日\n\n附件：\n")
    assert [s.marker for s in notice.outline] == ["一、"]


def test_items_below_the_word_of_an_annex() -> None:
    notice = extract_text(f"{LETTER}青溪市水务局\n2023年3月8日\n附件：\n1.排查隐患。（市水务局）\n2.修复堤防。（市林业局）\n")
    assert [t.id for t in notice.tasks][-2:] == ["a1:1", "a1:2"]


def test_a_date_behind_the_note_on_its_line() -> None:
    metadata = extract_text(
        "关于做好汛期工作的通知\n各镇人民政府：\n现印发给你们。\n青溪市水务局\n（此件发至乡镇）        2023年3月8日\n"
    ).metadata
    assert metadata.issuers == ("青溪市水务局",)
    assert metadata.issued is not None and metadata.issued.date == dt.date(2023, 3, 8)


def test_buttons_that_a_site_left_out_of_their_bracket() -> None:
    notice = extract_text(f"青溪市水务局关于做好汛期工作的通知\n来源：市水务局 字体：【\n青水发〔2023〕12号\n{BODY}")
    assert notice.metadata.document_number == "青水发〔2023〕12号"
    assert "unclosed-bracket" not in [d.code for d in notice.diagnostics]


def test_an_address_without_a_colon() -> None:
    contacts = extract_text(f"{LETTER}联系电话：87654321，邮箱qxsw@example.cn。\n").metadata.contacts
    assert [(c.phone, c.email) for c in contacts] == [("87654321", "qxsw@example.cn")]


@pytest.mark.parametrize(
    "footer",
    [
        "上一篇：关于甲的通知\n下一篇：没有了\n",
        "相关链接：\n《青溪市重点工作》政策解读\n",
        "信息来源：市府办 编辑：李某 审核：王某\n",
        "视力保护色：\n字号：大 中 小\n",
        "【字体：大 中 小】 打印 关闭\n",
        "政策咨询：市住建局 电话：0790-1234567\n",
        "扫描二维码 关注我们\n",
        "微信扫一扫：分享\n微信里点“发现”，扫一下二维码便可将网页分享至朋友圈。\n",
        "分享到：\n【打印本页】 【关闭窗口】\n主办单位：青溪市人民政府 承办单位：青溪市政务服务局\n",
    ],
)
@pytest.mark.parametrize("signature", ["", "青溪市水务局\n2023年3月8日\n"])
def test_what_a_site_prints_below_the_last_item(footer: str, signature: str) -> None:
    notice = extract_text(f"{LETTER}（二）修复堤防。修复5公里。\n{signature}{footer}")
    assert [(t.id, t.content) for t in notice.tasks][1:] == [("1.2", "修复堤防。修复5公里。")]
    assert notice.metadata.issuers == ("青溪市水务局",)
    assert (notice.metadata.issued is not None) == bool(signature)


def test_where_a_task_comes_from_is_no_line_of_a_site() -> None:
    notice = extract_text(f"{LETTER}（二）修复堤防。\n来源：市长热线\n责任单位：青溪市林业局\n")
    assert [u.name for u in notice.tasks[1].responsible_units] == ["青溪市林业局"]


def test_a_number_beside_the_one_who_signs() -> None:
    text = "青溪市安全生产委员会文件\n青安委〔2023〕4号                              签发人：王某某\n关于印发《工作要点》的通知\n" + BODY
    metadata = extract_text(text).metadata
    assert (metadata.document_number, metadata.issuers) == ("青安委〔2023〕4号", ("青溪市安全生产委员会",))


def test_a_title_that_goes_on_behind_a_quote() -> None:
    text = "关于对《青溪市扬尘治理行动方案》\n公开征求意见的公告\n\n为做好治理，现公开征求意见。\n一、工作目标\n改善空气。\n"
    assert read(text).title == "关于对《青溪市扬尘治理行动方案》公开征求意见的公告"


def test_lines_with_a_bullet_are_no_part_of_a_title() -> None:
    assert read("- 约3千字\n- 举报\n青溪镇环境整治实施方案\n为做好整治，制定本方案。\n一、目标\n").title == "青溪镇环境整治实施方案"


LONG = ("各单位要提高认识，" + "加强领导、明确责任、狠抓落实，" * 8 + "确保完成。\n\n") * 2
CARDS = [
    "",
    "索引号：QX001/2023-001　主题分类：综合政务\n发布机构：青溪市水务局　发文日期：2023年3月8日\n名称：{}\n文号：青水发〔2023〕12号\n",
    "索 引 号\n000/2023\n主题分类\n综合政务\n发文机关\n青溪市水务局\n标　　题\n{}\n发文字号\n青水发〔2023〕12号\n发布日期\n2023年3月12日\n",
    "信息分类：文件\n文件编号：青水发〔2023〕12号\n公开时限：长期公开\n责任部门：青溪市水务局\n",
    "索引号\tQX001\t分类\t综合政务、通知\n发布机构\t青溪市水务局\t发文日期\t2023-03-08\n文号\t青水发〔2023〕12号\t有效性\t有效\n",
]


@pytest.mark.parametrize("card", CARDS)
@pytest.mark.parametrize("print_title", ["{}", "青溪市水务局\n{}", "青溪市水务局关于{1}\n\n青溪市水务局\n关于{1}"])
@pytest.mark.parametrize("below", ["", "2023-03-12 10:20 来源：市府办\n点击：20\n", "发布日期：2023-03-12 字体：[大 中 小]\n"])
def test_titles_among_what_a_site_prints(card: str, print_title: str, below: str) -> None:
    what = "印发2023年水务重点工作责任分解的通知"
    title = f"青溪市水务局关于{what}"
    printed = print_title.format(title.removeprefix("青溪市水务局") if "\n" in print_title else title, what)
    text = (
        f"{card.format(title)}{printed}\n{below}各县区水务局，局属各单位：\n《2023年水务重点工作责任分解》已经局务会同意，现印发给你们。\n\n"
        f"{LONG}{LONG}"
        "青溪市水务局\n2023年3月8日\n\n2023年水务重点工作责任分解\n\n一、重点任务\n1.修复堤防，9月底前完成。（责任单位：县水务局）\n"
    )
    metadata = extract_text(text).metadata
    assert (metadata.title, metadata.issuers) == (title, ("青溪市水务局",))
    assert metadata.addressees == ("各县区水务局", "局属各单位")
    assert metadata.document_number == ("青水发〔2023〕12号" if card else None)
    assert metadata.issued is not None and metadata.issued.date == dt.date(2023, 3, 8)


@pytest.mark.parametrize(
    "end",
    [
        "青溪市水务局（盖章）\n二〇二三年三月八日\n",
        "青溪市水务局\n2023年3月8日印发\n",
        "青溪市水务局2023年3月8日\n",
        "（联系人：王某某；电话：0790-1234567）\n青溪市水务局\n2023年3月8日\n",
        "（此页无正文）\n\n青溪市水务局\n2023年3月8日\n",
        "（本文有删减）\n青溪市水务局\n2023年3月8日\n",
    ],
)
def test_signatures_belong_to_no_item(end: str) -> None:
    notice = extract_text(f"{LETTER}（二）修复堤防。修复5公里。\n\n{end}")
    assert [t.content for t in notice.tasks][1:] == ["修复堤防。修复5公里。"]
    assert notice.metadata.issued is not None and notice.metadata.issued.date == dt.date(2023, 3, 8)


@pytest.mark.parametrize(
    ("end", "names"),
    [
        ("相关附件：\n1.任务表.xlsx\n2.联系表.docx\n", ("任务表.xlsx", "联系表.docx")),
        ("附件下载\n任务表.xlsx\n", ("任务表.xlsx",)),
        (
            "附件下载：\n河道整治工作任务分工表.xlsx\n河道整治工作联系人登记表.docx\n",
            ("河道整治工作任务分工表.xlsx", "河道整治工作联系人登记表.docx"),
        ),
        ("附件：任务表.xlsx  河道整治工作联系人登记表.docx\n", ("任务表.xlsx", "河道整治工作联系人登记表.docx")),
        ("附件：略\n", ()),
        ("附：联系人：李明，电话：0123-4567890\n", ()),
        ("附：任务表\n", ("任务表",)),
        ("附件一：任务表\n附件二：名单\n", ("任务表", "名单")),
        ("附件1.任务表\n附件2.名单\n", ("任务表", "名单")),
        ("附件：任务表（点击下载）\n", ("任务表",)),
    ],
)
def test_files_to_fetch_are_attachments(end: str, names: tuple[str, ...]) -> None:
    notice = extract_text(f"{LETTER}（二）修复堤防。\n{end}")
    assert notice.metadata.attachments == names
    assert [t.id for t in notice.tasks] == ["1.1", "1.2"] and notice.tasks[1].content == "修复堤防。"


@pytest.mark.parametrize("second", ["自查报告格式", "联系人情况", "县级专家库人选"])
def test_attachments_that_count_on_whatever_they_are(second: str) -> None:
    text = f"关于做好自查的通知\n各单位：\n请落实。\n附件：1.云泽县任务分解表\n　　　2.{second}\n云泽县卫生健康局\n2024年4月18日\n"
    assert extract_text(text).metadata.attachments == ("云泽县任务分解表", second)


@pytest.mark.parametrize("word", ["附件：", "附件"])
@pytest.mark.parametrize("names", ["青溪市水务局\n", "青溪市水务局\n青溪市河长制办公室\n"])
def test_who_signs_below_an_empty_list_of_attachments_is_no_annex(word: str, names: str) -> None:
    notice = extract_text(f"{LETTER}（二）修复堤防。\n{word}\n{names}2023年3月8日\n")
    assert [section.role for section in notice.outline] == ["tasks"] and notice.tasks[1].content == "修复堤防。"
    assert notice.metadata.issued is not None and notice.metadata.issued.date == dt.date(2023, 3, 8)


def test_an_annex_may_be_called_as_a_unit_is() -> None:
    notice = extract_text(f"{LETTER}（二）修复堤防。\n附件\n青溪市水务局\n2023年3月8日\n1.清淤。（市水务局牵头）\n")
    assert [section.role for section in notice.outline] == ["tasks", "annex"]


@pytest.mark.parametrize(
    ("lines", "issuers"),
    [
        ("青溪市水务局2023年工作要点\n2023.5.6\n", ("青溪市水务局",)),
        ("青溪市水务局2023年工作要点\n（2023.5.6）\n", ("青溪市水务局",)),
        ("关于做好防汛工作的通知\n（2023-5-6）\n各镇人民政府：\n", ()),
        ("关于做好防汛工作的通知\n青溪市水务局　2023/05/06\n各镇人民政府：\n", ("青溪市水务局",)),
    ],
)
def test_a_date_in_figures_below_the_title(lines: str, issuers: tuple[str, ...]) -> None:
    metadata = extract_text(f"{lines}一、重点任务\n1.清淤。（6月底前完成）\n").metadata
    assert metadata.issued is not None and metadata.issued.date == dt.date(2023, 5, 6)
    assert metadata.issuers == issuers and metadata.title == lines.split("\n")[0]


def test_the_day_on_which_a_site_put_a_page_up_is_no_date_of_issue() -> None:
    metadata = extract_text("关于做好防汛工作的通知\n2023-05-06\n各镇人民政府：\n一、重点任务\n1.清淤。\n").metadata
    assert metadata.issued is None and metadata.addressees == ("各镇人民政府",)


@pytest.mark.parametrize(
    "parties",
    [
        "甲方（交办单位）：青溪市人民政府督查室\n乙方（承办单位）：青溪市水务局\n",
        "甲方（交办单位）：\n青溪市人民政府督查室\n乙方（承办单位）：\n青溪市水务局\n",
        "发包单位（盖章）：\n青溪市水务局\n",
    ],
)
def test_parties_of_an_agreement_are_no_addressees(parties: str) -> None:
    metadata = extract_text(f"河道整治目标协议书\n{parties}一、重点任务\n1.清淤。\n").metadata
    assert metadata.title == "河道整治目标协议书" and metadata.addressees == ()


def test_numbered_items_right_below_an_attachment_are_none() -> None:
    items = "1.加强领导，压实责任。\n2.开展自查\n"
    text = f"关于做好自查的通知\n各单位：\n请落实。\n附件：云泽县任务分解表\n{items}云泽县卫生健康局\n2024年4月18日\n"
    assert extract_text(text).metadata.attachments == ("云泽县任务分解表",)


def test_a_plan_below_its_letter_whose_title_is_that_of_the_letter() -> None:
    title = "青溪县2023年河道整治工作方案\n"
    letter = "各乡镇人民政府：\n现将方案印发给你们，请于4月15日前报送名单。\n青溪县水务局\n2023年3月7日\n"
    notice = extract_text(f"{title}{letter}{title}一、重点任务\n1.清理河道。\n2.修复驳岸。\n")
    assert notice.metadata.addressees == ("各乡镇人民政府",)
    assert [deadline.text for deadline in notice.deadlines] == ["4月15日前"]


@pytest.mark.parametrize("kind", ["专题会议纪要", "整治工作议案"])
def test_kinds_of_documents_that_are_no_notices(kind: str) -> None:
    metadata = extract_text(
        f"云泽能源集团有限公司\n{kind}\n\n集团办公室      2024年9月6日\n\n一、议定事项\n1.清理煤场。（燃料部负责）\n"
    ).metadata
    assert metadata.title is not None and metadata.title.endswith(kind)


@pytest.mark.parametrize(
    ("line", "names"),
    [
        ("各县区、开发区、高新区、市直部门", "各县区 开发区 高新区 市直部门"),
        ("各镇（街道）、开发区、县直各部门", "各镇（街道） 开发区 县直各部门"),
        ("各县、区、市直各部门", "各县、区 市直各部门"),
        ("各县（市、区）、开发区管委会、市直有关部门", "各县（市、区） 开发区管委会 市直有关部门"),
        ("各县区、经开区、南湖新区管委会", "各县区 经开区管委会 南湖新区管委会"),
        ("各市、自治州人民政府", "各市、自治州人民政府"),
        ("各县、市、区人民政府，市直各部门", "各县、市、区人民政府 市直各部门"),
        ("各开发（度假）区、合作区管委会", "各开发（度假）区、合作区管委会"),
    ],
)
def test_zones_beside_places_are_addressees_of_their_own(line: str, names: str) -> None:
    text = f"关于做好工作的通知\n\n{line}：\n为做好2023年工作，现将有关事项通知如下。\n一、加强领导\n各单位要加强领导。\n"
    assert extract_text(text).metadata.addressees == tuple(names.split())


def test_a_date_alone_below_the_last_field() -> None:
    text = "某县整改方案\n（一）违建未拆除。\n整改措施：拆除违建。\n责任单位：某县城管局\n完成时限：6月底前\n\n2024年3月5日\n"
    metadata = read(text)
    assert metadata.issued and metadata.issued.text == "2024年3月5日"


def test_text_without_a_stop_above_the_signature_signs_nothing() -> None:
    for line in ("提升养老服务水平", "提升养老服务水平（民政局）"):
        text = f"某某县2024年民生实事项目\n一、建设养老服务中心\n{line}\n\n某某县人民政府办公室\n2024年3月5日\n"
        metadata = read(text)
        assert (metadata.title, metadata.issuers) == ("某某县2024年民生实事项目", ("某某县人民政府办公室",))
    assert read("某县方案\n一、任务\n落实。\n共青团\n某某县委\n2024年3月5日\n").issuers == ("共青团某某县委",)


@pytest.mark.parametrize("crumb", ["所在位置： 青溪网 > 热点专题", "当前位置：首页 > 公开"])
def test_where_a_page_stands_on_a_site_begins_no_item(crumb: str) -> None:
    title = "青溪市人民政府办公室关于印发重点工作责任分解的通知"
    text = (
        f"返 回\n{crumb}\n{title}\n发布时间:2020-05-29 14:36:23\n\n各区人民政府：\n\n现印发给你们。\n\n一、提高站位。\n\n二、强化责任。\n"
    )
    notice = extract_text(text)
    assert [section.marker for section in notice.outline] == ["一、", "二、"]
    assert notice.metadata.title == title


@pytest.mark.parametrize(
    "name", ["中国共产主义青年团\n青溪县委员会", "中国人民解放军\n青溪县人民武装部", "中国人民政治协商会议\n青溪县委员会"]
)
def test_a_name_on_two_lines_that_begins_with_the_country(name: str) -> None:
    text = f"关于做好有关工作的通知\n各乡镇：\n请抓好落实。\n{name}\n2024年3月5日\n"
    assert extract_text(text).metadata.issuers == (name.replace("\n", ""),)


# ---- what sites print, further kinds ----


def test_a_field_of_a_card_whose_value_stands_on_the_next_line() -> None:
    card = (
        "返回顶部\n\n青溪县安全生产工作要点\n\n• 索引号:\n\n    6107/2024-1005\n• 发文机构:\n\n"
        "    县应急管理局\n• 发文日期:\n\n    2024年04月06日 16:40\n"
    )
    got = extract_text(f"{card}• 发布日期:\n\n    2024年04月08日 16:34\n• 内容概述:\n\n青溪县安全生产工作要点\n\n一、排查隐患\n").metadata
    assert got.issued is not None
    assert (got.issued.text, str(got.issued.date)) == ("2024年04月06日", "2024-04-06")
    assert (got.title, got.issuers) == ("青溪县安全生产工作要点", ("县应急管理局",))


def test_a_bullet_before_a_field_of_a_card_that_a_blank_parts() -> None:
    card = "  • 索引号 qxzfb/2023-0178\n  • 发布机构 青溪县政府办公室\n  • 发布日期 2023-03-03\n  • 文号\n  • 公开方式 主动公开\n"
    assert extract_text(f"{card}青溪县营商环境攻坚行动方案\n\n一、总体要求\n").metadata.issuers == ("青溪县政府办公室",)


@pytest.mark.parametrize(
    "above",
    ["无障碍阅读 关怀版 返回首页\n政府信息公开\n", "第C02版:要闻\n\n", "青溪县整改方案.docx\n", "第PAGE1页共NUMPAGES3页\n", "文章播报\n"],
)
def test_words_of_a_site_above_a_title(above: str) -> None:
    title = "青溪县河道整治实施方案"
    assert extract_text(f"{above}{title}\n为加强河道管理，制定本方案。\n一、重点任务\n").metadata.title == title


def test_a_button_without_its_end_is_not_joined_to_the_addressees() -> None:
    text = (
        "发布时间:2022-11-04 10:57 来源:青溪县人民政府 【字体: 打印\n"
        "各乡(镇)政府,县直各单位:\n为做好工作，现将有关事项通知如下：\n一、重点任务\n"
    )
    assert extract_text(text).metadata.addressees == ("各乡(镇)政府", "县直各单位")


def test_a_number_whose_font_a_site_lost() -> None:
    text = (
        "青溪县人民政府办公室关于印发青溪县应急预案的通知\n\n青政办发〔201746\n\n"
        "各乡镇人民政府，县级有关部门：\n\n现印发给你们。\n\n一、总则\n"
    )
    notice = extract_text(text)
    assert notice.metadata.title == "青溪县人民政府办公室关于印发青溪县应急预案的通知"
    assert notice.metadata.addressees == ("各乡镇人民政府", "县级有关部门")
    assert "unclosed-bracket" in [d.code for d in notice.diagnostics]


def test_who_gives_a_report_is_no_addressee() -> None:
    text = (
        "关于2022年度审计查出问题整改情况的报告\n\n市审计局局长   李某某\n\n"
        "主任、各位副主任、各位委员：\n\n受市政府委托，报告整改情况。\n\n一、总体情况\n"
    )
    assert extract_text(text).metadata.addressees == ("主任", "各位副主任", "各位委员")


@pytest.mark.parametrize(("word", "names"), [("附件", ("整改对比图.docx",)), ("附件：", ("整改对比图.docx",))])
def test_the_name_of_a_file_below_the_bare_word(word: str, names: tuple[str, ...]) -> None:
    text = (
        f"青溪县水务局关于河道整治的通报\n\n各镇人民政府：\n\n现将情况通报如下。\n\n2023年3月9日\n\n{word}\n\n整改对比图.docx\n\n同类政策\n"
    )
    assert extract_text(text).metadata.attachments == names


def test_an_address_behind_a_verb_without_a_colon() -> None:
    text = f"{LETTER}（二）报送信息。每月5日前发送至邮箱qxswj@example.cn。\n"
    assert [one.email for one in extract_text(text).metadata.contacts] == ["qxswj@example.cn"]


def test_the_document_that_a_notice_carries_out_is_cited() -> None:
    text = (
        "青溪省人民政府办公厅关于印发贯彻落实《中部地区崛起规划》工作方案的通知\n\n各市人民政府：\n\n现将《贯彻落实〈中部地区崛起规划〉工作方案》印发给你们。\n\n"
        "为落实《中部地区崛起规划》（国函〔2016〕204号），制定本方案。\n\n一、总体要求\n"
    )
    assert [(c.title, c.document_number) for c in extract_text(text).metadata.citations] == [("中部地区崛起规划", "国函〔2016〕204号")]


@pytest.mark.parametrize(("title", "names"), [("青溪县教育局2023年工作要点", ("青溪县教育局",)), ("青溪县2023年工作要点", ())])
def test_whose_plan_it_is_where_nobody_signs(title: str, names: tuple[str, ...]) -> None:
    assert extract_text(f"{title}\n\n一、加强管理\n（一）排查隐患。\n").metadata.issuers == names


def test_an_explanation_has_a_title() -> None:
    text = "《〈政府工作报告〉重点任务分工方案》政策解读\n\n发布日期：2024-04-02 15:35\n\n一、起草背景\n"
    assert extract_text(text).metadata.title == "《〈政府工作报告〉重点任务分工方案》政策解读"


def test_the_table_of_contents_heads_nothing() -> None:
    contents = "一、总体要求……………………………………3\n二、重点任务........................5\n"
    notice = extract_text(
        f"青溪县河道整治实施方案\n\n目录\n{contents}\n一、总体要求\n为加强管理，制定本方案。\n二、重点任务\n（一）清理河道。（责任单位：县水务局）\n"
    )
    assert [section.title for section in notice.outline] == ["总体要求", "重点任务"]
    assert [d.message for d in notice.diagnostics if d.code == "page-furniture"] == [
        "2 lines of a table of contents left out, the first one here"
    ]


@pytest.mark.parametrize("short", ["市政府", "市政府办公室"])
def test_an_issuer_without_its_place_is_named_by_the_signature(short: str) -> None:
    text = f"{short}关于印发河湖实施方案的通知\n\n各镇人民政府：\n\n现印发给你们。\n\n青溪市人民政府\n\n2018年5月14日\n\n一、总体要求\n"
    assert extract_text(text).metadata.issuers == ("青溪市人民政府",)


def test_the_word_over_a_list_of_a_site_issues_nothing() -> None:
    text = "政府文件\n\n关于印发工作规则的通知\n\n各镇人民政府：\n\n现印发给你们。\n\n青溪市人民政府\n\n2016年10月14日\n\n一、总则\n"
    assert extract_text(text).metadata.issuers == ("青溪市人民政府",)


def test_a_number_before_a_field_that_says_if_it_holds() -> None:
    card = "索引号 0144/2018-693 主题分类 城乡建设\n发布单位 青溪市政府办 发文日期 2018-09-25\n文号 青政发〔2018〕53号 时效 有效\n"
    assert extract_text(f"{card}\n关于印发方案的通知\n\n各镇人民政府：\n").metadata.document_number == "青政发〔2018〕53号"


def test_a_name_with_a_quotation_is_one() -> None:
    text = "各有关部门：\n现予以印发。\n青溪市“双随机、一公开”监管联席会议办公室\n青溪市市场监督管理局\n2023年3月28日\n"
    assert extract_text(text).metadata.issuers == ("青溪市“双随机、一公开”监管联席会议办公室", "青溪市市场监督管理局")


@pytest.mark.parametrize(
    "where", ["您现在的位置：首页 / 政策文件 / 正文", "你当前的位置：首页 > 通知", "当前位置：首页>>信息公开", "位置：首页 | 文件"]
)
def test_where_a_page_stands_on_its_site_is_no_title(where: str) -> None:
    text = f"{where}\n青溪市数字乡村重点任务分工方案\n\n一、加快建设\n（责任单位：市农业农村局）\n"
    assert extract_text(text).metadata.title == "青溪市数字乡村重点任务分工方案"


FOOTS = (
    "主办单位：青溪市人民政府办公室　承办单位：青溪市大数据中心\n"
    "备案号：某ICP备05012345号　网站标识码：3700000012\n某公网安备 37000002000123号\n",
    "主办：青溪市人民政府\n承办：青溪市政务服务局\n网站标识码：3700000012\n",
    "扫一扫在手机打开当前页\n相关链接：省政府网站\n版权所有：青溪市人民政府　联系电话：0531-12345678\n",
)


@pytest.mark.parametrize("foot", FOOTS)
@pytest.mark.parametrize("last", ["责任单位：市水务局", "（市水务局负责）", "主办：市水务局\n协办：市财政局"])
def test_the_foot_of_a_site_is_nobody_s_task(foot: str, last: str) -> None:
    items = "".join(f"{number}、清理河道{number}。\n{last}\n" for number in "一二三")
    notice = extract_text(f"青溪市工作方案\n\n{items}{foot}")
    alone = extract_text(f"青溪市工作方案\n\n{items}")
    shown = [[(t.id, t.content, t.lead_units, t.responsible_units, t.cooperating_units) for t in n.tasks] for n in (notice, alone)]
    assert shown[0] == shown[1] and len(notice.tasks) == 3
