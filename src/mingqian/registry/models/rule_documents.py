"""制度文件登记: laws, rules and notices that packs, items and filter rules cite."""

from django.db import models

from mingqian.registry.enums import BasisLevel, Binding, Disclosure, UseKind


class RuleDocument(models.Model):
    """One document in one wording; a revision is a new row that names the one it replaces."""

    code = models.CharField(max_length=40, unique=True)
    number = models.CharField(max_length=60, blank=True, default="")  # 文号; old notices may have none
    title = models.CharField(max_length=200)
    level = models.CharField(max_length=24, choices=BasisLevel.choices())
    adopting_body = models.CharField(max_length=100, blank=True, default="")
    adopted_how = models.CharField(max_length=60, blank=True, default="")  # 经局务会议研究通过
    signed_on = models.DateField(null=True, blank=True)
    posted_at = models.DateTimeField(null=True, blank=True)
    in_force_from = models.DateField(null=True, blank=True)
    column = models.CharField(max_length=60, blank=True, default="")  # 信用公开 › 制度规范
    disclosure = models.CharField(max_length=12, choices=Disclosure.choices())
    text = models.TextField(blank=True, default="")
    note = models.CharField(max_length=300, blank=True, default="")  # anomalies, shown as they are
    unit = models.ForeignKey("accounts.Unit", models.PROTECT, null=True, blank=True, related_name="+")
    variant_of = models.ForeignKey("self", models.PROTECT, null=True, blank=True, related_name="variants")
    replaces = models.OneToOneField("self", models.PROTECT, null=True, blank=True, related_name="replaced_by")
    repealed_on = models.DateField(null=True, blank=True)
    repealed_ground = models.CharField(max_length=200, blank=True, default="")

    class Meta:
        constraints = [
            models.CheckConstraint(
                condition=models.Q(repealed_on__isnull=True) | ~models.Q(repealed_ground=""),
                name="repeal_has_a_ground",
            ),
        ]

    def __str__(self) -> str:
        return f"《{self.title}》{self.number}"


class RuleDocumentPrinting(models.Model):
    """印发机关和印发日期, as the foot of a document states them (平顶山: 办公室 2020-04-27)."""

    document = models.OneToOneField(RuleDocument, models.CASCADE, related_name="printing")
    printed_by = models.CharField(max_length=100, blank=True, default="")
    printed_on = models.DateField(null=True, blank=True)


class RuleDocumentAddressee(models.Model):
    """A unit the document is addressed to; what is not public is read by these and by its keeper."""

    document = models.ForeignKey(RuleDocument, models.CASCADE, related_name="addressees")
    unit = models.ForeignKey("accounts.Unit", models.PROTECT, related_name="+")

    class Meta:
        constraints = [
            models.UniqueConstraint(fields=["document", "unit"], name="document_sent_to_a_unit_once"),
        ]


class RuleDocumentBinding(models.Model):
    """遵照执行 or 参照执行, per level of the organisation."""

    document = models.ForeignKey(RuleDocument, models.CASCADE, related_name="bindings")
    level = models.CharField(max_length=12)
    binding = models.CharField(max_length=12, choices=Binding.choices())

    class Meta:
        constraints = [models.UniqueConstraint(fields=["document", "level"], name="binding_once_per_level")]


class RuleDocumentAnnex(models.Model):
    """An annex the document names; one that is not at hand is shown as 附件未收录."""

    document = models.ForeignKey(RuleDocument, models.CASCADE, related_name="annexes")
    title = models.CharField(max_length=200)
    held = models.BooleanField(default=False)

    class Meta:
        constraints = [models.UniqueConstraint(fields=["document", "title"], name="annex_once")]


class RuleUse(models.Model):
    """What rests on a document: another document, a pack parameter, a filter rule. Items have ItemBasis."""

    document = models.ForeignKey(RuleDocument, models.PROTECT, related_name="uses")
    kind = models.CharField(max_length=12, choices=UseKind.choices())
    thing = models.CharField(max_length=120)  # "xiamen-2017 ratio.tiers", "pool BT-2026 v1"
    clause = models.CharField(max_length=120, blank=True, default="")

    class Meta:
        constraints = [
            models.UniqueConstraint(fields=["document", "kind", "thing", "clause"], name="rule_use_once"),
        ]


class RuleDocumentCitation(models.Model):
    """A document that names another as its basis (厦门 names four)."""

    document = models.ForeignKey(RuleDocument, models.CASCADE, related_name="cites")
    cited = models.ForeignKey(RuleDocument, models.PROTECT, related_name="cited_by")

    class Meta:
        constraints = [models.UniqueConstraint(fields=["document", "cited"], name="citation_once")]
