"""比对核查 (XM-36): two data sets compared for one item of a batch; every difference gone into or made a lead.

The capture of every task is made in the same transaction: both rows side by side, under the digests of the inputs.
"""

from collections.abc import Mapping, Sequence
from dataclasses import replace
from datetime import datetime

from django.db import transaction

from mingqian.accounts.types import Actor
from mingqian.audit import services as audit
from mingqian.core import comparing
from mingqian.core.canonical import Suite, hex_digest, jcs
from mingqian.core.comparing import Compared, Side, Verdict
from mingqian.core.decision import Decision, Refused, allowed, demand_all, denied
from mingqian.inspection import datasets, listing, policies
from mingqian.inspection.enums import OffsiteRoad, OffsiteState, Settled
from mingqian.inspection.files import safe_name
from mingqian.inspection.material import NETWORK
from mingqian.inspection.models import Comparison, ComparisonRow, OffsiteStep, Task
from mingqian.inspection.policies import Verb
from mingqian.inspection.selectors import batches
from mingqian.inspection.selectors import comparing as reads
from mingqian.inspection.selectors import offsite as materials
from mingqian.inspection.services import journaling
from mingqian.inspection.types import DataSet
from mingqian.leads import services as leads
from mingqian.leads.enums import Channel, LeadKind
from mingqian.leads.types import Informant, Told

MOST_COLUMNS = 12
TOLD_LINES = 20
LONGEST = 200


@transaction.atomic
def compare(*, batch: str, item: str, left: DataSet, right: DataSet, by: Actor, now: datetime) -> Comparison:
    """Both read, compared by the firms' numbers, and put to the waiting 网络 tasks of this item, all or none."""
    row = batches.locked(by, batch)
    left, right = (replace(one, name=safe_name(one.name)) for one in (left, right))
    tasks = reads.comparable(by, row, item)
    demand_all([*batches.fallen([row]), *_may(tasks, row.code, item, left, right)])
    subjects = [task.subject for task in tasks]
    keys = [one.number for one in subjects]
    read = [datasets.opened(one, subjects) for one in (left, right)]
    sides = [comparing.side(one.name, one.rows, one.key, one.columns, keys) for one in read]
    found = comparing.compare(keys, sides[0], sides[1], left.columns)
    made = Comparison.objects.create(
        code=audit.numbers.code(f"BD-{now.year}-", 4, among=Comparison),
        batch=row, item=tasks[0].item, left_name=left.name, left_digest=read[0].digest,
        left_rows=sides[0].rows, right_name=right.name, right_digest=read[1].digest,
        right_rows=sides[1].rows, columns=[list(pair) for pair in zip(left.columns, right.columns, strict=True)],
        rule=_rule(left, right), notes=_notes(sides), digest=hex_digest(Suite.SHA256, jcs(_listed(tasks, found))),
        by_id=policies.person(by), at=now,
    )  # fmt: skip
    _put(made, tasks, found, by, now)
    counts = {verdict.value: number for verdict, number in comparing.counted(found).items()}
    body = {
        "comparison": made.code, "item": item, "left": read[0].digest, "right": read[1].digest,
        "rule": journaling.plain(made.rule), "rows": made.digest, **counts,
    }  # fmt: skip
    audit.record("offsite.compared", by=by, now=now, thing=f"inspection:{row.code}", body=body)
    return made


