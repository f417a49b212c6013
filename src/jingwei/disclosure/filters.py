"""The filter bars of announcements and filings."""

from typing import Any

import django_filters
from django import forms
from django.db.models import Q, QuerySet

from jingwei.disclosure.models import Announcement, Filing
from jingwei.disclosure.terms import Addressee, AnnouncementKind, FilingKind, FilingState
from jingwei.registry.models import Subject
from jingwei.web.fields import QueryFilter

STANDING = (("standing", "未撤下"), ("withdrawn", "已撤下"))


class AnnouncementFilter(django_filters.FilterSet):  # type: ignore[misc]
    """By title or department, kind, and whether it was withdrawn."""

    q = QueryFilter(
        label="标题或单位",
        method="by_text",
        widget=forms.TextInput(attrs={"placeholder": "标题、单位、拼音首字母"}),
    )
    kind = django_filters.ChoiceFilter(
        label="公告内容", choices=AnnouncementKind.choices(), empty_label="全部"
    )
    state = django_filters.ChoiceFilter(label="状态", choices=STANDING, method="by_state", empty_label="全部")

    def by_text(self, found: QuerySet[Announcement], name: str, text: str) -> QuerySet[Announcement]:
        """Keep those whose title or subject holds the text."""
        text = text.strip()
        return found.filter(
            Q(title__icontains=text)
            | Q(subject__name__icontains=text)
            | Q(subject__sort_key__icontains=text.lower())
        )

    def by_state(self, found: QuerySet[Announcement], name: str, state: str) -> QuerySet[Announcement]:
        """Keep those that were withdrawn, or those that were not."""
        return found.filter(withdrawn_at__isnull=state == "standing")


class FilingFilter(django_filters.FilterSet):  # type: ignore[misc]
    """By department or receipt, kind, addressee, state, and lateness."""

    q = QueryFilter(
        label="单位或文号",
        method="by_text",
        widget=forms.TextInput(attrs={"placeholder": "单位、回执文号、拼音首字母"}),
    )
    state = django_filters.ChoiceFilter(label="状态", choices=FilingState.choices(), empty_label="全部")
    kind = django_filters.ChoiceFilter(label="备案内容", choices=FilingKind.choices(), empty_label="全部")
    addressee = django_filters.ChoiceFilter(label="报送对象", choices=Addressee.choices(), empty_label="全部")
    is_late = django_filters.ChoiceFilter(
        label="时限", choices=[("true", "逾期"), ("false", "按期")], empty_label="全部", method="by_lateness"
    )
    subject = django_filters.ModelChoiceFilter(
        label="单位", queryset=Subject.objects.order_by("sort_key"), empty_label="全部"
    )

    def by_text(self, found: QuerySet[Filing], name: str, text: str) -> QuerySet[Filing]:
        """Keep those whose subject or receipt holds the text."""
        text = text.strip()
        return found.filter(
            Q(receipt__icontains=text)
            | Q(subject__name__icontains=text)
            | Q(subject__sort_key__icontains=text.lower())
        )

    def by_lateness(self, found: QuerySet[Filing], name: str, value: Any) -> QuerySet[Filing]:
        """Keep those that came late, or those in time."""
        return found.filter(is_late=value == "true")
