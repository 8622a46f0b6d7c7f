"""What the rooms hold is found: one thing at once, an import afterwards, nothing beyond the scope."""

import pytest
from tests.registry import builders

from mingqian.audit.types import Told
from mingqian.jobs import services as jobs
from mingqian.jobs.models import Job
from mingqian.search import selectors, services
from mingqian.search.models import Card
from mingqian.site import finding, wiring


@pytest.fixture(autouse=True)
def _own_place(settings, tmp_path):
    settings.HOME = tmp_path


def found(by, question):
    return {group.kind.code: [hit.key for hit in group.hits] for group in selectors.find(by, question)}


def test_every_reaction_names_an_event_and_every_kind_has_a_source():
    from mingqian.audit.enums import EVENTS

    assert all(kind in EVENTS for table in wiring.REACTIONS for kind in table)
    assert {kind.code for kind in finding.KINDS} == set(finding.SOURCES)


def test_a_registered_firm_is_found_at_once_and_by_its_former_name_after_a_change(cast):
    from mingqian.registry import services as registry

    firm = builders.firm(cast, 1, fields={"name": "鹭湾恒筑建设有限公司"})
    assert found(cast.legal_office, "恒筑") == {"subject": [firm.code]}
    assert found(cast.legal_office, firm.number) == {"subject": [firm.code]}
    registry.subjects.change(
        code=firm.code, fields={"name": "海岭新程物业"}, by=cast.legal_office, now=cast.now
    )
    assert found(cast.legal_office, "新程") == found(cast.legal_office, "恒筑") == {"subject": [firm.code]}
    assert found(cast.system_admin, "新程") == {}


def test_an_import_is_found_after_its_job_and_what_was_taken_back_no_longer(cast):
    rows = builders.rows(cast, 30)
    told = Told("registry.imported", cast.legal_office, cast.now, "import:1", {})
    finding.catch_up(told)
    assert found(cast.legal_office, "示例") == {}
    job = jobs.run_next(worker="w", clock=lambda: cast.now)
    assert (job.kind, job.state, job.told) == ("search.catch_up", "done", "更新检索卡片 30 张")
    assert found(cast.legal_office, "示例1")["subject"]
    rows[0].delete()
    finding.catch_up(Told("registry.import_reverted", cast.legal_office, cast.now, "import:1", {}))
    jobs.run_next(worker="w", clock=lambda: cast.now)
    assert (
        Card.objects.filter(kind="subject").count() == 29 and not Job.objects.filter(state="waiting").exists()
    )


def test_a_natural_persons_number_finds_nobody(cast):
    builders.rows(cast, 1, kind=builders.SubjectKind.NATURAL_PERSON)
    services.put_many(finding.subjects(finding.librarian()))
    assert found(cast.legal_office, "00000001") == {}
    assert found(cast.legal_office, "鹭湾示例")["subject"] == ["PID:00000001"]


def test_every_kind_can_be_rebuilt_without_anything_in_it(cast):
    for source in finding.SOURCES.values():
        assert list(source(finding.librarian())) == []


def test_the_page_of_every_kind_exists():
    from django.urls import reverse

    for kind in finding.KINDS:
        key = "U/2026/1" if kind.code == "plan" else "X"
        assert reverse(kind.url_name, args=key.split("/")).startswith(("/desk/", "/notices/")), kind
