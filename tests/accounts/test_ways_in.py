"""Signing in: by password, by link, with one-time codes; what is counted, locked and journaled."""

from datetime import timedelta

import pytest
from django.contrib.auth.hashers import make_password
from tests.accounts.proving import (
    ENTROPY,
    GOOD,
    HERE,
    OTHER,
    SALT,
    code_of,
    come_in,
    enter,
    give_password,
    minutes,
)

from mingqian.accounts import codes, cookies
from mingqian.accounts.models import Guess, LoginLink, Person, RecoveryCode, Session
from mingqian.accounts.preset import DEMO, MLPS3, read
from mingqian.accounts.selectors import sessions as running
from mingqian.accounts.services import proofs, sessions, signing_in
from mingqian.accounts.steps import Step
from mingqian.accounts.types import Origin, console
from mingqian.audit.models import Entry
from mingqian.core.decision import Refused


def journaled(*kinds):
    found = Entry.objects.order_by("seq").values_list("kind", flat=True)
    return [kind for kind in found if kind in kinds] if kinds else list(found)


def link_for(actor, *, now, link="a-link", hours=1):
    proofs.issue_link(person=actor.code, link=link, valid_for=timedelta(hours=hours), by=console(), now=now)
    return link


def by_link(link, *, now, token="t"):
    return signing_in.with_link(link=link, token=token, origin=HERE, now=now)


def try_password(code, password="x", *, now):
    return signing_in.with_password(code=code, password=password, token="t", origin=HERE, now=now)


def refused(call):
    with pytest.raises(Refused) as refusal:
        call()
    return refusal.value.decisions[0]


# --- password ---


def test_nobody_has_a_password_to_begin_with(cast):
    for actor in cast.people.values():
        assert not Person.objects.get(code=actor.code).has_usable_password()
    assert refused(lambda: enter(cast.office, "!", now=cast.now)).code == "accounts.wrong_credentials"


def test_passwords_are_kept_as_argon2(settings):
    settings.PASSWORD_HASHERS = ["django.contrib.auth.hashers.Argon2PasswordHasher"]
    assert make_password(GOOD).startswith("argon2$argon2id$")


def test_the_right_password_still_asks_for_the_code_of_the_telephone(cast):
    give_password(cast.office, now=cast.now, enrolled=True)
    session = enter(cast.office, now=cast.now)
    assert sessions.next_step(session, now=cast.now) is Step.SECOND_FACTOR
    visit, _ = running.visit(cookie(session, cast.now, token="unused"), now=cast.now)
    assert visit is None and session.complete_at is None


def cookie(session, seen_at, token):
    return cookies.value(token, seen_at)


def test_password_and_code_open_the_door_and_are_journaled(cast):
    give_password(cast.office, now=cast.now, enrolled=True)
    session = come_in(cast.office, now=cast.now)
    assert session.complete_at == cast.now
    entry = Entry.objects.get(kind="signin.succeeded")
    assert (
        entry.actor == cast.office.code
        and '"second_factor":true' in entry.body
        and HERE.address in entry.body
    )


def test_a_code_of_the_telephone_is_good_once(cast):
    give_password(cast.office, now=cast.now, enrolled=True)
    come_in(cast.office, now=cast.now)
    again = enter(cast.office, now=cast.now)
    told = refused(
        lambda: signing_in.second_step(again, code_of(cast.office, cast.now), origin=HERE, now=cast.now)
    )
    assert told.code == "accounts.wrong_credentials"


@pytest.mark.parametrize(("seconds", "fits"), [(-60, False), (-30, True), (0, True), (30, True), (60, False)])
def test_a_telephone_may_be_half_a_minute_wrong(cast, seconds, fits):
    typed = code_of(cast.office, cast.now + timedelta(seconds=seconds))
    found = codes.matching(typed, salt=SALT, person=cast.office.code, now=cast.now)
    assert (found is not None) is fits


