"""Places where two honest programs might read a sentence of the protocol differently, each with the one reading.

Every case is a whole draw in which everything downstream is hashed anew; it names the sentence, and the check that
refuses it or nothing where the draw is lawful. ADR 6 holds the same list in words.
"""

import copy
from dataclasses import dataclass
from typing import Any

from tests.verify import frauds, stage
from tests.verify.frauds import Bend, act
from tests.verify.stage import BEACON, CONFLICT_KEY, Doc, Show, Variant

from mingqian.core.draw import conflicts, rows

QUIET = Variant(aftermath=False)


@dataclass(frozen=True)
class Reading:
    """A draw, the sentence it turns on, and where it is refused; "": it is lawful."""

    sentence: str
    variant: Variant
    bends: dict[str, Bend]
    refused_by: str = ""
    before: Variant | None = None
    bends_before: dict[str, Bend] | None = None

    def show(self) -> Show:
        prior = stage.perform(self.before, self.bends_before) if self.before else None
        return stage.perform(self.variant, self.bends, prior)


def line_changed(where: bytes, put: bytes) -> Bend:
    """The first row with these bytes gets others."""

    def bend(lines: list[bytes]) -> list[bytes]:
        place = next(number for number, line in enumerate(lines) if where in line)
        return [line.replace(where, put) if number == place else line for number, line in enumerate(lines)]

    return bend


def struck(put: bytes) -> Bend:
    """The row of firm 9, which the void names as erroneous, gets another status."""

    def bend(lines: list[bytes]) -> list[bytes]:
        key = stage.KEY
        suite = Variant().suite
        identity = stage.subject_id(9)
        tag = rows.tag_of(suite, identity, rows.salt_of(suite, identity, key)).encode()
        return [line.replace(b"|E|4|", put) if line.startswith(tag) else line for line in lines]

    return bend


NEW = b"77" * 32


def appears(lines: list[bytes]) -> list[bytes]:
    """A firm that the first list had forgotten."""
    return sorted([*lines, NEW + b"|A|E|1|" + b"ab" * 32])


def silent_roles(*roles: str) -> Bend:
    """Only these parties open at the table; then the draw is void."""

    def bend(script: list[Any]) -> None:
        [first] = [one for one in script if one[0] == "reveal"]
        place = script.index(first)
        script[place : place + 1] = [
            ("reveal", f"2026-06-03T03:{minute:02d}:00Z", role,
             {"role": role, "secret": {"organiser": "O", "witness": "W", "public": "P"}[role] * 20})
            for minute, role in enumerate(roles)
        ]  # fmt: skip
        script[-1][3]["events"] += len(roles) - 1

    return bend


def foreign_tie(found: list[Doc]) -> list[Doc]:
    """A true tie, but of a firm that nobody visits."""
    suite = Variant().suite
    people = [rows.tag_of(suite, stage.inspector_id(i), "") for i in range(1, 15)]
    firms = [
        rows.tag_of(suite, one, rows.salt_of(suite, one, stage.KEY))
        for one in map(stage.subject_id, range(1, 25))
    ]
    known = {(one["inspector"], one["subject"]) for one in found}
    near = {one["subject"] for one in found}
    inspector, subject = next(
        (people[i - 1], firms[j - 1])
        for i in range(1, 15)
        for j in range(1, 25)
        if (7 * i + j) % 11 == 3 and (people[i - 1], firms[j - 1]) not in known and firms[j - 1] not in near
    )
    key = conflicts.pair_key(suite, CONFLICT_KEY, inspector, subject)
    return [*found, {"inspector": inspector, "subject": subject, "key": key}]


def audited_twice(script: list[Any]) -> None:
    """Another outsider looked at some rows only; the first one at all of them."""
    place = next(number for number, one in enumerate(script) if one[0] == "audit")
    kind, at, _, body = script[place]
    script.insert(place, (kind, at, "public", {**copy.deepcopy(body), "checked": 1}))
    script[-1][3]["events"] += 1


def annulled_later(script: list[Any]) -> None:
    """A court annuls a draw whose visits are all done."""
    done = script[-1][3]
    body = {"items": ["LD01", "SB02"], "result": done["result"], "errors": [], "events": done["events"] + 1,
            "evidence": "demo", "approved_by": "upper", "reason": "ORDER"}  # fmt: skip
    script.append(("void", "2026-07-20T01:00:00Z", "upper", body))


def voided_again(script: list[Any]) -> None:
    """The superior body voids once more, with another list of errors to choose from."""
    done = script[-1][3]
    script.append(
        ("void", "2026-06-07T01:00:00Z", "upper", {**done, "errors": [], "events": done["events"] + 1})
    )


def a_text_for_nothing(header: Doc) -> None:
    """No row has this status."""
    header["codes"] = [*header["codes"], {"code": "X:QQ", "text": "demo"}]


def replaced_after_the_void(script: list[Any]) -> None:
    """A firm is replaced although nothing is left to visit."""
    place = max(number for number, one in enumerate(script) if one[0] == "replace")
    kind, _, *rest = script.pop(place)
    script[-1][3]["events"] -= 1
    script.append((kind, "2026-06-07T01:00:00Z", *rest))


def nobody_eligible(found: list[rows.Entry]) -> None:
    """Stratum B holds exempted firms only."""
    found[:] = [exempted(one) if one.stratum == "B" else one for one in found]


def exempted(one: rows.Entry) -> rows.Entry:
    """Checked within three months."""
    return rows.Entry(one.identity, one.record, one.stratum, "X:3M", 1)


