"""Writes of the subject registry, one subject at a time. Lists come in through ``importing``."""

from collections.abc import Mapping
from datetime import date, datetime

from django.db import transaction
from django.utils.timezone import localdate

from mingqian.accounts.types import Actor
from mingqian.audit import services as audit
from mingqian.core import identifiers
from mingqian.core.decision import Refused, demand, denied
from mingqian.registry import policies
from mingqian.registry.enums import RiskClass, Scheme, SubjectKind, SubjectStatus
from mingqian.registry.models import Subject, SubjectName, SubjectTag
from mingqian.registry.policies import Verb
from mingqian.registry.selectors import subjects
from mingqian.registry.services import people_numbers, places

ONE_RECORD = "厦门 三(二)：名录库按业务类别分库；同一主体一条记录、多个类别"
FIELDS = "厦门 三(二)：名称、组织机构代码、法定代表人、地址、联系人、联系方式、业务责任处室"

#: Columns a person may change, with their Chinese name and length; the code and the unit are not among them.
CHANGEABLE: Mapping[str, tuple[str, int]] = {
    "name": ("名称", 200),
    "division_code": ("区划代码", 12),
    "legal_representative": ("法定代表人", 100),
    "address": ("地址", 300),
    "contact_person": ("联系人", 100),
    "contact_phone": ("联系方式", 40),
    "responsible_unit": ("业务责任处室", 100),
    "entity_type": ("企业类型", 60),
    "capital": ("注册资本", 60),
    "industry_code": ("行业代码", 8),
    "scope": ("经营范围", 100_000),
}


@transaction.atomic
def register(
    *,
    scheme: Scheme,
    number: str,
    kind: SubjectKind,
    unit: str,
    fields: Mapping[str, str],
    registered_on: date | None = None,
    employees: int | None = None,
    facts: Mapping[str, str | int] | None = None,
    citizen_id: str = "",
    pepper: bytes = b"",
    source: str = "",
    by: Actor,
    now: datetime,
) -> Subject:
    """Enter one subject. A natural person's number is random and given by the caller, never the ID number."""
    place = places.unit(by, unit)
    demand(policies.may(by, Verb.KEEP_SUBJECTS, place.path))
    code = _code(scheme, number, kind)
    if Subject.objects.filter(code=code).exists():
        why = f"“{code}”已在名录库中"
        raise Refused(denied("subject.taken", why, ONE_RECORD, "请在原记录上变更或加注类别"))
    hashed, masked = people_numbers.keep(citizen_id, pepper) if citizen_id else ("", "")
    subject = Subject.objects.create(
        code=code,
        scheme=scheme.value,
        number=number,
        kind=kind.value,
        unit_id=place.pk,
        registered_on=registered_on,
        employees=employees,
        facts=dict(facts or {}),
        citizen_id_hash=hashed,
        citizen_id_masked=masked,
        source=source,
        confirmed_on=localdate(now),
        changed_at=now,
        changed_by=by.code,
        **_cleaned({"name": "", **fields}),
    )
    body = {"name": subject.name, "unit": unit, "gaps": list(subjects.gaps(subject)), "source": source}
    audit.record("subject.registered", by=by, now=now, thing=f"subject:{code}", body=body)
    return subject


def _code(scheme: Scheme, number: str, kind: SubjectKind) -> str:
    if (scheme is Scheme.PID) != (kind is SubjectKind.NATURAL_PERSON):
        why = f"{kind.label}不能用“{scheme.label}”登记"
        raise Refused(denied("subject.scheme", why, FIELDS, "单位用统一社会信用代码，自然人用登记号"))
    if scheme is Scheme.USCC:
        reading = identifiers.read_uscc(number)
        if not reading.ok or reading.value != number:
            raise Refused(denied("subject.uscc", reading.message or f"“{number}”须为规范写法", FIELDS))
    try:
        return identifiers.protocol_id(scheme.value, number)
    except ValueError as error:
        raise Refused(denied("subject.number", f"登记号“{number}”不合规", FIELDS)) from error


def _cleaned(fields: Mapping[str, str]) -> dict[str, str]:
    unknown = [name for name in fields if name not in CHANGEABLE]
    if unknown:
        raise Refused(denied("subject.field", f"没有可变更的字段：{'、'.join(unknown)}", FIELDS))
    return {name: places.clean(*_rule(name, text), required=name == "name") for name, text in fields.items()}


def _rule(name: str, text: str) -> tuple[str, str, int]:
    label, limit = CHANGEABLE[name]
    return label, text, limit


