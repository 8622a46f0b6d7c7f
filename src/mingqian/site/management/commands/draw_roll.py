"""``mingqian draw-roll``: a draw in a folder, from a list that never enters the database to a verified transcript."""

import json
import secrets
import sys
from argparse import ArgumentParser, ArgumentTypeError
from datetime import datetime
from pathlib import Path
from typing import Any

from mingqian.core.canonical import Suite, document_hash
from mingqian.core.decision import Refused, denied
from mingqian.core.draw import ceremony as arithmetic
from mingqian.core.draw import redraw
from mingqian.engines import choice, statement
from mingqian.engines.interface import Engine
from mingqian.site.bar import Bar
from mingqian.site.command import Command as BureauCommand
from mingqian.site.folder_draw import book as books
from mingqian.site.folder_draw import ceremony, drawn, entries, lists, publishing
from mingqian.site.folder_draw.book import Book
from mingqian.site.folder_draw.entries import Columns, Judged
from mingqian.site.management.commands.plan import rate

SECRET_LIMIT = 200


def pair(text: str) -> tuple[str, str]:
    """``列=字段`` or ``角色=值``."""
    left, mark, right = text.partition("=")
    if not mark or not left.strip() or not right.strip():
        raise ArgumentTypeError(f"“{text}”应写成 名称=值")
    return left.strip(), right.strip()


def listing(text: str) -> Path:
    """A list's file; a dash is what sha256sum prints after a commitment, pasted without quotation marks."""
    if text == "-":
        raise ArgumentTypeError("“-”不是名录文件；是 sha256sum 打印的行末“  -”，请去掉，只留 64 位")
    return Path(text)


