"""The filter bars of classes: enterprises, departments' grades, relief."""

from datetime import date
from typing import Any

import django_filters
from django import forms
from django.db.models import F, Q, QuerySet

from jingwei.planning.models import DepartmentGrade, Relief
from jingwei.planning.queries import list_grades, list_reliefs
from jingwei.planning.queries.class_counts import list_classed
from jingwei.planning.queries.classes import GRADES
from jingwei.platform.actors import Actor
from jingwei.registry.models import Enterprise, Region, Subject
from jingwei.registry.queries import list_enterprises
from jingwei.registry.terms import CreditClass
from jingwei.web.fields import QueryFilter

NAME = {"placeholder": "名称、代码、拼音首字母"}


def _text() -> QueryFilter:
    return QueryFilter(label="企业", method="by_text", widget=forms.TextInput(attrs=NAME))


def _regions() -> QuerySet[Region]:
    return Region.objects.filter(pk__in=Enterprise.objects.order_by().values("region")).order_by("code")


class EnterpriseFilter(django_filters.FilterSet):  # type: ignore[misc]
    """By name, class, town, and what is out of the ordinary about the class."""

    q = _text()
    credit_class = django_filters.ChoiceFilter(
        label="分类", choices=CreditClass.choices(), empty_label="全部"
    )
    before = django_filters.ChoiceFilter(
        label="上月分类", choices=[(each.value, each.label) for each in GRADES], empty_label="全部"
    )
    region = django_filters.ModelChoiceFilter(
        label="镇街", queryset=Region.objects.none(), empty_label="全部"
    )
    state = django_filters.ChoiceFilter(
        label="情况",
        method="by_state",
        choices=[
            ("stale", "本月未更新"),
            ("changed", "与上月不同"),
            ("graded", "有本部门分级"),
            ("relief", "低风险减免"),
        ],
        empty_label="全部",
    )

    def __init__(self, *args: Any, subject: Subject | None, on: date, **kwargs: Any) -> None:
        """Read grades as the subject's, everything as of the day."""
        super().__init__(*args, queryset=list_classed("", subject=subject, on=on), **kwargs)
        self.on = on
        self.filters["region"].queryset = _regions()

    def by_text(self, found: QuerySet[Enterprise], name: str, text: str) -> QuerySet[Enterprise]:
        """Keep those whose name, code or initials hold the text."""
        return found.filter(pk__in=list_enterprises(text).order_by().values("pk"))

    def by_state(self, found: QuerySet[Any], name: str, state: str) -> QuerySet[Any]:
        """Keep those of which the state is true."""
        match state:
            case "stale":
                this_month = self.on.replace(day=1)
                known = found.exclude(credit_class=CreditClass.UNKNOWN)
                return known.filter(Q(class_month=None) | Q(class_month__lt=this_month))
            case "changed":
                return found.exclude(before=None).exclude(before=F("credit_class"))
            case "graded":
                return found.exclude(grade=None)
        return found.exclude(relief_since=None)


class GradeFilter(django_filters.FilterSet):  # type: ignore[misc]
    """By enterprise, department and grade."""

    q = _text()
    subject = django_filters.ModelChoiceFilter(
        label="部门", queryset=Subject.objects.none(), empty_label="全部"
    )
    credit_class = django_filters.ChoiceFilter(
        label="分级", choices=[(each.value, each.label) for each in GRADES], empty_label="全部"
    )

    def __init__(self, *args: Any, actor: Actor, on: date, **kwargs: Any) -> None:
        """Offer the departments whose grades the actor may see."""
        visible = list_grades(actor, on=on)
        super().__init__(*args, queryset=visible, **kwargs)
        owners = Subject.objects.filter(pk__in=visible.order_by().values("subject"))
        self.filters["subject"].queryset = owners.order_by("sort_key")

    def by_text(self, found: QuerySet[DepartmentGrade], name: str, text: str) -> QuerySet[DepartmentGrade]:
        """Keep the grades of enterprises that the text names."""
        return found.filter(enterprise__in=list_enterprises(text).order_by().values("pk"))


class ReliefFilter(django_filters.FilterSet):  # type: ignore[misc]
    """By enterprise, town, and whether the relief stands."""

    q = _text()
    region = django_filters.ModelChoiceFilter(
        label="镇街", field_name="enterprise__region", queryset=Region.objects.none(), empty_label="全部"
    )
    state = django_filters.ChoiceFilter(
        label="状态",
        method="by_state",
        choices=[("standing", "减免中"), ("left", "已移出")],
        empty_label="全部",
    )

    def __init__(self, *args: Any, on: date, **kwargs: Any) -> None:
        """Judge what stands as of the day."""
        super().__init__(*args, queryset=list_reliefs(on=on), **kwargs)
        self.filters["region"].queryset = _regions()

    def by_text(self, found: QuerySet[Relief], name: str, text: str) -> QuerySet[Relief]:
        """Keep the reliefs of enterprises that the text names."""
        return found.filter(enterprise__in=list_enterprises(text).order_by().values("pk"))

    def by_state(self, found: QuerySet[Any], name: str, state: str) -> QuerySet[Any]:
        """Keep those that stand, or that have ended."""
        return found.filter(is_over=state == "left")
