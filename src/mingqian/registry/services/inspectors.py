"""Writes of the inspector registry. Who may add and activate is named by the rule pack: ``keepers``."""

from collections.abc import Collection
from dataclasses import dataclass
from datetime import date, datetime

from django.db import transaction
from django.utils.timezone import localdate

from mingqian.accounts.enums import Role, roles_named
from mingqian.accounts.types import Actor
from mingqian.audit import services as audit
from mingqian.core import identifiers, machine
from mingqian.core.decision import Decision, Refused, allowed, demand, demand_all, denied
from mingqian.core.machines import inspector
from mingqian.policy.layers import Effective
from mingqian.policy.rules import people
from mingqian.registry import policies
from mingqian.registry.enums import AbsenceKind, InspectorClass
from mingqian.registry.models import Inspector, InspectorAbsence, InspectorCredential, InspectorQual
from mingqian.registry.selectors import inspectors, packs
from mingqian.registry.services import people_numbers, places

TWO_KINDS = "厦门 三(三)：具有行政执法资格证或从事与监管事项有关业务的工作人员"
TRAINED = "石嘴山 三(四)：行政执法人员岗前培训；行政处罚法第四十二条"
WHO_KEEPS = "涪陵 三(二)：政策法规科负责建立、更新执法人员名录库"


@dataclass(frozen=True, slots=True)
class Keepers:
    """The roles the rule pack lets add and activate inspectors, and the clause that says so."""

    roles: frozenset[Role]
    clause: str = WHO_KEEPS
    classes: frozenset[str] = frozenset(klass.value for klass in InspectorClass)
    classes_clause: str = ""
    """Which kinds of people the registry holds (涪陵 三(二): certified officers alone)."""

    def holds(self, klass: InspectorClass) -> Decision:
        """Whether this bureau's registry has such people at all."""
        if klass.value in self.classes:
            return allowed()
        why = f"本单位的执法检查人员名录库不设“{klass.label}”"
        return denied("inspector.other_class", why, self.classes_clause, "只登记持行政执法证的人员")


def keepers_of(policy: Effective) -> Keepers:
    """The roles and the kinds of people that the rules in force name; unknown codes let nobody."""
    named = (roles_named(code) for code in people.activating_roles(policy))
    return Keepers(
        frozenset().union(*named),
        policy.clause("inspector.activated_by"),
        frozenset(people.pool_classes(policy)),
        policy.clause("inspector.pool_classes"),
    )


def keepers_on(unit_path: str, on: date) -> Keepers:
    """The same for a unit on a day; where no pack is in force, whoever keeps the registry anywhere."""
    adopted = packs.adopted(unit_path, on)
    return keepers_of(packs.effective(adopted.pack)) if adopted else Keepers(policies.CLERKS)


@dataclass(frozen=True, slots=True)
class Credential:
    """行政执法证 (enforcement: number and validity needed) or 工作证 (business: related business needed)."""

    inspector_class: InspectorClass
    certificate_no: str = ""
    valid_from: date | None = None
    valid_until: date | None = None
    area: str = ""
    category: str = ""
    related_business: str = ""
    confirmed_by: str = ""


@transaction.atomic
def add(
    *,
    name: str,
    unit: str,
    credentials: Collection[Credential],
    keepers: Keepers,
    number: str = "",
    person_id: int | None = None,
    duty: str = "",
    phone: str = "",
    works_since: date | None = None,
    captain_eligible: bool = False,
    delegated: bool = False,
    quals: Collection[str] = (),
    trained_on: date | None = None,
    citizen_id: str = "",
    pepper: bytes = b"",
    by: Actor,
    now: datetime,
) -> Inspector:
    """Enter one person, not yet active. ``number``: a random number for who has no certificate."""
    place = places.unit(by, unit)
    demand(policies.may_keep_inspectors(by, place.path, keepers.roles, keepers.clause))
    _demand_credentials(credentials, keepers)
    code = _code(credentials, number)
    hashed, masked = people_numbers.keep(citizen_id, pepper) if citizen_id else ("", "")
    _demand_new(code, hashed)
    person = Inspector.objects.create(
        code=code,
        person_id=person_id,
        name=places.clean("姓名", name, 60),
        unit_id=place.pk,
        duty=places.clean("职务", duty, 60, required=False),
        phone=places.clean("联系方式", phone, 40, required=False),
        works_since=works_since,
        captain_eligible=captain_eligible,
        delegated=delegated,
        trained_on=trained_on,
        citizen_id_hash=hashed,
        citizen_id_masked=masked,
        changed_at=now,
    )
    for credential in credentials:
        _write_credential(person, credential)
    for qual in sorted(set(quals)):
        InspectorQual.objects.create(inspector=person, code=qual)
    classes = sorted(credential.inspector_class.value for credential in credentials)
    body = {"name": person.name, "unit": unit, "classes": classes, "quals": sorted(set(quals))}
    audit.record("inspector.added", by=by, now=now, thing=f"inspector:{code}", body=body)
    return person


