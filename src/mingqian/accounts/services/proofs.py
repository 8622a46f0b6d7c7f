"""Passwords, one-time codes, recovery codes, links: setting them, changing them, taking them away."""

from collections.abc import Mapping
from datetime import datetime, timedelta

from django.contrib.auth.hashers import check_password, make_password
from django.db import transaction
from django.utils.timezone import localdate

from mingqian.accounts import codes, cookies, journal, passwords, policies
from mingqian.accounts.models import Credential, FormerPassword, LoginLink, Person, RecoveryCode
from mingqian.accounts.preset import CLAUSE, current
from mingqian.accounts.selectors.people import actor_of
from mingqian.accounts.services import sessions
from mingqian.accounts.types import Actor
from mingqian.core.decision import Refused, demand, demand_all, denied

LONGEST_LINK = timedelta(days=7)


def record(kind: str, person: Person, body: Mapping[str, object], *, now: datetime) -> None:
    """Journal something a person did about themselves."""
    by = actor_of(person, on=localdate(now))
    journal.connected().record(kind, by=by, now=now, thing=f"person:{person.code}", body=body)


# --- passwords ---


def write_password(person: Person, new: str, *, now: datetime, keep_session: int) -> None:
    """Set a password that meets the preset and was not used lately; every other sign-in ends."""
    chosen = current()
    demand_all(passwords.objections(new, code=person.code, name=person.name, chosen=chosen))
    _is_not_a_former_one(person, new)
    if person.has_usable_password():
        FormerPassword.objects.create(person=person, hash=person.password, replaced_at=now)
    person.password = make_password(new)
    person.save(update_fields=["password"])
    Credential.objects.update_or_create(person=person, defaults={"password_set_at": now})
    surplus = person.former_passwords.values_list("pk", flat=True)[chosen.password_history :]
    FormerPassword.objects.filter(pk__in=list(surplus)).delete()
    ended = sessions.end_all(person, "credentials", now=now, but=keep_session)
    record("password.changed", person, {"ended_others": ended}, now=now)


def _is_not_a_former_one(person: Person, new: str) -> None:
    hashes = [person.password] if person.has_usable_password() else []
    hashes += person.former_passwords.values_list("hash", flat=True)[: current().password_history - 1]
    if any(check_password(new, one) for one in hashes):
        told = f"不能与最近 {current().password_history} 次用过的密码相同"
        raise Refused(denied("accounts.password_former", told, CLAUSE, "请换一个密码"))


@transaction.atomic
def change_password(*, old: str, new: str, session_id: int, by: Actor, now: datetime) -> None:
    """One's own password, knowing the old one."""
    person = _self(by)
    if not person.has_usable_password() or not check_password(old, person.password):
        raise Refused(denied("accounts.wrong_old_password", "原密码不对", CLAUSE, "请核对原密码"))
    write_password(person, new, now=now, keep_session=session_id)


# --- one-time codes ---


def proves(person: Person, typed: str, *, now: datetime) -> bool:
    """Is this the code of the moment, or an unused recovery code? Either is spent by asking."""
    credential = Credential.objects.select_for_update().filter(person=person).first()
    if credential is None or credential.totp_since is None:
        return False
    counter = codes.matching(typed, salt=credential.totp_salt, person=person.code, now=now)
    if counter is not None:
        unused = Credential.objects.filter(person=person, totp_counter__lt=counter)
        return unused.update(totp_counter=counter) == 1
    spare = person.recovery_codes.filter(
        digest=codes.recovery_digest(typed, person.code), used_at__isnull=True
    )
    if spare.update(used_at=now) != 1:
        return False
    left = person.recovery_codes.filter(used_at__isnull=True).count()
    record("recovery_code.used", person, {"left": left}, now=now)
    return True


def enrol(person: Person, *, salt: str, typed: str, entropy: bytes, now: datetime) -> list[str]:
    """Take an authenticator into use after its first right code; the old recovery codes go."""
    counter = codes.matching(typed, salt=salt, person=person.code, now=now)
    if counter is None:
        told = "动态口令不对"
        remedy = "请核对手机时间是否准确，等下一组数字出现后再填"
        raise Refused(denied("accounts.wrong_code", told, CLAUSE, remedy))
    Credential.objects.update_or_create(
        person=person, defaults={"totp_salt": salt, "totp_since": now, "totp_counter": counter}
    )
    shown = _new_recovery_codes(person, entropy)
    record("second_factor.enrolled", person, {"recovery_codes": len(shown)}, now=now)
    return shown


