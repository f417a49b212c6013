"""Forms that many acts ask for."""

from typing import Any

from django import forms

from jingwei.web.addresses import is_id
from jingwei.web.fields import TextField

LONGEST_REASON = 200


class IdsField(forms.Field):
    """The rows that were marked on a list. What is no id is passed over: the operation says which rows it takes."""

    widget = forms.MultipleHiddenInput

    def clean(self, value: Any) -> list[int]:
        """Return the ids."""
        return [int(each) for each in value or () if is_id(str(each))]


class ReasonForm(forms.Form):
    """One reason, kept for good."""

    reason = TextField(
        label="理由",
        max_length=LONGEST_REASON,
        widget=forms.Textarea(attrs={"rows": 2}),
        help_text="永久留存",
        error_messages={"required": "须写明理由"},
    )
