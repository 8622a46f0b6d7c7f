"""Posts: appointing to a role at a unit, and ending it."""

from collections.abc import Iterable
from datetime import date, datetime, timedelta

from django.db import transaction
from django.db.models import Q

from mingqian.accounts import journal, policies
from mingqian.accounts.enums import ADMINISTRATORS, Role
from mingqian.accounts.models import Person, Post
from mingqian.accounts.services.tree import unit_coded
from mingqian.accounts.types import Actor
from mingqian.core.decision import Decision, Refused, allowed, demand, demand_all, denied


@transaction.atomic
def appoint(
    *,
    person: str,
    unit: str,
    role: Role,
    from_on: date,
    until_on: date | None = None,
    by: Actor,
    now: datetime,
) -> Post:
    """Give a person a role at a unit. The post's unit is also the reach of its data scope."""
    place = unit_coded(unit)
    demand(policies.may(by, policies.Verb.APPOINT, place.path))
    holder = _locked(person)
    wanted = policies.Term(role, from_on, until_on)
    held = list(holder.posts.select_related("unit").order_by("from_on", "pk"))
    demand_all(
        [
            _runs_forward(from_on, until_on),
            policies.apart((_term(post) for post in held), wanted),
            _is_new((post for post in held if post.unit_id == place.pk), wanted),
        ]
    )
    post = Post.objects.create(person=holder, unit=place, role=role, from_on=from_on, until_on=until_on)
    body = {
        "person": person,
        "unit": unit,
        "role": role.value,
        "from_on": from_on.isoformat(),
        "until_on": until_on.isoformat() if until_on else None,
    }
    journal.connected().record("post.appointed", by=by, now=now, thing=f"person:{person}", body=body)
    return post


@transaction.atomic
def dismiss(*, person: str, unit: str, role: Role, until_on: date, by: Actor, now: datetime) -> Post:
    """End a running post; ``until_on`` is its last day. The row stays: who held what when is history."""
    place = unit_coded(unit)
    demand(policies.may(by, policies.Verb.DISMISS, place.path))
    holder = _locked(person)
    post = _running_post(holder, place.pk, role, until_on)
    demand_all([_runs_forward(post.from_on, until_on), _someone_remains(post, until_on)])
    before = post.until_on.isoformat() if post.until_on else None
    post.until_on = until_on
    post.save(update_fields=["until_on"])
    body = {
        "person": person,
        "unit": unit,
        "role": role.value,
        "until_on": until_on.isoformat(),
        "until_on_before": before,
    }
    journal.connected().record("post.ended", by=by, now=now, thing=f"person:{person}", body=body)
    return post


def _locked(code: str) -> Person:
    # Two appointments of one person at the same moment could each find nothing wrong.
    person = Person.objects.select_for_update().filter(code=code).first()
    if person is None:
        raise Refused(policies.unknown_person(code))
    return person


def _term(post: Post) -> policies.Term:
    return policies.Term(Role(post.role), post.from_on, post.until_on)


def _running_post(holder: Person, unit_id: int, role: Role, until_on: date) -> Post:
    later = Q(until_on__isnull=True) | Q(until_on__gt=until_on)
    post = holder.posts.filter(later, unit_id=unit_id, role=role).order_by("from_on", "pk").first()
    if post is None:
        raise Refused(
            denied(
                "accounts.no_such_post",
                f"{holder.name}（{holder.code}）没有 {until_on} 以后仍在任的“{role.label}”",
                remedy="请核对工号、单位、角色和免职日期",
            )
        )
    return post


def _runs_forward(from_on: date, until_on: date | None) -> Decision:
    if until_on is None or until_on >= from_on:
        return allowed()
    return denied(
        "accounts.until_before_from", f"任职止 {until_on} 早于任职起 {from_on}", remedy="请改正日期"
    )


def _is_new(held: Iterable[Post], wanted: policies.Term) -> Decision:
    for post in held:
        if post.role == wanted.role and _term(post).overlaps(wanted):
            return denied(
                "accounts.already_appointed",
                f"该人员自 {post.from_on} 起已任此单位的“{wanted.role.label}”",
                remedy="不必重复任命；要改任期请先免职",
            )
    return allowed()


def _someone_remains(post: Post, until_on: date) -> Decision:
    """An administrator leaves only when a successor is in office the next day: nobody could appoint one."""
    if Role(post.role) not in ADMINISTRATORS:
        return allowed()
    next_day = until_on + timedelta(days=1)
    others = Post.objects.filter(role=post.role, unit_id=post.unit_id, from_on__lte=next_day).exclude(
        pk=post.pk
    )
    if others.filter(until_on__isnull=True).exists():
        return allowed()
    label = Role(post.role).label
    return denied(
        "accounts.last_administrator",
        f"{next_day} 起将没有{label}",
        policies.SEPARATION,
        f"请先任命接任的{label}，再办免职",
    )
