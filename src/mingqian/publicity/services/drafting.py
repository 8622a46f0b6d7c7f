"""Draft a notice from what stands in another room, or write one; draft its correction; drop a draft.

A draft holds exactly what would become public: persons and personal numbers are out before anybody sees it.
"""

from collections.abc import Sequence
from datetime import date, datetime

from django.db import IntegrityError, transaction
from django.utils.timezone import localdate

from mingqian.accounts.types import Actor
from mingqian.audit import services as audit
from mingqian.clocks.selectors import calendars
from mingqian.core import machine
from mingqian.core.decision import Decision, Refused, allowed, demand, demand_all, denied
from mingqian.core.machines import notice as machines
from mingqian.policy.layers import Effective
from mingqian.publicity import content as contents
from mingqian.publicity import matrix, policies, redaction
from mingqian.publicity.enums import NoticeKind, NoticeState
from mingqian.publicity.models import Notice, NoticeRow
from mingqian.publicity.policies import Verb
from mingqian.publicity.selectors import notices
from mingqian.publicity.services import timing
from mingqian.publicity.types import Content, Line, Redaction

CHUNK = 1000


@transaction.atomic
def draft(
    *,
    kind: NoticeKind,
    thing: str,
    unit: str,
    content: Content,
    started_on: date | None,
    policy: Effective | None,
    by: Actor,
    now: datetime,
) -> Notice:
    """The first version of a notice about a thing; a second one about the same thing is its correction."""
    place = notices.unit(by, unit)
    demand_all([policies.may(by, Verb.DRAFT, place.path), _not_yet(kind, thing), _has_words(content)])
    cell = matrix.cell(kind, policy)
    ends = matrix.due(cell, started_on, calendars.in_force(place.division_code))
    stem = f"{place.division_code}-GS-{localdate(now).year}-"
    row = Notice(
        code=audit.numbers.code(stem, 4, among=Notice),
        kind=kind.value,
        thing=thing,
        unit_id=place.pk,
        cell=f"matrix.{kind}",
        clause=(ends.period.clause if ends else cell.clause)[:400],
        started_on=started_on,
        due_on=ends.due if ends else None,
        author_id=policies.person(by),
        drafted_at=now,
    )
    _write(row, content)
    timing.begin(row, ends, division=place.division_code, now=now)
    _journal("notice.drafted", row, by, now)
    return row


@transaction.atomic
def redraft(*, code: str, content: Content, by: Actor, now: datetime) -> Notice:
    """The draft anew: what it was taken from has changed, or its author rewrote it."""
    row = notices.locked(by, code)
    demand_all(
        [policies.may(by, Verb.DRAFT, row.unit.path), _is_draft(row), _has_words(content), _mine(row, by)]
    )
    _write(row, content)
    _journal("notice.redrafted", row, by, now)
    return row


@transaction.atomic
def correct(*, code: str, content: Content, reason: str, by: Actor, now: datetime) -> Notice:
    """A new version of a released notice; the old one stays until the new one is released (SZ-10)."""
    before = notices.locked(by, code)
    demand_all(
        [
            policies.may(by, Verb.DRAFT, before.unit.path),
            machine.may(machines.MACHINE, before.state, "supersede"),
            _has_words(content),
            _reason(reason),
        ]
    )
    row = Notice(
        code=before.code,
        version=before.version + 1,
        previous=before,
        kind=before.kind,
        thing=before.thing,
        unit=before.unit,
        cell=before.cell,
        clause=before.clause,
        started_on=before.started_on,
        due_on=before.due_on,
        correction_reason=reason.strip(),
        author_id=policies.person(by),
        drafted_at=now,
    )
    _write(row, content)
    _journal("notice.drafted", row, by, now)
    return row


