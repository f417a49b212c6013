"""Forms of the public pages; all of them are sent by GET and need no script."""

from collections.abc import Sequence

from django import forms

from jingwei.registry.models import Subject
from jingwei.registry.terms import PartyKind
from jingwei.web.fields import QueryField


class PublicSearchForm(forms.Form):
    """What is looked for on the public pages."""

    q = QueryField(
        label="查找",
        required=False,
        widget=forms.TextInput(attrs={"placeholder": "输入单位、检查事项，或执法证号"}),
    )


class SubjectsForm(forms.Form):
    """What narrows the subjects."""

    q = QueryField(
        label="单位",
        required=False,
        widget=forms.TextInput(attrs={"placeholder": "名称或拼音"}),
    )
    kind = forms.ChoiceField(label="类别", required=False)

    def __init__(self, data: object) -> None:
        """Offer the kinds of subjects that may inspect."""
        super().__init__(data)  # type: ignore[arg-type]
        kinds = [
            (kind.value, kind.label) for kind in (PartyKind.ORGAN, PartyKind.AUTHORISED, PartyKind.ENTRUSTED)
        ]
        self.fields["kind"].choices = [("", "全部"), *kinds]  # type: ignore[attr-defined]


class OfSubjectForm(forms.Form):
    """What narrows a list that belongs to subjects."""

    q = QueryField(label="名称", required=False)
    subject = forms.TypedChoiceField(label="检查主体", required=False, coerce=int, empty_value=None)
    year = forms.TypedChoiceField(label="年度", required=False, coerce=int, empty_value=None)

    def __init__(self, data: object, *, subjects: Sequence[Subject], years: Sequence[int] = ()) -> None:
        """Offer the subjects, and the years where there are any."""
        super().__init__(data)  # type: ignore[arg-type]
        self.fields["subject"].choices = [("", "全部"), *((each.pk, each.name) for each in subjects)]  # type: ignore[attr-defined]
        self.fields["year"].choices = [("", "全部"), *((year, f"{year}年") for year in years)]  # type: ignore[attr-defined]
