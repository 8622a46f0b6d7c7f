"""Lists of subjects against the registry: preview, one batch, history, undo; rows and journal."""

import csv
import json
import re
from datetime import timedelta

import pytest
from tests import cast as casting
from tests.registry.importing import firms

from mingqian.audit import selectors as journal
from mingqian.audit.models import Entry
from mingqian.core.decision import Refused
from mingqian.registry.importing import apply, staging
from mingqian.registry.importing.fates import Fate
from mingqian.registry.importing.findings import Level
from mingqian.registry.models import (
    ImportBatch,
    ImportChange,
    Subject,
    SubjectMark,
    SubjectName,
    SubjectTag,
)
from mingqian.registry.services import imports, subjects

pytestmark = pytest.mark.django_db
NOW = casting.NOW
LATER = NOW + timedelta(days=40)


@pytest.fixture
def bring(cast, tmp_path):
    """Write rows to a file and import them; answers (preview, batch)."""

    def bring(rows, *, by=None, now=NOW, **wishes):
        path = firms.write(tmp_path / f"名单{now:%m%d}.csv", rows)
        return imports.load(path, by=by or cast.legal_office, now=now, **wishes)

    return bring


def everything() -> list[dict[str, object]]:
    return list(Subject.objects.order_by("id").values())


def test_new_firms_enter_with_every_field_and_one_journal_entry(bring, cast):
    before = Entry.objects.count()
    preview, batch = bring([firms.firm(1), firms.firm(2, 成立日期="2016年5月8日")])
    assert preview.fates[Fate.NEW] == batch.added == 2
    second = Subject.objects.get(number=firms.code(2))
    assert second.code == f"USCC:{firms.code(2)}"
    assert (second.name, second.registered_on.isoformat()) == ("鹭湾第2商贸有限公司", "2016-05-08")
    assert (second.kind, second.status, second.division_code) == ("enterprise", "active", "359901")
    assert (second.unit_id, second.changed_by) == (cast.legal_office.unit_id, "LW02")
    assert second.confirmed_on.isoformat() == "2026-01-05"
    assert Entry.objects.count() == before + 1
    body = json.loads(Entry.objects.latest("seq").body)
    assert (body["added"], body["rows"], body["digest"]) == (2, 2, batch.file_digest)
    assert journal.verify() is None


def test_a_preview_alone_changes_nothing(cast, tmp_path):
    path = firms.write(tmp_path / "a.csv", [firms.firm(1)])
    with imports.preview(path, by=cast.legal_office) as pending:
        lines = "\n".join(imports.described(pending))
    assert "新增 1" in lines
    assert firms.code(1) in lines
    assert not Subject.objects.exists()
    assert not ImportBatch.objects.exists()


def test_the_same_list_again_changes_nothing_but_the_day_of_confirmation(bring):
    bring([firms.firm(1), firms.firm(2)])
    preview, batch = bring([firms.firm(1), firms.firm(2)], now=LATER)
    assert (preview.fates[Fate.UNCHANGED], batch.added, batch.changed) == (2, 0, 0)
    assert {s.confirmed_on.isoformat() for s in Subject.objects.all()} == {"2026-02-14"}
    assert {s.changed_at for s in Subject.objects.all()} == {NOW}


@pytest.mark.clause("XM-24")
def test_a_change_is_previewed_old_to_new_and_kept_with_who_and_when(bring):
    bring([firms.firm(1), firms.firm(2)])
    preview, batch = bring([firms.firm(1, 地址="鹭湾市海岭区新路9号"), firms.firm(2)], now=LATER)
    assert preview.fates[Fate.CHANGED] == 1
    [change] = preview.changed
    assert (change.before["address"], change.after["address"]) == (
        "鹭湾市湖滨区湖滨路1号",
        "鹭湾市海岭区新路9号",
    )
    row = ImportChange.objects.get(batch=batch, action="changed")
    assert row.before["address"] == "鹭湾市湖滨区湖滨路1号"
    assert row.after["address"] == "鹭湾市海岭区新路9号"
    assert (batch.applied_by.name, batch.applied_at) == ("沈知法", LATER)
    assert Subject.objects.get(number=firms.code(1)).address == "鹭湾市海岭区新路9号"


