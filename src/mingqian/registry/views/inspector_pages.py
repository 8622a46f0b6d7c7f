"""What the inspector pages show: papers and their expiry, fitness for the next draw, ties. No request here."""

from datetime import date
from typing import Any

from django.urls import reverse
from django.utils.html import format_html, format_html_join
from django.utils.safestring import SafeString

from mingqian.accounts.enums import UnitKind
from mingqian.accounts.types import Actor
from mingqian.registry import policies, qualification, selectors
from mingqian.registry.enums import AbsenceKind, InspectorClass, InspectorState, TieKind
from mingqian.registry.forms.inspectors import SOON
from mingqian.registry.models import Inspector, InspectorCredential
from mingqian.registry.policies import Verb
from mingqian.registry.qualification import Papers
from mingqian.registry.services.inspectors import Keepers
from mingqian.ui import words
from mingqian.ui.templatetags import ui

STATE_KINDS = {
    InspectorState.PENDING: "warn",
    InspectorState.ACTIVE: "ok",
    InspectorState.SUSPENDED: "bad",
    InspectorState.REMOVED: "",
}


def classes(person: Any) -> str:
    """行政执法人员、业务检查人员."""
    return "、".join(InspectorClass(p.inspector_class).label for p in person.credentials.all())


def certificates(person: Any) -> str:
    """The numbers of the papers that have one."""
    return "、".join(p.certificate_no for p in person.credentials.all() if p.certificate_no)


def quals(person: Any) -> str:
    """Codes of expertise."""
    return "、".join(sorted(q.code for q in person.quals.all()))


def expiry_in_words(person: Any) -> str:
    """The last day of each paper."""
    return "、".join(words.day(p.valid_until) for p in person.credentials.all() if p.valid_until)


def expiry(person: Any, today: date) -> SafeString:
    """The last day of each paper, with a word where it is near or over."""
    papers = [(p, *_due(p, today)) for p in person.credentials.all() if p.valid_until]
    rows = ((words.day(p.valid_until), ui.tag(word, kind) if word else "") for p, word, kind in papers)
    return format_html("<div>{}</div>", format_html_join(SafeString("<br>"), "{} {}", rows))


def _due(paper: InspectorCredential, today: date) -> tuple[str, str]:
    if paper.valid_until is None:
        return "", ""
    if paper.valid_until < today:
        return "已过期", "bad"
    left = (paper.valid_until - today).days
    return (f"剩{left}天", "warn") if paper.valid_until <= today + SOON else ("", "")


def around_the_list(by: Actor, today: date) -> dict[str, Any]:
    """Buttons and words of the list."""
    expiring = selectors.inspectors.expiring(by, today, until=today + SOON)
    notice = (
        f"60 日内有 {len(expiring)} 人证件到期：{'、'.join(name for _, name, _ in expiring[:8])}"
        if expiring
        else ""
    )
    actions = [
        ("增加人员", reverse("registry:inspector-new"), ""),
        ("导入名单", reverse("registry:import-new"), "main"),
    ]
    keeps = any(role in policies.CLERKS for role in by.roles)
    return {
        "actions": actions if keeps else [],
        "lead": "厦门 三(三)：行政执法人员与业务检查人员分库；证件到期的次日起不再参加抽取",
        "notice": notice,
        "empty": "没有符合条件的人员",
    }


def page(by: Actor, person: Inspector, today: date, keepers: Keepers) -> dict[str, Any]:
    """Everything on the page of one person."""
    state = InspectorState(person.state)
    may_keep = policies.may_keep_inspectors(by, person.unit.path, keepers.roles, keepers.clause).ok
    return {
        "person": person,
        "state": ui.tag(state.label, STATE_KINDS[state]),
        "facts": _facts(person, today),
        "papers": [
            (p, InspectorClass(p.inspector_class).label, _due(p, today), _fitness(person, p, today))
            for p in person.credentials.order_by("inspector_class")
        ],
        "absences": [(a, AbsenceKind(a.kind).label) for a in person.absences.order_by("-from_on")],
        "ties": [
            (t, TieKind(t.kind).label, t.until_on is None or t.until_on >= today)
            for t in selectors.inspectors.ties_of(person)
        ],
        "acts": _acts(person, state) if may_keep else [],
        "may_keep": may_keep,
        "may_tie": policies.may(by, Verb.KEEP_TIES, person.unit.path).ok,
        "keepers": "、".join(sorted(role.label for role in keepers.roles)),
        "clause": keepers.clause,
    }


def _facts(person: Inspector, today: date) -> list[tuple[str, object]]:
    years = qualification.years_of_service(person.works_since, today)
    return [
        ("编号", person.code),
        ("单位", person.unit.name),
        ("职务", person.duty),
        ("联系方式", person.phone),
        ("从业年限", f"{years} 年" if years is not None else ""),
        ("岗前培训", person.trained_on),
        ("可任组长", person.captain_eligible),
        ("专长", quals(person)),
        ("委托执法机构人员", person.delegated or person.unit.kind == UnitKind.DELEGATED),
        ("启用人", person.activated_by),
        ("状态说明", person.state_reason),
    ]


def _fitness(person: Inspector, paper: InspectorCredential, today: date) -> qualification.Fitness:
    """Whether a draw of today would take the person in this class, and if not why."""
    away = person.absences.filter(from_on__lte=today, until_on__gte=today).order_by("kind", "pk").first()
    found = Papers(
        inspector_class=InspectorClass(paper.inspector_class),
        certificate_no=paper.certificate_no,
        valid_from=paper.valid_from,
        valid_until=paper.valid_until,
        state=person.state,
        state_reason=person.state_reason,
        delegated=person.delegated or person.unit.kind == UnitKind.DELEGATED,
        absence=away.kind if away else "",
        absence_reason=away.reason if away else "",
        assessment=selectors.trainings.standing([person.pk], today).get(person.pk, ""),
    )
    return qualification.fitness(found, today, delegated_may=False)


def _acts(person: Inspector, state: InspectorState) -> list[tuple[str, str, str, bool]]:
    def link(label: str, name: str, kind: str = "quiet", post: bool = False) -> tuple[str, str, str, bool]:
        return label, reverse(f"registry:inspector-{name}", args=[person.code]), kind, post

    if state is InspectorState.REMOVED:
        return []
    found = [link("登记证件", "credential"), link("登记专长", "qualify")]
    if state is InspectorState.ACTIVE:
        found += [link("不能参加", "absence"), link("暂停", "suspend")]
    found.append(link("移出", "remove"))
    if state in (InspectorState.PENDING, InspectorState.SUSPENDED):
        found.append(link("启用", "activate", "main", post=True))
    return found
