"""The task centre in the browser: what runs and moves, stopping it, fetching what it left."""

import io

import pytest
from tests.web import lived, signed_in, text_of

from mingqian.jobs import places, services
from mingqian.jobs.models import Job
from mingqian.jobs.services import kinds
from mingqian.jobs.types import Kind, Outcome, Progress


@pytest.fixture(autouse=True)
def _own_place(settings, tmp_path):
    settings.HOME = tmp_path
    real, rhythms = dict(kinds._kinds), list(kinds._rhythms)
    services.connect([Kind("test.export", "导出", _body)])
    yield
    services.connect(real.values(), rhythms)


def _body(task):
    with task.result("名录（3月）.csv") as out:
        out.write("甲\n".encode())
    return Outcome(told="写出 1 行", url="/desk/")


@pytest.fixture
def job(cast):
    return services.ask("test.export", title="导出<b>名录</b>", by=cast.legal_office, now=cast.now)


@pytest.fixture
def desk(cast):
    with lived(cast.now):
        yield signed_in(cast.legal_office, now=cast.now)


def done(cast, job):
    services.run_next(worker="w", clock=lambda: cast.now)
    return Job.objects.get(pk=job.pk)


def test_a_waiting_task_says_that_no_worker_runs_and_asks_again_by_itself(desk, job):
    page = text_of(desk.get(f"/desk/jobs/{job.pk}/"))
    assert "执行程序没有在运行" in page and f'hx-get="/desk/jobs/{job.pk}/"' in page
    assert "导出&lt;b&gt;名录" in page
    assert "正在办理" in text_of(desk.get("/desk/jobs/"))


def test_a_running_task_shows_how_far_it_is_and_only_its_piece_is_sent_again(desk, job):
    Job.objects.filter(pk=job.pk).update(state="running", worker="w", started_at=job.asked_at)
    places.say(job.pk, Progress(37, 120, "已读取行数"))
    piece = text_of(desk.get(f"/desk/jobs/{job.pk}/", headers={"HX-Request": "true"}))
    assert "37 / 120" in piece and "<html" not in piece


def test_a_task_that_has_ended_shows_its_whole_page_again(desk, cast, job):
    asked = {"HX-Request": "true"}
    assert "HX-Refresh" not in desk.get(f"/desk/jobs/{job.pk}/", headers=asked).headers
    done(cast, job)
    assert desk.get(f"/desk/jobs/{job.pk}/", headers=asked).headers["HX-Refresh"] == "true"
    assert desk.get("/desk/jobs/", headers=asked).headers["HX-Refresh"] == "true"


def test_what_was_left_is_fetched_by_whoever_asked_and_nobody_else(desk, cast, job):
    done(cast, job)
    assert "写出 1 行" in text_of(desk.get(f"/desk/jobs/{job.pk}/"))
    answer = desk.get(f"/desk/jobs/{job.pk}/file/")
    assert b"".join(answer.streaming_content) == "甲\n".encode()
    assert "attachment" in answer["Content-Disposition"] and answer["Content-Type"].startswith("text/csv")
    assert signed_in(cast.system_admin, now=cast.now).get(f"/desk/jobs/{job.pk}/file/").status_code == 403
    for url in (f"/desk/jobs/{job.pk}/", f"/desk/jobs/{job.pk}/file/", "/desk/jobs/999999/"):
        assert signed_in(cast.office, now=cast.now).get(url).status_code == 404, url


def test_stopping_is_a_button_and_never_a_link(desk, job):
    assert desk.get(f"/desk/jobs/{job.pk}/stop/").status_code == 405
    answer = desk.post(f"/desk/jobs/{job.pk}/stop/")
    assert answer.status_code == 303 and Job.objects.get(pk=job.pk).state == "cancelled"
    again = desk.post(f"/desk/jobs/{job.pk}/stop/")
    assert again.status_code == 409 and "已经结束（已取消）" in text_of(again)


def test_a_refused_task_says_why_and_what_to_do(desk, cast, job):
    kinds._kinds.clear()
    done(cast, job)
    page = text_of(desk.get(f"/desk/jobs/{job.pk}/"))
    assert "没有办成" in page and "请在相应的页面重新交办" in page


def test_a_result_whose_file_is_gone_from_the_disk_is_not_found(desk, cast, job):
    done(cast, job)
    places.clear(job.pk)
    assert desk.get(f"/desk/jobs/{job.pk}/file/").status_code == 404


def test_the_list_is_exported_as_it_is_seen(desk, cast, job):
    services.ask(
        "test.export", title="=cmd()", by=cast.legal_office, now=cast.now, file=io.BytesIO(b""), file_name="x"
    )
    text = b"".join(desk.get("/desk/jobs/?export=csv").streaming_content).decode("utf-8-sig")
    assert len(text.strip().splitlines()) == 3 and "\n=cmd" not in text
