"""The search of the public pages; it is sent by GET and needs no script."""

from django import forms

from jingwei.web.fields import QueryField


class PublicSearchForm(forms.Form):
    """What is looked for on the public pages."""

    q = QueryField(
        label="查找",
        required=False,
        widget=forms.TextInput(attrs={"placeholder": "输入单位、检查事项，或执法证号"}),
    )
