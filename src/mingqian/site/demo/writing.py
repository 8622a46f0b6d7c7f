"""Checks for which nobody enters: what firms hand in through their own door, returned once, gone through, kept."""

from collections.abc import Sequence
from datetime import date

from mingqian.accounts import selectors as accounts
from mingqian.accounts import services
from mingqian.accounts.types import Actor
from mingqian.inspection import selectors
from mingqian.inspection import services as inspections
from mingqian.inspection.enums import Mark
from mingqian.inspection.selectors.tasks import Row
from mingqian.inspection.types import Upload
from mingqian.registry.enums import Method
from mingqian.site.demo import words
from mingqian.site.demo.fieldwork import Field
from mingqian.site.demo.rounds import Year
from mingqian.site.year.clockwork import at

CONTRACTS = "LW-09"
LIST = "在期集体合同文本\n职工代表大会审议通过的决议\n工资专项协议"
FORGOTTEN = "缺职工代表大会审议通过集体合同的决议，请补交"
_PAGE = """%PDF-1.4
1 0 obj<</Type/Catalog/Pages 2 0 R>>endobj
2 0 obj<</Type/Pages/Kids[3 0 R]/Count 1>>endobj
3 0 obj<</Type/Page/Parent 2 0 R/MediaBox[0 0 595 842]>>endobj
% {}
trailer<</Root 1 0 R>>
%%EOF
"""


def let_in(year: Year, task: Row, name: str = "") -> Actor:
    """A person of a firm, by invitation of the legal office."""
    services.representation.invite(
        subject_code=task.subject.number, subject_name=task.subject_name, name=name or words.person(task.number + 640),
        link="demo-" + task.subject.number, by=year.bureau["legal"], now=year.clock.tick(),
    )  # fmt: skip
    return accounts.actor(task.subject.number, on=year.clock.moment.date())


def told(field: Field) -> str:
    """The one firm whose collective contract is not in the bureau's own files: it is asked for its papers."""
    return next(
        one.code
        for one in field.tasks(method=Method.WRITTEN.value, item__item__code=CONTRACTS)
        if one.subject.code.startswith("USCC:91")
    )


def in_writing(field: Field) -> None:
    """书面检查 of R1: one firm's contract, asked for on 24 March; what lacked on 1 April came on the 3rd; read on the 8th."""
    year, legal = field.year, field.year.bureau["legal"]
    (task,) = field.tasks(code=field.story)
    year.clock.advance_to(at(date(2026, 3, 24), 14))
    _ask(field, [task.code], LIST, date(2026, 3, 31))
    firm = let_in(year, task)
    year.clock.advance_to(at(date(2026, 3, 30), 10))
    _by_line(firm, task, {1: "集体合同", 3: "工资专项协议"}, {2: "正在整理，随后补交"}, year)
    year.clock.advance_to(at(date(2026, 4, 1), 10))
    marks = {1: ("good", ""), 2: ("missing", FORGOTTEN), 3: ("good", "")}
    inspections.offsite.review(
        task=task.code, marks=marks, due_on=date(2026, 4, 7), by=legal, now=year.clock.tick()
    )
    year.clock.advance_to(at(date(2026, 4, 3), 16))
    _by_line(firm, task, {2: "职工代表大会决议"}, {}, year)
    _review(field, [task.code], date(2026, 4, 8))
    field.seen[task.code] = date(2026, 4, 8)


def _by_line(firm: Actor, task: Row, papers: dict[int, str], lacking: dict[int, str], year: Year) -> None:
    inspections.offsite.hand_in(
        task=task.code, answers={}, words="所提交内容与原件一致", truthful=True,
        lines={number: (paper(name, number),) for number, name in papers.items()}, lacking=lacking, by=firm,
        now=year.clock.tick(),
    )  # fmt: skip


def paper(name: str, number: int) -> Upload:
    """A page that says nothing."""
    return Upload(f"{name}.pdf", _PAGE.format(number).encode())


def looked_through(field: Field) -> None:
    """自查: asked for when the batch opens, handed in on 12 May point by point, gone through a day later."""
    year, rows = field.year, field.tasks(method=Method.SELF_CHECK.value)
    codes = [one.code for one in rows]
    _ask(field, codes, "对照自查表逐项自查，如实说明；发现问题的先行改正。", date(2026, 5, 13))
    firms = [let_in(year, one) for one in rows]
    year.clock.advance_to(at(date(2026, 5, 12)))
    for one, firm in zip(rows, firms, strict=True):
        step = selectors.offsite.one_of_firm(firm, one.code)
        points = selectors.offsite.points(step) if step else []
        _hand_in(firm, one, {point["key"]: Mark.OK.value for point in points}, year)
    _review(field, codes, date(2026, 5, 13))


def _ask(field: Field, codes: Sequence[str], asked: str, due_on: date) -> None:
    year = field.year
    inspections.offsite.ask(
        tasks_=codes, asked=asked, due_on=due_on, by=year.bureau["legal"], now=year.clock.tick()
    )


def _hand_in(firm: Actor, task: Row, answers: dict[str, str], year: Year) -> None:
    inspections.offsite.hand_in(
        task=task.code, answers=answers, words="已逐项自查，未发现问题", truthful=True, by=firm,
        now=year.clock.tick(),
    )  # fmt: skip


def _review(field: Field, codes: Sequence[str], on: date) -> None:
    year = field.year
    year.clock.advance_to(at(on))
    for code in codes:
        inspections.offsite.review(task=code, by=year.bureau["legal"], now=year.clock.tick())
