"""Commit and seal (sxsj1 §4): each party binds a secret made on its own device; then all are sealed at once."""

from datetime import datetime

from django.db import transaction

from mingqian.accounts.types import Actor
from mingqian.audit import services as audit
from mingqian.core import machine
from mingqian.core.canonical import Suite, document_hash, jcs
from mingqian.core.decision import Decision, Refused, allowed, demand, demand_all, denied
from mingqian.core.draw import ceremony as rules
from mingqian.core.draw import grammar
from mingqian.core.machines import ceremony
from mingqian.draw import policies
from mingqian.draw.enums import Anchoring, SeatWay
from mingqian.draw.models import Anchor, Draw, Party
from mingqian.draw.policies import Verb
from mingqian.draw.selectors import draws, material, party_words, seats
from mingqian.draw.services import log as logs
from mingqian.draw.types import Handover

BINDS = "sxsj1 §4：每方在任何随机数产生之前提交承诺，并在封签中核对自己的承诺"


@transaction.atomic
def commit(
    *, draw: str, role: str, commitment: str, way: SeatWay | None = None, by: Actor, now: datetime
) -> Party:
    """Take a party's commit. The secret itself never reaches the server before the reveal.

    A party with an account commits in person, one without by its link; else the operator enters it from the slip.
    """
    row = draws.locked(by, draw)
    party = seat(row, role)
    demand_all([own_or_entered(row, party, by, now), machine.may(ceremony.MACHINE, row.state, "seal")])
    demand_all([_well_formed(commitment), _in_turn(row, party), _new_secret(row, party, commitment)])
    party.commit, party.committed_at, party.way = commitment, now, way_of(party, by, way)
    party.save(update_fields=["commit", "committed_at", "way"])
    facts = {"role": role, "commit": commitment, "way": party.way}
    audit.record("draw.committed", by=by, now=now, thing=f"draw:{draw}", body=facts)
    return party


@transaction.atomic
def seal(*, draw: str, by: Actor, now: datetime) -> Draw:
    """All commits in plan order become the seal; its whole hash goes outside before any randomness."""
    row = draws.locked(by, draw)
    demand_all(
        [
            policies.may(by, Verb.OPERATE, row.unit.path),
            machine.may(ceremony.MACHINE, row.state, "seal"),
        ]
    )
    parties = list(row.parties.order_by("position"))
    demand(_complete(parties))
    doc = rules.seal(row.plan_hash, [(one.role, one.commit) for one in parties], sealed_at=logs.written(now))
    row.seal_doc, row.seal_hash = jcs(doc).decode(), document_hash(Suite(row.suite), doc)
    row.state = machine.move(ceremony.MACHINE, row.state, "seal")
    row.save(update_fields=["seal_doc", "seal_hash", "state"])
    logs.append(
        row.log, "seal", doc, draw=row, role=parties[0].role,
        told="draw.sealed", facts={"seal": row.seal_hash}, by=by, now=now,
    )  # fmt: skip
    return row


@transaction.atomic
def hand_keys(*, draw: str, by: Actor, now: datetime) -> Handover:
    """At sealing the witness gets K, Kc and the ids and can derive every tag again (sxsj1 §2, V23)."""
    row = draws.locked(by, draw)
    demand_all([policies.may(by, Verb.WITNESS, row.unit.path), _sealed_not_drawn(row), _seated(row, by)])
    roll_key, conflict_key = material.keys(row)
    row.keys_handed_at = now
    row.save(update_fields=["keys_handed_at"])
    held = [row.roll_key_commit, row.conflict_key_commit]
    audit.record("draw.keys_handed", by=by, now=now, thing=f"draw:{draw}", body={"commits": held})
    return Handover(roll_key, conflict_key, material.identities(row), sorted(material.ties(row)))


@transaction.atomic
def find_own_commit(
    *, draw: str, role: str, seal_hash: str = "", way: SeatWay | None = None, by: Actor, now: datetime
) -> Party:
    """The party has found its commit in the journaled seal; before any randomness.

    ``seal_hash`` is what the party's own device computed; empty where somebody compared by eye.
    """
    row = draws.locked(by, draw)
    party = seat(row, role)
    demand_all([own_or_entered(row, party, by, now), _sealed_not_drawn(row)])
    demand(_same_seal(row, seal_hash or row.seal_hash))
    party.found_own_commit_at = now
    party.save(update_fields=["found_own_commit_at"])
    facts = {"role": role, "way": way_of(party, by, way), "computed": bool(seal_hash)}
    audit.record("draw.commit_found", by=by, now=now, thing=f"draw:{draw}", body=facts)
    return party


@transaction.atomic
def anchor(*, draw: str, kind: str, seal_hash: str, proof: str, by: Actor, now: datetime) -> Anchor:
    """The whole seal hash lies outside: on the witness's device, at the upper bureau, in a notice, time-stamped."""
    row = draws.locked(by, draw)
    demand_all([_may_anchor(row, by), _sealed_not_drawn(row)])
    demand_all([_same_seal(row, seal_hash), _known_kind(kind)])
    made = Anchor.objects.create(draw=row, kind=kind, at=now, seal=seal_hash, proof=proof)
    audit.record(
        "draw.anchored", by=by, now=now, thing=f"draw:{draw}", body={"kind": kind, "seal": seal_hash}
    )
    return made


