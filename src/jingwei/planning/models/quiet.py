"""Quiet periods, in which nobody comes for a routine inspection, and the times at which an enterprise would have them."""

from datetime import date, datetime, timedelta

from django.db import models
from django.db.models import Q

from jingwei.planning.terms import Weekday
from jingwei.platform.calendar import SHANGHAI, local_date, midnight
from jingwei.platform.columns import LineField, ProseField
from jingwei.platform.models import Account
from jingwei.registry.models import Enterprise, Site


class QuietPeriodQuerySet(models.QuerySet["QuietPeriod"]):
    """Filters of quiet periods."""

    def standing(self) -> "QuietPeriodQuerySet":
        """Those not lifted."""
        return self.filter(lifted_at=None)

    def on(self, day: date, enterprise: Enterprise) -> "QuietPeriodQuerySet":
        """Those that keep the enterprise quiet on the day; one that was lifted kept it so until the day before."""
        mine = Q(enterprise=None) | Q(enterprise=enterprise)
        kept = Q(lifted_at=None) | Q(lifted_at__gte=midnight(day + timedelta(days=1)))
        return self.filter(mine, kept, first_on__lte=day, last_on__gte=day)


class QuietPeriod(models.Model):
    """Days without routine inspections (安静期), of the whole district or of one enterprise; both ends are days of it.

    Lifting frees the days from that day on. What had passed was quiet and stays so: acts of it are judged by it.
    """

    enterprise = models.ForeignKey(
        Enterprise,
        on_delete=models.PROTECT,
        null=True,
        blank=True,
        related_name="quiet_periods",
        verbose_name="企业",
    )
    first_on = models.DateField("自")
    last_on = models.DateField("至")
    reason = ProseField("理由", max_length=200)
    document = LineField("文号", max_length=80, blank=True)
    set_by = models.ForeignKey(
        Account, on_delete=models.PROTECT, null=True, related_name="+", verbose_name="设定人"
    )
    set_at = models.DateTimeField("设定时间")
    lifted_at = models.DateTimeField("取消时间", null=True, blank=True)
    lift_reason = ProseField("取消理由", max_length=200, blank=True)

    objects = QuietPeriodQuerySet.as_manager()

    class Meta:
        verbose_name = "安静期"
        indexes = [models.Index(fields=["first_on", "last_on"], name="quiet_days")]
        constraints = [
            models.CheckConstraint(condition=Q(last_on__gte=models.F("first_on")), name="quiet_forward"),
        ]

    def __str__(self) -> str:
        return f"{self.whose}安静期 {self.first_on} 至 {self.last_on}"

    @property
    def whose(self) -> str:
        """Whom it protects."""
        return self.enterprise.name if self.enterprise else "全区"

    @property
    def kept_until(self) -> date:
        """Its last quiet day: that before it was lifted, which lies before ``first_on`` where it never began."""
        if self.lifted_at is None:
            return self.last_on
        return min(self.last_on, local_date(self.lifted_at) - timedelta(days=1))

    @property
    def days(self) -> int:
        """How many days are or were quiet by it."""
        return max(0, (self.kept_until - self.first_on).days + 1)


class Slot(models.Model):
    """A time of the week at which a site would have visitors (可约时段), as long as the enterprise offers it."""

    site = models.ForeignKey(Site, on_delete=models.PROTECT, related_name="slots", verbose_name="场所")
    weekday = models.CharField("星期", max_length=1, choices=Weekday.choices())
    opens = models.TimeField("自")
    closes = models.TimeField("至")
    note = ProseField("备注", max_length=100, blank=True)
    offered_by = models.ForeignKey(
        Account, on_delete=models.PROTECT, null=True, related_name="+", verbose_name="提供人"
    )
    offered_at = models.DateTimeField("提供时间")
    withdrawn_at = models.DateTimeField("撤下时间", null=True, blank=True)

    class Meta:
        verbose_name = "可约时段"
        constraints = [
            models.CheckConstraint(condition=Q(closes__gt=models.F("opens")), name="slot_forward"),
        ]

    def __str__(self) -> str:
        return f"{Weekday(self.weekday).label} {self.opens:%H:%M}—{self.closes:%H:%M}"

    def covers(self, start: datetime, end: datetime) -> bool:
        """Whether a visit from start to end lies in it."""
        here, until = start.astimezone(SHANGHAI), end.astimezone(SHANGHAI)
        return (
            here.date() == until.date()
            and str(here.isoweekday()) == self.weekday
            and self.opens <= here.time()
            and until.time() <= self.closes
        )
