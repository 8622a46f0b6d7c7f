"""A void is no second chance: who was selected stays, everything else is byte-identical, K is the same."""

from dataclasses import replace
from datetime import date
from pathlib import Path
from typing import Any

import pytest
from tests.draw.table import Table, judge, secret
from tests.draw.test_ceremony import one_file

from mingqian.core.decision import Refused
from mingqian.core.draw import ceremony, roll
from mingqian.draw import rollfiles, selectors
from mingqian.draw import services as draws
from mingqian.draw.enums import ChangeReason, Orderer, VoidReason
from mingqian.draw.models import Change, Draw, DrawRoll
from mingqian.draw.types import Order

pytestmark = pytest.mark.slow

STAGE = "sealed"
JUDGMENT = Order(Orderer.COURT, "鹭湾市中级人民法院", "（2026）鹭99行终1号", date(2026, 1, 5))


def void(table: Table, reason: VoidReason, errors: Any = (), **changes: Any) -> Change:
    ordered = reason in (VoidReason.LIST, VoidReason.ORDER)
    change = draws.changing.propose_void(
        draw=table.code, reason=reason, evidence="情况说明", errors=errors, order=JUDGMENT if ordered else None,
        by=table.cast.draw_operator, now=table.tick(),
    )  # fmt: skip
    judge_ = table.cast.supervision_authority if ordered else table.cast.bureau_leader
    return draws.changing.decide(
        **{"change": change.pk, "approve": True, "by": judge_, **changes}, now=table.tick()
    )


def again(table: Table, code: str = "LW-2026-R1-2", **changes: Any) -> Table:
    """The next attempt, prepared; its secrets are new."""
    later = replace(table, code=code, again=code, **changes)
    later.at = table.at
    draws.preparation.prepare_again(
        code=code, void=table.code, parties=later.parties(), pack=later.pack, order=later.order,
        by=later.cast.draw_operator, now=later.tick(), entropy=later.stream,
    )  # fmt: skip
    return later


def drawn(table: Table) -> set[str]:
    return {tag for one in table.result()["strata"] for tag in one["drawn"]}


def redrawn(table: Table) -> set[str]:
    return {
        entry.tag
        for used in table.row.rolls.exclude(item="")
        for entry in used.roll.entries.filter(status="F:RD")
    }


@pytest.mark.slow
def test_a_void_by_a_superior_keeps_who_was_selected_and_both_transcripts_are_accepted(
    table: Table, tmp_path: Path
) -> None:
    table.randomness()
    table.compute()
    table.sign()
    stratum = table.result()["strata"][0]
    change = draws.changing.propose_replacement(
        draw=table.code, item="JG01", out=stratum["drawn"][0], reason=ChangeReason.GONE, evidence="走访",
        by=table.cast.draw_operator, now=table.tick(),
    )  # fmt: skip
    draws.changing.decide(change=change.pk, approve=True, by=table.cast.bureau_leader, now=table.tick())
    before, came_in = drawn(table), stratum["reserve"][0]
    void(table, VoidReason.LIST)
    table.publish()
    table.write(tmp_path / table.code)
    assert judge(tmp_path / table.code).ok

    later = again(table)
    later.freeze()
    assert redrawn(later) == before | {came_in}
    later.announce()
    later.seal()
    later.bind()
    later.randomness()
    later.compute()
    later.sign()
    later.publish()
    later.complete()
    later.write(tmp_path / later.code)
    report = judge(tmp_path / later.code, tmp_path / table.code, secrets=later.secrets())
    assert report.ok, [one.messages for one in report.checks if one.status == "failed"]
    assert {one.code: one.status for one in report.checks}["V17"] == "passed"
    prior = str(tmp_path / table.code / "transcript.json")
    assert one_file(tmp_path / later.code, "--prior", prior) == 0


def test_rows_that_were_wrong_are_mended_or_dropped_and_no_other_row_moves(table: Table) -> None:
    table.randomness()
    table.compute()
    used = table.row.rolls.get(item="JG01").roll
    wrong = table.result()["strata"][0]["drawn"][0]
    entry = used.entries.get(tag=wrong)
    from mingqian.registry.models import Subject

    Subject.objects.filter(code=entry.identity).update(status="closed")
    void(table, VoidReason.LIST, [wrong])
    later = again(table)
    later.freeze()
    new = later.row.rolls.get(item="JG01").roll
    before = set(roll.rows_of(rollfiles.read(table.suite, used.digest)))
    after = set(roll.rows_of(rollfiles.read(table.suite, new.digest)))
    kept = {entry.tag for entry in new.entries.filter(status="F:RD")}
    assert wrong not in kept
    assert new.entries.get(tag=wrong).status == "X:ZX"
    assert {row[:64].decode() for row in before - after} == kept | {wrong}


def test_the_successor_of_a_void_before_the_seed_is_the_same_roll(table: Table) -> None:
    void(table, VoidReason.SOURCE)
    later = again(table)
    later.freeze()
    for item in ("JG01", "JG05"):
        assert later.row.rolls.get(item=item).roll.digest == table.row.rolls.get(item=item).roll.digest


def test_after_a_refusal_at_the_table_the_next_attempt_reveals_first(table: Table) -> None:
    table.enter()
    table.read_back()
    void(table, VoidReason.PARTY)
    with pytest.raises(Refused, match="先揭示、后出数"):
        again(table)
    assert again(table, order=ceremony.BEACON).row.order == ceremony.BEACON


