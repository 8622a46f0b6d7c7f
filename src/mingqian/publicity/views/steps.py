"""The steps a notice takes: each a form or a button that calls one service."""

from collections.abc import Callable
from dataclasses import dataclass
from datetime import timedelta

from django.http import HttpResponse
from django.urls import reverse
from django.utils.timezone import localdate, make_aware

from mingqian.accounts.enums import Role
from mingqian.accounts.types import Actor, Request
from mingqian.jobs import services as jobs
from mingqian.policy.layers import Effective
from mingqian.publicity import forms, matrix, policies, shown
from mingqian.publicity.enums import Channel, KeepBackGround, NoticeKind, NoticeState, WithdrawGround
from mingqian.publicity.models import Notice
from mingqian.publicity.policies import AUTHORS, Verb
from mingqian.publicity.selectors import notices, policy
from mingqian.publicity.services import (
    confirming,
    drafting,
    keeping_back,
    longwork,
    receipts,
    releasing,
    reviewing,
    taking,
    withdrawing,
    writing,
)
from mingqian.ui import access, pages
from mingqian.ui.forms import Form


@dataclass(frozen=True, slots=True)
class Possible:
    """One step this person may take now."""

    label: str
    url: str
    kind: str = ""
    acts: bool = False


def possible(by: Actor, row: Notice, packs: Effective | None) -> list[Possible]:
    """The next steps, the main one first; what would be refused is not offered."""
    cell = matrix.cell(NoticeKind(row.kind), packs)

    def may(verb: Verb, roles: tuple[Role, ...] = ()) -> bool:
        return bool(policies.may(by, verb, row.unit.path, roles=roles))

    def at(name: str) -> str:
        return reverse(f"publicity:{name}", args=[row.code])

    state, own = row.state, by.person_id == row.author_id
    written = NoticeKind(row.kind) in forms.WRITTEN
    table: tuple[tuple[bool, Possible], ...] = (
        (state == "draft" and may(Verb.REVIEW) and not own, Possible("审核通过", at("review"), "main")),
        (state == "draft" and may(Verb.REVIEW) and not own, Possible("遮盖内容", at("redact"))),
        (
            state == "reviewed" and bool(cell.confirmers) and may(Verb.CONFIRM, tuple(cell.confirmers)),
            Possible("登记确认", at("confirm"), "main"),
        ),
        (
            state == "reviewed"
            and may(Verb.RELEASE, cell.approvers)
            and by.person_id not in (row.author_id, row.reviewer_id),
            Possible("发布", at("release"), "main"),
        ),
        (state == "reviewed" and may(Verb.RELEASE), Possible("退回", at("return"), "quiet")),
        (state == "released" and may(Verb.DRAFT), Possible("起草更正", at("correct"))),
        (state == "released", Possible("窗口公告与文稿", at("sheet"))),
        (state == "released" and may(Verb.RECORD_RECEIPT), Possible("登记回执", at("receipt"))),
        (
            bool(notices.still_up(row)) and may(Verb.RECORD_RECEIPT),
            Possible("登记撤下", at("receipt"), "main"),
        ),
        (state == "released" and may(Verb.WITHDRAW), Possible("撤下", at("withdraw"), "danger")),
        (
            state in ("draft", "reviewed") and may(Verb.ASK_KEEP_BACK),
            Possible("提出不公开", at("keep-back"), "quiet"),
        ),
        (state == "draft" and own and not written, Possible("重新生成", at("redraft"), "quiet", acts=True)),
        (state == "draft" and own and written, Possible("修改", at("edit"))),
        (state == "draft" and may(Verb.DRAFT), Possible("作废草稿", at("drop"), "quiet")),
    )
    return [step for offered, step in table if offered]


def _step(
    request: Request,
    code: str,
    *,
    form: Form,
    title: str,
    lead: str,
    button: str,
    act: Callable[[], object],
    told: str,
) -> HttpResponse:
    row = pages.found(notices.one(request.actor, code))
    if pages.submitted(request, form, act):
        return pages.done(request, "publicity:notice", code, told=told)
    context = {"row": row, "form": form, "title": title, "lead": lead, "button": button}
    return pages.show(request, "publicity/step.html", context)


@access.action(*AUTHORS)
def draft(request: Request) -> HttpResponse:
    """From the queue: the notice about a candidate."""
    form = forms.TakeForm(request.POST)
    pages.found(form if form.is_valid() else None)
    kind, thing = NoticeKind(form.cleaned_data["kind"]), form.cleaned_data["thing"]
    if longwork.is_long(kind, thing):
        job = jobs.ask(
            longwork.DRAFT_DRAW, title=f"起草抽取结果公示：{thing.removeprefix(longwork.LEAD)}",
            arguments={"thing": thing}, by=request.actor, now=request.now,
        )  # fmt: skip
        return pages.done(request, "jobs:job", job.pk, told="名录很大，已交后台起草，可以离开本页。")
    made = taking.take(
        kind=kind, thing=thing, policy=policy.in_force(request.actor), by=request.actor, now=request.now
    )
    told = "已起草更正版，请核对。" if made.version > 1 else "已起草，请核对后交审核。"
    return pages.done(request, "publicity:notice", made.code, told=told)


