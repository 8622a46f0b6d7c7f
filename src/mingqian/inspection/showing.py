"""How a task is shown: its stages, its story, its facts, and which buttons are there for whom. No query here."""

from collections.abc import Iterator, Sequence

from django.urls import reverse
from django.utils.html import format_html
from django.utils.safestring import SafeString

from mingqian.accounts.types import Actor
from mingqian.core import machine
from mingqian.core.machines import inspection, inspection_rectification
from mingqian.inspection import outcomes, policies
from mingqian.inspection.enums import Mark, Medium, RevisitResult, Signed, StepKind, Withhold
from mingqian.inspection.models import Attachment, CheckRecord, Task, Visit
from mingqian.inspection.packrules import DEFENCE
from mingqian.inspection.policies import Verb
from mingqian.inspection.selectors import visits
from mingqian.inspection.selectors.history import History
from mingqian.registry.enums import Method, SubjectStatus
from mingqian.registry.selectors.subjects import Row as Subject
from mingqian.ui.choosing import Found
from mingqian.ui.types import Event, Kind, Step, StepState
from mingqian.ui.words import day

_RUNNING = ("far", "soon")
KINDS: dict[str, Kind] = {
    "waiting": "",
    "recorded": "info",
    "noticed": "warn",
    "defended": "warn",
    "answered": "info",
    "confirmed": "info",
    "withheld": "",
    "published": "ok",
    "closed": "ok",
    "cancelled": "",
    "ordered": "warn",
    "submitted": "info",
    "revisited": "info",
    "corrected": "ok",
    "uncorrected": "bad",
    "requested": "warn",
    "approved": "ok",
    "refused": "bad",
    "withdrawn": "",
}
_PLACES = ("waiting", "recorded", "noticed", "answered", "confirmed", "published", "closed")
_AT = {"defended": "noticed", "withheld": "published", "cancelled": "waiting"}
FINAL = ("confirmed", "published", "withheld", "closed")
OFF_SITE = ("self_check", "written", "network")
Act = tuple[str, str, str]


def rail(task: Task) -> list[Step]:
    """The stages this task goes through; those its result does not ask for are left out."""
    outcome = outcomes.of(task.outcome) if task.outcome else None
    state = _AT.get(task.state, task.state)
    told = outcome is not None and outcome.notice
    stages = [("waiting", "检查", day(task.checked_on)), ("recorded", "初步结果", "")]
    if told:
        stages += [("noticed", "告知申辩", ""), ("answered", "复核", "")]
    stages += [
        ("confirmed", "确认", day(task.confirmed_on)),
        ("published", "不公示" if task.withheld_code else "公示", day(task.published_on)),
        ("closed", "办结", day(task.closed_on)),
    ]
    reached = _PLACES.index(state)
    return [
        Step(label, _stage(_PLACES.index(name), reached, task.state), note) for name, label, note in stages
    ]


def _stage(place: int, reached: int, state: str) -> StepState:
    if state == "closed" or place < reached:
        return "done"
    # What a state is named after has been done; only the first waits to be done.
    if place == reached:
        return "now" if state in ("waiting", "noticed", "defended") else "done"
    return "now" if place == reached + 1 and state not in ("waiting", "noticed", "defended") else "todo"


def _batch(task: Task) -> SafeString:
    """The way back: the batch, from there the draw, its plan, the year's plan (涪陵 五(二) 全程留痕)."""
    to = reverse("inspection:batch", args=[task.batch.code])
    return format_html('<a href="{}">{}</a>（{}）', to, task.batch.title, task.batch.code)


def _item(task: Task) -> SafeString:
    """And to the item with its basis (厦门 三(五)8 来源可查)."""
    code = task.item.item.code
    return format_html(
        '<a href="{}">{}</a>（{}）', reverse("registry:item", args=[code]), task.item_name, code
    )


