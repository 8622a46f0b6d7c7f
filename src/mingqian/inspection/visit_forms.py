"""Parsing for the pages of a visit: an entry written down at the desk."""

from collections.abc import Sequence
from typing import Any

from django import forms

from mingqian.inspection.enums import EntryHow
from mingqian.inspection.models import TeamSeat
from mingqian.inspection.types import Scan, WalkIn
from mingqian.ui.forms import Form, Moment, Text

_HOW = [one for one in EntryHow.choices() if one[0] in (EntryHow.TYPED, EntryHow.EMERGENCY)]


class EntryForm(Form):
    """登记入企: when, by which code or for which emergency, and whose certificates were shown."""

    at = Moment(label="入企时间")
    how = forms.ChoiceField(
        label="入企方式", choices=_HOW, widget=forms.RadioSelect, initial=EntryHow.TYPED.value
    )
    code = forms.CharField(
        label="企业码",
        max_length=300,
        required=False,
        help_text="对象企业码下面的 9 位手输码，或 MQ1 开头的整串；空格、点号可不输",
    )
    reason = Text(
        label="紧急情况", max_length=300, rows=2, required=False, help_text="没有扫码的须写明，24小时内补扫"
    )
    certificates = forms.MultipleChoiceField(label="出示证件的检查人员", widget=forms.CheckboxSelectMultiple)

    def __init__(self, *args: Any, seats: Sequence[TeamSeat], **kwargs: Any) -> None:  # noqa: ANN401
        super().__init__(*args, **kwargs)
        self.fields["certificates"].choices = [(_number(one), _named(one)) for one in seats]  # type: ignore[attr-defined]

    def walk(self) -> WalkIn:
        """As the service takes it."""
        said = self.values()
        return WalkIn(
            Scan(said["at"], said["how"], said["code"], said["reason"]), tuple(said["certificates"])
        )


class MakeUpForm(Form):
    """补扫企业码."""

    at = Moment(label="补扫时间")
    code = forms.CharField(
        label="企业码", max_length=300, help_text="对象企业码下面的 9 位手输码，或 MQ1 开头的整串"
    )

    def scan(self) -> Scan:
        """As the service takes it."""
        said = self.values()
        return Scan(said["at"], EntryHow.TYPED.value, said["code"])


def _number(seat: TeamSeat) -> str:
    return next((one.certificate_no for one in _papers(seat)), seat.inspector.code)


def _named(seat: TeamSeat) -> str:
    numbers = "、".join(one.certificate_no for one in _papers(seat)) or seat.inspector.code
    return f"{seat.inspector.name}（{'组长' if seat.captain else '队员'}，证件{numbers}）"


def _papers(seat: TeamSeat) -> list[Any]:
    return [one for one in seat.inspector.credentials.all() if one.certificate_no]
