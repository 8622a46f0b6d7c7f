"""``mingqian clauses``: where the product stands on every obligation of the five documents."""

from argparse import ArgumentParser

from mingqian.core.decision import Refused, denied
from mingqian.policy import clausebook
from mingqian.policy.clausebook import Ledger
from mingqian.policy.schema.pack import CLAUSE_LABELS, ClauseStatus
from mingqian.site import tables
from mingqian.site.command import Command as BureauCommand


class Command(BureauCommand):
    help = "条款台账：各单位文件的每一条实现到哪一步，由哪个测试证明。"
    requires_system_checks: list[str] = []

    def add_arguments(self, parser: ArgumentParser) -> None:
        parser.add_argument("--bureau", metavar="XM", help="只看一个单位（条款编号的前两个字母）")
        parser.add_argument("--totals", action="store_true", help="只看合计，不逐条列出")
        statuses = [status.value for status in ClauseStatus]
        parser.add_argument("--status", choices=statuses, default="", help="只列某一状态的条款")
        parser.add_argument("--markdown", action="store_true", help="按 Markdown 输出全部")

    def handle(
        self, *, bureau: str | None, status: str, markdown: bool, totals: bool, **options: object
    ) -> None:
        found = clausebook.ledgers()
        if bureau:
            found = _of(found, bureau.upper())
        if markdown:
            self.stdout.write(clausebook.page(found, status), ending="")
            return
        for ledger in () if totals else found:
            rows = _rows(ledger, status)
            if rows:
                self.stdout.write(tables.drawn(clausebook.ROW_HEADS, rows, title=ledger.bureau))
        self.stdout.write(tables.drawn(clausebook.HEADS, clausebook.totals(found), title="条款台账合计"))


def _of(found: tuple[Ledger, ...], prefix: str) -> tuple[Ledger, ...]:
    kept = tuple(ledger for ledger in found if ledger.prefix == prefix)
    if not kept:
        known = "、".join(f"{ledger.prefix}（{ledger.bureau}）" for ledger in found)
        raise Refused(denied("clauses.bureau", f"没有编号以“{prefix}”开头的单位", remedy=f"可选：{known}"))
    return kept


def _rows(ledger: Ledger, status: str) -> list[tuple[str, str, str, str]]:
    rows = clausebook.chosen(ledger, status)
    return [(row.id, CLAUSE_LABELS[row.status], row.clause, row.test or "—") for row in rows]
