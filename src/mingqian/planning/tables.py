"""The columns of planning's lists: what the page shows, and what an export carries."""

from django.urls import reverse
from django.utils.html import format_html, format_html_join
from django.utils.safestring import SafeString

from mingqian.planning.enums import (
    Answer,
    DeliveryState,
    DemandKind,
    DemandState,
    ExemptionState,
    PaperState,
    PlanState,
)
from mingqian.planning.models import (
    AnnualPlan,
    CoOrganiser,
    Demand,
    Exemption,
    ImplementationPlan,
    ItemPaper,
    MergeProposal,
    PaperReceipt,
    PlanPartner,
)
from mingqian.planning.selectors.annual import Change
from mingqian.planning.selectors.papers import Shelf
from mingqian.policy import layers
from mingqian.registry import selectors as registries
from mingqian.registry.enums import Method
from mingqian.ui.tables import Column

KINDS = {
    "requested": "warn", "refused": "bad", "proposed": "warn", "accepted": "ok", "declined": "",
    "draft": "", "submitted": "info", "approved": "info", "published": "ok", "started": "ok",
    "completed": "ok", "superseded": "", "withdrawn": "bad", "planned": "ok", "returned": "bad",
    "pending": "warn", "confirmed": "ok", "recorded": "warn", "delivered": "warn", "read": "ok",
}  # fmt: skip


def tag(state: str, label: str) -> SafeString:
    """A status: at most five characters, colour plus text."""
    return format_html('<span class="tag {}">{}</span>', KINDS.get(state, ""), label)


def link(text: object, name: str, *args: object) -> SafeString:
    return format_html('<a href="{}">{}</a>', reverse(name, args=args), text)


def methods(codes: list[str]) -> str:
    """Ways of checking in the list's own words."""
    return "、".join(Method(one).label if one in list(Method) else one for one in codes)


def pack_title(stacked: str) -> str:
    """The bureau's own document on top of the stack; a pack from elsewhere by its name."""
    name = layers.own_name(stacked)
    titles = {one.name: one.title for one in registries.packs.shelf()}
    return titles.get(name, name)


def plan_link(plan: AnnualPlan) -> SafeString:
    return link(plan.title, "planning:plan", plan.unit.code, plan.year, plan.version)


def paper_link(row: ItemPaper, text: str = "") -> SafeString:
    return link(text or row.title, f"planning:{row.kind.replace('_', '-')}", row.item.code, row.number)


def shelf_links(shelf: Shelf) -> SafeString:
    """PD-09 the item shows its guideline with version; XM-30 a missing method is seen before anybody goes."""
    found = [
        paper_link(row, f"{word}第{row.number}版") if row else tag("pending", f"无{word}")
        for word, row in (("评价办法", shelf.method), ("指引", shelf.guideline))
        if row or word == "评价办法"
    ]
    return format_html("<small>{}</small>", format_html_join(" ", "{}", ((one,) for one in found)))


def _demand_state(row: Demand) -> SafeString:
    return tag(row.state, DemandState(row.state).label)


DEMANDS = (
    Column("code", "编号", lambda row: link(row.code, "planning:demand", row.code), sort="code"),
    Column("unit", "提出单位", lambda row: row.unit.name, sort="unit__path"),
    Column("item", "事项", lambda row: row.item.code, sort="item__code"),
    Column("serves_year", "列入年度", lambda row: f"{row.serves_year}年", sort="serves_year"),
    Column("rounds", "次数", numeric=True),
    Column("methods", "检查方式", lambda row: methods(row.methods)),
    Column("kind", "提出方式", lambda row: DemandKind(row.kind).label),
    Column("proposed_at", "提出时间", sort="proposed_at"),
    Column("state", "状态", _demand_state, lambda row: DemandState(row.state).label),
)


def _plan_state(row: AnnualPlan | ImplementationPlan) -> SafeString:
    return tag(row.state, PlanState(row.state).label)


PLANS = (
    Column("title", "计划", plan_link, lambda row: row.title, wide=True),
    Column("unit", "编制机关", lambda row: row.unit.name, sort="unit__path"),
    Column("year", "年度", lambda row: f"{row.year}年", sort="year"),
    Column("version", "版本", lambda row: f"第{row.version}版"),
    Column("items", "事项", numeric=True),
    Column("document_no", "文号"),
    Column("published_at", "公布时间", sort="published_at"),
    Column("state", "状态", _plan_state, lambda row: PlanState(row.state).label),
)

