"""Who a reminder of a task's period goes to: the captain of its team, by the list of teams of today."""

from tests.inspection.field import Field

from mingqian.inspection.models import Task, TeamSeat
from mingqian.inspection.selectors import handlers


def test_a_period_of_a_task_or_its_approval_is_the_captains_affair(field: Field) -> None:
    (task,) = field.tasks(team=1)
    field.approved([task])
    number = Task.objects.get(pk=task.pk).approval.number  # type: ignore[union-attr]
    captain = TeamSeat.objects.get(batch=task.batch, team=1, captain=True).inspector.person_id
    assert captain
    assert handlers.captains([f"task:{task.code}", "task:no-such"]) == {f"task:{task.code}": [captain]}
    assert handlers.of_approvals([f"approval:{number}"]) == {f"approval:{number}": [captain]}
    assert (f"task:{task.code}",) in handlers.led(captain)
    assert list(handlers.led_approvals(captain)) == [(f"approval:{number}",)]
    second = TeamSeat.objects.get(batch=task.batch, team=1, captain=False).inspector.person_id
    assert second and not handlers.led(second).exists()
    assert list(handlers.led_visits(captain)) == [(f"visit:{number}-1",)]


def test_who_takes_the_captains_seat_takes_the_reminders_too(field: Field) -> None:
    (task,) = field.tasks(team=1)
    seats = TeamSeat.objects.filter(batch=task.batch, team=1)
    seats.filter(captain=True).update(captain=False)
    second = seats.exclude(inspector__person=None).order_by("seat").last()
    assert second
    TeamSeat.objects.filter(pk=second.pk).update(captain=True)
    assert handlers.captains([f"task:{task.code}"]) == {f"task:{task.code}": [second.inspector.person_id]}
