"""What the enterprise is told at the end (检查结果告知书, R-FORM-08)."""

from django.db import models

from jingwei.inspections.models.inspections import Inspection
from jingwei.inspections.terms import Outcome
from jingwei.platform.columns import LongProseField
from jingwei.platform.lengths import PARAGRAPH


class Result(models.Model):
    """The result of one inspection. ``due_on``: by when it had to be told (R-PRO-05).

    Of an imported inspection the outcome alone is known: its paper, and when it was told, stay where it was done.
    """

    inspection = models.OneToOneField(
        Inspection, on_delete=models.PROTECT, related_name="result", verbose_name="行政检查"
    )
    number = models.CharField("文号", max_length=40, unique=True, null=True, blank=True)
    outcome = models.CharField("结果", max_length=30, choices=Outcome.choices())
    problems = LongProseField("问题", max_length=PARAGRAPH, blank=True)
    demand = LongProseField("整改要求", max_length=PARAGRAPH, blank=True)
    correct_by = models.DateField("改正期限", null=True, blank=True)
    guidance = LongProseField("指导意见", max_length=PARAGRAPH, blank=True)
    is_told_on_the_spot = models.BooleanField("当场告知", default=False)
    due_on = models.DateField("应告知日期", null=True, blank=True)
    is_due_official = models.BooleanField("按官方日历", default=True)
    told_at = models.DateTimeField("告知时间", null=True, blank=True)
    received_at = models.DateTimeField("平台收到告知", null=True, blank=True)
    published_on = models.DateField("公开日期", null=True, blank=True)

    class Meta:
        verbose_name = "检查结果"

    def __str__(self) -> str:
        return self.number or str(self.inspection)
