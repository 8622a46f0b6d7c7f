"""The tree of units, the people, their posts. 系统管理员建人，安全管理员授权，互不代办."""

from datetime import timedelta

from django.http import HttpResponse
from django.urls import reverse
from django.utils.timezone import localdate

from mingqian.accounts import forms, selectors, services, tables
from mingqian.accounts.enums import Level, Role, UnitKind
from mingqian.accounts.models import Person
from mingqian.accounts.outside import configured
from mingqian.accounts.policies import may_issue_link, may_view_as
from mingqian.accounts.selectors import organisation
from mingqian.accounts.services import proofs
from mingqian.accounts.types import Request
from mingqian.ui import access, chance, pages
from mingqian.ui.tables import listing

LINK_GOOD_FOR = timedelta(hours=24)


@access.page(*tables.READERS)
def units(request: Request) -> HttpResponse:
    """The organisation."""
    found = listing(
        request, rows=organisation.unit_tree(request.actor), columns=tables.UNIT_COLUMNS, name="组织机构"
    )
    return found.export or pages.show(request, "accounts/units.html", {"listing": found})


@access.form(Role.SYSTEM_ADMIN)
def new_unit(request: Request) -> HttpResponse:
    """Add a unit."""
    form = forms.NewUnit(request.POST or None)
    form.fields["parent"].queryset = selectors.units(request.actor)  # type: ignore[attr-defined]  # its own kind

    def create() -> None:
        given = form.values()
        services.create_unit(
            code=given["code"],
            name=given["name"],
            level=Level(given["level"]),
            kind=UnitKind(given["kind"]),
            division_code=given["division_code"],
            parent=given["parent"].code,
            by=request.actor,
            now=request.now,
        )

    if pages.submitted(request, form, create):
        return pages.done(request, "accounts:units", told=f"已建单位：{form.values()['name']}")
    return pages.show(request, "accounts/new_unit.html", {"form": form})


@access.page(*tables.READERS)
def people(request: Request) -> HttpResponse:
    """Everybody who works here."""
    found = listing(
        request,
        rows=organisation.staff(request.actor, on=localdate(request.now)),
        columns=tables.PEOPLE_COLUMNS,
        filters=forms.PeopleFilter(request.GET, today=localdate(request.now)),
        name="人员与任职",
    )
    return found.export or pages.show(request, "accounts/people.html", {"listing": found})


@access.form(Role.SYSTEM_ADMIN)
def new_person(request: Request) -> HttpResponse:
    """Add a person; without a post the person can do nothing."""
    form = forms.NewPerson(request.POST or None)
    form.fields["unit"].queryset = selectors.units(request.actor)  # type: ignore[attr-defined]

    def create() -> None:
        given = form.values()
        services.create_person(
            code=given["code"], name=given["name"], unit=given["unit"].code, by=request.actor, now=request.now
        )

    if pages.submitted(request, form, create):
        told = "已建人员。请安全管理员任命；任命之前，此人不能登录。"
        return pages.done(request, "accounts:person", form.values()["code"], told=told)
    return pages.show(request, "accounts/new_person.html", {"form": form})


@access.page(*tables.READERS)
def person(request: Request, code: str) -> HttpResponse:
    """One person: unit, posts, what may be done."""
    whom, today = _found(request, code), localdate(request.now)
    actor = selectors.actor_of(whom, on=today)
    context = {
        "person": whom,
        "roles": sorted(role.label for role in actor.roles),
        "posts": [
            (post, post.until_on is None or post.until_on >= today) for post in organisation.posts_of(whom)
        ],
        "identities": organisation.identities(whom),
        "outside": configured() is not None,
        "may_appoint": request.actor.holds(Role.SECURITY_ADMIN, whom.unit.path),
        "may_issue_link": may_issue_link(request.actor, code, whom.unit.path, actor.roles).ok,
        "may_view": bool(actor.roles) and may_view_as(request.actor, actor).ok,
    }
    return pages.show(request, "accounts/person.html", context)


@access.form(Role.SECURITY_ADMIN)
def appoint(request: Request, code: str) -> HttpResponse:
    """Give somebody a role."""
    whom = _found(request, code)
    form = forms.Appoint(request.POST or None, initial={"from_on": localdate(request.now)})
    form.fields["unit"].queryset = selectors.units(request.actor)  # type: ignore[attr-defined]

    def give() -> None:
        given = form.values()
        services.appoint(
            person=code,
            unit=given["unit"].code,
            role=Role(given["role"]),
            from_on=given["from_on"],
            until_on=given["until_on"],
            by=request.actor,
            now=request.now,
        )

    if pages.submitted(request, form, give):
        return pages.done(request, "accounts:person", code, told=f"已任命{whom.name}。")
    return pages.show(request, "accounts/appoint.html", {"form": form, "person": whom})


@access.form(Role.SECURITY_ADMIN)
def dismiss(request: Request, code: str, post: int) -> HttpResponse:
    """End a post."""
    whom = _found(request, code)
    held = pages.found(organisation.posts_of(whom).filter(pk=post).first())
    form = forms.LastDay(request.POST or None, initial={"until_on": localdate(request.now)})

    def end() -> None:
        last = form.values()["until_on"]
        role = Role(held.role)
        services.dismiss(
            person=code, unit=held.unit.code, role=role, until_on=last, by=request.actor, now=request.now
        )

    if pages.submitted(request, form, end):
        return pages.done(request, "accounts:person", code, told=f"{whom.name}的任职已终止。")
    context = {"form": form, "person": whom, "post": held, "role": Role(held.role).label}
    return pages.show(request, "accounts/dismiss.html", context)


@access.form(Role.SECURITY_ADMIN)
def reset_second_factor(request: Request, code: str) -> HttpResponse:
    """For somebody who lost telephone and recovery codes."""
    whom, form = _found(request, code), forms.Reason(request.POST or None)

    def reset() -> None:
        reason = form.values()["reason"]
        proofs.reset_second_factor(person=code, reason=reason, by=request.actor, now=request.now)

    if pages.submitted(request, form, reset):
        return pages.done(
            request, "accounts:person", code, told=f"已重置{whom.name}的动态口令，其登录已结束。"
        )
    return pages.show(request, "accounts/reset_second_factor.html", {"form": form, "person": whom})


@access.action(Role.SECURITY_ADMIN)
def issue_link(request: Request, code: str) -> HttpResponse:
    """A one-time link for somebody, shown this once."""
    whom = _found(request, code)
    return issued(request, whom, LINK_GOOD_FOR, reverse("accounts:person", args=[code]))


def issued(request: Request, whom: Person, valid_for: timedelta, back: str) -> HttpResponse:
    """Issue and show; no browser keeps this page."""
    link = chance.entropy(32).hex()
    row = proofs.issue_link(
        person=whom.code, link=link, valid_for=valid_for, by=request.actor, now=request.now
    )
    return link_page(request, whom.name, link, row.expires_at, back)


def link_page(request: Request, name: str, link: str, until: object, back: str) -> HttpResponse:
    """The address to hand over."""
    address = request.build_absolute_uri(reverse("accounts:link", args=[link]))
    context = {"name": name, "address": address, "until": until, "back": back}
    response = pages.show(request, "accounts/issued_link.html", context, status=200)
    response.headers["Cache-Control"] = "no-store"
    return response


def _found(request: Request, code: str) -> Person:
    return pages.found(organisation.person(request.actor, code, on=localdate(request.now)))
