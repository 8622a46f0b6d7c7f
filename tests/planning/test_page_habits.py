"""Habits of every planning page: few queries, nothing broken for anybody, nothing carried out twice."""

from collections.abc import Iterator
from typing import Any

import pytest
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext
from tests import web
from tests.cast import BUREAU
from tests.planning.desk import NOW, Desk
from tests.planning.test_papers import GUIDE

from mingqian.accounts.enums import Role
from mingqian.planning import services
from mingqian.planning.enums import PaperKind
from mingqian.planning.models import Demand, ImplementationPlan, ItemPaper
from mingqian.registry import services as registries

# What pages say; tests/misuse opens them on both.
pytestmark = [pytest.mark.django_db, pytest.mark.sqlite]
PLAN = f"/desk/plans/{BUREAU}/2026/1/"
RUN = "/desk/implementations/SS-2026-R1/"


@pytest.fixture(scope="module")
def standing_world(standing_desk: Desk) -> Desk:
    """One of each: an adopted pack, a demand, a published plan, a draft beside it, a batch, a guideline."""
    desk, cast = standing_desk, standing_desk.cast
    legal = cast.legal_office
    registries.packs.adopt(
        pack="luwan-2026", unit=BUREAU, from_on=NOW.date(), reason="启用", by=legal, now=NOW
    )
    desk.item("LD09", unit="LDGX")
    plan = desk.draft()
    for item, unit in (("JG01", "JYC"), ("JG05", "JYC"), ("LD09", "LDGX")):
        desk.line(plan, item, unit=unit)
    desk.through(plan)
    desk.implementation(plan)
    services.annual.adjust(plan=plan, reason="增加批次", pack=desk.pack, by=legal, now=NOW)
    head = cast.business_unit_head
    services.demands.propose(unit="LDGX", item="LD09", rounds=2, pack=desk.pack, by=head, now=NOW)
    services.papers.draft(kind=PaperKind.GUIDELINE, item="LD09", unit="LDGX", text=GUIDE, by=head, now=NOW)
    return desk


@pytest.fixture
def world(standing_world: Desk, desk: Desk) -> Iterator[Desk]:
    with web.lived(NOW):
        yield standing_world


def seat(desk: Desk, role: Role = Role.LEGAL_OFFICE) -> Client:
    return web.signed_in(desk.cast[role], now=NOW)


def pages() -> list[str]:
    """Every page that shows something, each addressed as a reader would."""
    draft = PLAN.replace("/1/", "/2/")
    demand, paper = f"/desk/demands/{Demand.objects.get().code}/", "/desk/guidelines/LD09/1/"
    return [
        "/desk/demands/", "/desk/demands/new/", demand, f"{demand}take-up/", f"{demand}return/",
        "/desk/plans/", "/desk/plans/new/", PLAN, draft, f"{draft}difference/", f"{draft}lines/new/",
        f"{draft}lines/JG01/", f"{draft}omit/", f"{draft}return/", f"{draft}approve/", f"{PLAN}publish/",
        f"{PLAN}receipt/", f"{PLAN}adjust/", f"{draft}withdraw/",
        "/desk/implementations/", "/desk/implementations/new/", RUN, f"{RUN}fields/", f"{RUN}items/JG01/",
        f"{RUN}panels/", f"{RUN}panels/P1/", f"{RUN}partners/", f"{RUN}return/", f"{RUN}approve/",
        f"{RUN}publish/", f"{RUN}start/", f"{RUN}complete/", f"{RUN}withdraw/",
        "/desk/guidelines/", "/desk/guidelines/new/", paper, f"{paper}edit/", f"{paper}return/",
        f"{paper}publish/", f"{paper}withdraw/", "/desk/evaluation-methods/", "/desk/evaluation-methods/new/",
    ]  # fmt: skip


# One of each kind of reader; every role on every URL is the house's own test.
SEATS = (
    Role.LEGAL_OFFICE,
    Role.BUREAU_LEADER,
    Role.BUSINESS_UNIT_STAFF,
    Role.DISTRICT_BUREAU,
    Role.SYSTEM_ADMIN,
    Role.ENTERPRISE_USER,
)


@pytest.mark.slow
@pytest.mark.sqlite
def test_no_page_breaks_for_anybody_and_strangers_see_nothing(world: Desk) -> None:
    for role in SEATS:
        client = seat(world, role)
        answers = {url: client.get(url).status_code for url in pages()}
        assert set(answers.values()) <= {200, 403, 404}, (role, answers)
        if role in (Role.SYSTEM_ADMIN, Role.ENTERPRISE_USER):
            assert set(answers.values()) == {403}, (role, answers)
    assert {Client().get(url).status_code for url in pages()} == {302}


