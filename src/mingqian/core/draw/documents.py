"""Field tables of section 10: the exact fields of every published document, as data.

What belongs here: tables and the two functions which apply them. Rules between fields or documents
stand in plan, ceremony and verify.
"""

from mingqian.core.canonical import Document
from mingqian.core.draw import grammar as g
from mingqian.core.draw.letters import ID, LINE, ROUND, SALT, SEAT, STATUS_CODE, SUITE, C, H, I, N, R, S, T, W
from mingqian.core.draw.shape import (
    Piece,
    anything,
    boolean,
    depending,
    many,
    maybe,
    number,
    one_of,
    record,
    unknown,
)

VERSION = "sxsj1"
SOURCES = ("dice10", "dice6", "lottery", "drand", "nist")

REASON: dict[str, Piece] = {"reason": C, "evidence": S, "approved_by": R}


def _typed(name: str, fields: dict[str, Piece]) -> Piece:
    return record({"v": one_of(VERSION), "type": one_of(name), **fields})


ROLL = _typed(
    "roll",
    {
        "kind": one_of("subject", "inspector", "case", "expert"),
        "suite": SUITE,
        "list_id": W,
        "snapshot_at": T,
        "source": S,
        "mode": one_of("open", "sealed"),
        "ids": many(C, at_least=1),
        "n": number(1, g.COUNT_LIMIT),
        "root": H,
        "key_commit": maybe(H),
        "counts": many(record({"stratum": W, "E": N, "F": N, "X": N, "S": N}), at_least=1),
        "codes": many(record({"code": STATUS_CODE, "text": S})),
        "prev": maybe(record({"roll": H, "added": I, "removed": many(record({"code": C, "count": I}))})),
    },
)

TIER = record({"upto": maybe(N), "ppm": number(1, 1_000_000)})
RULE = record(
    {
        "stratum": W,
        "scope": one_of("item", "stratum"),
        "base": one_of("all", "pool", "eligible"),
        "tiers": many(TIER, at_least=1),
        "min": N,
        "max": maybe(number(1, g.COUNT_LIMIT)),
        "monotone": boolean,
        "forced": one_of("extra", "within"),
        "reserve": N,
        "batch": maybe(number(1, g.COUNT_LIMIT)),
        "weights": many(number(1, g.WEIGHT_LIMIT)),
    }
)
ITEM = record(
    {
        "item": W,
        "round": ROUND,
        "attempt": number(1),
        "prev": maybe(H),
        "subject_roll": H,
        "rules": many(RULE, at_least=1),
        "quals": many(record({"code": C, "persons": I})),
        "panel": maybe(W),
    }
)
PANEL = record(
    {
        "panel": W,
        "inspector_roll": H,
        "strata": many(W, at_least=1),
        "count": number(1, 999),
        "size": number(2, 99),
        "factor100": number(100, 300),
        "captain": one_of("drawn", "appointed"),
        "appointed": many(H),
    }
)
SOURCE_FIELDS: dict[str, dict[str, Piece]] = {
    "dice10": {"count": number(1, 99)},
    "dice6": {"count": number(1, 99)},
    "lottery": {"game": S, "issue": S, "count": number(1, 98), "max": number(2, 99)},
    "drand": {"chain": H, "round": I},
    "nist": {"chain": I, "pulse": I},
}


SOURCE_PIECES = {
    src: record({"src": one_of(src), "at": maybe(T), **fields}) for src, fields in SOURCE_FIELDS.items()
}
UNKNOWN_SOURCE = unknown("src", f"应为 {'、'.join(SOURCES)} 之一")


def _source(value: object) -> Piece:
    """A public source; its fields depend on ``src``."""
    src = value.get("src") if isinstance(value, dict) else None
    return SOURCE_PIECES.get(src, UNKNOWN_SOURCE) if isinstance(src, str) else UNKNOWN_SOURCE


