"""Writes of the adoption of a rule pack: from a day on a unit and those below it work by it."""

from datetime import date, datetime

from django.db import transaction

from mingqian.accounts.enums import Role
from mingqian.accounts.types import Actor
from mingqian.audit import services as audit
from mingqian.core.decision import Decision, Refused, allowed, demand, denied
from mingqian.registry import policies
from mingqian.registry.models import PackAdoption
from mingqian.registry.policies import Verb
from mingqian.registry.selectors import packs
from mingqian.registry.services import places


@transaction.atomic
def adopt(*, unit: str, pack: str, from_on: date, reason: str, by: Actor, now: datetime) -> PackAdoption:
    """Adopt a pack. What was planned and drawn before keeps the digest it was frozen with."""
    place = places.unit(by, unit)
    demand(_may(by, place))
    _demand_known(pack)
    last = packs.history(place.path)[:1]
    for former in last:
        demand(_later(former, pack, from_on))
    row = PackAdoption.objects.create(
        unit_id=place.pk,
        pack=pack,
        digest=packs.digest(pack),
        from_on=from_on,
        reason=places.clean("理由", reason, 300),
        adopted_by=by.code,
        adopted_at=now,
    )
    body = {
        "pack": pack,
        "layers": packs.effective(pack).name,
        "digest": row.digest,
        "from": from_on.isoformat(),
        "before": last[0].pack if last else "",
        "reason": row.reason,
    }
    audit.record("pack.adopted", by=by, now=now, thing=f"unit:{unit}", body=body)
    return row


def _may(by: Actor, place: places.Place) -> Decision:
    """The legal office or the leader; at the foundation, when there is neither, the system administrator."""
    answer = policies.may(by, Verb.ADOPT_PACK, place.path)
    founding = by.holds(Role.SYSTEM_ADMIN, place.path) and not PackAdoption.objects.exists()
    return allowed() if founding else answer


def _demand_known(pack: str) -> None:
    known = [one.name for one in packs.shelf()]
    if pack not in known:
        why = f"没有名为“{pack}”的规则包"
        raise Refused(denied("pack.unknown", why, remedy=f"可选：{'、'.join(known)}"))


def _later(former: PackAdoption, pack: str, from_on: date) -> Decision:
    if from_on < former.from_on:
        why = f"启用日 {from_on} 早于现行规则包的启用日 {former.from_on}"
        return denied("pack.order", why, packs.CLAUSE, f"启用日不早于 {former.from_on}")
    if former.pack == pack and former.digest == packs.digest(pack):
        return denied("pack.same", f"规则包“{pack}”自 {former.from_on} 起已经启用", packs.CLAUSE)
    return allowed()
