"""A paper: complete or refused, numbered once, the same bytes each time, served by rule, voided with a reason."""

from dataclasses import replace
from datetime import UTC, date, datetime
from hashlib import sha256
from pathlib import Path

import pytest
from django.conf import LazySettings
from django.core.cache import cache
from django.db import IntegrityError, transaction
from django.http import HttpResponse
from django.test import Client
from tests.cast import Cast
from tests.web import lived, signed_in, text_of
from tools import specimens

from mingqian.accounts.models import Representation
from mingqian.audit.models import Entry
from mingqian.core.decision import Refused
from mingqian.documents import kept, rendering, selectors, sheets, typefaces
from mingqian.documents.enums import Kind
from mingqian.documents.models import Document, Number
from mingqian.documents.services import issuing, serving
from mingqian.documents.types import Paper, Serving
from mingqian.ui import private_files

NOW = datetime(2026, 4, 20, 2, 0, tzinfo=UTC)
LATER = datetime(2026, 4, 24, 2, 0, tzinfo=UTC)
SITE = "https://lw.example"


def paper(cast: Cast, kind: Kind = Kind.PRELIMINARY_NOTICE, **changes: object) -> Paper:
    unit = cast.legal_office.unit_id
    assert unit is not None
    said = specimens.fields(kind) | changes
    return Paper(
        kind,
        "task:LW-2026-R1-0007",
        unit,
        str(said["subject"]),
        said,
        date(2026, 4, 20),
        "91359901MA99X001X6",
    )


def issued(cast: Cast, **changes: object) -> Document:
    return issuing.issue(paper=paper(cast, **changes), site=SITE, by=cast.legal_office, now=NOW)


def handed_over(way: str = "direct", **changes: object) -> Serving:
    said = Serving(
        way,
        date(2026, 4, 21),
        "鹭湾恒信劳务派遣有限公司",
        "和平路18号",
        "林海生、陈一帆",
        signed_by="方志成（经理）",
    )
    return replace(said, **changes)  # type: ignore[arg-type]


@pytest.mark.parametrize("kind", list(Kind))
def test_every_kind_is_set_without_a_gap_and_the_same_each_time(kind: Kind) -> None:
    words = sheets.frozen(kind, specimens.fields(kind))
    first = rendering.pdf(kind, words, specimens.frame(kind))
    assert first.startswith(b"%PDF-1.7") and b"<pdfaid:part>2</pdfaid:part>" in first
    assert rendering.pdf(kind, words, specimens.frame(kind)) == first


@pytest.mark.clause("SZ-26")
def test_a_paper_with_something_missing_is_refused_with_all_of_it_and_the_clause() -> None:
    said = specimens.fields(Kind.APPROVAL_SHEET) | {"grounds": " ", "team": [], "wrong": "x"}
    with pytest.raises(Refused) as refused:
        sheets.frozen(Kind.APPROVAL_SHEET, said)
    reasons = [one.reason for one in refused.value.decisions]
    assert reasons == [
        "行政检查审批表没有“wrong”这一项",
        "行政检查审批表缺少“检查人员”",
        "行政检查审批表缺少“检查事由”",
    ]
    assert all(one.clause for one in refused.value.decisions)


def test_a_character_without_a_glyph_is_named_before_a_number_is_spent() -> None:
    words = sheets.frozen(Kind.LEDGER, specimens.fields(Kind.LEDGER) | {"batch": "𪚥记商行"})
    decision = rendering.printable(Kind.LEDGER, words)
    assert not decision.ok and "“𪚥”（U+2A6A5）" in decision.reason and "MINGQIAN_FONT_DIR" in decision.remedy


def test_the_shipped_fonts_hold_the_standard_characters_and_the_brackets_of_numbers() -> None:
    everyday = "鹭湾市人力资源和社会保障局〔2026〕①②③□■√喆堃昇淼祎玥珺琛烜彧翀晟骁珩"
    assert typefaces.complete([everyday]).ok
    gb2312 = [
        bytes((row, cell)).decode("gb2312", "ignore")
        for row in range(0xB0, 0xF8)
        for cell in range(0xA1, 0xFF)
    ]
    assert typefaces.complete(gb2312).ok


