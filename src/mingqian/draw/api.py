"""Draws for programs: reading them, and every step that the desk has."""

from typing import Any

from django.http import HttpResponse, JsonResponse
from ninja import Router, Status

from mingqian.accounts.bearing import ApiRequest, needs
from mingqian.accounts.enums import Scope
from mingqian.core.decision import Refused, denied
from mingqian.draw import schemas, selectors, services
from mingqian.draw.models import Change, Draw
from mingqian.draw.schemas import DrawOut, KnownOut
from mingqian.draw.selectors import occasions
from mingqian.draw.types import Known, PartySpec
from mingqian.planning.selectors.exemptions import Request
from mingqian.planning.selectors.visits import Merge
from mingqian.ui import chance, tables

router = Router(tags=["抽取"], auth=needs(Scope.DRAW_READ))
WRITE = needs(Scope.DRAW_WRITE)


@router.get("", response=schemas.DrawPage)
def draws(request: ApiRequest, page: int = 1) -> dict[str, Any]:
    """抽取列表，每页 50 条，新的在前."""
    rows = selectors.draws.visible(request.actor).order_by("-prepared_at", "-pk")
    return tables.numbered(rows, page, last=10_000)


@router.post("", response={201: DrawOut}, auth=WRITE)
def prepare(request: ApiRequest, given: schemas.PrepareIn) -> Status[Draw]:
    """为已启动的实施方案或已登记的案卷评查新建抽取."""
    wanted = {"review": given.review} if given.review else {"plan": given.plan}
    occasion = occasions.chosen(request.actor, **wanted)
    log = services.log.ensure(
        nature=given.nature, division=occasion.unit.division_code, draw=given.code, by=request.actor,
        now=request.now,
    )  # fmt: skip
    parties = [PartySpec(one.role, one.unit, one.outside, one.person) for one in given.parties]
    made = services.preparation.prepare(
        code=given.code, **wanted, origin=log.origin, parties=parties, pack=occasions.pack_for(occasion),
        order=given.order, by=request.actor, now=request.now, entropy=chance.entropy,
    )  # fmt: skip
    return Status(201, made)


@router.get("/{code}", response=DrawOut)
def draw(request: ApiRequest, code: str) -> Draw:
    """一次抽取."""
    return selectors.draws.get(request.actor, code)


@router.post("/{code}/freeze", response=DrawOut, auth=WRITE)
def freeze(request: ApiRequest, code: str) -> Draw:
    """冻结名录."""
    row = selectors.draws.get(request.actor, code)
    return services.freezing.freeze(draw=code, pack=occasions.pack_of(row), by=request.actor, now=request.now)


@router.post("/{code}/announce", response=DrawOut, auth=WRITE)
def announce(request: ApiRequest, code: str, given: schemas.AnnounceIn) -> Draw:
    """公告抽取方案."""
    row = selectors.draws.get(request.actor, code)
    sources = [one.spec() for one in given.sources]
    return services.announcing.announce(
        draw=code, sources=sources, pack=occasions.pack_of(row), by=request.actor, now=request.now
    )


@router.post("/{code}/abandon", response=DrawOut, auth=WRITE)
def abandon(request: ApiRequest, code: str, given: schemas.DrawReasonIn) -> Draw:
    """放弃准备."""
    return services.preparation.abandon(draw=code, reason=given.reason, by=request.actor, now=request.now)


@router.post("/{code}/parties/{role}/commit", response={204: None}, auth=WRITE)
def commit(request: ApiRequest, code: str, role: str, given: schemas.CommitIn) -> Status[None]:
    """一方交承诺；秘密留在自己手里."""
    services.sealing.commit(
        draw=code, role=role, commitment=given.commitment, by=request.actor, now=request.now
    )
    return Status(204, None)


@router.post("/{code}/parties/{role}/found", response={204: None}, auth=WRITE)
def found(request: ApiRequest, code: str, role: str) -> Status[None]:
    """一方在封签里找到自己的承诺."""
    services.sealing.find_own_commit(draw=code, role=role, by=request.actor, now=request.now)
    return Status(204, None)


