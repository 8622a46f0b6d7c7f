"""Guides as of a day: what each says, what it lacks, who takes applications in."""

from collections.abc import Sequence
from datetime import date

from django.db.models import QuerySet

from mingqian.accounts.types import Actor
from mingqian.core import workdays
from mingqian.core.canonical import Suite, document_hash
from mingqian.core.decision import Decision
from mingqian.guides import rules
from mingqian.guides.models import Fee, Guide, Handover
from mingqian.guides.types import GuideStep, GuideText

STAMP = 16


def visible(by: Actor) -> QuerySet[Guide]:
    """A guide is public law: whoever has any scope may read it."""
    return Guide.objects.all() if by.scope_paths else Guide.objects.none()


def whole(rows: QuerySet[Guide]) -> QuerySet[Guide]:
    """With everything a text is made of, in a handful of questions."""
    rows = rows.select_related("power__unit", "power__document", "accepted_at", "decided_by")
    return rows.prefetch_related(
        "steps", "fees__document", "fees__ended_by", "handovers__unit", "handovers__document"
    ).order_by("power__code")


def stamps(codes: Sequence[str], on: date) -> dict[str, str]:
    """Power → stamp of its guide today, for whoever holds it against what is public; cancelled powers have none."""
    rows = running(list(whole(Guide.objects.filter(power__code__in=codes))), on)
    return {one.power.code: stamp(text(one, on)) for one in rows}


def one(by: Actor, code: str) -> Guide | None:
    """The guide of a power."""
    return whole(visible(by)).filter(power__code=code).first()


def handed(row: Guide, on: date) -> Handover | None:
    """The last handover that has taken effect."""
    effective = [one for one in row.handovers.all() if one.on <= on]
    return max(effective, key=lambda one: (one.on, one.number), default=None)


def steps(row: Guide) -> tuple[GuideStep, ...]:
    """The procedure in force."""
    return tuple(GuideStep(one.name, one.post, one.days) for one in row.steps.all())


def text(row: Guide, on: date) -> GuideText:
    """What the guide says on a day."""
    power, last = row.power, handed(row, on)
    gone = power.document.repealed_on
    return GuideText(
        power=power.code,
        name=power.name,
        duty=row.duty,
        basis=f"{power.document}{power.article}",
        basis_gone=f"已于{workdays.written(gone)}废止" if gone and gone <= on else "",
        authority=row.authority,
        accepted_at=(last.unit if last else row.accepted_at).name,
        decided_by=row.decided_by.name if row.decided_by else "",
        conditions=row.conditions,
        fee=rules.fee([_charge(one) for one in row.fees.all()], on),
        days=row.days,
        result=row.result,
        enquiries=row.enquiries,
        complaints=row.complaints,
        place=row.place,
        samples=row.samples,
        promise=row.promise,
        remedy=row.remedy,
        steps=steps(row),
    )


def _charge(one: Fee) -> rules.Charge:
    ended = str(one.ended_by) if one.ended_by else ""
    return rules.Charge(one.name, one.fen, f"{one.document}{one.article}", one.since, one.until, ended)


def gaps(said: GuideText) -> list[Decision]:
    """What keeps it from being published."""
    return rules.missing(said)


def facts(said: GuideText) -> tuple[tuple[str, str], ...]:
    """What is published of it."""
    return rules.facts(said)


def stamp(said: GuideText) -> str:
    """Changes with every word of it: what is public is held against this."""
    document = {"facts": [list(pair) for pair in rules.facts(said)], "promise": said.promise,
                "gone": said.basis_gone, "steps": rules.typed(said.steps).splitlines()}  # fmt: skip
    return document_hash(Suite.SHA256, document)[:STAMP]


def running(rows: Sequence[Guide], on: date) -> list[Guide]:
    """Guides of powers in force."""
    return [one for one in rows if rules.in_force(one.power.cancelled_on, on)]
