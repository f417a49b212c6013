"""What people fill in about subjects: the declaration, opinions, changes, and letters of entrustment."""

from typing import Any

from django import forms

from jingwei.registry.models import Entrustment, Item, Region, Subject
from jingwei.registry.operations import Declaration
from jingwei.registry.operations.subjects.changes import CHANGEABLE
from jingwei.registry.terms import PartyKind, SubjectStatus
from jingwei.web.fields import TextField

LAWFUL = [(kind.value, kind.label) for kind in (PartyKind.ORGAN, PartyKind.AUTHORISED, PartyKind.ENTRUSTED)]


def _day(label: str, **more: Any) -> forms.DateField:
    widget = forms.DateInput(attrs={"type": "date"}, format="%Y-%m-%d")
    return forms.DateField(label=label, widget=widget, **more)


def _codes(text: str) -> list[str]:
    """Return the region codes of a line, whatever they are parted by."""
    for sign in "，、；;\n\t":
        text = text.replace(sign, ",")
    return [code.strip() for code in text.replace(" ", ",").split(",") if code.strip()]


class SubjectFieldsForm(forms.Form):
    """The fields of the paper form that may also change later."""

    name = TextField(label="名称", max_length=80)
    short_name = TextField(label="简称", max_length=20)
    credit_code = TextField(
        label="统一社会信用代码", max_length=18, help_text="没有自己代码的内设机构，填所属机关的代码"
    )
    legal_basis = TextField(label="职权依据", max_length=300, help_text="写明法律法规名称和条款")
    organisation_document = TextField(label="三定规定文号", max_length=80, required=False)
    powers = TextField(
        label="职权范围", max_length=300, required=False, widget=forms.Textarea(attrs={"rows": 2})
    )
    jurisdiction = TextField(
        label="管辖区划代码", max_length=600, help_text="区划代码，多个用顿号隔开；区划代码以下全部管辖"
    )
    head = TextField(label="负责人", max_length=40, required=False)
    address = TextField(label="办公地址", max_length=160, required=False)
    phone = TextField(label="监督投诉电话", max_length=30, required=False)

    @staticmethod
    def filled(subject: Subject) -> dict[str, Any]:
        """Return a subject's fields as first values."""
        return {
            **{field: getattr(subject, field) for field in CHANGEABLE},
            "jurisdiction": "、".join(subject.jurisdiction),
        }

    def values(self) -> dict[str, Any]:
        """Return the fields as operations take them."""
        given = {field: self.cleaned_data[field] for field in CHANGEABLE}
        return {**given, "jurisdiction": _codes(given["jurisdiction"])}


class DeclarationForm(SubjectFieldsForm):
    """The declaration form (R-FORM-01)."""

    kind = forms.ChoiceField(label="主体类别", choices=LAWFUL)
    principal_id = forms.TypedChoiceField(
        label="委托机关", coerce=int, empty_value=None, required=False, help_text="只有受委托组织填写"
    )
    line = TextField(label="条线", max_length=20, help_text="例如：应急、市场监管、乡镇综合执法")
    region = forms.ChoiceField(label="所在区划")
    document_series = TextField(label="机关代字", max_length=20, help_text="用于文书编号，例如：铜应急")
    document = TextField(label="申报文号", max_length=80)
    opinion = TextField(
        label="部门申报意见",
        max_length=300,
        required=False,
        widget=forms.Textarea(attrs={"rows": 2, "placeholder": "本单位符合行政检查主体资格，申请确认。"}),
    )

    field_order = (
        "name",
        "short_name",
        "kind",
        "principal_id",
        "credit_code",
        "legal_basis",
        "organisation_document",
        "powers",
        "region",
        "jurisdiction",
        "line",
        "document_series",
        "head",
        "address",
        "phone",
        "document",
        "opinion",
    )

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        """Offer the regions and the organs that may entrust."""
        super().__init__(*args, **kwargs)
        organs = (
            Subject.objects.filter(status=SubjectStatus.ANNOUNCED)
            .exclude(kind=PartyKind.ENTRUSTED)
            .order_by("sort_key")
            .values_list("pk", "name")
        )
        regions = Region.objects.order_by("code").values_list("code", "name")
        self.fields["principal_id"].choices = [("", "不是受委托组织"), *organs]  # type: ignore[attr-defined]
        self.fields["region"].choices = [(code, f"{code}　{name}") for code, name in regions]  # type: ignore[attr-defined]

    @staticmethod
    def filled(subject: Subject) -> dict[str, Any]:
        """Return a draft's fields as first values."""
        return {
            **SubjectFieldsForm.filled(subject),
            "kind": subject.kind,
            "principal_id": subject.principal_id,
            "line": subject.line,
            "region": subject.region.code,
            "document_series": subject.document_series,
        }

    def arguments(self) -> dict[str, Any]:
        """Return the arguments of ``declare_subject``."""
        given = self.cleaned_data
        declaration = Declaration(
            **self.values(),
            kind=PartyKind(given["kind"]),
            principal_id=given["principal_id"],
            line=given["line"],
            region=given["region"],
            document_series=given["document_series"],
        )
        return {"declaration": declaration, "document": given["document"], "opinion": given["opinion"]}


