"""How a person proves to be that person. No secret lies here in clear: hashes, and salts of derived keys."""

from django.db import models
from django.db.models import F, Q

from mingqian.accounts.models.people import Person


class Credential(models.Model):
    """What is known about a person's password and one-time codes; without a row, neither exists."""

    person = models.OneToOneField(
        Person, verbose_name="人员", on_delete=models.PROTECT, primary_key=True, related_name="credential"
    )
    password_set_at = models.DateTimeField("密码设置时间", null=True, blank=True)
    # The secret of the one-time codes is derived from this and the server's key: a stolen database has none.
    totp_salt = models.CharField("动态口令盐", max_length=64, blank=True, default="")
    totp_since = models.DateTimeField("动态口令启用时间", null=True, blank=True)
    # A code is good once: the counter of the last one used.
    totp_counter = models.BigIntegerField("已用动态口令序号", default=0)

    class Meta:
        verbose_name = "登录凭据"

    def __str__(self) -> str:
        return str(self.person_id)


class FormerPassword(models.Model):
    """A hash that may not come back soon."""

    person = models.ForeignKey(
        Person, verbose_name="人员", on_delete=models.PROTECT, related_name="former_passwords"
    )
    hash = models.CharField("散列", max_length=128)
    replaced_at = models.DateTimeField("停用时间")

    class Meta:
        verbose_name = "用过的密码"
        ordering = ("person", "-replaced_at", "-id")

    def __str__(self) -> str:
        return f"{self.person_id} {self.replaced_at}"


class RecoveryCode(models.Model):
    """A code for the day the telephone is lost; good once."""

    person = models.ForeignKey(
        Person, verbose_name="人员", on_delete=models.PROTECT, related_name="recovery_codes"
    )
    digest = models.CharField("摘要", max_length=64)
    used_at = models.DateTimeField("使用时间", null=True, blank=True)

    class Meta:
        verbose_name = "恢复码"
        ordering = ("person", "id")
        constraints = [models.UniqueConstraint(name="recovery_code_once", fields=["person", "digest"])]

    def __str__(self) -> str:
        return str(self.person_id)


class LoginLink(models.Model):
    """A link that signs one person in, once, until a moment. Only its digest is kept."""

    person = models.ForeignKey(
        Person, verbose_name="人员", on_delete=models.PROTECT, related_name="login_links"
    )
    digest = models.CharField("摘要", max_length=64, unique=True)
    issued_by = models.CharField("签发人", max_length=32)
    issued_at = models.DateTimeField("签发时间")
    expires_at = models.DateTimeField("失效时间")
    used_at = models.DateTimeField("使用时间", null=True, blank=True)

    class Meta:
        verbose_name = "一次性登录链接"
        ordering = ("-issued_at", "-id")
        constraints = [
            models.CheckConstraint(name="login_link_runs_forward", condition=Q(expires_at__gt=F("issued_at")))
        ]

    def __str__(self) -> str:
        return f"{self.person_id} {self.issued_at}"


class OutsideIdentity(models.Model):
    """An account of the city's own sign-in service, bound to a person (OIDC: issuer and subject)."""

    person = models.ForeignKey(
        Person, verbose_name="人员", on_delete=models.PROTECT, related_name="outside_identities"
    )
    issuer = models.CharField("认证平台", max_length=200)
    subject = models.CharField("平台账号标识", max_length=200)
    bound_at = models.DateTimeField("绑定时间")
    ended_at = models.DateTimeField("解除时间", null=True, blank=True)

    class Meta:
        verbose_name = "统一认证账号"
        ordering = ("issuer", "subject", "id")
        constraints = [
            models.UniqueConstraint(
                name="outside_identity_one_person",
                fields=["issuer", "subject"],
                condition=Q(ended_at__isnull=True),
            )
        ]

    def __str__(self) -> str:
        return f"{self.issuer} {self.subject}"
