"""What the bureau has adopted as its own: its rule pack, calendar years it loaded, words of its lists."""

from django.db import models

from mingqian.registry.enums import DictionaryKind, WordState, YearStatus


class PackAdoption(models.Model):
    """From this day on the unit and those below it work by this rule pack. Rows are never changed."""

    unit = models.ForeignKey("accounts.Unit", models.PROTECT, related_name="+")
    pack = models.CharField(max_length=60)  # the bureau's own pack; the layers above it follow from it
    digest = models.CharField(max_length=64)  # of all layers, SHA-256
    from_on = models.DateField()
    reason = models.CharField(max_length=300)
    adopted_by = models.CharField(max_length=40)
    adopted_at = models.DateTimeField()

    class Meta:
        ordering = ("id",)

    def __str__(self) -> str:
        return f"{self.pack}（自 {self.from_on}）"


class CalendarYear(models.Model):
    """One year's arrangement of days off, as announced; a correction is a new row with the next number."""

    region = models.CharField(max_length=12, blank=True, default="")  # empty: the whole country
    year = models.PositiveSmallIntegerField()
    number = models.PositiveIntegerField()
    status = models.CharField(max_length=12, choices=YearStatus.choices())
    doubt = models.CharField(max_length=200, blank=True, default="")
    source = models.CharField(max_length=200)  # 国务院办公厅通知的文号
    # Why a year was entered again; null is a first entry. A column that may be null leaves the table's guards alone.
    reason = models.CharField(max_length=200, null=True)
    breaks = models.JSONField()  # [[name, first day, last day]]
    work = models.JSONField()  # weekend days worked
    loaded_by = models.CharField(max_length=40)
    loaded_at = models.DateTimeField()

    class Meta:
        ordering = ("region", "year", "number")
        constraints = [
            models.UniqueConstraint(fields=["region", "year", "number"], name="calendar_year_once"),
        ]

    def __str__(self) -> str:
        return f"{self.year}年（第{self.number}次载入）"


class DictionaryWord(models.Model):
    """A word the bureau added to one of its lists; the words of the product stand in files and enums."""

    kind = models.CharField(max_length=12, choices=DictionaryKind.choices())
    code = models.CharField(max_length=32)
    label = models.CharField(max_length=60)
    note = models.CharField(max_length=200, blank=True, default="")
    state = models.CharField(max_length=8, choices=WordState.choices(), default=WordState.IN_USE.value)
    changed_by = models.CharField(max_length=40)
    changed_at = models.DateTimeField()

    class Meta:
        ordering = ("kind", "code")
        constraints = [
            models.UniqueConstraint(fields=["kind", "code"], name="dictionary_code_once"),
            models.UniqueConstraint(fields=["kind", "label"], name="dictionary_label_once"),
        ]

    def __str__(self) -> str:
        return f"{self.label}（{self.code}）"
