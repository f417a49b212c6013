"""Regions by their code of GB/T 2260 (R-FMT-03)."""

from django.db import models

from jingwei.platform.columns import LineField


class Region(models.Model):
    """A province, city, district, or one of the district's towns and streets."""

    code = LineField("区划代码", max_length=12, unique=True)
    name = LineField("名称", max_length=40)
    parent = models.ForeignKey("self", on_delete=models.PROTECT, null=True, blank=True, verbose_name="上级")

    class Meta:
        verbose_name = "区划"

    def __str__(self) -> str:
        return self.name
