"""Draft a notice straight from the thing it is about; with a draw's result go the files that prove it."""

from dataclasses import replace
from datetime import datetime
from hashlib import sha256
from pathlib import Path

from django.conf import settings
from django.db import transaction

from mingqian.accounts.types import Actor
from mingqian.core.decision import Refused, denied
from mingqian.draw import services as draws
from mingqian.draw.types import TRANSCRIPT
from mingqian.policy.layers import Effective
from mingqian.publicity import matrix
from mingqian.publicity.enums import NoticeKind, NoticeState
from mingqian.publicity.models import Notice
from mingqian.publicity.selectors import candidates, notices, proofs
from mingqian.publicity.services import bundles, drafting, verdicts
from mingqian.publicity.sources import SOURCES, draw_results
from mingqian.publicity.types import Candidate, Content, FileRef


def correct(
    *,
    code: str,
    kind: NoticeKind,
    thing: str,
    reason: str,
    policy: Effective | None,
    by: Actor,
    now: datetime,
) -> Notice:
    """The correction of a released notice, taken anew from where its first version came."""
    content = make(kind=kind, thing=thing, policy=policy, by=by, now=now)
    return drafting.correct(code=code, content=content, reason=reason, by=by, now=now)


@transaction.atomic
def take(
    *,
    kind: NoticeKind,
    thing: str,
    policy: Effective | None,
    by: Actor,
    now: datetime,
    content: Content | None = None,
) -> Notice:
    """First version, or the correction of a released one that has grown old: what the queue asks for.

    ``content`` may have been made before: a long list of a draw is written and verified outside of any transaction.
    """
    before = notices.of_thing(kind, thing)
    again = before if before is not None and before.state == NoticeState.RELEASED else None
    found = _found(by, kind, thing, now) if again is None else None
    content = content or make(kind=kind, thing=thing, policy=policy, by=by, now=now)
    if again is not None:
        why = "内容有变动，按现在的内容更新"
        return drafting.correct(code=again.code, content=content, reason=why, by=by, now=now)
    assert found is not None
    return drafting.draft(
        kind=kind, thing=thing, unit=found.unit, content=content, started_on=found.started_on, policy=policy,
        by=by, now=now,
    )  # fmt: skip


def make(*, kind: NoticeKind, thing: str, policy: Effective | None, by: Actor, now: datetime) -> Content:
    """What a notice about this thing would say today; of a draw's result with all the files that prove it."""
    return _content(kind, thing, _stamp(by, kind, thing, now), policy, by, now)


def redraft(
    *, code: str, kind: NoticeKind, thing: str, policy: Effective | None, by: Actor, now: datetime
) -> Notice:
    """A draft taken anew."""
    content = make(kind=kind, thing=thing, policy=policy, by=by, now=now)
    return drafting.redraft(code=code, content=content, by=by, now=now)


def _stamp(by: Actor, kind: NoticeKind, thing: str, now: datetime) -> str:
    """That of the thing today; what no longer asks to be published has none."""
    found = candidates.find(by, kind, thing, now=now)
    return found.stamp if found else ""


def _found(by: Actor, kind: NoticeKind, thing: str, now: datetime) -> Candidate:
    found = candidates.find(by, kind, thing, now=now)
    if found is None:
        raise Refused(
            denied(
                "publicity.no_candidate",
                f"没有找到可以公示的“{thing}”，或不在您的数据范围内",
                "",
                "请刷新公示队列",
            )
        )
    return found


def _content(
    kind: NoticeKind, thing: str, stamp: str, policy: Effective | None, by: Actor, now: datetime
) -> Content:
    if kind not in SOURCES:
        raise Refused(denied("publicity.by_hand", f"{kind.label}由人撰写，不能从库里生成", "", "请修改草稿"))
    source, rule = SOURCES[kind], matrix.cell(kind, policy).persons
    if kind is NoticeKind.DRAW_RESULT:
        taken = _with_files(thing, rule, by, now)
    else:
        taken = source.content(by, thing, persons=rule, now=now)
    return replace(taken, detail={**taken.detail, "stamp": stamp})


def _with_files(thing: str, rule: str, by: Actor, now: datetime) -> Content:
    """Writes the directory with which anybody re-runs the draw, and what the server found when it did.

    The notice holds the digest of every file, and names the attempts before that were given to the verifier.

    A folder written for a draft that is dropped stays on disk and is served to nobody.
    """
    code = thing.removeprefix("draw:")
    name = f"{code}-{now:%Y%m%dT%H%M%S%f}"
    folder = Path(settings.HOME) / proofs.FOLDER / name
    written = draws.publishing.write(draw=code, folder=folder, by=by, now=now)
    taken = draw_results.content(
        by, thing, persons=rule, now=now, folder=name, transcript=(folder / TRANSCRIPT).read_bytes()
    )
    before = proofs.before(taken.detail["previous"])
    verdict = verdicts.write(folder, before.values())
    whole = bundles.write(folder, written.files, name=f"{code}.zip")
    files = tuple(_ref(one) for one in sorted([*(folder / one for one in written.files), verdict, whole]))
    return replace(taken, files=files, detail={**taken.detail, "before": list(before)})


def _ref(path: Path) -> FileRef:
    data = path.read_bytes()
    return FileRef(path.name, len(data), sha256(data).hexdigest())
