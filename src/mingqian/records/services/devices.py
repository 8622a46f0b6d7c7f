"""设备登记、领用、归还 (石嘴山 7(3)). Each step is a line that stays."""

import re
from datetime import datetime
from uuid import NAMESPACE_URL, UUID, uuid5

from django.db import transaction

from mingqian.accounts import selectors as accounts
from mingqian.accounts.types import Actor
from mingqian.audit import services as audit
from mingqian.core.decision import Refused, demand, denied
from mingqian.records import policies
from mingqian.records.enums import DeviceKind, DeviceState, DeviceStepKind
from mingqian.records.models import Device, DeviceStep

NUMBER = re.compile(r"[0-9A-Za-z][0-9A-Za-z_-]{1,39}")
_MOVES = {
    DeviceStepKind.CHECKED_OUT: ((DeviceState.STORED,), DeviceState.ISSUED, "device.checked_out"),
    DeviceStepKind.CHECKED_IN: ((DeviceState.ISSUED,), DeviceState.STORED, "device.checked_in"),
    DeviceStepKind.FAULTED: ((DeviceState.STORED, DeviceState.ISSUED), DeviceState.FAULTY, "device.faulted"),
    DeviceStepKind.REPAIRED: ((DeviceState.FAULTY,), DeviceState.STORED, "device.repaired"),
    DeviceStepKind.RETIRED: (
        (DeviceState.STORED, DeviceState.FAULTY, DeviceState.ISSUED),
        DeviceState.RETIRED,
        "device.retired",
    ),
}


def token_of(device: Device) -> UUID:
    """The id its records bear: the one a phone gave itself, else one made of the number that stands on the device."""
    return device.token or uuid5(NAMESPACE_URL, f"device:{device.number}")


def bearing(token: UUID | None) -> Device | None:
    """The device of an id; none for an id nobody registered."""
    if token is None:
        return None
    if (found := Device.objects.filter(token=token).first()) is not None:
        return found
    return next((one for one in Device.objects.filter(token=None) if token_of(one) == token), None)


@transaction.atomic
def enrol(*, device: UUID, name: str, by: Actor, now: datetime) -> Device:
    """A phone comes to the field app under the id it gave itself; again and again it is the same one."""
    person = policies.person(by)
    found = Device.objects.select_for_update().filter(token=device).first()
    if found is not None:
        _demand_own(found, by)
        return found
    assert by.unit_id is not None
    made = Device.objects.create(
        number=f"SJ-{device.hex[:12].upper()}", token=device, kind=DeviceKind.PHONE.value,
        name=_name(name) or "手机", unit_id=by.unit_id, state=DeviceState.ISSUED.value, holder_id=person,
    )  # fmt: skip
    _told(made, DeviceStepKind.ENROLLED, "device.enrolled", "现场应用自行登记", by, now)
    return made


def _demand_own(device: Device, by: Actor) -> None:
    if device.state == DeviceState.RETIRED:
        told = f"设备 {device.number} 已停用，不能再上传记录"
        raise Refused(
            denied("records.device_retired", told, policies.DEVICES, "请换一台设备，或由保管人重新登记")
        )
    if device.holder_id not in (None, by.person_id):
        told = f"设备 {device.number} 现由另一人领用"
        raise Refused(
            denied("records.device.not_yours", told, policies.DEVICES, "请先由保管人办理归还和领用")
        )


@transaction.atomic
def register(*, number: str, kind: DeviceKind, name: str, unit: int, by: Actor, now: datetime) -> Device:
    """A device of the unit's, with the number that stands on it."""
    home = accounts.units(by).filter(pk=unit).first()
    if home is None:
        raise Refused(denied("records.unit.not_found", "没有这个单位，或者不在您的数据范围内"))
    demand(policies.may_keep_devices(by, home.path))
    if not NUMBER.fullmatch(number):
        told = f"设备编号“{number[:40]}”不合规"
        raise Refused(
            denied("records.device_number", told, policies.DEVICES, "用字母、数字、连字符，2 至 40 位")
        )
    if Device.objects.filter(number=number).exists():
        told = f"编号 {number} 已经登记"
        raise Refused(denied("records.device_taken", told, policies.DEVICES, "请核对设备上的编号"))
    made = Device.objects.create(
        number=number, kind=kind.value, name=_name(name), unit=home, state=DeviceState.STORED.value
    )
    _told(made, DeviceStepKind.ENROLLED, "device.enrolled", "", by, now)
    return made


@transaction.atomic
def move(
    *, number: str, step: DeviceStepKind, holder: str = "", words: str = "", by: Actor, now: datetime
) -> Device:
    """领用、归还、报障、修复、停用: the table says from where to where."""
    found = Device.objects.select_for_update().select_related("unit").filter(number=number).first()
    if found is None:
        raise Refused(denied("records.device.not_found", f"没有编号为 {number[:40]} 的设备", ""))
    demand(policies.may_keep_devices(by, found.unit.path))
    before, after, event = _MOVES[step]
    if DeviceState(found.state) not in before:
        told = f"设备 {number} 现在是“{DeviceState(found.state).label}”，不能{step.label}"
        raise Refused(denied("records.device_state", told, policies.DEVICES, "请刷新后再办"))
    found.state = after.value
    found.holder_id = _holder(holder, by) if after is DeviceState.ISSUED else None
    found.save(update_fields=["state", "holder"])
    _told(found, step, event, words, by, now)
    return found


def _holder(code: str, by: Actor) -> int:
    found = accounts.people(by).filter(code=code).first()
    if found is None:
        told = f"没有工号为“{code[:32]}”的人员，或者不在您的数据范围内"
        raise Refused(denied("records.no_holder", told, policies.DEVICES, "请核对工号"))
    return found.pk


def _told(device: Device, step: DeviceStepKind, event: str, words: str, by: Actor, now: datetime) -> None:
    words = " ".join(words.split())[:200]
    DeviceStep.objects.create(
        device=device, kind=step.value, holder_id=device.holder_id, words=words,
        by_id=policies.person(by), at=now,
    )  # fmt: skip
    body = {"kind": device.kind, "name": device.name, "holder": device.holder_id, "words": words}
    audit.record(event, by=by, now=now, thing=f"device:{device.number}", body=body)


def _name(name: str) -> str:
    return "".join(one for one in " ".join(name.split()) if one.isprintable())[:80]
