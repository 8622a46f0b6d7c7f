"""Plans and ceremonies: what is refused before anything is sealed, and how the seed is made."""

import pytest
from tests.core.draw import scenario

from mingqian.core.canonical import Suite, text_hash
from mingqian.core.draw import ceremony, plan, selection, sources
from mingqian.core.draw.grammar import is_secret


def faults_of(staged: scenario.Staged) -> list[str]:
    surveys = {name: selection.survey(data) for name, data in staged.files.items()}
    return plan.check(staged.plan, headers=staged.headers, surveys=surveys, rosters=staged.rosters())


def changed(where: str, value: object) -> list[str]:
    """Faults of the vectors' plan with one field set; the path is dotted, numbers index lists."""
    staged = scenario.prepare()
    *path, last = [int(part) if part.isdigit() else part for part in where.split(".")]
    spot = staged.plan
    for part in path:
        spot = spot[part]
    spot[last] = value
    return faults_of(staged)


def test_the_plan_of_the_vectors_has_no_fault():
    assert faults_of(scenario.prepare()) == []
    assert faults_of(scenario.prepare(on_plan=scenario.with_beacon)) == []


@pytest.mark.parametrize(
    ("where", "value", "word"),
    [
        ("no", 2, "prev_plan"),
        ("prev_plan", "0" * 64, "prev_plan"),
        ("items.0.attempt", 2, "prev"),
        ("items.0.prev", "0" * 64, "prev"),
        ("items.1.item", "LD01", "重复"),
        ("items.0.round", "2026-00", "round"),
        ("items.0.round", "26-01", "round"),
        ("items.0.rules.0.stratum", "C", "没有规则"),
        ("items.0.rules.0.scope", "stratum", "scope"),
        ("items.0.rules.0.base", "all", "base"),
        ("items.0.rules.0.min", 5, "min"),
        ("items.0.rules.0.max", 5, "max"),
        ("items.0.rules.0.monotone", False, "monotone"),
        ("items.0.rules.0.tiers", [{"upto": None, "ppm": 1}], "tiers"),
        ("items.1.rules.0.tiers", [{"upto": 5, "ppm": 1}], "tiers"),
        ("items.1.rules.0.tiers", [{"upto": None, "ppm": 1}, {"upto": None, "ppm": 1}], "tiers"),
        (
            "items.1.rules.0.tiers",
            [{"upto": 5, "ppm": 1}, {"upto": 5, "ppm": 1}, {"upto": None, "ppm": 1}],
            "tiers",
        ),
        ("items.1.rules.0.max", 3, "min 大于 max"),
        ("items.0.rules.0.weights", [1, 2], "权重 4"),
        ("items.0.rules.0.weights", [1, 4, 2], "weights"),
        ("items.0.rules.0.weights", [], "未列出的权重 1"),
        ("items.0.rules.0.tiers.0.ppm", 0, "ppm"),
        ("items.1.rules.0.max", 0, "max"),
        ("items.1.rules.0.batch", 0, "batch"),
        ("items.0.quals", [{"code": "ZF", "persons": 1}, {"code": "ZF", "persons": 2}], "重复"),
        ("items.0.panel", "P9", "未声明"),
        ("items.0.panel", None, "没有事项使用"),
        ("items.0.subject_roll", "0" * 64, "名录头未公布"),
        ("panels.1.panel", "P1", "重复"),
        ("panels.1.strata", ["ZF", "YW"], "strata"),
        ("panels.0.appointed", ["0" * 64], "appointed"),
        ("panels.0.captain", "appointed", "appointed"),
        ("panels.0.count", 9, "可抽检查人员"),
        ("panels.0.size", 1, "size"),
        ("panels.0.factor100", 99, "factor100"),
        ("suite", "sm3", "哈希算法"),
        ("embargo_until", "2026-13-01T00:00:00Z", "embargo_until"),
        ("parties.1.role", "organiser", "重复"),
        ("parties.0.outside", True, "组织方"),
        ("parties.1.unit", "O", "同属"),
        ("order", "reveal-then-public", "不用骰子"),
        ("public.0.count", 19, "20 次"),
        ("public.0.at", "2026-06-03T12:00:00Z", "at 应为 null"),
        ("deadlines.publish", "2026-06-03T13:00:00Z", "deadlines"),
    ],
)
def test_a_plan_with_a_fault_is_refused_and_named(where, value, word):
    found = changed(where, value)
    assert any(word in fault for fault in found), found


def test_a_plan_needs_two_parties_one_of_them_from_outside():
    def alone(doc):
        doc["parties"] = doc["parties"][:1]

    found = faults_of(scenario.prepare(on_plan=alone))
    assert any("两个" in fault for fault in found) and any("外部人" in fault for fault in found)


def test_embargo_needs_sealed_rolls():
    lists = scenario.vector_lists()
    for name in ("LD", "SB"):
        lists[name].key = None
    staged = scenario.prepare(
        lists=lists, on_plan=lambda doc: doc.update(embargo_until="2026-07-01T00:00:00Z")
    )
    assert any("密封" in fault for fault in faults_of(staged))


DICE10 = {"src": "dice10", "at": None, "count": 20}
DICE6 = {"src": "dice6", "at": None, "count": 26}
LOTTERY = {"src": "lottery", "at": "2026-06-03T13:00:00Z", "game": "g", "issue": "1", "count": 3, "max": 30}
DRAND = {"src": "drand", "at": "2026-06-03T13:00:00Z", "chain": "0" * 64, "round": 1}
NIST = {"src": "nist", "at": "2026-06-03T13:00:00Z", "chain": 1, "pulse": 1}


