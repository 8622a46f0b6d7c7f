"""Reads of running sign-ins."""

from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import Any, NamedTuple

from django.db.models import QuerySet
from django.utils.timezone import localdate

from mingqian.accounts import cookies, preset
from mingqian.accounts.models import Credential, Person, Post, Session
from mingqian.accounts.selectors.people import Known, actor_of, assembled
from mingqian.accounts.types import Actor, Visit
from mingqian.ui import prepared

ENDED = {
    "replaced": "您的账号已在别处登录，这里的登录已结束。如果不是您本人，请立即修改密码并告知安全管理员。",
    "by_owner": "您已在别处结束了这次登录。",
    "signed_out": "这次登录已退出。",
    "guessing": "动态口令连续输错，这次登录已结束。",
    "credentials": "密码或动态口令有变动，请重新登录。",
    "dismissed": "您的账号已停用，请联系安全管理员。",
}


_OWN = (
    "pk",
    "complete_at",
    "ended_at",
    "ended_why",
    "expires_at",
    "viewing_id",
    "viewing_purpose",
    "viewing_until",
)
_UNIT = ("pk", "path", "name", "level")
_COLUMNS = (
    *_OWN,
    "person_id",
    "person__code",
    "person__name",
    *(f"person__unit__{column}" for column in _UNIT),
)


class Row(NamedTuple):
    """The columns every request reads; objects of three tables would cost it four times as much."""

    pk: int
    complete_at: datetime | None
    ended_at: datetime | None
    ended_why: str
    expires_at: datetime
    viewing_id: int | None
    viewing_purpose: str
    viewing_until: datetime | None
    known: Known


def visit(cookie: str | None, *, now: datetime) -> tuple[Visit | None, str]:
    """Who this cookie signs in, or why it no longer does. Reads only; two queries, three while viewing."""
    if not cookie:
        return None, ""
    shown = cookies.read(cookie)
    if shown is None:
        return None, "登录凭据无效，请重新登录。"
    token, seen_at = shown
    found = _of_cookie(cookies.digest(token)).first()
    row = Row._make((*found[: len(_OWN)], found[len(_OWN) :])) if found else None
    reason = lapsed(row, seen_at, now)
    if row is None or reason:
        return None, reason
    visit = _visit(row, seen_at, now)
    return (visit, "") if visit.owner.roles else (None, ENDED["dismissed"])


@prepared.question
def _of_cookie(digest: str) -> "QuerySet[Session, Any]":
    return Session.objects.filter(digest=digest).order_by("pk").values_list(*_COLUMNS)


def waiting(visit: Visit | None) -> Session | None:
    """The sign-in under way in this browser, between its first proof and its last step."""
    if visit is None or not visit.waiting:
        return None
    return Session.objects.select_related("person__unit").filter(pk=visit.session_id).first()


def lapsed(session: Row | None, seen_at: datetime, now: datetime) -> str:
    """Why a session signs nobody in; empty while it does."""
    if session is None:
        return "登录已失效，请重新登录。"
    if session.ended_at is not None:
        return ENDED.get(session.ended_why) or "登录已结束，请重新登录。"
    if now >= session.expires_at:
        return f"一次登录最长 {preset.current().session_hours} 小时，请重新登录。"
    idle = preset.current().idle_minutes
    if now - seen_at > timedelta(minutes=idle):
        return f"已超过 {idle} 分钟没有操作，请重新登录。"
    return ""


def _visit(row: Row, seen_at: datetime, now: datetime) -> Visit:
    day = localdate(now)
    looks = row.viewing_until is not None and now < row.viewing_until
    whom = Person.objects.select_related("unit").filter(pk=row.viewing_id or 0).first() if looks else None
    return Visit(
        session_id=row.pk,
        person_id=row.known[0],
        owner=assembled(row.known, on=day),
        waiting=row.complete_at is None,
        seen_at=seen_at,
        expires_at=row.expires_at,
        viewing=actor_of(whom, on=day) if whom else None,
        viewing_purpose=row.viewing_purpose if whom else "",
        viewing_until=row.viewing_until if whom else None,
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