def test_a_fixed_seed_cannot_be_escaped_by_an_absent_party(table: Table) -> None:
    table.randomness()
    for reason in (VoidReason.PARTY, VoidReason.SOURCE):
        with pytest.raises(Refused, match="种子已由日志确定"):
            void(table, reason)
    with pytest.raises(Refused, match="须先计算并留存结果"):
        void(table, VoidReason.LIST)


def test_the_bureau_itself_cannot_order_a_void(table: Table) -> None:
    table.randomness()
    table.compute()
    change = draws.changing.propose_void(
        draw=table.code,
        reason=VoidReason.ORDER,
        evidence="情况说明",
        order=JUDGMENT,
        by=table.cast.draw_operator,
        now=table.tick(),
    )
    for role in ("bureau_leader", "legal_office", "discipline_witness"):
        with pytest.raises(Refused, match="责令作废"):
            draws.changing.decide(
                change=change.pk, approve=True, by=table.cast.people[role], now=table.tick()
            )
    assert table.row.state == "computed"


def test_a_void_names_wrong_rows_only_for_a_wrong_list_and_only_known_ones(table: Table) -> None:
    with pytest.raises(Refused, match="只有名录错误"):
        void(table, VoidReason.SOURCE, ["0" * 64])
    with pytest.raises(Refused, match="不在本次名录中"):
        void(table, VoidReason.LIST, ["0" * 64])


def test_an_old_secret_is_refused_in_a_new_attempt(table: Table) -> None:
    table.randomness()
    table.compute()
    void(table, VoidReason.ORDER)
    later = again(table)
    later.freeze()
    later.announce()
    for whose in ("organiser", "witness"):  # a secret all have seen is nobody's any more
        old = ceremony.commit(
            table.suite, plan_hash=later.row.plan_hash, role="organiser", secret=secret(whose)
        )
        with pytest.raises(Refused, match="沿用了以前已公开的秘密"):
            later.commit("organiser", commitment=old)


def test_only_a_void_draw_is_drawn_again_and_only_once(table: Table) -> None:
    with pytest.raises(Refused, match="没有作废"):
        again(table)
    void(table, VoidReason.SOURCE)
    with pytest.raises(Refused, match="请在作废的抽取上办理重抽"):
        table.prepare(code="LW-NEW")
    # A later round of the same item overtakes it: nothing is offered that would be refused, and the page says why.
    desk = selectors.desk
    by, row = table.cast.draw_operator, table.row
    assert "重新抽取" in [one.label for one in desk.acts(by, row, now=table.at)] and not desk.overtaken(row)
    used = row.rolls.exclude(item="")[0]
    later = Draw.objects.get(pk=row.pk)
    later.pk, later.code, later.state = None, "LW-2026-R2", "prepared"
    later.save()
    overtaker = DrawRoll.objects.create(draw=later, roll=used.roll, item=used.item, round="2099")
    assert "重新抽取" not in [one.label for one in desk.acts(by, row, now=table.at)]
    assert (
        "已经另有一轮抽取" in desk.overtaken(row) and selectors.screen.scene(row, now=table.at).void.overtaken
    )
    with pytest.raises(Refused, match="已经另有一轮"):
        again(table)
    overtaker.delete()
    later.delete()
    again(table)
    with pytest.raises(Refused, match="已经重抽"):
        again(table, "LW-2026-R1-3")


def test_a_third_attempt_needs_legal_review(table: Table) -> None:
    void(table, VoidReason.SOURCE)
    later = again(table)
    later.freeze()
    later.announce()
    void(later, VoidReason.SOURCE)
    with pytest.raises(Refused, match="须经法制审核"):
        again(later, "LW-2026-R1-3")


@pytest.mark.parametrize("reason", [VoidReason.PARTY, VoidReason.SOURCE])
def test_an_attempt_void_before_its_seed_is_published_too(
    table: Table, tmp_path: Path, reason: VoidReason
) -> None:
    table.enter()
    table.read_back()
    table.reveal("organiser")
    void(table, reason)
    table.publish()
    table.write(tmp_path / table.code)
    report = judge(tmp_path / table.code, secrets=table.secrets())
    assert report.ok, [one.messages for one in report.checks if one.status == "failed"]
    assert one_file(tmp_path / table.code) == 0


@pytest.mark.parametrize(
    ("reason", "order", "words"),
    [
        (VoidReason.ORDER, None, "没有写明哪个机关决定作废"),
        (VoidReason.PARTY, JUDGMENT, "不是由上级"),
        (VoidReason.ORDER, replace(JUDGMENT, number=" "), "文号"),
        (VoidReason.ORDER, replace(JUDGMENT, on=date(2027, 1, 1)), "在今天之后"),
        (VoidReason.ORDER, replace(JUDGMENT, name="院" * 390), "至多400字"),
    ],
)
def test_whose_decision_a_void_is_stands_on_record(
    table: Table, reason: VoidReason, order: Order | None, words: str
) -> None:
    with pytest.raises(Refused, match=words):
        draws.changing.propose_void(
            draw=table.code, reason=reason, evidence="判决", order=order, by=table.cast.draw_operator,
            now=table.tick(),
        )  # fmt: skip
