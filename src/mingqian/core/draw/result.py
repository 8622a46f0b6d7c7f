"""The result document: everything that follows from plan, seal, seed and rolls (sections 6, 7 and 10).

What belongs here: the one order in which the pieces are computed. After the seed nobody has discretion.
"""

from collections.abc import Mapping, Sequence

from mingqian.core.canonical import Document, Suite
from mingqian.core.draw import pairing, panel, selection
from mingqian.core.draw.documents import document


def compute(
    *,
    plan: Document,
    plan_hash: str,
    seal_hash: str,
    seed: str,
    headers: Mapping[str, Document],
    files: Mapping[str, bytes | selection.Drawable],
    rosters: Mapping[str, Sequence[panel.Inspector]],
    ties: frozenset[tuple[str, str]],
) -> Document:
    """The result of a draw.

    ``headers``, ``files`` and ``rosters`` are keyed by roll hash; a roll that an engine read stands in
    ``files`` as what answers for it; ``ties`` are the opened conflicts
    as (inspector tag, subject tag), more than needed does no harm.
    """
    suite = Suite(plan["suite"])
    strata = select_all(suite, plan=plan, seed=seed, headers=headers, files=files)
    kinds = {name: header["kind"] for name, header in headers.items()}
    teams = panel.compose(suite, seed=seed, panels=plan["panels"], rosters=rosters, kinds=kinds)
    bonds = pairing.Bonds(ties, quals_of(plan, rosters))
    return document(
        "result",
        plan=plan_hash,
        seal=seal_hash,
        seed=seed,
        strata=strata,
        panels=teams,
        pairs=pairing.pair(suite, seed=seed, plan=plan, strata=strata, panels=teams, bonds=bonds),
        audit=audit_all(suite, plan=plan, seed=seed, files=files),
    )


def select_all(
    suite: Suite,
    *,
    plan: Document,
    seed: str,
    headers: Mapping[str, Document],
    files: Mapping[str, bytes | selection.Drawable],
) -> list[Document]:
    """``strata``: items in plan order, strata ascending; each roll is surveyed once."""
    surveys = {name: selection.drawable(suite, files[name]).survey() for name in item_rolls(plan)}
    found: list[Document] = []
    for item in plan["items"]:
        name = item["subject_roll"]
        found += selection.select(
            suite, seed=seed, kind=headers[name]["kind"], item=item, roll=files[name], seen=surveys[name]
        )
    return found


def audit_all(
    suite: Suite, *, plan: Document, seed: str, files: Mapping[str, bytes | selection.Drawable]
) -> list[Document]:
    """``audit``: one sample per item roll, in the order of the plan."""
    return [
        {
            "roll": name,
            "tags": selection.audit_sample(suite, seed=seed, roll=files[name], leaves=plan["audit_leaves"]),
        }
        for name in item_rolls(plan)
    ]


def item_rolls(plan: Document) -> list[str]:
    """Distinct rolls of the plan's items, by first appearance."""
    return list(dict.fromkeys(item["subject_roll"] for item in plan["items"]))


def inspector_rolls(plan: Document) -> list[str]:
    """Distinct rolls of the plan's panels, by first appearance."""
    return list(dict.fromkeys(one["inspector_roll"] for one in plan["panels"]))


def quals_of(
    plan: Document, rosters: Mapping[str, Sequence[panel.Inspector]]
) -> dict[str, dict[str, frozenset[str]]]:
    """Qualification codes by panel and inspector tag, from the panel's own roll."""
    return {
        one["panel"]: {person.tag: person.quals for person in rosters[one["inspector_roll"]]}
        for one in plan["panels"]
    }


def captains_of(
    plan: Document, rosters: Mapping[str, Sequence[panel.Inspector]]
) -> dict[str, frozenset[str]]:
    """Captain-eligible tags by panel, from the panel's own roll."""
    return {
        one["panel"]: frozenset(person.tag for person in rosters[one["inspector_roll"]] if person.captain)
        for one in plan["panels"]
    }


def selected(result: Document) -> list[str]:
    """Forced and drawn tags, distinct, by first appearance."""
    found = [tag for stratum in result["strata"] for tag in [*stratum["forced"], *stratum["drawn"]]]
    return list(dict.fromkeys(found))


def reachable(result: Document) -> list[str]:
    """Tags which may be visited: forced, drawn and reserve."""
    spare = [tag for stratum in result["strata"] for tag in stratum["reserve"]]
    return list(dict.fromkeys([*selected(result), *spare]))


def people(result: Document) -> list[str]:
    """Everyone in teams or substitutes."""
    found: list[str] = []
    for one in result["panels"]:
        for team in one["teams"]:
            found += [team["captain"], *team["members"]]
        found += one["substitutes"]
    return found
