"""What is refused before anything is drawn: no witness, no method, no deadlines, a second draw of one plan."""

from dataclasses import replace
from datetime import UTC, datetime, timedelta
from typing import Any

import pytest
from django.db import connection
from tests.draw.table import ORIGIN, Table
from tests.planning import desk as desks

from mingqian.core.canonical import Suite, parse
from mingqian.core.decision import Refused, denied
from mingqian.core.draw import ceremony as rules
from mingqian.draw import practising
from mingqian.draw import services as draws
from mingqian.draw.enums import Origin
from mingqian.draw.models import Draw, Log, LogEvent, Roll
from mingqian.draw.selectors import sourcing
from mingqian.draw.selectors import todo as draw_todo
from mingqian.draw.types import PartySpec, SourceSpec
from mingqian.planning.models import ImplementationPlan
from mingqian.registry.models import Inspector, Subject
from mingqian.ui.asking import answered

STAGE = ""


def without(table: Table, *roles: str) -> list[PartySpec]:
    return [one for one in table.parties() if one.role not in roles]


@pytest.mark.clause("XM-59")
def test_a_draw_without_the_discipline_witnesses_that_the_pack_demands_is_refused(table: Table) -> None:
    with pytest.raises(Refused, match="参与方中只有1名") as refusal:
        table.prepare(parties=without(table, "witness2"))
    assert "第八条" in refusal.value.decisions[0].clause
    assert not Draw.objects.exists()


def test_a_witness_without_an_account_of_its_own_is_no_witness(table: Table) -> None:
    parties = [replace(one, person="") if one.role == "witness" else one for one in table.parties()]
    with pytest.raises(Refused, match="参与方中只有1名"):
        table.prepare(parties=parties)


@pytest.mark.parametrize(
    ("change", "words"),
    [
        (lambda parties: parties[:1], "参与方至少要有两个"),
        (lambda parties: [*parties, parties[1]], "参与方角色重复"),
        (lambda parties: [*parties[1:], parties[0]], "第一个参与方应为组织方"),
        (lambda parties: [*parties, PartySpec("leader", "某单位", True)], "角色“leader”不可用"),
        (lambda parties: [*parties, PartySpec("第三方", "某单位", True)], "角色“第三方”不可用"),
        (lambda parties: [*parties, PartySpec("again", "某单位", True, "LW10")], "同一人不能担任两个参与方"),
        (lambda parties: [*parties, PartySpec("o2", parties[0].unit, True)], "同属"),
    ],
)
def test_parties_who_could_not_vouch_are_refused(table: Table, change: Any, words: str) -> None:
    with pytest.raises(Refused, match=words):
        table.prepare(parties=change(table.parties()))


@pytest.mark.parametrize("code", ["", "有汉字", "a b", "x" * 33])
def test_a_code_outside_the_protocol_is_refused(table: Table, code: str) -> None:
    with pytest.raises(Refused, match="抽取编号"):
        table.prepare(code=code)


def test_one_plan_is_drawn_once_under_whatever_code(table: Table) -> None:
    table.prepare()
    with pytest.raises(Refused, match="同一方案不得另行抽取"):
        table.prepare(code="LW-2026-R1-B")


def test_an_abandoned_preparation_may_be_begun_anew(table: Table) -> None:
    table.prepare()
    draws.preparation.abandon(
        draw=table.code, reason="参与方更换", by=table.cast.draw_operator, now=table.tick()
    )
    assert table.prepare(code="LW-2026-R1-B").state == "prepared"


def test_a_rehearsal_stands_in_its_own_log_and_can_never_become_official(table: Table) -> None:
    drill = table.rehearsal("drill")
    drill.at += timedelta(days=60)  # long after the plan's own deadlines
    begun = drill.at
    drill.until_signed()
    operator = table.cast.draw_operator
    (todo,) = draw_todo.mine(operator, answered(draw_todo.under_way(operator)), now=drill.at)
    assert todo.deadline is not None and todo.deadline.due is not None
    assert todo.deadline.due > begun.date(), "the chip says what the announcement says"
    assert todo.deadline.state != "late"
    drill.publish()
    assert not LogEvent.objects.filter(log__origin=ORIGIN).exists()
    plan = parse(drill.row.plan_doc.encode())
    assert (plan["journal"], plan["no"], plan["prev_plan"]) == (drill.origin, 1, None)
    assert all(limit > begun.isoformat()[:19] for limit in plan["deadlines"].values())
    days = [one.word for one in sourcing.limits(drill.row, drill.at)]
    assert days == ["已办"] * 3, "a rehearsal is late for nothing"
    with pytest.raises(Refused, match="演练与正式各用一本日志"):
        draws.log.open_log(
            origin=drill.origin, nature=Origin.OFFICIAL, suite=table.suite, by=table.cast.draw_operator,
            now=table.tick(),
        )  # fmt: skip
    assert table.prepare().state == "prepared"


