"""What the bureau of 鹭湾市 made public, when, and through whose hands: three people for every notice."""

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date, timedelta

from mingqian.inspection import selectors as inspections
from mingqian.inspection import services as checks
from mingqian.inspection.enums import Withhold
from mingqian.publicity import selectors
from mingqian.publicity import services as publicity
from mingqian.publicity.enums import Channel, NoticeKind, WithdrawGround
from mingqian.publicity.selectors.notices import Row
from mingqian.site.demo.people import BUREAU
from mingqian.site.demo.rounds import Year
from mingqian.site.year.clockwork import at

SUSPICIOUS = "领取人均为自然人，公示不能增进监督而会泄露个人情况，经研究决定不公示，只计数"
LAST_YEAR = (
    "执法种类\t数量",
    "行政许可\t1198",
    "行政处罚\t29",
    "行政强制\t0",
    "行政检查\t1702",
    "其他行政执法\t83",
)
DUTIES = (
    "制定随机抽查事项清单，建立检查对象名录库和检查人员名录库",
    "按年度计划组织抽取，实施检查，公示结果",
    "受理对检查活动的投诉举报：0599-0000000",
)


@dataclass(frozen=True, slots=True)
class Press:
    """The legal office drafts, a second person reviews what leaves, the office releases."""

    year: Year

    def draft(self, kind: NoticeKind, thing: str) -> Row:
        """As the queue offers it; what was public before becomes a correction."""
        return publicity.taking.take(
            kind=kind, thing=thing, policy=self.year.policy, by=self.year.bureau["legal"],
            now=self.year.clock.tick(),
        )  # fmt: skip

    def write(self, kind: NoticeKind, title: str, lead: str, text: str, table: str = "") -> Row:
        """In the office's own words."""
        return publicity.writing.write(
            kind=kind, title=title, lead=lead, clause="石嘴山方案 1(1)", text=text, table=table,
            started_on=None, policy=self.year.policy, by=self.year.bureau["legal"],
            now=self.year.clock.tick(),
        )  # fmt: skip

    def review(self, row: Row) -> None:
        """公示内容审核."""
        publicity.reviewing.review(
            code=row.code, digest=row.digest, note="已逐项核对脱敏", by=self.year.bureau["redaction"],
            now=self.year.clock.tick(),
        )  # fmt: skip

    def release(self, row: Row) -> str:
        """The third hand."""
        publicity.releasing.release(
            code=row.code, digest=row.digest, policy=self.year.policy, by=self.year.bureau["publisher"],
            now=self.year.clock.tick(),
        )  # fmt: skip
        return row.code

    def out(self, row: Row) -> str:
        """Reviewed and released at once."""
        self.review(row)
        return self.release(row)

    # -- the year

    def item_list(self) -> str:
        """事项清单."""
        return self.out(self.draft(NoticeKind.ITEM_LIST, f"item_list:{BUREAU}"))

    def papers(self) -> None:
        """January: the documents the items rest on, and how dispatch agencies are judged."""
        legal = self.year.bureau["legal"]
        for one in selectors.candidates.waiting(legal, now=self.year.clock.tick()):
            if one.kind in (NoticeKind.RULE_DOCUMENT, NoticeKind.EVALUATION_METHOD):
                self.out(self.draft(one.kind, one.candidate.thing))

    def annual_plan(self) -> str:
        """年度计划, the day it is approved."""
        return self.out(self.draft(NoticeKind.ANNUAL_PLAN, f"annual_plan:{BUREAU}/2026"))

    def last_years_numbers(self) -> None:
        """23 January: before the 25th, which is a Sunday."""
        self.year.clock.advance_to(at(date(2026, 1, 23)))
        kind, words = NoticeKind.STATISTICS, "2025年度行政执法数据（虚构）"
        self.out(self.write(kind, words, "本机关2025年度行政执法总体情况。", "", "\n".join(LAST_YEAR)))
        title = "随机抽查职责与程序"
        self.out(self.write(NoticeKind.DUTIES, title, "谁来抽查、怎样抽查、向谁投诉。", "\n".join(DUTIES)))

    def registries(self) -> None:
        """February: who may check, confirmed by the justice bureau to the letter, and who may be checked."""
        self.year.clock.advance_to(at(date(2026, 2, 9)))
        row = self.draft(NoticeKind.INSPECTOR_LIST, f"inspector_list:{BUREAU}")
        self.review(row)
        self.year.clock.advance_to(at(date(2026, 2, 12)))
        publicity.confirming.confirm(
            code=row.code, digest=row.digest, document_no="鹭司函〔2026〕8号", confirmed_on=date(2026, 2, 12),
            policy=self.year.policy, by=self.year.bureau["justice"], now=self.year.clock.tick(),
        )  # fmt: skip
        self.release(row)
        self.out(self.draft(NoticeKind.SUBJECT_LIST, f"subject_list:{BUREAU}"))

    def draw_notice(self, draw: str) -> None:
        """抽取公告, before anybody's secret is opened."""
        self.out(self.draft(NoticeKind.DRAW_NOTICE, f"draw:{draw}"))

    def draw_result(self, draw: str) -> str:
        """抽取结果 with its files; after the checks again, now with the names."""
        return self.out(self.draft(NoticeKind.DRAW_RESULT, f"draw:{draw}"))

    def persons_stay_back(self, batch: str) -> int:
        """S6: fifty natural persons, only counted."""
        legal = self.year.bureau["legal"]
        tasks = inspections.tasks.visible(legal).filter(batch__code=batch, natural_person=True)
        codes = list(tasks.filter(state="confirmed").order_by("number").values_list("code", flat=True))
        return checks.publication.withheld(
            tasks=codes, code=Withhold.PERSON.value, reason=SUSPICIOUS, by=legal, now=self.year.clock.tick()
        )

    def results_draft(self, batch: str) -> Row:
        """检查结果: whatever of the batch is confirmed and not out."""
        legal, now = self.year.bureau["legal"], self.year.clock.tick()
        waiting = selectors.candidates.waiting(legal, now=now)
        thing = next(
            one.candidate.thing
            for one in waiting
            if one.kind is NoticeKind.RESULTS and one.candidate.thing.startswith(f"results:{batch}/")
        )
        return self.draft(NoticeKind.RESULTS, thing)

    def at_the_window(self, code: str, on: date) -> None:
        """The same notice on paper at the service window."""
        self.year.clock.advance_to(at(on, 15))
        now = self.year.clock.tick()
        publicity.receipts.record(
            code=code, channel=Channel.WINDOW, place="鹭湾市人社服务大厅公告栏", evidence="张贴照片已存档",
            posted_at=now - timedelta(minutes=5), by=self.year.bureau["office"], now=now,
        )  # fmt: skip

    def discretion(self) -> str:
        """S5 begins: a measure of discretion goes out."""
        self.year.clock.advance_to(at(date(2026, 5, 19)))
        text = "劳务派遣单位未按规定备案的，按违法情节分三档裁量。\n本基准自公布之日起施行。"
        title = "劳务派遣管理裁量基准（2026年版）"
        return self.out(self.write(NoticeKind.DUTIES, title, "虚构文件。", text))

    def overturned(self, code: str) -> None:
        """S5: what the notice rested on was revoked on reconsideration; down within three working days."""
        self.year.clock.advance_to(at(date(2026, 9, 3)))
        publicity.withdrawing.withdraw(
            code=code, ground=WithdrawGround.REVOKED,
            reason="行政复议附带审查认定制定程序违法，该基准已被撤销，不再作为执法依据",
            overturned_on=date(2026, 9, 2), policy=self.year.policy, by=self.year.bureau["publisher"],
            now=self.year.clock.tick(),
        )  # fmt: skip


def released(year: Year, batch: str) -> Iterator[Row]:
    """The notices with results of a batch that are out."""
    rows = selectors.notices.visible(year.bureau["legal"]).filter(
        kind=NoticeKind.RESULTS, thing__startswith=f"results:{batch}/", released_at__isnull=False
    )
    yield from rows.order_by("released_at")
