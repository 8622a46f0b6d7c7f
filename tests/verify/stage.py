"""A stage for whole draws: builds a published draw step by step, from the plan of §13 and its variants.

A *bend* is a function put in at one step; everything after it is computed again as if nothing had happened. That is
what a fraud with write access to everything would do, so the tests of recomputed frauds are lists of bends.
"""

import base64
import copy
from collections.abc import Callable, Mapping
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

from mingqian.core import canonical, merkle
from mingqian.core.canonical import Suite
from mingqian.core.draw import ceremony, conflicts, documents, panel, result, roll, rows

Doc = dict[str, Any]
KEY = "00112233445566778899aabbccddeeff" * 2
CONFLICT_KEY = "ffeeddccbbaa99887766554433221100" * 2
TABLE, BEACON = ceremony.TABLE, ceremony.BEACON
ROLES = ("organiser", "witness", "public")
TEXTS = dict.fromkeys(("F:TS", "F:XK", "F:RD", "F:ZF", "X:3M", "X:NA", "X:AP", "X:QQ", "S:EZ"), "demo")
DRAND = "5f" * 32


@dataclass(frozen=True)
class Variant:
    """Which of the lawful kinds of draw is staged."""

    suite: Suite = Suite.SHA256
    mode: str = "sealed"
    order: str = TABLE
    embargo: bool = False
    appointed: bool = False
    panels: bool = True
    silent: tuple[str, ...] = ()  # roles that do not reveal
    void: str | None = (
        None  # reason; PARTY and SOURCE before the seed is fixed, LIST and ORDER after the result
    )
    errors: tuple[int, ...] = ()  # subjects the superior body strikes from the list with a LIST void
    aftermath: bool = True
    attempt: int = 1


@dataclass
class Show:
    """What the public gets, and beside it what only the holders of keys know."""

    variant: Variant
    transcript: Doc
    files: dict[str, bytes]
    ids: list[str]
    prior: "Show | None" = None
    order_of_events: list[str] = field(default_factory=list)

    @property
    def attempt(self) -> int:
        return 1 if self.prior is None else self.prior.attempt + 1

    @property
    def data(self) -> bytes:
        return canonical.jcs(self.transcript)

    def write(self, folder: Path) -> Path:
        folder.mkdir(parents=True, exist_ok=True)
        (folder / "transcript.json").write_bytes(self.data)
        for name, content in self.files.items():
            (folder / name).write_bytes(content)
        return folder / "transcript.json"

    def by_hash(self) -> dict[str, bytes]:
        return {
            one["roll"]: self.files[one["file"]]
            for one in self.transcript["rolls"]
            if one["file"] in self.files
        }

    def event(self, kind: str) -> Doc:
        return next(one["event"] for one in self.transcript["events"] if one["event"]["kind"] == kind)

    @property
    def plan(self) -> Doc:
        plan: Doc = self.event("plan")["body"]
        return plan


Bends = Mapping[str, Callable[[Any], Any]]


def subject_id(number: int) -> str:
    return f"USCC:9135020000000{number:03d}XA"


def inspector_id(number: int) -> str:
    return f"ZFZ:350201{number:04d}"


