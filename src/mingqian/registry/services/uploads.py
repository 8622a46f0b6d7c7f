"""A list handed in at the desk: received, previewed, then saved or dropped. The file waits beside the database.

Between preview and yes there are two requests and perhaps a night: what is saved is read again from the
same bytes and must come out as the person saw it.
"""

import hashlib
import re
import shutil
import tempfile
from collections.abc import Iterable
from datetime import datetime
from pathlib import Path
from typing import Any

from django.conf import settings
from django.db import transaction
from django.utils.timezone import localdate

from mingqian.accounts import selectors as accounts
from mingqian.accounts.types import Actor
from mingqian.audit import services as audit
from mingqian.core.decision import Refused, demand, denied
from mingqian.registry.enums import UploadState
from mingqian.registry.importing import rights, seen
from mingqian.registry.importing.columns import Kind
from mingqian.registry.importing.reading import Progress
from mingqian.registry.models import ImportBatch, ImportUpload
from mingqian.registry.services import imports, inspectors, places

ERRORS, BAD_ROWS = "错误标注.xlsx", "待更正.xlsx"
MOST_BYTES = 2 << 30
_ODD = re.compile(r"[^\w.\-（）()【】·]+")


def folder(upload: int) -> Path:
    """Where the files of an upload lie, closed to other users of the machine."""
    place = Path(settings.HOME) / "imports" / str(upload)
    place.mkdir(mode=0o700, parents=True, exist_ok=True)
    return place


def plain_name(name: str) -> str:
    """A name that is a file's name and nothing else: no folders, no control characters, not hidden."""
    last = re.split(r"[\\/]", name)[-1]
    return _ODD.sub("_", last).strip("._ ")[-100:] or "名单"


@transaction.atomic
def receive(
    *,
    name: str,
    chunks: Iterable[bytes],
    unit: str,
    kind: str = "",
    source: str = "",
    tag: str = "",
    sheet: str = "",
    seed: str,
    by: Actor,
    now: datetime,
) -> ImportUpload:
    """Keep a file as it came. ``seed``: random, for registry numbers of people without a certificate."""
    place = places.unit(by, unit)
    _demand_may(by, place.path, kind, now)
    if by.person_id is None:
        raise Refused(denied("import.nobody", "导入要落到具体的人", remedy="请用自己的账号登录"))
    wishes = {"unit": unit, "kind": kind, "source": source, "tag": tag, "sheet": sheet, "seed": seed}
    row = ImportUpload.objects.create(
        unit_id=place.pk,
        person_id=by.person_id,
        wishes=wishes,
        file_name=plain_name(name),
        file_bytes=0,
        file_digest="",
        received_at=now,
    )
    row.file_bytes, row.file_digest = _keep(folder(row.pk) / row.file_name, chunks)
    row.save(update_fields=["file_bytes", "file_digest"])
    body = {"file": row.file_name, "bytes": row.file_bytes, "digest": row.file_digest, "unit": unit}
    audit.record("registry.import_received", by=by, now=now, thing=f"upload:{row.pk}", body=body)
    return row


def _demand_may(by: Actor, path: str, kind: str, now: datetime) -> None:
    """Somebody who may import no kind of list at all hands in nothing."""
    keepers = inspectors.keepers_on(path, localdate(now))
    answers = {one: rights.may(by, one, path, keepers=keepers.roles, clause=keepers.clause) for one in Kind}
    if kind:
        demand(answers[Kind(kind)])
    elif not any(answer.ok for answer in answers.values()):
        raise Refused(answers[Kind.SUBJECTS])


def _keep(path: Path, chunks: Iterable[bytes]) -> tuple[int, str]:
    digest, size = hashlib.sha256(), 0
    with path.open("wb") as out:
        for chunk in chunks:
            size += len(chunk)
            if size > MOST_BYTES:
                raise Refused(denied("import.bytes", "文件超过 2 GB 的上限", remedy="请拆分后分批导入"))
            digest.update(chunk)
            out.write(chunk)
    return size, f"sha256:{digest.hexdigest()}"


def look(*, pk: int, by: Actor, now: datetime, progress: Progress | None = None) -> ImportUpload:
    """Read the file and keep what the person is to see. A file that cannot be read says why."""
    row = _mine(by, pk)
    if row.state not in (UploadState.RECEIVED, UploadState.PREVIEWED):
        raise Refused(_settled(row))
    try:
        with _pending(row, by, now, progress) as pending:
            row.shown = seen.shown(
                pending.table, pending.preview, imports.described(pending), pending.problems()
            )
            row.shown["files"] = _written(row, pending)
        row.state = UploadState.PREVIEWED.value
    except Refused as refused:
        row.state, row.refusal = UploadState.REFUSED.value, str(refused)
    row.save(update_fields=["shown", "state", "refusal"])
    return row


