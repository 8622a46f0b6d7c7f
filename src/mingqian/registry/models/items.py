"""随机抽查事项清单: an item, its sub-items, and every version it ever had."""

from django.db import models

from mingqian.registry.enums import (
    InspectorClass,
    ItemCategory,
    ItemClass,
    ItemState,
    Level,
    Reach,
)
from mingqian.registry.models.rule_documents import RuleDocument


class Item(models.Model):
    """The lasting identity of an item; what it says stands in its versions."""

    code = models.CharField(max_length=32, unique=True)  # as in the plan: [0-9A-Za-z][0-9A-Za-z_-]*
    parent = models.ForeignKey("self", models.PROTECT, null=True, blank=True, related_name="children")
    unit = models.ForeignKey("accounts.Unit", models.PROTECT, related_name="+")  # 责任单位 that owns it
    jurisdiction = models.ForeignKey(
        "accounts.Unit", models.PROTECT, related_name="+"
    )  # whose subjects it covers
    level = models.CharField(max_length=12, choices=Level.choices())
    reach = models.CharField(max_length=4, choices=Reach.choices(), default=Reach.OWN.value)
    retired_on = models.DateField(null=True, blank=True)
    retired_ground = models.CharField(max_length=300, blank=True, default="")

    class Meta:
        constraints = [
            models.CheckConstraint(
                condition=models.Q(retired_on__isnull=True) | ~models.Q(retired_ground=""),
                name="item_retires_with_a_ground",
            ),
        ]

    def __str__(self) -> str:
        return self.code


class ItemVersion(models.Model):
    """One wording of an item. Once published it is never edited: a change is a new version."""

    item = models.ForeignKey(Item, models.PROTECT, related_name="versions")
    number = models.PositiveIntegerField()
    state = models.CharField(max_length=12, choices=ItemState.choices(), default=ItemState.DRAFT.value)
    seq = models.PositiveIntegerField(default=0)  # 序号 in the published list
    name = models.CharField(max_length=200)
    category = models.PositiveSmallIntegerField(choices=[(int(c), c.label) for c in ItemCategory])
    item_class = models.CharField(max_length=8, choices=ItemClass.choices(), blank=True)
    inspector_class = models.CharField(max_length=12, choices=InspectorClass.choices())
    necessity = models.TextField(blank=True, default="")  # 确需检查: needed before a category 3 item is used
    subject_text = models.CharField(max_length=200, blank=True, default="")  # 检查对象 as the document says
    subject_kinds = models.JSONField(default=list)  # codes of SubjectKind; empty: all but natural persons
    subject_tags = models.JSONField(default=list)  # codes of category tags, any of which makes a subject
    strata = models.JSONField(default=dict)  # {"by": tag|division|risk|kind, "values": [...]}; {}: undivided
    methods = models.JSONField(default=list)
    ratio = models.JSONField(null=True, blank=True)  # structured; None: the tiers of the pack decide
    ratio_text = models.CharField(max_length=200, blank=True, default="")
    frequency = models.JSONField(null=True, blank=True)
    frequency_text = models.CharField(max_length=200, blank=True, default="")
    level_text = models.CharField(max_length=100, blank=True, default="")
    departments = models.JSONField(default=list)  # 责任科室、单位 as published
    publish_columns = models.JSONField(default=list)
    evaluation_method = models.CharField(max_length=200, blank=True, default="")  # 评价办法
    guideline = models.CharField(max_length=200, blank=True, default="")
    notes = models.JSONField(default=list)  # anomalies of the source document, shown beside the item
    reason = models.CharField(max_length=300, blank=True, default="")
    risk_point = models.CharField(max_length=200, blank=True, default="")
    effective_on = models.DateField(null=True, blank=True)
    requested_by = models.CharField(max_length=40)
    requested_at = models.DateTimeField()
    reviewed_by = models.CharField(max_length=40, blank=True, default="")
    approved_by = models.CharField(max_length=40, blank=True, default="")
    published_at = models.DateTimeField(null=True, blank=True)
    digest = models.CharField(max_length=64, blank=True, default="")  # J of the version, set on publication

    class Meta:
        constraints = [
            models.UniqueConstraint(fields=["item", "number"], name="item_version_once"),
            models.CheckConstraint(
                condition=~models.Q(state=ItemState.PUBLISHED.value)
                | (models.Q(effective_on__isnull=False) & ~models.Q(digest="")),
                name="published_version_has_day_and_digest",
            ),
        ]
        ordering = ["item_id", "number"]

    def __str__(self) -> str:
        return f"{self.name}（第{self.number}版）"


class ItemBasis(models.Model):
    """法律依据, article by article: many items rest on many documents (XM-16)."""

    version = models.ForeignKey(ItemVersion, models.CASCADE, related_name="bases")
    document = models.ForeignKey(RuleDocument, models.PROTECT, related_name="item_bases")
    article = models.CharField(max_length=100, blank=True, default="")
    quoted = models.CharField(max_length=300, blank=True, default="")  # the cell as the bureau wrote it
    note = models.CharField(max_length=200, blank=True, default="")
    state = models.CharField(max_length=12, default=ItemState.DRAFT.value)  # follows the version

    class Meta:
        constraints = [
            models.UniqueConstraint(fields=["version", "document", "article"], name="basis_once"),
        ]
        ordering = ["version_id", "id"]


class ItemContent(models.Model):
    """检查内容, point by point."""

    version = models.ForeignKey(ItemVersion, models.CASCADE, related_name="contents")
    number = models.PositiveIntegerField()
    text = models.CharField(max_length=500)
    state = models.CharField(max_length=12, default=ItemState.DRAFT.value)  # follows the version

    class Meta:
        constraints = [models.UniqueConstraint(fields=["version", "number"], name="content_once")]
        ordering = ["version_id", "number"]
