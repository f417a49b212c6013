"""People who enforce, their certificates, and what ties them to enterprises."""

from django.db import models
from django.db.models import Q

from jingwei.platform.models import Account
from jingwei.registry.models.enterprises import Enterprise
from jingwei.registry.models.subjects import Subject
from jingwei.registry.terms import CertificateStatus, StaffKind


class Officer(models.Model):
    """A person on a subject's roster; whether they may inspect depends on kind of staff and certificate."""

    subject = models.ForeignKey(
        Subject, on_delete=models.PROTECT, related_name="officers", verbose_name="所属主体"
    )
    name = models.CharField("姓名", max_length=40)
    staff = models.CharField("人员性质", max_length=30, choices=StaffKind.choices())
    account = models.OneToOneField(
        Account, on_delete=models.PROTECT, null=True, blank=True, verbose_name="账号"
    )
    sort_key = models.CharField("拼音序", max_length=120, db_index=True)

    class Meta:
        verbose_name = "执法人员"

    def __str__(self) -> str:
        return self.name


class Certificate(models.Model):
    """An enforcement certificate. ``valid_to`` is the last day, as printed on the card."""

    officer = models.ForeignKey(
        Officer, on_delete=models.PROTECT, related_name="certificates", verbose_name="持证人"
    )
    number = models.CharField("证号", max_length=20)
    fields = models.JSONField("执法领域", default=list)
    status = models.CharField("状态", max_length=20, choices=CertificateStatus.choices())
    valid_from = models.DateField("有效期自")
    valid_to = models.DateField("有效期至")

    class Meta:
        verbose_name = "执法证件"
        constraints = [
            models.UniqueConstraint(
                fields=["number"],
                condition=Q(status=CertificateStatus.VALID.value),
                name="certificate_number_valid",
            ),
        ]

    def __str__(self) -> str:
        return self.number


class Relation(models.Model):
    """A declared tie between an officer and an enterprise, for which the officer stands back (R-OFF-12)."""

    officer = models.ForeignKey(
        Officer, on_delete=models.PROTECT, related_name="relations", verbose_name="执法人员"
    )
    enterprise = models.ForeignKey(Enterprise, on_delete=models.PROTECT, verbose_name="企业")
    what = models.CharField("关系", max_length=40)
    ended_on = models.DateField("结束日期", null=True, blank=True)

    class Meta:
        verbose_name = "利害关系"

    def __str__(self) -> str:
        return f"{self.officer}—{self.enterprise}：{self.what}"
