"""The organiser's steps, each a page with what it fixes and a button; what cannot be undone is typed."""

from collections.abc import Callable

from django.http import HttpResponse

from mingqian.accounts.enums import Role
from mingqian.accounts.types import Request
from mingqian.core.draw import ceremony as rules
from mingqian.draw import selectors, services
from mingqian.draw.forms import BeaconSources, ReadBack, Reason, TableSources, Value
from mingqian.draw.models import Draw
from mingqian.draw.selectors import desk, occasions, sourcing
from mingqian.draw.services import longwork
from mingqian.jobs import services as jobs
from mingqian.ui import access, chance, pages
from mingqian.ui.forms import Confirm, Form


def _typed(
    request: Request,
    row: Draw,
    *,
    phrase: str,
    title: str,
    shows: tuple[str, ...],
    act: Callable[[], object],
    told: str,
) -> HttpResponse:
    """A step that cannot be undone: the phrase is typed."""
    form = Confirm(request.POST or None, phrase=phrase, shows=shows)
    if pages.submitted(request, form, act):
        return pages.done(request, "draw:draw", row.code, told=told)
    return pages.show(
        request, "draw/confirm.html", {"draw": row, "form": form, "title": title, "button": phrase}
    )


def _handed_over(request: Request, row: Draw, kind: str, phrase: str) -> HttpResponse:
    """A million rows take minutes: the worker does it, the task centre shows how far it is."""
    form = Confirm(request.POST or None, phrase=phrase, shows=("名录很大，将由后台办理，可以离开本页",))
    asked: list[int] = []
    if pages.submitted(request, form, lambda: asked.append(_ask(request, row, kind, phrase))):
        return pages.done(request, "jobs:job", asked[0], told="已交办，可以离开本页。")
    return pages.show(
        request, "draw/confirm.html", {"draw": row, "form": form, "title": phrase, "button": phrase}
    )


def _ask(request: Request, row: Draw, kind: str, title: str) -> int:
    job = jobs.ask(
        kind,
        title=f"{title}：{row.title}",
        arguments={"draw": row.code},
        by=request.actor,
        now=request.now,
    )
    return int(job.pk)


def _filled(
    request: Request,
    row: Draw,
    *,
    form: Form,
    title: str,
    button: str,
    act: Callable[[], object],
    told: str,
    lead: str = "",
    warn: str = "",
) -> HttpResponse:
    """A step with something to fill in."""
    if pages.submitted(request, form, act):
        return pages.done(request, "draw:draw", row.code, told=told)
    return pages.show(
        request,
        "draw/step.html",
        {"draw": row, "form": form, "title": title, "button": button, "lead": lead, "warn": warn},
    )


@access.form(Role.DRAW_OPERATOR)
def freeze(request: Request, code: str) -> HttpResponse:
    """Every roll the plan needs, whole, with forced, exempt and screened rows."""
    row = selectors.draws.get(request.actor, code)
    if desk.is_long(request.actor, row):
        return _handed_over(request, row, longwork.FREEZE, "冻结名录")
    return _typed(
        request, row, phrase="冻结名录", title="冻结名录",
        shows=("全部检查对象和检查人员名录按此刻情况固定，任何人不能再增减", "名录哈希写入公开的抽取日志"),
        act=lambda: services.freezing.freeze(draw=code, pack=occasions.pack_of(row), by=request.actor, now=request.now),
        told="名录已冻结，哈希已写入抽取日志。",
    )  # fmt: skip


@access.form(Role.DRAW_OPERATOR)
def announce(request: Request, code: str) -> HttpResponse:
    """Rules, parties, sources and deadlines become the plan everybody can read."""
    row = selectors.draws.get(request.actor, code)
    form = (TableSources if row.order == rules.TABLE else BeaconSources)(*pages.given(request))
    return _filled(
        request, row, form=form, title="公告抽取方案", button="公告方案", lead=sourcing.announcing(row, request.now),
        warn=sourcing.overdue(sourcing.periods(row, request.now), request.now),
        act=lambda: services.announcing.announce(
            draw=code, sources=form.sources(), pack=occasions.pack_of(row), by=request.actor, now=request.now
        ),
        told="方案已公告，请各方交出承诺。",
    )  # fmt: skip