def nobodys_captain(found: list[rows.Entry]) -> None:
    """The record of an inspector who is absent does not say whether she may lead."""
    place = next(number for number, one in enumerate(found) if one.status == "X:NA")
    one = found[place]
    found[place] = rows.Entry(
        one.identity, {"captain": 0, "quals": ["ZF"]}, one.stratum, one.status, one.weight
    )


def one_panel(persons: int) -> Bend:
    """Both items share a panel, so a firm that waits as reserve for one may be visited already for the other."""

    def bend(plan: Doc) -> None:
        land, social = plan["items"]
        land["quals"], land["rules"][0]["reserve"], social["rules"][0]["reserve"] = [], 3, 3
        social.update(panel="P1", quals=[{"code": "SB", "persons": persons}])
        plan["panels"] = plan["panels"][:1]
        plan["panels"][0].update(count=3, factor100=100, strata=["YW", "ZF"])

    return bend


def dice(value: str) -> Bend:
    return lambda values: [value]


def the_lottery_twice(plan: Doc) -> None:
    """2^122 on paper, 2^61 in the drum."""
    plan["public"].append(copy.deepcopy(plan["public"][0]))


LISTED = Variant(void="LIST", errors=(9,))
MISSING = Variant(void="PARTY")

ALL: dict[str, Reading] = {
    "a list put right where nothing had been selected": Reading(
        "§8 If it is fixed, … all other rows are byte-identical", Variant(order=BEACON),
        {"rows:LD": line_changed(b"|A|E|1|", b"|A|X:3M|1|")}, before=MISSING),
    "a redrawn row invented where nothing had been selected": Reading(
        "§8 F:RD occurs nowhere else", Variant(order=BEACON, aftermath=False),
        {"rows:LD": line_changed(b"|A|E|1|", b"|A|F:RD|1|")}, "V17", before=MISSING),
    "an erroneous row put right": Reading(
        "§8 tags in errors excepted", QUIET, {"rows:LD": struck(b"|X:3M|1|")}, before=LISTED),
    "an erroneous row among the redrawn": Reading(
        "§8 F:RD occurs nowhere else", QUIET, {"rows:LD": struck(b"|F:RD|1|")}, "V17", before=LISTED),
    "a forgotten firm that the void names": Reading(
        "§8 tags in errors excepted", QUIET, {"rows:LD": appears}, before=LISTED,
        bends_before={"script": act("void", lambda body: body["errors"].append(NEW.decode()))}),
    "a forgotten firm that the void does not name": Reading(
        "§8 all other rows are byte-identical", QUIET, {"rows:LD": appears}, "V17", before=LISTED),
    "the third party opens though the second did not": Reading(
        "§5 the organiser opens first, the others in plan order", MISSING,
        {"script": silent_roles("organiser", "public")}),
    "the witness opens though the organiser did not": Reading(
        "§5 the organiser opens first", MISSING, {"script": silent_roles("witness")}, "V9"),
    "a void of one item before the seed": Reading(
        "§8 and then for all items", MISSING, {"script": act("void", lambda body: body["items"].pop())}, "V17"),
    "a tie opened that nobody needs": Reading(
        "§7.4 opens … for each between anyone in teams", QUIET, {"opened": foreign_tie}, "V15"),
    "one audit in part, another in full": Reading(
        "§11 V22 checked ≥ distinct F, X, sample rows", Variant(), {"script": audited_twice}),
    "no weight listed where nobody is eligible": Reading(
        "§3 weights = ascending, all that E rows may have", QUIET,
        {"entries:LD": nobody_eligible,
         "plan": frauds.at("items", 0, "rules", 1, "weights", put=[])}),
    "an absent inspector whose record does not say who may lead": Reading(
        "§2 their records hold captain (boolean) and quals", QUIET, {"entries:ZF": nobodys_captain}, "V13"),
    "schemes in no order": Reading(
        "§10 counts, codes, both ascending", QUIET,
        {"header:LD": frauds.at("ids", put=["USCC", "PID"])}),
    "annulled by a court after the completion": Reading(
        "§11 V19 result < … < complete", Variant(), {"script": annulled_later}),
    "a visit gains an item that its team cannot check": Reading(
        "§8 that of in's visit …, if able for all in's items, else the able team of least pair ticket", Variant(),
        {"plan": one_panel(1), "values": dice("0" * 20)}),
    "a visit gains an item that no team can check": Reading(
        "§8 else … 0", Variant(), {"plan": one_panel(2), "values": dice("0" * 19 + "1")}),
    "an item voided a second time": Reading(
        "§8 void", LISTED, {"script": voided_again}, "V17"),
    "a weight listed that no row has": Reading(
        "§3 weights = ascending, all that E rows may have", QUIET,
        {"plan": frauds.at("items", 0, "rules", 1, "weights", put=[1, 7])}),
    "a text for a status that no row has": Reading(
        "§10 codes [{code, text s}] (every F:TS etc.)", QUIET, {"header:LD": a_text_for_nothing}, "V3"),
    "a panel of experts": Reading(
        "§2 Inspector rolls: open, weight 1, E or X; §6 purpose = kind of the roll", QUIET,
        {"header:ZF": frauds.at("kind", put="expert")}),
    "one drawing of a lottery named twice": Reading(
        "§5 The product of 10^count, …", Variant(order=BEACON),
        {"plan": the_lottery_twice, "values": lambda values: [*values, values[0]]}, "V10"),
    "somebody replaced after all was void": Reading(
        "§8 New attempt", Variant(void="ORDER"), {"script": replaced_after_the_void}, "V19"),
}  # fmt: skip
