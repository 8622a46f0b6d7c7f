"""The one place where a page's randomness comes from; below, it is always handed in."""

import secrets


def entropy(size: int) -> bytes:
    """So many random bytes of the operating system."""
    return secrets.token_bytes(size)
