"""What parties hand in from their seats; the services judge it, these forms only parse."""

from typing import Any

from django import forms as fields
from django.core.exceptions import ValidationError

from mingqian.core import handwriting
from mingqian.draw.enums import Anchoring, Opinion, SeatWay
from mingqian.draw.types import Signature
from mingqian.ui import forms


def _plain(text: str) -> str:
    """Copied in fours, read aloud, pasted: blanks carry nothing."""
    return "".join(text.split())


class OwnCommitment(forms.Form):
    """64 hexadecimal digits made on the phone, or worked out on paper elsewhere."""

    commitment = fields.CharField(
        label="承诺", min_length=64, max_length=100, help_text="只提交这一串；从它推不出秘密"
    )

    def clean_commitment(self) -> str:
        return _plain(str(self.cleaned_data["commitment"])).lower()


class SeatCommitment(OwnCommitment):
    """The same at the desk, where it may come from an envelope."""

    paper = fields.BooleanField(label="秘密写在纸上，装在信封里", required=False)

    def way(self) -> SeatWay | None:
        """Paper, if the party said so; else it follows from who hands it in."""
        return SeatWay.PAPER if self.cleaned_data["paper"] else None


class FoundSeal(forms.Form):
    """The seal's hash as the phone computed it from the journal; empty where somebody compared by eye."""

    seal = fields.CharField(max_length=64, required=False, widget=fields.HiddenInput)


class OwnSecret(forms.Form):
    """An opened envelope."""

    secret = fields.CharField(
        label="秘密",
        max_length=200,
        widget=fields.TextInput(
            attrs={"autocomplete": "off", "autocapitalize": "off", "spellcheck": "false"}
        ),
        help_text="照抄下的原样填写，空格不计",
    )

    def clean_secret(self) -> str:
        return _plain(str(self.cleaned_data["secret"]))


class Glass(forms.Form):
    """无异议 or 有异议, signed by hand, or by keyboard with one's name."""

    opinion = fields.ChoiceField(label="意见", choices=Opinion.choices(), widget=fields.RadioSelect)
    remarks = fields.CharField(
        label="说明", max_length=400, required=False, help_text="有异议的必须写明，随结果一并公布"
    )
    strokes = fields.CharField(max_length=handwriting.LONGEST, required=False, widget=fields.HiddenInput)
    typed = fields.CharField(label="不手写的，请键入姓名", max_length=60, required=False)
    agreed = fields.BooleanField(label="键入的姓名与手写签名同等有效", required=False)

    def __init__(self, *args: Any, holder: str, **kwargs: Any) -> None:  # noqa: ANN401
        super().__init__(*args, **kwargs)
        self.holder = holder

    def clean(self) -> dict[str, Any]:
        """One of the two, and by the right name."""
        told = super().clean() or {}
        if handwriting.parse(told.get("strokes", "")) != ():
            return told
        if not (told.get("typed") and told.get("agreed")):
            raise ValidationError("请手写签名，或者键入姓名并勾选")
        if _plain(told["typed"]) != _plain(self.holder):
            raise ValidationError(f"键入的姓名与席位登记的“{self.holder}”不一致")
        return told

    def signature(self) -> Signature:
        """As the service takes it; what cannot be read is refused there."""
        return Signature(self.holder, handwriting.parse(self.cleaned_data["strokes"]))


class CosignedNote(forms.Form):
    """A checkpoint with one more line under it, made on the phone."""

    note = fields.CharField(max_length=20_000, strip=False, widget=fields.HiddenInput, required=False)

    def clean_note(self) -> str:
        """Browsers send line breaks their own way; a note has its own."""
        return str(self.cleaned_data["note"]).replace("\r\n", "\n")


class Photo(forms.Form):
    """A photograph of the dice; a telephone offers its camera."""

    photo = fields.FileField(
        label="骰子照片",
        widget=fields.FileInput(
            attrs={"accept": "image/jpeg,image/png,image/webp", "capture": "environment"}
        ),
        help_text="拍清每一枚骰子；照片的摘要写入公开日志，照片本身留在本局",
    )

    def data_of(self) -> bytes:
        """The whole file; its size was bounded by the server before."""
        found: bytes = self.cleaned_data["photo"].read()
        return found


class Holder(forms.Form):
    """Who comes for a party that has no account."""

    holder = fields.CharField(
        label="到场代表姓名", max_length=60, help_text="链接交给谁，写进工作日志和签认单"
    )


class Anchored(forms.Form):
    """Where the whole seal hash lies outside, before any number (sxsj1 §4, §5)."""

    kind = fields.ChoiceField(label="留存在哪里", choices=Anchoring.choices(), widget=fields.RadioSelect)
    seal_hash = fields.CharField(
        label="所留存的封签哈希",
        max_length=100,
        help_text="照留存的那一份录入全部 64 位；空格不计，八位简称不算",
    )
    proof = fields.CharField(
        label="凭据",
        max_length=400,
        help_text="谁留存、文号或网址，例如“市司法局收文 2026-0317”；随抽取记录公布",
    )

    def clean_seal_hash(self) -> str:
        """As one reads it aloud, in groups, or as a camera took it."""
        return _plain(str(self.cleaned_data["seal_hash"])).lower()
