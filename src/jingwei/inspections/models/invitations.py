"""Check-ups that an enterprise invites or is offered, and what it says to the time of a coming visit."""

from django.db import models

from jingwei.inspections.models.inspections import Inspection
from jingwei.inspections.terms import BookingState
from jingwei.planning.models import Slot
from jingwei.platform.columns import LineField, ProseField
from jingwei.platform.models import Account


class Booking(models.Model):
    """The time of an approved visit as it was told to the enterprise, in one of its slots or not, and its answer."""

    inspection = models.OneToOneField(
        Inspection, on_delete=models.PROTECT, related_name="booking", verbose_name="行政检查"
    )
    slot = models.ForeignKey(
        Slot,
        on_delete=models.PROTECT,
        null=True,
        blank=True,
        related_name="bookings",
        verbose_name="可约时段",
    )
    state = models.CharField("状态", max_length=20, choices=BookingState.choices())
    told_at = models.DateTimeField("告知时间")
    words = ProseField("企业意见", max_length=200, blank=True)
    answered_by = models.ForeignKey(
        Account, on_delete=models.PROTECT, null=True, blank=True, related_name="+", verbose_name="答复人"
    )
    answered_at = models.DateTimeField("答复时间", null=True, blank=True)

    class Meta:
        verbose_name = "约定时间"

    def __str__(self) -> str:
        return f"{self.inspection} {BookingState(self.state).label}"


class EnterpriseRefusal(models.Model):
    """An enterprise let somebody not in, and on what ground (R-SCAN-11); the supervisor hears of it."""

    inspection = models.ForeignKey(
        Inspection,
        on_delete=models.PROTECT,
        null=True,
        blank=True,
        related_name="refusals",
        verbose_name="行政检查",
    )
    site = models.ForeignKey(
        "registry.Site", on_delete=models.PROTECT, related_name="refusals", verbose_name="场所"
    )
    organ = LineField("检查单位", max_length=80)
    grounds = models.JSONField("理由", default=list)
    words = ProseField("说明", max_length=300, blank=True)
    refused_by = models.ForeignKey(
        Account, on_delete=models.PROTECT, null=True, related_name="+", verbose_name="登记人"
    )
    refused_at = models.DateTimeField("登记时间")

    class Meta:
        verbose_name = "企业拒绝检查"

    def __str__(self) -> str:
        return f"{self.site}拒绝{self.organ}"

    @property
    def said(self) -> str:
        """Every ground and the enterprise's own words, in one line."""
        return "；".join([*(each["ground"] for each in self.grounds), *filter(None, [self.words])])