@router.post("/{code}/parties/{role}/reveal", response=DrawOut, auth=WRITE)
def reveal(request: ApiRequest, code: str, role: str, given: schemas.SecretIn) -> Draw:
    """一方揭示秘密."""
    return services.revealing.reveal(
        draw=code, role=role, secret=given.secret, by=request.actor, now=request.now, entropy=chance.entropy
    )


@router.post("/{code}/seal", response=DrawOut, auth=WRITE)
def seal(request: ApiRequest, code: str) -> Draw:
    """封签."""
    return services.sealing.seal(draw=code, by=request.actor, now=request.now)


@router.post("/{code}/anchors", response={204: None}, auth=WRITE)
def anchor(request: ApiRequest, code: str, given: schemas.AnchorIn) -> Status[None]:
    """登记封签值存在外面的凭据."""
    services.sealing.anchor(
        draw=code, kind=given.kind, seal_hash=given.seal, proof=given.proof, by=request.actor, now=request.now
    )
    return Status(204, None)


@router.post("/{code}/values", response={204: None}, auth=WRITE)
def enter_value(request: ApiRequest, code: str, given: schemas.ValueIn) -> Status[None]:
    """录入公开随机数."""
    services.randomness.enter_value(
        draw=code, position=given.position, value=given.value, evidence=given.evidence, by=request.actor,
        now=request.now,
    )  # fmt: skip
    return Status(204, None)


@router.post("/{code}/values/read-back", response=DrawOut, auth=WRITE)
def read_back(request: ApiRequest, code: str, given: schemas.ReadBackIn) -> Draw:
    """另一人回读公开随机数；两次不同的，两次都留痕."""
    return services.randomness.read_back(draw=code, **given.dict(), by=request.actor, now=request.now)


@router.post("/{code}/close-reveals", response=DrawOut, auth=WRITE)
def close_reveals(request: ApiRequest, code: str) -> Draw:
    """揭示期限已过，缺的按空值计（先揭示后出数）."""
    return services.revealing.close_reveals(draw=code, by=request.actor, now=request.now)


@router.post("/{code}/compute", response=DrawOut, auth=WRITE)
def compute(request: ApiRequest, code: str) -> Draw:
    """计算结果."""
    return services.computing.compute(draw=code, by=request.actor, now=request.now, entropy=chance.entropy)


@router.post("/{code}/sign", response={204: None}, auth=WRITE)
def sign(request: ApiRequest, code: str, given: schemas.SignIn) -> Status[None]:
    """见证签认."""
    services.signing.sign(
        draw=code, opinion=given.opinion, remarks=given.remarks, by=request.actor, now=request.now
    )
    return Status(204, None)


@router.post("/{code}/publish", response=DrawOut, auth=WRITE)
def publish(request: ApiRequest, code: str) -> Draw:
    """公布."""
    return services.publishing.publish(draw=code, by=request.actor, now=request.now)


@router.post("/{code}/complete", response=DrawOut, auth=WRITE)
def complete(request: ApiRequest, code: str) -> Draw:
    """办结."""
    return services.publishing.complete(draw=code, by=request.actor, now=request.now)


@router.post("/{code}/substitute", response={201: schemas.ChangeOut}, auth=WRITE)
def substitute(request: ApiRequest, code: str, given: schemas.SubstituteIn) -> Status[Change]:
    """提出按序递补；谁进来由抽取顺序决定."""
    made = services.changing.propose_substitute(draw=code, **given.dict(), by=request.actor, now=request.now)
    return Status(201, made)


@router.post("/{code}/skip", response={201: schemas.ChangeOut}, auth=WRITE)
def skip(request: ApiRequest, code: str, given: schemas.SubstituteIn) -> Status[Change]:
    """提出跳过下一位候补人员，他也不能到."""
    made = services.changing.propose_skip(draw=code, **given.dict(), by=request.actor, now=request.now)
    return Status(201, made)


