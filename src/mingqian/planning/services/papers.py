"""Guidelines and evaluation methods: written, approved by another, issued to units, signed as read."""

from collections.abc import Sequence
from dataclasses import asdict
from datetime import datetime

from django.db import transaction
from django.db.models import Max
from django.utils.timezone import localdate

from mingqian.accounts.types import Actor
from mingqian.core.decision import Decision, allowed, demand, demand_all, denied
from mingqian.planning import papering, policies
from mingqian.planning.enums import DeliveryState, PaperKind, PaperState
from mingqian.planning.models import ItemPaper, PaperReceipt
from mingqian.planning.papering import PaperText
from mingqian.planning.policies import PAPERS, Verb
from mingqian.planning.selectors import papers as reads
from mingqian.planning.selectors import rows
from mingqian.planning.services import journaling, moves
from mingqian.registry import selectors as registries


@transaction.atomic
def draft(*, kind: PaperKind, item: str, unit: str, text: PaperText, by: Actor, now: datetime) -> ItemPaper:
    """The first version, or the next one: of an item this very unit is responsible for (谁主管、谁发起)."""
    where = rows.unit(by, unit, lock=True)
    facts = registries.items.facts(by, item, localdate(now))
    number = rows.item(by, item)
    there = ItemPaper.objects.filter(kind=kind.value, item_id=number)
    last = there.aggregate(last=Max("number"))["last"] or 0
    demand_all(
        [
            policies.may(by, Verb.WRITE_PAPER, where.path),
            policies.owns(where.path, where.name, facts.unit_path, facts.name),
            _none_in_hand(kind, item, there.filter(state__in=IN_HAND).exists()),
            *papering.fits(text, first=last == 0),
        ]
    )
    row = ItemPaper(
        kind=kind.value, item_id=number, number=last + 1, unit_id=where.pk, state=PaperState.DRAFT.value,
        prepared_by_id=rows.person_id(by), prepared_at=now,
    )  # fmt: skip
    _write(row, text)
    row.save(force_insert=True)
    moves.record("drafted", row, by, now, title=text.title, points=len(text.points), reason=text.reason)
    return row


IN_HAND = (PaperState.DRAFT.value, PaperState.SUBMITTED.value, PaperState.APPROVED.value)


def _none_in_hand(kind: PaperKind, item: str, there: bool) -> Decision:
    if not there:
        return allowed()
    told = f"事项{item}已有一份{kind.label}正在起草或审批"
    return denied("paper.in_hand", told, "", "请继续办理已有的文稿，或先撤回")


@transaction.atomic
def rewrite(*, paper: int, text: PaperText, by: Actor, now: datetime) -> ItemPaper:
    """The draft says something else; what was approved no longer does."""
    row = rows.paper(by, paper)
    demand_all(
        [
            policies.may(by, Verb.WRITE_PAPER, row.unit.path),
            _still_draft(row),
            *papering.fits(text, first=row.number == 1),
        ]
    )
    _write(row, text)
    row.save()
    moves.record("rewritten", row, by, now, title=text.title, points=len(text.points))
    return row


def _write(row: ItemPaper, text: PaperText) -> None:
    row.title, row.introduction, row.reason = text.title, text.introduction, text.reason
    row.points = [asdict(point) for point in text.points]
    row.conclusions = list(text.conclusions)


def _still_draft(row: ItemPaper) -> Decision:
    if row.state == PaperState.DRAFT:
        return allowed()
    label = PaperState(row.state).label
    return denied("paper.not_draft", f"文稿{label}，不能再修改", "", "待审批的请先退回；已发布的请起草新版本")


@transaction.atomic
def submit(*, paper: int, by: Actor, now: datetime) -> ItemPaper:
    """Every gap at once; then it waits for somebody else's approval."""
    row = rows.paper(by, paper)
    demand(policies.may(by, Verb.WRITE_PAPER, row.unit.path))
    moves.expect(row, "submit")
    demand_all(papering.complete(PaperKind(row.kind), reads.text(row)))
    row.submitted_by_id = rows.person_id(by)
    moves.move(row, "submit", "submitted_by")
    moves.record("submitted", row, by, now)
    return row


@transaction.atomic
def return_(*, paper: int, reason: str, by: Actor, now: datetime) -> ItemPaper:
    """Back to its author, with the reason."""
    row = rows.paper(by, paper)
    verb = Verb.APPROVE_PAPER
    return moves.turn_back(row, "return", "returned", verb=verb, reason=reason, by=by, now=now)


@transaction.atomic
def withdraw(*, paper: int, reason: str, by: Actor, now: datetime) -> ItemPaper:
    """A draft nobody wants any more."""
    row = rows.paper(by, paper)
    verb = Verb.WRITE_PAPER
    return moves.turn_back(row, "withdraw", "withdrawn", verb=verb, reason=reason, by=by, now=now)


@transaction.atomic
def recall(*, paper: int, by: Actor, now: datetime) -> ItemPaper:
    """Taken back by its author's unit, before anybody has decided."""
    return moves.recall(rows.paper(by, paper), verb=Verb.WRITE_PAPER, by=by, now=now)


@transaction.atomic
def approve(*, paper: int, by: Actor, now: datetime) -> ItemPaper:
    """By neither author nor sender; from here the words are fixed and have a digest."""
    row = rows.paper(by, paper)
    demand_all(
        [
            policies.may(by, Verb.APPROVE_PAPER, row.unit.path),
            policies.not_one_of(by, (row.prepared_by_id, row.submitted_by_id), "拟稿人或送审人"),
        ]
    )
    row.digest = papering.digest(row.kind, row.item.code, row.number, reads.text(row))
    row.approved_by_id, row.approved_at = rows.person_id(by), now
    moves.move(row, "approve", "digest", "approved_by", "approved_at")
    moves.record("approved", row, by, now, digest=row.digest)
    return row


@transaction.atomic
def publish(*, paper: int, units: Sequence[str] = (), by: Actor, now: datetime) -> ItemPaper:
    """In force from here; each unit it is given to owes its 已阅. The version before stays readable."""
    row = rows.paper(by, paper)
    demand(policies.may(by, Verb.ISSUE_PAPER, row.unit.path))
    moves.expect(row, "publish")
    before = ItemPaper.objects.filter(kind=row.kind, item_id=row.item_id, state=PaperState.PUBLISHED.value)
    for one in before.select_for_update():
        moves.move(one, "supersede")
    row.published_at = now
    moves.move(row, "publish", "published_at")
    given = [rows.unit(by, code) for code in dict.fromkeys(units)]
    PaperReceipt.objects.bulk_create(
        PaperReceipt(paper=row, unit_id=one.pk, delivered_at=now) for one in given
    )
    moves.record("published", row, by, now, digest=row.digest, units=[one.code for one in given])
    return row


@transaction.atomic
def read(*, receipt: int, by: Actor, now: datetime) -> PaperReceipt:
    """已阅: somebody of the unit signs that the unit has the words it is to work by."""
    row = rows.paper_receipt(by, receipt)
    demand_all([policies.may(by, Verb.READ_PAPER, row.unit.path), _unread(row)])
    row.state, row.read_by_id, row.read_at = DeliveryState.READ.value, rows.person_id(by), now
    row.save()
    body = {"unit": row.unit.code, **journaling.facts(row.paper)}
    journaling.record("paper.read", by=by, now=now, thing=journaling.paper(row.paper), body=body)
    return row


def _unread(row: PaperReceipt) -> Decision:
    if row.read_at is None:
        return allowed()
    return denied("paper.read", f"{row.unit.name}已于{localdate(row.read_at)}签阅", PAPERS, "不必重复签阅")
