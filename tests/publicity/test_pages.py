"""The desk's pages and the portal through the browser's side: who sees what, and nothing before its time."""

from datetime import UTC, date, datetime, timedelta
from types import SimpleNamespace
from typing import Any

import pytest
from django.test import Client, override_settings
from tests.publicity.office import FIRM, Office, content, policy
from tests.registry import builders
from tests.web import lived, refusal_of, signed_in, text_of

from mingqian.accounts.types import Actor
from mingqian.audit import selectors as audits
from mingqian.audit import services as audit
from mingqian.core.canonical import parse
from mingqian.policy import stack
from mingqian.publicity import selectors, services
from mingqian.publicity.enums import NoticeKind, NoticeState, WithdrawGround
from mingqian.publicity.models import KeepBack, Notice, NoticeRow, Receipt
from mingqian.publicity.templatetags.publicity import dated
from mingqian.publicity.types import Line
from mingqian.registry import services as registries
from mingqian.registry.enums import BasisLevel, Disclosure
from mingqian.registry.models import InspectorCredential
from mingqian.ui import remember

# Who sees what; tests/misuse opens these pages on both.
pytestmark = pytest.mark.sqlite

PUBLIC = (
    "/", "/find/", "/items/", "/inspectors/", "/subjects/", "/plans/", "/draws/", "/results/", "/rules/", "/methods/",
    "/duties/", "/statistics/", "/open-data/", "/open-data/notices.csv", "/open-data/notices.json",
    "/open-data/feed.atom", "/complaints/", "/not-recorded/", "/accessibility/",
)  # fmt: skip


def post(office: Office, actor: Actor, url: str, **data: str) -> Any:
    moment = office.tick()
    with lived(moment):
        return signed_in(actor, now=moment).post(url, data)


def get(office: Office, actor: Actor, url: str) -> Any:
    moment = office.tick()
    with lived(moment):
        return signed_in(actor, now=moment).get(url)


@pytest.mark.parametrize("url", PUBLIC)
def test_a_portal_without_any_notice_answers_and_sets_no_cookie(office: Office, url: str) -> None:
    answer = Client().get(url)
    assert answer.status_code == 200
    assert not answer.cookies
    assert "max-age" in answer["Cache-Control"]
    assert len(b"".join(answer) if answer.streaming else answer.content) < 100_000


def test_a_notice_goes_its_whole_way_on_pages(office: Office) -> None:
    cast = office.cast
    office.draft()
    url, page = f"/desk/publicity/{office.code}/", f"/notices/{office.code}/"
    assert "以下就是将要公开的全部内容" in text_of(get(office, cast.redaction_reviewer, url))
    assert Client().get(page).status_code == 404
    seen = office.row.digest
    assert post(office, cast.redaction_reviewer, f"{url}review/", digest=seen).status_code == 303
    assert post(office, cast.publisher, f"{url}release/", digest=seen, typed="什么").status_code == 422
    assert office.row.state == NoticeState.REVIEWED
    assert post(office, cast.publisher, f"{url}release/", digest=seen, typed=office.code).status_code == 303
    answer = Client().get(page)
    assert answer.status_code == 200
    assert "鹭湾甲人力资源有限公司" in text_of(answer)
    assert not answer.cookies
    again = Client().get(page, headers={"if-none-match": answer["ETag"]})
    assert again.status_code == 304
    with override_settings(MINGQIAN_DEMO=True):  # its pages carry the bar of roles of one reader
        assert "no-store" in Client().get(page)["Cache-Control"]
    assert get(office, cast.publisher, f"{url}sheet/").status_code == 200
    assert get(office, cast.publisher, f"{url}receipt.json").status_code == 409  # not signed yet
    log = audits.trees.journal()
    assert log is not None
    audit.checkpoints.make(log.origin, seed=bytes(32), by=cast.audit_admin, now=office.tick())
    receipt = parse(get(office, cast.publisher, f"{url}receipt.json").content)
    assert (receipt["entry"]["kind"], receipt["entry"]["thing"]) == (
        "notice.released",
        f"notice:{office.code}",
    )


