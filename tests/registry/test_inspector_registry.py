"""The inspector registry: papers, activation by the role the pack names, rows for a roll, ties."""

from datetime import date, timedelta

import pytest
from django.db import IntegrityError, transaction
from tests.registry import builders

from mingqian.accounts import services as accounts
from mingqian.accounts.enums import Level as AccountLevel
from mingqian.accounts.enums import Role, UnitKind
from mingqian.audit import selectors as audit
from mingqian.core import identifiers
from mingqian.core.decision import Refused
from mingqian.policy import stack
from mingqian.registry import selectors, services
from mingqian.registry.enums import AbsenceKind, InspectorClass, TieKind
from mingqian.registry.models import Inspector, InspectorCredential, RecusalTie
from mingqian.registry.services.inspectors import Credential, Keepers

BUSINESS = Credential(InspectorClass.BUSINESS, related_business="就业服务")


def rows(cast, klass: str = "enforcement", on: date | None = None, **more):
    return list(selectors.inspectors.rows(cast.draw_operator, klass, on or cast.today, **more))


@pytest.mark.clause("XM-27")
@pytest.mark.parametrize(
    ("credential", "words"),
    [
        (Credential(InspectorClass.ENFORCEMENT, valid_until=date(2028, 1, 1)), "须登记执法证号和有效期"),
        (Credential(InspectorClass.ENFORCEMENT, certificate_no="1"), "须登记执法证号和有效期"),
        (Credential(InspectorClass.BUSINESS), "须登记从事的相关业务"),
    ],
)
def test_an_inspector_without_the_papers_of_the_class_is_refused(cast, credential, words):
    with pytest.raises(Refused, match=words):
        builders.inspector(cast, 1, credentials=[credential], number="00000001")
    assert not Inspector.objects.exists()


@pytest.mark.clause("XM-27")
def test_the_database_itself_wants_the_papers_of_the_class(cast):
    person = builders.inspector(cast, 1)
    for wrong in ({"certificate_no": ""}, {"valid_until": None}):
        with pytest.raises(IntegrityError), transaction.atomic():
            InspectorCredential.objects.filter(inspector=person).update(**wrong)


@pytest.mark.clause("XM-27")
def test_one_person_may_hold_both_classes_with_separate_validity(cast):
    person = builders.inspector(cast, 1, valid_until=date(2026, 2, 1))
    services.inspectors.record_credential(
        code=person.code, credential=BUSINESS, keepers=builders.KEEPERS, by=cast.legal_office, now=cast.now
    )
    later = date(2026, 3, 1)
    assert [row.status for row in rows(cast, "enforcement", later)] == ["X:NA"]
    assert [row.status for row in rows(cast, "business", later)] == ["E"]
    assert {row.id for row in rows(cast, "business", later)} == {person.code}


@pytest.mark.clause("FL-12")
@pytest.mark.parametrize(
    "who", ["business_unit_head", "draw_operator", "bureau_leader", "inspection_body_head"]
)
def test_only_the_role_the_pack_names_adds_and_activates_inspectors(cast, who):
    person = builders.inspector(cast, 1, active=False)
    with pytest.raises(Refused, match=r"增加、启用执法检查人员.*政策法规|人员库中没有"):
        services.inspectors.activate(
            code=person.code, keepers=builders.KEEPERS, by=cast.people[who], now=cast.now
        )
    person.refresh_from_db()
    assert person.state == "pending"


@pytest.mark.clause("FL-12")
def test_another_pack_names_another_role(cast):
    keepers = Keepers(frozenset({Role.INSPECTION_BODY_HEAD}), "平顶山 二(二)")
    person = builders.inspector(cast, 1, active=False)
    step = {"code": person.code, "keepers": keepers, "now": cast.now}
    with pytest.raises(Refused, match="平顶山 二"):
        services.inspectors.activate(**step, by=cast.legal_office)
    assert services.inspectors.activate(**step, by=cast.inspection_body_head).state == "active"


@pytest.mark.parametrize(
    ("pack", "roles"),
    [
        ("fuling-2024", {Role.LEGAL_OFFICE}),
        ("xiamen-2017", {Role.BUSINESS_UNIT_HEAD, Role.DISTRICT_BUREAU}),
    ],
)
def test_the_keepers_are_read_from_the_rules_in_force(pack, roles):
    keepers = services.inspectors.keepers_of(stack.of(pack))
    assert keepers.roles == roles
    assert keepers.clause


def test_a_pack_that_names_no_role_lets_nobody(cast):
    with pytest.raises(Refused, match="规则包未指定任何角色"):
        services.inspectors.add(
            name="示例",
            unit="JCZD",
            credentials=[BUSINESS],
            number="1",
            keepers=Keepers(frozenset()),
            by=cast.legal_office,
            now=cast.now,
        )


