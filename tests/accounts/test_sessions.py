"""Running sign-ins: how they end, and looking through another person's eyes."""

from datetime import timedelta

import pytest
from tests.accounts.proving import GOOD, HERE, enter, give_password, minutes

from mingqian.accounts import cookies
from mingqian.accounts.enums import Role
from mingqian.accounts.models import Person, Post, Session
from mingqian.accounts.passwords import objections
from mingqian.accounts.policies import may_view_as
from mingqian.accounts.preset import DEMO, MLPS3, looser, looser_in_words
from mingqian.accounts.selectors import sessions as running
from mingqian.accounts.services import sessions, signing_in, viewing
from mingqian.accounts.steps import Method, Standing, Step, following
from mingqian.audit.models import Entry
from mingqian.core.decision import Refused


@pytest.fixture
def office(cast, settings):
    """One office clerk with a password; nothing else is asked for."""
    settings.SIGN_IN = MLPS3.__class__(second_factor="none")
    give_password(cast.office, now=cast.now)
    return cast.office


def visit(token, *, seen_at, now):
    return running.visit(cookies.value(token, seen_at), now=now)


def begin(actor, token, *, now):
    return signing_in.with_password(code=actor.code, password=GOOD, token=token, origin=HERE, now=now)


def test_a_cookie_says_who_asks_and_nothing_else_does(cast, office):
    begin(office, "t", now=cast.now)
    found, why = visit("t", seen_at=cast.now, now=cast.now)
    assert found.actor == office and why == ""
    for wrong in ("", "t", cookies.value("u", cast.now), cookies.value("t", cast.now)[:-1], "a.b:c", "\x00"):
        assert running.visit(wrong, now=cast.now)[0] is None


@pytest.mark.parametrize(
    ("seen", "now", "word"),
    [(0, 30, ""), (0, 31, "没有操作"), (719, 719, ""), (719, 720, "最长 12 小时")],
)
def test_a_sign_in_ends_when_it_lies_idle_and_when_it_is_old(cast, office, seen, now, word):
    begin(office, "t", now=cast.now)
    found, why = visit("t", seen_at=cast.now + minutes(seen), now=cast.now + minutes(now))
    assert (found is None) is bool(word) and word in why


def test_signing_in_elsewhere_ends_the_first_and_says_so(cast, office):
    begin(office, "first", now=cast.now)
    begin(office, "second", now=cast.now + minutes(1))
    found, why = visit("first", seen_at=cast.now, now=cast.now + minutes(2))
    assert found is None and "别处登录" in why
    assert visit("second", seen_at=cast.now + minutes(1), now=cast.now + minutes(2))[0]


def test_signing_out_is_journaled_once(cast, office):
    session = begin(office, "t", now=cast.now)
    for _ in range(2):
        sessions.sign_out(session.pk, by=office, now=cast.now)
    assert Entry.objects.filter(kind="signin.ended").count() == 1
    assert visit("t", seen_at=cast.now, now=cast.now)[0] is None


def test_nobody_ends_somebody_elses_sign_in(cast, office):
    session = begin(office, "t", now=cast.now)
    with pytest.raises(Refused, match="不在您的名下"):
        sessions.end_own(session.pk, by=cast.legal_office, now=cast.now)
    sessions.end_own(session.pk, by=office, now=cast.now)
    assert not running.own(office, now=cast.now).exists()


def test_a_dismissed_person_is_out_on_the_day_after(cast, office):
    begin(office, "t", now=cast.now)
    Post.objects.filter(person__code=office.code).update(until_on=cast.today)
    assert visit("t", seen_at=cast.now, now=cast.now)[0]
    tomorrow = cast.now + timedelta(days=1)
    Session.objects.update(expires_at=tomorrow + timedelta(hours=1))
    found, why = visit("t", seen_at=tomorrow, now=tomorrow)
    assert found is None and "已停用" in why


def test_roles_change_hands_only_in_a_demo(cast, office, settings, tmp_path):
    def change():
        return sessions.open_for_demo(cast.legal_office.code, token="d", origin=HERE, now=cast.now)

    with pytest.raises(Refused, match="不是演示环境"):
        change()
    settings.SIGN_IN, settings.HOME = DEMO, tmp_path
    (tmp_path / settings.DEMO_MARK).touch()
    assert change().complete_at == cast.now


# --- what is asked of whom ---


def standing(**changes):
    given = {
        "method": Method.PASSWORD,
        "roles": frozenset({Role.OFFICE}),
        "enrolled": True,
        "passed_second": True,
        "password_set_at": None,
        "changed_now": True,
    }
    return Standing(**given | changes)


