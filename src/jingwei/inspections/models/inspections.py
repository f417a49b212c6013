"""An inspection: one department's act at one site, from request to result."""

from datetime import date, datetime

from django.db import models
from django.db.models import Q

from jingwei.inspections.models.invited import Invitation
from jingwei.inspections.models.letters import AssistanceLetter
from jingwei.inspections.models.visits import Visit
from jingwei.inspections.rules.reportable import Facts, reportable
from jingwei.inspections.terms import Mode, Origin, Stage, UrgentReason
from jingwei.planning.models import PlanLine, SpecialPlan
from jingwei.planning.terms import ExemptReason, InspectionKind
from jingwei.platform.actors import SYSTEM
from jingwei.platform.calendar import local_date
from jingwei.platform.columns import LineField, ProseField
from jingwei.platform.models import Account
from jingwei.registry.models import Certificate, Enterprise, Item, Officer, Site, Standard, Subject
from jingwei.rulebook.terms import Term


class InspectionQuerySet(models.QuerySet["Inspection"]):
    """Filters of inspections."""

    def current(self) -> "InspectionQuerySet":
        """Those that stand: not withdrawn."""
        return self.exclude(stage=Stage.WITHDRAWN)

    def with_number(self) -> "InspectionQuerySet":
        """Those whose document number nobody else may bear: all but imports voided, which are imported again, mended."""
        return self.exclude(origin=Origin.IMPORTED, stage=Stage.WITHDRAWN)


