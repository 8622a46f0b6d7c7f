"""``mingqian setup``: found a bureau with its three administrators and open its journal."""

from argparse import ArgumentParser

from mingqian.accounts import services as accounts
from mingqian.accounts.enums import Level, Role
from mingqian.accounts.selectors import namesakes
from mingqian.audit import selectors as journal
from mingqian.core.canonical import Suite
from mingqian.site.command import Command as BureauCommand


class Command(BureauCommand):
    help = "建局：写入本局、三名互斥的管理员，启用日志。一个数据库只建一次。"

    def add_arguments(self, parser: ArgumentParser) -> None:
        parser.add_argument("--bureau", required=True, metavar="局名", help="如：鹭湾市人力资源和社会保障局")
        parser.add_argument("--uscc", required=True, metavar="代码", help="本局的统一社会信用代码")
        parser.add_argument("--division", required=True, metavar="区划", help="6 位行政区划代码")
        parser.add_argument("--district", action="store_true", help="本局是区县局（默认为市局）")
        for role in (Role.SYSTEM_ADMIN, Role.SECURITY_ADMIN, Role.AUDIT_ADMIN):
            flag = "--" + role.value.replace("_", "-")
            parser.add_argument(
                flag, required=True, nargs=2, metavar=("工号", "姓名"), help=f"{role.label}，三人互不相同"
            )
        parser.add_argument(
            "--suite",
            choices=[suite.value for suite in Suite],
            default=Suite.SHA256.value,
            help="日志的哈希算法，定后不改（sm3 为国密）",
        )

    def handle(
        self,
        *,
        bureau: str,
        uscc: str,
        division: str,
        district: bool,
        system_admin: list[str],
        security_admin: list[str],
        audit_admin: list[str],
        suite: str,
        **options: object,
    ) -> None:
        now = self.now
        administrators = accounts.found_bureau(
            name=bureau,
            uscc=uscc,
            division_code=division,
            system_admin=_newcomer(system_admin),
            security_admin=_newcomer(security_admin),
            audit_admin=_newcomer(audit_admin),
            level=Level.DISTRICT if district else Level.CITY,
            suite=Suite(suite),
            now=now,
        )
        self.stdout.write(f"已建局：{bureau}（{division}）")
        for role, actor in administrators.items():
            self.stdout.write(f"  {role.label}：{actor.name}（{actor.code}）")
        if warning := namesakes(administrators.values()).reason:
            self.stdout.write(f"  提示：{warning}")
        report = journal.check()
        self.stdout.write(f"日志已启用，算法 {report.suite}，末端 {report.count}:{report.head}")
        self.stdout.write("请把末端抄在纸上；以后用 mingqian journal verify --noted 末端 核对。")


def _newcomer(words: list[str]) -> tuple[str, str]:
    code, name = words
    return code, name
