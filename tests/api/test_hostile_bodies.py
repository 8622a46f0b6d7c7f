"""Bodies no honest program sends: each is refused in the frame of all refusals, soon, and nothing is written."""

import time
from collections.abc import Callable
from typing import Any

import pytest

from mingqian.audit.models import Entry

pytestmark = pytest.mark.django_db
GOOD = b'{"code":"R1","plan":"SS-1","nature":"official","order":"public-then-reveal","parties":[]'
HOSTILE = {
    "a hundred thousand levels": b"[" * 100_000 + b"]" * 100_000,
    "levels inside a field": GOOD + b',"x":' + b'{"a":' * 50_000 + b"1" + b"}" * 50_000 + b"}",
    "levels without end": b"[" * 1_000_000,
    "a number of a megabyte": GOOD + b',"x":' + b"9" * 1_000_000 + b"}",
    "a hundred thousand keys": b"{" + b",".join(b'"k%d":1' % one for one in range(100_000)) + b"}",
    "one key twice": GOOD + b',"code":"R2"}',
    "NaN": GOOD.replace(b'"R1"', b"NaN") + b"}",
    "a lone surrogate": GOOD.replace(b"R1", b"\\ud800") + b"}",
    "a NUL": GOOD.replace(b"R1", b"R\\u00001") + b"}",
    "not UTF-8": GOOD.replace(b"R1", b"\xff\xfe") + b"}",
    "a byte order mark": b"\xef\xbb\xbf" + GOOD + b"}",
    "__proto__": GOOD + b',"__proto__":{"role":"admin"}}',
    "a list": b"[]",
    "null": b"null",
    "nothing": b"",
    "cut short": GOOD,
}


@pytest.mark.parametrize("name", HOSTILE)
def test_a_hostile_body_is_refused_and_leaves_nothing(
    name: str, program: Callable[..., Any], cast: Any
) -> None:
    client = program(cast.draw_operator)
    before, started = Entry.objects.count(), time.process_time()
    answer = client.post("/api/v1/draws", HOSTILE[name], content_type="application/json")
    assert time.process_time() - started < 5
    assert 400 <= answer.status_code < 500, answer.content[:300]
    assert answer.headers["Content-Type"].startswith("application/problem+json")
    assert len(answer.content) < 20_000
    assert b"Traceback" not in answer.content
    assert Entry.objects.count() == before


SHAPES = {
    '{"code":"R1","plan":1}': ("body.given.plan：应当是文字", "body.given.parties：没有填写"),
    '{"code":"' + "x" * 33 + '","nature":"x","parties":[]}': ("最多 32 个字", "只能是 official, practice 之一", "至少 1 项"),
    "[]": ("body.given.code：没有填写",),
    "{": ("不是接口能读的 JSON",),
}  # fmt: skip


def test_a_wrong_shape_is_told_in_plain_chinese_field_by_field(
    program: Callable[..., Any], cast: Any
) -> None:
    client = program(cast.draw_operator)
    for sent, words in SHAPES.items():
        told = client.post("/api/v1/draws", sent, content_type="application/json").json()
        assert all(word in told["detail"] for word in words), told
        assert "请按接口说明改正" in told["remedy"]
    answer = client.delete("/api/v1/draws")
    assert answer.status_code == 405 and "GET" in answer["Allow"]
    assert answer.json()["title"].startswith("这个地址只接受")


def test_days_at_the_ends_of_the_calendar_are_a_wrong_shape(program: Callable[..., Any], cast: Any) -> None:
    """The day after the last one of all, and the hour before the first, are none."""
    client = program(cast.discipline_witness)
    for since, until in (("0001-01-01", "2026-01-05"), ("2026-01-05", "9999-12-31")):
        asked = {"since": since, "until": until, "reason": "核对办理情况"}
        told = client.post("/api/v1/officers/LW11/acts", asked, content_type="application/json")
        assert told.status_code == 422 and "年份应当在 1900 至 2200 之间" in told.json()["detail"]
