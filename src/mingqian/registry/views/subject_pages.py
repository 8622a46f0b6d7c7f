"""What the subject pages show: facts, standing, ties, history, and what may be done now. No request here."""

from collections.abc import Mapping
from datetime import date
from functools import cache
from typing import Any

from django.urls import reverse

from mingqian.accounts.types import Actor
from mingqian.core import identifiers
from mingqian.core.decision import Refused
from mingqian.policy.rules import sparing
from mingqian.registry import policies, selectors
from mingqian.registry.enums import (
    DictionaryKind,
    MarkCode,
    ProposalKind,
    RiskClass,
    Scheme,
    SubjectKind,
    SubjectStatus,
    TieKind,
)
from mingqian.registry.models import StandingProposal, Subject
from mingqian.registry.policies import Verb
from mingqian.ui import asking
from mingqian.ui.templatetags import ui

KEPT = "厦门 三(二)：由各责任单位根据实际情况进行实时更新维护"

READ_BESIDE = "。这里列出本单位维护的对象，以及本单位负责的事项涉及的、本区域内的对象（只供查阅）"


def tag_label(code: str) -> str:
    """A category in words."""
    return selectors.dictionaries.labels(DictionaryKind.TAG).get(code) or f"事项 {code} 的对象"


def tags_in_words(subject: Any) -> str:
    """The categories of a row of the list."""
    labels = _labels()
    tags = selectors.reading.tags(subject)
    return "、".join(dict.fromkeys(labels.get(tag) or f"事项 {tag} 的对象" for tag in tags))


@cache
def _labels() -> Mapping[str, str]:
    # Of the product only: a list of fifty must not ask fifty times. Other tags are codes of items.
    return {word.code: word.label for word in selectors.dictionaries.given(DictionaryKind.TAG)}


def around_the_list(by: Actor) -> dict[str, Any]:
    """Buttons and words of the list."""
    actions = []
    if by.has(*policies.WHO[Verb.KEEP_SUBJECTS]):
        actions = [
            ("查重台", reverse("registry:duplicates"), "quiet"),
            ("登记一家", reverse("registry:subject-new"), ""),
            ("导入名单", reverse("registry:import-new"), "main"),
        ]
    beside = "" if by.covers_all else READ_BESIDE
    empty = "名录库里没有符合条件的对象"
    return {
        "actions": actions,
        "lead": KEPT + beside,
        "empty": f"{empty}，或不在您可查阅的范围内" if beside else empty,
    }


def page(by: Actor, subject: Subject, on: date) -> dict[str, Any]:
    """Everything on 对象主页."""
    standing = selectors.standing
    key = subject.pk
    marks, entries, ties = standing.marks(key), standing.entries(key), standing.ties(key)
    proposals, former = standing.requests(key), selectors.subjects.former(key)
    aliases, borne = selectors.duplicates.aliases(key), selectors.subjects.borne_by(key)
    asking.ask(marks, entries, ties, proposals, former, aliases, borne)
    tags = sorted(borne, key=lambda one: (one.tag, one.pk))
    labels = selectors.dictionaries.labels(DictionaryKind.TAG) if tags else {}
    words, kept = dict(grounds(subject, on)), by.covers(subject.unit.path)
    return {
        "subject": subject,
        "kind": SubjectKind(subject.kind).label,
        "status": ui.tag(
            SubjectStatus(subject.status).label, "ok" if subject.status == SubjectStatus.ACTIVE else "warn"
        ),
        "facts": _facts(subject),
        "gaps": selectors.subjects.gaps(subject) if subject.scheme == Scheme.USCC else (),
        "extra": sorted((str(key), value) for key, value in subject.facts.items()),
        "names": selectors.subjects.borne(subject, former),
        "tags": [(t, labels.get(t.tag) or f"事项 {t.tag} 的对象") for t in tags],
        "marks": [(m, MarkCode(m.code).label, _running(m, on)) for m in marks],
        "entries": [(e, words.get(e.ground, e.ground), _running(e, on)) for e in entries],
        # Whose spouse works there is told to who keeps the row, not to everybody who reads it.
        "ties": [(t, TieKind(t.kind).label, _running(t, on)) for t in map(standing.Tie._make, ties) if kept],
        "proposals": [told(p) for p in proposals],
        "events": selectors.history.of(by, subject, words),
        "may_keep": policies.may(by, Verb.KEEP_SUBJECTS, subject.unit.path).ok,
        "may_decide": policies.may(by, Verb.APPROVE_MARK, subject.unit.path).ok,
        "acts": _acts(by, subject),
        "aliases": aliases,
    }


def _facts(subject: Subject) -> list[tuple[str, object]]:
    firm = subject.scheme == Scheme.USCC
    return [
        ("统一社会信用代码" if firm else "登记号", subject.number),
        ("组织机构代码", identifiers.organisation_code(subject.number) if firm else ""),
        ("法定代表人", subject.legal_representative),
        ("地址", subject.address),
        ("联系人", subject.contact_person),
        ("联系方式", subject.contact_phone),
        ("业务责任处室", subject.responsible_unit),
        ("归属单位", subject.unit.name),
        ("区划", subject.division_code),
        ("企业类型", subject.entity_type),
        ("行业代码", subject.industry_code),
        ("成立日期", subject.registered_on),
        ("从业人数", subject.employees),
        ("守法诚信等级", RiskClass(subject.risk_class).label),
        ("最近核对", subject.confirmed_on),
    ]


def _running(row: Any, on: date) -> bool:
    return bool(row.from_on <= on and (row.until_on is None or row.until_on >= on))


def grounds(subject: Subject, on: date) -> list[tuple[str, str]]:
    """The grounds for 异常监管对象 that the pack in force defines; none where no pack is in force."""
    try:
        policy = selectors.packs.in_force(subject.unit.path, on)
    except Refused:
        return []
    return [(ground.code, ground.text) for ground in sparing.abnormal_grounds(policy)]


def _acts(by: Actor, subject: Subject) -> list[tuple[str, str, str, bool]]:
    """(label, url, kind, is a POST button): the main one first, then what is done now and then."""
    path, found = subject.unit.path, []

    def offer(verb: Verb, label: str, name: str, kind: str = "quiet", post: bool = False) -> None:
        if policies.may(by, verb, path).ok:
            found.append((label, reverse(f"registry:subject-{name}", args=[subject.code]), kind, post))

    offer(Verb.KEEP_SUBJECTS, "变更信息", "edit")
    offer(Verb.KEEP_SUBJECTS, "登记状态", "status")
    offer(Verb.RATE_SUBJECTS, "诚信等级", "risk")
    offer(Verb.KEEP_SUBJECTS, "核对无误", "confirm", "main", post=True)
    return found


def told(row: StandingProposal) -> dict[str, Any]:
    """A request in words."""
    asked = row.asked
    what = ProposalKind(row.kind).label
    if "mark" in asked:
        what += f"“{MarkCode(asked['mark']).label}”"
    if asked.get("ground"):
        what += f"“{asked['ground']}”"
    days = [
        f"自 {asked['from']}" if asked.get("from") else "",
        f"至 {asked['until']}" if asked.get("until") else "",
    ]
    return {
        "row": row,
        "what": what,
        "days": " ".join(day for day in days if day),
        "item": asked.get("item", ""),
    }
