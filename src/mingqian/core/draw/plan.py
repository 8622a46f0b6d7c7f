"""What makes a plan sound before it is sealed: its own fields, its rolls, its teams (sections 3, 5 and 7.3).

What belongs here: V5 and what a service asks before publishing. Field shapes stand in documents,
parties, sources and deadlines in ceremony.
"""

from collections.abc import Iterable, Mapping, Sequence
from itertools import pairwise
from typing import Any

from mingqian.core.canonical import Document
from mingqian.core.draw import ceremony, panel
from mingqian.core.draw.documents import check as check_fields
from mingqian.core.draw.grammar import INSPECTOR_APPOINTED, PEOPLE, REDRAWN
from mingqian.core.draw.result import inspector_rolls, item_rolls
from mingqian.core.draw.selection import Survey

ITEM_WIDE = ("base", "tiers", "min", "max", "monotone")


def check(
    plan: Document,
    *,
    headers: Mapping[str, Document],
    surveys: Mapping[str, Survey],
    rosters: Mapping[str, Sequence[panel.Inspector]],
) -> list[str]:
    """Everything that forbids sealing this plan; all mappings are keyed by roll hash."""
    faults = check_fields(plan, "plan")
    if faults:
        return faults
    faults = structure_faults(plan) + roll_faults(plan, headers)
    faults += ceremony.parties_faults(plan["parties"]) + ceremony.public_faults(plan)
    faults += ceremony.deadlines_faults(plan)
    if faults:
        return faults
    faults = row_faults(plan, surveys) + appointed_faults(plan, rosters)
    return faults + panel.infeasible(plan["panels"], rosters)


def structure_faults(plan: Document) -> list[str]:
    """What can be told from the plan alone."""
    faults = _twice("items", (item["item"] for item in plan["items"]))
    faults += _twice("panels", (one["panel"] for one in plan["panels"]))
    if (plan["no"] == 1) != (plan["prev_plan"] is None):
        faults.append("prev_plan：第 1 号计划为 null，其后必须写上一号计划的哈希")
    for place, item in enumerate(plan["items"]):
        faults += [f"items[{place}]：{fault}" for fault in _item_faults(item)]
    for place, one in enumerate(plan["panels"]):
        faults += [f"panels[{place}]：{fault}" for fault in _panel_faults(one)]
    named = {item["panel"] for item in plan["items"]} - {None}
    declared = {one["panel"] for one in plan["panels"]}
    faults += [f"panels：事项所用的小组 {name} 未声明" for name in sorted(named - declared)]
    faults += [f"panels：小组 {name} 没有事项使用" for name in sorted(declared - named)]
    return faults


def _item_faults(item: Mapping[str, Any]) -> list[str]:
    faults: list[str] = []
    rules = item["rules"]
    if (item["attempt"] == 1) != (item["prev"] is None):
        faults.append("prev：第 1 次抽取为 null，其后必须写上次作废事件的哈希")
    if not _ascending([rule["stratum"] for rule in rules]):
        faults.append("rules：各层应由小到大、不得重复")
    faults += _twice("quals", (demand["code"] for demand in item["quals"]))
    scopes = {rule["scope"] for rule in rules}
    if len(scopes) > 1:
        faults.append("rules：同一事项各层的 scope 应一致")
    if scopes == {"item"}:
        faults += [
            f"rules：scope 为 item 时各层的 {name} 应一致"
            for name in ITEM_WIDE
            if any(rule[name] != rules[0][name] for rule in rules)
        ]
    for place, rule in enumerate(rules):
        faults += [f"rules[{place}]：{fault}" for fault in rule_faults(rule)]
    return faults


def rule_faults(rule: Mapping[str, Any]) -> list[str]:
    """Tiers ascend and end open, min does not exceed max, weights ascend."""
    faults: list[str] = []
    edges = [tier["upto"] for tier in rule["tiers"]]
    if edges[-1] is not None or None in edges[:-1] or not _ascending(edges[:-1]):
        faults.append("tiers：上限应由小到大，只有最后一档为 null")
    if rule["max"] is not None and rule["min"] > rule["max"]:
        faults.append("min 大于 max")
    if not _ascending(rule["weights"]):
        faults.append("weights：应列出 E 行可有的全部权重，由小到大")
    return faults


