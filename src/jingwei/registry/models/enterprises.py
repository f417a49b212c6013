"""Enterprises, their sites and the codes at their gates."""

from django.db import models
from django.db.models import Q

from jingwei.platform.columns import LineField
from jingwei.registry.models.regions import Region
from jingwei.registry.terms import CreditClass, EnterpriseKind


class Enterprise(models.Model):
    """An enterprise: one 统一社会信用代码, one or more sites; caps are the enterprise's."""

    credit_code = LineField("统一社会信用代码", max_length=18, unique=True)
    name = LineField("名称", max_length=120)
    kind = models.CharField("类型", max_length=30, choices=EnterpriseKind.choices())
    credit_class = models.CharField("信用风险分类", max_length=10, choices=CreditClass.choices())
    class_month = models.DateField("分类月份", null=True, blank=True)  # the first day of the month it is of
    industry = LineField("行业代码", max_length=5, blank=True)  # GB/T 4754: C, C14, C141, C1411
    region = models.ForeignKey(Region, on_delete=models.PROTECT, verbose_name="所属区划")
    sort_key = models.CharField("拼音序", max_length=300, db_index=True)

    class Meta:
        verbose_name = "企业"

    def __str__(self) -> str:
        return self.name


class Site(models.Model):
    """A place of business; the code is at its gate. Position in WGS-84 degrees."""

    enterprise = models.ForeignKey(
        Enterprise, on_delete=models.PROTECT, related_name="sites", verbose_name="企业"
    )
    name = LineField("场所", max_length=80)
    address = LineField("地址", max_length=160)
    region = models.ForeignKey(Region, on_delete=models.PROTECT, verbose_name="所属区划")
    latitude = models.FloatField("纬度", null=True, blank=True)
    longitude = models.FloatField("经度", null=True, blank=True)

    class Meta:
        verbose_name = "经营场所"

    def __str__(self) -> str:
        return f"{self.enterprise}（{self.name}）"


class SiteCode(models.Model):
    """The code posted at a site: opaque, 128 random bits, says nothing and grants nothing by itself."""

    site = models.ForeignKey(Site, on_delete=models.PROTECT, related_name="codes", verbose_name="场所")
    token = models.CharField("码", max_length=26, unique=True)
    issued_at = models.DateTimeField("发放时间")
    ended_at = models.DateTimeField("停用时间", null=True, blank=True)

    class Meta:
        verbose_name = "企业码"
        constraints = [
            models.UniqueConstraint(fields=["site"], condition=Q(ended_at=None), name="site_one_code"),
        ]

    def __str__(self) -> str:
        return f"{self.site}的企业码"
