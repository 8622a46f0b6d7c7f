"""The acts of one officer for programs of the discipline office: the same look, journaled the same way."""

from ninja import Router, Schema

from mingqian.accounts.bearing import ApiRequest, needs
from mingqian.accounts.enums import Scope
from mingqian.audit import services
from mingqian.audit.models import Entry
from mingqian.ui.bodies import Day, Note

router = Router(tags=["责任追溯"], auth=needs(Scope.INSPECTION_WRITE))


class LookIn(Schema):
    """Which days, and why."""

    since: Day
    until: Day
    reason: Note


class ActOut(Schema):
    """One act."""

    seq: int
    at: str
    kind: str
    label: str
    thing: str


@router.post("/{code}/acts", response=list[ActOut])
def acts(request: ApiRequest, code: str, body: LookIn) -> list[Entry]:
    """一名人员在一段时间里办了什么；查看本身留痕."""
    return services.looking.look_at(person=code, **body.dict(), by=request.actor, now=request.now)