def test_a_new_name_leaves_the_old_one_in_the_history(bring):
    bring([firms.firm(1)])
    bring([firms.firm(1, 单位名称="鹭湾新名贸易有限公司")], now=LATER)
    subject = Subject.objects.get()
    assert subject.name == "鹭湾新名贸易有限公司"
    old = SubjectName.objects.get()
    assert (old.name, old.until_on.isoformat()) == ("鹭湾第1商贸有限公司", "2026-02-14")


def test_an_empty_cell_or_missing_column_says_nothing(bring, cast, tmp_path):
    bring([firms.firm(1)])
    path = firms.write(
        tmp_path / "b.csv", [firms.firm(1, 联系人="N/A")], ["统一社会信用代码", "单位名称", "联系人"]
    )
    preview, _ = imports.load(path, by=cast.legal_office, now=LATER)
    assert preview.fates[Fate.UNCHANGED] == 1
    assert Subject.objects.get().contact_person == "联系人1"


def test_rows_that_say_the_same_are_merged_and_rows_that_differ_are_both_refused(bring):
    preview, batch = bring(
        [firms.firm(1), firms.firm(1), firms.firm(2), firms.firm(2, 地址="鹭湾市别处1号"), firms.firm(3)]
    )
    assert (preview.fates[Fate.MERGED], preview.fates[Fate.CLASH]) == (1, 2)
    assert batch.added == 2
    assert set(Subject.objects.values_list("number", flat=True)) == {firms.code(1), firms.code(3)}
    [(_, _, number, firsts)] = preview.tally.of(Level.ERROR)
    assert number == 2
    assert "第4、5行重复，地址不一致" in firsts[0].message


def test_a_healed_code_meets_the_firm_it_names(bring):
    bring([firms.firm(31)])
    row = firms.firm(31)
    row["统一社会信用代码"] = f" '{row['统一社会信用代码'].lower()}"
    preview, _ = bring([row], now=LATER)
    assert (preview.fates[Fate.NEW], preview.fates[Fate.UNCHANGED]) == (0, 1)


def test_bad_rows_stay_out_and_good_rows_go_in(bring):
    preview, batch = bring(
        [firms.firm(1), firms.firm(2, 统一社会信用代码="320404000073274"), firms.firm(3, 单位名称="")]
    )
    assert (preview.refused, batch.refused, batch.added) == (2, 2, 1)


def test_a_list_of_nothing_but_errors_saves_nothing(cast, tmp_path):
    path = firms.write(tmp_path / "a.csv", [firms.firm(1, 统一社会信用代码="1")])
    with pytest.raises(Refused, match="没有一行可以导入"):
        imports.load(path, by=cast.legal_office, now=NOW)
    assert not ImportBatch.objects.exists()


@pytest.mark.clause("XM-24", "XM-22")
def test_another_units_firm_is_refused_naming_the_unit(bring, cast):
    bring([firms.firm(1), firms.firm(2)], by=cast.legal_office, unit="359901")
    preview, batch = bring(
        [firms.firm(1, 地址="鹭湾市别处"), firms.firm(3)], by=cast.second_district, now=LATER
    )
    assert (preview.fates[Fate.FOREIGN], batch.added) == (1, 1)
    assert "湖滨区人力资源和社会保障局" in next(
        f.message for key, group in preview.tally.firsts.items() if key[1] == "foreign" for f in group
    )
    assert Subject.objects.get(number=firms.code(1)).address == "鹭湾市湖滨区湖滨路1号"


def test_a_person_without_the_role_or_the_unit_is_refused_before_the_file_is_read(cast, tmp_path):
    path = firms.write(tmp_path / "a.csv", [firms.firm(1)])
    with pytest.raises(Refused, match="维护监管对象名录库"):
        imports.preview(path, by=cast.draw_operator)
    with pytest.raises(Refused, match="没有代码为“359902”的单位"):
        imports.preview(path, by=cast.district_bureau, unit="359902")


def test_the_unit_column_says_whose_firm_it_is_and_an_unknown_word_only_warns(bring, cast):
    preview, _ = bring([firms.firm(1, 归属单位="海岭区人力资源和社会保障局"), firms.firm(2, 归属单位="某所")])
    first, second = Subject.objects.order_by("number").select_related("unit")
    assert first.unit.code == "359902"
    assert second.unit_id == cast.legal_office.unit_id
    assert preview.warned == 0 or preview.refused == 0
    assert any(key[1] == "unit" for key in preview.tally.counts)


