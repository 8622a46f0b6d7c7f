"""Guidelines and evaluation methods: complete, approved by another, one in force, signed by each unit."""

from dataclasses import replace
from typing import Any

import pytest
from django.db import IntegrityError, transaction
from tests.planning.desk import LATER, NOW, Desk

from mingqian.accounts.types import Actor
from mingqian.audit import selectors as audits
from mingqian.core.decision import Refused
from mingqian.planning import papering, selectors, services
from mingqian.planning.enums import PaperKind, PaperState
from mingqian.planning.models import ItemPaper
from mingqian.planning.papering import PaperText, Point

pytestmark = pytest.mark.django_db
METHOD = PaperText(
    title="人力资源服务机构检查评价办法",
    points=(
        Point(1, "许可证在有效期内", "有效期届满前已申请延续"),
        Point(2, "服务台账", "台账齐全、保存两年"),
    ),
    conclusions=("未发现问题", "责令限期改正", "立案调查"),
)
GUIDE = PaperText("人力资源服务机构检查指引", (Point(1, "先看许可证，再看台账"),))
DISTRICTS = ("359901", "359902")


def codes(refusal: pytest.ExceptionInfo[Refused]) -> list[str]:
    return [decision.code for decision in refusal.value.decisions]


def author(desk: Desk) -> Actor:
    return desk.cast.business_unit_staff


@pytest.fixture
def desk(desk: Desk) -> Desk:
    desk.item("LD09", unit="LDGX")
    return desk


def draft(desk: Desk, text: PaperText = METHOD, **changes: Any) -> ItemPaper:
    fields: dict[str, Any] = {
        "kind": PaperKind.EVALUATION_METHOD, "item": "LD09", "unit": "LDGX", "by": author(desk), "now": NOW,
    }  # fmt: skip
    return services.papers.draft(**{**fields, **changes}, text=text)


def issued(desk: Desk, row: ItemPaper, units: tuple[str, ...] = DISTRICTS) -> ItemPaper:
    services.papers.submit(paper=row.pk, by=author(desk), now=NOW)
    services.papers.approve(paper=row.pk, by=desk.cast.business_unit_head, now=NOW)
    return services.papers.publish(paper=row.pk, units=units, by=desk.cast.legal_office, now=NOW)


@pytest.mark.clause("XM-30")
def test_a_method_says_what_is_looked_at_by_which_standard_and_with_which_conclusions(desk: Desk) -> None:
    row = draft(desk, replace(METHOD, points=(Point(1, "服务台账"), Point(2, "", "齐全")), conclusions=()))
    with pytest.raises(Refused) as refusal:
        services.papers.submit(paper=row.pk, by=author(desk), now=NOW)
    assert codes(refusal) == ["paper.standard", "paper.content", "paper.conclusions"]
    assert all("三(四)" in one.clause for one in refusal.value.decisions)
    services.papers.rewrite(paper=row.pk, text=METHOD, by=author(desk), now=NOW)
    row = issued(desk, row)
    assert (row.state, len(row.digest)) == (PaperState.PUBLISHED, 64)
    thing = f"paper:evaluation_method/LD09/{row.number}"
    told = [entry.kind.split(".")[1] for entry in audits.entries(desk.cast.audit_admin, thing=thing)]
    assert told == ["drafted", "rewritten", "submitted", "approved", "published"]


@pytest.mark.clause("PD-09", "PD-30")
def test_a_section_writes_papers_of_its_own_items_and_does_not_approve_what_it_wrote(desk: Desk) -> None:
    with pytest.raises(Refused) as refusal:
        draft(desk, item="JG01")
    assert codes(refusal) == ["planning.other_section"]
    row = draft(desk, by=desk.cast.business_unit_head)
    with pytest.raises(Refused):
        draft(desk)
    services.papers.submit(paper=row.pk, by=author(desk), now=NOW)
    with pytest.raises(Refused) as refusal:
        services.papers.approve(paper=row.pk, by=desk.cast.business_unit_head, now=NOW)
    assert codes(refusal) == ["planning.same_person"]
    services.papers.return_(paper=row.pk, reason="标准不清", by=desk.cast.bureau_leader, now=NOW)
    services.papers.submit(paper=row.pk, by=author(desk), now=NOW)
    services.papers.approve(paper=row.pk, by=desk.cast.bureau_leader, now=NOW)
    with pytest.raises(Refused) as refusal:
        services.papers.rewrite(paper=row.pk, text=METHOD, by=author(desk), now=NOW)
    assert codes(refusal) == ["paper.not_draft"]


