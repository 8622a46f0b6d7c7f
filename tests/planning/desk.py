"""A small desk in 鹭湾市 from which plans are made: two items, six firms, the packs in force."""

from collections.abc import Sequence
from dataclasses import dataclass, replace
from datetime import UTC, date, datetime
from functools import cache
from typing import Any

from tests import cast as casting
from tests import standing
from tests.cast import BUREAU, Cast

from mingqian.core.canonical import Suite
from mingqian.planning import services
from mingqian.planning.enums import Nature, RollMode
from mingqian.planning.models import AnnualPlan, ImplementationPlan
from mingqian.planning.selectors import packs
from mingqian.planning.services.filling import ItemText, PanelText, PlanText
from mingqian.planning.services.plan_lines import LineText
from mingqian.planning.types import PackInForce
from mingqian.registry import services as registries
from mingqian.registry.enums import BasisLevel, InspectorClass, Level, Scheme, SubjectKind
from mingqian.registry.types import BasisRef, VisitRow, Wording

NOW = datetime(2026, 1, 12, 2, 0, tzinfo=UTC)
LATER = datetime(2026, 1, 14, 2, 0, tzinfo=UTC)
DRAW_DAY = date(2026, 3, 17)
AFTER_DRAW = datetime(2026, 3, 18, 2, 0, tzinfo=UTC)
FIRMS = (
    "91359901MA99X001X6",
    "91359902MA99X0028L",
    "91359903MA99X0036X",
    "91359904MA99X00447",
    "91359905MA99X0052G",
    "91359906MA99X0060R",
)
CODES = tuple(f"USCC:{number}" for number in FIRMS)


@cache
def pack(name: str = "luwan-2026") -> PackInForce:
    return packs.in_force(name, suite=Suite.SHA256)


def wording(name: str, document: str = "LAW-1", **changes: Any) -> Wording:
    fields: dict[str, Any] = {
        "name": name,
        "category": 1,
        "item_class": "general",
        "inspector_class": "enforcement",
        "subject_kinds": ("enterprise",),
        "subject_tags": ("hr_service_agency",),
        "methods": ("on_site", "written"),
        "evaluation_method": "评价办法（2026年版）",
        "contents": ("是否符合设立条件",),
        "bases": (BasisRef(document, "第三十五条"),),
    }
    return Wording(**{**fields, **changes})


