"""A visit: one entry into an enterprise. It counts once, whatever is inspected in it."""

from django.db import models
from django.db.models import Q

from jingwei.inspections.terms import EntryWay, FaultReason, ScanSystem
from jingwei.platform.calendar import local_date
from jingwei.platform.columns import LineField, ProseField
from jingwei.platform.models import StoredFile
from jingwei.registry.models import Enterprise, Officer, Site, Subject


class Visit(models.Model):
    """Who entered where, when and how; positions in WGS-84 degrees, distances in metres.

    ``entered_at`` is when the officers came, ``scanned_at`` when the code was scanned, ``received_at`` when the
    server heard of it: the three differ on the emergency path, on the network-failure path, and where the phone kept
    the scan until there was a network again. ``left_received_at`` is to ``left_at`` what ``received_at`` is to the entry.
    """

    site = models.ForeignKey(Site, on_delete=models.PROTECT, related_name="visits", verbose_name="场所")
    enterprise = models.ForeignKey(
        Enterprise, on_delete=models.PROTECT, related_name="visits", verbose_name="企业"
    )
    year = models.PositiveSmallIntegerField("年度")
    way = models.CharField("登记方式", max_length=20, choices=EntryWay.choices())
    entered_at = models.DateTimeField("入企时间")
    scanned_at = models.DateTimeField("扫码时间", null=True, blank=True)
    received_at = models.DateTimeField("平台收到时间")
    left_at = models.DateTimeField("离企时间", null=True, blank=True)
    left_received_at = models.DateTimeField("平台收到离企", null=True, blank=True)
    scanned_by = models.ForeignKey(Officer, on_delete=models.PROTECT, related_name="+", verbose_name="扫码人")
    latitude = models.FloatField("纬度", null=True, blank=True)
    longitude = models.FloatField("经度", null=True, blank=True)
    accuracy = models.PositiveIntegerField("定位精度（米）", null=True, blank=True)
    distance = models.PositiveIntegerField("距场所（米）", null=True, blank=True)
    system = models.CharField(
        "扫码平台", max_length=20, choices=ScanSystem.choices(), default=ScanSystem.OURS.value
    )
    place_reason = ProseField("位置说明", max_length=200, blank=True)
    fault = models.CharField("故障原因", max_length=20, blank=True, choices=FaultReason.choices())
    explanation = ProseField("说明", max_length=300, blank=True)
    door_photo = models.ForeignKey(
        StoredFile, on_delete=models.PROTECT, null=True, blank=True, related_name="+", verbose_name="门牌照片"
    )
    evidence = models.ForeignKey(
        StoredFile, on_delete=models.PROTECT, null=True, blank=True, related_name="+", verbose_name="故障凭证"
    )
    is_rated = models.BooleanField("已评价", default=False)
    voided_at = models.DateTimeField("作废时间", null=True, blank=True)
    void_reason = ProseField("作废理由", max_length=200, blank=True)

    class Meta:
        verbose_name = "入企"
        indexes = [
            models.Index(fields=["enterprise", "year"], name="visit_enterprise_year"),
            models.Index(fields=["entered_at"], name="visit_entered", condition=Q(voided_at=None)),
        ]
        constraints = [
            models.CheckConstraint(
                condition=Q(left_at=None) | Q(left_at__gte=models.F("entered_at")), name="visit_forward"
            ),
            models.CheckConstraint(
                condition=Q(voided_at=None) | ~Q(void_reason=""), name="visit_void_reason"
            ),
        ]

    def __str__(self) -> str:
        return f"{self.enterprise} {local_date(self.entered_at)}"

    def subjects(self) -> list[Subject]:
        """Return whose visit it was: those that inspected, or the one that called without inspecting."""
        service = getattr(self, "service", None)
        return [each.subject for each in self.inspections.all()] or ([service.subject] if service else [])


class Presence(models.Model):
    """An officer's presence at a visit, with the certificate looked at."""

    visit = models.ForeignKey(Visit, on_delete=models.PROTECT, related_name="presences", verbose_name="入企")
    officer = models.ForeignKey(
        Officer, on_delete=models.PROTECT, related_name="presences", verbose_name="执法人员"
    )
    certificate_number = LineField("证号", max_length=20)
    is_scanner = models.BooleanField("扫码人", default=False)
    # The visit's own, which never changes: an officer's latest stays are found by one index, however long the past.
    entered_at = models.DateTimeField("入企时间")

    class Meta:
        verbose_name = "到场人员"
        indexes = [models.Index(fields=["officer", "entered_at"], name="presence_stays")]
        constraints = [models.UniqueConstraint(fields=["visit", "officer"], name="presence_once")]

    def __str__(self) -> str:
        return str(self.officer)
