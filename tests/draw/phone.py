"""A telephone at the table, as tests hold it: its own cookies, its own secret, the link it was given."""

from dataclasses import dataclass, field

from django.test import Client
from tests import web
from tests.draw import table as tables
from tests.draw.table import Table

from mingqian.core.canonical import Suite
from mingqian.core.draw import ceremony
from mingqian.draw import services as draws
from mingqian.draw.selectors import seats


@dataclass
class Phone:
    """One telephone; without a path it asks the operator for a link of its own."""

    table: Table
    role: str
    holder: str = ""
    browser: Client = field(default_factory=Client)
    path: str = ""

    def __post_init__(self) -> None:
        if not self.path:
            made = draws.seats.issue(
                draw=self.table.code, role=self.role, holder=self.holder, by=self.table.cast.draw_operator,
                now=self.table.tick(), entropy=self.table.stream,
            )  # fmt: skip
            self.path = seats.path_of(made)

    def get(self, more: str = "", status: int = 200) -> str:
        with web.lived(self.table.at):
            answer = self.browser.get(self.path + more)
        assert answer.status_code == status, (more, answer.status_code, web.refusal_of(answer))
        return web.text_of(answer)

    def post(self, act: str, status: int = 303, **body: object) -> str:
        with web.lived(self.table.tick()):
            answer = self.browser.post(f"{self.path}{act}/", body)
        assert answer.status_code == status, (act, answer.status_code, web.refusal_of(answer))
        return web.text_of(answer)

    @property
    def secret(self) -> str:
        return tables.secret(self.role)

    def sit(self) -> "Phone":
        self.post("take")
        return self

    def commit(self) -> "Phone":
        row = self.table.row
        made = ceremony.commit(Suite(row.suite), plan_hash=row.plan_hash, role=self.role, secret=self.secret)
        self.post("commit", commitment=made)
        return self
