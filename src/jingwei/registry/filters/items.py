"""The filter bar of the item library."""

from typing import Any

import django_filters
from django import forms
from django.db.models import Q, QuerySet

from jingwei.platform.actors import Actor
from jingwei.registry.models import Item, Subject
from jingwei.registry.queries import list_items
from jingwei.registry.terms import Field, ImplementationLevel, ItemStatus
from jingwei.web.fields import QueryFilter


class ItemFilter(django_filters.FilterSet):  # type: ignore[misc]
    """By name, code or basis, subject, field, level and status."""

    q = QueryFilter(
        label="事项", method="by_text", widget=forms.TextInput(attrs={"placeholder": "名称、编码、依据"})
    )
    subject = django_filters.ModelChoiceFilter(
        label="主体", queryset=Subject.objects.none(), empty_label="全部"
    )
    status = django_filters.ChoiceFilter(label="状态", choices=ItemStatus.choices(), empty_label="全部")
    field = django_filters.ChoiceFilter(label="领域", choices=Field.choices(), empty_label="全部")
    level = django_filters.ChoiceFilter(
        label="实施层级", choices=ImplementationLevel.choices(), empty_label="全部"
    )

    def __init__(self, *args: Any, actor: Actor, **kwargs: Any) -> None:
        """Offer the subjects that have items the actor may see."""
        super().__init__(*args, queryset=list_items(actor), **kwargs)
        owners = list_items(actor).order_by().values("subject")
        self.filters["subject"].queryset = Subject.objects.filter(pk__in=owners).order_by("sort_key")

    def by_text(self, found: QuerySet[Item], name: str, text: str) -> QuerySet[Item]:
        """Keep those whose name, code or basis holds the text."""
        text = text.strip()
        in_basis = Item.objects.filter(bases__title__icontains=text).values("pk")
        return found.filter(Q(name__icontains=text) | Q(code__icontains=text) | Q(pk__in=in_basis))
