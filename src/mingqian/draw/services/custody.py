"""What becomes of K after the draw (sxsj1 §2): shared out, opened for a court by two together, destroyed at last.

During the ceremony the bureau's machine holds K and the witness has a copy to derive every tag again. Afterwards
the witness splits it: one share stays here, one goes with the witness, one to a third holder. Two of the three
open it, none alone; when appeals are over it is destroyed, and the published proofs still hold.

K itself goes only when the witness has typed back what both sheets end in: an answer lost on its way, a sheet
misprinted, a file not written costs a new sheet, never the key. Files follow the record, not the other way round.
"""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date, datetime
from itertools import combinations

from django.db import transaction
from django.utils.timezone import localdate

from mingqian.accounts.types import Actor
from mingqian.audit import selectors as journal
from mingqian.audit import services as audit
from mingqian.core.canonical import Suite
from mingqian.core.decision import Decision, Refused, allowed, demand, demand_all, denied
from mingqian.core.draw import escrow
from mingqian.core.draw.rows import key_commit
from mingqian.draw import keyfiles, policies
from mingqian.draw.enums import KeyAct
from mingqian.draw.models import Draw, KeyCustody
from mingqian.draw.policies import Verb
from mingqian.draw.selectors import draws
from mingqian.draw.types import Entropy

ENDING = 8  # digits of a share, typed back as a receipt
KEPT = "sxsj1 §2：名录密钥可向法院证明某一对象在或不在名录；争议期满后销毁，公开的证明仍然有效"


@dataclass(frozen=True, slots=True)
class Shares:
    """What the witness carries away: one share to keep, one for the third holder."""

    witness: str
    third: str


@transaction.atomic
def share(*, draw: str, keep_until: date, reason: str, by: Actor, now: datetime, entropy: Entropy) -> Shares:
    """Split K; the witness does it, who had K anyway. Until the receipt (``received``) K stays where it is."""
    row = draws.locked(by, draw)
    demand_all([policies.may(by, Verb.WITNESS, row.unit.path), _sealed(row), _over(row), _whole(row)])
    demand_all([_reasoned(reason), _ahead(keep_until, now)])
    _note(row, KeyAct.SHARED, reason, by, now, keep_until)
    body = {"commit": row.roll_key_commit, "reason": reason, "keep_until": keep_until.isoformat()}
    audit.record("draw.key_shared", by=by, now=now, thing=f"draw:{draw}", body=body)
    return _handed_out(row, entropy)


@transaction.atomic
def reissue(*, draw: str, reason: str, by: Actor, now: datetime, entropy: Entropy) -> Shares:
    """A new sheet while K is still here; the shares of the sheet before open nothing with it any more."""
    row = draws.locked(by, draw)
    demand_all([policies.may(by, Verb.WITNESS, row.unit.path), _reasoned(reason), _unconfirmed(row)])
    _note(row, KeyAct.REISSUED, reason, by, now)
    body = {"commit": row.roll_key_commit, "reason": reason}
    audit.record("draw.key_reissued", by=by, now=now, thing=f"draw:{draw}", body=body)
    return _handed_out(row, entropy)


@transaction.atomic
def received(*, draw: str, witness_end: str, third_end: str, by: Actor, now: datetime) -> KeyCustody:
    """Both sheets are in hand, their endings say so: K leaves this machine, the bureau alone opens nothing."""
    row = draws.locked(by, draw)
    demand_all([policies.may(by, Verb.WITNESS, row.unit.path), _unconfirmed(row)])
    parts = _outstanding(row)
    demand_all([_ends(parts[1], witness_end, "见证人"), _ends(parts[2], third_end, "第三方")])
    made = _note(row, KeyAct.RECEIVED, f"两份份额的末 {ENDING} 位核对无误", by, now)
    body = {"commit": row.roll_key_commit}
    audit.record("draw.key_received", by=by, now=now, thing=f"draw:{draw}", body=body)
    transaction.on_commit(lambda: _give_up(row, parts))
    return made


@transaction.atomic
def open_with(*, draw: str, share: str, reason: str, by: Actor, now: datetime) -> str:
    """K again from the bureau's share and one other, for a court or a reconsideration; it is shown, not stored."""
    row = draws.locked(by, draw)
    demand_all([policies.may(by, Verb.OPERATE, row.unit.path), _reasoned(reason), _shared(row)])
    key = _combined(row, share)
    _note(row, KeyAct.OPENED, reason, by, now)
    body = {"commit": row.roll_key_commit, "reason": reason}
    audit.record("draw.key_opened", by=by, now=now, thing=f"draw:{draw}", body=body)
    return key


