"""Frauds by somebody who can compute everything anew: one step is bent, all that follows is hashed again.

Each names the attack of the protocol's list it replays where there is one, and the check that must stop it.
"""

import copy
from collections.abc import Callable
from dataclasses import dataclass
from typing import Any

from tests.verify.stage import BEACON, Doc, Variant, subject_id

from mingqian.core.draw import rows

Bend = Callable[[Any], Any]
FRIEND = "GHOST"
OPEN, SEALED = Variant(mode="open"), Variant()
BEACONS, QUIET = Variant(order=BEACON), Variant(aftermath=False)


@dataclass(frozen=True)
class Fraud:
    name: str
    bends: dict[str, Bend]
    stopped_by: str
    variant: Variant = SEALED

    def __str__(self) -> str:
        return self.name.replace(" ", "-")


def at(*path: str | int, put: Any) -> Bend:
    """Put a value (or a function of the old one) at a place of the bent thing."""

    def bend(thing: Any) -> None:
        for step in path[:-1]:
            thing = thing[step]
        thing[path[-1]] = put(thing[path[-1]]) if callable(put) else put

    return bend


def both(*bends: Bend) -> Bend:
    def bend(thing: Any) -> None:
        for one in bends:
            one(thing)

    return bend


def act(kind: str, change: Callable[[Doc], Any], nth: int = 0) -> Bend:
    """Change the body of one planned event."""

    def bend(script: list[Any]) -> None:
        body = [one for one in script if one[0] == kind][nth][3]
        change(body)

    return bend


def without(kind: str, nth: int = 0) -> Bend:
    def bend(script: list[Any]) -> None:
        script.remove([one for one in script if one[0] == kind][nth])

    return bend


def at_time(kind: str, time: str) -> Bend:
    def bend(script: list[Any]) -> None:
        place = next(number for number, one in enumerate(script) if one[0] == kind)
        script[place] = (script[place][0], time, *script[place][2:])

    return bend


def swap(path: tuple[str | int, ...], one: int, other: int) -> Bend:
    def bend(thing: Any) -> None:
        for step in path:
            thing = thing[step]
        thing[one], thing[other] = thing[other], thing[one]

    return bend


def entries(change: Callable[[list[rows.Entry]], Any]) -> Bend:
    return change


def changed(number: int, **fields: Any) -> Bend:
    """One subject's row with other fields."""

    def bend(found: list[rows.Entry]) -> list[rows.Entry]:
        return [
            rows.Entry(**{"identity": one.identity, "record": one.record, "stratum": one.stratum,
                          "status": one.status, "weight": one.weight, **fields})
            if one.identity == subject_id(number) else one
            for one in found
        ]  # fmt: skip

    return bend


def friends_stratum(found: list[rows.Entry]) -> list[rows.Entry]:
    return [*found, rows.Entry(subject_id(90), {"employees": 1, "name": FRIEND}, "Z")]


def ppm(rate: int) -> Bend:
    return at("items", 0, "rules", 0, "tiers", 1, "ppm", put=rate)


def other_seal(anchor: list[Doc]) -> list[Doc]:
    return [{**anchor[0], "seal": anchor[0]["seal"][:8] + "0" * 56}]


def few_captains(found: list[rows.Entry]) -> list[rows.Entry]:
    """All captains of the second panel may already sit in the first."""
    return [
        rows.Entry(
            one.identity,
            {**one.record, "captain": one.record["captain"] and one.stratum == "ZF"},
            one.stratum,
            one.status,
        )
        for one in found
    ]


def two_roles(plan: Doc) -> None:
    plan["parties"] = [{**plan["parties"][0], "role": role} for role in ("organiser", "organiser2")]


