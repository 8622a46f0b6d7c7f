"""What accounts want of a person today: a password that runs out, few recovery codes, people without a post."""

from datetime import date, datetime, timedelta

from django.db.models import Count, Q
from django.urls import reverse
from django.utils.timezone import localdate

from mingqian.accounts import preset
from mingqian.accounts.enums import Role
from mingqian.accounts.models import Credential, Person
from mingqian.accounts.selectors.people import people
from mingqian.accounts.types import Actor
from mingqian.ui import asking
from mingqian.ui.asking import Asking
from mingqian.ui.types import Deadline, Todo

SOON = timedelta(days=7)
FEW = 3
MOST = 20


def mine(by: Actor, *, today: date) -> Asking[list[Todo]]:
    """One question of everybody, one more of the security administrator."""
    return (yield from asking.joined(_own(by, today), _without_post(by)))


def _own(by: Actor, today: date) -> Asking[list[Todo]]:
    unused = Count("person__recovery_codes", filter=Q(person__recovery_codes__used_at__isnull=True))
    proofs = Credential.objects.filter(person__code=by.code).annotate(left=unused)
    yield (proofs,)
    return [
        todo for one in proofs for todo in (*_password(one.password_set_at, today), *_codes(one, one.left))
    ]


def _password(set_at: datetime | None, today: date) -> list[Todo]:
    if set_at is None:
        return []
    due = localdate(set_at + timedelta(days=preset.current().password_days))
    left = (due - today).days
    if left > SOON.days:
        return []
    words = f"剩 {left} 天" if left >= 0 else "已到期"
    deadline = Deadline(due, words, "soon" if left >= 0 else "late", (), preset.CLAUSE)
    url = reverse("accounts:change-password")
    return [Todo("账号", "更换密码", "到期后登录时必须更换", url, "更换", deadline, preset.CLAUSE)]


def _codes(proof: Credential, left: int) -> list[Todo]:
    if proof.totp_since is None or left >= FEW:
        return []
    url, told = reverse("accounts:recovery-codes"), f"恢复码只剩 {left} 个"
    return [Todo("账号", told, "手机不在身边时凭它登录", url, "重新生成")]


def _without_post(by: Actor) -> Asking[list[Todo]]:
    """系统管理员建人，安全管理员授权: the second half is still to be done."""
    if not by.has(Role.SECURITY_ADMIN):
        return []
    waiting = people(by).filter(posts__isnull=True).order_by("code")[:MOST]
    yield (waiting,)
    return [_appoint(whom) for whom in waiting]


def _appoint(whom: Person) -> Todo:
    detail = f"工号 {whom.code} · {whom.unit.name}，任命之前不能登录"
    return Todo(
        "任命", f"{whom.name}还没有任职", detail, reverse("accounts:appoint", args=[whom.code]), "任命"
    )
