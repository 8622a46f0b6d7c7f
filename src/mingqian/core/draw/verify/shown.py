"""V21: what is no fault but must be seen by whoever judges the draw.

What belongs here: observations only; nothing here refuses a transcript.
"""

from collections.abc import Iterator

from mingqian.core.canonical import Document
from mingqian.core.draw import ceremony, panel
from mingqian.core.draw.grammar import INSPECTOR_ABSENT
from mingqian.core.draw.quota import MILLION
from mingqian.core.draw.verify.facts import Facts
from mingqian.core.draw.verify.report import Check, Status

STEEP = 8  # heavier than 8:1 a weight decides almost alone
LEGAL_REVIEW = 3  # a third attempt needs legal review


def v21(facts: Facts, cosigned: bool) -> Check:
    """All observations, in the order of the protocol."""
    found = [*_strata(facts), *_weights(facts), *_rosters(facts), *_ceremony(facts), *_previous(facts)]
    if not cosigned:
        found.append("检查点没有经核验的外部共同签名")
    return Check("V21", Status.PASSED, tuple(found + list(_lateness(facts))))


def _strata(facts: Facts) -> Iterator[str]:
    rules = {(item["item"], rule["stratum"]): rule for item in facts.plan["items"] for rule in item["rules"]}
    for one in facts.result["strata"] if facts.result is not None else []:
        where = f"事项 {one['item']} 层 {one['stratum']}"
        rule = rules.get((one["item"], one["stratum"]))
        below = rule is not None and any(tier["ppm"] < MILLION for tier in rule["tiers"])
        if one["k"] == one["E"] > 0 and below:
            yield f"{where}：比例不足 100%，却抽中全部 {one['E']} 家可抽对象"
        if one["k"] == 0:
            yield f"{where}：随机抽取 0 家（可抽 {one['E']} 家）"
        for letter, name in (("F", "必查"), ("X", "免检")):
            if one[letter] * 4 > one["N"]:
                yield f"{where}：{name} {one[letter]} 家，超过全部 {one['N']} 家的四分之一"


def _weights(facts: Facts) -> Iterator[str]:
    for item in facts.plan["items"]:
        for rule in item["rules"]:
            if rule["weights"] and max(rule["weights"]) > STEEP * min(rule["weights"]):
                yield f"事项 {item['item']} 层 {rule['stratum']}：权重相差超过 {STEEP} 倍"


def _rosters(facts: Facts) -> Iterator[str]:
    for name in facts.inspector_rolls:
        seen = facts.scans[name]
        absent = sum(
            count
            for middle, count in seen.middles.items()
            if middle.split(b"|")[1] == INSPECTOR_ABSENT.encode()
        )
        if absent * 2 >= seen.count:
            yield f"检查人员名录 {name[:8]}：{seen.count} 人中 {absent} 人缺席"
    for one in facts.plan["panels"]:
        yield from _few(facts, one)


def _few(facts: Facts, one: Document) -> Iterator[str]:
    people = panel.eligible(one, facts.rosters[one["inspector_roll"]])
    captains = sum(person.captain for person in people)
    if one["captain"] == "drawn" and captains < 2 * one["count"]:
        yield f"小组 {one['panel']}：可任组长的只有 {captains} 人，需要 {one['count']} 人"
    for item in facts.plan["items"]:
        for demand in item["quals"] if item["panel"] == one["panel"] else []:
            holders = sum(demand["code"] in person.quals for person in people)
            if holders < 2 * demand["persons"] * one["count"]:
                yield f"小组 {one['panel']}：具有资格 {demand['code']} 的只有 {holders} 人"


def _ceremony(facts: Facts) -> Iterator[str]:
    if facts.plan["order"] == ceremony.BEACON and facts.result is not None:
        for party in facts.plan["parties"]:
            if party["role"] not in facts.secrets:
                yield f"{party['role']} 未揭示秘密，按空串计入"
    if not facts.doc["anchors"]:
        yield "封签没有外部锚定"
    for item in facts.plan["items"]:
        if item["attempt"] >= LEGAL_REVIEW:
            yield f"事项 {item['item']} 是第 {item['attempt']} 次抽取，须经法制审核"
    for event in facts.of("void"):
        yield f"本次抽取已作废（{event.body['reason']}）：{'、'.join(event.body['items'])}"


def _previous(facts: Facts) -> Iterator[str]:
    for name, header in facts.headers.items():
        change = header["prev"]
        if change is not None:
            removed = "、".join(f"{one['code']} {one['count']}" for one in change["removed"]) or "无"
            yield f"名录 {name[:8]} 较上一版：新增 {change['added']}，移出 {removed}"


def _lateness(facts: Facts) -> Iterator[str]:
    limits = facts.plan["deadlines"]
    for kind, limit in (("reveal", "reveal"), ("public", "public"), ("result", "publish")):
        for event in facts.of(kind):
            if event.at > limits[limit]:
                yield f"第 {event.index} 号事件（{kind}）迟于期限 {limits[limit]}"
