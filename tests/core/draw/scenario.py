"""A complete draw, staged: the world of the protocol's end-to-end vectors and every variation of it.

``stage`` runs plan, seal, seed, result and later events through the core and publishes the transcript.
Each ``on_…`` callback may change a document in place, honestly or as an attacker would, before the
next one is computed from it.
"""

from collections.abc import Callable, Mapping, Sequence
from copy import deepcopy
from dataclasses import dataclass, field
from typing import Any

from cryptography.hazmat.primitives.asymmetric.ed25519 import Ed25519PrivateKey

from mingqian.core import journal, notes
from mingqian.core.canonical import Document, Suite, document_hash, jcs
from mingqian.core.draw import ceremony, conflicts, panel, result, roll, rows, transcript
from mingqian.core.draw.documents import document
from mingqian.core.draw.rows import Entry
from mingqian.core.draw.verify import Published, Report, Secrets, verify
from mingqian.core.notes import VerifierKey

KEY = "00112233445566778899aabbccddeeff" * 2
CONFLICT_KEY = "ffeeddccbbaa99887766554433221100" * 2
ZEROS = "0" * 64
ROLES = ("organiser", "witness", "public")
SECRETS = {role: role[0].upper() * 20 for role in ROLES}
DICE = "50829174633071925090"
BEACON_SOURCES = [
    {
        "src": "lottery",
        "at": "2026-06-03T13:00:00Z",
        "game": "快乐8",
        "issue": "2026146",
        "count": 20,
        "max": 80,
    },
    {"src": "drand", "at": "2026-06-03T13:05:00Z", "chain": "ab" * 32, "round": 7},
]
BEACON_VALUES = [",".join(f"{number:02d}" for number in range(3, 63, 3)), "5e" * 32]
TEXTS = {
    "F:TS": "demo",
    "F:XK": "demo",
    "F:RD": "demo",
    "F:ZF": "demo",
    "X:3M": "demo",
    "S:EZ": "demo",
    "X:NA": "demo",
    "X:AP": "demo",
}
Change = Callable[[Any], object]


def subject_id(number: int) -> str:
    return f"USCC:9135020000000{number:03d}XA"


def subject_record(number: int) -> Document:
    return {"employees": 10 * number, "name": f"示例企业{number}"}


def inspector_id(number: int) -> str:
    return f"ZFZ:350201{number:04d}"


def inspector_record(number: int) -> Document:
    quals = (["SB"] if number > 9 or number % 3 == 0 else []) + (["ZF"] if number <= 9 else [])
    return {"captain": number % 2 == 1, "quals": quals}


@dataclass
class List:
    """A roll in the making: who knows the key knows the entries behind the rows."""

    kind: str
    entries: list[Entry]
    ids: list[str]
    key: str | None = None
    rows: list[bytes] | None = None  # overrides what the entries would give


def vector_lists() -> dict[str, List]:
    """LD, SB and ZF of section 13."""
    ld = [
        Entry(
            subject_id(i),
            subject_record(i),
            "A" if i <= 16 else "B",
            {3: "F:TS", 5: "X:3M", 8: "S:EZ"}.get(i, "E"),
            {9: 4, 10: 2}.get(i, 1),
        )
        for i in range(1, 25)
    ]
    sb = [Entry(subject_id(i), subject_record(i), "Q", {7: "F:XK"}.get(i, "E")) for i in range(5, 21)]
    zf = [
        Entry(inspector_id(i), inspector_record(i), "ZF" if i <= 9 else "YW", {4: "X:NA"}.get(i, "E"))
        for i in range(1, 15)
    ]
    return {
        "LD": List("subject", ld, ["USCC"], KEY),
        "SB": List("subject", sb, ["USCC"], KEY),
        "ZF": List("inspector", zf, ["ZFZ"]),
    }


def rule(stratum: str, **changes: object) -> Document:
    tiers = [{"upto": 20, "ppm": 300000}, {"upto": None, "ppm": 200000}]
    plain: Document = {
        "stratum": stratum,
        "scope": "item",
        "base": "pool",
        "tiers": tiers,
        "min": 0,
        "max": None,
        "monotone": True,
        "forced": "extra",
        "reserve": 2,
        "batch": None,
        "weights": [1],
    }
    return plain | changes


