"""Clauses of 厦门 on reports and complaints, as an outside examiner tries them: public page, desk, program, journal."""

import re
from datetime import datetime, timedelta
from typing import Any

import pytest
from django.test import Client
from tests import programs
from tests.leads.test_leads import ACCEPTED
from tests.registry import builders
from tests.web import lived, signed_in, text_of

from mingqian.audit import selectors as journal
from mingqian.leads import services
from mingqian.leads.models import Lead
from mingqian.leads.types import Found

# Clauses as somebody sees them from outside; the services behind them run on both.
pytestmark = [pytest.mark.django_db, pytest.mark.sqlite]
BOTH = ("leads:read", "leads:write")
post = programs.post


def overdue(who: Any, now: datetime) -> str:
    """The page of late periods."""
    with lived(now):
        return text_of(signed_in(who, now=now).get("/desk/deadlines/?when=late"))


@pytest.mark.clause("XM-38")
def test_a_report_is_closed_by_nobody_before_its_check_and_its_answer(cast, settings, tmp_path):
    """三(五)4: 举报必查; 依法处理并按时反馈."""
    settings.HOME = tmp_path
    firm = builders.firm(cast, 61)
    body = {
        "kind": "report", "channel": "hotline", "unit": "JCZD", "about": firm.name, "matter": "超时加班未付加班费",
        "name": "程工友", "phone": "13900007788",
    }  # fmt: skip
    legal = cast.legal_office
    api = programs.program(cast, legal, *BOTH, now=ACCEPTED)
    with lived(ACCEPTED):
        code = post(api, "/leads/", body).json()["code"]
        desk, here = signed_in(legal, now=ACCEPTED), f"/desk/leads/{code}/"

        def refused(words: str) -> None:
            page = desk.post(f"{here}answer/", {"words": "已反馈"})
            wire = post(api, f"/leads/{code}/answer", {"words": "已反馈"})
            assert (page.status_code, wire.status_code) == (422, 409)
            assert words in text_of(page)
            assert words in wire.json()["title"]

        refused("还没有受理")
        accepted = {"words": "核查加班工资", "summary": "核查加班工资", "subject": firm.code}
        assert desk.post(f"{here}subject/{firm.code}/").status_code == 303
        assert desk.post(f"{here}accept/", accepted).status_code == 303
        refused("还没有核查")
        services.handling.take_up(
            lead=code, batch=code, people=[cast.inspector.person_id], by=legal, now=ACCEPTED
        )
        refused("核查结果还没有确认")
        asked = {"code": code, "word": "7788"}
        assert "核查" in text_of(Client().post("/complaints/progress/", asked))
    late = ACCEPTED + timedelta(days=120)
    assert firm.name in overdue(legal, late)
    services.handling.find(lead=code, found=Found("责令限期改正", problem=True), by=legal, now=late)
    with lived(late):
        again, wire = signed_in(legal, now=late), programs.program(cast, legal, *reversed(BOTH), now=late)
        assert again.post(f"{here}answer/", {"words": ""}).status_code == 422
        assert post(wire, f"/leads/{code}/answer", {"words": "电话反馈"}).json()["state"] == "closed"
        assert "电话反馈" in text_of(again.get(here))
    assert firm.name not in overdue(legal, late)
    acts = [(one.kind, one.actor_name) for one in journal.entries(cast.audit_admin, thing=f"lead:{code}")]
    assert acts[-1] == ("lead.answered", legal.name)


@pytest.mark.clause("XM-41")
def test_every_channel_ends_in_one_register_which_never_shows_who_told_it(cast, settings, tmp_path):
    """三(五)4: 互联网、举报电话、投诉信箱; 社会公众和舆论监督."""
    settings.HOME = tmp_path
    legal = cast.legal_office
    api = programs.program(cast, legal, *BOTH, now=ACCEPTED)
    with lived(ACCEPTED):
        browser, desk = Client(), signed_in(legal, now=ACCEPTED)
        form = {"kind": "report", "about": "鹭湾临江货运站", "matter": "扣押身份证", "people": "3"}
        once = re.search(r'name="once" value="([^"]*)"', text_of(browser.get("/complaints/new/")))
        nameless = browser.post("/complaints/new/", {**form, "kind": "complaint", "once": once.group(1)})
        assert "投诉须留下姓名和手机" in text_of(nameless)
        told = text_of(browser.post("/complaints/new/", {**form, "once": once.group(1)}))
        word = re.search(r'查询码 <b class="mono">(\w{6})', told).group(1)
        code = Lead.objects.get().code
        entry = {
            **form,
            "unit": "JCZD",
            "name": "来信人何某",
            "phone": "13900004455",
            "about": "鹭湾南岸修造厂",
        }
        letter = {**entry, "channel": "letter"}
        assert desk.post("/desk/leads/new/", letter).status_code == 303
        media = {**entry, "kind": "media", "channel": "document", "about": "鹭湾晚报报道的工地"}
        assert desk.post("/desk/leads/new/", media).status_code == 303
        entry["people"] = 3
        assert (
            post(api, "/leads/", {**entry, "channel": "hotline", "about": "鹭湾西站快递点"}).status_code
            == 201
        )
        assert post(api, "/leads/", {**entry, "channel": "pigeon"}).status_code == 422
        wired = {**entry, "kind": "complaint", "channel": "hotline", "name": "", "phone": ""}
        bare = post(api, "/leads/", wired)
        assert (bare.status_code, "投诉须留下姓名和手机" in bare.content.decode()) == (409, True)
        register, rows = text_of(desk.get("/desk/leads/")), api.get("/api/v1/leads/").json()
        assert rows["total"] == 4
        assert all(one["about"] in register for one in rows["rows"])
        ask = {"code": code, "word": word}
        assert "正在决定是否受理" in text_of(browser.post("/complaints/progress/", ask))
        accepted = {"summary": "核查扣押证件", "subject": ""}
        firm = builders.firm(cast, 62)
        assert post(api, f"/leads/{code}/accept", {**accepted, "subject": firm.code}).status_code == 200
        after = text_of(browser.post("/complaints/progress/", ask))
        assert "正在决定是否受理" not in after
        assert "已受理" in after
        found = [register, str(rows), after]
        found += [text_of(desk.get(f"/desk/leads/?q={words}")) for words in ("鹭湾南岸", "13900004455"[-8:])]
        found += [text_of(desk.get(f"/desk/leads/{one['code']}/")) for one in rows["rows"]]
        assert not any("来信人何某" in page or "13900004455" in page for page in found)
    entries = list(journal.entries(cast.audit_admin, kind="lead.received"))
    assert [one.actor_name for one in entries[1:]] == [legal.name] * 3
    assert all(one.at.startswith("2026-03-04") for one in entries)


