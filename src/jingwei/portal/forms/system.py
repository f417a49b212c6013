"""What the three administrators and the supervision lead fill in about the system."""

import re
from datetime import date, timedelta
from typing import Any

from django import forms

from jingwei.platform.lengths import DOCUMENT
from jingwei.registry.models import Enterprise, Subject
from jingwei.registry.terms import Role
from jingwei.web.fields import TextField


def _day(label: str, **more: Any) -> forms.DateField:
    return forms.DateField(
        label=label, widget=forms.DateInput(attrs={"type": "date"}, format="%Y-%m-%d"), **more
    )


class NewAccountForm(forms.Form):
    """A new account: one person's."""

    username = forms.RegexField(
        r"^[a-zA-Z0-9._-]+$",
        label="登录名",
        max_length=64,
        help_text="字母、数字、点、横线",
        error_messages={"invalid": "登录名只用字母、数字、点和横线"},
        widget=forms.TextInput(attrs={"autocomplete": "off"}),
    )
    name = TextField(label="姓名", max_length=64, help_text="一个账号只给一个人，不设公用账号")


class CloseAccountForm(forms.Form):
    """Why an account is shut."""

    reason = TextField(label="停用理由", max_length=200, widget=forms.Textarea(attrs={"rows": 2}))


class GrantForm(forms.Form):
    """What an account may act as, for whom and how long."""

    role = forms.ChoiceField(label="角色", choices=Role.choices())
    subject = forms.ModelChoiceField(
        label="检查主体",
        queryset=Subject.objects.order_by("sort_key"),
        required=False,
        empty_label="不属于主体",
    )
    credit_code = TextField(
        label="企业信用代码", required=False, max_length=18, help_text="企业联系人填写，其他角色留空"
    )
    valid_from = _day("自")
    valid_until = _day("至（不含）", required=False, help_text="留空为长期")

    def clean_credit_code(self) -> Enterprise | None:
        """Return the enterprise of the code. Raises where there is none."""
        code = self.cleaned_data["credit_code"].strip().upper()
        if not code:
            return None
        enterprise = Enterprise.objects.filter(credit_code=code).first()
        if enterprise is None:
            raise forms.ValidationError(f"名录中没有信用代码为 {code} 的企业，先登记企业")
        return enterprise

    def arguments(self) -> dict[str, Any]:
        """Return what ``grant_membership`` takes."""
        given = self.cleaned_data
        return {
            "role": Role(given["role"]),
            "subject": given["subject"],
            "enterprise": given["credit_code"],
            "valid_from": given["valid_from"],
            "valid_until": given["valid_until"],
        }


class DeputyForm(forms.Form):
    """Who decides for the head of a subject, by which writ and for how long."""

    subject = forms.ModelChoiceField(label="检查主体", queryset=Subject.objects.order_by("sort_key"))
    authorisation = TextField(label="授权文号", max_length=60, help_text="书面授权书的文号")
    valid_from = _day("自")
    valid_until = _day("至（不含）", help_text="授权书写明的期限届满的次日")

    def arguments(self) -> dict[str, Any]:
        """Return what ``authorise_deputy`` takes."""
        given = dict(self.cleaned_data)
        subject = given.pop("subject")
        return {**given, "subject_id": subject.pk}


class EndForm(forms.Form):
    """From when a membership no longer holds, and why."""

    ends_on = _day("终止日期", help_text="自这一天起不再有效")
    reason = TextField(label="理由", max_length=200)


class CalendarForm(forms.Form):
    """A year's working days as the State Council's notice gives them."""

    year = forms.IntegerField(label="年度", min_value=2000, max_value=2100)
    document = TextField(
        label="放假通知文号",
        max_length=80,
        help_text="国务院办公厅关于部分节假日安排的通知，例如国办发明电〔2025〕7号",
    )
    days = TextField(
        label="放假与调休",
        max_length=DOCUMENT,
        widget=forms.Textarea(attrs={"rows": 10, "placeholder": "02-11至02-17 休\n02-07 班\n02-20 班"}),
        help_text="一行一段：日期或“起至止”，空格，休或班。只写与平常周末不同的也可以，全写更稳妥",
    )

    def clean(self) -> dict[str, Any]:
        """Read the days into ``exceptions``: day → is it worked? Raises for a line that says neither."""
        given = super().clean() or {}
        if "year" in given and "days" in given:
            given["exceptions"] = self._read(given["year"], given.pop("days"))
        return given

    def _read(self, year: int, text: str) -> dict[date, bool]:
        exceptions: dict[date, bool] = {}
        for number, line in enumerate(text.splitlines(), 1):
            if not line.strip():
                continue
            found = LINE.fullmatch(line.strip())
            try:
                assert found is not None
                first = date(year, int(found["month"]), int(found["day"]))
                last = date(year, int(found["month2"] or first.month), int(found["day2"] or first.day))
            except (AssertionError, ValueError):
                self.add_error("days", f"第 {number} 行“{line.strip()}”读不懂，写成 02-11至02-17 休")
                continue
            if last < first:
                self.add_error("days", f"第 {number} 行的止期早于起期，核对日期")
            for step in range((last - first).days + 1):
                exceptions[first + timedelta(days=step)] = found["word"] == "班"
        return exceptions


LINE = re.compile(
    r"(?P<month>\d{1,2})-(?P<day>\d{1,2})"
    r"(?:\s*(?:至|~|—|－)\s*(?P<month2>\d{1,2})-(?P<day2>\d{1,2}))?"
    r"\s+(?P<word>[休班])"
)
