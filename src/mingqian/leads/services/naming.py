"""确认对象: whom a lead concerns. A subject of the registry, or somebody it does not know, with what is known of them."""

from datetime import datetime

from django.db import transaction

from mingqian.accounts.types import Actor
from mingqian.audit import services as audit
from mingqian.core.decision import Decision, allowed, demand_all, denied
from mingqian.leads import policies
from mingqian.leads.enums import PartyKind
from mingqian.leads.models import Lead
from mingqian.leads.policies import ACCEPT, MUST, Verb
from mingqian.leads.selectors import leads
from mingqian.leads.services import steps
from mingqian.leads.types import Outside
from mingqian.registry import selectors as registries
from mingqian.registry.selectors.subjects import Row as Subject

FIELDS = ("subject", "outside_kind", "outside_name", "outside_known")
OPEN = ("received", "accepted")
"""Until a check is ordered: from then on the tasks say whom it concerns."""


@transaction.atomic
def listed(*, lead: str, subject: str, by: Actor, now: datetime) -> Lead:
    """A subject of the registry."""
    row = leads.locked(by, lead)
    found = registries.reading.get(by, subject)
    demand_all([*_may(row, by), _stands(found)])
    put(row, found)
    return _said(row, {"subject": subject}, by, now)


@transaction.atomic
def outside(*, lead: str, who: Outside, by: Actor, now: datetime) -> Lead:
    """Nobody of the registry: 举报必查 does not end where the registry ends, so what is known is put down."""
    row = leads.locked(by, lead)
    demand_all([*_may(row, by), *_described(who)])
    row.subject = None
    row.outside_kind, row.outside_name, row.outside_known = (text.strip() for text in who)
    return _said(row, {"outside": row.outside_kind, "name": steps.plain(row.outside_name)}, by, now)


def put(row: Lead, subject: Subject) -> None:
    """The columns of a lead whose subject is known; whoever calls saves ``FIELDS``."""
    row.subject = subject
    row.outside_kind = row.outside_name = row.outside_known = ""


def _may(row: Lead, by: Actor) -> list[Decision]:
    return [policies.may(by, Verb.NAME, row.unit.path), _open(row)]


def _open(row: Lead) -> Decision:
    if row.state in OPEN:
        return allowed()
    why = f"线索{row.code}{row.get_state_display()}，不能再改对象"
    return denied("leads.named_too_late", why, ACCEPT, "对象在下达核查任务之前确认；另有对象的，另行登记线索")


def _stands(subject: Subject) -> Decision:
    if subject.merged_into is None:
        return allowed()
    why = f"“{subject.name}”已并入“{subject.merged_into.name}”（{subject.merged_into.number}）"
    return denied("leads.merged_subject", why, ACCEPT, "请选并入的那一家")


def _described(who: Outside) -> list[Decision]:
    known = who.kind in set(PartyKind)
    return [
        allowed()
        if known
        else denied("leads.party_kind", "没有选择是单位还是个人", MUST, "请选择“单位”或“个人”"),
        steps.said(who.name, "没有写明名称或姓名", MUST, "不知道全称的，写门店招牌或者大家怎么称呼"),
        steps.said(who.known, "没有写明已知情况", MUST, "请写明在哪里、做什么、怎样找到，没有的写“不详”"),
    ]


def _said(row: Lead, body: dict[str, object], by: Actor, now: datetime) -> Lead:
    row.save(update_fields=FIELDS)
    audit.record("lead.named", by=by, now=now, thing=f"lead:{row.code}", body=body)
    return row
