"""The choosers of the report: its days, whose it is, the month of the returns, a rate to be checked."""

import re
from collections.abc import Mapping
from datetime import date

from django import forms

from jingwei.reporting.periods import Period, list_usual
from jingwei.web.fields import TextField

DAY = forms.DateInput(format="%Y-%m-%d", attrs={"type": "date"})


class PeriodForm(forms.Form):
    """The days of a report: one of the usual periods, else the two dates. ``from`` and ``to`` are its fields."""

    usual = forms.ChoiceField(label="常用期间", required=False)

    def __init__(
        self,
        period: Period,
        today: date,
        *,
        subjects: Mapping[int, str] | None = None,
        chosen: int | None = None,
    ) -> None:
        """Show the period; ``subjects`` by id where the viewer may choose among several, and the one chosen."""
        super().__init__(initial={"from": period.first, "to": period.last, "subject": chosen})
        usual = self.fields["usual"]
        assert isinstance(usual, forms.ChoiceField)
        usual.choices = [("", "按起止日期"), *((each.query, each.label) for each in list_usual(today))]
        self.fields["from"] = forms.DateField(label="自", required=False, widget=DAY)
        self.fields["to"] = forms.DateField(label="至", required=False, widget=DAY)
        if subjects:
            self.fields["subject"] = forms.ChoiceField(
                label="检查主体", required=False, choices=[("", "全区"), *subjects.items()]
            )

    @property
    def shown(self) -> list[forms.BoundField]:
        """The fields as the filter bar shows them."""
        return [self[name] for name in self.fields]


class MonthForm(forms.Form):
    """The month whose returns are held against our own records."""

    month = TextField(label="月份", max_length=7, widget=forms.DateInput(attrs={"type": "month"}))


class RateForm(forms.Form):
    """A rate as somebody published it, to be checked for a base in whole numbers (R-STA-06)."""

    value = forms.IntegerField(label="公布的数", min_value=1, max_value=999_999_999)
    change = TextField(
        label="公布的同比（%）",
        max_length=8,
        widget=forms.TextInput(attrs={"placeholder": "-27.71", "inputmode": "decimal"}),
    )

    def clean_change(self) -> str:
        """Return the rate in percent as a plain number with its decimals as printed."""
        text = str(self.cleaned_data["change"]).strip().rstrip("%％").replace("−", "-").replace("－", "-")
        if not re.fullmatch(r"[+-]?[0-9]{1,4}(\.[0-9]{1,2})?", text):
            raise forms.ValidationError("写作 -27.71 的形式，至多两位小数")
        return text.removeprefix("+")