@transaction.atomic
def restore(*, draw: str, share: str, reason: str, by: Actor, now: datetime) -> KeyCustody:
    """K lies on this machine again, from two shares: an annulled draw is drawn again with the same K (sxsj1 §8)."""
    row = draws.locked(by, draw)
    demand_all(
        [policies.may(by, Verb.OPERATE, row.unit.path), _reasoned(reason), _shared(row), _annulled(row)]
    )
    key = _combined(row, share)
    made = _note(row, KeyAct.RESTORED, reason, by, now)
    body = {"commit": row.roll_key_commit, "reason": reason}
    audit.record("draw.key_restored", by=by, now=now, thing=f"draw:{draw}", body=body)
    transaction.on_commit(lambda: _lay_back(row, key))
    return made


@transaction.atomic
def destroy(*, draw: str, reason: str, by: Actor, now: datetime) -> KeyCustody:
    """After the day named at the sharing; by somebody who neither ran nor witnessed the draw."""
    row = draws.locked(by, draw)
    demand_all([policies.may(by, Verb.APPROVE_CHANGE, row.unit.path), _reasoned(reason), _shared(row)])
    demand_all(
        [_due(row, now), _drawn_no_further(row), policies.another_person(by, row.operator_id, "销毁名录密钥")]
    )
    made = _note(row, KeyAct.DESTROYED, reason, by, now)
    body = {"commit": row.roll_key_commit, "reason": reason}
    audit.record("draw.key_destroyed", by=by, now=now, thing=f"draw:{draw}", body=body)
    transaction.on_commit(lambda: _forget_all(row.roll_key_commit))
    return made


def sheet(row: Draw, shares: Shares) -> str:
    """Both shares on one sheet, to be cut in two."""
    head = f"抽取 {row.code} 名录密钥份额（承诺 {row.roll_key_commit}）"
    tail = "任意两份合起来可以打开名录；单独一份说明不了任何事。请勿与另一份放在一处。"
    return f"{head}\n见证人留存：{shares.witness}\n{tail}\n\n- - - 裁开 - - -\n\n{head}\n第三方留存：{shares.third}\n{tail}\n"


def _handed_out(row: Draw, entropy: Entropy) -> Shares:
    """A fresh split; the bureau's share is laid down once the record of it stands."""
    key = bytes.fromhex(keyfiles.read(Suite(row.suite), row.roll_key_commit))
    parts = _written(escrow.split(key, entropy(len(key))))
    demand(_together(row, parts))
    transaction.on_commit(lambda: _lay_down(row, parts))
    return Shares(parts[1], parts[2])


def _lay_down(row: Draw, parts: Sequence[str]) -> None:
    try:
        keyfiles.keep_share(row.roll_key_commit, parts[0])
    except OSError as error:
        why = f"本局的份额没有写成（{error.strerror}）；完整密钥仍在本机"
        raise Refused(denied("draw.share_unwritten", why, KEPT, "请检查磁盘，然后重新发放份额")) from None
    demand(_together(row, (keyfiles.share(row.roll_key_commit), *parts[1:])))


def _give_up(row: Draw, parts: Sequence[str]) -> None:
    """The last look before K goes: what lies on disk now opens the rolls with either sheet."""
    demand(_together(row, (keyfiles.share(row.roll_key_commit), *parts[1:])))
    keyfiles.forget(row.roll_key_commit)


def _forget_all(commitment: str) -> None:
    keyfiles.forget_share(commitment)
    keyfiles.forget(commitment)  # still here when nobody ever confirmed the sheets


def _lay_back(row: Draw, key: str) -> None:
    if not keyfiles.present(row.roll_key_commit):
        keyfiles.keep(Suite(row.suite), key)


def _outstanding(row: Draw) -> tuple[str, ...]:
    """All three shares again, from K and the bureau's own: share 1 is K + chance."""
    key = bytes.fromhex(keyfiles.read(Suite(row.suite), row.roll_key_commit))
    own = keyfiles.share(row.roll_key_commit)
    try:
        place, share = escrow.read(own)
        parts = _written(escrow.split(key, bytes(one ^ two for one, two in zip(key, share, strict=True))))
    except (escrow.ShareError, ValueError):
        place, parts = 0, ()
    if place != 1 or not parts:
        raise Refused(denied("draw.share_lost", "本局的份额缺失或被改动", KEPT, "请重新发放份额，再确认收到"))
    demand(_together(row, parts))
    return parts


def _written(parts: Sequence[bytes]) -> tuple[str, ...]:
    return tuple(escrow.written(place, one) for place, one in enumerate(parts, start=1))