class Inspection(models.Model):
    """A request, its approval, and where it has got to. ``visit`` is set when the officers enter."""

    number = LineField("文号", max_length=40, db_index=True)
    subject = models.ForeignKey(
        Subject, on_delete=models.PROTECT, related_name="inspections", verbose_name="检查主体"
    )
    enterprise = models.ForeignKey(
        Enterprise, on_delete=models.PROTECT, related_name="inspections", verbose_name="企业"
    )
    site = models.ForeignKey(Site, on_delete=models.PROTECT, related_name="inspections", verbose_name="场所")
    kind = models.CharField("检查类别", max_length=20, choices=InspectionKind.choices())
    mode = models.CharField("检查方式", max_length=20, choices=Mode.choices(), default=Mode.ON_SITE.value)
    stage = models.CharField("环节", max_length=20, choices=Stage.choices())
    planned_from = models.DateTimeField("拟检时间自")
    planned_until = models.DateTimeField("拟检时间至")
    purpose = ProseField("检查内容", max_length=200, blank=True)
    materials = ProseField("需准备的材料", max_length=300, blank=True)

    exempt = models.CharField("不计上限的情形", max_length=30, blank=True, choices=ExemptReason.choices())
    evidence = LineField("证据或线索编号", max_length=80, blank=True)
    plan = LineField("计划或部署文号", max_length=80, blank=True)
    plan_line = models.ForeignKey(
        PlanLine,
        on_delete=models.PROTECT,
        null=True,
        blank=True,
        related_name="inspections",
        verbose_name="计划事项",
    )
    special = models.ForeignKey(
        SpecialPlan,
        on_delete=models.PROTECT,
        null=True,
        blank=True,
        db_index=False,
        related_name="inspections",
        verbose_name="专项检查",
    )
    invitation = models.ForeignKey(
        Invitation,
        on_delete=models.PROTECT,
        null=True,
        blank=True,
        db_index=False,
        related_name="inspections",
        verbose_name="邀约",
    )
    letter = models.ForeignKey(
        AssistanceLetter,
        on_delete=models.PROTECT,
        null=True,
        blank=True,
        db_index=False,
        related_name="tasks",
        verbose_name="协助函",
    )
    parent = models.ForeignKey(
        "self",
        on_delete=models.PROTECT,
        null=True,
        blank=True,
        db_index=False,
        related_name="reinspections",
        verbose_name="复查的检查",
    )
    separate_reason = ProseField("不合并实施的理由", max_length=200, blank=True)
    permit_basis = ProseField("许可现场核查依据", max_length=200, blank=True)
    is_ordered_from_above = models.BooleanField("上级部署", default=False)
    joint_with = models.ForeignKey(
        "self",
        on_delete=models.PROTECT,
        null=True,
        blank=True,
        related_name="+",
        verbose_name="联合检查牵头任务",
    )
    urgent = models.CharField("紧急情形", max_length=20, blank=True, choices=UrgentReason.choices())
    requires_legal_representative = models.BooleanField("要求法定代表人到场", default=False)
    legal_representative_reason = ProseField("到场理由", max_length=200, blank=True)

    # Nobody on the platform requested what the system has imported.
    requested_by = models.ForeignKey(
        Account, on_delete=models.PROTECT, related_name="+", null=True, blank=True, verbose_name="经办人"
    )
    requested_at = models.DateTimeField("申请时间")
    approved_by = models.ForeignKey(
        Account, on_delete=models.PROTECT, related_name="+", null=True, blank=True, verbose_name="批准人"
    )
    approved_at = models.DateTimeField("批准时间", null=True, blank=True)
    authorisation = LineField("受权代批文号", max_length=60, blank=True)
    opinion = ProseField("审批意见", max_length=300, blank=True)
    overridden = models.JSONField("放行的规则", default=list)
    override_reason = ProseField("放行理由", max_length=300, blank=True)

    visit = models.ForeignKey(
        Visit,
        on_delete=models.PROTECT,
        null=True,
        blank=True,
        related_name="inspections",
        verbose_name="入企",
    )
    is_counted = models.BooleanField("计入上限", default=False)
    ended_in_case = models.BooleanField("转立案", default=False)
    case_number = LineField("案号", max_length=60, blank=True)
    no_case_reason = ProseField("不予立案理由", max_length=300, blank=True)

    origin = models.CharField("来源", max_length=20, choices=Origin.choices(), default=Origin.PLATFORM.value)
    source_system = LineField("来源系统", max_length=60, blank=True)
    performed_on = models.DateField("实施日期", null=True, blank=True)
    # The third counter in one column: the day under which the yearly statistics count it, empty while they do not.
    reportable_on = models.DateField("可报统计日期", null=True, blank=True)

    objects = InspectionQuerySet.as_manager()

    class Meta:
        verbose_name = "行政检查"
        indexes = [
            models.Index(fields=["subject", "enterprise"], name="inspection_pair"),
            models.Index(fields=["subject", "stage", "planned_from"], name="inspection_todo"),
            # Half a year is counted from indexes alone, by department and by town; the few between the counters by theirs.
            models.Index(
                fields=["reportable_on", "subject", "site"],
                name="inspection_reportable",
                condition=~Q(reportable_on=None),
            ),
            models.Index(
                fields=["performed_on", "subject", "site"],
                name="inspection_capped",
                condition=Q(is_counted=True),
            ),
            models.Index(
                fields=["performed_on"],
                include=["subject", "site", "exempt", "kind", "is_ordered_from_above"],
                name="inspection_free",
                condition=Q(is_counted=False) & ~Q(visit=None),
            ),
            models.Index(
                fields=["performed_on"],
                include=["subject", "stage", "ended_in_case", "mode"],
                name="inspection_unreported",
                condition=Q(reportable_on=None) & ~Q(performed_on=None),
            ),
            # Few inspections have one of these: a full index would only make the others dearer to write.
            *(
                models.Index(fields=[rare], name=f"inspection_{rare}", condition=~Q(**{rare: None}))
                for rare in ("special", "invitation", "letter", "parent")
            ),
            models.Index(
                fields=["performed_on"],
                name="inspection_invited",
                condition=Q(exempt=ExemptReason.INVITED.value),
            ),
        ]
        constraints = [
            models.UniqueConstraint(
                fields=["number"],
                condition=~Q(origin=Origin.IMPORTED.value, stage=Stage.WITHDRAWN.value),
                name="inspection_number_once",
            ),
            models.CheckConstraint(
                condition=Q(planned_from__lt=models.F("planned_until")), name="inspection_span_forward"
            ),
        ]

    def __str__(self) -> str:
        return f"{self.number} {self.enterprise}"

    @property
    def requester(self) -> str:
        """Who asked for it: the clerk, or of what the system imported, the system."""
        return self.requested_by.name if self.requested_by else SYSTEM.name

    @property
    def counted_on(self) -> date:
        """The day whose caps it goes against: that of the visit, before the visit the planned one."""
        return local_date(self.visit.entered_at if self.visit else self.planned_from)

    def mark_approved(self, *, by: Account, at: datetime, authorisation: str, opinion: str) -> None:
        """Note the head's approval. An urgent inspection that is already under way keeps its stage."""
        self.approved_by, self.approved_at = by, at
        self.authorisation, self.opinion = authorisation, opinion
        if self.stage == Stage.SUBMITTED:
            self.stage = Stage.APPROVED

    def mark_entered(self, visit: Visit, *, is_counted: bool) -> None:
        """Note that the officers are in."""
        self.visit, self.is_counted = visit, is_counted
        self.performed_on = local_date(visit.entered_at)
        self.move_to(Stage.ENTERED)

    def move_to(self, stage: Stage) -> None:
        """Change the stage, and with it whether the yearly statistics count the inspection.

        R-STA-02 says which they count; they count it under the day it was carried out.
        """
        self.stage = stage
        is_reportable = reportable(
            Facts(
                mode=Mode(self.mode),
                has_complete_record=stage in {Stage.RECORDED, Stage.CONCLUDED},
                ended_in_case=self.ended_in_case,
            )
        ).value
        self.reportable_on = self.performed_on if is_reportable else None

    def word(self, field: str, words: type[Term]) -> Term | None:
        """Return a stored code as its word, or None where it is empty."""
        code = getattr(self, field)
        return words(code) if code else None


