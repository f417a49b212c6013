"""What people fill in about quiet periods."""

from collections.abc import Sequence
from typing import Any

from django import forms

from jingwei.planning.operations import Span
from jingwei.platform.errors import Mistake
from jingwei.registry.models import Enterprise
from jingwei.web.fields import TextField

ONCE, MONTHLY = "once", "monthly"
MONTHS = [(str(month), f"{month} 月") for month in range(1, 13)]


def _day(label: str, **more: Any) -> forms.DateField:
    return forms.DateField(
        label=label, widget=forms.DateInput(attrs={"type": "date"}, format="%Y-%m-%d"), **more
    )


def _of_month(label: str, initial: int, help_text: str = "") -> forms.IntegerField:
    widget = forms.NumberInput(attrs={"inputmode": "numeric", "class": "is-short"})
    return forms.IntegerField(
        label=label,
        required=False,
        min_value=1,
        max_value=31,
        initial=initial,
        widget=widget,
        help_text=help_text,
    )


class QuietForm(forms.Form):
    """Which days, once or in several months, of the district or of one enterprise."""

    enterprise = TextField(
        label="企业",
        max_length=120,
        required=False,
        help_text="统一社会信用代码或全称；不填即全区",
    )
    pattern = forms.ChoiceField(
        label="方式",
        choices=[(ONCE, "一段日期"), (MONTHLY, "每月同几日")],
        initial=ONCE,
        widget=forms.RadioSelect,
    )
    first_on = _day("自", required=False)
    last_on = _day("至", required=False, help_text="当天也安静")
    year = forms.TypedChoiceField(label="年度", coerce=int, required=False)
    months = forms.TypedMultipleChoiceField(
        label="月份", coerce=int, choices=MONTHS, required=False, widget=forms.CheckboxSelectMultiple
    )
    first_day = _of_month("每月自", 1)
    last_day = _of_month("每月至", 5, "当月没有这一日的，到月末为止")
    reason = TextField(label="理由", max_length=200, widget=forms.Textarea(attrs={"rows": 2}))
    document = TextField(
        label="文号", max_length=80, required=False, help_text="通知的文号，或企业申请的编号"
    )

    def __init__(self, *args: Any, year: int, is_district_allowed: bool, **kwargs: Any) -> None:
        """Offer this year and the next; whoever may set only an enterprise's own has to name one."""
        super().__init__(*args, **kwargs)
        self.fields["year"].choices = [(str(each), f"{each} 年") for each in (year, year + 1)]  # type: ignore[attr-defined]
        if not is_district_allowed:
            self.fields["enterprise"].required = True
            self.fields["enterprise"].help_text = "统一社会信用代码或全称；全区的由监督负责人设定"

    def clean_enterprise(self) -> int | None:
        """Return the id of the enterprise that was named, None for the district."""
        text = self.cleaned_data["enterprise"].strip()
        if not text:
            return None
        found = Enterprise.objects.filter(credit_code=text.upper()) | Enterprise.objects.filter(name=text)
        ids: Sequence[int] = list(found.values_list("pk", flat=True)[:2])
        if not ids:
            raise forms.ValidationError(f"名录中没有“{text}”，核对统一社会信用代码或全称")
        if len(ids) > 1:
            raise forms.ValidationError(f"有几家企业叫“{text}”，改填统一社会信用代码")
        return ids[0]

    def clean(self) -> dict[str, Any]:
        """Ask for what the chosen pattern needs."""
        given: dict[str, Any] = super().clean() or {}
        needed = (
            ("first_on", "last_on") if given.get("pattern") == ONCE else ("year", "first_day", "last_day")
        )
        for name in needed:
            if not given.get(name) and name not in self.errors:
                self.add_error(name, f"没有填写{self.fields[name].label}")
        return given

    def arguments(self) -> dict[str, Any]:
        """Return the arguments of ``set_quiet_period``. Raises Mistake for a pattern that makes no sense."""
        given = self.cleaned_data
        return {
            "spans": self.spans(),
            "reason": given["reason"],
            "document": given["document"],
            "enterprise_id": given["enterprise"],
        }

    def spans_so_far(self) -> list[Span]:
        """Return the days that are filled in, whatever else is missing; nothing until they and whose they are make sense."""
        if set(self.errors) - {"reason", "document"}:
            return []
        try:
            return [span for span in self.spans() if span.first_on <= span.last_on]
        except Mistake:
            return []

    def spans(self) -> list[Span]:
        """Return the days as operations take them. Raises Mistake for a pattern that makes no sense."""
        given = self.cleaned_data
        if given["pattern"] == ONCE:
            return [Span(given["first_on"], given["last_on"])]
        return Span.of_months(
            given["year"], given["months"], first_day=given["first_day"], last_day=given["last_day"]
        )
