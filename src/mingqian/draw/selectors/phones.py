"""What a party's phone shows: which step is its own, whom the table waits for, what is drawn in plain words."""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from datetime import datetime
from hashlib import sha256

from django.utils.dateparse import parse_datetime

from mingqian.audit import selectors as journal
from mingqian.core.canonical import Document
from mingqian.core.draw import ceremony as rules
from mingqian.core.machines import ceremony as machine
from mingqian.core.sampling import rate_words
from mingqian.draw.enums import VoidReason
from mingqian.draw.models import Draw, LogEvent, Party
from mingqian.draw.selectors import logs, material, occasions, owed, quota_words, seats, sourcing
from mingqian.draw.selectors.times import written
from mingqian.ui import words
from mingqian.ui.types import Step

STAGES = (("commit", "承诺"), ("found", "核对封签"), ("reveal", "揭示"), ("sign", "签认"))
AFTER = ("published", "completed")


def step_of(row: Draw, party: Party, *, now: datetime) -> str:
    """The one thing this phone has to do, or what it waits for."""
    if row.state in ("voided", "abandoned"):
        return "void"
    if row.state in AFTER:
        return "done"
    if row.state == "announced":
        return _committing(row, party)
    if row.state in ("computed", "signed"):
        signed = row.sign_offs.filter(party=party).exists()
        return "sign" if party.outside and not signed else "done"
    if row.state == "seeded":
        return "wait_result"
    if party.found_own_commit_at is None:
        return "found"
    return _revealing(row, party, now)


def _committing(row: Draw, party: Party) -> str:
    if party.commit:
        return "wait_seal"
    first = row.parties.order_by("position").first()
    return "commit" if first is None or first == party or first.commit else "wait_first"


def _revealing(row: Draw, party: Party, now: datetime) -> str:
    if party.secret:
        return "wait_reveals" if row.state in ("sealed", "valued") else "wait_value"
    if row.order == rules.TABLE:
        if row.state != "valued":
            return "wait_value"
        before = row.parties.filter(secret="", position__lt=party.position)
        return "wait_turn" if before.exists() else "reveal"
    if row.state == "revealed" or written(now) > sourcing.deadlines(row)["reveal"]:
        return "late"
    return "wait_found" if row.parties.filter(found_own_commit_at__isnull=True).exists() else "reveal"


def rail(row: Draw, party: Party, step: str) -> list[Step]:
    """Four stages of a phone; where it stands and what is behind it."""
    done = {
        "commit": bool(party.commit),
        "found": party.found_own_commit_at is not None,
        "reveal": bool(party.secret),
        "sign": row.sign_offs.filter(party=party).exists(),
    }
    shown = [one for one in STAGES if party.outside or one[0] != "sign"]
    return [Step(label, "done" if done[code] else "now" if code == step else "todo") for code, label in shown]


def reveal_by(row: Draw) -> datetime | None:
    """Until when secrets count; at the table they are opened in turn and no clock decides."""
    return parse_datetime(sourcing.deadlines(row)["reveal"]) if row.order != rules.TABLE else None


def stamp(row: Draw, party: Party) -> str:
    """Changes when the page should be read again; tells nothing else."""
    seen = [row.state, row.seal_hash, str(row.values.filter(reading="confirmed").count())]
    seen += [
        f"{bool(one.commit)}{bool(one.found_own_commit_at)}{bool(one.secret)}" for one in row.parties.all()
    ]
    seen += [str(row.sign_offs.count()), str(party.links.filter(revoked_at__isnull=True).count())]
    return sha256("|".join(seen).encode()).hexdigest()[:16]


def checkpoint(row: Draw, sealed: LogEvent) -> dict[str, object]:
    """The newest checkpoint of the draw's log, and the proof that its tree holds the seal."""
    newest = journal.notes.current(row.log.origin)
    size = newest.size
    proof = (
        journal.proofs.inclusion(row.log.origin, index=sealed.index, size=size) if sealed.index < size else []
    )
    return {"note": str(journal.notes.note(newest)), "index": sealed.index, "size": size, "proof": proof}


