"""A scope lets a person look; only a post with the role, at that very unit, lets a person change a registry."""

from dataclasses import replace
from datetime import UTC, date, datetime, timedelta

import pytest
from tests.registry import builders
from tests.registry.importing import firms

from mingqian.accounts.enums import Role
from mingqian.accounts.types import Grant
from mingqian.audit.models import Entry
from mingqian.core.decision import Refused
from mingqian.registry import services
from mingqian.registry.enums import MarkCode, TieKind
from mingqian.registry.importing.fates import Fate
from mingqian.registry.models import Inspector, SecondaryPool, Subject
from mingqian.registry.services import imports

pytestmark = pytest.mark.django_db
LOOKERS_ON = ("draw_operator", "discipline_witness", "superior_viewer", "supervision_authority", "publisher")


@pytest.fixture
def brought(cast, tmp_path):
    """A batch of one firm that the legal office imported."""
    path = firms.write(tmp_path / "名单.csv", [firms.firm(1)])
    return imports.load(path, by=cast.legal_office, now=cast.now)[1]


@pytest.fixture
def looking_everywhere(cast):
    """A district clerk who is also an inspector of the whole bureau: the scope is wide, the role is not."""
    clerk = cast.district_bureau
    more = Grant(Role.INSPECTOR, cast.bureau_path)
    return replace(
        clerk,
        roles=clerk.roles | {Role.INSPECTOR},
        scope_paths=(*clerk.scope_paths, cast.bureau_path),
        grants=(*clerk.grants, more),
    )


@pytest.mark.parametrize("who", LOOKERS_ON)
def test_who_does_not_keep_the_registry_takes_no_batch_back(cast, brought, who):
    entries = Entry.objects.count()
    with pytest.raises(Refused, match="不能在该单位范围内维护监管对象名录库"):
        imports.take_back(brought.number, by=cast[Role(who)], now=cast.now)
    assert Subject.objects.filter(code=f"USCC:{firms.code(1)}").exists()
    assert Entry.objects.count() == entries


def test_a_preview_of_one_person_is_not_confirmed_by_another_without_the_role(cast, tmp_path):
    path = firms.write(tmp_path / "名单.csv", [firms.firm(1)])
    pending = imports.preview(path, by=cast.legal_office)
    with pending, pytest.raises(Refused, match="不能在该单位范围内"):
        imports.confirm(pending, by=cast.draw_operator, now=cast.now)
    assert not Subject.objects.exists()


def test_a_wide_scope_of_another_role_opens_no_foreign_rows_to_an_import(
    cast, brought, tmp_path, looking_everywhere
):
    path = firms.write(tmp_path / "改.csv", [firms.firm(1, 企业名称="改名有限公司"), firms.firm(2)])
    with imports.preview(path, by=looking_everywhere) as pending:
        assert pending.preview.fates[Fate.FOREIGN] == 1
        imports.confirm(pending, by=looking_everywhere, now=cast.now)
    assert Subject.objects.get(code=f"USCC:{firms.code(1)}").name == "鹭湾第1商贸有限公司"


def test_nobody_screens_the_persons_of_another_units_item(cast):
    builders.item(cast, "LW-23", subject_tags=(), subject_kinds=("natural_person",))
    with pytest.raises(Refused, match="由其他单位负责"):
        services.pools.open_pool(
            code="BT", name="库", item="LW-23", unit="359901", by=cast.district_bureau, now=cast.now
        )
    assert not SecondaryPool.objects.exists()


def test_lifting_a_mark_never_lengthens_it(cast):
    firm = builders.firm(cast, 1)
    last = cast.today + timedelta(days=10)
    row = services.standing.mark(
        code=firm.code, mark=MarkCode.MJ, reason="停产", evidence="函", from_on=cast.today, until_on=last,
        approved_by=cast.bureau_leader, by=cast.legal_office, now=cast.now,
    )  # fmt: skip
    for day in (last + timedelta(days=1), cast.today - timedelta(days=1)):
        with pytest.raises(Refused, match="止日只能提前"):
            services.standing.lift(
                mark_id=row.pk,
                until_on=day,
                reason="续",
                approved_by=cast.bureau_leader,
                by=cast.legal_office,
                now=cast.now,
            )
    row.refresh_from_db()
    assert row.until_on == last


def test_a_mark_out_of_scope_is_not_named(cast):
    firm = builders.firm(cast, 1)
    row = services.standing.mark(
        code=firm.code, mark=MarkCode.MJ, reason="停产", evidence="函", from_on=cast.today,
        approved_by=cast.bureau_leader, by=cast.legal_office, now=cast.now,
    )  # fmt: skip
    with pytest.raises(Refused) as refused:
        services.standing.lift(
            mark_id=row.pk,
            until_on=cast.today,
            reason="x",
            approved_by=cast.bureau_leader,
            by=cast.district_bureau,
            now=cast.now,
        )
    assert firm.code not in str(refused.value)


def test_lifting_a_tie_never_lengthens_it(cast):
    person, firm = builders.inspector(cast, 1), builders.firm(cast, 1)
    tie = services.recusals.declare(
        inspector=person.code, subject=firm.code, kind=TieKind.SPOUSE, evidence="申报", from_on=cast.today,
        until_on=cast.today, by=cast.legal_office, now=cast.now,
    )  # fmt: skip
    with pytest.raises(Refused, match="止日只能提前"):
        services.recusals.lift(
            tie_id=tie.pk, until_on=date(2099, 1, 1), reason="x", by=cast.legal_office, now=cast.now
        )


def test_a_day_is_the_bureaus_day_and_not_greenwichs(cast):
    """00:30 in 鹭湾 on the 6th is still the 5th in UTC: training of the 6th counts."""
    early = datetime(2026, 1, 5, 16, 30, tzinfo=UTC)
    person = builders.inspector(cast, 1, active=False, trained_on=date(2026, 1, 6))
    services.inspectors.activate(code=person.code, keepers=builders.KEEPERS, by=cast.legal_office, now=early)
    assert Inspector.objects.get().state == "active"
    firm = builders.firm(cast, 1)
    assert services.subjects.confirm(code=firm.code, by=cast.legal_office, now=early).confirmed_on == date(
        2026, 1, 6
    )
