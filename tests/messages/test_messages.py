"""Messages: each person's own, each with the reason why it came, read once opened."""

from datetime import timedelta

import pytest
from django.db import IntegrityError, transaction
from tests.web import lived, signed_in, text_of

from mingqian.jobs import services as jobs
from mingqian.jobs.services import kinds
from mingqian.jobs.types import Kind, Outcome
from mingqian.messages import selectors, services
from mingqian.messages.models import Message


def send(cast, *people, **more):
    given = {"title": "导入：办结", "why": "您交办了这项任务", "url": "/desk/jobs/", "now": cast.now}
    return services.send(to=[one.person_id for one in people], **given | more)


def test_everybody_reads_their_own_and_nobody_elses(cast):
    assert send(cast, cast.legal_office, cast.office, cast.office) == 2, "each person once"
    assert selectors.unread(cast.legal_office) == selectors.unread(cast.office) == 1
    foreign = list(selectors.inbox(cast.office).values_list("pk", flat=True))
    assert services.read(messages=foreign, by=cast.legal_office, now=cast.now) == 0
    assert selectors.unread(cast.office) == 1
    assert services.read(messages=None, by=cast.office, now=cast.now) == 1
    assert services.read(messages=None, by=cast.office, now=cast.now) == 0


@pytest.mark.parametrize("wrong", [{"url": "https://elsewhere.example/"}, {"why": ""}, {"title": ""}])
def test_a_message_leads_inside_and_says_why_it_came(cast, wrong):
    with pytest.raises(IntegrityError), transaction.atomic():
        send(cast, cast.office, **wrong)


def test_opening_a_message_marks_it_and_goes_where_it_leads(cast):
    send(cast, cast.legal_office)
    pk = Message.objects.get().pk
    with lived(cast.now):
        desk = signed_in(cast.legal_office, now=cast.now)
        assert "为什么通知我：您交办了这项任务" in text_of(desk.get("/desk/messages/"))
        assert signed_in(cast.office, now=cast.now).post(f"/desk/messages/{pk}/open/").status_code == 404
        answer = desk.post(f"/desk/messages/{pk}/open/")
        assert (answer.status_code, answer["Location"]) == (303, "/desk/jobs/")
    assert selectors.unread(cast.legal_office) == 0


def test_whoever_asked_for_long_work_hears_how_it_ended(cast, settings, tmp_path):
    settings.HOME = tmp_path
    real, rhythms = dict(kinds._kinds), list(kinds._rhythms)
    jobs.connect([Kind("test.work", "试办", lambda task: Outcome(told="共 3 行"))])
    jobs.ask("test.work", title="导出名录", by=cast.legal_office, now=cast.now)
    jobs.run_next(worker="w", clock=lambda: cast.now)
    jobs.connect(real.values(), rhythms)
    (message,) = selectors.inbox(cast.legal_office)
    assert (message.title, message.detail) == ("导出名录：办结", "共 3 行")


def test_read_messages_go_after_half_a_year_and_unread_ones_stay(cast):
    send(cast, cast.office)
    services.read(messages=None, by=cast.office, now=cast.now)
    send(cast, cast.office)
    assert services.tidy(now=cast.now + timedelta(days=179)) == 0
    assert services.tidy(now=cast.now + timedelta(days=181)) == 1
    assert Message.objects.get().read_at is None
