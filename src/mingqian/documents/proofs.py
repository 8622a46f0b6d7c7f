"""送达回证: what was registered about the service of a paper, in the words of the form."""

from mingqian.core import serving
from mingqian.documents.enums import Kind
from mingqian.documents.models import Document, Service
from mingqian.documents.types import Paper


def fields(row: Service) -> dict[str, object]:
    """For the paper."""
    return {
        "paper": Kind(row.document.kind).label,
        "paper_number": row.document.number or row.document.code,
        "receiver": row.receiver,
        "place": row.place,
        "way": serving.WAYS[row.way].label,
        "sent_on": row.sent_on,
        "served_on": row.served_on,
        "why_that_day": f"{row.why}（{serving.WAYS[row.way].clause}）",
        "signed_by": row.signed_by,
        "reason": row.reason,
        "witness": row.witness,
        "receipt": row.receipt or row.consent,
        "servers": row.servers,
    }


def facts(row: Service) -> list[tuple[str, object]]:
    """For the page."""
    return [
        ("方式", serving.WAYS[row.way].label),
        ("受送达人", row.receiver),
        ("地点", row.place),
        ("送达人", row.servers),
        ("交付、发出", row.sent_on),
        ("送达日期", row.served_on),
        ("为什么是这一天", row.why),
        ("签收", row.signed_by or "—"),
        ("凭证", row.receipt or row.consent or row.witness or "—"),
    ]


def paper(row: Document) -> Paper:
    """The receipt as a paper about its paper."""
    return Paper(
        kind=Kind.SERVICE_RECORD,
        thing=f"paper:{row.code}",
        unit=row.unit_id,
        about=row.about,
        fields=fields(row.service),
        dated=row.service.served_on,
    )
