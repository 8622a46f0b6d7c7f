"""The service window of 鹭湾市 and the training of its inspectors: three guides, two applications, two sessions.

One guide is public, one is whole and waits at the desk, one still lacks what it must say: every state has its row.
"""

from dataclasses import dataclass
from datetime import date

from mingqian.guides import services as guides
from mingqian.guides.enums import Outcome
from mingqian.publicity import services as publicity
from mingqian.publicity.enums import NoticeKind
from mingqian.registry import services as registry
from mingqian.registry.enums import PowerKind, TrainingKind
from mingqian.site.demo.people import BUREAU, certificate_number
from mingqian.site.demo.publishing import Press
from mingqian.site.demo.rounds import Year
from mingqian.site.year.clockwork import at

PHONE = "0599-0000000"
WHOLE = {
    "duty": "受理申请，审查材料，作出准予或者不予许可的决定",
    "authority": "市级审批；区县人社局可以代收材料",
    "conditions": "营业执照、与业务相适应的场所、专职人员名册、管理制度文本",
    "result": "许可证，或者不予行政许可决定书",
    "enquiries": PHONE,
    "complaints": PHONE,
    "place": "鹭湾市政务服务大厅二楼人社窗口，工作日9:00至17:00",
    "samples": "申请书示范文本见窗口展板",
    "promise": "材料齐全的当场受理，十个工作日办结",
    "remedy": "不服决定的，可以申请行政复议或者提起行政诉讼",
}
STEPS = "受理｜人社窗口｜0\n审查｜经办人｜5\n实地核查｜两名经办人｜3\n决定｜分管领导｜2"


@dataclass(frozen=True, slots=True)
class Licence:
    """A power of the bureau, the article that gives it, and who takes applications in."""

    code: str
    name: str
    document: str
    article: str
    unit: str


DISPATCH = Licence("XK-01", "劳务派遣经营许可", "luwan-2026:LW-B108", "第六条", "LDGX")
AGENCY = Licence("XK-02", "人力资源服务许可", "luwan-2026:LW-B110", "第十八条", "RCSC")
SCHOOL = Licence("XK-03", "民办职业培训学校设立审批", "luwan-2026:LW-B103", "第十二条", "ZJC")
LISTED_BY = "鹭府办〔2026〕19号"
COURSE, EXAM = "PX-2026-01", "KS-2026-01"
# The number of an officer's certificate counts from one → points; 60 are enough.
POINTS = {5: 92, 6: 88, 7: 95, 8: 76, 9: 81, 10: 58, 11: 69, 12: 90}


def opened(year: Year, press: Press) -> None:
    """June: the list of powers, their guides, the first of them public; who sat in the lecture and the exam."""
    year.clock.advance_to(at(date(2026, 6, 29)))
    for one in (DISPATCH, AGENCY, SCHOOL):
        _listed(year, one)
    press.out(press.draft(NoticeKind.POWER_LIST, f"power_list:{BUREAU}"))
    _filled(year, DISPATCH, WHOLE)
    _filled(year, AGENCY, WHOLE)
    _filled(year, SCHOOL, {**WHOLE, "conditions": "", "complaints": ""})
    code = press.out(press.draft(NoticeKind.SERVICE_GUIDE, f"service_guide:{DISPATCH.code}"))
    _trained(year)
    _served(year)
    words = "办理地点写“二楼”，大厅的指示牌写人社窗口在一楼，请核对。"
    publicity.pointing_out.point_out(code=code, words=words, now=year.clock.tick())


def _listed(year: Year, one: Licence) -> None:
    registry.powers.enter(
        code=one.code, name=one.name, kind=PowerKind.LICENCE, unit=BUREAU, document=one.document,
        article=one.article, listed_on=date(2026, 6, 29), listed_by=LISTED_BY, by=year.bureau["legal"],
        now=year.clock.tick(),
    )  # fmt: skip


def _filled(year: Year, one: Licence, texts: dict[str, str]) -> None:
    legal, tick = year.bureau["legal"], year.clock.tick
    guides.guides.fill(
        code=one.code, accepted_at=one.unit, decided_by=BUREAU, days=10, texts=texts, by=legal, now=tick()
    )
    guides.guides.write_steps(code=one.code, text=STEPS, by=legal, now=tick())
    guides.guides.list_fee(
        code=one.code, name="工本费", fen=0, document=one.document, article=one.article,
        since=date(2026, 6, 29), by=legal, now=tick(),
    )  # fmt: skip


def _trained(year: Year) -> None:
    legal, tick = year.bureau["legal"], year.clock.tick
    registry.trainings.hold(
        code=COURSE, kind=TrainingKind.BUSINESS, title="入企检查规范和文书制作", unit="FGC",
        held_on=date(2026, 5, 14), hours=6, led_by="政策法规处", by=legal, now=tick(),
    )  # fmt: skip
    registry.trainings.hold(
        code=EXAM, kind=TrainingKind.EXAM, title="行政检查法律知识考试", unit="FGC", held_on=date(2026, 6, 18),
        hours=2, led_by="鹭湾市司法局", pass_mark=60, by=legal, now=tick(),
    )  # fmt: skip
    for number, points in POINTS.items():
        person = f"ZFZ:{certificate_number(number)}"
        registry.trainings.sit(code=COURSE, person=person, on=date(2026, 5, 14), by=legal, now=tick())
        registry.trainings.sit(
            code=EXAM, person=person, on=date(2026, 6, 18), points=points, by=legal, now=tick()
        )


def _served(year: Year) -> None:
    """Two firms come to the window: one has its licence in July, the other took its application back."""
    staff, tick = year.bureau["staff"], year.clock.tick
    first, second = (
        guides.applications.accept(
            code=DISPATCH.code, unit=DISPATCH.unit, applicant=name, tail=tail, by=staff, now=tick()
        )
        for name, tail in (("汐和远", "0417"), ("帆文宁", "2206"))
    )
    year.clock.advance_to(at(date(2026, 7, 8)))
    guides.applications.advance(number=first.number, by=staff, now=tick())
    guides.applications.close(number=first.number, outcome=Outcome.GRANTED, by=staff, now=tick())
    guides.applications.close(number=second.number, outcome=Outcome.TAKEN_BACK, by=staff, now=tick())
