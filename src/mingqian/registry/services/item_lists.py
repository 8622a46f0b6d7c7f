"""A whole item list of a rule pack into the registry, each item through every gate by the right person."""

import re
from collections.abc import Mapping
from dataclasses import dataclass, field, replace
from datetime import date, datetime
from typing import Any

from django.db import transaction

from mingqian.accounts.types import Actor
from mingqian.audit import services as audit
from mingqian.core.decision import Decision, demand
from mingqian.policy.rules import planning
from mingqian.policy.schema.item import FrequencyKind, QuotaKind
from mingqian.policy.schema.item import Item as PackItem
from mingqian.policy.schema.pack import Pack
from mingqian.registry import item_rules, subject_categories
from mingqian.registry.enums import InspectorClass, ItemCategory, ItemClass, Level, Method
from mingqian.registry.models import Item
from mingqian.registry.services import items, pack_documents
from mingqian.registry.types import BasisRef, ItemFacts, Wording

SEPARATORS = re.compile(r"[、，,；;\s]+")
ARCHIVED = "存档版本：该事项已停用，不再实施"


@dataclass(frozen=True, slots=True)
class Desk:
    """Who does which step; drafting, review and approval are three people's work."""

    drafter: Actor
    reviewer: Actor
    approver: Actor


@dataclass(frozen=True, slots=True)
class Supplement:
    """What the bureau adds to a list whose document does not say it; by item code."""

    evaluation_methods: Mapping[str, str] = field(default_factory=dict)
    evaluation_method: str = ""  # for every item not named
    necessity: Mapping[str, str] = field(default_factory=dict)
    subject_tags: Mapping[str, tuple[str, ...]] = field(default_factory=dict)
    units: Mapping[str, str] = field(default_factory=dict)  # owner unit by item code


@dataclass(frozen=True, slots=True)
class Loaded:
    """What came of a list: published, published and retired at once, and held back with the reasons."""

    published: tuple[ItemFacts, ...]
    retired: tuple[str, ...]
    waiting: tuple[tuple[str, tuple[Decision, ...]], ...]
    gap: str  # what the document names as an annex and does not carry


@transaction.atomic
def load_pack(
    pack: Pack,
    *,
    unit: str,
    jurisdiction: str,
    level: Level,
    effective_on: date,
    supplement: Supplement | None = None,
    desk: Desk,
    now: datetime,
) -> Loaded:
    """Enter a pack's documents, bases and items; what lacks a basis or a necessity ground stays a draft."""
    more = supplement or Supplement()
    documents = pack_documents.register(pack, unit=unit, by=desk.reviewer, now=now)
    published: list[ItemFacts] = []
    retired: list[str] = []
    waiting: list[tuple[str, tuple[Decision, ...]]] = []
    for item in pack.items:
        wording = wording_of(pack, item, documents, more)
        owner = more.units.get(item.code, unit)
        draft = items.draft(
            code=item.code,
            unit=owner,
            jurisdiction=jurisdiction,
            level=level,
            wording=wording,
            reason=f"按{pack.identity.title}建立清单",
            by=desk.drafter,
            now=now,
        )
        faults = item_rules.activation_faults(draft, national_layer=False)
        if faults:
            waiting.append((item.code, faults))
            continue
        published.append(_through(draft, effective_on, desk, now))
        if not item.plannable:
            ground = item.status_note or "规则包标明该事项已停用"
            items.retire(code=item.code, on=effective_on, ground=ground, by=desk.approver, now=now)
            retired.append(item.code)
    body = {
        "pack": pack.name,
        "published": len(published),
        "retired": retired,
        "waiting": [c for c, _ in waiting],
    }
    audit.record("item_list.loaded", by=desk.reviewer, now=now, thing=f"pack:{pack.name}", body=body)
    return Loaded(tuple(published), tuple(retired), tuple(waiting), pack.items_gap)