def _may(tasks: Sequence[Task], batch: str, item: str, left: DataSet, right: DataSet) -> list[Decision]:
    found = []
    if not tasks:
        why = f"批次{batch}的事项“{item}”没有您可以办理、待检查的网络核查任务"
        remedy = "由事项责任处室或本组人员办理；有“不一致”待核实的先核实"
        found.append(denied("comparing.no_tasks", why, NETWORK, remedy))
    if not left.columns or len(left.columns) != len(right.columns) or len(left.columns) > MOST_COLUMNS:
        why = f"没有写明比对哪些列，或两边列数不同，或超过{MOST_COLUMNS}列"
        found.append(denied("comparing.columns", why, NETWORK, "请一行写一组：左表列名＝右表列名"))
    if left.content is None and right.content is None:
        why = "两边都是名录库，没有可以比对的数据"
        found.append(denied("comparing.both_registry", why, NETWORK, "请至少上传一份数据"))
    if left.content is not None and left.content == right.content:
        why = "两份数据是同一个文件，比对没有意义"
        found.append(denied("comparing.twice", why, NETWORK, "请上传两个不同来源的数据"))
    return found


def _rule(left: DataSet, right: DataSet) -> str:
    pairs = "、".join(a if a == b else f"{a}＝{b}" for a, b in zip(left.columns, right.columns, strict=True))
    keys = f"“{left.key}”" if left.key == right.key else f"“{left.key}”和“{right.key}”"
    return (
        f"“{left.name}”与“{right.name}”按{keys}逐户对应，比对：{pairs}。全半角、大小写、空白、括号统一后比较，"
        "数字和日期按值比较。全部相同为一致；有一列不同为不一致；一边没有或重复的为无法判断。"
    )


def _notes(sides: Sequence[Side]) -> str:
    found = []
    for one in sides:
        if one.outside:
            found.append(f"“{one.name}”另有{one.outside}行不是本批本事项的待查对象，未保存。")
        if one.bad:
            lines = "、".join(map(str, one.bad[:TOLD_LINES])) + ("等" if len(one.bad) > TOLD_LINES else "")
            found.append(f"“{one.name}”第{lines}行代码有误，共{len(one.bad)}行，无法对应。")
    return "\n".join(found)


def _listed(tasks: Sequence[Task], found: Sequence[Compared]) -> list[list[object]]:
    return [
        [task.code, one.verdict.value, _kept(one.left), _kept(one.right)]
        for task, one in zip(tasks, found, strict=True)
    ]


def _kept(cells: Sequence[str]) -> list[str]:
    """As much of a cell as a page shows; compared it was whole."""
    return [cell if len(cell) <= LONGEST else f"{cell[:LONGEST]}…" for cell in cells]


def _put(
    made: Comparison, tasks: Sequence[Task], found: Sequence[Compared], by: Actor, now: datetime
) -> None:
    """The rows, and for each task its capture; what an earlier comparison left open is looked at anew by this one."""
    person = policies.person(by)
    begun = materials.begun(tasks)
    if begun:
        ComparisonRow.objects.filter(task__in=tasks, settled="", verdict=Verdict.UNCLEAR.value).update(
            settled=Settled.AGAIN.value, words=f"再次比对：{made.code}", settled_by=person, settled_at=now
        )
    ComparisonRow.objects.bulk_create(
        ComparisonRow(
            comparison=made, task=task, verdict=one.verdict.value, why=one.why[:500], left=_kept(one.left),
            right=_kept(one.right),
        )
        for task, one in zip(tasks, found, strict=True)
    )  # fmt: skip
    steps = []
    for task, one in zip(tasks, found, strict=True):
        step = begun.get(task.pk) or OffsiteStep(task=task, asked="网络核查", by_id=person, at=now)
        step.words = f"比对核查{made.code}：{one.verdict.label}。{one.why}。"
        step.state, step.road = OffsiteState.REVIEWED.value, OffsiteRoad.COMPARED.value
        step.handed_at, step.handed_by_id = now, person
        steps.append(step)
    OffsiteStep.objects.bulk_create([one for one in steps if one.pk is None])
    OffsiteStep.objects.bulk_update(
        [one for one in steps if one.task_id in begun], ["words", "state", "road", "handed_at", "handed_by"]
    )


