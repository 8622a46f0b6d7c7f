"""Devices as the field app is told about them."""

from uuid import UUID

from mingqian.records.models import Device


def known(token: UUID) -> Device | None:
    """The device with the id a phone gave itself."""
    return Device.objects.filter(token=token).select_related("unit", "holder").first()
