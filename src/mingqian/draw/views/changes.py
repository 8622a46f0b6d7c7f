"""After the result: substitution in order, replacement, void, each decided by somebody else."""

from collections.abc import Callable

from django.http import HttpResponse

from mingqian.accounts.enums import Role
from mingqian.accounts.types import Request
from mingqian.draw import selectors, services
from mingqian.draw.enums import ChangeReason
from mingqian.draw.forms import Decide, Replace, Substitute, Void
from mingqian.draw.selectors import desk
from mingqian.draw.types import Sheet
from mingqian.ui import access, pages
from mingqian.ui.forms import Form

APPROVERS = (Role.BUREAU_LEADER, Role.LEGAL_OFFICE, Role.SUPERVISION_AUTHORITY)


def _asked(
    request: Request, code: str, *, form: Form, title: str, lead: str, act: Callable[[], object], to: str
) -> HttpResponse:
    row = selectors.draws.get(request.actor, code)
    if pages.submitted(request, form, act):
        return pages.done(request, to, code, told="已提出，等待另一人批准。")
    return pages.show(
        request, "draw/step.html", {"draw": row, "form": form, "title": title, "lead": lead, "button": "提出"}
    )


def seats_of(sheet: Sheet) -> list[tuple[str, str]]:
    """Every filled seat, as a person reads it."""
    found: list[tuple[str, str]] = []
    for team in sheet.teams:
        if team.captain is not None:
            found.append((f"{team.number}/C", f"第 {team.number} 组 组长 {team.captain.name}"))
        for place, member in enumerate(team.members, start=1):
            if member is not None:
                found.append((f"{team.number}/M{place}", f"第 {team.number} 组 队员 {member.name}"))
    return found


@access.form(Role.DRAW_OPERATOR)
def substitute(request: Request, code: str) -> HttpResponse:
    """按序递补: nobody chooses who comes in."""
    form = Substitute(request.POST or None, choices=seats_of(selectors.outcome.sheet(request.actor, code)))
    return _asked(
        request, code, form=form, title="按序递补", to="draw:teams",
        lead="递补的人由抽取先后顺序决定，不能挑选。",
        act=lambda: services.changing.propose_substitute(
            draw=code, **form.told(), by=request.actor, now=request.now
        ),
    )  # fmt: skip


@access.form(Role.DRAW_OPERATOR)
def skip(request: Request, code: str) -> HttpResponse:
    """The next substitute is away too."""
    form = Substitute(request.POST or None, choices=seats_of(selectors.outcome.sheet(request.actor, code)))
    return _asked(
        request, code, form=form, title="跳过候补", to="draw:teams",
        lead="只跳过应当递补的这一人，跳过的人不再回来。",
        act=lambda: services.changing.propose_skip(draw=code, **form.told(), by=request.actor, now=request.now),
    )  # fmt: skip


@access.form(Role.DRAW_OPERATOR)
def replace(request: Request, code: str, item: str) -> HttpResponse:
    """A drawn firm that cannot be found; the first unused reserve comes in."""
    sheet = selectors.outcome.sheet(request.actor, code)
    one = pages.found(next((one for one in sheet.items if one.code == item), None))
    form = Replace(request.POST or None, choices=[(row.tag, row.name) for row in one.drawn])
    return _asked(
        request, code, form=form, title="替换检查对象", to="draw:draw",
        lead="由备选名单按序顺补，不能挑选。",
        act=lambda: services.changing.propose_replacement(
            draw=code, item=item, out=form.cleaned_data["out"], reason=ChangeReason(form.cleaned_data["reason"]),
            evidence=form.cleaned_data["evidence"], by=request.actor, now=request.now,
        ),
    )  # fmt: skip


@access.form(Role.DRAW_OPERATOR)
def void(request: Request, code: str) -> HttpResponse:
    """A void attempt stays visible for good."""
    fixed = bool(selectors.draws.get(request.actor, code).seed)
    form = Void(request.POST or None, fixed=fixed)
    told = (
        "种子已定，只有上级机关、复议机关或者法院可以作废，由执法监督机关核对文书"
        if fixed
        else "由另一人批准"
    )
    return _asked(
        request, code, form=form, title="作废本次抽取", to="draw:draw",
        lead=f"作废的抽取仍然公布，供下一次核对；{told}。",
        act=lambda: services.changing.propose_void(
            draw=code, **form.told(), by=request.actor, now=request.now
        ),
    )  # fmt: skip


@access.form(*APPROVERS)
def decide(request: Request, code: str, change: int) -> HttpResponse:
    """The other person's answer, recomputed before it counts."""
    row = selectors.draws.get(request.actor, code)
    asked = pages.found(row.changes.select_related("requested_by").filter(pk=change).first())
    form = Decide(request.POST or None)
    if pages.submitted(
        request, form,
        lambda: services.changing.decide(
            change=change, approve=form.cleaned_data["approve"] == "yes", remark=form.cleaned_data["remark"],
            by=request.actor, now=request.now,
        ),
    ):  # fmt: skip
        return pages.done(request, "draw:draw", code, told="已办理。")
    ((_, whom),) = (
        selectors.registers.about(row, [asked]) if desk.readable(request.actor, row) else [(asked, "")]
    )
    return pages.show(request, "draw/decide.html", {"draw": row, "change": asked, "whom": whom, "form": form})
