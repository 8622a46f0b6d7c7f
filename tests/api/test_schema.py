"""The API's description: the committed page is the program's own, and strange requests never break the program."""

import json
import re
import warnings
from collections import Counter
from collections.abc import Iterator
from contextlib import suppress
from typing import Annotated, Any, get_args

import pytest
from hypothesis import HealthCheck, Phase, given, settings
from pydantic import BaseModel, Field, TypeAdapter, ValidationError
from tools import write_openapi

# Bodies are refused by their shape; the numbers and characters of test_hostile_bodies.py run on both.
pytestmark = pytest.mark.sqlite

STRANGE = {"body": 4, "no body": 2}
"""Examples for each operation; every one is generated from its schema, valid or deliberately not."""


def test_the_committed_description_is_the_programs_own() -> None:
    assert write_openapi.PAGE.read_text("utf-8") == write_openapi.text(), "run: make docs"


def test_every_operation_says_what_it_does() -> None:
    from mingqian.site.api import api

    for path, operations in api.get_openapi_schema()["paths"].items():
        for method, operation in operations.items():
            assert operation.get("description"), f"{method} {path}"


@pytest.mark.django_db
def test_every_operation_is_reached_by_its_address_and_asks_for_a_token() -> None:
    """Of two routers with one address, the first hides the other's methods behind a 405."""
    from django.test import Client

    from mingqian.site.api import api

    for path, operations in api.get_openapi_schema()["paths"].items():
        for method in operations:
            answer = Client().generic(method.upper(), re.sub(r"{\w+}", "1", path))
            assert answer.status_code == 401, f"{method} {path}"


def test_a_number_in_a_body_is_a_number_and_yes_is_yes() -> None:
    """``true`` was taken for 1, ``"1"`` for 1 and 1 for yes: a program that errs is told, not guessed at."""
    from mingqian.site.api import api

    operations = [
        one
        for _, router in api._routers
        for path in router.path_operations.values()
        for one in path.operations
    ]
    bodies = [model for one in operations for model in one.models if model.__ninja_param_source__ == "body"]
    checked, loose = 0, []
    for where, kinds, field in _fields(bodies):
        wrong = [True, "1", 1.0] if int in kinds else [1, "true"] if bool in kinds else []
        told = (
            TypeAdapter(Annotated[field.annotation, *field.metadata, Field()])
            if wrong and str not in kinds
            else None
        )
        for value in [*wrong, *([one] for one in wrong)] if told else ():
            with suppress(ValidationError):
                told.validate_python(value)
                loose.append((where, value))
        checked += told is not None
    assert (loose, checked > 45) == ([], True)


def _fields(waiting: list[Any]) -> Iterator[tuple[str, set[Any], Any]]:
    """Every field of these bodies and of what they hold, with the plain types in it."""
    seen = set()
    while waiting:
        shape = waiting.pop()
        if shape in seen:
            continue
        seen.add(shape)
        for name, field in shape.model_fields.items():
            kinds, parts = set(), [field.annotation]
            while parts:
                part = parts.pop()
                kinds.add(part)
                parts += [one for one in get_args(part) if not isinstance(one, str | int)]
                waiting += [part] if isinstance(part, type) and issubclass(part, BaseModel) else []
            yield f"{shape.__name__}.{name}", kinds, field


def test_no_two_shapes_share_a_name_in_the_description() -> None:
    """The description keeps one shape for each name: of two that share it, one would be told wrongly."""
    from ninja import Schema

    from mingqian.site import api

    assert api.api
    named: dict[str, set[str]] = {}
    waiting = list(Schema.__subclasses__())
    while waiting:
        one = waiting.pop()
        waiting += one.__subclasses__()
        if one.__module__.startswith("mingqian."):
            named.setdefault(one.__name__, set()).add(one.__module__)
    assert {name: rooms for name, rooms in named.items() if len(rooms) > 1} == {}


@pytest.mark.slow
@pytest.mark.django_db
def test_no_generated_request_breaks_the_program(cast, program) -> None:
    """Schemathesis over the whole description, each operation asked by three people in turn."""
    with warnings.catch_warnings():
        warnings.simplefilter("ignore")  # of the library's own making
        import schemathesis

        from mingqian.site.api import api

        schema = schemathesis.openapi.from_dict(api.get_openapi_schema(path_prefix="/api/v1/"))
        clients = [program(who) for who in (cast.legal_office, cast.draw_operator, cast.bureau_leader)]
        seen: Counter[int] = Counter()
        operations = list(schema.get_all_operations())
        for one in operations:
            _ask(one.ok(), clients, seen)
    assert [status for status in seen if status >= 500] == [], seen
    assert sum(seen.values()) >= 2 * len(operations) > 100


def _ask(operation: Any, clients: list[Any], seen: Counter[int]) -> None:
    @settings(
        max_examples=STRANGE["body" if operation.body else "no body"], deadline=None, database=None, derandomize=True, phases=[Phase.generate],
        suppress_health_check=list(HealthCheck),
    )  # fmt: skip
    @given(case=operation.as_strategy())
    def ask(case: Any) -> None:
        client = clients[sum(seen.values()) % len(clients)]
        client.raise_request_exception = False
        sent = case.as_transport_kwargs(base_url="http://testserver")
        body = json.dumps(sent["json"]).encode() if "json" in sent else sent.get("data") or b""
        path = sent["url"].removeprefix("http://testserver")
        answer = client.generic(
            case.method, path, body, content_type="application/json", query_params=sent["params"]
        )
        seen[answer.status_code] += 1

    ask()
