"""Letters of assistance and outsiders' inspections on the staff's pages: forms, filter bars, tables, exported files."""

from collections.abc import Callable
from datetime import date
from typing import Any

import django_filters
import django_tables2 as tables
from django import forms
from django.db.models import Q, QuerySet
from django.urls import reverse
from django.utils.html import format_html
from django.utils.safestring import SafeString

from jingwei.inspections.assistance_papers import place_of
from jingwei.inspections.models import AssistanceLetter, OutsideInspection
from jingwei.inspections.terms import LetterDirection, LetterState
from jingwei.platform.files import ATTACHMENTS, LARGEST_ATTACHMENT
from jingwei.platform.spreadsheets.layout import Cell
from jingwei.registry.models import Item, Officer, Subject
from jingwei.registry.terms import ItemStatus
from jingwei.web.fields import QueryFilter, TextField
from jingwei.web.gallery import draw

STATE_COLOURS = {
    LetterState.SENT: "amber",
    LetterState.AGREED: "green",
    LetterState.REFUSED: "red",
    LetterState.ENDED: "",
}
NOWRAP = {"td": {"class": "jw-nw"}}
AT_THE_END = {"td": {"class": "jw-nw is-end"}, "th": {"class": "is-end"}}
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

    def __init__(self, *args: Any, subject: Subject, has_site: bool, **kwargs: Any) -> None:
        """Offer the subject's published items and its people."""
        super().__init__(*args, **kwargs)
        items = Item.objects.filter(subject=subject, status=ItemStatus.PUBLISHED).order_by("code")
        people = Officer.objects.filter(subject=subject).order_by("sort_key")
        _offer(self.fields["item_ids"], [(item.pk, item.name) for item in items])
        _offer(self.fields["officer_ids"], [(officer.pk, officer.name) for officer in people])
        if has_site:
            del self.fields["place"]


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

    def paper_given(self) -> tuple[str, bytes] | None:
        """Return name and content of the scan, read no further than what tells that it is too large."""
        file = self.cleaned_data["paper"]
        return (file.name or "来函.pdf", file.read(LARGEST_ATTACHMENT + 1)) if file else None


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

    def __init__(self, *args: Any, letters: QuerySet[AssistanceLetter], **kwargs: Any) -> None:
        """Offer the letters that were received about the enterprise."""
        super().__init__(*args, **kwargs)
        known = [(letter.pk, f"{letter.organ}　{letter.number}") for letter in letters]
        _offer(self.fields["letter_id"], [("", "没有或不清楚"), *known])


def _offer(field: forms.Field, choices: list[tuple[Any, str]]) -> None:
    assert isinstance(field, forms.ChoiceField)
    field.choices = choices


class LetterFilter(django_filters.FilterSet):  # type: ignore[misc]
    """By organ, enterprise or number, direction and state."""

    q = QueryFilter(
        label="机关、企业或文号",
        method="by_text",
        widget=forms.TextInput(attrs={"placeholder": "机关、企业、文号"}),
    )
    direction = django_filters.ChoiceFilter(
        label="方向", choices=LetterDirection.choices(), empty_label="全部"
    )
    state = django_filters.ChoiceFilter(label="状态", choices=LetterState.choices(), empty_label="全部")

    def by_text(self, found: QuerySet[AssistanceLetter], name: str, text: str) -> QuerySet[AssistanceLetter]:
        """Keep those that name the text."""
        text = text.strip()
        return found.filter(
            Q(organ__icontains=text)
            | Q(number__icontains=text)
            | Q(place__icontains=text)
            | Q(enterprise__name__icontains=text)
            | Q(enterprise__credit_code__icontains=text)
            | Q(enterprise__sort_key__icontains=text.lower())
        )


class OutsideFilter(django_filters.FilterSet):  # type: ignore[misc]
    """By organ or enterprise, letter or none, and the day."""

    q = QueryFilter(
        label="机关或企业", method="by_text", widget=forms.TextInput(attrs={"placeholder": "机关、企业"})
    )
    letter = django_filters.ChoiceFilter(
        label="协助函",
        choices=(("yes", "有"), ("no", "没有")),
        method="by_letter",
        empty_label="全部",
    )
    since = django_filters.DateFilter(
        label="检查日期起",
        field_name="performed_on",
        lookup_expr="gte",
        widget=forms.DateInput(attrs={"type": "date"}),
    )
    until = django_filters.DateFilter(
        label="止",
        field_name="performed_on",
        lookup_expr="lte",
        widget=forms.DateInput(attrs={"type": "date"}),
    )

    def by_text(
        self, found: QuerySet[OutsideInspection], name: str, text: str
    ) -> QuerySet[OutsideInspection]:
        """Keep those that name the text."""
        text = text.strip()
        return found.filter(
            Q(organ__icontains=text)
            | Q(enterprise__name__icontains=text)
            | Q(enterprise__credit_code__icontains=text)
            | Q(enterprise__sort_key__icontains=text.lower())
        )

    def by_letter(
        self, found: QuerySet[OutsideInspection], name: str, has: str
    ) -> QuerySet[OutsideInspection]:
        """Keep those with a letter, or those without."""
        return found.filter(letter__isnull=has == "no")


