"""Writes of the register of rule documents."""

from collections.abc import Mapping, Sequence
from datetime import date, datetime

from django.db import transaction
from django.db.models import ProtectedError

from mingqian.accounts.types import Actor
from mingqian.audit import services as audit
from mingqian.core.canonical import JsonValue
from mingqian.core.decision import Refused, demand, denied
from mingqian.registry import codes, policies
from mingqian.registry.enums import BasisLevel, Binding, Disclosure, Level, UseKind
from mingqian.registry.models import (
    RuleDocument,
    RuleDocumentAddressee,
    RuleDocumentAnnex,
    RuleDocumentBinding,
    RuleDocumentCitation,
    RuleDocumentPrinting,
    RuleUse,
)
from mingqian.registry.selectors import rule_documents
from mingqian.registry.selectors.rule_documents import Resting
from mingqian.registry.services import places

VERSIONED = "厦门 三(一)：法律法规规章有调整的，按照规定程序及时调整事项清单"
IN_USE = "厦门 二：有法可依、有章可循；被引用的依据不得删除"


@transaction.atomic
def register(
    *,
    code: str,
    title: str,
    level: BasisLevel,
    unit: str,
    disclosure: Disclosure = Disclosure.PUBLIC,
    number: str = "",
    adopting_body: str = "",
    adopted_how: str = "",
    signed_on: date | None = None,
    posted_at: datetime | None = None,
    in_force_from: date | None = None,
    column: str = "",
    text: str = "",
    note: str = "",
    bindings: Mapping[Level, Binding] | None = None,
    annexes: Mapping[str, bool] | None = None,
    cites: Sequence[str] = (),
    variant_of: str = "",
    replaces: str = "",
    addressees: Sequence[str] = (),
    printed_by: str = "",
    printed_on: date | None = None,
    by: Actor,
    now: datetime,
) -> RuleDocument:
    """Enter a document: number, title, adopting body, days, disclosure, binding force, annexes, citations.

    平顶山 and 涪陵 name whom theirs is sent to; a document sent to nobody in particular is nobody's secret.
    """
    place = places.unit(by, unit)
    demand(policies.may(by, policies.Verb.KEEP_DOCUMENTS, place.path))
    _demand_free(code)
    former = _replaced(by, replaces) if replaces else None
    document = RuleDocument.objects.create(
        code=code,
        title=places.clean("文件名称", title, 200),
        number=places.clean("文号", number, 60, required=False),
        level=level.value,
        adopting_body=places.clean("制定机关", adopting_body, 100, required=False),
        adopted_how=places.clean("通过方式", adopted_how, 60, required=False),
        signed_on=signed_on,
        posted_at=posted_at,
        in_force_from=in_force_from,
        column=places.clean("栏目", column, 60, required=False),
        disclosure=disclosure.value,
        text=text,
        note=places.clean("说明", note, 300, required=False),
        unit_id=place.pk,
        variant_of=rule_documents.get(by, variant_of) if variant_of else None,
        replaces=former,
    )
    _add_parts(by, document, bindings or {}, annexes or {}, cites)
    printed_by = places.clean("印发机关", printed_by, 100, required=False)
    body = _told(document, annexes or {}, cites)
    body["addressees"] = _send(by, document, addressees, printed_by, printed_on)
    audit.record("document.registered", by=by, now=now, thing=f"document:{code}", body=body)
    return document


def _told(document: RuleDocument, annexes: Mapping[str, bool], cites: Sequence[str]) -> dict[str, JsonValue]:
    """What the journal holds of an entry."""
    return {
        "title": document.title,
        "number": document.number,
        "level": document.level,
        "disclosure": document.disclosure,
        "replaces": document.replaces.code if document.replaces else "",
        "variant_of": document.variant_of.code if document.variant_of else "",
        "cites": list(cites),
        "missing_annexes": [name for name, held in annexes.items() if not held],
    }


def _demand_free(code: str) -> None:
    demand(codes.opens(code))
    if RuleDocument.objects.filter(code=code).exists():
        why = f"登记号“{code}”已被使用"
        raise Refused(denied("document.taken", why, remedy="修订本请另用登记号，并注明替代哪一份"))


def _replaced(by: Actor, code: str) -> RuleDocument:
    """A wording has one next wording."""
    former = rule_documents.get(by, code)
    if RuleDocument.objects.filter(replaces=former).exists():
        why = f"{former} 已有修订本，不能再由另一份替代"
        raise Refused(denied("document.replaced", why, VERSIONED, "请替代最新的一份"))
    return former


