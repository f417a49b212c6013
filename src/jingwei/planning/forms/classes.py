"""What people fill in about classes: a grade, the table of ratios and visits, relief."""

from collections.abc import Iterator
from typing import Any

from django import forms

from jingwei.planning.queries import ClassRow
from jingwei.planning.queries.classes import GRADES
from jingwei.planning.terms import ReliefExit
from jingwei.registry.terms import CreditClass
from jingwei.web.fields import TextField

FOUR = [(each.value, each.label) for each in GRADES]


def _day(label: str, **more: Any) -> forms.DateField:
    return forms.DateField(
        label=label, widget=forms.DateInput(attrs={"type": "date"}, format="%Y-%m-%d"), **more
    )


def _reason(label: str, **more: Any) -> forms.CharField:
    return TextField(label=label, max_length=200, widget=forms.Textarea(attrs={"rows": 2}), **more)


def _number(label: str, most: int, **more: Any) -> forms.IntegerField:
    widget = forms.NumberInput(attrs={"inputmode": "numeric", "class": "is-short", "aria-label": label})
    return forms.IntegerField(label=label, min_value=0, max_value=most, widget=widget, **more)


class GradeForm(forms.Form):
    """A department's own grade of an enterprise."""

    credit_class = forms.ChoiceField(label="分级", choices=FOUR)
    criteria = TextField(label="分级标准", max_length=200, help_text="写明标准的名称和版本")
    score = forms.DecimalField(label="得分", max_digits=6, decimal_places=1, required=False)
    reason = _reason("理由")
    valid_from = _day("自", help_text="现有分级到这一天终止")

    def arguments(self) -> dict[str, Any]:
        """Return what ``grade_enterprise`` takes."""
        return {**self.cleaned_data, "credit_class": CreditClass(self.cleaned_data["credit_class"])}


class EndGradeForm(forms.Form):
    """Why a grade ends."""

    reason = _reason("终止理由")


class ReliefForm(forms.Form):
    """On what ground an enterprise has relief."""

    ground = _reason("纳入依据", help_text="如近半年检查、投诉举报情况；月份由平台核对")


class LeaveForm(forms.Form):
    """Why an enterprise has relief no longer."""

    exit = forms.ChoiceField(
        label="移出情形",
        choices=[(each.value, each.label) for each in ReliefExit if each is not ReliefExit.CLASS_CHANGED],
    )
    note = _reason("移出说明")

    def arguments(self) -> dict[str, Any]:
        """Return what ``leave_relief`` takes."""
        return {"exit": ReliefExit(self.cleaned_data["exit"]), "note": self.cleaned_data["note"]}


class TableForm(forms.Form):
    """What each class brings, from a day on: three fields for each of the four classes."""

    valid_from = _day("施行日期")
    document = TextField(label="公布文件", max_length=160, help_text="文件名称和文号")

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        """Add the fields of each class."""
        super().__init__(*args, **kwargs)
        for each in GRADES:
            name = f"{each.value} 类"
            # Above 100 the rule says so, with its article.
            self.fields[f"ratio_{each.value}"] = _number(f"{name}抽查比例", 999)
            self.fields[f"visits_{each.value}"] = _number(f"{name}每年次数", 99, required=False)
            self.fields[f"every_{each.value}"] = _number(f"{name}最长间隔", 120, required=False)

    @property
    def head(self) -> list[forms.BoundField]:
        """The fields above those of the classes."""
        return [self["valid_from"], self["document"]]

    def lines(self) -> Iterator[dict[str, Any]]:
        """Yield the fields of each class."""
        for each in GRADES:
            fields = [self[f"{name}_{each.value}"] for name in ("ratio", "visits", "every")]
            yield {
                "label": each.label,
                "fields": fields,
                "errors": [f"{field.label}：{text}" for field in fields for text in field.errors],
            }

    def arguments(self) -> dict[str, Any]:
        """Return what ``save_class_table`` takes."""
        given = self.cleaned_data
        rows = {
            each: ClassRow(
                given[f"ratio_{each.value}"],
                given[f"visits_{each.value}"],
                # No months between two is no term at all.
                given[f"every_{each.value}"] or None,
            )
            for each in GRADES
        }
        return {"valid_from": given["valid_from"], "document": given["document"], "rows": rows}
