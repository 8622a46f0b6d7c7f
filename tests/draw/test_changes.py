"""Substitutes come in the order of the draw, reserves too; the operator proposes, another person decides."""

import re
from datetime import date
from typing import Any

import pytest
from django.test import Client
from tests import programs
from tests.draw.table import Table, judge
from tests.inspection.field import Field
from tests.publicity.office import Office
from tests.web import lived, refusal_of, signed_in, text_of

from mingqian.accounts import selectors as accounts
from mingqian.accounts import services as people
from mingqian.accounts.enums import Role
from mingqian.accounts.types import Actor
from mingqian.audit.models import Entry
from mingqian.core.decision import Refused
from mingqian.draw import services as draws
from mingqian.draw.enums import ChangeReason, Opinion
from mingqian.draw.models import Change, Draw, LogEvent
from mingqian.draw.selectors import draws as draws_seen
from mingqian.draw.selectors import outcome, registers, standing
from mingqian.messages.models import Message
from mingqian.planning import services as plans
from mingqian.planning.models import Exemption
from mingqian.publicity import selectors as notices
from mingqian.publicity import services as publishing
from mingqian.publicity.enums import NoticeKind
from mingqian.registry import services as registries
from mingqian.registry.models import Item
from mingqian.registry.types import VisitRow

STAGE = "signed"


def propose(table: Table, kind: str = "substitute", **changes: Any) -> Change:
    fields: dict[str, Any] = {
        "draw": table.code, "team": 1, "seat": "M1", "reason": ChangeReason.DUTY, "evidence": "出庭通知",
        "by": table.cast.draw_operator,
    }  # fmt: skip
    function = {"substitute": draws.changing.propose_substitute, "skip": draws.changing.propose_skip}[kind]
    return function(**{**fields, **changes}, now=table.tick())


def replacement(table: Table, out: str, **changes: Any) -> Change:
    fields: dict[str, Any] = {
        "draw": table.code, "item": "JG01", "out": out, "reason": ChangeReason.GONE, "evidence": "走访记录",
        "by": table.cast.draw_operator,
    }  # fmt: skip
    return draws.changing.propose_replacement(**{**fields, **changes}, now=table.tick())


def decide(table: Table, change: Change, approve: bool = True, **changes: Any) -> Change:
    fields = {"change": change.pk, "approve": approve, "by": table.cast.bureau_leader}
    return draws.changing.decide(**{**fields, **changes}, now=table.tick())


def bench(table: Table) -> list[str]:
    found: list[str] = table.result()["panels"][0]["substitutes"]
    return found


@pytest.mark.clause("XM-57")
@pytest.mark.clause("FL-21")
def test_substitutes_come_in_the_order_of_the_draw(table: Table) -> None:
    """S8: #7 on court duty ⇒ reserve #1; #12 recused ⇒ reserve #2."""
    first, second, *_ = bench(table)
    decide(table, propose(table))
    decide(table, propose(table, team=2, reason=ChangeReason.RECUSED))
    seats = standing.of(table.row).seats
    assert (seats[1]["M1"], seats[2]["M1"]) == (first, second)
    assert [one.kind for one in LogEvent.objects.filter(draw=table.row, kind="substitute")] == [
        "substitute"
    ] * 2


def test_a_captain_is_replaced_by_the_first_substitute_who_may_lead(table: Table) -> None:
    decide(table, propose(table, seat="C"))
    stand = standing.of(table.row)
    expected = next((tag for tag in bench(table) if tag in stand.captains[stand.panel_of[1]]), None)
    assert stand.seats[1]["C"] == expected


def test_a_skip_passes_over_exactly_the_next_and_nobody_skipped_returns(table: Table) -> None:
    first, second, *_ = bench(table)
    out = standing.of(table.row).seats[1]["M1"]
    decide(table, skipped := propose(table, "skip", reason=ChangeReason.SICK))
    decide(table, moved := propose(table))
    stand = standing.of(table.row)
    assert stand.seats[1]["M1"] == second
    assert first not in stand.bench["P1"]
    named = {tag: one.name for tag, one in standing.material.entries(table.row, [out, first, second]).items()}
    assert [words for _, words in registers.about(table.row, [skipped, moved])] == [
        f"第1组 队员：跳过{named[first]}",
        f"第1组 队员：{named[out]} → {named[second]}",
    ], "who decides reads whom it is about"


