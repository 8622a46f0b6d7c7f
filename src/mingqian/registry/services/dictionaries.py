"""Writes of the bureau's own words. A code stays for good; a label may be corrected, a word retired."""

from datetime import datetime

from django.db import transaction
from django.db.models import Q

from mingqian.accounts import selectors as accounts
from mingqian.accounts.types import Actor
from mingqian.audit import services as audit
from mingqian.core.decision import Refused, demand, denied
from mingqian.registry import policies
from mingqian.registry.codes import CODE
from mingqian.registry.enums import DictionaryKind, WordState
from mingqian.registry.models import DictionaryWord
from mingqian.registry.policies import Verb
from mingqian.registry.selectors import dictionaries
from mingqian.registry.services import places

ONE_CODE = "厦门 三(二)：名录库按业务类别分库；代码写入抽取名册，一经使用不再改变"


@transaction.atomic
def add(
    *, kind: DictionaryKind, code: str, label: str, note: str = "", by: Actor, now: datetime
) -> DictionaryWord:
    """Add a word of the bureau's own."""
    _demand_keeper(by)
    if not CODE.fullmatch(code):
        why = f"代码“{code}”不合规"
        raise Refused(denied("dictionary.code", why, ONE_CODE, "用字母、数字、下划线、连字符，1 至 32 位"))
    word = places.clean("名称", label, 60)
    _demand_free(kind, code, word)
    row = DictionaryWord.objects.create(
        kind=kind.value,
        code=code,
        label=word,
        note=places.clean("说明", note, 200, required=False),
        changed_by=by.code,
        changed_at=now,
    )
    return _told("dictionary.word_added", row, {"label": word, "note": row.note}, by, now)


def _demand_free(kind: DictionaryKind, code: str, label: str) -> None:
    for word in dictionaries.given(kind):
        if code == word.code or label == word.label:
            raise Refused(
                denied("dictionary.given", f"“{word.label}（{word.code}）”已在产品自带的词表中", ONE_CODE)
            )
    found = DictionaryWord.objects.filter(Q(code=code) | Q(label=label), kind=kind).first()
    if found is not None:
        raise Refused(denied("dictionary.taken", f"“{found}”已在词表中", ONE_CODE, "请换一个代码和名称"))


@transaction.atomic
def relabel(
    *, kind: DictionaryKind, code: str, label: str, note: str, by: Actor, now: datetime
) -> DictionaryWord:
    """Correct how a word reads; its code stays."""
    row = _own(kind, code, by)
    before = row.label
    wanted = places.clean("名称", label, 60)
    if wanted != before and wanted in dictionaries.labels(kind).values():
        raise Refused(denied("dictionary.taken", f"名称“{wanted}”已在词表中", ONE_CODE))
    row.label, row.note = wanted, places.clean("说明", note, 200, required=False)
    return _saved("dictionary.word_changed", row, {"before": before, "label": wanted}, by, now)


@transaction.atomic
def retire(*, kind: DictionaryKind, code: str, reason: str, by: Actor, now: datetime) -> DictionaryWord:
    """Offer a word no longer; rows that carry it keep it."""
    row = _own(kind, code, by)
    if row.state == WordState.RETIRED:
        raise Refused(denied("dictionary.retired", f"“{row}”已经停用", ONE_CODE))
    row.state = WordState.RETIRED.value
    return _saved("dictionary.word_retired", row, {"reason": places.clean("理由", reason, 200)}, by, now)


def _demand_keeper(by: Actor) -> None:
    root = accounts.bureau()
    demand(policies.may(by, Verb.KEEP_DICTIONARIES, root.path if root else ""))


def _own(kind: DictionaryKind, code: str, by: Actor) -> DictionaryWord:
    _demand_keeper(by)
    found = DictionaryWord.objects.select_for_update().filter(kind=kind, code=code).first()
    if found is None:
        why = f"词表“{kind.label}”中没有本局自加的“{code}”"
        raise Refused(denied("dictionary.unknown", why, ONE_CODE, "产品自带的词不能改"))
    return found


def _saved(
    kind: str, row: DictionaryWord, body: dict[str, object], by: Actor, now: datetime
) -> DictionaryWord:
    row.changed_by, row.changed_at = by.code, now
    row.save()
    return _told(kind, row, body, by, now)


def _told(
    kind: str, row: DictionaryWord, body: dict[str, object], by: Actor, now: datetime
) -> DictionaryWord:
    audit.record(kind, by=by, now=now, thing=f"dictionary:{row.kind}/{row.code}", body=body)
    return row
