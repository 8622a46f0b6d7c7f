"""Names of files as they came from outside."""

import re


def safe_name(name: str) -> str:
    """The last part of a name without anything a disk or a page could stumble over."""
    last = re.split(r"[\\/]", name)[-1]
    kept = "".join(one for one in last if one.isprintable() and one not in '"<>:|?*')
    return kept.strip(". ")[:100] or "记录"
