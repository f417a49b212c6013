"""Subjects: the bodies that may inspect (检查主体)."""

from datetime import date

from django.db import models

from jingwei.registry.models.regions import Region
from jingwei.registry.terms import PartyKind, SubjectStatus


class SubjectQuerySet(models.QuerySet["Subject"]):
    """Filters of subjects."""

    def in_force(self, on: date) -> "SubjectQuerySet":
        """Those announced and not revoked on the day."""
        return self.filter(announced_on__lte=on).exclude(revoked_on__lte=on)


class Subject(models.Model):
    """A body that inspects. It may do so from its announcement until it is revoked (R-SUB-01)."""

    code = models.CharField("主体编号", max_length=20, unique=True)
    name = models.CharField("名称", max_length=80, unique=True)
    short_name = models.CharField("简称", max_length=20)
    document_series = models.CharField("机关代字", max_length=20)
    kind = models.CharField("类别", max_length=20, choices=PartyKind.choices())
    line = models.CharField("条线", max_length=20, help_text="同一条线的单位可合用上限")
    region = models.ForeignKey(Region, on_delete=models.PROTECT, verbose_name="所在区划")
    jurisdiction = models.JSONField("管辖区划代码", default=list)
    principal = models.ForeignKey(
        "self",
        on_delete=models.PROTECT,
        null=True,
        blank=True,
        related_name="entrusted",
        verbose_name="委托机关",
    )
    status = models.CharField("状态", max_length=20, choices=SubjectStatus.choices())
    announced_on = models.DateField("公告日期", null=True, blank=True)
    revoked_on = models.DateField("撤销日期", null=True, blank=True)
    phone = models.CharField("监督投诉电话", max_length=30, blank=True)
    sort_key = models.CharField("拼音序", max_length=200, db_index=True)

    objects = SubjectQuerySet.as_manager()

    class Meta:
        verbose_name = "检查主体"

    def __str__(self) -> str:
        return self.name
