"""The item list as of a day: versions in force, their differences, what keeps an item from use."""

from collections.abc import Collection, Sequence
from datetime import date
from typing import Any, NamedTuple

from django.db.models import Case, OuterRef, Prefetch, Q, QuerySet, Subquery, When
from django.db.models.functions import Coalesce

from mingqian.accounts import selectors as accounts
from mingqian.accounts.types import Actor
from mingqian.core.decision import Decision, Refused, denied
from mingqian.registry import item_rules
from mingqian.registry.enums import ItemState
from mingqian.registry.models import Item, ItemBasis, ItemVersion, Power, SubjectVisit
from mingqian.registry.selectors import powers
from mingqian.registry.types import BasisFacts, ItemFacts, Strata
from mingqian.ui import prepared
from mingqian.ui.asking import Asking
from mingqian.ui.remember import for_this_page

difference_of = item_rules.difference
missing = item_rules.missing
for_enterprises = item_rules.for_enterprises

#: A wording that is being worked on.
OPEN = (ItemState.DRAFT.value, ItemState.REVIEW.value, ItemState.REVIEWED.value, ItemState.APPROVED.value)


class Listed(NamedTuple):
    """A place in the published list."""

    seq: int
    code: str
    number: int
    effective_on: date | None
    retired_on: date | None


def visible(by: Actor) -> QuerySet[Item]:
    """Items are published: whoever has any scope may read them; nobody without one."""
    return Item.objects.all() if by.scope_paths else Item.objects.none()


@for_this_page
def facts(by: Actor, code: str, on: date) -> ItemFacts:
    """The version of an item in force on a day; refused when there is none."""
    version = _in_force(code, on).first() if by.scope_paths else None
    if version is None:
        raise Refused(_nothing_published(by, code, on))
    return assemble(version)


@prepared.question
def _in_force(code: str, on: date) -> QuerySet[ItemVersion]:
    rows = whole().filter(state=ItemState.PUBLISHED, item__code=code, effective_on__lte=on)
    return rows.order_by("-number")[:1]


@prepared.question
def open_one(code: str, number: int) -> QuerySet[ItemVersion]:
    """A version for a write: who may do it is asked of what is found."""
    return whole().select_for_update(of=("self",)).filter(item__code=code, number=number).order_by("pk")


def version(by: Actor, code: str, number: int) -> ItemFacts:
    """One version of an item whatever its state; drafts only for those whose scope holds the owner."""
    return wordings(by, [(code, number)])[code, number]


def wordings(by: Actor, wanted: Collection[tuple[str, int]]) -> dict[tuple[str, int], ItemFacts]:
    """The same of many items, in as few queries as of one."""
    rows = _versions(by).filter(item__code__in={code for code, _ in wanted})
    there = {(row.item.code, row.number): row for row in rows}
    found: dict[tuple[str, int], ItemFacts] = {}
    for code, number in wanted:
        row = there.get((code, number))
        if row is None or not (row.state == ItemState.PUBLISHED or by.covers(row.item.unit.path)):
            raise Refused(denied("item.no_version", f"事项“{code}”没有第 {number} 版，或您无权查看草稿"))
        found[code, number] = assemble(row)
    return found


def history(by: Actor, code: str) -> list[ItemFacts]:
    """Every published version, the oldest first."""
    return [assemble(found) for found in _published(by).filter(item__code=code).order_by("number")]


@for_this_page
def listing(by: Actor, on: date, *, retired: bool = False) -> list[ItemFacts]:
    """The list as published on a day, in its own order; retired items only when asked for."""
    newest: dict[str, ItemVersion] = {}
    for found in _published(by).filter(effective_on__lte=on).order_by("item__code", "number"):
        newest[found.item.code] = found
    listed = [assemble(found) for found in sorted(newest.values(), key=lambda v: (v.seq, v.item.code))]
    return [f for f in listed if retired or f.retired_on is None or f.retired_on > on]


def numbers(by: Actor, on: date) -> Asking[list[Listed]]:
    """The same list by code and number alone: who only asks whether it changed needs no more of it."""
    columns = ("item__code", "number", "seq", "effective_on", "item__retired_on")
    rows = ItemVersion.objects.filter(item__in=visible(by), state=ItemState.PUBLISHED, effective_on__lte=on)
    found = rows.order_by("item__code", "number").values_list(*columns)
    yield (found,)
    newest = {code: Listed(seq, code, number, began, ended) for code, number, seq, began, ended in found}
    return sorted(one for one in newest.values() if one.retired_on is None or one.retired_on > on)


