"""What is looked for everywhere."""

from django import forms

from jingwei.web.fields import QueryField


class SearchForm(forms.Form):
    """What is looked for everywhere."""

    q = QueryField(
        label="查找",
        required=False,
        max_length=80,
        widget=forms.TextInput(attrs={"placeholder": "名称、拼音或首字母、代码、证号、文号"}),
    )
