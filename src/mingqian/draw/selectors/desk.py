"""What the draw desk shows: the stages, what may be done next and by whom, the pools in words."""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from django.db.models import QuerySet, Sum
from django.urls import reverse

from mingqian.accounts.types import Actor
from mingqian.core.decision import Refused, allowed
from mingqian.core.draw import ceremony as rules
from mingqian.core.machines import ceremony as machine
from mingqian.draw import keyfiles, policies
from mingqian.draw.enums import Answer, ChangeKind, KeyAct
from mingqian.draw.models import Change, Draw, DrawRoll, Party
from mingqian.draw.policies import Verb
from mingqian.draw.selectors import at_hand, logs, material, occasions, outcome, owed, voids
from mingqian.draw.selectors.times import written
from mingqian.draw.types import Sheet
from mingqian.registry import selectors as registries
from mingqian.ui import asking, words
from mingqian.ui.asking import Asking
from mingqian.ui.types import Event, Step

TABLE_STAGES = (
    ("prepared", "准备"), ("frozen", "冻结名录"), ("announced", "公告方案"), ("sealed", "各方承诺"),
    ("valued", "公开掷骰"), ("seeded", "揭示"), ("computed", "计算结果"), ("signed", "见证签认"),
    ("published", "公布"), ("completed", "办结"),
)  # fmt: skip
BEACON_STAGES = (*TABLE_STAGES[:4], ("revealed", "揭示"), ("seeded", "公开随机数"), *TABLE_STAGES[6:])

EVENT_WORDS = {
    "roll": "名录冻结并公布哈希", "plan": "公告抽取方案", "seal": "封签", "public": "公开随机数",
    "reveal": "揭示秘密", "result": "计算结果", "sign": "见证签认", "publish": "公布结果", "complete": "办结",
    "void": "作废", "substitute": "递补人员", "skip": "跳过候补", "replace": "替换对象", "audit": "外部核对", "media": "签认、照片存证",
}  # fmt: skip


@dataclass(frozen=True, slots=True)
class Act:
    """One thing that may be done now: its words, its page, and whether it is the main one."""

    label: str
    name: str
    args: tuple[object, ...]
    why: str
    main: bool = False


SEATED = ("announced", "sealed", "valued", "revealed", "computed")
"""While parties still have something to do."""


def stages(row: Draw) -> list[Step]:
    """The rail. A void or abandoned attempt stays where it fell."""
    table = TABLE_STAGES if row.order == rules.TABLE else BEACON_STAGES
    codes = [code for code, _ in table]
    if row.state not in codes:
        return [*_upto(row, table), Step(machine.MACHINE.states[row.state], "bad")]
    reached = codes.index(row.state)
    return [
        Step(
            label, "done" if place <= reached else "now" if place == reached + 1 else "todo", _note(row, code)
        )
        for place, (code, label) in enumerate(table)
    ]


def _upto(row: Draw, table: tuple[tuple[str, str], ...]) -> Iterator[Step]:
    done = {"prepared": True, "frozen": bool(row.frozen_at), "announced": bool(row.plan_hash),
            "sealed": bool(row.seal_hash), "seeded": bool(row.seed), "computed": bool(row.result_hash)}  # fmt: skip
    for code, label in table:
        if done.get(code):
            yield Step(label, "done", _note(row, code))


def _note(row: Draw, code: str) -> str:
    if code == "frozen" and row.frozen_at:
        return words.moment(row.frozen_at)
    if code == "published" and row.published_at:
        return words.moment(row.published_at)
    digests = {
        "announced": row.plan_hash,
        "sealed": row.seal_hash,
        "seeded": row.seed,
        "computed": row.result_hash,
    }
    return words.short(digests.get(code, ""))


def seat_of(by: Actor, row: Draw) -> Party | None:
    """The seat this person holds with an account of their own."""
    own = (one for one in row.parties.all() if one.person_id == by.person_id)
    return next(own, None) if by.person_id else None


def loading(rows: Sequence[Draw] | QuerySet[Draw]) -> Asking[None]:
    """What ``loaded_acts`` looks at, for many draws in two rounds."""
    yield from asking.related(rows, "parties", "values", "changes", "sign_offs", "custody", "later")
    yield from asking.related([one for row in rows for one in row.parties.all()], "links")


def acts(by: Actor, row: Draw, *, now: datetime) -> list[Act]:
    """What this person may do now; the first main one is the page's button."""
    at_hand.load(row)
    return loaded_acts(by, row, now=now)


def loaded_acts(by: Actor, row: Draw, *, now: datetime) -> list[Act]:
    """The same for a draw that has everything at hand."""
    found = list(_steps(by, row, now))
    return sorted(found, key=lambda one: not one.main)


