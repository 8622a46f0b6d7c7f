"""验明检查人员: what /v/ answers to the code on a paper or on an inspector's telephone, and 「有疑问」 about it.

Never kept by anybody: a code that is right now is wrong in ten minutes.
"""

from django.http import HttpResponse
from django.shortcuts import redirect
from django.utils.timezone import localdate

from mingqian.accounts import guessing
from mingqian.accounts.types import OpenRequest
from mingqian.core.identifiers import is_uscc
from mingqian.documents import selectors as documents
from mingqian.documents.enums import Kind
from mingqian.documents.types import Cells
from mingqian.inspection import selectors as inspections
from mingqian.inspection import services
from mingqian.publicity.forms import DoubtForm
from mingqian.publicity.selectors import public
from mingqian.ui import access, chance, pages


def answered(request: OpenRequest, code: str) -> HttpResponse | None:
    """The page of a code that names a person, a check or a paper; None for what is none of them."""
    if not _ours(code):
        return None
    if guessing.stopped(request):
        return _kept_by_nobody(pages.show(request, "publicity/stopped.html", {"code": code}, status=429))
    on = localdate(request.now)
    if (person := inspections.codes.holder(code, now=request.now)) is not None:
        context = {"code": code, "papers": inspections.codes.papers(person, on=on), "at": request.now}
        return _kept_by_nobody(pages.show(request, "publicity/inspector_code.html", context))
    if (approval := _approval(code)) is not None:
        context = {"code": code, "errand": inspections.codes.errand(approval, on=on), "at": request.now}
        return _kept_by_nobody(pages.show(request, "publicity/errand.html", context))
    if inspections.codes.rated(code) is not None:
        return _kept_by_nobody(redirect("inspection:rate"))
    if (paper := documents.by_code(code)) is not None:
        context = {"code": code, "paper": paper, "facts": _facts(paper.facts), "at": request.now}
        return _kept_by_nobody(pages.show(request, "publicity/paper.html", context))
    return None


def _approval(code: str) -> inspections.codes.Row | None:
    """The check of a code printed for it, or of the notice this is the code of."""
    paper = documents.by_code(code)
    if paper is not None and paper.kind is Kind.VISIT_NOTICE and paper.in_force:
        return inspections.codes.approval_of(paper.thing.partition(":")[2])
    return inspections.codes.approval(code)


def _facts(facts: tuple[tuple[str, Cells], ...]) -> list[tuple[str, list[str]]]:
    """Every value line by line, a row of a table on one."""
    return [
        (label, [value] if isinstance(value, str) else [_line(row) for row in value])
        for label, value in facts
    ]


def _line(row: str | dict[str, str]) -> str:
    return row if isinstance(row, str) else " ".join(cell for cell in row.values() if cell)


def _ours(code: str) -> bool:
    return inspections.codes.shaped(code) or documents.papers.shaped(code)


def shaped(typed: str) -> bool:
    """Typed into the box for everything, does it look like a code? A credit code does not."""
    return _ours(typed) and not is_uscc(typed.strip().upper())


def missed(request: OpenRequest, code: str) -> None:
    """Nothing was found under what looks like a code."""
    if _ours(code):
        guessing.missed(request)


def _kept_by_nobody(answer: HttpResponse) -> HttpResponse:
    answer["Cache-Control"] = "no-store"
    return answer


@access.form(access.ANYONE)
def doubt(request: OpenRequest) -> HttpResponse:
    """有疑问: to the discipline office, with or without a name; whatever code was shown, it is taken."""
    form = DoubtForm(*pages.given(request), initial={"code": request.GET.get("code", "")[:60]})
    made = []

    def act() -> None:
        said = form.values()
        code = said["code"]
        about = services.conduct.About(
            approval=_approval(code),
            inspector=inspections.codes.holder(code, now=request.now) or _certified(request, code),
            shown=code,
        )
        made.append(
            services.conduct.report(
                kind=said["kind"], text=said["text"], contact=said["contact"], about=about, by=None,
                entropy=chance.entropy(16), now=request.now,
            )
        )  # fmt: skip

    if pages.submitted(request, form, act):
        return pages.done(
            request, "inspection:feedback", made[0].code, told="已收到。请记下查询码，凭它查看答复"
        )
    return _kept_by_nobody(pages.show(request, "publicity/doubt.html", {"form": form}))


def _certified(request: OpenRequest, code: str) -> inspections.codes.Person | None:
    """A certificate that stands in the published list names its holder too."""
    listed = public.inspector(code, on=localdate(request.now))
    return inspections.codes.certified(code) if listed is not None else None
