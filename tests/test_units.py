"""Who must do something: levels that go on from list to list, notes and people that are no units, several brackets in a sentence."""

from __future__ import annotations

import pytest

from rectiparse import Task, extract_text

HEAD = "青溪市整改方案\n一、重点任务\n"


def names(task: Task) -> list[str]:
    """The units by role, each list in one string."""
    return [
        " ".join(unit.name for unit in units)
        for units in (task.lead_units, task.responsible_units, task.cooperating_units, task.supervising_units)
    ]


def read_bracket(bracket: str) -> list[str]:
    (task,) = extract_text(f"{HEAD}（一）推进公开。加强管理，落实责任。{bracket}\n").tasks
    return names(task)


def read_labels(*lines: str) -> list[str]:
    (task,) = extract_text(f"{HEAD}（一）推进公开。\n" + "\n".join(lines) + "\n").tasks
    return names(task)


def read_list(printed: str) -> str:
    return read_labels(f"责任单位：{printed}")[1]


@pytest.mark.parametrize(
    ("bracket", "expected"),
    [
        ("（省教育厅牵头，公安厅、财政厅配合）", ["省教育厅", "", "省公安厅 省财政厅", ""]),
        ("（牵头单位：市教育局；配合单位：公安局，各区人民政府）", ["市教育局", "", "市公安局 各区人民政府", ""]),
        ("（县委宣传部牵头，组织部、教育局配合）", ["县委宣传部", "", "县委组织部 县教育局", ""]),
        ("（省级责任单位：省水利厅；县级责任单位：水利局）", ["", "省水利厅 水利局", "", ""]),
        ("（责任单位：县水利局；验收单位：生态环境局）", ["", "县水利局", "", "生态环境局"]),
        ("（市生态环境局白石分局牵头，财政局配合）", ["市生态环境局白石分局", "", "财政局", ""]),
        ("（市教育局牵头，派出所、风貌办配合）", ["市教育局", "", "派出所 风貌办", ""]),
        ("（市教育局牵头，公安、民政等部门配合）", ["市教育局", "", "公安部门 民政部门", ""]),
    ],
)
def test_a_level_goes_on_from_list_to_list(bracket: str, expected: list[str]) -> None:
    assert read_bracket(bracket) == expected


@pytest.mark.parametrize(
    ("paragraph", "expected"),
    [
        ("（1）新增岗位（市人社局）；（2）改造小区（市住建局）。", ["1 新增岗位； 市人社局", "2 改造小区。 市住建局"]),
        ("开展培训（市人社局），发放补贴（市财政局、各区政府）。", ["~1 开展培训 市人社局", "~2 发放补贴。 市财政局 各区政府"]),
        ("开展培训。（市人社局）发放补贴。（市财政局）", ["~1 开展培训。 市人社局", "~2 发放补贴。 市财政局"]),
        ("开展培训（市人社局），改造小区（市住建局，各区）。", ["~1 开展培训 市人社局", "~2 改造小区。 市住建局 各区"]),
        ("改造小区60个（市住建局）。", []),
        ("新增厂房（高新区），新增仓库（各产业园区）。", []),
        ("走访企业（市工信局）和学校（市教育局）。", []),
        ("走访企业（市工信局），走访学校（市教育局），共20家。", []),
        ("一等奖（市教育局）；二等奖（市民政局）。", []),
        ("会同有关部门（市水务局、市财政局），开展调研（市政府办）。", []),
    ],
)
def test_brackets_that_all_name_departments(paragraph: str, expected: list[str]) -> None:
    (task,) = extract_text(f"{HEAD}（一）办好实事：{paragraph}\n").tasks
    shown = [f"{m.id.partition('-')[2]} {m.text} {' '.join(unit.name for unit in m.responsible_units)}" for m in task.measures]
    assert [line.replace("办好实事：", "") for line in shown] == expected
    assert not task.responsible_units


def test_brackets_of_a_paragraph_with_a_time_beside_the_name() -> None:
    (task,) = extract_text(f"{HEAD}（一）开展培训（财务科，2024年5月底前）；改造小区（市住建局，2024年6月底前）。\n").tasks
    shown = [([unit.name for unit in part.responsible_units], part.deadline and part.deadline.text) for part in task.measures]
    assert shown == [(["财务科"], "2024年5月底前"), (["市住建局"], "2024年6月底前")]


@pytest.mark.parametrize(("one", "two"), [("（1）", "（2）"), ("①", "②")])
def test_names_and_a_time_behind_each_counted_measure(one: str, two: str) -> None:
    text = f"{one}关停养殖户（各乡镇，2020年9月底前）；{two}完善设施（县农业农村局，长期坚持）。"
    (task,) = extract_text(f"一、养殖污染\n责任单位：县农业农村局\n整改措施：{text}\n").tasks
    assert [[unit.name for unit in measure.responsible_units] for measure in task.measures] == [["各乡镇"], ["县农业农村局"]]
    assert [measure.deadline and measure.deadline.text for measure in task.measures] == ["2020年9月底前", "长期坚持"]


def test_names_and_a_time_before_a_label_on_the_same_line() -> None:
    text = "整改措施：（1）完善设施（县农业农村局、县水务局，长期坚持）。验收标准：达标排放。"
    (task,) = extract_text(f"一、养殖污染\n{text}\n责任单位：县农业农村局\n").tasks
    (measure,) = task.measures
    assert (measure.text, [unit.name for unit in measure.responsible_units]) == ("完善设施。", ["县农业农村局", "县水务局"])


def test_a_comma_behind_a_blank_behind_a_bracket() -> None:
    (task,) = extract_text(f"{HEAD}（一）清理（市水务局牵头） ，（市住建局负责）。\n").tasks
    assert [unit.name for unit in (*task.lead_units, *task.responsible_units)] == ["市水务局", "市住建局"]


@pytest.mark.parametrize("printed", ["省水利厅牵头，省公安厅配合", "省水利厅（牵头）、省公安厅", "省水利厅、省公安厅按职责分工负责"])
def test_whoever_leads_those_that_supervise_leads_no_task(printed: str) -> None:
    assert read_labels("责任单位：阳湖市政府", f"督导单位：{printed}") == ["", "阳湖市政府", "", "省水利厅 省公安厅"]


def test_a_blank_before_the_note_of_a_name() -> None:
    assert read_labels("责任单位：市水务局 （牵头）、市林业局 （配合）") == ["市水务局", "", "市林业局", ""]


