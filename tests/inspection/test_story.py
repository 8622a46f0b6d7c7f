"""Stories of the demo year at their pages, with every date of them, and who may not do what on the way.

R1 from the visit to the end; S2, S3, S4 and S7 as far as they are inspection. What a case adds — decision, hearing,
penalty — has no room yet: there its periods run among the clocks, and their pages are read.
"""

from datetime import date, datetime, timedelta
from pathlib import Path
from unittest.mock import patch

import pytest
from django.utils.timezone import localtime
from tests.inspection.field import DRAW, Field, again, moment, order_of
from tests.web import lived, refusal_of, signed_in, text_of

from mingqian.accounts.types import Actor
from mingqian.clocks import selectors as clocks
from mingqian.clocks import services as periods
from mingqian.clocks.models import Clock
from mingqian.clocks.types import Start
from mingqian.core.decision import Refused
from mingqian.core.timelimits import Period, Unit
from mingqian.inspection import packrules, selectors
from mingqian.inspection import services as inspections
from mingqian.inspection.models import (
    Batch,
    BatchReport,
    CreditSignal,
    Delivery,
    FollowUp,
    Guidance,
    Task,
    Visit,
)
from mingqian.inspection.types import Cause, NamedCheck, Upload
from mingqian.registry import services as registries

JPG = b"\xff\xd8\xff" + b"0" * 40


def due(thing: str, kind: str) -> date | None:
    return clocks.due.deadline(thing, kind, today=date(2026, 4, 20)).due


def refused(match: str, act: object, **said: object) -> None:
    with pytest.raises(Refused, match=match):
        act(**said)  # type: ignore[operator]