@transaction.atomic
def enrol_own(*, salt: str, typed: str, entropy: bytes, by: Actor, now: datetime) -> list[str]:
    """From one's own page. A running authenticator is given up first: nobody replaces it behind one's back."""
    person = _self(by)
    if Credential.objects.filter(person=person, totp_since__isnull=False).exists():
        told = "动态口令已经启用"
        raise Refused(denied("accounts.already_enrolled", told, CLAUSE, "要换手机，请先停用，再重新启用"))
    return enrol(person, salt=salt, typed=typed, entropy=entropy, now=now)


@transaction.atomic
def renew_recovery_codes(*, typed: str, entropy: bytes, by: Actor, now: datetime) -> list[str]:
    """Ten new recovery codes for a right one-time code; the old ones go."""
    person = _self(by)
    _demand_proof(person, typed, now)
    shown = _new_recovery_codes(person, entropy)
    record("recovery_codes.renewed", person, {"recovery_codes": len(shown)}, now=now)
    return shown


@transaction.atomic
def give_up_second_factor(*, typed: str, by: Actor, now: datetime) -> None:
    """Stop using one's authenticator, for a new telephone; the next sign-in asks for a new one if it must."""
    person = _self(by)
    _demand_proof(person, typed, now)
    _without_second_factor(person)
    record("second_factor.removed", person, {"why": "by_owner"}, now=now)


@transaction.atomic
def reset_second_factor(*, person: str, reason: str, by: Actor, now: datetime) -> None:
    """For somebody who lost telephone and recovery codes: the security administrator, with a reason."""
    holder = _known(person)
    demand(policies.may(by, policies.Verb.RESET_SECOND_FACTOR, holder.unit.path))
    demand(policies.not_oneself(by, holder.code, "重置动态口令"))
    demand(policies.reason_is_given(reason))
    _without_second_factor(holder)
    ended = sessions.end_all(holder, "credentials", now=now)
    body = {"why": "reset", "reason": reason, "ended_sessions": ended}
    journal.connected().record("second_factor.removed", by=by, now=now, thing=f"person:{person}", body=body)


def _new_recovery_codes(person: Person, entropy: bytes) -> list[str]:
    shown = codes.recovery_codes(entropy)
    person.recovery_codes.all().delete()
    RecoveryCode.objects.bulk_create(
        RecoveryCode(person=person, digest=codes.recovery_digest(code, person.code)) for code in shown
    )
    return shown


def _without_second_factor(person: Person) -> None:
    Credential.objects.filter(person=person).update(totp_salt="", totp_since=None)
    person.recovery_codes.all().delete()


def _demand_proof(person: Person, typed: str, now: datetime) -> None:
    if not proves(person, typed, now=now):
        told = "动态口令不对，或者已经用过"
        raise Refused(denied("accounts.wrong_code", told, CLAUSE, "请等下一组数字出现后再填"))


# --- links ---


@transaction.atomic
def issue_link(*, person: str, link: str, valid_for: timedelta, by: Actor, now: datetime) -> LoginLink:
    """A one-time link for somebody else; earlier ones that were not used stop working."""
    holder = _known(person)
    roles = actor_of(holder, on=localdate(now)).roles
    demand(policies.may_issue_link(by, holder.code, holder.unit.path, roles))
    if not timedelta(0) < valid_for <= LONGEST_LINK:
        told = f"有效时间要在 {LONGEST_LINK.days} 天以内"
        raise Refused(denied("accounts.link_too_long", told, CLAUSE, "请缩短有效时间"))
    holder.login_links.filter(used_at__isnull=True).delete()
    row = LoginLink.objects.create(
        person=holder,
        digest=cookies.digest(link),
        issued_by=by.code,
        issued_at=now,
        expires_at=now + valid_for,
    )
    body = {"until": row.expires_at.isoformat()}
    journal.connected().record("login_link.issued", by=by, now=now, thing=f"person:{person}", body=body)
    return row


def _self(by: Actor) -> Person:
    return _known(by.code)


def _known(code: str) -> Person:
    person = Person.objects.select_related("unit").filter(code=code).first()
    if person is None:
        raise Refused(policies.unknown_person(code))
    return person
