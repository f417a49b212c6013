"""Files that came in or were made: content addressed by its hash, name and place never taken from outside."""

import uuid

from django.db import models


class StoredFile(models.Model):
    """A stored file. The content lies in the files folder under its id, never under a name given by a user."""

    id = models.UUIDField(primary_key=True, default=uuid.uuid4, editable=False)
    name = models.CharField("名称", max_length=160)
    media_type = models.CharField("类型", max_length=100)
    size = models.PositiveIntegerField("字节数")
    sm3 = models.CharField("SM3 摘要", max_length=64)
    stored_at = models.DateTimeField("存入时间")
    stored_by_id = models.BigIntegerField("存入账号", null=True)

    class Meta:
        verbose_name = "文件"

    def __str__(self) -> str:
        return self.name
