"""Visits that are no inspection, and scans that another platform holds."""

from django.db import models

from jingwei.inspections.models.visits import Visit
from jingwei.inspections.terms import ScanSystem, ServiceKind
from jingwei.platform.columns import LineField, ProseField
from jingwei.registry.models import Enterprise, Officer, Subject


class ServiceVisit(models.Model):
    """What a visit without inspection was for (R-SCAN-07); the visit itself counts as any other."""

    visit = models.OneToOneField(Visit, on_delete=models.PROTECT, related_name="service", verbose_name="入企")
    subject = models.ForeignKey(
        Subject, on_delete=models.PROTECT, related_name="service_visits", verbose_name="单位"
    )
    kind = models.CharField("类型", max_length=20, choices=ServiceKind.choices())
    purpose = ProseField("事由", max_length=200)
    outcome = ProseField("情况", max_length=300, blank=True)

    class Meta:
        verbose_name = "服务走访"
        indexes = [models.Index(fields=["subject", "kind"], name="service_of_subject")]

    def __str__(self) -> str:
        return f"{self.visit} {ServiceKind(self.kind).label}"


class ExternalScan(models.Model):
    """A scan that the provincial or national platform recorded, matched to a visit of ours or kept for itself (R-SCAN-13)."""

    system = models.CharField("平台", max_length=20, choices=ScanSystem.choices())
    number = LineField("扫码记录号", max_length=60)
    enterprise = models.ForeignKey(
        Enterprise, on_delete=models.PROTECT, related_name="external_scans", verbose_name="企业"
    )
    subject = models.ForeignKey(
        Subject, on_delete=models.PROTECT, related_name="external_scans", verbose_name="检查主体"
    )
    officer = models.ForeignKey(Officer, on_delete=models.PROTECT, related_name="+", verbose_name="执法人员")
    scanned_at = models.DateTimeField("扫码时间")
    left_at = models.DateTimeField("离企时间", null=True, blank=True)
    visit = models.ForeignKey(
        Visit,
        on_delete=models.PROTECT,
        null=True,
        blank=True,
        related_name="external_scans",
        verbose_name="入企",
    )
    imported_at = models.DateTimeField("导入时间")

    class Meta:
        verbose_name = "外部扫码"
        constraints = [
            models.UniqueConstraint(fields=["system", "number"], name="external_scan_once"),
        ]
        indexes = [models.Index(fields=["enterprise", "scanned_at"], name="external_scans")]

    def __str__(self) -> str:
        return f"{ScanSystem(self.system).label} {self.number}"
