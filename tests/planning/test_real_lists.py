"""Published item lists of real documents, loaded through the registry and planned: ratio, frequency, method."""

from collections.abc import Iterator
from typing import Any

import pytest
from pytest_django.plugin import DjangoDbBlocker
from tests.cast import BUREAU
from tests.planning.conftest import undone
from tests.planning.desk import NOW, Desk, pack

from mingqian.core.decision import Refused
from mingqian.planning import selectors, services
from mingqian.planning.enums import RollMode
from mingqian.planning.models import AnnualPlan
from mingqian.policy import loader
from mingqian.registry import services as registries
from mingqian.registry.enums import Level
from mingqian.registry.services.item_lists import Desk as ListDesk
from mingqian.registry.services.item_lists import Supplement

# Arithmetic of lists that were read.
pytestmark = [pytest.mark.django_db, pytest.mark.sqlite]
PERSONS = "PD-I08"
LISTED = tuple(f"PD-I0{number}" for number in range(1, 10))


@pytest.fixture(scope="module")
def standing_desk(django_db_setup: None, django_db_blocker: DjangoDbBlocker) -> Iterator[Desk]:
    """The nine items of 平顶山, published by three people."""
    from tests import cast as casting

    with undone(django_db_blocker):
        cast = casting.assemble()
        registries.item_lists.load_pack(
            loader.load("pingdingshan-2020"),
            unit="JCZD",
            jurisdiction=BUREAU,
            level=Level.CITY,
            effective_on=NOW.date(),
            supplement=Supplement(evaluation_method="评价办法（2020年版）"),
            desk=ListDesk(cast.legal_office, cast.second_legal_officer, cast.bureau_leader),
            now=NOW,
        )
        yield Desk(cast, pack("pingdingshan-2020"))


@pytest.mark.clause("PD-36", "PD-37", "PD-38", "PD-39", "PD-41", "PD-42", "PD-43", "PD-44")
@pytest.mark.parametrize(
    ("item", "total", "count"),
    [
        ("PD-I01", 40, 2),
        ("PD-I01", 41, 3),
        ("PD-I02", 11, 4),
        ("PD-I03", 21, 5),
        ("PD-I04", 21, 5),
        ("PD-I06", 187, 19),
        ("PD-I07", 6240, 312),
        ("PD-I08", 150, 150),
        ("PD-I08", 200, 200),
        ("PD-I08", 118_420, 200),
        ("PD-I09", 25, 4),
        ("PD-I09", 26, 5),
    ],
)
def test_the_quota_of_a_listed_item_is_the_lists_own(desk: Desk, item: str, total: int, count: int) -> None:
    shown = selectors.quotas.preview(desk.cast.legal_office, item, total, NOW.date(), desk.pack)
    assert shown.count == count
    assert shown.clause


def plan_of(desk: Desk, **rounds: tuple[tuple[int, str], ...]) -> AnnualPlan:
    """All nine items once in one batch; ``rounds`` by item code says otherwise."""
    plan = desk.draft()
    for item in LISTED:
        key = item.replace("-", "_")
        more: dict[str, Any] = {"mode": RollMode.SEALED} if item == PERSONS else {}
        wanted = rounds.get(key, ((4, "P1"), (10, "P2")) if item == "PD-I02" else ((4, "P1"),))
        desk.line(plan, item, unit="JCZD", rounds=wanted, **more)
    return plan


def submit(desk: Desk, plan: AnnualPlan) -> Any:
    return services.annual.submit(plan=plan, pack=desk.pack, by=desk.cast.legal_office, now=NOW)


def test_the_nine_items_are_planned_as_the_list_says(desk: Desk) -> None:
    found = submit(desk, plan_of(desk))
    assert [one.code for one in found.warnings if one.code.startswith("plan.")] == []


@pytest.mark.clause("PD-37")
def test_the_schools_drawn_once_instead_of_twice_fail(desk: Desk) -> None:
    with pytest.raises(Refused) as refusal:
        submit(desk, plan_of(desk, PD_I02=((4, "P1"),)))
    (decision,) = refusal.value.decisions
    assert decision.code == "plan.too_few_rounds"
    assert "技工院校" in decision.reason


