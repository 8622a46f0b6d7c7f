"""以此人视角查看: another person's pages, read-only, for a stated purpose, for a limited time, journaled."""

from datetime import datetime, timedelta

from django.db import transaction
from django.utils.timezone import localdate

from mingqian.accounts import journal, policies
from mingqian.accounts.models import Person, Session
from mingqian.accounts.preset import current
from mingqian.accounts.selectors.people import actor, actor_of
from mingqian.accounts.types import Actor
from mingqian.core.decision import Refused, demand_all, denied


@transaction.atomic
def begin(*, session_id: int, person: str, purpose: str, by: Actor, now: datetime) -> Actor:
    """Begin to look. One's own acts stop meanwhile: the middleware refuses every POST."""
    whom = actor(person, on=localdate(now))
    demand_all([policies.may_view_as(by, whom), policies.reason_is_given(purpose)])
    session = _own(session_id, by)
    if session.viewing_id is not None and session.viewing_until and now < session.viewing_until:
        raise Refused(denied("accounts.already_viewing", "您正在以他人视角查看", remedy="请先结束这一次"))
    session.viewing_id = whom.person_id
    session.viewing_purpose = purpose.strip()
    session.viewing_until = now + timedelta(minutes=current().viewing_minutes)
    session.save(update_fields=["viewing", "viewing_purpose", "viewing_until"])
    body = {"purpose": session.viewing_purpose, "until": session.viewing_until.isoformat()}
    journal.connected().record("view_as.began", by=by, now=now, thing=f"person:{person}", body=body)
    return whom


@transaction.atomic
def end(*, session_id: int, by: Actor, now: datetime) -> None:
    """Back to one's own pages. Twice is once."""
    session = _own(session_id, by)
    if session.viewing_id is None:
        return
    whom = actor_of(Person.objects.select_related("unit").get(pk=session.viewing_id), on=localdate(now))
    session.viewing, session.viewing_purpose, session.viewing_until = None, "", None
    session.save(update_fields=["viewing", "viewing_purpose", "viewing_until"])
    journal.connected().record("view_as.ended", by=by, now=now, thing=f"person:{whom.code}", body={})


def _own(session_id: int, by: Actor) -> Session:
    session = Session.objects.select_for_update().filter(pk=session_id, ended_at__isnull=True).first()
    if session is None or session.person_id != by.person_id:
        raise Refused(
            denied("accounts.no_such_session", "这次登录不在您的名下，或者已经结束", remedy="请重新登录")
        )
    return session
