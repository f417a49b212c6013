"""Annual plans (年度行政检查计划, R-FORM-03) and their lines, version by version."""

from datetime import date

from django.db import models
from django.db.models import Q

from jingwei.planning.terms import AmendmentReason, PlanActivity, PlanStage
from jingwei.platform.columns import LineField, ProseField
from jingwei.platform.models import Account
from jingwei.registry.models import Item, Subject
from jingwei.registry.terms import CreditClass, InspectionMethod


class AnnualPlanQuerySet(models.QuerySet["AnnualPlan"]):
    """Filters of annual plans."""

    def approved(self) -> "AnnualPlanQuerySet":
        """Those that the head approved."""
        return self.filter(stage=PlanStage.APPROVED)


class AnnualPlan(models.Model):
    """One version of a subject's plan for a year: the first, or an amendment, which is a whole plan of its own.

    The versions before stay as they were. A version binds from the day it is announced and filed, which
    ``disclosure`` knows.
    """

    subject = models.ForeignKey(
        Subject, on_delete=models.PROTECT, related_name="annual_plans", verbose_name="检查主体"
    )
    year = models.PositiveSmallIntegerField("年度")
    version = models.PositiveSmallIntegerField("版本", default=1)
    stage = models.CharField(
        "环节", max_length=20, choices=PlanStage.choices(), default=PlanStage.DRAFT.value
    )
    reason = models.CharField("调整情形", max_length=20, blank=True, choices=AmendmentReason.choices())
    note = ProseField("调整说明", max_length=300, blank=True)
    drafted_by = models.ForeignKey(
        Account, on_delete=models.PROTECT, null=True, related_name="+", verbose_name="拟订人"
    )
    drafted_at = models.DateTimeField("拟订时间")
    submitted_at = models.DateTimeField("报批时间", null=True, blank=True)
    decided_by = models.ForeignKey(
        Account, on_delete=models.PROTECT, null=True, blank=True, related_name="+", verbose_name="批准人"
    )
    decided_at = models.DateTimeField("批准时间", null=True, blank=True)
    authorisation = LineField("受权代批文号", max_length=60, blank=True)
    opinion = ProseField("审批意见", max_length=300, blank=True)

    objects = AnnualPlanQuerySet.as_manager()

    class Meta:
        verbose_name = "年度计划"
        constraints = [
            models.UniqueConstraint(fields=["subject", "year", "version"], name="plan_version_once"),
            models.UniqueConstraint(
                fields=["subject", "year"],
                condition=~Q(stage=PlanStage.APPROVED.value),
                name="plan_one_in_hand",
            ),
        ]

    def __str__(self) -> str:
        return f"{self.subject.short_name}{self.title}"

    @property
    def title(self) -> str:
        """What the plan is called, without whose it is."""
        return f"{self.year}年度行政检查计划" + (
            f"（第{self.version - 1}次调整）" if self.version > 1 else ""
        )

    @property
    def is_in_hand(self) -> bool:
        """Whether the clerk may still change it."""
        return self.stage in {PlanStage.DRAFT, PlanStage.RETURNED}


class PlanLine(models.Model):
    """One line of a plan: an item, its objects and their share by class, its window, how, with whom.

    ``first_on`` and ``last_on`` are both days of the window. ``ratios``: percent by class of enterprise, as whole
    numbers; a class that is not named is not inspected by the line, none named means all classes alike.
    """

    plan = models.ForeignKey(
        AnnualPlan, on_delete=models.CASCADE, related_name="lines", verbose_name="年度计划"
    )
    position = models.PositiveSmallIntegerField("序号")
    activity = models.CharField(
        "工作类型", max_length=20, choices=PlanActivity.choices(), default=PlanActivity.INSPECTION.value
    )
    name = LineField("任务名称", max_length=160)
    item = models.ForeignKey(
        Item,
        on_delete=models.PROTECT,
        null=True,
        blank=True,
        related_name="plan_lines",
        verbose_name="检查事项",
    )
    object_scope = LineField("检查对象", max_length=160)
    base = models.PositiveIntegerField("检查对象基数", null=True, blank=True)
    quantity = models.PositiveIntegerField("检查户数", null=True, blank=True)
    ratios = models.JSONField("分类抽查比例", default=dict, blank=True)
    visits = models.PositiveSmallIntegerField("每户每年次数", default=1)
    first_on = models.DateField("自")
    last_on = models.DateField("至")
    method = models.CharField("检查方式", max_length=20, choices=InspectionMethod.choices())
    partners = models.ManyToManyField(
        Subject, related_name="joint_lines", blank=True, verbose_name="联合单位"
    )
    remark = ProseField("备注", max_length=200, blank=True)

    class Meta:
        verbose_name = "计划事项"
        constraints = [
            models.UniqueConstraint(fields=["plan", "position"], name="plan_line_position"),
            models.CheckConstraint(condition=Q(last_on__gte=models.F("first_on")), name="plan_line_forward"),
            models.CheckConstraint(
                condition=Q(activity=PlanActivity.OTHER.value) | Q(item__isnull=False),
                name="plan_line_inspects_an_item",
            ),
        ]

    def __str__(self) -> str:
        return self.name

    @property
    def matter(self) -> tuple[object, ...]:
        """What no two lines of a plan share: who entered it twice meant it once."""
        return self.name, self.item_id, self.object_scope, self.first_on, self.last_on, self.method

    def includes(self, credit_class: CreditClass) -> bool:
        """Whether enterprises of the class are among its objects. An unknown class is not low: it goes with B."""
        known = CreditClass.B if credit_class is CreditClass.UNKNOWN else credit_class
        return not self.ratios or self.ratios.get(known.value, 0) > 0

    def covers(self, item_id: int, credit_class: CreditClass, day: date) -> bool:
        """Whether the line lets the item be inspected at an enterprise of the class on the day."""
        return (
            self.item_id == item_id and self.first_on <= day <= self.last_on and self.includes(credit_class)
        )
