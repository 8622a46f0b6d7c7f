"""A wording as it is entered: what is wrong with it, all at once, and the columns it fills."""

from collections import Counter
from collections.abc import Iterator, Mapping
from enum import Enum
from typing import Any

from mingqian.core.decision import Decision, denied
from mingqian.registry.codes import CODE, opens
from mingqian.registry.enums import InspectorClass, ItemCategory, ItemClass, Method, SubjectKind
from mingqian.registry.types import Wording

_STRATA_BY = ("", "tag", "division", "risk", "kind")
_QUOTAS = ("ratio", "min_count", "all", "tiers")
_FREQUENCIES = ("per_year", "as_needed_or_per_year")
PPM = 1_000_000
_CLAUSE = "厦门 三(一) 事中事后监管事项清单"


def faults(code: str, wording: Wording) -> tuple[Decision, ...]:
    """Everything wrong with a draft; the words say which field and what it may hold."""
    return tuple(denied("item.bad", why, _CLAUSE, remedy) for why, remedy in _faults(code, wording))


def _faults(code: str, wording: Wording) -> Iterator[tuple[str, str]]:
    if not CODE.fullmatch(code):
        yield f"事项代码“{code}”不合规", "用字母、数字、下划线、连字符，1 至 32 位"
    if not wording.name.strip() or len(wording.name) > 200:
        yield "事项名称为空或超过 200 字", "请填写事项名称"
    if not opens(code):
        yield f"“{code}”是本系统页面地址里用的词，不能作事项代码", "请换一个代码"
    if wording.category not in list(ItemCategory):
        yield f"监管类别“{wording.category}”不存在", "可用：0（未分类）、1、2、3"
    yield from _unknown("事项类别", (wording.item_class,), ItemClass)
    yield from _unknown("人员类别", (wording.inspector_class,), InspectorClass)
    yield from _unknown("检查方式", wording.methods, Method)
    yield from _unknown("对象类型", wording.subject_kinds, SubjectKind)
    if wording.strata.by not in _STRATA_BY:
        yield f"分层方式“{wording.strata.by}”不存在", f"可用：{'、'.join(_STRATA_BY[1:])}"
    for tag in (*wording.subject_tags, *(wording.strata.values if wording.strata.by == "tag" else ())):
        if not CODE.fullmatch(tag):
            yield f"业务类别代码“{tag}”不合规", "用字母、数字、下划线、连字符，1 至 32 位"
    rests = Counter((basis.document, basis.article.strip()) for basis in wording.bases)
    for (document, article), times in rests.items():
        if times > 1:
            yield f"依据“{document}”{article}写了 {times} 次", "同一文件的同一条款只写一次"
    yield from _quota_faults(wording.ratio)
    yield from _frequency_faults(wording.frequency)


def _unknown(what: str, codes: tuple[str, ...], known: type[Enum]) -> Iterator[tuple[str, str]]:
    values = [str(member.value) for member in known]
    for code in codes:
        if code not in values:
            yield f"{what}“{code}”不存在", f"可用：{'、'.join(values)}"


def _quota_faults(ratio: Mapping[str, object] | None) -> Iterator[tuple[str, str]]:
    """A rate is an integer in parts per million: 100 × 7 % must be 7 and never 8."""
    if ratio is None:
        return
    kind = ratio.get("kind")
    if kind not in _QUOTAS:
        yield f"抽查比例的种类“{kind}”不存在", f"可用：{'、'.join(_QUOTAS)}"
    if kind == "ratio" and not _within(ratio.get("ppm"), 1, PPM):
        yield "抽查比例须为百万分之一至百万分之一百万的整数", "5% 写作 50000"
    if kind == "min_count" and not _within(ratio.get("count"), 1, 90_000_000):
        yield "最少抽查数须为正整数", "如“至少200人”写作 200"
    if kind == "tiers":
        yield from _tier_faults(ratio.get("tiers"))
    if ratio.get("source") == "law" and not ratio.get("clause"):
        yield "由法律法规规定的比例须写明条款", "填写 clause"


def _tier_faults(tiers: object) -> Iterator[tuple[str, str]]:
    if not isinstance(tiers, list | tuple) or not tiers or not all(isinstance(t, Mapping) for t in tiers):
        yield "分档比例至少要有一档", "每档写 upto 和 ppm"
        return
    bounds = [tier.get("upto") for tier in tiers]
    inner = bounds[:-1]
    rising = all(isinstance(b, int) for b in inner) and inner == sorted(set(inner))
    if bounds[-1] is not None or not rising:
        yield "分档上限须逐档递增，最后一档不设上限", "最后一档的 upto 写 null"
    if not all(_within(tier.get("ppm"), 1, PPM) for tier in tiers):
        yield "分档比例须为百万分之一至百万分之一百万的整数", "15% 写作 150000"


def _frequency_faults(frequency: Mapping[str, object] | None) -> Iterator[tuple[str, str]]:
    if frequency is None:
        return
    if frequency.get("kind") not in _FREQUENCIES:
        yield f"抽查频次的种类“{frequency.get('kind')}”不存在", f"可用：{'、'.join(_FREQUENCIES)}"
    if not _within(frequency.get("times"), 1, 366):
        yield "抽查频次须为每年 1 次以上的整数", "如“2次/年”写作 2"


def _within(value: object, low: int, high: int) -> bool:
    return isinstance(value, int) and not isinstance(value, bool) and low <= value <= high


def columns(wording: Wording) -> dict[str, Any]:
    """The columns of ItemVersion a wording fills; bases and contents are rows of their own."""
    plain = {
        name: getattr(wording, name)
        for name in (
            "name",
            "category",
            "item_class",
            "inspector_class",
            "seq",
            "necessity",
            "subject_text",
            "ratio",
            "ratio_text",
            "frequency",
            "frequency_text",
            "level_text",
            "evaluation_method",
            "guideline",
        )
    }
    listed = ("subject_kinds", "subject_tags", "methods", "departments", "publish_columns", "notes")
    strata = {"by": wording.strata.by, "values": list(wording.strata.values)} if wording.strata.by else {}
    return {**plain, **{name: list(getattr(wording, name)) for name in listed}, "strata": strata}