def test_when_nobody_waits_the_seat_stays_empty_and_says_so(table: Table) -> None:
    for _ in bench(table):
        decide(table, propose(table, "skip"))
    with pytest.raises(Refused, match="没有可递补的候补人员"):
        propose(table, "skip")
    decide(table, propose(table))
    assert standing.of(table.row).seats[1]["M1"] is None
    with pytest.raises(Refused, match="已空缺"):
        propose(table)


@pytest.mark.clause("XM-57")
def test_nothing_enters_the_log_before_somebody_else_has_approved(table: Table) -> None:
    change = propose(table)
    assert not LogEvent.objects.filter(draw=table.row, kind="substitute").exists()
    with pytest.raises(Refused):
        decide(table, change, by=table.cast.draw_operator)
    change.refresh_from_db()
    assert change.answer == "waiting"
    decide(table, change)
    body = standing.material.document(LogEvent.objects.get(draw=table.row, kind="substitute").event)["body"]
    assert body["approved_by"] == "leader"


def test_the_witness_and_a_second_operator_cannot_approve(table: Table) -> None:
    change = propose(table)
    for role in ("second_operator", "discipline_witness", "supervision_authority"):
        with pytest.raises(Refused, match="批准递补、替换或作废"):
            decide(table, change, by=table.cast.people[role])
    door, page = f"/desk/draws/{table.code}/decide/{change.pk}/", f"/desk/draws/{table.code}/"
    with lived(table.at):  # who would be refused is not led there
        for who, led in (("supervision_authority", False), ("bureau_leader", True)):
            shown = text_of(signed_in(table.cast.people[who], now=table.at).get(page))
            assert (door in shown) is led and "待批准" in shown, who


def test_a_refused_change_leaves_the_result_as_it_was(table: Table) -> None:
    before = standing.of(table.row).seats
    change = propose(table)
    with pytest.raises(Refused, match="写明理由"):
        decide(table, change, approve=False)
    decide(table, change, approve=False, remark="公务可以调整")
    assert standing.of(table.row).seats == before
    assert Entry.objects.filter(kind="draw.change_refused").count() == 1
    with pytest.raises(Refused, match="不得更改"):
        decide(table, change)


def test_one_change_is_decided_before_the_next_is_proposed(table: Table) -> None:
    propose(table)
    with pytest.raises(Refused, match="待批准"):
        propose(table, team=2)


@pytest.mark.parametrize(
    ("changes", "words"),
    [
        ({"team": 9}, "没有第9组M1席"),
        ({"seat": "M7"}, "没有第1组M7席"),
        ({"reason": ChangeReason.GONE}, "不适用"),
        ({"evidence": " "}, "没有写明凭据"),
    ],
)
def test_a_proposal_needs_a_seat_a_fitting_reason_and_evidence(
    table: Table, changes: dict[str, Any], words: str
) -> None:
    with pytest.raises(Refused, match=words):
        propose(table, **changes)


def test_a_subject_that_is_gone_is_replaced_by_the_first_unused_reserve(table: Table) -> None:
    stratum = table.result()["strata"][0]
    gone, reserve = stratum["drawn"][0], stratum["reserve"]
    decide(table, replacement(table, gone))
    decide(table, replacement(table, stratum["drawn"][1]))
    current = standing.of(table.row).current[stratum["item"], stratum["stratum"]]
    assert current == {*stratum["drawn"][2:], *reserve[:2]}
    with pytest.raises(Refused, match="不是事项"):
        replacement(table, gone)


def test_a_subject_that_was_never_drawn_is_not_replaced(table: Table) -> None:
    with pytest.raises(Refused, match="不是事项“JG01”随机抽中的对象"):
        replacement(table, table.result()["strata"][0]["reserve"][0])


