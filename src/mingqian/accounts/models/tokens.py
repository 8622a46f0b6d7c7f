"""Service accounts: a program acts as a person of the house, within the scopes of its token."""

from django.db import models
from django.db.models import F, Q

from mingqian.accounts.models.people import Person


class ApiToken(models.Model):
    """One token of one program. Shown once; the row keeps its digest."""

    person = models.ForeignKey(Person, verbose_name="身份", on_delete=models.PROTECT, related_name="tokens")
    name = models.CharField("用途", max_length=60)
    digest = models.CharField("摘要", max_length=64, unique=True)
    scopes = models.JSONField("权限范围")
    issued_by = models.CharField("签发人工号", max_length=32)
    issued_at = models.DateTimeField("签发时间")
    expires_at = models.DateTimeField("有效期至")
    ended_at = models.DateTimeField("停用时间", null=True, blank=True)

    class Meta:
        verbose_name = "接口令牌"
        ordering = ("-issued_at", "-id")
        constraints = [
            models.CheckConstraint(name="api_token_runs_forward", condition=Q(expires_at__gt=F("issued_at"))),
        ]

    def __str__(self) -> str:
        return f"{self.name}（{self.person_id}）"
