"""Special inspections (专项检查, R-FORM-04): why, where, what, whom and how long, and who approved them."""

from datetime import date

from django.db import models
from django.db.models import Q

from jingwei.planning.terms import ApproverLevel, ShutdownGround, SpecialOrigin, SpecialStage
from jingwei.platform.columns import LineField, LongProseField, ProseField
from jingwei.platform.lengths import PARAGRAPH
from jingwei.platform.models import Account
from jingwei.registry.models import Enterprise, Item, Subject


class SpecialPlanQuerySet(models.QuerySet["SpecialPlan"]):
    """Filters of special inspections."""

    def approved(self) -> "SpecialPlanQuerySet":
        """Those that were approved, the ended ones included."""
        return self.filter(stage__in=[SpecialStage.APPROVED, SpecialStage.ENDED])


class SpecialPlan(models.Model):
    """A special inspection and its bounds; nothing outside them may be inspected in its name (R-SPC-04).

    ``first_on`` and ``last_on`` are both days of its term. ``regions`` holds prefixes of region codes,
    ``credit_classes`` and ``industries`` (prefixes by GB/T 4754) may be empty for all; ``enterprises``, where any is
    named, are the only objects.
    """

    subject = models.ForeignKey(
        Subject, on_delete=models.PROTECT, related_name="special_plans", verbose_name="牵头主体"
    )
    partners = models.ManyToManyField(
        Subject, related_name="joint_specials", blank=True, verbose_name="参加主体"
    )
    name = LineField("名称", max_length=120)
    origin = models.CharField(
        "来源", max_length=20, choices=SpecialOrigin.choices(), default=SpecialOrigin.OWN.value
    )
    order_number = LineField("部署文号", max_length=80, blank=True)
    assessment = LongProseField("必要性评估", max_length=PARAGRAPH, blank=True)
    assessed_on = models.DateField("评估日期", null=True, blank=True)
    basis = LineField("依据", max_length=200, blank=True)
    regions = models.JSONField("范围", default=list)
    contents = LongProseField("内容", max_length=PARAGRAPH, blank=True)
    items = models.ManyToManyField(Item, related_name="special_plans", blank=True, verbose_name="检查事项")
    object_scope = LineField("对象", max_length=200, blank=True)
    credit_classes = models.JSONField("对象分类", default=list, blank=True)
    industries = models.JSONField("对象行业", default=list, blank=True)
    enterprises = models.ManyToManyField(Enterprise, related_name="+", blank=True, verbose_name="对象名单")
    base = models.PositiveIntegerField("对象基数", null=True, blank=True)
    quantity = models.PositiveIntegerField("检查户数", null=True, blank=True)
    first_on = models.DateField("自", null=True, blank=True)
    last_on = models.DateField("至", null=True, blank=True)
    is_urgent = models.BooleanField("紧急部署", default=False)
    urgent_reason = ProseField("紧急理由", max_length=200, blank=True)
    orders_shutdown = models.BooleanField("要求普遍停产停业", default=False)
    shutdown_ground = models.CharField(
        "停产停业情形", max_length=20, blank=True, choices=ShutdownGround.choices()
    )
    stage = models.CharField(
        "环节", max_length=20, choices=SpecialStage.choices(), default=SpecialStage.DRAFT.value
    )
    approver = models.CharField("批准机关", max_length=20, blank=True, choices=ApproverLevel.choices())
    approval_number = LineField("批准文号", max_length=80, blank=True)
    approved_on = models.DateField("批准日期", null=True, blank=True)
    opinion = ProseField("批准意见", max_length=300, blank=True)
    override_reason = ProseField("超年度数量的理由", max_length=300, blank=True)
    drafted_by = models.ForeignKey(
        Account, on_delete=models.PROTECT, null=True, related_name="+", verbose_name="拟订人"
    )
    drafted_at = models.DateTimeField("拟订时间")
    submitted_at = models.DateTimeField("报批时间", null=True, blank=True)
    decided_by = models.ForeignKey(
        Account, on_delete=models.PROTECT, null=True, blank=True, related_name="+", verbose_name="登记人"
    )
    decided_at = models.DateTimeField("登记时间", null=True, blank=True)
    report = LongProseField("实施情况", max_length=PARAGRAPH, blank=True)
    reported_on = models.DateField("报告日期", null=True, blank=True)

    objects = SpecialPlanQuerySet.as_manager()

    class Meta:
        verbose_name = "专项检查"
        constraints = [
            models.CheckConstraint(
                condition=Q(first_on=None) | Q(last_on=None) | Q(last_on__gte=models.F("first_on")),
                name="special_forward",
            ),
        ]

    def __str__(self) -> str:
        return self.name

    @property
    def year(self) -> int:
        """The year whose quota it goes against: that in which it begins, before that is known the present draft's."""
        return (self.first_on or self.drafted_at).year

    @property
    def is_in_hand(self) -> bool:
        """Whether the clerk may still change it."""
        return self.stage in {SpecialStage.DRAFT, SpecialStage.RETURNED}

    def runs_on(self, day: date) -> bool:
        """Whether the day lies in its term."""
        return bool(self.first_on and self.last_on and self.first_on <= day <= self.last_on)
