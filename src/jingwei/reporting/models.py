"""What departments report themselves, to be held against our own records."""

from django.db import models

from jingwei.registry.models import Subject


class MonthlyReturn(models.Model):
    """A department's own numbers of a month, the last it sent; ``figures`` by the codes of the circular's fields."""

    subject = models.ForeignKey(Subject, on_delete=models.PROTECT, related_name="+", verbose_name="检查主体")
    month = models.DateField("月份", help_text="当月第一天")
    figures = models.JSONField("所报数字", default=dict)
    circular = models.PositiveBigIntegerField("通知编号")
    received_at = models.DateTimeField("收到时间")

    class Meta:
        verbose_name = "月报"
        constraints = [models.UniqueConstraint(fields=["subject", "month"], name="return_once_a_month")]

    def __str__(self) -> str:
        return f"{self.subject}{self.month:%Y-%m}月报"