def test_a_stale_page_releases_nothing(office: Office) -> None:
    office.draft()
    seen = office.row.digest
    services.drafting.redraft(
        code=office.code, content=content(lead="新的一句"), by=office.cast.legal_office, now=office.tick()
    )
    answer = post(
        office, office.cast.redaction_reviewer, f"/desk/publicity/{office.code}/review/", digest=seen
    )
    assert answer.status_code == 422
    assert "有变动" in text_of(answer)
    assert office.row.state == NoticeState.DRAFT


def test_who_may_not_release_is_told_why(office: Office) -> None:
    office.draft()
    office.review()
    answer = post(
        office, office.cast.legal_office, f"/desk/publicity/{office.code}/release/", typed=office.code
    )
    assert answer.status_code == 403
    assert "不能打开这一页" in refusal_of(answer)


def test_another_units_draft_is_not_there(office: Office) -> None:
    office.draft()
    assert get(office, office.cast.district_bureau, f"/desk/publicity/{office.code}/").status_code == 404


def test_a_withdrawn_notice_is_a_tombstone_everywhere(office: Office) -> None:
    office.released()
    answer = post(
        office, office.cast.publisher, f"/desk/publicity/{office.code}/withdraw/", ground=WithdrawGround.MISTAKE,
        reason="名称写错，另行公示", typed=office.code,
    )  # fmt: skip
    assert answer.status_code == 303
    gone = Client().get(f"/notices/{office.code}/")
    assert gone.status_code == 410
    assert "名称写错，另行公示" in text_of(gone)
    assert "鹭湾甲" not in text_of(gone)
    assert Client().get(f"/notices/{office.code}/data.json").status_code == 404
    assert "已撤下：" in text_of(Client().get("/open-data/feed.atom"))
    assert "已撤下" in text_of(Client().get("/find/", {"q": office.row.title[:4]}))


def test_old_wording_and_difference_are_public(office: Office) -> None:
    office.released()
    office.correct()
    office.review()
    office.release()
    newest = text_of(Client().get(f"/notices/{office.code}/"))
    assert "<del>本批检查 3 项次</del>" in newest
    assert "更正说明：名称有误" in newest
    assert "旧版" in text_of(Client().get(f"/notices/{office.code}/v1/"))


def test_open_data_are_harmless_and_match_the_digest(office: Office) -> None:
    evil = Line(
        {"number": FIRM, "name": "=cmd|'/c calc'!A1", "outcome": "<script>alert(1)</script>"}, FIRM, "甲"
    )
    office.released(content=content(lines=(evil,)))
    table = Client().get(f"/notices/{office.code}/data.csv")
    body = b"".join(table) if table.streaming else table.content
    assert body.startswith("\ufeff".encode())
    assert b"'=cmd" in body
    assert "<script>alert" not in text_of(Client().get(f"/notices/{office.code}/"))
    assert Client().get(f"/notices/{office.code}/data.json").json()["digest"] == office.row.digest


def test_whoever_looks_for_a_firm_or_a_number_finds_what_is_public(office: Office) -> None:
    office.released()
    assert "未发现问题" in text_of(Client().get("/find/", {"q": FIRM.lower()}))
    assert "鹭湾乙劳务派遣有限公司" in text_of(Client().get("/find/", {"q": "劳务派遣"}))
    assert "没有查到" in text_of(Client().get("/find/", {"q": "不存在的企业"}))
    moved = Client().get(f"/v/{office.code}")
    assert moved.status_code == 302
    missing = Client().get("/v/ZZ-0000")
    assert missing.status_code == 404
    assert "没有查到" in text_of(missing)


def test_an_inspector_is_verified_until_the_certificate_expires(office: Office) -> None:
    builders.inspector(office.cast, 1)
    InspectorCredential.objects.update(confirmed_by="鹭司〔2026〕1号", valid_until=date(2026, 5, 1))
    made = services.taking.take(
        kind=NoticeKind.INSPECTOR_LIST, thing="inspector_list:359900", policy=None, by=office.cast.legal_office,
        now=office.tick(),
    )  # fmt: skip
    office.code = made.code
    office.review()
    told = {"digest": office.row.digest, "document_no": "鹭司〔2026〕7号", "confirmed_on": "2026-04-28"}
    url = f"/desk/publicity/{office.code}/confirm/"
    assert post(office, office.cast.supervision_authority, url, **told).status_code == 303
    office.release()
    name = NoticeRow.objects.get().name
    with lived(office.tick()):
        assert Client().get("/v/3502010001").status_code == 200
        assert name in text_of(Client().get("/inspectors/"))
    with lived(office.at + timedelta(days=3)):
        assert Client().get("/v/3502010001").status_code == 404
        assert name not in text_of(Client().get("/inspectors/"))


