"""Who may be drawn: pure rules from facts to status, reason and clause; and the pool told in words.

Nothing here reads the database. The order of the rules is the meaning: a closed firm cannot be visited
whatever was reported about it; a lead outweighs every exemption; an abnormal subject is never exempted.
"""

from collections import Counter
from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field, replace
from datetime import date

from mingqian.core import frequency
from mingqian.core.workdays import written
from mingqian.registry import screening
from mingqian.registry.enums import ENTERPRISE_KINDS, Cause, MarkCode, SubjectKind, SubjectStatus
from mingqian.registry.types import Record, RollRules, Standing, Strata, SubjectFacts

_GONE: Mapping[str, Cause] = {
    SubjectStatus.CLOSED: Cause.CLOSED,
    SubjectStatus.REVOKED: Cause.REVOKED,
    SubjectStatus.MOVED: Cause.MOVED,
}
_REGISTRY_CLAUSE = "监管对象名录库应实时更新维护，已不在册的主体不参加抽取（厦门 三(二)）"
WHOLE = "ALL"
REST = "OTHER"

#: The text of every code that may stand in a roll header.
CODE_TEXT: Mapping[str, str] = {
    **{mark.value: mark.label for mark in MarkCode},
    **{cause.value: cause.label for cause in Cause},
}


def standing(facts: SubjectFacts, rules: RollRules) -> Standing:
    """Return the one status of a subject in a roll; the first rule that speaks decides."""
    for rule in _RULES if facts.marks else _UNMARKED:
        found = rule(facts, rules)
        if found is not None:
            return found
    return Standing("E", weight=rules.weights.get(facts.risk, rules.weights.get("", 1)))


def _gone(facts: SubjectFacts, rules: RollRules) -> Standing | None:
    cause = _GONE.get(facts.status)
    if cause is None and facts.status == SubjectStatus.SUSPENDED and rules.exclude_suspended:
        cause = Cause.SUSPENDED
    return Standing(f"X:{cause}", f"登记状态为“{cause.label}”", _REGISTRY_CLAUSE) if cause else None


def _recused(facts: SubjectFacts, rules: RollRules) -> Standing | None:
    return _by_mark(facts, "X", MarkCode.HB, "")


def _forced(facts: SubjectFacts, rules: RollRules) -> Standing | None:
    for code in (MarkCode.TS, MarkCode.HM, MarkCode.ZF, MarkCode.XK):
        if code in rules.forced:
            found = _by_mark(facts, "F", code, rules.forced_clause)
            if found:
                return found
    return None


def _new(facts: SubjectFacts, rules: RollRules) -> Standing | None:
    """厦门 三(五)4: 新许可主体必查, until it has been checked once or its first supervision cycle is over."""
    if rules.new_licence_months is None:
        return None
    months = rules.new_licence_months
    fresh = [day for _, day in facts.licences if frequency.is_recent(day, rules.on, months)]
    if not fresh or (facts.last_check is not None and facts.last_check >= max(fresh)):
        return None
    words = f"{written(max(fresh))}取得许可，首个监管周期内尚未检查"
    return Standing(f"F:{MarkCode.XK}", words, rules.new_licence_clause)


def _spared(facts: SubjectFacts, rules: RollRules) -> Standing | None:
    return None if facts.abnormal else _by_mark(facts, "X", MarkCode.MJ, "")


def _by_mark(facts: SubjectFacts, letter: str, code: MarkCode, clause: str) -> Standing | None:
    for mark in facts.marks:
        if mark.code == code:
            return Standing(f"{letter}:{code}", f"{code.label}：{mark.reason}", mark.clause or clause)
    return None


def _recent(facts: SubjectFacts, rules: RollRules) -> Standing | None:
    """厦门 三(五)6(2): 3个月内已接受过检查且不属于异常监管对象的，可予以免检."""
    if rules.recent_months is None or facts.last_check is None or facts.abnormal:
        return None
    if not frequency.is_recent(facts.last_check, rules.on, rules.recent_months):
        return None
    words = f"{rules.recent_months}个月内已查（{written(facts.last_check)}）"
    return Standing(f"X:{Cause.RECENT}", words, rules.recent_clause)


def _capped(facts: SubjectFacts, rules: RollRules) -> Standing | None:
    """国办发〔2024〕54号: annual cap per enterprise; a firm penalised last year is not protected by it."""
    if rules.cap is None or not facts.visits or facts.kind not in ENTERPRISE_KINDS:
        return None
    answer = frequency.may_visit(rules.cap, facts.visits, rules.on, penalised=facts.penalised_last_year)
    return None if answer.ok else Standing(f"X:{Cause.CAPPED}", answer.reason, answer.clause)


