"""The key of sealed rolls after the draw: who holds it, sharing it out, opening it, destroying it."""

from django.http import HttpResponse, HttpResponseBase

from mingqian.accounts.enums import Role
from mingqian.accounts.types import Request
from mingqian.draw import selectors, services
from mingqian.draw.custody_forms import Destroy, OpenKey, Received, Reissue, RestoreKey, ShareOut
from mingqian.draw.views.table import STAFF
from mingqian.ui import access, chance, pages

KEEPERS = (Role.BUREAU_LEADER, Role.LEGAL_OFFICE)


@access.page(*STAFF)
def custody(request: Request, code: str) -> HttpResponse:
    """Everything that was done with the key, and what may be done next."""
    row = selectors.draws.get(request.actor, code)
    return pages.show(
        request, "draw/custody.html", {"draw": row, **selectors.desk.custody(request.actor, row)}
    )


@access.form(Role.DISCIPLINE_WITNESS)
def share(request: Request, code: str) -> HttpResponseBase:
    """The two shares leave as one sheet of text; the bureau keeps the third, and the key until the receipt."""
    row = selectors.draws.get(request.actor, code)
    form, made = ShareOut(request.POST or None), list[services.custody.Shares]()
    if pages.submitted(
        request, form,
        lambda: made.append(services.custody.share(
            draw=code, keep_until=form.cleaned_data["keep_until"], reason=form.cleaned_data["reason"],
            by=request.actor, now=request.now, entropy=chance.entropy,
        )),
    ):  # fmt: skip
        return pages.download(f"密钥份额-{code}.txt", services.custody.sheet(row, made[0]), "txt")
    return pages.show(
        request, "draw/step.html", {"draw": row, "form": form, "title": "分存名录密钥", "button": "分存"}
    )


@access.form(Role.DISCIPLINE_WITNESS)
def reissue(request: Request, code: str) -> HttpResponseBase:
    """The sheet was lost on its way: another one, of a new split."""
    row = selectors.draws.get(request.actor, code)
    form, made = Reissue(request.POST or None), list[services.custody.Shares]()
    if pages.submitted(
        request, form,
        lambda: made.append(services.custody.reissue(
            draw=code, **form.values(), by=request.actor, now=request.now, entropy=chance.entropy
        )),
    ):  # fmt: skip
        return pages.download(f"密钥份额-{code}.txt", services.custody.sheet(row, made[0]), "txt")
    context = {"draw": row, "form": form, "title": "重发密钥份额", "button": "重发"}
    return pages.show(request, "draw/step.html", context)


@access.form(Role.DISCIPLINE_WITNESS)
def received(request: Request, code: str) -> HttpResponse:
    """Typed: from here the whole key exists nowhere on this machine."""
    row = selectors.draws.get(request.actor, code)
    form = Received(
        request.POST or None,
        phrase="确认已收到并销毁完整密钥",
        shows=(
            "请先打印或抄下两份份额，照着最近一次发的份额单录入两份的末 8 位",
            "确认后，完整密钥从本局服务器删除，不能再重发份额；备份中的副本也应一并清除",
        ),
    )
    if pages.submitted(
        request, form,
        lambda: services.custody.received(
            draw=code, witness_end=form.cleaned_data["witness_end"], third_end=form.cleaned_data["third_end"],
            by=request.actor, now=request.now,
        ),
    ):  # fmt: skip
        return pages.done(request, "draw:custody", code, told="已确认收到，完整密钥已从本机删除。")
    context = {"draw": row, "form": form, "title": "确认收到份额", "button": "确认并销毁完整密钥"}
    return pages.show(request, "draw/confirm.html", context)


@access.form(Role.DRAW_OPERATOR)
def open_key(request: Request, code: str) -> HttpResponseBase:
    """For a court: the key leaves as a file, nothing is stored."""
    row = selectors.draws.get(request.actor, code)
    form, made = OpenKey(request.POST or None), list[str]()
    if pages.submitted(
        request, form,
        lambda: made.append(services.custody.open_with(
            draw=code, **form.values(), by=request.actor, now=request.now
        )),
    ):  # fmt: skip
        return pages.download(f"名录密钥-{code}.txt", made[0] + "\n", "txt")
    return pages.show(
        request, "draw/step.html", {"draw": row, "form": form, "title": "合并启用名录密钥", "button": "合并"}
    )


@access.form(Role.DRAW_OPERATOR)
def restore(request: Request, code: str) -> HttpResponse:
    """For a redraw: the key lies on the server again until that is completed."""
    row = selectors.draws.get(request.actor, code)
    form = RestoreKey(request.POST or None)
    if pages.submitted(
        request, form,
        lambda: services.custody.restore(draw=code, **form.values(), by=request.actor, now=request.now),
    ):  # fmt: skip
        return pages.done(request, "draw:custody", code, told="密钥已恢复，可以重新抽取。")
    context = {"draw": row, "form": form, "title": "为重抽恢复名录密钥", "button": "恢复"}
    return pages.show(request, "draw/step.html", context)


@access.form(*KEEPERS)
def destroy(request: Request, code: str) -> HttpResponse:
    """Typed: nobody gets it back."""
    row = selectors.draws.get(request.actor, code)
    form = Destroy(
        request.POST or None,
        phrase="销毁密钥",
        shows=(
            "本局保管的份额删除后，只凭其余一份打不开名录",
            "公开的记录和证明不受影响；备份中的副本也应一并清除",
        ),
    )
    if pages.submitted(
        request, form,
        lambda: services.custody.destroy(
            draw=code, reason=form.cleaned_data["reason"], by=request.actor, now=request.now
        ),
    ):  # fmt: skip
        return pages.done(request, "draw:custody", code, told="已销毁，并已留痕。")
    return pages.show(
        request,
        "draw/confirm.html",
        {"draw": row, "form": form, "title": "销毁名录密钥", "button": "销毁密钥"},
    )
