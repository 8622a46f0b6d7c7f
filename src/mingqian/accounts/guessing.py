"""Wrong codes are counted per network address for ten minutes, so that nobody finds a right one by trying.

In the memory of each server process, never in the database: a GET writes nothing, and no list of visitors is kept.
"""

from contextlib import suppress
from hashlib import sha256
from ipaddress import ip_network

from django.core.cache import cache
from django.http import HttpRequest

from mingqian.accounts import origins

MISSES, SECONDS = 30, 600


def stopped(request: HttpRequest) -> bool:
    """Has this address missed too often of late?"""
    return int(cache.get(_key(request), 0)) >= MISSES


def missed(request: HttpRequest) -> None:
    """One more that found nothing."""
    key = _key(request)
    if not cache.add(key, 1, SECONDS):
        with suppress(ValueError):  # the ten minutes ended between the two
            cache.incr(key)


def _key(request: HttpRequest) -> str:
    address = origins.of(request).address
    # Of IPv6 a household has a whole network of addresses to try from.
    whose = str(ip_network((address, 64), strict=False)) if ":" in address else address
    return f"accounts.code.{sha256(whose.encode()).hexdigest()[:24]}"
