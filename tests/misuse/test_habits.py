"""Old habits of the web turned against us: replays, other sites' forms, lapsed sign-ins, cells that compute."""

import io
import zipfile
from datetime import timedelta
from typing import Any

import pytest
from django.test import Client
from tests.web import lived, signed_in, text_of

from mingqian.accounts.models import Person
from mingqian.planning.models import AnnualPlan
from mingqian.ui import access

pytestmark = pytest.mark.django_db

FORMULA = '=HYPERLINK("http://127.0.0.1/","点我")'
PLAN = {"year": "2027", "title": "2027年度抽查计划", "pack": "luwan-2026"}


def _unit(client: Client) -> str:
    """The first unit the form offers."""
    return (
        text_of(client.get("/desk/plans/new/"))
        .split('name="unit"')[1]
        .split('option value="')[2]
        .split('"')[0]
    )


def test_a_form_sent_twice_is_carried_out_once(cast: Any) -> None:
    client = signed_in(cast.legal_office, now=cast.now)
    with lived(cast.now):
        form = {**PLAN, "unit": _unit(client), "once": "the-same-token"}
        first, second = (client.post("/desk/plans/new/", form) for _ in range(2))
    assert (first.status_code, second.status_code) == (303, 303)
    assert first.headers["Location"] == second.headers["Location"]
    assert AnnualPlan.objects.count() == 1


def test_a_refused_form_may_be_mended_with_its_token(cast: Any) -> None:
    client = signed_in(cast.legal_office, now=cast.now)
    with lived(cast.now):
        unit = _unit(client)
        wrong = client.post("/desk/plans/new/", {**PLAN, "unit": unit, "year": "zwanzig", "once": "mended"})
        right = client.post("/desk/plans/new/", {**PLAN, "unit": unit, "once": "mended"})
    assert (wrong.status_code, right.status_code) == (422, 303)


def test_no_door_takes_a_form_of_another_site(cast: Any) -> None:
    client = Client(enforce_csrf_checks=True, raise_request_exception=False)
    client.cookies = signed_in(cast.legal_office, now=cast.now).cookies
    taken = []
    with lived(cast.now):
        for route, name, view in access.patterns():
            declared = access.declared(view)
            if (
                declared
                and "POST" in declared.methods
                and access.TOKEN not in declared.who
                and "<" not in route
            ):
                answer = client.post(f"/{route}", {"typed": "清除演示"}, headers={"HX-Request": "true"})
                taken += [name] if answer.status_code not in (403, 404) else []
    # The city's sign-in service sends people back with a form of its own and proves it otherwise; and nothing is lost
    # when a stranger's page makes the letters larger.
    assert set(taken) <= {"accounts:outside-back", "ui:large"}


def test_a_lapsed_sign_in_leads_to_the_entrance_and_acts_no_more(cast: Any) -> None:
    client = signed_in(cast.legal_office, now=cast.now)
    with lived(cast.now + timedelta(hours=13)):
        shown, sent = client.get("/desk/plans/new/"), client.post("/desk/plans/new/", PLAN)
    assert shown.status_code in (302, 303) and shown.headers["Location"].startswith("/login/?next=")
    assert sent.status_code in (403, 409) and "登录已失效" in text_of(sent)
    assert not AnnualPlan.objects.exists()


@pytest.mark.parametrize("kind", ["csv", "xlsx"])
def test_an_export_computes_nothing(cast: Any, kind: str) -> None:
    Person.objects.filter(code=cast.office.code).update(name=FORMULA)
    client = signed_in(cast.system_admin, now=cast.now)
    with lived(cast.now):
        answer = client.get(f"/desk/people/?export={kind}")
    told = b"".join(answer) if answer.streaming else answer.content
    if kind == "csv":
        assert "'=HYPERLINK" in told.decode("utf-8-sig") and ',"=HYPERLINK' not in told.decode()
        return
    with zipfile.ZipFile(io.BytesIO(told)) as book:
        sheets = [
            book.read(one).decode() for one in book.namelist() if "worksheets/" in one or "shared" in one
        ]
    assert any("HYPERLINK" in one for one in sheets) and not any("<f>" in one for one in sheets)


@pytest.mark.parametrize(
    "name", ["..%2f..%2fdb.sqlite3", "%2e%2e/secret.key", "..\\secret.key", "transcript.json%00"]
)
def test_a_download_names_only_its_own_files(cast: Any, name: str) -> None:
    with lived(cast.now):
        answer = Client(raise_request_exception=False).get(f"/draws/LW-2026-R1/files/{name}")
    assert answer.status_code == 404