def facts(task: Task) -> list[tuple[str, object]]:
    """What stands at the side of a task."""
    number = task.subject.number
    return [
        ("对象", f"{task.subject_name}（{number}）"),
        ("事项", _item(task)),
        ("方式", Method(task.method).label if task.method in set(Method) else task.method),
        ("检查组", f"第{task.team}组" if task.team else "未编组"),
        ("责任单位", task.unit.name),
        ("批次", _batch(task)),
        ("检查时间", f"{day(task.batch.starts_on)}至{day(task.batch.ends_on)}"),
        (
            "审批表",
            task.approval.number if task.approval else "不需要" if task.method != "on_site" else "尚未申请",
        ),
    ]


def visit_facts(history: History) -> list[tuple[str, object]]:
    """Who came and when: all that a firm is shown before its result is told."""
    record = history.record
    people = "、".join(f"{paper[0]}（{paper[2]}{paper[1]}）" for paper in record.papers) if record else ""
    return [("检查日期", history.task.checked_on), ("检查人员", people), ("检查结果", "形成后书面告知")]


def result_facts(history: History) -> list[tuple[str, object]]:
    """The result with what follows from it, as data."""
    task, record = history.task, history.record
    if not task.outcome:
        return []
    outcome = outcomes.of(task.outcome)
    found: list[tuple[str, object]] = [
        ("检查结果", outcome.name),
        ("处理", outcome.disposal),
        ("依据", outcome.clause),
        ("发现的问题", task.problems),
        ("检查日期", task.checked_on),
    ]
    if record is not None:
        found += [
            ("检查人员", "、".join(f"{paper[0]}（{paper[2]}{paper[1]}）" for paper in record.papers)),
            ("对象陈述", record.statement),
            ("签字", _signed(record)),
            ("行政指导", record.guidance),
        ]
    if task.notice_code:
        found.append(("公示", _notice(task)))
    if task.withheld_code:
        found.append(("不公示", f"{Withhold(task.withheld_code).label}：{task.withheld_reason}"))
    return found


def _notice(task: Task) -> SafeString:
    """Where anybody reads it."""
    to = reverse("publicity:public-notice", args=[task.notice_code])
    return format_html('{}，公示编号 <a href="{}">{}</a>', day(task.published_on), to, task.notice_code)


def _signed(record: CheckRecord) -> str:
    label = Signed(record.signed).label
    return f"{label}：{record.refusal}" if record.refusal else label


def points(history: History) -> list[tuple[str, str, Kind]]:
    """The checklist as answered: text, answer, colour."""
    answers = history.record.answers if history.record else {}
    colours: dict[str, Kind] = {"ok": "ok", "problem": "bad", "na": ""}
    rows = history.checklist.points if history.checklist else []
    return [
        (
            point["text"],
            Mark(answers[point["key"]]).label if point["key"] in answers else "未填",
            colours.get(answers.get(point["key"], ""), ""),
        )
        for point in rows
    ]


def events(history: History, visits: Sequence[Visit] = ()) -> list[Event]:
    """The story of a task, the newest first."""
    found = [*_before(history), *_walked(visits), *_heard(history), *_after(history)]
    return sorted(found, key=lambda one: one.at, reverse=True)


def _before(history: History) -> Iterator[Event]:
    task = history.task
    yield Event(task.batch.opened_at, "下达检查任务", task.batch.title)
    if task.approval is not None:
        urgent = task.approval.emergency
        asked = (
            ("紧急先行检查，24小时内补办审批", urgent) if urgent else ("申请检查审批", task.approval.grounds)
        )
        yield Event(task.approval.requested_at, *asked, kind="warn" if urgent else "")
        if task.approval.decided_at is not None:
            label = "批准检查" if task.approval.state == "approved" else "不批准检查"
            yield Event(
                task.approval.decided_at, label, task.approval.remark, kind=KINDS[task.approval.state]
            )
    for record in history.records:
        detail = f"{day(record.on)}检查：{outcomes.of(record.outcome).name}"
        yield Event(record.at, f"登记检查结果（第{record.version}次）", detail, record.by.name)


