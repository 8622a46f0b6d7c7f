"""A notice from draft to public, its correction, its tombstone, and what never gets out."""

from datetime import UTC, date, datetime
from typing import Any

import pytest
from django.db import IntegrityError, transaction
from tests.publicity.office import FIRM, Office, content, policy
from tests.registry import builders

from mingqian.audit.models import Entry
from mingqian.clocks import selectors as clocks
from mingqian.core.decision import Refused
from mingqian.publicity import content as contents
from mingqian.publicity import selectors, services
from mingqian.publicity.enums import Channel, KeepBackGround, NoticeKind, NoticeState, WithdrawGround
from mingqian.publicity.models import Notice, NoticeRow, Receipt
from mingqian.publicity.types import Line
from mingqian.registry import services as registries
from mingqian.registry.models import InspectorCredential
from mingqian.ui.asking import answered


def kinds() -> list[str]:
    found = Entry.objects.filter(thing__startswith="notice:").order_by("seq")
    return list(found.values_list("kind", flat=True))


def test_three_people_make_something_public(office: Office) -> None:
    made = office.draft()
    assert made.code == "359900-GS-2026-0001"
    assert made.due_on == date(2026, 5, 6)  # 10 working days after 17 April, by the stricter local clause
    assert selectors.public.one(made.code) is None
    office.review()
    assert selectors.public.one(made.code) is None
    office.release()
    shown = selectors.public.one(made.code)
    assert shown is not None
    assert (
        next(line.name for line in selectors.public.lines(shown, on=date(2026, 4, 29)))
        == "鹭湾甲人力资源有限公司"
    )
    assert kinds() == ["notice.drafted", "notice.reviewed", "notice.released"]
    assert {one.channel for one in Receipt.objects.all()} == {Channel.PAGE, Channel.FEED}


def test_nobody_reviews_or_releases_what_they_wrote(office: Office) -> None:
    office.draft(by=office.cast.publisher)
    with pytest.raises(Refused, match="公示内容审核人"):
        office.review(by=office.cast.publisher)
    office.review()
    with pytest.raises(Refused, match="另一人"):
        office.release()
    assert office.row.state == NoticeState.REVIEWED


@pytest.mark.clause("SZ-08")
def test_without_the_redaction_review_nothing_is_released(office: Office) -> None:
    office.draft()
    with pytest.raises(Refused, match="必须经过公示内容审核"):
        office.release()


def test_what_was_reviewed_is_what_is_released(office: Office) -> None:
    office.draft()
    seen = office.row.digest
    services.drafting.redraft(
        code=office.code, content=content(lead="改过"), by=office.cast.legal_office, now=office.tick()
    )
    with pytest.raises(Refused, match="有变动"):
        office.review(digest=seen)


def test_anybody_can_compute_the_digest_from_the_published_document(office: Office) -> None:
    office.released()
    shown = selectors.public.one(office.code)
    assert shown is not None
    document: Any = selectors.public.document(shown, on=date(2026, 4, 30))
    head = {key: value for key, value in document["content"].items() if key != "rows"}
    assert contents.digest(head, document["content"]["rows"]) == shown.digest


def test_a_released_notice_cannot_be_changed_in_the_database_either(office: Office) -> None:
    office.released()
    with pytest.raises(IntegrityError), transaction.atomic():
        Notice.objects.filter(code=office.code).update(title="另一个标题")
    with pytest.raises(IntegrityError), transaction.atomic():
        NoticeRow.objects.filter(notice__code=office.code).update(name="别家")


@pytest.mark.clause("SZ-07", "SZ-10")
def test_a_correction_keeps_the_old_wording_beside_the_difference(office: Office) -> None:
    office.released()
    lines = list(content().lines)
    lines[0] = Line({**lines[0].cells, "outcome": "当场改正"}, lines[0].key, lines[0].name)
    office.correct(content=content(lines=tuple(lines)))
    assert selectors.public.one(office.code).version == 1  # type: ignore[union-attr]
    office.review()
    office.release()
    shown = selectors.public.one(office.code)
    assert shown is not None
    assert shown.version == 2
    old = selectors.public.version(office.code, 1)
    assert old is not None
    assert old.state == NoticeState.CORRECTED
    assert selectors.notices.difference(shown) == [
        (f"鹭湾甲人力资源有限公司 {FIRM} · 结果", "未发现问题", "当场改正")
    ]