def test_a_level_goes_on_from_label_to_label() -> None:
    assert read_labels("牵头单位：省教育厅", "配合单位：财政厅", "验收单位：审计厅") == ["省教育厅", "", "省财政厅", "审计厅"]
    assert read_labels("牵头单位：县教育局", "督导单位：市教育局", "责任单位：财政局") == ["县教育局", "财政局", "", "市教育局"]


@pytest.mark.parametrize(
    ("printed", "expected"),
    [
        ("县发改局、市生态环境局白石分局、财政局", "县发改局 市生态环境局白石分局 县财政局"),
        ("各市、市财政局", "各市 市财政局"),
        ("市委市政府", "市委 市政府"),
        ("白石区、青石区政府（管委）", "白石区政府（管委） 青石区政府（管委）"),
        ("县委办公室、人大常委会办公室、政协办公室", "县委办公室 县人大常委会办公室 县政协办公室"),
        ("县委办（林某某）", "县委办"),
        ("县水务局（林某某、陈某），各镇", "县水务局 各镇"),
        ("市教育局（职教科）", "市教育局（职教科）"),
        ("市应急局（安监局）", "市应急局（安监局）"),
        ("县委常委、副县长林某某，县水务局", "县水务局"),
        ("各所属企业（落实）", "各所属企业"),
        ("各有关单位和专人", "各有关单位"),
        ("村党支部、村“两委”", "村党支部 村“两委”"),
        ("县水务局（联系人：林某 0571-1234567）", "县水务局"),
        ("县水务局、县农业农村局（林某某、陈某某负责）", "县水务局 县农业农村局"),
        ("县水务局负责河道清理，县住建局负责管网建设", "县水务局 县住建局"),
        ("城关、东门、南门街道", "城关街道 东门街道 南门街道"),
        ("江东、江北区，市水务局", "江东区 江北区 市水务局"),
        ("江东、高新区", "江东 高新区"),
        ("青溪军分区、市退役军人事务局", "青溪军分区 市退役军人事务局"),
        ("江东区、市财政局", "江东区 市财政局"),
        ("市、县财政局", "市财政局 县财政局"),
        ("江东区、江北区财政局", "江东区财政局 江北区财政局"),
        ("各市、县委和人民政府", "各市、县委 各市、县人民政府"),
        ("各市、县委宣传部", "各市 县委宣传部"),
        ("市公安局、白石分局", "市公安局 白石分局"),
        ("河东村、石门镇", "河东村 石门镇"),
        ("河西、南坪社区", "河西 南坪社区"),
        ("电信、移动、联通、青石区", "电信 移动 联通 青石区"),
        ("化工学院、理学院等有实验室的学院", "化工学院 理学院 有实验室的学院"),
        ("教育部、各省、自治区、直辖市人民政府", "教育部 各省、自治区、直辖市人民政府"),
        ("市教育局，各盟市、旗县（市、区）", "市教育局 各盟市、旗县（市、区）"),
        ("各处、室、中心", "各处 各室 各中心"),
        ("各临床、医技科室，院感办", "各临床科室 各医技科室 院感办"),
        ("各党群、业务部门", "各党群部门 各业务部门"),
        ("各县区、部门", "各县区 各部门"),
        ("各板块、市各有关部门", "各板块 市各有关部门"),
        ("镇党政办公室、社会事务办公室、创建领导小组办公室", "镇党政办公室 镇社会事务办公室 创建领导小组办公室"),
        ("各乡镇（街道）党（工）委、政府（办事处）", "各乡镇（街道）党（工）委 各乡镇（街道）政府（办事处）"),
        ("市教育局，以及其他有关部门", "市教育局 其他有关部门"),
        ("市教育局林某某、市财政局王建国、李某", "市教育局 市财政局"),
        ("县公安局石桥、金竹派出所", "县公安局石桥 金竹派出所"),
        ("市生态环境局高新、经开、云溪分局", "市生态环境局高新 经开 云溪分局"),
        ("及时雨公司、市水务局、与会单位", "及时雨公司 市水务局 与会单位"),
        ("县医院党委办公室、院长办公室", "县医院党委办公室 院长办公室"),
        ("市教育局党组书记、局长林某某，石门镇马某某", "市教育局 石门镇"),
        ("市生态环境局高新区、市委高校工委、市史志办", "市生态环境局高新区 市委高校工委 市史志办"),
        ("省外办、省数据局", "省外办 省数据局"),
        ("县委办、县政府办、组织部、政法委", "县委办 县政府办 县委组织部 县委政法委"),
        ("市直各部门、各高等院校、各中等职业学校", "市直各部门 各高等院校 各中等职业学校"),
        ("德育处、各年级组、各班主任", "德育处 各年级组"),
        ("县教育局、供销合作社联合社、市场监管综合执法大队", "县教育局 县供销合作社联合社 县市场监管综合执法大队"),
        ("各中小学校、幼儿园", "各中小学校 各幼儿园"),
        ("各镇、街道、园区", "各镇 各街道 各园区"),
        ("县住建局，供水、供电、通信等单位", "县住建局 供水单位 供电单位 通信单位"),
        ("公安、民航、铁路等单位", "公安 民航 铁路"),
        ("南山水泥、县住建局等单位", "南山水泥 县住建局"),
        ("各盟行政公署、市人民政府", "各盟行政公署、市人民政府"),
        ("石桥镇（涉及3个村）、河口镇（2处）", "石桥镇 河口镇"),
        ("县水务局（具体由水政大队负责）、各乡镇", "县水务局 各乡镇"),
        ("石桥镇、河口镇等6个乡镇", "石桥镇 河口镇"),
        ("各包村领导、全体班子成员、各股室", "各股室"),
        ("（县水务局、县财政局）", "县水务局 县财政局"),
        ("1. 县住建局 2. 县水利局 3. 各乡镇", "县住建局 县水利局 各乡镇"),
        ("县住建局（2023年6月底前）、县水利局（2023年12月底前）", "县住建局 县水利局"),
        ("县住建局（主体责任）、县水利局（监管责任）、石桥镇（属地责任）", "县住建局 县水利局 石桥镇"),
        ("县住建局(局长王某某)、县水利局(局长李某)", "县住建局 县水利局"),
        ("县住建局—王某某；县水利局—李某某", "县住建局 县水利局"),
        ("同上", ""),
    ],
)
def test_names_of_a_list(printed: str, expected: str) -> None:
    assert read_list(printed) == expected


