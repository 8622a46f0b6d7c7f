"""The subject registry: one record per subject, names with history, categories, scope that fails closed."""

from datetime import date, timedelta

import pytest
from django.db import IntegrityError, transaction
from tests.registry import builders

from mingqian.audit import selectors as audit
from mingqian.core import identifiers
from mingqian.core.decision import Refused
from mingqian.registry import selectors, services
from mingqian.registry.enums import RiskClass, Scheme, SubjectKind, SubjectStatus
from mingqian.registry.models import Subject, SubjectName, SubjectTag


def journal(cast, kind: str) -> list[str]:
    return [entry.thing for entry in audit.entries(cast.audit_admin, kind=kind)]


def test_a_firm_is_registered_under_its_credit_code_and_journaled(cast):
    subject = builders.firm(cast, 1)
    assert subject.code == f"USCC:{builders.uscc(1)}"
    assert journal(cast, "subject.registered") == [f"subject:{subject.code}"]


def test_the_same_code_is_never_registered_twice(cast):
    builders.firm(cast, 1)
    with pytest.raises(Refused, match="已在名录库中"):
        builders.firm(cast, 1)
    assert Subject.objects.count() == 1


@pytest.mark.clause("XM-23")
def test_a_wrong_check_digit_is_refused_with_its_position(cast):
    right = builders.uscc(1)
    wrong = right[:-1] + ("0" if right[-1] != "0" else "1")
    with pytest.raises(Refused, match="18"):
        services.subjects.register(
            scheme=Scheme.USCC,
            number=wrong,
            kind=SubjectKind.ENTERPRISE,
            unit=cast.bureau,
            fields={"name": "鹭湾示例有限公司"},
            by=cast.legal_office,
            now=cast.now,
        )


@pytest.mark.clause("XM-23")
def test_a_row_lacking_one_of_the_seven_fields_is_kept_with_a_named_gap(cast):
    whole = {
        "legal_representative": "示例",
        "address": "湖滨路1号",
        "contact_person": "示例",
        "contact_phone": "0000",
        "responsible_unit": "劳动关系处",
    }
    builders.firm(cast, 1, fields=whole)
    lacking = builders.firm(cast, 2, fields={**whole, "address": ""})
    assert selectors.subjects.gaps(lacking) == ("地址",)
    assert [s.code for s in selectors.subjects.incomplete(cast.legal_office)] == [lacking.code]


def test_a_new_name_keeps_the_former_one_in_the_history(cast):
    code = builders.firm(cast, 1).code
    services.subjects.change(
        code=code, fields={"name": "鹭湾新名有限公司"}, by=cast.legal_office, now=cast.now
    )
    assert [name for name, _, _ in selectors.subjects.names(cast.legal_office, code)] == [
        "鹭湾示例1有限公司",
        "鹭湾新名有限公司",
    ]


@pytest.mark.clause("XM-24")
def test_a_change_is_journaled_with_old_and_new_value(cast):
    code = builders.firm(cast, 1, fields={"address": "湖滨路1号"}).code
    services.subjects.change(
        code=code, fields={"address": "湖滨路2号"}, by=cast.second_legal_officer, now=cast.now
    )
    (entry,) = audit.entries(cast.audit_admin, kind="subject.changed")
    assert '"address":["湖滨路1号","湖滨路2号"]' in entry.body
    assert (entry.actor, entry.moment) == (cast.second_legal_officer.code, cast.now)


def test_a_change_of_nothing_leaves_no_trace(cast):
    code = builders.firm(cast, 1, fields={"address": "湖滨路1号"}).code
    services.subjects.change(code=code, fields={"address": "湖滨路1号"}, by=cast.legal_office, now=cast.now)
    assert journal(cast, "subject.changed") == []
    assert not SubjectName.objects.exists()


@pytest.mark.parametrize("field", ["code", "unit", "risk_class", "status"])
def test_what_has_its_own_act_cannot_be_changed_as_a_field(cast, field):
    code = builders.firm(cast, 1).code
    with pytest.raises(Refused, match="没有可变更的字段"):
        services.subjects.change(code=code, fields={field: "x"}, by=cast.legal_office, now=cast.now)


