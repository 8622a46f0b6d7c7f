"""执法检查人员 for programs, without private particulars."""

from datetime import date
from typing import Any

from ninja import Router, Schema

from mingqian.accounts.bearing import ApiRequest
from mingqian.registry import selectors
from mingqian.registry.api.rights import LAST_PAGE, READ
from mingqian.registry.models import Inspector
from mingqian.ui import pages
from mingqian.ui.tables import numbered

router = Router(tags=["执法检查人员"], auth=READ)


class InspectorOut(Schema):
    """An inspector without private particulars."""

    code: str
    name: str
    unit: str
    state: str
    certificates: list[str]
    valid_until: date | None

    @staticmethod
    def resolve_unit(row: Inspector) -> str:
        """The unit's code."""
        return row.unit.code

    @staticmethod
    def resolve_certificates(row: Inspector) -> list[str]:
        """Numbers of the papers that have one."""
        return [paper.certificate_no for paper in row.credentials.all() if paper.certificate_no]

    @staticmethod
    def resolve_valid_until(row: Inspector) -> date | None:
        """The day the first of the papers runs out."""
        return min((p.valid_until for p in row.credentials.all() if p.valid_until), default=None)


class InspectorPage(Schema):
    """Fifty inspectors and how many there are."""

    total: int
    page: int
    rows: list[InspectorOut]


@router.get("", response=InspectorPage)
def inspector_list(request: ApiRequest, page: int = 1) -> dict[str, Any]:
    """执法检查人员，每页 50 人."""
    return numbered(selectors.inspectors.desk_rows(request.actor), page, last=LAST_PAGE)


@router.get("/{code}", response=InspectorOut)
def inspector(request: ApiRequest, code: str) -> Inspector:
    """一名执法检查人员."""
    return pages.found(selectors.inspectors.one(request.actor, code))