class InspectionItem(models.Model):
    """An item to be inspected, by the version of its standard that binds, and why it must be seen on site."""

    inspection = models.ForeignKey(
        Inspection, on_delete=models.CASCADE, related_name="lines", verbose_name="行政检查"
    )
    item = models.ForeignKey(Item, on_delete=models.PROTECT, verbose_name="事项")
    standard = models.ForeignKey(
        Standard, on_delete=models.PROTECT, null=True, blank=True, verbose_name="标准"
    )
    on_site_reason = ProseField("须到场理由", max_length=200, blank=True)

    class Meta:
        verbose_name = "检查任务事项"
        constraints = [models.UniqueConstraint(fields=["inspection", "item"], name="inspection_item_once")]

    def __str__(self) -> str:
        return str(self.item)


class TeamMember(models.Model):
    """An officer put on the inspection."""

    inspection = models.ForeignKey(
        Inspection, on_delete=models.CASCADE, related_name="team", verbose_name="行政检查"
    )
    officer = models.ForeignKey(
        Officer, on_delete=models.PROTECT, related_name="assignments", verbose_name="执法人员"
    )
    certificate = models.ForeignKey(
        Certificate, on_delete=models.PROTECT, null=True, blank=True, verbose_name="执法证件"
    )

    class Meta:
        verbose_name = "检查人员"
        constraints = [models.UniqueConstraint(fields=["inspection", "officer"], name="team_once")]

    def __str__(self) -> str:
        return str(self.officer)


class Assistant(models.Model):
    """A person without a certificate who assists, named before the visit (R-SUB-04)."""

    inspection = models.ForeignKey(
        Inspection, on_delete=models.CASCADE, related_name="assistants", verbose_name="行政检查"
    )
    name = LineField("姓名", max_length=40)
    employer = LineField("单位", max_length=80)
    purpose = ProseField("协助内容", max_length=120)

    class Meta:
        verbose_name = "协助人员"

    def __str__(self) -> str:
        return f"{self.name}（{self.employer}）"
