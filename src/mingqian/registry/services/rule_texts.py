"""The text of a document that stood 未收录: it comes once, and then its articles may be linked to rules."""

from datetime import datetime

from django.db import transaction

from mingqian.accounts.types import Actor
from mingqian.audit import services as audit
from mingqian.core.decision import Decision, Refused, allowed, demand, demand_all, denied
from mingqian.registry import policies
from mingqian.registry.enums import UseKind
from mingqian.registry.models import RuleDocument, RuleUse
from mingqian.registry.policies import Verb
from mingqian.registry.selectors import packs, rule_documents
from mingqian.registry.services import rule_documents as documents

GAP = "石嘴山方案 1(1)、5(1)、10(1) 引用三份市级办法，“附件下载”为空；厦门 附件未收录"
MOST = 200_000


@transaction.atomic
def supply(*, code: str, text: str, by: Actor, now: datetime) -> RuleDocument:
    """The gap closes; a text that is there is never overwritten."""
    document = RuleDocument.objects.select_for_update().get(pk=rule_documents.get(by, code).pk)
    path = by.unit_path if document.unit is None else document.unit.path
    demand_all([policies.may(by, Verb.KEEP_DOCUMENTS, path), _open(document), _readable(text)])
    document.text = text.replace("\r\n", "\n").strip()
    document.save(update_fields=["text"])
    body = {"title": document.title, "length": len(document.text)}
    audit.record("document.text_supplied", by=by, now=now, thing=f"document:{code}", body=body)
    return document


@transaction.atomic
def link(*, code: str, pack: str, parameter: str, article: str, by: Actor, now: datetime) -> RuleUse:
    """An article of it carries a parameter of a pack: both must be there to be read."""
    document = rule_documents.get(by, code)
    demand_all([_held(document), _parameter(pack, parameter)])
    demand(_article(document, article.strip()))
    thing = f"{pack} {parameter}"
    return documents.cite(code=code, kind=UseKind.PACK, thing=thing, clause=article.strip(), by=by, now=now)


def _open(document: RuleDocument) -> Decision:
    if not document.text:
        return allowed()
    return denied("document.text_held", f"{document}的正文已收录", GAP, "修订的请另登记一份，写明替代哪一份")


def _readable(text: str) -> Decision:
    if text.strip() and len(text) <= MOST:
        return allowed()
    return denied("document.text_empty", f"正文为空或超过 {MOST:,} 字", GAP, "请粘贴全文")


def _held(document: RuleDocument) -> Decision:
    if document.text:
        return allowed()
    return denied("document.not_held", f"{document}未收录正文，条文无从核对", GAP, "请先补录正文")


def _article(document: RuleDocument, article: str) -> Decision:
    if article and article in document.text:
        return allowed()
    return denied(
        "document.no_article", f"{document}的正文里没有“{article}”", GAP, "请照正文写条号，例：第三条"
    )


def _parameter(pack: str, parameter: str) -> Decision:
    if pack not in {one.name for one in packs.shelf()}:
        raise Refused(denied("pack.unknown", f"没有名为“{pack}”的规则包", GAP, "请从规则包页抄录名称"))
    if parameter in packs.effective(pack).values:
        return allowed()
    return denied(
        "pack.no_parameter", f"规则包“{pack}”没有参数“{parameter}”", GAP, "请从规则包页抄录参数代码"
    )
