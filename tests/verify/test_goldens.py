"""Honest draws of every kind are accepted by both verifiers, and both see the same things in them."""

import pytest
from tests.verify import frauds, judges, program, stage
from tests.verify.stage import BEACON, TABLE, Show, Variant

from mingqian.core import canonical
from mingqian.core.canonical import Suite

PLAN_HASH = {
    Suite.SHA256: "8e5e73d89bd977fd6c93f7874459b05fb2ed862637d0b275cd74be8d59355800",
    Suite.SM3: "439a95414810369e9dfd7df13d73766b40f2c792642d1eebfdf3e46e8ef19add",
}
RESULT_HASH = {
    Suite.SHA256: "2daa52e0cadfc544a850dff6cda0e75a119f8b8a6236f88118964e0aa84bc6ad",
    Suite.SM3: "c396ce9f811e21c2697fb5432292275f745244410935acb6ea3ae2ae6fee2ae0",
}
HONEST = {
    "table": Variant(),
    "table in SM3": Variant(suite=Suite.SM3),
    "table over open lists": Variant(mode="open"),
    "beacon": Variant(order=BEACON),
    "beacon in SM3": Variant(suite=Suite.SM3, order=BEACON),
    "beacon over open lists, one party silent": Variant(order=BEACON, mode="open", silent=("public",)),
    "embargo": Variant(embargo=True),
    "embargo with a beacon": Variant(embargo=True, order=BEACON),
    "appointed captains": Variant(appointed=True),
    "no panels": Variant(panels=False, mode="open"),
    "nothing after the result": Variant(aftermath=False),
    "void for a missing party": Variant(void="PARTY"),
    "void for a missing value": Variant(order=BEACON, void="SOURCE"),
    "void of the list": Variant(void="LIST", errors=(9,)),
    "void by order": Variant(void="ORDER", order=BEACON),
}
REDRAWS = {
    "after a missing party": (Variant(void="PARTY"), Variant(order=BEACON)),
    "after a missing value": (Variant(order=BEACON, void="SOURCE"), Variant(order=BEACON)),
    "after a wrong list": (Variant(void="LIST", errors=(9,)), Variant(order=TABLE)),
    "after an order, in SM3": (
        Variant(suite=Suite.SM3, void="ORDER"),
        Variant(suite=Suite.SM3, order=BEACON),
    ),
}


QUICK = {"table", "beacon in SM3", "embargo", "void of the list"}


@pytest.mark.parametrize(
    "variant",
    [
        pytest.param(one, marks=() if name in QUICK else pytest.mark.slow, id=name)
        for name, one in HONEST.items()
    ],
)
def test_an_honest_draw_is_accepted_by_both(variant: Variant) -> None:
    verdicts = judges.judge_show(stage.perform(variant))
    assert verdicts.accepted, verdicts.explain()


@pytest.mark.slow
@pytest.mark.parametrize("pair", REDRAWS.values(), ids=REDRAWS)
def test_an_honest_redraw_is_accepted_by_both(pair: tuple[Variant, Variant]) -> None:
    first = stage.perform(pair[0])
    assert judges.judge_show(first).accepted
    verdicts = judges.judge_show(stage.perform(pair[1], prior=first))
    assert verdicts.accepted, verdicts.explain()


@pytest.mark.parametrize("suite", list(Suite))
def test_the_staged_draw_is_the_one_of_the_protocols_vectors(suite: Suite) -> None:
    show = stage.perform(Variant(suite=suite))
    assert canonical.document_hash(suite, show.plan) == PLAN_HASH[suite]
    assert canonical.document_hash(suite, show.transcript["result"]) == RESULT_HASH[suite]


def test_a_redraw_without_the_prior_transcript_is_left_to_an_outsider_by_both() -> None:
    show = stage.perform(Variant(order=BEACON), prior=stage.perform(Variant(void="PARTY")))
    alone = Show(show.variant, show.transcript, show.files, show.ids)
    verdicts = judges.judge_show(alone)
    assert verdicts.accepted
    assert status(verdicts, "V17") == ("outsider", program.load().OUTSIDER)


