"""The first run: a bureau, its three administrators, its journal. Once, and never again."""

from collections.abc import Mapping
from datetime import datetime

from django.db import transaction
from django.utils.timezone import localdate

from mingqian.accounts import journal, policies, selectors
from mingqian.accounts.enums import Level, Role, UnitKind
from mingqian.accounts.models import Person, Post, Unit
from mingqian.accounts.services.tree import code_is_well_formed, division_is_well_formed, name_is_given
from mingqian.accounts.types import Actor
from mingqian.core.canonical import Suite
from mingqian.core.decision import Decision, Refused, allowed, demand_all, denied
from mingqian.core.identifiers import read_uscc

Newcomer = tuple[str, str]
"""Code and name of somebody who has no row yet."""


@transaction.atomic
def found_bureau(
    *,
    name: str,
    uscc: str,
    division_code: str,
    system_admin: Newcomer,
    security_admin: Newcomer,
    audit_admin: Newcomer,
    level: Level = Level.CITY,
    suite: Suite = Suite.SHA256,
    now: datetime,
) -> dict[Role, Actor]:
    """Found the bureau with three different administrators and open its journal.

    The suite of the journal is chosen here for good: one journal, one hash.
    """
    newcomers = {
        Role.SYSTEM_ADMIN: system_admin,
        Role.SECURITY_ADMIN: security_admin,
        Role.AUDIT_ADMIN: audit_admin,
    }
    demand_all(_objections(name, uscc, division_code, newcomers))
    bureau = Unit.objects.create(
        code=division_code,
        name=name,
        level=level,
        kind=UnitKind.BUREAU,
        division_code=division_code,
        uscc=uscc,
        path=f"{division_code}/",
    )
    day = localdate(now)
    people = {
        role: Person.objects.create(code=code, name=who, unit=bureau)
        for role, (code, who) in newcomers.items()
    }
    for role, person in people.items():
        Post.objects.create(person=person, unit=bureau, role=role, from_on=day)
    book = journal.connected()
    book.open_journal(suite=suite, now=now)
    book.record(
        "bureau.founded",
        by=_founder(),
        now=now,
        thing=f"unit:{division_code}",
        body={
            "name": name,
            "uscc": uscc,
            "division_code": division_code,
            "level": level.value,
            "suite": suite.value,
            "administrators": [
                {"role": role.value, "code": code, "name": who} for role, (code, who) in newcomers.items()
            ],
        },
    )
    return {role: selectors.actor_of(person, on=day) for role, person in people.items()}


def _founder() -> Actor:
    # Nobody exists before the foundation; the entry says plainly that it was made at the console.
    return Actor(None, "setup", "建局程序", None, "", "", "", frozenset(), ())


def _objections(
    name: str, uscc: str, division_code: str, newcomers: Mapping[Role, Newcomer]
) -> list[Decision]:
    if Unit.objects.exists():
        there = Unit.objects.order_by("path").values_list("name", flat=True).first()
        raise Refused(
            denied(
                "accounts.already_founded",
                f"本库已经建局：{there}",
                remedy="一个数据库只建一个局；要另建请换一个数据库",
            )
        )
    checks = [name_is_given("局名", name), division_is_well_formed(division_code), _uscc_is_valid(uscc)]
    for role, (code, who) in newcomers.items():
        checks += [
            code_is_well_formed(f"{role.label}的工号", code),
            name_is_given(f"{role.label}的姓名", who),
        ]
    return [*checks, _three_people(newcomers)]


def _three_people(newcomers: Mapping[Role, Newcomer]) -> Decision:
    """A person is known by the code: two people of one name are common, and only worth a word."""
    codes = {code for code, _ in newcomers.values()}
    if len(codes) == len(newcomers):
        return allowed()
    return denied(
        "accounts.administrators_apart",
        "系统管理员、安全管理员、审计管理员必须是三个不同的人，工号不能相同",
        policies.SEPARATION,
        "请另指定一人",
    )


def _uscc_is_valid(uscc: str) -> Decision:
    reading = read_uscc(uscc)
    if reading.ok and reading.value == uscc:
        return allowed()
    return denied(
        "accounts.bad_uscc",
        f"统一社会信用代码“{uscc}”不对：{reading.message or '含有空格、全角或小写字符'}",
        "GB 32100-2015",
        "请照事业单位法人证书或机关赋码通知填写",
    )