def test_withdrawing_leaves_a_tombstone_and_nothing_of_the_content(office: Office) -> None:
    office.released()
    office.correct()
    office.review()
    office.release()
    gone = services.withdrawing.withdraw(
        code=office.code, ground=WithdrawGround.REVOKED, reason="行政复议决定撤销", overturned_on=date(2026, 4, 29),
        policy=policy(), by=office.cast.publisher, now=office.tick(),
    )  # fmt: skip
    assert gone.due_on == date(2026, 5, 7)  # three working days over the May holiday
    shown = selectors.public.one(office.code)
    assert shown is not None
    assert shown.state == NoticeState.WITHDRAWN
    assert selectors.public.version(office.code, 1) is None
    assert selectors.public.firm(FIRM) == []
    with pytest.raises(Refused, match="已撤下的不能更正"):
        office.correct()


def test_a_withdrawal_explains_itself_and_names_the_day(office: Office) -> None:
    office.released()
    step: dict[str, Any] = {"code": office.code, "policy": policy(), "by": office.cast.publisher}
    with pytest.raises(Refused) as refused:
        services.withdrawing.withdraw(**step, ground=WithdrawGround.VOID, reason="  ", now=office.tick())
    assert [one.code for one in refused.value.decisions] == [
        "publicity.withdrawal_unexplained",
        "publicity.no_overturning_day",
    ]


@pytest.mark.clause("SZ-19", "PD-27")
def test_not_publishing_needs_a_reason_another_person_and_is_counted(office: Office) -> None:
    office.draft()
    asked = services.keeping_back.ask(
        code=office.code, ground=KeepBackGround.CRIME, reason="公安机关办理中", review_on=date(2026, 10, 1),
        by=office.cast.legal_office, now=office.tick(),
    )  # fmt: skip
    office.review()
    with pytest.raises(Refused, match="尚未决定"):
        office.release()
    with pytest.raises(Refused, match="局领导"):
        services.keeping_back.decide(
            request=asked.pk, approve=True, by=office.cast.publisher, now=office.tick()
        )
    services.keeping_back.decide(
        request=asked.pk, approve=True, by=office.cast.bureau_leader, now=office.tick()
    )
    assert office.row.state == NoticeState.KEPT_BACK
    assert selectors.public.one(office.code) is None
    assert selectors.openness.figures(2026).kept_back == {KeepBackGround.CRIME: 1}


def test_personal_numbers_never_reach_a_draft(office: Office) -> None:
    made = office.draft(
        content=content(lead="联系人手机 13800138000，身份证 359901199001011234", facts=(("代码", FIRM),))
    )
    assert "13800138000" not in made.head
    assert "359901199001011234" not in made.head
    assert FIRM in made.head
    assert {one["what"] for one in made.redactions} == {"手机号码", "公民身份号码"}


def test_the_reviewer_blocks_a_place_and_the_count_is_public(office: Office) -> None:
    office.draft()
    step: dict[str, Any] = {"code": office.code, "reason": "商业秘密", "by": office.cast.redaction_reviewer}
    services.reviewing.redact(**step, where="行/2", now=office.tick())
    services.reviewing.redact(**step, where="事实/批次", now=office.tick())
    row = office.row
    assert row.row_count == 2
    found = contents.read(row.head)
    assert [(one.reason, one.count) for one in found.withheld] == [("商业秘密", 1)]
    assert dict(found.facts)["批次"] == "████"
    with pytest.raises(Refused, match="没有“行/9”"):
        services.reviewing.redact(**step, where="行/9", now=office.tick())


def inspector(office: Office, number: int, **changes: Any) -> None:
    """An active inspector whose certificate the justice bureau has confirmed."""
    builders.inspector(office.cast, number)
    fields = {"confirmed_by": "鹭司〔2026〕1号", "valid_until": date(2027, 1, 1), **changes}
    InspectorCredential.objects.filter(certificate_no=f"350201{number:04d}").update(**fields)


