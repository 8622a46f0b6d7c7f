"""``mingqian plan``: the annual plan from draft to publication, its forecast, and the quota calculator."""

import re
from argparse import ArgumentParser, ArgumentTypeError
from collections.abc import Sequence

from django.utils.timezone import localdate

from mingqian.accounts import selectors as accounts
from mingqian.core import sampling
from mingqian.core.canonical import Suite
from mingqian.core.decision import Decision, Refused, denied
from mingqian.planning import selectors, services
from mingqian.planning.enums import PlanState, RollMode
from mingqian.planning.selectors.annual import Plan
from mingqian.planning.services.plan_lines import LineText
from mingqian.planning.types import PackInForce
from mingqian.policy import layers
from mingqian.registry.enums import Method
from mingqian.site import tables
from mingqian.site.command import Command as BureauCommand


def month(text: str) -> tuple[int, str]:
    """``3`` or ``3:R1``: the month of a draw, and the batch it belongs to."""
    found = re.fullmatch(r"(\d{1,2})(?::([0-9A-Za-z-]{1,20}))?", text)
    if not found:
        raise ArgumentTypeError(f"“{text}”应写成 3 或 3:R1（月份:批次）")
    return int(found[1]), found[2] or ""


def rate(text: str) -> int:
    """``8%``, ``2.5%`` or ``2‰`` in parts per million, without a float."""
    found = re.fullmatch(r"(\d{1,3})(?:\.(\d{1,4}))?(%|‰)", text)
    one = 10_000 if found and found[3] == "%" else 1_000
    places = len(found[2] or "") if found else 0
    if not found or 10**places > one or not 0 < (ppm := _ppm(found[1], found[2] or "", one)) <= sampling.PPM:
        raise ArgumentTypeError(f"“{text}”应写成 8%、2.5% 或 2‰，且不超过 100%")
    return ppm


def _ppm(whole: str, part: str, one: int) -> int:
    divisor: int = 10 ** len(part)
    return int(whole + part) * one // divisor


def method(text: str) -> str:
    """``现场检查`` or ``on_site``: the code of a way of checking."""
    found = next((one for one in Method if text in (one.label, one.value)), None)
    if found is None:
        raise ArgumentTypeError(f"没有“{text}”这种检查方式，只有：{'、'.join(one.label for one in Method)}")
    return found.value


# What each action takes beside unit, year, pack and person.
_OWN = {
    "quota": ("item", "total"),
    "draft": ("title",),
    "line": (
        "item", "months", "by_unit", "duties", "methods", "sealed", "own", "own_reason", "own_approver",
        "as_needed", "apart",
    ),
    "leave-out": ("item", "reason"),
    "return": ("reason",),
    "approve": ("document_no",),
    "adjust": ("reason",),
    "withdraw": ("reason",),
}  # fmt: skip


