"""What people fill in about special inspections (R-FORM-04)."""

import re
from typing import Any

from django import forms
from django.conf import settings

from jingwei.planning.models import SpecialPlan
from jingwei.planning.operations import SpecialDraft
from jingwei.planning.terms import ApproverLevel, ShutdownGround, SpecialOrigin
from jingwei.platform.lengths import PARAGRAPH
from jingwei.registry.models import Enterprise, Item, Region, Subject
from jingwei.registry.terms import CreditClass, ItemStatus
from jingwei.web.fields import TextField

FOLDED = ("regions", "item_ids", "partner_ids", "joint_item_ids", "enterprises")
KNOWN_CLASSES = [each for each in CreditClass if each is not CreditClass.UNKNOWN]


def _day(label: str, **more: Any) -> forms.DateField:
    return forms.DateField(
        label=label, widget=forms.DateInput(attrs={"type": "date"}, format="%Y-%m-%d"), **more
    )


def _text(label: str, rows: int, *, max_length: int, **more: Any) -> TextField:
    return TextField(label=label, max_length=max_length, widget=forms.Textarea(attrs={"rows": rows}), **more)


def _number(label: str, **more: Any) -> forms.IntegerField:
    widget = forms.NumberInput(attrs={"inputmode": "numeric", "class": "is-short"})
    return forms.IntegerField(label=label, min_value=0, max_value=10_000_000, widget=widget, **more)


def _split(text: str) -> list[str]:
    """Return the codes of a field, whatever they are parted by."""
    return [code for code in re.split(r"[\s,，、;；]+", text.upper()) if code]


class SpecialForm(forms.Form):
    """The form of a special inspection. What is still missing may follow; the rules ask when it is submitted."""

    name = TextField(label="名称", max_length=120, help_text="写明查什么，例如：有限空间作业专项检查")
    origin = forms.ChoiceField(
        label="来源",
        choices=SpecialOrigin.choices(),
        initial=SpecialOrigin.OWN.value,
        help_text="上级部署的不占年度数量，不另报批，期满后报告实施情况",
    )
    order_number = TextField(label="部署文号", max_length=80, required=False, help_text="上级部署的必填")
    assessment = _text(
        "必要性评估",
        4,
        max_length=PARAGRAPH,
        required=False,
        help_text="有什么风险和问题，为什么个案检查和日常检查不能解决",
    )
    assessed_on = _day("评估日期", required=False, help_text="先评估，再拟订计划")
    basis = TextField(label="依据", max_length=200, required=False)
    contents = _text("内容", 4, max_length=PARAGRAPH, required=False, help_text="查哪些方面，不查什么")
    object_scope = TextField(label="对象", max_length=200, required=False, help_text="查哪一类企业")
    credit_classes = forms.MultipleChoiceField(
        label="对象分类",
        choices=[(each.value, each.label) for each in KNOWN_CLASSES],
        required=False,
        widget=forms.CheckboxSelectMultiple,
        help_text="不选即不按分类限定",
    )
    industries = TextField(
        label="对象行业",
        max_length=200,
        required=False,
        help_text="国民经济行业分类代码，例如 C26、G59，多个用顿号隔开；不填即不按行业限定",
    )
    base = _number("对象基数", required=False, help_text="这一类企业共有多少户")
    quantity = _number("检查户数", required=False, help_text="没有按分类、行业、名单限定的，须少于基数")
    first_on = _day("自", required=False, help_text="须在批准之后")
    last_on = _day("至", required=False, help_text="当天仍可检查")
    is_urgent = forms.BooleanField(
        label="紧急部署", required=False, help_text="有可能造成严重后果的重大隐患；须及时调整计划并备案"
    )
    urgent_reason = TextField(label="紧急理由", max_length=200, required=False)
    orders_shutdown = forms.BooleanField(label="普遍停产停业", required=False)
    shutdown_ground = forms.ChoiceField(
        label="停产停业情形",
        choices=[("", "无"), *ShutdownGround.choices()],
        required=False,
        help_text="只有这三种情形，并经批准，才可以要求某地区、某行业普遍停产停业",
    )
    regions = forms.MultipleChoiceField(
        label="范围", choices=(), required=False, widget=forms.CheckboxSelectMultiple
    )
    item_ids = forms.ModelMultipleChoiceField(
        label="本单位事项",
        queryset=Item.objects.none(),
        required=False,
        widget=forms.CheckboxSelectMultiple,
    )
    partner_ids = forms.ModelMultipleChoiceField(
        label="参加主体",
        queryset=Subject.objects.none(),
        required=False,
        widget=forms.CheckboxSelectMultiple,
    )
    joint_item_ids = TextField(
        label="参加主体的事项",
        required=False,
        max_length=1000,
        help_text="填事项库编码，多个用顿号隔开；涉及哪个主体的事项，就把它列为参加主体",
    )
    enterprises = _text(
        "对象名单",
        3,
        required=False,
        max_length=60_000,
        help_text="统一社会信用代码，一行一个；列了名单的，只查名单上的企业",
    )

    def __init__(self, *args: Any, subject: Subject, **kwargs: Any) -> None:
        """Offer the subject's published items, the other subjects, the district and its towns."""
        super().__init__(*args, **kwargs)
        owners = [each for each in (subject.pk, subject.principal_id) if each]
        self.own_items = Item.objects.filter(subject__in=owners, status=ItemStatus.PUBLISHED)
        self.fields["item_ids"].queryset = self.own_items.order_by("code")  # type: ignore[attr-defined]
        others = Subject.objects.exclude(pk=subject.pk).exclude(announced_on=None).filter(revoked_on=None)
        self.fields["partner_ids"].queryset = others.order_by("sort_key")  # type: ignore[attr-defined]
        regions = Region.objects.filter(code__startswith=settings.DISTRICT).order_by("code")
        choices = [
            (
                region.code,
                f"全{region.name[-1]}（{region.name}）" if region.code == settings.DISTRICT else region.name,
            )
            for region in regions
        ]
        self.fields["regions"].choices = choices  # type: ignore[attr-defined]

    @staticmethod
    def initial_of(special: SpecialPlan) -> dict[str, Any]:
        """Return what stands in a special inspection, as the form is filled in."""
        plain = (
            "name order_number assessment assessed_on basis contents object_scope credit_classes base "
            "quantity first_on last_on is_urgent urgent_reason orders_shutdown shutdown_ground regions origin"
        )
        owners = {special.subject_id, special.subject.principal_id}
        items = list(special.items.order_by("code"))
        return {
            **{field: getattr(special, field) for field in plain.split()},
            "industries": "、".join(special.industries),
            "item_ids": [item.pk for item in items if item.subject_id in owners],
            "joint_item_ids": "、".join(item.code for item in items if item.subject_id not in owners),
            "partner_ids": list(special.partners.values_list("pk", flat=True)),
            "enterprises": "\n".join(
                special.enterprises.order_by("credit_code").values_list("credit_code", flat=True)
            ),
        }

    def clean_joint_item_ids(self) -> list[int]:
        """Return the ids of the items whose codes were given."""
        codes = list(dict.fromkeys(_split(self.cleaned_data["joint_item_ids"])))
        found = dict(Item.objects.filter(code__in=codes).values_list("code", "pk"))
        if unknown := [code for code in codes if code not in found]:
            raise forms.ValidationError(f"事项库中没有编码 {'、'.join(unknown)}，对照事项库改正")
        return list(found.values())

    def clean_enterprises(self) -> list[int]:
        """Return the ids of the enterprises whose codes were given."""
        codes = list(dict.fromkeys(_split(self.cleaned_data["enterprises"])))
        found = dict(Enterprise.objects.filter(credit_code__in=codes).values_list("credit_code", "pk"))
        if unknown := [(n, code) for n, code in enumerate(codes, 1) if code not in found]:
            told = "、".join(f"第 {n} 个 {code}" for n, code in unknown[:10])
            more = f"等 {len(unknown)} 个" if len(unknown) > 10 else ""
            raise forms.ValidationError(f"名录中没有{told}{more}，核对统一社会信用代码")
        return list(found.values())

    @property
    def plain(self) -> list[forms.BoundField]:
        """The fields that stand in sight; the others are folded beside them."""
        return [field for field in self if field.name not in FOLDED]

    @property
    def counts(self) -> dict[str, int]:
        """How many a folded field has ticked or filled in."""
        values = {name: self[name].value() or () for name in FOLDED}
        return {
            name: len(value.split() if isinstance(value, str) else value) for name, value in values.items()
        }

    def arguments(self) -> dict[str, Any]:
        """Return the form as operations take it."""
        given = dict(self.cleaned_data)
        items = [item.pk for item in given.pop("item_ids")] + given.pop("joint_item_ids")
        ground = given.pop("shutdown_ground")
        draft = SpecialDraft(
            item_ids=items,
            partner_ids=[partner.pk for partner in given.pop("partner_ids")],
            enterprise_ids=given.pop("enterprises"),
            industries=_split(given.pop("industries")),
            credit_classes=[CreditClass(each) for each in given.pop("credit_classes")],
            origin=SpecialOrigin(given.pop("origin")),
            shutdown_ground=ShutdownGround(ground) if ground else None,
            **given,
        )
        return {"draft": draft}


