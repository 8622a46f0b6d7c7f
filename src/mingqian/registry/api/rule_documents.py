"""制度文件 for programs: the register, what rests on a document, registration, disclosure, repeal."""

from datetime import date
from typing import Annotated, Any

from ninja import Router, Schema, Status
from pydantic import Field

from mingqian.accounts.bearing import ApiRequest
from mingqian.registry import selectors, services
from mingqian.registry.api.rights import LAST_PAGE, READ, WRITE
from mingqian.registry.codes import NUMBERED
from mingqian.registry.enums import BasisLevel, Binding, Disclosure, Level
from mingqian.registry.models import RuleDocument
from mingqian.ui import pages
from mingqian.ui.bodies import PLAIN, Code, Day, Line, Moment, Note, Short, Word, Yes
from mingqian.ui.tables import numbered

router = Router(tags=["制度文件"], auth=READ)


class RuleDocumentOut(Schema):
    """A document of the register."""

    code: str
    title: str
    number: str
    level: str
    unit: str
    adopting_body: str
    adopted_how: str
    signed_on: date | None
    in_force_from: date | None
    disclosure: str
    column: str
    repealed_on: date | None
    repealed_ground: str

    @staticmethod
    def resolve_level(row: RuleDocument) -> str:
        """In words."""
        return BasisLevel(row.level).label

    @staticmethod
    def resolve_disclosure(row: RuleDocument) -> str:
        """In words."""
        return Disclosure(row.disclosure).label

    @staticmethod
    def resolve_unit(row: RuleDocument) -> str:
        """The code of the unit that keeps it."""
        return row.unit.code if row.unit else ""


class RestingOut(Schema):
    """One thing that rests on a document."""

    kind: str
    thing: str
    name: str
    clause: str


class WholeDocument(Schema):
    """A document with its text, what it binds whoever asks to, and what rests on it."""

    document: RuleDocumentOut
    text: str
    binding: str
    variants: list[str]
    cites: list[str]
    resting: list[RestingOut]
    addressees: list[str]


class RuleDocumentPage(Schema):
    """Fifty documents and how many there are."""

    total: int
    page: int
    rows: list[RuleDocumentOut]


@router.get("", response=RuleDocumentPage)
def document_list(request: ApiRequest, page: int = 1) -> dict[str, Any]:
    """制度文件，每页 50 份."""
    rows = selectors.rule_documents.visible(request.actor).select_related("unit").order_by("code")
    return numbered(rows, page, last=LAST_PAGE)


def _one(request: ApiRequest, code: str) -> RuleDocument:
    return pages.found(selectors.rule_documents.visible(request.actor).filter(code=code).first())


@router.get("/{code}", response=WholeDocument)
def document(request: ApiRequest, code: str) -> dict[str, Any]:
    """一份文件：正文、对您遵照还是参照执行、哪些事项和规则引用它."""
    by, reads, found = request.actor, selectors.rule_documents, _one(request, code)
    variants = reads.visible(by).filter(variant_of=found).order_by("code")
    return {
        "document": found,
        "text": found.text,
        "binding": reads.binding_for(by, code),
        "variants": [one.code for one in variants],
        "cites": [one.code for one in reads.cited_by(by, found)],
        "resting": reads.resting_on(by, code),
        "addressees": reads.addressees(found),
    }


class BindingIn(Schema):
    """遵照执行 or 参照执行, for which level."""

    level: Level
    binding: Binding


class AnnexIn(Schema):
    """An annex the document names, and whether it is at hand."""

    title: Annotated[str, Field(min_length=1, max_length=200, pattern=PLAIN)]
    held: Yes = False


class RuleDocumentIn(Schema):
    """A document to register; a revision names the one it replaces."""

    code: Annotated[str, Field(max_length=40, pattern=NUMBERED)]
    title: Line
    level: BasisLevel
    unit: Word
    disclosure: Disclosure
    number: Word = ""
    adopting_body: Short = ""
    adopted_how: Word = ""
    signed_on: Day | None = None
    posted_at: Moment | None = None
    in_force_from: Day | None = None
    column: Word = ""
    text: Annotated[str, Field(max_length=200_000, pattern=PLAIN)] = ""
    note: Note = ""
    bindings: Annotated[list[BindingIn], Field(max_length=8)] = []
    annexes: Annotated[list[AnnexIn], Field(max_length=100)] = []
    cites: Annotated[list[Code], Field(max_length=100)] = []
    variant_of: Code = ""
    replaces: Code = ""
    addressees: Annotated[list[Code], Field(max_length=100)] = []
    printed_by: Short = ""
    printed_on: Day | None = None


class DisclosureIn(Schema):
    """公开属性 and why it changes."""

    disclosure: Disclosure
    reason: Line


class RemovalIn(Schema):
    """Why the entry was a mistake."""

    reason: Line


class RepealIn(Schema):
    """From which day, on which ground."""

    on: Day
    ground: Line


@router.post("", response={201: RuleDocumentOut}, auth=WRITE)
def register_document(request: ApiRequest, body: RuleDocumentIn) -> Status[RuleDocument]:
    """登记一份制度文件；修订本另用登记号，写明替代哪一份."""
    said = {
        **body.dict(),
        "bindings": {one.level: one.binding for one in body.bindings},
        "annexes": {one.title: one.held for one in body.annexes},
    }
    services.rule_documents.register(**said, by=request.actor, now=request.now)
    return Status(201, _one(request, body.code))


class TextIn(Schema):
    """The text of a document that stood 未收录."""

    text: Annotated[str, Field(max_length=200_000, pattern=PLAIN)]


class RuleLinkIn(Schema):
    """Which article carries which parameter of a pack."""

    pack: Word
    parameter: Short
    article: Word


@router.post("/{code}/text", response={204: None}, auth=WRITE)
def supply_text(request: ApiRequest, code: str, body: TextIn) -> Status[None]:
    """补录未收录的正文；已收录的不能改."""
    _one(request, code)
    services.rule_texts.supply(code=code, text=body.text, by=request.actor, now=request.now)
    return Status(204, None)


@router.post("/{code}/rules", response={204: None}, auth=WRITE)
def link_article(request: ApiRequest, code: str, body: RuleLinkIn) -> Status[None]:
    """条文连到规则包的参数."""
    _one(request, code)
    services.rule_texts.link(code=code, **body.dict(), by=request.actor, now=request.now)
    return Status(204, None)


@router.post("/{code}/disclosure", response=RuleDocumentOut, auth=WRITE)
def set_disclosure(request: ApiRequest, code: str, body: DisclosureIn) -> RuleDocument:
    """变更公开属性；不再主动公开的，公示随即撤下."""
    _one(request, code)
    return services.rule_documents.set_disclosure(code=code, **body.dict(), by=request.actor, now=request.now)


@router.post("/{code}/repeal", response=list[RestingOut], auth=WRITE)
def repeal_document(request: ApiRequest, code: str, body: RepealIn) -> list[selectors.rule_documents.Resting]:
    """登记废止；回答还引用它的事项和规则."""
    _one(request, code)
    return services.rule_documents.repeal(code=code, **body.dict(), by=request.actor, now=request.now)


@router.post("/{code}/remove", response={204: None}, auth=WRITE)
def remove_document(request: ApiRequest, code: str, body: RemovalIn) -> Status[None]:
    """删除登记错误的文件；被引用的不能删除."""
    _one(request, code)
    services.rule_documents.remove(code=code, reason=body.reason, by=request.actor, now=request.now)
    return Status(204, None)