@pytest.mark.parametrize(
    ("bracket", "expected"),
    [
        ("（市水务局统筹推进）", ["市水务局", "", "", ""]),
        ("（市发改委统筹，各县区落实）", ["市发改委", "各县区", "", ""]),
        ("（市发改委、市财政局双牵头，各县区配合）", ["市发改委 市财政局", "", "各县区", ""]),
        ("（县水务局负责技术指导、各乡镇负责组织实施）", ["", "县水务局 各乡镇", "", ""]),
        ("（由县水务局负责技术指导，各单位主要负责人负责落实）", ["", "县水务局 各单位", "", ""]),
        ("（县水务局负责技术指导，各乡镇负责组织实施）", ["", "县水务局 各乡镇", "", ""]),
        ("（党委办公室、各党总支）", ["", "党委办公室 各党总支", "", ""]),
        ("（审管办、各审判业务庭、执行局）", ["", "审管办 各审判业务庭 执行局", "", ""]),
        ("（县委常委、副县长林某某牵头，县水务局负责）", ["", "县水务局", "", ""]),
        ("（省公安厅、省人社厅、省医保局等，持续推进）", ["", "省公安厅 省人社厅 省医保局", "", ""]),
        ("（县委办公室、县政府办公室）", ["", "县委办公室 县政府办公室", "", ""]),
        ("（统筹城乡发展）", ["", "", "", ""]),
        ("（镇村建办，各村；6月底前完成鉴定，9月底前完成改造）", ["", "镇村建办 各村", "", ""]),
        ("（牵头单位和责任单位：市水务局）", ["", "市水务局", "", ""]),
        ("（县民政局、团县委等部门和人民团体）", ["", "县民政局 团县委 人民团体", "", ""]),
        ("（区文旅局、区科技局分别负责文化类、科技类机构的管理）", ["", "区文旅局 区科技局", "", ""]),
        ("（以市财政局为主，市国资委配合）", ["市财政局", "", "市国资委", ""]),
        ("（以预防为主）", ["", "", "", ""]),
        ("（市民政局、市国资委等单位落实，由市财政局牵头）", ["市财政局", "市民政局 市国资委", "", ""]),
        ("（责任单位：市民政局、市国资委等单位，由市财政局牵头）", ["市财政局", "市民政局 市国资委", "", ""]),
        ("（镇环保办，河东村、南坪社区；7月底前）", ["", "镇环保办 河东村 南坪社区", "", ""]),
        ("（县水务局、县财政局；2024年暑假期间）", ["", "县水务局 县财政局", "", ""]),
        ("（12345热线中心、县水务局）", ["", "12345热线中心 县水务局", "", ""]),
        ("（政府统筹、部门负责、社会参与）", ["", "", "", ""]),
        ("（党委领导、政府负责）", ["", "", "", ""]),
        ("（住建、水务、城管等部门）", ["", "住建部门 水务部门 城管部门", "", ""]),
        ("（住建、水务、城管）", ["", "", "", ""]),
        ("（原市水务局）", ["", "", "", ""]),
        ("（现市水务局、市住建局）", ["", "", "", ""]),
        ("（抄送市水务局、市财政局）", ["", "", "", ""]),
        ("（市水务局负责人为第一责任人）", ["", "", "", ""]),
        ("（联系市水务局）", ["", "", "", ""]),
        ("（办公室设在市水务局）", ["", "", "", ""]),
        ("（牵头单位为市教育局，配合单位为市财政局、市人社局）", ["市教育局", "", "市财政局 市人社局", ""]),
        ("（责任单位是县城管局、县公安局）", ["", "县城管局 县公安局", "", ""]),
        ("（责任单位为领导小组成员单位的，由办公室协调）", ["", "", "", ""]),
        ("（市教育局牵头制定方案，市民政局负责养老机构排查，各县区负责落实）", ["市教育局", "市民政局 各县区", "", ""]),
        ("（牵头单位：市教育局（牵头）、市财政局）", ["市教育局", "市财政局", "", ""]),
        ("（市教育局牵头，市财政局予以配合，各县区分级负责）", ["市教育局", "各县区", "市财政局", ""]),
        ("（市教育局主抓，市财政局给予支持，市人社局做好配合工作）", ["市教育局", "", "市财政局 市人社局", ""]),
        ("（市水务局加强指导，县水务局、各乡镇结合职能职责分别推进落实）", ["", "县水务局 各乡镇", "", "市水务局"]),
        ("（市应急局牵头；市教育局、市文旅局等按照“三管三必须”要求分别负责）", ["市应急局", "市教育局 市文旅局", "", ""]),
        ("（市水务局负责监管，各乡镇落实属地责任）", ["", "各乡镇", "", "市水务局"]),
        ("（市水务局统筹抓总，市大数据局提供技术支撑）", ["市水务局", "", "市大数据局", ""]),
        ("（县水务局牵头，各乡镇按职责做好相关工作）", ["县水务局", "各乡镇", "", ""]),
        ("（县教育局、县市场监管局，公安、市场监管等部门配合）", ["", "县教育局 县市场监管局", "公安部门 市场监管部门", ""]),
        ("（村民主动配合、社会大力支持）", ["", "", "", ""]),
        ("（各单位要认真落实）", ["", "", "", ""]),
        ("（全局各科室）", ["", "全局各科室", "", ""]),
        ("（各学校）", ["", "各学校", "", ""]),
        ("（县委农办牵头，县妇联、团县委等群团组织积极参与，各乡镇具体实施）", ["县委农办", "各乡镇", "县妇联 团县委 群团组织", ""]),
        ("（市食安办、市委市政府督查室等按照职能分工做好相关工作）", ["", "市食安办 市委市政府督查室", "", ""]),
        ("（县教育局、各中小学、各幼儿园）", ["", "县教育局 各中小学 各幼儿园", "", ""]),
        ("（市教育局〔体育局〕、市公安局）", ["", "市教育局〔体育局〕 市公安局", "", ""]),
        ("（市交通局、市商务局等，排在第一位的为牵头单位，下同）", ["市交通局", "市商务局", "", ""]),
        ("（县水务局抓总、各镇具体抓）", ["县水务局", "各镇", "", ""]),
        ("（市打私办牵头，市公安局、石桥海警局分工负责）", ["市打私办", "市公安局 石桥海警局", "", ""]),
    ],
)
def test_roles_in_a_bracket(bracket: str, expected: list[str]) -> None:
    assert read_bracket(bracket) == expected


