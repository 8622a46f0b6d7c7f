"""A guide is opened for a power, filled in, given its steps and fees, handed down."""

from collections.abc import Mapping
from datetime import date, datetime

from django.db import transaction
from django.utils.timezone import localdate

from mingqian.accounts import selectors as accounts
from mingqian.accounts.types import Actor
from mingqian.audit import services as audit
from mingqian.core import workdays
from mingqian.core.decision import Decision, Refused, allowed, demand, denied
from mingqian.guides import policies, rules, selectors
from mingqian.guides.models import Fee, Guide, Handover, Step
from mingqian.guides.policies import DOWN, Verb
from mingqian.guides.rules import EIGHT, GUIDE
from mingqian.registry import selectors as registries

TEXTS = (
    "duty", "authority", "conditions", "result", "enquiries", "complaints", "place", "samples", "promise", "remedy",
)  # fmt: skip


@transaction.atomic
def fill(
    *,
    code: str,
    accepted_at: str,
    decided_by: str,
    days: int,
    texts: Mapping[str, str],
    by: Actor,
    now: datetime,
) -> Guide:
    """Open the guide of a power in force, or say it otherwise; what is public changes with the next release."""
    power = _in_force(by, code, Verb.KEEP, now)
    row = Guide.objects.select_for_update().filter(power=power).first() or Guide(power_id=power)
    demand(rules.timely(days, selectors.guides.steps(row) if row.pk else ()))
    row.accepted_at_id = _unit(by, accepted_at)
    row.decided_by_id = _unit(by, decided_by) if decided_by else None
    before = {name: getattr(row, name) for name in (*TEXTS, "days")} if row.pk else {}
    for name in TEXTS:
        setattr(row, name, " ".join(texts.get(name, "").split()))
    row.days, row.changed_on = days, localdate(now)
    row.save()
    changed = [name for name in (*TEXTS, "days") if before.get(name, "") != getattr(row, name)]
    body = {"accepted_at": accepted_at, "decided_by": decided_by, "days": days, "changed": changed}
    audit.record("guide.filled", by=by, now=now, thing=f"guide:{code}", body=body)
    return row


@transaction.atomic
def write_steps(*, code: str, text: str, by: Actor, now: datetime) -> Guide:
    """The procedure anew: the flow chart that is public grows old until it is released again."""
    row = _kept(by, code, now)
    found = rules.steps_of(text)
    demand(rules.timely(row.days, found))
    row.steps.all().delete()
    Step.objects.bulk_create(
        Step(guide=row, number=number, name=one.name, post=one.post, days=one.days)
        for number, one in enumerate(found, 1)
    )
    _touched(row, now)
    body = {"steps": [f"{one.name}/{one.days}" for one in found]}
    audit.record("guide.steps_written", by=by, now=now, thing=f"guide:{code}", body=body)
    return row


@transaction.atomic
def list_fee(
    *, code: str, name: str, fen: int, document: str, article: str, since: date, by: Actor, now: datetime
) -> Fee:
    """A fee with the document that sets it; 0 says that the document makes it free."""
    row = _kept(by, code, now)
    basis = registries.rule_documents.get(by, document)
    if basis.repealed_on is not None and basis.repealed_on <= since:
        why = f"{basis}已于{workdays.written(basis.repealed_on)}废止，不能再据以收费"
        raise Refused(denied("guide.fee_without_basis", why, EIGHT, "请按现行文件登记"))
    called = " ".join(name.split())
    demand(_called(called))
    found = Fee.objects.create(
        guide=row,
        name=called,
        fen=fen,
        document=basis,
        article=" ".join(article.split()),
        since=since,
    )
    _touched(row, now)
    body = {"fee": found.pk, "name": found.name, "fen": fen, "document": document, "since": since.isoformat()}
    audit.record("guide.fee_listed", by=by, now=now, thing=f"guide:{code}", body=body)
    return found