def obstacles(item: ItemFacts, on: date, *, national_layer: bool) -> tuple[Decision, ...]:
    """Everything that keeps an item from being planned on that day."""
    return item_rules.obstacles(item, on, national_layer=national_layer)


def difference(by: Actor, code: str, old: int, new: int) -> tuple[tuple[str, str, str], ...]:
    """(column, before, after) between two versions of an item."""
    return item_rules.difference(version(by, code, old), version(by, code, new))


def resting_on_law(by: Actor, document_code: str, on: date) -> list[tuple[ItemFacts, BasisFacts]]:
    """Search by law: the items in force that cite a document, with the article each cites."""
    found = []
    for item in listing(by, on):
        found += [(item, basis) for basis in item.bases if basis.document == document_code]
    return found


def stale(by: Actor, on: date) -> list[tuple[ItemFacts, tuple[BasisFacts, ...]]]:
    """失效依据: items in force citing at least one document that is repealed on the day."""
    pairs = ((item, tuple(b for b in item.bases if item_rules.repealed(b, on))) for item in listing(by, on))
    return [(item, bases) for item, bases in pairs if bases]


def overdue(by: Actor, on: date, *, untouched_since: date) -> list[ItemFacts]:
    """Items whose wording has not been reviewed since a day (及时调整不适应新情况、新要求的业务事项)."""
    return [i for i in listing(by, on) if i.effective_on is not None and i.effective_on < untouched_since]


@for_this_page
def one(by: Actor, code: str) -> Item | None:
    """An item as the desk shows it: published ones to everybody with a scope, others to their own unit."""
    return desk_rows(by).filter(code=code).first()


def desk_rows(by: Actor) -> QuerySet[Item]:
    """Every item with the wording that counts and the one being worked on; drafts stay in their unit's scope."""
    newest = ItemVersion.objects.filter(item=OuterRef("pk")).order_by("-number")
    public = newest.filter(state=ItemState.PUBLISHED)
    shown = Coalesce(Subquery(public.values("name")[:1]), Subquery(newest.values("name")[:1]))
    rows = visible(by).annotate(
        shown_name=shown,
        shown_category=Coalesce(
            Subquery(public.values("category")[:1]), Subquery(newest.values("category")[:1])
        ),
        shown_seq=Coalesce(Subquery(public.values("seq")[:1]), Subquery(newest.values("seq")[:1])),
        published_number=Subquery(public.values("number")[:1]),
        published_effective=Subquery(public.values("effective_on")[:1]),
        open_number=Subquery(newest.filter(state__in=OPEN).values("number")[:1]),
        open_state=Subquery(newest.filter(state__in=OPEN).values("state")[:1]),
    )
    readable = accounts.in_scope(by) | Q(published_number__isnull=False)
    return (
        rows.filter(readable).select_related("unit", "jurisdiction", "parent").order_by("shown_seq", "code")
    )


def listed_rows(by: Actor) -> QuerySet[Item]:
    """The same, each with the whole wording that its row of the published table says (``worded``)."""
    first = Case(When(state=ItemState.PUBLISHED, then=0), default=1)
    words = ItemVersion.objects.order_by("item_id", first, "-number")
    bases = Prefetch("bases", ItemBasis.objects.select_related("document"))
    return desk_rows(by).prefetch_related(
        Prefetch("versions", words.prefetch_related("contents", bases), to_attr="worded")
    )


def citing(text: str) -> QuerySet[Any]:
    """Items of which a wording rests on a document so called or numbered: from a law to its items (XM-16)."""
    told = Q(document__title__icontains=text) | Q(document__number__icontains=text)
    return ItemBasis.objects.filter(told).values("version__item")


def of_power(by: Actor, power: Power) -> QuerySet[Any]:
    """The items that carry out a power, as the desk lists them."""
    return desk_rows(by).filter(power_links__power=power)


@for_this_page
def versions(by: Actor, item: Item) -> list[ItemFacts]:
    """Every wording of an item this person may read, the newest first."""
    found = whole().filter(item=item).order_by("-number")
    if not by.covers(item.unit.path):
        found = found.filter(state=ItemState.PUBLISHED)
    return [assemble(row) for row in found]