@pytest.mark.parametrize("typed", ["", "12345", "1234567", "１２３４５６", "abcdef", "12 34 5x"])
def test_what_is_no_code_fits_nothing(cast, typed):
    assert codes.matching(typed, salt=SALT, person="X", now=cast.now) is None


def test_an_old_password_has_to_be_changed_before_anything_opens(cast):
    give_password(cast.office, now=cast.now, enrolled=True)
    later = cast.now + timedelta(days=MLPS3.password_days)
    session = enter(cast.office, now=later)
    step = signing_in.second_step(session, code_of(cast.office, later), origin=HERE, now=later)
    assert step is Step.NEW_PASSWORD and session.complete_at is None
    assert signing_in.set_password(session, OTHER, now=later) is Step.DONE
    session.refresh_from_db()
    assert session.complete_at == later


def test_the_last_five_passwords_do_not_come_back(cast):
    person = give_password(cast.office, now=cast.now)
    for number in range(1, 5):
        proofs.write_password(person, f"{OTHER}{number}", now=cast.now, keep_session=0)
        assert (
            refused(lambda: proofs.write_password(person, GOOD, now=cast.now, keep_session=0)).code
            == "accounts.password_former"
        )
    proofs.write_password(person, f"{OTHER}5", now=cast.now, keep_session=0)
    proofs.write_password(person, GOOD, now=cast.now, keep_session=0)


def test_a_changed_password_ends_every_other_sign_in(cast, settings):
    settings.SIGN_IN = DEMO
    give_password(cast.office, now=cast.now)
    here, elsewhere = (enter(cast.office, now=cast.now) for _ in range(2))
    proofs.change_password(old=GOOD, new=OTHER, session_id=here.pk, by=cast.office, now=cast.now)
    for session in (here, elsewhere):
        session.refresh_from_db()
    assert here.ended_at is None and elsewhere.ended_why == "credentials"
    told = refused(
        lambda: proofs.change_password(old=GOOD, new=GOOD, session_id=here.pk, by=cast.office, now=cast.now)
    )
    assert told.code == "accounts.wrong_old_password"


def test_somebody_without_a_post_does_not_get_in(cast):
    person = Person.objects.create(code="OHNE", name="无任职", unit_id=cast.office.unit_id)
    proofs.write_password(person, GOOD, now=cast.now, keep_session=0)
    told = refused(lambda: try_password("OHNE", GOOD, now=cast.now))
    assert told.code == "accounts.no_post" and not Session.objects.exists()
    assert journaled("signin.failed") == ["signin.failed"]


# --- wrong guesses ---


def test_five_wrong_guesses_lock_the_account_for_half_an_hour(cast):
    give_password(cast.office, now=cast.now)
    told = [refused(lambda: enter(cast.office, "falsch", now=cast.now)) for _ in range(5)]
    assert [one.code for one in told] == ["accounts.wrong_credentials"] * 4 + ["accounts.locked"]
    assert "再错 1 次" in told[3].reason
    assert refused(lambda: enter(cast.office, now=cast.now)).code == "accounts.locked"
    assert journaled("signin.failed", "signin.locked") == ["signin.failed"] * 5 + ["signin.locked"]
    enter(cast.office, now=cast.now + minutes(30))


def test_an_unknown_account_answers_and_locks_like_a_known_one(cast):
    give_password(cast.office, now=cast.now)

    def tries(code):
        return [refused(lambda: try_password(code, now=cast.now)) for _ in range(6)]

    assert tries(cast.office.code) == tries("GIBTSNICHT")


def test_what_was_typed_into_the_wrong_field_is_kept_nowhere(cast):
    secret = "GEHEIM-PASSWORT"
    refused(lambda: try_password(secret, now=cast.now))
    assert not Guess.objects.filter(key__contains=secret).exists()
    assert not Entry.objects.filter(body__contains=secret).exists()
    assert Entry.objects.get(kind="signin.failed").thing == "signin:unknown"