def test_the_suite_of_a_log_stays(table: Table) -> None:
    with pytest.raises(Refused, match="算法不得中途更换"):
        draws.log.open_log(
            origin=ORIGIN,
            nature=Origin.OFFICIAL,
            suite=Suite.SM3,
            by=table.cast.draw_operator,
            now=table.tick(),
        )
    assert Log.objects.get(origin=ORIGIN).suite == "sha256"


def test_an_unknown_log_is_refused(table: Table) -> None:
    with pytest.raises(Refused, match="没有抽取日志"):
        table.prepare(origin="nowhere")


def test_an_item_without_subjects_is_not_drawn_and_nothing_is_kept(table: Table) -> None:
    table.prepare()
    Subject.objects.all().delete()
    with pytest.raises(Refused, match="监管对象名录库为空"):
        table.freeze()
    assert table.row.state == "prepared"
    assert not Roll.objects.exists()


def test_an_item_retired_after_its_plan_was_approved_is_not_frozen(table: Table) -> None:
    from mingqian.registry.services import items

    table.prepare()
    leader = table.cast.bureau_leader
    items.retire(code="JG05", on=desks.NOW.date(), ground="依据废止", by=leader, now=desks.NOW)
    with pytest.raises(Refused, match="JG05"):
        table.freeze()
    assert not LogEvent.objects.exists()


def names_lie_about() -> bool:
    """Whether the rows read for a freeze still wait on this connection's stage."""
    with connection.cursor() as cursor:
        cursor.execute("SELECT 1 FROM draw_staged")
        return cursor.fetchone() is not None


def test_reading_the_rolls_keeps_nothing_and_a_plan_that_moved_meanwhile_is_not_frozen(table: Table) -> None:
    """A large roll is read for minutes; what was read goes into the books whole, for the same plan, or not at all."""
    from mingqian.draw.services import freezing
    from mingqian.registry.services import items

    table.prepare()
    asked: Any = {"pack": table.pack, "by": table.cast.draw_operator}
    read = freezing.gather(draw=table.code, now=table.tick(), **asked)
    assert names_lie_about()
    assert [one.size for one in read.items.values()] == [60, 30]
    assert table.row.state == "prepared" and not Roll.objects.exists()
    moved = replace(read, basis=replace(read.basis, unit_path="359900/elsewhere/"))
    with pytest.raises(Refused, match="方案有改动"):
        freezing.keep(moved, now=table.tick(), **asked)
    assert not names_lie_about()
    first = next(iter(read.items))
    other = replace(read.items[first], prev={"roll": "0" * 64, "added": 0, "removed": []})
    with pytest.raises(Refused, match="另一次抽取已经办结"):
        freezing.keep(replace(read, items={**read.items, first: other}), now=table.tick(), **asked)
    leader = table.cast.bureau_leader
    items.retire(code="JG05", on=desks.NOW.date(), ground="依据废止", by=leader, now=desks.NOW)
    with pytest.raises(Refused, match="JG05"):
        freezing.keep(read, now=table.tick(), **asked)
    assert table.row.state == "prepared" and not Roll.objects.exists()


def test_a_large_draw_is_frozen_by_a_worker_and_ends_together_with_its_job(table: Table) -> None:
    from mingqian.draw.services import longwork
    from mingqian.jobs import services as jobs
    from mingqian.jobs.enums import JobState

    table.prepare()
    asked = {"arguments": {"draw": table.code}, "by": table.cast.draw_operator, "now": table.tick()}
    jobs.ask(longwork.FREEZE, title="冻结名录", **asked)
    done = jobs.run_next(worker="w", clock=table.tick)
    assert done is not None and (done.state, done.url) == (JobState.DONE, f"/desk/draws/{table.code}/")
    assert table.row.state == "frozen" and Roll.objects.count() == 3
    jobs.ask(longwork.FREEZE, title="冻结名录", **asked)
    again = jobs.run_next(worker="w", clock=table.tick)
    assert again is not None and again.state == JobState.FAILED
    assert Roll.objects.count() == 3


