"""Pure rules of inspection items: what keeps one from being planned, and what changed between versions."""

from collections.abc import Iterator, Mapping
from datetime import date

from mingqian.core import workdays
from mingqian.core.canonical import JsonValue
from mingqian.core.decision import Decision, denied
from mingqian.registry.enums import (
    ENTERPRISE_KINDS,
    BasisLevel,
    InspectorClass,
    ItemCategory,
    ItemClass,
    ItemState,
    Level,
    Method,
    SubjectKind,
)
from mingqian.registry.types import BasisFacts, ItemFacts, Strata

NO_BASIS_NO_CHECK = "国办发〔2015〕58号：法律法规规章没有规定的，一律不得擅自开展检查"
PUBLISH_FIRST = "国办发〔2024〕54号：检查事项应清理并公布，未公布的不得实施"
METHOD_FIRST = "厦门 三(四)：根据具体监管事项制定详细的监管事项评价办法"
NECESSITY = "厦门 三(一)第三类：根据有关规定、文件政策开展且确需检查的其他业务工作事项"
LAW_FIRST = "厦门 三(五)6(1)：抽查比例、频次，法律、法规、规章有规定的，从其规定"
POWER_FIRST = (
    "涪陵指引 三(一)：结合我局行政权力制定随机抽查事项清单；鄂州 3(一)：行政权力进清单、清单之外无权力"
)
ADJUST = "厦门 三(一)：法律法规规章有调整或部门职责发生变化的，按照规定程序及时调整事项清单"


def for_enterprises(item: ItemFacts) -> bool:
    """Whether enterprises are among the subjects; without named kinds every kind but persons is."""
    return not item.subject_kinds or not ENTERPRISE_KINDS.isdisjoint(item.subject_kinds)


def obstacles(item: ItemFacts, on: date, *, national_layer: bool) -> tuple[Decision, ...]:
    """Everything that keeps an item from being planned on a day, at once; empty when nothing does."""
    return tuple(_obstacles(item, on, national_layer))


def _obstacles(item: ItemFacts, on: date, national_layer: bool) -> Iterator[Decision]:
    called = f"事项“{item.name}”（{item.code}）"
    if item.state != ItemState.PUBLISHED or item.effective_on is None or item.effective_on > on:
        yield denied(
            "item.unpublished", f"{called}在 {on} 没有已公布并生效的版本", PUBLISH_FIRST, "先公布该事项"
        )
    if item.retired_on is not None and item.retired_on <= on:
        why = f"{called}已于 {item.retired_on} 停用：{item.retired_ground}"
        yield denied("item.retired", why, ADJUST, "从计划中删去该事项")
    yield from _power_obstacles(item, on, called)
    yield from _basis_obstacles(item, on, called, national_layer)
    if item.category == ItemCategory.BUSINESS_CHECK and not item.necessity:
        yield denied(
            "item.no_necessity", f"{called}没有写明确需检查的理由", NECESSITY, "填写必要性说明后另出新版本"
        )
    if not item.evaluation_method:
        yield denied("item.no_method", f"{called}没有评价办法", METHOD_FIRST, "登记评价办法后另出新版本")


def _power_obstacles(item: ItemFacts, on: date, called: str) -> Iterator[Decision]:
    """Where the organ keeps a list of powers, an item without a power in force has nothing to stand on."""
    if powered(item, on):
        return
    if item.power_from is None or item.power_until is None:
        if item.powers_listed_from is not None and item.powers_listed_from <= on:
            why = f"{called}没有对应权责清单中的行政检查权力"
            yield denied("item.no_power", why, POWER_FIRST, "在权责清单页写明它实施哪一项权力，或停用该事项")
    elif item.power_from > on:
        why = f"{called}对应的行政权力自{workdays.written(item.power_from)}起才施行"
        yield denied("item.power_early", why, POWER_FIRST, "等施行后再办，或换成现行的权力")
    else:
        why = f"{called}对应的行政权力已于{workdays.written(item.power_until)}取消"
        yield denied("item.power_gone", why, POWER_FIRST, "换成现行的权力，或停用该事项")


def powered(item: ItemFacts, on: date) -> bool:
    """Whether a power of its is in force on a day; one is taken to follow the other without a gap."""
    if item.power_from is None or item.power_until is None:
        return False
    return item.power_from <= on < item.power_until


def _basis_obstacles(item: ItemFacts, on: date, called: str, national_layer: bool) -> Iterator[Decision]:
    if not item.bases:
        yield denied("item.no_basis", f"{called}没有登记任何依据", NO_BASIS_NO_CHECK, "登记依据及条款")
        return
    live = [basis for basis in item.bases if not repealed(basis, on)]
    if not live:
        named = "、".join(f"《{basis.title}》" for basis in item.bases)
        yield denied(
            "item.stale_basis", f"{called}的依据均已失效：{named}", ADJUST, "换用现行依据或停用该事项"
        )
        return
    firm = any(BasisLevel(basis.level).binds_enterprises for basis in live)
    if (item.ratio or {}).get("source") == "law" and not firm:
        why = f"{called}写明比例由法律、法规、规章规定，依据中却没有现行的法律、法规、规章"
        yield denied("item.ratio_without_law", why, LAW_FIRST, "补充所引的依据，或去掉比例的条款")
    if national_layer and for_enterprises(item) and not firm:
        why = f"{called}面向企业，但现行依据只有规范性文件"
        yield denied("item.weak_basis", why, NO_BASIS_NO_CHECK, "补充法律、法规、规章依据，或停用该事项")