def test_evidence_with_a_line_break_is_refused_not_half_saved(table: Table) -> None:
    with pytest.raises(Refused):
        propose(table, evidence="第一行\n第二行")
    assert not Change.objects.filter(draw=table.row).exists()


def test_an_outsider_audits_every_forced_exempt_and_sample_row(table: Table) -> None:
    from mingqian.draw.selectors import outcome

    witness = table.cast.discipline_witness
    rows = outcome.audit_due(witness, table.code, "JG01")
    assert len(rows) == 3
    fields: dict[str, Any] = {"draw": table.code, "item": "JG01", "by": witness}
    with pytest.raises(Refused, match="应核对 3 行，只核对了 2 行"):
        draws.auditing.record(**fields, checked=2, now=table.tick())
    with pytest.raises(Refused, match="不在应核对的行之中"):
        draws.auditing.record(**fields, checked=3, errors=[("0" * 64, "查无此户")], now=table.tick())
    with pytest.raises(Refused, match="应核对 3 行，填写的是 4 行"):
        draws.auditing.record(**fields, checked=4, now=table.tick())
    with pytest.raises(Refused, match="同一行列了两次"):
        draws.auditing.record(**fields, checked=3, errors=[(rows[0].tag, "已迁出")] * 2, now=table.tick())
    with pytest.raises(Refused, match="不能写入公开日志"):
        draws.auditing.record(**fields, checked=3, errors=[(rows[0].tag, "已\x01迁出")], now=table.tick())
    draws.auditing.record(**fields, checked=3, errors=[(rows[0].tag, "已迁出")], now=table.tick())
    (found,) = registers.findings(table.row)
    assert str(found).endswith(f"核对 3 行，有误 1 行：{rows[0].tag[:8]} 已迁出")
    above = table.cast.supervision_authority
    with lived(table.tick()):
        desk = signed_in(above, now=table.at)
        assert "已迁出" in text_of(desk.get(f"/desk/draws/{table.code}/"))
    told = Message.objects.filter(person_id=above.person_id).latest("pk")
    assert "外部核对查出有误 1 行" in told.title


@pytest.mark.sqlite  # the transcript
def test_every_change_is_accepted_by_the_verifier(table: Table, tmp_path: Any) -> None:
    stratum = table.result()["strata"][0]
    decide(table, propose(table, "skip", reason=ChangeReason.SICK))
    decide(table, propose(table))
    decide(table, propose(table, seat="C", team=2), by=table.cast.legal_office)
    decide(table, replacement(table, stratum["drawn"][0]))
    for item in ("JG01", "JG05"):
        draws.auditing.record(
            draw=table.code, item=item, checked=3, by=table.cast.discipline_witness, now=table.tick()
        )
    table.publish()
    decide(table, propose(table, team=2))
    table.complete()
    table.write(tmp_path / "draw")
    report = judge(tmp_path / "draw", secrets=table.secrets())
    assert report.ok, report.failed()
    found = {one.code: one.status for one in report.checks}
    assert (found["V16"], found["V22"], found["V23"]) == ("passed", "passed", "passed")


def test_a_draw_with_a_change_waiting_is_not_completed(table: Table) -> None:
    table.publish()
    propose(table)
    with pytest.raises(Refused, match="待批准"):
        table.complete()


def test_a_witness_signs_once_and_only_with_words_when_objecting(table: Table) -> None:
    again = table.rehearsal("objection").until_computed()
    fields: dict[str, Any] = {"draw": again.code, "by": table.cast.discipline_witness}
    with pytest.raises(Refused, match="写明异议内容"):
        draws.signing.sign(**fields, opinion=Opinion.OBJECTION, now=again.tick())
    draws.signing.sign(**fields, opinion=Opinion.OBJECTION, remarks="骰子落地两次", now=again.tick())
    assert again.row.state == "computed"
    with pytest.raises(Refused, match="不得更改"):
        draws.signing.sign(**fields, opinion=Opinion.NO_OBJECTION, now=again.tick())
    draws.signing.sign(
        draw=again.code, opinion=Opinion.NO_OBJECTION, by=table.cast.second_witness, now=again.tick()
    )
    assert again.row.state == "signed"
    assert again.row.sign_offs.first().result_hash == again.row.result_hash