def item(name: str, subject_roll: str, rules: list[Document], **changes: object) -> Document:
    plain: Document = {"item": name, "round": "2026-01", "attempt": 1, "prev": None}
    return plain | {"subject_roll": subject_roll, "rules": rules, "quals": [], "panel": None} | changes


def team_panel(name: str, inspector_roll: str, strata: list[str], **changes: object) -> Document:
    plain: Document = {
        "panel": name,
        "inspector_roll": inspector_roll,
        "strata": strata,
        "count": 1,
        "size": 2,
    }
    return plain | {"factor100": 150, "captain": "drawn", "appointed": []} | changes


def vector_plan(suite: Suite, hashes: Mapping[str, str], coi: Document) -> Document:
    """Plan 2026-0001 of section 13."""
    single = [{"upto": None, "ppm": 160000}]
    q = rule("Q", scope="stratum", base="all", tiers=single, min=4, monotone=False, forced="within")
    ld = [rule("A", weights=[1, 2, 4]), rule("B", reserve=1)]
    return document(
        "plan",
        suite=str(suite),
        journal="demo",
        no=1,
        prev_plan=None,
        draw_id="2026-0001",
        items=[
            item("LD01", hashes["LD"], ld, quals=[{"code": "ZF", "persons": 2}], panel="P1"),
            item(
                "SB02",
                hashes["SB"],
                [q | {"reserve": 1, "batch": 2}],
                quals=[{"code": "SB", "persons": 1}],
                panel="P2",
            ),
        ],
        panels=[
            team_panel("P1", hashes["ZF"], ["ZF"], count=2),
            team_panel("P2", hashes["ZF"], ["YW", "ZF"], factor100=200),
        ],
        coi=coi,
        parties=[{"role": role, "unit": role[0].upper(), "outside": role != "organiser"} for role in ROLES],
        public=[{"src": "dice10", "at": None, "count": 20}],
        order=ceremony.TABLE,
        deadlines={
            "public": "2026-06-03T12:00:00Z",
            "reveal": "2026-06-03T14:00:00Z",
            "publish": "2026-06-03T15:00:00Z",
        },
        embargo_until=None,
        audit_leaves=3,
        policy={"pack": "demo", "digest": ZEROS},
        engine={"name": "demo", "version": "demo", "sha256": ZEROS},
    )


def with_beacon(plan: Document) -> None:
    """Change a plan to reveal-then-public with lottery and beacon."""
    plan["order"] = ceremony.BEACON
    plan["public"] = deepcopy(BEACON_SOURCES)
    plan["deadlines"] = {
        "reveal": "2026-06-03T12:00:00Z",
        "public": "2026-06-03T14:00:00Z",
        "publish": "2026-06-03T15:00:00Z",
    }


