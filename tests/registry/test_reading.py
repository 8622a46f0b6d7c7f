"""The bureau keeps the registry; the section whose item covers a firm, and the district it lies in, find it (ADR 25)."""

from dataclasses import replace

import pytest
from tests.registry import builders

from mingqian.core.decision import Refused
from mingqian.registry import selectors, services
from mingqian.registry.enums import SubjectKind
from mingqian.registry.selectors import reading
from mingqian.search import selectors as searching

pytestmark = pytest.mark.django_db
NAMED = {"name": "海岭恒筑劳务有限公司", "division_code": "359902"}


@pytest.fixture
def registry(cast, settings, tmp_path):
    """Four rows of the bureau: one of the section's category in 海岭, three that are neither; and the item."""
    settings.HOME = tmp_path
    dispatch = builders.firm(cast, 1, tag="labour_dispatch", fields=NAMED)
    other = builders.firm(cast, 2, fields={"name": "湖滨恒筑建材有限公司", "division_code": "359901"})
    school = builders.firm(cast, 3, tag="school", fields={"name": "恒筑培训学校", "division_code": ""})
    builders.rows(cast, 1, kind=SubjectKind.NATURAL_PERSON, division_code="359902")
    builders.law(cast)
    builders.publish(cast, builders.draft(cast, "LW-05", unit="LDGX"))
    return dispatch, other, school


def seen(by):
    """What the list, the page, the search and the count say; they must agree."""
    listed = {row.code for row in reading.desk_rows(by)}
    assert listed == {row.code for row in reading.readable(by)}
    assert reading.total(by) == len(listed)
    found = {hit.key for group in searching.find(by, "恒筑", kind="subject", limit=50) for hit in group.hits}
    assert found == {code for code in listed if code.startswith("USCC")}
    return listed


def test_a_section_reads_what_its_item_covers_and_no_more(cast, registry):
    dispatch, other, _ = registry
    for section in (cast.business_unit_staff, cast.business_unit_head):
        assert seen(section) == {dispatch.code}
    assert reading.one(cast.business_unit_staff, other.code) is None
    with pytest.raises(Refused, match="不在您的数据范围内"):
        reading.get(cast.business_unit_staff, other.code)


def test_a_district_reads_what_lies_in_it_without_its_residents(cast, registry):
    dispatch, other, _ = registry
    assert seen(cast.second_district) == {dispatch.code}
    assert seen(cast.district_bureau) == {other.code}


def test_who_has_no_item_and_no_district_reads_nothing(cast, registry):
    for who in (
        cast.fund_supervision,
        cast.inspector,
        cast.case_handler,
        cast.enterprise_user,
        cast.system_admin,
    ):
        assert seen(who) == set()
    outsider = replace(cast.business_unit_staff, grants=(), roles=frozenset())
    assert seen(outsider) == set(), "a scope without a section's post"


def test_reading_is_not_keeping(cast, registry):
    dispatch, *_ = registry
    for who in (cast.business_unit_staff, cast.second_district):
        with pytest.raises(Refused):
            services.subjects.confirm(code=dispatch.code, by=who, now=cast.now)
        assert selectors.subjects.one(who, dispatch.code) is None


def test_what_is_covered_follows_the_category_and_the_item(cast, registry):
    _, other, _ = registry
    staff = cast.business_unit_staff
    services.subjects.tag(
        code=other.code, tag="labour_dispatch", source="test", by=cast.legal_office, now=cast.now
    )
    assert other.code in seen(staff)
    services.items.retire(
        code="LW-05", ground="不再列入清单", on=cast.today, by=cast.bureau_leader, now=cast.now
    )
    assert seen(staff) == set()


def test_an_item_for_every_employer_covers_all_bodies_but_no_person(cast, registry):
    builders.publish(cast, builders.draft(cast, "LW-06", unit="JJJD", subject_tags=()))
    assert seen(cast.fund_supervision) == {row.code for row in registry}
