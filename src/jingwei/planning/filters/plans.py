"""The filter bar of annual plans."""

from typing import Any

import django_filters
from django import forms
from django.db.models import QuerySet

from jingwei.planning.models import AnnualPlan
from jingwei.planning.queries import list_newest_plans, list_plans
from jingwei.planning.terms import PlanStage
from jingwei.platform.actors import Actor
from jingwei.registry.models import Subject
from jingwei.web.fields import QueryFilter


class PlanFilter(django_filters.FilterSet):  # type: ignore[misc]
    """By a line's words, year, department and stage."""

    q = QueryFilter(
        label="任务",
        method="by_text",
        widget=forms.TextInput(attrs={"placeholder": "任务名称、检查对象、事项"}),
    )
    year = django_filters.ChoiceFilter(label="年度", choices=(), empty_label="全部")
    subject = django_filters.ModelChoiceFilter(
        label="主体", queryset=Subject.objects.none(), empty_label="全部"
    )
    stage = django_filters.ChoiceFilter(label="环节", choices=PlanStage.choices(), empty_label="全部")

    def __init__(self, *args: Any, actor: Actor, **kwargs: Any) -> None:
        """Offer the years and the departments of the plans that the actor may see."""
        super().__init__(*args, queryset=list_newest_plans(actor), **kwargs)
        visible = list_plans(actor).order_by()
        years = visible.values_list("year", flat=True).distinct().order_by("-year")
        self.filters["year"].extra["choices"] = [(str(year), f"{year} 年") for year in years]
        owners = Subject.objects.filter(pk__in=visible.values("subject"))
        self.filters["subject"].queryset = owners.order_by("sort_key")

    def by_text(self, found: QuerySet[AnnualPlan], name: str, text: str) -> QuerySet[AnnualPlan]:
        """Keep the plans of which a line's name, objects or item hold the text."""
        text = text.strip()
        lines = AnnualPlan.objects.filter(lines__name__icontains=text).values("pk")
        objects = AnnualPlan.objects.filter(lines__object_scope__icontains=text).values("pk")
        items = AnnualPlan.objects.filter(lines__item__name__icontains=text).values("pk")
        return found.filter(pk__in=lines.union(objects, items))
