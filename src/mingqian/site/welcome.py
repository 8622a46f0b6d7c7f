"""The set-up wizard: bureau, rule pack, three administrators, working calendar; open only while there is no bureau.

Its address holds a token that lies in the bureau's directory, so nobody founds a bureau who cannot read it.
"""

import hmac
from dataclasses import dataclass
from datetime import timedelta
from pathlib import Path
from typing import Any

from django import forms as fields
from django.conf import settings
from django.db import transaction
from django.http import Http404, HttpResponse
from django.urls import reverse
from django.utils.timezone import localdate

from mingqian.accounts import selectors as accounts
from mingqian.accounts import services as people
from mingqian.accounts.enums import Level, Role
from mingqian.accounts.types import console
from mingqian.core.canonical import Suite
from mingqian.registry import selectors as registry
from mingqian.registry import services as registries
from mingqian.ui import access, chance, forms, pages, private_files
from mingqian.ui.types import PageRequest

LINK_HOLDS = timedelta(hours=24)
ADMINISTRATORS = (Role.SYSTEM_ADMIN, Role.SECURITY_ADMIN, Role.AUDIT_ADMIN)


class Founding(forms.Form):
    """Everything a bureau needs before its first sign-in."""

    name = fields.CharField(label="本局全称", max_length=120, help_text="如：鹭湾市人力资源和社会保障局")
    uscc = fields.CharField(label="统一社会信用代码", min_length=18, max_length=18)
    division_code = fields.CharField(label="行政区划代码", min_length=6, max_length=6, help_text="6 位数字")
    level = fields.ChoiceField(label="层级", choices=Level.choices())
    pack = fields.ChoiceField(label="规则包", help_text="之后可以在“规则包”页更换，每次更换都留痕")
    suite = fields.ChoiceField(
        label="日志的哈希算法",
        choices=[(Suite.SHA256.value, "SHA-256"), (Suite.SM3.value, "SM3（国密）")],
        help_text="定后不改",
    )
    system_code = fields.CharField(label="系统管理员工号", max_length=32)
    system_name = fields.CharField(label="系统管理员姓名", max_length=60)
    security_code = fields.CharField(label="安全管理员工号", max_length=32)
    security_name = fields.CharField(label="安全管理员姓名", max_length=60)
    audit_code = fields.CharField(label="审计管理员工号", max_length=32)
    audit_name = fields.CharField(label="审计管理员姓名", max_length=60)

    def __init__(self, *args: Any, **kwargs: Any) -> None:  # noqa: ANN401
        super().__init__(*args, **kwargs)
        pack = self.fields["pack"]
        assert isinstance(pack, fields.ChoiceField)
        pack.choices = [(one.name, one.title) for one in registry.packs.shelf()]


@dataclass(frozen=True, slots=True)
class Ticket:
    """A way in for one administrator, shown once."""

    role: str
    name: str
    code: str
    url: str


def token_file() -> Path:
    """Where the wizard's token lies while there is no bureau."""
    return Path(settings.HOME) / "setup.token"


def open_wizard() -> str:
    """Make or read the token; answers the wizard's path."""
    kept = token_file()
    private_files.create(kept, chance.entropy(16).hex())
    return reverse("setup", args=[kept.read_text().strip()])


@access.form(access.ANYONE)
def setup(request: PageRequest, token: str) -> HttpResponse:
    """Fill in, found, and hand out three one-time links."""
    kept = token_file()
    known = kept.read_text().strip() if kept.is_file() else ""
    if not known or not hmac.compare_digest(known.encode(), token.encode()) or accounts.bureau() is not None:
        raise Http404
    form = Founding(request.POST or None)
    tickets: list[Ticket] = []
    if pages.submitted(request, form, lambda: tickets.extend(_found(request, form.cleaned_data))):
        transaction.on_commit(lambda: kept.unlink(missing_ok=True))
        return pages.show(request, "site/founded.html", {"tickets": tickets}, status=200)
    return pages.show(request, "site/setup.html", {"form": form, "year": localdate(request.now).year})


def _found(request: PageRequest, told: dict[str, Any]) -> list[Ticket]:
    made = people.found_bureau(
        name=told["name"], uscc=told["uscc"].upper(), division_code=told["division_code"],
        system_admin=(told["system_code"], told["system_name"]),
        security_admin=(told["security_code"], told["security_name"]),
        audit_admin=(told["audit_code"], told["audit_name"]),
        level=Level(told["level"]), suite=Suite(told["suite"]), now=request.now,
    )  # fmt: skip
    registries.packs.adopt(
        unit=told["division_code"], pack=told["pack"], from_on=localdate(request.now), reason="建局时选定",
        by=made[Role.SYSTEM_ADMIN], now=request.now,
    )  # fmt: skip
    return [_ticket(request, role, made[role].code, made[role].name) for role in ADMINISTRATORS]


def _ticket(request: PageRequest, role: Role, code: str, name: str) -> Ticket:
    link = chance.entropy(32).hex()
    people.proofs.issue_link(person=code, link=link, valid_for=LINK_HOLDS, by=console(), now=request.now)
    return Ticket(role.label, name, code, request.build_absolute_uri(reverse("accounts:link", args=[link])))
