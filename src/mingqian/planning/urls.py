"""Pages of planning: demand, annual plan, implementation plan, guidelines, evaluation methods."""

from django.urls import path

from mingqian.planning.enums import PaperKind
from mingqian.planning.views import aftermath, demands, implementations, papers, plan_lines, plans, specials

app_name = "planning"

_PLAN = "desk/plans/<str:unit>/<int:year>/<int:version>/"
_SPECIAL = "desk/specials/<str:code>/"
_IMPLEMENTATION = "desk/implementations/<str:code>/"

_PAPERS = [
    (PaperKind.GUIDELINE, "desk/guidelines/", "guideline"),
    (PaperKind.EVALUATION_METHOD, "desk/evaluation-methods/", "evaluation-method"),
]

urlpatterns = [
    path("desk/specials/", specials.specials, name="specials"),
    path("desk/specials/new/", specials.new, name="new-special"),
    path(_SPECIAL, specials.special, name="special"),
    path(f"{_SPECIAL}submit/", specials.submit, name="submit-special"),
    path(f"{_SPECIAL}return/", specials.return_, name="return-special"),
    path(f"{_SPECIAL}approve/", specials.approve, name="approve-special"),
    path(f"{_SPECIAL}publish/", specials.publish, name="publish-special"),
    path(f"{_SPECIAL}end/", specials.end, name="end-special"),
    path("desk/demands/", demands.demands, name="demands"),
    path("desk/demands/new/", demands.new_demand, name="new-demand"),
    path("desk/demands/<str:code>/", demands.demand, name="demand"),
    path("desk/demands/<str:code>/take-up/", demands.take_up, name="take-up-demand"),
    path("desk/demands/<str:code>/return/", demands.return_demand, name="return-demand"),
    path("desk/plans/", plans.plans, name="plans"),
    path("desk/plans/new/", plans.new_plan, name="new-plan"),
    path(_PLAN, plans.plan, name="plan"),
    path(f"{_PLAN}difference/", plans.difference, name="plan-difference"),
    path(f"{_PLAN}lines/new/", plan_lines.new_line, name="new-line"),
    path(f"{_PLAN}lines/<str:item>/", plan_lines.line, name="line"),
    path(f"{_PLAN}omit/", plan_lines.omit, name="omit"),
    path(f"{_PLAN}count/", plans.count, name="count-plan"),
    path(f"{_PLAN}submit/", plans.submit, name="submit-plan"),
    path(f"{_PLAN}recall/", plans.recall, name="recall-plan"),
    path(f"{_PLAN}return/", plans.return_, name="return-plan"),
    path(f"{_PLAN}approve/", plans.approve, name="approve-plan"),
    path(f"{_PLAN}publish/", plans.publish, name="publish-plan"),
    path(f"{_PLAN}send/", plans.send, name="send-plan"),
    path(f"{_PLAN}receipt/", plans.receipt, name="plan-receipt"),
    path(f"{_PLAN}adjust/", plans.adjust, name="adjust-plan"),
    path(f"{_PLAN}withdraw/", plans.withdraw, name="withdraw-plan"),
    path(f"{_PLAN}receipt.json", plans.proof, name="plan-proof"),
    path("desk/implementations/", implementations.implementations, name="implementations"),
    path("desk/implementations/new/", implementations.new_implementation, name="new-implementation"),
    path(_IMPLEMENTATION, implementations.implementation, name="implementation"),
    path(f"{_IMPLEMENTATION}fields/", implementations.fill, name="fill-implementation"),
    path(f"{_IMPLEMENTATION}items/<str:item>/", implementations.item, name="implementation-item"),
    path(f"{_IMPLEMENTATION}panels/", implementations.new_panel, name="new-panel"),
    path(f"{_IMPLEMENTATION}panels/<str:panel>/", implementations.panel, name="panel"),
    path(f"{_IMPLEMENTATION}partners/", implementations.invite, name="invite"),
    path(f"{_IMPLEMENTATION}partners/<int:pk>/confirm/", implementations.confirm, name="confirm-partner"),
    path(f"{_IMPLEMENTATION}partners/<int:pk>/silence/", implementations.silence, name="partner-silence"),
    path(f"{_IMPLEMENTATION}submit/", implementations.submit, name="submit-implementation"),
    path(f"{_IMPLEMENTATION}recall/", implementations.recall, name="recall-implementation"),
    path(f"{_IMPLEMENTATION}return/", implementations.return_, name="return-implementation"),
    path(f"{_IMPLEMENTATION}approve/", implementations.approve, name="approve-implementation"),
    path(f"{_IMPLEMENTATION}publish/", implementations.publish, name="publish-implementation"),
    path(f"{_IMPLEMENTATION}acknowledge/", implementations.acknowledge, name="acknowledge-implementation"),
    path(f"{_IMPLEMENTATION}start/", implementations.start, name="start-implementation"),
    path(f"{_IMPLEMENTATION}complete/", implementations.complete, name="complete-implementation"),
    path(f"{_IMPLEMENTATION}withdraw/", implementations.withdraw, name="withdraw-implementation"),
    path("desk/exemptions/", aftermath.exemptions, name="exemptions"),
    path("desk/exemptions/<int:pk>/", aftermath.exemption, name="exemption"),
    path("desk/merges/<int:pk>/", aftermath.merge, name="merge"),
    path("desk/merges/<int:pk>/accept/", aftermath.accept, name="accept-merge"),
    path("desk/merges/<int:pk>/decline/", aftermath.decline, name="decline-merge"),
    path("desk/receipts/<int:pk>/read/", papers.read, name="read-paper"),
    *(
        pattern
        for kind, place, name in _PAPERS
        for pattern in (
            path(place, papers.papers, {"kind": kind}, name=f"{name}s"),
            path(f"{place}new/", papers.new_paper, {"kind": kind}, name=f"new-{name}"),
            path(f"{place}<str:item>/<int:number>/", papers.paper, {"kind": kind}, name=name),
            path(f"{place}<str:item>/<int:number>/edit/", papers.edit, {"kind": kind}, name=f"edit-{name}"),
            path(
                f"{place}<str:item>/<int:number>/submit/",
                papers.submit,
                {"kind": kind},
                name=f"submit-{name}",
            ),
            path(
                f"{place}<str:item>/<int:number>/recall/",
                papers.recall,
                {"kind": kind},
                name=f"recall-{name}",
            ),
            path(
                f"{place}<str:item>/<int:number>/return/",
                papers.return_,
                {"kind": kind},
                name=f"return-{name}",
            ),
            path(
                f"{place}<str:item>/<int:number>/approve/",
                papers.approve,
                {"kind": kind},
                name=f"approve-{name}",
            ),
            path(
                f"{place}<str:item>/<int:number>/publish/",
                papers.publish,
                {"kind": kind},
                name=f"publish-{name}",
            ),
            path(
                f"{place}<str:item>/<int:number>/withdraw/",
                papers.withdraw,
                {"kind": kind},
                name=f"withdraw-{name}",
            ),
        )
    ),
]