@pytest.mark.clause("FL-20")
def test_a_plan_without_enough_inspectors_is_refused_before_the_seal(table: Table) -> None:
    table.prepare()
    Inspector.objects.exclude(code__endswith="1").exclude(code__endswith="2").update(state="suspended")
    table.freeze()
    Inspector.objects.update(state="active")
    roll = table.row.rolls.get(panel="P1").roll
    assert roll.entries.filter(status="X:NA").count() > 10
    eligible = roll.entries.filter(status="E").count()
    assert eligible == 4
    table.announce()
    again = table.rehearsal("few")
    again.prepare()
    Inspector.objects.exclude(code__endswith="01").update(state="suspended")
    again.freeze()
    with pytest.raises(Refused, match="可抽检查人员最少只剩 1 人，需要 4 人"):
        again.announce()
    assert again.row.state == "frozen"


def test_a_plan_without_deadlines_is_not_announced(table: Table) -> None:
    table.prepare()
    table.freeze()
    plan = table.row.plan
    assert isinstance(plan, ImplementationPlan)
    again = table.rehearsal("late")
    assert plan.reveal_by is not None
    again.prepare()
    again.freeze()
    from mingqian.draw.services import plan_document
    from mingqian.planning.selectors import drawing

    basis = drawing.basis(table.cast.draw_operator, table.plan, on=table.at.date(), pack=table.pack)
    with pytest.raises(Refused, match="没有写明公布的期限"):
        plan_document.write(again.row, again.row.log, replace(basis, publish_by=None), [], {}, table.at)


@pytest.mark.clause("PD-21")
def test_the_second_round_waits_for_the_first_and_is_numbered_by_the_log(table: Table) -> None:
    drill = table.rehearsal("rounds")
    drill.until_published()
    second = replace(drill, code="YL-rounds-2")
    with pytest.raises(Refused, match="同一方案不得另行抽取"):
        second.prepare()
    log = drill.row.log
    from mingqian.draw.services import plan_document
    from mingqian.planning.selectors import drawing

    basis = drawing.basis(table.cast.draw_operator, table.plan, on=table.at.date(), pack=table.pack)
    other = table.rehearsal("other")
    other.prepare()
    other.freeze()
    row = other.row
    row.log = log
    with pytest.raises(Refused, match="上一轮抽取 YL-rounds 尚未办结"):
        plan_document.write(row, log, basis, other.sources(), {}, other.at)
    drill.complete()
    doc = plan_document.write(row, log, basis, other.sources(), {}, other.at)
    assert [one["round"] for one in doc["items"]] == ["2026-02", "2026-02"]


@pytest.mark.parametrize(
    "at", [None, "2026-13-01T00:00:00Z", "2026-12-01T00:00:00", "9999-12-31T00:00:00Z", "明天"]
)
def test_a_moment_that_is_none_moves_no_period_of_a_rehearsal(at: str | None) -> None:
    """What a program sends as the moment of its source is judged with the plan; here it is only not stumbled over."""
    now = datetime(2026, 11, 17, tzinfo=UTC)
    over = practising.Periods(now - timedelta(days=9), now, now)
    found = practising.periods(over, Origin.PRACTICE, rules.BEACON, now, [SourceSpec({"at": at})])
    assert found == (now + timedelta(days=1), now + timedelta(days=3), now + timedelta(days=9))


def test_a_freeze_that_is_undone_at_its_end_leaves_no_names_on_the_stage(
    table: Table, monkeypatch: pytest.MonkeyPatch
) -> None:
    """Rows come back onto the stage with the transaction that moved them in; a roll is never filled by halves."""
    from mingqian.draw.services import freezing, longwork, staging
    from mingqian.jobs import services as jobs
    from mingqian.jobs.services.task import Task

    table.prepare()
    asked: Any = {"pack": table.pack, "by": table.cast.draw_operator}

    def lost(self: Task, outcome: object) -> None:
        raise Refused(denied("job.lost", "任务已由别的执行程序接手", "", ""))

    with monkeypatch.context() as patched:
        patched.setattr(Task, "settle", lost)
        jobs.ask(longwork.FREEZE, title="冻结名录", arguments={"draw": table.code}, by=table.cast.draw_operator,
                 now=table.tick())  # fmt: skip
        done = jobs.run_next(worker="w", clock=table.tick)
    assert done is not None and done.state == "failed" and table.row.state == "prepared"
    assert not names_lie_about() and not Roll.objects.exists()

    read = freezing.gather(draw=table.code, now=table.tick(), **asked)
    staging.clear()  # another freeze on this connection, or the end of this one
    with pytest.raises(Refused, match="名录应有 60 行，待入库的有 0 行"):
        freezing.keep(read, now=table.tick(), **asked)
    assert table.row.state == "prepared" and not Roll.objects.exists()