def test_trade_words_give_tags_and_an_ordered_tag_goes_to_every_firm(bring):
    rows = [firms.firm(1, 经营范围="劳务派遣；日用百货"), firms.firm(2)]
    preview, _ = bring(rows, tag="special_hours")
    assert preview.tags == {"labour_dispatch": 1}
    tags = {(t.subject.number, t.tag) for t in SubjectTag.objects.select_related("subject")}
    assert tags == {
        (firms.code(1), "labour_dispatch"),
        (firms.code(1), "special_hours"),
        (firms.code(2), "special_hours"),
    }


def test_a_licence_list_brings_number_issuer_and_validity(bring):
    bring(
        [
            firms.firm(
                1,
                许可证编号="3599-2026-001",
                发证机关="鹭湾市人社局",
                许可有效期起="2026-01-02",
                许可有效期止="2029/1/1",
            )
        ],
        tag="labour_dispatch",
        source="licence",
    )
    tag = SubjectTag.objects.get()
    assert (tag.licence_no, tag.licence_issuer) == ("3599-2026-001", "鹭湾市人社局")
    assert (tag.from_on.isoformat(), tag.licence_until.isoformat()) == ("2026-01-02", "2029-01-01")


def test_a_renewed_licence_is_previewed_written_and_can_be_taken_back(bring, cast):
    row = firms.firm(1, 许可证编号="3599-2026-001", 许可有效期止="2029-01-01")
    bring([row], tag="labour_dispatch")
    before = list(SubjectTag.objects.values())
    preview, batch = bring([row | {"许可有效期止": "2032-01-01"}], tag="labour_dispatch", now=LATER)
    [renewal] = preview.renewed
    assert (renewal.before["licence_until"], renewal.after["licence_until"]) == ("2029-01-01", "2032-01-01")
    assert SubjectTag.objects.get().licence_until.isoformat() == "2032-01-01"
    imports.take_back(batch.number, by=cast.legal_office, now=LATER)
    assert list(SubjectTag.objects.values()) == before


def test_other_columns_can_be_kept_as_facts_and_a_change_of_them_shows(bring):
    bring([firms.firm(1, 等级="甲")], mapping={"等级": "附加:等级"})
    assert Subject.objects.get().facts == {"等级": "甲"}
    preview, _ = bring([firms.firm(1, 等级="乙")], mapping={"等级": "附加:等级"}, now=LATER)
    assert preview.fates[Fate.CHANGED] == 1
    assert Subject.objects.get().facts == {"等级": "乙"}


def test_a_closed_firm_is_closed_since_today_and_undo_opens_it_again(bring, cast):
    bring([firms.firm(1)])
    before = everything()
    _, batch = bring([firms.firm(1, 登记状态="注销")], now=LATER)
    subject = Subject.objects.get()
    assert (subject.status, subject.status_since.isoformat()) == ("closed", "2026-02-14")
    imports.take_back(batch.number, by=cast.legal_office, now=LATER)
    assert everything() == before


def test_undo_restores_every_value_and_removes_what_was_added(bring, cast):
    bring([firms.firm(1), firms.firm(2), firms.firm(4, 经营范围="职业技能培训")])
    before = everything()
    tags = list(SubjectTag.objects.values())
    _, batch = bring(
        [
            firms.firm(1, 单位名称="鹭湾新名有限公司", 成立日期="2001-01-01", 经营范围="劳务派遣"),
            firms.firm(2),
            firms.firm(3),
            firms.firm(4, 联系人="新联系人"),
        ],
        now=LATER,
        source="insured",
    )
    assert (batch.added, batch.changed, batch.unchanged) == (1, 2, 1)
    imports.take_back(batch.number, by=cast.legal_office, now=LATER)
    assert everything() == before
    assert list(SubjectTag.objects.values()) == tags
    assert not SubjectName.objects.exists()
    batch.refresh_from_db()
    assert (batch.state, batch.reverted_by.code) == ("reverted", "LW02")
    assert Entry.objects.latest("seq").kind == "registry.import_reverted"
    assert journal.verify() is None


def test_undo_is_refused_while_a_later_batch_stands_on_it(bring, cast):
    _, first = bring([firms.firm(1)])
    _, second = bring([firms.firm(1, 地址="别处")], now=LATER)
    with pytest.raises(Refused, match=second.number):
        imports.take_back(first.number, by=cast.legal_office, now=LATER)
    imports.take_back(second.number, by=cast.legal_office, now=LATER)
    imports.take_back(first.number, by=cast.legal_office, now=LATER)
    assert not Subject.objects.exists()