@pytest.mark.slow
@pytest.mark.parametrize(
    ("name", "bends"),
    [
        ("a late reveal at the table", {"plan": frauds.both(
            frauds.at("deadlines", "reveal", put="2026-06-03T02:30:00Z"),
            frauds.at("deadlines", "public", put="2026-06-03T02:10:00Z"))}),
        ("dice entered late", {"plan": frauds.at("deadlines", "public", put="2026-06-03T01:30:00Z")}),
        ("a result published late", {"plan": frauds.at("deadlines", "publish", put="2026-06-03T14:10:00Z")}),
        ("weights over 8 to 1", {"entries:LD": frauds.changed(9, weight=9),
                                 "plan": frauds.at("items", 0, "rules", 0, "weights", put=[1, 2, 9])}),
        ("a quarter exempt", {"entries:LD": lambda found: [
            frauds.rows.Entry(one.identity, one.record, one.stratum, "X:3M") if one.stratum == "B" and at < 20
            else one for at, one in enumerate(found)]}),
        ("nobody is drawn in a stratum", {"plan": frauds.both(
            frauds.at("items", 1, "rules", 0, "min", put=0), frauds.at("items", 1, "rules", 0, "max", put=1))}),
    ],
)  # fmt: skip
def test_lawful_but_notable_is_accepted_and_shown_by_both(name: str, bends: stage.Bends) -> None:
    plain = judges.judge_show(stage.perform(frauds.QUIET))
    verdicts = judges.judge_show(stage.perform(frauds.QUIET, bends))
    assert verdicts.accepted, verdicts.explain()
    assert set(messages(verdicts)) - set(messages(plain)), "the product does not show it"
    assert set(verdicts.program_report.shown) - set(plain.program_report.shown), (
        "the program does not show it"
    )


def test_dice_retyped_before_any_outside_signature_are_accepted_with_grade_c() -> None:
    """M7, a stated limit: who rewrites everything before anybody has co-signed it is not caught, but graded C."""
    retyped = {"values": lambda values: ["50829174633071925091"], "transcript": without_witnesses}
    verdicts = judges.judge_show(stage.perform(Variant(), retyped))
    assert verdicts.accepted
    assert verdicts.product_report.grade == verdicts.program_report.grade == "C"
    assert any("联签" in line for line in verdicts.program_report.shown)


def without_witnesses(doc: stage.Doc) -> None:
    doc["checkpoint"] = doc["checkpoint"][:5]
    doc["anchors"] = []


def status(verdicts: judges.Verdicts, code: str) -> tuple[str, str]:
    product = next(str(one.status) for one in verdicts.product_report.checks if one.code == code)
    return product, next(one[2] for one in verdicts.program_report.checks if one[0] == code)


def messages(verdicts: judges.Verdicts) -> list[str]:
    return [line for one in verdicts.product_report.checks if one.code == "V21" for line in one.messages]


def test_a_pulse_whose_signature_nobody_checked_says_so_in_both_and_the_grade_stands() -> None:
    pulse = {"src": "nist", "at": "2026-06-03T12:30:00Z", "chain": 2, "pulse": 961833}
    bends = {"plan": frauds.at("public", put=[pulse]), "values": lambda values: ["ab" * 64]}
    verdicts = judges.judge_show(stage.perform(Variant(order=BEACON, aftermath=False), bends))
    assert verdicts.accepted, verdicts.explain()
    noted = [line for one in verdicts.product_report.checks if one.code == "V10" for line in one.messages]
    assert any("NIST 脉冲的签名没有核验" in line for line in noted)
    assert any("NIST 脉冲的签名没有核验" in line for line in verdicts.program_report.shown)
