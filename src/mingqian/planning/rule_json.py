"""A sampling rule as the JSON that plan rows keep, and back: an exact round trip, integers only."""

from collections.abc import Mapping
from dataclasses import asdict
from typing import Any

from mingqian.core.sampling import Part, Rule, Tier


def to_json(rule: Rule) -> dict[str, Any]:
    """Everything the rule says; JSON has no tuples, so they come back as lists."""
    document = asdict(rule)
    document["tiers"] = list(document["tiers"])
    document["parts"] = list(document["parts"])
    return document


def from_json(document: Mapping[str, Any]) -> Rule:
    """The rule again; ``sampling.BadRule`` if somebody stored what no number can satisfy."""
    fields = dict(document)
    fields["tiers"] = tuple(Tier(**tier) for tier in fields.get("tiers", ()))
    fields["parts"] = tuple(Part(**part) for part in fields.get("parts", ()))
    return Rule(**fields)