@dataclass
class Desk:
    """Shorthands for what every planning test does; the steps are the real services."""

    cast: Cast
    pack: PackInForce

    def under(self, name: str) -> "Desk":
        """The same bureau under another document."""
        return replace(self, pack=pack(name))

    def item(self, code: str, unit: str = "JYC", level: Level = Level.CITY, **changes: Any) -> None:
        """An item drafted, reviewed, approved and published by three different people."""
        cast, words = self.cast, wording(f"对{code}的监督检查", **changes)
        step: dict[str, Any] = {"code": code, "number": 1, "now": NOW}
        registries.items.draft(
            code=code, unit=unit, jurisdiction=BUREAU, level=level, wording=words, reason="建立清单",
            by=cast.legal_office, now=NOW,
        )  # fmt: skip
        registries.items.submit(**step, by=cast.legal_office)
        registries.items.review(**step, passed=True, opinion="一致", by=cast.second_legal_officer)
        registries.items.approve(**step, by=cast.bureau_leader)
        registries.items.publish(**step, effective_on=NOW.date(), by=cast.legal_office)

    def revise(self, code: str) -> None:
        """A second version of an item, in force a day later."""
        cast = self.cast
        step: dict[str, Any] = {"code": code, "number": 2, "now": LATER}
        registries.items.draft(
            code=code, unit="JYC", wording=wording(f"对{code}的监督检查（修订）"), reason="风险点变化",
            by=cast.legal_office, now=LATER,
        )  # fmt: skip
        registries.items.submit(**step, by=cast.legal_office)
        registries.items.review(**step, passed=True, opinion="一致", by=cast.second_legal_officer)
        registries.items.approve(**step, by=cast.bureau_leader)
        registries.items.publish(**step, effective_on=LATER.date(), by=cast.legal_office)

    def draft(self, year: int = 2026, **changes: Any) -> AnnualPlan:
        fields = {"unit": BUREAU, "year": year, "title": f"{year}年度抽查计划", "by": self.cast.legal_office}
        return services.annual.draft(**{**fields, **changes}, pack=self.pack, now=NOW)

    def line(
        self, plan: AnnualPlan, item: str, unit: str = "JYC", now: datetime = NOW, **changes: Any
    ) -> None:
        fields: dict[str, Any] = {
            "item": item,
            "rounds": ((3, "R1"), (9, "R2")),
            "responsible_unit": unit,
            "duties": "归口处室牵头，监察支队配合",
        }
        services.plan_lines.set_line(
            plan=plan,
            line=LineText(**{**fields, **changes}),
            pack=self.pack,
            by=self.cast.legal_office,
            now=now,
        )

    def published(
        self, year: int = 2026, items: Sequence[str] = ("JG01", "JG05"), **changes: Any
    ) -> AnnualPlan:
        plan = self.draft(year)
        for item in items:
            self.line(plan, item, **changes)
        return self.through(plan)

    def through(self, plan: AnnualPlan) -> AnnualPlan:
        """Submit, approve, publish."""
        legal, leader = self.cast.legal_office, self.cast.bureau_leader
        services.annual.submit(plan=plan, pack=self.pack, by=legal, now=NOW)
        services.annual.approve(
            plan=plan, document_no="鹭湾人社〔2026〕3号", pack=self.pack, by=leader, now=NOW
        )
        return services.annual.publish(plan=plan, by=legal, now=NOW)

    def implementation(self, plan: AnnualPlan, **changes: Any) -> ImplementationPlan:
        """A draft with everything filled in; tests take something away."""
        legal = self.cast.legal_office
        fields: dict[str, Any] = {"code": "SS-2026-R1", "title": "第一批抽查", "mode": RollMode.SEALED}
        row = services.implementation.draft(
            annual_plan=plan, batch="R1", **{**fields, **changes}, pack=self.pack, by=legal, now=NOW
        )
        services.filling.fill(plan=row.code, text=TEXT, by=legal, now=NOW)
        for item in row.items.all():
            text = ItemText(item=item.item.code, nature=Nature.ENFORCEMENT, method="on_site", reserve=1)
            services.filling.set_item(plan=row.code, text=text, by=legal, now=NOW)
        codes = [item.item.code for item in row.items.all()]
        self.panel(row, codes)
        return row

    def panel(self, row: ImplementationPlan, items: Sequence[str], **changes: Any) -> None:
        fields: dict[str, Any] = {
            "code": "P1", "pool_class": InspectorClass.ENFORCEMENT, "teams": 2, "items": items
        }  # fmt: skip
        services.filling.set_panel(
            plan=row.code, panel=PanelText(**{**fields, **changes}), pack=self.pack,
            by=self.cast.legal_office, now=NOW,
        )  # fmt: skip

    def started(self, row: ImplementationPlan) -> ImplementationPlan:
        legal, leader = self.cast.legal_office, self.cast.bureau_leader
        services.implementation.submit(plan=row.code, pack=self.pack, by=legal, now=NOW)
        services.implementation.approve(plan=row.code, pack=self.pack, by=leader, now=NOW)
        services.implementation.publish(plan=row.code, by=legal, now=NOW)
        services.implementation.start(plan=row.code, pack=self.pack, by=legal, now=NOW)
        row.refresh_from_db()
        return row

    def firms(self) -> None:
        """Six firms with one category each, none of them real."""
        for number, code in zip(FIRMS, CODES, strict=True):
            registries.subjects.register(
                scheme=Scheme.USCC, number=number, kind=SubjectKind.ENTERPRISE, unit=BUREAU,
                fields={"name": f"鹭湾示例企业{number[-3:]}"}, by=self.cast.legal_office, now=NOW,
            )  # fmt: skip
            registries.subjects.tag(
                code=code, tag="hr_service_agency", source="许可", by=self.cast.legal_office, now=NOW
            )

    def visited(self, code: str, on: date, **changes: Any) -> None:
        row = VisitRow(code, on, "routine", "on_site", **changes)
        registries.standing.record_visits(visits=[row], by=self.cast.legal_office, now=NOW)


TEXT = PlanText(
    starts_on=date(2026, 3, 23),
    ends_on=date(2026, 4, 17),
    purpose="检查人力资源服务机构守法情况",
    methods=("on_site",),
    confidentiality="抽取结果在检查前不得泄露",
    result_use="结果公示并计入信用档案",
    draw_on=DRAW_DAY,
)


def open_desk(cast: Cast) -> Desk:
    registries.rule_documents.register(
        code="LAW-1", title="人力资源市场暂行条例", level=BasisLevel.REGULATION, unit=BUREAU,
        number="国务院令第700号", by=cast.legal_office, now=NOW,
    )  # fmt: skip
    registries.rule_documents.register(
        code="DOC-1", title="某通知", level=BasisLevel.NORMATIVE, unit=BUREAU, by=cast.legal_office, now=NOW
    )
    desk = Desk(cast, pack())
    desk.item("JG01")
    desk.item("JG05", subject_tags=("labour_dispatch_agency",))
    return desk


def standing_desk() -> Desk:
    """Bureau, people, two items, in an empty database."""
    return replace(standing.once("desk", lambda: open_desk(casting.assemble())))
