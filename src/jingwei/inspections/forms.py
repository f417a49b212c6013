"""What people fill in at the desk about a task: the head's decision, a reason, the result, the case."""

from typing import Any

from django import forms
from django.http import QueryDict

from jingwei.inspections.phone_forms import TimeField
from jingwei.inspections.terms import Outcome
from jingwei.platform.lengths import PARAGRAPH
from jingwei.rulebook import Judgement
from jingwei.web.addresses import is_id
from jingwei.web.fields import TextField


class ReasonForm(forms.Form):
    """One reason, kept for good."""

    reason = TextField(
        label="理由",
        max_length=200,
        widget=forms.Textarea(attrs={"rows": 2}),
        error_messages={"required": "须写明理由"},
    )


class RescheduleForm(ReasonForm):
    """Another time for an approved visit, and why."""

    planned_from = TimeField(label="自")
    planned_until = TimeField(label="至")
    field_order = ("planned_from", "planned_until", "reason")


class CaseForm(forms.Form):
    """The case that came of an inspection after its result was told."""

    case_number = TextField(label="案号", max_length=60, error_messages={"required": "填写立案文书的案号"})


class ApprovalForm(forms.Form):
    """The head's opinion, and what the head sets aside of the refusals that may be set aside."""

    opinion = TextField(
        label="审批意见",
        max_length=300,
        required=False,
        widget=forms.Textarea(attrs={"rows": 2, "placeholder": "同意"}),
    )
    overridden = forms.MultipleChoiceField(
        label="仍予放行", required=False, widget=forms.CheckboxSelectMultiple, choices=()
    )
    override_reason = TextField(
        label="放行理由",
        max_length=300,
        required=False,
        widget=forms.Textarea(attrs={"rows": 2}),
        help_text="放行的规则同时生成监督线索",
    )

    def __init__(self, *args: Any, judgement: Judgement | None = None, **kwargs: Any) -> None:
        """Offer to set aside what the judgement says may be; a form that comes back takes any code, the operation judges."""
        super().__init__(*args, **kwargs)
        self.judgement = judgement
        found = judgement.overridable() if judgement else ()
        choices = {each.rule.code: f"{each.rule.code}　{each.rule.title}" for each in found}
        if self.is_bound:
            posted = self.data.getlist("overridden") if isinstance(self.data, QueryDict) else []
            choices |= {code: code for code in posted if code not in choices}
        self.fields["overridden"].choices = list(choices.items())  # type: ignore[attr-defined]
        if not choices:
            del self.fields["overridden"], self.fields["override_reason"]


class ResultForm(forms.Form):
    """What the enterprise is told at the end."""

    outcome = forms.ChoiceField(label="检查结果", choices=Outcome.choices())
    problems = TextField(
        label="发现问题", max_length=PARAGRAPH, required=False, widget=forms.Textarea(attrs={"rows": 3})
    )
    demand = TextField(
        label="整改要求", max_length=PARAGRAPH, required=False, widget=forms.Textarea(attrs={"rows": 2})
    )
    correct_by = forms.DateField(
        label="改正期限", required=False, widget=forms.DateInput(attrs={"type": "date"}, format="%Y-%m-%d")
    )
    guidance = TextField(
        label="指导意见", max_length=PARAGRAPH, required=False, widget=forms.Textarea(attrs={"rows": 2})
    )
    ended_in_case = forms.BooleanField(label="转立案", required=False, help_text="转立案的不计入可报统计")
    case_number = TextField(label="案号", required=False, max_length=60)

    def arguments(self) -> dict[str, Any]:
        """Return the arguments of ``tell_result``."""
        return {**self.cleaned_data, "outcome": Outcome(self.cleaned_data["outcome"])}


class PickForm(forms.Form):
    """Several tasks chosen in the list."""

    pick = forms.TypedMultipleChoiceField(
        label="任务", coerce=int, choices=(), error_messages={"required": "没有勾选任务"}
    )
    opinion = TextField(label="审批意见", max_length=300, required=False)
    is_confirmed = forms.BooleanField(required=False)

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        """Take any id that was picked; the operation says which of them may be approved."""
        super().__init__(*args, **kwargs)
        posted = self.data.getlist("pick") if isinstance(self.data, QueryDict) else []
        picked = [each for each in posted if is_id(each)]
        self.fields["pick"].choices = [(each, each) for each in picked]  # type: ignore[attr-defined]
