"""Reads of publication; the first argument is who asks, except where everybody may."""

from mingqian.publicity.selectors import (
    candidates,
    deadlines,
    notices,
    openness,
    policy,
    proofs,
    public,
    todo,
)

__all__ = ["candidates", "deadlines", "notices", "openness", "policy", "proofs", "public", "todo"]
