"""Letters of assistance across districts, and inspections that outsiders made here (R-PRO-09, R-FORM-37)."""

from datetime import date

from django.db import models
from django.db.models import Q

from jingwei.inspections.terms import LetterDirection, LetterState
from jingwei.platform.columns import LineField, ProseField
from jingwei.platform.models import Account, StoredFile
from jingwei.registry.models import Enterprise, Item, Region, Site, Subject


class AssistanceLetter(models.Model):
    """A letter of assistance (协助函) and its reply.

    Outgoing: our subject asks the counterpart of the place where the enterprise is; ``site`` is in the registry or
    empty, ``place`` says in words where. Incoming: an organ of another district asks our subject. ``valid_to`` is the
    last day.
    """

    direction = models.CharField("方向", max_length=10, choices=LetterDirection.choices())
    number = LineField("文号", max_length=60)
    subject = models.ForeignKey(
        Subject, on_delete=models.PROTECT, related_name="letters", verbose_name="本区主体"
    )
    organ = LineField("对方机关", max_length=80)
    region = models.ForeignKey(
        Region, on_delete=models.PROTECT, null=True, blank=True, verbose_name="对方区划"
    )
    enterprise = models.ForeignKey(
        Enterprise,
        on_delete=models.PROTECT,
        null=True,
        blank=True,
        related_name="letters",
        verbose_name="企业",
    )
    site = models.ForeignKey(
        Site, on_delete=models.PROTECT, null=True, blank=True, related_name="+", verbose_name="场所"
    )
    place = LineField("地点", max_length=160, blank=True)
    items = models.ManyToManyField(Item, related_name="+", blank=True, verbose_name="检查事项")
    matter = ProseField("协助内容", max_length=300)
    officers = models.JSONField("来人", default=list, blank=True)  # rows of name, certificate number
    first_on = models.DateField("自")
    valid_to = models.DateField("至")
    state = models.CharField("状态", max_length=20, choices=LetterState.choices())
    sent_on = models.DateField("发函日期")
    reply = ProseField("复函内容", max_length=300, blank=True)
    reply_number = LineField("复函文号", max_length=60, blank=True)
    replied_on = models.DateField("复函日期", null=True, blank=True)
    paper = models.ForeignKey(
        StoredFile, on_delete=models.PROTECT, null=True, blank=True, related_name="+", verbose_name="函件"
    )
    made_by = models.ForeignKey(
        Account, on_delete=models.PROTECT, null=True, related_name="+", verbose_name="经办人"
    )
    made_at = models.DateTimeField("登记时间")

    class Meta:
        verbose_name = "协助函"
        constraints = [
            models.UniqueConstraint(
                fields=["number"],
                condition=Q(direction=LetterDirection.OUTGOING.value),
                name="letter_number_once",
            ),
            models.CheckConstraint(condition=Q(valid_to__gte=models.F("first_on")), name="letter_forward"),
        ]

    def __str__(self) -> str:
        return self.number

    def covers(self, day: date) -> bool:
        """Whether it was agreed to and holds on the day."""
        is_agreed = self.state in {LetterState.AGREED, LetterState.ENDED} and self.replied_on is not None
        return (
            is_agreed
            and self.replied_on is not None
            and max(self.first_on, self.replied_on) <= day <= self.valid_to
        )


class OutsideInspection(models.Model):
    """An organ of another district inspected an enterprise here: told by the enterprise, or by our host subject."""

    enterprise = models.ForeignKey(
        Enterprise, on_delete=models.PROTECT, related_name="outside_inspections", verbose_name="企业"
    )
    site = models.ForeignKey(
        Site, on_delete=models.PROTECT, null=True, blank=True, related_name="+", verbose_name="场所"
    )
    organ = LineField("异地机关", max_length=80)
    region = models.ForeignKey(
        Region, on_delete=models.PROTECT, null=True, blank=True, verbose_name="对方区划"
    )
    officers = models.JSONField("来人", default=list, blank=True)  # rows of name, certificate number
    matter = ProseField("检查内容", max_length=300)
    performed_on = models.DateField("检查日期")
    letter = models.ForeignKey(
        AssistanceLetter,
        on_delete=models.PROTECT,
        null=True,
        blank=True,
        related_name="inspections",
        verbose_name="协助函",
    )
    host = models.ForeignKey(
        Subject, on_delete=models.PROTECT, null=True, blank=True, related_name="+", verbose_name="协助主体"
    )
    told_by = models.ForeignKey(
        Account, on_delete=models.PROTECT, null=True, related_name="+", verbose_name="登记人"
    )
    told_at = models.DateTimeField("登记时间")

    class Meta:
        verbose_name = "异地检查"
        indexes = [models.Index(fields=["enterprise", "performed_on"], name="outsiders_at_enterprise")]

    def __str__(self) -> str:
        return f"{self.organ} {self.performed_on} {self.enterprise}"