def _screened(facts: SubjectFacts, rules: RollRules) -> Standing | None:
    """厦门 三(二): 自行设定筛选规则，选取重点监管对象建立当期名录库（二次建库）."""
    if rules.screen is None:
        return None
    failed = screening.first_failed(rules.screen.conditions, facts)
    if failed is None:
        return None
    rule = f"{rules.screen.code} 第{rules.screen.number}版"
    return Standing(
        f"S:{Cause.SCREENED}", f"不符合筛选规则（{rule}）：{screening.phrase(failed)}", rules.screen.clause
    )


_RULES = (_gone, _recused, _forced, _new, _spared, _recent, _capped, _screened)
_UNMARKED = (_gone, _new, _recent, _capped, _screened)  # the same, less the questions a mark would answer


def stratum(facts: SubjectFacts, strata: Strata) -> str:
    """Return the stratum of a subject: the first value that fits, OTHER when none, ALL when undivided."""
    if not strata.by:
        return WHOLE
    own: tuple[str, ...] = {
        "tag": facts.tags,
        "division": (facts.division, facts.division[:6], facts.division[:4]),
        "risk": (facts.risk or "B",),
        "kind": (facts.kind,),
    }[strata.by]
    return next((value for value in strata.values if value in own), REST)


def of_item(facts: SubjectFacts, item_code: str, tags: Iterable[str] = ()) -> SubjectFacts:
    """The same facts without the marks other items gave and without licences for other trades."""
    if not facts.marks and not facts.licences:
        return facts
    marks = tuple(mark for mark in facts.marks if mark.item in ("", item_code))
    wanted = frozenset(tags)
    licences = tuple(pair for pair in facts.licences if pair[0] in wanted)
    return replace(facts, marks=marks, licences=licences)


def belongs(facts: SubjectFacts, kinds: Iterable[str], tags: Iterable[str]) -> bool:
    """Is this one of the item's subjects? Natural persons only where the item names them."""
    wanted, kinds = frozenset(tags), frozenset(kinds)
    kind_fits = facts.kind in kinds if kinds else facts.kind != SubjectKind.NATURAL_PERSON
    return kind_fits and (not wanted or not wanted.isdisjoint(facts.tags))


def record(facts: SubjectFacts, on: date) -> Record:
    """The attributes behind stratum, status and weight, as they are committed in the roll."""
    found: Record = {"name": facts.name, "kind": facts.kind, "status": facts.status}
    optional: tuple[tuple[str, str | list[str]], ...] = (
        ("division", facts.division),
        ("risk", facts.risk),
        ("tags", sorted(facts.tags)),
        ("marks", sorted(mark.code for mark in facts.marks)),
        ("abnormal", sorted(facts.abnormal)),
        ("licensed", [f"{tag}:{day.isoformat()}" for tag, day in facts.licences]),
        ("last_check", facts.last_check.isoformat() if facts.last_check else ""),
    )
    found.update({key: value for key, value in optional if value})
    if visits := frequency.on_site_this_year(facts.visits, on):
        found["visits_this_year"] = visits
    return found


@dataclass(slots=True)
class Tally:
    """Running counts per status code while a universe streams by; never holds rows."""

    total: int = 0
    eligible: int = 0
    by_status: Counter[str] = field(default_factory=Counter)

    def add(self, found: Standing) -> None:
        self.total += 1
        self.by_status[found.status] += 1
        self.eligible += found.letter == "E"

    @property
    def pool(self) -> int:
        """Those who can be visited: eligible and forced."""
        return self.total - sum(n for status, n in self.by_status.items() if status[0] in "XS")


def in_words(tally: Tally, *, recent_months: int | None = None, unconfirmed: int = 0) -> str:
    """在册 812 − 3个月内已查 37 − 注销 5 − 回避 2 = 768, with forced subjects told apart.

    厦门 三(二) 实时更新维护: rows nobody has confirmed for a year are drawn from, and said to be among them.
    """
    out = sorted((-n, s) for s, n in tally.by_status.items() if s[0] in "XS")
    parts = [f"在册 {tally.total}"]
    parts += [f"{_label(status, recent_months)} {-minus}" for minus, status in out]
    words = " − ".join(parts) + f" = {tally.pool}"
    forced = sorted((-n, s) for s, n in tally.by_status.items() if s[0] == "F")
    if forced:
        named = "、".join(f"{_label(status, None)} {-minus}" for minus, status in forced)
        words += f"，其中{named}，单列不占随机名额，参加随机抽取 {tally.eligible}"
    return f"{words}；在册存续对象中一年未核对 {unconfirmed}" if unconfirmed else words


def _label(status: str, recent_months: int | None) -> str:
    code = status[2:]
    if code == Cause.RECENT and recent_months is not None:
        return f"{recent_months}个月内已查"
    return CODE_TEXT.get(code, code)