def test_a_list_and_a_plan_take_few_queries_however_long_they_are(world: Desk) -> None:
    client = seat(world)
    counts = {}
    for url in ("/desk/demands/", "/desk/plans/", "/desk/implementations/", "/desk/guidelines/", PLAN, RUN):
        client.get(url)
        with CaptureQueriesContext(
            connection,
        ) as found:
            assert client.get(url).status_code == 200
        counts[url] = len(found)
    assert not {url: count for url, count in counts.items() if count > 12}


def test_a_form_sent_twice_is_carried_out_once(world: Desk) -> None:
    officer = seat(world)
    said = {"unit": "LDGX", "item": "LD09", "rounds": 2, "once": "the-same-form"}
    first, second = (officer.post("/desk/demands/new/", said) for _ in range(2))
    assert (first.status_code, second.status_code) == (303, 303)
    assert first.headers["Location"] == second.headers["Location"]
    assert Demand.objects.count() == 2


BAD: list[tuple[str, dict[str, Any]]] = [
    ("/desk/demands/new/", {"unit": "JYC' OR 1=1", "item": "JG01", "rounds": "二"}),
    ("/desk/demands/new/", {"unit": "LDGX", "item": "LD09", "rounds": 2**70}),
    ("/desk/demands/new/", {"unit": "LDGX", "item": "LD09", "rounds": 2, "reason": "长" * 100_000}),
    ("/desk/plans/new/", {"unit": BUREAU, "year": 10**30, "title": "x", "pack": "../../etc/passwd"}),
    ("/desk/plans/new/", {"unit": BUREAU, "year": 2030, "title": "a\x00b", "pack": "luwan-2026"}),
    (f"{PLAN}receipt/", {"receipt_no": "=HYPERLINK(1)", "received_on": "2026-13-45"}),
    (f"{RUN}fields/", {"starts_on": "昨天", "embargo_until": "2026-01-01T99:99", "leader": "LW01"}),
    (f"{RUN}panels/", {"code": "甲组", "pool_class": "enforcement", "teams": 0, "items": ["JG99"]}),
    (f"{RUN}partners/", {"unit": "LDGX", "outside_name": "市市场监管局", "duty": "联合"}),
    ("/desk/guidelines/new/", {"item": "LD09", "unit": "LDGX", "title": "x", "points": "a|b|c|d"}),
]


@pytest.mark.parametrize(("url", "said"), BAD)
def test_what_makes_no_sense_is_refused_on_the_page_and_nothing_is_saved(
    world: Desk, url: str, said: dict[str, Any]
) -> None:
    before = (Demand.objects.count(), ImplementationPlan.objects.count(), ItemPaper.objects.count())
    answer = seat(world).post(url, said)
    assert answer.status_code == 422
    assert 'class="error' in web.text_of(answer) or "refusal" in web.text_of(answer)
    assert before == (Demand.objects.count(), ImplementationPlan.objects.count(), ItemPaper.objects.count())


@pytest.mark.parametrize(
    "url",
    [
        "/desk/plans/359900/99999999999999999999/1/", "/desk/plans/nobody/2026/1/", "/desk/demands/%3Cscript%3E/",
        "/desk/implementations/..%2F..%2Fetc/", "/desk/guidelines/LD09/999999999999999999/",
        f"{PLAN}lines/%00/", "/desk/guidelines/new/?item=%00", f"{RUN}items/ZZ/", f"{RUN}panels/P9/",
    ],
)  # fmt: skip
def test_an_address_of_nothing_is_not_found(world: Desk, url: str) -> None:
    assert seat(world).get(url).status_code == 404


def test_a_name_full_of_markup_and_formulas_harms_neither_page_nor_export(world: Desk) -> None:
    officer = seat(world)
    title = "=cmd|'/c calc'!A1<script>alert(1)</script>"
    said = {"unit": BUREAU, "year": 2031, "title": title, "pack": "luwan-2026"}
    assert officer.post("/desk/plans/new/", said).status_code == 303
    page = web.text_of(officer.get("/desk/plans/"))
    assert "<script>alert" not in page
    assert "&lt;script&gt;alert" in page
    exported = officer.get("/desk/plans/?export=csv&year=2031").getvalue().decode("utf-8-sig")
    assert not any(line.startswith(("=", "+", "-", "@")) for line in exported.splitlines())
