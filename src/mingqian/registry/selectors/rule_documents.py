"""The register of rule documents and everything that rests on one."""

from dataclasses import dataclass
from typing import Any

from django.db.models import Q, QuerySet

from mingqian.accounts import selectors as accounts
from mingqian.accounts.types import Actor
from mingqian.core.decision import Refused, denied
from mingqian.policy.schema import keys
from mingqian.registry.enums import Binding, Disclosure, UseKind
from mingqian.registry.models import (
    ItemBasis,
    RuleDocument,
    RuleDocumentAddressee,
    RuleDocumentPrinting,
    RuleUse,
)
from mingqian.registry.selectors.packs import above
from mingqian.ui.remember import for_this_page


@dataclass(frozen=True, slots=True)
class Resting:
    """One thing that falls with a document: an item version, a pack parameter, a filter rule, a power, a document."""

    kind: str
    thing: str
    name: str
    clause: str

    @property
    def kind_label(self) -> str:
        """检查事项, 规则包参数, 筛选规则, 职权 or 制度文件."""
        if self.kind in set(UseKind):
            return UseKind(self.kind).label
        return "职权" if self.kind == "power" else "制度文件"


def visible(by: Actor) -> QuerySet[RuleDocument]:
    """Public documents for everybody with a scope; the others only inside the unit that keeps them."""
    if not by.scope_paths:
        return RuleDocument.objects.filter(disclosure=Disclosure.PUBLIC)
    own = accounts.in_scope(by) | Q(unit__isnull=True) | Q(pk__in=sent_to(by))
    return RuleDocument.objects.filter(Q(disclosure=Disclosure.PUBLIC) | own)


def sent_to(by: Actor) -> QuerySet[Any]:
    """Documents addressed to the unit this person works in, or to one above it."""
    return RuleDocumentAddressee.objects.filter(unit__path__in=above(by.unit_path)).values("document")


def addressees(document: RuleDocument) -> list[str]:
    """致送单位 by name, in the order of the organisation."""
    return list(document.addressees.order_by("unit__path").values_list("unit__name", flat=True))


def printing(document: RuleDocument) -> RuleDocumentPrinting | None:
    """印发机关 and 印发日期, where the document states them."""
    return RuleDocumentPrinting.objects.filter(document=document).first()


def public() -> QuerySet[RuleDocument]:
    """What an anonymous reader may see: 主动公开 and posted."""
    return RuleDocument.objects.filter(disclosure=Disclosure.PUBLIC, posted_at__isnull=False).order_by("code")


@for_this_page
def get(by: Actor, code: str) -> RuleDocument:
    """One document by its register code."""
    found = visible(by).filter(code=code).select_related("unit", "replaces", "variant_of").first()
    if found is None:
        raise Refused(denied("document.unknown", f"制度文件登记中没有“{code}”，或您无权查看"))
    return found


def by_title() -> dict[str, str]:
    """Title → code of every document in force, as lists name them; of two of one title the later counts."""
    rows = RuleDocument.objects.filter(repealed_on__isnull=True).order_by("pk")
    return dict(rows.values_list("title", "code"))


def cited_by(by: Actor, document: RuleDocument) -> list[RuleDocument]:
    """What a document cites, as far as whoever asks may read it: a title is told like the document."""
    return list(visible(by).filter(pk__in=document.cites.values("cited")).order_by("code"))


def named(by: Actor, other: RuleDocument | None) -> str:
    """Another document's title in the facts of one; empty for whom it is not."""
    known = other is not None and visible(by).filter(pk=other.pk).exists()
    return str(other) if known else ""


def disclosure(code: str) -> str:
    """公开属性 as it stands, for whoever is about to make the document public."""
    found: str = RuleDocument.objects.values_list("disclosure", flat=True).get(code=code)
    return found


def binding_for(by: Actor, code: str) -> str:
    """遵照执行 or 参照执行 for the level of the person who asks; empty when the document says nothing."""
    told = {row.level: row.binding for row in get(by, code).bindings.all()}
    return Binding(told[by.level]).label if by.level in told else ""


def resting_on(by: Actor, code: str) -> list[Resting]:
    """Everything that rests on a document, items first: what to look at before or after its repeal."""
    document = get(by, code)
    items = ItemBasis.objects.filter(document=document).select_related("version__item")
    found = [
        Resting(UseKind.ITEM, f"{b.version.item.code} v{b.version.number}", b.version.name, b.article)
        for b in items.order_by("version__item__code", "version__number", "article")
    ]
    uses = RuleUse.objects.filter(document=document).order_by("kind", "thing", "clause")
    found += [Resting(use.kind, use.thing, _called(use), use.clause) for use in uses]
    powers = document.powers.order_by("code")
    found += [Resting("power", power.code, power.name, power.article) for power in powers]
    citing = document.cited_by.select_related("document").order_by("document__code")
    found += [Resting("document", c.document.code, str(c.document), "") for c in citing]
    return found


def _called(use: RuleUse) -> str:
    """抽查比例分档 for the parameter ``ratio.tiers`` of some pack; what has no such name goes by its kind."""
    key = keys.BY_NAME.get(use.thing.rpartition(" ")[2])
    return key.label if key and use.kind == UseKind.PACK else UseKind(use.kind).label


def missing_annexes(by: Actor) -> list[tuple[str, str]]:
    """(document, annex) for every annex that is named but not at hand: 附件未收录."""
    rows = visible(by).filter(annexes__held=False).order_by("code", "annexes__title")
    return list(rows.values_list("code", "annexes__title"))


def repealed(by: Actor) -> QuerySet[RuleDocument]:
    """Documents no longer in force, the latest first."""
    return visible(by).filter(repealed_on__isnull=False).order_by("-repealed_on", "code")
