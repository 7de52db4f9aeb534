"""Names of a list written out in full: an ending that a later name prints, a level that an earlier one does."""

from __future__ import annotations

from collections.abc import Set
from functools import lru_cache
from typing import NamedTuple

from rectiparse.lexicon import MOST_NAMES, Lexicon
from rectiparse.names import ONE_LEVEL, SHORTEST_PLACE, ListedName, write_out
from rectiparse.patterns import EndPattern, compile_pattern
from rectiparse.source import fold


class Level(NamedTuple):
    """What a list has printed of its level: 省 of 省教育厅, and 省委 where its last such name is one of the party's."""

    prefix: str = ""
    party: str = ""


NO_LEVEL = Level()


def fill_from_right(text: str, items: list[ListedName], words: Lexicon) -> list[ListedName]:
    """吴忠市、利通区人民政府 → 吴忠市人民政府; 公安、医保部门 → 公安部门: as far left as names have no ending."""
    filled = list(items)
    behind, ending, level, group = "", "", "", -1
    is_of_level = False  # the name that hands its ending on has no place of its own: 市、县财政局, but not 江东区、市财政局
    for index in range(len(items) - 1, -1, -1):
        item = items[index]
        body = text[item.start : item.end]
        if item.group != group:
            behind, ending, level, group = "", "", "", item.group
        if item.behind:
            behind = words.government_of(item.behind) or item.behind
            level = item.behind.removesuffix(behind)
            if behind in ONE_LEVEL:  # 石桥、金竹三镇
                behind, level = "", behind
        elif ending and _is_stem(body, words):  # 市教育、公安、财政局
            filled[index] = item._replace(behind=ending, rule="suffix-from-right")
        elif level and _is_bare_place(body, words):
            filled[index] = item._replace(behind=level + behind, rule="suffix-from-right")
        elif behind.endswith(_ZONE_GOVERNMENTS) and words.is_zone(body):
            filled[index] = item._replace(behind=behind, rule="suffix-from-right")
        elif words.ends_as_unit(body) and not (behind == "部门" and _is_stem(body, words)):
            behind = _ending_to_hand(body, words)
            ending = words.department_ending(body)
            level = _level_to_hand(body, behind, words) or _level_of_place(body, words)
            is_of_level = body[:1] in ONE_LEVEL and behind == body[1:] and behind not in words.governments
        elif behind and _takes_ending(body, behind, words) and not (is_of_level and words.is_place(body) and len(body) > 1):
            filled[index] = item._replace(behind=behind, rule="suffix-from-right")
        elif body[-1] == "村" and not behind and words.village.fullmatch(body) and not words.collective_end(body) and body[0] != "各":
            level = "村"
        elif behind.endswith(_ZONE_GOVERNMENTS) or not words.is_place(body):
            behind = ""
        elif not behind:
            level = _level_of_place(body, words)
    return filled


def _is_stem(body: str, words: Lexicon) -> bool:
    """教育, 市教育 and 云溪区教育: what a department is for, without its ending."""
    if end := words.collective_end(body):
        return body[end:] in words.stems
    if words.stands_alone(body):
        return False
    return words.placed_stem.fullmatch(body) is not None


def pair_governments(text: str, items: list[ListedName], words: Lexicon) -> list[ListedName]:
    """武江、阳湖市委、市政府 → 武江市委, 武江市政府, …: each place has both."""
    index = len(items) - 1
    while index > 0:
        government, party = (text[item.start : item.end] for item in (items[index], items[index - 1]))
        index -= 1
        match = _PARTY_COMMITTEE.search(party)
        if match is None or not words.government_of(government) or match.start() < SHORTEST_PLACE or party.startswith("团"):
            continue
        is_bare = government in words.governments  # 青河市、白石县党委、政府: each place has printed its level
        level = party[match.start() - 1]
        if level not in ONE_LEVEL or not party[: match.start()].endswith(government.removesuffix(words.government_of(government))):
            continue
        last = index
        while (
            index > 0
            and items[index - 1].group == items[last].group
            and _is_named_place(text, items[index - 1], ONE_LEVEL if is_bare else {level}, words)
        ):
            index -= 1
            place = items[index]
            lacking = "" if text[place.end - 1] in ONE_LEVEL else level
            behind = (lacking + party[match.start() :], lacking + words.government_of(government))
            items[index : index + 1] = [place._replace(behind=end, rule="suffix-from-right") for end in behind]
    return items


def _is_named_place(text: str, item: ListedName, levels: Set[str], words: Lexicon) -> bool:
    body = text[item.start : item.end]
    return (len(body) > 1 and body[-1] in levels and words.is_place(body)) or (_is_bare_place(body, words) and not words.ends_as_unit(body))