PLAN = _typed(
    "plan",
    {
        "suite": SUITE,
        "journal": S,
        "no": number(1),
        "prev_plan": maybe(H),
        "draw_id": W,
        "items": many(ITEM, at_least=1),
        "panels": many(PANEL),
        "coi": record({"root": H, "count": I, "key_commit": H}),
        "parties": many(record({"role": R, "unit": S, "outside": boolean})),
        "public": many(depending(_source), at_least=1),
        "order": one_of("public-then-reveal", "reveal-then-public"),
        "deadlines": record({"reveal": T, "public": T, "publish": T}),
        "embargo_until": maybe(T),
        "audit_leaves": N,
        "policy": record({"pack": S, "digest": H}),
        "engine": record({"name": S, "version": S, "sha256": H}),
    },
)
SEAL = _typed("seal", {"plan": H, "commits": many(record({"role": R, "commit": H})), "sealed_at": T})
RESULT = _typed(
    "result",
    {
        "plan": H,
        "seal": H,
        "seed": H,
        "strata": many(
            record(
                {
                    "item": W,
                    "stratum": W,
                    **dict.fromkeys(("N", "E", "F", "X", "S", "k"), N),
                    "cut": maybe(H),
                    "next": maybe(H),
                    "forced": many(H),
                    "drawn": many(H),
                    "reserve": many(H),
                }
            )
        ),
        "panels": many(
            record(
                {
                    "panel": W,
                    "substitutes": many(H),
                    "teams": many(record({"team": I, "captain": H, "members": many(H)})),
                }
            )
        ),
        "pairs": many(record({"panel": W, "tag": H, "items": many(W), "team": I})),
        "audit": many(record({"roll": H, "tags": many(H)})),
    },
)
BODIES: dict[str, Piece] = {
    "roll": ROLL,
    "plan": PLAN,
    "seal": SEAL,
    "reveal": record({"role": R, "secret": S}),
    "public": record({"index": I, "value": S, "evidence": S}),
    "result": record({"result": H}),
    "substitute": record({"team": I, "seat": SEAT, "out": H, "in": maybe(H), **REASON}),
    "skip": record({"team": I, "seat": SEAT, "tag": H, **REASON}),
    "replace": record({"item": W, "stratum": W, "out": H, "in": maybe(H), "team": I, **REASON}),
    "audit": record({"roll": H, "checked": I, "errors": many(record({"tag": H, "text": S}))}),
    "void": record(
        {"items": many(W, at_least=1), "result": maybe(H), "errors": many(H), "events": I, **REASON}
    ),
    "complete": record({"result": H, "events": I}),
    "media": record({"name": S, "digest": H}),
}
CLOSED = record({"closed": H})
CLOSABLE = ("reveal", "result")


UNKNOWN_EVENT = unknown("kind", "不认识的事件类型")


def _event_with(kind: str, body: Piece) -> Piece:
    return _typed("event", {"kind": one_of(kind), "draw": maybe(W), "at": T, "by": R, "body": body})


OPEN_EVENTS = {kind: _event_with(kind, body) for kind, body in BODIES.items()}
CLOSED_EVENTS = {kind: _event_with(kind, CLOSED) for kind in CLOSABLE}


def _event(value: object) -> Piece:
    """An event; its body depends on ``kind`` and may be closed under an embargo."""
    kind = value.get("kind") if isinstance(value, dict) else None
    if not isinstance(value, dict) or not isinstance(kind, str):
        return UNKNOWN_EVENT
    body = value.get("body")
    closed = kind in CLOSABLE and isinstance(body, dict) and "closed" in body
    return (CLOSED_EVENTS if closed else OPEN_EVENTS).get(kind, UNKNOWN_EVENT)


EVENT = depending(_event)
# nonce and body are null unless the event is closed
ENTRY = record({"index": I, "event": EVENT, "nonce": maybe(H), "body": maybe(anything), "proof": many(H)})
TRANSCRIPT = _typed(
    "transcript",
    {
        "rolls": many(record({"roll": H, "file": S, "digest": H})),
        "events": many(ENTRY),
        "result": maybe(RESULT),
        "openings": many(record({"roll": H, "tag": H, "id": ID, "salt": SALT, "record": anything})),
        "coi": record(
            {
                "key": maybe(H),
                "leaves": many(H),
                "opened": many(record({"inspector": H, "subject": H, "key": H})),
            }
        ),
        "checkpoint": many(LINE),
        "anchors": many(
            record({"kind": one_of("WITNESS", "UPPER", "TSA", "NOTICE"), "at": T, "seal": H, "proof": S})
        ),
    },
)
TABLES = {kind: BODIES[kind] for kind in ("roll", "plan", "seal")}
TABLES |= {"result": RESULT, "event": EVENT, "transcript": TRANSCRIPT}


def check(doc: object, kind: str) -> list[str]:
    """Every fault of a document's fields, each with its path; empty when it is well formed."""
    return TABLES[kind].faults(doc)


def check_body(doc: object, kind: str) -> list[str]:
    """Every fault of an opened event body."""
    return BODIES[kind].faults(doc, "body")


def document(type_: str, /, **fields: object) -> Document:
    """A document with version and type in place."""
    return {"v": VERSION, "type": type_, **fields}
