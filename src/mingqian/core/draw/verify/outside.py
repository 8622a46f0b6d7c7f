"""V20, V22, V23, V24: what needs more than the published files: engines, an outsider, keys, the log.

What belongs here: checks which say honestly when they could not be made.
"""

from collections.abc import Collection, Iterator, Sequence

from mingqian.core import journal, merkle
from mingqian.core.canonical import CanonicalError, Document
from mingqian.core.draw import conflicts, register, result, roll, rows
from mingqian.core.draw.documents import check
from mingqian.core.draw.verify.facts import Facts, Secrets
from mingqian.core.draw.verify.report import Check, absent, judged, outsider


def v20(facts: Facts, engines: Collection[str]) -> Check:
    """The engine named in the plan is one that is known."""
    named = facts.plan["engine"]
    shown = f"{named['name']} {named['version']}"
    if not engines:
        return outsider("V20", f"计划写明 {shown}，sha256 {named['sha256']}；请与公布的程序摘要核对")
    return judged("V20", [] if named["sha256"] in engines else [f"程序 {shown} 不在已知清单中"])


def v22(facts: Facts) -> Check:
    """An outsider opened every F, X and sample row of each item roll."""
    if facts.result is None:
        return absent("V22", "尚无结果")
    outside = {party["role"] for party in facts.plan["parties"] if party["outside"]}
    audits = facts.of("audit")
    samples = {one["roll"]: one["tags"] for one in facts.result["audit"]}
    faults = [f"第 {event.index} 号审计不是外部参与方所作" for event in audits if event.by not in outside]
    faults += ["审计事件针对计划之外的名录" for event in audits if event.body["roll"] not in samples]
    notes: list[str] = []
    for name, tags in samples.items():
        checked = [event.body for event in audits if event.body["roll"] == name]
        due = _due(facts, name, tags)
        most = max((body["checked"] for body in checked), default=due)
        if most < due:
            faults.append(f"名录 {name[:8]}：应查 {due} 行，实查 {most} 行")
        for body in checked:
            notes += [f"名录 {name[:8]} {error['tag'][:8]}：{error['text']}" for error in body["errors"]]
        if not checked:
            notes.append(f"名录 {name[:8]} 尚无外部人审计（应查 {due} 行）")
    audited = {event.body["roll"] for event in audits}
    if not faults and not audited.issuperset(samples):
        return outsider("V22", "；".join(notes))
    return judged("V22", faults, notes)


def _due(facts: Facts, name: str, sample: list[str]) -> int:
    """Distinct F, X and sample rows."""
    special = sum(
        count for middle, count in facts.surveys[name].middles.items() if middle.split(b"|")[1][:1] in b"FX"
    )
    found = (facts.row(name, tag) for tag in set(sample))
    return special + sum(1 for row in found if row is not None and row.letter in "ES")


def v23(facts: Facts, secrets: Secrets | None) -> Check:
    """With K and Kc: every tag, salt and conflict."""
    held = secrets or Secrets()
    conflict_key = held.conflict_key or facts.doc["coi"]["key"]
    sealed = [name for name in facts.item_rolls if facts.headers[name]["mode"] == "sealed"]
    undone = [] if held.key or not sealed else ["没有名录密钥，未核验各行标签与盐"]
    if conflict_key is None:
        undone.append("没有回避密钥，未核验有无隐瞒的回避关系")
    faults: list[str] = []
    try:
        if held.key and sealed:
            faults += _key_faults(facts, held, sealed)
            undone += [
                f"名录 {name[:8]}：没有标识清单，未核验各行标签" for name in sealed if name not in held.ids
            ]
        if conflict_key:
            faults += _conflict_faults(facts, held, conflict_key)
    except (CanonicalError, rows.RowError) as error:
        faults.append(str(error))
    if undone and not faults:
        return outsider("V23", "；".join(undone))
    return judged("V23", faults, undone)


def _key_faults(facts: Facts, held: Secrets, sealed: list[str]) -> Iterator[str]:
    assert held.key is not None
    for name in sealed:
        if facts.headers[name]["key_commit"] != rows.key_commit(facts.suite, held.key):
            yield f"名录 {name[:8]}：密钥与 key_commit 不符"
            return
    for one in facts.doc["openings"]:
        if one["roll"] in sealed and one["salt"] != rows.salt_of(facts.suite, one["id"], held.key):
            yield f"{one['id']}：盐不是由密钥得出"
    for name in sealed:
        if name in held.ids:
            yield from _tag_faults(facts, name, held)


def _tag_faults(facts: Facts, name: str, held: Secrets) -> Iterator[str]:
    """Every row is the row of exactly one id: no ghost, no firm in many rows."""
    derived = {
        rows.tag_of(facts.suite, identity, rows.salt_of(facts.suite, identity, held.key))
        for identity in held.ids[name]
    }
    published = {row[rows.TAG].decode("ascii") for row in roll.rows_of(facts.file(name))}
    ghosts = published - derived
    if ghosts:
        yield f"名录 {name[:8]}：{len(ghosts)} 行不属于任何标识（如 {min(ghosts)[:8]}）"
    if derived - published:
        yield f"名录 {name[:8]}：{len(derived - published)} 个标识不在名录中"


def _conflict_faults(facts: Facts, held: Secrets, key: str) -> Iterator[str]:
    coi = facts.doc["coi"]
    if rows.key_commit(facts.suite, key) != facts.plan["coi"]["key_commit"]:
        yield "回避密钥与计划中的承诺不符"
        return
    committed = set(coi["leaves"])
    for one in coi["opened"]:
        if conflicts.pair_key(facts.suite, key, one["inspector"], one["subject"]) != one["key"]:
            yield f"回避关系 {one['inspector'][:8]}–{one['subject'][:8]} 的对钥不是由密钥得出"
        elif committed and _entry(facts, one) not in committed:
            yield f"捏造了回避关系 {one['inspector'][:8]}–{one['subject'][:8]}"
    if held.ties is not None and conflicts.leaves(facts.suite, key, held.ties) != coi["leaves"]:
        yield "回避关系全集与所提交的条目不符"
    if facts.result is not None:
        near = conflicts.hidden(
            facts.suite,
            key,
            coi["leaves"],
            facts.ties,
            result.people(facts.result),
            result.reachable(facts.result),
        )
        for inspector, subject in near:
            yield f"隐瞒了回避关系 {inspector[:8]}–{subject[:8]}"


def _entry(facts: Facts, one: Document) -> str:
    return conflicts.entry(facts.suite, one["key"], one["inspector"], one["subject"])


def v24(facts: Facts, log: Sequence[Document] | None) -> Check:
    """Plans, rounds, attempts and seals of the whole journal, if the caller has all its events."""
    if log is None:
        return outsider("V24", "需要整个日志：计划编号、轮次、次数和封签的连续性由日志监督者核验")
    faults = [
        f"日志第 {place} 号事件：{fault}" for place, one in enumerate(log) for fault in check(one, "event")
    ]
    if faults:
        return judged("V24", faults)
    leaves = [journal.leaf_hash(facts.suite, event) for event in log]
    checkpoint = journal.read_checkpoint(facts.doc["checkpoint"])
    if len(leaves) < checkpoint.size:
        faults.append(f"所给日志只有 {len(leaves)} 个事件，检查点写明 {checkpoint.size} 个")
    elif merkle.root_of_hashes(facts.suite, leaves[: checkpoint.size]) != checkpoint.root:
        faults.append("所给日志与公布件的检查点不是同一日志")
    return judged("V24", faults + register.faults(facts.suite, log))
