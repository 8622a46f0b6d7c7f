"""A line for a person; what the person wants outside the program; each attempt to bring a line there.

Messages repeat what is journaled elsewhere, so they are not journaled themselves.
"""

from django.db import models
from django.db.models import Q

from mingqian.messages.enums import Channel, DeliveryState

CHANNELS = Channel.choices()
STATES = DeliveryState.choices()


class Message(models.Model):
    """A line for one person; ``why`` says why it reached just this person."""

    person = models.ForeignKey("accounts.Person", models.CASCADE, verbose_name="收件人", related_name="+")
    at = models.DateTimeField("时间")
    title = models.CharField("标题", max_length=200)
    detail = models.CharField("内容", max_length=500, blank=True, default="")
    url = models.CharField("网址", max_length=300, blank=True, default="")
    why = models.CharField("为什么通知我", max_length=200)
    read_at = models.DateTimeField("阅读时间", null=True, blank=True)
    # What may be said only once to a person, such as today's digest; null for everything else.
    once = models.CharField("一次", max_length=120, null=True, blank=True)

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
            models.UniqueConstraint(name="message_said_once", fields=["person", "once"]),
        ]

    def __str__(self) -> str:
        return self.title


class Preference(models.Model):
    """Where a person wants reminders beside the desk. No row: nowhere."""

    person = models.OneToOneField("accounts.Person", models.CASCADE, related_name="+")
    email = models.EmailField("邮箱", max_length=120, blank=True, default="")
    by_email = models.BooleanField("邮件提醒", default=False)
    by_webhook = models.BooleanField("推送提醒", default=False)
    changed_at = models.DateTimeField()

    class Meta:
        constraints = [
            models.CheckConstraint(
                name="preference_has_its_address", condition=Q(by_email=False) | ~Q(email="")
            ),
        ]

    def __str__(self) -> str:
        return str(self.person_id)


class Delivery(models.Model):
    """One message on one way out: how often it was tried, when it is tried next, what the other side said."""

    message = models.ForeignKey(Message, models.CASCADE, related_name="deliveries")
    channel = models.CharField(max_length=8, choices=CHANNELS)
    address = models.CharField(max_length=120, blank=True, default="")
    body = models.TextField()  # what may be said outside: no firm's name
    urgent = models.BooleanField(default=False)  # may be sent at night
    state = models.CharField(max_length=8, choices=STATES, default=DeliveryState.WAITING.value)
    attempts = models.PositiveSmallIntegerField(default=0)
    next_at = models.DateTimeField()
    error = models.CharField(max_length=300, blank=True, default="")
    sent_at = models.DateTimeField(null=True)

    class Meta:
        ordering = ("next_at", "id")
        constraints = [
            models.UniqueConstraint(name="delivery_once_a_channel", fields=["message", "channel"]),
            models.CheckConstraint(
                name="delivery_sent_has_its_moment",
                condition=Q(state="sent", sent_at__isnull=False)
                | (~Q(state="sent") & Q(sent_at__isnull=True)),
            ),
        ]
        indexes = [models.Index(name="delivery_waiting", fields=["state", "next_at"])]

    def __str__(self) -> str:
        return f"{self.message_id} {self.channel}"
