"""Which state a thing of the registries may move to: tables only, read through ``step``."""

from collections.abc import Mapping

from mingqian.core.decision import Refused, denied
from mingqian.registry.enums import InspectorState, ItemState, PoolState

Table = Mapping[tuple[str, str], str]

ITEM_VERSION: Table = {
    (ItemState.DRAFT, "submit"): ItemState.REVIEW,
    (ItemState.REVIEW, "return"): ItemState.DRAFT,
    (ItemState.REVIEW, "pass"): ItemState.REVIEWED,
    (ItemState.REVIEW, "reject"): ItemState.REJECTED,
    (ItemState.REVIEWED, "return"): ItemState.DRAFT,
    (ItemState.REVIEWED, "approve"): ItemState.APPROVED,
    (ItemState.REVIEWED, "reject"): ItemState.REJECTED,
    (ItemState.APPROVED, "publish"): ItemState.PUBLISHED,
}
POOL_RULE: Table = {
    (PoolState.DRAFT, "approve"): PoolState.APPROVED,
    (PoolState.APPROVED, "retire"): PoolState.RETIRED,
}
INSPECTOR: Table = {
    (InspectorState.PENDING, "activate"): InspectorState.ACTIVE,
    (InspectorState.SUSPENDED, "activate"): InspectorState.ACTIVE,
    (InspectorState.ACTIVE, "suspend"): InspectorState.SUSPENDED,
    (InspectorState.PENDING, "remove"): InspectorState.REMOVED,
    (InspectorState.ACTIVE, "remove"): InspectorState.REMOVED,
    (InspectorState.SUSPENDED, "remove"): InspectorState.REMOVED,
}
_EVENTS: Mapping[str, str] = {
    "submit": "送审",
    "return": "退回",
    "pass": "审查通过",
    "reject": "否决",
    "approve": "批准",
    "publish": "公布",
    "retire": "停用",
    "activate": "启用",
    "suspend": "暂停",
    "remove": "移出",
}
_LABELS: Mapping[str, str] = {
    state.value: state.label for group in (ItemState, PoolState, InspectorState) for state in group
}


def step(table: Table, state: str, event: str) -> str:
    """The state that follows, or a refusal that says what can be done from here."""
    following = table.get((state, event))
    if following is not None:
        return f"{following}"  # a plain text: the journal's canonical encoding knows no enums
    possible = "、".join(_EVENTS[e] for (s, e) in table if s == state) or "无（已是最后状态）"
    why = f"当前状态“{_LABELS[state]}”不能{_EVENTS[event]}"
    raise Refused(denied("registry.state", why, remedy=f"此状态下可以：{possible}"))