def people_of(rows: list[dict[str, str]]) -> str:
    """Return people as a page and a sheet show them: 周屿 16340000001、…"""
    return "、".join(f"{row['name']} {row['number']}".strip() for row in rows)


def standing_of(outside: OutsideInspection) -> str:
    """Return in words whether a letter covered what outsiders did."""
    if outside.letter is None:
        return "没有协助函"
    return "有协助函" if outside.letter.covers(outside.performed_on) else "未获同意或不在期限内"


LETTERS_EXPORTED: dict[str, Callable[[AssistanceLetter], Cell]] = {
    "方向": lambda row: LetterDirection(row.direction).label,
    "文号": lambda row: row.number,
    "本区主体": lambda row: row.subject.name,
    "对方机关": lambda row: row.organ,
    "企业或地点": place_of,
    "协助内容": lambda row: row.matter,
    "人员": lambda row: people_of(row.officers),
    "自": lambda row: row.first_on,
    "至": lambda row: row.valid_to,
    "发函日期": lambda row: row.sent_on,
    "状态": lambda row: LetterState(row.state).label,
    "复函文号": lambda row: row.reply_number,
    "复函日期": lambda row: row.replied_on,
    "复函内容": lambda row: row.reply,
}
OUTSIDE_EXPORTED: dict[str, Callable[[OutsideInspection], Cell]] = {
    "异地机关": lambda row: row.organ,
    "企业": lambda row: row.enterprise.name,
    "统一社会信用代码": lambda row: row.enterprise.credit_code,
    "检查日期": lambda row: row.performed_on,
    "检查内容": lambda row: row.matter,
    "来人": lambda row: people_of(row.officers),
    "协助函": lambda row: row.letter.number if row.letter else "",
    "当日是否在函定期限内": standing_of,
    "协助主体": lambda row: row.host.name if row.host else "",
    "登记人": lambda row: row.told_by.name if row.told_by else "",
}


class LetterTable(tables.Table):  # type: ignore[misc]
    """Letters, newest first."""

    organ = tables.Column(verbose_name="对方机关与对象", attrs={"td": {"class": "is-wide"}})
    direction = tables.Column(verbose_name="方向", attrs=NOWRAP)
    subject = tables.Column(
        accessor="subject__short_name", verbose_name="本区主体", order_by="subject__sort_key"
    )
    number = tables.Column(verbose_name="文号", attrs={"td": {"class": "jw-nw is-gone"}})
    first_on = tables.Column(verbose_name="期限", attrs=NOWRAP)
    state = tables.Column(verbose_name="状态", orderable=False, attrs=AT_THE_END)

    class Meta:
        template_name = "django_tables2/jingwei.html"
        order_by = ()

    def __init__(self, *args: Any, shows_subject: bool, **kwargs: Any) -> None:
        """Leave the subject out for those who see their own alone."""
        super().__init__(*args, exclude=[] if shows_subject else ["subject"], **kwargs)

    def render_organ(self, record: AssistanceLetter) -> SafeString:
        """Return the organ with the enterprise below, leading to the letter."""
        return format_html(
            '<a class="jw-title" href="{}">{}</a><span class="jw-line2">{}</span>',
            reverse("letter_detail", args=[record.pk]),
            record.organ,
            place_of(record),
        )

    def render_direction(self, record: AssistanceLetter) -> str:
        """Return the direction in words."""
        return LetterDirection(record.direction).label

    def render_first_on(self, record: AssistanceLetter) -> str:
        """Return the span."""
        return f"{record.first_on} 至 {record.valid_to:%m-%d}"

    def render_state(self, record: AssistanceLetter) -> SafeString:
        """Return where it stands, as a tag."""
        state = LetterState(record.state)
        return draw("tag", {"text": state.label, "colour": STATE_COLOURS[state]})


class OutsideTable(tables.Table):  # type: ignore[misc]
    """What outsiders inspected here, newest first."""

    enterprise = tables.Column(
        verbose_name="企业与内容", order_by="enterprise__sort_key", attrs={"td": {"class": "is-wide"}}
    )
    organ = tables.Column(verbose_name="异地机关")
    performed_on = tables.Column(verbose_name="检查日期", attrs=NOWRAP)
    officers = tables.Column(verbose_name="来人", orderable=False, empty_values=())
    letter = tables.Column(verbose_name="协助函", orderable=False, empty_values=(), attrs=AT_THE_END)

    class Meta:
        template_name = "django_tables2/jingwei.html"
        order_by = ()

    def render_enterprise(self, record: OutsideInspection) -> SafeString:
        """Return the enterprise with what was looked at below."""
        return format_html(
            '<b class="jw-title">{}</b><span class="jw-line2">{}</span>',
            record.enterprise.name,
            record.matter,
        )

    def render_performed_on(self, value: date) -> str:
        """Return the day."""
        return value.isoformat()

    def render_officers(self, record: OutsideInspection) -> str:
        """Return who came."""
        return people_of(record.officers) or "—"

    def render_letter(self, record: OutsideInspection) -> SafeString:
        """Return the lamp of the letter, with its number."""
        said = standing_of(record)
        lamp = draw("lamp", {"colour": "green" if said == "有协助函" else "red", "text": said})
        if record.letter is None:
            return lamp
        return format_html('{}<span class="jw-line2">{}</span>', lamp, record.letter.number)
