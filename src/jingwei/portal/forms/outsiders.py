"""What an enterprise fills in about officials of another district."""

from django import forms

from jingwei.inspections.operations import Visitor
from jingwei.web.fields import TextField


class OutsidersForm(forms.Form):
    """Which organ came, when, to do what, and who."""

    organ = TextField(label="来人所在机关", max_length=80, help_text="看证件或文书，写全称")
    performed_on = forms.DateField(
        label="哪天来的", widget=forms.DateInput(attrs={"type": "date"}, format="%Y-%m-%d")
    )
    matter = TextField(label="检查了什么", max_length=300, widget=forms.Textarea(attrs={"rows": 3}))
    officers = TextField(
        label="来人姓名和证号",
        required=False,
        max_length=600,
        widget=forms.Textarea(attrs={"rows": 2}),
        help_text="每行一人：姓名 证号；不清楚的不填",
    )

    def clean_officers(self) -> list[Visitor]:
        """Return those who are named."""
        return Visitor.of_lines(self.cleaned_data["officers"])
