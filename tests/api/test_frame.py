"""What every endpoint shares: tokens, scopes, refusals as problem+json, writes that happen once."""

from datetime import timedelta

import pytest
from django.test import Client
from tests import web

from mingqian.accounts import services
from mingqian.accounts.models import ApiToken
from mingqian.core.decision import Refused
from mingqian.registry.models import Item

pytestmark = pytest.mark.django_db


def _issue(cast, **changes):
    wanted = {
        "person": cast.legal_office.code, "name": "市平台", "scopes": ["registry:read"], "token": "t" * 40,
        "valid_for": timedelta(days=30), "by": cast.security_admin, "now": cast.now,
    }  # fmt: skip
    return services.tokens.issue(**{**wanted, **changes})


def _me(at, token="t" * 40):
    with web.lived(at):
        return Client().get("/api/v1/me", headers={"Authorization": f"Bearer {token}"})


def test_a_token_acts_as_its_person(cast):
    _issue(cast)
    told = _me(cast.now).json()
    assert told["code"] == cast.legal_office.code
    assert told["scopes"] == ["registry:read"]


@pytest.mark.parametrize("when", [timedelta(days=30), timedelta(days=400)])
def test_an_expired_token_opens_nothing(cast, when):
    _issue(cast)
    answer = _me(cast.now + when)
    assert answer.status_code == 401
    assert answer["Content-Type"] == "application/problem+json"


def test_an_ended_token_opens_nothing(cast):
    row = _issue(cast)
    services.tokens.end(token=row.pk, by=cast.security_admin, now=cast.now)
    assert _me(cast.now).status_code == 401


def test_the_token_itself_is_never_kept(cast):
    assert "t" * 40 not in str(vars(_issue(cast)))


@pytest.mark.parametrize(
    ("changes", "code"),
    [
        ({"scopes": []}, "api_token.scopes"),
        ({"scopes": ["everything"]}, "api_token.scopes"),
        ({"valid_for": timedelta(days=400)}, "api_token.too_long"),
        ({"name": " "}, "api_token.no_name"),
    ],
)
def test_a_token_has_a_purpose_a_scope_and_an_end(cast, changes, code):
    with pytest.raises(Refused) as refused:
        _issue(cast, **changes)
    assert code in [one.code for one in refused.value.decisions]


def test_only_the_security_administrator_issues_tokens(cast):
    for who in (cast.system_admin, cast.audit_admin, cast.legal_office):
        with pytest.raises(Refused):
            _issue(cast, by=who)


def test_an_administrator_is_not_handed_to_a_program(cast):
    with pytest.raises(Refused) as refused:
        _issue(cast, person=cast.system_admin.code)
    assert "api_token.administrator" in [one.code for one in refused.value.decisions]


def test_a_missing_scope_is_named(cast, program):
    answer = program(cast.draw_operator, "draw:read").post("/api/v1/draws/R1/freeze")
    told = answer.json()
    assert answer.status_code == 403
    assert told["code"] == "access.token_scope" and "draw:write" in told["title"]
    assert told["remedy"]


def test_what_is_not_there_is_a_problem_of_404(cast, program):
    answer = program(cast.draw_operator).get("/api/v1/draws/R1")
    assert answer.status_code == 404
    assert answer["Content-Type"] == "application/problem+json"


@pytest.mark.parametrize("body", ["", "{", "[]", "null", '{"sources": 7}', '{"sources": []}'])
def test_a_body_that_cannot_be_read_is_refused_with_its_place(cast, program, body):
    answer = program(cast.draw_operator).post("/api/v1/draws/R1/announce", body, "application/json")
    assert answer.status_code in (400, 422)
    assert answer["Content-Type"] == "application/problem+json"


def test_a_cookie_opens_nothing_here(cast):
    with web.lived(cast.now):
        assert web.signed_in(cast.draw_operator, now=cast.now).get("/api/v1/draws").status_code == 401


def test_a_refused_write_leaves_nothing(cast, program):
    before = Item.objects.count()
    client = program(cast.draw_operator)
    answer = client.post(
        "/api/v1/draws", {"code": "R1", "plan": "NONE", "parties": []}, "application/json",
        headers={"Idempotency-Key": "one"},
    )  # fmt: skip
    assert answer.status_code == 422
    assert Item.objects.count() == before


def test_the_desk_shows_a_new_token_once_and_ends_it(cast):
    with web.lived(cast.now):
        desk = web.signed_in(cast.security_admin, now=cast.now)
        wanted = {
            "name": "市平台",
            "person": cast.legal_office.code,
            "scopes": ["registry:read"],
            "days": "30",
        }
        shown = web.text_of(desk.post("/desk/tokens/new/", wanted))
        token = shown.split("<pre>")[1].split("</pre>")[0]
        assert _me(cast.now, token).status_code == 200
        assert token not in web.text_of(desk.get("/desk/tokens/"))
        row = ApiToken.objects.get()
        assert desk.post(f"/desk/tokens/{row.pk}/", {"typed": "停用"}).status_code == 303
    assert _me(cast.now, token).status_code == 401


@pytest.mark.parametrize("odd", ["\\u0000", "\\u001B[31m", "\\\\\\u0007", "\\b", "\\u0085", "\x7f", "\x85"])
def test_a_text_with_what_no_form_takes_is_refused_on_every_database(cast, program, odd):
    client = program(cast.draw_operator)
    body = '{"code": "R%s", "plan": "P", "parties": [{"role": "a", "unit": "b"}]}'
    answer = client.post("/api/v1/draws", body % odd, "application/json")
    assert answer.status_code == 422
    assert answer.json()["code"] == "http.control"
    written = client.post("/api/v1/draws", body % "\\n\\t\\\\u0007\\\\b", "application/json").json()
    assert written["code"] != "http.control"  # a line, a tab, and a backslash with letters behind it
    answer = client.post("/api/v1/draws", body % odd, "text/plain")
    assert answer.json()["code"] == "http.control", "what a body calls itself changes nothing"


def test_a_form_with_files_sent_where_json_is_asked_for_is_refused(cast, program):
    answer = program(cast.draw_operator).post("/api/v1/draws", {"code": "R1"})
    assert answer.status_code == 422 and "不收表单和文件" in answer.json()["title"]