def test_undo_is_refused_after_a_change_by_hand_naming_the_firm(bring, cast):
    _, batch = bring([firms.firm(1)])
    subjects.change(code=f"USCC:{firms.code(1)}", fields={"address": "手改"}, by=cast.legal_office, now=LATER)
    with pytest.raises(Refused, match="鹭湾第1商贸有限公司"):
        imports.take_back(batch.number, by=cast.legal_office, now=LATER)
    assert Subject.objects.get().address == "手改"


def test_undo_is_refused_while_a_mark_stands_on_an_added_firm(bring, cast):
    _, batch = bring([firms.firm(1)])
    SubjectMark.objects.create(
        subject=Subject.objects.get(),
        code="TS",
        reason="举报",
        evidence="鹭湾举报〔2026〕1号",
        from_on=casting.TODAY,
        marked_by="LW02",
        approved_by="LW03",
    )
    with pytest.raises(Refused, match="必查或免检标记"):
        imports.take_back(batch.number, by=cast.legal_office, now=LATER)


def test_undo_twice_or_of_nothing_is_refused(bring, cast):
    _, batch = bring([firms.firm(1)])
    imports.take_back(batch.number, by=cast.legal_office, now=NOW)
    with pytest.raises(Refused, match="已撤回"):
        imports.take_back(batch.number, by=cast.legal_office, now=NOW)
    with pytest.raises(Refused, match="没有编号"):
        imports.take_back("DR-19990101-001", by=cast.legal_office, now=NOW)


def test_a_registry_that_moved_since_the_preview_refuses_the_batch_whole(cast, tmp_path):
    path = firms.write(tmp_path / "a.csv", [firms.firm(1), firms.firm(2)])
    other = firms.write(tmp_path / "b.csv", [firms.firm(2)])
    with imports.preview(path, by=cast.legal_office) as pending:
        kept = staging.fetch(f"SELECT * FROM {staging.STAGE}")
        columns = (*staging.COLUMNS, "subject_id")
        imports.load(other, by=cast.legal_office, now=NOW)
        staging.create(staging.STAGE, columns)
        staging.load(staging.STAGE, columns, kept)
        with pytest.raises(Refused, match="预览之后名录有变化"):
            imports.confirm(pending, by=cast.legal_office, now=NOW)
    assert Subject.objects.count() == 1


def test_a_failure_in_the_middle_saves_nothing(bring, cast, monkeypatch):
    def fails(*_: object, **__: object) -> None:
        raise RuntimeError("power cut")

    monkeypatch.setattr(apply, "journal", fails)
    with pytest.raises(RuntimeError):
        bring([firms.firm(1, 经营范围="劳务派遣")])
    assert not Subject.objects.exists()
    assert not SubjectTag.objects.exists()
    assert not ImportBatch.objects.exists()


def test_real_rows_said_to_be_repeated_never_become_a_second_firm(cast, shared, tmp_path):
    """dirty_rows.csv 「代码重复(前见:甲)」: the earlier row first, then the file."""
    with (shared / "data/registry/dirty_rows.csv").open(encoding="utf-8", newline="") as file:
        again = [row for row in csv.DictReader(file) if row["reason"].startswith("代码重复")]
    assert len(again) == 79
    earlier = [{**row, "name": re.search(r"前见:(.*)\)", row["reason"])[1]} for row in again]
    header = ["name", "uscc", "address"]
    imports.load(firms.write(tmp_path / "a.csv", earlier, header), by=cast.legal_office, now=NOW)
    count = Subject.objects.count()
    _preview, batch = imports.load(
        shared / "data/registry/dirty_rows.csv", by=cast.legal_office, now=LATER, mapping={}
    )
    codes = [row["uscc"] for row in again]
    assert Subject.objects.filter(number__in=codes).count() == count
    assert batch.added + count == Subject.objects.count()


@pytest.mark.slow
def test_a_real_list_goes_in_and_comes_out_again(cast, shared):
    preview, batch = imports.load(shared / "data/registry/fuling.csv", by=cast.legal_office, now=NOW)
    assert (preview.rows, batch.added, batch.refused) == (1866, 1866, 0)
    assert SubjectTag.objects.filter(tag="labour_dispatch").exists()
    imports.take_back(batch.number, by=cast.legal_office, now=LATER)
    assert not Subject.objects.exists()
    assert not SubjectTag.objects.exists()
