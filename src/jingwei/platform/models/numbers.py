"""Numbers of the rules entered by the bureau: they add to those shipped, nothing is edited."""

from django.db import models

from jingwei.platform.columns import LineField
from jingwei.platform.models.accounts import Account


class DatedNumber(models.Model):
    """A dated value of a rule's number, entered by one supervisor with its source and approved by another."""

    rule = models.CharField("规则", max_length=20)
    name = models.CharField("数值名", max_length=40)
    value = models.IntegerField("数值")
    valid_from = models.DateField("自")
    valid_until = models.DateField("至（不含）", null=True, blank=True)
    source = LineField("来源", max_length=200)
    entered_by = models.ForeignKey(Account, on_delete=models.PROTECT, related_name="+", verbose_name="录入人")
    entered_at = models.DateTimeField("录入时间")
    approved_by = models.ForeignKey(
        Account, on_delete=models.PROTECT, related_name="+", null=True, verbose_name="批准人"
    )
    approved_at = models.DateTimeField("批准时间", null=True)

    class Meta:
        verbose_name = "规则数值"
        constraints = [
            models.CheckConstraint(
                condition=models.Q(approved_by=None) | ~models.Q(approved_by=models.F("entered_by")),
                name="dated_number_four_eyes",
            ),
        ]

    def __str__(self) -> str:
        return f"{self.rule} {self.name} = {self.value}"
