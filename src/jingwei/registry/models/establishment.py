"""The establishment check (编制核对): what departments return, held against the roster, decided row by row."""

from django.db import models
from django.db.models import Q

from jingwei.platform.columns import LineField, ProseField
from jingwei.platform.models import Account
from jingwei.registry.models.officers import Officer
from jingwei.registry.models.subjects import Subject
from jingwei.registry.terms import CheckDecision, CheckResult, StaffKind


class EstablishmentCheck(models.Model):
    """One round of the check. ``circular`` is the number of the circular that asked for the returns."""

    title = LineField("名称", max_length=120)
    as_of = models.DateField("核对基准日")
    circular = LineField("通知文号", max_length=60, blank=True)
    opened_by = models.ForeignKey(
        Account, on_delete=models.PROTECT, null=True, related_name="+", verbose_name="发起人"
    )
    opened_at = models.DateTimeField("发起时间")
    closed_at = models.DateTimeField("办结时间", null=True, blank=True)

    class Meta:
        verbose_name = "编制核对"
        constraints = [
            # Two returns that come in at the same moment open one round between them.
            models.UniqueConstraint(
                fields=["circular"], condition=~Q(circular=""), name="establishment_one_a_circular"
            ),
        ]

    def __str__(self) -> str:
        return self.title


class EstablishmentRow(models.Model):
    """One person of a department's return beside the roster; without ``line`` it is on the roster alone."""

    establishment = models.ForeignKey(
        EstablishmentCheck, on_delete=models.PROTECT, related_name="rows", verbose_name="编制核对"
    )
    subject = models.ForeignKey(Subject, on_delete=models.PROTECT, related_name="+", verbose_name="检查主体")
    line = models.PositiveIntegerField("报表行号", null=True, blank=True)
    name = LineField("姓名", max_length=40)
    id_digest = models.CharField("身份证摘要", max_length=64, blank=True)
    id_sealed = models.CharField("身份证密文", max_length=120, blank=True)
    staff = models.CharField("人员性质", max_length=30, blank=True, choices=StaffKind.choices())
    unit = LineField("内设机构", max_length=60, blank=True)
    post = LineField("职务", max_length=60, blank=True)
    certificate_number = LineField("证号", max_length=20, blank=True)
    officer = models.ForeignKey(
        Officer,
        on_delete=models.PROTECT,
        null=True,
        blank=True,
        related_name="checks",
        verbose_name="名册人员",
    )
    result = models.CharField("核对结果", max_length=20, choices=CheckResult.choices())
    differences = models.JSONField("不符之处", default=list)
    decision = models.CharField("处理", max_length=20, blank=True, choices=CheckDecision.choices())
    note = ProseField("说明", max_length=200, blank=True)
    decided_by = models.ForeignKey(
        Account, on_delete=models.PROTECT, null=True, blank=True, related_name="+", verbose_name="处理人"
    )
    decided_at = models.DateTimeField("处理时间", null=True, blank=True)

    class Meta:
        verbose_name = "核对结果"
        indexes = [
            models.Index(fields=["establishment", "subject", "result"], name="establishment_open"),
            models.Index(fields=["decided_at"], name="establishment_decided", condition=~Q(decided_at=None)),
        ]

    def __str__(self) -> str:
        return f"{self.name} {CheckResult(self.result).label}"
