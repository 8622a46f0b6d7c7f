"""``mingqian pack list|show|check|conflicts``: read the rule packs, and try one that is being written."""

from argparse import ArgumentParser

from mingqian.core.canonical import Suite
from mingqian.core.decision import Refused, denied
from mingqian.policy import calendar, cases, explain, layers, loader, stack
from mingqian.policy.layers import Effective
from mingqian.policy.schema.item import STATUS_LABELS
from mingqian.policy.schema.keys import ALL
from mingqian.policy.schema.pack import LAYER_LABELS
from mingqian.policy.wording import say
from mingqian.site import tables
from mingqian.site.command import Command as BureauCommand

KINDS = {"looser": "宽于上位，不用", "both": "并行适用", "tension": "须留意"}


class Command(BureauCommand):
    help = "规则包：列出、查看、检查、与上位规定的冲突。"
    requires_system_checks: list[str] = []

    def add_arguments(self, parser: ArgumentParser) -> None:
        verbs = parser.add_subparsers(dest="verb", required=True, metavar="list|show|check|conflicts")
        verbs.add_parser("list", help="列出全部规则包")
        show = verbs.add_parser("show", help="今天适用的参数与事项，逐条注明出处")
        show.add_argument("pack", metavar="名称或目录")
        show.add_argument(
            "--item", default="", metavar="事项代码", help="只看一个事项：内容、依据、方式、责任单位"
        )
        show.add_argument("--prose", action="store_true", help="输出全文说明（Markdown）")
        check = verbs.add_parser("check", help="检查一个规则包目录；有问题逐条列出，退出码 1")
        check.add_argument("pack", metavar="名称或目录")
        conflicts = verbs.add_parser("conflicts", help="与上位规定的冲突和并行之处")
        conflicts.add_argument("pack", metavar="名称或目录")

    def handle(
        self, *, verb: str, pack: str = "", item: str = "", prose: bool = False, **options: object
    ) -> None:
        if verb == "list":
            self._list()
        elif verb == "check":
            self._check(pack)
        elif verb == "conflicts":
            self._conflicts(stack.of(pack))
        elif item:
            self._item(stack.of(pack), item)
        elif prose:
            policy = stack.of(pack)
            self.stdout.write(explain.prose(policy.own, policy), ending="")
        else:
            self._show(stack.of(pack))

    def _list(self) -> None:
        rows = []
        for name in loader.names():
            one = loader.load(name)
            stated = sum(parameter.value is not None for parameter in one.parameters.values())
            layer = LAYER_LABELS[one.identity.layer]
            rows.append((name, one.identity.bureau, layer, str(stated), str(len(one.items)), one.items_gap))
        heads = ("名称", "单位", "层级", "有值的参数", "事项", "说明")
        self.stdout.write(tables.drawn(heads, rows, title="规则包"))

    def _show(self, policy: Effective) -> None:
        own = policy.own.identity
        self.stdout.write(f"{own.title}　适用：{policy.name}")
        self.stdout.write(f"摘要（SHA-256）：{policy.digest(Suite.SHA256)}")
        rows = [
            (key.label, say(key, value.value), layers.standing(value))
            for key in ALL
            if (value := policy.values[key.name]).said
        ]
        self.stdout.write(tables.drawn(("参数", "今天适用的值", "出处"), rows))
        items = [
            (item.code, item.name, explain.quota(item), explain.frequency(item), STATUS_LABELS[item.status])
            for item in policy.own.items
        ]
        if items:
            self.stdout.write(tables.drawn(("代码", "事项", "比例", "频次", "现状"), items, title="事项清单"))
        else:
            self.stdout.write(f"事项清单为空：{policy.own.items_gap}")

    def _item(self, policy: Effective, code: str) -> None:
        found = next((one for one in policy.own.items if one.code == code), None)
        if found is None:
            known = "、".join(one.code for one in policy.own.items) or policy.own.items_gap
            told = f"规则包“{policy.own.name}”的清单没有事项“{code}”"
            raise Refused(denied("pack.no_item", told, "", f"可选：{known}"))
        for line in explain.item(policy.own, found):
            self.stdout.write(line)

    def _check(self, pack: str) -> None:
        policy = stack.of(pack)
        outcomes = cases.run(policy, calendar.load("national"))
        failed = [
            denied(
                "pack.case",
                f"算例“{one.case.id}”应为“{one.case.expect}”，算得“{one.got}”",
                one.case.clause,
                "核对算例与参数，两者必有一误",
            )
            for one in outcomes
            if not one.holds
        ]
        if failed:
            raise Refused(*failed)
        own = policy.own
        self.stdout.write(
            f"规则包“{own.name}”可用：参数{len(own.parameters)}项，事项{len(own.items)}项，"
            f"依据{len(own.bases)}条，算例{len(outcomes)}个全部成立"
        )
        self.stdout.write(
            f"与上位规定的冲突和并行之处{len(policy.conflicts)}处，见 mingqian pack conflicts {pack}"
        )

    def _conflicts(self, policy: Effective) -> None:
        if not policy.conflicts:
            self.stdout.write(f"{policy.own.identity.title}：与上位规定没有冲突")
            return
        rows = [
            (KINDS[one.kind], one.text, "、".join(one.ids) or "—")
            for one in sorted(policy.conflicts, key=lambda one: list(KINDS).index(one.kind))
        ]
        title = f"{policy.own.identity.title}：{len(rows)}处"
        self.stdout.write(tables.drawn(("性质", "内容", "条款"), rows, title=title))
