"""Writes of the register of rule documents."""

from collections.abc import Mapping, Sequence
from datetime import date, datetime

from django.db import transaction

from mingqian.accounts.types import Actor
from mingqian.audit import services as audit
from mingqian.core.decision import Refused, demand, denied
from mingqian.registry import policies
from mingqian.registry.enums import BasisLevel, Binding, Disclosure, Level, UseKind
from mingqian.registry.models import (
    RuleDocument,
    RuleDocumentAnnex,
    RuleDocumentBinding,
    RuleDocumentCitation,
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
    by: Actor,
    now: datetime,
) -> RuleDocument:
    """Enter a document: number, title, adopting body, days, disclosure, binding force, annexes, citations."""
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
    body = {
        "title": document.title,
        "number": document.number,
        "level": document.level,
        "disclosure": document.disclosure,
        "replaces": replaces,
        "variant_of": variant_of,
        "cites": list(cites),
        "missing_annexes": [name for name, held in (annexes or {}).items() if not held],
    }
    audit.record("document.registered", by=by, now=now, thing=f"document:{code}", body=body)
    return document


def _demand_free(code: str) -> None:
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
    document.delete()


def _keep(by: Actor, code: str) -> RuleDocument:
    document = rule_documents.get(by, code)
    path = document.unit.path if document.unit is not None else by.unit_path
    demand(policies.may(by, policies.Verb.KEEP_DOCUMENTS, path))
    return document
