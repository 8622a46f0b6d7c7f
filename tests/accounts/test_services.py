"""Each change of units, people and posts: the right person, a row, one entry; otherwise nothing at all."""

import json
from datetime import date

import pytest
from django.db import IntegrityError, transaction
from tests import cast as casting

from mingqian.accounts import journal, selectors, services
from mingqian.accounts.enums import ADMINISTRATORS, Level, Role, UnitKind
from mingqian.accounts.models import Person, Post, Unit
from mingqian.audit import selectors as audit
from mingqian.audit.models import Entry, JournalHead
from mingqian.core.canonical import Suite
from mingqian.core.decision import Refused


def last_entry():
    return Entry.objects.order_by("-seq").first()


def create_unit(cast, **changes):
    given = {
        "code": "NEWC",
        "name": "新设科",
        "level": Level.CITY,
        "division_code": "359900",
        "parent": "FGC",
        "by": cast.system_admin,
        "now": cast.now,
    }
    return services.create_unit(**given | changes)


def create_person(cast, **changes):
    given = {"code": "NEW1", "name": "新来人", "unit": "FGC", "by": cast.system_admin, "now": cast.now}
    return services.create_person(**given | changes)


def appoint(cast, **changes):
    given = {
        "person": cast.archivist.code,
        "unit": "FGC",
        "role": Role.OFFICE,
        "from_on": date(2026, 2, 1),
        "by": cast.security_admin,
        "now": cast.now,
    }
    return services.appoint(**given | changes)


def dismiss(cast, **changes):
    given = {
        "person": cast.archivist.code,
        "unit": cast.bureau,
        "role": Role.ARCHIVIST,
        "until_on": date(2026, 6, 30),
        "by": cast.security_admin,
        "now": cast.now,
    }
    return services.dismiss(**given | changes)


def test_a_new_unit_hangs_below_its_parent_and_is_journaled(cast):
    unit = create_unit(cast)
    assert (unit.path, unit.parent.code) == ("359900/FGC/NEWC/", "FGC")
    entry = last_entry()
    assert (entry.kind, entry.thing, entry.actor) == ("unit.created", "unit:NEWC", cast.system_admin.code)
    assert json.loads(entry.body)["parent"] == "FGC"


@pytest.mark.parametrize(
    ("changes", "kind"),
    [
        ({}, UnitKind.OFFICE),
        ({"parent": "359900", "level": Level.DISTRICT}, UnitKind.DISTRICT_BUREAU),
        ({"parent": "359901", "level": Level.DISTRICT}, UnitKind.OFFICE),
        ({"parent": "359901", "level": Level.DISTRICT, "kind": UnitKind.DELEGATED}, UnitKind.DELEGATED),
    ],
)
def test_a_unit_knows_what_it_is_to_the_bureau(cast, changes, kind):
    assert create_unit(cast, **changes).kind == kind
    assert json.loads(last_entry().body)["kind"] == kind


def test_there_is_no_second_bureau_below_the_first(cast):
    with pytest.raises(Refused, match="只有一个本局"):
        create_unit(cast, kind=UnitKind.BUREAU)


@pytest.mark.clause("FL-01")
def test_a_delegated_body_sees_its_own_people_only(cast):
    for code in ("DSZ", "DXZ"):
        create_unit(cast, code=code, parent="359901", level=Level.DISTRICT, kind=UnitKind.DELEGATED)
        create_person(cast, code=f"P{code}", unit=code)
        appoint(cast, person=f"P{code}", unit=code, role=Role.INSPECTION_BODY, from_on=cast.today)
    here = selectors.actor("PDSZ", on=cast.today)
    assert [unit.code for unit in selectors.units(here)] == ["DSZ"]
    assert [person.code for person in selectors.people(here)] == ["PDSZ"]
    assert not here.covers("359900/359901/DXZ/")


def test_a_new_person_is_journaled_and_cannot_sign_in(cast):
    person = create_person(cast)
    assert not person.has_usable_password()
    assert (last_entry().kind, last_entry().thing) == ("person.created", "person:NEW1")


def test_an_appointment_is_journaled_with_its_days(cast):
    appoint(cast, until_on=date(2026, 12, 31))
    assert last_entry().kind == "post.appointed"
    assert json.loads(last_entry().body) == {
        "person": cast.archivist.code,
        "unit": "FGC",
        "role": "office",
        "from_on": "2026-02-01",
        "until_on": "2026-12-31",
    }


