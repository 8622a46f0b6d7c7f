"""V1–V5 and V13: rolls by themselves, against the plan, and their opened rows.

What belongs here: judgements on rolls; reading their bytes stands in scan.
"""

from collections.abc import Callable, Iterator

from mingqian.core.canonical import Document
from mingqian.core.draw import ceremony, plan, roll
from mingqian.core.draw.grammar import PEOPLE, scheme
from mingqian.core.draw.verify.facts import Facts, opening_fault
from mingqian.core.draw.verify.report import Check, absent, judged
from mingqian.core.draw.verify.scan import header_faults


def v1(facts: Facts) -> Check:
    """Rows: grammar, statuses, weights; one file for every roll."""
    faults: list[str] = []
    files = [one["file"] for one in facts.doc["rolls"]]
    if len(set(files)) != len(files):
        faults.append("rolls：文件名重复")
    for one in facts.doc["rolls"]:
        name = one["roll"]
        if name not in facts.headers:
            faults.append(f"{one['file']}：没有对应的名录头事件")
        elif facts.files[name] is None:
            faults.append(f"{one['file']}：缺少名录文件")
        else:
            faults += [f"{one['file']} {fault}" for fault in facts.scans[name].row_faults]
    return judged("V1", faults)


def v2(facts: Facts) -> Check:
    """Rows strictly ascending by tag."""
    return judged("V2", _each(facts, lambda name: facts.scans[name].order_faults))


def v3(facts: Facts) -> Check:
    """n, counts and codes."""
    return judged("V3", _each(facts, lambda name: header_faults(facts.headers[name], facts.scans[name])))


def v4(facts: Facts) -> Check:
    """Root and file digest."""
    faults: list[str] = []
    for one in facts.doc["rolls"]:
        seen = facts.scans.get(one["roll"])
        if seen is None:
            continue
        if facts.headers[one["roll"]]["root"] != seen.root:
            faults.append(f"{one['file']}：树根与名录头不符")
        if one["digest"] != seen.digest:
            faults.append(f"{one['file']}：文件摘要与 rolls 所写不符")
    return judged("V4", faults)


def v5(facts: Facts) -> Check:
    """The plan by itself, against its rolls' headers and rows."""
    faults = plan.structure_faults(facts.plan)
    needed = {*facts.item_rolls, *facts.inspector_rolls}
    listed = [one["roll"] for one in facts.doc["rolls"]]
    if set(listed) != needed or len(listed) != len(needed):
        faults.append("rolls：应恰为计划所用的名录")
    if set(facts.headers) != needed or len(facts.of("roll")) != len(needed):
        faults.append("events：名录头事件应恰为计划所用的名录，各一个")
    for name, header in facts.headers.items():
        if (header["mode"] == "sealed") != (header["key_commit"] is not None):
            faults.append(f"名录 {name[:8]}：密封名录必须有 key_commit，公开名录为 null")
    more = plan.roll_faults(facts.plan, facts.headers)
    if not more and all(facts.files.get(name) is not None for name in needed):
        more = plan.row_faults(facts.plan, facts.surveys)
    return judged("V5", faults + more)


def v8(facts: Facts) -> Check:
    """Parties; their units are shown, a label proves nothing by itself."""
    shown = [
        f"参与方 {party['role']}：{party['unit']}{'（外部）' if party['outside'] else ''}"
        for party in facts.plan["parties"]
    ]
    return judged("V8", ceremony.parties_faults(facts.plan["parties"]), shown)


def v13(facts: Facts) -> Check:
    """Openings re-derive their rows, and no id stands behind two tags."""
    openings = facts.doc["openings"]
    if not openings:
        return absent("V13", "没有开封的行")
    faults: list[str] = []
    seen: set[tuple[str, str]] = set()
    tags: dict[tuple[str, str], str] = {}
    for place, one in enumerate(openings):
        where = f"openings[{place}]（{one['id']}）"
        faults += [f"{where}：{fault}" for fault in _opening_faults(facts, one)]
        if (one["roll"], one["id"]) in seen:
            faults.append(f"{where}：同一标识在一个名录中开封两次")
        seen.add((one["roll"], one["id"]))
        kind = "sealed" if one["salt"] else "open"
        if tags.setdefault((kind, one["id"]), one["tag"]) != one["tag"]:
            faults.append(f"{where}：同一标识对应两个标签")
    return judged("V13", faults)


def _opening_faults(facts: Facts, one: Document) -> Iterator[str]:
    header = facts.headers.get(one["roll"])
    if header is None:
        yield "没有这份名录"
        return
    if scheme(one["id"]) not in header["ids"]:
        yield f"名录不使用标识方案 {scheme(one['id'])}"
    if (header["mode"] == "sealed") != bool(one["salt"]):
        yield "密封名录的盐不能为空，公开名录的盐必须为空"
    row = facts.row(one["roll"], one["tag"])
    fault = "名录中没有这个标签" if row is None else opening_fault(facts.suite, one, row)
    if fault:
        yield fault
    elif header["kind"] in PEOPLE:
        yield from roll.inspector_record_faults(one["record"])


def _each(facts: Facts, faults_of: Callable[[str], list[str]]) -> Iterator[str]:
    for one in facts.doc["rolls"]:
        if one["roll"] in facts.scans:
            for fault in faults_of(one["roll"]):
                yield f"{one['file']} {fault}"
