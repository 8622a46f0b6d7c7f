"""Opening a sealed identity: by a named role, for a purpose in words, never by the team; each time is on record."""

from datetime import datetime

from django.db import transaction

from mingqian.accounts.types import Actor
from mingqian.audit import services as audit
from mingqian.core.decision import Decision, Refused, allowed, demand_all, denied
from mingqian.leads import policies, sealing
from mingqian.leads.enums import Purpose
from mingqian.leads.models import SealedInformant, Unsealing
from mingqian.leads.policies import Verb
from mingqian.leads.sealing import SECRECY
from mingqian.leads.selectors import leads
from mingqian.leads.services import steps
from mingqian.leads.types import Informant


def lay_key(key: bytes) -> None:
    """Before the first lead: a key made elsewhere. A bureau's own is made by chance when its first lead comes."""
    sealing.lay(key)


@transaction.atomic
def read(*, lead: str, purpose: str, words: str, by: Actor, now: datetime) -> Informant:
    """The log entry is written first; what is read goes into no entry and no row."""
    row = leads.locked(by, lead)
    demand_all(
        [
            policies.may(by, Verb.READ_INFORMANT, row.unit.path),
            policies.not_of_the_team(by, list(row.barred), f"线索{row.code}"),
            _purpose(purpose),
            steps.said(words, "查看举报人信息须写明用途", SECRECY, "请写明为什么要看、看了做什么"),
        ]
    )
    kept = SealedInformant.objects.filter(lead=row).first()
    if kept is None:
        raise Refused(
            denied(
                "leads.anonymous", f"线索{row.code}是匿名的，没有举报人信息", SECRECY, "按编号查询进度即可"
            )
        )
    Unsealing.objects.create(
        lead=row, purpose=purpose, words=words.strip(), by_id=policies.person(by), at=now
    )
    body = {"purpose": purpose, "words": steps.plain(words)}
    audit.record("lead.informant_read", by=by, now=now, thing=f"lead:{row.code}", body=body)
    return sealing.unseal(row.code, bytes(kept.sealed))


def _purpose(purpose: str) -> Decision:
    if purpose in set(Purpose):
        return allowed()
    return denied("leads.purpose", "没有选择查看的目的", SECRECY, "请从列出的目的中选择")
