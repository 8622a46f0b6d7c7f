"""Everything that ever happened to one subject, newest first: what the registry knows, and what others add.

Higher rooms (plans, draws, tasks, notices) hand in their part through ``connect`` in ``site.wiring``.
"""

import json
from collections.abc import Callable, Iterable, Iterator, Mapping
from datetime import date, datetime, time
from types import MappingProxyType
from typing import Any

from django.db.models import Q, QuerySet
from django.utils import timezone

from mingqian.accounts.types import Actor
from mingqian.audit import selectors as journal
from mingqian.registry.enums import ChangeAction, MarkCode, Method, SubjectStatus, VisitKind
from mingqian.registry.importing import fates
from mingqian.registry.models import ImportChange, Subject, SubjectVisit
from mingqian.ui import asking, prepared
from mingqian.ui.types import Event, Kind

Source = Callable[[Actor, str], Iterable[Event]]
LAST = 80

_sources: list[Source] = []
_KINDS: Mapping[str, Kind] = {
    "subject.marked": "warn",
    "subject.abnormal_entered": "bad",
    "subject.abnormal_ended": "ok",
    "subject.confirmed": "ok",
    "duplicates.decided": "info",
}
_FIELDS = {"status": "登记状态"}


def connect(sources: Iterable[Source]) -> None:
    """Take over the whole table of higher rooms' parts; a second call replaces the first."""
    _sources[:] = list(sources)


def of(by: Actor, subject: Subject, grounds: Mapping[str, str] = MappingProxyType({})) -> list[Event]:
    """One timeline; the caller has made sure that the subject is in the person's scope.

    ``grounds``: the words of the pack in force for the codes of abnormal entries.
    """
    changes, visits = _changes(subject.pk), _visits(subject.pk)
    asking.ask(changes, visits)
    found = [*_journaled(subject, grounds), *_imported(changes), *_visited(visits)]
    for source in _sources:
        found += source(by, subject.code)
    return sorted(found, key=lambda event: _moment(event.at), reverse=True)[:LAST]


def _moment(at: date | datetime) -> datetime:
    if isinstance(at, datetime):
        return at
    return timezone.make_aware(datetime.combine(at, time()))


def _journaled(subject: Subject, grounds: Mapping[str, str]) -> Iterator[Event]:
    for entry in journal.of_thing(f"subject:{subject.code}", last=LAST):
        body = json.loads(entry.body)
        body["ground"] = grounds.get(body.get("ground", ""), body.get("ground", ""))
        yield Event(
            entry.moment,
            entry.label,
            _told(body),
            f"{entry.actor_name}（{entry.actor_unit}）",
            kind=_KINDS.get(entry.kind, ""),
        )


def _told(body: Mapping[str, Any]) -> str:
    """The body of an entry in one line: what changed from what to what, why, on what evidence."""
    parts = [_change(name, pair) for name, pair in body.get("changes", {}).items()]
    if mark := body.get("mark"):
        parts.append(MarkCode(mark).label if mark in set(MarkCode) else str(mark))
    words = {
        "ground": "情形",
        "tag": "类别",
        "reason": "理由",
        "evidence": "证据",
        "until": "至",
        "basis": "依据",
    }
    parts += [f"{label}：{body[key]}" for key, label in words.items() if body.get(key)]
    return "；".join(part for part in parts if part)


def _change(name: str, pair: Any) -> str:  # noqa: ANN401 — out of the journal's JSON
    old, new = (str(value) for value in pair)
    if name == "status":
        old, new = (SubjectStatus(v).label if v in set(SubjectStatus) else v for v in (old, new))
    return f"{_FIELDS.get(name) or fates.label(name)}：{old or '（空）'} → {new or '（空）'}"


@prepared.question
def _changes(subject: int) -> "QuerySet[ImportChange, Any]":
    rows = ImportChange.objects.filter(
        ~Q(action=ChangeAction.UNCHANGED), thing_id=subject, batch__kind="subjects"
    )
    batch = ("batch__number", "batch__applied_at", "batch__reverted_at", "batch__applied_by__name")
    return rows.order_by("-pk").values_list("action", "before", "after", *batch)[:LAST]


@prepared.question
def _visits(subject: int) -> "QuerySet[SubjectVisit, Any]":
    rows = SubjectVisit.objects.filter(subject=subject).order_by("-on", "-pk")
    columns = ("on", "kind", "method", "item__code", "authority", "source", "lead_driven", "penalised")
    return rows.values_list(*columns)[:LAST]


def _imported(rows: Iterable[Any]) -> Iterator[Event]:
    for action, before, after, number, applied_at, reverted_at, who in rows:
        changed = [
            _change(name, (before.get(name, ""), value))
            for name, value in after.items()
            if name != "facts" and action == ChangeAction.CHANGED
        ]
        title = f"导入{ChangeAction(action).label}（批次 {number}）"
        gone = "，该批次已撤回" if reverted_at else ""
        yield Event(applied_at, title, "；".join(changed) + gone, who or "")


def _visited(rows: Iterable[Any]) -> Iterator[Event]:
    for on, kind, method, item, authority, source, lead_driven, penalised in rows:
        what = f"{VisitKind(kind).label}（{Method(method).label}）"
        about = [f"事项 {item}" if item else "", authority, source]
        about += ["由线索引起" if lead_driven else "", "受到处罚" if penalised else ""]
        yield Event(on, what, "；".join(a for a in about if a), kind="info")