def _walked(visits: Sequence[Visit]) -> Iterator[Event]:
    """Coming in; without a code in an emergency, and the code scanned afterwards."""
    for row in visits:
        if row.arrived_at:
            urgent = "紧急入企，没有扫码，24小时内补扫"
            who = row.arrived_by.name if row.arrived_by else ""
            yield Event(
                row.arrived_at, urgent if row.emergency else "扫码入企", row.emergency, who,
                kind="warn" if row.emergency else "",
            )  # fmt: skip
        if row.made_up_at:
            yield Event(row.made_up_at, "补扫企业码", row.code, row.made_up_by.name if row.made_up_by else "")


def _heard(history: History) -> Iterator[Event]:
    for notice in history.notices:
        detail = f"{day(notice.served_on)}{Medium(notice.medium).label}，{notice.receipt}"
        yield Event(notice.at, f"送达告知书{notice.number}", detail, notice.by.name)
    for defence in history.defences:
        title = "放弃陈述申辩" if defence.waived else "提交陈述申辩"
        detail = defence.text + ("（工作人员代为登记）" if defence.on_behalf else "")
        yield Event(defence.at, title, detail, defence.by.name)
    for answer in history.answers:
        changed = (
            "，结果不变" if answer.before == answer.after else f"，结果改为“{outcomes.of(answer.after).name}”"
        )
        yield Event(answer.at, f"答复陈述申辩{changed}", answer.text, answer.by.name)


def _after(history: History) -> Iterator[Event]:
    for step in history.steps:
        detail = step.words
        yield Event(step.at, StepKind(step.kind).label, detail, step.by.name)


def rights(history: History) -> list[tuple[str, object]]:
    """What a firm may ask for and from whom: told on its own page, with the clause."""
    record = history.record
    people = "、".join(f"{paper[0]}（{paper[2]}{paper[1]}）" for paper in record.papers) if record else ""
    return [
        ("检查人员", people),
        ("检查机关", history.task.unit.name),
        ("检查依据", "；".join(history.bases)),
        ("陈述申辩", "收到告知书后，可在期限内提出；不因申辩加重处理"),
        ("申请回避", "检查人员与本单位有利害关系的，可以申请回避"),
        ("不收费", "检查不收取任何费用，不得指定服务、接受宴请馈赠"),
    ]


def pictures(history: History) -> list[tuple[Attachment, Attachment]]:
    """整改前后照片, two and two of one place, the newest hand-in first."""
    found = []
    for step in reversed(history.steps):
        files = list(step.files.all())
        before, after = ([one for one in files if one.phase == phase] for phase in ("before", "after"))
        found += list(zip(before, after, strict=False))
    return found


def order_facts(history: History) -> list[tuple[str, object]]:
    """The order and where it stands."""
    order = history.order
    if order is None:
        return []
    result = RevisitResult(order.revisit_result).label if order.revisit_result else ""
    return [
        ("通知书", order.number),
        ("要求", order.text),
        ("整改期限", order.due_on),
        ("责令人", f"{order.ordered_by.name}，{day(order.ordered_on)}"),
        ("提交整改", order.submitted_on),
        ("回访", f"{day(order.revisited_on)} {result}" if order.revisited_on else ""),
        ("确认", f"{order.decided_by.name}，{day(order.decided_on)}" if order.decided_by else ""),
    ]


def acts(history: History, by: Actor) -> list[Act]:
    """(label, url, kind) of what this person may do now; the first is the main thing."""
    task = history.task
    found = [
        (label, _url(name, task), "")
        for label, name in _open_acts(history, by, history.leads(by), history.sits(by))
    ]
    return [(label, url, "main" if place == 0 else "") for place, (label, url, _) in enumerate(found)]


def _being_heard(history: History) -> bool:
    """The firm's time to answer still runs: nobody confirms before its last day is over."""
    running = [one for one in history.deadlines if one.kind == DEFENCE and one.deadline.state in _RUNNING]
    return history.task.state == "noticed" and bool(running)


