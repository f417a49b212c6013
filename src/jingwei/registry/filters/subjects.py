"""The filter bar of the register of subjects."""

from typing import Any

import django_filters
from django import forms
from django.db.models import Q, QuerySet

from jingwei.registry.models import Subject
from jingwei.registry.terms import PartyKind, SubjectStatus
from jingwei.web.fields import QueryFilter

LAWFUL = [(kind.value, kind.label) for kind in (PartyKind.ORGAN, PartyKind.AUTHORISED, PartyKind.ENTRUSTED)]


class SubjectFilter(django_filters.FilterSet):  # type: ignore[misc]
    """By name, kind, status and line."""

    q = QueryFilter(
        label="主体",
        method="by_text",
        widget=forms.TextInput(attrs={"placeholder": "名称、编号、拼音首字母"}),
    )
    kind = django_filters.ChoiceFilter(label="类别", choices=LAWFUL, empty_label="全部")
    status = django_filters.ChoiceFilter(label="状态", choices=SubjectStatus.choices(), empty_label="全部")
    line = django_filters.ChoiceFilter(label="条线", empty_label="全部")

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        """Offer the lines that there are."""
        super().__init__(*args, **kwargs)
        lines = self.queryset.order_by("line").values_list("line", flat=True).distinct()
        self.filters["line"].extra["choices"] = [(line, line) for line in lines if line]

    def by_text(self, found: QuerySet[Subject], name: str, text: str) -> QuerySet[Subject]:
        """Keep those whose name, short name, number, credit code or pinyin holds the text."""
        text = text.strip()
        return found.filter(
            Q(name__icontains=text)
            | Q(short_name__icontains=text)
            | Q(code__icontains=text)
            | Q(credit_code__icontains=text)
            | Q(sort_key__icontains=text.lower())
        )
