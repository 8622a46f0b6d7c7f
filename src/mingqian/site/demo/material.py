"""What the rounds' off-site results rest on: lists compared, the bureau's own files, what firms hand in when asked.

Every one of them comes before its result: compared and looked up on the first day of the round, handed in and gone
through on the next. The lists are made up around the story: where a firm will have a problem, its two rows differ.
"""

import csv
import io
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date, timedelta

from django.utils.timezone import localdate

from mingqian.accounts import selectors as accounts
from mingqian.accounts.types import Actor
from mingqian.core.decision import Refused
from mingqian.inspection import services as inspections
from mingqian.inspection.selectors.tasks import Row
from mingqian.inspection.types import DataSet
from mingqian.registry.enums import Method
from mingqian.site.demo import writing
from mingqian.site.demo.fieldwork import Field
from mingqian.site.demo.findings import Finding
from mingqian.site.demo.words import address, credit_code
from mingqian.site.year.clockwork import at

CODE, PERSON = "统一社会信用代码", "登记号"
NEIGHBOURS = 3
"""Firms in either list that no lot named: they are counted and not kept."""


@dataclass(frozen=True, slots=True)
class Pair:
    """Two lists of one item: how they are called, and their columns."""

    left: str
    right: str
    mine: tuple[str, ...]
    theirs: tuple[str, ...]
    key: str = CODE


PAIRS = {
    "LW-14": Pair(
        "社会保险缴费申报.csv",
        "个人所得税申报汇总.csv",
        ("参保人数", "缴费基数合计"),
        ("申报人数", "工资薪金合计"),
    ),
    "LW-18": Pair("津贴补贴发放台账.csv", "津贴补贴批复.csv", ("人数", "发放总额"), ("核定人数", "批复总额")),
    "LW-22": Pair("培训课时台账.csv", "刷卡考勤记录.csv", ("学员数", "课时"), ("刷卡人数", "刷卡课时")),
    "LW-23": Pair("补贴申报信息.csv", "住址登记信息.csv", ("申报住址",), ("登记住址",), key=PERSON),
}
KEPT = {
    "LW-09": ("集体合同审查档案", "在期集体合同、审查意见书和职工代表大会决议齐全"),
    "LW-10": ("工资总额使用手册备案档案", "本年度手册、批复和发放汇总表"),
    "LW-12": ("特殊工时审批档案", "批准文书、职工名册和征求意见材料"),
    "LW-15": ("外国人来华工作许可系统", "许可、聘用合同和变更记录"),
}
LISTS = "一、本年度工作总结\n二、人员和设施台账\n三、经费收支明细"
VERIFIED = "已电话核实并调取原始凭证，单位确认：{}"


def gathered(field: Field, first: date) -> None:
    """Everything a round needs before its off-site results: compared, looked up and asked for, handed in a day later."""
    field.year.clock.advance_to(at(first))
    today = localdate(field.year.clock.moment)
    for item in sorted(PAIRS):
        _compared(field, item)
    for item in sorted(KEPT):
        _own_files(field, item)
    rows = [
        one
        for one in field.tasks(method=Method.WRITTEN.value, state="waiting")
        if one.item.item.code not in KEPT
    ]
    field.seen |= dict.fromkeys(field.codes(method__in=("network", "written"), state="waiting"), today)
    _handed_in(field, rows, today)


def _compared(field: Field, item: str) -> None:
    rows, pair = field.tasks(item__item__code=item, state="waiting"), PAIRS[item]
    if not rows:
        return
    legal, clock = field.year.bureau["legal"], field.year.clock
    made = inspections.comparing.compare(
        batch=field.code, item=item, by=legal, now=clock.tick(),
        left=DataSet(pair.left, _list(pair, pair.mine, rows, {}), pair.key, pair.mine),
        right=DataSet(pair.right, _list(pair, pair.theirs, rows, field.found), pair.key, pair.theirs),
    )  # fmt: skip
    words = {
        one.code: VERIFIED.format(field.found[one.code].problems)
        for one in rows
        if field.found[one.code].problems
    }
    if words:
        inspections.comparing.verify(comparison=made.code, words=words, by=legal, now=clock.tick())


def _list(pair: Pair, columns: Sequence[str], rows: Sequence[Row], found: dict[str, Finding]) -> bytes:
    out = io.StringIO()
    table = csv.writer(out)
    table.writerow((pair.key, *columns))
    for one in rows:
        wrong = one.code in found and bool(found[one.code].problems)
        table.writerow((one.subject.number, *_cells(one.number + wrong, columns)))
    if pair.key == CODE:
        table.writerows((credit_code("91", 90_000 + n), *_cells(n, columns)) for n in range(NEIGHBOURS))
    return out.getvalue().encode("utf-8-sig")


def _cells(number: int, columns: Sequence[str]) -> tuple[str, ...]:
    if len(columns) == 1:
        return (address(number),)
    people = number % 90 + 8
    return (str(people), str(people * 5_120 + number))


def _own_files(field: Field, item: str) -> None:
    legal, clock = field.year.bureau["legal"], field.year.clock
    rows = field.tasks(item__item__code=item, state="waiting", method=Method.WRITTEN.value)
    codes = [one.code for one in rows if one.code != field.story]
    where, words = KEPT[item]
    if codes:
        inspections.looking_up.hold(
            tasks_=codes, source=f"本机关{where}", words=f"查阅{where}：{words}", by=legal, now=clock.tick()
        )


def _handed_in(field: Field, rows: Sequence[Row], today: date) -> None:
    if not rows:
        return
    legal, clock = field.year.bureau["legal"], field.year.clock
    due, handed = today + timedelta(days=7), today + timedelta(days=1)
    inspections.offsite.ask(
        tasks_=[one.code for one in rows], asked=LISTS, due_on=due, by=legal, now=clock.tick()
    )
    firms = [_firm(field, one) for one in rows]
    clock.advance_to(at(handed, 9))
    for one, firm in zip(rows, firms, strict=True):
        papers = {number: (writing.paper(name, number),) for number, name in enumerate(LISTS.splitlines(), 1)}
        inspections.offsite.hand_in(
            task=one.code, answers={}, words="所提交内容与原件一致", truthful=True, lines=papers, by=firm,
            now=clock.tick(),
        )  # fmt: skip
    clock.advance_to(at(handed, 11))
    for one in rows:
        inspections.offsite.review(task=one.code, by=legal, now=clock.tick())
        field.seen[one.code] = handed


def _firm(field: Field, task: Row) -> Actor:
    try:
        return accounts.actor(task.subject.number, on=field.year.clock.moment.date())
    except Refused:
        return writing.let_in(field.year, task)