@pytest.mark.clause("XM-64", "XM-73", "FL-29", "FL-34")
def test_a_batch_from_the_preliminary_result_to_completion(field: Field, kept_files: Path) -> None:
    cast, everything = field.cast, [task for team in (1, 2) for task in field.tasks(100, team)]
    wrong, bad, *clean = everything
    firm, captain, legal = field.firm(wrong), field.captains[wrong.team], cast.legal_office
    name = f"task:{wrong.code}"
    field.approved(everything)
    field.recorded([wrong], outcome="rectify", problems="3人未签劳动合同", answers={"1": "problem"})
    field.recorded([bad], outcome="case", problems="拒发工资")
    field.recorded(clean)
    inspections.batches.end(batch=DRAW, on=date(2026, 4, 17), by=legal, now=moment(4, 20))

    # 20 April: preliminary results. Whoever found something has three working days to say so on paper.
    assert due(name, packrules.NOTICE) == date(2026, 4, 23)
    assert {due(f"report:{DRAW}", kind) for kind in (packrules.REPORT, packrules.HANDLING)} == {
        date(2026, 5, 6)
    }
    refused("尚未告知", inspections.results.confirm, tasks=[wrong.code], by=legal, now=moment(4, 21))
    field.served([wrong])
    field.served([bad], by=field.captains[bad.team])
    assert due(name, packrules.DEFENCE) == date(2026, 4, 24)

    # Until the 24th the firm may answer; who was there may neither reply nor confirm.
    inspections.defences.submit(task=wrong.code, text="两人已签", by=firm, now=moment(4, 24))
    refused(
        "届满", inspections.defences.submit, task=bad.code, text="迟了", by=field.firm(bad), now=moment(4, 27)
    )
    for one in (captain, field.seconds[wrong.team]):
        refused(
            "参加了本次检查|不能为该单位",
            inspections.defences.answer,
            task=wrong.code,
            text="不采纳",
            by=one,
            now=moment(4, 27),
        )
    head: Actor = cast.second_legal_officer
    inspections.defences.answer(task=wrong.code, text="一人属实，结果不变", by=head, now=moment(4, 27))
    refused("申辩答复人", inspections.results.confirm, tasks=[wrong.code], by=head, now=moment(4, 27))
    refused("不能为该单位", inspections.results.confirm, tasks=[wrong.code], by=captain, now=moment(4, 27))
    field.confirmed(everything)
    assert not CreditSignal.objects.exists()
    assert Delivery.objects.get().results.count() == len(everything)
    field.ordered([wrong])

    # 29 April: published, a week before the pack's limit; 完成 is not 完结.
    assert {row.due for row in selectors.results.to_publish(cast.publisher, batch=DRAW)} == {date(2026, 5, 6)}
    field.published(everything)
    assert due(name, packrules.REVISIT) == date(2026, 6, 12)
    tally = selectors.batches.tally(field.batch)
    assert (tally.published, tally.closed) == (len(everything), len(everything) - 1)
    kinds = dict(CreditSignal.objects.values_list("task__code", "kind"))
    assert (kinds[wrong.code], kinds[bad.code], kinds[clean[0].code]) == ("warning", "warning", "positive")

    # 6 May: the report, by two people, and with nothing nobody has taken up.
    step = {"batch": DRAW, "now": moment(5, 6)}
    inspections.reports.draft(by=legal, **step)
    inspections.reports.write(situation="按计划完成", analysis="", measures="", by=legal, **step)
    inspections.reports.submit(by=legal, **step)
    refused("不能为该单位", inspections.reports.decide, approve=True, remark="", by=legal, **step)
    inspections.reports.decide(approve=True, remark="同意", by=cast.bureau_leader, **step)
    send = {"to": "区人民政府", "on": date(2026, 5, 6), "by": legal, **step}
    refused("没有处理措施", inspections.reports.send, **send)
    inspections.followups.choose(
        tasks=[bad.code], kind="case", reason="拒不改正", due_on=date(2026, 6, 1), by=legal, now=moment(5, 6)
    )
    inspections.reports.send(**send)
    assert due(f"report:{DRAW}", packrules.REPORT) == date(2026, 5, 6)
    figures = selectors.reports.shown(BatchReport.objects.get())
    assert (figures.number("整改尚未确认"), figures.number("结果已公示（完成）")) == (1, len(everything))

    # Until 12 June: pictures of before and after, the team's second look, another person's word.
    pictures = [Upload("1.jpg", JPG, "before"), Upload("2.jpg", JPG + b"1", "after")]
    inspections.rectifications.submit(
        task=wrong.code, text="已补签", files=pictures, by=firm, now=moment(5, 15)
    )
    field.revisited([wrong], on=date(2026, 6, 10), now=moment(6, 10))
    refused(
        "不能为该单位|回访登记人",
        inspections.rectifications.verify,
        tasks=[wrong.code],
        by=captain,
        now=moment(6, 11),
    )
    inspections.rectifications.verify(tasks=[wrong.code], by=legal, now=moment(6, 11))
    assert (order_of(wrong).state, again([wrong])[0].closed_on) == ("corrected", date(2026, 6, 11))
    assert selectors.batches.tally(field.batch).closed == Task.objects.filter(batch=field.batch).count()


def shown(by: Actor, now: datetime, url: str) -> str:
    """A page as this person has it on that day."""
    with lived(now):
        return text_of(signed_in(by, now=now).get(url))


def stopped(by: Actor, now: datetime, url: str, **form: object) -> str:
    """What stood in the way of a form; nothing when it was carried out."""
    with lived(now):
        answer = signed_in(by, now=now).post(url, form)
    return "" if answer.status_code == 303 else refusal_of(answer) or str(answer.status_code)


def runs(task: Task, name: str, count: int, unit: Unit, start: date, clause: str) -> Clock:
    """A period of the case that grew out of a check, begun as its room will begin it."""
    period = Period(count, unit, name, "案件办理", clause)
    (row,) = periods.running.start(
        [Start(thing=f"task:{task.code}", kind=name, unit=task.unit_id, title=name, about=task.subject_name, period=period, start=start)],
        now=moment(start.month, start.day),
    )  # fmt: skip
    return row


