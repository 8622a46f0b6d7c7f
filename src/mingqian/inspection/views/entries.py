"""扫码入企 at the desk, and the code a firm hangs at its door."""

from django.http import HttpResponse

from mingqian.accounts.enums import Role
from mingqian.accounts.types import Request
from mingqian.core import scancode
from mingqian.inspection import gates, scancodes, selectors, services, visit_forms
from mingqian.inspection.views.acting import WORKERS, Words, found, on_task
from mingqian.registry import selectors as registries
from mingqian.ui import access, pages, qr


@access.form(*WORKERS)
def enter(request: Request, code: str) -> HttpResponse:
    """登记入企: for whoever worked on paper; every task of the same approval at once."""
    row = found(request, code)
    form = visit_forms.EntryForm(
        *pages.given(request), seats=selectors.tasks.crew(row), initial={"at": request.now}
    )
    words = Words(
        "登记入企", "登记入企", "入企和亮证已登记",
        note="同一审批表的任务一次登记。用手机检查的不必在此登记。", clause=gates.SCANNED,
        facts=(("对象", row.subject_name), ("审批表", row.approval.number if row.approval else "没有")),
    )  # fmt: skip
    return on_task(
        request,
        row,
        form,
        lambda: services.visits.enter(walks={code: form.walk()}, by=request.actor, now=request.now),
        words,
    )


@access.page(Role.ENTERPRISE_USER)
def own_code(request: Request) -> HttpResponse:
    """企业码: printed and hung at the door, scanned before anybody inspects."""
    found = [(one, scancodes.of(one)) for one in registries.subjects.represented(request.actor)]
    codes = [
        (one.name, code, scancode.short(code), qr.named(code, f"{one.name}的企业码")) for one, code in found
    ]
    return pages.show(request, "inspection/own_code.html", {"codes": codes})