CHANGES = (
    Column("item", "事项"),
    Column("column", "栏目"),
    Column(
        "before", "调整前", lambda row: format_html("<del>{}</del>", row.before) if row.before else "（无）"
    ),
    Column("after", "调整后", lambda row: format_html("<ins>{}</ins>", row.after) if row.after else "（无）"),
)


def changes_text(found: list[Change]) -> str:
    """How many cells differ, in how many items."""
    return f"{len({one.item for one in found})}个事项、{len(found)}处"


IMPLEMENTATIONS = (
    Column("code", "编号", lambda row: link(row.code, "planning:implementation", row.code), sort="code"),
    Column("title", "方案", wide=True),
    Column("unit", "发起单位", lambda row: row.unit.name, sort="unit__path"),
    Column("batch", "批次", lambda row: f"{row.annual_plan.year}年 {row.batch}"),
    Column("things", "事项", numeric=True),
    Column("draw_on", "抽取日期", sort="draw_on"),
    Column("waiting", "待确认单位", numeric=True),
    Column("state", "状态", _plan_state, lambda row: PlanState(row.state).label),
)


def partner_name(row: CoOrganiser | PlanPartner) -> str:
    return row.unit.name if row.unit else row.outside_name


def answer_tag(row: CoOrganiser) -> SafeString:
    words = {Answer.PENDING: "待确认", Answer.CONFIRMED: "已确认", Answer.RECORDED: "未答复"}
    return tag(row.answer, words[Answer(row.answer)])


PAPERS = (
    Column("item", "事项", lambda row: row.item.code, sort="item__code"),
    Column("title", "标题", paper_link, lambda row: row.title, wide=True),
    Column("number", "版本", lambda row: f"第{row.number}版"),
    Column("unit", "编写单位", lambda row: row.unit.name, sort="unit__path"),
    Column("points", "条数", lambda row: len(row.points), numeric=True),
    Column("published_at", "发布时间", sort="published_at"),
    Column("read", "已阅", lambda row: f"{row.read} / {row.given}" if row.given else "—"),
    Column(
        "state",
        "状态",
        lambda row: tag(row.state, PaperState(row.state).label),
        lambda row: PaperState(row.state).label,
    ),
)

POINTS = (
    Column("number", "序号", numeric=True),
    Column("content", "检查内容", wide=True),
    Column("standard", "评价标准", wide=True),
    Column("basis", "依据"),
)


def _drawn(row: Exemption) -> SafeString:
    return format_html("{}<small>{}</small>", row.draw_code, row.item.item.code)


EXEMPTIONS = (
    Column("subject", "对象", lambda row: link(row.subject.name, "planning:exemption", row.pk), wide=True),
    Column("state", "状态", lambda row: tag(row.state, ExemptionState(row.state).label)),
    Column(
        "draw_code",
        "抽取、事项",
        _drawn,
        lambda row: f"{row.draw_code} {row.item.item.code}",
        sort="draw_code",
    ),
    Column("last_checked_on", "最近检查", sort="last_checked_on"),
    Column("reason", "申请理由", wide=True),
    Column("requested_by", "申请人", lambda row: row.requested_by.name),
    Column("below_floor", "低于下限", lambda row: "是" if row.below_floor else ""),
)

VISITS = (
    Column("number", "次", numeric=True),
    Column("subject", "对象", lambda row: row.subject.name, wide=True),
    Column("code", "代码", lambda row: row.subject.code),
    Column("items", "一次查完的事项", lambda row: "、".join(one.item.item.code for one in row.items.all())),
)


def merge_words(row: MergeProposal) -> str:
    """A proposal in one line."""
    spared = row.person_days_before - row.person_days_after
    return f"合并建议待答复：抽取{row.draw_code}，{row.pairs}件并为{row.visits_count}次，省{spared}人天"


def _read_by(row: PaperReceipt) -> str:
    return row.read_by.name if row.read_by else ""


RECEIPTS = (
    Column("unit", "单位", lambda row: row.unit.name),
    Column("delivered_at", "发出时间"),
    Column("read_by", "签阅人", _read_by),
    Column("read_at", "签阅时间"),
    Column("state", "状态", lambda row: tag(row.state, DeliveryState(row.state).label)),
)
