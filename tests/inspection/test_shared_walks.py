"""One walk for several sections: its records and papers are found and read by each of them and by nobody else."""

from dataclasses import replace
from datetime import UTC, date, datetime
from uuid import uuid4

import pytest
from tests.inspection.field import CHECKED, Field, again
from tests.web import lived, signed_in, text_of

from mingqian.accounts import selectors as accounts
from mingqian.accounts.enums import Role
from mingqian.accounts.types import Actor, Grant
from mingqian.audit.types import Told
from mingqian.core.decision import Refused
from mingqian.documents import selectors as papers
from mingqian.documents.models import Document
from mingqian.inspection.models import Approval, Task, Visit
from mingqian.records import selectors as records
from mingqian.records import services as vault
from mingqian.records.models import Item, Upload
from mingqian.site import recordkeeping

NOW = datetime(2026, 3, 26, 10, 0, tzinfo=UTC)


def of(field: Field, unit: str, role: Role = Role.BUSINESS_UNIT_HEAD) -> Actor:
    """Somebody of a section."""
    path = accounts.units(field.cast.system_admin).get(code=unit).path
    return replace(
        field.cast.business_unit_head, roles=frozenset([role]), unit_path=path, scope_paths=(path,),
        grants=(Grant(role, path),),
    )  # fmt: skip


@pytest.fixture
def both(field: Field) -> list[Task]:
    """Two items of two sections at one firm, approved and entered together; the bureau organised."""
    drawn = field.tasks(30)
    twice = next(one for one in drawn if [two.subject_id for two in drawn].count(one.subject_id) > 1)
    rows = [one for one in drawn if one.subject_id == twice.subject_id]
    other = accounts.units(field.cast.system_admin).get(code="LDGX")
    Task.objects.filter(pk=rows[1].pk).update(unit=other)
    field.approved(rows)
    assert Approval.objects.filter(tasks__in=rows).distinct().count() == 1
    return again(rows)


def recorded(field: Field, visit: Visit, kind: str = "scene") -> Item:
    note = Upload(
        id=uuid4(), thing=f"visit:{visit.code}", stage="onsite", kind=kind, name="现场.png", type="image/png",
        size=9, sha256="ab" * 32, captured_at=NOW, person_id=field.captains[1].person_id, announced_at=NOW,
    )  # fmt: skip
    return vault.receiving.keep(note, by=field.captains[1], now=NOW)


def paper(visit: Visit, thing: str) -> Document:
    row = visit.approval
    return Document.objects.create(
        kind="site_record", thing=thing, unit=row.batch.unit, organ="鹭湾市人社局", about=row.subject.name,
        dated=CHECKED, fields={}, code=uuid4().hex[:16].upper(), sealing="none", made_by=row.requested_by,
        made_at=NOW,
    )  # fmt: skip


@pytest.mark.clause("SZ-36")
@pytest.mark.django_db
def test_each_section_of_a_shared_walk_finds_its_records_and_papers_and_no_other_does(field, both):
    visit = Visit.objects.get(approval__tasks=both[0])
    item = recorded(field, visit)
    sheets = {paper(visit, f"visit:{visit.code}"), paper(visit, f"approval:{visit.approval.number}")}
    assert item.unit == visit.approval.batch.unit
    served, foreign = [of(field, one) for one in ("JYC", "LDGX")], of(field, "JJJD")
    for head in served:
        assert records.items.one(head, item.media) == item and vault.things.may_see(item.thing, by=head)
        assert set(papers.papers.visible(head)) == sheets
    assert records.items.one(foreign, item.media) is None and not papers.papers.visible(foreign)
    assert not vault.things.may_see(item.thing, by=foreign)
    # Leave to consult, a hold, the access log: each of the two sections decides and reads; destroying takes both.
    asked = {
        "thing": item.thing,
        "purpose": "review",
        "words": "决定前审核",
        "by": field.cast.reviewer,
        "now": NOW,
    }
    recall = vault.recalls.ask(**asked)
    assert recall in records.watching.recalls(served[1]) and recall not in records.watching.recalls(foreign)
    given = {"yes": True, "until": NOW.date(), "now": NOW}
    with pytest.raises(Refused, match="不能批准调阅"):
        vault.recalls.decide(recall.pk, **given, by=foreign)
    vault.recalls.decide(recall.pk, **given, by=served[1])
    vault.expiring.hold(thing=item.thing, why="行政复议期间", by=served[0], now=NOW)
    vault.expiring.release(thing=item.thing, why="复议已经终结", by=served[1], now=NOW)
    Item.objects.filter(pk=item.pk).update(until=date(2026, 3, 1))
    with pytest.raises(Refused, match="几个单位共同实施"):
        vault.expiring.propose([item.media], why="保管期满", by=served[0], now=NOW)
    assert vault.expiring.propose([item.media], why="保管期满", by=field.cast.legal_office, now=NOW)
    desk = signed_in(served[1], now=NOW)
    with lived(NOW):
        assert item.receipt in text_of(desk.get("/desk/records/"))


@pytest.mark.clause("SZ-32")
@pytest.mark.django_db
def test_the_strictest_result_of_a_shared_walk_says_how_long_all_its_records_are_kept(field, both):
    visit = Visit.objects.get(approval__tasks=both[0])
    early = recorded(field, visit)
    assert early.until == date(2026, 9, 26)
    Task.objects.filter(pk=both[0].pk).update(outcome="none", state="confirmed", confirmed_on=CHECKED)
    told = Told("inspection.confirmed", field.cast.legal_office, NOW, f"task:{both[0].code}", {})
    recordkeeping.kept_as_the_file(told)
    early.refresh_from_db()
    assert early.until == date(2026, 9, 26)
    Task.objects.filter(pk=both[1].pk).update(outcome="case", state="confirmed", confirmed_on=CHECKED)
    recordkeeping.kept_as_the_file(replace(told, thing=f"task:{both[1].code}"))
    late = recorded(field, visit)  # comes in after the decision
    early.refresh_from_db()
    assert [(row.retention, row.until) for row in (early, late)] == [("thirty", date(2056, 3, 26))] * 2