@router.post("/{code}/replace", response={201: schemas.ChangeOut}, auth=WRITE)
def replace(request: ApiRequest, code: str, given: schemas.ReplaceIn) -> Status[Change]:
    """提出顺补查无下落的对象；谁进来由抽取顺序决定."""
    made = services.changing.propose_replacement(draw=code, **given.dict(), by=request.actor, now=request.now)
    return Status(201, made)


@router.post("/{code}/exemptions", response={201: schemas.SpareOut}, auth=WRITE)
def spare(request: ApiRequest, code: str, given: schemas.SpareIn) -> Status[Request]:
    """申请对抽中的对象免检（3个月内已查且不属于异常监管对象），由另一人决定."""
    row = selectors.draws.for_item(request.actor, code, given.item)
    pack = occasions.pack_of(row)
    asked = services.sparing.ask(draw=code, **given.dict(), pack=pack, by=request.actor, now=request.now)
    return Status(201, asked)


@router.post("/{code}/merge", response={201: schemas.MergeOut}, auth=WRITE)
def merge(request: ApiRequest, code: str) -> Status[Merge]:
    """提出合并检查：同一对象的多个事项一次完成."""
    pack = occasions.pack_of(selectors.draws.get(request.actor, code))
    return Status(201, services.merging.propose(draw=code, pack=pack, by=request.actor, now=request.now))


@router.post("/{code}/void", response={201: schemas.ChangeOut}, auth=WRITE)
def void(request: ApiRequest, code: str, given: schemas.VoidIn) -> Status[Change]:
    """提出作废."""
    made = services.changing.propose_void(draw=code, **given.told(), by=request.actor, now=request.now)
    return Status(201, made)


@router.post("/{code}/changes/{change}", response=schemas.ChangeOut, auth=WRITE)
def decide(request: ApiRequest, code: str, change: int, given: schemas.ChangeDecideIn) -> Change:
    """另一人批准或不批准一项变更."""
    row = selectors.draws.get(request.actor, code)
    if not row.changes.filter(pk=change).exists():
        raise Refused(denied("draw.change.not_found", f"抽取“{code}”没有变更 {change}", "", "请核对变更编号"))
    return services.changing.decide(
        change=change, approve=given.approve, remark=given.remark, by=request.actor, now=request.now
    )


@router.get("/{code}/sheet", response=schemas.SheetOut)
def sheet(request: ApiRequest, code: str) -> dict[str, Any]:
    """抽取结果：各事项名单、检查组，含递补后的现状."""
    one = selectors.outcome.sheet(request.actor, code)
    return {
        "code": one.code, "state": one.state, "pairs": one.pairs, "unassigned": one.unassigned,
        "grade": one.evidence.grade,
        "items": [
            {
                "code": item.code, "name": item.name, "pool": item.pool, "quota": item.quota, "total": item.total,
                "forced": _all(item.forced), "drawn": _all(item.drawn), "reserve": _all(item.reserve),
            }
            for item in one.items
        ],
        "teams": [
            {
                "number": team.number, "panel": team.panel, "captain": _one(team.captain),
                "members": [_one(member) for member in team.members], "visits": team.visits,
            }
            for team in one.teams
        ],
    }  # fmt: skip


@router.get("/{code}/excluded/{item}", response=list[KnownOut])
def excluded(request: ApiRequest, code: str, item: str) -> list[KnownOut]:
    """不参加随机抽取的行，每行有理由和依据."""
    return _all(tuple(selectors.outcome.excluded(request.actor, code, item)))


@router.get("/{code}/transcript", response={200: dict[str, Any]})
def transcript(request: ApiRequest, code: str) -> HttpResponse:
    """已公布的抽取记录（transcript.json）."""
    row = selectors.draws.get(request.actor, code)
    if row.published_at is None:
        raise Refused(denied("draw.unpublished", f"抽取“{code}”还没有公布", "sxsj1 §9", "请在公布后取用"))
    return JsonResponse(selectors.transcripts.assemble(row), json_dumps_params={"ensure_ascii": False})


def _one(row: Known | None) -> KnownOut | None:
    return KnownOut.of(row) if row is not None else None


def _all(rows: tuple[Known, ...]) -> list[KnownOut]:
    return [KnownOut.of(row) for row in rows]
