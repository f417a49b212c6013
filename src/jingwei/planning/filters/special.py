"""The filter bar of special inspections."""

from datetime import date
from typing import Any

import django_filters
from django import forms
from django.db.models import Q, QuerySet

from jingwei.planning.models import SpecialPlan
from jingwei.planning.queries import list_specials, list_unreported
from jingwei.planning.terms import SpecialOrigin, SpecialStage
from jingwei.platform.actors import Actor
from jingwei.registry.models import Subject
from jingwei.web.fields import QueryFilter

UNREPORTED = "unreported"


class SpecialFilter(django_filters.FilterSet):  # type: ignore[misc]
    """By words, year, subject, origin and stage; those whose report is still to come are a stage of their own."""

    q = QueryFilter(
        label="专项",
        method="by_text",
        widget=forms.TextInput(attrs={"placeholder": "名称、内容、对象、文号"}),
    )
    year = django_filters.ChoiceFilter(
        label="年度", field_name="first_on__year", choices=(), empty_label="全部"
    )
    subject = django_filters.ModelChoiceFilter(
        label="主体", method="by_subject", queryset=Subject.objects.none(), empty_label="全部"
    )
    origin = django_filters.ChoiceFilter(label="来源", choices=SpecialOrigin.choices(), empty_label="全部")
    stage = django_filters.ChoiceFilter(
        label="环节",
        method="by_stage",
        choices=[*SpecialStage.choices(), (UNREPORTED, "期满未报告")],
        empty_label="全部",
    )

    def __init__(self, *args: Any, actor: Actor, today: date, **kwargs: Any) -> None:
        """Offer the years and the subjects of what the actor may see."""
        visible = list_specials(actor)
        super().__init__(*args, queryset=visible.prefetch_related("items", "partners"), **kwargs)
        self.today = today
        years = sorted({day.year for day in visible.order_by().values_list("first_on", flat=True) if day})
        self.filters["year"].extra["choices"] = [(str(year), f"{year} 年") for year in reversed(years)]
        taking_part = Q(pk__in=visible.order_by().values("subject")) | Q(
            joint_specials__in=visible.order_by().values("pk")
        )
        self.filters["subject"].queryset = Subject.objects.filter(taking_part).distinct().order_by("sort_key")

    def by_text(self, found: QuerySet[SpecialPlan], name: str, text: str) -> QuerySet[SpecialPlan]:
        """Keep those whose name, contents, objects or papers hold the text."""
        text = text.strip()
        return found.filter(
            Q(name__icontains=text)
            | Q(contents__icontains=text)
            | Q(object_scope__icontains=text)
            | Q(order_number__icontains=text)
            | Q(approval_number__icontains=text)
        )

    def by_subject(self, found: QuerySet[SpecialPlan], name: str, subject: Subject) -> QuerySet[SpecialPlan]:
        """Keep those that the subject leads or takes part in."""
        ours = SpecialPlan.objects.filter(Q(subject=subject) | Q(partners=subject)).values("pk")
        return found.filter(pk__in=ours)

    def by_stage(self, found: QuerySet[SpecialPlan], name: str, stage: str) -> QuerySet[SpecialPlan]:
        """Keep those in the stage, or those ordered from above that are over without a report."""
        if stage == UNREPORTED:
            return found.filter(pk__in=list_unreported(today=self.today).order_by().values("pk"))
        return found.filter(stage=stage)
