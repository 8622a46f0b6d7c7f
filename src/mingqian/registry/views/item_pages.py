"""What the item pages show: facts, versions side by side, what may be done, reports. No request here."""

from collections.abc import Sequence
from datetime import date
from typing import Any

from django.urls import reverse
from django.utils.safestring import SafeString

from mingqian.accounts.types import Actor
from mingqian.core import workdays
from mingqian.registry import item_rules, policies, selectors
from mingqian.registry.enums import ItemState
from mingqian.registry.models import Item, PackAdoption
from mingqian.registry.policies import Verb
from mingqian.registry.types import ItemFacts
from mingqian.ui import words
from mingqian.ui.templatetags import ui
from mingqian.ui.types import Step

LEAD = "国办发〔2024〕54号：检查事项应清理并公布，未公布的不得实施"
IDLE_DAYS = 365
_KINDS = {
    ItemState.DRAFT: "",
    ItemState.REVIEW: "info",
    ItemState.REVIEWED: "info",
    ItemState.APPROVED: "warn",
    ItemState.PUBLISHED: "ok",
    ItemState.REJECTED: "bad",
}
_RAIL = (ItemState.DRAFT, ItemState.REVIEW, ItemState.REVIEWED, ItemState.APPROVED, ItemState.PUBLISHED)
_RAIL_WORDS = ("起草", "审查", "批准", "公布", "生效")


def state_words(item: Any) -> str:
    """已停用, 已公布, or where the open version stands."""
    if item.retired_on is not None:
        return "已停用"
    if item.published_number is None:
        return ItemState(item.open_state).label if item.open_state else "退回"
    return "有新版" if item.open_number else "已公布"


def state(item: Any) -> SafeString:
    """The same as a tag."""
    text = state_words(item)
    return ui.tag(text, {"已公布": "ok", "已停用": "", "有新版": "warn", "退回": "bad"}.get(text, "info"))


def page(by: Actor, item: Any, on: date) -> dict[str, Any]:
    """Everything on the page of an item."""
    versions = selectors.items.versions(by, item)
    shown = next((v for v in versions if v.state == ItemState.PUBLISHED), versions[0])
    adopted = selectors.packs.adopted(item.unit.path, on)
    return {
        "item": item,
        "facts": facts(shown),
        "shown": shown,
        "versions": [(v, ui.tag(ItemState(v.state).label, _KINDS[ItemState(v.state)])) for v in versions],
        "bases": [(b, item_rules.repealed(b, on)) for b in shown.bases],
        "obstacles": selectors.items.obstacles(shown, on, national_layer=adopted is not None),
        "missing": selectors.items.missing(shown),
        "acts": acts(by, item, versions),
        "rail": rail(next((v for v in versions if v.state in selectors.items.OPEN), None)),
        "powers": list(selectors.powers.of_item(by, item)),
        "parent": item.parent,
        "state": state(item),
    }


def facts(shown: ItemFacts) -> list[tuple[str, object]]:
    """The columns of the published list, in its order."""
    told = [(label, item_rules.in_words(shown, key)) for key, label in item_rules.LABELS.items()]
    return [
        (label, text) for label, text in told if text and label not in ("检查依据", "检查内容", "事项名称")
    ]


def rail(open_version: ItemFacts | None) -> list[Step]:
    """How far the open version has come."""
    if open_version is None:
        return []
    at = _RAIL.index(ItemState(open_version.state))
    return [
        Step(label, "done" if n < at else "now" if n == at else "todo")
        for n, label in enumerate(_RAIL_WORDS[:-1])
    ]