def read_measures(text: str) -> list[tuple[str, list[str]]]:
    (task,) = extract_text(f"{HEAD}（一）推进公开。{text}\n").tasks
    return [(m.text, [u.name for u in (*m.lead_units, *m.responsible_units)]) for m in task.measures]


def test_brackets_that_a_comma_joins() -> None:
    assert read_measures("建立台账（市教育局牵头），开展招聘（市人社局负责）；强化监督（市督查室负责）。") == [
        ("推进公开。建立台账", ["市教育局"]),
        ("开展招聘；", ["市人社局"]),
        ("强化监督。", ["市督查室"]),
    ]


@pytest.mark.parametrize(
    "text",
    [
        "建立工作专班（市教育局牵头），开展招聘（市人社局负责）。",  # who belongs to it
        "建立台账（市教育局、市财政局），开展招聘（市人社局负责）。",
        "建立台账（市教育局牵头），开展招聘（含编外人员）。",
    ],
)
def test_brackets_inside_a_sentence_that_say_nothing_of_it(text: str) -> None:
    assert read_measures(text) == []


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("由镇党政办牵头，镇文化站、各学校参与，开展宣传。", ["镇党政办", "", "镇文化站 各学校", ""]),
        ("由县消防大队负责牵头，县住建局配合。", ["县消防大队", "", "县住建局", ""]),
        ("建立由市教育局牵头、市财政局配合的机制，由市水务局牵头编制规划。", ["市水务局", "", "", ""]),
        ("采取由市教育局牵头、各部门参加的方式。", ["", "", "", ""]),
        ("形成由政府牵头，部门协作，社会参与的格局。", ["", "", "", ""]),
        ("由市药监局牵头，联合公安局、白石区开展检查。", ["市药监局", "", "市公安局 白石区", ""]),
        ("由市发改委主办，市财政局、各区政府会办。", ["市发改委", "", "市财政局 各区政府", ""]),
        ("鼓励由市甲公司牵头，高校参与。", ["", "", "", ""]),
        ("由龙头企业牵头，高校参与。", ["", "", "", ""]),
        ("去年由县水务局牵头开展了检查。", ["", "", "", ""]),
        ("由县级领导领衔牵头，各镇配合。", ["", "", "", ""]),
        ("由牵头单位牵头，成员单位配合。", ["", "", "", ""]),
        ("由市水务局牵头编制规划。（市财政局负责）", ["", "市财政局", "", ""]),
        ("由市水务局具体负责，市财政局、各镇配合。", ["", "市水务局", "市财政局 各镇", ""]),
        ("此项工作由市水务局负责，各镇配合。", ["", "市水务局", "各镇", ""]),
        ("维修由市水务局负责。", ["", "", "", ""]),
        ("由市水务局负责清淤的河道，要建立台账。", ["", "", "", ""]),
        ("由市水务局负责，9月底前清理河道；建立台账。", ["", "市水务局", "", ""]),
        ("由各镇负责组建队伍，加强巡查。", ["", "各镇", "", ""]),
        ("由市水务局负责，市财政局配合，清理河道。", ["", "市水务局", "市财政局", ""]),
        ("由市水务局牵头，市财政局配合：清理河道。", ["市水务局", "", "市财政局", ""]),
        ("市水务局负责：清理河道，建立台账。", ["", "市水务局", "", ""]),
        ("市水务局牵头，市城管局、各镇配合：清理河道。", ["市水务局", "", "市城管局 各镇", ""]),
        ("市水务局牵头，市城管局、各镇配合，清理河道。", ["市水务局", "", "市城管局 各镇", ""]),
        ("市水务局负责，清理河道。", ["", "市水务局", "", ""]),
        ("市水务局牵头，清理河道，建立台账。", ["市水务局", "", "", ""]),
        ("市水务局牵头编制方案，清理河道。", ["", "", "", ""]),
        ("坚持问题导向、领导牵头，清理河道。", ["", "", "", ""]),
        ("市水务局、各镇：清理河道；市公安局：查处偷倒。", ["", "市水务局 各镇 市公安局", "", ""]),
        ("市水务局：清理河道。（市财政局负责）", ["", "市财政局", "", ""]),
        ("注意事项：市水务局清理河道。", ["", "", "", ""]),
        ("具体任务：由市水务局负责，清理河道。", ["", "", "", ""]),
        ("由市水务局负责解释，自印发之日起施行。", ["", "", "", ""]),
        ("由县水务局牵头，县财政局予以配合，6月底前完成清淤。", ["县水务局", "", "县财政局", ""]),
        ("由县水务局牵头开展清淤，县财政局、县城管局做好配合。", ["县水务局", "", "县财政局 县城管局", ""]),
        ("由县水务局牵头，会同县财政局、县城管局抓好清淤。", ["县水务局", "", "县财政局 县城管局", ""]),
        ("由县水务局牵头、县财政局配合，抓好清淤。", ["县水务局", "", "县财政局", ""]),
        ("由县水务局牵头，对困难群众给予支持。", ["县水务局", "", "", ""]),
        ("由县水务局牵头，县财政局在资金上予以支持。", ["县水务局", "", "", ""]),
        ("由县委宣传部牵头，组织部、向阳镇配合，抓好宣讲。", ["县委宣传部", "", "县委组织部 向阳镇", ""]),
        ("由县水务局牵头，请县公安局配合，抓好清淤。", ["县水务局", "", "县公安局", ""]),
        ("由县水务局牵头，供电公司、移动、联通配合，抓好清淤。", ["县水务局", "", "供电公司 移动 联通", ""]),
        ("由县水务局牵头编制规划，争取省水利厅支持。", ["县水务局", "", "", ""]),
        ("由县水务局牵头、制定方案、明确措施、各镇配合，抓好清淤。", ["县水务局", "", "", ""]),
        ("由县水务局牵头，县财政局配合，各乡镇负责，抓好清淤。", ["县水务局", "各乡镇", "县财政局", ""]),
        ("由县水务局牵头，各乡镇负责，县财政局配合，抓好清淤。", ["县水务局", "各乡镇", "县财政局", ""]),
        ("由县水务局牵头，县城管局负责、县财政局配合，抓好清淤。", ["县水务局", "县城管局", "县财政局", ""]),
        ("由县水务局牵头，县财政局配合，各乡镇具体落实，抓好清淤。", ["县水务局", "各乡镇", "县财政局", ""]),
        ("由县水务局牵头，县财政局配合，专人负责，抓好清淤。", ["县水务局", "", "县财政局", ""]),
        ("由县水务局牵头，县财政局配合，主要领导亲自负责，抓好清淤。", ["县水务局", "", "县财政局", ""]),
        ("由县水务局具体负责，各镇大力支持，清理河道。", ["", "县水务局", "各镇", ""]),
        ("由县卫健局负责，各医疗卫生机构具体落实。", ["", "县卫健局 各医疗卫生机构", "", ""]),
        ("由县卫健局负责，县教育局配合，各乡镇落实，清理垃圾。", ["", "县卫健局 各乡镇", "县教育局", ""]),
        ("县水务局牵头，县城管局配合，各乡镇具体实施，清理河道。", ["县水务局", "各乡镇", "县城管局", ""]),
        ("由县水务局牵头，各乡镇负责日常管护，县财政局配合。", ["县水务局", "各乡镇", "县财政局", ""]),
        ("由县水务局牵头，日常管护各乡镇负责，县财政局配合。", ["县水务局", "各乡镇", "县财政局", ""]),
        ("县水务局抓总，各镇具体抓，县财政局兜底。", ["县水务局", "各镇 县财政局", "", ""]),
        ("开展专项检查，责任单位为县水务局，指导单位为县应急局。", ["", "县水务局", "", "县应急局"]),
        ("县水务局牵头编制方案、开展清淤，各乡镇配合。", ["县水务局", "", "各乡镇", ""]),
        ("县水务局牵头开展了清淤，各乡镇配合。", ["", "", "", ""]),
        ("由各村负责，包村干部协助。", ["", "各村", "", ""]),
        ("设立举报电话，12345热线负责受理；建立台账，县信访局负责。", ["", "", "", ""]),
        ("由县水务局负责，压实责任落实，清理河道。", ["", "县水务局", "", ""]),
    ],
)
def test_who_leads_in_the_sentence_of_a_task(text: str, expected: list[str]) -> None:
    (task,) = extract_text(f"{HEAD}（一）推进公开。{text}\n").tasks
    assert names(task) == expected