def _steps(by: Actor, row: Draw, now: datetime) -> Iterator[Act]:
    operator = policies.may(by, Verb.OPERATE, row.unit.path).ok
    if operator:
        yield from _operating(row, now)
    yield from _seated(by, row)
    if row.state == "sealed" and not row.values.all() and policies.may(by, Verb.READ_BACK, row.unit.path).ok:
        yield Act(
            "登记外部留存",
            "draw:anchor",
            (row.code,),
            "签封单带走、上级收存、公告或者时间戳；出数以后不能再补",
        )
    if row.state in ("sealed", "revealed") and policies.may(by, Verb.READ_BACK, row.unit.path).ok:
        for one in row.values.all():
            if one.reading == "entered" and one.entered_by_id != by.person_id:
                yield Act(
                    "回读核对", "draw:read-back", (row.code, one.position), "一人录入，另一人重新读一遍", True
                )
    for change in to_decide(by, row):
        yield Act(f"审批{_kind(change)}", "draw:decide", (row.code, change.pk), "提出的人不能批准", True)


def to_decide(by: Actor, row: Draw) -> list[Change]:
    """Changes that wait for this person: another's proposal, of a kind whose decision is his."""
    others = (one for one in row.changes.all() if one.requested_by_id != by.person_id)
    waiting = (one for one in others if one.answer == Answer.WAITING)
    return [one for one in waiting if policies.may(by, policies.deciding(one.reason), row.unit.path).ok]


def _kind(change: Change) -> str:
    return change.get_kind_display()


def _operating(row: Draw, now: datetime) -> Iterator[Act]:
    code, silent = (row.code,), [one for one in row.parties.all() if not one.commit]
    if row.state == "prepared":
        yield Act("冻结名录", "draw:freeze", code, "冻结后任何人不能再增减名录", True)
    if row.state == "frozen":
        yield Act("公告抽取方案", "draw:announce", code, "写定规则、参与方与随机源，公布方案哈希", True)
    if row.state in ("prepared", "frozen"):
        yield Act("放弃准备", "draw:abandon", code, "公告之前可以放弃，写明理由")
    if row.state == "announced" and not silent:
        yield Act("封签", "draw:seal", code, "各方承诺已齐，合成封签", True)
    if row.state in SEATED:
        others_wait = row.state == "announced" and all(one.position > 0 for one in silent)
        main = others_wait and bool(silent)
        yield Act("席位与链接", "draw:seats", code, "给各方手机发链接，看谁还没有办", main)
    if (
        row.state == "sealed"
        and row.order != rules.TABLE
        and not all(one.secret for one in row.parties.all())
    ):
        yield Act("截止揭示", "draw:close-reveals", code, "揭示期限过后，仍缺的按空值计")
    if row.state in ("sealed", "revealed") and all_found(row) and _wants_value(row):
        yield Act(
            "录入公开随机数", "draw:value", code, "把骰子或开奖号码录入，由另一人回读", _value_due(row, now)
        )
    if row.state == "seeded":
        yield Act("计算结果", "draw:compute", code, "结果由种子唯一确定，只算一次", True)
    if row.state == "signed" and not kept(row, now):
        yield Act("公布结果", "draw:publish", code, "保密期满后公布，任何人可以复核", True)
    if row.state in ("signed", "published"):
        yield Act("编组与递补", "draw:teams", code, "按抽取先后顺序递补，由另一人批准")
    if row.state == "published":
        yield Act("办结", "draw:complete", code, "办结后下一轮才能开始", True)
    if row.state in ("announced", "sealed", "valued", "revealed"):
        yield Act("作废本次", "draw:void", code, "参与方缺席或随机源未公布；作废的抽取仍然公开")
    if row.state in ("computed", "signed", "published", "completed") and not _void_waits(row):
        yield Act("责令作废", "draw:void", code, "上级机关、复议机关或者法院决定作废的，凭生效文书登记")
    if row.roll_key_commit and row.state in ("completed", "voided") and row.result_hash:
        yield Act("名录密钥", "draw:custody", code, "谁能打开名录，分存、启用与销毁")
    if row.state == "voided":
        if row.published_at is None and not kept(row, now):
            yield Act("公布作废的抽取", "draw:publish", code, "作废的抽取同样公布，供下一次核对", True)
        if all(one.state == "abandoned" for one in row.later.all()) and not overtaken(row):
            yield Act("重新抽取", "draw:again", code, "沿用同一名录密钥，各方重新承诺", True)


