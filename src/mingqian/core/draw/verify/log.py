"""V18 and V19: the events' place in the public log, their order, times, closing and anchors.

What belongs here: judgements on the log as far as one transcript shows it.
"""

from collections.abc import Collection, Iterator
from itertools import pairwise

from mingqian.core import journal, merkle, notes
from mingqian.core.canonical import document_hash
from mingqian.core.draw import ceremony
from mingqian.core.draw.documents import CLOSABLE
from mingqian.core.draw.verify.facts import Event, Facts
from mingqian.core.draw.verify.report import Check, judged
from mingqian.core.notes import NoteError, VerifierKey

OF_VISITS = ("substitute", "skip", "replace", "complete")
LATER = ("substitute", "skip", "replace", "audit")
ONCE = ("seal", "result", "complete")
UNSIGNED = "签名未核验：需要日志和共同签名人的公钥"


def v18(facts: Facts, keys: Collection[VerifierKey] = ()) -> Check:
    """Every event is included under the checkpoint; its signatures hold, as far as ``keys`` reach."""
    try:
        checkpoint = journal.read_checkpoint(facts.doc["checkpoint"])
    except journal.CheckpointError as error:
        return judged("V18", [str(error)])
    faults: list[str] = []
    if checkpoint.origin != facts.plan["journal"]:
        faults.append("检查点的来源不是计划所写的日志")
    for event in facts.events:
        proof = [bytes.fromhex(value) for value in event.entry["proof"]]
        leaf = journal.leaf_hash(facts.suite, event.entry["event"])
        if not merkle.verify_inclusion(
            facts.suite, leaf, event.index, checkpoint.size, proof, checkpoint.root
        ):
            faults.append(f"第 {event.index} 号事件（{event.kind}）不在检查点的日志之中")
    wrong, told = _signatures(facts, keys)
    return judged("V18", faults + wrong, told)


def cosigned(facts: Facts, keys: Collection[VerifierKey]) -> bool:
    """Whether somebody other than the log signed the checkpoint, with a key the reader brought along."""
    try:
        good, _ = notes.verified(keys, notes.of_lines(facts.doc["checkpoint"]))
    except NoteError:
        return False
    return any(key.name != facts.plan["journal"] for key in good)


def _signatures(facts: Facts, keys: Collection[VerifierKey]) -> tuple[list[str], list[str]]:
    """Faults and notes. A key in the transcript itself would prove nothing: the reader has it from elsewhere."""
    if not keys:
        return [], [UNSIGNED]
    try:
        good, bad = notes.verified(keys, notes.of_lines(facts.doc["checkpoint"]))
    except NoteError as error:
        return [f"检查点的签名行：{error}"], []
    faults = [f"“{key.name}”的签名不成立" for key in bad]
    log = facts.plan["journal"]
    if any(key.name == log for key in keys) and not any(key.name == log for key in good):
        faults.append(f"检查点没有日志“{log}”的有效签名")
    return faults, [f"签名已核实：{'、'.join(key.name for key in good)}"] if good else [UNSIGNED]


def v19(facts: Facts) -> Check:
    """Order of stages, rising times, nothing missing, closed only and always under embargo."""
    faults = [*_order(facts), *_counts(facts), *_void_of_all(facts), *_closing(facts), *_anchors(facts)]
    sealed_at = None if facts.seal is None else facts.seal["sealed_at"]
    return judged("V19", faults + ceremony.deadlines_faults(facts.plan, sealed_at))


def _ranks(facts: Facts) -> dict[str, int]:
    first, second = ("public", "reveal") if facts.plan["order"] == ceremony.TABLE else ("reveal", "public")
    ranks = {"roll": 0, "plan": 1, "seal": 2, first: 3, second: 4, "result": 5, "complete": 7}
    return ranks | dict.fromkeys(LATER, 6)


def _order(facts: Facts) -> Iterator[str]:
    ranks = _ranks(facts)
    for before, after in pairwise(facts.events):
        if before.index >= after.index:
            yield f"第 {after.index} 号事件：日志序号应递增"
        if before.at > after.at:
            yield f"第 {after.index} 号事件：时刻早于前一事件"
    staged = [event for event in facts.events if event.kind in ranks]
    for before, after in pairwise(staged):
        if ranks[before.kind] > ranks[after.kind]:
            yield f"第 {after.index} 号事件：{after.kind} 不得晚于 {before.kind}"
    for event in facts.events:
        expected = None if event.kind == "roll" else facts.plan["draw_id"]
        if event.draw != expected:
            yield f"第 {event.index} 号事件：draw 应为 {expected}"
    yield from _sealing_times(facts)


def _sealing_times(facts: Facts) -> Iterator[str]:
    for plan in facts.of("plan"):
        for seal in facts.of("seal"):
            if not plan.at <= seal.body["sealed_at"] <= seal.at:
                yield "封签时刻应在计划入日志之后、封签入日志之前"


def _counts(facts: Facts) -> Iterator[str]:
    for kind in ONCE:
        if len(facts.of(kind)) > 1:
            yield f"events：{kind} 事件只能有一个"
    if bool(facts.of("result")) != (facts.result is not None):
        yield "result：结果文档与 result 事件应同时有或同时无"
    if facts.result is None and not facts.of("void"):
        yield "events：既无结果也无作废，公布件不完整"
    own = [event for event in facts.events if event.kind != "roll"]
    for place, event in enumerate(own, 1):
        if event.kind in ("complete", "void") and event.body["events"] != place:
            yield f"第 {event.index} 号事件：写明共 {event.body['events']} 个事件，现有 {place} 个"
        if event.kind == "complete" and event.body["result"] != _result_hash(facts):
            yield f"第 {event.index} 号事件：所写的结果哈希不符"


def _void_of_all(facts: Facts) -> Iterator[str]:
    """Where nothing is left to visit nobody comes in for anybody; an audit may still be journaled."""
    left = {item["item"] for item in facts.plan["items"]}
    for event in facts.events:
        if event.kind in OF_VISITS and not left:
            yield f"第 {event.index} 号事件：全部事项作废之后仍有 {event.kind}"
        if event.kind == "void":
            left -= set(event.body["items"])


def _result_hash(facts: Facts) -> str:
    return "" if facts.result is None else document_hash(facts.suite, facts.result)


def _closing(facts: Facts) -> Iterator[str]:
    embargo = facts.plan["embargo_until"] is not None
    for event in facts.events:
        if event.kind in CLOSABLE and event.closed != embargo:
            why = "延后公布期间应当密封" if embargo else "没有延后公布，不得密封"
            yield f"第 {event.index} 号事件：{why}"
        yield from _opening(facts, event)


def _opening(facts: Facts, event: Event) -> Iterator[str]:
    nonce, body = event.entry["nonce"], event.entry["body"]
    if not event.closed:
        if nonce is not None or body is not None:
            yield f"第 {event.index} 号事件：未密封的事件不带 nonce、body"
    elif nonce is None:
        yield f"第 {event.index} 号事件：密封的事件缺少 nonce"
    else:
        bound = ceremony.closed(facts.suite, nonce=nonce, body_hash=document_hash(facts.suite, body))
        if bound != event.entry["event"]["body"]["closed"]:
            yield f"第 {event.index} 号事件：开封的内容与密封时不符"


def _anchors(facts: Facts) -> Iterator[str]:
    for place, anchor in enumerate(facts.doc["anchors"]):
        if anchor["seal"] != facts.seal_hash:
            yield f"anchors[{place}]：所锚定的不是本次封签的完整哈希"
