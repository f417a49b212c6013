"""Subjects: the bodies that may inspect (检查主体), and how each came to be one."""

from datetime import date

from django.db import models

from jingwei.platform.columns import LineField, ProseField
from jingwei.platform.models import Account, StoredFile
from jingwei.registry.models.regions import Region
from jingwei.registry.terms import PartyKind, SubjectStatus, SubjectStepKind


class SubjectQuerySet(models.QuerySet["Subject"]):
    """Filters of subjects."""

    def in_force(self, on: date) -> "SubjectQuerySet":
        """Those announced and not revoked on the day."""
        return self.filter(announced_on__lte=on).exclude(revoked_on__lte=on)


class Subject(models.Model):
    """A body that inspects. It may do so from its announcement until it is revoked (R-SUB-01)."""

    code = LineField("主体编号", max_length=20, unique=True)
    name = LineField("名称", max_length=80, unique=True)
    short_name = LineField("简称", max_length=20)
    document_series = LineField("机关代字", max_length=20)
    kind = models.CharField("类别", max_length=20, choices=PartyKind.choices())
    line = LineField("条线", max_length=20, help_text="同一条线的单位可合用上限")
    region = models.ForeignKey(Region, on_delete=models.PROTECT, verbose_name="所在区划")
    jurisdiction = models.JSONField("管辖区划代码", default=list)
    principal = models.ForeignKey(
        "self",
        on_delete=models.PROTECT,
        null=True,
        blank=True,
        related_name="entrusted",
        verbose_name="委托机关",
    )
    status = models.CharField("状态", max_length=20, choices=SubjectStatus.choices())
    # The organ's; a town department without one of its own uses the town's, so it is not unique (R-FMT-05).
    credit_code = LineField("统一社会信用代码", max_length=18, blank=True)
    legal_basis = ProseField("职权依据", max_length=300, blank=True)
    organisation_document = LineField("三定规定文号", max_length=80, blank=True)
    powers = ProseField("职权范围", max_length=300, blank=True)
    head = LineField("负责人", max_length=40, blank=True)
    address = LineField("办公地址", max_length=160, blank=True)
    merged_into = models.ForeignKey(
        "self", on_delete=models.PROTECT, null=True, blank=True, related_name="merged", verbose_name="并入"
    )
    announced_on = models.DateField("公告日期", null=True, blank=True)
    revoked_on = models.DateField("撤销日期", null=True, blank=True)
    phone = LineField("监督投诉电话", max_length=30, blank=True)
    sort_key = models.CharField("拼音序", max_length=200, db_index=True)

    objects = SubjectQuerySet.as_manager()

    class Meta:
        verbose_name = "检查主体"

    def __str__(self) -> str:
        return self.name


class SubjectStep(models.Model):
    """One step in the life of a subject, with its day, paper and opinion; kept for good (R-SUB-05)."""

    subject = models.ForeignKey(
        Subject, on_delete=models.PROTECT, related_name="steps", verbose_name="检查主体"
    )
    kind = models.CharField("步骤", max_length=20, choices=SubjectStepKind.choices())
    on = models.DateField("日期")
    document = LineField("文号", max_length=80, blank=True)
    opinion = ProseField("意见", max_length=300, blank=True)
    url = models.URLField("公告网址", max_length=300, blank=True)
    taken_by = models.ForeignKey(
        Account, on_delete=models.PROTECT, null=True, related_name="+", verbose_name="经办人"
    )
    office = models.CharField("单位与身份", max_length=160, blank=True)
    taken_at = models.DateTimeField("办理时间")

    class Meta:
        verbose_name = "主体步骤"
        indexes = [models.Index(fields=["subject", "id"], name="subject_steps")]

    def __str__(self) -> str:
        return f"{self.subject} {SubjectStepKind(self.kind).label}"


class SubjectChange(models.Model):
    """A change of an announced subject, which is to be announced again within a month (R-SUB-06)."""

    subject = models.ForeignKey(
        Subject, on_delete=models.PROTECT, related_name="changes", verbose_name="检查主体"
    )
    happened_on = models.DateField("变更日期")
    document = LineField("变更文号", max_length=80)
    before = models.JSONField("变更前", default=dict)
    after = models.JSONField("变更后", default=dict)
    due_on = models.DateField("应重新公告日期")
    reannounced_on = models.DateField("重新公告日期", null=True, blank=True)
    url = models.URLField("公告网址", max_length=300, blank=True)

    class Meta:
        verbose_name = "主体变更"

    def __str__(self) -> str:
        return f"{self.subject} {self.happened_on}变更"


class Entrustment(models.Model):
    """A letter of entrustment (委托书, R-FORM-36): what an organ lets a body do in its name. ``valid_to`` is the last day."""

    principal = models.ForeignKey(
        Subject, on_delete=models.PROTECT, related_name="entrustments_given", verbose_name="委托机关"
    )
    agent = models.ForeignKey(
        Subject, on_delete=models.PROTECT, related_name="entrustments", verbose_name="受委托组织"
    )
    number = LineField("文号", max_length=60, unique=True)
    items = models.ManyToManyField(
        "registry.Item", related_name="entrustments", verbose_name="委托事项", blank=True
    )
    powers = ProseField("委托权限", max_length=300)
    valid_from = models.DateField("自")
    valid_to = models.DateField("至")
    issuer = LineField("落款机关", max_length=80)
    published_on = models.DateField("公布日期", null=True, blank=True)
    published_url = models.URLField("公布网址", max_length=300, blank=True)
    paper = models.ForeignKey(
        StoredFile, on_delete=models.PROTECT, null=True, blank=True, related_name="+", verbose_name="委托书"
    )
    ended_on = models.DateField("终止日期", null=True, blank=True)
    end_reason = ProseField("终止理由", max_length=200, blank=True)

    class Meta:
        verbose_name = "委托书"
        constraints = [
            models.CheckConstraint(
                condition=models.Q(valid_to__gte=models.F("valid_from")), name="entrustment_forward"
            ),
        ]

    def __str__(self) -> str:
        return self.number

    def is_in_force(self, on: date) -> bool:
        """Whether it holds on the day: within its term, published, not ended."""
        return (
            self.valid_from <= on <= self.valid_to
            and self.published_on is not None
            and self.published_on <= on
            and (self.ended_on is None or on < self.ended_on)
        )


class Merger(models.Model):
    """Two departments become one in mid-year: what went over to the successor, and on what paper."""

    absorbed = models.ForeignKey(
        Subject, on_delete=models.PROTECT, related_name="mergers", verbose_name="被合并主体"
    )
    successor = models.ForeignKey(
        Subject, on_delete=models.PROTECT, related_name="absorptions", verbose_name="承继主体"
    )
    merged_on = models.DateField("合并日期")
    document = LineField("文号", max_length=80)
    moved = models.JSONField("转移内容", default=dict)
    done_by = models.ForeignKey(
        Account, on_delete=models.PROTECT, null=True, related_name="+", verbose_name="经办人"
    )
    done_at = models.DateTimeField("办理时间")

    class Meta:
        verbose_name = "机构合并"

    def __str__(self) -> str:
        return f"{self.absorbed}并入{self.successor}"