@transaction.atomic
def change(*, code: str, fields: Mapping[str, str], source: str = "", by: Actor, now: datetime) -> Subject:
    """Change fields of one subject; a new name leaves the former one in the history."""
    subject = _owned(by, code)
    wanted = _cleaned(fields)
    changes = {n: (getattr(subject, n), new) for n, new in wanted.items() if getattr(subject, n) != new}
    if not changes:
        return subject
    if "name" in changes:
        SubjectName.objects.create(
            subject=subject, name=changes["name"][0], until_on=localdate(now), source=source or "change"
        )
    for name, (_, new) in changes.items():
        setattr(subject, name, new)
    _touch(subject, by, now)
    body = {"changes": {name: list(pair) for name, pair in changes.items()}, "source": source}
    audit.record("subject.changed", by=by, now=now, thing=f"subject:{code}", body=body)
    return subject


@transaction.atomic
def set_status(
    *, code: str, status: SubjectStatus, since: date, evidence: str, by: Actor, now: datetime
) -> Subject:
    """Close, re-open, suspend: 底数 follows, the row stays."""
    subject = _owned(by, code)
    before = subject.status
    subject.status, subject.status_since = status.value, since
    _touch(subject, by, now)
    told = places.clean("依据", evidence, 200)
    body = {"changes": {"status": [before, status.value]}, "since": since.isoformat(), "evidence": told}
    audit.record("subject.changed", by=by, now=now, thing=f"subject:{code}", body=body)
    return subject


@transaction.atomic
def set_risk_class(*, code: str, risk: RiskClass, on: date, basis: str, by: Actor, now: datetime) -> Subject:
    """The one door through which grades reach the draw: credit writes down, the draw reads here only."""
    subject = _owned(by, code, Verb.RATE_SUBJECTS)
    before = subject.risk_class
    subject.risk_class, subject.risk_since = risk.value, on
    _touch(subject, by, now)
    body = {
        "before": before,
        "after": risk.value,
        "on": on.isoformat(),
        "basis": places.clean("依据", basis, 200),
    }
    audit.record("subject.rated", by=by, now=now, thing=f"subject:{code}", body=body)
    return subject


@transaction.atomic
def confirm(*, code: str, by: Actor, now: datetime) -> Subject:
    """The owner says that the row is right today (实时更新维护)."""
    subject = _owned(by, code)
    subject.confirmed_on = localdate(now)
    subject.save(update_fields=["confirmed_on"])
    body = {"on": localdate(now).isoformat()}
    audit.record("subject.confirmed", by=by, now=now, thing=f"subject:{code}", body=body)
    return subject


@transaction.atomic
def tag(
    *,
    code: str,
    tag: str,
    source: str,
    evidence: str = "",
    from_on: date | None = None,
    until_on: date | None = None,
    licence_no: str = "",
    licence_issuer: str = "",
    licence_until: date | None = None,
    by: Actor,
    now: datetime,
) -> SubjectTag:
    """Give a subject a category, with the licence it rests on; the same subject, one more tag (XM-22)."""
    subject = _owned(by, code)
    row, _ = SubjectTag.objects.update_or_create(
        subject=subject,
        tag=tag,
        licence_no=licence_no,
        defaults={
            "from_on": from_on,
            "until_on": until_on,
            "licence_issuer": licence_issuer,
            "licence_until": licence_until,
            "source": source,
            "evidence": evidence,
        },
    )
    _touch(subject, by, now)
    body = {"tag": tag, "licence_no": licence_no, "source": source, "evidence": evidence}
    audit.record("subject.tagged", by=by, now=now, thing=f"subject:{code}", body=body)
    return row


@transaction.atomic
def untag(*, code: str, tag: str, until_on: date, reason: str, by: Actor, now: datetime) -> int:
    """End a category on a day; the row stays, so that past pools can be told."""
    subject = _owned(by, code)
    ended = SubjectTag.objects.filter(subject=subject, tag=tag, until_on__isnull=True).update(
        until_on=until_on
    )
    if not ended:
        raise Refused(denied("subject.no_tag", f"“{code}”没有有效的类别“{tag}”", ONE_RECORD))
    _touch(subject, by, now)
    body = {"tag": tag, "until": until_on.isoformat(), "reason": places.clean("理由", reason, 200)}
    audit.record("subject.untagged", by=by, now=now, thing=f"subject:{code}", body=body)
    return ended


def _owned(by: Actor, code: str, verb: Verb = Verb.KEEP_SUBJECTS) -> Subject:
    """A subject this person may change, locked: of a unit for which the person keeps the registry (XM-24)."""
    subject = subjects.get(by, code)
    demand(policies.may(by, verb, subject.unit.path))
    rows = Subject.objects.select_for_update(of=("self",)).select_related("unit")
    return rows.get(pk=subject.pk)


def _touch(subject: Subject, by: Actor, now: datetime) -> None:
    subject.changed_at, subject.changed_by = now, by.code
    subject.save()
