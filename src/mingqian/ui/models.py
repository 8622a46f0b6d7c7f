"""Forms already handed in: the second copy of a double click finds its first answer here."""

from django.db import models


class SpentForm(models.Model):
    """One form that was carried out."""

    token = models.CharField("表单号", max_length=64, primary_key=True)
    location = models.CharField("首次办理后转到", max_length=500, blank=True, default="")
    at = models.DateTimeField("办理时间")

    class Meta:
        verbose_name = "已提交表单"

    def __str__(self) -> str:
        return self.token
