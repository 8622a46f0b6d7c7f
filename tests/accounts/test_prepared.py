"""A question whose words are kept is answered as the queryset it was written from, whatever the values."""

from datetime import UTC, date, datetime, timedelta
from typing import Any

import pytest
from django.db import connection
from django.db.models import Exists, OuterRef, Q, QuerySet
from django.test.utils import CaptureQueriesContext
from django.utils.safestring import SafeString
from django.utils.translation import gettext_lazy
from tests.cast import TODAY, Cast

from mingqian.accounts import selectors as accounts
from mingqian.accounts.enums import Role
from mingqian.accounts.models import Person, Post, Unit
from mingqian.ui import asking, prepared

pytestmark = pytest.mark.django_db


def by_code(code: str) -> QuerySet[Person]:
    return Person.objects.filter(code=code).select_related("unit")


def named(part: str, code: str) -> "QuerySet[Person, Any]":
    found = Person.objects.filter(Q(name__contains=part) | Q(code__icontains=code)).order_by("code")
    return found.values_list("code", "name", "unit__name")[:5]


def held(on: date, person: int) -> "QuerySet[Post, Any]":
    running = Q(until_on__isnull=True) | Q(until_on__gte=on)
    return (
        Post.objects.filter(running, from_on__lte=on, person=person).order_by("pk").values("role", "from_on")
    )


def keys(unit: int) -> "QuerySet[Person, Any]":
    return Person.objects.filter(unit=unit).order_by("code").values_list("pk", flat=True)


def numbered(key: int) -> QuerySet[Person]:
    return Person.objects.filter(pk=key)


def posted(role: str) -> "QuerySet[Person, Any]":
    posts = Post.objects.filter(person=OuterRef("pk"), role=role)
    return Person.objects.order_by("code").values_list("code", Exists(posts))


def under(paths: tuple[str, ...], code: str) -> QuerySet[Person]:
    return Person.objects.select_for_update().filter(accounts.within(paths), code=code)


def nothing(code: str) -> QuerySet[Person]:
    return Person.objects.none().filter(code=code)


TEXTS = ("LW02", "lw", "", "%", "_", "\\", "100%_\\", "'; --", "明" * 4_000, " 0\ue000aB\ue001 ", "{}", "%s")
VALUES: dict[Any, list[tuple[Any, ...]]] = {
    by_code: [(text,) for text in TEXTS],
    named: [(one, other) for one, other in zip(TEXTS, reversed(TEXTS), strict=True)],
    held: [(TODAY, 3), (date(1999, 1, 1), 3), (date(2400, 1, 1), 0)],
    keys: [(1,), (2,), (999_999_999,)],
    numbered: [(1,), (2**31,), (-(2**63) - 1,), (10**30,)],
    posted: [("legal_office",), ("nobody",), (Role.LEGAL_OFFICE,), (SafeString("legal_office"),)],
    under: [
        (scope, code)
        for scope in ((), ("359900/",), ("35%/",), ("359901/", "359900/"), TEXTS)
        for code in ("LW02", "niemand")
    ],
    nothing: [("LW02",)],
}


@pytest.mark.parametrize("build", VALUES, ids=lambda one: one.__name__)
def test_the_answer_is_the_querysets_alone_and_among_others(cast: Cast, build: Any) -> None:
    kept = prepared.question(build)
    for values in VALUES[build]:
        plain = list(build(*values))
        assert list(kept(*values)) == plain, values
        together = [kept(*values), kept(*values), Unit.objects.order_by("code")]
        asking.ask(*together)
        assert [list(one) for one in together[:2]] == [plain, plain], values
    assert len(kept(*VALUES[build][0])) == len(list(build(*VALUES[build][0])))


def test_it_is_built_for_its_first_answer_only_and_fetched_once(cast: Cast) -> None:
    built = []

    @prepared.question
    def counted(code: str) -> QuerySet[Person]:
        built.append(code)
        return by_code(code)

    with CaptureQueriesContext(connection) as asked:
        for code in ("LW02", "LW24", "niemand"):
            found = counted(code)
            first = found.first()
            assert bool(found) is (first is not None) and [one.code for one in found] == (
                [code] if found else []
            )
            assert first is None or first.unit.name
    assert len(built) == 2 and "LW02" not in built, built  # with two sets of marks, and never with a value
    assert len(asked) == 3


def test_what_cannot_be_kept_is_refused_at_its_first_call(cast: Cast) -> None:
    changing = prepared.question(lambda code: by_code(code) if " 0" in code else Person.objects.none())
    with pytest.raises(prepared.Unfit, match="depend"):
        changing("LW02")
    bent = prepared.question(lambda code: Person.objects.filter(name__endswith=code))
    with pytest.raises(prepared.Unfit, match="not known"):
        bent("LW02")
    bends: list[tuple[Any, tuple[Any, ...]]] = [
        (lambda code: Person.objects.filter(code=code.strip()), ("LW02 ",)),
        (lambda code: Person.objects.filter(code=code.upper()), ("lw02",)),
        (lambda code: Person.objects.filter(code__icontains=code.lower()), ("LW02",)),
        (lambda code: Person.objects.filter(code=code[:4]), ("LW021",)),
        (lambda key: Person.objects.filter(pk=key + 1), (1,)),
        (lambda one, other: Person.objects.filter(pk=one + 1, unit=other), (1, 2)),
        (lambda on: Post.objects.filter(from_on=on + timedelta(days=1)), (TODAY,)),
        (lambda code: Person.objects.filter(code=code, pk__in=[]), ("LW02",)),
    ]
    for build, values in bends:
        with pytest.raises(prepared.Unfit):
            list(prepared.question(build)(*values))
    for value in (None, True, 1.5, ["LW02"], gettext_lazy("检查"), b"LW02", datetime(2026, 1, 1, tzinfo=UTC)):
        with pytest.raises(prepared.Unfit, match="for"):
            prepared.question(by_code)(value)  # type: ignore[arg-type]
