"""``/api/v1``: what the desk can do, for programs. Same services, same refusals, problem+json (RFC 9457)."""

from typing import Any

from django.http import Http404, HttpRequest, HttpResponse
from django.http.request import RawPostDataException
from django.urls import URLPattern
from ninja import NinjaAPI, Schema
from ninja.errors import AuthenticationError, HttpError, ValidationError
from ninja.renderers import JSONRenderer

from mingqian.accounts.bearing import ApiRequest, Bearer
from mingqian.audit.api import router as officers
from mingqian.core.decision import Refused, denied
from mingqian.draw.api import router as draws
from mingqian.guides.api import router as guides
from mingqian.inspection.api import router as inspections
from mingqian.leads.api import router as leads
from mingqian.planning import api as planning
from mingqian.publicity.api import router as notices
from mingqian.registry import api as registry
from mingqian.site import shapes
from mingqian.ui import access, refusals


class Readable(JSONRenderer):
    """Chinese as Chinese."""

    json_dumps_params = {"ensure_ascii": False}


api = NinjaAPI(
    title="明签接口",
    version="1",
    description="与工作台同一套服务：能办的一样，不能办的理由也一样。",
    docs_url=None,
    auth=Bearer(),
    urls_namespace="api",
    renderer=Readable(),
)
api.add_router("/draws", draws)
api.add_router("/demands", planning.demands)
api.add_router("/plans", planning.plans)
api.add_router("/implementations", planning.implementations)
api.add_router("/papers", planning.papers)
api.add_router("/merges", planning.merges)
api.add_router("/inspection", inspections)
api.add_router("/leads", leads)
api.add_router("/notices", notices)
api.add_router("/items", registry.items.router)
api.add_router("/rule-documents", registry.rule_documents.router)
api.add_router("/pools", registry.pools.router)
api.add_router("/subjects", registry.subjects.router)
api.add_router("/inspectors", registry.inspectors.router)
api.add_router("/powers", registry.powers.router)
api.add_router("/trainings", registry.trainings.router)
api.add_router("/guides", guides)
api.add_router("/officers", officers)
api.add_router("/visits", registry.visits.router)


class Me(Schema):
    """Whom a token acts as."""

    code: str
    name: str
    unit: str
    roles: list[str]
    scopes: list[str]


@api.get("/me", response=Me, tags=["我"])
def me(request: ApiRequest) -> dict[str, Any]:
    """令牌代表谁、能办到哪一步."""
    by = request.actor
    return {
        "code": by.code, "name": by.name, "unit": by.unit_name,
        "roles": sorted(role.value for role in by.roles), "scopes": sorted(request.scopes),
    }  # fmt: skip


@api.exception_handler(Refused)
def _refused(request: HttpRequest, problem: Refused) -> HttpResponse:
    return refusals.problem(refusals.status_of(problem), problem.decisions)


@api.exception_handler(Http404)
def _missing(request: HttpRequest, problem: Http404) -> HttpResponse:
    told = denied("http.not_found", "没有找到，或者不在您的数据范围内", "", "请核对编号")
    return refusals.problem(404, (told,))


@api.exception_handler(AuthenticationError)
def _stranger(request: HttpRequest, problem: AuthenticationError) -> HttpResponse:
    told = denied(
        "access.no_token",
        "没有令牌，或者令牌无效、已停用、已过期",
        "",
        "请在请求头写 Authorization: Bearer 令牌",
    )
    answer = refusals.problem(401, (told,))
    answer["WWW-Authenticate"] = "Bearer"
    return answer


@api.exception_handler(ValidationError)
def _unreadable(request: HttpRequest, problem: ValidationError) -> HttpResponse:
    told = tuple(
        denied("http.invalid", shapes.fault(one), "", "请按接口说明改正")
        for one in problem.errors[: shapes.MOST]
    )
    return refusals.problem(422, told)


@api.exception_handler(RawPostDataException)
def _files(request: HttpRequest, problem: RawPostDataException) -> HttpResponse:
    told = denied("http.invalid", "这个接口收 JSON，不收表单和文件", "", "请按 application/json 提交")
    return refusals.problem(422, (told,))


@api.exception_handler(HttpError)
def _unheard(request: HttpRequest, problem: HttpError) -> HttpResponse:
    told = denied("http.bad_request", "请求的正文不是接口能读的 JSON", "", "请按接口说明改正")
    return refusals.problem(problem.status_code, (told,))


def programs() -> list[URLPattern]:
    """The API's URLs, each declaring its access and carried out whole."""
    found: list[URLPattern] = []
    for one in api.urls[0]:
        assert isinstance(one, URLPattern)
        found.append(URLPattern(one.pattern, access.token(one.callback), one.default_args, one.name))
    return found
