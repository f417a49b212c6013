"""Announcements and filings, version by version; an address that was looked up at night."""

from django.db import models
from django.db.models import Q

from jingwei.disclosure.terms import Addressee, AnnouncementKind, FilingKind, FilingState
from jingwei.planning.models import AnnualPlan, SpecialPlan
from jingwei.platform.columns import LineField, ProseField
from jingwei.platform.models import Account, StoredFile
from jingwei.registry.models import Subject


class AnnouncementQuerySet(models.QuerySet["Announcement"]):
    """Filters of announcements."""

    def standing(self) -> "AnnouncementQuerySet":
        """Those not withdrawn."""
        return self.filter(withdrawn_at=None)


class Announcement(models.Model):
    """One version of what a subject announces of one kind: when, by whom, where, and word for word what.

    ``content`` is what was announced, as rows; ``digest`` its SM3, by which it is compared with what holds today.
    Announcements of a plan or a special inspection name it, and each plan has versions of its own.
    """

    subject = models.ForeignKey(
        Subject, on_delete=models.PROTECT, related_name="announcements", verbose_name="检查主体"
    )
    kind = models.CharField("公告内容", max_length=20, choices=AnnouncementKind.choices())
    plan = models.ForeignKey(
        AnnualPlan,
        on_delete=models.PROTECT,
        null=True,
        blank=True,
        related_name="announcements",
        verbose_name="年度计划",
    )
    special = models.ForeignKey(
        SpecialPlan,
        on_delete=models.PROTECT,
        null=True,
        blank=True,
        related_name="announcements",
        verbose_name="专项检查",
    )
    version = models.PositiveSmallIntegerField("版本")
    title = LineField("标题", max_length=160)
    content = models.JSONField("内容", default=list)
    digest = models.CharField("摘要", max_length=64)
    announced_on = models.DateField("公告日期")
    issuer = LineField("发布机关", max_length=80)
    url = models.URLField("公告网址", max_length=300)
    made_by = models.ForeignKey(
        Account, on_delete=models.PROTECT, null=True, related_name="+", verbose_name="经办人"
    )
    made_at = models.DateTimeField("登记时间")
    withdrawn_at = models.DateTimeField("撤下时间", null=True, blank=True)
    withdraw_reason = ProseField("撤下理由", max_length=200, blank=True)

    objects = AnnouncementQuerySet.as_manager()

    class Meta:
        verbose_name = "公告"
        indexes = [models.Index(fields=["subject", "kind", "announced_on"], name="announcement_of_subject")]
        constraints = [
            models.UniqueConstraint(
                fields=["subject", "kind", "plan", "special", "version"],
                nulls_distinct=False,
                name="announcement_version_once",
            ),
            models.CheckConstraint(
                condition=(Q(kind=AnnouncementKind.PLAN.value) & Q(plan__isnull=False))
                | (~Q(kind=AnnouncementKind.PLAN.value) & Q(plan=None)),
                name="announcement_of_plan",
            ),
            models.CheckConstraint(
                condition=(Q(kind=AnnouncementKind.SPECIAL.value) & Q(special__isnull=False))
                | (~Q(kind=AnnouncementKind.SPECIAL.value) & Q(special=None)),
                name="announcement_of_special",
            ),
        ]

    def __str__(self) -> str:
        return f"{self.title}（第{self.version}版）"


class FilingQuerySet(models.QuerySet["Filing"]):
    """Filters of filings."""

    def received(self) -> "FilingQuerySet":
        """Those that the addressee has received."""
        return self.filter(state=FilingState.RECEIVED)


class Filing(models.Model):
    """One thing filed with one addressee, in one version, with its receipt; late when it came after ``due_on``."""

    subject = models.ForeignKey(
        Subject, on_delete=models.PROTECT, related_name="filings", verbose_name="检查主体"
    )
    kind = models.CharField("备案内容", max_length=20, choices=FilingKind.choices())
    addressee = models.CharField("报送对象", max_length=20, choices=Addressee.choices())
    announcement = models.ForeignKey(
        Announcement,
        on_delete=models.PROTECT,
        null=True,
        blank=True,
        related_name="filings",
        verbose_name="所报公告",
    )
    plan = models.ForeignKey(
        AnnualPlan,
        on_delete=models.PROTECT,
        null=True,
        blank=True,
        related_name="filings",
        verbose_name="年度计划",
    )
    special = models.ForeignKey(
        SpecialPlan,
        on_delete=models.PROTECT,
        null=True,
        blank=True,
        related_name="filings",
        verbose_name="专项检查",
    )
    version = models.PositiveSmallIntegerField("版本")
    digest = models.CharField("摘要", max_length=64)
    due_on = models.DateField("应报日期", null=True, blank=True)
    filed_on = models.DateField("报送日期")
    is_late = models.BooleanField("逾期", default=False)
    state = models.CharField("状态", max_length=20, choices=FilingState.choices())
    receipt = LineField("回执文号", max_length=60, blank=True)
    received_on = models.DateField("备案日期", null=True, blank=True)
    received_by = models.ForeignKey(
        Account, on_delete=models.PROTECT, null=True, blank=True, related_name="+", verbose_name="接收人"
    )
    returned_reason = ProseField("退回理由", max_length=200, blank=True)
    paper = models.ForeignKey(
        StoredFile, on_delete=models.PROTECT, null=True, blank=True, related_name="+", verbose_name="备案材料"
    )
    filed_by = models.ForeignKey(
        Account, on_delete=models.PROTECT, null=True, related_name="+", verbose_name="报送人"
    )
    filed_at = models.DateTimeField("报送时间")

    objects = FilingQuerySet.as_manager()

    class Meta:
        verbose_name = "备案"
        indexes = [models.Index(fields=["subject", "kind"], name="filing_of_subject")]
        constraints = [
            models.UniqueConstraint(
                fields=["receipt"],
                condition=Q(addressee=Addressee.JUSTICE.value) & ~Q(receipt=""),
                name="filing_receipt_once",
            ),
        ]

    def __str__(self) -> str:
        return f"{self.subject.short_name}{FilingKind(self.kind).label}备案（第{self.version}版）"


class AddressCheck(models.Model):
    """One look at one announcement's address: whether it answered and showed the title (R-PUB-09)."""

    announcement = models.ForeignKey(
        Announcement, on_delete=models.CASCADE, related_name="checks", verbose_name="公告"
    )
    at = models.DateTimeField("核对时间")
    is_good = models.BooleanField("相符")
    status = models.PositiveSmallIntegerField("响应码", null=True, blank=True)
    words = ProseField("说明", max_length=200, blank=True)

    class Meta:
        verbose_name = "网址核对"
        indexes = [models.Index(fields=["announcement", "at"], name="address_checks")]

    def __str__(self) -> str:
        return f"{self.announcement} {'相符' if self.is_good else '不符'}"
