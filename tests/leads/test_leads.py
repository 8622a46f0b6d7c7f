"""A complaint from the public page to the answer, the transfers, the crime; and who may never see who told it."""

from datetime import UTC, date, datetime

import pytest
from django.db import IntegrityError, connection, transaction
from django.test import Client
from tests import standing
from tests.registry import builders
from tests.web import lived, refusal_of, signed_in, text_of

from mingqian.audit.models import Entry
from mingqian.clocks.models import Clock
from mingqian.core.decision import Decision, Refused
from mingqian.leads import services, showing
from mingqian.leads.models import Lead, LeadStep, SealedInformant, Unsealing
from mingqian.leads.selectors import leads as reads
from mingqian.leads.types import Found, Informant, Progress, Told
from mingqian.site import health

RECEIVED = datetime(2026, 3, 2, 1, 0, tzinfo=UTC)
ACCEPTED = datetime(2026, 3, 4, 1, 0, tzinfo=UTC)
FIRM = builders.uscc(43)
WHO = Informant("江工友", "13900001234", "工棚三号")
MATTER = "鹭湾恒筑建设有限公司拖欠43名工人2025年12月至2026年2月工资"
ENTROPY = bytes(range(18))


def moment(month: int, day: int, hour: int = 10) -> datetime:
    return datetime(2026, month, day, hour - 8, tzinfo=UTC)


@pytest.fixture
def home(settings, tmp_path):
    settings.HOME = tmp_path
    return tmp_path


@pytest.fixture
def told(cast, home) -> Lead:
    """S1: received on 2 March at the desk of the inspection body."""
    builders.firm(cast, 43)
    what = Told("complaint", "visit", "鹭湾恒筑建设有限公司", MATTER, people=43)
    row, word = services.intake.receive(
        told=what, informant=WHO, unit="JCZD", entropy=ENTROPY, by=cast.inspection_body, now=RECEIVED
    )
    assert word == ""  # the telephone's tail is asked for instead
    return row


def accepted(cast, lead: Lead) -> Lead:
    return services.deciding.accept(
        lead=lead.code, summary="核查2025年12月以来的工资支付台账", subject=f"USCC:{FIRM}",
        by=cast.legal_office, now=ACCEPTED,
    )  # fmt: skip


def due(lead: Lead, kind: str) -> date | None:
    return Clock.objects.filter(thing=f"lead:{lead.code}", kind=kind).latest("pk").due_on


def refused(call, **fields) -> str:
    with pytest.raises(Refused) as said, transaction.atomic():
        call(**fields)
    return str(said.value)


@pytest.mark.clause("XM-38")
@pytest.mark.clause("PD-06")
@pytest.mark.django_db
def test_a_complaint_is_decided_in_five_days_checked_and_answered_and_never_closed_before(cast, told):
    assert due(told, "lead.decide") == date(2026, 3, 9)
    step = {"lead": told.code, "by": cast.legal_office}
    assert "请先决定是否受理" in refused(services.handling.answer, **step, feedback="已反馈", now=ACCEPTED)
    assert "交办摘要" in refused(
        services.deciding.accept, **step, summary=" ", subject=f"USCC:{FIRM}", now=ACCEPTED
    )
    accepted(cast, told)
    assert due(told, "lead.feedback") == date(2026, 6, 1)
    assert "还没有核查" in refused(services.handling.answer, **step, feedback="已反馈", now=ACCEPTED)
    services.handling.take_up(
        lead=told.code, batch=told.code, people=[cast.inspector.person_id], by=cast.legal_office, now=ACCEPTED
    )
    assert "核查结果还没有确认" in refused(services.handling.answer, **step, feedback="已反馈", now=ACCEPTED)
    services.handling.find(
        lead=told.code, found=Found("责令限期改正", problem=True), by=cast.legal_office, now=moment(4, 20)
    )
    assert "须写明反馈" in refused(services.handling.answer, **step, feedback="", now=moment(4, 21))
    services.handling.answer(**step, feedback="4月21日电话反馈", now=moment(4, 21))
    row = Lead.objects.get(code=told.code)
    assert (row.state, row.closed_on) == ("closed", date(2026, 4, 21))
    told_of = list(
        Entry.objects.filter(thing=f"lead:{told.code}").order_by("seq").values_list("kind", flat=True)
    )
    assert told_of == ["lead.received", "lead.accepted", "lead.taken_up", "lead.found", "lead.answered"]


