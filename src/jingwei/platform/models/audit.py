"""The log: one row an act, written in the act's own transaction, never changed."""

from django.contrib.postgres.indexes import BrinIndex
from django.db import models

from jingwei.platform.terms import AuditOutcome


class AuditEvent(models.Model):
    """Who did what to which thing, when, and how it ended. Append-only: the application's role may only insert.

    Its primary key in the database is (id, at), so that the table can be partitioned by time later.
    """

    at = models.DateTimeField("时间")
    action = models.CharField("动作", max_length=80)
    outcome = models.CharField("结果", max_length=10, choices=AuditOutcome.choices())
    account_id = models.BigIntegerField("账号", null=True)
    actor_name = models.CharField("姓名", max_length=64)
    actor_office = models.CharField("单位与身份", max_length=160, blank=True)
    target_kind = models.CharField("对象类别", max_length=40, blank=True)
    target_id = models.BigIntegerField("对象编号", null=True)
    sentence = models.TextField("说明")
    data = models.JSONField("数据", default=dict)

    class Meta:
        verbose_name = "日志"
        indexes = [
            models.Index(fields=["target_kind", "target_id", "id"], name="audit_target"),
            BrinIndex(fields=["at"], name="audit_at"),
        ]

    def __str__(self) -> str:
        return self.sentence
