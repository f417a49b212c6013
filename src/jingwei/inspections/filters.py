"""The filter bar of the task list."""

from datetime import date, datetime, time, timedelta
from typing import Any

import django_filters
from django import forms
from django.db.models import Q, QuerySet
from django.http import QueryDict

from jingwei.inspections.facts.items import CARRIED_OUT
from jingwei.inspections.models import Inspection
from jingwei.inspections.models.inspections import InspectionQuerySet
from jingwei.inspections.terms import Origin, Stage
from jingwei.planning.models import PlanLine, SpecialPlan
from jingwei.planning.terms import InspectionKind
from jingwei.platform.calendar import SHANGHAI
from jingwei.platform.numbering import number_as_typed
from jingwei.web.addresses import is_id
from jingwei.web.fields import QueryFilter


class InspectionFilter(django_filters.FilterSet):  # type: ignore[misc]
    """By enterprise or number, stage, kind, source, and the day planned for."""

    q = QueryFilter(
        label="企业或文号",
        method="by_text",
        widget=forms.TextInput(attrs={"placeholder": "名称、代码、拼音首字母、文号"}),
    )
    stage = django_filters.ChoiceFilter(label="环节", choices=Stage.choices(), empty_label="全部")
    kind = django_filters.ChoiceFilter(label="类别", choices=InspectionKind.choices(), empty_label="全部")
    origin = django_filters.ChoiceFilter(label="来源", choices=Origin.choices(), empty_label="全部")
    planned_after = django_filters.DateFilter(
        label="拟检日期起", method="by_first_day", widget=forms.DateInput(attrs={"type": "date"})
    )
    planned_before = django_filters.DateFilter(
        label="止", method="by_last_day", widget=forms.DateInput(attrs={"type": "date"})
    )

    reach = django_filters.ChoiceFilter(
        label="进度",
        method="by_reach",
        choices=[("approved", "已批准或已实施"), ("done", "已实施")],
        empty_label="全部",
    )
    special = django_filters.ModelChoiceFilter(
        label="专项", queryset=SpecialPlan.objects.none(), empty_label="全部"
    )
    plan_line = django_filters.ModelChoiceFilter(
        label="计划事项", queryset=PlanLine.objects.none(), method="by_plan_line", empty_label="全部"
    )

    def __init__(self, data: QueryDict, *args: Any, **kwargs: Any) -> None:
        """Offer the special inspections that some are of, and of the many lines of plans the one asked for."""
        super().__init__(data, *args, **kwargs)
        made_for = self.queryset.order_by().values("special")
        self.filters["special"].queryset = SpecialPlan.objects.filter(pk__in=made_for).order_by("-first_on")
        asked = data.get("plan_line", "")
        self.filters["plan_line"].queryset = PlanLine.objects.filter(pk=int(asked) if is_id(asked) else 0)

    def by_reach(self, found: InspectionQuerySet, name: str, reach: str) -> QuerySet[Inspection]:
        """Keep the current ones that were approved, or carried out; what was withdrawn is neither."""
        stages = CARRIED_OUT if reach == "done" else [Stage.APPROVED, *CARRIED_OUT]
        return found.current().filter(stage__in=stages)

    def by_plan_line(self, found: QuerySet[Inspection], name: str, line: PlanLine) -> QuerySet[Inspection]:
        """Keep those that cite the line in any version of its plan: a line keeps its position."""
        return found.filter(
            plan_line__position=line.position,
            plan_line__plan__subject=line.plan.subject_id,
            plan_line__plan__year=line.plan.year,
        )

    def by_text(self, found: QuerySet[Inspection], name: str, text: str) -> QuerySet[Inspection]:
        """Keep those whose enterprise or number holds the text."""
        text = text.strip()
        return found.filter(
            Q(enterprise__name__icontains=text)
            | Q(enterprise__credit_code__icontains=text)
            | Q(enterprise__sort_key__icontains=text.lower())
            | Q(number__icontains=number_as_typed(text))
        )

    def by_first_day(self, found: QuerySet[Inspection], name: str, day: date) -> QuerySet[Inspection]:
        """Keep those planned for the day or later."""
        return found.filter(planned_from__gte=_midnight(day))

    def by_last_day(self, found: QuerySet[Inspection], name: str, day: date) -> QuerySet[Inspection]:
        """Keep those planned for the day or earlier."""
        return found.filter(planned_from__lt=_midnight(day + timedelta(days=1)))


def _midnight(day: date) -> datetime:
    return datetime.combine(day, time(), SHANGHAI)