def test_a_dismissal_keeps_the_row_and_journals_the_last_day(cast):
    post = dismiss(cast)
    assert Post.objects.get(pk=post.pk).until_on == date(2026, 6, 30)
    assert json.loads(last_entry().body)["until_on_before"] is None


def test_an_ended_post_can_be_ended_earlier_but_not_later(cast):
    dismiss(cast)
    dismiss(cast, until_on=date(2026, 5, 31))
    assert json.loads(last_entry().body)["until_on_before"] == "2026-06-30"
    with pytest.raises(Refused, match="没有 2026-07-31 以后仍在任"):
        dismiss(cast, until_on=date(2026, 7, 31))


SERVICES = {
    "create_unit": (create_unit, Role.SYSTEM_ADMIN),
    "create_person": (create_person, Role.SYSTEM_ADMIN),
    "appoint": (appoint, Role.SECURITY_ADMIN),
    "dismiss": (dismiss, Role.SECURITY_ADMIN),
}


@pytest.mark.parametrize("verb", SERVICES)
@pytest.mark.parametrize("role", Role)
def test_only_the_owner_of_the_matter_may_act(cast, verb, role):
    act, owner = SERVICES[verb]
    before = Entry.objects.count()
    if role == owner:
        act(cast, by=cast[role])
        assert Entry.objects.count() == before + 1
    else:
        with pytest.raises(Refused, match=f"由{owner.label}办理"):
            act(cast, by=cast[role])
        assert Entry.objects.count() == before


@pytest.mark.parametrize(
    ("act", "changes", "reason"),
    [
        (create_unit, {"code": "FGC"}, "已被使用"),
        (create_unit, {"code": "fgc"}, "不合规"),
        (create_unit, {"code": "A/B"}, "不合规"),
        (create_unit, {"code": ""}, "不合规"),
        (create_unit, {"code": "A" * 33}, "不合规"),
        (create_unit, {"name": " "}, "为空"),
        (create_unit, {"name": "换\n行"}, "换行"),
        (create_unit, {"division_code": "35990"}, "不是 6 位数字"),
        (create_unit, {"division_code": "３５９９００"}, "不是 6 位数字"),
        (create_unit, {"parent": "NONE"}, "没有代码为“NONE”的单位"),
        (create_unit, {"parent": "359901"}, "不能下设市级单位"),
        (create_person, {"code": "LW01"}, "已被使用"),
        (create_person, {"name": ""}, "为空"),
        (create_person, {"unit": "NONE"}, "没有代码为“NONE”的单位"),
        (appoint, {"person": "NONE"}, "没有工号为“NONE”的人员"),
        (appoint, {"unit": "NONE"}, "没有代码为“NONE”的单位"),
        (appoint, {"until_on": date(2026, 1, 31)}, "早于任职起"),
        (appoint, {"unit": "359900", "role": Role.ARCHIVIST}, "不必重复任命"),
        (dismiss, {"role": Role.OFFICE}, "仍在任的“办公室”"),
        (dismiss, {"until_on": date(2026, 1, 4)}, "早于任职起"),
    ],
)
def test_a_wrong_request_is_refused_in_plain_words_and_leaves_nothing(cast, act, changes, reason):
    rows = [model.objects.count() for model in (Unit, Person, Post, Entry)]
    with pytest.raises(Refused, match=reason) as refusal:
        act(cast, **changes)
    assert all(decision.remedy for decision in refusal.value.decisions)
    assert [model.objects.count() for model in (Unit, Person, Post, Entry)] == rows


def test_all_objections_come_at_once(cast):
    with pytest.raises(Refused) as refusal:
        create_unit(cast, code="x", name="", division_code="1")
    assert len(refusal.value.decisions) == 3


def test_a_tree_too_deep_is_refused_before_the_database_cuts_it(cast):
    parent = "FGC"
    with pytest.raises(Refused, match="层级过深"):
        for number in range(10):
            code = f"{number}{'X' * 31}"
            create_unit(cast, code=code, parent=parent)
            parent = code


def test_founding_makes_three_people_with_one_post_each(db):
    administrators = casting.found()
    assert set(administrators) == set(ADMINISTRATORS)
    assert len({actor.person_id for actor in administrators.values()}) == 3
    assert selectors.bureau().uscc == casting.USCC
    assert [entry.kind for entry in Entry.objects.all()] == ["bureau.founded"]


@pytest.mark.parametrize("suite", Suite)
def test_the_journals_suite_is_chosen_at_the_foundation(db, suite):
    casting.found(suite)
    assert audit.check().suite == suite
    assert audit.verify() is None


