"""Units and people: who stands where in the tree."""

import re
from datetime import datetime

from django.db import transaction

from mingqian.accounts import journal, policies
from mingqian.accounts.enums import Level, UnitKind
from mingqian.accounts.models import Person, Unit
from mingqian.accounts.types import Actor
from mingqian.core.decision import Decision, Refused, allowed, demand, demand_all, denied

# Upper case only: SQLite compares paths without regard to case, and two units must never look alike.
CODE = re.compile(r"[0-9A-Z][0-9A-Z-]{0,31}")
DIVISION = re.compile(r"[0-9]{6}")
PATH_LIMIT = 255


@transaction.atomic
def create_unit(
    *,
    code: str,
    name: str,
    level: Level,
    division_code: str,
    parent: str,
    kind: UnitKind | None = None,
    by: Actor,
    now: datetime,
) -> Unit:
    """Add a unit below another one; a district below a city is that district's bureau unless said otherwise."""
    above = unit_coded(parent)
    demand(policies.may(by, policies.Verb.CREATE_UNIT, above.path))
    demand_all(
        [
            code_is_well_formed("单位代码", code),
            _is_free(Unit.objects.filter(code=code).exists(), "单位代码", code),
            name_is_given("单位名称", name),
            division_is_well_formed(division_code),
            _level_fits(above, level),
            _is_no_second_bureau(kind),
            _path_fits(above, code),
        ]
    )
    if kind is None:
        steps_down = above.level == Level.CITY and level == Level.DISTRICT
        kind = UnitKind.DISTRICT_BUREAU if steps_down else UnitKind.OFFICE
    unit = Unit.objects.create(
        code=code,
        name=name,
        level=level,
        kind=kind,
        division_code=division_code,
        parent=above,
        path=f"{above.path}{code}/",
    )
    body = {
        "code": code,
        "name": name,
        "level": level.value,
        "kind": kind.value,
        "division_code": division_code,
        "parent": parent,
    }
    journal.connected().record("unit.created", by=by, now=now, thing=f"unit:{code}", body=body)
    return unit


@transaction.atomic
def create_person(*, code: str, name: str, unit: str, by: Actor, now: datetime) -> Person:
    """Add a person to a unit. Without a post the person can do nothing and see nothing."""
    home = unit_coded(unit)
    demand(policies.may(by, policies.Verb.CREATE_PERSON, home.path))
    demand_all(
        [
            code_is_well_formed("工号", code),
            _is_free(Person.objects.filter(code=code).exists(), "工号", code),
            name_is_given("姓名", name),
        ]
    )
    person = Person.objects.create(code=code, name=name, unit=home)
    body = {"code": code, "name": name, "unit": unit}
    journal.connected().record("person.created", by=by, now=now, thing=f"person:{code}", body=body)
    return person


def unit_coded(code: str) -> Unit:
    """The unit with this code, or a refusal."""
    unit = Unit.objects.filter(code=code).first()
    if unit is None:
        raise Refused(
            denied(
                "accounts.unknown_unit",
                f"没有代码为“{code}”的单位",
                remedy="请核对单位代码，或由系统管理员先建单位",
            )
        )
    return unit


def code_is_well_formed(what: str, code: str) -> Decision:
    if CODE.fullmatch(code):
        return allowed()
    return denied(
        "accounts.bad_code",
        f"{what}“{code}”不合规",
        remedy="只用大写字母、数字和连字符，1 至 32 位，不以连字符开头",
    )


def name_is_given(what: str, name: str) -> Decision:
    if name.strip() == name and name.isprintable() and 0 < len(name) <= 60:
        return allowed()
    return denied(
        "accounts.bad_name", f"{what}“{name}”为空、过长，或带有首尾空格、换行", remedy="请填 1 至 60 个字"
    )


def division_is_well_formed(code: str) -> Decision:
    if DIVISION.fullmatch(code):
        return allowed()
    return denied(
        "accounts.bad_division", f"行政区划代码“{code}”不是 6 位数字", "GB/T 2260", "请填 6 位行政区划代码"
    )


def _is_free(taken: bool, what: str, code: str) -> Decision:
    if not taken:
        return allowed()
    return denied("accounts.code_taken", f"{what}“{code}”已被使用", remedy="请换一个代码，代码不重复使用")


def _level_fits(above: Unit, level: Level) -> Decision:
    if above.level == Level.DISTRICT and level == Level.CITY:
        return denied(
            "accounts.level_above", f"“{above.name}”是区县级，不能下设市级单位", remedy="请改选上级单位或层级"
        )
    return allowed()


def _is_no_second_bureau(kind: UnitKind | None) -> Decision:
    if kind is not UnitKind.BUREAU:
        return allowed()
    return denied(
        "accounts.one_bureau", "一个数据库只有一个本局", remedy="下级局请选“区县人社局”，处室请选“机关处室”"
    )


def _path_fits(above: Unit, code: str) -> Decision:
    if len(above.path) + len(code) + 1 <= PATH_LIMIT:
        return allowed()
    return denied("accounts.too_deep", f"“{above.name}”之下层级过深", remedy="请挂在更高一级单位之下")