@access.form(Role.DRAW_OPERATOR)
def seal(request: Request, code: str) -> HttpResponse:
    """All commitments become the seal."""
    row = selectors.draws.get(request.actor, code)
    return _typed(
        request, row, phrase="封签", title="封签",
        shows=("各方承诺合成封签，写入抽取日志", "此后才能产生随机数；任何一方都不能再换秘密"),
        act=lambda: services.sealing.seal(draw=code, by=request.actor, now=request.now),
        told="已封签。请见证人领取核对密钥并核对承诺，然后掷骰。",
    )  # fmt: skip


@access.form(Role.DRAW_OPERATOR)
def value(request: Request, code: str) -> HttpResponse:
    """One person types what the dice showed."""
    row = selectors.draws.get(request.actor, code)
    position = row.values.count()
    source = pages.found(sourcing.at(row, position))
    form = Value(request.POST or None, source=source)
    return _filled(
        request, row, form=form, title="录入公开随机数", button="录入", lead=sourcing.source(source),
        act=lambda: services.randomness.enter_value(
            draw=code, position=position, value=form.cleaned_data["value"],
            evidence=form.evidence_told(), by=request.actor, now=request.now,
        ),
        told="已录入，请另一人回读。",
    )  # fmt: skip


@access.form(Role.DRAW_OPERATOR, Role.DISCIPLINE_WITNESS, atomic=False)
def read_back(request: Request, code: str, position: int) -> HttpResponse:
    """Another person reads it again. A difference is refused and kept, so nothing is rolled back here."""
    row = selectors.draws.get(request.actor, code)
    source = pages.found(sourcing.at(row, position))
    form = ReadBack(request.POST or None, source=source)
    lead = f"{sourcing.source(source)}。请看原始结果重新读一遍，不看录入的数"
    return _filled(
        request, row, form=form, title="回读核对", button="回读", lead=lead,
        act=lambda: services.randomness.read_back(
            draw=code, position=position, value=form.cleaned_data["value"], by=request.actor, now=request.now
        ),
        told="两人读到的一致，已写入抽取日志。",
    )  # fmt: skip


@access.form(Role.DRAW_OPERATOR)
def compute(request: Request, code: str) -> HttpResponse:
    """Selection, teams, substitutes and pairs, once."""
    row = selectors.draws.get(request.actor, code)
    if desk.is_long(request.actor, row):
        return _handed_over(request, row, longwork.COMPUTE, "计算结果")
    return _typed(
        request, row, phrase="计算结果", title="计算结果",
        shows=("结果由已经定下的种子唯一确定，只算一次", "结果哈希写入抽取日志，之后不能重算挑选"),
        act=lambda: services.computing.compute(
            draw=code, by=request.actor, now=request.now, entropy=chance.entropy
        ),
        told="结果已算出，请见证人签认。",
    )  # fmt: skip


@access.form(Role.DRAW_OPERATOR)
def publish(request: Request, code: str) -> HttpResponse:
    """The result becomes public after the embargo."""
    row = selectors.draws.get(request.actor, code)
    return _typed(
        request, row, phrase="公布", title="公布抽取结果",
        shows=("抽取记录、名录快照和复核程序向社会公开", "公布后只能更正或说明，不能收回"),
        act=lambda: services.publishing.publish(draw=code, by=request.actor, now=request.now),
        told="已公布，任何人可以复核。",
    )  # fmt: skip


@access.form(Role.DRAW_OPERATOR)
def complete(request: Request, code: str) -> HttpResponse:
    """The last event counts all of the draw's."""
    row = selectors.draws.get(request.actor, code)
    return _typed(
        request, row, phrase="办结", title="办结本次抽取",
        shows=("办结后不能再递补、替换", "办结事件写明全部事件数，之后一条也不能少"),
        act=lambda: services.publishing.complete(draw=code, by=request.actor, now=request.now),
        told="已办结。",
    )  # fmt: skip


@access.form(Role.DRAW_OPERATOR)
def abandon(request: Request, code: str) -> HttpResponse:
    """Before anything was announced."""
    form = Reason(request.POST or None)
    row = selectors.draws.get(request.actor, code)
    return _filled(
        request, row, form=form, title="放弃准备", button="放弃",
        act=lambda: services.preparation.abandon(
            draw=code, reason=form.cleaned_data["reason"], by=request.actor, now=request.now
        ),
        told="已放弃，理由已留痕。",
    )  # fmt: skip
