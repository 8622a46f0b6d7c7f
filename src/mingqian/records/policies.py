"""Who may keep devices, look, decide, destroy. Whose thing it is, the room of the thing says (``services.things``)."""

from collections.abc import Sequence

from mingqian.accounts.enums import Role
from mingqian.accounts.types import Actor
from mingqian.core.decision import Decision, Refused, allowed, denied
from mingqian.records.enums import Label, Purpose

DEVICES = "石嘴山 7(3)：明确执法音像记录的设备配备、使用规范"
RECALL = "石嘴山 9(2)：建立健全记录信息调阅监督管理制度"
SECRETS = "石嘴山 7(3)：涉及商业秘密和个人隐私的音像记录按有关规定管理"
KEEPING = "石嘴山 8(1)：分类确定归档保存形式和期限；档案销毁须鉴定并由两人以上办理"
FOUR_EYES = "内部控制：提出与决定由不同人员承担"

HEADS = (
    Role.BUREAU_LEADER,
    Role.LEGAL_OFFICE,
    Role.BUSINESS_UNIT_HEAD,
    Role.INSPECTION_BODY_HEAD,
    Role.DISTRICT_BUREAU,
)
"""Who decides about the records of a unit in scope."""

KEEPERS = (
    Role.BUSINESS_UNIT_HEAD,
    Role.BUSINESS_UNIT_STAFF,
    Role.INSPECTION_BODY_HEAD,
    Role.INSPECTION_BODY,
    Role.INSURANCE_AGENCY,
    Role.FUND_SUPERVISION,
    Role.DISTRICT_BUREAU,
    Role.LEGAL_OFFICE,
)
"""Who keeps the devices of a unit."""

FIELD = (Role.INSPECTOR, Role.BUSINESS_INSPECTOR, Role.CASE_HANDLER)
READERS = (
    *KEEPERS,
    *FIELD,
    Role.BUREAU_LEADER,
    Role.REVIEWER,
    Role.HEARING_HOST,
    Role.ARCHIVIST,
    Role.DISCIPLINE_WITNESS,
    Role.SUPERVISION_AUTHORITY,
    Role.SUPERIOR_VIEWER,
    Role.LEGAL_ADVISER,
    Role.REVIEW_EXPERT,
)
"""Who may have to do with records at all; what they see of a thing, its room says."""

SUPERVISORS = (
    Role.BUREAU_LEADER,
    Role.LEGAL_OFFICE,
    Role.BUSINESS_UNIT_HEAD,
    Role.INSPECTION_BODY_HEAD,
    Role.DISTRICT_BUREAU,
    Role.DISCIPLINE_WITNESS,
    Role.SUPERVISION_AUTHORITY,
)
"""Who watches the visits that are under way."""

LOG_READERS = (*HEADS, Role.AUDIT_ADMIN, Role.DISCIPLINE_WITNESS, Role.SUPERVISION_AUTHORITY)
CHECKERS = (Role.SYSTEM_ADMIN, Role.AUDIT_ADMIN, Role.ARCHIVIST)
CLEARED = (
    Role.BUREAU_LEADER,
    Role.LEGAL_OFFICE,
    Role.REVIEWER,
    Role.BUSINESS_UNIT_HEAD,
    Role.INSPECTION_BODY_HEAD,
    Role.DISTRICT_BUREAU,
    Role.DISCIPLINE_WITNESS,
    Role.SUPERVISION_AUTHORITY,
    Role.ARCHIVIST,
)
"""Posts cleared for what is marked 敏感."""

COPIERS = (*HEADS, Role.CASE_HANDLER, Role.ARCHIVIST, Role.REVIEWER)
"""Who may take a copy away."""


def person(by: Actor) -> int:
    """Writes are made by people with a name."""
    if by.person_id is None:
        told = f"{by.name}不是登记在册的人员，不能办理"
        raise Refused(denied("records.nobody", told, "", "请以本人账号办理"))
    return by.person_id


def may_keep_devices(by: Actor, unit_path: str) -> Decision:
    """The unit's own people look after its devices."""
    if any(by.holds(role, unit_path) for role in KEEPERS):
        return allowed()
    told = f"{by.name}（{by.code}）不能登记或收发该单位的记录设备"
    return denied("records.may_not_keep_devices", told, DEVICES, "请由该单位的经办人办理")


def may_decide(by: Actor, units: Sequence[str], what: str, clause: str) -> Decision:
    """Leave to look, a lower label, a hold: a head of a unit whose thing it is."""
    if any(by.holds(role, path) for role in HEADS for path in units):
        return allowed()
    names = "、".join(role.label for role in HEADS)
    told = f"{by.name}（{by.code}）不能{what}"
    return denied("records.may_not_decide", told, clause, f"请由该单位的{names}办理")


def may_destroy(by: Actor, units: Sequence[str]) -> Decision:
    """The archivist lists, a head decides; either may do either, never both. Over every unit whose record it is."""
    for path in units:
        said = may_decide(by, (path,), "提出或审定销毁", KEEPING)
        if not by.holds(Role.ARCHIVIST, path) and not said.ok:
            return said if len(units) == 1 else _of_several(by)
    return allowed()


def _of_several(by: Actor) -> Decision:
    told = f"这份记录属于几个单位共同实施的检查，{by.name}（{by.code}）的权限不包括其中全部单位"
    return denied(
        "records.may_not_destroy_shared", told, KEEPING, "请由权限覆盖各责任单位的档案管理员、负责人办理"
    )


def cleared(by: Actor, label: Label, *, recorded_by: int) -> Decision:
    """敏感 is for cleared posts and for whoever recorded it."""
    if label is not Label.SENSITIVE or by.has(*CLEARED) or by.person_id == recorded_by:
        return allowed()
    told = f"这份记录标为“敏感”，{by.name}（{by.code}）的岗位没有查看权限"
    return denied("records.may_not_see_sensitive", told, SECRETS, "请申请调阅，由有权限的岗位查看")


def may_take_away(by: Actor) -> Decision:
    """A copy leaves the vault only in the hands of few."""
    if by.has(*COPIERS):
        return allowed()
    told = f"{by.name}（{by.code}）可以在线查看，不能带走副本"
    return denied("records.may_not_take_away", told, RECALL, "请由承办人、审核人或负责人办理")


def another(by: Actor, earlier: int, what: str) -> Decision:
    """Two pairs of eyes."""
    if by.person_id is not None and by.person_id != earlier:
        return allowed()
    told = f"{by.name}（{by.code}）是{what}，不能自己决定"
    return denied("records.may_not_decide_own", told, FOUR_EYES, "请由另一名有权人员办理")


def purpose_is_given(purpose: str, words: str) -> Decision:
    """A purpose from the list, and words somebody can check later."""
    if purpose not in {one.value for one in Purpose}:
        return denied("records.purpose", "没有选定调阅目的", RECALL, "请从列出的目的中选择")
    if len(words.strip()) < 4:
        return denied("records.purpose", "没有写明查看的具体事由", RECALL, "请写明事由，至少 4 个字")
    return allowed()
