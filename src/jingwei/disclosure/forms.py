"""What people fill in: an announcement, a filing, the receipt from above, several filings to receive."""

from collections.abc import Iterable, Mapping
from datetime import date
from typing import Any

from django import forms

from jingwei.disclosure.terms import Addressee, FilingKind
from jingwei.platform.files import ATTACHMENTS
from jingwei.web.doors.forms import IdsField
from jingwei.web.fields import TextField


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
    """What of an announcement is filed with whom, with the paper where there is one.

    Only what is ``unfiled`` is offered; any kind may be sent: the page of lamps calls an amendment a plan, and a page may
    be old. The operation decides.
    """

    kind = forms.ChoiceField(label="备案内容", choices=FilingKind.choices())
    addressee = forms.ChoiceField(label="报送对象", choices=Addressee.choices())
    filed_on = _day("报送日期", required=False, help_text="报上级的可以填以前的日期；报区司法局的为今天")
    paper = forms.FileField(
        label="备案材料",
        required=False,
        widget=forms.FileInput(attrs={"accept": ",".join(ATTACHMENTS)}),
        help_text="盖章的扫描件，可以不附",
    )

    def __init__(
        self, *args: Any, unfiled: Iterable[tuple[FilingKind, Addressee]], today: date, **kwargs: Any
    ) -> None:
        """Offer what is still to be filed, and with whom."""
        super().__init__(*args, **kwargs)
        self.fields["filed_on"].initial = today
        for name, words in zip(("kind", "addressee"), zip(*unfiled, strict=True), strict=False):
            choices = [(each.value, each.label) for each in dict.fromkeys(words)]
            self.fields[name].widget.choices = choices

    def arguments(self) -> Mapping[str, Any]:
        """Return what the operation takes."""
        given = self.cleaned_data
        paper = given["paper"]
        return {
            "kind": FilingKind(given["kind"]),
            "addressee": Addressee(given["addressee"]),
            "filed_on": given["filed_on"],
            "paper": (paper.name or "", paper.read()) if paper else None,
        }


class SuperiorReceiptForm(forms.Form):
    """The receipt that the department above gave on paper."""

    number = TextField(label="回执文号", max_length=60)
    received_on = _day("备案日期")


class PickForm(forms.Form):
    """Which filings to receive at once; first they are named and asked for again."""

    pick = IdsField()
    is_confirmed = forms.BooleanField(required=False)
