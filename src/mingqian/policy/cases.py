"""Running a pack's worked cases through the core: a pack whose own examples fail is not believed."""

from collections.abc import Callable, Mapping
from dataclasses import dataclass
from datetime import date

from mingqian.core import frequency, sampling, timelimits
from mingqian.core.workdays import Calendar
from mingqian.policy.layers import Effective
from mingqian.policy.rules import clocks, people, planning, quotas, sparing
from mingqian.policy.schema.keys import BY_NAME
from mingqian.policy.schema.pack import Case
from mingqian.policy.wording import say

Answer = str | int | bool


@dataclass(frozen=True, slots=True)
class Outcome:
    """One case with what came out."""

    case: Case
    got: Answer

    @property
    def holds(self) -> bool:
        """Equal in value and kind: 1 is not true."""
        return type(self.got) is type(self.case.expect) and self.got == self.case.expect


def run(policy: Effective, calendar: Calendar) -> tuple[Outcome, ...]:
    """Every worked case of the lowest pack under all its layers."""
    return tuple(Outcome(case, KINDS[case.kind](policy, calendar, case)) for case in policy.own.cases)


def _tiers(policy: Effective, key: str, n: int) -> int:
    asked = quotas.ItemRatio(code="", secondary=key == "ratio.secondary_tiers")
    found = quotas.resolve(asked, quotas.terms(policy))
    return sampling.quota(n, found.rule).count if found.rule else 0


def _quota(policy: Effective, calendar: Calendar, case: Case) -> Answer:
    return _tiers(policy, "ratio.tiers", _number(case, "n"))


def _secondary_quota(policy: Effective, calendar: Calendar, case: Case) -> Answer:
    return _tiers(policy, "ratio.secondary_tiers", _number(case, "n"))


def _item_quota(policy: Effective, calendar: Calendar, case: Case) -> Answer:
    rule = quotas.rule(policy, policy.own.item(_text(case, "item")))
    return sampling.quota(_number(case, "n"), rule).count


def _deadline(policy: Effective, calendar: Calendar, case: Case) -> Answer:
    """The clock of the pack itself; those that run beside it have cases of their own."""
    running = clocks.periods(policy, _text(case, "key"))
    if not running:
        return "没有期限"
    due = timelimits.run(calendar, running[0], date.fromisoformat(_text(case, "event_on"))).due
    return due.isoformat() if due else "暂停中"


def _recent_check(policy: Effective, calendar: Calendar, case: Case) -> Answer:
    rule = sparing.recency(policy)
    last, drawn = (date.fromisoformat(_text(case, name)) for name in ("last_on", "drawn_on"))
    return rule is not None and frequency.is_recent(last, drawn, rule.months)


def _secondary_pool(policy: Effective, calendar: Calendar, case: Case) -> Answer:
    persons = _text(case, "subject_kind") == "person"
    return sparing.secondary_pool(policy, persons=persons, count=_number(case, "n")).ok


def _effective(policy: Effective, calendar: Calendar, case: Case) -> Answer:
    key = _text(case, "key")
    return say(BY_NAME[key], policy.value(key))


def _plan_item(policy: Effective, calendar: Calendar, case: Case) -> Answer:
    return not planning.may_plan(policy, policy.own.item(_text(case, "item")))


def _draws_planned(policy: Effective, calendar: Calendar, case: Case) -> Answer:
    return planning.draws_enough(policy, policy.own.item(_text(case, "item")), _number(case, "times")).ok


def _team(policy: Effective, calendar: Calendar, case: Case) -> Answer:
    return people.team_allowed(policy, _number(case, "persons")).ok


def _multiplier(policy: Effective, calendar: Calendar, case: Case) -> Answer:
    return people.multiplier_allowed(policy, _number(case, "percent")).ok


def _activate(policy: Effective, calendar: Calendar, case: Case) -> Answer:
    return people.may_activate(policy, _text(case, "role")).ok


def _slips(policy: Effective, calendar: Calendar, case: Case) -> Answer:
    return sparing.slips(policy, frozenset({_text(case, "ground")}))


def _item_list(policy: Effective, calendar: Calendar, case: Case) -> Answer:
    return planning.item_list(policy).ok


def _text(case: Case, name: str) -> str:
    return str(case.given[name])


def _number(case: Case, name: str) -> int:
    return int(case.given[name])


KINDS: Mapping[str, Callable[[Effective, Calendar, Case], Answer]] = {
    "quota": _quota,
    "secondary_quota": _secondary_quota,
    "item_quota": _item_quota,
    "deadline": _deadline,
    "recent_check": _recent_check,
    "secondary_pool": _secondary_pool,
    "effective": _effective,
    "plan_item": _plan_item,
    "draws_planned": _draws_planned,
    "team": _team,
    "multiplier": _multiplier,
    "activate": _activate,
    "slips": _slips,
    "item_list": _item_list,
}