def test_s2_a_visit_finds_dispatch_without_a_licence_and_the_days_of_the_case_run(field: Field) -> None:
    (task,) = field.tasks()
    legal, captain, firm = field.cast.legal_office, field.captains[1], field.firm(task)
    base, evening = f"/desk/tasks/{task.code}/", moment(3, 26, 18)
    entry = {"at": "2026-03-26T09:12", "how": "typed", "code": selectors.visits.scan_code(task)}
    both = list(field.papers[1])
    assert "审批" in stopped(captain, evening, f"{base}enter/", **entry, certificates=both)
    with patch.object(field, "entered", lambda *_: None):
        field.approved([task])
    assert "少于2人" in stopped(captain, evening, f"{base}enter/", **entry, certificates=both[:1])
    assert stopped(captain, evening, f"{base}enter/", **entry, certificates=both) == ""
    visit = Visit.objects.get(approval__tasks=task)
    assert f"{localtime(visit.arrived_at):%m-%d %H:%M}" == "03-26 09:12" and len(visit.papers) == 2
    found = {
        "on": "2026-03-26",
        "certificates": both,
        "outcome": "case",
        "signed": "signed",
        "problems": "未经许可经营劳务派遣",
    }
    found |= {f"point_{number}": "problem" for number in (1, 2)}
    assert stopped(captain, evening, f"{base}record/", **found) == ""
    name = f"task:{task.code}"
    assert due(name, packrules.NOTICE) == date(2026, 3, 31)

    # The firm is told on the spot and waives; without that nobody may make the result final, the team never.
    field.served([task], on=date(2026, 3, 26), now=evening)
    assert due(name, packrules.DEFENCE) == date(2026, 3, 31)
    assert "届满" in stopped(legal, moment(3, 27), f"{base}confirm/")
    refused("未确认|确认", inspections.publication.published, tasks=[task.code], on=date(2026, 3, 27), notice="GS", by=field.cast.publisher, now=moment(3, 27))  # fmt: skip
    inspections.defences.waive(task=task.code, evidence="书面放弃陈述申辩", by=firm, now=moment(3, 27))
    assert stopped(captain, moment(3, 27), f"{base}confirm/") != ""
    follow = {"kind": "case", "reason": "未经许可经营劳务派遣", "due_on": "2026-03-30"}
    assert "尚未确认" in stopped(legal, moment(3, 27), f"{base}follow-up/", **follow) + shown(
        legal, moment(3, 27), base
    )
    assert stopped(legal, moment(3, 27), f"{base}confirm/") == ""
    assert stopped(legal, moment(3, 27), f"{base}follow-up/", **follow) == ""
    end = f"/desk/follow-ups/{FollowUp.objects.get().pk}/finish/"
    filed = {"on": "2026-03-30", "outcome": "3月30日立案"}
    assert "之间" in stopped(legal, moment(3, 27), end, **filed)
    assert stopped(legal, moment(3, 30), end, **filed) == ""

    # Filed on 30 March; the hearing stops the clock of the decision from 20 May to 5 June.
    wd, cd = Unit.WORKING_DAYS, Unit.CALENDAR_DAYS
    for label, count, unit, start, ends in (
        ("办结案件", 60, wd, date(2026, 3, 30), date(2026, 6, 26)),
        ("作出处罚决定", 90, cd, date(2026, 3, 30), date(2026, 6, 29)),
        ("申请听证", 5, wd, date(2026, 5, 15), date(2026, 5, 22)),
        ("公开处罚决定", 7, wd, date(2026, 6, 18), date(2026, 6, 30)),
        ("缴纳罚款", 15, cd, date(2026, 6, 22), date(2026, 7, 7)),
        ("最早可修复", 3, Unit.MONTHS, date(2026, 6, 18), date(2026, 9, 18)),
        ("停止公示", 1, Unit.YEARS, date(2026, 6, 18), date(2027, 6, 18)),
    ):
        assert runs(task, label, count, unit, start, "行政处罚法").due_on == ends
    clock = runs(task, "处理决定", 15, wd, date(2026, 5, 12), "劳动保障监察条例 17")
    page, told = (
        f"/desk/deadlines/{clock.pk}/",
        {"since": "2026-05-20", "reason": "听证", "clause": "行政处罚法 64"},
    )
    assert stopped(legal, moment(5, 20), f"{page}pause/", **{**told, "clause": ""}) != ""
    assert stopped(captain, moment(5, 20), f"{page}pause/", **told) != ""
    assert stopped(legal, moment(5, 20), f"{page}pause/", **told) == ""
    assert "早于" in stopped(legal, moment(6, 5), f"{page}resume/", until="2026-05-19")
    assert stopped(legal, moment(6, 5), f"{page}resume/", until="2026-06-05") == ""
    said = shown(legal, moment(6, 8), page)
    assert "6月18日" in said and "听证" in said and "剩 8 个工作日" in said
    periods.running.meet([name], kind="处理决定", on=date(2026, 6, 18))
    assert "按期办结" in shown(legal, moment(6, 22), page)
    field.published([task])
    assert CreditSignal.objects.get().kind == "warning" and again([task])[0].published_on == date(2026, 4, 29)


