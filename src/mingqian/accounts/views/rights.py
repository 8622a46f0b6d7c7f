"""权限矩阵: which role opens which page, which data, and a look through somebody's eyes."""

from django.http import HttpResponse
from django.utils.timezone import localdate

from mingqian.accounts import forms, preset, tables
from mingqian.accounts.enums import Role
from mingqian.accounts.selectors import organisation
from mingqian.accounts.selectors import rights as matrix_of
from mingqian.accounts.services import viewing
from mingqian.accounts.types import Request
from mingqian.core.decision import Refused, denied
from mingqian.ui import access, pages
from mingqian.ui.tables import listing, plain


@access.page(*tables.RIGHTS_READERS)
def rights(request: Request) -> HttpResponse:
    """Every page with the roles it admits, and every role with its data."""
    wanted = forms.RightsFilter(request.GET)
    rows = wanted.of(matrix_of.doors())
    found = listing(request, rows=rows, columns=tables.DOOR_COLUMNS, filters=wanted, name="权限清单")
    if found.export:
        return found.export
    scopes = plain(tables.SCOPE_COLUMNS, matrix_of.scopes(localdate(request.now)), caption="角色与数据范围")
    context = {"listing": found, "scopes": scopes, "looser": preset.looser_in_words(preset.current())}
    return pages.show(request, "accounts/rights.html", context)


@access.page(*tables.RIGHTS_READERS)
def matrix(request: Request) -> HttpResponse:
    """The same as one wide table, for the file of the assessor."""
    columns = tables.matrix_columns(list(Role))
    found = listing(request, rows=matrix_of.doors(), columns=columns, name="权限矩阵")
    return found.export or pages.show(request, "accounts/matrix.html", {"listing": found})


@access.form(*tables.LOOKERS)
def view_as(request: Request, code: str) -> HttpResponse:
    """Look through somebody's eyes, for a purpose."""
    whom = pages.found(organisation.person(request.actor, code, on=localdate(request.now)))
    form = forms.Purpose(request.POST or None)

    def begin() -> None:
        visit, given = request.visit, form.values()
        if visit is None:
            raise Refused(denied("access.signed_out", "登录已失效", "", "请重新登录"))
        viewing.begin(
            session_id=visit.session_id,
            person=code,
            purpose=given["purpose"],
            by=request.actor,
            now=request.now,
        )

    if pages.submitted(request, form, begin):
        return pages.done(request, "/desk/", told=f"现在显示的是{whom.name}看到的内容，只读。")
    minutes = preset.current().viewing_minutes
    return pages.show(request, "accounts/view_as.html", {"form": form, "person": whom, "minutes": minutes})


@access.action(access.SIGNED_IN)
def end_viewing(request: Request) -> HttpResponse:
    """Back to one's own pages."""
    if request.visit is not None:
        viewing.end(session_id=request.visit.session_id, by=request.visit.owner, now=request.now)
    return pages.done(request, "accounts:people" if _reads_people(request) else "/desk/", told="已结束查看。")


def _reads_people(request: Request) -> bool:
    return request.visit is not None and request.visit.owner.has(*tables.READERS)