@pytest.mark.clause("XM-38")
@pytest.mark.django_db
def test_whom_a_lead_concerns_is_found_by_a_search_or_described_before_it_is_accepted(cast, told):
    page, accept = f"/desk/leads/{told.code}/subject/", {"summary": "核查工资支付台账"}
    with lived(ACCEPTED):
        head = signed_in(cast.legal_office, now=ACCEPTED)
        assert ">受理</a>" not in text_of(head.get(f"/desk/leads/{told.code}/"))
        refusal = head.post(f"/desk/leads/{told.code}/accept/", accept)
        assert refusal.status_code == 422 and "请先在线索页“确认对象”" in text_of(refusal)
        nobody = text_of(head.get(page, {"q": "某餐饮店"}))
        assert "没有找到“某餐饮店”" in nobody and "请政策法规处来确认对象" in nobody
        nameless = head.post(page, {"kind": "person", "name": "赵某", "known": " "})
        assert nameless.status_code == 422 and "请填写这一项" in text_of(nameless)
        assert head.post(page, {"kind": "person", "name": "赵某", "known": "南湖路包工头"}).status_code == 303
        assert "赵某（个人，名录库外）：南湖路包工头" in text_of(head.get(f"/desk/leads/{told.code}/"))
        assert "就是这家" in text_of(head.get(page, {"q": FIRM}))
        assert head.post(f"{page}USCC:{FIRM}/").status_code == 303
        assert head.post(f"/desk/leads/{told.code}/accept/", accept).status_code == 303
    row = Lead.objects.get(pk=told.pk)
    assert (row.state, row.subject.number, row.outside_name) == ("accepted", FIRM, "")
    with pytest.raises(IntegrityError), transaction.atomic():
        Lead.objects.filter(pk=told.pk).update(subject=None)
    services.handling.take_up(lead=told.code, batch="X", people=[], by=cast.legal_office, now=ACCEPTED)
    assert "下达核查任务之前" in refused(
        services.naming.listed,
        lead=told.code, subject=f"USCC:{FIRM}", by=cast.legal_office, now=ACCEPTED,
    )  # fmt: skip


@pytest.mark.django_db
def test_the_database_itself_closes_no_lead_that_was_not_checked_and_answered(cast, told):
    with pytest.raises(IntegrityError), transaction.atomic():
        Lead.objects.filter(pk=told.pk).update(state="closed")
    accepted(cast, told)
    with pytest.raises(IntegrityError), transaction.atomic():
        LeadStep.objects.filter(lead=told).update(words="改过")


@pytest.mark.django_db
def test_the_informant_stands_in_no_row_no_journal_entry_no_list_and_no_export(cast, told):
    """Every text of every table is read: the name, the number and the address are nowhere in clear."""
    accepted(cast, told)
    services.identities.read(
        lead=told.code, purpose="contact", words="补充工资条", by=cast.inspection_body_head, now=ACCEPTED
    )
    kept = [row for _, found in standing.rows().values() for row in found]
    assert len(kept) > 100
    for secret in (WHO.name, WHO.phone, WHO.contact):
        assert not any(
            secret in str(value) or secret.encode() in _bytes(value) for row in kept for value in row
        )
    client = signed_in(cast.legal_office, now=ACCEPTED)
    with lived(ACCEPTED):
        for page in (
            "/desk/leads/",
            f"/desk/leads/{told.code}/",
            "/desk/leads/?export=csv",
        ):
            assert WHO.name not in _all_of(client.get(page)), page


def _bytes(value: object) -> bytes:
    return bytes(value) if isinstance(value, bytes | memoryview) else b""


def _all_of(answer) -> str:
    return (b"".join(answer.streaming_content) if answer.streaming else answer.content).decode()