def put_right(field: Field, task: Task, on: date, problems: str) -> None:
    """Found and put right before the team left: told, waived, made final by another, published with the batch."""
    base, captain, day = f"/desk/tasks/{task.code}/", field.captains[task.team], moment(on.month, on.day, 18)
    with patch.object(field, "entered", lambda *_: None):
        field.approved([task])
    field.entered([task], on)
    found = {
        "on": on.isoformat(),
        "certificates": field.papers[task.team],
        "outcome": "corrected",
        "signed": "signed",
    }
    assert (
        stopped(captain, day, f"{base}record/", **found, point_1="ok", point_2="problem") != ""
    )  # which problem?
    told = {**found, "point_1": "ok", "point_2": "problem", "problems": problems}
    assert stopped(captain, day, f"{base}record/", **told) == ""
    field.served([task], on=on, now=day)
    inspections.defences.waive(task=task.code, evidence="书面放弃陈述申辩", by=field.firm(task), now=day)
    assert stopped(captain, day, f"{base}confirm/") != ""
    assert stopped(field.cast.legal_office, day, f"{base}confirm/") == ""


def test_s3_rules_against_the_law_are_found_on_3_april_and_no_warning_goes_to_the_credit_file(
    field: Field,
) -> None:
    (task,) = field.tasks()
    put_right(field, task, date(2026, 4, 3), "规章制度违反法律规定（劳动合同法 80）")
    chip = clocks.due.deadline(f"task:{task.code}", packrules.NOTICE, today=date(2026, 4, 3))
    assert chip.due == date(2026, 4, 9) and any("清明" in line for line in chip.why)
    base, legal = f"/desk/tasks/{task.code}/", field.cast.legal_office
    assert not CreditSignal.objects.exists()
    # A warning on the spot is no case of its own: the result's table offers none, and the page refuses it.
    kind = {"kind": "case", "reason": "规章违法", "due_on": "2026-04-10"}
    assert stopped(legal, moment(4, 7), f"{base}follow-up/", **kind) != ""
    field.published([task])
    signal = CreditSignal.objects.get()
    assert (signal.kind, signal.made_on) == ("reminder", date(2026, 4, 29))
    assert again([task])[0].closed_on == date(2026, 4, 29)


def test_s4_a_first_offence_put_right_is_taught_and_the_firm_says_that_it_read_it(field: Field) -> None:
    (task,) = field.tasks(1, team=2)
    put_right(field, task, date(2026, 4, 8), "12名劳动者四月加班超过36小时")
    field.published([task])
    legal, form = field.cast.legal_office, {"subject": task.subject.code, "way": "letter", "first": ""}
    words = {**form, "words": "首次违法且及时改正，不予行政处罚；讲解工时规定", "on": "2026-04-30"}
    new = "/desk/guidance/new/"
    assert "今天之后" in stopped(legal, moment(4, 29), new, **words)
    assert stopped(field.cast.publisher, moment(4, 30), new, **words) != ""
    assert stopped(legal, moment(4, 30), new, **words) == ""
    row = Guidance.objects.get()
    refused(
        "没有找到",
        inspections.guidance.read,
        guidance=row.pk,
        by=field.cast.enterprise_user,
        now=moment(5, 6),
    )
    inspections.guidance.read(guidance=row.pk, by=field.firm(task), now=moment(5, 6))
    row.refresh_from_db()
    assert (row.on, row.read_at is not None) == (date(2026, 4, 30), True)
    assert "首次违法且及时改正" in shown(legal, moment(5, 6), "/desk/guidance/")