@transaction.atomic
def draft_pack(
    pack: Pack,
    *,
    unit: str,
    jurisdiction: str,
    level: Level,
    supplement: Supplement | None = None,
    by: Actor,
    now: datetime,
) -> tuple[str, ...]:
    """Draft every item of a pack that the list does not have yet, and send in what is ready for review.

    The first list of a bureau: review, approval and publication are then done by the people whose they are.
    """
    demand(planning.items_given(pack))
    more = supplement or Supplement()
    documents = pack_documents.register(pack, unit=unit, by=by, now=now)
    known = set(Item.objects.values_list("code", flat=True))
    drafted = []
    for item in pack.items:
        if item.code in known or not item.plannable:
            continue
        draft = items.draft(
            code=item.code,
            unit=more.units.get(item.code, unit),
            jurisdiction=jurisdiction,
            level=level,
            wording=wording_of(pack, item, documents, more),
            reason=f"按{pack.identity.title}建立清单",
            by=by,
            now=now,
        )
        if not item_rules.activation_faults(draft, national_layer=False):
            items.submit(code=draft.code, number=draft.version, by=by, now=now)
        drafted.append(draft.code)
    body = {"pack": pack.name, "drafted": drafted}
    audit.record("item_list.drafted", by=by, now=now, thing=f"pack:{pack.name}", body=body)
    return tuple(drafted)


def _through(draft: ItemFacts, effective_on: date, desk: Desk, now: datetime) -> ItemFacts:
    step: dict[str, Any] = {"code": draft.code, "number": draft.version, "now": now}
    items.submit(**step, by=desk.drafter)
    items.review(**step, passed=True, opinion="与文件原文核对一致", by=desk.reviewer)
    items.approve(**step, by=desk.approver)
    return items.publish(**step, effective_on=effective_on, by=desk.reviewer)


def wording_of(pack: Pack, item: PackItem, documents: Mapping[str, str], more: Supplement) -> Wording:
    """One pack item as a wording; ``documents`` maps basis ids to register codes."""
    archived = not item.plannable and item.category == ItemCategory.BUSINESS_CHECK
    tags = more.subject_tags.get(item.code, subject_categories.tags_of(item.subjects, item.code))
    anomalies = [basis.anomaly for basis in pack.bases_of(item.code) if basis.anomaly]
    gaps = [f"{gap}：附件未收录" for gap in item.gaps]
    return replace(
        _columns(item),
        subject_kinds=subject_categories.kinds_of(item.subject_kinds, tagged=bool(tags)),
        subject_tags=tags,
        necessity=more.necessity.get(item.code) or item.necessity or (ARCHIVED if archived else ""),
        evaluation_method=more.evaluation_methods.get(item.code, more.evaluation_method),
        notes=tuple(dict.fromkeys([*anomalies, *gaps, *([item.status_note] if item.status_note else [])])),
        bases=tuple(
            BasisRef(documents[basis.id], basis.articles, basis.verbatim, basis.anomaly)
            for basis in pack.bases_of(item.code)
        ),
    )


def _columns(item: PackItem) -> Wording:
    return Wording(
        name=item.name,
        category=item.category or ItemCategory.UNSORTED,
        item_class=ItemClass(item.item_class).value,
        inspector_class=item.inspector_class or InspectorClass.ENFORCEMENT.value,
        seq=item.seq,
        subject_text=item.cells.subjects or "、".join(item.subjects),
        methods=tuple(method for method in item.methods if method in {m.value for m in Method}),
        ratio=_ratio(item),
        ratio_text=item.cells.ratio,
        frequency=_frequency(item),
        frequency_text=item.cells.frequency,
        level_text=item.cells.level or item.level,
        departments=item.departments,
        contents=item.contents,
    )


def _ratio(item: PackItem) -> dict[str, object] | None:
    quota = item.quota
    if quota.kind is QuotaKind.RATIO and quota.rate is not None:
        return {"kind": "ratio", "ppm": quota.rate.ppm}
    if quota.kind is QuotaKind.MIN_COUNT and quota.count is not None:
        return {"kind": "min_count", "count": quota.count, "unit": quota.unit}
    return {"kind": "all"} if quota.kind is QuotaKind.ALL else None


def _frequency(item: PackItem) -> dict[str, object] | None:
    found = item.frequency
    if found.kind in (FrequencyKind.PACK, FrequencyKind.MISSING) or found.times is None:
        return None
    return {"kind": found.kind.value, "times": found.times}


def subject_tags(text: str, item_code: str) -> tuple[str, ...]:
    """The category tags behind the 检查对象 of a list that was imported: 劳务派遣单位、用工单位 → two tags."""
    return subject_categories.tags_of([one for one in SEPARATORS.split(text) if one], item_code)
