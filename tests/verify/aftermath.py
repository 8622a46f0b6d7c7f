"""What happens after the result of a staged draw: somebody falls ill, a firm is gone, an outsider looks at the list.

The lawful successor is found with the one-file verifier, the transcript is then judged by both, so a difference in
§8 between the two programs cannot hide.
"""

from typing import Any

from tests.verify import program

from mingqian.core.draw import result, rows


def play(stage: Any) -> None:
    """One skip, three substitutions, two replacements, an outside audit of every item roll."""
    if stage.variant.panels:
        after = standing(stage)
        substitute(stage, after, 1, "M1", skip=True)
        substitute(stage, after, 3, "M1", skip=False)
        substitute(stage, after, 2, "C", skip=False)
        replace(stage, after, "LD01", "A", 1)
        replace(stage, after, "SB02", "Q", 0)
        replace(stage, after, "SB02", "Q", 1)
    for name in ("LD", "SB"):
        lines = [rows.parse(line) for line in stage.files[f"{name}.roll"].split(b"\n")[:-1]]
        sample = next(one["tags"] for one in stage.result["audit"] if one["roll"] == stage.names[name])
        due = {row.tag for row in lines if row.status[0] in "FX"} | set(sample)
        body = {"roll": stage.names[name], "checked": len(due), "errors": []}
        stage.act("audit", "2026-06-06T00:00:00Z", body, "witness")


def standing(stage: Any) -> Any:
    verifier = program.load()
    draw = object.__new__(verifier.Draw)
    ties = [{"inspector": one, "subject": other} for one, other in stage.ties]
    opened = set(result.people(stage.result)), set(result.reachable(stage.result))
    ties = [one for one in ties if one["inspector"] in opened[0] and one["subject"] in opened[1]]
    draw.doc, draw.plan, draw.result, draw.seed = (
        {"coi": {"opened": ties}},
        stage.plan,
        stage.result,
        stage.seed,
    )
    draw.items, draw.panels = stage.plan["items"], stage.plan["panels"]
    draw.suite = verifier.Suite(str(stage.suite))
    draw.openings = {
        (stage.names["ZF"], tag): {"record": entry.record} for tag, entry in stage.people.items()
    }
    return verifier.Aftermath(draw, verifier.Bench(draw))


def substitute(stage: Any, after: Any, team: int, seat: str, skip: bool) -> None:
    out = after.seats[team][seat]
    if skip and (passed := after.next_substitute(team, seat)) is not None:
        body = {"team": team, "seat": seat, "tag": passed, **stage.why()}
        assert not list(after.skip(body))
        stage.act("skip", "2026-06-04T01:00:00Z", body)
    chosen = after.next_substitute(team, seat)
    body = {"team": team, "seat": seat, "out": out, "in": chosen, **stage.why()}
    assert not list(after.substitute(body))
    stage.act("substitute", "2026-06-04T02:00:00Z", body)


def replace(stage: Any, after: Any, item: str, stratum: str, place: int) -> None:
    key = (item, stratum)
    if place >= len(after.rows.get(key, {"drawn": []})["drawn"]):
        return  # a redraw finds its old selection among the forced
    out, reserve = after.rows[key]["drawn"][place], list(after.unused[key])
    body = {
        "item": item,
        "stratum": stratum,
        "out": out,
        "in": reserve[0] if reserve else None,
        "team": 0,
        **stage.why(),
    }
    list(after.replace(body))
    if reserve:
        panel = next(one["panel"] for one in stage.plan["items"] if one["item"] == item)
        body["team"] = after.visits[(panel, reserve[0])][1]
    stage.act("replace", "2026-06-05T01:00:00Z", body)
