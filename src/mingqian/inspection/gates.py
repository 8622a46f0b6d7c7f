"""May this check be recorded? Every gate of the product that stands between a team and its result, at once.

Pure: the service gathers the facts, this file judges them. A team that is refused learns everything in one go.
"""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from datetime import date

from mingqian.core.decision import Decision, denied
from mingqian.inspection import material as materials
from mingqian.inspection import outcomes
from mingqian.inspection.enums import Mark, Signed
from mingqian.inspection.material import Material
from mingqian.inspection.types import Check

PRIOR = "国办发〔2024〕54号：实施行政检查前须经行政执法主体负责人批准"
PUBLISHED = "国办发〔2024〕54号：未公布的检查事项不得实施"
CERTIFIED = "厦门 三(五)7；行政处罚法 42：由具有行政执法资格的人员实施，不得少于两人"
RECUSED = "行政处罚法 43；厦门 三(五)6(2)：与检查对象有利害关系的人员应当回避"
SCANNED = "国办发〔2024〕54号 扫码入企：入企检查前先扫码登记，紧急情况除外"
SHOWN = "行政处罚法 55；厦门 三(五)7：不少于两人，主动出示执法证件"
SAME_FORM = "厦门 三(四)：同一事项使用统一的检查工作表格"
HEARD = "厦门 三(五)7：制作检查笔录，听取检查对象的陈述申辩"


@dataclass(frozen=True, slots=True)
class Presented:
    """A person who takes part in the check, as the registries know them on that day."""

    name: str
    certificate: str
    paper: str
    valid_from: date | None
    valid_until: date | None
    state: str
    active: bool
    tie: str = ""
    code: str = ""
    """The registry's own number."""
    recusal: str = ""
    """Declared for this walk, and granted or still without an answer."""


@dataclass(frozen=True, slots=True)
class Walk:
    """An entry into the firm: its day, and who showed a certificate, by the registry's numbers."""

    on: date
    shown: frozenset[str]


@dataclass(frozen=True, slots=True)
class Facts:
    """Everything the gates ask about a task; ``people`` are those the record names, ``strangers`` papers of others."""

    where: str
    on_site: bool
    approved: bool
    approval_label: str
    item_published: bool
    item_retired_on: date | None
    opened_on: date
    starts_on: date | None
    today: date
    min_team: int
    min_team_clause: str
    points: tuple[str, ...]
    conclusions: tuple[str, ...]
    people: tuple[Presented, ...]
    strangers: tuple[str, ...] = ()
    walks: tuple[Walk, ...] = ()
    material: Material | None = None
    """What a check rests on for which nobody entered."""


def may_record(facts: Facts, check: Check) -> tuple[Decision, ...]:
    """Every denial, in the order of the work."""
    return (
        *before(facts, check.on),
        *_people(facts, check.on),
        *_entry(facts, check),
        *materials.may_conclude(facts.material, facts.where, check.outcome, check.on),
        *_finding(facts, check),
    )


def may_revisit(facts: Facts, on: date) -> tuple[Decision, ...]:
    """整改回访 asks for the same two people, not for a second approval."""
    return (*_day(facts, on), *_people(facts, on))


def before(facts: Facts, on: date) -> Iterator[Decision]:
    """What has to be there before anybody goes."""
    if not facts.item_published or (facts.item_retired_on is not None and facts.item_retired_on <= on):
        yield _no(
            "item", facts, "所属检查事项未公布或已停用，不得实施检查", PUBLISHED, "请先公布该事项，或撤销任务"
        )
    if facts.on_site and not facts.approved:
        label = f"（审批{facts.approval_label}）" if facts.approval_label else ""
        yield _no("approval", facts, f"现场检查没有经批准的行政检查审批表{label}", PRIOR, "请先申请检查审批")
    yield from _day(facts, on)


def _day(facts: Facts, on: date) -> Iterator[Decision]:
    if on > facts.today:
        yield _no("future", facts, f"检查日期{on}在今天之后", HEARD, "请填写实际检查的日期")
    if on < facts.opened_on:
        yield _no("early", facts, f"检查日期{on}早于下达任务的{facts.opened_on}", PRIOR, "请核对日期")
    elif facts.starts_on is not None and on < facts.starts_on:
        why = f"检查日期{on}早于实施方案的检查开始日{facts.starts_on}"
        yield _no(
            "window", facts, why, "涪陵指引 四(二)：按实施方案确定的时间检查", "请核对日期，或调整实施方案"
        )


def people(facts: Facts, on: date) -> tuple[Decision, ...]:
    """亮证: the people alone, before anything is recorded."""
    return tuple(_people(facts, on))


def _entry(facts: Facts, check: Check) -> Iterator[Decision]:
    """Whoever was met on the spot was entered upon with a scan and two certificates, that very day."""
    if (
        not facts.on_site
        or not outcomes.known(check.outcome, "").ok
        or not outcomes.took_place(check.outcome)
    ):
        return
    walk = next((one for one in reversed(facts.walks) if one.on == check.on), None)
    if walk is None:
        days = "、".join(str(one.on) for one in facts.walks)
        why = f"扫码入企是在{days}，检查日期却是{check.on}" if days else f"{check.on}没有扫码入企记录"
        yield _no("scan", facts, why, SCANNED, "请先登记入企：扫码或手输企业码；紧急的写明理由，24小时内补扫")
        return
    for person in facts.people:
        if person.code not in walk.shown:
            why = f"{person.name}在本次入企时没有亮证登记"
            yield _no("not_shown", facts, why, SHOWN, "请登记两名以上人员亮证")


