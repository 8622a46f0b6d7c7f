"""``mingqian checkpoint``: sign the logs, hand the notes out, take co-signatures and time stamps in."""

from argparse import ArgumentParser
from collections.abc import Callable
from pathlib import Path

from mingqian.accounts.types import console
from mingqian.audit import selectors as audits
from mingqian.audit import services as audit
from mingqian.audit.enums import KeyHolder, Purpose
from mingqian.core.canonical import Suite
from mingqian.core.decision import Refused, denied
from mingqian.site import checkpointing
from mingqian.site.command import Command as BureauCommand
from mingqian.ui import chance

MOST = 1 << 20


class Command(BureauCommand):
    help = "签发日志检查点，登记公钥，收下联署和时间戳。"

    def add_arguments(self, parser: ArgumentParser) -> None:
        verbs = parser.add_subparsers(dest="verb", required=True, metavar="做什么")
        verbs.add_parser("make", help="现在签发：有新增的日志各签一个检查点")
        show = verbs.add_parser("show", help="显示最新检查点（签名文本，连同已收下的联署）")
        show.add_argument("--out", type=Path, metavar="文件", help="写到文件，交上级机关联署")
        verbs.add_parser("keys", help="显示核验公钥：本局的和已登记的外部公钥")
        rotate = verbs.add_parser("rotate", help="更换签名密钥；旧公钥留档")
        rotate.add_argument("--purpose", choices=[one.value for one in Purpose], default="log")
        rotate.add_argument("--yes", action="store_true", help="不再询问")
        trust = verbs.add_parser("trust", help="登记外部公钥；须先与对方当面或以公文核对")
        trust.add_argument("key", metavar="公钥")
        trust.add_argument("--holder", required=True, choices=[one.value for one in KeyHolder], help="持有人")
        trust.add_argument("--unit", required=True, metavar="单位")
        trust.add_argument(
            "--suite", choices=[one.value for one in Suite], default="sha256", help="日志的哈希算法"
        )
        end = verbs.add_parser("distrust", help="停用外部公钥；以前的联署仍有效")
        end.add_argument("key", metavar="公钥")
        end.add_argument("--reason", required=True, metavar="原因")
        add = verbs.add_parser("add-cosignature", help="收下联署后的检查点")
        add.add_argument("file", type=Path, metavar="文件")
        ask = verbs.add_parser("tsa-request", help="写出时间戳请求（RFC 3161），拿到时间戳机构去办")
        ask.add_argument("file", type=Path, metavar="文件")
        answer = verbs.add_parser("tsa-response", help="核验并收下时间戳")
        answer.add_argument("file", type=Path, metavar="文件")
        answer.add_argument("--roots", type=Path, required=True, metavar="PEM", help="时间戳机构的根证书")
        for one in (show, ask, answer):
            one.add_argument("--origin", metavar="日志", help="缺省为审计日志")

    def handle(self, *, verb: str, **options: object) -> None:
        doing: dict[str, Callable[..., None]] = {
            "make": self._make,
            "show": self._show,
            "keys": self._keys,
            "rotate": self._rotate,
            "trust": self._trust,
            "distrust": self._distrust,
            "add-cosignature": self._add,
            "tsa-request": self._ask,
            "tsa-response": self._answer,
        }
        _founded()
        doing[verb](**options)

    def _make(self, **_: object) -> None:
        for log in audits.trees.sources():
            for _size in audit.checkpoints.catch_up(log, checkpointing.STEP):
                pass
            size = checkpointing.sign(log.origin, by=console(), now=self.now)
            self.stdout.write(
                f"{log.title}　{log.origin}　" + (f"已签发到 {size} 条" if size else "没有新增")
            )

    def _show(self, *, origin: str | None, out: Path | None, **_: object) -> None:
        text = str(audits.notes.note(audits.notes.current(_log(origin))))
        if out is None:
            self.stdout.write(text, ending="")
            return
        out.write_text(text, encoding="utf-8")
        self.stdout.write(f"已写出 {out}")

    def _keys(self, **_: object) -> None:
        for log in audits.trees.sources():
            for key in audits.notes.own_keys(log.origin):
                self.stdout.write(str(key))
        for row in audits.notes.known_keys(console()):
            self.stdout.write(f"{row.key}\t{row.get_holder_display()}\t{row.unit}\t{row.get_state_display()}")

    def _rotate(self, *, purpose: str, yes: bool, **_: object) -> None:
        if (
            not yes
            and input("旧私钥将不能再用，须重新向上级机关和公众公布公钥。请输入“更换”：").strip() != "更换"
        ):
            raise Refused(denied("audit.not_confirmed", "没有更换"))
        seed = chance.entropy(checkpointing.SEED_SIZE)
        audit.keys.rotate(Purpose(purpose), seed=seed, by=console(), now=self.now)
        self.stdout.write("已更换。请运行 mingqian checkpoint keys 查看新公钥，并重新公布")

    def _trust(self, *, key: str, holder: str, unit: str, suite: str, **_: object) -> None:
        made = audit.keys.trust(
            key, holder=KeyHolder(holder), unit=unit, suite=Suite(suite), by=console(), now=self.now
        )
        self.stdout.write(f"已登记{made.get_holder_display()}公钥：{made.name}（{unit}）")

    def _distrust(self, *, key: str, reason: str, **_: object) -> None:
        ended = audit.keys.end(key, reason=reason, by=console(), now=self.now)
        self.stdout.write(f"已停用 {ended.name} 的公钥")

    def _add(self, *, file: Path, **_: object) -> None:
        made = audit.checkpoints.add_cosignatures(_text(file), by=console(), now=self.now)
        for one in made:
            self.stdout.write(f"已收下联署：{one.by.name}（{one.by.unit}），{one.checkpoint.size} 条")

    def _ask(self, *, file: Path, origin: str | None, **_: object) -> None:
        newest = audits.notes.current(_log(origin))
        file.write_bytes(audit.stamping.request(newest))
        self.stdout.write(f"已写出对 {newest.origin} {newest.size} 条检查点的时间戳请求：{file}")

    def _answer(self, *, file: Path, roots: Path, origin: str | None, **_: object) -> None:
        newest = audits.notes.current(_log(origin))
        made = audit.stamping.add(newest, _bytes(file), roots=[_bytes(roots)], by=console(), now=self.now)
        self.stdout.write(f"时间戳有效：{made.authority}，{made.stamped_at:%Y-%m-%d %H:%M:%S}Z")


def _founded() -> None:
    if not audits.is_open():
        raise Refused(denied("audit.not_open", "还没有建局，没有日志可签", remedy="请先运行 mingqian setup"))


def _log(origin: str | None) -> str:
    return origin or audits.trees.sources()[0].origin


def _text(file: Path) -> str:
    try:
        return _bytes(file).decode("utf-8")
    except UnicodeDecodeError:
        raise Refused(denied("audit.not_a_note", f"{file} 不是文本文件")) from None


def _bytes(file: Path) -> bytes:
    if not file.is_file():
        raise Refused(denied("audit.no_file", f"没有文件 {file}"))
    if file.stat().st_size > MOST:
        raise Refused(denied("audit.too_large", f"{file} 超过 1 MiB，不是检查点或时间戳"))
    return file.read_bytes()
