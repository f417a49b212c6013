"""Caps on the number of visits a year, and the ledger that says how many are taken."""

from datetime import date

from django.db import models
from django.db.models import F, Q

from jingwei.platform.columns import LineField
from jingwei.registry.models import Enterprise, Item, Subject
from jingwei.registry.terms import CreditClass


class CapQuerySet(models.QuerySet["Cap"]):
    """Filters of caps."""

    def in_force(self, on: date) -> "CapQuerySet":
        """Those that bind on the day."""
        return self.filter(Q(valid_until=None) | Q(valid_until__gt=on), valid_from__lte=on)


class Cap(models.Model):
    """A published cap (频次上限): visits a year by one subject or one line, for an item or all, for a class or all."""

    subject = models.ForeignKey(
        Subject, on_delete=models.PROTECT, null=True, blank=True, verbose_name="检查主体"
    )
    line = LineField("条线", max_length=20, blank=True)
    item = models.ForeignKey(Item, on_delete=models.PROTECT, null=True, blank=True, verbose_name="事项")
    credit_class = models.CharField("分类", max_length=10, blank=True, choices=CreditClass.choices())
    visits = models.PositiveSmallIntegerField("每年次数")
    valid_from = models.DateField("自")
    valid_until = models.DateField("至（不含）", null=True, blank=True)
    source = LineField("公布文件", max_length=160)

    objects = CapQuerySet.as_manager()

    class Meta:
        verbose_name = "频次上限"
        constraints = [
            models.CheckConstraint(
                condition=Q(subject=None, line__gt="") | Q(subject__isnull=False, line=""),
                name="cap_subject_or_line",
            ),
        ]

    def __str__(self) -> str:
        holder = self.subject.short_name if self.subject else f"{self.line}条线"
        narrowed = [self.item.name] if self.item else []
        narrowed += [CreditClass(self.credit_class).label] if self.credit_class else []
        return holder + (f"（{'，'.join(narrowed)}）" if narrowed else "")

    @property
    def holder(self) -> tuple[int | None, str, int | None]:
        """Whose cap it is and on what: caps that differ in class or dates alone count the same visits."""
        return self.subject_id, self.line, self.item_id


class CapLedger(models.Model):
    """How much of a cap one enterprise has had in one year. ``granted`` is the cap plus approved overrides."""

    cap = models.ForeignKey(Cap, on_delete=models.PROTECT, related_name="ledger", verbose_name="上限")
    enterprise = models.ForeignKey(Enterprise, on_delete=models.PROTECT, verbose_name="企业")
    year = models.PositiveSmallIntegerField("年度")
    granted = models.PositiveSmallIntegerField("可用")
    used = models.PositiveSmallIntegerField("已用", default=0)
    exempt = models.PositiveSmallIntegerField("豁免", default=0)
    pending = models.PositiveSmallIntegerField("已批未入企", default=0)

    class Meta:
        verbose_name = "上限台账"
        constraints = [
            models.UniqueConstraint(fields=["cap", "enterprise", "year"], name="ledger_once"),
            models.CheckConstraint(condition=Q(used__lte=F("granted")), name="ledger_within_granted"),
        ]

    def __str__(self) -> str:
        return f"{self.cap} {self.enterprise} {self.year}：{self.used}/{self.granted}"
