"""Wrong codes are counted per network address for ten minutes, so that nobody finds a right one by trying.

Wrong words about one number are counted per number and address for a day: who guesses shuts nobody else out.

In the memory of each server process, never in the database: a GET writes nothing, and no list of visitors is kept.
"""

from collections.abc import Callable
from contextlib import suppress
from datetime import datetime
from hashlib import sha256
from ipaddress import ip_network
from typing import TypeVar

from django.core.cache import cache
from django.http import HttpRequest
from django.utils.timezone import localdate

from mingqian.accounts import origins
from mingqian.core.decision import Decision, denied
from mingqian.core.guesses import MOST

MISSES, SECONDS, DAY = 30, 600, 86_400
T = TypeVar("T")


def stopped(request: HttpRequest) -> bool:
    """Has this address missed too often of late?"""
    return int(cache.get(_key(request), 0)) >= MISSES


def missed(request: HttpRequest) -> None:
    """One more that found nothing."""
    _count(_key(request), SECONDS)


def asked(
    request: HttpRequest,
    number: str,
    ask: Callable[[], T | Decision],
    *,
    now: datetime,
    clause: str,
    remedy: str,
) -> T | Decision:
    """The answer about a number to whoever knows its word; a wrong word is one more, and the fifth of a day the last."""
    key = f"{_key(request)}.{sha256(f'{localdate(now)} {number.strip().upper()}'.encode()).hexdigest()[:24]}"
    spent = int(cache.get(key, 0)) >= MOST
    if spent or stopped(request):
        why = f"从您的网络地址查错的次数过多，{'明天' if spent else '十分钟以后'}可以再查"
        return denied("guessing.closed", why, clause, remedy)
    answer = ask()
    if isinstance(answer, Decision):
        missed(request)
        _count(key, DAY)
    return answer


def _count(key: str, seconds: int) -> None:
    if not cache.add(key, 1, seconds):
        with suppress(ValueError):  # the time ended between the two
            cache.incr(key)


def _key(request: HttpRequest) -> str:
    address = origins.of(request).address
    # Of IPv6 a household has a whole network of addresses to try from.
    whose = str(ip_network((address, 64), strict=False)) if ":" in address else address
    return f"accounts.code.{sha256(whose.encode()).hexdigest()[:24]}"
