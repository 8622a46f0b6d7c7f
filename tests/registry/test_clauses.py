"""Clauses of 厦门 an outside examiner can try on the two registries and the list: page, import, program, journal."""

from collections.abc import Iterator
from datetime import timedelta
from typing import Any

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.db import connection
from django.test import Client
from tests import web
from tests.api.conftest import program  # noqa: F401 — a fixture

from mingqian.audit import selectors as journal
from mingqian.core import identifiers
from mingqian.registry.models import ImportUpload, Inspector

# Clauses as somebody sees them from outside; the services behind them run on both.
pytestmark = pytest.mark.sqlite

BODY = "35990019790203001"
CITIZEN = BODY + identifiers.citizen_check(BODY)
PEOPLE = "姓名,所在单位,职务,身份证号,从事执法或业务管理工作的年限,执法证号,执法证有效期,人员类别,相关业务\n"


@pytest.fixture(autouse=True)
def home(settings: Any, tmp_path: Any) -> Iterator[None]:
    """Uploads lie in a directory of this test's own."""
    settings.HOME = tmp_path
    yield


def brought(cast: Any, desk: Any, text: str, *, saved: bool = True) -> str:
    """Hand in a list, say yes to what the preview shows, and return that preview."""
    file = SimpleUploadedFile("名单.csv", text.encode(), "text/csv")
    form = {"file": file, "unit": cast.bureau, "kind": "", "source": "", "tag": ""}
    assert desk(cast.legal_office, "imports/new/", form).status_code == 303
    here = f"imports/uploads/{ImportUpload.objects.latest('pk').pk}/"
    shown = web.text_of(desk(cast.legal_office, here))
    assert desk(cast.legal_office, here, {}).status_code == (303 if saved else 422)
    return shown


def done(cast: Any, kind: str) -> list[tuple[str, str]]:
    """(thing, by whom) of the entries of a kind, oldest first; each has its moment."""
    found = list(journal.entries(cast.audit_admin, kind=kind))
    assert all(entry.at.startswith(cast.now.date().isoformat()) for entry in found)
    return [(entry.thing, entry.actor_name) for entry in found]


@pytest.mark.clause("XM-27")
def test_nobody_enters_the_registry_without_what_the_class_needs(cast: Any, desk: Any) -> None:
    """三(三): 具有行政执法资格证的人员 或 从事与监管事项相关业务的工作人员."""
    words = {
        "name": "章新员", "unit": "JCZD", "inspector_class": "enforcement", "certificate_no": "3502018801",
        "trained_on": "2025-06-01",
    }  # fmt: skip
    for wrong in ({}, {"valid_until": "2028-12-31", "certificate_no": ""}, {"inspector_class": "business"}):
        refused = desk(cast.legal_office, "inspectors/new/", {**words, **wrong})
        assert refused.status_code == 422
        assert "厦门 三(三)" in web.text_of(refused), web.refusal_of(refused)
    rows = ("甲,劳动保障监察支队,,,9,,,行政执法人员,", "乙,劳动保障监察支队,,,9,,,业务检查人员,")
    preview = brought(cast, desk, PEOPLE + "\n".join(rows), saved=False)
    assert "没有执法证号" in preview
    assert "没有写明从事的相关业务" in preview
    assert not Inspector.objects.exists()

    assert (
        desk(cast.legal_office, "inspectors/new/", {**words, "valid_until": "2028-12-31"}).status_code == 303
    )
    person = Inspector.objects.get()
    second = {"inspector_class": "business", "related_business": "社保稽核", "valid_until": "2027-06-30"}
    assert desk(cast.legal_office, f"inspectors/{person.code}/credential/", second).status_code == 303
    page = web.text_of(desk(cast.legal_office, f"inspectors/{person.code}/"))
    for told in ("行政执法人员", "2028年12月31日", "业务检查人员", "2027年6月30日"):
        assert told in page
    assert done(cast, "inspector.added") == [(f"inspector:{person.code}", cast.legal_office.name)]


@pytest.mark.clause("XM-28")
def test_the_citizen_id_is_nowhere_in_clear_and_the_years_are_reckoned_on_the_day(
    cast: Any,
    desk: Any,
    program: Any,  # noqa: F811
) -> None:
    """三(三): 姓名、所在单位及职务、身份证号、年限、执法证号、人员类别、联系方式."""
    row = f"方某某,劳动保障监察支队,科员,{CITIZEN},8,3502017701,2029-12-31,行政执法人员,"
    wrong = CITIZEN[:17] + ("0" if CITIZEN[17] != "0" else "1")
    preview = brought(
        cast, desk, PEOPLE + f"{row}\n袁某,劳动保障监察支队,,{wrong},8,3502017702,2029-12-31,行政执法人员,"
    )
    person = Inspector.objects.get()
    here = f"inspectors/{person.code}/"
    api = program(cast.legal_office)
    sheet = b"".join(desk(cast.legal_office, "inspectors/?export=csv").streaming_content).decode()
    told = [preview, sheet, *(web.text_of(desk(cast.legal_office, path)) for path in ("inspectors/", here))]
    told += [web.text_of(api.get(f"/api/v1/{path}")) for path in ("inspectors", f"inspectors/{person.code}")]
    told += [web.text_of(Client().get(path)) for path in ("/inspectors/", "/find/?q=3502017701")]
    assert all(CITIZEN not in page and wrong not in page for page in told)
    assert all(person.name in page for page in told[1:6])
    with connection.cursor() as cursor:
        for table in connection.introspection.table_names(cursor):
            if not table.startswith("search_gram"):  # an index of the tables read here
                cursor.execute(f'SELECT * FROM "{table}"')
                assert not any(CITIZEN in str(one) or wrong in str(one) for one in cursor.fetchall()), table
    assert "8 年" in told[3]
    later = cast.now + timedelta(days=366)
    with web.lived(later):
        assert "9 年" in web.text_of(web.signed_in(cast.legal_office, now=later).get(f"/desk/{here}"))
    assert [who for _, who in done(cast, "registry.imported")] == [cast.legal_office.name]