def test_a_name_cannot_be_emptied(cast):
    code = builders.firm(cast, 1).code
    with pytest.raises(Refused, match="名称不能为空"):
        services.subjects.change(code=code, fields={"name": " "}, by=cast.legal_office, now=cast.now)


@pytest.mark.clause("XM-24")
def test_the_registry_of_a_district_is_kept_by_that_district_only(cast):
    own = builders.firm(cast, 1, by=cast.district_bureau, unit="359901").code
    with pytest.raises(Refused):
        services.subjects.change(code=own, fields={"address": "别处"}, by=cast.second_district, now=cast.now)
    with pytest.raises(Refused, match="没有代码为“359902”的单位"):
        builders.firm(cast, 2, by=cast.district_bureau, unit="359902")
    assert journal(cast, "subject.changed") == []


@pytest.mark.clause("XM-22")
def test_a_district_sees_nothing_of_another_district(cast):
    here = builders.firm(cast, 1, by=cast.district_bureau, unit="359901")
    there = builders.firm(cast, 2, by=cast.second_district, unit="359902")
    seen = {s.code for s in selectors.subjects.visible(cast.district_bureau)}
    assert seen == {here.code}
    with pytest.raises(Refused, match="不在您的数据范围内"):
        selectors.subjects.get(cast.district_bureau, there.code)
    assert selectors.subjects.facts_of(cast.district_bureau, [there.code], cast.today) == {}


@pytest.mark.parametrize("who", ["system_admin", "security_admin", "audit_admin"])
def test_who_has_no_scope_sees_no_subject(cast, who):
    builders.firm(cast, 1)
    assert not selectors.subjects.visible(cast.people[who]).exists()


@pytest.mark.parametrize("who", ["draw_operator", "discipline_witness", "bureau_leader", "inspector"])
def test_who_runs_or_watches_the_draw_does_not_touch_the_pool(cast, who):
    code = builders.firm(cast, 1).code
    with pytest.raises(Refused):
        services.subjects.change(code=code, fields={"address": "别处"}, by=cast.people[who], now=cast.now)


@pytest.mark.clause("XM-22")
def test_one_firm_in_two_categories_is_one_record_with_two_tags(cast):
    code, later = builders.firm(cast, 1, tag="labour_dispatch").code, cast.now + timedelta(days=1)
    services.subjects.tag(code=code, tag="hr_service", source="licence", by=cast.legal_office, now=later)
    assert Subject.objects.count() == 1
    facts = selectors.subjects.facts_of(cast.legal_office, [code], cast.today)[code]
    assert facts.tags == ("hr_service", "labour_dispatch")
    assert selectors.counts.subjects_in_all(cast.legal_office).figures[0].number == 1
    fields = selectors.counts.subjects_by_field(cast.legal_office, cast.today)
    assert [(one.name, one.figures[0].number) for one in fields] == [
        ("人力资源服务机构", 1),
        ("劳务派遣单位", 1),
    ]
    assert {one.changed_at for one in fields} == {later}, "a new tag is a change"


def test_a_tag_counts_only_within_its_validity(cast):
    code = builders.firm(cast, 1).code
    services.subjects.tag(
        code=code,
        tag="labour_dispatch",
        source="licence",
        licence_no="许可1号",
        from_on=cast.today,
        until_on=cast.today + timedelta(days=9),
        by=cast.legal_office,
        now=cast.now,
    )
    for offset, tags in ((-1, ()), (0, ("labour_dispatch",)), (9, ("labour_dispatch",)), (10, ())):
        on = cast.today + timedelta(days=offset)
        assert selectors.subjects.facts_of(cast.legal_office, [code], on)[code].tags == tags


def test_a_tag_is_ended_on_a_day_and_the_row_stays(cast):
    code = builders.firm(cast, 1, tag="labour_dispatch").code
    services.subjects.untag(
        code=code,
        tag="labour_dispatch",
        until_on=cast.today,
        reason="许可注销",
        by=cast.legal_office,
        now=cast.now,
    )
    assert SubjectTag.objects.get().until_on == cast.today
    with pytest.raises(Refused, match="没有有效的类别"):
        services.subjects.untag(
            code=code,
            tag="labour_dispatch",
            until_on=cast.today,
            reason="再次",
            by=cast.legal_office,
            now=cast.now,
        )


