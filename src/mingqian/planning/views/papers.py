"""Guidelines and evaluation methods: lists, a version's page, its life, and 已阅."""

from collections.abc import Callable, Iterator

from django.http import HttpResponse
from django.urls import reverse

from mingqian.accounts import selectors as accounts
from mingqian.accounts.types import Actor, Request
from mingqian.planning import papering, policies, selectors, services, tables
from mingqian.planning.enums import PaperKind, PaperState
from mingqian.planning.forms.fields import Reason
from mingqian.planning.forms.papers import Issue, NewPaper, PaperFilter, PaperForm
from mingqian.planning.models import ItemPaper
from mingqian.planning.policies import Verb
from mingqian.planning.services import journaling
from mingqian.planning.views import asking
from mingqian.planning.views.asking import Act, Asked
from mingqian.planning.views.plan_page import timeline
from mingqian.ui import access, pages, words
from mingqian.ui.tables import listing, plain

WRITERS, APPROVERS = policies.who(Verb.WRITE_PAPER), policies.who(Verb.APPROVE_PAPER)
Kind = PaperKind


def _name(kind: PaperKind) -> str:
    return kind.value.replace("_", "-")


def _url(row: ItemPaper, step: str = "") -> str:
    name = f"{step}-{_name(PaperKind(row.kind))}" if step else _name(PaperKind(row.kind))
    return reverse(f"planning:{name}", args=[row.item.code, row.number])


@access.page(*policies.READERS)
def papers(request: Request, kind: Kind) -> HttpResponse:
    """Every version; what this person's units have not signed yet stands above the list."""
    rows = selectors.papers.all_of(request.actor, kind)
    found = listing(request, rows=rows, columns=tables.PAPERS, filters=PaperFilter, name=kind.label)
    if found.export:
        return found.export
    new = Act(f"编写{kind.label}", reverse(f"planning:new-{_name(kind)}"), "main")
    unread = [one for one in selectors.papers.unread(request.actor) if one.paper.kind == kind.value]
    shown = {
        "listing": found,
        "title": kind.label,
        "clause": papering.CLAUSES[kind],
        "lead": "逐个事项编写，另一人批准，发布后由执行单位签阅。",
        "acts": [new] if request.actor.has(*WRITERS) else [],
        "notes": [f"{one.unit.name}尚未签阅：{one.paper}" for one in unread],
        "empty": f"还没有{kind.label}",
    }
    return pages.show(request, "planning/list.html", shown)


@access.form(*WRITERS)
def new_paper(request: Request, kind: Kind) -> HttpResponse:
    """The first version, or with ``?item=`` the next one on the words in force."""
    by, on = request.actor, asking.today(request)
    item = request.POST.get("item") or request.GET.get("item", "")
    before = selectors.papers.latest(by, kind, item)
    units = asking.units_for(by, Verb.WRITE_PAPER)
    items = asking.items_of(by, on, owned_by=asking.paths_for(by, Verb.WRITE_PAPER))
    initial = {
        "item": item,
        **(PaperForm.filled(selectors.papers.text(before)) if before else {}),
        "reason": "",
    }
    form = NewPaper(
        request.POST or None, initial=initial, kind=kind, first=before is None, items=items, units=units
    )
    back = reverse(f"planning:{_name(kind)}s")

    def act() -> object:
        said = form.values()
        place = {"kind": kind, "item": said["item"], "unit": said["unit"]}
        return services.papers.draft(**place, text=form.text(), by=by, now=request.now)

    asked = Asked(f"编写{kind.label}", "保存草稿", back, "已保存草稿", clause=papering.CLAUSES[kind])
    return asking.ask(request, form, act, asked)


def _paper(request: Request, kind: PaperKind, item: str, number: int) -> ItemPaper:
    return pages.found(selectors.papers.one(request.actor, kind, item, number))


@access.page(*policies.READERS)
def paper(request: Request, kind: Kind, item: str, number: int) -> HttpResponse:
    """One version: its points, its conclusions, who has read it, what changed since the one before."""
    row = _paper(request, kind, item, number)
    text = selectors.papers.text(row)
    before = selectors.papers.one(request.actor, kind, item, number - 1)
    receipts = list(selectors.papers.receipts(request.actor, row))
    own = {grant.path for grant in request.actor.grants}
    shown = {
        "paper": row,
        "kind": kind,
        "state": tables.tag(row.state, PaperState(row.state).label),
        "clause": papering.CLAUSES[kind],
        "acts": list(_acts(request.actor, row)),
        "points": plain(tables.POINTS, text.points, caption="要点", empty="还没有写要点"),
        "text": text,
        "facts": asking.told(_facts(row)),
        "receipts": plain(tables.RECEIPTS, receipts, caption="签阅", empty="没有发给任何单位"),
        "owed": [one for one in receipts if one.read_at is None and one.unit.path in own],
        "changes": selectors.papers.difference(before, row) if before else [],
        "events": timeline(journaling.paper(row)),
    }
    return pages.show(request, "planning/paper.html", shown)


