"""Taking a batch back, exactly: what it added goes, what it changed becomes what it was.

Refused where something stands on it: a later batch, a change by hand, a mark, a visit, a tie. The batch
and its changes stay as history; the journal says who took it back.
"""

from collections.abc import Iterable, Sequence
from datetime import datetime
from typing import Any

from django.db import transaction

from mingqian.accounts.types import Actor
from mingqian.audit import services as audit
from mingqian.core import machine
from mingqian.core.decision import Decision, Refused, demand, denied
from mingqian.core.machines import import_batch
from mingqian.registry.enums import ChangeAction, ImportState
from mingqian.registry.importing import apply, licences, revert_lists, rights, staging
from mingqian.registry.importing.columns import Kind
from mingqian.registry.importing.sniffing import refuse
from mingqian.registry.importing.staging import UPDATES
from mingqian.registry.models import (
    DuplicateCandidate,
    ImportBatch,
    ImportChange,
    Subject,
    SubjectName,
    SubjectSource,
    SubjectTag,
)

_SUBJECT = Subject._meta.db_table
_CHANGE = ImportChange._meta.db_table
_BATCH = ImportBatch._meta.db_table
NAMED = 5


def batch(number: str, *, by: Actor, now: datetime) -> ImportBatch:
    """Undo the batch of that number. One transaction, one journal entry."""
    if by.person_id is None:
        raise refuse("nobody", "撤回导入要落到具体的人", "请用 --as 工号 说明由谁撤回")
    with transaction.atomic():
        apply.lock()
        found = _batch(number, by)
        demand(_may(by, found))
        state = machine.move(import_batch.MACHINE, found.state, "revert")
        _stands_alone(found)
        _undo(found)
        found.state = state
        found.reverted_by_id, found.reverted_at = by.person_id, now
        found.save()
        audit.record(
            "registry.import_reverted",
            by=by,
            now=now,
            thing=f"import:{found.number}",
            body={"kind": found.kind, "added": found.added, "changed": found.changed},
        )
        return found


def _batch(number: str, by: Actor) -> ImportBatch:
    rows = ImportBatch.objects.select_for_update(of=("self",)).select_related("unit")
    found = rows.filter(number=number).first()
    if found is None or found.unit is None or not by.covers(found.unit.path):
        raise refuse(
            "no_batch",
            f"没有编号为“{number}”的导入批次，或不在本账号范围内",
            "可用 mingqian import --list 查看",
        )
    return found


def _may(by: Actor, found: ImportBatch) -> Decision:
    """Taking a list back is keeping the registry: whoever runs the draw, or only looks on, does not."""
    return rights.may(by, Kind(found.kind), found.unit.path if found.unit else "")


def _stands_alone(found: ImportBatch) -> None:
    """Every reason at once why the batch cannot be taken back."""
    if found.kind in revert_lists.REASONS:
        reasons = list(revert_lists.REASONS[found.kind](found))
    else:
        # A later batch explains the rest: its own changes would only be listed a second time.
        reasons = [*_later_batches(found)] or [*_later_writes(found), *_dependants(found)]
    if reasons:
        raise Refused(
            *(
                denied("import.stood_on", f"批次{found.number}不能撤回：{reason}", remedy=remedy)
                for reason, remedy in reasons
            )
        )


def _undo(found: ImportBatch) -> None:
    if found.kind in revert_lists.REMOVALS:
        revert_lists.REMOVALS[found.kind](found)
    else:
        _restore(found)
        _remove(found)


def _later_batches(found: ImportBatch) -> Iterable[tuple[str, str]]:
    rows = staging.fetch(
        f"SELECT b.number, COUNT(*) FROM {_CHANGE} mine JOIN {_CHANGE} later "
        f"ON later.thing_id = mine.thing_id AND later.batch_id > mine.batch_id "
        f"JOIN {_BATCH} b ON b.id = later.batch_id "
        f"WHERE mine.batch_id = %s AND b.kind = %s AND b.state = '{ImportState.APPLIED}' "
        "GROUP BY b.number ORDER BY b.number",
        [found.pk, found.kind],
    )
    for number, count in rows:
        yield f"之后的批次{number}又改动或核对了其中 {count} 条", f"请先撤回{number}"


