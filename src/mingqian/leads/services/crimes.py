"""涉嫌犯罪移送 (国务院令第310号): task force, report, decision in three days, sent within 24 hours, the police's answer."""

from collections.abc import Sequence
from datetime import datetime

from django.db import transaction
from django.db.models import Q
from django.utils.timezone import localdate

from mingqian.accounts import selectors as accounts
from mingqian.accounts.types import Actor
from mingqian.audit import services as audit
from mingqian.core import machine
from mingqian.core.decision import Decision, Refused, allowed, demand, demand_all, denied
from mingqian.core.machines import crime_transfer
from mingqian.leads import periods, policies
from mingqian.leads.models import CrimeTransfer, Lead
from mingqian.leads.policies import OUT, Verb
from mingqian.leads.selectors import leads
from mingqian.leads.services import steps

RULES = "行政执法机关移送涉嫌犯罪案件的规定"
LEAST = 2


@transaction.atomic
def open_transfer(*, lead: str, charge: str, force: Sequence[str], by: Actor, now: datetime) -> CrimeTransfer:
    """The task force looks into it."""
    row = leads.locked(by, lead)
    people = _named(by, force)
    demand_all(
        [
            policies.may(by, Verb.LOOK_INTO_CRIME, row.unit.path),
            steps.said(charge, "没有写明涉嫌的罪名", RULES, "请填写罪名，如“拒不支付劳动报酬罪”"),
            _enough(people),
            _once(row),
            _open(row),
        ]
    )
    made = CrimeTransfer.objects.create(
        lead=row, number=f"{row.code}-移", charge=charge.strip(), force=[[code, people[code]] for code in sorted(people)],
        opened_by_id=policies.person(by), opened_at=now,
    )  # fmt: skip
    _journal("crime.opened", made, {"charge": made.charge, "force": sorted(people)}, by, now)
    return made


def _named(by: Actor, force: Sequence[str]) -> dict[str, str]:
    """Code → name of those who are called by either; who is nobody, or several, is said."""
    wanted = list(dict.fromkeys(one.strip() for one in force if one.strip()))
    rows = list(accounts.people(by).filter(Q(code__in=wanted) | Q(name__in=wanted)))
    found = {word: [one for one in rows if word in (one.code, one.name)] for word in wanted}
    faults = []
    for word, meant in found.items():
        if not meant:
            why = f"没有找到“{word[:32]}”，或不在您的数据范围内"
            faults.append(denied("leads.no_member", why, f"{RULES} 第五条", "请核对姓名、工号"))
        if len(meant) > 1:
            who = "、".join(f"{one.code}（{one.unit.name}）" for one in meant)
            why = f"叫“{word}”的有{len(meant)}人：{who}"
            faults.append(denied("leads.namesakes", why, f"{RULES} 第五条", "请写工号"))
    if faults:
        raise Refused(*faults)
    return {one.code: one.name for meant in found.values() for one in meant}


def _enough(people: dict[str, str]) -> Decision:
    if len(people) >= LEAST:
        return allowed()
    why = f"专案组有{len(people)}名可查到的人员，少于{LEAST}人"
    return denied("leads.force", why, f"{RULES} 第五条", "请指定两名以上执法人员")


def _once(row: Lead) -> Decision:
    if leads.crime(row) is None:
        return allowed()
    return denied("leads.crime_twice", f"线索{row.code}已在办理涉嫌犯罪移送", RULES, "请打开已有的移送")


def _open(row: Lead) -> Decision:
    if row.state in ("accepted", "checking", "checked"):
        return allowed()
    return denied("leads.not_open", f"线索{row.code}没有在核查，不能移送", RULES, "请先受理")


@transaction.atomic
def report(*, lead: str, words: str, by: Actor, now: datetime) -> CrimeTransfer:
    """The force's written report; the head's three days begin."""
    made = _of(by, lead)
    demand_all(
        [_of_the_force(made, by), _may(made, "report"), steps.said(words, "没有写明核实的情况", RULES)]
    )
    made.report, made.reported_by_id, made.reported_at = words.strip(), policies.person(by), now
    _moved(made, "report", ["report", "reported_by", "reported_at"])
    steps.started(made.lead, periods.CRIME_DECIDE, now)
    _journal("crime.reported", made, {"words": steps.plain(words)}, by, now)
    return made


