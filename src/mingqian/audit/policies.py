"""Who may read the journal."""

from mingqian.accounts.enums import Role
from mingqian.accounts.types import Actor, console
from mingqian.core.decision import Decision, allowed, denied

CLAUSE = "GB/T 22239-2019（等保三级）§8.1：审计记录由审计管理员查阅和分析，任何人不得删改"

TRACEABLE = "鄂州报告 二(三)：健全行政执法人员责任追溯制度"


def may_read(actor: Actor) -> Decision:
    """The audit administrator reads everything and changes nothing; nobody else browses the journal."""
    if actor.has(Role.AUDIT_ADMIN):
        return allowed()
    return denied(
        "audit.not_yours",
        f"{actor.name}（{actor.code}）不能查阅审计日志",
        CLAUSE,
        "请审计管理员查阅",
    )


def may_look(actor: Actor) -> Decision:
    """What one officer did is read by the discipline office alone, and every look is journaled."""
    if actor.has(Role.DISCIPLINE_WITNESS):
        return allowed()
    return denied(
        "audit.not_yours",
        f"{actor.name}（{actor.code}）不能查看他人的办理记录",
        TRACEABLE,
        "请派驻纪检监察组查看",
    )


def may_keep_keys(actor: Actor) -> Decision:
    """Keys are made, exchanged and put on record at the server, by who already holds the private one."""
    if actor == console():
        return allowed()
    return denied(
        "audit.keys_at_the_server",
        f"{actor.name}（{actor.code}）不能更换或登记签名密钥",
        CLAUSE,
        "请系统管理员在服务器上运行 mingqian checkpoint",
    )
