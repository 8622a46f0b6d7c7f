"""Clauses of 厦门 an outside examiner can try on the two registries and the list: page, import, program, journal."""

import re
from collections.abc import Iterator
from datetime import timedelta
from typing import Any

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.db import connection
from django.test import Client
from tests import programs, web
from tests.api.conftest import program  # noqa: F401 — a fixture
from tests.publicity.office import Office, policy
from tests.registry import builders

from mingqian.audit import selectors as journal
from mingqian.core import identifiers
from mingqian.publicity import services as publicity
from mingqian.publicity.enums import NoticeKind
from mingqian.registry.models import ImportUpload, Inspector, Subject

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


@pytest.mark.clause("XM-23")
def test_what_a_row_lacks_is_named_and_listed_and_a_wrong_code_says_where(
    cast: Any,
    desk: Any,
    program: Any,  # noqa: F811
) -> None:
    """三(二): 名称、组织机构代码、法定代表人、地址、联系人、联系方式、业务责任处室."""
    whole, wrong = builders.uscc(31), builders.uscc(32)
    wrong = wrong[:17] + ("1" if wrong[17] != "1" else "2")
    preview = brought(
        cast, desk,
        "统一社会信用代码,单位名称,法定代表人,地址,联系人,联系方式,业务责任处室\n"
        f"{whole},沧浦缺联系人商行,洪某,滨海路9号,,,劳动关系处\n{wrong},沧浦错码商行,洪某,滨海路9号,洪某,1,就业处\n",
    )  # fmt: skip
    assert "第18位校验码" in preview
    by_hand = {"number": wrong, "kind": "enterprise", "unit": cast.bureau, "name": "沧浦错码商行"}
    typed = desk(cast.legal_office, "subjects/new/", by_hand)
    sent = program(cast.legal_office).post("/api/v1/subjects", by_hand, content_type="application/json")
    assert (typed.status_code, sent.status_code) == (422, 409)
    for answer in (typed, sent):
        assert "第18位校验码" in web.text_of(answer)
        assert "厦门 三(二)" in web.text_of(answer)
    firm = Subject.objects.get()
    listed = web.text_of(desk(cast.legal_office, "subjects/?lack=gaps"))
    assert firm.name in listed
    page = web.text_of(desk(cast.legal_office, f"subjects/{firm.code}/"))
    assert "七项信息还缺：联系人、联系方式" in page
    assert f"组织机构代码</dt><dd>{whole[8:17]}" in re.sub(r"\s+", "", page), page[
        page.index("组织机构代码") :
    ][:200]
    filled = {"name": firm.name, "contact_person": "洪某", "contact_phone": "0599-1"}
    known = {name: getattr(firm, name) for name in ("legal_representative", "address", "responsible_unit")}
    assert desk(cast.legal_office, f"subjects/{firm.code}/edit/", {**known, **filled}).status_code == 303
    assert firm.name not in web.text_of(desk(cast.legal_office, "subjects/?lack=gaps"))
    assert done(cast, "subject.changed") == [(f"subject:{firm.code}", cast.legal_office.name)]


