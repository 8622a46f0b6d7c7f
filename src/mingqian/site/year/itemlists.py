"""The item list of a run: the pack's, or a file of the person's, or a few examples where there is none."""

import re
from collections.abc import Iterable
from dataclasses import dataclass, replace
from datetime import date
from pathlib import Path
from typing import Any

from mingqian.core.decision import Decision, Refused
from mingqian.policy.schema.pack import Pack
from mingqian.registry import selectors as registries
from mingqian.registry import services
from mingqian.registry.enums import BasisLevel, Level, Method, SubjectKind
from mingqian.registry.services import imports, pack_documents
from mingqian.registry.services.item_lists import Desk, Supplement
from mingqian.registry.types import BasisRef, Wording
from mingqian.site.year.bureau import Bureau
from mingqian.site.year.clockwork import Clock

EVALUATION = "检查评价办法（演练稿）"
STAND_IN = "规则包没有收录事项清单，以下示例事项只供演练，不是本单位的清单"
GUESSED = "演练按文件名称推定依据层级，正式办理须由本单位登记"
TITLE = re.compile(r"《([^《》]+)》")
# How a document's name ends tells its rank often enough for a practice run.
RANKS = (
    ("条例", BasisLevel.REGULATION),
    ("办法", BasisLevel.RULE),
    ("规定", BasisLevel.RULE),
    ("细则", BasisLevel.RULE),
    ("规则", BasisLevel.RULE),
    ("法", BasisLevel.LAW),  # last: 办法 ends with it too
)
Waiting = tuple[str, tuple[Decision, ...]]


@dataclass(frozen=True, slots=True)
class Items:
    """What came of the item list: where it is from, what is held back and why, what was retired."""

    source: str
    waiting: tuple[Waiting, ...] = ()
    retired: tuple[str, ...] = ()
    gap: str = ""
    left_out: tuple[str, ...] = ()
    """What the import says of the person's file where rows of it stay out."""


def items(pack: Pack, given: Path | None, bureau: Bureau, *, on: date, clock: Clock) -> Items:
    """The list of the person's file, else of the pack; for a pack without one a few examples, and say so."""
    if given is not None:
        return _from_file(pack, given, bureau, on=on, clock=clock)
    if not pack.items:
        return _stand_ins(pack, bureau, on=on, clock=clock)
    loaded = services.item_lists.load_pack(
        pack,
        unit=bureau.code,
        jurisdiction=bureau.code,
        level=Level(bureau.level.value),
        effective_on=on,
        supplement=Supplement(evaluation_method=EVALUATION),
        desk=Desk(bureau["second_legal"], bureau["legal"], bureau["leader"]),
        now=clock.tick(),
    )
    return Items(f"规则包 {pack.name} 的事项清单", loaded.waiting, loaded.retired, loaded.gap)


def numbered(pack: Pack) -> dict[str, int]:
    """The pack's items that can be planned, with the numbers its list gives them."""
    return {one.code: one.seq for one in pack.items if one.plannable}


def _from_file(pack: Pack, file: Path, bureau: Bureau, *, on: date, clock: Clock) -> Items:
    """An imported list becomes drafts; each then goes its way, and what cannot says why."""
    pack_documents.register(pack, unit=bureau.code, by=bureau["legal"], now=clock.tick())
    for number, title in enumerate(_unregistered(file, bureau), start=1):
        services.rule_documents.register(
            code=f"LIST-{number}", title=title, level=_rank(title), unit=bureau.code, note=GUESSED,
            by=bureau["legal"], now=clock.tick(),
        )  # fmt: skip
    with _looked_at(file, bureau) as pending:
        pending.items = [replace(one, wording=_completed(one.wording, one.code)) for one in pending.items]
        imports.confirm(pending, by=bureau["second_legal"], now=clock.tick())
        codes = [one.code for one in pending.items]
        refused = pending.preview.refused
        left_out = tuple(imports.described(pending)) if refused else ()
    waiting = list(_published(codes, bureau, on=on, clock=clock))
    short = f"，{refused} 行不能导入" if refused else ""
    source = f"清单文件 {file.name}，读到 {len(codes)} 个事项{short}；{GUESSED}"
    return Items(source, tuple(waiting), left_out=left_out)


def _looked_at(file: Path, bureau: Bureau) -> imports.Pending:
    return imports.preview(file, by=bureau["second_legal"], kind=imports.Kind.ITEMS, unit=bureau.code)