def _head_of_the_section(table: Table, item: str) -> Actor:
    owner, post = Item.objects.get(code=item).unit, Role.BUSINESS_UNIT_HEAD
    head, security = table.cast.business_unit_head.code, table.cast.security_admin
    people.appoint(
        person=head, unit=owner.code, role=post, from_on=table.at.date(), by=security, now=table.tick()
    )
    return accounts.actor(head, on=table.at.date())


@pytest.mark.clause("XM-90")
@pytest.mark.sqlite  # pages and programs over a service tested on both
def test_an_abnormal_firm_is_spared_by_no_page_and_no_program_until_its_ground_has_ended(
    table: Table,
) -> None:
    """三(五)6(2): 且不属于异常监管对象; the definition stands on the notice: tests/publicity/test_draws.py."""
    cast, now = table.cast, table.tick()
    legal, firm = (
        cast.legal_office,
        next(one for one in outcome.sheet(cast.legal_office, table.code).items).drawn[0],
    )
    registries.standing.record_visits(
        visits=[VisitRow(firm.identity, date(2026, 1, 20), "routine", "on_site")], by=legal, now=now
    )
    registries.packs.adopt(
        unit=cast.bureau, pack="luwan-2026", from_on=now.date(), reason="启用", by=legal, now=now
    )
    entry = {"ground": "JYYC", "source": "市场监管局", "evidence": "列异决定书", "from_on": "2026-03-01"}
    why = {"subject": firm.identity, "reason": "上季度已检查同类内容", "evidence": "检查记录〔2026〕3号"}
    url, path = f"/desk/draws/{table.code}/result/JG01/spare/", f"/draws/{table.code}/exemptions"
    with lived(now):
        browser = signed_in(legal, now=now)
        api = programs.program(cast, legal, "draw:read", "draw:write", now=now)
        here = f"/desk/subjects/{firm.identity}/abnormal/"
        assert browser.post(here, {**entry, "ground": "ZZ"}).status_code == 422
        assert browser.post(here, entry).status_code == 303
        page, told = browser.post(url, why), programs.post(api, path, {**why, "item": "JG01"})
        assert (page.status_code, told.status_code) == (422, 409)
        assert "异常监管对象" in text_of(browser.get(url))
        assert "异常" in told.json()["detail"] and "三(五)6(2)" in str(told.json())
        assert not Exemption.objects.exists()
    registries.standing.end_abnormal(
        code=firm.identity, ground="JYYC", until_on=date(2026, 3, 16), reason="已移出", approved_by=cast.bureau_leader,
        by=legal, now=now,
    )  # fmt: skip
    with lived(now):
        done = programs.post(api, path, {**why, "item": "JG01"})
    assert (done.status_code, done.json()["state"]) == (201, "requested"), done.content.decode()
    assert [one.kind for one in Entry.objects.filter(thing=f"subject:{firm.identity}")][-2:] == [
        "subject.abnormal_entered", "subject.abnormal_ended",
    ]  # fmt: skip


