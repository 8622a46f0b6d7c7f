"""Pages of accounts in a browser: the whole way in, failures that stay on record, three administrators apart."""

import re
from datetime import timedelta

import pyotp
import pytest
from django.core.management import call_command
from django.db import connection
from django.test import Client
from tests.accounts.proving import GOOD, OTHER, code_of, give_password
from tests.web import lived, refusal_of, signed_in, text_of

from mingqian.accounts import cookies
from mingqian.accounts.enums import ADMINISTRATORS, Role
from mingqian.accounts.models import LoginLink, Person, Post, Session
from mingqian.audit.models import Entry


@pytest.fixture(autouse=True)
def today(cast):
    with lived(cast.now):
        yield


def secret_on(page):
    return re.search(r'密钥 <span class="mono">([A-Z2-7]+)<', text_of(page)).group(1)


def hidden(page, name):
    return re.search(rf'name="{name}" value="([^"]+)"', text_of(page)).group(1)


def printed_link(capsys, code):
    call_command("login_link", code)
    address, told = capsys.readouterr().out.splitlines()
    assert "只能用一次" in told
    return "/" + address.split("/", 3)[3]


def follow(browser, answer):
    assert answer.status_code == 303, refusal_of(answer)
    return browser.get(answer.headers["Location"])


def test_the_whole_way_in_from_the_printed_link(cast, capsys):
    """命令行签发链接 → 设密码 → 启用动态口令 → 收好恢复码 → 进门."""
    browser, link = Client(), printed_link(capsys, cast.system_admin.code)
    assert browser.get(link).status_code == 200 and LoginLink.objects.get().used_at is None
    page = follow(browser, browser.post(link))
    assert "设置密码" in text_of(page)
    assert browser.get("/desk/people/").headers["Location"].startswith("/login/?next=")
    assert browser.post("/login/password/", {"new": "kurz", "again": "kurz"}).status_code == 422
    page = follow(browser, browser.post("/login/password/", {"new": GOOD, "again": GOOD}))
    typed = pyotp.TOTP(secret_on(page)).at(cast.now)
    page = browser.post("/login/enrol/", {"salt": hidden(page, "salt"), "typed": typed})
    assert page.status_code == 200 and len(re.findall(r"<li>\w{4}-\w{4}-\w{4}</li>", text_of(page))) == 10
    assert page.headers["Cache-Control"] == "no-store"
    assert browser.get("/desk/people/").status_code == 200
    assert browser.post(link).status_code == 409


def test_a_page_asked_for_before_signing_in_opens_after_it(cast):
    give_password(cast.system_admin, now=cast.now, enrolled=True)
    browser = Client()
    door = browser.get("/desk/units/").headers["Location"]
    step = browser.post(door, {"code": cast.system_admin.code.lower(), "password": GOOD}).headers["Location"]
    answer = browser.post(step, {"typed": code_of(cast.system_admin, cast.now)})
    assert answer.headers["Location"] == "/desk/units/"
    for elsewhere in ("https://evil.example/", "//evil.example/", "/\\evil.example"):
        browser = Client()
        answer = browser.post(f"/login/?next={elsewhere}", {"code": cast.system_admin.code, "password": GOOD})
        assert "evil" not in answer.headers["Location"]


def test_a_failed_sign_in_stays_on_record_though_its_page_is_refused(cast):
    give_password(cast.office, now=cast.now)
    answer = Client().post("/login/", {"code": cast.office.code, "password": "falsch"})
    assert answer.status_code == 422 and "falsch" not in text_of(answer)
    assert "工号、密码或口令不对" in refusal_of(answer)
    assert Entry.objects.filter(kind="signin.failed", thing=f"person:{cast.office.code}").count() == 1


def test_the_cookie_is_for_this_site_and_its_pages_only(cast, settings):
    settings.SESSION_COOKIE_SECURE = True
    give_password(cast.office, now=cast.now)
    answer = Client().post("/login/", {"code": cast.office.code, "password": GOOD})
    cookie = answer.cookies[cookies.NAME]
    assert cookie["httponly"] and cookie["secure"] and cookie["samesite"] == "Lax"
    assert not Session.objects.filter(digest=cookie.value).exists()


