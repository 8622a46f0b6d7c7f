"""The ways in: password, one-time link, the city's own sign-in service; then one step after the other."""

from datetime import datetime

from django.contrib.auth.hashers import check_password, make_password
from django.db import transaction
from django.utils.timezone import localdate

from mingqian.accounts import cookies, steps
from mingqian.accounts.models import LoginLink, OutsideIdentity, Person, Session
from mingqian.accounts.preset import CLAUSE
from mingqian.accounts.selectors.people import actor_of
from mingqian.accounts.services import guesses, proofs, sessions
from mingqian.accounts.types import Origin
from mingqian.core.decision import Decision, Refused, allowed, demand, denied


def with_password(*, code: str, password: str, token: str, origin: Origin, now: datetime) -> Session:
    """Begin with code and password. A failure is written and journaled before it is refused."""
    demand(guesses.standing(code, origin, now=now))
    person = Person.objects.select_related("unit").filter(code=code).first()
    if not _fits(person, password):
        raise Refused(guesses.wrong(code, person, "password", origin, now=now))
    assert person is not None
    with transaction.atomic():
        verdict = _in_office(person, now)
        if verdict.ok:
            guesses.forgive(code)
            return _begin(person, steps.Method.PASSWORD, token=token, origin=origin, now=now)
    guesses.wrong(code, person, "no_post", origin, now=now)
    raise Refused(verdict)


def _fits(person: Person | None, password: str) -> bool:
    """Somebody unknown costs as much time as somebody known."""
    if person is None or not person.has_usable_password():
        make_password(password)
        return False
    return check_password(password, person.password)


def with_link(*, link: str, token: str, origin: Origin, now: datetime) -> Session:
    """Begin with a one-time link: consumed by this, whatever comes after. A link that is no good is a failure."""
    demand(guesses.standing(link, origin, now=now))
    try:
        with transaction.atomic():
            return _by_link(link, token=token, origin=origin, now=now)
    except Refused:
        guesses.wrong(link, None, "link", origin, now=now)
        raise


def _by_link(link: str, *, token: str, origin: Origin, now: datetime) -> Session:
    row = LoginLink.objects.select_related("person__unit").filter(digest=cookies.digest(link)).first()
    if row is None:
        raise Refused(_bad_link("没有这个登录链接"))
    if now >= row.expires_at:
        raise Refused(_bad_link("这个登录链接已过期"))
    demand(_in_office(row.person, now))
    if not LoginLink.objects.filter(pk=row.pk, used_at__isnull=True).update(used_at=now):
        raise Refused(_bad_link("这个登录链接已经用过"))
    guesses.forgive(row.person.code)
    proofs.record(
        "login_link.used", row.person, {"issued_by": row.issued_by, "address": origin.address}, now=now
    )
    return _begin(row.person, steps.Method.LINK, token=token, origin=origin, now=now)


def with_outside(*, issuer: str, subject: str, token: str, origin: Origin, now: datetime) -> Session:
    """Begin with what the city's sign-in service has proved (OIDC: verified issuer and subject)."""
    account = f"{issuer} {subject}"
    demand(guesses.standing(account, origin, now=now))
    bound = OutsideIdentity.objects.select_related("person__unit")
    row = bound.filter(issuer=issuer, subject=subject, ended_at__isnull=True).first()
    verdict = _in_office(row.person, now) if row else _not_bound()
    if row is None or not verdict.ok:
        guesses.wrong(account, row.person if row else None, "outside", origin, now=now)
        raise Refused(verdict)
    with transaction.atomic():
        return _begin(row.person, steps.Method.OUTSIDE, token=token, origin=origin, now=now)


def _not_bound() -> Decision:
    return denied(
        "accounts.not_bound", "这个统一认证账号没有绑定本系统人员", CLAUSE, "请安全管理员绑定后再登录"
    )


def _begin(person: Person, method: steps.Method, *, token: str, origin: Origin, now: datetime) -> Session:
    session = sessions.begin(person, token=token, method=method, origin=origin, now=now)
    sessions.complete_if_done(session, now=now)
    return session


def second_step(session: Session, typed: str, *, origin: Origin, now: datetime) -> steps.Step:
    """The one-time code or a recovery code. Wrong too often: the account locks and this sign-in ends."""
    code = session.person.code
    demand(guesses.standing(code, origin, now=now))
    with transaction.atomic():
        if proofs.proves(session.person, typed, now=now):
            session.second_at = now
            session.save(update_fields=["second_at"])
            return sessions.complete_if_done(session, now=now)
    told = guesses.wrong(code, session.person, "second_factor", origin, now=now)
    if told.code == "accounts.locked":
        sessions.end_all(session.person, "guessing", now=now)
    raise Refused(told)


@transaction.atomic
def set_password(session: Session, new: str, *, now: datetime) -> steps.Step:
    """The forced change on the way in."""
    proofs.write_password(session.person, new, now=now, keep_session=session.pk)
    session.password_at = now
    session.save(update_fields=["password_at"])
    return sessions.complete_if_done(session, now=now)


@transaction.atomic
def enrol(session: Session, *, salt: str, typed: str, entropy: bytes, now: datetime) -> list[str]:
    """The forced enrolment on the way in; answers the recovery codes, which are shown this once."""
    shown = proofs.enrol(session.person, salt=salt, typed=typed, entropy=entropy, now=now)
    session.second_at = now
    session.save(update_fields=["second_at"])
    sessions.complete_if_done(session, now=now)
    return shown


def _in_office(person: Person, now: datetime) -> Decision:
    if actor_of(person, on=localdate(now)).roles:
        return allowed()
    return denied("accounts.no_post", "您目前没有任职，不能登录", CLAUSE, "请安全管理员任命后再登录")


def _bad_link(reason: str) -> Decision:
    return denied("accounts.bad_link", reason, CLAUSE, "请联系管理员重新签发；每个链接只能用一次")