class Command(BureauCommand):
    help = "年度抽查计划：起草、填写、送审、批准、公布、调整、查看；测算抽查数量。"

    def add_arguments(self, parser: ArgumentParser) -> None:
        actions = parser.add_subparsers(dest="action", required=True, metavar="办什么")
        quota = actions.add_parser("quota", help="测算抽查数量：适用哪一档、比例、向上取整的数、依据")
        quota.add_argument("item", metavar="事项代码")
        quota.add_argument("total", type=int, metavar="对象总量")
        draft = actions.add_parser("draft", help="起草年度计划")
        draft.add_argument("--title", required=True, metavar="标题")
        self._line_arguments(actions.add_parser("line", help="填写一个事项行（再填即替换）"))
        leave = actions.add_parser("leave-out", help="写明某事项本年不安排及原因")
        leave.add_argument("item", metavar="事项代码")
        actions.add_parser("submit", help="送审：列出全部问题和提示")
        back = actions.add_parser("return", help="退回")
        approve = actions.add_parser("approve", help="批准（局领导，不得是拟稿人）")
        approve.add_argument("--document-no", required=True, metavar="文号")
        actions.add_parser("publish", help="公布")
        adjust = actions.add_parser("adjust", help="调整已公布的计划，形成新版本")
        withdraw = actions.add_parser("withdraw", help="撤回草稿")
        for one in (leave, back, adjust, withdraw):
            one.add_argument("--reason", required=True, metavar="原因")
        actions.add_parser("show", help="查看计划各行、抽查数量预测与版本")
        for name, one in actions.choices.items():
            if name != "quota":
                one.add_argument("--unit", required=True, metavar="单位代码", help="制定计划的机关")
                one.add_argument("--year", required=True, type=int, metavar="年度")
            one.add_argument(
                "--pack",
                metavar="规则包",
                required=name in ("quota", "draft", "adjust"),
                help="名称或目录；不写则照计划已用的",
            )
            one.add_argument(
                "--suite",
                choices=[suite.value for suite in Suite],
                default=Suite.SHA256.value,
                help="规则包摘要的算法",
            )
            one.add_argument("--as", dest="actor", required=True, metavar="工号", help="由谁办理")

    def _line_arguments(self, line: ArgumentParser) -> None:
        line.add_argument("item", metavar="事项代码")
        line.add_argument(
            "--months", nargs="*", type=month, default=[], metavar="月份:批次", help="如 3:R1 9:R2"
        )
        line.add_argument("--by-unit", default="", metavar="单位代码", help="责任单位")
        line.add_argument("--duties", default="", metavar="职责分工")
        line.add_argument(
            "--methods",
            nargs="*",
            type=method,
            default=[],
            metavar="检查方式",
            help="清单规定的，如 现场检查 书面检查",
        )
        line.add_argument("--sealed", action="store_true", help="名录只公布标签，不公布代码")
        line.add_argument("--own", type=rate, metavar="比例", help="本单位确定的比例，如 8%%")
        line.add_argument("--own-reason", default="", metavar="理由")
        line.add_argument("--own-approver", default="", metavar="工号")
        line.add_argument("--as-needed", default="", metavar="原因", help="根据工作需要，本年不抽的原因")
        line.add_argument("--apart", default="", metavar="原因", help="不与同类事项合批的原因")

    def handle(
        self,
        *,
        action: str,
        actor: str,
        unit: str = "",
        year: int = 0,
        pack: str | None = None,
        suite: str = Suite.SHA256.value,
        **options: object,
    ) -> None:
        self.by = accounts.actor(actor, on=localdate(self.now))
        self.unit, self.year, self.pack_name, self.suite = unit, year, pack or "", Suite(suite)
        # Only what this action asked for: Django adds its own switches, unseen.
        wanted = {name: options[name] for name in _OWN.get(action, ()) if name in options}
        getattr(self, f"_{action.replace('-', '_')}")(**wanted)

    def _quota(self, *, item: str, total: int) -> None:
        if total < 0:
            raise Refused(denied("plan.total", f"对象总量{total}不能为负数", "", "请填写 0 或以上的整数"))
        shown = selectors.quotas.preview(self.by, item, total, localdate(self.now), self._given_pack())
        self.stdout.write(shown.sentence)
        if shown.tier:
            self.stdout.write(f"适用档次：{shown.tier}　应抽 {shown.count}　依据：{shown.clause}")

    def _draft(self, *, title: str) -> None:
        plan = services.annual.draft(
            unit=self.unit, year=self.year, title=title, pack=self._given_pack(), by=self.by, now=self.now
        )
        self._told("已起草", plan)

    def _line(self, *, months: Sequence[tuple[int, str]], sealed: bool, own: int | None, **text: str) -> None:
        plan = self._plan()
        written = LineText(
            item=text["item"],
            rounds=tuple(months),
            responsible_unit=text["by_unit"],
            duties=text["duties"],
            methods=tuple(text["methods"]),
            mode=RollMode.SEALED if sealed else RollMode.OPEN,
            own_ppm=own,
            own_reason=text["own_reason"],
            own_approver=text["own_approver"],
            as_needed_reason=text["as_needed"],
            overlap_reason=text["apart"],
        )
        line = services.plan_lines.set_line(
            plan=plan, line=written, pack=self._pack(plan), by=self.by, now=self.now
        )
        words = selectors.annual.rule_words(line)
        self.stdout.write(f"已填写第{line.number}行 {written.item}：{words}（{line.rule_clause}）")

    def _leave_out(self, *, item: str, reason: str) -> None:
        plan = self._plan()
        services.plan_lines.leave_out(
            plan=plan, item=item, reason=reason, pack=self._pack(plan), by=self.by, now=self.now
        )
        self.stdout.write(f"已写明本年不安排 {item}：{reason}")

    def _submit(self) -> None:
        plan = self._plan()
        found = services.annual.submit(plan=plan, pack=self._pack(plan), by=self.by, now=self.now)
        self._told("已送审", plan, found.warnings)

    def _return(self, *, reason: str) -> None:
        done = services.annual.return_(plan=self._plan(), reason=reason, by=self.by, now=self.now)
        self._told("已退回", done)

    def _approve(self, *, document_no: str) -> None:
        plan = self._plan()
        done = services.annual.approve(
            plan=plan, document_no=document_no, pack=self._pack(plan), by=self.by, now=self.now
        )
        self._told("已批准", done)

    def _publish(self) -> None:
        self._told("已公布", services.annual.publish(plan=self._plan(), by=self.by, now=self.now))

    def _adjust(self, *, reason: str) -> None:
        done = services.annual.adjust(
            plan=self._plan(), reason=reason, pack=self._given_pack(), by=self.by, now=self.now
        )
        self._told("已起草调整稿", done)

    def _withdraw(self, *, reason: str) -> None:
        done = services.annual.withdraw(plan=self._plan(), reason=reason, by=self.by, now=self.now)
        self._told("已撤回", done)

    def _show(self) -> None:
        plan = self._plan()
        day = localdate(self.now)
        forecast = selectors.forecast.coverage(self.by, plan, day, self._pack(plan))
        numbers = {one.number: one for one in forecast}
        rows = [
            (
                str(line.number),
                f"{line.item.code} {line.item_version.name}",
                line.responsible_unit.name if line.responsible_unit else "",
                "、".join(f"{one.month}月{one.batch}" for one in line.rounds.all()) or "不安排",
                "、".join(Method(one).label for one in line.methods),
                f"{selectors.annual.rule_words(line)}（{line.rule_clause}）",
                f"{numbers[line.number].pool}中抽{numbers[line.number].quota}×{numbers[line.number].rounds}",
                sampling.rate_words(numbers[line.number].coverage_ppm),
            )
            for line in selectors.annual.lines(self.by, plan)
        ]
        heads = ("行", "事项", "责任单位", "抽查月份", "检查方式", "比例与依据", "预测", "全年覆盖不超过")
        self.stdout.write(tables.drawn(heads, rows, title=f"{plan}　{PlanState(plan.state).label}"))
        for code, reason in plan.omissions.values_list("item__code", "reason"):
            self.stdout.write(f"本年不安排 {code}：{reason}")
        for one in selectors.annual.versions(self.by, self.unit, self.year):
            why = f"　调整原因：{one.adjustment_reason}" if one.adjustment_reason else ""
            self.stdout.write(f"第{one.version}版　{PlanState(one.state).label}{why}")

    def _plan(self) -> Plan:
        """The newest version that is not withdrawn."""
        versions = selectors.annual.versions(self.by, self.unit, self.year)
        found = versions.exclude(state=PlanState.WITHDRAWN.value).last()
        if found is None:
            told = f"没有单位 {self.unit} 的 {self.year} 年年度计划，或不在您的数据范围内"
            raise Refused(denied("plan.none", told, "", "请先用 mingqian plan draft 起草"))
        return found

    def _given_pack(self) -> PackInForce:
        return selectors.packs.in_force(self.pack_name, suite=self.suite)

    def _pack(self, plan: Plan) -> PackInForce:
        """The pack the plan was made under, in the suite whose digest the plan carries."""
        name = self.pack_name or layers.own_name(plan.pack_name)
        found = [selectors.packs.in_force(name, suite=suite) for suite in Suite]
        return next((one for one in found if one.digest == plan.pack_digest), found[0])

    def _told(self, done: str, plan: Plan, warnings: Sequence[Decision] = ()) -> None:
        self.stdout.write(f"{done}：{plan}")
        for one in warnings:
            self.stdout.write(f"提示：{one}")
