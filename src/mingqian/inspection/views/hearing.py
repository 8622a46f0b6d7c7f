"""告知与申辩: what has to be served, whose time runs, what waits for an answer."""

from django.http import HttpResponse
from django.utils.timezone import localdate

from mingqian.accounts.enums import SECTIONS
from mingqian.accounts.types import Request
from mingqian.inspection import forms, packrules, selectors, services, showing, tables
from mingqian.inspection.models import Attachment
from mingqian.inspection.types import InspectionRules
from mingqian.inspection.views.acting import READERS, WORKERS, Words, found, on_task, today_in
from mingqian.ui import access, pages
from mingqian.ui import tables as listings

PICTURES = {"jpg": "image/jpeg", "png": "image/png"}


@access.page(*READERS)
def notices(request: Request) -> HttpResponse:
    """Results that burden somebody, from the notice to the answer, each with its running period."""
    rows = selectors.tasks.to_hear(request.actor)
    listing = listings.listing(
        request, rows=rows, columns=tables.NOTICES, name="告知与申辩", filters=forms.TaskFilter
    )
    chips = selectors.tasks.chips(
        rows if listing.export else listing.page,
        (packrules.NOTICE, packrules.DEFENCE),
        today=localdate(request.now),
    )
    listing.columns = tables.with_chips(tables.NOTICES, chips, "期限")
    if listing.export:
        return listing.export
    return pages.show(request, "inspection/notices.html", {"listing": listing})


@access.form(*WORKERS)
def serve(request: Request, code: str) -> HttpResponse:
    """送达初步结果告知书."""
    row = found(request, code)
    rules = InspectionRules.from_json(row.batch.rules)
    form = forms.ServeForm(*pages.given(request), media=rules.media, initial=today_in("on", request))
    words = Words(
        "送达初步结果告知书", "登记送达", "告知书已送达，申辩期开始计算",
        note="告知书写明发现的问题、拟作的处理和陈述申辩的权利。", clause=rules.media_clause,
        facts=(("对象", row.subject_name), ("结果", tables.outcome(row)), ("问题", row.problems)),
    )  # fmt: skip
    return on_task(
        request,
        row,
        form,
        lambda: services.notices.serve(tasks=[code], **form.values(), by=request.actor, now=request.now),
        words,
    )


@access.form(*WORKERS)
def defend(request: Request, code: str) -> HttpResponse:
    """代录: a defence that came on paper."""
    row, form = found(request, code), forms.DefenceForm(*pages.given(request))
    words = Words(
        "代录书面陈述申辩",
        "登记",
        "陈述申辩已登记",
        note="对象以纸质提交的陈述申辩，由工作人员代为登记，注明代录。",
    )
    return on_task(
        request,
        row,
        form,
        lambda: services.defences.submit(
            task=code, text=form.values()["text"], files=form.values()["material"], by=request.actor,
            now=request.now,
        ),
        words,
    )  # fmt: skip


@access.form(*WORKERS)
def waive(request: Request, code: str) -> HttpResponse:
    """登记书面放弃."""
    row = found(request, code)
    form = forms.WordsForm(*pages.given(request), label="书面放弃的凭据", hint="放弃陈述申辩声明的编号或内容")
    words = Words("登记放弃陈述申辩", "登记", "已登记放弃陈述申辩")
    return on_task(
        request,
        row,
        form,
        lambda: services.defences.waive(
            task=code, evidence=form.values()["words"], by=request.actor, now=request.now
        ),
        words,
    )


@access.form(*SECTIONS)
def answer(request: Request, code: str) -> HttpResponse:
    """答复陈述申辩."""
    row, form = found(request, code), forms.AnswerForm(*pages.given(request))
    history = selectors.history.of(row, today=localdate(request.now))
    said = [(f"{one.by.name}申辩", one.text) for one in history.defences]
    words = Words(
        "答复陈述申辩", "提交答复", "答复已登记", note="不得因陈述申辩加重处理。", clause="行政处罚法 45",
        facts=(*showing.result_facts(history), *said),
    )  # fmt: skip
    return on_task(
        request,
        row,
        form,
        lambda: services.defences.answer(task=code, **form.values(), by=request.actor, now=request.now),
        words,
    )


@access.page(*READERS)
def attachment(request: Request, code: str, pk: int) -> HttpResponse:
    """A file of a firm, for who may see the task."""
    return handed(selectors.history.attachment(found(request, code), pk))


def handed(file: Attachment | None) -> HttpResponse:
    """As a download, never opened inside the site; pictures say that they are, so that a page may hold them."""
    row = pages.found(file)
    kind = PICTURES.get(row.kind, "application/octet-stream")
    answer = HttpResponse(selectors.history.content(row), content_type=kind)
    answer["Content-Disposition"] = pages.download(row.name, b"", "zip")["Content-Disposition"]
    return answer