@pytest.mark.parametrize(
    ("text", "expected", "limit"),
    [
        ("市发改委牵头，市财政局配合，12月底前完成。", ["市发改委", "", "市财政局", ""], "12月底前完成"),
        ("市教育局、市人社局按职责分工负责；2023年底前完成。", ["", "市教育局 市人社局", "", ""], "2023年底前完成"),
        ("由市城管局负责", ["", "市城管局", "", ""], None),
        ("开工50个；市工信局牵头，会同市科技局推进。", ["市工信局", "", "市科技局", ""], None),
        ("牵头单位为市工信局，责任单位为市科技局、市财政局，完成时限为10月底前。", ["市工信局", "市科技局 市财政局", "", ""], "10月底前"),
        ("责任单位为各类企业提供服务。", ["", "", "", ""], None),
        ("市教育局牵头，各镇具体落实；时间：2023年5月底前。", ["市教育局", "各镇", "", ""], "2023年5月底前"),
        ("市工信局牵头，会同市科技局、高新区管委会。", ["市工信局", "", "市科技局 高新区管委会", ""], None),
        ("党委、政府负责。", ["", "", "", ""], None),
        ("市统计局负责做好审核和督查。", ["", "", "", ""], None),
        ("市统计局负责做好月度分析。", ["", "", "", ""], None),
        ("坚持政府主导、部门负责。", ["", "", "", ""], None),
        ("建立工作专班，市教育局牵头。", ["", "", "", ""], None),
        ("市督查室负责督查。", ["", "", "", ""], None),
        ("各部门密切配合。", ["", "", "", ""], None),
        ("市教育局牵头。每月调度。", ["", "", "", ""], None),
        ("市教育局牵头，市财政局配合，各区县政府落实。4月底前完成排查。", ["市教育局", "各区县政府", "市财政局", ""], None),
        ("市教育局牵头，年底前完成。每月调度。", ["市教育局", "", "", ""], "年底前完成"),
        ("建立市教育局牵头，市财政局配合的机制。每月调度。", ["", "", "", ""], None),
    ],
)
def test_a_last_sentence_that_says_who_and_nothing_else(text: str, expected: list[str], limit: str | None) -> None:
    (task,) = extract_text(f"青溪市2023年工作要点\n一、重点任务\n1.推进建设。{text}\n").tasks
    assert names(task) == expected
    assert (task.deadline and task.deadline.text) == limit
    assert (task.content or "").endswith(text)


def test_a_last_sentence_that_says_who_of_a_measure() -> None:
    (task,) = extract_text("一、管网老化\n整改措施：\n1.排查管网。市水务局牵头。\n2.改造管网。\n责任单位：市住建局\n").tasks
    assert [[unit.name for unit in measure.lead_units] for measure in task.measures] == [["市水务局"], []]


def test_who_leads_in_a_sentence_elsewhere_makes_no_task() -> None:
    assert extract_text("青溪市整改方案\n一、工作要求\n（一）加强领导。由市教育局牵头，抓好落实。\n").tasks == ()


