"""Papers of a draw: 记录表, 对象名单, 人员分组, 递补, 回避; read through the draw's own doors."""

from collections.abc import Iterable
from datetime import datetime
from itertools import groupby

from django.utils.timezone import localdate

from mingqian.accounts.types import Actor
from mingqian.documents.enums import Kind
from mingqian.documents.types import Fields, Paper
from mingqian.draw import selectors as draws
from mingqian.draw.enums import ChangeReason, Opinion
from mingqian.draw.selectors.draws import Row
from mingqian.draw.types import Known, TeamSheet
from mingqian.registry.enums import InspectorClass
from mingqian.ui.words import moment


def _roll(code: str) -> str:
    """A list as people call it: an item by its number, the pools of inspectors by their name."""
    pools = {f"{one.value}-pool": f"{one.label}名录库" for one in InspectorClass}
    return pools.get(code, code)


def _once(events: Iterable[tuple[str, str]]) -> list[dict[str, object]]:
    """What happened, in its order; the same within a minute is one line that counts: twenty lists are frozen at once."""
    alike = [(at, event, len(list(same))) for (at, event), same in groupby(events)]
    return [
        {"at": at, "event": event if number == 1 else f"{event}（{number}次）"} for at, event, number in alike
    ]


def draw_record(by: Actor, row: Row) -> Paper:
    """随机抽取记录表: lists, rules, parties, seed, result, and what may be doubted."""
    sheet = draws.outcome.sheet(by, row.code)
    signed = {one.party_id: one for one in row.sign_offs.all()}
    fields = {
        **_head(row),
        "unit": row.unit.name,
        "pools": [
            {"list": _roll(name), "words": words, "rows": count, "hash": digest}
            for name, words, count, digest in draws.outcome.pools(by, row.code)
        ],
        "items": [
            {
                "item": one.name, "total": one.total, "quota": one.quota,
                "forced": len(one.forced), "drawn": len(one.drawn), "reserve": len(one.reserve),
            }
            for one in sheet.items
        ],
        "parties": [
            {
                "role": part,
                "unit": party.unit,
                "person": party.person.name if party.person else (signed[party.pk].name if party.pk in signed else ""),
                "commitment": f"{party.commit[:8]}…{party.commit[-4:]}" if party.commit else "",
                "opinion": Opinion(signed[party.pk].opinion).label if party.pk in signed else "",
            }
            for party, part in draws.registers.parties(row)
        ],
        "sources": [
            {"source": name, "value": value} for name, value in draws.registers.values(row)
        ],
        "plan_hash": row.plan_hash,
        "seal_hash": row.seal_hash,
        "seed": row.seed,
        "result_hash": row.result_hash,
        "grade": sheet.evidence.grade,
        "grade_why": sheet.evidence.why,
        "events": _once(
            (moment(one.at), draws.desk.EVENT_WORDS[one.kind])
            for one in draws.logs.of_draw(row)
            if one.kind in draws.desk.EVENT_WORDS
        ),
    }  # fmt: skip
    return _paper(Kind.DRAW_RECORD, row, fields)


def subject_list(by: Actor, row: Row) -> Paper:
    """检查对象名单, with the team that visits each."""
    sheet = draws.outcome.sheet(by, row.code)
    teams = {(one.subject_id, one.item_code): one.team for one in draws.outcome.pairs(by, row.code)}
    listed: list[dict[str, object]] = []
    for item in sheet.items:
        for how, known in (("必查", item.forced), ("抽中", item.drawn), ("备选", item.reserve)):
            for one in known:
                team = teams.get((one.identity, item.code), 0)
                listed.append(
                    {
                        "number": len(listed) + 1, "item": item.name, "name": one.name, "code": _number(one),
                        "how": how, "team": f"第{team}组" if team else "",
                    }
                )  # fmt: skip
    return _paper(Kind.SUBJECT_LIST, row, {**_head(row), "count": f"{len(listed)}户次", "rows": listed})


def team_list(by: Actor, row: Row) -> Paper:
    """执法人员名单及分组, as it stands after substitutions; substitutes in their order."""
    sheet = draws.outcome.sheet(by, row.code)
    rows = [line for team in sheet.teams for line in _team(team)]
    waiting = [
        {"order": order, "panel": panel.code, "name": one.name, "certificate": _number(one)}
        for panel in sheet.panels
        for order, one in enumerate(panel.substitutes, 1)
    ]
    count = f"{len(sheet.teams)}组{len(rows)}人，候补{len(waiting)}人"
    fields = {**_head(row), "count": count, "rows": rows, "substitutes": waiting}
    return _paper(Kind.TEAM_LIST, row, fields)


def _team(team: TeamSheet) -> Iterable[dict[str, object]]:
    seats = [("组长", team.captain), *(("队员", one) for one in team.members)]
    for place, (seat, one) in enumerate(seats):
        if one is not None:
            yield {
                "team": f"第{team.number}组", "seat": seat, "name": one.name, "certificate": _number(one),
                "visits": team.visits if place == 0 else "",
            }  # fmt: skip


def substitution_register(by: Actor, row: Row) -> Paper:
    """递补登记表: who left, who came in by order, why, on whose word."""
    lines = _changes(row, recusals=False)
    fields = {**_head(row), "count": f"{len(lines)}人次", "rows": lines}
    return _paper(Kind.SUBSTITUTION_REGISTER, row, fields)


def recusal_register(by: Actor, row: Row) -> Paper:
    """回避登记表: substitutions for recusal, by themselves."""
    lines = [
        {
            "number": one["number"], "on": one["on"], "name": one["out"],
            "seat": one["where"], "reason": one["evidence"], "handled": f"由{one['into']}递补", "decided": one["decided"],
        }
        for one in _changes(row, recusals=True)
    ]  # fmt: skip
    return _paper(Kind.RECUSAL_REGISTER, row, {**_head(row), "count": f"{len(lines)}人次", "rows": lines})


def _changes(row: Row, *, recusals: bool) -> list[dict[str, object]]:
    found: list[dict[str, object]] = []
    for one, where, out, into in draws.registers.seat_changes(row):
        if recusals and one.reason != ChangeReason.RECUSED:
            continue
        found.append(
            {
                "number": len(found) + 1, "on": localdate(one.decided_at), "where": where, "out": out, "into": into,
                "reason": one.reason_words, "evidence": one.evidence, "asked": one.requested_by.name,
                "decided": one.decided_by.name if one.decided_by else "",
            }
        )  # fmt: skip
    return found


def _head(row: Row) -> dict[str, object]:
    return {"draw": row.code, "plan": row.title, "drawn_on": moment(_when(row))}


def _when(row: Row) -> datetime:
    last = row.values.order_by("-confirmed_at").first()
    return (last.confirmed_at if last and last.confirmed_at else None) or row.frozen_at or row.prepared_at


def _number(one: Known) -> str:
    return one.identity.partition(":")[2] or one.identity


def _paper(kind: Kind, row: Row, fields: Fields) -> Paper:
    return Paper(kind, f"draw:{row.code}", row.unit.pk, row.title, fields, localdate(_when(row)))