def _add_parts(
    by: Actor,
    document: RuleDocument,
    bindings: Mapping[Level, Binding],
    annexes: Mapping[str, bool],
    cites: Sequence[str],
) -> None:
    for level, binding in bindings.items():
        RuleDocumentBinding.objects.create(document=document, level=level.value, binding=binding.value)
    named = {places.clean("附件名称", title, 200): held for title, held in annexes.items()}
    for title, held in named.items():
        RuleDocumentAnnex.objects.create(document=document, title=title, held=held)
    for cited in dict.fromkeys(cites):
        RuleDocumentCitation.objects.create(document=document, cited=rule_documents.get(by, cited))


def _send(
    by: Actor, document: RuleDocument, addressees: Sequence[str], printed_by: str, printed_on: date | None
) -> list[JsonValue]:
    """致送单位 and 印发: units of this person's scope, each once."""
    units = [places.unit(by, code) for code in dict.fromkeys(addressees)]
    RuleDocumentAddressee.objects.bulk_create(
        RuleDocumentAddressee(document=document, unit_id=one.pk) for one in units
    )
    if printed_by or printed_on is not None:
        RuleDocumentPrinting.objects.create(document=document, printed_by=printed_by, printed_on=printed_on)
    return [one.code for one in units]


@transaction.atomic
def set_disclosure(
    *, code: str, disclosure: Disclosure, reason: str, by: Actor, now: datetime
) -> RuleDocument:
    """Change 主动公开/依申请公开/不予公开; what is no longer public leaves the public list at once."""
    document = _keep(by, code)
    before = document.disclosure
    document.disclosure = disclosure.value
    document.save(update_fields=["disclosure"])
    body = {"before": before, "after": disclosure.value, "reason": places.clean("理由", reason, 200)}
    audit.record("document.disclosure_changed", by=by, now=now, thing=f"document:{code}", body=body)
    return document


@transaction.atomic
def repeal(*, code: str, on: date, ground: str, by: Actor, now: datetime) -> list[Resting]:
    """Mark a document as no longer in force and return everything that rests on it."""
    document = _keep(by, code)
    if document.repealed_on is not None:
        raise Refused(denied("document.repealed", f"{document} 已于 {document.repealed_on} 失效", VERSIONED))
    since = document.in_force_from or document.signed_on
    places.within("失效日", on, since=since, began=f"{document} 自 {since} 起施行")
    document.repealed_on = on
    document.repealed_ground = places.clean("失效依据", ground, 200)
    document.save(update_fields=["repealed_on", "repealed_ground"])
    resting = rule_documents.resting_on(by, code)
    body = {
        "on": on.isoformat(),
        "ground": document.repealed_ground,
        "resting": [f"{found.kind} {found.thing} {found.clause}".strip() for found in resting],
    }
    audit.record("document.repealed", by=by, now=now, thing=f"document:{code}", body=body)
    return resting


@transaction.atomic
def cite(*, code: str, kind: UseKind, thing: str, clause: str = "", by: Actor, now: datetime) -> RuleUse:
    """Record that a pack parameter or a filter rule rests on a document."""
    document = rule_documents.get(by, code)
    demand(
        policies.may(
            by, policies.Verb.KEEP_DOCUMENTS, by.unit_path if document.unit is None else document.unit.path
        )
    )
    use, _ = RuleUse.objects.get_or_create(document=document, kind=kind.value, thing=thing, clause=clause)
    body = {"kind": kind.value, "thing": thing, "clause": clause}
    audit.record("document.cited", by=by, now=now, thing=f"document:{code}", body=body)
    return use


@transaction.atomic
def remove(*, code: str, reason: str, by: Actor, now: datetime) -> None:
    """Delete an entry made by mistake; refused as soon as anything rests on it (XM-16)."""
    document = _keep(by, code)
    resting = rule_documents.resting_on(by, code)
    if resting:
        named = "；".join(f"{found.name}（{found.thing}{found.clause}）" for found in resting[:5])
        more = f"等 {len(resting)} 处" if len(resting) > 5 else ""
        why = f"{document} 正被引用，不能删除：{named}{more}"
        raise Refused(denied("document.in_use", why, IN_USE, "如已失效，请登记废止；引用它的事项会列出"))
    body = {"title": document.title, "number": document.number, "reason": places.clean("理由", reason, 200)}
    audit.record("document.removed", by=by, now=now, thing=f"document:{code}", body=body)
    try:
        document.delete()
    except ProtectedError as held:  # a later wording, or rows of the rooms above: fees, handovers
        named = "；".join(sorted(str(one) for one in held.protected_objects)[:5])
        why = f"{document} 正被引用，不能删除：{named}"
        raise Refused(denied("document.in_use", why, IN_USE, "如已失效，请登记废止")) from held


def _keep(by: Actor, code: str) -> RuleDocument:
    document = rule_documents.get(by, code)
    path = document.unit.path if document.unit is not None else by.unit_path
    demand(policies.may(by, policies.Verb.KEEP_DOCUMENTS, path))
    return document
