"""Planning for programs: the same services as the desk, the same refusals."""

from typing import Any

from django.utils.timezone import localdate
from ninja import Router, Status

from mingqian.accounts.bearing import ApiRequest, needs
from mingqian.accounts.enums import Scope
from mingqian.core.decision import Refused, denied
from mingqian.planning import schemas, selectors, services
from mingqian.planning.enums import PaperKind
from mingqian.planning.models import AnnualPlan, Demand, ForecastLine, ImplementationPlan, ItemPaper, PlanLine
from mingqian.planning.services.filling import ItemText, PanelText, PlanText
from mingqian.planning.services.plan_lines import LineText, Partner
from mingqian.planning.types import Findings, PackInForce
from mingqian.registry import selectors as registries
from mingqian.ui import pages
from mingqian.ui.bodies import Key
from mingqian.ui.tables import numbered

READ, WRITE = needs(Scope.PLANNING_READ), needs(Scope.PLANNING_WRITE)
demands = Router(tags=["抽查需求"], auth=READ)
plans = Router(tags=["年度计划"], auth=READ)
implementations = Router(tags=["实施方案"], auth=READ)
papers = Router(tags=["检查指引和评价办法"], auth=READ)
merges = Router(tags=["合并检查"], auth=READ)
LAST_PAGE = 20_000


def _pack(name: str) -> PackInForce:
    """A pack of the shelf: a program names no files."""
    if name not in {one.name for one in registries.packs.shelf()}:
        raise Refused(denied("pack.unknown", f"没有规则包“{name}”", "", "请从已有的规则包中选择"))
    return selectors.packs.shipped(name)


@demands.get("", response=schemas.DemandPage)
def list_demands(request: ApiRequest, page: int = 1) -> dict[str, Any]:
    """抽查需求，每页 50 条."""
    return numbered(selectors.demands.all_of(request.actor), page, last=LAST_PAGE)


@demands.post("", response={201: schemas.DemandOut}, auth=WRITE)
def propose(request: ApiRequest, given: schemas.DemandIn) -> Status[Demand]:
    """提出需求."""
    pack = selectors.packs.of_unit(request.actor.unit_path, localdate(request.now))
    made = services.demands.propose(**given.dict(), pack=pack, by=request.actor, now=request.now)
    return Status(201, made)


@demands.get("/{code}", response=schemas.DemandOut)
def one_demand(request: ApiRequest, code: str) -> Demand:
    """一件需求."""
    return pages.found(selectors.demands.one(request.actor, code))


@demands.post("/{code}/return", response=schemas.DemandOut, auth=WRITE)
def return_demand(request: ApiRequest, code: str, given: schemas.PlanReasonIn) -> Demand:
    """退回需求."""
    return services.demands.return_(demand=code, reason=given.reason, by=request.actor, now=request.now)


@plans.get("", response=schemas.PlanPage)
def list_plans(request: ApiRequest, page: int = 1) -> dict[str, Any]:
    """年度计划各版本，每页 50 条."""
    return numbered(selectors.annual.listing(request.actor), page, last=LAST_PAGE)


@plans.post("", response={201: schemas.PlanOut}, auth=WRITE)
def draft_plan(request: ApiRequest, given: schemas.PlanIn) -> Status[AnnualPlan]:
    """起草年度计划."""
    said = given.dict()
    pack = _pack(said.pop("pack"))
    return Status(201, services.annual.draft(**said, pack=pack, by=request.actor, now=request.now))


def _plan(request: ApiRequest, unit: str, year: int, version: int) -> AnnualPlan:
    return pages.found(selectors.annual.one(request.actor, unit, year, version))


@plans.get("/{unit}/{int:year}/{int:version}", response=schemas.PlanOut)
def one_plan(request: ApiRequest, unit: str, year: int, version: int) -> AnnualPlan:
    """一个版本."""
    return _plan(request, unit, year, version)


@plans.get("/{unit}/{int:year}/{int:version}/lines", response=list[schemas.LineOut])
def lines(request: ApiRequest, unit: str, year: int, version: int) -> list[PlanLine]:
    """计划各行，含比例与依据."""
    return list(selectors.annual.lines(request.actor, _plan(request, unit, year, version)))


