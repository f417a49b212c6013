"""The filter bar of an indicator's list: the days, the department, the town, and a search."""

from functools import reduce
from operator import or_
from typing import Any

import django_filters
from django import forms
from django.db.models import Q, QuerySet
from django.http import QueryDict

from jingwei.platform.actors import Actor
from jingwei.platform.errors import Mistake
from jingwei.registry.members import Member
from jingwei.registry.models import Region, Site, Subject
from jingwei.registry.queries import list_visible_subjects
from jingwei.reporting.forms import DAY
from jingwei.reporting.indicators import Indicator
from jingwei.reporting.periods import Period
from jingwei.web.fields import QueryFilter


class RowFilter(django_filters.FilterSet):  # type: ignore[misc]
    """Narrows the rows of one indicator. The days stand in the bar too, but have chosen the rows already."""

    q = QueryFilter(
        label="查找",
        method="by_text",
        widget=forms.TextInput(attrs={"placeholder": "名称、拼音首字母、编号"}),
    )
    subject = django_filters.ModelChoiceFilter(
        label="检查主体", queryset=Subject.objects.none(), method="by_subject", empty_label="全部"
    )
    town = django_filters.ModelChoiceFilter(
        label="镇街",
        queryset=Region.objects.filter(pk__in=Site.objects.values("region")).order_by("code"),
        to_field_name="code",
        method="by_town",
        empty_label="全部",
    )

    def __init__(
        self, data: QueryDict, *, indicator: Indicator, queryset: QuerySet[Any], actor: Actor
    ) -> None:
        """Offer the subjects that the viewer may see, and towns only where the rows lie in one."""
        self.indicator = indicator
        super().__init__(data, queryset=queryset)
        self.filters["subject"].queryset = list_visible_subjects(actor)
        if not indicator.listing.town:
            del self.filters["town"]

    @property
    def shown(self) -> list[forms.BoundField]:
        """The fields as the filter bar shows them."""
        return [self.form[name] for name in ("from", "to", "q", "subject", "town") if name in self.filters]

    def by_text(self, found: QuerySet[Any], name: str, text: str) -> QuerySet[Any]:
        """Keep the rows that hold the text in one of the fields searched."""
        words = (Q(**{f"{field}__icontains": text.strip()}) for field in self.indicator.listing.search)
        return found.filter(reduce(or_, words))

    def by_subject(self, found: QuerySet[Any], name: str, subject: Subject) -> QuerySet[Any]:
        """Keep one department's rows."""
        return self.indicator.narrow(found, subject_id=subject.pk)

    def by_town(self, found: QuerySet[Any], name: str, town: Region) -> QuerySet[Any]:
        """Keep one town's rows."""
        return self.indicator.narrow(found, town=town.code)

    def as_chosen(self, found: QuerySet[Any], name: str, day: object) -> QuerySet[Any]:
        """Leave the rows as the days have chosen them."""
        return found


# ``from`` is a word of the language and cannot be named in a class.
for _name, _label in (("from", "自"), ("to", "至")):
    RowFilter.base_filters[_name] = django_filters.DateFilter(label=_label, method="as_chosen", widget=DAY)


def listed_rows(actor: Actor, indicator: Indicator, period: Period, query: QueryDict) -> RowFilter:
    """Return the rows of an indicator's list as its address narrows them: a department sees its own, whatever it asks.

    Raises Mistake for a department or a town that there is not: leaving it out would list the district.
    """
    data = query.copy()
    data["from"], data["to"] = period.first.isoformat(), period.last.isoformat()
    own = own_subject(actor)
    if own is not None:
        data.pop("subject", None)
    found = RowFilter(
        data, indicator=indicator, queryset=indicator.list_rows(period, subject_id=own), actor=actor
    )
    for name, errors in found.errors.items():
        label = found.filters[name].label
        told = f"{label}：{errors[0]}" if name == "q" else f"没有这个{label}"
        raise Mistake(told, "从统计报表重新打开，或在上方另选", name)
    return found


def own_subject(actor: Actor) -> int | None:
    """Return the department whose figures alone the reader sees; None for the bureau, which sees all."""
    return actor.subject_id if isinstance(actor, Member) and not actor.is_bureau else None