@dataclass
class Staged:
    """Everything a staged draw has made, secret or published."""

    suite: Suite
    lists: dict[str, List]
    ties: list[tuple[str, str]]
    headers: dict[str, Document] = field(default_factory=dict)
    hashes: dict[str, str] = field(default_factory=dict)
    files: dict[str, bytes] = field(default_factory=dict)
    plan: Document = field(default_factory=dict)
    plan_hash: str = ""
    seal: Document = field(default_factory=dict)
    seal_hash: str = ""
    seed: str = ""
    result: Document | None = None
    events: list[Document] = field(default_factory=list)
    transcript: Document = field(default_factory=dict)
    log: list[Document] = field(default_factory=list)

    def entry_of(self, tag: str) -> Entry:
        """Who stands behind a tag."""
        for one in self.lists.values():
            for entry in one.entries:
                salt = rows.salt_of(self.suite, entry.identity, one.key)
                if rows.tag_of(self.suite, entry.identity, salt) == tag:
                    return entry
        raise KeyError(tag)

    def tag(self, name: str, identity: str) -> str:
        """The tag of an id in one of the lists."""
        return rows.tag_of(self.suite, identity, rows.salt_of(self.suite, identity, self.lists[name].key))

    def opening(self, name: str, entry: Entry) -> Document:
        salt = rows.salt_of(self.suite, entry.identity, self.lists[name].key)
        tag = rows.tag_of(self.suite, entry.identity, salt)
        return transcript.opening(self.hashes[name], tag, entry.identity, salt, entry.record)

    def rosters(self) -> dict[str, list[panel.Inspector]]:
        found: dict[str, list[panel.Inspector]] = {}
        for name, one in self.lists.items():
            if one.kind == "inspector":
                found[self.hashes[name]] = [
                    panel.Inspector(
                        self.tag(name, entry.identity),
                        entry.stratum,
                        entry.status,
                        entry.record["captain"],
                        frozenset(entry.record["quals"]),
                    )
                    for entry in one.entries
                ]
        return found

    def void_event(self) -> Document:
        return next(event for event in self.events if event["kind"] == "void")

    def file_names(self) -> dict[str, bytes]:
        return {f"{name}.txt": self.files[hash_] for name, hash_ in self.hashes.items()}

    def published(self) -> Published:
        return Published(jcs(self.transcript), self.file_names())

    def secrets(self) -> Secrets:
        """What a holder of both keys knows."""
        ids = {
            self.hashes[name]: [entry.identity for entry in one.entries]
            for name, one in self.lists.items()
            if one.key
        }
        key = next((one.key for one in self.lists.values() if one.key), None)
        return Secrets(key, ids, CONFLICT_KEY, self.ties)

    def verify(self, prior: Sequence[Published] = (), secrets: Secrets | None = None) -> Report:
        return verify(jcs(self.transcript), self.file_names(), prior, secrets, engines=[ZEROS])


def vector_ties(suite: Suite) -> list[tuple[str, str]]:
    """Conflicts (inspector i, LD subject j): (7i + j) mod 11 = 3."""
    return [
        (
            rows.tag_of(suite, inspector_id(i), ""),
            rows.tag_of(suite, subject_id(j), rows.salt_of(suite, subject_id(j), KEY)),
        )
        for i in range(1, 15)
        for j in range(1, 25)
        if (7 * i + j) % 11 == 3
    ]


def prepare(
    suite: Suite = Suite.SHA256,
    *,
    lists: dict[str, List] | None = None,
    ties: list[tuple[str, str]] | None = None,
    on_headers: Change | None = None,
    on_plan: Change | None = None,
    make_plan: Callable[[Suite, Mapping[str, str], Document], Document] = vector_plan,
) -> Staged:
    """Rolls and plan."""
    staged = Staged(suite, lists or vector_lists(), vector_ties(suite) if ties is None else ties)
    for name, one in staged.lists.items():
        lines = one.rows if one.rows is not None else rows.build(suite, one.entries, key=one.key)
        header = roll.header(
            suite,
            lines,
            kind=one.kind,
            list_id=name,
            snapshot_at="2026-06-01T01:00:00Z",
            source="demo",
            ids=one.ids,
            texts=TEXTS,
            key=one.key,
        )
        staged.headers[name] = header
        staged.files[name] = roll.file_bytes(lines)
    if on_headers:
        on_headers(staged.headers)
    staged.hashes = {name: document_hash(suite, header) for name, header in staged.headers.items()}
    staged.headers = {staged.hashes[name]: header for name, header in staged.headers.items()}
    staged.files = {staged.hashes[name]: data for name, data in staged.files.items()}
    leaves = conflicts.leaves(suite, CONFLICT_KEY, staged.ties)
    staged.plan = make_plan(suite, staged.hashes, conflicts.commitment(suite, CONFLICT_KEY, leaves))
    if on_plan:
        on_plan(staged.plan)
    staged.plan_hash = document_hash(suite, staged.plan)
    return staged


def seal_it(staged: Staged, secrets: Mapping[str, str], on_seal: Change | None = None) -> None:
    commits = [
        (
            party["role"],
            ceremony.commit(
                staged.suite,
                plan_hash=staged.plan_hash,
                role=party["role"],
                secret=secrets.get(party["role"], "x" * 20),
            ),
        )
        for party in staged.plan["parties"]
    ]
    staged.seal = ceremony.seal(staged.plan_hash, commits, sealed_at="2026-06-03T01:05:00Z")
    if on_seal:
        on_seal(staged.seal)
    staged.seal_hash = document_hash(staged.suite, staged.seal)


