"""Who may act for which subject of inspection."""

from django.db import models
from django.db.models import F, Q

from mingqian.accounts.models.people import Person


class Representation(models.Model):
    """A person acts for one subject, known by its code (统一社会信用代码), from a day until a day."""

    person = models.ForeignKey(
        Person, verbose_name="人员", on_delete=models.PROTECT, related_name="representations"
    )
    # A code, no foreign key: the registry stands above this room, and the code is the subject's identity.
    subject_code = models.CharField("检查对象代码", max_length=32, db_index=True)
    subject_name = models.CharField("检查对象名称", max_length=200)
    from_on = models.DateField("代表起")
    until_on = models.DateField("代表止", null=True, blank=True)

    class Meta:
        verbose_name = "检查对象代表"
        ordering = ("subject_code", "person", "from_on")
        constraints = [
            models.CheckConstraint(
                name="representation_until_not_before_from",
                condition=Q(until_on__isnull=True) | Q(until_on__gte=F("from_on")),
            ),
            models.UniqueConstraint(
                name="representation_one_open",
                fields=["person", "subject_code"],
                condition=Q(until_on__isnull=True),
            ),
        ]

    def __str__(self) -> str:
        return f"{self.person_id} {self.subject_code}"
