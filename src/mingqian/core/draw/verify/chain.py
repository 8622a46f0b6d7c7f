"""V17: voids and new attempts, with the transcript of the attempt before.

What belongs here: that a redraw is no re-roll.
"""

from collections.abc import Callable, Sequence
from typing import Any

from mingqian.core.canonical import Document, document_hash
from mingqian.core.draw import ceremony, redraw, roll, sources
from mingqian.core.draw.verify.facts import Event, Facts, Published, read
from mingqian.core.draw.verify.report import Check, Report, absent, judged, outsider

KEPT = ("mode", "key_commit", "kind")  # of a roll, from one attempt to the next
Recheck = Callable[[Published, Sequence[Published]], Report]


def v17(facts: Facts, prior: Sequence[Published], recheck: Recheck) -> Check:
    """Own voids are lawful; every later attempt continues the one it names."""
    faults = [
        fault
        for place, event in enumerate(facts.events)
        if event.kind == "void"
        for fault in _void_faults(facts, event, facts.events[:place])
    ]
    again = [item for item in facts.plan["items"] if item["attempt"] > 1]
    if not again:
        return judged("V17", faults) if facts.of("void") else absent("V17", "第一次抽取，没有作废")
    before, unreadable = _earlier(prior)
    faults += unreadable
    missing: list[str] = []
    for item in again:
        found = _named(before, facts, item["prev"])
        if found is None:
            missing.append(item["item"])
        else:
            found_faults = _attempt_faults(facts, item, *found)
            found_faults += _freshness_faults(facts, _lineage(before, facts, item))
            faults += [f"事项 {item['item']}：{fault}" for fault in found_faults]
    faults += _unsound(prior, recheck)
    if missing and not prior:
        again_named = f"事项 {'、'.join(missing)} 是重抽，请一并提供上次作废抽取的公布件"
        return judged("V17", [*faults, again_named]) if faults else outsider("V17", again_named)
    faults += [f"事项 {name}：所给的不是计划所指的那次作废抽取" for name in missing]
    return judged("V17", faults)


def _void_faults(facts: Facts, event: Event, before: Sequence[Event]) -> list[str]:
    body, reason = event.body, event.body["reason"]
    faults: list[str] = []
    if reason not in (*redraw.BEFORE_SEED, *redraw.AFTER_SEED):
        faults.append(f"作废原因 {reason} 不在 PARTY、SOURCE、LIST、ORDER 之中")
    if body["approved_by"] == facts.organiser:
        faults.append("作废的批准人不能是组织方")
    known = {item["item"] for item in facts.plan["items"]}
    if not set(body["items"]) <= known:
        faults.append("作废事件列有计划之外的事项")
    gone = [name for other in before if other.kind == "void" for name in other.body["items"]] + body["items"]
    if len(set(gone)) < len(gone):
        faults.append("作废事件列有已经作废的事项")
    if not _seed_fixed(facts, before):
        if body["result"] is not None:
            faults.append("种子未确定时没有结果，作废事件的 result 应为 null")
        if set(body["items"]) != known:
            faults.append("种子未确定时作废，须作废全部事项")
        return faults
    stated = None if facts.result is None else document_hash(facts.suite, facts.result)
    if reason in redraw.BEFORE_SEED:
        faults.append(f"日志已确定种子，不能再以 {reason} 作废")
    if stated is None or body["result"] != stated:
        faults.append("种子已确定，作废结果必须公布并写入作废事件")
    return faults


def _seed_fixed(facts: Facts, before: Sequence[Event]) -> bool:
    """Whether these events fix the seed."""
    roles = [event.body["role"] for event in before if event.kind == "reveal"]
    values = {event.body["index"] for event in before if event.kind == "public"}
    if not values.issuperset(range(len(facts.plan["public"]))):
        return False
    return ceremony.may_proceed(facts.plan, roles).ok