@pytest.mark.clause("SZ-11")
def test_the_list_of_inspectors_waits_for_the_justice_bureau(office: Office) -> None:
    cast = office.cast
    inspector(office, 1)
    inspector(office, 2, valid_until=date(2026, 5, 1))
    made = services.taking.take(
        kind=NoticeKind.INSPECTOR_LIST, thing="inspector_list:359900", policy=policy(), by=cast.legal_office,
        now=office.tick(),
    )  # fmt: skip
    office.code = made.code
    office.review()
    with pytest.raises(Refused, match="还没有登记确认"):
        office.release()
    step: dict[str, Any] = {"code": office.code, "digest": office.row.digest, "policy": policy()}
    paper: dict[str, Any] = {"document_no": "鹭司〔2026〕7号", "confirmed_on": date(2026, 4, 28)}
    with pytest.raises(Refused, match="司法行政"):
        services.confirming.confirm(**step, **paper, by=cast.legal_office, now=office.tick())
    services.confirming.confirm(**step, **paper, by=cast.supervision_authority, now=office.tick())
    office.release()
    shown = selectors.public.one(office.code)
    assert shown is not None
    assert len(list(selectors.public.lines(shown, on=date(2026, 5, 1)))) == 2
    # One certificate ran out the day before, the other is taken away: both disappear the same day, everywhere.
    assert selectors.public.inspector("3502010001", on=date(2026, 5, 2)) is not None
    assert selectors.public.inspector("3502010002", on=date(2026, 5, 2)) is None
    registries.inspectors.suspend(
        code="ZFZ:3502010001",
        reason="证件收回",
        keepers=builders.KEEPERS,
        by=cast.legal_office,
        now=office.tick(),
    )
    assert list(selectors.public.lines(shown, on=date(2026, 5, 2))) == []
    document: Any = selectors.public.document(shown, on=date(2026, 5, 2))
    assert (document["hidden"], document["content"]["rows"]) == (2, [])
    labels = [one["label"] for one in document["content"]["columns"]]
    assert labels == ["姓名", "职务", "执法类型", "证件编号", "有效日期"]


@pytest.mark.clause("PD-27")
def test_a_draft_past_its_limit_lowers_the_share_that_went_out_in_time(office: Office) -> None:
    by = office.cast.bureau_leader
    office.released()
    assert answered(selectors.openness.kept(by, today=date(2026, 5, 6))) == (1, 1)
    office.draft(thing="results:R2")
    assert answered(selectors.openness.kept(by, today=date(2026, 5, 6))) == (1, 1)
    assert answered(selectors.openness.kept(by, today=date(2026, 5, 7))) == (1, 2)


def test_a_late_release_stays_marked_late(office: Office) -> None:
    office.at = datetime(2026, 5, 7, 1, 0, tzinfo=UTC)
    office.released()
    chip = selectors.deadlines.Reckoner(policy(), today=date(2026, 5, 20)).of_notice(office.row)
    assert (chip.words, chip.state) == ("迟 1 个工作日", "late")
    assert any("劳动节" in line for line in chip.why)
    assert list(selectors.openness.of_desk(office.cast.publisher, today=office.at.date())["late"]) == [
        office.row
    ]
    assert selectors.openness.figures(2026).late == 1


def test_receipts_of_other_channels_are_recorded_by_hand(office: Office) -> None:
    office.released()
    step: dict[str, Any] = {"code": office.code, "by": office.cast.office, "posted_at": office.at}
    services.receipts.record(**step, channel=Channel.WINDOW, place="一楼大厅公告栏", now=office.tick())
    with pytest.raises(Refused, match="由系统登记"):
        services.receipts.record(**step, channel=Channel.PAGE, place="/", now=office.tick())


def test_other_units_see_nothing_of_a_draft(office: Office) -> None:
    office.draft()
    assert selectors.notices.one(office.cast.district_bureau, office.code) is None
    with pytest.raises(Refused, match="没有找到公示"):
        office.review(by=office.cast.district_bureau)


def test_one_thing_has_one_notice(office: Office) -> None:
    office.draft()
    with pytest.raises(Refused, match="已有公示 359900-GS-2026-0001"):
        office.draft()
    services.drafting.drop(code=office.code, reason="重复", by=office.cast.legal_office, now=office.tick())
    assert office.draft().code == "359900-GS-2026-0002"


def test_the_limit_of_a_notice_stands_on_the_list_of_deadlines(office: Office) -> None:
    cast = office.cast
    office.draft(kind=NoticeKind.ANNUAL_PLAN, thing="annual_plan:359900/2026", started_on=date(2026, 4, 1))
    [running] = clocks.due.overdue(cast.legal_office, today=date(2026, 5, 1))
    assert (running.title, running.due_on) == ("公示：2026年第一批检查结果", date(2026, 4, 30))
    office.review()
    office.release()
    assert not clocks.due.overdue(cast.legal_office, today=date(2026, 5, 1)).exists()