def seat(row: Draw, role: str) -> Party:
    found = row.parties.filter(role=role).first()
    if found is None:
        known = "、".join(f"{part} {key}" for key, part in party_words.parts(row.parties.all()).items())
        raise Refused(
            denied("draw.no_party", f"抽取“{row.code}”没有参与方“{role}”", "", f"参与方有：{known}")
        )
    return found


def own_or_entered(row: Draw, party: Party, by: Actor, now: datetime) -> Decision:
    """The party itself; for one without an account the operator too, unless a phone sits in its seat."""
    if policies.sits(by, party=party.pk, person=party.person_id):
        return allowed()
    if party.person_id is None:
        return _not_held(party, now) if (may := policies.may(by, Verb.OPERATE, row.unit.path)).ok else may
    return denied(
        "draw.not_your_secret",
        f"{party_words.named(party)}的秘密只能由其本人提交",
        BINDS,
        "请由本人在自己的设备上操作",
    )


def way_of(party: Party, by: Actor, way: SeatWay | None) -> str:
    """How this came, as the journal keeps it; without a word, it follows from who acts for whom."""
    own = policies.sits(by, party=party.pk, person=party.person_id)
    return (way or (SeatWay.ACCOUNT if own else SeatWay.ENTERED)).value


def _not_held(party: Party, now: datetime) -> Decision:
    if not seats.held_by_phone(party, now=now):
        return allowed()
    return denied(
        "draw.seat_held_by_phone",
        f"“{party.unit}”已在自己的手机上入座，不能代为办理",
        BINDS,
        "请由其本人在手机上办理；手机确已丢失的，先收回链接",
    )


def _may_anchor(row: Draw, by: Actor) -> Decision:
    """Operator and witness, and every outsider at the table: a hash that left the room binds, whoever took it."""
    outside = row.parties.filter(outside=True)
    if any(policies.sits(by, party=one.pk, person=one.person_id) for one in outside):
        return allowed()
    return policies.may(by, Verb.READ_BACK, row.unit.path)


def _seated(row: Draw, by: Actor) -> Decision:
    if row.parties.filter(person_id=policies.person(by), outside=True).exists():
        return allowed()
    return denied("draw.not_seated", f"{by.name}不是本次抽取的外部参与方，不能领取密钥", BINDS)


def _new_secret(row: Draw, party: Party, commitment: str) -> Decision:
    """New secrets for a new attempt (sxsj1 §8); those opened in any earlier one are known and can be compared."""
    shown = Party.objects.filter(draw__in=list(draws.attempts_before(row))).exclude(secret="")
    for secret in shown.values_list("secret", flat=True):
        old = rules.commit(Suite(row.suite), plan_hash=row.plan_hash, role=party.role, secret=secret)
        if old == commitment:
            return denied(
                "draw.old_secret",
                f"{party_words.named(party)}沿用了以前已公开的秘密",
                "sxsj1 §8",
                "请重新生成",
            )
    return allowed()


def _well_formed(commitment: str) -> Decision:
    if grammar.is_hash(commitment):
        return allowed()
    return denied("draw.bad_commit", "承诺应为 64 位小写十六进制", BINDS, "请核对抄写或重新扫码")


def _in_turn(row: Draw, party: Party) -> Decision:
    """The organiser, first party, commits first; a commit once made stands."""
    if party.commit:
        return denied("draw.committed_already", f"{party_words.named(party)}已提交承诺，不得更换", BINDS)
    first = row.parties.order_by("position").first()
    if party != first and first is not None and not first.commit:
        return denied("draw.organiser_first", f"应由{party_words.named(first)}先提交承诺", BINDS)
    return allowed()


def _complete(parties: list[Party]) -> Decision:
    missing = party_words.all_named(one for one in parties if not one.commit)
    if not missing:
        return allowed()
    return denied(
        "draw.commit_missing",
        f"尚缺{missing}的承诺，不能封签",
        "厦门 三(五)6(2)：须邀请纪检监察人员参与；sxsj1 §4",
        "请各方到场提交承诺",
    )


def _sealed_not_drawn(row: Draw) -> Decision:
    if row.state == "sealed":
        return allowed()
    label = ceremony.MACHINE.states[row.state]
    return denied("draw.not_just_sealed", f"抽取目前为“{label}”，此事只能在封签之后、出数之前办理", BINDS)


def _known_kind(kind: str) -> Decision:
    known = [one.value for one in Anchoring]
    if kind in known:
        return allowed()
    return denied("draw.anchor_kind", f"不认识的存证方式“{kind}”", "sxsj1 §10", f"可用：{'、'.join(known)}")


def _same_seal(row: Draw, seal_hash: str) -> Decision:
    if seal_hash == row.seal_hash:
        return allowed()
    return denied(
        "draw.other_seal",
        "所记的封签哈希与本次封签不符",
        "sxsj1 §4：须留存完整的 64 位哈希，八位简称不起约束作用",
        "请扫描封签上的二维码，勿手抄",
    )
