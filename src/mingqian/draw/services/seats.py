"""Seats at the table: the link that lets a party sit there with its own phone, given, taken, taken back."""

from datetime import datetime, timedelta

from django.db import transaction
from django.utils.dateparse import parse_datetime

from mingqian.accounts.types import Actor
from mingqian.audit import services as audit
from mingqian.core.decision import Decision, Refused, allowed, demand_all, denied
from mingqian.core.machines import ceremony
from mingqian.draw import policies, seatkeys
from mingqian.draw.models import Draw, Party, SeatLink
from mingqian.draw.policies import Verb
from mingqian.draw.selectors import draws, material
from mingqian.draw.selectors.seats import actor_of
from mingqian.draw.services import sealing
from mingqian.draw.types import Entropy

OWN_DEVICE = "sxsj1 §4：每方的秘密在自己的手机上生成，或者用骰子掷出，不经过服务器"
SEATED_FROM = ("announced", "sealed", "valued", "revealed", "seeded", "computed", "signed")
AGAIN = timedelta(minutes=10)
"""So long a phone whose first answer was lost is given its mark again; later a token read somewhere opens nothing."""
AFTER_THE_END, LONGEST = timedelta(days=1), timedelta(days=30)


@transaction.atomic
def issue(*, draw: str, role: str, holder: str = "", by: Actor, now: datetime, entropy: Entropy) -> SeatLink:
    """A link for one party. One that was given before stops working: a lost phone keeps no seat."""
    row = draws.locked(by, draw)
    party = sealing.seat(row, role)
    demand_all([policies.may(by, Verb.OPERATE, row.unit.path), _under_way(row), _named(party, holder)])
    replaced = _revoke(party, "换发", now)
    salt = entropy(seatkeys.SALT).hex()
    made = SeatLink.objects.create(
        party=party,
        salt=salt,
        digest=seatkeys.digest(seatkeys.token(salt)),
        holder=party.person.name if party.person else holder.strip(),
        issued_by_id=policies.person(by),
        issued_at=now,
        expires_at=_until(row, now),
    )
    facts = {
        "role": role,
        "holder": made.holder,
        "until": made.expires_at.isoformat(),
        "replaced": replaced is not None,
    }
    audit.record("draw.seat_link_issued", by=by, now=now, thing=f"draw:{draw}", body=facts)
    return made


@transaction.atomic
def revoke(*, draw: str, role: str, reason: str, by: Actor, now: datetime) -> None:
    """Take a link back; what the party did with it stands, its phone does no more."""
    row = draws.locked(by, draw)
    party = sealing.seat(row, role)
    demand_all([policies.may(by, Verb.OPERATE, row.unit.path), _reasoned(reason)])
    if _revoke(party, reason.strip(), now) is None:
        raise Refused(denied("draw.no_seat_link", f"“{party.unit}”没有在用的链接", "", "请刷新页面"))
    facts = {"role": role, "reason": reason.strip()}
    audit.record("draw.seat_link_revoked", by=by, now=now, thing=f"draw:{draw}", body=facts)


@transaction.atomic
def take(*, link: int, device: str, now: datetime) -> SeatLink:
    """The first phone that says "this is me" has the seat; every later one is told so."""
    held = SeatLink.objects.select_for_update(of=("self",))
    row = held.select_related("party__draw__log", "party__person__unit").get(pk=link)
    demand_all([usable(row, now=now), _free(row)])
    row.taken_at, row.device = now, seatkeys.digest(device)
    row.save(update_fields=["taken_at", "device"])
    audit.record(
        "draw.seat_taken", by=actor_of(row, now=now), now=now, thing=f"draw:{row.party.draw.code}",
        body={"role": row.party.role, "holder": row.holder},
    )  # fmt: skip
    return row


def kept_by(party: Party) -> str:
    """The proof of an anchor that lies on a party's own phone."""
    return f"{party.unit}在自己的手机上留存全文"


def usable(link: SeatLink | None, *, now: datetime) -> Decision:
    """Whether an address leads to a seat at this moment; the answer tells a holder of an old one what to do."""
    ask = "请向抽取操作员要一个新的链接"
    if link is None:
        return denied(
            "draw.seat_link_unknown", "这个链接不对，可能没有抄全", OWN_DEVICE, f"请重新扫码，或者{ask}"
        )
    if link.revoked_at is not None:
        return denied("draw.seat_link_revoked", f"这个链接已经收回（{link.revoked_why}）", OWN_DEVICE, ask)
    if link.expires_at <= now:
        return denied("draw.seat_link_expired", "这个链接已经过期", OWN_DEVICE, ask)
    return allowed()


def held_here(link: SeatLink, device: str) -> bool:
    """Is this the phone that took the seat?"""
    return bool(link.device) and link.device == seatkeys.digest(device)


def just_taken(link: SeatLink, device: str, *, now: datetime) -> bool:
    """Is this the phone that took the seat a moment ago, asking again for what it did not receive?"""
    return link.taken_at is not None and now - link.taken_at <= AGAIN and held_here(link, device)


def demand_here(link: SeatLink, device: str) -> None:
    """Only the phone that took the seat acts in it: it alone holds the secret."""
    if not held_here(link, device):
        raise Refused(
            denied(
                "draw.seat_other_phone",
                "这个席位由另一台手机（或另一个浏览器）使用，这里不能办理",
                OWN_DEVICE,
                "请回到最先打开的那台手机；找不到了，请操作员收回链接另发一个",
            )
        )


def _revoke(party: Party, why: str, now: datetime) -> SeatLink | None:
    running = SeatLink.objects.select_for_update().filter(party=party, revoked_at__isnull=True).first()
    if running is not None:
        running.revoked_at, running.revoked_why = now, why
        running.save(update_fields=["revoked_at", "revoked_why"])
    return running


def _until(row: Draw, now: datetime) -> datetime:
    """A day beyond the last deadline of the plan, for the signature; never more than a month."""
    last = parse_datetime(material.document(row.plan_doc)["deadlines"]["publish"])
    if last is not None and last > now + LONGEST - AFTER_THE_END:
        return now + LONGEST
    return max(last or now, now) + AFTER_THE_END


def _under_way(row: Draw) -> Decision:
    if row.state in SEATED_FROM:
        return allowed()
    label = ceremony.MACHINE.states[row.state]
    why = f"抽取目前为“{label}”，席位链接在公告方案之后、公布之前签发"
    return denied("draw.no_seats_now", why, OWN_DEVICE, "请先公告抽取方案")


def _named(party: Party, holder: str) -> Decision:
    if party.person is not None or 0 < len(holder.strip()) <= 60:
        return allowed()
    why = f"“{party.unit}”没有账号，须写明链接交给谁"
    return denied("draw.seat_holder", why, "厦门 三(五)6(2)：抽取过程完整记录", "请填写到场代表的姓名")


def _free(link: SeatLink) -> Decision:
    if link.taken_at is None:
        return allowed()
    return denied(
        "draw.seat_taken",
        "已有一台手机用这个链接入座，秘密在那台手机里",
        OWN_DEVICE,
        "请用那台手机；不是您本人打开的，请立即告知操作员收回",
    )


def _reasoned(reason: str) -> Decision:
    return allowed() if reason.strip() else denied("draw.reason", "没有写明原因", "", "请填写原因")
