"""Who may make, serve, stamp and void papers, and keep their numbers and templates."""

from mingqian.accounts.enums import Role
from mingqian.accounts.types import Actor
from mingqian.core.decision import Decision, Refused, allowed, denied

MAKERS = (
    Role.BUREAU_LEADER,
    Role.LEGAL_OFFICE,
    Role.BUSINESS_UNIT_HEAD,
    Role.BUSINESS_UNIT_STAFF,
    Role.INSPECTION_BODY_HEAD,
    Role.INSPECTION_BODY,
    Role.INSPECTOR,
    Role.BUSINESS_INSPECTOR,
    Role.DRAW_OPERATOR,
    Role.DISTRICT_BUREAU,
)
HEADS = (
    Role.BUREAU_LEADER,
    Role.LEGAL_OFFICE,
    Role.BUSINESS_UNIT_HEAD,
    Role.INSPECTION_BODY_HEAD,
    Role.DISTRICT_BUREAU,
)
KEEPERS = (Role.LEGAL_OFFICE, Role.DISTRICT_BUREAU)
_KEPT = "文号规则：作废的文号保留，不再使用"


def may_make(by: Actor) -> Decision:
    """That the thing is theirs, the room it belongs to has asked before."""
    if by.person_id is not None and by.has(*MAKERS):
        return allowed()
    return denied("documents.not_a_maker", f"{by.name}（{by.code}）不能制作文书", "", _ask(MAKERS[1:6]))


def person(by: Actor) -> int:
    """Whose name stands under what is written; a program or the shell has none."""
    if by.person_id is None:
        raise Refused(denied("documents.nobody", f"{by.name}不是登记在册的人员", "", "请以本人账号办理"))
    return by.person_id


def may_void(by: Actor, unit_path: str, *, own_draft: bool) -> Decision:
    """A draft by whoever made it; what went out only by a head or the legal office of its unit."""
    if own_draft or any(by.holds(role, unit_path) for role in HEADS):
        return allowed()
    return denied("documents.not_a_head", f"{by.name}（{by.code}）不能作废该文书", _KEPT, _ask(HEADS))


def may_keep(by: Actor, unit_path: str) -> Decision:
    """Words of numbers and templates are the legal office's."""
    if by.person_id is not None and any(by.holds(role, unit_path) for role in KEEPERS):
        return allowed()
    return denied("documents.not_a_keeper", f"{by.name}（{by.code}）不能维护文号和模板", _KEPT, _ask(KEEPERS))


def _ask(roles: tuple[Role, ...]) -> str:
    return f"请由该单位的{'、'.join(role.label for role in roles)}办理"
