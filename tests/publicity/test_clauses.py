"""Clauses of 石嘴山 and 涪陵 on publication, as an examiner tries them: desk, program, portal, journal."""

from collections.abc import Iterator
from datetime import UTC, date, datetime, timedelta
from typing import Any

import pytest
from django.test import Client
from tests import programs
from tests.programs import acts
from tests.publicity.office import Office, policy
from tests.publicity.test_pages import get, post
from tests.registry import builders
from tests.web import lived, refusal_of, text_of

from mingqian.accounts.types import Actor
from mingqian.audit import selectors as journal
from mingqian.publicity.enums import NoticeKind, WithdrawGround
from mingqian.publicity.models import Notice
from mingqian.registry import services as registry
from mingqian.registry.enums import PowerKind
from mingqian.registry.types import BasisRef

# What pages and programs say; the services behind them run on both.
pytestmark = pytest.mark.sqlite


@pytest.fixture
def machine(office: Office) -> Iterator[Any]:
    """A program with this person's token, at the desk's own time."""

    def send(who: Actor, path: str, body: dict[str, Any]) -> Any:
        moment = office.tick()
        client = programs.program(office.cast, who, "publicity:read", "publicity:write", now=moment)
        with lived(moment):
            return programs.post(client, f"/notices/{path}".rstrip("/"), body)

    yield send


@pytest.mark.clause("SZ-09")
def test_a_release_reaches_every_channel_and_a_withdrawal_leaves_every_one(
    office: Office, machine: Any
) -> None:
    """1(3): 通过门户网站、微信、微博、手机客户端和政务服务大厅、服务窗口等平台及时公开."""
    clerk, publisher = office.cast.office, office.cast.publisher
    office.draft()
    desk, api = f"/desk/publicity/{office.code}/", f"{office.code}/receipts"

    def posted(channel: str) -> tuple[Any, Any]:
        """The same receipt, offered on the page and by a program."""
        when = office.at
        said = {"channel": channel, "place": "一楼大厅公告栏"}
        page = post(
            office, clerk, f"{desk}receipt/", **said, posted_at=f"{when + timedelta(hours=8):%Y-%m-%dT%H:%M}"
        )
        return page, machine(clerk, api, {**said, "posted_at": when.isoformat()})

    early = posted("weibo")
    assert [one.status_code for one in early] == [422, 409]
    assert all("没有可登记的回执" in text_of(one) for one in early)
    office.review()
    office.release()
    sheet = text_of(get(office, publisher, f"{desk}sheet/"))
    assert "<svg" in sheet
    assert f"全文与下载：http://testserver/v/{office.code}" in sheet
    for url in ("/open-data/feed.atom", "/open-data/notices.json", "/results/", f"/notices/{office.code}/"):
        assert "2026年第一批检查结果" in text_of(Client().get(url)), url
    office.tick()
    assert posted("window")[0].status_code == 303
    assert posted("weibo")[1].status_code == 204

    said = {"ground": WithdrawGround.MISTAKE, "reason": "名称写错，另行公示", "typed": office.code}
    assert post(office, publisher, f"{desk}withdraw/", **said).status_code == 303
    assert Client().get(f"/notices/{office.code}/").status_code == 410
    assert "已撤下：" in text_of(Client().get("/open-data/feed.atom"))
    assert "鹭湾甲" not in text_of(Client().get("/open-data/notices.json"))
    assert "还须撤下并登记：服务窗口张贴、微博" in text_of(get(office, clerk, desk))
    office.tick()
    never = posted("wechat")
    assert [one.status_code for one in never] == [422, 409]
    assert all("没有登记过在“微信公众号”公布" in text_of(one) for one in never)
    assert all("石嘴山方案 1(2)" in text_of(one) for one in never)
    page, twice = posted("window")
    assert (page.status_code, twice.status_code) == (303, 409)
    assert "还须撤下并登记：微博" in text_of(get(office, clerk, desk))
    when = office.at.isoformat()
    down = machine(clerk, api, {"channel": "weibo", "place": "官方微博", "posted_at": when})
    assert down.status_code == 204
    shown = text_of(get(office, clerk, desk))
    assert "还须撤下" not in shown
    assert shown.count(">已撤下<") >= 2
    told = [
        kind
        for kind, who in acts(office.cast, "2026-04-", thing=f"notice:{office.code}")
        if who == clerk.code
    ]
    assert told.count("notice.taken_down") == 2