@pytest.mark.parametrize(
    ("source", "value", "right"),
    [
        (DICE10, "0" * 20, True),
        (DICE10, "0" * 19, False),
        (DICE10, "0" * 21, False),
        (DICE10, "0" * 19 + "a", False),
        (DICE10, "0" * 19 + "٣", False),
        (DICE10, "0" * 20 + "\n", False),
        (DICE6, "123456" * 4 + "12", True),
        (DICE6, "123450" * 4 + "12", False),
        (DICE6, "123457" * 4 + "12", False),
        (LOTTERY, "01,02,30", True),
        (LOTTERY, "1,02,30", False),
        (LOTTERY, "02,01,30", False),
        (LOTTERY, "01,01,30", False),
        (LOTTERY, "01,02,31", False),
        (LOTTERY, "00,02,30", False),
        (LOTTERY, "01,02", False),
        (LOTTERY, "01,02,03,04", False),
        (LOTTERY, "01, 02,30", False),
        (LOTTERY, "x", False),
        (LOTTERY | {"max": 9}, "1,2,9", True),
        (DRAND, "5e" * 32, True),
        (DRAND, "5E" * 32, False),
        (DRAND, "5e" * 31, False),
        (NIST, "5e" * 64, True),
        (NIST, "5e" * 32, False),
    ],
)
def test_values_of_sources_are_exact(source, value, right):
    """H1: no patterns of the plan's making; every source has one grammar in every language."""
    assert (sources.value_fault(source, value) is None) is right


@pytest.mark.parametrize(
    ("listed", "right"),
    [
        ([DICE10], True),
        ([DICE6], True),
        ([DICE10 | {"count": 19}], False),
        ([DICE6 | {"count": 24}], False),
        ([LOTTERY | {"count": 20, "max": 80}], False),
        ([LOTTERY | {"count": 20, "max": 80}, LOTTERY], True),
        ([LOTTERY], False),
        ([DRAND], True),
        ([NIST], True),
    ],
)
def test_sources_leave_at_least_two_to_the_sixty_four_outcomes(listed, right):
    assert sources.enough(listed) is right


@pytest.mark.parametrize(
    ("secret", "right"),
    [("O" * 20, True), ("O" * 19, False), ("1" * 29, False), ("1" * 30, True), ("1" * 19 + "a", True),
     ("O" * 128, True), ("O" * 129, False), ("O" * 19 + "中", False), ("O" * 19 + "=", False),
     ("O" * 20 + "\n", False)],
)  # fmt: skip
def test_secrets_are_long_enough_to_be_generated(secret, right):
    assert is_secret(secret) is right
    assert (ceremony.secret_fault(secret) is None) is right


def test_the_seed_line_is_what_the_protocol_writes():
    staged = scenario.stage(on_plan=scenario.with_beacon, secrets={**scenario.SECRETS, "public": "z" * 30})
    expected = text_hash(
        Suite.SHA256,
        "seed",
        staged.seal_hash,
        "organiser=" + "O" * 20,
        "witness=" + "W" * 20,
        "public=" + "z" * 30,
        "lottery=" + scenario.BEACON_VALUES[0],
        "drand=" + scenario.BEACON_VALUES[1],
    )
    assert staged.seed == expected


def test_a_missing_secret_is_empty_where_two_reveals_remain():
    held = {role: scenario.SECRETS[role] for role in ("organiser", "public")}
    staged = scenario.stage(on_plan=scenario.with_beacon, secrets=held)
    report = staged.verify()
    assert report.failed() == []
    assert any("witness" in message for message in report["V21"].messages)


@pytest.mark.parametrize(
    ("order", "revealed", "right"),
    [
        (ceremony.TABLE, ("organiser", "witness", "public"), True),
        (ceremony.TABLE, ("organiser", "witness"), False),
        (ceremony.BEACON, ("organiser", "witness"), True),
        (ceremony.BEACON, ("witness", "public"), True),
        (ceremony.BEACON, ("organiser",), False),
        (ceremony.BEACON, ("witness",), False),
        (ceremony.BEACON, (), False),
    ],
)
def test_who_may_be_missing_depends_on_the_order(order, revealed, right):
    decision = ceremony.may_proceed({**scenario.prepare().plan, "order": order}, revealed)
    assert decision.ok is right
    assert right or (decision.code == "PARTY" and decision.reason)


@pytest.mark.parametrize("cosigned", [True, False])
@pytest.mark.parametrize("change", [None, scenario.with_beacon])
def test_the_grade_needs_an_anchor_in_time_and_a_cosignature(change, cosigned):
    staged = scenario.stage(on_plan=change)
    public_at = next(event["at"] for event in staged.events if event["kind"] == "public")
    told = {"seal_hash": staged.seal_hash, "public_at": public_at, "cosigned": cosigned}
    best = "A" if change else "B"
    anchors = staged.transcript["anchors"]
    assert ceremony.grade(staged.plan, anchors=anchors, **told) == (best if cosigned else "C")
    late = [anchors[0] | {"at": "2026-06-03T13:05:00Z"}]
    assert ceremony.grade(staged.plan, anchors=late, **told) == "C"
    foreign = [anchors[0] | {"seal": "0" * 64}]
    assert ceremony.grade(staged.plan, anchors=foreign, **told) == "C"
    assert ceremony.grade(staged.plan, anchors=[], **told) == "C"
