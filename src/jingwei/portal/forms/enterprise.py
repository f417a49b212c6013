"""What an enterprise fills in."""

import re
from collections.abc import Sequence
from datetime import date
from typing import Any

from django import forms

from jingwei.inspections.terms import RatedAspect
from jingwei.planning.terms import Weekday
from jingwei.registry.models import Enterprise, Item, Subject
from jingwei.registry.terms import ItemStatus
from jingwei.web.fields import TextField

STARS = [(str(stars), f"{stars} 星") for stars in range(5, 0, -1)]


class RatingForm(forms.Form):
    """Six aspects from one to five stars, four questions on integrity, and words."""

    took_gifts = forms.BooleanField(label="接受礼品、礼金或者报酬", required=False)
    took_treats = forms.BooleanField(label="接受宴请或者旅游、娱乐安排", required=False)
    passed_on_costs = forms.BooleanField(label="让企业承担检查的费用", required=False)
    forced_services = forms.BooleanField(label="指定中介机构或者要求购买服务、产品", required=False)
    comment = TextField(
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


def own_site(enterprise: Enterprise) -> forms.TypedChoiceField:
    """Return a field for one of the enterprise's own sites, the first by default; its value is the site's id."""
    sites = [(site.pk, f"{site.name}　{site.address}") for site in enterprise.sites.all()]
    return forms.TypedChoiceField(label="场所", choices=sites, coerce=int)


class ChooseSubjectForm(forms.Form):
    """Which department is invited."""

    subject = forms.ModelChoiceField(
        label="邀请的单位", queryset=Subject.objects.none(), empty_label="选择单位"
    )

    def __init__(self, *args: Any, on: date, **kwargs: Any) -> None:
        """Offer the subjects that may inspect on the day."""
        super().__init__(*args, **kwargs)
        field = self.fields["subject"]
        assert isinstance(field, forms.ModelChoiceField)
        field.queryset = Subject.objects.in_force(on).order_by("sort_key")


class InviteForm(forms.Form):
    """What the enterprise would have looked at, and when."""

    matter = TextField(
        label="想查什么",
        max_length=300,
        widget=forms.Textarea(attrs={"rows": 3}),
        help_text="例如：新装的除尘设备请帮助看一看是否符合要求",
    )
    item_ids = forms.TypedMultipleChoiceField(
        label="检查事项",
        coerce=int,
        required=False,
        widget=forms.CheckboxSelectMultiple,
        choices=(),
        help_text="该单位公布的事项，可以不选",
    )
    preferred = TextField(
        label="方便的时间", max_length=120, required=False, help_text="例如：12 月上旬的上午"
    )

    def __init__(self, *args: Any, enterprise: Enterprise, subject: Subject, **kwargs: Any) -> None:
        """Offer the enterprise's sites and the subject's published items."""
        super().__init__(*args, **kwargs)
        self.fields["site"] = own_site(enterprise)
        self.order_fields(["site"])
        items = Item.objects.filter(subject=subject, status=ItemStatus.PUBLISHED).order_by("code")
        field = self.fields["item_ids"]
        assert isinstance(field, forms.TypedMultipleChoiceField)
        field.choices = [(item.pk, item.name) for item in items]

    def arguments(self) -> dict[str, Any]:
        """Return what ``invite`` takes, of a valid form."""
        given = dict(self.cleaned_data)
        return {"site_id": given.pop("site"), **given}


class SlotForm(forms.Form):
    """A time of the week at which visitors suit."""

    weekday = forms.TypedChoiceField(label="星期", choices=Weekday.choices(), coerce=Weekday)
    opens = forms.TimeField(label="自", widget=forms.TimeInput(attrs={"type": "time"}, format="%H:%M"))
    closes = forms.TimeField(label="至", widget=forms.TimeInput(attrs={"type": "time"}, format="%H:%M"))
    note = TextField(label="备注", max_length=100, required=False, help_text="例如：安全员在岗")

    def __init__(self, *args: Any, enterprise: Enterprise, **kwargs: Any) -> None:
        """Offer the enterprise's sites."""
        super().__init__(*args, **kwargs)
        self.fields["site"] = own_site(enterprise)
        self.order_fields(["site"])

    def arguments(self) -> dict[str, Any]:
        """Return what ``offer_slot`` takes, of a valid form."""
        given = dict(self.cleaned_data)
        return {"site_id": given.pop("site"), **given}


class OtherTimeForm(forms.Form):
    """When another time would suit."""

    words = TextField(
        label="希望的时间", max_length=200, help_text="写明哪几天、什么时候方便，由检查单位决定是否改期"
    )


class VisitorsForm(forms.Form):
    """The numbers on the cards of those who stand at the gate."""

    numbers = TextField(
        label="执法证号",
        max_length=300,
        widget=forms.Textarea(attrs={"rows": 3, "autocomplete": "off"}),
        help_text="一行一个，照证件上的号码输入；没有出示证件的，不填直接核验",
        required=False,
    )

    def __init__(self, *args: Any, enterprise: Enterprise, **kwargs: Any) -> None:
        """Offer the enterprise's sites."""
        super().__init__(*args, **kwargs)
        self.fields["site"] = own_site(enterprise)
        self.order_fields(["site"])

    def shown_numbers(self) -> Sequence[str]:
        """Return the numbers of a valid form, in the order typed."""
        return re.split(r"[\s,，、;；]+", self.cleaned_data["numbers"].strip())


class RefuseForm(VisitorsForm):
    """Why somebody is not let in."""

    organ = TextField(label="来人自称的单位", max_length=80, required=False)
    words = TextField(
        label="说明",
        max_length=300,
        required=False,
        widget=forms.Textarea(attrs={"rows": 3}),
        help_text="司法局会看到；核验发现的理由自动写入",
    )

    def arguments(self) -> dict[str, Any]:
        """Return what ``register_refusal`` takes, of a valid form."""
        given = self.cleaned_data
        return {
            "site_id": given["site"],
            "numbers": self.shown_numbers(),
            "organ": given["organ"],
            "words": given["words"],
        }
