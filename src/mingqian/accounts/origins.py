"""Where a request comes from: the address lock-outs are counted by."""

from ipaddress import ip_address

from django.conf import settings
from django.http import HttpRequest

from mingqian.accounts.types import Origin


def of(request: HttpRequest) -> Origin:
    """The nearest address a proxy of ours vouches for; what a browser claims beyond it counts for nothing."""
    address = str(request.META.get("REMOTE_ADDR", ""))
    hops = settings.PROXY_HOPS
    claimed = [one.strip() for one in str(request.META.get("HTTP_X_FORWARDED_FOR", "")).split(",")]
    if hops and len(claimed) >= hops:
        address = claimed[-hops]
    try:
        address = str(ip_address(address))
    except ValueError:
        address = ""
    return Origin(address, str(request.META.get("HTTP_USER_AGENT", ""))[:200])
