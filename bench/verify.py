"""The one-file verifier against the draw of the same transcript: a reader must not need a bigger machine.

python bench/verify.py [ROWS]
"""

import importlib.util
import resource
import sys
import time
from pathlib import Path
from tempfile import TemporaryDirectory
from types import ModuleType
from typing import Any

from _verdicts import Verdicts

from mingqian.core import journal
from mingqian.core.canonical import Document, Suite, document_hash
from mingqian.core.draw import ceremony, conflicts, result, roll, rows, transcript
from mingqian.core.draw.documents import document

ROWS = int(sys.argv[1]) if len(sys.argv) > 1 else 1_000_000
KEY, CONFLICT_KEY = "00112233445566778899aabbccddeeff" * 2, "ffeeddccbbaa99887766554433221100" * 2
SUITE, ROLES = Suite.SHA256, ("organiser", "witness")
SECRETS = {role: role[0].upper() * 32 for role in ROLES}
DICE = "50829174633071925090"
FILE = "roll.txt"


def entries() -> list[rows.Entry]:
    return [
        rows.Entry(f"USCC:91359900{i:010d}", {"employees": i % 900, "name": f"鹭湾第{i}号"}, "ALL")
        for i in range(ROWS)
    ]


def plan_of(roll_hash: str) -> Document:
    tiers = [{"upto": None, "ppm": 50_000}]
    rule: dict[str, Any] = {"stratum": "ALL", "scope": "item", "base": "all", "tiers": tiers, "min": 0}
    rule |= {"max": None, "monotone": False, "forced": "extra", "reserve": 5, "batch": None, "weights": [1]}
    item: dict[str, Any] = {"item": "LW-06", "round": "2026-01", "attempt": 1, "prev": None, "panel": None}
    item |= {"subject_roll": roll_hash, "rules": [rule], "quals": []}
    day = "2026-06-03T"
    return document(
        "plan", suite=SUITE.value, journal="bench", no=1, prev_plan=None, draw_id="B-1", items=[item], panels=[],
        coi=conflicts.commitment(SUITE, CONFLICT_KEY, []),
        parties=[{"role": role, "unit": role, "outside": role != "organiser"} for role in ROLES],
        public=[{"src": "dice10", "at": None, "count": 20}], order=ceremony.TABLE,
        deadlines={"public": f"{day}12:00:00Z", "reveal": f"{day}14:00:00Z", "publish": f"{day}15:00:00Z"},
        embargo_until=None, audit_leaves=3, policy={"pack": "bench", "digest": "0" * 64},
        engine={"name": "mingqian", "version": "1", "sha256": "0" * 64},
    )  # fmt: skip


def draw(known: list[rows.Entry], folder: Path) -> None:
    """Roll, header, plan, seal, seed, result and transcript, as files."""
    lines = rows.build(SUITE, known, key=KEY)
    header = roll.header(
        SUITE, lines, kind="subject", list_id="LW-06", snapshot_at="2026-06-01T01:00:00Z", source="bench",
        ids=["USCC"], texts={}, key=KEY,
    )  # fmt: skip
    name = document_hash(SUITE, header)
    data = roll.file_bytes(lines)
    del lines
    plan = plan_of(name)
    plan_hash = document_hash(SUITE, plan)
    commits = [
        (role, ceremony.commit(SUITE, plan_hash=plan_hash, role=role, secret=SECRETS[role])) for role in ROLES
    ]
    seal = ceremony.seal(plan_hash, commits, sealed_at="2026-06-03T01:05:00Z")
    seal_hash = document_hash(SUITE, seal)
    seed = ceremony.seed(SUITE, seal_hash=seal_hash, plan=plan, secrets=SECRETS, values=[DICE])
    outcome = result.compute(
        plan=plan, plan_hash=plan_hash, seal_hash=seal_hash, seed=seed, headers={name: header},
        files={name: data}, rosters={}, ties=frozenset(),
    )  # fmt: skip
    events = told(header, plan, seal, outcome)
    log = [journal.leaf_hash(SUITE, event) for event in events]
    doc = transcript.assemble(
        SUITE, log=log, events=[transcript.Logged(index, event) for index, event in enumerate(events)],
        rolls=[(name, FILE, roll.file_digest(SUITE, data.splitlines()))], result=outcome, openings=[],
        coi={"key": CONFLICT_KEY, "leaves": [], "opened": []},
        checkpoint=transcript.checkpoint(SUITE, origin="bench", log=log), anchors=[],
    )  # fmt: skip
    (folder / FILE).write_bytes(data)
    (folder / "transcript.json").write_bytes(transcript.publish(doc))


def told(header: Document, plan: Document, seal: Document, outcome: Document) -> list[Document]:
    """The events of a table ceremony in their order."""
    bodies: list[tuple[str, Document, str]] = [("roll", header, "2026-06-01T02:00:00Z")]
    bodies += [("plan", plan, "2026-06-02T01:00:00Z"), ("seal", seal, "2026-06-03T01:06:00Z")]
    bodies.append(("public", {"index": 0, "value": DICE, "evidence": "bench"}, "2026-06-03T01:20:00Z"))
    bodies += [("reveal", {"role": role, "secret": SECRETS[role]}, "2026-06-03T01:25:00Z") for role in ROLES]
    bodies.append(("result", {"result": document_hash(SUITE, outcome)}, "2026-06-03T01:40:00Z"))
    return [
        transcript.event(kind, body, draw=None if kind == "roll" else "B-1", at=at, by="organiser")
        for kind, body, at in bodies
    ]


def verifier() -> ModuleType:
    file = Path(__file__).resolve().parents[1] / "verify" / "mingqian_verify.py"
    spec = importlib.util.spec_from_file_location("mingqian_verify", file)
    assert spec is not None and spec.loader is not None
    module = importlib.util.module_from_spec(spec)
    sys.modules[spec.name] = module
    spec.loader.exec_module(module)
    return module


def main() -> None:
    print(f"{ROWS:,} rows, 5 % drawn, sha256")
    program, known = verifier(), entries()
    with TemporaryDirectory() as place:
        folder = Path(place)
        start = time.process_time()
        draw(known, folder)
        drawing = time.process_time() - start
        del known
        start = time.process_time()
        report = program.verify((folder / "transcript.json").read_bytes(), str(folder))
        verifying = time.process_time() - start
    assert report.accepted(), report.failed()
    peak = resource.getrusage(resource.RUSAGE_SELF).ru_maxrss / 1024
    print(f"      drawing (roll, root, seal, result, transcript): {drawing:.2f} s")
    print(f"      verifying with the one-file program: {verifying:.2f} s; peak of both {peak:,.0f} MiB")
    verdicts = Verdicts()
    verdicts.at_most("verifying, against drawing the same transcript", verifying / drawing, 1)
    verdicts.leave()


if __name__ == "__main__":
    main()