class Command(BureauCommand):
    help = "在一个目录里办一次抽取：名录（CSV、Parquet）不进数据库，从十行到上亿行。"

    def add_arguments(self, parser: ArgumentParser) -> None:
        step = parser.add_mutually_exclusive_group()
        step.add_argument(
            "file", nargs="?", type=listing, metavar="名录文件", help="csv 或 parquet：生成名录"
        )
        step.add_argument("--template", type=Path, metavar="依据文件", help="写出待填写的 plan.json")
        step.add_argument("--announce", action="store_true", help="核对填好的 plan.json 并公告")
        step.add_argument(
            "--commit", action="append", type=pair, metavar="角色=承诺", help="各方承诺，一次给齐：封签"
        )
        step.add_argument("--public", action="append", metavar="值", help="公开随机数，按计划次序")
        step.add_argument(
            "--reveal", action="append", type=pair, metavar="角色=文件", help="各方秘密，每串写在一个文件里"
        )
        step.add_argument("--compute", action="store_true", help="计算结果")
        step.add_argument("--void", choices=sorted(redraw.BEFORE_SEED), help="种子定下之前作废")
        step.add_argument("--publish", type=Path, metavar="目录", help="写出公布目录并立即复核")
        parser.add_argument("--into", required=True, type=Path, metavar="目录", help="这次抽取的目录")
        parser.add_argument(
            "--engine", choices=choice.NAMES, default="core", help="用哪个引擎抽取（公告时写定）"
        )
        parser.add_argument("--at", default="", metavar="地址", help="PostgreSQL 的地址或 Spark 集群的地址")
        parser.add_argument(
            "--rate", type=rate, default=50_000, metavar="比例", help="模板里的比例，如 5%% 或 2‰"
        )
        parser.add_argument("--evidence", default="", metavar="说明", help="公开随机数或作废的凭据")
        parser.add_argument("--approved-by", default="upper", metavar="角色", help="作废由谁批准")
        parser.add_argument("--yes", action="store_true", help="不再询问")
        self._list_arguments(parser)

    def _list_arguments(self, parser: ArgumentParser) -> None:
        about = parser.add_argument_group("生成名录时")
        about.add_argument("--list", default="", metavar="代号", help="名录代号，如 LW-06")
        about.add_argument("--source", default="", metavar="来源", help="名录来自哪里")
        about.add_argument("--id", dest="identity", default="", metavar="列", help="标识所在的列")
        about.add_argument("--scheme", default="USCC", metavar="方案", help="标识方案")
        about.add_argument("--stratum", default="", metavar="列", help="层所在的列")
        about.add_argument("--status", default="", metavar="列", help="状态所在的列（E、F:…、X:…、S:…）")
        about.add_argument("--weight", default="", metavar="列", help="签数所在的列")
        about.add_argument("--record", action="append", type=pair, metavar="列=字段", help="哪些列进入记录")
        about.add_argument(
            "--code", action="append", type=pair, default=[], metavar="代码=说明", help="每个状态代码的说明"
        )
        about.add_argument("--kind", choices=("subject", "case"), default="subject", help="对象或案卷")
        about.add_argument("--suite", choices=[one.value for one in Suite], default="sha256", help="摘要算法")
        about.add_argument("--open", action="store_true", help="公开名录：不用密钥，任何人可由标识算出标签")

    def handle(self, *, into: Path, **options: Any) -> None:  # noqa: ANN401  # what the parser made
        book, now = Book(into), self.now
        if options["file"]:
            self._freeze(book, options, now)
        elif options["template"]:
            self._template(book, options, now)
        elif options["announce"]:
            self._announce(book, _engine(options["engine"], options), now)
        elif options["commit"]:
            self._seal(book, dict(options["commit"]), now)
        elif options["public"]:
            ceremony.public(book, options["public"], options["evidence"] or "现场录入", now=now)
        elif options["reveal"]:
            given = {role: _secret(Path(name)) for role, name in options["reveal"]}
            ceremony.reveal(book, given, now=now)
        elif options["compute"]:
            self._compute(book, options, now)
        elif options["void"]:
            told = {"reason": options["void"], "evidence": options["evidence"] or "现场作废"}
            ceremony.void(book, **told, approved_by=options["approved_by"], now=now)
        elif options["publish"]:
            self._publish(book, options["publish"])
            return
        self.stdout.write(f"下一步：{books.STEPS[Book(into).due()]}")

    def _freeze(self, book: Book, options: dict[str, Any], now: datetime) -> None:
        missing = [
            f"--{name}"
            for name, value in (("list", options["list"]), ("id", options["identity"]))
            if not value
        ]
        if missing:
            told = f"生成名录还缺 {'、'.join(missing)}"
            raise Refused(denied("list.said", told, remedy="例：--list LW-06 --id 统一社会信用代码"))
        listing = lists.opened(options["file"])
        columns = Columns(
            options["identity"],
            options["scheme"],
            options["stratum"],
            "ALL",
            options["status"],
            options["weight"],
        )
        record = dict(options["record"]) if options["record"] else None
        judged = Judged(listing, entries.chosen(listing, columns, record))
        key = None if options["open"] else book.held(books.ROLL_KEY) or secrets.token_hex(32)
        label = ceremony.Label(
            options["list"], options["kind"], options["source"] or options["file"].name, Suite(options["suite"]),
            dict(options["code"]), key,
        )  # fmt: skip
        with Bar("读取名录") as bar:
            header = ceremony.freeze(book, judged, label, now=now, tell=bar.tell)
        self.stdout.write(f"名录 {label.list_id}：{header['n']:,} 行，树根 {header['root']}")
        for one in header["counts"]:
            self.stdout.write(
                f"  层 {one['stratum']}：E {one['E']:,}　F {one['F']:,}　X {one['X']:,}　S {one['S']:,}"
            )
        self.stdout.write(f"编号清单 {book.ids_file(label.list_id)}：只有程序的用户读得到，不得公布")
        if key:
            self.stdout.write("密封名录：private/roll.key 是密钥，封签时交见证人一份，不得公布")

    def _template(self, book: Book, options: dict[str, Any], now: datetime) -> None:
        file = book.place / books.PLAN
        if file.exists() and not options["yes"] and not self._confirmed("覆盖", f"{books.PLAN} 已存在"):
            self.stdout.write("没有改动。")
            return
        if not options["template"].is_file():
            raise Refused(denied("folder.policy", f"没有这个文件：{options['template'].name}"))
        file.write_text(
            _pretty(ceremony.template(book, policy=options["template"], ppm=options["rate"], now=now))
        )
        self.stdout.write(f"已写出 {books.PLAN}：请填写单位、期限、比例，再运行 --announce")

    def _announce(self, book: Book, engine: Engine, now: datetime) -> None:
        fresh = secrets.token_hex(32)
        plan_hash = ceremony.announce(book, book.place / books.PLAN, engine, conflict_key=fresh, now=now)
        self.stdout.write(f"计划哈希 {plan_hash}")
        self.stdout.write("各方各自生成秘密（不要自拟，不要在本机生成），算出承诺，只交承诺：")
        for party in book.announced["parties"]:
            tool = "sha256sum" if book.suite is Suite.SHA256 else "openssl dgst -sm3"
            line = f"printf 'sxsj1:commit\\n{plan_hash}\\n{party['role']}\\n秘密\\n' | {tool}"
            self.stdout.write(f"  {party['role']}（{party['unit']}）：{line}")

    def _seal(self, book: Book, commits: dict[str, str], now: datetime) -> None:
        seal_hash = ceremony.seal(book, commits, now=now)
        self.stdout.write(f"封签哈希 {seal_hash}")
        self.stdout.write("请各方把全部 64 位抄入签封单带走，并交上级或公告留存；之后才能产生随机数。")

    def _compute(self, book: Book, options: dict[str, Any], now: datetime) -> None:
        book.demand("result")
        engine = _engine(statement.stated(book.announced), options)
        doc = ceremony.compute(book, engine, now=now)
        self.stdout.write(f"种子 {doc['seed']}")
        self.stdout.write(f"结果哈希 {document_hash(book.suite, doc)}（引擎 {engine.name}）")
        for one in doc["strata"]:
            told = f"必查 {len(one['forced']):,}　抽中 {one['k']:,}　备选 {len(one['reserve'])}"
            self.stdout.write(f"  {one['item']} 层 {one['stratum']}：共 {one['N']:,}　{told}")
        found = drawn.write(book, doc)
        self.stdout.write(f"抽中的是谁：{found.file}（可用电子表格打开；只供内部发通知用，不得公布）")
        if found.unknown:
            self.stdout.write(f"  其中 {found.unknown} 个标签在 private 的编号清单里找不到，标识空着")

    def _publish(self, book: Book, target: Path) -> None:
        verdict = publishing.publish(book, target)
        for line in verdict.lines:
            self.stdout.write(line)
        self.stdout.write(f"公布目录：{target}　任何人可以再复核一遍：{verdict.command}")
        if not verdict.ok:
            sys.exit(1)

    def _confirmed(self, word: str, told: str) -> bool:
        if not sys.stdin.isatty():
            self.stdout.write(f"{told}（未加 --yes，也没有终端可以确认）")
            return False
        return input(f"{told}，确认请输入 {word} ：").strip() == word


def _engine(name: str, options: dict[str, Any]) -> Engine:
    return choice.named(name, options["at"])


def _secret(file: Path) -> str:
    """One line in a file: a secret on the command line would stay in the shell's history."""
    if not file.is_file():
        raise Refused(denied("folder.secret", f"没有这个文件：{file.name}"))
    secret = file.read_bytes()[: SECRET_LIMIT + 1].decode("ascii", "replace").strip()
    fault = arithmetic.secret_fault(secret)
    if fault:
        raise Refused(denied("folder.secret", f"{file.name}：{fault}", "sxsj1 §4"))
    return secret


def _pretty(doc: dict[str, Any]) -> str:
    return json.dumps(doc, ensure_ascii=False, indent=2) + "\n"
