"""The form for a spreadsheet."""

from collections.abc import Sequence
from typing import Any

from django import forms

from jingwei.platform.spreadsheets.layout import Column
from jingwei.platform.spreadsheets.limits import check_size
from jingwei.platform.spreadsheets.unread import NOT_MEANT


class SheetForm(forms.Form):
    """A spreadsheet to import."""

    def __init__(self, *args: Any, kind: str, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.kind = kind

    file = forms.FileField(
        label="表格",
        help_text=".xlsx、.xls、.et 或 CSV，至多 50 MB、20 万行",
        widget=forms.FileInput(attrs={"accept": ".xlsx,.xls,.et,.csv"}),
        error_messages={"empty": "文件是空的，选择填好的表格再上传"},
    )
    is_all_or_nothing = forms.BooleanField(
        label="整份导入",
        required=False,
        help_text="勾选后，有一行不能导入就全部不导入；不勾选则导入能导入的行",
    )

    def arguments(self) -> dict[str, Any]:
        """Return what ``upload_sheet`` takes. Raises Mistake for a file that is too large to be read."""
        file = self.cleaned_data["file"]
        check_size(file.size)
        return {
            "kind": self.kind,
            "name": file.name,
            "content": file.read(),
            "is_all_or_nothing": self.cleaned_data["is_all_or_nothing"],
        }


class ColumnsForm(forms.Form):
    """What the columns of a sheet are that nobody knows: one question each, asked by the place of its answer."""

    NO = "-"

    def __init__(
        self, *args: Any, asked: Sequence[dict[str, Any]], offered: Sequence[Column], **kwargs: Any
    ) -> None:
        super().__init__(*args, **kwargs)
        self.titles = [each["title"] for each in asked]
        choices = [
            ("", "请选择"),
            (self.NO, "不需要，不读"),
            *((column.name, f"读作：{column.title}") for column in offered),
        ]
        for place, each in enumerate(asked):
            samples = "、".join(each["samples"])
            self.fields[f"column_{place}"] = forms.ChoiceField(
                label=each["title"],
                choices=choices,
                help_text=f"表中内容：{samples}" if samples else "前几行没有内容",
                error_messages={"required": "选一项；用不着的选“不需要，不读”"},
            )

    def arguments(self) -> dict[str, Any]:
        """Return what ``explain_sheet`` takes: title → name of the column, empty for not meant."""
        answers = (self.cleaned_data[f"column_{place}"] for place in range(len(self.titles)))
        told = {
            title: NOT_MEANT if answer == self.NO else answer
            for title, answer in zip(self.titles, answers, strict=True)
        }
        return {"columns": told}
