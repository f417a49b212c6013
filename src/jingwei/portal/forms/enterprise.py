"""What an enterprise fills in."""

from typing import Any

from django import forms

from jingwei.inspections.terms import RatedAspect

STARS = [(str(stars), f"{stars} 星") for stars in range(5, 0, -1)]


class RatingForm(forms.Form):
    """Six aspects from one to five stars, four questions on integrity, and words."""

    took_gifts = forms.BooleanField(label="接受礼品、礼金或者报酬", required=False)
    took_treats = forms.BooleanField(label="接受宴请或者旅游、娱乐安排", required=False)
    passed_on_costs = forms.BooleanField(label="让企业承担检查的费用", required=False)
    forced_services = forms.BooleanField(label="指定中介机构或者要求购买服务、产品", required=False)
    comment = forms.CharField(
        label="意见", required=False, max_length=1000, widget=forms.Textarea(attrs={"rows": 4})
    )

    def __init__(self, data: Any = None) -> None:
        super().__init__(data)
        for aspect in RatedAspect:
            self.fields[aspect.value] = forms.TypedChoiceField(
                label=aspect.label,
                choices=STARS,
                coerce=int,
                widget=forms.RadioSelect,
                error_messages={"required": "请选择 1 至 5 星"},
            )

    @property
    def aspects(self) -> list[forms.BoundField]:
        """The six rows of stars."""
        return [self[aspect.value] for aspect in RatedAspect]

    @property
    def questions(self) -> list[forms.BoundField]:
        """The four questions."""
        return [self[name] for name in ("took_gifts", "took_treats", "passed_on_costs", "forced_services")]

    def arguments(self) -> dict[str, Any]:
        """Return what ``rate_visit`` takes, of a valid form."""
        given = dict(self.cleaned_data)
        return {"stars": {aspect: given.pop(aspect.value) for aspect in RatedAspect}, **given}