@pytest.mark.parametrize(
    ("value", "expected"),
    [
        ("青溪市委、市政府（主责），市水务局", ["青溪市委 青溪市政府", "市水务局", "", ""]),
        ("县水务局（主）、县财政局（协）", ["县水务局", "", "县财政局", ""]),
        ("各县区政府，市教育局（指导）", ["", "各县区政府", "", "市教育局"]),
        ("县水务局为牵头单位，县财政局、各镇为责任单位", ["县水务局", "县财政局 各镇", "", ""]),
        ("县水务局负责组织、指导和监督", ["", "县水务局", "", ""]),
        ("县住建局（县财政局、县发改局配合）", ["", "县住建局", "县财政局 县发改局", ""]),
        ("县住建局（县财政局配合）、县水利局（各乡镇配合）", ["", "县住建局 县水利局", "县财政局 各乡镇", ""]),
        ("各乡镇（县水利局牵头）", ["县水利局", "各乡镇", "", ""]),
        ("县住建局（第一责任单位）、县水利局", ["县住建局", "县水利局", "", ""]),
        ("县住建局、各乡镇，县财政局负责资金保障", ["", "县住建局 各乡镇 县财政局", "", ""]),
        ("省级：省教育厅牵头；市级：市教育局、财政局", ["省教育厅", "市教育局 市财政局", "", ""]),
        ("东河、西河、塘口村", ["", "东河村 西河村 塘口村", "", ""]),
        ("镇水利站、东河村、各村", ["", "镇水利站 东河村 各村", "", ""]),
        ("县教育局；协助：各村", ["", "县教育局", "各村", ""]),
        ("石桥、金竹、白沙三个镇人民政府", ["", "石桥镇人民政府 金竹镇人民政府 白沙镇人民政府", "", ""]),
        ("石桥、金竹、白沙三镇", ["", "石桥镇 金竹镇 白沙镇", "", ""]),
        ("石桥县、白河区两个县（区）政府", ["", "石桥县政府 白河区政府", "", ""]),
        ("县农业农村局、县财政局2个单位", ["", "县农业农村局 县财政局", "", ""]),
        ("石桥镇、双十镇", ["", "石桥镇 双十镇", "", ""]),
        ("县委组织部、宣传部、党校", ["", "县委组织部 县委宣传部 县委党校", "", ""]),
        ("市市场监管局组织、各县区市场监管局实施", ["市市场监管局", "各县区市场监管局", "", ""]),
        ("县水务局主抓、各镇落实", ["县水务局", "各镇", "", ""]),
        ("县应急局统筹、各部门具体抓、县财政局兜底", ["县应急局", "各部门 县财政局", "", ""]),
        ("县委宣传部统筹，县融媒体中心具体实施、各单位参与", ["县委宣传部", "县融媒体中心", "各单位", ""]),
        ("县委办牵头抓、各单位配合抓", ["县委办", "", "各单位", ""]),
        ("县水务局统筹、指导", ["", "", "", "县水务局"]),
        ("县水务局牵头，日常管护各乡镇负责", ["县水务局", "各乡镇", "", ""]),
        ("县水务局负责，经费县财政局负责", ["", "县水务局 县财政局", "", ""]),
        ("青溪县建设镇政府负责", ["", "青溪县建设镇政府", "", ""]),
        ("各乡镇各部门", ["", "各乡镇 各部门", "", ""]),
        ("市政府各部门", ["", "市政府各部门", "", ""]),
    ],
)
def test_roles_in_a_value(value: str, expected: list[str]) -> None:
    assert read_labels(f"责任单位：{value}") == expected


@pytest.mark.parametrize(
    ("value", "text", "ongoing"),
    [
        ("县水务局（6月20日前）、县城管局（年底前）", "6月20日前、年底前", False),
        ("县水务局（6月20日前完成），县城管局（2023年底前完成）", "6月20日前完成，2023年底前完成", False),
        ("县水务局（6月20日前）；县城管局（长期坚持）；各镇（12月31日前）", "6月20日前；长期坚持；12月31日前", True),
    ],
)
def test_a_limit_behind_each_name(value: str, text: str, ongoing: bool) -> None:
    for label in (f"责任单位：{value}", f"（责任单位：{value}）"):
        (task,) = extract_text(f"青溪县2023年整治方案\n一、重点任务\n（一）清理河道。\n{label}\n").tasks
        assert names(task)[1] == "县水务局 县城管局" + " 各镇" * ongoing
        assert task.deadline is not None
        assert (task.deadline.text, str(task.deadline.end), task.deadline.ongoing) == (text, "2023-12-31", ongoing)
        assert [str(one.date) for one in task.deadline.milestones] == ["2023-06-20"]


@pytest.mark.parametrize(
    "lines", [["完成时限：收麦前", "督导单位：市督查室（每日17时前通报）"], ["督导单位：市督查室（每周五前通报）", "完成时限：收麦前"]]
)
def test_when_somebody_looks_on_is_not_the_limit(lines: list[str]) -> None:
    (task,) = extract_text("\n".join([f"{HEAD}（一）禁烧秸秆。", "责任单位：各镇", *lines, ""])).tasks
    assert (task.deadline and task.deadline.text, names(task)) == ("收麦前", ["", "各镇", "", "市督查室"])


def test_a_label_that_the_ledger_leaves_out_before_what_is_to_be_done() -> None:
    first, second = extract_text(f"{HEAD}（1）清理垃圾。（县水务局负责）\n（2）点位：东河桥下（石桥镇负责，6月底前）\n").tasks
    assert (second.content, names(second), second.deadline and second.deadline.text) == (
        "点位：东河桥下",
        ["", "石桥镇", "", ""],
        "6月底前",
    )
    assert names(first) == ["", "县水务局", "", ""]


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("队伍建设：镇武装部负责，组建应急队伍。", ["", "镇武装部", "", ""]),
        ("火源管控：镇林业站牵头，镇派出所、各村配合，设立检查站。", ["镇林业站", "", "镇派出所 各村", ""]),
        ("工作原则：坚持镇党委牵头，各村配合，压实责任。", ["", "", "", ""]),
    ],
)
def test_who_opens_the_text_behind_a_title_with_a_colon(text: str, expected: list[str]) -> None:
    task = extract_text(f"{HEAD}1.{text}\n2.巡查。（县公安局负责）\n").tasks[0]
    assert names(task) == expected


@pytest.mark.parametrize("joint", ["\n", "；"])
def test_members_behind_who_leads_help(joint: str) -> None:
    text = f"青溪县防汛方案\n一、分工\n（一）抢险组\n牵头单位：县武装部{joint}成员单位：县公安局、各镇\n职责：组建抢险队。\n"
    (task,) = extract_text(text).tasks
    assert (names(task), task.content) == (["县武装部", "", "县公安局 各镇", ""], "抢险组组建抢险队。")


def test_members_of_a_group_have_no_task() -> None:
    assert extract_text("青溪县防汛方案\n一、领导小组\n组长：李明\n成员单位：县公安局、各镇\n").tasks == ()


def test_labels_behind_the_name_of_a_group() -> None:
    (task,) = extract_text("青溪县防汛预案\n一、职责\n（一）保障组：牵头单位：县发改局，配合单位：县财政局\n").tasks
    assert names(task) == ["县发改局", "", "县财政局", ""]