def test_s7_an_audit_by_comparing_data_enters_no_door_and_ends_on_10_july(
    field: Field, kept_files: Path
) -> None:
    legal, captain, july = field.cast.legal_office, field.captains[1], moment(7, 6)
    registries.packs.adopt(
        unit=field.cast.bureau,
        pack="luwan-2026",
        from_on=date(2026, 1, 5),
        reason="年度规则",
        by=legal,
        now=july,
    )
    firms = [task.subject for task in (*field.tasks(), *field.tasks(1, team=2))]
    crew = [
        seat.inspector.code
        for seat in Batch.objects.get().seats.filter(team=1).order_by("seat").select_related("inspector")
    ]
    cause = Cause(
        "case", "鹭人社函〔2026〕31号", "养老保险稽核", "年度数据比对", july.date(), date(2026, 7, 10)
    )
    batch = inspections.openings.open_named(
        cause=cause, checks=[NamedCheck(one.code, "JG05", "written", 1) for one in firms], teams={1: crew}, by=legal, now=july,
    )  # fmt: skip
    # The item of this little list knows no comparing of data; the one of 平顶山's list (PD-43) does.
    Task.objects.filter(batch=batch).update(method="network")
    clean, wrong = Task.objects.filter(batch=batch).order_by("number")
    last = moment(7, 10, 16)
    check = {"on": "2026-07-10", "certificates": field.papers[1], "signed": "not_needed"}
    assert "没有" in stopped(captain, last, f"/desk/tasks/{clean.code}/record/", **check, outcome="none")
    for task in (clean, wrong):
        seen = {
            "task": task.code,
            "source": "待遇领取与死亡信息比对",
            "words": "比对118,420人",
            "by": captain,
            "now": last,
        }
        with pytest.raises(Refused, match="截图或数据文件"):
            inspections.looking_up.capture(**seen, uploads=[])
        inspections.looking_up.capture(**seen, uploads=[Upload("比对.pdf", b"%PDF-1.7 ...")])
    assert not Visit.objects.filter(approval__batch=batch).exists()
    refused(
        "还有2项任务没有检查结果",
        inspections.batches.end,
        batch=batch.code,
        on=last.date(),
        by=legal,
        now=last,
    )
    points = {"point_1": "ok", "point_2": "ok"}
    assert (
        stopped(captain, last, f"/desk/tasks/{clean.code}/record/", **check, **points, outcome="none") == ""
    )
    told = {
        "outcome": "corrected",
        "problems": "2人死亡后继续领取，18,640元已追回",
        "point_1": "ok",
        "point_2": "problem",
    }
    assert stopped(captain, last, f"/desk/tasks/{wrong.code}/record/", **check, **told) == ""
    inspections.batches.end(batch=batch.code, on=last.date(), by=legal, now=last)
    ends = {one.due for one in selectors.results.to_publish(legal, batch=batch.code)} | {
        clocks.due.deadline(f"results:{batch.code}/JG05", packrules.PUBLISH, today=last.date()).due
    }
    assert ends == {date(2026, 7, 24)}
    notice = runs(clean, "告知稽核结果", 5, Unit.WORKING_DAYS, last.date(), "社会保险稽核办法")
    opinion = runs(wrong, "稽核意见书", 10, Unit.WORKING_DAYS, last.date(), "社会保险稽核办法")
    assert (notice.due_on, opinion.due_on) == (date(2026, 7, 17), date(2026, 7, 24))
    assert "7月17日" in shown(legal, last + timedelta(days=3), f"/desk/deadlines/{notice.pk}/")
