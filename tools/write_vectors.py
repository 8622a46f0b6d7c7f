"""Write ``docs/spec/vectors``: what an outside implementer of ``sxsj1`` can test against, in both suites.

The draw of the protocol's §13 is staged with the product's own code; the one-file program, written separately from
the text, must accept what lies there (tests/verify/test_vectors.py).
"""

import json
import sys
from pathlib import Path
from typing import Any

ROOT = Path(__file__).resolve().parents[1]
sys.path.insert(0, str(ROOT))

from tests.verify import mutations, stage  # noqa: E402

from mingqian.core import canonical  # noqa: E402
from mingqian.core.canonical import Suite  # noqa: E402
from mingqian.core.draw import ceremony, quota, rows, tickets  # noqa: E402

FOLDER = ROOT / "docs/spec/vectors"
KEY, SEED = stage.KEY, "ec7cc4a3d0182089762cb10f437d5a237c4c380231110a57fa4d686ea7903498"
IDENTITY, RECORD = "USCC:9135020000000001XA", {"employees": 10, "name": "示例企业1"}


def text_vector(suite: Suite, name: str, *fields: str) -> dict[str, Any]:
    return {"suite": str(suite), "name": name, "fields": list(fields),
            "preimage": canonical.text_lines(name, *fields).decode("ascii"),
            "hash": canonical.text_hash(suite, name, *fields)}  # fmt: skip


def hashes() -> dict[str, Any]:
    """T and J on the values of §13, with the preimage spelled out."""
    texts, documents = [], []
    for suite in Suite:
        salt = rows.salt_of(suite, IDENTITY, KEY)
        tag, digest = rows.tag_of(suite, IDENTITY, salt), canonical.document_hash(suite, RECORD)
        zeros = "0" * 64
        texts += [
            text_vector(suite, "key", KEY),
            text_vector(suite, "salt", KEY, IDENTITY, KEY),
            text_vector(suite, "tag", IDENTITY, salt),
            text_vector(suite, "tag", IDENTITY, ""),
            text_vector(suite, "rec", IDENTITY, salt, digest),
            text_vector(suite, "ticket", SEED, "subject", tag, "1"),
            text_vector(suite, "ticket", SEED, "audit", tag, "1"),
            text_vector(suite, "commit", zeros, "witness", "W" * 20),
            text_vector(
                suite, "seed", zeros, "organiser=" + "O" * 20, "witness=", "dice10=50829174633071925090"
            ),
            text_vector(suite, "closed", zeros, digest),
            text_vector(suite, "pair", SEED, tag, "3"),
        ]
        documents += [
            {
                "suite": str(suite),
                "jcs": canonical.jcs(one).decode(),
                "hash": canonical.document_hash(suite, one),
            }
            for one in ({}, RECORD, {"b": [True, None, -1], "a": {"quote": '"\\/'}, "B": 2**53 - 1})
        ]
    return {"text": texts, "document": documents}


def slips() -> list[dict[str, Any]]:
    """The key of a row is the least of its slips' tickets."""
    found = []
    for suite in Suite:
        tag = rows.tag_of(suite, IDENTITY, "")
        for weight in (1, 2, 4):
            tried = [
                tickets.ticket(suite, seed=SEED, purpose="subject", tag=tag, slip=slip + 1)
                for slip in range(weight)
            ]
            found.append(
                {
                    "suite": str(suite),
                    "seed": SEED,
                    "tag": tag,
                    "weight": weight,
                    "tickets": tried,
                    "key": min(tried),
                }
            )
    return found