_ZONE_GOVERNMENTS = ("管委会", "管理委员会")


def _level_to_hand(body: str, behind: str, words: Lexicon) -> str:
    """区 of 天河区政府; 各区县政府 and 各功能区管委会 are those of every place, not of one."""
    if behind not in words.governments or len(body) < len(behind) + 3 or body[0] == "各" or words.collective_end(body):
        return ""
    place = body[: -len(behind)]
    return next((level for level in words.place_levels if place.endswith(level) and len(place) > len(level)), "")


@lru_cache(maxsize=MOST_NAMES)
def _level_of_place(body: str, words: Lexicon) -> str:
    """街道 of 南门街道 in 城关、南门街道; a zone has no level to share."""
    if words.collective_end(body) or words.is_zone(body) or body.endswith("社区") or not words.is_place(body):
        return ""
    return next((level for level in words.place_levels if body.endswith(level) and len(body) > len(level) + 1), "")


@lru_cache(maxsize=MOST_NAMES)
def _is_bare_place(body: str, words: Lexicon) -> bool:
    """南沙 in 南沙、天河区政府: a place that has left out its level too."""
    if (
        words.is_zone(body)
        or words.is_known(body.removeprefix(words.level_of(body)))
        or (len(body) > SHORTEST_PLACE and words.ends_as_unit(body))
    ):
        return False
    is_level = body[-1:] in "市县区旗盟省镇乡村" or (len(body) > 2 and body[-1] == "州")
    return 2 <= len(body) <= 4 and not is_level and body not in words.stems and not words.stands_alone(body)


@lru_cache(maxsize=MOST_NAMES)
def _ending_to_hand(body: str, words: Lexicon) -> str:
    if words.is_generic(body) or body.endswith(("有关部门", "相关部门", "各部门")):  # 各部门, 市各有关部门 hand nothing on
        return ""
    if body.endswith(("部门", "部门(单位)")):
        return "部门"
    if body.endswith(words.offices) and body[:-2] in words.office_kinds:  # 各临床、医技科室
        return body[-2:]
    if "(" in body and (level := _NOTED_LEVEL.match(body)) and words.is_known(body[level.end() :]):  # 县(区)市场监管局
        return body[level.end() :]
    government = words.split_place(body)[1] or words.government_of(body)
    is_of_place = government != "工委" or words.is_place(body.removesuffix(government))
    return government if is_of_place else ""  # 市直机关工委 is that of no place


_NOTED_LEVEL = compile_pattern(r"[省市县区州]\([^()]{1,12}\)")


def _takes_ending(body: str, behind: str, words: Lexicon) -> bool:
    if behind == "部门":
        core = body
        if end := words.collective_end(body):
            core = body[end:]
        elif body not in words.stems:
            core = body.removeprefix(words.level_of(body))
        return bool(core) and (core in words.stems or (len(core) <= 6 and core[-1] not in "区县市镇乡州旗道"))
    if behind in words.offices or behind in words.suppliers:
        return body.removeprefix("各") in words.office_kinds or body in words.supplies
    if behind.endswith(_ZONE_GOVERNMENTS):
        return body.endswith(("开发区", ")区"))
    if behind.endswith("办事处"):
        return body.endswith("街道")
    if words.is_collective(body):
        return behind in words.governments
    return words.is_place(body)