@access.action(*AUTHORS)
def redraft(request: Request, code: str) -> HttpResponse:
    """Anew from where it came."""
    row = pages.found(notices.one(request.actor, code))
    taking.redraft(
        code=code, kind=NoticeKind(row.kind), thing=row.thing, policy=policy.in_force(request.actor),
        by=request.actor, now=request.now,
    )  # fmt: skip
    return pages.done(request, "publicity:notice", code, told="已按现在的内容重新生成。")


@access.form(*AUTHORS)
def edit(request: Request, code: str) -> HttpResponse:
    """A draft written by hand, in other words."""
    row = pages.found(notices.one(request.actor, code))
    form = forms.EditForm(request.POST or None, initial=writing.typed(row))
    return _step(
        request, code, form=form, title="修改草稿", button="保存", told="已保存，请核对。", lead="审核之前可以修改。",
        act=lambda: writing.redraft(code=code, **form.values(), by=request.actor, now=request.now),
    )  # fmt: skip


@access.form(Role.REDACTION_REVIEWER)
def review(request: Request, code: str) -> HttpResponse:
    """The reviewer passes exactly this content."""
    row = pages.found(notices.one(request.actor, code))
    form = forms.NoteForm(request.POST or None, initial={"digest": row.digest})
    return _step(
        request, code, form=form, title="公示内容审核", button="审核通过", told="已审核通过，等待发布。",
        lead="确认没有国家秘密、商业秘密、个人隐私和不应公开的内容。审核之后内容不能再改。",
        act=lambda: reviewing.review(code=code, **form.values(), by=request.actor, now=request.now),
    )  # fmt: skip


@access.form(Role.REDACTION_REVIEWER)
def redact(request: Request, code: str) -> HttpResponse:
    """One place is blocked; the page shows the result at once."""
    row = pages.found(notices.one(request.actor, code))
    form = forms.RedactForm(request.POST or None, places=shown.places(row))
    return _step(
        request, code, form=form, title="遮盖内容", button="遮盖", told="已遮盖，请再核对一遍。",
        lead="被遮盖的内容不保留在公示里；去掉的整行按理由计数公开。",
        act=lambda: reviewing.redact(code=code, **form.values(), by=request.actor, now=request.now),
    )  # fmt: skip


@access.form(Role.PUBLISHER)
def return_(request: Request, code: str) -> HttpResponse:
    """Back to the draft."""
    form = forms.ReasonForm(request.POST or None)
    return _step(
        request, code, form=form, title="退回", button="退回", told="已退回起草人。",
        lead="退回后须重新审核。",
        act=lambda: reviewing.return_(code=code, **form.values(), by=request.actor, now=request.now),
    )  # fmt: skip


@access.form(Role.PUBLISHER)
def release(request: Request, code: str) -> HttpResponse:
    """Typed confirmation that shows what becomes public."""
    row = pages.found(notices.one(request.actor, code))
    form = forms.ReleaseForm(
        request.POST or None, phrase=row.code, shows=shown.becomes_public(row), initial={"digest": row.digest}
    )
    act = lambda: releasing.release(  # noqa: E731
        code=code, digest=form.cleaned_data["digest"], policy=policy.in_force(request.actor),
        by=request.actor, now=request.now,
    )  # fmt: skip
    return _step(
        request, code, form=form, title="发布公示", button="发布", told="已发布，任何人都可以看到。",
        lead="发布后内容不能修改，只能更正（另立版本）或撤下（留下说明）。", act=act,
    )  # fmt: skip


@access.form(*AUTHORS)
def correct(request: Request, code: str) -> HttpResponse:
    """A corrected version, taken anew; the old one stays public until it is released."""
    row = pages.found(notices.one(request.actor, code))
    if NoticeKind(row.kind) in forms.WRITTEN:
        return _rewrite(request, row)
    form = forms.ReasonForm(request.POST or None)
    act = lambda: taking.correct(  # noqa: E731
        code=code, kind=NoticeKind(row.kind), thing=row.thing, reason=form.cleaned_data["reason"],
        policy=policy.in_force(request.actor), by=request.actor, now=request.now,
    )  # fmt: skip
    return _step(
        request, code, form=form, title="起草更正", button="起草更正版", told="已起草更正版。",
        lead="按现在的内容另立一版，说明为什么更正；原版与差异一并公开。", act=act,
    )  # fmt: skip


def _rewrite(request: Request, row: Notice) -> HttpResponse:
    form = forms.RewriteForm(request.POST or None, initial=writing.typed(row))
    act = lambda: writing.correct(code=row.code, **form.values(), by=request.actor, now=request.now)  # noqa: E731
    return _step(
        request, row.code, form=form, title="起草更正", button="起草更正版", told="已起草更正版。",
        lead="原版与差异一并公开。", act=act,
    )  # fmt: skip


