"""Shorthands of the publication desk: author, reviewer and publisher are three people of 鹭湾市."""

from dataclasses import dataclass
from datetime import UTC, date, datetime, timedelta
from typing import Any

from tests.cast import Cast

from mingqian.policy import stack
from mingqian.policy.layers import Effective
from mingqian.publicity import services
from mingqian.publicity.enums import NoticeKind
from mingqian.publicity.models import Notice
from mingqian.publicity.types import Column, Content, Line

NOW = datetime(2026, 4, 29, 1, 0, tzinfo=UTC)
FIRM = "91359901MA99X001X6"


def policy(name: str = "luwan-2026") -> Effective:
    return stack.of(name)


def content(**changes: Any) -> Content:
    """Three results of a small batch."""
    fields: dict[str, Any] = {
        "title": "2026年第一批检查结果",
        "lead": "本批检查 3 项次",
        "facts": (("批次", "R1"),),
        "sections": (("说明", ("检查依法进行。",)),),
        "columns": (Column("number", "代码"), Column("name", "名称"), Column("outcome", "结果")),
        "lines": tuple(
            Line({"number": number, "name": name, "outcome": outcome}, key=number, name=name)
            for number, name, outcome in (
                (FIRM, "鹭湾甲人力资源有限公司", "未发现问题"),
                ("91359902MA99X0028L", "鹭湾乙劳务派遣有限公司", "责令限期改正"),
                ("91359903MA99X0036X", "鹭湾丙培训有限公司", "未发现问题"),
            )
        ),
    }
    return Content(**{**fields, **changes})


@dataclass
class Office:
    """One notice on its way; every step is the real service and the clock moves on by a minute."""

    cast: Cast
    at: datetime = NOW
    code: str = ""

    def tick(self) -> datetime:
        self.at += timedelta(minutes=1)
        return self.at

    @property
    def row(self) -> Notice:
        return Notice.objects.filter(code=self.code).order_by("-version", "-pk")[0]

    def draft(self, **changes: Any) -> Notice:
        fields: dict[str, Any] = {
            "kind": NoticeKind.RESULTS, "thing": "results:R1", "unit": self.cast.bureau, "content": content(),
            "started_on": date(2026, 4, 17), "policy": policy(), "by": self.cast.legal_office,
        }  # fmt: skip
        made = services.drafting.draft(**{**fields, **changes}, now=self.tick())
        self.code = made.code
        return made

    def review(self, **changes: Any) -> Notice:
        fields: dict[str, Any] = {
            "code": self.code, "digest": self.row.digest, "by": self.cast.redaction_reviewer,
        }  # fmt: skip
        return services.reviewing.review(**{**fields, **changes}, now=self.tick())

    def release(self, **changes: Any) -> Notice:
        fields: dict[str, Any] = {
            "code": self.code, "digest": self.row.digest, "policy": policy(), "by": self.cast.publisher,
        }  # fmt: skip
        return services.releasing.release(**{**fields, **changes}, now=self.tick())

    def released(self, **changes: Any) -> "Office":
        self.draft(**changes)
        self.review()
        self.release()
        return self

    def correct(self, **changes: Any) -> Notice:
        fields: dict[str, Any] = {
            "code": self.code, "content": content(lead="本批检查 3 项次，更正一处"), "reason": "名称有误",
            "by": self.cast.legal_office,
        }  # fmt: skip
        return services.drafting.correct(**{**fields, **changes}, now=self.tick())
