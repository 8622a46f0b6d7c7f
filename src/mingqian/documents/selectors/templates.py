"""The bureau's own templates."""

from django.db.models import QuerySet

from mingqian.accounts import selectors as accounts
from mingqian.accounts.types import Actor
from mingqian.documents.enums import TemplateState
from mingqian.documents.models import Document, Template


def visible(by: Actor) -> QuerySet[Template]:
    """Templates of the organs in scope."""
    return Template.objects.filter(accounts.in_scope(by)).select_related("unit", "uploaded_by", "ended_by")


def one(by: Actor, pk: int) -> Template | None:
    """One of them."""
    return visible(by).filter(pk=pk).first()


def for_paper(paper: Document) -> Template | None:
    """The template this paper's organ uses for its kind."""
    organ = accounts.organ(paper.unit_id)
    return Template.objects.filter(unit=organ, kind=paper.kind, state=TemplateState.IN_USE.value).first()
