"""``mingqian staff``: units, people and posts of the bureau, each written by the administrator it belongs to."""

from argparse import ArgumentParser
from datetime import date

from django.utils.timezone import localdate

from mingqian.accounts import selectors, services
from mingqian.accounts.enums import Level, Role
from mingqian.accounts.types import Actor
from mingqian.site import tables
from mingqian.site.command import Command as BureauCommand
from mingqian.site.complaints import Usage


class Command(BureauCommand):
    help = "组织与人员：建单位、建人员、任命、免职、查看。系统管理员建人，安全管理员授权，互不代办。"

    def add_arguments(self, parser: ArgumentParser) -> None:
        actions = parser.add_subparsers(dest="action", required=True, metavar="办什么")
        listing = actions.add_parser("list", help="查看单位、人员和现任职务")
        listing.add_argument("--as", dest="actor", required=True, metavar="工号", help="由谁查看")
        unit = actions.add_parser("unit", help="新建单位（系统管理员）")
        unit.add_argument("code", metavar="代码")
        unit.add_argument("name", metavar="名称")
        unit.add_argument("--parent", required=True, metavar="上级代码")
        unit.add_argument("--division", required=True, metavar="区划", help="6 位行政区划代码")
        unit.add_argument("--district", action="store_true", help="区县级（默认为市级）")
        person = actions.add_parser("person", help="新建人员（系统管理员）")
        person.add_argument("code", metavar="工号")
        person.add_argument("name", metavar="姓名")
        person.add_argument("--unit", required=True, metavar="单位代码")
        appoint = actions.add_parser("appoint", help="任命（安全管理员）")
        dismiss = actions.add_parser("dismiss", help="免职（安全管理员）")
        for one in (appoint, dismiss):
            one.add_argument("person", metavar="工号")
            one.add_argument("role", metavar="职务", help="角色代码或名称，见 mingqian staff roles")
            one.add_argument("--unit", required=True, metavar="单位代码", help="职务的范围")
            one.add_argument("--on", type=date.fromisoformat, metavar="日期", help="默认今天")
        actions.add_parser("roles", help="全部角色代码与名称")
        for one in (unit, person, appoint, dismiss):
            one.add_argument("--as", dest="actor", required=True, metavar="工号", help="由谁办理")

    def handle(self, *, action: str, actor: str = "", **options: object) -> None:
        if action == "roles":
            self.stdout.write(tables.drawn(("代码", "名称"), ([role.value, role.label] for role in Role)))
            return
        by = selectors.actor(actor, on=localdate(self.now))
        getattr(self, f"_{action}")(by, **options)

    def _list(self, by: Actor, **options: object) -> None:
        units = [(one.code, one.name, one.path) for one in selectors.units(by)]
        self.stdout.write(tables.drawn(("单位代码", "单位", "路径"), units))
        posts = [
            (post.person.code, post.person.name, Role(post.role).label, post.unit.name, str(post.from_on))
            for post in selectors.posts(by, on=localdate(self.now))
        ]
        self.stdout.write(tables.drawn(("工号", "姓名", "职务", "范围", "自"), posts))

    def _unit(
        self,
        by: Actor,
        *,
        code: str,
        name: str,
        parent: str,
        division: str,
        district: bool,
        **options: object,
    ) -> None:
        level = Level.DISTRICT if district else Level.CITY
        services.create_unit(
            code=code, name=name, level=level, division_code=division, parent=parent, by=by, now=self.now
        )
        self.stdout.write(f"已建单位：{name}（{code}）")

    def _person(self, by: Actor, *, code: str, name: str, unit: str, **options: object) -> None:
        services.create_person(code=code, name=name, unit=unit, by=by, now=self.now)
        self.stdout.write(f"已建人员：{name}（{code}）。任命之前，此人不能办理、也看不到任何内容。")

    def _appoint(
        self, by: Actor, *, person: str, role: str, unit: str, on: date | None, **options: object
    ) -> None:
        now = self.now
        found = _role(role)
        services.appoint(person=person, unit=unit, role=found, from_on=on or localdate(now), by=by, now=now)
        self.stdout.write(f"已任命：{person} 任{found.label}（{unit}）")

    def _dismiss(
        self, by: Actor, *, person: str, role: str, unit: str, on: date | None, **options: object
    ) -> None:
        now = self.now
        found = _role(role)
        services.dismiss(person=person, unit=unit, role=found, until_on=on or localdate(now), by=by, now=now)
        self.stdout.write(f"已免职：{person} 的{found.label}（{unit}）")


def _role(word: str) -> Role:
    """A role by its code or its Chinese name."""
    for role in Role:
        if word in (role.value, role.label):
            return role
    raise Usage(f"没有“{word}”这个职务", "全部职务见 mingqian staff roles")
