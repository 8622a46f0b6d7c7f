"""机关代字 and numbers that will never be used: kept by the legal office."""

from datetime import datetime

from django.db import transaction

from mingqian.accounts import selectors as accounts
from mingqian.accounts.types import Actor
from mingqian.audit import services as audit
from mingqian.core.decision import Decision, Refused, allowed, demand, demand_all, denied
from mingqian.documents import numbering, policies
from mingqian.documents.enums import Kind, NumberState
from mingqian.documents.models import Number, Word
from mingqian.documents.selectors import numbers as reads
from mingqian.documents.services import numbers

_RULE = "文号：机关代字、年份、序号；一个代字一个序列"
_LONGEST = 20


@transaction.atomic
def set_word(*, unit: int, kind: str, text: str, by: Actor, now: datetime) -> Word:
    """From the next number on; what has been given out keeps its words."""
    organ, word = accounts.organ(unit), text.strip()
    demand_all([policies.may_keep(by, organ.path), _fit(word), _free(organ.pk, organ.name, Kind(kind), word)])
    row, _ = Word.objects.update_or_create(
        unit=organ,
        kind=Kind(kind).value,
        defaults={"text": word, "set_by_id": policies.person(by), "set_at": now},
    )
    body = {"kind": row.kind, "word": word}
    audit.record("paper_word.set", by=by, now=now, thing=f"unit:{organ.code}", body=body)
    return row


def _fit(word: str) -> Decision:
    if word and len(word) <= _LONGEST and not set(word) & set("〔〕[]【】() （）0123456789 "):
        return allowed()
    return denied(
        "documents.word",
        f"机关代字“{word}”不合规",
        _RULE,
        f"只写代字，不超过{_LONGEST}字，不含括号、数字和空格",
    )


def _free(organ: int, name: str, kind: Kind, word: str) -> Decision:
    taken = next(
        (one for one in numbering.SUFFIXES if one != kind and reads.word(organ, name, one) == word), None
    )
    other = Word.objects.filter(text=word).exclude(unit_id=organ).exists()
    if taken is None and not other:
        return allowed()
    whose = f"“{taken.label}”" if taken else "别的单位"
    return denied("documents.word_taken", f"机关代字“{word}”已由{whose}使用", _RULE, "请换一个代字")


@transaction.atomic
def void(*, number: str, reason: str, by: Actor, now: datetime) -> Number:
    """A reserved or returned number is given up; one that stands on a paper goes with its paper."""
    row = (
        Number.objects.select_for_update(of=("self",))
        .select_related("series__unit")
        .filter(text=number)
        .first()
    )
    if row is None:
        raise Refused(denied("documents.no_number", f"没有文号“{number}”", _RULE, "请核对"))
    demand(policies.may_keep(by, row.series.unit.path))
    if row.state not in (NumberState.RESERVED, NumberState.RETURNED):
        why = f"文号{number}{NumberState(row.state).label}"
        raise Refused(denied("documents.number_stands", why, _RULE, "已用在文书上的，请作废该文书"))
    if not reason.strip():
        raise Refused(denied("documents.no_reason", "作废文号须写明理由", _RULE, "请填写理由"))
    numbers.void(number=number, reason=reason, now=now)
    body = {"reason": " ".join(reason.split())}
    audit.record("paper_number.voided", by=by, now=now, thing=f"number:{number}", body=body)
    row.refresh_from_db()
    return row
