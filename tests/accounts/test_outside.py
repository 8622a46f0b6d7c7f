"""The city's own sign-in service: who it proves, whom that is here, and what its answer is worth."""

from types import ModuleType
from urllib.parse import parse_qs, urlencode, urlsplit

import pytest
from django.test import Client
from tests.web import lived, refusal_of, signed_in

from mingqian.accounts.models import OutsideIdentity, Session
from mingqian.accounts.outside import Identity
from mingqian.accounts.services import outside
from mingqian.audit.models import Entry
from mingqian.core.decision import Refused, denied

CITY = "https://id.luwan.example"


class City:
    """A service that proves whatever account its answer names, for the errand it was sent on."""

    label = "市统一认证"

    def start(self, errand):
        return f"{CITY}/authorise?{urlencode({'state': errand.state, 'back': errand.back})}"

    def finish(self, answer, errand):
        if answer.get("code") != "good":
            raise Refused(denied("outside.refused", "认证平台没有确认身份"))
        return Identity(CITY, answer["account"])


@pytest.fixture(autouse=True)
def city(cast, settings, monkeypatch):
    module = ModuleType("luwan_city")
    module.provider = City()
    monkeypatch.setitem(__import__("sys").modules, "luwan_city", module)
    settings.OUTSIDE_SIGN_IN = "luwan_city:provider"
    with lived(cast.now):
        yield


def bind(cast, whom="office", subject="4711", by="security_admin"):
    return outside.bind(
        person=cast.people[whom].code, issuer=CITY, subject=subject, by=cast.people[by], now=cast.now
    )


def there_and_back(browser, account="4711", code="good"):
    away = browser.get("/login/outside/").headers["Location"]
    assert away.startswith(f"{CITY}/authorise?")
    asked = parse_qs(urlsplit(away).query)
    answer = {"state": asked["state"][0], "code": code, "account": account}
    return f"{urlsplit(asked['back'][0]).path}?{urlencode(answer)}"


def test_a_bound_account_signs_its_person_in_with_one_button(cast):
    bind(cast)
    browser = Client()
    back = there_and_back(browser)
    assert browser.get(back).status_code == 200 and not Session.objects.exists()
    assert browser.post(back).headers["Location"] == "/desk/"
    assert Session.objects.get().person.code == cast.office.code
    assert browser.get("/desk/account/").status_code == 200
    assert '"method":"outside"' in Entry.objects.get(kind="signin.succeeded").body


def test_an_unbound_account_opens_nothing(cast):
    browser = Client()
    answer = browser.post(there_and_back(browser))
    assert answer.status_code == 409 and "没有绑定" in refusal_of(answer)
    assert not Session.objects.exists()


def test_an_answer_is_worth_nothing_in_another_browser_or_twice_or_late(cast):
    bind(cast)
    browser = Client()
    back = there_and_back(browser)
    assert "不是本次登录的" in refusal_of(Client().post(back))
    assert "不是本次登录的" in refusal_of(browser.post(back.replace("state=", "state=0")))
    assert "没有确认身份" in refusal_of(browser.post(back.replace("code=good", "code=bad")))
    assert browser.post(back).status_code == 303
    browser.post("/logout/")
    assert "不是本次登录的" in refusal_of(browser.post(back))


def test_a_binding_taken_back_opens_nothing_and_stays_on_record(cast):
    bound = bind(cast)
    security = signed_in(cast.security_admin, now=cast.now)
    page = f"/desk/people/{cast.office.code}/outside/"
    assert security.post(f"{page}{bound.pk}/end/").status_code == 303
    browser = Client()
    assert browser.post(there_and_back(browser)).status_code == 409
    assert OutsideIdentity.objects.get().ended_at == cast.now
    assert security.post(page, {"issuer": CITY, "subject": "4711"}).status_code == 303


@pytest.mark.parametrize(
    ("changes", "word"),
    [
        ({"by": "system_admin"}, "不能办理"),
        ({"whom": "audit_admin"}, "管理员只在本系统登录"),
        ({"whom": "security_admin"}, "不能给自己办理"),
        ({"subject": " 4711"}, "账号标识为空"),
    ],
)
def test_who_binds_whom(cast, changes, word):
    with pytest.raises(Refused, match=word):
        bind(cast, **changes)


def test_one_account_is_one_person(cast):
    bind(cast)
    with pytest.raises(Refused, match="已绑定"):
        bind(cast, whom="legal_office")


def test_without_a_provider_the_pages_are_not_there(cast, settings):
    settings.OUTSIDE_SIGN_IN = ""
    assert Client().get("/login/outside/").status_code == 404
    assert "市统一认证" not in Client().get("/login/").content.decode()
