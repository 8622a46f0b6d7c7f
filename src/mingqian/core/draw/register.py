"""The plans of a whole journal: numbered without gaps, no round run twice, one seal each (section 3, V24).

What belongs here: what only the journal as a whole can show. A new draw_id resets nothing.
"""

from collections.abc import Iterable
from dataclasses import dataclass, field
from typing import Any

from mingqian.core.canonical import Document, Suite, document_hash

OPEN, VOID, COMPLETE = "open", "void", "complete"


@dataclass(slots=True)
class Run:
    """The latest attempt of an item; ``over``: it was completed, whatever a court said afterwards."""

    draw: str
    year: str
    number: int
    attempt: int
    state: str = OPEN
    over: bool = False
    void: str | None = None


@dataclass(slots=True)
class Register:
    """What the journal has shown so far."""

    suite: Suite
    faults: list[str] = field(default_factory=list)
    plans: list[str] = field(default_factory=list)
    draws: dict[str, list[str]] = field(default_factory=dict)
    runs: dict[str, Run] = field(default_factory=dict)
    sealed: set[str] = field(default_factory=set)
    origin: str | None = None

    def take(self, event: Document) -> None:
        """One event, in the order of the journal."""
        kind, body = event["kind"], event["body"]
        if kind == "plan":
            self._plan(body)
        elif kind == "seal":
            self._seal(body)
        elif kind == "void":
            self._end(event["draw"], body["items"], VOID, document_hash(self.suite, event))
        elif kind == "complete":
            items = self.draws.get(event["draw"], [])
            self._end(
                event["draw"], [name for name in items if self.runs[name].state == OPEN], COMPLETE, None
            )

    def _plan(self, plan: Document) -> None:
        number = len(self.plans) + 1
        if plan["no"] != number:
            self.faults.append(f"第 {number} 个计划的编号是 {plan['no']}")
        if plan["prev_plan"] != (self.plans[-1] if self.plans else None):
            self.faults.append(f"第 {number} 个计划没有接上前一个计划的哈希")
        if plan["draw_id"] in self.draws:
            self.faults.append(f"抽取编号 {plan['draw_id']} 用了两次")
        if self.origin not in (None, plan["journal"]):
            self.faults.append(f"第 {number} 个计划属于另一日志 {plan['journal']}")
        self.origin = self.origin or plan["journal"]
        self.plans.append(document_hash(self.suite, plan))
        self.draws[plan["draw_id"]] = [item["item"] for item in plan["items"]]
        for item in plan["items"]:
            fault = self._item_fault(item)
            if fault:
                self.faults.append(f"第 {number} 个计划 {item['item']} {item['round']}：{fault}")
            year, _, count = item["round"].partition("-")
            self.runs[item["item"]] = Run(plan["draw_id"], year, int(count), item["attempt"])

    def _item_fault(self, item: dict[str, Any]) -> str | None:
        last = self.runs.get(item["item"])
        year, _, count = item["round"].partition("-")
        if item["attempt"] > 1:
            return _attempt_fault(last, item, year, int(count))
        if last is not None and not last.over:
            return "前一轮尚未办结"
        if last is None or year > last.year:
            return None if count == "01" else "每年的轮次应从 01 开始"
        if (year, int(count)) != (last.year, last.number + 1):
            return "轮次应连续，不得重复"
        return None

    def _seal(self, seal: Document) -> None:
        if seal["plan"] in self.sealed:
            self.faults.append(f"计划 {seal['plan'][:8]} 封签了两次")
        self.sealed.add(seal["plan"])

    def _end(self, draw: str, items: Iterable[str], state: str, void: str | None) -> None:
        """What becomes of a run; a court may annul one whose item has run again since, which leaves the later one."""
        for name in items:
            if name in self.runs and self.runs[name].draw == draw:
                run = self.runs[name]
                run.state, run.void, run.over = state, void, run.over or state == COMPLETE


def _attempt_fault(last: Run | None, item: dict[str, Any], year: str, number: int) -> str | None:
    if last is None or last.state != VOID:
        return "重抽之前应有作废"
    if (last.year, last.number, last.attempt + 1) != (year, number, item["attempt"]):
        return "重抽应在同一轮次，次数加一"
    return None if item["prev"] == last.void else "没有写明所接续的作废事件"


def faults(suite: Suite, events: Iterable[Document]) -> list[str]:
    """Everything wrong with the plans, rounds, attempts and seals of a journal."""
    register = Register(suite)
    for event in events:
        register.take(event)
    return register.faults
