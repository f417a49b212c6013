"""The record drawn up on site (现场检查笔录, R-FORM-07). Once signed it is never edited."""

from datetime import datetime

from django.db import models
from django.db.models import Q

from jingwei.inspections.models.inspections import Inspection
from jingwei.inspections.terms import PointResult, SignerKind
from jingwei.platform.columns import LineField, LongProseField, ProseField
from jingwei.platform.lengths import PARAGRAPH
from jingwei.platform.models import StoredFile
from jingwei.registry.models import Item, Officer


class Record(models.Model):
    """A record; a wrong one is voided with a reason, and its correction stands beside it."""

    inspection = models.ForeignKey(
        Inspection, on_delete=models.PROTECT, related_name="records", verbose_name="行政检查"
    )
    corrects = models.OneToOneField(
        "self",
        on_delete=models.PROTECT,
        null=True,
        blank=True,
        related_name="corrected_by",
        verbose_name="更正",
    )
    # Counts on over all records of one inspection: what was filled in on an older one, or on one since voided, is told
    # from what stands by this number alone.
    version = models.PositiveIntegerField("版本", default=1)
    started_at = models.DateTimeField("开始时间")
    ended_at = models.DateTimeField("结束时间", null=True, blank=True)
    certificate_shown_at = models.DateTimeField("亮证时间", null=True, blank=True)
    person_name = LineField("企业现场负责人", max_length=40, blank=True)
    person_post = LineField("职务", max_length=40, blank=True)
    is_recusal_asked = models.BooleanField("已问回避", default=False)
    statement = LongProseField("企业陈述", max_length=PARAGRAPH, blank=True)
    findings = LongProseField("检查情况", max_length=PARAGRAPH, blank=True)
    assistants_present = models.JSONField("到场协助人员", default=list)
    refusal = ProseField("企业拒签情况", max_length=200, blank=True)
    has_recording = models.BooleanField("有录音录像", default=False)
    signed_at = models.DateTimeField("签署时间", null=True, blank=True)
    received_at = models.DateTimeField("平台收到签署", null=True, blank=True)
    paper = models.ForeignKey(
        StoredFile, on_delete=models.PROTECT, null=True, blank=True, related_name="+", verbose_name="归档文件"
    )
    voided_at = models.DateTimeField("作废时间", null=True, blank=True)
    void_reason = ProseField("作废理由", max_length=200, blank=True)

    class Meta:
        verbose_name = "检查笔录"
        constraints = [
            models.UniqueConstraint(
                fields=["inspection"], condition=Q(voided_at=None), name="record_one_standing"
            ),
            models.CheckConstraint(
                condition=Q(voided_at=None) | ~Q(void_reason=""), name="record_void_reason"
            ),
        ]

    def __str__(self) -> str:
        return f"{self.inspection.number}笔录"


class RecordEntry(models.Model):
    """The result on one point; the point's words are copied, so that the record reads the same for ever."""

    record = models.ForeignKey(Record, on_delete=models.PROTECT, related_name="entries", verbose_name="笔录")
    item = models.ForeignKey(Item, on_delete=models.PROTECT, verbose_name="事项")
    position = models.PositiveSmallIntegerField("序号")
    text = ProseField("检查要点", max_length=200)
    result = models.CharField("结果", max_length=20, blank=True, choices=PointResult.choices())
    note = ProseField("情况", max_length=500, blank=True)

    class Meta:
        verbose_name = "笔录条目"
        constraints = [models.UniqueConstraint(fields=["record", "position"], name="entry_position")]

    def __str__(self) -> str:
        return self.text


class RecordPhoto(models.Model):
    """A photo taken on site, to one point or to the whole."""

    record = models.ForeignKey(Record, on_delete=models.PROTECT, related_name="photos", verbose_name="笔录")
    entry = models.ForeignKey(
        RecordEntry,
        on_delete=models.PROTECT,
        null=True,
        blank=True,
        related_name="photos",
        verbose_name="条目",
    )
    file = models.ForeignKey(StoredFile, on_delete=models.PROTECT, related_name="+", verbose_name="照片")
    # The file knows when the platform received it; none: the same.
    taken_at = models.DateTimeField("拍摄时间", null=True, blank=True)

    class Meta:
        verbose_name = "现场照片"

    def __str__(self) -> str:
        return str(self.file)

    @property
    def shown_at(self) -> datetime:
        """When it was taken, as far as anybody knows."""
        return self.taken_at or self.file.stored_at


class Signature(models.Model):
    """A signature under a record. ``digest`` (SM3, hex) is of what was signed: see ``contents.py``."""

    record = models.ForeignKey(
        Record, on_delete=models.PROTECT, related_name="signatures", verbose_name="笔录"
    )
    kind = models.CharField("身份", max_length=20, choices=SignerKind.choices())
    name = LineField("姓名", max_length=40)
    officer = models.ForeignKey(
        Officer, on_delete=models.PROTECT, null=True, blank=True, verbose_name="执法人员"
    )
    image = models.ForeignKey(StoredFile, on_delete=models.PROTECT, related_name="+", verbose_name="签名图像")
    signed_at = models.DateTimeField("签署时间")
    digest = models.CharField("所签内容校验值", max_length=64, blank=True)

    class Meta:
        verbose_name = "签名"

    def __str__(self) -> str:
        return self.name
