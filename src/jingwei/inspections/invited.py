"""Invitations on the staff's pages: what people fill in, the filter bar, the table and the exported file."""

from collections.abc import Callable
from typing import Any

import django_filters
import django_tables2 as tables
from django import forms
from django.db.models import Q, QuerySet
from django.urls import reverse
from django.utils.html import format_html
from django.utils.safestring import SafeString

from jingwei.inspections.models import Invitation
from jingwei.inspections.terms import InvitationState, InvitedBy
from jingwei.inspections.views.desk_parts import moment
from jingwei.platform.spreadsheets.layout import Cell
from jingwei.registry.models import Item
from jingwei.registry.terms import ItemStatus
from jingwei.web.fields import QueryFilter, TextField
from jingwei.web.gallery import draw

STATE_COLOURS = {
    InvitationState.OPEN: "amber",
    InvitationState.ACCEPTED: "accent",
    InvitationState.USED: "green",
    InvitationState.DECLINED: "",
    InvitationState.TAKEN_BACK: "",
}


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

    def __init__(self, *args: Any, subject_id: int, **kwargs: Any) -> None:
        """Offer the subject's published items."""
        super().__init__(*args, **kwargs)
        items = Item.objects.filter(subject=subject_id, status=ItemStatus.PUBLISHED).order_by("code")
        field = self.fields["item_ids"]
        assert isinstance(field, forms.TypedMultipleChoiceField)
        field.choices = [(item.pk, item.name) for item in items]


class AnswerForm(forms.Form):
    """The words that go with yes."""

    answer = TextField(label="答复", max_length=200, required=False, widget=forms.Textarea(attrs={"rows": 2}))


class InvitationFilter(django_filters.FilterSet):  # type: ignore[misc]
    """By enterprise, matter or number, state, and who began."""

    q = QueryFilter(
        label="企业或内容",
        method="by_text",
        widget=forms.TextInput(attrs={"placeholder": "名称、代码、编号、内容"}),
    )
    state = django_filters.ChoiceFilter(label="状态", choices=InvitationState.choices(), empty_label="全部")
    by = django_filters.ChoiceFilter(label="发起", choices=InvitedBy.choices(), empty_label="全部")

    def by_text(self, found: QuerySet[Invitation], name: str, text: str) -> QuerySet[Invitation]:
        """Keep those whose enterprise, number or matter holds the text."""
        text = text.strip()
        return found.filter(
            Q(site__enterprise__name__icontains=text)
            | Q(site__enterprise__credit_code__icontains=text)
            | Q(site__enterprise__sort_key__icontains=text.lower())
            | Q(number__icontains=text)
            | Q(matter__icontains=text)
        )


EXPORTED: dict[str, Callable[[Invitation], Cell]] = {
    "编号": lambda row: row.number,
    "发起": lambda row: InvitedBy(row.by).label,
    "检查主体": lambda row: row.subject.name,
    "企业": lambda row: row.site.enterprise.name,
    "统一社会信用代码": lambda row: row.site.enterprise.credit_code,
    "场所": lambda row: row.site.name,
    "内容": lambda row: row.matter,
    "方便的时间": lambda row: row.preferred,
    "状态": lambda row: InvitationState(row.state).label,
    "发起时间": lambda row: moment(row.made_at),
    "答复时间": lambda row: moment(row.answered_at) if row.answered_at else "",
    "答复": lambda row: row.answer,
}


class InvitationTable(tables.Table):  # type: ignore[misc]
    """Invitations, newest first."""

    enterprise = tables.Column(
        accessor="site__enterprise__name",
        verbose_name="企业与内容",
        order_by="site__enterprise__sort_key",
        attrs={"td": {"class": "is-wide"}},
    )
    subject = tables.Column(
        accessor="subject__short_name", verbose_name="检查主体", order_by="subject__sort_key"
    )
    by = tables.Column(verbose_name="发起", attrs={"td": {"class": "jw-nw"}})
    number = tables.Column(verbose_name="编号", attrs={"td": {"class": "jw-nw is-gone"}})
    made_at = tables.Column(verbose_name="发起时间", attrs={"td": {"class": "jw-nw"}})
    state = tables.Column(
        verbose_name="状态",
        orderable=False,
        attrs={"td": {"class": "jw-nw is-end"}, "th": {"class": "is-end"}},
    )

    class Meta:
        template_name = "django_tables2/jingwei.html"
        order_by = ()

    def __init__(self, *args: Any, shows_subject: bool, **kwargs: Any) -> None:
        """Leave the subject out for those who see their own alone."""
        super().__init__(*args, exclude=[] if shows_subject else ["subject"], **kwargs)

    def render_enterprise(self, record: Invitation) -> SafeString:
        """Return the enterprise with what is to be looked at below, leading to the invitation."""
        return format_html(
            '<a class="jw-title" href="{}">{}</a><span class="jw-line2">{}　{}</span>',
            reverse("invitation_detail", args=[record.pk]),
            record.site.enterprise.name,
            record.site.name,
            record.matter,
        )

    def render_by(self, record: Invitation) -> str:
        """Return who began, in words."""
        return InvitedBy(record.by).label

    def render_made_at(self, record: Invitation) -> str:
        """Return when, in Beijing time."""
        return moment(record.made_at)

    def render_state(self, record: Invitation) -> SafeString:
        """Return where it stands, as a tag."""
        state = InvitationState(record.state)
        return draw("tag", {"text": state.label, "colour": STATE_COLOURS[state]})
