"""文号: the words an organ puts before its numbers, the running series of a year, each number given out."""

from django.db import models
from django.db.models import Q

from mingqian.documents.enums import Kind, NumberState


class Word(models.Model):
    """机关代字 of one organ for one kind of paper. Numbers already given keep the words they had."""

    unit = models.ForeignKey("accounts.Unit", models.PROTECT, related_name="+")
    kind = models.CharField(max_length=24, choices=Kind.choices())
    text = models.CharField(max_length=40)
    set_by = models.ForeignKey("accounts.Person", models.PROTECT, related_name="+")
    set_at = models.DateTimeField()

    class Meta:
        ordering = ["unit_id", "kind"]
        constraints = [
            models.UniqueConstraint(fields=["unit", "kind"], name="word_once"),
            models.CheckConstraint(condition=~Q(text=""), name="word_says_something"),
        ]

    def __str__(self) -> str:
        return self.text


class Series(models.Model):
    """One kind of paper of one organ in one year; ``last`` is the highest number given out."""

    unit = models.ForeignKey("accounts.Unit", models.PROTECT, related_name="+")
    kind = models.CharField(max_length=24, choices=Kind.choices())
    year = models.PositiveSmallIntegerField()
    last = models.PositiveIntegerField(default=0)

    class Meta:
        ordering = ["unit_id", "kind", "year"]
        constraints = [models.UniqueConstraint(fields=["unit", "kind", "year"], name="series_once")]

    def __str__(self) -> str:
        return f"{self.unit_id} {self.kind} {self.year}"


class Number(models.Model):
    """One number. It is used, or said why not; a returned one is the first to be given out again."""

    series = models.ForeignKey(Series, models.PROTECT, related_name="numbers")
    position = models.PositiveIntegerField()
    text = models.CharField(max_length=80, unique=True)
    state = models.CharField(max_length=10, choices=NumberState.choices())
    holder = models.CharField(max_length=80, blank=True)  # "visit:…", "device:…": whom it is kept for
    thing = models.CharField(max_length=120, blank=True)  # what it stands on, once it is used
    reason = models.CharField(max_length=200, blank=True)  # of voiding
    at = models.DateTimeField()  # of its last change

    class Meta:
        ordering = ["series_id", "position"]
        constraints = [
            models.UniqueConstraint(fields=["series", "position"], name="number_once"),
            models.CheckConstraint(
                condition=~Q(state=NumberState.RESERVED.value) | ~Q(holder=""), name="number_reserved_for"
            ),
            models.CheckConstraint(
                condition=~Q(state=NumberState.USED.value) | ~Q(thing=""), name="number_used_for"
            ),
            models.CheckConstraint(
                condition=~Q(state=NumberState.VOIDED.value) | ~Q(reason=""), name="number_voided_says_why"
            ),
        ]
        indexes = [models.Index(fields=["holder"], name="number_by_holder", condition=~Q(holder=""))]

    def __str__(self) -> str:
        return self.text