def _together(row: Draw, parts: Sequence[str]) -> Decision:
    """Any two of the three give the key this draw is bound to."""
    try:
        keys = {
            escrow.combine(*escrow.read(one), *escrow.read(two)).hex() for one, two in combinations(parts, 2)
        }
    except escrow.ShareError:
        keys = set()
    if {key_commit(Suite(row.suite), key) for key in keys} == {row.roll_key_commit}:
        return allowed()
    why = "份额合不成本次抽取的密钥；完整密钥仍在本机，没有删除"
    return denied("draw.shares_apart", why, KEPT, "请重新发放份额，再确认收到")


def _ends(share: str, typed: str, holder: str) -> Decision:
    if share[-ENDING:] == "".join(typed.split()).lower():
        return allowed()
    why = f"{holder}那份份额的末 {ENDING} 位对不上"
    return denied("draw.share_ending", why, KEPT, "请照最近一次发的份额单录入；找不到了，请重新发放份额")


def _combined(row: Draw, text: str) -> str:
    try:
        key = escrow.combine(*escrow.read(keyfiles.share(row.roll_key_commit)), *escrow.read(text)).hex()
    except escrow.ShareError as error:
        raise Refused(
            denied("draw.bad_share", str(error), KEPT, "请照见证人或第三方留存的份额逐字录入")
        ) from None
    if key_commit(Suite(row.suite), key) != row.roll_key_commit:
        raise Refused(
            denied("draw.wrong_share", "两份份额合不成本次抽取的密钥", KEPT, "请核对是不是本次抽取的份额")
        )
    return key


def _note(
    row: Draw, act: KeyAct, reason: str, by: Actor, now: datetime, keep_until: date | None = None
) -> KeyCustody:
    return KeyCustody.objects.create(
        draw=row, act=act.value, person_id=policies.person(by), at=now, reason=reason, keep_until=keep_until
    )


def _sealed(row: Draw) -> Decision:
    if row.roll_key_commit:
        return allowed()
    return denied("draw.open_rolls", f"抽取“{row.code}”用公开名录，没有名录密钥", KEPT)


def _over(row: Draw) -> Decision:
    """Openings of the published record need K: it is written first."""
    written = any(
        one.kind == "draw.transcript_written" for one in journal.of_thing(f"draw:{row.code}", last=500)
    )
    if row.state == "completed" and written:
        return allowed()
    why = "抽取尚未办结，或完整的公开记录还没有写出"
    return denied("draw.key_in_use", why, KEPT, "请先办结，并在公示中写出公开记录")


def _whole(row: Draw) -> Decision:
    if not row.custody.filter(act=KeyAct.SHARED.value).exists():
        return allowed()
    return denied("draw.key_shared_already", "名录密钥已经分存", KEPT)


def _unconfirmed(row: Draw) -> Decision:
    """Shared out, and nobody has confirmed the sheets yet."""
    if not row.custody.filter(act=KeyAct.RECEIVED.value).exists():
        return _shared(row)
    why = "份额已经确认收到，完整密钥已从本机删除"
    return denied("draw.key_received_already", why, KEPT, "要打开名录，请合并两份份额")


def _shared(row: Draw) -> Decision:
    acts = set(row.custody.values_list("act", flat=True))
    if KeyAct.DESTROYED.value in acts:
        return denied("draw.key_gone", "名录密钥已经销毁", KEPT, "公开的记录和证明仍可复核")
    if KeyAct.SHARED.value in acts:
        return allowed()
    return denied("draw.key_not_shared", "名录密钥尚未分存", KEPT, "请先由见证人分存")


def _annulled(row: Draw) -> Decision:
    if row.state == "voided" and not keyfiles.present(row.roll_key_commit):
        return allowed()
    why = "抽取没有作废，或者完整密钥本来就在本机"
    return denied("draw.key_stays_shared", why, KEPT, "法院、复议机关要看的，请用“合并启用”")


def _drawn_no_further(row: Draw) -> Decision:
    """While another attempt draws with the same K it belongs to that attempt."""
    if not row.later.exclude(state="abandoned").exists():
        return allowed()
    why = "这次抽取已经重抽，名录密钥由重抽沿用"
    return denied("draw.key_in_use_again", why, KEPT, "请在最后一次抽取上办理")


def _due(row: Draw, now: datetime) -> Decision:
    until = row.custody.get(act=KeyAct.SHARED.value).keep_until
    if until is None or localdate(now) > until:
        return allowed()
    why = f"名录密钥应保管至 {until:%Y年%-m月%-d日}，现在不能销毁"
    return denied("draw.key_kept", why, KEPT, "争议期满后再办理")


def _ahead(keep_until: date, now: datetime) -> Decision:
    if keep_until > localdate(now):
        return allowed()
    return denied("draw.keep_until", "保管期限应晚于今天", KEPT, "一般不少于行政复议和诉讼期限")


def _reasoned(reason: str) -> Decision:
    return allowed() if reason.strip() else denied("draw.reason", "没有写明理由", KEPT, "请填写理由或文号")
