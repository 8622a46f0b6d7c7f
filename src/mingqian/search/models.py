"""One card per findable thing. The index over the cards is no model: see ``index`` and migration 0001."""

from django.db import models


class Card(models.Model):
    """What is shown of a thing, what it is found by, and whose scope sees it."""

    kind = models.CharField("种类", max_length=16)
    key = models.CharField("键", max_length=80)
    title = models.CharField("标题", max_length=200)
    detail = models.CharField("说明", max_length=200, blank=True, default="")
    words = models.CharField("另可按", max_length=400, blank=True, default="")
    # What else lets somebody see it, a line each: see ``search.types.Shelf``.
    shelves = models.CharField("可查阅条件", max_length=400, blank=True, default="")
    # Empty: everybody with any data scope at all.
    unit_path = models.CharField("单位路径", max_length=255, blank=True, default="")

    class Meta:
        verbose_name = "检索卡片"
        constraints = [models.UniqueConstraint(name="card_once", fields=["kind", "key"])]

    def __str__(self) -> str:
        return self.title