@transaction.atomic
def end_fee(*, code: str, fee: int, until: date, document: str, by: Actor, now: datetime) -> Fee:
    """取消收费: from a day on it is 0, and the guide says by which document."""
    row = _kept(by, code, now)
    found = row.fees.select_for_update().filter(pk=fee).first()
    if found is None:
        raise Refused(denied("guide.no_fee", "办事指南中没有这一项收费", EIGHT, "请从列出的收费中选择"))
    if found.until is not None:
        why = f"“{found.name}”已于{workdays.written(found.until)}取消"
        raise Refused(denied("guide.fee_ended", why, EIGHT, "重新收费的，请按新的文件另行登记"))
    if until <= found.since:
        why = f"取消日期应晚于开始收费的{workdays.written(found.since)}"
        raise Refused(denied("guide.fee_ends_before", why, EIGHT, "请核对日期"))
    found.until, found.ended_by = until, registries.rule_documents.get(by, document)
    found.save(update_fields=["until", "ended_by"])
    _touched(row, now)
    body = {"fee": fee, "name": found.name, "until": until.isoformat(), "document": document}
    audit.record("guide.fee_ended", by=by, now=now, thing=f"guide:{code}", body=body)
    return found


@transaction.atomic
def hand_down(*, code: str, unit: str, document: str, on: date, by: Actor, now: datetime) -> Handover:
    """下放: from that day the lower unit takes applications in; earlier handovers stay readable."""
    row = _row(by, code, Verb.HAND_DOWN, now)
    basis = registries.rule_documents.get(by, document)
    target, last = _unit(by, unit), selectors.guides.handed(row, date.max)
    if last is not None and on < last.on:
        why = f"日期早于上一次下放的{workdays.written(last.on)}"
        raise Refused(denied("guide.handed_before", why, DOWN, "请核对日期"))
    if target == (last.unit_id if last else row.accepted_at_id):
        raise Refused(denied("guide.handed_to_itself", "该单位已经是受理机关", DOWN, "请选择接收的单位"))
    found = Handover.objects.create(
        guide=row, number=row.handovers.count() + 1, unit_id=target, document=basis, on=on
    )
    _touched(row, now)
    body = {"unit": unit, "document": document, "on": on.isoformat(), "number": found.number}
    audit.record("guide.handed_down", by=by, now=now, thing=f"guide:{code}", body=body)
    return found


def _called(name: str) -> Decision:
    """A fee is never rewritten, so it is not entered without saying what for."""
    if name:
        return allowed()
    return denied("guide.fee_unnamed", "没有写收费项目", EIGHT, "请写收的是什么费")


def _touched(row: Guide, now: datetime) -> None:
    row.changed_on = localdate(now)
    row.save(update_fields=["changed_on"])


def _in_force(by: Actor, code: str, verb: Verb, now: datetime) -> int:
    """The power, on the list and not cancelled, for whoever may do this with it."""
    found = registries.powers.visible(by).select_related("unit").filter(code=code).first()
    if found is None:
        why = f"权责清单中没有编码为“{code}”的职权"
        raise Refused(denied("power.unknown", why, GUIDE, "请先列入权责清单"))
    demand(policies.may(by, verb, found.unit.path))
    gone = found.cancelled_on
    if gone is not None and not rules.in_force(gone, localdate(now)):
        why = f"“{found.name}”已于{workdays.written(gone)}取消"
        raise Refused(denied("power.cancelled", why, GUIDE, "取消的权力不再有办事指南；已公示的请撤下"))
    return found.pk


def _row(by: Actor, code: str, verb: Verb, now: datetime) -> Guide:
    power = _in_force(by, code, verb, now)
    found = Guide.objects.select_for_update().filter(power=power).first()
    if found is None:
        raise Refused(denied("guide.unknown", f"“{code}”还没有办事指南", GUIDE, "请先填写办事指南"))
    return found


def _kept(by: Actor, code: str, now: datetime) -> Guide:
    return _row(by, code, Verb.KEEP, now)


def _unit(by: Actor, code: str) -> int:
    found = accounts.units(by).filter(code=code).first()
    if found is None:
        raise Refused(denied("guide.no_unit", f"没有单位“{code}”，或不在您的范围内", GUIDE, "请选择单位"))
    return int(found.pk)
