"""Reads of running sign-ins."""

from dataclasses import dataclass
from datetime import datetime, timedelta

from django.db.models import QuerySet
from django.utils.timezone import localdate

from mingqian.accounts import cookies, preset
from mingqian.accounts.models import Credential, Person, Post, Session
from mingqian.accounts.selectors.people import actor_of
from mingqian.accounts.types import Actor, Visit

ENDED = {
    "replaced": "您的账号已在别处登录，这里的登录已结束。如果不是您本人，请立即修改密码并告知安全管理员。",
    "by_owner": "您已在别处结束了这次登录。",
    "signed_out": "",
    "guessing": "动态口令连续输错，这次登录已结束。",
    "credentials": "密码或动态口令有变动，请重新登录。",
    "dismissed": "您的账号已停用，请联系安全管理员。",
}


def visit(cookie: str | None, *, now: datetime) -> tuple[Visit | None, str]:
    """Who this cookie signs in, or why it no longer does. Reads only; two queries, three while viewing."""
    if not cookie:
        return None, ""
    shown = cookies.read(cookie)
    if shown is None:
        return None, "登录凭据无效，请重新登录。"
    token, seen_at = shown
    session = _row(token)
    reason = lapsed(session, seen_at, now)
    if session is None or reason:
        return None, reason
    found = _visit(session, seen_at, now)
    return (found, "") if found.owner.roles else (None, ENDED["dismissed"])


def waiting(visit: Visit | None) -> Session | None:
    """The sign-in under way in this browser, between its first proof and its last step."""
    if visit is None or not visit.waiting:
        return None
    return Session.objects.select_related("person__unit").filter(pk=visit.session_id).first()


def _row(token: str) -> Session | None:
    rows = Session.objects.select_related("person__unit", "viewing__unit")
    return rows.filter(digest=cookies.digest(token)).first()


def lapsed(session: Session | None, seen_at: datetime, now: datetime) -> str:
    """Why a session signs nobody in; empty while it does."""
    if session is None:
        return "登录已失效，请重新登录。"
    if session.ended_at is not None:
        return ENDED.get(session.ended_why, "登录已结束，请重新登录。")
    if now >= session.expires_at:
        return f"一次登录最长 {preset.current().session_hours} 小时，请重新登录。"
    idle = preset.current().idle_minutes
    if now - seen_at > timedelta(minutes=idle):
        return f"已超过 {idle} 分钟没有操作，请重新登录。"
    return ""


def _visit(session: Session, seen_at: datetime, now: datetime) -> Visit:
    day = localdate(now)
    looks = session.viewing is not None and session.viewing_until is not None and now < session.viewing_until
    return Visit(
        session_id=session.pk,
        person_id=session.person_id,
        owner=actor_of(session.person, on=day),
        waiting=session.complete_at is None,
        seen_at=seen_at,
        expires_at=session.expires_at,
        viewing=actor_of(session.viewing, on=day) if looks and session.viewing else None,
        viewing_purpose=session.viewing_purpose if looks else "",
        viewing_until=session.viewing_until if looks else None,
    )


def own(by: Actor, *, now: datetime) -> QuerySet[Session]:
    """A person's sign-ins that have neither ended nor run out."""
    if by.person_id is None:
        return Session.objects.none()
    rows = Session.objects.filter(person_id=by.person_id, ended_at__isnull=True, complete_at__isnull=False)
    return rows.filter(expires_at__gt=now).order_by("-began_at", "-pk")


@dataclass(frozen=True, slots=True)
class Proof:
    """How a person proves to be that person, in dates and numbers; nothing secret."""

    has_password: bool
    password_set_at: datetime | None
    enrolled_since: datetime | None
    recovery_codes_left: int


def proofs_of(by: Actor) -> Proof:
    """One's own."""
    person = Person.objects.get(code=by.code)
    credential = Credential.objects.filter(person=person).first()
    return Proof(
        has_password=person.has_usable_password(),
        password_set_at=credential.password_set_at if credential else None,
        enrolled_since=credential.totp_since if credential else None,
        recovery_codes_left=person.recovery_codes.filter(used_at__isnull=True).count(),
    )


def own_posts(by: Actor, *, now: datetime) -> QuerySet[Post]:
    """One's own posts, running and to come."""
    if by.person_id is None:
        return Post.objects.none()
    posts = Post.objects.filter(person_id=by.person_id).select_related("unit")
    return posts.exclude(until_on__lt=localdate(now)).order_by("from_on", "role", "unit__path")