SELECTION = [
    Fraud("a friend is drawn instead", {"result": swap(("strata", 0, "drawn"), 0, 1)}, "V12"),
    Fraud("a reserve is drawn", {"result": at("strata", 0, "drawn", 0, put="ab" * 32)}, "V12"),
    Fraud(
        "one fewer is drawn",
        {"result": both(at("strata", 0, "drawn", put=lambda d: d[:-1]), at("strata", 0, "k", put=3))},
        "V12",
        QUIET,
    ),
    Fraud("the cut is moved", {"result": at("strata", 0, "cut", put="0" * 64)}, "V12"),
    Fraud("the reserve is turned round", {"result": swap(("strata", 0, "reserve"), 0, 1)}, "V12", QUIET),
    Fraud("the audit sample is chosen", {"result": at("audit", 0, "tags", 0, put="ab" * 32)}, "V12", QUIET),
    Fraud("a forced visit is forgotten", {"result": at("strata", 0, "forced", put=[])}, "V12", QUIET),
    Fraud("the counts lie", {"result": at("strata", 0, "N", put=15)}, "V12", QUIET),
    Fraud("another seed", {"seed": lambda seed: "ab" * 32}, "V11", QUIET),
    Fraud(
        "retyped dice, the old entry left",
        {"script": act("public", lambda b: b.update(value="50829174633071925091"))},
        "V11",
    ),
    Fraud("a result of another plan", {"result": at("plan", put="ab" * 32)}, "V6"),
    Fraud("a result of another seal", {"result": at("seal", put="ab" * 32)}, "V6"),
]
LISTS = [
    Fraud("C2 friends in a stratum without a rule", {"entries:LD": friends_stratum}, "V5"),
    Fraud("H3 one weight of 999", {"entries:LD": changed(11, weight=999)}, "V5"),
    Fraud("H4 no rate at all", {"plan": ppm(0)}, "V0"),
    Fraud("H4 a ceiling of nothing", {"plan": at("items", 0, "rules", 0, "max", put=0)}, "V0"),
    Fraud("H5 another floor in one stratum of an item", {"plan": at("items", 0, "rules", 1, "min", put=9)}, "V5"),
    Fraud("a floor above the ceiling", {"plan": both(at("items", 1, "rules", 0, "max", put=3))}, "V5"),
    Fraud("tiers out of order", {"plan": swap(("items", 0, "rules", 0, "tiers"), 0, 1)}, "V5", QUIET),
    Fraud("F:RD in a first attempt", {"entries:LD": changed(11, status="F:RD")}, "V5"),
    Fraud("an inspector with a forced status", {"entries:ZF": lambda found: [rows.Entry(one.identity, one.record, one.stratum, "X:QQ" if one.status != "E" else "E") for one in found]}, "V1"),
    Fraud("a row dropped from the file", {"file:LD": lambda data: data.split(b"\n", 1)[1]}, "V3", QUIET),
    Fraud("a status changed in the file", {"file:LD": lambda data: data.replace(b"|A|E|1|", b"|A|X:3M|1|", 1)}, "V3", QUIET),
    Fraud("two rows changed places in the file", {"file:LD": lambda data: b"\n".join([data.split(b"\n")[1], data.split(b"\n")[0], *data.split(b"\n")[2:]])}, "V2", QUIET),
    Fraud("the header's root is another", {"header:LD": at("root", put="ab" * 32)}, "V4"),
    Fraud("the header's count is another", {"header:LD": at("counts", 0, "X", put=2)}, "V3", QUIET),
    Fraud("a status code without its text", {"header:LD": at("codes", put=lambda codes: codes[1:])}, "V3"),
    Fraud("a sealed list without commitment", {"header:LD": at("key_commit", put=None)}, "V5"),
    Fraud("H14 two keys in one plan", {"header:SB": at("key_commit", put="ab" * 32)}, "V5"),
    Fraud("an id scheme the header does not name", {"header:LD": at("ids", put=["QYBM"])}, "V13"),
    Fraud("a list of another suite", {"header:LD": at("suite", put="sm3")}, "V5"),
    Fraud("one item twice", {"plan": at("items", 1, "item", put="LD01")}, "V5", QUIET),
    Fraud("panels that no item names", {"plan": at("items", 1, "panel", put=None)}, "V5", QUIET),
]  # fmt: skip
PEOPLE = [
    Fraud("C3 an inspector's record withheld", {"openings": lambda found: [one for one in found if not one["id"].endswith("0003")]}, "V14"),
    Fraud("a captain is made after the draw", {"openings": at(0, "record", put=lambda record: {**record, "captain": True, "employees": 1})}, "V13"),
    Fraud("another captain", {"result": at("panels", 0, "teams", 0, "captain", put="ab" * 32)}, "V14", QUIET),
    Fraud("members change teams", {"result": lambda doc: swap_members(doc)}, "V14", QUIET),
    Fraud("substitutes turned round", {"result": swap(("panels", 0, "substitutes"), 0, 1)}, "V14", QUIET),
    Fraud("H7 a panel that may run out", {"entries:ZF": few_captains}, "V14", QUIET),
    Fraud("a team chosen for a firm", {"result": at("pairs", 0, "team", put=2)}, "V15", QUIET),
    Fraud("a visit forgotten", {"result": at("pairs", put=lambda pairs: pairs[:-1])}, "V15", QUIET),
    Fraud("C4 a conflict invented after the seed", {"applied ties": lambda ties: [*ties, *invented(ties)]}, "V15", QUIET),
    Fraud("a conflict opened that was never registered", {"opened": lambda opened: [*opened, {**opened[0], "key": "ab" * 32}] if opened else None}, "V15"),
    Fraud("a registered conflict added later", {"leaves": lambda leaves: sorted([*leaves, "ab" * 32]), "plan": at("coi", "count", put=lambda count: count - 1)}, "V15"),
    Fraud("a registered conflict not opened", {"opened": lambda opened: opened[1:]}, "V15"),
    Fraud("C8 one firm opened under two tags", {"openings": lambda found: twice_opened(found)}, "V13"),
]  # fmt: skip
CEREMONY = [
    Fraud("H8 two roles of one unit", {"plan": two_roles, "secrets": lambda s: {"organiser": "O" * 20, "organiser2": "W" * 20}}, "V8", QUIET),
    Fraud("an outsider of the organiser's own unit", {"plan": at("parties", 1, "unit", put="O")}, "V8"),
    Fraud("nobody from outside", {"plan": both(at("parties", 1, "outside", put=False), at("parties", 2, "outside", put=False))}, "V8", QUIET),
    Fraud("H9 the organiser's own commit under W's name", {"seal": at("commits", 1, "commit", put="ab" * 32)}, "V9"),
    Fraud("H9 one commit under two names", {"seal": lambda seal: seal["commits"][1].update(commit=seal["commits"][0]["commit"])}, "V7"),
    Fraud("commits in another order", {"seal": swap(("commits",), 0, 1)}, "V7"),
    Fraud("a seal of another plan", {"seal": at("plan", put="ab" * 32)}, "V6"),
    Fraud("H10 a telephone number twice for a secret", {"secrets": at("witness", put="1380592138013805921380")}, "V9"),
    Fraud("a secret of nineteen letters", {"secrets": at("witness", put="W" * 19)}, "V9"),
    Fraud("H2 nineteen dice", {"plan": at("public", 0, "count", put=19), "values": at(0, put="5082917463307192509")}, "V10"),
    Fraud("H2 one die more than announced", {"values": at(0, put="508291746330719250901")}, "V10"),
    Fraud("a letter among the dice", {"values": at(0, put="5082917463307192509x")}, "V10"),
    Fraud("H1 快乐8 alone", {"plan": at("public", put=lambda public: public[:1]), "values": lambda values: values[:1]}, "V10", BEACONS),
    Fraud("H2 dice where secrets come first", {"plan": at("order", put=BEACON)}, "V10", QUIET),
    Fraud("lottery numbers out of order", {"values": at(0, put=lambda text: text[3:] + "," + text[:2])}, "V10", BEACONS),
    Fraud("a beacon value in upper case", {"values": at(1, put=lambda text: text.upper())}, "V10", BEACONS),
    Fraud("a reveal twice", {"script": lambda script: script.insert(8, script[7])}, "V9"),
    Fraud("the organiser opens last", {"script": lambda script: reorder_reveals(script)}, "V9"),
    Fraud("C9 a party does not open and nobody cares", {"script": without("reveal", 2)}, "V9"),
]  # fmt: skip
TIMES = [
    Fraud("secrets before the dice", {"script": lambda script: reveals_first(script)}, "V19"),
    Fraud("M1 a beacon round from before the seal", {"plan": at("public", 1, "at", put="2026-06-02T12:30:00Z")}, "V19", BEACONS),
    Fraud("a value journaled before it existed", {"script": at_time("public", "2026-06-03T12:00:00Z")}, "V10", BEACONS),
    Fraud("a late reveal", {"plan": at("deadlines", "reveal", put="2026-06-03T08:00:00Z")}, "V9", BEACONS),
    Fraud("a plan after its seal", {"seal": at("sealed_at", put="2026-06-02T01:30:00Z")}, "V19"),
    Fraud("a seal dated after its entry", {"seal": at("sealed_at", put="2026-06-03T01:07:00Z")}, "V19"),
    Fraud("deadlines the wrong way round", {"plan": at("deadlines", "publish", put="2026-06-03T11:00:00Z")}, "V19"),
    Fraud("time runs backwards", {"script": at_time("result", "2026-06-03T02:30:00Z")}, "V19"),
    Fraud("C1 an anchor with the same eight characters", {"transcript": at("anchors", put=other_seal)}, "V19"),
    Fraud("H16 a substitution is dropped", {"script": without("substitute")}, "V16", Variant(panels=True)),
    Fraud("a recording is dropped", {"script": without("media")}, "V19"),
    Fraud("H16 the audit is dropped", {"script": without("audit")}, "V19"),
    Fraud("something after the completion", {"script": lambda script: script.append((*script[-2][:1], "2026-06-21T00:00:00Z", *script[-2][2:]))}, "V19"),
    Fraud("the completion names another result", {"script": act("complete", lambda body: body.update(result="ab" * 32))}, "V19"),
    Fraud("C5 an open reveal under embargo", {"events": lambda found: opened_early(found)}, "V19", Variant(embargo=True)),
    Fraud("C5 another body than the closed one", {"transcript": lambda doc: other_body(doc)}, "V9", Variant(embargo=True)),
    Fraud("C10 embargo over open lists", {"plan": at("embargo_until", put="2026-06-04T00:00:00Z")}, "V5", Variant(mode="open", embargo=True)),
    Fraud("an event of another draw", {"events": lambda found: found[-2][0].update(draw="2026-0009")}, "V19"),
    Fraud("an event that the log does not hold", {"transcript": lambda doc: doc["events"][5]["event"].update(by="public")}, "V18"),
    Fraud("an event at another place of the log", {"transcript": at("events", 5, "index", put=lambda i: i + 30)}, "V18"),
    Fraud("a checkpoint of another log", {"transcript": at("checkpoint", 0, put="other")}, "V18"),
]  # fmt: skip
AFTERMATH = [
    Fraud("H13 a substitute out of turn", {"script": act("substitute", lambda body: body.update({"in": "ab" * 32}))}, "V16"),
    Fraud("H13 nobody comes although somebody could", {"script": act("substitute", lambda body: body.update({"in": None}), 1)}, "V16"),
    Fraud("M4 a seat that is not there", {"script": act("substitute", lambda body: body.update(seat="M9"))}, "V16"),
    Fraud("somebody is skipped who was not next", {"script": act("skip", lambda body: body.update(tag="ab" * 32))}, "V16"),
    Fraud("H13 the organiser approves himself", {"script": act("skip", lambda body: body.update(approved_by="organiser"))}, "V16"),
    Fraud("H12 a reserve of choice", {"script": act("replace", lambda body: body.update({"in": "ab" * 32}))}, "V16"),
    Fraud("H12 a team of choice", {"script": act("replace", lambda body: body.update(team=1 if body["team"] == 2 else 2))}, "V16"),
    Fraud("a forced firm is replaced", {"script": lambda script: replace_forced(script)}, "V16"),
    Fraud("an audit that saw too little", {"script": act("audit", lambda body: body.update(checked=1))}, "V22"),
    Fraud("M10 void for a missing party when all have opened", {"script": lambda script: void_instead(script, "PARTY")}, "V17"),
    Fraud("M10 void for a missing value that is there", {"script": lambda script: void_instead(script, "SOURCE")}, "V17"),
    Fraud("a void the organiser approves", {"script": act("void", lambda body: body.update(approved_by="organiser"))}, "V17", Variant(void="LIST")),
    Fraud("C6 a void without its result", {"script": act("void", lambda body: body.update(result=None))}, "V17", Variant(void="LIST")),
]  # fmt: skip
ALL = [*SELECTION, *LISTS, *PEOPLE, *CEREMONY, *TIMES, *AFTERMATH]


