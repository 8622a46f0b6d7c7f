"""``mingqian import FILE``: preview a list, ask, save it as one batch; ``--undo`` takes a batch back."""

import secrets
import sys
from argparse import ArgumentParser, ArgumentTypeError
from datetime import date
from pathlib import Path

from django.conf import settings
from django.utils import timezone
from django.utils.timezone import localdate

from mingqian.accounts import selectors as accounts
from mingqian.accounts.types import Actor
from mingqian.core.decision import Refused, denied
from mingqian.registry.enums import ImportState
from mingqian.registry.services import imports
from mingqian.site.bar import Bar
from mingqian.site.command import Command as BureauCommand

LEFT_OUT = 4
"""Exit code when the list went in but some of its rows did not."""


class Command(BureauCommand):
    help = "导入检查对象、事项、检查人员名录或权责清单：先预览，确认后一次入库，可整批撤回。"

    def add_arguments(self, parser: ArgumentParser) -> None:
        one = parser.add_mutually_exclusive_group()
        one.add_argument("file", nargs="?", type=Path, metavar="文件", help="xlsx、xls、ods、xlsb、csv 等")
        parser.add_argument(
            "--kind", choices=[k.value for k in imports.Kind], help="名录种类；不写则按表头判断"
        )
        parser.add_argument("--as", dest="person", metavar="工号", help="由谁导入")
        parser.add_argument(
            "--unit", default="", metavar="单位代码", help="归哪个单位维护；不写则归导入人的单位"
        )
        parser.add_argument("--sheet", default="", metavar="序号或名称", help="读哪个工作表")
        parser.add_argument(
            "--map",
            action="append",
            default=[],
            type=_wish,
            metavar="列=字段",
            help="指明某列是哪个字段，可多次",
        )
        parser.add_argument(
            "--source", default="", metavar="来源", help="insured 参保、licence 许可……逐项记录来源"
        )
        parser.add_argument("--tag", default="", metavar="类别代码", help="给名单内每个单位加注的业务类别")
        parser.add_argument("--yes", action="store_true", help="不再询问，直接入库")
        parser.add_argument("--errors", type=Path, metavar="文件.xlsx", help="写出标红并加批注的同样式工作簿")
        parser.add_argument("--bad-rows", type=Path, metavar="文件", help="只写出有错的行（xlsx 或 csv）")
        one.add_argument("--sample", type=Path, metavar="文件.xlsx", help="写出一份含错误的练习名录")
        one.add_argument("--undo", metavar="批次", help="撤回一个批次")
        one.add_argument("--list", action="store_true", help="列出已有批次")
        one.add_argument("--conflicts", action="store_true", help="列出各来源不一致之处")
        parser.add_argument("--out", type=Path, metavar="文件", help="把 --conflicts 的清单写成 csv 或 xlsx")

    def handle(self, *, file: Path | None, person: str | None, **options: object) -> None:
        now = timezone.localtime(timezone.now())  # noqa: TID251  — site reads the clock
        if isinstance(out := options["sample"], Path):
            self.stdout.write(f"练习名录：{out.name}，共 {imports.write_sample(out)} 行")
            return None
        by = _actor(person, localdate(now))
        if options["list"]:
            return self._list(by)
        if options["conflicts"]:
            return self._conflicts(by, options["out"] if isinstance(options["out"], Path) else None)
        if isinstance(number := options["undo"], str):
            batch = imports.take_back(number, by=by, now=now)
            self.stdout.write(
                f"已撤回批次 {batch.number}：新增的 {batch.added} 条移除，变更的 {batch.changed} 条恢复原值"
            )
            return None
        if file is None:
            raise Refused(
                denied(
                    "import.no_file", "没有指明要导入的文件", remedy="例：mingqian import 名录.xlsx --as 工号"
                )
            )
        return self._import(file, by, localdate(now), options)

    def _import(self, file: Path, by: Actor, today: date, options: dict[str, object]) -> None:
        kind = imports.Kind(str(options["kind"])) if options["kind"] else None
        with Bar("读取") as bar:
            pending = imports.preview(
                file,
                by=by,
                on=today,
                desk=_desk(),
                kind=kind,
                unit=str(options["unit"]),
                sheet=str(options["sheet"]),
                mapping=dict(options["map"]),  # type: ignore[call-overload]
                source=str(options["source"]),
                tag=str(options["tag"]),
                progress=bar.tell,
            )
        with pending:
            for line in imports.described(pending):
                self.stdout.write(line)
            self._write_errors(pending, options)
            if not options["yes"] and not self._confirmed():
                self.stdout.write("没有入库，名录没有变动。")
                return
            now = timezone.localtime(timezone.now())  # noqa: TID251  — site reads the clock
            batch = imports.confirm(pending, by=by, now=now)
            self.stdout.write(imports.done(pending, batch))
            if pending.preview.refused:
                sys.exit(LEFT_OUT)

    def _write_errors(self, pending: imports.Pending, options: dict[str, object]) -> None:
        if isinstance(out := options["errors"], Path):
            marked = imports.write_errors(pending, out)
            self.stdout.write(f"错误工作簿：{out.name}，标出 {marked} 处")
        if isinstance(out := options["bad_rows"], Path):
            rows = imports.write_bad_rows(pending, out)
            self.stdout.write(f"有错的行：{out.name}，共 {rows} 行")

    def _confirmed(self) -> bool:
        if not sys.stdin.isatty():
            self.stdout.write("（未加 --yes，也没有终端可以确认）")
            return False
        return input("确认入库请输入 是 ：").strip().lower() in ("是", "y", "yes")

    def _list(self, by: Actor) -> None:
        empty = True
        for batch in imports.batches(by):
            empty = False
            state = ImportState(batch.state).label
            day = timezone.localtime(batch.applied_at).strftime("%Y-%m-%d %H:%M")
            self.stdout.write(
                f"{batch.number}\t{state}\t{day}\t{batch.applied_by.name}\t{batch.file_name}\t"
                f"新增{batch.added} 变更{batch.changed} 无变化{batch.unchanged} 未导入{batch.refused}"
            )
        if empty:
            self.stdout.write("还没有导入批次。")

    def _conflicts(self, by: Actor, out: Path | None) -> None:
        if out is not None:
            imports.write_conflicts(by, out)
            self.stdout.write(f"不一致清单：{out.name}")
            return
        count = 0
        for conflict in imports.conflicts(by):
            self.stdout.write(str(conflict))
            count += 1
        self.stdout.write(f"共 {count} 处不一致。")


def _desk() -> imports.Desk:
    """The key for citizen ids and fresh registry numbers: randomness enters here and nowhere below."""
    pepper = settings.SECRET_KEY.encode() if len(settings.SECRET_KEY) >= 16 else b""
    return imports.Desk(imports.CLERKS, pepper, lambda: secrets.token_hex(8).upper())


def _wish(text: str) -> tuple[str, str]:
    heading, mark, field = text.partition("=")
    if not mark or not heading.strip() or not field.strip():
        raise ArgumentTypeError(f"“{text}”应写成 列=字段，如 --map 企业代码=统一社会信用代码")
    return heading.strip(), field.strip()


def _actor(person: str | None, today: date) -> Actor:
    if not person:
        raise Refused(denied("import.nobody", "没有说明由谁导入", remedy="请加 --as 工号"))
    return accounts.actor(person, on=today)
