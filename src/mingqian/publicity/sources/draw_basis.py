"""What a draw stands on, as its notice tells it: list, registries, rules and program, each with owner and version."""

from collections.abc import Iterator
from dataclasses import dataclass

from mingqian.accounts.enums import Role
from mingqian.accounts.types import Actor
from mingqian.core.canonical import Document
from mingqian.draw import selectors as draws
from mingqian.draw.selectors.draws import Row
from mingqian.policy import layers
from mingqian.policy.layers import Effective
from mingqian.policy.rules import sparing
from mingqian.registry import selectors as registries
from mingqian.registry import services as keeping

SHORT = 16


@dataclass(frozen=True, slots=True)
class Planned:
    """An item as the plan took it: which wording, and who answers for it."""

    code: str
    unit: str
    name: str
    version: int


def facts(by: Actor, row: Row, plan: Document) -> Iterator[tuple[str, str]]:
    """一单两库一规则 + 随机抽选软件 (FL-07); 异常监管对象的认定 (XM-90); 附件未收录 (XM-82).

    A review of case files stands on none of the four; its lists are told with the rolls.
    """
    if row.plan is None:
        return
    columns = ("item__code", "item__unit__name", "item_version__name", "item_version__number")
    items = [Planned(*one) for one in row.plan.items.order_by("number").values_list(*columns)]
    pack = draws.occasions.pack_of(row)
    policy = registries.packs.effective(layers.own_name(pack.name))
    yield "事项清单", "；".join(f"{i.name}（{i.code}）第 {i.version} 版，责任单位{i.unit}" for i in items)
    yield "检查对象名录库", "；".join(f"{i.code} 由{i.unit}负责" for i in items)
    yield "检查人员名录库", f"由{_keepers(policy)}负责"
    yield "抽取规则", f"{pack.name}，{row.unit.name}启用，摘要 {pack.digest[:SHORT]}"
    engine = plan["engine"]
    yield "随机抽选软件", f"{engine['name']} {engine['version']}，源码摘要 {engine['sha256'][:SHORT]}"
    yield "异常监管对象", _abnormal(policy, pack.digest)
    lacking = list(_lacking(by, items))
    if lacking:
        yield "附件未收录", "；".join(lacking)


def _keepers(policy: Effective) -> str:
    roles = keeping.inspectors.keepers_of(policy).roles
    return "、".join(role.label for role in Role if role in roles)


def _abnormal(policy: Effective, digest: str) -> str:
    """XM-90: the grounds with the version that defines them; the document uses the word and leaves it open."""
    grounds = "；".join(f"{one.code} {one.text}" for one in sparing.abnormal_grounds(policy))
    value = policy.values["abnormal_subject.definition"]
    source = value.clause or "原文未定义，由规则包认定"
    return f"{grounds}（{source}；规则包 {value.parameter.pack if value.parameter else ''}，摘要 {digest[:SHORT]}）"


def _lacking(by: Actor, items: list[Planned]) -> Iterator[str]:
    """What the source document did not carry and nobody has entered since, item by item."""
    planned = [(one.code, one.version) for one in items]
    for found in registries.items.wordings(by, planned).values():
        missing = registries.items.missing(found)
        if missing:
            yield f"{found.code} {'、'.join(missing)}"
