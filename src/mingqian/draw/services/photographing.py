"""Photographs of the dice, bound to the value they show: the file on disk, its digest in the public log."""

from datetime import datetime

from django.db import transaction

from mingqian.accounts.types import Actor
from mingqian.core.canonical import Suite
from mingqian.core.decision import Decision, Refused, allowed, demand, demand_all, denied
from mingqian.core.machines import ceremony
from mingqian.draw import photofiles, policies
from mingqian.draw.models import DicePhoto, Draw, Party, PublicValue
from mingqian.draw.policies import RECORDED, Verb
from mingqian.draw.selectors import draws
from mingqian.draw.services import log as logs
from mingqian.draw.services.preparation import organiser

OPEN = ("sealed", "valued", "revealed", "seeded", "computed", "signed")
MOST = 12
"""Photographs of one value: enough for every throw of a long row of dice."""


@transaction.atomic
def photograph(*, draw: str, position: int, data: bytes, by: Actor, now: datetime) -> DicePhoto:
    """Keep one photograph of a value that was entered; what it shows, people read, not this program."""
    row = draws.locked(by, draw)
    party = next(
        (one for one in row.parties.all() if policies.sits(by, party=one.pk, person=one.person_id)), None
    )
    demand(_may(row, party, by))
    value = _value(row, position)
    demand_all([_open(row), _readable(data), _room(value)])
    digest = photofiles.keep(Suite(row.suite), data)
    if value.photos.filter(digest=digest).exists():
        raise Refused(denied("draw.photo_known", "这张照片已经存过", RECORDED, "不必重复上传"))
    body = {"name": f"公开随机数 {position} 的照片", "digest": digest}
    event = logs.append(
        row.log, "media", body, draw=row, role=party.role if party else organiser(row),
        told="draw.photographed", facts={"index": position, "digest": digest}, by=by, now=now,
    )  # fmt: skip
    return DicePhoto.objects.create(
        value=value, digest=digest, kind=photofiles.kind_of(data), size=len(data), taken_by=party,
        event=event, at=now,
    )  # fmt: skip


def _may(row: Draw, party: Party | None, by: Actor) -> Decision:
    """Whoever sits at the table, and the operator."""
    return allowed() if party is not None else policies.may(by, Verb.OPERATE, row.unit.path)


def _value(row: Draw, position: int) -> PublicValue:
    found = row.values.filter(position=position).first()
    if found is None:
        why = "还没有录入这个公开随机数，照片无从对应"
        raise Refused(denied("draw.photo_without_value", why, RECORDED, "请先由操作员录入数值"))
    return found


def _open(row: Draw) -> Decision:
    if row.state in OPEN:
        return allowed()
    label = ceremony.MACHINE.states[row.state]
    return denied("draw.photo_too_late", f"抽取目前为“{label}”，不再收照片", "sxsj1 §8", "请在公布之前上传")


def _readable(data: bytes) -> Decision:
    if len(data) > photofiles.MOST:
        most = photofiles.MOST // 1048576
        return denied("draw.photo_size", f"照片超过 {most} MB", "", "请调低相机的分辨率后重拍")
    if photofiles.kind_of(data):
        return allowed()
    return denied("draw.photo_kind", "这不是 JPEG、PNG 或 WebP 照片", "", "请用手机相机拍照后上传")


def _room(value: PublicValue) -> Decision:
    if value.photos.count() < MOST:
        return allowed()
    return denied("draw.photo_many", f"这个数值已有 {MOST} 张照片", "", "请挑选清楚的上传")
