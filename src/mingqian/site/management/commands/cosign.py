"""``mingqian cosign``: put this bureau's, or a person's, name under somebody else's checkpoint."""

import re
from argparse import ArgumentParser
from pathlib import Path

from mingqian.accounts import selectors as accounts
from mingqian.accounts.types import console
from mingqian.audit import services as audit
from mingqian.audit.enums import Purpose
from mingqian.audit.services.cosigning import Answer
from mingqian.core import notes
from mingqian.core.decision import Refused, denied
from mingqian.site import checkpointing, outside_log
from mingqian.site.command import Command as BureauCommand
from mingqian.ui import chance

SCHEME = re.compile(r"[A-Za-z][A-Za-z0-9+.-]*:")  # a name is an address without one (C2SP signed-note)


class Command(BureauCommand):
    help = "联署别的机关的日志检查点：先查它是否接续以前出示过的，不接续就拒绝并留证。"

    def add_arguments(self, parser: ArgumentParser) -> None:
        parser.add_argument(
            "note", nargs="?", metavar="文件或网址", help="检查点文件，或 https://…/log/日志名"
        )
        parser.add_argument("--as", dest="name", metavar="名称", help="联署人名称；缺省为本局")
        parser.add_argument(
            "--proof", type=Path, metavar="文件", help="离线联署时，对方提供的一致性证明（JSON）"
        )
        parser.add_argument("--out", type=Path, metavar="文件", help="把联署后的检查点写到文件，交还对方")
        parser.add_argument(
            "--key", type=Path, metavar="文件", help="用个人私钥文件联署（见证人），不查以前的记录"
        )
        parser.add_argument("--new-key", type=Path, metavar="文件", help="生成个人私钥文件并显示公钥")
        parser.add_argument("--show-key", action="store_true", help="显示本局的联署公钥，交下级机关登记")

    def handle(
        self,
        *,
        note: str | None,
        name: str | None,
        proof: Path | None,
        out: Path | None,
        key: Path | None,
        new_key: Path | None,
        show_key: bool,
        **options: object,
    ) -> None:
        if new_key is not None:
            self._new_key(new_key, _named(name))
        elif show_key:
            self._show_key(_named(name or _own_name()))
        elif note is None:
            raise Refused(denied("cosign.nothing", "没有说联署什么", remedy="请给出检查点文件或网址"))
        elif key is not None:
            self._by_person(note, key, _named(name), out)
        else:
            self._by_bureau(note, _named(name or _own_name()), proof, out)

    def _new_key(self, file: Path, name: str) -> None:
        made = audit.keys.new_for_person(file, name, seed=chance.entropy(checkpointing.SEED_SIZE))
        self.stdout.write(str(made))

    def _show_key(self, name: str) -> None:
        _, pen = audit.keys.ensure(
            Purpose.COSIGN, seed=chance.entropy(checkpointing.SEED_SIZE), by=console(), now=self.now
        )
        self.stdout.write(str(notes.VerifierKey(name, notes.Kind.COSIGNATURE, pen.public)))

    def _by_person(self, place: str, file: Path, name: str, out: Path | None) -> None:
        self._give(
            audit.cosigning.by_person(outside_log.note(place), name=name, file=file, now=self.now), out
        )

    def _by_bureau(self, place: str, name: str, proof: Path | None, out: Path | None) -> None:
        text = outside_log.note(place)
        _, old, new = audit.cosigning.wanted(text)
        path = outside_log.proof(place, proof, old=old, new=new) if old else []
        answer = audit.cosigning.cosign(
            text,
            name=name,
            proof=path,
            seed=chance.entropy(checkpointing.SEED_SIZE),
            by=console(),
            now=self.now,
        )
        if not answer.decision:
            self._show_fork(answer)
            raise Refused(answer.decision)
        self._give(answer.note, out)

    def _give(self, note: notes.Note, out: Path | None) -> None:
        if out is not None:
            out.write_text(str(note), encoding="utf-8")
            self.stdout.write(f"已联署，写出 {out}")
        else:
            self.stdout.write(str(note.signatures[-1]))

    def _show_fork(self, answer: Answer) -> None:
        """Both notes, each signed by the log's own key: whoever reads them needs nobody's word."""
        if answer.before is not None:
            self.stderr.write(f"以前出示的检查点：\n{answer.before.note}")
        self.stderr.write(f"这次出示的检查点：\n{answer.seen.note}")


def _own_name() -> str:
    bureau = accounts.bureau()
    if bureau is None:
        raise Refused(denied("cosign.no_bureau", "还没有建局", remedy="请先运行 mingqian setup"))
    return f"mingqian.{bureau.division_code}/cosigner"


def _named(name: str | None) -> str:
    if name is None or not notes.NAME.fullmatch(name) or SCHEME.match(name):
        raise Refused(denied("cosign.name", "须用 --as 写明联署人名称，不能有空格和加号"))
    return name
