"""One table: a line for a person. It repeats what is journaled elsewhere, so it is not journaled itself."""

from django.db import models
from django.db.models import Q


class Message(models.Model):
    """A line for one person; ``why`` says why it reached just this person."""

    person = models.ForeignKey("accounts.Person", models.CASCADE, verbose_name="收件人", related_name="+")
    at = models.DateTimeField("时间")
    title = models.CharField("标题", max_length=200)
    detail = models.CharField("内容", max_length=500, blank=True, default="")
    url = models.CharField("网址", max_length=300, blank=True, default="")
    why = models.CharField("为什么通知我", max_length=200)
    read_at = models.DateTimeField("阅读时间", null=True, blank=True)

    class Meta:
        verbose_name = "消息"
        ordering = ("-at", "-id")
        indexes = [
            models.Index(name="message_of_person", fields=["person", "-at", "-id"]),
            models.Index(name="message_unread", fields=["person"], condition=Q(read_at__isnull=True)),
        ]
        constraints = [
            models.CheckConstraint(name="message_says_something", condition=~Q(title="") & ~Q(why="")),
            models.CheckConstraint(name="message_leads_inside", condition=Q(url="") | Q(url__startswith="/")),
        ]

    def __str__(self) -> str:
        return self.title
