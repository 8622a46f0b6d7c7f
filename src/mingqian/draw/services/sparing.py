"""免检: a drawn firm checked a short while ago is put before planning, with the figures of the draw; nobody types them."""

from datetime import datetime

from django.utils.timezone import localdate

from mingqian.accounts.types import Actor
from mingqian.core.decision import Refused, denied
from mingqian.draw.selectors import desk, draws, logs, occasions, outcome
from mingqian.planning import services as plans
from mingqian.planning.selectors.exemptions import Request


def ask(
    *, draw: str, item: str, subject: str, reason: str, evidence: str, by: Actor, now: datetime
) -> Request:
    """XM-58: coverage is counted on those drawn by lot of all rows of the item; another person decides."""
    row = draws.get(by, draw)
    sheet = outcome.item(by, draw, item)
    if sheet is None:
        raise Refused(denied("draw.no_item", f"抽取“{draw}”没有事项“{item}”", "", "请核对事项编号"))
    drawn = {one.identity: one for one in sheet.drawn}
    if subject not in drawn:
        why = f"“{subject}”不是抽取“{draw}”事项“{item}”随机抽中的对象"
        raise Refused(denied("draw.spare.not_drawn", why, "", "免检只对随机抽中的对象申请，请从名单里选"))
    day = next(one.at for one in logs.marks(row) if one.kind == "result")
    return plans.exemptions.request(
        plan=occasions.plan_of(row).code, item=item, subject=subject, draw_code=draw, tag=drawn[subject].tag,
        drawn_on=localdate(day), drawn=len(sheet.drawn), pool=sheet.total, reason=reason, evidence=evidence,
        pack=desk.pack_of(row), by=by, now=now,
    )  # fmt: skip