def _panel_faults(one: Mapping[str, Any]) -> list[str]:
    faults: list[str] = []
    if not _ascending(one["strata"]):
        faults.append("strata：应由小到大、不得重复")
    if one["captain"] == "drawn" and one["appointed"]:
        faults.append("appointed：组长随机抽取时应为空")
    if one["captain"] == "appointed" and len(one["appointed"]) != one["count"]:
        faults.append("appointed：指定组长的人数应等于组数")
    return faults + _twice("appointed", one["appointed"])


def roll_faults(plan: Document, headers: Mapping[str, Document]) -> list[str]:
    """The plan against the published headers: suites, kinds, one mode and key, strata = rules."""
    wanted = [*item_rolls(plan), *inspector_rolls(plan)]
    missing = [name for name in dict.fromkeys(wanted) if name not in headers]
    if missing:
        return [f"名录 {name[:8]} 的名录头未公布" for name in missing]
    faults = [
        f"名录 {name[:8]} 的哈希算法与计划不同"
        for name in dict.fromkeys(wanted)
        if headers[name]["suite"] != plan["suite"]
    ]
    subject = [headers[name] for name in item_rolls(plan)]
    if any(header["kind"] in PEOPLE for header in subject):
        faults.append("items：检查人员名录不能作为抽查对象名录")
    if len({(header["mode"], header["key_commit"]) for header in subject}) != 1:
        faults.append("items：同一计划的各对象名录必须同为公开或同用一把密钥（mode、key_commit 一致）")
    if plan["embargo_until"] is not None and any(header["mode"] != "sealed" for header in subject):
        faults.append("embargo_until：只有密封名录才能延后公布")
    for name in inspector_rolls(plan):
        if headers[name]["kind"] not in PEOPLE or headers[name]["mode"] != "open":
            faults.append(f"panels：名录 {name[:8]} 不是公开的检查人员名录")
    for place, item in enumerate(plan["items"]):
        faults += _strata_faults(place, item, headers[item["subject_roll"]])
    return faults


def _strata_faults(place: int, item: Mapping[str, Any], header: Document) -> list[str]:
    """``rules`` = exactly the strata of the roll: none escapes."""
    ruled = {rule["stratum"] for rule in item["rules"]}
    counted = {row["stratum"] for row in header["counts"]}
    faults = [f"items[{place}]：名录中的层 {name} 没有规则" for name in sorted(counted - ruled)]
    return faults + [f"items[{place}]：规则所列的层 {name} 不在名录中" for name in sorted(ruled - counted)]


def row_faults(plan: Document, surveys: Mapping[str, Survey]) -> list[str]:
    """The plan against the rows: weights of E rows are listed, F:RD only after a void attempt."""
    faults: list[str] = []
    for place, item in enumerate(plan["items"]):
        allowed = {rule["stratum"]: set(rule["weights"]) for rule in item["rules"]}
        for middle in sorted(surveys[item["subject_roll"]].middles):
            stratum, status, weight = middle.decode("ascii").split("|")
            # A stratum that only the file has is the header's fault (V3), the rules are held against the header.
            if status == "E" and int(weight) not in allowed.get(stratum, {int(weight)}):
                faults.append(f"items[{place}]：层 {stratum} 有未列出的权重 {weight}")
            if status == REDRAWN and item["attempt"] == 1:
                faults.append(f"items[{place}]：第 1 次抽取的名录中不应有 F:RD（层 {stratum}）")
    return faults


def appointed_faults(plan: Document, rosters: Mapping[str, Sequence[panel.Inspector]]) -> list[str]:
    """Appointed captains are rows X:AP of the panel's roll."""
    faults: list[str] = []
    for one in plan["panels"]:
        listed = {row.tag for row in rosters[one["inspector_roll"]] if row.status == INSPECTOR_APPOINTED}
        faults += [
            f"小组 {one['panel']}：指定组长 {tag[:8]} 在名录中不是 X:AP"
            for tag in one["appointed"]
            if tag not in listed
        ]
    return faults


def _ascending(values: Sequence[Any]) -> bool:
    return all(before < after for before, after in pairwise(values))


def _twice(path: str, values: Iterable[str]) -> list[str]:
    seen: set[str] = set()
    found: list[str] = []
    for value in values:
        if value in seen:
            found.append(f"{path}：{value[:16]} 重复")
        seen.add(value)
    return found