def _void_waits(row: Draw) -> bool:
    return any(one.kind == ChangeKind.VOID and one.answer == Answer.WAITING for one in row.changes.all())


def all_found(row: Draw) -> bool:
    """Has every party found its commitment in the seal? Before that no number is taken and no secret (sxsj1 §4)."""
    return all(one.found_own_commit_at is not None for one in row.parties.all())


def kept(row: Draw, now: datetime) -> str:
    """Until when the plan keeps the result closed, while it does (sxsj1 §9); empty when nothing waits for it."""
    until = row.embargo_until
    if until is None or now >= until or row.published_at or row.state not in ("signed", "voided"):
        return ""
    then = "到期自动公布" if row.state == "signed" else "到期后再公布"
    return f"保密至 {words.moment(until)}，{then}"


def overtaken(row: Draw) -> str:
    """Why a void round is not drawn again, where a later one has been; empty otherwise."""
    said = voids.overtaken(row) if row.state == "voided" else allowed()
    return "" if said.ok else f"{said.reason}。{said.remedy}（{said.clause}）。"


def _value_due(row: Draw, now: datetime) -> bool:
    """Dice at any time; a lottery or beacon has no value before its moment."""
    source = material.document(row.plan_doc)["public"][len(row.values.all())]
    return source["at"] is None or bool(written(now) >= source["at"])


def _wants_value(row: Draw) -> bool:
    """At the table values follow the seal, with a beacon the reveals."""
    if row.state != ("sealed" if row.order == rules.TABLE else "revealed"):
        return False
    return len(row.values.all()) < len(material.document(row.plan_doc)["public"])


def _seated(by: Actor, row: Draw) -> Iterator[Act]:
    """What each seat owes, where this person sits in it or writes down what somebody without an account says."""
    operator = policies.may(by, Verb.OPERATE, row.unit.path).ok
    listed = list(row.parties.all())
    for party in listed:
        mine = party.person_id is not None and party.person_id == by.person_id
        if mine or (operator and party.person_id is None):
            yield from _of_seat(row, party, listed, mine=mine)
    yield from _witnessing(by, row)


def _of_seat(row: Draw, party: Party, listed: list[Party], *, mine: bool) -> Iterator[Act]:
    """Main is only what the table takes from this seat now, and not what its own phone has to do (sxsj1 §4, §5)."""
    where, table = (row.code, party.role), row.order == rules.TABLE
    hand = mine or not any(one.taken_at and not one.revoked_at for one in party.links.all())
    if row.state == "announced" and not party.commit:
        main = mine and (party is listed[0] or bool(listed[0].commit))
        yield Act(f"承诺（{party.unit}）", "draw:seat", where, "在自己的设备上生成秘密，只交出承诺", main)
    if row.state == "sealed" and party.found_own_commit_at is None and not row.values.all():
        yield Act(f"核对承诺（{party.unit}）", "draw:seat", where, "确认封签里有自己的承诺", hand)
    if row.state == owed.opens_at(row) and not party.secret and all_found(row):
        first = hand and all(one.secret for one in listed[: party.position])
        main = first or (mine and not table)
        yield Act(f"揭示（{party.unit}）", "draw:seat", where, "交出秘密，与承诺核对", main)


def _auditing(by: Actor, row: Draw) -> Iterator[Act]:
    """An outside party with an account looks at the lists once the result stands."""
    seat = seat_of(by, row)
    if seat is None or not seat.outside or row.state not in ("signed", "published"):
        return
    if policies.may(by, Verb.AUDIT, row.unit.path).ok:
        for code, one in occasions.named(row).items():
            yield Act(
                f"外部核对：{one.name}", "draw:audit", (row.code, code), "必查、免检的行和抽样，对照原始登记"
            )


def _witnessing(by: Actor, row: Draw) -> Iterator[Act]:
    yield from _auditing(by, row)
    seat = seat_of(by, row)
    if seat is None or not seat.witness:
        return
    if row.state == "sealed" and not row.values.all():
        yield Act("领取核对密钥", "draw:keys", (row.code,), "凭它可以重新推出每一个编号；只交见证人")
    signed = any(one.person_id == seat.person_id for one in row.sign_offs.all())
    if row.state in ("computed", "signed") and not signed:
        yield Act("签认", "draw:sign", (row.code,), "无异议或有异议，异议一并公布", True)
    if row.roll_key_commit and row.state == "completed":
        yield from _sharing(row)


