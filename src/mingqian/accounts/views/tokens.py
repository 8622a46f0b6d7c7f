"""Programs' tokens on the desk: who carries what until when, a new one shown once, one ended."""

from datetime import timedelta

from django import forms as fields
from django.http import HttpResponse
from django.urls import reverse
from django.utils.html import format_html
from django.utils.safestring import SafeString

from mingqian.accounts.enums import Role, Scope
from mingqian.accounts.models import ApiToken
from mingqian.accounts.selectors import tokens as reads
from mingqian.accounts.services import tokens
from mingqian.accounts.types import Request
from mingqian.ui import access, chance, forms, pages
from mingqian.ui.tables import Column, listing


class Issue(forms.Form):
    """Which program, as whom, how far, how long."""

    name = fields.CharField(label="用途", max_length=60, help_text="哪个系统、办什么用，如：市双公示平台取数")
    person = fields.CharField(label="身份（工号）", max_length=32, help_text="程序能办的不超过这名人员的任职")
    scopes = fields.MultipleChoiceField(
        label="权限范围",
        choices=[(one.value, one.label) for one in Scope],
        widget=fields.CheckboxSelectMultiple,
    )
    days = fields.IntegerField(label="有效天数", min_value=1, max_value=366, initial=180)


def _name(row: ApiToken) -> SafeString:
    return format_html('<a href="{}">{}</a>', reverse("accounts:token", args=[row.pk]), row.name)


def _scopes(row: ApiToken) -> str:
    return "、".join(Scope(one).label for one in row.scopes)


COLUMNS = (
    Column("name", "用途", cell=_name, text=lambda row: row.name),
    Column("person", "身份", cell=lambda row: row.person.name),
    Column("scopes", "权限范围", cell=_scopes, wide=True),
    Column("issued_at", "签发时间"),
    Column("expires_at", "有效期至"),
    Column("ended_at", "停用时间"),
)


@access.page(Role.SECURITY_ADMIN)
def all_tokens(request: Request) -> HttpResponse:
    """Every token of the people in reach."""
    found = listing(request, rows=reads.visible(request.actor), columns=COLUMNS, name="接口令牌")
    return found.export or pages.show(request, "accounts/tokens.html", {"listing": found})


@access.form(Role.SECURITY_ADMIN)
def issue(request: Request) -> HttpResponse:
    """A new one; the program's keeper writes it down now or never."""
    form, token = Issue(request.POST or None), chance.entropy(32).hex()

    def act() -> None:
        told = form.values()
        tokens.issue(
            person=told["person"], name=told["name"], scopes=told["scopes"], token=token,
            valid_for=timedelta(days=told["days"]), by=request.actor, now=request.now,
        )  # fmt: skip

    if pages.submitted(request, form, act):
        return pages.show(request, "accounts/token_shown.html", {"token": token}, status=200)
    return pages.show(request, "accounts/token_issue.html", {"form": form})


@access.form(Role.SECURITY_ADMIN)
def token(request: Request, key: int) -> HttpResponse:
    """One of them: end it."""
    row = pages.found(reads.visible(request.actor).filter(pk=key).first())
    form = forms.Confirm(
        request.POST or None, phrase="停用", shows=(f"“{row.name}”立即不能再用，停用后不能恢复",)
    )
    if pages.submitted(request, form, lambda: tokens.end(token=key, by=request.actor, now=request.now)):
        return pages.done(request, "accounts:tokens", told=f"已停用“{row.name}”。")
    return pages.show(request, "accounts/token.html", {"form": form, "row": row, "scopes": _scopes(row)})