def test_the_other_steps_work_on_pages_too(office: Office) -> None:
    cast = office.cast
    office.draft()
    url = f"/desk/publicity/{office.code}/"
    assert (
        post(office, cast.redaction_reviewer, f"{url}redact/", where="行/2", reason="商业秘密").status_code
        == 303
    )
    assert office.row.row_count == 2
    asked = {"ground": "crime", "reason": "公安机关办理中", "review_on": "2026-12-01"}
    assert post(office, cast.legal_office, f"{url}keep-back/", **asked).status_code == 303
    number = KeepBack.objects.get().pk
    assert (
        post(
            office, cast.bureau_leader, f"{url}keep-back/{number}/", approve="no", remark="应当公开"
        ).status_code
        == 303
    )
    office.review()
    assert post(office, cast.publisher, f"{url}return/", reason="标题要改").status_code == 303
    office.review()
    office.release()
    when = {"channel": "window", "place": "一楼大厅", "posted_at": "2026-04-29T09:10"}
    office.at += timedelta(hours=1)
    assert post(office, cast.office, f"{url}receipt/", **when).status_code == 303
    assert Receipt.objects.filter(channel="window").exists()


def test_a_report_is_written_pasted_and_corrected(office: Office) -> None:
    cast = office.cast
    typed = {
        "kind": "statistics", "title": "2025年行政执法数据年度报告", "text": "全年依法检查。\n没有行政强制。",
        "table": "项目\t数量\n行政检查\t1749\n行政处罚\t31", "started_on": "2025-12-31",
    }  # fmt: skip
    assert (
        post(
            office, cast.legal_office, "/desk/publicity/write/", **{**typed, "table": "项目\t数量\n缺"}
        ).status_code
        == 422
    )
    assert post(office, cast.legal_office, "/desk/publicity/write/", **typed).status_code == 303
    office.code = Notice.objects.get().code
    assert office.row.due_on == date(2026, 1, 31)
    office.review()
    office.release()
    assert "1749" in text_of(Client().get(f"/notices/{office.code}/"))
    assert "2025年行政执法数据年度报告" in text_of(Client().get("/statistics/"))
    page = get(office, cast.legal_office, f"/desk/publicity/{office.code}/correct/")
    assert "行政处罚\t31" in text_of(page)


def test_the_queue_shows_what_waits_for_whom(office: Office) -> None:
    cast = office.cast
    office.draft()
    assert office.code in text_of(get(office, cast.publisher, "/desk/publicity/"))
    assert office.code not in text_of(get(office, cast.publisher, "/desk/publicity/?state=reviewed"))
    assert office.code in text_of(get(office, cast.publisher, "/desk/publicity/?state=all&q=第一批"))
    assert get(office, cast.publisher, "/desk/publicity/matrix/").status_code == 200
    assert get(office, cast.publisher, "/desk/publicity/waiting/").status_code == 200
    assert get(office, cast.inspector, "/desk/publicity/").status_code == 403


ODD = ("%00", "%FF", "..%2F..%2Fetc%2Fpasswd", "%3Cscript%3E", "x" * 400, "'%20OR%201=1--", "\U0001f600")


@pytest.mark.parametrize("odd", ODD)
@pytest.mark.parametrize(
    "where", ["/v/{}", "/notices/{}/", "/draws/{}/", "/draws/{}/files/{}", "/draws/{}/mine/", "/find/?q={}"]
)
def test_odd_addresses_get_a_clear_answer(office: Office, where: str, odd: str) -> None:
    answer = Client().get(where.format(odd, odd))
    assert answer.status_code in (200, 404)
    assert "<script>alert" not in text_of(answer)


def test_a_forged_step_is_refused_and_changes_nothing(office: Office) -> None:
    cast = office.cast
    assert (
        post(
            office, cast.legal_office, "/desk/publicity/waiting/draft/", kind="nonsense", thing="x"
        ).status_code
        == 404
    )
    gone = post(
        office, cast.legal_office, "/desk/publicity/waiting/draft/", kind="item_list", thing="item_list:1"
    )
    assert gone.status_code in (403, 409)
    office.draft()
    far = f"/desk/publicity/{office.code}/keep-back/99999999999999999999999/"
    assert post(office, cast.bureau_leader, far, approve="yes").status_code in (404, 422)
    assert Notice.objects.count() == 1


