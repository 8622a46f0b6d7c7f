"""The first page of everybody: what is to be done, sorted by urgency, with the numbers of the year."""

import re
from dataclasses import replace
from datetime import date

import pytest
from tests.web import lived, signed_in, text_of

from mingqian.accounts.enums import Role
from mingqian.accounts.types import Grant
from mingqian.site import todo
from mingqian.ui.asking import answered
from mingqian.ui.types import Deadline, Todo


def one(title, state=None, due=None):
    return Todo("抽取", title, "", "/desk/", "办", Deadline(due, "", state) if state else None)


@pytest.mark.slow
def test_every_role_has_a_first_page(cast):
    for role, actor in cast.people.items():
        if role == Role.ENTERPRISE_USER:
            continue
        with lived(cast.now):
            page = signed_in(actor, now=cast.now).get("/desk/")
        assert page.status_code == 200, role


def test_the_heading_says_how_much_is_pressing(cast):
    assert todo.heading([], now=cast.now) == "今天没有要办的事"
    some = [one("a", "late", date(2026, 1, 2)), one("b", "soon", date(2026, 1, 6)), one("c")]
    assert todo.heading(some, now=cast.now) == "今天有 3 件事，其中 1 件已超期、1 件本周到期"


def test_what_is_late_stands_first_and_what_has_no_limit_last():
    some = [
        one("无"),
        one("远", "far", date(2026, 5, 1)),
        one("迟", "late", date(2026, 1, 2)),
        one("近", "soon", date(2026, 1, 6)),
    ]
    assert [one.title for one in todo.urgent_first(some)] == ["迟", "近", "远", "无"]


WITHOUT_AN_ENTRY = re.compile(
    r"jobs_\w+|desk_messages_\w+|search_\w+|ui_\w+|accounts_(session|guess|loginlink|apitoken)"
    r"|registry_importupload|records_(upload|look)|field_lease|inspection_visitevidence\w*|publicity_receipt"
)
"""Tables that some writes change without an entry of the journal: reading, waiting, arriving, signing in."""


def test_what_is_kept_until_the_next_entry_reads_nothing_that_changes_without_one(
    cast, django_assert_max_num_queries
):
    """ADR 23. Somebody with every role is asked everything."""
    one = cast.legal_office
    everybody = replace(one, roles=frozenset(Role), grants=tuple(Grant(role, one.unit_path) for role in Role))
    with django_assert_max_num_queries(40) as asked:
        standing = todo._standing(everybody, cast.today)
    read = set(re.findall(r'(?:FROM|JOIN) "(\w+)"', " ".join(one["sql"] for one in asked.captured_queries)))
    assert standing.figures and {"clocks_clock", "draw_draw", "publicity_notice", "inspection_task"} <= read
    assert [table for table in read if WITHOUT_AN_ENTRY.fullmatch(table)] == []


def test_the_page_says_which_day_it_is(cast):
    with lived(cast.now):
        page = text_of(signed_in(cast.legal_office, now=cast.now).get("/desk/"))
    assert "2026年1月5日 星期一 · 工作日" in page


def test_a_firms_menu_begins_with_its_own_and_marks_one_page(cast):
    with lived(cast.now):
        firm = signed_in(cast.enterprise_user, now=cast.now)
        page, turned = text_of(firm.get("/ent/papers/")), text_of(firm.get("/desk/"))
    assert 'href="/ent/">回到首页' in turned
    assert re.findall(r'href="([^"]+)" class="on"', page) == ["/ent/papers/"]
    assert page.index("我的企业") < page.index("我的账号")


def test_figures_are_of_the_persons_scope_and_administrators_have_none(cast):
    assert answered(todo.figures(cast.system_admin, today=date(2026, 1, 5))) == []
    labels = [figure.label for figure in answered(todo.figures(cast.bureau_leader, today=date(2026, 1, 5)))]
    assert len(labels) == 6 and "超期件" in labels


def test_a_watchdog_learns_that_the_site_lives_and_nothing_else(client, db):
    page = client.get("/healthz")
    assert (page.status_code, page.content, page.cookies) == (200, b"ok\n", {})


@pytest.mark.parametrize("url", ["/desk/", "/desk/jobs/", "/desk/messages/", "/desk/search/?q=鹭湾"])
def test_a_stranger_is_led_to_the_sign_in(client, db, url):
    assert client.get(url).headers["Location"].startswith("/login/")
