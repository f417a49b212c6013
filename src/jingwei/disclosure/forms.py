"""What people fill in: an announcement, a filing, a reason, the receipt from above, which lamps to show."""

from datetime import date
from typing import Any

from django import forms

from jingwei.disclosure.terms import Addressee, FilingKind, LampColour
from jingwei.platform.files import ATTACHMENTS
from jingwei.web.fields import QueryField, TextField

PLACES = (("district", "区级部门"), ("town", "镇街"))


def _day(label: str, **more: Any) -> forms.DateField:
    widget = forms.DateInput(attrs={"type": "date"}, format="%Y-%m-%d")
    return forms.DateField(label=label, widget=widget, **more)


class AnnounceForm(forms.Form):
    """When, by whom and where it was announced; what was announced the system puts down itself."""

    title = TextField(
        label="公告标题", max_length=160, help_text="与网页上的标题一致，每夜核对网址时按标题查找"
    )
    announced_on = _day("公告日期")
    issuer = TextField(label="发布机关", max_length=80)
    url = TextField(
        label="公告网址",
        max_length=300,
        widget=forms.TextInput(attrs={"placeholder": "https://www.example.gov.cn/…"}),
        help_text="县级以上人民政府网站上这份公告的网址",
    )


class FileForm(forms.Form):
    """What of an announcement is filed with whom, with the paper where there is one."""

    kind = forms.ChoiceField(label="备案内容", choices=FilingKind.choices())
    addressee = forms.ChoiceField(label="报送对象", choices=Addressee.choices())
    filed_on = _day("报送日期", required=False, help_text="报上级的可以填以前的日期；报区司法局的为今天")
    paper = forms.FileField(
        label="备案材料",
        required=False,
        widget=forms.FileInput(attrs={"accept": ",".join(ATTACHMENTS)}),
        help_text="盖章的扫描件，可以不附",
    )

    def offer(self, unfiled: list[tuple[FilingKind, Addressee]], today: date) -> "FileForm":
        """Offer only what is still to be filed, and with whom."""
        for name, terms in (
            ("kind", [each for each, _ in unfiled]),
            ("addressee", [each for _, each in unfiled]),
        ):
            self.fields[name].choices = [  # type: ignore[attr-defined]
                (each.value, each.label) for each in dict.fromkeys(terms)
            ]
        self.fields["filed_on"].initial = today
        return self


class ReasonForm(forms.Form):
    """One reason, kept for good."""

    reason = TextField(label="理由", max_length=200, widget=forms.Textarea(attrs={"rows": 2}))


class SuperiorReceiptForm(forms.Form):
    """The receipt that the department above gave on paper."""

    number = TextField(label="回执文号", max_length=60)
    received_on = _day("备案日期")


class PickForm(forms.Form):
    """Which filings to receive at once; first they are named and asked for again."""

    pick = forms.TypedMultipleChoiceField(coerce=int)
    is_confirmed = forms.BooleanField(required=False)

    def __init__(self, *args: Any, offered: list[int], **kwargs: Any) -> None:
        """Offer those that wait."""
        super().__init__(*args, **kwargs)
        self.fields["pick"].choices = [(each, each) for each in offered]  # type: ignore[attr-defined]


class BoardForm(forms.Form):
    """Which lamps of the board to show."""

    q = QueryField(
        label="单位", required=False, widget=forms.TextInput(attrs={"placeholder": "名称、拼音首字母"})
    )
    colour = forms.ChoiceField(
        label="灯",
        required=False,
        choices=[("", "全部"), *(each for each in LampColour.choices() if each[0] != LampColour.NONE)],
    )
    line = forms.ChoiceField(label="条线", required=False)
    place = forms.ChoiceField(label="层级", required=False, choices=[("", "全部"), *PLACES])

    def __init__(self, *args: Any, lines: list[str], **kwargs: Any) -> None:
        """Offer the lines that there are."""
        super().__init__(*args, **kwargs)
        self.fields["line"].choices = [("", "全部"), *((line, line) for line in lines)]  # type: ignore[attr-defined]
