"""Verification of a published draw: V0–V24, one place each.

What belongs here: the order of the checks and what each rests on. ``verify`` never raises, whatever
the bytes say; a check which cannot be made says so.
"""

from collections.abc import Callable, Collection, Mapping, Sequence
from functools import partial
from typing import Any

from mingqian.core.canonical import Document
from mingqian.core.draw import ceremony
from mingqian.core.draw.verify import chain, log, outcome, outside, rolls, sealing, shown
from mingqian.core.draw.verify.facts import Facts, Published, Secrets, read
from mingqian.core.draw.verify.report import TITLES, Check, Report, Status, absent, judged
from mingqian.core.notes import VerifierKey

__all__ = ["TITLES", "Check", "Published", "Report", "Secrets", "Status", "verify"]

NEEDS: dict[str, tuple[str, ...]] = {
    "V2": ("V1",),
    "V3": ("V1",),
    "V4": ("V1",),
    "V5": ("V1",),
    "V7": ("V6",),
    "V9": ("V6",),
    "V11": ("V9", "V10"),
    "V12": ("V1", "V2", "V5", "V11"),
    "V13": ("V1", "V5"),
    "V14": ("V5", "V11", "V13"),
    "V15": ("V12", "V14"),
    "V16": ("V15",),
    "V17": ("V1", "V2", "V5"),
    "V21": ("V12", "V14"),
    "V22": ("V12",),
    "V23": ("V1", "V5"),
    "V24": ("V18",),
}


def verify(
    transcript: bytes,
    roll_files: Mapping[str, Any],
    prior: Sequence[Published] = (),
    secrets: Secrets | None = None,
    *,
    engines: Collection[str] = (),
    keys: Collection[VerifierKey] = (),
    journal: Sequence[Document] | None = None,
) -> Report:
    """Re-run a published draw.

    ``roll_files`` maps the file names of the transcript to bytes or an iterable of bytes; ``prior``
    are the published attempts before a redraw; ``secrets`` what a holder of keys adds; ``engines``
    the known programs' hashes; ``keys`` those of the log and of whoever co-signs it, had from elsewhere;
    ``journal`` all events of the log, as published (V24).
    """
    doc, faults, warnings = read(transcript)
    first = judged("V0", faults, warnings)
    if doc is None or faults:
        rest = [absent(code, "公布件不能读取") for code in TITLES if code != "V0"]
        return Report((first, *rest))
    facts = Facts(doc, roll_files)
    cosigned = log.cosigned(facts, keys)

    def again(one: Published, others: Sequence[Published]) -> Report:
        return verify(one.transcript, one.roll_files, others, engines=engines, keys=keys)

    steps = _own_steps(facts) | {
        "V17": lambda: chain.v17(facts, prior, again),
        "V18": lambda: log.v18(facts, keys),
        "V20": lambda: outside.v20(facts, engines),
        "V21": lambda: shown.v21(facts, cosigned),
        "V23": lambda: outside.v23(facts, secrets),
        "V24": lambda: outside.v24(facts, journal),
    }
    checks = {"V0": first}
    for code in TITLES:
        if code != "V0":
            checks[code] = _made(code, steps[code], checks)
    return Report(tuple(checks.values()), _grade(facts, cosigned))


def _own_steps(facts: Facts) -> dict[str, Callable[[], Check]]:
    """The checks which need nothing but the published files."""
    made: dict[str, Callable[[Facts], Check]] = {
        "V1": rolls.v1,
        "V2": rolls.v2,
        "V3": rolls.v3,
        "V4": rolls.v4,
        "V5": rolls.v5,
        "V6": sealing.v6,
        "V7": sealing.v7,
        "V8": rolls.v8,
        "V9": sealing.v9,
        "V10": sealing.v10,
        "V11": sealing.v11,
        "V12": outcome.v12,
        "V13": rolls.v13,
        "V14": outcome.v14,
        "V15": outcome.v15,
        "V16": outcome.v16,
        "V19": log.v19,
        "V22": outside.v22,
    }
    return {code: partial(check, facts) for code, check in made.items()}


def _made(code: str, step: Callable[[], Check], done: Mapping[str, Check]) -> Check:
    """One check, unless what it rests on has failed or could not be made because of a failure."""
    broken = [need for need in NEEDS.get(code, ()) if not _stands(done[need])]
    if broken:
        return absent(code, f"{UNMADE}{'、'.join(broken)} 不通过")
    try:
        return step()
    except Exception as error:  # a hostile file must never become a traceback: it fails closed
        return judged(code, [f"无法完成核验（{type(error).__name__}）"])


UNMADE = "未核验：因 "


def _stands(check: Check) -> bool:
    """Passed, or absent for a reason of its own such as a draw without a result."""
    if check.status is Status.NOT_APPLICABLE:
        return not any(message.startswith(UNMADE) for message in check.messages)
    return check.status is not Status.FAILED


def _grade(facts: Facts, cosigned: bool) -> str:
    public = facts.of("public")
    return ceremony.grade(
        facts.plan,
        seal_hash=facts.seal_hash,
        anchors=facts.doc["anchors"],
        public_at=public[0].at if public else None,
        cosigned=cosigned,
    )
