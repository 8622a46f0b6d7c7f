"""V6, V7, V9, V10, V11: what bound whom before which randomness, and the seed that follows.

What belongs here: judgements on seal, reveals, public values and seed.
"""

from mingqian.core.draw import ceremony, sources
from mingqian.core.draw.verify.facts import Event, Facts
from mingqian.core.draw.verify.report import Check, absent, judged

NO_SEAL = "尚未封签"
NO_RESULT = "尚无结果"
UNSIGNED_PULSE = (
    "NIST 脉冲的签名没有核验，只看格式和时刻：请到 beacon.nist.gov 对照取值（证据等级不因此改变）"
)


def v6(facts: Facts) -> Check:
    """One seal, and it binds this plan; so does the result."""
    if facts.seal is None:
        return absent("V6", NO_SEAL) if facts.result is None else judged("V6", ["有结果而没有封签事件"])
    faults: list[str] = []
    if len(facts.of("seal")) != 1:
        faults.append("一个计划只能封签一次")
    if facts.seal["plan"] != facts.plan_hash:
        faults.append("封签所写的计划哈希与计划不符")
    if facts.result is not None:
        if facts.result["plan"] != facts.plan_hash:
            faults.append("结果所写的计划哈希与计划不符")
        if facts.result["seal"] != facts.seal_hash:
            faults.append("结果所写的封签哈希与封签不符")
    return judged("V6", faults)


def v7(facts: Facts) -> Check:
    """All parties committed, in plan order, and each differently."""
    if facts.seal is None:
        return absent("V7", NO_SEAL)
    commits = facts.seal["commits"]
    faults: list[str] = []
    if [one["role"] for one in commits] != [party["role"] for party in facts.plan["parties"]]:
        faults.append("承诺应按计划次序，每个参与方各一个")
    if len({one["commit"] for one in commits}) != len(commits):
        faults.append("两方的承诺相同")
    return judged("V7", faults)


def v9(facts: Facts) -> Check:
    """Every journaled reveal opens its commitment, in time; enough of them."""
    reveals = facts.of("reveal")
    if not reveals and facts.result is None:
        return absent("V9", "尚未揭示秘密")
    if facts.seal is None:
        return judged("V9", ["没有封签就揭示了秘密"])
    faults = [fault for event in reveals for fault in _reveal_faults(facts, event)]
    roles = [event.body["role"] for event in reveals]
    if len(set(roles)) != len(roles):
        faults.append("同一参与方揭示了两次")
    order = [party["role"] for party in facts.plan["parties"]]
    at_table = facts.plan["order"] == ceremony.TABLE
    in_order = roles[:1] == order[:1] and roles == [role for role in order if role in roles]
    if at_table and roles and not in_order:
        faults.append("现场抽取应由组织方先揭示，其余按计划次序")
    enough = ceremony.may_proceed(facts.plan, roles)
    if facts.result is not None and not enough.ok:
        faults.append(enough.reason)
    missing = [role for role in order if role not in roles]
    notes = [f"{role} 的秘密缺失，按空串计入" for role in missing] if not at_table else []
    return judged("V9", faults, notes)


def _reveal_faults(facts: Facts, event: Event) -> list[str]:
    role, secret = event.body["role"], event.body["secret"]
    assert facts.seal is not None
    commits = {one["role"]: one["commit"] for one in facts.seal["commits"]}
    if role not in commits:
        return [f"{role} 不是封签所列的参与方"]
    fault = ceremony.secret_fault(secret)
    if fault:
        return [f"{role}：{fault}"]
    faults: list[str] = []
    if ceremony.commit(facts.suite, plan_hash=facts.plan_hash, role=role, secret=secret) != commits[role]:
        faults.append(f"{role} 的秘密与其承诺不符")
    if facts.plan["order"] == ceremony.BEACON and event.at > facts.plan["deadlines"]["reveal"]:
        faults.append(f"{role} 的秘密迟于揭示期限，不应入日志")
    return faults


def v10(facts: Facts) -> Check:
    """Sources fit the order and leave 2^64 outcomes; every value is one its source can have."""
    faults = ceremony.public_faults(facts.plan)
    listed = facts.plan["public"]
    seen: set[int] = set()
    for event in facts.of("public"):
        index, value = event.body["index"], event.body["value"]
        if index >= len(listed):
            faults.append(f"public 事件的序号 {index} 不在计划的来源之中")
            continue
        if index in seen:
            faults.append(f"来源 {index} 的取值记录了两次")
        seen.add(index)
        fault = sources.value_fault(listed[index], value)
        faults += [f"来源 {index}：{fault}"] if fault else []
        at = listed[index]["at"]
        if at is not None and event.at < at:
            faults.append(f"来源 {index}：取值早于公布时刻 {at}")
    if facts.result is not None:
        faults += [f"来源 {index} 没有取值" for index in range(len(listed)) if index not in seen]
    notes = [] if facts.plan["order"] == ceremony.TABLE else ["公开随机数的值请到公布单位网站自行对照"]
    notes += [UNSIGNED_PULSE] if any(one["src"] == "nist" for one in listed) else []
    return judged("V10", faults, notes)


def v11(facts: Facts) -> Check:
    """The seed follows from seal, secrets and values."""
    if facts.result is None:
        return absent("V11", NO_RESULT)
    if facts.seal is None or facts.values is None:
        return judged("V11", ["缺少封签或公开取值，算不出种子"])
    seed = ceremony.seed(
        facts.suite, seal_hash=facts.seal_hash, plan=facts.plan, secrets=facts.secrets, values=facts.values
    )
    return judged("V11", [] if seed == facts.result["seed"] else ["种子与重算结果不符"])
