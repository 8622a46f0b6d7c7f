"""A result in an officer's words: pools, quotas, who was drawn, teams, substitutes, what may be doubted."""

from collections.abc import Iterable, Iterator, Mapping

from mingqian.accounts.types import Actor
from mingqian.audit import selectors as journal
from mingqian.core.canonical import Document
from mingqian.core.decision import Decision, Refused, demand, denied
from mingqian.core.draw import ceremony, result
from mingqian.core.draw.substitution import Standing
from mingqian.core.machines import ceremony as machine
from mingqian.draw import policies
from mingqian.draw.models import Draw, Roll, RollEntry
from mingqian.draw.policies import Verb
from mingqian.draw.selectors import at_hand, draws, logs, material, occasions, quota_words, standing, voids
from mingqian.draw.selectors.times import written
from mingqian.draw.types import Evidence, ItemSheet, Known, PanelSheet, Sheet, TeamSheet
from mingqian.planning.selectors import rows as planned
from mingqian.planning.types import DrawnPair
from mingqian.ui.remember import for_this_page


def sheet(by: Actor, code: str) -> Sheet:
    """Everything about a result, after the changes applied so far."""
    return _sheet(_readable(by, code))


def _sheet(row: Draw) -> Sheet:
    demand(_computed(row))
    at_hand.load(row)
    doc, plan, stand = material.document(row.result_doc), material.document(row.plan_doc), standing.of(row)
    known = _names(row, [*result.reachable(doc), *result.people(doc), *_people(stand)])
    fixed = occasions.named(row)
    pools = {used.item: used.roll.in_words for used in material.used(row) if used.item}
    return Sheet(
        code=row.code,
        state=machine.MACHINE.states[row.state],
        items=tuple(_item(pools[one["item"]], fixed[one["item"]], doc, one, known) for one in plan["items"]),
        panels=tuple(_panel(row, one, stand, known) for one in doc["panels"]),
        teams=tuple(_teams(stand, known)),
        pairs=sum(len(one["forced"]) + len(one["drawn"]) for one in doc["strata"]),
        unassigned=sum(visit.team == 0 for visits in stand.visits.values() for visit in visits.values()),
        evidence=evidence_of(row),
    )


def pairs(by: Actor, code: str) -> list[DrawnPair]:
    """Drawn subject × item, with the team that visits it: what planning merges into visits."""
    row = _readable(by, code)
    demand(_computed(row))
    doc, plan, stand = material.document(row.result_doc), material.document(row.plan_doc), standing.of(row)
    on_site = occasions.on_site(row)
    size = {one["panel"]: one["size"] for one in plan["panels"]}
    known = _names(row, result.reachable(doc))
    found: list[DrawnPair] = []
    for item in plan["items"]:
        visits = stand.visits.get(item["panel"] or "", {})
        for one in doc["strata"]:
            if one["item"] != item["item"]:
                continue
            now_drawn = [tag for tag in one["drawn"] if tag in stand.current[item["item"], one["stratum"]]]
            came_in = sorted(stand.current[item["item"], one["stratum"]] - set(one["drawn"]))
            for tag in [*one["forced"], *now_drawn, *came_in]:
                team = visits[tag].team if tag in visits else 0
                found.append(
                    DrawnPair(
                        known[tag].identity,
                        item["item"],
                        on_site[item["item"]],
                        team,
                        size.get(item["panel"], 2),
                    )
                )
    return found


def excluded(by: Actor, code: str, item: str) -> Iterator[Known]:
    """Rows that could not be drawn by lot, each with its reason and clause: F, X and S."""
    roll = roll_of(_readable(by, code), item)
    for entry in roll.entries.exclude(status="E").order_by("status", "identity").iterator():
        yield _known(entry)


def with_slips(by: Actor, code: str, item: str, slips: int) -> list[Known]:
    """The rows that can be drawn and have so many 签数."""
    roll = roll_of(_readable(by, code), item)
    return [_known(entry) for entry in roll.entries.filter(status="E", weight=slips).order_by("identity")]


def due(row: Draw, item: str) -> list[Known]:
    """Rows an outsider opens: every F and X row and the drawn sample (sxsj1 §6)."""
    demand(_computed(row))
    roll = roll_of(row, item)
    doc = material.document(row.result_doc)
    sample: list[str] = next((one["tags"] for one in doc["audit"] if one["roll"] == roll.roll_hash), [])
    special = roll.entries.filter(status__regex=r"^[FX]:")
    rest = roll.entries.filter(tag__in=sample).exclude(status__regex=r"^[FX]:")
    return [_known(entry) for entry in [*special.order_by("tag"), *rest.order_by("tag")]]


def audit_due(by: Actor, code: str, item: str) -> list[Known]:
    """The same for whoever asks for a draw by code."""
    return due(_readable(by, code), item)


def _readable(by: Actor, code: str) -> Draw:
    """Names of who was drawn: for those concerned at once, for the others of the unit when the secret is over."""
    row = draws.get(by, code)
    over = voids.was_completed(row) or (row.published_at is not None and not row.roll_key_commit)
    if not over:
        demand(policies.may(by, Verb.READ_UNDISCLOSED, row.unit.path))
    return row


def roll_of(row: Draw, item: str) -> Roll:
    """The roll of an item."""
    used = next((one for one in material.used(row) if one.item == item), None)
    if used is None or not item:
        raise Refused(denied("draw.no_item", f"抽取“{row.code}”没有事项“{item}”", "", "请核对事项编号"))
    return used.roll


