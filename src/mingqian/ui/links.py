"""Addresses of the rows of a list: what stands around the key is looked up once, not for every row."""

from functools import lru_cache
from urllib.parse import quote

from django.urls import URLResolver, get_resolver, reverse
from django.utils.http import RFC3986_SUBDELIMS

_PLACE = "7070707070"
"""A key for words and numbers alike, which no address has in another place."""


def to(name: str, key: object) -> str:
    """As ``reverse(name, args=[key])``, for a page of one key without a slash."""
    before, after = _around(get_resolver(), name)
    return f"{before}{quote(str(key), safe=RFC3986_SUBDELIMS + ':@')}{after}"


@lru_cache(maxsize=256)
def _around(site: URLResolver, name: str) -> tuple[str, str]:
    before, _, after = reverse(name, args=[_PLACE]).partition(_PLACE)
    return before, after