def test_a_bureau_puts_its_own_faces_first(tmp_path: Path, settings: LazySettings) -> None:
    settings.FONT_DIR = str(tmp_path)
    assert typefaces.folders() == [tmp_path, typefaces.SHIPPED]


@pytest.mark.django_db
def test_the_same_words_are_the_same_paper_and_other_words_the_next_version_under_its_number(
    cast: Cast,
) -> None:
    first = issued(cast)
    assert (first.number, first.version, first.state) == ("鹭湾人社检初告〔2026〕1号", 1, "issued")
    assert kept.read(first.sha256).startswith(b"%PDF")
    assert issued(cast).pk == first.pk
    second = issued(cast, problems="另有一处问题。")
    first.refresh_from_db()
    assert (second.number, second.version) == (first.number, 2)
    assert (first.state, first.void_reason) == ("voided", "内容有变，由新版本替代")
    assert second.code != first.code
    shown = selectors.by_code(first.code.lower())
    assert shown is not None and not shown.in_force and shown.replaced_by == second.code and shown.facts == ()
    kinds = Entry.objects.filter(kind__startswith="official_paper").values_list("kind", flat=True)
    assert list(kinds) == ["official_paper.drafted", "official_paper.issued"] * 2


@pytest.mark.django_db
@pytest.mark.parametrize("words", ["另有一处问题。", specimens.fields(Kind.PRELIMINARY_NOTICE)["problems"]])
def test_two_who_make_one_paper_at_once_end_with_one_whose_bytes_are_its_words(
    words: str, cast: Cast, monkeypatch: pytest.MonkeyPatch
) -> None:
    """The second comes while the first is being set: with other words the first gives way, with the same it is the same."""
    set_in_type, seconds = rendering.pdf, list[Document]()

    def slowly(*told: object) -> bytes:
        monkeypatch.setattr(rendering, "pdf", set_in_type)
        seconds.append(issued(cast, problems=words))
        return set_in_type(*told)  # type: ignore[arg-type]

    monkeypatch.setattr(rendering, "pdf", slowly)
    if words == "另有一处问题。":
        with pytest.raises(Refused, match="另有人按不同的内容改动了它"):
            issued(cast)
    else:
        assert issued(cast).pk == seconds[0].pk
    row = Document.objects.get()
    assert (row.state, row.fields["problems"], row.sha256) == ("issued", words, seconds[0].sha256)


@pytest.mark.django_db
def test_two_drafts_of_one_paper_never_put_ones_words_to_the_others_bytes(
    cast: Cast, monkeypatch: pytest.MonkeyPatch
) -> None:
    """The second has written its words and is not set yet when the first is done."""
    set_in_type = rendering.pdf

    def slowly(*told: object) -> bytes:
        other = issuing._Sheet(paper(cast, problems="另有一处问题。"), {})
        other.words = sheets.frozen(other.paper.kind, other.paper.fields)
        issuing._draft([other], SITE, cast.legal_office, NOW)
        return set_in_type(*told)  # type: ignore[arg-type]

    monkeypatch.setattr(rendering, "pdf", slowly)
    with pytest.raises(Refused, match="另有人按不同的内容改动了它"):
        issued(cast)
    assert Document.objects.get().state == "draft"


