"""The filter bar of the task list."""

from datetime import date, datetime, time, timedelta

import django_filters
from django import forms
from django.db.models import Q, QuerySet

from jingwei.inspections.models import Inspection
from jingwei.inspections.terms import Origin, Stage
from jingwei.planning.terms import InspectionKind
from jingwei.platform.calendar import SHANGHAI


class InspectionFilter(django_filters.FilterSet):  # type: ignore[misc]
    """By enterprise or number, stage, kind, source, and the day planned for."""

    q = django_filters.CharFilter(
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

    def by_text(self, found: QuerySet[Inspection], name: str, text: str) -> QuerySet[Inspection]:
        """Keep those whose enterprise or number holds the text."""
        text = text.strip()
        return found.filter(
            Q(enterprise__name__icontains=text)
            | Q(enterprise__credit_code__icontains=text)
            | Q(enterprise__sort_key__icontains=text.lower())
            | Q(number__icontains=text)
        )

    def by_first_day(self, found: QuerySet[Inspection], name: str, day: date) -> QuerySet[Inspection]:
        """Keep those planned for the day or later."""
        return found.filter(planned_from__gte=_midnight(day))

    def by_last_day(self, found: QuerySet[Inspection], name: str, day: date) -> QuerySet[Inspection]:
        """Keep those planned for the day or earlier."""
        return found.filter(planned_from__lt=_midnight(day + timedelta(days=1)))


def _midnight(day: date) -> datetime:
    return datetime.combine(day, time(), SHANGHAI)