def _demand_credentials(credentials: Collection[Credential], keepers: Keepers) -> None:
    found = [keepers.holds(paper.inspector_class) for paper in credentials]
    if not credentials:
        why = "人员既没有行政执法证，也没有从事的相关业务"
        found.append(denied("inspector.no_credential", why, TWO_KINDS, "至少登记一种人员类别"))
    for paper in credentials:
        certified = paper.certificate_no and paper.valid_until
        if paper.inspector_class is InspectorClass.ENFORCEMENT and not certified:
            why = "行政执法人员须登记执法证号和有效期"
            found.append(denied("inspector.no_certificate", why, TWO_KINDS, "填写执法证号、有效期止"))
        if paper.inspector_class is InspectorClass.BUSINESS and not paper.related_business:
            why = "业务检查人员须登记从事的相关业务"
            found.append(denied("inspector.no_business", why, TWO_KINDS, "填写从事的业务"))
    demand_all(found)


def _code(credentials: Collection[Credential], number: str) -> str:
    numbers = [paper.certificate_no for paper in credentials if paper.certificate_no]
    scheme, chosen = ("ZFZ", numbers[0]) if numbers else ("PID", number)
    try:
        return identifiers.protocol_id(scheme, chosen)
    except ValueError as error:
        why = f"证号或登记号“{chosen}”不合规"
        remedy = "只用大写字母、数字和 : . _ -，1 至 51 位"
        raise Refused(denied("inspector.number", why, TWO_KINDS, remedy)) from error


def _demand_new(code: str, hashed: str) -> None:
    taken = Inspector.objects.filter(code=code).exists()
    if not taken and hashed:
        taken = Inspector.objects.filter(citizen_id_hash=hashed).exists()
    if taken:
        why = f"“{code}”或同一身份证号的人员已在人员库中"
        raise Refused(
            denied("inspector.taken", why, TWO_KINDS, "一人一条记录，可兼两类，请在原记录上增加证件")
        )


def _write_credential(person: Inspector, paper: Credential) -> InspectorCredential:
    other = InspectorCredential.objects.filter(certificate_no=paper.certificate_no).exclude(inspector=person)
    if paper.certificate_no and other.exists():
        why = f"执法证号“{paper.certificate_no}”已登记在他人名下"
        raise Refused(denied("inspector.certificate_taken", why, TWO_KINDS, "请核对执法证号"))
    row, _ = InspectorCredential.objects.update_or_create(
        inspector=person,
        inspector_class=paper.inspector_class.value,
        defaults={
            "certificate_no": paper.certificate_no,
            "valid_from": paper.valid_from,
            "valid_until": paper.valid_until,
            "area": paper.area,
            "category": paper.category,
            "related_business": paper.related_business,
            "confirmed_by": paper.confirmed_by,
        },
    )
    return row


@transaction.atomic
def record_credential(
    *, code: str, credential: Credential, keepers: Keepers, by: Actor, now: datetime
) -> InspectorCredential:
    """Renew a certificate or add the second class; the protocol id of the person stays."""
    person = _kept(by, code, keepers)
    _demand_credentials([credential], keepers)
    row = _write_credential(person, credential)
    until = credential.valid_until.isoformat() if credential.valid_until else None
    body = {
        "class": credential.inspector_class.value,
        "certificate": credential.certificate_no,
        "until": until,
    }
    audit.record("inspector.credential_recorded", by=by, now=now, thing=f"inspector:{code}", body=body)
    return row


