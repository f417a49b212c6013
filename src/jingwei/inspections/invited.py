"""Invitations on the staff's pages: what people fill in."""

from typing import Any

from django import forms

from jingwei.registry.models import Item, Site
from jingwei.registry.terms import ItemStatus
from jingwei.web.fields import TextField


class OfferForm(forms.Form):
    """A check-up that a subject offers to one enterprise."""

    matter = TextField(
        label="检查内容",
        max_length=300,
        widget=forms.Textarea(attrs={"rows": 3}),
        help_text="写明看什么、怎样帮助企业；一般问题先提醒、指导",
    )
    item_ids = forms.TypedMultipleChoiceField(
        label="检查事项", coerce=int, required=False, widget=forms.CheckboxSelectMultiple, choices=()
    )
    preferred = TextField(
        label="建议的时间", max_length=120, required=False, help_text="例如 12 月上旬的上午"
    )

    def __init__(self, *args: Any, subject_id: int, site: Site, **kwargs: Any) -> None:
        """Offer the subject's published items."""
        super().__init__(*args, **kwargs)
        self.site = site
        items = Item.objects.filter(subject=subject_id, status=ItemStatus.PUBLISHED).order_by("code")
        field = self.fields["item_ids"]
        assert isinstance(field, forms.TypedMultipleChoiceField)
        field.choices = [(item.pk, item.name) for item in items]

    def arguments(self) -> dict[str, Any]:
        """Return the arguments of ``offer_check_up``."""
        return {**self.cleaned_data, "site_id": self.site.pk}


class AnswerForm(forms.Form):
    """The words that go with yes."""

    answer = TextField(label="答复", max_length=200, required=False, widget=forms.Textarea(attrs={"rows": 2}))
