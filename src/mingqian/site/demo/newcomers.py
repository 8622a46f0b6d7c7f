"""Who came new in autumn: three agencies with a licence of October, one guided and checked, one guided, one waiting.

Besides them what a desk has that no round brings: recorders in two inspectors' hands, a word to the discipline office.
"""

from datetime import date

from mingqian.draw import selectors as draws
from mingqian.inspection import selectors
from mingqian.inspection import services as inspections
from mingqian.inspection.enums import ConductKind, GuidanceWay, Origin
from mingqian.inspection.types import Cause, NamedCheck
from mingqian.records import services as records
from mingqian.records.enums import DeviceKind, DeviceStepKind
from mingqian.registry import services as registry
from mingqian.registry.enums import Method
from mingqian.site.demo import registries
from mingqian.site.demo.fieldwork import Field
from mingqian.site.demo.publishing import Press
from mingqian.site.demo.registries import Body
from mingqian.site.demo.rounds import SECOND, Year
from mingqian.site.year.clockwork import Fixed, at

AGENCY, TAG = "LW-01", "hr_service"
LICENSED = (date(2026, 10, 12), date(2026, 10, 15), date(2026, 10, 20))
GUIDED = (date(2026, 10, 20), date(2026, 10, 27))
WENT = date(2026, 11, 5)
CAPTAIN = 26
REPORT = {
    "situation": "对1户新许可的人力资源服务机构，在许可后首个监管周期内检查，检查前已书面指导。",
    "analysis": "未发现问题。",
    "measures": "另2户新许可机构列入首次检查计划，检查前先行指导。",
}
SAID = "检查时要求复印与检查事项无关的商业合同，请核实是否必要。"


def licensed(year: Year, press: Press) -> None:
    """2 to 6 November: the licences reach the registry, two agencies are guided, the first is checked."""
    year.clock.advance_to(at(date(2026, 11, 2)))
    firms = _unseen(year)
    legal, tick = year.bureau["legal"], year.clock.tick
    for number, (firm, since) in enumerate(zip(firms, LICENSED, strict=True), 1):
        registry.subjects.tag(
            code=firm.code, tag=TAG, source="许可决定", from_on=since, licence_no=f"(鹭)人服证字〔2026〕第{number:04d}号",
            licence_issuer="鹭湾市人力资源和社会保障局", licence_until=date(2031, since.month, since.day),
            by=legal, now=tick(),
        )  # fmt: skip
    for firm, on in zip(firms, GUIDED, strict=False):
        inspections.guidance.give(
            subject=firm.code, way=GuidanceWay.LETTER.value, on=on, first=True,
            words=selectors.licensees.lesson(legal, firm.code, on) or "发放人力资源服务机构合规指引", by=legal, now=tick(),
        )  # fmt: skip
    _checked(year, press, firms[0])
    _recorders(year)


def _unseen(year: Year) -> list[Body]:
    """Founded this summer, and spared by the lot."""
    drawn = {pair.subject_id for pair in draws.outcome.pairs(year.bureau["legal"], SECOND.code)}
    return [one for one in registries.newcomers() if one.code not in drawn][: len(LICENSED)]


def _checked(year: Year, press: Press, firm: Body) -> None:
    cause = Cause(
        Origin.NEW_LICENSEE.value, "新许可名单", "新许可主体首次检查", "新许可主体在首个监管周期内必查", date(2026, 11, 4),
        date(2026, 11, 6),
    )  # fmt: skip
    field = Field.named(year, cause, [NamedCheck(firm.code, AGENCY, Method.ON_SITE.value, 1)], [CAPTAIN])
    field.approve(field.codes())
    field.settle({})
    field.record(field.found, at_once=at(WENT, 15))
    field.end()
    _told(year, field)
    year.clock.advance_to(at(date(2026, 11, 6)))
    field.confirm(list(field.found), year.bureau["legal"])
    field.sign_for()
    press.out(press.results_draft(field.code))
    field.report(date(2026, 11, 6), REPORT)


def _told(year: Year, field: Field) -> None:
    """Nobody's name: what somebody of the firm has to say about the visit waits for the discipline office."""
    about = inspections.conduct.About(task=field.tasks()[0])
    inspections.conduct.report(
        kind=ConductKind.CONDUCT.value, text=SAID, about=about, by=None, entropy=Fixed("demo/conduct")(10),
        now=year.clock.tick(),
    )  # fmt: skip


def _recorders(year: Year) -> None:
    """Two body cameras: one with an inspector, one in the cupboard."""
    head, tick = year.bureau["inspection_head"], year.clock.tick
    assert head.unit_id is not None
    for number in ("JLY-001", "JLY-002"):
        records.devices.register(
            number=number,
            kind=DeviceKind.BODY_CAMERA,
            name="执法记录仪",
            unit=head.unit_id,
            by=head,
            now=tick(),
        )
    records.devices.move(
        number="JLY-001",
        step=DeviceStepKind.CHECKED_OUT,
        holder=head.code,
        words="十一月专项检查",
        by=head,
        now=tick(),
    )
