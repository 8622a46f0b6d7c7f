"""Where a person wants to be reminded beside the desk."""

from datetime import datetime

from django.conf import settings
from django.db import transaction

from mingqian.accounts.types import Actor
from mingqian.core.decision import Decision, Refused, allowed, demand_all, denied
from mingqian.messages.models import Preference
from mingqian.messages.preset import Outside

GROUND = "网络安全法 21：防止数据泄露；外发消息只到本单位的邮件系统"


@transaction.atomic
def choose(*, email: str, by_email: bool, by_webhook: bool, by: Actor, now: datetime) -> Preference:
    """The person's own wish, and nobody else's. Not journaled: it changes nothing but the person's own mail."""
    out: Outside = settings.OUTSIDE_MESSAGES
    email = email.strip().lower()
    demand_all(
        [_open(out, by_email=by_email, by_webhook=by_webhook), _addressed(out, email, by_email=by_email)]
    )
    if by.person_id is None:
        raise Refused(denied("messages.nobody", f"{by.name}不是登记在册的人员", "", "请以本人账号办理"))
    wish = {"email": email, "by_email": by_email, "by_webhook": by_webhook, "changed_at": now}
    row, _ = Preference.objects.update_or_create(person_id=by.person_id, defaults=wish)
    return row


def _open(out: Outside, *, by_email: bool, by_webhook: bool) -> Decision:
    shut = [("邮件", by_email and not out.by_mail), ("推送接口", by_webhook and not out.by_webhook)]
    names = "、".join(name for name, wrong in shut if wrong)
    if not names:
        return allowed()
    return denied("messages.shut", f"本局没有开通{names}", GROUND, "请联系系统管理员，或取消勾选")


def _addressed(out: Outside, email: str, *, by_email: bool) -> Decision:
    if not email:
        if not by_email:
            return allowed()
        return denied("messages.no_address", "勾选了邮件提醒，没有填邮箱", GROUND, "请填写邮箱")
    if email.rpartition("@")[2] in out.domains:
        return allowed()
    wanted = "、".join(f"@{one}" for one in out.domains)
    remedy = f"请填 {wanted} 的邮箱" if wanted else "请联系系统管理员开通邮件"
    return denied("messages.foreign_address", f"“{email}”不是本单位的邮箱", GROUND, remedy)