def _sharing(row: Draw) -> Iterator[Act]:
    done = {one.act for one in row.custody.all()}
    if not done:
        yield Act("分存名录密钥", "draw:custody", (row.code,), "分成三份，任意两份才能打开", True)
    elif done.isdisjoint({KeyAct.RECEIVED, KeyAct.DESTROYED}):
        why = "两份都收到了，完整密钥才从本机删除；没有收到的可以重发"
        yield Act("确认收到份额", "draw:custody", (row.code,), why, True)


def history(row: Draw) -> list[Event]:
    """The draw's own events in the public log, oldest first."""
    return [
        Event(one.at, EVENT_WORDS.get(one.kind, one.kind), f"日志第 {one.index} 条 · {words.short(one.leaf)}")
        for one in logs.marks(row)
    ]


@dataclass(frozen=True, slots=True)
class Pool:
    """One frozen list of this draw, as its page names it."""

    item: str
    label: str
    in_words: str
    count: int
    roll_hash: str


def pools(row: Draw) -> list[Pool]:
    """The lists frozen for this draw: each item's subjects, each panel's inspectors."""
    names = occasions.named(row)
    people = "评查专家" if row.review else "检查人员"
    return [
        Pool(
            used.item,
            names[used.item].name if used.item in names else used.item or f"{people}（{used.panel}）",
            used.roll.in_words,
            used.roll.count,
            used.roll.roll_hash,
        )
        for used in material.used(row)
    ]


def custody(by: Actor, row: Draw) -> dict[str, Any]:
    """Who holds the key of the sealed rolls, what was done with it, what this person may do."""
    acts = list(row.custody.select_related("person").order_by("pk"))
    done = {one.act for one in acts}
    until = next((one.keep_until for one in acts if one.keep_until), None)
    if not row.roll_key_commit:
        holder = "名录是公开的，没有密钥。"
    elif KeyAct.DESTROYED in done:
        holder = "没有人：本局的份额已经销毁。"
    elif KeyAct.RESTORED in done and keyfiles.present(row.roll_key_commit):
        holder = "完整密钥已凭两份份额恢复到本局的服务器，供重抽沿用；重抽办结后重新分存。"
    elif KeyAct.SHARED in done and KeyAct.RECEIVED not in done:
        holder = (
            "完整密钥还在本局的服务器上：份额已经发出，等见证人确认两份都已收到。"
            "份额单没有收到的可以重发，先前发的随即作废；确认以后，完整密钥才从本机删除。"
        )
    elif KeyAct.SHARED in done:
        holder = "三份份额中的任意两份合起来才能打开：本局、见证人、第三方各持一份。"
    else:
        holder = "本局的服务器和领取了密钥的见证人。办结并写出公开记录后，由见证人分存。"
    return {"acts": acts, "until": until, "holder": holder, "may": list(_custody_acts(by, row, done))}


def _custody_acts(by: Actor, row: Draw, done: set[str]) -> Iterator[tuple[str, str, str]]:
    def may(verb: Verb) -> bool:
        return policies.may(by, verb, row.unit.path).ok

    if not row.roll_key_commit or KeyAct.DESTROYED in done:
        return
    if KeyAct.SHARED not in done:
        if row.state == "completed" and may(Verb.WITNESS):
            yield "分存密钥", reverse("draw:share-key", args=[row.code]), "main"
        return
    if KeyAct.RECEIVED not in done and may(Verb.WITNESS):
        yield "确认收到份额", reverse("draw:received-key", args=[row.code]), "main"
        yield "重发份额", reverse("draw:reissue-key", args=[row.code]), ""
    if may(Verb.OPERATE) and row.state == "voided" and not keyfiles.present(row.roll_key_commit):
        yield "为重抽恢复", reverse("draw:restore-key", args=[row.code]), "main"
    if may(Verb.OPERATE):
        yield "合并启用", reverse("draw:open-key", args=[row.code]), ""
    if may(Verb.APPROVE_CHANGE):
        yield "销毁密钥", reverse("draw:destroy-key", args=[row.code]), "danger"


def readable(by: Actor, row: Draw) -> Sheet | None:
    """The result, where there is one and this person may read it already."""
    if not row.result_hash:
        return None
    try:
        return outcome.sheet(by, row.code)
    except Refused:
        return None


LONG = 20_000
"""From so many rows on, freezing and computing are handed to the worker."""


def is_long(by: Actor, row: Draw) -> bool:
    """Would this step keep somebody waiting at the page?"""
    if row.frozen_at is None:
        return registries.subjects.total(by) > LONG
    return sum(pool.count for pool in pools(row)) > LONG


def rows_of(code: str) -> int:
    """Rows of all frozen lists of a draw; 0 of one nobody knows."""
    used = DrawRoll.objects.filter(draw__code=code)
    return used.aggregate(rows=Sum("roll__count"))["rows"] or 0
