"""Units, people and posts: columns and constraints. Rules stand in ``policies``."""

from django.contrib.auth.base_user import AbstractBaseUser, BaseUserManager
from django.db import models
from django.db.models import F, Q
from django.db.models.functions import Coalesce

from mingqian.accounts.enums import Level, Role, UnitKind

KIND_CHOICES = UnitKind.choices()


class Unit(models.Model):
    """A bureau, its offices, the districts' bureaus: one tree with one root."""

    code = models.CharField("单位代码", max_length=32, unique=True)
    name = models.CharField("单位名称", max_length=120)
    level = models.CharField("层级", max_length=16, choices=Level.choices())
    kind = models.CharField("单位性质", max_length=16, choices=KIND_CHOICES, default=UnitKind.OFFICE.value)
    division_code = models.CharField("行政区划代码", max_length=6)
    uscc = models.CharField("统一社会信用代码", max_length=18, blank=True, default="")
    parent = models.ForeignKey(
        "self",
        verbose_name="上级单位",
        on_delete=models.PROTECT,
        null=True,
        blank=True,
        related_name="children",
    )
    # Codes from the root down, each closed by a slash, so that "A/" never matches "AB/".
    path = models.CharField("路径", max_length=255, unique=True)

    class Meta:
        verbose_name = "单位"
        ordering = ("path",)
        constraints = [
            models.CheckConstraint(
                name="unit_level_known", condition=Q(level__in=[level.value for level in Level])
            ),
            models.CheckConstraint(
                name="unit_kind_known", condition=Q(kind__in=[kind.value for kind in UnitKind])
            ),
            models.CheckConstraint(name="unit_path_closed", condition=Q(path__endswith="/")),
            models.CheckConstraint(name="unit_not_own_parent", condition=~Q(parent=F("id"))),
            # Every root has the same key here, so there is one bureau in a database and never two.
            models.UniqueConstraint(
                Coalesce("parent", 0), name="unit_one_root", condition=Q(parent__isnull=True)
            ),
        ]

    def __str__(self) -> str:
        return self.name


class People(BaseUserManager["Person"]):
    """Looks people up by code, as Django's sign-in will."""

    def get_by_natural_key(self, username: str | None) -> "Person":
        return self.get(code=username)


class Person(AbstractBaseUser):
    """Somebody who can act. Rights come from posts alone: there is no superuser flag."""

    code = models.CharField("工号", max_length=32, unique=True)
    name = models.CharField("姓名", max_length=60)
    unit = models.ForeignKey(Unit, verbose_name="所在单位", on_delete=models.PROTECT, related_name="people")
    # "!" is no hash of anything: nobody can sign in by password until a password is set through a one-time link.
    password = models.CharField("密码", max_length=128, default="!")

    objects = People()

    USERNAME_FIELD = "code"
    REQUIRED_FIELDS = ["name"]

    class Meta:
        verbose_name = "人员"
        ordering = ("code",)

    def __str__(self) -> str:
        return self.name


class Post(models.Model):
    """A role at a unit from one day to another, both included. Ended, never deleted."""

    person = models.ForeignKey(Person, verbose_name="人员", on_delete=models.PROTECT, related_name="posts")
    unit = models.ForeignKey(Unit, verbose_name="单位", on_delete=models.PROTECT, related_name="posts")
    role = models.CharField("角色", max_length=32, choices=Role.choices())
    from_on = models.DateField("任职起")
    until_on = models.DateField("任职止", null=True, blank=True)

    class Meta:
        verbose_name = "任职"
        ordering = ("person", "role", "unit", "from_on")
        constraints = [
            models.CheckConstraint(
                name="post_role_known", condition=Q(role__in=[role.value for role in Role])
            ),
            models.CheckConstraint(
                name="post_until_not_before_from",
                condition=Q(until_on__isnull=True) | Q(until_on__gte=F("from_on")),
            ),
            models.UniqueConstraint(
                name="post_one_open", fields=["person", "unit", "role"], condition=Q(until_on__isnull=True)
            ),
        ]

    def __str__(self) -> str:
        return f"{self.person_id} {self.role}"