def _written(row: ImportUpload, pending: imports.Pending) -> list[str]:
    """The two workbooks, where there is something wrong."""
    if not pending.preview.refused and not pending.preview.warned:
        return []
    place, made = folder(row.pk), []
    imports.write_errors(pending, place / ERRORS)
    made.append(ERRORS)
    if pending.preview.refused:
        imports.write_bad_rows(pending, place / BAD_ROWS)
        made.append(BAD_ROWS)
    return made


def _pending(row: ImportUpload, by: Actor, now: datetime, progress: Progress | None) -> imports.Pending:
    wishes = row.wishes
    keepers = inspectors.keepers_on(row.unit.path, localdate(now))
    key = settings.SECRET_KEY.encode()
    return imports.preview(
        folder(row.pk) / row.file_name,
        by=by,
        on=localdate(now),
        kind=Kind(wishes["kind"]) if wishes["kind"] else None,
        unit=wishes["unit"],
        sheet=wishes["sheet"],
        source=wishes["source"],
        tag=wishes["tag"],
        desk=imports.Desk(keepers, key if len(key) >= 16 else b"", _Numbers(wishes["seed"])),
        progress=progress,
    )


class _Numbers:
    """Registry numbers out of one random seed, so that preview and saving give a person the same."""

    def __init__(self, seed: str) -> None:
        self._seed, self._count = seed, 0

    def __call__(self) -> str:
        self._count += 1
        text = f"mingqian registry number\n{self._seed}\n{self._count}"
        return hashlib.sha256(text.encode()).hexdigest()[:16].upper()


def save(*, pk: int, by: Actor, now: datetime, progress: Progress | None = None) -> ImportBatch:
    """Save what was previewed, in one transaction; refused if it would come out otherwise by now."""
    row = _mine(by, pk)
    if row.state != UploadState.PREVIEWED:
        raise Refused(_settled(row))
    with _pending(row, by, now, progress) as pending, transaction.atomic():
        if seen.counts(pending.preview) != row.shown["counts"]:
            why = "预览之后名录有变化，与您看到的不一致，没有保存"
            raise Refused(denied("import.moved", why, remedy="请重新预览，核对后再确认"))
        batch = imports.confirm(pending, by=by, now=now)
        taken = ImportUpload.objects.filter(pk=pk, state=UploadState.PREVIEWED)
        if not taken.update(state=UploadState.APPLIED, batch=batch):
            raise Refused(_settled(_mine(by, pk)))
    return batch


@transaction.atomic
def drop(*, pk: int, by: Actor, now: datetime) -> ImportUpload:
    """Not wanted after all: the file goes, the row stays."""
    row = _mine(by, pk)
    if row.state in (UploadState.APPLIED, UploadState.DROPPED):
        raise Refused(_settled(row))
    row.state = UploadState.DROPPED.value
    row.save(update_fields=["state"])
    body = {"file": row.file_name, "digest": row.file_digest}
    audit.record("registry.import_dropped", by=by, now=now, thing=f"upload:{pk}", body=body)
    transaction.on_commit(lambda: shutil.rmtree(folder(pk), ignore_errors=True))
    return row


def _mine(by: Actor, pk: int) -> ImportUpload:
    row = ImportUpload.objects.filter(accounts.in_scope(by), pk=pk).select_related("unit").first()
    if row is None:
        raise Refused(denied("import.no_upload", f"没有编号为 {pk} 的待导入名单，或不在您的数据范围内"))
    return row


def content(row: ImportUpload, name: str) -> bytes | None:
    """One of the workbooks made for a preview; None where there is none."""
    path = folder(row.pk) / name
    return path.read_bytes() if name in row.shown.get("files", ()) and path.is_file() else None


def sample() -> bytes:
    """The practice list as a file to take away."""
    with tempfile.TemporaryDirectory() as place:
        out = Path(place) / "sample.xlsx"
        imports.write_sample(out)
        return out.read_bytes()


def _settled(row: ImportUpload) -> Any:  # noqa: ANN401 — a Decision
    words = UploadState(row.state).label
    return denied("import.settled", f"“{row.file_name}”{words}，不能再办理", remedy="需要时请重新上传")