def test_a_new_version_says_why_replaces_the_old_and_leaves_it_readable(desk: Desk) -> None:
    first = issued(desk, draft(desk))
    with pytest.raises(Refused) as refusal:
        draft(desk, now=LATER)
    assert codes(refusal) == ["paper.reason"]
    words = replace(METHOD, reason="新条例施行", points=METHOD.points[:1])
    second = issued(desk, draft(desk, words, now=LATER))
    first.refresh_from_db()
    assert (first.state, second.number) == (PaperState.SUPERSEDED, 2)
    inspector, kind = desk.cast.inspector, PaperKind.EVALUATION_METHOD
    assert selectors.papers.in_force(inspector, kind, ["LD09", "JG01"]) == {"LD09": second}
    assert list(selectors.papers.published(inspector, kind)) == [second, first]
    assert selectors.papers.difference(first, second) == [("第2条", "服务台账｜台账齐全、保存两年", "")]
    with pytest.raises(IntegrityError), transaction.atomic():
        ItemPaper.objects.filter(pk=first.pk).update(points=[])


@pytest.mark.clause("PD-09")
def test_each_unit_signs_what_it_was_given_once_and_nobody_signs_for_another(desk: Desk) -> None:
    row = issued(desk, draft(desk, GUIDE, kind=PaperKind.GUIDELINE))
    mine, others = selectors.papers.receipts(author(desk), row)
    district = desk.cast.district_bureau
    assert [one.unit.code for one in selectors.papers.unread(district)] == ["359901"]
    services.papers.read(receipt=mine.pk, by=district, now=LATER)
    assert not selectors.papers.unread(district).exists()
    with pytest.raises(Refused) as refusal:
        services.papers.read(receipt=mine.pk, by=district, now=LATER)
    assert codes(refusal) == ["paper.read"]
    with pytest.raises(Refused) as refusal:
        services.papers.read(receipt=others.pk, by=district, now=LATER)
    assert codes(refusal) == ["planning.not_found"]
    (listed,) = selectors.papers.all_of(author(desk), PaperKind.GUIDELINE)
    assert (listed.given, listed.read) == (2, 1)
    with pytest.raises(IntegrityError), transaction.atomic():
        mine.delete()


def test_drafts_are_the_sections_own_affair(desk: Desk) -> None:
    draft(desk)
    assert selectors.papers.all_of(author(desk), PaperKind.EVALUATION_METHOD).count() == 1
    for role in ("inspector", "district_bureau", "system_admin"):
        assert not selectors.papers.all_of(desk.cast.people[role], PaperKind.EVALUATION_METHOD).exists()


@pytest.mark.parametrize(
    ("changes", "code"),
    [
        ({"title": ""}, "text.empty"),
        ({"points": tuple(Point(n, "x") for n in range(1, 202))}, "paper.points"),
        ({"points": (Point(1, "长" * 501),)}, "paper.long"),
        ({"introduction": "长" * 4001}, "paper.introduction"),
        ({"conclusions": ("甲\n乙",)}, "text.control"),
    ],
)
def test_what_no_page_could_show_is_refused(changes: dict[str, Any], code: str) -> None:
    found = papering.fits(replace(METHOD, **changes), first=True)
    assert [one.code for one in found if not one.ok] == [code]


def test_rows_of_a_form_become_numbered_points_on_one_line() -> None:
    told = papering.numbered([("台账\n两年", "", "条例"), ("", " ", ""), ("许可证", "有效", "")])
    assert told == (Point(1, "台账 两年", "", "条例"), Point(2, "许可证", "有效", ""))
