"""Other people's objects: what exists, but not for you, is not there, on every URL that leads to it.

One signed draw of the bureau with its plan, tasks, firms and people; a district's officer, a firm of another
name and somebody without scope try every URL below each object. New URLs are picked up from the program.
"""

import re
from collections.abc import Iterator
from typing import Any

import pytest
from django.conf import settings as django_settings
from django.db import transaction
from tests.house.test_access import MADE_UP, PART, Url, urls
from tests.web import lived, signed_in

from mingqian.ui import access

pytestmark = [pytest.mark.slow, pytest.mark.sqlite]


@pytest.fixture(scope="module")
def world(
    tmp_path_factory: pytest.TempPathFactory, django_db_setup: None, django_db_blocker: Any
) -> Iterator[Any]:
    """The draw once for this module, undone at its end."""
    from tests.inspection.field import standing_field

    before, django_settings.HOME = django_settings.HOME, tmp_path_factory.mktemp("home")
    with django_db_blocker.unblock(), transaction.atomic():
        yield standing_field()
        transaction.set_rollback(True)
    django_settings.HOME = before


# what stands before an object's own URLs → its arguments, looked up in the world
OBJECTS = {
    "desk/plans/<str:unit>/<int:year>/<int:version>/": "plan",
    "desk/implementations/<str:code>/": "implementation",
    "desk/draws/<str:code>/": "draw",
    "desk/inspections/<str:code>/": "batch",
    "desk/tasks/<str:code>/": "task",
    "desk/subjects/<str:code>/": "subject",
    "desk/inspectors/<str:code>/": "inspector",
    "desk/people/<str:code>/": "person",
    "ent/checks/<str:code>/": "task",
}


def places(world: Any) -> dict[str, str]:
    """Where each object stands: the beginning of its URLs."""
    from mingqian.inspection.models import Batch, Task
    from mingqian.planning.models import AnnualPlan, ImplementationPlan
    from mingqian.registry.models import Inspector, Subject

    plan = AnnualPlan.objects.select_related("unit").first()
    return {
        "plan": f"{plan.unit.code}/{plan.year}/{plan.version}",
        "implementation": ImplementationPlan.objects.first().code,
        "draw": Batch.objects.first().code,
        "batch": Batch.objects.first().code,
        "task": Task.objects.filter(team=1).order_by("number").first().code,
        "subject": Subject.objects.first().code,
        "inspector": Inspector.objects.first().code,
        "person": world.cast.office.code,
    }


def below(prefix: str, place: str) -> list[tuple[Url, str]]:
    """Every URL of an object, with the object's own arguments and made-up ones behind them."""
    found = []
    head = PART.sub(lambda part: MADE_UP[part["kind"] or "str"], prefix)
    start = "/" + re.sub(r"<.*>", place, prefix)
    for url in urls():
        if url.path.startswith(f"/{head}"):
            found.append((url, start + url.path.removeprefix(f"/{head}")))
    return found


# A published plan may be read by everybody; whoever it does not belong to must still not write in it.
READ_BY_ALL = {"plan"}


@pytest.fixture
def people(world: Any, db: None) -> Iterator[dict[str, Any]]:
    """Somebody each object belongs to, and strangers with the same kind of role elsewhere."""
    from mingqian.accounts import selectors
    from mingqian.accounts.services import representation

    cast = world.cast

    def firm(code: str, name: str) -> Any:
        bound = representation.invite(
            subject_code=code, subject_name=name, name="林代表", link=code, by=cast.legal_office, now=cast.now
        )
        return selectors.actor(bound.person.code, on=cast.today)

    (task,) = world.tasks()
    world.approved([task])
    world.recorded([task])  # a firm sees nothing of a visit that has not been
    own = firm(task.subject.number, "本企业")
    with lived(cast.now):
        yield {
            "officer": cast.legal_office,
            "district": cast.second_district,
            "own firm": own,
            "other firm": firm("91359900MA000TEXT7", "别的企业"),
        }


def answers(actor: Any, now: Any, prefix: str, place: str) -> Iterator[tuple[str, int]]:
    """What somebody whose role the page admits gets, page by page; whatever it did is undone."""
    browser = signed_in(actor, now=now)
    for url, path in below(prefix, place):
        for method in url.access.methods:
            if method == "HEAD" or not url.access.admits(actor):
                continue
            point = transaction.savepoint()
            answer = getattr(browser, method.lower())(path)
            transaction.savepoint_rollback(point)
            yield f"{method} {path}", answer.status_code


@pytest.mark.parametrize("prefix", OBJECTS)
def test_other_peoples_objects_are_not_there(world: Any, people: dict[str, Any], prefix: str) -> None:
    kind = OBJECTS[prefix]
    place = places(world)[kind]
    assert below(prefix, place), f"no URL begins with {prefix}: the table is out of date"
    mine, strange = ("own firm", "other firm") if prefix.startswith("ent/") else ("officer", "district")
    shown = dict(answers(people[mine], world.cast.now, prefix, place))
    assert shown[f"GET /{re.sub('<.*>', place, prefix)}"] == 200
    refused = (403, 404, 409, 422) if kind in READ_BY_ALL else (403, 404)
    wrong = {
        what: status
        for what, status in answers(people[strange], world.cast.now, prefix, place)
        if status not in refused and not (kind in READ_BY_ALL and what.startswith("GET"))
    }
    assert wrong == {}


def test_a_district_reads_a_firm_that_lies_in_it_and_does_nothing_to_it(
    world: Any, people: dict[str, Any]
) -> None:
    """The bureau keeps the row; the district finds it, looks at its page, and every act below it stays shut."""
    from mingqian.registry.models import Subject

    prefix = "desk/subjects/<str:code>/"
    place = places(world)["subject"]
    Subject.objects.filter(code=place).update(division_code="359902")
    shown = dict(answers(people["district"], world.cast.now, prefix, place))
    assert {what for what, status in shown.items() if status not in (403, 404)} == {
        f"GET /desk/subjects/{place}/"
    }


def test_a_firm_does_not_get_to_the_desk_by_any_url(world: Any, people: dict[str, Any]) -> None:
    """检查对象只进 /ent/: nothing of the desk admits it but its own account and the way out."""
    firm = people["own firm"]
    open_to_firms = {url.name for url in urls() if url.access.admits(firm) and url.path.startswith("/desk/")}
    signed_in_only = {
        url.name for url in urls() if access.SIGNED_IN in url.access.who and url.path.startswith("/desk/")
    }
    assert open_to_firms == signed_in_only