@pytest.mark.clause("FL-05")
def test_duties_procedure_items_and_results_follow_the_desk_and_no_draft_is_seen(
    office: Office, machine: Any
) -> None:
    """一(二): 公布抽查职责、程序、事项、结果."""
    cast = office.cast
    legal, publisher = cast.legal_office, cast.publisher
    builders.law(cast)
    builders.publish(cast, builders.draft(cast, "FL-77"))
    words = {
        "kind": "duties", "title": "随机抽查职责与程序", "lead": "政策法规科组织", "clause": "涪陵指引 一(二)",
        "text": "先抽取检查对象，再抽取检查人员。", "table": "", "started_on": "2026-04-20",
    }  # fmt: skip
    made = post(office, legal, "/desk/publicity/write/", **words)
    assert made.status_code == 303, refusal_of(made)
    duties = made["Location"].rstrip("/").rsplit("/", 1)[1]
    office.code = duties
    seen: list[str] = []
    for kind, thing, place, word in (
        (None, "", "/duties/", "先抽取检查对象"),
        (NoticeKind.ITEM_LIST, f"item_list:{cast.bureau}", "/items/", "对劳务派遣企业的监督检查"),
        (NoticeKind.RESULTS, "results:R1", "/results/", "2026年第一批检查结果"),
    ):
        if kind is NoticeKind.RESULTS:
            office.draft()
        elif kind is not None:
            taken = machine(legal, "", {"kind": kind, "thing": thing})
            assert taken.status_code == 201, taken.json()
            office.code = taken.json()["code"]
        desk = f"/desk/publicity/{office.code}/"
        page = post(office, publisher, f"{desk}release/", digest=office.row.digest, typed=office.code)
        told = machine(publisher, f"{office.code}/release", {"digest": office.row.digest})
        assert (page.status_code, told.status_code) == (422, 409), place
        assert all("审核" in text_of(one) for one in (page, told))
        link = f"/notices/{office.code}/"
        assert link not in text_of(Client().get(place))
        office.review()
        office.release()
        shown = text_of(Client().get(place))
        whole = shown + text_of(Client().get(link))
        assert link in shown
        assert word in whole
        assert "2026年4月29日" in whole
        assert [
            one
            for one in acts(office.cast, "2026-04-", thing=f"notice:{office.code}")
            if one[0] == "notice.released"
        ] == [("notice.released", publisher.code)]
        seen.append(office.code)
    assert len(set(seen)) == 3

    builders.publish(cast, builders.draft(cast, "FL-78", name="对职业中介机构的监督检查"))
    assert "对职业中介机构" not in text_of(Client().get("/items/"))
    assert machine(legal, f"{seen[1]}/correct", {"reason": "清单增加一项"}).status_code == 201
    office.code = seen[1]
    assert "对职业中介机构" not in text_of(Client().get(f"/notices/{seen[1]}/"))
    office.review()
    office.release()
    after = text_of(Client().get(f"/notices/{seen[1]}/"))
    assert all(word in after for word in ("对职业中介机构的监督检查", "第 2 版", "清单增加一项"))