@access.form(Role.PUBLISHER)
def withdraw(request: Request, code: str) -> HttpResponse:
    """Takes it down at once; the reason stays in its place."""
    row = pages.found(notices.one(request.actor, code))
    form = forms.WithdrawForm(
        request.POST or None,
        phrase=row.code,
        shows=("公示内容立即从网页、订阅和开放数据中消失", "原位置留下撤下理由和日期"),
    )

    def act() -> object:
        values = form.values()
        return withdrawing.withdraw(
            code=code, ground=WithdrawGround(values["ground"]), reason=values["reason"],
            overturned_on=values["overturned_on"], policy=policy.in_force(request.actor),
            by=request.actor, now=request.now,
        )  # fmt: skip

    return _step(
        request, code, form=form, title="撤下公示", button="撤下", told="已撤下，原位置显示撤下说明。",
        lead="决定被撤销、变更、确认违法或者无效的，三个工作日内撤下并公开说明理由（行政处罚法第四十八条）。", act=act,
    )  # fmt: skip


@access.form(*AUTHORS, Role.REDACTION_REVIEWER)
def keep_back(request: Request, code: str) -> HttpResponse:
    """Asks the leader; the answer is counted in public."""
    later = localdate(request.now) + timedelta(days=180)
    form = forms.KeepBackForm(request.POST or None, initial={"review_on": later})

    def act() -> object:
        values = form.values()
        ground = KeepBackGround(values.pop("ground"))
        return keeping_back.ask(code=code, ground=ground, **values, by=request.actor, now=request.now)

    return _step(
        request, code, form=form, title="提出不公开", button="提交局领导", told="已提出，等待局领导决定。",
        lead="公开为常态、不公开为例外：每一件都有编码的理由、批准人和复核日期，件数按理由公开。", act=act,
    )  # fmt: skip


@access.form(Role.BUREAU_LEADER)
def decide(request: Request, code: str, number: int) -> HttpResponse:
    """Approve or refuse that it stays back."""
    row = pages.found(notices.one(request.actor, code))
    pages.found(row.keep_backs.filter(pk=number).first())
    form = forms.DecideForm(request.POST or None)
    act = lambda: keeping_back.decide(  # noqa: E731
        request=number, approve=form.cleaned_data["approve"] == "yes", remark=form.cleaned_data["remark"],
        by=request.actor, now=request.now,
    )  # fmt: skip
    return _step(
        request, code, form=form, title="决定是否不公开", button="确定", told="已办理。",
        lead="同意的，该公示不再发布，只公开件数和理由；不同意的，继续按期公示。", act=act,
    )  # fmt: skip


@access.form(Role.SUPERVISION_AUTHORITY)
def confirm(request: Request, code: str) -> HttpResponse:
    """The justice bureau confirms exactly this list."""
    row = pages.found(notices.one(request.actor, code))
    form = forms.ConfirmListForm(
        request.POST or None, initial={"digest": row.digest, "confirmed_on": localdate(request.now)}
    )
    act = lambda: confirming.confirm(  # noqa: E731
        code=code, **form.values(), policy=policy.in_force(request.actor), by=request.actor, now=request.now
    )
    return _step(
        request, code, form=form, title="确认执法人员清单", button="确认", told="已登记确认，可以发布。",
        lead="确认的是这一份清单：确认之后名单有任何改动，都须重新确认。", act=act,
    )  # fmt: skip


@access.form(*AUTHORS, Role.REDACTION_REVIEWER)
def receipt(request: Request, code: str) -> HttpResponse:
    """Where else it was made known."""
    form = forms.ReceiptForm(request.POST or None, initial=forms.ReceiptForm.start(request.now))

    def act() -> object:
        values = form.values()
        channel, posted = Channel(values.pop("channel")), values.pop("posted_at")
        posted_at = posted if posted.tzinfo else make_aware(posted)
        return receipts.record(
            code=code, channel=channel, posted_at=posted_at, **values, by=request.actor, now=request.now
        )

    return _step(
        request, code, form=form, title="登记回执", button="登记", told="已登记回执。",
        lead="网页和订阅的回执由系统登记；窗口、微信和其他网站的在这里登记。", act=act,
    )  # fmt: skip


@access.form(*AUTHORS)
def drop(request: Request, code: str) -> HttpResponse:
    """The draft is not needed."""
    form = forms.ReasonForm(request.POST or None)
    return _step(
        request, code, form=form, title="作废草稿", button="作废", told="已作废。", lead="已经公示的版本不受影响。",
        act=lambda: drafting.drop(code=code, **form.values(), by=request.actor, now=request.now),
    )  # fmt: skip


@access.form(*AUTHORS)
def write(request: Request) -> HttpResponse:
    """A notice written by hand: statistics of a year, duties and procedures."""
    form = forms.WriteForm(request.POST or None)
    made: list[Notice] = []

    def act() -> object:
        values = form.values()
        kind = NoticeKind(values.pop("kind"))
        made.append(
            writing.write(
                kind=kind, **values, policy=policy.in_force(request.actor), by=request.actor, now=request.now
            )
        )
        return made

    if pages.submitted(request, form, act):
        return pages.done(request, "publicity:notice", made[0].code, told="已起草，请核对后交审核。")
    return pages.show(request, "publicity/write.html", {"form": form, "released": NoticeState.RELEASED})