def _later_writes(found: ImportBatch) -> Iterable[tuple[str, str]]:
    """Rows written since by hand: their stamp is no longer the batch's."""
    where = (
        f"FROM {_CHANGE} c JOIN {_SUBJECT} s ON s.id = c.thing_id WHERE c.batch_id = %s "
        f"AND c.action IN ('{ChangeAction.NEW}', '{ChangeAction.CHANGED}') AND s.changed_at <> "
        + staging.typed("%s", "timestamptz")
    )
    values = [found.pk, apply.stored(found.applied_at)]
    count = staging.one(f"SELECT COUNT(*) {where}", values)
    if count:
        names = staging.fetch(f"SELECT s.name {where} ORDER BY c.line LIMIT {NAMED}", values)
        yield (
            f"其中 {count} 条之后被改动过（{_listed(names, count)}）",
            "请逐条更正，或先恢复这些改动",
        )


def _dependants(found: ImportBatch) -> Iterable[tuple[str, str]]:
    """Marks, visits, ties, plans … that name a firm the batch added."""
    added = f"SELECT thing_id FROM {_CHANGE} WHERE batch_id = %s AND action = '{ChangeAction.NEW}'"
    own = {SubjectTag: "source", SubjectName: "source"}
    for relation in Subject._meta.related_objects:
        model, field = relation.related_model, relation.field
        if isinstance(model, str) or model in (SubjectSource, DuplicateCandidate):
            continue
        table, column = model._meta.db_table, field.column
        where = f"t.{column} IN ({added})"
        values: list[int | str] = [found.pk]
        if model in own:
            where += f" AND t.{own[model]} <> %s"
            values.append(f"import:{found.number}")
        select = f"FROM {table} t JOIN {_SUBJECT} s ON s.id = t.{column} WHERE {where}"
        count = staging.one(f"SELECT COUNT(DISTINCT s.id) {select}", values)
        if count:
            names = staging.fetch(f"SELECT DISTINCT s.name {select} LIMIT {NAMED}", values)
            what = _THINGS.get(model.__name__, "其他登记")
            yield f"其新增的 {count} 个单位已有{what}（{_listed(names, count)}）", f"请先处理{what}"


_THINGS = {
    "SubjectMark": "必查或免检标记",
    "AbnormalEntry": "异常记录",
    "SubjectVisit": "检查记录",
    "RecusalTie": "回避关系",
    "StandingProposal": "标记或异常申请",
    "DuplicateDecision": "查重结论",
    "Subject": "并入的记录",
    "Task": "检查任务",
    "SubjectTag": "人工加注的类别",
    "SubjectName": "名称变更记录",
}


def _listed(names: Sequence[tuple[Any, ...]], count: int) -> str:
    return "、".join(str(row[0]) for row in names) + ("等" if count > len(names) else "")


def _restore(found: ImportBatch) -> None:
    """Old values back, stamps included."""
    licences.restore(found)
    staging.create(UPDATES, apply.UPDATE_COLUMNS)
    rows = (
        found.changes.filter(action__in=[ChangeAction.CHANGED, ChangeAction.UNCHANGED])
        .values_list("thing_id", "before")
        .iterator(chunk_size=staging.BATCH_ROWS)
    )
    page: list[list[Any]] = []
    for subject, before in rows:
        page.append(apply.update_row(subject, before))
        if len(page) >= staging.BATCH_ROWS:
            staging.load(UPDATES, apply.UPDATE_COLUMNS, page)
            page = []
    staging.load(UPDATES, apply.UPDATE_COLUMNS, page)
    apply.write_updates()
    staging.drop(UPDATES)


def _remove(found: ImportBatch) -> None:
    """Tags, old names and words of the batch, then the firms it added."""
    mark = f"import:{found.number}"
    for model in (SubjectTag, SubjectName):
        staging.execute(f"DELETE FROM {model._meta.db_table} WHERE source = %s", [mark])
    staging.execute(f"DELETE FROM {SubjectSource._meta.db_table} WHERE batch_id = %s", [found.pk])
    added = f"SELECT thing_id FROM {_CHANGE} WHERE batch_id = %s AND action = '{ChangeAction.NEW}'"
    pairs = DuplicateCandidate._meta.db_table
    staging.execute(
        f"DELETE FROM {pairs} WHERE first_id IN ({added}) OR second_id IN ({added})", [found.pk, found.pk]
    )
    staging.execute(f"DELETE FROM {_SUBJECT} WHERE id IN ({added})", [found.pk])
