"""What people type, before any room sees it: nothing invisible gets through, what is pasted keeps its columns."""

import json
import re

import pytest
from django import forms as fields
from django.forms.renderers import DjangoTemplates
from django.utils.functional import lazystr
from django.utils.safestring import mark_safe

from mingqian.core.decision import Refused, denied
from mingqian.registry.importing import healing
from mingqian.ui import access, bodies, forms, refusals, widgets, words


class Typed(forms.Form):
    line = fields.CharField(required=False)
    lines = forms.Text(max_length=90, required=False)
    sheet = forms.Text(max_length=90, required=False, pasted=True)
    password = fields.CharField(required=False, strip=False)


def test_a_tab_becomes_a_blank_but_in_what_is_pasted() -> None:
    form = Typed(dict.fromkeys(Typed.base_fields, "甲\t乙\r\n丙"))
    form.fields["late"] = fields.CharField(required=False)
    assert form.is_valid()
    assert form.values() == {
        "line": "甲 乙 丙",
        "lines": "甲 乙\r\n丙",
        "sheet": "甲\t乙\r\n丙",
        "password": "甲\t乙\r\n丙",
        "late": "",
    }


def test_control_characters_are_refused_in_words_wherever_a_room_put_the_field() -> None:
    for odd in "\x01\x0b\x1b\x7f\x85":
        form = Typed(dict.fromkeys([*Typed.base_fields, "late"], f"甲{odd}乙"))
        form.fields["late"] = fields.CharField(required=False)
        assert set(form.errors) == {"line", "lines", "sheet", "late"}
        assert form.errors["line"] == ["第 2 个字是看不见的控制字符，请删去后重新提交"]


def test_what_nobody_sees_is_left_out_of_a_form_and_refused_from_a_program() -> None:
    for odd in "\u200b\u200d\u200e\u202e\u2060\u2066\u2069\ufeff":
        form = Typed({"line": f"甲{odd}乙", "lines": f"甲{odd}乙", "sheet": odd})
        assert form.is_valid() and form.values()["line"] == "甲乙" and form.values()["sheet"] == ""
        for written in (odd, json.dumps(odd)[1:-1]):
            assert access.CONTROL.search(f'{{"name": "甲{written}乙"}}'.encode())
        assert not re.search(bodies.ONE_LINE, f"甲{odd}乙")
        assert healing.name(f"甲{odd}乙").value == "甲乙" and healing.name(f"甲{odd}乙").remarks
    assert not access.CONTROL.search('{"name": "甲—“乙”… 👍"}'.encode())


def test_a_field_put_in_later_speaks_chinese_and_its_own_words_stay() -> None:
    form = Typed({"day": "2026-02-30"})
    form.fields["late"] = fields.ChoiceField(choices=[("1", "一")])
    form.fields["day"] = forms.DateField()
    assert form.errors["late"] == ["请填写这一项"]
    assert form.errors["day"] == ["日期要写成 2026-11-21 的样子"]


def test_a_day_that_is_set_above_a_list_is_said_as_everywhere():
    class Since(forms.Filter):
        since = forms.DateField(label="从", required=False)

    assert Since({"since": "2026-01-05"}).words() == ["从：2026年1月5日"]


class Every(fields.Form):
    """Each kind of widget written by hand, with what is awkward in markup."""

    name = fields.CharField(
        label=lazystr("姓名<"), max_length=6, widget=fields.TextInput({"data-on": True, "data-off": False})
    )
    day = fields.DateField(label=mark_safe("<b>日</b>"))
    number = fields.IntegerField(label="数", min_value=3, help_text="多少")
    yes = fields.BooleanField()
    secret = fields.CharField(widget=fields.PasswordInput)
    token = fields.CharField(widget=fields.HiddenInput)
    address = fields.URLField(assume_scheme="https")
    mail = fields.EmailField()
    find = fields.CharField(widget=fields.TextInput({"type": "search"}))
    at = fields.TimeField()
    file = fields.FileField()
    one = fields.ChoiceField(
        choices=[("", "全部"), ('"a"&', "甲<乙"), (2026, 1234567), (None, lazystr("无"))]
    )
    group = fields.ChoiceField(choices=[("区<", [("1", "一"), ("2", "二")]), ("3", "三")])
    many = fields.MultipleChoiceField(
        choices=[("1", "一"), ("2", "二"), ("3", "三")], widget=fields.SelectMultiple({"size": 3})
    )


@pytest.mark.parametrize(
    "given",
    [
        None,
        {},
        {"name": "<&'\">", "number": "x", "yes": "on", "one": '"a"&', "group": "2", "many": ["1", "3"]},
    ],
)
def test_the_parts_of_a_form_are_written_as_djangos_own_templates_write_them(given):
    ours, theirs = (Every(given, renderer=kind()) for kind in (widgets.Renderer, DjangoTemplates))
    for field, same in zip(ours, theirs, strict=True):
        assert str(field) == str(same)
        assert str(field.label_tag()) == str(same.label_tag())
        assert str(field.label_tag(attrs={"class": "a"}, tag="legend")) == str(
            same.label_tag(attrs={"class": "a"}, tag="legend")
        )


def test_every_widget_written_by_hand_is_one_of_those_compared():
    used = {field.widget.template_name for field in Every().fields.values()} | {"django/forms/label.html"}
    assert used >= set(widgets.WRITTEN)


def test_a_refusal_says_its_days_as_people_read_them_and_leaves_numbers_and_slips_alone() -> None:
    said = denied("x", "抽取日期2026-03-17不在2026-02-30之后", "", "请核对 XS-2026-11-22 和2026-11-22/3")
    form = forms.Form({})
    form.is_valid()
    form.refuse(Refused(said))
    assert form.refusals[0].reason == "抽取日期2026年3月17日不在2026-02-30之后"
    assert form.refusals[0].remedy == said.remedy
    assert "2026年3月17日" in json.loads(refusals.problem(409, (said,)).content)["detail"]
    assert "2026年3月17日" in json.loads(refusals.wired(Refused(said), {}).content)["reason"]


def test_a_size_is_said_without_english() -> None:
    assert [words.size(one) for one in (0, 1, 45)] == ["0字节", "1字节", "45字节"]
