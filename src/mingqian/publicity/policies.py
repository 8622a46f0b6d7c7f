"""Who may do what to a notice. Which state it must be in is the machine's affair, not this file's."""

from collections.abc import Iterable, Mapping
from enum import StrEnum

from mingqian.accounts.enums import Role
from mingqian.accounts.types import Actor
from mingqian.core.decision import Decision, Refused, allowed, denied

REVIEW_FIRST = "石嘴山方案 1(3)：谁执法谁公示，公示前对涉密、商业秘密、隐私作处理"
EXCEPTION = "石嘴山方案 4(1)：公开为常态、不公开为例外；平顶山方案 四(二)"
THREE_PEOPLE = "石嘴山方案 1(3)；公示须由起草、审核、发布三人分别办理"
CONFIRMED = "石嘴山方案 2(1)：行政执法人员清单由市司法局确认后公示"
TAKEN_DOWN = "行政处罚法第四十八条：三日内撤回并公开说明理由"


class Verb(StrEnum):
    DRAFT = "draft"
    REVIEW = "review"
    RELEASE = "release"
    WITHDRAW = "withdraw"
    ASK_KEEP_BACK = "ask_keep_back"
    DECIDE_KEEP_BACK = "decide_keep_back"
    CONFIRM = "confirm"
    RECORD_RECEIPT = "record_receipt"


AUTHORS = (
    Role.LEGAL_OFFICE,
    Role.OFFICE,
    Role.BUSINESS_UNIT_HEAD,
    Role.BUSINESS_UNIT_STAFF,
    Role.INSPECTION_BODY_HEAD,
    Role.INSPECTION_BODY,
    Role.INSURANCE_AGENCY,
    Role.FUND_SUPERVISION,
    Role.INFORMATION_UNIT,
    Role.DRAW_OPERATOR,
    Role.DISTRICT_BUREAU,
    Role.PUBLISHER,
)
READERS = (
    *AUTHORS,
    Role.REDACTION_REVIEWER,
    Role.BUREAU_LEADER,
    Role.SUPERVISION_AUTHORITY,
    Role.SUPERIOR_VIEWER,
    Role.DISCIPLINE_WITNESS,
)

_TABLE: Mapping[Verb, tuple[tuple[Role, ...], str, str]] = {
    Verb.DRAFT: (AUTHORS, "起草公示", REVIEW_FIRST),
    Verb.REVIEW: ((Role.REDACTION_REVIEWER,), "审核公示内容", REVIEW_FIRST),
    Verb.RELEASE: ((Role.PUBLISHER,), "发布公示", THREE_PEOPLE),
    Verb.WITHDRAW: ((Role.PUBLISHER,), "撤下公示", TAKEN_DOWN),
    Verb.ASK_KEEP_BACK: ((*AUTHORS, Role.REDACTION_REVIEWER), "提出不公开", EXCEPTION),
    Verb.DECIDE_KEEP_BACK: ((Role.BUREAU_LEADER,), "批准不公开", EXCEPTION),
    Verb.CONFIRM: ((Role.SUPERVISION_AUTHORITY,), "确认执法人员清单", CONFIRMED),
    Verb.RECORD_RECEIPT: ((*AUTHORS, Role.REDACTION_REVIEWER), "登记公示回执", REVIEW_FIRST),
}


def may(by: Actor, verb: Verb, unit_path: str, *, roles: Iterable[Role] = ()) -> Decision:
    """Holds one of the verb's roles over the unit; the matrix may name the roles of a kind itself."""
    standard, words, clause = _TABLE[verb]
    named = tuple(roles) or standard
    if any(by.holds(role, unit_path) for role in named):
        return allowed()
    who = "、".join(role.label for role in named)
    return denied(
        f"publicity.may_not_{verb}",
        f"{by.name}（{by.code}）不能{words}：须担任该单位的{who}",
        clause,
        f"请由{who}办理",
    )


def person(by: Actor) -> int:
    """Who puts a name to it: the shell of the server is nobody."""
    if by.person_id is None:
        raise Refused(
            denied(
                "publicity.nobody", f"{by.name}不是具体人员，不能办理公示", THREE_PEOPLE, "请以本人账号办理"
            )
        )
    return by.person_id


def another(by: Actor, earlier: Iterable[int | None], what: str) -> Decision:
    """Nobody reviews or releases what they wrote, or releases what they reviewed."""
    if by.person_id is not None and by.person_id not in set(earlier):
        return allowed()
    return denied(
        "publicity.same_person",
        f"{what}的须是另一人，{by.name}已在前面的环节办理过",
        THREE_PEOPLE,
        "请换一位有权限的人员办理",
    )
