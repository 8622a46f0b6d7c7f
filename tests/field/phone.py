"""A phone as the server meets it: numbers its actions, hashes them, sends them, and forgets nothing without a receipt."""

from dataclasses import dataclass, field, replace
from datetime import datetime, timedelta
from typing import Any
from uuid import UUID, uuid4, uuid5

from django.test import Client
from tests.inspection.field import OPENED, Field, moment
from tests.web import lived, signed_in

from mingqian.accounts.types import Actor
from mingqian.core.canonical import Suite, hex_digest, jcs
from mingqian.inspection import selectors
from mingqian.inspection import services as inspections
from mingqian.inspection.models import Task, Visit

SPACE = UUID("5d5f4a3e-0000-4000-8000-000000000000")
MORNING, START, EVENING = moment(3, 26, 8), moment(3, 26, 9), moment(3, 26, 18)
HAND = [[[100, 100, 0], [200, 120, 16], [300, 160, 32], [320, 180, 48], [340, 200, 64], [400, 220, 80]]]


def sha(value: object) -> str:
    return hex_digest(Suite.SHA256, jcs(value))


@dataclass
class Phone:
    """One phone of one person; ``offset`` is how wrong its clock is."""

    person: Actor
    visit: str
    device: str
    offset: timedelta = timedelta()
    made: list[dict[str, Any]] = field(default_factory=list)

    @classmethod
    def of(cls, person: Actor, visit: str) -> "Phone":
        return cls(person, visit, str(uuid5(SPACE, f"{person.code}{visit}")))

    def does(self, kind: str, body: dict[str, Any], **changes: Any) -> dict[str, Any]:
        """An action made on the phone, some seconds after the one before."""
        seq = len(self.made) + 1
        elapsed = seq * 30_000
        real = START + timedelta(milliseconds=elapsed)
        named = {
            "id": str(uuid5(SPACE, f"{self.device}{seq}")), "visit": self.visit, "seq": seq, "kind": kind,
            "at": (real + self.offset).isoformat(), "body": body,
        }  # fmt: skip
        clock = {"server_at": START.isoformat(), "elapsed_ms": elapsed}
        action = {**named, "clock": clock, "sha256": sha(named), **changes}
        self.made.append(action)
        return action

    def sent(self, actions: list[Any] | None = None, *, now: datetime = EVENING) -> list[dict[str, Any]]:
        answer = self.post(
            {"device": self.device, "actions": self.made if actions is None else actions}, now=now
        )
        assert answer.status_code == 200, answer.content.decode()
        lines: list[dict[str, Any]] = answer.json()["actions"]
        return lines

    def post(self, body: object, *, now: datetime = EVENING, raw: bytes | None = None) -> Any:
        with lived(now):
            client = self.client(now)
            if raw is not None:
                return client.generic("POST", "/field/actions/", raw, content_type="application/json")
            return client.post("/field/actions/", body, content_type="application/json")

    def package(self, *, now: datetime = MORNING) -> dict[str, Any]:
        with lived(now):
            found: dict[str, Any] = self.client(now).get(f"/field/package/?device={self.device}").json()
        return found

    def client(self, now: datetime) -> Client:
        return signed_in(self.person, now=now)


@dataclass
class Day:
    """One approved walk of team 1."""

    field: Field
    tasks: list[Task]
    visit: Visit
    captain: Phone
    second: Phone

    @classmethod
    def of(cls, world: Field) -> "Day":
        world = replace(world)
        (task,) = world.tasks()
        (asked,) = inspections.approvals.request(
            tasks=[task.code], on=START.date(), grounds="年度抽查", by=world.cast.legal_office, now=OPENED
        )
        inspections.approvals.decide(
            approvals=[asked.pk], approve=True, remark="", by=world.cast.bureau_leader, now=OPENED
        )
        visit = Visit.objects.get(approval=asked)
        phones = [Phone.of(one, visit.code) for one in (world.captains[1], world.seconds[1])]
        return cls(world, [task], visit, *phones)

    @property
    def task(self) -> Task:
        return Task.objects.get(pk=self.tasks[0].pk)

    @property
    def state(self) -> str:
        return Visit.objects.get(pk=self.visit.pk).state

    @property
    def papers(self) -> list[str]:
        return list(self.field.papers[1])

    @property
    def code(self) -> str:
        return selectors.visits.scan_code(self.tasks[0])

    def minutes(self, outcome: str = "none", **changes: Any) -> dict[str, Any]:
        finding = {"task": self.tasks[0].code, "outcome": outcome, "problems": "", "guidance": "讲解规定"}
        if outcome != "none":
            finding["problems"] = "三人未签劳动合同"
        return {
            "number": self.visit.record_number, "narrative": "查看台账\u2028询问负责人", "statement": "无异议",
            "findings": [finding], **changes,
        }  # fmt: skip

    def arrives(self, phone: Phone) -> None:
        """记录员, scan, certificates, rights."""
        phone.does("accepted", {"recusal": ""})
        phone.does("lease", {"take": True})
        phone.does("scanned", {"how": "qr", "code": self.code, "reason": ""})
        phone.does("shown", {"certificates": self.papers})
        phone.does("told", {"rights": "2026-1", "prompts": ["identity", "purpose"]})

    def checks(self, phone: Phone, **changes: Any) -> str:
        """Answers, evidence, record; the hash that is signed."""
        code = self.tasks[0].code
        phone.does("answered", {"task": code, "answers": [{"key": "1", "mark": "ok", "remark": ""}]})
        phone.does("evidence", evidence(code))
        body = self.minutes(**changes)
        phone.does("recorded", body)
        return sha(body)

    def closes(self, phone: Phone, record: str) -> None:
        """Signature and end."""
        phone.does(
            "signed", {"role": "subject", "name": "陈店长", "strokes": HAND, "paper": "", "record": record}
        )
        phone.does("finished", {"on": START.date().isoformat()})

    def whole(self, phone: Phone, **changes: Any) -> None:
        """A visit from the door to the end."""
        self.arrives(phone)
        self.closes(phone, self.checks(phone, **changes))


def evidence(task: str, **changes: Any) -> dict[str, Any]:
    return {
        "media": str(uuid4()), "task": task, "kind": "document", "stage": "evidence", "caption": "考勤表", "form": "original",
        "copy_reason": "", "witness": "", "sha256": "ab" * 32, "size": 1234, "captured_at": START.isoformat(), **changes,
    }  # fmt: skip