def _people(facts: Facts, on: date) -> Iterator[Decision]:
    for number in facts.strangers:
        why = f"证件“{number}”不属于本检查组现有人员"
        yield _no("stranger", facts, why, CERTIFIED, "请填写本组人员的证件号；人员有变动的先办理递补")
    if not facts.people and not facts.on_site:
        return
    for person in facts.people:
        yield from _person(facts, person, on)
    if len(facts.people) < facts.min_team:
        why = f"在场检查人员{len(facts.people)}人，少于{facts.min_team}人"
        yield _no("two", facts, why, facts.min_team_clause or CERTIFIED, "请由两名以上持证人员共同检查")


def _person(facts: Facts, person: Presented, on: date) -> Iterator[Decision]:
    if not person.active:
        why = f"{person.name}目前{person.state}，不能参加检查"
        yield _no("inactive", facts, why, CERTIFIED, "请按抽取顺序递补")
    if not person.certificate:
        yield _no("paper", facts, f"{person.name}没有{person.paper}", CERTIFIED, "请更换持证人员")
    elif person.valid_until is not None and person.valid_until < on:
        why = f"{person.name}的{person.paper}{person.certificate}已于{person.valid_until}到期"
        yield _no("expired", facts, why, CERTIFIED, "请换证后登记，或按抽取顺序递补")
    elif person.valid_from is not None and on < person.valid_from:
        why = f"{person.name}的{person.paper}{person.certificate}自{person.valid_from}起才有效"
        yield _no("not_yet", facts, why, CERTIFIED, "请核对日期")
    if person.tie:
        why = f"{person.name}与该对象有回避关系（{person.tie}），不得参加检查"
        yield _no("recused", facts, why, RECUSED, "请按抽取顺序递补")
    if person.recusal:
        why = f"{person.name}已就本次检查申报回避（{person.recusal}），不得参加检查"
        yield _no("declared", facts, why, RECUSED, "请处室答复回避申报；同意回避的，按抽取顺序递补")


def _finding(facts: Facts, check: Check) -> Iterator[Decision]:
    known = outcomes.known(check.outcome, facts.where)
    if not known.ok:
        yield known
        return
    outcome = outcomes.of(check.outcome)
    if not outcomes.concludes(outcome, facts.conclusions):
        why = f"评价办法没有“{outcome.name}”这一结论"
        remedy = f"可选：{'、'.join(facts.conclusions)}"
        yield _no("conclusion", facts, why, outcomes.CLOSED_SET, remedy)
    yield from _answers(facts, check)
    marked = [key for key, mark in check.answers.items() if mark == Mark.PROBLEM]
    if outcome.problem and not check.problems.strip():
        yield _no("problems", facts, f"“{outcome.name}”须写明发现的问题", HEARD, "请填写发现的问题")
    if marked and outcome.checked and not outcome.problem:
        why = f"检查表有{len(marked)}项不符合，结果却是“{outcome.name}”"
        yield _no("contradiction", facts, why, SAME_FORM, "请核对检查表或检查结果")
    if not check.statement.strip():
        yield _no("statement", facts, "检查记录没有填写对象的陈述（没有的填“无”）", HEARD, "请填写")
    yield from _signature(facts, check)


def _answers(facts: Facts, check: Check) -> Iterator[Decision]:
    strange = sorted(set(check.answers) - set(facts.points))
    if strange:
        yield _no("points", facts, f"检查表没有第{'、'.join(strange)}项", SAME_FORM, "请按本事项的检查表填写")
    wrong = sorted({mark for mark in check.answers.values() if mark not in set(Mark)})
    if wrong:
        marks = "、".join(one.label for one in Mark)
        yield _no("marks", facts, f"检查表填了“{'、'.join(wrong)}”", SAME_FORM, f"只能填：{marks}")


def _signature(facts: Facts, check: Check) -> Iterator[Decision]:
    if check.signed not in set(Signed):
        yield _no("signed", facts, "没有写明检查记录是否签字", HEARD, "请选择签字、拒签或非现场")
    if check.signed == Signed.REFUSED and not check.refusal.strip():
        yield _no("refusal", facts, "对象拒绝签字的，须写明情况", HEARD, "请填写拒签情况")
    if facts.on_site and check.signed == Signed.NOT_NEEDED and outcomes.of(check.outcome).checked:
        yield _no("unsigned", facts, "现场检查记录须由对象签字或注明拒签", HEARD, "请选择签字或拒签")


def _no(code: str, facts: Facts, why: str, clause: str, remedy: str) -> Decision:
    return denied(f"inspection.{code}", f"{facts.where}：{why}", clause, remedy)


def all_of(denials: Sequence[Sequence[Decision]], most: int = 20) -> tuple[Decision, ...]:
    """Many tasks at once: the first denials are told in full, the rest as a number."""
    flat = [one for row in denials for one in row]
    if len(flat) <= most:
        return tuple(flat)
    rest = denied("inspection.more", f"另有{len(flat) - most}处不符合", "", "请先处理以上各处，再次提交")
    return (*flat[:most], rest)
