"""Writes of the register of trainings: held, called, sat. Nothing is rewritten."""

from collections.abc import Sequence
from datetime import date, datetime

from django.db import transaction
from django.utils.timezone import localdate

from mingqian.accounts.types import Actor
from mingqian.audit import services as audit
from mingqian.core.decision import Decision, Refused, allowed, demand_all, denied
from mingqian.registry import codes, policies, selectors
from mingqian.registry.enums import TrainingKind
from mingqian.registry.models import Inspector, Training, TrainingCall, TrainingSitting
from mingqian.registry.policies import Verb
from mingqian.registry.selectors.trainings import BINDS
from mingqian.registry.services import places

MOST_POINTS = 100


@transaction.atomic
def hold(
    *,
    code: str,
    kind: TrainingKind,
    title: str,
    unit: str,
    held_on: date,
    hours: int,
    led_by: str,
    pass_mark: int | None = None,
    due_on: date | None = None,
    by: Actor,
    now: datetime,
) -> Training:
    """Enter a session; an assessment may bind from a day on: who has not passed by then is not drawn."""
    place = places.unit(by, unit)
    demand_all(
        [
            policies.may(by, Verb.KEEP_TRAININGS, place.path),
            codes.opens(code),
            _new(code),
            _marked(kind, pass_mark, due_on, held_on),
        ]
    )
    row = Training.objects.create(
        code=code, kind=kind.value, title=places.clean("名称", title, 200), unit_id=place.pk, held_on=held_on,
        hours=hours, led_by=places.clean("主讲或组织单位", led_by, 100), pass_mark=pass_mark, due_on=due_on,
    )  # fmt: skip
    body = {
        "kind": kind.value,
        "title": row.title,
        "unit": unit,
        "on": held_on.isoformat(),
        "mark": pass_mark or 0,
    }
    audit.record("training.held", by=by, now=now, thing=f"training:{code}", body=body)
    return row


@transaction.atomic
def call(*, code: str, people: Sequence[str], by: Actor, now: datetime) -> Training:
    """Who has to come, by their codes in the registry."""
    row = _kept(by, code)
    TrainingCall.objects.bulk_create(
        (TrainingCall(training=row, inspector=one) for one in _named(by, people)), ignore_conflicts=True
    )
    audit.record("training.called", by=by, now=now, thing=f"training:{code}", body={"people": sorted(people)})
    return row


@transaction.atomic
def sit(
    *, code: str, person: str, on: date, points: int | None = None, by: Actor, now: datetime
) -> TrainingSitting:
    """Somebody came, and with how many points; a second try is another row."""
    row = _kept(by, code)
    (inspector,) = _named(by, [person])
    demand_all([_on_time(row, on, now), _pointed(row, points), _once(row, inspector, on)])
    found = TrainingSitting.objects.create(training=row, inspector=inspector, on=on, points=points)
    body = {"person": person, "on": on.isoformat(), "points": -1 if points is None else points}
    audit.record("training.sat", by=by, now=now, thing=f"training:{code}", body=body)
    return found


def _kept(by: Actor, code: str) -> Training:
    row = selectors.trainings.one(by, code)
    if row is None:
        why = f"没有编号为“{code}”的培训考核，或不在您的数据范围内"
        raise Refused(denied("training.unknown", why, BINDS, "请核对编号"))
    demand_all([policies.may(by, Verb.KEEP_TRAININGS, row.unit.path)])
    # Two windows that enter one person wait for each other.
    Training.objects.select_for_update().get(pk=row.pk)
    return row


def _named(by: Actor, people: Sequence[str]) -> list[Inspector]:
    found = list(selectors.inspectors.visible(by).filter(code__in=people).order_by("code"))
    lost = sorted(set(people) - {one.code for one in found})
    if lost or not found:
        why = f"人员库中没有“{'、'.join(lost)}”，或不在您的数据范围内" if lost else "没有写明人员"
        raise Refused(denied("registry.no_inspector", why, BINDS, "请填人员库中的编号，一行一个"))
    return found


def _new(code: str) -> Decision:
    if not Training.objects.filter(code=code).exists():
        return allowed()
    return denied("training.taken", f"编号“{code}”已登记", BINDS, "请核对编号")


def _marked(kind: TrainingKind, mark: int | None, due_on: date | None, held_on: date) -> Decision:
    if kind.examines and mark is None:
        return denied("training.no_mark", f"{kind.label}须写明合格线", BINDS, "请填写合格线")
    if not kind.examines and mark is not None:
        return denied("training.mark", f"{kind.label}没有合格线", BINDS, "请选考试或考核")
    if due_on is not None and (kind is not TrainingKind.ASSESSMENT or due_on < held_on):
        return denied("training.due", "只有考核有通过期限，且不早于考核日", BINDS, "请核对通过期限")
    return allowed()


def _on_time(row: Training, on: date, now: datetime) -> Decision:
    if row.held_on <= on <= localdate(now):
        return allowed()
    return denied("training.day", "参加日期应在举办之日以后、今天以前", BINDS, "请核对日期")


def _pointed(row: Training, points: int | None) -> Decision:
    if row.pass_mark is None and points is None:
        return allowed()
    if row.pass_mark is not None and points is not None and points <= MOST_POINTS:
        return allowed()
    why = "考试、考核须登记 0 至 100 分的成绩" if row.pass_mark is not None else "培训不登记成绩"
    return denied("training.points", why, BINDS, "请核对成绩")


def _once(row: Training, inspector: Inspector, on: date) -> Decision:
    if not row.sittings.filter(inspector=inspector, on=on).exists():
        return allowed()
    return denied("training.sat_already", f"{inspector.name}这一天已登记", BINDS, "补考请填补考的日期")
