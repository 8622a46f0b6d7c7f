"""Where a request comes from: the address lock-outs are counted by."""

from ipaddress import IPv6Address, ip_address

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
        told = ip_address(address)
        # A server that listens to both writes ::ffff:192.0.2.1; as one IPv6 network they would all be one visitor.
        address = str((told.ipv4_mapped if isinstance(told, IPv6Address) else None) or told)
    except ValueError:
        address = ""
    return Origin(address, str(request.META.get("HTTP_USER_AGENT", ""))[:200])
