"""What this database holds: the demonstration or a bureau's real work. Written once, before anything else is."""

from typing import ClassVar

from django.db import models
from django.db.models import Q


class Installation(models.Model):
    """The one row that says so; the application may write it and never change it."""

    id = models.PositiveSmallIntegerField(primary_key=True, default=1)
    is_demonstration = models.BooleanField("演示")
    noted_at = models.DateTimeField("写入时间")

    class Meta:
        verbose_name = "本库用途"
        constraints: ClassVar[list[models.BaseConstraint]] = [
            models.CheckConstraint(condition=Q(id=1), name="installation_one_row")
        ]

    def __str__(self) -> str:
        return "演示" if self.is_demonstration else "正式"