@pytest.mark.django_db
def test_an_identity_is_opened_for_a_purpose_by_the_named_role_and_never_by_the_team(cast, told):
    open_ = {"lead": told.code, "purpose": "contact", "words": "补充工资条", "now": ACCEPTED}
    assert "不能为该单位办理" in refused(services.identities.read, **open_, by=cast.legal_office)
    assert "写明用途" in refused(
        services.identities.read, **{**open_, "words": ""}, by=cast.inspection_body_head
    )
    assert "没有选择查看的目的" in refused(
        services.identities.read, **{**open_, "purpose": "curious"}, by=cast.inspection_body_head
    )
    assert services.identities.read(**open_, by=cast.inspection_body_head) == WHO
    assert Unsealing.objects.get().by_id == cast.inspection_body_head.person_id
    assert Entry.objects.filter(kind="lead.informant_read").count() == 1
    services.handling.bar(lead=told.code, people=[cast.inspection_body_head.person_id])
    assert "参加了这条线索的检查" in refused(services.identities.read, **open_, by=cast.inspection_body_head)
    with pytest.raises(IntegrityError), transaction.atomic(), connection.cursor() as cursor:
        cursor.execute("DELETE FROM leads_unsealing")


@pytest.mark.django_db
def test_a_sealed_identity_put_under_another_lead_opens_no_more(cast, told, home):
    sealed = bytes(SealedInformant.objects.get(lead=told).sealed)
    from mingqian.leads import sealing

    assert sealing.unseal(told.code, sealed) == WHO
    for changed in (("XS-2026-09999", sealed), (told.code, sealed[:-1] + bytes([sealed[-1] ^ 1]))):
        assert "无法解密" in refused(
            lambda code, sealed: sealing.unseal(code, sealed), code=changed[0], sealed=changed[1]
        )
    (home / "informants.key").unlink()
    assert "密钥文件" in refused(lambda: sealing.unseal(told.code, sealed))
    assert "不要新建" in refused(lambda: sealing.seal("XS-2026-00002", WHO, nonce=bytes(12)))
    assert "不要新建" in refused(lambda: services.asking.ask(code=told.code, word="0000", now=ACCEPTED))
    assert not (home / "informants.key").exists()


@pytest.mark.clause("XM-39")
@pytest.mark.django_db
def test_a_transfer_waits_for_its_receipt_and_comes_back_when_it_is_not_taken(cast, told):
    step = {"lead": told.code, "by": cast.legal_office}
    services.transfers.send(
        **step, to="鹭湾市住房和建设局", reason="属建设单位未按约拨付工程款", now=ACCEPTED
    )
    assert due(told, "lead.receipt") == date(2026, 3, 11)
    asking = {"code": told.code, "word": "1234", "now": ACCEPTED}
    assert (
        services.asking.ask(**asking).said
        == "不属于本机关职责，已于2026年3月4日转送鹭湾市住房和建设局，等待签收"
    )
    assert "没有填写回执" in refused(
        services.transfers.receipt, **step, accepted=True, words="", on=date(2026, 3, 5), now=moment(3, 6)
    )
    services.transfers.receipt(
        **step, accepted=False, words="不属本局职责", on=date(2026, 3, 5), now=moment(3, 6)
    )
    assert Lead.objects.get(pk=told.pk).state == "received" and due(told, "lead.decide") == date(2026, 3, 13)
    services.transfers.send(**step, to="鹭湾市交通运输局", reason="工程属公路项目", now=moment(3, 9))
    services.transfers.receipt(
        **step, accepted=True, words="鹭交函〔2026〕8号", on=date(2026, 3, 10), now=moment(3, 10)
    )
    row = Lead.objects.get(pk=told.pk)
    assert services.asking.ask(**asking).said == "已由鹭湾市交通运输局签收，请向该单位了解办理情况"
    assert row.state == "handed_over" and [one.number[-2:] for one in reads.transfers(row)] == ["送1", "送2"]


