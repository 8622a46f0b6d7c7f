"""The rolls of a case-file review (EZ-51, EZ-56): every file handed in, every expert of the round."""

from mingqian.core.decision import denied
from mingqian.core.draw import rows
from mingqian.draw.enums import RollKind
from mingqian.draw.models import Review, ReviewCase, ReviewExpert
from mingqian.draw.selectors.occasions import EZ_51, KINDS
from mingqian.draw.services.rollmaking import Intake, Label, Source

EZ_56 = "鄂州 三(四)：开展案卷集中评查活动，加强对行政处罚、行政强制、行政检查、行政收费等执法行为的重点监督"
STRATUM = "ZJ"


def cases(review: Review, item: str, key: str | None) -> Intake:
    """The files of the round by kind of act; one left out stays in the roll with the reason."""
    listed = list(review.cases.order_by("identity"))
    return Intake(
        Label(RollKind.CASE, item, f"案卷名录·{review.title}", key),
        (_case(one) for one in listed),
        lambda: _words("登记案卷", "卷", len(listed), sum(bool(one.excluded) for one in listed)),
        denied("draw.no_cases", f"“{review.title}”没有案卷，无从抽取", EZ_56, "请先登记案卷"),
    )


def experts(review: Review) -> Intake:
    """The experts of the round; who cannot come stays in the roll as absent."""
    listed = list(review.experts.select_related("expert").order_by("expert__code"))
    return Intake(
        Label(RollKind.EXPERT, "experts", "案卷评查专家库"),
        [_expert(one) for one in listed],
        lambda: _words("评查专家", "人", len(listed), sum(bool(one.absent) for one in listed)),
        denied("draw.no_experts", f"“{review.title}”没有评查专家", EZ_51, "请先登记专家"),
    )


def _case(one: ReviewCase) -> Source:
    record = {"number": one.number, "kind": KINDS[one.kind], "unit": one.unit, "handlers": one.handlers}
    status = "X:PC" if one.excluded else "E"
    return Source(rows.Entry(one.identity, record, one.kind, status), one.number, one.excluded, _why(one))


def _why(one: ReviewCase) -> str:
    return EZ_56 if one.excluded else ""


def _expert(one: ReviewExpert) -> Source:
    status = "X:NA" if one.absent else "E"
    entry = rows.Entry(one.expert.code, {"captain": one.captain, "quals": [one.kind]}, STRATUM, status)
    return Source(entry, one.expert.name, one.absent, EZ_51 if one.absent else "")


def _words(what: str, unit: str, count: int, out: int) -> str:
    return f"{what} {count} {unit} − 不参加 {out} {unit} = {count - out} {unit}"
