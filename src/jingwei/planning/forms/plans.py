"""What people fill in about annual plans and their lines."""

from typing import Any

from django import forms

from jingwei.planning.models import AnnualPlan, PlanLine
from jingwei.planning.operations import LineEntry
from jingwei.planning.terms import AmendmentReason, PlanActivity
from jingwei.registry.models import Item, Subject
from jingwei.registry.terms import CreditClass, InspectionMethod, ItemStatus
from jingwei.web.fields import TextField

RATIOS = {
    CreditClass.A: "ratio_a",
    CreditClass.B: "ratio_b",
    CreditClass.C: "ratio_c",
    CreditClass.D: "ratio_d",
}


def _day(label: str, **more: Any) -> forms.DateField:
    widget = forms.DateInput(attrs={"type": "date", "class": "is-short"}, format="%Y-%m-%d")
    return forms.DateField(label=label, widget=widget, **more)


def _share(label: str, help_text: str = "") -> forms.IntegerField:
    # Above 100 the operation says so, as for the imported sheet.
    return forms.IntegerField(
        label=label, required=False, min_value=0, max_value=999, help_text=help_text, widget=_number()
    )


def _number() -> forms.NumberInput:
    return forms.NumberInput(attrs={"inputmode": "numeric", "class": "is-short"})


class DraftForm(forms.Form):
    """Which year's plan to begin, and with what."""

    year = forms.TypedChoiceField(label="年度", coerce=int)
    copies_last = forms.BooleanField(
        label="沿用上年事项", required=False, help_text="抄录上年已批准的事项，起止日期顺延一年，再逐项修改"
    )

    def __init__(self, *args: Any, year: int, **kwargs: Any) -> None:
        """Offer this year and the next."""
        super().__init__(*args, **kwargs)
        choices = [(each, f"{each} 年") for each in (year, year + 1)]
        self.fields["year"].choices = choices  # type: ignore[attr-defined]


class LineForm(forms.Form):
    """One line of a plan (R-FORM-03)."""

    activity = forms.ChoiceField(
        label="工作类型",
        choices=PlanActivity.choices(),
        initial=PlanActivity.INSPECTION.value,
        help_text="其他执法工作（如案卷评查）只列入计划，不产生检查任务",
    )
    name = TextField(label="任务名称", max_length=160)
    item_id = forms.ModelChoiceField(
        label="检查事项",
        queryset=Item.objects.none(),
        required=False,
        empty_label="请选择",
        help_text="只列本单位已公布的事项",
    )
    object_scope = TextField(
        label="检查对象", max_length=160, help_text="查哪一类企业，例如：规模以上工贸企业"
    )
    base = forms.IntegerField(
        label="对象基数",
        required=False,
        min_value=0,
        widget=_number(),
        help_text="这一类企业共有多少户",
    )
    quantity = forms.IntegerField(label="检查户数", required=False, min_value=0, widget=_number())
    ratio_a = _share("A 类比例（%）", "四类都不填，不分类别；比例按 A、B、C、D 类递增")
    ratio_b = _share("B 类比例（%）")
    ratio_c = _share("C 类比例（%）")
    ratio_d = _share("D 类比例（%）")
    visits = forms.IntegerField(
        label="每户次数",
        min_value=1,
        initial=1,
        widget=_number(),
        help_text="一年内对同一企业最多几次，不超过公布的频次上限",
    )
    first_on = _day("自")
    last_on = _day("至", help_text="当天仍可检查")
    method = forms.ChoiceField(
        label="检查方式", choices=InspectionMethod.choices(), initial=InspectionMethod.ON_SITE.value
    )
    remark = TextField(label="备注", max_length=200, required=False)
    partner_ids = forms.ModelMultipleChoiceField(
        label="联合单位",
        queryset=Subject.objects.none(),
        required=False,
        widget=forms.CheckboxSelectMultiple,
    )

    def __init__(self, *args: Any, plan: AnnualPlan, **kwargs: Any) -> None:
        """Offer the items of the plan's subject and the other subjects."""
        super().__init__(*args, **kwargs)
        owners = [each for each in (plan.subject_id, plan.subject.principal_id) if each]
        usable = Item.objects.filter(
            subject__in=owners, status__in=[ItemStatus.PUBLISHED, ItemStatus.TO_ADJUST]
        )
        self.fields["item_id"].queryset = usable.order_by("code")  # type: ignore[attr-defined]
        others = Subject.objects.exclude(pk=plan.subject_id).exclude(announced_on=None)
        self.fields["partner_ids"].queryset = others.filter(revoked_on=None).order_by("sort_key")  # type: ignore[attr-defined]

    @classmethod
    def initial_of(cls, line: PlanLine) -> dict[str, Any]:
        """Return what stands in a line, as the form is filled in."""
        return {
            "activity": line.activity,
            "name": line.name,
            "item_id": line.item_id,
            "object_scope": line.object_scope,
            "base": line.base,
            "quantity": line.quantity,
            **{name: line.ratios.get(each.value) for each, name in RATIOS.items()},
            "visits": line.visits,
            "first_on": line.first_on,
            "last_on": line.last_on,
            "method": line.method,
            "remark": line.remark,
            "partner_ids": [partner.pk for partner in line.partners.all()],
        }

    @property
    def plain(self) -> list[forms.BoundField]:
        """The fields that stand in sight; with whom it is carried out is folded."""
        return [field for field in self if field.name != "partner_ids"]

    @property
    def partner_count(self) -> int:
        """With how many others it is carried out."""
        return len(self["partner_ids"].value() or ())

    def arguments(self) -> dict[str, Any]:
        """Return the line as ``save_line`` takes it."""
        given = self.cleaned_data
        line = LineEntry(
            name=given["name"],
            object_scope=given["object_scope"],
            first_on=given["first_on"],
            last_on=given["last_on"],
            method=InspectionMethod(given["method"]),
            item_id=given["item_id"].pk if given["item_id"] else None,
            activity=PlanActivity(given["activity"]),
            base=given["base"],
            quantity=given["quantity"],
            ratios={each: given[name] or 0 for each, name in RATIOS.items()},
            visits=given["visits"],
            partner_ids=[partner.pk for partner in given["partner_ids"]],
            remark=given["remark"],
        )
        return {"line": line}


class OpinionForm(forms.Form):
    """What the head says when approving."""

    opinion = TextField(
        label="意见",
        max_length=300,
        required=False,
        initial="同意",
        widget=forms.Textarea(attrs={"rows": 2}),
    )


class ReasonForm(forms.Form):
    """Why a plan goes back."""

    reason = TextField(label="理由", max_length=300, widget=forms.Textarea(attrs={"rows": 2}))


class AmendForm(forms.Form):
    """Why an approved plan is changed (R-PUB-07)."""

    reason = forms.ChoiceField(label="调整情形", choices=AmendmentReason.choices())
    note = TextField(
        label="调整说明",
        max_length=300,
        widget=forms.Textarea(attrs={"rows": 3}),
        help_text="写明部署文件的名称和文号、上级要求，或具体情况",
    )

    def arguments(self) -> dict[str, Any]:
        """Return what ``amend_plan`` takes."""
        return {**self.cleaned_data, "reason": AmendmentReason(self.cleaned_data["reason"])}