def test_the_moment_of_last_use_moves_in_the_cookie_and_writes_nothing(cast):
    browser = signed_in(cast.office, now=cast.now)
    for number in range(1, 4):
        with lived(cast.now + number * timedelta(minutes=20)):
            assert browser.get("/desk/account/").status_code == 200
    with lived(cast.now + timedelta(minutes=91)):
        answer = browser.get("/desk/account/")
        assert answer.headers["Location"].startswith("/login/")
        assert "30 分钟没有操作" in text_of(browser.get("/login/"))


def test_a_signed_in_page_costs_two_queries_for_knowing_who_asks(cast, django_assert_max_num_queries):
    browser = signed_in(cast.office, now=cast.now)
    with django_assert_max_num_queries(2):
        browser.get("/login/")


def test_signing_out_closes_the_door_behind(cast):
    browser = signed_in(cast.office, now=cast.now)
    kept = browser.cookies[cookies.NAME].value
    assert browser.post("/logout/").status_code == 303
    browser.cookies[cookies.NAME] = kept
    assert browser.get("/desk/account/").status_code == 302


def test_an_old_offer_of_an_authenticator_is_worth_nothing_to_somebody_else(cast):
    mine, other = (signed_in(one, now=cast.now) for one in (cast.office, cast.legal_office))
    page = mine.get("/desk/account/enrol/")
    typed = pyotp.TOTP(secret_on(page)).at(cast.now)
    answer = other.post("/desk/account/enrol/", {"salt": hidden(page, "salt"), "typed": typed})
    assert answer.status_code == 409 and "已失效" in text_of(answer)


def test_ones_own_account_changes_its_password_and_ends_other_places(cast):
    give_password(cast.office, now=cast.now)
    browser = signed_in(cast.office, now=cast.now)
    elsewhere = signed_in(cast.office, now=cast.now - timedelta(minutes=1))
    other = Session.objects.order_by("pk").last()
    assert browser.post(f"/desk/account/sessions/{other.pk}/end/").status_code == 303
    assert elsewhere.get("/desk/account/").status_code == 302
    data = {"old": GOOD, "new": OTHER, "again": OTHER}
    assert browser.post("/desk/account/password/", data | {"again": "anders"}).status_code == 422
    assert browser.post("/desk/account/password/", data).status_code == 303
    assert Person.objects.get(code=cast.office.code).check_password(OTHER)


# --- three administrators ---


def test_three_administrators_stay_apart_on_the_pages(cast):
    """系统管理员建人，安全管理员授权，审计管理员只看."""
    system, security, audit = (
        signed_in(cast[role], now=cast.now)
        for role in (Role.SYSTEM_ADMIN, Role.SECURITY_ADMIN, Role.AUDIT_ADMIN)
    )
    person = {"code": "NEU1", "name": "新来人", "unit": "FGC"}
    post = {"role": "office", "unit": "FGC", "from_on": "2026-01-05"}
    for other in (security, audit):
        assert other.post("/desk/people/new/", person).status_code == 403
    assert system.post("/desk/people/new/", person).status_code == 303
    for other in (system, audit):
        assert other.post("/desk/people/NEU1/appoint/", post).status_code == 403
    assert security.post("/desk/people/NEU1/appoint/", post).status_code == 303
    assert Post.objects.get(person__code="NEU1").role == Role.OFFICE
    answer = security.post("/desk/people/NEU1/appoint/", post | {"role": "audit_admin"})
    assert answer.status_code == 422 and "三员分立" in refusal_of(answer)
    for role in ADMINISTRATORS:
        assert security.post(f"/desk/people/{cast[role].code}/link/").status_code in (403, 409)


def test_a_person_of_another_bureau_is_not_to_be_found(cast):
    """区县人员看不到别处的人: the same answer as for somebody who does not exist."""
    Post.objects.filter(person__code=cast.bureau_leader.code).update(unit=cast.district_bureau.unit_id)
    browser = signed_in(cast.bureau_leader, now=cast.now)
    assert browser.get(f"/desk/people/{cast.district_bureau.code}/").status_code == 200
    assert browser.get(f"/desk/people/{cast.office.code}/").status_code == 404
    assert browser.get("/desk/people/GIBTSNICHT/").status_code == 404


