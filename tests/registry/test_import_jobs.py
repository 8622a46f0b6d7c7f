"""Imports and the search for doubles as long work: what the worker does with a list nobody waits for."""

from dataclasses import dataclass, field
from typing import Any

import pytest
from tests.registry import builders

from mingqian.core.decision import Refused
from mingqian.registry import services
from mingqian.registry.models import ImportBatch, ImportUpload, Subject
from mingqian.registry.services import import_jobs


@dataclass
class Task:
    """A job as its body sees it."""

    by: Any
    now: Any
    arguments: dict[str, object]
    said: list[tuple[int, int]] = field(default_factory=list)

    def progress(self, done: int, total: int, words: str = "") -> None:
        self.said.append((done, total))


@pytest.fixture
def upload(cast, settings, tmp_path) -> ImportUpload:
    settings.HOME = tmp_path
    lines = ["统一社会信用代码,单位名称", *(f"{builders.uscc(n)},鹭湾示例{n}" for n in range(2_500))]
    return services.uploads.receive(
        name="大名单.csv",
        chunks=["\n".join(lines).encode()],
        unit=cast.bureau,
        seed="ab",
        by=cast.legal_office,
        now=cast.now,
    )


def task(cast, upload, who=None) -> Task:
    return Task(who or cast.legal_office, cast.now, {"upload": upload.pk})


def test_a_long_list_is_read_with_progress_and_saved_by_the_worker(cast, upload):
    reading = task(cast, upload)
    outcome = import_jobs.run_preview(reading)
    assert outcome.told.startswith("新增 2500") and outcome.url == f"/desk/imports/uploads/{upload.pk}/"
    assert reading.said and all(done <= total for done, total in reading.said)
    assert not Subject.objects.exists()
    saved = import_jobs.run_save(task(cast, upload))
    batch = ImportBatch.objects.get()
    assert Subject.objects.count() == batch.added == 2_500 and batch.number in saved.told


def test_a_list_is_saved_once_however_often_the_worker_tries(cast, upload):
    import_jobs.run_preview(task(cast, upload))
    import_jobs.run_save(task(cast, upload))
    with pytest.raises(Refused, match="不能再办理"):
        import_jobs.run_save(task(cast, upload))
    assert ImportBatch.objects.count() == 1


def test_who_lost_the_right_meanwhile_saves_nothing(cast, upload):
    import_jobs.run_preview(task(cast, upload))
    with pytest.raises(Refused):
        import_jobs.run_save(task(cast, upload, cast.draw_operator))
    assert not Subject.objects.exists()
