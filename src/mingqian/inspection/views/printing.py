"""成批打印文书: which kind, since when; the worker does it."""

from django.http import HttpResponse

from mingqian.accounts.enums import SECTIONS
from mingqian.accounts.types import Request
from mingqian.inspection import print_forms, selectors, services
from mingqian.inspection.papers import stacks
from mingqian.ui import access, pages


@access.form(*SECTIONS)
def print_batch(request: Request, code: str) -> HttpResponse:
    """One kind of paper of the whole batch as one file to print."""
    row = pages.found(selectors.batches.one(request.actor, code))
    form = print_forms.PrintForm(*pages.given(request), offered=stacks.offered(request.actor, row))
    asked: list[int] = []
    site = request.build_absolute_uri("/")
    if pages.submitted(
        request,
        form,
        lambda: asked.append(
            services.printing.ask(batch=code, **form.values(), site=site, by=request.actor, now=request.now)
        ),
    ):
        return pages.done(request, "jobs:job", asked[0], told="已交办，可以离开本页，装订好以后在这里取")
    return pages.show(request, "inspection/print_batch.html", {"form": form, "batch": row})