def fill_from_left(printed_text: str, text: str, items: list[ListedName], words: Lexicon, above: Level) -> tuple[list[ListedName], Level]:
    """自治区卫生健康委、财政厅 → 自治区财政厅; a name that stands on its own takes nothing. And the level that goes on."""
    filled = list(items)
    (prefix, party), collective = above, ""
    is_from_above = True
    collective_group, names_department = -1, False
    for index, item in enumerate(items):
        body = text[item.start : item.end]
        core = _CLOSING_NOTE.sub("", body) if body.endswith(_CLOSING) else body  # 政府（管委会）
        if index and (government := words.government_of(core)):
            own = core.removesuffix(government)
            place = _place_of_party(_CLOSING_NOTE.sub("", write_out(printed_text, filled[index - 1])), words, is_bare=not own)
            if place and place.endswith(own):  # 云溪区党委、政府; 云溪区委、区政府
                before = place.removesuffix(own)
                filled[index] = filled[index]._replace(before=before, rule="prefix-from-left" if before else item.rule)
                if item.role and not filled[index - 1].role:  # 青河市委、市政府（主责）: the note is that of both
                    filled[index - 1] = filled[index - 1]._replace(role=item.role)
                continue
        if index and item.group == items[index - 1].group and _is_of_each(body + filled[index].behind, words):
            above_name = filled[index - 1].before + text[items[index - 1].start : items[index - 1].end]
            if above_name.startswith("各"):
                filled[index] = filled[index]._replace(before="各", rule="prefix-from-left")
                continue
        if end := words.collective_end(body):
            names_department = words.is_known(body[end:] + filled[index].behind)
            collective, collective_group = printed_text[item.start : item.start + end], item.group
            continue
        printed = body + filled[index].behind
        in_group = bool(collective) and item.group == collective_group
        shares_place = in_group and names_department and words.is_known(printed)  # 各区县教育局、财政局
        if in_group and words.is_unplaced(body):  # 各乡镇人民政府、街道办事处
            filled[index] = filled[index]._replace(before="各", rule="prefix-from-left")
            continue
        if shares_place or (in_group and _follows_collective(body, filled[index], words)):
            filled[index] = filled[index]._replace(before=collective, rule="prefix-from-left")
            continue
        if words.stands_alone(body) and not words.is_known(body):
            if (level := words.level_of(body)) and body[len(level) :][:1] not in _OF_A_LEVEL:  # 省电力公司、能源局
                prefix, party = level, ""
            continue
        if _BRANCH.fullmatch(body):  # 市生态环境局云台分局 is of 市, what stands behind it of 云台
            continue
        if own := _own_prefix(printed, words):
            same = party if own == prefix else ""  # 县委办、县政府办、组织部
            prefix, is_from_above = own, False
            party = next((own + p for p in ("党委", "委") if body.startswith(own + p) and body[len(own + p) :] not in _NO_ORGAN), same)
        elif not prefix:
            continue
        elif words.is_known(printed) or (not is_from_above and (words.is_bare(printed) or _is_stem_of(filled[index], body, words))):
            filled[index] = filled[index]._replace(
                before=party if party and printed in words.party_organs else prefix, rule="prefix-from-left"
            )
    return filled, Level(prefix, party)


def _is_stem_of(item: ListedName, body: str, words: Lexicon) -> bool:
    """公安 in 公安、商务等部门."""
    return item.behind == "部门" and body in words.stems


def _is_of_each(body: str, words: Lexicon) -> bool:
    """室 in 各处、室, 医技科室 in 各临床、医技科室: a part of one house like that before it."""
    return body in words.of_each or (body.endswith(("部门", *words.offices)) and body[:-2] in words.office_kinds)


_BRANCH = compile_pattern(r"[省市县区州盟旗][一-鿿]{2,8}局[一-鿿]{2,8}分局")
_NO_ORGAN = frozenset(("", "会", "局", "部", "室"))
"""What stands behind 县委 where that begins another name, or is one."""
_OF_A_LEVEL = frozenset("级直属内辖域")
_CLOSING = (")", "）")
_CLOSING_NOTE = compile_pattern(r"[(（][^()（）]{1,80}[)）]$")
_PARTY_COMMITTEE = EndPattern(r"(?:党工委|党\(工\)委|党委|工委|(?<=[省市县区州盟旗镇乡)])委)$")


_SOME = compile_pattern(r"^各?(?:有关|相关)")


def _place_of_party(name: str, words: Lexicon, *, is_bare: bool) -> str:
    """柳湾园区 of 柳湾园区党工委: its 管委会 or 政府 is printed without it; '' when no party committee of a place has this name.

    A bare 政府 behind it is that of whatever place or ranks the committee has: 全省各级, 市、县两级.
    """
    match = _PARTY_COMMITTEE.search(fold(name)) if not name.startswith("团") else None
    place = fold(name[: match.start()]) if match else ""
    each = _SOME.sub("各", place)  # 相关市(州) as 各市(州)
    is_place = (
        (is_bare and not words.ends_as_unit(place))
        or words.is_place(place)
        or words.is_zone(place)
        or words.is_collective(each)
        or each in ("各地方", "各地区")
    )
    return name[: match.start()] if match and is_place else ""


def _follows_collective(body: str, item: ListedName, words: Lexicon) -> bool:
    """各市、县（区）卫生健康、医保部门: every department is that of each place; 及相关部门 likewise."""
    if item.behind == "部门" or (body.endswith("部门") and body[:-2] in words.stems):
        return not words.level_of(body)
    return body in words.of_every_place or (words.is_generic(body) and body.startswith(("有关", "相关")))


@lru_cache(maxsize=MOST_NAMES)
def _own_prefix(body: str, words: Lexicon) -> str:
    """The level that a full name begins with: 自治区 of 自治区医保局, 银川市 of 银川市教育局; '' when it has none."""
    level = words.level_of(body)
    if level and len(body) > len(level):
        return level
    if words.is_known(body):
        return ""
    place, rest = words.split_place(body)
    return place if rest not in words.governments else ""