@plans.get("/{unit}/{int:year}/{int:version}/findings", response=schemas.FindingsOut)
def findings(request: ApiRequest, unit: str, year: int, version: int) -> Findings:
    """现在送审会有哪些问题和提示."""
    plan = _plan(request, unit, year, version)
    return selectors.annual.findings(
        request.actor, plan, localdate(request.now), selectors.packs.of_plan(plan)
    )


@plans.get("/{unit}/{int:year}/{int:version}/forecast", response=list[schemas.ForecastOut])
def forecast(request: ApiRequest, unit: str, year: int, version: int) -> list[ForecastLine]:
    """上次测算：每行现在的名录中抽多少、按哪一档."""
    return list(selectors.annual.counted(request.actor, _plan(request, unit, year, version)).values())


@plans.post(
    "/{unit}/{int:year}/{int:version}/count",
    response={200: list[schemas.ForecastOut], 202: schemas.AskedOut},
    auth=WRITE,
)
def count_plan(request: ApiRequest, unit: str, year: int, version: int) -> Status[Any]:
    """按现在的名录测算；名录长的交后台测算（202），完成后查看上次测算."""
    plan = _plan(request, unit, year, version)
    if selectors.forecast.is_long(request.actor):
        job = services.forecasting.ask(plan=plan, by=request.actor, now=request.now)
        return Status(202, {"job": job})
    services.forecasting.count(
        plan=plan, pack=selectors.packs.of_plan(plan), by=request.actor, now=request.now
    )
    return Status(200, forecast(request, unit, year, version))


@plans.put("/{unit}/{int:year}/{int:version}/lines/{item}", response=schemas.LineOut, auth=WRITE)
def set_line(
    request: ApiRequest, unit: str, year: int, version: int, item: str, given: schemas.LineIn
) -> PlanLine:
    """填写事项行；再填即替换."""
    plan, said = _plan(request, unit, year, version), given.dict()
    said["methods"] = [one.value for one in given.methods]
    said["rounds"] = [(one.month, one.batch) for one in given.rounds]
    said["partners"] = [Partner(**one.dict()) for one in given.partners]
    return services.plan_lines.set_line(
        plan=plan, line=LineText(item=item, **said), pack=selectors.packs.of_plan(plan), by=request.actor,
        now=request.now,
    )  # fmt: skip


@plans.put("/{unit}/{int:year}/{int:version}/omissions/{item}", response={204: None}, auth=WRITE)
def leave_out(
    request: ApiRequest, unit: str, year: int, version: int, item: str, given: schemas.PlanReasonIn
) -> Status[None]:
    """写明本年不安排的事项."""
    plan = _plan(request, unit, year, version)
    services.plan_lines.leave_out(
        plan=plan, item=item, reason=given.reason, pack=selectors.packs.of_plan(plan), by=request.actor,
        now=request.now,
    )  # fmt: skip
    return Status(204, None)


@plans.post("/{unit}/{int:year}/{int:version}/submit", response=schemas.FindingsOut, auth=WRITE)
def submit_plan(request: ApiRequest, unit: str, year: int, version: int) -> Findings:
    """送审；全部问题一次列出."""
    plan = _plan(request, unit, year, version)
    return services.annual.submit(
        plan=plan, pack=selectors.packs.of_plan(plan), by=request.actor, now=request.now
    )


@plans.post("/{unit}/{int:year}/{int:version}/return", response=schemas.PlanOut, auth=WRITE)
def return_plan(
    request: ApiRequest, unit: str, year: int, version: int, given: schemas.PlanReasonIn
) -> AnnualPlan:
    """退回."""
    plan = _plan(request, unit, year, version)
    return services.annual.return_(plan=plan, reason=given.reason, by=request.actor, now=request.now)


@plans.post("/{unit}/{int:year}/{int:version}/approve", response=schemas.PlanOut, auth=WRITE)
def approve_plan(
    request: ApiRequest, unit: str, year: int, version: int, given: schemas.ApproveIn
) -> AnnualPlan:
    """批准（局领导，不得是拟稿人、送审人）."""
    plan = _plan(request, unit, year, version)
    return services.annual.approve(
        plan=plan, document_no=given.document_no, pack=selectors.packs.of_plan(plan), by=request.actor,
        now=request.now,
    )  # fmt: skip


