"""Forms of the import wizard."""

from typing import Any

from django import forms as fields

from mingqian.accounts import selectors as accounts
from mingqian.accounts.types import Actor
from mingqian.registry import selectors
from mingqian.registry.enums import DictionaryKind
from mingqian.registry.importing.columns import Kind
from mingqian.ui import forms


class Upload(forms.Form):
    """A list and what to make of it."""

    file = forms.WorkbookField(
        label="名单文件", help_text="CSV、XLSX、XLS、ODS、XLSB 都可以；按内容识别，不看扩展名"
    )
    unit = fields.ChoiceField(label="归属单位", help_text="名单里没有写明归属的，归到这里")
    kind = fields.ChoiceField(label="名单种类", choices=[("", "由表头识别"), *Kind.choices()], required=False)
    source = fields.ChoiceField(
        label="名单来源", required=False, help_text="选了来源，与其他来源不一致的保留现值并列出"
    )
    tag = fields.ChoiceField(label="整张名单的业务类别", required=False)
    sheet = fields.CharField(
        label="工作表名称", max_length=31, required=False, help_text="不填：第一张有表头的"
    )

    def __init__(self, *args: Any, by: Actor, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        units = [(u.code, f"{u.name}（{u.code}）") for u in accounts.units(by)]
        own = next((u.code for u in accounts.units(by) if u.pk == by.unit_id), "")
        self.fields["unit"].initial = own
        offered = {
            "unit": units,
            "source": [
                ("", "本单位（以本名单为准）"),
                *selectors.dictionaries.choices(DictionaryKind.SOURCE),
            ],
            "tag": [("", "不加注"), *selectors.dictionaries.choices(DictionaryKind.TAG)],
        }
        for name, choices in offered.items():
            field = self.fields[name]
            if isinstance(field, fields.ChoiceField):
                field.choices = choices

    def wishes(self) -> dict[str, str]:
        """The words of ``services.uploads.receive`` beside the file."""
        return {name: self.cleaned_data[name] for name in ("unit", "kind", "source", "tag", "sheet")}


class Agree(forms.Form):
    """The preview was read; it may go in. A batch can be taken back, so nothing has to be typed."""


class TakeBack(forms.Confirm):
    """A whole batch is to be undone."""
