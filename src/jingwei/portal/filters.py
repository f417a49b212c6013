"""The filter bar of the list of enterprises."""

from typing import Any

import django_filters
from django import forms
from django.db.models import Q, QuerySet

from jingwei.registry.models import Enterprise, Region
from jingwei.registry.queries import industry_sections, list_enterprises
from jingwei.registry.terms import CreditClass
from jingwei.web.fields import QueryFilter


class DossierFilter(django_filters.FilterSet):  # type: ignore[misc]
    """By name, class, town, and section of industry."""

    q = QueryFilter(
        label="企业",
        method="by_text",
        widget=forms.TextInput(attrs={"placeholder": "名称、代码、拼音首字母"}),
    )
    credit_class = django_filters.ChoiceFilter(
        label="分类", choices=CreditClass.choices(), empty_label="全部"
    )
    region = django_filters.ModelChoiceFilter(
        label="镇街", queryset=Region.objects.none(), empty_label="全部"
    )
    section = django_filters.ChoiceFilter(
        label="行业门类", method="by_section", choices=(), empty_label="全部"
    )

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        """Offer the towns that have enterprises, and the sections of the standard."""
        super().__init__(*args, **kwargs)
        towns = Enterprise.objects.order_by().values("region")
        self.filters["region"].queryset = Region.objects.filter(pk__in=towns).order_by("code")
        sections = [(letter, f"{letter} {name}") for letter, name in industry_sections().items()]
        self.filters["section"].extra["choices"] = [*sections, ("-", "没有登记")]

    def by_text(self, found: QuerySet[Enterprise], name: str, text: str) -> QuerySet[Enterprise]:
        """Keep those whose name, code or initials hold the text."""
        return found.filter(pk__in=list_enterprises(text).order_by().values("pk"))

    def by_section(self, found: QuerySet[Enterprise], name: str, letter: str) -> QuerySet[Enterprise]:
        """Keep those of the section, or those whose industry nobody has noted."""
        return found.filter(Q(industry="") if letter == "-" else Q(industry__startswith=letter))