def test_a_new_unit_with_hostile_words_is_shown_as_words(cast):
    browser = signed_in(cast.system_admin, now=cast.now)
    unit = {
        "code": "BOESE",
        "name": "=1+1<script>alert(1)</script>",
        "parent": cast.bureau,
        "kind": "office",
        "level": "city",
        "division_code": "359900",
    }
    assert browser.post("/desk/units/new/", unit).status_code == 303
    assert "<script>alert" not in text_of(browser.get("/desk/units/"))
    exported = b"".join(browser.get("/desk/units/?export=csv")).decode("utf-8-sig")
    assert "=1+1<script>" in exported and not re.search(r'(^|,)"?=1', exported, re.MULTILINE)


def test_a_form_handed_in_twice_is_carried_out_once(cast):
    browser = signed_in(cast.system_admin, now=cast.now)
    person = {"code": "NEU1", "name": "新来人", "unit": "FGC", "once": "same"}
    first, second = (browser.post("/desk/people/new/", person) for _ in range(2))
    assert first.headers["Location"] == second.headers["Location"]
    assert Entry.objects.filter(kind="person.created", thing="person:NEU1").count() == 1


# --- 以此人视角查看 ---


def test_looking_through_another_persons_eyes_is_reading_only(cast):
    browser = signed_in(cast.security_admin, now=cast.now)
    assert browser.get("/desk/firms/new/").status_code == 403
    begun = browser.post(f"/desk/people/{cast.legal_office.code}/view/", {"purpose": "核对权限是否合适"})
    assert begun.status_code == 303
    page = browser.get("/desk/firms/new/")
    assert page.status_code == 200 and "的视角查看，只读" in text_of(page)
    before = Entry.objects.count()
    answer = browser.post("/desk/firms/new/", {"subject_code": "X", "subject_name": "某", "name": "某"})
    assert answer.status_code == 403 and "不能办理" in text_of(answer)
    assert browser.get("/desk/account/").status_code == 403
    assert Entry.objects.count() == before
    assert browser.post("/desk/viewing/end/").status_code == 303
    assert browser.get("/desk/firms/new/").status_code == 403


# --- 检查对象 ---


def test_the_desk_lets_a_firms_person_in_and_shows_the_link_once(cast):
    browser = signed_in(cast.legal_office, now=cast.now)
    firm = {"subject_code": "91359900MA000TEXT7", "subject_name": "鹭湾测试有限公司", "name": "林代表"}
    page = browser.post("/desk/firms/new/", firm)
    assert page.status_code == 200 and page.headers["Cache-Control"] == "no-store"
    link = re.search(r'value="http://testserver(/login/link/[0-9a-f]+/)"', text_of(page)).group(1)
    visitor = Client()
    follow(visitor, visitor.post(link))
    answer = visitor.post("/login/password/", {"new": GOOD, "again": GOOD})
    assert answer.headers["Location"] == "/ent/"
    assert visitor.get("/desk/people/").status_code == 403


# --- 权限矩阵 ---


def test_the_matrix_says_what_the_doors_do(cast):
    browser = signed_in(cast.security_admin, now=cast.now)
    rows = b"".join(browser.get("/desk/rights/matrix/?export=csv")).decode("utf-8-sig").splitlines()
    head, body = rows[0].split(","), [row.split(",") for row in rows[1:]]
    assert head[2:] == [role.label for role in Role]
    (units,) = [row for row in body if row[0].strip("'\"") == "/desk/units/new/"]
    assert {role for role, mark in zip(Role, units[2:], strict=True) if mark} == {Role.SYSTEM_ADMIN}
    page = text_of(browser.get("/desk/rights/?role=enterprise_user"))
    assert "/desk/account/" in page and "/desk/units/new/" not in page
    assert "只看自己代表的检查对象" in page


def test_every_page_of_accounts_is_few_queries(cast):
    browser = signed_in(cast.security_admin, now=cast.now)
    for path in ("/desk/people/", "/desk/units/", "/desk/rights/", "/desk/people/LW03/", "/desk/account/"):
        with connection.execute_wrapper(_counter := Counter()):
            assert browser.get(path).status_code == 200
        assert _counter.number <= 12, path


class Counter:
    number = 0

    def __call__(self, execute, sql, params, many, context):
        self.number += 1
        return execute(sql, params, many, context)
