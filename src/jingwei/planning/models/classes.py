"""How risky an enterprise is: the monthly class, the departments' own grades, what each class brings, the relief."""

from datetime import date

from django.db import models
from django.db.models import Q

from jingwei.planning.terms import ReliefExit
from jingwei.platform.columns import LineField, ProseField
from jingwei.platform.models import Account, StoredFile
from jingwei.registry.models import Enterprise, Subject
from jingwei.registry.terms import CreditClass


class ClassFile(models.Model):
    """One month's file of classes as the market regulator sent it. ``month`` is its first day."""

    month = models.DateField("月份")
    source = LineField("来源", max_length=160)
    file = models.ForeignKey(
        StoredFile, on_delete=models.PROTECT, null=True, blank=True, related_name="+", verbose_name="文件"
    )
    rows = models.PositiveIntegerField("家数")
    changed = models.PositiveIntegerField("变动")
    imported_by = models.ForeignKey(
        Account, on_delete=models.PROTECT, null=True, related_name="+", verbose_name="导入人"
    )
    imported_at = models.DateTimeField("导入时间")

    class Meta:
        verbose_name = "分类文件"

    def __str__(self) -> str:
        return f"{self.month:%Y-%m} 信用风险分类"


class EnterpriseClass(models.Model):
    """The class of one enterprise in one month. The latest also stands on the enterprise itself, with its month."""

    enterprise = models.ForeignKey(
        Enterprise, on_delete=models.PROTECT, related_name="classes", verbose_name="企业"
    )
    month = models.DateField("月份")
    credit_class = models.CharField("信用风险分类", max_length=10, choices=CreditClass.choices())

    class Meta:
        verbose_name = "企业分类"
        constraints = [models.UniqueConstraint(fields=["enterprise", "month"], name="class_once_a_month")]

    def __str__(self) -> str:
        return f"{self.month:%Y-%m} {CreditClass(self.credit_class).label}"


class DepartmentGradeQuerySet(models.QuerySet["DepartmentGrade"]):
    """Filters of departments' grades."""

    def in_force(self, on: date) -> "DepartmentGradeQuerySet":
        """Those that hold on the day."""
        return self.filter(Q(valid_until=None) | Q(valid_until__gt=on), valid_from__lte=on)


class DepartmentGrade(models.Model):
    """A department's own grade of an enterprise (部门分级): by which criteria, with which score, why, from when."""

    subject = models.ForeignKey(
        Subject, on_delete=models.PROTECT, related_name="grades", verbose_name="检查主体"
    )
    enterprise = models.ForeignKey(
        Enterprise, on_delete=models.PROTECT, related_name="grades", verbose_name="企业"
    )
    credit_class = models.CharField("分级", max_length=10, choices=CreditClass.choices())
    criteria = LineField("分级标准", max_length=200)
    score = models.DecimalField("得分", max_digits=6, decimal_places=1, null=True, blank=True)
    reason = ProseField("理由", max_length=300)
    valid_from = models.DateField("自")
    valid_until = models.DateField("至（不含）", null=True, blank=True)
    entered_by = models.ForeignKey(
        Account, on_delete=models.PROTECT, null=True, related_name="+", verbose_name="登记人"
    )
    entered_at = models.DateTimeField("登记时间")

    objects = DepartmentGradeQuerySet.as_manager()

    class Meta:
        verbose_name = "部门分级"
        constraints = [
            models.UniqueConstraint(
                fields=["subject", "enterprise"], condition=Q(valid_until=None), name="grade_one_standing"
            ),
            models.CheckConstraint(
                condition=Q(valid_until=None) | Q(valid_until__gte=models.F("valid_from")),
                name="grade_forward",
            ),
        ]

    def __str__(self) -> str:
        return f"{self.enterprise} {CreditClass(self.credit_class).label}"

    @property
    def free_from(self) -> date:
        """The first day on which another may begin: no two of a subject hold on one day."""
        return self.valid_until or self.valid_from


class ClassTable(models.Model):
    """What each class brings: the share drawn and the visits a year (R-RSK-02), district-wide or one subject's own.

    ``rows``: class → {"ratio": percent, "visits": a year, None for as needed, "every": months between two at most,
    None for no floor}. The latest table whose ``valid_from`` has come holds; the subject's own before the district's.
    """

    subject = models.ForeignKey(
        Subject,
        on_delete=models.PROTECT,
        null=True,
        blank=True,
        related_name="class_tables",
        verbose_name="检查主体",
    )
    valid_from = models.DateField("自")
    document = LineField("公布文件", max_length=160)
    rows = models.JSONField("比例和频次", default=dict)
    saved_by = models.ForeignKey(
        Account, on_delete=models.PROTECT, null=True, related_name="+", verbose_name="设定人"
    )
    saved_at = models.DateTimeField("设定时间")

    class Meta:
        verbose_name = "分类抽查表"
        constraints = [
            models.UniqueConstraint(
                fields=["subject", "valid_from"], nulls_distinct=False, name="class_table_once_a_day"
            ),
        ]

    def __str__(self) -> str:
        return (
            f"{self.subject.short_name if self.subject else '全区'}分类抽查比例和频次（{self.valid_from}起）"
        )


class ReliefQuerySet(models.QuerySet["Relief"]):
    """Filters of relief."""

    def in_force(self, on: date) -> "ReliefQuerySet":
        """Those enterprises that have it on the day."""
        return self.filter(Q(left_on=None) | Q(left_on__gt=on), entered_on__lte=on)


class Relief(models.Model):
    """A low-risk enterprise that is not to be visited but by random draw or for a cause (低风险减免)."""

    enterprise = models.ForeignKey(
        Enterprise, on_delete=models.PROTECT, related_name="reliefs", verbose_name="企业"
    )
    entered_on = models.DateField("纳入日期")
    ground = LineField("纳入依据", max_length=200)
    entered_by = models.ForeignKey(
        Account, on_delete=models.PROTECT, null=True, related_name="+", verbose_name="经办人"
    )
    left_on = models.DateField("移出日期", null=True, blank=True)
    exit = models.CharField("移出情形", max_length=20, blank=True, choices=ReliefExit.choices())
    exit_note = ProseField("移出说明", max_length=200, blank=True)

    objects = ReliefQuerySet.as_manager()

    class Meta:
        verbose_name = "低风险减免"
        constraints = [
            models.UniqueConstraint(
                fields=["enterprise"], condition=Q(left_on=None), name="relief_one_standing"
            ),
        ]

    def __str__(self) -> str:
        return f"{self.enterprise} 低风险减免"
