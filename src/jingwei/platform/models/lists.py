"""How somebody likes to see a list: columns that are remembered, filters that have a name."""

from django.db import models

from jingwei.platform.columns import LineField
from jingwei.platform.models.accounts import Account


class KeptView(models.Model):
    """A way of looking at a list that an account keeps: a filter under its ``name``, or without one the columns."""

    account = models.ForeignKey(Account, on_delete=models.CASCADE, related_name="+", verbose_name="账号")
    listing = models.CharField("清单", max_length=60)
    name = LineField("名称", max_length=40, blank=True)
    query = models.CharField("条件", max_length=1000, blank=True)
    columns = models.JSONField("列", default=list, blank=True)

    class Meta:
        verbose_name = "清单的看法"
        constraints = [models.UniqueConstraint(fields=["account", "listing", "name"], name="kept_view_once")]

    def __str__(self) -> str:
        return f"{self.listing} {self.name}"
