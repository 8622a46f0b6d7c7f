"""A task from the draw to its end, with the dates of the demo year checked against the calendar."""

from datetime import date

import pytest
from tests.inspection.field import DRAW, Field, again, moment, order_of

from mingqian.audit.models import Entry
from mingqian.clocks import selectors as clocks
from mingqian.core.decision import Refused
from mingqian.inspection import packrules, selectors
from mingqian.inspection import services as inspections
from mingqian.inspection.models import Batch, CheckRecord, Task
from mingqian.registry.models import SubjectVisit

# Dates against the calendar.
pytestmark = pytest.mark.sqlite


def due_on(task: Task, kind: str) -> date | None:
    return clocks.due.deadline(f"task:{task.code}", kind, today=date(2026, 4, 20)).due


def test_a_batch_holds_one_task_per_drawn_pair_under_the_packs_own_rules(field: Field) -> None:
    batch = field.batch
    tasks = Task.objects.filter(batch=batch)
    assert tasks.count() == len(set(tasks.values_list("item_id", "subject_id"))) > 0
    assert set(tasks.values_list("method", "state")) == {("on_site", "waiting")}
    assert batch.rules["digest"] == batch.plan.pack_digest
    assert Entry.objects.filter(kind="inspection.opened").count() == 1


@pytest.mark.clause("XM-30", "XM-31")
def test_every_subject_of_an_item_is_checked_by_the_points_of_its_released_method(field: Field) -> None:
    sheets = {sheet.item.item.code: sheet for sheet in field.batch.checklists.all()}
    assert [point["text"] for point in sheets["JG01"].points] == ["是否符合设立条件"]
    assert [(point["key"], point["standard"]) for point in sheets["JG05"].points] == [
        ("1", "有效期届满前已申请延续"),
        ("2", "保存两年"),
    ]
    task = Task.objects.filter(item__item__code="JG05", team=1)[0]
    field.approved([task])
    with pytest.raises(Refused, match="评价办法没有“立案调查”这一结论"):
        field.recorded([task], outcome="case", problems="拒不改正")
    field.recorded([task], outcome="rectify", problems="台账不全", answers={"2": "problem"})
    assert CheckRecord.objects.get(task=task).answers == {"1": "ok", "2": "problem"}
    field.served([task])
    field.confirmed([task])


def test_a_draw_gets_its_tasks_once(field: Field) -> None:
    with pytest.raises(Refused, match="已经下达"):
        field.open()


def test_a_clean_check_is_confirmed_by_another_person_without_any_notice(field: Field) -> None:
    tasks = field.tasks()
    field.approved(tasks)
    field.recorded(tasks)
    assert due_on(tasks[0], packrules.NOTICE) is None
    field.confirmed(tasks)
    (task,) = again(tasks)
    assert (task.state, task.outcome) == ("confirmed", "none")
    assert CheckRecord.objects.get(task=task).answers == {"1": "ok"}


@pytest.mark.clause("XM-43", "XM-44", "XM-45", "XM-69")
def test_problems_are_told_in_three_working_days_and_looked_at_again_in_thirty(field: Field) -> None:
    tasks = field.tasks()
    field.approved(tasks)
    field.recorded(tasks, outcome="rectify", problems="3人未签劳动合同")
    assert due_on(tasks[0], packrules.NOTICE) == date(2026, 4, 23)
    field.served(tasks)
    assert due_on(tasks[0], packrules.DEFENCE) == date(2026, 4, 24)
    with pytest.raises(Refused, match="4月24日尚未届满"):
        field.confirmed(tasks, now=moment(4, 24))
    field.confirmed(tasks)
    field.ordered(tasks)
    field.published(tasks)
    assert due_on(tasks[0], packrules.REVISIT) == date(2026, 6, 12)
    (task,) = again(tasks)
    assert (task.state, task.published_on, task.closed_on) == ("published", date(2026, 4, 29), None)


def test_what_was_put_right_closes_only_after_a_second_person_said_so(field: Field) -> None:
    task = field.with_order()
    with pytest.raises(Refused, match="尚未回访"):
        inspections.rectifications.verify(tasks=[task.code], by=field.cast.legal_office, now=moment(5, 20))
    field.revisited([task])
    captain = field.captains[task.team]
    with pytest.raises(Refused):
        inspections.rectifications.verify(tasks=[task.code], by=captain, now=moment(5, 21))
    inspections.rectifications.verify(tasks=[task.code], by=field.cast.legal_office, now=moment(5, 21))
    (task,) = again([task])
    assert (task.state, task.closed_on, order_of(task).state) == ("closed", date(2026, 5, 21), "corrected")


