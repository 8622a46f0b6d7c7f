"""R1 of the demo year from the visit to the end, with every date of it, and who may not do what on the way."""

from datetime import date
from pathlib import Path

import pytest
from tests.inspection.field import DRAW, Field, again, moment, order_of

from mingqian.accounts.types import Actor
from mingqian.clocks import selectors as clocks
from mingqian.core.decision import Refused
from mingqian.inspection import packrules, selectors
from mingqian.inspection import services as inspections
from mingqian.inspection.models import BatchReport, CreditSignal, Delivery, Task
from mingqian.inspection.types import Upload

JPG = b"\xff\xd8\xff" + b"0" * 40


def due(thing: str, kind: str) -> date | None:
    return clocks.due.deadline(thing, kind, today=date(2026, 4, 20)).due


def refused(match: str, act: object, **said: object) -> None:
    with pytest.raises(Refused, match=match):
        act(**said)  # type: ignore[operator]


@pytest.mark.clause("XM-64", "XM-73", "FL-29", "FL-34")
def test_a_batch_from_the_preliminary_result_to_completion(field: Field, kept_files: Path) -> None:
    cast, everything = field.cast, [task for team in (1, 2) for task in field.tasks(100, team)]
    wrong, bad, *clean = everything
    firm, captain, legal = field.firm(wrong), field.captains[wrong.team], cast.legal_office
    name = f"task:{wrong.code}"
    field.approved(everything)
    field.recorded([wrong], outcome="rectify", problems="3人未签劳动合同", answers={"1": "problem"})
    field.recorded([bad], outcome="case", problems="拒发工资")
    field.recorded(clean)
    inspections.batches.end(batch=DRAW, on=date(2026, 4, 17), by=legal, now=moment(4, 20))

    # 20 April: preliminary results. Whoever found something has three working days to say so on paper.
    assert due(name, packrules.NOTICE) == date(2026, 4, 23)
    assert {due(f"report:{DRAW}", kind) for kind in (packrules.REPORT, packrules.HANDLING)} == {
        date(2026, 5, 6)
    }
    refused("尚未告知", inspections.results.confirm, tasks=[wrong.code], by=legal, now=moment(4, 21))
    field.served([wrong])
    field.served([bad], by=field.captains[bad.team])
    assert due(name, packrules.DEFENCE) == date(2026, 4, 24)

    # Until the 24th the firm may answer; who was there may neither reply nor confirm.
    inspections.defences.submit(task=wrong.code, text="两人已签", by=firm, now=moment(4, 24))
    refused(
        "届满", inspections.defences.submit, task=bad.code, text="迟了", by=field.firm(bad), now=moment(4, 27)
    )
    for one in (captain, field.seconds[wrong.team]):
        refused(
            "参加了本次检查|不能为该单位",
            inspections.defences.answer,
            task=wrong.code,
            text="不采纳",
            by=one,
            now=moment(4, 27),
        )
    head: Actor = cast.second_legal_officer
    inspections.defences.answer(task=wrong.code, text="一人属实，结果不变", by=head, now=moment(4, 27))
    refused("申辩答复人", inspections.results.confirm, tasks=[wrong.code], by=head, now=moment(4, 27))
    refused("不能为该单位", inspections.results.confirm, tasks=[wrong.code], by=captain, now=moment(4, 27))
    field.confirmed(everything)
    assert not CreditSignal.objects.exists()
    assert Delivery.objects.get().results.count() == len(everything)
    field.ordered([wrong])

    # 29 April: published, a week before the pack's limit; 完成 is not 完结.
    assert {row.due for row in selectors.results.to_publish(cast.publisher, batch=DRAW)} == {date(2026, 5, 6)}
    field.published(everything)
    assert due(name, packrules.REVISIT) == date(2026, 6, 12)
    tally = selectors.batches.tally(field.batch)
    assert (tally.published, tally.closed) == (len(everything), len(everything) - 1)
    kinds = dict(CreditSignal.objects.values_list("task__code", "kind"))
    assert (kinds[wrong.code], kinds[bad.code], kinds[clean[0].code]) == ("warning", "warning", "positive")

    # 6 May: the report, by two people, and with nothing nobody has taken up.
    step = {"batch": DRAW, "now": moment(5, 6)}
    inspections.reports.draft(by=legal, **step)
    inspections.reports.write(situation="按计划完成", analysis="", measures="", by=legal, **step)
    inspections.reports.submit(by=legal, **step)
    refused("不能为该单位", inspections.reports.decide, approve=True, remark="", by=legal, **step)
    inspections.reports.decide(approve=True, remark="同意", by=cast.bureau_leader, **step)
    send = {"to": "区人民政府", "on": date(2026, 5, 6), "by": legal, **step}
    refused("没有处理措施", inspections.reports.send, **send)
    inspections.followups.choose(
        tasks=[bad.code], kind="case", reason="拒不改正", due_on=date(2026, 6, 1), by=legal, now=moment(5, 6)
    )
    inspections.reports.send(**send)
    assert due(f"report:{DRAW}", packrules.REPORT) == date(2026, 5, 6)
    figures = selectors.reports.shown(BatchReport.objects.get())
    assert (figures.number("整改尚未确认"), figures.number("结果已公示（完成）")) == (1, len(everything))

    # Until 12 June: pictures of before and after, the team's second look, another person's word.
    pictures = [Upload("1.jpg", JPG, "before"), Upload("2.jpg", JPG + b"1", "after")]
    inspections.rectifications.submit(
        task=wrong.code, text="已补签", files=pictures, by=firm, now=moment(5, 15)
    )
    field.revisited([wrong], on=date(2026, 6, 10), now=moment(6, 10))
    refused(
        "不能为该单位|回访登记人",
        inspections.rectifications.verify,
        tasks=[wrong.code],
        by=captain,
        now=moment(6, 11),
    )
    inspections.rectifications.verify(tasks=[wrong.code], by=legal, now=moment(6, 11))
    assert (order_of(wrong).state, again([wrong])[0].closed_on) == ("corrected", date(2026, 6, 11))
    assert selectors.batches.tally(field.batch).closed == Task.objects.filter(batch=field.batch).count()
