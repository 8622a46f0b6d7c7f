"""How often a law is tried where fifty times is not the right number."""

from typing import Any

from hypothesis import settings


def examples(whole: int, **more: Any) -> settings:
    """So many examples in a whole run, three of ten of them in the quick tier."""
    quick = settings.default.max_examples < settings.get_profile("house").max_examples
    return settings(deadline=None, max_examples=whole * 3 // 10 if quick else whole, **more)
