"""Letters of assistance and outsiders' inspections: what people fill in, and how they are said in words."""

from typing import Any

from django import forms
from django.db.models import QuerySet

from jingwei.inspections.models import AssistanceLetter, OutsideInspection
from jingwei.inspections.operations import LetterDraft, LetterReceived, Visitor
from jingwei.platform.files import ATTACHMENTS, LARGEST_ATTACHMENT
from jingwei.registry.models import Item, Officer, Site, Subject
from jingwei.registry.terms import ItemStatus
from jingwei.web.fields import TextField

AGREES = ((True, "同意协助"), (False, "不予协助"))


def day_field(label: str, **more: Any) -> forms.DateField:
    """Return a field for a day, picked from the browser's calendar."""
    widget = forms.DateInput(attrs={"type": "date"}, format="%Y-%m-%d")
    return forms.DateField(label=label, widget=widget, **more)


def _long(rows: int = 3) -> forms.Textarea:
    return forms.Textarea(attrs={"rows": rows})


def _agrees() -> forms.TypedChoiceField:
    return forms.TypedChoiceField(
        label="答复", choices=AGREES, coerce=lambda given: given == "True", widget=forms.RadioSelect
    )


class SendForm(forms.Form):
    """A letter of ours; ``place`` is asked for only where the enterprise is not in the registry."""

    organ = TextField(label="发往机关", max_length=80, help_text="企业所在地的同级部门，写全称")
    place = TextField(label="企业和地点", max_length=160, help_text="企业名称和地址")
    matter = TextField(label="协助内容", max_length=300, widget=_long())
    first_on = day_field("协助期限自")
    valid_to = day_field("至")
    item_ids = forms.TypedMultipleChoiceField(
        label="检查事项", coerce=int, widget=forms.CheckboxSelectMultiple, choices=()
    )
    officer_ids = forms.TypedMultipleChoiceField(
        label="前往人员", coerce=int, widget=forms.CheckboxSelectMultiple, choices=()
    )

    def __init__(self, *args: Any, subject: Subject, site: Site | None, **kwargs: Any) -> None:
        """Offer the subject's published items and its people."""
        super().__init__(*args, **kwargs)
        self.site = site
        items = Item.objects.filter(subject=subject, status=ItemStatus.PUBLISHED).order_by("code")
        people = Officer.objects.filter(subject=subject).order_by("sort_key")
        _offer(self.fields["item_ids"], [(item.pk, item.name) for item in items])
        _offer(self.fields["officer_ids"], [(officer.pk, officer.name) for officer in people])
        if site is not None:
            del self.fields["place"]

    @property
    def groups(self) -> list[tuple[str, list[forms.BoundField]]]:
        """The fields under their headings."""
        lists = {"item_ids": "检查事项", "officer_ids": "前往人员"}
        first = [field for field in self if field.name not in lists]
        return [("函件", first), *((title, [self[name]]) for name, title in lists.items())]

    def arguments(self) -> dict[str, Any]:
        """Return the arguments of ``send_letter``."""
        return {"letter": LetterDraft(**self.cleaned_data, site_id=self.site.pk if self.site else None)}


class ReceiveForm(forms.Form):
    """A letter received, as it reads."""

    organ = TextField(label="来函机关", max_length=80)
    number = TextField(label="来函文号", max_length=60)
    sent_on = day_field("来函日期")
    matter = TextField(label="请求协助的内容", max_length=300, widget=_long())
    officers = TextField(
        label="来人", required=False, max_length=600, widget=_long(), help_text="每行一人：姓名 执法证号"
    )
    first_on = day_field("检查期限自")
    valid_to = day_field("至")
    paper = forms.FileField(
        label="来函扫描件",
        required=False,
        widget=forms.ClearableFileInput(attrs={"accept": ",".join(ATTACHMENTS)}),
        help_text="PDF、图片或 Word，不超过 20 MB",
    )

    def __init__(self, *args: Any, site: Site, **kwargs: Any) -> None:
        """Take the site that the letter asks about."""
        super().__init__(*args, **kwargs)
        self.site = site

    @property
    def groups(self) -> list[tuple[str, list[forms.BoundField]]]:
        """The fields under their heading."""
        return [("来函", list(self))]

    def arguments(self) -> dict[str, Any]:
        """Return the arguments of ``register_letter``; the scan is read no further than what tells that it is too large."""
        given = dict(self.cleaned_data)
        file = given["paper"]
        paper = (file.name or "来函.pdf", file.read(LARGEST_ATTACHMENT + 1)) if file else None
        given |= {"officers": Visitor.of_lines(given["officers"]), "paper": paper}
        return {
            "letter": LetterReceived(**given, enterprise_id=self.site.enterprise_id, site_id=self.site.pk)
        }


class ReplyForm(forms.Form):
    """What the counterpart answered."""

    agrees = _agrees()
    reply_number = TextField(label="复函文号", max_length=60)
    replied_on = day_field("复函日期")
    reply = TextField(label="复函内容", required=False, max_length=300, widget=_long(2))


class AnswerForm(forms.Form):
    """What our head answers."""

    agrees = _agrees()
    reply = TextField(
        label="答复内容", required=False, max_length=300, widget=_long(2), help_text="不予协助的写明理由"
    )


class OutsidersForm(forms.Form):
    """Outsiders who inspected an enterprise here."""

    organ = TextField(label="异地机关", max_length=80, help_text="来人所在机关的全称")
    performed_on = day_field("检查日期")
    matter = TextField(label="检查内容", max_length=300, widget=_long())
    officers = TextField(
        label="来人", required=False, max_length=600, widget=_long(), help_text="每行一人：姓名 执法证号"
    )
    letter_id = forms.TypedChoiceField(
        label="来函", coerce=int, required=False, empty_value=None, help_text="不选的，按来人机关查找"
    )

    def __init__(self, *args: Any, letters: QuerySet[AssistanceLetter], site: Site, **kwargs: Any) -> None:
        """Offer the letters that were received about the enterprise."""
        super().__init__(*args, **kwargs)
        self.site = site
        known = [(letter.pk, f"{letter.organ}　{letter.number}") for letter in letters]
        _offer(self.fields["letter_id"], [("", "没有或不清楚"), *known])

    @property
    def groups(self) -> list[tuple[str, list[forms.BoundField]]]:
        """The fields under their heading."""
        return [("来人与检查", list(self))]

    def arguments(self) -> dict[str, Any]:
        """Return the arguments of ``report_outsiders``."""
        officers = Visitor.of_lines(self.cleaned_data["officers"])
        place = {"enterprise_id": self.site.enterprise_id, "site_id": self.site.pk}
        return {**self.cleaned_data, **place, "officers": officers}


def _offer(field: forms.Field, choices: list[tuple[Any, str]]) -> None:
    assert isinstance(field, forms.ChoiceField)
    field.choices = choices


def people_of(rows: list[dict[str, str]]) -> str:
    """Return people as a page and a sheet show them: 周屿 16340000001、…"""
    return "、".join(f"{row['name']} {row['number']}".strip() for row in rows)


def standing_of(outside: OutsideInspection) -> str:
    """Return in words whether a letter covered what outsiders did."""
    if outside.letter is None:
        return "没有协助函"
    return "有协助函" if outside.letter.covers(outside.performed_on) else "未获同意或不在期限内"