def test_names_a_line_each_below_a_label() -> None:
    assert read_labels("责任单位：", "县住建局", "县公路局", "各乡镇", "完成时限：2024年6月底")[1] == "县住建局 县公路局 各乡镇"
    assert read_labels("责任单位：县住建局", "县公路局", "完成时限：2024年6月底")[1] == "县住建局 县公路局"
    assert read_labels("责任单位：县住建局", "青溪市人民政府")[1] == "县住建局"


def test_ranks_before_names_are_told_of_as_no_labels() -> None:
    notice = extract_text(f"{HEAD}（一）推进公开。\n责任单位：省级：省教育厅；市级：市教育局\n")
    assert [unit.name for unit in notice.tasks[0].responsible_units] == ["省教育厅", "市教育局"]
    assert not [d for d in notice.diagnostics if d.code == "unclaimed-text"]


def test_labels_that_run_on_from_the_name_of_a_unit() -> None:
    assert read_labels("责任单位：市教育局责任人：林某某完成时限：2024年6月底") == ["", "市教育局", "", ""]
    assert read_labels("市局分管领导：林某某；牵头院领导：陈某；校级责任人：陈某；责任科（室）：教务科") == ["", "教务科", "", ""]


@pytest.mark.parametrize(
    "label",
    [
        *("项目业主", "第一责任单位", "园区责任单位", "责任单位/部门", "归口部门", "包联单位", "责任学院", "责任站办所"),
        *("具体负责", "办理单位", "抓总单位", "首要责任单位", "协作部门"),
    ],
)
def test_labels_of_those_who_act(label: str) -> None:
    assert "".join(read_labels(f"{label}：市教育局")) == "市教育局"


def test_people_behind_a_label_for_units_and_people() -> None:
    assert read_labels("责任单位：县住建局", "具体负责：李红、张明") == ["", "县住建局", "", ""]
    assert read_labels("具体负责：县住建局、李红") == ["", "县住建局", "", ""]


def test_all_whom_it_concerns_are_addressed() -> None:
    notice = extract_text("关于清淤的通知\n\n相关责任单位：\n现将有关事项通知如下。\n一、重点任务\n1.清理河道。（县水务局负责）\n")
    assert notice.metadata.addressees == ("相关责任单位",)
    assert [names(task)[1] for task in notice.tasks] == ["县水务局"]


def test_whoever_answers_for_the_check_looks_on() -> None:
    assert read_labels("责任单位：县住建局", "验收责任单位：县水务局") == ["", "县住建局", "", "县水务局"]


def test_an_actor_of_a_sentence_is_no_label() -> None:
    assert read_labels("加强物业管理。业主：按时交费。") == [""] * 4


def test_the_time_of_a_bracket_whose_label_says_no_more() -> None:
    (task,) = extract_text(f"{HEAD}（一）推进公开。加强管理。（责任单位：市教育局；时间：2024年6月底前）\n").tasks
    assert task.deadline and task.deadline.text == "2024年6月底前"


@pytest.mark.parametrize(
    ("bracket", "expected"),
    [("（教务处、学生处）", "教务处 学生处"), ("（安全环保部、各分公司）", "安全环保部 各分公司"), ("（急诊科、重症医学科）", "")],
)
def test_names_alone_behind_a_clause(bracket: str, expected: str) -> None:
    (task,) = extract_text(f"{HEAD}（一）推进公开{bracket}。\n").tasks
    assert names(task)[1] == expected


def test_what_is_set_up_or_closed_does_not_act() -> None:
    (task,) = extract_text(f"{HEAD}（一）撤销机构2个（市粮食局），新设1个（市数据局）。\n").tasks
    assert not (task.responsible_units or task.measures)


def test_the_first_of_a_whole_list_leads() -> None:
    plan = (
        "青溪市方案\n各责任单位排名第一的为牵头单位。\n一、重点任务\n1.开展审核。\n责任单位：市水务局、市发改委；各县（市、区）、开发区\n"
    )
    notice = extract_text(plan)
    assert names(notice.tasks[0])[:2] == ["市水务局", "市发改委 各县（市、区） 开发区"]
    assert not any(d.code == "unclaimed-text" for d in notice.diagnostics)


@pytest.mark.parametrize(
    ("line", "expected"),
    [
        ("加强保障，责任单位：县供电公司、县经信局", ["", "县供电公司 县经信局", "", ""]),
        ("加强保障，牵头单位：县发改局，配合单位：县财政局。", ["县发改局", "", "县财政局", ""]),
        ("加强保障，明确配合单位：各单位要主动参与。", ["", "", "", ""]),
    ],
)
def test_labels_behind_a_comma(line: str, expected: list[str]) -> None:
    (task,) = extract_text(f"{HEAD}（一）{line}\n").tasks
    assert names(task) == expected
    assert not any(expected) or task.content == "加强保障"


FIELDS = "（一）整改目标：{}\n（二）整改措施：{}\n（三）责任单位：{}\n（四）包保县领导：林某某\n（五）整改时限：2023年12月底\n"


def test_numbered_fields_below_problems_with_a_word_before_their_number() -> None:
    fields = FIELDS.format("配齐力量。", "1.增加编制。（县委编办）2.招录人员。（县人社局）", "县应急局、各镇")
    text = f"青溪县整改方案\n一、问题及整改措施\n问题一：力量薄弱。\n{fields}问题二：隐患突出。\n{fields}二、工作要求\n"
    tasks = extract_text(text).tasks
    assert [(t.id, t.finding, t.objective, names(t)[1]) for t in tasks] == [
        ("1.1", "力量薄弱。", "配齐力量。", "县应急局 各镇"),
        ("1.2", "隐患突出。", "配齐力量。", "县应急局 各镇"),
    ]
    assert [[u.name for u in m.responsible_units] for m in tasks[0].measures] == [["县委编办"], ["县人社局"]]


def test_several_brackets_in_one_unnumbered_measure() -> None:
    said = "建立台账（市教育局牵头，6月底前）；开展招聘（市人社局负责，9月底前）；其他工作同步推进。"
    text = f"青溪市2023年整改方案\n一、整改任务\n（一）台账不全的问题\n整改措施：{said}\n整改时限：12月底\n"
    (task,) = extract_text(text).tasks
    assert [(m.id, m.text, m.deadline and str(m.deadline.end)) for m in task.measures] == [
        ("1.1-~1", "建立台账；", "2023-06-30"),
        ("1.1-~2", "开展招聘；", "2023-09-30"),
        ("1.1-~3", "其他工作同步推进。", None),
    ]
    assert task.deadline is not None


