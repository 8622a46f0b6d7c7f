"""检查记录 for programs: checks that were done elsewhere."""

from typing import Annotated

from ninja import Router, Schema, Status
from pydantic import Field

from mingqian.accounts.bearing import ApiRequest
from mingqian.registry import services
from mingqian.registry.api.rights import WRITE
from mingqian.registry.enums import Method, VisitKind
from mingqian.registry.types import VisitRow
from mingqian.ui.bodies import Day, ItemCode, Short, SubjectCode, Yes

router = Router(tags=["检查记录"], auth=WRITE)
VISITS = 2_000


class VisitIn(Schema):
    """One finished check."""

    subject: SubjectCode
    on: Day
    kind: VisitKind
    method: Method
    item: ItemCode = ""
    lead_driven: Yes = False
    penalised: Yes = False
    authority: Short = ""

    def row(self) -> VisitRow:
        """With plain codes, as the journal wants them."""
        said = {**self.model_dump(), "kind": self.kind.value, "method": self.method.value}
        return VisitRow(source="接口", **said)


class VisitsIn(Schema):
    """Checks to record together: all of them or none."""

    visits: Annotated[list[VisitIn], Field(min_length=1, max_length=VISITS)]


class VisitsOut(Schema):
    """How many were recorded."""

    recorded: int


@router.post("", response={201: VisitsOut})
def record_visits(request: ApiRequest, body: VisitsIn) -> Status[dict[str, int]]:
    """登记别处做过的检查，计入频次上限和近期已查."""
    rows = [visit.row() for visit in body.visits]
    recorded = services.standing.record_visits(visits=rows, by=request.actor, now=request.now)
    return Status(201, {"recorded": recorded})