def acts(by: Actor, item: Item, versions: Sequence[ItemFacts]) -> list[tuple[str, str, str, bool]]:
    """(label, url, kind, is a POST button) of what this person may do now."""
    newest, found = versions[0], []
    here = (item.code, newest.version)

    def offer(
        verb: Verb, label: str, name: str, kind: str = "", post: bool = False, numbered: bool = True
    ) -> None:
        if policies.may(by, verb, item.unit.path).ok:
            args = here if numbered else (item.code,)
            found.append((label, reverse(f"registry:{name}", args=args), kind, post))

    if newest.state == ItemState.DRAFT:
        offer(Verb.DRAFT_ITEM, "送审", "item-submit", "main", post=True)
        offer(Verb.DRAFT_ITEM, "改写草稿", "item-edit", numbered=False)
    if newest.state == ItemState.REVIEW:
        offer(Verb.REVIEW_ITEM, "审查", "item-review", "main")
    if newest.state == ItemState.REVIEWED:
        offer(Verb.APPROVE_ITEM, "批准", "item-approve", "main", post=True)
    if newest.state in (ItemState.REVIEW, ItemState.REVIEWED):
        offer(Verb.REVIEW_ITEM, "否决", "item-reject", "quiet")
    if newest.state == ItemState.APPROVED:
        offer(Verb.PUBLISH_ITEM, "公布", "item-publish", "main")
    if newest.state in (ItemState.PUBLISHED, ItemState.REJECTED) and item.retired_on is None:
        offer(Verb.DRAFT_ITEM, "起草新版本", "item-edit", numbered=False)
        offer(Verb.DRAFT_ITEM, "移交", "item-hand-over", "quiet", numbered=False)
        offer(Verb.RETIRE_ITEM, "停用", "item-retire", "quiet", numbered=False)
    return found


def version_page(by: Actor, item: Item, number: int) -> dict[str, Any] | None:
    """A wording and the published one before it, column by column."""
    readable = {v.version: v for v in selectors.items.versions(by, item)}
    shown = readable.get(number)
    if shown is None:
        return None
    earlier = [v for n, v in readable.items() if n < number and v.state == ItemState.PUBLISHED]
    before = max(earlier, key=lambda v: v.version, default=None)
    row = item.versions.get(number=number)
    rows = [
        (label, item_rules.in_words(before, key) if before else "", item_rules.in_words(shown, key))
        for key, label in item_rules.LABELS.items()
    ]
    return {
        "item": item,
        "shown": shown,
        "before": before,
        "row": row,
        "state": ui.tag(ItemState(shown.state).label, _KINDS[ItemState(shown.state)]),
        "rows": [
            (label, old, new, before is not None and old != new) for label, old, new in rows if old or new
        ],
        "numbers": sorted(readable),
    }


def changes(by: Actor, item: Item, number: int) -> list[tuple[str, object]]:
    """What a version changes, for whoever decides on it."""
    shown = version_page(by, item, number)
    if shown is None:
        return []
    return [
        (label, f"{old or '（无）'} → {new or '（无）'}")
        for label, old, new, changed in shown["rows"]
        if changed
    ]


def becomes_public(by: Actor, item: Any, number: int) -> tuple[str, ...]:
    """What everybody will read, for the typed confirmation."""
    shown = version_page(by, item, number)
    if shown is None:
        return ()
    told = [f"{label}：{new}" for label, _, new, _ in shown["rows"] if new]
    return (f"事项“{shown['shown'].name}”第 {number} 版将对外公布", *told[:12])


def about_pack(adopted: PackAdoption | None) -> str:
    """Which pack the list would come from."""
    if adopted is None:
        return "本单位还没有启用规则包：请先到“规则包”页启用"
    own = selectors.packs.effective(adopted.pack).own
    return f"现行规则包“{own.identity.title}”有 {len(own.items)} 项；清单中已有的代码不再起草"


def report(by: Actor, on: date) -> dict[str, Any]:
    """Idle items, stale bases, what the list lacks."""
    since = workdays.step(on, -IDLE_DAYS)
    return {
        "since": since,
        "idle": selectors.items.idle(by, on, since=since),
        "overdue": selectors.items.overdue(by, on, untouched_since=since),
        "stale": selectors.items.stale(by, on),
        "without_item": list(selectors.powers.without_item(by, on)),
        "uncovered": selectors.counts.without_item(by, on),
        "gaps": [(label, codes) for label, codes in selectors.items.coverage_gaps(by, on).items()],
        "annexes": selectors.rule_documents.missing_annexes(by),
        "total": len(selectors.items.listing(by, on)),
        "today": words.day(on),
        "clause": item_rules.ADJUST,
    }