def test_anybody_reads_the_portal_in_large_letters_and_no_page_sets_a_cookie_for_it(office: Office) -> None:
    """适老化: a switch on every public page; without a token, which would keep the page from being kept."""
    office.released()
    reader = Client(enforce_csrf_checks=True)
    for url in ("/", "/results/?page=1", f"/notices/{office.code}/"):
        page = text_of(reader.get(url))
        assert (
            "大字版</button>" in page
            and f'name="back" value="{url.partition("?")[0]}"' in page
            and not reader.cookies
        ), url
        came = {"Referer": f"http://testserver{url}"}
        switched = reader.post("/ui/large/", {"back": url.partition("?")[0]}, headers=came)
        assert (switched.status_code, switched["Location"]) == (303, url)
        assert '<html lang="zh-Hans" class="large">' in text_of(reader.get(url)) and "标准字" in text_of(
            reader.get(url)
        )
        reader.cookies.clear()
    for elsewhere in ("//evil.example/", "https://evil.example/", "/\\evil.example/", "javascript:alert(1)"):
        assert reader.post("/ui/large/", {"back": elsewhere})["Location"] == "/"


def test_portal_pages_ask_the_database_little(office: Office, django_assert_max_num_queries: Any) -> None:
    office.released()
    for url in (*PUBLIC, f"/notices/{office.code}/", f"/notices/{office.code}/data.json"):
        with django_assert_max_num_queries(12):
            Client().get(url)


def test_desk_pages_ask_the_database_little(office: Office, django_assert_max_num_queries: Any) -> None:
    for number in range(4):
        office.draft(thing=f"results:R{number}")
    for url in ("/desk/publicity/", "/desk/publicity/matrix/"):
        moment = office.tick()
        client = signed_in(office.cast.publisher, now=moment)
        with lived(moment), django_assert_max_num_queries(12):
            client.get(url)


def test_a_page_shows_fifty_lines_and_stays_small(office: Office) -> None:
    lines = tuple(
        Line(
            {"number": f"{n:018d}", "name": f"鹭湾示例{n}有限公司", "outcome": "未发现问题"},
            f"{n:018d}",
            f"鹭湾示例{n}有限公司",
        )
        for n in range(888)
    )
    office.released(content=content(lines=lines))
    page = Client().get(f"/notices/{office.code}/?page=3")
    assert len(page.content) < 100_000
    assert "第 3 页，共 18 页" in text_of(page)
    assert "鹭湾示例500有限公司" in text_of(Client().get(f"/notices/{office.code}/?q=示例500"))


@pytest.mark.clause("XM-83")
def test_a_rule_document_stands_in_its_column_with_its_times(office: Office) -> None:
    cast = office.cast
    fields: dict[str, Any] = {
        "level": BasisLevel.NORMATIVE, "unit": cast.bureau, "adopting_body": "鹭湾市人社局", "adopted_how": "经局务会议研究通过",
        "signed_on": date(2026, 4, 20), "posted_at": datetime(2026, 4, 21, 7, 49, tzinfo=UTC), "column": "信用公开 › 制度规范",
        "text": "第一条 公开。\n第二条 随机。", "by": cast.legal_office, "now": office.tick(),
    }  # fmt: skip
    registries.rule_documents.register(code="LW-BF", title="双随机抽查办法", **fields)
    registries.rule_documents.register(
        code="LW-NB", title="内部规程", disclosure=Disclosure.WITHHELD, **fields
    )
    waiting = get(office, cast.legal_office, "/desk/publicity/waiting/")
    assert "双随机抽查办法" in text_of(waiting)
    assert "内部规程" not in text_of(waiting)
    hidden = post(
        office,
        cast.legal_office,
        "/desk/publicity/waiting/draft/",
        kind="rule_document",
        thing="rule_document:LW-NB",
    )
    assert hidden.status_code in (403, 409)
    made = post(
        office,
        cast.legal_office,
        "/desk/publicity/waiting/draft/",
        kind="rule_document",
        thing="rule_document:LW-BF",
    )
    assert made.status_code == 303
    office.code = Notice.objects.get().code
    office.review()
    office.release()
    page = text_of(Client().get(f"/notices/{office.code}/"))
    for told in ("经局务会议研究通过", "信用公开 › 制度规范", "2026年4月21日 15:49", "第二条 随机。"):
        assert told in page
    assert "双随机抽查办法" in text_of(Client().get("/rules/"))
    assert "双随机抽查办法" in text_of(Client().get("/find/", {"q": "抽查办法"}))


