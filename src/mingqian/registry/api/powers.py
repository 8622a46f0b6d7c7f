"""权责清单 for programs."""

from datetime import date
from typing import Annotated

from ninja import Router, Schema, Status
from pydantic import Field

from mingqian.accounts.bearing import ApiRequest
from mingqian.registry import selectors, services
from mingqian.registry.api.rights import READ, WRITE
from mingqian.registry.codes import NUMBERED
from mingqian.registry.enums import PowerKind
from mingqian.registry.models import Power
from mingqian.ui.bodies import Code, Day, ItemCode, Line, Note, Short, Word

router = Router(tags=["权责清单"], auth=READ)


class PowerOut(Schema):
    """A line of the list of powers."""

    code: str
    name: str
    kind: str
    unit: str
    basis: str
    listed_on: date
    cancelled_on: date | None
    items: list[str]

    @staticmethod
    def resolve_kind(row: Power) -> str:
        """In words."""
        return PowerKind(row.kind).label

    @staticmethod
    def resolve_unit(row: Power) -> str:
        """The code of the organ."""
        return row.unit.code

    @staticmethod
    def resolve_basis(row: Power) -> str:
        """《…》第…条."""
        return f"{row.document}{row.article}"

    @staticmethod
    def resolve_items(row: Power) -> list[str]:
        """Codes of the items that carry it out."""
        return sorted(link.item.code for link in row.links.all())


class PowerIn(Schema):
    """A power to list."""

    code: Annotated[str, Field(max_length=40, pattern=NUMBERED)]
    name: Line
    kind: PowerKind
    unit: Word
    document: Code
    article: Short
    listed_on: Day
    listed_by: Short


class PowerEnd(Schema):
    """From which day a power is gone, by which decision."""

    on: Day
    ground: Note


class PowerItemIn(Schema):
    """Which item carries it out."""

    item: ItemCode


@router.get("", response=list[PowerOut])
def power_list(request: ApiRequest) -> list[Power]:
    """权责清单，已取消的也在内."""
    return list(selectors.powers.desk_rows(request.actor).prefetch_related("links__item"))


@router.post("", response={201: PowerOut}, auth=WRITE)
def list_power(request: ApiRequest, body: PowerIn) -> Status[Power]:
    """列入一项行政权力."""
    return Status(201, services.powers.enter(**body.dict(), by=request.actor, now=request.now))


@router.post("/{code}/cancel", response=PowerOut, auth=WRITE)
def cancel_power(request: ApiRequest, code: str, body: PowerEnd) -> Power:
    """取消一项行政权力；对应的事项不能再列入计划."""
    return services.powers.cancel(code=code, **body.dict(), by=request.actor, now=request.now)


@router.post("/{code}/items", response={201: PowerOut}, auth=WRITE)
def link_power(request: ApiRequest, code: str, body: PowerItemIn) -> Status[Power]:
    """写明哪个事项实施它."""
    found = services.powers.link(code=code, item=body.item, by=request.actor, now=request.now)
    return Status(201, found.power)
