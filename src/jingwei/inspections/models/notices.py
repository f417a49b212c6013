"""The inspection notice (行政检查通知书, R-FORM-06)."""

from django.db import models

from jingwei.inspections.models.inspections import Inspection
from jingwei.platform.columns import LineField


class Notice(models.Model):
    """The notice of one inspection, with what it said when it was drawn up: items, officers, counts."""

    inspection = models.OneToOneField(
        Inspection, on_delete=models.PROTECT, related_name="notice", verbose_name="行政检查"
    )
    number = LineField("文号", max_length=40, unique=True)
    issued_at = models.DateTimeField("制发时间")
    visits_this_year = models.PositiveSmallIntegerField("今年已检查")
    cap = models.PositiveSmallIntegerField("频次上限", null=True, blank=True)
    items = models.JSONField("检查事项", default=list)  # names
    officers = models.JSONField("执法人员", default=list)  # name and certificate number of each
    served_at = models.DateTimeField("送达时间", null=True, blank=True)
    received_by = LineField("签收人", max_length=40, blank=True)

    class Meta:
        verbose_name = "检查通知书"

    def __str__(self) -> str:
        return self.number
