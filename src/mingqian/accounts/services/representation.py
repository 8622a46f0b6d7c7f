"""People of firms: let in by the desk with a one-time link, each bound to one subject of inspection."""

from datetime import date, datetime, timedelta

from django.db import transaction
from django.utils.timezone import localdate

from mingqian.accounts import journal, policies
from mingqian.accounts.enums import Level, Role, UnitKind
from mingqian.accounts.models import Person, Post, Representation, Unit
from mingqian.accounts.selectors.people import bureau
from mingqian.accounts.services import proofs, sessions
from mingqian.accounts.services.tree import CODE, name_is_given
from mingqian.accounts.types import Actor
from mingqian.core.decision import Decision, Refused, allowed, demand, demand_all, denied
from mingqian.core.identifiers import read_uscc

UNIT_CODE = "QYYH"
LINK_GOOD_FOR = timedelta(days=7)


@transaction.atomic
def invite(
    *, subject_code: str, subject_name: str, name: str, link: str, by: Actor, now: datetime
) -> Representation:
    """Let a person of a firm in: account, role, binding and the first link, or nothing of it.

    The first person's account is the firm's own code, the next ones carry -2, -3, …
    """
    demand(policies.may_invite(by))
    demand_all([_code_fits(subject_code), name_is_given("姓名", name), _subject_is_named(subject_name)])
    home = _home(by, now)
    person = Person.objects.create(code=_free_code(subject_code), name=name, unit=home)
    day = localdate(now)
    Post.objects.create(person=person, unit=home, role=Role.ENTERPRISE_USER, from_on=day)
    bound = Representation.objects.create(
        person=person, subject_code=subject_code, subject_name=subject_name, from_on=day
    )
    body = {"subject": subject_code, "name": name}
    thing = f"person:{person.code}"
    journal.connected().record("enterprise_user.invited", by=by, now=now, thing=thing, body=body)
    proofs.issue_link(person=person.code, link=link, valid_for=LINK_GOOD_FOR, by=by, now=now)
    return bound


@transaction.atomic
def end(*, representation: int, until_on: date, by: Actor, now: datetime) -> Representation:
    """The person no longer acts for the firm; without any firm left the account signs in no more."""
    demand(policies.may_invite(by))
    row = (
        Representation.objects.select_for_update().select_related("person").filter(pk=representation).first()
    )
    if row is None or row.until_on is not None:
        raise Refused(
            denied("accounts.no_such_representation", "没有这一条代表关系，或者已经终止", remedy="请刷新页面")
        )
    if until_on < row.from_on:
        raise Refused(
            denied(
                "accounts.until_before_from",
                f"代表止 {until_on} 早于代表起 {row.from_on}",
                remedy="请改正日期",
            )
        )
    row.until_on = until_on
    row.save(update_fields=["until_on"])
    if not row.person.representations.filter(until_on__isnull=True).exists():
        row.person.posts.filter(role=Role.ENTERPRISE_USER, until_on__isnull=True).update(until_on=until_on)
        sessions.end_all(row.person, "dismissed", now=now)
    body = {"subject": row.subject_code, "until_on": until_on.isoformat()}
    thing = f"person:{row.person.code}"
    journal.connected().record("enterprise_user.ended", by=by, now=now, thing=thing, body=body)
    return row


def _home(by: Actor, now: datetime) -> Unit:
    """The unit firms' people are filed under: outside the bureau's own offices, made when first needed."""
    found = Unit.objects.filter(code=UNIT_CODE).first()
    if found is not None:
        return found
    above = bureau()
    if above is None:
        raise Refused(denied("accounts.not_founded", "还没有建局", remedy="请先运行 mingqian setup"))
    unit = Unit.objects.create(
        code=UNIT_CODE,
        name="检查对象用户",
        level=Level(above.level),
        kind=UnitKind.EXTERNAL,
        division_code=above.division_code,
        parent=above,
        path=f"{above.path}{UNIT_CODE}/",
    )
    body = {"code": unit.code, "name": unit.name, "kind": UnitKind.EXTERNAL.value, "parent": above.code}
    journal.connected().record("unit.created", by=by, now=now, thing=f"unit:{unit.code}", body=body)
    return unit


def _free_code(subject_code: str) -> str:
    taken = set(Person.objects.filter(code__startswith=subject_code).values_list("code", flat=True))
    candidates = (subject_code if one == 1 else f"{subject_code}-{one}" for one in range(1, len(taken) + 2))
    return next(code for code in candidates if code not in taken)


def _code_fits(subject_code: str) -> Decision:
    if len(subject_code) == 18:
        # One wrong letter would let somebody into another firm's matters.
        reading = read_uscc(subject_code)
        if reading.ok and reading.value == subject_code:
            return allowed()
        told = f"统一社会信用代码“{subject_code}”不对：{reading.message or '含有空格、全角或小写字符'}"
        return denied("accounts.bad_subject", told, "GB 32100-2015", "请照营业执照核对")
    if len(subject_code) <= 28 and CODE.fullmatch(subject_code):
        return allowed()
    return denied("accounts.bad_subject", f"检查对象代码“{subject_code}”不合规", remedy="请填对象库里的代码")


def _subject_is_named(name: str) -> Decision:
    if name.strip() == name and name.isprintable() and 0 < len(name) <= 200:
        return allowed()
    return denied(
        "accounts.bad_subject", "检查对象名称为空、过长，或带有首尾空格、换行", remedy="请从对象库带入名称"
    )
