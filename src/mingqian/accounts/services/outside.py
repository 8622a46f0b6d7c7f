"""Binding accounts of the city's sign-in service to people, one to one, by the security administrator."""

from datetime import datetime

from django.db import transaction

from mingqian.accounts import journal, policies
from mingqian.accounts.enums import ADMINISTRATORS, Role
from mingqian.accounts.models import OutsideIdentity, Person
from mingqian.accounts.preset import CLAUSE
from mingqian.accounts.types import Actor
from mingqian.core.decision import Decision, Refused, allowed, demand, demand_all, denied


@transaction.atomic
def bind(*, person: str, issuer: str, subject: str, by: Actor, now: datetime) -> OutsideIdentity:
    """This account of the service is this person from now on."""
    holder = Person.objects.select_related("unit").filter(code=person).first()
    if holder is None:
        raise Refused(policies.unknown_person(person))
    demand(policies.may(by, policies.Verb.BIND_OUTSIDE, holder.unit.path))
    demand(policies.not_oneself(by, person, "绑定统一认证账号"))
    demand_all([_named("认证平台", issuer), _named("平台账号标识", subject), _no_administrator(holder)])
    if OutsideIdentity.objects.filter(issuer=issuer, subject=subject, ended_at__isnull=True).exists():
        told = "这个统一认证账号已绑定到一名人员"
        raise Refused(denied("accounts.already_bound", told, CLAUSE, "请核对账号标识，或先解除原绑定"))
    row = OutsideIdentity.objects.create(person=holder, issuer=issuer, subject=subject, bound_at=now)
    body = {"issuer": issuer, "subject": subject}
    journal.connected().record("outside_identity.bound", by=by, now=now, thing=f"person:{person}", body=body)
    return row


@transaction.atomic
def unbind(*, identity: int, by: Actor, now: datetime) -> OutsideIdentity:
    """It opens nothing from now on; the row stays."""
    rows = OutsideIdentity.objects.select_for_update(of=("self",)).select_related("person__unit")
    row = rows.filter(pk=identity, ended_at__isnull=True).first()
    if row is None:
        raise Refused(denied("accounts.not_bound", "没有这个绑定，或者已经解除", remedy="请刷新页面"))
    demand(policies.may(by, policies.Verb.BIND_OUTSIDE, row.person.unit.path))
    row.ended_at = now
    row.save(update_fields=["ended_at"])
    body = {"issuer": row.issuer, "subject": row.subject}
    thing = f"person:{row.person.code}"
    journal.connected().record("outside_identity.ended", by=by, now=now, thing=thing, body=body)
    return row


def _no_administrator(holder: Person) -> Decision:
    """Whoever runs the city's service could otherwise become an administrator here."""
    if not holder.posts.filter(role__in=[Role(role).value for role in ADMINISTRATORS]).exists():
        return allowed()
    told = f"{holder.name}担任过管理员，管理员只在本系统登录"
    return denied("accounts.administrators_apart", told, policies.SEPARATION, "请用密码和动态口令登录")


def _named(what: str, text: str) -> Decision:
    if text.strip() == text and text.isprintable() and 0 < len(text) <= 200:
        return allowed()
    return denied(
        "accounts.bad_identity", f"{what}为空、过长，或带有空格、换行", remedy="请照平台提供的原样填写"
    )