def repealed(basis: BasisFacts, on: date) -> bool:
    """Whether the document a basis rests on no longer holds on a day."""
    return basis.repealed_on is not None and basis.repealed_on <= on


def activation_faults(item: ItemFacts, *, national_layer: bool) -> tuple[Decision, ...]:
    """What keeps a version from being published: its basis and necessity, not yet its day or method."""
    probe_day = item.effective_on or date.min
    return tuple(d for d in _obstacles(item, probe_day, national_layer) if d.code in _BEFORE_PUBLICATION)


_BEFORE_PUBLICATION = {"item.no_basis", "item.no_necessity", "item.stale_basis", "item.ratio_without_law"}


def missing(item: ItemFacts) -> tuple[str, ...]:
    """What the source document did not carry (附件未收录), in words, for list and draw record."""
    found = []
    if not item.contents:
        found.append("检查内容：附件未收录")
    if not item.departments:
        found.append("责任科室、单位：附件未收录")
    if item.ratio is None and not item.ratio_text:
        found.append("抽查比例：文件未逐项规定")
    return tuple(found)


#: Order and words of the published columns; ``difference`` compares in this order.
LABELS: Mapping[str, str] = {
    "name": "事项名称",
    "category": "监管类别",
    "item_class": "事项类别",
    "inspector_class": "人员类别",
    "bases": "检查依据",
    "subject_text": "检查对象",
    "subject_kinds": "对象类型",
    "subject_tags": "业务类别",
    "strata": "分层",
    "contents": "检查内容",
    "methods": "检查方式",
    "ratio": "抽查比例",
    "ratio_text": "抽查比例（原文）",
    "frequency": "抽查频次",
    "frequency_text": "抽查频次（原文）",
    "level": "实施层级",
    "departments": "责任科室、单位",
    "evaluation_method": "评价办法",
    "guideline": "检查指引",
    "necessity": "必要性说明",
}


def document(item: ItemFacts) -> dict[str, JsonValue]:
    """A version as one canonical document; its hash is what publication freezes."""
    found: dict[str, JsonValue] = {key: _plain(getattr(item, key)) for key in LABELS}
    return {**found, "code": item.code, "version": item.version}


def _plain(value: object) -> JsonValue:
    if isinstance(value, Strata):
        return {"by": value.by, "values": list(value.values)}
    if isinstance(value, BasisFacts):
        return {"document": value.document, "article": value.article}
    if isinstance(value, Mapping):
        return {str(key): _plain(inner) for key, inner in value.items()}
    if isinstance(value, tuple | list):
        return [_plain(inner) for inner in value]
    if value is None or isinstance(value, bool | int | str):
        return value
    raise TypeError(f"an item version holds no {type(value).__name__}")


def difference(old: ItemFacts, new: ItemFacts) -> tuple[tuple[str, str, str], ...]:
    """(column, before, after) for every column that changed, in the order of the published list."""
    pairs = ((key, in_words(old, key), in_words(new, key)) for key in LABELS)
    return tuple((LABELS[key], before, after) for key, before, after in pairs if before != after)


def in_words(item: ItemFacts, key: str) -> str:
    """One column of a version as people read it."""
    value = getattr(item, key)
    if key == "bases":
        return "；".join(basis_in_words(basis) for basis in item.bases)
    if key == "strata":
        return f"{item.strata.by}：{'、'.join(item.strata.values)}" if item.strata.by else ""
    labels = _LABELLED.get(key, {})
    if isinstance(value, tuple):
        return "；".join(labels.get(part, part) for part in value)
    if isinstance(value, Mapping):
        return "，".join(f"{name}={value[name]}" for name in sorted(value))
    return "" if value is None else labels.get(str(value), str(value))


def basis_in_words(basis: BasisFacts) -> str:
    """《劳动合同法》第五十七条."""
    number = f"（{basis.number}）" if basis.number else ""
    return f"《{basis.title}》{number}{basis.article}"


_LABELLED: Mapping[str, Mapping[str, str]] = {
    "category": {str(int(code)): code.label for code in ItemCategory},
    "item_class": {code.value: code.label for code in ItemClass},
    "inspector_class": {code.value: code.label for code in InspectorClass},
    "methods": {code.value: code.label for code in Method},
    "subject_kinds": {code.value: code.label for code in SubjectKind},
    "level": {code.value: code.label for code in Level},
}
