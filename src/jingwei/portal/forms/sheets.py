"""The form for a spreadsheet."""

from django import forms


class SheetForm(forms.Form):
    """A spreadsheet to import."""

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