def draw_it(staged: Staged, secrets: Mapping[str, str], values: Sequence[str]) -> Document:
    staged.seed = ceremony.seed(
        staged.suite, seal_hash=staged.seal_hash, plan=staged.plan, secrets=secrets, values=values
    )
    return result.compute(
        plan=staged.plan,
        plan_hash=staged.plan_hash,
        seal_hash=staged.seal_hash,
        seed=staged.seed,
        headers=staged.headers,
        files=staged.files,
        rosters=staged.rosters(),
        ties=frozenset(staged.ties),
    )


def stage(
    suite: Suite = Suite.SHA256,
    *,
    secrets: Mapping[str, str] = SECRETS,
    values: Sequence[str] | None = None,
    complete: bool = True,
    later: Callable[[Staged], list[tuple[str, Document]]] | None = None,
    on_seal: Change | None = None,
    on_result: Change | None = None,
    on_events: Change | None = None,
    on_transcript: Change | None = None,
    without_result: bool = False,
    open_subjects: bool = True,
    **preparing: Any,
) -> Staged:
    """The whole draw; ``later`` gives (kind, body) of events after the result."""
    staged = prepare(suite, **preparing)
    seal_it(staged, secrets, on_seal)
    if values is None:
        values = [DICE] if staged.plan["order"] == ceremony.TABLE else BEACON_VALUES
    if not without_result:
        staged.result = draw_it(staged, secrets, values)
        if on_result:
            on_result(staged.result)
    staged.events = events_of(staged, secrets, values)
    add_later(staged, later(staged) if later else [], complete and not without_result)
    if on_events:
        on_events(staged.events)
    publish(staged, open_subjects=open_subjects)
    if on_transcript:
        on_transcript(staged.transcript)
    return staged


def events_of(staged: Staged, secrets: Mapping[str, str], values: Sequence[str]) -> list[Document]:
    """Events up to the result, in the order of the ceremony."""
    at_table = staged.plan["order"] == ceremony.TABLE
    draw = staged.plan["draw_id"]
    found = [
        transcript.event("roll", header, draw=None, at="2026-06-01T02:00:00Z", by="organiser")
        for header in staged.headers.values()
    ]
    found.append(transcript.event("plan", staged.plan, draw=draw, at="2026-06-02T01:00:00Z", by="organiser"))
    found.append(transcript.event("seal", staged.seal, draw=draw, at="2026-06-03T01:06:00Z", by="organiser"))
    reveals = [
        ("reveal", {"role": role, "secret": secrets[role]}, "2026-06-03T01:25:00Z")
        for role in [party["role"] for party in staged.plan["parties"]]
        if role in secrets
    ]
    moment = "2026-06-03T01:20:00Z" if at_table else "2026-06-03T13:10:00Z"
    public = [
        ("public", {"index": index, "value": value, "evidence": "demo"}, moment)
        for index, value in enumerate(values)
    ]
    ended = "2026-06-03T01:40:00Z" if at_table else "2026-06-03T13:30:00Z"
    rest = [*public, *reveals] if at_table else [*reveals, *public]
    if staged.result is not None:
        rest.append(("result", {"result": document_hash(staged.suite, staged.result)}, ended))
    return found + [transcript.event(kind, body, draw=draw, at=at, by="organiser") for kind, body, at in rest]


def add_later(staged: Staged, later: Sequence[tuple[str, Document]], complete: bool) -> None:
    """Events after the result; audits are by the witness; counts are filled in."""
    draw = staged.plan["draw_id"]
    todo = list(later)
    if complete and not any(kind == "void" for kind, _ in todo):
        todo.append(("complete", {"result": document_hash(staged.suite, staged.result or {}), "events": 0}))
    for place, (kind, body) in enumerate(todo):
        if kind in ("complete", "void"):
            own = sum(event["draw"] is not None for event in staged.events)
            body = body | {"events": own + 1}
        by = "witness" if kind == "audit" else "organiser"
        at = f"2026-06-1{place // 24}T{place % 24:02d}:00:00Z"
        staged.events.append(transcript.event(kind, body, draw=draw, at=at, by=by))


