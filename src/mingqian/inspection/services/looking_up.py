"""Material that no firm is asked for: the bureau's own copies, and what is looked up on the network (XM-34, 36)."""

from collections.abc import Sequence
from datetime import datetime

from django.db import transaction
from django.utils.timezone import localdate

from mingqian.accounts.types import Actor
from mingqian.audit import services as audit
from mingqian.core.comparing import Verdict
from mingqian.core.decision import Decision, allowed, demand_all, denied
from mingqian.inspection import files, gates, listing, policies
from mingqian.inspection.enums import OffsiteRoad, OffsiteState, Settled
from mingqian.inspection.material import NETWORK, SHARED
from mingqian.inspection.models import ComparisonRow, OffsiteFile, OffsiteStep, Task
from mingqian.inspection.policies import Verb
from mingqian.inspection.selectors import batches, tasks
from mingqian.inspection.selectors import offsite as reads
from mingqian.inspection.services import journaling, offsite, timing
from mingqian.inspection.types import Upload
from mingqian.registry.enums import Method

COPIES = "使用本机关已有材料"


@transaction.atomic
def hold(
    *,
    tasks_: Sequence[str],
    source: str,
    words: str,
    uploads: Sequence[Upload] = (),
    by: Actor,
    now: datetime,
) -> int:
    """书面检查 from what the bureau has in its own files: nothing is asked of the firm, an open request is withdrawn."""
    rows, given = tasks.locked(by, tasks_), tuple(uploads)
    files.demand_acceptable(given)
    begun = reads.begun(rows)
    sits = {batch: tasks.sits(by, batch) for batch in {row.batch_id for row in rows}}
    demand_all(
        [
            listing.said(source, "没有写明材料在哪里（系统、档案号或归档编号）", "请填写材料来源"),
            listing.said(words, "没有写明查阅了什么、看到什么", "请写明查阅情况"),
            *batches.fallen(row.batch for row in rows),
            *gates.all_of([_may_hold(row, by, begun.get(row.pk), row.team in sits[row.batch_id]) for row in rows]),
        ]
    )  # fmt: skip
    steps = _held(rows, begun, words, by, now)
    digests = [files.keep(one) for one in given]
    OffsiteFile.objects.bulk_create(
        offsite.file_row(step, one, digest, source.strip(), now)
        for step in steps
        for one, digest in zip(given, digests, strict=True)
    )
    timing.dropped([row for row in rows if row.pk in begun], localdate(now), COPIES, offsite.DUE)
    body = {"tasks": len(rows), "source": journaling.plain(source), "sha256": digests}
    audit.record("offsite.held", by=by, now=now, thing=journaling.thing(rows), body=body)
    return len(steps)


def _may_hold(row: Task, by: Actor, step: OffsiteStep | None, sits: bool) -> tuple[Decision, ...]:
    where = f"任务{row.code}（{row.subject_name}）"
    answers = [policies.team_may(by, Verb.RECORD, row.unit.path, in_team=sits and row.team > 0)]
    if row.method != Method.WRITTEN or row.state != "waiting":
        answers.append(denied("offsite.method", f"{where}：不是待检查的书面检查", SHARED, "请核对任务"))
    elif step is not None and step.state not in (OffsiteState.ASKED, OffsiteState.RETURNED):
        state = OffsiteState(step.state).label
        answers.append(denied("offsite.has", f"{where}：材料{state}，不必再登记", SHARED, "请打开任务审核"))
    return tuple(one for one in answers if not one.ok)


def _held(
    rows: Sequence[Task], begun: dict[int, OffsiteStep], words: str, by: Actor, now: datetime
) -> list[OffsiteStep]:
    person = policies.person(by)
    fields = {
        "road": OffsiteRoad.OWN.value, "state": OffsiteState.REVIEWED.value, "words": words.strip(),
        "handed_at": now, "handed_by_id": person,
    }  # fmt: skip
    new = OffsiteStep.objects.bulk_create(
        OffsiteStep(task=row, asked=COPIES, by_id=person, at=now, **fields)
        for row in rows
        if row.pk not in begun
    )
    OffsiteStep.objects.filter(task__in=[row.pk for row in rows if row.pk in begun]).update(**fields)
    return [*new, *begun.values()]


@transaction.atomic
def capture(
    *, task: str, source: str, words: str, uploads: Sequence[Upload], by: Actor, now: datetime
) -> OffsiteStep:
    """网络核查: where it was looked up, what was seen, and the captured evidence."""
    (row,) = tasks.locked(by, [task])
    given = tuple(uploads)
    files.demand_acceptable(given)
    where = f"任务{row.code}（{row.subject_name}）"
    fits = row.method == Method.NETWORK and row.state == "waiting"
    demand_all(
        [
            policies.team_may(by, Verb.RECORD, row.unit.path, in_team=row.team in tasks.sits(by, row.batch_id) and row.team > 0),
            allowed() if fits else denied("offsite.method", f"{where}：不是待检查的网络核查", NETWORK, "请核对任务"),
            listing.said(source, "没有写明网址、平台或数据来源", "请填写来源"),
            listing.said(words, "没有写明核查的情况", "请写明比对了什么、结果如何"),
            allowed() if given else denied("offsite.files", "网络核查须留存页面截图或数据文件", NETWORK, "请上传"),
        ]
    )  # fmt: skip
    person = policies.person(by)
    step, _ = OffsiteStep.objects.get_or_create(
        task=row, defaults={"asked": "网络核查", "by_id": person, "at": now}
    )
    step.words, step.state, step.handed_at = words.strip(), OffsiteState.REVIEWED.value, now
    step.handed_by_id, step.road = person, OffsiteRoad.LOOKED_UP.value
    step.save(update_fields=["words", "state", "handed_at", "handed_by", "road"])
    kept = offsite.keep(step, given, source.strip(), now)
    # What a comparison could not tell has been looked up now.
    ComparisonRow.objects.filter(task=row, settled="", verdict=Verdict.UNCLEAR.value).update(
        settled=Settled.AGAIN.value, words=words.strip(), settled_by=person, settled_at=now
    )
    body = {"source": journaling.plain(source), "sha256": kept}
    audit.record("offsite.captured", by=by, now=now, thing=f"task:{row.code}", body=body)
    return step
