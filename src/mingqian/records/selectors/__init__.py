"""Reads of the vault; the first argument is who asks, where the answer depends on it."""

from mingqian.records.selectors.words import kinds, prompts

__all__ = ["kinds", "prompts"]