@pytest.mark.clause("FL-09", "FL-10", "SZ-14", "XM-65")
def test_the_item_list_is_public_with_its_columns_and_every_change(office: Office) -> None:
    cast = office.cast
    builders.item(cast)

    def published() -> None:
        made = post(
            office,
            cast.legal_office,
            "/desk/publicity/waiting/draft/",
            kind="item_list",
            thing="item_list:359900",
        )
        assert made.status_code == 303
        office.code = Notice.objects.order_by("pk").last().code  # type: ignore[union-attr]
        office.review()
        office.release()

    published()
    page = text_of(Client().get("/items/"))
    for column in ("抽查事项", "抽查依据", "抽查主体", "抽查内容", "抽查比例", "抽查频次", "抽查方式"):
        assert column in page
    assert "《劳动合同法》" in page
    builders.item(cast, code="LW-06")
    assert "有变动" in text_of(get(office, cast.legal_office, "/desk/publicity/waiting/"))
    assert "LW-06" not in text_of(Client().get("/items/"))
    published()
    changed = text_of(Client().get("/items/"))
    assert "第 2 版" in changed
    assert "与上一版的差异" in changed


@pytest.mark.clause("FL-25")
def test_where_the_document_says_only_promptly_the_national_limit_runs(office: Office) -> None:
    reckoner = selectors.deadlines.Reckoner(stack.of("fuling-2024"), today=date(2026, 4, 20))
    due = reckoner.of(NoticeKind.RESULTS, date(2026, 4, 17))
    assert due is not None
    assert due.due == date(2026, 5, 19)  # twenty working days over the May holiday


@pytest.mark.sqlite  # who is shown what
def test_the_search_of_the_desk_finds_public_notices_for_everybody_and_drafts_for_who_may_read_them(
    office: Office,
) -> None:
    def found(by: Any) -> list[str]:
        moment = office.tick()
        with lived(moment):
            page = text_of(signed_in(by, now=moment).get("/desk/search/", {"q": office.code}))
        return [url for url in (f"/notices/{office.code}/", f"/desk/publicity/{office.code}/") if url in page]

    office.draft()
    assert found(office.cast.publisher) == [f"/desk/publicity/{office.code}/"]
    assert found(office.cast.inspector) == [], "the desk of publication is not an inspector's page"
    assert found(office.cast.second_district) == [], "another unit's draft"
    office.review()
    office.release()
    for anybody in (office.cast.publisher, office.cast.inspector, office.cast.second_district):
        assert found(anybody) == [f"/notices/{office.code}/"]


def test_what_the_portal_remembers_ends_with_the_next_entry(
    office: Office, monkeypatch: pytest.MonkeyPatch, django_assert_num_queries: Any
) -> None:
    office.released()
    # A test stands in a transaction, where nothing is kept; a served page does not.
    monkeypatch.setattr(remember, "connection", SimpleNamespace(in_atomic_block=False))
    before = Client().get("/")
    with django_assert_num_queries(1):  # the journal's head alone
        assert Client().get("/").content == before.content
    title = office.row.title
    assert title in text_of(before)
    assert title in text_of(Client().get("/results/"))
    services.withdrawing.withdraw(
        code=office.code,
        ground=WithdrawGround.MISTAKE,
        reason="名称写错，另行公示",
        policy=policy(),
        by=office.cast.publisher,
        now=office.tick(),
    )
    assert "tag bad" in text_of(Client().get("/"))
    assert "已撤下" in text_of(Client().get("/results/"))


def test_a_day_of_the_published_data_is_written_out_for_people_and_a_number_stays_a_number():
    told = ("2026-11-21", "GS-2026-11-21", "2026-02-30")
    assert [dated(one) for one in told] == ["2026年11月21日", "GS-2026-11-21", "2026-02-30"]
    assert dated("01，屿平安，2026-02-28，2026-02-30") == "01，屿平安，2026年2月28日，2026-02-30"
