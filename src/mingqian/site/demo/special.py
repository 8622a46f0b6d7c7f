"""The spring's special check: 清理整顿人力资源市场秩序, sixty-four checks under one approved plan, four of them self-checks."""

from datetime import date

from mingqian.draw import selectors as draws
from mingqian.inspection.enums import Origin
from mingqian.inspection.types import Cause, NamedCheck
from mingqian.planning import services as plans
from mingqian.planning.services.specials import SpecialText
from mingqian.registry.enums import Method
from mingqian.site.demo import people, registries, writing
from mingqian.site.demo.fieldwork import Field
from mingqian.site.demo.publishing import Press
from mingqian.site.demo.rounds import FIRST, Year
from mingqian.site.year.clockwork import at

AGENCIES, DISPATCH = "LW-01", "LW-05"
ENTERED, LOOKED_THROUGH, PUT_RIGHT = 60, 4, 3
"""Agencies visited, dispatch agencies that check themselves; so many mend something at once."""
CAPTAINS = (20, 22, 24)
REPORT = {
    "situation": "按专项方案检查64户：现场检查人力资源服务机构60户，劳务派遣单位自查4户，材料逐户审核。",
    "analysis": "3户未公示收费标准或许可证临近到期，均当场改正；未发现发布虚假招聘信息。",
    "measures": "专项检查按期结束，不延长、不扩大；有关机构纳入下半年随机抽查名录。",
}


def planned(year: Year) -> str:
    """清理整顿人力资源市场秩序: written in March, approved by the city with a number, filed and published."""
    legal, clock = year.bureau["legal"], year.clock
    text = SpecialText(
        "清理整顿人力资源市场秩序专项检查", "全省清理整顿人力资源市场秩序工作部署（虚构）",
        "人力资源服务机构、劳务派遣单位", [AGENCIES, DISPATCH], ENTERED + LOOKED_THROUGH, date(2026, 3, 30),
        date(2026, 5, 29), from_above=True,
    )  # fmt: skip
    row = plans.specials.draft(unit=people.BUREAU, text=text, by=legal, now=clock.tick())
    plans.specials.submit(plan=row.code, by=legal, now=clock.tick())
    plans.specials.approve(
        plan=row.code, authority="鹭湾市人民政府", document_no="鹭政批〔2026〕9号", by=year.bureau["leader"],
        now=clock.tick(),
    )  # fmt: skip
    plans.specials.publish(plan=row.code, filed_with="鹭湾市司法局", by=legal, now=clock.tick())
    return row.code


def walked(year: Year, plan: str) -> Field:
    """May: sixty agencies that March's lot left out are visited, four dispatch agencies check themselves first."""
    year.clock.advance_to(at(date(2026, 5, 7)))
    cause = Cause(
        Origin.SPECIAL.value, plan, "清理整顿人力资源市场秩序专项检查", "按专项方案检查", date(2026, 5, 8),
        date(2026, 5, 14),
    )  # fmt: skip
    field = Field.named(year, cause, _agencies(year), CAPTAINS)
    field.approve(field.codes(method=Method.ON_SITE.value))
    writing.looked_through(field)
    field.settle({"corrected": PUT_RIGHT})
    field.record(field.found, at_once=at(date(2026, 5, 14), 15))
    field.end()
    field.serve(field.burdened(), date(2026, 5, 14))
    return field


def _agencies(year: Year) -> list[NamedCheck]:
    drawn = {pair.subject_id for pair in draws.outcome.pairs(year.bureau["legal"], FIRST.code)}
    lists = {
        one.item: [body for body in one.members if body.code not in drawn] for one in registries.categories()
    }
    teams = len(CAPTAINS)
    entered = [
        NamedCheck(body.code, AGENCIES, Method.ON_SITE.value, place % teams + 1)
        for place, body in enumerate(lists[AGENCIES][:ENTERED])
    ]
    # From the end of the list: who is an agency as well stands at its beginning.
    own = lists[DISPATCH][-LOOKED_THROUGH:]
    return entered + [NamedCheck(body.code, DISPATCH, Method.SELF_CHECK.value, 1) for body in own]


def closed(field: Field, press: Press, plan: str) -> None:
    """20 May: after the three working days the results stand and are out; the plan is over."""
    year = field.year
    year.clock.advance_to(at(date(2026, 5, 20)))
    field.confirm(list(field.found), year.bureau["legal"])
    field.sign_for()
    press.out(press.results_draft(field.code))
    field.report(date(2026, 5, 20), REPORT)
    plans.specials.end(plan=plan, by=year.bureau["legal"], now=year.clock.tick())