@transaction.atomic
def decide(*, lead: str, approve: bool, words: str, by: Actor, now: datetime) -> CrimeTransfer:
    """The head decides; the reasons of a refusal are kept."""
    made, event = _of(by, lead), "approve" if approve else "refuse"
    demand_all(
        [
            policies.may(by, Verb.DECIDE_CRIME, made.lead.unit.path),
            _may(made, event),
            _another(made, by),
            allowed() if approve else steps.said(words, "不移送的理由须记录在案", f"{RULES} 第五条"),
        ]
    )
    made.decision, made.decided_by_id, made.decided_at = words.strip(), policies.person(by), now
    _moved(made, event, ["decision", "decided_by", "decided_at"])
    steps.met(made.lead, periods.CRIME_DECIDE, now)
    if approve:
        steps.started(made.lead, periods.CRIME_SEND, now)
    _journal("crime.approved" if approve else "crime.not_sent", made, {"words": steps.plain(words)}, by, now)
    return made


def _another(made: CrimeTransfer, by: Actor) -> Decision:
    if by.person_id != made.reported_by_id:
        return allowed()
    return denied("leads.same_person", "报告人不能自己决定是否移送", RULES, "请由局领导决定")


@transaction.atomic
def send(*, lead: str, police: str, receipt: str, by: Actor, now: datetime) -> CrimeTransfer:
    """Handed to the police, with their receipt."""
    made = _of(by, lead)
    demand_all(
        [
            _of_the_force(made, by),
            _may(made, "send"),
            steps.said(police, "没有填写接收的公安机关", RULES),
            steps.said(receipt, "没有填写移送回执", RULES, "请填写回执文号和签收人"),
        ]
    )
    made.police, made.receipt, made.sent_at = police.strip(), receipt.strip(), now
    _moved(made, "send", ["police", "receipt", "sent_at"])
    steps.met(made.lead, periods.CRIME_SEND, now)
    steps.started(made.lead, periods.CRIME_RECEIPT, now)
    _journal("crime.sent", made, {"police": made.police, "receipt": made.receipt}, by, now)
    return made


@transaction.atomic
def answered(*, lead: str, received: bool, words: str, by: Actor, now: datetime) -> CrimeTransfer:
    """立案 or not, as the police told us."""
    made, event = _of(by, lead), "receive" if received else "decline"
    demand_all(
        [_of_the_force(made, by), _may(made, event), steps.said(words, "没有填写公安机关的决定", RULES)]
    )
    made.answer, made.answered_on = words.strip(), localdate(now)
    _moved(made, event, ["answer", "answered_on"])
    steps.met(made.lead, periods.CRIME_RECEIPT, now)
    _journal("crime.received" if received else "crime.declined", made, {"words": steps.plain(words)}, by, now)
    return made


@transaction.atomic
def review(*, lead: str, words: str, by: Actor, now: datetime) -> CrimeTransfer:
    """提请复议 after a refusal."""
    made = _of(by, lead)
    demand_all(
        [_of_the_force(made, by), _may(made, "review"), steps.said(words, "没有写明提请复议的理由", RULES)]
    )
    _moved(made, "review", [])
    steps.started(made.lead, periods.CRIME_RECEIPT, now)
    _journal("crime.review_asked", made, {"words": steps.plain(words)}, by, now)
    return made


def _of(by: Actor, lead: str) -> CrimeTransfer:
    row = leads.locked(by, lead, force=True)
    made = (
        CrimeTransfer.objects.select_for_update(of=("self",))
        .filter(lead=row)
        .select_related("lead__unit")
        .first()
    )
    if made is None:
        raise Refused(denied("leads.no_crime", f"线索{lead}没有办理涉嫌犯罪移送", OUT, "请先提出"))
    return made


def _of_the_force(made: CrimeTransfer, by: Actor) -> Decision:
    if by.code in {code for code, _ in made.force}:
        return allowed()
    names = "、".join(name for _, name in made.force)
    why = f"{by.name}（{by.code}）不是专案组成员"
    return denied("leads.not_of_the_force", why, f"{RULES} 第五条", f"请由专案组（{names}）办理")


def _may(made: CrimeTransfer, event: str) -> Decision:
    return machine.may(crime_transfer.MACHINE, made.state, event)


def _moved(made: CrimeTransfer, event: str, fields: Sequence[str]) -> None:
    demand(_may(made, event))
    made.state = machine.move(crime_transfer.MACHINE, made.state, event)
    made.save(update_fields=["state", *fields])


def _journal(kind: str, made: CrimeTransfer, body: dict[str, object], by: Actor, now: datetime) -> None:
    audit.record(kind, by=by, now=now, thing=f"lead:{made.lead.code}", body={"number": made.number, **body})
