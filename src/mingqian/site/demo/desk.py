"""What lies on the desks of 鹭湾市 besides the rounds: papers, demands, a list to mend, messages, the index."""

from datetime import date
from pathlib import Path

from mingqian.accounts.types import Actor
from mingqian.messages import services as messages
from mingqian.planning import selectors as plans
from mingqian.planning import services as planning
from mingqian.planning.enums import PaperKind
from mingqian.planning.services import PaperText, numbered
from mingqian.publicity.enums import NoticeKind
from mingqian.registry import services as registry
from mingqian.search import services as search
from mingqian.site import finding
from mingqian.site.demo import bar, words, workbook
from mingqian.site.demo.people import BUREAU
from mingqian.site.demo.publishing import Press
from mingqian.site.demo.rounds import PACK, THIRD, Year
from mingqian.site.demo.seasons import AtWork
from mingqian.site.year.clockwork import at

GUIDE = PaperText(
    title="用人单位劳动用工检查指引",
    introduction="供市、区两级检查人员使用。",
    points=numbered(
        (
            ("核对职工名册与劳动合同", "人数一致，合同在用工之日起一个月内订立", "劳动合同法第十条"),
            ("核对工资支付台账与考勤", "按月足额支付，加班工资按标准计发", "劳动法第四十四条、第五十条"),
            ("核对社会保险登记与缴费", "应保尽保，缴费基数与工资总额一致", "社会保险法第五十八条"),
        )
    ),
)
METHOD = PaperText(
    title="劳务派遣单位检查评价办法",
    introduction="检查工作表格与结论类型由本办法确定。",
    points=numbered(
        (
            ("经营许可", "许可证在有效期内，事项变更已办理", "劳动合同法第五十七条"),
            ("派遣协议", "载明岗位、人数、期限、报酬和社会保险缴纳方式", "劳动合同法第五十九条"),
            ("用工比例", "被派遣劳动者不超过用工总量的10%", "劳务派遣暂行规定第四条"),
        )
    ),
    conclusions=("符合", "不符合，当场改正", "不符合，限期改正", "不涉及"),
)


UNREAD = 2
"""Districts that have not yet signed for the guideline."""


def papers(year: Year) -> None:
    """January: the pack adopted, a guideline for six districts, an evaluation method."""
    bureau, clock = year.bureau, year.clock
    registry.packs.adopt(
        unit=BUREAU, pack=PACK, from_on=clock.moment.date(),
        reason="2026年起执行本市细则", by=bureau["legal"], now=clock.tick(),
    )  # fmt: skip
    districts = [code for code, _ in words.DISTRICTS]
    guide = _issued(year, PaperKind.GUIDELINE, "LW-06", "JCZD", GUIDE, bureau["inspection_head"], districts)
    clock.advance_to(at(date(2026, 1, 19)))
    for number, code in list(enumerate(districts, 1))[UNREAD:]:
        own = plans.papers.unread(bureau[f"district{number}"]).filter(paper=guide, unit__code=code)
        for receipt in own:
            planning.papers.read(receipt=receipt.pk, by=bureau[f"district{number}"], now=clock.tick())
    _issued(year, PaperKind.EVALUATION_METHOD, "LW-05", "LDGX", METHOD, bureau["staff"], [])


def _issued(
    year: Year, kind: PaperKind, item: str, unit: str, text: PaperText, author: Actor, units: list[str]
) -> int:
    """Written by the section, approved by the leader, given out by the legal office."""
    tick = year.clock.tick
    row = planning.papers.draft(kind=kind, item=item, unit=unit, text=text, by=author, now=tick())
    planning.papers.submit(paper=row.pk, by=author, now=tick())
    planning.papers.approve(paper=row.pk, by=year.bureau["leader"], now=tick())
    planning.papers.publish(paper=row.pk, units=units, by=year.bureau["legal"], now=tick())
    return row.pk


def demands(year: Year) -> None:
    """June: what the sections want checked next year, and one wish that is left for the legal office to answer."""
    year.clock.advance_to(at(date(2026, 6, 26)))
    for seat, unit, item, rounds, reason in (
        ("staff", "LDGX", "LW-05", 2, "投诉集中，需保持频次"),
        ("staff", "LDGX", "LW-09", 1, ""),
        ("training_head", "ZJC", "LW-03", 2, "培训补贴资金增加"),
        ("insurance", "SBZX", "LW-14", 2, ""),
    ):
        planning.demands.propose(
            unit=unit, item=item, rounds=rounds, reason=reason, pack=year.pack, by=year.bureau[seat],
            now=year.clock.tick(),
        )  # fmt: skip


def morning(year: Year, press: Press, firm: Actor, work: AtWork, late: str, folder: Path) -> None:
    """16 November in the afternoon: what everybody finds on the next day."""
    year.clock.advance_to(at(date(2026, 11, 16), 15))
    people = press.draft(NoticeKind.INSPECTOR_LIST, f"inspector_list:{BUREAU}")
    press.review(people)
    _list_to_mend(year, folder)
    _messages(year)
    bar.write(
        folder, captain=work.captain.code, check=work.check, defended=work.defended, firm=firm.code,
        confirm=people.code, review=work.drafted, release=late,
    )  # fmt: skip
    _index()


def _list_to_mend(year: Year, folder: Path) -> None:
    """The workbook for a visitor's own try, and the same one handed in and looked at, eighteen rows red."""
    file = folder / workbook.NAME
    workbook.write(file)
    row = registry.uploads.receive(
        name=file.name, chunks=[file.read_bytes()], unit=BUREAU, kind="subjects", source="税务",
        seed="demo", by=year.bureau["legal"], now=year.clock.tick(),
    )  # fmt: skip
    registry.uploads.look(pk=row.pk, by=year.bureau["legal"], now=year.clock.tick())


def _messages(year: Year) -> None:
    now = year.clock.tick()
    told = (
        (["training_head", "legal"], "职业能力建设处检查结果超过公示期限", "应于11月13日前公示，请今天办结",
         "/desk/publicity/", "您负责的事项超期"),
        (["staff", "head"], "一家企业提交了陈述申辩", "请由未参加检查的人员答复", "/desk/notices/",
         "事项由您的处室负责"),
        (["leader"], "一份人员递补申请待批准", "第3检查组一名队员因公务不能参加", f"/desk/draws/{THIRD.code}/",
         "递补须由您批准"),
        (["justice"], "执法人员清单有变动，请确认", "三名人员证件到期、一名暂停，清单已审核", "/desk/publicity/",
         "清单公示前须经司法局确认"),
        (["publisher", "redaction"], "公示队列有新的待办", "检查结果两批", "/desk/publicity/",
         "您承担公示的审核或发布"),
    )  # fmt: skip
    for seats, title, detail, url, why in told:
        people = [one.person_id for one in map(year.bureau.__getitem__, seats) if one.person_id is not None]
        messages.send(to=people, title=title, detail=detail, url=url, why=why, now=now)


def _index() -> None:
    """What the search finds: written by the same code that rebuilds it on demand."""
    by = finding.librarian()
    for kind in finding.KINDS:
        search.put_many(finding.SOURCES[kind.code](by))
    search.settle_down()