def pools(by: Actor, code: str) -> list[tuple[str, str, int, str]]:
    """(list, words, rows, roll hash) of every roll frozen for the draw."""
    return [
        (one.list_id, one.in_words, one.count, one.roll_hash) for one in material.rolls(draws.get(by, code))
    ]


def evidence(by: Actor, code: str) -> Evidence:
    """The grade of the ceremony and why it is no better."""
    return evidence_of(draws.get(by, code))


@for_this_page
def evidence_of(row: Draw) -> Evidence:
    """The grade as the protocol computes it (§5), what carries it, and what a better one would take."""
    if not row.seal_hash:
        return Evidence("C", "尚未封签")
    plan = material.document(row.plan_doc)
    anchors = [{"seal": one.seal, "at": written(one.at)} for one in row.anchors.all()]
    marks = logs.marks(row)
    first = next((one for one in marks if one.kind == "public"), None)
    public_at = written(first.at) if first else None
    sealed = next(one for one in marks if one.kind == "seal")
    cosigned = journal.notes.cosigned_after(row.log.origin, sealed.index)

    def grade(signed: bool) -> str:
        return ceremony.grade(
            plan, seal_hash=row.seal_hash, anchors=anchors, public_at=public_at, cosigned=signed
        )

    anchored = _anchored(row, stands=grade(True) != "C", drawn=first is not None)
    return Evidence(grade(cosigned), _why(row, anchored, cosigned=cosigned))


def _anchored(row: Draw, *, stands: bool, drawn: bool) -> str:
    """The seal hash outside the house: it counts only before the first number (sxsj1 §5)."""
    if stands:
        return "封签哈希已在出数前存到外部"
    if drawn:
        return "出数之前没有在外部存证完整的封签哈希，不能再补"
    if row.state == "sealed":
        return "封签哈希还没有在外部存证；出数之前请见证人留存完整的 64 位"
    return "没有在外部存证完整的封签哈希"


def _why(row: Draw, anchored: str, *, cosigned: bool) -> str:
    best = "B" if row.order == ceremony.TABLE else "A"
    order = "现场掷骰，最高可为" if row.order == ceremony.TABLE else "先揭示、后出数，最高可为"
    told = [f"{order} {best} 级"]
    told.append(anchored)
    told.append("日志检查点已由外部联署" if cosigned else "日志检查点还没有外部联署，联署后重新评定")
    return "；".join(told)


def _computed(row: Draw) -> Decision:
    if row.result_doc:
        return Decision(True, "draw.computed", "")
    label = machine.MACHINE.states[row.state]
    return denied("draw.no_result", f"抽取“{row.code}”目前为“{label}”，尚无结果", "", "请先完成抽取")


def item(by: Actor, code: str, item: str) -> ItemSheet | None:
    """What was drawn for one item, for the unit that runs the draw and the section whose item it is."""
    row = draws.for_item(by, code, item)
    if by.covers(row.unit.path):
        row = _readable(by, code)
    else:
        owner = planned.own_items(by).get(plan=row.plan_id, item__code=item).item.unit
        demand(policies.may(by, Verb.READ_UNDISCLOSED, owner.path))
    return next((one for one in _sheet(row).items if one.code == item), None)


def _names(row: Draw, tags: Iterable[str]) -> Mapping[str, Known]:
    return {tag: _known(entry) for tag, entry in material.entries(row, tags).items()}


def _known(entry: RollEntry) -> Known:
    return Known(
        entry.tag, entry.identity, entry.name, entry.stratum, entry.status, entry.reason, entry.clause,
        entry.weight,
    )  # fmt: skip


def _people(stand: Standing) -> list[str]:
    seats = [tag for team in stand.seats.values() for tag in team.values() if tag]
    return [*seats, *(tag for bench in stand.bench.values() for tag in bench)]


def _item(
    pool: str, fixed: occasions.Named, doc: Document, item: Document, known: Mapping[str, Known]
) -> ItemSheet:
    strata = [one for one in doc["strata"] if one["item"] == item["item"]]

    def listed(kind: str) -> tuple[Known, ...]:
        return tuple(known[tag] for one in strata for tag in one[kind])

    return ItemSheet(
        code=item["item"],
        name=fixed.name,
        round=item["round"],
        pool=pool,
        quota=quota_words.sentence(item, strata, fixed.clause, fixed.source),
        total=sum(one["N"] for one in strata),
        forced=listed("forced"),
        drawn=listed("drawn"),
        reserve=listed("reserve"),
        batch=item["rules"][0]["batch"],
    )


def _panel(row: Draw, panel: Document, stand: Standing, known: Mapping[str, Known]) -> PanelSheet:
    used = next(one for one in material.used(row) if one.panel == panel["panel"])
    waiting = [known[tag] for tag in stand.bench[panel["panel"]]]
    drawn = sum(1 + len(team["members"]) for team in panel["teams"]) + len(panel["substitutes"])
    return PanelSheet(panel["panel"], used.roll.in_words, drawn, tuple(waiting))


def _teams(stand: Standing, known: Mapping[str, Known]) -> Iterator[TeamSheet]:
    for number, seats in sorted(stand.seats.items()):
        panel = stand.panel_of[number]
        visits = sum(visit.team == number for visit in stand.visits[panel].values())
        members = tuple(known[tag] if tag else None for seat, tag in seats.items() if seat != "C")
        captain = seats["C"]
        yield TeamSheet(number, panel, known[captain] if captain else None, members, visits)
