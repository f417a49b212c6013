"""What people fill in about officers, their certificates and the establishment check."""

from datetime import date
from typing import Any

from django import forms
from django.http import QueryDict

from jingwei.registry.models import EstablishmentRow, Officer
from jingwei.registry.terms import (
    CancelReason,
    CertificateKind,
    CheckDecision,
    CheckResult,
    Field,
    StaffKind,
)
from jingwei.web.addresses import is_id
from jingwei.web.fields import TextField


def _day(label: str, **more: Any) -> forms.DateField:
    widget = forms.DateInput(attrs={"type": "date"}, format="%Y-%m-%d")
    return forms.DateField(label=label, widget=widget, **more)


def _words(label: str, words: Any, **more: Any) -> forms.TypedChoiceField:
    return forms.TypedChoiceField(label=label, choices=words.choices(), coerce=words, **more)


def _fields(**more: Any) -> forms.TypedMultipleChoiceField:
    return forms.TypedMultipleChoiceField(
        label="执法领域", choices=Field.choices(), coerce=Field, widget=forms.CheckboxSelectMultiple, **more
    )


class OfficerForm(forms.Form):
    """A person of the roster (R-FORM-13)."""

    name = TextField(label="姓名", max_length=40)
    staff = _words("人员性质", StaffKind, help_text="合同制、劳务派遣、辅助人员等不得领取执法证")
    unit = TextField(label="内设机构", max_length=60, required=False)
    post = TextField(label="职务", max_length=60, required=False)
    has_legal_qualification = forms.BooleanField(
        label="法律职业资格", required=False, help_text="已通过国家统一法律职业资格考试"
    )
    resident_id = TextField(
        label="身份证号",
        max_length=18,
        required=False,
        help_text="加密保存，页面只显示前后四位",
        widget=forms.TextInput(attrs={"autocomplete": "off"}),
    )

    def clean_resident_id(self) -> str:
        """Return the number with a capital X."""
        return str(self.cleaned_data["resident_id"]).strip().upper()


class NewOfficerForm(OfficerForm):
    """A person to put on a roster; the bureau says whose."""

    subject_id = forms.TypedChoiceField(label="单位", coerce=int)
    field_order = ("subject_id", *OfficerForm.base_fields)

    def __init__(self, *args: Any, subjects: Any, **kwargs: Any) -> None:
        """Offer the subjects on whose roster the viewer may put somebody."""
        super().__init__(*args, **kwargs)
        self.fields["subject_id"].choices = [  # type: ignore[attr-defined]
            (subject.pk, subject.name) for subject in subjects
        ]


class ChangeOfficerForm(OfficerForm):
    """What the roster says of a person, to be put right; an empty resident id leaves the kept one."""

    @classmethod
    def of(cls, officer: Officer) -> "ChangeOfficerForm":
        """Return the form filled in with what the roster says."""
        kept = ("name", "staff", "unit", "post", "has_legal_qualification")
        return cls(initial={name: getattr(officer, name) for name in kept}, prefix="change")


class LeaveForm(forms.Form):
    """That somebody has left the post."""

    reason = forms.TypedChoiceField(
        label="离岗原因",
        coerce=CancelReason,
        choices=[(each.value, each.label) for each in CancelReason if each.is_leaving],
    )
    left_on = _day("离岗日期")


class CardForm(forms.Form):
    """A certificate as printed on the card (R-OFF-09)."""

    number = TextField(label="证号", max_length=20, widget=forms.TextInput(attrs={"autocomplete": "off"}))
    kind = _words("证件种类", CertificateKind)
    fields_held = _fields()
    valid_from = _day("有效期自")
    valid_to = _day("有效期至", required=False, help_text="不填按默认年限计算")
    issuer = TextField(label="监制机关", max_length=60, required=False, initial="江苏省人民政府")
    issued_on = _day("发证日期", required=False)

    def issued(self) -> dict[str, Any]:
        """Return the arguments of ``issue_certificate``."""
        given = dict(self.cleaned_data)
        return {"fields": given.pop("fields_held"), **given}