@pytest.mark.clause("EZ-21")
@pytest.mark.django_db
def test_a_suspected_crime_is_reported_by_two_decided_in_three_days_and_sent_within_a_day(cast, told):
    accepted(cast, told)
    step, head, leader = {"lead": told.code}, cast.legal_office, cast.bureau_leader
    opening = {**step, "charge": "拒不支付劳动报酬罪", "by": head, "now": moment(5, 12)}
    assert "少于2人" in refused(services.crimes.open_transfer, **opening, force=["LW14"])
    assert "没有找到“查无此人”" in refused(
        services.crimes.open_transfer, **opening, force=["LW13", "查无此人"]
    )
    member, inspector = cast.inspection_body, cast.inspector
    services.crimes.open_transfer(**opening, force=["LW13", "LW14", inspector.name])
    # An inspector of the force reads no lead, finds his step at his desk, and sees the summary alone.
    page = f"/desk/leads/{told.code}/crime/report/"
    with lived(moment(5, 12)):
        his, other = signed_in(inspector, now=moment(5, 12)), signed_in(cast.case_handler, now=moment(5, 12))
        assert f'href="{page}"' in text_of(his.get("/desk/")) and other.get(page).status_code == 404
        shown = text_of(his.get(page))
        assert "核查2025年12月以来的工资支付台账" in shown and MATTER not in shown
        assert his.get(f"/desk/leads/{told.code}/").status_code == 403
    assert "不是专案组成员" in refused(
        services.crimes.report, **step, words="数额较大", by=head, now=moment(5, 13)
    )
    services.crimes.report(**step, words="责令支付后仍不支付，数额1,286,400元", by=member, now=moment(5, 13))
    assert due(told, "crime.decide") == date(2026, 5, 18)  # the 16th is a Saturday
    assert "尚未批准" in refused(
        services.crimes.send, **step, police="市公安局", receipt="回执1", by=member, now=moment(5, 14)
    )
    assert "局领导" in refused(
        services.crimes.decide, **step, approve=True, words="", by=head, now=moment(5, 15)
    )
    services.crimes.decide(**step, approve=True, words="", by=leader, now=moment(5, 15))
    clock = Clock.objects.get(thing=f"lead:{told.code}", kind="crime.send")
    assert clock.due_at == moment(5, 16)
    services.handling.take_up(**step, batch="X", people=[], by=head, now=moment(5, 15))
    services.handling.find(**step, found=Found("立案调查", problem=True), by=head, now=moment(5, 15))
    assert "不能以其他处理代替" in refused(
        services.handling.answer, **step, feedback="已罚款", by=head, now=moment(5, 15)
    )
    services.crimes.send(
        **step, police="鹭湾市公安局", receipt="鹭公收〔2026〕3号", by=member, now=moment(5, 15, 15)
    )
    assert Clock.objects.get(pk=clock.pk).state == "met"
    services.crimes.answered(**step, received=False, words="数额不足", by=member, now=moment(5, 18))
    services.crimes.review(**step, words="已附银行流水", by=member, now=moment(5, 19))
    services.crimes.answered(**step, received=True, words="鹭公立〔2026〕21号", by=member, now=moment(5, 22))
    services.handling.answer(**step, feedback="已移送公安机关", by=head, now=moment(5, 22))
    facts = dict(showing.crime_facts(reads.crime(Lead.objects.get(pk=told.pk))))
    days = {
        "专案组": "5月12日",
        "报告": "5月13日",
        "决定": "5月15日",
        "移送": "5月15日",
        "公安机关决定": "5月22日",
    }
    assert all(f"2026年{on}" in str(facts[label]) for label, on in days.items()), facts


