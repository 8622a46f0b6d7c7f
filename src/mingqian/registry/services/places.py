"""What every write of this room asks first: the unit in scope, a clean line of text, days in order."""

from dataclasses import dataclass
from datetime import date

from mingqian.accounts import selectors as accounts
from mingqian.accounts.types import Actor
from mingqian.core.decision import Decision, Refused, allowed, denied


@dataclass(frozen=True, slots=True)
class Place:
    """As much of a unit as a row needs."""

    pk: int
    code: str
    path: str
    level: str


def unit(by: Actor, code: str) -> Place:
    """The unit with this code inside the actor's scope."""
    found = accounts.units(by).filter(code=code).first()
    if found is None:
        why = f"没有代码为“{code}”的单位，或不在您的数据范围内"
        raise Refused(denied("registry.no_unit", why, remedy="请核对单位代码"))
    return Place(found.pk, found.code, found.path, found.level)


def ground(by: Actor, code: str, owner: Place) -> Place:
    """Whose subjects an item is about: a unit in scope, or the whole organ whose section owns the item."""
    organ = accounts.organ(owner.pk)
    if code == organ.code:
        return Place(organ.pk, organ.code, organ.path, organ.level)
    return unit(by, code)


def ends(what: str, from_on: date, ends_on: date | None, until_on: date) -> Decision:
    """A running thing may end earlier than it would. Longer is a new thing, with a ground and an approver."""
    if until_on >= from_on and (ends_on is None or until_on <= ends_on):
        return allowed()
    last = f"至 {ends_on}" if ends_on else "，未定止日"
    why = f"{what}自 {from_on} 起{last}，不能改为 {until_on} 止"
    return denied("registry.only_shorter", why, remedy="止日只能提前；要延长的，请另行登记并按程序批准")


YEARS = range(1949, 2101)
"""The years of the rules of this country; whatever lies outside is a slip of the hand."""


def within(what: str, on: date, *, since: date | None, began: str) -> None:
    """A day on which something ends: not before it began, and in a year that makes sense."""
    if on.year not in YEARS:
        why = f"{what} {on:%Y} 年不在 {YEARS[0]} 至 {YEARS[-1]} 年之间"
        raise Refused(denied("registry.far_day", why, remedy="请核对日期"))
    if since is not None and on < since:
        why = f"{began}，{what} {on} 在它之前"
        raise Refused(denied("registry.ends_before_it_began", why, remedy=f"{what}不早于 {since}"))


def clean(what: str, text: str, limit: int, *, required: bool = True) -> str:
    """A line a person typed, fit for a row and for the journal; refused rather than silently cut."""
    line = " ".join(text.split())
    if required and not line:
        raise Refused(denied("registry.empty", f"{what}不能为空", remedy=f"请填写{what}"))
    if len(line) > limit:
        why = f"{what}过长：{len(line)} 字，上限 {limit} 字"
        raise Refused(denied("registry.too_long", why, remedy=f"请缩短{what}"))
    return line