class ApplyForm(forms.Form):
    """An application for somebody's first certificate (R-FORM-14)."""

    fields_wanted = _fields()
    trained_on = _day("培训完成日期", required=False)
    examined_on = _day("考试日期", required=False)
    score = forms.IntegerField(label="考试成绩", min_value=0, max_value=100, required=False)

    def applied(self) -> dict[str, Any]:
        """Return the arguments of ``apply_for_certificate``."""
        given = dict(self.cleaned_data)
        return {"fields": given.pop("fields_wanted"), **given}


class OpinionForm(forms.Form):
    """The bureau's opinion on an application; the button pressed says whether it is approved."""

    opinion = TextField(label="审核意见", max_length=300, required=False)
    is_approved = forms.TypedChoiceField(
        choices=[("1", "同意"), ("0", "退回")], coerce=lambda value: value == "1"
    )


class ReasonForm(forms.Form):
    """One reason, kept for good."""

    reason = TextField(
        label="理由",
        max_length=200,
        widget=forms.Textarea(attrs={"rows": 2}),
        error_messages={"required": "须写明理由"},
    )


class CancelForm(forms.Form):
    """Why and when a certificate is cancelled, and when the card came back."""

    reason = _words("注销原因", CancelReason)
    cancelled_on = _day("注销日期", required=False, help_text="不填为今天")
    returned_on = _day("证件收回日期", required=False, help_text="还没有收回的以后补登")


class ReturnedForm(forms.Form):
    """When a card came back."""

    returned_on = _day("收回日期")


class PickForm(forms.Form):
    """Several rows ticked in a list; asked once more before it is carried out."""

    pick = forms.TypedMultipleChoiceField(
        label="所选", coerce=int, choices=(), error_messages={"required": "没有勾选"}
    )
    is_confirmed = forms.BooleanField(required=False)

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        """Take any id that was picked; the operation says what may be done with it."""
        super().__init__(*args, **kwargs)
        posted = self.data.getlist("pick") if isinstance(self.data, QueryDict) else []
        self.fields["pick"].choices = [(each, each) for each in posted if is_id(each)]  # type: ignore[attr-defined]


class CleanUpForm(PickForm):
    """Certificates to cancel together; each by the reason that speaks against it."""

    returned_on = _day("证件收回日期", required=False, help_text="还没有收回的以后逐本补登")


class CheckForm(forms.Form):
    """A new round of the establishment check."""

    title = TextField(label="名称", max_length=120)
    as_of = _day("核对基准日")
    circular = TextField(
        label="通知文号", max_length=60, required=False, help_text="各单位按这份通知报来的表自动归入本次核对"
    )

    @classmethod
    def proposed(cls, today: date) -> "CheckForm":
        """Return the form as it usually is filled in."""
        half = "上" if today.month <= 6 else "下"
        return cls(initial={"title": f"{today.year}年{half}半年编制核对", "as_of": today})


class SheetForm(forms.Form):
    """A department's return, uploaded by hand."""

    subject_id = forms.TypedChoiceField(label="单位", coerce=int)
    file = forms.FileField(label="编制报表", help_text=".xlsx、.xls 或 .csv；列名见模板")

    def __init__(self, *args: Any, subjects: Any, **kwargs: Any) -> None:
        """Offer the subjects whose return the viewer may hand in."""
        super().__init__(*args, **kwargs)
        self.fields["subject_id"].choices = [  # type: ignore[attr-defined]
            (subject.pk, subject.name) for subject in subjects
        ]
        self.fields["file"].widget.attrs["accept"] = ".xlsx,.xls,.et,.csv"


class DecisionForm(forms.Form):
    """What is decided of one row."""

    decision = forms.TypedChoiceField(label="处理", coerce=CheckDecision, choices=CheckDecision.choices())
    note = TextField(
        label="说明", max_length=200, required=False, help_text="以名册为准、不予登记的须写明理由"
    )

    @classmethod
    def of(cls, row: EstablishmentRow) -> "DecisionForm":
        """Return the form with what may be decided of the row."""
        form = cls()
        may = CheckResult(row.result).decisions
        form.fields["decision"].choices = [(each.value, each.label) for each in may]  # type: ignore[attr-defined]
        return form


class DecisionsForm(PickForm):
    """What is decided of several rows alike."""

    decision = forms.TypedChoiceField(label="处理", coerce=CheckDecision, choices=CheckDecision.choices())
    note = TextField(label="说明", max_length=200, required=False)