def publish(staged: Staged, *, open_subjects: bool = True) -> None:
    """Log the events among foreign ones, close what the embargo closes, and assemble the transcript."""
    suite = staged.suite
    logged: list[transcript.Logged] = []
    staged.log = []
    for number, event in enumerate(staged.events):
        if number % 3 == 0:  # events of other draws stand between ours
            staged.log.append(foreign_event(number))
        if staged.plan["embargo_until"] is not None and event["kind"] in ("reveal", "result"):
            nonce = f"{number:064x}"
            closed = event | {"body": transcript.close(suite, event["body"], nonce=nonce)}
            logged.append(transcript.Logged(len(staged.log), closed, nonce, event["body"]))
        else:
            logged.append(transcript.Logged(len(staged.log), event))
        staged.log.append(logged[-1].event)
    leaves = [journal.leaf_hash(suite, event) for event in staged.log]
    people = result.people(staged.result) if staged.result else []
    reachable = result.reachable(staged.result) if staged.result else []
    sealed = staged.lists["LD"].key is not None if "LD" in staged.lists else True
    staged.transcript = transcript.assemble(
        suite,
        log=leaves,
        events=logged,
        rolls=[
            (hash_, f"{name}.txt", roll.file_digest(suite, staged.files[hash_].splitlines()))
            for name, hash_ in staged.hashes.items()
        ],
        result=staged.result,
        openings=openings_of(staged, open_subjects),
        coi={
            "key": CONFLICT_KEY if sealed and staged.result else None,
            "leaves": conflicts.leaves(suite, CONFLICT_KEY, staged.ties),
            "opened": conflicts.openings(suite, CONFLICT_KEY, staged.ties, people, reachable),
        },
        checkpoint=[
            *transcript.checkpoint(suite, origin=staged.plan["journal"], log=leaves),
            "",
            "— demo c2lnbmVk",
        ],
        anchors=[
            {"kind": "WITNESS", "at": "2026-06-03T01:10:00Z", "seal": staged.seal_hash, "proof": "demo"}
        ],
    )


def foreign_event(number: int) -> Document:
    """An event of another draw of the same journal."""
    body = {"name": f"{number}.jpg", "digest": ZEROS}
    return transcript.event("media", body, draw="2025-0099", at="2026-05-01T00:00:00Z", by="organiser")


def openings_of(staged: Staged, open_subjects: bool) -> list[Document]:
    """All inspectors who may be drawn, and the subjects that were selected."""
    found: list[Document] = []
    chosen = set(result.selected(staged.result)) if staged.result and open_subjects else set()
    for name, one in staged.lists.items():
        for entry in one.entries:
            wanted = one.kind == "inspector" and entry.status in ("E", "X:AP")
            if wanted or staged.tag(name, entry.identity) in chosen:
                found.append(staged.opening(name, entry))
    return found


class Pen:
    """Signs with a key made from a number."""

    def __init__(self, number: int) -> None:
        self._key = Ed25519PrivateKey.from_private_bytes(bytes([number]) * 32)

    @property
    def public(self) -> bytes:
        return self._key.public_key().public_bytes_raw()

    def sign(self, message: bytes) -> bytes:
        return self._key.sign(message)


def signed(staged: Staged) -> tuple[bytes, list[VerifierKey]]:
    """The transcript under a checkpoint that log and upper bureau really signed, and the keys of the two."""
    log, upper = Pen(1), Pen(2)
    text = "".join(f"{line}\n" for line in staged.transcript["checkpoint"][:3])
    origin = staged.plan["journal"]
    note = notes.Note(text).signed(
        notes.sign(log, origin, text), notes.cosign(upper, "upper", text, time=1780000000)
    )
    keys = [
        VerifierKey(origin, notes.Kind.ED25519, log.public),
        VerifierKey("upper", notes.Kind.COSIGNATURE, upper.public),
    ]
    return jcs(staged.transcript | {"checkpoint": note.lines()}), keys
