"""People who enforce, their certificates, and what ties them to enterprises."""

from datetime import date

from django.db import models
from django.db.models import Q

from jingwei.platform.columns import LineField, ProseField
from jingwei.platform.models import Account
from jingwei.registry.models.enterprises import Enterprise
from jingwei.registry.models.subjects import Subject
from jingwei.registry.terms import (
    ApplicationStage,
    CancelReason,
    CertificateKind,
    CertificateStatus,
    StaffKind,
)


class Officer(models.Model):
    """A person on a subject's roster; whether they may inspect depends on kind of staff and certificate."""

    subject = models.ForeignKey(
        Subject, on_delete=models.PROTECT, related_name="officers", verbose_name="所属主体"
    )
    name = LineField("姓名", max_length=40)
    staff = models.CharField("人员性质", max_length=30, choices=StaffKind.choices())
    account = models.OneToOneField(
        Account, on_delete=models.PROTECT, null=True, blank=True, verbose_name="账号"
    )
    sort_key = models.CharField("拼音序", max_length=120, db_index=True)
    # The resident id is kept sealed and is found by a keyed digest; nobody can search it by eye (R-FMT-02).
    id_digest = models.CharField("身份证摘要", max_length=64, blank=True, db_index=True)
    id_sealed = models.CharField("身份证密文", max_length=120, blank=True)
    unit = LineField("内设机构", max_length=60, blank=True)
    post = LineField("职务", max_length=60, blank=True)
    has_legal_qualification = models.BooleanField("法律职业资格", default=False)
    left_on = models.DateField("离岗日期", null=True, blank=True)
    left_reason = models.CharField("离岗原因", max_length=20, blank=True, choices=CancelReason.choices())

    class Meta:
        verbose_name = "执法人员"

    def __str__(self) -> str:
        return self.name


class Certificate(models.Model):
    """An enforcement certificate. ``valid_to`` is the last day, as printed on the card."""

    officer = models.ForeignKey(
        Officer, on_delete=models.PROTECT, related_name="certificates", verbose_name="持证人"
    )
    number = LineField("证号", max_length=20)
    fields = models.JSONField("执法领域", default=list)
    status = models.CharField("状态", max_length=20, choices=CertificateStatus.choices())
    valid_from = models.DateField("有效期自")
    valid_to = models.DateField("有效期至")
    kind = models.CharField(
        "证件种类",
        max_length=20,
        choices=CertificateKind.choices(),
        default=CertificateKind.PROVINCIAL.value,
    )
    issuer = LineField("监制机关", max_length=60, blank=True)
    issued_on = models.DateField("发证日期", null=True, blank=True)
    is_first = models.BooleanField("首次申领", default=False)
    suspended_on = models.DateField("暂扣日期", null=True, blank=True)
    cancelled_on = models.DateField("注销日期", null=True, blank=True)
    cancel_reason = models.CharField("注销原因", max_length=20, blank=True, choices=CancelReason.choices())
    returned_on = models.DateField("证件收回日期", null=True, blank=True)

    class Meta:
        verbose_name = "执法证件"
        constraints = [
            models.UniqueConstraint(
                fields=["number"],
                condition=Q(status=CertificateStatus.VALID.value),
                name="certificate_number_valid",
            ),
            models.CheckConstraint(
                condition=~Q(status=CertificateStatus.CANCELLED.value)
                | Q(cancelled_on__isnull=False, cancel_reason__gt=""),
                name="certificate_cancelled_why",
            ),
        ]

    def __str__(self) -> str:
        return self.number

    def status_on(self, on: date) -> CertificateStatus:
        """The status as it was on the day: what was suspended or cancelled later stood until then."""
        status = CertificateStatus(self.status)
        if status is CertificateStatus.CANCELLED and self.cancelled_on is not None and on < self.cancelled_on:
            status = CertificateStatus.SUSPENDED if self.suspended_on else CertificateStatus.VALID
        if status is CertificateStatus.SUSPENDED and self.suspended_on is not None and on < self.suspended_on:
            status = CertificateStatus.VALID
        return status

    def is_in_force(self, on: date) -> bool:
        """Whether it is valid on the day, its last day included."""
        return self.status_on(on) is CertificateStatus.VALID and self.valid_from <= on <= self.valid_to


class CertificateApplication(models.Model):
    """A first application for a certificate: training, exam, review, card (R-OFF-04, R-FORM-14)."""

    officer = models.ForeignKey(
        Officer, on_delete=models.PROTECT, related_name="applications", verbose_name="申领人"
    )
    fields = models.JSONField("执法领域", default=list)
    trained_on = models.DateField("培训完成日期", null=True, blank=True)
    examined_on = models.DateField("考试日期", null=True, blank=True)
    score = models.PositiveSmallIntegerField("考试成绩", null=True, blank=True)
    stage = models.CharField("环节", max_length=20, choices=ApplicationStage.choices())
    opinion = ProseField("审核意见", max_length=300, blank=True)
    applied_by = models.ForeignKey(
        Account, on_delete=models.PROTECT, null=True, related_name="+", verbose_name="经办人"
    )
    applied_at = models.DateTimeField("申请时间")
    decided_by = models.ForeignKey(
        Account, on_delete=models.PROTECT, null=True, blank=True, related_name="+", verbose_name="审核人"
    )
    decided_at = models.DateTimeField("审核时间", null=True, blank=True)
    certificate = models.OneToOneField(
        Certificate, on_delete=models.PROTECT, null=True, blank=True, verbose_name="证件"
    )

    class Meta:
        verbose_name = "证件申领"

    def __str__(self) -> str:
        return f"{self.officer}申领执法证"


class Relation(models.Model):
    """A declared tie between an officer and an enterprise, for which the officer stands back (R-OFF-12)."""

    officer = models.ForeignKey(
        Officer, on_delete=models.PROTECT, related_name="relations", verbose_name="执法人员"
    )
    enterprise = models.ForeignKey(Enterprise, on_delete=models.PROTECT, verbose_name="企业")
    what = LineField("关系", max_length=40)
    ended_on = models.DateField("结束日期", null=True, blank=True)

    class Meta:
        verbose_name = "利害关系"

    def __str__(self) -> str:
        return f"{self.officer}—{self.enterprise}：{self.what}"
