"""Sessions: opened by a proof, complete after the last step, ended by their owner, a later one or an event."""

from datetime import datetime, timedelta

from django.db import transaction
from django.db.models import QuerySet
from django.utils.timezone import localdate

from mingqian.accounts import cookies, journal, steps
from mingqian.accounts.models import Credential, Person, Session
from mingqian.accounts.preset import CLAUSE, current
from mingqian.accounts.selectors.people import actor_of
from mingqian.accounts.types import Actor, Origin
from mingqian.core.decision import Refused, denied


def begin(person: Person, *, token: str, method: steps.Method, origin: Origin, now: datetime) -> Session:
    """A session that opens nothing yet. Part of a sign-in's transaction, journaled there."""
    return Session.objects.create(
        person=person,
        digest=cookies.digest(token),
        method=method,
        began_at=now,
        expires_at=now + timedelta(hours=current().session_hours),
        address=origin.address[:45],
        agent="".join(one for one in origin.agent if one.isprintable())[:200],
    )


def next_step(session: Session, *, now: datetime) -> steps.Step:
    """Where this sign-in stands."""
    credential = Credential.objects.filter(person_id=session.person_id).first()
    actor = actor_of(session.person, on=localdate(now))
    standing = steps.Standing(
        method=steps.Method(session.method),
        roles=actor.roles,
        enrolled=credential is not None and credential.totp_since is not None,
        passed_second=session.second_at is not None,
        password_set_at=credential.password_set_at if credential else None,
        changed_now=session.password_at is not None,
    )
    return steps.following(standing, chosen=current(), now=now)


def complete_if_done(session: Session, *, now: datetime) -> steps.Step:
    """After each step: open the door when it was the last one. Journaled, in the caller's transaction."""
    step = next_step(session, now=now)
    if step is not steps.Step.DONE or session.complete_at is not None:
        return step
    actor = actor_of(session.person, on=localdate(now))
    session.complete_at = now
    session.save(update_fields=["complete_at"])
    body = {
        "method": steps.Method(session.method).value,
        "second_factor": session.second_at is not None,
        "address": session.address,
        "ended_others": _make_room(session, now=now),
    }
    journal.connected().record("signin.succeeded", by=actor, now=now, thing=f"person:{actor.code}", body=body)
    return step


def _make_room(session: Session, *, now: datetime) -> int:
    """The newest sign-in stays; so many others as the preset allows stay with it."""
    others = _running(session.person_id, now).exclude(pk=session.pk).order_by("-began_at", "-pk")
    keep = max(current().sessions_each - 1, 0)
    surplus = list(others.values_list("pk", flat=True)[keep:])
    return Session.objects.filter(pk__in=surplus).update(ended_at=now, ended_why="replaced")


@transaction.atomic
def sign_out(session_id: int, *, by: Actor, now: datetime) -> None:
    """Leave. Twice is once."""
    if not Session.objects.filter(pk=session_id, ended_at__isnull=True).update(
        ended_at=now, ended_why="signed_out"
    ):
        return
    journal.connected().record(
        "signin.ended", by=by, now=now, thing=f"person:{by.code}", body={"why": "signed_out"}
    )


@transaction.atomic
def end_own(session_id: int, *, by: Actor, now: datetime) -> None:
    """End one of one's own sign-ins, on another machine for example."""
    running = _running(by.person_id or 0, now)
    if not running.filter(pk=session_id).update(ended_at=now, ended_why="by_owner"):
        raise Refused(
            denied("accounts.no_such_session", "这次登录不在您的名下，或者已经结束", remedy="请刷新页面")
        )
    journal.connected().record(
        "signin.ended", by=by, now=now, thing=f"person:{by.code}", body={"why": "by_owner"}
    )


def end_all(person: Person, why: str, *, now: datetime, but: int = 0) -> int:
    """End every sign-in of a person, except one. Part of another act, journaled there."""
    return _running(person.pk, now).exclude(pk=but).update(ended_at=now, ended_why=why)


@transaction.atomic
def open_for_demo(code: str, *, token: str, origin: Origin, now: datetime) -> Session:
    """The demo's role bar: step into a person's shoes. Refused wherever the preset is not the demo's."""
    if not current().role_bar:
        told = denied("accounts.no_demo", "这里不是演示环境，不能直接换成他人", CLAUSE, "请用本人账号登录")
        raise Refused(told)
    person = Person.objects.select_related("unit").filter(code=code).first()
    if person is None:
        raise Refused(denied("accounts.unknown_person", f"没有工号为“{code}”的人员", remedy="请从角色栏选择"))
    session = begin(person, token=token, method=steps.Method.DEMO, origin=origin, now=now)
    complete_if_done(session, now=now)
    return session


def _running(person_id: int, now: datetime) -> QuerySet[Session]:
    return Session.objects.filter(person_id=person_id, ended_at__isnull=True, expires_at__gt=now)
