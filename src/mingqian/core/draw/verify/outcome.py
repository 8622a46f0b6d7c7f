"""V12, V14, V15, V16: the result recomputed, and the events after it.

What belongs here: comparing the published result with what plan, seed and rolls make of it.
"""

from collections.abc import Sequence
from itertools import pairwise

from mingqian.core.canonical import Document, document_hash
from mingqian.core.draw import conflicts, pairing, panel, result, substitution
from mingqian.core.draw.plan import appointed_faults
from mingqian.core.draw.rows import key_commit
from mingqian.core.draw.verify.facts import Facts
from mingqian.core.draw.verify.report import Check, absent, judged
from mingqian.core.draw.verify.sealing import NO_RESULT


def v12(facts: Facts) -> Check:
    """Strata and audit sample, recomputed from the roll files."""
    if facts.result is None:
        return absent("V12", NO_RESULT)
    faults: list[str] = []
    stated = [event.body["result"] for event in facts.of("result")]
    if any(one != document_hash(facts.suite, facts.result) for one in stated):
        faults.append("结果文档的哈希与日志中的 result 事件不符")
    ruled = {
        (item["subject_roll"], rule["stratum"]) for item in facts.plan["items"] for rule in item["rules"]
    }
    held = {(name, stratum) for name, survey in facts.surveys.items() for stratum in survey.counts}
    if ruled != held:
        return judged("V12", [*faults, "名录文件中的层与规则所列的不符，无法重算"])
    files = {name: facts.file(name) for name in facts.item_rolls}
    seed = facts.result["seed"]
    strata = result.select_all(facts.suite, plan=facts.plan, seed=seed, headers=facts.headers, files=files)
    faults += _differences(strata, facts.result["strata"], ("item", "stratum"), "strata")
    audit = result.audit_all(facts.suite, plan=facts.plan, seed=seed, files=files)
    if audit != facts.result["audit"]:
        faults.append("audit：审计样本与重算结果不符")
    return judged("V12", faults)


def _differences(
    expected: Sequence[Document], stated: Sequence[Document], names: tuple[str, ...], path: str
) -> list[str]:
    """Which entries and which of their fields differ."""
    if [[one[name] for name in names] for one in expected] != [
        [one[name] for name in names] for one in stated
    ]:
        return [f"{path}：条目或次序与重算结果不符"]
    found: list[str] = []
    for right, said in zip(expected, stated, strict=True):
        wrong = [name for name in right if right[name] != said[name]]
        if wrong:
            where = " ".join(str(right[name])[:16] for name in names)
            found.append(f"{path} {where}：{'、'.join(wrong)} 与重算结果不符")
    return found


def v14(facts: Facts) -> Check:
    """All inspectors opened, panels feasible, teams recomputed."""
    if facts.result is None:
        return absent("V14", NO_RESULT)
    if not facts.plan["panels"]:
        return absent("V14", "本次抽取不派检查组")
    faults = _unopened(facts) + appointed_faults(facts.plan, facts.rosters)
    if faults:
        return judged("V14", faults)
    faults = panel.infeasible(facts.plan["panels"], facts.rosters)
    try:
        teams = panel.compose(
            facts.suite,
            seed=facts.result["seed"],
            panels=facts.plan["panels"],
            rosters=facts.rosters,
            kinds={name: header["kind"] for name, header in facts.headers.items()},
        )
    except panel.PanelError as error:
        return judged("V14", [*faults, str(error)])
    return judged("V14", faults + _differences(teams, facts.result["panels"], ("panel",), "panels"))


def _unopened(facts: Facts) -> list[str]:
    """All E rows of the panels' strata and the appointed must be opened, or a captain can be chosen."""
    found: list[str] = []
    opened = {name: {one.tag for one in roster} for name, roster in facts.rosters.items()}
    for one in facts.plan["panels"]:
        name = one["inspector_roll"]
        seen = facts.scans[name].found.values()
        needed = {row.tag for row in seen if row.status == "E" and row.stratum in one["strata"]}
        missing = (needed | set(one["appointed"])) - opened[name]
        if missing:
            found.append(f"小组 {one['panel']}：{len(missing)} 名检查人员未开封（如 {min(missing)[:8]}）")
    return found


def v15(facts: Facts) -> Check:
    """Conflicts are those committed; pairs recomputed."""
    faults = _conflict_faults(facts)
    if facts.result is None:
        return judged("V15", faults) if faults else absent("V15", NO_RESULT)
    bonds = pairing.Bonds(facts.ties, result.quals_of(facts.plan, facts.rosters))
    pairs = pairing.pair(
        facts.suite,
        seed=facts.result["seed"],
        plan=facts.plan,
        strata=facts.result["strata"],
        panels=facts.result["panels"],
        bonds=bonds,
    )
    return judged("V15", faults + _differences(pairs, facts.result["pairs"], ("panel", "tag"), "pairs"))


def _conflict_faults(facts: Facts) -> list[str]:
    coi, committed = facts.doc["coi"], facts.plan["coi"]
    leaves, key = coi["leaves"], coi["key"]
    faults: list[str] = []
    if any(left >= right for left, right in pairwise(leaves)):
        faults.append("coi.leaves：应由小到大、不得重复")
    if len(leaves) != committed["count"] or conflicts.root(facts.suite, leaves) != committed["root"]:
        faults.append("coi.leaves：条数或树根与计划不符")
    known = set(leaves)
    for place, one in enumerate(coi["opened"]):
        pair = (one["inspector"], one["subject"])
        if conflicts.entry(facts.suite, one["key"], *pair) not in known:
            faults.append(f"coi.opened[{place}]：不在事先提交的回避关系之中")
        if key is not None and conflicts.pair_key(facts.suite, key, *pair) != one["key"]:
            faults.append(f"coi.opened[{place}]：对钥不是由所公布的密钥得出")
    if len(facts.ties) != len(coi["opened"]):
        faults.append("coi.opened：同一对重复开封")
    if facts.result is not None:
        people, subjects = set(result.people(facts.result)), set(result.reachable(facts.result))
        if any(person not in people or subject not in subjects for person, subject in facts.ties):
            faults.append("coi.opened：公开了与本次人员和对象无关的回避关系")
    sealed = facts.headers[facts.item_rolls[0]]["mode"] == "sealed"
    if facts.result is not None and sealed != (key is not None):
        faults.append("coi.key：密封名录应随结果公布回避密钥，公开名录应为 null（由见证人保管）")
    if key is not None and key_commit(facts.suite, key) != committed["key_commit"]:
        faults.append("coi.key：与计划中的承诺不符")
    return faults


def v16(facts: Facts) -> Check:
    """Substitutions and replacements have the one right content, in journal order."""
    events = facts.of("substitute", "skip", "replace")
    if not events:
        return absent("V16", "没有递补或替换")
    if facts.result is None:
        return judged("V16", ["没有结果就发生了递补或替换"])
    standing = substitution.begin(
        plan=facts.plan,
        result=facts.result,
        bonds=pairing.Bonds(facts.ties, result.quals_of(facts.plan, facts.rosters)),
        captains=result.captains_of(facts.plan, facts.rosters),
    )
    faults: list[str] = []
    for event in events:
        faults += [f"第 {event.index} 号事件：{fault}" for fault in standing.apply(event.kind, event.body)]
    return judged("V16", faults)
