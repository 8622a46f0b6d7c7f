"""The figures of a year's openness: each opens rows that add up to it, and a tombstone says no more there than by itself."""

import re
from datetime import UTC, datetime, timedelta
from typing import Any

import pytest
from django.test import Client
from tests.publicity.office import Office, content
from tests.web import lived, signed_in, text_of

from mingqian.publicity import services
from mingqian.publicity.enums import KeepBackGround, NoticeKind, WithdrawGround
from mingqian.publicity.types import Withheld

# What a page says, and to whom.
pytestmark = pytest.mark.sqlite

TOLD = re.compile(r'<a href="(/statistics/[^"]+)">([^<]+)</a>(?:<b>|</th><td class="num">)([\d,]+)<')
COUNTED = re.compile(r"共 <b>([\d,]+)</b> 条")
SUMMED = re.compile(r"<span>([\d,]+) 项，由下列公示加成")
DESK = re.compile(r'<a href="(/desk/publicity/figures/\?rows=[^"]+)"[^>]*><small>([^<]+)</small><b>(\d+)</b>')


def withdraw(office: Office) -> None:
    services.withdrawing.withdraw(
        code=office.code, ground=WithdrawGround.MISTAKE, reason="名称写错，另行公示", policy=None, by=office.cast.publisher,
        now=office.tick(),
    )  # fmt: skip


def keep_back(office: Office) -> None:
    asked = services.keeping_back.ask(
        code=office.code, ground=KeepBackGround.CRIME, reason="公安机关办理中", by=office.cast.legal_office,
        review_on=office.at.date() + timedelta(days=90), now=office.tick(),
    )  # fmt: skip
    services.keeping_back.decide(
        request=asked.pk, approve=True, by=office.cast.bureau_leader, now=office.tick()
    )


def corrected(office: Office, title: str) -> None:
    office.correct(
        content=content(title=title, withheld=(Withheld("自然人", "", 3),)), reason="标题里的批次写错"
    )
    office.review()
    office.release()


@pytest.fixture
def lived_through(office: Office) -> Office:
    """In time, late, corrected, corrected and then taken down, kept back, with lines left out, late and at work."""
    office.released(
        thing="results:R1",
        content=content(withheld=(Withheld("自然人", "", 2), Withheld("另案/侦办", "", 1))),
    )
    office.released(
        thing="results:R2", content=content(title="批次写错的一份", withheld=(Withheld("自然人", "", 3),))
    )
    corrected(office, "第二批检查结果")
    office.released(thing="results:R3", content=content(title="不该再被看到的标题"))
    corrected(office, "第三批检查结果")
    withdraw(office)
    office.draft(thing="results:R4", content=content(title="不能公开的一份"))
    keep_back(office)
    office.draft(thing="results:R5", content=content(title="迟迟没有公示的一份"))
    office.at = datetime(2026, 5, 20, 1, 0, tzinfo=UTC)
    office.released(thing="results:R6", content=content(title="迟到的一份"))
    office.released(
        kind=NoticeKind.DUTIES,
        thing="duties:X",
        content=content(title="没有期限的一份"),
        started_on=None,
    )
    return office


def test_every_public_figure_opens_rows_that_add_up_to_it(
    lived_through: Office, django_assert_max_num_queries: Any
) -> None:
    with lived(lived_through.at):
        page = Client().get("/statistics/").content.decode()
        told = {label: (url, int(number)) for url, label, number in TOLD.findall(page)}
        assert {label: number for label, (_, number) in told.items()} == {
            "检查结果": 4, "职责与程序": 1, "按期公示": 3, "超期公示": 1, "更正": 2, "公示内容有误": 1, "自然人": 5, "另案/侦办": 1,
        }  # fmt: skip
        for label, (url, number) in told.items():
            with django_assert_max_num_queries(12):
                rows = Client().get(url).content.decode()
            found = SUMMED.search(rows) or COUNTED.search(rows)
            assert found, label
            assert int(found[1]) == number, label
        assert "涉嫌犯罪" in page


def test_rows_name_what_the_public_may_read_and_tombstones_say_no_more(lived_through: Office) -> None:
    with lived(lived_through.at):
        pages = {
            key: text_of(Client().get(f"/statistics/{key}/"))
            for key in ("in-time", "late", "corrected", "kind-results", "withdrawn-mistake")
        }
    assert "迟到的一份" in pages["late"]
    assert "批次写错的一份" not in pages["corrected"]
    assert "第二批检查结果" in pages["corrected"]
    assert pages["corrected"].count("标题里的批次写错") == 1
    assert "随公示撤下" in pages["corrected"]
    assert "名称写错，另行公示" in pages["withdrawn-mistake"]
    for said in pages.values():
        for hidden in ("不该再被看到的标题", "不能公开的一份", "迟迟没有公示的一份"):
            assert hidden not in said
    for key in ("kept-back-crime", "withheld-00000000", "withdrawn-x", "kind-", "overdue"):
        assert Client().get(f"/statistics/{key}/").status_code == 404


def test_every_figure_of_the_desk_opens_its_rows_within_the_scope(
    lived_through: Office, django_assert_max_num_queries: Any
) -> None:
    cast = lived_through.cast

    def shown(by: Any, url: str) -> str:
        with lived(lived_through.at), django_assert_max_num_queries(12):
            return str(signed_in(by, now=lived_through.at).get(url).content.decode())

    told = DESK.findall(shown(cast.publisher, "/desk/publicity/figures/"))
    assert {label: int(number) for _, label, number in told} == {
        "按期公示": 3, "超期公示": 1, "更正": 2, "在办超期": 1, "撤下": 1, "整件不公开": 1,
    }  # fmt: skip
    for url, label, number in told:
        found = COUNTED.search(shown(cast.publisher, url))
        assert found, label
        assert found[1] == number, label
    assert "公安机关办理中" in shown(cast.publisher, "/desk/publicity/figures/?rows=kept-back")
    assert "迟到的一份" not in shown(cast.district_bureau, "/desk/publicity/figures/?rows=late")
