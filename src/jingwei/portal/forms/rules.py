"""Forms of the rulebook's pages."""

from typing import Any

from django import forms

from jingwei.rulebook import Rule
from jingwei.web.fields import TextField


class NumberForm(forms.Form):
    """A later value of a rule's number."""

    name = forms.ChoiceField(label="数值")
    value = forms.IntegerField(label="新值", min_value=0, max_value=1_000_000)
    valid_from = forms.DateField(
        label="自", widget=forms.DateInput(attrs={"type": "date"}, format="%Y-%m-%d")
    )
    source = TextField(label="来源", max_length=200, help_text="文件名称、文号和条款")

    def __init__(self, *args: object, rule: Rule, **kwargs: object) -> None:
        """Offer the rule's own numbers."""
        super().__init__(*args, **kwargs)  # type: ignore[arg-type]
        self.rule = rule
        offered = [(each.name, f"{each.label}（{each.unit}）") for each in rule.numbers.values()]
        self.fields["name"].choices = offered  # type: ignore[attr-defined]

    def arguments(self) -> dict[str, Any]:
        """Return what ``enter_rule_number`` takes."""
        return {"rule": self.rule.code, **self.cleaned_data}
