"""Running sign-ins, and the counters of wrong guesses."""

from django.db import models
from django.db.models import F, Q

from mingqian.accounts.models.people import Person


class Session(models.Model):
    """One sign-in in one browser. The cookie carries the token, the row its digest."""

    person = models.ForeignKey(Person, verbose_name="人员", on_delete=models.PROTECT, related_name="sessions")
    digest = models.CharField("摘要", max_length=64, unique=True)
    method = models.CharField("方式", max_length=16)
    began_at = models.DateTimeField("开始时间")
    expires_at = models.DateTimeField("最迟结束时间")
    # Steps taken on the way in; until ``complete_at`` is set the person may open nothing but these steps.
    second_at = models.DateTimeField("动态口令通过时间", null=True, blank=True)
    password_at = models.DateTimeField("改密时间", null=True, blank=True)
    complete_at = models.DateTimeField("登录完成时间", null=True, blank=True)
    ended_at = models.DateTimeField("结束时间", null=True, blank=True)
    ended_why = models.CharField("结束原因", max_length=60, blank=True, default="")
    address = models.CharField("来源地址", max_length=45, blank=True, default="")
    agent = models.CharField("浏览器", max_length=200, blank=True, default="")
    # 以此人视角查看: read-only, for a purpose, until a moment.
    viewing = models.ForeignKey(
        Person, verbose_name="查看视角", on_delete=models.PROTECT, null=True, blank=True, related_name="+"
    )
    viewing_purpose = models.CharField("查看目的", max_length=200, blank=True, default="")
    viewing_until = models.DateTimeField("查看至", null=True, blank=True)

    class Meta:
        verbose_name = "登录会话"
        ordering = ("-began_at", "-id")
        indexes = [models.Index(fields=["person", "ended_at"], name="session_open")]
        constraints = [
            models.CheckConstraint(name="session_runs_forward", condition=Q(expires_at__gt=F("began_at"))),
            models.CheckConstraint(
                name="session_viewing_whole",
                condition=Q(viewing__isnull=True, viewing_until__isnull=True)
                | (Q(viewing__isnull=False, viewing_until__isnull=False) & ~Q(viewing_purpose="")),
            ),
        ]

    def __str__(self) -> str:
        return f"{self.person_id} {self.began_at}"


class Guess(models.Model):
    """Wrong guesses in a row: by account as typed (keyed digest, known or not), or by network address."""

    key = models.CharField("计数对象", max_length=80, primary_key=True)
    failures = models.PositiveIntegerField("连续失败次数")
    last_at = models.DateTimeField("最近失败时间", db_index=True)
    locked_until = models.DateTimeField("锁定至", null=True, blank=True)

    class Meta:
        verbose_name = "登录失败计数"

    def __str__(self) -> str:
        return self.key
