"""What it means that an engine agrees with the core: every answer a draw may ask for, compared."""

from typing import Any

from tests.engines import lists

from mingqian.core import merkle
from mingqian.core.canonical import Suite
from mingqian.core.draw import roll, selection
from mingqian.engines.interface import Roll

LIMITS = (
    {},
    {"A": 1},
    {"A": 0, "B2": 3, "nowhere": 4},
    dict.fromkeys(lists.STRATA, 40),
    dict.fromkeys(lists.STRATA, 10**6),
)


def rule(stratum: str, ppm: int) -> dict[str, Any]:
    tiers = [{"upto": 50, "ppm": 1_000_000}, {"upto": None, "ppm": ppm}]
    return {"stratum": stratum, "scope": "stratum", "base": "eligible", "tiers": tiers, "min": 1, "max": None,
            "monotone": False, "forced": "extra", "reserve": 3, "batch": None, "weights": [1]}  # fmt: skip


def agree(found: Roll, lines: list[bytes], suite: Suite) -> None:
    held = selection.Held(suite, roll.file_bytes(lines))
    assert found.root() == merkle.root(suite, lines).hex()
    assert list(found.lines()) == lines
    assert found.survey() == held.survey()
    for limits in LIMITS:
        asked: Any = {"seed": lists.SEED, "purpose": "subject", "limits": limits}
        assert found.smallest(**asked) == held.smallest(**asked)
    for leaves in (0, 1, 60, 10**6):
        sample = found.first_rows(seed=lists.SEED, limit=leaves)
        assert sample == held.first_rows(seed=lists.SEED, limit=leaves)
    strata = [one["stratum"] for one in roll.counts(lines)]
    item = {"item": "LW-06", "rules": [rule(one, 600_001 + place) for place, one in enumerate(strata)]}
    given: Any = {"seed": lists.SEED, "kind": "case", "item": item}
    drawn = selection.select(suite, roll=found, **given)
    assert drawn == selection.select(suite, roll=held, **given)
    assert len(lines) < 3 or sum(one["k"] for one in drawn) > 0