class Stage:
    """Performs one draw; `bends` maps the name of a step to a change of what that step made."""

    def __init__(self, variant: Variant, bends: Bends | None = None, prior: Show | None = None) -> None:
        self.variant, self.bends, self.prior, self.suite = variant, dict(bends or {}), prior, variant.suite
        self.used: set[str] = set()
        self.before = prior.attempt if prior else 0
        self.key = KEY if variant.mode == "sealed" else None
        self.headers: dict[str, Doc] = {}
        self.files: dict[str, bytes] = {}
        self.names: dict[str, str] = {}
        self.people: dict[str, rows.Entry] = {}
        self.known: dict[tuple[str, str], rows.Entry] = {}
        self.script: list[tuple[str, str, str, Doc]] = []

    def bend(self, step: str, thing: Any) -> Any:
        """The bend changes `thing` in place or returns another."""
        if step not in self.bends:
            return thing
        self.used.add(step)
        changed = self.bends[step](thing)
        return thing if changed is None else changed

    def perform(self) -> Show:
        self.rolls()
        self.plan = self.bend("plan", self.make_plan())
        self.plan_hash = canonical.document_hash(self.suite, self.plan)
        self.make_seal()
        self.result: Doc | None = None
        if self.variant.void not in ("PARTY", "SOURCE"):
            self.result = self.bend("result", self.make_result())
        self.write_script()
        show = self.assemble()
        unused = set(self.bends) - self.used
        assert not unused, f"bends never reached: {unused}"
        return show

    # -- lists

    def rolls(self) -> None:
        attempt2 = self.prior is not None
        states = {3: "F:TS", 5: "X:3M", 8: "S:EZ"}
        weights = {9: 4, 10: 2}

        def subject(number: int, stratum: str, status: str, weight: int = 1) -> rows.Entry:
            record = {"employees": 10 * number, "name": f"示例企业{number}"}
            return rows.Entry(subject_id(number), record, stratum, status, weight)

        land = [
            subject(i, "A" if i <= 16 else "B", states.get(i, "E"), weights.get(i, 1)) for i in range(1, 25)
        ]
        social = [subject(i, "Q", "F:XK" if i == 7 else "E") for i in range(5, 21)]
        self.roll("LD", "subject", self.bend("entries:LD", land), ["USCC"], self.key, attempt2)
        self.roll("SB", "subject", self.bend("entries:SB", social), ["USCC"], self.key, attempt2)
        if self.variant.panels:
            self.roll("ZF", "inspector", self.bend("entries:ZF", self.inspectors()), ["ZFZ"], None, False)

    def inspectors(self) -> list[rows.Entry]:
        found = []
        for i in range(1, 15):
            quals = (["SB"] if i > 9 or i % 3 == 0 else []) + (["ZF"] if i <= 9 else [])
            status = "X:NA" if i == 4 else "X:AP" if self.variant.appointed and i in (1, 2) else "E"
            record = {"captain": i % 2 == 1, "quals": quals}
            found.append(rows.Entry(inspector_id(i), record, "ZF" if i <= 9 else "YW", status))
        return found

    def roll(
        self, name: str, kind: str, entries: list[rows.Entry], ids: list[str], key: str | None, again: bool
    ) -> None:
        for entry in entries:
            tag = rows.tag_of(self.suite, entry.identity, rows.salt_of(self.suite, entry.identity, key))
            if kind == "inspector":
                self.people[tag] = entry
            else:
                self.known[name, tag] = entry
        lines = rows.build(self.suite, entries, key=key)
        if again:
            lines = self.successor(name)
        lines = self.bend(f"rows:{name}", lines)
        header = roll.header(
            self.suite, lines, kind=kind, list_id=name, snapshot_at="2026-06-01T01:00:00Z", source="demo", ids=ids,
            texts=TEXTS, key=key,
        )  # fmt: skip
        header = self.bend(f"header:{name}", header)
        self.names[name] = roll.roll_hash(self.suite, header)
        self.headers[name] = header
        self.files[f"{name}.roll"] = self.bend(f"file:{name}", roll.file_bytes(lines))

    def successor(self, name: str) -> list[bytes]:
        """The rows of the attempt before, with those it selected put down as F:RD."""
        assert self.prior is not None
        item = {"LD": "LD01", "SB": "SB02"}[name]
        before = self.prior.files[f"{name}.roll"].split(b"\n")[:-1]
        if self.prior.transcript["result"] is None:
            return before
        selected = {
            tag
            for row in self.prior.transcript["result"]["strata"]
            if row["item"] == item
            for tag in row["drawn"]
        }
        selected |= {
            one["event"]["body"]["in"]
            for one in self.prior.transcript["events"]
            if one["event"]["kind"] == "replace" and one["event"]["body"]["item"] == item
        }
        void = next(one["event"] for one in self.prior.transcript["events"] if one["event"]["kind"] == "void")
        return roll.successor(before, selected=sorted(selected - {None}), errors=void["body"]["errors"])

    def inspector(self, number: int) -> str:
        return rows.tag_of(self.suite, inspector_id(number), "")

    def subject(self, number: int) -> str:
        return rows.tag_of(
            self.suite, subject_id(number), rows.salt_of(self.suite, subject_id(number), self.key)
        )

    # -- plan and seal

    def make_plan(self) -> Doc:
        ties = [(i, j) for i in range(1, 15) for j in range(1, 25) if (7 * i + j) % 11 == 3]
        self.ties = self.bend("ties", [(self.inspector(i), self.subject(j)) for i, j in ties])
        self.leaves = self.bend("leaves", conflicts.leaves(self.suite, CONFLICT_KEY, self.ties))
        return documents.document(
            "plan", suite=str(self.suite), journal="demo", no=self.before + 1,
            prev_plan=canonical.document_hash(self.suite, self.prior.plan) if self.prior else None,
            draw_id=f"2026-{self.before + 1:04d}", items=self.items(), panels=self.panels(),
            coi=conflicts.commitment(self.suite, CONFLICT_KEY, self.leaves),
            parties=[{"role": one, "unit": one[0].upper(), "outside": one != "organiser"} for one in ROLES],
            public=self.sources(), order=self.variant.order, deadlines=self.deadlines(),
            embargo_until="2026-06-04T00:00:00Z" if self.variant.embargo else None, audit_leaves=3,
            policy={"pack": "demo", "digest": "0" * 64}, engine={"name": "demo", "version": "demo", "sha256": "0" * 64},
        )  # fmt: skip

    def items(self) -> list[Doc]:
        tiers = [{"upto": 20, "ppm": 300000}, {"upto": None, "ppm": 200000}]

        def rule(stratum: str, **fields: Any) -> Doc:
            base = {"scope": "item", "base": "pool", "tiers": copy.deepcopy(tiers), "min": 0, "max": None,
                    "monotone": True, "forced": "extra", "reserve": 1, "batch": None, "weights": [1]}  # fmt: skip
            return {"stratum": stratum, **base, **fields}

        social = rule("Q", scope="stratum", base="all", tiers=[{"upto": None, "ppm": 160000}], min=4, monotone=False,
                      forced="within", batch=2)  # fmt: skip
        return [
            self.item("LD01", "LD", "P1", ("ZF", 2), [rule("A", reserve=2, weights=[1, 2, 4]), rule("B")]),
            self.item("SB02", "SB", "P2", ("SB", 1), [social]),
        ]

    def item(
        self, name: str, roll_name: str, panel_name: str, qual: tuple[str, int], rules: list[Doc]
    ) -> Doc:
        previous = None
        if self.prior is not None:
            previous = canonical.document_hash(self.suite, self.prior.event("void"))
        return {"item": name, "round": "2026-01", "attempt": self.before + 1, "prev": previous,
                "subject_roll": self.names[roll_name], "rules": rules,
                "quals": [{"code": qual[0], "persons": qual[1]}] if self.variant.panels else [],
                "panel": panel_name if self.variant.panels else None}  # fmt: skip

    def panels(self) -> list[Doc]:
        if not self.variant.panels:
            return []
        appointed = sorted(self.inspector(i) for i in (1, 2)) if self.variant.appointed else []
        common = {"inspector_roll": self.names["ZF"], "size": 2}
        return [
            {"panel": "P1", "strata": ["ZF"], "count": 2, "factor100": 150,
             "captain": "appointed" if appointed else "drawn", "appointed": appointed, **common},
            {"panel": "P2", "strata": ["YW", "ZF"], "count": 1, "factor100": 200, "captain": "drawn", "appointed": [],
             **common},
        ]  # fmt: skip

    def sources(self) -> list[Doc]:
        if self.variant.order == TABLE:
            return [{"src": "dice10", "at": None, "count": 20}]
        at = "2026-06-03T12:30:00Z"
        return [
            {"src": "lottery", "at": at, "game": "快乐8", "issue": f"202614{5 + self.before}", "count": 20,
             "max": 80},
            {"src": "drand", "at": at, "chain": "52" * 32, "round": 1000 + self.before},
        ]  # fmt: skip

    def deadlines(self) -> Doc:
        if self.variant.order == TABLE:
            times = {"public": "12", "reveal": "14", "publish": "15"}
        else:
            times = {"reveal": "10", "public": "14", "publish": "15"}
        return {name: f"2026-06-03T{hour}:00:00Z" for name, hour in times.items()}

    def make_seal(self) -> None:
        letters = ("OWP", "VXY", "JKL")[self.before]
        self.secrets = self.bend(
            "secrets", {role: letter * 20 for role, letter in zip(ROLES, letters, strict=True)}
        )
        commits = [
            (one["role"], ceremony.commit(self.suite, plan_hash=self.plan_hash, role=one["role"],
                                          secret=self.secrets.get(one["role"], "x" * 20)))
            for one in self.plan["parties"]
        ]  # fmt: skip
        self.seal = self.bend(
            "seal", ceremony.seal(self.plan_hash, commits, sealed_at="2026-06-03T01:05:00Z")
        )
        self.seal_hash = canonical.document_hash(self.suite, self.seal)
        values = [("50829174633071925090", "11829174633071925097", "72829174633071925041")[self.before]]
        if self.variant.order == BEACON:
            values = [
                ",".join(f"{number:02d}" for number in range(3, 81, 4)),
                (DRAND, "6e" * 32, "7d" * 32)[self.before],
            ]
        self.values = self.bend("values", values)

    # -- result

    def rosters(self) -> dict[str, list[panel.Inspector]]:
        if not self.variant.panels:
            return {}
        known = dict(self.people)
        found = []
        for line in self.files["ZF.roll"].split(b"\n")[:-1]:
            row = rows.parse(line)
            record = known[row.tag].record
            found.append(
                panel.Inspector(
                    row.tag, row.stratum, row.status, record["captain"], frozenset(record["quals"])
                )
            )
        return {self.names["ZF"]: found}

    def make_result(self) -> Doc:
        given = {role: secret for role, secret in self.secrets.items() if role not in self.variant.silent}
        self.seed = self.bend("seed", ceremony.seed(
            self.suite, seal_hash=self.seal_hash, plan=self.plan, secrets=given, values=self.values
        ))  # fmt: skip
        return result.compute(
            plan=self.plan, plan_hash=self.plan_hash, seal_hash=self.seal_hash, seed=self.seed,
            headers={self.names[name]: header for name, header in self.headers.items()},
            files={self.names[name]: self.files[f"{name}.roll"] for name in self.headers},
            rosters=self.rosters(), ties=frozenset(self.bend("applied ties", self.ties)),
        )  # fmt: skip

    # -- journal

    def act(self, kind: str, at: str, body: Doc, by: str = "organiser") -> None:
        self.script.append((kind, at, by, body))

    def write_script(self) -> None:
        for header in self.headers.values():
            self.act("roll", "2026-06-02T01:00:00Z", header)
        self.act("plan", "2026-06-02T02:00:00Z", self.plan)
        self.act("seal", "2026-06-03T01:06:00Z", self.seal)
        publics = [
            ("public", {"index": at, "value": value, "evidence": "demo"})
            for at, value in enumerate(self.values)
        ]
        reveals = [("reveal", {"role": role, "secret": secret}) for role, secret in self.secrets.items()
                   if role not in self.variant.silent]  # fmt: skip
        if self.variant.void in ("PARTY", "SOURCE"):
            publics, reveals = (
                (publics, reveals[:1]) if self.variant.void == "PARTY" else (publics[:-1], reveals)
            )
        table = self.variant.order == TABLE
        hours = (("02", publics), ("03", reveals)) if table else (("09", reveals), ("13", publics))
        for hour, acts in hours:
            for minute, (kind, body) in enumerate(acts):
                by = body.get("role", "witness")
                self.act(kind, f"2026-06-03T{hour}:{minute:02d}:00Z", body, by)
        if self.result is not None:
            body = {"result": canonical.document_hash(self.suite, self.result)}
            self.act("result", "2026-06-03T14:30:00Z", body)
        self.act("media", "2026-06-03T14:40:00Z", {"name": "demo.mp4", "digest": "0" * 64}, "witness")
        if self.result is not None and self.variant.aftermath:
            from tests.verify import aftermath

            aftermath.play(self)
        self.finish()
        self.script = self.bend("script", self.script)

    def why(self, approved_by: str = "upper") -> Doc:
        return {"reason": "SICK", "evidence": "demo", "approved_by": approved_by}

    def finish(self) -> None:
        count = sum(kind != "roll" for kind, *_ in self.script) + 1
        digest = canonical.document_hash(self.suite, self.result) if self.result is not None else None
        if self.variant.void:
            body = {"items": ["LD01", "SB02"], "result": digest, "events": count,
                    "errors": [self.subject(number) for number in self.variant.errors],
                    **self.why(), "reason": self.variant.void}  # fmt: skip
            self.act("void", "2026-06-06T01:00:00Z", body, "upper")
        else:
            self.act("complete", "2026-06-20T01:00:00Z", {"result": digest, "events": count})

    def wrap(self, kind: str, at: str, by: str, body: Doc) -> tuple[Doc, str | None, Doc | None]:
        """The event as the log holds it, and what opens it if an embargo closes it."""
        nonce, inner = None, None
        if self.variant.embargo and kind in ("reveal", "result"):
            nonce, inner = canonical.text_hash(self.suite, "nonce", kind, at), body
            body_hash = canonical.document_hash(self.suite, inner)
            body = {"closed": ceremony.closed(self.suite, nonce=nonce, body_hash=body_hash)}
        draw = None if kind == "roll" else self.plan["draw_id"]
        return documents.document("event", kind=kind, draw=draw, at=at, by=by, body=body), nonce, inner

    def log(self) -> tuple[list[Doc], list[str]]:
        foreign = [b"{}", b'{"another":"draw"}']
        wrapped = self.bend("events", [self.wrap(*act) for act in self.script])
        leaves = [*foreign, *(canonical.jcs(event) for event, _, _ in wrapped), b'{"later":1}']
        hashes = [merkle.leaf_hash(self.suite, leaf) for leaf in leaves]
        entries = [
            {"index": at, "event": event, "nonce": nonce, "body": inner,
             "proof": [step.hex() for step in merkle.inclusion_proof(self.suite, hashes, at)]}
            for at, (event, nonce, inner) in enumerate(wrapped, len(foreign))
        ]  # fmt: skip
        root = base64.b64encode(merkle.root_of_hashes(self.suite, hashes)).decode()
        signature = base64.b64encode(b"s" * 68).decode()
        return entries, ["demo", str(len(leaves)), root, "", f"— demo {signature}", f"— witness {signature}"]

    def openings(self) -> list[Doc]:
        opened = [] if self.result is None else result.reachable(self.result)
        found = [self.opening("ZF", tag, entry, None) for tag, entry in self.people.items()]
        for name in ("LD", "SB"):
            present = {line[:64].decode() for line in self.files[f"{name}.roll"].split(b"\n")}
            for tag in sorted(set(opened) & present):
                found.append(self.opening(name, tag, self.known[name, tag], self.key))
        return sorted(found, key=lambda one: (one["roll"], one["tag"]))

    def opening(self, name: str, tag: str, entry: rows.Entry, key: str | None) -> Doc:
        salt = rows.salt_of(self.suite, entry.identity, key)
        return {
            "roll": self.names[name],
            "tag": tag,
            "id": entry.identity,
            "salt": salt,
            "record": dict(entry.record),
        }

    def assemble(self) -> Show:
        opened: list[Doc] = []
        if self.result is not None:
            opened = conflicts.openings(
                self.suite, CONFLICT_KEY, self.ties, result.people(self.result), result.reachable(self.result)
            )
        entries, checkpoint = self.log()
        sealed = self.variant.mode == "sealed"
        lists = [
            {"roll": self.names[name], "file": f"{name}.roll",
             "digest": canonical.hex_digest(self.suite, self.files[f"{name}.roll"])}
            for name in self.headers
        ]  # fmt: skip
        transcript = documents.document(
            "transcript", rolls=sorted(lists, key=lambda one: one["roll"]), events=entries, result=self.result,
            openings=self.bend("openings", self.openings()),
            coi={"key": CONFLICT_KEY if sealed and self.result is not None else None, "leaves": self.leaves,
                 "opened": self.bend("opened", opened)},
            checkpoint=checkpoint,
            anchors=[{"kind": "WITNESS", "at": "2026-06-03T01:10:00Z", "seal": self.seal_hash, "proof": "demo"}],
        )  # fmt: skip
        transcript = self.bend("transcript", transcript)
        ids = sorted({entry.identity for entry in self.known.values()})
        return Show(self.variant, transcript, self.files, ids, self.prior, [kind for kind, *_ in self.script])


def perform(variant: Variant, bends: Bends | None = None, prior: Show | None = None) -> Show:
    """A fresh, unshared show: tests may change it."""
    return copy.deepcopy(Stage(variant, bends, prior).perform())
