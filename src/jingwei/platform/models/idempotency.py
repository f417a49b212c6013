"""Answers kept under the client's key, so that a repeated request is answered and not carried out again."""

from django.db import models


class KeptAnswer(models.Model):
    """The answer given to a key: same key, same actor, same request → the same answer, one act."""

    key = models.CharField("幂等键", max_length=255)
    account_id = models.BigIntegerField("账号")
    path = models.CharField("路径", max_length=255)
    request_hash = models.CharField("请求摘要", max_length=64)
    status = models.PositiveSmallIntegerField("状态码", null=True)
    headers = models.JSONField("响应头", default=dict)
    body = models.BinaryField("响应体", default=b"")
    kept_at = models.DateTimeField("时间")

    class Meta:
        verbose_name = "已答请求"
        constraints = [models.UniqueConstraint(fields=["account_id", "key"], name="kept_answer_key")]

    def __str__(self) -> str:
        return self.key