@transaction.atomic
def verify(*, comparison: str, words: Mapping[str, str], by: Actor, now: datetime) -> int:
    """核实: task → what was found when the difference was gone into; after that its result may be recorded."""
    made, rows = _open_rows(comparison, list(words), by)
    demand_all(
        listing.said(words[row.task.code], f"{_where(row)}：没有写明核实情况", "请写明向谁核实、结果如何")
        for row in rows
    )
    for row in rows:
        _settle(row, Settled.VERIFIED, words[row.task.code].strip(), by, now)
    ComparisonRow.objects.bulk_update(rows, ["settled", "words", "settled_by", "settled_at"])
    said = [[row.task.code, " ".join(row.words.split())] for row in rows]
    more = {"sha256": hex_digest(Suite.SHA256, jcs(said))}
    _journal_settled(made, rows, Settled.VERIFIED, more, by, now)
    return len(rows)


@transaction.atomic
def to_lead(*, comparison: str, task: str, words: str, entropy: bytes, by: Actor, now: datetime) -> str:
    """The difference becomes a lead of 数据监测, with both rows; answers the lead's code."""
    made, (row,) = _open_rows(comparison, [task], by)
    demand_all([listing.said(words, f"{_where(row)}：没有写明线索内容", "请写明发现的问题")])
    told = Told(
        LeadKind.DATA.value, Channel.SYSTEM.value, row.task.subject_name,
        f"{words.strip()}\n比对核查{made.code}：{row.why}。{side_by_side(made, row)}", subject=row.task.subject.code,
    )  # fmt: skip
    lead, _ = leads.intake.receive(
        told=told, informant=Informant(), unit=row.task.unit.code, entropy=entropy, by=by, now=now
    )
    _settle(row, Settled.LEAD, words.strip(), by, now)
    row.lead = lead.code
    row.save(update_fields=["settled", "words", "settled_by", "settled_at", "lead"])
    _journal_settled(made, [row], Settled.LEAD, {"lead": lead.code}, by, now)
    return lead.code


def _journal_settled(
    made: Comparison, rows: Sequence[ComparisonRow], how: Settled, more: Mapping[str, str], by: Actor, now: datetime
) -> None:  # fmt: skip
    body = {
        "comparison": made.code, "tasks": [row.task.code for row in rows], "how": how.value, **more,
    }  # fmt: skip
    audit.record(
        "offsite.difference_settled", by=by, now=now, thing=f"inspection:{made.batch.code}", body=body
    )


def side_by_side(made: Comparison, row: ComparisonRow) -> str:
    """Both rows in words."""
    pairs = zip(made.columns, row.left or [""] * 99, row.right or [""] * 99, strict=False)
    return "；".join(
        f"{name}：{made.left_name} {a or '—'}，{made.right_name} {b or '—'}" for (name, _), a, b in pairs
    )


def _open_rows(code: str, tasks: Sequence[str], by: Actor) -> tuple[Comparison, list[ComparisonRow]]:
    made, rows = reads.locked(by, code, tasks)
    sits = reads.sitting(by, made.batch)
    demand_all(
        [
            *(
                allowed() if not row.settled and row.verdict != Verdict.SAME else _settled(row)
                for row in rows
            ),
            *(
                policies.team_may(by, Verb.RECORD, row.task.unit.path, in_team=row.task.team in sits)
                for row in rows
            ),
        ]
    )
    if not rows:
        raise Refused(denied("comparing.nothing", "没有选择要核实的项", NETWORK, "请逐项填写核实情况"))
    return made, rows


def _settled(row: ComparisonRow) -> Decision:
    word = Settled(row.settled).label if row.settled else Verdict(row.verdict).label
    return denied("comparing.settled", f"{_where(row)}：{word}，不必核实", NETWORK, "请核对任务")


def _where(row: ComparisonRow) -> str:
    return f"任务{row.task.code}（{row.task.subject_name}）"


def _settle(row: ComparisonRow, how: Settled, words: str, by: Actor, now: datetime) -> None:
    row.settled, row.words = how.value, words
    row.settled_by_id, row.settled_at = policies.person(by), now