@pytest.mark.parametrize(
    ("changes", "step"),
    [
        ({}, Step.DONE),
        ({"passed_second": False}, Step.SECOND_FACTOR),
        ({"changed_now": False}, Step.NEW_PASSWORD),
        ({"enrolled": False}, Step.ENROL),
        ({"enrolled": False, "roles": frozenset({Role.ENTERPRISE_USER})}, Step.DONE),
        ({"method": Method.LINK, "changed_now": False}, Step.NEW_PASSWORD),
        ({"method": Method.LINK, "passed_second": False}, Step.SECOND_FACTOR),
        ({"method": Method.OUTSIDE, "enrolled": False, "changed_now": False}, Step.DONE),
        ({"method": Method.DEMO, "passed_second": False, "changed_now": False}, Step.DONE),
    ],
)
def test_what_a_sign_in_asks_for_next(cast, changes, step):
    assert following(standing(**changes), chosen=MLPS3, now=cast.now) is step


def test_a_demo_asks_for_nothing_after_the_first_proof(cast):
    newcomer = standing(method=Method.LINK, enrolled=False, changed_now=False)
    assert following(newcomer, chosen=DEMO, now=cast.now) is Step.DONE
    assert {"second_factor", "sessions_each", "role_bar"} <= set(looser(DEMO))
    assert looser(MLPS3) == []
    said = looser_in_words(DEMO)
    assert {"第二种鉴别：现为不要求，等保三级预设为人人都要", "演示换角色：现为是，等保三级预设为否"} <= set(
        said
    )


@pytest.mark.parametrize(
    ("text", "wrong"),
    [
        (GOOD, set()),
        ("Aa1!短", {"short"}),
        ("A" * 129 + "b1", {"long", "common"}),
        ("alllowercase", {"plain"}),
        ("Xx-LW06-2026", {"personal"}),
        ("柳办公-2026-Xx", {"personal"}),
        ("Abcdefghij1", {"common"}),
        ("1111111111aA", {"common"}),
    ],
)
def test_a_password_is_refused_for_everything_wrong_with_it_at_once(text, wrong):
    found = objections(text, code="LW06", name="柳办公", chosen=MLPS3)
    assert {one.code.removeprefix("accounts.password_") for one in found} == wrong


# --- 以此人视角查看 ---


@pytest.mark.parametrize(
    ("who", "whom", "fine"),
    [
        ("security_admin", "office", True),
        ("audit_admin", "discipline_witness", True),
        ("superior_viewer", "office", True),
        ("superior_viewer", "district_bureau", True),
        ("superior_viewer", "audit_admin", False),
        ("security_admin", "audit_admin", False),
        ("audit_admin", "audit_admin", False),
        ("system_admin", "office", False),
        ("bureau_leader", "office", False),
    ],
)
def test_who_may_look_through_whose_eyes(cast, who, whom, fine):
    assert may_view_as(cast.people[who], cast.people[whom]).ok is fine


def test_looking_shows_the_others_pages_ends_by_itself_and_is_journaled(cast, settings):
    settings.SIGN_IN = MLPS3.__class__(second_factor="none")
    auditor = cast.audit_admin
    give_password(auditor, now=cast.now)
    session = begin(auditor, "t", now=cast.now)

    def look(purpose="核对权限是否合适"):
        viewing.begin(
            session_id=session.pk, person=cast.office.code, purpose=purpose, by=auditor, now=cast.now
        )

    with pytest.raises(Refused, match="没有写明原因"):
        look(" ")
    look()
    found, _ = visit("t", seen_at=cast.now, now=cast.now)
    assert found.actor == cast.office and found.owner == auditor
    later = cast.now + minutes(MLPS3.viewing_minutes)
    assert visit("t", seen_at=later, now=later)[0].actor == auditor
    viewing.end(session_id=session.pk, by=auditor, now=cast.now)
    kinds = (
        Entry.objects.filter(kind__startswith="view_as").order_by("seq").values_list("kind", "actor", "thing")
    )
    thing = f"person:{cast.office.code}"
    assert list(kinds) == [("view_as.began", auditor.code, thing), ("view_as.ended", auditor.code, thing)]
    assert "核对权限是否合适" in Entry.objects.get(kind="view_as.began").body


def test_nobody_looks_from_somebody_elses_session(cast, office):
    session = begin(office, "t", now=cast.now)
    with pytest.raises(Refused, match="不在您的名下"):
        viewing.begin(
            session_id=session.pk,
            person=office.code,
            purpose="核对权限",
            by=cast.security_admin,
            now=cast.now,
        )
    assert Person.objects.filter(pk=office.person_id).exists() and enter(office, now=cast.now)
