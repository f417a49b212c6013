"""What people fill in about classes: a grade, the table of ratios and visits, relief."""

from collections.abc import Iterator, Mapping
from datetime import date
from typing import Any

from django import forms

from jingwei.planning.queries import ClassRow
from jingwei.planning.queries.classes import GRADES
from jingwei.planning.terms import ReliefExit
from jingwei.registry.models import Subject
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
    """What each class brings, from a day on: three fields for each of the four classes, of a subject or the district."""

    valid_from = _day("施行日期")
    document = TextField(label="公布文件", max_length=160, help_text="文件名称和文号")

    def __init__(
        self,
        *args: Any,
        subject: Subject | None,
        stands: Mapping[CreditClass, ClassRow],
        today: date,
        **kwargs: Any,
    ) -> None:
        """Add the fields of each class; the table that stands is what they start from."""
        said = {
            f"{name}_{each.value}": getattr(row, name)
            for each, row in stands.items()
            for name in ("ratio", "visits", "every")
        }
        kwargs["initial"] = {"valid_from": today, **said}
        super().__init__(*args, **kwargs)
        self.subject, self.stands = subject, stands
        for each in GRADES:
            name = f"{each.value} 类"
            # Above 100 the rule says so, with its article.
            self.fields[f"ratio_{each.value}"] = _number(f"{name}抽查比例", 999)
            self.fields[f"visits_{each.value}"] = _number(f"{name}每年次数", 99, required=False)
            self.fields[f"every_{each.value}"] = _number(f"{name}最长间隔", 120, required=False)

    @property
    def whose(self) -> str:
        """For whom the table is."""
        return self.subject.short_name if self.subject else "全区"

    @property
    def steps(self) -> list[dict[str, Any]]:
        """What is filled in as it would look, or what stands."""
        is_filled = self.is_bound and self.is_valid()
        return steps(self.arguments()["rows"] if is_filled else self.stands)

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
        return {
            "subject_id": self.subject.pk if self.subject else None,
            "valid_from": given["valid_from"],
            "document": given["document"],
            "rows": rows,
        }


def steps(rows: Mapping[CreditClass, ClassRow]) -> list[dict[str, Any]]:
    """Return a table's rows in words, each with its bar; one that falls below the row above it is marked."""
    shown: list[dict[str, Any]] = []
    highest = 0
    for each, row in rows.items():
        shown.append(
            {
                "letter": each.value,
                "label": each.label,
                "ratio": row.ratio,
                "bar": min(row.ratio, 100) * 10,
                "visits": "按需" if row.visits is None else f"{row.visits} 次",
                "every": f"{row.every} 个月" if row.every else "不限",
                "is_falling": row.ratio < highest,
            }
        )
        highest = max(highest, row.ratio)
    return shown