@pytest.mark.clause("PD-36")
def test_a_second_draw_of_a_once_a_year_item_warns(desk: Desk) -> None:
    found = submit(desk, plan_of(desk, PD_I01=((4, "P1"), (10, "P2"))))
    assert "plan.more_rounds" in [one.code for one in found.warnings]


@pytest.mark.clause("PD-40")
def test_dispatch_without_a_draw_warns_and_a_reason_satisfies(desk: Desk) -> None:
    plan = plan_of(desk, PD_I05=())
    desk.line(plan, "PD-I05", unit="JCZD", rounds=(), as_needed_reason="本年由省厅统一检查")
    told = [one for one in submit(desk, plan).warnings if one.code.startswith("plan.as_needed")]
    assert "省厅统一检查" in told[0].reason
    again = desk.draft(2027)
    for line in plan.lines.order_by("number"):
        mode = RollMode(line.mode)
        months = tuple((one.month, one.batch) for one in line.rounds.all())
        desk.line(again, line.item.code, unit="JCZD", rounds=months, mode=mode)
    assert "plan.no_draw_this_year" in [one.code for one in submit(desk, again).warnings]


@pytest.mark.clause("PD-36")
def test_only_the_methods_of_the_list_may_be_planned(desk: Desk) -> None:
    plan = plan_of(desk)
    desk.line(plan, "PD-I01", unit="JCZD", rounds=((4, "P1"),), methods=("written",))
    with pytest.raises(Refused) as refusal:
        submit(desk, plan)
    assert [one.code for one in refusal.value.decisions] == ["plan.other_way"]


@pytest.mark.clause("PD-12")
def test_a_general_item_below_five_percent_is_refused(desk: Desk) -> None:
    """最低不能低于5%, and a law may go lower only for itself."""
    code = "ZD10"
    desk.item(code, unit="JCZD", document=_any_law(desk), ratio={"kind": "ratio", "ppm": 40_000})
    plan = plan_of(desk)
    desk.line(plan, code, unit="JCZD", rounds=((4, "P1"),))
    with pytest.raises(Refused) as refusal:
        submit(desk, plan)
    (decision,) = refusal.value.decisions
    assert (decision.code, "二(一)" in decision.clause) == ("plan.below_floor", True)


@pytest.mark.clause("XM-47")
def test_a_regulations_ratio_prevails_and_without_it_the_tier_returns(desk: Desk) -> None:
    xiamen = desk.under("xiamen-2017")
    law = {"kind": "ratio", "ppm": 200_000, "source": "law", "clause": "某条例第八条"}
    xiamen.item("TL01", document=_any_law(desk), ratio=law)
    xiamen.item("TL02", document=_any_law(desk))
    see = (286, NOW.date(), xiamen.pack)
    with_law = selectors.quotas.preview(desk.cast.legal_office, "TL01", *see)
    without = selectors.quotas.preview(desk.cast.legal_office, "TL02", *see)
    assert (with_law.count, with_law.clause) == (58, "某条例第八条")
    assert (without.count, without.tier) == (29, "300家以下 10%")
    assert "三(五)6(1)" in without.clause


@pytest.mark.clause("XM-49")
@pytest.mark.parametrize(
    ("total", "count", "tier"),
    [
        (100, 15, "100家以下 15%"),
        (101, 11, "300家以下 10%"),
        (300, 30, "300家以下 10%"),
        (301, 16, "300家以上 5%"),
    ],
)
def test_the_calculator_shows_tier_rate_and_the_count_rounded_up(
    desk: Desk, total: int, count: int, tier: str
) -> None:
    xiamen = desk.under("xiamen-2017")
    xiamen.item("TL03", document=_any_law(desk))
    shown = selectors.quotas.preview(desk.cast.legal_office, "TL03", total, NOW.date(), xiamen.pack)
    assert (shown.count, shown.tier) == (count, tier)
    assert "向上取整" in shown.sentence


def _any_law(desk: Desk) -> str:
    """Some registered law of the loaded list."""
    from mingqian.registry import selectors as reads

    facts = reads.items.facts(desk.cast.legal_office, "PD-I07", NOW.date())
    return next(basis.document for basis in facts.bases if basis.level in ("law", "regulation"))