@pytest.mark.clause("SZ-51")
def test_nobody_is_activated_without_pre_job_training(cast):
    with pytest.raises(Refused, match="没有岗前培训记录"):
        builders.inspector(cast, 1, trained_on=None)
    assert not rows(cast) or rows(cast)[0].status == "X:NA"


def test_nobody_is_activated_on_expired_papers(cast):
    with pytest.raises(Refused, match="证件均已过期"):
        builders.inspector(cast, 1, valid_until=cast.today - timedelta(days=1))


@pytest.mark.clause("XM-79")
def test_the_day_after_expiry_the_same_person_is_out_of_the_next_roll_with_reason(cast):
    until = date(2026, 3, 15)
    builders.inspector(cast, 1, valid_until=until)
    assert [row.status for row in rows(cast, on=until)] == ["E"]
    (out,) = rows(cast, on=until + timedelta(days=1))
    assert (out.status, out.cause) == ("X:NA", "expired")
    assert "2026年3月15日" in out.reason
    warned = selectors.inspectors.expiring(cast.legal_office, date(2026, 2, 20), until=date(2026, 3, 22))
    assert [code for code, _, _ in warned] == [out.id]


def test_a_roll_row_carries_protocol_id_captain_and_codes(cast):
    builders.inspector(cast, 7, captain_eligible=True, quals=["SB", "JY"])
    (row,) = rows(cast)
    assert (row.id, row.stratum, row.status) == ("ZFZ:3502010007", "ZF", "E")
    assert row.record == {"captain": True, "quals": ["JY", "SB", "ZF"]}


def test_an_expertise_that_ran_out_is_no_longer_a_code(cast):
    person = builders.inspector(cast, 1)
    services.inspectors.qualify(
        code=person.code,
        qual="SB",
        valid_until=cast.today,
        keepers=builders.KEEPERS,
        by=cast.legal_office,
        now=cast.now,
    )
    assert rows(cast)[0].record["quals"] == ["SB", "ZF"]
    assert rows(cast, on=cast.today + timedelta(days=1))[0].record["quals"] == ["ZF"]


@pytest.mark.clause("XM-56", "XM-29")
def test_each_class_has_its_own_pool(cast):
    builders.inspector(cast, 1)
    builders.inspector(cast, 2, credentials=[BUSINESS], number="00000002", unit="JYC")
    assert [row.id for row in rows(cast, "enforcement")] == ["ZFZ:3502010001"]
    assert [row.id for row in rows(cast, "business")] == ["PID:00000002"]
    assert rows(cast, "business")[0].stratum == "YW"


@pytest.mark.clause("FL-02")
def test_staff_of_a_delegated_body_never_enter_the_pool_unless_the_pack_opens_it(cast):
    builders.inspector(cast, 1, delegated=True)
    assert rows(cast)[0].cause == "delegated"
    assert rows(cast, delegated_may=True)[0].status == "E"


@pytest.mark.clause("FL-02")
def test_whoever_belongs_to_a_delegated_body_counts_as_delegated(cast):
    accounts.create_unit(
        code="XZ01",
        name="湖滨镇劳动保障所",
        level=AccountLevel.DISTRICT,
        division_code="359901",
        parent="359901",
        kind=UnitKind.DELEGATED,
        by=cast.system_admin,
        now=cast.now,
    )
    builders.inspector(cast, 1, unit="XZ01")
    assert rows(cast)[0].cause == "delegated"


@pytest.mark.parametrize(("kind", "status"), [(AbsenceKind.ABSENT, "X:NA"), (AbsenceKind.APPOINTED, "X:AP")])
def test_an_absence_or_appointment_holds_on_its_days_only(cast, kind, status):
    person = builders.inspector(cast, 1)
    services.inspectors.enter_absence(
        code=person.code,
        kind=kind,
        reason="出庭应诉",
        evidence="传票",
        from_on=cast.today,
        until_on=cast.today + timedelta(days=2),
        keepers=builders.KEEPERS,
        by=cast.legal_office,
        now=cast.now,
    )
    by_day = [rows(cast, on=cast.today + timedelta(days=n))[0].status for n in (-1, 0, 2, 3)]
    assert by_day == ["E", status, status, "E"]


def test_suspended_people_stay_in_the_roll_as_absent_and_removed_ones_leave_it(cast):
    first, second = builders.inspector(cast, 1), builders.inspector(cast, 2)
    act = {"keepers": builders.KEEPERS, "by": cast.legal_office, "now": cast.now}
    services.inspectors.suspend(code=first.code, reason="接受调查", **act)
    services.inspectors.remove(code=second.code, reason="调离", **act)
    assert [(row.id, row.cause, row.reason) for row in rows(cast)] == [(first.code, "suspended", "接受调查")]
    with pytest.raises(Refused, match="已移出的人员不得恢复"):
        services.inspectors.activate(code=second.code, **act)
    assert selectors.inspectors.in_words(rows(cast)) == "在库 1 − 暂停 1 = 0"


