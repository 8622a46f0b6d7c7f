"""Who a reminder of a task's period goes to: the captain of its team, by the list of teams of today."""

from tests.inspection.field import CHECKED, OPENED, Field
from tests.web import lived, signed_in, text_of

from mingqian.clocks import selectors as clocks
from mingqian.clocks import services
from mingqian.clocks.models import Clock
from mingqian.clocks.types import Start
from mingqian.core.timelimits import Period, Unit
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


def test_a_captain_opens_the_own_periods_beyond_the_unit_and_nobody_is_led_to_a_task_of_another_team(
    field: Field,
) -> None:
    """A task belongs to the unit of its item: its captain sits elsewhere, and no reminder has come yet."""
    (task,) = field.tasks(team=1)
    captain, other = field.captains[1], field.captains[2]
    ten = Period(10, Unit.WORKING_DAYS, "整改回访期限", "检查结果公示", "厦门方案三(五)5")
    for number, unit in enumerate((task.unit_id, field.cast.inspector.unit_id)):
        services.running.start(
            [
                Start(
                    thing=f"task:{task.code}", kind=f"revisit.{number}", unit=unit, title=ten.name, about="某店",
                    period=ten, start=CHECKED, url_name="inspection:task", url_key=task.code,
                )
            ],
            now=OPENED,
        )  # fmt: skip
    beyond, within = Clock.objects.filter(kind__startswith="revisit.").order_by("kind")
    door, lead = f"/desk/tasks/{task.code}/", "/desk/deadlines/"
    with lived(OPENED):
        mine, others = signed_in(captain, now=OPENED), signed_in(other, now=OPENED)
        assert clocks.due.one(captain, beyond.pk) is None
        page = text_of(mine.get(f"{lead}mine/"))
        assert f"{lead}{beyond.pk}/" in page and f'href="{door}"' in page
        assert f'href="{door}"' in text_of(mine.get(f"{lead}{beyond.pk}/"))
        assert text_of(mine.get(f"{lead}?when=mine")).count(f'href="{door}"') == 2
        assert others.get(f"{lead}{beyond.pk}/").status_code == 404
        for path in (
            "",
            "week/",
            f"{within.pk}/",
        ):  # in the scope of the unit, but not the task of the own team
            page = text_of(others.get(f"{lead}{path}"))
            assert ten.name in page and f'href="{door}"' not in page
