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
LIST = "一、在期集体合同文本；二、职工代表大会审议通过的决议；三、工资专项协议。"
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


def in_writing(field: Field) -> str:
    """书面检查 of R1: one firm's collective contract, asked for on 24 March, whole on 3 April, gone through on the 8th."""
    year = field.year
    task = next(
        one
        for one in field.tasks(method=Method.WRITTEN.value, item__item__code=CONTRACTS)
        if one.subject.code.startswith("USCC:91")
    )
    year.clock.advance_to(at(date(2026, 3, 24), 14))
    _ask(field, [task.code], LIST, date(2026, 3, 31))
    firm = let_in(year, task)
    year.clock.advance_to(at(date(2026, 3, 30), 10))
    _hand_in(firm, task, {}, ("集体合同.pdf", "工资专项协议.pdf"), year)
    year.clock.advance_to(at(date(2026, 4, 1), 10))
    inspections.offsite.return_(
        task=task.code, reason=FORGOTTEN, by=year.bureau["legal"], now=year.clock.tick()
    )
    year.clock.advance_to(at(date(2026, 4, 3), 16))
    _hand_in(firm, task, {}, ("职工代表大会决议.pdf",), year)
    _review(field, [task.code], date(2026, 4, 8))
    return task.code


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
        _hand_in(firm, one, {point["key"]: Mark.OK.value for point in points}, (), year)
    _review(field, codes, date(2026, 5, 13))


def _ask(field: Field, codes: Sequence[str], asked: str, due_on: date) -> None:
    year = field.year
    inspections.offsite.ask(
        tasks_=codes, asked=asked, due_on=due_on, by=year.bureau["legal"], now=year.clock.tick()
    )


def _hand_in(firm: Actor, task: Row, answers: dict[str, str], names: Sequence[str], year: Year) -> None:
    inspections.offsite.hand_in(
        task=task.code, answers=answers, words="所提交内容与原件一致" if names else "已逐项自查，未发现问题",
        truthful=True, uploads=[Upload(name, _PAGE.format(number).encode()) for number, name in enumerate(names)],
        by=firm, now=year.clock.tick(),
    )  # fmt: skip


def _review(field: Field, codes: Sequence[str], on: date) -> None:
    year = field.year
    year.clock.advance_to(at(on))
    for code in codes:
        inspections.offsite.review(task=code, by=year.bureau["legal"], now=year.clock.tick())