@pytest.mark.clause("XM-01")
def test_a_notice_binds_a_section_guides_a_district_and_leaves_the_portal_when_it_is_no_longer_public(
    cast: Any,
    desk: Any,
    program: Any,  # noqa: F811
) -> None:
    """局机关各处室、局属事业单位遵照执行，各区参照执行; 公开属性: 主动公开."""
    words = {
        "code": "LW-2026-9", "title": "鹭湾市补充监管通知", "number": "鹭湾人社〔2026〕9号", "level": "normative_doc",
        "unit": cast.bureau, "adopting_body": "鹭湾市人社局", "adopted_how": "局务会议研究通过",
        "signed_on": "2026-01-04", "disclosure": "public", "city": "binding", "district": "by_reference",
        "column": "制度规范", "text": "第一条 补充。",
    }  # fmt: skip
    here = "rule-documents/LW-2026-9/"
    assert desk(cast.legal_office, "rule-documents/new/", words).status_code == 303
    shown = {who: plain(desk(who, here)) for who in (cast.business_unit_head, cast.district_bureau)}
    assert "对本单位遵照执行" in shown[cast.business_unit_head]
    assert "对本单位参照执行" in shown[cast.district_bureau]
    own = {
        **words, "code": "HB-2026-1", "title": "湖滨区实施细则", "unit": "359901", "variant_of": "LW-2026-9",
        "city": "", "district": "",
    }  # fmt: skip
    assert desk(cast.district_bureau, "rule-documents/new/", {**own, "unit": cast.bureau}).status_code == 422
    wired = {key: value for key, value in own.items() if key not in ("city", "district")}
    programmed = {
        who: program(who) for who in (cast.business_unit_head, cast.district_bureau, cast.draw_operator)
    }
    district = programmed[cast.district_bureau]
    assert send(district, "", {**wired, "unit": cast.bureau}).json()["code"] == "registry.no_unit"
    assert send(programmed[cast.draw_operator], "", wired).status_code in (403, 409)
    assert send(program(cast.legal_office, "registry:read"), "", wired).status_code == 403
    assert send(district, "", wired).status_code == 201
    assert send(district, "", wired).json()["code"] == "document.taken"
    assert "湖滨区实施细则" in plain(desk(cast.business_unit_head, here))
    whole = {
        who: programmed[who].get("/api/v1/rule-documents/LW-2026-9").json()
        for who in (cast.business_unit_head, cast.district_bureau)
    }
    assert [one["binding"] for one in whole.values()] == ["遵照执行", "参照执行"]
    assert all(one["variants"] == ["HB-2026-1"] for one in whole.values())

    office = Office(cast, at=cast.now)
    row = publicity.taking.take(
        kind=NoticeKind.RULE_DOCUMENT, thing="rule_document:LW-2026-9", policy=policy(), by=cast.legal_office,
        now=office.tick(),
    )  # fmt: skip
    office.code = row.code
    office.review()
    office.release()
    title = words["title"]
    assert title in web.text_of(Client().get("/rules/"))
    change = {"disclosure": "on_request", "reason": "含内部流程"}
    for who in (cast.district_bureau, cast.draw_operator):
        assert desk(who, f"{here}disclosure/", change).status_code in (403, 422)
        assert send(programmed[who], "/LW-2026-9/disclosure", change).status_code in (403, 409)
    assert title in web.text_of(Client().get("/rules/"))
    assert desk(cast.legal_office, f"{here}disclosure/", change).status_code == 303
    gone = Client().get(f"/notices/{office.code}/")
    assert gone.status_code == 410
    assert "不再主动公开" in web.text_of(gone)
    assert "第一条" not in web.text_of(gone)
    assert "第一条" not in plain(Client().get(f"/find/?q={title}"))
    again = desk(
        cast.legal_office,
        "publicity/waiting/draft/",
        {"kind": "rule_document", "thing": "rule_document:LW-2026-9"},
    )
    assert again.status_code in (403, 409)
    assert done(cast, "document.registered") == [
        ("document:LW-2026-9", cast.legal_office.name), ("document:HB-2026-1", cast.district_bureau.name),
    ]  # fmt: skip
    assert done(cast, "document.disclosure_changed") == [("document:LW-2026-9", cast.legal_office.name)]
    assert done(cast, "notice.withdrawn") == [(f"notice:{office.code}", cast.legal_office.name)]


@pytest.mark.clause("XM-09")
def test_an_item_nobody_looked_at_for_a_year_is_listed_until_it_is_revised(cast: Any, desk: Any) -> None:
    """二: 找准风险点; 及时调整不适应新情况、新要求的业务事项和方式方法."""
    builders.item(cast)
    later = cast.now + timedelta(days=400)

    def listed() -> str:
        with web.lived(later):
            client = web.signed_in(cast.legal_office, now=later)
            page = plain(client.get("/desk/items/report/"))
        return page[page.index("一年没有审视过") :]

    assert "对劳务派遣企业的监督检查" in listed()
    draft = builders.draft(cast, contents=("新增一条",), reason="新情况", risk_point="虚假派遣")
    builders.publish(cast, draft, on=later.date() - timedelta(days=3))
    assert "（0）" in listed()[:14]


def send(client: Client, path: str, body: dict[str, Any]) -> Any:
    """What a program sends to the register of rule documents."""
    return programs.post(client, f"/rule-documents{path}", body)


def plain(answer: Any) -> str:
    """The page without its markup and white space."""
    return re.sub(r"\s+", "", re.sub(r"<[^>]+>", "", web.text_of(answer)))