def idle(by: Actor, on: date, *, since: date) -> list[ItemFacts]:
    """In force since before a day and not once checked since it: 不缺位 asks why."""
    used = set(SubjectVisit.objects.filter(on__gte=since, on__lte=on).values_list("item__code", flat=True))
    old = overdue(by, on, untouched_since=since)
    return [item for item in old if item.code not in used]


def next_number(code: str) -> int:
    """The number a new version of an item gets."""
    last = ItemVersion.objects.filter(item__code=code).order_by("-number").first()
    return 1 if last is None else last.number + 1


def assemble(found: ItemVersion) -> ItemFacts:
    """A version row with its children as a plain value."""
    item = found.item
    strata = found.strata or {}
    return ItemFacts(
        code=item.code,
        version=found.number,
        version_pk=found.pk,
        digest=found.digest,
        state=found.state,
        seq=found.seq,
        name=found.name,
        category=found.category,
        item_class=found.item_class,
        inspector_class=found.inspector_class,
        unit_code=item.unit.code,
        unit_path=item.unit.path,
        jurisdiction_path=item.jurisdiction.path,
        level=item.level,
        reach=item.reach,
        necessity=found.necessity,
        subject_text=found.subject_text,
        subject_kinds=tuple(found.subject_kinds),
        subject_tags=tuple(found.subject_tags),
        strata=Strata(strata.get("by", ""), tuple(strata.get("values", ()))),
        methods=tuple(found.methods),
        ratio=found.ratio,
        ratio_text=found.ratio_text,
        frequency=found.frequency,
        frequency_text=found.frequency_text,
        departments=tuple(found.departments),
        contents=tuple(content.text for content in found.contents.all()),
        bases=tuple(_basis(basis) for basis in found.bases.all()),
        children=tuple(sorted(child.code for child in item.children.all())),
        evaluation_method=found.evaluation_method,
        guideline=found.guideline,
        notes=tuple(found.notes),
        effective_on=found.effective_on,
        retired_on=item.retired_on,
        retired_ground=item.retired_ground,
        power_from=found.power_from,  # type: ignore[attr-defined] # annotated by ``whole``
        power_until=found.power_until,  # type: ignore[attr-defined]
        powers_listed_from=found.powers_listed_from,  # type: ignore[attr-defined]
    )


def _basis(basis: ItemBasis) -> BasisFacts:
    document = basis.document
    return BasisFacts(
        document=document.code,
        title=document.title,
        number=document.number,
        level=document.level,
        article=basis.article,
        repealed_on=document.repealed_on,
        note=basis.note,
    )


def whole() -> QuerySet[ItemVersion]:
    """Versions with everything ``assemble`` reads, in four queries however many there are."""
    bases = Prefetch("bases", ItemBasis.objects.select_related("document"))
    rows = ItemVersion.objects.select_related("item__unit", "item__jurisdiction")
    rows = rows.annotate(
        power_from=powers.since("item"),
        power_until=powers.until("item"),
        powers_listed_from=powers.kept_since("item__unit"),
    )
    return rows.prefetch_related("contents", "item__children", bases)


def _versions(by: Actor) -> QuerySet[ItemVersion]:
    return whole().filter(item__in=visible(by))


def _published(by: Actor) -> QuerySet[ItemVersion]:
    return _versions(by).filter(state=ItemState.PUBLISHED)


def _nothing_published(by: Actor, code: str, on: date) -> Decision:
    if not visible(by).filter(code=code).exists():
        return denied("item.unknown", f"清单中没有代码为“{code}”的事项", remedy="请核对事项代码")
    return denied(
        "item.unpublished",
        f"事项“{code}”在 {on} 没有已公布并生效的版本",
        item_rules.PUBLISH_FIRST,
        "先公布该事项",
    )


def coverage_gaps(by: Actor, on: date) -> dict[str, Sequence[str]]:
    """Items lacking something the list should carry, by what is lacking (不缺位)."""
    listed = listing(by, on)
    return {
        "没有评价办法": [i.code for i in listed if not i.evaluation_method],
        "没有依据": [i.code for i in listed if not i.bases],
        "附件未收录": [i.code for i in listed if item_rules.missing(i)],
        "没有对应的行政权力": [i.code for i in listed if i.power_until is None],
        "行政权力不在有效期": [i.code for i in listed if i.power_until and not item_rules.powered(i, on)],
    }