def _earlier(prior: Sequence[Published]) -> tuple[list[tuple[Facts, Published]], list[str]]:
    found: list[tuple[Facts, Published]] = []
    faults: list[str] = []
    for place, one in enumerate(prior, 1):
        doc, errors, _ = read(one.transcript)
        if doc is None or errors:
            faults.append(f"所附第 {place} 份上次公布件不能读取：{errors[0]}")
        else:
            found.append((Facts(doc, one.roll_files), one))
    return found, faults


def _named(before: Sequence[tuple[Facts, Published]], facts: Facts, prev: str) -> tuple[Facts, Event] | None:
    for old, _ in before:
        for event in old.of("void"):
            if old.suite == facts.suite and document_hash(old.suite, event.entry["event"]) == prev:
                return old, event
    return None


def _attempt_faults(facts: Facts, item: Document, old: Facts, void: Event) -> list[str]:
    earlier = next((one for one in old.plan["items"] if one["item"] == item["item"]), None)
    if earlier is None or item["item"] not in void.body["items"]:
        return ["上次作废的抽取不含此事项"]
    faults: list[str] = []
    if (earlier["round"], earlier["attempt"] + 1) != (item["round"], item["attempt"]):
        faults.append("轮次应不变，抽取次数应加一")
    if old.plan["journal"] != facts.plan["journal"] or old.plan["no"] >= facts.plan["no"]:
        faults.append("应在同一日志中，计划编号在后")
    faults += _ceremony_faults(facts, old, void)
    return faults + _roll_faults(facts, item, old, earlier, void)


def _ceremony_faults(facts: Facts, old: Facts, void: Event) -> list[str]:
    """After a refusal at the table the other order."""
    if void.body["reason"] == "PARTY" and old.plan["order"] == ceremony.TABLE == facts.plan["order"]:
        return ["现场抽取因缺少秘密作废后，应改为先揭示后公开"]
    return []


def _lineage(before: Sequence[tuple[Facts, Published]], facts: Facts, item: Document) -> list[Facts]:
    """All attempts before this one at an item, as far as they were given, the latest first."""
    found: list[Facts] = []
    while item["prev"] is not None and len(found) < len(before):
        named = _named(before, facts, item["prev"])
        earlier = [one for one in named[0].plan["items"] if one["item"] == item["item"]] if named else []
        if named is None or not earlier:
            break
        found.append(named[0])
        item = earlier[0]
    return found


def _freshness_faults(facts: Facts, attempts: Sequence[Facts]) -> list[str]:
    """ "New secrets and source": what any earlier attempt has shown to everybody is not new, whoever showed it."""
    shown = {secret for old in attempts for secret in old.secrets.values()}
    sources_used = [one for old in attempts for one in old.plan["public"]]
    faults = [f"{role} 沿用了以前公开过的秘密" for role, secret in facts.secrets.items() if secret in shown]
    if any(not sources.is_dice(one) and one in sources_used for one in facts.plan["public"]):
        faults.append("沿用了以前用过的公开来源")
    return faults


def _roll_faults(facts: Facts, item: Document, old: Facts, earlier: dict[str, Any], void: Event) -> list[str]:
    """Who was selected stays, all other rows are byte-identical."""
    name, before = item["subject_roll"], earlier["subject_roll"]
    faults: list[str] = []
    if any(facts.headers[name][key] != old.headers[before][key] for key in KEPT):
        faults.append("重抽应沿用同一把名录密钥，公开方式与名录种类不变")
    if not old.file(before):
        return [*faults, "缺少上次的名录文件"]
    events = [{"kind": event.kind, "body": event.body} for event in old.of("replace")]
    return faults + redraw.faults(
        roll.rows_of(old.file(before)),
        roll.rows_of(facts.file(name)),
        selected=redraw.selected(old.result, events, item["item"]) if void.body["result"] else None,
        errors=set(void.body["errors"]),
    )


def _unsound(prior: Sequence[Published], recheck: Recheck) -> list[str]:
    found: list[str] = []
    for place, one in enumerate(prior, 1):
        report = recheck(one, [other for other in prior if other is not one])
        if not report.ok:
            found.append(f"所附第 {place} 份上次公布件没有通过核验：{'、'.join(report.failed())}")
    return found