def _acts(by: Actor, row: ItemPaper) -> Iterator[Act]:
    may = {verb for verb in Verb if policies.may(by, verb, row.unit.path).ok}
    state = PaperState(row.state)
    if state is PaperState.DRAFT and Verb.WRITE_PAPER in may:
        yield Act("送审", _url(row, "submit"), "main", posts=True)
        yield Act("修改", _url(row, "edit"))
        yield Act("撤回草稿", _url(row, "withdraw"), "quiet")
    if state is PaperState.SUBMITTED and Verb.APPROVE_PAPER in may:
        if by.person_id not in (row.prepared_by_id, row.submitted_by_id):
            yield Act("批准", _url(row, "approve"), "main", posts=True)
        yield Act("退回", _url(row, "return"), "quiet")
    if state is PaperState.SUBMITTED and Verb.WRITE_PAPER in may:
        yield Act("收回修改", _url(row, "recall"), "quiet", posts=True)
    if state is PaperState.APPROVED and Verb.ISSUE_PAPER in may:
        yield Act("发布", _url(row, "publish"), "main")
    if state is PaperState.PUBLISHED and Verb.WRITE_PAPER in may:
        new = reverse(f"planning:new-{_name(PaperKind(row.kind))}")
        yield Act("起草新版本", f"{new}?item={row.item.code}", "quiet")


def _facts(row: ItemPaper) -> list[tuple[str, object]]:
    return [
        ("事项", row.item.code),
        ("编写单位", row.unit.name),
        ("版本", f"第{row.number}版"),
        ("修订原因", row.reason),
        ("起草", words.moment(row.prepared_at)),
        ("批准", words.moment(row.approved_at)),
        ("发布", words.moment(row.published_at)),
        ("内容摘要", words.short(row.digest)),
    ]


@access.form(*WRITERS)
def edit(request: Request, kind: Kind, item: str, number: int) -> HttpResponse:
    """A draft says something else."""
    row = _paper(request, kind, item, number)
    initial = PaperForm.filled(selectors.papers.text(row))
    form = PaperForm(request.POST or None, initial=initial, kind=kind, first=row.number == 1)

    def act() -> object:
        return services.papers.rewrite(paper=row.pk, text=form.text(), by=request.actor, now=request.now)

    return asking.ask(request, form, act, Asked(f"修改：{row}", "保存草稿", _url(row), "已保存"))


@access.action(*WRITERS)
def submit(request: Request, kind: Kind, item: str, number: int) -> HttpResponse:
    """Every gap at once."""
    row = _paper(request, kind, item, number)
    services.papers.submit(paper=row.pk, by=request.actor, now=request.now)
    return pages.done(request, _url(row), told="已送审")


@access.action(*WRITERS)
def recall(request: Request, kind: Kind, item: str, number: int) -> HttpResponse:
    """Taken back before anybody has decided."""
    row = _paper(request, kind, item, number)
    services.papers.recall(paper=row.pk, by=request.actor, now=request.now)
    return pages.done(request, _url(row), told="已收回，可以修改")


@access.action(*APPROVERS)
def approve(request: Request, kind: Kind, item: str, number: int) -> HttpResponse:
    """By somebody else."""
    row = _paper(request, kind, item, number)
    services.papers.approve(paper=row.pk, by=request.actor, now=request.now)
    return pages.done(request, _url(row), told="已批准，等待发布")


@access.form(*APPROVERS)
def return_(request: Request, kind: Kind, item: str, number: int) -> HttpResponse:
    """Back to its author."""
    return _turn_back(request, _paper(request, kind, item, number), services.papers.return_, "退回")


@access.form(*WRITERS)
def withdraw(request: Request, kind: Kind, item: str, number: int) -> HttpResponse:
    """A draft nobody wants any more."""
    return _turn_back(request, _paper(request, kind, item, number), services.papers.withdraw, "撤回")


def _turn_back(request: Request, row: ItemPaper, act: Callable[..., ItemPaper], word: str) -> HttpResponse:
    form = Reason(request.POST or None, label=f"{word}原因")
    asked = Asked(f"{word}：{row}", word, _url(row), f"已{word}")
    return asking.ask(
        request, form, lambda: act(paper=row.pk, **form.values(), by=request.actor, now=request.now), asked
    )


@access.form(*policies.who(Verb.ISSUE_PAPER))
def publish(request: Request, kind: Kind, item: str, number: int) -> HttpResponse:
    """In force from here; to whom it is given."""
    row = _paper(request, kind, item, number)
    units = [(one.code, one.name) for one in accounts.units(request.actor)]
    shows = (f"{row}从此生效，内容不能再改", "前一版本（如有）标为已被替代，仍可查阅")
    form = Issue(request.POST or None, phrase="发布", shows=shows, choices=units)

    def act() -> object:
        given = form.values()["units"]
        return services.papers.publish(paper=row.pk, units=given, by=request.actor, now=request.now)

    return asking.ask(request, form, act, Asked(f"发布：{row}", "发布", _url(row), "已发布"))


@access.action(*policies.who(Verb.READ_PAPER))
def read(request: Request, pk: int) -> HttpResponse:
    """已阅."""
    row = services.papers.read(receipt=pk, by=request.actor, now=request.now)
    return pages.done(request, _url(row.paper), told=f"{row.unit.name}已签阅")