def test_a_success_forgives_what_went_before(cast):
    give_password(cast.office, now=cast.now)
    for _ in range(2):
        for _ in range(4):
            refused(lambda: enter(cast.office, "falsch", now=cast.now))
        enter(cast.office, now=cast.now)


def test_one_address_that_tries_everybody_is_paused_and_others_are_not(cast):
    give_password(cast.office, now=cast.now)
    for number in range(MLPS3.pause_address_after):
        refused(lambda code=f"P{number}": try_password(code, now=cast.now))
    assert "网络地址" in refused(lambda: enter(cast.office, now=cast.now)).reason
    enter(cast.office, now=cast.now, origin=Origin("192.0.2.8"))
    assert journaled("signin.paused") == ["signin.paused"]
    enter(cast.office, now=cast.now + minutes(MLPS3.pause_address_minutes))


def test_guessing_the_code_of_the_telephone_locks_and_ends_the_sign_in(cast):
    give_password(cast.office, now=cast.now, enrolled=True)
    session = enter(cast.office, now=cast.now)
    for _ in range(5):
        refused(lambda: signing_in.second_step(session, "000000", origin=HERE, now=cast.now))
    session.refresh_from_db()
    assert session.ended_why == "guessing"
    assert refused(lambda: enter(cast.office, now=cast.now)).code == "accounts.locked"


# --- one-time links ---


def test_a_link_signs_in_once(cast):
    link = link_for(cast.office, now=cast.now)
    assert by_link(link, now=cast.now).person.code == cast.office.code
    assert "已经用过" in refused(lambda: by_link(link, now=cast.now, token="u")).reason
    assert journaled("login_link.issued", "login_link.used") == ["login_link.issued", "login_link.used"]


def test_a_link_runs_out(cast):
    link = link_for(cast.office, now=cast.now)
    assert "已过期" in refused(lambda: by_link(link, now=cast.now + timedelta(hours=1))).reason


def test_a_newer_link_replaces_the_one_before(cast):
    first, second = (link_for(cast.office, now=cast.now, link=one) for one in ("one", "two"))
    assert refused(lambda: by_link(first, now=cast.now)).code == "accounts.bad_link"
    assert by_link(second, now=cast.now)


def test_only_the_digest_of_a_link_is_kept(cast):
    link = link_for(cast.office, now=cast.now)
    assert LoginLink.objects.get().digest == cookies.digest(link)
    assert not Entry.objects.filter(body__contains=link).exists()


def test_whoever_comes_by_a_link_sets_a_password_and_an_authenticator_first(cast):
    session = by_link(link_for(cast.office, now=cast.now), now=cast.now)
    assert sessions.next_step(session, now=cast.now) is Step.NEW_PASSWORD
    assert signing_in.set_password(session, GOOD, now=cast.now) is Step.ENROL
    shown = signing_in.enrol(
        session, salt=SALT, typed=code_of(cast.office, cast.now), entropy=ENTROPY, now=cast.now
    )
    session.refresh_from_db()
    assert session.complete_at == cast.now and len(set(shown)) == 10


def test_a_link_does_not_get_around_the_telephone(cast):
    give_password(cast.office, now=cast.now, enrolled=True)
    session = by_link(link_for(cast.office, now=cast.now), now=cast.now)
    assert sessions.next_step(session, now=cast.now) is Step.SECOND_FACTOR


def test_a_link_opens_a_locked_account(cast):
    give_password(cast.office, now=cast.now)
    for _ in range(5):
        refused(lambda: enter(cast.office, "falsch", now=cast.now))
    by_link(link_for(cast.office, now=cast.now), now=cast.now)
    enter(cast.office, now=cast.now)


