"""The filter bar of published caps."""

from datetime import date
from typing import Any

import django_filters
from django import forms
from django.db.models import Q, QuerySet

from jingwei.planning.models import Cap
from jingwei.planning.queries import list_published_caps
from jingwei.platform.actors import Actor
from jingwei.registry.models import Subject
from jingwei.registry.terms import CreditClass
from jingwei.web.fields import QueryFilter


class CapFilter(django_filters.FilterSet):  # type: ignore[misc]
    """By holder or item, department, class, and whether they hold today."""

    q = QueryFilter(
        label="单位或事项",
        method="by_text",
        widget=forms.TextInput(attrs={"placeholder": "名称、拼音首字母、编码"}),
    )
    subject = django_filters.ModelChoiceFilter(
        label="主体", queryset=Subject.objects.none(), empty_label="全部"
    )
    credit_class = django_filters.ChoiceFilter(
        label="分类", choices=CreditClass.choices(), empty_label="全部"
    )
    state = django_filters.ChoiceFilter(
        label="效力",
        method="by_state",
        choices=[("standing", "现行"), ("coming", "尚未施行"), ("over", "已终止")],
        empty_label="全部",
    )

    def __init__(self, *args: Any, actor: Actor, on: date, **kwargs: Any) -> None:
        """Judge what holds as of the day; the actor's own come first."""
        super().__init__(*args, queryset=list_published_caps(actor), **kwargs)
        self.on = on
        owners = Subject.objects.filter(pk__in=Cap.objects.order_by().values("subject"))
        self.filters["subject"].queryset = owners.order_by("sort_key")

    def by_text(self, found: QuerySet[Cap], name: str, text: str) -> QuerySet[Cap]:
        """Keep those whose holder or item holds the text."""
        text = text.strip()
        return found.filter(
            Q(subject__name__icontains=text)
            | Q(subject__sort_key__icontains=text.lower())
            | Q(line__icontains=text)
            | Q(item__name__icontains=text)
            | Q(item__code__icontains=text)
        )

    def by_state(self, found: QuerySet[Cap], name: str, state: str) -> QuerySet[Cap]:
        """Keep those that hold on the day, are to come, or have ended."""
        match state:
            case "coming":
                return found.filter(valid_from__gt=self.on)
            case "over":
                return found.filter(valid_until__lte=self.on)
        return found.filter(pk__in=Cap.objects.in_force(self.on).values("pk"))
