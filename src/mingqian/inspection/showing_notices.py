"""How a notice of a visit is shown: list, facts, team with its answers, buttons. No query here."""

from collections.abc import Mapping, Sequence

from django.urls import reverse
from django.utils.html import format_html
from django.utils.safestring import SafeString

from mingqian.accounts.enums import Role
from mingqian.accounts.types import Actor
from mingqian.inspection import policies
from mingqian.inspection.enums import CheckKind, OnSiteReason, Serving
from mingqian.inspection.models import Acceptance, Approval, TeamSeat, VisitNotice
from mingqian.inspection.policies import Verb
from mingqian.inspection.selectors import announcing, codes, crews
from mingqian.ui.tables import Column
from mingqian.ui.words import day, moment

Act = tuple[str, str, str]


def served(row: VisitNotice) -> str:
    """Whether and how the firm has it."""
    if row.served_on is None:
        return "未送达" if row.announced else "到场出示"
    read = "，已读" if row.read_at else ""
    return f"{Serving(row.served_how).label} {day(row.served_on)}{read}"


def _link(row: VisitNotice) -> SafeString:
    url = reverse("inspection:visit-notice", args=[row.number])
    name = row.approval.subject.name
    return format_html('<a class="t" href="{}">{}</a><small class="mono">{}</small>', url, name, row.number)


COLUMNS = (
    Column("subject", "对象", cell=_link, text=lambda row: row.approval.subject.name, wide=True),
    Column("number", "编号", sort="number"),
    Column(
        "from_on", "检查时间", cell=lambda row: f"{day(row.from_on)}至{day(row.until_on)}", sort="from_on"
    ),
    Column("announced", "告知", cell=lambda row: "提前告知" if row.announced else "不提前告知"),
    Column("served", "送达", cell=served),
    Column("challenge", "回避申请", cell=lambda row: _challenge(row)),
)


def _challenge(row: VisitNotice) -> str:
    if not row.challenge:
        return ""
    return "已答复" if row.challenge_answer else "待答复"


def facts(row: VisitNotice) -> list[tuple[str, object]]:
    """What the notice says."""
    return [
        ("检查对象", f"{row.approval.subject.name}（{row.approval.subject.number}）"),
        ("检查机关", row.approval.batch.unit.name),
        ("检查类型", CheckKind(row.approval.kind).label),
        ("检查时间", f"{day(row.from_on)}至{day(row.until_on)}"),
        ("本年度检查频次", row.frequency or f"本年已受现场检查{row.approval.visits_before}次"),
        ("审批", f"{row.approval.number}"),
        ("监督码", codes.of_approval(row.approval)),
        ("送达", served(row)),
        ("已读", moment(row.read_at) if row.read_at else ""),
        ("回避申请", row.challenge),
        ("答复", row.challenge_answer),
    ]


def sheet(row: Approval) -> list[tuple[str, object]]:
    """行政检查审批表 in short."""
    reason = OnSiteReason(row.on_site_reason).label if row.on_site_reason else ""
    return [
        ("检查对象", row.subject.name),
        ("检查类型", CheckKind(row.kind).label),
        ("事由", row.grounds),
        ("为什么到现场", reason),
        ("本年度已查", f"{row.visits_before}次"),
        ("频次判断", row.frequency),
        ("依据", row.frequency_clause),
        ("紧急情况", row.emergency),
    ]


def acts(
    row: VisitNotice, by: Actor, seats: Sequence[TeamSeat], answers: Mapping[tuple[int, int], Acceptance]
) -> list[Act]:
    """The buttons for who asks."""
    asked, found = bool(row.challenge and not row.challenge_answer), list[Act]()
    sits = any(one.inspector.person_id == by.person_id is not None for one in seats)
    paths = announcing.paths(row.approval) if asked or row.served_on is None else []
    if row.served_on is None and (sits or policies.any_may(by, Verb.SERVE, paths).ok):
        found.append(("送达", reverse("inspection:serve-visit-notice", args=[row.number]), "main"))
    if by.has(Role.INSPECTOR, Role.BUSINESS_INSPECTOR):
        found.append(("接受任务", reverse("inspection:accept-visit", args=[row.number]), ""))
    if asked and policies.any_may(by, Verb.CONFIRM, paths).ok:
        found.append(("答复回避申请", reverse("inspection:answer-challenge", args=[row.number]), ""))
    for code, name in crews.to_decide(by, seats, row.approval, answers):
        url = reverse("inspection:answer-recusal", args=[row.number, code])
        found.append((f"答复{name}的回避申报", url, ""))
    return found
