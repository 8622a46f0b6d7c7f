"""年度自查报告 (XM-33): called for once a year, filed by the firm, corrected by filing again; who did not file is told apart."""

from collections.abc import Mapping, Sequence
from datetime import date, datetime
from itertools import islice

from django.db import transaction
from django.utils.timezone import localdate

from mingqian.accounts.types import Actor
from mingqian.audit import services as audit
from mingqian.core.canonical import Suite, hex_digest, jcs
from mingqian.core.decision import Refused, demand, demand_all, denied
from mingqian.inspection import annual, files, policies
from mingqian.inspection.annual import Standing
from mingqian.inspection.material import OWN_CHECK
from mingqian.inspection.models import AnnualDuty, AnnualFile, AnnualReport
from mingqian.inspection.policies import Verb
from mingqian.inspection.selectors import annual as reads
from mingqian.inspection.services import journaling
from mingqian.inspection.types import Upload
from mingqian.registry import selectors as registries
from mingqian.registry import services as registry
from mingqian.registry.types import RollRules

SOURCE = "年度自查报告"
AT_ONCE = 2_000


@transaction.atomic
def call(*, item: str, year: int, points: str, due_on: date, by: Actor, now: datetime) -> AnnualDuty:
    """Everybody of the item's list owes a report about the year; the firms see it at once."""
    today, listed = localdate(now), annual.points_of(points)
    facts = registries.items.facts(by, item, today)
    demand_all([policies.may(by, Verb.OPEN, facts.unit_path), *annual.may_call(listed, due_on, today, year)])
    row = registries.items.visible(by).filter(code=item).first()
    if row is None:
        raise Refused(denied("annual.item", f"事项“{item}”不在您的范围内", OWN_CHECK, "请由责任单位布置"))
    # The number first: who calls for the same year meanwhile waits here, and finds what stands.
    code = audit.numbers.code(f"NB-{year}-", 3, among=AnnualDuty)
    if AnnualDuty.objects.filter(item=row, year=year).exists():
        why = f"事项“{facts.name}”{year}年度的自查报告已经布置"
        raise Refused(denied("annual.twice", why, OWN_CHECK, "请打开已经布置的"))
    duty = AnnualDuty.objects.create(
        code=code, item=row, item_name=facts.name[:300],
        unit_id=row.unit_id, year=year, points=listed, due_on=due_on, by_id=policies.person(by), at=now,
    )  # fmt: skip
    number = 0
    rolled = registries.universe.rows(by, item, today, RollRules(on=today))
    owing = (one for one in rolled if not one.standing.status.startswith("X:"))
    while group := list(islice(owing, AT_ONCE)):
        known = registries.reading.named(by, [one.id for one in group])
        AnnualReport.objects.bulk_create(
            AnnualReport(
                duty=duty, number=number + place, subject=known[one.id], subject_name=one.name,
                natural_person=one.id.startswith("PID:"),
            )
            for place, one in enumerate(group, 1)
        )  # fmt: skip
        number += len(group)
    if not number:
        why = f"事项“{facts.name}”的名录里没有监管对象"
        raise Refused(denied("annual.nobody", why, OWN_CHECK, "请先导入名录，再布置"))
    body = {"item": item, "year": year, "due": due_on.isoformat(), "subjects": number}
    audit.record("annual.called", by=by, now=now, thing=f"annual:{duty.code}", body=body)
    return duty


@transaction.atomic
def file(
    *, duty: str, subject: str, answers: Mapping[str, str], words: str, corrected: str, truthful: bool,
    uploads: Sequence[Upload], by: Actor, now: datetime,
) -> AnnualReport:  # fmt: skip
    """By the firm. Filed again it is corrected: the receipt stays, the version goes up, the first day counts."""
    report, given = reads.locked_of_firm(by, duty, subject), tuple(uploads)
    files.demand_acceptable(given)
    demand_all(annual.may_file(report.duty.points, answers, words, corrected, truthful=truthful))
    report.answers, report.words, report.corrected = dict(answers), words.strip(), corrected.strip()
    report.truthful, report.version = True, report.version + 1
    report.filed_on = report.filed_on or localdate(now)
    report.handed_by_id, report.handed_at = policies.person(by), now
    report.save()
    kept = AnnualFile.objects.bulk_create(
        AnnualFile(
            report=report, version=report.version, name=files.safe_name(one.name), size=len(one.content),
            digest=files.keep(one),
        )
        for one in given
    )  # fmt: skip
    said = [
        sorted(map(list, report.answers.items())),
        *(" ".join(one.split()) for one in (report.words, report.corrected)),
        [one.digest for one in kept],
    ]
    body = {
        "receipt": reads.receipt(report), "version": report.version, "files": len(given),
        "sha256": hex_digest(Suite.SHA256, jcs(said)),
    }  # fmt: skip
    audit.record("annual.filed", by=by, now=now, thing=f"annual:{duty}", body=body)
    return report


@transaction.atomic
def mark(*, duty: str, tag: str, by: Actor, now: datetime) -> int:
    """Whoever has not filed gets a category, by which a list can be divided and drawn (分层)."""
    row = reads.get(by, duty)
    demand(policies.may(by, Verb.OPEN, row.unit.path))
    today = localdate(now)
    if today <= row.due_on:
        raise Refused(denied("annual.not_due", f"报告期限{row.due_on}还没有过", OWN_CHECK, "请等期限届满"))
    rows = reads.standing(row.reports.filter(reads.THERE, tag=""), Standing.MISSING, row, today)
    missing = dict(rows.values_list("subject__code", "pk"))
    marked = registry.categories.enter(
        codes=list(missing), tag=tag, source=SOURCE, evidence=row.code, from_on=today, by=by, now=now
    )
    label, keys = " ".join(tag.split()), [missing[code] for code in marked]
    for start in range(0, len(keys), AT_ONCE):
        AnnualReport.objects.filter(pk__in=keys[start : start + AT_ONCE]).update(tag=label)
    body = {"tag": journaling.plain(label), "subjects": len(keys)}
    audit.record("annual.marked", by=by, now=now, thing=f"annual:{duty}", body=body)
    return len(keys)