@pytest.mark.clause("XM-58")
@pytest.mark.sqlite  # a page over a service tested on both
def test_a_section_asks_on_a_page_to_spare_a_drawn_firm_with_the_figures_of_the_draw(table: Table) -> None:
    legal, now = table.cast.legal_office, table.tick()
    section = _head_of_the_section(table, "JG01")
    sheet = next(one for one in outcome.sheet(legal, table.code).items if one.code == "JG01")
    recent, never = sheet.drawn[0].identity, sheet.drawn[1].identity
    visit = VisitRow(recent, date(2026, 1, 20), "routine", "on_site")
    registries.standing.record_visits(visits=[visit], by=legal, now=now)
    url = f"/desk/draws/{table.code}/result/JG01/spare/"
    why = {"reason": "上季度已检查同类内容", "evidence": "检查记录〔2026〕3号"}
    with lived(now):
        browser = signed_in(legal, now=now)
        assert "申请免检" in text_of(browser.get(url.replace("spare/", "")))
        before = text_of(browser.get(url))
        assert before.count("没有检查记录") == len(sheet.drawn) - 1, (
            "why the others do not qualify is told first"
        )
        assert re.findall(r'<option value="(USCC[^"]*)"', before) == [recent]
        assert "没有检查记录" in refusal_of(browser.post(url, {"subject": never, **why}))
        assert browser.post(url, {"subject": "USCC:91359900MA000TEXT7", **why}).status_code == 422
        assert signed_in(table.cast.draw_operator, now=now).get(url).status_code == 403
        assert Exemption.objects.count() == 0
        own = signed_in(section, now=now)
        assert url in text_of(own.get("/desk/draws/"))
        assert own.get(url.replace("spare/", "")).status_code == 200
        assert re.findall(r'<option value="(USCC[^"]*)"', text_of(own.get(url))) == [recent]
        assert own.post(url, {"subject": recent, **why}).status_code == 303
        assert recent in text_of(own.get(f"/desk/exemptions/{Exemption.objects.get().pk}/"))
        assert "已经申请：待决定" in text_of(browser.get(url))
    asked = Exemption.objects.get()
    assert (asked.subject.code, asked.draw_code, asked.state) == (recent, table.code, "requested")
    assert Entry.objects.get(kind="exemption.requested").actor == section.code
    plans.exemptions.decide(
        exemption=asked.pk, approve=True, reason="情况属实", pack=table.pack, by=table.cast.bureau_leader,
        now=table.tick(),
    )  # fmt: skip
    merged = draws.merging.propose(draw=table.code, pack=table.pack, by=legal, now=table.tick())
    walks = merged.visits.values_list("subject__code", "items__item__item__code")
    assert (never, "JG01") in walks
    assert (recent, "JG01") not in walks, "who was spared is not visited"
    Field(table.cast).open(draw=table.code, now=table.tick())
    shown = _public_result(table)
    assert sheet.drawn[0].name in shown and "公示中列明免检，不递补" in shown
    assert sheet.drawn[1].name not in shown, "nobody else has a result yet"
    Draw.objects.filter(code=table.code).update(state="completed")
    with lived(now):
        assert url not in text_of(signed_in(section, now=now).get("/desk/draws/")), "of a round that is over"
        assert "已办结，不能再申请免检" in refusal_of(
            signed_in(section, now=now).post(url, {"subject": recent, **why})
        )


def _public_result(table: Table) -> str:
    """What anybody reads of the results of this draw, after the two-person release."""
    office = Office(table.cast, at=table.tick())
    legal = table.cast.legal_office
    (one,) = (
        one for one in notices.candidates.waiting(legal, now=office.at) if one.kind is NoticeKind.RESULTS
    )
    made = publishing.taking.take(
        kind=one.kind,
        thing=one.candidate.thing,
        policy=notices.policy.in_force(legal),
        by=legal,
        now=office.tick(),
    )
    office.code = made.code
    office.review()
    office.release(policy=notices.policy.in_force(table.cast.publisher))
    with lived(office.tick()):
        return text_of(Client().get(f"/notices/{office.code}/"))


def test_the_section_whose_item_is_drawn_is_told_who_runs_the_draw_and_anybody_else_that_there_is_none(
    table: Table,
) -> None:
    owner = Item.objects.get(code="JG01").unit.path
    section = next(one for one in table.cast.people.values() if one.scope_paths and owner in one.scope_paths)
    with pytest.raises(Refused, match="由鹭湾市人力资源和社会保障局组织"):
        draws_seen.get(section, table.code)
    with pytest.raises(
        Refused, match="不能查阅尚未公开的抽取结果"
    ):  # an inspector of the section, before the names are out
        outcome.item(section, table.code, "JG01")
    with pytest.raises(Refused, match="没有找到抽取"):
        draws_seen.get(table.cast.second_district, table.code)
