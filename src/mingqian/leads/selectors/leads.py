"""Leads in scope, and the one for a write. What is sealed is not read here."""

from collections.abc import Iterable, Sequence
from typing import Any

from django.db.models import Exists, OuterRef, Q, QuerySet, TextField, Value
from django.db.models.functions import Cast, Concat

from mingqian.accounts.types import Actor
from mingqian.core.decision import Refused, denied
from mingqian.leads import policies
from mingqian.leads.enums import ReceiptState
from mingqian.leads.models import CrimeTransfer, Lead, LeadStep, SealedInformant, Transfer, Unsealing

Row = Lead
"""The row's type, for annotations in the rooms above."""

BLOCKING = ("investigating", "reported", "approved")
"""While a criminal transfer stands here, nothing else ends the matter (不得以行政处罚代替移送)."""


def visible(by: Actor) -> QuerySet[Lead]:
    """Leads of the units over which this person holds a post that reads them."""
    condition = Q(pk__in=[])
    for grant in by.grants:
        if grant.role in policies.READERS:
            condition |= Q(unit__path__startswith=grant.path)
    sealed = SealedInformant.objects.filter(lead=OuterRef("pk"))
    return Lead.objects.filter(condition).select_related("unit", "subject").annotate(named=Exists(sealed))


def seen(by: Actor, codes: Sequence[str]) -> Iterable[str]:
    """Which of these codes are of leads this person may open."""
    return visible(by).filter(code__in=codes).values_list("code", flat=True)


def unanswered() -> Q:
    """Sent to another department or to the police, and nobody has answered yet (鄂州 二(二): 移送规范、及时)."""
    letters = Transfer.objects.filter(lead=OuterRef("pk"), receipt=ReceiptState.WAITING)
    crimes = CrimeTransfer.objects.filter(lead=OuterRef("pk"), state="sent")
    return Q(Exists(letters)) | Q(Exists(crimes))


def one(by: Actor, code: str) -> Lead | None:
    """One lead, or none for who may not see it."""
    return visible(by).filter(code=code).first()


def forces(by: Actor) -> QuerySet[CrimeTransfer]:
    """涉嫌犯罪移送 in whose task force this person sits, whatever post he holds."""
    rows = CrimeTransfer.objects.annotate(members=Cast("force", TextField()))
    return rows.filter(members__contains=f'["{by.code}"').select_related("lead__unit").order_by("pk")


def of_force(by: Actor, code: str) -> Lead | None:
    """The lead for a member of its task force, who sees the summary of it and nothing else."""
    return one(by, code) or Lead.objects.filter(code=code, crime__in=forces(by).values("pk")).first()


def locked(by: Actor, code: str, *, force: bool = False) -> Lead:
    """The row for a write; ``force``: for a member of its task force, too."""
    found = visible(by).select_for_update(of=("self",)).filter(code=code).first()
    if found is None and force:
        theirs = Lead.objects.filter(code=code, crime__in=forces(by).values("pk"))
        found = theirs.select_related("unit", "subject").select_for_update(of=("self",)).first()
    if found is None:
        raise Refused(denied("leads.not_found", f"没有找到线索“{code}”，或不在您的范围内", "", "请核对编号"))
    return found


def steps(lead: Lead) -> list[LeadStep]:
    """What was done, in order."""
    return list(lead.steps.order_by("pk"))


def transfers(lead: Lead) -> list[Transfer]:
    """Letters out, in order."""
    return list(lead.transfers.order_by("pk"))


def unsealings(lead: Lead) -> list[Unsealing]:
    """Who opened the identity and why."""
    return list(lead.unsealings.select_related("by").order_by("pk"))


def crime(lead: Lead) -> CrimeTransfer | None:
    """Its criminal transfer, if there is one."""
    return CrimeTransfer.objects.filter(lead=lead).select_related("decided_by", "reported_by").first()


def blocked(lead: Lead) -> bool:
    """May the matter not be ended otherwise, because a criminal transfer is under way?"""
    return CrimeTransfer.objects.filter(lead=lead, state__in=BLOCKING).exists()


def handlers(things: Sequence[str]) -> dict[str, list[int]]:
    """For the clocks: who handles ``lead:<code>``. Whoever decided it; before that, nobody by name."""
    codes = {thing.partition(":")[2]: thing for thing in things if thing.startswith("lead:")}
    rows = Lead.objects.filter(code__in=codes, decided_by__isnull=False).values_list("code", "decided_by_id")
    return {codes[code]: [person] for code, person in rows}


def handled(person: int) -> QuerySet[Lead, Any]:
    """``lead:<code>`` of what this person decided."""
    return Lead.objects.filter(decided_by=person).values_list(Concat(Value("lead:"), "code"))