@plans.post("/{unit}/{int:year}/{int:version}/publish", response=schemas.PlanOut, auth=WRITE)
def publish_plan(request: ApiRequest, unit: str, year: int, version: int) -> AnnualPlan:
    """公布."""
    plan = _plan(request, unit, year, version)
    return services.annual.publish(plan=plan, by=request.actor, now=request.now)


@plans.post("/{unit}/{int:year}/{int:version}/send", response=schemas.PlanOut, auth=WRITE)
def send_plan(request: ApiRequest, unit: str, year: int, version: int) -> AnnualPlan:
    """报送规则包指定的机关."""
    plan = _plan(request, unit, year, version)
    return services.annual.send(
        plan=plan, pack=selectors.packs.of_plan(plan), by=request.actor, now=request.now
    )


@plans.post("/{unit}/{int:year}/{int:version}/receipt", response=schemas.PlanOut, auth=WRITE)
def note_receipt(
    request: ApiRequest, unit: str, year: int, version: int, given: schemas.SubmissionReceiptIn
) -> AnnualPlan:
    """登记回执."""
    plan = _plan(request, unit, year, version)
    return services.annual.acknowledge(plan=plan, **given.dict(), by=request.actor, now=request.now)


@plans.post("/{unit}/{int:year}/{int:version}/adjust", response={201: schemas.PlanOut}, auth=WRITE)
def adjust_plan(
    request: ApiRequest, unit: str, year: int, version: int, given: schemas.AdjustIn
) -> Status[AnnualPlan]:
    """调整：形成新版本的草稿."""
    plan, pack = _plan(request, unit, year, version), _pack(given.pack)
    made = services.annual.adjust(
        plan=plan, reason=given.reason, pack=pack, by=request.actor, now=request.now
    )
    return Status(201, made)


@implementations.get("", response=schemas.ImplementationPage)
def list_implementations(request: ApiRequest, page: int = 1) -> dict[str, Any]:
    """实施方案，每页 50 条."""
    return numbered(selectors.implementations.listing(request.actor), page, last=LAST_PAGE)


@implementations.post("", response={201: schemas.ImplementationOut}, auth=WRITE)
def draft_implementation(request: ApiRequest, given: schemas.ImplementationIn) -> Status[ImplementationPlan]:
    """根据已公布的年度计划制定一个批次的方案."""
    annual = pages.found(selectors.annual.plan(request.actor, given.plan_unit, given.plan_year))
    said = given.dict(exclude={"plan_unit", "plan_year"})
    made = services.implementation.draft(
        annual_plan=annual, **said, pack=selectors.packs.of_plan(annual), by=request.actor, now=request.now
    )
    return Status(201, made)


def _implementation(request: ApiRequest, code: str) -> ImplementationPlan:
    return pages.found(selectors.implementations.one(request.actor, code))


@implementations.get("/{code}", response=schemas.ImplementationOut)
def one_implementation(request: ApiRequest, code: str) -> ImplementationPlan:
    """一份方案."""
    return _implementation(request, code)


@implementations.put("/{code}/fields", response=schemas.ImplementationOut, auth=WRITE)
def fill(request: ApiRequest, code: str, given: schemas.FieldsIn) -> ImplementationPlan:
    """填写各项内容."""
    said = given.dict() | {"methods": [one.value for one in given.methods]}
    _implementation(request, code)
    return services.filling.fill(plan=code, text=PlanText(**said), by=request.actor, now=request.now)


@implementations.put("/{code}/items/{item}", response={204: None}, auth=WRITE)
def set_item(request: ApiRequest, code: str, item: str, given: schemas.ItemIn) -> Status[None]:
    """确认检查性质、方式、备选."""
    _implementation(request, code)
    said = given.dict() | {"method": given.method.value}
    services.filling.set_item(plan=code, text=ItemText(item=item, **said), by=request.actor, now=request.now)
    return Status(204, None)