def cosigner(party: Party, holder: str) -> str:
    """The name under which a phone co-signs: no blanks and no plus, as C2SP has it."""
    return "".join(f"{party.unit}-{holder}".split()).replace("+", "")


@dataclass(frozen=True, slots=True)
class Drawn:
    """One item of the plan for somebody who is no officer: what, from how many, by which rule, and how many came."""

    name: str
    pool: str
    total: int
    rule: str
    forced: int = 0
    drawn: int = 0


def what_is_drawn(row: Draw) -> list[Drawn]:
    """Numbers and words only: no name of anybody drawn ever reaches a phone by a link."""
    plan = material.document(row.plan_doc)
    result = material.document(row.result_doc) if row.result_doc else {"strata": []}
    used = {one.item: one for one in row.rolls.select_related("roll").exclude(item="")}
    names = occasions.named(row)
    found = []
    for item in plan["items"]:
        strata = [one for one in result["strata"] if one["item"] == item["item"]]
        roll = used[item["item"]].roll
        found.append(
            Drawn(
                names[item["item"]].name,
                roll.in_words,
                roll.count,
                _rule(item),
                sum(len(one["forced"]) for one in strata),
                sum(len(one["drawn"]) for one in strata),
            )
        )
    return found


def _rule(item: Document) -> str:
    told = dict.fromkeys(
        quota_words.fixed(rule) or _tiers(rule["tiers"]) + quota_words.bounds(rule) for rule in item["rules"]
    )
    return "；".join(told)


def _tiers(tiers: list[Document]) -> str:
    if len(tiers) == 1:
        return f"抽取比例 {rate_words(tiers[0]['ppm'])}"
    parts = [
        f"{one['upto']} 以内 {rate_words(one['ppm'])}" if one["upto"] else f"以上 {rate_words(one['ppm'])}"
        for one in tiers
    ]
    return "抽取比例按总数分档：" + "，".join(parts)


@dataclass(frozen=True, slots=True)
class Waiting:
    """Whom the ceremony waits for, since when, and what the rules say if nobody comes."""

    who: tuple[str, ...]
    what: str
    since: datetime
    rule: str


def waiting(row: Draw) -> Waiting | None:
    """For the operator: a phone that vanished is seen here, and here is what may be done about it."""
    parties = seats.parties(row)
    marks = logs.marks(row)
    if not marks:
        return None
    late = owed.of(row, parties)
    if late is None:
        return None
    return Waiting(_named(late.parties), _DUE[late.due], marks[-1].at, _rule_of(row, late.due))


_DUE: Mapping[owed.Due, str] = {
    "commit": "交出承诺", "found": "在封签里核对自己的承诺", "reveal": "揭示", "sign": "签认",
}  # fmt: skip
_RULES: Mapping[owed.Due, str] = {
    "commit": "缺一方承诺不能封签；不来的，可以作废（参与方缺席）后另行组织。",
    "found": "核对齐了才能出数；核对不符或不来的，只能作废。",
    "reveal": "现场抽取缺一方即作废（参与方缺席），下一次改为先揭示、后出数，再拒绝也改变不了结果。",
    "sign": "见证人都签认后才能公布；有异议照样签，异议随结果公布。",
}


def _rule_of(row: Draw, due: owed.Due) -> str:
    if due != "reveal" or row.order == rules.TABLE:
        return _RULES[due]
    limit = parse_datetime(sourcing.deadlines(row)["reveal"])
    return f"期限 {words.moment(limit)}；到期仍缺的按空值计，余下两方以上且有外部人的照常进行，否则作废。"


def _named(parties: Iterable[Party]) -> tuple[str, ...]:
    return tuple(f"{one.unit}（{one.person.name}）" if one.person else one.unit for one in parties)


def void_reason(row: Draw) -> tuple[str, str]:
    """Why an attempt is void, in the words of its event."""
    found = row.changes.filter(kind="void", answer="approved").first()
    if found is None:
        return machine.MACHINE.states[row.state], ""
    return VoidReason(found.reason).label, found.evidence
