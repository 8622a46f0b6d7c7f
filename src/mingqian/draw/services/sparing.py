"""免检: a drawn firm checked a short while ago is put before planning, with the figures of the draw; nobody types them."""

from datetime import datetime

from mingqian.accounts.types import Actor
from mingqian.core.decision import Refused, demand, denied
from mingqian.draw.selectors import draws, occasions, outcome, sparing
from mingqian.planning import services as plans
from mingqian.planning.selectors.exemptions import Request
from mingqian.planning.types import PackInForce


def ask(
    *,
    draw: str,
    item: str,
    subject: str,
    reason: str,
    evidence: str,
    pack: PackInForce,
    by: Actor,
    now: datetime,
) -> Request:
    """XM-58: coverage is counted on those drawn by lot of all rows of the item; another person decides.

    ``pack`` comes from whoever asks, as at every step of a draw: not every pack stands on the shelf.
    """
    row = draws.for_item(by, draw, item)
    demand(sparing.still_open(row))
    sheet = outcome.item(by, draw, item)
    if sheet is None:
        raise Refused(denied("draw.no_item", f"抽取“{draw}”没有事项“{item}”", "", "请核对事项编号"))
    drawn = {one.identity: one for one in sheet.drawn}
    if subject not in drawn:
        why = f"“{subject}”不是抽取“{draw}”事项“{item}”随机抽中的对象"
        raise Refused(denied("draw.spare.not_drawn", why, "", "免检只对随机抽中的对象申请，请从名单里选"))
    return plans.exemptions.request(
        plan=occasions.plan_of(row).code, item=item, subject=subject, draw_code=draw, tag=drawn[subject].tag,
        drawn_on=sparing.drawn_on(row), drawn=len(sheet.drawn), pool=sheet.total, reason=reason, evidence=evidence,
        pack=pack, by=by, now=now,
    )  # fmt: skip