@implementations.put("/{code}/panels/{panel}", response={204: None}, auth=WRITE)
def set_panel(request: ApiRequest, code: str, panel: str, given: schemas.PanelIn) -> Status[None]:
    """安排检查组."""
    plan = _implementation(request, code)
    services.filling.set_panel(
        plan=code, panel=PanelText(code=panel, **given.dict()), pack=selectors.packs.of_plan(plan),
        by=request.actor, now=request.now,
    )  # fmt: skip
    return Status(204, None)


@implementations.post("/{code}/submit", response=schemas.FindingsOut, auth=WRITE)
def submit_implementation(request: ApiRequest, code: str) -> Findings:
    """送审."""
    pack = selectors.packs.of_plan(_implementation(request, code))
    return services.implementation.submit(plan=code, pack=pack, by=request.actor, now=request.now)


@implementations.post("/{code}/return", response=schemas.ImplementationOut, auth=WRITE)
def return_implementation(request: ApiRequest, code: str, given: schemas.PlanReasonIn) -> ImplementationPlan:
    """退回."""
    _implementation(request, code)
    return services.implementation.return_(plan=code, reason=given.reason, by=request.actor, now=request.now)


@implementations.post("/{code}/approve", response=schemas.ImplementationOut, auth=WRITE)
def approve_implementation(request: ApiRequest, code: str) -> ImplementationPlan:
    """批准."""
    pack = selectors.packs.of_plan(_implementation(request, code))
    return services.implementation.approve(plan=code, pack=pack, by=request.actor, now=request.now)


@implementations.post("/{code}/publish", response=schemas.ImplementationOut, auth=WRITE)
def publish_implementation(request: ApiRequest, code: str) -> ImplementationPlan:
    """公布."""
    _implementation(request, code)
    return services.implementation.publish(plan=code, by=request.actor, now=request.now)


@implementations.post("/{code}/acknowledge", response=schemas.ImplementationOut, auth=WRITE)
def acknowledge(request: ApiRequest, code: str) -> ImplementationPlan:
    """负责人或联系人本人签收."""
    _implementation(request, code)
    return services.implementation.acknowledge(plan=code, by=request.actor, now=request.now)


@implementations.post("/{code}/start", response=schemas.FindingsOut, auth=WRITE)
def start(request: ApiRequest, code: str) -> Findings:
    """启动抽查."""
    pack = selectors.packs.of_plan(_implementation(request, code))
    return services.implementation.start(plan=code, pack=pack, by=request.actor, now=request.now)


@implementations.post("/{code}/withdraw", response=schemas.ImplementationOut, auth=WRITE)
def withdraw(request: ApiRequest, code: str, given: schemas.PlanReasonIn) -> ImplementationPlan:
    """撤回."""
    _implementation(request, code)
    return services.implementation.withdraw(plan=code, reason=given.reason, by=request.actor, now=request.now)


@merges.post("/{key}/accept", response={204: None}, auth=WRITE)
def accept_merge(request: ApiRequest, key: Key) -> Status[None]:
    """同意合并检查."""
    services.visits.accept(proposal=key, by=request.actor, now=request.now)
    return Status(204, None)


@merges.post("/{key}/decline", response={204: None}, auth=WRITE)
def decline_merge(request: ApiRequest, key: Key, given: schemas.PlanReasonIn) -> Status[None]:
    """不合并，写明原因（规则包许可的）."""
    services.visits.decline(proposal=key, reason=given.reason, by=request.actor, now=request.now)
    return Status(204, None)


@papers.get("/{kind}", response=schemas.PaperPage)
def list_papers(request: ApiRequest, kind: PaperKind, page: int = 1) -> dict[str, Any]:
    """检查指引或评价办法各版本，每页 50 条."""
    return numbered(selectors.papers.all_of(request.actor, kind), page, last=LAST_PAGE)


@papers.get("/{kind}/{item}", response=schemas.PaperOut)
def paper_in_force(request: ApiRequest, kind: PaperKind, item: str) -> ItemPaper:
    """一个事项现行的版本."""
    return pages.found(selectors.papers.in_force(request.actor, kind, [item]).get(item))