class OpinionForm(forms.Form):
    """The opinion of the justice bureau or of the government."""

    opinion = TextField(label="意见", max_length=300, widget=forms.Textarea(attrs={"rows": 2}))
    document = TextField(label="文号", max_length=80)
    on = _day("日期", required=False, help_text="不填为今天；补记纸质审批的，填纸面日期")


class AnnounceForm(forms.Form):
    """The announcement on the government's site."""

    announced_on = _day("公告日期")
    url = forms.URLField(label="公告网址", max_length=300, assume_scheme="https")
    document = TextField(label="公告文号", max_length=80, required=False)


class ReannounceForm(forms.Form):
    """A new announcement after changes."""

    on = _day("重新公告日期")
    url = forms.URLField(label="公告网址", max_length=300, assume_scheme="https")
    document = TextField(label="公告文号", max_length=80, required=False)


class ReturnForm(forms.Form):
    """Why a declaration goes back."""

    reason = TextField(label="退回理由", max_length=300, widget=forms.Textarea(attrs={"rows": 2}))


class ChangeSubjectForm(SubjectFieldsForm):
    """What changed of an announced subject, on which paper and when."""

    happened_on = _day("变更日期", help_text="自变更之日起一个月内重新公告")
    document = TextField(label="变更文号", max_length=80)

    def arguments(self) -> dict[str, Any]:
        """Return the arguments of ``change_subject``."""
        given = self.cleaned_data
        return {
            "changes": self.values(),
            "happened_on": given["happened_on"],
            "document": given["document"],
        }


class EntrustmentForm(forms.Form):
    """A letter of entrustment (R-FORM-36)."""

    number = TextField(label="委托书文号", max_length=60)
    item_ids = forms.TypedMultipleChoiceField(
        label="委托事项", coerce=int, widget=forms.CheckboxSelectMultiple
    )
    powers = TextField(
        label="委托权限", max_length=300, help_text="例如：以委托机关名义实施现场检查，制作检查文书"
    )
    valid_from = _day("委托期限自")
    valid_to = _day("至", help_text="最后一天")
    issuer = TextField(label="落款机关", max_length=80, help_text="须是委托机关")
    published_on = _day("公布日期")
    published_url = forms.URLField(label="公布网址", max_length=300, assume_scheme="https")

    def __init__(self, *args: Any, agent: Subject, **kwargs: Any) -> None:
        """Offer the principal's items and the body's own."""
        super().__init__(*args, **kwargs)
        items = Item.objects.filter(subject__in=[agent.principal_id or 0, agent.pk]).order_by("code")
        self.fields["item_ids"].choices = [(item.pk, item.name) for item in items]  # type: ignore[attr-defined]
        if agent.principal:
            self.fields["issuer"].initial = agent.principal.name


class EndEntrustmentForm(forms.Form):
    """Why and from when a letter covers nothing any more."""

    on = _day("终止日期")
    reason = TextField(label="终止理由", max_length=200)

    def __init__(self, *args: Any, letter: Entrustment, **kwargs: Any) -> None:
        """Take the letter: its agent is on the act's record."""
        super().__init__(*args, **kwargs)
        self.letter = letter

    def arguments(self) -> dict[str, Any]:
        """Return what ``end_entrustment`` takes beside the letter."""
        return {**self.cleaned_data, "subject_id": self.letter.agent_id}