@pytest.mark.clause("SZ-15")
def test_the_list_of_powers_is_published_with_its_items_and_says_when_it_has_grown_old(
    office: Office, machine: Any
) -> None:
    """2(4): 权责清单公布、双随机公开一处登记; what is entered once stands in both lists, and a change asks for both."""
    cast, powers = office.cast, registry.powers
    legal = cast.legal_office
    builders.law(cast)
    builders.publish(cast, builders.draft(cast, "FL-77"))
    thing = {"kind": NoticeKind.POWER_LIST, "thing": f"power_list:{cast.bureau}"}
    assert machine(legal, "", thing).status_code == 409, "nothing is listed yet"
    day = {
        "unit": cast.bureau,
        "document": builders.LAW,
        "article": "第七十四条",
        "listed_by": "府办〔2026〕2号",
    }
    for code, name, kind in (
        ("JC-04", "对劳务派遣的监督检查", PowerKind.INSPECTION),
        ("XK-01", "劳务派遣经营许可", PowerKind.LICENCE),
    ):
        powers.enter(
            code=code, name=name, kind=kind, listed_on=date(2026, 1, 5), **day, by=legal, now=office.tick()
        )
    powers.link(code="JC-04", item="FL-77", by=legal, now=office.tick())
    taken = machine(legal, "", thing)
    assert taken.status_code == 201, taken.json()
    office.code = taken.json()["code"]
    assert "还没有" in text_of(Client().get("/powers/")), "no draft is seen"
    office.review()
    office.release()
    shown = text_of(Client().get("/powers/"))
    for word in (
        "现行行政职权 2 项",
        "JC-04",
        "《劳动合同法》第七十四条",
        "FL-77",
        "府办〔2026〕2号",
        "行政许可 1 项",
    ):
        assert word in shown.replace("</dt>", " ").replace("<dd>", ""), word
    assert "/powers/" in text_of(Client().get("/"))
    assert "JC-04" in Client().get(f"/notices/{office.code}/data.csv").getvalue().decode()

    waiting = "/desk/publicity/waiting/"
    assert "行政权责清单" not in text_of(get(office, legal, waiting))
    powers.cancel(code="XK-01", on=date(2026, 4, 1), ground="国发〔2026〕1号", by=legal, now=office.tick())
    assert "行政权责清单" in text_of(get(office, legal, waiting)), "the list has changed: a correction is due"
    corrected = machine(legal, f"{office.code}/correct", {"reason": "取消一项许可"})
    assert corrected.status_code == 201, corrected.json()
    office.review()
    office.release()
    after = text_of(Client().get("/powers/"))
    assert "现行行政职权 1 项" in after and "取消一项许可" in after and "第 2 版" in after


@pytest.mark.clause("SZ-06")
def test_the_limit_of_a_kind_is_the_packs_and_every_notice_cites_its_row_of_the_matrix(
    office: Office,
) -> None:
    """1(1): 范围、内容、载体、程序、时限; 改了规则包的期限, 下一份公示就按新的期限."""
    limits = {}
    for number, pack in enumerate(("luwan-2026", "pingdingshan-2020")):
        office.draft(thing=f"results:P{number}", policy=policy(pack))
        limits[pack] = office.row.due_on
        assert office.row.clause
        assert office.row.clause in text_of(
            get(office, office.cast.publisher, f"/desk/publicity/{office.code}/")
        )
    assert len(set(limits.values())) == 2


@pytest.mark.clause("SZ-22")
def test_a_decision_that_was_overturned_comes_down_within_three_working_days_and_says_why(
    office: Office, machine: Any
) -> None:
    """4(2): 被依法撤销、确认违法或者要求重新作出的，及时撤下. S5: known on 2 September, down on the 3rd, due by the 7th."""
    cast = office.cast
    office.released()
    office.at = datetime(2026, 9, 3, 1, 0, tzinfo=UTC)
    desk, link = f"/desk/publicity/{office.code}/withdraw/", f"/notices/{office.code}/"
    told = {
        "ground": WithdrawGround.REVOKED,
        "reason": "行政复议以程序违法撤销",
        "overturned_on": "2026-09-02",
    }

    def refused(who: Actor, **changes: str) -> tuple[list[int], str]:
        """The same, tried on the page and by a program: their answers, and what was said."""
        said = {**told, **changes}
        page = post(office, who, desk, **said, typed=office.code)
        sent = machine(who, f"{office.code}/withdraw", {key: value for key, value in said.items() if value})
        return [page.status_code, sent.status_code], text_of(page) + text_of(sent)

    assert refused(cast.office)[0] == [403, 403]
    for changes, words in (
        ({"overturned_on": ""}, "须填写决定被推翻的日期"),
        ({"overturned_on": "2026-09-04"}, "晚于今天"),
        ({"reason": "撤销"}, "撤下须公开说明理由"),
    ):
        codes, said = refused(cast.publisher, **changes)
        assert codes == [422, 409] and said.count(words) >= 2, (changes, said)
    assert Client().get(link).status_code == 200
    assert post(office, cast.publisher, desk, **told, typed=office.code).status_code == 303
    row = office.row.withdrawal
    assert (row.due_on, row.at.date()) == (date(2026, 9, 7), date(2026, 9, 3))
    gone = Client().get(link)
    assert gone.status_code == 410
    shown = text_of(gone)
    assert "行政复议以程序违法撤销" in shown and "2026年9月2日" in shown and "鹭湾甲" not in shown
    assert "鹭湾甲" not in text_of(Client().get("/open-data/notices.json"))
    kinds = [one.kind for one in journal.entries(cast.audit_admin, thing=f"notice:{office.code}")]
    assert kinds[-1] == "notice.withdrawn"


