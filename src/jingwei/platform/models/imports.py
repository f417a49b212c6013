"""Spreadsheets that were imported: the file, what came of its rows, and the rows that came back."""

import json
from typing import Any

from django.db import models

from jingwei.platform.masking import hide_in
from jingwei.platform.models.accounts import Account
from jingwei.platform.models.files import StoredFile
from jingwei.platform.sealing import open_sealed, seal
from jingwei.platform.terms import ImportState

PREVIEW = "platform.import.preview"  # for which previews are sealed


class ImportRun(models.Model):
    """One import of one spreadsheet. ``rows`` counts rows of data, without titles and blank ones."""

    kind = models.CharField("类别", max_length=30)
    file = models.ForeignKey(StoredFile, on_delete=models.PROTECT, related_name="+", verbose_name="文件")
    is_all_or_nothing = models.BooleanField("有错则全部不导入", default=False)
    is_dry_run = models.BooleanField("只预览", default=False)
    state = models.CharField("状态", max_length=20, choices=ImportState.choices())
    begun = models.PositiveSmallIntegerField(
        "开始次数", default=0
    )  # More than once where its worker was killed.
    rows = models.PositiveIntegerField("行数", default=0)
    done = models.PositiveIntegerField("已处理行数", default=0)
    imported = models.PositiveIntegerField("导入", default=0)
    rejected = models.PositiveIntegerField("退回", default=0)
    error = models.CharField("错误", max_length=400, blank=True)
    errors_file = models.ForeignKey(
        StoredFile, on_delete=models.PROTECT, null=True, blank=True, related_name="+", verbose_name="错误清单"
    )
    # As JSON, sealed: rows of a roster, and what a shifted row brings into another column.
    sealed_preview = models.TextField("预览（加密）", blank=True, default="")
    # Of columns that nobody read: title → name of the column, empty for not meant.
    columns = models.JSONField("未读列的说明", default=dict)
    asked_by = models.ForeignKey(
        Account, on_delete=models.PROTECT, null=True, related_name="+", verbose_name="导入人"
    )
    actor = models.JSONField("导入人身份", default=dict)
    asked_at = models.DateTimeField("发起时间")
    ended_at = models.DateTimeField("结束时间", null=True, blank=True)

    class Meta:
        verbose_name = "表格导入"

    def __str__(self) -> str:
        return f"{self.file} {self.imported}/{self.rows}"

    @property
    def preview(self) -> dict[str, Any]:
        """What pages show of the rows: columns, the first rows as read, those that go back; empty before it is read."""
        if not self.sealed_preview:
            return {}
        opened: dict[str, Any] = json.loads(open_sealed(self.sealed_preview, place=PREVIEW))
        return opened

    @preview.setter
    def preview(self, shown: dict[str, Any]) -> None:
        self.sealed_preview = seal(json.dumps(hide_in(shown), ensure_ascii=False), place=PREVIEW)