def quotas() -> list[dict[str, Any]]:
    """Q for list sizes around the ends of the tiers, with and without `monotone`, floor and ceiling."""
    tiers = [
        {"upto": 100, "ppm": 100000},
        {"upto": 300, "ppm": 50000},
        {"upto": 1000, "ppm": 30000},
        {"upto": None, "ppm": 10000},
    ]
    found = []
    for monotone in (False, True):
        for low, high in ((0, None), (5, None), (0, 12), (5, 12)):
            rule = {"tiers": tiers, "monotone": monotone, "min": low, "max": high}
            sizes = (0, 1, 99, 100, 101, 299, 300, 301, 999, 1000, 1001, 3000, 90_000_000)
            found.append({"rule": rule, "Q": [[size, quota.required(rule, size)] for size in sizes]})
    return found


def draw(suite: Suite) -> dict[str, Any]:
    """The draw of §13 from the lists to J(result)."""
    show = stage.perform(stage.Variant(suite=suite))
    headers = {one["event"]["body"]["list_id"]: one["event"]["body"] for one in show.transcript["events"][:3]}
    lists = {
        name: {"header": header, "roll_hash": canonical.document_hash(suite, header),
               "rows": show.files[f"{name}.roll"].decode().splitlines()}
        for name, header in headers.items()
    }  # fmt: skip
    seal, result = show.event("seal")["body"], show.transcript["result"]
    secrets = {one["event"]["body"]["role"]: one["event"]["body"]["secret"] for one in show.transcript["events"]
               if one["event"]["kind"] == "reveal"}  # fmt: skip
    value = show.event("public")["body"]["value"]
    seal_hash = canonical.document_hash(suite, seal)
    seed = ceremony.seed(suite, seal_hash=seal_hash, plan=show.plan, secrets=secrets, values=[value])
    return {
        "suite": str(suite), "key": KEY, "conflict_key": stage.CONFLICT_KEY, "ids": show.ids, "lists": lists,
        "conflicts": show.transcript["coi"]["leaves"], "plan": show.plan,
        "plan_hash": canonical.document_hash(suite, show.plan), "secrets": secrets, "seal": seal, "seal_hash": seal_hash,
        "public": [value], "seed": seed, "result": result, "result_hash": canonical.document_hash(suite, result),
    }  # fmt: skip


def published(suite: Suite) -> dict[str, bytes]:
    """A complete transcript directory with everything that can follow a result."""
    show = stage.perform(stage.Variant(suite=suite))
    return {f"transcript-{suite}/transcript.json": show.data,
            **{f"transcript-{suite}/{name}": data for name, data in show.files.items()}}  # fmt: skip


def refused() -> list[dict[str, Any]]:
    """Changes of one place of ``transcript-sha256`` and the first check that must refuse each."""
    from tests.verify import judges

    show, found = stage.perform(stage.Variant()), []
    layout = mutations.Layout(show.transcript)
    names = {"last letter", "plus one", "turned", "two swapped", "last dropped", "a day later"}
    near = [one for one in mutations.mutations(show.transcript) if one.name in names]
    with judges.folder_of(show) as folder:
        for one in near[::3]:
            verdicts = judges.judge(one.edit(show.transcript, layout).apply(layout.data), show, folder)
            code = verdicts.program[:1]
            if (
                verdicts.agree_on_the_first
                and code
                and [other["refused_by"] for other in found].count(code[0]) < 10
            ):
                found.append({"path": list(one.path), "value": one.value, "refused_by": code[0]})
    return found


def pretty(value: object) -> bytes:
    return (json.dumps(value, ensure_ascii=False, indent=1, sort_keys=True) + "\n").encode()


def files() -> dict[str, bytes]:
    """Everything the folder holds, by name."""
    found = {"hashes.json": pretty(hashes()), "slips.json": pretty(slips()), "quotas.json": pretty(quotas()),
             "refused.json": pretty(refused())}  # fmt: skip
    for suite in Suite:
        found[f"draw-{suite}.json"] = pretty(draw(suite))
        found.update(published(suite))
    return found


if __name__ == "__main__":
    for name, data in files().items():
        path = FOLDER / name
        path.parent.mkdir(parents=True, exist_ok=True)
        path.write_bytes(data)
