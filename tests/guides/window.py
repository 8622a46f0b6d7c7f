"""Shorthands of the window: pages and programs of one person at a moving clock; a whole guide through services."""

from datetime import UTC, date, datetime, timedelta
from typing import Any

from django.test import Client
from tests import programs
from tests.cast import Cast
from tests.web import lived, signed_in

from mingqian.accounts.types import Actor
from mingqian.guides import services
from mingqian.registry import services as registries
from mingqian.registry.enums import BasisLevel, Disclosure, PowerKind

NOW = datetime(2026, 4, 8, 1, 0, tzinfo=UTC)
WHOLE = {
    "duty": "人力资源服务许可的受理和决定", "authority": "准予或者不予许可", "conditions": "有三名以上专职人员",
    "result": "《人力资源服务许可证》", "enquiries": "0000-12333", "complaints": "0000-6660001",
    "place": "市政务服务中心三楼", "samples": "申请书示范文本", "promise": "十个工作日办结", "remedy": "可申请行政复议",
}  # fmt: skip
FILLED = {"accepted_at": "LDGX", "decided_by": "JLD", "days": 10, **WHOLE}
STEPS = "受理｜窗口｜1\n审查｜经办人｜5\n决定｜分管领导｜3"


class Window:
    """One office; every act moves its clock by a minute."""

    def __init__(self, cast: Cast) -> None:
        self.cast = cast
        self.at = NOW
        self._found()

    def _found(self) -> None:
        legal = self.cast.legal_office
        for code, title in (
            ("LAW-1", "人力资源市场暂行条例"),
            ("FEE-1", "收费管理办法"),
            ("FEE-0", "取消收费的通知"),
        ):
            registries.rule_documents.register(
                code=code, title=title, level=BasisLevel.NORMATIVE, disclosure=Disclosure.PUBLIC, unit=self.cast.bureau, by=legal,
                now=self.cast.now,
            )  # fmt: skip
        for code, name in (("XK-01", "人力资源服务许可"), ("QR-01", "工伤鉴定专家评审")):
            registries.powers.enter(
                code=code, name=name, kind=PowerKind.LICENCE, unit=self.cast.bureau, document="LAW-1", article="第十八条",
                listed_on=date(2026, 1, 5), listed_by="鹭府办〔2026〕2号", by=legal, now=self.cast.now,
            )  # fmt: skip
        self.whole("XK-01")

    def whole(self, code: str, **otherwise: str) -> None:
        """A guide with nothing missing."""
        legal, now = self.cast.legal_office, NOW
        services.guides.fill(
            code=code,
            accepted_at="LDGX",
            decided_by="JLD",
            days=10,
            texts={**WHOLE, **otherwise},
            by=legal,
            now=now,
        )
        services.guides.write_steps(code=code, text=STEPS, by=legal, now=now)
        services.guides.list_fee(
            code=code,
            name="工本费",
            fen=0,
            document="FEE-1",
            article="第三条",
            since=date(2026, 1, 5),
            by=legal,
            now=now,
        )

    def tick(self, **more: int) -> datetime:
        self.at += timedelta(**(more or {"minutes": 1}))
        return self.at

    def get(self, who: Actor | None, url: str) -> Any:
        with lived(self.tick()):
            return (signed_in(who, now=self.at) if who else Client()).get(url)

    address = "192.0.2.1"
    """Where somebody who is not signed in sits."""

    def post(self, who: Actor | None, url: str, **said: object) -> Any:
        with lived(self.tick()):
            browser = signed_in(who, now=self.at) if who else Client(REMOTE_ADDR=self.address)
            return browser.post(url, said)

    def send(self, who: Actor, way: str, path: str, body: dict[str, object] | None = None) -> Any:
        now = self.tick()
        machine = programs.program(self.cast, who, now=now)
        with lived(now):
            return getattr(machine, way)(f"/api/v1{path}", body or {}, content_type="application/json")

    def publish(self, code: str) -> str:
        """Through draft, review and release of three people; answers the notice."""
        from mingqian.publicity import services as notices
        from mingqian.publicity.enums import NoticeKind
        from mingqian.publicity.selectors import policy

        kind, thing, legal = NoticeKind.SERVICE_GUIDE, f"service_guide:{code}", self.cast.legal_office
        row = notices.taking.take(
            kind=kind, thing=thing, policy=policy.in_force(legal), by=legal, now=self.tick()
        )
        judge, publisher = self.cast.redaction_reviewer, self.cast.publisher
        notices.reviewing.review(code=row.code, digest=row.digest, by=judge, now=self.tick())
        notices.releasing.release(
            code=row.code, digest=row.digest, policy=policy.in_force(publisher), by=publisher, now=self.tick()
        )
        return row.code
