"""The ceremony: commitments, the seal, both orders, the seed and its grade (sections 4 and 5).

What belongs here: who binds what before which randomness. Values of sources stand in sources.
"""

from collections.abc import Mapping, Sequence
from typing import Any

from mingqian.core.canonical import Document, Suite, text_hash
from mingqian.core.decision import Decision, allowed, denied
from mingqian.core.draw import grammar as g
from mingqian.core.draw import sources
from mingqian.core.draw.documents import document

TABLE = "public-then-reveal"
BEACON = "reveal-then-public"
LEAST_PARTIES = 2
LEAST_REVEALS = 2


def commit(suite: Suite, *, plan_hash: str, role: str, secret: str) -> str:
    """commit_j = T("commit", plan_hash, role_j, secret_j)."""
    return text_hash(suite, "commit", plan_hash, role, secret)


def secret_fault(secret: str) -> str | None:
    """Why a secret is refused: [0-9A-Za-z]{20,128}, digits alone at least 30."""
    if g.is_secret(secret):
        return None
    return "秘密应为 20 至 128 位数字或字母；只有数字时至少 30 位，并由设备或骰子产生，不可自拟"


def parties_faults(parties: Sequence[Mapping[str, Any]]) -> list[str]:
    """V8: two parties or more, an outsider, outsiders of other units than the organiser's."""
    found: list[str] = []
    roles = [party["role"] for party in parties]
    if len(parties) < LEAST_PARTIES:
        found.append("参与方至少要有两个")
    if len(set(roles)) != len(roles):
        found.append("参与方角色重复")
    if not any(party["outside"] for party in parties):
        found.append("参与方中至少要有一个外部人")
    insiders = {party["unit"] for party in parties if not party["outside"]}
    found += [
        f"外部人 {party['role']} 与内部参与方同属 {party['unit']}"
        for party in parties
        if party["outside"] and party["unit"] in insiders
    ]
    if parties and parties[0]["outside"]:
        found.append("第一个参与方应为组织方，不能是外部人")
    return found


def public_faults(plan: Document) -> list[str]:
    """V10: sources fit the order, and together leave at least 2^64 outcomes."""
    found: list[str] = []
    for place, source in enumerate(plan["public"]):
        found += [f"public[{place}]：{fault}" for fault in sources.faults(source)]
        if sources.is_dice(source) != (plan["order"] == TABLE):
            where = "先公开后揭示（现场）只用骰子" if plan["order"] == TABLE else "先揭示后公开不用骰子"
            found.append(f"public[{place}]：{where}")
    if sources.repeated(plan["public"]):
        found.append("public：同一期彩票、同一轮信标只能写一次，写两次并不更随机")
    if not sources.enough(plan["public"]):
        found.append("public：全部来源的可能结果不足 2^64 种，请加一个来源或多掷几次")
    return found


def deadlines_faults(plan: Document, sealed_at: str | None = None) -> list[str]:
    """V19: table public ≤ reveal ≤ publish; else sealed_at < reveal < every at ≤ public ≤ publish."""
    limits = plan["deadlines"]
    if plan["order"] == TABLE:
        if not limits["public"] <= limits["reveal"] <= limits["publish"]:
            return ["deadlines：现场抽取应为 公开 ≤ 揭示 ≤ 公布"]
        return []
    found: list[str] = []
    moments = [source["at"] for source in plan["public"] if source["at"] is not None]
    if sealed_at is not None and not sealed_at < limits["reveal"]:
        found.append("deadlines：封签必须早于揭示期限")
    if any(not limits["reveal"] < at <= limits["public"] for at in moments):
        found.append("deadlines：每个公开来源的时刻应晚于揭示期限、不晚于公开期限")
    if not limits["public"] <= limits["publish"]:
        found.append("deadlines：公开期限不得晚于公布期限")
    return found


def seal(plan_hash: str, commits: Sequence[tuple[str, str]], *, sealed_at: str) -> Document:
    """The seal: commits in plan order; its hash is J."""
    return document(
        "seal",
        plan=plan_hash,
        commits=[{"role": role, "commit": value} for role, value in commits],
        sealed_at=sealed_at,
    )


def seed(
    suite: Suite, *, seal_hash: str, plan: Document, secrets: Mapping[str, str], values: Sequence[str]
) -> str:
    """seed = T("seed", seal_hash, role1=secret1, …, src1=value1, …); a missing secret is empty."""
    revealed = [f"{party['role']}={secrets.get(party['role'], '')}" for party in plan["parties"]]
    drawn = [f"{source['src']}={value}" for source, value in zip(plan["public"], values, strict=True)]
    return text_hash(suite, "seed", seal_hash, *revealed, *drawn)


def may_proceed(plan: Document, revealed: Sequence[str]) -> Decision:
    """Whether these reveals suffice, or the attempt is void for PARTY.

    At the table all must be there; with a beacon two must remain, one of them from outside.
    """
    roles = [party["role"] for party in plan["parties"]]
    missing = [role for role in roles if role not in revealed]
    if not missing:
        return allowed()
    named = "、".join(missing)
    if plan["order"] == TABLE:
        return denied(
            "PARTY",
            f"缺少 {named} 的秘密，本次抽取作废",
            clause="sxsj1 §5",
            remedy="另行组织一次，改为先揭示后公开",
        )
    present = [party for party in plan["parties"] if party["role"] in revealed]
    if len(present) >= LEAST_REVEALS and any(party["outside"] for party in present):
        return allowed()
    return denied(
        "PARTY",
        f"缺少 {named} 的秘密，余下不足两方或没有外部人",
        clause="sxsj1 §5",
        remedy="作废后另行组织一次",
    )


def grade(
    plan: Document,
    *,
    seal_hash: str,
    anchors: Sequence[Mapping[str, Any]],
    public_at: str | None,
    cosigned: bool,
) -> str:
    """A: reveal-then-public, anchored before the first ``at``; B: table, anchored before the dice; else C.

    Both need a co-signature from outside. ``public_at`` is when the dice were journaled.
    """
    moments = [source["at"] for source in plan["public"] if source["at"] is not None]
    limit = public_at if plan["order"] == TABLE else min(moments, default=None)
    anchored = limit is not None and any(
        anchor["seal"] == seal_hash and anchor["at"] < limit for anchor in anchors
    )
    if not (anchored and cosigned):
        return "C"
    return "B" if plan["order"] == TABLE else "A"


def closed(suite: Suite, *, nonce: str, body_hash: str) -> str:
    """T("closed", nonce, J(body)): a body under embargo."""
    return text_hash(suite, "closed", nonce, body_hash)
