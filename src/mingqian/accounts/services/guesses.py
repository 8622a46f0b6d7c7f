"""Wrong guesses: counted per account as typed and per network address, each failure journaled.

Nothing here raises after writing: a failed sign-in must stay on record whatever becomes of its page.
"""

from datetime import datetime, timedelta

from django.db import transaction
from django.utils.timezone import localtime

from mingqian.accounts import journal
from mingqian.accounts.models import Guess, Person
from mingqian.accounts.preset import CLAUSE, current
from mingqian.accounts.types import Origin, visitor
from mingqian.core.decision import Decision, allowed, denied
from mingqian.ui import keyed

FORGOTTEN = timedelta(days=1)


def account_key(code: str) -> str:
    """By what was typed, known or not: an unknown account locks like a known one and so gives nothing away.

    A keyed digest, because people type passwords into the wrong field.
    """
    return "account:" + keyed.digest("guess", code).hex()


def standing(code: str, origin: Origin, *, now: datetime) -> Decision:
    """May this account, from this address, try at all?"""
    keys = [account_key(code), f"address:{origin.address}"]
    for row in Guess.objects.filter(pk__in=keys, locked_until__gt=now).order_by("key"):
        assert row.locked_until is not None
        return _closed(row.key, row.locked_until)
    return allowed()


def forgive(code: str) -> None:
    """A success ends the row of failures of the account; the address keeps its own."""
    Guess.objects.filter(pk=account_key(code)).delete()


@transaction.atomic
def wrong(code: str, person: Person | None, why: str, origin: Origin, *, now: datetime) -> Decision:
    """Count and journal one failure; answer what the person is told, which never says what was wrong."""
    chosen = current()
    Guess.objects.filter(last_at__lt=now - FORGOTTEN).delete()
    known = person.code if person else ""
    _journal("signin.failed", known, {"why": why, "address": origin.address}, now=now)
    account, left = _count(account_key(code), chosen.lock_after, chosen.lock_minutes, now)
    address, _ = _count(
        f"address:{origin.address}", chosen.pause_address_after, chosen.pause_address_minutes, now
    )
    closed = []
    for row, kind in ((account, "signin.locked"), (address, "signin.paused")):
        if row.locked_until is not None:
            body = {
                "failures": row.failures,
                "until": row.locked_until.isoformat(),
                "address": origin.address,
            }
            _journal(kind, known, body, now=now)
            closed.append(_closed(row.key, row.locked_until))
    if closed:
        return closed[0]
    return denied(
        "accounts.wrong_credentials",
        f"工号、密码或口令不对，再错 {left} 次将锁定 {chosen.lock_minutes} 分钟",
        CLAUSE,
        "请核对后重新填写；忘记密码请联系管理员签发一次性登录链接",
    )


def _count(key: str, limit: int, minutes: int, now: datetime) -> tuple[Guess, int]:
    row, _ = Guess.objects.select_for_update().get_or_create(
        key=key, defaults={"failures": 0, "last_at": now}
    )
    over = row.locked_until is not None and row.locked_until <= now
    if over or now - row.last_at >= timedelta(minutes=minutes):
        row.failures, row.locked_until = 0, None
    row.failures += 1
    row.last_at = now
    if row.failures >= limit:
        row.locked_until = now + timedelta(minutes=minutes)
    row.save()
    return row, limit - row.failures


def _closed(key: str, until: datetime) -> Decision:
    at = localtime(until).strftime("%H:%M")
    if key.startswith("address:"):
        reason = f"这个网络地址登录失败过多，{at} 前暂停登录"
    else:
        reason = f"连续输错次数过多，账号锁定至 {at}"
    return denied("accounts.locked", reason, CLAUSE, f"请 {at} 以后再试，或联系管理员签发一次性登录链接")


def _journal(kind: str, known: str, body: dict[str, object], *, now: datetime) -> None:
    thing = f"person:{known}" if known else "signin:unknown"
    journal.connected().record(kind, by=visitor(), now=now, thing=thing, body=body)