def _open_acts(history: History, by: Actor, leads: bool, sits: bool) -> Iterator[tuple[str, str]]:
    task = history.task
    possible = machine.possible(inspection.MACHINE, task.state)
    path = task.unit.path

    def section(verb: Verb) -> bool:
        return policies.may(by, verb, path).ok

    if "record" in possible:
        approved = task.approval is not None and task.approval.stands
        asked = task.approval is not None and task.approval.state == "requested"
        if task.method == "on_site" and not approved:
            if not asked and (sits or section(Verb.REQUEST_APPROVAL)):
                yield "申请检查审批", "request-approval"
            if not asked and leads:
                yield "紧急先行检查", "go-first"
        else:
            if task.method in OFF_SITE and (sits or section(Verb.RECORD)):
                yield "材料与核查", "offsite"
            if task.method == "on_site" and not visits.entered(task) and (sits or section(Verb.VISIT)):
                yield "登记入企", "enter"
            if leads or (task.team == 0 and section(Verb.RECORD)):
                yield "登记检查结果", "record"
    told = task.outcome and outcomes.of(task.outcome).notice
    if "serve" in possible and told and (sits or section(Verb.SERVE)):
        yield "送达告知书", "serve"
    if "answer" in possible and not sits and section(Verb.ANSWER):
        yield "答复陈述申辩", "answer"
    ready = "confirm" in possible and not (task.state == "recorded" and told) and not _being_heard(history)
    if ready and _another(by, task, sits):
        yield "确认结果", "confirm"
    yield from _orders(history, by, leads, sits)
    if task.state in FINAL and outcomes.of(task.outcome).follow and section(Verb.FOLLOW):
        yield "选择后续措施", "follow-up"
    if "defend" in possible and task.state == "noticed" and (sits or section(Verb.ENTER_DEFENCE)):
        yield "代录申辩", "defend"
        yield "登记放弃申辩", "waive"
    if "return" in possible and section(Verb.SEND_BACK):
        yield "退回重查", "send-back"
    if "cancel" in possible and section(Verb.SEND_BACK):
        yield "撤销任务", "cancel"
    if "withhold" in possible and section(Verb.WITHHOLD):
        yield "决定不公示", "withhold"


def _another(by: Actor, task: Task, sits: bool) -> bool:
    mine = by.person_id in (task.recorded_by_id, task.answered_by_id)
    return not mine and not sits and policies.may(by, Verb.CONFIRM, task.unit.path).ok


def _orders(history: History, by: Actor, leads: bool, sits: bool) -> Iterator[tuple[str, str]]:
    task, order = history.task, history.order
    path = task.unit.path
    if order is None:
        wanted = task.outcome and outcomes.of(task.outcome).order
        stands = wanted and task.state in ("confirmed", "published", "withheld")
        if stands and (sits or policies.may(by, Verb.ORDER, path).ok):
            yield "责令限期改正", "order"
        return
    possible = machine.possible(inspection_rectification.MACHINE, order.state)
    if "revisit" in possible and leads:
        yield "登记整改回访", "revisit"
    decides = policies.may(by, Verb.DECIDE_RECTIFICATION, path).ok
    if "confirm_corrected" in possible and decides and order.revisited_by_id != by.person_id:
        if order.revisit_result != RevisitResult.PARTLY:
            yield "确认整改结果", "verify"
        yield "退回继续整改", "return"
    if "extend" in possible and decides:
        yield "延长整改期限", "extend"


def _url(name: str, task: Task) -> str:
    return reverse(f"inspection:{name}", args=[task.code])


def firm(row: Subject) -> Found:
    """A subject of the registry among those that a question may have meant."""
    notes = (
        SubjectStatus(row.status).label,
        row.address or "地址未登记",
        row.legal_representative or "法定代表人未登记",
    )
    return Found(row.code, row.name, row.number, notes)