def test_several_brackets_in_one_numbered_measure_stay_one() -> None:
    said = "1.建立台账（市教育局牵头）；开展招聘（市人社局负责）。2.加强管理。"
    (task,) = extract_text(f"青溪市整改方案\n一、整改任务\n（一）台账不全的问题\n整改措施：{said}\n整改时限：12月底\n").tasks
    assert [(m.id, m.text) for m in task.measures] == [("1.1-1", "建立台账；开展招聘。"), ("1.1-2", "加强管理。")]


def test_fields_of_a_project() -> None:
    fields = "1.建设内容：新建供水工程5处。\n2.投资规模：2300万元。\n3.责任单位：县水利局\n4.完成时间：11月30日前\n"
    (task,) = extract_text(f"青溪县2023年项目方案\n一、项目安排\n（一）农村饮水\n{fields}二、工作要求\n").tasks
    assert (task.id, task.content, names(task)[1]) == ("1.1", "农村饮水新建供水工程5处。", "县水利局")
    assert task.deadline is not None


@pytest.mark.parametrize(
    ("value", "expected"),
    [
        ("市教育局王小明、市城管支队", ["", "市教育局 市城管支队", "", ""]),
        ("市教育局王小明；石桥派出所", ["", "市教育局 石桥派出所", "", ""]),
        ("市教育局局长王小明、高新区", ["", "市教育局 高新区", "", ""]),
        ("青河市委（牵头）、市政府（配合）", ["青河市委", "", "青河市政府", ""]),
        ("市教育局办公室、教研室", ["", "市教育局办公室 教研室", "", ""]),
        ("备案：市教育局，市财政局", ["", "市教育局 市财政局", "", ""]),
    ],
)
def test_names_beside_people_notes_and_parts_stay_as_they_are(value: str, expected: list[str]) -> None:
    (task,) = extract_text(f"青溪市2024年方案\n一、任务\n1.推进。\n责任单位：{value}\n").tasks
    assert names(task) == expected


def test_a_name_above_the_next_finding_heads_its_items() -> None:
    items = "存在问题：台账不全。\n责任单位：县住建局\n县公路局\n存在问题：巡查不力。\n责任单位：县公路局\n"
    tasks = extract_text(f"青溪市方案\n一、整改任务\n（一）县住建局\n{items}").tasks
    assert [(task.finding, names(task)[1]) for task in tasks] == [("县住建局台账不全。", "县住建局"), ("县公路局巡查不力。", "县公路局")]


@pytest.mark.parametrize(
    ("value", "expected"),
    [
        ("责任人及责任单位：张明　市水务局、李红　市城管局", "市水务局 市城管局"),
        ("责任人及责任单位：张明（市水务局）、李红（市城管局）", "市水务局 市城管局"),
        ("责任人及责任单位：张明（市水务局局长）、李红（市城管局副局长）", "市水务局 市城管局"),
        ("责任人及责任单位：张明、李红，市水务局、各镇人民政府", "市水务局 各镇人民政府"),
        ("责任领导及单位：张某某，市水务局；李某某，市城管局", "市水务局 市城管局"),
        ("责任单位（责任人）：市公安局（张强）、市城管局（李红）", "市公安局 市城管局"),
        ("责任单位：石桥镇（张强）、白石乡（王明）", "石桥镇 白石乡"),
        ("责任单位：市政府（高新）、市管委会（江北）", "市政府（高新） 市管委会（江北）"),
        ("责任单位：市公安局、市文旅局（文物）", "市公安局 市文旅局（文物）"),
    ],
)
def test_people_between_the_names_of_units(value: str, expected: str) -> None:
    (task,) = extract_text(f"青溪市整改清单\n1.清理河道。\n{value}\n").tasks
    assert [unit.name for unit in task.responsible_units] == expected.split()


def test_who_opens_the_paragraphs_below_the_title_of_a_task() -> None:
    (task,) = extract_text(f"{HEAD}（一）加强宣传。\n市教育局：组织活动。\n市民政局：开设专栏。\n各单位要重视。\n").tasks
    assert names(task) == ["", "市教育局 市民政局", "", ""]
    (task,) = extract_text(f"{HEAD}（一）加强宣传，普及安全知识，营造全社会参与的良好氛围。\n市教育局：组织活动。\n").tasks
    assert names(task) == ["", "", "", ""]


@pytest.mark.parametrize(
    ("value", "expected"),
    [
        ("市委组织、宣传部门", ["", "市委组织部门 宣传部门", "", ""]),
        ("市市场监督、公安、教育等部门", ["", "市市场监督部门 市公安部门 市教育部门", "", ""]),
        ("县住建局监督、县水务局落实", ["", "县水务局", "", "县住建局"]),
    ],
)
def test_words_of_names_are_no_verbs_in_a_list(value: str, expected: list[str]) -> None:
    (task,) = extract_text(f"{HEAD}1.整治河道。\n责任单位：{value}\n").tasks
    assert names(task) == expected


@pytest.mark.parametrize("before", ["县水务局负责人包抓", "建立由县水务局牵头的机制"])
def test_leaders_and_mechanisms_do_not_part_a_sentence(before: str) -> None:
    (task,) = extract_text(f"{HEAD}1.{before}；定期督办，由县城管局负责。\n").tasks
    assert names(task) == ["", "县城管局", "", ""]


def test_who_does_a_part_does_not_open_the_text() -> None:
    task, _ = extract_text(f"{HEAD}1.加强宣传。经费县财政局负责，日常管护各乡镇负责。\n2.巡查。（县公安局负责）\n").tasks
    assert names(task) == ["", "", "", ""]


@pytest.mark.parametrize("note", ["2023年新成立", "6月成立的专班", "持续推进办", "2024年1月更名"])
def test_brackets_that_tell_of_a_unit_are_no_limits(note: str) -> None:
    (task,) = extract_text(f"青溪县方案\n（2024年3月5日）\n一、重点任务\n（一）清淤。\n责任单位：县水务局（{note}）、县城管局\n").tasks
    assert task.deadline is None and [u.name for u in task.responsible_units][-1] == "县城管局"
