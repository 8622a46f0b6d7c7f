"""制度规范: a rule document in full, with what it replaces and until when it held (XM-83)."""

from datetime import datetime

from django.db.models import Q

from mingqian.accounts import selectors as accounts
from mingqian.accounts.types import Actor
from mingqian.core.decision import Decision, allowed, demand, denied
from mingqian.publicity.enums import NoticeKind
from mingqian.publicity.types import Candidate, Column, Content, Line
from mingqian.registry import selectors as registries
from mingqian.registry.enums import BasisLevel, Disclosure
from mingqian.ui import words
from mingqian.ui.asking import Asking

COLUMNS = (Column("annex", "附件"), Column("held", "收录情况"))


def candidates(by: Actor, *, now: datetime) -> Asking[list[Candidate]]:
    """The bureau's own documents that are 主动公开; laws of others are cited, republished once their text is held."""
    bureau = accounts.bureau()
    if bureau is None:
        return []
    found = registries.rule_documents.visible(by).filter(
        ~Q(text="") | Q(level=BasisLevel.NORMATIVE), disclosure=Disclosure.PUBLIC, unit__isnull=False
    )
    rows = found.select_related("unit").defer("text").order_by("code")
    yield (rows,)
    return [
        Candidate(
            NoticeKind.RULE_DOCUMENT, f"rule_document:{one.code}", one.title,
            one.unit.path if one.unit else bureau.path, one.unit.code if one.unit else bureau.code,
            one.signed_on, one.number or "无文号", f"{one.repealed_on or ''}",
        )
        for one in rows
    ]  # fmt: skip


def content(by: Actor, thing: str, *, persons: str, now: datetime) -> Content:
    """The text paragraph by paragraph; a document that is not 主动公开 is refused."""
    one = registries.rule_documents.get(by, thing.removeprefix("rule_document:"))
    demand(_disclosable(one.disclosure))
    paras = tuple(part.strip() for part in one.text.splitlines() if part.strip())
    facts = [
        ("文号", one.number),
        ("制定机关", one.adopting_body),
        ("通过方式", one.adopted_how),
        ("签发日期", one.signed_on.isoformat() if one.signed_on else ""),
        ("施行日期", one.in_force_from.isoformat() if one.in_force_from else ""),
        ("栏目", one.column),
        ("发布时间", words.moment(one.posted_at)),
        ("废止", f"{words.day(one.repealed_on)} {one.repealed_ground}" if one.repealed_on else ""),
    ]
    return Content(
        title=one.title,
        lead=one.note,
        clause="政府信息公开条例第二十条",
        facts=tuple((label, value) for label, value in facts if value),
        sections=(("正文", paras or ("本系统只收录了文件目录，正文见制定机关网站。",)),),
        columns=COLUMNS,
        lines=tuple(
            Line({"annex": annex.title, "held": "已收录" if annex.held else "附件未收录"})
            for annex in one.annexes.order_by("title")
        ),
    )


def disclosable(thing: str) -> Decision:
    """Whether the document of a notice is still 主动公开."""
    return _disclosable(registries.rule_documents.disclosure(thing.removeprefix("rule_document:")))


def _disclosable(disclosure: str) -> Decision:
    if disclosure == Disclosure.PUBLIC:
        return allowed()
    why = f"该文件的公开属性为“{Disclosure(disclosure).label}”，不能公示"
    return denied("publicity.not_disclosable", why, "政府信息公开条例")