@transaction.atomic
def drop(*, code: str, reason: str, by: Actor, now: datetime) -> Notice:
    """A draft nobody needs; what was released before it stays as it is."""
    row = notices.locked(by, code)
    demand_all(
        [
            policies.may(by, Verb.DRAFT, row.unit.path),
            machine.may(machines.MACHINE, row.state, "drop"),
            _reason(reason),
        ]
    )
    row.return_reason = reason.strip()
    row.state = machine.move(machines.MACHINE, row.state, "drop")
    row.save(update_fields=["return_reason", "state"])
    if row.version == 1:
        timing.fell_away(row, now=now, reason="公示草稿作废")
    _journal("notice.dropped", row, by, now, reason=reason.strip())
    return row


def rewrite(row: Notice, content: Content, redactions: Sequence[Redaction]) -> None:
    """Put a content into a draft row; the reviewer's blocking uses it too."""
    contents.demand_size(len(content.lines))
    head = contents.head(content)
    lines = [contents.line(one) for one in content.lines]
    row.title = str(head["title"])[:200]
    row.head, row.row_count = contents.text(head), len(lines)
    row.digest = contents.digest(head, (one.cells for one in lines))
    row.redactions = [{"where": one.where, "what": one.what, "why": one.why} for one in redactions]
    row.save()
    NoticeRow.objects.filter(notice=row, standing="open").delete()
    NoticeRow.objects.bulk_create(_rows(row, lines), batch_size=CHUNK)


def _write(row: Notice, content: Content) -> None:
    redacted = redaction.automatic(content)
    try:
        with transaction.atomic():
            rewrite(row, redacted.content, redacted.redactions)
    except IntegrityError as error:
        if "notice_version_once" not in str(error) and "code" not in str(error):
            raise
        raise Refused(
            denied("publicity.number_taken", "同一时刻有另一份公示取用了这个编号", remedy="请再办理一次")
        ) from error


def _rows(row: Notice, lines: Sequence[Line]) -> list[NoticeRow]:
    return [
        NoticeRow(
            notice=row,
            number=number,
            key=one.key[:64],
            name=one.name[:200],
            cells=contents.text(dict(one.cells)),
            ref=one.ref,
        )
        for number, one in enumerate(lines, 1)
    ]


def _journal(kind: str, row: Notice, by: Actor, now: datetime, **more: str) -> None:
    body = {"kind": row.kind, "version": row.version, "digest": row.digest, "rows": row.row_count, **more}
    audit.record(kind, by=by, now=now, thing=f"notice:{row.code}", body=body)


def _not_yet(kind: NoticeKind, thing: str) -> Decision:
    living = (NoticeState.DRAFT, NoticeState.REVIEWED, NoticeState.RELEASED, NoticeState.KEPT_BACK)
    found = Notice.objects.filter(kind=kind, thing=thing, state__in=living).order_by("-version").first()
    if found is None:
        return allowed()
    return denied(
        "publicity.exists",
        f"这件事已有公示 {found.code}（{NoticeState(found.state).label}）",
        "",
        "请在该公示上办理，或起草更正版",
    )


def _has_words(content: Content) -> Decision:
    if content.title.strip() and (content.lines or content.sections or content.facts or content.withheld):
        return allowed()
    return denied("publicity.empty", "公示没有标题或没有内容", "", "请填写标题和至少一段内容")


def _reason(reason: str) -> Decision:
    if reason.strip():
        return allowed()
    return denied(
        "publicity.no_reason", "没有写明理由", "石嘴山方案 1(2)：发布、撤销、更正、更新", "请写明理由"
    )


def _is_draft(row: Notice) -> Decision:
    if row.state == NoticeState.DRAFT:
        return allowed()
    told = f"公示 {row.code} 目前为“{NoticeState(row.state).label}”，不能重新起草"
    return denied("publicity.not_draft", told, "", "待发布的请先退回；已公示的请起草更正版")


def _mine(row: Notice, by: Actor) -> Decision:
    """Whoever rewrites a draft becomes one of its authors; the reviewer must stay outside."""
    if by.person_id == row.author_id:
        return allowed()
    told = f"草稿由{row.author.name}起草，须由其本人重新生成"
    return denied("publicity.not_author", told, policies.THREE_PEOPLE, "请联系起草人，或作废后另行起草")


def demand_author(row: Notice, by: Actor) -> None:
    """The same for other doors."""
    demand(_mine(row, by))