@pytest.mark.slow
def test_the_demo_pool_of_seventy_four_leaves_seventy(cast):
    for n in range(1, 75):
        builders.inspector(cast, n, valid_until=date(2026, 1, 31) if n <= 3 else date(2028, 1, 1))
    services.inspectors.suspend(
        code="ZFZ:3502010009", reason="借调", keepers=builders.KEEPERS, by=cast.legal_office, now=cast.now
    )
    found = rows(cast, on=date(2026, 3, 17))
    assert selectors.inspectors.in_words(found) == "在库 74 − 执法证到期 3 − 暂停 1 = 70"


@pytest.mark.clause("XM-28")
def test_the_id_number_is_recognised_again_and_stored_nowhere(cast):
    number = "35990119900307001" + identifiers.citizen_check("35990119900307001")
    builders.inspector(cast, 1, citizen_id=number, pepper=builders.PEPPER)
    with pytest.raises(Refused, match="同一身份证号的人员已在人员库中"):
        builders.inspector(cast, 2, citizen_id=number, pepper=builders.PEPPER)
    stored = [str(value) for row in Inspector.objects.values() for value in row.values()]
    journaled = [entry.body for entry in audit.entries(cast.audit_admin)]
    assert not any(number in text or number[6:14] in text for text in stored + journaled)


def test_a_certificate_belongs_to_one_person(cast):
    builders.inspector(cast, 1)
    with pytest.raises(Refused, match="已在人员库中"):
        builders.inspector(cast, 1)
    other = builders.inspector(cast, 2)
    with pytest.raises(Refused, match="已登记在他人名下"):
        services.inspectors.record_credential(
            code=other.code,
            credential=Credential(InspectorClass.ENFORCEMENT, "3502010001", valid_until=date(2028, 1, 1)),
            keepers=builders.KEEPERS,
            by=cast.legal_office,
            now=cast.now,
        )


@pytest.mark.clause("SZ-11")
def test_only_confirmed_and_valid_certificates_stand_in_the_published_list(cast):
    builders.inspector(cast, 1, valid_until=date(2026, 3, 15), duty="科员")
    unconfirmed = Credential(InspectorClass.ENFORCEMENT, "3502010002", valid_until=date(2028, 1, 1))
    builders.inspector(cast, 2, credentials=[unconfirmed])
    listed = selectors.inspectors.published_list(cast.legal_office, date(2026, 3, 15))
    assert list(listed) == [("检查员1", "科员", "劳动保障监察", "3502010001", date(2026, 3, 15))]
    assert not selectors.inspectors.published_list(cast.legal_office, date(2026, 3, 16))


def test_a_unit_sees_its_own_people_only(cast):
    builders.inspector(cast, 1)
    assert not list(selectors.inspectors.rows(cast.district_bureau, "enforcement", cast.today))
    assert len(rows(cast, within="359900/JCZD/")) == 1
    assert rows(cast, within="359900/JYC/") == []


def declare(cast, **more):
    person = builders.inspector(cast, 1)
    firm = builders.firm(cast, 1)
    words = {"kind": TieKind.SPOUSE, "evidence": "本人申报表", "from_on": cast.today}
    return services.recusals.declare(
        inspector=person.code, subject=firm.code, by=cast.legal_office, now=cast.now, **{**words, **more}
    )


def test_a_tie_keeps_an_inspector_from_a_subject_while_it_runs(cast):
    tie = declare(cast)
    pair = (tie.inspector.code, tie.subject.code, "spouse")
    assert selectors.inspectors.ties(cast.draw_operator, cast.today) == [pair]
    services.recusals.lift(
        tie_id=tie.pk, until_on=cast.today, reason="离职", by=cast.legal_office, now=cast.now
    )
    assert selectors.inspectors.ties(cast.draw_operator, cast.today) == [pair]
    assert selectors.inspectors.ties(cast.draw_operator, cast.today + timedelta(days=1)) == []
    kinds = [e.kind for e in audit.entries(cast.audit_admin) if e.kind.startswith("recusal.")]
    assert kinds == ["recusal.declared", "recusal.lifted"]


def test_a_tie_without_evidence_is_refused(cast):
    with pytest.raises(Refused, match="须写明证明材料"):
        declare(cast, evidence=" ")
    assert not RecusalTie.objects.exists()


def test_a_tie_out_of_scope_can_be_neither_seen_nor_lifted(cast):
    tie = declare(cast)
    assert selectors.inspectors.ties(cast.district_bureau, cast.today) == []
    with pytest.raises(Refused, match="不在您的数据范围内"):
        services.recusals.lift(
            tie_id=tie.pk, until_on=cast.today, reason="x", by=cast.district_bureau, now=cast.now
        )
