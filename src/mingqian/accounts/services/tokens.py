"""Tokens of programs: issued and ended by the security administrator, never longer than a year."""

from collections.abc import Collection
from datetime import datetime, timedelta

from django.db import transaction
from django.utils.timezone import localdate

from mingqian.accounts import cookies, journal, policies
from mingqian.accounts.enums import ADMINISTRATORS, Scope
from mingqian.accounts.models import ApiToken, Person
from mingqian.accounts.preset import CLAUSE
from mingqian.accounts.selectors.people import actor_of
from mingqian.accounts.types import Actor
from mingqian.core.decision import Decision, Refused, allowed, demand_all, denied

LONGEST = timedelta(days=366)


@transaction.atomic
def issue(
    *,
    person: str,
    name: str,
    scopes: Collection[str],
    token: str,
    valid_for: timedelta,
    by: Actor,
    now: datetime,
) -> ApiToken:
    """Let a program act as this person, within these scopes. The caller shows ``token`` once."""
    holder = Person.objects.select_related("unit").filter(code=person).first()
    if holder is None:
        raise Refused(policies.unknown_person(person))
    demand_all(
        [
            policies.may(by, policies.Verb.ISSUE_TOKEN, holder.unit.path),
            _known(scopes),
            _in_time(valid_for),
            _named(name),
            _no_administrator(actor_of(holder, on=localdate(now))),
        ]
    )
    row = ApiToken.objects.create(
        person=holder, name=name.strip(), digest=cookies.digest(token), scopes=sorted(set(scopes)), issued_by=by.code,
        issued_at=now, expires_at=now + valid_for,
    )  # fmt: skip
    body = {"name": row.name, "scopes": row.scopes, "expires_at": row.expires_at.isoformat()}
    journal.connected().record("api_token.issued", by=by, now=now, thing=f"person:{person}", body=body)
    return row


@transaction.atomic
def end(*, token: int, by: Actor, now: datetime) -> ApiToken:
    """It opens nothing from now on."""
    row = (
        ApiToken.objects.select_for_update(of=("self",))
        .select_related("person__unit")
        .filter(pk=token)
        .first()
    )
    if row is None or row.ended_at is not None:
        raise Refused(denied("api_token.not_found", "没有这个令牌，或者已经停用", CLAUSE, "请刷新页面"))
    demand_all([policies.may(by, policies.Verb.ISSUE_TOKEN, row.person.unit.path)])
    row.ended_at = now
    row.save(update_fields=["ended_at"])
    thing = f"person:{row.person.code}"
    journal.connected().record("api_token.ended", by=by, now=now, thing=thing, body={"name": row.name})
    return row


def _known(scopes: Collection[str]) -> Decision:
    known = {one.value for one in Scope}
    strange = sorted(set(scopes) - known)
    if scopes and not strange:
        return allowed()
    why = f"没有权限范围“{'、'.join(strange)}”" if strange else "没有选择权限范围"
    return denied("api_token.scopes", why, CLAUSE, f"可选：{'、'.join(sorted(known))}")


def _in_time(valid_for: timedelta) -> Decision:
    if timedelta(0) < valid_for <= LONGEST:
        return allowed()
    return denied("api_token.too_long", f"有效期要在 {LONGEST.days} 天以内", CLAUSE, "请缩短有效期")


def _named(name: str) -> Decision:
    if name.strip():
        return allowed()
    return denied("api_token.no_name", "没有写明令牌的用途", CLAUSE, "请写明哪个系统、办什么用")


def _no_administrator(holder: Actor) -> Decision:
    if not holder.has(*ADMINISTRATORS):
        return allowed()
    why = f"{holder.name}（{holder.code}）是管理员，管理员不能交给程序代行"
    return denied("api_token.administrator", why, policies.SEPARATION, "请为接口另建人员并任职")