@pytest.mark.parametrize(
    ("issuer", "whom", "fine"),
    [
        ("security_admin", "office", True),
        ("security_admin", "discipline_witness", True),
        ("system_admin", "office", False),
        ("security_admin", "audit_admin", False),
        ("security_admin", "security_admin", False),
        ("legal_office", "office", False),
        ("legal_office", "enterprise_user", True),
        ("security_admin", "enterprise_user", False),
        ("inspector", "enterprise_user", False),
    ],
)
def test_who_may_issue_a_link_to_whom(cast, issuer, whom, fine):
    def issue():
        proofs.issue_link(
            person=cast.people[whom].code,
            link="x",
            valid_for=timedelta(hours=1),
            by=cast.people[issuer],
            now=cast.now,
        )

    if fine:
        issue()
    else:
        assert refused(issue).code.startswith("accounts.")


# --- recovery codes, giving up, resetting ---


def enrolled(cast):
    give_password(cast.office, now=cast.now)
    return proofs.enrol_own(
        salt=SALT,
        typed=code_of(cast.office, cast.now),
        entropy=ENTROPY,
        by=cast.office,
        now=cast.now,
    )


def test_a_recovery_code_stands_in_for_the_telephone_once(cast):
    first, *_ = enrolled(cast)
    session = enter(cast.office, now=cast.now)
    typed = first.lower().replace("-", " ")
    assert signing_in.second_step(session, typed, origin=HERE, now=cast.now) is Step.DONE
    again = enter(cast.office, now=cast.now)
    told = refused(lambda: signing_in.second_step(again, first, origin=HERE, now=cast.now))
    assert told.code == "accounts.wrong_credentials"
    assert RecoveryCode.objects.filter(used_at__isnull=True).count() == 9
    assert journaled("recovery_code.used") == ["recovery_code.used"]


def test_the_database_holds_neither_recovery_codes_nor_the_secret(cast):
    shown = enrolled(cast)
    kept = set(RecoveryCode.objects.values_list("digest", flat=True))
    assert kept.isdisjoint(shown) and len(kept) == 10
    assert codes.secret(SALT, cast.office.code) != codes.secret(SALT, cast.legal_office.code)


def test_an_authenticator_is_not_replaced_behind_its_owners_back(cast):
    enrolled(cast)
    told = refused(
        lambda: proofs.enrol_own(salt="x", typed="000000", entropy=bytes(120), by=cast.office, now=cast.now)
    )
    assert told.code == "accounts.already_enrolled"
    later = cast.now + timedelta(seconds=60)
    proofs.give_up_second_factor(typed=code_of(cast.office, later), by=cast.office, now=later)
    assert not RecoveryCode.objects.exists()


def test_the_security_administrator_resets_a_lost_telephone_with_a_reason(cast):
    enrolled(cast)
    enter(cast.office, now=cast.now)

    def reset(by, reason="手机遗失，本人当面申请"):
        proofs.reset_second_factor(person=cast.office.code, reason=reason, by=by, now=cast.now)

    assert refused(lambda: reset(cast.system_admin)).code == "accounts.not_yours"
    assert refused(lambda: reset(cast.security_admin, "无")).code == "accounts.no_reason"
    reset(cast.security_admin)
    assert not running.proofs_of(cast.office).enrolled_since
    assert not Session.objects.filter(ended_at__isnull=True).exists()


# --- settings ---


def test_settings_change_single_figures_and_nonsense_stops_the_start():
    assert read({}) == MLPS3
    assert read({"MINGQIAN_DEMO": "1"}) == DEMO
    assert (
        read({"MINGQIAN_IDLE_MINUTES": "10", "MINGQIAN_SECOND_FACTOR": "administrators"}).idle_minutes == 10
    )
    for wrong in (
        {"MINGQIAN_LOCK_AFTER": "0"},
        {"MINGQIAN_LOCK_AFTER": "many"},
        {"MINGQIAN_SECOND_FACTOR": "x"},
    ):
        with pytest.raises(ValueError, match=next(iter(wrong))):
            read(wrong)