def test_a_second_foundation_is_refused(cast):
    with pytest.raises(Refused, match=f"本库已经建局：{casting.NAME}"):
        casting.found()


@pytest.mark.parametrize(
    ("changes", "reasons"),
    [
        ({"uscc": "113599000035990046"}, ["校验码"]),
        ({"uscc": "113599000035990045 "}, ["空格"]),
        ({"division_code": "鹭湾"}, ["不是 6 位数字"]),
        ({"audit_admin": ("LWX1", "席系统")}, ["必须是三个不同的人"]),
        ({"audit_admin": ("LWX2", "沈审计")}, ["必须是三个不同的人"]),
        ({"name": "", "uscc": "1", "system_admin": ("a", "甲")}, ["局名", "不对", "系统管理员的工号"]),
    ],
)
def test_a_wrong_foundation_founds_nothing(db, changes, reasons):
    given = {
        "name": casting.NAME,
        "uscc": casting.USCC,
        "division_code": casting.BUREAU,
        "system_admin": ("LWX1", "席系统"),
        "security_admin": ("LWX2", "安保密"),
        "audit_admin": ("LWX3", "沈审计"),
        "now": casting.NOW,
    }
    with pytest.raises(Refused) as refusal:
        services.found_bureau(**given | changes)
    assert [decision.reason for decision in refusal.value.decisions if decision.reason]
    for reason in reasons:
        assert reason in str(refusal.value)
    assert not Unit.objects.exists() and not JournalHead.objects.exists()


def test_two_administrators_of_one_name_are_two_people_and_worth_a_word(db):
    administrators = services.found_bureau(
        name=casting.NAME,
        uscc=casting.USCC,
        division_code=casting.BUREAU,
        system_admin=("LWX1", "席系统"),
        security_admin=("LWX2", "安保密"),
        audit_admin=("LWX9", "席系统"),
        now=casting.NOW,
    )
    word = selectors.namesakes(administrators.values())
    assert word.ok and "“席系统”有2人：LWX1、LWX9" in word.reason and "三员分立" in word.clause
    apart = selectors.namesakes([administrators[Role.SYSTEM_ADMIN], administrators[Role.SECURITY_ADMIN]])
    assert apart.ok and not apart.reason


def test_a_foundation_at_night_counts_from_the_bureaus_own_day(db):
    # 17:30 UTC is half past one of the next day in 鹭湾.
    late = casting.NOW.replace(hour=17, minute=30)
    administrators = services.found_bureau(
        name=casting.NAME,
        uscc=casting.USCC,
        division_code=casting.BUREAU,
        system_admin=("LWX1", "席系统"),
        security_admin=("LWX2", "安保密"),
        audit_admin=("LWX3", "沈审计"),
        now=late,
    )
    assert Post.objects.values_list("from_on", flat=True).distinct().get() == date(2026, 1, 6)
    assert administrators[Role.AUDIT_ADMIN].has(Role.AUDIT_ADMIN)


def test_the_database_knows_one_root_only(cast):
    with pytest.raises(IntegrityError), transaction.atomic():
        Unit.objects.create(
            code="SECOND", name="另一局", level="district", division_code="359901", path="SECOND/"
        )


@pytest.mark.parametrize("changes", [{"path": "X"}, {"level": "village"}])
def test_the_database_refuses_units_out_of_shape(cast, changes):
    root = selectors.bureau()
    given = {"code": "X", "name": "某", "level": "city", "division_code": "1", "path": "X/", "parent": root}
    with pytest.raises(IntegrityError), transaction.atomic():
        Unit.objects.create(**given | changes)


@pytest.mark.parametrize(
    "changes",
    [{"role": "king"}, {"until_on": date(2026, 1, 1)}],
    ids=["unknown role", "ends before it begins"],
)
def test_the_database_refuses_posts_out_of_shape(cast, changes):
    person = Person.objects.get(code=cast.archivist.code)
    given = {"person": person, "unit": person.unit, "role": "office", "from_on": date(2026, 1, 5)}
    with pytest.raises(IntegrityError), transaction.atomic():
        Post.objects.create(**given | changes)


def test_without_a_journal_nothing_is_written(cast, monkeypatch):
    monkeypatch.setattr(journal, "_connected", [])
    with pytest.raises(RuntimeError, match="no journal"), transaction.atomic():
        create_person(cast)
    assert not Person.objects.filter(code="NEW1").exists()


def test_a_person_is_found_by_code_as_sign_in_will_ask(cast):
    assert Person.objects.get_by_natural_key("LW01").name == "江明远"