def swap_members(doc: Doc) -> None:
    first, second = doc["panels"][0]["teams"]
    first["members"], second["members"] = second["members"], first["members"]


def invented(ties: list[tuple[str, str]]) -> list[tuple[str, str]]:
    """Every inspector has a conflict with every firm, says the organiser, now that the seed is known."""
    people, firms = {one for one, _ in ties}, {other for _, other in ties}
    return [(one, other) for one in sorted(people)[:7] for other in sorted(firms)]


def twice_opened(found: list[Doc]) -> list[Doc]:
    subjects = [one for one in found if one["id"].startswith("USCC")]
    double = {**copy.deepcopy(subjects[0]), "tag": subjects[1]["tag"], "roll": subjects[1]["roll"]}
    return [double if one is subjects[1] else one for one in found]


def reorder_reveals(script: list[Any]) -> None:
    places = [number for number, one in enumerate(script) if one[0] == "reveal"]
    bodies = [script[place] for place in places]
    for place, body in zip(places, bodies[1:] + bodies[:1], strict=True):
        script[place] = (body[0], script[place][1], *body[2:])


def reveals_first(script: list[Any]) -> None:
    dice = next(one for one in script if one[0] == "public")
    place = max(number for number, one in enumerate(script) if one[0] == "reveal")
    script.remove(dice)
    script.insert(place, (dice[0], "2026-06-03T03:30:00Z", *dice[2:]))


def opened_early(found: list[Any]) -> None:
    for number, (event, nonce, inner) in enumerate(found):
        if event["kind"] == "reveal" and nonce is not None:
            found[number] = ({**event, "body": inner}, None, None)
            return


def other_body(doc: Doc) -> None:
    entry = next(one for one in doc["events"] if one["event"]["kind"] == "reveal")
    entry["body"]["secret"] = "Z" * 20


def replace_forced(script: list[Any]) -> None:
    body = next(one for one in script if one[0] == "replace")[3]
    body["out"] = body["in"]


def void_instead(script: list[Any], reason: str) -> None:
    _kind, time, by, body = script.pop()
    void = {"items": ["LD01", "SB02"], "result": body["result"], "events": body["events"], "errors": [],
            "reason": reason, "evidence": "demo", "approved_by": "upper"}  # fmt: skip
    script.append(("void", time, by, void))