@transaction.atomic
def qualify(
    *, code: str, qual: str, valid_until: date | None = None, keepers: Keepers, by: Actor, now: datetime
) -> InspectorQual:
    """Record an expertise a panel may ask for."""
    person = _kept(by, code, keepers)
    row, _ = InspectorQual.objects.update_or_create(
        inspector=person, code=qual, defaults={"valid_until": valid_until}
    )
    body = {"qual": qual, "until": valid_until.isoformat() if valid_until else None}
    audit.record("inspector.qualified", by=by, now=now, thing=f"inspector:{code}", body=body)
    return row


@transaction.atomic
def activate(*, code: str, keepers: Keepers, by: Actor, now: datetime) -> Inspector:
    """Let a person into the rolls; refused without pre-job training or with no valid paper."""
    person = _kept(by, code, keepers)
    _demand_ready(person, localdate(now))
    person.activated_by = by.code
    return _move(person, "activate", "inspector.activated", "", by, now)


def _demand_ready(person: Inspector, on: date) -> None:
    found = []
    if person.trained_on is None or person.trained_on > on:
        why = f"{person.name}没有岗前培训记录"
        found.append(denied("inspector.untrained", why, TRAINED, "登记岗前培训日期后再启用"))
    papers = list(person.credentials.all())
    if all(paper.valid_until is not None and paper.valid_until < on for paper in papers):
        why = f"{person.name}的证件均已过期"
        found.append(denied("inspector.expired", why, TRAINED, "换发证件后再启用"))
    demand_all(found)


@transaction.atomic
def suspend(*, code: str, reason: str, keepers: Keepers, by: Actor, now: datetime) -> Inspector:
    """Keep a person out of the rolls until activated again."""
    return _move(_kept(by, code, keepers), "suspend", "inspector.suspended", reason, by, now)


@transaction.atomic
def remove(*, code: str, reason: str, keepers: Keepers, by: Actor, now: datetime) -> Inspector:
    """Take a person off the registry for good; rolls and visits of the past keep the row."""
    return _move(_kept(by, code, keepers), "remove", "inspector.removed", reason, by, now)


@transaction.atomic
def enter_absence(
    *,
    code: str,
    kind: AbsenceKind,
    reason: str,
    from_on: date,
    until_on: date,
    evidence: str = "",
    keepers: Keepers,
    by: Actor,
    now: datetime,
) -> InspectorAbsence:
    """Days on which a person cannot be drawn (other duty), or is the appointed captain."""
    person = _kept(by, code, keepers)
    if until_on < from_on:
        raise Refused(denied("inspector.absence", f"止日 {until_on} 早于起日 {from_on}", remedy="请核对日期"))
    row = InspectorAbsence.objects.create(
        inspector=person,
        kind=kind.value,
        reason=places.clean("事由", reason, 200),
        evidence=places.clean("证明", evidence, 200, required=False),
        from_on=from_on,
        until_on=until_on,
        entered_by=by.code,
    )
    body = {
        "kind": kind.value,
        "reason": row.reason,
        "evidence": row.evidence,
        "from": from_on.isoformat(),
        "until": until_on.isoformat(),
    }
    audit.record("inspector.absence_entered", by=by, now=now, thing=f"inspector:{code}", body=body)
    return row


def _kept(by: Actor, code: str, keepers: Keepers) -> Inspector:
    """The row, locked: a removal and an activation at the same moment must not overwrite each other."""
    person = inspectors.get(by, code)
    demand(policies.may_keep_inspectors(by, person.unit.path, keepers.roles, keepers.clause))
    rows = Inspector.objects.select_for_update(of=("self",)).select_related("unit")
    return rows.get(pk=person.pk)


def _move(person: Inspector, event: str, kind: str, reason: str, by: Actor, now: datetime) -> Inspector:
    person.state = machine.move(inspector.MACHINE, person.state, event)
    person.state_reason = places.clean("理由", reason, 200, required=event != "activate")
    person.changed_at = now
    person.save()
    body = {"state": person.state, "reason": person.state_reason}
    audit.record(kind, by=by, now=now, thing=f"inspector:{person.code}", body=body)
    return person