@pytest.mark.clause("EZ-21")
def test_what_was_handed_to_the_police_or_another_office_is_listed_until_it_is_answered(
    cast, settings, tmp_path
):
    """二(二)5: 行政执法与刑事司法衔接, 移送规范、及时."""
    settings.HOME = tmp_path
    firm = builders.firm(cast, 62)
    legal, leader, member = cast.legal_office, cast.bureau_leader, cast.inspection_body
    told = {"kind": "complaint", "channel": "visit", "unit": "JCZD", "about": firm.name, "matter": "拖欠工资",
            "name": "程工友", "phone": "13900007788"}  # fmt: skip
    with lived(ACCEPTED):
        heads, team = (programs.program(cast, one, *BOTH, now=ACCEPTED) for one in (legal, member))
        desk, unit, office = (signed_in(one, now=ACCEPTED) for one in (legal, member, leader))
        crime, road = (
            post(heads, "/leads/", {**told, "about": name}).json()["code"]
            for name in (firm.name, "公路项目部")
        )

        def waiting() -> list[str]:
            page = text_of(desk.get("/desk/leads/?receipt=none"))
            wire = heads.get("/api/v1/leads/?unanswered=true").json()["rows"]
            assert [one for one in (crime, road) if one in page] == sorted(one["code"] for one in wire)
            return sorted(one["code"] for one in wire)

        accepted = {"words": "核查工资", "summary": "核查工资", "subject": firm.code}
        assert post(heads, f"/leads/{crime}/accept", accepted).status_code == 200
        alone = {"charge": "拒不支付劳动报酬罪", "force": [member.code]}
        assert "少于2人" in text_of(post(heads, f"/leads/{crime}/crime", alone))
        two = {"charge": alone["charge"], "force": f"{member.code}、{cast.inspector.code}"}
        assert desk.post(f"/desk/leads/{crime}/crime/", two).status_code == 303
        assert post(team, f"/leads/{crime}/crime/report", {"words": "数额较大"}).status_code == 200
        sent = {"police": "鹭湾市公安局", "receipt": "鹭公收〔2026〕3号"}
        early = (
            unit.post(f"/desk/leads/{crime}/crime/send/", sent),
            post(team, f"/leads/{crime}/crime/send", sent),
        )
        assert [one.status_code for one in early] == [422, 409]
        assert all("移送尚未批准" in text_of(one) and "3日内" in text_of(one) for one in early)
        yes = {"approve": "yes", "words": ""}
        assert unit.post(f"/desk/leads/{crime}/crime/decide/", yes).status_code == 403
        assert post(team, f"/leads/{crime}/crime/decide", {"approve": True, "words": ""}).status_code == 403
        assert office.post(f"/desk/leads/{crime}/crime/decide/", yes).status_code == 303
        assert waiting() == []
        assert unit.post(f"/desk/leads/{crime}/crime/send/", sent).status_code == 303
        letter = {"to": "鹭湾市交通运输局", "reason": "工程属公路项目"}
        assert post(heads, f"/leads/{road}/send", letter).status_code == 200
        assert waiting() == sorted([crime, road])
        taken = {"accepted": True, "words": "鹭交函〔2026〕8号", "on": "2026-03-04"}
        assert post(heads, f"/leads/{road}/receipt", taken).status_code == 200
        no, yes = ({"received": said, "words": "数额"} for said in ("no", "yes"))
        assert unit.post(f"/desk/leads/{crime}/crime/answered/", no).status_code == 303
        assert waiting() == []
        assert post(team, f"/leads/{crime}/crime/review", {"words": "已附流水"}).status_code == 200
        assert waiting() == [crime]
        assert unit.post(f"/desk/leads/{crime}/crime/answered/", yes).status_code == 303
        assert waiting() == []
    found = programs.acts(cast, "2026-03-04", thing=f"lead:{crime}")
    assert [one for one in found if one[0].startswith("crime.")] == [
        ("crime.opened", legal.code), ("crime.reported", member.code), ("crime.approved", leader.code),
        ("crime.sent", member.code), ("crime.declined", member.code), ("crime.review_asked", member.code),
        ("crime.received", member.code),
    ]  # fmt: skip