def test_a_grade_is_set_through_its_own_door_and_journaled(cast):
    code = builders.firm(cast, 1).code
    services.subjects.set_risk_class(
        code=code, risk=RiskClass.C, on=cast.today, basis="年度评价", by=cast.credit_officer, now=cast.now
    )
    assert selectors.subjects.get(cast.legal_office, code).risk_class == "C"
    with pytest.raises(Refused, match=r"不能.*确定守法诚信等级"):
        services.subjects.set_risk_class(
            code=code, risk=RiskClass.A, on=cast.today, basis="x", by=cast.draw_operator, now=cast.now
        )
    assert len(journal(cast, "subject.rated")) == 1


@pytest.mark.clause("PD-13")
def test_closing_and_reopening_moves_the_count_and_keeps_the_history(cast):
    code = builders.firm(cast, 1).code
    for status in (SubjectStatus.CLOSED, SubjectStatus.ACTIVE):
        services.subjects.set_status(
            code=code,
            status=status,
            since=cast.today,
            evidence="登记机关通报",
            by=cast.legal_office,
            now=cast.now,
        )
    assert selectors.subjects.get(cast.legal_office, code).status == "active"
    bodies = [entry.body for entry in audit.entries(cast.audit_admin, kind="subject.changed")]
    assert '["active","closed"]' in bodies[0] and '["closed","active"]' in bodies[1]


@pytest.mark.clause("XM-24")
def test_rows_nobody_confirmed_since_a_day_are_listed(cast):
    stale, fresh = builders.firm(cast, 1), builders.firm(cast, 2)
    Subject.objects.filter(pk=stale.pk).update(confirmed_on=date(2025, 1, 1))
    before = date(2025, 7, 1)
    listed = selectors.subjects.unconfirmed(cast.legal_office, before=before)
    assert [s.code for s in listed] == [stale.code]
    services.subjects.confirm(code=stale.code, by=cast.legal_office, now=cast.now)
    assert not selectors.subjects.unconfirmed(cast.legal_office, before=before).exists()
    assert fresh.confirmed_on == cast.today


# Prefix 3599 is assigned to nobody: no real number begins with it.
CITIZEN_ID = "35990119900307001" + identifiers.citizen_check("35990119900307001")


def person(cast, number: str = "00000001", **more):
    return services.subjects.register(
        scheme=Scheme.PID,
        number=number,
        kind=SubjectKind.NATURAL_PERSON,
        unit=cast.bureau,
        fields={"name": "示例人"},
        by=cast.legal_office,
        now=cast.now,
        **more,
    )


def test_a_natural_person_goes_by_a_registry_number_and_the_id_number_is_nowhere(cast):
    number = CITIZEN_ID
    subject = person(cast, citizen_id=number, pepper=builders.PEPPER)
    assert subject.code == "PID:00000001"
    assert len(subject.citizen_id_hash) == 64
    columns = [str(value) for value in Subject.objects.values().get().values()]
    bodies = [entry.body for entry in audit.entries(cast.audit_admin)]
    assert not any(number in text for text in columns + bodies)


def test_an_id_number_is_not_taken_without_a_secret_key(cast):
    with pytest.raises(Refused, match="没有设置个人信息密钥"):
        person(cast, citizen_id=CITIZEN_ID, pepper=b"")
    assert not Subject.objects.exists()


def test_firms_and_persons_do_not_share_their_numbering(cast):
    with pytest.raises(Refused, match="自然人不能用“统一社会信用代码”登记"):
        services.subjects.register(
            scheme=Scheme.USCC,
            number=builders.uscc(1),
            kind=SubjectKind.NATURAL_PERSON,
            unit=cast.bureau,
            fields={"name": "示例"},
            by=cast.legal_office,
            now=cast.now,
        )


def test_the_database_itself_ties_the_code_to_its_number(cast):
    subject = builders.firm(cast, 1)
    with pytest.raises(IntegrityError), transaction.atomic():
        Subject.objects.filter(pk=subject.pk).update(code="USCC:OTHER")
