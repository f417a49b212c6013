"""Working days: a table, because the State Council publishes them year by year and nothing can compute them."""

from django.db import models

from jingwei.platform.columns import LineField, ProseField


class CalendarYear(models.Model):
    """A year whose working days are known. ``is_official`` false marks a demonstration fill."""

    year = models.PositiveSmallIntegerField("年度", primary_key=True)
    document = LineField("文号", max_length=80)
    is_official = models.BooleanField("官方日历", default=True)

    class Meta:
        verbose_name = "日历年度"

    def __str__(self) -> str:
        return f"{self.year}年"


class CalendarDay(models.Model):
    """A day that differs from the plain week: a weekday off, or a weekend day worked."""

    day = models.DateField("日期", primary_key=True)
    year = models.ForeignKey(CalendarYear, on_delete=models.CASCADE, related_name="days", verbose_name="年度")
    is_working_day = models.BooleanField("上班")
    note = ProseField("说明", max_length=40, blank=True)

    class Meta:
        verbose_name = "日历特例日"

    def __str__(self) -> str:
        return f"{self.day}{'上班' if self.is_working_day else '休息'}"
