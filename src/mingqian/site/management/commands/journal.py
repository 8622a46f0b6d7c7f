"""``mingqian journal verify|show|receipt``: check the whole journal, read it, hand out the proof of an entry."""

import re
import sys
from argparse import ArgumentParser, ArgumentTypeError
from datetime import datetime
from pathlib import Path

from django.utils.timezone import localtime

from mingqian.accounts import selectors as accounts
from mingqian.accounts.types import console
from mingqian.audit import selectors
from mingqian.audit.types import Report
from mingqian.core.canonical import jcs
from mingqian.core.decision import Refused, denied
from mingqian.site.command import Command as BureauCommand

_NOTE = re.compile(r"([1-9][0-9]{0,17}):([0-9a-f]{64})")


class Command(BureauCommand):
    help = "核对或查看审计日志。"

    def add_arguments(self, parser: ArgumentParser) -> None:
        verbs = parser.add_subparsers(dest="verb", required=True, metavar="verify|show|receipt")
        verify = verbs.add_parser("verify", help="核对全部日志，指出第一处断裂；完好退出码 0，断裂 1")
        verify.add_argument(
            "--noted", type=_noted, metavar="条数:哈希", help="此前抄下的末端，核对日志没有被整本重写"
        )
        receipt = verbs.add_parser("receipt", help="写出某一条的存证回执，任何人不联网可核对")
        receipt.add_argument("seq", type=_count, metavar="编号")
        receipt.add_argument("--out", type=Path, required=True, metavar="文件")
        show = verbs.add_parser("show", help="按先后显示日志")
        show.add_argument("--last", type=_count, metavar="N", help="只看最后 N 条")
        show.add_argument("--thing", metavar="对象", help="只看某个对象，如 person:LW01")
        show.add_argument("--kind", metavar="事件", help="只看某种事件，如 post.appointed")

    def handle(
        self,
        *,
        verb: str,
        noted: tuple[int, str] | None = None,
        last: int | None = None,
        thing: str | None = None,
        kind: str | None = None,
        seq: int = 0,
        out: Path | None = None,
        **options: object,
    ) -> None:
        if verb == "verify":
            self._verify(noted)
        elif out is not None:
            out.write_bytes(jcs(selectors.receipts.of_entry(console(), seq)))
            self.stdout.write(f"已写出 {out}，含办理人姓名，只交当事人")
        else:
            self._show(last, thing, kind)

    def _verify(self, noted: tuple[int, str] | None) -> None:
        if accounts.bureau() is None and not selectors.is_open():
            raise Refused(
                denied("audit.not_open", "还没有建局，没有日志可核对", remedy="请先运行 mingqian setup")
            )
        report = selectors.check(noted)
        for table in report.unguarded:
            self.stderr.write(f"注意：{table} 的防改触发器不在了，有人动过数据库结构")
        if report.fault is None:
            self.stdout.write(f"日志完好：共 {report.count} 条，算法 {report.suite}")
            self.stdout.write(f"末端 {report.count}:{report.head}")
            signed = (
                f"与全部签名检查点相符，最新一个 {report.signed} 条" if report.signed else "还没有签名检查点"
            )
            self.stdout.write(signed)
            return
        self._complain(report)
        sys.exit(1)

    def _complain(self, report: Report) -> None:
        fault = report.fault
        assert fault is not None
        self.stderr.write(f"日志断裂：第 {fault.seq} 条，{fault.reason}。")
        if report.fault_at:
            self.stderr.write(f"该条所记时间：{_local(report.fault_at)}")
        whole = "此前没有完好的条目" if fault.seq <= 1 else f"此前 {fault.seq - 1} 条完好"
        self.stderr.write(f"{whole}。请停止办理，保全数据库文件，对照备份查明。")

    def _show(self, last: int | None, thing: str | None, kind: str | None) -> None:
        shown = 0
        for entry in selectors.entries(console(), thing=thing, kind=kind, last=last):
            who = f"{entry.actor_name}（{entry.actor}）"
            self.stdout.write(
                f"{entry.seq}\t{_local(entry.at)}\t{entry.label}\t{who}\t{entry.thing}\t{entry.body}"
            )
            shown += 1
        if not shown:
            self.stderr.write("没有符合条件的日志")


def _local(at: str) -> str:
    try:
        return f"{localtime(datetime.fromisoformat(at)):%Y-%m-%d %H:%M:%S}"
    except ValueError:
        # A damaged entry may carry anything where its time was.
        return at


def _noted(text: str) -> tuple[int, str]:
    match = _NOTE.fullmatch(text.strip())
    if not match:
        raise ArgumentTypeError("应为“条数:哈希”，哈希是 64 位小写十六进制")
    return int(match[1]), match[2]


def _count(text: str) -> int:
    if not text.isdecimal() or not 0 < int(text) <= 1_000_000:
        raise ArgumentTypeError("应为 1 至 1000000 的整数")
    return int(text)
