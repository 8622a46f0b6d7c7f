"""People of firms: let in by the desk, bound to one subject, gone with their last firm."""

from datetime import timedelta

import pytest
from tests.accounts.proving import HERE

from mingqian.accounts import selectors
from mingqian.accounts.models import Person, Representation, Session, Unit
from mingqian.accounts.selectors import organisation
from mingqian.accounts.services import representation, sessions, signing_in
from mingqian.accounts.steps import Step
from mingqian.audit.models import Entry
from mingqian.core.decision import Refused

FIRM = "91359900MA000TEXT7"


def invite(cast, *, by=None, subject=FIRM, link="a-link", name="林代表"):
    return representation.invite(
        subject_code=subject,
        subject_name="鹭湾测试有限公司",
        name=name,
        link=link,
        by=by or cast.legal_office,
        now=cast.now,
    )


def test_a_firms_person_acts_for_that_firm_and_sees_no_unit(cast):
    bound = invite(cast)
    actor = selectors.actor(bound.person.code, on=cast.today)
    assert actor.subjects == (FIRM,) and actor.represents(FIRM)
    assert not actor.represents("") and not actor.represents("91359900MA00OTHER0")
    assert actor.scope_paths == () and not selectors.people(actor).exists()


def test_the_first_account_is_the_firms_code_and_the_next_is_numbered(cast):
    codes = [invite(cast, link=str(one)).person.code for one in range(3)]
    assert codes == [FIRM, f"{FIRM}-2", f"{FIRM}-3"]
    assert Unit.objects.filter(code=representation.UNIT_CODE).count() == 1


def test_the_link_leads_to_a_password_and_then_in(cast):
    invite(cast)
    session = signing_in.with_link(link="a-link", token="t", origin=HERE, now=cast.now)
    assert sessions.next_step(session, now=cast.now) is Step.NEW_PASSWORD
    assert signing_in.set_password(session, "Chuan-Qiao7号", now=cast.now) is Step.DONE


def test_an_invitation_is_whole_or_not_at_all(cast):
    before = Entry.objects.count()
    for wrong in (
        {"by": cast.inspector},
        {"subject": "小写 abc"},
        {"subject": FIRM[:-1] + "8"},
        {"name": " 空格"},
        {"name": ""},
    ):
        with pytest.raises(Refused):
            invite(cast, **wrong)
    assert not Representation.objects.exists() and Entry.objects.count() == before
    assert not Person.objects.filter(name="林代表").exists()


def test_the_last_firm_gone_the_account_is_closed(cast):
    bound = invite(cast)
    signing_in.with_link(link="a-link", token="t", origin=HERE, now=cast.now)
    representation.end(representation=bound.pk, until_on=cast.today, by=cast.legal_office, now=cast.now)
    assert not Session.objects.filter(ended_at__isnull=True).exists()
    tomorrow = cast.today + timedelta(days=1)
    assert selectors.actor(bound.person.code, on=tomorrow).roles == frozenset()
    with pytest.raises(Refused, match="已经终止"):
        representation.end(representation=bound.pk, until_on=cast.today, by=cast.legal_office, now=cast.now)
    kinds = list(Entry.objects.order_by("seq").values_list("kind", flat=True))
    assert kinds[-5:] == [
        "unit.created",
        "enterprise_user.invited",
        "login_link.issued",
        "login_link.used",
        "enterprise_user.ended",
    ]


def test_the_list_of_firms_people_is_for_those_who_deal_with_firms(cast):
    invite(cast)
    assert organisation.representations(cast.legal_office).count() == 1
    for other in (cast.inspector, cast.enterprise_user, cast.audit_admin):
        assert not organisation.representations(other).exists()
