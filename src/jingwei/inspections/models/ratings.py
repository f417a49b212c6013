"""What an enterprise thought of a visit, cut loose from the visit: no account, no visit, no time."""

import uuid

from django.db import models

from jingwei.platform.columns import LongProseField
from jingwei.platform.lengths import PARAGRAPH
from jingwei.registry.models import Subject


class Rating(models.Model):
    """One rating. It names the department and the quarter it was given in, nothing that leads back to a visit."""

    id = models.UUIDField(primary_key=True, default=uuid.uuid4, editable=False)
    subject = models.ForeignKey(Subject, on_delete=models.PROTECT, verbose_name="检查主体")
    quarter = models.CharField("季度", max_length=6)
    stars = models.JSONField("评分")
    took_gifts = models.BooleanField("接受馈赠、报酬")
    took_treats = models.BooleanField("接受宴请、旅游")
    passed_on_costs = models.BooleanField("转嫁费用")
    forced_services = models.BooleanField("指定中介服务")
    comment = LongProseField("意见", max_length=PARAGRAPH, blank=True)

    class Meta:
        verbose_name = "企业评价"

    def __str__(self) -> str:
        return f"{self.subject} {self.quarter}"
