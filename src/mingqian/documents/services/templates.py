"""The bureau's own .docx templates: checked when they come in, versioned, filled when asked for."""

from datetime import datetime

from django.db import transaction

from mingqian.accounts import selectors as accounts
from mingqian.accounts.types import Actor
from mingqian.audit import services as audit
from mingqian.core.decision import Refused, demand, denied
from mingqian.documents import kept, policies, wordforms
from mingqian.documents.enums import Kind, TemplateState
from mingqian.documents.models import Document, Template
from mingqian.documents.selectors import templates as reads
from mingqian.documents.services.issuing import frame


@transaction.atomic
def upload(*, unit: int, kind: str, name: str, content: bytes, by: Actor, now: datetime) -> Template:
    """The next version of the organ's template of this kind; the one before is no longer used."""
    organ, of_kind = accounts.organ(unit), Kind(kind)
    demand(policies.may_keep(by, organ.path))
    found = wordforms.demand_fit(of_kind, content)
    rows = Template.objects.select_for_update().filter(unit=organ, kind=of_kind.value)
    last = rows.order_by("-version").values_list("version", flat=True).first() or 0
    rows.filter(state=TemplateState.IN_USE.value).update(
        state=TemplateState.ENDED.value, ended_by_id=policies.person(by), ended_at=now
    )
    made = Template.objects.create(
        unit=organ,
        kind=of_kind.value,
        version=last + 1,
        name=name.strip()[:120] or f"{of_kind.label}.docx",
        sha256=kept.keep(content),
        size=len(content),
        fields=list(found.used),
        uploaded_by_id=policies.person(by),
        uploaded_at=now,
    )
    body = {"kind": made.kind, "version": made.version, "sha256": made.sha256}
    audit.record("paper_template.uploaded", by=by, now=now, thing=f"unit:{organ.code}", body=body)
    return made


@transaction.atomic
def end(*, template: int, by: Actor, now: datetime) -> Template:
    """Withdrawn: papers of this kind come in the program's own layout again."""
    row = reads.visible(by).select_for_update(of=("self",)).filter(pk=template).first()
    if row is None or row.state != TemplateState.IN_USE:
        raise Refused(denied("documents.template_gone", "模板不在使用中", "", "请核对"))
    demand(policies.may_keep(by, row.unit.path))
    row.state, row.ended_by_id, row.ended_at = TemplateState.ENDED.value, by.person_id, now
    row.save(update_fields=["state", "ended_by", "ended_at"])
    body = {"kind": row.kind, "version": row.version}
    audit.record("paper_template.ended", by=by, now=now, thing=f"unit:{row.unit.code}", body=body)
    return row


def filled(paper: Document) -> bytes:
    """The paper's words in the bureau's own template, to be worked on in a word processor."""
    template = reads.for_paper(paper)
    if template is None:
        why = f"本单位没有上传“{Kind(paper.kind).label}”的 Word 模板"
        raise Refused(denied("documents.no_template", why, "", "请法制机构在“文书模板”上传，或使用 PDF"))
    return wordforms.filled(kept.read(template.sha256), paper.fields, frame(paper))