@pytest.mark.django_db
def test_what_is_served_no_longer_changes_and_a_voided_number_is_never_used_again(cast: Cast) -> None:
    row = issued(cast)
    serving.stamp(code=row.code, on=date(2026, 4, 20), by=cast.legal_office, now=NOW)
    made = serving.serve(code=row.code, said=handed_over(), by=cast.legal_office, now=LATER)
    assert (made.served_on, made.why) == (date(2026, 4, 21), "受送达人在送达回证上的签收日期为送达日期")
    with pytest.raises(Refused, match="已经送达"):
        issued(cast, problems="别的。")
    for code, by in ((row.code, cast.inspector), ("22222222222", cast.legal_office)):  # elsewhere, nowhere
        with pytest.raises(Refused, match="没有核验码为"):
            issuing.void(code=code, reason="写错了", by=by, now=LATER)
    issuing.void(code=row.code, reason="告知的结果有误", by=cast.legal_office, now=LATER)
    assert Number.objects.get(text=row.number).state == "voided"
    assert issued(cast, problems="别的。").number == "鹭湾人社检初告〔2026〕2号"
    with pytest.raises(IntegrityError), transaction.atomic():
        Document.objects.filter(pk=row.pk).update(sha256="0" * 64)


@pytest.mark.django_db
def test_a_firm_lists_and_keeps_the_papers_served_on_it_and_sees_which_counts_no_more(cast: Cast) -> None:
    firm, row = cast.enterprise_user, issued(cast)

    def asked(path: str = "") -> HttpResponse:
        with lived(LATER):
            return signed_in(firm, now=LATER).get(f"/ent/papers/{path}")

    serving.stamp(code=row.code, on=date(2026, 4, 20), by=cast.legal_office, now=NOW)
    serving.serve(code=row.code, said=handed_over(), by=cast.legal_office, now=LATER)
    assert "还没有送达您单位的文书" in text_of(asked())  # another firm's
    assert asked(f"{row.code}/file/").status_code == 404
    acting = {"subject_code": row.party, "subject_name": "鹭湾恒信劳务派遣有限公司", "from_on": cast.today}
    Representation.objects.create(person_id=firm.person_id, **acting)
    page = text_of(asked())
    assert all(words in page for words in (row.number, "2026年4月21日", "已送达", f'href="/v/{row.code}"'))
    assert row.number in text_of(asked("?year=2026")) and row.number not in text_of(asked("?year=2025"))
    assert sha256(asked(f"{row.code}/file/").content).hexdigest() == row.sha256
    issuing.void(code=row.code, reason="告知的结果有误", by=cast.legal_office, now=LATER)
    assert "已作废" in text_of(asked())


@pytest.mark.django_db
def test_a_paper_is_stamped_before_it_is_served_and_the_public_page_says_little(cast: Cast) -> None:
    row = issued(cast)
    with pytest.raises(Refused, match="还没有登记用印"):
        serving.serve(code=row.code, said=handed_over(), by=cast.legal_office, now=LATER)
    shown = selectors.by_code(row.code)
    assert shown is not None
    assert [label for label, _ in shown.facts] == ["检查对象", "检查事项"]
    assert (shown.number, shown.state, shown.sha256) == (row.number, "已签发", row.sha256)
    assert selectors.by_code("AAAAAAAAAA") is None
    cache.clear()  # wrong guesses of other tests are counted by address
    page = Client().get(f"/v/{row.code}")
    assert (page.status_code, page["Cache-Control"]) == (200, "no-store")
    assert all(words in text_of(page) for words in (row.number, "检查对象", "已签发"))
    assert Client().get("/v/AAAAAAAAAA").status_code == 404
    serving.stamp(code=row.code, on=date(2026, 4, 22), by=cast.legal_office, now=LATER)
    with pytest.raises(Refused, match="早于用印日期2026-04-22"):
        serving.serve(code=row.code, said=handed_over(), by=cast.legal_office, now=LATER)


@pytest.mark.django_db
def test_a_broken_file_is_told_not_shown(cast: Cast, settings: LazySettings, tmp_path: Path) -> None:
    settings.HOME = tmp_path  # the same paper of another test is the same file
    row = issued(cast)
    place = private_files.place(kept._root(), row.sha256)
    place.write_bytes(b"%PDF-1.7 something else")
    with pytest.raises(Refused, match="与登记的摘要不一致"):
        kept.read(row.sha256)