def _unregistered(file: Path, bureau: Bureau) -> list[str]:
    """Documents the list cites and nobody has registered: the preview notes them word for word."""
    with _looked_at(file, bureau) as pending:
        notes = [note for one in pending.items for note in one.wording.notes]
    known = {one.title for one in registries.rule_documents.visible(bureau["legal"])}
    cited = dict.fromkeys(title.strip()[:200] for note in notes for title in TITLE.findall(note))
    return [title for title in cited if title and title not in known]


def _rank(title: str) -> BasisLevel:
    bare = re.sub(r"[（(][^（()）]*[）)]$", "", title)
    return next((rank for ending, rank in RANKS if bare.endswith(ending)), BasisLevel.NORMATIVE)


def _completed(wording: Wording, code: str) -> Wording:
    """What a list does not carry: the evaluation method, and the category its subjects bear."""
    tags = services.item_lists.subject_tags(wording.subject_text, code)
    return replace(
        wording,
        evaluation_method=EVALUATION,
        subject_tags=tags,
        subject_kinds=wording.subject_kinds or _BODIES,
    )


def _published(codes: Iterable[str], bureau: Bureau, *, on: date, clock: Clock) -> Iterable[Waiting]:
    for code in codes:
        try:
            _through(code, bureau, on=on, clock=clock)
        except Refused as refused:
            yield code, refused.decisions


def _through(code: str, bureau: Bureau, *, on: date, clock: Clock) -> None:
    step: dict[str, Any] = {"code": code, "number": 1}
    services.items.submit(**step, by=bureau["second_legal"], now=clock.tick())
    services.items.review(**step, passed=True, opinion="一致", by=bureau["legal"], now=clock.tick())
    services.items.approve(**step, by=bureau["leader"], now=clock.tick())
    services.items.publish(**step, effective_on=on, by=bureau["legal"], now=clock.tick())


_BODIES = (
    SubjectKind.ENTERPRISE.value,
    SubjectKind.INDIVIDUAL_BUSINESS.value,
    SubjectKind.INSTITUTION.value,
    SubjectKind.SOCIAL_ORGANISATION.value,
)
# code, item, whom, category tags, document, its level and number, article
_EXAMPLES = (
    ("YL-1", "对劳务派遣单位的监督检查（示例）", "劳务派遣单位", ("labour_dispatch",),
     "中华人民共和国劳动合同法", BasisLevel.LAW, "主席令第73号", "第七十四条"),
    ("YL-2", "对人力资源服务机构的监督检查（示例）", "人力资源服务机构", ("hr_service",),
     "人力资源市场暂行条例", BasisLevel.REGULATION, "国务院令第700号", "第三十五条"),
    ("YL-3", "对用人单位遵守劳动保障法律法规情况的监督检查（示例）", "用人单位", (),
     "劳动保障监察条例", BasisLevel.REGULATION, "国务院令第423号", "第十一条"),
)  # fmt: skip


def _stand_ins(pack: Pack, bureau: Bureau, *, on: date, clock: Clock) -> Items:
    """Fuling's document names an annex that was never published with it; something must be drawn from."""
    pack_documents.register(pack, unit=bureau.code, by=bureau["legal"], now=clock.tick())
    for code, name, whom, tags, title, rank, number, article in _EXAMPLES:
        services.rule_documents.register(
            code=f"LAW-{code}", title=title, level=rank, unit=bureau.code, number=number,
            by=bureau["legal"], now=clock.tick(),
        )  # fmt: skip
        words = Wording(
            name=name, category=1, item_class="general", inspector_class="enforcement", subject_text=whom,
            subject_kinds=_BODIES, subject_tags=tags, methods=(Method.ON_SITE.value,),
            evaluation_method=EVALUATION, contents=("遵守劳动保障法律、法规、规章的情况",),
            bases=(BasisRef(f"LAW-{code}", article),),
        )  # fmt: skip
        services.items.draft(
            code=code, unit=bureau.code, jurisdiction=bureau.code, level=Level(bureau.level.value),
            wording=words, reason=STAND_IN, by=bureau["second_legal"], now=clock.tick(),
        )  # fmt: skip
        _through(code, bureau, on=on, clock=clock)
    return Items(STAND_IN, gap=pack.items_gap)