@pytest.mark.clause("EZ-52")
def test_a_law_stands_in_the_column_the_search_and_the_feed_and_all_say_when_it_no_longer_holds(
    office: Office,
) -> None:
    """3(二)、三(二): 《政策法规》专栏公布法律法规政策，及时更新."""
    cast, legal = office.cast, office.cast.legal_office
    law = {
        "code": "LAW-X", "title": "集体合同规定（乙）", "level": "rule", "unit": cast.bureau, "disclosure": "public",
        "in_force_from": "2004-05-01", "signed_on": "2004-01-20",
    }  # fmt: skip
    machine, stranger = (programs.program(cast, one, now=office.at) for one in (legal, cast.draw_operator))
    with lived(office.tick()):
        assert programs.post(stranger, "/rule-documents", law).status_code == 403
        assert programs.post(machine, "/rule-documents", law).status_code == 201
    builders.publish(cast, builders.draft(cast, "LW-52", bases=(BasisRef("LAW-X", "第三条"),)))
    wanted = {"kind": "rule_document", "thing": "rule_document:LAW-X"}
    assert "集体合同规定（乙）" not in text_of(get(office, legal, "/desk/publicity/waiting/"))
    said = {"text": "第一条 集体协商。\n第三条 备案。"}
    assert post(office, cast.draw_operator, "/desk/rule-documents/LAW-X/text/", **said).status_code == 403
    assert post(office, legal, "/desk/rule-documents/LAW-X/text/", **said).status_code == 303
    assert "集体合同规定（乙）" in text_of(get(office, legal, "/desk/publicity/waiting/"))
    assert post(office, legal, "/desk/publicity/waiting/draft/", **wanted).status_code == 303
    office.code = Notice.objects.get().code
    office.review()
    office.release()

    def shown() -> tuple[str, str, str]:
        with lived(office.tick()):
            column, page = (text_of(Client().get(url)) for url in ("/rules/", f"/notices/{office.code}/"))
            return column, page, b"".join(Client().get("/rules/?export=csv")).decode()

    column, page, listed = shown()
    assert "集体合同规定（乙）" in column and "已废止" not in column + page + listed
    assert "第三条 备案。" in page and "现行" in listed
    assert "集体合同规定（乙）" in text_of(Client().get("/find/", {"q": "集体合同规定"}))
    assert "集体合同规定（乙）" in text_of(Client().get("/open-data/feed.atom"))
    assert "集体合同规定（乙）" in text_of(get(office, legal, "/desk/items/LW-52/"))
    assert "集体合同规定（乙）" not in text_of(get(office, legal, "/desk/items/report/"))

    with lived(office.tick()):
        held = Client().get("/rules/")["ETag"]
    gone = {"on": "2026-04-29", "ground": "另有规定"}
    with lived(office.tick()):
        assert programs.post(stranger, "/rule-documents/LAW-X/repeal", gone).status_code == 403
    assert post(office, legal, "/desk/rule-documents/LAW-X/repeal/", **gone, typed="").status_code == 422
    assert post(office, legal, "/desk/rule-documents/LAW-X/repeal/", **gone, typed="废止").status_code == 303
    with lived(office.tick()):
        assert Client(headers={"If-None-Match": held}).get("/rules/").status_code == 200
    column, page, listed = shown()
    assert "已废止" in column and "已于2026年4月29日废止" in page and "已废止" in listed
    assert "集体合同规定（乙）" in text_of(get(office, legal, "/desk/items/report/"))
    assert "已失效" in text_of(get(office, legal, "/desk/items/LW-52/"))
    assert programs.acts(cast, "2026-04-29", thing="document:LAW-X") == [
        ("document.registered", legal.code), ("document.text_supplied", legal.code), ("document.repealed", legal.code),
    ]  # fmt: skip
