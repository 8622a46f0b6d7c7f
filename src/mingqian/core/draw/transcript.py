"""The transcript: the one published file which lets anybody re-run a draw (sections 9 and 10).

What belongs here: events, their closing under an embargo, and the assembling of the file.
"""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Any

from mingqian.core import journal, merkle
from mingqian.core.canonical import Document, Suite, document_hash, jcs
from mingqian.core.draw import ceremony
from mingqian.core.draw.documents import document


@dataclass(frozen=True, slots=True)
class Logged:
    """An event at its place in the public log; ``nonce`` and ``body`` open a closed one."""

    index: int
    event: Document
    nonce: str | None = None
    body: Document | None = None


def event(kind: str, body: Mapping[str, Any], *, draw: str | None, at: str, by: str) -> Document:
    """One event; ``draw`` is null for a roll, which several draws may use."""
    return document("event", kind=kind, draw=draw, at=at, by=by, body=dict(body))


def close(suite: Suite, body: Mapping[str, Any], *, nonce: str) -> Document:
    """A body under embargo: {"closed": T("closed", nonce, J(body))}."""
    return {"closed": ceremony.closed(suite, nonce=nonce, body_hash=document_hash(suite, dict(body)))}


def opening(roll: str, tag: str, identity: str, salt: str, record: Mapping[str, Any]) -> Document:
    """Opens one row: anybody can re-derive its tag and rec."""
    return {"roll": roll, "tag": tag, "id": identity, "salt": salt, "record": dict(record)}


def assemble(
    suite: Suite,
    *,
    log: Sequence[bytes],
    events: Sequence[Logged],
    rolls: Sequence[tuple[str, str, str]],
    result: Document | None,
    openings: Sequence[Document],
    coi: Mapping[str, Any],
    checkpoint: Sequence[str],
    anchors: Sequence[Mapping[str, Any]],
) -> Document:
    """The transcript document.

    ``log`` holds the leaf hashes of the whole log up to the checkpoint; ``rolls`` are
    (roll hash, file name, file digest); ``coi`` has ``key``, ``leaves`` and ``opened``.
    """
    proofs = merkle.inclusion_proofs(suite, log, [one.index for one in events])
    return document(
        "transcript",
        rolls=[{"roll": roll, "file": file, "digest": digest} for roll, file, digest in rolls],
        events=[
            {
                "index": one.index,
                "event": one.event,
                "nonce": one.nonce,
                "body": one.body,
                "proof": [value.hex() for value in proof],
            }
            for one, proof in zip(events, proofs, strict=True)
        ],
        result=result,
        openings=list(openings),
        coi=dict(coi),
        checkpoint=list(checkpoint),
        anchors=[dict(anchor) for anchor in anchors],
    )


def checkpoint(suite: Suite, *, origin: str, log: Sequence[bytes]) -> list[str]:
    """The unsigned checkpoint lines over these leaf hashes."""
    return journal.Checkpoint(origin, len(log), merkle.root_of_hashes(suite, log)).lines()


def publish(doc: Document) -> bytes:
    """A document is published as its JCS bytes."""
    return jcs(doc)