def test_partly_put_right_goes_back_with_a_new_date_and_not_put_right_is_on_record(field: Field) -> None:
    task = field.with_order()
    field.revisited([task], "partly")
    with pytest.raises(Refused, match="部分改正"):
        inspections.rectifications.verify(tasks=[task.code], by=field.cast.legal_office, now=moment(5, 21))
    inspections.rectifications.return_(
        task=task.code,
        words="还差1人",
        due_on=date(2026, 6, 1),
        by=field.cast.legal_office,
        now=moment(5, 21),
    )
    field.revisited([task], "uncorrected", on=date(2026, 6, 2), now=moment(6, 2))
    inspections.rectifications.verify(tasks=[task.code], by=field.cast.legal_office, now=moment(6, 3))
    assert order_of(task).state == "uncorrected"
    kinds = list(order_of(task).steps.values_list("kind", flat=True))
    assert kinds == ["revisited", "returned", "revisited", "uncorrected"]


def test_publication_and_completion_are_counted_apart(field: Field) -> None:
    ordered = field.with_order()
    clean = field.tasks()
    field.approved(clean)
    field.recorded(clean)
    field.confirmed(clean)
    field.published(clean)
    tally = selectors.batches.tally(field.batch)
    assert (tally.published, tally.closed, tally.problems) == (2, 1, 1)
    assert tally.by_outcome["rectify"] == 1
    assert tally.orders == {"ordered": 1}
    assert [row.task for row in selectors.results.public(subject=ordered.subject.code)] == [ordered.code]


def test_the_checks_end_once_and_each_item_then_has_its_day_of_publication(field: Field) -> None:
    everything = [task for team in (1, 2) for task in field.tasks(100, team)]
    with pytest.raises(Refused, match="还有"):
        inspections.batches.end(
            batch=DRAW, on=date(2026, 4, 17), by=field.cast.legal_office, now=moment(4, 17)
        )
    field.approved(everything, on=date(2026, 4, 17))
    field.recorded(everything, on=date(2026, 4, 17), now=moment(4, 17))
    inspections.batches.end(batch=DRAW, on=date(2026, 4, 17), by=field.cast.legal_office, now=moment(4, 17))
    field.confirmed(everything, now=moment(4, 20))
    rows = selectors.results.to_publish(field.cast.publisher, batch=DRAW)
    assert {(row.due, row.due_clause) for row in rows} == {(date(2026, 5, 6), "厦门方案三(六)3")}
    field.published(everything[:-1])
    assert clocks.due.running(field.cast.legal_office).filter(kind=packrules.PUBLISH).exists()
    field.published(everything[-1:])
    assert not clocks.due.running(field.cast.legal_office).filter(kind=packrules.PUBLISH).exists()
    assert Batch.objects.get(code=DRAW).ended_on == date(2026, 4, 17)


def test_many_results_are_one_journal_entry_that_binds_every_row(field: Field) -> None:
    tasks = field.tasks(5)
    field.approved(tasks)
    before = Entry.objects.filter(kind="inspection.recorded").count()
    field.recorded(tasks)
    entry = Entry.objects.filter(kind="inspection.recorded").last()
    assert Entry.objects.filter(kind="inspection.recorded").count() == before + 1
    assert entry is not None
    assert f'"tasks":{len(tasks)}' in entry.body
    assert '"sha256":"' in entry.body


def test_a_visit_counts_once_a_day_however_many_items_it_served(field: Field) -> None:
    pairs = Task.objects.filter(team__gt=0).order_by("subject_id", "number")
    by_subject: dict[int, list[Task]] = {}
    for task in pairs:
        by_subject.setdefault(task.subject_id, []).append(task)
    merged = next(tasks for tasks in by_subject.values() if len(tasks) > 1)
    field.approved(merged)
    field.recorded(merged)
    assert SubjectVisit.objects.filter(subject=merged[0].subject, source=DRAW).count() == 1


def test_a_result_may_be_kept_back_only_on_a_coded_ground_and_is_counted(field: Field) -> None:
    tasks = field.tasks()
    field.approved(tasks)
    field.recorded(tasks)
    field.confirmed(tasks)
    legal = field.cast.legal_office
    for code, why in (("because", "没有不公示理由"), ("person", "不能以“自然人”")):
        with pytest.raises(Refused, match=why):
            inspections.publication.withheld(
                tasks=[tasks[0].code], code=code, reason="理由", by=legal, now=moment(4, 28)
            )
    inspections.publication.withheld(
        tasks=[tasks[0].code], code="trade_secret", reason="涉及商业秘密", by=legal, now=moment(4, 28)
    )
    tally = selectors.batches.tally(field.batch)
    assert (tally.withheld, tally.published) == (1, 0)
    assert selectors.results.public(batch=DRAW) == []