@pytest.mark.clause("XM-41")
@pytest.mark.django_db
def test_anybody_tells_something_on_the_public_page_and_follows_it_by_number(cast, home):
    # As a server that listens to IPv6 too is told of them: two visitors, not one network.
    browser, stranger = Client(REMOTE_ADDR="::ffff:192.0.2.7"), Client(REMOTE_ADDR="::ffff:192.0.2.8")
    with lived(RECEIVED):
        page = browser.get("/complaints/new/")
        once = _hidden(text_of(page), "once")
        form = {
            "kind": "report",
            "about": "鹭湾某餐饮店",
            "matter": "使用童工两名",
            "people": "2",
            "once": once,
        }
        assert "投诉须留下姓名和手机" in text_of(
            browser.post("/complaints/new/", {**form, "kind": "complaint"})
        )
        for words in ("我是 江 工友，被欠薪", "请打 139-0000 1234 找我", "我住工棚三号上铺"):
            given = {**form, "matter": words, "name": WHO.name, "phone": WHO.phone, "contact": "工棚三号上铺"}
            assert "举报人自己的姓名或者联系方式" in text_of(browser.post("/complaints/new/", given))
        answer = text_of(browser.post("/complaints/new/", form))
    row = Lead.objects.get()
    assert not Informant("恒筑", "").named_in("恒筑建设欠薪", but="恒筑建设")
    word = answer.split('查询码 <b class="mono">')[1][:6]
    assert row.code in answer and row.unit.code == "JCZD" and not SealedInformant.objects.exists()
    assert isinstance(services.asking.ask(code=row.code, word=word.lower(), now=RECEIVED), Progress)
    with lived(ACCEPTED):
        assert "正在决定是否受理" in text_of(
            browser.post("/complaints/progress/", {"code": row.code, "word": word})
        )
        services.deciding.reject(
            lead=row.code,
            reason="不属于劳动保障监察的事项，可向教育部门提出",
            by=cast.inspection_body_head,
            now=ACCEPTED,
        )
        answered = text_of(browser.post("/complaints/progress/", {"code": row.code, "word": word}))
        assert "可向教育部门提出" in answered and "<dt>理由</dt>" in answered
        for guess in ("0000", "1111", "2222", "3333", "4444"):
            assert "没有查到" in text_of(
                stranger.post("/complaints/progress/", {"code": row.code, "word": guess})
            )
        asked = {"code": row.code, "word": word}
        assert "明天可以再查" in text_of(stranger.post("/complaints/progress/", asked))
        assert "<dt>理由</dt>" in text_of(browser.post("/complaints/progress/", asked)), (
            "shut out by a stranger"
        )
    assert isinstance(services.asking.ask(code="XS-2026-99999", word="1234", now=ACCEPTED), Decision)


def _hidden(page: str, name: str) -> str:
    return page.split(f'name="{name}" value="')[1].split('"')[0] if f'name="{name}" value="' in page else ""


@pytest.mark.django_db
def test_other_units_and_firms_see_no_lead_and_buttons_are_only_for_who_may(cast, told):
    code = told.code
    with lived(ACCEPTED):
        for stranger in (cast.business_unit_head, cast.second_district):
            assert signed_in(stranger, now=ACCEPTED).get(f"/desk/leads/{code}/").status_code == 404
        for outsider in (cast.enterprise_user, cast.inspector, cast.system_admin):
            assert signed_in(outsider, now=ACCEPTED).get(f"/desk/leads/{code}/").status_code == 403
        page = text_of(signed_in(cast.inspection_body, now=ACCEPTED).get(f"/desk/leads/{code}/"))
        assert "查看举报人" not in page and "受理</a>" not in page
        head = signed_in(cast.inspection_body_head, now=ACCEPTED)
        assert "查看举报人" in text_of(head.get(f"/desk/leads/{code}/"))
        shown = head.post(f"/desk/leads/{code}/informant/", {"purpose": "contact", "words": "补充工资条"})
        assert WHO.phone in text_of(shown) and shown["Cache-Control"] == "no-store"
        refusal = head.post(f"/desk/leads/{code}/reject/", {"words": ""})
        assert refusal.status_code == 422 and refusal_of(refusal) is not None


@pytest.mark.django_db
def test_the_doctor_names_a_key_that_is_gone_another_or_open_to_all_and_an_open_vault(request, home):
    assert "还没有" in health.informants_key().said and "还没有" in health.records_place().said
    request.getfixturevalue("told")
    key, vault = home / "informants.key", home / "records"
    assert health.informants_key().verdict == "好"
    key.chmod(0o644)
    assert f"chmod 600 {key}" in health.informants_key().remedy
    other = "0" * 64
    for content in (other, "damaged", None):
        key.unlink()
        if content:
            key.write_text(content)
        found = health.informants_key()
        assert found.verdict == "有问题" and "不要新建" in found.remedy
    for mode, verdict in ((0o755, "有问题"), (0o700, "好")):
        vault.mkdir(exist_ok=True)
        vault.chmod(mode)
        assert health.records_place().verdict == verdict