class ApprovalForm(forms.Form):
    """The approval as the paper has it. The department itself is no choice: it cannot approve (R-SPC-01)."""

    approver = forms.ChoiceField(
        label="批准机关",
        choices=[
            (each.value, each.label) for each in (ApproverLevel.GOVERNMENT, ApproverLevel.VERTICAL_SUPERIOR)
        ],
    )
    number = TextField(label="批准文号", max_length=80)
    approved_on = _day("批准日期", help_text="须在专项检查开始以前")
    opinion = _text("批准意见", 2, max_length=300, required=False)
    override_reason = _text(
        "超年度数量的理由",
        2,
        max_length=300,
        required=False,
        help_text="本年度数量已用完，确需开展的写明理由；同时生成线索",
    )

    def __init__(self, *args: Any, is_quota_full: bool, **kwargs: Any) -> None:
        """Ask for a reason only where the quota is full."""
        super().__init__(*args, **kwargs)
        if not is_quota_full:
            del self.fields["override_reason"]

    def arguments(self) -> dict[str, Any]:
        """Return what ``approve_special`` takes."""
        return {**self.cleaned_data, "approver": ApproverLevel(self.cleaned_data["approver"])}


class ReportForm(forms.Form):
    """How a special inspection went."""

    report = _text("实施情况", 5, max_length=PARAGRAPH, help_text="检查户数、发现的问题、处理结果、建议")
    reported_on = _day("报告日期", required=False, help_text="不填为今天")


class SpecialReturnForm(forms.Form):
    """Why a special inspection goes back."""

    reason = _text("理由", 2, max_length=300)
