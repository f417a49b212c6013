"""Document numbers: one series a kind and year, without gaps."""

from django.db import models


class Numbering(models.Model):
    """The last number given in a series."""

    series = models.CharField("字号", max_length=40)
    year = models.PositiveSmallIntegerField("年度")
    last = models.PositiveIntegerField("末号", default=0)

    class Meta:
        verbose_name = "编号"
        constraints = [models.UniqueConstraint(fields=["series", "year"], name="numbering_series_year")]

    def __str__(self) -> str:
        return f"{self.series}〔{self.year}〕{self.last}号"
