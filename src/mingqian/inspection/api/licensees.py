"""新许可主体 for programs: the first cycle, and why somebody was not checked in it."""

from datetime import date

from django.utils.timezone import localdate
from ninja import Router, Schema

from mingqian.accounts.bearing import ApiRequest
from mingqian.inspection import selectors, services
from mingqian.inspection.api.fields import WRITE, Done
from mingqian.ui.bodies import Line

router = Router(tags=["新许可主体"])


class LicenseeOut(Schema):
    """One new licence in its first cycle."""

    code: str
    name: str
    licence: str
    since: date
    until: date
    checked: date | None
    guided: date | None
    late: bool
    why: str


class UncheckedIn(Schema):
    """Why a new licensee was not checked in time."""

    reason: Line


@router.get("/licensees", response=list[LicenseeOut])
def licensees(request: ApiRequest) -> list[selectors.licensees.Licensee]:
    """新许可主体：首个监管周期、首次检查、事先指导、未按期的原因."""
    return selectors.licensees.of_period(request.actor, localdate(request.now))


@router.post("/licensees/{subject}/explain", response=Done, auth=WRITE)
def explain(request: ApiRequest, subject: str, body: UncheckedIn) -> dict[str, int]:
    """说明新许可主体未按期检查的原因."""
    made = services.licensees.explain(subject=subject, reason=body.reason, by=request.actor, now=request.now)
    return {"done": len(made)}
