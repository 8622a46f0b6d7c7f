"""A firm is set apart, or let off, by two people: one asks, another decides."""

from datetime import timedelta

import pytest
from django.db import IntegrityError, transaction
from tests.registry import builders

from mingqian.audit import selectors as audit
from mingqian.core.decision import Refused
from mingqian.registry import services
from mingqian.registry.enums import MarkCode, TieKind
from mingqian.registry.models import AbnormalEntry, RecusalTie, StandingProposal, SubjectMark
from mingqian.registry.services.standing import Wanted


@pytest.fixture
def firm(cast) -> str:
    return builders.firm(cast, 1).code


def ask(cast, firm, **more):
    wanted = Wanted(MarkCode.TS, "群众投诉", "投诉登记 2026-15", cast.today, **more)
    return services.proposals.propose_mark(code=firm, wanted=wanted, by=cast.legal_office, now=cast.now)


def decide(cast, row, by=None, passed=True, opinion="同意"):
    return services.proposals.decide(
        pk=row.pk, passed=passed, opinion=opinion, by=by or cast.bureau_leader, now=cast.now
    )


@pytest.mark.clause("XM-07")
def test_asking_changes_nothing_until_another_person_agrees(cast, firm):
    row = ask(cast, firm)
    assert not SubjectMark.objects.exists()
    with pytest.raises(Refused, match="提出人"):
        decide(cast, row, by=cast.legal_office)
    decide(cast, row)
    mark = SubjectMark.objects.get()
    assert (mark.marked_by, mark.approved_by) == (cast.legal_office.code, cast.bureau_leader.code)
    (entry,) = audit.entries(cast.audit_admin, kind="subject.marked")
    assert entry.actor == cast.bureau_leader.code and cast.legal_office.code in entry.body


def test_a_refused_request_says_why_and_leaves_no_mark(cast, firm):
    row = ask(cast, firm)
    with pytest.raises(Refused, match="意见不能为空"):
        decide(cast, row, passed=False, opinion=" ")
    decide(cast, row, passed=False, opinion="证据不足")
    assert not SubjectMark.objects.exists()
    with pytest.raises(Refused, match="已被退回"):
        decide(cast, row)


def test_the_same_request_is_not_made_twice(cast, firm):
    ask(cast, firm)
    with pytest.raises(Refused, match="已在等待批准"):
        ask(cast, firm)
    assert StandingProposal.objects.count() == 1


def test_lifting_a_mark_and_ending_an_abnormal_entry_take_the_same_road(cast, firm):
    decide(cast, ask(cast, firm))
    mark = SubjectMark.objects.get()
    services.standing.enter_abnormal(
        code=firm,
        ground="complaints",
        grounds={"complaints"},
        source="台账",
        evidence="3件",
        from_on=cast.today,
        by=cast.legal_office,
        now=cast.now,
    )
    entry = AbnormalEntry.objects.get()
    words = {"code": firm, "until_on": cast.today, "reason": "已整改", "evidence": "复查记录"}
    lift = services.proposals.propose_lift(mark_id=mark.pk, by=cast.legal_office, now=cast.now, **words)
    end = services.proposals.propose_end(entry_id=entry.pk, by=cast.legal_office, now=cast.now, **words)
    decide(cast, lift)
    decide(cast, end)
    mark.refresh_from_db()
    entry.refresh_from_db()
    assert (mark.until_on, entry.until_on) == (cast.today, cast.today)


def test_a_request_out_of_scope_is_not_named(cast, firm):
    row = ask(cast, firm)
    with pytest.raises(Refused) as refused:
        decide(cast, row, by=cast.district_bureau)
    assert firm not in str(refused.value)


def test_the_database_lets_a_mark_and_a_tie_only_end(cast, firm):
    decide(cast, ask(cast, firm))
    person = builders.inspector(cast, 1)
    tie = services.recusals.declare(
        inspector=person.code,
        subject=firm,
        kind=TieKind.SPOUSE,
        evidence="申报",
        from_on=cast.today,
        by=cast.legal_office,
        now=cast.now,
    )
    mark = SubjectMark.objects.get()
    SubjectMark.objects.filter(pk=mark.pk).update(until_on=cast.today + timedelta(days=3))
    for change in ({"reason": "改写"}, {"approved_by": "X"}, {"from_on": cast.today - timedelta(days=1)}):
        with pytest.raises(IntegrityError), transaction.atomic():
            SubjectMark.objects.filter(pk=mark.pk).update(**change)
    for gone in (SubjectMark.objects.all(), RecusalTie.objects.all()):
        with pytest.raises(IntegrityError), transaction.atomic():
            gone.delete()
    with pytest.raises(IntegrityError), transaction.atomic():
        RecusalTie.objects.filter(pk=tie.pk).update(evidence="改写")
