"""Several questions in one statement are answered as if each had been asked by itself."""

from datetime import UTC, datetime
from typing import Any

import pytest
from django.db import connection
from django.db.models import Avg, Count, Exists, OuterRef, Q
from django.db.models.functions import TruncDate
from django.test.utils import CaptureQueriesContext
from tests.cast import Cast
from tests.web import signed_in

from mingqian.accounts.models import ApiToken, Person, Post, Session, Unit
from mingqian.ui import asking, remember
from mingqian.ui.asking import Asking

pytestmark = pytest.mark.django_db
NIGHT = datetime(2026, 1, 5, 17, 30, 0, 250_000, tzinfo=UTC)  # the 6th in the bureau


def questions() -> dict[str, Any]:
    """One of every shape: objects with what they join, values, days and moments, a slice, nothing."""
    return {
        "joined": Post.objects.select_related("person__unit", "unit").order_by("-unit__path", "role", "pk"),
        "sliced": Person.objects.order_by("-code")[2:5],
        "annotated": Unit.objects.annotate(held=Count("posts")).order_by("-held", "code"),
        "values": Post.objects.values("role").annotate(n=Count("pk")).order_by("role"),
        "flat": Person.objects.order_by("code").values_list("code", flat=True),
        "days": Session.objects.annotate(on=TruncDate("began_at"))
        .order_by("pk")
        .values_list("on", "began_at"),
        "none": Person.objects.none(),
        "empty": Person.objects.filter(code="niemand"),
        "json": ApiToken.objects.order_by("pk"),
        "booleans": Person.objects.annotate(
            posted=Exists(Post.objects.filter(person=OuterRef("pk")))
        ).order_by("pk"),
        "missing": Session.objects.order_by("pk").values_list("ended_at", "viewing__name", "complete_at"),
        "float": Post.objects.values("unit").annotate(mean=Avg("person__pk")).order_by("unit"),
        "quoted": Person.objects.filter(name__contains="'%s\"").order_by("pk"),
    }


def facts(rows: Any) -> list[Any]:
    """Everything there is to know about an answer."""
    return [dict(vars(row), _state=None) if hasattr(row, "_state") else row for row in rows]


def test_every_shape_of_question_is_answered_as_by_itself_in_one_statement(cast: Cast) -> None:
    signed_in(cast.office, now=NIGHT)
    Person.objects.filter(code=cast.office.code).update(name="甲'%s\"乙")
    ApiToken.objects.create(
        person_id=cast.office.person_id, name="接口", digest="0" * 64, scopes=["draw", {"a": [1, "甲", None]}],
        issued_by="LWX1", issued_at=NIGHT, expires_at=NIGHT.replace(year=2027),
    )  # fmt: skip
    alone, asked = questions(), questions()
    with CaptureQueriesContext(connection) as made:
        asking.ask(*asked.values())
        told = {name: list(rows) for name, rows in asked.items()}
        assert {post.person.unit.name for post in told["joined"]}
    # What JSON would round is left to be asked by itself.
    assert [("AVG" in one["sql"]) for one in made] == [False, True]
    assert len(told["joined"]) > 20 and len(told["sliced"]) == 3 and len(told["quoted"]) == 1
    assert told["json"][0].scopes == ["draw", {"a": [1, "甲", None]}]
    for name, rows in alone.items():
        assert [str(one) for one in facts(told[name])] == [str(one) for one in facts(rows)], name
    # What was asked stays an ordinary queryset: whoever narrows it asks anew.
    assert asked["flat"].filter(code=cast.office.code).get() == cast.office.code


def test_counts_and_totals_travel_too(cast: Cast) -> None:
    people, nobody = asking.Count(Person.objects.all()), asking.Count(Person.objects.none())
    units = asking.Count(Unit.objects.filter(posts__isnull=False).distinct())
    totals = asking.totals(Post.objects.all(), all=Count("pk"), office=Count("pk", Q(role="office")))
    with CaptureQueriesContext(connection) as made:
        asking.ask(people, nobody, units, totals)
        (line,) = totals
    assert len(made) == 1
    assert (people.number, nobody.number) == (Person.objects.count(), 0)
    assert units.number == Unit.objects.filter(posts__isnull=False).distinct().count()
    assert (
        line["all"] == Post.objects.count() > line["office"] == Post.objects.filter(role="office").count() > 0
    )


def test_those_who_ask_side_by_side_share_every_round(cast: Cast) -> None:
    def staff(unit: str) -> Asking[list[str]]:
        found = Unit.objects.filter(code=unit)
        yield (found,)
        if not found:
            return []
        yield from asking.related(found, "people")
        return sorted(person.code for one in found for person in one.people.all())

    codes = ["XXZX", "nowhere", "359900"]
    with CaptureQueriesContext(connection) as made:
        told = asking.answered(asking.gather(*(staff(code) for code in codes)))
    assert len(made) == 2, [one["sql"] for one in made]
    assert told == [
        sorted(Person.objects.filter(unit__code=code).values_list("code", flat=True)) for code in codes
    ]
    assert told[1] == [] and told[2]


def test_a_page_remembers_what_it_read_and_the_next_one_reads_anew() -> None:
    read = []

    @remember.for_this_page
    def number(of: str) -> int:
        read.append(of)
        return len(read)

    assert (number("a"), number("a")) == (1, 2)
    with remember.one_page():
        assert (number("a"), number("b"), number("a")) == (3, 4, 3)
    with remember.one_page():
        assert number("a") == 5
