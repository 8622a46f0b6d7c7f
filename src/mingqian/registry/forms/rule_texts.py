"""Forms for a document that stood 未收录."""

from django import forms as fields

from mingqian.registry.selectors import packs
from mingqian.ui import forms


class TextForm(forms.Form):
    """The whole text."""

    text = fields.CharField(label="正文", max_length=200_000, widget=fields.Textarea)


class LinkForm(forms.Form):
    """Which article carries which parameter."""

    pack = fields.ChoiceField(
        label="规则包", choices=lambda: [(one.name, one.title) for one in packs.shelf()]
    )
    parameter = fields.CharField(label="参数代码", max_length=80)
    article = fields.CharField(label="条号（照正文写）", max_length=60)
