"""S1: the complaint of 43 workers that had to be checked (举报必查), from the counter to its answer.

Its days are those of the demo year's page (§6.5); what the case after it brings stands here as words only.
"""

from dataclasses import dataclass
from datetime import date

from mingqian.inspection import services as inspections
from mingqian.inspection.enums import Origin
from mingqian.inspection.types import Cause, NamedCheck
from mingqian.leads import services as leads
from mingqian.leads.enums import Channel, LeadKind
from mingqian.leads.types import Informant, Told
from mingqian.registry import services as registry
from mingqian.registry.enums import Method, VisitKind
from mingqian.registry.types import VisitRow
from mingqian.site.demo import recordings, registries
from mingqian.site.demo.fieldwork import Field
from mingqian.site.demo.findings import Finding
from mingqian.site.demo.publishing import Press
from mingqian.site.demo.rounds import Year
from mingqian.site.year.clockwork import Fixed, at

FIRM = registries.enterprises()[registries.BUILDER]
UNPAID = "拖欠43名工人2025年12月至2026年2月工资1286400元"
WORKERS = Informant("泊工友", "13900000043", "工地三号宿舍")
CAPTAIN = 10
REPORT = {
    "situation": "接43名职工投诉，两名持证人员3月6日现场检查，核对工资支付台账和考勤记录，制作笔录。",
    "analysis": "工程款未按约拨付，用人单位未设工资专用账户，自2025年12月起未支付工资。",
    "measures": "3月13日责令于3月20日前支付；3月23日回访仍未支付，移交监察支队立案查处。",
}


@dataclass(frozen=True, slots=True)
class Complaint:
    """A lead and the check it led to."""

    lead: str
    field: Field

    @property
    def task(self) -> str:
        """The one check."""
        return self.field.codes()[0]


def complained(year: Year, press: Press) -> Complaint:
    """2–13 March: 43 workers at the counter, accepted on the second day, visited on the fourth, ordered to pay."""
    clock, legal = year.clock, year.bureau["legal"]
    # A bureau's own key is made by chance; the demo's is no secret.
    leads.identities.lay_key(Fixed("demo/informants")(32))
    clock.advance_to(at(date(2026, 3, 2)))
    told = Told(
        LeadKind.COMPLAINT.value, Channel.VISIT.value, FIRM.name, UNPAID, people=43,
        happened_on=date(2026, 2, 27),
    )  # fmt: skip
    lead, _ = leads.intake.receive(
        told=told, informant=WORKERS, unit="JCZD", entropy=Fixed("demo/lead")(18),
        by=year.bureau["inspection_head"], now=clock.tick(),
    )  # fmt: skip
    clock.advance_to(at(date(2026, 3, 4)))
    leads.deciding.accept(
        lead=lead.code, summary="核查2025年12月以来的工资支付台账和考勤记录", subject=FIRM.code, by=legal,
        now=clock.tick(),
    )  # fmt: skip
    cause = Cause(
        Origin.LEAD.value,
        lead.code,
        "核查工资支付情况",
        "职工反映拖欠工资",
        date(2026, 3, 6),
        date(2026, 3, 20),
    )
    check = NamedCheck(FIRM.code, "LW-06", Method.ON_SITE.value, 1)
    found = Complaint(lead.code, Field.named(year, cause, [check], [CAPTAIN]))
    clock.advance_to(at(date(2026, 3, 5)))
    found.field.approve([found.task])
    found.field.found = {found.task: Finding("rectify", UNPAID)}
    recordings.walked(found.field, found.task)
    found.field.serve([found.task], date(2026, 3, 6))
    _paying(found, press)
    return found


def _paying(found: Complaint, press: Press) -> None:
    """13 March: nobody answered within three working days; pay by the 20th."""
    found.field.year.clock.advance_to(at(date(2026, 3, 13)))
    recordings.played_back(found.field, found.task)
    found.field.confirm([found.task], found.field.year.bureau["legal"])
    found.field.sign_for()
    found.field.order({found.task: date(2026, 3, 20)})
    found.field.end()
    press.out(press.results_draft(found.field.code))


def unpaid(found: Complaint) -> None:
    """23 March: seen again, not a yuan paid; the matter becomes a case, and the report is in on its last day."""
    field, year = found.field, found.field.year
    field.revisit(
        [found.task], date(2026, 3, 23), "uncorrected", "工资支付台账无支付记录，43名职工均未领到工资"
    )
    field.verify([found.task], date(2026, 3, 24))
    inspections.followups.choose(
        tasks=[found.task], kind="case", reason="逾期未支付，移交监察支队立案查处",
        due_on=date(2026, 4, 29), by=year.bureau["legal"], now=year.clock.tick(),
    )  # fmt: skip
    field.report(date(2026, 3, 27), REPORT)


def answered(found: Complaint) -> None:
    """24 April: the decision was served the day before; the workers are told, well before 1 June."""
    year = found.field.year
    year.clock.advance_to(at(date(2026, 4, 24), 10))
    told = "4月22日作出行政处理决定：支付工资1286400元并加付赔偿金643200元，4月23日送达；已电话告知职工代表"
    leads.handling.answer(
        lead=found.lead, feedback=told, by=year.bureau["inspection_head"], now=year.clock.tick()
    )
    found.field.concluded(date(2026, 4, 23), "已作出行政处理决定并送达")


def fined(year: Year) -> None:
    """28 May: the penalty for refusing to perform, on the firm's record from here."""
    registry.standing.record_visits(
        visits=[VisitRow(FIRM.code, date(2026, 5, 28), VisitKind.CASE.value, "on_site", penalised=True, source="行政处罚决定")],
        by=year.bureau["legal"], now=year.clock.tick(),
    )  # fmt: skip
