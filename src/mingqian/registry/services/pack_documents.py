"""The documents a rule pack rests on, into the register, with every parameter that cites them."""

from collections.abc import Iterator, Mapping
from datetime import UTC, date, datetime
from zoneinfo import ZoneInfo

from django.db import transaction
from django.utils.timezone import localdate

from mingqian.accounts.types import Actor
from mingqian.policy.schema.item import Basis, BasisStatus
from mingqian.policy.schema.pack import Document, Pack
from mingqian.policy.schema.parameter import Rank
from mingqian.registry.enums import BasisLevel, Binding, Disclosure, Level, UseKind
from mingqian.registry.models import RuleDocument, RuleUse
from mingqian.registry.services import rule_documents

#: Bureau documents print local time without saying so; all five bureaus keep Beijing time.
_LOCAL = ZoneInfo("Asia/Shanghai")
_OWN = "own"
_ANNEX = "annex"


@transaction.atomic
def register(pack: Pack, *, unit: str, by: Actor, now: datetime) -> Mapping[str, str]:
    """Register a pack's documents and bases once; return register codes by basis id."""
    annexes = {d.title: d.included for d in pack.documents if d.id.startswith(_ANNEX)}
    codes: dict[str, str] = {}
    named = [document for document in pack.documents if not document.id.startswith(_ANNEX)]
    for document in sorted(named, key=lambda d: d.id == _OWN):
        cites = sorted(set(codes.values())) if document.id == _OWN else []
        codes[document.id] = _document(
            pack, document, annexes if document.id == _OWN else {}, cites, unit, by, now
        )
    for basis in pack.bases:
        codes[basis.id] = _basis(pack, basis, unit, by, now)
    _cite(pack, codes)
    return codes


def _known(title: str, number: str) -> str:
    """The code under which a document of this title and number is already registered."""
    found = RuleDocument.objects.filter(title=title, number=number).order_by("pk").first()
    return found.code if found is not None else ""


def _document(
    pack: Pack,
    document: Document,
    annexes: Mapping[str, bool],
    cites: list[str],
    unit: str,
    by: Actor,
    now: datetime,
) -> str:
    known = _known(document.title, document.number)
    if known:
        return known
    column, _, _ = document.note.partition("。")
    posted = _moment(document.posted_at)
    return rule_documents.register(
        code=_code(pack, document.id),
        title=document.title,
        level=_level(document.level),
        unit=unit,
        disclosure=next((d for d in Disclosure if d.label == document.disclosure), Disclosure.PUBLIC),
        number=document.number,
        adopting_body=document.body,
        signed_on=date.fromisoformat(document.signed_on) if document.signed_on else None,
        posted_at=posted,
        column=column.removeprefix("栏目：") if column.startswith("栏目：") else "",
        note=document.note,
        bindings=dict(_bindings(document.binding)),
        annexes=annexes,
        cites=cites,
        by=by,
        now=now,
    ).code


def _basis(pack: Pack, basis: Basis, unit: str, by: Actor, now: datetime) -> str:
    known = _known(basis.title, basis.number)
    if known:
        return known
    code = rule_documents.register(
        code=_code(pack, basis.id),
        title=basis.title,
        level=_level(basis.level),
        unit=unit,
        number=basis.number,
        note=basis.note,
        by=by,
        now=now,
    ).code
    if basis.status is BasisStatus.REPEALED:
        ground = basis.note or "规则包标注已废止"
        rule_documents.repeal(code=code, on=localdate(now), ground=ground, by=by, now=now)
    return code


def _code(pack: Pack, name: str) -> str:
    return f"{pack.name}:{name}"[:40]


def _level(code: str) -> BasisLevel:
    return BasisLevel(code) if code in {level.value for level in BasisLevel} else BasisLevel.NORMATIVE


def _moment(text: str) -> datetime | None:
    """2017-05-12 15:49 as printed, or a bare day, as an aware moment."""
    return datetime.fromisoformat(text).replace(tzinfo=_LOCAL).astimezone(UTC) if text else None


def _bindings(text: str) -> Iterator[tuple[Level, Binding]]:
    """遵照执行（区级参照执行）: who must follow, who may follow with a variant."""
    if not text:
        return
    yield Level.CITY, Binding.BINDING if text.startswith(Binding.BINDING.label) else Binding.REFERENCE
    district = Binding.REFERENCE if Binding.REFERENCE.label in text else Binding.BINDING
    yield Level.DISTRICT, district


def _cite(pack: Pack, codes: Mapping[str, str]) -> None:
    """Each parameter that says something rests on the document it cites, by clause."""
    named = [document for document in pack.documents if document.id in codes]
    by_name = {name: codes[d.id] for d in named for name in (d.title, d.number) if name}
    own = codes.get(pack.identity.document, "")
    pks = dict(RuleDocument.objects.filter(code__in=codes.values()).values_list("code", "pk"))
    cited = {key: by_name.get(p.source, own) for key, p in pack.parameters.items()}
    uses = [
        RuleUse(
            document_id=pks[cited[parameter.key]],
            kind=UseKind.PACK.value,
            thing=f"{pack.name} {parameter.key}",
            clause=parameter.clause[:120],
        )
        for parameter in pack.parameters.values()
        if parameter.value is not None and parameter.rank is not Rank.DEFAULT and cited[parameter.key]
    ]
    RuleUse.objects.bulk_create(uses, ignore_conflicts=True)
